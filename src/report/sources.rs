//! Sources: what was read, table by table, and Columns: how each of their columns was understood.

use super::Contents;
use super::cell::{Cell, Form, Link, Value};
use super::list_sheet::{ListColumn, ListSheet, MOST_RECORDS, explanation};
use super::sheet::{Mark, Sheet, TabRole};
use super::short_key::short_key;
use super::statement::KEY;
use crate::declaration::{Field, Register};
use crate::model::{LeftAlone, RowFate, Source, SourceTable};
use crate::provenance::{SheetName, column_letters};

/// The sheet's name.
pub const SOURCES: &str = "Sources";

/// The table's name.
pub const SOURCES_TABLE: &str = "Sources";

/// The name of the sheet with the columns of the sources.
pub const COLUMNS: &str = "Columns";

/// The name of the table with the columns of the sources.
pub const COLUMNS_TABLE: &str = "Columns";

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

/// Values of a column that are shown.
const EXAMPLES: usize = 3;

const USED: &str = "Register";
const LEFT: &str = "Left alone";
const NOTHING: &str = "Nothing found";

/// Builds the sheet of sources.
pub fn build_sources(contents: &Contents<'_>) -> Sheet {
    let sources = &contents.model.sources;
    let says = explanation(
        "One row for each table that was read, and for what was left alone with the reason. Rows read = records + rejected + skipped.",
        "No file was read.",
        sources.len(),
    );
    let mut list = ListSheet::new(SOURCES, TabRole::Proof, SOURCES_TABLE, SOURCES, &says).columns(columns());
    for source in sources {
        for cells in rows(source) {
            list.push(cells);
        }
    }
    list.build(contents.model.as_of)
}

fn columns() -> Vec<ListColumn> {
    let text = |heading: &str, width| ListColumn::new(heading, width, Form::Wrapped);
    let number = |heading: &str, width| ListColumn::new(heading, width, Form::Integer);
    vec![
        text("File", 42),
        text("Sheet", 18),
        ListColumn::new("Range", 11, Form::Identifier),
        ListColumn::new("Taken for", 12, Form::Word).mark(LEFT, Mark::Quiet).mark(NOTHING, Mark::Caution),
        ListColumn::new(REGISTER, 14, Form::Word),
        ListColumn::new("Confidence", 12, Form::Percent),
        text("Header rows", 9),
        number("First record row", 9),
        number("Last record row", 9),
        number(ROWS_READ, 8),
        number(RECORDS, 9),
        number(REJECTED, 10),
        number(SKIPPED, 9),
        text("Why left alone", 36),
        ListColumn::new("Rows without a record", 34, Form::Text).screen_only(),
        number("File size in bytes", 11).screen_only(),
        ListColumn::new("SHA-256 of the file", 68, Form::Identifier).screen_only(),
        text(KEY, 34).last_run().screen_only(),
    ]
}

/// The words for a register.
pub fn register_words(register: Register) -> &'static str {
    match register {
        Register::Assets => "Assets",
        Register::Risks => "Risks",
        Register::AiSystems => "AI systems",
        Register::Controls => "Control status",
        Register::Questionnaire => "Questionnaire",
        Register::AuditFindings => "Audit findings",
        Register::Suppliers => "Suppliers",
    }
}

/// The rows of one file; the first of them leads to it.
fn rows(source: &Source) -> Vec<Vec<Cell>> {
    let tables = source.tables.iter().map(|table| table_cells(source, table));
    let left = source.left_alone.iter().map(|left| left_cells(source, left));
    let mut rows: Vec<Vec<Cell>> = tables.chain(left).collect();
    if rows.is_empty() {
        let mut cells = vec![Cell::from(Value::text(&source.path)), Cell::EMPTY, Cell::EMPTY];
        cells.push(Value::text(NOTHING).into());
        cells.extend(std::iter::repeat_n(Cell::EMPTY, 11));
        cells.extend(file_cells(source, source.path.clone()));
        rows.push(cells);
    }
    if let (Some(first), Some(link)) = (rows.first_mut().and_then(|cells| cells.first_mut()), &source.link) {
        *first = first.clone().leading_to(Link::File(link.clone()));
    }
    rows
}

