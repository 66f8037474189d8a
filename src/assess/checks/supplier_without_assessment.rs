//! A supplier of whom no assessment is recorded (27001 A.5.19 and A.5.22, 42001 A.10.3): a word that holds the place of
//! a date is none, nor is a date that is still to come. A date that cannot be read is unknown, not missing.

use super::Assessed;
use super::occurrence::{Occurrence, by_sheet, supplier_name};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;
use crate::recognise::value::{Asked, gives};

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let model = assessed.subject.model;
    let without = model.suppliers.iter().filter_map(|supplier| {
        let Some(last) = &supplier.last_review else {
            return Some(Occurrence::at(supplier_name(supplier), supplier.location.clone()));
        };
        let is_recorded = match last.value {
            Some(day) => day <= model.as_of,
            None => gives(&last.text, Asked::Entry),
        };
        let there = || Occurrence::at(supplier_name(supplier), last.location.clone()).read(&last.text);
        (!is_recorded).then(there)
    });
    by_sheet(&codes::SUPPLIER_WITHOUT_ASSESSMENT, without)
}
