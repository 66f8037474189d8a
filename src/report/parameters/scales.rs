//! What the levels of the scales stand for: of status, of effort, of the risk score.

use super::table::{allow, input, put_section, put_table};
use crate::model::{ImplementationStatus, Parameters};
use crate::record::names::{
    BAND, BANDS, DIVISOR, EFFORTS, HIGHEST_SCORE, LEVEL, LEVELS, PERSON_DAYS, PERSON_DAYS_LEAST,
    PERSON_DAYS_MOST,
};
use crate::report::cell::{Cell, Form, Tone, Value};
use crate::report::names::parameters::{
    STATUS_OF_LEVEL, effort_days, effort_days_least, effort_days_most, effort_divisor,
};
use crate::report::sheet::{Allowed, Area, Sheet};
use crate::standards::Effort;

/// Puts the level that each status counts for.
pub fn put_levels(sheet: &mut Sheet, row: u32, parameters: &Parameters) -> u32 {
    put_section(sheet, row, "Level of each status · follows at once");
    let rows: Vec<Vec<Cell>> = ImplementationStatus::ALL
        .iter()
        .rev()
        .map(|status| {
            vec![
                Cell::text(status.words(), Form::Text),
                input(Value::number(parameters.level(*status)), Form::Number),
            ]
        })
        .collect();
    allow(sheet, Area::new(row + 2, 1, row + 6, 1), Allowed::Number { least: 0.0, most: 1.0 });
    put_table(sheet, row + 1, LEVELS, &[(STATUS_OF_LEVEL, Tone::Plain), (LEVEL, Tone::Editable)], rows)
}

/// Puts what each size of effort stands for.
pub fn put_efforts(sheet: &mut Sheet, row: u32, parameters: &Parameters) -> u32 {
    put_section(sheet, row, "Effort of a piece of work · figures follow at once, dates are of the last run");
    let mut rows = Vec::new();
    let p = parameters;
    let columns = [
        (effort_divisor as fn(Effort) -> String, p.effort_divisors),
        (effort_days, p.effort_days),
        (effort_days_least, p.effort_days_least),
        (effort_days_most, p.effort_days_most),
    ];
    for (row, effort) in (row + 2..).zip(Effort::ALL) {
        let mut cells = vec![Cell::text(effort.letter(), Form::Text)];
        for (column, (name, numbers)) in (1..).zip(columns) {
            sheet.name_cell(name(effort), row, column);
            cells.push(input(Value::number(numbers.of(effort)), Form::Number));
        }
        rows.push(cells);
    }
    allow(sheet, Area::new(row + 2, 1, row + 4, 4), Allowed::Number { least: 0.01, most: 10_000.0 });
    let headings = [
        ("Effort", Tone::Plain),
        (DIVISOR, Tone::Editable),
        (PERSON_DAYS, Tone::Editable),
        (PERSON_DAYS_LEAST, Tone::Editable),
        (PERSON_DAYS_MOST, Tone::Editable),
    ];
    put_table(sheet, row + 1, EFFORTS, &headings, rows)
}

/// Puts the bands of the risk score.
pub fn put_bands(sheet: &mut Sheet, row: u32, parameters: &Parameters) -> u32 {
    put_section(sheet, row, "Bands of the risk score · follow at once");
    let rows: Vec<Vec<Cell>> = parameters
        .risk_bands
        .iter()
        .map(|band| {
            vec![input(Value::text(&band.name), Form::Text), input(Value::number(band.top), Form::Number)]
        })
        .collect();
    let rows = if rows.is_empty() { vec![vec![input(Value::Blank, Form::Text)]] } else { rows };
    let headings = [(BAND, Tone::Editable), (HIGHEST_SCORE, Tone::Editable)];
    put_table(sheet, row + 1, BANDS, &headings, rows)
}
