//! A plain table to CSV, JSON or a line of JSON for each row.

use anyhow::Context as _;
use serde_json::{Map, Value};

use crate::export::ExportedTable;
use crate::model::Entry;

/// The bytes by which Excel knows that a CSV file is UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The format of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableFormat {
    /// UTF-8 with a byte order mark, a line of headings, and texts that no spreadsheet obeys.
    Csv(Csv),
    /// One array of objects.
    Json,
    /// One object a line.
    JsonLines,
}

/// How a CSV file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Csv {
    /// What stands between the cells of a row.
    pub delimiter: u8,
    /// What stands before the decimals of a number: a full stop or a comma.
    pub decimal: char,
}

impl TableFormat {
    /// What the name of a file of this format ends in.
    pub fn extension(self) -> &'static str {
        match self {
            TableFormat::Csv(_) => "csv",
            TableFormat::Json => "json",
            TableFormat::JsonLines => "ndjson",
        }
    }
}

/// The bytes of a table.
///
/// # Errors
/// Where it cannot be brought into the format, which no table of an export gives reason for.
pub fn bytes_of_table(table: &ExportedTable, format: TableFormat) -> anyhow::Result<Vec<u8>> {
    match format {
        TableFormat::Csv(csv) => csv_of(table, csv),
        TableFormat::Json => {
            let rows: Vec<Value> = objects(table).collect();
            let mut bytes = serde_json::to_vec_pretty(&rows)?;
            bytes.push(b'\n');
            Ok(bytes)
        }
        TableFormat::JsonLines => {
            let mut bytes = Vec::new();
            for row in objects(table) {
                serde_json::to_writer(&mut bytes, &row)?;
                bytes.push(b'\n');
            }
            Ok(bytes)
        }
    }
}

fn csv_of(table: &ExportedTable, csv: Csv) -> anyhow::Result<Vec<u8>> {
    csv_of_rows(table.columns.iter().map(|column| column.name.as_str()), table.rows.iter().cloned(), csv)
}

/// The bytes of a list in CSV, whose rows are made one after another.
///
/// # Errors
/// Where a row has another number of cells than there are headings.
pub fn csv_of_rows<'a>(
    headings: impl Iterator<Item = &'a str>,
    rows: impl Iterator<Item = Vec<Entry>>,
    csv: Csv,
) -> anyhow::Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(csv.delimiter)
        .terminator(csv::Terminator::CRLF)
        .from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
    writer.write_record(headings)?;
    for row in rows {
        writer.write_record(row.iter().map(|entry| csv_cell(entry, csv.decimal)))?;
    }
    writer.into_inner().context("the table could not be written")
}

/// What stands in a cell of a CSV file.
fn csv_cell(entry: &Entry, decimal: char) -> String {
    match entry {
        Entry::Text(text) => harmless(text),
        Entry::Number(number) => number.to_string().replace('.', decimal.encode_utf8(&mut [0; 4])),
        Entry::Blank => String::new(),
        Entry::Boolean(value) => if *value { "TRUE" } else { "FALSE" }.to_owned(),
        Entry::Date(date) => date.to_string(),
    }
}

/// A text that no spreadsheet takes for a formula: an apostrophe goes before one that begins like that, after blanks,
/// line breaks or quotes too.
fn harmless(text: &str) -> String {
    // A lone hyphen and a number are no formulas.
    if text == "-" || text.parse::<f64>().is_ok_and(f64::is_finite) {
        return text.to_owned();
    }
    let seen = text.trim_start_matches(|character: char| character == '"' || is_unseen(character));
    let begins_like_a_formula = seen.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '|', '%']);
    if begins_like_a_formula || text.starts_with(['\t', '\r', '\n']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// Whether nothing is seen of a character, so that a program may leave it out: blanks, controls, marks of direction.
fn is_unseen(character: char) -> bool {
    let of_format = matches!(
        character,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
    );
    of_format || character.is_whitespace() || character.is_control()
}

/// The rows as objects, with the names of the columns in their order.
fn objects(table: &ExportedTable) -> impl Iterator<Item = Value> + '_ {
    table.rows.iter().map(|row| {
        let members = table.columns.iter().zip(row);
        let members = members.map(|(column, entry)| (column.name.clone(), json_of(entry)));
        Value::Object(members.collect::<Map<_, _>>())
    })
}

fn json_of(entry: &Entry) -> Value {
    match entry {
        Entry::Blank => Value::Null,
        Entry::Text(text) => Value::String(text.to_string()),
        // A whole number is one for programs that tell them apart.
        Entry::Number(number) if number.fract() == 0.0 && number.abs() < 9e15 => Value::from(*number as i64),
        Entry::Number(number) => serde_json::Number::from_f64(*number).map_or(Value::Null, Value::Number),
        Entry::Boolean(value) => Value::Bool(*value),
        Entry::Date(date) => Value::String(date.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::export::ExportedColumn;

    const COMMA: Csv = Csv { delimiter: b',', decimal: '.' };

    fn table(rows: Vec<Vec<Entry>>) -> ExportedTable {
        let column = |name: &str| ExportedColumn { name: name.to_owned(), ..ExportedColumn::default() };
        ExportedTable { name: "risks".to_owned(), columns: vec![column("key"), column("value")], rows }
    }

    fn text_of(table: &ExportedTable, format: TableFormat) -> String {
        String::from_utf8(bytes_of_table(table, format).unwrap()).unwrap()
    }

    #[test]
    fn each_format_gives_each_kind_of_cell() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        let table = table(vec![
            vec![Entry::text("R-1; \"a\""), Entry::Number(0.5)],
            vec![Entry::text("R-2"), Entry::Date(day)],
            vec![Entry::Boolean(true), Entry::Blank],
            vec![Entry::text("R-4"), Entry::Number(25.0)],
        ]);
        let csv = "\u{feff}key,value\r\n\"R-1; \"\"a\"\"\",0.5\r\nR-2,2026-11-21\r\nTRUE,\r\nR-4,25\r\n";
        assert_eq!(text_of(&table, TableFormat::Csv(COMMA)), csv);
        let semicolons = text_of(&table, TableFormat::Csv(Csv { delimiter: b';', decimal: ',' }));
        assert!(semicolons.contains("\"R-1; \"\"a\"\"\";0,5\r\n"), "{semicolons}");
        let lines = "{\"key\":\"R-1; \\\"a\\\"\",\"value\":0.5}\n{\"key\":\"R-2\",\"value\":\"2026-11-21\"}\n\
                     {\"key\":true,\"value\":null}\n{\"key\":\"R-4\",\"value\":25}\n";
        assert_eq!(text_of(&table, TableFormat::JsonLines), lines);
        let array: Vec<Value> = serde_json::from_str(&text_of(&table, TableFormat::Json)).unwrap();
        let each: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(array, each);
    }

    #[test]
    fn no_text_begins_like_a_formula() {
        for text in [
            "=1+1",
            "+1+1",
            "-1+cmd",
            "@SUM(A1)",
            " \t=1",
            "\n=1",
            "\"=1",
            "＝1",
            "%0A=1",
            "|cmd",
            "\u{200b}=1",
            "\u{feff}@x",
        ] {
            assert_eq!(harmless(text), format!("'{text}"));
        }
        for text in ["-", "-3.5", "A-1", "1=1", "27001:A.5.1", "n/a"] {
            assert_eq!(harmless(text), text);
        }
    }
}
