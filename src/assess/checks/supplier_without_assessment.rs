//! A supplier of whom no assessment is recorded (27001 A.5.19 and A.5.22, 42001 A.10.3). A date that cannot be
//! read is unknown, not missing.

use super::Assessed;
use super::occurrence::{Occurrence, by_sheet, supplier_name};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let suppliers = assessed.subject.model.suppliers.iter();
    let without = suppliers
        .filter(|supplier| supplier.last_review.is_none())
        .map(|supplier| Occurrence::at(supplier_name(supplier), supplier.location.clone()));
    by_sheet(&codes::SUPPLIER_WITHOUT_ASSESSMENT, without)
}
