//! From person-days to spans of working days.
//!
//! Time runs in working days from 0. At every moment the capacity goes to the pieces of work that may be
//! worked on: first to those whose day was set by hand, then to those that are under way, then to further
//! ones, each in the order of the plan. None gets more than one piece of work can take.

/// A piece of work; the pieces stand in the order of the plan.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// Its person-days.
    pub(super) days: f64,
    /// The places of the pieces that must be finished first.
    pub(super) after: Vec<usize>,
    /// The working day before which it does not begin.
    pub(super) not_before: f64,
    /// Whether a person set that day, so that others are put aside for it.
    pub(super) by_hand: bool,
}

/// Person-days that are done on a working day.
#[derive(Clone, Copy, Debug)]
pub(super) struct Speed {
    /// By all together.
    pub(super) capacity: f64,
    /// On one piece of work at most.
    pub(super) of_one: f64,
}

/// When a piece of work is worked on, in working days from the first.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Span {
    /// The moment at which it begins.
    pub(super) start: f64,
    /// The moment at which it is finished.
    pub(super) end: f64,
}

/// Part of a day that is taken for rounding noise.
const NOISE: f64 = 1e-9;

impl Span {
    /// The number of the first day.
    pub(super) fn first_day(self) -> usize {
        (self.start + NOISE).floor().max(0.0) as usize
    }

    /// The number of the last day, which can be the first day of the work that follows: what is left of a
    /// day goes to it.
    pub(super) fn last_day(self) -> usize {
        ((self.end - NOISE).ceil() as usize).saturating_sub(1).max(self.first_day())
    }
}

struct State<'p> {
    piece: &'p Piece,
    left: f64,
    waits_for: usize,
    start: Option<f64>,
    end: Option<f64>,
}

impl State<'_> {
    fn is_open(&self, now: f64) -> bool {
        self.end.is_none() && self.waits_for == 0 && self.piece.not_before <= now + NOISE
    }

    /// What comes first: set by hand, under way, others.
    fn rank(&self) -> u8 {
        match (self.piece.by_hand, self.start.is_some()) {
            (true, _) => 0,
            (false, true) => 1,
            (false, false) => 2,
        }
    }
}

/// When each piece is worked on. Pieces that wait for each other in a circle never begin; the plan has none.
pub(super) fn spans(pieces: &[Piece], speed: Speed) -> Vec<Span> {
    let mut waited_for_by: Vec<Vec<usize>> = vec![Vec::new(); pieces.len()];
    for (place, piece) in pieces.iter().enumerate() {
        for before in &piece.after {
            if let Some(waiting) = waited_for_by.get_mut(*before) {
                waiting.push(place);
            }
        }
    }
    let mut states: Vec<State<'_>> = pieces
        .iter()
        .map(|piece| State {
            piece,
            left: piece.days.max(0.0),
            waits_for: piece.after.len(),
            start: None,
            end: None,
        })
        .collect();
    let mut now = 0.0;
    loop {
        finish(&mut states, &waited_for_by, now);
        let rates = rates(&mut states, speed, now);
        let Some(next) = next_moment(&states, &rates, now) else { break };
        for (place, rate) in rates {
            if let Some(state) = states.get_mut(place) {
                // What ends now is done, also where so little is left of it that the moment is the same number.
                let ends = now + state.left / rate;
                state.left = if ends <= next { 0.0 } else { state.left - rate * (next - now) };
            }
        }
        now = next;
    }
    let span = |state: &State<'_>| Span {
        start: state.start.unwrap_or(now),
        end: state.end.or(state.start).unwrap_or(now),
    };
    states.iter().map(span).collect()
}

