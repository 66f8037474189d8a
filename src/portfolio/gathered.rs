//! The facts of all clients side by side.
//!
//! Clients are taken in one by one, and of each only a row of figures is kept, so that a portfolio takes little memory
//! however many there are.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use chrono::NaiveDate;

use super::facts::{
    AnsweredTwice, AskedQuestion, AssessedClient, ClientFacts, ClientOutcome, Earlier, Figures,
};
use crate::standards::{Part, RequirementId, Standard};

/// Most questions of all clients that are told apart; one more asks for memory, and nobody reads on.
const MOST_QUESTIONS: usize = 20_000;
/// Most differing answers that are listed.
const MOST_CONFLICTS: usize = 5_000;

/// The four parts that are counted apart, in the order in which they are shown.
pub fn parts() -> [(Standard, Part); 4] {
    [
        (Standard::Iso27001, Part::Clauses),
        (Standard::Iso27001, Part::AnnexA),
        (Standard::Iso42001, Part::Clauses),
        (Standard::Iso42001, Part::AnnexA),
    ]
}

/// What all clients of a batch have in common, and what tells them apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Portfolio {
    /// The latest date of an assessment; `None` where there is none.
    pub as_of: Option<NaiveDate>,
    /// How many clients the batch has.
    pub clients_of_batch: usize,
    /// Those that were assessed, in the order of the batch.
    pub clients: Vec<ComparedClient>,
    /// Those that could not be, or have not been yet.
    pub not_compared: Vec<NotCompared>,
    /// How many clients share each gap.
    pub gaps: BTreeMap<RequirementId, SharedGap>,
    /// How each question was answered, by its text in small letters.
    pub questions: BTreeMap<String, QuestionStanding>,
    /// Answers to questions beyond those that are told apart.
    pub answers_left_out: usize,
    /// What copies of one form answer differently.
    pub conflicts: Vec<Conflict>,
    /// Further ones, beyond those that are listed.
    pub conflicts_left_out: usize,
    /// Files that are the very copy of another one, by client.
    pub same_copies: Vec<(String, String)>,
    /// Files of which nothing was read, each with the reason, by client.
    pub not_read: Vec<(String, String)>,
    /// What was told of a client's files and of the version before, by client.
    pub said: Vec<(String, String)>,
    /// Files beside the clients that are no registers by their names.
    pub other_files: Vec<String>,
    /// Clients whose workbook has another name than they have.
    pub renamed: Vec<Renamed>,
    /// Clients of earlier runs that the batch does not have any more.
    pub left_behind: Vec<String>,
}

/// A client that was assessed.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparedClient {
    /// Its name.
    pub client: String,
    /// Its organisation, where that was given.
    pub organisation: Option<String>,
    /// Its workbook, beside the portfolio.
    pub workbook: String,
    /// The date of the assessment.
    pub as_of: NaiveDate,
    /// Its figures.
    pub figures: Figures,
    /// Those of the run before.
    pub before: Option<Earlier>,
    /// Whether somebody changed the workbook since, so that it may show other figures.
    pub edited_since: bool,
}

/// A client that was not assessed.
#[derive(Clone, Debug, PartialEq)]
pub struct NotCompared {
    /// Its name.
    pub client: String,
    /// Its organisation, where that was given.
    pub organisation: Option<String>,
    /// Why not.
    pub reason: String,
    /// The workbook of an earlier run that stands as it was.
    pub earlier_workbook: Option<(String, NaiveDate)>,
    /// Whether it has not been tried yet: the batch was interrupted, or another shard has it.
    pub waiting: bool,
}

/// How many clients have a gap, by kind: potential nonconformity, control gap, unassessed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SharedGap {
    /// By kind.
    pub clients: [usize; 3],
}

/// How a question was answered by all that were asked.
#[derive(Clone, Debug, PartialEq)]
pub struct QuestionStanding {
    /// Its text.
    pub text: String,
    /// The requirements that it is about.
    pub about: String,
    /// How many clients were asked.
    pub asked: usize,
    /// How many gave an answer that has a level.
    pub answered: usize,
    /// The sum of their levels.
    pub sum: f64,
    /// The lowest of them.
    pub lowest: f64,
}

