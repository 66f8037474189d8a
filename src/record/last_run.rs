//! What the last run wrote on the very hidden sheet of its workbook, row by row.
//!
//! ```text
//! annexa    version of these rows, how many such sheets there are
//! run       assessment date, organisation, scope
//! source    path as given, path from the workbook, SHA-256
//! sheet     name, title, titles of its charts
//! table     a list without editable columns: name, sheet, every heading
//! name      a name that stands for cells, in lower case
//! rule      sheet, what a rule for its cells is known by
//! order     list, what the order of its records is known by
//! width     list, heading, width in characters
//! document  list, label, what a run writes in the cell beside it, what a person wrote there
//! list      table, sheet, heading of the keys, owner, then every heading
//! columns   table, and below every heading: blank, `edit`, or the field of an editable column
//! record    table, key, source, state, then what the sources say in each editable column
//! decision  table, key, heading, what a person wrote
//! shown     table, key, heading, what stands there although the sources do not say it: it follows from decisions
//! outside     sheet, row, column and mark of each cell outside its lists
//! not edited  list, the headings of its columns that nobody edits
//! edited on   list, heading, and the sheet and the heading under which people edit what stands there
//! written     list, the marks of the keys of its records and of what these columns held
//! figure    date, name, value: the headline figures of the runs
//! change    what the runs noticed as changed
//! ```
//!
//! What is more than one sheet holds goes on, after a row `annexa`, on `_annexa 2`, `_annexa 3`, and so on.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rayon::prelude::*;

use super::written_cells::{self, EditedOn, MarkedCell, WrittenList};
use super::{Book, Column, List, Owner, Record, entry_of};
use crate::model::{CellKey, Entry};
use crate::read::{Sheet, Workbook};

/// The name of the very hidden sheet.
pub const ANNEXA_SHEET: &str = "_annexa";

/// The version of the rows that this program writes and reads.
const VERSION: f64 = 1.0;

/// The word in the first cell of each of these sheets.
const FIRST_WORD: &str = "annexa";

/// The state of a record that a person added.
pub const ADDED: &str = "added in the workbook";
/// The state of a record whose file was not read.
pub const NOT_READ: &str = "not read this time";
/// The state of a record that its file does not hold any more, and that a person had decided something about.
pub const GONE: &str = "no longer in its source";

/// What stands after the source of a record that no source gives any more, or never did.
pub const STATES: [&str; 3] = [ADDED, NOT_READ, GONE];

/// The mark of an editable column that is no field of a register.
const EDIT: &str = "edit";

