//! Which AI systems need an AI system impact assessment by the organisation's triggers, and how far it is.
//!
//! ISO/IEC 42001 leaves the triggers to the organisation (6.1.4, A.5.2): which of them count stands on
//! Parameters. A field that is not given leaves its trigger undecided, it never says no.

use super::impact_trigger::{Signal, signal};
use crate::model::{AiSystem, Entry, ImpactTrigger, LifecycleStage, Model, YesNo};
use crate::provenance::understood;
use crate::recognise::value::{Asked, gives};
use crate::record::names::{
    APPROVED_ON, APPROVER, HARMS, IMPACT_ASSESSMENTS, IMPACT_ENTRIES, IMPACT_WORKSHEET, NEED_DECIDED,
    NEEDED_WORDS, NOT_NEEDED_WORDS, REVIEW_ON,
};

/// Who can be affected: each gets a row of the worksheet (ISO/IEC 42001 6.1.4, A.5.4, A.5.5).
pub const AFFECTED_SIDES: [&str; 3] = ["Individuals", "Groups", "Society"];

/// Whether a system needs an impact assessment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImpactNeed {
    /// A trigger that counts fires, or a person says so.
    Yes,
    /// Every trigger that counts says no, a person says so, or governance does not concern the system.
    No,
    /// None fires, and a field that decides one is not given.
    Undecided,
}

impl ImpactNeed {
    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            ImpactNeed::Yes => "Yes",
            ImpactNeed::No => "No",
            ImpactNeed::Undecided => "Cannot be decided",
        }
    }
}

/// How far the impact assessment of a system is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImpactState {
    /// Out of scope, or retired.
    NotGoverned,
    /// No trigger applies.
    NotNeeded,
    /// Done, as the register says or by the worksheet.
    Assessed,
    /// Done, and its review date has passed.
    ReviewOverdue,
    /// Some row of the worksheet is filled in.
    InProgress,
    /// Needed and not begun.
    ToBeAssessed,
    /// The register says that none is required, which the triggers do not bear out.
    RecordedAsNotRequired,
    /// Nobody can tell whether one is needed.
    Undecided,
}

impl ImpactState {
    /// All of them, what is done first.
    pub const ALL: [Self; 8] = [
        ImpactState::Assessed,
        ImpactState::ReviewOverdue,
        ImpactState::InProgress,
        ImpactState::ToBeAssessed,
        ImpactState::RecordedAsNotRequired,
        ImpactState::Undecided,
        ImpactState::NotNeeded,
        ImpactState::NotGoverned,
    ];

    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            ImpactState::NotGoverned => "Not governed",
            ImpactState::NotNeeded => "Not needed",
            ImpactState::Assessed => "Assessed",
            ImpactState::ReviewOverdue => "Review overdue",
            ImpactState::InProgress => "In progress",
            ImpactState::ToBeAssessed => "To be assessed",
            ImpactState::RecordedAsNotRequired => "Recorded as not required",
            ImpactState::Undecided => "Cannot be decided",
        }
    }
}

/// What the inventory says of the impact assessment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordedImpact {
    /// Done.
    Done,
    /// Not done, or not finished.
    NotDone,
    /// Not required.
    NotRequired,
    /// What it says was not understood.
    Unclear,
    /// Nothing.
    NothingSaid,
}

impl RecordedImpact {
    /// What the inventory says of a system.
    pub fn of(system: &AiSystem) -> Self {
        match (system.impact_assessment_done, &system.impact_assessment) {
            (Some(true), _) => RecordedImpact::Done,
            (Some(false), _) => RecordedImpact::NotDone,
            (None, Some(_)) if system.impact_assessment_not_required => RecordedImpact::NotRequired,
            (None, Some(_)) => RecordedImpact::Unclear,
            (None, None) => RecordedImpact::NothingSaid,
        }
    }

    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            RecordedImpact::Done => "Done",
            RecordedImpact::NotDone => "Not done",
            RecordedImpact::NotRequired => "Recorded as not required",
            RecordedImpact::Unclear => "Unclear",
            RecordedImpact::NothingSaid => "Nothing said",
        }
    }
}

