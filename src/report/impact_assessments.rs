//! Impact assessments: which AI systems need one, by which trigger, and how far it is.

use std::collections::BTreeSet;

use super::Contents;
use super::ai_system_rows::{
    GOVERNED, PLACE, follows, governed_expression, name_of, of_system, place_expression,
};
use super::cell::{Cell, Form, Value};
use super::expression::{column, text, this_row};
use super::impact_need::{
    CLASS_AS_READ, CLASS_SIGNAL, NEEDED, is_one_of, need_expression, signal_expression, why, why_expression,
};
use super::impact_worksheet::{REVIEW_PASSED, SYSTEM_KEY};
use super::list_sheet::{ListColumn, ListSheet, explanation};
use super::names::KEY;
use super::sheet::{Mark, Sheet, TabRole};
use crate::assess::{
    AFFECTED_SIDES, ImpactNeed, ImpactState, RecordedImpact, Signal, WorksheetRow, class_signal,
    impact_assessment,
};
use crate::declaration::Field;
use crate::model::{AiSystem, ImpactTrigger, ImplementationStatus, YesNo};
use crate::provenance::Location;
use crate::record::Owner;
use crate::record::names::{
    IMPACT_ASSESSMENTS as TABLE, IMPACT_WORKSHEET as WORKSHEET_TABLE, NEED_DECIDED, REASON,
};
use crate::record::settings::AS_OF;

const IMPACT_ASSESSMENTS: &str = "Impact assessments";

const WHY: &str = "Why";
/// How far the impact assessment of a system is.
pub const STATE: &str = "State";
const RECORDED: &str = "As the inventory says";
const COMPLETE: &str = "Rows complete";
const STARTED: &str = "Rows begun";
const OVERDUE: &str = "Reviews overdue";
const RECORD_AS_READ: &str = "Assessment as read";
const RECORD_STATE: &str = "Assessment, as of the last run";

fn here(heading: &str) -> String {
    this_row(TABLE, heading)
}

/// Builds the sheet of which AI systems need an impact assessment.
pub fn build_impact_assessments(contents: &Contents<'_>) -> Sheet {
    let systems = &contents.model.ai_systems;
    let says = explanation(
        "Which AI systems need an AI system impact assessment, and why: the triggers are the organisation's and stand on Parameters. Decision overrules them.",
        "No AI systems are known: give an inventory of AI systems, or add rows on AI systems.",
        systems.len(),
    );
    let mut list =
        ListSheet::new(IMPACT_ASSESSMENTS, TabRole::Work, TABLE, "AI system impact assessments", &says)
            .owned_by(Owner::Workbook)
            .columns(columns(contents))
            .watched();
    for (place, system) in (1..).zip(systems) {
        list.push(row(contents, place, system));
    }
    for key in keys_without_system(contents, TABLE, |key| key.to_owned()) {
        list.push(row(contents, 0, &AiSystem::unknown(key, Location::file(""))));
    }
    list.build(contents.model.as_of)
}

/// The keys of rows that hold something for a system that is not in the inventory any more.
pub fn keys_without_system(
    contents: &Contents<'_>,
    list: &str,
    system: fn(&str) -> String,
) -> BTreeSet<String> {
    let written = contents.model.entries.keys().filter(|cell| cell.list == list);
    let mut keys: BTreeSet<String> = written.map(|cell| cell.key.clone()).collect();
    if !keys.is_empty() {
        let known: BTreeSet<&str> =
            contents.model.ai_systems.iter().map(|system| system.key.as_str()).collect();
        keys.retain(|key| !known.contains(system(key).as_str()));
    }
    keys
}

/// How far the impact assessment of each row of the sheet is.
pub fn impact_states(contents: &Contents<'_>) -> Vec<ImpactState> {
    let model = contents.model;
    let gone = keys_without_system(contents, TABLE, |key| key.to_owned()).into_iter();
    let gone = gone.map(|key| AiSystem::unknown(key, Location::file("")));
    let states = model.ai_systems.iter().map(|system| impact_assessment(model, system).state);
    states.chain(gone.map(|system| impact_assessment(model, &system).state)).collect()
}

