//! Tables as people lay them out, written as text, with what has to be found in them.
//!
//! Each file of `tests/layouts` holds the sheets of one workbook and, below `=== found`, what
//! recognition has to make of it. A line `=== sheet: Name` (`(hidden)` behind the name where it is)
//! begins a sheet: each line below is a row, cells are parted by `|`, `\n` is a line break within a cell,
//! `==` is merged with the cell to its left and `^^` with the cell above it. `=== file: name.csv`
//! is followed by the text of a file instead. Lines that begin with `//` are comments.
//!
//! `ANNEXA_BLESS=1` writes what is found; read every line of the difference before it is kept.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use annexa::declaration::Declarations;
use annexa::provenance::{CellPlace, SheetName, column_letters};
use annexa::read::{
    Cell, Limits, NumberForm, Row, Sheet, SheetFacts, Value, Visibility, Workbook, read_workbook,
};
use annexa::recognise::{RecognisedTable, Recogniser, Recognition, ValueWords, recognise_workbook};
use annexa::standards::Catalogue;

const FOUND: &str = "=== found\n";

/// The cells of a sheet as they are gathered from its lines.
#[derive(Default)]
struct Grid {
    rows: Vec<Vec<Option<String>>>,
    merges: Vec<(u32, u32, u32, u32)>,
}

impl Grid {
    fn of(lines: &[&str]) -> Self {
        let mut grid = Self::default();
        let text: Vec<Vec<&str>> =
            lines.iter().map(|line| line.split('|').map(str::trim).collect()).collect();
        let part = |row: usize, column: usize| text.get(row).and_then(|parts| parts.get(column)).copied();
        for (row, parts) in text.iter().enumerate() {
            let mut cells = Vec::new();
            for (column, cell) in parts.iter().enumerate() {
                if matches!(*cell, "" | "==" | "^^") {
                    cells.push(None);
                    continue;
                }
                cells.push(Some(cell.replace("\\n", "\n")));
                let right = (column + 1..).take_while(|next| part(row, *next) == Some("==")).count();
                let down = (row + 1..).take_while(|next| part(*next, column) == Some("^^")).count();
                if right + down > 0 {
                    let number = |index: usize| u32::try_from(index).unwrap();
                    grid.merges.push((
                        number(row),
                        number(column),
                        number(row + down),
                        number(column + right),
                    ));
                }
            }
            grid.rows.push(cells);
        }
        grid
    }
}

/// A number where the text is one as a spreadsheet would have it: `007` and `5.10` stay text.
fn value(text: &str) -> Value {
    match text.parse::<f64>() {
        Ok(number) if number.to_string() == text => Value::Number(number),
        _ if text.starts_with('#') && text.ends_with(['!', '?']) => Value::Error(text.into()),
        _ => Value::Text(text.into()),
    }
}

fn sheet(title: &str, lines: &[&str]) -> Sheet {
    let (name, visibility) = match title.strip_suffix("(hidden)") {
        Some(name) => (name.trim(), Visibility::Hidden),
        None => (title.trim(), Visibility::Visible),
    };
    let grid = Grid::of(lines);
    let mut rows: Vec<Row> = Vec::new();
    for (number, cells) in (0..).zip(&grid.rows) {
        let cells: Vec<Cell> = (0..)
            .zip(cells)
            .filter_map(|(column, text)| {
                text.as_ref().map(|text| Cell {
                    column,
                    value: value(text),
                    form: NumberForm::General,
                    fill: None,
                    formula: false,
                })
            })
            .collect();
        if !cells.is_empty() {
            rows.push(Row { number, cells });
        }
    }
    let name = SheetName { file: Arc::from("register.xlsx"), sheet: Some(Arc::from(name)) };
    Sheet { name: Arc::new(name), visibility, rows, merges: grid.merges, facts: SheetFacts::default() }
}

fn workbook(text: &str) -> Workbook {
    if let Some(start) = text.find("=== file: ") {
        let rest = &text[start + "=== file: ".len()..];
        let (name, body) = rest.split_once('\n').unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, body).unwrap();
        return read_workbook(&path, name, &Limits::default()).0.unwrap();
    }
    let mut sheets = Vec::new();
    for part in text.split("=== sheet: ").skip(1) {
        let (title, body) = part.split_once('\n').unwrap();
        let mut lines: Vec<&str> = body.lines().filter(|line| !line.starts_with("//")).collect();
        while lines.last().is_some_and(|line| line.trim().is_empty()) {
            lines.pop();
        }
        sheets.push(sheet(title, &lines));
    }
    Workbook { path: "register.xlsx".to_owned(), bytes: 0, sha256: String::new(), sheets }
}

