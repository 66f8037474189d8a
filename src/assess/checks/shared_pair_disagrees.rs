//! The two requirements of a shared pair are one piece of work, but their own levels differ. Neither is
//! imposed on the other. A pair of which one side is unassessed, or does not count, does not disagree.

use super::Assessed;
use super::occurrence::{level_location, shown};
use crate::assess::RequirementResult;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;
use crate::standards::RequirementId;

/// Difference of levels that counts as none.
const NOISE: f64 = 1e-9;

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    assessed
        .links
        .pairs()
        .iter()
        .filter_map(|pair| {
            let first = compared(assessed, pair.iso27001)?;
            let second = compared(assessed, pair.iso42001)?;
            ((first.own - second.own).abs() > NOISE).then(|| finding(assessed, first, second))
        })
        .collect()
}

fn compared<'a>(assessed: &Assessed<'a>, id: RequirementId) -> Option<&'a RequirementResult> {
    assessed.requirements.get(&id).filter(|result| result.in_denominator && result.assessed)
}

fn finding(assessed: &Assessed<'_>, first: &RequirementResult, second: &RequirementResult) -> Diagnostic {
    let cell = |id: RequirementId| assessed.statement(id).and_then(level_location);
    let mut finding = Diagnostic::general(&codes::SHARED_PAIR_DISAGREES)
        .fact("first_level", shown(first.own))
        .fact("second_level", shown(second.own))
        .fact("first", first.id.to_string())
        .fact("second", second.id.to_string());
    let mut cells = [first.id, second.id].into_iter().filter_map(cell);
    finding.location = cells.next();
    finding.also(cells)
}
