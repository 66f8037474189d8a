//! One assessment to the facts that a portfolio compares.

use std::collections::BTreeMap;

use super::facts::{AnsweredTwice, AskedQuestion, Figures, GapLists, PartFigures, Quality, RiskFigures};
use super::gathered::parts;
use crate::assess::{Assessment, GapKind, level};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Answer, Model, Statement};

/// Characters of a question that are kept: enough to know it by.
const LONGEST_QUESTION: usize = 300;
/// Most questions of one client that are compared.
const MOST_QUESTIONS: usize = 2_000;
/// Most differing answers of one client that are listed.
const MOST_CONFLICTS: usize = 200;

/// What is measured of an assessment.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// The figures.
    pub figures: Figures,
    /// The requirements that are gaps, by kind.
    pub gaps: GapLists,
    /// The questions.
    pub questions: Vec<AskedQuestion>,
    /// What several files answer differently.
    pub conflicts: Vec<AnsweredTwice>,
}

/// Measures an assessment. `told` is what was noticed while its files were read.
pub fn measure(model: &Model, assessment: &Assessment, told: &[Diagnostic]) -> Measured {
    let mut gaps: GapLists = Default::default();
    for gap in &assessment.gaps {
        let [potential, control, unassessed] = &mut gaps;
        match gap.kind {
            GapKind::PotentialNonconformity => potential.push(gap.id.to_string()),
            GapKind::ControlGap => control.push(gap.id.to_string()),
            GapKind::Unassessed => unassessed.push(gap.id.to_string()),
        }
    }
    let asked = asked_questions(model);
    let questions: Vec<AskedQuestion> =
        asked.values().take(MOST_QUESTIONS).filter_map(|answers| standing(model, answers)).collect();
    let figures = Figures {
        parts: part_figures(assessment),
        gaps: [gaps[0].len(), gaps[1].len(), gaps[2].len()],
        risks: RiskFigures {
            all: assessment.risks.len(),
            unrated: assessment.risks.iter().filter(|risk| risk.current.is_none()).count(),
            above_appetite: assessment.risks.iter().filter(|risk| risk.above_appetite > 0.0).count(),
        },
        quality: quality(model, assessment, told, &asked),
    };
    Measured { figures, gaps, questions, conflicts: conflicts(&asked) }
}

fn part_figures(assessment: &Assessment) -> [PartFigures; 4] {
    parts().map(|(standard, part)| {
        let whole = assessment
            .coverage
            .iter()
            .find(|found| found.standard == standard && found.part == part && found.group.is_none());
        whole.map_or_else(PartFigures::default, |whole| PartFigures {
            assessed: whole.shares.assessed,
            own: whole.shares.own,
            evidenced: whole.shares.evidenced,
            audited: whole.shares.audited,
        })
    })
}

fn quality(model: &Model, assessment: &Assessment, told: &[Diagnostic], asked: &Asked<'_>) -> Quality {
    let tables = || model.sources.iter().flat_map(|source| &source.tables);
    let count = |severity: Severity| {
        told.iter().chain(&assessment.findings).filter(|finding| finding.code.severity == severity).count()
    };
    let is_unanswered = |answers: &&Vec<&Answer>| !answers.iter().any(|answer| answer.claim.says_anything());
    let unanswered = asked.values().filter(is_unanswered).count();
    Quality {
        files: model.sources.len(),
        records: tables().map(|table| table.records as usize).sum(),
        rejected: tables().map(|table| table.rejected()).sum(),
        questions: asked.len(),
        unanswered,
        reading_faults: told.iter().filter(|finding| finding.code.severity >= Severity::Warning).count(),
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        notes: count(Severity::Note),
    }
}

/// The questions that a client was asked, each with its answers.
type Asked<'a> = BTreeMap<QuestionKey, Vec<&'a Answer>>;

/// By what a question is known: its identifier and its text in small letters, and which of those that bear the same it
/// is in its file, such as the second "If not, why?".
type QuestionKey = (String, String, usize);

/// The questions. Several copies of a form ask each of them once, so that a question has an answer of each copy.
fn asked_questions(model: &Model) -> Asked<'_> {
    let mut asked = Asked::new();
    let mut met: BTreeMap<(&str, String, String), usize> = BTreeMap::new();
    for answer in &model.answers {
        let id = answer.id.as_ref().map(|id| id.value.trim().to_lowercase()).unwrap_or_default();
        let text = question(answer).to_lowercase();
        let count = met.entry((answer.claim.location.file_path(), id.clone(), text.clone())).or_default();
        asked.entry((id, text, *count)).or_default().push(answer);
        *count += 1;
    }
    asked
}

/// How well a question was answered: where copies of a form disagree, the weakest answer counts, and no answer is
/// none, as in the coverage.
fn standing(model: &Model, answers: &[&Answer]) -> Option<AskedQuestion> {
    let first = answers.first()?;
    Some(AskedQuestion {
        text: question(first).chars().take(LONGEST_QUESTION).collect(),
        about: first.references_in_words(),
        level: answers.iter().filter_map(|answer| answer_level(model, answer)).min_by(f64::total_cmp),
    })
}

/// The question in one line; its identifier where it has no text.
fn question(answer: &Answer) -> String {
    let text = answer.claim.title.as_ref().or(answer.id.as_ref()).map(|text| text.value.as_str());
    text.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The level of an answer by the parameters of its organisation; an answer of which a yes may be the unfavourable
/// one has none.
fn answer_level(model: &Model, answer: &Answer) -> Option<f64> {
    if answer.reversed {
        return None;
    }
    let claim = &answer.claim;
    let any = model.statements.keys().next().copied()?;
    let mut said = Statement::unknown(any);
    said.status.clone_from(&claim.status);
    said.percentage.clone_from(&claim.percentage);
    said.maturity.clone_from(&claim.maturity);
    said.maturity_target.clone_from(&claim.maturity_target);
    said.maturity_top = claim.maturity_top;
    level(&said, &model.parameters).map(|level| level.value)
}

/// Questions that several files of one client answer differently: returned copies of one form.
fn conflicts(asked: &Asked<'_>) -> Vec<AnsweredTwice> {
    let words = |answer: &Answer| {
        let said = answer.answer.as_ref().map(|said| said.value.to_string());
        said.or_else(|| answer.claim.status.as_ref().map(|status| status.text.to_string()))
            .unwrap_or_default()
    };
    let mut found = Vec::new();
    for answers in asked.values() {
        let Some(first) = answers.first() else { continue };
        let file = |answer: &Answer| answer.claim.location.file_path().to_owned();
        let differs = answers.iter().any(|other| {
            file(other) != file(first)
                && words(other).trim().to_lowercase() != words(first).trim().to_lowercase()
        });
        if differs {
            let said = answers.iter().map(|answer| (words(answer), answer.claim.location.to_string()));
            found.push(AnsweredTwice { about: question(first), said: said.collect() });
        }
    }
    found.truncate(MOST_CONFLICTS);
    found
}
