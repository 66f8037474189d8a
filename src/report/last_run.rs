//! What a run leaves behind in its workbook for the next one: the editable cells as the sources give
//! them, and what people decided, on a sheet that nobody sees.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::cell::{Cached, Cell, Form, Value};
use super::findings::RECORDS;
use super::names::KEY;
use super::sheet::{Allowed, Area, Rule, Sheet, TabRole, Table};
use crate::model::{Entry, Source};
use crate::provenance::CellPlace;
use crate::record::names::SOURCE;
use crate::record::{
    Book, CellMark, Column, HiddenRow, LastRun, List, MarkedCell, Record, SourceFile, WrittenList,
    WrittenSheet, first_row, hidden_sheet_name, mark_of_entry, mark_of_formula, order_known_by,
    rule_known_by,
};

/// The editable cells of all tables that are kept, with all headings of each.
pub fn recorded(sheets: &[Sheet]) -> (Book, BTreeMap<String, Vec<String>>) {
    // Sheets are gone through side by side and gathered in their order.
    let of_sheet = |sheet: &Sheet| -> Vec<(List, Vec<String>)> {
        let tables = sheet.tables.iter();
        let all = |table: &Table| table.columns.iter().map(|column| column.heading.clone()).collect();
        tables.filter_map(|table| Some((list_of(sheet, table)?, all(table)))).collect()
    };
    let found: Vec<_> = sheets.par_iter().with_max_len(1).map(of_sheet).collect();
    let mut book = Book::default();
    let mut headings = BTreeMap::new();
    for (list, all) in found.into_iter().flatten() {
        headings.insert(list.name.clone(), all);
        book.lists.push(list);
    }
    (book, headings)
}

fn list_of(sheet: &Sheet, table: &Table) -> Option<List> {
    let kept = table.kept?;
    let first = table.area.first;
    let columns = || (first.column..).zip(&table.columns);
    let editable: Vec<u32> = columns().filter(|(_, column)| column.editable).map(|(at, _)| at).collect();
    let source = columns().find(|(_, column)| [SOURCE, RECORDS].contains(&column.heading.as_str()));
    let source = source.map(|(at, _)| at);
    let key_column = first.column + kept.key_column;
    let entry = |row: u32, column: u32| entry_of(sheet.cell(CellPlace::new(row, column)));
    let mut records = BTreeMap::new();
    for row in first.row + 1..=table.area.last.row {
        let key = entry(row, key_column).to_string();
        if key.is_empty() {
            continue;
        }
        let source = match source.map(|column| entry(row, column)) {
            Some(Entry::Text(text)) => text,
            other => other.map(|entry| entry.to_string().into()).unwrap_or_default(),
        };
        let entries = editable.iter().map(|column| entry(row, *column)).collect();
        records.entry(key).or_insert(Record { source, entries });
    }
    let key_heading = columns().find(|(at, _)| *at == key_column).map(|(_, column)| column.heading.clone());
    Some(List {
        name: table.name.clone(),
        sheet: sheet.name.clone(),
        key_heading: key_heading.unwrap_or_default(),
        owner: kept.owner,
        columns: columns()
            .filter(|(_, column)| column.editable)
            .map(|(_, column)| Column { heading: column.heading.clone(), field: column.field })
            .collect(),
        records,
    })
}

/// What a cell of a sheet holds, as a later run will read it.
pub fn entry_of(cell: Option<&Cell>) -> Entry {
    match cell.map(|cell| &cell.value) {
        None | Some(Value::Blank) => Entry::Blank,
        Some(Value::Text(text)) => Entry::shared(text),
        Some(Value::Number(number)) => Entry::Number(*number),
        Some(Value::Boolean(value)) => Entry::Boolean(*value),
        Some(Value::Date(date)) => Entry::Date(*date),
        Some(Value::Formula(formula)) => match &formula.cached {
            Cached::Number(number) => Entry::Number(*number),
            Cached::Text(text) => Entry::shared(text),
            Cached::Boolean(value) => Entry::Boolean(*value),
            Cached::Unknown => Entry::Blank,
        },
    }
}

