//! Clients: a row for each client that was assessed, linked to its workbook.

use super::{BASES, Basis, Compared, GAP_KINDS, OWN, share_heading};
use crate::portfolio::{ComparedClient, parts};
use crate::report::cell::{Cell, Form, Link, Value};
use crate::report::expression::this_row;
use crate::report::list_sheet::{ListColumn, ListSheet, explanation};
use crate::report::names::KEY;
use crate::report::sheet::{Mark, Sheet, TabRole};

/// The sheet's name.
pub const CLIENTS: &str = "Clients";
/// The table's name.
pub const TABLE: &str = "Clients";
/// The heading of the numbers, by which other lists find a client: names may hold characters that a search reads as
/// any character.
pub const NUMBER: &str = "No";
/// The heading of all gaps.
pub const GAPS: &str = "Gaps";
/// The heading of all risks.
pub const RISKS: &str = "Risks";
/// The heading of risks without a score.
pub const UNRATED: &str = "Unrated risks";
/// The heading of risks above appetite.
pub const ABOVE_APPETITE: &str = "Risks above appetite";
/// The heading of the state of the workbook.
const WORKBOOK: &str = "Workbook";

const AS_WRITTEN: &str = "as written";
const CHANGED_SINCE: &str = "changed since";

/// Most links that a sheet holds.
const MOST_LINKS: usize = 65_000;

/// An expression that is blank in the blank row of a list without records.
pub fn where_keyed(table: &str, expression: &str) -> String {
    format!("IF({}=\"\",\"\",{expression})", this_row(table, KEY))
}

/// Builds the sheet.
pub fn build(compared: &Compared<'_>) -> Sheet {
    let clients = &compared.portfolio.clients;
    let says = explanation(
        "Each client that was assessed, as its workbook had it when it was written; the name leads to the workbook.",
        "No client could be assessed.",
        clients.len(),
    );
    let mut list = ListSheet::new(CLIENTS, TabRole::Result, TABLE, "The clients compared", &says)
        .columns(columns())
        .frozen_columns(2);
    for (number, client) in (1..).zip(clients) {
        list.push(row(number, client));
    }
    list.build(compared.as_of)
}

fn columns() -> Vec<ListColumn> {
    let mut columns = vec![
        ListColumn::new(NUMBER, 6, Form::Integer).last_run().help("The client's number in this portfolio."),
        ListColumn::new("Client", 30, Form::Text)
            .last_run()
            .help("The name of the client's sub-folder, or of its file; it leads to the client's workbook."),
        ListColumn::new("Organisation", 26, Form::Text)
            .last_run()
            .help("The name of the organisation, where the list of clients or the workbook gives one."),
        ListColumn::new("As of", 12, Form::Date).last_run().help("The date of the client's assessment."),
    ];
    columns.extend(BASES.get(OWN).into_iter().flat_map(|basis| share_columns(basis, true)));
    for (kind, meaning) in GAP_KINDS.into_iter().zip([
        "Gaps that an auditor could grade as a nonconformity.",
        "Gaps that are planned or partial and in the plan.",
        "Requirements of which nothing is known.",
    ]) {
        columns.push(ListColumn::new(kind, 10, Form::Integer).last_run().help(meaning));
    }
    let sum = GAP_KINDS.map(|kind| this_row(TABLE, kind)).join("+");
    columns.extend([
        ListColumn::new(GAPS, 8, Form::Integer)
            .calculated(where_keyed(TABLE, &sum))
            .help("Requirements that count and are not fully met."),
        ListColumn::new(RISKS, 8, Form::Integer).last_run().help("Risks of the client's registers."),
        ListColumn::new(UNRATED, 10, Form::Integer).last_run().help("Risks without a score."),
        ListColumn::new(ABOVE_APPETITE, 11, Form::Integer)
            .last_run()
            .help("Open risks whose current score lies above the appetite of the client's parameters."),
        ListColumn::new(WORKBOOK, 14, Form::Word).last_run().mark(CHANGED_SINCE, Mark::Caution).help(
            "Whether the workbook is as annexa wrote it. Where somebody changed it since, it may show other figures \
             than this row until the next batch.",
        ),
    ]);
    columns.extend(other_bases().flat_map(|basis| share_columns(basis, false)));
    columns
        .push(ListColumn::new(KEY, 30, Form::Identifier).last_run().screen_only().help("The client's name."));
    columns
}

/// The shares that stand at the end, so that a row fits a printed page.
fn other_bases() -> impl Iterator<Item = &'static Basis> {
    (0..).zip(&BASES).filter(|(place, _)| *place != OWN).map(|(_, basis)| basis)
}

/// The columns of one share of all parts.
fn share_columns((basis, meaning, _): &Basis, printed: bool) -> Vec<ListColumn> {
    let column = |(standard, part)| {
        let column = ListColumn::new(&share_heading(standard, part, basis), 11, Form::Percent)
            .last_run()
            .bar()
            .help(&format!("Share of the part: {meaning}. Blank where nothing of it applies."));
        if printed { column } else { column.screen_only() }
    };
    parts().map(column).into()
}

fn row(number: usize, client: &ComparedClient) -> Vec<Cell> {
    let figures = &client.figures;
    let mut name = Cell::from(Value::text(&client.client));
    if number <= MOST_LINKS {
        name = name.leading_to(Link::File(client.workbook.clone()));
    }
    let mut cells = vec![
        Value::count(number).into(),
        name,
        Value::optional_text(client.organisation.as_deref()).into(),
        Value::Date(client.as_of).into(),
    ];
    let shares = |(_, _, share): &'static Basis| {
        figures.parts.iter().map(|part| Cell::from(Value::optional_number(share(part))))
    };
    cells.extend(BASES.get(OWN).into_iter().flat_map(shares));
    cells.extend(figures.gaps.map(|count| Cell::from(Value::count(count))));
    let state = if client.edited_since { CHANGED_SINCE } else { AS_WRITTEN };
    cells.extend([
        Value::count(figures.gaps.iter().sum()).into(),
        Value::count(figures.risks.all).into(),
        Value::count(figures.risks.unrated).into(),
        Value::count(figures.risks.above_appetite).into(),
        Value::text(state).into(),
    ]);
    cells.extend(other_bases().flat_map(shares));
    cells.push(Value::text(&client.client).into());
    cells
}
