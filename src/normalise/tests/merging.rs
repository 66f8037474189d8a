//! Several rows that speak of one requirement.

use super::*;
use crate::model::{Applicability, ImplementationStatus, Statement};
use crate::provenance::understood;

const COLUMNS: &[(&str, Field)] = &[
    ("Ref", Field::ControlRef),
    ("Applicable", Field::ControlApplicable),
    ("Status", Field::ControlStatus),
    ("Maturity (0-5)", Field::ControlMaturity),
    ("Target", Field::ControlTarget),
];

fn merged(rows: &[&[&str]], key: &str) -> (Statement, Vec<String>) {
    let (model, diagnostics) = normalised(&[&table(Register::Controls, COLUMNS, rows)]);
    let told = diagnostics.iter().map(crate::diagnostic::render::text).collect();
    (model.statements[&key.parse().unwrap()].clone(), told)
}

fn tells(told: &[String], part: &str) -> bool {
    told.iter().any(|text| text.contains(part))
}

#[test]
fn a_system_column_of_any_systems_empties_no_register() {
    let columns: &[(&str, Field)] =
        &[("Ref", Field::ControlRef), ("System", Field::ControlSystem), ("Status", Field::ControlStatus)];
    let rows: &[&[&str]] = &[
        &["A.5.37", "All", "Implemented"],
        &["A.8.34", "Company-wide", "Implemented"],
        &["A.8.33", "SAP", "Partially implemented"],
        &["A.8.32", "all", "Implemented"],
        &["A.8.32", "chat BOT", "Not implemented"],
        &["A.8.31", "S-1; Ranker", "Not implemented"],
    ];
    let systems = table(
        Register::AiSystems,
        &[("ID", Field::AiId), ("Name", Field::AiName)],
        &[&["S-1", "Chat bot"], &["S-2", "Ranker"]],
    );
    let controls = table(Register::Controls, columns, rows);
    let (model, _) = normalised(&[&controls, &systems]);
    let of = |key: &str| {
        let statement = &model.statements[&key.parse().unwrap()];
        (understood(&statement.status), statement.exceptions.len())
    };
    assert_eq!(of("27001:A.5.37"), (Some(ImplementationStatus::Implemented), 0));
    assert_eq!(of("27001:A.8.34"), (Some(ImplementationStatus::Implemented), 0));
    assert_eq!(of("27001:A.8.33"), (Some(ImplementationStatus::Partial), 0));
    assert_eq!(of("27001:A.8.32"), (Some(ImplementationStatus::Implemented), 1));
    assert_eq!(of("27001:A.8.31"), (None, 1));
}

#[test]
fn a_maturity_that_is_not_applicable_excludes_only_what_nothing_else_is_said_of() {
    let rows: &[&[&str]] = &[
        &["A.5.37", "", "Implemented", "n/a", ""],
        &["A.8.34", "Yes", "", "n/a", ""],
        &["A.8.33", "", "see Jira", "n/a", ""],
        &["A.8.32", "", "", "n/a", ""],
        &["A.8.31", "", "Planned", "3", ""],
    ];
    let applies = |key| merged(rows, key).0.applicability;
    assert_eq!(applies("27001:A.5.37"), Applicability::Undetermined);
    assert_eq!(understood(&merged(rows, "27001:A.5.37").0.status), Some(ImplementationStatus::Implemented));
    assert_eq!(merged(rows, "27001:A.5.37").0.maturity.unwrap().value, None);
    assert_eq!(applies("27001:A.8.34"), Applicability::Applicable);
    assert_eq!(applies("27001:A.8.33"), Applicability::Undetermined);
    let (excluded, told) = merged(rows, "27001:A.8.32");
    assert_eq!(excluded.applicability, Applicability::NotApplicable);
    assert!(tells(&told, "nothing but its maturity"), "{told:?}");
}

#[test]
fn a_percentage_and_a_maturity_say_that_a_control_applies() {
    for (status, maturity) in [("40%", ""), ("", "4")] {
        let rows: &[&[&str]] = &[&["A.5.37", "No", "", "", ""], &["A.5.37", "", status, maturity, ""]];
        let (statement, told) = merged(rows, "27001:A.5.37");
        assert_eq!(statement.applicability, Applicability::Applicable);
        assert!(tells(&told, "rows disagree whether 27001:A.5.37 applies"), "{told:?}");
    }
}

#[test]
fn an_exclusion_of_2013_holds_only_where_every_part_is_excluded() {
    let rows: &[&[&str]] =
        &[&["A.8.3.1", "No", "", "", ""], &["A.8.3.2", "", "", "", ""], &["A.8.3.3", "", "", "", ""]];
    let (statement, told) = merged(rows, "27001:A.7.10");
    assert_eq!(statement.applicability, Applicability::Undetermined);
    assert!(tells(&told, "27001:A.7.10 is not excluded, and stays undetermined"), "{told:?}");
    let rows = ["A.8.3.1", "A.8.3.2", "A.8.3.3", "A.11.2.5"].map(|number| [number, "No", "", "", ""]);
    let rows: Vec<&[&str]> = rows.iter().map(|row| row.as_slice()).collect();
    let (statement, told) = merged(&rows, "27001:A.7.10");
    assert_eq!(statement.applicability, Applicability::NotApplicable);
    assert!(!tells(&told, "27001:A.7.10"), "{told:?}");
}

