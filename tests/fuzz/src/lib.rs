//! What the fuzz targets share: the embedded knowledge, loaded once, and sheets built from bytes.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use annexa::declaration::Declarations;
use annexa::provenance::SheetName;
use annexa::read::{
    Cell, Limits, NumberForm, Row, Sheet, SheetFacts, Value, Visibility, Workbook, read_workbook,
};
use annexa::recognise::{RecognisedTable, Recogniser, Recognition, ValueWords, recognise_workbook};
use annexa::standards::Catalogue;
use chrono::{Days, NaiveDate};

/// The knowledge that comes with the program.
pub struct Knowledge {
    /// Both catalogues and the crosswalk.
    pub catalogue: Catalogue,
    /// The words of coded values.
    pub words: ValueWords,
    /// What recognises tables and columns.
    pub recogniser: Recogniser,
}

/// The knowledge, loaded at the first use.
pub static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| {
    let catalogue = Catalogue::load().unwrap();
    let words = ValueWords::load().unwrap();
    let recogniser = Recogniser::new(&Declarations::load().unwrap(), &catalogue, &words).unwrap();
    Knowledge { catalogue, words, recogniser }
});

/// Reads bytes as the file of a name, and recognises what was read.
pub fn read_and_recognise(bytes: &[u8], name: &str) {
    let folder =
        if Path::new("/dev/shm").is_dir() { Path::new("/dev/shm").to_owned() } else { std::env::temp_dir() };
    let path = folder.join(format!("annexa-fuzz-{}-{name}", std::process::id()));
    std::fs::write(&path, bytes).unwrap();
    let (workbook, diagnostics) = read_workbook(&path, name, &Limits::default());
    assert!(workbook.is_some() || !diagnostics.is_empty(), "refused without a word");
    for sheet in workbook.iter().flat_map(|workbook| &workbook.sheets) {
        assert!(sheet.rows.is_sorted_by(|a, b| a.number < b.number));
        for row in &sheet.rows {
            assert!(!row.cells.is_empty() && row.cells.is_sorted_by(|a, b| a.column < b.column));
        }
    }
    let small = |sheet: &Sheet| sheet.rows.iter().map(|row| row.cells.len()).sum::<usize>() < 20_000;
    if let Some(workbook) = workbook.filter(|workbook| workbook.sheets.iter().all(small)) {
        recognised(&workbook);
    }
}

/// Recognises a workbook and holds the result to what is true of every recognition.
pub fn recognised(workbook: &Workbook) -> Recognition {
    let recognition = recognise_workbook(workbook, &KNOWLEDGE.recogniser);
    for table in &recognition.tables {
        check(workbook, table);
    }
    recognition
}

/// No row is both header, record and something else, and every field names a column of the table.
fn check(workbook: &Workbook, table: &RecognisedTable) {
    let sheet = &workbook.sheets[table.sheet];
    let mut rows: Vec<u32> = table
        .records
        .iter()
        .flat_map(|record| [record.row].into_iter().chain(record.continued.clone()))
        .collect();
    rows.extend(table.header_rows.iter().copied());
    let all = rows.len();
    rows.sort_unstable();
    rows.dedup();
    assert_eq!(rows.len(), all, "a row is used twice");
    assert!(rows.iter().all(|row| sheet.row(*row).is_some()), "a row that is not there");
    assert!((0.0..=1.0).contains(&table.confidence));
}

/// Texts that registers hold, so that few bytes reach deep into recognition.
const TEXTS: &[&str] = &[
    "Risk ID",
    "Risk",
    "Description",
    "Likelihood",
    "Impact",
    "Score",
    "Residual likelihood",
    "Owner",
    "Status",
    "Treatment",
    "Due date",
    "Controls",
    "Asset ID",
    "Asset name",
    "Type",
    "Location",
    "Confidentiality",
    "Integrity",
    "Availability",
    "Criticality",
    "Classification",
    "Control",
    "Applicable",
    "Justification",
    "Implementation",
    "Evidence",
    "Maturity",
    "Target",
    "Question",
    "Answer",
    "Comment",
    "AI system",
    "Purpose",
    "Vendor",
    "Lifecycle",
    "Before treatment",
    "After treatment",
    "Eintrittswahrscheinlichkeit",
    "Auswirkung",
    "Maßnahme",
    "Actif",
    "Probabilidad",
    "可能性",
    "影響",
    "R-001",
    "R-002",
    "R-003",
    "AS-1",
    "AS-2",
    "A.5.1",
    "A.5.10",
    "5.2",
    "8.10",
    "A.6.1.2",
    "A.18.2.3",
    "27001:2022 A.5.1; 42001 A.6.2",
    "4.1",
    "10.2",
    "High",
    "Medium",
    "Low",
    "Very high",
    "3 - High",
    "hoch",
    "élevé",
    "Yes",
    "No",
    "N/A",
    "-",
    "tbd",
    "x",
    "✓",
    "✗",
    "Implemented",
    "Planned",
    "Partially implemented",
    "Open",
    "Closed",
    "50%",
    "31.12.2026",
    "03/04/2026",
    "2026-13-45",
    "1-5",
    "(1-5)",
    "1 = low, 5 = high",
    "Total",
    "Average",
    "A.5 Organizational controls",
    "Legend",
    "Ransomware encrypts the file servers",
    "Jane Roe",
    "IT department",
    "#REF!",
    "Mitigate",
    "Accept",
    "0",
    "\u{feff}",
    "\u{202e}",
    "a\nb",
    " ",
    "Section 1",
    "No.",
    "Lfd. Nr.",
    "|",
    "|---|---|",
];

