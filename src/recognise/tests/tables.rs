//! Where tables begin and end: titles, hidden sheets, lists below and registers beside them.

use super::*;

fn headings(recognition: &Recognition) -> Vec<&str> {
    recognition.tables.iter().flat_map(|table| &table.columns).map(|column| column.heading.as_str()).collect()
}

#[test]
fn a_title_that_is_merged_over_most_of_a_table_is_no_banner() {
    for title in ["KI-Inventar nach KI-VO | == | == | ==", " | KI-Inventar nach KI-VO | == | == | =="] {
        let found = recognise(
            "Tabelle1",
            &format!(
                "{title}
ID | KI-System | Zweck | Anbieter | Lebenszyklusphase
K-1 | Sichtprüfung | Erkennt Kratzer | Sehwerk | Betrieb
K-2 | Textkürzer | Fasst Berichte zusammen | Wortwerk | Pilot"
            ),
        );
        assert_eq!(headings(&found), ["ID", "KI-System", "Zweck", "Anbieter", "Lebenszyklusphase"]);
        assert_eq!(found.tables[0].header_rows, [1]);
    }
}

#[test]
fn a_single_text_over_some_columns_in_the_middle_is_a_banner() {
    let found = recognise(
        "Actifs",
        " | | Besoins | == | == |
Réf. | Actif | C | I | D | Propriétaire
A-1 | Paie | 4 | 4 | 2 | DRH
A-2 | Site web | 1 | 3 | 4 | Communication",
    );
    assert_eq!(headings(&found)[2], "Besoins / C");
}

fn hidden(mut sheet: Sheet) -> Sheet {
    sheet.visibility = Visibility::Hidden;
    sheet
}

const CURRENT: &str = "Control | Title | Applicable | Status
A.5.1 | Policies | Yes | Implemented
A.5.2 | Roles | Yes | Planned";

#[test]
fn a_register_on_a_hidden_sheet_gives_way_to_a_visible_one() {
    let earlier = "Control | Title | Applicable | Status Q1 | Status Q2
A.5.1 | Policies | Yes | Planned | Planned";
    let book = workbook(vec![hidden(sheet("2024", earlier)), sheet("SoA", CURRENT)]);
    let found = recognise_workbook(&book, recogniser());
    assert_eq!(found.tables.iter().map(|table| table.sheet).collect::<Vec<_>>(), [1]);
    assert_eq!(
        found.left_alone[0].why,
        "the sheet is hidden, and a visible sheet holds the same register (controls)"
    );
    assert_eq!(codes(&found), Vec::<&str>::new());
}

#[test]
fn a_register_that_only_a_hidden_sheet_holds_is_read_and_told() {
    let assets = "Asset ID | Asset name | Type | Owner\nA1 | Mail server | Hardware | IT";
    let book = workbook(vec![sheet("SoA", CURRENT), hidden(sheet("Assets", assets))]);
    let found = recognise_workbook(&book, recogniser());
    assert_eq!(found.tables.len(), 2);
    assert_eq!(codes(&found), ["hidden-sheet-read"]);
}

#[test]
fn a_list_with_headings_of_its_own_below_blank_rows_is_no_part_of_a_table() {
    for legend in [
        "Risikoklasse | Bedeutung | Folge\nHoch | Anhang III | Bewertung\nBegrenzt | Transparenz | Hinweis\nMinimal | keine | -\nKeine | keine | -",
        "Level | Meaning\n1 | Low\n2 | High",
        " | | Status | Description\n | | Pilot | in use by some\n | | Betrieb | in use by all",
    ] {
        for (first, blank) in [("K-1 | K-2", "\n"), ("K-1 | K-2", "\n\n"), ("1 | 2", "\n\n")] {
            let (one, two) = first.split_once(" | ").unwrap();
            let found = recognise(
                "KI-Inventar",
                &format!(
                    "ID | KI-System | Zweck | Anbieter | Lebenszyklusphase | Risikoklasse
{one} | Sichtprüfung | Erkennt Kratzer | Sehwerk | Betrieb | Minimal
{two} | Textkürzer | Fasst Berichte zusammen | Wortwerk | Pilot | Hoch
{blank}{legend}"
                ),
            );
            assert_eq!(found.tables.len(), 1);
            assert_eq!(found.tables[0].records.len(), 2, "{legend}");
            assert_eq!(found.left_alone.len(), 1, "{legend}");
        }
    }
}

