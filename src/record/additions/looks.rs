//! What people did to the sheets of annexa without changing what a cell holds: widths of columns, hidden
//! columns, comments.

use std::collections::BTreeMap;

use super::Additions;
use super::columns::Place;
use super::unkept::Unkept;
use crate::provenance::CellPlace;
use crate::read::{CellMark, Layout, Sheet};
use crate::record::Previous;

/// Widths that differ by less were not changed by a person: programs round them differently.
const SAME_WIDTH: f64 = 0.5;
/// What a file adds to a width in characters for the space beside them: 5 pixels of 7 a character.
const SPACE: f64 = 5.0 / 7.0;
/// Width of a column that people added, in characters.
pub const OWN_WIDTH: f64 = 20.0;

/// How a person wants a column to look.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnLook {
    /// The list.
    pub list: String,
    /// The heading.
    pub heading: String,
    /// The width in characters, where it was changed.
    pub width: Option<f64>,
    /// Whether it is hidden.
    pub hidden: bool,
}

/// A comment that a person wrote on a sheet of annexa.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnComment {
    /// The cell.
    pub place: CommentPlace,
    /// The text.
    pub text: String,
    /// Who wrote it; empty where that is not known.
    pub author: String,
}

/// How a person marked a cell on a sheet of annexa.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnMark {
    /// The cell.
    pub place: CommentPlace,
    /// What of its look is the person's.
    pub mark: CellMark,
}

/// The cell that a comment or a mark belongs to, wherever it will stand.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CommentPlace {
    /// The cell of a record under a heading: list, key, heading.
    Record(String, String, String),
    /// The cell of a row that was added since the last run: list, row counted from 0, heading.
    AddedRow(String, u32, String),
    /// A heading: list, heading.
    Heading(String, String),
    /// A cell that stands where it stood, as what stands above a list does: sheet as it was written, cell.
    Cell(String, CellPlace),
}

/// The widths of the columns of a list, as they will be compared with what the last run wrote.
pub(super) fn find_columns(
    place: &Place<'_>,
    previous: &Previous<'_>,
    layout: &Layout,
    into: &mut Additions,
) {
    let sheet = place.sheet_name();
    let widths = layout.sheets.iter().find(|known| known.name == sheet).map(|known| known.widths.as_slice());
    let written = previous.last.widths.get(place.name);
    for (column, heading) in place.columns() {
        let own = place.is_own(column);
        let before = written.and_then(|widths| widths.get(heading)).copied().or(own.then_some(OWN_WIDTH));
        let now =
            widths.unwrap_or_default().iter().find(|(first, last, _)| (*first..=*last).contains(&column));
        let now = now.map(|(_, _, width)| in_characters(*width)).filter(|width| *width > 0.0);
        let width =
            now.zip(before).filter(|(now, before)| (now - before).abs() > SAME_WIDTH).map(|(now, _)| now);
        let hidden = place.sheet.facts.hides_column(column);
        if width.is_some() || hidden {
            let (list, heading) = (place.name.to_owned(), heading.to_owned());
            into.looks.push(ColumnLook { list, heading, width, hidden });
        }
    }
}

/// A width as a file says it, in characters.
pub(super) fn in_characters(width: f64) -> f64 {
    ((width - SPACE) * 100.0).round() / 100.0
}

/// The comments on the sheets of annexa. `names` are those sheets as the last run called them.
pub(super) fn find_comments(
    previous: &Previous<'_>,
    lists: &[Place<'_>],
    names: &BTreeMap<usize, String>,
    into: &mut Additions,
) {
    for (number, name) in names {
        let Some(sheet) = previous.workbook.sheets.get(*number) else { continue };
        let on_sheet: Vec<&Place<'_>> = lists.iter().filter(|list| list.found.sheet == *number).collect();
        for comment in &sheet.facts.comments {
            let cell = CellPlace::new(comment.row, comment.column);
            match place_of(cell, name, &on_sheet) {
                Some(place) => into.comments.push(OwnComment {
                    place,
                    text: comment.text.to_string(),
                    author: comment.author.to_string(),
                }),
                None => into.unkept.push(lost(sheet, cell, &comment.text)),
            }
        }
    }
}

/// How people marked cells on the sheets of annexa: letters that are bold or slanted are marks in lists alone, for
/// annexa has such letters elsewhere. `names` are those sheets as the last run called them.
pub(super) fn find_marks(
    previous: &Previous<'_>,
    layout: &Layout,
    lists: &[Place<'_>],
    names: &BTreeMap<usize, String>,
    into: &mut Additions,
) {
    for (number, name) in names {
        let Some(sheet) = previous.workbook.sheets.get(*number) else { continue };
        let called = sheet.name.sheet.as_deref().unwrap_or_default();
        let Some(layout) = layout.sheets.iter().find(|known| known.name == called) else { continue };
        let on_sheet: Vec<&Place<'_>> = lists.iter().filter(|list| list.found.sheet == *number).collect();
        for ((row, column), mark) in &layout.marks {
            let Some(place) = place_of(CellPlace::new(*row, *column), name, &on_sheet) else { continue };
            let mark = match place {
                CommentPlace::Record(..) | CommentPlace::AddedRow(..) => *mark,
                CommentPlace::Heading(..) | CommentPlace::Cell(..) => {
                    CellMark { fill: mark.fill, ink: mark.ink, ..CellMark::default() }
                }
            };
            if mark != CellMark::default() {
                into.marks.push(OwnMark { place, mark });
            }
        }
    }
}

fn lost(sheet: &Sheet, cell: CellPlace, text: &str) -> Unkept {
    let what = format!("the comment \"{}\", which belongs to no record", text.trim());
    Unkept::at(sheet.name.sheet.as_deref().unwrap_or_default(), cell, what)
}

fn place_of(cell: CellPlace, sheet: &str, lists: &[&Place<'_>]) -> Option<CommentPlace> {
    for list in lists {
        let Some(heading) = list.heading(cell.column) else { continue };
        let (name, heading) = (list.name.to_owned(), heading.to_owned());
        if cell.row == list.found.header_row {
            return Some(CommentPlace::Heading(name, heading));
        }
        if let Some(key) = list.key_of(cell.row) {
            return Some(CommentPlace::Record(name, key.to_owned(), heading));
        }
        if list.is_added(cell.row) {
            return Some(CommentPlace::AddedRow(name, cell.row, heading));
        }
    }
    let above = lists.iter().all(|list| cell.row < list.found.header_row);
    above.then(|| CommentPlace::Cell(sheet.to_owned(), cell))
}
