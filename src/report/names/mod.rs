//! The names by which the formulas of one sheet find what stands on another: sheets, tables, headings, cells.
//!
//! A sheet that only looks things up on another one imports its names from here, not the file that builds it.
//! The names of what is read back from a workbook stand in [`crate::record::names`].

pub mod audits;
pub mod coverage;
pub mod links;
pub mod pairs;
pub mod parameters;
pub mod priorities;
pub mod requirements;
pub mod risks;

pub use crate::record::names::KEY;
