//! The workbook of what two others hold differently: Changes, and Headline figures before and after.

use chrono::NaiveDate;

use super::MARKER;
use super::cell::{Cell, Form, Style, Tone, Value};
use super::changes::list_of_changes;
use super::list_sheet::{ListColumn, ListSheet, explanation};
use super::names::KEY;
use super::sheet::{Properties, Sheet, TabRole, Workbook};
use crate::record::LoggedChange;

/// The name of the sheet of the figures of two workbooks.
const FIGURES: &str = "Headline figures";

/// The workbook of what two others hold differently, the first taken as the earlier one; they are called by
/// the names of their files.
pub fn build_comparison_workbook(
    changes: &[LoggedChange],
    figures: &[ComparedFigure],
    workbooks: [&str; 2],
    as_of: NaiveDate,
) -> Workbook {
    Workbook {
        noticed: Vec::new(),
        sheets: vec![build_differences(changes, workbooks, as_of), build_figures(figures, workbooks, as_of)],
        properties: Properties {
            title: "What changed between two assessments".to_owned(),
            organisation: String::new(),
            as_of,
            custom: vec![(MARKER.to_owned(), env!("CARGO_PKG_VERSION").to_owned())],
        },
    }
}

fn build_differences(changes: &[LoggedChange], [old, new]: [&str; 2], as_of: NaiveDate) -> Sheet {
    let says = explanation(
        &format!(
            "What {new} holds otherwise than {old}, who changed it where that is known, and what it touches in the other standard."
        ),
        &format!("{new} holds the same as {old}."),
        changes.len(),
    );
    list_of_changes(changes, &says, as_of)
}

/// A headline figure of two workbooks.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparedFigure {
    /// What it is a figure of, in words.
    pub name: String,
    /// Whether it is a share, 0 to 1, or else a count.
    pub is_share: bool,
    /// In the earlier workbook; `None` where it is a share of nothing or was not calculated.
    pub before: Option<f64>,
    /// In the later one.
    pub after: Option<f64>,
}

fn build_figures(figures: &[ComparedFigure], [old, new]: [&str; 2], as_of: NaiveDate) -> Sheet {
    let says = format!("The headline figures of {old} and of {new}, as they stand in them.");
    let mut list = ListSheet::new(FIGURES, TabRole::Result, "Figures", FIGURES, &says)
        .frozen_columns(1)
        .columns(vec![
            ListColumn::new("Figure", 46, Form::Wrapped).last_run(),
            ListColumn::new("Before", 12, Form::Number).last_run(),
            ListColumn::new("Now", 12, Form::Number).last_run(),
            ListColumn::new("Difference", 12, Form::Number)
                .calculated("IF(AND(ISNUMBER(Figures[[#This Row],[Now]]),ISNUMBER(Figures[[#This Row],[Before]])),Figures[[#This Row],[Now]]-Figures[[#This Row],[Before]],\"\")"),
            ListColumn::new(KEY, 46, Form::Identifier).last_run().screen_only(),
        ]);
    for figure in figures {
        let (form, tone) = (if figure.is_share { Form::Percent } else { Form::Integer }, Tone::LastRun);
        let cell =
            |value: Option<f64>, tone| Cell::new(Value::optional_number(value), Style::new(form, tone));
        let difference = figure.after.zip(figure.before).map(|(after, before)| after - before);
        list.push(vec![
            Value::text(&figure.name).into(),
            cell(figure.before, tone),
            cell(figure.after, tone),
            cell(difference, Tone::Derived),
            Value::text(&figure.name).into(),
        ]);
    }
    let mut sheet = list.build(as_of);
    // By its name a folder of registers is read without it.
    sheet.name_cell(MARKER, 0, 0);
    sheet
}
