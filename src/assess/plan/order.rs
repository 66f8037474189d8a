//! The order of actions: what must be done first; then what would otherwise miss a date that a person set;
//! then phase; then gate (stage 1 before stage 2 before the others, where what a gated action depends on
//! counts as gated too); then priority; then name.
//!
//! The phase of an action is the one in which its work begins: the earliest phase of its gaps, but none
//! before the phase of an action that it depends on. In the sequential plan all of 27001 comes first, unless a 27001
//! system runs already.

use std::collections::{BTreeMap, BTreeSet};

use super::work::{Work, WorkKey, Works, earlier};
use crate::assess::priority::compared;
use crate::standards::Gate;

/// The actions so that each stands after those that it depends on; those in a circle are left out.
pub(super) fn dependencies_first<'a>(works: &Works<'a>) -> Vec<WorkKey<'a>> {
    scheduled(works, |key, _| key)
}

/// The actions in the order of the plan; those that press come before others.
pub(super) fn in_order<'a>(works: &Works<'a>, pressing: &BTreeSet<WorkKey<'a>>) -> Vec<WorkKey<'a>> {
    scheduled(works, |key, work| {
        // Priorities are not negative, so their bits order as they do.
        let descending = u64::MAX - compared(work.priority).max(0.0).to_bits();
        let gate = gate_place(work.pressing_gate);
        (!pressing.contains(&key), work.second, work.phase, gate, descending, key)
    })
}

fn gate_place(gate: Option<Gate>) -> u8 {
    match gate {
        Some(Gate::Stage1) => 0,
        Some(Gate::Stage2) => 1,
        None => 2,
    }
}

/// Takes, again and again, the smallest by a key among the actions whose dependencies are all taken.
fn scheduled<'a, K: Ord>(works: &Works<'a>, order: impl Fn(WorkKey<'a>, &Work<'a>) -> K) -> Vec<WorkKey<'a>> {
    let mut waiting: BTreeMap<WorkKey<'a>, usize> =
        works.iter().map(|(key, work)| (*key, work.depends_on.len())).collect();
    let mut waited_for_by: BTreeMap<WorkKey<'a>, Vec<WorkKey<'a>>> = BTreeMap::new();
    for (key, work) in works {
        for before in &work.depends_on {
            waited_for_by.entry(*before).or_default().push(*key);
        }
    }
    let ready_key = |key: WorkKey<'a>| works.get(&key).map(|work| (order(key, work), key));
    let mut ready: BTreeSet<(K, WorkKey<'a>)> = works
        .iter()
        .filter(|(_, work)| work.depends_on.is_empty())
        .filter_map(|(key, _)| ready_key(*key))
        .collect();
    let mut taken = Vec::with_capacity(works.len());
    while let Some((_, key)) = ready.pop_first() {
        taken.push(key);
        for after in waited_for_by.remove(&key).unwrap_or_default() {
            if let Some(waits) = waiting.get_mut(&after) {
                *waits -= 1;
                if *waits == 0 {
                    ready.extend(ready_key(after));
                }
            }
        }
    }
    taken
}

pub(super) fn set_phases<'a>(works: &mut Works<'a>, dependencies_first: &[WorkKey<'a>]) {
    for key in dependencies_first {
        let earliest = dependencies(works, *key)
            .into_iter()
            .filter_map(|before| works.get(&before).map(|before| before.phase))
            .max()
            .unwrap_or(0);
        if let Some(work) = works.get_mut(key) {
            work.phase = work.phase.max(earliest);
        }
    }
}

pub(super) fn set_pressing_gates<'a>(works: &mut Works<'a>, dependencies_first: &[WorkKey<'a>]) {
    for key in dependencies_first.iter().rev() {
        let gate = works.get(key).and_then(|work| work.pressing_gate);
        for before in dependencies(works, *key) {
            if let Some(before) = works.get_mut(&before) {
                before.pressing_gate = earlier(before.pressing_gate, gate);
            }
        }
    }
}

/// What an action waits for.
pub(super) fn dependencies<'a>(works: &Works<'a>, key: WorkKey<'a>) -> Vec<WorkKey<'a>> {
    works.get(&key).into_iter().flat_map(|work| &work.depends_on).copied().collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Actions by name, each with those that it waits for.
    pub(crate) fn works<'a>(dependencies: &[(&'a str, &[&'a str])]) -> Works<'a> {
        let work = |depends_on: &[&'a str]| Work {
            depends_on: depends_on.iter().map(|key| WorkKey::of_package(key)).collect(),
            phase: 1,
            ..Work::none()
        };
        dependencies.iter().map(|(key, depends_on)| (WorkKey::of_package(key), work(depends_on))).collect()
    }

    fn key(name: &str) -> WorkKey<'_> {
        WorkKey::of_package(name)
    }

    #[test]
    fn a_phase_is_never_before_that_of_a_dependency_and_gates_press_on_what_they_wait_for() {
        let mut works = works(&[("first", &[]), ("gated", &["first"])]);
        works.get_mut(&key("first")).unwrap().phase = 3;
        works.get_mut(&key("gated")).unwrap().pressing_gate = Some(Gate::Stage1);
        let order = dependencies_first(&works);
        set_phases(&mut works, &order);
        set_pressing_gates(&mut works, &order);
        assert_eq!(works[&key("gated")].phase, 3);
        assert_eq!(works[&key("first")].pressing_gate, Some(Gate::Stage1));
    }

    #[test]
    fn what_presses_comes_first_but_never_before_what_it_waits_for() {
        let works = works(&[("a", &[]), ("b", &[]), ("c", &["b"])]);
        let order = |pressing: &[&'static str]| -> Vec<&str> {
            let pressing = pressing.iter().map(|name| key(name)).collect();
            in_order(&works, &pressing).iter().map(|key| key.package).collect()
        };
        assert_eq!(order(&[]), ["a", "b", "c"]);
        assert_eq!(order(&["b", "c"]), ["b", "c", "a"]);
        assert_eq!(order(&["c"]), ["a", "b", "c"]);
    }
}
