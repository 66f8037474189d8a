//! The block of Summary about the plan: which one, how much work, until when, and what integrating saves.

use super::Contents;
use super::cell::{Cached, Cell, Form, Value, serial_day};
use super::plans::{PLAN_END, PLAN_PERSON_DAYS, PLANS, SAVING_LEAST, SAVING_MOST, saved_shares};
use super::sheet::Sheet;
use super::summary::put_section;
use crate::assess::MilestoneKind;

/// Puts the block and returns the first row after it.
pub fn put_plan(sheet: &mut Sheet, contents: &Contents<'_>, row: u32) -> u32 {
    let row = put_section(sheet, row, "Plan, as of the last run");
    let roadmap = &contents.assessment.roadmap;
    let lines = if roadmap.actions.is_empty() { vec![nothing_to_do()] } else { lines(contents) };
    let mut row = row;
    for Line { label, value, form, remark } in lines {
        sheet.put(row, 0, Cell::text(label, Form::Text));
        sheet.put(row, 1, Cell::new(value, form));
        sheet.put(row, 2, Cell::text(remark, Form::Remark));
        row += 1;
    }
    row + 1
}

struct Line {
    label: String,
    value: Value,
    form: Form,
    remark: String,
}

fn nothing_to_do() -> Line {
    let remark = "There is nothing to do: no gaps.".to_owned();
    Line {
        label: "Person-days with coordination".to_owned(),
        value: Value::count(0),
        form: Form::Integer,
        remark,
    }
}

fn lines(contents: &Contents<'_>) -> Vec<Line> {
    let roadmap = &contents.assessment.roadmap;
    let line = |label: &str, value, form, remark: &str| Line {
        label: label.to_owned(),
        value,
        form,
        remark: remark.to_owned(),
    };
    let days = roadmap.total_days + roadmap.coordination_days;
    let end = roadmap.end.and_then(serial_day).map_or(Cached::from(""), Cached::Number);
    let share =
        |name: &str, share: Option<f64>| Value::formula(name, share.map_or(Cached::from(""), Cached::Number));
    let [least, _, most] = saved_shares(contents);
    let followed = match contents.model.parameters.planned_standards.only() {
        Some(only) => format!("Of {} alone, as set on Parameters. Efforts are judgement.", only.full_name()),
        None => format!("{}; see {PLANS} for the others. Efforts are judgement.", roadmap.kind.words()),
    };
    let mut lines = vec![
        line(
            "Person-days with coordination",
            Value::formula(PLAN_PERSON_DAYS, days),
            Form::Decimal,
            &followed,
        ),
        line(
            "Last day of work",
            Value::formula(PLAN_END, end),
            Form::Date,
            "With the capacity on Parameters.",
        ),
    ];
    let audits = [MilestoneKind::Stage1, MilestoneKind::Stage2];
    for milestone in roadmap.milestones.iter().filter(|milestone| audits.contains(&milestone.kind)) {
        let standards: Vec<&str> = milestone.standards.iter().map(|standard| standard.number()).collect();
        let label = format!("{}, {}", milestone.words(), standards.join(" + "));
        let remark = if milestone.set_in.is_none() {
            "By the plan; the certification body sets the date and decides.".to_owned()
        } else if milestone.date < milestone.ready {
            format!("As set; the plan is ready for it on {} only.", milestone.ready)
        } else {
            "As set on Certification or Parameters.".to_owned()
        };
        lines.push(line(&label, Value::Date(milestone.date), Form::Date, &remark));
    }
    if contents.model.parameters.planned_standards.only().is_some() {
        return lines;
    }
    let remark = "Share of the effort of two separate systems, a range over judged efforts and coordination.";
    lines.push(line("Saved by integrating, least", share(SAVING_LEAST, least), Form::Percent, remark));
    lines.push(line("Saved by integrating, most", share(SAVING_MOST, most), Form::Percent, remark));
    lines
}
