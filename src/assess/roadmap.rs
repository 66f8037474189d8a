//! The roadmap: gaps become actions, actions are put in order and given dates.
//!
//! - The gaps of one work package are one action. A gap of 42001 whose shared partner of 27001 is a gap
//!   too belongs to the action of that partner (of the first in catalogue order, where there are several).
//! - An action is as large as its largest gap: its effort is counted once.
//! - An action depends on the actions that close what its gaps depend on.
//! - Its phase is the one in which the work begins: the earliest phase of its gaps, but none before the
//!   phase of an action that it depends on.
//! - Order: what must be done first; then phase; then gate (stage 1 before stage 2 before the others, where
//!   what a gated action depends on counts as gated too); then priority; then name.

use std::collections::{BTreeMap, BTreeSet};

use super::priority::{compared, effort};
use super::schedule::Calendar;
use super::shared::Links;
use super::{Action, Gap, Roadmap, Subject};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;
use crate::diagnostic::render::enumerated;
use crate::model::PairDecision;
use crate::provenance::{Location, understood};
use crate::recognise::value::names_somebody;
use crate::standards::{Effort, Gate, Requirement, RequirementId, Standard};

/// An action that is not yet scheduled.
struct Work<'a> {
    gaps: Vec<(&'a Gap, &'a Requirement)>,
    depends_on: BTreeSet<&'a str>,
    phase: u8,
    gate: Option<Gate>,
    /// The gate that counts in the order: its own, or that of what depends on it.
    pressing_gate: Option<Gate>,
    priority: f64,
}

/// All actions by their key.
type Works<'a> = BTreeMap<&'a str, Work<'a>>;

/// The plan, and what could not be planned as it was asked for.
pub(super) fn plan(subject: Subject<'_>, links: &Links, gaps: &[Gap]) -> (Roadmap, Vec<Diagnostic>) {
    let mut works = works(subject, links, gaps);
    let dropped = drop_circular_dependencies(&mut works, &subject.model.pairs);
    let order = dependencies_first(&works);
    set_phases(&mut works, &order);
    set_pressing_gates(&mut works, &order);
    let order = in_order(&works);

    let start = subject.parameters.start.unwrap_or(subject.model.as_of);
    let mut calendar = Calendar::new(subject.parameters, start);
    let start = calendar.today();
    let actions: Vec<Action> = order
        .into_iter()
        .filter_map(|key| Some(action(subject, key, works.get(key)?, &mut calendar)))
        .collect();
    let roadmap = Roadmap {
        start,
        total_days: actions.iter().map(|action| action.days).sum(),
        end: actions.iter().map(|action| action.end).max(),
        actions,
    };
    (roadmap, dropped)
}

/// The gaps by the action that closes them, with the dependencies between actions.
fn works<'a>(subject: Subject<'a>, links: &Links, gaps: &'a [Gap]) -> Works<'a> {
    let gap_ids: BTreeSet<RequirementId> = gaps.iter().map(|gap| gap.id).collect();
    let keys: BTreeMap<RequirementId, &str> =
        gap_ids.iter().filter_map(|id| Some((*id, action_key(subject, links, &gap_ids, *id)?))).collect();
    let mut works = Works::new();
    for gap in gaps {
        let (Some(key), Some(requirement)) = (keys.get(&gap.id), subject.catalogue.requirement(gap.id))
        else {
            continue;
        };
        let work = works.entry(key).or_insert_with(|| Work {
            gaps: Vec::new(),
            depends_on: BTreeSet::new(),
            phase: u8::MAX,
            gate: None,
            pressing_gate: None,
            priority: 0.0,
        });
        let before = requirement.depends_on.iter().filter_map(|id| keys.get(id).copied());
        work.depends_on.extend(before.filter(|other| other != key));
        work.phase = work.phase.min(requirement.phase);
        work.gate = earlier(work.gate, requirement.gate);
        work.pressing_gate = work.gate;
        work.priority = work.priority.max(gap.terms.priority);
        work.gaps.push((gap, requirement));
    }
    works
}

/// The work package of a gap; for a gap of 42001 that of its shared partner, where that is a gap too.
fn action_key<'a>(
    subject: Subject<'a>,
    links: &Links,
    gaps: &BTreeSet<RequirementId>,
    id: RequirementId,
) -> Option<&'a str> {
    let partner = links
        .shared_with(id)
        .find(|partner| id.standard() == Standard::Iso42001 && gaps.contains(partner))
        .unwrap_or(id);
    subject.catalogue.requirement(partner).map(|requirement| requirement.work_package.as_str())
}

