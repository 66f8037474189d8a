//! Treatment plan: the open risks in order of exposure, with their option, the controls of both standards, what
//! is left, and who accepts that.

use arcstr::ArcStr;

use super::Contents;
use super::cell::{Cell, Form, Value};
use super::expression::{BETWEEN, column, place_of, text, this_row};
use super::given::{is_given, missing_expression};
use super::list_sheet::{ListColumn, ListSheet, explanation};
use super::names::KEY;
use super::names::risks::{ABOVE, APPETITE, RESIDUAL_SCORE, RISKS, RISKS_TABLE, SCORE};
use super::sheet::{Mark, Sheet, TabRole};
use crate::assess::{RiskResult, is_open};
use crate::declaration::{Field, Register};
use crate::model::{OpenState, Risk, RiskDomain, Treatment};
use crate::provenance::{Traced, understood};
use crate::recognise::value::Asked;
use crate::record::names::DOMAIN;
use crate::standards::Standard;

const TREATMENT_PLAN: &str = "Treatment plan";
const TREATMENT_PLAN_TABLE: &str = "Treatment_plan";

const PLACE: &str = "Row of risks";
const BEFORE: &str = "Before";
const AFTER: &str = "After";
const OPTION: &str = "Option";
const STATUS: &str = "Status";
const ACCEPTED_ON: &str = "Accepted on";
const ACCEPTANCE: &str = "Acceptance";

/// Most risks whose rows follow the register by formulas: each looks for its row.
const MOST_LIVE: usize = 500;
/// Most risks that are listed.
const MOST_LISTED: usize = 10_000;

const CLOSED: &str = "Closed";
const NOT_RATED: &str = "Not rated";
const WITHIN: &str = "Within appetite";
const ACCEPTED: &str = "Accepted";
const WITHOUT_DATE: &str = "Accepted, without a date";
const TO_BE_ACCEPTED: &str = "To be accepted";

/// Who accepts a risk (ISO/IEC 27001 6.1.3 f; ISO/IEC 42001 6.1.3).
fn accepts(domain: RiskDomain) -> &'static str {
    match domain {
        RiskDomain::InformationSecurity => "Risk owner",
        RiskDomain::Ai => "Designated management",
        RiskDomain::Both => "Risk owner and designated management",
    }
}

fn here(heading: &str) -> String {
    this_row(TREATMENT_PLAN_TABLE, heading)
}

/// The cell of a column in the row's risk.
fn of_risk(heading: &str) -> String {
    format!("INDEX({},{})", column(RISKS_TABLE, heading), here(PLACE))
}

fn field_of_risk(contents: &Contents<'_>, field: Field) -> String {
    of_risk(contents.declarations.heading(Register::Risks, field))
}

/// A number or a date of the row's risk; blank where there is none.
fn number_of(cell: &str) -> String {
    format!("IF(N({})=0,\"\",IF(ISNUMBER({cell}),{cell},\"\"))", here(PLACE))
}

/// A word of the row's risk, where it is one of ours.
fn word_of(cell: &str, words: &[(&str, &str)]) -> String {
    word_or(cell, words, "\"\"".to_owned())
}

fn word_or(cell: &str, words: &[(&str, &str)], otherwise: String) -> String {
    let chosen = words.iter().rev().fold(otherwise, |otherwise, (word, shown)| {
        format!("IF({cell}={},{},{otherwise})", text(word), text(shown))
    });
    format!("IF(N({})=0,\"\",{chosen})", here(PLACE))
}

/// What follows from the domain of the row's risk; what is no domain counts as both.
fn of_domain(shown: fn(RiskDomain) -> &'static str) -> String {
    let domain = of_risk(DOMAIN);
    let words =
        [RiskDomain::InformationSecurity, RiskDomain::Ai].map(|domain| (domain.words(), shown(domain)));
    let otherwise = format!("IF({domain}=\"\",\"\",{})", text(shown(RiskDomain::Both)));
    word_or(&domain, &words, otherwise)
}

