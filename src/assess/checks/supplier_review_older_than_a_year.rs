//! The last assessment of a supplier lies further back than the age that the parameters allow for evidence (a year
//! unless changed), and no date is set for the next one (27001 A.5.22). Where one is set, that date decides.

use super::Assessed;
use super::occurrence::{Occurrence, by_sheet, supplier_name};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;
use crate::recognise::value::{Asked, gives};

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let subject = assessed.subject;
    let oldest = subject.parameters.evidence_max_age_days;
    let old = subject.model.suppliers.iter().filter_map(|supplier| {
        let last = supplier.last_review.as_ref()?;
        let is_planned =
            |next: &crate::provenance::Reading<_>| next.value.is_some() || gives(&next.text, Asked::Entry);
        let planned = supplier.next_review.as_ref().is_some_and(is_planned);
        let age = (subject.model.as_of - last.value?).num_days();
        let there = || Occurrence::at(supplier_name(supplier), last.location.clone()).read(&last.text);
        (!planned && age as f64 > oldest).then(there)
    });
    by_sheet(&codes::SUPPLIER_REVIEW_OLDER_THAN_A_YEAR, old)
        .into_iter()
        .map(|finding| finding.fact("days", oldest.to_string()))
        .collect()
}
