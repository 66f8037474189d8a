//! What columns mean by their headings, their values and the columns beside them.

use super::*;

fn field_of(recognition: &Recognition, heading: &str) -> Option<Field> {
    let columns = recognition.tables.iter().flat_map(|table| &table.columns);
    columns.into_iter().find(|column| column.heading == heading).map(|column| column.field)
}

#[test]
fn a_column_that_names_the_standard_is_the_reference_and_not_one_of_another_framework() {
    let found = recognise(
        "Questionnaire",
        "Question ID | Question | Answer | Framework Control ID | ISO/IEC 27001:2022
X-01 | Are audits planned? | Yes | AUD-01 | A.5.35; A.5.36
X-02 | Is code reviewed? | No | DEV-04 | A.8.28
X-03 | Are keys kept? | Yes | KEY-01 | A.8.24",
    );
    assert_eq!(field_of(&found, "ISO/IEC 27001:2022"), Some(Field::ControlRef));
    assert_ne!(field_of(&found, "Framework Control ID"), Some(Field::ControlRef));
    // Without numbers of the standard below it, the heading alone decides nothing.
    let found = recognise(
        "Controls",
        "Control ID | Control | Status | ISO/IEC 27001:2022
A.5.1 | Policies | Implemented | mandatory
A.5.2 | Roles | Planned | optional
A.5.3 | Duties | Implemented | mandatory",
    );
    assert_eq!(field_of(&found, "Control ID"), Some(Field::ControlRef));
}

#[test]
fn an_assessment_of_data_protection_is_not_that_of_the_impact_of_the_system() {
    for (heading, field) in [
        ("AIPD réalisée ?", None),
        ("DPIA completed", None),
        ("DSFA", None),
        ("Analyse d'impact IA", Some(Field::AiImpactAssessment)),
        ("Impact assessment", Some(Field::AiImpactAssessment)),
    ] {
        let found = recognise(
            "AI systems",
            &format!(
                "ID | AI system | Purpose | Owner | {heading}
IA-1 | Scoring | Rates loans | Loans | Yes
IA-2 | Chat | Answers clients | Service | No
IA-3 | Alerts | Finds fraud | Cards | Yes"
            ),
        );
        assert_eq!(field_of(&found, heading), field, "{heading}");
    }
}

#[test]
fn letters_of_protection_goals_are_known_in_order_of_several_languages() {
    use Field::{AssetAvailability as A, AssetConfidentiality as C, AssetIntegrity as I};
    for (letters, fields) in [
        ("P | I | D", [C, I, A]),
        ("V | I | V", [C, I, A]),
        ("D | I | C", [A, I, C]),
        ("B | I | V", [A, I, C]),
        ("K | R | T", [C, I, A]),
    ] {
        let found = recognise(
            "Assets",
            &format!(
                "ID | Asset | Type | {letters} | Owner
A-1 | Payroll | Application | 3 | 2 | 1 | Finance
A-2 | Website | Application | 1 | 3 | 3 | Sales
A-3 | Archive | Storage | 2 | 2 | 1 | Legal"
            ),
        );
        let columns = &found.tables[0].columns;
        let read: Vec<Field> = columns
            .iter()
            .filter(|column| (3..6).contains(&column.column))
            .map(|column| column.field)
            .collect();
        assert_eq!(read, fields, "{letters}");
    }
    // One of them is rated in words, two in numbers: they are not the three goals.
    let found = recognise(
        "Assets",
        "ID | Asset | Type | P | I | D | Owner
A-1 | Payroll | Application | Lyon | 2 | 1 | Finance
A-2 | Website | Application | Paris | 3 | 3 | Sales
A-3 | Archive | Storage | Nice | 2 | 1 | Legal",
    );
    assert_eq!(field_of(&found, "P"), None);
}

#[test]
fn of_the_letters_s_and_k_the_first_is_the_likelihood() {
    for (first, second) in [("S", "K"), ("K", "S")] {
        let found = recognise(
            "Risks",
            &format!(
                "ID | Risiko | {first} | {second} | R | Ansvarlig
R-1 | Brann i serverrom | 2 | 5 | 10 | Drift
R-2 | Tap av telefon | 4 | 2 | 8 | Drift
R-3 | Feil i rutine | 3 | 3 | 9 | Drift"
            ),
        );
        assert_eq!(field_of(&found, first), Some(Field::RiskLikelihood), "{first}");
        assert_eq!(field_of(&found, second), Some(Field::RiskImpact), "{second}");
    }
}

#[test]
fn levels_with_a_letter_may_all_differ_in_a_short_register() {
    let found = recognise(
        "Risques",
        "N° | Risque | Gravité (G1-G4) | Vraisemblance (V1-V4) | Responsable
R1 | Fuite de données | G4 | V3 | DSI
R2 | Panne du site | G3 | V2 | DSI
R3 | Fraude interne | G4 | V1 | DAF
R4 | Erreur de saisie | G2 | V4 | DAF",
    );
    assert_eq!(field_of(&found, "Gravité (G1-G4)"), Some(Field::RiskImpact));
    assert_eq!(field_of(&found, "Vraisemblance (V1-V4)"), Some(Field::RiskLikelihood));
}

#[test]
fn when_a_row_was_changed_is_no_due_date_and_a_missing_control_none_that_exists() {
    for updated in ["Last updated", "Fecha de actualización", "Letzte Änderung", "Date de mise à jour"] {
        let found = recognise(
            "Risks",
            &format!(
                "ID | Risk | Likelihood | Impact | Phase | Missing control | {updated}
R-1 | Fire | 3 | 4 | F1 | Sprinklers | 2026-01-31
R-2 | Theft | 2 | 2 | F2 | Cameras | 2026-02-28
R-3 | Flood | 1 | 5 | F1 | Pumps | 2026-03-31"
            ),
        );
        assert_ne!(field_of(&found, updated), Some(Field::RiskDue), "{updated}");
        assert_ne!(field_of(&found, "Missing control"), Some(Field::RiskControls));
        assert_ne!(field_of(&found, "Phase"), Some(Field::RiskStatus));
    }
}

#[test]
fn a_list_of_hosts_with_their_addresses_is_an_asset_inventory() {
    for text in [
        "Computer Name | OS | IP Address | Last report
PC-17 | Windows 11 | 10.0.0.17 | 2026-01-31
SRV-2 | Debian 12 | 10.0.0.2 | 2026-01-30
SRV-3 | Debian 12 | 10.0.0.3 | 2026-01-30",
        "Rechnername | Betriebssystem | Seriennummer
PC-17 | Windows 11 | 8XK11
SRV-2 | Debian 12 | 8XK12
SRV-3 | Debian 12 | 8XK19",
    ] {
        let found = recognise("Export", text);
        assert_eq!(found.tables.len(), 1, "{:?}", found.left_alone);
        assert_eq!(found.tables[0].register, Register::Assets);
        assert_eq!(found.tables[0].records.len(), 3);
    }
    // One property alone says nothing: contacts have addresses as well.
    let found = recognise("Export", "Name | Room | IP Address\nDesk | 12 | 10.0.0.1\nHall | 14 | 10.0.0.2");
    assert_eq!(found.tables.len(), 0);
}
