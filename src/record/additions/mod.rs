//! What people put into a workbook beside editing the cells of its lists: columns of their own, the cells of
//! documents above the lists, sheets of their own; and what of all that cannot be kept.

mod columns;
mod formula;
mod unkept;

use std::collections::{BTreeMap, BTreeSet};

use super::{ANNEXA_SHEET, Previous, entry_of};
use crate::model::Entry;
use crate::read::Layout;

pub use columns::{OwnColumn, OwnValue};
pub use formula::{OwnFormula, Piece};
pub use unkept::Unkept;

/// What people put into a workbook.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Additions {
    /// Columns of their own on lists.
    pub columns: Vec<OwnColumn>,
    /// What they wrote into the cells of documents, by list and label.
    pub documents: BTreeMap<(String, String), Entry>,
    /// What changed in those cells since the last run: list, label, what stood there, what stands there;
    /// blank where the decision was withdrawn.
    pub document_changes: Vec<(String, String, Entry, Entry)>,
    /// Sheets of their own, as indexes into the workbook's sheets.
    pub own_sheets: Vec<usize>,
    /// What cannot be kept.
    pub unkept: Vec<Unkept>,
}

impl Additions {
    /// Finds what people put into a workbook. `layout` is that of the same workbook, with the formulas of at
    /// least the columns for which [`own_columns`] says so.
    pub fn find(previous: &Previous<'_>, layout: &Layout) -> Self {
        let mut found = Self::default();
        let own = columns::lists(previous);
        for list in &own {
            list.find(layout, &mut found);
        }
        found.find_documents(previous);
        let ours = sheets_of_annexa(previous, &own);
        let sheets = previous.workbook.sheets.iter().enumerate();
        found.own_sheets = sheets.map(|(number, _)| number).filter(|number| !ours.contains(number)).collect();
        for number in &found.own_sheets {
            let name = previous.workbook.sheets.get(*number).and_then(|sheet| sheet.name.sheet.clone());
            found.unkept.extend(name.map(|name| Unkept::on(&name, "a sheet of one's own")));
        }
        unkept::find(previous, layout, &ours, &mut found.unkept);
        found
    }

    /// What stands in the cells of documents above the lists.
    fn find_documents(&mut self, previous: &Previous<'_>) {
        for cell in &previous.last.documents {
            let name = (cell.list.clone(), cell.label.clone());
            let written = cell.own.as_ref().unwrap_or(&cell.said);
            let now = document_entry(previous, &cell.list, &cell.label);
            let own = match now {
                None => cell.own.clone(),
                Some(now) if now.says_the_same_as(written) => cell.own.clone(),
                Some(now) => {
                    let own = (!now.is_blank() && !now.says_the_same_as(&cell.said)).then_some(now);
                    let after = own.clone().unwrap_or_default();
                    self.document_changes.push((name.0.clone(), name.1.clone(), written.clone(), after));
                    own
                }
            };
            self.documents.extend(own.map(|own| (name, own)));
        }
    }
}

/// Whether a column of a sheet, counted from 0, is one that people added: its formulas are asked for.
pub fn own_columns(previous: &Previous<'_>) -> BTreeSet<(String, u32)> {
    let lists = columns::lists(previous);
    lists.iter().flat_map(|list| list.places()).collect()
}

/// What stands beside a label above a list; `None` where the label is not found.
fn document_entry(previous: &Previous<'_>, list: &str, label: &str) -> Option<Entry> {
    let found = previous.lists.get(list)?;
    let sheet = previous.sheet(list)?;
    let above = sheet.rows.iter().take_while(|row| row.number < found.header_row);
    let (row, cell) = above
        .flat_map(|row| row.cells.iter().map(move |cell| (row, cell)))
        .find(|(_, cell)| cell.text().trim() == label)?;
    Some(entry_of(row.cell(cell.column + 1)))
}

/// The sheets that annexa wrote: by their lists, their names, or else the titles in their first cell.
fn sheets_of_annexa(previous: &Previous<'_>, lists: &[columns::Place]) -> BTreeSet<usize> {
    let sheets = &previous.workbook.sheets;
    let names: BTreeSet<&str> = sheets.iter().filter_map(|sheet| sheet.name.sheet.as_deref()).collect();
    let last = &previous.last.sheets;
    let named = |name: &str| last.iter().any(|sheet| sheet.name == name);
    let titled =
        |title: &str| last.iter().any(|sheet| !names.contains(sheet.name.as_str()) && sheet.title == title);
    let ours = sheets.iter().enumerate().filter(|(_, sheet)| {
        let name = sheet.name.sheet.as_deref().unwrap_or_default();
        name == ANNEXA_SHEET || named(name) || sheet.cell(0, 0).is_some_and(|cell| titled(&cell.text()))
    });
    let mut ours: BTreeSet<usize> = ours.map(|(number, _)| number).collect();
    ours.extend(lists.iter().map(|list| list.found.sheet));
    // A workbook of a run that did not write the names of its sheets down.
    if last.is_empty() {
        ours.extend(0..sheets.len());
    }
    ours
}
