//! The references of one table's column, with their diagnostics.

use std::collections::BTreeSet;

use super::domain::names_ai;
use super::reference::{Hint, Numberings, Problem, ReferenceColumn, ReferenceRow, RowReferences, resolve};
use super::risks::categories;
use super::table::TableReader;
use crate::declaration::{Field, Register};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::normalise::{
    AMBIGUOUS_REFERENCE, NUMBER_NOT_OF_STANDARD_BEFORE, OTHER_FRAMEWORK_REFERENCES, RANGE_NOT_READ,
    REFERENCE_OF_2013, UNKNOWN_REFERENCE,
};
use crate::diagnostic::render::counted;
use crate::provenance::Location;
use crate::read::Cell;
use crate::recognise::{MappedColumn, RecognisedTable, RecordRows};
use crate::standards::Standard;

/// The sheet name of a file of separated values.
const UNTYPED_SHEET: &str = "csv";

/// What each record of a table refers to in a field.
pub(super) fn read_references(
    reader: &mut TableReader<'_>,
    numberings: &Numberings,
    field: Field,
    titles: &[Field],
) -> Vec<RowReferences> {
    let records = reader.records();
    let columns = reader.columns(field).to_vec();
    let mut all = vec![RowReferences::default(); records.len()];
    for column in columns {
        for (row, read) in all.iter_mut().zip(read_column(reader, numberings, column, titles)) {
            row.join(read);
        }
    }
    all
}

/// What each record refers to in one column; its heading may name the standard.
fn read_column(
    reader: &mut TableReader<'_>,
    numberings: &Numberings,
    mapped: &MappedColumn,
    titles: &[Field],
) -> Vec<RowReferences> {
    let mut column = reference_column(reader, mapped, titles);
    column.other_tables = standard_of_other_tables(reader, numberings);
    let (references, problems) = resolve(numberings, &column);
    for problem in problems {
        report(reader, mapped, reader.records(), problem);
    }
    references
}

/// A column with what stands around it in its own table.
fn reference_column<'a>(
    reader: &TableReader<'a>,
    mapped: &MappedColumn,
    titles: &[Field],
) -> ReferenceColumn<'a> {
    let field = mapped.field;
    let rows = reader
        .records()
        .iter()
        .map(|record| ReferenceRow {
            cells: cells(reader, record, mapped).into_iter().map(|(cell, _)| cell).collect(),
            titles: titles
                .iter()
                .filter_map(|title| reader.text(record, *title))
                .map(|text| text.value.to_string())
                .collect(),
            standard: row_standard(reader, record),
            section: section(reader, record),
            about_ai: about_ai(reader, record),
        })
        .collect();
    ReferenceColumn {
        rows,
        hints: hints(reader, &mapped.heading),
        standard_above: names_standard_above(reader)
            || names_standard(titles.iter().map(|title| reader.heading(*title))),
        free_text: field == Field::RiskControls,
        goes_through: matches!(reader.table.register, Register::Controls | Register::Questionnaire),
        other_tables: None,
        holds_keys: reader.table.holds_keys || reader.table.is_intake,
        untyped: reader.sheet.name.sheet.as_deref() == Some(UNTYPED_SHEET),
    }
}

/// What the column of standards says of a record. A risk register has no numbers of its own: a standard of
/// another subject in it is not that of its controls.
fn row_standard(reader: &TableReader<'_>, record: &RecordRows) -> Hint {
    let Some(text) = reader.text(record, Field::Standard) else { return Hint::default() };
    let hint = Hint::of_row(&text.value);
    if reader.table.register == Register::Risks { Hint { foreign: false, ..hint } } else { hint }
}

/// Fewest requirements in other tables of a file that show what standard the file is about (judgement).
const OTHER_TABLES_SHOW: usize = 5;

/// The standard of the other control registers and questionnaires of the file, where all that they name
/// is of one, and nothing in the file is about the other.
fn standard_of_other_tables(reader: &TableReader<'_>, numberings: &Numberings) -> Option<Standard> {
    let of_controls =
        |table: &RecognisedTable| matches!(table.register, Register::Controls | Register::Questionnaire);
    if !of_controls(reader.table) || reader.is_only_table() {
        return None;
    }
    let mut standards = BTreeSet::new();
    let mut named = 0usize;
    for other in reader.other_tables().filter(|other| of_controls(other.table)) {
        for mapped in other.columns(Field::ControlRef) {
            let titles = [Field::ControlTitle, Field::ControlDescription, Field::QuestionText];
            let (rows, _) = resolve(numberings, &reference_column(&other, mapped, &titles));
            for requirement in rows.iter().flat_map(|row| &row.requirements) {
                // Clauses changed places since 2013: a register of that edition says nothing of others.
                if requirement.from_2013.is_some() {
                    return None;
                }
                standards.insert(requirement.id.standard());
                named += 1;
            }
        }
    }
    let only = standards.pop_first().filter(|_| standards.is_empty() && named >= OTHER_TABLES_SHOW)?;
    let about_another = |text: &str| {
        let hint = Hint::of(text);
        hint.standards.iter().chain(&hint.topic).any(|standard| *standard != only)
    };
    let sheets = reader.workbook.sheets.iter().filter_map(|sheet| sheet.name.sheet.as_deref());
    let contradicted = sheets.chain([file_name(reader)]).any(about_another)
        || (only == Standard::Iso27001
            && reader.other_tables().any(|other| other.table.register == Register::AiSystems));
    (!contradicted).then_some(only)
}

/// The name of the file without its folders.
fn file_name<'a>(reader: &TableReader<'a>) -> &'a str {
    reader.workbook.path.rsplit(['/', '\\']).next().unwrap_or_default()
}

