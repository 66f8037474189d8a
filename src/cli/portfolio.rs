//! `annexa portfolio`: the clients of a batch compared, from what is known of each of them.

use std::path::PathBuf;

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
    let day = chrono::Local::now().date_naive();
    let workbook = build_portfolio_workbook(&portfolio, &engine.catalogue, day);
    let bytes = deliver::bytes_of(&workbook)?;
    let saved = deliver::save(&bytes, &output, true, &Terminal::default());
    Ok(saved.then_some(portfolio.not_compared.len()))
}
