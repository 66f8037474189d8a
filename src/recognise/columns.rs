//! Which column is which field of a register: evidence of heading, values and neighbours for every
//! pair, then the assignment that explains most.

use std::collections::HashMap;

use crate::declaration::{Field, FieldType, Register, Table};
use crate::standards::Standard;

use super::agreement::agreement;
use super::assignment::best_assignment;
use super::heading::HeadingEvidence;
use super::layout::Head;
use super::neighbours::shown_by_neighbours;
use super::profile::ColumnProfile;
use super::protection_goals::protection_goals;
use super::words::fold;

/// A field is given from this confidence on; below, it is only a candidate.
pub const SURE: f64 = 0.5;
/// Candidates are named from this confidence on.
const CANDIDATE: f64 = 0.2;
/// A second column is given a field of text from this confidence on.
const SURE_TO_SHARE: f64 = 0.65;
/// What a heading says at least for a field that its neighbours show it to be.
const SHOWN: f64 = 0.8;
/// A column holds the numbers of the standards where this share of its values consists of them.
const OF_THE_STANDARDS: f64 = 0.8;
/// One holds those of another framework where less than this share does.
const OF_ANOTHER_FRAMEWORK: f64 = 0.3;
/// How sure a column is the reference whose heading names the standard that its numbers are of.
const NAMED_BY_STANDARD: f64 = 0.9;
/// By so much the values of a later column have to agree better for its heading to count in full.
const BETTER: f64 = 0.3;
/// The share of headings in other languages from which on a table is in one of them.
const FOREIGN: f64 = 0.35;
/// How many candidates are named.
const CANDIDATES: usize = 3;

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

/// How sure a column is a field, and by what evidence.
#[derive(Clone, Debug, Default)]
struct Belief {
    confidence: f64,
    evidence: Vec<&'static str>,
}

/// What the rest of the table says about a column.
struct Beside<'a> {
    /// Earlier columns with the same heading.
    repeated: Vec<&'a SeenColumn>,
    /// The field that its neighbours show it to be.
    shown: Option<Field>,
    /// The share of rows that the records fill.
    fullest: f64,
    /// The table is in a language outside the seven.
    foreign: bool,
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
    let (candidates, rivals) = left_over(&beliefs, &repeats, table, &fields);
    Mapping { register: table.register, fields, candidates, rivals }
}

/// Where the heading of a column names one of the two standards and its values are their numbers, it is
/// the reference, and columns of the numbers of another framework are not.
fn prefer_references_of_the_standards(columns: &[SeenColumn], table: &Table, beliefs: &mut [Vec<Belief>]) {
    let fields = [Field::ControlRef, Field::FindingRef];
    let Some(index) = table.columns.iter().position(|column| fields.contains(&column.field)) else { return };
    let named: Vec<bool> = columns
        .iter()
        .map(|column| {
            let heading = column.head.shown();
            Standard::BOTH.into_iter().any(|standard| heading.contains(standard.number()))
                && column.profile.filled > 0
                && column.profile.catalogue_lists >= OF_THE_STANDARDS
        })
        .collect();
    if !named.contains(&true) {
        return;
    }
    for ((column, named), belief) in columns.iter().zip(&named).zip(beliefs) {
        let Some(belief) = belief.get_mut(index) else { continue };
        if *named {
            belief.confidence = belief.confidence.max(NAMED_BY_STANDARD);
            for word in ["heading", "values"] {
                if !belief.evidence.contains(&word) {
                    belief.evidence.push(word);
                }
            }
        } else if column.profile.filled > 0 && column.profile.catalogue_lists < OF_ANOTHER_FRAMEWORK {
            belief.confidence = belief.confidence.min(SURE - 0.05);
        }
    }
}

/// A column whose heading can name a control ("Maßnahme"), but that stands behind what was found about
/// it, where an earlier column names it already: it is less likely the name.
fn after_the_finding(columns: &[SeenColumn], position: usize, column: &SeenColumn) -> SeenColumn {
    let says = |column: &SeenColumn, fields: &[Field]| {
        column.heading.iter().any(|evidence| {
            evidence.register == Register::Controls
                && evidence.strength >= 0.7
                && fields.contains(&evidence.field)
        })
    };
    const NAMES: [Field; 3] = [Field::ControlRef, Field::ControlTitle, Field::ControlDescription];
    let before = columns.get(..position).unwrap_or_default();
    let found = before.iter().position(|column| says(column, &[Field::Gap]));
    let named = found.is_some_and(|found| {
        before
            .iter()
            .take(found)
            .any(|column| says(column, &[Field::ControlTitle, Field::ControlDescription]))
    });
    let mut column = column.clone();
    if named {
        for evidence in &mut column.heading {
            if evidence.register == Register::Controls && NAMES.contains(&evidence.field) {
                evidence.strength *= 0.55;
            }
        }
    }
    column
}

