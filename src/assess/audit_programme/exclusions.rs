//! Which exclusions audits confirm on site, for each standard by itself (judgement).
//!
//! - Before stage 2 a share of its excluded controls, rounded up, so that there is one wherever any is excluded;
//!   those first whose exclusion something in the registers pleads against.
//! - In the cycle every other one, when its unit is audited. Only when all have been seen does the share say again
//!   how many of a year are looked at, those first that were seen least often.
//! - With a share of 0 none is confirmed.

use std::collections::{BTreeMap, BTreeSet};

use crate::assess::Subject;
use crate::assess::exclusion::{Exclusion, exclusion};
use crate::assess::risks::is_open;
use crate::model::{Applicability, Model, Risk};
use crate::standards::{RequirementId, Standard};

/// The exclusions of an organisation, with how often audits have looked at each.
pub(super) struct Exclusions<'a> {
    subject: Subject<'a>,
    seen: BTreeMap<RequirementId, usize>,
}

impl<'a> Exclusions<'a> {
    /// Those of a model, none of them seen yet.
    pub(super) fn of(subject: Subject<'a>) -> Self {
        let all = subject.model.statements.keys().copied();
        let seen = all.filter(|id| is_excluded(subject.model, *id)).map(|id| (id, 0)).collect();
        Self { subject, seen }
    }

    /// The exclusions to confirm in a year among the requirements whose audits can, each with why; year 0 is the
    /// time before stage 2. From then on they are seen.
    pub(super) fn sample(
        &mut self,
        year: u8,
        requirements: impl Iterator<Item = RequirementId>,
    ) -> BTreeMap<RequirementId, String> {
        let excluded: BTreeSet<RequirementId> =
            requirements.filter(|id| self.seen.contains_key(id)).collect();
        let mut sampled = BTreeMap::new();
        for standard in Standard::BOTH {
            let of_standard = excluded.iter().copied().filter(|id| id.standard() == standard);
            sampled.extend(self.of_standard(year, standard, of_standard.collect()));
        }
        for (_, times) in self.seen.iter_mut().filter(|(id, _)| sampled.contains_key(id)) {
            *times += 1;
        }
        sampled
    }

    fn of_standard(
        &self,
        year: u8,
        standard: Standard,
        excluded: Vec<RequirementId>,
    ) -> Vec<(RequirementId, String)> {
        let share = self.subject.parameters.audit_exclusion_share;
        let times = |id: &RequirementId| self.seen.get(id).copied().unwrap_or_default();
        let unseen = excluded.iter().filter(|id| times(id) == 0).count();
        let is_left = self.seen.iter().any(|(id, times)| id.standard() == standard && *times == 0);
        let count = match year {
            _ if share <= 0.0 => 0,
            1.. if is_left => unseen,
            _ => (excluded.len() as f64 * share).ceil() as usize,
        };
        let mut reasons: Vec<(usize, u8, RequirementId, String)> = excluded
            .into_iter()
            .map(|id| {
                let (place, because) = why(self.subject, id);
                (times(&id), place, id, because)
            })
            .collect();
        reasons.sort();
        reasons.into_iter().take(count).map(|(_, _, id, because)| (id, because)).collect()
    }
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
