//! What AI systems bring into play: which controls what a system is calls for, and which controls govern
//! which side of AI systems. All of it is judgement, after the titles of both catalogues.

use serde::Deserialize;

use super::load::{StandardsError, broken, list, rows};
use super::{Catalogue, RequirementId};

/// What an AI system is that brings controls into play.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SystemTrait {
    /// A supplier provides it.
    BoughtIn,
    /// Pre-trained models or components of third parties are in it.
    ThirdPartyComponents,
    /// Data comes from outside.
    ExternalData,
    /// Personal data is processed.
    PersonalData,
    /// The organisation develops it.
    Developed,
    /// It decides about people without a person.
    AutomatedDecision,
    /// People are affected.
    PeopleAffected,
    /// It is in operation.
    InOperation,
}

impl SystemTrait {
    /// All of them.
    pub const ALL: [SystemTrait; 8] = [
        SystemTrait::BoughtIn,
        SystemTrait::ThirdPartyComponents,
        SystemTrait::ExternalData,
        SystemTrait::PersonalData,
        SystemTrait::Developed,
        SystemTrait::AutomatedDecision,
        SystemTrait::PeopleAffected,
        SystemTrait::InOperation,
    ];

    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            SystemTrait::BoughtIn => "Bought in",
            SystemTrait::ThirdPartyComponents => "Third-party components",
            SystemTrait::ExternalData => "External data",
            SystemTrait::PersonalData => "Personal data",
            SystemTrait::Developed => "Developed in-house",
            SystemTrait::AutomatedDecision => "Automated decision",
            SystemTrait::PeopleAffected => "People affected",
            SystemTrait::InOperation => "In operation",
        }
    }

    fn of_code(code: &str) -> Option<Self> {
        Some(match code {
            "bought-in" => SystemTrait::BoughtIn,
            "third-party-components" => SystemTrait::ThirdPartyComponents,
            "external-data" => SystemTrait::ExternalData,
            "personal-data" => SystemTrait::PersonalData,
            "developed" => SystemTrait::Developed,
            "automated-decision" => SystemTrait::AutomatedDecision,
            "people-affected" => SystemTrait::PeopleAffected,
            "in-operation" => SystemTrait::InOperation,
            _ => return None,
        })
    }
}

/// A control that a trait of an AI system brings into play (judgement).
#[derive(Clone, Debug, PartialEq)]
pub struct BroughtIn {
    /// The trait.
    pub because: SystemTrait,
    /// The control.
    pub requirement: RequirementId,
    /// Why, in our words.
    pub rationale: String,
}

/// A side of an AI system that governance looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum GovernanceSide {
    /// Life cycle governance.
    LifeCycle,
    /// Data governance: quality, provenance, representativeness, bias.
    Data,
    /// Transparency and explainability.
    Transparency,
    /// Human oversight.
    Oversight,
    /// Third parties.
    ThirdParties,
}

impl GovernanceSide {
    /// All of them.
    pub const ALL: [GovernanceSide; 5] = [
        GovernanceSide::LifeCycle,
        GovernanceSide::Data,
        GovernanceSide::Transparency,
        GovernanceSide::Oversight,
        GovernanceSide::ThirdParties,
    ];

    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            GovernanceSide::LifeCycle => "Life cycle governance",
            GovernanceSide::Data => "Data governance",
            GovernanceSide::Transparency => "Transparency and explainability",
            GovernanceSide::Oversight => "Human oversight",
            GovernanceSide::ThirdParties => "Third parties",
        }
    }

    fn of_code(code: &str) -> Option<Self> {
        Some(match code {
            "life-cycle" => GovernanceSide::LifeCycle,
            "data" => GovernanceSide::Data,
            "transparency" => GovernanceSide::Transparency,
            "oversight" => GovernanceSide::Oversight,
            "third-parties" => GovernanceSide::ThirdParties,
            _ => return None,
        })
    }
}

/// A control that governs a side of AI systems (judgement).
#[derive(Clone, Debug, PartialEq)]
pub struct GovernedBy {
    /// The side.
    pub side: GovernanceSide,
    /// Which aspect of it.
    pub aspect: String,
    /// The control.
    pub requirement: RequirementId,
}

/// An objective or a risk source that ISO/IEC 42001 Annex C names.
#[derive(Clone, Debug, PartialEq)]
pub struct AnnexC {
    /// Its number, such as `C.2.5`.
    pub id: String,
    /// Its title.
    pub title: String,
}

/// A category of AI risks, after ISO/IEC 42001 Annex C and practice (judgement).
#[derive(Clone, Debug, PartialEq)]
pub struct AiRiskCategory {
    /// Its name.
    pub name: String,
    /// What it belongs to in Annex C.
    pub annex_c: AnnexC,
    /// Whether most organisations that use AI have such risks.
    pub common: bool,
    /// The value of the family `risk.category` that means it; empty for none.
    pub vocabulary: String,
    /// Beginnings of words and phrases that speak for it, in small letters without accents.
    pub words: Vec<String>,
    /// What to ask where no risk of it is known, in our words.
    pub question: String,
}

