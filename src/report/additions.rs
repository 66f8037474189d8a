//! What people put into the workbook beside editing cells, put into its next version: columns of their own on
//! lists, and what they wrote into the cells of documents above them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::cell::{Cached, Cell, Form, Formula, Style, Tone, Value, serial_day};
use super::expression::this_row;
use super::fault::is_kept_as_text;
use super::fit::{lines_in_column, row_height};
use super::last_run::entry_of;
use super::names::KEY;
use super::sheet::{Comment, Sheet, TabRole, Table, TableColumn};
use crate::compare::{ASSESSMENT, PERSON};
use crate::model::{Entry, Model};
use crate::provenance::CellPlace;
use crate::read::Visibility;
use crate::record::subject::{ORGANISATION, SCOPE};
use crate::record::{
    Additions, CommentPlace, DocumentCell, History, LoggedChange, LoosePlace, LooseRow, OWN_WIDTH, OwnColumn,
    OwnFormula, OwnSheet, OwnValue, Piece, PlainList, TypedCell,
};

/// Lists that each run writes anew about itself, which come after the changes.
const OF_EACH_RUN: [&str; 4] = [super::changes::CHANGES, super::changes::HISTORY, "Checks", "Inputs"];

/// The word above a column that people added.
const ROLE: &str = "yours";
/// How far below the last record a row stands at least that is none: it must not be taken into the table.
const LEAST_BELOW: u32 = 2;
/// The first column in which notes above lists stand.
const FIRST_BESIDE: u32 = 2;
/// What stands between the headings of two columns of one name and their number.
const FIRST_NUMBER: u32 = 2;

/// The lists without editable columns, whose records are known again by their keys all the same.
pub fn plain_lists(sheets: &[Sheet]) -> Vec<PlainList> {
    let tables = sheets.iter().flat_map(|sheet| sheet.tables.iter().map(move |table| (sheet, table)));
    let plain = tables.filter(|(_, table)| {
        table.kept.is_none() && table.columns.last().is_some_and(|column| column.heading == KEY)
    });
    plain
        .map(|(sheet, table)| PlainList {
            name: table.name.clone(),
            sheet: sheet.name.clone(),
            headings: table.columns.iter().map(|column| column.heading.clone()).collect(),
        })
        .collect()
}

/// The cells of documents above lists, as a run writes them, with what people wrote there put in.
pub fn put_documents(sheets: &mut [Sheet], additions: Option<&Additions>) -> Vec<DocumentCell> {
    let mut documents = Vec::new();
    for sheet in sheets {
        let Some(table) = sheet.tables.first() else { continue };
        let (list, header) = (table.name.clone(), table.area.first.row);
        for row in 0..header {
            let at = |column| sheet.cell(CellPlace::new(row, column));
            let Some((label, cell)) = at(0).zip(at(1)) else { continue };
            let labelled = label.style.is_some_and(|style| style.form == Form::Label);
            let Some(style) = cell.style.filter(|style| labelled && style.tone == Tone::Editable) else {
                continue;
            };
            let (label, said) = (entry_of(Some(label)).to_string(), entry_of(Some(cell)));
            // One value for all sheets, which the run takes up by itself.
            if [ORGANISATION, SCOPE].contains(&label.as_str()) {
                continue;
            }
            let own =
                additions.and_then(|found| found.documents.get(&(list.clone(), label.clone()))).cloned();
            if let Some(own) = &own {
                sheet.put(row, 1, Cell::new(Value::entry(own), style));
            }
            documents.push(DocumentCell { list: list.clone(), label, said, own });
        }
    }
    documents
}

/// What people changed in the cells of documents.
pub fn document_changes(
    additions: &Additions,
    documents: &[DocumentCell],
    model: &Model,
) -> Vec<LoggedChange> {
    let subject = |label: &str| match label {
        ORGANISATION => Some(&model.organisation),
        SCOPE => Some(&model.scope),
        _ => None,
    };
    let changes = additions.document_changes.iter().map(|(list, label, before, after)| {
        let said = documents.iter().find(|cell| cell.list == *list && cell.label == *label);
        let withdrawn = after.is_blank();
        let now =
            if withdrawn { said.map(|cell| cell.said.clone()).unwrap_or_default() } else { after.clone() };
        let now = subject(label).map_or(now, |given| given.as_deref().map_or(Entry::Blank, Entry::text));
        LoggedChange {
            list: list.clone(),
            heading: label.clone(),
            before: before.to_string(),
            after: now.to_string(),
            kind: if withdrawn { "decision withdrawn" } else { "changed" }.to_owned(),
            by: PERSON.to_owned(),
            ..LoggedChange::default()
        }
    });
    changes.collect()
}

