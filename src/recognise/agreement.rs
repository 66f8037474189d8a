//! How well the values of a column agree with a field.

use crate::declaration::{Column, Field, FieldType};

use super::profile::ColumnProfile;

/// How the values of a column agree with a field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Agreement {
    /// From -1 (they contradict it) over 0 (they say nothing) to 1 (they are what it holds).
    pub fit: f64,
    /// How much they would say without a heading, 0 to 1.
    pub telling: f64,
}

/// How the values of a column agree with a field of a register. The words of a table that is
/// `foreign`, in a language that no list has, may be the right ones without being known.
pub fn agreement(field: &Column, profile: &ColumnProfile, foreign: bool) -> Agreement {
    // A length of 0 is that of cells of which only the number is known.
    if profile.filled == 0 || profile.length == 0.0 {
        return Agreement { fit: 0.0, telling: 0.0 };
    }
    let fit = if contradicts(field, profile) {
        CONTRADICTED
    } else {
        fit(field, profile, foreign).clamp(-1.0, 1.0)
    };
    let telling = match field.field_type {
        _ if matches!(field.field, Field::ControlRef | Field::FindingRef | Field::RiskControls) => {
            profile.catalogue
        }
        FieldType::Text if field.field == Field::QuestionText && profile.filled >= 3 => {
            (1.3 * profile.questions).min(1.0)
        }
        FieldType::RiskClass
        | FieldType::Treatment
        | FieldType::Lifecycle
        | FieldType::Classification
        | FieldType::FindingGrade
            if profile.filled >= 3 =>
        {
            profile.family(&field.values)
        }
        _ => 0.0,
    };
    Agreement { fit, telling }
}

/// The agreement of values that are those of another field: the column is a candidate still, no more.
const CONTRADICTED: f64 = -0.8;

/// Whether the values are those of another field: (nearly) all of them are words of some coded list
/// and none of them can be read as this field, or one value stands in all rows where each control has its own.
fn contradicts(field: &Column, p: &ColumnProfile) -> bool {
    let constant = p.filled >= 3 && p.distinct * p.filled as f64 <= 1.0;
    let repeated = (p.filled >= 20 && p.distinct < 0.1) || (p.filled >= 6 && p.distinct <= FEW_TITLES);
    if (constant || repeated) && is_of_a_control(field.field) {
        return true;
    }
    // What standard a clause is of is no clause.
    let refers = matches!(field.field, Field::ControlRef | Field::FindingRef | Field::RiskControls);
    if refers && p.standards >= NAMES_OF_STANDARDS {
        return true;
    }
    // A clause with its standard is more than a standard.
    let clauses = p.references.max(p.catalogue_lists).max(p.leading_references);
    if field.field == Field::Standard && clauses >= NAMES_OF_STANDARDS && p.standards < NAMES_OF_STANDARDS {
        return true;
    }
    let Some(readable) = readable(field, p) else { return false };
    let most = p
        .families
        .iter()
        .filter(|(family, _)| !OPEN_FAMILIES.contains(&family.as_str()))
        .map(|(_, share)| *share)
        .fold(0.0, f64::max);
    readable < 0.05 && most >= 0.8
}

/// Columns that hold so few different texts hold the names of groups.
const FEW_TITLES: f64 = 0.34;

/// From this share of its values on a column says which standard something is of.
pub(super) const NAMES_OF_STANDARDS: f64 = 0.5;

/// Families whose words are no closed list, or letters with another meaning elsewhere.
const OPEN_FAMILIES: [&str; 4] =
    ["risk.category", "control.justification_code", "control.status_rag", "control.status_percent"];

/// The share of values that can be read as a coded field; `None` where the field takes any text.
fn readable(field: &Column, p: &ColumnProfile) -> Option<f64> {
    let own = p.family(&field.values);
    let yes_no = p.family("yes-no").max(p.marks);
    Some(match field.field_type {
        FieldType::Status | FieldType::Answer => own
            .max(p.family("control.status"))
            .max(p.family("answer.scale"))
            .max(yes_no)
            .max(p.percents)
            .max(p.small_integers),
        FieldType::YesNo => own.max(yes_no),
        FieldType::RiskClass => own.max(p.family("level")).max(p.family("ai.act_class")),
        FieldType::Classification => own.max(p.family("level")).max(p.numbers),
        FieldType::Level | FieldType::Score => {
            own.max(p.family("level")).max(p.numbers).max(p.leading_numbers).max(graded(p))
        }
        FieldType::Maturity => {
            own.max(p.family("control.maturity")).max(p.numbers).max(p.percents).max(p.leading_numbers)
        }
        FieldType::Date => p.dates,
        FieldType::Lifecycle | FieldType::Treatment | FieldType::FindingGrade | FieldType::OpenClosed => own,
        FieldType::Text if field.field == Field::RiskStatus => own,
        _ => return None,
    })
}