/// What the last run knew.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LastRun {
    /// The assessment date.
    pub as_of: Option<NaiveDate>,
    /// The organisation's name.
    pub organisation: Option<String>,
    /// The scope of the management system.
    pub scope: Option<String>,
    /// The files that were read.
    pub sources: Vec<SourceFile>,
    /// The sheets that it wrote.
    pub sheets: Vec<WrittenSheet>,
    /// The lists without editable columns.
    pub plain_lists: Vec<PlainList>,
    /// The names that it gave to cells, in lower case.
    pub names: BTreeSet<String>,
    /// The rules that it gave to cells: sheet, what the rule is known by.
    pub rules: BTreeSet<(String, String)>,
    /// What the order of the records of each list is known by.
    pub orders: BTreeMap<String, String>,
    /// The widths of the columns in characters, by list and heading.
    pub widths: BTreeMap<String, BTreeMap<String, f64>>,
    /// The cells of documents above lists.
    pub documents: Vec<DocumentCell>,
    /// What the sources said in each editable cell.
    pub book: Book,
    /// All headings of each list, editable or not, by the list's name.
    pub headings: BTreeMap<String, Vec<String>>,
    /// The state of records that do not come from a source that was read, by list and key.
    pub states: BTreeMap<(String, String), String>,
    /// What people had decided.
    pub decisions: BTreeMap<CellKey, Entry>,
    /// What stands in cells that nobody decided and that are not as the sources say, for they follow from
    /// decisions elsewhere, or from the other cells of a record that a person added.
    pub shown: BTreeMap<CellKey, Entry>,
    /// The cells outside lists, by sheet: row and column, and the mark of what they held.
    pub cells: BTreeMap<String, Vec<MarkedCell>>,
    /// What the cells of each list held that nobody edits, in short.
    pub lists: BTreeMap<String, WrittenList>,
    /// The headline figures of all runs, the first run first.
    pub figures: Vec<Figure>,
    /// What the runs noticed as changed, the last run first.
    pub changes: Vec<LoggedChange>,
    /// How many older changes are left out.
    pub changes_left_out: usize,
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceFile {
    /// The path, as it was given or found.
    pub path: String,
    /// The path from the workbook's folder.
    pub link: Option<String>,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// A sheet that a run wrote.
#[derive(Clone, Debug, PartialEq)]
pub struct WrittenSheet {
    /// Its name.
    pub name: String,
    /// What stands in its first cell.
    pub title: String,
    /// The titles of its charts.
    pub charts: Vec<String>,
}

/// A list without editable columns.
#[derive(Clone, Debug, PartialEq)]
pub struct PlainList {
    /// The name of its table.
    pub name: String,
    /// The sheet that it stands on.
    pub sheet: String,
    /// Its headings; the last is that of the keys.
    pub headings: Vec<String>,
}

/// A cell of a document above a list.
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentCell {
    /// The list.
    pub list: String,
    /// What stands before the cell.
    pub label: String,
    /// What a run writes where nobody wrote anything.
    pub said: Entry,
    /// What a person wrote.
    pub own: Option<Entry>,
}

/// A headline figure of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// The assessment date of the run.
    pub as_of: NaiveDate,
    /// The defined name of the figure.
    pub name: String,
    /// Its value; `None` where there was none.
    pub value: Option<f64>,
}

/// A change that a run noticed, in the words of the Changes sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LoggedChange {
    /// The assessment date of the run that noticed it.
    pub as_of: Option<NaiveDate>,
    /// The list.
    pub list: String,
    /// The record's key.
    pub key: String,
    /// The column's heading.
    pub heading: String,
    /// What stood there before.
    pub before: String,
    /// What stands there now.
    pub after: String,
    /// Who changed it: a person in the workbook, a source, the assessment.
    pub by: String,
    /// What kind of change it is.
    pub kind: String,
    /// What it touches in the other standard.
    pub touches: String,
    /// What the source says where it is not what stands there.
    pub source: String,
    /// What people call the record; empty where that is its key.
    pub name: String,
}

impl LoggedChange {
    /// What the record is called: its name, or else its key.
    pub fn called(&self) -> &str {
        if self.name.is_empty() { &self.key } else { &self.name }
    }
}

/// A row of the hidden sheet.
pub type HiddenRow = Vec<Entry>;

/// The row that each of these sheets begins with; `sheets` is how many of them there are.
pub fn first_row(sheets: usize) -> HiddenRow {
    vec![Entry::text(FIRST_WORD), Entry::Number(VERSION), Entry::Number(sheets as f64)]
}

/// The name of one of these sheets, counted from 0.
pub fn hidden_sheet_name(number: usize) -> String {
    if number == 0 { ANNEXA_SHEET.to_owned() } else { format!("{ANNEXA_SHEET} {}", number + 1) }
}

/// Which of these sheets a sheet is, counted from 0; `None` where it is another one.
pub fn hidden_sheet_number(sheet: &Sheet) -> Option<usize> {
    let name = sheet.name.sheet.as_deref()?;
    if name == ANNEXA_SHEET {
        return Some(0);
    }
    let number: usize = name.strip_prefix(ANNEXA_SHEET)?.strip_prefix(' ')?.parse().ok()?;
    let is_ours = entry_of(sheet.cell(0, 0)) == Entry::text(FIRST_WORD);
    number.checked_sub(1).filter(|number| is_ours && *number > 0)
}

