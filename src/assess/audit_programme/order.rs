//! The order of the units: the exposure of linked risks above appetite, gaps, and what audits found.
//!
//! Each of the three is divided by the largest of any unit and weighed (parameters, judgement). What audits
//! found counts by grade, as the auditor graded it: an open major nonconformity 3, any other open
//! nonconformity 2, a closed one 1 (its correction is to be verified), an observation or an opportunity for
//! improvement that is not closed ½, and a finding whose grade is not known 1 (judgement).

use std::collections::{BTreeMap, BTreeSet};

use super::{AuditedUnit, Results};
use crate::assess::priority::{compared, sum};
use crate::assess::{RiskResult, Subject, folded};
use crate::model::{AuditFinding, FindingGrade, OpenState};
use crate::provenance::understood;
use crate::recognise::value::names_somebody;
use crate::standards::{AuditUnit, RequirementId};

/// Most records that are named in one reason.
const NAMED: usize = 4;

/// The units in their order, each with what it follows from.
pub(super) fn in_order<'a>(
    subject: Subject<'a>,
    results: &Results,
    rated: &[RiskResult],
) -> Vec<(&'a AuditUnit, AuditedUnit)> {
    let units = subject.catalogue.audit_units();
    let place_of: BTreeMap<RequirementId, usize> = units
        .iter()
        .enumerate()
        .flat_map(|(place, unit)| unit.requirements.iter().map(move |id| (*id, place)))
        .collect();
    let mut seen: Vec<Seen<'_>> = units.iter().map(|_| Seen::default()).collect();
    see_risks(subject, rated, &place_of, &mut seen);
    see_findings(subject, &place_of, &mut seen);
    let mut ordered: Vec<(&AuditUnit, AuditedUnit)> =
        units.iter().zip(seen).map(|(unit, seen)| (unit, audited(subject, results, unit, seen))).collect();
    weigh(subject, &mut ordered);
    ordered.sort_by(|one, other| compared(other.1.score).total_cmp(&compared(one.1.score)));
    ordered
}

/// What the registers say of the requirements of a unit.
#[derive(Default)]
struct Seen<'a> {
    exposures: Vec<f64>,
    risks: BTreeSet<&'a str>,
    findings: BTreeMap<&'a str, &'a AuditFinding>,
}

/// Gives each unit its shares of the points above appetite of the risks that name its requirements.
fn see_risks<'a>(
    subject: Subject<'a>,
    rated: &[RiskResult],
    place_of: &BTreeMap<RequirementId, usize>,
    seen: &mut [Seen<'a>],
) {
    let above = subject.model.risks.iter().zip(rated).filter(|(_, result)| result.above_appetite > 0.0);
    for (risk, result) in above {
        let named: BTreeSet<RequirementId> = risk.controls.iter().map(|control| control.value.id).collect();
        let places: Vec<usize> = named.iter().filter_map(|id| place_of.get(id).copied()).collect();
        for place in &places {
            if let Some(unit) = seen.get_mut(*place) {
                unit.exposures.push(result.above_appetite / places.len() as f64);
                unit.risks.insert(risk.called());
            }
        }
    }
}

fn see_findings<'a>(subject: Subject<'a>, place_of: &BTreeMap<RequirementId, usize>, seen: &mut [Seen<'a>]) {
    for finding in &subject.model.audit_findings {
        for place in finding.requirements.iter().filter_map(|reference| place_of.get(&reference.id)) {
            if let Some(unit) = seen.get_mut(*place) {
                unit.findings.insert(&finding.key, finding);
            }
        }
    }
}

fn audited(subject: Subject<'_>, results: &Results, unit: &AuditUnit, seen: Seen<'_>) -> AuditedUnit {
    let counted =
        || unit.requirements.iter().filter_map(|id| results.get(id)).filter(|result| result.in_denominator);
    let exposure = sum(seen.exposures.clone());
    let mut because = Vec::new();
    if exposure > 0.0 {
        let risks: Vec<&str> = seen.risks.iter().copied().collect();
        because.push(format!(
            "{} points of risks above appetite, its share ({})",
            rounded(exposure),
            named(&risks)
        ));
    }
    because.extend(of_findings(&seen));
    let unmet = counted().filter(|result| result.own < 1.0).count();
    let unassessed = counted().filter(|result| !result.assessed).count();
    if unmet > 0 {
        let of_these =
            if unassessed > 0 { format!(", {unassessed} of them unassessed") } else { String::new() };
        because.push(format!("{unmet} of {} requirements not fully met{of_these}", counted().count()));
    }
    if because.is_empty() {
        because.push("no risk above appetite, no gap, no audit finding".to_owned());
    }
    AuditedUnit {
        key: unit.key.clone(),
        score: 0.0,
        exposure,
        shortfall: counted().map(|result| result.weight * (1.0 - result.own)).sum(),
        findings: seen.findings.values().map(|finding| weight(finding)).sum(),
        because: because.join("; "),
        owners: owners(subject, unit),
    }
}