/// Sheets that people added under names of annexa's, which get other names, as changes.
pub fn renamed_sheets(additions: &Additions) -> impl Iterator<Item = LoggedChange> {
    additions.renamed_sheets.iter().map(|(before, now)| LoggedChange {
        list: before.clone(),
        kind: "renamed".to_owned(),
        before: before.clone(),
        after: now.clone(),
        by: ASSESSMENT.to_owned(),
        ..LoggedChange::default()
    })
}

/// What stood in columns that people added beside records that are not there any more, as changes. `sheets` are
/// those whose records are known before the changes are.
pub fn lost_values(sheets: &[Sheet], history: &History) -> Vec<LoggedChange> {
    let mut lost = Vec::new();
    let tables = || sheets.iter().flat_map(|sheet| sheet.tables.iter().map(move |table| (sheet, table)));
    for own in &history.additions.columns {
        let Some((sheet, table)) = tables().find(|(_, table)| table.name == own.list) else { continue };
        if OF_EACH_RUN.contains(&table.name.as_str()) {
            continue;
        }
        let rows = rows_by_key(sheet, table);
        let gone =
            own.values.iter().filter(|(key, value)| !rows.contains_key(*key) && !value.entry.is_blank());
        lost.extend(gone.map(|(key, value)| LoggedChange {
            list: own.list.clone(),
            key: key.clone(),
            heading: own.heading.clone(),
            before: value.entry.to_string(),
            kind: "removed".to_owned(),
            by: ASSESSMENT.to_owned(),
            ..LoggedChange::default()
        }));
    }
    for comment in &history.additions.comments {
        let CommentPlace::Record(list, key, heading) = &comment.place else { continue };
        let Some((sheet, table)) = tables().find(|(_, table)| table.name == *list) else { continue };
        let kept = OF_EACH_RUN.contains(&list.as_str()) || rows_by_key(sheet, table).contains_key(key);
        if !kept {
            lost.push(LoggedChange {
                list: list.clone(),
                key: key.clone(),
                heading: heading.clone(),
                before: format!("comment: {}", comment.text),
                kind: "removed".to_owned(),
                by: ASSESSMENT.to_owned(),
                ..LoggedChange::default()
            });
        }
    }
    lost
}

/// A formula in a column that people added, where it stands now.
pub struct PlacedFormula<'a> {
    /// The number of the sheet.
    pub sheet: usize,
    /// The cell.
    pub place: CellPlace,
    /// The list.
    pub list: &'a str,
    /// What it consists of.
    pub pieces: Vec<PlacedPiece<'a>>,
}

/// A piece of such a formula.
pub enum PlacedPiece<'a> {
    /// What stands there as it is.
    Text(&'a str),
    /// The expression for a cell of its row, and the column of that.
    OfRow(String, u32),
    /// What it reads elsewhere, as it was written.
    Elsewhere(&'a str),
}

/// Puts the columns that people added beside those of their lists; their formulas, which are still to be led to what
/// they read.
pub fn put_columns<'a>(sheets: &mut [Sheet], history: &'a History) -> Vec<PlacedFormula<'a>> {
    let mut placed = Vec::new();
    for (place, sheet) in sheets.iter_mut().enumerate() {
        for number in 0..sheet.tables.len() {
            let Some(name) = sheet.tables.get(number).map(|table| table.name.clone()) else { continue };
            let columns: Vec<&OwnColumn> =
                history.additions.columns.iter().filter(|column| column.list == name).collect();
            if !columns.is_empty() {
                let known = placed.len();
                put_on_list(sheet, number, &columns, history, &mut placed);
                placed.iter_mut().skip(known).for_each(|formula| formula.sheet = place);
            }
        }
    }
    placed
}

