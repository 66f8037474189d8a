//! Sheets that people added: what their cells hold, and the formulas that read nothing outside of their sheet.

use std::collections::BTreeSet;

use super::Additions;
use super::columns::OwnValue;
use super::formula;
use super::unkept::Unkept;
use crate::provenance::CellPlace;
use crate::read::{Layout, NumberForm, Sheet};
use crate::record::{Previous, entry_of};

/// Most characters of the name of a sheet.
const LONGEST_NAME: usize = 31;

/// A sheet that people added.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnSheet {
    /// Its name.
    pub name: String,
    /// Its cells.
    pub cells: Vec<(CellPlace, OwnValue)>,
    /// The widths of its columns in characters, from the first one on; `None` for the customary one.
    pub widths: Vec<Option<f64>>,
    /// Its comments.
    pub comments: Vec<(CellPlace, String)>,
}

/// Gathers the sheets that people added, and names what of them cannot be kept.
pub(super) fn find(previous: &Previous<'_>, layout: &Layout, into: &mut Additions) {
    for number in into.own_sheets.clone() {
        let Some(sheet) = previous.workbook.sheets.get(number) else { continue };
        let Some(name) = sheet.name.sheet.as_deref() else { continue };
        find_sheet(previous, sheet, name, layout, into);
    }
}

/// Gives sheets of people that bear a name of annexa's another one: annexa writes its own under it.
pub(super) fn give_free_names(previous: &Previous<'_>, into: &mut Additions) {
    let ours = previous.last.sheets.iter().map(|sheet| sheet.name.to_lowercase());
    let ours: BTreeSet<String> = ours.collect();
    let there = previous.workbook.sheets.iter().filter_map(|sheet| sheet.name.sheet.as_deref());
    let mut taken: BTreeSet<String> = there.map(str::to_lowercase).chain(ours.iter().cloned()).collect();
    for own in into.sheets.iter_mut().filter(|own| ours.contains(&own.name.to_lowercase())) {
        let numbered = (2..).map(|number| {
            let number = format!(" ({number})");
            let room = LONGEST_NAME - number.len();
            format!("{}{number}", own.name.chars().take(room).collect::<String>())
        });
        let mut free = numbered.filter(|name| taken.insert(name.to_lowercase()));
        if let Some(name) = free.next() {
            let before = std::mem::replace(&mut own.name, name.clone());
            into.renamed_sheets.push((before, name));
        }
    }
}

fn find_sheet(previous: &Previous<'_>, sheet: &Sheet, name: &str, layout: &Layout, into: &mut Additions) {
    let layout = layout.sheets.iter().find(|known| known.name == name);
    // What the last run wrote is formatted by it, no further than to tell dates from numbers.
    let written = previous.last.own_sheets.get(name).copied().unwrap_or_default();
    let formatted = layout.is_none_or(|layout| layout.surrounded || layout.formatted_cells > written);
    if formatted || !sheet.merges.is_empty() {
        let what = "the formatting of a sheet of one's own; what its cells hold stays";
        into.unkept.push(Unkept::on(name, what));
    }
    let mut own =
        OwnSheet { name: name.to_owned(), cells: Vec::new(), widths: Vec::new(), comments: Vec::new() };
    let mut as_values = Vec::new();
    let formulas = layout.map(|layout| &layout.formulas);
    for row in &sheet.rows {
        for cell in &row.cells {
            let place = CellPlace::new(row.number, cell.column);
            let text = formulas.and_then(|formulas| formulas.get(&(place.row, place.column)));
            let formula = text.and_then(|text| formula::kept_in_place(text));
            if text.is_some() && formula.is_none() {
                as_values.push(place);
            }
            own.cells.push((place, OwnValue { entry: entry_of(Some(cell)), form: cell.form, formula }));
        }
    }
    // Formulas whose value the program that saved the workbook left out.
    for ((row, column), text) in formulas.into_iter().flatten() {
        if sheet.cell(*row, *column).is_some() {
            continue;
        }
        let place = CellPlace::new(*row, *column);
        match formula::kept_in_place(text) {
            Some(formula) => {
                let (entry, form) = (crate::model::Entry::Blank, NumberForm::General);
                own.cells.push((place, OwnValue { entry, form, formula: Some(formula) }));
            }
            None => as_values.push(place),
        }
    }
    if let Some(first) = as_values.iter().min() {
        let others = match as_values.len() {
            1 => String::new(),
            count => format!(" and {} more of that sheet", count - 1),
        };
        let what = format!(
            "the formula{others}: it reads more than its own sheet; the value stays where there is one"
        );
        into.unkept.push(Unkept::at(name, *first, what));
    }
    let last = own.cells.iter().map(|(place, _)| place.column).max().unwrap_or_default();
    let widths = layout.map(|layout| layout.widths.as_slice()).unwrap_or_default();
    own.widths = (0..=last)
        .map(|column| {
            let (_, _, width) = widths.iter().find(|(first, last, _)| (*first..=*last).contains(&column))?;
            Some(super::looks::in_characters(*width)).filter(|width| *width > 0.0)
        })
        .collect();
    let comments = sheet.facts.comments.iter();
    own.comments = comments
        .map(|comment| (CellPlace::new(comment.row, comment.column), comment.text.to_string()))
        .collect();
    into.sheets.push(own);
}
