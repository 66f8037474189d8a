//! Names of the list of pairs that may be shared.

pub use crate::record::names::PAIRS as PAIRS_TABLE;

/// The heading of the column that says whether a pair is shared, 1 or 0.
pub const SHARED: &str = "Shared";
/// What stands in the column of relations for a pair that only the organisation names.
pub const NAMED_BY_ORGANISATION: &str = "named by the organisation";