/// Builds the sheet of the treatment plan.
pub fn build_treatment_plan(contents: &Contents<'_>) -> Sheet {
    let model = contents.model;
    let mut risks: Vec<(&Risk, &RiskResult, usize)> = model
        .risks
        .iter()
        .zip(&contents.assessment.risks)
        .zip(1..)
        .map(|((risk, result), place)| (risk, result, place))
        .filter(|(risk, _, _)| is_open(risk))
        .collect();
    // The highest exposure first, then the highest score; unrated risks last, in the order of the register.
    risks.sort_by(|(_, one, _), (_, other, _)| {
        let by_exposure = other.above_appetite.total_cmp(&one.above_appetite);
        by_exposure.then(other.current.unwrap_or(-1.0).total_cmp(&one.current.unwrap_or(-1.0)))
    });
    let empty = if model.risks.is_empty() {
        "No risk register was read: give one, or add rows on Risks."
    } else {
        "No risk is open."
    };
    let mut says = explanation(
        "The risk treatment plan for both standards: open risks in order of exposure above appetite, as of the last run. Scores, option, due date and acceptance follow Risks, where they are edited.",
        empty,
        risks.len(),
    );
    if risks.len() > MOST_LISTED {
        says.push_str(&format!(" Only the first {MOST_LISTED} of {} are shown.", risks.len()));
    }
    let mut list =
        ListSheet::new(TREATMENT_PLAN, TabRole::Result, TREATMENT_PLAN_TABLE, "Risk treatment plan", &says)
            .columns(columns(contents));
    for (risk, result, place) in risks.into_iter().take(MOST_LISTED) {
        list.push(row(risk, result, place));
    }
    list.build(model.as_of)
}

fn columns(contents: &Contents<'_>) -> Vec<ListColumn> {
    let live = contents.model.risks.len() <= MOST_LIVE;
    let follows = |column: ListColumn, expression: String| {
        if live {
            column.calculated(format!("IF({}=\"\",\"\",{expression})", here(KEY)))
        } else {
            column.last_run()
        }
    };
    let written = |heading: &str, width| ListColumn::new(heading, width, Form::Wrapped).last_run();
    let number =
        |heading: &str, cell: &str| follows(ListColumn::new(heading, 9, Form::Number), number_of(cell));
    let date = |heading: &str, field: Field| {
        follows(ListColumn::new(heading, 12, Form::Date), number_of(&field_of_risk(contents, field)))
    };
    let words = |heading: &str, width, cell: &str, words: &[(&str, &str)]| {
        follows(ListColumn::new(heading, width, Form::Word), word_of(cell, words))
    };
    let by_domain =
        |heading: &str, width, shown| follows(ListColumn::new(heading, width, Form::Word), of_domain(shown));
    let same = |all: &[&'static str]| -> Vec<(&'static str, &'static str)> {
        all.iter().map(|word| (*word, *word)).collect()
    };
    let options = same(&Treatment::ALL.map(Treatment::word));
    let states = same(&OpenState::ALL.map(OpenState::words));
    let on_risks = |column: ListColumn, field: Field| {
        column.edited_on(RISKS, contents.declarations.heading(Register::Risks, field))
    };
    vec![
        ListColumn::new("Risk ID", 11, Form::Identifier).last_run(),
        written("Risk", 30),
        by_domain(DOMAIN, 13, RiskDomain::words),
        on_risks(
            words(OPTION, 10, &field_of_risk(contents, Field::RiskTreatment), &options),
            Field::RiskTreatment,
        ),
        written("Controls of 27001", 16),
        written("Controls of 42001", 16),
        on_risks(written("Planned actions and other controls", 28), Field::RiskActions),
        on_risks(written("Risk owner", 17), Field::RiskOwner),
        number(BEFORE, &of_risk(SCORE)),
        number(AFTER, &of_risk(RESIDUAL_SCORE)),
        number(APPETITE, &of_risk(APPETITE)),
        number(ABOVE, &of_risk(ABOVE)),
        by_domain("Accepted by whom", 18, accepts),
        on_risks(written("Accepted by", 16), Field::RiskAcceptedBy),
        on_risks(date(ACCEPTED_ON, Field::RiskAcceptedOn), Field::RiskAcceptedOn),
        follows(ListColumn::new(ACCEPTANCE, 14, Form::Word), acceptance_expression(contents))
            .mark(TO_BE_ACCEPTED, Mark::Bad)
            .mark(NOT_RATED, Mark::Caution)
            .mark(WITHOUT_DATE, Mark::Caution)
            .mark(ACCEPTED, Mark::Good)
            .mark(WITHIN, Mark::Good)
            .mark(CLOSED, Mark::Quiet),
        on_risks(date("Due", Field::RiskDue), Field::RiskDue),
        on_risks(
            words(STATUS, 11, &field_of_risk(contents, Field::RiskStatus), &states).mark(CLOSED, Mark::Quiet),
            Field::RiskStatus,
        ),
        follows(ListColumn::new(PLACE, 9, Form::Integer), place_of(&column(RISKS_TABLE, KEY), &here(KEY)))
            .screen_only(),
        ListColumn::new(KEY, 16, Form::Identifier).last_run().screen_only(),
    ]
}

