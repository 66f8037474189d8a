//! Whether the numbers of a column are those of ISO/IEC 27001 and 42001 at all.
//!
//! Nearly every list of controls counts 8.1, 8.2, 8.3. A number without `A.` and without a standard is
//! taken for one of ours only where something shows it: a name near the table, the titles beside the
//! numbers, or a list that holds an annex nearly in full. Titles of other things are a sign against.

use std::collections::{BTreeMap, BTreeSet};

use super::column::{ReferenceColumn, RowReferences};
use super::hint::Hint;
use super::numbering::{Levels, Numbering, Numberings};
use super::token::{OtherFramework, Token};
use crate::recognise::fold;
use crate::standards::Part;

/// The share of a column's bare numbers that no numbering of ours has, above which the column is
/// taken to be numbered by another framework (judgement).
const UNKNOWN_SHARE: f64 = 0.1;
/// The share of the rows with a title whose title must be that of the catalogue to show that a column
/// is ours (judgement).
const TITLES_SHOW: f64 = 0.25;
/// The share of an annex that a list must hold, and of the list that the annex must hold, to be known
/// by its numbers alone (judgement).
const NEARLY_FULL: f64 = 0.8;
/// From this many identifiers with `A.` on, a column is taken to speak of our controls (judgement).
const MARKED_CONTROLS: usize = 3;

/// Sets the identifiers of a column apart that belong to another framework.
pub(super) fn set_other_frameworks_apart(
    numberings: &Numberings,
    column: &ReferenceColumn<'_>,
    rows: &[RowReferences],
    tokens: &mut [Token<'_>],
) {
    let named = |hint: &Hint| !hint.standards.is_empty();
    let named_at_hand = column.hints.iter().any(|(place, hint)| *place == "column heading" && named(hint))
        || column.rows.iter().any(|row| named(&row.standard) || named(&row.section))
        || tokens.iter().any(|token| !token.written.standards.is_empty());
    let named = named_at_hand || column.hints.iter().any(|(_, hint)| named(hint)) || column.standard_above;
    let other_titles = !named_at_hand && titles_are_of_other_things(numberings, column, rows, tokens);
    if other_titles && !named {
        set_apart(tokens, OtherFramework::Titles, |token| {
            token.written.part == Some(Part::AnnexA) && token.written.standards.is_empty()
        });
    }
    let why = if other_titles {
        Some(OtherFramework::Titles)
    } else if named || titles_show(tokens) {
        None
    } else if has_unknown_numbers(tokens) {
        Some(OtherFramework::UnknownNumbers)
    } else if pointed_to(column, tokens) || lists_an_annex(numberings, tokens) {
        None
    } else {
        Some(OtherFramework::NothingShows)
    };
    if let Some(why) = why {
        set_apart(tokens, why, |token| token.is_bare());
    }
}

/// A title of the catalogue beside a number shows what that number is, whatever the others are.
fn set_apart(tokens: &mut [Token<'_>], why: OtherFramework, wanted: impl Fn(&Token<'_>) -> bool) {
    for token in tokens.iter_mut().filter(|token| wanted(token) && token.titled != Some(true)) {
        token.foreign.get_or_insert(why);
    }
}

fn titles_show(tokens: &[Token<'_>]) -> bool {
    let titled: Vec<bool> =
        tokens.iter().filter(|token| token.is_bare()).filter_map(|token| token.titled).collect();
    let right = titled.iter().filter(|right| **right).count();
    right > 0 && right as f64 >= titled.len() as f64 * TITLES_SHOW
}

/// Words that speak of our standards without naming one: `ISO control`, `SoA`, `Annex A`, or other
/// identifiers of the column with `A.`.
fn pointed_to(column: &ReferenceColumn<'_>, tokens: &[Token<'_>]) -> bool {
    let points = |hint: &Hint| !hint.foreign && (hint.iso || hint.part == Some(Part::AnnexA));
    let marked = |token: &&Token<'_>| {
        token.written.part == Some(Part::AnnexA) && !token.candidates.is_empty() && token.foreign.is_none()
    };
    column.hints.iter().any(|(_, hint)| points(hint))
        || column.rows.iter().any(|row| points(&row.standard) || points(&row.section))
        || tokens.iter().filter(marked).count() >= MARKED_CONTROLS
}

