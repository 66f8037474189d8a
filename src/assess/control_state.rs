//! How far one or several controls are, in a word.

use super::{Assessment, RequirementResult};
use crate::standards::{Catalogue, GovernanceSide};

/// Levels that differ by less are the same.
pub const LEVEL_NOISE: f64 = 1e-9;

/// How far one or several controls are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ControlState {
    /// None of them counts.
    Excluded,
    /// Nothing is known of any.
    Unassessed,
    /// All that count are implemented in full.
    Implemented,
    /// Some are, or some in part.
    Partly,
    /// None is, not even in part.
    NotImplemented,
}

impl ControlState {
    /// The word that says it.
    pub fn words(self) -> &'static str {
        match self {
            ControlState::Excluded => "Excluded",
            ControlState::Unassessed => "Unassessed",
            ControlState::Implemented => "Implemented",
            ControlState::Partly => "Partly implemented",
            ControlState::NotImplemented => "Not implemented",
        }
    }

    /// How far controls are by their results, of those that count.
    pub fn of(results: &[&RequirementResult]) -> Self {
        let counted: Vec<_> = results.iter().filter(|result| result.in_denominator).collect();
        let own: f64 = counted.iter().map(|result| result.own).sum();
        if counted.is_empty() {
            ControlState::Excluded
        } else if !counted.iter().any(|result| result.assessed) {
            ControlState::Unassessed
        } else if own >= counted.len() as f64 - LEVEL_NOISE {
            ControlState::Implemented
        } else if own <= LEVEL_NOISE {
            ControlState::NotImplemented
        } else {
            ControlState::Partly
        }
    }
}

/// How far the controls of a side of AI governance are (which controls count is judgement).
pub fn state_of_side(assessment: &Assessment, catalogue: &Catalogue, side: GovernanceSide) -> ControlState {
    let rows = catalogue.ai_governance().governed_by.iter().filter(|row| row.side == side);
    let results: Vec<&RequirementResult> =
        rows.filter_map(|row| assessment.requirements.get(&row.requirement)).collect();
    ControlState::of(&results)
}
