//! A workbook that annexa wrote, edited as a person edits it: read as plain cells, changed, and written by
//! a program that knows nothing of annexa.

#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use annexa::mapping::read_mapping;
use annexa::model::Entry;
use annexa::pipeline::{Engine, Input, Outcome, Request};
use annexa::read::{Limits, Visibility, Workbook, read_layout, read_workbook};
use annexa::record::{Additions, Previous, asked_of_sheets, entry_of, restore_missing_lists};
use annexa::report::{self, Contents};
use annexa::write::xlsx::write_workbook;
use chrono::NaiveDate;
use rust_xlsxwriter::Format;

/// The embedded knowledge, loaded once for all tests of a program.
pub fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| Engine::load().unwrap())
}

/// Registers in a folder, and the workbook that is made from them and refreshed.
pub struct Refreshed {
    folder: PathBuf,
    /// The assessment date of the next run.
    pub as_of: NaiveDate,
    /// How many assets the next run has room for on its sheet.
    pub most_assets: usize,
}

impl Refreshed {
    /// Registers as CSV files of some names and texts, without a run.
    pub fn new(folder: &Path, registers: &[(&str, &str)]) -> Self {
        std::fs::create_dir_all(folder.join("registers")).unwrap();
        let as_of = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        let new = Self { folder: folder.to_owned(), as_of, most_assets: report::MOST_RECORDS };
        for (name, text) in registers {
            new.register(name, text);
        }
        new
    }

    /// Writes a register, or writes it anew.
    pub fn register(&self, name: &str, text: &str) {
        std::fs::write(self.folder.join("registers").join(name), text).unwrap();
    }

    /// The workbook.
    pub fn workbook(&self) -> PathBuf {
        self.folder.join("assessment.xlsx")
    }

    /// Runs on all registers.
    pub fn run(&self) -> Outcome {
        self.run_on(&[""])
    }

    /// Runs on some of the registers.
    pub fn run_on(&self, names: &[&str]) -> Outcome {
        let paths: Vec<PathBuf> = names.iter().map(|name| self.folder.join("registers").join(name)).collect();
        let engine = engine();
        let input = Input::read_as_known(&paths, &Limits::default(), &BTreeMap::new());
        let mut request = Request::on(self.as_of);
        let mut existing = self.workbook().is_file().then(|| read(&self.workbook()));
        if let Some(existing) = &mut existing {
            restore_missing_lists(existing);
        }
        let previous = existing.as_ref().map(|existing| Previous::find(existing).unwrap());
        let mut outcome = match &previous {
            None => engine.assess_input(input, request),
            Some(previous) => {
                request.mapping = read_mapping(previous.workbook, &engine.declarations).unwrap_or_default();
                engine.assess_next(input, request, previous)
            }
        };
        if let Some((previous, history)) = previous.as_ref().zip(outcome.history.as_mut()) {
            let own = asked_of_sheets(previous, annexa::write::colours());
            let layout = read_layout(&self.workbook(), "assessment.xlsx", &Limits::default(), own).unwrap();
            history.additions = Additions::find(previous, &layout);
        }
        let contents = Contents {
            model: &outcome.model,
            assessment: &outcome.assessment,
            catalogue: &engine.catalogue,
            declarations: &engine.declarations,
            diagnostics: &outcome.diagnostics,
            most_assets: self.most_assets,
            assets_before: outcome.history.as_ref().and_then(|history| history.last.book.list("Assets")),
        };
        let workbook = report::build_next_workbook(&contents, outcome.history.as_ref());
        std::fs::write(self.workbook(), write_workbook(&workbook).unwrap()).unwrap();
        outcome
    }

    /// The workbook as it stands.
    pub fn sheets(&self) -> Edited {
        Edited::open(&self.workbook())
    }

    /// Edits the workbook.
    pub fn edit(&self, edit: impl FnOnce(&mut Edited)) {
        let mut edited = self.sheets();
        edit(&mut edited);
        edited.save(&self.workbook());
    }
}

fn read(path: &Path) -> Workbook {
    let (workbook, told) = read_workbook(path, "assessment.xlsx", &Limits::default());
    workbook.unwrap_or_else(|| panic!("{told:?}"))
}