fn bare_numbers<'t>(tokens: &'t [Token<'_>]) -> BTreeMap<&'t Levels, bool> {
    tokens
        .iter()
        .filter(|token| token.is_bare())
        .filter_map(|token| token.written.forms.first().map(|form| (form, token.known)))
        .collect()
}

fn has_unknown_numbers(tokens: &[Token<'_>]) -> bool {
    let numbers = bare_numbers(tokens);
    let unknown = numbers.values().filter(|known| !**known).count();
    unknown as f64 > numbers.len() as f64 * UNKNOWN_SHARE
}

/// Clauses are left out: every management system standard of ISO has most of them.
fn lists_an_annex(numberings: &Numberings, tokens: &[Token<'_>]) -> bool {
    let numbers = bare_numbers(tokens);
    [Numbering::Annex2022, Numbering::Annex42001, Numbering::Annex2013].into_iter().any(|annex| {
        let list: BTreeSet<Levels> = numberings.list(annex).map(|entry| entry.levels).collect();
        let both = numbers.keys().filter(|number| list.contains(**number)).count() as f64;
        both >= list.len() as f64 * NEARLY_FULL && both >= numbers.len() as f64 * NEARLY_FULL
    })
}

/// Fewest rows whose titles can speak against a column (judgement).
const TITLES_JUDGED: usize = 5;
/// The share of them that must be seen to be English, the language of the catalogue (judgement).
const ENGLISH_SHARE: f64 = 0.25;
/// The share of them that may have a word in common with the catalogue all the same (judgement).
const WORD_IN_COMMON: f64 = 0.1;

/// Whether titles stand beside the numbers, in English, and nearly none has a word in common with any
/// title that its number has in any edition. A translated title says nothing against its number.
fn titles_are_of_other_things(
    numberings: &Numberings,
    column: &ReferenceColumn<'_>,
    rows: &[RowReferences],
    tokens: &[Token<'_>],
) -> bool {
    let (mut judged, mut english, mut common) = (0usize, 0usize, 0usize);
    for token in tokens.iter().filter(|token| token.titled.is_some() && token.written.standards.is_empty()) {
        let titles = column.rows.get(token.row).map(|row| row.titles.as_slice()).unwrap_or_default();
        let rest = rows.get(token.row).map(|row| row.rest.as_str()).unwrap_or_default();
        let text = fold(&titles.iter().map(String::as_str).chain([rest]).collect::<Vec<_>>().join(" "));
        let words: Vec<&str> = text.split(|character: char| !character.is_alphanumeric()).collect();
        let entries = || token.written.forms.iter().flat_map(|form| numberings.meanings(*form));
        if entries().next().is_none() {
            continue;
        }
        judged += 1;
        english += usize::from(words.iter().any(|word| ENGLISH_WORDS.contains(word)));
        let stems: BTreeSet<&str> = words.iter().filter_map(|word| stem(word)).collect();
        common += usize::from(entries().any(|entry| {
            entry
                .folded_title
                .split(|character: char| !character.is_alphanumeric())
                .filter_map(stem)
                .any(|stem| stems.contains(stem))
        }));
    }
    let share = |count: usize| count as f64 / judged as f64;
    judged >= TITLES_JUDGED && share(english) >= ENGLISH_SHARE && share(common) < WORD_IN_COMMON
}

/// Words of English that other languages of registers do not have.
const ENGLISH_WORDS: &[&str] = &[
    "the", "and", "are", "with", "from", "should", "shall", "must", "has", "have", "been", "when", "that",
    "which", "who", "how", "where", "not", "all", "does", "your", "our", "their",
];

/// Characters of a word that tell it from others; `access` and `accesses` are one.
const STEM: usize = 5;

/// The beginnings of the words of a folded text that carry a meaning.
pub(super) fn stems(text: &str) -> BTreeSet<&str> {
    text.split(|character: char| !character.is_alphanumeric()).filter_map(stem).collect()
}

/// The beginning of a word that carries a meaning; words that stand in titles of anything do not count.
fn stem(word: &str) -> Option<&str> {
    const EVERYWHERE: &[&str] = &["information", "security", "control", "controls", "management", "other"];
    if word.len() < 4 || EVERYWHERE.contains(&word) || ENGLISH_WORDS.contains(&word) {
        return None;
    }
    Some(word.char_indices().nth(STEM).and_then(|(end, _)| word.get(..end)).unwrap_or(word))
}
