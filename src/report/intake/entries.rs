//! What may be entered in the columns of an intake workbook.

use crate::declaration::{Column, Field, FieldType, MeaningKind};
use crate::report::list_sheet::ListColumn;
use crate::report::sheet::Allowed;

/// What may be entered in a column: the words that annexa understands, where it is coded.
pub fn allowed(column: &Column) -> Allowed {
    let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    let words = |words: &[&str]| Allowed::Words(owned(words));
    let suggestions = |words: &[&str]| Allowed::Suggestions(owned(words));
    match column.field {
        Field::Answer => words(MeaningKind::Answer.meanings()),
        Field::AiRole => words(MeaningKind::Role.meanings()),
        Field::RiskStatus => words(MeaningKind::OpenState.meanings()),
        Field::ControlMaturity | Field::ControlTarget => Allowed::Number { least: 0.0, most: 5.0 },
        Field::AssetType => suggestions(&[
            "Information",
            "Software",
            "Hardware",
            "Service",
            "People",
            "Site",
            "AI model",
            "Data set",
        ]),
        Field::AssetClassification => suggestions(&["Public", "Internal", "Confidential", "Secret"]),
        Field::RiskCategory => suggestions(&["Information security", "AI", "Information security; AI"]),
        Field::AiRiskClass => {
            suggestions(&["Prohibited", "High risk", "Limited risk", "Minimal risk", "General purpose AI"])
        }
        Field::AiHumanOversight => {
            suggestions(&["Human in the loop", "Human on the loop", "Human out of the loop"])
        }
        Field::AiImpactAssessment => {
            suggestions(&["Completed", "In progress", "Planned", "Not started", "Not required"])
        }
        Field::ControlJustificationInclusion => {
            suggestions(&["Risk treatment", "Law", "Contract", "Business need"])
        }
        Field::SupplierAiSupplied => suggestions(&["Yes", "No"]),
        Field::SupplierAgreement => suggestions(&["Yes", "No"]),
        Field::ControlBasis => {
            suggestions(&["Own statement", "Interview", "Documents", "Observation", "Test", "Internal audit"])
        }
        _ => ListColumn::declared(column).allowed.unwrap_or(Allowed::Anything),
    }
}

/// The same in words, for people.
pub fn in_words(column: &Column) -> String {
    match allowed(column) {
        Allowed::Words(words) => format!("one of: {}", words.join(", ")),
        Allowed::Suggestions(words) => format!("text, such as: {}", words.join(", ")),
        Allowed::Number { least, most } => format!("a number from {least} to {most}"),
        Allowed::Date => "a date".to_owned(),
        Allowed::Anything | Allowed::ListOf(_) | Allowed::ListBy { .. } => match column.field_type {
            FieldType::Id => "an identifier",
            FieldType::Party => "a person, role or unit",
            FieldType::Reference | FieldType::References => "one or more identifiers",
            _ => "text",
        }
        .to_owned(),
    }
}
