//! Whether what a formula of a person reads still holds what it held, so that its value still counts.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::super::cell::{Cached, Value};
use super::super::last_run::entry_of;
use super::leading::{Leading, Read};
use crate::model::Entry;
use crate::provenance::CellPlace;
use crate::record::Area;

/// How near two numbers are that are one, which programs write otherwise in their last digits.
const SAME_NUMBER: f64 = 1e-12;

type Place = (String, Area);

/// What was compared already, by where it stood and where it stands.
#[derive(Default)]
pub struct Compared(RefCell<BTreeMap<(Place, Place), bool>>);

impl Leading<'_> {
    /// Whether cells of annexa hold what they held. Cells of people are looked at elsewhere.
    pub fn is_unchanged(&self, read: &Read, compared: &Compared) -> bool {
        let Some(before) = &read.before else { return true };
        let both = (before.clone(), read.now.clone());
        if let Some(known) = compared.0.borrow().get(&both) {
            return *known;
        }
        let same = self.holds_the_same(before, &read.now).unwrap_or(false);
        compared.0.borrow_mut().insert(both, same);
        same
    }

    fn holds_the_same(&self, before: &Place, now: &Place) -> Option<bool> {
        let (known, sheet) = (self.before.sheets.get(&before.0)?, self.sheets.get(&now.0)?);
        let ((top, left, bottom, right), (top_now, left_now, bottom_now, right_now)) = (before.1, now.1);
        if bottom - top != bottom_now.checked_sub(top_now)?
            || right - left != right_now.checked_sub(left_now)?
        {
            return Some(false);
        }
        let used = known.last_row.saturating_sub(top).max(sheet.sheet.row_count().saturating_sub(top_now));
        let wide = known.cells.keys().map(|(_, column)| *column).max().unwrap_or_default();
        let wide = wide.saturating_sub(left).max(sheet.widest.saturating_sub(left_now));
        for down in 0..=used.min(bottom - top) {
            for across in 0..=wide.min(right - left) {
                let place = (top + down, left + across);
                let cell = sheet.sheet.cell(CellPlace::new(top_now + down, left_now + across));
                let unknown = matches!(
                    cell.map(|cell| &cell.value),
                    Some(Value::Formula(formula)) if formula.cached == Cached::Unknown
                );
                if unknown || known.unknown.contains(&place) {
                    return Some(false);
                }
                let held = known.cells.get(&place);
                if !is_same(held.unwrap_or(&Entry::Blank), &entry_of(cell)) {
                    return Some(false);
                }
            }
        }
        Some(true)
    }
}

/// Whether two cells hold the same for every function: a number is no text that looks like it.
fn is_same(one: &Entry, other: &Entry) -> bool {
    let number = |entry: &Entry| match entry {
        Entry::Number(number) => Some(*number),
        Entry::Date(date) => super::super::cell::serial_day(*date),
        _ => None,
    };
    match (number(one), number(other)) {
        (Some(one), Some(other)) => (one - other).abs() <= SAME_NUMBER * one.abs().max(other.abs()),
        (None, None) => one == other,
        _ => false,
    }
}
