//! The supplier register says that a supplier delivers AI, and no AI system of the inventory comes from it
//! (42001 A.4.2: what AI systems rest on is documented).

use super::Assessed;
use super::occurrence::{Occurrence, by_sheet, supplier_name};
use crate::assess::supplier_links::ai_systems_of_suppliers;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let model = assessed.subject.model;
    let known = ai_systems_of_suppliers(model);
    let of_ai = model.suppliers.iter().filter(|supplier| supplier.supplies_ai == Some(true));
    let without =
        of_ai.filter(|supplier| !known.contains_key(supplier.key.as_str())).filter_map(|supplier| {
            let said = supplier.ai_supplied.as_ref()?;
            Some(Occurrence::at(supplier_name(supplier), said.location.clone()).read(&said.value))
        });
    by_sheet(&codes::SUPPLIER_AI_NOT_IN_INVENTORY, without)
}
