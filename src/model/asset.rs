//! Assets of the registers.

use arcstr::ArcStr;

use super::YesNo;
use crate::provenance::{Location, Reading, Traced};

/// An asset.
#[derive(Clone, Debug, PartialEq)]
pub struct Asset {
    /// A key that is unique in the model: its identifier, or text that identifies it.
    pub key: String,
    /// The row that it was read from.
    pub location: Location,
    /// Identifier in the organisation's register.
    pub id: Option<Traced<ArcStr>>,
    /// Name.
    pub name: Option<Traced<ArcStr>>,
    /// Kind.
    pub asset_type: Option<Traced<ArcStr>>,
    /// Description.
    pub description: Option<Traced<ArcStr>>,
    /// Owner.
    pub owner: Option<Traced<ArcStr>>,
    /// Location or host.
    pub place: Option<Traced<ArcStr>>,
    /// Classification, in the register's words.
    pub classification: Option<Traced<ArcStr>>,
    /// Criticality, 1 to 5.
    pub criticality: Option<Reading<f64>>,
    /// Protection need for confidentiality, 1 to 5.
    pub confidentiality: Option<Reading<f64>>,
    /// Protection need for integrity, 1 to 5.
    pub integrity: Option<Reading<f64>>,
    /// Protection need for availability, 1 to 5.
    pub availability: Option<Reading<f64>>,
    /// AI systems that it belongs to, as written.
    pub ai_systems: Vec<Traced<ArcStr>>,
    /// Whether it lies within the scope.
    pub in_scope: Option<Reading<YesNo>>,
    /// Remarks.
    pub comment: Option<Traced<ArcStr>>,
}

impl Asset {
    /// An asset of which only its key and its row are known.
    pub fn unknown(key: impl Into<String>, location: Location) -> Self {
        Self {
            key: key.into(),
            location,
            id: None,
            name: None,
            asset_type: None,
            description: None,
            owner: None,
            place: None,
            classification: None,
            criticality: None,
            confidentiality: None,
            integrity: None,
            availability: None,
            ai_systems: Vec::new(),
            in_scope: None,
            comment: None,
        }
    }
}
