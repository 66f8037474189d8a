//! What the other cells of a column, of a cell and of a file say about a reference.

use super::*;
use crate::model::RiskDomain;

const QUESTIONS: &[(&str, Field)] =
    &[("ISO 27001 ref", Field::ControlRef), ("Question", Field::QuestionText), ("Answer", Field::Answer)];

/// What each row of a questionnaire names, with the codes of what is told.
fn answers(rows: &[[&str; 2]]) -> (Vec<Vec<String>>, Vec<&'static str>) {
    let rows: Vec<[&str; 3]> = rows.iter().map(|[id, question]| [*id, *question, "Yes"]).collect();
    let rows: Vec<&[&str]> = rows.iter().map(|row| row.as_slice()).collect();
    let (model, diagnostics) = normalised(&[&table(Register::Questionnaire, QUESTIONS, &rows)]);
    let named = model
        .answers
        .iter()
        .map(|answer| answer.claim.requirements.iter().map(|reference| reference.id.to_string()).collect());
    (named.collect(), diagnostics.iter().map(|diagnostic| diagnostic.code.name).collect())
}

fn risks(sheet: &str, rows: &[[&str; 2]]) -> TestTable {
    let columns: &[(&str, Field)] = &[("Risk", Field::RiskTitle), ("Controls", Field::RiskControls)];
    let rows: Vec<&[&str]> = rows.iter().map(|row| row.as_slice()).collect();
    table(Register::Risks, columns, &rows).named("KI und IT.xlsx", sheet)
}

fn risk_controls(model: &Model) -> Vec<Vec<String>> {
    let ids = |risk: &crate::model::Risk| {
        risk.controls.iter().map(|control| control.value.id.to_string()).collect()
    };
    model.risks.iter().map(ids).collect()
}

#[test]
fn a_bare_number_among_controls_is_a_control_where_another_bare_one_can_be_nothing_else() {
    let (rows, codes) = answers(&[
        ["A.5.1", ""],
        ["A5.7", ""],
        ["5.2", "Are roles and responsibilities defined?"],
        ["A.5.18", ""],
        ["A.8.30", ""],
        ["8.5", ""],
    ]);
    assert_eq!((rows[2].concat().as_str(), rows[5].concat().as_str()), ("27001:A.5.2", "27001:A.8.5"));
    assert_eq!(codes, [""; 0]);
    // In another language the text says nothing, and the column the same.
    let (rows, _) = answers(&[
        ["A.5.1", ""],
        ["A.5.7", ""],
        ["A.8.30", ""],
        ["5.2", "Sind Rollen definiert?"],
        ["8.5", ""],
    ]);
    assert_eq!(rows[3], ["27001:A.5.2"]);
}

#[test]
fn a_bare_number_that_may_be_clause_or_control_is_told_where_nothing_decides() {
    // One number alone between controls.
    let (rows, codes) = answers(&[["A.5.1", ""], ["A.5.7", ""], ["5.2", "Rôles définis ?"], ["A.8.30", ""]]);
    assert_eq!(rows[2], [""; 0]);
    assert_eq!(codes, ["ambiguous-reference"]);
    // Its question speaks of the clause, the column of controls.
    let rows = [
        ["A.5.1", ""],
        ["A.5.7", ""],
        ["A.8.30", ""],
        ["8.5", ""],
        ["5.1", "Does leadership show commitment?"],
    ];
    let (rows, codes) = answers(&rows);
    assert_eq!(rows[4], [""; 0]);
    assert_eq!(codes, ["ambiguous-reference"]);
    // Clauses and controls both stand bare.
    let (rows, codes) =
        answers(&[["A.5.1", ""], ["A.5.7", ""], ["A.8.30", ""], ["8.5", ""], ["4.1", ""], ["5.2", ""]]);
    assert_eq!((rows[3].concat().as_str(), rows[4].concat().as_str()), ("27001:A.8.5", "27001:4.1"));
    assert_eq!(rows[5], [""; 0]);
    assert_eq!(codes, ["ambiguous-reference"]);
}

#[test]
fn bare_numbers_of_a_list_that_has_the_same_controls_with_a_mark_are_clauses() {
    let (rows, codes) = answers(&[["5.1", ""], ["5.2", ""], ["A.5.1", ""], ["A.5.2", ""], ["A.5.3", ""]]);
    assert_eq!(rows[..2].concat(), ["27001:5.1", "27001:5.2"]);
    assert_eq!(codes, [""; 0]);
}

#[test]
fn ranges_are_expanded_within_one_section_and_told_otherwise() {
    let table = risks(
        "Risques",
        &[
            ["Fuite", "A.5.19 à A.5.22"],
            ["Lek", "5.19 t/m 5.22"],
            ["Verkehrt", "A.5.22 bis A.5.19"],
            ["Mezcla", "A.5.36 hasta A.6.2"],
            ["Entrambi", "27001 A.5.1 - 42001 A.6.2.4"],
        ],
    );
    let (model, diagnostics) = normalised(&[&table]);
    let controls = risk_controls(&model);
    let four = ["27001:A.5.19", "27001:A.5.20", "27001:A.5.21", "27001:A.5.22"];
    assert_eq!(controls[0], four);
    assert_eq!(controls[1], four);
    assert_eq!(controls[2], ["27001:A.5.22", "27001:A.5.19"]);
    assert_eq!(controls[3], ["27001:A.5.36", "27001:A.6.2"]);
    assert_eq!(controls[4], ["27001:A.5.1", "42001:A.6.2.4"]);
    let told: Vec<_> =
        diagnostics.iter().filter(|diagnostic| diagnostic.code.name == "range-not-read").collect();
    assert_eq!(told.len(), 1, "{diagnostics:?}");
}

