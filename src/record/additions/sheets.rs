//! Sheets that people added: their markup, and the formulas that read nothing but sheets of people.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Additions;
use super::formula::{self, InPlace};
use super::unkept::Unkept;
use crate::provenance::CellPlace;
use crate::read::markup::{
    Content, FormulaKind, FormulaMarkup, Later, NameMarkup, Rule, SheetMarkup, TableMarkup,
};
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
    /// The names that stand for its cells: what is printed, rows that are repeated; of the first such sheet, those of
    /// the workbook too.
    pub names: Vec<NameMarkup>,
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
    let mut known = in_place(names, layout, &lists);
    let (names, unkept_names) = names_in_place(layout, &mut known, &previous.last.names);
    let mut unkept = Vec::new();
    let found = sheets().filter_map(|sheet| own_sheet(sheet, layout, &known, &mut unkept)).map(Arc::new);
    into.sheets = found.collect();
    into.unkept.extend(unkept);
    into.unkept.extend(unkept_names);
    put_names(names, into);
}

/// Gives each sheet its names, and the first one those of the workbook.
fn put_names(names: Vec<(Option<String>, NameMarkup)>, into: &mut Additions) {
    for (sheet, name) in names {
        let owner = match &sheet {
            Some(sheet) => into.sheets.iter_mut().find(|own| own.name == *sheet),
            None => into.sheets.first_mut(),
        };
        match owner {
            Some(owner) => Arc::make_mut(owner).names.push(name),
            None => {
                let what = format!("the name \"{}\", which stands for {}", name.name, name.text);
                into.unkept.push(Unkept::on("", what));
            }
        }
    }
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
    let tables = names.filter(|name| !lists.contains(name)).collect();
    let mut known = InPlace { sheets, tables, names: BTreeSet::new() };
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
    keep_rules(&mut markup, name, stays, unkept);
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
        names: Vec::new(),
    })
}

/// Leaves out the rules that cannot stay, with what belongs to them, and names them.
fn keep_rules(markup: &mut SheetMarkup, name: &str, stays: impl Fn(&str) -> bool, unkept: &mut Vec<Unkept>) {
    let kept = |rule: &Rule| rule.formulas.iter().all(|text| text.is_empty() || stays(text));
    let first = markup.conditional_formats.iter().map(|rule| ("the conditional format", rule));
    let entered = markup.validations.iter().map(|rule| ("the rule for what may be entered", rule));
    let later = markup.later.iter().map(|(later, rule)| match later {
        Later::ConditionalFormats => ("the conditional format", rule),
        Later::Validations => ("the rule for what may be entered", rule),
        Later::Sparklines => ("the sparkline", rule),
    });
    let mut lost: BTreeSet<String> = BTreeSet::new();
    for (word, rule) in first.chain(entered).chain(later).filter(|(_, rule)| !kept(rule)) {
        let (row, column) = rule.place;
        let what = format!("{word}: it reads more than sheets of one's own");
        unkept.push(Unkept::at(name, CellPlace::new(row, column), what));
        lost.extend(rule.twins.iter().cloned());
    }
    // A rule and what a later version added to it are one.
    let mut known = 0;
    while known < lost.len() {
        known = lost.len();
        let rules = markup.conditional_formats.iter().chain(markup.later.iter().map(|(_, rule)| rule));
        let torn = rules.filter(|rule| rule.twins.iter().any(|twin| lost.contains(twin)));
        let more: Vec<String> = torn.flat_map(|rule| rule.twins.iter().cloned()).collect();
        lost.extend(more);
    }
    let whole = |rule: &Rule| kept(rule) && !rule.twins.iter().any(|twin| lost.contains(twin));
    markup.conditional_formats.retain(whole);
    markup.validations.retain(kept);
    markup.later.retain(|(_, rule)| whole(rule));
}

