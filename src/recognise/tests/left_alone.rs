//! What is no register, and said so.

use super::*;

#[test]
fn frameworks_price_lists_matrices_and_pivot_tables_are_left_alone() {
    for (name, text) in [
        (
            "CSF",
            "Function | Category | Subcategory | Implementation Examples\nGOVERN | Context | GV.OC-01: The mission is understood | Ex1: Share the mission\nGOVERN | Context | GV.OC-02: Stakeholders are understood | Ex1: List them",
        ),
        ("Prices", "Article | Price | Stock\nChair | 12 | 4\nTable | 50 | 2\nLamp | 9 | 30"),
        ("Heat map", "Impact / Likelihood | 1 | 2 | 3\n3 | 3 | 6 | 9\n2 | 2 | 4 | 6\n1 | 1 | 2 | 3"),
        (
            "Pivot",
            "Row Labels | Average of Risk Score | Count of Risk ID\nIT | 12 | 4\nHR | 5 | 2\nGrand Total | 9 | 6",
        ),
        ("People", "Name | Department | Email\nAnna | IT | anna@example.org\nBen | HR | ben@example.org"),
    ] {
        let found = recognise(name, text);
        assert_eq!(outcome(&found), Vec::<String>::new(), "{name}");
        assert!(!found.left_alone.is_empty() && found.left_alone.iter().all(|left| !left.why.is_empty()));
    }
}

#[test]
fn a_scale_of_likelihood_or_impact_is_no_register_of_risks() {
    for text in [
        "Vraisemblance | Valeur | Définition\nExceptionnelle | 1 | une fois en 20 ans\nRare | 2 | une fois en 5 ans\nFréquente | 3 | chaque année\n\nGravité | Valeur | Définition\nMineure | 1 | 1 k€\nGrave | 2 | 10 k€\nCatastrophique | 3 | 1 M€",
        "Eintritt | Zahl | Erläuterung | | Schaden | Zahl | Erläuterung\nselten | 1 | einmal in 10 Jahren | | gering | 1 | bis 10 T€\nmöglich | 2 | jedes Jahr | | mittel | 2 | bis 100 T€\nhäufig | 3 | jeden Monat | | hoch | 3 | bis 1 Mio. €",
        "Likelihood | Score | Description\nRare | 1 | once in ten years\nPossible | 2 | once a year\nLikely | 3 | every month",
    ] {
        let found = recognise("Risk scales", text);
        assert_eq!(outcome(&found), Vec::<String>::new(), "{text}");
        assert!(found.left_alone.iter().any(|left| left.why.contains("legend or scale")), "{text}");
    }
}

#[test]
fn a_register_that_begins_with_its_levels_is_no_scale() {
    let text = "Impact | Likelihood | Risk | Owner\nLoss of customers | 3 | Phishing of staff | Ada\nStandstill of the plant | 2 | Fire in the hall | Bo\nFines | 4 | Loss of a laptop | Ada";
    let found = recognise("Risks", text);
    assert_eq!(found.tables.len(), 1, "{:?}", found.left_alone);
}

#[test]
fn a_header_without_records_is_told_and_left_alone() {
    let found = recognise(
        "Risks",
        "Risk ID | Risk | Likelihood | Impact | Treatment\n[R-1] | [risk] | [1-5] | [1-5] | [option]",
    );
    assert_eq!(codes(&found), ["register-without-records"]);
    assert_eq!(found.left_alone[0].why, "a template without records (risks register)");
}

#[test]
fn a_list_of_recommendations_says_nothing_about_what_is_in_place() {
    let found = recognise(
        "Benchmark",
        "Recommendation # | Title | Assessment status | Rationale | Default value
1.1 | Install updates | Manual | Known faults are mended | none
1.2 | Restrict the port | Automated | Fewer ways in |
1.3 | Turn off the guest account | Manual | Nobody answers for it |",
    );
    assert_eq!(outcome(&found), Vec::<String>::new());
}

#[test]
fn issues_of_the_context_are_no_controls() {
    let found = recognise(
        "Internal",
        "ID | Internal issue | Impact | Evidence
INT-01 | Small team | Tasks are not parted | Organisation chart
INT-02 | First release | Little experience | Release notes",
    );
    assert_eq!(outcome(&found), Vec::<String>::new());
}

#[test]
fn a_summary_that_repeats_records_of_other_sheets_is_left_alone() {
    let detail = "Control ID | Requirement | Status | Owner
A.5.1 | Policies | Implemented | IT
A.5.2 | Roles | Planned | HR
A.5.3 | Duties | Implemented | HR
A.5.4 | Management | Planned | IT";
    let summary = "Control ID | Status | Target maturity
A.5.1 | Implemented | 3
A.5.2 | Planned | 3
A.5.4 | Planned | 3";
    let two = |name: &str| {
        recognise_workbook(&workbook(vec![sheet("Controls", detail), sheet(name, summary)]), recogniser())
    };
    let found = two("Summary");
    assert_eq!(found.tables.len(), 1);
    assert_eq!(
        found.left_alone[0].why,
        "a summary: its rows repeat records of other sheets (controls register)"
    );
    assert_eq!(two("Targets").tables.len(), 2);
}
