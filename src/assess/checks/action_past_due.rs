//! A due date has passed and the work is not done: a requirement that is not fully met, a risk or an
//! audit finding that is not closed.

use super::Assessed;
use super::occurrence::{Occurrence, by_sheet, name, risk_name};
use crate::assess::risks::is_open;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;
use crate::model::OpenState;
use crate::provenance::{Reading, understood};

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let model = assessed.subject.model;
    let overdue = |subject: String, due: &Option<Reading<chrono::NaiveDate>>| {
        let reading = due.as_ref().filter(|due| due.value.is_some_and(|due| due < model.as_of))?;
        Some(Occurrence::at(subject, reading.location.clone()).read(&reading.text))
    };
    let requirements = assessed
        .counted()
        .filter(|(_, result)| result.own < 1.0)
        .filter_map(|(statement, result)| overdue(result.id.to_string(), &statement.due));
    let risks = model
        .risks
        .iter()
        .filter(|risk| is_open(risk))
        .filter_map(|risk| overdue(risk_name(risk), &risk.due));
    let audit_findings = model
        .audit_findings
        .iter()
        .filter(|finding| understood(&finding.status) != Some(OpenState::Closed))
        .filter_map(|finding| {
            overdue(format!("audit finding {}", name(&finding.id, &finding.key)), &finding.due)
        });
    by_sheet(&codes::ACTION_PAST_DUE, requirements.chain(risks).chain(audit_findings))
}
