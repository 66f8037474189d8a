//! AI governance: systems against the sides of governance, each cell derived from the inventory and the state
//! of the controls.

use super::Contents;
use super::ai_system_rows::{
    GOVERNED, PLACE, follows, governed_expression, name_of, of_system, place_expression,
};
use super::ai_systems::{gives, missing};
use super::cell::{Cell, Form, Style, Tone, Value};
use super::control_state::ControlState;
use super::expression::{column, text, this_row};
use super::list_sheet::{ListColumn, ListSheet, explanation};
use super::names::KEY;
use super::names::coverage::COVERAGE_TABLE;
use super::names::requirements::{ASSESSED, COUNTS, OWN};
use super::open_control;
use super::sheet::{Mark, Sheet, TabRole};
use crate::assess::{
    NOTHING, REMARKS, RequirementResult, is_governed, is_own_work_word, is_word, own_work_words,
};
use crate::declaration::{Field, Register};
use crate::model::AiSystem;
use crate::standards::GovernanceSide;

const AI_GOVERNANCE: &str = "AI governance";
const AI_GOVERNANCE_TABLE: &str = "AI_governance";

/// How far a side of a system is governed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Governed {
    Covered,
    /// All fields are given; the controls, which all systems share, are implemented in part.
    ControlsOpen,
    /// The controls are implemented; fields of this system's row are not given.
    FieldsMissing,
    /// Both controls and fields are left to do.
    Partly,
    Open,
    Unknown,
    NotApplicable,
}

impl Governed {
    fn words(self) -> &'static str {
        match self {
            Governed::Covered => "Covered",
            Governed::ControlsOpen => "Controls open",
            Governed::FieldsMissing => "Fields missing",
            Governed::Partly => "Partly",
            Governed::Open => "Open",
            Governed::Unknown => "Unknown",
            Governed::NotApplicable => "Not applicable",
        }
    }
}

/// The name in formulas of the state of a side's controls.
fn state_name(side: GovernanceSide) -> &'static str {
    match side {
        GovernanceSide::LifeCycle => "AI_Controls_Life_Cycle",
        GovernanceSide::Data => "AI_Controls_Data",
        GovernanceSide::Transparency => "AI_Controls_Transparency",
        GovernanceSide::Oversight => "AI_Controls_Oversight",
        GovernanceSide::ThirdParties => "AI_Controls_Third_Parties",
    }
}

/// The name in formulas of the controls of a side that are not fully implemented.
fn open_name(side: GovernanceSide) -> String {
    format!("{}_Open", state_name(side))
}

/// The fields that say how a system is governed on a side (judgement).
fn fields_of(side: GovernanceSide) -> [Field; 3] {
    match side {
        GovernanceSide::LifeCycle => [Field::AiOwner, Field::AiLifecycleStage, Field::AiReviewDue],
        GovernanceSide::Data => [Field::AiData, Field::AiExternalData, Field::AiPersonalData],
        GovernanceSide::Transparency => {
            [Field::AiPurpose, Field::AiForeseeableMisuse, Field::AiAffectedPeople]
        }
        GovernanceSide::Oversight => [Field::AiHumanOversight, Field::AiAutomatedDecision, Field::AiRole],
        GovernanceSide::ThirdParties => {
            [Field::AiVendor, Field::AiPretrainedModel, Field::AiThirdPartyComponents]
        }
    }
}

fn here(heading: &str) -> String {
    this_row(AI_GOVERNANCE_TABLE, heading)
}

fn why_heading(side: GovernanceSide) -> String {
    format!("{}: why", side.words())
}

