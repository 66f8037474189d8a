//! From the cells of a reference column to requirements, row by row.

use std::collections::BTreeSet;

use chrono::Datelike;

use super::column::{ReferenceColumn, RowReferences};
use super::evidence::apply_evidence;
use super::extent::{expand_ranges, keep_headings_without_rows};
use super::key;
use super::numbering::{Edition, Entry, Levels, Numbering, Numberings};
use super::token::{BOTH_NAMED, NOT_OF_STANDARD_BEFORE, OtherFramework, Token};
use super::written::{CellText, Written, read_cell_text};
use crate::model::RequirementRef;
use crate::read::{Cell, NumberForm, Value};
use crate::recognise::value::{content, month_number};
use crate::standards::{Part, RequirementId, Standard};

/// An identifier that could not be taken for a requirement.
#[derive(Clone, Debug, PartialEq)]
pub enum Problem {
    /// It can mean several things: the row, its text, the meanings and a key for grouping.
    Ambiguous { row: usize, text: String, meanings: Vec<String>, kind: String },
    /// No numbering of ours has it.
    Unknown { row: usize, text: String },
    /// It has the form of a key, but only the edition of 2013 has it: what it means there, and the
    /// requirements of today that this became.
    Only2013 { row: usize, text: String, meaning: String, now: Vec<RequirementId> },
    /// A range whose ends are of two standards or sections, or do not rise.
    Range { row: usize, text: String },
    /// The standard that the cell names before it has no such number: what it was taken for.
    StandardBefore { row: usize, text: String, meaning: String },
    /// So many rows name no requirement of ours: the first of them and what it writes, and why numbers
    /// of the column were not taken for ours.
    OtherFramework { row: usize, text: String, rows: usize, why: Option<OtherFramework> },
}

impl Problem {
    /// The row that it is about; of several the first.
    pub fn row(&self) -> usize {
        match self {
            Self::Ambiguous { row, .. }
            | Self::Unknown { row, .. }
            | Self::Only2013 { row, .. }
            | Self::Range { row, .. }
            | Self::StandardBefore { row, .. }
            | Self::OtherFramework { row, .. } => *row,
        }
    }
}

/// Decides what every row of a column refers to.
pub fn resolve(numberings: &Numberings, column: &ReferenceColumn<'_>) -> (Vec<RowReferences>, Vec<Problem>) {
    let (mut rows, mut tokens) = tokens(numberings, column);
    apply_evidence(numberings, column, &rows, &mut tokens);
    let ranges = expand_ranges(numberings, &tokens);
    let headings = keep_headings_without_rows(&tokens);
    let mut problems = Vec::new();
    let mut named: Vec<(usize, usize)> = vec![(0, 0); rows.len()];
    for (index, token) in tokens.iter().enumerate() {
        let Some(row) = rows.get_mut(token.row) else { continue };
        let (identifiers, headings_named) =
            named.get_mut(token.row).map(|(all, headings)| (all, headings)).unzip();
        if let Some(identifiers) = identifiers {
            *identifiers += 1;
        }
        let is_heading = token.is_theme()
            || token
                .decided()
                .is_some_and(|entry| entry.ids.is_empty() || (entry.heading && !headings.contains(&index)));
        if let Some(headings_named) = headings_named.filter(|_| is_heading) {
            *headings_named += 1;
        }
        if token.is_theme() && token.candidates.is_empty() {
            row.other.push(token.written.text.clone());
            continue;
        }
        if token.foreign.is_some() {
            row.other.push(token.written.text.clone());
            continue;
        }
        let entries: Vec<&Entry> = match token.decided() {
            Some(entry) => vec![entry],
            None if token.in_both => token.candidates.clone(),
            None => Vec::new(),
        };
        if entries.is_empty() {
            // The edition of 2013 is no reading of its own accord: what is kept says its standard as it was written.
            let key = token.only_2013.and(token.written.key);
            row.other.push(key.map_or_else(|| token.written.text.clone(), |key| key.to_string()));
            problems.extend(problem(token));
            continue;
        }
        let range = ranges.get(&index);
        if let (Some(None), Some(start)) = (range, index.checked_sub(1).and_then(|before| tokens.get(before)))
        {
            let text = format!("{} - {}", start.written.text, token.written.text);
            problems.push(Problem::Range { row: token.row, text });
        }
        let within = range.and_then(Option::as_deref).unwrap_or_default();
        for entry in within.iter().chain(&entries) {
            if entry.ids.is_empty() || (entry.heading && !headings.contains(&index)) {
                row.other.push(token.written.text.clone());
            }
            let counted = !entry.heading || headings.contains(&index);
            if counted && !entry.ids.is_empty() && token.is_freed() {
                let (text, meaning) = (token.written.text.clone(), entry.describe());
                problems.push(Problem::StandardBefore { row: token.row, text, meaning });
            }
            for id in entry.ids.iter().filter(|_| counted) {
                let reference = RequirementRef {
                    id: *id,
                    written: token.written.text.clone(),
                    from_2013: entry.number_of_2013(),
                    decided_by: decided_by(token),
                };
                let mut known = row.requirements.iter_mut();
                match known.find(|known| known.id == *id && known.from_2013 == reference.from_2013) {
                    // What is written with its standard says more than what was taken for it.
                    Some(known) if is_freed(known) && !token.is_freed() => *known = reference,
                    Some(_) => {}
                    None => row.requirements.push(reference),
                }
            }
        }
    }
    for (row, (identifiers, headings)) in rows.iter_mut().zip(named) {
        row.heading = identifiers > 0 && identifiers == headings;
    }
    problems.extend(other_framework(&rows, &tokens, &problems));
    (rows, problems)
}

