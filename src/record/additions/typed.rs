//! What people typed on annexa's sheets outside the cells that are read back: beside and below lists, on sheets
//! without any, over what annexa writes, and into columns that only show what registers say.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use super::columns::{OwnValue, Place};
use super::loose::{BELOW_EVERYTHING, BESIDE_TITLE, NoteAbove};
use super::unkept::Unkept;
use super::{Additions, TOP_ROWS, in_lists};
use crate::model::Entry;
use crate::provenance::CellPlace;
use crate::read::{Cell, Layout, Row, Sheet};
use crate::record::subject::{ORGANISATION, SCOPE};
use crate::record::written_cells::{WrittenCells, mark_of_entry};
use crate::record::{ANNEXA_SHEET, Previous, entry_of, is_total};

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
    layout: &Layout,
    into: &mut Additions,
) {
    for (number, name) in ours.iter().filter(|(_, name)| *name != ANNEXA_SHEET) {
        let Some(sheet) = previous.workbook.sheets.get(*number) else { continue };
        let Some(written) = previous.last.cells.get(name) else { continue };
        let written = WrittenCells::of(written);
        let on_sheet: Vec<&Place<'_>> = lists.iter().filter(|list| list.found.sheet == *number).collect();
        let (known, beside) = known_places(previous, *number, &on_sheet, into);
        let title = previous.last.sheets.iter().find(|known| known.name == *name);
        let Some(title) = title.map(|title| title.title.as_str()) else { continue };
        let is_title = |cell: &Cell| cell.text().trim() == title.trim();
        // What a sheet is called by its lists counts only where it bears the title too, or most of what it held.
        let mut top = sheet.rows.iter().take_while(|row| row.number < TOP_ROWS).flat_map(|row| &row.cells);
        let as_written = is_as_written(sheet, &written);
        if !as_written && !top.any(is_title) {
            continue;
        }
        // Where rows were inserted above or below the title, the places say nothing.
        let in_place = as_written;
        let rows_of_lists: Vec<RangeInclusive<u32>> =
            on_sheet.iter().map(|list| list.found.header_row..=list.last_row()).collect();
        let shifts = Shifts::of(sheet, &written, &rows_of_lists, &on_sheet, &previous.last.headings);
        let outside = Outside {
            sheet,
            name,
            written: &written,
            shifts,
            rows_of_lists,
            lists: &on_sheet,
            known: &known,
            beside: &beside,
            in_place,
        };
        outside.find(into);
    }
    for list in lists {
        let below = lists.iter().filter(|other| {
            other.found.sheet == list.found.sheet && other.found.header_row > list.found.header_row
        });
        let next = below.map(|other| other.found.header_row.saturating_sub(2)).min();
        let last = list.last_row().min(next.unwrap_or(u32::MAX));
        in_lists::find(previous, list, layout, last, into);
    }
}

/// Whether most cells in the places of texts that a run wrote outside the lists hold these texts. A text that stands
/// there more than once says nothing of its place: the words above columns are the same where a column was inserted.
pub(super) fn is_as_written(sheet: &Sheet, written: &WrittenCells) -> bool {
    let constants = || written.places.values().filter(|cell| !cell.formula);
    let mut times: BTreeMap<u64, usize> = BTreeMap::new();
    for cell in constants() {
        *times.entry(cell.mark).or_default() += 1;
    }
    let any_once = times.values().any(|times| *times == 1);
    let (mut all, mut same) = (0, 0);
    for cell in constants().filter(|cell| !any_once || times.get(&cell.mark) == Some(&1)) {
        all += 1;
        let now = entry_of(sheet.cell(cell.row, cell.column));
        same += usize::from(mark_of_entry(&now) == cell.mark);
    }
    same > 0 && same * 2 >= all
}

/// By how many rows and columns what a run wrote on a sheet stands further now, where people inserted or deleted
/// some: as the texts say that stood there once, and the headings of its lists.
#[derive(Debug, Default)]
struct Shifts {
    rows: BTreeSet<i64>,
    columns: BTreeSet<i64>,
}