impl QuestionStanding {
    /// The mean level, 0 to 1; `None` where nobody answered.
    pub fn mean(&self) -> Option<f64> {
        (self.answered > 0).then(|| self.sum / self.answered as f64)
    }
}

/// What the copies of a client's form answer differently.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// The client.
    pub client: String,
    /// The answers.
    pub answers: AnsweredTwice,
}

/// A client whose workbook has another name.
#[derive(Clone, Debug, PartialEq)]
pub struct Renamed {
    /// The client.
    pub client: String,
    /// The name of its workbook.
    pub workbook: String,
    /// Why.
    pub why: String,
}

impl Portfolio {
    /// Takes in what is known of a client. `edited_since`: its workbook is not as it was written any more.
    pub fn take(&mut self, facts: ClientFacts, edited_since: bool) {
        let ClientFacts { client, organisation, workbook, outcome, .. } = facts;
        match outcome {
            ClientOutcome::Assessed(assessed) => {
                let before = assessed.before.clone();
                let figures = assessed.figures.clone();
                let as_of = assessed.as_of;
                self.take_assessed(&client, *assessed);
                self.clients.push(ComparedClient {
                    client,
                    organisation,
                    workbook,
                    as_of,
                    figures,
                    before,
                    edited_since,
                });
            }
            ClientOutcome::Failed(failed) => self.not_compared.push(NotCompared {
                client,
                organisation,
                reason: failed.reason,
                earlier_workbook: failed.last.map(|last| (workbook, last.as_of)),
                waiting: false,
            }),
        }
    }

    fn take_assessed(&mut self, client: &str, assessed: AssessedClient) {
        self.as_of = self.as_of.max(Some(assessed.as_of));
        for (kind, ids) in assessed.gaps.iter().enumerate() {
            for id in ids.iter().filter_map(|id| id.parse::<RequirementId>().ok()) {
                if let Some(count) = self.gaps.entry(id).or_default().clients.get_mut(kind) {
                    *count += 1;
                }
            }
        }
        // A question that a form asks twice is one question of that client, and its weakest answer counts.
        let mut asked: BTreeMap<String, AskedQuestion> = BTreeMap::new();
        for question in assessed.questions {
            match asked.entry(question.text.to_lowercase()) {
                Entry::Vacant(new) => drop(new.insert(question)),
                Entry::Occupied(mut known) => {
                    let levels = [known.get().level, question.level].into_iter().flatten();
                    known.get_mut().level = levels.min_by(f64::total_cmp);
                }
            }
        }
        asked.into_values().for_each(|question| self.take_question(question));
        let room = MOST_CONFLICTS.saturating_sub(self.conflicts.len());
        self.conflicts_left_out += assessed.conflicts.len().saturating_sub(room);
        let conflicts = assessed.conflicts.into_iter().take(room);
        self.conflicts.extend(conflicts.map(|answers| Conflict { client: client.to_owned(), answers }));
        self.said.extend(assessed.said.into_iter().map(|line| (client.to_owned(), line)));
        self.not_read.extend(assessed.not_read.into_iter().map(|file| (client.to_owned(), file)));
        self.same_copies.extend(assessed.same_copies.into_iter().map(|file| (client.to_owned(), file)));
    }

    fn take_question(&mut self, question: AskedQuestion) {
        let AskedQuestion { text, about, level } = question;
        let room = self.questions.len() < MOST_QUESTIONS;
        let standing = match self.questions.entry(text.to_lowercase()) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) if room => {
                new.insert(QuestionStanding { text, about, asked: 0, answered: 0, sum: 0.0, lowest: 1.0 })
            }
            Entry::Vacant(_) => {
                self.answers_left_out += 1;
                return;
            }
        };
        standing.asked += 1;
        if let Some(level) = level {
            standing.answered += 1;
            standing.sum += level;
            standing.lowest = standing.lowest.min(level);
        }
    }

    /// The questions, those answered worst first; those that nobody answered come last.
    pub fn questions_worst_first(&self) -> Vec<&QuestionStanding> {
        let mut questions: Vec<&QuestionStanding> = self.questions.values().collect();
        let rank = |question: &QuestionStanding| question.mean().unwrap_or(2.0);
        questions.sort_by(|left, right| {
            rank(left)
                .total_cmp(&rank(right))
                .then(right.asked.cmp(&left.asked))
                .then(left.text.cmp(&right.text))
        });
        questions
    }
}
