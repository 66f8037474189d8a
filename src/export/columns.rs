//! What the columns of all tables mean, a table itself.

use super::{ExportedColumn, ExportedTable};
use crate::model::Entry;

/// Describes the columns of some tables.
pub(super) fn table_of_columns(tables: &[ExportedTable]) -> ExportedTable {
    let columns = [
        ("table", "The table, which is the name of its file."),
        ("column", "The column."),
        ("heading", "Its heading in the workbook; blank where the workbook has no such column."),
        ("meaning", "What it means."),
        (
            "rule_from",
            "The clause or the article that it follows, or judgement; blank where it states a fact.",
        ),
    ];
    let columns: Vec<ExportedColumn> =
        columns.iter().map(|(name, meaning)| ExportedColumn::described(name, meaning)).collect();
    let name = "columns_of_tables".to_owned();
    let rows = |name: &str, columns: &[ExportedColumn]| -> Vec<Vec<Entry>> {
        let row = |column: &ExportedColumn| {
            [name, &column.name, &column.heading, &column.meaning, &column.rule_from]
                .map(Entry::text)
                .to_vec()
        };
        columns.iter().map(row).collect()
    };
    let mut all: Vec<Vec<Entry>> =
        tables.iter().flat_map(|table| rows(&table.name, &table.columns)).collect();
    all.extend(rows(&name, &columns));
    ExportedTable { name, columns, rows: all }
}
