//! The program itself, run in a folder with registers and the workbook that is made from them.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::Output;

use crate::edited::Refreshed;
use assert_cmd::Command;

/// Runs a command in a folder.
pub fn annexa(folder: &Path, arguments: &[&str]) -> Output {
    Command::cargo_bin("annexa").unwrap().current_dir(folder).args(arguments).output().unwrap()
}

/// What a command printed as its result.
pub fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// What a command told.
pub fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The samples as registers, without a run.
pub fn samples(folder: &Path) -> Refreshed {
    let work = Refreshed::new(folder, &[]);
    for entry in std::fs::read_dir("samples").unwrap() {
        let path = entry.unwrap().path();
        // The clients of the sample batch are other organisations.
        if path.is_dir() {
            continue;
        }
        std::fs::copy(&path, folder.join("registers").join(path.file_name().unwrap())).unwrap();
    }
    work
}