/// How far a row of the worksheet is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorksheetRow {
    /// Nothing is filled in.
    Open,
    /// Something is.
    InProgress,
    /// Harms, approver and the day of approval are there, and that day has come.
    Complete,
}

impl WorksheetRow {
    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            WorksheetRow::Open => "Open",
            WorksheetRow::InProgress => "In progress",
            WorksheetRow::Complete => "Complete",
        }
    }
}

/// The impact assessment of a system.
#[derive(Clone, Debug, PartialEq)]
pub struct ImpactAssessment {
    /// Whether governance concerns the system.
    pub governed: bool,
    /// What each trigger says, in the order of [`ImpactTrigger::ALL`].
    pub signals: [Signal; 5],
    /// What a person decided.
    pub decided: Option<YesNo>,
    /// Whether one is needed.
    pub need: ImpactNeed,
    /// Rows of the worksheet that are complete.
    pub complete: usize,
    /// Rows of the worksheet that hold anything.
    pub started: usize,
    /// Rows of the worksheet whose review date has passed.
    pub overdue: usize,
    /// How far it is.
    pub state: ImpactState,
}

/// Whether governance concerns the system: not said to be out of scope, not retired.
pub fn is_governed(system: &AiSystem) -> bool {
    understood(&system.in_scope) != Some(YesNo::No)
        && understood(&system.lifecycle_stage) != Some(LifecycleStage::Retired)
}

/// The key of a row of the worksheet.
pub fn worksheet_key(system: &str, affected: &str) -> String {
    format!("{system}|{affected}")
}

/// The impact assessment of a system.
pub fn impact_assessment(model: &Model, system: &AiSystem) -> ImpactAssessment {
    let governed = is_governed(system);
    let signals = ImpactTrigger::ALL.map(|trigger| signal(model, system, trigger));
    let decided = need_decided(model.entry(IMPACT_ASSESSMENTS, &system.key, NEED_DECIDED));
    let need = need(model, governed, &signals, decided);
    let rows = AFFECTED_SIDES.map(|side| worksheet_row(model, &worksheet_key(&system.key, side)));
    let complete = rows.iter().filter(|row| **row == WorksheetRow::Complete).count();
    let started = rows.iter().filter(|row| **row != WorksheetRow::Open).count();
    let overdue =
        AFFECTED_SIDES.iter().filter(|side| is_overdue(model, &worksheet_key(&system.key, side))).count();
    let recorded = RecordedImpact::of(system);
    let state = if !governed {
        ImpactState::NotGoverned
    } else if complete == AFFECTED_SIDES.len() || recorded == RecordedImpact::Done {
        if overdue > 0 { ImpactState::ReviewOverdue } else { ImpactState::Assessed }
    } else if need == ImpactNeed::No {
        ImpactState::NotNeeded
    } else if started > 0 {
        ImpactState::InProgress
    } else if need == ImpactNeed::Yes {
        ImpactState::ToBeAssessed
    } else if recorded == RecordedImpact::NotRequired {
        ImpactState::RecordedAsNotRequired
    } else {
        ImpactState::Undecided
    };
    ImpactAssessment { governed, signals, decided, need, complete, started, overdue, state }
}

/// Whether a system has rows in the worksheet: it needs an assessment, or somebody wrote in them.
pub fn has_worksheet(model: &Model, system: &AiSystem) -> bool {
    let assessment = impact_assessment(model, system);
    assessment.need == ImpactNeed::Yes || assessment.started > 0
}

fn need(model: &Model, governed: bool, signals: &[Signal; 5], decided: Option<YesNo>) -> ImpactNeed {
    let counting = ImpactTrigger::ALL.into_iter().zip(signals);
    let counting =
        || counting.clone().filter(|(trigger, _)| model.parameters.impact_triggers.contains(trigger));
    match decided {
        _ if !governed => ImpactNeed::No,
        Some(YesNo::Yes) => ImpactNeed::Yes,
        Some(YesNo::No) => ImpactNeed::No,
        _ if counting().any(|(_, signal)| signal.fires()) => ImpactNeed::Yes,
        _ if counting().any(|(_, signal)| *signal == Signal::Unknown) => ImpactNeed::Undecided,
        _ => ImpactNeed::No,
    }
}