fn words(words: &[&str]) -> HiddenRow {
    words.iter().map(|word| Entry::text(word)).collect()
}

impl LastRun {
    /// The rows of the hidden sheet.
    pub fn into_rows(mut self) -> Vec<HiddenRow> {
        let date = |date: Option<NaiveDate>| date.map_or(Entry::Blank, Entry::Date);
        let optional = |text: &Option<String>| text.as_deref().map_or(Entry::Blank, Entry::text);
        let mut rows = vec![
            first_row(1),
            vec![Entry::text("run"), date(self.as_of), optional(&self.organisation), optional(&self.scope)],
        ];
        for source in &self.sources {
            let mut row = words(&["source", &source.path]);
            row.extend([optional(&source.link), Entry::text(&source.sha256)]);
            rows.push(row);
        }
        for sheet in &self.sheets {
            let mut row = words(&["sheet", &sheet.name, &sheet.title]);
            row.extend(sheet.charts.iter().map(|title| Entry::text(title)));
            rows.push(row);
        }
        for name in &self.names {
            rows.push(words(&["name", name]));
        }
        rows.extend(self.rules.iter().map(|(sheet, rule)| words(&["rule", sheet, rule])));
        rows.extend(self.orders.iter().map(|(list, order)| words(&["order", list, order])));
        for list in &self.plain_lists {
            let mut row = words(&["table", &list.name, &list.sheet]);
            row.extend(list.headings.iter().map(|heading| Entry::text(heading)));
            rows.push(row);
        }
        for (list, widths) in &self.widths {
            for (heading, width) in widths {
                let mut row = words(&["width", list, heading]);
                row.push(Entry::Number(*width));
                rows.push(row);
            }
        }
        for cell in &self.documents {
            let mut row = words(&["document", &cell.list, &cell.label]);
            row.extend([cell.said.clone(), cell.own.clone().unwrap_or_default()]);
            rows.push(row);
        }
        // Made side by side and gathered in their order.
        let lists = std::mem::take(&mut self.book.lists);
        let of_list = |list: List| {
            let mut rows = Vec::with_capacity(list.records.len() + 2);
            self.put_list(list, &mut rows);
            rows
        };
        let (of_lists, not_edited) = rayon::join(
            || -> Vec<Vec<HiddenRow>> { lists.into_par_iter().with_max_len(1).map(of_list).collect() },
            || written_cells::rows_of_lists(&self.lists),
        );
        rows.extend(of_lists.into_iter().flatten());
        for (word, cells) in [("decision", &self.decisions), ("shown", &self.shown)] {
            for (cell, entry) in cells {
                let mut row = words(&[word, &cell.list, &cell.key, &cell.heading]);
                row.push(entry.clone());
                rows.push(row);
            }
        }
        rows.extend(written_cells::rows(&self.cells));
        rows.extend(not_edited);
        for figure in &self.figures {
            let value = figure.value.map_or(Entry::Blank, Entry::Number);
            rows.push(vec![
                Entry::text("figure"),
                Entry::Date(figure.as_of),
                Entry::text(&figure.name),
                value,
            ]);
        }
        if self.changes_left_out > 0 {
            rows.push(vec![Entry::text("left out"), Entry::Number(self.changes_left_out as f64)]);
        }
        for change in &self.changes {
            let mut row = vec![Entry::text("change"), date(change.as_of)];
            row.extend(change.texts().map(Entry::text));
            rows.push(row);
        }
        rows
    }

