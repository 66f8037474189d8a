//! `annexa parse-binary-workbook`: parses an .xls or .xlsb workbook for another process of annexa.

use std::io;

use super::Ending;
use crate::read::{BinaryFormat, serve_parser};

/// Parse a binary workbook that comes in, for another process of annexa.
#[derive(clap::Args)]
pub struct Arguments {
    /// What the workbook is.
    format: Format,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    Xls,
    Xlsb,
}

/// Runs the command.
///
/// # Errors
/// Where the pipes break.
pub fn run(arguments: &Arguments) -> anyhow::Result<Ending> {
    let format = match arguments.format {
        Format::Xls => BinaryFormat::Xls,
        Format::Xlsb => BinaryFormat::Xlsb,
    };
    serve_parser(format, io::stdin().lock(), io::stdout().lock())?;
    Ok(Ending::Done)
}
