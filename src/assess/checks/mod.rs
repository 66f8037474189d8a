//! Consistency checks: faults of substance in what the registers say, one file each, named for the fault.
//!
//! A fault that repeats over the records of a sheet is one diagnostic with all its cells. A cell that
//! cannot be read is unknown, not blank: no check takes it for a missing value.

mod action_past_due;
mod ai_system_control_excluded;
mod ai_system_review_past_due;
mod ai_system_without_asset;
mod ai_system_without_impact_assessment;
mod ai_system_without_owner;
mod ai_system_without_risk;
mod answer_of_no_requirement;
mod answer_waits_for_confirmation;
mod applicable_control_without_owner;
mod asset_without_classification;
mod asset_without_owner;
mod audit_finding_without_owner;
mod auditor_audits_own_work;
mod automated_decision_without_oversight;
mod clause_excluded;
mod control_register_of_no_requirement;
mod document_missing;
mod evidence_older_than_a_year;
mod excluded_control_treats_risk;
mod exclusion_without_justification;
mod implemented_despite_open_nonconformity;
mod implemented_without_evidence;
mod inclusion_without_justification;
mod occurrence;
mod own_score_contradicts_levels;
mod pair_decided_both_ways;
mod personal_data_control_excluded;
mod reference_of_two_registers;
mod reference_to_nothing;
mod residual_above_inherent;
mod residual_levels_missing;
mod risk_above_appetite_without_date;
mod risk_above_appetite_without_treatment;
mod risk_retained_without_acceptance;
mod risk_unrated;
mod risk_without_owner;
mod shared_pair_disagrees;
mod standard_without_register;
mod status_maturity_disagreement;
mod supplier_ai_contradicts_inventory;
mod supplier_ai_not_in_inventory;
mod supplier_controls_missing;
mod supplier_not_in_register;
mod supplier_review_older_than_a_year;
mod supplier_review_past_due;
mod supplier_without_agreement;
mod supplier_without_assessment;
mod treatment_names_control_not_implemented;
mod unreadable_status;

#[cfg(test)]
mod provoked;

pub use auditor_audits_own_work::{audits_of_own_work, single_spaced};
pub use document_missing::documents_missing;
pub(in crate::assess) use occurrence::place_name;
pub(crate) use reference_to_nothing::{folded, names};
use std::collections::BTreeMap;

use rayon::prelude::*;

use super::shared::Links;
use super::{RequirementResult, RiskResult, Subject};
use crate::diagnostic::codes::assess as codes;
use crate::diagnostic::{CodeRef, Diagnostic};
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

/// A consistency check.
#[derive(Clone, Copy)]
pub struct Check {
    /// The name of its file, which states the fault, in kebab-case once [`Check::name`] gives it.
    file: &'static str,
    /// The text of its file, whose head is its documentation.
    text: &'static str,
    /// The codes of its findings.
    pub codes: &'static [CodeRef],
    /// What finds the fault in a model; `None` where it is looked for in what people wrote in the workbook.
    run: Option<fn(&Assessed<'_>) -> Vec<Diagnostic>>,
}

impl Check {
    /// Its name in kebab-case; it states the fault.
    pub fn name(&self) -> String {
        self.file.replace('_', "-")
    }

