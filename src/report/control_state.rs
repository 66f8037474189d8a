//! How far one or several controls are, in a word: for a formula and for its value alike.

use super::expression::text;
use crate::assess::RequirementResult;

/// Levels that differ by less are the same.
pub const NOISE: f64 = 1e-9;

/// How far one or several controls are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ControlState {
    Excluded,
    Unassessed,
    Implemented,
    Partly,
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
        } else if own >= counted.len() as f64 - NOISE {
            ControlState::Implemented
        } else if own <= NOISE {
            ControlState::NotImplemented
        } else {
            ControlState::Partly
        }
    }

    /// The word as an expression over how many controls count, are assessed, and the sum of their levels.
    pub fn expression(counted: &str, assessed: &str, own: &str) -> String {
        let word = |state: ControlState| text(state.words());
        format!(
            "IF({counted}=0,{},IF({assessed}=0,{},IF({own}>={counted}-{NOISE},{},IF({own}<={NOISE},{},{}))))",
            word(ControlState::Excluded),
            word(ControlState::Unassessed),
            word(ControlState::Implemented),
            word(ControlState::NotImplemented),
            word(ControlState::Partly)
        )
    }
}
