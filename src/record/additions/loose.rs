//! What people wrote beside the lists: rows below a list that are no records, and notes above one.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::{OwnValue, Place};
use super::in_lists::CALCULATED;
use super::unkept::Unkept;
use super::{Additions, typed};
use crate::provenance::CellPlace;
use crate::read::{Cell, Layout};
use crate::record::written_cells::{EDITED_ON, MarkedCell, WrittenCells, mark_of_entry};
use crate::record::{Owner, Previous, entry_of, is_total, names};

/// The columns above a list in which annexa writes, counted from 0, are those before this one.
const FIRST_FREE_ABOVE: u32 = 2;

/// What becomes of a note above a list in whose cell annexa writes.
pub(super) const BESIDE_TITLE: &str = "it stands beside the title of the sheet";

/// A row below a list, or a row that was added to one and that cannot be taken up.
#[derive(Clone, Debug, PartialEq)]
pub struct LooseRow {
    /// The list.
    pub list: String,
    /// The row in which it stands, counted from 0.
    pub row: u32,
    /// How many rows it stands below the last record.
    pub below: u32,
    /// Its cells, by heading where their column has one.
    pub cells: Vec<(LoosePlace, OwnValue)>,
}

/// The column of a cell of such a row.
#[derive(Clone, Debug, PartialEq)]
pub enum LoosePlace {
    /// The column of a heading.
    Heading(String),
    /// A column without one, counted from 0.
    Column(u32),
}

/// A note above a list.
#[derive(Clone, Debug, PartialEq)]
pub struct NoteAbove {
    /// The list.
    pub list: String,
    /// Where it stands.
    pub place: CellPlace,
    /// What it holds.
    pub value: OwnValue,
}

/// Gathers both from all sheets with lists.
pub(super) fn find(previous: &Previous<'_>, lists: &[Place<'_>], layout: &Layout, into: &mut Additions) {
    let mut last_on_sheet: BTreeMap<usize, u32> = BTreeMap::new();
    let mut first_on_sheet: BTreeMap<usize, u32> = BTreeMap::new();
    for list in lists {
        let (sheet, header) = (list.found.sheet, list.found.header_row);
        let last = last_on_sheet.entry(sheet).or_insert(header);
        *last = header.max(*last);
        let first = first_on_sheet.entry(sheet).or_insert(header);
        *first = header.min(*first);
    }
    for list in lists {
        let (sheet, header) = (list.found.sheet, list.found.header_row);
        if last_on_sheet.get(&sheet) == Some(&header) {
            find_below(previous, list, layout, into);
        }
        if first_on_sheet.get(&sheet) == Some(&header) {
            find_above(previous, list, into);
        }
    }
}

fn find_below(previous: &Previous<'_>, list: &Place<'_>, layout: &Layout, into: &mut Additions) {
    let owner = previous.last.book.list(list.name).map(|known| known.owner);
    // Of these lists every row counts, whoever wrote it.
    let takes_rows = owner == Some(Owner::Workbook) && !names::follows_registers(list.name);
    if takes_rows && !list.found.added.is_empty() {
        return;
    }
    let repeated: BTreeSet<u32> = list.found.repeated.iter().map(|(row, _)| *row).collect();
    let records: BTreeSet<u32> = list.rows().chain(repeated).collect();
    let added: BTreeSet<u32> = list.found.added.iter().map(|added| added.row).collect();
    let end = list.rows().max().unwrap_or(list.found.header_row);
    let name = list.sheet_name();
    let layout = layout.sheets.iter().find(|sheet| sheet.name == name);
    let shown = |row, column| layout.and_then(|layout| layout.numbers.get(&(row, column))).cloned();
    for row in list.sheet.rows.iter().filter(|row| row.number > list.found.header_row) {
        // The blank row of a list without records is the first that a person writes into.
        let is_below = row.number > end;
        if records.contains(&row.number) || !(is_below || added.contains(&row.number)) {
            continue;
        }
        let mut cells = Vec::new();
        for cell in &row.cells {
            let entry = entry_of(Some(cell));
            if entry.is_blank() {
                continue;
            }
            let word = list.found.header_row.checked_sub(1).and_then(|row| list.sheet.cell(row, cell.column));
            let word = word.map(|word| word.text().trim().to_owned()).unwrap_or_default();
            if !list.is_own(cell.column) && (word == CALCULATED || word.starts_with(EDITED_ON)) {
                continue;
            }
            let place = match list.heading(cell.column) {
                Some(heading) => LoosePlace::Heading(heading.to_owned()),
                None => LoosePlace::Column(cell.column),
            };
            cells.push((place, OwnValue { entry, shown: shown(row.number, cell.column), formula: None }));
        }
        // The row of totals that a program puts below a table is none of a person's.
        let first = cells.first().map(|(_, value)| value.entry.to_string());
        if first.is_some_and(|first| !is_total(&first)) {
            let (list, row) = (list.name.to_owned(), row.number);
            into.loose.push(LooseRow { list, row, below: row.saturating_sub(end), cells });
        }
    }
}

