//! The evidence that takes candidates away, in the order of its nearness to the cell.

use std::collections::{BTreeMap, BTreeSet};

use super::column::{ReferenceColumn, RowReferences};
use super::framework::set_other_frameworks_apart;
use super::hint::Hint;
use super::numbering::{Edition, Entry, Levels, Numbering, Numberings};
use super::row_order::by_row_order;
use super::token::{BOTH_NAMED, OtherFramework, Token};
use super::whole_column::by_column;
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
    tokens.iter_mut().for_each(Token::settle_both);
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
    for token in tokens.iter_mut().filter(|token| !token.is_key) {
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
                token.note(BOTH_NAMED);
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