    fn put_list(&self, list: List, rows: &mut Vec<HiddenRow>) {
        let headings = self.headings.get(&list.name).map(Vec::as_slice).unwrap_or_default();
        let mut row = words(&["list", &list.name, &list.sheet, &list.key_heading, list.owner.word()]);
        row.extend(headings.iter().map(|heading| Entry::text(heading)));
        rows.push(row);
        let mut row = words(&["columns", &list.name, "", "", ""]);
        row.extend(headings.iter().map(|heading| match list.column(heading) {
            None => Entry::Blank,
            Some(column) => {
                let field = list.columns.get(column).and_then(|column| column.field);
                Entry::text(field.map_or(EDIT, |field| field.name()))
            }
        }));
        rows.push(row);
        // There may be a million of them, which share what each of them begins with.
        let begin = words(&["record", &list.name]);
        let mut of_record = (list.name, String::new());
        for (key, record) in list.records {
            of_record.1 = key;
            let state = self.states.get(&of_record).map_or("", String::as_str);
            let mut row = Vec::with_capacity(record.entries.len() + 5);
            row.extend(begin.iter().cloned());
            row.extend([Entry::text(&of_record.1), Entry::shared(&record.source), Entry::text(state)]);
            row.extend(record.entries);
            while row.last().is_some_and(Entry::is_blank) {
                row.pop();
            }
            rows.push(row);
        }
    }

    /// What the hidden sheet of a workbook says; `None` where there is none, or in another version.
    pub fn read(workbook: &Workbook) -> Option<Self> {
        let numbered = workbook.sheets.iter().filter_map(|sheet| Some((hidden_sheet_number(sheet)?, sheet)));
        // People may have changed their order.
        let sheets: BTreeMap<usize, &Sheet> = numbered.collect();
        let first = sheets.get(&0)?.rows.first()?;
        if entry_of(first.cell(1)) != Entry::Number(VERSION) {
            return None;
        }
        // Without one of them, what was decided there would be lost in silence.
        let written = entry_of(first.cell(2));
        if !written.is_blank() && written != Entry::Number(sheets.len() as f64) {
            return None;
        }
        let mut last = LastRun::default();
        for row in sheets.into_values().flat_map(hidden_rows) {
            last.read_row(&row);
        }
        Some(last)
    }