/// How much a finding counts.
fn weight(finding: &AuditFinding) -> f64 {
    let closed = understood(&finding.status) == Some(OpenState::Closed);
    match understood(&finding.grade) {
        Some(FindingGrade::MajorNonconformity) if !closed => 3.0,
        Some(FindingGrade::MinorNonconformity | FindingGrade::Nonconformity) if !closed => 2.0,
        Some(grade) if grade.is_nonconformity() => 1.0,
        Some(FindingGrade::Observation | FindingGrade::OpportunityForImprovement) if !closed => 0.5,
        Some(_) => 0.0,
        None if closed => 0.0,
        None => 1.0,
    }
}

/// The audit findings in words, by grade and state; those that ask for nothing are left out.
fn of_findings(seen: &Seen<'_>) -> Vec<String> {
    let mut kinds: BTreeMap<(bool, Option<FindingGrade>), Vec<&str>> = BTreeMap::new();
    for finding in seen.findings.values().filter(|finding| weight(finding) > 0.0) {
        let closed = understood(&finding.status) == Some(OpenState::Closed);
        let called = finding.id.as_ref().map_or(finding.key.as_str(), |id| id.value.as_str());
        kinds.entry((closed, understood(&finding.grade))).or_default().push(called);
    }
    let words = kinds.into_iter().map(|((closed, grade), called)| {
        let grade = grade.map_or_else(
            || "audit finding without a known grade".to_owned(),
            |grade| grade.words().to_lowercase(),
        );
        let state = if closed { "closed, to be verified" } else { "open" };
        format!("{} × {grade}, {state} ({})", called.len(), named(&called))
    });
    words.collect()
}

/// The first few names, and how many more there are.
fn named(names: &[&str]) -> String {
    let first: Vec<&str> = names.iter().copied().take(NAMED).collect();
    match names.len().saturating_sub(NAMED) {
        0 => first.join(", "),
        more => format!("{} and {more} more", first.join(", ")),
    }
}

fn rounded(points: f64) -> String {
    ((points * 10.0).round() / 10.0).to_string()
}

/// Who owns the requirements of a unit, each once, in alphabetical order.
fn owners(subject: Subject<'_>, unit: &AuditUnit) -> Vec<String> {
    let mut owners: BTreeMap<String, String> = BTreeMap::new();
    let statements = unit.requirements.iter().filter_map(|id| subject.model.statements.get(id));
    for owner in statements.filter_map(|statement| statement.owner.as_ref()) {
        for name in owner.value.split([';', '\n']).map(str::trim).filter(|name| names_somebody(name)) {
            owners.entry(folded(name)).or_insert_with(|| name.to_owned());
        }
    }
    owners.into_values().collect()
}

/// Sets the scores.
fn weigh(subject: Subject<'_>, ordered: &mut [(&AuditUnit, AuditedUnit)]) {
    type Term = fn(&AuditedUnit) -> f64;
    let largest = |term: Term| ordered.iter().map(|(_, unit)| term(unit)).fold(0.0, f64::max);
    let terms: [(Term, f64); 3] = [
        (|unit| unit.exposure, subject.parameters.audit_weight_risk),
        (|unit| unit.shortfall, subject.parameters.audit_weight_gaps),
        (|unit| unit.findings, subject.parameters.audit_weight_findings),
    ];
    let terms = terms.map(|(term, weight)| (term, weight, largest(term)));
    for (_, unit) in ordered.iter_mut() {
        let parts = terms.iter().map(
            |(term, weight, largest)| {
                if *largest > 0.0 { weight * term(unit) / largest } else { 0.0 }
            },
        );
        unit.score = parts.sum();
    }
}
