//! The workbook that a command writes, whole or not at all.

use std::path::Path;

use super::terminal::Terminal;
use crate::deliver;
pub use crate::deliver::output::{files_called, refusal, set_links};
use crate::report::sheet::Workbook;

/// Writes a workbook as a whole or not at all; false where it could not be written, which is told.
///
/// # Errors
/// Where the workbook cannot be built.
pub fn write_workbook(workbook: &Workbook, output: &Path, force: bool) -> anyhow::Result<bool> {
    Ok(deliver::save(&deliver::bytes_of(workbook)?, output, force, &Terminal::default()))
}
