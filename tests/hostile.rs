//! Broken, odd and malicious files: each is read, or refused with a message, and never hangs,
//! panics or takes the memory of the machine.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use annexa::diagnostic::{Diagnostic, codes, render};
use annexa::read::{Limit, Limits, Workbook, find_sources, read_workbook};

/// The longest that one file may take, on a slow machine without optimisation.
const LONGEST: Duration = Duration::from_secs(10);

type Read = (Option<Workbook>, Vec<Diagnostic>);

/// Reads a file in a thread of its own, which is given up when it takes too long.
fn read_in_time(path: &Path, limits: &Limits) -> Read {
    let (sender, receiver) = mpsc::channel();
    let (owned, limits) = (path.to_owned(), limits.clone());
    std::thread::spawn(move || {
        let name = owned.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let _ = sender.send(read_workbook(&owned, &name, &limits));
    });
    match receiver.recv_timeout(LONGEST) {
        Ok(read) => read,
        Err(error) => panic!("{}: {error}", path.display()),
    }
}

/// What holds for every file: no workbook without a reason, and every message complete.
fn check(path: &Path, (workbook, diagnostics): &Read) {
    assert!(workbook.is_some() || !diagnostics.is_empty(), "{}: refused without a word", path.display());
    for diagnostic in diagnostics {
        let words = render::words(diagnostic);
        let all = format!("{} {} {}", words.message, words.effect, words.help);
        assert!(!words.message.is_empty() && !all.contains('{'), "{}: {all}", path.display());
        assert!(diagnostic.location.is_some(), "{}: {all}", path.display());
    }
    for sheet in workbook.iter().flat_map(|workbook| &workbook.sheets) {
        assert!(sheet.rows.is_sorted_by(|a, b| a.number < b.number), "{}", path.display());
        for row in &sheet.rows {
            assert!(!row.cells.is_empty());
            assert!(row.cells.is_sorted_by(|a, b| a.column < b.column), "{}", path.display());
        }
    }
}

fn shared(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(folder)
}

fn read_all(folder: &str) {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(shared(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty());
    for path in paths {
        let start = Instant::now();
        let read = read_in_time(&path, &Limits::default());
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let cells: usize =
            read.0.iter().flat_map(|book| &book.sheets).flat_map(|s| &s.rows).map(|r| r.cells.len()).sum();
        println!(
            "{name}: {} sheets, {cells} cells, {:?}",
            read.0.as_ref().map_or(0, |book| book.sheets.len()),
            start.elapsed()
        );
        for diagnostic in &read.1 {
            println!("{}", render::text(diagnostic));
        }
        check(&path, &read);
    }
}

#[test]
#[ignore = "needs ../shared"]
fn every_hostile_file_is_read_or_refused_with_a_message() {
    read_all("hostile");
}

#[test]
#[ignore = "needs ../shared"]
fn every_real_register_is_read() {
    read_all("registers");
    for entry in std::fs::read_dir(shared("registers")).unwrap() {
        let path = entry.unwrap().path();
        let (workbook, _) = read_in_time(&path, &Limits::default());
        assert!(
            workbook.is_some_and(|book| book.sheets.iter().any(|sheet| !sheet.rows.is_empty())),
            "{}",
            path.display()
        );
    }
}