/// What a person decided about the need of an assessment; `None` where it is blank or not understood.
pub fn need_decided(entry: &Entry) -> Option<YesNo> {
    let words = entry.to_string().trim().to_lowercase();
    if NEEDED_WORDS.contains(&words.as_str()) {
        Some(YesNo::Yes)
    } else if NOT_NEEDED_WORDS.contains(&words.as_str()) {
        Some(YesNo::No)
    } else {
        None
    }
}

/// How far a row of the worksheet is.
pub fn worksheet_row(model: &Model, key: &str) -> WorksheetRow {
    let entry = |heading: &str| model.entry(IMPACT_WORKSHEET, key, heading);
    let approved = entry(APPROVED_ON).day().is_some_and(|day| day <= model.as_of);
    // That none was found is an answer about harms.
    let given =
        |heading: &str, asked| !entry(heading).is_blank() && gives(&entry(heading).to_string(), asked);
    if approved && given(APPROVER, Asked::Person) && given(HARMS, Asked::Answer) {
        WorksheetRow::Complete
    } else if IMPACT_ENTRIES.iter().any(|heading| !entry(heading).is_blank()) {
        WorksheetRow::InProgress
    } else {
        WorksheetRow::Open
    }
}

/// Whether the review date of a row of the worksheet has passed.
pub fn is_overdue(model: &Model, key: &str) -> bool {
    model.entry(IMPACT_WORKSHEET, key, REVIEW_ON).day().is_some_and(|day| day < model.as_of)
}

#[cfg(test)]
mod tests {
    use arcstr::ArcStr;

    use super::*;
    use crate::model::CellKey;
    use crate::provenance::{Location, Reading, Traced};
    use crate::standards::Catalogue;
    use chrono::NaiveDate;

