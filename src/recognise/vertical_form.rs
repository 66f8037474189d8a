//! Forms: a record whose fields stand below each other, each label beside its value. A sheet may hold
//! one form, or several below each other that begin with the same label.

use std::collections::{BTreeMap, BTreeSet};

use crate::read::{Cell, Row, Sheet, Value};

use super::columns::SeenColumn;
use super::heading::HeadingIndex;
use super::layout::Head;
use super::profile::{ColumnProfile, ValueKnowledge, holds_text, text_of};
use super::words::fold;

/// A sheet of more rows is no form.
const MOST_ROWS: usize = 2000;
/// A row of a form holds at most so many cells: two labels with their values.
const MOST_CELLS: usize = 4;
/// Texts of more characters are no labels.
const LONGEST_LABEL: usize = 120;
/// From this strength on a label is a familiar one.
const FAMILIAR: f64 = 0.7;
/// A form has at least so many different labels ...
const FEWEST_LABELS: usize = 4;
/// ... and this share of its sheet's rows has one.
const SHARE_OF_ROWS: f64 = 0.6;
/// Of the labels at least this share is familiar, and at most this share of that among the values.
const FAMILIAR_LABELS: f64 = 0.5;
const FAMILIAR_VALUES: f64 = 0.6;

/// The forms of a sheet, as a table would have them: a column for each label, a record for each form.
#[derive(Clone, Debug)]
pub struct SeenForms {
    /// The labels as headings with the values of all forms.
    pub columns: Vec<SeenColumn>,
    /// The rows in which the values of each column stand.
    pub rows: Vec<Vec<u32>>,
    /// The rows of each form, in ascending order.
    pub forms: Vec<Vec<u32>>,
    /// Headings within the forms, and what else holds no value.
    pub other_rows: Vec<u32>,
    /// The texts that are no labels and no values: titles, headings.
    pub titles: String,
    /// First and last column.
    pub reach: (u32, u32),
}

/// A label with its value.
struct Pair<'a> {
    row: u32,
    label: String,
    heading: Option<String>,
    label_column: u32,
    column: u32,
    value: Option<&'a Cell>,
}

/// The forms of a sheet; `None` where it is not one of labels beside values.
pub fn find_forms(sheet: &Sheet, headings: &HeadingIndex, values: &ValueKnowledge) -> Option<SeenForms> {
    let filled_rows = sheet.rows.iter().filter(|row| row.cells.iter().any(holds_text));
    let rows: Vec<&Row> = filled_rows.take(MOST_ROWS + 1).collect();
    if rows.len() > MOST_ROWS || rows.iter().any(|row| filled(row).count() > MOST_CELLS) {
        return None;
    }
    let place = label_column(&rows)?;
    if 5 * rows.iter().filter(|row| holds_several_values(row, headings)).count() > rows.len() {
        return None;
    }
    let pairs = pairs(&rows, place, headings);
    if !look_like_forms(&pairs, rows.len(), headings) {
        return None;
    }
    let blocks = blocks(&pairs);
    Some(seen(&rows, &pairs, &blocks, headings, values))
}

fn filled(row: &Row) -> impl Iterator<Item = &Cell> {
    row.cells.iter().filter(|cell| holds_text(cell))
}

/// Whether a row has several values beside its label, as where records stand beside each other.
fn holds_several_values(row: &Row, headings: &HeadingIndex) -> bool {
    filled(row).nth(2).is_some_and(|third| !is_second_label(third, headings))
}

/// Whether a cell behind a label and its value is a label again.
fn is_second_label(cell: &Cell, headings: &HeadingIndex) -> bool {
    let text = text_of(cell);
    matches!(cell.value, Value::Text(_))
        && (text.trim_end().ends_with([':', '：']) || headings.familiarity(text.trim()) >= FAMILIAR)
}

/// The columns of labels and of their values: those in which most rows with two cells have theirs.
fn label_column(rows: &[&Row]) -> Option<(u32, u32)> {
    let mut counts: BTreeMap<(u32, u32), usize> = BTreeMap::new();
    for row in rows {
        let mut cells = filled(row);
        if let (Some(label), Some(value)) = (cells.next(), cells.next())
            && matches!(label.value, Value::Text(_))
        {
            *counts.entry((label.column, value.column)).or_default() += 1;
        }
    }
    counts
        .into_iter()
        .max_by_key(|(_, count)| *count)
        .filter(|(_, count)| *count >= FEWEST_LABELS)
        .map(|(place, _)| place)
}

/// The labels of all rows, with their values; a label without a value counts where it is familiar.
fn pairs<'a>(rows: &[&'a Row], (label, value): (u32, u32), headings: &HeadingIndex) -> Vec<Pair<'a>> {
    let mut pairs = Vec::new();
    let mut heading = None;
    for row in rows {
        let cells: Vec<&Cell> = filled(row).collect();
        let is_label = |cell: &Cell| {
            matches!(cell.value, Value::Text(_)) && text_of(cell).chars().count() <= LONGEST_LABEL
        };
        let pair = |label: &Cell, column: u32, value: Option<&'a Cell>, heading: &Option<String>| Pair {
            row: row.number,
            label: text_of(label).trim().trim_end_matches([':', '：', '*', ' ']).to_owned(),
            heading: heading.clone(),
            label_column: label.column,
            column,
            value,
        };
        match cells.as_slice() {
            [only] if only.column == label && is_label(only) => {
                let labelled = text_of(only).trim_end().ends_with([':', '：'])
                    && headings.familiarity(text_of(only).trim()) >= FAMILIAR;
                if labelled {
                    pairs.push(pair(only, value, None, &heading));
                } else {
                    heading = Some(text_of(only).trim().to_owned());
                }
            }
            [first, second, rest @ ..]
                if first.column == label && second.column == value && is_label(first) =>
            {
                pairs.push(pair(first, second.column, Some(second), &heading));
                if let [other, its_value] = rest
                    && is_second_label(other, headings)
                {
                    pairs.push(pair(other, its_value.column, Some(its_value), &heading));
                }
            }
            _ => {}
        }
    }
    pairs
}

