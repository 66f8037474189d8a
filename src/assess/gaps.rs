//! Gaps: what counts and is not fully met, and of which kind it is.
//!
//! A control is *in the plan* where its status is planned, in progress or partial, where it is
//! implemented in part by any other measure, where an action or a due date is recorded for it, or
//! where a risk that is not closed names it and is to be modified or shared, or has actions. That is
//! our reading of "in the risk treatment plan" for registers that keep no plan of that name.

use std::collections::{BTreeMap, BTreeSet};

use super::exclusion::{Exclusion, exclusion, is_written};
use super::risks::is_open;
use super::{GapKind, RequirementResult, Subject};
use crate::model::{AuditFinding, ImplementationStatus, Model, OpenState, Risk, Statement, Treatment};
use crate::provenance::understood;
use crate::standards::{Part, RequirementId};

/// What the registers say beyond the statement of a requirement itself.
pub(super) struct Surroundings<'a> {
    planned: BTreeSet<RequirementId>,
    audits: BTreeMap<RequirementId, &'a AuditFinding>,
}

impl<'a> Surroundings<'a> {
    /// What risks and audits say of each requirement.
    pub(super) fn new(model: &'a Model) -> Self {
        let planned = model
            .risks
            .iter()
            .filter(|risk| is_open(risk) && is_treated(risk))
            .flat_map(|risk| risk.controls.iter().map(|control| control.value.id))
            .collect();
        Self { planned, audits: open_nonconformities(model) }
    }
}

/// Whether a risk is to be modified or shared, or has actions.
fn is_treated(risk: &Risk) -> bool {
    matches!(understood(&risk.treatment), Some(Treatment::Modify | Treatment::Share))
        || is_written(&risk.actions)
}

/// For each requirement the gravest nonconformity that an audit raised against it and that is not
/// closed; among equals that with the first key.
pub(super) fn open_nonconformities(model: &Model) -> BTreeMap<RequirementId, &AuditFinding> {
    let mut gravest: BTreeMap<RequirementId, &AuditFinding> = BTreeMap::new();
    for finding in &model.audit_findings {
        let graded = understood(&finding.grade).is_some_and(|grade| grade.is_nonconformity());
        if !graded || understood(&finding.status) == Some(OpenState::Closed) {
            continue;
        }
        let order = |finding: &AuditFinding| (understood(&finding.grade), finding.key.clone());
        for reference in &finding.requirements {
            let known = gravest.entry(reference.id).or_insert(finding);
            if order(finding) < order(known) {
                *known = finding;
            }
        }
    }
    gravest
}

/// The kind of a gap and why it is of that kind; `None` where the requirement does not count or is met.
pub(super) fn gap_kind(
    subject: Subject<'_>,
    surroundings: &Surroundings<'_>,
    result: &RequirementResult,
) -> Option<(GapKind, String)> {
    if !result.in_denominator || result.own >= 1.0 {
        return None;
    }
    let statement = subject.model.statements.get(&result.id);
    let nonconformity = |reason: &str| Some((GapKind::PotentialNonconformity, reason.to_owned()));
    match statement.map_or(Exclusion::None, exclusion) {
        Exclusion::Unjustified => return nonconformity("excluded without a justification"),
        Exclusion::Clause => return nonconformity("a clause cannot be excluded"),
        Exclusion::None | Exclusion::Justified => {}
    }
    if let Some(finding) = surroundings.audits.get(&result.id) {
        return nonconformity(&raised(finding));
    }
    let Some(statement) = statement.filter(|_| result.assessed) else {
        return Some((GapKind::Unassessed, "nothing is known of its status".to_owned()));
    };
    if result.id.part() == Part::Clauses {
        return nonconformity("the clause is not fully met");
    }
    match reason_in_plan(statement, result, surroundings) {
        Some(reason) => Some((GapKind::ControlGap, reason.to_owned())),
        None => nonconformity("neither implemented nor in the risk treatment plan"),
    }
}

fn raised(finding: &AuditFinding) -> String {
    let grade = understood(&finding.grade).map_or("", |grade| grade.words());
    let name = finding.id.as_ref().map_or(finding.key.as_str(), |id| id.value.as_str());
    format!("an audit raised it: {} {name} ({})", grade.to_lowercase(), finding.location)
}

fn reason_in_plan(
    statement: &Statement,
    result: &RequirementResult,
    surroundings: &Surroundings<'_>,
) -> Option<&'static str> {
    match understood(&statement.status) {
        Some(ImplementationStatus::Planned) => return Some("planned"),
        Some(ImplementationStatus::InProgress) => return Some("in progress"),
        Some(ImplementationStatus::Partial) => return Some("partially implemented"),
        Some(ImplementationStatus::NotImplemented | ImplementationStatus::Implemented) | None => {}
    }
    if result.own > 0.0 {
        Some("implemented in part")
    } else if is_written(&statement.action) {
        Some("not implemented; an action is recorded")
    } else if understood(&statement.due).is_some() {
        Some("not implemented; a due date is recorded")
    } else if surroundings.planned.contains(&result.id) {
        Some("not implemented; the treatment of a risk names it")
    } else {
        None
    }
}
