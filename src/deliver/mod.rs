//! One organisation's workbook, from paths to a file: a first one, or one that is refreshed with all that people
//! changed in it.
//!
//! Nothing here prints or exits: what there is to say goes to a [`Listener`], and what fails is a value. The commands
//! that write one workbook and those that write many run this same flow, so that both give the same bytes.
//!
//! ```text
//! handed_over  lists that are longer than a sheet, beside the workbook
//! refresh   what has to hold before a workbook is refreshed, and its previous version
//! output    where a workbook may be written, and where its links lead
//! ```

mod handed_over;
pub mod output;
pub mod refresh;

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};
use chrono::NaiveDate;

use crate::diagnostic::Diagnostic;
use crate::mapping::{Mapping, read_mapping};
use crate::pipeline::{Engine, Input, Outcome, Request};
use crate::read::{self, Limits};
use crate::record::Previous;
use crate::record::names::ASSETS;
use crate::record::subject::{ORGANISATION, SCOPE};
use crate::write::xlsx::Archive;
use crate::{report, write};

/// Who is told what happens while a workbook is made.
pub trait Listener: Sync {
    /// A line of the log.
    fn log(&self, line: &str);
    /// The version before is kept, at this place.
    fn previous_kept(&self, place: &Path) {
        self.log(&format!("the previous version is kept as {}", place.display()));
    }
    /// Why what was asked for was not done.
    fn fault(&self, message: &str);
    /// Diagnostics of files that were read.
    fn diagnostics(&self, told: &[Diagnostic]);
    /// What was read and assessed, while the workbook is being built.
    fn assessed(&self, outcome: &Outcome);
    /// The bytes of the workbook are there, and it is about to take its place; nothing has been replaced yet.
    ///
    /// # Errors
    /// Where the workbook must not be written.
    fn about_to_save(&self, _outcome: &Outcome, _workbook: &Archive) -> anyhow::Result<()> {
        Ok(())
    }
}

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Order {
    /// The registers: files, or folders of them. None: those of the last run, where the workbook is there.
    pub paths: Vec<PathBuf>,
    /// The workbook to write.
    pub output: PathBuf,
    /// A workbook in which a person chose what tables, columns and values are.
    pub mapping_path: Option<PathBuf>,
    /// The same, where it was read before.
    pub mapping: Option<Mapping>,
    /// The date of the assessment; where none is given that of the workbook where a person edited it, or this day.
    pub as_of: Option<NaiveDate>,
    /// This day.
    pub today: NaiveDate,
    /// The organisation's name.
    pub organisation: Option<String>,
    /// The scope of its management system.
    pub scope: Option<String>,
    /// Limits on hostile input.
    pub limits: Limits,
    /// Whether the output is replaced with all that people changed in it.
    pub force: bool,
    /// Whether what a refresh cannot keep may go.
    pub discard_unkept: bool,
    /// Whether the previous version is left out.
    pub no_backup: bool,
    /// Whether everything is told, however long.
    pub verbose: bool,
}

/// A workbook that was written.
#[derive(Debug)]
pub struct Delivered<E> {
    /// What it shows.
    pub outcome: Outcome,
    /// The workbook itself.
    pub workbook: report::sheet::Workbook,
    /// What it was made with.
    pub engine: E,
}

/// Why no workbook was written; the listener was told more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotDelivered {
    /// What was asked for cannot be done, such as a mapping that cannot be read.
    Usage,
    /// No register was found.
    NoUsableInput,
    /// The output was not written.
    NotWritten,
}