/// The sheets of a workbook as grids of cells.
pub struct Edited {
    sheets: Vec<Grid>,
}

struct Grid {
    name: String,
    visibility: Visibility,
    rows: Vec<Vec<Entry>>,
}

/// The value of a formula that is saved without one.
const NO_VALUE: &str = "no value";

/// A workbook without the values that stand for none.
fn without_values(bytes: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        if name.starts_with("xl/worksheets/sheet") {
            let text = String::from_utf8(content).unwrap();
            content = text.replace(&format!("<v>{NO_VALUE}</v>"), "").into_bytes();
        }
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(&content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A text of a cell.
pub fn text(text: &str) -> Entry {
    Entry::text(text)
}

impl Edited {
    /// Reads a workbook.
    pub fn open(path: &Path) -> Self {
        let workbook = read(path);
        let sheets = workbook.sheets.iter().map(|sheet| {
            let mut rows: Vec<Vec<Entry>> = Vec::new();
            for row in &sheet.rows {
                rows.resize((row.number as usize).max(rows.len()), Vec::new());
                let last = row.cells.last().map_or(0, |cell| cell.column + 1);
                rows.push((0..last).map(|column| entry_of(row.cell(column))).collect());
            }
            let name = sheet.name.sheet.as_deref().unwrap_or_default().to_owned();
            Grid { name, visibility: sheet.visibility, rows }
        });
        Self { sheets: sheets.collect() }
    }

    fn rows(&mut self, sheet: &str) -> &mut Vec<Vec<Entry>> {
        let found = self.sheets.iter_mut().find(|grid| grid.name == sheet);
        &mut found.unwrap_or_else(|| panic!("no sheet {sheet}")).rows
    }

    /// The row of the headings above the row of a record, and its column of a heading.
    fn find(&mut self, sheet: &str, key: &str, heading: &str) -> Option<(usize, usize)> {
        let rows = self.rows(sheet);
        let is = |cell: &Entry, text: &str| cell.to_string() == text;
        for (header, cells) in rows.iter().enumerate() {
            let Some(column) = cells.iter().position(|cell| is(cell, heading)) else { continue };
            let below = (header + 1..rows.len())
                .take_while(|row| rows[*row].iter().any(|cell| !cell.is_blank()))
                .find(|row| rows[*row].iter().any(|cell| is(cell, key)));
            if let Some(row) = below {
                return Some((row, column));
            }
        }
        None
    }

    fn place(&mut self, sheet: &str, key: &str, heading: &str) -> (usize, usize) {
        self.find(sheet, key, heading).unwrap_or_else(|| panic!("{sheet}: no {heading} of {key}"))
    }

    /// The row of the headings of a sheet: the first that holds one.
    fn header(&mut self, sheet: &str, heading: &str) -> usize {
        let rows = self.rows(sheet);
        let found = rows.iter().position(|row| row.iter().any(|cell| cell.to_string() == heading));
        found.unwrap_or_else(|| panic!("{sheet} has no {heading}"))
    }

    /// The row of a record, counted from 0.
    #[allow(dead_code, reason = "not every test program needs it")]
    pub fn row_of(&mut self, sheet: &str, key: &str, heading: &str) -> usize {
        self.place(sheet, key, heading).0
    }

    /// The row of the headings above a record, counted from 0.
    #[allow(dead_code, reason = "not every test program needs it")]
    pub fn header_above(&mut self, sheet: &str, key: &str, heading: &str) -> usize {
        let (row, column) = self.place(sheet, key, heading);
        let rows = self.rows(sheet);
        let above = (0..row)
            .rev()
            .find(|above| rows[*above].get(column).is_some_and(|cell| cell.to_string() == heading));
        above.unwrap_or_else(|| panic!("{sheet} has no {heading}"))
    }

    /// The last column of the row of a record that holds anything, counted from 0.
    #[allow(dead_code, reason = "not every test program needs it")]
    pub fn last_column(&mut self, sheet: &str, key: &str, heading: &str) -> usize {
        let row = self.row_of(sheet, key, heading);
        self.rows(sheet)[row].iter().rposition(|cell| !cell.is_blank()).unwrap_or_default()
    }

    /// Whether a sheet has a record with a key.
    pub fn has(&mut self, sheet: &str, key: &str, heading: &str) -> bool {
        self.find(sheet, key, heading).is_some()
    }

    /// What a cell holds, by the key of its record and its heading.
    pub fn cell(&mut self, sheet: &str, key: &str, heading: &str) -> Entry {
        let (row, column) = self.place(sheet, key, heading);
        self.rows(sheet)[row].get(column).cloned().unwrap_or_default()
    }

    /// Writes a cell.
    pub fn set(&mut self, sheet: &str, key: &str, heading: &str, entry: Entry) -> &mut Self {
        let (row, column) = self.place(sheet, key, heading);
        let cells = &mut self.rows(sheet)[row];
        cells.resize(cells.len().max(column + 1), Entry::Blank);
        cells[column] = entry;
        self
    }

    /// Writes a row below all others, with some of its cells.
    pub fn append(&mut self, sheet: &str, cells: &[(&str, Entry)]) -> &mut Self {
        let header = self.header(sheet, cells[0].0);
        let rows = self.rows(sheet);
        let columns = rows[header].clone();
        let mut row = vec![Entry::Blank; columns.len()];
        for (heading, entry) in cells {
            let column = columns.iter().position(|cell| cell.to_string() == *heading);
            row[column.unwrap_or_else(|| panic!("{sheet} has no {heading}"))] = entry.clone();
        }
        // The one row of a list without records is blank, and is the first that a person writes into.
        let end = rows.iter().rposition(|row| row.iter().any(|cell| !cell.is_blank())).unwrap() + 1;
        rows.truncate(end);
        rows.push(row);
        self
    }

    /// Writes a row below all others, and leaves one free between.
    pub fn append_apart(&mut self, sheet: &str, cells: &[(&str, Entry)]) -> &mut Self {
        self.append(sheet, cells);
        let rows = self.rows(sheet);
        rows.insert(rows.len() - 1, Vec::new());
        self
    }

    /// Writes a cell of the last row.
    pub fn set_last(&mut self, sheet: &str, heading: &str, entry: Entry) -> &mut Self {
        let header = self.header(sheet, heading);
        let rows = self.rows(sheet);
        let column = rows[header].iter().position(|cell| cell.to_string() == heading).unwrap();
        rows.last_mut().unwrap()[column] = entry;
        self
    }

    /// Copies the row of a record below all others.
    pub fn copy(&mut self, sheet: &str, key: &str, heading: &str) -> &mut Self {
        let (row, _) = self.place(sheet, key, heading);
        let rows = self.rows(sheet);
        let copied = rows[row].clone();
        rows.push(copied);
        self
    }

    /// Deletes the row of a record.
    pub fn delete(&mut self, sheet: &str, key: &str, heading: &str) -> &mut Self {
        let (row, _) = self.place(sheet, key, heading);
        self.rows(sheet).remove(row);
        self
    }

    /// Turns the rows below the headings upside down.
    pub fn reverse(&mut self, sheet: &str, heading: &str) -> &mut Self {
        let header = self.header(sheet, heading);
        self.rows(sheet)[header + 1..].reverse();
        self
    }

    /// Inserts a column with a heading of its own in front of all others, and rows above the headings.
    pub fn push_aside(&mut self, sheet: &str) -> &mut Self {
        for row in self.rows(sheet).iter_mut() {
            row.insert(0, text("note of a person"));
        }
        for _ in 0..3 {
            self.rows(sheet).insert(0, vec![text("checked by a person")]);
        }
        self
    }

    /// Moves a column in front of all others.
    pub fn move_to_front(&mut self, sheet: &str, heading: &str) -> &mut Self {
        let header = self.header(sheet, heading);
        let rows = self.rows(sheet);
        let column = rows[header].iter().position(|cell| cell.to_string() == heading).unwrap();
        for row in rows.iter_mut().filter(|row| row.len() > column) {
            let cell = row.remove(column);
            row.insert(0, cell);
        }
        for row in rows.iter_mut().filter(|row| row.len() <= column) {
            row.insert(0, Entry::Blank);
        }
        self
    }

    /// Inserts a column of one's own to the left of another one: a heading, and a cell for each record by key.
    pub fn insert_column(
        &mut self,
        sheet: &str,
        before: &str,
        heading: &str,
        cells: &[(&str, Entry)],
    ) -> &mut Self {
        let header = self.header(sheet, before);
        let places: Vec<(usize, Entry)> =
            cells.iter().map(|(key, entry)| (self.place(sheet, key, before).0, entry.clone())).collect();
        let rows = self.rows(sheet);
        let column = rows[header].iter().position(|cell| cell.to_string() == before).unwrap();
        for row in rows.iter_mut().filter(|row| row.len() > column) {
            row.insert(column, Entry::Blank);
        }
        rows[header][column] = text(heading);
        for (row, entry) in places {
            rows[row][column] = entry;
        }
        self
    }

    /// Inserts a blank row, counted from 0.
    pub fn insert_row(&mut self, sheet: &str, row: usize) -> &mut Self {
        self.rows(sheet).insert(row, Vec::new());
        self
    }

    /// Writes the word above a column anew, as programs do that insert cells of a table alone.
    pub fn set_word_above(&mut self, sheet: &str, heading: &str, word: &str) -> &mut Self {
        let header = self.header(sheet, heading);
        let rows = self.rows(sheet);
        let column = rows[header].iter().position(|cell| cell.to_string() == heading).unwrap();
        let above = &mut rows[header - 1];
        above.resize(above.len().max(column + 1), Entry::Blank);
        above[column] = text(word);
        self
    }

    /// Writes a text into a cell, both counted from 0.
    pub fn put(&mut self, sheet: &str, row: usize, column: usize, words: &str) -> &mut Self {
        let rows = self.rows(sheet);
        rows.resize(rows.len().max(row + 1), Vec::new());
        let cells = &mut rows[row];
        cells.resize(cells.len().max(column + 1), Entry::Blank);
        cells[column] = text(words);
        self
    }

    /// Writes a cell, both counted from 0, whatever it holds then.
    #[allow(dead_code, reason = "not every test program needs it")]
    pub fn put_entry(&mut self, sheet: &str, row: usize, column: usize, entry: Entry) -> &mut Self {
        self.put(sheet, row, column, "");
        self.rows(sheet)[row][column] = entry;
        self
    }

    /// Writes a cell of the first row that holds a text anywhere.
    pub fn set_beside(&mut self, sheet: &str, words: &str, heading: &str, entry: Entry) -> &mut Self {
        let header = self.header(sheet, heading);
        let rows = self.rows(sheet);
        let column = rows[header].iter().position(|cell| cell.to_string() == heading).unwrap();
        let row = rows.iter().position(|row| row.iter().any(|cell| cell.to_string() == words)).unwrap();
        let cells = &mut rows[row];
        cells.resize(cells.len().max(column + 1), Entry::Blank);
        cells[column] = entry;
        self
    }

    /// The cell beside the first that holds a label.
    fn beside(&mut self, sheet: &str, label: &str) -> (usize, usize) {
        let rows = self.rows(sheet);
        let mut places = rows.iter().enumerate().filter_map(|(row, cells)| {
            Some((row, cells.iter().position(|cell| cell.to_string() == label)? + 1))
        });
        places.next().unwrap_or_else(|| panic!("{sheet}: no {label}"))
    }

    /// What stands beside a label.
    #[allow(dead_code, reason = "not every test program needs it")]
    pub fn right_of(&mut self, sheet: &str, label: &str) -> String {
        let (row, column) = self.beside(sheet, label);
        self.rows(sheet)[row].get(column).map(Entry::to_string).unwrap_or_default()
    }

    /// Writes the cell beside a label.
    #[allow(dead_code, reason = "not every test program needs it")]
    pub fn set_right_of(&mut self, sheet: &str, label: &str, words: &str) -> &mut Self {
        let (row, column) = self.beside(sheet, label);
        self.put(sheet, row, column, words)
    }

    /// Every text of a sheet.
    pub fn texts(&mut self, sheet: &str) -> Vec<String> {
        self.rows(sheet).iter().flatten().map(Entry::to_string).filter(|text| !text.is_empty()).collect()
    }

    /// Adds a sheet with rows of texts.
    pub fn add(&mut self, name: &str, rows: &[&[&str]]) -> &mut Self {
        let rows = rows.iter().map(|row| row.iter().map(|cell| text(cell)).collect()).collect();
        self.sheets.push(Grid { name: name.to_owned(), visibility: Visibility::Visible, rows });
        self
    }

    /// Deletes a column.
    pub fn delete_column(&mut self, sheet: &str, heading: &str) -> &mut Self {
        self.move_to_front(sheet, heading);
        for row in self.rows(sheet).iter_mut().filter(|row| !row.is_empty()) {
            row.remove(0);
        }
        self
    }

    /// Gives a column another heading.
    pub fn rename_heading(&mut self, sheet: &str, heading: &str, name: &str) -> &mut Self {
        let header = self.header(sheet, heading);
        let cells = &mut self.rows(sheet)[header];
        let column = cells.iter().position(|cell| cell.to_string() == heading).unwrap();
        cells[column] = text(name);
        self
    }

    /// Puts a text in place of another in every cell that holds it and nothing else.
    #[allow(dead_code, reason = "not every test program needs it")]
    pub fn replace_everywhere(&mut self, old: &str, new: &str) -> &mut Self {
        let cells = self.sheets.iter_mut().flat_map(|grid| &mut grid.rows).flatten();
        cells.filter(|cell| cell.to_string() == old).for_each(|cell| *cell = text(new));
        self
    }

    /// Gives a sheet another name.
    pub fn rename(&mut self, sheet: &str, name: &str) -> &mut Self {
        let mut found = self.sheets.iter_mut().filter(|grid| grid.name == sheet);
        found.next().unwrap().name = name.to_owned();
        self
    }

    /// Turns the order of the sheets round.
    pub fn reverse_sheets(&mut self) -> &mut Self {
        self.sheets.reverse();
        self
    }

    /// Shows every sheet that was hidden, as programs do that know no such thing.
    pub fn show_all(&mut self) -> &mut Self {
        self.sheets.iter_mut().for_each(|grid| grid.visibility = Visibility::Visible);
        self
    }

    /// Removes a sheet.
    pub fn remove(&mut self, sheet: &str) -> &mut Self {
        self.sheets.retain(|grid| grid.name != sheet);
        self
    }

    /// The texts of a column, from above.
    pub fn column(&mut self, sheet: &str, heading: &str) -> Vec<String> {
        let header = self.header(sheet, heading);
        let rows = self.rows(sheet);
        let column = rows[header].iter().position(|cell| cell.to_string() == heading).unwrap();
        let below = rows[header + 1..].iter();
        below.map(|row| row.get(column).map(Entry::to_string).unwrap_or_default()).collect()
    }

    /// Writes the workbook.
    pub fn save(&self, path: &Path) {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let date = Format::new().set_num_format("yyyy-mm-dd");
        for grid in &self.sheets {
            let sheet = workbook.add_worksheet().set_name(&grid.name).unwrap();
            if grid.visibility == Visibility::VeryHidden {
                sheet.set_very_hidden(true);
            }
            for (row, cells) in (0u32..).zip(&grid.rows) {
                for (column, entry) in (0u16..).zip(cells) {
                    match entry {
                        Entry::Blank => continue,
                        // A program that does not calculate saves a formula without its value.
                        Entry::Text(text) if text.starts_with('=') => {
                            let formula = rust_xlsxwriter::Formula::new(text).set_result(NO_VALUE);
                            sheet.write_formula(row, column, formula).unwrap()
                        }
                        Entry::Text(text) => sheet.write_string(row, column, text.as_str()).unwrap(),
                        Entry::Number(number) => sheet.write_number(row, column, *number).unwrap(),
                        Entry::Boolean(value) => sheet.write_boolean(row, column, *value).unwrap(),
                        Entry::Date(day) => sheet.write_with_format(row, column, day, &date).unwrap(),
                    };
                }
            }
        }
        let shown = self.sheets.iter().position(|grid| grid.visibility == Visibility::Visible);
        workbook.worksheets_mut()[shown.unwrap()].set_active(true);
        std::fs::write(path, without_values(&workbook.save_to_buffer().unwrap())).unwrap();
    }
}
