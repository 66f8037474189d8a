//! What people wrote beside the records of lists: rows between and below them that are none, and notes above a list.

use std::collections::BTreeSet;

use super::columns::{OwnValue, Place};
use super::in_lists::CALCULATED;
use super::unkept::Unkept;
use super::{Additions, typed};
use crate::model::Entry;
use crate::provenance::CellPlace;
use crate::read::{Cell, Layout, Row, SheetLayout};
use crate::record::written_cells::{
    CellMark, EDITED_ON, MarkedCell, WrittenCells, WrittenList, mark_of_entry,
};
use crate::record::{Owner, Previous, entry_of, is_total, names};

/// The columns above a list in which annexa writes, counted from 0, are those before this one.
const FIRST_FREE_ABOVE: u32 = 2;

/// What becomes of a note above a list in whose cell annexa writes.
pub(super) const BESIDE_TITLE: &str = "it stands beside the title of the sheet";
/// What becomes of a note between the records of a list.
const BELOW_THE_LIST: &str = "it stands below the list";
/// What becomes of one where annexa writes in those cells, or below that list.
pub(super) const BELOW_EVERYTHING: &str = "it stands below everything else";

/// A row below a list or between its records, or one that was added to it and that cannot be taken up.
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
    /// Whether it stands where the title will: beside that from now on.
    pub moves: bool,
}

/// Gathers both from all sheets with lists.
pub(super) fn find(previous: &Previous<'_>, lists: &[Place<'_>], layout: &Layout, into: &mut Additions) {
    for list in lists {
        let on_sheet: Vec<&Place<'_>> =
            lists.iter().filter(|other| other.found.sheet == list.found.sheet).collect();
        let beside = Beside::of(previous, list, &on_sheet, layout);
        beside.find_inside(into);
        if beside.is_last && !beside.is_followed {
            beside.find_below(into);
        }
        if on_sheet.iter().all(|other| other.found.header_row >= list.found.header_row) {
            find_above(previous, list, into);
        }
    }
}

/// A list, whose rows that are no records are looked for.
struct Beside<'a> {
    list: &'a Place<'a>,
    /// The other lists of the sheet.
    others: Vec<&'a Place<'a>>,
    /// What the last run wrote into the columns that nobody edits.
    written: Option<&'a WrittenList>,
    layout: Option<&'a SheetLayout>,
    /// The rows of the records, those that repeat one among them.
    records: BTreeSet<u32>,
    owner: Option<Owner>,
    /// The row of the last record.
    end: u32,
    /// Whether no other list of the sheet ends below it.
    is_last: bool,
    /// Whether annexa writes below it.
    is_followed: bool,
}

impl<'a> Beside<'a> {
    fn of(
        previous: &'a Previous<'_>,
        list: &'a Place<'a>,
        on_sheet: &[&'a Place<'a>],
        layout: &'a Layout,
    ) -> Self {
        let known = previous.last.book.list(list.name);
        let name = list.sheet_name();
        let written_as = known.map_or(&name, |known| &known.sheet);
        let cells = previous.last.cells.get(written_as).map(Vec::as_slice).unwrap_or_default();
        let repeated = list.found.repeated.iter().map(|(row, _)| *row);
        Self {
            list,
            others: on_sheet.iter().filter(|other| other.name != list.name).copied().collect(),
            written: previous.last.lists.get(list.name),
            layout: layout.sheets.iter().find(|sheet| sheet.name == name),
            records: list.rows().chain(repeated).collect(),
            owner: known.map(|known| known.owner),
            end: list.rows().max().unwrap_or(list.found.header_row),
            is_last: on_sheet.iter().all(|other| other.last_row() <= list.last_row()),
            is_followed: cells.iter().any(|cell| cell.row > list.found.header_row),
        }
    }

    /// Rows that somebody inserted between the records, or added right below them, and that are no records.
    fn find_inside(&self, into: &mut Additions) {
        let rows = self.list.found.header_row + 1..=self.list.last_row();
        for row in self.list.sheet.rows.iter().filter(|row| rows.contains(&row.number)) {
            if self.records.contains(&row.number) || self.takes(row.number) || self.is_copy(row) {
                continue;
            }
            let Some(found) = self.loose(row) else { continue };
            // Of a row that was added to records of people it is told elsewhere what becomes of it.
            let is_record = self.owner == Some(Owner::SourcesAndPeople) && self.list.is_added(row.number);
            if row.number < self.end && !is_record {
                into.not_as_it_was.push(self.tell(row, &found));
            }
            into.loose.push(found);
        }
    }

    fn find_below(&self, into: &mut Additions) {
        let end = self.list.last_row();
        let below = self.list.sheet.rows.iter().filter(|row| row.number > end);
        into.loose.extend(
            below.filter(|row| !self.records.contains(&row.number)).filter_map(|row| self.loose(row)),
        );
    }

