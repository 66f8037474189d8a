//! Audit plan: each of the 193 requirements with its unit and the audits that reach it, counted in the programme.

use std::collections::BTreeMap;

use super::Contents;
use super::cell::{Cell, Form, Value};
use super::coverage::pulled_into;
use super::expression::{are_days, column, stands_in, text as words, this_row};
use super::list_sheet::{ListColumn, ListSheet};
use super::names::KEY;
use super::names::audits::{
    AUDIT_PLAN, AUDIT_PLAN_TABLE, AUDITS_TABLE, BEFORE_STAGE_2, DONE_ON, ROUND, SCOPE_27001, SCOPE_42001,
    in_year,
};
use super::names::coverage::{PART, STANDARD, part_words};
use super::names::requirements::COUNTS;
use super::sheet::{Mark, Sheet, TabRole};
use crate::assess::Audit;
use crate::standards::{Part, Requirement, RequirementId, Standard};

const REFERENCE: &str = "Reference";
/// The heading of the word that says whether a requirement is audited as often as it has to be.
const IN_PROGRAMME: &str = "In the programme";
const AS_REQUIRED: &str = "As required";
const MISSING: &str = "Missing";

/// The audits of each requirement.
type AuditsOf<'a> = BTreeMap<RequirementId, Vec<&'a Audit>>;

/// Builds the sheet of requirements with their audits.
pub fn build_audit_plan(contents: &Contents<'_>) -> Sheet {
    let programme = &contents.assessment.audit_programme;
    let mut audits_of = AuditsOf::new();
    for audit in &programme.audits {
        for id in &audit.requirements {
            audits_of.entry(*id).or_default().push(audit);
        }
    }
    let mut unit_of: BTreeMap<RequirementId, &str> = BTreeMap::new();
    for unit in contents.catalogue.audit_units() {
        unit_of.extend(unit.requirements.iter().map(|id| (*id, unit.title.as_str())));
    }
    let mut list = ListSheet::new(
        AUDIT_PLAN,
        TabRole::Proof,
        AUDIT_PLAN_TABLE,
        "Audit plan by requirement",
        "How often the audit programme reaches each requirement: at least once before stage 2, then clauses every year and controls once in the cycle. Counted in the rows of Audit programme.",
    )
    .columns(columns(programme.cycle_years));
    for requirement in contents.catalogue.requirements() {
        let audits = audits_of.get(&requirement.id).map(Vec::as_slice).unwrap_or_default();
        let unit = unit_of.get(&requirement.id).copied();
        list.push(row(contents, requirement, unit, audits));
    }
    list.build(contents.model.as_of)
}

fn columns(cycle_years: u8) -> Vec<ListColumn> {
    let count = |heading: &str, rows: String| {
        ListColumn::new(heading, 9, Form::Integer).calculated(audits_expression(&rows))
    };
    let round = column(AUDITS_TABLE, ROUND);
    let mut columns = vec![
        ListColumn::new(REFERENCE, 11, Form::Identifier),
        ListColumn::new("Title", 46, Form::Wrapped),
        ListColumn::new(STANDARD, 19, Form::Text),
        ListColumn::new(PART, 10, Form::Text),
        ListColumn::new("Unit of the programme", 44, Form::Wrapped).judgement(),
        ListColumn::new(COUNTS, 8, Form::Flag).calculated(pulled_into(AUDIT_PLAN_TABLE, COUNTS)),
        count(BEFORE_STAGE_2, format!("({round}=0)")),
    ];
    columns.extend((1..=cycle_years).map(|year| {
        count(&in_year(year), format!("({round}={year})"))
            .help("How many audits of that year after stage 2 name it.")
    }));
    columns.push(count("Audits done", are_days(&column(AUDITS_TABLE, DONE_ON))));
    columns.push(
        ListColumn::new(IN_PROGRAMME, 14, Form::Word)
            .calculated(required_expression(cycle_years))
            .mark(AS_REQUIRED, Mark::Good)
            .mark(MISSING, Mark::Bad),
    );
    columns.push(ListColumn::new(KEY, 14, Form::Identifier).last_run().screen_only());
    columns
}

