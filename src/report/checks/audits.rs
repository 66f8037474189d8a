//! Checks of the audit programme: it reaches each requirement as often as it has to.

use super::written::Written;
use super::{Check, Side};
use crate::report::Contents;
use crate::report::expression::{column, text};
use crate::report::names::audits::{
    AUDIT_PLAN_TABLE, AUDITS_TABLE, BEFORE_STAGE_2, ROUND, SCOPE_27001, SCOPE_42001, in_year,
};
use crate::report::names::coverage::{PART, part_words};
use crate::standards::Part;

/// Every requirement in one unit and before stage 2, clauses every year, controls within the cycle.
pub(super) fn audit_checks(contents: &Contents<'_>, written: &Written<'_>) -> Vec<Check> {
    if written.table(AUDITS_TABLE).is_none() || written.table(AUDIT_PLAN_TABLE).is_none() {
        return Vec::new();
    }
    let mut checks = before_stage_2(contents, written);
    checks.extend(after_stage_2(contents, written));
    checks
}

fn all(contents: &Contents<'_>) -> Side {
    Side::fixed(contents.catalogue.requirements().count() as f64)
}

/// How many entries of the programme's rows before stage 2 name a requirement: each is named by one unit.
fn named_before(written: &Written<'_>) -> Side {
    let mut expressions = Vec::new();
    let mut value = 0;
    let rounds = written.numbers(AUDITS_TABLE, ROUND);
    for scope in [SCOPE_27001, SCOPE_42001] {
        let entries = column(AUDITS_TABLE, scope);
        // As many entries as semicolons, and one more where there is any text.
        expressions.push(format!(
            "SUMPRODUCT(({}=0)*(LEN({entries})-LEN(SUBSTITUTE({entries},\";\",\"\"))+(LEN({entries})>0)))",
            column(AUDITS_TABLE, ROUND)
        ));
        let texts = written.texts(AUDITS_TABLE, scope);
        let before = texts.iter().zip(&rounds).filter(|(text, round)| **round == 0.0 && !text.is_empty());
        value += before.map(|(text, _)| text.matches(';').count() + 1).sum::<usize>();
    }
    Side::formula(expressions.join("+"), value as f64)
}

fn before_stage_2(contents: &Contents<'_>, written: &Written<'_>) -> Vec<Check> {
    let reached = column(AUDIT_PLAN_TABLE, BEFORE_STAGE_2);
    let values = written.numbers(AUDIT_PLAN_TABLE, BEFORE_STAGE_2);
    vec![
        Check::new(
            "audits-each-requirement-in-one-unit",
            "Requirements named by the audits before stage 2 = requirements",
            "With the check below: each requirement belongs to exactly one unit of the audit programme.",
            all(contents),
            named_before(written),
        ),
        Check::new(
            "audits-before-stage-2",
            "Requirements with an audit before stage 2",
            "The audit programme reaches each requirement before stage 2, whether it applies or not.",
            all(contents),
            Side::formula(
                format!("SUMPRODUCT(--({reached}>0))"),
                values.iter().filter(|count| **count > 0.0).count() as f64,
            ),
        ),
    ]
}

fn after_stage_2(contents: &Contents<'_>, written: &Written<'_>) -> Vec<Check> {
    let years: Vec<String> = (1..=contents.assessment.audit_programme.cycle_years).map(in_year).collect();
    let of_year: Vec<Vec<f64>> = years.iter().map(|year| written.numbers(AUDIT_PLAN_TABLE, year)).collect();
    let parts = written.texts(AUDIT_PLAN_TABLE, PART);
    let part = |part: Part| format!("({}={})", column(AUDIT_PLAN_TABLE, PART), text(part_words(part)));
    let size =
        |part| contents.catalogue.requirements().filter(|known| known.id.part() == part).count() as f64;
    let counts = |row: usize| of_year.iter().map(move |year| year.get(row).copied().unwrap_or_default());
    let reached = |of: Part, wanted: &dyn Fn(usize) -> bool| {
        let rows = parts.iter().enumerate().filter(|(row, part)| *part == part_words(of) && wanted(*row));
        rows.count() as f64
    };
    let each: Vec<String> =
        years.iter().map(|year| format!("({}>0)", column(AUDIT_PLAN_TABLE, year))).collect();
    let any: Vec<String> = years.iter().map(|year| column(AUDIT_PLAN_TABLE, year)).collect();
    vec![
        Check::new(
            "audits-clauses-each-year",
            "Clauses with an audit in every year of the cycle",
            "The audit programme reaches each clause of both standards every year after stage 2.",
            Side::fixed(size(Part::Clauses)),
            Side::formula(
                format!("SUMPRODUCT({}*{})", part(Part::Clauses), each.join("*")),
                reached(Part::Clauses, &|row| counts(row).all(|count| count > 0.0)),
            ),
        ),
        Check::new(
            "audits-controls-in-cycle",
            "Controls with an audit in the cycle",
            "The audit programme reaches each control of both standards within the cycle after stage 2.",
            Side::fixed(size(Part::AnnexA)),
            Side::formula(
                format!("SUMPRODUCT({}*(({})>0))", part(Part::AnnexA), any.join("+")),
                reached(Part::AnnexA, &|row| counts(row).any(|count| count > 0.0)),
            ),
        ),
    ]
}
