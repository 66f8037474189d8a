//! The next assessment of a supplier is past its date.

use super::Assessed;
use super::occurrence::{Occurrence, by_sheet, supplier_name};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;
use crate::provenance::understood;

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let model = assessed.subject.model;
    let late = model.suppliers.iter().filter_map(|supplier| {
        let next = supplier.next_review.as_ref()?;
        let is_late = understood(&supplier.next_review)? < model.as_of;
        is_late.then(|| Occurrence::at(supplier_name(supplier), next.location.clone()).read(&next.text))
    });
    by_sheet(&codes::SUPPLIER_REVIEW_PAST_DUE, late)
}
