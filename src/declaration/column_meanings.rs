//! What the columns mean of lists that no register declares, by list and heading: one table, which the sheet
//! Column meanings and `annexa explain` show. A column that is declared with a help of its own needs no row.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The list of a row that holds for the heading on every list.
const EVERY_LIST: &str = "*";

/// What a column means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnMeaning {
    /// In words, without a full stop.
    pub words: String,
    /// Where its rule comes from: a clause, a standard, or judgement; empty where it states a fact.
    pub rule_from: String,
}

/// What a column of a list means, by the list's name in formulas; `None` where the table does not have it.
pub fn column_meaning(list: &str, heading: &str) -> Option<&'static ColumnMeaning> {
    let of = |list: &str| MEANINGS.get(list)?.get(heading);
    of(list).or_else(|| of(EVERY_LIST))
}

/// By list and heading.
static MEANINGS: LazyLock<BTreeMap<String, BTreeMap<String, ColumnMeaning>>> = LazyLock::new(|| {
    // A test holds the table to be readable.
    let mut meanings: BTreeMap<String, BTreeMap<String, ColumnMeaning>> = BTreeMap::new();
    for [lists, heading, words, rule_from] in rows().unwrap_or_default() {
        let meaning = ColumnMeaning { words, rule_from };
        for list in lists.split("; ") {
            meanings.entry(list.to_owned()).or_default().insert(heading.clone(), meaning.clone());
        }
    }
    meanings
});

/// The rows of the table: lists, heading, meaning, where the rule comes from.
fn rows() -> Result<Vec<[String; 4]>, csv::Error> {
    let text = include_str!("../../workbook-templates/column-meanings.csv");
    csv::Reader::from_reader(text.as_bytes()).deserialize().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_readable_and_says_one_thing_of_each_column() {
        let rows = rows().unwrap();
        assert!(rows.len() > 200, "{}", rows.len());
        let mut known = BTreeMap::new();
        for [lists, heading, words, _] in &rows {
            assert!(!words.trim().is_empty() && !words.ends_with('.'), "{lists} {heading}: {words}");
            for list in lists.split("; ") {
                assert_eq!(known.insert((list, heading), words), None, "{list} {heading} twice");
            }
        }
    }

    #[test]
    fn a_heading_that_means_the_same_everywhere_is_found_on_a_list_that_nobody_named() {
        assert_eq!(column_meaning("A list to come", "Key"), column_meaning("Cov", "Key"));
        assert!(column_meaning("Cov", "Key").is_some());
        assert_eq!(column_meaning("A list to come", "Own"), None);
    }
}
