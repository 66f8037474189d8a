//! Sheets that people added: their markup, and what of it cannot stay.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Additions;
use super::before::{Before, SheetBefore};
use super::formula;
use super::tokens::{shifted, tokens};
use super::unkept::Unkept;
use crate::provenance::CellPlace;
use crate::read::markup::{
    Content, FormulaKind, FormulaMarkup, Later, NameMarkup, Rule, SheetMarkup, TableMarkup,
};
use crate::read::{Comment, Layout, Sheet, Visibility};
use crate::record::Previous;

/// Most characters of the name of a sheet.
const LONGEST_NAME: usize = 31;

/// A sheet that people added.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnSheet {
    /// The name that it gets.
    pub name: String,
    /// The name that it has.
    pub before: String,
    /// The sheet of annexa that it stands behind, by the name under which that is written; `None` before all.
    pub follows: Option<String>,
    /// Whether it is shown.
    pub visibility: Visibility,
    /// What it holds and how it looks.
    pub markup: SheetMarkup,
    /// Its comments.
    pub comments: Vec<(CellPlace, Comment)>,
    /// The names that stand for its cells: what is printed, rows that are repeated; of the first such sheet, those of
    /// the workbook too.
    pub names: Vec<NameMarkup>,
}

impl OwnSheet {
    /// Its formulas: those of its cells and of its rules, tables and names.
    pub fn formulas(&self) -> impl Iterator<Item = &str> {
        let markup = &self.markup;
        let cells = markup.rows.iter().flat_map(|row| &row.cells).filter_map(|cell| match &cell.content {
            Content::Formula(formula) => Some(formula.text.as_str()),
            _ => None,
        });
        let rules = markup.conditional_formats.iter().chain(&markup.validations);
        let rules = rules.chain(markup.later.iter().map(|(_, rule)| rule)).flat_map(|rule| &rule.formulas);
        let tables = markup.tables.iter().flat_map(|table| &table.formulas);
        let names = self.names.iter().map(|name| name.text.as_str());
        cells.chain(rules.chain(tables).map(String::as_str)).chain(names)
    }
}

/// Tells apart what of people's sheets stays where it is: the sheets with the names that they get, their tables and
/// names.
pub(super) fn find_in_place(
    previous: &Previous<'_>,
    layout: &Layout,
    into: &mut Additions,
    known: &mut Before,
) {
    let own = into.own_sheets.iter().filter_map(|number| previous.workbook.sheets.get(*number));
    let names = own.filter_map(|sheet| sheet.name.sheet.as_deref());
    let free = free_names(previous, names);
    into.renamed_sheets.extend(free.iter().filter(|(before, now)| before != now).cloned());
    known.in_place.sheets = free.into_iter().map(|(before, now)| (before.to_lowercase(), now)).collect();
    known.in_place.names = own_names(layout, known, &previous.last.names);
    let lists: BTreeSet<String> = known.lists.keys().cloned().collect();
    let markups = layout.sheets.iter().filter_map(|sheet| sheet.markup.as_ref());
    let all: Vec<&TableMarkup> = markups.flat_map(|markup| &markup.tables).collect();
    let names = all.iter().map(|table| table.name.to_lowercase());
    known.in_place.tables = names.filter(|name| !lists.contains(name)).collect();
    // A table or a name that goes may be one that another one reads.
    loop {
        let goes = |table: &&&TableMarkup| {
            known.in_place.tables.contains(&table.name.to_lowercase())
                && !table.formulas.iter().all(|text| formula::may_stay(text, known))
        };
        let name_goes = |name: &&(Option<String>, NameMarkup)| {
            let lower = name.1.name.to_lowercase();
            known.in_place.names.contains(&lower) && !formula::may_stay(&name.1.text, known)
        };
        if let Some(gone) = all.iter().find(goes) {
            known.in_place.tables.remove(&gone.name.to_lowercase());
        } else if let Some((_, gone)) = layout.names.iter().find(name_goes) {
            known.in_place.names.remove(&gone.name.to_lowercase());
        } else {
            return;
        }
    }
}

