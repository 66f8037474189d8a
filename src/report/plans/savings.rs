//! What integrating saves, as a range with its cases, and how it compares with what practitioners claim.

use super::block::{Column, put_block};
use super::efforts::{ALONE, Case, ON_TOP, rounded, work_days, work_expressions};
use super::put_section;
use crate::assess::PlanKind;
use crate::record::settings::{COORDINATION_LEAST, COORDINATION_MOST, COORDINATION_OVERHEAD};
use crate::report::Contents;
use crate::report::cell::{Form, Value};
use crate::report::expression::{column, text, this_row};
use crate::report::sheet::Sheet;

/// The defined name of the least share that the plan that is followed saves against two separate systems.
pub const SAVING_LEAST: &str = "Saving_Least";
/// The defined name of the most that it saves.
pub const SAVING_MOST: &str = "Saving_Most";

const RANGES_TABLE: &str = "Savings";
const CASES_TABLE: &str = "Saving_cases";
const CLAIMS_TABLE: &str = "Claims";

const PLAN: &str = "Plan";
const AGAINST: &str = "Compared with";
const CASE: &str = "Case";
const WORK: &str = "Work";
const WORK_FOR_BOTH: &str = "Of it for both";
const WORK_APART: &str = "Work compared with";
const SHARE_FROM: &str = "Share, least";
const SHARE_SET: &str = "Share, as set";
const SHARE_TO: &str = "Share, most";
const DAYS_FROM: &str = "Days, least";
const DAYS_SET: &str = "Days, as set";
const DAYS_TO: &str = "Days, most";

/// Days of a month, on average.
const DAYS_OF_A_MONTH: f64 = 30.44;

/// A comparison of two ways of doing the same work.
struct Comparison {
    plan: &'static str,
    against: &'static str,
    weeks: f64,
    weeks_apart: f64,
}

fn comparisons(contents: &Contents<'_>) -> Vec<Comparison> {
    let plans = &contents.assessment.plans;
    let apart = plans.outline(PlanKind::Separate);
    let of = |kind: PlanKind| Comparison {
        plan: kind.words(),
        against: PlanKind::Separate.words(),
        weeks: plans.outline(kind).map_or(0.0, |outline| outline.weeks()),
        weeks_apart: apart.map_or(0.0, |outline| outline.weeks()),
    };
    vec![
        of(PlanKind::Simultaneous),
        of(PlanKind::Sequential),
        Comparison {
            plan: ON_TOP,
            against: ALONE,
            weeks: plans.on_top.weeks,
            weeks_apart: plans.alone.weeks,
        },
    ]
}

/// The least, expected and greatest share and person-days that are saved in a case of efforts.
#[derive(Clone, Copy)]
struct Saved {
    work: f64,
    for_both: f64,
    work_apart: f64,
    shares: [Option<f64>; 3],
    days: [Option<f64>; 3],
}

fn saved(contents: &Contents<'_>, comparison: &Comparison, case: Case) -> Saved {
    let parameters = &contents.model.parameters;
    let [work, for_both] = work_days(contents, comparison.plan, case);
    let [work_apart, _] = work_days(contents, comparison.against, case);
    let overheads =
        [parameters.coordination_most, parameters.coordination_overhead, parameters.coordination_least];
    let days = overheads.map(|overhead| work_apart - (work + for_both * overhead));
    let known = |days: f64| (work_apart > 0.0).then_some(days);
    let shares = days.map(|days| known(days).map(|days| days / work_apart));
    let days = days.map(known);
    Saved { work, for_both, work_apart, shares, days }
}

/// The range over the cases that have work: the least of the first, the one of efforts as set, 0 where these have
/// none, and the most of the last.
fn range(cases: &[[Option<f64>; 3]]) -> [Option<f64>; 3] {
    let of = |at: usize| cases.iter().filter_map(move |case| case.get(at).copied().flatten());
    let [_, set, _] = cases.get(1).copied().unwrap_or_default();
    let least = of(0).min_by(f64::total_cmp);
    [least, least.map(|_| set.unwrap_or(0.0)), of(2).max_by(f64::total_cmp)]
}

/// What integrating saves in the plan that is followed, against two separate systems: least, as set and most.
pub fn saved_shares(contents: &Contents<'_>) -> [Option<f64>; 3] {
    let followed = contents.assessment.plans.followed.words();
    let comparisons = comparisons(contents);
    let found = comparisons.iter().find(|comparison| comparison.plan == followed);
    found
        .map_or([None; 3], |comparison| share_range(contents, comparison).map(|share| share.map(to_decimals)))
}

fn share_range(contents: &Contents<'_>, comparison: &Comparison) -> [Option<f64>; 3] {
    range(&Case::ALL.map(|case| saved(contents, comparison, case).shares))
}

