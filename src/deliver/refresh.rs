//! The workbook that a run refreshes: what has to hold before anything is done with it, and its previous
//! version, which is kept beside it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::{Listener, NotDelivered};
use crate::diagnostic::Severity;
use crate::diagnostic::codes::read as codes;
use crate::model::{CellKey, Entry};
use crate::read::{self, Limits, Workbook};
use crate::record::names::{SETTINGS, VALUE};
use crate::record::settings::AS_OF;
use crate::record::{self, Additions, LastRun, Previous, Unkept};
use crate::report::Noticed;
use crate::write;

/// What the name of the previous version ends in, before `.xlsx`.
pub(super) const PREVIOUS: &str = ".previous";

/// Warnings that something of a workbook was not read.
const LOSSES: [&str; 2] = [codes::CELL_NOT_READABLE.name, codes::TEXT_CUT.name];

/// The workbook as it stands, where the output is one that annexa wrote.
///
/// # Errors
/// Where it cannot be refreshed, which is told: nothing must be written then.
pub fn read_existing(
    output: &Path,
    limits: &Limits,
    listener: &dyn Listener,
) -> Result<Option<Workbook>, NotDelivered> {
    if !output.is_file() || !read::is_own_workbook(output) {
        return Ok(None);
    }
    if let Some(lock) = lock_of(output) {
        listener.fault(&format!(
            "{} is open in another program\n  read: its lock file {}\n  effect: nothing was changed\n  help: save and close \
             it there; where no program has it open, delete the lock file",
            output.display(),
            lock.display()
        ));
        return Err(NotDelivered::NotWritten);
    }
    read_whole(output, limits, listener).map(Some)
}

/// A workbook that annexa wrote, with all that people wrote in it.
///
/// # Errors
/// Where some of that cannot be known, which is told.
pub fn read_whole(output: &Path, limits: &Limits, listener: &dyn Listener) -> Result<Workbook, NotDelivered> {
    let limits = &limits.of_own_workbook(output);
    let (workbook, told) = read::read_workbook(output, &read::display_path(output), limits);
    // What of it is not read would look as if people had deleted it.
    let whole =
        !told.iter().any(|told| told.code.severity == Severity::Error || LOSSES.contains(&told.code.name));
    let Some(mut workbook) = workbook.filter(|_| whole) else {
        listener.diagnostics(&told);
        listener.fault(&format!(
            "{} cannot be read whole, so what people wrote in it would be lost\n  effect: nothing was changed\n  help: do \
             what is said above, or open and save it; or give another output",
            output.display()
        ));
        return Err(NotDelivered::NotWritten);
    };
    if LastRun::read(&workbook).is_none() {
        listener.fault(&format!(
            "{} was written by annexa, but the record of its last run is not in it, so edits cannot be told from what was \
             written\n  effect: nothing was changed\n  help: take the previous version, give another output, or --force to \
             replace it with all edits in it",
            output.display()
        ));
        return Err(NotDelivered::NotWritten);
    }
    let lost = record::lost_choices(&workbook);
    if !lost.is_empty() {
        listener.fault(&format!(
            "{} lacks the sheet {}, on which somebody had chosen how registers are read\n  effect: nothing was changed\n  \
             help: take the sheet from the previous version, or --force to replace the workbook with all edits in it",
            output.display(),
            lost.join(" and the sheet ")
        ));
        return Err(NotDelivered::NotWritten);
    }
    record::restore_missing_lists(&mut workbook);
    Ok(workbook)
}

/// What people put into the workbook beside editing cells.
///
/// # Errors
/// Where the workbook cannot be read again, or where something of it cannot be kept and nobody said that it may
/// go; both are told, and nothing must be written then.
pub fn additions(
    previous: &Previous<'_>,
    output: &Path,
    limits: &Limits,
    discard: bool,
    verbose: bool,
    listener: &dyn Listener,
) -> Result<Additions, NotDelivered> {
    let asked = record::asked_of_sheets(previous, write::colours());
    let limits = &limits.of_own_workbook(output);
    let layout = read::read_layout(output, &read::display_path(output), limits, asked).map_err(|told| {
        listener.diagnostics(&[*told]);
        NotDelivered::NotWritten
    })?;
    let found = Additions::find(previous, &layout);
    for (before, now) in &found.renamed_sheets {
        listener
            .log(&format!("{before}: a sheet of yours with the name of one of annexa; it is kept as {now}"));
    }
    for changed in &found.not_as_it_was {
        listener.log(&format!("not kept: {changed}"));
    }
    if found.unkept.is_empty() {
        return Ok(found);
    }
    let told = |unkept: &Unkept| if verbose { unkept.in_full() } else { unkept.to_string() };
    let list: String = found.unkept.iter().map(|unkept| format!("\n    {}", told(unkept))).collect();
    if discard {
        listener.log(&format!("not kept in {}:{list}", output.display()));
        return Ok(found);
    }
    listener.fault(&format!(
        "{} holds what a refresh cannot keep\n  read:{list}\n  effect: nothing was changed\n  help: move it to a workbook of \
         its own, give another output, or --discard-unkept to go on without it",
        output.display()
    ));
    Err(NotDelivered::NotWritten)
}

