//! Pairs of requirements that the organisation registers once: one row names both.

use std::collections::BTreeSet;

use super::reference::NOT_OF_STANDARD_BEFORE;
use crate::model::{Claim, PairDecision};
use crate::standards::{Catalogue, RequirementId, Standard};

/// Most requirements of one standard that a row may name for its pairs to count (judgement): a row
/// that lists more is an overview, not one piece of work.
const MOST_OF_ONE_STANDARD: usize = 3;

/// The pairs that a row of a control register declares to be one piece of work.
///
/// A row that names one requirement of each standard makes them a pair, also where the crosswalk has
/// no link. A row that names up to three of each makes pairs only of those that the crosswalk links,
/// since it does not say which belongs to which. A number that was taken for the other standard's only because the
/// one that its cell names has none of the kind makes no pair: nobody said so.
pub(super) fn declared_pairs(catalogue: &Catalogue, claim: &Claim) -> Vec<PairDecision> {
    let of = |standard: Standard| -> BTreeSet<RequirementId> {
        claim
            .requirements
            .iter()
            .filter(|reference| !reference.decided_by.contains(NOT_OF_STANDARD_BEFORE))
            .map(|reference| reference.id)
            .filter(|id| id.standard() == standard)
            .collect()
    };
    let (security, ai) = (of(Standard::Iso27001), of(Standard::Iso42001));
    if security.len() > MOST_OF_ONE_STANDARD || ai.len() > MOST_OF_ONE_STANDARD {
        return Vec::new();
    }
    let single = security.len() == 1 && ai.len() == 1;
    let mut pairs = Vec::new();
    for iso27001 in &security {
        for iso42001 in &ai {
            let linked = || {
                catalogue.links().iter().any(|link| link.iso27001 == *iso27001 && link.iso42001 == *iso42001)
            };
            if single || linked() {
                pairs.push(PairDecision {
                    iso27001: *iso27001,
                    iso42001: *iso42001,
                    shared: true,
                    location: claim.location.clone(),
                });
            }
        }
    }
    pairs
}