/// Puts what each plan saves.
pub(super) fn put_ranges(sheet: &mut Sheet, contents: &Contents<'_>, row: u32) -> u32 {
    let row =
        put_section(sheet, row, "What integrating saves: a range, from judged efforts and coordination");
    // The rows of this comparison among the cases; where there is no share, nothing is counted.
    let of_plan = format!(
        "({}={})*({}>0)",
        column(CASES_TABLE, PLAN),
        this_row(RANGES_TABLE, PLAN),
        column(CASES_TABLE, WORK_APART)
    );
    let set = format!("({}={})", column(CASES_TABLE, CASE), text(Case::AsSet.words()));
    let most = |heading: &str| {
        format!("SUMPRODUCT(MAX({of_plan}*({}+{FAR}))) - {FAR}", column(CASES_TABLE, heading))
    };
    let least =
        |heading: &str| format!("{FAR}-SUMPRODUCT(MAX({of_plan}*({FAR}-{})))", column(CASES_TABLE, heading));
    let as_set = |heading: &str| format!("SUMPRODUCT({of_plan}*{set}*{})", column(CASES_TABLE, heading));
    let known = |expression: String| {
        let apart = format!("SUMPRODUCT({of_plan}*{})", column(CASES_TABLE, WORK_APART));
        format!("IF({apart}>0,ROUND({expression},{DECIMALS}),\"\")")
    };
    let days = |heading, expression| Column::calculated(heading, Form::Decimal, known(expression));
    let share = |heading, expression| Column::calculated(heading, Form::Percent, known(expression));
    let columns = [
        Column::last_run(PLAN, Form::Text),
        Column::last_run(AGAINST, Form::Wrapped),
        share(SHARE_FROM, least(SHARE_FROM)),
        share(SHARE_SET, as_set(SHARE_SET)),
        share(SHARE_TO, most(SHARE_TO)),
        days(DAYS_FROM, least(DAYS_FROM)),
        days(DAYS_SET, as_set(DAYS_SET)),
        days(DAYS_TO, most(DAYS_TO)),
        Column::last_run("Weeks", Form::Decimal),
        Column::last_run("Weeks compared with", Form::Decimal),
        Column::last_run("Weeks, share saved", Form::Percent),
    ];
    let comparisons = comparisons(contents);
    let rows = comparisons.iter().map(|comparison| {
        let shares = share_range(contents, comparison);
        let is_known = shares.iter().any(Option::is_some);
        let days = Case::ALL.map(|case| saved(contents, comparison, case).days);
        let days = if is_known { range(&days) } else { [None; 3] };
        let mut values = vec![Value::text(comparison.plan), Value::text(comparison.against)];
        values.extend(shares.map(|share| Value::optional_number(share.map(to_decimals))));
        values.extend(days.map(|days| Value::optional_number(days.map(to_decimals))));
        values.push(Value::number(rounded(comparison.weeks)));
        values.push(Value::number(rounded(comparison.weeks_apart)));
        values.push(Value::optional_number(faster(comparison)));
        values
    });
    let first = row + 2;
    let end = put_block(sheet, row, RANGES_TABLE, &columns, rows.collect());
    let followed = contents.assessment.plans.followed.words();
    let at = comparisons.iter().position(|comparison| comparison.plan == followed);
    if let Some(at) = at.and_then(|at| u32::try_from(at).ok()) {
        sheet.name_cell(SAVING_LEAST, first + at, 2);
        sheet.name_cell(SAVING_MOST, first + at, 4);
    }
    end
}

/// A number beyond every saving, from which the least is found as the largest difference: there is no
/// conditional minimum in Excel 2016.
const FAR: &str = "1000000";
/// Decimals to which savings are rounded, beyond the noise that the large number leaves.
const DECIMALS: i32 = 6;

fn to_decimals(number: f64) -> f64 {
    let factor = 10f64.powi(DECIMALS);
    (number * factor).round() / factor
}

/// The share of weeks that is saved.
fn faster(comparison: &Comparison) -> Option<f64> {
    let (weeks, apart) = (comparison.weeks, comparison.weeks_apart);
    (apart > 0.0).then(|| to_decimals(1.0 - weeks / apart))
}

