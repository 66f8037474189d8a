//! The sheets that hold one list each and look alike.
//!
//! ```text
//! A1  title
//! A2  one line that says what the list is
//! A3  date and state of the checks
//!     where the sheet is a document: its label and value lines
//!     who fills each column: edit, calculated, last run, judgement
//!     headings ┐
//!     data     ┘ one table without merged cells; the key column is the last
//! ```

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use chrono::NaiveDate;

pub use super::list_column::ListColumn;

use super::cell::{Cached, Cell, Form, Link, Style, Tone, Value};
use super::fit::{lines, lines_in_column, row_height};
use super::list_column::FILTER_BUTTON;
use super::names::KEY;
use super::row_mark::{ROW_MARK, row_mark};
use super::sheet::{
    Area, Beyond, ConditionalFormat, Kept, Rule, Sheet, TabRole, Table, TableColumn, Validation,
};
use crate::model::{Entry, KeptRow};
use crate::provenance::CellPlace;
use crate::read::HANDED_OVER;
use crate::record::names::SOURCE;
use crate::record::{EDITED_ON, EditedOn, List, Owner, STATES};

/// Characters of a label above a table that the first column has room for at most.
const LONGEST_LABEL: usize = 34;
/// Height of a line of a heading, in points.
const HEADING_LINE: f64 = 14.0;
/// Rows below the last record in which lists to choose from still work, for records that people add.
const ROOM_FOR_NEW_ROWS: u32 = 200;

/// Widths of columns that a page across holds in a legible size, in characters.
const PAGE_WIDTH: f64 = 225.0;
/// The least width of a column of running text, in characters.
const NARROWEST_TEXT: u16 = 16;

/// Most records that are written on a sheet, somewhat below the rows that a sheet has.
pub const MOST_RECORDS: usize = 1_000_000;

/// Most records of a list that is there to be looked up: beyond that a workbook opens slowly, and nobody
/// reads on.
pub const MOST_LOOKED_UP: usize = 100_000;

/// What a list is, or why it is empty.
pub fn explanation(says: &str, when_empty: &str, records: usize) -> String {
    if records == 0 { when_empty.to_owned() } else { says.to_owned() }
}

/// As [`explanation`], for a list of which at most [`MOST_LOOKED_UP`] records are shown.
pub fn explanation_looked_up(says: &str, when_empty: &str, records: usize) -> String {
    if records > MOST_LOOKED_UP {
        format!(
            "{says} Only the first {MOST_LOOKED_UP} of {records} are shown; the rest stands in the sources."
        )
    } else {
        explanation(says, when_empty, records)
    }
}

/// A sheet that holds one list.
#[derive(Clone, Debug)]
pub struct ListSheet {
    sheet: Sheet,
    title: String,
    table: String,
    document: Vec<Vec<Cell>>,
    columns: Vec<ListColumn>,
    rows: Vec<Vec<Cell>>,
    frozen_columns: u32,
    watched: bool,
    owner: Owner,
    most_records: usize,
    /// The keys of records that go before others where not all fit on the sheet.
    before: HashSet<String>,
}

impl ListSheet {
    /// A list without columns. `table` is the table's name in formulas, `explanation` the line in A2.
    pub fn new(name: &str, role: TabRole, table: &str, title: &str, explanation: &str) -> Self {
        Self {
            sheet: Sheet::new(name, role, explanation),
            title: title.to_owned(),
            table: table.to_owned(),
            document: Vec::new(),
            columns: Vec::new(),
            rows: Vec::new(),
            frozen_columns: 2,
            watched: false,
            owner: Owner::Sources,
            most_records: MOST_RECORDS,
            before: HashSet::new(),
        }
    }

    /// The columns, in their order; the key column is the last.
    #[must_use]
    pub fn columns(mut self, columns: Vec<ListColumn>) -> Self {
        self.columns = columns;
        self
    }

    /// A line of the document block above the table.
    #[must_use]
    pub fn document_line(mut self, label: &str, cell: Cell) -> Self {
        self.document.push(vec![Cell::text(label, Form::Label), cell]);
        self
    }

