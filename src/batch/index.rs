//! What is remembered in the folder of the output, in a hidden folder of its own: which clients the batch has, what is
//! known of each, and how far a run came. Each file is written whole or not at all.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use chrono::NaiveDate;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::portfolio::{ClientFacts, Renamed};
use crate::write;

/// The hidden folder.
const FOLDER: &str = ".annexa-batch";
/// The file that lists the clients.
const CLIENTS: &str = "clients.json";
/// The file that remembers which portfolios annexa wrote.
const PORTFOLIOS: &str = "portfolio.json";
/// The folder of the facts, a file for each client.
const FACTS: &str = "facts";
/// What files that are being written begin and end with, see [`write::save`].
const BEING_WRITTEN: (&str, &str) = (".annexa-", ".tmp");

/// The index of a folder of output.
#[derive(Clone, Debug)]
pub struct Index {
    output: PathBuf,
}

/// A client with the name of its workbook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// The client.
    pub client: String,
    /// By what it is known again, which its name is not always.
    pub known_as: String,
    /// The name of its workbook.
    pub workbook: String,
    /// Its organisation, where that was given.
    pub organisation: Option<String>,
}

/// The clients of a batch, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clients {
    /// All of them, whatever shard has them.
    pub clients: Vec<Named>,
    /// Files beside them that are no registers by their names.
    #[serde(default)]
    pub other_files: Vec<String>,
}

impl Clients {
    /// Those whose workbook has another name.
    pub fn renamed(&self) -> impl Iterator<Item = Renamed> {
        let name = |named: &Named| named.known_as.trim_end_matches('/').to_owned();
        let has_another = move |named: &&Named| named.workbook != format!("{}.xlsx", name(named));
        self.clients.iter().filter(has_another).map(move |named| {
            let unsafe_name = super::names::safe(&name(named)) != name(named);
            let why = if unsafe_name {
                "some system has no file of the client's name: for a full stop or blank at its end, for a character such as \
                 / : or ?, or for the name itself"
            } else {
                "another client's workbook has that name, apart from capitals at most, or annexa uses it"
            };
            Renamed { client: named.client.clone(), workbook: named.workbook.clone(), why: why.to_owned() }
        })
    }
}

/// How far the last run of a shard came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunState {
    /// Its number; each run that is no resumption counts on.
    pub number: u64,
    /// The date of its assessments.
    pub as_of: NaiveDate,
    /// Whether it was to do all clients, or those only that are new or changed.
    pub all: bool,
    /// Whether it came to its end.
    pub finished: bool,
}

impl Index {
    /// The index of a folder.
    pub fn of(output: &Path) -> Self {
        Self { output: output.to_owned() }
    }

    /// The folder of the output.
    pub fn output(&self) -> &Path {
        &self.output
    }

    /// Makes the folders, and clears away what an interrupted run left half written; of what another shard may be
    /// writing at this moment only what is older than an hour.
    ///
    /// # Errors
    /// Where the folder cannot be made.
    pub fn prepare(&self, alone: bool) -> anyhow::Result<()> {
        let facts = self.facts_folder();
        std::fs::create_dir_all(&facts).with_context(|| format!("cannot make {}", facts.display()))?;
        for folder in [self.output.clone(), self.folder(), facts] {
            for entry in std::fs::read_dir(folder)?.flatten() {
                let name = entry.file_name().to_string_lossy().into_owned();
                let half = name.starts_with(BEING_WRITTEN.0) && name.ends_with(BEING_WRITTEN.1);
                let age = entry.metadata().ok().and_then(|data| data.modified().ok()?.elapsed().ok());
                if half && (alone || age.is_some_and(|age| age.as_secs() > 3600)) {
                    let _ = std::fs::remove_file(entry.path());
                }
            }
        }
        Ok(())
    }

    /// Whether there is one.
    pub fn exists(&self) -> bool {
        self.folder().join(CLIENTS).is_file()
    }

    /// The clients of the last batch; none where there was none.
    ///
    /// # Errors
    /// Where the file is there and cannot be read.
    pub fn clients(&self) -> anyhow::Result<Clients> {
        Ok(read(&self.folder().join(CLIENTS))?.unwrap_or_default())
    }

