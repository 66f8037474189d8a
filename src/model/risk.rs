//! Risks of the registers, and how their levels were mapped to the common scale.

use std::sync::Arc;

use arcstr::ArcStr;
use chrono::NaiveDate;

use super::{OpenState, RequirementRef, RiskDomain, Treatment};
use crate::declaration::Field;
use crate::provenance::{Location, Reading, SheetName, Traced};

/// A risk. Levels are on the common scale of 1 to 5, scores on 1 to 25.
#[derive(Clone, Debug, PartialEq)]
pub struct Risk {
    /// A key that is unique in the model: its identifier, or text that identifies it.
    pub key: String,
    /// The row that it was read from.
    pub location: Location,
    /// Identifier in the organisation's register.
    pub id: Option<Traced<ArcStr>>,
    /// Name.
    pub title: Option<Traced<ArcStr>>,
    /// Scenario.
    pub description: Option<Traced<ArcStr>>,
    /// Category, in the register's words.
    pub category: Option<Traced<ArcStr>>,
    /// The categories that the words stand for (`bias`, `availability` …).
    pub categories: Vec<String>,
    /// Information security, AI or both.
    pub domain: RiskDomain,
    /// What the domain was decided from.
    pub domain_evidence: String,
    /// The domain is set: a person decided it, or an earlier run from a register that was not read this time.
    pub domain_is_set: bool,
    /// What around the row marks it as a risk of AI: the name of its sheet, a title above its table, or its file.
    pub marked_by: Option<String>,
    /// The asset at risk that belongs to an AI system, with that system, in words.
    pub asset_of_ai: Option<String>,
    /// The category of AI risk that a person decided.
    pub ai_category: Option<Traced<ArcStr>>,
    /// Assets at risk, as written.
    pub assets: Vec<Traced<ArcStr>>,
    /// AI systems at risk, as written.
    pub ai_systems: Vec<Traced<ArcStr>>,
    /// Threat.
    pub threat: Option<Traced<ArcStr>>,
    /// Vulnerability.
    pub vulnerability: Option<Traced<ArcStr>>,
    /// Cause.
    pub cause: Option<Traced<ArcStr>>,
    /// Consequence.
    pub consequence: Option<Traced<ArcStr>>,
    /// Risk owner.
    pub owner: Option<Traced<ArcStr>>,
    /// Likelihood before further treatment, 1 to 5.
    pub likelihood: Option<Reading<f64>>,
    /// Impact before further treatment, 1 to 5.
    pub impact: Option<Reading<f64>>,
    /// Score before further treatment as the register gives it, as text and, where it is a number, as that number.
    pub inherent: Option<Reading<f64>>,
    /// Likelihood after treatment, 1 to 5.
    pub residual_likelihood: Option<Reading<f64>>,
    /// Impact after treatment, 1 to 5.
    pub residual_impact: Option<Reading<f64>>,
    /// Score after treatment as the register gives it.
    pub residual: Option<Reading<f64>>,
    /// Treatment option.
    pub treatment: Option<Reading<Treatment>>,
    /// Planned actions.
    pub actions: Option<Traced<ArcStr>>,
    /// Controls of ours that treat it.
    pub controls: Vec<Traced<RequirementRef>>,
    /// Other controls that treat it, as written.
    pub other_controls: Vec<Traced<ArcStr>>,
    /// Open or closed.
    pub status: Option<Reading<OpenState>>,
    /// Target or review date.
    pub due: Option<Reading<NaiveDate>>,
    /// Who accepted the residual risk.
    pub accepted_by: Option<Traced<ArcStr>>,
    /// When it was accepted.
    pub accepted_on: Option<Reading<NaiveDate>>,
    /// Remarks.
    pub comment: Option<Traced<ArcStr>>,
}

impl Risk {
    /// What people call it: its identifier as it is now, or else its key. A key stays what it was when a
    /// person gives the risk another identifier in the workbook.
    pub fn called(&self) -> &str {
        match &self.id {
            Some(id) if !self.key.starts_with(id.value.as_str()) => &id.value,
            _ => &self.key,
        }
    }

    /// A risk of which only its key, its row and its domain are known.
    pub fn unknown(key: impl Into<String>, location: Location, domain: RiskDomain) -> Self {
        Self {
            key: key.into(),
            location,
            id: None,
            title: None,
            description: None,
            category: None,
            categories: Vec::new(),
            domain,
            domain_evidence: String::new(),
            domain_is_set: false,
            marked_by: None,
            asset_of_ai: None,
            ai_category: None,
            assets: Vec::new(),
            ai_systems: Vec::new(),
            threat: None,
            vulnerability: None,
            cause: None,
            consequence: None,
            owner: None,
            likelihood: None,
            impact: None,
            inherent: None,
            residual_likelihood: None,
            residual_impact: None,
            residual: None,
            treatment: None,
            actions: None,
            controls: Vec::new(),
            other_controls: Vec::new(),
            status: None,
            due: None,
            accepted_by: None,
            accepted_on: None,
            comment: None,
        }
    }
}

/// How the levels of one column were mapped to the common scale of 1 to 5.
#[derive(Clone, Debug, PartialEq)]
pub struct ScaleMapping {
    /// The sheet.
    pub sheet: Arc<SheetName>,
    /// The column's heading.
    pub heading: String,
    /// The field.
    pub field: Field,
    /// Lowest level of the register's scale.
    pub lowest: f64,
    /// Highest level of the register's scale.
    pub highest: f64,
    /// What the scale was found from: `heading`, `values`, `words`, or the place of the register's own legend.
    pub found_from: String,
    /// Each level as it is written and what it became on the common scale.
    pub levels: Vec<(String, f64)>,
}

/// What `found_from` begins with where the file itself lists what its words stand for.
pub const FROM_LEGEND: &str = "legend ";

impl ScaleMapping {
    /// Whether the file itself says which number each word stands for.
    pub fn is_from_legend(&self) -> bool {
        self.found_from.starts_with(FROM_LEGEND)
    }
}
