//! Which column is which field of a register: evidence of heading, values and neighbours for every
//! pair, then the assignment that explains most.

use std::collections::HashMap;

use crate::declaration::{Field, FieldType, Register, Table};

use super::assignment::best_assignment;
use super::belief::{
    Belief, Beside, after_the_finding, belief, prefer_references_of_the_standards, says_what_is_done,
};
use super::further_fields::{
    add_references_of_other_standards, add_standard_by_values, left_over, share_fields_of_text,
    split_references,
};
use super::heading::HeadingEvidence;
use super::layout::Head;
use super::neighbours::shown_by_neighbours;
use super::profile::ColumnProfile;
use super::protection_goals::protection_goals;
use super::words::fold;

/// A field is given from this confidence on; below, it is only a candidate.
pub const SURE: f64 = 0.5;
/// The share of headings in other languages from which on a table is in one of them.
const FOREIGN: f64 = 0.35;

/// A column as evidence sees it.
#[derive(Clone, Debug)]
pub struct SeenColumn {
    /// Its place and heading.
    pub head: Head,
    /// Its values.
    pub profile: ColumnProfile,
    /// What its heading speaks for, in all registers.
    pub heading: Vec<HeadingEvidence>,
    /// Its heading is in a language outside the seven that values are listed in.
    pub outside: bool,
}

/// The fields of a table's columns, if it were a register of a certain kind.
#[derive(Clone, Debug)]
pub struct Mapping {
    /// The register.
    pub register: Register,
    /// Columns with their fields; a column that holds two fields stands twice.
    pub fields: Vec<FieldOfColumn>,
    /// For each column without a field, by its position, the fields that come nearest, the best first.
    pub candidates: HashMap<usize, Vec<Field>>,
    /// Columns that would be a field that another column is: position, field, position of the other.
    pub rivals: Vec<(usize, Field, usize)>,
}

/// A column and its field.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldOfColumn {
    /// Position of the column in the table.
    pub position: usize,
    /// The field.
    pub field: Field,
    /// How sure that is, 0 to 1.
    pub confidence: f64,
    /// The kinds of evidence.
    pub evidence: Vec<String>,
}

impl Mapping {
    /// The column of a field.
    pub fn of(&self, field: Field) -> Option<&FieldOfColumn> {
        self.fields.iter().find(|column| column.field == field)
    }

    /// Whether a field has a column.
    pub fn has(&self, field: Field) -> bool {
        self.of(field).is_some()
    }
}

/// Maps the columns of a table to the fields of a register.
pub fn map_columns(columns: &[SeenColumn], table: &Table) -> Mapping {
    map_with(columns, table, true)
}

/// Maps them without what the columns beside one say about it.
pub fn map_each_column(columns: &[SeenColumn], table: &Table) -> Mapping {
    map_with(columns, table, false)
}

fn map_with(columns: &[SeenColumn], table: &Table, neighbours: bool) -> Mapping {
    let fullest = fill_of_records(columns, table);
    let foreign = is_foreign(columns);
    let repeats = if neighbours { repeated_headings(columns) } else { HashMap::new() };
    let shown = match table.register {
        Register::Risks if neighbours => shown_by_neighbours(columns),
        Register::Assets if neighbours => protection_goals(columns),
        _ => HashMap::new(),
    };
    let mut beliefs: Vec<Vec<Belief>> = columns
        .iter()
        .enumerate()
        .map(|(position, column)| {
            let beside_others =
                if neighbours { after_the_finding(columns, position, column) } else { column.clone() };
            let column = &says_what_is_done(beside_others);
            let earlier = repeats.get(&position).map(Vec::as_slice).unwrap_or_default();
            let beside = Beside {
                repeated: earlier.iter().filter_map(|position| columns.get(*position)).collect(),
                shown: shown.get(&position).copied(),
                fullest,
                foreign,
            };
            table.columns.iter().map(|field| belief(column, field, table, &beside)).collect()
        })
        .collect();
    prefer_references_of_the_standards(columns, table, &mut beliefs);
    let worth: Vec<Vec<f64>> = beliefs
        .iter()
        .map(|row| row.iter().map(|b| if b.confidence >= SURE { b.confidence } else { 0.0 }).collect())
        .collect();
    let chosen = best_assignment(&worth);
    let mut fields = Vec::new();
    for (position, field) in chosen.iter().enumerate() {
        let Some(index) = field else { continue };
        let (Some(column), Some(belief)) =
            (table.columns.get(*index), beliefs.get(position).and_then(|row| row.get(*index)))
        else {
            continue;
        };
        fields.push(FieldOfColumn {
            position,
            field: column.field,
            confidence: belief.confidence.min(0.99),
            evidence: belief.evidence.iter().map(|word| (*word).to_owned()).collect(),
        });
    }
    share_fields_of_text(&beliefs, &repeats, table, &mut fields);
    add_references_of_other_standards(columns, table, &beliefs, &mut fields);
    split_references(columns, table, &mut fields);
    add_standard_by_values(columns, table, &mut fields);
    let (candidates, rivals) = left_over(&beliefs, &repeats, table, &fields);
    Mapping { register: table.register, fields, candidates, rivals }
}

/// The share of rows that a column is expected to fill: that of the identifiers, where further rows
/// only say more about a record, else that of the fullest column.
fn fill_of_records(columns: &[SeenColumn], table: &Table) -> f64 {
    let identifies = |evidence: &HeadingEvidence| {
        evidence.register == table.register
            && evidence.strength >= 0.8
            && table.column(evidence.field).is_some_and(|field| field.field_type == FieldType::Id)
    };
    columns
        .iter()
        .filter(|column| column.profile.filled >= 2 && column.profile.distinct >= 0.99)
        .find(|column| column.heading.iter().any(identifies))
        .map(|column| column.profile.fill())
        .unwrap_or_else(|| columns.iter().map(|column| column.profile.fill()).fold(0.0, f64::max))
}

/// Whether most headings are in languages outside the seven.
fn is_foreign(columns: &[SeenColumn]) -> bool {
    let headed = columns.iter().filter(|column| !column.head.own.trim().is_empty()).count();
    let outside = columns.iter().filter(|column| column.outside).count();
    outside >= 2 && outside as f64 >= FOREIGN * headed as f64
}

/// For each column whose own heading earlier columns have as well, but for a number in it, those columns.
fn repeated_headings(columns: &[SeenColumn]) -> HashMap<usize, Vec<usize>> {
    let mut seen: HashMap<String, Vec<usize>> = HashMap::new();
    let mut repeated = HashMap::new();
    for (position, column) in columns.iter().enumerate() {
        let without_number: String = fold(&column.head.own).chars().filter(|c| !c.is_ascii_digit()).collect();
        let own = without_number.trim();
        if own.is_empty() {
            continue;
        }
        let places = seen.entry(own.to_owned()).or_default();
        if !places.is_empty() {
            repeated.insert(position, places.clone());
        }
        places.push(position);
    }
    repeated
}

/// Whether a field records a judgement on a control or an answer, rather than what is asked.
pub fn is_assessment(field: Field, field_type: FieldType) -> bool {
    use Field::*;
    matches!(field_type, FieldType::Status | FieldType::Maturity | FieldType::Answer)
        || matches!(
            field,
            ControlApplicable
                | ControlJustification
                | ControlJustificationInclusion
                | ControlJustificationExclusion
                | ControlImplementation
                | ControlEvidence
                | Gap
        )
}
