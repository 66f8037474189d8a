//! What people typed into cells of lists that annexa writes anew: over what it calculates or shows, and into rows
//! that are no records.

use std::collections::{BTreeMap, BTreeSet};

use super::Additions;
use super::columns::{Place, formula_in};
use super::tokens;
use super::unkept::Unkept;
use crate::model::Entry;
use crate::provenance::CellPlace;
use crate::read::{Cell, Layout, Row};
use crate::record::names::{ANSWERS, KEY, OTHER_CONTROLS, SOURCE};
use crate::record::written_cells::{CellMark, EditedOn, WrittenList, mark_of_formula};
use crate::record::{ADDED, Owner, Previous, entry_of, is_total, names};

/// The word above the columns that are calculated from the others of their row.
pub(super) const CALCULATED: &str = "calculated";

/// Most cells of a column that are named one by one.
const MOST_OF_A_COLUMN: usize = 5;

/// A list whose cells are held against what the last run wrote.
struct Held<'a> {
    list: &'a Place<'a>,
    written: &'a WrittenList,
    /// The headings of the columns that people edit.
    edited: BTreeSet<&'a str>,
    /// Each column by its place: its heading, and its number among those that nobody edits.
    columns: BTreeMap<u32, (&'a str, Option<usize>)>,
    /// The cells with formulas of people where annexa had written its own.
    formulas: BTreeSet<(u32, u32)>,
    /// The marks that stand anywhere in each of these.
    anywhere: Vec<BTreeSet<u32>>,
}

/// What a row is to the list.
enum Kind<'a> {
    /// A record that the last run wrote, with the marks of its cells.
    Record(&'a [CellMark]),
    /// A record that people added since: what they typed in editable columns counts.
    Added,
    /// None of these.
    Unknown,
}

/// Names what was typed into cells that are written anew. `last` is the last row to be looked at.
pub(super) fn find(
    previous: &Previous<'_>,
    list: &Place<'_>,
    layout: &Layout,
    last: u32,
    into: &mut Additions,
) {
    let Some(written) = previous.last.lists.get(list.name) else { return };
    let of_book = previous.last.book.list(list.name);
    let edited = of_book.into_iter().flat_map(|known| known.columns.iter().map(|one| one.heading.as_str()));
    let number = |heading: &str| written.headings.iter().position(|known| known == heading);
    let columns = list.found.headings.written.iter();
    let mut held = Held {
        list,
        written,
        edited: edited.collect(),
        columns: columns.map(|(at, heading)| (*at, (heading.as_str(), number(heading)))).collect(),
        anywhere: Vec::new(),
        formulas: other_formulas(list, written, layout),
    };
    let remarks: BTreeSet<u32> =
        into.loose.iter().filter(|row| row.list == list.name).map(|row| row.row).collect();
    let takes_rows = of_book.is_some_and(|known| match known.owner {
        Owner::SourcesAndPeople => true,
        Owner::Workbook => !names::follows_registers(list.name),
        Owner::Sources | Owner::Assessment => false,
    });
    let mut typed: BTreeMap<&str, Vec<(CellPlace, String)>> = BTreeMap::new();
    let rows = list.sheet.rows.iter().filter(|row| (list.found.header_row + 1..=last).contains(&row.number));
    for row in rows {
        let of_record = list.key_of(row.number).and_then(|key| written.row(key));
        let kind = match of_record {
            _ if held.is_taken_whole(row, of_record.is_some()) => continue,
            Some(marks) => Kind::Record(marks),
            None if list.is_added(row.number) && takes_rows => Kind::Added,
            // All that somebody wrote there stays.
            None if remarks.contains(&row.number) => continue,
            None => Kind::Unknown,
        };
        for (heading, place, what) in held.typed_in(row, &kind) {
            typed.entry(heading).or_default().push((place, what));
        }
        if matches!(kind, Kind::Added) {
            held.tell_key(row, into);
        }
        held.tell_formulas(row, into);
    }
    for (row, column) in &list.sheet.facts.formulas_without_value {
        let marks = list.key_of(*row).and_then(|key| written.row(key));
        let Some((heading, Some(number))) = held.columns.get(column) else { continue };
        let is_own = |mark: &CellMark| mark.formula && !held.formulas.contains(&(*row, *column));
        if marks.and_then(|marks| marks.get(*number)).is_some_and(|mark| !is_own(mark)) {
            let what = (CellPlace::new(*row, *column), A_FORMULA.to_owned());
            typed.entry(heading).or_default().push(what);
        }
    }
    for (heading, cells) in typed {
        tell(list, heading, written.edited_on.get(heading), cells, into);
    }
}

/// The cells of records with another formula than the one that the last run wrote into their whole column. Programs
/// write formulas in their own ways: where none is to the letter what was written, most of the column have it.
fn other_formulas(list: &Place<'_>, written: &WrittenList, layout: &Layout) -> BTreeSet<(u32, u32)> {
    let name = list.sheet_name();
    let Some(layout) = layout.sheets.iter().find(|sheet| sheet.name == name) else { return BTreeSet::new() };
    let mut others = BTreeSet::new();
    for (column, heading) in &list.found.headings.written {
        let Some(mark) = written.formulas.get(heading) else { continue };
        // Each as it would stand in the first row.
        let mut cells: BTreeMap<u64, Vec<(u32, u32)>> = BTreeMap::new();
        let mut count = 0;
        for row in list.rows() {
            let Some(text) = formula_in(layout, (row, *column)) else { continue };
            let in_first = tokens::shifted(&text, -i64::from(row), 0).unwrap_or(text);
            cells.entry(mark_of_formula(&in_first)).or_default().push((row, *column));
            count += 1;
        }
        let most = || cells.iter().find(|(_, cells)| cells.len() * 2 > count).map(|(mark, _)| *mark);
        let Some(own) = Some(*mark).filter(|mark| cells.contains_key(mark)).or_else(most) else { continue };
        others.extend(cells.into_iter().filter(|(mark, _)| *mark != own).flat_map(|(_, cells)| cells));
    }
    others
}

