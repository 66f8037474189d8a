//! What the lists of an annexa workbook hold, so that a later run keeps what people wrote there.
//!
//! ```text
//! book      the editable cells of all lists, by list, key and heading
//! last_run  what the last run wrote beside them on its hidden sheet: the values of the sources, decisions
//! found     where the lists stand now: sorted, moved, renamed, with rows that people added
//! columns   which column of a sheet is which of a list
//! files     by what a file is known again that was edited and renamed
//! additions what people put into the workbook beside that: columns, documents, sheets of their own
//! restored  lists whose sheet was deleted, as the last run wrote them
//! history   all of it, for what is written next
//! now       what the lists hold at the moment, and who decided it
//! table     any table, found by its headings
//! names     of the lists and headings that are read back
//! settings  that are read back: the name of each, and what its number may be
//! subject   the organisation and the scope, which stand on several sheets
//! written_cells  what a run wrote outside the cells that are read back, in short
//! revision  what follows from the three: decisions, conflicts, added and kept records
//! ```
//!
//! A cell is a person's decision where it says something else than the sources said at the last run.
//! A blank cell is none: clearing a cell withdraws the decision. Nothing here knows a file format or what
//! a field means.

mod additions;
mod book;
mod columns;
mod files;
mod found;
mod history;
mod last_run;
pub mod names;
mod now;
mod restored;
mod revision;
pub mod settings;
pub mod subject;
mod table;
mod written_cells;

pub use additions::{
    Additions, Area, Before, Cells, ColumnLook, CommentPlace, Corner, InPlace, Line, ListBefore, LoosePlace,
    LooseRow, NoteAbove, OWN_WIDTH, OwnColumn, OwnComment, OwnFormula, OwnMark, OwnSheet, OwnValue, Piece,
    SheetBefore, Token, TypedCell, Unkept, asked_of_sheets, before_cells, depends_on_place, numbered,
    order_known_by, reads_unnamed, rule_known_by, tokens,
};
pub use book::{Book, Column, List, Owner, Record};
pub use columns::{FoundColumns, MissingColumn, RenamedColumn, SharedHeading};
pub use files::KnownAgain;
pub use found::{AddedRow, FoundList, Previous, is_total};
pub use history::{History, Written};
pub use last_run::{
    ADDED, ANNEXA_SHEET, DocumentCell, Figure, GONE, HiddenRow, LastRun, LoggedChange, NOT_READ, PlainList,
    STATES, SourceFile, WrittenSheet, first_row, hidden_sheet_name, hidden_sheet_number,
};
pub use restored::{lost_choices, restore_missing_lists};
pub use revision::{Carried, CarriedWhy, Conflict, Decided, InSourceToo, Revision};
pub use table::{FoundCell, FoundTable};
pub use written_cells::{
    CellMark, EDITED_ON, EditedOn, MarkedCell, WrittenList, mark_of_entry, mark_of_formula,
};

use chrono::NaiveTime;

use crate::model::Entry;
use crate::read::{Cell, Value};

/// What a cell that was read holds.
pub fn entry_of(cell: Option<&Cell>) -> Entry {
    match cell.map(|cell| &cell.value) {
        None => Entry::Blank,
        Some(Value::Text(text) | Value::Error(text)) => Entry::shared(text),
        Some(Value::Number(number)) => Entry::Number(*number),
        Some(Value::Boolean(value)) => Entry::Boolean(*value),
        Some(Value::Date(date)) if date.time() == NaiveTime::MIN => Entry::Date(date.date()),
        Some(Value::Date(date)) => Entry::text(&date.format("%Y-%m-%d %H:%M").to_string()),
    }
}

/// What a cell with an entry holds; `None` for a blank one.
pub fn value_of(entry: Entry) -> Option<Value> {
    Some(match entry {
        Entry::Blank => return None,
        Entry::Text(text) => Value::Text(text.clone()),
        Entry::Number(number) => Value::Number(number),
        Entry::Boolean(value) => Value::Boolean(value),
        Entry::Date(date) => Value::Date(date.and_time(NaiveTime::MIN)),
    })
}