/// Whether a field holds the words of a control or a question. Names of systems and risks may be
/// repeated in a register; those of controls that are repeated everywhere are those of their groups.
fn is_of_a_control(field: Field) -> bool {
    matches!(field, Field::ControlTitle | Field::ControlDescription | Field::QuestionText)
}

/// Whether a field holds what there is, or yes or no.
fn is_said_or_answered(field: Field) -> bool {
    matches!(field, Field::SupplierAiSupplied | Field::SupplierDataAccess | Field::SupplierAgreement)
}

fn fit(field: &Column, p: &ColumnProfile, foreign: bool) -> f64 {
    let foreign = foreign || p.other_script > 0.5;
    let family = p.family(&field.values);
    match field.field_type {
        FieldType::Id => identifier_fit(p),
        FieldType::Text if !field.values.is_empty() => {
            0.2 + family - p.dates - 0.7 * p.numbers - 0.3 * p.long
        }
        FieldType::Text if is_short(field.field) => {
            repeated_title(field.field, p) + 0.45
                - 0.5 * p.long
                - p.dates
                - 0.9 * p.wordless.max(p.numbers)
                - coded(p)
        }
        // A cross says that something holds, never how.
        FieldType::Text if field.field == Field::ControlImplementation && p.marks > 0.5 => CONTRADICTED,
        FieldType::Text if is_said_or_answered(field.field) && p.family("yes-no").max(p.marks) >= 0.5 => {
            0.6 - p.dates - 0.9 * p.numbers
        }
        FieldType::Text => {
            0.3 + 0.6 * sentences(field.field, p).min(0.8)
                - p.dates
                - 0.9 * p.wordless.max(p.numbers)
                - coded(p)
        }
        FieldType::Party => 0.4 + p.emails - p.dates - p.numbers - 0.9 * p.long - p.marks - 1.3 * coded(p),
        FieldType::Date => 1.6 * p.dates - 0.5 - 0.4 * p.numbers - coded(p),
        FieldType::Reference => reference_fit(field.field, p),
        FieldType::References => 0.3 + 0.5 * p.references - p.dates - 0.6 * coded(p),
        FieldType::Level => scale(p, p.small_integers + p.family("level") + p.leading_numbers + graded(p)),
        FieldType::Score => scale(p, p.numbers + p.family("level") + p.leading_numbers),
        FieldType::Maturity => scale(p, p.numbers.max(p.percents) + p.family("control.maturity")),
        FieldType::YesNo => known_word(p, foreign, family.max(p.family("yes-no")) + p.marks),
        FieldType::Status => {
            let words = family + p.family("yes-no").min(1.0 - family) + p.percents + 0.8 * p.marks;
            let known = (words + 0.3 * p.family("answer.scale")).min(1.0);
            known_word(p, foreign, known) - 0.4 * p.small_integers - other_list(p, foreign, known)
        }
        FieldType::Answer => {
            let words = family + p.family("control.status").min(1.0 - family) + 0.8 * p.marks;
            (0.3 + words - 0.5 * p.dates - 0.5 * p.long).max(-0.5)
        }
        FieldType::OpenClosed => known_word(p, foreign, family.max(p.family("control.status"))),
        FieldType::RiskClass => known_word(p, foreign, family.max(p.family("level")).max(p.family("yes-no"))),
        FieldType::Lifecycle => known_word(p, foreign, family.max(p.family("control.status"))),
        FieldType::Oversight => known_word(p, foreign, family.max(p.family("yes-no"))).max(-0.1),
        FieldType::Treatment => known_word(p, foreign, family).max(-0.3),
        // Organisations name their classes as they like.
        FieldType::Classification => {
            known_word(p, foreign, family.max(p.family("level"))).max(if p.long > 0.3 { -1.0 } else { -0.25 })
        }
        FieldType::FindingGrade => {
            let share = family.max(p.family("level"));
            known_word(p, foreign, share) - other_list(p, foreign, share)
        }
    }
}

/// The share of values that are sentences: those of many words, and questions where they are asked for.
fn sentences(field: Field, p: &ColumnProfile) -> f64 {
    if field == Field::QuestionText { p.long.max(p.questions) } else { p.long }
}

