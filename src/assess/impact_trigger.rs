//! What the organisation's triggers for an AI system impact assessment say of a system.
//!
//! ISO/IEC 42001 leaves the triggers to the organisation (6.1.4, A.5.2). A field that is not given leaves its
//! trigger undecided, it never says no.

use std::borrow::Cow;

use arcstr::ArcStr;

use crate::model::{AiSystem, ImpactTrigger, ImpactWord, Model, YesNo};
use crate::provenance::{Reading, Traced, understood};

/// What a trigger says of a system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// The register says so.
    Yes,
    /// The register does not answer, and a word speaks for it (judgement).
    YesByWords,
    /// The register says that it is not so.
    No,
    /// The register does not say, or it was not understood.
    Unknown,
}

impl Signal {
    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            Signal::Yes => "Yes",
            Signal::YesByWords => "Yes, by words",
            Signal::No => "No",
            Signal::Unknown => "Unknown",
        }
    }

    /// Whether the trigger fires.
    pub fn fires(self) -> bool {
        matches!(self, Signal::Yes | Signal::YesByWords)
    }
}

/// What a trigger says of a system.
pub(super) fn signal(model: &Model, system: &AiSystem, trigger: ImpactTrigger) -> Signal {
    match trigger {
        ImpactTrigger::RightsOrOpportunities => {
            let texts = [
                &system.name,
                &system.purpose,
                &system.description,
                &system.category,
                &system.affected_people,
            ];
            answered_or_by_words(model, &system.affects_rights, &texts, trigger)
        }
        ImpactTrigger::PersonalData => answered(&system.personal_data),
        ImpactTrigger::AutomatedDecision => answered(&system.automated_decision),
        ImpactTrigger::HighRiskClass => class_signal(system.risk_class_meaning.as_deref()),
        ImpactTrigger::VulnerableGroups => {
            answered_or_by_words(model, &system.vulnerable_groups, &[&system.affected_people], trigger)
        }
    }
}

fn answered(reading: &Option<Reading<YesNo>>) -> Signal {
    match understood(reading) {
        Some(YesNo::Yes) => Signal::Yes,
        Some(YesNo::No) => Signal::No,
        Some(YesNo::Unknown) | None => Signal::Unknown,
    }
}

fn answered_or_by_words(
    model: &Model,
    reading: &Option<Reading<YesNo>>,
    texts: &[&Option<Traced<ArcStr>>],
    trigger: ImpactTrigger,
) -> Signal {
    let answer = answered(reading);
    if answer != Signal::Unknown {
        return answer;
    }
    let words: Vec<&str> =
        texts.iter().filter_map(|text| text.as_ref()).map(|text| text.value.as_str()).collect();
    let said = words.join(" ").to_lowercase();
    let speaks = |word: &ImpactWord| {
        let word = word.word.trim();
        // Most words are in small letters already.
        let small = if word.chars().any(char::is_uppercase) {
            Cow::Owned(word.to_lowercase())
        } else {
            Cow::Borrowed(word)
        };
        !small.is_empty() && said.contains(small.as_ref())
    };
    let mut words = model.parameters.impact_words.iter().filter(|word| word.speaks_for == trigger);
    let speaks = words.any(speaks);
    if speaks { Signal::YesByWords } else { Signal::Unknown }
}

/// What a class says of [`ImpactTrigger::HighRiskClass`] (judgement): a general-purpose model has no risk class yet.
pub fn class_signal(meaning: Option<&str>) -> Signal {
    match meaning {
        Some("prohibited" | "high-risk" | "high" | "very-high") => Signal::Yes,
        Some("limited" | "minimal" | "not-high-risk" | "medium" | "low" | "very-low") => Signal::No,
        _ => Signal::Unknown,
    }
}
