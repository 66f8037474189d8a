//! A risk above appetite is retained, and nobody is recorded as having accepted it. Residual risks are
//! accepted by the risk owner (27001), AI risks by designated management (42001).

use super::Assessed;
use super::occurrence::{Occurrence, by_sheet, risk_name};
use crate::assess::owner::is_owned;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;
use crate::model::Treatment;
use crate::provenance::understood;

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let retained = assessed
        .risks()
        .filter(|(_, result)| result.above_appetite > 0.0)
        .filter(|(risk, _)| understood(&risk.treatment) == Some(Treatment::Retain))
        .filter(|(risk, _)| !is_owned(&risk.accepted_by) && risk.accepted_on.is_none())
        .map(|(risk, _)| {
            let cell = risk.treatment.as_ref().map_or(&risk.location, |treatment| &treatment.location);
            Occurrence::at(risk_name(risk), cell.clone()).instead(&risk.accepted_by)
        });
    by_sheet(&codes::RISK_RETAINED_WITHOUT_ACCEPTANCE, retained)
}
