//! Every code of this stage has an input that provokes it.

use super::*;
use crate::diagnostic::codes;

fn provoked(tables: &[TestTable]) -> Vec<&'static str> {
    normalised(&tables.iter().collect::<Vec<_>>()).1.iter().map(|diagnostic| diagnostic.code.name).collect()
}

/// An input for each code.
fn provoking() -> Vec<(&'static str, Vec<TestTable>)> {
    let controls: &[(&str, Field)] = &[
        ("Ref", Field::ControlRef),
        ("Applicable", Field::ControlApplicable),
        ("Status", Field::ControlStatus),
        ("Due", Field::ControlDue),
    ];
    let register = |rows: &[&[&str]]| table(Register::Controls, controls, rows);
    let risks: &[(&str, Field)] = &[("ID", Field::RiskId), ("Likelihood", Field::RiskLikelihood)];
    let answers: &[(&str, Field)] = &[("Ref", Field::ControlRef), ("Answer", Field::Answer)];
    let ratings: &[(&str, Field)] = &[("Ref", Field::ControlRef), ("Maturity (0-5)", Field::ControlMaturity)];
    let questions: &[(&str, Field)] = &[("Question", Field::QuestionText), ("Answer", Field::Answer)];
    let answer = table(Register::Questionnaire, answers, &[&["A.5.37", "Yes"]]);
    let contradiction = vec![register(&[&["A.5.37", "Yes", "Planned", ""]]), answer];
    let single = vec![
        ("unrecognised-value", register(&[&["A.5.37", "Yes", "Jira", ""]])),
        ("applicability-contradicts-status", register(&[&["A.5.37", "Yes", "N/A", ""]])),
        ("ambiguous-date", register(&[&["A.5.37", "Yes", "Implemented", "3/4/2026"]])),
        ("assumed-scale", table(Register::Risks, risks, &[&["R1", "2"], &["R2", "3"]])),
        ("scale-from-values", table(Register::Risks, risks, &[&["R1", "7"], &["R2", "3"]])),
        ("ambiguous-reference", register(&[&["A.5.2", "Yes", "Implemented", ""]])),
        ("unknown-reference", register(&[&["A.5.99", "Yes", "Implemented", ""]])),
        ("reference-of-2013", register(&[&["27001:7.2.1", "Yes", "Implemented", ""]])),
        ("number-not-of-standard-before", register(&[&["42001:A.4.3, A.5.12", "Yes", "Implemented", ""]])),
        ("range-not-read", register(&[&["A.5.36 - A.6.2", "Yes", "Implemented", ""]])),
        ("other-framework-references", register(&[&["1.1", "Yes", "Implemented", ""], &["2.5", "", "", ""]])),
        ("counts-for-parts", register(&[&["27001:7.5", "", "Implemented", ""]])),
        ("soa-2013", register(&[&["A.9.2.3", "Yes", "Implemented", ""]])),
        (
            "merged-2013-controls-differ",
            register(&[&["A.5.1.1", "Yes", "Implemented", ""], &["A.5.1.2", "Yes", "Planned", ""]]),
        ),
        (
            "statuses-disagree",
            register(&[&["A.5.37", "Yes", "Implemented", ""], &["A.5.37", "Yes", "Planned", ""]]),
        ),
        ("applicability-disagrees", register(&[&["A.5.37", "Yes", "", ""], &["A.5.37", "No", "", ""]])),
        (
            "merged-2013-applicability-differs",
            register(&[&["A.5.1.1", "Yes", "Implemented", ""], &["A.5.1.2", "No", "", ""]]),
        ),
        ("duplicate-identifier", table(Register::Risks, risks, &[&["R1", "5"], &["R1", "4"]])),
        (
            "repeated-name",
            table(
                Register::Assets,
                &[("ID", Field::AssetId), ("Name", Field::AssetName)],
                &[&["", "Ledger"], &["", "Portal"], &["", "ledger"]],
            ),
        ),
        ("maturities-disagree", table(Register::Controls, ratings, &[&["A.5.37", "2"], &["A.5.37", "3"]])),
        ("excluded-by-maturity", table(Register::Controls, ratings, &[&["A.5.37", "n/a"], &["A.8.34", "3"]])),
        (
            "inverted-question",
            table(Register::Questionnaire, questions, &[&["Do you share passwords?", "Yes"]]),
        ),
        ("record-without-identity", table(Register::Risks, risks, &[&["", "5"]])),
    ];
    let mut provoking: Vec<_> = single.into_iter().map(|(code, table)| (code, vec![table])).collect();
    provoking.push(("answer-contradicts-register", contradiction));
    let mut broken = register(&[&["A.5.37", "Yes", "", ""]]);
    broken.rows[0][2] = Some(Value::Error("#REF!".into()));
    let mut computed = register(&[&["A.5.37", "Yes", "Planned", ""]]);
    computed.computed = true;
    let mut several = register(&[&["A.5.37", "Yes", "Planned", ""], &["", "", "Implemented", ""]]);
    several.one_record = true;
    let made = [("error-value", broken), ("computed-values", computed), ("several-values", several)];
    provoking.extend(made.map(|(code, table)| (code, vec![table])));
    provoking
}