    /// A line of explanation above the table, for what does not fit the first.
    #[must_use]
    pub fn note(mut self, text: &str) -> Self {
        self.document.push(vec![Cell::text(text, Form::Explanation)]);
        self
    }

    /// A row of cells above the table.
    #[must_use]
    pub fn document_row(mut self, cells: Vec<Cell>) -> Self {
        self.document.push(cells);
        self
    }

    /// The row after the last one of the document block so far, counted from 0.
    pub fn document_end(&self) -> u32 {
        4 + u32::try_from(self.document.len()).unwrap_or_default()
    }

    /// How many columns stay in view; two where nothing is said.
    #[must_use]
    pub fn frozen_columns(mut self, columns: u32) -> Self {
        self.frozen_columns = columns;
        self
    }

    /// Gives each row a mark, by which Inputs notices what people change in it.
    #[must_use]
    pub fn watched(mut self) -> Self {
        self.watched = true;
        self
    }

    /// Whose the records are; the sources' where nothing is said.
    #[must_use]
    pub fn owned_by(mut self, owner: Owner) -> Self {
        self.owner = owner;
        self
    }

    /// How many records stand on the sheet at most, [`MOST_RECORDS`] where nothing is said; those of `before` go before
    /// others, and a list of more than so many is that of a sheet.
    #[must_use]
    pub fn holding_at_most(mut self, records: usize, before: Option<&List>) -> Self {
        self.most_records = records;
        self.before = before.into_iter().flat_map(|list| list.records.keys().cloned()).collect();
        self
    }

    /// Adds a record: one cell a column. A cell without a style takes its column's; in a calculated
    /// column the cell is the formula's value.
    pub fn push(&mut self, mut cells: Vec<Cell>) {
        // There may be a million rows, none of which grows any more.
        cells.shrink_to_fit();
        self.rows.push(cells);
    }

    /// Adds a row that stays as it was, by the headings of the columns.
    pub fn push_kept(&mut self, row: &KeptRow) {
        let cell = |column: &ListColumn| match row.cells.get(&column.heading) {
            Some(Entry::Date(date)) => Value::Date(*date).into(),
            Some(entry) => Value::entry(entry).into(),
            None => Cell::EMPTY,
        };
        self.rows.push(self.columns.iter().map(cell).collect());
    }

    /// The row of the headings, counted from 0.
    pub fn header_row(&self) -> u32 {
        let document = match self.document.len() {
            0 => 0,
            lines => u32::try_from(lines).unwrap_or_default() + 2,
        };
        4 + document
    }

    /// The row of a record, both counted from 0.
    pub fn data_row(&self, record: usize) -> u32 {
        self.header_row() + 1 + u32::try_from(record).unwrap_or_default()
    }

    /// The number of the column with a heading, counted from 0.
    pub fn column_number(&self, heading: &str) -> Option<u32> {
        (0u32..).zip(&self.columns).find(|(_, column)| column.heading == heading).map(|(number, _)| number)
    }

    /// The sheet. A list without records has one blank row, as a table must.
    pub fn build(mut self, as_of: NaiveDate) -> Sheet {
        if self.watched {
            self.mark_rows();
        }
        self.hand_over();
        self.fit_page();
        self.fit_labels();
        let header_row = self.header_row();
        if self.rows.is_empty() {
            self.rows.push(Vec::new());
        }
        let last_row = self.data_row(self.rows.len()) - 1;
        let last_column = u32::try_from(self.columns.len()).unwrap_or_default().saturating_sub(1);
        self.put_top(as_of);
        self.put_headings(header_row);
        self.put_rows(header_row + 1);
        self.put_rules(header_row + 1, last_row);
        let mut sheet = self.sheet;
        let columns: Vec<TableColumn> =
            self.columns.iter().map(|column| column.of_table(&self.table)).collect();
        let edited = self.columns.iter().any(|column| column.style.tone == Tone::Editable);
        let keyed = self.columns.last().is_some_and(|column| column.heading == KEY);
        let kept = (edited && keyed).then_some(Kept { key_column: last_column, owner: self.owner });
        sheet.tables.push(Table {
            name: self.table,
            area: Area::new(header_row, 0, last_row, last_column),
            columns,
            kept,
        });
        sheet.column_widths = self.columns.iter().map(ListColumn::fitting_width).collect();
        sheet.freeze = Some(CellPlace::new(header_row + 1, self.frozen_columns.min(last_column)));
        let last_printed =
            (0u32..).zip(&self.columns).filter(|(_, column)| column.printed).map(|(number, _)| number).last();
        sheet.print.area = Some(Area::new(0, 0, last_row, last_printed.unwrap_or(last_column)));
        sheet.print.repeated_rows = Some((header_row, header_row));
        sheet
    }

