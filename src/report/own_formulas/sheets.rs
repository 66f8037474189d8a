//! The formulas of a sheet that people added: of its cells, rules, tables, names and links.

use super::leading::{Home, Leading, Led};
use super::values::Compared;
use super::{Node, Noticed, Owner, node_of, tell};
use crate::provenance::CellPlace;
use crate::read::markup::{Content, FormulaKind, Markup, Piece, SheetMarkup, escaped};
use crate::record::{OwnSheet, tokens};

/// Leads all formulas of a sheet, and adds those of its cells to the nodes.
pub fn lead(
    own: &mut OwnSheet,
    number: usize,
    leading: &Leading<'_>,
    compared: &Compared,
    nodes: &mut Vec<Node>,
    noticed: &mut Vec<Noticed>,
) {
    let home = Home { before: own.before.to_lowercase(), now: own.name.to_lowercase() };
    let name = own.name.clone();
    for (row_number, row) in own.markup.rows.iter_mut().enumerate() {
        for (cell_number, cell) in row.cells.iter_mut().enumerate() {
            let Content::Formula(formula) = &mut cell.content else { continue };
            let place = CellPlace::new(row.number, cell.column);
            let owner = Owner::Sheet(number, row_number, cell_number);
            if formula.text.is_empty() {
                // Another cell has its formula, which reads no cell of annexa; what it reads is not looked at.
                let led = Led { unseen: true, ..Led::default() };
                nodes.push(node_of(leading, compared, &home.now, place, &led, owner));
                continue;
            }
            let led = leading.lead(&formula.text, &home);
            tell(noticed, &format!("{name}!{place}"), &led);
            let mut node = node_of(leading, compared, &home.now, place, &led, owner);
            node.stale |= formula.value == Content::Blank;
            nodes.push(node);
            formula.text = led.text;
        }
    }
    let about =
        |what: &str, place: (u32, u32)| format!("{name}!{}: {what}", CellPlace::new(place.0, place.1));
    let markup = &mut own.markup;
    let rules = markup.conditional_formats.iter_mut().map(|rule| ("a conditional format", rule));
    let entered = markup.validations.iter_mut().map(|rule| ("a rule for what may be entered", rule));
    let later = markup.later.iter_mut().map(|(_, rule)| ("a rule or small chart", rule));
    for (what, rule) in rules.chain(entered).chain(later) {
        let place = about(what, rule.place);
        lead_in_markup(&mut rule.formulas, &mut rule.markup, leading, &home, &place, noticed);
    }
    for table in &mut markup.tables {
        let place = about("a table", table.place);
        lead_in_markup(&mut table.formulas, &mut table.content, leading, &home, &place, noticed);
    }
    for link in &mut markup.links {
        let moved = link.location.as_deref().and_then(|location| leading.lead_place(location, &home));
        link.location = moved.or(link.location.take());
    }
    for defined in &mut own.names {
        let led = leading.lead(&defined.text, &home);
        tell(noticed, &format!("the name {}", defined.name), &led);
        defined.text = led.text;
    }
}

/// Leads formulas that stand in markup. Those that move with the cells that they are for stay as they are where what
/// they read stands elsewhere, which is told.
fn lead_in_markup(
    formulas: &mut [String],
    markup: &mut Markup,
    leading: &Leading<'_>,
    home: &Home,
    place: &str,
    noticed: &mut Vec<Noticed>,
) {
    for formula in formulas.iter_mut().filter(|formula| !formula.is_empty()) {
        let led = leading.lead(formula, home);
        if led.text == *formula && led.gone.is_empty() && led.unsure.is_empty() {
            continue;
        }
        let relative = tokens(formula).unwrap_or_default().iter().any(|token| match token {
            crate::record::Token::Cells(_, cells) => {
                cells.is_relative() && leading.before.area_of(token, &home.before).is_some()
            }
            _ => false,
        });
        if relative && led.gone.is_empty() {
            tell(noticed, place, &Led { unsure: vec![formula.clone()], ..Led::default() });
            continue;
        }
        tell(noticed, place, &led);
        let (old, new) = (escaped(formula), escaped(&led.text));
        for piece in &mut markup.pieces {
            if let Piece::Text(text) = piece {
                *text = text.replace(&format!(">{old}<"), &format!(">{new}<"));
            }
        }
        *formula = led.text;
    }
}

/// Gives a formula another value, or none; of one for several cells, the values of the others go.
pub fn set_value(markup: &mut SheetMarkup, row: usize, cell: usize, value: Content) {
    let found = markup.rows.get_mut(row).and_then(|row| row.cells.get_mut(cell));
    let Some(Content::Formula(formula)) = found.map(|cell| &mut cell.content) else { return };
    formula.value = value;
    let FormulaKind::Array(area) = &formula.kind else { return };
    let area = match tokens(area).unwrap_or_default().as_slice() {
        [crate::record::Token::Cells(_, cells)] => cells.area(),
        _ => return,
    };
    let (top, left, bottom, right) = area;
    for row in markup.rows.iter_mut().filter(|row| (top..=bottom).contains(&row.number)) {
        for cell in row.cells.iter_mut().filter(|cell| (left..=right).contains(&cell.column)) {
            if !matches!(cell.content, Content::Formula(_)) {
                cell.content = Content::Blank;
            }
        }
    }
}