    /// What it looks for, as the head of its file says.
    pub fn documentation(&self) -> String {
        let head = self.text.lines().map_while(|line| line.strip_prefix("//!"));
        head.map(str::trim).collect::<Vec<_>>().join(" ").trim().to_owned()
    }
}

/// Declares the checks by their files, each with the codes of its findings: those of the model, then those of what
/// people wrote in the workbook.
macro_rules! checks {
    (model { $($file:ident => $($code:ident),+;)* } workbook { $($noted:ident => $($noted_code:ident),+;)* }) => {
        /// Every check, in the order in which the findings of one severity are listed.
        pub static CHECKS: &[Check] = &[
            $(Check {
                file: stringify!($file),
                text: include_str!(concat!(stringify!($file), ".rs")),
                codes: &[$(&codes::$code),+],
                run: Some($file::check),
            },)*
            $(Check {
                file: stringify!($noted),
                text: include_str!(concat!(stringify!($noted), ".rs")),
                codes: &[$(&codes::$noted_code),+],
                run: None,
            },)*
        ];
    };
}

checks! {
    model {
        control_register_of_no_requirement => CONTROL_REGISTER_OF_NO_REQUIREMENT;
        exclusion_without_justification => EXCLUSION_WITHOUT_JUSTIFICATION;
        clause_excluded => CLAUSE_EXCLUDED;
        excluded_control_treats_risk => EXCLUDED_CONTROL_TREATS_RISK;
        risk_above_appetite_without_treatment => RISK_ABOVE_APPETITE_WITHOUT_TREATMENT;
        implemented_despite_open_nonconformity => IMPLEMENTED_DESPITE_OPEN_NONCONFORMITY;
        unreadable_status => UNREADABLE_STATUS_REPLACED, UNREADABLE_STATUS_LEFT_UNASSESSED;
        status_maturity_disagreement => STATUS_MATURITY_DISAGREEMENT;
        shared_pair_disagrees => SHARED_PAIR_DISAGREES;
        pair_decided_both_ways => PAIR_DECIDED_BOTH_WAYS;
        implemented_without_evidence => IMPLEMENTED_WITHOUT_EVIDENCE;
        evidence_older_than_a_year => EVIDENCE_OLDER_THAN_A_YEAR;
        treatment_names_control_not_implemented => TREATMENT_NAMES_CONTROL_NOT_IMPLEMENTED;
        risk_retained_without_acceptance => RISK_RETAINED_WITHOUT_ACCEPTANCE;
        risk_without_owner => RISK_WITHOUT_OWNER;
        risk_unrated => RISK_UNRATED;
        residual_above_inherent => RESIDUAL_ABOVE_INHERENT;
        own_score_contradicts_levels => OWN_SCORE_CONTRADICTS_LEVELS;
        residual_levels_missing => RESIDUAL_LEVELS_MISSING;
        ai_system_without_impact_assessment => AI_SYSTEM_WITHOUT_IMPACT_ASSESSMENT;
        ai_system_without_owner => AI_SYSTEM_WITHOUT_OWNER;
        asset_without_owner => ASSET_WITHOUT_OWNER;
        action_past_due => ACTION_PAST_DUE;
        reference_to_nothing => REFERENCE_TO_NOTHING;
        reference_of_two_registers => REFERENCE_OF_TWO_REGISTERS;
        applicable_control_without_owner => APPLICABLE_CONTROL_WITHOUT_OWNER;
        ai_system_without_risk => AI_SYSTEM_WITHOUT_RISK;
        personal_data_control_excluded => PERSONAL_DATA_CONTROL_EXCLUDED;
        supplier_controls_missing => SUPPLIER_CONTROLS_MISSING;
        supplier_without_agreement => SUPPLIER_WITHOUT_AGREEMENT;
        supplier_without_assessment => SUPPLIER_WITHOUT_ASSESSMENT;
        supplier_review_past_due => SUPPLIER_REVIEW_PAST_DUE;
        supplier_review_older_than_a_year => SUPPLIER_REVIEW_OLDER_THAN_A_YEAR;
        supplier_not_in_register => SUPPLIER_NOT_IN_REGISTER;
        supplier_ai_not_in_inventory => SUPPLIER_AI_NOT_IN_INVENTORY;
        supplier_ai_contradicts_inventory => SUPPLIER_AI_CONTRADICTS_INVENTORY;
        ai_system_control_excluded => AI_SYSTEM_CONTROL_EXCLUDED;
        automated_decision_without_oversight => AUTOMATED_DECISION_WITHOUT_OVERSIGHT;
        ai_system_review_past_due => AI_SYSTEM_REVIEW_PAST_DUE;
        audit_finding_without_owner => AUDIT_FINDING_WITHOUT_OWNER;
        risk_above_appetite_without_date => RISK_ABOVE_APPETITE_WITHOUT_DATE;
        ai_system_without_asset => AI_SYSTEM_WITHOUT_ASSET;
        asset_without_classification => ASSET_WITHOUT_CLASSIFICATION;
        inclusion_without_justification => INCLUSION_WITHOUT_JUSTIFICATION;
        answer_waits_for_confirmation => ANSWER_WAITS_FOR_CONFIRMATION;
        answer_of_no_requirement => ANSWER_OF_NO_REQUIREMENT;
        standard_without_register => STANDARD_WITHOUT_REGISTER;
    }
    workbook {
        auditor_audits_own_work => AUDITOR_AUDITS_OWN_WORK;
        document_missing => DOCUMENT_MISSING;
    }
}

/// Runs every check.
pub(super) fn run(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let run = |check: &Check| check.run.map(|run| run(assessed)).unwrap_or_default();
    CHECKS.par_iter().with_max_len(1).flat_map_iter(run).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_file_of_a_check_is_run_and_says_what_it_looks_for() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/assess/checks");
        let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
        let files = files.filter_map(|file| Some(file.to_str()?.strip_suffix(".rs")?.replace('_', "-")));
        let no_check = ["mod", "occurrence"];
        let files: BTreeSet<String> = files.filter(|file| !no_check.contains(&file.as_str())).collect();
        assert_eq!(files, CHECKS.iter().map(Check::name).collect());
        for check in CHECKS {
            assert!(check.documentation().len() > 30, "{}: {}", check.name(), check.documentation());
        }
    }

    #[test]
    fn every_code_of_a_check_has_a_model_that_provokes_it_and_one_that_does_not() {
        let tests: Vec<&str> = provoked::TESTS.iter().flat_map(|file| file.split("#[test]")).collect();
        // What people write in the workbook is looked at with it.
        let of_model = CHECKS.iter().filter(|check| check.run.is_some());
        for code in of_model.flat_map(|check| check.codes) {
            let named = format!("\"{}\"", code.name);
            let of_code: String = tests.iter().copied().filter(|test| test.contains(&named)).collect();
            assert!(
                of_code.contains("provokes(&") && of_code.contains("does_not_provoke(&"),
                "{}",
                code.name
            );
        }
    }

    #[test]
    fn a_code_belongs_to_one_check() {
        let mut seen = BTreeSet::new();
        for code in CHECKS.iter().flat_map(|check| check.codes) {
            assert!(seen.insert(code.name), "{} stands twice", code.name);
        }
    }
}
