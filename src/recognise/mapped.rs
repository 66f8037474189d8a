//! The columns of a recognised table, those with a field and those without.

use crate::declaration::Field;
use crate::model::UnmappedColumn;

use super::columns::{Mapping, SeenColumn};
use super::table::MappedColumn;

/// The columns with a field; `evidence` is what speaks for the table as a whole.
pub fn mapped_columns(
    columns: &[SeenColumn],
    mapping: &Mapping,
    evidence: &[&'static str],
) -> Vec<MappedColumn> {
    let mapped = mapping.fields.iter().filter_map(|known| {
        let column = columns.get(known.position)?;
        let mut all = known.evidence.clone();
        if column.head.shown().is_empty() {
            // There is no heading to speak for anything: its place does.
            all.iter_mut().filter(|word| *word == "heading").for_each(|word| *word = "neighbours".to_owned());
            all.dedup();
        }
        all.extend(evidence.iter().map(|word| (*word).to_owned()));
        Some(MappedColumn {
            column: column.head.column,
            heading: column.head.shown(),
            field: known.field,
            confidence: known.confidence,
            evidence: all,
            samples: column.profile.samples.clone(),
            overrule: None,
            rows: None,
        })
    });
    mapped.collect()
}

/// The columns without one, with the fields that come nearest.
pub fn unmapped_columns(columns: &[SeenColumn], mapping: &Mapping) -> Vec<UnmappedColumn> {
    let unmapped = columns.iter().enumerate().filter_map(|(position, column)| {
        let candidates = mapping.candidates.get(&position)?;
        (column.profile.filled > 0 || !column.head.own.is_empty())
            .then(|| unmapped(column, candidates.clone()))
    });
    unmapped.collect()
}

/// A column that is no field, with those that come nearest.
pub fn unmapped(column: &SeenColumn, candidates: Vec<Field>) -> UnmappedColumn {
    UnmappedColumn {
        column: column.head.column,
        heading: column.head.shown(),
        candidates,
        samples: column.profile.samples.clone(),
        overrule: None,
    }
}
