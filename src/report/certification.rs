//! Certification: the dates of the audits of the certification body for both standards, how far apart they
//! are, and whether they can be brought together.

use chrono::{Months, NaiveDate};

use super::Contents;
use super::cell::{Cell, Form, Value, serial_day};
use super::expression::{is_day, look_up, text, this_row};
use super::list_sheet::{ListColumn, ListSheet};
use super::names::KEY;
use super::noted::Noted;
use super::sheet::{Allowed, Mark, Sheet, TabRole};
use crate::assess::MilestoneKind;
use crate::record::Owner;
use crate::record::names::{CERTIFICATION as TABLE, DATES_SET, STAGE_1_AUDIT, STAGE_2_AUDIT};
use crate::standards::Standard;

/// The sheet's name.
pub const CERTIFICATION: &str = "Certification";

const MONTHS: &str = "Months after the certificate, at most";
const DATES: [&str; 2] = ["27001, date", "42001, date"];
const PLANNED: [&str; 2] = ["27001, ready by the plan", "42001, ready by the plan"];
const APART: &str = "Days apart";
const ALIGNMENT: &str = "Alignment";

/// The key of the decision on the certificate, from which the others are counted.
const CERTIFICATE: &str = "certificate";

/// Most days between two audits that can be held as one (judgement).
const TOGETHER_WITHIN: u32 = 31;
/// Most days between two audits that can be moved towards each other within a cycle (judgement).
const MOVABLE_WITHIN: u32 = 183;

const TOGETHER: &str = "Close: one combined audit can serve both";
const MOVABLE: &str = "Apart: ask the certification body to bring them together";
const FAR: &str = "Far apart: align at the next recertification";
const ONE_DATE: &str = "One date only";

