//! Which table of a sheet a choice is about: the one with the headings that it was made for, wherever
//! they stand.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::mapping as codes;
use crate::mapping::{
    Layout, Mapping, RegisterChoice, TableChoice, is_identifying, layout_of_rows, layouts_in_words,
};
use crate::read::{Row, Sheet};

use super::super::side_by_side::SeenTable;

/// Rows of a sheet in which the headings of a mapped table are looked for.
const ROWS_LOOKED_AT: usize = 200;
/// A choice that was made for this very table, by its file, its sheet and its header rows.
const THIS_TABLE: u8 = 4;
/// From this rank on, a choice was made for a table of this file and sheet.
const THIS_SHEET: u8 = 2;

/// A table of a sheet, with what was chosen for it.
#[derive(Clone, Debug)]
pub struct Placed<'m> {
    /// The table.
    pub table: SeenTable,
    /// Where it comes from.
    pub origin: Origin<'m>,
}

/// What was chosen for a table, and where annexa found it by itself.
#[derive(Clone, Debug)]
pub struct Origin<'m> {
    /// What was chosen for it.
    pub applied: Option<Applied<'m>>,
    /// The rows in which annexa found the headings by itself.
    pub found_header_rows: Vec<u32>,
    /// By what they are known again.
    pub layout: String,
}

/// A choice that holds for a table.
#[derive(Clone, Copy, Debug)]
pub struct Applied<'m> {
    /// The choice.
    pub choice: &'m TableChoice,
    /// Its position in the mapping.
    pub position: usize,
    /// The headings stand in the very columns in which they stood where the choice was made.
    pub same_columns: bool,
}

/// Where a table stands, as far as choices are told apart by it.
#[derive(Clone, Copy, Debug)]
struct Place<'a> {
    path: &'a str,
    sheet: &'a Sheet,
}

/// The tables of a sheet with what was chosen for each; tables whose headings a person showed are cut
/// there. `recut` cuts the table below header rows, down to a row of the sheet given by its index.
pub fn place<'m>(
    path: &str,
    sheet: &Sheet,
    found: Vec<SeenTable>,
    mapping: &'m Mapping,
    recut: impl Fn(&[u32], usize) -> Option<SeenTable>,
    told: &mut Vec<Diagnostic>,
) -> Vec<Placed<'m>> {
    let mut placed: Vec<Placed<'m>> = found.into_iter().map(|table| Placed::found(sheet, table)).collect();
    if mapping.tables.iter().all(|table| !table.chooses()) {
        return placed;
    }
    let place = Place { path, sheet };
    let cuts = cuts(&place, &placed, mapping, told);
    for table in &mut placed {
        let layout = layout_of_rows(sheet, &table.origin.found_header_rows, table.table.shape.columns());
        let holds = |choice: &TableChoice| {
            choice.header_rows.is_none() && place.is_about(choice, &table.origin.found_header_rows, &layout)
        };
        let best = place.best(mapping, &table.origin.found_header_rows, holds, told);
        table.origin.applied = best.and_then(|position| Applied::new(mapping, position, &layout));
    }
    for cut in cuts {
        // What annexa found with the same headings needs no cut.
        let known = placed
            .iter()
            .any(|table| table.origin.applied.is_some_and(|applied| applied.position == cut.position));
        if known && mapping.tables.get(cut.position).is_some_and(|choice| choice.header_rows.is_none()) {
            continue;
        }
        cut_table(sheet, &mut placed, &cut, mapping, &recut);
    }
    placed
}

impl<'m> Placed<'m> {
    fn found(sheet: &Sheet, table: SeenTable) -> Self {
        let rows = table.shape.header_rows.clone();
        let layouts = layout_of_rows(sheet, &rows, table.shape.columns());
        let layout = in_words(&rows, &layouts);
        Self { table, origin: Origin { applied: None, found_header_rows: rows, layout } }
    }
}

fn in_words(rows: &[u32], layouts: &[Layout]) -> String {
    let pairs: Vec<(u32, Layout)> = rows.iter().copied().zip(layouts.iter().copied()).collect();
    layouts_in_words(&pairs)
}

impl<'m> Applied<'m> {
    fn new(mapping: &'m Mapping, position: usize, layout: &[Layout]) -> Option<Self> {
        let choice = mapping.tables.get(position)?;
        let expected: Vec<Layout> = choice.header_layout().into_iter().map(|(_, layout)| layout).collect();
        Some(Self { choice, position, same_columns: expected == layout })
    }
}

