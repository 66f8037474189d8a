//! Wide lists with one row for each fact of theirs, and the headline figures.

use super::names::name_of;
use super::{Export, ExportedColumn, ExportedTable};
use crate::explain::headlines;
use crate::model::Entry;
use crate::record::Previous;
use crate::record::names::RESPONSIBILITIES;

/// What the heading ends in that says why another column says what it says.
const WHY: &str = ": why";

/// Puts the tables into the export that have no list of their own.
pub(super) fn put_facts(workbook: &Previous<'_>, export: &mut Export) {
    let of_areas = table(export, "ai_governance").map(by_area);
    let of_roles = table(export, "responsibilities").map(|table| by_role(workbook, table));
    export.tables.extend(of_areas.into_iter().chain(of_roles));
    export.tables.push(figures(workbook));
}

fn table<'a>(export: &'a Export, name: &str) -> Option<&'a ExportedTable> {
    export.tables.iter().find(|table| table.name == name)
}

/// What stands in a row of a table under a heading of the workbook.
fn under(table: &ExportedTable, row: &[Entry], heading: &str) -> Entry {
    let column = table.columns.iter().position(|column| column.heading == heading);
    column.and_then(|column| row.get(column)).cloned().unwrap_or_default()
}

/// The key of a fact: that of its row, and the column that it stood in.
fn key_of(row: &[Entry], column: &ExportedColumn) -> Entry {
    let key = row.first().map(Entry::to_string).unwrap_or_default();
    Entry::text(&format!("{key}|{}", column.name))
}

/// One row for each AI system and area of governance.
fn by_area(systems: &ExportedTable) -> ExportedTable {
    let areas = systems.columns.iter().enumerate().filter(|(_, column)| {
        let why = format!("{}{WHY}", column.heading);
        systems.columns.iter().any(|other| other.heading == why)
    });
    let mut rows = Vec::new();
    for row in &systems.rows {
        for (at, area) in areas.clone() {
            rows.push(vec![
                key_of(row, area),
                row.first().cloned().unwrap_or_default(),
                under(systems, row, "AI system"),
                Entry::text(&area.heading),
                row.get(at).cloned().unwrap_or_default(),
                under(systems, row, &format!("{}{WHY}", area.heading)),
            ]);
        }
    }
    let columns = [
        ("key", "What the fact is known by: the key of the AI system and the area."),
        ("ai_system_key", "The key of the AI system, as in the table ai_systems."),
        ("ai_system", "The AI system's name."),
        ("area", "The area of governance."),
        ("state", "How far the AI system is governed in it, derived."),
        ("why", "What that was derived from."),
    ];
    long_table("ai_governance_by_area", &columns, rows)
}

/// One row for each activity and role with a part in it.
fn by_role(workbook: &Previous<'_>, activities: &ExportedTable) -> ExportedTable {
    let list = workbook.last.book.list(RESPONSIBILITIES);
    let roles: Vec<&str> =
        list.into_iter().flat_map(|list| &list.columns).map(|column| column.heading.as_str()).collect();
    let columns = activities.columns.iter().enumerate();
    let of_roles: Vec<(usize, &ExportedColumn)> =
        columns.filter(|(_, column)| roles.contains(&column.heading.as_str())).collect();
    let mut rows = Vec::new();
    for row in &activities.rows {
        for (at, role) in &of_roles {
            let part = row.get(*at).cloned().unwrap_or_default();
            if !part.is_blank() {
                rows.push(vec![
                    key_of(row, role),
                    row.first().cloned().unwrap_or_default(),
                    under(activities, row, "Activity"),
                    Entry::text(&role.heading),
                    part,
                ]);
            }
        }
    }
    let columns = [
        ("key", "What the fact is known by: the key of the activity and the role."),
        ("activity_key", "The key of the activity, as in the table responsibilities."),
        ("activity", "The activity."),
        ("role", "The role."),
        ("part", "R responsible, A accountable, C consulted, I informed; a hyphen says that it has no part."),
    ];
    long_table("responsibilities_by_role", &columns, rows)
}

/// The headline figures.
fn figures(workbook: &Previous<'_>) -> ExportedTable {
    let rows = headlines(workbook.workbook).into_iter().map(|figure| {
        vec![
            Entry::text(&name_of(&figure.name)),
            Entry::text(&figure.name),
            Entry::text(if figure.is_share { "share" } else { "count" }),
            figure.value.map_or(Entry::Blank, Entry::Number),
        ]
    });
    let columns = [
        ("key", "What the figure is known by, the same in every workbook."),
        ("figure", "What it is a figure of."),
        ("unit", "A share from 0 to 1, or a count."),
        ("value", "Its value; blank where it is a share of nothing, or was not calculated."),
    ];
    long_table("figures", &columns, rows.collect())
}

fn long_table(name: &str, columns: &[(&str, &str)], rows: Vec<Vec<Entry>>) -> ExportedTable {
    let columns = columns.iter().map(|(name, meaning)| ExportedColumn::described(name, meaning)).collect();
    ExportedTable { name: name.to_owned(), columns, rows }
}
