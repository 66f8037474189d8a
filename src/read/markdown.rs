//! Tables that are drawn in plain text, with pipes between the cells and a line of dashes below the
//! header, as Markdown has them.
//!
//! Such a file is read line by line: a line of a table gives its cells, any other line one cell. The
//! lines of dashes are no content. Rows are numbered as the lines of the file.

use super::cell::{NumberForm, Value};
use super::collect::SheetCells;
use super::limits::LimitExceeded;

/// Whether a text holds a table drawn with pipes: a line of dashes below a line that has as many cells.
pub(super) fn has_table(text: &str) -> bool {
    let mut above = "";
    for line in text.lines() {
        if is_rule(line)
            && line.contains('|')
            && cells(above).len() == cells(line).len()
            && cells(line).len() > 1
        {
            return true;
        }
        above = line;
    }
    false
}

/// Adds the lines of a text as rows, from row `first` on.
pub(super) fn add_lines(sheet: &mut SheetCells, first: u32, text: &str) -> Result<(), LimitExceeded> {
    for (row, line) in (first..).zip(text.lines()) {
        if is_rule(line) || is_break(line) {
            continue;
        }
        if !is_row(line) {
            add(sheet, row, 0, line.trim().trim_start_matches('#').trim())?;
            continue;
        }
        for (column, cell) in (0..).zip(cells(line)) {
            add(sheet, row, column, &cell)?;
        }
    }
    Ok(())
}

fn add(sheet: &mut SheetCells, row: u32, column: u32, text: &str) -> Result<(), LimitExceeded> {
    if text.is_empty() {
        return Ok(());
    }
    sheet.add(row, column, Value::Text(text.into()), NumberForm::General)
}

/// Whether a line is one of a table: it begins with a pipe, or has several.
fn is_row(line: &str) -> bool {
    line.trim_start().starts_with('|') || line.matches('|').count() > 1
}

/// A line of dashes: `|---|:--:|`, `--- | ---`, `+----+----+`.
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.contains("--")
        && line.contains(['|', '+'])
        && line.chars().all(|character| matches!(character, '|' | '-' | ':' | ' ' | '+' | '\t'))
}

/// A line across the page between two parts of a text: `---`, `***`.
fn is_break(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 3 && line.chars().all(|character| matches!(character, '-' | '*' | '_' | '=' | ' '))
}

/// The cells of a line, without the marks of emphasis around their text.
fn cells(line: &str) -> Vec<String> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for character in line.chars() {
        match character {
            '\\' if !escaped => {
                escaped = true;
                continue;
            }
            '|' if !escaped => cells.push(String::new()),
            _ => {
                if let Some(cell) = cells.last_mut() {
                    if escaped && character != '|' {
                        cell.push('\\');
                    }
                    cell.push(character);
                }
            }
        }
        escaped = false;
    }
    if line.ends_with('|') {
        cells.pop();
    }
    cells.iter().map(|cell| plain(cell)).collect()
}

/// The text of a cell: line breaks as such, without emphasis and code marks around the whole of it, and
/// without the marks of what is bold within.
fn plain(cell: &str) -> String {
    let text = cell.replace("<br>", "\n").replace("<br/>", "\n").replace("<br />", "\n");
    let mut text = text.trim();
    for mark in ["**", "__", "`", "*", "_"] {
        let within = text.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark));
        text = within.filter(|within| !within.contains(mark)).unwrap_or(text).trim();
    }
    without_bold(text)
}

/// A text without the pairs of `**` that begin and end a word or several.
fn without_bold(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((front, after)) = rest.split_once("**") {
        plain.push_str(front);
        match after.split_once("**").filter(|(bold, _)| !bold.is_empty() && bold.trim() == *bold) {
            Some((bold, behind)) => {
                plain.push_str(bold);
                rest = behind;
            }
            None => {
                plain.push_str("**");
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_known_by_its_line_of_dashes() {
        for text in
            ["| a | b |\n|---|:-:|\n| 1 | 2 |", "a | b\n--- | ---\n1 | 2", "Title\n\n|a|b|\n|--|--|\n"]
        {
            assert!(has_table(text), "{text}");
        }
        for text in ["a|b\n1|2", "a,b\n--,--\n", "a;b\n---\n1;2", "| a | b |\n| 1 | 2 |"] {
            assert!(!has_table(text), "{text}");
        }
    }

    #[test]
    fn cells_lose_pipes_and_emphasis_and_keep_what_is_escaped() {
        assert_eq!(
            cells("| **R1** | `x`<br>y | a \\| b | C:\\temp |"),
            ["R1", "`x`\ny", "a | b", "C:\\temp"]
        );
        assert_eq!(cells("a | | c"), ["a", "", "c"]);
        assert_eq!(cells("| **High** (12) | 2 ** 3 | **a** and **b** |"), ["High (12)", "2 ** 3", "a and b"]);
    }
}
