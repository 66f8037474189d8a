//! Which actions determine how long a plan takes at least, and by how much each can end later.

use super::schedule::{Piece, Span};

/// Difference of moments, in working days, that is taken for rounding noise.
const NOISE: f64 = 1e-6;

/// The chain of pieces that wait for each other and take longest together, when as many people work as one
/// piece takes.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct LongestChain {
    /// Whether each piece is on it, or on another one that is as long.
    pub(super) on_it: Vec<bool>,
    /// Working days that it takes.
    pub(super) working_days: f64,
}

/// The longest chain; the pieces stand so that each comes after those that it waits for.
pub(super) fn longest_chain(pieces: &[Piece], of_one: f64) -> LongestChain {
    let length = |piece: &Piece| piece.days / of_one;
    let mut ends: Vec<f64> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let begin = piece.after.iter().filter_map(|place| ends.get(*place)).copied().fold(0.0, f64::max);
        ends.push(begin + length(piece));
    }
    let working_days = ends.iter().copied().fold(0.0, f64::max);
    let latest = latest_ends(pieces, of_one, |_| working_days);
    let on_it = ends.iter().zip(&latest).map(|(end, latest)| latest - end <= NOISE).collect();
    LongestChain { on_it, working_days }
}

/// The moment until which each piece can end: its own limit, and no later than what waits for it needs.
fn latest_ends(pieces: &[Piece], of_one: f64, limit: impl Fn(usize) -> f64) -> Vec<f64> {
    let mut latest: Vec<f64> = (0..pieces.len()).map(limit).collect();
    for (place, piece) in pieces.iter().enumerate().rev() {
        let begin = latest.get(place).copied().unwrap_or_default() - piece.days / of_one;
        for before in &piece.after {
            if let Some(before) = latest.get_mut(*before) {
                *before = before.min(begin);
            }
        }
    }
    latest
}

/// By how many working days each piece can end later than planned.
pub(super) fn slack(pieces: &[Piece], spans: &[Span], of_one: f64, limit: impl Fn(usize) -> f64) -> Vec<f64> {
    let latest = latest_ends(pieces, of_one, limit);
    latest.iter().zip(spans).map(|(latest, span)| (latest - span.end).max(0.0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::plan::schedule::{Speed, spans};

    fn piece(days: f64, after: &[usize]) -> Piece {
        Piece { days, after: after.to_vec(), not_before: 0.0, by_hand: false }
    }

    #[test]
    fn the_longest_chain_is_the_one_that_more_people_cannot_shorten() {
        let pieces = [piece(5.0, &[]), piece(2.0, &[]), piece(4.0, &[1]), piece(1.0, &[0, 2])];
        let chain = longest_chain(&pieces, 1.0);
        assert_eq!((chain.on_it, chain.working_days), (vec![false, true, true, true], 7.0));
        assert_eq!(longest_chain(&pieces, 2.0).working_days, 3.5);
        assert_eq!(longest_chain(&[], 1.0), LongestChain::default());
    }

    #[test]
    fn slack_ends_where_something_that_waits_would_move() {
        let pieces = [piece(1.0, &[]), piece(4.0, &[]), piece(2.0, &[0])];
        let planned = spans(&pieces, Speed { capacity: 1.0, of_one: 1.0 });
        // 0-1, 1-5, 5-7: the first can end at 5, the second by the end, the last not later.
        assert_eq!(slack(&pieces, &planned, 1.0, |_| 7.0), [4.0, 2.0, 0.0]);
        // A gate at 1 holds the first.
        assert_eq!(
            slack(&pieces, &planned, 1.0, |place| if place == 0 { 1.0 } else { 7.0 }),
            [0.0, 2.0, 0.0]
        );
    }
}
