//! All clients of a shard, several at once.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use anyhow::Context as _;
use chrono::NaiveDate;

use super::clients::{Client, Found};
use super::index::{Clients, Index, Named, RunState};
use super::job::{Done, Job};
use super::names::Names;
use crate::deliver::Order;
use crate::mapping::Mapping;
use crate::pipeline::Engine;
use crate::read::{self, Limits};

/// What is asked for of every client.
#[derive(Clone, Debug)]
pub struct Orders {
    /// A workbook in which a person chose what tables, columns and values are, with what it says.
    pub mapping: Option<(PathBuf, Mapping)>,
    /// The date of the assessments, where it is given.
    pub as_of: Option<NaiveDate>,
    /// This day.
    pub today: NaiveDate,
    /// Limits on hostile input.
    pub limits: Limits,
    /// Whether workbooks are replaced with all that people changed in them.
    pub force: bool,
    /// Whether what a refresh cannot keep may go.
    pub discard_unkept: bool,
    /// Whether previous versions are left out.
    pub no_backup: bool,
}

/// A part of a batch: the clients whose number, divided by `of`, leaves the same rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// Which part, from 1.
    pub number: usize,
    /// How many parts there are.
    pub of: usize,
}

impl Shard {
    /// The whole batch.
    pub const WHOLE: Shard = Shard { number: 1, of: 1 };

    /// `1-of-4`.
    fn name(self) -> String {
        format!("{}-of-{}", self.number, self.of)
    }

    fn has(self, place: usize) -> bool {
        place % self.of.max(1) + 1 == self.number
    }
}

/// Who is told as clients are done; from several threads.
pub trait Watcher: Sync {
    /// A client is done.
    fn done(&self, client: &Named, done: &Done);
}

/// How a run went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// How many workbooks were written.
    pub written: usize,
    /// How many clients were up to date.
    pub up_to_date: usize,
    /// How many failed.
    pub failed: usize,
}

/// A batch.
#[derive(Debug)]
pub struct Batch<'a> {
    engine: &'a Engine,
    index: &'a Index,
    orders: Orders,
    shard: Shard,
    clients: Vec<(Client, Named)>,
    state: RunState,
    resume: Option<Option<u64>>,
    mapping_sha256: String,
}

impl<'a> Batch<'a> {
    /// Prepares a run: names of workbooks are given and remembered, what an interrupted run left half written is
    /// cleared away.
    ///
    /// # Errors
    /// Where the folder of the output cannot be read or written to.
    pub fn prepare(
        engine: &'a Engine,
        index: &'a Index,
        found: Found,
        mut orders: Orders,
        shard: Shard,
        resume: bool,
    ) -> anyhow::Result<Self> {
        index.prepare(shard == Shard::WHOLE)?;
        let Found { clients, other_files, .. } = found;
        let other_files = other_files.iter().map(|path| read::display_path(path)).collect();
        let named = named(index, &clients)?;
        index.keep_clients(&Clients { clients: named.clone(), other_files })?;
        let last = index.run_state(&shard.name());
        let (state, resume) = next_state(last, resume, orders.today);
        orders.today = state.as_of;
        let mapping_sha256 = match &orders.mapping {
            Some((path, _)) => read::sha256_of_file(path).context("the mapping cannot be read")?,
            None => String::new(),
        };
        let clients = clients.into_iter().zip(named).collect();
        Ok(Self { engine, index, orders, shard, clients, state, resume, mapping_sha256 })
    }

    /// The clients whose workbook has another name than they have.
    pub fn renamed(&self) -> Vec<crate::portfolio::Renamed> {
        let clients = self.clients.iter().map(|(_, named)| named.clone()).collect();
        Clients { clients, ..Clients::default() }.renamed().collect()
    }

    /// How many clients this shard has.
    pub fn count(&self) -> usize {
        self.of_shard().count()
    }

    fn of_shard(&self) -> impl Iterator<Item = &(Client, Named)> {
        (0..).zip(&self.clients).filter(|(place, _)| self.shard.has(*place)).map(|(_, client)| client)
    }

    /// Does all clients of the shard, at most `jobs` at once, each on one thread.
    ///
    /// # Errors
    /// Where threads cannot be had, or what is known of a client cannot be remembered.
    pub fn run(&mut self, jobs: usize, watcher: &dyn Watcher) -> anyhow::Result<Standing> {
        self.index.keep_run_state(&self.shard.name(), &self.state)?;
        let clients: Vec<&(Client, Named)> = self.of_shard().collect();
        let next = AtomicUsize::new(0);
        let standing = Mutex::new(Standing::default());
        let work = || -> anyhow::Result<()> {
            // What works side by side within one client would take the processors of the others.
            let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build()?;
            while let Some((client, named)) = clients.get(next.fetch_add(1, Ordering::Relaxed)) {
                let done = pool.install(|| self.job(client, named).run())?;
                watcher.done(named, &done);
                let mut standing = standing.lock().unwrap_or_else(PoisonError::into_inner);
                match done {
                    Done::Written(_) => standing.written += 1,
                    Done::UpToDate => standing.up_to_date += 1,
                    Done::Failed(_) => standing.failed += 1,
                }
            }
            Ok(())
        };
        std::thread::scope(|scope| {
            let workers: Vec<_> = (0..jobs.max(1)).map(|_| scope.spawn(work)).collect();
            workers
                .into_iter()
                .map(|worker| worker.join().unwrap_or_else(|_| Err(anyhow::anyhow!("a worker stopped"))))
                .collect::<anyhow::Result<Vec<()>>>()
        })?;
        Ok(standing.into_inner().unwrap_or_else(PoisonError::into_inner))
    }

