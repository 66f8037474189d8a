//! Assets and AI systems.

use chrono::NaiveDate;

use super::coded_cells::Expected;
use super::keys::Keys;
use super::records::Records;
use super::table::TableReader;
use crate::declaration::Field;
use crate::model::{AiRole, AiSystem, Asset, LifecycleStage, ScaleMapping};
use crate::read::{Cell, NumberForm, Value};
use crate::recognise::value::whole_or_leading_word;
use crate::recognise::value::{
    Status, StatusColumn, Understood, days_of, is_deadline, is_doubted, meaning_of, number_in, percentage_in,
    read_yes_no, says_not_applicable,
};
use crate::recognise::{RecordRows, ValueWords, fold};

/// Reads the assets of a table.
pub(super) fn read_assets(
    reader: &mut TableReader<'_>,
    keys: &mut Keys,
    scales: &mut Vec<ScaleMapping>,
) -> Records<Asset> {
    let rated = [
        Field::AssetCriticality,
        Field::AssetConfidentiality,
        Field::AssetIntegrity,
        Field::AssetAvailability,
    ];
    let levels = reader.levels(&rated);
    let mut records = Records::default();
    for record in reader.records() {
        let named = [Field::AssetId, Field::AssetName, Field::AssetDescription];
        let Some(key) = keys.key(reader, record, &named) else {
            records.reject(reader, record);
            continue;
        };
        let mut asset = Asset::unknown(key.clone(), reader.row_location(record.row));
        asset.id = reader.text(record, Field::AssetId);
        asset.name = reader.text(record, Field::AssetName);
        asset.asset_type = reader.text(record, Field::AssetType);
        asset.description = reader.text(record, Field::AssetDescription);
        asset.owner = reader.text(record, Field::AssetOwner);
        asset.place = reader.text(record, Field::AssetLocation);
        asset.classification = reader.text(record, Field::AssetClassification);
        asset.criticality = reader.level(record, &levels, Field::AssetCriticality, &key);
        asset.confidentiality = reader.level(record, &levels, Field::AssetConfidentiality, &key);
        asset.integrity = reader.level(record, &levels, Field::AssetIntegrity, &key);
        asset.availability = reader.level(record, &levels, Field::AssetAvailability, &key);
        asset.ai_systems = reader.list(record, Field::AssetAiSystem);
        asset.in_scope = reader.yes_no(record, Field::AssetInScope, &key);
        asset.comment = reader.text(record, Field::Comment);
        records.add(asset);
    }
    scales.extend(levels.mappings);
    records
}

/// Reads the AI systems of a table.
pub(super) fn read_ai_systems(reader: &mut TableReader<'_>, keys: &mut Keys) -> Records<AiSystem> {
    let mut records = Records::default();
    for record in reader.records() {
        let named = [Field::AiId, Field::AiName, Field::AiDescription];
        let Some(key) = keys.key(reader, record, &named) else {
            records.reject(reader, record);
            continue;
        };
        records.add(read_ai_system(reader, record, key));
    }
    records
}

