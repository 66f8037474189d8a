//! How many actions each plan has of each size, and the person-days that they come to.

use std::collections::BTreeMap;

use super::block::{Column, put_block};
use super::put_section;
use crate::assess::{EffortCounts, PlanKind, PlanOutline};
use crate::model::{EffortDays, Parameters};
use crate::record::settings::{
    COORDINATION_LEAST, COORDINATION_MOST, COORDINATION_OVERHEAD, DAY_RATE, NumberSetting,
};
use crate::report::Contents;
use crate::report::cell::{Form, Value};
use crate::report::expression::{column, text, this_row};
use crate::report::gaps::phase_words;
use crate::report::names::parameters::{effort_days, effort_days_least, effort_days_most};
use crate::report::sheet::Sheet;
use crate::standards::Effort;

/// The defined name of the last day of the plan that is followed.
pub const PLAN_END: &str = "Plan_End";
/// The defined name of its person-days, coordination included.
pub const PLAN_PERSON_DAYS: &str = "Plan_Person_Days";

/// The table of the plans.
const PLANS_TABLE: &str = "Plans";
/// The table of the person-days by phase.
pub(super) const PHASES_TABLE: &str = "Plan_phases";
/// The table of the number of actions by plan, phase and size.
const EFFORTS_TABLE: &str = "Plan_efforts";

const PLAN: &str = "Plan";
const PHASE: &str = "Phase";
const SERVES: &str = "Serves";
const ONE: &str = "one standard";
const BOTH: &str = "both standards";
const FOLLOWED: &str = "Followed";
const PERSON_DAYS: &str = "Person days";
const COORDINATION: &str = "Coordination";
const IN_ALL: &str = "Person days in all";
const LEAST: &str = "Least";
const MOST: &str = "Most";

/// What the work for 42001 is called in the tables, on top of a 27001 system and by itself.
pub(super) const ON_TOP: &str = "42001 on top of a 27001 system";
pub(super) const ALONE: &str = "42001 by itself";
/// In place of a phase, where there is one row for all.
const ALL_PHASES: &str = "all phases";

/// One of the three efforts that a range looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    Least,
    AsSet,
    Most,
}

impl Case {
    pub(super) const ALL: [Case; 3] = [Case::Least, Case::AsSet, Case::Most];

    pub(super) fn words(self) -> &'static str {
        match self {
            Case::Least => "all efforts at their least",
            Case::AsSet => "all efforts as set",
            Case::Most => "all efforts at their most",
        }
    }

    /// The heading of the person-days of this case.
    fn heading(self) -> &'static str {
        match self {
            Case::Least => LEAST,
            Case::AsSet => PERSON_DAYS,
            Case::Most => MOST,
        }
    }

    fn days(self, parameters: &Parameters) -> EffortDays {
        match self {
            Case::Least => parameters.effort_days_least,
            Case::AsSet => parameters.effort_days,
            Case::Most => parameters.effort_days_most,
        }
    }

    fn name(self) -> fn(Effort) -> String {
        match self {
            Case::Least => effort_days_least,
            Case::AsSet => effort_days,
            Case::Most => effort_days_most,
        }
    }

    /// The share of coordination that goes with it where the plan as such is looked at.
    fn coordination(self) -> NumberSetting {
        match self {
            Case::Least => COORDINATION_LEAST,
            Case::AsSet => COORDINATION_OVERHEAD,
            Case::Most => COORDINATION_MOST,
        }
    }

    fn share(self, parameters: &Parameters) -> f64 {
        match self {
            Case::Least => parameters.coordination_least,
            Case::AsSet => parameters.coordination_overhead,
            Case::Most => parameters.coordination_most,
        }
    }
}

/// The actions of a plan of the tables, and those of them that serve both standards.
fn counted(contents: &Contents<'_>, plan: &str) -> [EffortCounts; 2] {
    let plans = &contents.assessment.plans;
    match plan {
        ON_TOP => [plans.on_top.efforts, EffortCounts::default()],
        ALONE => [plans.alone.efforts, EffortCounts::default()],
        _ => {
            let found = plans.outlines.iter().find(|outline| outline.kind.words() == plan);
            found.map(|outline| [outline.effort(), outline.effort_for_both()]).unwrap_or_default()
        }
    }
}

