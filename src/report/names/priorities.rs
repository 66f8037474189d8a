//! Names of the sheet of priorities.

/// The sheet's name.
pub const PRIORITIES: &str = "Priorities";
/// The table's name.
pub const PRIORITIES_TABLE: &str = "Prio";

/// The heading of the kind of gap; blank where there is none.
pub const KIND: &str = "Kind";
/// The heading of why it is of that kind.
pub const WHY: &str = "Why";
/// The heading of what became of the requirement since the last run.
pub const SINCE: &str = "Since the last run";
/// The word for a requirement that became a gap.
pub const NEW_GAP: &str = "New gap";
/// The word for one that is a gap no more.
pub const NO_GAP: &str = "No gap now";
/// The heading of the live rank among all gaps.
pub const RANK_NOW: &str = "Rank now";
/// The heading of the priority.
pub const PRIORITY: &str = "Priority P";
/// The heading of the shares of exposure above appetite, in score points.
pub const EXPOSURE: &str = "Exposure";
/// The heading of the risk term.
pub const RISK: &str = "Risk R";
/// The heading of what full implementation adds to coverage.
pub const GAIN: &str = "Coverage gain";
/// The heading of the term of coverage.
pub const COVERAGE: &str = "Coverage D";
/// The heading of the term of urgency.
pub const URGENCY: &str = "Urgency U";
/// The heading of the divisor for effort.
pub const DIVISOR: &str = "Divisor E";
/// The heading of the effort that counts.
pub const EFFORT: &str = "Effort";
/// The heading of the date that urgency counts to.
pub const DUE: &str = "Due";
/// The heading of the sum of the marks of the risks that name the requirement.
pub const MARK_OF_RISKS: &str = "Mark of its risks";
/// The heading of the place in the catalogue.
pub const ORDER: &str = "Catalogue order";
