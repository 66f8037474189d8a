//! `annexa explain`: walks a figure of a workbook back to the cells and rows behind it.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::limits::LimitArguments;
use super::own_workbook::{read_own_workbook, tell_if_not_calculated};
use super::{Ending, terminal};
use crate::declaration::Declarations;
use crate::explain::{NotFound, Question, Step, Subject, explain};
use crate::read::{Asked, Layout, Workbook, display_path, read_layout};
use crate::record::Previous;
use crate::standards::{Catalogue, Standard};

/// Walk a figure of a workbook back to what is behind it: a requirement, a diagnostic code, or a cell.
///
/// A requirement is shown with its own level, what it is carried and reused from, its gap and the terms of its
/// priority, the risks and findings that name it, and what stands in the other standard; each with its cell and
/// the rows of the sources. The workbook is only read.
///
/// Exit codes: 0 done, 2 usage or nothing of that name, 3 no usable input.
#[derive(clap::Args)]
pub struct Arguments {
    /// A clause or control (27001:A.5.1, A.5.1), a code (risk-unrated), or a cell ('SoA 27001'!F13).
    #[arg(value_name = "REQUIREMENT|CODE|SHEET!CELL")]
    asked: String,

    /// The workbook that `annexa assess` wrote.
    #[arg(short, long, value_name = "WORKBOOK.xlsx")]
    workbook: PathBuf,

    /// The standard that is meant where a number is one of both.
    #[arg(long, value_name = "27001|42001")]
    standard: Option<StandardNumber>,

    /// Print the result as JSON.
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    limits: LimitArguments,
}

/// A standard by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum StandardNumber {
    #[value(name = "27001")]
    Iso27001,
    #[value(name = "42001")]
    Iso42001,
}

impl StandardNumber {
    /// The standard.
    pub fn standard(self) -> Standard {
        match self {
            StandardNumber::Iso27001 => Standard::Iso27001,
            StandardNumber::Iso42001 => Standard::Iso42001,
        }
    }
}

/// Runs the command.
///
/// # Errors
/// Where the terminal cannot be written to.
pub fn run(arguments: &Arguments) -> anyhow::Result<Ending> {
    let limits = arguments.limits.limits();
    let Some(workbook) = read_own_workbook(&arguments.workbook, &limits) else {
        return Ok(Ending::NoUsableInput);
    };
    let Some(previous) = Previous::find(&workbook) else { return Ok(Ending::NoUsableInput) };
    let (catalogue, declarations) = (Catalogue::load()?, Declarations::load()?);
    let subject = Subject::new(&previous, &catalogue, &declarations);
    let standard = arguments.standard.map(StandardNumber::standard);
    let question = match Question::of(&subject, &arguments.asked, standard) {
        Ok(question) => question,
        Err(not_found) => {
            terminal::fault(&refusal(&not_found));
            return Ok(Ending::Usage);
        }
    };
    tell_if_not_calculated(&arguments.workbook, &workbook);
    let subject = match question {
        Question::Cell { sheet, row: _, column } => {
            subject.with_formulas(formulas(arguments, &workbook, sheet, column))
        }
        Question::Requirements(_) | Question::Code(_) => subject,
    };
    let steps = explain(&subject, &question);
    if arguments.json {
        let steps: Vec<Value> = steps.iter().map(Step::json).collect();
        let json = json!({
            "workbook": arguments.workbook.display().to_string(),
            "as_of": previous.last.as_of.map(|date| date.to_string()),
            "asked": arguments.asked,
            "explanation": steps,
        });
        terminal::data(&serde_json::to_string_pretty(&json)?)?;
    } else {
        let texts: Vec<String> = steps.iter().map(Step::text).collect();
        terminal::data(&texts.join("\n\n"))?;
    }
    Ok(Ending::Done)
}

/// The formulas of a column; none, and said why, where they cannot be read.
fn formulas(arguments: &Arguments, workbook: &Workbook, sheet: usize, column: u32) -> Layout {
    let path = &arguments.workbook;
    let name = workbook.sheets.get(sheet).and_then(|sheet| sheet.name.sheet.as_deref());
    let asked = |other: &str| Asked::Columns((name == Some(other)).then_some(column).into_iter().collect());
    let layout = read_layout(path, &display_path(path), &arguments.limits.limits(), asked);
    layout.unwrap_or_else(|told| {
        terminal::diagnostics(&[*told]);
        Layout::default()
    })
}

fn refusal(not_found: &NotFound) -> String {
    let mut text = not_found.problem.clone();
    if !not_found.nearest.is_empty() {
        text.push_str(&format!("\n  nearest: {}", not_found.nearest.join(", ")));
    }
    text.push_str(
        "\n  help: ask for a requirement (27001:A.5.1, or A.5.1 for both standards), a diagnostic code (risk-unrated), or a \
         cell in quotation marks of the shell (\"'SoA 27001'!F13\")",
    );
    text
}