/// The names of people, of sheets or of the workbook, in lower case.
fn own_names(layout: &Layout, known: &Before, written: &BTreeSet<String>) -> BTreeSet<String> {
    let of_person = layout.names.iter().filter(|(sheet, name)| match sheet {
        Some(sheet) => known.in_place.sheets.contains_key(&sheet.to_lowercase()),
        None => !written.contains(&name.name.to_lowercase()),
    });
    of_person.map(|(_, name)| name.name.to_lowercase()).collect()
}

/// Gathers the sheets that people added, and names what of them cannot be kept.
pub(super) fn find(previous: &Previous<'_>, layout: &Layout, known: &Before, into: &mut Additions) {
    let (names, unkept_names) = names_in_place(layout, known, &previous.last.names);
    let mut follows = Followed::default();
    let mut unkept = Vec::new();
    for (number, sheet) in previous.workbook.sheets.iter().enumerate() {
        let name = sheet.name.sheet.as_deref().unwrap_or_default().to_lowercase();
        if let Some(ours) = known.sheets.get(&name) {
            follows.pass(ours, sheet);
        }
        if into.own_sheets.contains(&number)
            && let Some(own) = own_sheet(sheet, layout, known, follows.last.clone(), &mut unkept)
        {
            into.sheets.push(Arc::new(own));
        }
    }
    into.unkept.extend(unkept);
    into.unkept.extend(unkept_names);
    put_names(names, into);
}

/// The sheet of annexa that sheets of people stand behind.
#[derive(Default)]
struct Followed {
    last: Option<String>,
}

impl Followed {
    fn pass(&mut self, ours: &SheetBefore, sheet: &Sheet) {
        if sheet.visibility != Visibility::VeryHidden {
            self.last = Some(ours.written.clone());
        }
    }
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

/// Names for sheets of people: those that bear a name of annexa's get another one, for annexa writes its own under it.
fn free_names<'a>(previous: &'a Previous<'_>, own: impl Iterator<Item = &'a str>) -> Vec<(String, String)> {
    let ours = previous.last.sheets.iter().map(|sheet| sheet.name.to_lowercase());
    let ours: BTreeSet<String> = ours.collect();
    let there = previous.workbook.sheets.iter().filter_map(|sheet| sheet.name.sheet.as_deref());
    let mut taken: BTreeSet<String> = there.map(str::to_lowercase).chain(ours.iter().cloned()).collect();
    let named = own.map(|name| {
        if !ours.contains(&name.to_lowercase()) {
            return (name.to_owned(), name.to_owned());
        }
        let mut free = numbered(name).filter(|name| taken.insert(name.to_lowercase()));
        let now = free.next().unwrap_or_else(|| name.to_owned());
        (name.to_owned(), now)
    });
    named.collect()
}

/// A name of a sheet with each number behind it.
pub fn numbered(name: &str) -> impl Iterator<Item = String> {
    (2..).map(move |number| {
        let number = format!(" ({number})");
        let room = LONGEST_NAME - number.len();
        format!("{}{number}", name.chars().take(room).collect::<String>())
    })
}

