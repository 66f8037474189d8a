//! Circles of actions that wait for each other, which shared pairs can make.

use std::collections::BTreeSet;

use super::order::{dependencies, dependencies_first};
use super::work::{WorkKey, Works};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;
use crate::diagnostic::render::enumerated;
use crate::model::PairDecision;
use crate::provenance::Location;
use crate::standards::RequirementId;

/// Shared pairs can tie packages together so that each waits for the other. Then the action of the
/// circle that would be first by phase, priority and name no longer waits for the others of the circle.
pub(super) fn drop_circular_dependencies<'a>(
    works: &mut Works<'a>,
    pairs: &[PairDecision],
) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    loop {
        let ordered: BTreeSet<WorkKey<'a>> = dependencies_first(works).into_iter().collect();
        let stuck: BTreeSet<WorkKey<'a>> =
            works.keys().copied().filter(|key| !ordered.contains(key)).collect();
        let first = stuck
            .iter()
            .filter_map(|key| Some((key, works.get(key)?)))
            .filter(|(key, _)| circle(works, &stuck, **key).contains(*key))
            .min_by(|one, other| {
                let by_phase = one.1.phase.cmp(&other.1.phase);
                by_phase.then(other.1.priority.total_cmp(&one.1.priority)).then(one.0.cmp(other.0))
            })
            .map(|(key, _)| *key);
        let Some(first) = first else { return findings };
        let circle = circle(works, &stuck, first);
        if let Some(work) = works.get_mut(&first) {
            let dropped: Vec<WorkKey<'a>> =
                work.depends_on.iter().copied().filter(|key| circle.contains(key)).collect();
            work.depends_on.retain(|key| !circle.contains(key));
            let titles: Vec<String> = dropped.iter().map(|key| format!("\"{}\"", key.title())).collect();
            let mut finding = Diagnostic::general(&codes::CIRCULAR_DEPENDENCY)
                .fact("action", format!("\"{}\"", first.title()))
                .fact("others", enumerated(&titles, titles.len()))
                .fact("wait", if titles.len() == 1 { "waits" } else { "wait" });
            let mut tied = tied_in(works, &circle, pairs);
            finding.location = tied.next();
            findings.push(finding.also(tied));
        }
    }
}

/// Where the pairs stand that the organisation shares between actions of a circle.
fn tied_in<'p>(
    works: &Works<'_>,
    circle: &BTreeSet<WorkKey<'_>>,
    pairs: &'p [PairDecision],
) -> impl Iterator<Item = Location> + use<'p> {
    let closed: BTreeSet<RequirementId> = circle
        .iter()
        .filter_map(|key| works.get(key))
        .flat_map(|work| work.gaps.iter().map(|(gap, _)| gap.id))
        .collect();
    let tied = move |pair: &&PairDecision| {
        pair.shared && closed.contains(&pair.iso27001) && closed.contains(&pair.iso42001)
    };
    pairs.iter().filter(tied).map(|pair| pair.location.clone())
}

/// The actions that a key waits for, directly or not, and that wait for it in turn.
fn circle<'a>(works: &Works<'a>, stuck: &BTreeSet<WorkKey<'a>>, key: WorkKey<'a>) -> BTreeSet<WorkKey<'a>> {
    let waits_for = |key: WorkKey<'a>| {
        let mut found: BTreeSet<WorkKey<'a>> = BTreeSet::new();
        let mut open: Vec<WorkKey<'a>> = dependencies(works, key);
        while let Some(next) = open.pop() {
            if stuck.contains(&next) && found.insert(next) {
                open.extend(dependencies(works, next));
            }
        }
        found
    };
    waits_for(key).into_iter().filter(|other| waits_for(*other).contains(&key)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::plan::order::tests::works;

    #[test]
    fn a_circle_is_opened_at_one_place_and_reported() {
        let mut works = works(&[("a", &[]), ("b", &["a", "d"]), ("c", &["b"]), ("d", &["c"]), ("e", &["d"])]);
        let findings = drop_circular_dependencies(&mut works, &[]);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].code.name, "circular-dependency");
        let order: Vec<&str> = dependencies_first(&works).iter().map(|key| key.package).collect();
        assert_eq!(order, ["a", "b", "c", "d", "e"]);
        assert_eq!(works[&WorkKey::of_package("b")].depends_on, BTreeSet::from([WorkKey::of_package("a")]));
    }

    #[test]
    fn without_a_circle_nothing_is_dropped() {
        let mut works = works(&[("a", &["b"]), ("b", &["c"]), ("c", &[])]);
        assert_eq!(drop_circular_dependencies(&mut works, &[]), Vec::new());
        let order: Vec<&str> = dependencies_first(&works).iter().map(|key| key.package).collect();
        assert_eq!(order, ["c", "b", "a"]);
    }
}