/// Assesses one organisation and writes its workbook. `load` gives what every run needs, and is called while the
/// files are read.
///
/// # Errors
/// Where nothing was written; the inner error says why, where that was told.
pub fn deliver<E: Borrow<Engine> + Send>(
    order: &Order,
    load: impl FnOnce() -> anyhow::Result<E> + Send,
    listener: &dyn Listener,
) -> anyhow::Result<Result<Delivered<E>, NotDelivered>> {
    let Order { output, limits, .. } = order;
    let own = output.is_file() && read::is_own_workbook(output);
    if let Some(refusal) =
        output::refusal(output, &order.paths, order.mapping_path.as_deref(), order.force || own)
    {
        listener.fault(&refusal);
        return Ok(Err(NotDelivered::NotWritten));
    }
    let existing =
        if own && !order.force { refresh::read_existing(output, limits, listener) } else { Ok(None) };
    let Ok(existing) = existing else { return Ok(Err(NotDelivered::NotWritten)) };
    let previous = existing.as_ref().and_then(Previous::find);
    let additions = previous
        .as_ref()
        .map(|previous| {
            let (discard, verbose) = (order.discard_unkept, order.verbose);
            refresh::additions(previous, output, limits, discard, verbose, listener)
        })
        .transpose();
    let Ok(additions) = additions else { return Ok(Err(NotDelivered::NotWritten)) };
    let Some((paths, names)) = files(order, previous.as_ref(), listener) else {
        return Ok(Err(NotDelivered::Usage));
    };
    // Where no workbook of annexa stands there, a file that is called as if it belonged to one is news.
    let beside = if own { handed_over::beside(output) } else { Vec::new() };
    let (engine, input) = rayon::join(load, || {
        let mut input = Input::read_as_known(&paths, limits, &names);
        let mut own = vec![output.clone(), refresh::place_of_previous(output)];
        own.extend(beside);
        input.without_notes_on(&own);
        input
    });
    let loaded = engine?;
    let engine: &Engine = loaded.borrow();
    let Some(mapping) = mapping(order, engine, existing.as_ref(), listener) else {
        return Ok(Err(NotDelivered::Usage));
    };
    if let Some(previous) = &previous {
        tell_of_overridden(previous, order, listener);
    }
    let request = request(order, previous.as_ref(), mapping);
    let mut outcome = match &previous {
        Some(previous) => engine.assess_next(input, request, previous),
        None => engine.assess_input(input, request),
    };
    if let Some(history) = &mut outcome.history {
        history.additions = additions.unwrap_or_default();
    }
    if !outcome.has_input() {
        listener.assessed(&outcome);
        listener.fault("no register was found in the input; no workbook was written");
        return Ok(Err(NotDelivered::NoUsableInput));
    }
    if let Some(refusal) = handed_over::too_many(&outcome.model, report::MOST_RECORDS) {
        listener.assessed(&outcome);
        listener.fault(&refusal);
        return Ok(Err(NotDelivered::NotWritten));
    }
    output::set_links(&mut outcome.model.sources, output, &output::files_called(&paths, &names));
    let Some(workbook) = write(order, engine, &outcome, existing.as_ref(), own, listener)? else {
        return Ok(Err(NotDelivered::NotWritten));
    };
    Ok(Ok(Delivered { outcome, workbook, engine: loaded }))
}

/// The files to read, and what those are called that the last run knew; `None` where there are none, which is told.
fn files(
    order: &Order,
    previous: Option<&Previous<'_>>,
    listener: &dyn Listener,
) -> Option<(Vec<PathBuf>, BTreeMap<PathBuf, String>)> {
    let of_last_run = previous.map(|previous| refresh::files_of_last_run(previous, &order.output));
    let of_last_run = of_last_run.unwrap_or_default();
    let paths = files_to_read(&order.paths, previous, &of_last_run, listener);
    if paths.is_empty() {
        return None;
    }
    // What was not given may have been copied to where it is given now.
    let (known, not_given) = refresh::among_given(of_last_run, &paths);
    let is_there = |called: &String| not_given.iter().any(|(_, other)| other == called);
    let moved = previous.map(|previous| refresh::moved_files(previous, &known, &not_given, &paths));
    let moved = moved.unwrap_or_default();
    for (path, called) in &moved {
        let path = path.display();
        listener.log(&if is_there(called) {
            format!(
                "{path}: taken for {called}, which the last run read and which was not given this time; it goes on being \
                 called so"
            )
        } else {
            format!("{path}: moved since the last run, which read it as {called}; it goes on being called so")
        });
    }
    let mut known: Vec<(PathBuf, String)> = known.into_iter().chain(moved).collect();
    let renamed = previous.map(|previous| refresh::renamed_files(previous, &known, &paths, &order.limits));
    for refresh::RenamedFile { path, called, texts: (all, same) } in renamed.unwrap_or_default() {
        listener.log(&format!(
            "{}: taken for {called}, which the last run read: it holds {same} of {all} headings and texts by which that file \
             is known, and nothing else here does; it goes on being called so, so that notes, answers and confirmations \
             stay with its records",
            path.display()
        ));
        known.push((path, called));
    }
    Some((paths, known.into_iter().collect()))
}