fn columns(contents: &Contents<'_>) -> Vec<ListColumn> {
    let word = |heading: &str, width, expression: &str| {
        follows(contents, TABLE, ListColumn::new(heading, width, Form::Word), expression)
    };
    let count = |heading: &str, expression: String| {
        follows(contents, TABLE, ListColumn::new(heading, 9, Form::Integer), &expression)
    };
    let mut columns = vec![
        ListColumn::new("AI system ID", 11, Form::Identifier).last_run(),
        ListColumn::new("AI system", 26, Form::Wrapped).last_run(),
        word(NEEDED, 12, &need_expression())
            .mark(ImpactNeed::Yes.words(), Mark::Caution)
            .mark(ImpactNeed::Undecided.words(), Mark::Bad)
            .mark(ImpactNeed::No.words(), Mark::Quiet),
        follows(contents, TABLE, ListColumn::new(WHY, 34, Form::Wrapped), &why_expression(contents)),
        word(STATE, 15, &state_expression())
            .mark(ImpactState::Assessed.words(), Mark::Good)
            .mark(ImpactState::ReviewOverdue.words(), Mark::Bad)
            .mark(ImpactState::ToBeAssessed.words(), Mark::Bad)
            .mark(ImpactState::Undecided.words(), Mark::Bad)
            .mark(ImpactState::InProgress.words(), Mark::Caution)
            .mark(ImpactState::RecordedAsNotRequired.words(), Mark::Caution)
            .mark(ImpactState::NotNeeded.words(), Mark::Quiet)
            .mark(ImpactState::NotGoverned.words(), Mark::Quiet),
        ListColumn::new(NEED_DECIDED, 10, Form::Word)
            .editable()
            .words(&[YesNo::Yes, YesNo::No].map(YesNo::word))
            .help("Yes or No overrules the triggers. Blank: the triggers decide."),
        ListColumn::new(REASON, 26, Form::Wrapped).editable(),
    ];
    for trigger in ImpactTrigger::ALL {
        let signal = word(trigger.words(), 13, &signal_expression(contents, trigger));
        columns.push(
            signal
                .mark(Signal::Yes.words(), Mark::Caution)
                .mark(Signal::YesByWords.words(), Mark::Caution)
                .mark(Signal::No.words(), Mark::Quiet),
        );
    }
    let rows = |what: &str| {
        format!("SUMPRODUCT(EXACT({},{})*{what})", column(WORKSHEET_TABLE, SYSTEM_KEY), here(KEY))
    };
    let row_state = column(WORKSHEET_TABLE, STATE);
    let is = |row: WorksheetRow| format!("({row_state}={})", text(row.words()));
    columns.extend([
        word(RECORDED, 14, &recorded_expression(contents)),
        count(COMPLETE, rows(&is(WorksheetRow::Complete))),
        count(STARTED, rows(&format!("({}+{})", is(WorksheetRow::Complete), is(WorksheetRow::InProgress)))),
        count(
            OVERDUE,
            rows(&format!("({}={})", column(WORKSHEET_TABLE, REVIEW_PASSED), text(YesNo::Yes.word()))),
        ),
    ]);
    let on_screen = [
        word(GOVERNED, 10, &governed_expression(contents, TABLE)),
        count(PLACE, place_expression(TABLE)),
        ListColumn::new(CLASS_AS_READ, 16, Form::Text).last_run(),
        ListColumn::new(CLASS_SIGNAL, 12, Form::Word).last_run(),
        ListColumn::new(RECORD_AS_READ, 16, Form::Text).last_run(),
        ListColumn::new(RECORD_STATE, 14, Form::Word).last_run(),
        ListColumn::new(KEY, 16, Form::Identifier).last_run(),
    ];
    columns.extend(on_screen.map(ListColumn::screen_only));
    columns
}

/// What the inventory says: as the last run understood it, or one of our own words.
fn recorded_expression(contents: &Contents<'_>) -> String {
    let cell = of_system(contents, TABLE, Field::AiImpactAssessment);
    let word = |recorded: RecordedImpact| text(recorded.words());
    let open = [
        ImplementationStatus::Partial,
        ImplementationStatus::InProgress,
        ImplementationStatus::Planned,
        ImplementationStatus::NotImplemented,
    ];
    format!(
        "IF(N({})=0,{said},IF({cell}&\"\"={}&\"\",{said},IF({cell}&\"\"=\"\",{},IF({cell}={},{done},IF({},{not_done},\
         IF(ISNUMBER({cell}),IF({cell}<={AS_OF},{done},{not_done}),{}))))))",
        here(PLACE),
        here(RECORD_AS_READ),
        word(RecordedImpact::NothingSaid),
        text(ImplementationStatus::Implemented.words()),
        is_one_of(&cell, &open.map(ImplementationStatus::words)),
        word(RecordedImpact::Unclear),
        said = here(RECORD_STATE),
        done = word(RecordedImpact::Done),
        not_done = word(RecordedImpact::NotDone),
    )
}

