//! The portfolio workbook: the clients of a batch compared.
//!
//! ```text
//! overview     the first sheet: distributions, means, totals, all formulas over the lists
//! clients      a row for each client, linked to its workbook
//! shared_gaps  the gaps that most clients share
//! questions    the questions that are answered worst
//! quality      how good the data of each client are
//! trend        what changed since the run before
//! others       clients without a workbook, and what is to be said of files and names
//! proofs       the checks
//! statistics   means, medians, quartiles: their expressions and their values
//! ```

mod clients;
mod others;
mod overview;
mod proofs;
mod quality;
mod questions;
mod shared_gaps;
mod statistics;
mod trend;

use chrono::NaiveDate;

use super::sheet::{Properties, Sheet, Workbook};
use super::{MARKER, column_meanings, show_state_of_checks};
use crate::portfolio::{PartFigures, Portfolio};
use crate::standards::{Catalogue, Part, Standard};

/// What is compared, with what it takes to name it.
pub(super) struct Compared<'a> {
    portfolio: &'a Portfolio,
    catalogue: &'a Catalogue,
    as_of: NaiveDate,
}

/// The portfolio workbook. `day` stands where no client has been assessed.
pub fn build_portfolio_workbook(portfolio: &Portfolio, catalogue: &Catalogue, day: NaiveDate) -> Workbook {
    let as_of = portfolio.as_of.unwrap_or(day);
    let compared = Compared { portfolio, catalogue, as_of };
    let mut sheets: Vec<Sheet> = vec![
        overview::build(&compared),
        clients::build(&compared),
        shared_gaps::build(&compared),
        questions::build(&compared),
        quality::build(&compared),
        trend::build(&compared),
        others::build_not_assessed(&compared),
        others::build_notes(&compared),
    ];
    let checks = proofs::build(&compared, &sheets);
    sheets.push(checks);
    sheets.push(column_meanings::announced(column_meanings::OF_A_PORTFOLIO));
    let meanings = column_meanings::build_column_meanings(&sheets, column_meanings::OF_A_PORTFOLIO, as_of);
    if let Some(last) = sheets.last_mut() {
        *last = meanings;
    }
    show_state_of_checks(&mut sheets);
    Workbook {
        sheets,
        noticed: Vec::new(),
        properties: Properties {
            title: "ISO/IEC 27001 and ISO/IEC 42001: the clients compared".to_owned(),
            organisation: String::new(),
            as_of,
            custom: vec![(MARKER.to_owned(), env!("CARGO_PKG_VERSION").to_owned())],
        },
    }
}

/// What a share of a part is taken by.
type ShareOf = fn(&PartFigures) -> Option<f64>;

/// A share of a part by basis: the word that its headings end in, what that means, and what it is taken by.
type Basis = (&'static str, &'static str, ShareOf);

/// The shares of a part by basis.
static BASES: [Basis; 4] = [
    ("assessed", "of which anything is known", |part| part.assessed),
    ("own", "own coverage, a lower bound: what is unassessed counts as 0", |part| part.own),
    ("evidenced", "own coverage for which objective evidence is named or that an audit confirms", |part| {
        part.evidenced
    }),
    ("audited", "own coverage that an audit confirms", |part| part.audited),
];

/// The place of own coverage among them.
const OWN: usize = 1;

/// `27001 Annex A`.
fn part_name(standard: Standard, part: Part) -> String {
    let part = match part {
        Part::Clauses => "clauses",
        Part::AnnexA => "Annex A",
    };
    format!("{} {part}", standard.number())
}

/// The heading of a share of a part: `27001 Annex A own`.
fn share_heading(standard: Standard, part: Part, basis: &str) -> String {
    format!("{} {basis}", part_name(standard, part))
}

/// The headings of the gaps by kind, the gravest first.
const GAP_KINDS: [&str; 3] = ["Potential nonconformities", "Control gaps", "Unassessed gaps"];

#[cfg(test)]
mod tests;