/// The files to read: those that are given, or else those of the last run. Where there are none, that is told.
fn files_to_read(
    given: &[PathBuf],
    previous: Option<&Previous<'_>>,
    known: &[(PathBuf, String)],
    listener: &dyn Listener,
) -> Vec<PathBuf> {
    let mut paths = given.to_vec();
    if let Some(previous) = previous.filter(|_| paths.is_empty()) {
        paths = known.iter().map(|(path, _)| path.clone()).collect();
        for missing in refresh::missing_files(previous, known) {
            listener.log(&format!("{missing}: read by the last run, and not there any more"));
        }
    }
    if paths.is_empty() {
        listener.fault(if previous.is_some() {
            "none of the files that the last run read is there any more\n  expected: files or folders to read\n  help: give \
             the registers where they are now"
        } else {
            "no registers were given\n  expected: files or folders to read\n  help: they may be left out only where the \
             output is a workbook that annexa wrote before"
        });
    }
    paths
}

/// What a person chose: in the mapping that is given, or else in the workbook that is refreshed. `None` where it
/// cannot be read, which is told.
fn mapping(
    order: &Order,
    engine: &Engine,
    existing: Option<&read::Workbook>,
    listener: &dyn Listener,
) -> Option<Mapping> {
    if let Some(read) = &order.mapping {
        return Some(read.clone());
    }
    if let Some(path) = &order.mapping_path {
        return read_given_mapping(engine, path, &order.limits, listener);
    }
    let chosen = existing.and_then(|existing| read_mapping(existing, &engine.declarations).ok());
    Some(chosen.unwrap_or_default())
}

/// The mapping of a file; `None` where it cannot be read, which is told.
pub fn read_given_mapping(
    engine: &Engine,
    path: &Path,
    limits: &Limits,
    listener: &dyn Listener,
) -> Option<Mapping> {
    match engine.read_mapping(path, limits) {
        Ok(mapping) => Some(mapping),
        Err(told) => {
            listener.diagnostics(&told);
            listener.fault(&format!("{} cannot be obeyed, so nothing was done without it", path.display()));
            None
        }
    }
}

/// Says where what is given now goes before what somebody typed in the workbook.
fn tell_of_overridden(previous: &Previous<'_>, order: &Order, listener: &dyn Listener) {
    for (label, option, given) in
        [(ORGANISATION, "--organisation", &order.organisation), (SCOPE, "--scope", &order.scope)]
    {
        let now = previous.subject(label);
        if let (Some(given), Some(typed)) = (given, now.typed.first())
            && typed.text != *given
        {
            listener.log(&format!(
                "{}!{}: \"{}\" was typed there; {option} goes before it",
                typed.sheet, typed.place, typed.text
            ));
        }
    }
}

fn request(order: &Order, previous: Option<&Previous<'_>>, mapping: Mapping) -> Request {
    Request {
        organisation: order.organisation.clone(),
        scope: order.scope.clone(),
        as_of: order.as_of.or_else(|| refresh::edited_date(previous?)).unwrap_or(order.today),
        limits: order.limits.clone(),
        mapping,
    }
}

