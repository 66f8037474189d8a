//! The reader of .xlsx and .xlsm files against calamine, which reads them another way: every cell of
//! every file has the same value in both, apart from differences whose reason is listed here.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::path::{Path, PathBuf};

use annexa::pipeline::{Engine, Request};
use annexa::read::{Limits, NumberForm, Sheet, Value, Visibility, Workbook, read_workbook};
use annexa::{report, write};
use calamine::{DataRef, ExcelDateTime, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

/// A difference that is meant.
struct Explained {
    /// The file, without its folder.
    file: &'static str,
    /// The sheet; empty where the difference is about the file.
    sheet: &'static str,
    /// What differs: cells as they are listed, or what is said of the file or the sheet.
    what: &'static str,
    /// Why it differs, and why it is right here.
    reason: &'static str,
}

const EXPLAINED: &[Explained] = &[
    Explained {
        file: "handmade__cell_32768_chars.xlsx",
        sheet: "Sheet1",
        what: "B2: text \"xxx",
        reason: "a text beyond the 32,767 characters of the format is cut and reported; calamine has no limit",
    },
    Explained {
        file: "handmade__xml_entity_bomb.xlsx",
        sheet: "",
        what: "only calamine opens it",
        reason: "a file that declares a document type is refused as a whole; calamine reads on without its entities",
    },
    Explained {
        file: "handmade__xxe.xlsx",
        sheet: "",
        what: "only calamine opens it",
        reason: "a file that declares a document type is refused as a whole; calamine reads on without its entities",
    },
];

/// Files that calamine cannot be asked about: it takes the memory for as many texts as a file claims to
/// have, and the process ends.
const NOT_ASKED: &[&str] = &["handmade__zipbomb_sharedstring.xlsx"];

/// What both sides are compared by: each filled cell as words.
type Cells = BTreeMap<(u32, u32), String>;

/// What is compared of a sheet.
#[derive(Debug, PartialEq, Default)]
struct Seen {
    visibility: String,
    cells: Cells,
    merges: BTreeSet<(u32, u32, u32, u32)>,
    /// Why it could not be read to its end.
    broken: bool,
}

type Sheets = BTreeMap<String, Seen>;

fn words(value: &Value, percent: bool) -> String {
    match value {
        Value::Text(text) => format!("text {text:?}"),
        Value::Number(number) if percent => format!("number {number:?} as percent"),
        Value::Number(number) => format!("number {number:?}"),
        Value::Boolean(value) => format!("boolean {value}"),
        Value::Date(date) => format!("date {date}"),
        Value::Error(error) => format!("error {error}"),
    }
}

fn of_annexa(workbook: &Workbook) -> Sheets {
    let seen = |sheet: &Sheet| Seen {
        visibility: match sheet.visibility {
            Visibility::Visible => "visible",
            Visibility::Hidden => "hidden",
            Visibility::VeryHidden => "very hidden",
        }
        .to_owned(),
        cells: sheet
            .rows
            .iter()
            .flat_map(|row| row.cells.iter().map(move |cell| (row.number, cell)))
            .map(|(row, cell)| ((row, cell.column), words(&cell.value, cell.form == NumberForm::Percent)))
            .collect(),
        merges: sheet.merges.iter().copied().collect(),
        broken: false,
    };
    let name = |sheet: &Sheet| sheet.name.sheet.as_deref().unwrap_or_default().to_owned();
    workbook.sheets.iter().map(|sheet| (name(sheet), seen(sheet))).collect()
}

/// A value of calamine in the words of ours: white space is no value, a number that is not finite is an
/// error, characters that no cell shows are not there, a time of day or a duration is its text, a day outside of the calendar is a number.
fn words_of_calamine(data: &DataRef, percent: bool) -> Option<String> {
    let shown = |character: &char| {
        matches!(character, '\t' | '\n' | '\r')
            || !(character.is_control() || matches!(character, '\u{fffe}' | '\u{ffff}'))
    };
    let text = |text: &str| {
        let text: String = text.chars().filter(shown).collect();
        (!text.trim().is_empty()).then(|| words(&Value::Text(text.as_str().into()), false))
    };
    match data {
        DataRef::Empty => None,
        DataRef::Int(number) => Some(words(&Value::Number(*number as f64), percent)),
        DataRef::Float(number) if !number.is_finite() => Some(format!("error {number}")),
        DataRef::Float(number) => Some(words(&Value::Number(*number), percent)),
        DataRef::String(value) => text(value),
        DataRef::SharedString(value) => text(value),
        DataRef::Bool(value) => Some(words(&Value::Boolean(*value), false)),
        DataRef::Error(error) => Some(format!("error {error}")),
        DataRef::DateTime(date) => Some(words(&of_serial(date), false)),
        DataRef::DateTimeIso(value) => {
            let day = NaiveDate::parse_from_str(value, "%Y-%m-%d").map(|day| day.and_time(NaiveTime::MIN));
            let date = day.or_else(|_| value.trim_end_matches('Z').parse::<NaiveDateTime>());
            date.map_or_else(|_| text(value), |date| Some(words(&Value::Date(date), false)))
        }
        DataRef::DurationIso(value) => text(value),
    }
}

fn of_serial(date: &ExcelDateTime) -> Value {
    let serial = date.as_f64();
    let clock = |seconds: f64| {
        let seconds = seconds.round() as u64;
        (seconds / 3600, seconds / 60 % 60, seconds % 60)
    };
    if date.is_duration() {
        let (hours, minutes, seconds) = clock(serial.abs() * 86_400.0);
        let sign = if serial < 0.0 { "-" } else { "" };
        return Value::Text(format!("{sign}{hours}:{minutes:02}:{seconds:02}").into());
    }
    if serial > 0.0 && serial < 1.0 {
        let (hours, minutes, seconds) = clock(serial * 86_400.0);
        let seconds = if seconds == 0 { String::new() } else { format!(":{seconds:02}") };
        return Value::Text(format!("{hours:02}:{minutes:02}{seconds}").into());
    }
    if !(1.0..2_958_466.0).contains(&serial) {
        return Value::Number(serial);
    }
    Value::Date(date.as_datetime().unwrap())
}

fn of_calamine(bytes: &[u8]) -> Result<Sheets, String> {
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let mut sheets = Sheets::new();
    for listed in workbook.sheets_metadata().to_vec() {
        if listed.typ != SheetType::WorkSheet || sheets.contains_key(&listed.name) {
            continue;
        }
        let mut seen = Seen {
            visibility: match listed.visible {
                SheetVisible::Visible => "visible",
                SheetVisible::Hidden => "hidden",
                SheetVisible::VeryHidden => "very hidden",
            }
            .to_owned(),
            ..Seen::default()
        };
        match workbook.worksheet_cells_reader(&listed.name) {
            Ok(mut reader) => {
                let percents: Vec<bool> = reader
                    .styles()
                    .iter()
                    .map(|style| {
                        let format = style.number_format.as_ref().map(|format| format.format_code.as_str());
                        let first = format.unwrap_or_default().split(';').next().unwrap_or_default();
                        // What stands between quotation marks is literal.
                        first.split('"').step_by(2).any(|part| part.contains('%'))
                    })
                    .collect();
                loop {
                    match reader.next_cell_with_style_id() {
                        Ok(Some((cell, style))) => {
                            let percent = percents.get(style).copied().unwrap_or(false);
                            if let Some(words) = words_of_calamine(cell.get_value(), percent) {
                                seen.cells.insert(cell.get_position(), words);
                            }
                        }
                        Ok(None) => break,
                        Err(
                            XlsxError::Io(_)
                            | XlsxError::Zip(_)
                            | XlsxError::Xml(_)
                            | XlsxError::XmlEof(_)
                            | XlsxError::Encoding(_),
                        ) => {
                            seen.broken = true;
                            break;
                        }
                        // Anything else is about one cell.
                        Err(_) => {}
                    }
                }
            }
            Err(XlsxError::NotAWorksheet(_)) => {}
            Err(_) => seen.broken = true,
        }
        let merges = workbook.merge_cells_by_sheet_name(&listed.name).unwrap_or_default();
        seen.merges =
            merges.iter().map(|area| (area.start.0, area.start.1, area.end.0, area.end.1)).collect();
        sheets.insert(listed.name, seen);
    }
    Ok(sheets)
}

fn place((row, column): (u32, u32)) -> String {
    let mut letters = String::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.insert(0, char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap()));
        rest = (rest - 1) / 26;
    }
    format!("{letters}{}", row + 1)
}

