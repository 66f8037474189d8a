//! `annexa portfolio`: the clients of a batch compared, from what is known of each of them.

use std::path::{Path, PathBuf};

use super::terminal::Terminal;
use super::{Ending, terminal};
use crate::batch::{Index, PORTFOLIO, gather};
use crate::deliver;
use crate::diagnostic::render::counted;
use crate::pipeline::Engine;
use crate::read;
use crate::report::build_portfolio_workbook;

/// Gather the clients of a batch to a portfolio workbook, such as after all parts of a divided batch are done.
///
/// Exit codes: 0 done, 2 there is no batch, 4 the portfolio was not written, 5 done, with clients that were not
/// assessed.
#[derive(clap::Args)]
pub struct Arguments {
    /// The folder that `annexa batch` wrote to.
    #[arg(value_name = "OUT")]
    output: PathBuf,
}

/// Runs the command.
///
/// # Errors
/// Where the terminal cannot be written to, or what is known of the clients cannot be read.
pub fn run(arguments: &Arguments) -> anyhow::Result<Ending> {
    let index = Index::of(&arguments.output);
    if !index.exists() {
        terminal::fault(&format!(
            "{} holds no batch\n  expected: a folder that annexa batch wrote to",
            arguments.output.display()
        ));
        return Ok(Ending::Usage);
    }
    let engine = Engine::load()?;
    let Some(not_assessed) = write_and_count(&index, &engine)? else { return Ok(Ending::NotWritten) };
    terminal::data(&place(&index).display().to_string())?;
    std::mem::forget(engine);
    if not_assessed > 0 {
        let clients = counted(not_assessed, "client was", "clients were");
        terminal::log(&format!("{clients} not assessed; the portfolio names them"));
        return Ok(Ending::FailedClients);
    }
    Ok(Ending::Done)
}

/// Where the portfolio stands.
pub fn place(index: &Index) -> PathBuf {
    index.output().join(PORTFOLIO)
}

/// Writes the portfolio; `None` where it could not be written, which is told.
///
/// # Errors
/// Where what is known of the clients cannot be read, or the workbook cannot be built.
pub fn write(index: &Index, engine: &Engine) -> anyhow::Result<Option<()>> {
    Ok(write_and_count(index, engine)?.map(|_| ()))
}

/// Writes the portfolio, and counts the clients that were not assessed.
fn write_and_count(index: &Index, engine: &Engine) -> anyhow::Result<Option<usize>> {
    let output = place(index);
    if output.exists() && !read::is_own_workbook(&output) {
        terminal::fault(&format!(
            "{} is no workbook of annexa\n  effect: nothing was changed\n  help: move it, and run annexa portfolio",
            output.display()
        ));
        return Ok(None);
    }
    let portfolio = gather(index)?;
    for left in &portfolio.left_behind {
        terminal::log(&format!(
            "{left}: the batch has no such client any more; it is left as it is, and not compared"
        ));
    }
    let of_other_date =
        portfolio.clients.iter().filter(|client| Some(client.as_of) != portfolio.as_of).count();
    if of_other_date > 0 {
        let clients = counted(of_other_date, "client is", "clients are");
        terminal::log(&format!(
            "{clients} compared as of an earlier date than the portfolio; its Notes name them"
        ));
    }
    let day = chrono::Local::now().date_naive();
    let workbook = build_portfolio_workbook(&portfolio, &engine.catalogue, day);
    let bytes = deliver::bytes_of(&workbook)?;
    if !keep_if_edited(index, &output, &read::sha256_of(bytes.stretches()))? {
        return Ok(None);
    }
    let saved = deliver::save(&bytes, &output, true, &Terminal::default());
    Ok(saved.then_some(portfolio.not_compared.len()))
}

/// What an edited portfolio is kept as.
const EDITED: &str = "portfolio.previous.xlsx";

/// A portfolio is made anew each time and keeps no edits; one that somebody changed is kept beside it. False where it
/// could not be kept, which is told. `next`: SHA-256 of the portfolio that takes its place.
///
/// # Errors
/// Where what annexa wrote cannot be remembered.
fn keep_if_edited(index: &Index, output: &Path, next: &str) -> anyhow::Result<bool> {
    let mut written = index.written_portfolios();
    if output.is_file() {
        let now = read::sha256_of_file(output)?;
        let is_own = written.contains(&now) || now == next;
        let kept = output.with_file_name(EDITED);
        if !is_own {
            if let Err(error) = std::fs::copy(output, &kept) {
                terminal::fault(&format!(
                    "{} was changed since annexa wrote it, and cannot be kept as {}: {error}\n  effect: nothing was \
                     changed\n  help: move or rename it, and run annexa portfolio",
                    output.display(),
                    kept.display()
                ));
                return Ok(false);
            }
            terminal::log(&format!(
                "{} was changed since annexa wrote it; a portfolio is made anew each time, so the changed one is kept as {}",
                output.display(),
                kept.display()
            ));
        }
        written.retain(|sum| *sum == now);
    } else {
        written.clear();
    }
    if written.iter().all(|sum| sum != next) {
        written.push(next.to_owned());
    }
    index.keep_written_portfolios(&written)?;
    Ok(true)
}
