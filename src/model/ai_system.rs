//! AI systems of the inventory.

use arcstr::ArcStr;
use chrono::NaiveDate;

use super::{AiRole, LifecycleStage, YesNo};
use crate::provenance::{Location, Reading, Traced};

/// An AI system of the inventory.
#[derive(Clone, Debug, PartialEq)]
pub struct AiSystem {
    /// A key that is unique in the model: its identifier, or text that identifies it.
    pub key: String,
    /// The row that it was read from.
    pub location: Location,
    /// Identifier in the organisation's register.
    pub id: Option<Traced<ArcStr>>,
    /// Name.
    pub name: Option<Traced<ArcStr>>,
    /// What it does.
    pub description: Option<Traced<ArcStr>>,
    /// Intended purpose.
    pub purpose: Option<Traced<ArcStr>>,
    /// Use other than the intended one that can be expected.
    pub foreseeable_misuse: Option<Traced<ArcStr>>,
    /// Kind of AI or topic.
    pub category: Option<Traced<ArcStr>>,
    /// Accountable owner.
    pub owner: Option<Traced<ArcStr>>,
    /// Organisational unit.
    pub department: Option<Traced<ArcStr>>,
    /// Contact.
    pub contact: Option<Traced<ArcStr>>,
    /// Life cycle stage.
    pub lifecycle_stage: Option<Reading<LifecycleStage>>,
    /// Role of the organisation.
    pub role: Option<Reading<AiRole>>,
    /// Supplier.
    pub vendor: Option<Traced<ArcStr>>,
    /// Model.
    pub model: Option<Traced<ArcStr>>,
    /// Pre-trained models that it builds on, or that there are none.
    pub pretrained_model: Option<Traced<ArcStr>>,
    /// Software, services or tools of third parties in it, or that there are none.
    pub third_party_components: Option<Traced<ArcStr>>,
    /// Training or input data.
    pub data: Option<Traced<ArcStr>>,
    /// Data from outside.
    pub external_data: Option<Traced<ArcStr>>,
    /// Whether personal data is processed.
    pub personal_data: Option<Reading<YesNo>>,
    /// Risk or impact class, in the register's words.
    pub risk_class: Option<Traced<ArcStr>>,
    /// What the class stands for (`high-risk`, `limited` …, or a level), where it was understood.
    pub risk_class_meaning: Option<String>,
    /// Whether it decides about people without a person.
    pub automated_decision: Option<Reading<YesNo>>,
    /// Form of human oversight, in the register's words.
    pub human_oversight: Option<Traced<ArcStr>>,
    /// People affected.
    pub affected_people: Option<Traced<ArcStr>>,
    /// Whether it can affect the rights or opportunities of people.
    pub affects_rights: Option<Reading<YesNo>>,
    /// Whether people who need particular protection are affected.
    pub vulnerable_groups: Option<Reading<YesNo>>,
    /// State or date of the AI system impact assessment, in the register's words.
    pub impact_assessment: Option<Traced<ArcStr>>,
    /// Whether an impact assessment is done, where that was understood.
    pub impact_assessment_done: Option<bool>,
    /// Whether the register says that no impact assessment is required.
    pub impact_assessment_not_required: bool,
    /// Assets that it uses, as written.
    pub assets: Vec<Traced<ArcStr>>,
    /// Whether it lies within the scope of the AIMS.
    pub in_scope: Option<Reading<YesNo>>,
    /// When it has to be looked at again.
    pub review_due: Option<Reading<NaiveDate>>,
    /// Remarks.
    pub comment: Option<Traced<ArcStr>>,
}

impl AiSystem {
    /// An AI system of which only its key and its row are known.
    pub fn unknown(key: impl Into<String>, location: Location) -> Self {
        Self {
            key: key.into(),
            location,
            id: None,
            name: None,
            description: None,
            purpose: None,
            foreseeable_misuse: None,
            category: None,
            owner: None,
            department: None,
            contact: None,
            lifecycle_stage: None,
            role: None,
            vendor: None,
            model: None,
            pretrained_model: None,
            third_party_components: None,
            data: None,
            external_data: None,
            personal_data: None,
            risk_class: None,
            risk_class_meaning: None,
            automated_decision: None,
            human_oversight: None,
            affected_people: None,
            affects_rights: None,
            vulnerable_groups: None,
            impact_assessment: None,
            impact_assessment_done: None,
            impact_assessment_not_required: false,
            assets: Vec::new(),
            in_scope: None,
            review_due: None,
            comment: None,
        }
    }
}
