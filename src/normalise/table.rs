//! One recognised table, read record by record: texts, typed values, lists.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::faults::Faults;
use super::values::{InWords, ValueTally};
use crate::declaration::Field;
use crate::diagnostic::codes::normalise::{AMBIGUOUS_DATE, SEVERAL_VALUES, UNRECOGNISED_VALUE};
use crate::diagnostic::{CodeRef, Diagnostic};
use crate::mapping::Meaning;
use crate::model::YesNo;
use crate::provenance::{Location, Reading, Traced};
use crate::read::{Cell, NumberForm, Sheet, Value, Workbook};
use crate::recognise::value::{
    Boxes, DateColumn, DayOrder, Understood, content, meaning_of, order_of_heading, read_yes_no,
};
use crate::recognise::{MappedColumn, RecognisedTable, RecordRows, ValueWords, fold};

/// Fields below this confidence are not used.
const LEAST_CONFIDENCE: f64 = 0.5;

/// A table with what its columns showed when they were looked at as a whole.
pub(super) struct TableReader<'a> {
    pub(super) workbook: &'a Workbook,
    pub(super) sheet: &'a Sheet,
    pub(super) table: &'a RecognisedTable,
    pub(super) words: &'a ValueWords,
    /// The assessment date: what lies after it has not come yet.
    pub(super) as_of: NaiveDate,
    columns: BTreeMap<Field, Vec<&'a MappedColumn>>,
    /// All tables of the workbook, whose dates may show the order of day and month.
    others: &'a [RecognisedTable],
    dates: BTreeMap<u32, DateColumn>,
    boxes: BTreeMap<Field, Boxes>,
    pub(super) faults: Faults,
    /// The values of coded columns.
    pub(super) values: ValueTally,
}

/// What a coded field should hold, for a message.
pub(super) struct Expected<'e> {
    /// The record, as a person would call it.
    pub(super) subject: &'e str,
    /// The words that are understood.
    pub(super) words: &'e str,
}

impl<'a> TableReader<'a> {
    pub(super) fn new(
        workbook: &'a Workbook,
        sheet: &'a Sheet,
        table: &'a RecognisedTable,
        others: &'a [RecognisedTable],
        words: &'a ValueWords,
        as_of: NaiveDate,
    ) -> Self {
        let mut columns: BTreeMap<Field, Vec<&MappedColumn>> = BTreeMap::new();
        for column in table.columns.iter().filter(|column| column.confidence >= LEAST_CONFIDENCE) {
            columns.entry(column.field).or_default().push(column);
        }
        Self {
            workbook,
            sheet,
            table,
            words,
            as_of,
            columns,
            others,
            dates: BTreeMap::new(),
            boxes: BTreeMap::new(),
            faults: Faults::default(),
            values: ValueTally::default(),
        }
    }

    /// Whether the file holds no other register, so that its name speaks of this one.
    pub(super) fn is_only_table(&self) -> bool {
        self.others.len() == 1
    }

