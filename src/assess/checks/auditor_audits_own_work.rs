//! The lead auditor of an audit owns what is audited: nobody audits their own work (clause 9.2.2 of both
//! standards asks for objectivity and impartiality). Auditors are named in the workbook alone, so that this
//! check looks at what people wrote there.

use std::collections::BTreeMap;

use crate::assess::AuditProgramme;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;
use crate::model::CellKey;
use crate::provenance::Location;
use crate::record::names::{AUDIT_PROGRAMME, LEAD_AUDITOR};

/// One finding for each audit whose lead auditor owns a requirement of the unit.
pub fn audits_of_own_work(
    programme: &AuditProgramme,
    noted: impl Iterator<Item = (CellKey, String)>,
    place: impl Fn(&CellKey) -> Location,
) -> Vec<Diagnostic> {
    let audits: BTreeMap<&str, _> =
        programme.audits.iter().map(|audit| (audit.key.as_str(), audit)).collect();
    let named = noted.filter(|(cell, _)| cell.list == AUDIT_PROGRAMME && cell.heading == LEAD_AUDITOR);
    let own = named.filter_map(|(cell, auditor)| {
        let unit = programme.unit(audits.get(cell.key.as_str())?)?;
        let auditor = single_spaced(&auditor);
        let owner = unit.owners.iter().find(|owner| owner.to_lowercase() == auditor.to_lowercase())?;
        let told = Diagnostic::at(&codes::AUDITOR_AUDITS_OWN_WORK, place(&cell));
        Some(told.read(auditor).fact("auditor", owner.clone()).fact("audit", cell.key.clone()))
    });
    own.collect()
}

/// A name without spaces at its ends and with one between its words, as a spreadsheet trims it.
pub fn single_spaced(name: &str) -> String {
    name.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
