//! References that are written as annexa writes them: `27001:9.2.1`.

use super::*;
use crate::diagnostic::render;

/// The requirements that the controls of each risk name, and all that is told, as text.
fn treated(table: &TestTable) -> (Vec<Vec<String>>, String) {
    let (model, diagnostics) = normalised(&[table]);
    let controls = model
        .risks
        .iter()
        .map(|risk| risk.controls.iter().map(|control| control.value.id.to_string()).collect())
        .collect();
    (controls, diagnostics.iter().map(render::text).collect())
}

fn risks(heading: &str, controls: &[&str]) -> TestTable {
    let columns = [("Risk", Field::RiskTitle), (heading, Field::RiskControls)];
    let rows: Vec<[&str; 2]> = controls.iter().map(|text| ["Phishing", text]).collect();
    let rows: Vec<&[&str]> = rows.iter().map(|row| row.as_slice()).collect();
    table(Register::Risks, &columns, &rows)
}

fn audit_findings(references: &[&str]) -> TestTable {
    let columns =
        [("Ref", Field::FindingRef), ("Finding", Field::FindingDescription), ("Type", Field::FindingGrade)];
    let rows: Vec<[&str; 3]> = references.iter().map(|text| [*text, "Not done", "Major"]).collect();
    let rows: Vec<&[&str]> = rows.iter().map(|row| row.as_slice()).collect();
    table(Register::AuditFindings, &columns, &rows)
}

/// What each audit finding is about, and all that is told.
fn audited(table: &TestTable) -> (Vec<Vec<String>>, String) {
    let (model, diagnostics) = normalised(&[table]);
    let about = model.audit_findings.iter();
    let about = about.map(|finding| finding.requirements.iter().map(|one| one.id.to_string()).collect());
    (about.collect(), diagnostics.iter().map(render::text).collect())
}

#[test]
fn a_key_is_its_requirement_in_every_register() {
    for text in ["27001:9.2.1", "27001: 9.2.1", "see 27001:9.2.1 (internal audit)"] {
        let (read, told) = treated(&risks("Controls", &[text]));
        assert_eq!(
            (read.concat(), told.contains("reference")),
            (vec!["27001:9.2.1".to_owned()], false),
            "{text}"
        );
    }
    let (read, told) =
        treated(&risks("Controls", &["27001:9.2.1; 27001:A.5.19", "27001:6.1.2; 42001:A.6.1.2"]));
    assert_eq!(read, [["27001:9.2.1", "27001:A.5.19"], ["27001:6.1.2", "42001:A.6.1.2"]]);
    assert!(!told.contains("reference"), "{told}");
    let (read, told) = audited(&audit_findings(&["27001:9.2.1", "27001:6.1.2", "27001:5.1", "42001:6.1.2"]));
    assert_eq!(read.concat(), ["27001:9.2.1", "27001:6.1.2", "27001:5.1", "42001:6.1.2"]);
    assert!(!told.contains("reference"), "{told}");
    // A heading stands for its parts, and never for the control of the same number.
    assert_eq!(audited(&audit_findings(&["27001:6.1"])).0.concat().len(), 3);
}

#[test]
fn neither_a_heading_nor_another_framework_in_the_row_makes_a_key_another_thing() {
    let columns =
        [("Standard", Field::Standard), ("Ref", Field::ControlRef), ("Status", Field::ControlStatus)];
    let rows: [&[&str]; 2] =
        [&["NIST CSF", "27001:9.2.1", "Implemented"], &["42001", "27001:6.1.2", "Planned"]];
    let (rows, codes) = references(&table(Register::Controls, &columns, &rows));
    assert_eq!((rows.concat(), codes), (vec!["27001:9.2.1".to_owned(), "27001:6.1.2".to_owned()], vec![]));
    let (read, _) = treated(&risks("Annex A 2013 controls", &["27001:9.2.1"]));
    assert_eq!(read.concat(), ["27001:9.2.1"]);
}

#[test]
fn a_key_that_only_the_edition_of_2013_has_is_told_and_not_carried_over() {
    for heading in ["Controls", "Measures"] {
        let (read, told) = treated(&risks(heading, &["27001:9.2.1", "27001:7.2.1"]));
        assert_eq!(read, [vec!["27001:9.2.1".to_owned()], Vec::new()]);
        assert!(
            told.contains("warning[reference-of-2013]: 27001:7.2.1 is neither clause nor control"),
            "{told}"
        );
        assert!(told.contains("ISO/IEC 27001:2013 A.7.2.1"), "{told}");
        assert!(told.contains("write 27001:A.5.4 for it"), "{told}");
    }
    let (read, told) = audited(&audit_findings(&["27001:9.2.1", "27001:6.1.2", "27001:7.2.1"]));
    assert_eq!(read.concat(), ["27001:9.2.1", "27001:6.1.2"]);
    assert_eq!(told.matches("reference-of-2013").count(), 1, "{told}");
    // Where the edition is named, the number is one of it.
    let (read, told) = treated(&risks("Controls (ISO 27001:2013)", &["27001:7.2.1"]));
    assert_eq!((read.concat(), told.contains("reference")), (vec!["27001:A.5.4".to_owned()], false));
}

#[test]
fn a_register_that_numbers_its_controls_so_is_not_taken_for_one_of_clauses() {
    let columns = [("Ref", Field::ControlRef), ("Status", Field::ControlStatus)];
    let ids = ["27001:5.1", "27001:5.2", "27001:5.9", "27001:5.10", "27001:5.37", "27001:8.33", "27001:8.34"];
    let rows: Vec<[&str; 2]> = ids.iter().map(|id| [*id, "Implemented"]).collect();
    let rows: Vec<&[&str]> = rows.iter().map(|row| row.as_slice()).collect();
    let (rows, _) = references(&table(Register::Controls, &columns, &rows));
    assert_eq!(rows.concat()[..2], ["27001:A.5.1", "27001:A.5.2"]);
}

#[test]
fn the_controls_of_risks_ascend_by_chance() {
    // 5.15, 5.23 and 7.4 ascend, but they treat three risks; A.6.2.4 shows that both standards are named.
    let (read, told) =
        treated(&risks("Controls", &["A.8.7", "A.5.15", "A.5.23", "A.7.4", "A.6.2.4", "A.8.20"]));
    assert_eq!(read.get(3), Some(&Vec::new()), "{read:?}");
    assert!(told.contains("A.7.4 can mean"), "{told}");
    assert_eq!(read.get(2).map(Vec::len), Some(1));
}

#[test]
fn a_risk_of_ai_does_not_take_its_standard_from_the_controls_of_other_risks() {
    let columns =
        [("Risk", Field::RiskTitle), ("Category", Field::RiskCategory), ("Controls", Field::RiskControls)];
    let rows: [&[&str]; 3] =
        [&["Phishing", "", "A.5.15"], &["Falsified training data", "Bias", "A.7.4"], &["Fire", "", "A.7.4"]];
    let (read, told) = treated(&table(Register::Risks, &columns, &rows));
    assert_eq!(read, [vec!["27001:A.5.15".to_owned()], Vec::new(), vec!["27001:A.7.4".to_owned()]]);
    assert_eq!(told.matches("A.7.4 can mean").count(), 1, "{told}");
}
