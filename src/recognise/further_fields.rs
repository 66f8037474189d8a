//! Fields beyond one for each column: text in several columns, references of both standards, two fields in
//! one column; and what the columns that are left over come nearest to.

use std::collections::HashMap;

use crate::declaration::{Field, Table};
use crate::standards::Standard;

use super::agreement::NAMES_OF_STANDARDS;
use super::belief::Belief;
use super::columns::{FieldOfColumn, SURE, SeenColumn};

/// Candidates are named from this confidence on.
const CANDIDATE: f64 = 0.2;
/// A second column is given a field of text from this confidence on.
const SURE_TO_SHARE: f64 = 0.65;
/// How many candidates are named.
const CANDIDATES: usize = 3;

/// Fields whose text may stand in several columns, which are then read one after the other.
const SHARED: [Field; 8] = [
    Field::Comment,
    Field::Gap,
    Field::RiskActions,
    Field::RiskControls,
    Field::Action,
    Field::FindingAction,
    Field::ControlEvidence,
    Field::ControlJustificationInclusion,
];

/// Gives the columns that are left the field of text that they are by their heading, although an
/// earlier column is it as well: `Comments of the supplier` beside `Comments of the auditor`. A column
/// that is headed as an earlier one is, is the same for another period or group, and shares nothing.
pub fn share_fields_of_text(
    beliefs: &[Vec<Belief>],
    repeats: &HashMap<usize, Vec<usize>>,
    table: &Table,
    fields: &mut Vec<FieldOfColumn>,
) {
    for (position, row) in beliefs.iter().enumerate() {
        if repeats.contains_key(&position) || fields.iter().any(|known| known.position == position) {
            continue;
        }
        let best = row
            .iter()
            .zip(&table.columns)
            .filter(|(belief, _)| belief.evidence.contains(&"heading"))
            .max_by(|(one, _), (other, _)| one.confidence.total_cmp(&other.confidence));
        if let Some((belief, column)) = best
            && belief.confidence >= SURE_TO_SHARE
            && SHARED.contains(&column.field)
        {
            fields.push(FieldOfColumn {
                position,
                field: column.field,
                confidence: belief.confidence.min(0.99),
                evidence: belief.evidence.iter().map(|word| (*word).to_owned()).collect(),
            });
        }
    }
}

/// Further columns of references, where the heading of each names another standard: `Control 27001`,
/// `Control 42001`. They are all read.
pub fn add_references_of_other_standards(
    columns: &[SeenColumn],
    table: &Table,
    beliefs: &[Vec<Belief>],
    fields: &mut Vec<FieldOfColumn>,
) {
    let standard = |position: usize| {
        let heading = columns.get(position)?.head.shown();
        let mut named = Standard::BOTH.into_iter().filter(|standard| heading.contains(standard.number()));
        named.next().filter(|_| named.next().is_none())
    };
    for reference in [Field::ControlRef, Field::RiskControls] {
        let first = fields.iter().find(|known| known.field == reference).map(|known| known.position);
        let (Some(index), Some(mut taken)) = (
            table.columns.iter().position(|column| column.field == reference),
            first.and_then(standard).map(|standard| vec![standard]),
        ) else {
            continue;
        };
        for (position, row) in beliefs.iter().enumerate() {
            let Some(belief) = row.get(index).filter(|belief| belief.confidence >= SURE) else { continue };
            let Some(standard) = standard(position).filter(|standard| !taken.contains(standard)) else {
                continue;
            };
            let free = fields.iter().all(|known| known.position != position);
            if free && columns.get(position).is_some_and(|column| column.profile.references >= 0.6) {
                taken.push(standard);
                fields.push(FieldOfColumn {
                    position,
                    field: reference,
                    confidence: belief.confidence.min(0.99),
                    evidence: belief.evidence.iter().map(|word| (*word).to_owned()).collect(),
                });
            }
        }
    }
}