impl Shifts {
    fn of(
        sheet: &Sheet,
        written: &WrittenCells,
        rows_of_lists: &[RangeInclusive<u32>],
        lists: &[&Place<'_>],
        headings: &BTreeMap<String, Vec<String>>,
    ) -> Self {
        let mut once: BTreeMap<u64, Option<(u32, u32)>> = BTreeMap::new();
        // The words above the columns of a list are the same, but say how far their row moved.
        let mut in_one_row: BTreeMap<u64, Option<u32>> = BTreeMap::new();
        for (place, cell) in written.places.iter().filter(|(_, cell)| !cell.formula) {
            once.entry(cell.mark).and_modify(|known| *known = None).or_insert(Some(*place));
            let row = in_one_row.entry(cell.mark).or_insert(Some(place.0));
            *row = row.filter(|row| *row == place.0);
        }
        let mut shifts = Self { rows: BTreeSet::from([0]), columns: BTreeSet::from([0]) };
        let outside =
            sheet.rows.iter().filter(|row| !rows_of_lists.iter().any(|rows| rows.contains(&row.number)));
        for (row, cell) in outside.flat_map(|row| row.cells.iter().map(move |cell| (row.number, cell))) {
            let mark = mark_of_entry(&entry_of(Some(cell)));
            if let Some(Some((row_before, column_before))) = once.get(&mark).filter(|_| !cell.formula) {
                shifts.rows.insert(i64::from(row) - i64::from(*row_before));
                shifts.columns.insert(i64::from(cell.column) - i64::from(*column_before));
            } else if let Some(Some(row_before)) = in_one_row.get(&mark).filter(|_| !cell.formula) {
                shifts.rows.insert(i64::from(row) - i64::from(*row_before));
            }
        }
        for list in lists {
            let before = headings.get(list.name).map(Vec::as_slice).unwrap_or_default();
            for (now, heading) in &list.found.headings.written {
                let place = before.iter().position(|known| known == heading);
                let place = place.and_then(|place| i64::try_from(place).ok());
                shifts.columns.extend(place.map(|place| i64::from(*now) - place));
            }
        }
        shifts
    }

    /// Whether one of these leads to a place from one for which something holds.
    fn led_to(&self, (row, column): (u32, u32), holds: impl Fn((u32, u32)) -> bool) -> bool {
        let before = |now: u32, by: &i64| u32::try_from(i64::from(now) - by).ok();
        self.rows.iter().filter_map(|by| before(row, by)).any(|row| {
            self.columns.iter().filter_map(|by| before(column, by)).any(|column| holds((row, column)))
        })
    }
}

/// Cells of a sheet, each by row and column from 0.
type Places = BTreeSet<(u32, u32)>;

/// The cells of a sheet outside its lists.
struct Outside<'a> {
    sheet: &'a Sheet,
    /// The name under which annexa writes the sheet.
    name: &'a str,
    written: &'a WrittenCells,
    lists: &'a [&'a Place<'a>],
    /// By how much what annexa wrote may have moved.
    shifts: Shifts,
    /// The rows of each list, its headings with them.
    rows_of_lists: Vec<RangeInclusive<u32>>,
    /// The cells that are kept or told in another way.
    known: &'a BTreeSet<(u32, u32)>,
    /// Those of them that stand beside the labels of documents.
    beside: &'a BTreeSet<(u32, u32)>,
    /// Whether what was written stands where it was written.
    in_place: bool,
}

