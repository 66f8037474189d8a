//! Impact assessments: which AI systems need one, by which trigger, and how far it is; and the worksheet
//! that a team fills in.

use std::collections::{BTreeMap, BTreeSet};

use super::Contents;
use super::cell::{Cell, Form, Value};
use super::expression::{column, place_of, text, this_row};
use super::given::given_expression;
use super::list_sheet::{ListColumn, ListSheet, explanation};
use super::names::KEY;
use super::sheet::{Allowed, Mark, Sheet, TabRole};
use crate::assess::{
    AFFECTED_SIDES, ImpactAssessment, ImpactNeed, ImpactState, RecordedImpact, Signal, WorksheetRow,
    class_signal, has_worksheet, impact_assessment, is_overdue, worksheet_key, worksheet_row,
};
use crate::declaration::{Field, Register};
use crate::model::{AiSystem, ImpactTrigger, ImplementationStatus, LifecycleStage, YesNo};
use crate::recognise::value::Asked;
use crate::record::Owner;
use crate::record::names::{
    AFFECTED, AI_SYSTEMS, APPROVED_ON, APPROVER, BENEFITS, HARM_LIKELIHOOD, HARM_LIKELIHOODS,
    HARM_SEVERITIES, HARM_SEVERITY, HARMS, IMPACT_ASSESSMENTS as TABLE, IMPACT_ENTRIES, IMPACT_WORDS,
    IMPACT_WORKSHEET as WORKSHEET_TABLE, INTENDED_USE, MEASURES, MISUSE, NEED_DECIDED, NEEDED_WORDS,
    NOT_NEEDED_WORDS, REASON, REVIEW_ON, SPEAKS_FOR, WORD,
};
use crate::record::settings::{AS_OF, trigger_setting};

const IMPACT_ASSESSMENTS: &str = "Impact assessments";
const IMPACT_WORKSHEET: &str = "Impact worksheet";

/// Whether a system needs an impact assessment.
const NEEDED: &str = "Needed";
const WHY: &str = "Why";
/// How far the impact assessment of a system is.
pub const STATE: &str = "State";
const GOVERNED: &str = "Governed";
const RECORDED: &str = "As the inventory says";
const COMPLETE: &str = "Rows complete";
const STARTED: &str = "Rows begun";
const OVERDUE: &str = "Reviews overdue";
const PLACE: &str = "Row of AI systems";
const CLASS_AS_READ: &str = "Risk class as read";
const CLASS_SIGNAL: &str = "Risk class, as of the last run";
const RECORD_AS_READ: &str = "Assessment as read";
const RECORD_STATE: &str = "Assessment, as of the last run";
const SYSTEM_KEY: &str = "System key";
const REVIEW_PASSED: &str = "Review overdue";

/// Most AI systems whose rows follow the inventory by formulas: each looks for its row.
const MOST_LIVE: usize = 500;

/// Classes that a person may enter, and what they say; other words are understood by the next run.
const HIGH_CLASSES: [&str; 5] = ["Prohibited", "High-risk", "High risk", "High", "Very high"];
const OTHER_CLASSES: [&str; 7] =
    ["Limited", "Limited risk", "Minimal", "Minimal risk", "Medium", "Low", "Very low"];

fn here(heading: &str) -> String {
    this_row(TABLE, heading)
}

/// An expression of the rows that hold a record.
fn of_record(expression: &str) -> String {
    format!("IF({}=\"\",\"\",{expression})", here(KEY))
}

/// The cell of a field in the row's AI system.
fn of_system(contents: &Contents<'_>, field: Field) -> String {
    let heading = contents.declarations.heading(Register::AiSystems, field);
    format!("INDEX({},{})", column(AI_SYSTEMS, heading), here(PLACE))
}

/// One of several words.
fn is_one_of(cell: &str, words: &[&str]) -> String {
    let tests: Vec<String> = words.iter().map(|word| format!("{cell}={}", text(word))).collect();
    format!("OR({})", tests.join(","))
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
        list.push(row(contents, 0, &AiSystem::unknown(key, crate::provenance::Location::file(""))));
    }
    list.build(contents.model.as_of)
}

/// The keys of rows that hold something for a system that is not in the inventory any more.
fn keys_without_system(contents: &Contents<'_>, list: &str, system: fn(&str) -> String) -> BTreeSet<String> {
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
    let gone = gone.map(|key| AiSystem::unknown(key, crate::provenance::Location::file("")));
    let states = model.ai_systems.iter().map(|system| impact_assessment(model, system).state);
    states.chain(gone.map(|system| impact_assessment(model, &system).state)).collect()
}