/// The names that stay: those of the sheet, and of the workbook where the sheet is the first; what cannot stay is
/// named.
fn names_in_place(
    layout: &Layout,
    known: &mut InPlace,
    written: &BTreeSet<String>,
) -> (Vec<(Option<String>, NameMarkup)>, Vec<Unkept>) {
    let (mut kept, mut unkept) = (Vec::new(), Vec::new());
    for (sheet, name) in &layout.names {
        let of_person = sheet.as_ref().is_none_or(|sheet| known.sheets.contains(&sheet.to_lowercase()));
        if of_person && formula::stays_in_place(&name.text, known) {
            kept.push((sheet.clone(), name.clone()));
            continue;
        }
        // What programs add of themselves, and what leads nowhere any more.
        let of_program =
            ["_xlnm", "Excel_BuiltIn", "Print_"].iter().any(|start| name.name.starts_with(start));
        let dead = name.text.contains("#REF!") || name.hidden;
        let on_own = sheet.as_ref().is_some_and(|sheet| known.sheets.contains(&sheet.to_lowercase()));
        let of_annexa = written.is_empty() || (!name.local && written.contains(&name.name.to_lowercase()));
        if dead || (of_program && !on_own) || (of_annexa && !on_own) {
            continue;
        }
        let what = format!("the name \"{}\", which stands for {}", name.name, name.text);
        unkept.push(Unkept::on(sheet.as_deref().unwrap_or_default(), what));
    }
    known.names = kept.iter().map(|(_, name)| name.name.to_lowercase()).collect();
    (kept, unkept)
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
        // Some programs write it down in each of its cells.
        FormulaKind::Shared(number, _) => {
            !lost.contains(number) && (formula.text.is_empty() || stays(&formula.text))
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::markup::{CellMarkup, RowMarkup};

    fn rule(formula: &str, twins: &[&str]) -> Rule {
        let twins = twins.iter().map(|twin| (*twin).to_owned()).collect();
        Rule { place: (0, 0), formulas: vec![formula.to_owned()], twins, ..Rule::default() }
    }

    #[test]
    fn a_rule_and_what_a_later_version_added_to_it_stay_or_go_together() {
        let mut markup = SheetMarkup {
            conditional_formats: vec![rule("A1", &["one", "two"]), rule("A1", &["three"]), rule("A1", &[])],
            later: vec![
                (Later::ConditionalFormats, rule("Risks!A1", &["one"])),
                (Later::ConditionalFormats, rule("A1", &["two"])),
                (Later::ConditionalFormats, rule("A1", &["three"])),
            ],
            ..SheetMarkup::default()
        };
        let mut unkept = Vec::new();
        keep_rules(&mut markup, "Mine", |text| !text.contains('!'), &mut unkept);
        assert_eq!(unkept.len(), 1, "one rule is named once");
        assert_eq!(markup.conditional_formats, [rule("A1", &["three"]), rule("A1", &[])]);
        assert_eq!(markup.later, [(Later::ConditionalFormats, rule("A1", &["three"]))]);
    }

    #[test]
    fn a_formula_for_several_cells_is_looked_at_in_each_that_has_it() {
        let cell = |column, text: &str, cells: Option<&str>| {
            let kind = FormulaKind::Shared(0, cells.map(str::to_owned));
            let formula = FormulaMarkup { text: text.to_owned(), kind, value: Content::Boolean(true) };
            CellMarkup { column, style: 0, content: Content::Formula(Box::new(formula)) }
        };
        let cells = vec![cell(0, "B1", Some("A1:C1")), cell(1, "", None), cell(2, "Risks!A1", None)];
        let row = RowMarkup { number: 0, attributes: crate::read::markup::Markup::default(), cells };
        let mut markup = SheetMarkup { rows: vec![row], ..SheetMarkup::default() };
        assert_eq!(keep_formulas(&mut markup, |text| !text.contains('!')), [CellPlace::new(0, 2)]);
        assert_eq!(keep_formulas(&mut markup, |_| false), [CellPlace::new(0, 0), CellPlace::new(0, 1)]);
    }
}