    fn day(year: i32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, 1, 1).unwrap()
    }

    fn model() -> Model {
        Model::empty(&Catalogue::load().unwrap(), day(2026))
    }

    fn place() -> Location {
        Location::file("ai.csv")
    }

    fn answer(answer: YesNo) -> Option<Reading<YesNo>> {
        Some(Reading::understood("as written", answer, place()))
    }

    fn text(text: &str) -> Option<Traced<ArcStr>> {
        Some(Traced::new(text.to_owned(), place()))
    }

    /// A system of which every trigger says no.
    fn harmless() -> AiSystem {
        let mut system = AiSystem::unknown("AI-1", place());
        system.affects_rights = answer(YesNo::No);
        system.personal_data = answer(YesNo::No);
        system.automated_decision = answer(YesNo::No);
        system.vulnerable_groups = answer(YesNo::No);
        system.risk_class_meaning = Some("minimal".to_owned());
        system
    }

    fn write(model: &mut Model, list: &str, key: &str, heading: &str, entry: Entry) {
        model.entries.insert(CellKey::new(list, key, heading), entry);
    }

    fn fill_in(model: &mut Model, side: &str, approved: i32) {
        let key = worksheet_key("AI-1", side);
        write(model, IMPACT_WORKSHEET, &key, HARMS, Entry::text("none found"));
        write(model, IMPACT_WORKSHEET, &key, APPROVER, Entry::text("Board"));
        write(model, IMPACT_WORKSHEET, &key, APPROVED_ON, Entry::Date(day(approved)));
    }

    #[test]
    fn a_field_that_is_not_given_leaves_the_need_undecided_and_never_says_no() {
        let mut system = harmless();
        assert_eq!(impact_assessment(&model(), &system).need, ImpactNeed::No);
        system.automated_decision = None;
        assert_eq!(impact_assessment(&model(), &system).need, ImpactNeed::Undecided);
        system.personal_data = answer(YesNo::Yes);
        assert_eq!(impact_assessment(&model(), &system).need, ImpactNeed::Yes);
    }

    #[test]
    fn only_triggers_that_the_organisation_chose_count() {
        let mut model = model();
        let mut system = harmless();
        system.personal_data = answer(YesNo::Yes);
        model.parameters.impact_triggers.remove(&ImpactTrigger::PersonalData);
        assert_eq!(impact_assessment(&model, &system).need, ImpactNeed::No);
    }

    #[test]
    fn words_speak_for_a_trigger_only_where_the_register_does_not_answer() {
        let mut system = harmless();
        system.purpose = text("Ranks APPLICANTS for interviews");
        assert_eq!(impact_assessment(&model(), &system).signals[0], Signal::No);
        system.affects_rights = None;
        assert_eq!(impact_assessment(&model(), &system).signals[0], Signal::YesByWords);
        system.vulnerable_groups = None;
        assert_eq!(impact_assessment(&model(), &system).signals[4], Signal::Unknown);
        system.affected_people = text("Children of customers");
        assert_eq!(impact_assessment(&model(), &system).signals[4], Signal::YesByWords);
    }

    #[test]
    fn the_state_follows_the_worksheet_from_open_to_assessed_and_overdue() {
        let mut model = model();
        let mut system = harmless();
        system.personal_data = answer(YesNo::Yes);
        let state = |model: &Model| impact_assessment(model, &system).state;
        assert_eq!(state(&model), ImpactState::ToBeAssessed);
        fill_in(&mut model, "Individuals", 2025);
        fill_in(&mut model, "Groups", 2025);
        assert_eq!(state(&model), ImpactState::InProgress);
        // An approval that is still to come is none.
        fill_in(&mut model, "Society", 2027);
        assert_eq!(state(&model), ImpactState::InProgress);
        fill_in(&mut model, "Society", 2025);
        assert_eq!(state(&model), ImpactState::Assessed);
        // The number of a day is that day, and nobody approves for somebody to be named.
        write(&mut model, IMPACT_WORKSHEET, "AI-1|Society", APPROVED_ON, Entry::Number(45_700.0));
        assert_eq!(state(&model), ImpactState::Assessed);
        for nobody in ["TBD", "No", "not yet approved"] {
            write(&mut model, IMPACT_WORKSHEET, "AI-1|Society", APPROVER, Entry::text(nobody));
            assert_eq!(state(&model), ImpactState::InProgress, "{nobody}");
        }
        fill_in(&mut model, "Society", 2025);
        // The number of a year is no day, neither of an approval nor of a review.
        write(&mut model, IMPACT_WORKSHEET, "AI-1|Society", APPROVED_ON, Entry::Number(2026.0));
        assert_eq!(state(&model), ImpactState::InProgress);
        fill_in(&mut model, "Society", 2025);
        write(&mut model, IMPACT_WORKSHEET, "AI-1|Society", REVIEW_ON, Entry::Number(2025.0));
        assert_eq!(state(&model), ImpactState::Assessed);
        fill_in(&mut model, "Society", 2025);
        write(&mut model, IMPACT_WORKSHEET, "AI-1|Groups", REVIEW_ON, Entry::Date(day(2025)));
        assert_eq!(state(&model), ImpactState::ReviewOverdue);
    }

    #[test]
    fn that_none_is_required_stands_unless_a_trigger_fires() {
        let mut system = harmless();
        system.automated_decision = None;
        system.impact_assessment = text("not required");
        system.impact_assessment_not_required = true;
        assert_eq!(impact_assessment(&model(), &system).state, ImpactState::RecordedAsNotRequired);
        assert_eq!(RecordedImpact::of(&system).words(), ImpactState::RecordedAsNotRequired.words());
        system.personal_data = answer(YesNo::Yes);
        assert_eq!(impact_assessment(&model(), &system).state, ImpactState::ToBeAssessed);
    }

    #[test]
    fn a_person_overrules_the_triggers_and_a_retired_system_needs_none() {
        let mut model = model();
        let mut system = harmless();
        write(&mut model, IMPACT_ASSESSMENTS, "AI-1", NEED_DECIDED, Entry::text("Yes"));
        assert_eq!(impact_assessment(&model, &system).need, ImpactNeed::Yes);
        for word in ["Not needed", "NEIN", "nee", "non", "No"] {
            write(&mut model, IMPACT_ASSESSMENTS, "AI-1", NEED_DECIDED, Entry::text(word));
            system.personal_data = answer(YesNo::Yes);
            assert_eq!(impact_assessment(&model, &system).need, ImpactNeed::No, "{word}");
        }
        system.lifecycle_stage = Some(Reading::understood("retired", LifecycleStage::Retired, place()));
        assert_eq!(impact_assessment(&model, &system).state, ImpactState::NotGoverned);
    }
}