impl Outside<'_> {
    fn find(&self, into: &mut Additions) {
        let shown = self.sheet.name.sheet.as_deref().unwrap_or_default();
        let mut moved = self.moved();
        // The row of totals that a program puts below a table is none of a person's.
        let is_of_totals = |row: &Row| row.cells.first().is_some_and(|cell| is_total(&cell.text()));
        for row in self.sheet.rows.iter().filter(|row| !self.in_list(row.number) && !is_of_totals(row)) {
            for cell in row.cells.iter().filter(|cell| !cell.formula) {
                let at = (row.number, cell.column);
                let entry = entry_of(Some(cell));
                if entry.is_blank() || self.known.contains(&at) || self.is_word_above_own(row.number, cell) {
                    continue;
                }
                let mark = mark_of_entry(&entry);
                let before = self.written.places.get(&at);
                if before.is_some_and(|before| before.mark == mark) {
                    continue;
                }
                if let Some(left) = moved.get_mut(&mark).filter(|left| **left > 0) {
                    *left -= 1;
                    continue;
                }
                let place = CellPlace::new(row.number, cell.column);
                let value = || OwnValue { entry: entry.clone(), shown: None, formula: None };
                let is_above_headings = self.lists.iter().any(|list| list.found.header_row == row.number + 1);
                if (is_above_headings && before.is_none())
                    || (self.in_place && before.is_some() && self.has_moved(row.number))
                {
                    // What annexa wrote there stands below a row that somebody inserted.
                    self.keep_inserted(place, value(), into);
                } else if self.in_place && before.is_some() {
                    let what = format!("\"{}\": annexa writes this cell anew", cell.text().trim());
                    into.unkept.push(Unkept::at(shown, place, what));
                } else {
                    into.typed.push(TypedCell { sheet: self.name.to_owned(), place, value: value() });
                }
            }
        }
        self.find_formulas(shown, into);
    }

    /// Keeps what somebody wrote in a row that was inserted: beside the title where it stands above a list, else below
    /// everything.
    fn keep_inserted(&self, place: CellPlace, value: OwnValue, into: &mut Additions) {
        let shown = self.sheet.name.sheet.as_deref().unwrap_or_default();
        let first = self.lists.iter().min_by_key(|list| list.found.header_row);
        let above = first.filter(|list| place.row < list.found.header_row);
        let text = value.entry.to_string();
        let now = if above.is_some() { BESIDE_TITLE } else { BELOW_EVERYTHING };
        into.not_as_it_was.push(Unkept::at(shown, place, format!("\"{text}\" in a row of its own: {now}")));
        match above {
            Some(list) => {
                // Next to the headings, annexa writes a word above each column.
                let moves = place.row + 1 == list.found.header_row;
                into.above.push(NoteAbove { list: list.name.to_owned(), place, value, moves });
            }
            None => into.typed.push(TypedCell { sheet: self.name.to_owned(), place, value }),
        }
    }

    /// Whether all that annexa wrote in a row stands in another one now.
    fn has_moved(&self, row: u32) -> bool {
        let written: Vec<(u32, u64)> = self
            .written
            .places
            .range((row, 0)..=(row, u32::MAX))
            .filter(|(_, cell)| !cell.formula)
            .map(|((_, column), cell)| (*column, cell.mark))
            .collect();
        let holds = |other: &Row, by: &i64| {
            written.iter().all(|(column, mark)| {
                let column = u32::try_from(i64::from(*column) + by).ok();
                let cell = column.and_then(|column| other.cell(column));
                cell.is_some_and(|cell| mark_of_entry(&entry_of(Some(cell))) == *mark)
            })
        };
        if written.is_empty() {
            return self.formulas_have_moved(row);
        }
        let mut others = self.sheet.rows.iter().filter(|other| other.number != row);
        others.any(|other| self.shifts.columns.iter().any(|by| holds(other, by)))
    }

    /// Whether formulas, or what they gave, stand as far from a row as other rows moved, where annexa wrote nothing but
    /// formulas into it.
    fn formulas_have_moved(&self, row: u32) -> bool {
        let written: Vec<_> = self.written.places.range((row, 0)..=(row, u32::MAX)).collect();
        let moved = |place: u32, by: i64| u32::try_from(i64::from(place) + by).ok();
        let stands_in = |row: u32, column: u32, mark: u64| {
            let now = self.sheet.cell(row, column);
            self.sheet.facts.lacks_value(row, column)
                || now.is_some_and(|cell| cell.formula || mark_of_entry(&entry_of(Some(cell))) == mark)
        };
        let stand_in = |row: u32| {
            let all = |by: &i64| {
                let mut cells = written.iter();
                cells.all(|((_, at), cell)| moved(*at, *by).is_some_and(|at| stands_in(row, at, cell.mark)))
            };
            self.shifts.columns.iter().any(all)
        };
        let rows = self.shifts.rows.iter().filter(|by| **by != 0);
        !written.is_empty() && rows.filter_map(|by| moved(row, *by)).any(stand_in)
    }

    /// How often each text that does not stand in its place may stand elsewhere: where rows were inserted below
    /// the title, all below them moved.
    fn moved(&self) -> BTreeMap<u64, usize> {
        let mut moved: BTreeMap<u64, usize> = BTreeMap::new();
        for (place, cell) in &self.written.places {
            let now = self.sheet.cell(place.0, place.1).filter(|now| !now.formula);
            // A formula may have moved onto the place of a text.
            let lacks = cell.formula && self.sheet.facts.lacks_value(place.0, place.1);
            if !lacks && now.is_none_or(|now| mark_of_entry(&entry_of(Some(now))) != cell.mark) {
                *moved.entry(cell.mark).or_default() += 1;
            }
        }
        moved
    }

    /// Whether a row belongs to a list, its headings with it.
    fn in_list(&self, row: u32) -> bool {
        self.rows_of_lists.iter().any(|rows| rows.contains(&row))
    }

    /// Whether a cell stands above the heading of a column that people added, where annexa says so.
    fn is_word_above_own(&self, row: u32, cell: &Cell) -> bool {
        let mut lists = self.lists.iter().filter(|list| list.found.header_row == row + 1);
        lists.any(|list| list.is_own(cell.column) || !list.has_column(cell.column))
    }

    /// Names formulas that people typed.
    fn find_formulas(&self, shown: &str, into: &mut Additions) {
        let without_value = self.sheet.facts.formulas_without_value.iter().copied();
        let with_value = self.sheet.rows.iter().flat_map(|row| {
            row.cells.iter().filter(|cell| cell.formula).map(|cell| (row.number, cell.column))
        });
        let places: BTreeSet<(u32, u32)> = without_value.chain(with_value).collect();
        for at in places {
            let place = CellPlace::new(at.0, at.1);
            if self.in_list(at.0) || (self.in_place && self.written.has_formula(at)) {
                continue;
            }
            if self.beside.contains(&at) {
                self.tell_of_document(shown, place, into);
                continue;
            }
            // Where rows or columns were inserted, formulas of annexa stand elsewhere.
            if self.known.contains(&at) || self.shifts.led_to(at, |before| self.written.has_formula(before)) {
                continue;
            }
            let what = match self.written.places.get(&at).filter(|_| self.in_place) {
                Some(_) => "a formula: annexa writes this cell anew",
                None => "a formula outside the lists: it may read what is not in its place any more",
            };
            into.unkept.push(Unkept::at(shown, place, what.to_owned()));
        }
    }

    /// Says what becomes of a formula in the cell of a document: its value stays, where there is one.
    fn tell_of_document(&self, shown: &str, place: CellPlace, into: &mut Additions) {
        match self.sheet.cell(place.row, place.column).map(Cell::text) {
            Some(value) if !self.sheet.facts.lacks_value(place.row, place.column) => {
                let what = format!("a formula, whose value \"{}\" stays", value.trim());
                into.not_as_it_was.push(Unkept::at(shown, place, what));
            }
            _ => {
                let what = "a formula that was saved without its value: type the value";
                into.unkept.push(Unkept::at(shown, place, what.to_owned()));
            }
        }
    }
}

