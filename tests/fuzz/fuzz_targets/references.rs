//! Any texts as the identifiers, titles and statuses of a Statement of Applicability, one row a line,
//! cells parted by tabs: references are resolved and the claims merged.
#![no_main]

use annexa::model::Parameters;
use annexa::normalise::{Settings, normalise};
use annexa::read::{Cell, NumberForm, Row, Value, Workbook};
use annexa_fuzz::{KNOWLEDGE, recognised, sheet};
use chrono::NaiveDate;
use libfuzzer_sys::fuzz_target;

const HEADER: [&str; 5] = ["Control", "Title", "Applicable", "Status", "Justification"];
const FIRST: [&str; 5] = ["A.5.1", "Policies for information security", "Yes", "Implemented", "Law"];

fuzz_target!(|text: &str| {
    let lines = text.lines().take(60).map(|line| line.split('\t').take(6).collect::<Vec<_>>());
    let all = [HEADER.to_vec(), FIRST.to_vec()].into_iter().chain(lines);
    let rows: Vec<Row> = (0u32..).zip(all).filter_map(|(number, texts)| row(number, &texts)).collect();
    let sheets = vec![sheet(1, rows, Vec::new())];
    let workbook = Workbook { path: "fuzz.xlsx".to_owned(), bytes: 0, sha256: String::new(), sheets };
    let recognition = recognised(&workbook);
    let settings = Settings {
        organisation: None,
        scope: None,
        as_of: NaiveDate::from_ymd_opt(2026, 11, 21).unwrap(),
        parameters: Parameters::default(),
    };
    let inputs = [(workbook, recognition)];
    let (model, _) = normalise(&inputs, &KNOWLEDGE.catalogue, &KNOWLEDGE.words, settings);
    std::hint::black_box(model);
});

fn row(number: u32, texts: &[&str]) -> Option<Row> {
    let cells: Vec<Cell> = (0u32..)
        .zip(texts)
        .filter(|(_, text)| !text.is_empty())
        .map(|(column, text)| match text.parse::<f64>() {
            Ok(value) if value.is_finite() => Cell::new(column, Value::Number(value), NumberForm::General),
            _ => Cell::new(column, Value::Text((*text).into()), NumberForm::General),
        })
        .collect();
    (!cells.is_empty()).then_some(Row { number, cells })
}
