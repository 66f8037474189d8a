//! An identifier of a column with the meanings that are left for it.

use super::numbering::{Entry, Numbering};
use super::written::Written;
use crate::standards::{Part, Standard};

/// Why numbers are not taken for those of our standards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherFramework {
    /// The heading or the row names another framework.
    Named,
    /// Many of them stand in neither standard.
    UnknownNumbers,
    /// The titles beside them are those of other things.
    Titles,
    /// Nothing shows that they are ours.
    NothingShows,
}

impl OtherFramework {
    /// The reason, as a message gives it.
    pub fn words(self) -> &'static str {
        match self {
            OtherFramework::Named => "another framework is named beside them",
            OtherFramework::UnknownNumbers => "many numbers stand in neither standard",
            OtherFramework::Titles => "the titles beside them are of other things",
            OtherFramework::NothingShows => {
                "no name near the numbers and no title beside them shows that they are"
            }
        }
    }
}

/// The evidence that the standard before another identifier of the cell does not have a number.
pub(in crate::normalise) const NOT_OF_STANDARD_BEFORE: &str = "the standard before it has no such number";

/// The evidence that the cell or its row names both standards.
pub(super) const BOTH_NAMED: &str = "both standards named";

/// One identifier with the meanings that are left for it.
pub(super) struct Token<'n> {
    pub(super) row: usize,
    pub(super) written: Written,
    pub(super) candidates: Vec<&'n Entry>,
    /// Whether any numbering has the number.
    pub(super) known: bool,
    /// It is not taken for ours, and why.
    pub(super) foreign: Option<OtherFramework>,
    /// Whether the title beside it is that of one of its meanings; `None` where it has none of its own.
    pub(super) titled: Option<bool>,
    /// It is written as a key, so nothing around it says what it means.
    pub(super) is_key: bool,
    /// It has the form of a key, but only the edition of 2013 has its number: what it means there.
    pub(super) only_2013: Option<&'n Entry>,
    /// It is the clause of this number in both standards, which the cell or its row names.
    pub(super) in_both: bool,
    /// What took candidates away.
    pub(super) evidence: Vec<&'static str>,
}

impl<'n> Token<'n> {
    /// Keeps the candidates that fit, unless none does; notes the evidence where any went.
    pub(super) fn keep(&mut self, evidence: &'static str, fits: impl Fn(&Entry) -> bool) {
        let fitting = self.candidates.iter().filter(|entry| fits(entry)).count();
        if self.evidence.contains(&BOTH_NAMED) && !self.leaves_both(&fits) {
            return;
        }
        if fitting > 0 && fitting < self.candidates.len() {
            self.candidates.retain(|entry| fits(entry));
            self.note(evidence);
        }
    }

    /// Whether of a number that is meant for both standards meanings of both are left, or it has but those of one.
    fn leaves_both(&self, fits: &impl Fn(&Entry) -> bool) -> bool {
        let may_be = |standard: Standard| move |entry: &&&Entry| entry.numbering.standard() == standard;
        Standard::BOTH.into_iter().all(|standard| {
            let mut of_it = self.candidates.iter().filter(may_be(standard)).peekable();
            of_it.peek().is_none() || of_it.any(|entry| fits(entry))
        })
    }

    /// Takes away the standard that stands before another identifier of the cell: it has no such number.
    pub(super) fn free_of_carried(&mut self) {
        self.written.standards.clear();
        self.written.edition = None;
        self.note(NOT_OF_STANDARD_BEFORE);
    }

    /// Whether the standard before another identifier of the cell was taken away.
    pub(super) fn is_freed(&self) -> bool {
        self.evidence.contains(&NOT_OF_STANDARD_BEFORE)
    }

    /// Where both standards are named, takes a number for the clause of both, unless it can be a control of both too:
    /// a control that one of them alone has was not meant.
    pub(super) fn settle_both(&mut self) {
        use Numbering::{Annex2022, Annex42001, Clause27001, Clause42001};
        let of =
            |numbering: Numbering| self.candidates.iter().copied().find(|entry| entry.numbering == numbering);
        let alike = |one: Option<&'n Entry>, other: Option<&'n Entry>| {
            one.zip(other).filter(|(one, other)| one.levels == other.levels)
        };
        if self.evidence.contains(&BOTH_NAMED)
            && let Some((one, other)) = alike(of(Clause27001), of(Clause42001))
            && alike(of(Annex2022), of(Annex42001)).is_none()
        {
            self.candidates = vec![one, other];
            self.in_both = true;
        }
    }

    pub(super) fn note(&mut self, evidence: &'static str) {
        if !self.evidence.contains(&evidence) {
            self.evidence.push(evidence);
        }
    }

    /// The meaning, where only one is left.
    pub(super) fn decided(&self) -> Option<&'n Entry> {
        match self.candidates.as_slice() {
            [entry] => Some(entry),
            _ => None,
        }
    }

    /// `A.5` or `clause 6`: a number without a second level, which heads others.
    pub(super) fn is_theme(&self) -> bool {
        self.written.forms.iter().all(|form| matches!(form, [_, 0, ..]))
    }

    /// Whether a meaning of this part is left.
    pub(super) fn may_be(&self, part: Part) -> bool {
        self.candidates.iter().any(|entry| entry.numbering.part() == part)
    }

    pub(super) fn is_bare(&self) -> bool {
        self.written.part.is_none() && self.written.standards.is_empty()
    }
}
