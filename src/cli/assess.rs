//! `annexa assess`: registers in, one assessment workbook out.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};
use chrono::{Datelike, NaiveDate};
use serde_json::json;

use super::limits::LimitArguments;
use super::mapping::MappingArgument;
use super::{Ending, output, recognised, refresh, terminal};
use crate::declaration::Register;
use crate::diagnostic::render::counted;
use crate::diagnostic::{Severity, render};
use crate::mapping::read_mapping;
use crate::model::{Model, Source, SourceTable};
use crate::pipeline::{Engine, Input, Outcome, Request};
use crate::read;
use crate::record::Previous;
use crate::report;
use crate::standards::Part;

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
    let (output, mapping) = (&arguments.output, arguments.mapping.path.as_deref());
    let limits = arguments.limits.limits();
    let own = output.is_file() && read::is_own_workbook(output);
    if let Some(refusal) = output::refusal(output, &arguments.paths, mapping, arguments.force || own) {
        terminal::fault(&refusal);
        return Ok(Ending::NotWritten);
    }
    let existing = if own && !arguments.force { refresh::read_existing(output, &limits) } else { Ok(None) };
    let Ok(existing) = existing else { return Ok(Ending::NotWritten) };
    let previous = existing.as_ref().and_then(Previous::find);
    let additions = previous
        .as_ref()
        .map(|previous| refresh::additions(previous, output, &limits, arguments.discard_unkept))
        .transpose();
    let Ok(additions) = additions else { return Ok(Ending::NotWritten) };
    let known = previous.as_ref().map(|previous| refresh::files_of_last_run(previous, output));
    let known = known.unwrap_or_default();
    let mut paths = arguments.paths.clone();
    if let Some(previous) = previous.as_ref().filter(|_| paths.is_empty()) {
        paths = known.iter().map(|(path, _)| path.clone()).collect();
        for missing in refresh::missing_files(previous, &known) {
            terminal::log(&format!("{missing}: read by the last run, and not there any more"));
        }
    }
    if paths.is_empty() {
        terminal::fault(if previous.is_some() {
            "none of the files that the last run read is there any more\n  expected: files or folders to read\n  help: give \
             the registers where they are now"
        } else {
            "no registers were given\n  expected: files or folders to read\n  help: they may be left out only where the \
             output is a workbook that annexa wrote before"
        });
        return Ok(Ending::Usage);
    }
    let names: BTreeMap<PathBuf, String> = known.into_iter().collect();
    let (engine, input) = rayon::join(Engine::load, || {
        let mut input = Input::read_as_known(&paths, &limits, &names);
        input.without_notes_on(&[output.clone(), refresh::place_of_previous(output)]);
        input
    });
    let engine = engine?;
    let Some(mut mapping) = arguments.mapping.read(&engine, &limits) else { return Ok(Ending::Usage) };
    if let Some(existing) = existing.as_ref().filter(|_| arguments.mapping.path.is_none())
        && let Ok(chosen) = read_mapping(existing, &engine.declarations)
    {
        mapping = chosen;
    }
    let request = Request {
        organisation: arguments.organisation.clone(),
        scope: arguments.scope.clone(),
        as_of: arguments
            .as_of
            .or_else(|| refresh::edited_date(previous.as_ref()?))
            .unwrap_or_else(|| chrono::Local::now().date_naive()),
        limits,
        mapping,
    };
    let mut outcome = match &previous {
        Some(previous) => engine.assess_next(input, request, previous),
        None => engine.assess_input(input, request),
    };
    if let Some(history) = &mut outcome.history {
        history.additions = additions.unwrap_or_default();
    }
    let log = |outcome: &Outcome| {
        log_sources(&outcome.model.sources, arguments.verbose);
        tell(outcome, arguments.verbose);
    };
    if !outcome.has_input() {
        log(&outcome);
        terminal::fault("no register was found in the input; no workbook was written");
        return Ok(Ending::NoUsableInput);
    }
    output::set_links(&mut outcome.model.sources, output, &output::files_called(&paths, &names));
    let contents = report::Contents {
        model: &outcome.model,
        assessment: &outcome.assessment,
        catalogue: &engine.catalogue,
        declarations: &engine.declarations,
        diagnostics: &outcome.diagnostics,
    };
    let build = || report::build_next_workbook(&contents, outcome.history.as_ref());
    // The disk keeps the previous version while the next one is made; it is replaced only once that is done.
    let (workbook, bytes, kept) = std::thread::scope(|scope| {
        let keeps = own && !arguments.no_backup;
        let kept = keeps.then(|| scope.spawn(|| refresh::keep_previous(output)));
        let (workbook, ()) = rayon::join(build, || log(&outcome));
        let bytes = output::bytes_of(&workbook);
        (workbook, bytes, kept.map(|kept| kept.join().unwrap_or_else(|_| Err(anyhow!("it stopped halfway")))))
    });
    let bytes = bytes?;
    if existing.as_ref().is_some_and(|existing| !refresh::is_as_read(output, existing)) {
        return Ok(Ending::NotWritten);
    }
    if let Some(kept) = kept {
        let kept = kept.context("the previous version could not be kept beside it")?;
        terminal::log(&format!("the previous version is kept as {}", kept.display()));
    }
    if !output::save(&bytes, output, arguments.force || own) {
        return Ok(Ending::NotWritten);
    }
    if arguments.json {
        terminal::data(&serde_json::to_string_pretty(&result_json(&outcome, &arguments.output))?)?;
    } else {
        terminal::data(&headline(&outcome))?;
        terminal::data(&arguments.output.display().to_string())?;
    }
    let ending = ending(arguments, &outcome);
    // The process ends with this command; to give back the memory of every cell one by one would only delay it.
    std::mem::forget((workbook, outcome, engine));
    Ok(ending)
}

