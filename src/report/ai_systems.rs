//! AI systems: the inventory, how complete it is, and where the impact assessment stands.

use std::collections::{BTreeSet, HashMap};

use super::Contents;
use super::cell::{Cell, Form, Value};
use super::expression::{BETWEEN, column, text, this_row};
use super::given::{is_given, missing_expression};
use super::list_sheet::{ListColumn, ListSheet, MOST_RECORDS, explanation};
use super::names::KEY;
use super::sheet::{Mark, Sheet, TabRole};
use super::unread::{REQUIRED_COUNT, is_unread};
use crate::assess::{RecordedImpact, folded, names};
use crate::declaration::{Field, Register};
use crate::model::{AiRole, AiSystem, LifecycleStage, Risk, YesNo};
use crate::provenance::Reading;
use crate::recognise::value::Asked;
use crate::record::Owner;
use crate::record::names::{AI_SYSTEMS as AI_SYSTEMS_TABLE, REQUIRED, REQUIRED_FIELDS, SOURCE};
use crate::record::settings::REQUIRED_OF_AI_SYSTEMS;

/// The sheet's name.
const AI_SYSTEMS: &str = "AI systems";

/// The heading of the share of the required fields that are filled.
pub const COMPLETENESS: &str = "Completeness";
/// The heading of the required fields that are blank.
const MISSING: &str = "Fields missing";

/// Most AI systems of which a formula names the missing fields: it is long.
const MOST_NAMED_LIVE: usize = 2_000;

/// The columns that are printed, with the widths that fit a page.
const PRINTED: [(Field, u16); 12] = [
    (Field::AiId, 11),
    (Field::AiName, 24),
    (Field::AiPurpose, 30),
    (Field::AiOwner, 18),
    (Field::AiLifecycleStage, 14),
    (Field::AiRole, 13),
    (Field::AiRiskClass, 13),
    (Field::AiPersonalData, 11),
    (Field::AiHumanOversight, 18),
    (Field::AiImpactAssessment, 18),
    (Field::AiInScope, 9),
    (Field::AiReviewDue, 12),
];

/// The columns for the screen.
const ON_SCREEN: [(Field, u16); 17] = [
    (Field::AiDescription, 32),
    (Field::AiForeseeableMisuse, 28),
    (Field::AiCategory, 18),
    (Field::AiDepartment, 18),
    (Field::AiContact, 20),
    (Field::AiVendor, 20),
    (Field::AiModel, 22),
    (Field::AiPretrainedModel, 22),
    (Field::AiThirdPartyComponents, 22),
    (Field::AiData, 28),
    (Field::AiExternalData, 20),
    (Field::AiAutomatedDecision, 12),
    (Field::AiAffectedPeople, 26),
    (Field::AiAffectsRights, 13),
    (Field::AiVulnerableGroups, 12),
    (Field::AiAsset, 18),
    (Field::Comment, 32),
];

/// Builds the sheet of AI systems.
pub fn build_ai_systems(contents: &Contents<'_>) -> Sheet {
    let model = contents.model;
    let says = explanation(
        "One row for each AI system. Completeness is the share of the fields that governance needs; which they are is judgement and stands on Parameters.",
        "No inventory of AI systems was read.",
        model.ai_systems.len(),
    );
    let required = REQUIRED_OF_AI_SYSTEMS.into_iter().filter(|(field, _)| is_required(contents, *field));
    let fields: Vec<&str> =
        required.map(|(field, _)| contents.declarations.heading(Register::AiSystems, field)).collect();
    let mut list = ListSheet::new(AI_SYSTEMS, TabRole::Work, AI_SYSTEMS_TABLE, AI_SYSTEMS, &says)
        .owned_by(Owner::SourcesAndPeople)
        .document_line("Fields required, last run", Cell::text(fields.join(" · "), Form::Remark))
        .columns(columns(contents))
        .watched();
    let naming = risks_by_name(&model.risks);
    for system in model.ai_systems.iter().take(MOST_RECORDS) {
        let source = model.source_of(AI_SYSTEMS_TABLE, &system.key, &system.location);
        list.push(row(contents, system, risks_that_name(system, &naming), source));
    }
    list.build(model.as_of)
}

