//! What was cleared and is back, and records that people added and a source now has too.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::revise as codes;
use crate::diagnostic::render::counted;
use crate::provenance::Location;
use crate::record::{Previous, Revision, names};

/// Most records that a message names.
const MOST_NAMED: usize = 5;

/// Tells of both, a message for each column of cleared cells and one for each record.
pub(super) fn tell(previous: &Previous<'_>, revision: &Revision) -> Vec<Diagnostic> {
    let mut cleared: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for cell in &revision.refilled {
        cleared.entry((&cell.list, &cell.heading)).or_default().push(&cell.key);
    }
    let cleared = cleared.into_iter().map(|((list, heading), keys)| {
        let mut records = keys.iter().take(MOST_NAMED).copied().collect::<Vec<_>>().join(", ");
        if keys.len() > MOST_NAMED {
            records.push_str(&format!(" and {} more", keys.len() - MOST_NAMED));
        }
        Diagnostic::at(&codes::CLEARED_CELL_RETURNS, sheet(previous, list))
            .fact("heading", heading.to_owned())
            .fact("list", names::shown(list))
            .fact("records", records)
            .fact("count", counted(keys.len(), "cell was", "cells were"))
    });
    let twice = revision.in_source_too.iter().map(|twice| {
        Diagnostic::at(&codes::ADDED_RECORD_IN_SOURCE, sheet(previous, &twice.list))
            .fact("record", twice.key.clone())
            .fact("own", twice.own.clone())
            .fact("source", twice.source.clone())
            .fact("place", twice.place.clone())
    });
    cleared.chain(twice).collect()
}

fn sheet(previous: &Previous<'_>, list: &str) -> Location {
    let sheet = previous.sheet(list).map(|sheet| Location::sheet(&sheet.name));
    sheet.unwrap_or_else(|| Location::file(&previous.workbook.path))
}