fn state_expression() -> String {
    let word = |state: ImpactState| text(state.words());
    let recorded = |recorded: RecordedImpact| format!("{}={}", here(RECORDED), text(recorded.words()));
    format!(
        "IF({}=\"No\",{},IF(OR({}>={},{}),IF({}>0,{},{}),IF({needed}={},{},IF({}>0,{},IF({needed}={},{},IF({},{},{}))))))",
        here(GOVERNED),
        word(ImpactState::NotGoverned),
        here(COMPLETE),
        AFFECTED_SIDES.len(),
        recorded(RecordedImpact::Done),
        here(OVERDUE),
        word(ImpactState::ReviewOverdue),
        word(ImpactState::Assessed),
        text(ImpactNeed::No.words()),
        word(ImpactState::NotNeeded),
        here(STARTED),
        word(ImpactState::InProgress),
        text(ImpactNeed::Yes.words()),
        word(ImpactState::ToBeAssessed),
        recorded(RecordedImpact::NotRequired),
        word(ImpactState::RecordedAsNotRequired),
        word(ImpactState::Undecided),
        needed = here(NEEDED),
    )
}

fn row(contents: &Contents<'_>, place: usize, system: &AiSystem) -> Vec<Cell> {
    let model = contents.model;
    let assessment = impact_assessment(model, system);
    let recorded = RecordedImpact::of(system);
    let governed = if assessment.governed { YesNo::Yes } else { YesNo::No };
    let entry = |heading: &str| Cell::from(Value::entry(model.entry(TABLE, &system.key, heading)));
    let mut cells: Vec<Cell> = vec![
        Value::traced(&system.id).into(),
        name_of(system).into(),
        Value::text(assessment.need.words()).into(),
        Value::text(why(contents, &assessment)).into(),
        Value::text(assessment.state.words()).into(),
        entry(NEED_DECIDED),
        entry(REASON),
    ];
    cells.extend(assessment.signals.iter().map(|signal| Cell::from(Value::text(signal.words()))));
    cells.extend([
        Value::text(recorded.words()).into(),
        Value::count(assessment.complete).into(),
        Value::count(assessment.started).into(),
        Value::count(assessment.overdue).into(),
        Value::text(governed.word()).into(),
        Value::count(place).into(),
        Value::traced(&system.risk_class).into(),
        Value::text(class_signal(system.risk_class_meaning.as_deref()).words()).into(),
        Value::traced(&system.impact_assessment).into(),
        Value::text(recorded.words()).into(),
        Value::text(&system.key).into(),
    ]);
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::impact_worksheet::build_impact_worksheet;
    use crate::report::testing::{Example, cell_under, lines};

    #[test]
    fn a_system_shows_which_trigger_calls_for_its_assessment() {
        let example = Example::with_personal_data();
        let sheet = build_impact_assessments(&example.contents());
        assert!(cell_under(&sheet, 0, NEEDED).ends_with("-> \"Yes\""));
        assert!(cell_under(&sheet, 0, WHY).ends_with("-> \"Rights or opportunities; Personal data\""));
        assert!(cell_under(&sheet, 0, STATE).ends_with("-> \"To be assessed\""));
        assert!(cell_under(&sheet, 0, "Automated decision").ends_with("-> \"Unknown\""));
    }

    #[test]
    fn where_no_trigger_fires_the_fields_that_are_not_given_are_named() {
        let mut example = Example::sample();
        // Its name says that it ranks people.
        example.model.ai_systems[0].name = None;
        let sheet = build_impact_assessments(&example.contents());
        assert!(cell_under(&sheet, 0, NEEDED).ends_with("-> \"Cannot be decided\""));
        assert!(
            cell_under(&sheet, 0, WHY)
                .contains("-> \"not given: Affects rights or opportunities; Personal data")
        );
        assert!(lines(&build_impact_worksheet(&example.contents())).contains("No AI system needs"));
    }
}
