//! A register says what remains of an open risk by a score or a word of its own, and not by likelihood and impact. It
//! stays without a score after treatment: the register's own is on a scale that nobody here knows.

use super::Assessed;
use super::occurrence::{Occurrence, by_sheet, risk_name};
use crate::assess::risks::is_open;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;
use crate::recognise::value::is_filled;

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let without = assessed.risks().filter(|(risk, result)| is_open(risk) && result.residual.is_none());
    let told = without.filter_map(|(risk, _)| {
        let own = risk.residual.as_ref().filter(|own| is_filled(&own.text))?;
        if risk.residual_likelihood.is_some() || risk.residual_impact.is_some() {
            return None;
        }
        Some(Occurrence::at(risk_name(risk), own.location.clone()).read(own.text.trim()))
    });
    by_sheet(&codes::RESIDUAL_LEVELS_MISSING, told)
}