fn rows(numbers: impl Iterator<Item = u32>) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for number in numbers.map(|number| number + 1) {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => runs.push((number, number)),
        }
    }
    let one = |(first, last): &(u32, u32)| match first == last {
        true => first.to_string(),
        false => format!("{first}-{last}"),
    };
    runs.iter().map(one).collect::<Vec<_>>().join(" ")
}

fn describe_table(workbook: &Workbook, table: &RecognisedTable, text: &mut String) {
    let name = workbook.sheets[table.sheet].name.sheet.as_deref().unwrap_or_default();
    let header = rows(table.header_rows.iter().copied());
    let records = rows(table.records.iter().map(|record| record.row));
    writeln!(
        text,
        "{name}: {}, header {header}, {} records in {records}",
        table.register,
        table.records.len()
    )
    .unwrap();
    for column in &table.columns {
        let heading = column.heading.replace('\n', "\\n");
        let sure = if column.confidence < 0.5 { " (unsure)" } else { "" };
        let place = match &column.rows {
            Some(at) => format!("{} (rows {})", column_letters(column.column), rows(at.iter().copied())),
            None => column_letters(column.column),
        };
        writeln!(text, "  {place} {} \"{heading}\"{sure}", column.field).unwrap();
    }
    for column in &table.unmapped {
        writeln!(text, "  {} - \"{}\"", column_letters(column.column), column.heading.replace('\n', "\\n"))
            .unwrap();
    }
    for record in table.records.iter().filter(|record| !record.continued.is_empty()) {
        writeln!(text, "  row {} goes on in {}", record.row + 1, rows(record.continued.iter().copied()))
            .unwrap();
    }
    for row in table.other_rows.iter().filter(|row| row.reason != "continues the record above") {
        writeln!(text, "  row {} {}", row.row + 1, row.reason).unwrap();
    }
    for (blank, above) in &table.as_above {
        let place = |(row, column): &(u32, u32)| CellPlace::new(*row, *column).to_string();
        writeln!(text, "  {} is as {}", place(blank), place(above)).unwrap();
    }
    for (row, section) in &table.sections {
        writeln!(text, "  section {} \"{section}\"", row + 1).unwrap();
    }
}

fn describe(workbook: &Workbook, recognition: &Recognition) -> String {
    let mut text = String::new();
    for table in &recognition.tables {
        describe_table(workbook, table, &mut text);
    }
    for left in &recognition.left_alone {
        let sheet = left.sheet.sheet.as_deref().unwrap_or_default();
        let range = left.range.as_deref().map(|range| format!(" {range}")).unwrap_or_default();
        writeln!(text, "{sheet}{range}: left alone, {}", left.why).unwrap();
    }
    for told in &recognition.diagnostics {
        let place = told.location.as_ref().map(|place| match place.column {
            Some(column) => CellPlace::new(place.row.unwrap_or(0), column).to_string(),
            None => place.row.map_or_else(String::new, |row| format!("row {}", row + 1)),
        });
        writeln!(text, "told: {} at {}", told.code.name, place.unwrap_or_default()).unwrap();
    }
    text
}

#[test]
fn every_layout_is_found_as_it_is() {
    let recogniser = Recogniser::new(
        &Declarations::load().unwrap(),
        &Catalogue::load().unwrap(),
        &ValueWords::load().unwrap(),
    )
    .unwrap();
    let bless = std::env::var_os("ANNEXA_BLESS").is_some();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/layouts");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty());
    let mut wrong = Vec::new();
    for path in files {
        let whole = std::fs::read_to_string(&path).unwrap();
        let (given, expected) = whole.split_once(FOUND).unwrap_or((&whole, ""));
        let workbook = workbook(given);
        let found = describe(&workbook, &recognise_workbook(&workbook, &recogniser));
        if bless && found != expected {
            std::fs::write(&path, format!("{given}{FOUND}{found}")).unwrap();
        } else if found != expected {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            wrong.push(format!("{name}: expected\n{expected}\nfound\n{found}"));
        }
    }
    assert!(wrong.is_empty(), "{} layouts are not found as they are\n{}", wrong.len(), wrong.join("\n"));
}
