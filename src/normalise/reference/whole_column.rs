//! The numbering that explains a whole column of identifiers, or a run of them.
//!
//! Only where the rows go through requirements one by one does a run of ascending numbers say anything:
//! the controls of one risk after those of another ascend by chance.

use std::collections::{BTreeMap, BTreeSet};

use super::column::ReferenceColumn;
use super::framework::stems;
use super::numbering::{Levels, Numbering, Numberings};
use super::token::Token;
use crate::recognise::fold;
use crate::standards::{Part, Standard};

/// The numbering that explains a whole group of identifiers: all of the column that are written
/// alike, or else each run of ascending numbers among them.
pub(super) fn by_column(numberings: &Numberings, column: &ReferenceColumn<'_>, tokens: &mut [Token<'_>]) {
    let shape = |token: &Token<'_>| (token.written.part, token.written.standards.clone());
    let mut shapes: Vec<(Option<Part>, Vec<Standard>)> = Vec::new();
    for token in tokens.iter() {
        if !shapes.contains(&shape(token)) {
            shapes.push(shape(token));
        }
    }
    let controls_marked =
        tokens.iter().filter(|token| token.written.part == Some(Part::AnnexA)).count() >= MARKED_CONTROLS;
    for wanted in shapes {
        let mut group: Vec<usize> = tokens
            .iter()
            .enumerate()
            .filter(|(_, token)| {
                shape(token) == wanted && token.foreign.is_none() && !token.candidates.is_empty()
            })
            .map(|(index, _)| index)
            .collect();
        if wanted.0.is_none() && controls_marked {
            bare_beside_marked(column, tokens, &group);
            // What is left open between clause and control here is not for the other numbers to say.
            group.retain(|index| {
                tokens
                    .get(*index)
                    .is_none_or(|token| !(token.may_be(Part::Clauses) && token.may_be(Part::AnnexA)))
            });
        }
        for group in by_standard_of_row(column, tokens, group) {
            if !decide_group(numberings, column, tokens, &group) && column.goes_through {
                for run in ascending_runs(tokens, &group) {
                    decide_group(numberings, column, tokens, &run);
                }
            }
        }
    }
    if column.goes_through {
        by_bare_neighbours(tokens);
    }
}