    /// Puts the column of marks before that of keys.
    fn mark_rows(&mut self) {
        let Some(at) = self.columns.len().checked_sub(1) else { return };
        self.columns.insert(at, ListColumn::new(ROW_MARK, 9, Form::Integer).last_run().screen_only());
        for row in &mut self.rows {
            let mark = match row.get(at).map(|cell| &cell.value) {
                Some(Value::Text(key)) => Value::Number(row_mark(key)),
                _ => Value::Blank,
            };
            if row.len() >= at {
                row.reserve_exact(1);
                row.insert(at, mark.into());
            }
        }
    }

    /// Takes the records off that the sheet has no room for, and says so.
    fn hand_over(&mut self) {
        let records = self.rows.len();
        if records <= self.most_records {
            return;
        }
        self.sheet.beyond = Beyond {
            headings: self.columns.iter().map(|column| column.heading.clone()).collect(),
            rows: self.take_beyond(),
        };
        self.sheet.explanation.push_str(&format!(
            " Only the first {} of {records} fit on the sheet; all of them stand in the file beside this workbook whose name \
             ends in {HANDED_OVER}{}.csv.",
            self.most_records, self.sheet.name
        ));
    }

    /// Takes off the last records that are more than the sheet holds, in their order; those that no source gives stay,
    /// for the next run knows them from the sheet alone, and those that stood there before as long as there are others,
    /// for what people wrote beside them stands nowhere else.
    fn take_beyond(&mut self) -> Vec<Vec<Cell>> {
        let source = self.columns.iter().position(|column| column.heading == SOURCE);
        let is_carried = |row: &Vec<Cell>| {
            let source = source.and_then(|column| row.get(column)).map(|cell| &cell.value);
            matches!(source, Some(Value::Text(text)) if STATES.iter().any(|state| text.ends_with(state)))
        };
        let key = self.columns.iter().position(|column| column.heading == KEY);
        let stood_there = |row: &Vec<Cell>| {
            let key = key.and_then(|column| row.get(column)).map(|cell| &cell.value);
            matches!(key, Some(Value::Text(key)) if self.before.contains(key.as_str()))
        };
        let more = self.rows.len().saturating_sub(self.most_records);
        let given = || self.rows.iter().enumerate().rev().filter(|(_, row)| !is_carried(row));
        let new = given().filter(|(_, row)| !stood_there(row));
        let known = given().filter(|(_, row)| stood_there(row));
        let taken: BTreeSet<usize> = new.chain(known).take(more).map(|(row, _)| row).collect();
        let (mut stay, mut beyond) = (Vec::with_capacity(self.most_records), Vec::with_capacity(more));
        for (row, cells) in std::mem::take(&mut self.rows).into_iter().enumerate() {
            if taken.contains(&row) { &mut beyond } else { &mut stay }.push(cells);
        }
        self.rows = stay;
        beyond
    }

    /// Narrows columns of running text so that the printed columns fit a page in a legible size.
    fn fit_page(&mut self) {
        let total: f64 =
            self.columns.iter().filter(|column| column.printed).map(ListColumn::fitting_width).sum();
        let narrows = |column: &ListColumn| {
            column.printed && column.style.form == Form::Wrapped && column.width > NARROWEST_TEXT
        };
        let text: f64 =
            self.columns.iter().filter(|column| narrows(column)).map(ListColumn::fitting_width).sum();
        if total <= PAGE_WIDTH || text <= 0.0 {
            return;
        }
        let share = ((PAGE_WIDTH - (total - text)) / text).clamp(0.0, 1.0);
        for column in self.columns.iter_mut().filter(|column| narrows(column)) {
            column.width = ((f64::from(column.width) * share) as u16).max(NARROWEST_TEXT);
        }
    }

