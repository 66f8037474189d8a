//! The pieces that formulas are made of, in the syntax that Excel 2016 and LibreOffice both read.
//!
//! A cell of the same row is `Table[[#This Row],[Heading]]`: the short form with `@` is not part of
//! the file format, and LibreOffice does not read it.

use crate::model::{DAY_AFTER_LAST, FIRST_DAY};

/// A text in quotation marks.
pub fn text(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// A heading as it stands inside brackets.
fn heading(name: &str) -> String {
    let mut escaped = String::with_capacity(name.len());
    for character in name.chars() {
        if matches!(character, '[' | ']' | '#' | '\'') {
            escaped.push('\'');
        }
        escaped.push(character);
    }
    escaped
}

/// Whether a cell that people write a date in holds one, as [`Entry::day`](crate::model::Entry::day) judges it.
pub fn is_day(cell: &str) -> String {
    format!("AND(N({cell})>={FIRST_DAY},N({cell})<{DAY_AFTER_LAST})")
}

/// [`is_day`] for each cell of a column, 1 or 0, within SUMPRODUCT.
pub fn are_days(column: &str) -> String {
    format!("ISNUMBER({column})*({column}>={FIRST_DAY})*({column}<{DAY_AFTER_LAST})")
}

/// A column of a table.
pub fn column(table: &str, name: &str) -> String {
    format!("{table}[{}]", heading(name))
}

/// The cell of a column in the row that the formula stands in.
pub fn this_row(table: &str, name: &str) -> String {
    format!("{table}[[#This Row],[{}]]", heading(name))
}

/// The value of `wanted` in the row of a table whose `key` equals an expression.
pub fn look_up(table: &str, wanted: &str, key: &str, equals: &str) -> String {
    format!("INDEX({},MATCH({equals},{},0))", column(table, wanted), column(table, key))
}

/// The place of a text in a column of keys, from 1, and 0 where it is not there. Upper and lower case are told
/// apart, and no letter of the text stands for any other, as in MATCH.
pub fn place_of(keys: &str, key: &str) -> String {
    format!("SUMPRODUCT(MAX(EXACT({keys},{key})*(ROW({keys})-MIN(ROW({keys}))+1)))")
}

/// What stands between the entries of a list in one cell.
pub const BETWEEN: &str = "; ";

/// 1 where a key stands among the entries of a cell, else 0; either may be a column, for one each row.
pub fn stands_in(key: &str, entries: &str) -> String {
    let (between, end) = (text(BETWEEN), text(BETWEEN.trim_end()));
    format!("--ISNUMBER(FIND({between}&{key}&{end},{between}&{entries}&{end}))")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_with_special_characters_are_escaped() {
        assert_eq!(column("Tbl", "Niveau d'impact"), "Tbl[Niveau d''impact]");
        assert_eq!(this_row("Tbl", "Q#1"), "Tbl[[#This Row],[Q'#1]]");
        assert_eq!(text("a \"b\""), "\"a \"\"b\"\"\"");
    }
}