/// A calculated column, or with too many systems one of the last run.
fn follows(contents: &Contents<'_>, column: ListColumn, expression: &str) -> ListColumn {
    if contents.model.ai_systems.len() > MOST_LIVE {
        column.last_run()
    } else {
        column.calculated(of_record(expression))
    }
}

fn columns(contents: &Contents<'_>) -> Vec<ListColumn> {
    let word = |heading: &str, width, expression: &str| {
        follows(contents, ListColumn::new(heading, width, Form::Word), expression)
    };
    let count = |heading: &str, expression: String| {
        follows(contents, ListColumn::new(heading, 9, Form::Integer), &expression)
    };
    let mut columns = vec![
        ListColumn::new("AI system ID", 11, Form::Identifier).last_run(),
        ListColumn::new("AI system", 26, Form::Wrapped).last_run(),
        word(NEEDED, 12, &need_expression())
            .mark(ImpactNeed::Yes.words(), Mark::Caution)
            .mark(ImpactNeed::Undecided.words(), Mark::Bad)
            .mark(ImpactNeed::No.words(), Mark::Quiet),
        follows(contents, ListColumn::new(WHY, 34, Form::Wrapped), &why_expression(contents)),
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
    let scope = of_system(contents, Field::AiInScope);
    let stage = of_system(contents, Field::AiLifecycleStage);
    let governed = format!(
        "IF(N({place})=0,\"Yes\",IF(OR({scope}=\"No\",{stage}={}),\"No\",\"Yes\"))",
        text(LifecycleStage::Retired.word()),
        place = here(PLACE)
    );
    let place = place_of(&column(AI_SYSTEMS, KEY), &here(KEY));
    let on_screen = [
        word(GOVERNED, 10, &governed),
        count(PLACE, place),
        ListColumn::new(CLASS_AS_READ, 16, Form::Text).last_run(),
        ListColumn::new(CLASS_SIGNAL, 12, Form::Word).last_run(),
        ListColumn::new(RECORD_AS_READ, 16, Form::Text).last_run(),
        ListColumn::new(RECORD_STATE, 14, Form::Word).last_run(),
        ListColumn::new(KEY, 16, Form::Identifier).last_run(),
    ];
    columns.extend(on_screen.map(ListColumn::screen_only));
    columns
}

/// What a trigger says of the row's system.
fn signal_expression(contents: &Contents<'_>, trigger: ImpactTrigger) -> String {
    let unknown = text(Signal::Unknown.words());
    let answer = |field: Field, otherwise: &str| {
        let cell = of_system(contents, field);
        format!("IF({cell}=\"Yes\",\"Yes\",IF({cell}=\"No\",\"No\",{otherwise}))")
    };
    let by_words = |fields: &[Field]| {
        let texts: Vec<String> = fields.iter().map(|field| of_system(contents, *field)).collect();
        let words = column(IMPACT_WORDS, WORD);
        format!(
            "IF(SUMPRODUCT(({}={})*(LEN(TRIM({words}))>0)*ISNUMBER(FIND(LOWER(TRIM({words})),LOWER({}))))>0,{},{unknown})",
            column(IMPACT_WORDS, SPEAKS_FOR),
            text(trigger.words()),
            texts.join("&\" \"&"),
            text(Signal::YesByWords.words())
        )
    };
    let signal = match trigger {
        ImpactTrigger::RightsOrOpportunities => {
            let words = by_words(&[
                Field::AiName,
                Field::AiPurpose,
                Field::AiDescription,
                Field::AiCategory,
                Field::AiAffectedPeople,
            ]);
            answer(Field::AiAffectsRights, &words)
        }
        ImpactTrigger::PersonalData => answer(Field::AiPersonalData, &unknown),
        ImpactTrigger::AutomatedDecision => answer(Field::AiAutomatedDecision, &unknown),
        ImpactTrigger::VulnerableGroups => {
            answer(Field::AiVulnerableGroups, &by_words(&[Field::AiAffectedPeople]))
        }
        ImpactTrigger::HighRiskClass => {
            let class = of_system(contents, Field::AiRiskClass);
            format!(
                "IF({class}&\"\"={}&\"\",{},IF({},\"Yes\",IF({},\"No\",{unknown})))",
                here(CLASS_AS_READ),
                here(CLASS_SIGNAL),
                is_one_of(&class, &HIGH_CLASSES),
                is_one_of(&class, &OTHER_CLASSES)
            )
        }
    };
    format!("IF(N({})=0,{unknown},{signal})", here(PLACE))
}

/// Whether a trigger counts and fires, or counts and is unknown.
fn fires(trigger: ImpactTrigger) -> String {
    format!("AND({}=\"Yes\",LEFT({},3)=\"Yes\")", trigger_setting(trigger), here(trigger.words()))
}

fn is_unknown(trigger: ImpactTrigger) -> String {
    let unknown = text(Signal::Unknown.words());
    format!("AND({}=\"Yes\",{}={unknown})", trigger_setting(trigger), here(trigger.words()))
}

fn need_expression() -> String {
    format!(
        "IF({}=\"No\",{no},IF({decided_yes},{yes},IF({decided_no},{no},IF(OR({}),{yes},IF(OR({}),{},{no})))))",
        here(GOVERNED),
        ImpactTrigger::ALL.map(fires).join(","),
        ImpactTrigger::ALL.map(is_unknown).join(","),
        text(ImpactNeed::Undecided.words()),
        decided_yes = is_decided(NEEDED_WORDS),
        decided_no = is_decided(NOT_NEEDED_WORDS),
        no = text(ImpactNeed::No.words()),
        yes = text(ImpactNeed::Yes.words()),
    )
}

/// Whether the decision of the row is one of some words.
fn is_decided(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| text(word)).collect();
    format!("SUMPRODUCT(--({{{}}}=LOWER(TRIM({}))))>0", words.join(","), here(NEED_DECIDED))
}

