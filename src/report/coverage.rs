//! Coverage: one row for each of the 193 requirements, from which all shares are summed.

use super::Contents;
use super::cell::{Cell, Form, Value};
use super::expression::{column, look_up, text, this_row};
use super::list_sheet::{ListColumn, ListSheet};
use super::names::KEY;
use super::names::coverage::{
    CARRIED, COVERAGE, COVERAGE_TABLE, GAP, GAP_KIND, GROUP, PART, POTENTIAL, REACH, REUSE, SHARE_OF_PART,
    STANDARD, part_words,
};
use super::names::links::{CARRIED_VALUE, LINKS_TABLE, REACHES, REUSE_VALUE, SOURCE_KEY, TARGET_KEY};
use super::names::priorities::{KIND, PRIORITIES_TABLE};
use super::names::requirements::CLAUSES_TABLE;
use super::names::requirements::soa_table;
use super::names::requirements::{ASSESSED, AUDITED, COUNTED_WEIGHT, COUNTS, EVIDENCED, OWN, SHORTFALL};
use super::sheet::{Mark, Sheet, TabRole};
use crate::assess::{GapKind, GapReason, RequirementResult};
use crate::model::Basis;
use crate::standards::{Part, Requirement, RequirementId, Standard};

/// Builds the sheet of coverage.
pub fn build_coverage(contents: &Contents<'_>) -> Sheet {
    let mut list = ListSheet::new(
        COVERAGE,
        TabRole::Proof,
        COVERAGE_TABLE,
        COVERAGE,
        "What each requirement contributes to the figures; carried, reuse and potential are suggested.",
    )
    .columns(columns());
    for requirement in contents.catalogue.requirements() {
        list.push(row(contents, requirement));
    }
    list.build(contents.model.as_of)
}

fn columns() -> Vec<ListColumn> {
    let here = |heading: &str| this_row(COVERAGE_TABLE, heading);
    let share = |heading: &str, expression: String| {
        ListColumn::new(heading, 10, Form::Percent).calculated(expression).bar()
    };
    let flag =
        |heading: &str, expression: String| ListColumn::new(heading, 8, Form::Flag).calculated(expression);
    let potential = format!("MAX({},{},{})", here(OWN), here(CARRIED), here(REUSE));
    let reach = format!("IF({}>0,1,0)", sum_over_links(REACHES));
    let share_of_part = share_expression();
    let gap = format!("IF(AND({}=1,{}<1),1,0)", here(COUNTS), here(OWN));
    vec![
        ListColumn::new("Requirement", 12, Form::Identifier),
        ListColumn::new("Title", 44, Form::Wrapped),
        ListColumn::new(STANDARD, 19, Form::Text),
        ListColumn::new(PART, 10, Form::Text),
        ListColumn::new(GROUP, 26, Form::Wrapped),
        flag(COUNTS, pulled(COUNTS)),
        ListColumn::new(COUNTED_WEIGHT, 8, Form::Number).calculated(pulled(COUNTED_WEIGHT)),
        flag(ASSESSED, pulled(ASSESSED)),
        share(OWN, pulled(OWN)),
        share(EVIDENCED, pulled(EVIDENCED)),
        share(AUDITED, pulled(AUDITED)),
        share(CARRIED, largest_over_links(CARRIED_VALUE)),
        share(REUSE, largest_over_links(REUSE_VALUE)),
        share(POTENTIAL, potential),
        flag(REACH, reach),
        flag(GAP, gap),
        ListColumn::new(GAP_KIND, 22, Form::Wrapped)
            .calculated(look_up(PRIORITIES_TABLE, KIND, KEY, &here(KEY)))
            .mark(GapKind::PotentialNonconformity.words(), Mark::Bad)
            .mark(GapKind::ControlGap.words(), Mark::Caution)
            .mark(GapKind::Unassessed.words(), Mark::Quiet),
        ListColumn::new("Carried from", 13, Form::Identifier).calculated(giver(CARRIED, CARRIED_VALUE)),
        ListColumn::new("Reuse from", 13, Form::Identifier).calculated(giver(REUSE, REUSE_VALUE)),
        ListColumn::new(SHARE_OF_PART, 9, Form::Precise).calculated(share_of_part).screen_only(),
        ListColumn::new(KEY, 14, Form::Identifier).last_run().screen_only(),
    ]
}

/// The row's weight as a share of the weights of what counts in its part of its standard.
fn share_expression() -> String {
    let same = |heading: &str| {
        format!("({}={})", column(COVERAGE_TABLE, heading), this_row(COVERAGE_TABLE, heading))
    };
    let whole =
        format!("SUMPRODUCT({}*{}*{})", same(STANDARD), same(PART), column(COVERAGE_TABLE, COUNTED_WEIGHT));
    format!("IF({whole}>0,{}/{whole},0)", this_row(COVERAGE_TABLE, COUNTED_WEIGHT))
}

