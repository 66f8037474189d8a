//! The organisation says of one pair that it is shared and that it is not.

use super::Assessed;
use crate::assess::shared::decided;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;
use crate::provenance::Location;

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    decided(assessed.subject.model, assessed.subject.catalogue)
        .into_iter()
        .filter_map(|((first, second), decisions)| {
            let both = decisions.iter().any(|decision| decision.shared)
                && decisions.iter().any(|decision| !decision.shared);
            let mut cells: Vec<Location> =
                decisions.iter().map(|decision| decision.location.clone()).collect();
            cells.sort();
            let mut cells = cells.into_iter();
            let finding = Diagnostic::at(&codes::PAIR_DECIDED_BOTH_WAYS, cells.next()?)
                .fact("first", first.to_string())
                .fact("second", second.to_string())
                .also(cells);
            both.then_some(finding)
        })
        .collect()
}