/// What the catalogue knows of governing AI systems.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AiGovernance {
    /// Controls that traits of systems bring into play, in the order of the file.
    pub brought_in: Vec<BroughtIn>,
    /// Controls by side, in the order of the file.
    pub governed_by: Vec<GovernedBy>,
    /// Categories of AI risks, in the order of the file.
    pub risk_categories: Vec<AiRiskCategory>,
}

#[derive(Deserialize)]
struct RowBroughtIn {
    trigger: String,
    requirement: String,
    rationale: String,
}

#[derive(Deserialize)]
struct RowGovernedBy {
    dimension: String,
    aspect: String,
    requirement: String,
}

#[derive(Deserialize)]
struct RowAnnexC {
    id: String,
    title: String,
}

#[derive(Deserialize)]
struct RowCategory {
    category: String,
    annex_c: String,
    common: String,
    vocabulary: String,
    words: String,
    question: String,
}

const FILE_ANNEX_C: &str = "iso42001-annex-c.csv";
const FILE_CATEGORIES: &str = "ai-risk-categories.csv";
const FILE_BROUGHT_IN: &str = "ai-system-controls.csv";
const FILE_GOVERNED_BY: &str = "ai-governance.csv";

/// Reads the embedded lists; each requirement has to be one of the catalogue.
pub(super) fn ai_governance(catalogue: &Catalogue) -> Result<AiGovernance, StandardsError> {
    let requirement = |file, key: &str| {
        let id: RequirementId = key.parse().map_err(|error| broken(file, error))?;
        if catalogue.contains(id) { Ok(id) } else { Err(broken(file, format!("{id} is no requirement"))) }
    };
    let mut governance = AiGovernance::default();
    for row in rows::<RowBroughtIn>(FILE_BROUGHT_IN, include_str!("ai-system-controls.csv"))? {
        let because = SystemTrait::of_code(&row.trigger)
            .ok_or_else(|| broken(FILE_BROUGHT_IN, format!("trigger `{}`", row.trigger)))?;
        let requirement = requirement(FILE_BROUGHT_IN, &row.requirement)?;
        governance.brought_in.push(BroughtIn { because, requirement, rationale: row.rationale });
    }
    for row in rows::<RowGovernedBy>(FILE_GOVERNED_BY, include_str!("ai-governance.csv"))? {
        let side = GovernanceSide::of_code(&row.dimension)
            .ok_or_else(|| broken(FILE_GOVERNED_BY, format!("dimension `{}`", row.dimension)))?;
        let requirement = requirement(FILE_GOVERNED_BY, &row.requirement)?;
        governance.governed_by.push(GovernedBy { side, aspect: row.aspect, requirement });
    }
    governance.risk_categories = risk_categories()?;
    Ok(governance)
}

fn risk_categories() -> Result<Vec<AiRiskCategory>, StandardsError> {
    let annex_c = rows::<RowAnnexC>(FILE_ANNEX_C, include_str!("iso42001-annex-c.csv"))?;
    let category = |row: RowCategory| {
        let found = annex_c.iter().find(|known| known.id == row.annex_c);
        let found =
            found.ok_or_else(|| broken(FILE_CATEGORIES, format!("{} is not in Annex C", row.annex_c)))?;
        Ok(AiRiskCategory {
            name: row.category,
            annex_c: AnnexC { id: found.id.clone(), title: found.title.clone() },
            common: row.common == "yes",
            vocabulary: row.vocabulary,
            words: list(&row.words),
            question: row.question,
        })
    };
    rows::<RowCategory>(FILE_CATEGORIES, include_str!("ai-risk-categories.csv"))?
        .into_iter()
        .map(category)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_trait_brings_a_control_into_play_and_every_side_is_governed_by_some() {
        let catalogue = Catalogue::load().unwrap();
        let governance = catalogue.ai_governance();
        for because in SystemTrait::ALL {
            assert!(governance.brought_in.iter().any(|row| row.because == because), "{because:?}");
        }
        for side in GovernanceSide::ALL {
            assert!(governance.governed_by.iter().any(|row| row.side == side), "{side:?}");
        }
    }

    #[test]
    fn every_objective_of_annex_c_has_a_category_of_risk() {
        let catalogue = Catalogue::load().unwrap();
        let categories = &catalogue.ai_governance().risk_categories;
        for number in 1..=11 {
            let id = format!("C.2.{number}");
            assert!(categories.iter().any(|category| category.annex_c.id == id), "{id}");
        }
    }

    #[test]
    fn what_is_bought_in_brings_the_controls_for_suppliers_of_both_standards() {
        let catalogue = Catalogue::load().unwrap();
        let bought: Vec<String> = catalogue
            .ai_governance()
            .brought_in
            .iter()
            .filter(|row| row.because == SystemTrait::BoughtIn)
            .map(|row| row.requirement.to_string())
            .collect();
        for key in
            ["42001:A.10.3", "27001:A.5.19", "27001:A.5.20", "27001:A.5.21", "27001:A.5.22", "27001:A.5.23"]
        {
            assert!(bought.iter().any(|bought| bought == key), "{key}");
        }
    }
}
