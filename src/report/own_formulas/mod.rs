//! Formulas of people, in their next version: led to what they read, with their values where these still count.
//!
//! ```text
//! leading     where what a formula reads stands now
//! values      whether it holds what it held
//! evaluation  the values of the plainest ones, where they do not count any more
//! sheets      the same for all formulas of a sheet that people added
//! ```
//!
//! A value counts as long as every cell that the formula reads holds what it held. Where that is not so and the formula
//! is not plain, it is written without a value, and a spreadsheet program works it out when it opens the workbook.

mod evaluation;
mod leading;
mod sheets;
mod values;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::additions::{PlacedFormula, PlacedPiece};
use super::cell::{Cached, Value};
use super::sheet::Sheet;
use crate::compare::ASSESSMENT;
use crate::provenance::CellPlace;
use crate::read::markup::Content;
use crate::record::{Area, History, LoggedChange, OwnSheet, Piece, numbered};
use evaluation::Seen;
use leading::{Home, Leading, Led, Read};
use values::Compared;

/// What was noticed about a formula of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noticed {
    /// The sheet and the cell or what else it is the formula of.
    pub place: String,
    /// What of it, in words.
    pub what: String,
}

/// A cell with a formula of a person.
struct Node {
    /// The sheet, in lower case, and the cell.
    sheet: String,
    place: CellPlace,
    /// What it reads.
    reads: Vec<(String, Area)>,
    /// Whether its value counts no more.
    stale: bool,
    /// Whether it may read more than that.
    unseen: bool,
    owner: Owner,
}

/// Where the formula of a node is kept.
enum Owner {
    /// On a sheet of annexa, by its number.
    Column(usize),
    /// On a sheet of a person, by its number, row and cell.
    Sheet(usize, usize, usize),
}

/// Leads the formulas of people, those of their columns in the sheets of annexa and those of their own sheets, which
/// are given back.
pub fn lead(
    sheets: &mut [Sheet],
    placed: Vec<PlacedFormula<'_>>,
    history: &History,
) -> (Vec<OwnSheet>, Vec<Noticed>) {
    let mut own: Vec<OwnSheet> =
        history.additions.sheets.iter().map(|sheet| OwnSheet::clone(sheet)).collect();
    let mut noticed = Vec::new();
    let mut nodes = Vec::new();
    let mut expressions = Vec::new();
    let values;
    {
        let leading = Leading::of(sheets, history);
        let compared = Compared::default();
        for formula in &placed {
            let Some(sheet) = sheets.get(formula.sheet) else { continue };
            let (led, node) = column_node(&leading, &compared, formula, sheet);
            tell(&mut noticed, &format!("{}!{}", sheet.name, formula.place), &led);
            expressions.push((formula.sheet, formula.place, led.text));
            nodes.push(node);
        }
        for (number, sheet) in own.iter_mut().enumerate() {
            sheets::lead(sheet, number, &leading, &compared, &mut nodes, &mut noticed);
        }
        spread(&mut nodes);
        let texts = evaluation::texts_of(&nodes, &own, &expressions);
        values = evaluation::evaluate(&leading, &own, &nodes, &texts);
    }
    for (sheet, place, expression) in expressions {
        if let Some(Value::Formula(formula)) = sheets.get_mut(sheet).and_then(|sheet| sheet.value_mut(place))
        {
            formula.expression = expression.into();
        }
    }
    for (number, node) in nodes.iter().enumerate().filter(|(_, node)| node.stale) {
        let worked_out = values.get(&number);
        match node.owner {
            Owner::Column(sheet) => {
                let value = sheets.get_mut(sheet).and_then(|sheet| sheet.value_mut(node.place));
                if let Some(Value::Formula(formula)) = value {
                    formula.cached = worked_out.map_or(Cached::Unknown, Seen::cached);
                }
            }
            Owner::Sheet(sheet, row, cell) => {
                if let Some(sheet) = own.get_mut(sheet) {
                    let value = worked_out.map_or(Content::Blank, Seen::content);
                    sheets::set_value(&mut sheet.markup, row, cell, value);
                }
            }
        }
    }
    (own, noticed)
}