#[test]
fn a_standard_in_brackets_names_the_item_before_it_alone() {
    let rows = [["Modèle", "A.6.2.4 (42001), A.8.32"], ["Both", "A.8.32, A.6.2.4 (42001)"]];
    let (model, diagnostics) = normalised(&[&risks("Risques", &rows)]);
    let controls = risk_controls(&model);
    assert_eq!(controls[0], ["42001:A.6.2.4", "27001:A.8.32"]);
    assert_eq!(controls[1], ["27001:A.8.32", "42001:A.6.2.4"]);
    let codes: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.code.name).collect();
    assert!(!codes.contains(&"unknown-reference"), "{codes:?}");
    // A.5.2 stands in both standards; the brackets before it say nothing about it.
    let (model, diagnostics) = normalised(&[&risks("Risques", &[["Daten", "A.6.2.4 (42001), A.5.2"]])]);
    assert_eq!(risk_controls(&model), [["42001:A.6.2.4"]]);
    assert!(diagnostics.iter().any(|diagnostic| diagnostic.code.name == "ambiguous-reference"));
}

#[test]
fn the_name_of_a_file_marks_its_risks_only_where_it_holds_nothing_else() {
    let domains = |model: &Model| model.risks.iter().map(|risk| risk.domain).collect::<Vec<_>>();
    let unlinked = risks("EBIOS RM", &[["Panne", ""]]);
    assert_eq!(domains(&normalised(&[&unlinked]).0), [RiskDomain::Ai]);
    let own = risks("EBIOS RM", &[["Panne", "A.5.30"]]);
    assert_eq!(domains(&normalised(&[&own]).0), [RiskDomain::Both]);
    let inventory = table(Register::AiSystems, &[("Name", Field::AiName)], &[&["Chat bot"]]);
    let (model, _) = normalised_in_one_file(&[&own, &inventory.clone().named("", "Inventaire")]);
    assert_eq!(domains(&model), [RiskDomain::InformationSecurity]);
    // The sheet still speaks for its own risks, and a control of 42001 for its risk.
    let sheet = risks("Risques IA", &[["Panne", ""]]);
    assert_eq!(domains(&normalised_in_one_file(&[&sheet, &inventory]).0), [RiskDomain::Ai]);
    let linked = risks("EBIOS RM", &[["Modèle", "A.6.2.4 (42001)"], ["Panne", "A.5.30"]]);
    let (model, _) = normalised_in_one_file(&[&linked, &inventory]);
    assert_eq!(domains(&model), [RiskDomain::Ai, RiskDomain::InformationSecurity]);
}

#[test]
fn other_tables_of_a_file_decide_clauses_where_they_are_all_of_one_standard() {
    let columns: &[(&str, Field)] = &[("Nr.", Field::ControlRef), ("Status", Field::ControlStatus)];
    let list = |file: &str, sheet: &str, ids: &[&str]| {
        let rows: Vec<[&str; 2]> = ids.iter().map(|id| [*id, "umgesetzt"]).collect();
        let rows: Vec<&[&str]> = rows.iter().map(|row| row.as_slice()).collect();
        table(Register::Controls, columns, &rows).named(file, sheet)
    };
    let clauses = |file: &str| list(file, "Kap. 4-10", &["4.1", "5.1", "6.1.2"]);
    let annex = ["A.5.1", "A.5.7", "A.5.10", "A.7.4", "A.8.8"];
    let read = |file: &str, others: &[&str]| {
        let soa = list(file, "Maßnahmen", others);
        let (model, diagnostics) = normalised_in_one_file(&[&clauses(file), &soa]);
        let of_clauses = |id: &str| {
            let statement =
                model.statements.values().find(|statement| statement.requirement.to_string() == id);
            statement.is_some_and(|statement| !statement.claims.is_empty())
        };
        let all = ["27001:4.1", "27001:5.1", "27001:6.1.2"].into_iter().filter(|id| of_clauses(id)).count();
        (all, diagnostics.iter().any(|diagnostic| diagnostic.code.name == "ambiguous-reference"))
    };
    assert_eq!(read("SoA Stand.xlsx", &annex), (3, false));
    // Too few to show it; one of the other standard among them; a file that speaks of AI.
    assert_eq!(read("SoA Stand.xlsx", &annex[..4]), (0, true));
    assert_eq!(
        read("SoA Stand.xlsx", &["A.5.1", "A.5.7", "A.5.10", "A.7.4", "A.8.8", "42001 A.6.2.4"]),
        (0, true)
    );
    assert_eq!(read("SoA ISO 27001 und 42001.xlsx", &annex).0, 0);
}