/// Builds the matrix of AI systems against the sides of governance.
pub fn build_ai_governance(contents: &Contents<'_>) -> Sheet {
    let systems = &contents.model.ai_systems;
    let says = explanation(
        "How far each AI system is governed on each side: Covered where all fields of the inventory are given and all controls implemented. Controls open and Fields missing name the half that is left, Partly both. Which fields and controls count is judgement.",
        "No AI systems are known: give an inventory of AI systems, or add rows on AI systems.",
        systems.len(),
    );
    let mut list = ListSheet::new(
        AI_GOVERNANCE,
        TabRole::Result,
        AI_GOVERNANCE_TABLE,
        "AI governance: systems by side",
        &says,
    );
    let first = list.document_end();
    for side in GovernanceSide::ALL {
        list = list.document_row(side_row(contents, side));
    }
    let first_open = list.document_end();
    for side in GovernanceSide::ALL {
        list = list.document_row(open_row(contents, side));
    }
    let mut list = list.columns(columns(contents));
    for (place, system) in (1..).zip(systems) {
        list.push(row(contents, place, system));
    }
    let mut sheet = list.build(contents.model.as_of);
    for (row, side) in (first..).zip(GovernanceSide::ALL) {
        sheet.name_cell(state_name(side), row, 1);
    }
    for (row, side) in (first_open..).zip(GovernanceSide::ALL) {
        sheet.name_cell(open_name(side), row, 1);
    }
    sheet
}

/// A side, the state of its controls, and which they are.
fn side_row(contents: &Contents<'_>, side: GovernanceSide) -> Vec<Cell> {
    let governed_by = contents.catalogue.ai_governance().governed_by.iter();
    let controls: Vec<_> = governed_by.filter(|row| row.side == side).collect();
    let keys: Vec<String> = controls.iter().map(|row| text(&row.requirement.to_string())).collect();
    let found = format!("ISNUMBER(MATCH({},{{{}}},0))", column(COVERAGE_TABLE, KEY), keys.join(","));
    let cov = |heading: &str| column(COVERAGE_TABLE, heading);
    let expression = ControlState::expression(
        &format!("SUMPRODUCT({found}*{})", cov(COUNTS)),
        &format!("SUMPRODUCT({found}*{}*{})", cov(COUNTS), cov(ASSESSED)),
        &format!("SUMPRODUCT({found}*{}*{})", cov(COUNTS), cov(OWN)),
    );
    let named: Vec<String> = controls
        .chunk_by(|one, other| one.aspect == other.aspect)
        .filter_map(|rows| {
            let keys: Vec<String> = rows.iter().map(|row| row.requirement.to_string()).collect();
            rows.first().map(|first| format!("{} {}", first.aspect, keys.join(", ")))
        })
        .collect();
    vec![
        Cell::text(side.words(), Form::Label),
        Cell::new(
            Value::formula(expression, state_of(contents, side).words()),
            Style::new(Form::Text, Tone::Derived),
        ),
        Cell::text(named.join(" · "), Form::Remark),
    ]
}

/// A side and which of its controls are not fully implemented, each with its status.
fn open_row(contents: &Contents<'_>, side: GovernanceSide) -> Vec<Cell> {
    let controls = contents.catalogue.ai_governance().governed_by.iter().filter(|row| row.side == side);
    let expressions: Vec<String> = controls.map(|row| open_control::expression(row.requirement)).collect();
    let expression = format!("MID({},{},9999)", expressions.join("&"), open_control::BETWEEN.len() + 1);
    let named = open_control::of_side(contents, side);
    vec![
        Cell::text(format!("{}: open", side.words()), Form::Label),
        Cell::new(Value::formula(expression, named), Style::new(Form::Text, Tone::Derived)),
    ]
}

fn state_of(contents: &Contents<'_>, side: GovernanceSide) -> ControlState {
    let governed_by = contents.catalogue.ai_governance().governed_by.iter().filter(|row| row.side == side);
    let results: Vec<&RequirementResult> =
        governed_by.filter_map(|row| contents.assessment.requirements.get(&row.requirement)).collect();
    ControlState::of(&results)
}