/// A file that was read, for the next run.
pub fn source_file(source: &Source) -> SourceFile {
    SourceFile { path: source.path.clone(), link: source.link.clone(), sha256: source.sha256.clone() }
}

/// The widths of the columns of all lists in characters, by list and heading.
pub fn widths(sheets: &[Sheet]) -> BTreeMap<String, BTreeMap<String, f64>> {
    let tables = sheets.iter().flat_map(|sheet| sheet.tables.iter().map(move |table| (sheet, table)));
    let of_table = |sheet: &Sheet, table: &Table| {
        let columns =
            table.columns.iter().zip(sheet.column_widths.iter().skip(table.area.first.column as usize));
        columns.map(|(column, width)| (column.heading.clone(), *width)).collect()
    };
    tables.map(|(sheet, table)| (table.name.clone(), of_table(sheet, table))).collect()
}

/// What the rules for the cells of all sheets are known by.
pub fn rules(sheets: &[Sheet]) -> BTreeSet<(String, String)> {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let of_sheet = |sheet: &Sheet| -> Vec<(String, String)> {
        let looks = sheet.conditional_formats.iter().map(|format| match &format.rule {
            Rule::Word(word, _) => rule_known_by("cellIs", &quoted(word)),
            Rule::Expression(expression, _) => rule_known_by("expression", expression),
            Rule::Bar => rule_known_by("dataBar", ""),
        });
        let entered = sheet.validations.iter().map(|validation| {
            let formula = match &validation.allowed {
                Allowed::Words(words) | Allowed::Suggestions(words) => quoted(&words.join(",")),
                Allowed::Number { .. } => return rule_known_by("decimal", ""),
                Allowed::Date => return rule_known_by("date", ""),
                other => other.list_expression(validation.area.first.row).unwrap_or_default(),
            };
            rule_known_by("list", &formula)
        });
        looks.chain(entered).map(|rule| (sheet.name.clone(), rule)).collect()
    };
    sheets.iter().flat_map(of_sheet).collect()
}

/// What the order of the records of each list is known by.
pub fn orders(sheets: &[Sheet]) -> BTreeMap<String, String> {
    let tables = sheets.iter().flat_map(|sheet| sheet.tables.iter().map(move |table| (sheet, table)));
    let kept = tables.filter_map(|(sheet, table)| {
        let column = table.area.first.column + table.kept?.key_column;
        let rows = table.area.first.row + 1..=table.area.last.row;
        let keys: Vec<String> =
            rows.map(|row| entry_of(sheet.cell(CellPlace::new(row, column))).to_string()).collect();
        let mut known = BTreeSet::from([""]);
        let keys = keys.iter().map(String::as_str).filter(|key| known.insert(key));
        Some((table.name.clone(), order_known_by(keys)))
    });
    kept.collect()
}

/// What a later run knows a sheet again by.
pub fn written_sheet(sheet: &Sheet) -> WrittenSheet {
    WrittenSheet {
        name: sheet.name.clone(),
        title: entry_of(sheet.cell(CellPlace::new(0, 0))).to_string(),
        charts: sheet.charts.iter().map(|chart| chart.title.clone()).collect(),
    }
}

/// The marks of the cells outside lists, by sheet.
pub fn written_cells(sheets: &[Sheet]) -> BTreeMap<String, Vec<MarkedCell>> {
    let of_sheet = |sheet: &Sheet| {
        let in_table = |row: u32, column: u32| {
            // A table without keys is no list that a later run finds again: its cells stand where they stand.
            sheet.tables.iter().filter(|table| key_column(table).is_some()).any(|table| {
                let Area { first, last } = table.area;
                (first.row..=last.row).contains(&row) && (first.column..=last.column).contains(&column)
            })
        };
        let cells = sheet.cells().filter(|(place, _)| !in_table(place.row, place.column));
        let cells = cells.map(|(place, cell)| (place, entry_of(Some(cell)), is_formula(cell)));
        let marked = cells.filter(|(_, entry, formula)| *formula || !entry.is_blank());
        let marked = marked.map(|(place, entry, formula)| MarkedCell {
            row: place.row,
            column: place.column,
            mark: mark_of_entry(&entry),
            formula,
        });
        (sheet.name.clone(), marked.collect())
    };
    sheets.par_iter().with_max_len(1).map(of_sheet).collect()
}

