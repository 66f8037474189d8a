//! Whether a requirement is excluded, and whether it may be.

use arcstr::ArcStr;

use crate::model::{Applicability, Statement};
use crate::provenance::Traced;
use crate::recognise::value::{is_filled, says_something};
use crate::standards::Part;

/// What an organisation's "not applicable" amounts to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exclusion {
    /// Nothing is excluded; an undetermined applicability is not an exclusion.
    None,
    /// A control with a justification: it leaves the denominator.
    Justified,
    /// A control without a justification: it stays in the denominator with 0.
    Unjustified,
    /// A clause, which cannot be excluded: it stays in the denominator with 0.
    Clause,
}

/// Judges a statement's applicability.
pub fn exclusion(statement: &Statement) -> Exclusion {
    if statement.applicability != Applicability::NotApplicable {
        return Exclusion::None;
    }
    match statement.requirement.part() {
        Part::Clauses => Exclusion::Clause,
        Part::AnnexA if is_written(&statement.justification_exclusion) => Exclusion::Justified,
        Part::AnnexA => Exclusion::Unjustified,
    }
}

/// Whether a text is there and says anything: a reason, an action, evidence. The formulas of the workbook
/// judge it as here.
pub(super) fn is_written(text: &Option<Traced<ArcStr>>) -> bool {
    text.as_ref().is_some_and(|text| says_something(&text.value))
}

/// Whether a cell holds more than a word that holds the place of what is not there.
pub(super) fn is_given(text: &Option<Traced<ArcStr>>) -> bool {
    text.as_ref().is_some_and(|text| is_filled(&text.value))
}