    /// Widens the first column so that the labels above the table can be read whole.
    fn fit_labels(&mut self) {
        let labels = self.document.iter().filter_map(|line| match line.as_slice() {
            [Cell { value: Value::Text(label), .. }, _, ..] => Some(label.chars().count()),
            _ => None,
        });
        let longest = labels.max().unwrap_or_default().min(LONGEST_LABEL);
        if let Some(first) = self.columns.first_mut() {
            first.width = first.width.max(u16::try_from(longest + 1).unwrap_or_default());
        }
    }

    fn put_top(&mut self, as_of: NaiveDate) {
        put_title(&mut self.sheet, &self.title, as_of);
        let lines = std::mem::take(&mut self.document);
        for (row, cells) in (4u32..).zip(lines) {
            self.sheet.put_row(row, 0, cells);
        }
    }

    fn put_headings(&mut self, row: u32) {
        let mut most = 1;
        for (number, column) in (0u32..).zip(&self.columns) {
            let tone = column.style.tone;
            let heading = Cell::text(&column.heading, Style::new(Form::Heading, tone));
            let role = match &column.edited_on {
                None => Cell::text(role_word(tone), Style::new(Form::ColumnRole, tone)),
                Some(EditedOn { sheet, .. }) => {
                    let words = format!("{EDITED_ON}{sheet}");
                    let link = Link::Cell { sheet: sheet.clone(), place: CellPlace::new(0, 0) };
                    Cell::text(&words, Style::new(Form::ColumnRole, Tone::Editable)).leading_to(link)
                }
            };
            self.sheet.put(row - 1, number, role);
            self.sheet.put(row, number, heading);
            most = most.max(lines(&column.heading, column.fitting_width() - FILTER_BUTTON as f64));
        }
        self.sheet.row_heights.insert(row, HEADING_LINE * f64::from(most) + 6.0);
    }

    fn put_rows(&mut self, first_row: u32) {
        let rows = std::mem::take(&mut self.rows);
        let widths: Vec<f64> = self.columns.iter().map(ListColumn::fitting_width).collect();
        for (row, mut cells) in (first_row..).zip(rows) {
            let mut most = 1;
            cells.reserve_exact(self.columns.len().saturating_sub(cells.len()));
            cells.resize(self.columns.len(), Cell::EMPTY);
            for ((cell, column), width) in cells.iter_mut().zip(&self.columns).zip(&widths) {
                cell.style = cell.style.or(Some(column.style));
                if let Some(style) = &mut cell.style
                    && style.form == Form::Number
                    && has_many_decimals(&cell.value)
                {
                    style.form = Form::Decimal;
                }
                if let Some(expression) = &column.expression {
                    let value = std::mem::replace(&mut cell.value, Value::Blank);
                    cell.value = with_expression(expression, value);
                }
                most = most.max(lines_of(cell, *width));
            }
            self.sheet.put_row(row, 0, cells);
            if most > 1 {
                self.sheet.row_heights.insert(row, row_height(most));
            }
        }
    }

    fn put_rules(&mut self, first_row: u32, last_row: u32) {
        for (number, column) in (0u32..).zip(&self.columns) {
            if let Some(allowed) = &column.allowed {
                self.sheet.validations.push(Validation {
                    area: Area::new(first_row, number, last_row + ROOM_FOR_NEW_ROWS, number),
                    allowed: allowed.clone(),
                    message: if column.help.is_empty() { allowed.words() } else { column.help.clone() },
                });
            }
            let area = Area::new(first_row, number, last_row, number);
            for (word, mark) in &column.marks {
                let rule = Rule::Word(word.clone(), *mark);
                self.sheet.conditional_formats.push(ConditionalFormat { area, rule });
            }
            if column.bar {
                self.sheet.conditional_formats.push(ConditionalFormat { area, rule: Rule::Bar });
            }
        }
    }
}

