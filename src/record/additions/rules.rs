//! Rules that people added to the sheets of annexa, and lists that they sorted: both are as annexa writes them in the
//! next version, which is told.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest as _, Sha256};

use super::Additions;
use super::tokens::{Token, tokens};
use super::unkept::Unkept;
use crate::provenance::CellPlace;
use crate::read::Layout;
use crate::record::Previous;
use crate::record::names;

/// Characters of what an order of records is known by.
const LENGTH_OF_ORDER: usize = 16;

/// Kinds of rules for what may be entered whose bounds programs write in their own ways.
const BOUNDED: [&str; 5] = ["date", "decimal", "textLength", "time", "whole"];

/// What a rule is known by, wherever its cells stand: its formula, or its kind where it has none or is one of bounds.
pub fn rule_known_by(kind: &str, formula: &str) -> String {
    if BOUNDED.contains(&kind) {
        return kind.to_owned();
    }
    let Some(found) = tokens(formula) else {
        let plain: String = formula.chars().filter(|sign| !sign.is_whitespace()).collect();
        return if plain.is_empty() { kind.to_owned() } else { plain.to_uppercase() };
    };
    let pieces = found.iter().map(|token| match token {
        Token::Plain(text) | Token::Function(text) => text.trim().to_uppercase(),
        Token::Text(text) => (*text).to_owned(),
        Token::Cells(..) => "@".to_owned(),
        Token::Table(table, inside) => format!("{table}{inside}"),
        Token::Name(_, _, name) => name.to_uppercase(),
    });
    pieces.collect()
}

/// What the order of the records of a list is known by, given their keys one after another.
pub fn order_known_by<'a>(keys: impl Iterator<Item = &'a str>) -> String {
    let mut digest = Sha256::new();
    for key in keys {
        digest.update(key.as_bytes());
        digest.update([0]);
    }
    let hexadecimal = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    hexadecimal.chars().take(LENGTH_OF_ORDER).collect()
}

/// Finds rules that no run wrote.
pub(super) fn find(
    previous: &Previous<'_>,
    layout: &Layout,
    written: &BTreeMap<usize, String>,
    into: &mut Additions,
) {
    // A run that did not write its rules down says nothing about them.
    if previous.last.rules.is_empty() {
        return;
    }
    for (number, name) in written {
        let Some(sheet) = previous.workbook.sheets.get(*number) else { continue };
        let called = sheet.name.sheet.as_deref().unwrap_or_default();
        let Some(layout) = layout.sheets.iter().find(|known| known.name == called) else { continue };
        let mut told = BTreeSet::new();
        for rule in &layout.rules {
            // A message alone; some programs give it a formula all the same.
            let says_nothing = rule.entered && (rule.kind.is_empty() || rule.kind == "none");
            let known = rule_known_by(&rule.kind, &rule.formula);
            let ours = previous.last.rules.contains(&(name.clone(), known.clone()));
            if says_nothing || ours || !told.insert((known, rule.place.1)) {
                continue;
            }
            let word = if rule.entered { "a rule for what may be entered" } else { "a conditional format" };
            let formula = if rule.formula.is_empty() { &rule.kind } else { &rule.formula };
            let what = format!("{word} of yours ({formula}), on a sheet of annexa");
            into.not_as_it_was.push(Unkept::at(called, CellPlace::new(rule.place.0, rule.place.1), what));
        }
    }
}

/// Finds lists whose records somebody sorted otherwise.
pub(super) fn find_sorted(previous: &Previous<'_>, into: &mut Additions) {
    for (name, found) in &previous.lists {
        let all = previous.last.book.list(name).is_some_and(|list| list.records.len() == found.rows.len());
        let Some(order) = previous.last.orders.get(name).filter(|_| all) else { continue };
        let rows: BTreeMap<u32, &str> = found.rows.iter().map(|(key, row)| (*row, key.as_str())).collect();
        if order_known_by(rows.values().copied()) != *order {
            let what = "the order in which somebody sorted the rows; each row has what was written in it";
            into.not_as_it_was.push(Unkept::on(&names::shown(name), what));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_known_wherever_its_cells_stand() {
        assert_eq!(rule_known_by("expression", "$B6>3"), rule_known_by("", "B$9 > 3"));
        assert_ne!(rule_known_by("expression", "$B6>3"), rule_known_by("", "$B6>4"));
        assert_eq!(rule_known_by("cellIs", "\"Open\""), "\"Open\"");
        assert_eq!(rule_known_by("colorScale", ""), "colorScale");
    }

    #[test]
    fn another_order_is_another_one() {
        let order = |keys: &[&str]| order_known_by(keys.iter().copied());
        assert_eq!(order(&["a", "b"]), order(&["a", "b"]));
        assert_ne!(order(&["a", "b"]), order(&["b", "a"]));
        assert_ne!(order(&["ab", "c"]), order(&["a", "bc"]));
    }
}
