//! Actions laid out in time: their order, and the working days on which each is worked on.

use std::collections::{BTreeMap, BTreeSet};

use super::by_hand::ByHand;
use super::calendar::Calendar;
use super::order::{dependencies, in_order};
use super::schedule::{Piece, Span, Speed, spans};
use super::work::{Work, WorkKey, Works};
use crate::model::EffortDays;

/// What actions are laid out by.
#[derive(Clone, Copy)]
pub(super) struct Terms<'t> {
    pub(super) by_hand: &'t ByHand,
    pub(super) speed: Speed,
    /// The share that coordination adds to an action that serves both standards.
    pub(super) coordination: f64,
    /// Person-days by size.
    pub(super) days: EffortDays,
    /// The working day from which what comes after the certification of 27001 can begin.
    pub(super) second_from: usize,
}

/// Actions laid out in time.
pub(super) struct Layout<'w, 'a> {
    works: &'w Works<'a>,
    pub(super) keys: Vec<WorkKey<'a>>,
    pub(super) pieces: Vec<Piece>,
    pub(super) spans: Vec<Span>,
}

/// Lays actions out. What would miss a date that a person set comes, with what it waits for, before other
/// work, again and again until nothing more can be gained.
pub(super) fn lay_out<'w, 'a>(
    works: &'w Works<'a>,
    terms: Terms<'_>,
    calendar: &mut Calendar<'_>,
) -> Layout<'w, 'a> {
    let mut pressing = BTreeSet::new();
    loop {
        let keys = in_order(works, &pressing);
        let pieces = pieces(works, &keys, terms, calendar);
        let spans = spans(&pieces, terms.speed);
        let layout = Layout { works, keys, pieces, spans };
        let known = pressing.len();
        for key in layout.missed(terms.by_hand, calendar) {
            press(works, key, &mut pressing);
        }
        if pressing.len() == known {
            return layout;
        }
    }
}

/// The actions in their order, as pieces of work.
pub(super) fn pieces_in_order<'a>(
    works: &Works<'a>,
    terms: Terms<'_>,
    calendar: &mut Calendar<'_>,
) -> (Vec<WorkKey<'a>>, Vec<Piece>) {
    let keys = in_order(works, &BTreeSet::new());
    let pieces = pieces(works, &keys, terms, calendar);
    (keys, pieces)
}

/// Adds an action, and all that it waits for, to those that press.
fn press<'a>(works: &Works<'a>, key: WorkKey<'a>, pressing: &mut BTreeSet<WorkKey<'a>>) {
    let mut open = vec![key];
    while let Some(key) = open.pop() {
        if pressing.insert(key) {
            open.extend(dependencies(works, key));
        }
    }
}

fn pieces<'a>(
    works: &Works<'a>,
    keys: &[WorkKey<'a>],
    terms: Terms<'_>,
    calendar: &mut Calendar<'_>,
) -> Vec<Piece> {
    let places: BTreeMap<WorkKey<'a>, usize> = keys.iter().copied().zip(0..).collect();
    let mut piece = |key: &WorkKey<'a>| {
        let work = works.get(key)?;
        let by_hand = start_by_hand(terms.by_hand, *key).map(|day| calendar.number(day));
        let second_from = if work.second { terms.second_from } else { 0 };
        Some(Piece {
            days: terms.days.of(work.effort)
                * if work.serves_both() { 1.0 + terms.coordination } else { 1.0 },
            after: work.depends_on.iter().filter_map(|key| places.get(key).copied()).collect(),
            not_before: by_hand.unwrap_or(second_from) as f64,
            by_hand: by_hand.is_some(),
        })
    };
    keys.iter().filter_map(&mut piece).collect()
}

fn start_by_hand(by_hand: &ByHand, key: WorkKey<'_>) -> Option<chrono::NaiveDate> {
    if by_hand.is_empty() { None } else { by_hand.start(&key.name()) }
}

impl<'a> Layout<'_, 'a> {
    /// The number of actions.
    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }

    /// The actions, in their order.
    pub(super) fn works(&self) -> impl Iterator<Item = &Work<'a>> {
        self.keys.iter().filter_map(|key| self.works.get(key))
    }

    /// The actions that end after their due date or begin after their day, as people set these.
    fn missed(&self, by_hand: &ByHand, calendar: &mut Calendar<'_>) -> Vec<WorkKey<'a>> {
        if by_hand.is_empty() {
            return Vec::new();
        }
        let mut missed = Vec::new();
        for (key, span) in self.keys.iter().zip(&self.spans) {
            let name = key.name();
            let late = by_hand.due(&name).is_some_and(|due| calendar.day(span.last_day()) > due);
            let delayed = by_hand.start(&name).is_some_and(|day| span.first_day() > calendar.number(day));
            if late || delayed {
                missed.push(*key);
            }
        }
        missed
    }

    /// The number of the first working day on which none of some actions is worked on any more, and the one of
    /// them that is finished last; the first day of all where there are none.
    pub(super) fn free_after(&self, accepts: impl Fn(&Work<'_>) -> bool) -> (usize, Option<String>) {
        let last = self
            .works()
            .zip(&self.keys)
            .zip(&self.spans)
            .filter(|((work, _), _)| accepts(work))
            .max_by(|one, other| one.1.end.total_cmp(&other.1.end));
        last.map_or((0, None), |((_, key), span)| (span.last_day() + 1, Some(key.title())))
    }

    /// Holds some actions to a working day by which they have to be finished.
    pub(super) fn limit(&self, limits: &mut [f64], day: usize, accepts: impl Fn(&Work<'_>) -> bool) {
        for (limit, work) in limits.iter_mut().zip(self.works()) {
            if accepts(work) {
                *limit = limit.min(day as f64);
            }
        }
    }

    /// The moment at which all is finished.
    pub(super) fn finished(&self) -> f64 {
        self.spans.iter().map(|span| span.end).fold(0.0, f64::max)
    }
}
