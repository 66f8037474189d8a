//! What a portfolio needs to know of one client.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One client of a batch: from what its workbook was made, and what came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClientFacts {
    /// The name of its sub-folder, or of its file without the ending.
    pub client: String,
    /// By what it is known again.
    pub known_as: String,
    /// The name of its workbook, in the folder of the output.
    pub workbook: String,
    /// The organisation's name, where it was given or typed in the workbook.
    pub organisation: Option<String>,
    /// From what it was made.
    pub made_from: MadeFrom,
    /// What came of it.
    pub outcome: ClientOutcome,
}

/// From what a client's workbook was made: where all of it is as it was, nothing is new.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MadeFrom {
    /// The files, in the order in which they are read.
    pub inputs: Vec<InputFile>,
    /// What was asked for besides: date, names, choices, limits, version.
    pub asked: String,
    /// The number of the run that made it.
    pub run: u64,
}

/// A file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InputFile {
    /// The path, as it is shown.
    pub path: String,
    /// SHA-256 of its bytes, in hexadecimal; empty where it cannot be read.
    pub sha256: String,
}

/// What came of a client.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ClientOutcome {
    /// Its workbook was written.
    Assessed(Box<AssessedClient>),
    /// No workbook was written.
    Failed(FailedClient),
}

/// Why there is no workbook, or none of this run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FailedClient {
    /// What was told.
    pub reason: String,
    /// What an earlier run found; its workbook stands as it was.
    pub last: Option<Box<AssessedClient>>,
}

/// What the assessment of a client found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AssessedClient {
    /// The date of the assessment.
    pub as_of: NaiveDate,
    /// SHA-256 of the workbook: another one means that somebody changed it since.
    pub workbook_sha256: String,
    /// SHA-256 of the workbook that it took the place of; `None` where there was none.
    pub workbook_before: Option<String>,
    /// The figures.
    pub figures: Figures,
    /// The figures of the run before this one.
    pub before: Option<Earlier>,
    /// The requirements that are gaps, by kind, as `27001:A.5.1`.
    pub gaps: GapLists,
    /// The questions that it was asked.
    pub questions: Vec<AskedQuestion>,
    /// What several copies of its form answer differently.
    pub conflicts: Vec<AnsweredTwice>,
    /// Files with the very bytes of another one of its files.
    pub same_copies: Vec<String>,
    /// Files of which nothing was read, each with the reason.
    #[serde(default)]
    pub not_read: Vec<String>,
    /// What was told of its files and of the version before.
    #[serde(default)]
    pub said: Vec<String>,
}

/// The requirements that are gaps, by kind.
pub type GapLists = [Vec<String>; 3];

/// Figures of an earlier run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Earlier {
    /// The date of that assessment.
    pub as_of: NaiveDate,
    /// Its figures.
    pub figures: Figures,
}

/// The figures of one client.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// Coverage of the four parts, in the order of [`parts`](super::parts).
    pub parts: [PartFigures; 4],
    /// Gaps by kind.
    pub gaps: GapCounts,
    /// Risks.
    pub risks: RiskFigures,
    /// How good the data are that it rests on.
    pub quality: Quality,
}

/// Coverage of a part of a standard by basis; shares in 0 to 1, `None` for 0/0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PartFigures {
    /// Of which anything is known.
    pub assessed: Option<f64>,
    /// Own level, whatever it rests on.
    pub own: Option<f64>,
    /// Own level where evidence is named or an audit says so.
    pub evidenced: Option<f64>,
    /// Own level where an audit says so.
    pub audited: Option<f64>,
}

/// Numbers of gaps: potential nonconformities, control gaps, unassessed.
pub type GapCounts = [usize; 3];

/// Numbers of risks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RiskFigures {
    /// All of them.
    pub all: usize,
    /// Those without a score.
    pub unrated: usize,
    /// Those above appetite.
    pub above_appetite: usize,
}

/// How good the data of a client are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Quality {
    /// Files that were read.
    pub files: usize,
    /// Records that they gave.
    pub records: usize,
    /// Rows that hold anything and gave no record.
    pub rejected: usize,
    /// Questions that were asked.
    pub questions: usize,
    /// Those without an answer that can be understood.
    pub unanswered: usize,
    /// Faults that were noticed while reading: errors and warnings.
    pub reading_faults: usize,
    /// Findings of all kinds: errors, warnings, notes.
    pub errors: usize,
    /// Warnings among the findings.
    pub warnings: usize,
    /// Notes among the findings.
    pub notes: usize,
}

/// A question with how well it was answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AskedQuestion {
    /// Its text; its identifier where it has none.
    pub text: String,
    /// The requirements that it is about.
    pub about: String,
    /// The level of the answer, 0 to 1; `None` where none was understood.
    pub level: Option<f64>,
}

/// What several files of a client say differently about one question or requirement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AnsweredTwice {
    /// The question, or the requirement.
    pub about: String,
    /// Each answer with its cell.
    pub said: Vec<(String, String)>,
}