fn columns(contents: &Contents<'_>) -> Vec<ListColumn> {
    let declared = |(field, width): &(Field, u16)| {
        let column = ListColumn::of_field(contents.declarations, Register::AiSystems, *field, *width);
        if *field == Field::AiRole { column.words(&AiRole::ALL.map(AiRole::word)) } else { column }
    };
    let mut columns: Vec<ListColumn> = PRINTED.iter().map(declared).collect();
    columns.extend([
        ListColumn::new(COMPLETENESS, 13, Form::Percent).calculated(completeness(contents)).bar(),
        missing_column(contents),
        ListColumn::new("Impact assessment, as the inventory says", 14, Form::Word)
            .last_run()
            .mark(RecordedImpact::Done.words(), Mark::Good)
            .mark(RecordedImpact::NotDone.words(), Mark::Bad)
            .mark(RecordedImpact::NotRequired.words(), Mark::Caution)
            .mark(RecordedImpact::Unclear.words(), Mark::Caution)
            .mark(RecordedImpact::NothingSaid.words(), Mark::Caution),
        ListColumn::new("Risks that name it", 9, Form::Integer).last_run(),
    ]);
    let on_screen = ON_SCREEN.iter().map(declared).chain([
        ListColumn::new("Risk class means", 14, Form::Wrapped).last_run(),
        ListColumn::new(SOURCE, 30, Form::Wrapped).last_run(),
        ListColumn::new(KEY, 16, Form::Identifier).last_run(),
    ]);
    columns.extend(on_screen.map(ListColumn::screen_only));
    columns
}

fn here(contents: &Contents<'_>, field: Field) -> String {
    this_row(AI_SYSTEMS_TABLE, contents.declarations.heading(Register::AiSystems, field))
}

/// Whether the row holds no AI system.
fn is_no_system(contents: &Contents<'_>) -> String {
    let key = this_row(AI_SYSTEMS_TABLE, KEY);
    format!("COUNTA({},{},{key})=0", here(contents, Field::AiId), here(contents, Field::AiName))
}

fn completeness(contents: &Contents<'_>) -> String {
    let lacking = REQUIRED_OF_AI_SYSTEMS
        .map(|(field, name)| format!("{}*({name}=\"Yes\")", missing(field, &here(contents, field))));
    let required = if is_unread(contents.model, REQUIRED_FIELDS, REQUIRED) {
        REQUIRED_COUNT.to_owned()
    } else {
        format!("COUNTIF({},\"Yes\")", column(REQUIRED_FIELDS, REQUIRED))
    };
    format!(
        "IF(OR({},{required}=0),\"\",({required}-{})/{required})",
        is_no_system(contents),
        lacking.join("-")
    )
}

fn missing_column(contents: &Contents<'_>) -> ListColumn {
    let list = ListColumn::new(MISSING, 26, Form::Wrapped);
    if contents.model.ai_systems.len() > MOST_NAMED_LIVE {
        return list.last_run();
    }
    let names = REQUIRED_OF_AI_SYSTEMS.map(|(field, name)| {
        let heading = contents.declarations.heading(Register::AiSystems, field);
        let named = text(&format!("{BETWEEN}{heading}"));
        format!("IF(AND({name}=\"Yes\",{}),{named},\"\")", missing(field, &here(contents, field)))
    });
    let first = BETWEEN.len() + 1;
    list.calculated(format!("IF({},\"\",MID({},{first},999))", is_no_system(contents), names.join("&")))
}

/// What a field of an AI system asks for: that there is no supplier or no data from outside is an answer.
fn asked(field: Field) -> Asked {
    match field {
        Field::AiOwner | Field::AiContact => Asked::Person,
        Field::AiVendor
        | Field::AiPretrainedModel
        | Field::AiThirdPartyComponents
        | Field::AiExternalData
        | Field::AiData
        | Field::AiAffectedPeople
        | Field::AiForeseeableMisuse => Asked::Answer,
        _ => Asked::Entry,
    }
}

/// Whether the cell of a field does not give what the field asks for.
pub fn missing(field: Field, cell: &str) -> String {
    missing_expression(cell, asked(field))
}

/// Whether [`missing`] does not hold for a system.
pub fn gives(system: &AiSystem, field: Field) -> bool {
    is_given(&cell(system, field).value, asked(field))
}

fn is_required(contents: &Contents<'_>, field: Field) -> bool {
    contents.model.parameters.required_of_ai_systems.contains(&field)
}

