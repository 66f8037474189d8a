//! Rows of control registers.

use std::collections::BTreeMap;

use super::claims::{CodedColumns, read_claim};
use super::records::Records;
use super::reference::{Numberings, RowReferences};
use super::references::read_references;
use super::table::TableReader;
use crate::declaration::Field;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::normalise::{ASSUMED_SCALE, COUNTS_FOR_PARTS, SCALE_FROM_VALUES, SOA_2013};
use crate::diagnostic::render::{counted, enumerated};
use crate::model::Claim;
use crate::recognise::RecordRows;

/// Reads the rows of a control register.
pub(super) fn read_controls(reader: &mut TableReader<'_>, numberings: &Numberings) -> Records<Claim> {
    let titles = [Field::ControlTitle, Field::ControlDescription];
    let references = read_references(reader, numberings, Field::ControlRef, &titles);
    report_2013(reader, &references);
    let columns = CodedColumns::new(reader);
    report_assumed_maturity(reader, &columns);
    let mut records = Records::default();
    for (record, references) in reader.records().iter().zip(references) {
        let heading = references.heading;
        let claim = read_claim(reader, record, &columns, references);
        if heading && !says_anything(&claim) {
            records.skip(record, "heading of a theme, objective or clause");
        } else if claim.requirements.is_empty()
            && claim.other_references.is_empty()
            && claim.title.is_none()
            && claim.description.is_none()
        {
            records.reject(reader, record);
        } else {
            report_parts(reader, record, &claim);
            records.add(claim);
        }
    }
    records
}

/// Most parts that are listed in a message.
const PARTS_LISTED: usize = 6;

/// Tells that what a row says of a number counts for each of its parts, none of which has a row of its own.
fn report_parts(reader: &mut TableReader<'_>, record: &RecordRows, claim: &Claim) {
    if !says_anything(claim) {
        return;
    }
    let mut parts: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for reference in claim.requirements.iter().filter(|reference| reference.from_2013.is_none()) {
        let number = reference.id.number();
        let written = reference.written.rsplit([':', ' ', '§']).next().unwrap_or_default();
        let written = written.trim_end_matches('.').trim_start_matches(|sign: char| !sign.is_ascii_digit());
        let rest = number.trim_start_matches("A.").strip_prefix(written);
        if !written.is_empty() && rest.is_some_and(|rest| rest.starts_with('.')) {
            parts.entry(&reference.written).or_default().push(reference.id.to_string());
        }
    }
    for (written, parts) in parts {
        let place = reader.cell(record, Field::ControlRef).map(|(_, place)| place);
        let diagnostic = Diagnostic::at(&COUNTS_FOR_PARTS, place.unwrap_or_else(|| claim.location.clone()))
            .read(written)
            .fact("written", written.to_owned())
            .fact("parts", enumerated(&parts, PARTS_LISTED));
        reader.faults.add(written, diagnostic);
    }
}

/// Whether a row says how far anything is done or whether it applies.
fn says_anything(claim: &Claim) -> bool {
    claim.applicability.is_some()
        || claim.status.is_some()
        || claim.percentage.is_some()
        || claim.maturity.is_some()
}

/// One finding for a register in the numbering of 2013.
fn report_2013(reader: &mut TableReader<'_>, references: &[RowReferences]) {
    let is_2013 = |row: &RowReferences| {
        row.requirements
            .iter()
            .any(|reference| reference.from_2013.as_deref().is_some_and(|id| id.starts_with('A')))
    };
    let rows = references.iter().filter(|row| is_2013(row)).count();
    let first = references.iter().position(is_2013).and_then(|index| reader.records().get(index));
    if let Some(record) = first {
        let location = reader
            .cells(record, Field::ControlRef)
            .next()
            .map_or_else(|| reader.row_location(record.row), |(_, location)| location);
        reader.faults.add("", Diagnostic::at(&SOA_2013, location).fact("rows", counted(rows, "row", "rows")));
    }
}

/// Tells that the top of the maturity scale is assumed, where a row without a target is measured by it.
fn report_assumed_maturity(reader: &mut TableReader<'_>, columns: &CodedColumns) {
    let measured = reader.records().iter().any(|record| {
        reader.cell(record, Field::ControlMaturity).is_some()
            && reader.cell(record, Field::ControlTarget).is_none()
    });
    if columns.maturity.assumed && measured {
        let mapped = "a level without a target counts as its share of the top, so a lower top would raise it";
        let shown = columns.maturity.top.map(|top| top.to_string());
        let top = shown.as_deref().unwrap_or("the top set in the parameters (5 unless changed)");
        let (code, example) =
            if shown.is_some() { (&SCALE_FROM_VALUES, "0-10") } else { (&ASSUMED_SCALE, "0-3") };
        reader.report_scale(code, Field::ControlMaturity, "0", top, example, mapped);
    }
}
