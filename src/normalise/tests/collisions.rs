//! Identifiers that can mean two things.

use super::*;
use crate::standards::{Collision, RequirementId, Standard};
use chrono::NaiveDate;

const CONTROLS: &[(&str, Field)] =
    &[("Ref", Field::ControlRef), ("Title", Field::ControlTitle), ("Status", Field::ControlStatus)];

fn controls(rows: &[&[&str]]) -> TestTable {
    table(Register::Controls, CONTROLS, rows)
}

fn column(ids: &[&str]) -> TestTable {
    let rows: Vec<[&str; 3]> = ids.iter().map(|id| [*id, "", "Implemented"]).collect();
    let rows: Vec<&[&str]> = rows.iter().map(|row| row.as_slice()).collect();
    controls(&rows)
}

/// The cell as the collision describes it: a number where a zero was lost, a date where it became one.
fn written_cell(collision: &Collision) -> Option<Value> {
    match collision.kind.as_str() {
        "trailing-zero" => number(collision.written.parse().unwrap()),
        "stored-as-date" => {
            let parts = collision.written.split('-').count();
            let text =
                if parts == 2 { format!("{}-2026", collision.written) } else { collision.written.clone() };
            let date = NaiveDate::parse_from_str(&text, "%d-%b-%Y").unwrap();
            Some(Value::Date(date.and_hms_opt(0, 0, 0).unwrap()))
        }
        _ => text(&collision.written),
    }
}

fn one_row(collision: &Collision, title: &str) -> TestTable {
    let mut table = controls(&[&["", title, "Implemented"]]);
    table.rows[0][0] = written_cell(collision);
    if collision.kind == "trailing-zero" && collision.written.ends_with('0') {
        table.form = NumberForm::Decimals(2);
    }
    table
}

/// The requirements that a meaning of a collision stands for; `None` where the table does not say.
fn meaning(catalogue: &Catalogue, collision: &Collision, meaning: &(String, String)) -> Option<Vec<String>> {
    let (place, _) = meaning;
    let standard = if place.contains("42001") { Standard::Iso42001 } else { Standard::Iso27001 };
    let number = collision.written.trim_start_matches("A.");
    if !place.starts_with("ISO/IEC") || place.contains(":2005") {
        return None;
    }
    if place.contains("objective") {
        return Some(Vec::new());
    }
    if place.contains("2013 Annex") {
        let control = &catalogue.edition_2013()[&format!("A.{number}")];
        return Some(control.controls_2022.iter().map(ToString::to_string).collect());
    }
    if place.contains("2013 clause") {
        let now = match number {
            "10.1" => vec!["10.2"],
            "10.2" => vec!["10.1"],
            "9.2" => vec!["9.2.1", "9.2.2"],
            _ => vec!["9.3.1", "9.3.2", "9.3.3"],
        };
        return Some(now.into_iter().map(|number| format!("27001:{number}")).collect());
    }
    if let Some((_, rest)) = place.split_once("heading over ") {
        return Some(
            rest.trim_end_matches(')').split(", ").map(|number| format!("27001:{number}")).collect(),
        );
    }
    let bare = if place.contains("Annex A") { format!("A.{number}") } else { number.to_owned() };
    let number = match collision.kind.as_str() {
        "stored-as-date" => return None,
        "trailing-zero" => {
            let control = |word: &&str| {
                word.starts_with("A.") && word.contains(|character: char| character.is_ascii_digit())
            };
            place.split_whitespace().find(control).map_or(bare, str::to_owned)
        }
        _ => bare,
    };
    let id = RequirementId::new(standard, &number).unwrap();
    if catalogue.contains(id) {
        return Some(vec![id.to_string()]);
    }
    // A clause that heads others stands for each of them.
    let below = format!("{id}.");
    let keys = catalogue.requirements().map(|requirement| requirement.id.to_string());
    Some(keys.filter(|key| key.starts_with(&below)).collect())
}

#[test]
fn no_ambiguous_identifier_is_decided_without_evidence() {
    let catalogue = Catalogue::load().unwrap();
    for collision in catalogue.collisions() {
        let (rows, codes) = references(&one_row(collision, ""));
        let reported = codes.iter().any(|code| code.ends_with("-reference") || code.ends_with("-references"));
        // An objective of 2013 is a meaning only beside controls of 2013; a number with one meaning is sure.
        let single =
            rows[0].len() == 1 && matches!(collision.kind.as_str(), "2013-objective" | "stored-as-date");
        assert!(
            (rows[0].is_empty() && reported) || single,
            "{} ({}): {:?} {codes:?}",
            collision.written,
            collision.kind,
            rows[0]
        );
    }
}

