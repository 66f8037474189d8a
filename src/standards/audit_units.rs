//! The units of a combined internal audit programme: related requirements of both standards that one
//! audit looks at together, each standard as a scope of its own.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::load::{StandardsError, broken, list, rows};
use super::{Requirement, RequirementId, Standard};

const FILE: &str = "audit-units.csv";

/// Related requirements of both standards that are audited together (judgement).
#[derive(Clone, Debug, PartialEq)]
pub struct AuditUnit {
    /// Its key, such as `identity-and-access`.
    pub key: String,
    /// Its title.
    pub title: String,
    /// Its requirements: those of 27001, then those of 42001, each in the order of the standard.
    pub requirements: Vec<RequirementId>,
    /// What it is audited against beside the requirements: rules of the organisation's own.
    pub criteria: String,
    /// How it is audited, the most telling method first.
    pub methods: Vec<AuditMethod>,
    /// What the audit team has to know.
    pub competence: AuditCompetence,
    /// Auditor days for all of its requirements, for 50 to 500 people and up to 10 AI systems.
    pub days: f64,
}

/// How an auditor gathers evidence (after ISO 19011).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditMethod {
    /// Reading documented information.
    DocumentReview,
    /// Asking the people who do the work.
    Interview,
    /// Looking at records that the auditor chooses.
    Sampling,
    /// Watching the work, walking round.
    Observation,
    /// Doing a step again and comparing the result.
    Reperformance,
}

impl AuditMethod {
    const ALL: [AuditMethod; 5] = [
        AuditMethod::DocumentReview,
        AuditMethod::Interview,
        AuditMethod::Sampling,
        AuditMethod::Observation,
        AuditMethod::Reperformance,
    ];

    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            AuditMethod::DocumentReview => "document review",
            AuditMethod::Interview => "interview",
            AuditMethod::Sampling => "sampling",
            AuditMethod::Observation => "observation",
            AuditMethod::Reperformance => "re-performance",
        }
    }
}

/// What an audit team has to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditCompetence {
    /// Information security.
    Security,
    /// AI: life cycle, data, impact on people.
    Ai,
    /// Both, in one person or in two.
    Both,
}

impl AuditCompetence {
    const ALL: [AuditCompetence; 3] = [AuditCompetence::Security, AuditCompetence::Ai, AuditCompetence::Both];

    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            AuditCompetence::Security => "Security",
            AuditCompetence::Ai => "AI",
            AuditCompetence::Both => "Security and AI",
        }
    }

    fn name(self) -> &'static str {
        match self {
            AuditCompetence::Security => "security",
            AuditCompetence::Ai => "AI",
            AuditCompetence::Both => "both",
        }
    }
}

#[derive(Deserialize)]
struct Row {
    unit: String,
    title: String,
    requirements_27001: String,
    requirements_42001: String,
    criteria: String,
    methods: String,
    competence: String,
    audit_days: f64,
}

/// The units, each requirement in exactly one of them.
pub(super) fn load(
    requirements: &BTreeMap<RequirementId, Requirement>,
) -> Result<Vec<AuditUnit>, StandardsError> {
    let mut units = Vec::new();
    let mut unit_of: BTreeMap<RequirementId, String> = BTreeMap::new();
    for row in rows::<Row>(FILE, include_str!("audit-units.csv"))? {
        let unit = unit(row)?;
        for id in &unit.requirements {
            if !requirements.contains_key(id) {
                return Err(broken(FILE, format!("{id} is in no catalogue")));
            }
            if let Some(other) = unit_of.insert(*id, unit.key.clone()) {
                return Err(broken(FILE, format!("{id} stands in {other} and in {}", unit.key)));
            }
        }
        units.push(unit);
    }
    match requirements.keys().find(|id| !unit_of.contains_key(id)) {
        Some(id) => Err(broken(FILE, format!("{id} is in no unit"))),
        None => Ok(units),
    }
}

fn unit(row: Row) -> Result<AuditUnit, StandardsError> {
    let of_standard =
        [(Standard::Iso27001, &row.requirements_27001), (Standard::Iso42001, &row.requirements_42001)];
    let mut requirements = Vec::new();
    for (standard, numbers) in of_standard {
        for number in list(numbers) {
            let id = RequirementId::new(standard, &number).map_err(|error| broken(FILE, error))?;
            requirements.push(id);
        }
    }
    requirements.sort();
    let method = |words: &String| {
        let known = AuditMethod::ALL.into_iter().find(|method| method.words() == words);
        known.ok_or_else(|| broken(FILE, format!("method `{words}`")))
    };
    let competence = AuditCompetence::ALL.into_iter().find(|known| known.name() == row.competence);
    if !(row.audit_days > 0.0 && row.audit_days < 100.0) {
        return Err(broken(FILE, format!("{}: {} auditor days", row.unit, row.audit_days)));
    }
    Ok(AuditUnit {
        methods: list(&row.methods).iter().map(method).collect::<Result<_, _>>()?,
        competence: competence.ok_or_else(|| broken(FILE, format!("competence `{}`", row.competence)))?,
        key: row.unit,
        title: row.title,
        requirements,
        criteria: row.criteria,
        days: row.audit_days,
    })
}

#[cfg(test)]
mod tests {
    use crate::standards::{Catalogue, Standard};

    #[test]
    fn the_units_hold_each_of_the_193_requirements_once_and_most_hold_both_standards() {
        let catalogue = Catalogue::load().unwrap();
        let units = catalogue.audit_units();
        let mut ids: Vec<_> = units.iter().flat_map(|unit| unit.requirements.iter().copied()).collect();
        ids.sort();
        let all: Vec<_> = catalogue.requirements().map(|requirement| requirement.id).collect();
        assert_eq!(ids, all);
        assert_eq!(all.len(), 193);
        let of_both = units.iter().filter(|unit| {
            Standard::BOTH.iter().all(|of| unit.requirements.iter().any(|id| id.standard() == *of))
        });
        assert!(of_both.count() * 2 > units.len());
        assert!(units.iter().all(|unit| !unit.methods.is_empty() && !unit.criteria.is_empty()));
    }
}
