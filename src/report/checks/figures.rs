//! Checks of figures: levels, headlines, gaps, the plan, the weights.

use super::records::keyed_expression;
use super::written::Written;
use super::{Check, Side, TOLERANCE};
use crate::record::settings::PRIORITY_WEIGHTS;
use crate::report::Contents;
use crate::report::expression::{column, text};
use crate::report::gaps::{GAPS_TABLE, NOW, OPEN};
use crate::report::names::KEY;
use crate::report::names::coverage::{COVERAGE_TABLE, GAP, POTENTIAL, part_words};
use crate::report::names::priorities::{NEW_GAP, PRIORITIES_TABLE, RANK_NOW, SINCE};
use crate::report::names::requirements::CLAUSES_TABLE;
use crate::report::names::requirements::soa_table;
use crate::report::names::requirements::{COUNTED_WEIGHT, COUNTS, OWN};
use crate::report::roadmap::{DAYS, END, GAPS_CLOSED, PHASES_TABLE, ROADMAP_TABLE, START};
use crate::standards::{Part, Standard};

/// Levels that cannot be.
pub(super) fn coverage_checks(written: &Written<'_>) -> Vec<Check> {
    if written.table(COVERAGE_TABLE).is_none() {
        return Vec::new();
    }
    let own = written.numbers(COVERAGE_TABLE, OWN);
    let potential = written.numbers(COVERAGE_TABLE, POTENTIAL);
    let (own_column, potential_column) = (column(COVERAGE_TABLE, OWN), column(COVERAGE_TABLE, POTENTIAL));
    let outside = |values: &[f64]| values.iter().filter(|value| !(0.0..=1.0).contains(*value)).count() as f64;
    let above = own.iter().zip(&potential).filter(|(own, potential)| **own > **potential + TOLERANCE).count();
    vec![
        Check::new(
            "own-within-potential",
            "Own is never above potential",
            "The potential of a requirement is the largest of own, carried and reuse.",
            Side::fixed(0.0),
            Side::formula(format!("SUMPRODUCT(--({own_column}>{potential_column}+1E-9))"), above as f64),
        ),
        Check::new(
            "levels-within-bounds",
            "Levels lie between 0 and 1",
            "No own level and no potential is below 0 or above 1.",
            Side::fixed(0.0),
            Side::formula(
                format!(
                    "SUMPRODUCT(({own_column}<0)+({own_column}>1)+({potential_column}<0)+({potential_column}>1))"
                ),
                outside(&own) + outside(&potential),
            ),
        ),
    ]
}

/// The headline figures against sums over the SoA and Clauses sheets, which they are not computed from.
pub(super) fn summary_checks(written: &Written<'_>) -> Vec<Check> {
    let mut checks = Vec::new();
    for standard in Standard::BOTH {
        for part in Part::BOTH {
            let table = match part {
                Part::Clauses => CLAUSES_TABLE,
                Part::AnnexA => soa_table(standard),
            };
            let short = match part {
                Part::Clauses => "Clauses",
                Part::AnnexA => "AnnexA",
            };
            let name = format!("Cov_{}_{short}_Own", standard.number());
            let Some(figure) = written.named(&name) else { continue };
            let share = Share::of(written, table, standard);
            checks.push(Check::new(
                format!("summary-{}-{}", standard.number(), part.name()),
                format!("{} {}: headline of own coverage", standard.full_name(), part_words(part)),
                "The headline equals the weighted mean of the rows that people edit.",
                Side::formula(share.expression, share.value),
                Side::formula(format!("N({name})"), figure),
            ));
        }
    }
    checks
}

/// The weighted mean of the own levels of a standard's rows on a sheet.
struct Share {
    expression: String,
    value: f64,
}

impl Share {
    fn of(written: &Written<'_>, table: &str, standard: Standard) -> Self {
        let prefix = format!("{}:", standard.number());
        let own_rows = format!("(LEFT({},{})={})", column(table, KEY), prefix.len(), text(&prefix));
        let (weights, own) = (column(table, COUNTED_WEIGHT), column(table, OWN));
        let sum = format!("SUMPRODUCT({own_rows}*{weights})");
        let expression = format!("IF({sum}=0,0,SUMPRODUCT({own_rows}*{weights}*{own})/{sum})");
        let rows: Vec<(f64, f64)> = written
            .texts(table, KEY)
            .iter()
            .zip(written.numbers(table, COUNTED_WEIGHT).into_iter().zip(written.numbers(table, OWN)))
            .filter(|(key, _)| key.starts_with(&prefix))
            .map(|(_, figures)| figures)
            .collect();
        let weight: f64 = rows.iter().map(|(weight, _)| weight).sum();
        let weighted: f64 = rows.iter().map(|(weight, own)| weight * own).sum();
        Self { expression, value: if weight == 0.0 { 0.0 } else { weighted / weight } }
    }
}

