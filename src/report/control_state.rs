//! How far one or several controls are, as a formula.

use super::expression::text;
use crate::assess::{ControlState, LEVEL_NOISE};

/// The word of [`ControlState`] as an expression over how many controls count, are assessed, and the sum of their
/// levels.
pub fn control_state_expression(counted: &str, assessed: &str, own: &str) -> String {
    let word = |state: ControlState| text(state.words());
    format!(
        "IF({counted}=0,{},IF({assessed}=0,{},IF({own}>={counted}-{LEVEL_NOISE},{},IF({own}<={LEVEL_NOISE},{},{}))))",
        word(ControlState::Excluded),
        word(ControlState::Unassessed),
        word(ControlState::Implemented),
        word(ControlState::NotImplemented),
        word(ControlState::Partly)
    )
}
