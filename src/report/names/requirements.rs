//! Names of the lists of requirements: both Statements of Applicability, and the clauses.

pub use crate::record::names::CLAUSES as CLAUSES_TABLE;
use crate::record::names::{SOA_27001, SOA_42001};
use crate::standards::Standard;

/// Whether it applies.
pub const APPLICABLE: &str = "Applicable";
/// Why a control is excluded.
pub const EXCLUSION: &str = "Justification for exclusion";
/// How far the requirement is implemented.
pub const STATUS: &str = "Implementation status";
/// What the status rests on.
pub const BASIS: &str = "Basis";
/// The evidence of the last run, by which a formula notices that a person typed another one.
pub const EVIDENCE_THEN: &str = "Evidence at the last run";
/// The basis of the last run where it follows from the evidence; else who decided it.
pub const BASIS_THEN: &str = "Basis at the last run";
/// The signs by which a text names no evidence.
pub const NO_EVIDENCE: &str = "No_Evidence";
/// 1 where the requirement is in the denominator.
pub const COUNTS: &str = "Counts";
/// The weight where it counts, else 0.
pub const COUNTED_WEIGHT: &str = "Counted weight";
/// 1 where anything is known of the status.
pub const ASSESSED: &str = "Assessed";
/// The own level, 0 to 1.
pub const OWN: &str = "Own";
/// The own level where evidence is named or an audit says so.
pub const EVIDENCED: &str = "Evidenced";
/// The own level where an audit says so.
pub const AUDITED: &str = "Audited";
/// Why the row by itself leaves its requirement unmet.
pub const SHORTFALL: &str = "Shortfall";
/// The evidence that is named.
pub const EVIDENCE: &str = "Evidence";
/// 1 where the evidence names any.
pub const NAMES_EVIDENCE: &str = "Names evidence";
/// Who sees to it.
pub const OWNER: &str = "Owner";
/// When it is to be done.
pub const DUE: &str = "Due";

/// The name of the table of a standard.
pub fn soa_table(standard: Standard) -> &'static str {
    match standard {
        Standard::Iso27001 => SOA_27001,
        Standard::Iso42001 => SOA_42001,
    }
}
