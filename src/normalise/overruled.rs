//! What a person decided otherwise than the sources say: nothing is told of what is the matter with it there.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::normalise::{APPLICABILITY_CONTRADICTS_STATUS, EXCLUDED_BY_MATURITY};
use crate::provenance::Location;

/// Cells and requirements about which nothing is told.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overruled {
    /// Cells whose values count no more.
    pub cells: BTreeSet<Location>,
    /// Cells of a status or maturity in rows whose applicability or status counts no more: that the two contradict
    /// each other is not told.
    pub contradictions: BTreeSet<Location>,
    /// Codes that are not told of a requirement, by its key and the name of the code.
    pub requirements: BTreeSet<(String, &'static str)>,
}

impl Overruled {
    /// Whether there is nothing of the kind.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty() && self.contradictions.is_empty() && self.requirements.is_empty()
    }

    /// Whether a diagnostic is about any of it, at its own place or at a further one.
    pub fn touches(&self, told: &Diagnostic) -> bool {
        let mut places = told.location.iter().chain(&told.also);
        places.any(|place| self.is_of_cell(told, place)) || self.is_of_requirement(told)
    }

    /// Whether a diagnostic is about the value of such a cell.
    pub(super) fn is_of_cell(&self, told: &Diagnostic, place: &Location) -> bool {
        let of_row = [APPLICABILITY_CONTRADICTS_STATUS.name, EXCLUDED_BY_MATURITY.name];
        let cells = if of_row.contains(&told.code.name) { &self.contradictions } else { &self.cells };
        cells.contains(place)
    }

    /// Whether a diagnostic is about what the rows of a requirement say differently, and no more matters.
    pub(super) fn is_of_requirement(&self, told: &Diagnostic) -> bool {
        if self.requirements.is_empty() {
            return false;
        }
        let mut facts = told.facts.iter().filter(|(name, _)| *name == "requirement");
        facts.any(|(_, requirement)| self.requirements.contains(&(requirement.clone(), told.code.name)))
    }
}
