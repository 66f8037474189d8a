//! The tables to which people add rows: days without work, words that speak for a trigger.

use chrono::NaiveDate;

use super::table::{allow, input, put_section, put_table, put_table_at};
use crate::model::{Entry, ImpactTrigger, Model, Parameters};
use crate::provenance::CellPlace;
use crate::record::names::{DATE, HOLIDAYS, IMPACT_WORDS, LAST_DAY, SPEAKS_FOR, WORD};
use crate::report::cell::{Cell, Form, Tone, Value};
use crate::report::sheet::{Allowed, Area, Sheet};

/// The rows of a list that were not understood: they stay below the others.
fn unread_rows(model: &Model, list: &str, form: Form) -> Vec<Vec<Cell>> {
    let cell = |entry: &Entry| match entry {
        Entry::Date(date) => input(Value::Date(*date), form),
        entry => input(Value::entry(entry), form),
    };
    let rows = model.unread_rows.get(list).into_iter().flatten();
    rows.map(|row| row.iter().map(cell).collect()).collect()
}

/// Puts the days without work.
pub fn put_days_off(sheet: &mut Sheet, row: u32, parameters: &Parameters, model: &Model) {
    // The title of the list beside it must not cut this one off.
    put_section(sheet, row, "Days without work beside weekends · of the last run");
    let day = |date: Option<NaiveDate>| input(Value::optional_date(date), Form::Date);
    let mut rows: Vec<Vec<Cell>> = parameters
        .days_off
        .iter()
        .map(|off| vec![day(Some(off.first)), day((off.last != off.first).then_some(off.last))])
        .collect();
    rows.extend(unread_rows(model, HOLIDAYS, Form::Date));
    if rows.is_empty() {
        rows.push(vec![day(None), day(None)]);
    }
    allow(sheet, Area::new(row + 2, 0, row + 60, 1), Allowed::Date);
    put_table(sheet, row + 1, HOLIDAYS, &[(DATE, Tone::Editable), (LAST_DAY, Tone::Editable)], rows);
}

/// Rows of room for words that people add.
const ROOM_FOR_WORDS: u32 = 50;
/// The column in which they stand, beside the days without work.
const WORDS_COLUMN: u32 = 3;

/// Puts the words that speak for a trigger.
pub fn put_impact_words(sheet: &mut Sheet, row: u32, parameters: &Parameters, model: &Model) {
    let title = "Words that speak for a trigger where the register does not answer it · follow at once";
    sheet.put(row, WORDS_COLUMN, Cell::text(title, Form::Section));
    let mut rows: Vec<Vec<Cell>> = parameters
        .impact_words
        .iter()
        .map(|word| {
            vec![
                input(Value::text(&word.word), Form::Text),
                input(Value::text(word.speaks_for.words()), Form::Text),
            ]
        })
        .collect();
    rows.extend(unread_rows(model, IMPACT_WORDS, Form::Text));
    if rows.is_empty() {
        rows.push(vec![input(Value::Blank, Form::Text), input(Value::Blank, Form::Text)]);
    }
    let last = row + 1 + u32::try_from(rows.len()).unwrap_or_default() + ROOM_FOR_WORDS;
    let triggers = [ImpactTrigger::RightsOrOpportunities, ImpactTrigger::VulnerableGroups];
    let words = triggers.map(|trigger| trigger.words().to_owned()).to_vec();
    let beside = WORDS_COLUMN + 1;
    allow(sheet, Area::new(row + 2, beside, last, beside), Allowed::Words(words));
    let headings = [(WORD, Tone::Editable), (SPEAKS_FOR, Tone::Editable)];
    put_table_at(sheet, CellPlace::new(row + 1, WORDS_COLUMN), IMPACT_WORDS, &headings, rows);
}
