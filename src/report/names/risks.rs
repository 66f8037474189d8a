//! Names of the sheet of risks.

pub use crate::record::names::RISKS as RISKS_TABLE;

/// The sheet's name.
pub const RISKS: &str = "Risks";

/// The heading of the score before further treatment.
pub const SCORE: &str = "Score";
/// The heading of the band of [`SCORE`].
pub const SCORE_BAND: &str = "Score band";
/// The heading of the score after treatment.
pub const RESIDUAL_SCORE: &str = "Residual score";
/// The heading of the band of [`RESIDUAL_SCORE`].
pub const RESIDUAL_BAND: &str = "Residual band";
/// The heading of the appetite that applies.
pub const APPETITE: &str = "Appetite";
/// The heading of the points above appetite.
pub const ABOVE: &str = "Above appetite";
/// The heading of the number of requirements that the controls name.
pub const CONTROLS_COUNTED: &str = "Controls counted";
/// The heading of the points above appetite divided by the controls counted.
pub const SHARE_PER_CONTROL: &str = "Share per control";
/// The heading of 1 where the treatment puts the controls into the plan.
pub const IN_PLAN: &str = "In plan";
/// The heading of the due date counted back from a day after all dates.
pub const DAYS_BEFORE_LAST: &str = "Due, counted back";
/// The heading of what each control was written as, and by what it was taken for that one.
pub const CONTROLS_AS_READ: &str = "Controls as read";
