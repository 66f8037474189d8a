//! An AI system is bought in from a vendor that the supplier register does not have, where there is one. Each
//! vendor that a cell names is looked for by itself.

use super::Assessed;
use super::ai_system_without_owner::is_governed;
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
    let unknown = model.ai_systems.iter().filter(|system| is_governed(system)).flat_map(|system| {
        let vendors = names.unknown_vendors(system).into_iter();
        vendors.filter_map(|vendor| {
            let cell = system.vendor.as_ref()?;
            Some(Occurrence::at(ai_system_name(system), cell.location.clone()).read(vendor))
        })
    });
    by_sheet(&codes::SUPPLIER_NOT_IN_REGISTER, unknown)
}