fn read_ai_system(reader: &mut TableReader<'_>, record: &RecordRows, key: String) -> AiSystem {
    let mut system = AiSystem::unknown(key.clone(), reader.row_location(record.row));
    system.id = reader.text(record, Field::AiId);
    system.name = reader.text(record, Field::AiName);
    system.description = reader.text(record, Field::AiDescription);
    system.purpose = reader.text(record, Field::AiPurpose);
    system.foreseeable_misuse = reader.text(record, Field::AiForeseeableMisuse);
    system.category = reader.text(record, Field::AiCategory);
    system.owner = reader.text(record, Field::AiOwner);
    system.department = reader.text(record, Field::AiDepartment);
    system.contact = reader.text(record, Field::AiContact);
    let expected =
        Expected { subject: &key, words: "Planned, Development, Validation, Deployment, Operation, Retired" };
    system.lifecycle_stage =
        reader.word(record, Field::AiLifecycleStage, "ai.lifecycle_stage", &expected, lifecycle_stage);
    let expected =
        Expected { subject: &key, words: "Provider, Producer, Developer, Customer, User, Partner, Subject" };
    system.role = reader.word(record, Field::AiRole, "ai.role", &expected, role);
    system.vendor = reader.text(record, Field::AiVendor);
    system.model = reader.text(record, Field::AiModel);
    system.pretrained_model = reader.text(record, Field::AiPretrainedModel);
    system.third_party_components = reader.text(record, Field::AiThirdPartyComponents);
    system.data = reader.text(record, Field::AiData);
    system.external_data = reader.text(record, Field::AiExternalData);
    system.personal_data = reader.yes_no(record, Field::AiPersonalData, &key);
    read_risk_class(reader, record, &mut system, &key);
    system.automated_decision = reader.yes_no(record, Field::AiAutomatedDecision, &key);
    system.human_oversight = reader.text(record, Field::AiHumanOversight);
    system.affected_people = reader.text(record, Field::AiAffectedPeople);
    system.affects_rights = reader.yes_no(record, Field::AiAffectsRights, &key);
    system.vulnerable_groups = reader.yes_no(record, Field::AiVulnerableGroups, &key);
    system.impact_assessment = reader.text(record, Field::AiImpactAssessment);
    system.impact_assessment_done = system
        .impact_assessment
        .as_ref()
        .and_then(|state| impact_assessment_done(reader.words, &state.value, reader.as_of));
    system.impact_assessment_not_required = system.impact_assessment_done.is_none()
        && system.impact_assessment.as_ref().is_some_and(|state| is_not_required(reader.words, &state.value));
    system.assets = reader.list(record, Field::AiAsset);
    system.in_scope = reader.yes_no(record, Field::AiInScope, &key);
    system.review_due = reader.date(record, Field::AiReviewDue, &key);
    system.comment = reader.text(record, Field::Comment);
    system
}

/// Reads the risk class. A yes under a heading that asks whether the system is of high risk is that class, a no
/// says that it is not of it and names no other (judgement): the text says then what it was taken from.
fn read_risk_class(reader: &mut TableReader<'_>, record: &RecordRows, system: &mut AiSystem, key: &str) {
    system.risk_class = reader.text(record, Field::AiRiskClass);
    let heading = reader.heading(Field::AiRiskClass);
    let asks = asks_for_high_risk(reader.words, heading);
    let boxes = reader.boxes(Field::AiRiskClass);
    let flag = |words: &ValueWords, cell: &Cell| match read_yes_no(words, "yes-no", boxes, Some(cell)) {
        Understood::Is(yes) if asks => Some(if yes { HIGH_RISK } else { NOT_HIGH_RISK }),
        _ => None,
    };
    let expected = Expected {
        subject: key,
        words: "Prohibited, High risk, Limited risk, Minimal risk, General purpose AI, or a level such as Medium",
    };
    let class = reader.coded(record, Field::AiRiskClass, &expected, |words, cell| {
        flag(words, cell)
            .map_or_else(|| risk_class(words, cell), |(_, class)| Understood::Is(class.to_owned()))
    });
    let flagged = reader.cell(record, Field::AiRiskClass).and_then(|(cell, _)| flag(reader.words, cell));
    if let (Some((shown, _)), Some(text)) = (flagged, &mut system.risk_class) {
        // A question mark would cast doubt on what is read again.
        let asked = heading.replace('?', "");
        text.value = format!("{shown} ({} under \"{}\")", text.value, asked.trim()).into();
    }
    system.risk_class_meaning = class.and_then(|class| class.value);
}

/// What a yes under a heading that asks for high risk says, in words and as a class.
const HIGH_RISK: (&str, &str) = ("High-risk", "high-risk");
/// What a no under such a heading says.
const NOT_HIGH_RISK: (&str, &str) = ("Not high-risk", "not-high-risk");

/// Most words by which a heading asks for high risk.
const LONGEST_NAME: usize = 5;

