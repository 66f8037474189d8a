//! Names of the sheets of the internal audit programme.

pub use crate::record::names::{AUDIT_PROGRAMME as AUDITS_TABLE, DONE_ON, PLANNED_DATE};

/// The name of the sheet of audits.
pub const AUDIT_PROGRAMME: &str = "Audit programme";
/// The name of the sheet of requirements with their audits.
pub const AUDIT_PLAN: &str = "Audit plan";
/// The name of its table.
pub const AUDIT_PLAN_TABLE: &str = "Audit_plan";

/// The heading of the requirements of 27001 of an audit.
pub const SCOPE_27001: &str = "27001 requirements";
/// The heading of the requirements of 42001 of an audit.
pub const SCOPE_42001: &str = "42001 requirements";
/// The heading of the auditor days.
pub const AUDITOR_DAYS: &str = "Auditor days";
/// The heading of the year after stage 2; 0 before.
pub const ROUND: &str = "Year of the cycle";
/// The heading of the number of audits before stage 2.
pub const BEFORE_STAGE_2: &str = "Before stage 2";

/// The heading of the number of audits in a year after stage 2.
pub fn in_year(year: u8) -> String {
    format!("Year {year}")
}