#[test]
fn every_code_of_this_stage_is_provoked_by_its_input() {
    let inputs = provoking();
    for (code, tables) in &inputs {
        let provoked = provoked(tables);
        assert!(provoked.contains(code), "{code}: {provoked:?}");
    }
    for code in codes::normalise::ALL {
        assert!(inputs.iter().any(|(name, _)| *name == code.name), "no input for {}", code.name);
    }
}

#[test]
fn every_placeholder_of_a_message_is_filled() {
    for (code, tables) in provoking() {
        for diagnostic in normalised(&tables.iter().collect::<Vec<_>>()).1 {
            let text = crate::diagnostic::render::text(&diagnostic);
            assert!(!text.contains(['{', '}']), "{code}: {text}");
        }
    }
}

#[test]
fn the_order_of_day_and_month_is_taken_from_the_heading_or_another_table_of_the_workbook() {
    let controls = |heading: &str, due: &str| {
        let columns = &[("Ref", Field::ControlRef), (heading, Field::ControlDue)];
        table(Register::Controls, columns, &[&["A.5.37", due]])
    };
    let ambiguous = |tables: &[TestTable]| provoked(tables).contains(&"ambiguous-date");
    assert!(ambiguous(&[controls("Due date", "03/04/2027")]));
    assert!(!ambiguous(&[controls("Umsetzung bis", "03/04/2027")]));
    // Tables of the tests lie in workbooks of their own, which tell nothing about each other.
    assert!(ambiguous(&[controls("Due date", "03/04/2027"), controls("Due date", "25/12/2026")]));
}

#[test]
fn the_same_fault_in_one_column_is_one_diagnostic() {
    let columns: &[(&str, Field)] = &[("Ref", Field::ControlRef), ("Status", Field::ControlStatus)];
    let rows: &[&[&str]] = &[&["A.5.37", "Jira"], &["A.8.34", "see Jira"], &["A.8.33", "Jira"]];
    let (_, diagnostics) = normalised(&[&table(Register::Controls, columns, rows)]);
    let [diagnostic] = diagnostics.as_slice() else { panic!("{diagnostics:?}") };
    let text = crate::diagnostic::render::text(diagnostic);
    assert_eq!(
        text,
        "warning[unrecognised-value]: \"Jira\" and \"see Jira\" are not understood as status\n  \
         --> register.xlsx › Sheet1 › B2\n  \
         read: \"Jira\"   expected: Implemented, Partially implemented, In progress, Planned, Not implemented, \
         N/A, or a percentage\n  \
         effect: no status is taken from these cells for 27001:A.5.37 and 2 more\n  \
         help: use one of the expected words\n  \
         note: 2 more places (B3, B4)"
    );
}

