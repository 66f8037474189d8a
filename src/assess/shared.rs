//! Shared pairs and the other links between the two standards.
//!
//! A pair is shared, one piece of work registered once, where the crosswalk says *equal* or where the
//! organisation says so. What the organisation says goes before the crosswalk; where it says both, the
//! pair is not shared (the claim that carries less), and a consistency check reports it.

use std::collections::{BTreeMap, BTreeSet};

use super::SharedPair;
use crate::model::{Model, PairDecision};
use crate::standards::{Catalogue, Relation, RequirementId, Reuse};

/// A pair: the requirement of 27001 and the requirement of 42001.
type Pair = (RequirementId, RequirementId);

/// The links between the two standards, as they stand for one organisation.
pub(super) struct Links {
    pairs: Vec<SharedPair>,
    shared: BTreeMap<RequirementId, BTreeSet<RequirementId>>,
    into: BTreeMap<RequirementId, BTreeMap<RequirementId, f64>>,
    from: BTreeMap<RequirementId, BTreeMap<RequirementId, f64>>,
    reached: BTreeSet<RequirementId>,
}

impl Links {
    /// The links of the crosswalk, and what the organisation says of its pairs.
    pub(super) fn new(model: &Model, catalogue: &Catalogue) -> Self {
        let pairs = shared_pairs(model, catalogue);
        let mut links = Self {
            shared: BTreeMap::new(),
            into: BTreeMap::new(),
            from: BTreeMap::new(),
            reached: catalogue.links().iter().flat_map(|link| [link.iso27001, link.iso42001]).collect(),
            pairs,
        };
        for pair in &links.pairs {
            links.shared.entry(pair.iso27001).or_default().insert(pair.iso42001);
            links.shared.entry(pair.iso42001).or_default().insert(pair.iso27001);
            links.reached.extend([pair.iso27001, pair.iso42001]);
        }
        for link in catalogue.directed_links() {
            if !links.shares(link.source, link.target) {
                let claimed = if link.link.reuse == Reuse::New { 0.0 } else { link.carry.unwrap_or(0.0) };
                record(&mut links.into, link.target, link.source, claimed);
                record(&mut links.from, link.source, link.target, claimed);
            }
        }
        links
    }

    /// The shared pairs, in the order of the catalogue.
    pub(super) fn pairs(&self) -> &[SharedPair] {
        &self.pairs
    }

    /// The requirements of the other standard that are shared with one, in the order of the catalogue.
    pub(super) fn shared_with(&self, id: RequirementId) -> impl Iterator<Item = RequirementId> {
        self.shared.get(&id).into_iter().flatten().copied()
    }

    /// The sources of the links, other than shared ones, that lead to a requirement, each with its carry.
    pub(super) fn into(&self, target: RequirementId) -> impl Iterator<Item = (RequirementId, f64)> {
        self.into.get(&target).into_iter().flatten().map(|(source, carry)| (*source, *carry))
    }

    /// The targets of the links that lead from a requirement, with what its full implementation is
    /// worth there: 1 over a shared link, the carry over another. In the order of the catalogue.
    pub(super) fn worth(&self, source: RequirementId) -> BTreeMap<RequirementId, f64> {
        let mut worth = self.from.get(&source).cloned().unwrap_or_default();
        worth.extend(self.shared_with(source).map(|target| (target, 1.0)));
        worth
    }

    /// Whether any link reaches a requirement: any pair of the crosswalk, also one whose work has to be
    /// done anew, and any pair that the organisation shares.
    pub(super) fn reaches(&self, id: RequirementId) -> bool {
        self.reached.contains(&id)
    }

    fn shares(&self, one: RequirementId, other: RequirementId) -> bool {
        self.shared.get(&one).is_some_and(|shared| shared.contains(&other))
    }
}

/// Where the crosswalk lists a pair twice, its larger carry stands.
fn record(
    side: &mut BTreeMap<RequirementId, BTreeMap<RequirementId, f64>>,
    key: RequirementId,
    end: RequirementId,
    carry: f64,
) {
    let known = side.entry(key).or_default().entry(end).or_insert(0.0);
    *known = known.max(carry);
}

fn shared_pairs(model: &Model, catalogue: &Catalogue) -> Vec<SharedPair> {
    let mut because: BTreeMap<Pair, String> = catalogue
        .links()
        .iter()
        .filter(|link| link.relation == Relation::Equal)
        .map(|link| ((link.iso27001, link.iso42001), "the crosswalk says equal".to_owned()))
        .collect();
    for (pair, decisions) in decided(model, catalogue) {
        let declined = decisions.iter().any(|decision| !decision.shared);
        let first = decisions.iter().map(|decision| &decision.location).min();
        match first {
            Some(location) if !declined => {
                because.insert(pair, format!("the organisation says so ({location})"));
            }
            _ => {
                because.remove(&pair);
            }
        }
    }
    because
        .into_iter()
        .map(|((iso27001, iso42001), because)| SharedPair { iso27001, iso42001, because })
        .collect()
}

/// What the organisation says of each pair; pairs that are not one requirement of each standard say nothing.
pub(super) fn decided<'a>(model: &'a Model, catalogue: &Catalogue) -> BTreeMap<Pair, Vec<&'a PairDecision>> {
    let mut decided: BTreeMap<Pair, Vec<&PairDecision>> = BTreeMap::new();
    for decision in &model.pairs {
        let (one, other) = (decision.iso27001, decision.iso42001);
        let known = catalogue.contains(one) && catalogue.contains(other);
        if known && one.standard() < other.standard() {
            decided.entry((one, other)).or_default().push(decision);
        }
    }
    decided
}
