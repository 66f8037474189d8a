//! Names of the sheet of links.

/// The sheet's name.
pub const LINKS: &str = "Links";
/// The table's name.
pub const LINKS_TABLE: &str = "Lnk";

/// The heading of the key of the requirement that gives.
pub const SOURCE_KEY: &str = "Source key";
/// The heading of the key of the requirement that receives.
pub const TARGET_KEY: &str = "Target key";
/// The heading of what a shared link carries.
pub const CARRIED_VALUE: &str = "Carried value";
/// The heading of what another link lets reuse.
pub const REUSE_VALUE: &str = "Reuse value";
/// The heading of 1 where the link reaches its target.
pub const REACHES: &str = "Reaches";
/// The heading of what full implementation of the source adds to the target's part over the link.
pub const GAIN_VALUE: &str = "Gain value";