/// Finishes what has nothing left, and what then may begin and holds no work at all.
fn finish(states: &mut [State<'_>], waited_for_by: &[Vec<usize>], now: f64) {
    loop {
        // Where much time has passed, as little as this can no longer move it.
        let nothing = NOISE.max(now * 1e-12);
        let done = |state: &State<'_>| state.is_open(now) && state.left <= nothing;
        let Some(place) = states.iter().position(done) else { return };
        if let Some(state) = states.get_mut(place) {
            state.start.get_or_insert(now);
            state.end = Some(now);
        }
        for after in waited_for_by.get(place).into_iter().flatten() {
            if let Some(after) = states.get_mut(*after) {
                after.waits_for = after.waits_for.saturating_sub(1);
            }
        }
    }
}

/// What each piece gets of the capacity now; those that begin are marked so.
fn rates(states: &mut [State<'_>], speed: Speed, now: f64) -> Vec<(usize, f64)> {
    let mut open: Vec<(u8, usize)> = (0..)
        .zip(states.iter())
        .filter(|(_, state)| state.is_open(now))
        .map(|(place, state)| (state.rank(), place))
        .collect();
    open.sort_unstable();
    let mut free = speed.capacity;
    let mut rates = Vec::new();
    for (_, place) in open {
        let rate = free.min(speed.of_one);
        if rate <= NOISE {
            break;
        }
        free -= rate;
        rates.push((place, rate));
        if let Some(state) = states.get_mut(place) {
            state.start.get_or_insert(now);
        }
    }
    rates
}

/// The next moment at which a piece is finished or may begin; `None` where nothing is left.
fn next_moment(states: &[State<'_>], rates: &[(usize, f64)], now: f64) -> Option<f64> {
    let finished =
        rates.iter().filter_map(|(place, rate)| states.get(*place).map(|state| now + state.left / rate));
    let begins = states
        .iter()
        .filter(|state| state.end.is_none() && state.waits_for == 0 && state.piece.not_before > now + NOISE)
        .map(|state| state.piece.not_before);
    finished.chain(begins).min_by(f64::total_cmp)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(days: f64, after: &[usize]) -> Piece {
        Piece { days, after: after.to_vec(), not_before: 0.0, by_hand: false }
    }

    fn planned(pieces: &[Piece], capacity: f64) -> Vec<(f64, f64)> {
        let spans = spans(pieces, Speed { capacity, of_one: 1.0 });
        let rounded = |moment: f64| (moment * 1e6).round() / 1e6;
        spans.iter().map(|span| (rounded(span.start), rounded(span.end))).collect()
    }

    #[test]
    fn one_person_does_one_piece_after_the_other() {
        let pieces = [piece(2.0, &[]), piece(1.5, &[]), piece(1.0, &[0])];
        assert_eq!(planned(&pieces, 1.0), [(0.0, 2.0), (2.0, 3.5), (3.5, 4.5)]);
        assert_eq!(planned(&pieces, 0.5), [(0.0, 4.0), (4.0, 7.0), (7.0, 9.0)]);
    }

    #[test]
    fn further_people_work_side_by_side_and_none_faster_than_one_piece_allows() {
        let pieces = [piece(4.0, &[]), piece(2.0, &[]), piece(1.0, &[1])];
        assert_eq!(planned(&pieces, 5.0), [(0.0, 4.0), (0.0, 2.0), (2.0, 3.0)]);
        assert_eq!(planned(&pieces, 1.5), [(0.0, 4.0), (0.0, 4.0), (4.0, 5.0)]);
    }

    #[test]
    fn what_was_set_by_hand_begins_on_its_day_and_others_wait_meanwhile() {
        let by_hand = Piece { not_before: 1.0, by_hand: true, ..piece(2.0, &[]) };
        assert_eq!(planned(&[piece(3.0, &[]), by_hand], 1.0), [(0.0, 5.0), (1.0, 3.0)]);
        let late = Piece { not_before: 9.0, by_hand: true, ..piece(1.0, &[]) };
        assert_eq!(planned(&[late, piece(1.0, &[])], 1.0), [(9.0, 10.0), (0.0, 1.0)]);
    }

    #[test]
    fn much_capacity_late_in_time_comes_to_an_end() {
        let late = |days: f64| Piece { not_before: 34_000.3, by_hand: true, ..piece(days, &[]) };
        let pieces: Vec<Piece> = (1..60).map(|number| late(f64::from(number) * 0.37)).collect();
        let spans = spans(&pieces, Speed { capacity: 100_000.0, of_one: 100_000.0 });
        assert!(spans.iter().all(|span| span.end >= span.start && span.end < 34_001.0));
    }

    #[test]
    fn a_piece_without_work_is_done_as_soon_as_it_may_begin() {
        let pieces = [piece(2.0, &[]), piece(0.0, &[0]), piece(1.0, &[1])];
        assert_eq!(planned(&pieces, 1.0), [(0.0, 2.0), (2.0, 2.0), (2.0, 3.0)]);
        let span = Span { start: 2.0, end: 2.0 };
        assert_eq!((span.first_day(), span.last_day()), (2, 2));
    }

    #[test]
    fn days_are_counted_whole_and_shared_between_pieces() {
        let span = Span { start: 6.6, end: 13.2 };
        assert_eq!((span.first_day(), span.last_day()), (6, 13));
        let span = Span { start: 2.0000000001, end: 3.9999999999 };
        assert_eq!((span.first_day(), span.last_day()), (2, 3));
    }
}
