//! `annexa template`: an intake workbook, for organisations that keep no register yet.

use std::path::PathBuf;

use chrono::NaiveDate;

use super::assess::date;
use super::{Ending, output, terminal};
use crate::declaration::{Declarations, Register};
use crate::report::intake::{REGISTERS, Request, build_intake_workbook};
use crate::standards::Catalogue;

/// Write an intake workbook: blank registers to fill in, with drop-downs, help and an example.
///
/// annexa reads what is filled in without any guessing, and the example row not at all. The sheet of
/// controls holds every clause and control of both standards, the questionnaire a question for each control.
///
/// Exit codes: 0 done, 2 usage, 4 output not written.
#[derive(clap::Args)]
pub struct Arguments {
    /// The registers to fill in; all unless given.
    #[arg(value_enum, value_name = "REGISTER")]
    registers: Vec<Kind>,

    /// The workbook to write.
    #[arg(short, long, value_name = "INTAKE.xlsx")]
    output: PathBuf,

    /// Name of the organisation that fills it in.
    #[arg(long, value_name = "NAME")]
    organisation: Option<String>,

    /// Date that the workbook bears; today unless given.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    as_of: Option<NaiveDate>,

    /// Replace the output where it exists, with all that was filled in.
    #[arg(long)]
    force: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Kind {
    Assets,
    Risks,
    AiSystems,
    Controls,
    Questionnaire,
    AuditFindings,
    Suppliers,
    All,
}

impl Kind {
    /// Whether the register is asked for by it.
    fn includes(self, register: Register) -> bool {
        match self {
            Kind::Assets => register == Register::Assets,
            Kind::Risks => register == Register::Risks,
            Kind::AiSystems => register == Register::AiSystems,
            Kind::Controls => register == Register::Controls,
            Kind::Questionnaire => register == Register::Questionnaire,
            Kind::AuditFindings => register == Register::AuditFindings,
            Kind::Suppliers => register == Register::Suppliers,
            Kind::All => true,
        }
    }
}

/// Runs the command.
///
/// # Errors
/// Where the terminal cannot be written to, or the workbook cannot be built.
pub fn run(arguments: &Arguments) -> anyhow::Result<Ending> {
    let output = &arguments.output;
    if let Some(refusal) = output::refusal(output, &[], None, arguments.force) {
        terminal::fault(&refusal);
        return Ok(Ending::NotWritten);
    }
    let asked = if arguments.registers.is_empty() { vec![Kind::All] } else { arguments.registers.clone() };
    let registers: Vec<Register> =
        REGISTERS.into_iter().filter(|register| asked.iter().any(|kind| kind.includes(*register))).collect();
    let request = Request {
        registers: &registers,
        organisation: arguments.organisation.as_deref(),
        as_of: arguments.as_of.unwrap_or_else(|| chrono::Local::now().date_naive()),
    };
    let workbook = build_intake_workbook(&request, &Declarations::load()?, &Catalogue::load()?);
    if !output::write_workbook(&workbook, output, arguments.force)? {
        return Ok(Ending::NotWritten);
    }
    for sheet in &workbook.sheets {
        terminal::data(&format!("{}: {}", sheet.name, sheet.explanation))?;
    }
    terminal::data(&output.display().to_string())?;
    Ok(Ending::Done)
}
