//! The commands, one file each; the only place that prints or exits.

pub mod inspect;

use std::path::PathBuf;
use std::process::ExitCode;

/// Runs the command that the arguments name.
#[expect(clippy::print_stderr, reason = "a command says why it failed")]
pub fn run() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let command = arguments.next().unwrap_or_default();
    let paths: Vec<PathBuf> = arguments.filter(|argument| argument != "--json").map(PathBuf::from).collect();
    if command != "inspect" || paths.is_empty() {
        eprintln!("usage: annexa inspect --json PATH...");
        return ExitCode::from(2);
    }
    inspect::run(&paths).unwrap_or_else(|error| {
        eprintln!("{error:#}");
        ExitCode::from(3)
    })
}