/// What is left counts: the score after treatment, or before it where that is not given.
fn acceptance_expression(contents: &Contents<'_>) -> String {
    let acceptor = field_of_risk(contents, Field::RiskAcceptedBy);
    format!(
        "IF(N({})=0,\"\",IF({}={},{},IF(NOT(ISNUMBER({before})),{},IF(IF(ISNUMBER({after}),{after},{before})<=N({}),{},\
         IF({unnamed},{},IF(ISNUMBER({}),{},{}))))))",
        here(PLACE),
        here(STATUS),
        text(CLOSED),
        text(CLOSED),
        text(NOT_RATED),
        here(APPETITE),
        text(WITHIN),
        text(TO_BE_ACCEPTED),
        here(ACCEPTED_ON),
        text(ACCEPTED),
        text(WITHOUT_DATE),
        before = here(BEFORE),
        after = here(AFTER),
        unnamed = missing_expression(&acceptor, Asked::Person),
    )
}

fn acceptance(risk: &Risk, result: &RiskResult) -> &'static str {
    let accepted = is_given(&Value::traced(&risk.accepted_by), Asked::Person);
    match (result.current, result.residual) {
        _ if !is_open(risk) => CLOSED,
        (None, _) => NOT_RATED,
        (Some(before), after) if after.unwrap_or(before) <= result.appetite => WITHIN,
        _ if !accepted => TO_BE_ACCEPTED,
        _ if understood(&risk.accepted_on).is_some() => ACCEPTED,
        _ => WITHOUT_DATE,
    }
}

/// The controls of a standard, by their numbers.
fn controls_of(risk: &Risk, standard: Standard) -> String {
    let controls = risk.controls.iter().map(|control| control.value.id);
    let numbers = controls.filter(|id| id.standard() == standard).map(|id| id.number());
    numbers.collect::<Vec<_>>().join(BETWEEN)
}

