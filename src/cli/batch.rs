//! `annexa batch`: a folder of clients in, a workbook for each and a portfolio out.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use chrono::NaiveDate;

use super::assess::date;
use super::limits::LimitArguments;
use super::mapping::MappingArgument;
use super::{Ending, portfolio, terminal};
use crate::batch::{
    Batch, Done, Found, Index, Named, Orders, RULE, Shard, Standing, Watcher, find_clients, read_client_list,
};
use crate::pipeline::Engine;

/// Assess each client of a folder and write a workbook for each, and one portfolio that compares them.
///
/// Each sub-folder is one client with all registers in it, and so is each single file; files that differ only by
/// their ending or the words of a copy, as in `acme.xlsx` and `acme (1).xlsx`, are copies of one client's form. One client's failure never
/// stops the others: it is named, with its reason, here and in the portfolio.
///
/// Exit codes: 0 done, 2 usage, 3 no client was found, 4 the portfolio was not written, 5 done, with clients that
/// failed.
#[derive(clap::Args)]
pub struct Arguments {
    /// The folder of the clients. Nothing in it is written to.
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,

    /// The folder to write to; it is made where it is not there. Workbooks in it that annexa wrote before are refreshed:
    /// what people changed in them stays.
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,

    /// A list of the clients, as .xlsx or .csv, with the heading Client (the name of the sub-folder or file) and any of
    /// Organisation, Scope, As of, Mapping; other columns are passed over. Only those that it names are assessed.
    #[arg(long, value_name = "LIST")]
    clients: Option<PathBuf>,

    /// How many clients are assessed at once, each on one processor; as many as there are unless given.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,

    /// Do only what is new or changed, by the content of the files and the date; an interrupted run goes on.
    #[arg(long)]
    resume: bool,

    /// Do only a part of the clients, such as 2/4; `annexa portfolio OUT` gathers all parts.
    #[arg(long, value_name = "I/N", value_parser = shard)]
    shard: Option<Shard>,

    #[command(flatten)]
    mapping: MappingArgument,

    /// Date of the assessments; today unless given. That of a client in the list goes before it.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    as_of: Option<NaiveDate>,

    /// Replace workbooks that exist, with all that people changed in them.
    #[arg(long)]
    force: bool,

    /// Refresh workbooks even where something in them cannot be kept, such as a chart that somebody added.
    #[arg(long)]
    discard_unkept: bool,

    /// Do not keep the previous version beside a workbook that is refreshed or replaced.
    #[arg(long)]
    no_backup: bool,

    #[command(flatten)]
    limits: LimitArguments,
}

/// A part of a batch, `2/4`.
fn shard(text: &str) -> Result<Shard, String> {
    let numbers =
        text.split_once('/').and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
    match numbers {
        Some((number, of)) if (1..=of).contains(&number) => Ok(Shard { number, of }),
        _ => Err("expected a part and the number of parts, such as 2/4".to_owned()),
    }
}

/// Runs the command.
///
/// # Errors
/// Where the terminal or the folder of the output cannot be written to.
pub fn run(arguments: &Arguments) -> anyhow::Result<Ending> {
    let limits = arguments.limits.limits();
    let Some(found) = clients(arguments)? else { return Ok(Ending::Usage) };
    if found.clients.is_empty() {
        terminal::fault(&format!(
            "no client was found in {}\n  expected: {RULE}",
            arguments.folder.display()
        ));
        return Ok(Ending::NoUsableInput);
    }
    let engine = Engine::load()?;
    let mapping = match &arguments.mapping.path {
        None => None,
        Some(path) => match arguments.mapping.read(&engine, &limits) {
            None => return Ok(Ending::Usage),
            Some(mapping) => Some((path.clone(), mapping)),
        },
    };
    let orders = Orders {
        mapping,
        as_of: arguments.as_of,
        today: chrono::Local::now().date_naive(),
        limits,
        force: arguments.force,
        discard_unkept: arguments.discard_unkept,
        no_backup: arguments.no_backup,
    };
    let index = Index::of(&arguments.output);
    let shard = arguments.shard.unwrap_or(Shard::WHOLE);
    let mut batch = Batch::prepare(&engine, &index, found, orders, shard, arguments.resume)?;
    for renamed in batch.renamed() {
        terminal::log(&format!("{}: its workbook is {}: {}", renamed.client, renamed.workbook, renamed.why));
    }
    let jobs = arguments.jobs.map_or_else(
        || std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get),
        usize::from,
    );
    let progress = Progress::new(batch.count());
    let standing = batch.run(jobs, &progress)?;
    progress.clear();
    let portfolio = if shard == Shard::WHOLE { portfolio::write(&index, &engine)? } else { Some(()) };
    if portfolio.is_none() {
        return Ok(Ending::NotWritten);
    }
    batch.finish()?;
    let Standing { written, up_to_date, failed } = standing;
    terminal::data(&format!("{written} written, {up_to_date} up to date, {failed} failed"))?;
    if shard == Shard::WHOLE {
        terminal::data(&portfolio::place(&index).display().to_string())?;
    } else {
        terminal::log(&format!("annexa portfolio {} gathers all parts", arguments.output.display()));
    }
    std::mem::forget(engine);
    Ok(if failed > 0 { Ending::FailedClients } else { Ending::Done })
}