/// A step of the cycle of three years: key, name, what it is, months after the certificate.
type Step = (&'static str, &'static str, &'static str, Option<u32>);

/// The steps (judgement, after the cycle of ISO/IEC 17021-1: three years, surveillance at least once a year,
/// the first within twelve months of the decision).
const STEPS: [Step; 6] = [
    (STAGE_1_AUDIT, "Stage 1 audit", "The certification body looks at documents and readiness.", None),
    (STAGE_2_AUDIT, "Stage 2 audit", "The certification body looks at whether the system works.", None),
    (
        CERTIFICATE,
        "Decision on the certificate",
        "The certification body's alone; the cycle counts from it.",
        None,
    ),
    (
        "surveillance-1",
        "First surveillance audit",
        "At the latest twelve months after the decision.",
        Some(12),
    ),
    ("surveillance-2", "Second surveillance audit", "Usually within a further year.", Some(24)),
    (
        "recertification",
        "Recertification audit",
        "Done before the certificate ends, three years after the decision.",
        Some(36),
    ),
];

/// Builds the sheet of dates.
pub fn build_certification(contents: &Contents<'_>) -> Sheet {
    let mut list = ListSheet::new(
        CERTIFICATION,
        TabRole::Work,
        TABLE,
        "Certification and surveillance dates of both standards",
        "The dates of the certification body's audits: those that you set, and for the rest the latest usual ones, counted from the certificate. A blank date is not known.",
    )
    .owned_by(Owner::Assessment)
    .note("The cycle, what counts as close and what to do is judgement; the certification body sets the dates. Nothing here says that a certificate will be given.")
    .columns(columns())
    .frozen_columns(1)
    .watched();
    for step in STEPS {
        list.push(row(contents, step));
    }
    list.build(contents.model.as_of)
}

fn columns() -> Vec<ListColumn> {
    let set = |heading: &str| {
        ListColumn::new(heading, 13, Form::Date)
            .editable()
            .allowed(Allowed::Date)
            .help("The date that is agreed on or was held. It stays when the workbook is refreshed; the plan and the audit programme then count with it.")
    };
    let date =
        |heading: &str, set: &str| ListColumn::new(heading, 13, Form::Date).calculated(date_expression(set));
    let planned = |heading: &str| ListColumn::new(heading, 14, Form::Date).last_run();
    vec![
        ListColumn::new("Step", 28, Form::Wrapped),
        ListColumn::new("What it is", 44, Form::Wrapped).judgement(),
        set(DATES_SET[0]),
        set(DATES_SET[1]),
        ListColumn::new(MONTHS, 13, Form::Integer).judgement(),
        date(DATES[0], DATES_SET[0]),
        date(DATES[1], DATES_SET[1]),
        ListColumn::new(APART, 9, Form::Integer).calculated(apart_expression()),
        ListColumn::new(ALIGNMENT, 30, Form::Word)
            .calculated(alignment_expression())
            .mark(TOGETHER, Mark::Good)
            .mark(MOVABLE, Mark::Caution)
            .mark(FAR, Mark::Bad)
            .mark(ONE_DATE, Mark::Quiet),
        planned(PLANNED[0]),
        planned(PLANNED[1]),
        ListColumn::new("Remark", 30, Form::Wrapped).editable(),
        ListColumn::new(KEY, 16, Form::Identifier).last_run().screen_only(),
    ]
}

fn here(heading: &str) -> String {
    this_row(TABLE, heading)
}

/// The date that is set, or else the latest usual one after the certificate.
fn date_expression(set: &str) -> String {
    let (own, months) = (here(set), here(MONTHS));
    let certificate = look_up(TABLE, set, KEY, &text(CERTIFICATE));
    format!(
        "IF({},{own},IF(ISNUMBER({months}),IF({},EDATE({certificate},{months}),\"\"),\"\"))",
        is_day(&own),
        is_day(&certificate)
    )
}

fn apart_expression() -> String {
    let [one, other] = DATES.map(here);
    format!("IF(AND(ISNUMBER({one}),ISNUMBER({other})),ABS({one}-{other}),\"\")")
}

fn alignment_expression() -> String {
    let [one, other] = DATES.map(here);
    let apart = here(APART);
    format!(
        "IF(ISNUMBER({apart}),IF({apart}<={TOGETHER_WITHIN},{},IF({apart}<={MOVABLE_WITHIN},{},{})),IF(OR(ISNUMBER({one}),ISNUMBER({other})),{},\"\"))",
        text(TOGETHER),
        text(MOVABLE),
        text(FAR),
        text(ONE_DATE)
    )
}

/// The value of [`date_expression`], as a day that formulas count with.
fn date_of(contents: &Contents<'_>, (key, _, _, months): Step, set: &str) -> Option<f64> {
    let own = Noted::beside(contents, TABLE, key).day(set);
    own.or_else(|| {
        let certificate = contents.model.note(TABLE, CERTIFICATE, set)?.day()?;
        serial_day(certificate.checked_add_months(Months::new(months?))?)
    })
}

/// The value of [`alignment_expression`].
fn alignment(dates: [Option<f64>; 2]) -> &'static str {
    match dates {
        [Some(one), Some(other)] => match (one - other).abs() {
            apart if apart <= f64::from(TOGETHER_WITHIN) => TOGETHER,
            apart if apart <= f64::from(MOVABLE_WITHIN) => MOVABLE,
            _ => FAR,
        },
        [None, None] => "",
        _ => ONE_DATE,
    }
}

/// When the roadmap is ready for an audit stage of one standard, as its milestone says; `None` where nothing is
/// left to do for it.
fn ready(contents: &Contents<'_>, key: &str, standard: Standard) -> Option<NaiveDate> {
    let kind = match key {
        STAGE_1_AUDIT => MilestoneKind::Stage1,
        STAGE_2_AUDIT => MilestoneKind::Stage2,
        _ => return None,
    };
    let mut milestones = contents.assessment.roadmap.milestones.iter();
    let found = milestones.find(|one| one.kind == kind && one.standards.contains(&standard))?;
    // Where a person set the day, the plan says when it is ready all the same.
    Some(if found.set_in.is_some() { found.ready } else { found.date })
}