/// The person-days of a plan in a case, without coordination, and those of them that serve both standards.
pub(super) fn work_days(contents: &Contents<'_>, plan: &str, case: Case) -> [f64; 2] {
    counted(contents, plan).map(|efforts| efforts.days(case.days(&contents.model.parameters)))
}

/// The expressions of the same, where an expression gives the name of the plan.
pub(super) fn work_expressions(plan: &str, case: Case) -> [String; 2] {
    let (plans, days) = (column(EFFORTS_TABLE, PLAN), column(EFFORTS_TABLE, case.heading()));
    let both = format!("*({}={})", column(EFFORTS_TABLE, SERVES), text(BOTH));
    ["", &both].map(|condition| format!("SUMPRODUCT(({plans}={plan}){condition}*{days})"))
}

/// Puts the table of the plans.
pub(super) fn put_plans(sheet: &mut Sheet, contents: &Contents<'_>, row: u32) -> u32 {
    let row = put_section(sheet, row, "Plans: effort, time and cost");
    let here = |heading: &str| this_row(PLANS_TABLE, heading);
    let with = |case: Case| {
        let [all, both] = work_expressions(&here(PLAN), case);
        format!("{all}+{both}*{}", case.coordination())
    };
    let [as_set, _] = work_expressions(&here(PLAN), Case::AsSet);
    let cost = format!("IF(ISNUMBER({DAY_RATE}),{}*{DAY_RATE},\"\")", here(IN_ALL));
    let columns = [
        Column::last_run(PLAN, Form::Text),
        Column::last_run(FOLLOWED, Form::Word),
        Column::last_run("Actions", Form::Integer),
        Column::calculated(PERSON_DAYS, Form::Decimal, as_set),
        Column::calculated(COORDINATION, Form::Decimal, format!("{}-{}", here(IN_ALL), here(PERSON_DAYS))),
        Column::calculated(IN_ALL, Form::Decimal, with(Case::AsSet)),
        Column::calculated(LEAST, Form::Decimal, with(Case::Least)),
        Column::calculated(MOST, Form::Decimal, with(Case::Most)),
        Column::last_run("Weeks", Form::Decimal),
        Column::last_run("Longest chain, weeks", Form::Decimal),
        Column::last_run("End", Form::Date),
        Column::calculated("Cost", Form::Decimal, cost),
    ];
    let plans = &contents.assessment.plans;
    let rows = plans.outlines.iter().map(|outline| plan_row(contents, outline)).collect();
    let first = row + 2;
    let end = put_block(sheet, row, PLANS_TABLE, &columns, rows);
    let followed = plans.outlines.iter().position(|outline| outline.kind == plans.followed);
    if let Some(at) = followed.and_then(|at| u32::try_from(at).ok()) {
        sheet.name_cell(PLAN_PERSON_DAYS, first + at, 5);
        sheet.name_cell(PLAN_END, first + at, 10);
    }
    end
}

fn plan_row(contents: &Contents<'_>, outline: &PlanOutline) -> Vec<Value> {
    let parameters = &contents.model.parameters;
    let with = |case: Case| outline.days(case.days(parameters), case.share(parameters));
    let work = outline.effort().days(parameters.effort_days);
    let set = with(Case::AsSet);
    let yes = |is: bool| Value::text(if is { "Yes" } else { "" });
    vec![
        Value::text(outline.kind.words()),
        yes(outline.kind == contents.assessment.plans.followed),
        Value::count(outline.effort().total()),
        Value::number(work),
        Value::number(set - work),
        Value::number(set),
        Value::number(with(Case::Least)),
        Value::number(with(Case::Most)),
        Value::number(rounded(outline.weeks())),
        Value::number(rounded(outline.longest_chain_weeks)),
        Value::optional_date(outline.end),
        Value::optional_number(parameters.day_rate.map(|rate| set * rate)),
    ]
}

