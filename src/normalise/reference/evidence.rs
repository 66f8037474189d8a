//! The evidence that takes candidates away, in the order of its nearness to the cell.

use std::collections::{BTreeMap, BTreeSet};

use super::framework::{set_other_frameworks_apart, stems};
use super::hint::Hint;
use super::numbering::{Edition, Entry, Levels, Numbering, Numberings};
use super::resolve::{OtherFramework, ReferenceColumn, RowReferences, Token};
use crate::recognise::fold;
use crate::standards::{Part, Standard};

/// Applies all evidence to the identifiers of a column.
pub(super) fn apply_evidence(
    numberings: &Numberings,
    column: &ReferenceColumn<'_>,
    rows: &[RowReferences],
    tokens: &mut [Token<'_>],
) {
    by_standard_column(column, tokens);
    by_title(column, rows, tokens);
    by_edition(column, tokens);
    by_hints(column, tokens);
    set_other_frameworks_apart(numberings, column, rows, tokens);
    by_column(numberings, column, tokens);
    by_row_order(numberings, tokens);
    by_same_cell(tokens);
    by_other_tables(column, tokens);
}

/// The other tables of the file are all of one standard: what is left open between the standards is of
/// that one too. It comes last, for it is the farthest from the cell.
fn by_other_tables(column: &ReferenceColumn<'_>, tokens: &mut [Token<'_>]) {
    let Some(standard) = column.other_tables else { return };
    let decided = |token: &Token<'_>| token.decided().map(|entry| entry.numbering.standard());
    if tokens.iter().filter_map(decided).any(|own| own != standard) {
        return;
    }
    for token in tokens.iter_mut().filter(|token| token.written.standards.is_empty()) {
        let numbers: BTreeSet<(Levels, Part)> =
            token.candidates.iter().map(|entry| (entry.levels, entry.numbering.part())).collect();
        // Between clause and control, or 5.1 and 5.10, the other tables tell nothing.
        if numbers.len() == 1 {
            token.keep("other tables of the file", |entry| entry.numbering.standard() == standard);
        }
    }
}

fn by_standard_column(column: &ReferenceColumn<'_>, tokens: &mut [Token<'_>]) {
    for token in tokens {
        let Some(row) = column.rows.get(token.row) else { continue };
        let hint = &row.standard;
        if hint.foreign {
            token.foreign = Some(OtherFramework::Named);
        }
        if !token.written.standards.is_empty() {
            continue;
        }
        if !hint.standards.is_empty() {
            let before = token.candidates.len();
            token.candidates.retain(|entry| hint.standards.contains(&entry.numbering.standard()));
            if hint.standards.len() == Standard::BOTH.len() {
                token.note("both standards named");
            } else if token.candidates.len() < before {
                token.note("standard column");
            }
        }
        apply_hint(token, hint, "standard column", false);
    }
}

fn apply_hint(token: &mut Token<'_>, hint: &Hint, evidence: &'static str, topics: bool) {
    if let [standard] = hint.standards.as_slice() {
        token.keep(evidence, |entry| entry.numbering.standard() == *standard);
    }
    if let Some(edition) = hint.edition {
        token.keep(evidence, |entry| entry.numbering.fits(edition));
    }
    if let Some(part) = hint.part {
        token.keep(evidence, |entry| entry.numbering.part() == part);
    }
    if let Some(topic) = hint.topic.filter(|_| topics && hint.standards.is_empty()) {
        token.keep(evidence, |entry| entry.numbering.standard() == topic);
    }
}

/// How alike two titles must at least be, 0 to 1 (judgement).
const TITLE_ALIKE: f64 = 0.85;
/// A title that begins a longer text counts from this many characters on (judgement).
const TITLE_START: usize = 12;

