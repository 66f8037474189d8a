//! The records that people keep in a workbook, register by register: which field of one is taken from another.

use super::records::ReadRows;
use crate::declaration::Field;
use crate::model::{
    AiSystem, Asset, AuditFinding, Entry, FindingGrade, LifecycleStage, Model, OpenState, Risk, RiskDomain,
    Supplier, Treatment, YesNo,
};
use crate::provenance::{Location, Reading, Traced};
use crate::record::names::{AI_CATEGORY, DOMAIN};

/// A record of a register: how one field of it is taken from another record.
pub(super) trait Kept: Clone {
    /// The records of the model.
    fn records(model: &mut Model) -> &mut Vec<Self>;
    /// The record of a row of the workbook.
    fn of_row(read: &ReadRows, row: u32) -> Option<&Self>;
    /// Its key.
    fn key(&mut self) -> &mut String;
    /// The row that it was read from.
    fn location(&self) -> &Location;
    /// Takes a field over; false where the record has no such field.
    fn take(&mut self, field: Field, from: &Self) -> bool;
    /// The place of a number on a common scale, where the record has one of that field.
    fn level(&mut self, field: Field) -> Option<&mut Option<Reading<f64>>> {
        let _ = field;
        None
    }
    /// What a coded field was written as, and the word by which it was understood.
    fn understood_as(&self, field: Field) -> Option<(&str, &'static str)> {
        let _ = field;
        None
    }
    /// Takes what stands in a column that is no field; what was expected where it cannot.
    fn take_other(&mut self, heading: &str, own: &Entry, place: &Location) -> Result<(), &'static str> {
        let _ = (heading, own, place);
        Err("a value that the column can hold")
    }

    /// Keeps what a run deduced for a cell that is no field of a register, where its own row leads elsewhere.
    fn keep_other(&mut self, heading: &str, deduced: &Entry) {
        let _ = (heading, deduced);
    }
}

/// Where records of a register stand: among those of the model, and among those that were read from rows.
macro_rules! stands_in {
    ($model:ident.$records:ident, $read:ident.$of_row:ident) => {
        fn records($model: &mut Model) -> &mut Vec<Self> {
            &mut $model.$records
        }

        fn of_row($read: &ReadRows, row: u32) -> Option<&Self> {
            $read.$of_row(row)
        }

        fn key(&mut self) -> &mut String {
            &mut self.key
        }

        fn location(&self) -> &Location {
            &self.location
        }
    };
}

/// A coded value as it was written, with the word by which it was understood.
fn both<T: Copy>(reading: &Option<Reading<T>>, word: fn(T) -> &'static str) -> Option<(&str, &'static str)> {
    let reading = reading.as_ref()?;
    Some((reading.text.as_str(), word(reading.value?)))
}

/// Takes the named fields of a record over from another one.
macro_rules! take_fields {
    ($own:expr, $field:expr, $from:expr, { $($name:ident => $place:ident),* $(,)? }) => {
        match $field {
            $(Field::$name => $own.$place.clone_from(&$from.$place),)*
            _ => return false,
        }
    };
}

impl Kept for Risk {
    stands_in!(model.risks, read.risk);

    fn take(&mut self, field: Field, from: &Self) -> bool {
        match field {
            Field::RiskCategory => self.categories.clone_from(&from.categories),
            Field::RiskControls => self.other_controls.clone_from(&from.other_controls),
            _ => {}
        }
        take_fields!(self, field, from, {
            RiskId => id,
            RiskTitle => title,
            RiskDescription => description,
            RiskCategory => category,
            RiskAsset => assets,
            RiskAiSystem => ai_systems,
            RiskThreat => threat,
            RiskVulnerability => vulnerability,
            RiskCause => cause,
            RiskConsequence => consequence,
            RiskOwner => owner,
            RiskTreatment => treatment,
            RiskActions => actions,
            RiskControls => controls,
            RiskStatus => status,
            RiskDue => due,
            RiskAcceptedBy => accepted_by,
            RiskAcceptedOn => accepted_on,
            Comment => comment,
        });
        true
    }

    fn level(&mut self, field: Field) -> Option<&mut Option<Reading<f64>>> {
        Some(match field {
            Field::RiskLikelihood => &mut self.likelihood,
            Field::RiskImpact => &mut self.impact,
            Field::RiskResidualLikelihood => &mut self.residual_likelihood,
            Field::RiskResidualImpact => &mut self.residual_impact,
            _ => return None,
        })
    }

    fn understood_as(&self, field: Field) -> Option<(&str, &'static str)> {
        match field {
            Field::RiskTreatment => both(&self.treatment, Treatment::word),
            Field::RiskStatus => both(&self.status, OpenState::words),
            _ => None,
        }
    }

    fn take_other(&mut self, heading: &str, own: &Entry, place: &Location) -> Result<(), &'static str> {
        if heading == AI_CATEGORY {
            self.ai_category = Some(Traced::new(own.to_string(), place.clone()));
            return Ok(());
        }
        if heading != DOMAIN {
            return Err("a value that the column can hold");
        }
        let own = domain_of(own);
        // The lower appetite and the approval of both count until it is known which.
        self.domain = own.unwrap_or(RiskDomain::Both);
        self.domain_evidence = place.to_string();
        self.domain_is_set = true;
        own.map(|_| ()).ok_or("Information security, AI or Both; until then it counts as Both")
    }

    fn keep_other(&mut self, heading: &str, deduced: &Entry) {
        if let Some(domain) = domain_of(deduced).filter(|domain| heading == DOMAIN && *domain != self.domain)
        {
            self.domain = domain;
            self.domain_evidence = "what its register told an earlier run".to_owned();
            self.domain_is_set = true;
        }
    }
}

