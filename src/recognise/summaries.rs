//! Sheets that sum up the other sheets of their workbook: they repeat records and hold none of their own.

use std::collections::BTreeSet;

use crate::declaration::Field;
use crate::read::{Sheet, Workbook};

use super::profile::{leading_reference, text_of};
use super::table::{RecognisedTable, Recognition};
use super::words::fold;

/// Words by which the name of a sheet says that it sums up others, folded.
const SUMMARY_WORDS: [&str; 24] = [
    "summary",
    "dashboard",
    "overview",
    "synthesis",
    "extract",
    "scorecard",
    "zusammenfassung",
    "ubersicht",
    "auswertung",
    "samenvatting",
    "overzicht",
    "synthese",
    "resume",
    "tableau de bord",
    "resumen",
    "cuadro de mando",
    "resumo",
    "painel",
    "sintesi",
    "riepilogo",
    "cruscotto",
    "podsumowanie",
    "sammanfattning",
    "oversikt",
];
/// A table that names at least so many records ...
const LEAST_RECORDS: usize = 3;
/// ... and this share of them on other sheets as well repeats them.
const REPEATED: f64 = 0.8;

/// Leaves tables alone whose sheet is named as a summary and whose identifiers stand in other tables
/// of the same register: counted twice, each record would disagree with itself.
pub fn leave_summaries_alone(workbook: &Workbook, recognition: &mut Recognition) {
    let named = |table: &RecognisedTable| {
        !table.is_chosen() && workbook.sheets.get(table.sheet).is_some_and(is_named_summary)
    };
    if recognition.tables.len() < 2 || !recognition.tables.iter().any(named) {
        return;
    }
    let identifiers: Vec<BTreeSet<String>> =
        recognition.tables.iter().map(|table| identifiers(workbook, table)).collect();
    let repeats = |position: usize, table: &RecognisedTable| {
        let named = named(table);
        let Some(own) = identifiers.get(position).filter(|own| named && own.len() >= LEAST_RECORDS) else {
            return false;
        };
        let others: BTreeSet<&String> = recognition
            .tables
            .iter()
            .zip(&identifiers)
            .filter(|(other, _)| other.sheet != table.sheet && other.register == table.register)
            .flat_map(|(_, identifiers)| identifiers)
            .collect();
        let known = own.iter().filter(|identifier| others.contains(identifier)).count();
        known as f64 >= REPEATED * own.len() as f64
    };
    let summaries: Vec<usize> = recognition
        .tables
        .iter()
        .enumerate()
        .filter(|(position, table)| repeats(*position, table))
        .map(|(position, _)| position)
        .collect();
    for position in summaries.into_iter().rev() {
        let table = recognition.tables.remove(position);
        let Some(sheet) = workbook.sheets.get(table.sheet) else { continue };
        let why = format!("a summary: its rows repeat records of other sheets ({} register)", table.register);
        recognition.left_alone.push(table.into_left_alone(&sheet.name, why));
    }
}

fn is_named_summary(sheet: &Sheet) -> bool {
    let name = sheet.name.sheet.as_deref().map(fold).unwrap_or_default();
    SUMMARY_WORDS.iter().any(|word| name.contains(word))
}

/// The identifiers of a table's records, folded, without what follows them in the cell.
pub fn identifiers(workbook: &Workbook, table: &RecognisedTable) -> BTreeSet<String> {
    use Field::*;
    let Some(sheet) = workbook.sheets.get(table.sheet) else { return BTreeSet::new() };
    let column = [AssetId, RiskId, AiId, QuestionId, FindingId, SupplierId, ControlRef]
        .into_iter()
        .find_map(|field| table.columns.iter().find(|column| column.field == field))
        .map(|column| column.column);
    let cells = table.records.iter().filter_map(|record| sheet.cell(record.row, column?));
    cells
        .map(|cell| {
            let text = text_of(cell);
            fold(leading_reference(&text).unwrap_or(&text))
        })
        .filter(|identifier| !identifier.is_empty())
        .collect()
}
