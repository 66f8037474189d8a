//! The controls of a side of AI governance that are not fully implemented, each with its status.

use super::Contents;
use super::control_state::NOISE;
use super::expression::{look_up, text};
use super::names::KEY;
use super::names::coverage::COVERAGE_TABLE;
use super::names::requirements::{ASSESSED, CLAUSES_TABLE, COUNTS, OWN, STATUS, soa_table};
use crate::model::ImplementationStatus;
use crate::provenance::Reading;
use crate::standards::{GovernanceSide, Part, RequirementId};

/// What stands before each of them, and so between two.
pub const BETWEEN: &str = ", ";

/// The statuses of a control that is left to do.
const LEFT: [ImplementationStatus; 4] = [
    ImplementationStatus::Partial,
    ImplementationStatus::InProgress,
    ImplementationStatus::Planned,
    ImplementationStatus::NotImplemented,
];

// The words for a level that no status gives.
const UNASSESSED: &str = "unassessed";
const AT_NOTHING: &str = "at 0 %";
const IN_PART: &str = "in part";

/// A control with its status where it counts and is not fully implemented, else nothing.
pub fn expression(control: RequirementId) -> String {
    let key = text(&control.to_string());
    let covers = |heading: &str| look_up(COVERAGE_TABLE, heading, KEY, &key);
    let table = match control.part() {
        Part::Clauses => CLAUSES_TABLE,
        Part::AnnexA => soa_table(control.standard()),
    };
    let status = look_up(table, STATUS, KEY, &key);
    let by_level = format!("IF({}<={NOISE},{},{})", covers(OWN), text(AT_NOTHING), text(IN_PART));
    let state = LEFT.iter().rev().fold(by_level, |otherwise, left| {
        let word = text(left.words());
        format!("IF({status}={word},{word},{otherwise})")
    });
    // A row that somebody deleted has no status; Coverage counts it as unassessed.
    format!(
        "IF(OR({}=0,{own}>=1-{NOISE}),\"\",{}&IF({}=0,{},IFERROR({state},{})))",
        covers(COUNTS),
        text(&format!("{BETWEEN}{control} ")),
        covers(ASSESSED),
        text(UNASSESSED),
        text(UNASSESSED),
        own = covers(OWN)
    )
}

/// The value of the expressions of all controls of a side.
pub fn of_side(contents: &Contents<'_>, side: GovernanceSide) -> String {
    let controls = contents.catalogue.ai_governance().governed_by.iter().filter(|row| row.side == side);
    controls.filter_map(|row| of(contents, row.requirement)).collect::<Vec<_>>().join(BETWEEN)
}

fn of(contents: &Contents<'_>, control: RequirementId) -> Option<String> {
    let result = contents.assessment.requirements.get(&control)?;
    if !result.in_denominator || result.own >= 1.0 - NOISE {
        return None;
    }
    let status = contents.model.statements.get(&control).and_then(|statement| statement.status.as_ref());
    let status = status.and_then(|Reading { value, .. }| *value).filter(|status| LEFT.contains(status));
    let state = match status {
        _ if !result.assessed => UNASSESSED,
        Some(status) => status.words(),
        None if result.own <= NOISE => AT_NOTHING,
        None => IN_PART,
    };
    Some(format!("{control} {state}"))
}