/// A group by what its rows name as their standard, where one names one and one the other: rows of 27001 say
/// nothing then about those of 42001, nor about a row that names none.
fn by_standard_of_row(
    column: &ReferenceColumn<'_>,
    tokens: &[Token<'_>],
    group: Vec<usize>,
) -> Vec<Vec<usize>> {
    let named: BTreeSet<Standard> =
        column.rows.iter().flat_map(|row| row.standard.standards.iter().copied()).collect();
    if named.len() < Standard::BOTH.len() {
        return vec![group];
    }
    let mut parts: BTreeMap<BTreeSet<Standard>, Vec<usize>> = BTreeMap::new();
    for index in group {
        let row = tokens.get(index).and_then(|token| column.rows.get(token.row));
        let standards = row.map(|row| row.standard.standards.iter().copied().collect()).unwrap_or_default();
        parts.entry(standards).or_default().push(index);
    }
    parts.into_values().collect()
}

/// Tells clause from control for a number beside its standard (`ISO 42001 4.4`) in a column that names none
/// for the others (`4.3`, `5.1`): it is what they are, where all of them are of one list of its standard, or
/// where it stands between two of them in their order.
fn by_bare_neighbours(tokens: &mut [Token<'_>]) {
    let bare: Vec<(usize, Levels, Numbering)> = tokens
        .iter()
        .enumerate()
        .filter(|(_, token)| token.is_bare() && token.foreign.is_none())
        .filter_map(|(index, token)| {
            let entry = token.decided()?;
            Some((index, entry.levels, entry.numbering.family()))
        })
        .collect();
    let lists: BTreeSet<Numbering> = bare.iter().map(|(_, _, numbering)| *numbering).collect();
    for (index, token) in tokens.iter_mut().enumerate() {
        if token.written.part.is_some() || token.written.standards.is_empty() || token.candidates.len() < 2 {
            continue;
        }
        if let ([only], true) = (lists.iter().collect::<Vec<_>>().as_slice(), bare.len() >= BARE_NEIGHBOURS) {
            token.keep("other identifiers of the column", |entry| entry.numbering.family() == **only);
            continue;
        }
        let next = bare.partition_point(|(other, _, _)| *other < index);
        if let (Some((_, before, list)), Some((_, after, same))) =
            (next.checked_sub(1).and_then(|before| bare.get(before)), bare.get(next))
            && list == same
        {
            token.keep("the rows before and after", |entry| {
                entry.numbering.family() == *list && *before < entry.levels && entry.levels < *after
            });
        }
    }
}

/// From this many decided numbers without a standard on, they say what kind of number a column holds
/// (judgement).
const BARE_NEIGHBOURS: usize = 3;

/// From this many identifiers with `A.` on, a column is taken to write all its controls so (judgement).
const MARKED_CONTROLS: usize = 3;

/// Tells clause from control for bare numbers in a column that writes controls with `A.`.
///
/// They are clauses where some of them can be nothing else, or where each stands among the marked ones
/// too; they are controls where some can be nothing else and the text beside a number does not speak of
/// the clause. Where both kinds stand bare, or neither is sure, nothing is said.
fn bare_beside_marked(column: &ReferenceColumn<'_>, tokens: &mut [Token<'_>], group: &[usize]) {
    let bare = || group.iter().filter_map(|index| tokens.get(*index));
    let marked: BTreeSet<Levels> = tokens
        .iter()
        .filter(|token| token.written.part == Some(Part::AnnexA))
        .filter_map(|token| token.written.forms.first().copied())
        .collect();
    let only =
        |part: Part| bare().any(|token| token.candidates.iter().all(|entry| entry.numbering.part() == part));
    let listed_apart =
        bare().all(|token| token.written.forms.first().is_some_and(|form| marked.contains(form)));
    let (evidence, part) = match (only(Part::Clauses), only(Part::AnnexA)) {
        (true, false) => ("other rows write controls with A.", Part::Clauses),
        (false, false) if listed_apart => ("other rows write controls with A.", Part::Clauses),
        (false, true) => ("other cells of the column name controls", Part::AnnexA),
        _ => return,
    };
    for index in group {
        let Some(token) = tokens.get_mut(*index) else { continue };
        if part == Part::AnnexA && speaks_of_clause(column, token) {
            continue;
        }
        token.keep(evidence, |entry| entry.numbering.part() == part);
    }
}

/// Whether the text beside a number has a word of the title of a clause that it can be, and none of
/// the title of any control that it can be.
fn speaks_of_clause(column: &ReferenceColumn<'_>, token: &Token<'_>) -> bool {
    let titles = column.rows.get(token.row).map(|row| row.titles.join(" ")).unwrap_or_default();
    let text = fold(&titles);
    let words = stems(&text);
    let shares = |part: Part| {
        let mut entries = token.candidates.iter().filter(|entry| entry.numbering.part() == part);
        entries.any(|entry| !stems(&entry.folded_title).is_disjoint(&words))
    };
    shares(Part::Clauses) && !shares(Part::AnnexA)
}

/// Decides a group where one numbering alone explains all of it. Where several do, one that the group
/// lists in full and exactly is taken.
fn decide_group(
    numberings: &Numberings,
    column: &ReferenceColumn<'_>,
    tokens: &mut [Token<'_>],
    group: &[usize],
) -> bool {
    let of = |index: &usize| tokens.get(*index);
    let families = |token: &Token<'_>| -> BTreeSet<Numbering> {
        token.candidates.iter().map(|entry| entry.numbering.family()).collect()
    };
    let mut common: Option<BTreeSet<Numbering>> = None;
    for token in group.iter().filter_map(of) {
        let own = families(token);
        common = Some(match common {
            None => own,
            Some(common) => common.intersection(&own).copied().collect(),
        });
    }
    let common: Vec<Numbering> = common.unwrap_or_default().into_iter().collect();
    let chosen = match common.as_slice() {
        [] => return false,
        [one] => Some(*one),
        several => {
            let written: BTreeSet<Levels> = group
                .iter()
                .filter_map(of)
                .filter_map(|token| token.written.forms.first().copied())
                .collect();
            several.iter().copied().find(|numbering| {
                let list: BTreeSet<Levels> = numberings.list(*numbering).map(|entry| entry.levels).collect();
                let own: BTreeSet<Levels> = written
                    .iter()
                    .copied()
                    .filter(|levels| !is_heading(numberings, *numbering, *levels))
                    .collect();
                list == own
            })
        }
    };
    let Some(chosen) = chosen else { return true };
    for index in group {
        if let Some(token) = tokens.get_mut(*index)
            && !(chosen.standard() == Standard::Iso27001 && speaks_of_ai(column, token))
        {
            token.keep("other identifiers of the column", |entry| entry.numbering.family() == chosen);
        }
    }
    true
}

/// Whether the row is about AI, and the number can be one of the standard for that.
fn speaks_of_ai(column: &ReferenceColumn<'_>, token: &Token<'_>) -> bool {
    let about_ai = column.rows.get(token.row).is_some_and(|row| row.about_ai);
    about_ai && token.candidates.iter().any(|entry| entry.numbering.standard() == Standard::Iso42001)
}

fn is_heading(numberings: &Numberings, numbering: Numbering, levels: Levels) -> bool {
    numberings.meanings(levels).any(|entry| entry.numbering == numbering && entry.heading)
}

/// Runs of identifiers whose numbers ascend, of three or more: a second list below the first starts
/// again from a low number.
fn ascending_runs(tokens: &[Token<'_>], group: &[usize]) -> Vec<Vec<usize>> {
    let mut runs: Vec<Vec<usize>> = Vec::new();
    let mut before: Option<Levels> = None;
    for index in group {
        let Some(number) = tokens.get(*index).and_then(|token| token.written.forms.first().copied()) else {
            continue;
        };
        match runs.last_mut().filter(|_| before.is_some_and(|before| before <= number)) {
            Some(run) => run.push(*index),
            None => runs.push(vec![*index]),
        }
        before = Some(number);
    }
    runs.retain(|run| run.len() >= 3);
    runs
}
