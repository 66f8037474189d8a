//! The lists of a workbook that annexa wrote as plain tables, for programs that analyse them: one row a fact, stable
//! keys, columns that are documented.
//!
//! ```text
//! lists     each list as a table, with what stands in its cells now
//! facts     wide lists with one row for each fact of theirs; the headline figures
//! columns   what the columns of all tables mean, a table itself
//! names     what tables and columns are called: words of small letters, digits and `_`
//! ```
//!
//! Values are those that the workbook shows. Where a program saved it without calculating they are unknown: the
//! cells are blank and counted.

mod columns;
mod facts;
mod lists;
mod names;

use crate::explain::is_recalculated;
use crate::model::Entry;
use crate::record::Previous;

/// The tables of a workbook.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Export {
    /// The tables, those of lists in the order of their sheets, then the others.
    pub tables: Vec<ExportedTable>,
    /// Lists whose sheet is not in the workbook any more, as they are called on it.
    pub missing_lists: Vec<String>,
    /// By table, how many of its rows bear no key: people wrote them since the last run.
    pub rows_without_key: Vec<(String, usize)>,
    /// How many cells hold a formula that a program saved without calculating it: they are blank.
    pub cells_without_value: usize,
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExportedTable {
    /// What it is called, which is the name of its file too.
    pub name: String,
    /// Its columns.
    pub columns: Vec<ExportedColumn>,
    /// Its rows, each with an entry for each column.
    pub rows: Vec<Vec<Entry>>,
}

/// A column of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExportedColumn {
    /// What it is called; no two columns of a table are called the same.
    pub name: String,
    /// The heading in the workbook; empty where the workbook has no such column.
    pub heading: String,
    /// What it means, in words.
    pub meaning: String,
    /// The clause or the article that it follows, or judgement; empty where it states a fact.
    pub rule_from: String,
}

impl ExportedColumn {
    fn described(name: &str, meaning: &str) -> Self {
        Self { name: name.to_owned(), meaning: meaning.to_owned(), ..Self::default() }
    }
}

/// Columns that every table begins with: rows of several workbooks can stand below each other.
const FIRST_COLUMNS: [(&str, &str); 3] = [
    ("organisation", "The organisation's name, as the workbook has it."),
    ("as_of", "The date of the assessment."),
    (
        "workbook",
        "The name of the workbook's file, by which clients of a batch are told apart where no organisation is named.",
    ),
];

/// Takes the tables of a workbook.
pub fn export(workbook: &Previous<'_>) -> Export {
    let mut export = Export::default();
    lists::put_lists(workbook, &mut export);
    facts::put_facts(workbook, &mut export);
    if is_recalculated(workbook.workbook) {
        // A formula that gives an empty text has a value, and leaves its cell blank all the same.
        export.cells_without_value = 0;
    }
    let file = std::path::Path::new(&workbook.workbook.path).file_name().unwrap_or_default();
    let of_run = [
        workbook.last.organisation.as_deref().map_or(Entry::Blank, Entry::text),
        workbook.last.as_of.map_or(Entry::Blank, Entry::Date),
        Entry::text(&file.to_string_lossy()),
    ];
    for table in &mut export.tables {
        let first = FIRST_COLUMNS.map(|(name, meaning)| ExportedColumn::described(name, meaning));
        table.columns.splice(0..0, first);
        for row in &mut table.rows {
            row.splice(0..0, of_run.clone());
        }
    }
    let columns = columns::table_of_columns(&export.tables);
    export.tables.push(columns);
    export
}