fn columns(contents: &Contents<'_>) -> Vec<ListColumn> {
    let follows =
        |column: ListColumn, expression: &str| follows(contents, AI_GOVERNANCE_TABLE, column, expression);
    let mut columns = vec![
        ListColumn::new("AI system", 34, Form::Wrapped).last_run(),
        ListColumn::new("AI system ID", 20, Form::Identifier).last_run(),
    ];
    for side in GovernanceSide::ALL {
        columns.push(
            follows(ListColumn::new(side.words(), 15, Form::Word), &side_expression(contents, side))
                .mark(Governed::Covered.words(), Mark::Good)
                .mark(Governed::ControlsOpen.words(), Mark::Caution)
                .mark(Governed::FieldsMissing.words(), Mark::Caution)
                .mark(Governed::Partly.words(), Mark::Caution)
                .mark(Governed::Open.words(), Mark::Bad)
                .mark(Governed::Unknown.words(), Mark::Bad)
                .mark(Governed::NotApplicable.words(), Mark::Quiet),
        );
    }
    for side in GovernanceSide::ALL {
        let column = ListColumn::new(&why_heading(side), 26, Form::Wrapped);
        columns.push(follows(column, &why_expression(contents, side)));
    }
    columns.extend([
        follows(
            ListColumn::new(GOVERNED, 10, Form::Word),
            &governed_expression(contents, AI_GOVERNANCE_TABLE),
        )
        .screen_only(),
        follows(ListColumn::new(PLACE, 9, Form::Integer), &place_expression(AI_GOVERNANCE_TABLE))
            .screen_only(),
        ListColumn::new(KEY, 16, Form::Identifier).last_run().screen_only(),
    ]);
    columns
}

/// Whether a text in small letters is one of some words. A list that is compared takes a question mark or an
/// asterisk for what it is, which `MATCH` does not.
fn is_one_of<'w>(text_of_cell: &str, list: impl Iterator<Item = &'w str>) -> String {
    let list: Vec<String> = list.map(text).collect();
    format!("SUMPRODUCT(--({{{}}}={text_of_cell}))>0", list.join(","))
}

/// A cell in small letters, without blanks at its ends.
fn lower(cell: &str) -> String {
    format!("LOWER(TRIM({cell}))")
}

/// A cell as [`lower`] has it, without the remark that follows a name.
fn lower_without_remark(cell: &str) -> String {
    let [first, others @ ..] = &REMARKS;
    let mark = text(first);
    let marked = others
        .iter()
        .fold(cell.to_owned(), |cell, other| format!("SUBSTITUTE({cell},{},{mark})", text(other)));
    lower(&format!("LEFT({marked},FIND({mark},{marked}&{mark})-1)"))
}

/// Whether the inventory says that no third party has a part in the system.
fn no_third_party(contents: &Contents<'_>) -> String {
    let cell = |field| of_system(contents, AI_GOVERNANCE_TABLE, field);
    let vendor = cell(Field::AiVendor);
    let nothing = |field| is_one_of(&lower(&cell(field)), NOTHING.iter().copied());
    format!(
        "AND(OR({},{}),{},{})",
        is_one_of(&lower_without_remark(&vendor), own_work_words().iter().map(String::as_str)),
        nothing(Field::AiVendor),
        nothing(Field::AiPretrainedModel),
        nothing(Field::AiThirdPartyComponents)
    )
}

fn has_no_third_party(system: &AiSystem) -> bool {
    let own_work = system.vendor.as_ref().is_some_and(|vendor| is_own_work_word(&vendor.value));
    (own_work || is_word(&system.vendor, NOTHING))
        && is_word(&system.pretrained_model, NOTHING)
        && is_word(&system.third_party_components, NOTHING)
}

fn is_missing(contents: &Contents<'_>, field: Field) -> String {
    missing(field, &of_system(contents, AI_GOVERNANCE_TABLE, field))
}