fn table_cells(source: &Source, table: &SourceTable) -> Vec<Cell> {
    let row_number = |row: u32| Cell::from(Value::number(f64::from(row) + 1.0));
    let header: Vec<String> = table.header_rows.iter().map(|row| (u64::from(*row) + 1).to_string()).collect();
    let mut cells: Vec<Cell> = vec![
        Value::text(&source.path).into(),
        Value::optional_text(table.sheet.sheet.as_deref()).into(),
        Value::text(&table.range).into(),
        Value::text(USED).into(),
        Value::text(register_words(table.register)).into(),
        Value::number(table.confidence).into(),
        Value::text(header.join(", ")).into(),
        row_number(table.first_data_row),
        row_number(table.last_data_row),
        Value::count(table.rows_read()).into(),
        Value::count(table.records as usize).into(),
        Value::count(table.rejected()).into(),
        Value::count(table.skipped()).into(),
        Cell::EMPTY,
        Value::text(rows_without_record(&table.other_rows)).into(),
    ];
    cells.extend(file_cells(source, key(&table.sheet, Some(&table.range))));
    cells
}

fn left_cells(source: &Source, left: &LeftAlone) -> Vec<Cell> {
    let mut cells: Vec<Cell> = vec![
        Value::text(&source.path).into(),
        Value::optional_text(left.sheet.sheet.as_deref()).into(),
        Value::optional_text(left.range.as_deref()).into(),
        Value::text(LEFT).into(),
    ];
    cells.extend(std::iter::repeat_n(Cell::EMPTY, 9));
    cells.extend([Value::text(&left.why).into(), Cell::EMPTY]);
    cells.extend(file_cells(source, key(&left.sheet, left.range.as_deref())));
    cells
}

fn file_cells(source: &Source, key: String) -> [Cell; 3] {
    let key = Value::text(short_key(key));
    [Value::number(source.bytes as f64).into(), Value::text(&source.sha256).into(), key.into()]
}

fn key(sheet: &SheetName, range: Option<&str>) -> String {
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

/// Builds the sheet with the columns of the sources.
pub fn build_columns(contents: &Contents<'_>) -> Sheet {
    let tables = || contents.model.sources.iter().flat_map(|source| &source.tables);
    let count = tables().map(|table| table.columns.len() + table.unmapped.len()).sum();
    let says = explanation(
        "How each column of the registers was understood. A column without a clear meaning is left unmapped rather than guessed.",
        "No table was read.",
        count,
    );
    let text = |heading: &str, width| ListColumn::new(heading, width, Form::Wrapped);
    let mut list = ListSheet::new(COLUMNS, TabRole::Proof, COLUMNS_TABLE, "Columns of the sources", &says)
        .columns(vec![
            text("File", 26),
            text("Sheet", 16),
            ListColumn::new("Column", 8, Form::Identifier),
            text("Heading", 28),
            ListColumn::new("Understood", 12, Form::Word)
                .mark("Yes", Mark::Good)
                .mark("Unmapped", Mark::Caution),
            text("Field", 24),
            text("Means", 24),
            ListColumn::new("Confidence", 12, Form::Percent),
            text("Evidence", 20),
            text("Nearest fields", 26),
            text("Levels as mapped", 26),
            text("Values for example", 34),
            text(KEY, 34).last_run().screen_only(),
        ]);
    for cells in tables().flat_map(|table| column_rows(contents, table)).take(MOST_RECORDS) {
        list.push(cells);
    }
    list.build(contents.model.as_of)
}

/// The columns of a table from left to right.
fn column_rows(contents: &Contents<'_>, table: &SourceTable) -> Vec<Vec<Cell>> {
    let sheet = &table.sheet;
    let first = |column: u32, heading: &str| {
        vec![
            Cell::from(Value::text(&*sheet.file)),
            Value::optional_text(sheet.sheet.as_deref()).into(),
            Value::text(column_letters(column)).into(),
            Value::text(heading).into(),
        ]
    };
    let last = |column: u32, field: &str| {
        let place = format!("{} › {}", key(sheet, Some(&table.range)), column_letters(column));
        let key = if field.is_empty() { place } else { format!("{place} › {field}") };
        Cell::from(Value::text(short_key(key)))
    };
    let mapped = table.columns.iter().map(|used| {
        let mut cells = first(used.column, &used.heading);
        cells.extend([
            Value::text("Yes").into(),
            Value::text(used.field.name()).into(),
            Value::text(meaning(contents, table, used.field)).into(),
            Value::number(used.confidence).into(),
            Value::text(used.evidence.join(", ")).into(),
            Cell::EMPTY,
            Value::text(levels(contents, sheet, used.field, &used.heading)).into(),
            Value::text(examples(&used.samples)).into(),
            last(used.column, used.field.name()),
        ]);
        (used.column, cells)
    });
    let unmapped = table.unmapped.iter().map(|left| {
        let nearest: Vec<&str> = left.candidates.iter().map(|field| field.name()).collect();
        let mut cells = first(left.column, &left.heading);
        cells.push(Value::text("Unmapped").into());
        cells.extend(std::iter::repeat_n(Cell::EMPTY, 4));
        cells.extend([
            Value::text(nearest.join(", ")).into(),
            Cell::EMPTY,
            Value::text(examples(&left.samples)).into(),
            last(left.column, ""),
        ]);
        (left.column, cells)
    });
    let mut rows: Vec<(u32, Vec<Cell>)> = mapped.chain(unmapped).collect();
    rows.sort_by_key(|(column, _)| *column);
    rows.into_iter().map(|(_, cells)| cells).collect()
}

/// The first values of a column.
fn examples(samples: &[String]) -> String {
    samples.iter().take(EXAMPLES).map(String::as_str).collect::<Vec<_>>().join("; ")
}

/// The English heading of a field in its register.
fn meaning<'a>(contents: &Contents<'a>, table: &SourceTable, field: Field) -> &'a str {
    let register = contents.declarations.table(table.register);
    register.and_then(|register| register.column(field)).map_or("", |column| column.heading())
}