/// The clients of the folder; `None` where what was asked for cannot be done, which is told.
fn clients(arguments: &Arguments) -> anyhow::Result<Option<Found>> {
    let Arguments { folder, output, .. } = arguments;
    let fault = |message: String| {
        terminal::fault(&message);
        Ok(None)
    };
    if !folder.is_dir() {
        return fault(format!("there is no folder {}\n  expected: a folder of clients", folder.display()));
    }
    if output.exists() && !output.is_dir() {
        return fault(format!("{} is no folder\n  expected: a folder to write to", output.display()));
    }
    if folder
        .canonicalize()
        .ok()
        .is_some_and(|folder| output.canonicalize().is_ok_and(|output| output == folder))
    {
        return fault(format!(
            "{} is the folder of the clients, and nothing in it is written to\n  help: give another folder",
            output.display()
        ));
    }
    let list = match &arguments.clients {
        None => None,
        Some(path) => match read_client_list(path, &arguments.limits.limits()) {
            Ok(list) => Some(list),
            Err(refusal) => return fault(refusal),
        },
    };
    let others: Vec<&Path> =
        [Some(output), arguments.clients.as_ref()].into_iter().flatten().map(PathBuf::as_path).collect();
    let found = find_clients(folder, &others, list.as_ref())?;
    terminal::log(&format!("{} clients in {}: {RULE}", found.clients.len(), folder.display()));
    if !found.other_files.is_empty() {
        let names: Vec<String> = found.other_files.iter().map(|path| path.display().to_string()).collect();
        terminal::log(&format!("not read, no register by their names: {}", names.join(", ")));
    }
    for (listed, client) in &found.nearly {
        terminal::log(&format!(
            "\"{listed}\" of the list is taken for {client}, which nothing else is called nearly as"
        ));
    }
    if let Some(list) = list.filter(|list| !list.ignored.is_empty()) {
        let ignored = list.ignored.join(", ");
        terminal::log(&format!("columns of the list that say nothing to annexa, passed over: {ignored}"));
    }
    if !found.not_listed.is_empty() {
        terminal::log(&format!("not named by the list, and left out: {}", found.not_listed.join(", ")));
    }
    Ok(Some(found))
}

/// Tells how far a batch is: a line that is written over on a terminal, else a line for each client.
struct Progress {
    all: usize,
    shows_bar: bool,
    begun: Instant,
    done: Mutex<Counted>,
}

#[derive(Default)]
struct Counted {
    done: usize,
    worked: usize,
    failed: usize,
    shown: Option<Instant>,
}

/// Least time between two drawings of the bar.
const REDRAWN_AFTER: Duration = Duration::from_millis(100);
/// Characters of the bar.
const BAR: usize = 30;

impl Progress {
    fn new(all: usize) -> Self {
        let shows_bar = std::io::stderr().is_terminal();
        Self { all, shows_bar, begun: Instant::now(), done: Mutex::default() }
    }

    /// `[#####-----] 5 of 10, 1 failed, 3 min 20 s left`.
    fn bar(&self, counted: &Counted) -> String {
        let filled = counted.done * BAR / self.all.max(1);
        let left = (self.all - counted.done) as f64;
        let remaining = match counted.worked {
            0 => String::new(),
            worked => {
                let seconds = (self.begun.elapsed().as_secs_f64() / worked as f64 * left).round() as u64;
                if seconds < 60 {
                    format!(", {seconds} s left")
                } else {
                    format!(", {} min {} s left", seconds / 60, seconds % 60)
                }
            }
        };
        format!(
            "[{}{}] {} of {}, {} failed{remaining}",
            "#".repeat(filled),
            "-".repeat(BAR - filled.min(BAR)),
            counted.done,
            self.all,
            counted.failed
        )
    }

    fn clear(&self) {
        if self.shows_bar {
            terminal::transient("");
        }
    }
}

impl Watcher for Progress {
    fn done(&self, client: &Named, done: &Done) {
        let mut counted = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        counted.done += 1;
        counted.worked += usize::from(*done != Done::UpToDate);
        counted.failed += usize::from(matches!(done, Done::Failed(_)));
        let line = match done {
            Done::Failed(reason) => Some(format!("{}: failed: {reason}", client.client)),
            _ if self.shows_bar => None,
            Done::Written(_) => Some(format!("{}: {}", client.client, client.workbook)),
            Done::UpToDate => Some(format!("{}: {} is up to date", client.client, client.workbook)),
        };
        if let Some(line) = line {
            if self.shows_bar {
                terminal::transient("");
            }
            terminal::log(&format!("{} of {} · {line}", counted.done, self.all));
        }
        if let Done::Written(told) = done {
            for line in told {
                terminal::log(&format!("{}: {line}", client.client));
            }
        }
        let due = counted.shown.is_none_or(|shown| shown.elapsed() >= REDRAWN_AFTER);
        if self.shows_bar && (due || counted.done == self.all) {
            terminal::transient(&self.bar(&counted));
            counted.shown = Some(Instant::now());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_lies_within_the_number_of_parts() {
        assert_eq!(shard("2/4"), Ok(Shard { number: 2, of: 4 }));
        for wrong in ["0/4", "5/4", "1", "a/b", "1/0"] {
            assert!(shard(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_bar_says_how_many_are_done_and_failed() {
        let progress = Progress { all: 4, shows_bar: true, begun: Instant::now(), done: Mutex::default() };
        let counted = Counted { done: 2, worked: 0, failed: 1, shown: None };
        assert_eq!(progress.bar(&counted), "[###############---------------] 2 of 4, 1 failed");
    }
}
