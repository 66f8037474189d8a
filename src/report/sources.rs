//! Sources: what was read, table by table, what it was taken for, and where a person overrules that.

use chrono::NaiveDate;

use super::cell::{Cell, Link, Value};
use super::list_sheet::{ListSheet, explanation};
use super::mapping_list::{HOW_TO_USE, arranged, columns};
use super::sheet::{Mark, Sheet, TabRole};
use super::short_key::short_key;
use crate::declaration::{Declarations, ListField, MappingList};
use crate::model::{LayoutWords, LeftAlone, RowFate, Source, SourceTable, TableOverrule};
use crate::provenance::SheetName;
use crate::record::Owner;

/// The table's name, which is the sheet's as well.
pub const SOURCES_TABLE: &str = "Sources";

/// The heading of the register's name.
pub const REGISTER: &str = "Register";
/// The heading of the rows that hold anything.
pub const ROWS_READ: &str = "Rows read";
/// The heading of the rows that became records.
pub const RECORDS: &str = "Records";
/// The heading of the rows that look like records and could not be used.
pub const REJECTED: &str = "Rejected";
/// The heading of the rows that are no records.
pub const SKIPPED: &str = "Skipped";

/// Most rows without a record that are named in one cell.
const ROWS_NAMED: usize = 100;

const LEFT: &str = "Left alone";
const NOTHING: &str = "Nothing found";

