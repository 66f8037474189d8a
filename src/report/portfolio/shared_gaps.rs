//! Shared gaps: the requirements that most clients do not meet.

use super::clients::{TABLE as CLIENTS_TABLE, where_keyed};
use super::{Compared, GAP_KINDS};
use crate::portfolio::SharedGap;
use crate::report::cell::{Form, Value};
use crate::report::expression::{column, this_row};
use crate::report::list_sheet::{ListColumn, ListSheet, explanation};
use crate::report::names::KEY;
use crate::report::names::coverage::part_words;
use crate::report::sheet::{Sheet, TabRole};
use crate::standards::RequirementId;

/// The sheet's name.
pub const SHARED_GAPS: &str = "Shared gaps";
/// The table's name.
pub const TABLE: &str = "SharedGaps";
/// The row of the first requirement, counted from 0: the list has no document block.
pub const FIRST_ROW: u32 = 5;
/// The column of the requirements, counted from 0.
pub const REQUIREMENT_COLUMN: u32 = 0;
/// The first column of the kinds, counted from 0.
pub const FIRST_KIND_COLUMN: u32 = 4;

const CLIENTS_WITH: &str = "Clients with this gap";

/// Builds the sheet.
pub fn build(compared: &Compared<'_>) -> Sheet {
    let mut gaps: Vec<(RequirementId, SharedGap)> =
        compared.portfolio.gaps.iter().map(|(id, gap)| (*id, *gap)).collect();
    // What clients are known to lack comes before what is not known of them.
    gaps.sort_by_key(|(id, gap)| {
        let [potential, control, unassessed] = gap.clients;
        (std::cmp::Reverse((potential + control, potential, unassessed)), *id)
    });
    let says = explanation(
        "The requirements that clients do not fully meet, those that most clients are known to lack first, then those of which most say nothing.",
        "No client has a gap.",
        gaps.len(),
    );
    let mut list = ListSheet::new(SHARED_GAPS, TabRole::Result, TABLE, "Gaps that clients share", &says)
        .columns(columns())
        .frozen_columns(2);
    let clients = compared.portfolio.clients.len();
    for (id, gap) in gaps {
        let requirement = compared.catalogue.requirement(id);
        let total: usize = gap.clients.iter().sum();
        let mut cells = vec![
            Value::text(id.to_string()).into(),
            Value::optional_text(requirement.map(|requirement| &*requirement.title)).into(),
            Value::text(id.standard().full_name()).into(),
            Value::text(part_words(id.part())).into(),
        ];
        cells.extend(gap.clients.map(|count| Value::count(count).into()));
        cells.extend([
            Value::count(total).into(),
            Value::number(total as f64 / clients.max(1) as f64).into(),
            Value::text(id.to_string()).into(),
        ]);
        list.push(cells);
    }
    list.build(compared.as_of)
}

fn columns() -> Vec<ListColumn> {
    let here = |heading: &str| this_row(TABLE, heading);
    let mut columns = vec![
        ListColumn::new("Requirement", 15, Form::Identifier).help("The clause or control with its standard."),
        ListColumn::new("Title", 48, Form::Wrapped).help("Its title."),
        ListColumn::new("Standard", 20, Form::Text).help("Its standard."),
        ListColumn::new("Part", 10, Form::Text).help("Clauses or Annex A."),
    ];
    for kind in GAP_KINDS {
        columns.push(
            ListColumn::new(kind, 12, Form::Integer)
                .last_run()
                .help("How many clients have it as a gap of this kind."),
        );
    }
    let keys = column(CLIENTS_TABLE, KEY);
    let share = format!("IF(COUNTA({keys})=0,0,{}/COUNTA({keys}))", here(CLIENTS_WITH));
    columns.extend([
        ListColumn::new(CLIENTS_WITH, 12, Form::Integer)
            .calculated(where_keyed(TABLE, &GAP_KINDS.map(here).join("+")))
            .help("How many clients have it as a gap of any kind."),
        ListColumn::new("Share of clients", 12, Form::Percent)
            .calculated(where_keyed(TABLE, &share))
            .bar()
            .help("The same as a share of all clients that were assessed."),
        ListColumn::new(KEY, 15, Form::Identifier).last_run().screen_only().help("The requirement."),
    ]);
    columns
}
