//! Whether an AI system needs an impact assessment, and by which trigger: what the inventory says of each trigger, what
//! follows from it, and why.

use super::Contents;
use super::ai_system_rows::{GOVERNED, PLACE, of_system};
use super::expression::{column, text, this_row};
use crate::assess::{ImpactAssessment, ImpactNeed, Signal};
use crate::declaration::{Field, Register};
use crate::model::ImpactTrigger;
use crate::record::names::{
    IMPACT_ASSESSMENTS as TABLE, IMPACT_WORDS, NEED_DECIDED, NEEDED_WORDS, NOT_NEEDED_WORDS, SPEAKS_FOR, WORD,
};
use crate::record::settings::trigger_setting;

/// The heading of whether a system needs an impact assessment.
pub const NEEDED: &str = "Needed";
/// The heading of the risk class as the last run read it.
pub const CLASS_AS_READ: &str = "Risk class as read";
/// The heading of what the risk class said to the last run.
pub const CLASS_SIGNAL: &str = "Risk class, as of the last run";

/// Classes that a person may enter, and what they say; other words are understood by the next run.
const HIGH_CLASSES: [&str; 5] = ["Prohibited", "High-risk", "High risk", "High", "Very high"];
const OTHER_CLASSES: [&str; 9] = [
    "Limited",
    "Limited risk",
    "Minimal",
    "Minimal risk",
    "Not high-risk",
    "Not high risk",
    "Medium",
    "Low",
    "Very low",
];

fn here(heading: &str) -> String {
    this_row(TABLE, heading)
}

/// One of several words.
pub fn is_one_of(cell: &str, words: &[&str]) -> String {
    let tests: Vec<String> = words.iter().map(|word| format!("{cell}={}", text(word))).collect();
    format!("OR({})", tests.join(","))
}

/// What a trigger says of the row's system.
pub fn signal_expression(contents: &Contents<'_>, trigger: ImpactTrigger) -> String {
    let unknown = text(Signal::Unknown.words());
    let answer = |field: Field, otherwise: &str| {
        let cell = of_system(contents, TABLE, field);
        format!("IF({cell}=\"Yes\",\"Yes\",IF({cell}=\"No\",\"No\",{otherwise}))")
    };
    let by_words = |fields: &[Field]| {
        let texts: Vec<String> = fields.iter().map(|field| of_system(contents, TABLE, *field)).collect();
        let words = column(IMPACT_WORDS, WORD);
        format!(
            "IF(SUMPRODUCT(({}={})*(LEN(TRIM({words}))>0)*ISNUMBER(FIND(LOWER(TRIM({words})),LOWER({}))))>0,{},{unknown})",
            column(IMPACT_WORDS, SPEAKS_FOR),
            text(trigger.words()),
            texts.join("&\" \"&"),
            text(Signal::YesByWords.words())
        )
    };
    let signal = match trigger {
        ImpactTrigger::RightsOrOpportunities => {
            let words = by_words(&[
                Field::AiName,
                Field::AiPurpose,
                Field::AiDescription,
                Field::AiCategory,
                Field::AiAffectedPeople,
            ]);
            answer(Field::AiAffectsRights, &words)
        }
        ImpactTrigger::PersonalData => answer(Field::AiPersonalData, &unknown),
        ImpactTrigger::AutomatedDecision => answer(Field::AiAutomatedDecision, &unknown),
        ImpactTrigger::VulnerableGroups => {
            answer(Field::AiVulnerableGroups, &by_words(&[Field::AiAffectedPeople]))
        }
        ImpactTrigger::HighRiskClass => {
            let class = of_system(contents, TABLE, Field::AiRiskClass);
            format!(
                "IF({class}&\"\"={}&\"\",{},IF({},\"Yes\",IF({},\"No\",{unknown})))",
                here(CLASS_AS_READ),
                here(CLASS_SIGNAL),
                is_one_of(&class, &HIGH_CLASSES),
                is_one_of(&class, &OTHER_CLASSES)
            )
        }
    };
    format!("IF(N({})=0,{unknown},{signal})", here(PLACE))
}

/// Whether a trigger counts and fires, or counts and is unknown.
fn fires(trigger: ImpactTrigger) -> String {
    format!("AND({}=\"Yes\",LEFT({},3)=\"Yes\")", trigger_setting(trigger), here(trigger.words()))
}

fn is_unknown(trigger: ImpactTrigger) -> String {
    let unknown = text(Signal::Unknown.words());
    format!("AND({}=\"Yes\",{}={unknown})", trigger_setting(trigger), here(trigger.words()))
}

