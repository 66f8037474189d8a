//! Names on the sheet of parameters that are not read back.

use crate::standards::Effort;

/// The heading of the statuses in the list of levels.
pub const STATUS_OF_LEVEL: &str = "Status";

/// The defined name of the divisor for an effort.
pub fn effort_divisor(effort: Effort) -> String {
    format!("Effort_Divisor_{}", effort.letter())
}

/// The defined name of the person-days of an effort.
pub fn effort_days(effort: Effort) -> String {
    format!("Effort_Days_{}", effort.letter())
}

/// The defined name of the least person-days of an effort.
pub fn effort_days_least(effort: Effort) -> String {
    format!("Effort_Days_Least_{}", effort.letter())
}

/// The defined name of the most person-days of an effort.
pub fn effort_days_most(effort: Effort) -> String {
    format!("Effort_Days_Most_{}", effort.letter())
}
