//! A risk that is not closed has no owner.

use super::Assessed;
use super::occurrence::{Occurrence, by_sheet, risk_name};
use crate::assess::owner::is_owned;
use crate::assess::risks::is_open;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let risks = assessed.subject.model.risks.iter();
    let unowned = risks
        .filter(|risk| is_open(risk) && !is_owned(&risk.owner))
        .map(|risk| Occurrence::at(risk_name(risk), risk.location.clone()).instead(&risk.owner));
    by_sheet(&codes::RISK_WITHOUT_OWNER, unowned)
}