fn own_sheet(
    sheet: &Sheet,
    layout: &Layout,
    known: &Before,
    follows: Option<String>,
    unkept: &mut Vec<Unkept>,
) -> Option<OwnSheet> {
    let name = sheet.name.sheet.as_deref()?;
    let mut markup = layout.sheets.iter().find(|sheet| sheet.name == name)?.markup.clone()?;
    let stays = |text: &str| formula::may_stay(text, known);
    let home = name.to_lowercase();
    copy_shared(&mut markup, |text| leads(known, text, &home));
    let as_values = keep_formulas(&mut markup, stays);
    let why = format!("{}; the value stays where there is one", formula::WHY_NOT);
    unkept.extend(Unkept::at_each(name, as_values, "the formula", "of that sheet", &why));
    keep_rules(&mut markup, name, stays, unkept);
    let kept = |table: &TableMarkup| known.in_place.tables.contains(&table.name.to_lowercase());
    for table in markup.tables.iter().filter(|table| !kept(table)) {
        let (row, column) = table.place;
        let what = format!(
            "the table \"{}\": it has the name of a list of annexa, or a formula that cannot stay; its cells stay",
            table.name
        );
        unkept.push(Unkept::at(name, CellPlace::new(row, column), what));
    }
    markup.tables.retain(kept);
    let comments = sheet.facts.comments.iter();
    Some(OwnSheet {
        name: known.in_place.sheets.get(&home).cloned().unwrap_or_else(|| name.to_owned()),
        before: name.to_owned(),
        follows,
        visibility: sheet.visibility,
        markup,
        comments: comments
            .map(|comment| (CellPlace::new(comment.row, comment.column), comment.clone()))
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
        let what = format!("{word}: {}", formula::WHY_NOT);
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
    known: &Before,
    written: &BTreeSet<String>,
) -> (Vec<(Option<String>, NameMarkup)>, Vec<Unkept>) {
    let (mut kept, mut unkept) = (Vec::new(), Vec::new());
    let own = |sheet: &str| known.in_place.sheets.contains_key(&sheet.to_lowercase());
    for (sheet, name) in &layout.names {
        let of_person = sheet.as_ref().is_none_or(|sheet| own(sheet));
        // What programs add of themselves, and what leads nowhere any more.
        let of_program =
            ["_xlnm", "Excel_BuiltIn", "Print_"].iter().any(|start| name.name.starts_with(start));
        let on_own = sheet.as_ref().is_some_and(|sheet| own(sheet));
        let lower = name.name.to_lowercase();
        // A run that did not write its names down gave them to cells of its own sheets.
        let of_annexa = match written.is_empty() {
            true => leads(known, &name.text, ""),
            false => !name.local && written.contains(&lower),
        };
        let of_others = !on_own && (of_program || of_annexa);
        if of_person && !of_others && known.in_place.names.contains(&lower) {
            kept.push((sheet.clone(), name.clone()));
            continue;
        }
        if of_others || name.text.contains("#REF!") || name.hidden {
            continue;
        }
        let what = format!("the name \"{}\", which stands for {}", name.name, name.text);
        unkept.push(Unkept::on(sheet.as_deref().unwrap_or_default(), what));
    }
    (kept, unkept)
}

/// Whether a formula on a sheet reads cells of annexa.
fn leads(known: &Before, text: &str, home: &str) -> bool {
    let found = tokens(text).unwrap_or_default();
    found.iter().any(|token| known.area_of(token, home).is_some())
}

/// Gives each cell of a formula that stands for several a formula of its own, where it leads to annexa's sheets: what
/// each of them reads may come to stand elsewhere.
fn copy_shared(markup: &mut SheetMarkup, leads: impl Fn(&str) -> bool) {
    let cells = markup.rows.iter().flat_map(|row| row.cells.iter().map(move |cell| (row.number, cell)));
    let masters: BTreeMap<u32, (u32, u32, String)> = cells
        .filter_map(|(row, cell)| match &cell.content {
            Content::Formula(formula) => match &formula.kind {
                FormulaKind::Shared(number, Some(_)) if leads(&formula.text) => {
                    Some((*number, (row, cell.column, formula.text.clone())))
                }
                _ => None,
            },
            _ => None,
        })
        .collect();
    let by = |to: u32, from: u32| i64::from(to) - i64::from(from);
    for row in &mut markup.rows {
        for cell in &mut row.cells {
            let Content::Formula(formula) = &mut cell.content else { continue };
            let FormulaKind::Shared(number, _) = &formula.kind else { continue };
            let Some((first, column, text)) = masters.get(number) else { continue };
            if formula.text.is_empty()
                && let Some(text) = shifted(text, by(row.number, *first), by(cell.column, *column))
            {
                formula.text = text;
            }
            formula.kind = FormulaKind::Single;
        }
    }
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
