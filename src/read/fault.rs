//! Why the reading of a file or a sheet stops.

use super::limits::LimitExceeded;

/// Why the reading of a file or a sheet stops.
pub(super) enum Fault {
    /// It goes beyond a limit.
    Limit(LimitExceeded),
    /// It is damaged; in words.
    Damage(String),
}

impl From<LimitExceeded> for Fault {
    fn from(exceeded: LimitExceeded) -> Self {
        Self::Limit(exceeded)
    }
}

impl From<String> for Fault {
    fn from(reason: String) -> Self {
        Self::Damage(reason)
    }
}

impl From<&str> for Fault {
    fn from(reason: &str) -> Self {
        Self::Damage(reason.to_owned())
    }
}