#[test]
fn a_part_of_2013_without_maturity_leaves_the_maturity_unknown() {
    let rows: &[&[&str]] = &[
        &["A.12.4.1", "Yes", "", "5", ""],
        &["A.12.4.2", "No", "", "", ""],
        &["A.12.4.3", "", "", "", ""],
        &["A.5.1.1", "", "", "4", "4"],
        &["A.5.1.2", "", "", "2", "4"],
    ];
    let (statement, told) = merged(rows, "27001:A.8.15");
    let maturity = statement.maturity.unwrap();
    assert_eq!((maturity.value, maturity.text.as_str()), (None, "A.12.4.1 5, A.12.4.3 without maturity"));
    assert!(tells(&told, "27001:A.8.15 is left without maturity"), "{told:?}");
    assert_eq!(understood(&merged(rows, "27001:A.5.1").0.maturity), Some(2.0));
}

#[test]
fn the_weakest_maturity_is_measured_against_its_own_target() {
    for rows in [
        [["A.5.37", "", "", "2", "2"], ["A.5.37", "", "", "3", "5"]],
        [["A.5.37", "", "", "3", "5"], ["A.5.37", "", "", "2", "2"]],
    ] {
        let rows: Vec<&[&str]> = rows.iter().map(|row| row.as_slice()).collect();
        let (statement, told) = merged(&rows, "27001:A.5.37");
        assert_eq!(
            (understood(&statement.maturity), understood(&statement.maturity_target)),
            (Some(3.0), Some(5.0))
        );
        assert!(tells(&told, "the weakest, \"3 of 5\" in D"), "{told:?}");
    }
    let rows: &[&[&str]] = &[&["A.5.37", "", "Planned", "2", ""], &["A.5.37", "", "Planned", "3", ""]];
    let (statement, told) = merged(rows, "27001:A.5.37");
    assert_eq!(understood(&statement.maturity), Some(2.0));
    assert!(told.is_empty(), "a maturity beside a status decides nothing: {told:?}");
}

#[test]
fn a_status_that_cannot_be_read_is_told_beside_one_that_can() {
    let rows: &[&[&str]] =
        &[&["A.5.37", "", "mostly missing", "", ""], &["A.5.37", "", "Implemented", "", ""]];
    let (statement, told) = merged(rows, "27001:A.5.37");
    assert_eq!(understood(&statement.status), Some(ImplementationStatus::Implemented));
    assert!(tells(&told, "the weakest that can be read, \"Implemented\" in C3, is used"), "{told:?}");
    assert!(!tells(&told, "left without status"), "{told:?}");
}

/// A control register that rates maturities and a questionnaire, one row each.
fn rated_and_answered(maturity: &str, answer: &str) -> (Statement, Vec<String>) {
    let rated = table(Register::Controls, COLUMNS, &[&["A.8.13", "", "", maturity, ""]]);
    let columns: &[(&str, Field)] =
        &[("ISO 27001", Field::ControlRef), ("Question", Field::QuestionText), ("Answer", Field::Answer)];
    let asked = table(Register::Questionnaire, columns, &[&["A.8.13", "Are backups taken?", answer]]);
    let (model, diagnostics) = normalised(&[&rated, &asked.named("questions.xlsx", "Questions")]);
    let told = diagnostics.iter().map(crate::diagnostic::render::text).collect();
    (model.statements[&"27001:A.8.13".parse().unwrap()].clone(), told)
}

#[test]
fn an_answer_does_not_stand_before_the_maturity_of_a_register() {
    let (statement, told) = rated_and_answered("4", "No");
    assert_eq!((statement.status, understood(&statement.maturity)), (None, Some(4.0)));
    assert!(
        tells(
            &told,
            "answers \"No\", but the control register says a maturity of \"4\" in register.xlsx › Sheet1 › D2"
        ),
        "{told:?}"
    );
    assert!(tells(&told, "questions.xlsx › Questions › C2"), "{told:?}");
    // Where both say the same, the register is enough; where it rates nothing, the answer counts.
    let (statement, told) = rated_and_answered("4", "Yes");
    assert_eq!((statement.status, understood(&statement.maturity), told.len()), (None, Some(4.0), 0));
    let (statement, told) = rated_and_answered("", "No");
    assert_eq!(understood(&statement.status), Some(ImplementationStatus::NotImplemented));
    assert_eq!(told.len(), 0, "{told:?}");
}

#[test]
fn an_answer_that_cannot_be_read_is_no_status() {
    for answer in ["tbd", "da definire", "wird noch geklärt"] {
        let (statement, _) = rated_and_answered("", answer);
        assert_eq!(statement.status, None, "{answer}");
        assert_eq!(statement.claims[1].status.as_ref().map(|reading| reading.text.as_str()), Some(answer));
    }
}
