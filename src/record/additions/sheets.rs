//! Sheets that people added: their markup, and the formulas that read nothing but sheets of people.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Additions;
use super::formula::{self, InPlace};
use super::unkept::Unkept;
use crate::provenance::CellPlace;
use crate::read::markup::{Content, FormulaKind, FormulaMarkup, Later, Rule, SheetMarkup, TableMarkup};
use crate::read::{Layout, Sheet, Visibility};
use crate::record::Previous;

/// Most characters of the name of a sheet.
const LONGEST_NAME: usize = 31;

/// A sheet that people added.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnSheet {
    /// Its name.
    pub name: String,
    /// Whether it is shown.
    pub visibility: Visibility,
    /// What it holds and how it looks.
    pub markup: SheetMarkup,
    /// Its comments.
    pub comments: Vec<(CellPlace, String)>,
}

/// Gathers the sheets that people added, and names what of them cannot be kept.
pub(super) fn find(previous: &Previous<'_>, layout: &Layout, into: &mut Additions) {
    let sheets = || into.own_sheets.iter().filter_map(|number| previous.workbook.sheets.get(*number));
    // Their cells stay where they are, so that they may be read from each other; but not under a name of annexa's,
    // which will be that of another sheet.
    let ours: BTreeSet<String> = previous.last.sheets.iter().map(|sheet| sheet.name.to_lowercase()).collect();
    let names = sheets().filter_map(|sheet| sheet.name.sheet.as_deref()).map(str::to_lowercase);
    let lists = previous.last.headings.keys().chain(previous.last.plain_lists.iter().map(|list| &list.name));
    let lists: BTreeSet<String> = lists.map(|name| name.to_lowercase()).collect();
    let names = names.filter(|name| !ours.contains(name)).collect();
    let known = in_place(names, layout, &lists);
    let mut unkept = Vec::new();
    let found = sheets().filter_map(|sheet| own_sheet(sheet, layout, &known, &mut unkept)).map(Arc::new);
    into.sheets = found.collect();
    into.unkept.extend(unkept);
}