/// Puts title, explanation and date into the first three rows, as on every sheet.
pub fn put_title(sheet: &mut Sheet, title: &str, as_of: NaiveDate) {
    let explanation = sheet.explanation.clone();
    sheet.put(0, 0, Cell::text(title, Form::Title));
    sheet.put(1, 0, Cell::text(explanation, Form::Explanation));
    sheet.put(2, 0, Cell::text(dated(as_of), Form::DatedLine));
    sheet.dated_line = Some(CellPlace::new(2, 0));
    sheet.row_heights.insert(0, 27.0);
    sheet.row_heights.insert(1, 16.0);
}

/// `As of 21 November 2026`.
pub fn dated(as_of: NaiveDate) -> String {
    format!("As of {}", as_of.format("%-d %B %Y"))
}

/// The word above a column that says who fills it.
pub fn role_word(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "",
        Tone::Editable => "edit",
        Tone::Derived => "calculated",
        Tone::LastRun => "last run",
        Tone::Judgement => "judgement",
    }
}

/// How much of a column's width the space before a text takes.
const INDENT: f64 = 1.5;

/// How many lines a cell takes in a column of so many characters.
fn lines_of(cell: &Cell, width: f64) -> u32 {
    let width = width - INDENT;
    let wraps = cell
        .style
        .is_some_and(|style| matches!(style.form, Form::Wrapped | Form::Word | Form::NotUnderstood));
    match &cell.value {
        Value::Text(text) if wraps => lines_in_column(text, width),
        Value::Formula(formula) if wraps => match &formula.cached {
            Cached::Text(text) => lines_in_column(text, width),
            _ => 1,
        },
        _ => 1,
    }
}

/// Whether a number has more than two decimals, so that all of them would be in the way.
fn has_many_decimals(value: &Value) -> bool {
    let number = match value {
        Value::Number(number) => *number,
        Value::Formula(formula) => match formula.cached {
            Cached::Number(number) => number,
            _ => return false,
        },
        _ => return false,
    };
    (number * 100.0 - (number * 100.0).round()).abs() > 1e-9
}

