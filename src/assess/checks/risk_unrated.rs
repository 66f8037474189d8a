//! A risk that is not closed has no likelihood or no impact that can be read. It stays unrated: the
//! score of the register is on a scale of its own and is never taken in their place.

use super::Assessed;
use super::occurrence::{Occurrence, by_sheet, risk_name};
use crate::assess::risks::is_open;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;
use crate::provenance::Reading;

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let unrated = assessed.risks().filter(|(risk, result)| result.current.is_none() && is_open(risk)).map(
        |(risk, _)| {
            let unreadable = [&risk.likelihood, &risk.impact].into_iter().find_map(unreadable);
            match unreadable {
                Some(reading) => {
                    Occurrence::at(risk_name(risk), reading.location.clone()).read(&reading.text)
                }
                None => Occurrence::at(risk_name(risk), risk.location.clone()),
            }
        },
    );
    by_sheet(&codes::RISK_UNRATED, unrated)
}

fn unreadable(reading: &Option<Reading<f64>>) -> Option<&Reading<f64>> {
    reading.as_ref().filter(|reading| reading.value.is_none())
}
