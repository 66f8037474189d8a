//! The facts of all clients to one portfolio.

use super::index::{Index, Named};
use crate::portfolio::{ClientFacts, ClientOutcome, NotCompared, Portfolio};
use crate::read;

/// The name of the portfolio workbook.
pub const PORTFOLIO: &str = "portfolio.xlsx";

/// Gathers what is known of all clients of a batch, one by one.
///
/// # Errors
/// Where the list of clients cannot be read.
pub fn gather(index: &Index) -> anyhow::Result<Portfolio> {
    let clients = index.clients()?;
    let mut portfolio = Portfolio {
        clients_of_batch: clients.clients.len(),
        left_behind: index.left_behind(&clients),
        other_files: clients.other_files.clone(),
        renamed: clients.renamed().collect(),
        ..Portfolio::default()
    };
    for named in clients.clients {
        let known = index.facts(&named.workbook).filter(|facts| facts.known_as == named.known_as);
        match known.map(|facts| standing(index, facts)) {
            // It may be called otherwise now that no other one is called so too.
            Some(Ok((facts, edited_since))) => {
                portfolio.take(ClientFacts { client: named.client, ..facts }, edited_since);
            }
            Some(Err(reason)) => portfolio.not_compared.push(waiting(named, reason)),
            None => portfolio.not_compared.push(waiting(named, "it has not been assessed yet")),
        }
    }
    Ok(portfolio)
}

/// What is known of a client, and whether somebody changed its workbook since.
fn standing(index: &Index, facts: ClientFacts) -> Result<(ClientFacts, bool), &'static str> {
    let ClientOutcome::Assessed(assessed) = &facts.outcome else { return Ok((facts, false)) };
    let Ok(now) = read::sha256_of_file(&index.output().join(&facts.workbook)) else {
        return Err("its workbook is not there");
    };
    if now == assessed.workbook_sha256 {
        return Ok((facts, false));
    }
    if assessed.workbook_before.as_ref() == Some(&now) {
        return Err("its assessment was interrupted");
    }
    Ok((facts, true))
}

fn waiting(named: Named, reason: &str) -> NotCompared {
    NotCompared {
        client: named.client,
        organisation: named.organisation,
        reason: format!("{reason}; run annexa batch with --resume"),
        earlier_workbook: None,
        waiting: true,
    }
}
