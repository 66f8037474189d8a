//! The settings that are written and read back: the name of each cell in formulas, and what its number may be.

use std::fmt;

use crate::declaration::Field;
use crate::model::ImpactTrigger;

/// A setting that is a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NumberSetting {
    /// The name of its cell in formulas.
    pub name: &'static str,
    /// The least that it can be.
    pub least: f64,
    /// The most that it can be.
    pub most: f64,
}

/// In a formula it is its name.
impl fmt::Display for NumberSetting {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name)
    }
}

/// More days than any plan or age needs.
const MANY: f64 = 100_000.0;

const fn between(name: &'static str, least: f64, most: f64) -> NumberSetting {
    NumberSetting { name, least, most }
}

const fn share(name: &'static str) -> NumberSetting {
    between(name, 0.0, 1.0)
}

/// The top of the maturity scale where a register shows none.
pub const MATURITY_TOP: NumberSetting = between("Maturity_Top", 1.0, 100.0);
/// The difference between status and maturity from which they disagree.
pub const DISAGREEMENT: NumberSetting = share("Disagreement");
/// α, the weight of risk in the priority.
pub const WEIGHT_RISK: NumberSetting = share("Weight_Risk");
/// β, the weight of coverage in the priority.
pub const WEIGHT_COVERAGE: NumberSetting = share("Weight_Coverage");
/// γ, the weight of urgency in the priority.
pub const WEIGHT_URGENCY: NumberSetting = share("Weight_Urgency");
/// The days before a due date at which urgency starts to rise.
pub const URGENCY_HORIZON: NumberSetting = between("Urgency_Horizon", 0.0, MANY);
/// The highest accepted score of an information security risk.
pub const APPETITE_INFORMATION_SECURITY: NumberSetting = between("Appetite_Information_Security", 0.0, 25.0);
/// The highest accepted score of an AI risk.
pub const APPETITE_AI: NumberSetting = between("Appetite_AI", 0.0, 25.0);
/// The days after which evidence counts as old.
pub const EVIDENCE_MAX_AGE: NumberSetting = between("Evidence_Max_Age", 0.0, MANY);
/// The capacity, in person-days a week.
pub const CAPACITY: NumberSetting = between("Capacity", 0.0, MANY);
/// The most that one action gets of it, in person-days a week.
pub const MOST_ON_ONE_ACTION: NumberSetting = between("Most_On_One_Action", 0.1, MANY);
/// The weeks between the stage 1 and the stage 2 audit, at least.
pub const WEEKS_BETWEEN_STAGES: NumberSetting = between("Weeks_Between_Stages", 0.0, 520.0);
/// The weeks between them at most.
pub const MOST_WEEKS_BETWEEN_STAGES: NumberSetting = between("Most_Weeks_Between_Stages", 0.0, 520.0);
/// What a person-day costs; blank where no money is shown.
pub const DAY_RATE: NumberSetting = between("Day_Rate", 0.0, 1_000_000_000.0);
/// The least that coordination may cost.
pub const COORDINATION_LEAST: NumberSetting = share("Coordination_Least");
/// The most that coordination may cost.
pub const COORDINATION_MOST: NumberSetting = share("Coordination_Most");
/// What coordination adds to what serves both standards at once, as a share of its effort.
pub const COORDINATION_OVERHEAD: NumberSetting = share("Coordination_Overhead");
/// The score from which a suggestion counts; blank where none does by itself.
pub const SUGGESTION_SCORE: NumberSetting = share("Suggestion_Score");

/// The whole years in which every control is audited once.
pub const AUDIT_CYCLE: NumberSetting = between("Audit_Cycle", 1.0, 6.0);
/// The share of the exclusions that audits confirm on site.
pub const AUDIT_EXCLUSIONS: NumberSetting = share("Audit_Exclusions");
/// The weight of risk in the order of audits.
pub const AUDIT_WEIGHT_RISK: NumberSetting = share("Audit_Weight_Risk");
/// The weight of gaps in the order of audits.
pub const AUDIT_WEIGHT_GAPS: NumberSetting = share("Audit_Weight_Gaps");
/// The weight of earlier findings in the order of audits.
pub const AUDIT_WEIGHT_FINDINGS: NumberSetting = share("Audit_Weight_Findings");
/// By how much the auditor days of all units are multiplied.
pub const AUDIT_DAYS_FACTOR: NumberSetting = between("Audit_Days_Factor", 0.01, 100.0);

/// The weights of the priority: α, β, γ.
pub const PRIORITY_WEIGHTS: [NumberSetting; 3] = [WEIGHT_RISK, WEIGHT_COVERAGE, WEIGHT_URGENCY];

/// The setting of the day on which the roadmap starts; blank for the assessment date.
pub const ROADMAP_START: &str = "Roadmap_Start";
/// The setting of the planned day of the stage 2 audit; blank for one after the roadmap.
pub const STAGE_2: &str = "Stage_2_Date";
/// The setting of what the organisation starts from, by a word.
pub const STARTING_POINT: &str = "Starting_Point";
/// The setting of the standards that are planned for, by a word.
pub const STANDARDS_PLANNED: &str = "Standards_Planned";
/// The setting of the plan that the roadmap follows, by a word.
pub const PLAN_FOLLOWED: &str = "Plan_Followed";
/// The word that leaves the plan to the starting point.
pub const BY_STARTING_POINT: &str = "by starting point";
/// The setting that holds the assessment date, which every run sets.
pub const AS_OF: &str = "As_Of";

/// The fields of an AI system that can be required, each with the name of its cell in formulas.
pub const REQUIRED_OF_AI_SYSTEMS: [(Field, &str); 22] = [
    (Field::AiPurpose, "Required_Purpose"),
    (Field::AiForeseeableMisuse, "Required_Foreseeable_Misuse"),
    (Field::AiOwner, "Required_Owner"),
    (Field::AiLifecycleStage, "Required_Life_Cycle_Stage"),
    (Field::AiRole, "Required_Role"),
    (Field::AiVendor, "Required_Supplier"),
    (Field::AiModel, "Required_Model"),
    (Field::AiPretrainedModel, "Required_Pretrained_Models"),
    (Field::AiThirdPartyComponents, "Required_Third_Party_Components"),
    (Field::AiData, "Required_Data"),
    (Field::AiExternalData, "Required_External_Data"),
    (Field::AiPersonalData, "Required_Personal_Data"),
    (Field::AiRiskClass, "Required_Risk_Class"),
    (Field::AiAutomatedDecision, "Required_Automated_Decision"),
    (Field::AiHumanOversight, "Required_Human_Oversight"),
    (Field::AiAffectedPeople, "Required_Affected_People"),
    (Field::AiAffectsRights, "Required_Affects_Rights"),
    (Field::AiVulnerableGroups, "Required_Vulnerable_Groups"),
    (Field::AiImpactAssessment, "Required_Impact_Assessment"),
    (Field::AiAsset, "Required_Assets"),
    (Field::AiInScope, "Required_In_Scope"),
    (Field::AiReviewDue, "Required_Review"),
];

/// The name in formulas of the cell that says whether a trigger calls for an impact assessment.
pub fn trigger_setting(trigger: ImpactTrigger) -> &'static str {
    match trigger {
        ImpactTrigger::RightsOrOpportunities => "Trigger_Rights",
        ImpactTrigger::PersonalData => "Trigger_Personal_Data",
        ImpactTrigger::AutomatedDecision => "Trigger_Automated_Decision",
        ImpactTrigger::HighRiskClass => "Trigger_High_Risk_Class",
        ImpactTrigger::VulnerableGroups => "Trigger_Vulnerable_Groups",
    }
}