fn earlier(one: Option<Gate>, other: Option<Gate>) -> Option<Gate> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// Shared pairs can tie packages together so that each waits for the other. Then the action of the
/// circle that would be first by phase, priority and name no longer waits for the others of the circle.
fn drop_circular_dependencies(works: &mut Works<'_>, pairs: &[PairDecision]) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    loop {
        let ordered: BTreeSet<&str> = dependencies_first(works).into_iter().collect();
        let stuck: BTreeSet<&str> = works.keys().copied().filter(|key| !ordered.contains(key)).collect();
        let first = stuck
            .iter()
            .filter_map(|key| Some((*key, works.get(key)?)))
            .filter(|(key, _)| circle(works, &stuck, key).contains(key))
            .min_by(|one, other| {
                let by_phase = one.1.phase.cmp(&other.1.phase);
                by_phase.then(other.1.priority.total_cmp(&one.1.priority)).then(one.0.cmp(other.0))
            })
            .map(|(key, _)| key);
        let Some(first) = first else { return findings };
        let circle = circle(works, &stuck, first);
        if let Some(work) = works.get_mut(first) {
            let dropped: Vec<&str> =
                work.depends_on.iter().copied().filter(|key| circle.contains(key)).collect();
            work.depends_on.retain(|key| !circle.contains(key));
            let titles: Vec<String> = dropped.iter().map(|key| format!("\"{}\"", title(key))).collect();
            let mut finding = Diagnostic::general(&codes::CIRCULAR_DEPENDENCY)
                .fact("action", format!("\"{}\"", title(first)))
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
    circle: &BTreeSet<&str>,
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
fn circle<'a>(works: &Works<'a>, stuck: &BTreeSet<&'a str>, key: &str) -> BTreeSet<&'a str> {
    let waits_for = |key: &str| {
        let mut found: BTreeSet<&'a str> = BTreeSet::new();
        let mut open: Vec<&'a str> = dependencies(works, key);
        while let Some(next) = open.pop() {
            if stuck.contains(next) && found.insert(next) {
                open.extend(dependencies(works, next));
            }
        }
        found
    };
    waits_for(key).into_iter().filter(|other| waits_for(other).contains(key)).collect()
}

fn dependencies<'a>(works: &Works<'a>, key: &str) -> Vec<&'a str> {
    works.get(key).into_iter().flat_map(|work| &work.depends_on).copied().collect()
}

/// The actions so that each stands after those that it depends on; those in a circle are left out.
fn dependencies_first<'a>(works: &Works<'a>) -> Vec<&'a str> {
    scheduled(works, |key, _| key)
}

/// The actions in the order of the plan.
fn in_order<'a>(works: &Works<'a>) -> Vec<&'a str> {
    scheduled(works, |key, work| {
        // Priorities are not negative, so their bits order as they do.
        let descending = u64::MAX - compared(work.priority).max(0.0).to_bits();
        (work.phase, gate_place(work.pressing_gate), descending, key)
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
fn scheduled<'a, K: Ord>(works: &Works<'a>, order: impl Fn(&'a str, &Work<'a>) -> K) -> Vec<&'a str> {
    let mut waiting: BTreeMap<&str, BTreeSet<&str>> =
        works.iter().map(|(key, work)| (*key, work.depends_on.clone())).collect();
    let mut waited_for_by: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (key, work) in works {
        for before in &work.depends_on {
            waited_for_by.entry(before).or_default().push(key);
        }
    }
    let ready_key = |key: &'a str| works.get(key).map(|work| (order(key, work), key));
    let mut ready: BTreeSet<(K, &str)> = works
        .iter()
        .filter(|(_, work)| work.depends_on.is_empty())
        .filter_map(|(key, _)| ready_key(key))
        .collect();
    let mut taken = Vec::new();
    while let Some((_, key)) = ready.pop_first() {
        taken.push(key);
        for after in waited_for_by.remove(key).unwrap_or_default() {
            if let Some(waits) = waiting.get_mut(after) {
                waits.remove(key);
                if waits.is_empty() {
                    ready.extend(ready_key(after));
                }
            }
        }
    }
    taken
}

fn set_phases<'a>(works: &mut Works<'a>, dependencies_first: &[&'a str]) {
    for key in dependencies_first {
        let earliest = dependencies(works, key)
            .into_iter()
            .filter_map(|before| works.get(before).map(|before| before.phase))
            .max()
            .unwrap_or(0);
        if let Some(work) = works.get_mut(key) {
            work.phase = work.phase.max(earliest);
        }
    }
}