/// The history with other names for sheets of people that bear one of a sheet of this version; `None` where none does.
/// Those of sheets of the last version have other names already.
pub fn with_free_names(sheets: &[Sheet], history: &History) -> Option<(History, Vec<Noticed>)> {
    let ours: BTreeSet<String> = sheets.iter().map(|sheet| sheet.name.to_lowercase()).collect();
    let own = || history.additions.sheets.iter().map(|sheet| sheet.name.to_lowercase());
    if !own().any(|name| ours.contains(&name)) {
        return None;
    }
    let mut taken: BTreeSet<String> = ours.iter().cloned().chain(own()).collect();
    let mut next = history.clone();
    let mut noticed = Vec::new();
    for sheet in &mut next.additions.sheets {
        let name = sheet.name.clone();
        if !ours.contains(&name.to_lowercase()) {
            continue;
        }
        let Some(free) = numbered(&name).find(|free| taken.insert(free.to_lowercase())) else { continue };
        let what = format!("a sheet of yours with the name of one of annexa; it is kept as {free}");
        noticed.push(Noticed { place: name.clone(), what });
        next.additions.before.in_place.sheets.insert(sheet.before.to_lowercase(), free.clone());
        Arc::make_mut(sheet).name = free;
    }
    Some((next, noticed))
}

/// A formula in a column that people added.
fn column_node(
    leading: &Leading<'_>,
    compared: &Compared,
    formula: &PlacedFormula<'_>,
    sheet: &Sheet,
) -> (Led, Node) {
    let now = sheet.name.to_lowercase();
    let before = leading.before.lists.get(&formula.list.to_lowercase());
    let home = Home { before: before.map(|list| list.sheet.clone()).unwrap_or_default(), now };
    let mut whole = Led::default();
    for piece in &formula.pieces {
        match piece {
            PlacedPiece::Text(text) => {
                Leading::look_at_signs(text, &mut whole);
                whole.text.push_str(text);
            }
            PlacedPiece::OfRow(expression, column) => {
                let (row, column) = (formula.place.row, *column);
                whole.text.push_str(expression);
                whole.reads.push(Read { before: None, now: (home.now.clone(), (row, column, row, column)) });
            }
            PlacedPiece::Elsewhere(text) => {
                let led = leading.lead(text, &home);
                whole.text.push_str(&led.text);
                whole.reads.extend(led.reads);
                whole.gone.extend(led.gone);
                whole.unsure.extend(led.unsure);
                whole.unseen |= led.unseen;
            }
        }
    }
    let mut node = node_of(leading, compared, &home.now, formula.place, &whole, Owner::Column(formula.sheet));
    node.stale |= sheet.cell(formula.place).is_none_or(
        |cell| matches!(&cell.value, Value::Formula(formula) if formula.cached == Cached::Unknown),
    );
    (whole, node)
}

fn node_of(
    leading: &Leading<'_>,
    compared: &Compared,
    sheet: &str,
    place: CellPlace,
    led: &Led,
    owner: Owner,
) -> Node {
    let reads_annexa = led.reads.iter().any(|read| read.before.is_some());
    let changed = led.reads.iter().any(|read| !leading.is_unchanged(read, compared));
    Node {
        sheet: sheet.to_owned(),
        place,
        reads: led.reads.iter().map(|read| read.now.clone()).collect(),
        stale: changed
            || !led.gone.is_empty()
            || !led.unsure.is_empty()
            || (reads_annexa && (led.unseen || led.by_place)),
        unseen: led.unseen,
        owner,
    }
}