/// What a formula is called that was typed over a value, or over another formula.
const A_FORMULA: &str = "a formula";

impl<'a> Held<'a> {
    /// Whether all that stands in a row is read by the run.
    fn is_taken_whole(&self, row: &Row, known: bool) -> bool {
        if self.list.name != OTHER_CONTROLS {
            return false;
        }
        let source = self.list.found.headings.place(SOURCE);
        !known
            || source
                .is_some_and(|column| row.cell(column).is_some_and(|cell| cell.text().starts_with(ADDED)))
    }

    /// What was typed into a row: heading, cell, and the words for it.
    fn typed_in(&mut self, row: &Row, kind: &Kind<'_>) -> Vec<(&'a str, CellPlace, String)> {
        let mut typed = Vec::new();
        if !matches!(kind, Kind::Record(_)) && row.cells.first().is_some_and(|cell| is_total(&cell.text())) {
            return typed;
        }
        for cell in &row.cells {
            let Some((heading, number)) = self.columns.get(&cell.column).copied() else { continue };
            let place = CellPlace::new(row.number, cell.column);
            let entry = entry_of(Some(cell));
            let is_typed = match kind {
                Kind::Record(marks) => {
                    let Some(mark) = number.and_then(|number| marks.get(number)) else { continue };
                    if cell.formula {
                        if !mark.formula || self.formulas.contains(&(row.number, cell.column)) {
                            typed.push((heading, place, A_FORMULA.to_owned()));
                        }
                        continue;
                    }
                    !entry.is_blank() && CellMark::of(&entry, false).held != mark.held
                }
                Kind::Added => {
                    let is_key = cell.column == self.list.found.key_column;
                    !is_key && !self.edited.contains(heading) && self.is_new(cell, &entry, number)
                }
                Kind::Unknown => self.is_new(cell, &entry, number),
            };
            if is_typed {
                typed.push((heading, place, format!("\"{}\"", cell.text().trim())));
            }
        }
        typed
    }

    /// Says what the column of keys is for, where somebody typed one of their own for a row that they added.
    fn tell_key(&self, row: &Row, into: &mut Additions) {
        let column = self.list.found.key_column;
        let Some(cell) = row.cell(column).filter(|cell| !cell.text().trim().is_empty()) else { return };
        // A copied row holds the key of the one that was copied.
        if self.edited.contains(KEY) || self.written.row(cell.text().trim()).is_some() {
            return;
        }
        let what = format!(
            "\"{}\" under {KEY} of a row that was added: annexa writes that column, to know records again from run to run; \
             the row stays under its own identifier",
            cell.text().trim()
        );
        into.not_as_it_was.push(Unkept::at(
            &self.list.sheet_name(),
            CellPlace::new(row.number, column),
            what,
        ));
    }

    /// Says of formulas in columns that people edit that they become values.
    fn tell_formulas(&self, row: &Row, into: &mut Additions) {
        for cell in row.cells.iter().filter(|cell| cell.formula) {
            let heading = self.columns.get(&cell.column).map(|(heading, _)| *heading);
            if let Some(heading) = heading.filter(|heading| self.edited.contains(heading)) {
                let what = format!("the formula under {heading}; its value \"{}\" stays", cell.text().trim());
                let place = CellPlace::new(row.number, cell.column);
                into.not_as_it_was.push(Unkept::at(&self.list.sheet_name(), place, what));
            }
        }
    }

    /// Whether a cell of a row that is no record of the last run holds what stood nowhere in its column: a copied
    /// row holds what stood in the one that was copied.
    fn is_new(&mut self, cell: &Cell, entry: &Entry, number: Option<usize>) -> bool {
        if cell.formula || entry.is_blank() {
            return false;
        }
        if self.anywhere.is_empty() {
            self.anywhere = vec![BTreeSet::new(); self.written.headings.len()];
            for row in self.written.rows.values() {
                for (known, mark) in self.anywhere.iter_mut().zip(row) {
                    known.insert(mark.held);
                }
            }
        }
        let known = number.and_then(|number| self.anywhere.get(number));
        !known.is_some_and(|known| known.contains(&CellMark::of(entry, false).held))
    }
}

/// Names the cells of a column: a few one by one, many together.
fn tell(
    list: &Place<'_>,
    heading: &str,
    edited_on: Option<&EditedOn>,
    mut cells: Vec<(CellPlace, String)>,
    into: &mut Additions,
) {
    let sheet = list.sheet_name();
    let elsewhere = edited_on.map(|on| {
        format!("the column shows what {} says; type it there, in column {}", on.sheet, on.heading)
    });
    let why = if let Some(elsewhere) = &elsewhere {
        elsewhere
    } else if [ANSWERS, OTHER_CONTROLS].contains(&list.name) {
        "the column shows what the register says; write it there, or in a column of your own"
    } else {
        "annexa writes this cell anew; write it in a column of your own"
    };
    cells.sort_unstable();
    if cells.len() <= MOST_OF_A_COLUMN {
        let each = cells
            .into_iter()
            .map(|(place, what)| Unkept::at(&sheet, place, format!("{what} under {heading}: {why}")));
        into.unkept.extend(each);
        return;
    }
    let first = cells.first().map(|(_, what)| format!("{what} under {heading}")).unwrap_or_default();
    let places = cells.into_iter().map(|(place, _)| place).collect();
    into.unkept.extend(Unkept::at_each(&sheet, places, &first, "of that column", why));
}