    /// Remembers the clients.
    ///
    /// # Errors
    /// Where they cannot be written.
    pub fn keep_clients(&self, clients: &Clients) -> anyhow::Result<()> {
        keep(&self.folder().join(CLIENTS), clients)
    }

    /// What is known of a client by the name of its workbook; `None` where nothing is, or nothing that can be read.
    pub fn facts(&self, workbook: &str) -> Option<ClientFacts> {
        read(&self.place_of_facts(workbook)).ok().flatten()
    }

    /// Remembers what is known of a client.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn keep_facts(&self, facts: &ClientFacts) -> anyhow::Result<()> {
        keep(&self.place_of_facts(&facts.workbook), facts)
    }

    /// The workbooks of which something is known, by that by which their clients are known again: those of the last
    /// batch, and of earlier ones.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub fn known_workbooks(&self) -> anyhow::Result<BTreeMap<String, String>> {
        let clients = self.clients()?;
        let earlier = self.left_behind(&clients).into_iter().filter_map(|workbook| self.facts(&workbook));
        let mut known: BTreeMap<String, String> =
            earlier.map(|facts| (facts.known_as, facts.workbook)).collect();
        known.extend(clients.clients.into_iter().map(|named| (named.known_as, named.workbook)));
        Ok(known)
    }

    /// Workbooks of which something is known that are none of these clients'.
    pub fn left_behind(&self, clients: &Clients) -> Vec<String> {
        let known: std::collections::BTreeSet<String> =
            clients.clients.iter().map(|named| format!("{}.json", named.workbook)).collect();
        let entries = std::fs::read_dir(self.facts_folder()).into_iter().flatten().flatten();
        let mut left: Vec<String> = entries
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .filter(|name| !name.starts_with(BEING_WRITTEN.0) && !known.contains(name))
            .filter_map(|name| name.strip_suffix(".json").map(str::to_owned))
            // A client that was never assessed left none.
            .filter(|workbook| self.output.join(workbook).is_file())
            .collect();
        left.sort();
        left
    }

    /// SHA-256 of the portfolios that annexa wrote last, of which one may not have taken its place; nothing where that
    /// is not known.
    pub fn written_portfolios(&self) -> Vec<String> {
        read(&self.folder().join(PORTFOLIOS)).ok().flatten().unwrap_or_default()
    }

    /// Remembers them.
    ///
    /// # Errors
    /// Where that cannot be written.
    pub fn keep_written_portfolios(&self, sums: &[String]) -> anyhow::Result<()> {
        keep(&self.folder().join(PORTFOLIOS), &sums)
    }

    /// How far the last run of a shard came.
    pub fn run_state(&self, shard: &str) -> Option<RunState> {
        read(&self.place_of_run(shard)).ok().flatten()
    }

    /// Remembers how far a run of a shard came.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn keep_run_state(&self, shard: &str, state: &RunState) -> anyhow::Result<()> {
        keep(&self.place_of_run(shard), state)
    }

    fn folder(&self) -> PathBuf {
        self.output.join(FOLDER)
    }

    fn facts_folder(&self) -> PathBuf {
        self.folder().join(FACTS)
    }

    fn place_of_facts(&self, workbook: &str) -> PathBuf {
        self.facts_folder().join(format!("{workbook}.json"))
    }

    fn place_of_run(&self, shard: &str) -> PathBuf {
        self.folder().join(format!("run-{shard}.json"))
    }
}

fn read<T: DeserializeOwned>(path: &Path) -> anyhow::Result<Option<T>> {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).with_context(|| format!("{} cannot be read", path.display())),
    };
    let value = serde_json::from_slice(&bytes)
        .with_context(|| format!("{} is no file of this version of annexa; remove it", path.display()))?;
    Ok(Some(value))
}

fn keep<T: Serialize>(path: &Path, value: &T) -> anyhow::Result<()> {
    Ok(write::save(path, &serde_json::to_vec(value)?, true)?)
}