fn row(risk: &Risk, result: &RiskResult, place: usize) -> Vec<Cell> {
    let texts = risk.actions.iter().chain(&risk.other_controls).map(|text| text.value.as_str());
    let title = [&risk.title, &risk.description].into_iter().flatten().next();
    vec![
        Value::traced(&risk.id).into(),
        Value::optional_text(title.map(|text: &Traced<ArcStr>| text.value.as_str())).into(),
        Value::text(risk.domain.words()).into(),
        Value::optional_text(understood(&risk.treatment).map(Treatment::word)).into(),
        Value::text(controls_of(risk, Standard::Iso27001)).into(),
        Value::text(controls_of(risk, Standard::Iso42001)).into(),
        Value::text(texts.collect::<Vec<_>>().join(BETWEEN)).into(),
        Value::traced(&risk.owner).into(),
        Value::optional_number(result.current).into(),
        Value::optional_number(result.residual).into(),
        Value::number(result.appetite).into(),
        Value::optional_number(result.current.map(|_| result.above_appetite)).into(),
        Value::text(accepts(risk.domain)).into(),
        Value::traced(&risk.accepted_by).into(),
        date(understood(&risk.accepted_on)),
        Value::text(acceptance(risk, result)).into(),
        date(understood(&risk.due)),
        Value::optional_text(understood(&risk.status).map(OpenState::words)).into(),
        Value::count(place).into(),
        Value::text(&risk.key).into(),
    ]
}

/// A date as the number that a formula gives.
fn date(day: Option<chrono::NaiveDate>) -> Cell {
    Value::optional_number(day.and_then(super::cell::serial_day)).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provenance::Reading;
    use crate::report::testing::{Example, cell_under, lines};

    fn assessed(mut example: Example) -> Example {
        let contents = example.contents();
        let assessment = crate::assess::assess(contents.model, contents.catalogue);
        example.assessment = assessment;
        example
    }

    #[test]
    fn open_risks_stand_in_order_of_exposure_and_closed_ones_do_not() {
        let mut example = Example::sample();
        let mut higher = example.model.risks[0].clone();
        higher.key = "R-9".to_owned();
        higher.likelihood = Some(Reading::understood("5", 5.0, higher.location.clone()));
        example.model.risks.push(higher);
        let example = assessed(example);
        let sheet = build_treatment_plan(&example.contents());
        let keys = [0, 1, 2].map(|row| cell_under(&sheet, row, KEY));
        assert_eq!(keys, ["\"R-9\"", "\"R-1\"", "\"R-2\""]);
        assert!(cell_under(&sheet, 1, BEFORE).ends_with("-> 20"));
        assert_eq!(cell_under(&sheet, 1, "Controls of 27001"), "\"A.8.13\"");
        let mut example = example;
        let place = example.model.risks[2].location.clone();
        example.model.risks[2].status = Some(Reading::understood("zu", OpenState::Closed, place));
        let sheet = build_treatment_plan(&assessed(example).contents());
        assert_eq!(cell_under(&sheet, 0, KEY), "\"R-1\"");
    }

    #[test]
    fn what_is_left_above_appetite_has_to_be_accepted_by_the_right_people() {
        let mut example = Example::sample();
        let sheet = build_treatment_plan(&example.contents());
        assert!(cell_under(&sheet, 0, ACCEPTANCE).ends_with("-> \"To be accepted\""));
        assert!(cell_under(&sheet, 0, "Accepted by whom").ends_with("-> \"Risk owner\""));
        assert!(cell_under(&sheet, 1, "Accepted by whom").ends_with("-> \"Designated management\""));
        assert!(cell_under(&sheet, 1, ACCEPTANCE).ends_with("-> \"Not rated\""));
        let place = example.model.risks[0].location.clone();
        example.model.risks[0].accepted_by = Some(Traced::new("TBD".to_owned(), place.clone()));
        let sheet = build_treatment_plan(&example.contents());
        assert!(cell_under(&sheet, 0, ACCEPTANCE).ends_with("-> \"To be accepted\""));
        example.model.risks[0].accepted_by = Some(Traced::new("Board".to_owned(), place));
        let sheet = build_treatment_plan(&example.contents());
        assert!(cell_under(&sheet, 0, ACCEPTANCE).ends_with("-> \"Accepted, without a date\""));
    }

    #[test]
    fn without_risks_the_sheet_says_how_to_give_them() {
        let example = Example::empty();
        assert!(
            lines(&build_treatment_plan(&example.contents())).contains("No risk register was read: give one")
        );
    }
}