/// Gives sheets of people that bear a name of annexa's another one: annexa writes its own under it.
pub(super) fn give_free_names(previous: &Previous<'_>, into: &mut Additions) {
    let ours = previous.last.sheets.iter().map(|sheet| sheet.name.to_lowercase());
    let ours: BTreeSet<String> = ours.collect();
    let there = previous.workbook.sheets.iter().filter_map(|sheet| sheet.name.sheet.as_deref());
    let mut taken: BTreeSet<String> = there.map(str::to_lowercase).chain(ours.iter().cloned()).collect();
    for own in into.sheets.iter_mut().filter(|own| ours.contains(&own.name.to_lowercase())) {
        let own = Arc::make_mut(own);
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

/// What stays in place: these sheets, and of their tables those that have no name of a list of annexa and whose
/// formulas read nothing else.
fn in_place(sheets: BTreeSet<String>, layout: &Layout, lists: &BTreeSet<String>) -> InPlace {
    let markups = layout.sheets.iter().filter_map(|sheet| sheet.markup.as_ref());
    let all: Vec<&TableMarkup> = markups.flat_map(|markup| &markup.tables).collect();
    let names = all.iter().map(|table| table.name.to_lowercase());
    let mut known = InPlace { sheets, tables: names.filter(|name| !lists.contains(name)).collect() };
    // A table that goes may be one that another one reads.
    loop {
        let goes = |table: &&&TableMarkup| {
            known.tables.contains(&table.name.to_lowercase())
                && !table.formulas.iter().all(|text| formula::stays_in_place(text, &known))
        };
        let Some(gone) = all.iter().find(goes) else { return known };
        known.tables.remove(&gone.name.to_lowercase());
    }
}

fn own_sheet(sheet: &Sheet, layout: &Layout, known: &InPlace, unkept: &mut Vec<Unkept>) -> Option<OwnSheet> {
    let name = sheet.name.sheet.as_deref()?;
    let mut markup = layout.sheets.iter().find(|sheet| sheet.name == name)?.markup.clone()?;
    let stays = |text: &str| formula::stays_in_place(text, known);
    let as_values = keep_formulas(&mut markup, stays);
    if let Some(first) = as_values.iter().min() {
        let others = match as_values.len() {
            1 => String::new(),
            count => format!(" and {} more of that sheet", count - 1),
        };
        let what = format!(
            "the formula{others}: it reads more than sheets of one's own, or has a function that annexa does not know; the \
             value stays where there is one"
        );
        unkept.push(Unkept::at(name, *first, what));
    }
    for (rules, word) in [
        (&mut markup.conditional_formats, "the conditional format"),
        (&mut markup.validations, "the rule for what may be entered"),
    ] {
        let kept = |rule: &Rule| rule.formulas.iter().all(|text| text.is_empty() || stays(text));
        for rule in rules.iter().filter(|rule| !kept(rule)) {
            let (row, column) = rule.place;
            let what = format!("{word}: its formula reads more than sheets of one's own");
            unkept.push(Unkept::at(name, CellPlace::new(row, column), what));
        }
        rules.retain(kept);
    }
    let kept = |rule: &Rule| rule.formulas.iter().all(|text| text.is_empty() || stays(text));
    for (later, rule) in markup.later.iter().filter(|(_, rule)| !kept(rule)) {
        let word = match later {
            Later::ConditionalFormats => "the conditional format",
            Later::Validations => "the rule for what may be entered",
            Later::Sparklines => "the sparkline",
        };
        let (row, column) = rule.place;
        let what = format!("{word}: it reads more than sheets of one's own");
        unkept.push(Unkept::at(name, CellPlace::new(row, column), what));
    }
    markup.later.retain(|(_, rule)| kept(rule));
    let kept = |table: &TableMarkup| known.tables.contains(&table.name.to_lowercase());
    for table in markup.tables.iter().filter(|table| !kept(table)) {
        let (row, column) = table.place;
        let what = format!(
            "the table \"{}\": it has the name of a list of annexa, or its formulas read more than sheets of one's own; its \
             cells stay",
            table.name
        );
        unkept.push(Unkept::at(name, CellPlace::new(row, column), what));
    }
    markup.tables.retain(kept);
    let comments = sheet.facts.comments.iter();
    Some(OwnSheet {
        name: name.to_owned(),
        visibility: sheet.visibility,
        markup,
        comments: comments
            .map(|comment| (CellPlace::new(comment.row, comment.column), comment.text.to_string()))
            .collect(),
    })
}

/// Puts its value in the place of each formula that cannot stay; the cells of those formulas.
fn keep_formulas(markup: &mut SheetMarkup, stays: impl Fn(&str) -> bool) -> Vec<CellPlace> {
    let cells = markup.rows.iter().flat_map(|row| &row.cells);
    let lost: BTreeSet<u32> = cells
        .filter_map(|cell| match &cell.content {
            Content::Formula(formula) => match &formula.kind {
                FormulaKind::Shared(number, Some(_)) if !stays(&formula.text) => Some(*number),
                _ => None,
            },
            _ => None,
        })
        .collect();
    let kept = |formula: &FormulaMarkup| match &formula.kind {
        FormulaKind::Shared(number, _) => !lost.contains(number),
        FormulaKind::Single | FormulaKind::Array(_) => stays(&formula.text),
        FormulaKind::DataTable => false,
    };
    let mut as_values = Vec::new();
    for row in &mut markup.rows {
        for cell in &mut row.cells {
            if let Content::Formula(formula) = &mut cell.content
                && !kept(formula)
            {
                as_values.push(CellPlace::new(row.number, cell.column));
                cell.content = std::mem::take(&mut formula.value);
            }
        }
    }
    as_values
}
