//! Consistency checks: faults of substance in what the registers say, one file each, named for the fault.
//!
//! A fault that repeats over the records of a sheet is one diagnostic with all its cells. A cell that
//! cannot be read is unknown, not blank: no check takes it for a missing value.

mod action_past_due;
mod ai_system_review_past_due;
mod ai_system_without_asset;
mod ai_system_without_impact_assessment;
mod ai_system_without_owner;
mod ai_system_without_risk;
mod applicable_control_without_owner;
mod asset_without_classification;
mod asset_without_owner;
mod audit_finding_without_owner;
mod auditor_audits_own_work;
mod automated_decision_without_oversight;
mod clause_excluded;
mod evidence_older_than_a_year;
mod excluded_control_treats_risk;
mod exclusion_without_justification;
mod implemented_despite_open_nonconformity;
mod implemented_without_evidence;
mod inclusion_without_justification;
mod occurrence;
mod pair_decided_both_ways;
mod personal_data_control_excluded;
mod reference_to_nothing;
mod residual_above_inherent;
mod risk_above_appetite_without_date;
mod risk_above_appetite_without_treatment;
mod risk_retained_without_acceptance;
mod risk_unrated;
mod risk_without_owner;
mod shared_pair_disagrees;
mod status_maturity_disagreement;
mod supplier_controls_missing;
mod treatment_names_control_not_implemented;
mod unreadable_status;

#[cfg(test)]
mod provoked;

pub use auditor_audits_own_work::{audits_of_own_work, single_spaced};
pub(crate) use reference_to_nothing::{folded, names};
use std::collections::BTreeMap;

use rayon::prelude::*;

use super::shared::Links;
use super::{RequirementResult, RiskResult, Subject};
use crate::diagnostic::Diagnostic;
use crate::model::{Risk, Statement};
use crate::standards::RequirementId;

/// What the checks look at: the model and what was computed from it.
pub(super) struct Assessed<'a> {
    pub(super) subject: Subject<'a>,
    pub(super) links: &'a Links,
    pub(super) requirements: &'a BTreeMap<RequirementId, RequirementResult>,
    pub(super) risks: &'a [RiskResult],
}

impl<'a> Assessed<'a> {
    /// The statements of requirements that count, each with its result.
    fn counted(&self) -> impl Iterator<Item = (&'a Statement, &'a RequirementResult)> {
        self.requirements
            .values()
            .filter(|result| result.in_denominator)
            .filter_map(|result| Some((self.statement(result.id)?, result)))
    }

    fn statement(&self, id: RequirementId) -> Option<&'a Statement> {
        self.subject.model.statements.get(&id)
    }

    /// The risks of the model, each with its result.
    fn risks(&self) -> impl Iterator<Item = (&'a Risk, &'a RiskResult)> {
        self.subject.model.risks.iter().zip(self.risks)
    }
}

/// Every check, in the order in which the findings of one severity are listed.
const CHECKS: &[fn(&Assessed<'_>) -> Vec<Diagnostic>] = &[
    exclusion_without_justification::check,
    clause_excluded::check,
    excluded_control_treats_risk::check,
    risk_above_appetite_without_treatment::check,
    implemented_despite_open_nonconformity::check,
    unreadable_status::check,
    status_maturity_disagreement::check,
    shared_pair_disagrees::check,
    pair_decided_both_ways::check,
    implemented_without_evidence::check,
    evidence_older_than_a_year::check,
    treatment_names_control_not_implemented::check,
    risk_retained_without_acceptance::check,
    risk_without_owner::check,
    risk_unrated::check,
    residual_above_inherent::check,
    ai_system_without_impact_assessment::check,
    ai_system_without_owner::check,
    asset_without_owner::check,
    action_past_due::check,
    reference_to_nothing::check,
    applicable_control_without_owner::check,
    ai_system_without_risk::check,
    personal_data_control_excluded::check,
    supplier_controls_missing::check,
    automated_decision_without_oversight::check,
    ai_system_review_past_due::check,
    audit_finding_without_owner::check,
    risk_above_appetite_without_date::check,
    ai_system_without_asset::check,
    asset_without_classification::check,
    inclusion_without_justification::check,
];

/// Runs every check.
pub(super) fn run(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    CHECKS.par_iter().with_max_len(1).flat_map_iter(|check| check(assessed)).collect()
}
