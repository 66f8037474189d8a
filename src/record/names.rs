//! The names of lists and headings that are written and read back, where no field of a register has them.

/// The list of those who sign, which stands on the cover.
pub const COVER: &str = "Cover";
/// The sheet of headline figures, which has no list.
pub const SUMMARY: &str = "Summary";
/// The list of the controls of Annex A of 27001.
pub const SOA_27001: &str = "SoA_27001";
/// The list of the controls of Annex A of 42001.
pub const SOA_42001: &str = "SoA_42001";
/// The list of the clauses of both standards.
pub const CLAUSES: &str = "Clauses";
/// The lists of requirements: both Statements of Applicability, and the clauses.
pub const REQUIREMENTS: [&str; 3] = [SOA_27001, SOA_42001, CLAUSES];
/// The list of risks.
pub const RISKS: &str = "Risks";
/// The list of AI systems.
pub const AI_SYSTEMS: &str = "AI_systems";
/// The list of assets.
pub const ASSETS: &str = "Assets";
/// The list of audit findings.
pub const AUDIT_FINDINGS: &str = "Audit_findings";
/// The list of suppliers.
pub const SUPPLIERS: &str = "Suppliers";
/// The list of audits of the internal audit programme.
pub const AUDIT_PROGRAMME: &str = "Audit_programme";
/// The heading of the day on which an audit is to take place.
pub const PLANNED_DATE: &str = "Planned date";
/// The heading of the day on which an audit, or a training, was done.
pub const DONE_ON: &str = "Done on";
/// The heading of who leads an audit.
pub const LEAD_AUDITOR: &str = "Lead auditor";
/// The list of findings.
pub const FINDINGS: &str = "Findings";
/// The list of pairs that may be shared.
pub const PAIRS: &str = "Pairs";
/// The list of answers to questionnaires.
pub const ANSWERS: &str = "Answers";
/// The list of controls that belong to neither standard.
pub const OTHER_CONTROLS: &str = "Other_controls";
/// The list of the clauses of both standards side by side.
pub const CLAUSES_SIDE_BY_SIDE: &str = "Clauses_side_by_side";
/// The list of documented information.
pub const DOCUMENTS: &str = "Documented_information";
/// The list of the inputs of the management review.
pub const MANAGEMENT_REVIEW: &str = "Management_review";
/// The list of the roles of both systems.
pub const GOVERNANCE: &str = "Governance";
/// The list of questions about risks of AI.
pub const AI_RISK_QUESTIONS: &str = "AI_risk_questions";
/// The list of what is done, and by whom.
pub const RESPONSIBILITIES: &str = "Responsibilities";
/// What says there that a role has no part.
pub const NO_PART: &str = "-";
/// The list of competences.
pub const COMPETENCE: &str = "Competence";
/// The list of the dates of certification.
pub const CERTIFICATION: &str = "Certification";
/// The list of settings.
pub const SETTINGS: &str = "Settings";
/// The list of levels by status.
pub const LEVELS: &str = "Levels";
/// The list of efforts.
pub const EFFORTS: &str = "Efforts";
/// The list of bands of the risk score.
pub const BANDS: &str = "Bands";
/// The list of days without work.
pub const HOLIDAYS: &str = "Holidays";
/// The list of the actions of the roadmap.
pub const ROADMAP: &str = "Roadmap";

/// The list of fields of an AI system that governance needs.
pub const REQUIRED_FIELDS: &str = "Required_fields";
/// The list of what calls for an AI system impact assessment.
pub const TRIGGERS: &str = "Triggers";
/// The list of words that speak for such a trigger.
pub const IMPACT_WORDS: &str = "Impact_words";
/// The list of which AI systems need an impact assessment.
pub const IMPACT_ASSESSMENTS: &str = "Impact_assessments";
/// The list of the impact assessments themselves.
pub const IMPACT_WORKSHEET: &str = "Impact_worksheet";

/// Whether a list of the workbook's own holds a row for each record that the registers give.
pub fn follows_registers(list: &str) -> bool {
    [ANSWERS, IMPACT_ASSESSMENTS, IMPACT_WORKSHEET].contains(&list)
}

/// Whether every row of a list of the workbook's own counts that people add to it.
pub fn takes_rows(list: &str) -> bool {
    [BANDS, HOLIDAYS, IMPACT_WORDS, "Sources", "Columns", "Values"].contains(&list)
}

/// What a list is called on the sheets, in messages and among changes: its sheet, and the block of it where
/// a sheet has several.
pub fn shown(list: &str) -> String {
    match list {
        PAIRS => "Shared controls".to_owned(),
        SETTINGS | LEVELS | EFFORTS | BANDS | HOLIDAYS | REQUIRED_FIELDS | TRIGGERS | IMPACT_WORDS => {
            format!("Parameters · {list}")
        }
        _ => list.replace('_', " "),
    }
}

