//! What the order of the rows says about identifiers that a spreadsheet may have changed.

use std::collections::{BTreeMap, BTreeSet};

use super::numbering::{Levels, Numbering, Numberings};
use super::token::Token;

/// Tells 5.1 from 5.10 (and a date from its two readings) by the order of the rows.
///
/// Of all assignments of numbers to rows the one with the fewest steps back, then with the fewest
/// numbers left out between neighbours, is taken; where two assignments are as good, the row stays
/// undecided. Columns whose other rows are not in order give no such evidence.
pub(super) fn by_row_order(numberings: &Numberings, tokens: &mut [Token<'_>]) {
    let one_family = |token: &Token<'_>| {
        let mut families = token.candidates.iter().map(|entry| entry.numbering.family());
        let first = families.next()?;
        families.all(|family| family == first).then_some(first)
    };
    let rows: BTreeSet<usize> = tokens.iter().map(|token| token.row).collect();
    if rows.len() != tokens.len() {
        return;
    }
    let mut start = 0;
    while start < tokens.len() {
        let family = tokens.get(start).and_then(one_family);
        let length = tokens
            .iter()
            .skip(start)
            .take_while(|token| family.is_some() && one_family(token) == family)
            .count()
            .max(1);
        if let (Some(family), Some(run)) = (family, tokens.get_mut(start..start + length)) {
            order_run(numberings, family, run);
        }
        start += length;
    }
}

/// Cost of a step back; greater than any sum of gaps that a column can have.
const STEP_BACK: u64 = 1_000_000;

fn order_run(numberings: &Numberings, family: Numbering, run: &mut [Token<'_>]) {
    if run.len() < 2 || run.iter().all(|token| token.candidates.len() == 1) || !is_ordered(run) {
        return;
    }
    let list: BTreeMap<Levels, u64> = numberings.list(family).map(|entry| entry.levels).zip(0u64..).collect();
    let step = |from: Levels, to: Levels| -> u64 {
        if to <= from {
            return STEP_BACK;
        }
        match (list.get(&from), list.get(&to)) {
            (Some(from), Some(to)) => to.saturating_sub(*from).saturating_sub(1),
            _ => 0,
        }
    };
    let states: Vec<Vec<Levels>> =
        run.iter().map(|token| token.candidates.iter().map(|entry| entry.levels).collect()).collect();
    let forward = costs(states.iter(), step);
    let mut backward = costs(states.iter().rev(), |from, to| step(to, from));
    backward.reverse();
    for (token, (forward, backward)) in run.iter_mut().zip(forward.into_iter().zip(backward)) {
        let totals: Vec<(Levels, u64)> = token
            .candidates
            .iter()
            .zip(forward.iter().zip(&backward))
            .map(|(entry, (forward, backward))| (entry.levels, forward + backward))
            .collect();
        let Some(best) = totals.iter().map(|(_, cost)| *cost).min() else { continue };
        let mut winners = totals.iter().filter(|(_, cost)| *cost == best).map(|(levels, _)| *levels);
        if let (Some(winner), None) = (winners.next(), winners.next()) {
            token.keep("order of the rows", |entry| entry.levels == winner);
        }
    }
}

/// The least cost of reaching each state, row by row.
fn costs<'s>(
    states: impl Iterator<Item = &'s Vec<Levels>>,
    step: impl Fn(Levels, Levels) -> u64,
) -> Vec<Vec<u64>> {
    let mut all: Vec<Vec<u64>> = Vec::new();
    let mut before: Option<&Vec<Levels>> = None;
    for row in states {
        let reached = row
            .iter()
            .map(|state| match (before, all.last()) {
                (Some(states), Some(costs)) => {
                    states.iter().zip(costs).map(|(from, cost)| cost + step(*from, *state)).min().unwrap_or(0)
                }
                _ => 0,
            })
            .collect();
        all.push(reached);
        before = Some(row);
    }
    all
}

/// Whether the rows whose number is sure ascend, but for one in ten.
fn is_ordered(run: &[Token<'_>]) -> bool {
    let sure: Vec<Levels> =
        run.iter().filter_map(|token| token.decided()).map(|entry| entry.levels).collect();
    let back = sure.windows(2).filter(|pair| matches!(pair, [from, to] if to <= from)).count();
    back * 10 <= sure.len()
}