/// A column of treatments whose values are sentences, none of them an option such as "avoid", says
/// what is done about the risk: its heading then speaks for the actions.
fn says_what_is_done(mut column: SeenColumn) -> SeenColumn {
    let profile = &column.profile;
    if profile.filled >= 3
        && profile.length >= 15.0
        && profile.distinct >= 0.5
        && profile.family("risk.treatment") < 0.2
    {
        for evidence in &mut column.heading {
            if evidence.field == Field::RiskTreatment {
                evidence.field = Field::RiskActions;
                evidence.strength *= 0.9;
            }
        }
    }
    column
}

/// What speaks for one column being one field.
fn belief(
    column: &SeenColumn,
    field: &crate::declaration::Column,
    table: &Table,
    beside: &Beside<'_>,
) -> Belief {
    let heading = heading_strength(column, field, table.register, beside);
    let agreement = agreement(field, &column.profile, beside.foreign);
    let mut evidence = Vec::new();
    let empty = column.profile.filled == 0;
    let mut confidence = if heading >= 0.4 {
        evidence.push("heading");
        let base = 0.83 * heading;
        if agreement.fit >= 0.0 { base + 0.15 * agreement.fit } else { base * (1.0 + 0.75 * agreement.fit) }
    } else if agreement.telling >= 0.8 || speaks_of_nothing(column, table.register) {
        0.3 * heading + 0.58 * agreement.telling * agreement.fit.clamp(0.0, 1.0).sqrt()
    } else {
        0.3 * heading
    };
    if agreement.fit >= 0.3 && !empty {
        evidence.push("values");
    }
    if !beside.repeated.is_empty() || beside.shown == Some(field.field) {
        evidence.push("neighbours");
    }
    // A column that is filled in few rows is less likely the one that the register lives by.
    if beside.fullest > 0.0 {
        confidence -= 0.14 * (1.0 - column.profile.fill() / beside.fullest).max(0.0);
    }
    Belief { confidence: confidence.max(0.0), evidence }
}

/// Whether the heading is empty or says nothing for any field of the register.
fn speaks_of_nothing(column: &SeenColumn, register: Register) -> bool {
    column.heading.iter().filter(|e| e.register == register).all(|evidence| evidence.strength < 0.4)
}

fn heading_strength(
    column: &SeenColumn,
    field: &crate::declaration::Column,
    register: Register,
    beside: &Beside<'_>,
) -> f64 {
    let strength = |field: Field| {
        column
            .heading
            .iter()
            .filter(|evidence| evidence.register == register && evidence.field == field)
            .map(|evidence| evidence.strength)
            .fold(0.0, f64::max)
    };
    let own = strength(field.field);
    if let Some(shown) = beside.shown {
        return if shown == field.field { own.max(SHOWN) } else { 0.5 * own };
    }
    if beside.repeated.is_empty() {
        return own;
    }
    // The second likelihood, impact or score of a risk register is the one after treatment.
    match field.field {
        Field::RiskResidualLikelihood => own.max(0.85 * strength(Field::RiskLikelihood)),
        Field::RiskResidualImpact => own.max(0.85 * strength(Field::RiskImpact)),
        Field::RiskResidual => own.max(0.85 * strength(Field::RiskInherent)),
        // The first of several columns with one heading is it, unless the values of a later one are.
        _ => {
            let fit = |column: &SeenColumn| agreement(field, &column.profile, beside.foreign).fit;
            let better = beside.repeated.iter().all(|earlier| {
                let against = fit(earlier);
                earlier.profile.filled > 0 && against <= 0.0 && fit(column) >= against + BETTER
            });
            if better { own } else { 0.8 * own }
        }
    }
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
fn share_fields_of_text(
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
fn add_references_of_other_standards(
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
fn split_references(columns: &[SeenColumn], table: &Table, fields: &mut Vec<FieldOfColumn>) {
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

type LeftOver = (HashMap<usize, Vec<Field>>, Vec<(usize, Field, usize)>);

/// For columns without a field, what they come nearest to; and where another column took their place.
fn left_over(
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
