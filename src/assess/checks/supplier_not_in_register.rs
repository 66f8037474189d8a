//! An AI system is bought in from a vendor that the supplier register does not have, where there is one.

use super::Assessed;
use super::ai_system_without_owner::is_governed;
use super::is_bought_in;
use super::occurrence::{Occurrence, ai_system_name, by_sheet};
use crate::assess::supplier_links::SupplierNames;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let model = assessed.subject.model;
    if model.suppliers.is_empty() {
        return Vec::new();
    }
    let names = SupplierNames::new(model);
    let bought = model.ai_systems.iter().filter(|system| is_governed(system) && is_bought_in(model, system));
    let unknown = bought.filter(|system| names.of(system).is_none()).filter_map(|system| {
        let vendor = system.vendor.as_ref()?;
        Some(Occurrence::at(ai_system_name(system), vendor.location.clone()).read(&vendor.value))
    });
    by_sheet(&codes::SUPPLIER_NOT_IN_REGISTER, unknown)
}
