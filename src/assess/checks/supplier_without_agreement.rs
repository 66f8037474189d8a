//! A supplier with whom no agreement is recorded (27001 A.5.20; for AI the split of responsibilities, 42001
//! A.10.2). A text that says neither yes nor no is taken for the name of an agreement.

use super::Assessed;
use super::occurrence::{Occurrence, by_sheet, supplier_name};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let suppliers = assessed.subject.model.suppliers.iter();
    let without = suppliers
        .filter(|supplier| supplier.has_agreement == Some(false) || supplier.agreement.is_none())
        .map(|supplier| {
            let place =
                supplier.agreement.as_ref().map_or(&supplier.location, |agreement| &agreement.location);
            Occurrence::at(supplier_name(supplier), place.clone())
        });
    by_sheet(&codes::SUPPLIER_WITHOUT_AGREEMENT, without)
}
