//! Column meanings: what each column of each list means, who fills it, and where its rule comes from.
//!
//! It is made from the columns as they are declared, so that a new list is covered by its own declaration.

use chrono::NaiveDate;

use super::cell::{Form, Tone, Value};
use super::list_sheet::{ListColumn, ListSheet};
use super::names::KEY;
use super::sheet::{Sheet, TabRole, Table, TableColumn};
use crate::declaration::column_meaning;
use crate::record::Owner;

/// The sheet's name.
pub const COLUMN_MEANINGS: &str = "Column meanings";
/// The table's name.
const COLUMN_MEANINGS_TABLE: &str = "ColumnMeanings";

/// The rule of a column that is marked as our judgement.
const JUDGEMENT: &str = "judgement";

/// What the sheet of an organisation's workbook says of itself.
pub const EXPLANATION: &str = "What each column of each list means, who fills it, and where its rule comes from; `annexa explain` says the same of a cell.";
/// What that of a portfolio says, at whose cells `annexa explain` does not look.
pub const OF_A_PORTFOLIO: &str =
    "What each column of each list means, who fills it, and where its rule comes from.";

/// The sheet before the other sheets are known, for the index of sheets.
pub fn announced(explanation: &str) -> Sheet {
    Sheet::new(COLUMN_MEANINGS, TabRole::Settings, explanation)
}

/// Builds the sheet from the lists of the others and its own, in the order of their tabs.
pub fn build_column_meanings(sheets: &[Sheet], explanation: &str, as_of: NaiveDate) -> Sheet {
    let mut own = list(explanation).build(as_of);
    let mut list = list(explanation);
    for sheet in sheets.iter().filter(|sheet| !sheet.hidden) {
        let sheet = if sheet.name == COLUMN_MEANINGS { &own } else { sheet };
        for table in &sheet.tables {
            for column in &table.columns {
                list.push(
                    [
                        sheet.name.as_str(),
                        &column.heading,
                        &sentence(&column.meaning),
                        filled_by(table, column),
                        &column.rule,
                        &format!("{}[{}]", table.name, column.heading),
                    ]
                    .map(|text| Value::text(text).into())
                    .to_vec(),
                );
            }
        }
    }
    own = list.build(as_of);
    own
}

fn list(explanation: &str) -> ListSheet {
    let text = |heading: &str, width| ListColumn::new(heading, width, Form::Wrapped);
    ListSheet::new(
        COLUMN_MEANINGS,
        TabRole::Settings,
        COLUMN_MEANINGS_TABLE,
        "What the columns mean",
        explanation,
    )
    .columns(vec![
        text("Sheet", 20).help("The sheet on which the list stands."),
        text("Column", 26).help("The heading of the column, as annexa writes it."),
        text("What it means", 92)
            .help("What a cell of the column says; for a calculated one, what its formula gives."),
        text("Filled by", 26).help(
            "Who fills the column; only what you fill is read back and kept when the workbook is refreshed.",
        ),
        text("Rule from", 30).help(
            "The clause or the article that the column follows, or judgement; blank where it states a fact.",
        ),
        ListColumn::new(KEY, 34, Form::Identifier).last_run().screen_only(),
    ])
}

/// What the table of meanings says of a column, and where its rule comes from: judgement where the column is
/// marked so and nothing else is said.
pub fn described(table: &str, heading: &str, tone: Tone) -> (String, String) {
    let known = column_meaning(table, heading);
    let rule = known.map(|known| known.rule_from.as_str()).filter(|rule| !rule.is_empty());
    let rule = rule.unwrap_or(if tone == Tone::Judgement { JUDGEMENT } else { "" });
    (known.map(|known| known.words.clone()).unwrap_or_default(), rule.to_owned())
}

/// Words as a sentence: with a capital letter and a full stop.
fn sentence(words: &str) -> String {
    let mut rest = words.chars();
    let Some(first) = rest.next() else { return String::new() };
    let end = if words.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{}{}{end}", first.to_uppercase(), rest.as_str())
}

/// Who fills a column, in words.
fn filled_by(table: &Table, column: &TableColumn) -> &'static str {
    let owner = table.kept.map(|kept| kept.owner);
    match (column.tone, owner) {
        (Tone::Editable, Some(Owner::Sources | Owner::SourcesAndPeople)) => "the registers, and you: edit",
        (Tone::Editable, _) => "you: edit",
        (Tone::Derived, _) => "calculated",
        (Tone::LastRun, _) => "the last run",
        (Tone::Judgement, _) => "annexa: judgement",
        (Tone::Plain, _) => "annexa: the catalogue, or as read",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::build_sheets;
    use crate::report::testing::Example;

    #[test]
    fn every_column_of_every_list_says_what_it_means() {
        let example = Example::sample();
        let sheets = build_sheets(&example.contents());
        let mut silent = Vec::new();
        for sheet in sheets.iter().filter(|sheet| !sheet.hidden) {
            for table in &sheet.tables {
                for column in table.columns.iter().filter(|column| column.meaning.trim().is_empty()) {
                    silent.push(format!("{} · {}[{}]", sheet.name, table.name, column.heading));
                }
            }
        }
        assert!(
            silent.is_empty(),
            "columns without a meaning; give each a help where it is declared:\n{}",
            silent.join("\n")
        );
    }

    #[test]
    fn every_column_of_every_list_stands_on_the_sheet_once() {
        let example = Example::sample();
        let sheets = build_sheets(&example.contents());
        let columns = sheets.iter().filter(|sheet| !sheet.hidden).flat_map(|sheet| &sheet.tables);
        let columns: usize = columns.map(|table| table.columns.len()).sum();
        let meanings = sheets.iter().find(|sheet| sheet.name == COLUMN_MEANINGS).unwrap();
        let area = meanings.tables[0].area;
        assert_eq!((area.last.row - area.first.row) as usize, columns);
    }
}
