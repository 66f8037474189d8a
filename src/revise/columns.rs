//! Columns of lists that are not where or what they were, as findings.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::revise as codes;
use crate::provenance::{Location, column_letters};
use crate::record::{FoundColumns, Previous, SharedHeading, names};

/// Tells of columns that were renamed, that are gone, and that share a heading with another one.
pub(super) fn tell(previous: &Previous<'_>) -> Vec<Diagnostic> {
    let mut told = Vec::new();
    for (list, found) in &previous.lists {
        if let Some(sheet) = previous.sheet(list) {
            let row = Location::row(&sheet.name, found.header_row);
            told.extend(of_list(&names::shown(list), &found.headings, &row));
        }
    }
    told
}

fn of_list(list: &str, found: &FoundColumns, header: &Location) -> Vec<Diagnostic> {
    let at = |code| Diagnostic::at(code, header.clone()).fact("list", list.to_owned());
    let renamed = found.renamed.iter().map(|renamed| {
        let now = if renamed.now.is_empty() { "nothing".to_owned() } else { format!("\"{}\"", renamed.now) };
        at(&codes::COLUMN_RENAMED).fact("heading", renamed.heading.clone()).fact("now", now)
    });
    let missing = found.missing.iter().map(|missing| {
        let own = match &missing.perhaps {
            Some(perhaps) => {
                format!("the column \"{perhaps}\" holds some of its values, and stays as one of yours")
            }
            None => "no other column was taken for it".to_owned(),
        };
        at(&codes::COLUMN_NOT_FOUND).fact("heading", missing.heading.clone()).fact("own", own)
    });
    let shared = found.shared.iter().map(|shared| {
        at(&codes::HEADING_ON_SEVERAL_COLUMNS)
            .fact("heading", shared.heading.clone())
            .fact("count", shared.columns.len().to_string())
            .fact("taken", taken(shared))
    });
    renamed.chain(missing).chain(shared).collect()
}

fn taken(shared: &SharedHeading) -> String {
    let letters = |columns: &[u32]| {
        let letters: Vec<String> = columns.iter().map(|column| column_letters(*column)).collect();
        letters.join(" and ")
    };
    match shared.taken {
        Some(taken) => {
            let own: Vec<u32> = shared.columns.iter().copied().filter(|column| *column != taken).collect();
            let (taken, own) = (column_letters(taken), letters(&own));
            format!(
                "column {taken} was read, by its values and its place; column {own} stays as one of yours"
            )
        }
        None => format!(
            "which of the columns {} is that of the list cannot be told: none was read, what stood there after the last run \
             stays, and they are kept as columns of yours",
            letters(&shared.columns)
        ),
    }
}