/// The key of a record, which every list ends with.
pub const KEY: &str = "Key";
/// Where a record comes from.
pub const SOURCE: &str = "Source";
/// When what a management review decided has to be done.
pub const DUE_ON: &str = "Due on";
/// How far it has come.
pub const PROGRESS: &str = "Progress";
/// The words for how far it has come.
pub const PROGRESSES: [&str; 3] = ["Open", "In progress", DONE];
/// The word for what is done.
pub const DONE: &str = "Done";
/// The key of the stage 1 audit among the dates of certification.
pub const STAGE_1_AUDIT: &str = "stage-1";
/// The key of the stage 2 audit among them.
pub const STAGE_2_AUDIT: &str = "stage-2";
/// The dates of certification that people set, 27001 first.
pub const DATES_SET: [&str; 2] = ["27001, set", "42001, set"];
/// How far a document has come.
pub const DOCUMENT_STATUS: &str = "Status";
/// The word for a document that there is not.
pub const MISSING: &str = "Missing";
/// The word for a document that is there and approved.
pub const APPROVED: &str = "Approved";
/// What the sheet calls such a document.
pub const IN_PLACE: &str = "In place";
/// The word for a document that is looked at.
pub const IN_REVIEW: &str = "In review";
/// The word for a document that is written.
pub const DRAFT: &str = "Draft";
/// The words for how far a document has come.
pub const DOCUMENT_STATUSES: [&str; 5] = [APPROVED, IN_REVIEW, DRAFT, MISSING, NOT_NEEDED];
/// The word for a document that nobody needs.
pub const NOT_NEEDED: &str = "Not needed";
/// The share of a requirement that is implemented.
pub const SHARE_IMPLEMENTED: &str = "Share implemented";
/// The top of a register's maturity scale.
pub const TOP_OF_SCALE: &str = "Top of scale";
/// The weight of a requirement.
pub const WEIGHT: &str = "Weight";
/// The domain of a risk.
pub const DOMAIN: &str = "Domain";
/// The category of an AI risk.
pub const AI_CATEGORY: &str = "AI category";
/// Whether a pair is shared, or what a management review decided.
pub const DECISION: &str = "Decision";
/// The places in which a pair was decided.
pub const DECIDED_IN: &str = "Decided in";
/// The identifier of a question.
pub const QUESTION_ID: &str = "Question ID";
/// The wording of a question.
pub const QUESTION: &str = "Question";
/// The requirements that the wording of a question suggests.
pub const SUGGESTED: &str = "Suggested";
/// The requirements that a questionnaire names for a question.
pub const REFERENCES: &str = "References";
/// The requirements that a person gives a question.
pub const REQUIREMENTS_GIVEN: &str = "Requirements given";
/// Whether a suggestion is confirmed.
pub const CONFIRMED: &str = "Confirmed";
/// The value of a setting.
pub const VALUE: &str = "Value";
/// The level of a status.
pub const LEVEL: &str = "Level";
/// The divisor of an effort.
pub const DIVISOR: &str = "Divisor";
/// The person-days of an effort.
pub const PERSON_DAYS: &str = "Person-days";
/// The name of a band.
pub const BAND: &str = "Band";
/// The highest score of a band.
pub const HIGHEST_SCORE: &str = "Highest score";
/// A day without work, or the first of several.
pub const DATE: &str = "Date";
/// Whether a field is required.
pub const REQUIRED: &str = "Required";
/// Whether a trigger calls for an assessment.
pub const CALLS_FOR_ONE: &str = "Calls for an assessment";
/// A word that speaks for a trigger.
pub const WORD: &str = "Word";
/// The trigger that a word speaks for.
pub const SPEAKS_FOR: &str = "Speaks for";

/// Whether a person says that a system needs an impact assessment.
pub const NEED_DECIDED: &str = "Decision";
/// Why.
pub const REASON: &str = "Reason";

/// Who is affected, in the worksheet of impact assessments.
pub const AFFECTED: &str = "Affected";
/// How the system is meant to be used.
pub const INTENDED_USE: &str = "Intended use";
/// How else it can be expected to be used.
pub const MISUSE: &str = "Foreseeable misuse";
/// What good it does to them.
pub const BENEFITS: &str = "Benefits";
/// What harm it can do to them.
pub const HARMS: &str = "Harms";
/// What is done about it.
pub const MEASURES: &str = "Measures";
/// How likely the harm is, in words.
pub const HARM_LIKELIHOOD: &str = "Likelihood";
/// How severe the harm is, in words.
pub const HARM_SEVERITY: &str = "Severity";
/// Who approved the assessment.
pub const APPROVER: &str = "Approved by";
/// When.
pub const APPROVED_ON: &str = "Approved on";
/// When it has to be looked at again.
pub const REVIEW_ON: &str = "Review date";
/// The columns that a team fills in.
pub const IMPACT_ENTRIES: [&str; 10] = [
    INTENDED_USE,
    MISUSE,
    BENEFITS,
    HARMS,
    HARM_LIKELIHOOD,
    HARM_SEVERITY,
    MEASURES,
    APPROVER,
    APPROVED_ON,
    REVIEW_ON,
];

