//! References to clauses and controls: from what a column of cells writes to requirements.
//!
//! `A.5.2` exists in 27001:2022 and in 42001, `A.6.1.2` in 27001:2013 and in 42001, a bare `5.1` is a
//! clause of either standard or a control, and spreadsheets turn 5.10 into 5.1 or into a date. Every
//! meaning that a number can have is a candidate; evidence takes candidates away, the nearest first:
//! the cell itself, the row's standard column, its title, the headings above it, the rest of the
//! column, the order of the rows. What is left with one candidate is decided, with its evidence. What
//! is left with several is reported and counts for none of them.
//!
//! ```text
//! written       what a cell writes: its words (words, range_words, short_forms), what is an identifier
//!               (identifier)
//! hint          standards, editions and parts that a text names
//! numbering     every number of both standards and of the edition of 2013, with its meanings
//! column        a column with what stands around it; token: one identifier with the meanings left for it
//! key           identifiers that are written as annexa writes them, and so mean one thing
//! resolve       from the cells of a column to requirements
//! evidence      what takes candidates away; whole_column, row_order, framework: what the other cells say
//! extent        what a decided identifier stands for beyond itself: ranges, parts of headings
//! ```

mod column;
mod evidence;
mod extent;
mod framework;
mod hint;
mod identifier;
mod key;
mod numbering;
mod range_words;
mod resolve;
mod row_order;
mod short_forms;
mod token;
mod whole_column;
mod words;
mod written;

pub(super) use column::{ReferenceColumn, ReferenceRow, RowReferences};
pub(super) use hint::Hint;
pub(super) use numbering::Numberings;
pub(super) use resolve::{Problem, resolve};
pub(super) use token::NOT_OF_STANDARD_BEFORE;
