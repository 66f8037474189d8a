//! Names of the sheet of coverage.

use crate::standards::Part;

/// The sheet's name.
pub const COVERAGE: &str = "Coverage";
/// The table's name.
pub const COVERAGE_TABLE: &str = "Cov";

/// The heading of the standard's full name.
pub const STANDARD: &str = "Standard";
/// The heading of the part, [`part_words`].
pub const PART: &str = "Part";
/// The heading of theme, objective or clause group.
pub const GROUP: &str = "Group";
/// The heading of what shared pairs carry.
pub const CARRIED: &str = "Carried";
/// The heading of the estimate over the other links.
pub const REUSE: &str = "Reuse";
/// The heading of the largest of own, carried and reuse.
pub const POTENTIAL: &str = "Potential";
/// The heading of the weight as a share of the weights of what counts in its part.
pub const SHARE_OF_PART: &str = "Share of part";
/// The heading of 1 where any link reaches the requirement.
pub const REACH: &str = "Reach";
/// The heading of 1 where the requirement counts and is not fully met.
pub const GAP: &str = "Gap";
/// The heading of the kind of gap.
pub const GAP_KIND: &str = "Gap kind";
/// The words for a part.
pub fn part_words(part: Part) -> &'static str {
    match part {
        Part::Clauses => "Clauses",
        Part::AnnexA => "Annex A",
    }
}
