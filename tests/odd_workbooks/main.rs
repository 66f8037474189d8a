//! Odd workbooks and text files, made by the tests themselves: each is read or refused with a word,
//! by the program that users run, within ten seconds and 512 MiB.
//!
//! The same files in every run. A twelfth of them is run by default, all of them with `-- --ignored`.
//! `ANNEXA_ODD_WORKBOOKS=folder` keeps the files.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod archives;
mod binary;
mod damage;
mod parts;
mod texts;

use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Most processor seconds that one file may take: a slow machine does not change them.
const MOST_SECONDS: u32 = 10;
/// The same for a program that was built without optimisation, which takes several times as long.
const MOST_SECONDS_UNOPTIMISED: u32 = 40;
/// Most memory that one file may take, in KiB: what the process may write to, its stacks included.
const MOST_MEMORY: u32 = 512 * 1024;
/// Most seconds on the clock, for a process that waits for something that never comes.
const MOST_SECONDS_OF_CLOCK: u32 = 90;

/// A file with its name, which says what is odd about it.
pub struct Odd {
    /// File name.
    pub name: String,
    /// Content.
    pub bytes: Vec<u8>,
}

impl Odd {
    /// A file.
    pub fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), bytes: bytes.into() }
    }
}

fn all() -> Vec<Odd> {
    let mut files = parts::files();
    files.extend(archives::files());
    files.extend(binary::files());
    files.extend(texts::files());
    files.extend(damage::files());
    files
}

#[test]
fn some_odd_files_are_read_or_refused_with_a_word() {
    run(all().into_iter().step_by(12).collect());
}

#[test]
#[ignore = "takes a minute"]
fn all_odd_files_are_read_or_refused_with_a_word() {
    let files = all();
    assert!(files.len() >= 200, "only {} files", files.len());
    run(files);
}

#[test]
fn odd_files_have_names_of_their_own() {
    let mut names: Vec<String> = all().into_iter().map(|odd| odd.name).collect();
    names.sort();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count);
}

fn run(files: Vec<Odd>) {
    let temporary = tempfile::tempdir().unwrap();
    let folder =
        std::env::var_os("ANNEXA_ODD_WORKBOOKS").map_or_else(|| temporary.path().to_owned(), PathBuf::from);
    std::fs::create_dir_all(&folder).unwrap();
    let next = AtomicUsize::new(0);
    let wrong = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(odd) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let path = folder.join(&odd.name);
                    std::fs::write(&path, &odd.bytes).unwrap();
                    if let Err(fault) = check(&path) {
                        wrong.lock().unwrap().push(format!("{}: {fault}", odd.name));
                    }
                }
            });
        }
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{} of {} files:\n{}", wrong.len(), files.len(), wrong.join("\n"));
}

/// Runs the program on a file within its limits, both as a person does and as another program does.
fn check(path: &Path) -> Result<(), String> {
    let output = inspect(path, &[]);
    ended_well(&output)?;
    let told = String::from_utf8_lossy(&output.stderr);
    let has_line =
        told.lines().any(|line| ["error", "warning", "note"].iter().any(|word| line.starts_with(word)));
    if output.stdout.is_empty() && !has_line {
        return Err(format!("nothing was said: {told:?}"));
    }
    let output = inspect(path, &["--json"]);
    ended_well(&output)?;
    let answer: serde_json::Value =
        serde_json::from_slice(&output.stdout).map_err(|error| format!("no JSON: {error}"))?;
    let mut lists = vec![&answer["diagnostics"]];
    for file in answer["files"].as_array().into_iter().flatten() {
        lists.extend([&file["tables"], &file["left_alone"]]);
    }
    if lists.iter().all(|list| list.as_array().is_none_or(Vec::is_empty)) {
        return Err("neither a table, nor a reason for none".to_owned());
    }
    Ok(())
}

/// The program that is tested, an optimised one where `ANNEXA_BINARY` names it, and its seconds.
fn program() -> (String, u32) {
    match std::env::var("ANNEXA_BINARY") {
        Ok(optimised) => (optimised, MOST_SECONDS),
        Err(_) => (env!("CARGO_BIN_EXE_annexa").to_owned(), MOST_SECONDS_UNOPTIMISED),
    }
}

fn inspect(path: &Path, options: &[&str]) -> Output {
    let (program, most_seconds) = program();
    let limits = format!(
        "ulimit -t {most_seconds} -S; ulimit -d {MOST_MEMORY}; exec timeout --kill-after=1 {MOST_SECONDS_OF_CLOCK} \"$0\" inspect \"$@\""
    );
    Command::new("bash")
        .args(["-c", &limits, &program])
        .arg(path)
        .args(options)
        .env("RUST_BACKTRACE", "0")
        .output()
        .unwrap()
}

fn ended_well(output: &Output) -> Result<(), String> {
    let told = String::from_utf8_lossy(&output.stderr);
    let last = told.lines().rev().take(3).collect::<Vec<_>>().join(" / ");
    if let Some(signal) = output.status.signal() {
        return Err(format!("ended by signal {signal} (24: too slow, 6: abort or no memory): {last}"));
    }
    match output.status.code() {
        Some(0 | 1 | 3) if !told.contains("panicked at") => Ok(()),
        code => Err(format!("exit status {code:?}: {last}")),
    }
}

/// Numbers that look random and are the same in every run.
pub struct Random(u64);

impl Random {
    /// The numbers of a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below another one.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end.max(1)
    }

    /// A byte.
    pub fn byte(&mut self) -> u8 {
        (self.below(256) & 0xFF) as u8
    }
}
