//! `annexa explain`: walks a figure of a workbook back to the cells and rows behind it.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::limits::LimitArguments;
use super::own_workbook::{read_own_workbook, tell_if_not_calculated};
use super::{Ending, terminal};
use crate::declaration::Declarations;
use crate::explain::{NotFound, Question, Step, Subject, all_as_json, describe_code, explain, explain_all};
use crate::read::{Asked, Layout, Workbook, display_path, read_layout};
use crate::record::Previous;
use crate::standards::{Catalogue, Standard};

/// Walk a figure of a workbook back to what is behind it: a requirement, a diagnostic code, a cell, or a name of
/// one. With --all, list every consistency check and every diagnostic code.
///
/// A requirement is shown with its own level, what it is carried and reused from, its gap and the terms of its
/// priority, the risks and findings that name it, and what stands in the other standard; each with its cell and
/// the rows of the sources. The workbook is only read; a code is explained without one too.
///
/// Exit codes: 0 done, 2 usage or nothing of that name, 3 no usable input.
#[derive(clap::Args)]
pub struct Arguments {
    /// A clause or control (27001:A.5.1, A.5.1), a code (risk-unrated), a cell ('SoA 27001'!F13), or the name of one
    /// (Cov_27001_AnnexA_Own).
    #[arg(value_name = "REQUIREMENT|CODE|SHEET!CELL|NAME", required_unless_present = "all")]
    asked: Option<String>,

    /// List all consistency checks and all diagnostic codes: what each means, what it does to the result, how to mend
    /// it, and where its rule comes from.
    #[arg(long, conflicts_with_all = ["asked", "workbook", "standard"])]
    all: bool,

    /// The workbook that `annexa assess` wrote; a code is explained without one too.
    #[arg(short, long, value_name = "WORKBOOK.xlsx")]
    workbook: Option<PathBuf>,

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
    let Some(asked) = arguments.asked.as_deref() else { return list_all(arguments.json) };
    match &arguments.workbook {
        Some(workbook) => explain_in(arguments, asked, workbook),
        None => explain_alone(arguments, asked),
    }
}

/// Lists every check and every code.
fn list_all(as_json: bool) -> anyhow::Result<Ending> {
    if as_json {
        terminal::data(&serde_json::to_string_pretty(&all_as_json())?)?;
    } else {
        let texts: Vec<String> = explain_all().iter().map(Step::text).collect();
        terminal::data(&texts.join("\n\n"))?;
    }
    Ok(Ending::Done)
}

/// Explains a code without a workbook.
fn explain_alone(arguments: &Arguments, asked: &str) -> anyhow::Result<Ending> {
    let Some(code) = Question::of_code(asked) else {
        terminal::fault(&format!(
            "\"{asked}\" is no diagnostic code, and no workbook is given\n  help: add -w and the workbook that `annexa \
             assess` wrote; `annexa explain --all` lists the codes"
        ));
        return Ok(Ending::Usage);
    };
    show(arguments, asked, None, &[describe_code(code)])
}

/// Explains what is asked for in a workbook.
fn explain_in(arguments: &Arguments, asked: &str, path: &Path) -> anyhow::Result<Ending> {
    let limits = arguments.limits.limits();
    let Some(workbook) = read_own_workbook(path, &limits) else {
        return Ok(Ending::NoUsableInput);
    };
    let Some(previous) = Previous::find(&workbook) else { return Ok(Ending::NoUsableInput) };
    let (catalogue, declarations) = (Catalogue::load()?, Declarations::load()?);
    let mut subject = Subject::new(&previous, &catalogue, &declarations);
    let standard = arguments.standard.map(StandardNumber::standard);
    let mut question = Question::of(&subject, asked, standard);
    if question.is_err() && !asked.contains('!') {
        // The names of cells are read only where nothing else is meant.
        subject = subject.with_formulas(formulas(arguments, path, &workbook, None));
        question = Question::of(&subject, asked, standard);
    }
    let question = match question {
        Ok(question) => question,
        Err(not_found) => {
            terminal::fault(&refusal(&not_found));
            return Ok(Ending::Usage);
        }
    };
    tell_if_not_calculated(path, &workbook);
    let subject = match question {
        Question::Cell { sheet, row: _, column } => {
            subject.with_formulas(formulas(arguments, path, &workbook, Some((sheet, column))))
        }
        Question::Requirements(_) | Question::Code(_) => subject,
    };
    let as_of = previous.last.as_of.map(|date| date.to_string());
    show(arguments, asked, Some((path, as_of)), &explain(&subject, &question))
}

/// Prints an explanation; with the workbook and its date where there is one.
fn show(
    arguments: &Arguments,
    asked: &str,
    workbook: Option<(&Path, Option<String>)>,
    steps: &[Step],
) -> anyhow::Result<Ending> {
    if arguments.json {
        let steps: Vec<Value> = steps.iter().map(Step::json).collect();
        let (workbook, as_of) = workbook.unzip();
        let json = json!({
            "workbook": workbook.map(|path| path.display().to_string()),
            "as_of": as_of.flatten(),
            "asked": asked,
            "explanation": steps,
        });
        terminal::data(&serde_json::to_string_pretty(&json)?)?;
    } else {
        let texts: Vec<String> = steps.iter().map(Step::text).collect();
        terminal::data(&texts.join("\n\n"))?;
    }
    Ok(Ending::Done)
}

/// The names of a workbook, and the formulas of a column of a sheet; none, and said why, where they cannot be read.
fn formulas(arguments: &Arguments, path: &Path, workbook: &Workbook, column: Option<(usize, u32)>) -> Layout {
    let sheet = column.and_then(|(sheet, _)| workbook.sheets.get(sheet));
    let name = sheet.and_then(|sheet| sheet.name.sheet.as_deref());
    let asked = |other: &str| {
        let column = column.filter(|_| name == Some(other)).map(|(_, column)| column);
        Asked::Columns(column.into_iter().collect())
    };
    let layout =
        read_layout(path, &display_path(path), &arguments.limits.limits().of_own_workbook(path), asked);
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
        "\n  help: ask for a requirement (27001:A.5.1, or A.5.1 for both standards), a diagnostic code (risk-unrated), a \
         cell in quotation marks of the shell (\"'SoA 27001'!F13\"), or the name of a cell (Cov_27001_AnnexA_Own)",
    );
    text
}