fn tell(noticed: &mut Vec<Noticed>, place: &str, led: &Led) {
    let mut add = |what: String| noticed.push(Noticed { place: place.to_owned(), what });
    if !led.gone.is_empty() {
        add(format!("the formula reads what is gone ({}), and says #REF! there", led.gone.join(", ")));
    }
    if !led.unsure.is_empty() {
        add(format!(
            "the formula reads {}, whose rows or columns stand elsewhere now and not together; it is kept as it was",
            led.unsure.join(", ")
        ));
    }
}

/// What reads a value that counts no more has none either.
fn spread(nodes: &mut [Node]) {
    let mut by_sheet: BTreeMap<String, Vec<(CellPlace, usize)>> = BTreeMap::new();
    for (number, node) in nodes.iter().enumerate() {
        by_sheet.entry(node.sheet.clone()).or_default().push((node.place, number));
    }
    by_sheet.values_mut().for_each(|cells| cells.sort_unstable());
    // Who reads whom.
    let mut readers: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (number, node) in nodes.iter().enumerate() {
        for (sheet, (top, left, bottom, right)) in &node.reads {
            let Some(cells) = by_sheet.get(sheet) else { continue };
            let first = cells.partition_point(|(place, _)| place.row < *top);
            let inside = cells.iter().skip(first).take_while(|(place, _)| place.row <= *bottom);
            for (_, read) in inside.filter(|(place, _)| (*left..=*right).contains(&place.column)) {
                readers.entry(*read).or_default().push(number);
            }
        }
    }
    let mut left: Vec<usize> =
        (0..nodes.len()).filter(|number| nodes.get(*number).is_some_and(|n| n.stale)).collect();
    // What may read any cell may read one of those.
    if !left.is_empty() {
        for (number, node) in nodes.iter_mut().enumerate().filter(|(_, node)| node.unseen && !node.stale) {
            node.stale = true;
            left.push(number);
        }
    }
    while let Some(number) = left.pop() {
        for reader in readers.get(&number).into_iter().flatten() {
            if let Some(node) = nodes.get_mut(*reader).filter(|node| !node.stale) {
                node.stale = true;
                left.push(*reader);
            }
        }
    }
}

/// Records that formulas of people read and that are gone, as changes. `sheets` are those whose records are known
/// before the changes are.
pub fn lost_references(sheets: &[Sheet], history: &History) -> Vec<LoggedChange> {
    let leading = Leading::of(sheets, history);
    let mut lost = Vec::new();
    let change = |list: &str, key: String, heading: String, text: String| LoggedChange {
        list: list.to_owned(),
        key,
        heading,
        before: text,
        after: "#REF!".to_owned(),
        kind: "removed".to_owned(),
        by: ASSESSMENT.to_owned(),
        ..LoggedChange::default()
    };
    for own in &history.additions.sheets {
        let home = Home { before: own.before.to_lowercase(), now: own.name.to_lowercase() };
        for row in &own.markup.rows {
            for cell in &row.cells {
                let Content::Formula(formula) = &cell.content else { continue };
                let gone = leading.gone_records(&formula.text, &home);
                if !gone.is_empty() {
                    let (place, text) =
                        (CellPlace::new(row.number, cell.column), format!("={}", formula.text));
                    lost.push(change(&own.name, place.to_string(), gone.join(", "), text));
                }
            }
        }
    }
    for own in &history.additions.columns {
        let before = leading.before.lists.get(&own.list.to_lowercase());
        let before = before.map(|list| list.sheet.clone()).unwrap_or_default();
        let home = Home { now: before.clone(), before };
        for (key, value) in &own.values {
            for piece in value.formula.iter().flat_map(|formula| &formula.pieces) {
                let Piece::Elsewhere(text) = piece else { continue };
                if !leading.gone_records(text, &home).is_empty() {
                    lost.push(change(&own.list, key.clone(), own.heading.clone(), text.clone()));
                }
            }
        }
    }
    lost
}