/// Whether a reference was taken for the other standard's because the one before it has no such number.
fn is_freed(reference: &RequirementRef) -> bool {
    reference.decided_by.contains(NOT_OF_STANDARD_BEFORE)
}

fn decided_by(token: &Token<'_>) -> String {
    if token.evidence.is_empty() { "its number".to_owned() } else { token.evidence.join(", ") }
}

fn problem(token: &Token<'_>) -> Option<Problem> {
    let text = token.written.text.clone();
    if let (Some(entry), Some(key)) = (token.only_2013, token.written.key) {
        let (meaning, now) = (entry.describe(), entry.ids.clone());
        return Some(Problem::Only2013 { row: token.row, text: key.to_string(), meaning, now });
    }
    if token.candidates.is_empty() {
        return Some(Problem::Unknown { row: token.row, text });
    }
    let kinds: Vec<String> = token.candidates.iter().map(|entry| format!("{:?}", entry.numbering)).collect();
    let meanings = token.candidates.iter().map(|entry| entry.describe()).collect();
    Some(Problem::Ambiguous { row: token.row, text, meanings, kind: kinds.join(" ") })
}

/// One note for the rows of a column that name something, but no requirement of ours: identifiers of
/// another framework, or the organisation's own. Rows with a problem of their own are told by it.
fn other_framework(rows: &[RowReferences], tokens: &[Token<'_>], problems: &[Problem]) -> Option<Problem> {
    let told: BTreeSet<usize> = problems.iter().map(Problem::row).collect();
    let mut other = rows.iter().enumerate().filter(|(index, row)| {
        row.requirements.is_empty() && !row.heading && !row.other.is_empty() && !told.contains(index)
    });
    let (row, text) = other.next().and_then(|(index, row)| Some((index, row.other.first()?.clone())))?;
    let why = tokens.iter().find_map(|token| token.foreign);
    Some(Problem::OtherFramework { row, text, rows: 1 + other.count(), why })
}

/// The rows with their other texts, and the identifiers with all meanings that their form allows.
fn tokens<'n>(
    numberings: &'n Numberings,
    column: &ReferenceColumn<'_>,
) -> (Vec<RowReferences>, Vec<Token<'n>>) {
    let keeps_zeros = |cell: &Cell| matches!(&cell.value, Value::Text(text) if ends_with_zero(text));
    let zeros_kept = column.rows.iter().flat_map(|row| &row.cells).any(|cell| keeps_zeros(cell));
    let format_tells = two_decimals_are_evidence(numberings, column);
    let (mut rows, mut of_rows, mut all) = (Vec::new(), Vec::new(), Vec::new());
    for (index, row) in column.rows.iter().enumerate() {
        let mut references = RowReferences::default();
        for cell in row.cells.iter().filter(|cell| !matches!(cell.value, Value::Error(_))) {
            let lossy = !matches!(cell.value, Value::Text(_)) || (column.untyped && !zeros_kept);
            let mut cell_text = cell_text(cell, lossy, format_tells);
            if column.free_text && !cell_text.rest.is_empty() {
                cell_text.written.retain(|written| written.part.is_some() || !written.standards.is_empty());
            }
            let nothing = cell_text.written.is_empty() && cell_text.foreign.is_empty();
            if nothing
                && !column.free_text
                && let Some(text) = content(Some(cell))
            {
                references.other.push(text.into_owned());
            }
            references.other.append(&mut cell_text.foreign);
            if !cell_text.rest.is_empty() {
                references.rest =
                    [references.rest.as_str(), cell_text.rest.as_str()].join(" ").trim().to_owned();
            }
            of_rows.extend(std::iter::repeat_n(index, cell_text.written.len()));
            all.append(&mut cell_text.written);
        }
        rows.push(references);
    }
    let numbered_otherwise = key::numbered_otherwise(numberings, column, &all);
    let mut tokens: Vec<Token<'n>> = of_rows
        .into_iter()
        .zip(all)
        .map(|(row, written)| token(numberings, column, row, written, numbered_otherwise))
        .collect();
    free_ranges_as_a_whole(numberings, &mut tokens);
    (rows, tokens)
}