/// Whether a field of text holds a name or a kind rather than sentences.
fn is_short(field: Field) -> bool {
    use Field::*;
    matches!(
        field,
        AssetName
            | AssetType
            | AssetLocation
            | AiName
            | AiCategory
            | AiDepartment
            | AiVendor
            | AiModel
            | ControlTitle
            | Standard
            | QuestionSection
            | SupplierName
            | SupplierService
    )
}

/// What names that are the same in several rows take away: those of controls and assets are not,
/// those of the groups or systems that they belong to are.
fn repeated_title(field: Field, p: &ColumnProfile) -> f64 {
    if p.filled < 4 {
        0.0
    } else if is_of_a_control(field) {
        -1.4 * (0.6 - p.distinct).max(0.0)
    } else if matches!(field, Field::AssetName | Field::AiName | Field::SupplierName) {
        -0.4 * (0.8 - p.distinct).max(0.0)
    } else {
        0.0
    }
}

/// So few levels may all differ.
const FEW_LEVELS: usize = 5;

/// The share of levels that have a letter in front, `V1` to `V4`; identifiers do not repeat, which
/// levels need not do in a register of a few rows.
fn graded(p: &ColumnProfile) -> f64 {
    if p.distinct <= 0.75 || p.filled <= FEW_LEVELS { p.lettered_levels } else { 0.0 }
}

/// Values on a scale: numbers or words of it agree, dates, marks and sentences contradict.
fn scale(p: &ColumnProfile, share: f64) -> f64 {
    let share = share.min(1.0);
    let wordy = (p.length / 20.0).min(1.0);
    1.4 * share - 0.3 - p.dates - p.long - p.marks - 0.5 * (1.0 - share) * (p.distinct + wordy)
}

/// The share of values that are codes of some list rather than text of their own.
fn coded(p: &ColumnProfile) -> f64 {
    const LISTS: [&str; 8] = [
        "level",
        "yes-no",
        "control.status",
        "ai.act_class",
        "risk.treatment",
        "open-closed",
        "answer.scale",
        "classification",
    ];
    let most = LISTS.iter().map(|family| p.family(family)).fold(0.0, f64::max);
    if p.filled >= 3 { 0.8 * most } else { 0.0 }
}

/// Coded fields: known words agree, dates and sentences contradict, other short words say little.
fn known_word(p: &ColumnProfile, foreign: bool, share: f64) -> f64 {
    let share = share.min(1.0);
    let varied = if p.filled >= 6 { p.distinct } else { 0.0 };
    let unknown = 1.0 - share;
    let (strange, varied) = if foreign { (0.0, (varied - 0.4).max(0.0)) } else { (0.25, varied) };
    let wordy = (p.length / 80.0).min(1.0);
    share - unknown * (strange + p.dates + 0.5 * p.long + 0.2 * wordy + 0.5 * varied)
}

/// What several values of which hardly one is known take away: they are the words of another list.
fn other_list(p: &ColumnProfile, foreign: bool, share: f64) -> f64 {
    if p.filled >= 3 && !foreign { 0.25 * (1.0 - share) } else { 0.0 }
}

fn identifier_fit(p: &ColumnProfile) -> f64 {
    let unique = if p.filled <= 1 { 1.0 } else { p.distinct };
    let code = (p.identifiers + p.references + p.numbers).min(1.0);
    // Running numbers are an identifier where there is no better one.
    let running = if p.numbers > 0.9 { 0.2 } else { 0.0 };
    let fit =
        1.5 * code * unique - 0.3 - p.long - p.dates - (0.8 - unique).max(0.0) - 0.5 * (1.0 - code) * unique;
    fit.min(1.0) - running
}

/// The number of a clause or control is a code; what an asset or a system is called may be a name.
fn reference_fit(field: Field, p: &ColumnProfile) -> f64 {
    let whole = p.references.max(p.catalogue).max(0.6 * p.identifiers);
    let code = whole.max(0.8 * p.leading_references).max(0.4 * p.numbers);
    if matches!(field, Field::ControlRef | Field::FindingRef) {
        let repeated = if p.filled >= 6 { 0.4 * (0.7 - p.distinct).max(0.0) } else { 0.0 };
        1.6 * code - 0.6 - p.dates - 0.4 * coded(p) - p.long * (1.0 - code) - repeated
    } else {
        0.3 + 0.5 * code - p.dates - 0.7 * p.long - coded(p) - 0.5 * p.marks
    }
}