#[test]
fn a_repeated_identifier_is_told_once_with_all_its_rows() {
    let columns: &[(&str, Field)] = &[("ID", Field::RiskId), ("Risk", Field::RiskTitle)];
    let rows: &[&[&str]] =
        &[&["R-1", "Fire"], &["R-2", "Flood"], &["r-1", "Theft"], &["R-1", "Fraud"], &["R-2", "War"]];
    let first = table(Register::Risks, columns, rows);
    let other = table(Register::Risks, columns, &[&["R-1", "Fire"]]).named("other.xlsx", "Risks");
    let (model, diagnostics) = normalised(&[&first, &other]);
    let [here, elsewhere] = diagnostics.as_slice() else { panic!("{diagnostics:?}") };
    let message = |diagnostic| crate::diagnostic::render::words(diagnostic).message;
    assert_eq!(
        message(here),
        "the identifier R-1 stands in rows 2, 4 and 5, and 1 other stands more than once"
    );
    assert_eq!(
        message(elsewhere),
        "the identifier R-1 stands in register.xlsx › Sheet1 › A2; and other.xlsx › Risks › A2"
    );
    let keys: Vec<&str> = model.risks.iter().map(|risk| risk.key.as_str()).collect();
    assert_eq!(keys, ["R-1", "R-2", "r-1 (2)", "R-1 (3)", "R-2 (2)", "R-1 (4)"]);
}

/// What is told of a control with a status in a register and an answer to a question about it.
fn answered(applicable: &str, status: &str, answer: &str) -> Vec<String> {
    let columns: &[(&str, Field)] = &[
        ("Ref", Field::ControlRef),
        ("Applicable", Field::ControlApplicable),
        ("Status", Field::ControlStatus),
    ];
    let register = table(Register::Controls, columns, &[&["A.5.37", applicable, status]]);
    let answers: &[(&str, Field)] = &[("Ref", Field::ControlRef), ("Answer", Field::Answer)];
    let answers = table(Register::Questionnaire, answers, &[&["A.5.37", answer]]).named("client.xlsx", "Q");
    let (model, diagnostics) = normalised(&[&answers, &register]);
    let used = model.statements.values().find_map(|statement| statement.status.as_ref());
    assert!(used.is_none_or(|used| status.is_empty() || used.text == status), "the register is used");
    diagnostics.iter().map(|diagnostic| crate::diagnostic::render::words(diagnostic).message).collect()
}

#[test]
fn an_answer_that_the_register_contradicts_is_told_with_both_cells() {
    assert_eq!(
        answered("Yes", "Partial", "Yes"),
        ["27001:A.5.37: the questionnaire answers \"Yes\", but the control register says \"Partial\" in \
          register.xlsx › Sheet1 › C2"]
    );
    for (applicable, status, answer) in
        [("Yes", "Implemented", "No"), ("Yes", "Partial", "No"), ("No", "", "Yes"), ("Yes", "", "N/A")]
    {
        assert_eq!(answered(applicable, status, answer).len(), 1, "{applicable} {status} {answer}");
    }
    for (applicable, status, answer) in [
        ("Yes", "Implemented", "Yes"),
        ("Yes", "In progress", "Partly"),
        ("Yes", "Planned", "No"),
        ("No", "", "No"),
        ("No", "", "N/A"),
        ("", "", "Yes"),
        ("Yes", "", "Yes"),
    ] {
        assert_eq!(answered(applicable, status, answer), [""; 0], "{applicable} {status} {answer}");
    }
}

#[test]
fn parts_of_2013_that_differ_in_applicability_are_told_by_their_numbers() {
    let columns: &[(&str, Field)] = &[("Ref", Field::ControlRef), ("Applicable", Field::ControlApplicable)];
    let told = |rows: &[&[&str]]| -> Vec<String> {
        let diagnostics = normalised(&[&table(Register::Controls, columns, rows)]).1;
        diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.code.name != "soa-2013")
            .map(|diagnostic| crate::diagnostic::render::words(diagnostic).message)
            .collect()
    };
    assert_eq!(
        told(&[&["A.8.3.1", "No"], &["A.8.3.2", "No"], &["A.11.2.5", "Yes"]]),
        [
            "27001:A.7.10 was merged from controls of 2013, of which A.8.3.1 (B2) and A.8.3.2 (B3) are excluded \
          and A.11.2.5 (B4) applies"
        ]
    );
    assert_eq!(
        told(&[&["A.8.3.1", "No"], &["A.8.3.1", "Yes"]]),
        [
            "rows disagree whether 27001:A.7.10 applies: it is excluded by \"No\" in B2, applied by \"Yes\" in B3"
        ]
    );
}
