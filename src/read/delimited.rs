//! Text with separated values: .csv, .tsv, .txt.
//!
//! Every cell is text exactly as it was written: `5.10` and `007` are identifiers as often as they
//! are numbers, and only the column they stand in tells.

use std::sync::Arc;

use super::cell::{NumberForm, Sheet, SheetFacts, Value, Visibility};
use super::collect::SheetCells;
use super::encoding::{self, Decoded};
use super::limits::{Limit, LimitExceeded, Limits};
use super::markdown;
use super::{Refusal, sheet_name};
use crate::diagnostic::render::counted;
use crate::diagnostic::{Diagnostic, codes::read as codes};
use crate::provenance::{Location, SheetName};

/// The name of the one sheet.
const SHEET: &str = "csv";

/// Reads a file of separated values as a workbook of one sheet.
pub(super) fn read(
    bytes: &[u8],
    extension: &str,
    limits: &Limits,
    file: &Location,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Vec<Sheet>, Refusal> {
    let decoded = encoding::decode(bytes);
    say_how_decoded(&decoded, file, diagnostics);
    if markdown::has_table(&decoded.text) {
        return read_drawn_tables(&decoded.text, limits, file, diagnostics);
    }
    let (declared, text) = declared_delimiter(&decoded.text);
    let delimiter = declared.unwrap_or_else(|| detect_delimiter(text, extension).0);
    let refused = |exceeded: LimitExceeded| -> Refusal { exceeded.diagnostic(file.clone()).into() };
    // No file has more fields than delimiters and line ends, and each takes memory even if empty.
    let fields = memchr::memchr3_iter(delimiter, b'\n', b'\r', text.as_bytes()).count();
    limits.check(Limit::Range, fields as u64).map_err(refused)?;
    let most_rows = usize::try_from(limits.value(Limit::Rows)).unwrap_or(usize::MAX);
    let records = records(text, delimiter, most_rows.saturating_add(1));
    limits.check(Limit::Rows, records.len() as u64).map_err(refused)?;
    if records.is_empty() {
        return Err(Diagnostic::at(&codes::EMPTY_FILE, file.clone()).into());
    }
    let name = sheet_name(file, SHEET);
    let filled = std::cell::Cell::new(0);
    let mut cells = SheetCells::new(&name, limits, &filled);
    for (row, record) in (0..).zip(&records) {
        add_record(&mut cells, row, record).map_err(refused)?;
    }
    let (sheet, said) = cells.finish(Visibility::Visible, Vec::new(), SheetFacts::default());
    diagnostics.extend(said);
    diagnostics.extend(ragged_rows(&records, &name));
    diagnostics.extend(unclosed_quote(&records, text, &name));
    Ok(vec![sheet])
}

/// Reads a text in which tables are drawn with pipes and dashes.
fn read_drawn_tables(
    text: &str,
    limits: &Limits,
    file: &Location,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Vec<Sheet>, Refusal> {
    let refused = |exceeded: LimitExceeded| -> Refusal { exceeded.diagnostic(file.clone()).into() };
    limits.check(Limit::Rows, text.lines().count() as u64).map_err(refused)?;
    let name = sheet_name(file, SHEET);
    let filled = std::cell::Cell::new(0);
    let mut cells = SheetCells::new(&name, limits, &filled);
    let mut first = 0;
    for paragraph in paragraphs(text) {
        match separated(&paragraph) {
            Some(delimiter) => {
                add_separated_lines(&mut cells, first, &paragraph, delimiter).map_err(refused)?;
            }
            None => markdown::add_lines(&mut cells, first, &paragraph).map_err(refused)?,
        }
        first += paragraph.lines().count() as u32;
    }
    let (sheet, said) = cells.finish(Visibility::Visible, Vec::new(), SheetFacts::default());
    diagnostics.extend(said);
    Ok(vec![sheet])
}

/// The paragraphs of a text, each with the blank lines above it.
fn paragraphs(text: &str) -> Vec<String> {
    let mut paragraphs = vec![String::new()];
    let mut blank = true;
    for line in text.lines() {
        let empty = line.trim().is_empty();
        if empty && !blank {
            paragraphs.push(String::new());
        }
        blank = empty;
        if let Some(paragraph) = paragraphs.last_mut() {
            paragraph.push_str(line);
            paragraph.push('\n');
        }
    }
    paragraphs
}

/// The delimiter of a paragraph of separated values, which may stand above or below a drawn table:
/// three fields or more, as many in nine records of ten. Prose with commas is none.
fn separated(paragraph: &str) -> Option<u8> {
    const THREE_FIELDS: f64 = 1.0986;
    let text = paragraph.trim();
    let (delimiter, score) = detect_delimiter(text, "txt");
    (delimiter != b'|'
        && !text.contains('|')
        && text.lines().count() > 1
        && score >= 0.9 * 0.9 * THREE_FIELDS)
        .then_some(delimiter)
}

/// Adds the records of a paragraph as rows with the numbers of the lines that they begin on.
fn add_separated_lines(
    cells: &mut SheetCells,
    first: u32,
    paragraph: &str,
    delimiter: u8,
) -> Result<(), LimitExceeded> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(paragraph.as_bytes());
    // Text in memory is read without errors: it is UTF-8, and records may have any number of fields.
    for record in reader.records().flatten() {
        let line = record.position().map_or(1, csv::Position::line);
        let blank = paragraph.lines().take_while(|line| line.trim().is_empty()).count() as u64;
        let line = line.max(blank + 1);
        add_record(cells, first + u32::try_from(line - 1).unwrap_or(u32::MAX - first), &record)?;
    }
    Ok(())
}

fn add_record(cells: &mut SheetCells, row: u32, record: &csv::StringRecord) -> Result<(), LimitExceeded> {
    for (column, field) in (0..).zip(record) {
        cells.add(row, column, Value::Text(field.into()), NumberForm::General)?;
    }
    Ok(())
}

/// What is worth knowing about the bytes: a guessed encoding, lines in another one, bytes lost.
fn say_how_decoded(decoded: &Decoded, file: &Location, diagnostics: &mut Vec<Diagnostic>) {
    if let Some(encoding) = decoded.guessed {
        diagnostics.push(if decoded.other_lines.is_empty() {
            Diagnostic::at(&codes::ENCODING_GUESSED, file.clone()).fact("encoding", encoding)
        } else {
            let mut lines: Vec<String> = decoded.other_lines.iter().take(5).map(usize::to_string).collect();
            if decoded.other_lines.len() > lines.len() {
                lines.push("…".to_owned());
            }
            Diagnostic::at(&codes::MIXED_ENCODING, file.clone())
                .fact("encoding", encoding)
                .fact("count", counted(decoded.other_lines.len(), "line is", "lines are"))
                .fact("they", if decoded.other_lines.len() == 1 { "it is" } else { "they are" })
                .fact("lines", lines.join(", "))
        });
    }
    if decoded.undecodable {
        let count = decoded.text.matches('\u{fffd}').count();
        diagnostics.push(
            Diagnostic::at(&codes::UNDECODABLE_BYTES, file.clone())
                .fact("count", counted(count, "character", "characters")),
        );
    }
    if decoded.nulls > 0 {
        diagnostics.push(
            Diagnostic::at(&codes::NULL_CHARACTERS, file.clone())
                .fact(
                    "count",
                    counted(
                        decoded.nulls,
                        "character without meaning (NUL)",
                        "characters without meaning (NUL)",
                    ),
                )
                .fact("they", if decoded.nulls == 1 { "it is" } else { "they are" }),
        );
    }
}

/// The delimiter that a first line `sep=;` declares, and the text below that line. The line is an
/// instruction to spreadsheet programs and no record.
fn declared_delimiter(text: &str) -> (Option<u8>, &str) {
    let line = text.split(['\r', '\n']).next().unwrap_or_default();
    let declaration = line.trim_matches('"');
    let delimiter = declaration
        .get(..4)
        .filter(|start| start.eq_ignore_ascii_case("sep="))
        .and_then(|_| declaration.get(4..))
        .and_then(|rest| <[u8; 1]>::try_from(rest.as_bytes()).ok());
    match delimiter {
        Some([delimiter]) => (Some(delimiter), text.get(line.len()..).unwrap_or_default()),
        None => (None, text),
    }
}

/// Characters of a file that show which delimiter it uses.
const SAMPLE: usize = 64 * 1024;
/// Records of the sample that are looked at.
const SAMPLE_RECORDS: usize = 200;

/// The delimiter that cuts the records into the most equal number of fields, and how good that is:
/// the share of records with the most common number of fields, times the logarithm of that number;
/// 0 where no delimiter finds two columns.
pub(super) fn detect_delimiter(text: &str, extension: &str) -> (u8, f64) {
    let sample = sample(text);
    let usual = if extension == "tsv" { b'\t' } else { b',' };
    let mut best = (usual, 0.0);
    for delimiter in [usual, b',', b';', b'\t', b'|'] {
        let mut records = records(sample, delimiter, SAMPLE_RECORDS);
        records.retain(|record| record.iter().any(|field| !field.trim().is_empty()));
        let width = most_common_width(records.iter().map(csv::StringRecord::len).filter(|width| *width > 1));
        let equal = records.iter().filter(|record| record.len() == width).count();
        if width < 2 || records.is_empty() {
            continue;
        }
        let share = equal as f64 / records.len() as f64;
        let score = share * share * (width as f64).ln();
        if score > best.1 {
            best = (delimiter, score);
        }
    }
    best
}

/// The start of a text, cut at the end of a line where it is long.
fn sample(text: &str) -> &str {
    if text.len() <= SAMPLE {
        return text;
    }
    let end = (0..=SAMPLE).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
    let start = text.get(..end).unwrap_or_default();
    start.rfind(['\n', '\r']).and_then(|end| start.get(..end)).unwrap_or(start)
}

/// The first records of a text; blank lines are none.
fn records(text: &str, delimiter: u8, most: usize) -> Vec<csv::StringRecord> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes())
        .into_records()
        // Valid text in a flexible reader gives no errors: there is nothing else to fail.
        .map_while(Result::ok)
        .take(most)
        .collect()
}