const NOT_GOVERNED: &str = "out of scope or retired";
const BY_A_PERSON: &str = "as decided here";
const NO_TRIGGER: &str = "no trigger applies";
const NOT_GIVEN: &str = "not given: ";

/// The field that answers a trigger.
fn field_of(trigger: ImpactTrigger) -> Field {
    match trigger {
        ImpactTrigger::RightsOrOpportunities => Field::AiAffectsRights,
        ImpactTrigger::PersonalData => Field::AiPersonalData,
        ImpactTrigger::AutomatedDecision => Field::AiAutomatedDecision,
        ImpactTrigger::HighRiskClass => Field::AiRiskClass,
        ImpactTrigger::VulnerableGroups => Field::AiVulnerableGroups,
    }
}

fn why_expression(contents: &Contents<'_>) -> String {
    let fired = ImpactTrigger::ALL
        .map(|trigger| format!("IF({},{},\"\")", fires(trigger), text(&format!("; {}", trigger.words()))));
    let unknown = ImpactTrigger::ALL.map(|trigger| {
        let heading = contents.declarations.heading(Register::AiSystems, field_of(trigger));
        format!("IF({},{},\"\")", is_unknown(trigger), text(&format!("; {heading}")))
    });
    format!(
        "IF({}=\"No\",{},IF(OR({},{}),{},IF({needed}={},MID({},3,999),IF({needed}={},{}&MID({},3,999),{}))))",
        here(GOVERNED),
        text(NOT_GOVERNED),
        is_decided(NEEDED_WORDS),
        is_decided(NOT_NEEDED_WORDS),
        text(BY_A_PERSON),
        text(ImpactNeed::Yes.words()),
        fired.join("&"),
        text(ImpactNeed::Undecided.words()),
        text(NOT_GIVEN),
        unknown.join("&"),
        text(NO_TRIGGER),
        needed = here(NEEDED),
    )
}

fn why(contents: &Contents<'_>, assessment: &ImpactAssessment) -> String {
    let counting = ImpactTrigger::ALL.into_iter().zip(&assessment.signals);
    let counting =
        counting.filter(|(trigger, _)| contents.model.parameters.impact_triggers.contains(trigger));
    match (assessment.governed, assessment.decided, assessment.need) {
        (false, ..) => NOT_GOVERNED.to_owned(),
        (_, Some(_), _) => BY_A_PERSON.to_owned(),
        (_, _, ImpactNeed::Yes) => {
            let fired = counting.filter(|(_, signal)| signal.fires());
            fired.map(|(trigger, _)| trigger.words()).collect::<Vec<_>>().join("; ")
        }
        (_, _, ImpactNeed::Undecided) => {
            let unknown = counting.filter(|(_, signal)| **signal == Signal::Unknown);
            let headings = unknown
                .map(|(trigger, _)| contents.declarations.heading(Register::AiSystems, field_of(trigger)));
            format!("{NOT_GIVEN}{}", headings.collect::<Vec<_>>().join("; "))
        }
        (_, _, ImpactNeed::No) => NO_TRIGGER.to_owned(),
    }
}