fn put_on_list<'a>(
    sheet: &mut Sheet,
    number: usize,
    columns: &[&'a OwnColumn],
    history: &History,
    placed: &mut Vec<PlacedFormula<'a>>,
) {
    let Some(table) = sheet.tables.get(number) else { return };
    let rows = rows_by_key(sheet, table);
    let (mut area, name) = (table.area, table.name.clone());
    let mut headings: BTreeSet<String> =
        table.columns.iter().map(|column| column.heading.to_lowercase()).collect();
    let free = |sheet: &Sheet, column: u32| {
        (area.first.row.saturating_sub(1)..=area.last.row)
            .all(|row| sheet.cell(CellPlace::new(row, column)).is_none_or(|cell| cell.value == Value::Blank))
    };
    let mut next = area.last.column + 1;
    let mut added = Vec::new();
    for own in columns {
        while !free(sheet, next) {
            next += 1;
        }
        let heading = unique(&own.heading, &mut headings);
        if next == area.last.column + 1 {
            area.last.column = next;
            added.push(TableColumn::new(&heading));
        }
        put_heading(sheet, area.first.row, next, &heading);
        let of_added =
            own.of_added_rows.iter().filter_map(|(row, value)| Some((key_of(history, &name, *row)?, value)));
        let values = own.values.iter().map(|(key, value)| (key.clone(), value)).chain(of_added);
        for (key, value) in values {
            let Some(row) = rows.get(&key).copied() else { continue };
            put_value(sheet, row, next, value, &name);
            if let Some(pieces) = value.formula.as_ref().and_then(|formula| pieces_of(sheet, formula, &name))
            {
                placed.push(PlacedFormula {
                    sheet: 0,
                    place: CellPlace::new(row, next),
                    list: &own.list,
                    pieces,
                });
            }
        }
        next += 1;
    }
    if let Some(table) = sheet.tables.get_mut(number) {
        table.area = area;
        table.columns.extend(added);
    }
}

/// Puts what people wrote beside the records of lists and above lists back: below the last record, apart from it, so
/// that it counts for nothing, and where it stood if it stood there before.
pub fn put_loose(sheets: &mut [Sheet], history: &History) {
    for sheet in sheets.iter_mut() {
        let Some(last) = sheet.tables.iter().max_by_key(|table| table.area.last.row).cloned() else {
            continue;
        };
        let tables = sheet.tables.clone();
        for table in &tables {
            let rows = history.additions.loose.iter().filter(|row| row.list == table.name);
            let rows: Vec<_> = rows.filter(|row| key_of(history, &table.name, row.row).is_none()).collect();
            if rows.is_empty() {
                continue;
            }
            // Nothing must stand in the way of another list, or of what annexa writes below this one.
            let is_last = table.name == last.name && ends_with(sheet, table);
            let end = if is_last { table.area.last.row } else { sheet.row_count().saturating_sub(1) };
            put_below(sheet, table, end, &rows);
        }
        let Some(first) = sheet.tables.iter().min_by_key(|table| table.area.first.row).cloned() else {
            continue;
        };
        for note in history.additions.above.iter().filter(|note| note.list == first.name) {
            let held = entry_of(sheet.cell(note.place));
            let says = note.value.entry.to_string();
            let known = (0..first.area.first.row).any(|row| {
                (0..=first.area.last.column)
                    .any(|column| entry_of(sheet.cell(CellPlace::new(row, column))).to_string() == says)
            });
            if known {
                continue;
            }
            // Where annexa writes in its cell, a note stands beside the title.
            let stays = held.is_blank() && !note.moves;
            let place = if stays { note.place } else { beside_title(sheet) };
            put_value(sheet, place.row, place.column, &note.value, &first.name);
        }
    }
}

/// How much wider than a character of a cell one of a title is.
const TITLE_LETTER: f64 = 1.8;

/// The first free cell beside the title of a sheet that does not cut it off.
fn beside_title(sheet: &Sheet) -> CellPlace {
    let title = entry_of(sheet.cell(CellPlace::new(0, 0))).to_string();
    let needed = title.chars().count() as f64 * TITLE_LETTER;
    let mut covered = 0.0;
    let mut column = 0;
    for width in &sheet.column_widths {
        if covered >= needed && column >= FIRST_BESIDE {
            break;
        }
        covered += width;
        column += 1;
    }
    while !entry_of(sheet.cell(CellPlace::new(0, column))).is_blank() {
        column += 1;
    }
    CellPlace::new(0, column)
}

