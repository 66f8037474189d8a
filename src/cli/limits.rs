//! The flags that change the limits on hostile input, shared by all commands that read files.

use crate::read::{Limit, Limits};

/// Limits on what is read; a file that goes beyond one is left out as a whole and named.
#[derive(clap::Args)]
#[command(next_help_heading = "Limits on what is read")]
pub struct LimitArguments {
    /// Bytes of a file.
    #[arg(long, value_name = "N")]
    max_file_bytes: Option<u64>,
    /// Parts in the archive that a workbook is.
    #[arg(long, value_name = "N")]
    max_parts: Option<u64>,
    /// Bytes of all parts of the archive once expanded.
    #[arg(long, value_name = "N")]
    max_expanded_bytes: Option<u64>,
    /// How many times its packed size a large part may grow.
    #[arg(long, value_name = "N")]
    max_ratio: Option<u64>,
    /// Shared strings of a workbook.
    #[arg(long, value_name = "N")]
    max_strings: Option<u64>,
    /// Rows of a sheet.
    #[arg(long, value_name = "N")]
    max_rows: Option<u64>,
    /// Columns of a sheet.
    #[arg(long, value_name = "N")]
    max_columns: Option<u64>,
    /// Filled cells of a file.
    #[arg(long, value_name = "N")]
    max_cells: Option<u64>,
    /// Cells of the ranges that the sheets of an .xls workbook span, filled or not.
    #[arg(long, value_name = "N")]
    max_range: Option<u64>,
    /// Characters of a cell.
    #[arg(long, value_name = "N")]
    max_cell_text: Option<u64>,
}

impl LimitArguments {
    /// The limits that hold for the run.
    pub fn limits(&self) -> Limits {
        let mut limits = Limits::default();
        for limit in Limit::ALL {
            if let Some(value) = self.value(limit) {
                limits.set(limit, value);
            }
        }
        // Where the program does not know where it is, its parsers run in this process.
        if let Ok(program) = std::env::current_exe() {
            limits.parse_binary_workbooks_with(program);
        }
        limits
    }

    fn value(&self, limit: Limit) -> Option<u64> {
        match limit {
            Limit::FileBytes => self.max_file_bytes,
            Limit::Parts => self.max_parts,
            Limit::ExpandedBytes => self.max_expanded_bytes,
            Limit::Ratio => self.max_ratio,
            Limit::Strings => self.max_strings,
            Limit::Rows => self.max_rows,
            Limit::Columns => self.max_columns,
            Limit::Cells => self.max_cells,
            Limit::Range => self.max_range,
            Limit::CellText => self.max_cell_text,
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::{Args, Command};

    use super::*;

    #[test]
    fn every_limit_has_its_flag() {
        let command = LimitArguments::augment_args(Command::new("annexa"));
        let flags: Vec<String> = command
            .get_arguments()
            .filter_map(|argument| argument.get_long())
            .map(|long| format!("--{long}"))
            .collect();
        assert_eq!(flags, Limit::ALL.map(Limit::flag));
    }
}
