//! Suppliers of the register.

use arcstr::ArcStr;
use chrono::NaiveDate;

use crate::provenance::{Location, Reading, Traced};

/// A supplier of the register.
#[derive(Clone, Debug, PartialEq)]
pub struct Supplier {
    /// A key that is unique in the model: its identifier, or text that identifies it.
    pub key: String,
    /// The row that it was read from.
    pub location: Location,
    /// Identifier in the organisation's register.
    pub id: Option<Traced<ArcStr>>,
    /// Name.
    pub name: Option<Traced<ArcStr>>,
    /// Product or service that it delivers.
    pub service: Option<Traced<ArcStr>>,
    /// Who answers for the relationship inside the organisation.
    pub owner: Option<Traced<ArcStr>>,
    /// How critical it is, 1 to 5 on the common scale.
    pub criticality: Option<Reading<f64>>,
    /// AI that it delivers, or yes or no, in the register's words.
    pub ai_supplied: Option<Traced<ArcStr>>,
    /// Whether it delivers AI, where the register says yes or no; a name of what it delivers is a yes.
    pub supplies_ai: Option<bool>,
    /// Information that it has access to, or yes or no, in the register's words.
    pub data_access: Option<Traced<ArcStr>>,
    /// Contract or agreement, in the register's words.
    pub agreement: Option<Traced<ArcStr>>,
    /// Whether there is an agreement, where that was understood; a text that names one is a yes.
    pub has_agreement: Option<bool>,
    /// When it was last assessed.
    pub last_review: Option<Reading<NaiveDate>>,
    /// When it has to be assessed again.
    pub next_review: Option<Reading<NaiveDate>>,
    /// Remarks.
    pub comment: Option<Traced<ArcStr>>,
}

impl Supplier {
    /// A supplier of which only its key and its row are known.
    pub fn unknown(key: impl Into<String>, location: Location) -> Self {
        Self {
            key: key.into(),
            location,
            id: None,
            name: None,
            service: None,
            owner: None,
            criticality: None,
            ai_supplied: None,
            supplies_ai: None,
            data_access: None,
            agreement: None,
            has_agreement: None,
            last_review: None,
            next_review: None,
            comment: None,
        }
    }
}
