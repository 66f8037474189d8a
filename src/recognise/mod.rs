//! Which table is which register, where its header and its records are, which column is which
//! field, and which word is which value.
//!
//! A wrong guess is worse than none: what is not clear is left unmapped, with the best candidates.

mod table;
mod words;

pub use table::{MappedColumn, RecognisedTable, Recognition, RecordRows};
pub use words::{ValueWords, WordsError, fold};