    fn read_row(&mut self, row: &[Entry]) {
        let entry = |column: usize| row.get(column).cloned().unwrap_or_default();
        let text = |column: usize| row.get(column).map(Entry::to_string).unwrap_or_default();
        let date = |column: usize| match row.get(column) {
            Some(Entry::Date(date)) => Some(*date),
            _ => None,
        };
        let optional = |column: usize| Some(text(column)).filter(|text| !text.is_empty());
        match text(0).as_str() {
            "run" => {
                (self.as_of, self.organisation, self.scope) = (date(1), optional(2), optional(3));
            }
            "source" => {
                self.sources.push(SourceFile { path: text(1), link: optional(2), sha256: text(3) });
            }
            "sheet" => {
                let charts = row.iter().skip(3).map(Entry::to_string).collect();
                self.sheets.push(WrittenSheet { name: text(1), title: text(2), charts });
            }
            "table" => {
                let headings = row.iter().skip(3).map(Entry::to_string).collect();
                self.plain_lists.push(PlainList { name: text(1), sheet: text(2), headings });
            }
            "name" => {
                self.names.insert(text(1));
            }
            "rule" => {
                self.rules.insert((text(1), text(2)));
            }
            "order" => {
                self.orders.insert(text(1), text(2));
            }
            "width" => {
                if let Entry::Number(width) = entry(3) {
                    self.widths.entry(text(1)).or_default().insert(text(2), width);
                }
            }
            "document" => self.documents.push(DocumentCell {
                list: text(1),
                label: text(2),
                said: entry(3),
                own: Some(entry(4)).filter(|own| !own.is_blank()),
            }),
            "list" => {
                let headings = row.iter().skip(5).map(Entry::to_string).collect();
                self.headings.insert(text(1), headings);
                self.book.lists.push(List {
                    name: text(1),
                    sheet: text(2),
                    key_heading: text(3),
                    owner: Owner::of_word(&text(4)).unwrap_or(Owner::Sources),
                    columns: Vec::new(),
                    records: BTreeMap::new(),
                });
            }
            "columns" => {
                let headings = self.headings.get(&text(1)).cloned().unwrap_or_default();
                let marks = row.iter().skip(5).map(Entry::to_string);
                let columns = headings.into_iter().zip(marks).filter(|(_, mark)| !mark.is_empty());
                let columns = columns.map(|(heading, mark)| Column { heading, field: mark.parse().ok() });
                let columns: Vec<Column> = columns.collect();
                if let Some(list) = self.book.lists.last_mut() {
                    list.columns = columns;
                }
            }
            "record" => {
                let (list, key) = (text(1), text(2));
                if let Some(state) = optional(4) {
                    self.states.insert((list.clone(), key.clone()), state);
                }
                if let Some(list) = self.book.lists.last_mut().filter(|known| known.name == list) {
                    let mut entries: Vec<Entry> = row.iter().skip(5).cloned().collect();
                    entries.resize(list.columns.len(), Entry::Blank);
                    list.records.insert(key, Record { source: text(3).into(), entries });
                }
            }
            "decision" => {
                self.decisions.insert(CellKey::new(&text(1), &text(2), &text(3)), entry(4));
            }
            "shown" => {
                self.shown.insert(CellKey::new(&text(1), &text(2), &text(3)), entry(4));
            }
            "outside" => written_cells::read_row(&text(2), self.cells.entry(text(1)).or_default()),
            "not edited" => {
                let headings = row.iter().skip(2).map(Entry::to_string).collect();
                self.lists.entry(text(1)).or_default().headings = headings;
            }
            "edited on" => {
                let on = EditedOn { sheet: text(3), heading: text(4) };
                self.lists.entry(text(1)).or_default().edited_on.insert(text(2), on);
            }
            "one formula" => self.lists.entry(text(1)).or_default().read_formula(&text(2), &text(3)),
            "written" => self.lists.entry(text(1)).or_default().read_text(&text(2)),
            "figure" => {
                if let Some(as_of) = date(1) {
                    let value = if let Entry::Number(value) = entry(3) { Some(value) } else { None };
                    self.figures.push(Figure { as_of, name: text(2), value });
                }
            }
            "left out" => {
                if let Entry::Number(count) = entry(1) {
                    self.changes_left_out = count as usize;
                }
            }
            "change" => self.changes.push(LoggedChange::of_texts(date(1), |column| text(2 + column))),
            _ => {}
        }
    }

    /// What the last run wrote in a cell: a decision, what followed from one, or else what the sources said.
    pub fn written(&self, cell: &CellKey) -> Entry {
        let said = || self.book.entry(&cell.list, &cell.key, &cell.heading);
        let known = self.decisions.get(cell).or_else(|| self.shown.get(cell));
        known.or_else(said).cloned().unwrap_or_default()
    }
}

impl LoggedChange {
    fn texts(&self) -> [&str; 10] {
        [
            &self.list,
            &self.key,
            &self.heading,
            &self.before,
            &self.after,
            &self.by,
            &self.kind,
            &self.touches,
            &self.source,
            &self.name,
        ]
    }

    fn of_texts(as_of: Option<NaiveDate>, text: impl Fn(usize) -> String) -> Self {
        Self {
            as_of,
            list: text(0),
            key: text(1),
            heading: text(2),
            before: text(3),
            after: text(4),
            by: text(5),
            kind: text(6),
            touches: text(7),
            source: text(8),
            // Versions before this one wrote none.
            name: text(9),
        }
    }
}

/// The rows of a sheet, cell by cell from the first column on.
fn hidden_rows(sheet: &Sheet) -> impl Iterator<Item = HiddenRow> {
    sheet.rows.iter().map(|row| {
        let last = row.cells.last().map_or(0, |cell| cell.column + 1);
        (0..last).map(|column| entry_of(row.cell(column))).collect()
    })
}
