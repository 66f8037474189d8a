//! What people typed on annexa's sheets outside the cells that are read back: beside and below lists, on sheets
//! without any, over what annexa writes, and into columns that only show what registers say.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::{OwnValue, Place};
use super::unkept::Unkept;
use super::{Additions, TOP_ROWS};
use crate::model::Entry;
use crate::provenance::CellPlace;
use crate::read::{Cell, Row};
use crate::record::names::{ANSWERS, OTHER_CONTROLS};
use crate::record::subject::{ORGANISATION, SCOPE};
use crate::record::written_cells::{WrittenCells, mark_of};
use crate::record::{ADDED, ANNEXA_SHEET, Previous, entry_of, is_total};

/// The lists that show what registers say, of which every cell is remembered: what is typed into one is told.
pub const SHOWN_LISTS: [&str; 2] = [ANSWERS, OTHER_CONTROLS];

/// A cell that a person typed outside the lists.
#[derive(Clone, Debug, PartialEq)]
pub struct TypedCell {
    /// The sheet, as annexa calls it.
    pub sheet: String,
    /// Where it stands.
    pub place: CellPlace,
    /// What it holds.
    pub value: OwnValue,
}

/// Gathers these cells, and names those that cannot be kept.
pub(super) fn find(
    previous: &Previous<'_>,
    lists: &[Place<'_>],
    ours: &BTreeMap<usize, String>,
    into: &mut Additions,
) {
    for (number, name) in ours.iter().filter(|(_, name)| *name != ANNEXA_SHEET) {
        let Some(sheet) = previous.workbook.sheets.get(*number) else { continue };
        let Some(written) = previous.last.cells.get(name) else { continue };
        let written = WrittenCells::of(written);
        let on_sheet: Vec<&Place<'_>> = lists.iter().filter(|list| list.found.sheet == *number).collect();
        let known = known_places(previous, *number, &on_sheet, into);
        let in_list = |row: u32| {
            on_sheet.iter().any(|list| {
                let first = list.found.header_row.saturating_sub(1);
                (first..=list.last_row()).contains(&row)
            })
        };
        let title = previous.last.sheets.iter().find(|known| known.name == *name);
        let Some(title) = title.map(|title| title.title.as_str()) else { continue };
        // What a sheet is called by its lists counts only where it bears the title too.
        let mut top = sheet.rows.iter().take_while(|row| row.number < TOP_ROWS).flat_map(|row| &row.cells);
        if !top.any(|cell| cell.text() == title) {
            continue;
        }
        // Where rows were inserted above the title, the places say nothing.
        let in_place = sheet.cell(0, 0).is_some_and(|cell| cell.text() == title);
        let shown = sheet.name.sheet.as_deref().unwrap_or_default();
        // The row of totals that a program puts below a table is none of a person's.
        let is_of_totals = |row: &Row| row.cells.first().is_some_and(|cell| is_total(&cell.text()));
        for row in sheet.rows.iter().filter(|row| !in_list(row.number) && !is_of_totals(row)) {
            for cell in &row.cells {
                let at = (row.number, cell.column);
                if cell.formula {
                    if in_place && !known.contains(&at) && !written.places.contains(&at) {
                        let what =
                            "a formula outside the lists: it may read what is not in its place any more";
                        let place = CellPlace::new(row.number, cell.column);
                        into.unkept.push(Unkept::at(shown, place, what.to_owned()));
                    }
                    continue;
                }
                let entry = entry_of(Some(cell));
                if entry.is_blank()
                    || known.contains(&at)
                    || written.texts.contains(&mark_of(&entry.to_string()))
                {
                    continue;
                }
                let place = CellPlace::new(row.number, cell.column);
                if !in_place || !written.places.contains(&at) {
                    let value = OwnValue { entry, shown: None, formula: None };
                    into.typed.push(TypedCell { sheet: name.clone(), place, value });
                } else if matches!(entry, Entry::Text(_)) {
                    let what = format!("\"{}\": annexa writes this cell anew", cell.text().trim());
                    into.unkept.push(Unkept::at(shown, place, what));
                }
            }
        }
    }
    for list in lists.iter().filter(|list| SHOWN_LISTS.contains(&list.name)) {
        find_in_shown(previous, list, into);
    }
}

/// The cells that are kept or told in another way.
fn known_places(
    previous: &Previous<'_>,
    number: usize,
    lists: &[&Place<'_>],
    found: &Additions,
) -> BTreeSet<(u32, u32)> {
    let is_here = |name: &str| lists.iter().any(|list| list.name == name);
    let mut known = BTreeSet::new();
    let above = found.above.iter().filter(|note| is_here(&note.list));
    known.extend(above.map(|note| (note.place.row, note.place.column)));
    let Some(sheet) = previous.workbook.sheets.get(number) else { return known };
    let loose: BTreeSet<u32> =
        found.loose.iter().filter(|row| is_here(&row.list)).map(|row| row.row).collect();
    let documents = previous.last.documents.iter().filter(|cell| is_here(&cell.list));
    let labels: BTreeSet<&str> =
        documents.map(|cell| cell.label.as_str()).chain([ORGANISATION, SCOPE]).collect();
    // The lines of a long text stand below each other.
    let mut beside = None;
    for row in &sheet.rows {
        if loose.contains(&row.number) {
            known.extend(row.cells.iter().map(|cell| (row.number, cell.column)));
        }
        let label = row.cells.iter().find(|cell| labels.contains(cell.text().trim()));
        match (label, beside) {
            (Some(label), _) => beside = Some((row.number, label.column + 1)),
            (None, Some((above, column)))
                if row.number == above + 1
                    && row.cell(column - 1).is_none_or(|cell| cell.text().trim().is_empty()) =>
            {
                beside = Some((row.number, column));
            }
            _ => beside = None,
        }
        known.extend(beside);
    }
    known
}

/// Names what was typed into the columns of a list that only show what registers say.
fn find_in_shown(previous: &Previous<'_>, list: &Place<'_>, into: &mut Additions) {
    let name = list.sheet_name();
    let edited: Vec<&str> = previous
        .last
        .book
        .list(list.name)
        .into_iter()
        .flat_map(|known| known.columns.iter().map(|column| column.heading.as_str()))
        .collect();
    for (key, row) in list.record_rows() {
        let Some(written) = previous.last.rows.get(&(list.name.to_owned(), key.to_owned())) else { continue };
        let Some(row) = list.sheet.row(row) else { continue };
        let source = list.found.headings.place(crate::record::names::SOURCE);
        if source.is_some_and(|column| row.cell(column).is_some_and(|cell| cell.text().starts_with(ADDED))) {
            continue;
        }
        for cell in row.cells.iter().filter(|cell| !cell.formula) {
            let Some(heading) = list.found.headings.written.get(&cell.column) else { continue };
            let text = match entry_of(Some(cell)) {
                entry @ (Entry::Text(_) | Entry::Date(_)) => entry.to_string(),
                _ => continue,
            };
            if edited.contains(&heading.as_str()) || written.contains(&mark_of(&text)) {
                continue;
            }
            let what = format!(
                "\"{}\" under {heading}: the column shows what the register says; write it there, or in a column of your own",
                Cell::text(cell).trim()
            );
            into.unkept.push(Unkept::at(&name, CellPlace::new(row.number, cell.column), what));
        }
    }
}

/// Names texts for the organisation or the scope that give way to another one, and lists the one that counts as a
/// change.
pub(super) fn find_subject(previous: &Previous<'_>, into: &mut Additions) {
    for label in [ORGANISATION, SCOPE] {
        let now = previous.subject(label);
        let Some((counts, others)) = now.typed.split_first() else { continue };
        let last = if label == ORGANISATION { &previous.last.organisation } else { &previous.last.scope };
        let before = last.as_deref().map_or(Entry::Blank, Entry::text);
        let after = Entry::text(&counts.text);
        into.document_changes.push((counts.list.to_owned(), label.to_owned(), before, after));
        for other in others.iter().filter(|other| !other.text.is_empty() && other.text != counts.text) {
            let what = format!(
                "\"{}\", for another {} stands on {}: it is one for all sheets",
                other.text,
                label.to_lowercase(),
                counts.sheet
            );
            into.unkept.push(Unkept::at(&other.sheet, other.place, what));
        }
    }
}