/// The cells of one column in one record.
fn cells<'a>(
    reader: &TableReader<'a>,
    record: &RecordRows,
    mapped: &MappedColumn,
) -> Vec<(&'a Cell, Location)> {
    let all = reader.cells(record, mapped.field);
    all.filter(|(_, location)| location.column == Some(mapped.column)).collect()
}

/// Whether a risk names an AI system, or a category that is one of AI.
fn about_ai(reader: &TableReader<'_>, record: &RecordRows) -> bool {
    let is_risk = reader.table.register == Register::Risks;
    let category = || reader.text(record, Field::RiskCategory);
    is_risk
        && (!reader.list(record, Field::RiskAiSystem).is_empty()
            || category().is_some_and(|text| names_ai(&categories(reader.words, &text.value))))
}

fn section(reader: &TableReader<'_>, record: &RecordRows) -> Hint {
    let sections = &reader.table.sections;
    let above = sections.partition_point(|(row, _)| *row < record.row);
    above
        .checked_sub(1)
        .and_then(|index| sections.get(index))
        .map(|(_, text)| Hint::of(text))
        .unwrap_or_default()
}

/// Most rows above a header that are looked at for a title of the table.
const TITLE_ROWS: u32 = 10;
/// Most filled cells of a row that is a title, not part of a table.
const TITLE_CELLS: usize = 2;

/// Whether a title above the table names one of our standards.
fn names_standard_above(reader: &TableReader<'_>) -> bool {
    let header = reader.table.header_rows.first().copied().unwrap_or_default();
    let above = header.saturating_sub(TITLE_ROWS)..header;
    let titles = above.filter_map(|row| reader.sheet.row(row)).filter(|row| row.cells.len() <= TITLE_CELLS);
    names_standard(titles.flat_map(|row| &row.cells).map(|cell| cell.text()))
}

fn names_standard(texts: impl Iterator<Item = impl AsRef<str>>) -> bool {
    texts.into_iter().any(|text| !Hint::of(text.as_ref()).standards.is_empty())
}

/// What names around the table say. Words such as "AI" in a name tell the standard of a control
/// register or questionnaire; of a risk register they tell only what its risks are about.
fn hints(reader: &TableReader<'_>, heading: &str) -> Vec<(&'static str, Hint)> {
    let topics = matches!(reader.table.register, Register::Controls | Register::Questionnaire);
    let file = file_name(reader);
    let sheet = reader.sheet.name.sheet.as_deref().unwrap_or_default();
    [("column heading", heading), ("sheet name", sheet), ("file name", file)]
        .into_iter()
        .map(|(evidence, text)| {
            let hint = Hint::of(text);
            (evidence, if topics { hint } else { Hint { topic: None, ..hint } })
        })
        .collect()
}

fn report(reader: &mut TableReader<'_>, mapped: &MappedColumn, records: &[RecordRows], problem: Problem) {
    let Some(record) = records.get(problem.row()) else { return };
    let written = match &problem {
        Problem::Ambiguous { text, .. }
        | Problem::Unknown { text, .. }
        | Problem::StandardBefore { text, .. } => text.as_str(),
        _ => "",
    };
    // A record that goes on in further rows has several cells; the one that holds the text is told.
    let cells: Vec<(String, Location)> =
        cells(reader, record, mapped).into_iter().map(|(cell, location)| (cell.text(), location)).collect();
    let holding = cells.iter().find(|(text, _)| text.contains(written)).or(cells.first()).cloned();
    let (cell, location) = holding.unwrap_or_else(|| (written.to_owned(), reader.row_location(record.row)));
    let (kind, diagnostic) = match problem {
        Problem::Ambiguous { text, meanings, kind, .. } => {
            let diagnostic = Diagnostic::at(&AMBIGUOUS_REFERENCE, location)
                .read(cell)
                .expected("an identifier with its standard, such as 27001:A.5.1")
                .fact("written", text)
                .fact("meanings", meanings.join(" or "));
            (kind, diagnostic)
        }
        Problem::Unknown { text, .. } => {
            let diagnostic = Diagnostic::at(&UNKNOWN_REFERENCE, location).read(cell).fact("written", text);
            (String::new(), diagnostic)
        }
        Problem::Only2013 { text, meaning, now, .. } => {
            let now: Vec<String> = now.iter().map(ToString::to_string).collect();
            let mend =
                if now.is_empty() { String::new() } else { format!("write {} for it, or ", now.join("; ")) };
            let diagnostic = Diagnostic::at(&REFERENCE_OF_2013, location)
                .read(text.clone())
                .expected("a clause or control of ISO/IEC 27001:2022")
                .fact("written", text)
                .fact("meaning", meaning)
                .fact("mend", mend);
            (String::new(), diagnostic)
        }
        Problem::Range { text, .. } => {
            let diagnostic = Diagnostic::at(&RANGE_NOT_READ, location)
                .read(text.clone())
                .expected("two identifiers of one standard and one section, the lower one first")
                .fact("written", text);
            (String::new(), diagnostic)
        }
        Problem::StandardBefore { text, meaning, .. } => {
            let diagnostic = Diagnostic::at(&NUMBER_NOT_OF_STANDARD_BEFORE, location)
                .read(cell)
                .expected("the standard before each number that is not of the one before")
                .fact("written", text)
                .fact("meaning", meaning);
            (String::new(), diagnostic)
        }
        Problem::OtherFramework { text, rows, why, .. } => {
            let diagnostic = Diagnostic::at(&OTHER_FRAMEWORK_REFERENCES, location)
                .read(text.clone())
                .fact("rows", counted(rows, "row names", "rows name"))
                .fact("written", text)
                .fact("why", why.map(|why| format!(" ({})", why.words())).unwrap_or_default());
            (String::new(), diagnostic)
        }
    };
    reader.faults.add(&kind, diagnostic);
}
