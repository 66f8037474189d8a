//! The date that the evidence bears lies further back than the age that the parameters allow (a year
//! unless changed).

use super::Assessed;
use super::occurrence::{Occurrence, by_sheet};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let subject = assessed.subject;
    let oldest = subject.parameters.evidence_max_age_days;
    let old = assessed.counted().filter_map(|(statement, _)| {
        let reading = statement.evidence_date.as_ref()?;
        let age = (subject.model.as_of - reading.value?).num_days();
        let occurrence = Occurrence::of_statement(statement, Some(&reading.location));
        (age as f64 > oldest).then(|| occurrence.read(&reading.text))
    });
    by_sheet(&codes::EVIDENCE_OLDER_THAN_A_YEAR, old)
        .into_iter()
        .map(|finding| finding.fact("days", oldest.to_string()))
        .collect()
}