/// What a row of Sources is about.
#[derive(Clone, Copy, Debug)]
pub enum SourceRow<'a> {
    /// A table that was taken for a register.
    Table(&'a SourceTable),
    /// What was left alone.
    LeftAlone(&'a LeftAlone),
    /// A file in which nothing was found.
    Nothing,
}

/// The rows of Sources with their numbers, by which Columns and Values name them.
pub fn numbered(sources: &[Source]) -> impl Iterator<Item = (usize, &Source, SourceRow<'_>)> {
    let rows = sources.iter().flat_map(|source| {
        let tables = source.tables.iter().map(SourceRow::Table);
        let mut rows: Vec<SourceRow<'_>> =
            tables.chain(source.left_alone.iter().map(SourceRow::LeftAlone)).collect();
        if rows.is_empty() {
            rows.push(SourceRow::Nothing);
        }
        rows.into_iter().map(move |row| (source, row))
    });
    (1..).zip(rows).map(|(number, (source, row))| (number, source, row))
}

/// The register of a row as a person chose it, or else as annexa takes it by itself.
pub fn register_words(row: SourceRow<'_>) -> &'static str {
    let (overrule, taken_for) = match row {
        SourceRow::Table(table) => (table.overrule.as_ref(), Some(table.register)),
        SourceRow::LeftAlone(left) => (left.overrule.as_ref(), None),
        SourceRow::Nothing => return NOTHING,
    };
    let taken_for = overrule.map_or(taken_for, |overrule| overrule.taken_for);
    let chosen = overrule.and_then(|overrule| overrule.register);
    chosen.unwrap_or_else(|| taken_for.map_or(LEFT, |register| register.words()))
}

/// Builds the sheet of sources.
pub fn build_sources(sources: &[Source], declarations: &Declarations, as_of: NaiveDate) -> Sheet {
    let says = explanation(
        "One row for each table that was read, and for what was left alone with the reason. Rows read = records + rejected + skipped.",
        "No file was read.",
        sources.len(),
    );
    let list = MappingList::Sources;
    let columns = columns(declarations, list, |field, column| match field {
        ListField::TakenFor => column.mark(LEFT, Mark::Quiet).mark(NOTHING, Mark::Caution),
        _ => column,
    });
    let mut sheet = ListSheet::new(list.name(), TabRole::Proof, SOURCES_TABLE, list.name(), &says)
        .note(HOW_TO_USE)
        .owned_by(Owner::Workbook)
        .columns(columns)
        .frozen_columns(3);
    let mut linked = None;
    for (number, source, row) in numbered(sources) {
        let first = linked.replace(&source.path) != Some(&source.path);
        let mut cells = cells(source, row);
        cells.push((ListField::Table, Value::count(number).into()));
        cells.push((ListField::File, file_cell(source, first)));
        cells.push((ListField::FileSize, Value::number(source.bytes as f64).into()));
        cells.push((ListField::Sha256, Value::text(&source.sha256).into()));
        sheet.push(arranged(declarations, list, cells));
    }
    sheet.build(as_of)
}

/// The file; the first row of a file leads to it.
fn file_cell(source: &Source, first: bool) -> Cell {
    let cell = Cell::from(Value::text(&source.path));
    match &source.link {
        Some(link) if first => cell.leading_to(Link::File(link.clone())),
        _ => cell,
    }
}

fn cells(source: &Source, row: SourceRow<'_>) -> Vec<(ListField, Cell)> {
    match row {
        SourceRow::Table(table) => table_cells(table),
        SourceRow::LeftAlone(left) => left_cells(left),
        SourceRow::Nothing => vec![
            (ListField::TakenFor, Value::text(NOTHING).into()),
            (ListField::Key, Value::text(short_key(source.path.clone())).into()),
        ],
    }
}

fn table_cells(table: &SourceTable) -> Vec<(ListField, Cell)> {
    let taken_for = match &table.overrule {
        Some(overrule) => overrule.taken_for.map_or(LEFT, |register| register.words()),
        None => table.register.words(),
    };
    let mut cells = vec![
        (ListField::Sheet, Value::optional_text(table.sheet.sheet.as_deref())),
        (ListField::Range, Value::text(&table.range)),
        (ListField::TakenFor, Value::text(taken_for)),
        (ListField::Register, Value::text(table.register.words())),
        (ListField::Confidence, Value::number(table.confidence)),
        (ListField::FirstRecordRow, record_row(table, table.first_data_row)),
        (ListField::LastRecordRow, record_row(table, table.last_data_row)),
        (ListField::RowsRead, Value::count(table.rows_read())),
        (ListField::Records, Value::count(table.records as usize)),
        (ListField::Rejected, Value::count(table.rejected())),
        (ListField::Skipped, Value::count(table.skipped())),
        (ListField::RowsWithoutRecord, Value::text(rows_without_record(&table.other_rows))),
        (ListField::Key, Value::text(short_key(key(&table.sheet, Some(&table.range))))),
    ];
    cells.extend(header_values(table.overrule.as_ref(), &table.header_rows, &table.layout));
    cells.into_iter().map(|(field, value)| (field, value.into())).collect()
}

fn left_cells(left: &LeftAlone) -> Vec<(ListField, Cell)> {
    let taken_for = left.overrule.as_ref().and_then(|overrule| overrule.taken_for);
    let mut cells = vec![
        (ListField::Sheet, Value::optional_text(left.sheet.sheet.as_deref())),
        (ListField::Range, Value::optional_text(left.range.as_deref())),
        (ListField::TakenFor, Value::text(taken_for.map_or(LEFT, |register| register.words()))),
        (ListField::WhyLeftAlone, Value::text(&left.why)),
        (ListField::Key, Value::text(short_key(key(&left.sheet, left.range.as_deref())))),
    ];
    cells.extend(header_values(left.overrule.as_ref(), &left.header_rows, &left.layout));
    cells.into_iter().map(|(field, value)| (field, value.into())).collect()
}

/// What annexa found the headings in, what a person chose, and by what the headings are known again.
fn header_values(
    overrule: Option<&TableOverrule>,
    used: &[u32],
    layout: &LayoutWords,
) -> Vec<(ListField, Value)> {
    let found = overrule.map_or(used, |overrule| overrule.found_header_rows.as_slice());
    let chosen = overrule.and_then(|overrule| overrule.header_rows.as_deref()).unwrap_or_default();
    let register = overrule.and_then(|overrule| overrule.register);
    vec![
        (ListField::RegisterChosen, Value::optional_text(register)),
        (ListField::HeaderRows, Value::text(row_numbers(found, ", "))),
        (ListField::HeaderRowChosen, Value::text(row_numbers(chosen, ", "))),
        (ListField::Layout, Value::text(&layout.header)),
        (ListField::LayoutOfRows, Value::text(&layout.rows)),
    ]
}

/// A row with a record; a blank register of an intake workbook has none.
fn record_row(table: &SourceTable, row: u32) -> Value {
    if table.records == 0 && table.last_data_row == 0 { Value::Blank } else { row_number(row) }
}

fn row_number(row: u32) -> Value {
    Value::number(f64::from(row) + 1.0)
}

fn row_numbers(rows: &[u32], between: &str) -> String {
    rows.iter().map(|row| (u64::from(*row) + 1).to_string()).collect::<Vec<_>>().join(between)
}

/// `acme.xlsx › Risks › A5:N22`.
pub fn key(sheet: &SheetName, range: Option<&str>) -> String {
    [Some(&*sheet.file), sheet.sheet.as_deref(), range].into_iter().flatten().collect::<Vec<_>>().join(" › ")
}

/// `row 7: heading of a section`, as many as a reader can take in.
fn rows_without_record(rows: &[RowFate]) -> String {
    let mut lines: Vec<String> = rows
        .iter()
        .take(ROWS_NAMED)
        .map(|row| {
            let rejected = if row.rejected { "rejected, " } else { "" };
            format!("row {}: {rejected}{}", u64::from(row.row) + 1, row.reason)
        })
        .collect();
    if rows.len() > ROWS_NAMED {
        lines.push(format!("and {} more rows", rows.len() - ROWS_NAMED));
    }
    lines.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::declaration::Register;
    use crate::report::testing::{Example, cell_under, lines};

    fn sheet(example: &Example) -> Sheet {
        let contents = example.contents();
        build_sources(&contents.model.sources, contents.declarations, contents.model.as_of)
    }

    #[test]
    fn a_table_shows_what_became_of_its_rows_and_its_file_is_linked_once() {
        let sheet = sheet(&Example::sample());
        assert_eq!(cell_under(&sheet, 0, ROWS_READ), "4");
        assert_eq!(cell_under(&sheet, 0, RECORDS), "2");
        assert_eq!(cell_under(&sheet, 0, REJECTED), "1");
        assert_eq!(cell_under(&sheet, 0, SKIPPED), "1");
        assert_eq!(cell_under(&sheet, 0, REGISTER), "\"Risks\"");
        assert!(
            cell_under(&sheet, 0, "Rows without a record").contains("row 9: rejected, nothing identifies it")
        );
        assert_eq!(lines(&sheet).matches("-> acme.xlsx").count(), 1);
    }

    #[test]
    fn a_file_that_cannot_be_reached_from_the_workbook_is_no_link() {
        let mut example = Example::sample();
        for source in &mut example.model.sources {
            source.link = None;
        }
        assert_eq!(lines(&sheet(&example)).matches("->").count(), 0);
    }

    #[test]
    fn what_was_left_alone_says_why() {
        let sheet = sheet(&Example::sample());
        assert_eq!(cell_under(&sheet, 3, "Taken for"), "\"Left alone\"");
        assert_eq!(cell_under(&sheet, 3, "Why left alone"), "\"a matrix, not a list\"");
        assert_eq!(cell_under(&sheet, 3, "Table"), "4");
    }

    #[test]
    fn what_a_person_chose_stands_beside_what_annexa_takes_the_table_for() {
        let mut example = Example::sample();
        let table = &mut example.model.sources[0].tables[0];
        table.overrule = Some(TableOverrule {
            register: Some(Register::Risks.words()),
            header_rows: Some(vec![4, 5]),
            taken_for: None,
            found_header_rows: vec![2],
        });
        let sheet = sheet(&example);
        assert_eq!(cell_under(&sheet, 0, "Taken for"), "\"Left alone\"");
        assert_eq!(cell_under(&sheet, 0, "Register chosen"), "\"Risks\"");
        assert_eq!(cell_under(&sheet, 0, "Header rows"), "\"3\"");
        assert_eq!(cell_under(&sheet, 0, "Header row chosen"), "\"5, 6\"");
        assert_eq!(cell_under(&sheet, 1, "Register chosen"), "-");
    }
}
