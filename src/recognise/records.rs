//! Which rows below a header are records, which continue one, and which are none: headings of
//! sections, totals, repeated headers, rows of a template, notes below.

use std::collections::{HashMap, HashSet};

use crate::declaration::{Column, Field, FieldType, Table};
use crate::model::RowFate;
use crate::read::{Cell, Row, Sheet, Value};

use super::columns::{Mapping, SeenColumn};
use super::layout::{TableShape, share_of_same_texts};
use super::profile::{holds_text, is_identifier, is_placeholder, is_reference, leading_reference, text_of};
use super::table::RecordRows;
use super::totals::{labels_totals, words};
use super::words::fold;

/// A column filled in at least this share of rows is expected in a record.
const EXPECTED: f64 = 0.75;
/// The heading of a section fills at most so many cells.
const SECTION_CELLS: usize = 3;

/// The rows of a table, sorted out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SortedRows {
    /// The records.
    pub records: Vec<RecordRows>,
    /// Rows that are none, each with its reason.
    pub other_rows: Vec<RowFate>,
    /// Headings of sections.
    pub sections: Vec<(u32, String)>,
}

/// Sorts the rows below a header of a table that is a register, with that register's declaration.
pub fn sort_rows(
    sheet: &Sheet,
    shape: &TableShape,
    columns: &[SeenColumn],
    mapping: &Mapping,
    declared: Option<&Table>,
) -> SortedRows {
    let expectations = Expectations::of(sheet, shape, columns, mapping, declared);
    let mut sorter = Sorter {
        expectations,
        sheet,
        shape,
        sorted: SortedRows::default(),
        undecided: Vec::new(),
        ended: false,
    };
    let mut previous = shape.header_rows.last().copied().unwrap_or(0);
    for row in sheet.rows.get(shape.body.clone()).unwrap_or_default() {
        let gap = row.number.saturating_sub(previous);
        if sorter.sort(row, gap) {
            previous = row.number;
        }
    }
    sorter.finish()
}

/// What the records of a table have in common.
struct Expectations {
    columns: (u32, u32),
    identifier: Option<u32>,
    /// The identifier is in most rows, so that a row without one is unlike the others.
    identified: bool,
    /// The usual form of the identifiers, where most have the same: `A-9`.
    form: Option<String>,
    texts: Vec<u32>,
    /// Columns of levels, statuses, dates and the like, which each record has one of.
    coded: Vec<u32>,
    /// Columns of one name or reference a record: an owner, an asset.
    single: Vec<u32>,
    /// Columns of several references a record, which may stand below each other.
    lists: Vec<u32>,
    expected: Vec<u32>,
    width: usize,
}

impl Expectations {
    fn of(
        sheet: &Sheet,
        shape: &TableShape,
        columns: &[SeenColumn],
        mapping: &Mapping,
        declared: Option<&Table>,
    ) -> Self {
        use Field::*;
        let place = |field: Field| {
            mapping.of(field).and_then(|known| columns.get(known.position)).map(|column| column.head.column)
        };
        let fill = |column: u32| {
            columns.iter().find(|seen| seen.head.column == column).map_or(0.0, |seen| seen.profile.fill())
        };
        let identifier = [AssetId, RiskId, AiId, QuestionId, FindingId, SupplierId, ControlRef]
            .into_iter()
            .find_map(place);
        let texts: Vec<u32> = [
            AssetName,
            RiskTitle,
            RiskDescription,
            RiskThreat,
            AiName,
            ControlTitle,
            ControlDescription,
            QuestionText,
            FindingDescription,
            SupplierName,
            AiPurpose,
            AssetDescription,
            AiDescription,
        ]
        .into_iter()
        .filter_map(place)
        .collect();
        let of_kind = |kind: fn(&Column) -> bool| -> Vec<u32> {
            let fields = declared.map(|table| table.columns.as_slice()).unwrap_or_default();
            fields.iter().filter(|column| kind(column)).filter_map(|column| place(column.field)).collect()
        };
        let sample = shape.sample(sheet);
        let mut widths: Vec<usize> = sample.iter().map(|row| shape.width(row)).collect();
        widths.sort_unstable();
        Self {
            columns: shape.columns(),
            identifier,
            identified: identifier.is_some_and(|column| fill(column) >= 0.5),
            form: identifier.and_then(|column| usual_form(&sample, column)),
            texts,
            coded: of_kind(is_coded),
            lists: of_kind(|column| column.field_type == FieldType::References),
            single: of_kind(|column| matches!(column.field_type, FieldType::Party | FieldType::Reference)),
            expected: columns
                .iter()
                .filter(|seen| seen.profile.fill() >= EXPECTED)
                .map(|seen| seen.head.column)
                .collect(),
            width: widths.get(widths.len() / 2).copied().unwrap_or(0),
        }
    }