    /// The other tables of the file.
    pub(super) fn other_tables(&self) -> impl Iterator<Item = TableReader<'a>> {
        let others = self.others.iter().filter(|other| !std::ptr::eq(*other, self.table));
        others.filter_map(|other| {
            let sheet = self.workbook.sheets.get(other.sheet)?;
            Some(Self::new(self.workbook, sheet, other, self.others, self.words, self.as_of))
        })
    }

    pub(super) fn records(&self) -> &'a [RecordRows] {
        &self.table.records
    }

    /// The columns of a field, in the table's order.
    pub(super) fn columns(&self, field: Field) -> &[&'a MappedColumn] {
        self.columns.get(&field).map(Vec::as_slice).unwrap_or_default()
    }

    /// The heading of a field's first column.
    pub(super) fn heading(&self, field: Field) -> &'a str {
        self.columns(field).first().map(|column| column.heading.as_str()).unwrap_or_default()
    }

    pub(super) fn location(&self, row: u32, column: u32) -> Location {
        Location::cell(&self.sheet.name, row, column)
    }

    pub(super) fn row_location(&self, row: u32) -> Location {
        Location::row(&self.sheet.name, row)
    }

    /// The meaning that a person chose for a cell.
    pub(super) fn chosen_meaning(&self, column: u32, cell: &Cell) -> Option<&'a Meaning> {
        if self.table.meanings.is_empty() {
            return None;
        }
        self.table.chosen_meaning(column, &content(Some(cell))?)
    }

    /// All cells of a field in the records of the table, blank ones left out; a cell for which a person
    /// chose a meaning is one that says it.
    pub(super) fn column_cells(&self, field: Field) -> Vec<&'a Cell> {
        let cells = self.cells_of_column(field);
        cells
            .into_iter()
            .map(|(column, cell)| self.chosen_meaning(column, cell).map_or(cell, |meaning| &meaning.cell))
            .collect()
    }

    /// All cells of a field in the records of the table, blank ones left out, but for those for which
    /// a person chose a meaning.
    pub(super) fn cells_not_chosen(&self, field: Field) -> Vec<&'a Cell> {
        let cells = self.cells_of_column(field).into_iter();
        cells
            .filter(|(column, cell)| self.chosen_meaning(*column, cell).is_none())
            .map(|(_, cell)| cell)
            .collect()
    }

    fn cells_of_column(&self, field: Field) -> Vec<(u32, &'a Cell)> {
        let columns = self.columns(field);
        self.table
            .records
            .iter()
            .flat_map(|record| std::iter::once(&record.row).chain(&record.continued))
            .flat_map(|row| columns.iter().filter_map(|column| self.table.cell(self.sheet, *row, column)))
            .map(|(cell, (_, column))| (column, cell))
            .collect()
    }

    /// The cells of a field in one record that are not blank: its columns, row by row.
    pub(super) fn cells(&self, record: &RecordRows, field: Field) -> Vec<(&'a Cell, Location)> {
        let mut cells = Vec::new();
        for column in self.columns(field) {
            for row in std::iter::once(&record.row).chain(&record.continued) {
                let found = self.table.cell(self.sheet, *row, column);
                if let Some((cell, (row, column))) = found.filter(|(cell, _)| content(Some(cell)).is_some()) {
                    cells.push((cell, self.location(row, column)));
                }
            }
        }
        cells
    }

    pub(super) fn cell(&self, record: &RecordRows, field: Field) -> Option<(&'a Cell, Location)> {
        self.cells(record, field).into_iter().next()
    }

    /// The text of a field: several columns joined by semicolons, continued rows by line breaks.
    pub(super) fn text(&self, record: &RecordRows, field: Field) -> Option<Traced<String>> {
        let mut text = String::new();
        let mut first = None;
        let mut column = None;
        for (cell, location) in self.cells(record, field) {
            if matches!(cell.value, Value::Error(_)) {
                continue;
            }
            let Some(part) = content(Some(cell)) else { continue };
            if !text.is_empty() {
                text.push_str(if column == location.column { "\n" } else { "; " });
            }
            text.push_str(&part);
            column = location.column;
            first.get_or_insert(location);
        }
        first.map(|location| Traced::new(text, location))
    }

    /// A list in a field: its parts between semicolons, commas and line breaks, each once.
    pub(super) fn list(&self, record: &RecordRows, field: Field) -> Vec<Traced<String>> {
        let mut list: Vec<Traced<String>> = Vec::new();
        for (cell, location) in self.cells(record, field) {
            let Some(text) = content(Some(cell)) else { continue };
            for part in text.split([';', ',', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
                if list.iter().all(|known| known.value != part) {
                    list.push(Traced::new(part.to_owned(), location.clone()));
                }
            }
        }
        list
    }

    /// A coded field: blank is `None`, what is not understood is a reading without a value and, unless
    /// the cell says that it is not known, a diagnostic.
    ///
    /// What a person chose for the value stands above what is read.
    pub(super) fn coded<T: InWords>(
        &mut self,
        record: &RecordRows,
        field: Field,
        expected: &Expected<'_>,
        read: impl Fn(&ValueWords, &Cell) -> Understood<T>,
    ) -> Option<Reading<T>> {
        let (cell, location) = self.cell(record, field)?;
        let joined = self.joined_over_rows(record, field, &location);
        let cell = joined.as_ref().unwrap_or(cell);
        let text = content(Some(cell))?.into_owned();
        let own = read(self.words, cell);
        // Two values that can be read are two; "not" above "implemented" is one.
        let readable = || {
            let cells = self.cells(record, field).into_iter();
            let read = |cell: &Cell| !matches!(read(self.words, cell), Understood::Unreadable);
            cells.filter(|(cell, place)| place.column == location.column && read(cell)).count()
        };
        if joined.is_some() && (matches!(own, Understood::Unreadable) || readable() > 1) {
            self.report_several_values(record, field, expected);
            return Some(Reading::not_understood(text, location));
        }
        let column = location.column.unwrap_or_default();
        let chosen = self.chosen_meaning(column, cell);
        self.values.count(column, field, &text, &own, chosen.map(|meaning| meaning.words));
        match chosen.map_or(own, |meaning| read(self.words, &meaning.cell)) {
            Understood::Blank => None,
            Understood::Is(value) => Some(Reading::understood(text, value, location)),
            Understood::SaidUnknown => Some(Reading::not_understood(text, location)),
            // An error value is told once for its column.
            Understood::Unreadable if matches!(cell.value, Value::Error(_)) => {
                Some(Reading::not_understood(text, location))
            }
            Understood::Unreadable => {
                let diagnostic = Diagnostic::at(&UNRECOGNISED_VALUE, location.clone())
                    .read(text.clone())
                    .expected(expected.words)
                    .fact("field", field_words(field))
                    .fact("zero", if is_date(field) { "" } else { ", not counted as 0" })
                    .fact("mend", mend(field))
                    .fact("subject", expected.subject);
                self.faults.add("", diagnostic);
                Some(Reading::not_understood(text, location))
            }
        }
    }

    /// The cells of one column in a record of several rows as one text, where they say different things:
    /// a text that was broken over rows, or several values.
    fn joined_over_rows(&self, record: &RecordRows, field: Field, first: &Location) -> Option<Cell> {
        if record.continued.is_empty() {
            return None;
        }
        let cells = self.cells(record, field).into_iter();
        let texts: Vec<String> = cells
            .filter(|(_, location)| location.column == first.column)
            .filter_map(|(cell, _)| Some(content(Some(cell))?.into_owned()))
            .collect();
        let differ =
            texts.iter().skip(1).any(|text| texts.first().is_some_and(|first| fold(first) != fold(text)));
        let column = first.column.unwrap_or_default();
        differ.then(|| Cell::new(column, Value::Text(texts.join(" ").into()), NumberForm::General))
    }

    /// Tells each of the values that a record of several rows gives a field.
    fn report_several_values(&mut self, record: &RecordRows, field: Field, expected: &Expected<'_>) {
        for (cell, location) in self.cells(record, field) {
            let diagnostic = Diagnostic::at(&SEVERAL_VALUES, location)
                .read(content(Some(cell)).unwrap_or_default())
                .expected(expected.words)
                .fact("field", field_words(field))
                .fact("zero", if is_date(field) { "" } else { ", not counted as 0" })
                .fact("record", expected.subject);
            self.faults.add(expected.subject, diagnostic);
        }
    }

    /// The columns that are used, in the order of the table.
    pub(super) fn used_columns(&self) -> impl Iterator<Item = &'a MappedColumn> + use<'a> {
        self.table.columns.iter().filter(|column| column.confidence >= LEAST_CONFIDENCE)
    }

    /// A field of words from a family of value words.
    pub(super) fn word<T: InWords>(
        &mut self,
        record: &RecordRows,
        field: Field,
        family: &str,
        expected: &Expected<'_>,
        value: impl Fn(&str) -> Option<T>,
    ) -> Option<Reading<T>> {
        self.coded(record, field, expected, |words, cell| match meaning_of(words, family, Some(cell)) {
            Understood::Is(meaning) => value(&meaning).map_or(Understood::Unreadable, Understood::Is),
            Understood::Blank => Understood::Blank,
            Understood::SaidUnknown => Understood::SaidUnknown,
            Understood::Unreadable => Understood::Unreadable,
        })
    }

    /// What the boxes in the column of a field stand for.
    pub(super) fn boxes(&mut self, field: Field) -> Boxes {
        if let Some(known) = self.boxes.get(&field) {
            return *known;
        }
        let boxes = Boxes::new(self.column_cells(field).into_iter()).under(self.heading(field));
        self.boxes.insert(field, boxes);
        boxes
    }

    /// Yes, no, or said to be unknown.
    pub(super) fn yes_no(
        &mut self,
        record: &RecordRows,
        field: Field,
        subject: &str,
    ) -> Option<Reading<YesNo>> {
        let expected = Expected { subject, words: "Yes or No" };
        let boxes = self.boxes(field);
        let read = |words: &ValueWords, cell: &Cell| read_yes_no(words, "yes-no", boxes, Some(cell));
        self.coded(record, field, &expected, |words, cell| match read(words, cell) {
            Understood::Is(true) => Understood::Is(YesNo::Yes),
            Understood::Is(false) => Understood::Is(YesNo::No),
            Understood::SaidUnknown => Understood::Is(YesNo::Unknown),
            Understood::Blank => Understood::Blank,
            Understood::Unreadable => Understood::Unreadable,
        })
    }

    /// A date; the order of day and month comes from the column, or else from the other date columns
    /// of the table where they agree.
    pub(super) fn date(
        &mut self,
        record: &RecordRows,
        field: Field,
        subject: &str,
    ) -> Option<Reading<NaiveDate>> {
        let (cell, location) = self.cell(record, field)?;
        let column = self.date_column(location.column?);
        match column.read(self.words, Some(cell)) {
            Ok(understood) => {
                let expected =
                    Expected { subject, words: "a date such as 2026-03-31, or a month or quarter" };
                self.coded(record, field, &expected, |_, _| understood.clone())
            }
            Err((first, second)) => {
                let text = content(Some(cell))?.into_owned();
                let diagnostic = Diagnostic::at(&AMBIGUOUS_DATE, location.clone())
                    .read(text.clone())
                    .expected("a date such as 2026-03-31")
                    .fact("field", field_words(field))
                    .fact("first", first.to_string())
                    .fact("second", second.to_string())
                    .fact("subject", subject);
                self.faults.add("", diagnostic);
                Some(Reading::not_understood(text, location))
            }
        }
    }

    fn date_column(&mut self, wanted: u32) -> DateColumn {
        if self.dates.is_empty() {
            let mut cells: BTreeMap<u32, Vec<&Cell>> = BTreeMap::new();
            for column in self.columns.iter().filter(|(field, _)| is_date(**field)).flat_map(|(_, all)| all) {
                cells.entry(column.column).or_default().extend(first_cells(self.table, self.sheet, column));
            }
            let dates: BTreeMap<u32, DateColumn> = cells
                .into_iter()
                .map(|(number, cells)| (number, DateColumn::new(cells.into_iter())))
                .collect();
            let mut orders = dates.values().filter_map(|column| column.order);
            let agreed = match orders.next() {
                Some(first) => orders.all(|other| other == first).then_some(first),
                None => self.order_around(),
            };
            self.dates =
                dates.into_iter().map(|(number, column)| (number, column.or_order(agreed))).collect();
        }
        self.dates.get(&wanted).copied().unwrap_or_default()
    }

    /// The order of day and month that the language of the headings shows, or else the dates of the
    /// workbook's other tables where they agree.
    fn order_around(&self) -> Option<DayOrder> {
        let dates = |field: &Field| is_date(*field);
        let headings = self.columns.iter().filter(|(field, _)| dates(field)).flat_map(|(_, columns)| columns);
        if let Some(order) = headings.into_iter().find_map(|column| order_of_heading(&column.heading)) {
            return Some(order);
        }
        let columns =
            self.others.iter().filter_map(|table| Some((table, self.workbook.sheets.get(table.sheet)?)));
        let mut orders = columns.flat_map(|(table, sheet)| {
            table.columns.iter().filter(|column| is_date(column.field)).filter_map(move |column| {
                DateColumn::new(first_cells(table, sheet, column).into_iter()).order
            })
        });
        let first = orders.next()?;
        orders.all(|other| other == first).then_some(first)
    }

    /// Notes a fault of a row.
    pub(super) fn report_row(&mut self, code: CodeRef, row: u32) {
        let diagnostic = Diagnostic::at(code, self.row_location(row));
        self.faults.add("", diagnostic);
    }
}