    /// Whether the run reads the row, whoever wrote it.
    fn takes(&self, row: u32) -> bool {
        let takes_rows = self.owner == Some(Owner::Workbook) && names::takes_rows(self.list.name);
        takes_rows && self.list.is_added(row)
    }

    /// Whether a row bears the key of a record, which is a copy of that.
    fn is_copy(&self, row: &Row) -> bool {
        let key = entry_of(row.cell(self.list.found.key_column)).to_string();
        !self.list.is_added(row.number) && self.list.keys().any(|(_, known)| known == key)
    }

    /// What somebody wrote in a row; `None` where that is nothing.
    fn loose(&self, row: &Row) -> Option<LooseRow> {
        let shown =
            |column| self.layout.and_then(|layout| layout.numbers.get(&(row.number, column))).cloned();
        let mut cells = Vec::new();
        for cell in &row.cells {
            let entry = entry_of(Some(cell));
            if entry.is_blank()
                || self.is_of_another(row.number, cell.column)
                || self.is_filled_in(cell, &entry)
            {
                continue;
            }
            let place = match self.list.heading(cell.column) {
                Some(heading) => LoosePlace::Heading(heading.to_owned()),
                None => LoosePlace::Column(cell.column),
            };
            cells.push((place, OwnValue { entry, shown: shown(cell.column), formula: None }));
        }
        // The row of totals that a program puts below a table is none of a person's.
        let first = cells.first().map(|(_, value)| value.entry.to_string())?;
        let (list, row) = (self.list.name.to_owned(), row.number);
        (!is_total(&first)).then(|| LooseRow { list, row, below: row.saturating_sub(self.end), cells })
    }

    /// Whether a cell belongs to a list that stands beside this one.
    fn is_of_another(&self, row: u32, column: u32) -> bool {
        let mut others = self.others.iter();
        others.any(|other| {
            (other.found.header_row..=other.last_row()).contains(&row) && other.has_column(column)
        })
    }

    /// Whether a cell holds what a program puts into every row of a calculated column, or what was copied with such
    /// a row.
    fn is_filled_in(&self, cell: &Cell, entry: &Entry) -> bool {
        let word =
            self.list.found.header_row.checked_sub(1).and_then(|row| self.list.sheet.cell(row, cell.column));
        let word = word.map(|word| word.text().trim().to_owned()).unwrap_or_default();
        let is_calculated = word == CALCULATED || word.starts_with(EDITED_ON);
        if self.list.is_own(cell.column) || !is_calculated {
            return false;
        }
        let stands_there = |written: &WrittenList| {
            let heading = self.list.heading(cell.column)?;
            let number = written.headings.iter().position(|known| known == heading)?;
            let held = CellMark::of(entry, false).held;
            Some(written.rows.values().any(|row| row.get(number).is_some_and(|mark| mark.held == held)))
        };
        cell.formula || self.written.and_then(stands_there).unwrap_or(false)
    }

    /// Says where a row stands from now on.
    fn tell(&self, row: &Row, found: &LooseRow) -> Unkept {
        let now = if self.is_last && !self.is_followed { BELOW_THE_LIST } else { BELOW_EVERYTHING };
        let words: Vec<String> = found.cells.iter().map(|(_, value)| value.entry.to_string()).collect();
        let column = row.cells.iter().find(|cell| !cell.text().trim().is_empty()).map(|cell| cell.column);
        let what = format!("\"{}\" in a row of its own: {now}", words.join(" · "));
        Unkept::at(&self.list.sheet_name(), CellPlace::new(row.number, column.unwrap_or_default()), what)
    }
}

/// Notes above a list whose sheet begins with its title: they stay in their cells. What stands in rows or columns that
/// were inserted before the title stays beside it.
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
            let entry = entry_of(Some(cell));
            if entry.is_blank() {
                continue;
            }
            let what = format!("\"{}\", before the title of the sheet: {BESIDE_TITLE}", cell.text().trim());
            into.not_as_it_was.push(Unkept::at(&list.sheet_name(), *place, what));
            let value = OwnValue { entry, shown: None, formula: None };
            let list = list.name.to_owned();
            into.above.push(NoteAbove { list, place: *place, value, moves: true });
        } else if !shifted && place.column >= FIRST_FREE_ABOVE && !cell.text().trim().is_empty() {
            let value = OwnValue { entry: entry_of(Some(cell)), shown: None, formula: None };
            let is_taken = |known: &MarkedCell| (known.row, known.column) == (place.row, place.column);
            let holds = |known: &MarkedCell| known.mark == mark_of_entry(&value.entry);
            // In a row that somebody inserted.
            if cells_of_sheet.is_some_and(|cells| cells.iter().any(is_taken) && !cells.iter().any(holds)) {
                let what = format!("\"{}\" in a row of its own: {BESIDE_TITLE}", cell.text().trim());
                into.not_as_it_was.push(Unkept::at(&list.sheet_name(), *place, what));
            }
            into.above.push(NoteAbove { list: list.name.to_owned(), place: *place, value, moves: false });
        }
    }
}