#[test]
fn records_below_a_blank_row_stay_in_their_table() {
    let register = "Risk ID | Risk | Risk owner | Likelihood | Impact | Treatment | Due date
R-1 | Fire | IT | 3 | 5 | Mitigate | 2027-01-31
R-2 | Theft | HR | 2 | 4 | Accept |

";
    for (below, records) in [
        ("R-3 | Flood | IT\nR-4 | Storm | IT", 4),
        (" | Flood | IT | 3\n | Storm | HR | 2", 4),
        ("New risks\nR-3 | Flood | IT | 1 | 2 | Accept |", 3),
    ] {
        let found = recognise("Risks", &format!("{register}{below}"));
        assert_eq!(found.tables[0].records.len(), records, "{below}");
    }
}

#[test]
fn half_understood_residual_columns_are_known_by_their_neighbours() {
    for (headings, fields) in [
        ("EW | SA | Rest-EW | Rest-XY", "likelihood impact residual_likelihood residual_impact"),
        ("EW | SA | Rest-XY | Rest-SA", "likelihood impact residual_likelihood residual_impact"),
        ("SH | EW | Rest-XY | Rest-ZW", "impact likelihood residual_impact residual_likelihood"),
    ] {
        let found = recognise(
            "Risiken",
            &format!(
                "Nr. | Risiko | {headings} | Restrisiko | Behandlung
R1 | Ausfall des Rechenzentrums | 3 | 5 | 2 | 4 | 8 | vermindern
R2 | Verlust eines Notebooks | 4 | 2 | 2 | 2 | 4 | vermindern"
            ),
        );
        let given: Vec<String> = found.tables[0]
            .columns
            .iter()
            .map(|column| column.field.to_string().replace("risk.", ""))
            .collect();
        assert_eq!(given.join(" "), format!("id title {fields} residual treatment"), "{headings}");
    }
}

#[test]
fn a_residual_level_alone_is_no_half_of_a_pair() {
    let found = recognise(
        "Risiken",
        "Nr. | Risiko | Eintrittswahrscheinlichkeit | Auswirkung | Rest-Stufe | Behandlung
R1 | Ausfall des Rechenzentrums | 3 | 5 | 2 | vermindern
R2 | Verlust eines Notebooks | 4 | 2 | 2 | vermindern",
    );
    assert_eq!(found.tables[0].columns[4].field, Field::RiskResidual);
}

#[test]
fn two_registers_side_by_side_are_two_tables() {
    let found = recognise(
        "Both",
        "Risk ID | Risk | Likelihood | Impact | | Asset ID | Asset | Owner | Classification
R1 | Fire | 1 | 3 | | A1 | Archive | Anna | Internal
R2 | Theft | 2 | 3 | | A2 | Laptops | Ben | Public
R3 | Flood | 3 | 3 | | A3 | Ledger | Anna | Internal
 | | | | | A4 | Portal | Ben | Public",
    );
    assert_eq!(
        outcome(&found),
        [
            "risks 1 3: A risk.id, B risk.title, C risk.likelihood, D risk.impact",
            "assets 1 4: F asset.id, G asset.name, H asset.owner, I asset.classification"
        ]
    );
}

#[test]
fn a_register_that_goes_on_beside_itself_is_read_twice() {
    let found = recognise(
        "Risks",
        "ID | Risk | Likelihood | Impact | | ID | Risk | Likelihood | Impact
R1 | Fire | 1 | 3 | | R3 | Flood | 2 | 2
R2 | Theft | 2 | 3 | | R4 | Storm | 4 | 2",
    );
    let one = "risk.id, B risk.title, C risk.likelihood, D risk.impact";
    let other = "risk.id, G risk.title, H risk.likelihood, I risk.impact";
    assert_eq!(outcome(&found), [format!("risks 1 2: A {one}"), format!("risks 1 2: F {other}")]);
}

