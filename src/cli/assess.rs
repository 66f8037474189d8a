//! `annexa assess`: registers in, one assessment workbook out.

use std::path::PathBuf;

use chrono::{Datelike, NaiveDate};

use super::limits::LimitArguments;
use super::mapping::MappingArgument;
use super::terminal::Terminal;
use super::{Ending, assessed, terminal};
use crate::deliver::{Order, deliver};
use crate::diagnostic::Severity;
use crate::pipeline::{Engine, Outcome};

/// Read registers and write one assessment workbook for both standards.
///
/// Exit codes: 0 done (warnings allowed), 1 findings at or above --fail-on, 2 usage, 3 no usable input,
/// 4 output not written.
#[derive(clap::Args)]
pub struct Arguments {
    /// Registers: Excel, OpenDocument or CSV files, or folders of them. They are never written to. Where the
    /// workbook is there already, they may be left out: the files that it was made from are read again.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// The workbook to write. One that annexa wrote before is refreshed: what people changed in it stays.
    #[arg(short, long, value_name = "WORKBOOK.xlsx")]
    output: PathBuf,

    #[command(flatten)]
    mapping: MappingArgument,

    /// Date of the assessment; today unless given.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    as_of: Option<NaiveDate>,

    /// Name of the organisation, for the workbook's cover.
    #[arg(long, value_name = "NAME")]
    organisation: Option<String>,

    /// Scope of the management system, for the workbook's cover.
    #[arg(long, value_name = "TEXT")]
    scope: Option<String>,

    /// Print the result as JSON instead of a table.
    #[arg(long)]
    json: bool,

    /// End with exit code 1 where there are findings at or above this severity.
    #[arg(long, value_name = "SEVERITY")]
    fail_on: Option<FailOn>,

    /// Replace the output where it exists, with all that people changed in it; inputs are never replaced.
    #[arg(long)]
    force: bool,

    /// Refresh the workbook even where something in it cannot be kept, such as a chart that somebody added: it is
    /// named and left out.
    #[arg(long)]
    discard_unkept: bool,

    /// Do not keep the previous version beside a workbook that is refreshed or replaced.
    #[arg(long)]
    no_backup: bool,

    /// Print every finding, notes too, and how each column was understood.
    #[arg(short, long)]
    verbose: bool,

    #[command(flatten)]
    limits: LimitArguments,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Note,
}

impl FailOn {
    fn severity(self) -> Severity {
        match self {
            FailOn::Error => Severity::Error,
            FailOn::Warning => Severity::Warning,
            FailOn::Note => Severity::Note,
        }
    }
}

/// A date that a spreadsheet can hold, with room for a plan that starts on it.
pub fn date(text: &str) -> Result<NaiveDate, String> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .ok()
        .filter(|date| (1901..=9000).contains(&date.year()))
        .ok_or_else(|| "expected a date such as 2026-11-21".to_owned())
}

/// Runs the command.
///
/// # Errors
/// Where the terminal or the output cannot be written to.
pub fn run(arguments: &Arguments) -> anyhow::Result<Ending> {
    let terminal = Terminal { verbose: arguments.verbose };
    let delivered = match deliver(&arguments.order(), Engine::load, &terminal)? {
        Ok(delivered) => delivered,
        Err(why) => return Ok(why.into()),
    };
    let outcome = &delivered.outcome;
    if arguments.json {
        terminal::data(&serde_json::to_string_pretty(&assessed::json(outcome, &arguments.output))?)?;
    } else {
        terminal::data(&assessed::headline(outcome))?;
        terminal::data(&arguments.output.display().to_string())?;
    }
    let ending = ending(arguments, outcome);
    // The process ends with this command; to give back the memory of every cell one by one would only delay it.
    std::mem::forget(delivered);
    Ok(ending)
}

impl Arguments {
    fn order(&self) -> Order {
        Order {
            paths: self.paths.clone(),
            output: self.output.clone(),
            mapping_path: self.mapping.path.clone(),
            mapping: None,
            as_of: self.as_of,
            today: chrono::Local::now().date_naive(),
            organisation: self.organisation.clone(),
            scope: self.scope.clone(),
            limits: self.limits.limits(),
            force: self.force,
            discard_unkept: self.discard_unkept,
            no_backup: self.no_backup,
            verbose: self.verbose,
        }
    }
}

fn ending(arguments: &Arguments, outcome: &Outcome) -> Ending {
    let threshold = arguments.fail_on.map(FailOn::severity);
    let reached = threshold
        .is_some_and(|threshold| outcome.findings().any(|finding| finding.code.severity >= threshold));
    if reached { Ending::FindingsAtThreshold } else { Ending::Done }
}