fn is_formula(cell: &Cell) -> bool {
    matches!(cell.value, Value::Formula(_))
}

/// What the cells of all lists hold that nobody edits, in short: what is typed over one is noticed by it.
pub fn written_lists(sheets: &[Sheet]) -> BTreeMap<String, WrittenList> {
    let of_sheet = |sheet: &Sheet| -> Vec<(String, WrittenList)> {
        let tables = sheet.tables.iter();
        tables.filter_map(|table| Some((table.name.clone(), written_list(sheet, table)?))).collect()
    };
    let lists: Vec<_> = sheets.par_iter().with_max_len(1).map(of_sheet).collect();
    lists.into_iter().flatten().collect()
}

/// The column by which a later run knows the records of a table again, where it is a list.
fn key_column(table: &Table) -> Option<u32> {
    let Area { first, last } = table.area;
    let keyed = || table.columns.last().is_some_and(|column| column.heading == KEY).then_some(last.column);
    table.kept.map(|kept| first.column + kept.key_column).or_else(keyed)
}

fn written_list(sheet: &Sheet, table: &Table) -> Option<WrittenList> {
    let Area { first, last } = table.area;
    let key_column = key_column(table)?;
    let columns = (first.column..).zip(&table.columns);
    let not_edited = columns.filter(|(at, column)| *at != key_column && !column.editable);
    let (places, headings): (Vec<u32>, Vec<String>) =
        not_edited.map(|(at, column)| (at, column.heading.clone())).unzip();
    let elsewhere = table.columns.iter();
    let edited_on =
        elsewhere.filter_map(|column| Some((column.heading.clone(), column.edited_on.clone()?))).collect();
    let rows = || first.row + 1..=last.row;
    let formula_of = |column: u32| {
        let mut expressions = rows().map(|row| match &sheet.cell(CellPlace::new(row, column))?.value {
            Value::Formula(formula) => Some(&formula.expression),
            _ => None,
        });
        let one = expressions.next().flatten()?;
        expressions.all(|other| other == Some(one)).then(|| mark_of_formula(one))
    };
    let formulas = places.iter().zip(&headings);
    let formulas =
        formulas.filter_map(|(column, heading)| Some((heading.clone(), formula_of(*column)?))).collect();
    let mut written = WrittenList { headings, edited_on, formulas, ..WrittenList::default() };
    for row in rows() {
        let cell = |column: u32| sheet.cell(CellPlace::new(row, column));
        // The blank row of a list without records has no key, and formulas all the same.
        let key = entry_of(cell(key_column)).to_string();
        let mark =
            |column: &u32| CellMark::of(&entry_of(cell(*column)), cell(*column).is_some_and(is_formula));
        written.push(&key, places.iter().map(mark).collect());
    }
    Some(written)
}

/// Most rows on one of the very hidden sheets: a little less than a sheet has.
pub const MOST_ROWS: usize = 1_000_000;

/// The very hidden sheets that the next run reads, each with at most so many rows.
pub fn build_hidden(last: LastRun, most_rows: usize) -> Vec<Sheet> {
    // Each begins with a row of its own.
    let rows_of_each = most_rows.saturating_sub(1).max(1);
    let mut rows = last.into_rows().into_iter().skip(1);
    let count = rows.len().div_ceil(rows_of_each).max(1);
    let sheet = |number| {
        let of_sheet = std::iter::once(first_row(count)).chain(rows.by_ref().take(rows_of_each));
        hidden_sheet(number, of_sheet.collect())
    };
    (0..count).map(sheet).collect()
}