/// Whether labels with values make up the sheet, and the labels rather than the values are headings.
fn look_like_forms(pairs: &[Pair<'_>], rows: usize, headings: &HeadingIndex) -> bool {
    let labels: BTreeSet<String> = pairs.iter().map(|pair| fold(&pair.label)).collect();
    let labelled: BTreeSet<u32> = pairs.iter().map(|pair| pair.row).collect();
    if labels.len() < FEWEST_LABELS || (labelled.len() as f64) < SHARE_OF_ROWS * rows as f64 {
        return false;
    }
    let familiar_labels = labels.iter().filter(|label| headings.familiarity(label) >= FAMILIAR).count();
    let filled: Vec<&Cell> = pairs.iter().filter_map(|pair| pair.value).collect();
    let familiar_values = filled
        .iter()
        .filter(|cell| {
            matches!(cell.value, Value::Text(_)) && headings.familiarity(&text_of(cell)) >= FAMILIAR
        })
        .count();
    let share = familiar_labels as f64 / labels.len() as f64;
    share >= FAMILIAR_LABELS
        && !filled.is_empty()
        && familiar_values as f64 <= FAMILIAR_VALUES * share * filled.len() as f64
}

/// The pairs of each form, as positions: a form begins where the first label stands again.
fn blocks(pairs: &[Pair<'_>]) -> Vec<Vec<usize>> {
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for pair in pairs {
        *times.entry(fold(&pair.label)).or_default() += 1;
    }
    let first = pairs.first().map(|pair| fold(&pair.label)).unwrap_or_default();
    // Labels that stand twice within one form, as likelihood before and after treatment, begin none.
    let repeated = times.get(&first).copied().unwrap_or(0);
    let usual = times.values().filter(|count| **count == repeated).count();
    let begins = |pair: &Pair<'_>| repeated > 1 && 2 * usual >= times.len() && fold(&pair.label) == first;
    let mut blocks: Vec<Vec<usize>> = Vec::new();
    for (position, pair) in pairs.iter().enumerate() {
        match blocks.last_mut() {
            Some(block) if !begins(pair) => block.push(position),
            _ => blocks.push(vec![position]),
        }
    }
    blocks
}

fn seen(
    rows: &[&Row],
    pairs: &[Pair<'_>],
    blocks: &[Vec<usize>],
    headings: &HeadingIndex,
    values: &ValueKnowledge,
) -> SeenForms {
    // A label that stands twice in a form is told apart by the heading above it, else by its turn.
    let mut keys: Vec<(String, usize)> = Vec::new();
    let mut places: Vec<Vec<(usize, usize)>> = Vec::new();
    for (form, block) in blocks.iter().enumerate() {
        let mut turns: BTreeMap<String, usize> = BTreeMap::new();
        for position in block {
            let Some(pair) = pairs.get(*position) else { continue };
            let turn = turns.entry(fold(&pair.label)).or_default();
            let key = (fold(&pair.label), *turn);
            *turn += 1;
            let column = keys.iter().position(|known| *known == key).unwrap_or_else(|| {
                keys.push(key);
                places.push(Vec::new());
                keys.len() - 1
            });
            if let Some(places) = places.get_mut(column) {
                places.push((form, *position));
            }
        }
    }
    let twice = |label: &str| keys.iter().filter(|(known, _)| known == label).count() > 1;
    let mut columns = Vec::new();
    let mut label_rows = Vec::new();
    for ((label, _), places) in keys.iter().zip(&places) {
        let Some(first) = places.first().and_then(|(_, position)| pairs.get(*position)) else { continue };
        let banner = first.heading.clone().filter(|_| twice(label));
        let of_form = |form: usize| {
            places
                .iter()
                .find(|(other, _)| *other == form)
                .and_then(|(_, position)| pairs.get(*position)?.value)
        };
        columns.push(SeenColumn {
            heading: headings.evidence(&first.label, banner.as_deref()),
            outside: headings.is_outside(&first.label),
            head: Head { column: first.column, own: first.label.clone(), banner },
            profile: ColumnProfile::of((0..blocks.len()).map(of_form), values),
        });
        label_rows.push(places.iter().filter_map(|(_, position)| Some(pairs.get(*position)?.row)).collect());
    }
    let labelled: BTreeSet<u32> = pairs.iter().map(|pair| pair.row).collect();
    let others: Vec<&&Row> = rows.iter().filter(|row| !labelled.contains(&row.number)).collect();
    let titles: Vec<String> = others
        .iter()
        .flat_map(|row| filled(row))
        .take(20)
        .map(|cell| text_of(cell).trim().to_owned())
        .collect();
    let forms = blocks.iter().map(|block| {
        block.iter().filter_map(|position| Some(pairs.get(*position)?.row)).collect::<BTreeSet<u32>>()
    });
    SeenForms {
        columns,
        rows: label_rows,
        forms: forms.map(|rows| rows.into_iter().collect()).collect(),
        other_rows: others.iter().map(|row| row.number).collect(),
        titles: titles.join("\n"),
        reach: (
            pairs.iter().map(|pair| pair.label_column).min().unwrap_or(0),
            pairs.iter().map(|pair| pair.column).max().unwrap_or(0),
        ),
    }
}
