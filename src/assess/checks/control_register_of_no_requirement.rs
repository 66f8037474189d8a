//! A register of controls of which no row names a clause or a control of either standard: all of it counts for nothing.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Assessed;
use super::occurrence::{Occurrence, by_sheet, name};
use crate::declaration::Register;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;
use crate::provenance::SheetName;

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let model = assessed.subject.model;
    let claims = model.statements.values().flat_map(|statement| &statement.claims);
    let counted: BTreeSet<&Arc<SheetName>> = claims.map(|claim| &claim.location.sheet).collect();
    let rows = model.other_controls.iter().filter(|claim| claim.register == Register::Controls);
    let without = rows.filter(|claim| !counted.contains(&claim.location.sheet)).map(|claim| {
        let written = claim.other_references.first().map_or("", String::as_str);
        let title = claim.title.as_ref().map_or(written, |title| title.value.as_str());
        Occurrence::at(format!("\"{}\"", name(&None, title)), claim.location.clone())
    });
    by_sheet(&codes::CONTROL_REGISTER_OF_NO_REQUIREMENT, without)
}