fn side_expression(contents: &Contents<'_>, side: GovernanceSide) -> String {
    let word = |governed: Governed| text(governed.words());
    let state = state_name(side);
    let is = |control: ControlState| format!("{state}={}", text(control.words()));
    let missing = fields_of(side).map(|field| is_missing(contents, field)).join(",");
    let by_fields = |missing: Governed, given: Governed| format!("{},{}", word(missing), word(given));
    let mut expression = format!(
        "IF({},{},IF(OR({},{}),{},IF({},IF(OR({missing}),{}),IF(OR({missing}),{}))))",
        is(ControlState::Unassessed),
        word(Governed::Unknown),
        is(ControlState::NotImplemented),
        is(ControlState::Excluded),
        word(Governed::Open),
        is(ControlState::Implemented),
        by_fields(Governed::FieldsMissing, Governed::Covered),
        by_fields(Governed::Partly, Governed::ControlsOpen)
    );
    if side == GovernanceSide::ThirdParties {
        expression =
            format!("IF({},{},{expression})", no_third_party(contents), word(Governed::NotApplicable));
    }
    format!(
        "IF({}=\"No\",{},IF(N({})=0,{},{expression}))",
        here(GOVERNED),
        word(Governed::NotApplicable),
        here(PLACE),
        word(Governed::Unknown)
    )
}

const OUT: &str = "out of scope or retired";
const NO_THIRD_PARTY: &str = "no supplier, model or component of a third party";
const NOT_IN_INVENTORY: &str = "not in the inventory";
const CONTROLS: &str = "controls ";
/// Which they are is the same for all systems, and stands above the table.
const OPEN_ONES: &str = " (the open ones are named above)";
const GIVEN: &str = "; given: ";
const NOT_GIVEN: &str = "; not given: ";
const BETWEEN_FIELDS: &str = ", ";

fn why_expression(contents: &Contents<'_>, side: GovernanceSide) -> String {
    let fields = fields_of(side).map(|field| {
        let named = format!("{BETWEEN_FIELDS}{}", contents.declarations.heading(Register::AiSystems, field));
        (is_missing(contents, field), text(&named))
    });
    let missing = fields.clone().map(|(missing, named)| format!("IF({missing},{named},\"\")")).join("&");
    let given = fields.clone().map(|(missing, named)| format!("IF({missing},\"\",{named})")).join("&");
    let tests = fields.map(|(missing, _)| missing).join(",");
    let (state, open) = (state_name(side), open_name(side));
    let first = BETWEEN_FIELDS.len() + 1;
    let mut expression = format!(
        "{}&{state}&IF({open}=\"\",\"\",{})&IF(AND({tests}),\"\",{}&MID({given},{first},999))\
         &IF(OR({tests}),{}&MID({missing},{first},999),\"\")",
        text(CONTROLS),
        text(OPEN_ONES),
        text(GIVEN),
        text(NOT_GIVEN)
    );
    if side == GovernanceSide::ThirdParties {
        expression = format!("IF({},{},{expression})", no_third_party(contents), text(NO_THIRD_PARTY));
    }
    format!(
        "IF({}=\"No\",{},IF(N({})=0,{},{expression}))",
        here(GOVERNED),
        text(OUT),
        here(PLACE),
        text(NOT_IN_INVENTORY)
    )
}

/// How far a side of a system is governed, and why.
fn governed(contents: &Contents<'_>, system: &AiSystem, side: GovernanceSide) -> (Governed, String) {
    if !is_governed(system) {
        return (Governed::NotApplicable, OUT.to_owned());
    }
    if side == GovernanceSide::ThirdParties && has_no_third_party(system) {
        return (Governed::NotApplicable, NO_THIRD_PARTY.to_owned());
    }
    let state = state_of(contents, side);
    let (given, missing): (Vec<_>, Vec<_>) =
        fields_of(side).into_iter().partition(|field| gives(system, *field));
    let governed = match state {
        ControlState::Unassessed => Governed::Unknown,
        ControlState::NotImplemented | ControlState::Excluded => Governed::Open,
        ControlState::Implemented if missing.is_empty() => Governed::Covered,
        ControlState::Implemented => Governed::FieldsMissing,
        ControlState::Partly if missing.is_empty() => Governed::ControlsOpen,
        ControlState::Partly => Governed::Partly,
    };
    let headings = |fields: Vec<Field>| {
        let heading = |field: &Field| contents.declarations.heading(Register::AiSystems, *field);
        fields.iter().map(heading).collect::<Vec<_>>().join(BETWEEN_FIELDS)
    };
    let part = |before: &str, says: String| if says.is_empty() { says } else { format!("{before}{says}") };
    let why = [
        format!("{CONTROLS}{}", state.words()),
        if open_control::of_side(contents, side).is_empty() { String::new() } else { OPEN_ONES.to_owned() },
        part(GIVEN, headings(given)),
        part(NOT_GIVEN, headings(missing)),
    ];
    (governed, why.concat())
}

