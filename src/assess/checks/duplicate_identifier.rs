//! Two records of one register bear the same identifier. Capitals and surrounding blanks make no
//! difference.

use std::collections::HashMap;

use super::Assessed;
use super::occurrence::{Occurrence, by_sheet, name};
use super::reference_to_nothing::folded;
use crate::declaration::Register;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;
use crate::provenance::Traced;

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let model = assessed.subject.model;
    let mut findings = duplicates(Register::Assets, model.assets.iter().map(|asset| &asset.id));
    findings.extend(duplicates(Register::Risks, model.risks.iter().map(|risk| &risk.id)));
    findings.extend(duplicates(Register::AiSystems, model.ai_systems.iter().map(|system| &system.id)));
    let audits = model.audit_findings.iter().map(|finding| &finding.id);
    findings.extend(duplicates(Register::AuditFindings, audits));
    findings
}

fn duplicates<'a>(
    register: Register,
    identifiers: impl Iterator<Item = &'a Option<Traced<String>>> + Clone,
) -> Vec<Diagnostic> {
    let written = identifiers.flatten().filter(|id| !id.value.trim().is_empty());
    let mut uses: HashMap<String, usize> = HashMap::new();
    for id in written.clone() {
        *uses.entry(folded(&id.value)).or_default() += 1;
    }
    let repeated = written.filter(|id| uses.get(&folded(&id.value)).is_some_and(|uses| *uses > 1));
    let occurrences = repeated.map(|id| {
        let shown = name(&Some(id.clone()), "");
        Occurrence::at(format!("`{shown}`"), id.location.clone()).read(&id.value)
    });
    by_sheet(&codes::DUPLICATE_IDENTIFIER, occurrences)
        .into_iter()
        .map(|finding| finding.fact("register", register.name()))
        .collect()
}