/// The number that comes most often; of two that come equally often, the larger; 0 for none.
fn most_common_width(widths: impl Iterator<Item = usize>) -> usize {
    let mut counts = std::collections::BTreeMap::new();
    for width in widths {
        *counts.entry(width).or_insert(0_usize) += 1;
    }
    counts.into_iter().max_by_key(|(width, count)| (*count, *width)).map_or(0, |(width, _)| width)
}

/// Rows with filled fields beyond the last column of the header, as an unquoted delimiter within a
/// text makes them.
fn ragged_rows(records: &[csv::StringRecord], name: &Arc<SheetName>) -> Option<Diagnostic> {
    let header = header(records)?;
    let width = records.get(header)?.len();
    let mut ragged = (0..).zip(records).skip(header).filter(|(_, record)| {
        record.len() > width && record.iter().skip(width).any(|field| !field.trim().is_empty())
    });
    let (first, record) = ragged.next()?;
    Some(
        Diagnostic::at(&codes::RAGGED_ROW, Location::row(name, first))
            .fact("fields", counted(record.len(), "value", "values"))
            .fact("columns", counted(width, "column", "columns"))
            .also(ragged.map(|(row, _)| Location::row(name, row))),
    )
}

/// The record that tells how many columns there are. Where most records have one width, it is the
/// first of at least that width, so that title lines above it do not matter; where the widths are
/// mixed, the first with more than half of the fields that come most often.
fn header(records: &[csv::StringRecord]) -> Option<usize> {
    let common = most_common_width(records.iter().map(csv::StringRecord::len));
    let equal = records.iter().filter(|record| record.len() == common).count();
    let clear = equal * 5 >= records.len() * 3;
    records.iter().position(|record| {
        if clear { record.len() >= common } else { record.len() > 1 && record.len() * 2 > common }
    })
}