fn ending(arguments: &Arguments, outcome: &Outcome) -> Ending {
    let threshold = arguments.fail_on.map(FailOn::severity);
    let reached = threshold
        .is_some_and(|threshold| outcome.findings().any(|finding| finding.code.severity >= threshold));
    if reached { Ending::FindingsAtThreshold } else { Ending::Done }
}

/// Prints what was read: each sheet of each file, and what became of it.
fn log_sources(sources: &[Source], verbose: bool) {
    for source in sources {
        terminal::log_heading(&source.path);
        for table in &source.tables {
            let sheet = table.sheet.sheet.as_deref().unwrap_or_default();
            let mut line = format!(
                "  {sheet} › {}: {}, {}",
                table.range,
                table.register.name(),
                counted(table.records as usize, "record", "records")
            );
            if table.rejected() > 0 {
                line.push_str(&format!(", {} rejected", counted(table.rejected(), "row", "rows")));
            }
            if table.skipped() > 0 {
                line.push_str(&format!(", {} skipped", counted(table.skipped(), "row", "rows")));
            }
            terminal::log(&line);
            if verbose {
                log_columns(table);
            }
        }
        for left in &source.left_alone {
            terminal::log(&recognised::left_alone_line(left));
        }
    }
}

fn log_columns(table: &SourceTable) {
    for column in &table.columns {
        let line = recognised::column_line(
            column.column,
            &column.heading,
            column.field,
            column.confidence,
            &column.evidence,
        );
        terminal::log(&format!("      {line}"));
    }
    for column in &table.unmapped {
        let line = recognised::unmapped_line(column.column, &column.heading, &column.candidates);
        terminal::log(&format!("      {line}"));
    }
}