/// Each level as it is written and what it became on the common scale.
fn levels(contents: &Contents<'_>, sheet: &SheetName, field: Field, heading: &str) -> String {
    let scale = contents
        .model
        .scales
        .iter()
        .find(|scale| *scale.sheet == *sheet && scale.field == field && scale.heading == heading);
    let Some(scale) = scale else { return String::new() };
    let mut parts = vec![format!("scale {} to {} (from {})", scale.lowest, scale.highest, scale.found_from)];
    parts.extend(scale.levels.iter().map(|(written, level)| format!("{written} = {level}")));
    parts.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing::{Example, cell_under, lines};

    #[test]
    fn a_table_shows_what_became_of_its_rows_and_its_file_is_linked_once() {
        let example = Example::sample();
        let sheet = build_sources(&example.contents());
        assert_eq!(cell_under(&sheet, 0, ROWS_READ), "4");
        assert_eq!(cell_under(&sheet, 0, RECORDS), "2");
        assert_eq!(cell_under(&sheet, 0, REJECTED), "1");
        assert_eq!(cell_under(&sheet, 0, SKIPPED), "1");
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
        assert_eq!(lines(&build_sources(&example.contents())).matches("->").count(), 0);
    }

    #[test]
    fn what_was_left_alone_says_why() {
        let example = Example::sample();
        let sheet = build_sources(&example.contents());
        assert_eq!(cell_under(&sheet, 3, "Taken for"), "\"Left alone\"");
        assert_eq!(cell_under(&sheet, 3, "Why left alone"), "\"a matrix, not a list\"");
    }

    #[test]
    fn columns_stand_from_left_to_right_and_unmapped_ones_name_their_nearest_fields() {
        let example = Example::sample();
        let sheet = build_columns(&example.contents());
        assert_eq!(cell_under(&sheet, 0, "Column"), "\"A\"");
        assert_eq!(cell_under(&sheet, 0, "Means"), "\"Risk ID\"");
        assert_eq!(cell_under(&sheet, 1, "Understood"), "\"Unmapped\"");
        assert_eq!(cell_under(&sheet, 1, "Nearest fields"), "\"comment\"");
    }

    #[test]
    fn every_row_has_a_cell_for_each_column() {
        let example = Example::sample();
        let source = &example.contents().model.sources[0];
        let nothing = Source { tables: Vec::new(), left_alone: Vec::new(), ..source.clone() };
        for cells in rows(source).into_iter().chain(rows(&nothing)) {
            assert_eq!(cells.len(), columns().len());
        }
    }
}