/// Puts what people typed outside lists back where it stood; where something else stands there now, or a list would
/// take it up, below everything else.
pub fn put_typed(sheets: &mut [Sheet], history: &History) {
    for sheet in sheets.iter_mut() {
        let mut by_row: BTreeMap<u32, Vec<&TypedCell>> = BTreeMap::new();
        for typed in history.additions.typed.iter().filter(|typed| typed.sheet == sheet.name) {
            by_row.entry(typed.place.row).or_default().push(typed);
        }
        for (row, cells) in by_row {
            let near_list = sheet.tables.iter().any(|table| {
                (table.area.first.row.saturating_sub(1)..table.area.last.row + LEAST_BELOW).contains(&row)
            });
            let free = cells.iter().all(|typed| entry_of(sheet.cell(typed.place)).is_blank());
            // What was written side by side stays so.
            let row = if free && !near_list { row } else { sheet.row_count() + 1 };
            for typed in cells {
                put_value(sheet, row, typed.place.column, &typed.value, "");
            }
        }
    }
}

/// Whether nothing stands below a table.
fn ends_with(sheet: &Sheet, table: &Table) -> bool {
    sheet.cells().all(|(place, cell)| place.row <= table.area.last.row || cell.value == Value::Blank)
}

fn put_below(sheet: &mut Sheet, table: &Table, end: u32, rows: &[&LooseRow]) {
    let header = table.area.first.row;
    let headings: BTreeMap<String, u32> = sheet
        .cells()
        .filter(|(place, _)| place.row == header)
        .map(|(place, cell)| (entry_of(Some(cell)).to_string(), place.column))
        .collect();
    let mut next = end + LEAST_BELOW;
    for row in rows {
        next = next.max(end + row.below);
        for (place, value) in &row.cells {
            let column = match place {
                LoosePlace::Column(column) => Some(*column),
                LoosePlace::Heading(heading) => headings.get(heading).copied(),
            };
            if let Some(column) = column {
                put_value(sheet, next, column, value, &table.name);
            }
        }
        next += 1;
    }
}

/// The rows of a list by the keys of its records.
pub(super) fn rows_by_key(sheet: &Sheet, table: &Table) -> BTreeMap<String, u32> {
    let column = match table.kept {
        Some(kept) => table.area.first.column + kept.key_column,
        None => table.area.last.column,
    };
    let mut rows = BTreeMap::new();
    for row in table.area.first.row + 1..=table.area.last.row {
        let key = entry_of(sheet.cell(CellPlace::new(row, column))).to_string();
        if !key.is_empty() {
            rows.entry(key).or_insert(row);
        }
    }
    rows
}

/// The key that a record got whose row was added since the last run.
pub(super) fn key_of(history: &History, list: &str, row: u32) -> Option<String> {
    let mut carried = history.revision.carried.iter();
    carried.find(|carried| carried.list == list && carried.row == row)?.key.clone()
}

/// The heading, with a number where another column of the table has it.
fn unique(heading: &str, taken: &mut BTreeSet<String>) -> String {
    let mut result = heading.to_owned();
    let mut number = FIRST_NUMBER;
    while !taken.insert(result.to_lowercase()) {
        result = format!("{heading} ({number})");
        number += 1;
    }
    result
}

fn put_heading(sheet: &mut Sheet, header: u32, column: u32, heading: &str) {
    if let Some(above) = header.checked_sub(1) {
        sheet.put(above, column, Cell::text(ROLE, Form::ColumnRole));
    }
    sheet.put(header, column, Cell::text(heading, Style::from(Form::Heading)));
    let place = column as usize;
    if sheet.column_widths.len() <= place {
        sheet.column_widths.resize(place, 9.0);
        sheet.column_widths.push(OWN_WIDTH);
    }
}

/// How a value looks.
fn form_of(own: &OwnValue) -> Form {
    match own.entry {
        Entry::Number(_) => Form::Number,
        Entry::Date(_) => Form::Date,
        Entry::Boolean(_) => Form::Word,
        Entry::Blank | Entry::Text(_) => Form::Wrapped,
    }
}

/// Puts the sheets into an order that people gave to them. Those that it does not name stay behind the one that they
/// stand behind.
pub fn put_in_order(sheets: &mut Vec<Sheet>, order: &[String]) {
    let place = |sheet: &Sheet| order.iter().position(|name| *name == sheet.name);
    let mut last = None;
    let mut placed: Vec<(Option<usize>, Sheet)> = Vec::with_capacity(sheets.len());
    for sheet in sheets.drain(..) {
        last = place(&sheet).or(last);
        placed.push((last, sheet));
    }
    placed.sort_by_key(|(place, _)| *place);
    sheets.extend(placed.into_iter().map(|(_, sheet)| sheet));
}

