//! The names of lists and headings that are written and read back, where no field of a register has them.

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
/// The list of what is done, and by whom.
pub const RESPONSIBILITIES: &str = "Responsibilities";
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

/// What a list is called on the sheets, in messages and among changes: its sheet, and the block of it where
/// a sheet has several.
pub fn shown(list: &str) -> String {
    match list {
        PAIRS => "Shared controls".to_owned(),
        SETTINGS | LEVELS | EFFORTS | BANDS | HOLIDAYS => format!("Parameters · {list}"),
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
/// The word for what is done.
pub const DONE: &str = "Done";
/// The dates of certification that people set, 27001 first.
pub const DATES_SET: [&str; 2] = ["27001, set", "42001, set"];
/// How far a document has come.
pub const DOCUMENT_STATUS: &str = "Status";
/// The word for a document that there is not.
pub const MISSING: &str = "Missing";
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
/// A day without work.
pub const DATE: &str = "Date";