/// The domain that a cell names.
fn domain_of(cell: &Entry) -> Option<RiskDomain> {
    let words = cell.to_string();
    let all = [RiskDomain::InformationSecurity, RiskDomain::Ai, RiskDomain::Both];
    all.into_iter().find(|domain| domain.words().eq_ignore_ascii_case(&words))
}

impl Kept for AiSystem {
    stands_in!(model.ai_systems, read.ai_system);

    fn take(&mut self, field: Field, from: &Self) -> bool {
        match field {
            Field::AiRiskClass => self.risk_class_meaning.clone_from(&from.risk_class_meaning),
            Field::AiImpactAssessment => {
                self.impact_assessment_done = from.impact_assessment_done;
                self.impact_assessment_not_required = from.impact_assessment_not_required;
            }
            _ => {}
        }
        take_fields!(self, field, from, {
            AiId => id,
            AiName => name,
            AiDescription => description,
            AiPurpose => purpose,
            AiForeseeableMisuse => foreseeable_misuse,
            AiCategory => category,
            AiOwner => owner,
            AiDepartment => department,
            AiContact => contact,
            AiLifecycleStage => lifecycle_stage,
            AiRole => role,
            AiVendor => vendor,
            AiModel => model,
            AiPretrainedModel => pretrained_model,
            AiThirdPartyComponents => third_party_components,
            AiData => data,
            AiExternalData => external_data,
            AiPersonalData => personal_data,
            AiRiskClass => risk_class,
            AiAutomatedDecision => automated_decision,
            AiHumanOversight => human_oversight,
            AiAffectedPeople => affected_people,
            AiAffectsRights => affects_rights,
            AiVulnerableGroups => vulnerable_groups,
            AiImpactAssessment => impact_assessment,
            AiAsset => assets,
            AiInScope => in_scope,
            AiReviewDue => review_due,
            Comment => comment,
        });
        true
    }

    fn understood_as(&self, field: Field) -> Option<(&str, &'static str)> {
        match field {
            Field::AiLifecycleStage => both(&self.lifecycle_stage, LifecycleStage::word),
            Field::AiPersonalData => both(&self.personal_data, YesNo::word),
            Field::AiAutomatedDecision => both(&self.automated_decision, YesNo::word),
            Field::AiInScope => both(&self.in_scope, YesNo::word),
            _ => None,
        }
    }
}

impl Kept for Asset {
    stands_in!(model.assets, read.asset);

    fn take(&mut self, field: Field, from: &Self) -> bool {
        take_fields!(self, field, from, {
            AssetId => id,
            AssetName => name,
            AssetType => asset_type,
            AssetDescription => description,
            AssetOwner => owner,
            AssetLocation => place,
            AssetClassification => classification,
            AssetAiSystem => ai_systems,
            AssetInScope => in_scope,
            Comment => comment,
        });
        true
    }

    fn understood_as(&self, field: Field) -> Option<(&str, &'static str)> {
        if field == Field::AssetInScope { both(&self.in_scope, YesNo::word) } else { None }
    }

    fn level(&mut self, field: Field) -> Option<&mut Option<Reading<f64>>> {
        Some(match field {
            Field::AssetCriticality => &mut self.criticality,
            Field::AssetConfidentiality => &mut self.confidentiality,
            Field::AssetIntegrity => &mut self.integrity,
            Field::AssetAvailability => &mut self.availability,
            _ => return None,
        })
    }
}

impl Kept for AuditFinding {
    stands_in!(model.audit_findings, read.audit_finding);

    fn take(&mut self, field: Field, from: &Self) -> bool {
        if field == Field::FindingRef {
            self.other_references.clone_from(&from.other_references);
        }
        take_fields!(self, field, from, {
            FindingId => id,
            FindingRef => requirements,
            FindingGrade => grade,
            FindingDescription => description,
            FindingCause => cause,
            FindingAction => action,
            FindingOwner => owner,
            FindingDue => due,
            FindingStatus => status,
            FindingDate => date,
            Comment => comment,
        });
        true
    }

    fn understood_as(&self, field: Field) -> Option<(&str, &'static str)> {
        match field {
            Field::FindingGrade => both(&self.grade, FindingGrade::words),
            Field::FindingStatus => both(&self.status, OpenState::words),
            _ => None,
        }
    }
}

impl Kept for Supplier {
    stands_in!(model.suppliers, read.supplier);

    fn take(&mut self, field: Field, from: &Self) -> bool {
        match field {
            Field::SupplierAiSupplied => self.supplies_ai = from.supplies_ai,
            Field::SupplierAgreement => self.has_agreement = from.has_agreement,
            _ => {}
        }
        take_fields!(self, field, from, {
            SupplierId => id,
            SupplierName => name,
            SupplierService => service,
            SupplierOwner => owner,
            SupplierAiSupplied => ai_supplied,
            SupplierDataAccess => data_access,
            SupplierAgreement => agreement,
            SupplierLastReview => last_review,
            SupplierNextReview => next_review,
            Comment => comment,
        });
        true
    }

    fn level(&mut self, field: Field) -> Option<&mut Option<Reading<f64>>> {
        (field == Field::SupplierCriticality).then_some(&mut self.criticality)
    }
}