/// Puts the sheets that people added behind those that they stood behind.
pub fn put_sheets(sheets: &mut Vec<Sheet>, own: Vec<OwnSheet>) {
    for own in own {
        let mut sheet = Sheet::new(&own.name, TabRole::Work, "");
        for (place, comment) in &own.comments {
            if let Value::Text(text) = Value::text(&*comment.text) {
                sheet
                    .comments
                    .insert(*place, Comment { text: text.to_string(), author: comment.author.to_string() });
            }
        }
        let follows = own.follows.as_deref();
        let found = sheets.iter().position(|known| Some(known.name.as_str()) == follows);
        // A workbook opens with its first sheet, which must be seen.
        let hidden = own.visibility != Visibility::Visible;
        let mut place = match (follows, found) {
            (None, _) => usize::from(hidden),
            (Some(_), Some(place)) => place + 1,
            (Some(_), None) => sheets.len(),
        };
        while sheets.get(place).is_some_and(|known| known.own.is_some()) {
            place += 1;
        }
        sheet.own = Some(Arc::new(own));
        sheets.insert(place.min(sheets.len()), sheet);
    }
}

fn put_value(sheet: &mut Sheet, row: u32, column: u32, own: &OwnValue, list: &str) {
    let form = form_of(own);
    let value = match &own.formula {
        Some(formula) => formula_value(sheet, row, formula, &own.entry, list),
        None => None,
    };
    // A time of day is no date, and its text no time.
    let number = own.shown.as_ref().and_then(|shown| shown.number).map(Value::number);
    let value = value.or(number).unwrap_or_else(|| Value::entry(&own.entry));
    if let Some(shown) = &own.shown {
        sheet.number_formats.insert(CellPlace::new(row, column), shown.format.clone());
    }
    if let Value::Text(text) = &value {
        let lines = lines_in_column(text, OWN_WIDTH);
        let height = row_height(lines);
        if lines > 1 && sheet.row_heights.get(&row).is_none_or(|known| *known < height) {
            sheet.row_heights.insert(row, height);
        }
    }
    sheet.put(row, column, Cell::new(value, form));
}

/// A formula with its value, which counts as long as every cell of its row that it reads holds what it held.
fn formula_value(sheet: &Sheet, row: u32, formula: &OwnFormula, held: &Entry, list: &str) -> Option<Value> {
    let mut same = true;
    for (heading, before) in &formula.read {
        let cell = sheet.cell(CellPlace::new(row, column_of(sheet, list, heading)?));
        same &= entry_of(cell).says_the_same_as(before);
    }
    let held = if same { held } else { &Entry::Blank };
    // The expression follows when all columns stand in their places.
    Some(with_value(String::new(), held))
}

/// The column of a heading of a list, or one that was put beside it a moment ago.
fn column_of(sheet: &Sheet, list: &str, heading: &str) -> Option<u32> {
    let table = sheet.tables.iter().find(|table| table.name == list)?;
    let mut columns = (table.area.first.column..).zip(&table.columns);
    let known = columns.find(|(_, column)| column.heading == heading).map(|(column, _)| column);
    let header = |column: u32| entry_of(sheet.cell(CellPlace::new(table.area.first.row, column))).to_string();
    known.or_else(|| {
        (table.area.last.column + 1..table.area.last.column + 200).find(|at| header(*at) == heading)
    })
}

/// The pieces of a formula, with the cells of its row.
fn pieces_of<'a>(sheet: &Sheet, formula: &'a OwnFormula, list: &str) -> Option<Vec<PlacedPiece<'a>>> {
    let pieces = formula.pieces.iter().map(|piece| match piece {
        Piece::Text(text) => Some(PlacedPiece::Text(text)),
        Piece::Elsewhere(text) => Some(PlacedPiece::Elsewhere(text)),
        Piece::Cell(heading) => {
            let column = column_of(sheet, list, heading)?;
            Some(PlacedPiece::OfRow(this_row(list, heading), column))
        }
    });
    pieces.collect()
}

/// A formula with its value.
fn with_value(expression: String, held: &Entry) -> Value {
    let cached = match held {
        Entry::Blank => Cached::Unknown,
        // A text that looks like a number would be read as one.
        Entry::Text(text) if !is_kept_as_text(text) => Cached::Unknown,
        Entry::Text(text) => Cached::Text(text.clone()),
        Entry::Number(number) => Cached::Number(*number),
        Entry::Boolean(value) => Cached::Boolean(*value),
        Entry::Date(date) => serial_day(*date).map_or(Cached::Unknown, Cached::Number),
    };
    Value::Formula(Box::new(Formula { expression: expression.into(), cached }))
}