/// Builds and writes the workbook, and tells meanwhile what was found; `None` where it could not take its place,
/// which is told. `own`: a workbook of annexa stands there, which is kept beside it.
fn write(
    order: &Order,
    engine: &Engine,
    outcome: &Outcome,
    existing: Option<&read::Workbook>,
    own: bool,
    listener: &dyn Listener,
) -> anyhow::Result<Option<report::sheet::Workbook>> {
    let output = &order.output;
    let contents = report::Contents {
        model: &outcome.model,
        assessment: &outcome.assessment,
        catalogue: &engine.catalogue,
        declarations: &engine.declarations,
        diagnostics: &outcome.diagnostics,
        most_assets: report::MOST_RECORDS,
        assets_before: outcome.history.as_ref().and_then(|history| history.last.book.list(ASSETS)),
    };
    let build = || report::build_next_workbook(&contents, outcome.history.as_ref());
    // The disk keeps the previous version while the next one is made; it is replaced only once that is done.
    let (workbook, bytes, kept) = std::thread::scope(|scope| {
        let keeps = own && !order.no_backup;
        let kept = keeps.then(|| scope.spawn(|| refresh::keep_previous(output)));
        let (workbook, ()) = rayon::join(build, || listener.assessed(outcome));
        let bytes = bytes_of(&workbook);
        (workbook, bytes, kept.map(|kept| kept.join().unwrap_or_else(|_| Err(anyhow!("it stopped halfway")))))
    });
    let bytes = bytes?;
    // All files are there, whole, before it is seen that nobody saved the workbook meanwhile, and only then do they take
    // their places.
    let lists =
        handed_over::Lists::prepare(&workbook, output, [order.force, own], !order.no_backup, listener)?;
    let Some(lists) = lists else { return Ok(None) };
    let prepared = match write::prepare(output, bytes.stretches(), order.force || own) {
        Ok(prepared) => prepared,
        Err(error) => {
            tell_not_written(output, &error, "nothing was changed", listener);
            return Ok(None);
        }
    };
    if existing.is_some_and(|existing| !refresh::is_as_read(output, existing, listener)) {
        return Ok(None);
    }
    refresh::tell_noticed(&workbook.noticed, order.verbose, listener);
    if let Some(kept) = kept {
        let kept = kept.context("the previous version could not be kept beside it")?;
        listener.previous_kept(&kept);
    }
    listener.about_to_save(outcome, &bytes)?;
    // Before the workbook, which names them.
    let effect = if lists.is_empty() {
        "nothing was changed"
    } else {
        "the list beside it is that of this run already, and the workbook the one before"
    };
    if !lists.put(listener) {
        return Ok(None);
    }
    if let Err(error) = prepared.put() {
        tell_not_written(output, &error, effect, listener);
        return Ok(None);
    }
    Ok(Some(workbook))
}

fn tell_not_written(output: &Path, error: &write::SaveError, effect: &str, listener: &dyn Listener) {
    listener.fault(&format!(
        "{} was not written: {error:#}\n  effect: {effect}\n  help: close it where a program has it open, and check the folder \
         and the rights to it",
        output.display()
    ));
}

/// The bytes of a workbook.
///
/// # Errors
/// Where it cannot be built.
pub fn bytes_of(workbook: &report::sheet::Workbook) -> anyhow::Result<Archive> {
    write::xlsx::archive_of(workbook).context("the workbook could not be built")
}

/// Saves a workbook as a whole or not at all; false where it could not be written, which is told.
pub fn save(bytes: &Archive, output: &Path, force: bool, listener: &dyn Listener) -> bool {
    if let Err(error) = write::save_stretches(output, bytes.stretches(), force) {
        tell_not_written(output, &error, "nothing was changed", listener);
        return false;
    }
    true
}