/// A calculated column's cell: its value becomes the formula's.
fn with_expression(expression: &Arc<str>, value: Value) -> Value {
    match value {
        Value::Number(number) => Value::formula(Arc::clone(expression), number),
        Value::Text(text) => Value::formula(Arc::clone(expression), text),
        Value::Blank => Value::formula(Arc::clone(expression), ""),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list() -> ListSheet {
        ListSheet::new("Things", TabRole::Work, "Things", "Things", "All things.").columns(vec![
            ListColumn::new("Name", 20, Form::Wrapped).editable(),
            ListColumn::new("State", 12, Form::Word)
                .editable()
                .words(&["Open", "Closed"])
                .help("how it stands"),
            ListColumn::new("Double", 8, Form::Decimal).calculated("2*Things[[#This Row],[Name]]"),
            ListColumn::new("Key", 10, Form::Identifier).screen_only(),
        ])
    }

    #[test]
    fn a_list_without_records_has_one_blank_row_and_its_formulas() {
        let sheet = list().build(NaiveDate::default());
        assert_eq!(sheet.tables[0].area, Area::new(4, 0, 5, 3));
        assert_eq!(
            sheet.cell(CellPlace::new(5, 2)).unwrap().value,
            Value::formula("2*Things[[#This Row],[Name]]", "")
        );
    }

    #[test]
    fn a_list_that_is_too_long_says_how_much_of_it_is_shown() {
        let says = |records| explanation_looked_up("All things.", "Nothing.", records);
        assert_eq!(says(0), "Nothing.");
        assert_eq!(says(100_000), "All things.");
        assert_eq!(
            says(100_001),
            "All things. Only the first 100000 of 100001 are shown; the rest stands in the sources."
        );
    }

    #[test]
    fn records_that_a_sheet_has_no_room_for_are_set_aside_and_what_people_added_stays() {
        let columns = [SOURCE, "Key"].map(|heading| ListColumn::new(heading, 9, Form::Text));
        let mut list = ListSheet::new("Things", TabRole::Work, "Things", "Things", "All things.")
            .columns(columns.to_vec())
            .holding_at_most(2, None);
        for (source, key) in
            [("a.csv row 2", "1"), ("a.csv row 3", "2"), (STATES[0], "3"), ("a.csv row 4", "4")]
        {
            list.push(vec![Value::text(source).into(), Value::text(key).into()]);
        }
        let sheet = list.build(NaiveDate::default());
        let keys = |rows: &[Vec<Cell>]| rows.iter().map(|row| row[1].value.clone()).collect::<Vec<_>>();
        assert_eq!(keys(&sheet.beyond.rows), [Value::text("2"), Value::text("4")]);
        assert_eq!(sheet.beyond.headings, [SOURCE, "Key"]);
        assert_eq!(sheet.tables[0].area, Area::new(4, 0, 6, 1));
        let on_sheet = [5, 6].map(|row| sheet.cell(CellPlace::new(row, 1)).unwrap().value.clone());
        assert_eq!(on_sheet, [Value::text("1"), Value::text("3")]);
        let Value::Text(says) = &sheet.cell(CellPlace::new(1, 0)).unwrap().value else { unreachable!() };
        assert!(says.starts_with("All things. Only the first 2 of 4 fit"), "{says}");
        assert!(says.ends_with("whose name ends in .annexa-Things.csv."), "{says}");
    }

    #[test]
    fn records_that_stood_on_the_sheet_before_stay_there_as_long_as_there_are_others() {
        let build = |before: &[&str]| {
            let records = before.iter().map(|key| ((*key).to_owned(), crate::record::Record::default()));
            let before = List {
                name: "Things".to_owned(),
                sheet: "Things".to_owned(),
                key_heading: "Key".to_owned(),
                owner: Owner::Sources,
                columns: Vec::new(),
                records: records.collect(),
            };
            let mut list = ListSheet::new("Things", TabRole::Work, "Things", "Things", "All things.")
                .columns(vec![ListColumn::new("Key", 9, Form::Text)])
                .holding_at_most(2, Some(&before));
            for key in ["1", "2", "3", "4"] {
                list.push(vec![Value::text(key).into()]);
            }
            let sheet = list.build(NaiveDate::default());
            [5, 6].map(|row| sheet.cell(CellPlace::new(row, 0)).unwrap().value.clone())
        };
        assert_eq!(build(&[]), ["1", "2"].map(Value::text));
        assert_eq!(build(&["4"]), ["1", "4"].map(Value::text));
        assert_eq!(build(&["3", "4", "gone"]), ["3", "4"].map(Value::text));
        assert_eq!(build(&["2", "3", "4"]), ["2", "3"].map(Value::text));
    }

    #[test]
    fn the_document_block_moves_the_table_down() {
        let list = list().document_line("Version", Cell::EMPTY).document_line("Date", Cell::EMPTY);
        assert_eq!(list.header_row(), 8);
        assert_eq!(list.build(NaiveDate::default()).freeze, Some(CellPlace::new(9, 2)));
    }

    #[test]
    fn a_number_with_many_decimals_shows_two_and_keeps_its_value() {
        let mut list = ListSheet::new("Things", TabRole::Work, "Things", "Things", "All things.")
            .columns(vec![ListColumn::new("Level", 9, Form::Number)]);
        for level in [4.0, 3.67, 11.0 / 3.0] {
            list.push(vec![Value::number(level).into()]);
        }
        let sheet = list.build(NaiveDate::default());
        let cell = |row| sheet.cell(CellPlace::new(row, 0)).unwrap();
        let forms = [5, 6, 7].map(|row| cell(row).style.unwrap().form);
        assert_eq!(forms, [Form::Number, Form::Number, Form::Decimal]);
        assert_eq!(cell(7).value, Value::Number(11.0 / 3.0));
    }

    #[test]
    fn trailing_columns_for_the_screen_are_not_printed() {
        let sheet = list().build(NaiveDate::default());
        assert_eq!(sheet.print.area, Some(Area::new(0, 0, 5, 2)));
    }
}
