//! A risk lies above appetite, is not closed, and neither a treatment option nor an action nor a control
//! is recorded for it.

use super::Assessed;
use super::occurrence::{Occurrence, by_sheet, risk_name};
use crate::assess::exclusion::is_written;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;
use crate::model::Risk;

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let untreated = assessed
        .risks()
        .filter(|(risk, result)| result.above_appetite > 0.0 && is_untreated(risk))
        .map(|(risk, _)| Occurrence::at(risk_name(risk), risk.location.clone()));
    by_sheet(&codes::RISK_ABOVE_APPETITE_WITHOUT_TREATMENT, untreated)
}

fn is_untreated(risk: &Risk) -> bool {
    risk.treatment.is_none()
        && !is_written(&risk.actions)
        && risk.controls.is_empty()
        && risk.other_controls.is_empty()
}