/// A workbook of one or two sheets, built from bytes: each cell takes two of them.
pub fn workbook(bytes: &[u8]) -> Workbook {
    let mut bytes = bytes.iter().copied();
    let mut next = move || bytes.next();
    let mut sheets: Vec<Sheet> = Vec::new();
    let mut rows: Vec<Row> = Vec::new();
    let mut cells: Vec<Cell> = Vec::new();
    let mut merges = Vec::new();
    let (mut row, mut column) = (0u32, 0u32);
    while let (Some(kind), Some(more)) = (next(), next()) {
        let number = u32::from(more);
        let value = match kind {
            0..=99 => Some(Value::Text(TEXTS[usize::from(more) % TEXTS.len()].into())),
            100..=139 => Some(Value::Number(f64::from(more % 12))),
            140..=149 => Some(Value::Number(f64::from(more) / 100.0)),
            150..=154 => Some(Value::Number([f64::MAX, -1.0, 1e-300, 45_000.5, 5.1][usize::from(more) % 5])),
            155..=159 => Some(Value::Boolean(more % 2 == 0)),
            160..=169 => NaiveDate::from_ymd_opt(2025, 1, 1)
                .and_then(|day| day.checked_add_days(Days::new(u64::from(more) * 7)))
                .and_then(|day| day.and_hms_opt(0, 0, 0))
                .map(Value::Date),
            170..=172 => Some(Value::Error("#REF!".into())),
            173..=179 => Some(Value::Text(
                char::from_u32(number * 37 + 1).map_or_else(|| "?".into(), |c| c.to_string().into()),
            )),
            180..=199 => None,
            200..=204 => {
                merges.push((row, column, row + number % 3, column + number / 3 % 9));
                continue;
            }
            205..=209 => {
                column = column.saturating_add(number);
                continue;
            }
            210..=214 => {
                flush(&mut rows, &mut cells, row);
                (row, column) = (row.saturating_add(number.max(1)), 0);
                continue;
            }
            215..=217 if sheets.len() < 3 => {
                flush(&mut rows, &mut cells, row);
                sheets.push(sheet(sheets.len(), std::mem::take(&mut rows), std::mem::take(&mut merges)));
                (row, column) = (0, 0);
                continue;
            }
            _ => {
                flush(&mut rows, &mut cells, row);
                (row, column) = (row + 1, 0);
                continue;
            }
        };
        if let Some(value) = value {
            let form = match more % 7 {
                0 => NumberForm::Percent,
                1 => NumberForm::Decimals(more % 4),
                _ => NumberForm::General,
            };
            cells.push(Cell::new(column, value, form));
        }
        column += 1;
    }
    flush(&mut rows, &mut cells, row);
    sheets.push(sheet(sheets.len(), rows, merges));
    Workbook { path: "fuzz.xlsx".to_owned(), bytes: 0, sha256: String::new(), sheets }
}

fn flush(rows: &mut Vec<Row>, cells: &mut Vec<Cell>, number: u32) {
    if !cells.is_empty() {
        rows.push(Row { number, cells: std::mem::take(cells) });
    }
}

/// Rows of text, cells parted by tabs; what can be a number is one.
pub fn text_rows(text: &str) -> Vec<Row> {
    let rows = (0u32..).zip(text.lines().take(60)).filter_map(|(number, line)| {
        let cells: Vec<Cell> = (0u32..)
            .zip(line.split('\t').take(30))
            .filter(|(_, text)| !text.is_empty())
            .map(|(column, text)| match text.parse::<f64>() {
                Ok(value) if value.is_finite() => {
                    Cell::new(column, Value::Number(value), NumberForm::General)
                }
                _ => Cell::new(column, Value::Text(text.into()), NumberForm::General),
            })
            .collect();
        (!cells.is_empty()).then_some(Row { number, cells })
    });
    rows.collect()
}

/// A visible sheet of a name.
pub fn named_sheet(name: &str, rows: Vec<Row>) -> Sheet {
    Sheet {
        name: Arc::new(SheetName { file: "fuzz.xlsx".into(), sheet: Some(name.into()) }),
        ..sheet(0, rows, Vec::new())
    }
}

/// A sheet of rows; the second one is hidden.
pub fn sheet(index: usize, rows: Vec<Row>, merges: Vec<(u32, u32, u32, u32)>) -> Sheet {
    let name = ["Risk register", "SoA", "Assets", "Sheet4"][index % 4];
    Sheet {
        name: Arc::new(SheetName { file: "fuzz.xlsx".into(), sheet: Some(name.into()) }),
        visibility: if index == 1 { Visibility::Hidden } else { Visibility::Visible },
        rows,
        merges,
        facts: SheetFacts::default(),
    }
}
