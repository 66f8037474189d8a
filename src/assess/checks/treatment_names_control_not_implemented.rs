//! A risk that is not closed is treated by a control whose status says that it is not implemented: the
//! residual score may rest on a control that does not work. A planned control is no fault.

use std::collections::BTreeMap;

use super::Assessed;
use super::occurrence::{Occurrence, by_sheet, risk_name};
use crate::assess::risks::is_open;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;
use crate::model::{Applicability, ImplementationStatus};
use crate::provenance::understood;
use crate::standards::RequirementId;

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let mut named: BTreeMap<RequirementId, Vec<Occurrence>> = BTreeMap::new();
    for risk in assessed.subject.model.risks.iter().filter(|risk| is_open(risk)) {
        for control in &risk.controls {
            let missing = assessed.statement(control.value.id).is_some_and(|statement| {
                understood(&statement.status) == Some(ImplementationStatus::NotImplemented)
                    && statement.applicability != Applicability::NotApplicable
            });
            if missing {
                let occurrence = Occurrence::at(risk_name(risk), control.location.clone());
                named.entry(control.value.id).or_default().push(occurrence.read(&control.value.written));
            }
        }
    }
    named
        .into_iter()
        .flat_map(|(id, occurrences)| {
            by_sheet(&codes::TREATMENT_NAMES_CONTROL_NOT_IMPLEMENTED, occurrences)
                .into_iter()
                .map(move |finding| finding.fact("requirement", id.to_string()))
        })
        .collect()
}