/// Columns whose values start with a reference hold two fields: the reference and the text.
pub fn split_references(columns: &[SeenColumn], table: &Table, fields: &mut Vec<FieldOfColumn>) {
    let declared = |field: Field| table.column(field).is_some();
    let taken = |fields: &[FieldOfColumn], field: Field| fields.iter().any(|known| known.field == field);
    let two_in_one = |position: usize| {
        columns.get(position).is_some_and(|column| column.profile.leading_references >= 0.7)
    };
    let texts = [Field::ControlDescription, Field::ControlTitle, Field::QuestionText];
    if declared(Field::ControlRef) && !taken(fields, Field::ControlRef) {
        let text = texts.iter().find_map(|text| {
            fields.iter().find(|known| known.field == *text && two_in_one(known.position)).cloned()
        });
        if let Some(text) = text {
            let evidence = vec!["values".to_owned()];
            fields.push(FieldOfColumn {
                field: Field::ControlRef,
                confidence: text.confidence.min(0.8),
                evidence,
                ..text
            });
        }
    } else if let Some(reference) = fields.iter().find(|known| known.field == Field::ControlRef).cloned()
        && two_in_one(reference.position)
    {
        let free = [Field::ControlTitle, Field::QuestionText, Field::ControlDescription];
        if let Some(field) = free.into_iter().find(|field| declared(*field) && !taken(fields, *field)) {
            let evidence = vec!["values".to_owned()];
            let confidence = reference.confidence.min(0.8);
            fields.push(FieldOfColumn { field, confidence, evidence, ..reference });
        }
    }
    fields.sort_by_key(|known| (known.position, known.field));
}

/// The share of its values that have to name standards for a column to be that without a heading (judgement): a few
/// may say `both`.
const NAMES_NOTHING_ELSE: f64 = 0.75;

/// Beside a column of clauses or controls, the one column left over in which records name standards and nothing
/// else, at least half of them, says whose clause or control that is, whatever its heading.
pub fn add_standard_by_values(columns: &[SeenColumn], table: &Table, fields: &mut Vec<FieldOfColumn>) {
    let has = |field: Field| fields.iter().any(|known| known.field == field);
    let refers = [Field::ControlRef, Field::FindingRef, Field::RiskControls].into_iter().any(has);
    if table.column(Field::Standard).is_none() || has(Field::Standard) || !refers {
        return;
    }
    let free = |position: &usize| fields.iter().all(|known| known.position != *position);
    let names = |column: &SeenColumn| {
        let profile = &column.profile;
        profile.standards * profile.fill() >= NAMES_OF_STANDARDS && profile.standards >= NAMES_NOTHING_ELSE
    };
    let mut found = columns.iter().enumerate().filter(|(position, column)| free(position) && names(column));
    if let (Some((position, column)), None) = (found.next(), found.next()) {
        fields.push(FieldOfColumn {
            position,
            field: Field::Standard,
            confidence: column.profile.standards.min(0.9),
            evidence: vec!["values".to_owned()],
        });
        fields.sort_by_key(|known| (known.position, known.field));
    }
}

type LeftOver = (HashMap<usize, Vec<Field>>, Vec<(usize, Field, usize)>);

/// For columns without a field, what they come nearest to; and where another column took their place.
pub fn left_over(
    beliefs: &[Vec<Belief>],
    repeats: &HashMap<usize, Vec<usize>>,
    table: &Table,
    fields: &[FieldOfColumn],
) -> LeftOver {
    let mut candidates = HashMap::new();
    let mut rivals = Vec::new();
    for (position, row) in beliefs.iter().enumerate() {
        if fields.iter().any(|known| known.position == position) {
            continue;
        }
        let mut near: Vec<(f64, Field)> = row
            .iter()
            .zip(&table.columns)
            .filter(|(belief, _)| belief.confidence >= CANDIDATE)
            .map(|(belief, column)| (belief.confidence, column.field))
            .collect();
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        if let Some((confidence, field)) = near.first().filter(|(confidence, _)| *confidence >= SURE)
            && let Some(other) = fields.iter().find(|known| known.field == *field)
            && ((other.confidence - confidence).abs() < 0.03 || repeats.contains_key(&position))
        {
            rivals.push((position, *field, other.position));
        }
        candidates.insert(position, near.into_iter().take(CANDIDATES).map(|(_, field)| field).collect());
    }
    (candidates, rivals)
}
