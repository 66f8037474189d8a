//! The audits of each plan, and what comes before them.

use super::block::{Column, put_block};
use super::efforts::rounded;
use super::put_section;
use crate::assess::PlanOutline;
use crate::report::Contents;
use crate::report::cell::{Form, Value};
use crate::report::sheet::Sheet;

const MILESTONES_TABLE: &str = "Milestones";

/// Puts the milestones of all plans, in the order of their dates.
pub(super) fn put_milestones(sheet: &mut Sheet, contents: &Contents<'_>, row: u32) -> u32 {
    let row = put_section(sheet, row, "Milestones, as of the last run: ready for an audit, not certified");
    let columns = [
        Column::last_run("Milestone", Form::Text),
        Column::last_run("Date", Form::Date),
        Column::last_run("Weeks from the start", Form::Decimal),
        Column::last_run("Standards", Form::Word),
        Column::last_run("Plan", Form::Text),
        Column::last_run("Of the plan followed", Form::Word),
        Column::last_run("Finished last before it", Form::Text),
    ];
    let plans = &contents.assessment.plans;
    let rows = plans.outlines.iter().flat_map(|outline| rows(outline, outline.kind == plans.followed));
    put_block(sheet, row, MILESTONES_TABLE, &columns, rows.collect())
}

fn rows(outline: &PlanOutline, followed: bool) -> Vec<Vec<Value>> {
    let row = |milestone: &crate::assess::Milestone| {
        let weeks = (milestone.date - outline.start).num_days() as f64 / 7.0;
        let standards: Vec<&str> = milestone.standards.iter().map(|standard| standard.number()).collect();
        vec![
            Value::text(milestone.words()),
            Value::Date(milestone.date),
            Value::number(rounded(weeks)),
            Value::text(standards.join(" + ")),
            Value::text(outline.kind.name()),
            Value::text(if followed { "Yes" } else { "" }),
            Value::optional_text(milestone.waits_for.as_deref()),
        ]
    };
    outline.milestones.iter().map(row).collect()
}
