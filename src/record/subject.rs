//! What the workbook is about, as people type it: the organisation and the scope, which stand on several sheets
//! and are one value.

use super::Previous;
use super::names::{COVER, SOA_27001, SOA_42001, SUMMARY};
use crate::provenance::CellPlace;
use crate::read::{Cell, Sheet};

/// The label of the organisation's name.
pub const ORGANISATION: &str = "Organisation";
/// The label of the scope.
pub const SCOPE: &str = "Scope";
/// The words where neither is given.
pub const NOT_GIVEN: [&str; 2] = ["not given", "–"];

/// Rows of a sheet in which the labels are looked for.
const TOP_ROWS: u32 = 16;

/// Where one of them was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    /// The list of the sheet, or the sheet where it has none.
    pub list: &'static str,
    /// The name of the sheet now.
    pub sheet: String,
    /// The first of its cells.
    pub place: CellPlace,
    /// What stands there; empty where it was cleared.
    pub text: String,
}

/// The organisation or the scope, as the workbook has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SubjectNow {
    /// What counts: what was typed since the last run, else what that run used.
    pub value: Option<String>,
    /// Where it was typed; the first is the one that counts.
    pub typed: Vec<Typed>,
}

impl Previous<'_> {
    /// The organisation or the scope, by its label.
    pub fn subject(&self, label: &str) -> SubjectNow {
        let last = if label == ORGANISATION { &self.last.organisation } else { &self.last.scope };
        let mut typed: Vec<Typed> = Vec::new();
        for list in [COVER, SUMMARY, SOA_27001, SOA_42001] {
            let Some(sheet) = self.sheet(list).or_else(|| self.titled_sheet(list)) else { continue };
            let Some((place, text)) = beside_label(sheet, label) else { continue };
            // Nobody knows what a formula says that was saved without its value.
            if sheet.facts.lacks_value(place.row, place.column) {
                continue;
            }
            if same_letters(&text) != same_letters(last.as_deref().unwrap_or_default()) {
                let sheet = sheet.name.sheet.as_deref().unwrap_or_default().to_owned();
                typed.push(Typed { list, sheet, place, text });
            }
        }
        // What was typed goes before what was cleared.
        typed.sort_by_key(|typed| typed.text.is_empty());
        let value = match typed.first() {
            Some(typed) => Some(typed.text.clone()).filter(|text| !text.is_empty()),
            None => last.clone(),
        };
        SubjectNow { value, typed }
    }

    /// The sheet that the last run wrote under a name, by that name or by the title in its first cell.
    fn titled_sheet(&self, name: &str) -> Option<&Sheet> {
        let written = self.last.sheets.iter().find(|sheet| sheet.name == name)?;
        let sheets = &self.workbook.sheets;
        let titled = |sheet: &&Sheet| sheet.cell(0, 0).is_some_and(|cell| cell.text() == written.title);
        let named = sheets.iter().find(|sheet| sheet.name.sheet.as_deref() == Some(name));
        named.filter(titled).or_else(|| sheets.iter().find(titled))
    }
}

/// The lines beside a label, as one text; empty where nothing is given.
fn beside_label(sheet: &Sheet, label: &str) -> Option<(CellPlace, String)> {
    let mut rows = sheet.rows.iter().take_while(|row| row.number < TOP_ROWS).peekable();
    let (row, column) = rows.find_map(|row| {
        let cell = row.cells.iter().find(|cell| cell.text().trim() == label)?;
        Some((row, cell.column))
    })?;
    let text = |row: &crate::read::Row, column| row.cell(column).map(Cell::text).unwrap_or_default();
    let mut lines = vec![text(row, column + 1)];
    for (next, row) in (row.number + 1..).zip(rows) {
        let line = text(row, column + 1);
        if row.number != next || !text(row, column).trim().is_empty() || line.trim().is_empty() {
            break;
        }
        lines.push(line);
    }
    let words = lines.join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
    let given = if NOT_GIVEN.contains(&words.as_str()) { String::new() } else { words };
    Some((CellPlace::new(row.number, column + 1), given))
}

/// A text without its blanks: long ones are broken into lines.
fn same_letters(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace()).collect()
}
