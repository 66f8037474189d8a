//! A control is excluded, with or without a justification, and a risk that is not closed is treated by
//! it. The controls that treatment needs are those that apply.

use std::collections::BTreeMap;

use super::Assessed;
use super::occurrence::{Occurrence, by_sheet, risk_name};
use crate::assess::risks::is_open;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;
use crate::model::Applicability;
use crate::standards::{Part, RequirementId};

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let mut named: BTreeMap<RequirementId, Vec<Occurrence>> = BTreeMap::new();
    for risk in assessed.subject.model.risks.iter().filter(|risk| is_open(risk)) {
        for control in &risk.controls {
            let id = control.value.id;
            let excluded = assessed
                .statement(id)
                .is_some_and(|statement| statement.applicability == Applicability::NotApplicable);
            if excluded && id.part() == Part::AnnexA {
                let occurrence = Occurrence::at(risk_name(risk), control.location.clone());
                named.entry(id).or_default().push(occurrence.read(&control.value.written));
            }
        }
    }
    named
        .into_iter()
        .flat_map(|(id, occurrences)| {
            by_sheet(&codes::EXCLUDED_CONTROL_TREATS_RISK, occurrences)
                .into_iter()
                .map(move |finding| finding.fact("requirement", id.to_string()))
        })
        .collect()
}