/// What differs between the two readers, as (sheet, what).
fn differences(ours: Option<&Workbook>, theirs: &Result<Sheets, String>) -> Vec<(String, String)> {
    let (ours, theirs) = match (ours, theirs) {
        (None, Err(_)) => return Vec::new(),
        (None, Ok(_)) => return vec![(String::new(), "only calamine opens it".to_owned())],
        (Some(_), Err(error)) => return vec![(String::new(), format!("calamine does not open it: {error}"))],
        (Some(ours), Ok(theirs)) => (of_annexa(ours), theirs),
    };
    let mut found = Vec::new();
    let names: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
    for name in names {
        let (Some(own), Some(their)) = (ours.get(name), theirs.get(name)) else {
            let side = if ours.contains_key(name) { "annexa" } else { "calamine" };
            found.push((name.clone(), format!("only {side} has the sheet")));
            continue;
        };
        let mut differ = |what: String| found.push((name.clone(), what));
        if own.visibility != their.visibility {
            differ(format!("{} or {}", own.visibility, their.visibility));
        }
        if own.merges != their.merges {
            differ(format!("merged {:?} or {:?}", own.merges, their.merges));
        }
        if their.broken {
            differ("calamine does not read it to its end".to_owned());
        }
        let places: BTreeSet<_> = own.cells.keys().chain(their.cells.keys()).collect();
        for at in places {
            let (mine, other) = (own.cells.get(at), their.cells.get(at));
            if mine != other {
                let shown = |value: Option<&String>| value.map_or("blank", String::as_str).to_owned();
                differ(format!("{}: {}, calamine {}", place(*at), shown(mine), shown(other)));
            }
        }
    }
    found
}