pub(super) fn gap_checks(written: &Written<'_>) -> Vec<Check> {
    if written.table(GAPS_TABLE).is_none() || written.table(COVERAGE_TABLE).is_none() {
        return Vec::new();
    }
    let (counts, own) = (column(COVERAGE_TABLE, COUNTS), column(COVERAGE_TABLE, OWN));
    let counted = written.numbers(COVERAGE_TABLE, COUNTS);
    let levels = written.numbers(COVERAGE_TABLE, OWN);
    let gaps = counted.iter().zip(&levels).filter(|(counts, own)| **counts == 1.0 && **own < 1.0).count();
    let open = written.texts(GAPS_TABLE, NOW).iter().filter(|word| *word == OPEN).count();
    let new = written.texts(PRIORITIES_TABLE, SINCE).iter().filter(|word| *word == NEW_GAP).count();
    let mut ranks: Vec<u64> = written
        .numbers(PRIORITIES_TABLE, RANK_NOW)
        .iter()
        .map(|rank| *rank as u64)
        .filter(|rank| (1..=gaps as u64).contains(rank))
        .collect();
    ranks.sort_unstable();
    ranks.dedup();
    let rank = column(PRIORITIES_TABLE, RANK_NOW);
    let counted = || Side::formula(format!("COUNTIFS({counts},1,{own},\"<1\")"), gaps as f64);
    vec![
        Check::new(
            "gaps-are-what-counts-and-is-not-met",
            "Open gaps + gaps that opened since = requirements that count and are not fully met",
            "No gap is missing from the sheet and none stands on it without cause.",
            counted(),
            Side::formula(
                format!(
                    "COUNTIF({},{})+COUNTIF({},{})",
                    column(GAPS_TABLE, NOW),
                    text(OPEN),
                    column(PRIORITIES_TABLE, SINCE),
                    text(NEW_GAP)
                ),
                (open + new) as f64,
            ),
        ),
        Check::new(
            "gaps-flagged",
            "Requirements flagged as gaps on Coverage",
            "The flag of each row and a count over its terms agree.",
            counted(),
            Side::formula(
                format!("SUM({})", column(COVERAGE_TABLE, GAP)),
                written.numbers(COVERAGE_TABLE, GAP).iter().sum(),
            ),
        ),
        Check::new(
            "ranks-are-a-permutation",
            "Every live rank stands once",
            "The ranks run from 1 to the number of gaps, without a hole and without a tie.",
            counted(),
            Side::formula(
                format!("SUMPRODUCT(--(FREQUENCY({rank},ROW({rank})-MIN(ROW({rank}))+1)>0))"),
                ranks.len() as f64,
            ),
        ),
    ]
}

/// The gaps of the standards that are planned for.
fn gaps_planned_for(contents: &Contents<'_>, written: &Written<'_>) -> Side {
    let Some(only) = contents.model.parameters.planned_standards.only() else {
        return Side::formula(keyed_expression(GAPS_TABLE), written.keyed(GAPS_TABLE) as f64);
    };
    let start = format!("{}:", only.number());
    let keys = written.texts(GAPS_TABLE, KEY);
    Side::formula(
        format!("SUMPRODUCT(--(LEFT({},{})={}))", column(GAPS_TABLE, KEY), start.len(), text(&start)),
        keys.iter().filter(|key| key.starts_with(&start)).count() as f64,
    )
}

pub(super) fn plan_checks(contents: &Contents<'_>, written: &Written<'_>) -> Vec<Check> {
    if written.table(ROADMAP_TABLE).is_none() || written.table(PHASES_TABLE).is_none() {
        return Vec::new();
    }
    let total = |table: &str, heading: &str| -> (String, f64) {
        (format!("SUM({})", column(table, heading)), written.numbers(table, heading).iter().sum())
    };
    let (closed, closed_value) = total(ROADMAP_TABLE, GAPS_CLOSED);
    let (days, days_value) = total(ROADMAP_TABLE, DAYS);
    let (phase_days, phase_days_value) = total(PHASES_TABLE, DAYS);
    let (starts, ends) = (written.days(ROADMAP_TABLE, START), written.days(ROADMAP_TABLE, END));
    let backwards = starts.iter().zip(&ends).filter(|(start, end)| end < start).count();
    vec![
        Check::new(
            "every-gap-in-one-action",
            "Gaps closed by the roadmap = gaps",
            "Each gap of the standards that are planned for belongs to exactly one action.",
            gaps_planned_for(contents, written),
            Side::formula(closed, closed_value),
        ),
        Check::new(
            "phases-sum-to-roadmap",
            "Person-days of the phases = person-days of the roadmap",
            "No action is outside of the six phases.",
            Side::formula(days, days_value),
            Side::formula(phase_days, phase_days_value),
        ),
        Check::new(
            "no-action-ends-before-it-starts",
            "No action ends before it starts",
            "The dates of the plan run forwards.",
            Side::fixed(0.0),
            Side::formula(
                format!("SUMPRODUCT(--({}<{}))", column(ROADMAP_TABLE, END), column(ROADMAP_TABLE, START)),
                backwards as f64,
            ),
        ),
    ]
}

pub(super) fn weights_check(contents: &Contents<'_>) -> Check {
    let parameters = &contents.model.parameters;
    Check::new(
        "weights-sum-to-one",
        "Weights of the priority sum to 1",
        "α + β + γ = 1, so that a priority before its divisor lies between 0 and 1.",
        Side::fixed(1.0),
        Side::formula(
            PRIORITY_WEIGHTS.map(|weight| weight.name).join("+"),
            parameters.weight_risk + parameters.weight_coverage + parameters.weight_urgency,
        ),
    )
}