#[test]
fn a_blank_column_within_a_register_parts_nothing() {
    for (beside, one, two, columns) in [
        ("Likelihood | Impact | Treatment", "1 | 2 | Mitigate", "2 | 2 | Accept", 7),
        ("Risk ID | Residual likelihood | Residual impact", "R1 | 1 | 2", "R2 | 2 | 2", 6),
        (
            "Control | Control title | Control status",
            "A.5.1 | Policies | Planned",
            "A.5.2 | Roles | Planned",
            6,
        ),
    ] {
        let found = recognise(
            "Risks",
            &format!(
                "Risk ID | Risk | Likelihood | Impact | | {beside}
R1 | Fire | 1 | 3 | | {one}
R2 | Theft | 2 | 3 | | {two}"
            ),
        );
        assert_eq!(found.tables.len(), 1, "{beside}");
        assert_eq!(found.tables[0].columns.len(), columns, "{beside}: {:?}", outcome(&found));
    }
}

#[test]
fn a_risk_whose_name_begins_with_total_or_average_is_no_row_of_totals() {
    let found = recognise(
        "Risks",
        "Risk | Likelihood | Impact | Owner | Treatment
Phishing of staff | 4 | 5 | Ann | Mitigate
Total loss of the data centre | 3 | 5 | | Mitigate
Sum insured is too low | 3 | 4 | | Transfer
Average repair time too long | 3 | 4 | | Transfer
Ransomware | 5 | 5 | Ann | Mitigate
Theft of a laptop | 2 | 3 | Cy | Mitigate
Insider fraud | 2 | 4 | Cy | Mitigate
Fire | 2 | 4 | Cy | Mitigate
Flood | 2 | 4 | Cy | Mitigate
Total risks | 27 | 36 | |
Average likelihood | 3 | | |",
    );
    let table = &found.tables[0];
    assert_eq!(table.records.len(), 9);
    let other: Vec<_> = table.other_rows.iter().map(|row| (row.row, row.reason.as_str())).collect();
    assert_eq!(other, [(10, "is a row of totals"), (11, "is a row of totals")]);
}

/// A control register in which some references name their standard and most do not.
fn partly_named(standard: &str) -> String {
    let mut text = "ISO 42001 Anforderung | Status | Verantwortlich | Nachweis | Bemerkung\n".to_owned();
    let numbers = [
        "4.1", "4.2", "4.3", "4.4", "5.1", "5.2", "5.3", "6.1.1", "6.1.2", "6.1.3", "6.1.4", "6.2", "6.3",
        "7.1", "7.2", "7.3", "7.4", "7.5.1", "7.5.2", "7.5.3", "8.1", "8.2", "A.2.2", "A.2.3", "A.2.4",
        "A.3.2", "A.3.3", "A.4.2", "A.4.3",
    ];
    for (row, number) in numbers.iter().enumerate() {
        let named = if row % 9 == 0 { format!("{standard} {number}") } else { (*number).to_owned() };
        let status = ["Umgesetzt", "Offen", "Non commencé", "Geplant"][row % 4];
        let owner = ["KI-Beauftragter", "Dr. A. Krämer", ""][row % 3];
        let evidence = ["KI-Richtlinie v1", "Protokoll KI-Board 2026-06"][row % 2];
        text.push_str(&format!("{named} | {status} | {owner} | {evidence} |\n"));
    }
    text
}

#[test]
fn references_that_name_their_standard_among_plain_ones_do_not_cut_a_register() {
    for standard in ["ISO 42001", "ISO/IEC 42001:2023", "42001:"] {
        let found = recognise("Sheet", &partly_named(standard));
        let rows: Vec<usize> = found.tables.iter().map(|table| table.records.len()).collect();
        assert_eq!(rows, [29], "{standard}");
        assert!(found.left_alone.is_empty(), "{standard}: {:?}", found.left_alone);
    }
}

#[test]
fn a_row_of_familiar_words_directly_below_records_is_a_record_where_it_fills_their_columns() {
    for row in [
        "Asset owner | Implemented | Owner | Risk",
        "Control owner | Open | Status | Evidence",
        "Policy owner | Evidence | Ann | Policy",
    ] {
        let found = recognise(
            "Controls",
            &format!(
                "Control | Status | Owner | Evidence
A.5.1 | Implemented | Ann | Policy
A.5.2 | Open | Ben | Risk
{row}
A.5.3 | Implemented | Ann | Risk
A.5.4 | Open | Ben | Policy"
            ),
        );
        assert_eq!(found.tables.len(), 1, "{row}");
        assert_eq!(found.tables[0].records.len() + found.tables[0].other_rows.len(), 5, "{row}");
    }
}