/// The value of [`SHARE_OF_PART`].
pub fn share_of_part(contents: &Contents<'_>, id: RequirementId) -> f64 {
    let counted = |result: &RequirementResult| if result.in_denominator { result.weight } else { 0.0 };
    let results = contents.assessment.requirements.values();
    let same_part =
        results.filter(|result| result.id.standard() == id.standard() && result.id.part() == id.part());
    let whole: f64 = same_part.map(counted).sum();
    let own = contents.assessment.requirements.get(&id).map_or(0.0, counted);
    if whole > 0.0 { own / whole } else { 0.0 }
}

fn pulled(heading: &str) -> String {
    pulled_into(COVERAGE_TABLE, heading)
}

/// The value of a column of the SoA of the row's standard, or of Clauses, in a table that says of each row
/// its standard, its part and its key. A requirement whose row somebody deleted counts, and counts as
/// unassessed, until the next run writes its row again; a check says so.
pub fn pulled_into(into: &str, heading: &str) -> String {
    let key = this_row(into, KEY);
    let missing = match heading {
        COUNTS | COUNTED_WEIGHT => "1".to_owned(),
        ASSESSED | OWN | EVIDENCED | AUDITED => "0".to_owned(),
        SHORTFALL => text(GapReason::Unknown.words()),
        _ => text(""),
    };
    let from = |table: &str| {
        let is_missing = format!("ISNA(MATCH({key},{},0))", column(table, KEY));
        format!("IF({is_missing},{missing},{})", look_up(table, heading, KEY, &key))
    };
    format!(
        "IF({}={},{},IF({}={},{},{}))",
        this_row(into, PART),
        text(part_words(Part::Clauses)),
        from(CLAUSES_TABLE),
        this_row(into, STANDARD),
        text(Standard::Iso27001.full_name()),
        from(soa_table(Standard::Iso27001)),
        from(soa_table(Standard::Iso42001))
    )
}

/// The largest value of a column over the links that lead to the row's requirement.
fn largest_over_links(heading: &str) -> String {
    format!(
        "SUMPRODUCT(MAX(({}={})*{}))",
        column(LINKS_TABLE, TARGET_KEY),
        this_row(COVERAGE_TABLE, KEY),
        column(LINKS_TABLE, heading)
    )
}

/// The requirement that gives the largest value over the links: that of the first such link, as Links has
/// them in the order of the catalogue. Blank where nothing is given.
fn giver(heading: &str, value: &str) -> String {
    /// More rows than Links ever has.
    const ROWS: u32 = 100_000;
    let here = |heading: &str| this_row(COVERAGE_TABLE, heading);
    let (targets, values) = (column(LINKS_TABLE, TARGET_KEY), column(LINKS_TABLE, value));
    let first = format!(
        "{ROWS}-SUMPRODUCT(MAX(({targets}={})*({values}={})*({ROWS}-ROW({targets}))))",
        here(KEY),
        here(heading)
    );
    format!(
        "IF({}>0,INDEX({},{first}-MIN(ROW({targets}))+1),\"\")",
        here(heading),
        column(LINKS_TABLE, SOURCE_KEY)
    )
}

fn sum_over_links(heading: &str) -> String {
    format!(
        "SUMPRODUCT(({}={})*{})",
        column(LINKS_TABLE, TARGET_KEY),
        this_row(COVERAGE_TABLE, KEY),
        column(LINKS_TABLE, heading)
    )
}

fn row(contents: &Contents<'_>, requirement: &Requirement) -> Vec<Cell> {
    let id = requirement.id;
    let result = contents.assessment.requirements.get(&id);
    let figure = |value: fn(&RequirementResult) -> f64| Cell::from(Value::number(result.map_or(0.0, value)));
    let one_if = |holds: bool| if holds { 1.0 } else { 0.0 };
    let gap = contents.assessment.gaps.iter().find(|gap| gap.id == id);
    let from = |source: Option<RequirementId>| {
        Cell::from(Value::optional_text(source.map(|source| source.to_string()).as_deref()))
    };
    vec![
        Value::text(id.number()).into(),
        Value::text(&requirement.title).into(),
        Value::text(id.standard().full_name()).into(),
        Value::text(part_words(id.part())).into(),
        Value::text(&requirement.group).into(),
        figure(|result| f64::from(u8::from(result.in_denominator))),
        figure(|result| if result.in_denominator { result.weight } else { 0.0 }),
        figure(|result| f64::from(u8::from(result.assessed))),
        figure(|result| result.own),
        figure(|result| if result.basis >= Basis::Evidenced { result.own } else { 0.0 }),
        figure(|result| if result.basis == Basis::Audited { result.own } else { 0.0 }),
        figure(|result| result.carried),
        figure(|result| result.reuse),
        figure(|result| result.potential),
        figure(|result| f64::from(u8::from(result.reach))),
        Value::number(one_if(result.is_some_and(|result| result.in_denominator && result.own < 1.0))).into(),
        Value::optional_text(gap.map(|gap| gap.kind.words())).into(),
        from(result.and_then(|result| result.carried_from)),
        from(result.and_then(|result| result.reuse_from)),
        Value::number(share_of_part(contents, id)).into(),
        Value::text(id.to_string()).into(),
    ]
}
