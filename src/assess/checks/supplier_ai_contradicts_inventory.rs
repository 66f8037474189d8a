//! The supplier register says that a supplier delivers no AI, and the inventory names it as the vendor of an
//! AI system.

use super::Assessed;
use super::occurrence::{Occurrence, by_sheet, supplier_name};
use crate::assess::supplier_links::ai_systems_of_suppliers;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let model = assessed.subject.model;
    let known = ai_systems_of_suppliers(model);
    let of_none = model.suppliers.iter().filter(|supplier| supplier.supplies_ai == Some(false));
    let contradicted = of_none.filter(|supplier| known.contains_key(supplier.key.as_str()));
    let places = contradicted.filter_map(|supplier| {
        let said = supplier.ai_supplied.as_ref()?;
        Some(Occurrence::at(supplier_name(supplier), said.location.clone()).read(&said.value))
    });
    by_sheet(&codes::SUPPLIER_AI_CONTRADICTS_INVENTORY, places)
}
