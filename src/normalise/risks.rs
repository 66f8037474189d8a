//! Risks, with their domain and the controls that treat them.

use super::coded_cells::Expected;
use super::domain::mark_domain;
use super::keys::Keys;
use super::levels::Levels;
use super::records::Records;
use super::reference::{Hint, Numberings, RowReferences};
use super::references::read_references;
use super::table::TableReader;
use crate::declaration::Field;
use crate::model::{OpenState, Risk, RiskDomain, ScaleMapping, Treatment};
use crate::provenance::{Reading, Traced};
use crate::recognise::value::{content, number};
use crate::recognise::{RecordRows, ValueWords, fold};
use crate::standards::Standard;

/// Reads the risks of a table.
pub(super) fn read_risks(
    reader: &mut TableReader<'_>,
    numberings: &Numberings,
    keys: &mut Keys,
    scales: &mut Vec<ScaleMapping>,
) -> Records<Risk> {
    let rated =
        [Field::RiskLikelihood, Field::RiskImpact, Field::RiskResidualLikelihood, Field::RiskResidualImpact];
    let levels = reader.levels(&rated);
    let controls = read_references(reader, numberings, Field::RiskControls, &[]);
    let mut records = Records::default();
    for (record, references) in reader.records().iter().zip(controls) {
        let named = [
            Field::RiskId,
            Field::RiskTitle,
            Field::RiskDescription,
            Field::RiskThreat,
            Field::RiskConsequence,
            Field::RiskCause,
            Field::RiskVulnerability,
        ];
        let Some(key) = keys.key(reader, record, &named) else {
            records.reject(reader, record);
            continue;
        };
        records.add(read_risk(reader, record, key, &levels, references));
    }
    scales.extend(levels.mappings);
    records
}

fn read_risk(
    reader: &mut TableReader<'_>,
    record: &RecordRows,
    key: String,
    levels: &Levels,
    references: RowReferences,
) -> Risk {
    let mut risk =
        Risk::unknown(key.clone(), reader.row_location(record.row), RiskDomain::InformationSecurity);
    risk.id = reader.text(record, Field::RiskId);
    risk.title = reader.text(record, Field::RiskTitle);
    risk.description = reader.text(record, Field::RiskDescription);
    risk.category = reader.text(record, Field::RiskCategory);
    risk.categories =
        risk.category.as_ref().map(|text| categories(reader.words, &text.value)).unwrap_or_default();
    risk.assets = reader.list(record, Field::RiskAsset);
    risk.ai_systems = reader.list(record, Field::RiskAiSystem);
    risk.threat = reader.text(record, Field::RiskThreat);
    risk.vulnerability = reader.text(record, Field::RiskVulnerability);
    risk.cause = reader.text(record, Field::RiskCause);
    risk.consequence = reader.text(record, Field::RiskConsequence);
    risk.owner = reader.text(record, Field::RiskOwner);
    risk.likelihood = reader.level(record, levels, Field::RiskLikelihood, &key);
    risk.impact = reader.level(record, levels, Field::RiskImpact, &key);
    risk.inherent = score(reader, record, Field::RiskInherent);
    risk.residual_likelihood = reader.level(record, levels, Field::RiskResidualLikelihood, &key);
    risk.residual_impact = reader.level(record, levels, Field::RiskResidualImpact, &key);
    risk.residual = score(reader, record, Field::RiskResidual);
    let expected =
        Expected { subject: &key, words: "Modify (mitigate), Avoid, Share (transfer), Retain (accept)" };
    risk.treatment = reader.word(record, Field::RiskTreatment, "risk.treatment", &expected, treatment);
    risk.actions = reader.text(record, Field::RiskActions);
    let expected = Expected { subject: &key, words: "Open, In progress, Closed" };
    risk.status = reader.word(record, Field::RiskStatus, "open-closed", &expected, open_state);
    risk.due = reader.date(record, Field::RiskDue, &key);
    risk.accepted_by = reader.text(record, Field::RiskAcceptedBy);
    risk.accepted_on = reader.date(record, Field::RiskAcceptedOn, &key);
    risk.comment = reader.text(record, Field::Comment);
    set_controls(reader, record, &mut risk, references);
    risk.marked_by = marked_by(reader);
    mark_domain(&mut risk);
    risk
}

/// A score as the register gives it; a word for it stays a text.
fn score(reader: &TableReader<'_>, record: &RecordRows, field: Field) -> Option<Reading<f64>> {
    let (cell, location) = reader.cell(record, field)?;
    let text = content(Some(cell))?.into();
    Some(Reading { text, value: number(cell), location })
}

fn set_controls(reader: &TableReader<'_>, record: &RecordRows, risk: &mut Risk, references: RowReferences) {
    let Some(location) = reader.cell(record, Field::RiskControls).map(|(_, location)| location) else {
        return;
    };
    let trace = |text: String| Traced::new(text, location.clone());
    if references.requirements.is_empty() {
        // Without any identifier of ours the cell names controls in words.
        risk.other_controls = reader.list(record, Field::RiskControls);
        return;
    }
    risk.controls = references
        .requirements
        .into_iter()
        .map(|reference| Traced::new(reference, location.clone()))
        .collect();
    risk.other_controls = references.other.into_iter().map(trace).collect();
}

/// The categories that a text names, in the order of the text.
pub(super) fn categories(words: &ValueWords, text: &str) -> Vec<String> {
    let mut categories: Vec<String> = Vec::new();
    let parts = text.split([',', ';', '/', '\n', '(', ')', '|', '&', ':']).flat_map(|part| part.split(" - "));
    for part in std::iter::once(text).chain(parts) {
        if let Some(category) = words.meaning("risk.category", part)
            && categories.iter().all(|known| known != category)
        {
            categories.push(category.to_owned());
        }
    }
    categories
}

/// What around a table marks its risks as those of AI: the name of its sheet; a title above it; the name of its file
/// only where the file holds nothing else.
fn marked_by(reader: &TableReader<'_>) -> Option<String> {
    let file = reader.workbook.path.rsplit(['/', '\\']).next().unwrap_or_default();
    let sheet = reader.sheet.name.sheet.as_deref().unwrap_or_default();
    let about_ai = |text: &str| {
        let hint = Hint::of(text);
        hint.standards == [Standard::Iso42001]
            || (hint.standards.is_empty() && (hint.topic == Some(Standard::Iso42001)))
            || fold(text).split(' ').any(|word| word == "bias")
    };
    let by_sheet = about_ai(sheet).then(|| format!("sheet {sheet}"));
    let by_title = || reader.titles().find(|title| about_ai(title)).map(|title| format!("title \"{title}\""));
    let by_file = || (reader.is_only_table() && about_ai(file)).then(|| format!("file {file}"));
    by_sheet.or_else(by_title).or_else(by_file)
}

fn treatment(meaning: &str) -> Option<Treatment> {
    Some(match meaning {
        "modify" => Treatment::Modify,
        "avoid" => Treatment::Avoid,
        "share" => Treatment::Share,
        "retain" => Treatment::Retain,
        _ => return None,
    })
}

/// Open, in progress or closed.
pub(super) fn open_state(meaning: &str) -> Option<OpenState> {
    Some(match meaning {
        "open" => OpenState::Open,
        "in-progress" => OpenState::InProgress,
        "closed" => OpenState::Closed,
        _ => return None,
    })
}