fn set_pressing_gates<'a>(works: &mut Works<'a>, dependencies_first: &[&'a str]) {
    for key in dependencies_first.iter().rev() {
        let gate = works.get(key).and_then(|work| work.pressing_gate);
        for before in dependencies(works, key) {
            if let Some(before) = works.get_mut(before) {
                before.pressing_gate = earlier(before.pressing_gate, gate);
            }
        }
    }
}

fn action(subject: Subject<'_>, key: &str, work: &Work<'_>, calendar: &mut Calendar) -> Action {
    let size = work.gaps.iter().map(|(_, requirement)| effort(subject.parameters, requirement)).max();
    let size = size.unwrap_or(Effort::Small);
    let days = subject.parameters.effort_days.of(size);
    let (start, end) = calendar.next(days);
    let statements = || work.gaps.iter().filter_map(|(gap, _)| subject.model.statements.get(&gap.id));
    Action {
        key: key.to_owned(),
        title: title(key),
        closes: work.gaps.iter().map(|(gap, _)| gap.id).collect(),
        phase: work.phase,
        gate: work.gate,
        effort: size,
        days,
        priority: work.priority,
        depends_on: work.depends_on.iter().map(|key| (*key).to_owned()).collect(),
        start,
        end,
        owner: statements()
            .filter_map(|statement| statement.owner.as_ref())
            .map(|owner| owner.value.trim())
            .find(|owner| names_somebody(owner))
            .map(str::to_owned),
        due: statements().filter_map(|statement| understood(&statement.due)).min(),
    }
}

/// Words of work packages that are written in capitals.
const ABBREVIATIONS: [(&str, &str); 4] = [("ai", "AI"), ("aims", "AIMS"), ("isms", "ISMS"), ("soa", "SoA")];

/// The name of a work package as a title: `ai-policy-review` is `AI policy review`.
fn title(work_package: &str) -> String {
    let words: Vec<String> = work_package
        .split('-')
        .enumerate()
        .map(|(index, word)| {
            let abbreviation = ABBREVIATIONS.iter().find(|(plain, _)| *plain == word);
            match (abbreviation, index) {
                (Some((_, written)), _) => (*written).to_owned(),
                (None, 0) => capitalised(word),
                (None, _) => word.to_owned(),
            }
        })
        .collect();
    words.join(" ")
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn works<'a>(dependencies: &[(&'a str, &[&'a str])]) -> Works<'a> {
        let work = |depends_on: &[&'a str]| Work {
            gaps: Vec::new(),
            depends_on: depends_on.iter().copied().collect(),
            phase: 1,
            gate: None,
            pressing_gate: None,
            priority: 0.0,
        };
        dependencies.iter().map(|(key, depends_on)| (*key, work(depends_on))).collect()
    }

    #[test]
    fn titles_are_the_names_of_work_packages_in_words() {
        assert_eq!(title("ai-policy-review"), "AI policy review");
        assert_eq!(title("risk-treatment-plan-and-soa"), "Risk treatment plan and SoA");
        assert_eq!(title("backup"), "Backup");
    }

    #[test]
    fn a_circle_is_opened_at_one_place_and_reported() {
        let mut works = works(&[("a", &[]), ("b", &["a", "d"]), ("c", &["b"]), ("d", &["c"]), ("e", &["d"])]);
        let findings = drop_circular_dependencies(&mut works, &[]);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].code.name, "circular-dependency");
        assert_eq!(in_order(&works), ["a", "b", "c", "d", "e"]);
        assert_eq!(works["b"].depends_on, BTreeSet::from(["a"]));
    }

    #[test]
    fn without_a_circle_nothing_is_dropped() {
        let mut works = works(&[("a", &["b"]), ("b", &["c"]), ("c", &[])]);
        assert_eq!(drop_circular_dependencies(&mut works, &[]), Vec::new());
        assert_eq!(in_order(&works), ["c", "b", "a"]);
    }

    #[test]
    fn a_phase_is_never_before_that_of_a_dependency_and_gates_press_on_what_they_wait_for() {
        let mut works = works(&[("first", &[]), ("gated", &["first"])]);
        works.get_mut("first").unwrap().phase = 3;
        works.get_mut("gated").unwrap().pressing_gate = Some(Gate::Stage1);
        let order = dependencies_first(&works);
        set_phases(&mut works, &order);
        set_pressing_gates(&mut works, &order);
        assert_eq!(works["gated"].phase, 3);
        assert_eq!(works["first"].pressing_gate, Some(Gate::Stage1));
    }
}
