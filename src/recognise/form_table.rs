//! Forms as tables: what the labels of a form are, and where each field's values stand.

use std::collections::BTreeMap;

use crate::model::RowFate;
use crate::read::{Sheet, Workbook};

use super::columns::{FieldOfColumn, Mapping};
use super::doubts::doubts;
use super::mapped::{mapped_columns, unmapped_columns};
use super::recogniser::Recogniser;
use super::register::{Decision, decide};
use super::table::{RecognisedTable, Recognition, RecordRows};
use super::vertical_form::{SeenForms, find_forms};

/// The forms of a sheet, where it holds forms of a register.
pub fn take_forms(
    workbook: &Workbook,
    index: usize,
    sheet: &Sheet,
    recogniser: &Recogniser,
) -> Option<Recognition> {
    let seen = find_forms(sheet, &recogniser.headings, &recogniser.values)?;
    let around = recogniser.surroundings(workbook, sheet, &seen.titles);
    let decision = decide(&seen.columns, &around, &recogniser.declarations, &recogniser.headings, None);
    let Decision::Register { mapping, confidence, evidence, rival } = decision else { return None };
    let filled = |known: &&FieldOfColumn| {
        seen.columns.get(known.position).is_some_and(|column| column.profile.filled > 0)
    };
    // A label alone may be found in any list of words; several with values are a form.
    if mapping.fields.iter().filter(filled).count() < FEWEST_FIELDS_OF_A_FORM {
        return None;
    }
    let table = form_table(index, &seen, &mapping, confidence, &evidence);
    let diagnostics = doubts(sheet, &table, &seen.columns, &mapping, rival, recogniser);
    Some(Recognition { tables: vec![table], diagnostics, ..Recognition::default() })
}

/// A form with fewer fields that are known and filled in is not taken for a register.
const FEWEST_FIELDS_OF_A_FORM: usize = 3;

fn form_table(
    index: usize,
    seen: &SeenForms,
    mapping: &Mapping,
    confidence: f64,
    evidence: &[&'static str],
) -> RecognisedTable {
    let mut columns = mapped_columns(&seen.columns, mapping, evidence);
    for (known, column) in mapping.fields.iter().zip(&mut columns) {
        column.rows = seen.rows.get(known.position).cloned();
    }
    let records: Vec<RecordRows> = seen
        .forms
        .iter()
        .filter_map(|rows| {
            let (row, continued) = rows.split_first()?;
            Some(RecordRows { row: *row, continued: continued.to_vec() })
        })
        .collect();
    let first = records.first().map_or(0, |record| record.row);
    let last = records.last().map_or(0, |record| record.continued.last().copied().unwrap_or(record.row));
    let within = seen.other_rows.iter().filter(|row| (first..=last).contains(*row));
    let other_rows = within.map(|row| RowFate {
        row: *row,
        rejected: false,
        reason: "is a heading within the form".to_owned(),
    });
    RecognisedTable {
        sheet: index,
        register: mapping.register,
        confidence,
        columns_range: seen.reach,
        header_rows: Vec::new(),
        records,
        other_rows: other_rows.collect(),
        columns,
        unmapped: unmapped_columns(&seen.columns, mapping),
        sections: Vec::new(),
        as_above: BTreeMap::new(),
        overrule: None,
        meanings: Vec::new(),
        layout: String::new(),
        is_intake: false,
        holds_keys: false,
    }
}
