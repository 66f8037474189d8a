//! Residual columns whose headings are half understood: `Rest-EW`, `Rest-SA`.
//!
//! A residual rating comes in pairs as the inherent one does. Where one of two neighbours is the
//! residual likelihood, the other, whose heading says no more than that it is residual, is the
//! residual impact, and the other way round. Where neither says which it is, they stand in the order
//! of the inherent pair.

use std::collections::HashMap;

use crate::declaration::{Field, Register};

use super::columns::SeenColumn;

/// From this strength on a heading says what a column is.
const SAID: f64 = 0.7;
/// Below this strength something of a heading remains unexplained.
const EXPLAINED: f64 = 0.9;
/// The share of values that have to be levels.
const LEVELS: f64 = 0.8;

/// The columns that their neighbours show to be residual likelihood or impact, by their positions.
pub fn residual_pairs(columns: &[SeenColumn]) -> HashMap<usize, Field> {
    use Field::{RiskImpact, RiskLikelihood, RiskResidualImpact, RiskResidualLikelihood};
    let place = |field: Field| columns.iter().position(|column| strength(column, field) >= SAID);
    let (likelihood, impact) = (place(RiskResidualLikelihood), place(RiskResidualImpact));
    let vague = |position: &usize| columns.get(*position).is_some_and(is_vague);
    let beside =
        |position: usize| [Some(position + 1), position.checked_sub(1)].into_iter().flatten().find(vague);
    let mut pairs = HashMap::new();
    match (likelihood, impact) {
        (Some(likelihood), None) => {
            pairs.extend(beside(likelihood).map(|position| (position, RiskResidualImpact)));
        }
        (None, Some(impact)) => {
            pairs.extend(beside(impact).map(|position| (position, RiskResidualLikelihood)));
        }
        (None, None) => {
            let first = (0..columns.len()).find(|position| vague(position) && vague(&(position + 1)));
            let order = match (place(RiskLikelihood), place(RiskImpact)) {
                (Some(likelihood), Some(impact)) if impact == likelihood + 1 => {
                    Some([RiskResidualLikelihood, RiskResidualImpact])
                }
                (Some(likelihood), Some(impact)) if likelihood == impact + 1 => {
                    Some([RiskResidualImpact, RiskResidualLikelihood])
                }
                _ => None,
            };
            if let (Some(first), Some(order)) = (first, order) {
                pairs.extend((first..).zip(order));
            }
        }
        (Some(_), Some(_)) => {}
    }
    pairs
}

/// Whether a column of levels is residual by its heading, of which something remains unexplained.
fn is_vague(column: &SeenColumn) -> bool {
    let residual = strength(column, Field::RiskResidual);
    let levels = column.profile.small_integers + column.profile.family("level");
    (SAID..EXPLAINED).contains(&residual)
        && strength(column, Field::RiskResidualLikelihood) < SAID
        && strength(column, Field::RiskResidualImpact) < SAID
        && column.profile.filled > 0
        && levels >= LEVELS
}

fn strength(column: &SeenColumn, field: Field) -> f64 {
    column
        .heading
        .iter()
        .filter(|evidence| evidence.register == Register::Risks && evidence.field == field)
        .map(|evidence| evidence.strength)
        .fold(0.0, f64::max)
}