/// A quotation mark that opens a field and is never closed swallows the rest of the file.
fn unclosed_quote(records: &[csv::StringRecord], text: &str, name: &Arc<SheetName>) -> Option<Diagnostic> {
    let last = records.last()?;
    let field = last.iter().next_back()?;
    let swallowed = field.lines().count().checked_sub(1).filter(|lines| *lines > 0)?;
    if text.trim_end().ends_with('"') {
        return None;
    }
    let row = u32::try_from(records.len() - 1).ok()?;
    let column = u32::try_from(last.len() - 1).ok()?;
    Some(
        Diagnostic::at(&codes::UNCLOSED_QUOTE, Location::cell(name, row, column))
            .fact("lines", counted(swallowed, "line after it is", "lines after it are")),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(bytes: &[u8]) -> (Vec<Vec<String>>, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let file = Location::file("acme.csv");
        let sheets = read(bytes, "csv", &Limits::default(), &file, &mut diagnostics);
        let sheets = match sheets {
            Ok(sheets) => sheets,
            Err(diagnostic) => {
                diagnostics.push(*diagnostic);
                Vec::new()
            }
        };
        let rows = sheets
            .iter()
            .flat_map(|sheet| &sheet.rows)
            .map(|row| row.cells.iter().map(|cell| cell.text()).collect())
            .collect();
        (rows, diagnostics)
    }

    #[test]
    fn separated_values_above_a_drawn_table_are_fields_and_prose_is_not() {
        let text = b"ref,title,status\n5.1,\"Policies, all\",Yes\n5.2,Roles,No\n\nFor each, see below,\nor ask.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n";
        let (rows, _) = read_text(text);
        assert_eq!(
            rows,
            [
                vec!["ref", "title", "status"],
                vec!["5.1", "Policies, all", "Yes"],
                vec!["5.2", "Roles", "No"],
                vec!["For each, see below,"],
                vec!["or ask."],
                vec!["a", "b"],
                vec!["1", "2"],
            ]
        );
    }

    #[test]
    fn the_delimiter_is_the_one_that_gives_equal_records() {
        for (text, delimiter) in [
            ("id,name\n1,a\n2,b\n", b','),
            ("id;amount;name\n1;1,5;a\n2;2,5;b\n", b';'),
            ("id\tname, first\n1\ta, b, c\n", b'\t'),
            ("id|name\n1|a;b\n", b'|'),
            ("Risk register, 2026\n\nid;owner;note\n1;Ann;a, b\n2;Bob;c\n", b';'),
            ("id,text\n1,\"a;b;c\"\n2,\"d;e;f\"\n", b','),
            ("one column\nonly\n", b','),
        ] {
            assert_eq!(detect_delimiter(text, "csv").0, delimiter, "{text}");
        }
    }

    #[test]
    fn a_declared_delimiter_is_obeyed_and_its_line_is_no_record() {
        let (rows, diagnostics) = read_text(b"sep=^\r\nid^name\r\n1^a,b,c\r\n");
        assert_eq!(rows, [["id", "name"], ["1", "a,b,c"]]);
        assert_eq!(diagnostics, []);
    }

    #[test]
    fn every_cell_is_text_as_written() {
        let (rows, _) = read_text(b"id,share\r5.10,007\r1e3,=1+1");
        assert_eq!(rows, [["id", "share"], ["5.10", "007"], ["1e3", "=1+1"]]);
    }

    #[test]
    fn rows_wider_than_the_header_are_one_diagnostic_and_titles_do_not_matter() {
        let (_, diagnostics) = read_text(b"Assets\nid,name,owner\n1,a,x\n2,b,c,y\n3,d,z,,\n4,e,f,g\n");
        assert_eq!(diagnostics.len(), 1);
        assert_eq!(diagnostics[0].code.name, "ragged-row");
        assert_eq!(diagnostics[0].location.as_ref().and_then(|location| location.row), Some(3));
        assert_eq!(diagnostics[0].also.len(), 1);
    }

    #[test]
    fn a_file_of_nothing_but_delimiters_or_lines_is_refused() {
        let mut limits = Limits::default();
        limits.set(Limit::Range, 100);
        limits.set(Limit::Rows, 20);
        for (text, refused) in [
            (",".repeat(101), true),
            ("a,\n".repeat(21), true),
            (",\n".repeat(21), true),
            ("a,\n".repeat(20), false),
        ] {
            let file = Location::file("acme.csv");
            let read = read(text.as_bytes(), "csv", &limits, &file, &mut Vec::new());
            assert_eq!(read.is_err_and(|refusal| refusal.code.name == "limit-exceeded"), refused, "{text}");
        }
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_is_reported() {
        let (_, diagnostics) = read_text(b"id,name\n1,\"a\n2,b\n3,c\n");
        assert_eq!(diagnostics[0].code.name, "unclosed-quote");
        let (rows, diagnostics) = read_text(b"id,name\n1,\"a\nb\"\n");
        assert_eq!(rows[1], ["1", "a\nb"]);
        assert_eq!(diagnostics, []);
    }
}