/// One identifier with the meanings that its own cell leaves it.
fn token<'n>(
    numberings: &'n Numberings,
    column: &ReferenceColumn<'_>,
    row: usize,
    written: Written,
    numbered_otherwise: bool,
) -> Token<'n> {
    let all: Vec<&Entry> = written.forms.iter().flat_map(|form| numberings.meanings(*form)).collect();
    let key = written.key.filter(|id| id.part() == Part::AnnexA || !numbered_otherwise);
    let mut token = Token {
        row,
        known: !all.is_empty(),
        candidates: all,
        foreign: None,
        titled: None,
        is_key: false,
        only_2013: None,
        in_both: false,
        evidence: Vec::new(),
        written,
    };
    if let Some(key) = key {
        if let Some(entry) = key::requirement(numberings, &token.written, key) {
            token.candidates = vec![entry];
            token.is_key = true;
            token.note("standard in the cell");
            return token;
        }
        let only_2013 = key::of_2013(numberings, &token.written, key);
        if let Some(entry) = only_2013.filter(|_| !numbered_otherwise && !key::names_2013(column, row)) {
            token.candidates.clear();
            token.is_key = true;
            token.only_2013 = Some(entry);
            return token;
        }
    }
    if let Some(part) = token.written.part {
        token.candidates.retain(|entry| entry.numbering.part() == part);
    }
    let named = |entry: &&Entry| token.written.standards.contains(&entry.numbering.standard());
    let is_of_another_standard = token.written.carried
        && !token.candidates.is_empty()
        && !token.candidates.iter().any(named)
        && !may_be_earlier(&token.written);
    if is_of_another_standard {
        token.free_of_carried();
    }
    if !token.written.standards.is_empty() {
        let standards = token.written.standards.clone();
        token.candidates.retain(|entry| standards.contains(&entry.numbering.standard()));
        token.note(if standards.len() == Standard::BOTH.len() { BOTH_NAMED } else { "standard in the cell" });
    }
    if let Some(edition) = token.written.edition {
        token.keep("edition in the cell", |entry| entry.numbering.fits(edition));
    }
    token
}

/// Numbers of 42001 that 27001 had in 2005, as objectives or as a control, and no later edition has.
const OF_2005: [Levels; 4] = [[10, 2, 0, 0], [10, 3, 0, 0], [10, 4, 0, 0], [6, 2, 3, 0]];

/// Whether a number that neither 2022 nor 2013 has may yet be meant for the 27001 that the cell names: it is of
/// an earlier edition, or the cell names that of 2013 and mistakes one of its numbers.
fn may_be_earlier(written: &Written) -> bool {
    let of_2005 = written.forms.iter().any(|form| OF_2005.contains(form));
    written.edition == Some(Edition::Of2013) || (written.standards.contains(&Standard::Iso27001) && of_2005)
}

/// Both ends of a range are of one standard: where the one that a cell names does not have the number of one
/// end, that standard was not meant for the other either. An end that stands beside its standard keeps it,
/// and then so does the other.
fn free_ranges_as_a_whole<'n>(numberings: &'n Numberings, tokens: &mut [Token<'n>]) {
    for index in 1..tokens.len() {
        let Some([start, end]) = tokens.get_mut(index - 1..=index) else { continue };
        if start.row != end.row || !end.written.ends_range || start.is_freed() == end.is_freed() {
            continue;
        }
        let (freed, other) = if start.is_freed() { (start, end) } else { (end, start) };
        if !other.written.carried {
            freed.candidates.clear();
            continue;
        }
        let all = other.written.forms.iter().flat_map(|form| numberings.meanings(*form));
        let part = other.written.part;
        let families: BTreeSet<Numbering> =
            freed.candidates.iter().map(|entry| entry.numbering.family()).collect();
        other.candidates = all
            .filter(|entry| part.is_none_or(|part| entry.numbering.part() == part))
            .filter(|entry| families.contains(&entry.numbering.family()))
            .collect();
        other.free_of_carried();
    }
}

