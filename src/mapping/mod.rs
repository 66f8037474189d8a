//! What a person chose where annexa took a table, a column or a value for something else.
//!
//! ```text
//! layout   by what a table of the same headings is known again, in any file
//! choices  the choices, as plain data
//! lists    the sheets of a mapping workbook, their columns found by heading
//! read     their rows to choices; what is no choice becomes a diagnostic with its cell
//! ```
//!
//! A blank cell is no choice: nothing is overruled by it. Recognition obeys the choices; nothing here
//! knows how it comes to its own.

mod choices;
mod layout;
mod lists;
mod read;

pub use choices::{
    ColumnChoice, FieldChoice, LEAVE_ALONE, Mapping, Meaning, NOT_USED, RegisterChoice, THIS_COLUMN,
    TableChoice, ValueChoice, WHOLE_LAYOUT,
};
pub use layout::{Layout, is_identifying, layout_of_rows, layouts_in_words, normalised, row_layouts};
pub use read::read_mapping;
