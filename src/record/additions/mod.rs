//! What people put into a workbook beside editing the cells of its lists: columns of their own, the cells of
//! documents above the lists, sheets of their own; and what of all that cannot be kept.

mod columns;
mod formula;
mod looks;
mod loose;
mod sheets;
mod unkept;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{ANNEXA_SHEET, LastRun, Previous, entry_of};
use crate::model::Entry;
use crate::read::{Asked, Layout, Sheet};

pub use columns::{OwnColumn, OwnValue};
pub use formula::{OwnFormula, Piece};
pub use looks::{ColumnLook, CommentPlace, OWN_WIDTH, OwnComment};
pub use loose::{LoosePlace, LooseRow, NoteAbove};
pub use sheets::OwnSheet;
pub use unkept::Unkept;

/// Rows on top of a sheet in which its title and its date are looked for.
const TOP_ROWS: u32 = 12;
/// How the line with the date begins on every sheet.
const DATED_LINE: &str = "As of %-d %B %Y";

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
    /// Columns that are hidden or of another width.
    pub looks: Vec<ColumnLook>,
    /// Comments on the sheets of annexa.
    pub comments: Vec<OwnComment>,
    /// Sheets of their own, as indexes into the workbook's sheets.
    pub own_sheets: Vec<usize>,
    /// What those sheets hold and how they look.
    pub sheets: Vec<Arc<OwnSheet>>,
    /// Rows below lists that are no records, and those that cannot be taken up.
    pub loose: Vec<LooseRow>,
    /// Notes above lists.
    pub above: Vec<NoteAbove>,
    /// Sheets of their own that bear a name of annexa's: that name, and the one that they get.
    pub renamed_sheets: Vec<(String, String)>,
    /// What cannot be kept.
    pub unkept: Vec<Unkept>,
}

impl Additions {
    /// Finds what people put into a workbook. `layout` is that of the same workbook, with what
    /// [`asked_of_sheets`] asks for.
    pub fn find(previous: &Previous<'_>, layout: &Layout) -> Self {
        let mut found = Self::default();
        let own = columns::lists(previous);
        for list in &own {
            list.find(layout, &mut found);
            looks::find_columns(list, previous, layout, &mut found);
        }
        loose::find(previous, &own, layout, &mut found);
        found.find_documents(previous);
        let ours = sheets_of_annexa(previous, &own);
        looks::find_comments(previous, &own, &ours, &mut found);
        let ours: BTreeSet<usize> = ours.into_keys().collect();
        let sheets = previous.workbook.sheets.iter().enumerate();
        found.own_sheets = sheets.map(|(number, _)| number).filter(|number| !ours.contains(number)).collect();
        sheets::find(previous, layout, &mut found);
        sheets::give_free_names(previous, &mut found);
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

/// What is to be asked for of a sheet: of those that annexa wrote, the columns that people added; of those that
/// people added, everything.
pub fn asked_of_sheets(previous: &Previous<'_>) -> impl Fn(&str) -> Asked + use<> {
    let lists = columns::lists(previous);
    let ours = sheets_of_annexa(previous, &lists).into_keys();
    let mut columns: BTreeMap<String, BTreeSet<u32>> = ours
        .filter_map(|number| Some(previous.workbook.sheets.get(number)?.name.sheet.as_deref()?.to_owned()))
        .map(|name| (name, BTreeSet::new()))
        .collect();
    for (sheet, column) in lists.iter().flat_map(|list| list.places()) {
        columns.entry(sheet).or_default().insert(column);
    }
    move |sheet| columns.get(sheet).cloned().map_or(Asked::Everything, Asked::Columns)
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

/// The sheets that annexa wrote, with the names that it gave them: known by their lists, their names, or else
/// the titles in their first cell.
fn sheets_of_annexa(previous: &Previous<'_>, lists: &[columns::Place<'_>]) -> BTreeMap<usize, String> {
    let sheets = &previous.workbook.sheets;
    let last = &previous.last;
    let mut ours = BTreeMap::new();
    for list in lists {
        let of_book = last.book.list(list.name).map(|known| &known.sheet);
        let plain =
            || last.plain_lists.iter().find(|known| known.name == list.name).map(|known| &known.sheet);
        ours.extend(of_book.or_else(plain).map(|name| (list.found.sheet, name.clone())));
    }
    // In a workbook of a run that did not write the names of its sheets down, all are taken for annexa's.
    let unknown = last.sheets.is_empty();
    for (number, sheet) in sheets.iter().enumerate() {
        let name = sheet.name.sheet.as_deref().unwrap_or_default();
        let named = last.sheets.iter().find(|known| known.name == name);
        // People may give a sheet of their own the name of one that they renamed or deleted.
        if name == ANNEXA_SHEET || unknown || named.is_some_and(|known| bears(sheet, &known.title, last)) {
            ours.entry(number).or_insert_with(|| name.to_owned());
        }
    }
    for (number, sheet) in sheets.iter().enumerate() {
        let titled = last.sheets.iter().find(|known| {
            let title = sheet.cell(0, 0).map(crate::read::Cell::text);
            title.is_some_and(|title| title == known.title) && !ours.values().any(|name| *name == known.name)
        });
        if let Some(known) = titled {
            ours.entry(number).or_insert_with(|| known.name.clone());
        }
    }
    ours
}

/// Whether the title of a sheet of annexa, or its line with the date, stands on top of a sheet.
fn bears(sheet: &Sheet, title: &str, last: &LastRun) -> bool {
    let date = last.as_of.map(|date| date.format(DATED_LINE).to_string());
    let top = sheet.rows.iter().take_while(|row| row.number < TOP_ROWS).flat_map(|row| &row.cells);
    let mut texts = top.map(crate::read::Cell::text);
    let is_known = |text: &str| text == title || date.as_ref().is_some_and(|date| text.starts_with(date));
    // The line with the date is a formula, whose value some programs leave out.
    sheet.facts.lacks_value(2, 0) || texts.any(|text| is_known(text.trim()))
}