/// `5.10`, but not `10`.
fn ends_with_zero(text: &str) -> bool {
    let text = text.trim();
    text.contains('.') && text.ends_with('0')
}

/// Whether "two decimals" tells 5.10 from 5.1: only where the column shows other numbers otherwise,
/// and none of those shown so is a number of one decimal (5.90).
fn two_decimals_are_evidence(numberings: &Numberings, column: &ReferenceColumn<'_>) -> bool {
    let has_meaning = |text: &str| {
        super::numbering::levels(text).is_some_and(|levels| numberings.meanings(levels).next().is_some())
    };
    let mut shown_otherwise = false;
    for cell in column.rows.iter().flat_map(|row| &row.cells) {
        let Value::Number(number) = &cell.value else { continue };
        if cell.form != NumberForm::Decimals(2) {
            shown_otherwise |= has_meaning(&format!("{number:.1}"));
        } else if !has_meaning(&format!("{number:.2}")) {
            return false;
        }
    }
    shown_otherwise
}

/// What a cell writes, with every form that a spreadsheet may have made of it.
fn cell_text(cell: &Cell, lossy: bool, format_tells: bool) -> CellText {
    match &cell.value {
        Value::Date(date) => date_text(&cell.text(), date.date()),
        Value::Number(number) => {
            let shown = format!("{number:.2}");
            if cell.form == NumberForm::Decimals(2) && format_tells && shown.ends_with('0') {
                return read_cell_text(&shown);
            }
            let general = Cell { form: NumberForm::General, ..cell.clone() }.text();
            with_lost_zero(read_cell_text(&general))
        }
        _ => {
            let Some(text) = content(Some(cell)) else { return CellText::default() };
            if let Some((day, month)) = day_and_month(&text) {
                return CellText { written: written_dates(&text, day, month, None), ..CellText::default() };
            }
            // Where a comma is the decimal sign, 5.1 becomes 5,1 in a file of separated values.
            let decimal = lossy && is_decimal_with_comma(&text);
            let text = if decimal { text.replace(',', ".").into() } else { text };
            let cell_text = read_cell_text(&text);
            let plain = text.chars().all(|character| character.is_ascii_digit() || character == '.');
            if lossy && plain { with_lost_zero(cell_text) } else { cell_text }
        }
    }
}

/// `5,1`, `8,34`.
fn is_decimal_with_comma(text: &str) -> bool {
    let number = |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    text.split_once(',').is_some_and(|(whole, decimals)| number(whole) && number(decimals))
}

/// Adds the reading that a number lost its last zero: 5.1 may have been 5.10.
fn with_lost_zero(mut cell_text: CellText) -> CellText {
    if let [written] = cell_text.written.as_mut_slice()
        && let Some([first, second @ 1..=9, 0, 0]) = written.forms.first().copied()
    {
        written.forms.push([first, second * 10, 0, 0]);
    }
    cell_text
}

/// `5-Jan`, `05. Jan`, `Jan-05`.
fn day_and_month(text: &str) -> Option<(u8, u8)> {
    let mut parts = text.split(['-', '.', ' ', '/']).filter(|part| !part.is_empty());
    let (one, two) = (parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let day = |text: &str| text.parse::<u8>().ok().filter(|day| (1..=31).contains(day));
    let month = |text: &str| month_number(text).and_then(|month| u8::try_from(month).ok());
    day(one).zip(month(two)).or_else(|| day(two).zip(month(one)))
}

fn date_text(text: &str, date: chrono::NaiveDate) -> CellText {
    let (Ok(day), Ok(month)) = (u8::try_from(date.day()), u8::try_from(date.month())) else {
        return CellText::default();
    };
    // A year of 2001 to 2009 is the third level of a number such as 7.5.1.
    let third = u8::try_from(date.year() - 2000).ok().filter(|third| (1..=9).contains(third));
    CellText { written: written_dates(text, day, month, third), ..CellText::default() }
}

fn written_dates(text: &str, day: u8, month: u8, third: Option<u8>) -> Vec<Written> {
    let third = third.unwrap_or_default();
    let mut forms: Vec<Levels> = vec![[day, month, third, 0], [month, day, third, 0]];
    forms.dedup();
    vec![Written { text: text.to_owned(), forms, ..Written::default() }]
}