fn row(contents: &Contents<'_>, step: Step) -> Vec<Cell> {
    let (key, name, what, months) = step;
    let noted = Noted::beside(contents, TABLE, key);
    let dates = DATES_SET.map(|set| date_of(contents, step, set));
    let apart = match dates {
        [Some(one), Some(other)] => Some((one - other).abs()),
        _ => None,
    };
    let [ready_27001, ready_42001] = Standard::BOTH.map(|standard| ready(contents, key, standard));
    vec![
        Value::text(name).into(),
        Value::text(what).into(),
        noted.cell(DATES_SET[0]),
        noted.cell(DATES_SET[1]),
        Value::optional_number(months.map(f64::from)).into(),
        Value::optional_number(dates[0]).into(),
        Value::optional_number(dates[1]).into(),
        Value::optional_number(apart).into(),
        Value::text(alignment(dates)).into(),
        Value::optional_date(ready_27001).into(),
        Value::optional_date(ready_42001).into(),
        noted.cell("Remark"),
        Value::text(key).into(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::CellKey;
    use crate::model::Entry;
    use crate::report::testing::{Example, cell_under};

    fn set(example: &mut Example, key: &str, heading: &str, date: &str) {
        let entry = Entry::Date(date.parse().unwrap());
        example.model.notes.insert(CellKey::new(TABLE, key, heading), entry);
    }

    fn under(sheet: &Sheet, key: &str, heading: &str) -> String {
        let row = STEPS.iter().position(|step| step.0 == key).unwrap();
        cell_under(sheet, row, heading).rsplit("-> ").next().unwrap().to_owned()
    }

    fn serial(date: &str) -> String {
        serial_day(date.parse().unwrap()).unwrap().to_string()
    }

    #[test]
    fn without_dates_everything_stays_blank() {
        let sheet = build_certification(&Example::empty().contents());
        for step in STEPS {
            for heading in [DATES[0], DATES[1], APART, ALIGNMENT] {
                assert_eq!(under(&sheet, step.0, heading), "\"\"", "{} {heading}", step.0);
            }
        }
    }

    #[test]
    fn the_cycle_counts_from_the_certificate_and_a_date_that_is_set_comes_first() {
        let mut example = Example::empty();
        set(&mut example, CERTIFICATE, DATES_SET[0], "2024-02-29");
        set(&mut example, CERTIFICATE, DATES_SET[1], "2025-02-28");
        set(&mut example, "surveillance-2", DATES_SET[0], "2026-02-10");
        let sheet = build_certification(&example.contents());
        assert_eq!(under(&sheet, "surveillance-1", DATES[0]), serial("2025-02-28"));
        assert_eq!(under(&sheet, "surveillance-2", DATES[0]), serial("2026-02-10"));
        assert_eq!(under(&sheet, "recertification", DATES[0]), serial("2027-02-28"));
        assert_eq!(under(&sheet, "surveillance-1", DATES[1]), serial("2026-02-28"));
        assert_eq!(under(&sheet, "stage-1", DATES[0]), "\"\"");
        assert_eq!(under(&sheet, "surveillance-1", APART), "365");
        assert_eq!(under(&sheet, "surveillance-1", ALIGNMENT), format!("{FAR:?}"));
    }

    #[test]
    fn how_far_apart_two_audits_are_says_what_to_do() {
        assert_eq!(alignment([Some(100.0), Some(131.0)]), TOGETHER);
        assert_eq!(alignment([Some(132.0), Some(100.0)]), MOVABLE);
        assert_eq!(alignment([Some(100.0), Some(284.0)]), FAR);
        assert_eq!(alignment([None, Some(1.0)]), ONE_DATE);
    }

    #[test]
    fn the_plan_says_when_each_standard_is_ready_for_each_stage() {
        let example = Example::empty();
        let contents = example.contents();
        for standard in Standard::BOTH {
            let first = ready(&contents, "stage-1", standard).unwrap();
            let second = ready(&contents, STAGE_2_AUDIT, standard).unwrap();
            assert!(first < second, "{standard}: {first} {second}");
            let planned = contents.assessment.roadmap.milestones.iter();
            let of_stage_2 = planned.filter(|milestone| milestone.kind == MilestoneKind::Stage2);
            assert!(of_stage_2.map(|milestone| milestone.date).any(|date| date == second));
            assert_eq!(ready(&contents, "surveillance-1", standard), None);
        }
    }
}
