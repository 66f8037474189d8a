//! How sure a column is a field: what its heading says, how its values agree, what stands beside it.

use crate::declaration::{Column, Field, Register, Table};
use crate::standards::Standard;

use super::agreement::agreement;
use super::columns::{SURE, SeenColumn};

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

/// How sure a column is a field, and by what evidence.
#[derive(Clone, Debug, Default)]
pub struct Belief {
    /// How sure, from 0; a field is given from [`SURE`] on.
    pub confidence: f64,
    /// The kinds of evidence.
    pub evidence: Vec<&'static str>,
}

/// What the rest of the table says about a column.
pub struct Beside<'a> {
    /// Earlier columns with the same heading.
    pub repeated: Vec<&'a SeenColumn>,
    /// The field that its neighbours show it to be.
    pub shown: Option<Field>,
    /// The share of rows that the records fill.
    pub fullest: f64,
    /// The table is in a language outside the seven.
    pub foreign: bool,
}

/// Where the heading of a column names one of the two standards and its values are their numbers, it is
/// the reference, and columns of the numbers of another framework are not.
pub fn prefer_references_of_the_standards(
    columns: &[SeenColumn],
    table: &Table,
    beliefs: &mut [Vec<Belief>],
) {
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

/// What speaks for one column being one field.
pub fn belief(column: &SeenColumn, field: &Column, table: &Table, beside: &Beside<'_>) -> Belief {
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

fn heading_strength(column: &SeenColumn, field: &Column, register: Register, beside: &Beside<'_>) -> f64 {
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

/// Whether the heading is empty or says nothing for any field of the register.
fn speaks_of_nothing(column: &SeenColumn, register: Register) -> bool {
    column.heading.iter().filter(|e| e.register == register).all(|evidence| evidence.strength < 0.4)
}

/// A column whose heading can name a control ("Maßnahme"), but that stands behind what was found about
/// it, where an earlier column names it already: it is less likely the name.
pub fn after_the_finding(columns: &[SeenColumn], position: usize, column: &SeenColumn) -> SeenColumn {
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
pub fn says_what_is_done(mut column: SeenColumn) -> SeenColumn {
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