/// The share of the required fields that are filled, and the headings of those that are not.
fn completeness_of(contents: &Contents<'_>, system: &AiSystem) -> (Option<f64>, String) {
    let required = REQUIRED_OF_AI_SYSTEMS.into_iter().filter(|(field, _)| is_required(contents, *field));
    let (filled, missing): (Vec<_>, Vec<_>) =
        required.map(|(field, _)| field).partition(|field| gives(system, *field));
    let all = filled.len() + missing.len();
    let share = (all > 0).then(|| filled.len() as f64 / all as f64);
    let headings = missing.iter().map(|field| contents.declarations.heading(Register::AiSystems, *field));
    (share, headings.collect::<Vec<_>>().join(BETWEEN))
}

fn row(contents: &Contents<'_>, system: &AiSystem, risks: usize, source: String) -> Vec<Cell> {
    let (complete, missing) = completeness_of(contents, system);
    let mut cells: Vec<Cell> = PRINTED.iter().map(|(field, _)| cell(system, *field)).collect();
    cells.extend([
        Value::optional_number(complete).into(),
        Value::text(missing).into(),
        Value::text(RecordedImpact::of(system).words()).into(),
        Value::count(risks).into(),
    ]);
    cells.extend(ON_SCREEN.iter().map(|(field, _)| cell(system, *field)));
    cells.extend([
        Value::optional_text(system.risk_class_meaning.as_deref()).into(),
        Value::text(source).into(),
        Value::text(&system.key).into(),
    ]);
    cells
}

/// The risks, by their positions, that name a system, by each name that they use.
fn risks_by_name(risks: &[Risk]) -> HashMap<String, BTreeSet<usize>> {
    let mut naming: HashMap<String, BTreeSet<usize>> = HashMap::new();
    for (position, risk) in risks.iter().enumerate() {
        for name in &risk.ai_systems {
            naming.entry(folded(&name.value)).or_default().insert(position);
        }
    }
    naming
}

/// How many risks name the system by its identifier, its name or its key; each counts once.
fn risks_that_name(system: &AiSystem, naming: &HashMap<String, BTreeSet<usize>>) -> usize {
    let own = names(&system.key, &system.id, &system.name).filter_map(|name| naming.get(&name));
    own.flatten().collect::<BTreeSet<_>>().len()
}

/// The role in the words in which it was written: "deployer" says more to a reader of the AI Act than the
/// role that it is understood as.
fn role(role: &Option<Reading<AiRole>>) -> Cell {
    match role {
        Some(Reading { value: Some(role), text, .. }) if !role.word().eq_ignore_ascii_case(text.trim()) => {
            Value::text(text).into()
        }
        role => Cell::reading(role, |role| Value::text(role.word())),
    }
}

