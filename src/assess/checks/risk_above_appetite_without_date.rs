//! A risk lies above appetite, is not closed and not retained, and no date is recorded for its treatment.

use super::Assessed;
use super::occurrence::{Occurrence, by_sheet, risk_name};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;
use crate::model::Treatment;
use crate::provenance::understood;

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let undated = assessed
        .risks()
        .filter(|(risk, result)| {
            result.above_appetite > 0.0
                && risk.due.is_none()
                && understood(&risk.treatment) != Some(Treatment::Retain)
        })
        .map(|(risk, _)| Occurrence::at(risk_name(risk), risk.location.clone()));
    by_sheet(&codes::RISK_ABOVE_APPETITE_WITHOUT_DATE, undated)
}
