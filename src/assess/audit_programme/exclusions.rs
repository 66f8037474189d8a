//! Which exclusions audits confirm on site: a share of the excluded controls of a round, those first whose
//! exclusion something in the registers pleads against.

use std::collections::{BTreeMap, BTreeSet};

use crate::assess::Subject;
use crate::assess::exclusion::{Exclusion, exclusion};
use crate::assess::risks::is_open;
use crate::model::{Applicability, Model, Risk};
use crate::standards::RequirementId;

/// The exclusions to confirm among the requirements of a round, each with why.
pub(super) fn sample<'a>(
    subject: Subject<'_>,
    requirements: impl Iterator<Item = &'a RequirementId>,
) -> BTreeMap<RequirementId, String> {
    let excluded: BTreeSet<RequirementId> =
        requirements.copied().filter(|id| is_excluded(subject.model, *id)).collect();
    let count = (excluded.len() as f64 * subject.parameters.audit_exclusion_share).ceil() as usize;
    let mut reasons: Vec<(u8, RequirementId, String)> = excluded
        .into_iter()
        .map(|id| {
            let (place, because) = why(subject, id);
            (place, id, because)
        })
        .collect();
    reasons.sort();
    reasons.into_iter().take(count).map(|(_, id, because)| (id, because)).collect()
}

fn is_excluded(model: &Model, id: RequirementId) -> bool {
    model.statements.get(&id).is_some_and(|statement| {
        matches!(exclusion(statement), Exclusion::Justified | Exclusion::Unjustified)
    })
}

/// How strongly an exclusion is doubted, the strongest as 0, and why.
fn why(subject: Subject<'_>, id: RequirementId) -> (u8, String) {
    let model = subject.model;
    let names = |risk: &&Risk| is_open(risk) && risk.controls.iter().any(|control| control.value.id == id);
    if let Some(risk) = model.risks.iter().filter(names).map(Risk::called).min() {
        return (0, format!("the treatment of {risk} names it"));
    }
    if model.statements.get(&id).is_some_and(|statement| exclusion(statement) == Exclusion::Unjustified) {
        return (1, "no justification is given".to_owned());
    }
    let applies = |id: &RequirementId| {
        let statement = model.statements.get(id);
        statement.is_some_and(|statement| statement.applicability == Applicability::Applicable)
    };
    let linked = subject.catalogue.links().iter().filter_map(|link| {
        if link.iso27001 == id { Some(link.iso42001) } else { (link.iso42001 == id).then_some(link.iso27001) }
    });
    match linked.filter(applies).min() {
        Some(other) => (2, format!("{other}, linked to it, applies")),
        None => (3, "the next in the catalogue".to_owned()),
    }
}