/// What the inventory says: as the last run understood it, or one of our own words.
fn recorded_expression(contents: &Contents<'_>) -> String {
    let cell = of_system(contents, Field::AiImpactAssessment);
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
        "IF({}=\"No\",{},IF(OR({}>={},{}),IF({}>0,{},{}),IF({needed}={},{},IF({}>0,{},IF({},{},IF({needed}={},{},{}))))))",
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
        recorded(RecordedImpact::NotRequired),
        word(ImpactState::RecordedAsNotRequired),
        text(ImpactNeed::Yes.words()),
        word(ImpactState::ToBeAssessed),
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
        name(system).into(),
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

/// The name; where the inventory has none, the key.
fn name(system: &AiSystem) -> Value {
    match &system.name {
        Some(_) => Value::traced(&system.name),
        None => Value::text(&system.key),
    }
}

/// Builds the worksheet of impact assessments.
pub fn build_impact_worksheet(contents: &Contents<'_>) -> Sheet {
    let model = contents.model;
    let systems: Vec<&AiSystem> =
        model.ai_systems.iter().filter(|system| has_worksheet(model, system)).collect();
    let gone = keys_without_system(contents, WORKSHEET_TABLE, |key| {
        key.rsplit_once('|').map_or(key, |(system, _)| system).to_owned()
    });
    let says = explanation(
        "For the team that assesses: one row for each AI system that needs an assessment and each side that it can affect. A row is complete with harms, approver and the day of approval.",
        "No AI system needs an impact assessment by the triggers on Parameters, or none is known.",
        systems.len() + gone.len(),
    );
    let mut list = ListSheet::new(
        IMPACT_WORKSHEET,
        TabRole::Work,
        WORKSHEET_TABLE,
        "Worksheet of AI system impact assessments",
        &says,
    )
    .owned_by(Owner::Workbook)
    .columns(worksheet_columns())
    .frozen_columns(3)
    .watched();
    for system in systems {
        for side in AFFECTED_SIDES {
            list.push(worksheet_cells(contents, Some(system), &system.key, side));
        }
    }
    for key in gone {
        let (system, side) = key.rsplit_once('|').unwrap_or((&key, ""));
        list.push(worksheet_cells(contents, None, system, side));
    }
    list.build(model.as_of)
}

fn worksheet_columns() -> Vec<ListColumn> {
    let here = |heading: &str| this_row(WORKSHEET_TABLE, heading);
    let is_written = |heading: &str| format!("LEN(TRIM({}))>0", here(heading));
    let of_record = |expression: String| format!("IF({}=\"\",\"\",{expression})", here(KEY));
    let state = format!(
        "IF(AND({},{},N({on})>=1,INT(N({on}))<={AS_OF}),{},IF(OR({}),{},{}))",
        given_expression(&here(HARMS), Asked::Answer),
        given_expression(&here(APPROVER), Asked::Person),
        text(WorksheetRow::Complete.words()),
        IMPACT_ENTRIES.map(is_written).join(","),
        text(WorksheetRow::InProgress.words()),
        text(WorksheetRow::Open.words()),
        on = here(APPROVED_ON),
    );
    let overdue = format!("IF(AND(N({on})>=1,INT(N({on}))<{AS_OF}),\"Yes\",\"\")", on = here(REVIEW_ON));
    let helps: BTreeMap<&str, &str> = [
        (INTENDED_USE, "How the system is used, seen from those affected."),
        (MISUSE, "Other use that can be expected."),
        (BENEFITS, "What good it does to them."),
        (HARMS, "What harm it can do to them; none found is an answer."),
        (MEASURES, "What is done to lessen harm and keep benefit."),
    ]
    .into();
    let written = |heading: &str| {
        let column = ListColumn::new(heading, 24, Form::Wrapped).editable();
        helps.get(heading).map_or(column.clone(), |help| column.help(help))
    };
    vec![
        ListColumn::new("AI system ID", 11, Form::Identifier).last_run(),
        ListColumn::new("AI system", 22, Form::Wrapped).last_run(),
        ListColumn::new(AFFECTED, 12, Form::Word).last_run(),
        written(INTENDED_USE),
        written(MISUSE),
        written(BENEFITS),
        written(HARMS),
        ListColumn::new(HARM_LIKELIHOOD, 12, Form::Word)
            .editable()
            .words(&HARM_LIKELIHOODS)
            .help("Of the harm. Words of a common scale (judgement)."),
        ListColumn::new(HARM_SEVERITY, 12, Form::Word)
            .editable()
            .words(&HARM_SEVERITIES)
            .help("Of the harm. Words of a common scale (judgement)."),
        written(MEASURES),
        ListColumn::new(APPROVER, 16, Form::Wrapped).editable(),
        ListColumn::new(APPROVED_ON, 12, Form::Date).editable().allowed(Allowed::Date),
        ListColumn::new(REVIEW_ON, 12, Form::Date)
            .editable()
            .allowed(Allowed::Date)
            .help("When it has to be looked at again; once it has passed it is a finding."),
        ListColumn::new(STATE, 12, Form::Word)
            .calculated(of_record(state))
            .mark(WorksheetRow::Complete.words(), Mark::Good)
            .mark(WorksheetRow::InProgress.words(), Mark::Caution)
            .mark(WorksheetRow::Open.words(), Mark::Quiet),
        ListColumn::new(REVIEW_PASSED, 10, Form::Word).calculated(of_record(overdue)).mark("Yes", Mark::Bad),
        ListColumn::new(SYSTEM_KEY, 16, Form::Identifier).last_run().screen_only(),
        ListColumn::new(KEY, 22, Form::Identifier).last_run().screen_only(),
    ]
}

fn worksheet_cells(contents: &Contents<'_>, system: Option<&AiSystem>, key: &str, side: &str) -> Vec<Cell> {
    let model = contents.model;
    let row_key = if side.is_empty() { key.to_owned() } else { worksheet_key(key, side) };
    let entry = |heading: &str| Cell::from(Value::entry(model.entry(WORKSHEET_TABLE, &row_key, heading)));
    let mut cells: Vec<Cell> = vec![
        system.map_or(Value::Blank, |system| Value::traced(&system.id)).into(),
        system.map_or(Value::text(key), name).into(),
        Value::text(side).into(),
    ];
    cells.extend(IMPACT_ENTRIES.map(entry));
    cells.extend([
        Value::text(worksheet_row(model, &row_key).words()).into(),
        Value::text(if is_overdue(model, &row_key) { YesNo::Yes.word() } else { "" }).into(),
        Value::text(key).into(),
        Value::text(&row_key).into(),
    ]);
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CellKey, Entry};
    use crate::provenance::Reading;
    use crate::report::testing::{Example, cell_under, lines};

    fn example() -> Example {
        let mut example = Example::sample();
        let place = example.model.ai_systems[0].location.clone();
        example.model.ai_systems[0].personal_data = Some(Reading::understood("ja", YesNo::Yes, place));
        example
    }

    #[test]
    fn a_system_shows_which_trigger_calls_for_its_assessment() {
        let example = example();
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

    #[test]
    fn the_worksheet_has_a_row_for_each_side_and_keeps_what_a_team_wrote() {
        let mut example = example();
        let key = worksheet_key("CV screening", "Groups");
        let cell = CellKey::new(WORKSHEET_TABLE, &key, HARMS);
        example.model.entries.insert(cell, Entry::text("older applicants are ranked lower"));
        let sheet = build_impact_worksheet(&example.contents());
        let sides = [0, 1, 2].map(|row| cell_under(&sheet, row, AFFECTED));
        assert_eq!(sides, ["\"Individuals\"", "\"Groups\"", "\"Society\""]);
        assert_eq!(cell_under(&sheet, 1, HARMS), "\"older applicants are ranked lower\"");
        assert!(cell_under(&sheet, 1, STATE).ends_with("-> \"In progress\""));
        assert!(cell_under(&sheet, 0, STATE).ends_with("-> \"Open\""));
    }

    #[test]
    fn what_was_written_about_a_system_that_is_gone_stays_in_sight() {
        let mut example = example();
        let cell = CellKey::new(WORKSHEET_TABLE, "Gone|Society", HARMS);
        example.model.entries.insert(cell, Entry::text("none found"));
        let sheet = build_impact_worksheet(&example.contents());
        assert_eq!(cell_under(&sheet, 3, "AI system"), "\"Gone\"");
        assert_eq!(cell_under(&sheet, 3, HARMS), "\"none found\"");
    }

    #[test]
    fn the_classes_that_a_person_may_enter_are_those_that_are_understood() {
        let words = crate::recognise::ValueWords::load().unwrap();
        let meaning = |class: &str| {
            words.meaning("ai.act_class", class).or_else(|| words.meaning("level", class)).map(str::to_owned)
        };
        for class in HIGH_CLASSES {
            assert_eq!(class_signal(meaning(class).as_deref()), Signal::Yes, "{class}");
        }
        for class in OTHER_CLASSES {
            assert_eq!(class_signal(meaning(class).as_deref()), Signal::No, "{class}");
        }
    }
}
