//! The commands, one file each; the only place that prints or exits.

mod assess;
mod assessed;
mod batch;
mod diff;
mod explain;
mod export;
mod impact;
mod inspect;
mod inspection_json;
mod limits;
mod mapping;
mod output;
mod own_workbook;
mod parse_binary_workbook;
mod portfolio;
mod recognised;
mod standards;
mod template;
mod terminal;
mod threads;

use std::io;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::deliver::NotDelivered;

/// Turns the registers that an organisation already keeps into one assessment workbook for ISO/IEC 27001:2022
/// and ISO/IEC 42001:2023.
///
/// annexa reads Excel, OpenDocument and CSV files as they are, in whatever layout, and never writes to them.
/// It is not affiliated with ISO and ships no requirement text of the standards.
#[derive(Parser)]
#[command(name = "annexa", version, max_term_width = 110)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Assess(assess::Arguments),
    Batch(batch::Arguments),
    Diff(diff::Arguments),
    Explain(explain::Arguments),
    Export(export::Arguments),
    Impact(impact::Arguments),
    Inspect(inspect::Arguments),
    #[command(hide = true)]
    ParseBinaryWorkbook(parse_binary_workbook::Arguments),
    Portfolio(portfolio::Arguments),
    Standards(standards::Arguments),
    Template(template::Arguments),
}

/// How a run ended, as its exit code says it (the codes are a contract).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    /// Done; warnings are allowed.
    Done = 0,
    /// There are findings at or above `--fail-on`.
    FindingsAtThreshold = 1,
    /// The command was not understood, or it names something that does not exist.
    Usage = 2,
    /// None of the input could be used.
    NoUsableInput = 3,
    /// The output was not written.
    NotWritten = 4,
    /// A batch is done, and some of its clients failed.
    FailedClients = 5,
}

impl From<NotDelivered> for Ending {
    fn from(why: NotDelivered) -> Self {
        match why {
            NotDelivered::Usage => Ending::Usage,
            NotDelivered::NoUsableInput => Ending::NoUsableInput,
            NotDelivered::NotWritten => Ending::NotWritten,
        }
    }
}

/// Runs the command that the arguments name.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    // A batch works with threads of its own, and the memory of one client is given back before the next one.
    if !matches!(arguments.command, Command::Batch(_)) {
        threads::prepare();
    }
    // Within the threads from the start, so that none of them waits for the first.
    let ending = rayon::scope(|_| match &arguments.command {
        Command::Assess(arguments) => assess::run(arguments),
        Command::Batch(arguments) => batch::run(arguments),
        Command::Diff(arguments) => diff::run(arguments),
        Command::Explain(arguments) => explain::run(arguments),
        Command::Export(arguments) => export::run(arguments),
        Command::Impact(arguments) => impact::run(arguments),
        Command::Inspect(arguments) => inspect::run(arguments),
        Command::ParseBinaryWorkbook(arguments) => parse_binary_workbook::run(arguments),
        Command::Portfolio(arguments) => portfolio::run(arguments),
        Command::Standards(arguments) => standards::run(arguments),
        Command::Template(arguments) => template::run(arguments),
    });
    match ending {
        Ok(ending) => ExitCode::from(ending as u8),
        // A reader of the data that has seen enough (`annexa … | head`) is no failure.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            terminal::fault(&format!("{error:#}"));
            ExitCode::from(Ending::NotWritten as u8)
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}