/// Prints what there is to tell: errors of every kind and what could not be used of the input. The assessment's
/// own warnings and all notes stand on the Findings sheet; they are counted here and printed with `--verbose`.
fn tell(outcome: &Outcome, verbose: bool) {
    let input_ends = outcome.diagnostics.len();
    let (errors, others): (Vec<_>, Vec<_>) = outcome
        .findings()
        .enumerate()
        .filter(|(index, finding)| match finding.code.severity {
            Severity::Error => true,
            Severity::Warning => verbose || *index < input_ends,
            Severity::Note => verbose,
        })
        .map(|(_, finding)| finding)
        .partition(|finding| finding.code.severity == Severity::Error);
    terminal::diagnostics(errors.into_iter().chain(others));
    let counts = [Severity::Error, Severity::Warning, Severity::Note].map(|severity| {
        let count = outcome.count(severity);
        format!("{count} {}{}", severity.word(), if count == 1 { "" } else { "s" })
    });
    let where_all = match (verbose, outcome.has_input()) {
        (true, _) => "",
        (false, true) => "; the Findings sheet lists them all, and -v prints them",
        (false, false) => "; -v prints them all",
    };
    terminal::log(&format!("{}{where_all}", counts.join(", ")));
}

fn headline(outcome: &Outcome) -> String {
    let percent = |share: Option<f64>| {
        share.map_or_else(|| "n/a".to_owned(), |share| format!("{:.1} %", share * 100.0))
    };
    let rows =
        outcome.assessment.coverage.iter().filter(|coverage| coverage.group.is_none()).map(|coverage| {
            vec![
                format!("{} {}", coverage.standard.full_name(), part_words(coverage.part)),
                coverage.requirements.to_string(),
                coverage.applicable.to_string(),
                percent(coverage.shares.assessed),
                percent(coverage.shares.own),
                percent(coverage.shares.evidenced),
                percent(coverage.shares.carried),
                percent(coverage.shares.reuse),
                coverage.reach.to_string(),
            ]
        });
    let table = terminal::table(
        &["", "total", "applicable", "assessed", "own", "evidenced", "carried", "reuse", "reach"],
        rows,
        true,
    );
    format!(
        "{table}\nown counts what is unassessed as 0: it is a lower bound. carried and reuse are suggested by the crosswalk \
         (judgement), never assessed.\n{} gaps, {} actions on the roadmap",
        outcome.assessment.gaps.len(),
        outcome.assessment.roadmap.actions.len()
    )
}

fn part_words(part: Part) -> &'static str {
    match part {
        Part::Clauses => "clauses",
        Part::AnnexA => "Annex A",
    }
}

fn result_json(outcome: &Outcome, output: &Path) -> serde_json::Value {
    let coverage: Vec<serde_json::Value> = outcome
        .assessment
        .coverage
        .iter()
        .filter(|coverage| coverage.group.is_none())
        .map(|coverage| {
            json!({
                "standard": coverage.standard.number(),
                "part": coverage.part.name(),
                "requirements": coverage.requirements,
                "applicable": coverage.applicable,
                "assessed": coverage.shares.assessed,
                "own": coverage.shares.own,
                "evidenced": coverage.shares.evidenced,
                "carried": coverage.shares.carried,
                "reuse": coverage.shares.reuse,
                "reach": coverage.reach,
            })
        })
        .collect();
    json!({
        "workbook": output.to_string_lossy(),
        "as_of": outcome.model.as_of.to_string(),
        "registers": records_json(&outcome.model),
        "coverage": coverage,
        "gaps": outcome.assessment.gaps.len(),
        "findings": {
            "error": outcome.count(Severity::Error),
            "warning": outcome.count(Severity::Warning),
            "note": outcome.count(Severity::Note),
        },
        "diagnostics": outcome.findings().map(render::json).collect::<Vec<_>>(),
    })
}

fn records_json(model: &Model) -> serde_json::Value {
    let tables = || model.sources.iter().flat_map(|source| &source.tables);
    let counts = Register::ALL.into_iter().filter_map(|register| {
        let records: u64 =
            tables().filter(|table| table.register == register).map(|table| u64::from(table.records)).sum();
        let any = tables().any(|table| table.register == register);
        any.then(|| (register.name().to_owned(), json!(records)))
    });
    serde_json::Value::Object(counts.collect())
}