fn by_title(column: &ReferenceColumn<'_>, rows: &[RowReferences], tokens: &mut [Token<'_>]) {
    let mut per_row: BTreeMap<usize, usize> = BTreeMap::new();
    for token in tokens.iter() {
        *per_row.entry(token.row).or_default() += 1;
    }
    for token in tokens {
        // A title beside several identifiers belongs to none of them in particular.
        if per_row.get(&token.row) != Some(&1) {
            continue;
        }
        let titles = column.rows.get(token.row).map(|row| row.titles.as_slice()).unwrap_or_default();
        let rest = rows.get(token.row).map(|row| row.rest.as_str()).unwrap_or_default();
        let texts: Vec<String> = titles
            .iter()
            .map(|title| fold(title))
            .chain([fold(rest)])
            .filter(|text| !text.is_empty())
            .collect();
        let alike =
            |entry: &Entry| texts.iter().map(|text| likeness(text, &entry.folded_title)).fold(0.0, f64::max);
        let best = token.candidates.iter().map(|entry| alike(entry)).fold(0.0, f64::max);
        token.titled = (!texts.is_empty()).then_some(best >= TITLE_ALIKE);
        if best >= TITLE_ALIKE {
            let before = token.candidates.len();
            token.candidates.retain(|entry| alike(entry) >= best - 0.02);
            if token.candidates.len() < before || before == 1 {
                token.note("title");
            }
        }
    }
}

fn likeness(text: &str, title: &str) -> f64 {
    if title.is_empty() {
        return 0.0;
    }
    if text == title {
        return 1.0;
    }
    if let Some(rest) = text.strip_prefix(title)
        && title.len() >= TITLE_START
        && rest.starts_with(|character: char| !character.is_alphanumeric())
    {
        return 0.95;
    }
    // Far lengths cannot be alike; this spares the comparison with long texts.
    if text.len() > title.len() * 2 || title.len() > text.len() * 2 {
        return 0.0;
    }
    strsim::normalized_levenshtein(text, title).min(0.99)
}

/// Objectives of 2013 and the clauses that changed places are meanings only in a register of 2013:
/// where a name says so, or a number exists in 2013 alone.
fn by_edition(column: &ReferenceColumn<'_>, tokens: &mut [Token<'_>]) {
    let named = |hint: &Hint| hint.edition == Some(Edition::Of2013);
    let only_2013 = tokens.iter().any(|token| {
        !token.candidates.is_empty()
            && token.candidates.iter().all(|entry| {
                matches!(
                    entry.numbering,
                    Numbering::Annex2013 | Numbering::Clause2013 | Numbering::Objective2013
                )
            })
    });
    let is_2013 = only_2013
        || column.hints.iter().any(|(_, hint)| named(hint))
        || column.rows.iter().any(|row| named(&row.standard) || named(&row.section));
    for token in tokens {
        if token.evidence.contains(&"title") {
            continue;
        }
        if is_2013 {
            let swapped = token.candidates.iter().any(|entry| entry.numbering == Numbering::Clause2013);
            if swapped {
                token.keep("edition of the register", |entry| entry.numbering != Numbering::Clause27001);
            }
        } else {
            token
                .candidates
                .retain(|entry| !matches!(entry.numbering, Numbering::Clause2013 | Numbering::Objective2013));
        }
    }
}