/// Most of what was noticed about formulas of people that is told one by one.
const MOST_NOTICED: usize = 20;

/// Tells what was noticed about formulas of people, before their workbook is written.
pub fn tell_noticed(noticed: &[Noticed], verbose: bool, listener: &dyn Listener) {
    let most = if verbose { usize::MAX } else { MOST_NOTICED };
    for Noticed { place, what } in noticed.iter().take(most) {
        listener.log(&format!("{place}: {what}"));
    }
    if noticed.len() > most {
        listener.log(&format!("{} more formulas of yours like these; -v lists them", noticed.len() - most));
    }
}

/// The lock file of a workbook that another program has open: Excel's, or LibreOffice's.
fn lock_of(workbook: &Path) -> Option<PathBuf> {
    let name = workbook.file_name()?.to_str()?;
    // Excel shortens long names by their first two characters.
    let shortened: String = name.chars().skip(2).collect();
    [format!("~${name}"), format!("~${shortened}"), format!(".~lock.{name}#")]
        .into_iter()
        .map(|lock| workbook.with_file_name(lock))
        .find(|lock| lock.is_file())
}

/// The files that the last run read and what they were called, in its order: a file keeps its name in the
/// workbook from whichever folder annexa is run, and where all of them move together.
pub fn files_of_last_run(previous: &Previous<'_>, output: &Path) -> Vec<(PathBuf, String)> {
    let folder = output.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let sources = previous.last.sources.iter();
    sources
        .filter_map(|source| {
            let beside = source.link.as_ref().and_then(|link| folder.join(link).canonicalize().ok());
            let path = beside.or_else(|| Path::new(&source.path).canonicalize().ok())?;
            Some((path, source.path.clone()))
        })
        .collect()
}

/// Files, each with what the last run called it.
pub type Called = Vec<(PathBuf, String)>;

/// The files of the last run that are found below the paths that are given, and those that are there and are not.
pub fn among_given(known: Called, given: &[PathBuf]) -> (Called, Called) {
    let found = read::find_sources(given).0.into_iter().filter_map(|path| path.canonicalize().ok());
    let found: BTreeSet<PathBuf> = found.collect();
    known.into_iter().partition(|(path, _)| found.contains(path))
}

/// The files that the last run read and that are not among some that were found, as they were called.
pub fn missing_files(previous: &Previous<'_>, found: &[(PathBuf, String)]) -> Vec<String> {
    let names = previous.last.sources.iter().map(|source| source.path.clone());
    names.filter(|name| !found.iter().any(|(_, found)| found == name)).collect()
}

/// The files of the last run that lie in another folder now or bear another name, with what they were called:
/// those that are not there any more or were not given, of whose name or content one file is given. What a record
/// is known by holds on to that. `known` holds those that are given as they were, `still_there` those that were not
/// given and are where they were: another file counts as one of these by its content alone.
pub fn moved_files(
    previous: &Previous<'_>,
    known: &[(PathBuf, String)],
    still_there: &[(PathBuf, String)],
    given: &[PathBuf],
) -> Vec<(PathBuf, String)> {
    let missing = missing_files(previous, known);
    if missing.is_empty() {
        return Vec::new();
    }
    let found = read::find_sources(given).0.into_iter().filter_map(|path| path.canonicalize().ok());
    let mut new: Vec<PathBuf> = found.filter(|path| !known.iter().any(|(file, _)| file == path)).collect();
    let named = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    // Beside a file that is still there another one of its name may be of another matter.
    let gone = missing.iter().filter(|called| !still_there.iter().any(|(_, other)| other == *called));
    let by_name: Vec<_> = gone.map(|called| (called, named(Path::new(called)))).collect();
    let mut moved = only_pairs(&by_name, &new, named);
    new.retain(|path| !moved.iter().any(|(file, _)| file == path));
    let left = missing.iter().filter(|called| !moved.iter().any(|(_, known)| known == *called));
    let content = |called: &str| {
        let mut sources = previous.last.sources.iter();
        sources.find(|source| source.path == called).map(|source| source.sha256.clone())
    };
    let by_content: Vec<_> = left.map(|called| (called, content(called))).collect();
    if !by_content.is_empty() {
        let same = only_pairs(&by_content, &new, |path| read::sha256_of_file(path).ok());
        moved.extend(same);
    }
    moved
}