    /// Whether a row's identifier has another form than the usual one.
    fn other_form(&self, row: &Row) -> bool {
        match (&self.form, self.identifier.and_then(|column| row.cell(column))) {
            (Some(form), Some(cell)) if holds_text(cell) => form_of(cell) != *form,
            _ => false,
        }
    }

    fn missing(&self, row: &Row) -> usize {
        self.expected.iter().filter(|column| !has(row, **column)).count()
    }

    /// Whether a row holds what belongs to one record alone: a level, a status, a date, or an owner
    /// or a reference where the record above has one already. Such a row continues no other record.
    fn has_values_of_its_own(&self, row: &Row, above: Option<&Row>) -> bool {
        let says = |row: &Row, column: u32| {
            row.cell(column).is_some_and(|cell| holds_text(cell) && !is_result_of_nothing(cell))
        };
        self.coded.iter().any(|column| says(row, *column))
            || self
                .single
                .iter()
                .any(|column| says(row, *column) && above.is_some_and(|above| says(above, *column)))
    }
}

/// Whether a field has one value a record, from a scale, a list or a calendar.
fn is_coded(column: &Column) -> bool {
    match column.field_type {
        FieldType::Id | FieldType::Party | FieldType::Reference | FieldType::References => false,
        FieldType::Text => column.field == Field::RiskStatus,
        _ => true,
    }
}

fn has(row: &Row, column: u32) -> bool {
    row.cell(column).is_some_and(holds_text)
}

/// The form that at least four fifths of a column's values have: letters as `A`, digits as `9`.
fn usual_form(sample: &[&Row], column: u32) -> Option<String> {
    let mut forms: HashMap<String, usize> = HashMap::new();
    let mut all = 0;
    for cell in sample.iter().filter_map(|row| row.cell(column)).filter(|cell| holds_text(cell)) {
        *forms.entry(form_of(cell)).or_default() += 1;
        all += 1;
    }
    forms
        .into_iter()
        .max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)))
        .filter(|(_, count)| 5 * count >= 4 * all)
        .map(|(form, _)| form)
}

/// The form of a value: letters as `A`, digits as `9`.
pub fn form_of(cell: &Cell) -> String {
    let mut form = String::new();
    for character in text_of(cell).trim().chars().take(24) {
        let class = match character {
            c if c.is_alphabetic() => 'A',
            c if c.is_numeric() => '9',
            c => c,
        };
        if !form.ends_with(class) {
            form.push(class);
        }
    }
    form
}

struct Sorter<'a> {
    expectations: Expectations,
    sheet: &'a Sheet,
    shape: &'a TableShape,
    sorted: SortedRows,
    /// Rows with a single text: headings of sections where records follow, else notes below the table.
    undecided: Vec<(u32, String)>,
    ended: bool,
}

