//! Which table is which register, where its header and its records are, which column is which
//! field, and which word is which value.
//!
//! A wrong guess is worse than none: what is not clear is left unmapped, with the best candidates.
//!
//! ```text
//! recogniser    what recognition draws on: declarations, heading words, value words
//! layout        the tables of a sheet: header rows, banners, columns
//! vertical_form labels beside values, which are a record below each other (form_table)
//! seen          what is seen of the columns of a table
//! heading       what a heading says (heading_variants), by declared headings and by concepts
//! concept       the ideas that words stand for (heading_words); field_concepts: which mean which field
//! profile       what the values of a column are (forms), and how they agree with a field (agreement)
//! columns       heading, values and neighbours together (belief): a field for each column (assignment)
//! further_fields  fields beyond one for each column, and what is left over
//! neighbours    what the columns beside one say about it: arithmetic (products), letters, residual pairs
//! protection_goals  columns headed by the letters of confidentiality, integrity and availability
//! register      which register, if any (context), and what it must have (essentials)
//! hosts         lists of computers, which are assets
//! intake        sheets of intake workbooks, which say themselves what they are
//! other_table   what a table is that is no register
//! layouts       tables of one layout, looked at together
//! records       which rows are records, by what they have in common (expectations)
//! evidence      the kinds of evidence, each of which can be left out
//! as_above      blank cells that mean what stands above them
//! mapped        the columns of a recognised table, with a field and without
//! doubts        what has to be told about it
//! chosen        what a person chose, obeyed
//! hidden        registers on hidden sheets, which give way to visible ones
//! other_registers columns whose values are the records of another register of the run
//! left_below    rows below a register that were left alone and may be records of it
//! summaries     tables that repeat the records of other sheets
//! value         what a cell says: a status, a level, a date, yes or no
//! ```

mod agreement;
mod as_above;
mod assignment;
mod belief;
mod chosen;
mod columns;
mod concept;
mod context;
mod doubts;
mod essentials;
mod evidence;
mod expectations;
mod field_concepts;
mod form_table;
mod forms;
mod further_fields;
mod heading;
mod heading_variants;
mod heading_words;
mod hidden;
mod hosts;
mod intake;
mod layout;
mod layouts;
mod left_below;
mod mapped;
mod neighbours;
mod other_registers;
mod other_table;
mod products;
mod profile;
mod protection_goals;
mod rated_rows;
mod recogniser;
mod records;
mod register;
mod residual;
mod seen;
mod side_by_side;
mod summaries;
mod table;
mod totals;
pub mod value;
mod vertical_form;
mod words;
mod workbook;

#[cfg(test)]
mod tests;

pub use chosen::CHOSEN;
pub use evidence::EvidenceKind;
pub(crate) use heading::HeadingIndex;
pub use recogniser::Recogniser;
pub use table::{ColumnMeanings, MappedColumn, RecognisedTable, Recognition, RecordRows};
pub(crate) use words::rows_of_list;
pub use words::{ValueWords, WordsError, fold};
pub use workbook::{compare_registers, recognise_as_mapped, recognise_workbook};
