//! Findings of audit registers.

use arcstr::ArcStr;
use chrono::NaiveDate;

use super::{FindingGrade, OpenState, RequirementRef};
use crate::provenance::{Location, Reading, Traced};

/// A finding of an audit register.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditFinding {
    /// A key that is unique in the model.
    pub key: String,
    /// The row that it was read from.
    pub location: Location,
    /// Identifier in the organisation's register.
    pub id: Option<Traced<ArcStr>>,
    /// Requirements that it is raised against.
    pub requirements: Vec<RequirementRef>,
    /// Other references, as written.
    pub other_references: Vec<String>,
    /// Grade.
    pub grade: Option<Reading<FindingGrade>>,
    /// What was found.
    pub description: Option<Traced<ArcStr>>,
    /// Cause.
    pub cause: Option<Traced<ArcStr>>,
    /// Corrective action.
    pub action: Option<Traced<ArcStr>>,
    /// Who carries it out.
    pub owner: Option<Traced<ArcStr>>,
    /// When it has to be done.
    pub due: Option<Reading<NaiveDate>>,
    /// Open or closed.
    pub status: Option<Reading<OpenState>>,
    /// When it was raised.
    pub date: Option<Reading<NaiveDate>>,
    /// Remarks.
    pub comment: Option<Traced<ArcStr>>,
}

impl AuditFinding {
    /// An audit finding of which only its key and its row are known.
    pub fn unknown(key: impl Into<String>, location: Location) -> Self {
        Self {
            key: key.into(),
            location,
            id: None,
            requirements: Vec::new(),
            other_references: Vec::new(),
            grade: None,
            description: None,
            cause: None,
            action: None,
            owner: None,
            due: None,
            status: None,
            date: None,
            comment: None,
        }
    }
}