/// One decimal, as weeks are shown.
pub(super) fn rounded(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

/// Puts the person-days of each plan by phase.
pub(super) fn put_phases(sheet: &mut Sheet, contents: &Contents<'_>, row: u32) -> u32 {
    let row = put_section(sheet, row, "Person-days by phase, coordination included");
    let of = |kind: PlanKind| {
        let plan = text(kind.words());
        let of_phase = format!("({}={})", column(EFFORTS_TABLE, PHASE), this_row(PHASES_TABLE, PHASE));
        let of_plan = format!("({}={plan})", column(EFFORTS_TABLE, PLAN));
        let both = format!("({}={})", column(EFFORTS_TABLE, SERVES), text(BOTH));
        let days = column(EFFORTS_TABLE, PERSON_DAYS);
        let expression =
            format!("ROUND(SUMPRODUCT({of_plan}*{of_phase}*{days}*(1+{both}*{COORDINATION_OVERHEAD})),1)");
        Column::calculated(kind.words(), Form::Number, expression)
    };
    let mut columns = vec![Column::judgement(PHASE, Form::Text)];
    columns.extend(PlanKind::ALL.map(of));
    let parameters = &contents.model.parameters;
    let rows = contents.catalogue.phases().iter().map(|phase| {
        let mut values = vec![Value::text(phase_words(contents.catalogue.phases(), phase.number))];
        values.extend(contents.assessment.plans.outlines.iter().map(|outline| {
            let of_phase = |efforts: &BTreeMap<u8, EffortCounts>| {
                efforts.get(&phase.number).copied().unwrap_or_default().days(parameters.effort_days)
            };
            let both = of_phase(&outline.shared) * parameters.coordination_overhead;
            Value::number(rounded(of_phase(&outline.efforts) + both))
        }));
        values
    });
    put_block(sheet, row, PHASES_TABLE, &columns, rows.collect())
}

/// Puts the number of actions by plan, phase and size, from which the person-days are calculated.
pub(super) fn put_efforts(sheet: &mut Sheet, contents: &Contents<'_>, row: u32) -> u32 {
    let row = put_section(sheet, row, "Where the person-days come from: actions by plan, phase and size");
    let days = |case: Case| {
        let term =
            |effort: Effort| format!("{}*{}", this_row(EFFORTS_TABLE, effort.letter()), case.name()(effort));
        Effort::ALL.map(term).join("+")
    };
    let columns = [
        Column::last_run(PLAN, Form::Text),
        Column::last_run(PHASE, Form::Wrapped),
        Column::last_run(SERVES, Form::Wrapped),
        Column::last_run("S", Form::Integer),
        Column::last_run("M", Form::Integer),
        Column::last_run("L", Form::Integer),
        Column::calculated(PERSON_DAYS, Form::Decimal, days(Case::AsSet)),
        Column::calculated(LEAST, Form::Decimal, days(Case::Least)),
        Column::calculated(MOST, Form::Decimal, days(Case::Most)),
    ];
    let parameters = &contents.model.parameters;
    let line = |plan: &str, phase: &str, serves: &str, efforts: EffortCounts| {
        let mut values = vec![Value::text(plan), Value::text(phase), Value::text(serves)];
        values.extend(Effort::ALL.map(|effort| Value::count(efforts.of(effort))));
        let cases = [Case::AsSet, Case::Least, Case::Most];
        values.extend(cases.map(|case| Value::number(efforts.days(case.days(parameters)))));
        values
    };
    let plans = &contents.assessment.plans;
    let mut rows: Vec<Vec<Value>> = Vec::new();
    for outline in &plans.outlines {
        for (phase, efforts) in &outline.efforts {
            let words = phase_words(contents.catalogue.phases(), *phase);
            let both = outline.shared.get(phase).copied().unwrap_or_default();
            rows.push(line(outline.kind.words(), &words, ONE, efforts.without(both)));
            if outline.kind == PlanKind::Simultaneous {
                rows.push(line(outline.kind.words(), &words, BOTH, both));
            }
        }
    }
    rows.push(line(ON_TOP, ALL_PHASES, ONE, plans.on_top.efforts));
    rows.push(line(ALONE, ALL_PHASES, ONE, plans.alone.efforts));
    put_block(sheet, row, EFFORTS_TABLE, &columns, rows)
}