/// Notes above a list whose sheet begins with its title: they stay in their cells. Where rows or columns were
/// inserted before the title, what stands in them cannot be kept.
fn find_above(previous: &Previous<'_>, list: &Place<'_>, into: &mut Additions) {
    let written = previous.last.book.list(list.name).map(|known| known.sheet.as_str());
    let plain = || previous.last.plain_lists.iter().find(|known| known.name == list.name);
    let written = written.or_else(|| plain().map(|known| known.sheet.as_str()));
    let title = previous.last.sheets.iter().find(|sheet| Some(sheet.name.as_str()) == written);
    let Some(title) = title.map(|sheet| sheet.title.as_str()).filter(|title| !title.is_empty()) else {
        return;
    };
    let above = list.sheet.rows.iter().take_while(|row| row.number + 1 < list.found.header_row);
    let cells: Vec<(CellPlace, &Cell)> = above
        .flat_map(|row| row.cells.iter().map(move |cell| (CellPlace::new(row.number, cell.column), cell)))
        .collect();
    let cells_of_sheet = written.and_then(|name| previous.last.cells.get(name));
    // Somebody may have typed over the title.
    let as_written =
        cells_of_sheet.is_some_and(|cells| typed::is_as_written(list.sheet, &WrittenCells::of(cells)));
    let titled = || cells.iter().find(|(_, cell)| cell.text().trim() == title).map(|(place, _)| *place);
    let Some(origin) = as_written.then(|| CellPlace::new(0, 0)).or_else(titled) else { return };
    let shifted = (origin.row, origin.column) != (0, 0);
    for (place, cell) in &cells {
        if place.row < origin.row || place.column < origin.column {
            let what = format!("\"{}\", before the title of the sheet", cell.text().trim());
            into.unkept.push(Unkept::at(&list.sheet_name(), *place, what));
        } else if !shifted && place.column >= FIRST_FREE_ABOVE && !cell.text().trim().is_empty() {
            let value = OwnValue { entry: entry_of(Some(cell)), shown: None, formula: None };
            let is_taken = |known: &MarkedCell| (known.row, known.column) == (place.row, place.column);
            let holds = |known: &MarkedCell| known.mark == mark_of_entry(&value.entry);
            // In a row that somebody inserted.
            if cells_of_sheet.is_some_and(|cells| cells.iter().any(is_taken) && !cells.iter().any(holds)) {
                let what = format!("\"{}\" in a row of its own: {BESIDE_TITLE}", cell.text().trim());
                into.not_as_it_was.push(Unkept::at(&list.sheet_name(), *place, what));
            }
            into.above.push(NoteAbove { list: list.name.to_owned(), place: *place, value });
        }
    }
}