/// Whether the row's system needs an impact assessment.
pub fn need_expression() -> String {
    format!(
        "IF({}=\"No\",{no},IF({decided_yes},{yes},IF({decided_no},{no},IF(OR({}),{yes},IF(OR({}),{},{no})))))",
        here(GOVERNED),
        ImpactTrigger::ALL.map(fires).join(","),
        ImpactTrigger::ALL.map(is_unknown).join(","),
        text(ImpactNeed::Undecided.words()),
        decided_yes = is_decided(NEEDED_WORDS),
        decided_no = is_decided(NOT_NEEDED_WORDS),
        no = text(ImpactNeed::No.words()),
        yes = text(ImpactNeed::Yes.words()),
    )
}

/// Whether the decision of the row is one of some words.
fn is_decided(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| text(word)).collect();
    format!("SUMPRODUCT(--({{{}}}=LOWER(TRIM({}))))>0", words.join(","), here(NEED_DECIDED))
}

const NOT_GOVERNED: &str = "out of scope or retired";
const BY_A_PERSON: &str = "as decided here";
const NO_TRIGGER: &str = "no trigger applies";
const NOT_GIVEN: &str = "not given: ";

/// The field that answers a trigger.
fn field_of(trigger: ImpactTrigger) -> Field {
    match trigger {
        ImpactTrigger::RightsOrOpportunities => Field::AiAffectsRights,
        ImpactTrigger::PersonalData => Field::AiPersonalData,
        ImpactTrigger::AutomatedDecision => Field::AiAutomatedDecision,
        ImpactTrigger::HighRiskClass => Field::AiRiskClass,
        ImpactTrigger::VulnerableGroups => Field::AiVulnerableGroups,
    }
}

/// Why the row's system needs one, or not.
pub fn why_expression(contents: &Contents<'_>) -> String {
    let fired = ImpactTrigger::ALL
        .map(|trigger| format!("IF({},{},\"\")", fires(trigger), text(&format!("; {}", trigger.words()))));
    let unknown = ImpactTrigger::ALL.map(|trigger| {
        let heading = contents.declarations.heading(Register::AiSystems, field_of(trigger));
        format!("IF({},{},\"\")", is_unknown(trigger), text(&format!("; {heading}")))
    });
    format!(
        "IF({}=\"No\",{},IF(OR({},{}),{},IF({needed}={},MID({},3,999),IF({needed}={},{}&MID({},3,999),{}))))",
        here(GOVERNED),
        text(NOT_GOVERNED),
        is_decided(NEEDED_WORDS),
        is_decided(NOT_NEEDED_WORDS),
        text(BY_A_PERSON),
        text(ImpactNeed::Yes.words()),
        fired.join("&"),
        text(ImpactNeed::Undecided.words()),
        text(NOT_GIVEN),
        unknown.join("&"),
        text(NO_TRIGGER),
        needed = here(NEEDED),
    )
}

/// The value of [`why_expression`].
pub fn why(contents: &Contents<'_>, assessment: &ImpactAssessment) -> String {
    let counting = ImpactTrigger::ALL.into_iter().zip(&assessment.signals);
    let counting =
        counting.filter(|(trigger, _)| contents.model.parameters.impact_triggers.contains(trigger));
    match (assessment.governed, assessment.decided, assessment.need) {
        (false, ..) => NOT_GOVERNED.to_owned(),
        (_, Some(_), _) => BY_A_PERSON.to_owned(),
        (_, _, ImpactNeed::Yes) => {
            let fired = counting.filter(|(_, signal)| signal.fires());
            fired.map(|(trigger, _)| trigger.words()).collect::<Vec<_>>().join("; ")
        }
        (_, _, ImpactNeed::Undecided) => {
            let unknown = counting.filter(|(_, signal)| **signal == Signal::Unknown);
            let headings = unknown
                .map(|(trigger, _)| contents.declarations.heading(Register::AiSystems, field_of(trigger)));
            format!("{NOT_GIVEN}{}", headings.collect::<Vec<_>>().join("; "))
        }
        (_, _, ImpactNeed::No) => NO_TRIGGER.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::class_signal;

    #[test]
    fn the_classes_that_a_person_may_enter_are_those_that_are_understood() {
        let words = crate::recognise::ValueWords::load().unwrap();
        let meaning = |class: &str| {
            words.meaning("ai.act_class", class).or_else(|| words.meaning("level", class)).map(str::to_owned)
        };
        for class in HIGH_CLASSES {
            assert_eq!(class_signal(meaning(class).as_deref()), Signal::Yes, "{class}");
        }
        for class in OTHER_CLASSES {
            assert_eq!(class_signal(meaning(class).as_deref()), Signal::No, "{class}");
        }
    }
}
