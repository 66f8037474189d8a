//! A document that a standard asks for is recorded as missing on Documented information, although the clauses and
//! controls that ask for it are said to be fully implemented: no gap shows it then. Documents are recorded in the
//! workbook alone, so that this check looks at what people wrote there.

use std::collections::BTreeMap;

use crate::assess::RequirementResult;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;
use crate::model::CellKey;
use crate::provenance::Location;
use crate::record::names::{DOCUMENT_STATUS, DOCUMENTS, MISSING};
use crate::standards::{Catalogue, Demand, RequirementId};

/// One finding for each document that is missing while all that asks for it is met.
pub fn documents_missing(
    catalogue: &Catalogue,
    results: &BTreeMap<RequirementId, RequirementResult>,
    noted: impl Iterator<Item = (CellKey, String)>,
    place: impl Fn(&CellKey) -> Location,
) -> Vec<Diagnostic> {
    let statuses = noted.filter(|(cell, _)| cell.list == DOCUMENTS && cell.heading == DOCUMENT_STATUS);
    let missing = statuses.filter(|(_, status)| status.to_lowercase() == MISSING.to_lowercase());
    let told = missing.filter_map(|(cell, status)| {
        let documents = &catalogue.integration().documents;
        let document = documents.iter().find(|document| document.key == cell.key)?;
        if document.demand == Demand::Practice {
            return None;
        }
        let counted = document.asked.iter().filter_map(|id| results.get(id));
        let counted: Vec<&RequirementResult> = counted.filter(|result| result.in_denominator).collect();
        if counted.is_empty() || counted.iter().any(|result| result.own < 1.0) {
            return None;
        }
        let asking: Vec<String> = counted.iter().map(|result| result.id.to_string()).collect();
        let told = Diagnostic::at(&codes::DOCUMENT_MISSING, place(&cell));
        Some(
            told.read(status).fact("document", document.name.clone()).fact("requirements", asking.join(", ")),
        )
    });
    told.collect()
}
