//! Trend: what changed for each client since the run before.

use super::clients::{GAPS, NUMBER, TABLE as CLIENTS_TABLE, where_keyed};
use super::{BASES, Compared, OWN, part_name, share_heading};
use crate::portfolio::{ComparedClient, Earlier, parts};
use crate::report::cell::{Cell, Form, Value};
use crate::report::expression::{look_up, this_row};
use crate::report::list_sheet::{ListColumn, ListSheet, explanation};
use crate::report::names::KEY;
use crate::report::sheet::{Sheet, TabRole};
use crate::standards::{Part, Standard};

/// The sheet's name.
const TREND: &str = "Trend";
/// The table's name.
pub const TABLE: &str = "Trend";
/// How many gaps there were.
const GAPS_BEFORE: &str = "Gaps before";
/// How many more there are.
pub const GAPS_CHANGE: &str = "Gaps change";

/// The heading of the change of a part.
pub fn change_heading(standard: Standard, part: Part) -> String {
    format!("{} change", part_name(standard, part))
}

fn before_heading(standard: Standard, part: Part) -> String {
    format!("{} before", part_name(standard, part))
}

/// How own coverage of each part changed, for each client with an earlier run.
pub fn changes(compared: &Compared<'_>) -> [Vec<f64>; 4] {
    let mut all: [Vec<f64>; 4] = Default::default();
    for (client, before) in with_before(compared) {
        for (changes, (now, before)) in
            all.iter_mut().zip(client.figures.parts.iter().zip(&before.figures.parts))
        {
            changes.extend(now.own.zip(before.own).map(|(now, before)| now - before));
        }
    }
    all
}

fn with_before<'a>(compared: &Compared<'a>) -> impl Iterator<Item = (&'a ComparedClient, &'a Earlier)> {
    compared.portfolio.clients.iter().filter_map(|client| Some((client, client.before.as_ref()?)))
}

/// Builds the sheet.
pub fn build(compared: &Compared<'_>) -> Sheet {
    let says = explanation(
        "Own coverage and gaps of each client at its last run of an earlier date, and what changed since.",
        "No client was assessed before.",
        with_before(compared).count(),
    );
    let mut list = ListSheet::new(TREND, TabRole::Result, TABLE, "Since the run before", &says)
        .columns(columns())
        .frozen_columns(2);
    for (number, client) in (1..).zip(&compared.portfolio.clients) {
        let Some(before) = &client.before else { continue };
        let mut cells: Vec<Cell> = vec![
            Value::count(number).into(),
            Value::text(&client.client).into(),
            Value::Date(before.as_of).into(),
        ];
        for (now, before) in client.figures.parts.iter().zip(&before.figures.parts) {
            let change = now.own.zip(before.own).map(|(now, before)| now - before);
            cells.extend([Value::optional_number(before.own).into(), Value::optional_number(change).into()]);
        }
        let (now, earlier) =
            (client.figures.gaps.iter().sum::<usize>(), before.figures.gaps.iter().sum::<usize>());
        cells.extend([
            Value::count(earlier).into(),
            Value::number(now as f64 - earlier as f64).into(),
            Value::text(&client.client).into(),
        ]);
        list.push(cells);
    }
    list.build(compared.as_of)
}

fn columns() -> Vec<ListColumn> {
    let here = |heading: &str| this_row(TABLE, heading);
    let now = |heading: &str| look_up(CLIENTS_TABLE, heading, NUMBER, &here(NUMBER));
    let mut columns = vec![
        ListColumn::new(NUMBER, 6, Form::Integer).last_run().help("The client's number on Clients."),
        ListColumn::new("Client", 30, Form::Text).last_run().help("The client's name."),
        ListColumn::new("Run before", 12, Form::Date).last_run().help("The date of that assessment."),
    ];
    for (standard, part) in parts() {
        let before = before_heading(standard, part);
        let own = share_heading(standard, part, BASES.get(OWN).map_or("", |basis| basis.0));
        let change = format!("IF(AND(ISNUMBER({0}),ISNUMBER({1})),{0}-{1},\"\")", now(&own), here(&before));
        columns.extend([
            ListColumn::new(&before, 11, Form::Percent).last_run().help("Own coverage at that run."),
            ListColumn::new(&change_heading(standard, part), 11, Form::Percent)
                .calculated(where_keyed(TABLE, &change))
                .help("Own coverage now less that of the run before, in percentage points."),
        ]);
    }
    let change = format!("{}-{}", now(GAPS), here(GAPS_BEFORE));
    columns.extend([
        ListColumn::new(GAPS_BEFORE, 10, Form::Integer).last_run().help("Gaps at that run."),
        ListColumn::new(GAPS_CHANGE, 10, Form::Integer)
            .calculated(where_keyed(TABLE, &change))
            .help("Gaps now less those of the run before: fewer are better."),
        ListColumn::new(KEY, 30, Form::Identifier).last_run().screen_only().help("The client's name."),
    ]);
    columns
}