/// Whether a heading names high risk, and not its contrary: `High-risk flag`, `Hochrisiko?`.
fn asks_for_high_risk(words: &ValueWords, heading: &str) -> bool {
    let folded = fold(heading);
    let parts: Vec<&str> = folded
        .split(|character: char| !character.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect();
    let named = |class: (&str, &str)| {
        (1..=LONGEST_NAME.min(parts.len())).any(|length| {
            let mut runs = parts.windows(length);
            runs.any(|run| words.meaning("ai.act_class", &run.join(" ")) == Some(class.1))
        })
    };
    named(HIGH_RISK) && !named(NOT_HIGH_RISK)
}

/// The class of the AI Act that a cell names, or else the level; that no class applies is said to be unknown.
fn risk_class(words: &ValueWords, cell: &Cell) -> Understood<String> {
    let text = cell.text();
    match meaning_of(words, "ai.act_class", Some(cell)) {
        Understood::Unreadable if number_in(&text).is_some() => Understood::Unreadable,
        Understood::Unreadable => match meaning_of(words, "level", Some(cell)) {
            Understood::Unreadable if says_not_applicable(words, &text) => Understood::SaidUnknown,
            level => level,
        },
        class => class,
    }
}

/// Whether an impact assessment is done: by a status word, yes or no, or a date on which it was done.
///
/// A partial or started assessment is not done, nor one whose date is still to come or set as its end;
/// what cannot be understood is neither.
fn impact_assessment_done(words: &ValueWords, state: &str, as_of: NaiveDate) -> Option<bool> {
    if percentage_in(state).is_some() {
        return None;
    }
    match whole_or_leading_word(words, "open-closed", state).filter(|_| !is_doubted(state)) {
        Some("closed") if StatusColumn::is_plain(words, "open-closed", state) => return Some(true),
        Some("closed") | None => {}
        Some(_) => return Some(false),
    }
    if begins_with(state, BEGUN) && !is_doubted(state) {
        return Some(false);
    }
    let cell = Cell::new(0, Value::Text(state.into()), NumberForm::General);
    if let Some((first, last)) = days_of(state) {
        // Within a month, quarter or year that is not over yet, nothing tells.
        return match (is_deadline(state) || first > as_of, last <= as_of) {
            (true, _) => Some(false),
            (false, true) => Some(true),
            (false, false) => None,
        };
    }
    match StatusColumn::default().as_of(as_of).read(words, "control.status", Some(&cell)) {
        Understood::Is(Status::Status(status)) => {
            Some(status == crate::model::ImplementationStatus::Implemented)
        }
        Understood::Is(Status::Retired) => Some(false),
        _ => None,
    }
}

/// Words for an assessment that was begun, folded, beside those of the status family.
const BEGUN: &[&str] = &[
    "in arbeit",
    "in erstellung",
    "angefangen",
    "in behandeling",
    "in voorbereiding",
    "en preparation",
    "en elaboracion",
    "em elaboracao",
    "in preparazione",
    "in preparation",
    "draft",
    "entwurf",
    "concept",
];

/// Words that say that none is required, folded, beside "not applicable" in the status family.
const NOT_REQUIRED: &[&str] = &[
    "not required",
    "not necessary",
    "not needed",
    "no assessment required",
    "exempt",
    "exempted",
    "nicht erforderlich",
    "nicht notwendig",
    "nicht notig",
    "niet vereist",
    "niet nodig",
    "niet verplicht",
    "non requis",
    "non requise",
    "pas necessaire",
    "no requerido",
    "no requerida",
    "no necesario",
    "no necesaria",
    "nao requerido",
    "nao requerida",
    "nao necessario",
    "nao necessaria",
    "non richiesto",
    "non richiesta",
    "non necessario",
    "non necessaria",
];

/// Whether a state says that no impact assessment is required.
fn is_not_required(words: &ValueWords, state: &str) -> bool {
    !is_doubted(state)
        && (begins_with(state, NOT_REQUIRED)
            || whole_or_leading_word(words, "control.status", state) == Some("not-applicable"))
}

/// Whether a text is one of the words, or begins with one that a mark of punctuation or a bracket ends.
fn begins_with(text: &str, words: &[&str]) -> bool {
    let folded = fold(text);
    words.iter().any(|word| {
        folded
            .strip_prefix(word)
            .is_some_and(|rest| rest.trim_start().chars().next().is_none_or(|next| !next.is_alphanumeric()))
    })
}

fn lifecycle_stage(meaning: &str) -> Option<LifecycleStage> {
    Some(match meaning {
        "planned" => LifecycleStage::Planned,
        "development" => LifecycleStage::Development,
        "validation" => LifecycleStage::Validation,
        "deployment" => LifecycleStage::Deployment,
        "operation" => LifecycleStage::Operation,
        "retired" => LifecycleStage::Retired,
        _ => return None,
    })
}

fn role(meaning: &str) -> Option<AiRole> {
    Some(match meaning {
        "provider" => AiRole::Provider,
        "producer" => AiRole::Producer,
        "developer" => AiRole::Developer,
        "customer" => AiRole::Customer,
        "user" => AiRole::User,
        "partner" => AiRole::Partner,
        "subject" => AiRole::Subject,
        _ => return None,
    })
}