impl Place<'_> {
    /// How much a choice was made for this place: by its file, its sheet and its header rows.
    fn rank(&self, choice: &TableChoice, found_header_rows: &[u32]) -> u8 {
        let file_name = |path: &str| path.rsplit(['/', '\\']).next().unwrap_or_default().to_lowercase();
        let same_sheet = self.sheet.name.sheet.as_deref().unwrap_or_default() == choice.sheet;
        if !same_sheet {
            return 0;
        }
        if file_name(self.path) != file_name(&choice.file) {
            return 1;
        }
        let rows = choice.layout.iter().map(|(row, _)| row);
        if !choice.layout.is_empty() && rows.eq(found_header_rows) { THIS_TABLE } else { THIS_SHEET }
    }

    /// Whether a choice is about a table with header rows of this layout.
    fn is_about(&self, choice: &TableChoice, header_rows: &[u32], layout: &[Layout]) -> bool {
        let made_for: Vec<Layout> = choice.layout.iter().map(|(_, layout)| *layout).collect();
        let identifying = is_identifying(&made_for) || self.rank(choice, header_rows) >= THIS_SHEET;
        !made_for.is_empty() && identifying && same_headings(&made_for, layout)
    }

    /// The choice that holds for a table, of all that are about it: first the one that was made for
    /// this very table. A choice to leave a table alone holds for others with its headings only where
    /// they do not stand in the mapping themselves.
    fn best(
        &self,
        mapping: &Mapping,
        header_rows: &[u32],
        holds: impl Fn(&TableChoice) -> bool,
        told: &mut Vec<Diagnostic>,
    ) -> Option<usize> {
        let ranked = || {
            let about = mapping.tables.iter().enumerate().filter(|(_, choice)| holds(choice));
            about.map(|(position, choice)| (position, choice, self.rank(choice, header_rows)))
        };
        let own = ranked().map(|(.., rank)| rank).max().filter(|rank| *rank >= THIS_SHEET);
        let stands_itself = own.is_some();
        let eligible = || {
            ranked().filter(|(_, choice, rank)| {
                choice.chooses() && (!choice.leaves_alone() || !stands_itself || Some(*rank) == own)
            })
        };
        let best = eligible().map(|(.., rank)| rank).max()?;
        let mut equals = eligible().filter(|(.., rank)| *rank == best);
        let (position, first, _) = equals.next()?;
        if let Some((_, other, _)) = equals.find(|(_, other, _)| !chooses_the_same(first, other)) {
            told.push(
                Diagnostic::at(&codes::LAYOUT_MAPPED_TWICE, other.location.clone())
                    .fact("table", format!("{} › {}", first.file, first.sheet)),
            );
        }
        Some(position)
    }
}

fn same_headings(one: &[Layout], other: &[Layout]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| one.same_headings(other))
}

/// Whether two tables of a mapping are mapped alike, wherever they stand in it.
fn chooses_the_same(one: &TableChoice, other: &TableChoice) -> bool {
    let register = |choice: &TableChoice| choice.register.as_ref().map(|register| register.value);
    let columns = |choice: &TableChoice| {
        let mut columns: Vec<String> = choice
            .columns
            .iter()
            .filter(|column| column.chooses())
            .map(|column| {
                let fields: Vec<_> = column
                    .fields
                    .iter()
                    .map(|field| field.chosen.as_ref().map(|chosen| chosen.value))
                    .collect();
                let values: Vec<_> =
                    column.values.iter().map(|value| (&value.value, &value.meaning.value)).collect();
                format!("{} {fields:?} {} {values:?}", column.heading, column.whole_layout)
            })
            .collect();
        columns.sort_unstable();
        columns
    };
    register(one) == register(other) && columns(one) == columns(other)
}

/// Where a table has to be cut anew.
struct Cut {
    position: usize,
    header_rows: Vec<u32>,
}

/// The headings that a person showed, and those of mapped registers that annexa does not find by itself.
fn cuts(place: &Place<'_>, found: &[Placed<'_>], mapping: &Mapping, told: &mut Vec<Diagnostic>) -> Vec<Cut> {
    let mut cuts: Vec<(u8, Cut)> = Vec::new();
    for (position, choice) in mapping.tables.iter().enumerate().filter(|(_, choice)| choice.chooses()) {
        let rank = place.rank(choice, &[]);
        let wanted = choice.header_layout();
        let is_register = choice
            .register
            .as_ref()
            .is_some_and(|register| matches!(register.value, RegisterChoice::Register(_)));
        let header_rows = match &choice.header_rows {
            Some(chosen) if rank >= THIS_SHEET => {
                let rows = rows_with(place.sheet, &wanted).unwrap_or_else(|| chosen.value.clone());
                if rows.iter().any(|row| place.sheet.row(*row).is_none()) {
                    told.push(
                        Diagnostic::at(&codes::CHOSEN_HEADER_ROW_NOT_THERE, chosen.location.clone())
                            .expected(shown_rows(place.sheet))
                            .fact("file", place.path),
                    );
                    continue;
                }
                Some(rows)
            }
            Some(_) => rows_with(place.sheet, &wanted),
            None if is_register => rows_with(place.sheet, &wanted).filter(|rows| {
                found.iter().all(|table| !table.origin.found_header_rows.iter().any(|row| rows.contains(row)))
            }),
            None => None,
        };
        if let Some(header_rows) = header_rows {
            cuts.push((rank, Cut { position, header_rows }));
        }
    }
    // Of several choices for the same rows the one that was made for this place holds.
    cuts.sort_by_key(|(rank, cut)| (std::cmp::Reverse(*rank), cut.position));
    let mut kept: Vec<Cut> = Vec::new();
    for (_, cut) in cuts {
        if kept.iter().all(|known| known.header_rows != cut.header_rows) {
            kept.push(cut);
        }
    }
    kept.sort_by(|one, other| one.header_rows.cmp(&other.header_rows));
    kept
}

