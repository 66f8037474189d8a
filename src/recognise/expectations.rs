//! What the records of a table have in common: where their identifiers and names stand, which columns
//! each fills.

use std::collections::HashMap;

use crate::declaration::{Column, Field, FieldType, Table};
use crate::read::{Cell, Row, Sheet, Value};

use super::columns::{Mapping, SeenColumn};
use super::layout::TableShape;
use super::profile::{holds_text, is_identifier, is_reference, text_of};

/// A column filled in at least this share of rows is expected in a record.
const EXPECTED: f64 = 0.75;

/// Who does something about a record, by when, and how far it is.
const OF_DOINGS: [Field; 10] = [
    Field::RiskOwner,
    Field::RiskDue,
    Field::RiskStatus,
    Field::ControlOwner,
    Field::ControlDue,
    Field::FindingOwner,
    Field::FindingDue,
    Field::FindingStatus,
    Field::Comment,
    Field::Priority,
];

/// What the records of a table have in common.
pub struct Expectations {
    /// First and last column of the table.
    pub columns: (u32, u32),
    /// The column of the identifiers.
    pub identifier: Option<u32>,
    /// The identifier is in most rows, so that a row without one is unlike the others.
    pub identified: bool,
    /// The usual form of the identifiers, where most have the same: `A-9`.
    pub form: Option<String>,
    /// Columns that name a record.
    pub texts: Vec<u32>,
    /// Columns of levels, statuses, dates and the like, which each record has one of.
    pub coded: Vec<u32>,
    /// Columns of one name or reference a record: an owner, an asset.
    pub single: Vec<u32>,
    /// Columns of several references a record, which may stand below each other.
    pub lists: Vec<u32>,
    /// Columns of what is done about a record, of which it may have several in rows of their own.
    pub doings: Vec<u32>,
    /// Columns of who does it, by when, how far it is.
    pub of_doings: Vec<u32>,
    /// Columns of figures that a template works out.
    pub results: Vec<u32>,
    /// Columns that nearly all records fill.
    pub expected: Vec<u32>,
    /// How many cells they usually fill.
    pub width: usize,
}

impl Expectations {
    /// Learns them from a sample of the rows.
    pub fn of(
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
        let places = |fields: &[Field]| -> Vec<u32> { fields.iter().copied().filter_map(place).collect() };
        // A second owner or date is no field of the record, but one of what is done about it.
        let near = |fields: &[Field]| -> Vec<u32> {
            let left = |position: usize| {
                let nearest = mapping.candidates.get(&position).and_then(|near| near.first());
                nearest.is_some_and(|field| fields.contains(field))
            };
            columns.iter().enumerate().filter(|(at, _)| left(*at)).map(|(_, seen)| seen.head.column).collect()
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
            doings: places(&[RiskActions, RiskControls, ControlEvidence, Action, FindingAction, Gap]),
            of_doings: [places(&OF_DOINGS), near(&OF_DOINGS)].concat(),
            results: of_kind(|column| column.field_type == FieldType::Score),
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
    pub fn other_form(&self, row: &Row) -> bool {
        match (&self.form, self.identifier.and_then(|column| row.cell(column))) {
            (Some(form), Some(cell)) if holds_text(cell) => form_of(cell) != *form,
            _ => false,
        }
    }

    /// How many of the columns that records fill a row leaves blank.
    pub fn missing(&self, row: &Row) -> usize {
        self.expected.iter().filter(|column| !has(row, **column)).count()
    }

    /// Whether a row says one more thing that is done about the record above, perhaps with who does it
    /// and by when, and nothing about a record of its own.
    pub fn is_another_doing(&self, row: &Row) -> bool {
        let within =
            |cell: &&Cell| (self.columns.0..=self.columns.1).contains(&cell.column) && holds_text(cell);
        self.identified
            && self.doings.iter().any(|column| has(row, *column))
            && row
                .cells
                .iter()
                .filter(within)
                .all(|cell| self.doings.contains(&cell.column) || self.of_doings.contains(&cell.column))
    }

    /// Whether a row holds what belongs to one record alone: a level, a status, a date, or an owner
    /// or a reference where the record above has one already. Such a row continues no other record.
    pub fn has_values_of_its_own(&self, row: &Row, above: Option<&Row>) -> bool {
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

/// Whether a row holds anything in a column.
pub fn has(row: &Row, column: u32) -> bool {
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

/// A zero, a dash, an error or false: what formulas give where there is nothing to compute.
pub fn is_result_of_nothing(cell: &Cell) -> bool {
    match &cell.value {
        Value::Number(number) => *number == 0.0,
        Value::Boolean(value) => !value,
        Value::Error(_) => true,
        Value::Text(text) => matches!(text.trim(), "" | "-" | "–" | "0" | "N/A" | "#N/A"),
        Value::Date(_) => false,
    }
}

/// A number or a code, as identifiers are.
pub fn is_code(cell: &Cell) -> bool {
    match &cell.value {
        Value::Number(_) => true,
        Value::Text(text) => is_identifier(text) || is_reference(text),
        _ => false,
    }
}
