//! What people put into a workbook beside editing the cells of its lists: columns of their own, the cells of
//! documents above the lists, sheets of their own; and what of all that cannot be kept.

mod before;
mod columns;
mod formula;
mod functions;
mod in_lists;
mod looks;
mod loose;
mod rules;
mod sheets;
mod tokens;
mod typed;
mod unkept;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::restored::is_restored;
use super::{LastRun, Previous, entry_of, hidden_sheet_number};
use crate::model::Entry;
use crate::read::{Asked, Colours, Layout, Sheet};

pub use before::{Area, Before, ListBefore, SheetBefore};
pub use columns::{OwnColumn, OwnValue};
pub use formula::{InPlace, OwnFormula, Piece};
pub use functions::{depends_on_place, reads_unnamed};
pub use looks::{ColumnLook, CommentPlace, OWN_WIDTH, OwnComment, OwnMark};
pub use loose::{LoosePlace, LooseRow, NoteAbove};
pub use rules::{order_known_by, rule_known_by};
pub use sheets::{OwnSheet, numbered};
pub use tokens::{Cells, Corner, Line, Token, before_cells, tokens};
pub use typed::TypedCell;
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
    /// The sheets of annexa in the order in which they stand, as it called them.
    pub order: Vec<String>,
    /// What they wrote into the cells of documents, by list and label.
    pub documents: BTreeMap<(String, String), Entry>,
    /// What changed in those cells since the last run: list, label, what stood there, what stands there;
    /// blank where the decision was withdrawn.
    pub document_changes: Vec<(String, String, Entry, Entry)>,
    /// Columns that are hidden or of another width.
    pub looks: Vec<ColumnLook>,
    /// Comments on the sheets of annexa.
    pub comments: Vec<OwnComment>,
    /// How they marked cells on the sheets of annexa.
    pub marks: Vec<OwnMark>,
    /// Sheets of their own, as indexes into the workbook's sheets.
    pub own_sheets: Vec<usize>,
    /// What those sheets hold and how they look.
    pub sheets: Vec<Arc<OwnSheet>>,
    /// Rows below lists that are no records, and those that cannot be taken up.
    pub loose: Vec<LooseRow>,
    /// Notes above lists.
    pub above: Vec<NoteAbove>,
    /// Cells that they typed outside lists.
    pub typed: Vec<TypedCell>,
    /// Sheets of their own that bear a name of annexa's: that name, and the one that they get.
    pub renamed_sheets: Vec<(String, String)>,
    /// What formulas of theirs read.
    pub before: Before,
    /// What is as annexa writes it in the next version, whatever people made of it: nothing is lost by it that somebody
    /// wrote.
    pub not_as_it_was: Vec<Unkept>,
    /// What cannot be kept.
    pub unkept: Vec<Unkept>,
}

impl Additions {
    /// Finds what people put into a workbook. `layout` is that of the same workbook, with what
    /// [`asked_of_sheets`] asks for.
    pub fn find(previous: &Previous<'_>, layout: &Layout) -> Self {
        let mut found = Self::default();
        let own = columns::lists(previous);
        let written = sheets_of_annexa(previous, &own);
        let ours: BTreeSet<usize> = written.keys().copied().collect();
        found.order = written.values().cloned().collect();
        found.not_as_it_was.extend(names_of_sheets(previous, &written));
        let sheets = previous.workbook.sheets.iter().enumerate();
        found.own_sheets = sheets.map(|(number, _)| number).filter(|number| !ours.contains(number)).collect();
        // Only what people added has formulas of theirs.
        let added = !found.own_sheets.is_empty() || own.iter().any(|list| list.places().next().is_some());
        let mut known =
            if added { Before::find(previous, &own, &written, layout) } else { Before::default() };
        sheets::find_in_place(previous, layout, &mut found, &mut known);
        for list in &own {
            list.find(layout, &known, &mut found);
            looks::find_columns(list, previous, layout, &mut found);
        }
        loose::find(previous, &own, layout, &mut found);
        found.find_documents(previous);
        looks::find_comments(previous, &own, &written, &mut found);
        looks::find_marks(previous, layout, &own, &written, &mut found);
        typed::find_subject(previous, &mut found);
        typed::find(previous, &own, &written, layout, &mut found);
        rules::find(previous, layout, &written, &mut found);
        rules::find_sorted(previous, &mut found);
        sheets::find(previous, layout, &known, &mut found);
        found.take_down(previous, &mut known);
        found.before = known;
        unkept::find(previous, layout, &ours, &mut found.unkept);
        found
    }

