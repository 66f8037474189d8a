//! What the values of a coded field can mean, in the words that a person chooses from.

use super::Field;

/// A closed list of meanings that several fields share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MeaningKind {
    /// An implementation status.
    Status,
    /// An answer to a question.
    Answer,
    /// Yes or no.
    YesNo,
    /// A level on the common scale of 1 to 5.
    Level,
    /// A maturity, on the organisation's own scale.
    Maturity,
    /// A risk treatment option.
    Treatment,
    /// A life cycle stage of an AI system.
    Lifecycle,
    /// The organisation's role for an AI system.
    Role,
    /// The grade of an audit finding.
    FindingGrade,
    /// Open, in progress or closed.
    OpenState,
}

/// The meaning of a value that says nothing, such as a placeholder.
pub const SAYS_NOTHING: &str = "Says nothing";
/// The meaning of a value that says that something is not known.
pub const UNKNOWN: &str = "Unknown";

impl MeaningKind {
    /// All kinds.
    pub const ALL: [MeaningKind; 10] = [
        MeaningKind::Status,
        MeaningKind::Answer,
        MeaningKind::YesNo,
        MeaningKind::Level,
        MeaningKind::Maturity,
        MeaningKind::Treatment,
        MeaningKind::Lifecycle,
        MeaningKind::Role,
        MeaningKind::FindingGrade,
        MeaningKind::OpenState,
    ];

    /// The kind of a field; `None` where its values are no closed list, or are kept as text.
    pub fn of(field: Field) -> Option<Self> {
        Some(match field {
            Field::ControlStatus => MeaningKind::Status,
            Field::Answer => MeaningKind::Answer,
            Field::ControlApplicable
            | Field::AssetInScope
            | Field::AiPersonalData
            | Field::AiAutomatedDecision
            | Field::AiAffectsRights
            | Field::AiVulnerableGroups
            | Field::AiInScope => MeaningKind::YesNo,
            Field::AssetCriticality
            | Field::AssetConfidentiality
            | Field::AssetIntegrity
            | Field::AssetAvailability
            | Field::RiskLikelihood
            | Field::RiskImpact
            | Field::RiskResidualLikelihood
            | Field::RiskResidualImpact => MeaningKind::Level,
            Field::ControlMaturity | Field::ControlTarget => MeaningKind::Maturity,
            Field::RiskTreatment => MeaningKind::Treatment,
            Field::AiLifecycleStage => MeaningKind::Lifecycle,
            Field::AiRole => MeaningKind::Role,
            Field::FindingGrade => MeaningKind::FindingGrade,
            Field::RiskStatus | Field::FindingStatus => MeaningKind::OpenState,
            _ => return None,
        })
    }

    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            MeaningKind::Status => "implementation status",
            MeaningKind::Answer => "answer",
            MeaningKind::YesNo => "yes or no",
            MeaningKind::Level => "level",
            MeaningKind::Maturity => "maturity",
            MeaningKind::Treatment => "risk treatment",
            MeaningKind::Lifecycle => "life cycle stage",
            MeaningKind::Role => "role for the AI system",
            MeaningKind::FindingGrade => "grade of an audit finding",
            MeaningKind::OpenState => "state",
        }
    }

    /// What the values can mean, besides [`UNKNOWN`] and [`SAYS_NOTHING`], which any value can.
    pub fn meanings(self) -> &'static [&'static str] {
        match self {
            MeaningKind::Status => &[
                "Implemented",
                "Partially implemented",
                "In progress",
                "Planned",
                "Not implemented",
                "Not applicable",
            ],
            MeaningKind::Answer => &["Yes", "Partly", "No", "Not applicable"],
            MeaningKind::YesNo => &["Yes", "No"],
            MeaningKind::Level => &[
                "1 of 5 (very low)",
                "2 of 5 (low)",
                "3 of 5 (medium)",
                "4 of 5 (high)",
                "5 of 5 (very high)",
            ],
            MeaningKind::Maturity => &["0", "1", "2", "3", "4", "5"],
            MeaningKind::Treatment => &["Modify", "Avoid", "Share", "Retain"],
            MeaningKind::Lifecycle => {
                &["Planned", "Development", "Validation", "Deployment", "Operation", "Retired"]
            }
            MeaningKind::Role => {
                &["Provider", "Producer", "Developer", "Customer", "User", "Partner", "Subject"]
            }
            MeaningKind::FindingGrade => &[
                "Major nonconformity",
                "Minor nonconformity",
                "Nonconformity",
                "Observation",
                "Opportunity for improvement",
                "Conform",
                "Strength",
            ],
            MeaningKind::OpenState => &["Open", "In progress", "Closed"],
        }
    }

    /// The meaning that a text names, in the words of the list and without regard to capitals.
    pub fn meaning(self, text: &str) -> Option<&'static str> {
        let all = self.meanings().iter().chain(&[UNKNOWN, SAYS_NOTHING]);
        all.copied().find(|meaning| meaning.eq_ignore_ascii_case(text.trim()))
    }
}

/// The level on the common scale of 1 to 5 that a meaning of [`MeaningKind::Level`] stands for.
pub fn level_of_meaning(meaning: &str) -> Option<f64> {
    let position = MeaningKind::Level.meanings().iter().position(|level| *level == meaning)?;
    u8::try_from(position + 1).ok().map(f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_that_of_some_field() {
        for kind in MeaningKind::ALL {
            assert!(Field::ALL.iter().any(|field| MeaningKind::of(*field) == Some(kind)), "{kind:?}");
        }
    }

    #[test]
    fn a_meaning_is_found_by_its_words_only() {
        assert_eq!(MeaningKind::Status.meaning(" planned "), Some("Planned"));
        assert_eq!(MeaningKind::Treatment.meaning("Planned"), None);
        assert_eq!(MeaningKind::Treatment.meaning("unknown"), Some(UNKNOWN));
        assert_eq!(level_of_meaning("4 of 5 (high)"), Some(4.0));
        assert_eq!(level_of_meaning(UNKNOWN), None);
    }
}
