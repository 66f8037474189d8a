//! Controls by AI system: the controls of both standards that what each system is brings into play.

use super::Contents;
use super::ai_system_rows::name_of;
use super::cell::{Cell, Form, Value};
use super::control_state::ControlState;
use super::expression::{look_up, text, this_row};
use super::list_sheet::{ListColumn, ListSheet, explanation};
use super::names::KEY;
use super::names::coverage::COVERAGE_TABLE;
use super::names::requirements::{APPLICABLE, ASSESSED, COUNTS, OWN, soa_table};
use super::sheet::{Mark, Sheet, TabRole};
use crate::assess::{ControlOfSystem, RequirementResult, controls_of_systems};
use crate::model::Applicability;
use crate::standards::{RequirementId, Standard};

const CONTROLS_BY_AI_SYSTEM: &str = "Controls by AI system";
const TABLE: &str = "Controls_by_AI_system";

const CONTROL_KEY: &str = "Control key";
const STANDARD: &str = "Standard";
const STATE: &str = "State of the control";

/// Most rows of controls that are listed.
const MOST_LISTED: usize = 10_000;

/// Builds the list of controls that AI systems bring into play.
pub fn build_controls_by_ai_system(contents: &Contents<'_>) -> Sheet {
    let brought: Vec<ControlOfSystem<'_>> = controls_of_systems(contents.model, contents.catalogue).collect();
    let mut says = explanation(
        "Which controls of both standards come into play because of what an AI system is. Rows are of the last run; whether the control applies and its state follow the Statements of Applicability.",
        "No AI system is known of which the inventory says what brings a control into play.",
        brought.len(),
    );
    if brought.len() > MOST_LISTED {
        says.push_str(&format!(" Only the first {MOST_LISTED} of {} rows are shown.", brought.len()));
    }
    let mut list = ListSheet::new(
        CONTROLS_BY_AI_SYSTEM,
        TabRole::Result,
        TABLE,
        "Controls that AI systems bring into play",
        &says,
    )
    .columns(columns());
    for found in brought.iter().take(MOST_LISTED) {
        list.push(row(contents, found));
    }
    list.build(contents.model.as_of)
}

fn columns() -> Vec<ListColumn> {
    let here = |heading: &str| this_row(TABLE, heading);
    let of_record = |expression: String| format!("IF({}=\"\",\"\",{expression})", here(KEY));
    let key = here(CONTROL_KEY);
    let in_soa = |standard| look_up(soa_table(standard), APPLICABLE, KEY, &key);
    let said = format!(
        "IF({}={},{},{})",
        here(STANDARD),
        text(Standard::Iso27001.number()),
        in_soa(Standard::Iso27001),
        in_soa(Standard::Iso42001)
    );
    let word = |applicability: Applicability| text(applicability.word());
    // A row that somebody deleted says nothing until the next run writes it again.
    let applicable = format!(
        "IFERROR(IF({said}={yes},{yes},IF({said}={no},{no},{other})),{other})",
        yes = word(Applicability::Applicable),
        no = word(Applicability::NotApplicable),
        other = word(Applicability::Undetermined)
    );
    let cov = |heading: &str| look_up(COVERAGE_TABLE, heading, KEY, &key);
    let state = ControlState::expression(&cov(COUNTS), &cov(ASSESSED), &format!("{}*1", cov(OWN)));
    vec![
        ListColumn::new("AI system ID", 11, Form::Identifier).last_run(),
        ListColumn::new("AI system", 24, Form::Wrapped).last_run(),
        ListColumn::new("Because", 18, Form::Wrapped).last_run(),
        ListColumn::new("What says so", 24, Form::Wrapped).last_run(),
        ListColumn::new("Control", 9, Form::Identifier).judgement(),
        ListColumn::new(STANDARD, 9, Form::Identifier).judgement(),
        ListColumn::new("Title", 28, Form::Wrapped),
        ListColumn::new(APPLICABLE, 13, Form::Word)
            .calculated(of_record(applicable))
            .mark(Applicability::NotApplicable.word(), Mark::Bad)
            .mark(Applicability::Undetermined.word(), Mark::Caution),
        ListColumn::new(STATE, 16, Form::Word)
            .calculated(of_record(state))
            .mark(ControlState::Implemented.words(), Mark::Good)
            .mark(ControlState::Partly.words(), Mark::Caution)
            .mark(ControlState::NotImplemented.words(), Mark::Bad)
            .mark(ControlState::Excluded.words(), Mark::Bad)
            .mark(ControlState::Unassessed.words(), Mark::Caution),
        ListColumn::new("Why it comes into play", 34, Form::Wrapped).judgement(),
        ListColumn::new(CONTROL_KEY, 14, Form::Identifier).last_run().screen_only(),
        ListColumn::new("Stands in", 26, Form::Text).last_run().screen_only(),
        ListColumn::new(KEY, 30, Form::Identifier).last_run().screen_only(),
    ]
}

fn row(contents: &Contents<'_>, found: &ControlOfSystem<'_>) -> Vec<Cell> {
    let id: RequirementId = found.control.requirement;
    let statement = contents.model.statements.get(&id);
    let applicability = statement.map_or(Applicability::Undetermined, |statement| statement.applicability);
    let results: Vec<&RequirementResult> = contents.assessment.requirements.get(&id).into_iter().collect();
    let title = contents.catalogue.requirement(id).map(|requirement| requirement.title.as_str());
    let because = found.control.because.words();
    vec![
        Value::traced(&found.system.id).into(),
        name_of(found.system).into(),
        Value::text(because).into(),
        Value::text(found.said.as_str()).into(),
        Value::text(id.number()).into(),
        Value::text(id.standard().number()).into(),
        Value::optional_text(title).into(),
        Value::text(applicability.word()).into(),
        Value::text(ControlState::of(&results).words()).into(),
        Value::text(&found.control.rationale).into(),
        Value::text(id.to_string()).into(),
        Value::text(found.location.to_string()).into(),
        Value::text(format!("{}|{because}|{id}", found.system.key)).into(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::YesNo;
    use crate::provenance::Reading;
    use crate::report::testing::{Example, cell_under, lines};

    #[test]
    fn what_a_system_is_lists_the_controls_of_both_standards_with_their_state() {
        let mut example = Example::sample();
        assert!(lines(&build_controls_by_ai_system(&example.contents())).contains("No AI system is known"));
        let place = example.model.ai_systems[0].location.clone();
        example.model.ai_systems[0].personal_data = Some(Reading::understood("ja", YesNo::Yes, place));
        let privacy = example.model.statements.get_mut(&"27001:A.5.34".parse().unwrap()).unwrap();
        privacy.applicability = Applicability::NotApplicable;
        example.assessment = crate::assess::assess(&example.model, example.contents().catalogue);
        let sheet = build_controls_by_ai_system(&example.contents());
        assert_eq!(cell_under(&sheet, 0, "Control"), "\"A.5.34\"");
        assert!(cell_under(&sheet, 0, APPLICABLE).ends_with("-> \"No\""));
        assert_eq!(cell_under(&sheet, 1, "Control"), "\"A.7.4\"");
        assert!(cell_under(&sheet, 1, STATE).ends_with("-> \"Unassessed\""));
    }
}
