//! A risk scores higher after treatment than before: the columns may be swapped.

use super::Assessed;
use super::occurrence::{Occurrence, by_sheet, risk_name};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let higher = assessed
        .risks()
        .filter(|(_, result)| {
            matches!((result.current, result.residual), (Some(current), Some(residual)) if residual > current)
        })
        .map(|(risk, _)| {
            let cell = risk.residual_likelihood.as_ref().map_or(&risk.location, |reading| &reading.location);
            Occurrence::at(risk_name(risk), cell.clone())
        });
    by_sheet(&codes::RESIDUAL_ABOVE_INHERENT, higher)
}