/// The cells that are kept or told in another way, and those of them that stand beside labels of documents.
fn known_places(
    previous: &Previous<'_>,
    number: usize,
    lists: &[&Place<'_>],
    found: &Additions,
) -> (Places, Places) {
    let is_here = |name: &str| lists.iter().any(|list| list.name == name);
    let mut known = BTreeSet::new();
    let above = found.above.iter().filter(|note| is_here(&note.list));
    known.extend(above.map(|note| (note.place.row, note.place.column)));
    let mut of_documents = BTreeSet::new();
    let Some(sheet) = previous.workbook.sheets.get(number) else { return (known, of_documents) };
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
        of_documents.extend(beside);
    }
    known.extend(&of_documents);
    (known, of_documents)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_led_to_by_rows_and_columns_that_were_inserted_together_and_by_nothing_else() {
        let shifts = Shifts { rows: BTreeSet::from([0, 2]), columns: BTreeSet::from([0, 1]) };
        let before = |place: (u32, u32)| place == (6, 1);
        for place in [(6, 1), (8, 1), (6, 2), (8, 2)] {
            assert!(shifts.led_to(place, before), "{place:?}");
        }
        for place in [(7, 1), (9, 2), (29, 15), (0, 0)] {
            assert!(!shifts.led_to(place, before), "{place:?}");
        }
    }
}