    /// Remembers that the run came to its end, once the portfolio is written.
    ///
    /// # Errors
    /// Where that cannot be written.
    pub fn finish(mut self) -> anyhow::Result<()> {
        self.state.finished = true;
        self.index.keep_run_state(&self.shard.name(), &self.state)
    }

    fn job<'job>(&'job self, client: &'job Client, named: &'job Named) -> Job<'job> {
        let orders = &self.orders;
        // A client's own mapping goes before that of all.
        let all = orders.mapping.as_ref().filter(|_| client.mapping.is_none());
        let own_sum = client.mapping.as_ref().map(|path| read::sha256_of_file(path).unwrap_or_default());
        Job {
            client,
            named,
            index: self.index,
            engine: self.engine,
            order: Order {
                paths: client.paths.clone(),
                output: self.index.output().join(&named.workbook),
                mapping_path: client.mapping.clone().or_else(|| all.map(|(path, _)| path.clone())),
                mapping: all.map(|(_, mapping)| mapping.clone()),
                as_of: client.as_of.or(orders.as_of),
                today: orders.today,
                organisation: client.organisation.clone(),
                scope: client.scope.clone(),
                limits: orders.limits.clone(),
                force: orders.force,
                discard_unkept: orders.discard_unkept,
                no_backup: orders.no_backup,
                verbose: false,
            },
            mapping_sha256: own_sum.unwrap_or_else(|| self.mapping_sha256.clone()),
            run: self.state.number,
            resume: self.resume,
        }
    }
}

/// The run that follows the last one, and whether what is up to date is left as it is: an interrupted run that was to
/// do all clients goes on with those that it has not done, whatever they were before it.
fn next_state(last: Option<RunState>, resume: bool, today: NaiveDate) -> (RunState, Option<Option<u64>>) {
    let number = last.as_ref().map_or(0, |last| last.number);
    let next = RunState { number: number + 1, as_of: today, all: !resume, finished: false };
    match (resume, last) {
        (false, _) => (next, None),
        (true, Some(last)) if !last.finished => {
            let only_of = last.all.then_some(last.number);
            (last, Some(only_of))
        }
        (true, _) => (next, Some(None)),
    }
}

/// The clients with the names of their workbooks; a client keeps the name that it had.
fn named(index: &Index, clients: &[Client]) -> anyhow::Result<Vec<Named>> {
    let known = index.known_workbooks()?;
    let mut names = Names::default();
    // Those of clients that are gone too: nobody else may take them over.
    known.values().for_each(|workbook| names.keep(workbook));
    let mut named: Vec<Named> = Vec::new();
    for client in clients {
        // One that is gone, and that a list goes on naming, may have been a folder.
        let folder = format!("{}/", client.known_as);
        let is_gone = client.paths.is_empty() && known.contains_key(&folder);
        let known_as = if is_gone { folder } else { client.known_as.clone() };
        named.push(Named {
            client: client.name.clone(),
            workbook: known.get(&known_as).cloned().unwrap_or_default(),
            known_as,
            organisation: client.organisation.clone(),
        });
    }
    // A client that is not there, since a list names it wrongly, takes no other one's name.
    for is_there in [true, false] {
        for (client, named) in clients.iter().zip(&mut named) {
            if named.workbook.is_empty() && client.paths.is_empty() != is_there {
                named.workbook = names.workbook(client.known_as.trim_end_matches('/'));
            }
        }
    }
    Ok(named)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_that_was_interrupted_goes_on_on_its_own_day() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let (first, resume) = next_state(None, false, day("2026-11-21"));
        assert_eq!((first.number, resume), (1, None));
        // It was to do all: what it has not done yet is done, though nothing of it is new.
        let (again, resume) = next_state(Some(first.clone()), true, day("2026-11-22"));
        assert_eq!((again, resume), (first.clone(), Some(Some(1))));
        let finished = RunState { finished: true, ..first };
        let (next, resume) = next_state(Some(finished), true, day("2026-11-22"));
        assert_eq!((next.number, next.all, next.as_of, resume), (2, false, day("2026-11-22"), Some(None)));
        let (on, resume) = next_state(Some(next), true, day("2026-11-23"));
        assert_eq!((on.number, on.as_of, resume), (2, day("2026-11-22"), Some(None)));
    }

    #[test]
    fn shards_have_each_client_once() {
        for of in 1..5 {
            for place in 0..20 {
                let having = (1..=of).filter(|number| Shard { number: *number, of }.has(place)).count();
                assert_eq!(having, 1);
            }
        }
    }
}
