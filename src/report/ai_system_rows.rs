//! Rows about the AI systems of the inventory: where a row's system stands there, what its cells say, whether it is
//! governed. The lists of governance and of impact assessments are made of such rows.

use super::Contents;
use super::cell::Value;
use super::expression::{column, place_of, text, this_row};
use super::list_sheet::ListColumn;
use super::names::KEY;
use crate::declaration::{Field, Register};
use crate::model::{AiSystem, LifecycleStage};
use crate::record::names::AI_SYSTEMS;

/// The heading of where a row's system stands in the inventory.
pub const PLACE: &str = "Row of AI systems";
/// The heading of whether a row's system is governed: in scope and not retired.
pub const GOVERNED: &str = "Governed";

/// Most AI systems whose rows follow the inventory by formulas: each looks for its row.
const MOST_LIVE: usize = 500;

/// A calculated column of a list, or with too many systems one of the last run.
pub fn follows(contents: &Contents<'_>, list: &str, column: ListColumn, expression: &str) -> ListColumn {
    if contents.model.ai_systems.len() > MOST_LIVE {
        column.last_run()
    } else {
        column.calculated(format!("IF({}=\"\",\"\",{expression})", this_row(list, KEY)))
    }
}

/// The cell of a field of the system of a list's row.
pub fn of_system(contents: &Contents<'_>, list: &str, field: Field) -> String {
    let heading = contents.declarations.heading(Register::AiSystems, field);
    format!("INDEX({},{})", column(AI_SYSTEMS, heading), this_row(list, PLACE))
}

/// Where the system of a list's row stands in the inventory; 0 where it does not.
pub fn place_expression(list: &str) -> String {
    place_of(&column(AI_SYSTEMS, KEY), &this_row(list, KEY))
}

/// Whether the system of a list's row is governed; one that is gone from the inventory is taken to be.
pub fn governed_expression(contents: &Contents<'_>, list: &str) -> String {
    format!(
        "IF(N({place})=0,\"Yes\",IF(OR({}=\"No\",{}={}),\"No\",\"Yes\"))",
        of_system(contents, list, Field::AiInScope),
        of_system(contents, list, Field::AiLifecycleStage),
        text(LifecycleStage::Retired.word()),
        place = this_row(list, PLACE)
    )
}

/// The name of a system; where the inventory has none, the key.
pub fn name_of(system: &AiSystem) -> Value {
    match &system.name {
        Some(_) => Value::traced(&system.name),
        None => Value::text(&system.key),
    }
}
