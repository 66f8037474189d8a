//! A neutral workbook to bytes or text, and bytes to a file.

pub mod table;
pub mod text;
pub mod xlsx;

mod save;
mod style;

pub use save::{Prepared, SaveError, prepare, save, save_stretches};
pub use style::colours;