impl Sorter<'_> {
    /// Sorts one row; false where it holds nothing.
    fn sort(&mut self, row: &Row, gap: u32) -> bool {
        let (first, last) = self.expectations.columns;
        let cells: Vec<&Cell> = row
            .cells
            .iter()
            .filter(|cell| (first..=last).contains(&cell.column) && holds_text(cell))
            .collect();
        if cells.is_empty() {
            return false;
        }
        let strange = cells.len() <= SECTION_CELLS && self.expectations.other_form(row);
        let fits = !strange
            && (self.expectations.missing(row) == 0
                || (cells.len() > 2 && 2 * cells.len() >= self.expectations.width));
        if self.ended || (gap > 2 && !fits && !self.sorted.records.is_empty()) {
            self.ended = !fits;
            if self.ended {
                self.skip(row, "stands below the table");
                return true;
            }
        }
        if let Some(reason) = self.no_record(row, &cells) {
            self.skip(row, reason);
        } else if cells.len() == 1 && self.shape.heads.len() >= 3 {
            self.single(row, &cells);
        } else if self.is_section(row, &cells) {
            let text: Vec<String> = cells.iter().map(|cell| text_of(cell).trim().to_owned()).collect();
            self.undecided.push((row.number, text.join(" ")));
        } else {
            self.record_or_continuation(row, &cells);
        }
        true
    }

    fn no_record(&self, row: &Row, cells: &[&Cell]) -> Option<&'static str> {
        if self.repeats_header(row) {
            return Some("repeats the header");
        }
        let texts = || cells.iter().map(|cell| text_of(cell));
        let placeholders = texts().filter(|text| is_placeholder(text)).count();
        if 2 * placeholders > cells.len() {
            return Some("holds only placeholders to be filled in");
        }
        if cells.iter().all(|cell| is_result_of_nothing(cell)) {
            return Some("holds only zeros or dashes, as formulas of an empty row do");
        }
        if self.is_row_of_totals(row, cells) {
            return Some("is a row of totals");
        }
        let label = cells.first().is_some_and(|cell| text_of(cell).trim_end().ends_with(':'));
        if label && cells.len() <= 2 && self.expectations.width > 2 && self.expectations.missing(row) > 0 {
            return Some("is a label with what it says, not a record");
        }
        if let Some(identifier) = self.expectations.identifier
            && !self.expectations.texts.contains(&identifier)
            && !self.expectations.texts.is_empty()
            && cells.iter().all(|cell| cell.column == identifier || is_result_of_nothing(cell))
            && self.expectations.width >= 3
            && row.cell(identifier).is_some_and(is_code)
        {
            return Some("has an identifier and nothing else");
        }
        None
    }

    /// Whether a row sums up those above: it is labelled so, holds numbers, and neither all that a
    /// record has nor a level or a status in words.
    fn is_row_of_totals(&self, row: &Row, cells: &[&Cell]) -> bool {
        let numbers = cells.iter().any(|cell| matches!(cell.value, Value::Number(_)));
        let rated = cells.iter().skip(1).any(|cell| {
            matches!(cell.value, Value::Text(_))
                && self.expectations.coded.contains(&cell.column)
                && !is_result_of_nothing(cell)
        });
        let label = cells.first().map(|cell| text_of(cell)).unwrap_or_default();
        numbers
            && !rated
            && self.expectations.missing(row) > 0
            && labels_totals(&label, || self.words_of_headings_and_levels())
    }

    fn words_of_headings_and_levels(&self) -> HashSet<String> {
        let headings = self.shape.heads.iter().map(|head| fold(&head.shown()));
        let sample = self.shape.sample(self.sheet);
        let levels = sample.iter().flat_map(|row| {
            self.expectations
                .coded
                .iter()
                .filter_map(|column| row.cell(*column))
                .map(|cell| fold(&text_of(cell)))
        });
        headings.chain(levels).flat_map(|text| words(&text).map(str::to_owned).collect::<Vec<_>>()).collect()
    }

    fn repeats_header(&self, row: &Row) -> bool {
        self.shape
            .header_rows
            .iter()
            .filter_map(|number| self.sheet.row(*number))
            .any(|header| share_of_same_texts(header, row) >= 0.6 && header.cells.len() >= 2)
    }

    /// A row with one text: it goes on with the record above, or heads a section, or is a note.
    fn single(&mut self, row: &Row, cells: &[&Cell]) {
        let Some(cell) = cells.first() else { return };
        let text = text_of(cell).trim().to_owned();
        let is_text = self.expectations.texts.contains(&cell.column);
        let own_record = (self.expectations.width <= 1 && is_text)
            || (cell.column > self.expectations.columns.0 && self.stands_for_itself(row));
        let goes_on = text
            .starts_with(|c: char| c.is_lowercase() || matches!(c, '-' | '•' | '*' | '–' | '·' | '▪' | '○'))
            || text.ends_with(';')
            || (self.expectations.lists.contains(&cell.column) && is_code(cell));
        let follows = !self.sorted.records.is_empty() && self.undecided.is_empty();
        if own_record {
            self.record(row);
        } else if follows && (goes_on || !(is_text || matches!(cell.value, Value::Text(_)))) {
            self.continue_record(row);
        } else {
            self.undecided.push((row.number, text));
        }
    }

    /// A row of two or three texts that has the form of a heading: no identifier like the others', little else.
    fn is_section(&self, row: &Row, cells: &[&Cell]) -> bool {
        let e = &self.expectations;
        let missing = e.missing(row);
        if missing == 0 || cells.len() > SECTION_CELLS.max(e.width / 3) {
            return false;
        }
        let other_form = cells.len() <= SECTION_CELLS && e.other_form(row);
        let without_identifier = e.identified && e.identifier.is_some_and(|column| !has(row, column));
        let texts = cells.iter().all(|cell| {
            matches!(cell.value, Value::Text(_)) || cell.column < self.expectations.columns.0 + 2
        });
        let lacks_most = e.expected.len() >= 3 && 2 * missing >= e.expected.len();
        let heads = without_identifier && lacks_most && !self.goes_on(row) && !self.stands_for_itself(row);
        texts && (other_form || heads)
    }

    /// Whether a row without identifier continues the record above: what it holds is more of the same.
    fn goes_on(&self, row: &Row) -> bool {
        let named = self.expectations.texts.iter().any(|column| {
            row.cell(*column).is_some_and(|cell| {
                let text = text_of(cell);
                holds_text(cell) && leading_reference(&text).is_none() && text.trim().chars().count() < 60
            })
        });
        !named && !self.sorted.records.is_empty()
    }

    fn record_or_continuation(&mut self, row: &Row, cells: &[&Cell]) {
        let e = &self.expectations;
        let identifier = e.identifier.is_some_and(|column| has(row, column));
        let text = e.texts.iter().any(|column| has(row, *column));
        let full = 2 * cells.len() >= e.width;
        let follows = !self.sorted.records.is_empty();
        // Without an identifier and a name a row with values of its own is still a record; that
        // nothing identifies it is told where it is read.
        if identifier || (text && (!e.identified || full)) || self.stands_for_itself(row) {
            self.record(row);
        } else if follows && e.identified {
            self.continue_record(row);
        } else if text || (e.texts.is_empty() && e.identifier.is_none()) {
            self.record(row);
        } else {
            self.skip(row, "names no record");
        }
    }

    /// Whether a row has values of its own and no cell of the record above is merged down into it.
    fn stands_for_itself(&self, row: &Row) -> bool {
        let e = &self.expectations;
        let above = self.sorted.records.last().map(|record| record.row);
        let merged_into = above.is_some_and(|above| {
            self.sheet.merges.iter().any(|(first_row, first_column, last_row, _)| {
                *first_row == above
                    && *last_row >= row.number
                    && (e.identifier == Some(*first_column) || e.texts.contains(first_column))
            })
        });
        !merged_into && e.has_values_of_its_own(row, above.and_then(|above| self.sheet.row(above)))
    }

    fn record(&mut self, row: &Row) {
        for (number, text) in std::mem::take(&mut self.undecided) {
            self.sorted.other_rows.push(fate(number, "is the heading of a section"));
            self.sorted.sections.push((number, text));
        }
        self.sorted.records.push(RecordRows { row: row.number, continued: Vec::new() });
    }

    fn continue_record(&mut self, row: &Row) {
        if let Some(record) = self.sorted.records.last_mut() {
            record.continued.push(row.number);
            self.sorted.other_rows.push(fate(row.number, "continues the record above"));
        }
    }

    fn skip(&mut self, row: &Row, reason: &str) {
        self.sorted.other_rows.push(fate(row.number, reason));
    }

    fn finish(mut self) -> SortedRows {
        for (number, _) in std::mem::take(&mut self.undecided) {
            self.sorted.other_rows.push(fate(number, "is a note below the table"));
        }
        self.sorted.other_rows.sort_by_key(|row| row.row);
        self.sorted
    }
}

fn fate(row: u32, reason: &str) -> RowFate {
    RowFate { row, rejected: false, reason: reason.to_owned() }
}

/// A zero, a dash, an error or false: what formulas give where there is nothing to compute.
fn is_result_of_nothing(cell: &Cell) -> bool {
    match &cell.value {
        Value::Number(number) => *number == 0.0,
        Value::Boolean(value) => !value,
        Value::Error(_) => true,
        Value::Text(text) => matches!(text.trim(), "" | "-" | "–" | "0" | "N/A" | "#N/A"),
        Value::Date(_) => false,
    }
}

/// A number or a code, as identifiers are.
fn is_code(cell: &Cell) -> bool {
    match &cell.value {
        Value::Number(_) => true,
        Value::Text(text) => is_identifier(text) || is_reference(text),
        _ => false,
    }
}
