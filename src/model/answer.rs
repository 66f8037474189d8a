//! Answered questions, and the requirements that they may be about.

use arcstr::ArcStr;

use super::{Claim, RequirementRef};
use crate::provenance::Traced;
use crate::standards::RequirementId;

/// A question with its answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Identifier of the question.
    pub id: Option<Traced<ArcStr>>,
    /// Section.
    pub section: Option<Traced<ArcStr>>,
    /// The answer as it was written.
    pub answer: Option<Traced<ArcStr>>,
    /// What the answer claims; its `requirements` are empty where the question names none.
    pub claim: Claim,
    /// The requirement that the question may be about by its wording, where it names none.
    pub suggestion: Option<Suggestion>,
    /// The requirements that the questionnaire names, where a person gave the question others; those stand in the
    /// claim.
    pub named: Option<Vec<RequirementRef>>,
    /// A yes may be the unfavourable answer, so the answer counts for nothing.
    pub reversed: bool,
}

impl Answer {
    /// The clauses and controls that the questionnaire names as they were understood, then what belongs to neither
    /// standard as it is written.
    pub fn references_in_words(&self) -> String {
        let named = self.named.as_ref().unwrap_or(&self.claim.requirements);
        let known = named.iter().map(|reference| reference.id.to_string());
        known.chain(self.claim.other_references.iter().cloned()).collect::<Vec<_>>().join("; ")
    }
}

/// The requirement that a question may be about, by its wording. It counts for nothing by itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// The requirement.
    pub requirement: RequirementId,
    /// How much of the weight of the question's words the requirement has, 0 to 1.
    pub score: f64,
    /// Whether a person confirmed or refused it; `None` where nobody decided.
    pub confirmed: Option<bool>,
}

impl Suggestion {
    /// Whether the answer counts for the requirement: a person says so, or else the score reaches the
    /// least that the organisation accepts without looking.
    pub fn counts(&self, least_score: Option<f64>) -> bool {
        self.confirmed.unwrap_or_else(|| least_score.is_some_and(|least| self.score >= least))
    }
}