fn by_hints(column: &ReferenceColumn<'_>, tokens: &mut [Token<'_>]) {
    // "SoA" on a sheet that lists clauses too does not tell a bare 5.1 from clause 5.1.
    let all_of = |part: Part| {
        tokens
            .iter()
            .filter(|token| !token.candidates.is_empty() && token.is_bare())
            .all(|token| token.candidates.iter().any(|entry| entry.numbering.part() == part))
    };
    let part_fits = |part: Option<Part>| part.is_none_or(all_of);
    let hints: Vec<(&'static str, Hint)> = column
        .hints
        .iter()
        .map(|(evidence, hint)| {
            let part = if part_fits(hint.part) { hint.part } else { None };
            (*evidence, Hint { part, ..hint.clone() })
        })
        .collect();
    for token in tokens {
        if let Some(row) = column.rows.get(token.row) {
            apply_hint(token, &row.section, "section heading", true);
        }
        for (evidence, hint) in &hints {
            if hint.foreign && token.is_bare() && token.evidence.is_empty() && *evidence == "column heading" {
                token.foreign = Some(OtherFramework::Named);
            }
            apply_hint(token, hint, evidence, true);
        }
    }
}

/// The numbering that explains a whole group of identifiers: all of the column that are written
/// alike, or else each run of ascending numbers among them.
fn by_column(numberings: &Numberings, column: &ReferenceColumn<'_>, tokens: &mut [Token<'_>]) {
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
        if !decide_group(numberings, tokens, &group) {
            for run in ascending_runs(tokens, &group) {
                decide_group(numberings, tokens, &run);
            }
        }
    }
}

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
fn decide_group(numberings: &Numberings, tokens: &mut [Token<'_>], group: &[usize]) -> bool {
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
        if let Some(token) = tokens.get_mut(*index) {
            token.keep("other identifiers of the column", |entry| entry.numbering.family() == chosen);
        }
    }
    true
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

/// Tells 5.1 from 5.10 (and a date from its two readings) by the order of the rows.
///
/// Of all assignments of numbers to rows the one with the fewest steps back, then with the fewest
/// numbers left out between neighbours, is taken; where two assignments are as good, the row stays
/// undecided. Columns whose other rows are not in order give no such evidence.
fn by_row_order(numberings: &Numberings, tokens: &mut [Token<'_>]) {
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

/// Identifiers of one cell are of one numbering where nothing else is said.
fn by_same_cell(tokens: &mut [Token<'_>]) {
    let mut decided: BTreeMap<usize, Vec<(usize, bool, Numbering)>> = BTreeMap::new();
    for (index, token) in tokens.iter().enumerate() {
        if let Some(entry) = token.decided() {
            let of_row = decided.entry(token.row).or_default();
            of_row.push((index, token.written.named_behind, entry.numbering));
        }
    }
    let open = |(_, token): &(usize, &mut Token<'_>)| token.candidates.len() > 1;
    for (index, token) in tokens.iter_mut().enumerate().filter(open) {
        // A standard in brackets behind an item closes a list, and says nothing about what follows.
        let numberings: BTreeSet<Numbering> = decided
            .get(&token.row)
            .into_iter()
            .flatten()
            .filter(|(other, named_behind, _)| !named_behind || *other > index)
            .map(|(_, _, numbering)| *numbering)
            .collect();
        if numberings.len() == 1 {
            token.keep("other identifiers of the cell", |entry| numberings.contains(&entry.numbering));
        }
    }
}

/// What stands between the two ends of each range, by the position of the identifier that ends it;
/// `None` where its ends are of two standards or sections, or do not rise.
///
/// An end that is open or unknown is told by itself, and nothing is read between.
pub(super) fn expand_ranges<'n>(
    numberings: &'n Numberings,
    tokens: &[Token<'n>],
) -> BTreeMap<usize, Option<Vec<&'n Entry>>> {
    let mut ranges = BTreeMap::new();
    for (index, pair) in tokens.windows(2).enumerate() {
        if let [start, end] = pair
            && end.written.ends_range
            && start.row == end.row
            && let (Some(from), Some(to)) = (start.decided(), end.decided())
            && start.foreign.is_none()
            && end.foreign.is_none()
            && !(start.is_theme() && end.is_theme())
        {
            let fits = from.numbering.family() == to.numbering.family()
                && from.levels.first() == to.levels.first()
                && from.levels < to.levels;
            let between = || {
                let list = numberings.list(from.numbering);
                list.filter(|entry| entry.levels > from.levels && entry.levels < to.levels).collect()
            };
            ranges.insert(index + 1, fits.then(between));
        }
    }
    ranges
}

/// The positions of headings such as 9.2 whose parts have no row of their own: a status on them
/// applies to each part. Where a part has its own row, the heading is only a heading.
pub(super) fn keep_headings_without_rows(tokens: &[Token<'_>]) -> BTreeSet<usize> {
    let own: BTreeSet<_> = tokens
        .iter()
        .filter_map(|token| token.decided())
        .filter(|entry| !entry.heading)
        .flat_map(|entry| entry.ids.iter().copied())
        .collect();
    tokens
        .iter()
        .enumerate()
        .filter(|(_, token)| {
            token.candidates.iter().any(|entry| entry.heading && !entry.ids.iter().any(|id| own.contains(id)))
        })
        .map(|(index, _)| index)
        .collect()
}