/// How many audits of some rows of the programme name the row's requirement in the scope of its standard.
fn audits_expression(rows: &str) -> String {
    let reference = this_row(AUDIT_PLAN_TABLE, REFERENCE);
    let named =
        |scope: &str| format!("SUMPRODUCT({}*{rows})", stands_in(&reference, &column(AUDITS_TABLE, scope)));
    format!(
        "IF({}={},{},{})",
        this_row(AUDIT_PLAN_TABLE, STANDARD),
        words(Standard::Iso27001.full_name()),
        named(SCOPE_27001),
        named(SCOPE_42001)
    )
}

/// Whether the row's requirement is audited before stage 2, and afterwards as often as its part has to be.
fn required_expression(cycle_years: u8) -> String {
    let here = |heading: &str| this_row(AUDIT_PLAN_TABLE, heading);
    let years: Vec<String> = (1..=cycle_years).map(|year| here(&in_year(year))).collect();
    format!(
        "IF(AND({}>0,IF({}={},MIN({years})>0,SUM({years})>0)),{},{})",
        here(BEFORE_STAGE_2),
        here(PART),
        words(part_words(Part::Clauses)),
        words(AS_REQUIRED),
        words(MISSING),
        years = years.join(",")
    )
}

fn row(
    contents: &Contents<'_>,
    requirement: &Requirement,
    unit: Option<&str>,
    audits: &[&Audit],
) -> Vec<Cell> {
    let cycle_years = contents.assessment.audit_programme.cycle_years;
    let counts =
        contents.assessment.requirements.get(&requirement.id).is_some_and(|result| result.in_denominator);
    let in_round = |year: u8| audits.iter().filter(|audit| audit.round.year() == year).count();
    let years: Vec<usize> = (1..=cycle_years).map(in_round).collect();
    let done = audits.iter().filter(|audit| {
        contents.model.note(AUDITS_TABLE, &audit.key, DONE_ON).is_some_and(|entry| entry.day().is_some())
    });
    let often_enough = match requirement.id.part() {
        Part::Clauses => years.iter().all(|count| *count > 0),
        Part::AnnexA => years.iter().any(|count| *count > 0),
    };
    let word = if in_round(0) > 0 && often_enough { AS_REQUIRED } else { MISSING };
    let mut cells: Vec<Cell> = vec![
        Value::text(requirement.id.number()).into(),
        Value::text(&requirement.title).into(),
        Value::text(requirement.id.standard().full_name()).into(),
        Value::text(part_words(requirement.id.part())).into(),
        Value::optional_text(unit).into(),
        Value::number(f64::from(u8::from(counts))).into(),
        Value::count(in_round(0)).into(),
    ];
    cells.extend(years.iter().map(|count| Cell::from(Value::count(*count))));
    cells.push(Value::count(done.count()).into());
    cells.push(Value::text(word).into());
    cells.push(Value::text(requirement.id.to_string()).into());
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing::{Example, cell_under, lines};

    #[test]
    fn every_requirement_is_audited_before_stage_2_and_clauses_every_year() {
        let sheet = build_audit_plan(&Example::sample().contents());
        let under = |row: usize, heading: &str| cell_under(&sheet, row, heading);
        assert_eq!(sheet.tables[0].area.last.row - sheet.tables[0].area.first.row, 193);
        for row in 0..193 {
            assert!(under(row, IN_PROGRAMME).ends_with("-> \"As required\""), "{}", under(row, KEY));
            assert!(under(row, BEFORE_STAGE_2).ends_with("-> 1"));
        }
        for year in 1..=3 {
            assert!(under(0, &in_year(year)).ends_with("-> 1"));
        }
        assert!(!lines(&sheet).contains(MISSING.to_lowercase().as_str()));
    }
}