#[test]
fn a_title_decides_between_the_meanings_of_an_identifier() {
    let catalogue = Catalogue::load().unwrap();
    let (mut decided, mut undecidable, mut wrong) = (0, Vec::new(), Vec::new());
    for collision in catalogue.collisions() {
        for side in [&collision.first, &collision.second] {
            let Some(expected) = meaning(&catalogue, collision, side) else { continue };
            let (rows, _) = references(&one_row(collision, &side.1));
            if rows[0] == expected {
                decided += 1;
            } else if rows[0].is_empty() {
                undecidable.push(format!("{} {} {}", collision.written, side.0, side.1));
            } else {
                wrong.push(format!("{} {} {}: {:?}", collision.written, side.0, side.1, rows[0]));
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
    // What is left are clauses with one title in both standards.
    assert!(decided >= 287, "decided {decided}, not: {undecidable:#?}");
}

#[test]
fn a_title_and_the_sheet_decide_where_both_standards_share_a_title() {
    let catalogue = Catalogue::load().unwrap();
    let (mut decided, mut undecided) = (0, Vec::new());
    for collision in catalogue.collisions() {
        for side in [&collision.first, &collision.second] {
            let Some(expected) = meaning(&catalogue, collision, side) else { continue };
            let edition = if side.0.contains("2013") { ":2013" } else { "" };
            let sheet =
                if side.0.contains("42001") { "ISO 42001".to_owned() } else { format!("ISO 27001{edition}") };
            let (rows, _) = references(&one_row(collision, &side.1).named("register.xlsx", &sheet));
            if rows[0] == expected {
                decided += 1;
            } else {
                undecided.push(format!("{} {} {} {:?}", collision.written, side.0, side.1, rows[0]));
            }
        }
    }
    assert_eq!(undecided, [""; 0]);
    assert!(decided >= 393, "{decided}");
}

#[test]
fn the_other_identifiers_of_the_column_decide() {
    let (rows, codes) = references(&column(&["A.5.1", "A.5.2", "A.5.37", "A.8.34"]));
    assert_eq!(rows.concat(), ["27001:A.5.1", "27001:A.5.2", "27001:A.5.37", "27001:A.8.34"]);
    assert_eq!(codes, [""; 0]);
    let (rows, _) = references(&column(&["A.5.2", "A.6.1.2", "A.6.2.4", "A.10.4"]));
    assert_eq!(rows.concat(), ["42001:A.5.2", "42001:A.6.1.2", "42001:A.6.2.4", "42001:A.10.4"]);
    let (rows, codes) = references(&column(&["A.6.1.2", "A.9.2.3", "A.18.2.3"]));
    assert_eq!(rows.concat(), ["27001:A.5.3", "27001:A.8.2", "27001:A.5.36", "27001:A.8.8"]);
    assert_eq!(codes, ["soa-2013"]);
    // Bare numbers of all controls: only the annex of 2022 has 5.37.
    let (rows, _) = references(&column(&["5.1", "5.2", "5.37", "8.34"]).headed("ISO control"));
    assert_eq!(rows.concat(), ["27001:A.5.1", "27001:A.5.2", "27001:A.5.37", "27001:A.8.34"]);
}

#[test]
fn a_second_list_below_the_first_is_decided_by_itself() {
    let (rows, _) = references(&column(&["A.5.1", "A.5.2", "A.8.34", "A.2.2", "A.5.2", "A.6.2.4", "A.10.4"]));
    assert_eq!(
        rows.concat(),
        [
            "27001:A.5.1",
            "27001:A.5.2",
            "27001:A.8.34",
            "42001:A.2.2",
            "42001:A.5.2",
            "42001:A.6.2.4",
            "42001:A.10.4"
        ]
    );
}

#[test]
fn bare_numbers_beside_marked_controls_are_clauses() {
    let ids = ["4.1", "5.1", "9.2.1", "10.2", "A.5.1", "A.5.2", "A.5.37"];
    let (rows, _) = references(&column(&ids).named("ISO 27001.xlsx", "All"));
    assert_eq!(rows.concat()[..4], ["27001:4.1", "27001:5.1", "27001:9.2.1", "27001:10.2"]);
}

#[test]
fn a_lost_zero_is_found_by_the_order_of_the_rows() {
    let mut table = column(&[""; 21]).headed("ISO control");
    let order: Vec<f64> = (1..=9).map(|n| 5.0 + f64::from(n) / 10.0).collect();
    let order = order.into_iter().chain((10..=20).map(|n| 5.0 + f64::from(n) / 100.0)).chain([5.37]);
    for (row, value) in table.rows.iter_mut().zip(order) {
        row[0] = number(value);
    }
    let (rows, codes) = references(&table);
    let expected: Vec<String> = (1..=20).chain([37]).map(|n| format!("27001:A.5.{n}")).collect();
    assert_eq!(rows.concat(), expected);
    assert_eq!(codes, [""; 0]);
    // In another order nothing tells them apart.
    table.rows.swap(0, 11);
    table.rows.swap(4, 17);
    table.rows.swap(2, 19);
    let (_, codes) = references(&table);
    assert_eq!(codes, ["ambiguous-reference"]);
}

#[test]
fn headings_stand_for_their_parts_only_where_these_have_no_rows() {
    let (rows, _) = references(&column(&["9.1", "9.2", "9.3"]).named("ISO 27001.xlsx", "Clauses"));
    assert_eq!(rows[1], ["27001:9.2.1", "27001:9.2.2"]);
    let ids = ["9.1", "9.2", "9.2.1", "9.2.2", "9.3"];
    let (rows, _) = references(&column(&ids).named("ISO 27001.xlsx", "Clauses"));
    assert_eq!(rows[1], [""; 0]);
    assert_eq!(rows[2], ["27001:9.2.1"]);
}

#[test]
fn rows_that_head_a_theme_are_no_records() {
    let rows: &[&[&str]] =
        &[&["A.5", "Organizational controls", ""], &["A.5.1", "", "Implemented"], &["A.5.37", "", ""]];
    let (model, diagnostics) = normalised(&[&controls(rows)]);
    let source = &model.sources[0].tables[0];
    assert_eq!((source.records, source.rejected(), source.skipped()), (2, 0, 1));
    assert_eq!(diagnostics, []);
    assert_eq!(model.other_controls, []);
}

#[test]
fn numbers_of_other_frameworks_are_never_taken_for_ours() {
    for ids in
        [&["1.1", "1.2", "5.1", "5.2", "8.11", "18.5"][..], &["GV.OC-01", "PR.AA-05"], &["CC6.1", "CC6.2"]]
    {
        let (rows, codes) = references(&column(ids));
        assert_eq!(rows.concat(), [""; 0], "{ids:?}");
        assert!(!codes.contains(&"ambiguous-reference"), "{codes:?}");
        assert_eq!(
            codes.iter().filter(|code| **code == "other-framework-references").count(),
            1,
            "{codes:?}"
        );
    }
    let mut table = column(&["5.37", "8.34"]);
    table.columns[0].0 = "CIS Safeguard".to_owned();
    assert_eq!(references(&table).0.concat(), [""; 0]);
}

#[test]
fn lists_ranges_and_prefixes_name_several_requirements() {
    let rows: &[&[&str]] = &[
        &["A.5.1, 5.4; 8.10-8.12", "", "Implemented"],
        &["ISO27001 A.5.2; ISO42001 A.6.2.4", "", "Implemented"],
        &["ISO/IEC 27001:2022 A.8.1", "", "Implemented"],
        &["ISO 27001 / ISO 42001 9.1", "", "Implemented"],
        &["A.5.37", "", "Implemented"],
    ];
    let (rows, codes) = references(&controls(rows));
    assert_eq!(rows[0], ["27001:A.5.1", "27001:A.5.4", "27001:A.8.10", "27001:A.8.11", "27001:A.8.12"]);
    assert_eq!(rows[1], ["27001:A.5.2", "42001:A.6.2.4"]);
    assert_eq!(rows[2], ["27001:A.8.1"]);
    assert_eq!(rows[3], ["27001:9.1", "42001:9.1"]);
    assert_eq!(codes, [""; 0]);
}

#[test]
fn numbers_that_a_locale_wrote_with_a_comma_are_read() {
    let rows: Vec<[&str; 3]> = [
        ["5,37", "Documented operating procedures", "Done"],
        ["8,11", "Data masking", "Done"],
        ["8,1", "Information deletion", "Done"],
        ["8,33", "Test information", "Done"],
    ]
    .to_vec();
    let rows: Vec<&[&str]> = rows.iter().map(|row| row.as_slice()).collect();
    let (rows, _) = references(&controls(&rows).named("SoA ISO 27001.csv", "csv"));
    assert_eq!(rows.concat(), ["27001:A.5.37", "27001:A.8.11", "27001:A.8.10", "27001:A.8.33"]);
}

#[test]
fn the_standard_column_of_a_row_decides() {
    let columns: &[(&str, Field)] =
        &[("Std", Field::Standard), ("Ref", Field::ControlRef), ("Status", Field::ControlStatus)];
    let rows: &[&[&str]] = &[
        &["ISO/IEC 27001:2022", "A.5.2", "Yes"],
        &["ISO/IEC 42001:2023", "A.5.2", "Yes"],
        &["ISO 27001:2013", "A.6.1.2", "Yes"],
        &["NIST CSF", "A.5.3", "Yes"],
        &["ISO 42001", "A.8.24", "Yes"],
    ];
    let (rows, codes) = references(&table(Register::Controls, columns, rows));
    assert_eq!(rows, [vec!["27001:A.5.2"], vec!["42001:A.5.2"], vec!["27001:A.5.3"], vec![], vec![]]);
    assert!(codes.contains(&"unknown-reference"));
}

const OWN: [[&str; 3]; 6] = [
    ["8.1", "Doors are locked at night", "Done"],
    ["8.2", "Visitors are signed in at the door", "Done"],
    ["8.3", "Cameras are serviced", "Done"],
    ["8.10", "The alarm is tested", "Done"],
    ["8.11", "Keys are counted", "Planned"],
    ["8.12", "Windows are closed", "Done"],
];

/// The requirements that a table of numbers, titles and statuses names, with the codes of what is told.
fn told(rows: &[[&str; 3]], heading: &str, file: &str) -> (Vec<String>, Vec<&'static str>) {
    let rows: Vec<&[&str]> = rows.iter().map(|row| row.as_slice()).collect();
    let (rows, codes) = references(&controls(&rows).headed(heading).named(file, "Sheet1"));
    (rows.concat(), codes)
}

#[test]
fn numbers_of_an_own_list_are_not_controls() {
    let set_apart = (Vec::new(), vec!["other-framework-references"]);
    assert_eq!(told(&OWN, "ID", "house rules.csv"), set_apart);
    assert_eq!(told(&OWN.map(|[number, _, status]| [number, "", status]), "ID", "list.csv"), set_apart);
    // French titles can say nothing; there is still nothing that speaks for a standard.
    let french = OWN.map(|[number, _, status]| [number, "L'application détecte et réagit", status]);
    assert_eq!(told(&french, "ID", "liste.csv"), set_apart);
    // The name of a file is less than the titles of what the rows are about.
    assert_eq!(told(&OWN, "ID", "ISO 27001 house rules.csv"), set_apart);
    let marked: Vec<[String; 3]> = OWN
        .iter()
        .map(|[number, title, status]| [format!("A.{number}"), (*title).into(), (*status).into()])
        .collect();
    let marked: Vec<[&str; 3]> = marked.iter().map(|row| row.each_ref().map(String::as_str)).collect();
    assert_eq!(told(&marked, "ID", "house rules.csv"), set_apart);
}

#[test]
fn a_sign_near_the_table_makes_bare_numbers_controls() {
    let untitled: [[&str; 3]; 4] = ["5.37", "8.11", "8.33", "8.34"].map(|number| [number, "", "Done"]);
    let expected =
        ["27001:A.5.37", "27001:A.8.11", "27001:A.8.33", "27001:A.8.34"].map(str::to_owned).to_vec();
    for (heading, file) in [
        ("ISO control", "list.csv"),
        ("Annex A", "list.csv"),
        ("ID", "SoA.csv"),
        ("ID", "Anwendbarkeitserklärung.csv"),
        ("ID", "ISO 27001.csv"),
    ] {
        assert_eq!(told(&untitled, heading, file), (expected.clone(), vec![]), "{heading} {file}");
    }
    assert_eq!(told(&untitled, "ID", "list.csv").0, [""; 0]);
    // Titles of the catalogue beside a quarter of them are as good as a name.
    let titled =
        [["8.11", "Data masking", "Done"], ["8.33", "Wie getestet wird", "Done"], ["8.34", "", "Done"]];
    assert_eq!(told(&titled, "ID", "list.csv").0, ["27001:A.8.11", "27001:A.8.33", "27001:A.8.34"]);
    // Titles in another language say nothing against numbers that are named.
    let german = untitled.map(|[number, _, status]| [number, "Regelung der Abläufe im Betrieb", status]);
    assert_eq!(told(&german, "Nr.", "SoA.csv").0, expected);
}

#[test]
fn all_numbers_of_an_annex_are_that_annex_without_a_name() {
    let catalogue = Catalogue::load().unwrap();
    let numbers: Vec<String> = catalogue
        .requirements()
        .map(|requirement| requirement.id.to_string())
        .filter_map(|id| id.strip_prefix("27001:A.").map(str::to_owned))
        .collect();
    let rows: Vec<[&str; 3]> = numbers.iter().map(|number| [number.as_str(), "", "Done"]).collect();
    assert_eq!(told(&rows, "ID", "list.csv").0.len(), 93);
    assert_eq!(told(&rows[..40], "ID", "list.csv").0.len(), 0);
}

#[test]
fn a_standard_before_one_item_holds_for_those_after_it_only_where_it_has_them() {
    let rows: &[&[&str]] = &[
        &["42001:A.7.3; A.5.34", "", "Implemented"],
        &["42001:A.7.3, A.7.4", "", "Implemented"],
        &["ISO 42001 A.6.2.4\nA.8.32", "", "Implemented"],
        &["ISO 27001 A.5.1, A.6.2.4", "", "Implemented"],
        &["42001:A.7.3; A.5.19/20/21", "", "Implemented"],
        &["42001:A.7.3; A.5.34-A.5.36", "", "Implemented"],
        &["42001:A.7.3; A.5.2 bis A.5.8", "", "Implemented"],
        &["A.5.19-A.5.21", "", "Implemented"],
        &["A.5.19 bis A.5.21", "", "Implemented"],
        &["27001: A.5.19, 20 and 21", "", "Implemented"],
    ];
    let (rows, codes) = references(&controls(rows));
    assert_eq!(rows[0], ["27001:A.5.34", "42001:A.7.3"]);
    assert_eq!(rows[1], ["42001:A.7.3", "42001:A.7.4"]);
    assert_eq!(rows[2], ["27001:A.8.32", "42001:A.6.2.4"]);
    assert_eq!(rows[3], ["27001:A.5.1", "42001:A.6.2.4"]);
    assert_eq!(rows[4], ["27001:A.5.19", "27001:A.5.20", "27001:A.5.21", "42001:A.7.3"]);
    assert_eq!(rows[5], ["27001:A.5.34", "27001:A.5.35", "27001:A.5.36", "42001:A.7.3"]);
    assert_eq!(rows[6].len(), 8);
    assert!(rows[6][..7].iter().all(|id| id.starts_with("27001:A.5.")), "{:?}", rows[6]);
    for list in &rows[7..] {
        assert_eq!(*list, ["27001:A.5.19", "27001:A.5.20", "27001:A.5.21"]);
    }
    // What was taken for the other standard's is told, and nobody said that both are one piece of work.
    let (model, _) = normalised(&[&controls(&[&["42001:A.4.3, A.5.12", "", "Implemented"]])]);
    assert_eq!(model.pairs, []);
    let (model, _) = normalised(&[&controls(&[&["42001:A.4.3, 27001:A.5.12", "", "Implemented"]])]);
    assert_eq!(model.pairs.len(), 1);
    assert!(
        !codes.is_empty() && codes.iter().all(|code| *code == "number-not-of-standard-before"),
        "{codes:?}"
    );
    // A range that begins beside its standard is of it, whatever the other end could be; and a number that
    // both editions of the other standard have stays open.
    let (rows, codes) = references(&column(&["42001:A.5.2 - A.5.8", "42001:A.5.5"]));
    assert_eq!(rows[0], ["42001:A.5.2"]);
    assert_eq!(codes, ["unknown-reference"]);
}

#[test]
fn a_number_beside_its_standard_is_a_clause_among_clauses() {
    let ids = ["4.1", "4.2", "4.3", "ISO 42001 4.4", "5.1", "5.2", "6.1.2", "7.5.1"];
    let mut table = column(&ids);
    table.columns[0].0 = "ISO 42001 requirement".to_owned();
    let (rows, codes) = references(&table);
    assert_eq!(rows[3], ["42001:4.4"]);
    assert_eq!(codes, [""; 0]);
    // Among the controls of the other standard nothing says which it is, and the cell is told as it stands.
    let (rows, codes) = references(&column(&["A.5.1", "A.5.4", "ISO 42001 5.2", "A.8.34"]));
    assert_eq!(rows[2], [""; 0]);
    assert_eq!(codes, ["ambiguous-reference"]);
}

#[test]
fn a_number_that_some_edition_of_the_named_standard_has_is_not_of_the_other_standard() {
    for (cell, expected, told) in [
        ("ISO 27001:2013 A.9.1.1, A.9.2", vec!["27001:A.5.15"], "soa-2013"),
        ("ISO 27001:2013 A.7.1.1, A.7.2", vec!["27001:A.6.1"], "soa-2013"),
        ("ISO 27001:2013 A.10.1.1, A.10.4", vec!["27001:A.8.24"], "unknown-reference"),
        ("ISO 27001:2013 A.6.2.1, A.6.2.4", vec!["27001:A.8.1"], "unknown-reference"),
        ("ISO 27001 A.8.24, A.10.4", vec!["27001:A.8.24"], "unknown-reference"),
        ("ISO 27001 A.8.24, A.10.2 - A.10.4", vec!["27001:A.8.24"], "unknown-reference"),
    ] {
        let (rows, codes) = references(&controls(&[&[cell, "", "Implemented"]]));
        assert_eq!(rows[0], expected, "{cell}");
        assert!(codes.contains(&told), "{cell}: {codes:?}");
    }
    // Objectives of 2013 are headings and count for nothing.
    let (rows, _) = references(&controls(&[&["ISO 27001 A.8.2, A.9.4", "", "Implemented"]]));
    assert_eq!(rows[0], [""; 0]);
}

/// What each row of an audit register with a column of standards names, with the codes of what is told.
fn audited(rows: &[[&str; 2]]) -> (Vec<Vec<String>>, Vec<&'static str>) {
    let columns: &[(&str, Field)] = &[
        ("Norma", Field::Standard),
        ("Riferimento", Field::FindingRef),
        ("Rilievo", Field::FindingDescription),
    ];
    let rows: Vec<[String; 3]> = rows
        .iter()
        .zip(1..)
        .map(|([standard, reference], row)| {
            [(*standard).to_owned(), (*reference).to_owned(), format!("Rilievo {row}")]
        })
        .collect();
    let rows: Vec<[&str; 3]> = rows.iter().map(|row| row.each_ref().map(String::as_str)).collect();
    let rows: Vec<&[&str]> = rows.iter().map(|row| row.as_slice()).collect();
    let (model, diagnostics) = normalised(&[&table(Register::AuditFindings, columns, &rows)]);
    let named = model
        .audit_findings
        .iter()
        .map(|finding| finding.requirements.iter().map(|reference| reference.id.to_string()).collect());
    (named.collect(), diagnostics.iter().map(|diagnostic| diagnostic.code.name).collect())
}

#[test]
fn a_row_of_an_audit_register_is_of_the_standards_that_it_names() {
    let (rows, codes) = audited(&[
        ["ISO 27001", "A.5.2"],
        ["ISO 42001", "A.5.2"],
        ["ISO 27001 / ISO 42001", "10.1"],
        ["27001 e 42001", "9.1"],
        ["entrambe", "10.2"],
        ["ISO 27001", "7.2"],
        ["27001 e 42001", "A.6.2.4"],
    ]);
    assert_eq!(rows[0], ["27001:A.5.2"]);
    assert_eq!(rows[1], ["42001:A.5.2"]);
    for (row, clause) in [(2, "10.1"), (3, "9.1"), (4, "10.2")] {
        assert_eq!(rows[row], [format!("27001:{clause}"), format!("42001:{clause}")], "row {row}");
    }
    assert_eq!(rows[5], ["27001:7.2"]);
    assert_eq!(rows[6], ["42001:A.6.2.4"]);
    assert_eq!(codes, [""; 0]);
}

#[test]
fn only_the_row_that_names_both_standards_or_none_is_open() {
    let (rows, codes) = audited(&[
        ["ISO 27001", "A.5.2"],
        ["ISO 27001", "A.5.3"],
        ["ISO 42001", "A.6.2.4"],
        ["27001 / 42001", "A.5.2"],
        ["", "A.5.3"],
    ]);
    assert_eq!((rows[0].concat().as_str(), rows[1].concat().as_str()), ("27001:A.5.2", "27001:A.5.3"));
    assert_eq!((&rows[3], &rows[4]), (&Vec::new(), &Vec::new()));
    assert_eq!(codes, ["ambiguous-reference"; 1], "both rows are told as one");
}