/// Compares the readers on files; what differs without a reason, and which reasons were needed.
fn compare(paths: &[PathBuf]) -> (Vec<String>, BTreeSet<usize>) {
    let (mut unexplained, mut used) = (Vec::new(), BTreeSet::new());
    for path in paths {
        let bytes = std::fs::read(path).unwrap();
        let (workbook, _) = read_workbook(path, "a.xlsx", &Limits::default());
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        if NOT_ASKED.contains(&file.as_str()) {
            assert!(workbook.is_none(), "{file}");
            continue;
        }
        for (sheet, what) in differences(workbook.as_ref(), &of_calamine(&bytes)) {
            let reason = EXPLAINED
                .iter()
                .position(|known| known.file == file && known.sheet == sheet && what.starts_with(known.what));
            match reason {
                Some(index) => {
                    used.insert(index);
                }
                None => unexplained.push(format!("{file} › {sheet} › {what}")),
            }
        }
    }
    (unexplained, used)
}

fn workbooks_in(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "xlsx" || ending == "xlsm"))
        .collect();
    paths.sort();
    assert!(!paths.is_empty());
    paths
}

#[test]
#[ignore = "needs ../shared"]
fn every_cell_of_every_shared_workbook_is_read_as_calamine_reads_it() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let paths: Vec<PathBuf> =
        ["registers", "hostile"].iter().flat_map(|folder| workbooks_in(&shared.join(folder))).collect();
    let (unexplained, used) = compare(&paths);
    assert!(unexplained.is_empty(), "{}", unexplained.join("\n"));
    for (index, known) in EXPLAINED.iter().enumerate() {
        assert!(used.contains(&index), "{}: no longer needed: {}", known.file, known.reason);
    }
}

#[test]
fn every_cell_of_the_samples_and_of_the_workbook_made_of_them_is_read_as_calamine_reads_it() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let engine = Engine::load().unwrap();
    let as_of = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
    let outcome = engine.assess(std::slice::from_ref(&samples), Request::on(as_of));
    let neutral = report::build_workbook(
        &outcome.model,
        &outcome.assessment,
        &engine.catalogue,
        &engine.declarations,
        &outcome.diagnostics,
    );
    let folder = tempfile::tempdir().unwrap();
    let written = folder.path().join("assessment.xlsx");
    std::fs::write(&written, write::xlsx::write_workbook(&neutral).unwrap()).unwrap();
    let mut paths = workbooks_in(&samples);
    paths.push(written);
    let (unexplained, _) = compare(&paths);
    assert!(unexplained.is_empty(), "{}", unexplained.join("\n"));
}

/// The comparison itself: a value that is read otherwise does not pass.
#[test]
fn a_difference_is_seen() {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().write(0, 0, 5.1).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xlsx");
    book.save(&path).unwrap();
    let (workbook, _) = read_workbook(&path, "a.xlsx", &Limits::default());
    let mut theirs = of_calamine(&std::fs::read(&path).unwrap());
    assert_eq!(differences(workbook.as_ref(), &theirs), []);
    let cells = &mut theirs.as_mut().unwrap().get_mut("Sheet1").unwrap().cells;
    cells.insert((0, 0), "number 5.2".to_owned());
    let seen = differences(workbook.as_ref(), &theirs);
    assert_eq!(seen, [("Sheet1".to_owned(), "A1: number 5.1, calamine number 5.2".to_owned())]);
}