/// The first cell of a column in each record.
fn first_cells<'a>(table: &RecognisedTable, sheet: &'a Sheet, column: &MappedColumn) -> Vec<&'a Cell> {
    let first = |record: &RecordRows| {
        let mut rows = std::iter::once(record.row).chain(record.continued.iter().copied());
        let row = if column.rows.is_some() { rows.find(|row| column.is_in_row(*row))? } else { record.row };
        sheet.cell(row, column.column)
    };
    table.records.iter().filter_map(first).collect()
}

/// The field as a message names it: `residual likelihood`.
pub(super) fn field_words(field: Field) -> String {
    field.name().rsplit('.').next().unwrap_or_default().replace('_', " ")
}

/// How a cell of the field that is not understood can be mended.
fn mend(field: Field) -> &'static str {
    if is_date(field) {
        "write it as 2026-03-31, or format the cell as a date"
    } else if is_rated(field) {
        "write one of the expected levels"
    } else {
        "use one of the expected words"
    }
}

fn is_rated(field: Field) -> bool {
    matches!(
        field,
        Field::RiskLikelihood
            | Field::RiskImpact
            | Field::RiskResidualLikelihood
            | Field::RiskResidualImpact
            | Field::AssetCriticality
            | Field::AssetConfidentiality
            | Field::AssetIntegrity
            | Field::AssetAvailability
            | Field::ControlMaturity
            | Field::ControlTarget
    )
}

fn is_date(field: Field) -> bool {
    matches!(
        field,
        Field::RiskDue
            | Field::RiskAcceptedOn
            | Field::AiReviewDue
            | Field::ControlEvidenceDate
            | Field::ControlDue
            | Field::ControlReviewed
            | Field::FindingDue
            | Field::FindingDate
            | Field::SupplierLastReview
    )
}
