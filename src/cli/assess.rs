//! `annexa assess`: registers in, one assessment workbook out.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context as _, anyhow};
use chrono::{Datelike, NaiveDate};

use super::limits::LimitArguments;
use super::mapping::MappingArgument;
use super::{Ending, assessed, output, refresh, terminal};
use crate::diagnostic::Severity;
use crate::mapping::{Mapping, read_mapping};
use crate::pipeline::{Engine, Input, Outcome, Request};
use crate::read;
use crate::record::Previous;
use crate::record::subject::{ORGANISATION, SCOPE};
use crate::report;

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
        .map(|previous| {
            let (discard, verbose) = (arguments.discard_unkept, arguments.verbose);
            refresh::additions(previous, output, &limits, discard, verbose)
        })
        .transpose();
    let Ok(additions) = additions else { return Ok(Ending::NotWritten) };
    let known = previous.as_ref().map(|previous| refresh::files_of_last_run(previous, output));
    let known = known.unwrap_or_default();
    let paths = files_to_read(&arguments.paths, previous.as_ref(), &known);
    if paths.is_empty() {
        return Ok(Ending::Usage);
    }
    let moved = previous.as_ref().map(|previous| refresh::moved_files(previous, &known, &paths));
    let moved = moved.unwrap_or_default();
    for (path, called) in &moved {
        terminal::log(&format!(
            "{}: moved since the last run, which read it as {called}; it goes on being called so",
            path.display()
        ));
    }
    let mut known: Vec<(PathBuf, String)> = known.into_iter().chain(moved).collect();
    let renamed = previous.as_ref().map(|previous| refresh::renamed_files(previous, &known, &paths, &limits));
    for refresh::RenamedFile { path, called, texts: (all, same) } in renamed.unwrap_or_default() {
        terminal::log(&format!(
            "{}: taken for {called}, which the last run read: it holds {same} of {all} headings and texts by which that file \
             is known, and nothing else here does; it goes on being called so, so that notes, answers and confirmations \
             stay with its records",
            path.display()
        ));
        known.push((path, called));
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
    if let Some(previous) = &previous {
        tell_of_overridden(previous, arguments);
    }
    let request = request(arguments, previous.as_ref(), mapping);
    let mut outcome = match &previous {
        Some(previous) => engine.assess_next(input, request, previous),
        None => engine.assess_input(input, request),
    };
    if let Some(history) = &mut outcome.history {
        history.additions = additions.unwrap_or_default();
    }
    if !outcome.has_input() {
        assessed::log(&outcome, arguments.verbose);
        terminal::fault("no register was found in the input; no workbook was written");
        return Ok(Ending::NoUsableInput);
    }
    output::set_links(&mut outcome.model.sources, output, &output::files_called(&paths, &names));
    let Some(workbook) = write(arguments, &engine, &outcome, existing.as_ref(), own)? else {
        return Ok(Ending::NotWritten);
    };
    if arguments.json {
        terminal::data(&serde_json::to_string_pretty(&assessed::json(&outcome, &arguments.output))?)?;
    } else {
        terminal::data(&assessed::headline(&outcome))?;
        terminal::data(&arguments.output.display().to_string())?;
    }
    let ending = ending(arguments, &outcome);
    // The process ends with this command; to give back the memory of every cell one by one would only delay it.
    std::mem::forget((workbook, outcome, engine));
    Ok(ending)
}

/// Says where what is given now goes before what somebody typed in the workbook.
fn tell_of_overridden(previous: &Previous<'_>, arguments: &Arguments) {
    for (label, option, given) in
        [(ORGANISATION, "--organisation", &arguments.organisation), (SCOPE, "--scope", &arguments.scope)]
    {
        let now = previous.subject(label);
        if let (Some(given), Some(typed)) = (given, now.typed.first())
            && typed.text != *given
        {
            terminal::log(&format!(
                "{}!{}: \"{}\" was typed there; {option} goes before it",
                typed.sheet, typed.place, typed.text
            ));
        }
    }
}

/// The files to read: those that are given, or else those of the last run. Where there are none, that is told.
fn files_to_read(
    given: &[PathBuf],
    previous: Option<&Previous<'_>>,
    known: &[(PathBuf, String)],
) -> Vec<PathBuf> {
    let mut paths = given.to_vec();
    if let Some(previous) = previous.filter(|_| paths.is_empty()) {
        paths = known.iter().map(|(path, _)| path.clone()).collect();
        for missing in refresh::missing_files(previous, known) {
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
    }
    paths
}

fn request(arguments: &Arguments, previous: Option<&Previous<'_>>, mapping: Mapping) -> Request {
    Request {
        organisation: arguments.organisation.clone(),
        scope: arguments.scope.clone(),
        as_of: arguments
            .as_of
            .or_else(|| refresh::edited_date(previous?))
            .unwrap_or_else(|| chrono::Local::now().date_naive()),
        limits: arguments.limits.limits(),
        mapping,
    }
}

/// Builds and writes the workbook, and tells meanwhile what was found; `None` where it could not take its place,
/// which is told. `own`: a workbook of annexa stands there, which is kept beside it.
fn write(
    arguments: &Arguments,
    engine: &Engine,
    outcome: &Outcome,
    existing: Option<&read::Workbook>,
    own: bool,
) -> anyhow::Result<Option<report::sheet::Workbook>> {
    let output = &arguments.output;
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
        let (workbook, ()) = rayon::join(build, || assessed::log(outcome, arguments.verbose));
        let bytes = output::bytes_of(&workbook);
        (workbook, bytes, kept.map(|kept| kept.join().unwrap_or_else(|_| Err(anyhow!("it stopped halfway")))))
    });
    let bytes = bytes?;
    if existing.is_some_and(|existing| !refresh::is_as_read(output, existing)) {
        return Ok(None);
    }
    refresh::tell_noticed(&workbook.noticed, arguments.verbose);
    if let Some(kept) = kept {
        let kept = kept.context("the previous version could not be kept beside it")?;
        terminal::log(&format!("the previous version is kept as {}", kept.display()));
    }
    Ok(output::save(&bytes, output, arguments.force || own).then_some(workbook))
}

fn ending(arguments: &Arguments, outcome: &Outcome) -> Ending {
    let threshold = arguments.fail_on.map(FailOn::severity);
    let reached = threshold
        .is_some_and(|threshold| outcome.findings().any(|finding| finding.code.severity >= threshold));
    if reached { Ending::FindingsAtThreshold } else { Ending::Done }
}