/// The words by which a person says that an assessment is needed, in seven languages.
pub const NEEDED_WORDS: &[&str] =
    &["yes", "needed", "required", "ja", "nötig", "erforderlich", "nodig", "oui", "sí", "si", "sì", "sim"];
/// The words by which a person says that none is.
pub const NOT_NEEDED_WORDS: &[&str] = &[
    "no",
    "not needed",
    "not required",
    "nein",
    "nicht nötig",
    "nicht erforderlich",
    "nee",
    "niet nodig",
    "non",
    "pas nécessaire",
    "non requis",
    "no necesario",
    "não",
    "nao",
    "não necessário",
    "non necessario",
];

/// Words for how likely a harm is (judgement).
pub const HARM_LIKELIHOODS: [&str; 5] = ["Rare", "Unlikely", "Possible", "Likely", "Almost certain"];
/// Words for how severe a harm is (judgement).
pub const HARM_SEVERITIES: [&str; 5] = ["Negligible", "Minor", "Moderate", "Major", "Severe"];

/// The answer to a question about risks of AI.
pub const ANSWER: &str = "Answer";
/// When a question has to be answered.
pub const ANSWER_DUE: &str = "Due date";
/// The answers to a question about risks of AI; the last two leave nothing to do.
pub const RISK_ANSWERS: [&str; 4] =
    ["To be looked at", "Risk to be recorded", "Looked at: no such risk", "Not applicable"];

/// Until when a proof of competence holds.
pub const VALID_UNTIL: &str = "Valid until";

/// What may be chosen for a role: the letters of its part, and that it has none.
pub const LETTERS: [&str; 6] = ["R", "A", "A/R", "C", "I", NO_PART];

/// The words that can be chosen in a column of a list that belongs to no register; `None` where anything may be
/// written, or where another part looks at what was written.
pub fn words_of(list: &str, heading: &str) -> Option<&'static [&'static str]> {
    match (list, heading) {
        (DOCUMENTS, DOCUMENT_STATUS) => Some(&DOCUMENT_STATUSES),
        (MANAGEMENT_REVIEW, PROGRESS) => Some(&PROGRESSES),
        (IMPACT_ASSESSMENTS, NEED_DECIDED) => Some(&["Yes", "No"]),
        (IMPACT_WORKSHEET, HARM_LIKELIHOOD) => Some(&HARM_LIKELIHOODS),
        (IMPACT_WORKSHEET, HARM_SEVERITY) => Some(&HARM_SEVERITIES),
        (AI_RISK_QUESTIONS, ANSWER) => Some(&RISK_ANSWERS),
        (RESPONSIBILITIES, _) => Some(&LETTERS),
        _ => None,
    }
}

/// Further words that are understood in such a column, in small letters.
pub fn understood_in(list: &str, heading: &str, word: &str) -> bool {
    match (list, heading) {
        (DOCUMENTS, DOCUMENT_STATUS) => word == "in place",
        (IMPACT_ASSESSMENTS, NEED_DECIDED) => {
            NEEDED_WORDS.contains(&word) || NOT_NEEDED_WORDS.contains(&word)
        }
        // The place on the scale of words: levels of risks are read from 1 to 5 too.
        (IMPACT_WORKSHEET, HARM_LIKELIHOOD | HARM_SEVERITY) => {
            word.parse::<f64>().is_ok_and(|level| level.fract() == 0.0 && (1.0..=5.0).contains(&level))
        }
        _ => false,
    }
}
/// The last of several days without work; blank for a single one.
pub const LAST_DAY: &str = "Last day";
/// The least person-days of an effort.
pub const PERSON_DAYS_LEAST: &str = "Person-days, least";
/// The most person-days of an effort.
pub const PERSON_DAYS_MOST: &str = "Person-days, most";
/// The size of an action.
pub const EFFORT: &str = "Effort";
/// The day on which a person lets an action begin.
pub const START_BY_HAND: &str = "Start by hand";
/// The day until which an action has to be done.
pub const DUE_DATE: &str = "Due date";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_of_a_harm_is_understood_as_a_word_or_as_its_place_on_the_scale() {
        for heading in [HARM_LIKELIHOOD, HARM_SEVERITY] {
            for level in ["1", "3", "5", "5.0"] {
                assert!(understood_in(IMPACT_WORKSHEET, heading, level), "{level}");
            }
            for other in ["0", "6", "2.5", "-1", "fairly", ""] {
                assert!(!understood_in(IMPACT_WORKSHEET, heading, other), "{other}");
            }
        }
    }
}