fn cell(system: &AiSystem, field: Field) -> Cell {
    let yes_no =
        |reading: &Option<Reading<YesNo>>| Cell::reading(reading, |answer| Value::text(answer.word()));
    match field {
        Field::AiId => Value::traced(&system.id).into(),
        Field::AiName => Value::traced(&system.name).into(),
        Field::AiDescription => Value::traced(&system.description).into(),
        Field::AiPurpose => Value::traced(&system.purpose).into(),
        Field::AiForeseeableMisuse => Value::traced(&system.foreseeable_misuse).into(),
        Field::AiCategory => Value::traced(&system.category).into(),
        Field::AiOwner => Value::traced(&system.owner).into(),
        Field::AiDepartment => Value::traced(&system.department).into(),
        Field::AiContact => Value::traced(&system.contact).into(),
        Field::AiLifecycleStage => {
            Cell::reading(&system.lifecycle_stage, |stage: LifecycleStage| Value::text(stage.word()))
        }
        Field::AiRole => role(&system.role),
        Field::AiVendor => Value::traced(&system.vendor).into(),
        Field::AiModel => Value::traced(&system.model).into(),
        Field::AiPretrainedModel => Value::traced(&system.pretrained_model).into(),
        Field::AiThirdPartyComponents => Value::traced(&system.third_party_components).into(),
        Field::AiData => Value::traced(&system.data).into(),
        Field::AiExternalData => Value::traced(&system.external_data).into(),
        Field::AiPersonalData => yes_no(&system.personal_data),
        Field::AiRiskClass => Value::traced(&system.risk_class).into(),
        Field::AiAutomatedDecision => yes_no(&system.automated_decision),
        Field::AiHumanOversight => Value::traced(&system.human_oversight).into(),
        Field::AiAffectedPeople => Value::traced(&system.affected_people).into(),
        Field::AiAffectsRights => yes_no(&system.affects_rights),
        Field::AiVulnerableGroups => yes_no(&system.vulnerable_groups),
        Field::AiImpactAssessment => Value::traced(&system.impact_assessment).into(),
        Field::AiAsset => Value::traced_list(&system.assets).into(),
        Field::AiInScope => yes_no(&system.in_scope),
        Field::AiReviewDue => Cell::reading(&system.review_due, Value::Date),
        Field::Comment => Value::traced(&system.comment).into(),
        _ => Cell::EMPTY,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing::{Example, cell_under, lines};
    use std::collections::BTreeSet;

    #[test]
    fn every_declared_column_stands_on_the_sheet_once() {
        let example = Example::empty();
        let contents = example.contents();
        let declared: BTreeSet<Field> = contents
            .declarations
            .table(Register::AiSystems)
            .unwrap()
            .columns
            .iter()
            .map(|column| column.field)
            .collect();
        let shown: Vec<Field> = PRINTED.iter().chain(&ON_SCREEN).map(|(field, _)| *field).collect();
        assert_eq!(shown.len(), declared.len());
        assert_eq!(shown.into_iter().collect::<BTreeSet<_>>(), declared);
    }

    #[test]
    fn completeness_counts_the_required_fields_that_hold_anything() {
        let example = Example::sample();
        let sheet = build_ai_systems(&example.contents());
        let cell = cell_under(&sheet, 0, COMPLETENESS);
        assert!(cell.starts_with("=IF(OR(COUNTA("), "{cell}");
        let share: f64 = cell.rsplit(' ').next().unwrap().parse().unwrap();
        assert!((share - 3.0 / 13.0).abs() < 1e-9, "{cell}");
        let missing = cell_under(&sheet, 0, MISSING);
        assert!(missing.contains("-> \"Foreseeable misuse; Life cycle stage; "), "{missing}");
        assert_eq!(cell_under(&sheet, 0, "Impact assessment, as the inventory says"), "\"Nothing said\"");
        assert_eq!(cell_under(&sheet, 0, "Risks that name it"), "1");
    }

    #[test]
    fn a_word_that_holds_the_place_of_a_field_is_missing_but_none_answers_for_suppliers() {
        let mut example = Example::sample();
        let place = example.model.ai_systems[0].location.clone();
        let text = |text: &str| Some(crate::provenance::Traced::new(text.to_owned(), place.clone()));
        example.model.parameters.required_of_ai_systems =
            [Field::AiOwner, Field::AiHumanOversight, Field::AiVendor].into();
        let system = &mut example.model.ai_systems[0];
        system.owner = text("vacant");
        system.human_oversight = text("tbd");
        system.vendor = text("none");
        let sheet = build_ai_systems(&example.contents());
        let missing = cell_under(&sheet, 0, MISSING);
        let missing = missing.rsplit("-> ").next().unwrap();
        assert!(
            missing.contains("wner") && missing.contains("oversight") && !missing.contains("upplier"),
            "{missing}"
        );
        let cell = cell_under(&sheet, 0, COMPLETENESS);
        let share: f64 = cell.rsplit(' ').next().unwrap().parse().unwrap();
        assert!((share - 1.0 / 3.0).abs() < 1e-9, "{cell}");
    }

    #[test]
    fn the_organisation_chooses_the_required_fields() {
        let mut example = Example::sample();
        example.model.parameters.required_of_ai_systems = [Field::AiOwner, Field::AiVendor].into();
        let sheet = build_ai_systems(&example.contents());
        assert!(cell_under(&sheet, 0, COMPLETENESS).ends_with("-> 0.5"));
        assert!(cell_under(&sheet, 0, MISSING).ends_with("-> \"Supplier\""));
        example.model.parameters.required_of_ai_systems.clear();
        assert!(cell_under(&build_ai_systems(&example.contents()), 0, COMPLETENESS).ends_with("-> \"\""));
    }

    #[test]
    fn without_an_inventory_the_sheet_says_so_and_counts_nothing_as_complete() {
        let example = Example::empty();
        let sheet = build_ai_systems(&example.contents());
        assert!(lines(&sheet).contains("No inventory of AI systems was read."));
        assert!(cell_under(&sheet, 0, COMPLETENESS).ends_with("-> \"\""));
    }
}