fn hidden_sheet(number: usize, rows: Vec<HiddenRow>) -> Sheet {
    let mut sheet = Sheet::new(
        &hidden_sheet_name(number),
        TabRole::Settings,
        "What the last run wrote; the next one reads it to keep what people changed.",
    );
    sheet.hidden = true;
    let cell = |entry: Entry| match entry {
        Entry::Blank => Cell::EMPTY,
        Entry::Date(date) => Cell::new(Value::Date(date), Form::Date),
        entry => Value::from(entry).into(),
    };
    let rows: Vec<Vec<Cell>> =
        rows.into_par_iter().map(|entries| entries.into_iter().map(cell).collect()).collect();
    for (row, cells) in (0u32..).zip(rows) {
        sheet.put_row(row, 0, cells);
    }
    sheet
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::provenance::SheetName;
    use crate::read::{self, NumberForm, SheetFacts, Visibility};
    use crate::record::{Owner, names};
    use crate::report::build_sheets;
    use crate::report::testing::Example;

    /// A hidden sheet as it is read from a file.
    fn as_read(sheet: &Sheet) -> read::Sheet {
        let mut rows: BTreeMap<u32, Vec<read::Cell>> = BTreeMap::new();
        for (place, cell) in sheet.cells() {
            let value = match &cell.value {
                Value::Text(text) => read::Value::Text(text.as_str().into()),
                Value::Number(number) => read::Value::Number(*number),
                other => panic!("{other:?}"),
            };
            let cell = read::Cell::new(place.column, value, NumberForm::General);
            rows.entry(place.row).or_default().push(cell);
        }
        read::Sheet {
            name: Arc::new(SheetName {
                file: Arc::from("w.xlsx"),
                sheet: Some(Arc::from(sheet.name.as_str())),
            }),
            visibility: Visibility::VeryHidden,
            rows: rows.into_iter().map(|(number, cells)| read::Row { number, cells }).collect(),
            merges: Vec::new(),
            facts: SheetFacts::default(),
        }
    }

    #[test]
    fn what_one_hidden_sheet_does_not_hold_goes_on_on_the_next_and_is_read_in_any_order() {
        let records = (0..25).map(|number| {
            let record =
                Record { source: format!("a.csv row {number}").into(), entries: vec![Entry::text("Ada")] };
            (format!("A-{number:02}"), record)
        });
        let last = LastRun {
            names: ["as_of".to_owned()].into(),
            headings: BTreeMap::from([("Assets".to_owned(), vec!["Owner".to_owned()])]),
            book: Book {
                lists: vec![List {
                    name: "Assets".to_owned(),
                    sheet: "Assets".to_owned(),
                    key_heading: KEY.to_owned(),
                    owner: Owner::Sources,
                    columns: vec![Column { heading: "Owner".to_owned(), field: None }],
                    records: records.collect(),
                }],
            },
            ..LastRun::default()
        };
        let sheets = build_hidden(last.clone(), 10);
        let called: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
        assert_eq!(called, ["_annexa", "_annexa 2", "_annexa 3", "_annexa 4"]);
        let mut read: Vec<read::Sheet> = sheets.iter().rev().map(as_read).collect();
        assert!(read.iter().all(|sheet| sheet.rows.len() <= 10));
        // A sheet of a person's own.
        let mut own = Sheet::new("_annexa 3 (2)", TabRole::Work, "");
        own.put_row(0, 0, vec![Value::text("name").into(), Value::text("mine").into()]);
        read.push(as_read(&own));
        own.name = "_annexa 9".to_owned();
        read.push(as_read(&own));
        let workbook =
            read::Workbook { path: "w.xlsx".to_owned(), bytes: 0, sha256: String::new(), sheets: read };
        assert_eq!(LastRun::read(&workbook), Some(last));
        // Without one of them nothing of it is taken up, rather than a part.
        let mut part = workbook;
        part.sheets.retain(|sheet| sheet.name.sheet.as_deref() != Some("_annexa 2"));
        assert_eq!(LastRun::read(&part), None);
    }

    #[test]
    fn a_list_is_called_as_its_sheet_and_the_block_of_it() {
        let example = Example::sample();
        let sheets = build_sheets(&example.contents());
        let mut blocks = 0;
        for sheet in &sheets {
            for table in &sheet.tables {
                let shown = names::shown(&table.name);
                blocks += usize::from(shown == format!("{} · {}", sheet.name, table.name));
                let kept = table.kept.is_some();
                assert!(
                    !kept || shown.split(" · ").next() == Some(sheet.name.as_str()),
                    "{shown} on {}",
                    sheet.name
                );
            }
        }
        assert_eq!(blocks, 8);
    }
}