/// Puts the cases from which the ranges come.
pub(super) fn put_cases(sheet: &mut Sheet, contents: &Contents<'_>, row: u32) -> u32 {
    let row = put_section(
        sheet,
        row,
        "Where the ranges come from: least and most coordination in each case of efforts",
    );
    let here = |heading: &str| this_row(CASES_TABLE, heading);
    let work_of = |plan: String| {
        let is = |case: Case| format!("{}={}", here(CASE), text(case.words()));
        let [least, set, most] = Case::ALL.map(|case| work_expressions(&plan, case));
        let by_case = |at: usize| {
            let of = |case: &[String; 2]| case.get(at).cloned().unwrap_or_default();
            let (least, set, most) = (of(&least), of(&set), of(&most));
            format!("IF({},{least},IF({},{set},{most}))", is(Case::Least), is(Case::AsSet))
        };
        [by_case(0), by_case(1)]
    };
    let [work, for_both] = work_of(here(PLAN));
    let [apart, _] = work_of(here(AGAINST));
    let days =
        |overhead: &str| format!("{}-({}+{}*{overhead})", here(WORK_APART), here(WORK), here(WORK_FOR_BOTH));
    let share = |days: &str| format!("IF({0}>0,{1}/{0},0)", here(WORK_APART), here(days));
    let decimal = |heading, expression| Column::calculated(heading, Form::Decimal, expression);
    let percent = |heading, expression| Column::calculated(heading, Form::Percent, expression);
    let columns = [
        Column::last_run(PLAN, Form::Text),
        Column::last_run(AGAINST, Form::Wrapped),
        Column::last_run(CASE, Form::Wrapped),
        decimal(WORK, work),
        decimal(WORK_FOR_BOTH, for_both),
        decimal(WORK_APART, apart),
        decimal(DAYS_FROM, days(COORDINATION_MOST.name)),
        decimal(DAYS_SET, days(COORDINATION_OVERHEAD.name)),
        decimal(DAYS_TO, days(COORDINATION_LEAST.name)),
        percent(SHARE_FROM, share(DAYS_FROM)),
        percent(SHARE_SET, share(DAYS_SET)),
        percent(SHARE_TO, share(DAYS_TO)),
    ];
    let mut rows = Vec::new();
    for comparison in comparisons(contents) {
        for case in Case::ALL {
            let saved = saved(contents, &comparison, case);
            let mut values = vec![
                Value::text(comparison.plan),
                Value::text(comparison.against),
                Value::text(case.words()),
                Value::number(saved.work),
                Value::number(saved.for_both),
                Value::number(saved.work_apart),
            ];
            values.extend(saved.days.map(|days| Value::number(days.unwrap_or(0.0))));
            values.extend(saved.shares.map(|share| Value::number(share.unwrap_or(0.0))));
            rows.push(values);
        }
    }
    put_block(sheet, row, CASES_TABLE, &columns, rows)
}

/// What practitioners claim of 42001 where a 27001 system runs, and what this plan gives.
pub(super) fn put_claims(sheet: &mut Sheet, contents: &Contents<'_>, row: u32) -> u32 {
    let row = put_section(
        sheet,
        row,
        "What practitioners claim of 42001 on top of a certified 27001 system: their claims, not ours",
    );
    let here = |heading: &str| this_row(CLAIMS_TABLE, heading);
    let (from, to) = (here(HERE_FROM), here(HERE_TO));
    let (claimed_from, claimed_to) = (here(CLAIMED_FROM), here(CLAIMED_TO));
    let verdict = format!(
        "IF(ISNUMBER({from}),IF({to}<{claimed_from},{},IF({from}>{claimed_to},{},{})),{})",
        text(BELOW),
        text(ABOVE),
        text(OVERLAPS),
        text(NO_WORK)
    );
    let columns = [
        Column::last_run("Claim", Form::Text),
        Column::last_run("Unit", Form::Text),
        Column::last_run(CLAIMED_FROM, Form::Number),
        Column::last_run(CLAIMED_TO, Form::Number),
        Column::last_run(HERE_FROM, Form::Number),
        Column::last_run(HERE_TO, Form::Number),
        Column::calculated("How it compares", Form::Text, verdict),
    ];
    let comparisons = comparisons(contents);
    let on_top = comparisons.iter().find(|comparison| comparison.plan == ON_TOP);
    let percent = |share: f64| rounded(share * 100.0);
    let shares = on_top.map_or([None; 3], |comparison| share_range(contents, comparison));
    let [least, _, most] = shares.map(|share| share.map(percent));
    let faster = on_top.and_then(faster).map(percent);
    let months = on_top
        .filter(|on_top| on_top.weeks > 0.0)
        .map(|on_top| rounded(on_top.weeks * 7.0 / DAYS_OF_A_MONTH));
    let line = |claim: &str, unit: &str, claimed: [f64; 2], here: [Option<f64>; 2]| {
        let compared = match here {
            [Some(_), Some(to)] if to < claimed[0] => BELOW,
            [Some(from), Some(_)] if from > claimed[1] => ABOVE,
            [Some(_), Some(_)] => OVERLAPS,
            _ => NO_WORK,
        };
        let mut values = vec![Value::text(claim), Value::text(unit)];
        values.extend(claimed.map(Value::number));
        values.extend(here.map(Value::optional_number));
        values.push(Value::text(compared));
        values
    };
    let rows = vec![
        line("30 to 40 percent faster, as effort here", "% less", [30.0, 40.0], [least, most]),
        line("30 to 40 percent faster, as weeks here", "% less", [30.0, 40.0], [faster, faster]),
        line("Three to six months, with this capacity", "months", [3.0, 6.0], [months, months]),
    ];
    put_block(sheet, row, CLAIMS_TABLE, &columns, rows)
}

const CLAIMED_FROM: &str = "Claimed from";
const CLAIMED_TO: &str = "Claimed to";
const HERE_FROM: &str = "Here from";
const HERE_TO: &str = "Here to";
const BELOW: &str = "below what is claimed";
const ABOVE: &str = "above what is claimed";
const OVERLAPS: &str = "within or across what is claimed";
const NO_WORK: &str = "no work for 42001 is left";