/// A file of the last run that was edited and bears another name now.
#[derive(Clone, Debug, PartialEq)]
pub struct RenamedFile {
    /// Where it is.
    pub path: PathBuf,
    /// What the last run called it.
    pub called: String,
    /// How many texts it is known by, and how many of them it holds.
    pub texts: (usize, usize),
}

/// The files of the last run that bear another name and another content now, where what they say tells which they
/// are. `known` holds those that are known already.
pub fn renamed_files(
    previous: &Previous<'_>,
    known: &[(PathBuf, String)],
    given: &[PathBuf],
    limits: &Limits,
) -> Vec<RenamedFile> {
    let missing = missing_files(previous, known);
    if missing.is_empty() {
        return Vec::new();
    }
    let found = read::find_sources(given).0.into_iter();
    let is_known =
        |path: &PathBuf| path.canonicalize().is_ok_and(|path| known.iter().any(|(file, _)| *file == path));
    // What is to be told about reading them is told when they are read for good.
    let read =
        |path: PathBuf| Some((read::read_workbook(&path, &read::display_path(&path), limits).0?, path));
    let (files, paths): (Vec<Workbook>, Vec<PathBuf>) =
        found.filter(|path| !is_known(path)).filter_map(read).unzip();
    let again = previous.known_again(&missing, &files).into_iter();
    again
        .filter_map(|again| {
            let path = paths.get(again.file)?.canonicalize().ok()?;
            Some(RenamedFile { path, called: again.called, texts: again.texts })
        })
        .collect()
}

/// The files of which each has what one of the known ones had, and no other.
fn only_pairs(
    known: &[(&String, Option<String>)],
    files: &[PathBuf],
    of_file: impl Fn(&Path) -> Option<String>,
) -> Vec<(PathBuf, String)> {
    let of_files: Vec<Option<String>> = files.iter().map(|path| of_file(path)).collect();
    let pairs = known.iter().filter(|(_, wanted)| wanted.is_some()).filter_map(|(called, wanted)| {
        let alone = known.iter().filter(|(_, other)| other == wanted).count() == 1
            && of_files.iter().filter(|other| *other == wanted).count() == 1;
        let place = of_files.iter().position(|other| other == wanted).filter(|_| alone)?;
        Some((files.get(place)?.clone(), (*called).clone()))
    });
    pairs.collect()
}

/// The assessment date that a person wrote on Parameters since the last run.
pub fn edited_date(previous: &Previous<'_>) -> Option<NaiveDate> {
    match previous.entry(&CellKey::new(SETTINGS, AS_OF, VALUE)) {
        Some(Entry::Date(date)) => Some(date).filter(|date| Some(*date) != previous.last.as_of),
        _ => None,
    }
}

/// Whether nobody saved the workbook or opened it since it was read; what is the matter is told otherwise.
pub fn is_as_read(output: &Path, read: &Workbook, listener: &dyn Listener) -> bool {
    let lock = lock_of(output);
    let same = read::sha256_of_file(output).is_ok_and(|now| now == read.sha256);
    if lock.is_none() && same {
        return true;
    }
    let what = if lock.is_some() { "was opened in another program" } else { "was saved by somebody" };
    listener.fault(&format!(
        "{} {what} while annexa was at work\n  effect: nothing was changed\n  help: save and close it, and run annexa again",
        output.display()
    ));
    false
}

/// Where the previous version of a workbook is kept.
pub fn place_of_previous(output: &Path) -> PathBuf {
    let stem = output.file_stem().and_then(|stem| stem.to_str()).unwrap_or("workbook");
    output.with_file_name(format!("{stem}{PREVIOUS}.xlsx"))
}

/// Keeps the workbook beside its next version.
///
/// # Errors
/// Where the copy cannot be written, or where a file stands in its place that annexa did not write; then
/// the workbook must not be replaced.
pub fn keep_previous(output: &Path) -> anyhow::Result<PathBuf> {
    let kept = place_of_previous(output);
    if kept.exists() && !read::is_own_workbook(&kept) {
        anyhow::bail!(
            "{} is a file of yours; move it, or leave the copy out with --no-backup",
            kept.display()
        );
    }
    let bytes = std::fs::read(output)?;
    write::save(&kept, &bytes, true)?;
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_file_of_either_program_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let workbook = folder.path().join("acme.xlsx");
        assert_eq!(lock_of(&workbook), None);
        for lock in ["~$acme.xlsx", "~$me.xlsx", ".~lock.acme.xlsx#"] {
            let lock = folder.path().join(lock);
            std::fs::write(&lock, "").unwrap();
            assert_eq!(lock_of(&workbook), Some(lock.clone()));
            std::fs::remove_file(lock).unwrap();
        }
    }
}