/// `one of rows 1 to 24`, as a person counts them.
fn shown_rows(sheet: &Sheet) -> String {
    match (sheet.rows.first(), sheet.rows.last()) {
        (Some(first), Some(last)) => {
            format!("one of rows {} to {}", u64::from(first.number) + 1, u64::from(last.number) + 1)
        }
        _ => "a sheet that holds anything".to_owned(),
    }
}

/// The first rows of a sheet with the headings that are wanted.
fn rows_with(sheet: &Sheet, wanted: &[(u32, Layout)]) -> Option<Vec<u32>> {
    let layouts: Vec<Layout> = wanted.iter().map(|(_, layout)| *layout).collect();
    let (first, _) = wanted.first()?;
    if !is_identifying(&layouts) {
        return None;
    }
    let whole = (0, u32::MAX);
    sheet.rows.iter().take(ROWS_LOOKED_AT).find_map(|start| {
        let rows: Vec<u32> =
            wanted.iter().map(|(row, _)| start.number.saturating_add(row - first.min(row))).collect();
        same_headings(&layouts, &layout_of_rows(sheet, &rows, whole)).then_some(rows)
    })
}

/// Cuts the table below header rows. Tables that annexa found in its place give way; one that begins
/// further below and is none of those stays.
fn cut_table<'m>(
    sheet: &Sheet,
    placed: &mut Vec<Placed<'m>>,
    cut: &Cut,
    mapping: &'m Mapping,
    recut: &impl Fn(&[u32], usize) -> Option<SeenTable>,
) {
    let (Some(first), Some(last)) = (cut.header_rows.first().copied(), cut.header_rows.last().copied())
    else {
        return;
    };
    let top = |table: &Placed<'_>| table.origin.found_header_rows.first().copied().unwrap_or(0);
    let Some(choice) = mapping.tables.get(cut.position) else { return };
    let replaced = replaced(placed, choice, first, last);
    let reach = replaced
        .and_then(|position| placed.get(position)?.origin.found_header_rows.last().copied())
        .map_or(last, |header| header.max(last));
    let end = placed.iter().map(top).filter(|row| *row > reach).min();
    let index = |row: u32| sheet.rows.partition_point(|known: &Row| known.number < row);
    let Some(table) = recut(&cut.header_rows, end.map_or(sheet.rows.len(), index)) else { return };
    let (found_header_rows, layout) = replaced
        .and_then(|position| placed.get(position))
        .map(|table| (table.origin.found_header_rows.clone(), table.origin.layout.clone()))
        .unwrap_or_default();
    let layouts = layout_of_rows(sheet, &cut.header_rows, table.shape.columns());
    let replaced_rows = found_header_rows.clone();
    placed.retain(|table| {
        let row = top(table);
        let gives_way = row >= first && end.is_none_or(|end| row < end);
        !gives_way && table.origin.found_header_rows != replaced_rows
    });
    for table in placed.iter_mut().filter(|table| top(table) < first) {
        let body = &mut table.table.shape.body;
        body.end = body.end.min(index(first)).max(body.start);
    }
    let applied = Applied::new(mapping, cut.position, &layouts);
    let table = Placed { table, origin: Origin { applied, found_header_rows, layout } };
    let at = placed.partition_point(|table| top(table) < first);
    placed.insert(at, table);
}

/// The table that annexa found and that a person cuts anew: the one that the choice was made for, else
/// the last one that begins at or above the chosen rows, else the first one below.
fn replaced(placed: &[Placed<'_>], choice: &TableChoice, first: u32, last: u32) -> Option<usize> {
    let made_for: Vec<u32> = choice.layout.iter().map(|(row, _)| *row).collect();
    let same =
        placed.iter().position(|table| !made_for.is_empty() && table.origin.found_header_rows == made_for);
    let above = || {
        placed
            .iter()
            .rposition(|table| table.origin.found_header_rows.first().is_some_and(|row| *row <= last))
    };
    let below = || {
        placed.iter().position(|table| table.origin.found_header_rows.first().is_some_and(|row| *row > first))
    };
    same.or_else(above).or_else(below)
}