/// What a change of requirements does to a side of the AI governance matrix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SideChange {
    /// The side.
    pub side: &'static str,
    /// How far its controls are, before and after, in words.
    pub controls: [&'static str; 2],
    /// The systems whose word changes, with the word before and after, in the order of the inventory.
    pub systems: Vec<(String, [&'static str; 2])>,
}

/// What results of requirements, before and after a change, do to the sides that these requirements govern.
pub fn side_changes(
    contents: &Contents<'_>,
    changed: &[(RequirementResult, RequirementResult)],
) -> Vec<SideChange> {
    let (mut before, mut after) = (contents.assessment.clone(), contents.assessment.clone());
    for (was, is) in changed {
        before.requirements.insert(was.id, was.clone());
        after.requirements.insert(is.id, is.clone());
    }
    let both = [Contents { assessment: &before, ..*contents }, Contents { assessment: &after, ..*contents }];
    let governed_by = &contents.catalogue.ai_governance().governed_by;
    let touches = |side: &GovernanceSide| {
        let mut of_side = governed_by.iter().filter(|row| row.side == *side);
        of_side.any(|row| changed.iter().any(|(was, _)| was.id == row.requirement))
    };
    let change = |side| {
        let words = |system| both.map(|contents| governed(&contents, system, side).0.words());
        let systems = contents.model.ai_systems.iter();
        let systems = systems.map(|system| (display_name(system), words(system)));
        SideChange {
            side: side.words(),
            controls: both.map(|contents| state_of(&contents, side).words()),
            systems: systems.filter(|(_, [before, after])| before != after).collect(),
        }
    };
    GovernanceSide::ALL.into_iter().filter(touches).map(change).collect()
}

fn display_name(system: &AiSystem) -> String {
    system.name.as_ref().map_or_else(|| system.key.clone(), |name| name.value.to_string())
}

fn row(contents: &Contents<'_>, place: usize, system: &AiSystem) -> Vec<Cell> {
    let sides = GovernanceSide::ALL.map(|side| governed(contents, system, side));
    let mut cells: Vec<Cell> = vec![name_of(system).into(), Value::traced(&system.id).into()];
    cells.extend(sides.iter().map(|(governed, _)| Cell::from(Value::text(governed.words()))));
    cells.extend(sides.iter().map(|(_, why)| Cell::from(Value::text(why.as_str()))));
    cells.extend([
        Value::text(if is_governed(system) { "Yes" } else { "No" }).into(),
        Value::count(place).into(),
        Value::text(&system.key).into(),
    ]);
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ImplementationStatus, YesNo};
    use crate::provenance::{Reading, Traced};
    use crate::report::testing::{Example, cell_under};

    fn assessed(mut example: Example) -> Example {
        let contents = example.contents();
        let assessment = crate::assess::assess(contents.model, contents.catalogue);
        example.assessment = assessment;
        example
    }

    fn with_oversight(status: ImplementationStatus) -> Example {
        let mut example = Example::sample();
        let place = example.model.ai_systems[0].location.clone();
        for key in ["42001:A.9.2", "42001:A.9.3", "42001:A.9.4"] {
            let statement = example.model.statements.get_mut(&key.parse().unwrap()).unwrap();
            statement.status = Some(Reading::understood("as written", status, place.clone()));
        }
        assessed(example)
    }

    fn oversight(example: &Example, heading: &str) -> String {
        cell_under(&build_ai_governance(&example.contents()), 0, heading)
    }

    #[test]
    fn a_side_is_covered_only_with_all_controls_and_all_fields() {
        let side = GovernanceSide::Oversight.words();
        let why = why_heading(GovernanceSide::Oversight);
        assert!(oversight(&Example::sample(), side).ends_with("-> \"Unknown\""));
        assert!(
            oversight(&with_oversight(ImplementationStatus::NotImplemented), side).ends_with("-> \"Open\"")
        );
        let mut example = with_oversight(ImplementationStatus::Implemented);
        assert!(oversight(&example, side).ends_with("-> \"Fields missing\""));
        let explained = oversight(&example, &why);
        assert!(
            explained
                .ends_with("-> \"controls Implemented; given: Human oversight; not given: Automated decision-making, Our role\""),
            "{explained}"
        );
        let place = example.model.ai_systems[0].location.clone();
        let system = &mut example.model.ai_systems[0];
        system.automated_decision = Some(Reading::understood("no", YesNo::No, place.clone()));
        system.role = Some(Reading::understood("user", crate::model::AiRole::User, place));
        assert!(oversight(&example, side).ends_with("-> \"Covered\""));
    }

    #[test]
    fn what_is_left_of_a_side_is_named_with_its_status() {
        let mut example = with_oversight(ImplementationStatus::Implemented);
        let place = example.model.ai_systems[0].location.clone();
        let statement = example.model.statements.get_mut(&"42001:A.9.3".parse().unwrap()).unwrap();
        statement.status =
            Some(Reading::understood("begonnen", ImplementationStatus::Planned, place.clone()));
        let mut example = assessed(example);
        let side = GovernanceSide::Oversight.words();
        assert!(oversight(&example, side).ends_with("-> \"Partly\""));
        let why = oversight(&example, &why_heading(GovernanceSide::Oversight));
        let says = "controls Partly implemented (the open ones are named above); given: Human oversight; not given: Automated decision-making, Our role";
        assert!(why.ends_with(&format!("-> \"{says}\"")), "{why}");
        let system = &mut example.model.ai_systems[0];
        system.automated_decision = Some(Reading::understood("no", YesNo::No, place.clone()));
        system.role = Some(Reading::understood("user", crate::model::AiRole::User, place));
        assert!(oversight(&example, side).ends_with("-> \"Controls open\""));
    }

    #[test]
    fn a_dash_does_not_say_that_there_is_no_third_party_and_tbd_covers_nothing() {
        let mut example = with_oversight(ImplementationStatus::Implemented);
        let place = example.model.ai_systems[0].location.clone();
        let text = |text: &str| Some(Traced::new(text.to_owned(), place.clone()));
        let system = &mut example.model.ai_systems[0];
        (system.vendor, system.pretrained_model, system.third_party_components) =
            (text("-"), text("?"), text("-"));
        system.human_oversight = text("TBD");
        assert!(oversight(&example, GovernanceSide::ThirdParties.words()).ends_with("-> \"Unknown\""));
        let why = oversight(&example, &why_heading(GovernanceSide::Oversight));
        assert!(why.contains("not given: Human oversight"), "{why}");
    }

    #[test]
    fn a_system_out_of_scope_and_one_without_third_parties_need_no_such_governance() {
        let mut example = Example::sample();
        let place = example.model.ai_systems[0].location.clone();
        let text = |text: &str| Some(Traced::new(text.to_owned(), place.clone()));
        let system = &mut example.model.ai_systems[0];
        system.vendor = text("In-house");
        system.pretrained_model = text("None");
        system.third_party_components = text("no");
        let side = GovernanceSide::ThirdParties.words();
        assert!(oversight(&example, side).ends_with("-> \"Not applicable\""));
        example.model.ai_systems[0].in_scope = Some(Reading::understood("no", YesNo::No, place.clone()));
        assert!(oversight(&example, GovernanceSide::Data.words()).ends_with("-> \"Not applicable\""));
    }
}