#[test]
fn rows_left_alone_below_a_register_are_told_where_they_may_be_records_of_it() {
    let register = "Control | Title | Status | Owner
A.5.1 | Policies | Implemented | Ann
A.5.2 | Roles | Open | Ben
";
    for (below, told) in [
        (
            "\nReference | Title | Comment | Version\nA.5.4 | Threat | ok | 1\nA.5.5 | Intelligence | ok | 2",
            true,
        ),
        (
            "Number | Name | Department | Email | Role | Manager\n1 | Ann | IT | a@example.org | CISO | Cy\n2 | Ben | HR | b@example.org | HR | Cy",
            true,
        ),
        ("\nLevel | Meaning\n1 | Low\n2 | High", false),
    ] {
        let found = recognise("SoA", &format!("{register}{below}"));
        let told_now = codes(&found).contains(&"rows-below-register-left-alone");
        assert_eq!(told_now, told, "{below}: {:?} {:?}", found.left_alone, found.tables);
    }
}

#[test]
fn a_line_with_version_and_approval_above_the_headings_is_no_banner() {
    let found = recognise(
        "SoA",
        "Erklärung zur Anwendbarkeit
Version 3.2 | | | genehmigt: GF
Control | Titel | Anwendbar? | Begründung | Umsetzungsstand | Verantwortlich | Nachweis | Letzte Prüfung
A.5.1 | Richtlinien | ja | Risiko | umgesetzt | IT | DOC-1 | 2026-05-01
A.5.2 | Rollen | ja | Risiko | geplant | HR | DOC-2 | 2026-05-02",
    );
    assert_eq!(found.tables[0].header_rows, [2]);
    assert_eq!(headings(&found)[..2], ["Control", "Titel"]);
}

#[test]
fn a_heading_that_says_who_or_when_keeps_the_upper_row_of_a_header() {
    for heading in ["Approved by", "Prepared by", "Freigegeben durch", "Updated on", "Datum von"] {
        let mut sheet = sheet(
            "Risks",
            &format!(
                "Risk ID | {heading} | Assessment | == | == | == | ==
 | | Risk | Owner | Likelihood | Impact | Treatment
R-1 | Cy | Theft of a notebook | Ann | 3 | 4 | Mitigate
R-2 | Cy | Fire in the archive | Ben | 2 | 5 | Mitigate
R-3 | Di | Loss of a supplier | Ann | 2 | 3 | Accept"
            ),
        );
        sheet.merges.extend([0, 1].map(|column| (0, column, 1, column)));
        let found = recognise_workbook(&workbook(vec![sheet]), recogniser());
        assert_eq!(found.tables.len(), 1, "{heading}");
        assert_eq!(found.tables[0].header_rows, [0, 1], "{heading}");
        assert_eq!(headings(&found)[0], "Risk ID", "{heading}");
        assert!(headings(&found).contains(&"Assessment / Impact"), "{heading}: {:?}", headings(&found));
    }
}

#[test]
fn many_parts_left_alone_below_a_long_register_are_told() {
    let mut text = "Control | Title | Status | Owner\n".to_owned();
    for number in 0..3_000 {
        text.push_str(&format!("B-{number} | Policies | Open | Ann\n"));
    }
    text.push_str(
        "\nReference | Title | Comment | Version\nB-4 | Threat | ok | 1\nB-5 | Intelligence | ok | 2",
    );
    let book = workbook(vec![sheet("SoA", &text)]);
    let mut found = recognise_workbook(&book, recogniser());
    assert_eq!(codes(&found).iter().filter(|code| **code == "rows-below-register-left-alone").count(), 1);
    let left = found.left_alone[0].clone();
    found.left_alone = vec![left; 3_000];
    found.diagnostics.clear();
    super::super::left_below::tell_rows_left_below(&book, &mut found);
    assert_eq!(found.diagnostics.len(), 3_000);
}
