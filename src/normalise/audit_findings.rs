//! Rows of audit registers.

use super::coded_cells::Expected;
use super::keys::Keys;
use super::records::Records;
use super::reference::Numberings;
use super::references::read_references;
use super::risks::open_state;
use super::table::TableReader;
use crate::declaration::Field;
use crate::model::{AuditFinding, FindingGrade};

/// Reads the rows of an audit register.
pub(super) fn read_audit_findings(
    reader: &mut TableReader<'_>,
    numberings: &Numberings,
    keys: &mut Keys,
) -> Records<AuditFinding> {
    let references = read_references(reader, numberings, Field::FindingRef, &[]);
    let mut records = Records::default();
    for (record, references) in reader.records().iter().zip(references) {
        let Some(key) = keys.key(reader, record, &[Field::FindingId, Field::FindingDescription]) else {
            records.reject(reader, record);
            continue;
        };
        let mut finding = AuditFinding::unknown(key.clone(), reader.row_location(record.row));
        finding.id = reader.text(record, Field::FindingId);
        finding.requirements = references.requirements;
        finding.other_references = references.other;
        let words = "Major nonconformity, Minor nonconformity, Observation, Opportunity for improvement, Conform, Strength";
        let expected = Expected { subject: &key, words };
        finding.grade = reader.word(record, Field::FindingGrade, "audit.finding", &expected, grade);
        finding.description = reader.text(record, Field::FindingDescription);
        finding.cause = reader.text(record, Field::FindingCause);
        finding.action = reader.text(record, Field::FindingAction);
        finding.owner = reader.text(record, Field::FindingOwner);
        finding.due = reader.date(record, Field::FindingDue, &key);
        let expected = Expected { subject: &key, words: "Open, In progress, Closed" };
        finding.status = reader.word(record, Field::FindingStatus, "open-closed", &expected, open_state);
        finding.date = reader.date(record, Field::FindingDate, &key);
        finding.comment = reader.text(record, Field::Comment);
        records.add(finding);
    }
    records
}

fn grade(meaning: &str) -> Option<FindingGrade> {
    Some(match meaning {
        "major-nc" => FindingGrade::MajorNonconformity,
        "minor-nc" => FindingGrade::MinorNonconformity,
        "nonconformity" => FindingGrade::Nonconformity,
        "observation" => FindingGrade::Observation,
        "ofi" => FindingGrade::OpportunityForImprovement,
        "conform" => FindingGrade::Conform,
        "strength" => FindingGrade::Strength,
        _ => return None,
    })
}