    /// Takes down what the cells hold that formulas of people read.
    fn take_down(&self, previous: &Previous<'_>, known: &mut Before) {
        let on_sheets = self
            .sheets
            .iter()
            .flat_map(|sheet| sheet.formulas().map(move |text| (sheet.before.to_lowercase(), text)));
        let homes: BTreeMap<String, String> =
            known.lists.values().map(|list| (list.name.clone(), list.sheet.clone())).collect();
        let in_columns = self.columns.iter().flat_map(|own| {
            let home = homes.get(&own.list).cloned().unwrap_or_default();
            let values = own.values.values().chain(own.of_added_rows.values());
            let pieces =
                values.filter_map(|value| value.formula.as_ref()).flat_map(|formula| &formula.pieces);
            pieces.filter_map(move |piece| match piece {
                Piece::Elsewhere(text) => Some((home.clone(), text.as_str())),
                Piece::Text(_) | Piece::Cell(_) => None,
            })
        });
        known.take_down(previous, on_sheets.chain(in_columns));
    }

    /// What stands in the cells of documents above the lists.
    fn find_documents(&mut self, previous: &Previous<'_>) {
        for cell in &previous.last.documents {
            let name = (cell.list.clone(), cell.label.clone());
            let written = cell.own.as_ref().unwrap_or(&cell.said);
            let now = document_entry(previous, &cell.list, &cell.label);
            let own = match now {
                // Nobody knows what a formula says that was saved without its value.
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

/// What is to be asked for of a sheet: of those that annexa wrote, the columns that people added and those in which
/// one formula stands; of those that people added, everything.
/// `colours` are those that annexa gives to cells.
pub fn asked_of_sheets(previous: &Previous<'_>, colours: Colours) -> impl Fn(&str) -> Asked + use<> {
    let colours = Arc::new(colours);
    let lists = columns::lists(previous);
    let ours = sheets_of_annexa(previous, &lists).into_keys();
    let mut columns: BTreeMap<String, BTreeSet<u32>> = ours
        .filter_map(|number| Some(previous.workbook.sheets.get(number)?.name.sheet.as_deref()?.to_owned()))
        .map(|name| (name, BTreeSet::new()))
        .collect();
    let calculated = lists.iter().flat_map(|list| list.calculated(previous));
    for (sheet, column) in lists.iter().flat_map(|list| list.places()).chain(calculated) {
        columns.entry(sheet).or_default().insert(column);
    }
    move |sheet| match columns.get(sheet) {
        Some(columns) => Asked::Marked(columns.clone(), Arc::clone(&colours)),
        None => Asked::Everything,
    }
}

/// What stands beside a label above a list; `None` where the label is not found, or where nobody can tell.
fn document_entry(previous: &Previous<'_>, list: &str, label: &str) -> Option<Entry> {
    let found = previous.lists.get(list)?;
    let sheet = previous.sheet(list)?;
    let above = sheet.rows.iter().take_while(|row| row.number < found.header_row);
    let (row, cell) = above
        .flat_map(|row| row.cells.iter().map(move |cell| (row, cell)))
        .find(|(_, cell)| cell.text().trim() == label)?;
    let lacks_value = sheet.facts.lacks_value(row.number, cell.column + 1);
    (!lacks_value).then(|| entry_of(row.cell(cell.column + 1)))
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
        let is_record = hidden_sheet_number(sheet).is_some();
        if is_record || unknown || named.is_some_and(|known| bears(sheet, &known.title, last)) {
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

/// The names that people gave to sheets of annexa, which bear its own again.
fn names_of_sheets(previous: &Previous<'_>, ours: &BTreeMap<usize, String>) -> Vec<Unkept> {
    let renamed = ours.iter().filter_map(|(number, name)| {
        let sheet = previous.workbook.sheets.get(*number).filter(|sheet| !is_restored(sheet))?;
        let now = sheet.name.sheet.as_deref()?;
        (now != name).then(|| Unkept::on(now, format!("the name of the sheet, which is called {name} again")))
    });
    renamed.collect()
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
