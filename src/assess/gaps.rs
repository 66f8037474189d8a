//! Gaps: what counts and is not fully met, and of which kind it is.
//!
//! A control is *in the plan* where its status is planned, in progress or partial, where it is
//! implemented in part by any other measure, where an action or a due date is recorded for it, or
//! where a risk that is not closed names it and is to be modified or shared, or has actions. That is
//! our reading of "in the risk treatment plan" for registers that keep no plan of that name.

use std::collections::{BTreeMap, BTreeSet};

use super::exclusion::{Exclusion, exclusion, is_written};
use super::risks::is_open;
use super::{GapReason, RequirementResult, Subject};
use crate::model::{
    AuditFinding, FindingGrade, ImplementationStatus, Model, OpenState, Risk, Statement, Treatment,
};
use crate::provenance::understood;
use crate::record::names::AUDIT_FINDINGS;
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
            .filter(|risk| is_in_plan(risk))
            .flat_map(|risk| risk.controls.iter().map(|control| control.value.id))
            .collect();
        Self { planned, audits: open_nonconformities(model) }
    }
}

/// Whether the treatment of a risk puts the controls that it names into the plan: it is not closed, and it
/// is to be modified or shared, or has actions.
pub fn is_in_plan(risk: &Risk) -> bool {
    let treated = matches!(understood(&risk.treatment), Some(Treatment::Modify | Treatment::Share));
    is_open(risk) && (treated || is_written(&risk.actions))
}

/// Whether a finding grades a nonconformity that is not closed.
pub fn is_open_nonconformity(finding: &AuditFinding) -> bool {
    let graded = understood(&finding.grade).is_some_and(|grade| grade.is_nonconformity());
    graded && understood(&finding.status) != Some(OpenState::Closed)
}

/// For each requirement the audit findings that are raised against it and not closed, in the order in which they
/// were read; what an audit praised or confirmed asks for nothing.
pub(super) fn open_audit_findings(model: &Model) -> BTreeMap<RequirementId, Vec<&AuditFinding>> {
    let mut open: BTreeMap<RequirementId, Vec<&AuditFinding>> = BTreeMap::new();
    let asks_for_something = |finding: &&AuditFinding| {
        let praised =
            matches!(understood(&finding.grade), Some(FindingGrade::Conform | FindingGrade::Strength));
        !praised && understood(&finding.status) != Some(OpenState::Closed)
    };
    for finding in model.audit_findings.iter().filter(asks_for_something) {
        let raised_against: BTreeSet<RequirementId> =
            finding.requirements.iter().map(|reference| reference.id).collect();
        for id in raised_against {
            open.entry(id).or_default().push(finding);
        }
    }
    open
}

/// For each requirement the gravest nonconformity that an audit raised against it and that is not
/// closed; among equals that with the first key.
pub(super) fn open_nonconformities(model: &Model) -> BTreeMap<RequirementId, &AuditFinding> {
    let mut gravest: BTreeMap<RequirementId, &AuditFinding> = BTreeMap::new();
    for finding in &model.audit_findings {
        if !is_open_nonconformity(finding) {
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

/// Why a requirement is a gap, with the words for it; `None` where it does not count or is met.
pub(super) fn gap_reason(
    subject: Subject<'_>,
    surroundings: &Surroundings<'_>,
    result: &RequirementResult,
) -> Option<(GapReason, String)> {
    if !result.in_denominator || result.own >= 1.0 {
        return None;
    }
    let reason = match subject.model.statements.get(&result.id) {
        Some(statement) => shortfall(statement, result)?,
        None => GapReason::Unknown,
    };
    let reason = match reason {
        GapReason::Unjustified | GapReason::ClauseExcluded => reason,
        _ => match surroundings.audits.get(&result.id) {
            Some(finding) => {
                return Some((GapReason::RaisedByAudit, raised(subject.model, finding)));
            }
            None if reason == GapReason::NotInPlan && surroundings.planned.contains(&result.id) => {
                GapReason::RiskTreatment
            }
            None => reason,
        },
    };
    Some((reason, reason.words().to_owned()))
}

/// Why a statement by itself, without risks and audits, leaves its requirement unmet; `None` where it is
/// met or excluded with a justification.
pub fn shortfall(statement: &Statement, result: &RequirementResult) -> Option<GapReason> {
    match exclusion(statement) {
        Exclusion::Justified => return None,
        Exclusion::Unjustified => return Some(GapReason::Unjustified),
        Exclusion::Clause => return Some(GapReason::ClauseExcluded),
        Exclusion::None => {}
    }
    if !result.assessed {
        return Some(GapReason::Unknown);
    }
    if result.own >= 1.0 {
        return None;
    }
    if result.id.part() == Part::Clauses {
        return Some(GapReason::ClauseNotMet);
    }
    Some(match understood(&statement.status) {
        Some(ImplementationStatus::Planned) => GapReason::Planned,
        Some(ImplementationStatus::InProgress) => GapReason::InProgress,
        Some(ImplementationStatus::Partial) => GapReason::Partial,
        Some(ImplementationStatus::NotImplemented | ImplementationStatus::Implemented) | None => {
            if result.own > 0.0 {
                GapReason::InPart
            } else if is_written(&statement.action) {
                GapReason::ActionRecorded
            } else if understood(&statement.due).is_some() {
                GapReason::DueDateRecorded
            } else {
                GapReason::NotInPlan
            }
        }
    })
}

fn raised(model: &Model, finding: &AuditFinding) -> String {
    let grade = understood(&finding.grade).map_or("", |grade| grade.words());
    let name = finding.id.as_ref().map_or(finding.key.as_str(), |id| id.value.as_str());
    let source = model.source_of(AUDIT_FINDINGS, &finding.key, &finding.location);
    format!("an audit raised it: {} {name} ({source})", grade.to_lowercase())
}
