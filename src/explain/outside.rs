//! A cell that stands in no list: what it is, and what a formula in it reads.

use super::cell::{MOST_LISTED, sheet_of};
use super::references::{Reference, references, texts};
use super::step::Step;
use super::subject::Subject;
use crate::provenance::{CellPlace, Location};
use crate::read::Sheet;
use crate::record::{FoundTable, entry_of};
use crate::report::names::KEY;

/// What a cell is that stands in no list.
pub fn explain_outside(subject: &Subject<'_>, sheet: &Sheet, row: u32, column: u32) -> Vec<Step> {
    let name = sheet.name.sheet.as_deref().unwrap_or_default();
    let lists = subject.layout().iter().filter_map(|(_, table)| subject.table(&table.name));
    if !subject.writes_sheet(name) && !lists.into_iter().any(|table| std::ptr::eq(table.sheet, sheet)) {
        return vec![Step::new(
            "is",
            "a cell of a sheet that people added: annexa keeps it and reads nothing from it",
        )];
    }
    let is_formula = match sheet.cell(row, column) {
        Some(cell) => cell.formula,
        None if sheet.facts.lacks_value(row, column) => true,
        None => return vec![Step::new("is", "an empty cell outside the lists")],
    };
    let beside = label_of(sheet, row, column);
    let beside = beside.map(|label| Step::new("stands beside", format!("\"{label}\"")));
    if !is_formula {
        let is = "a cell outside the lists: a title, a label, or a figure that the last run wrote and that follows nothing";
        return std::iter::once(Step::new("is", is)).chain(beside).collect();
    }
    let mut steps = vec![Step::new("is", "a formula outside the lists")];
    steps.extend(beside);
    steps.extend(formula_and_precedents(subject, sheet, row, column));
    steps
}

/// A formula that belongs to no column, as it stands in its cell, with the cells and columns that it reads.
pub fn formula_and_precedents(subject: &Subject<'_>, sheet: &Sheet, row: u32, column: u32) -> Vec<Step> {
    let Some(formula) = subject.formula(&Location::cell(&sheet.name, row, column)) else {
        return vec![Step::new(
            "it reads",
            "unknown: its formula serves several cells, or could not be read",
        )];
    };
    let wanted = texts(formula);
    let read = references(formula).into_iter();
    let read = read.map(|reference| precedent(subject, sheet, &reference, &wanted));
    vec![
        Step::new("formula", format!("={}", formula.trim_start_matches('='))),
        Step::new("it reads", "").behind(read),
    ]
}

/// The text that stands left of a cell in its row, nearest first, or else above it.
fn label_of(sheet: &Sheet, row: u32, column: u32) -> Option<String> {
    let text = |row: u32, column: u32| {
        let cell = sheet.cell(row, column)?;
        let text = cell.text().trim().to_owned();
        (!text.is_empty() && !cell.formula && text.parse::<f64>().is_err()).then_some(text)
    };
    let left = (0..column).rev().find_map(|column| text(row, column));
    left.or_else(|| text(row.checked_sub(1)?, column))
}

/// What a formula outside the lists reads, with its values.
fn precedent(subject: &Subject<'_>, here: &Sheet, reference: &Reference, wanted: &[String]) -> Step {
    match reference {
        Reference::ThisRow(heading) => {
            Step::new(format!("{heading} of its row"), "it stands in no list's row")
        }
        Reference::Column(list, heading) => match subject.table(list) {
            Some(table) => column(&table, list, heading, wanted),
            None => Step::new(format!("{heading} of {list}"), "the list is not there any more"),
        },
        Reference::Name(name) => named(subject, name)
            .unwrap_or_else(|| Step::new(name.clone(), "a name that stands for no single cell here")),
        Reference::Cell(sheet, place) => {
            let sheet = match sheet {
                Some(name) => subject
                    .previous
                    .workbook
                    .sheets
                    .iter()
                    .position(|found| found.name.sheet.as_deref() == Some(name)),
                None => subject.previous.workbook.sheets.iter().position(|found| std::ptr::eq(found, here)),
            };
            match sheet {
                Some(sheet) => cell(subject, sheet, *place, "cell".to_owned()),
                None => Step::new("cell", "its sheet is not there any more"),
            }
        }
        Reference::Range(words) => Step::new("range", words.clone()),
    }
}

/// The cell of a name, with what it holds.
pub fn named(subject: &Subject<'_>, name: &str) -> Option<Step> {
    let (sheet, place) = subject.place_of_name(name)?;
    Some(cell(subject, sheet, place, format!("{name}, a name")))
}

fn cell(subject: &Subject<'_>, sheet: usize, place: CellPlace, label: String) -> Step {
    let Some(found) = subject.previous.workbook.sheets.get(sheet) else {
        return Step::new(label, "not there");
    };
    let entry = entry_of(found.cell(place.row, place.column));
    let value = match entry.is_blank() {
        true if found.facts.lacks_value(place.row, place.column) => super::step::NOT_CALCULATED.to_owned(),
        true => "blank".to_owned(),
        false => entry.to_string(),
    };
    Step::new(label, value).at(&Location::cell(&found.name, place.row, place.column))
}

/// A column that a formula reads: the cells that hold a text that the formula names, or else the first ones.
fn column(table: &FoundTable<'_>, list: &str, heading: &str, wanted: &[String]) -> Step {
    let rows: Vec<u32> = table.rows(heading).collect();
    let holds = |row: &u32| wanted.iter().any(|text| *text == table.text(*row, heading));
    let matching: Vec<u32> = rows.iter().copied().filter(holds).collect();
    let label = format!("{heading} of {list}, {} cells on {}", rows.len(), sheet_of(table));
    let (words, listed) = match matching.len() {
        0 => (String::new(), &rows),
        count => (format!("{count} of them hold what the formula names"), &matching),
    };
    let steps = listed.iter().take(MOST_LISTED).filter_map(|row| {
        let cell = table.cell(*row, heading)?;
        let key = table.text(*row, KEY);
        Some(Step::of_cell(if key.is_empty() { heading.to_owned() } else { key }, &cell))
    });
    let mut step = Step::new(label, words).behind(steps);
    if listed.len() > MOST_LISTED {
        step.steps.push(Step::new("and", format!("{} more", listed.len() - MOST_LISTED)));
    }
    step
}
