//! Recognition on sheets written as text: one line a row, cells parted by `|`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod invented;

use std::sync::{Arc, OnceLock};

use super::*;
use crate::declaration::{Declarations, Field, Register};
use crate::provenance::SheetName;
use crate::read::{Cell, NumberForm, Row, Sheet, SheetFacts, Value, Visibility, Workbook};
use crate::standards::Catalogue;

mod columns;
mod declared;
mod left_alone;
mod meanings;
mod order;
mod rows;
mod tables;

fn recogniser() -> &'static Recogniser {
    static RECOGNISER: OnceLock<Recogniser> = OnceLock::new();
    RECOGNISER.get_or_init(|| {
        let declarations = Declarations::load().unwrap();
        Recogniser::new(&declarations, &Catalogue::load().unwrap(), &ValueWords::load().unwrap()).unwrap()
    })
}

/// A sheet from text: each line a row, cells parted by `|`, numbers as numbers, `==` merged with the
/// cell to its left.
fn sheet(name: &str, text: &str) -> Sheet {
    let file: Arc<str> = Arc::from("file.xlsx");
    let mut merges = Vec::new();
    let rows = text
        .lines()
        .enumerate()
        .map(|(number, line)| {
            let mut cells: Vec<Cell> = Vec::new();
            let mut reach: Option<(u32, u32)> = None;
            for (column, part) in line.split('|').enumerate() {
                let (column, part) = (column as u32, part.trim());
                if part == "==" {
                    let first = reach.map_or(column - 1, |(first, _)| first);
                    reach = Some((first, column));
                    continue;
                }
                merges.extend(reach.take().map(|(first, last)| (number as u32, first, number as u32, last)));
                if !part.is_empty() {
                    let value = part.parse().map_or_else(|_| Value::Text(part.into()), Value::Number);
                    cells.push(Cell::new(column, value, NumberForm::General));
                }
            }
            merges.extend(reach.map(|(first, last)| (number as u32, first, number as u32, last)));
            Row { number: number as u32, cells }
        })
        .filter(|row| !row.cells.is_empty())
        .collect();
    let name = SheetName { file, sheet: Some(Arc::from(name)) };
    Sheet {
        name: Arc::new(name),
        visibility: Visibility::Visible,
        rows,
        merges,
        facts: SheetFacts::default(),
    }
}

fn workbook(sheets: Vec<Sheet>) -> Workbook {
    Workbook { path: "file.xlsx".to_owned(), bytes: 0, sha256: String::new(), sheets }
}

fn recognise(name: &str, text: &str) -> Recognition {
    recognise_workbook(&workbook(vec![sheet(name, text)]), recogniser())
}

/// `register header-rows records: A field, B field …`, one line a table.
fn outcome(recognition: &Recognition) -> Vec<String> {
    let table = |table: &RecognisedTable| {
        let fields: Vec<String> = table
            .columns
            .iter()
            .map(|column| format!("{} {}", crate::provenance::column_letters(column.column), column.field))
            .collect();
        let header: Vec<String> = table.header_rows.iter().map(|row| (row + 1).to_string()).collect();
        format!("{} {} {}: {}", table.register, header.join("+"), table.records.len(), fields.join(", "))
    };
    recognition.tables.iter().map(table).collect()
}

fn codes(recognition: &Recognition) -> Vec<&'static str> {
    recognition.diagnostics.iter().map(|diagnostic| diagnostic.code.name).collect()
}

#[test]
fn a_risk_register_below_titles_with_banners_is_read_in_german() {
    let found = recognise(
        "Tabelle1",
        "Risikoübersicht der Musterwerk GmbH
Stand: März 2026

| | | Bruttorisiko | == | == | Nettorisiko | == | == |
Nr. | Risiko | Risikoeigner | Eintrittswahrscheinlichkeit | Auswirkung | Risikowert | Eintrittswahrscheinlichkeit | Auswirkung | Risikowert | Behandlung
R1 | Ausfall des Rechenzentrums | Anna Klein | 3 | 5 | 15 | 2 | 4 | 8 | vermindern
R2 | Verlust eines Notebooks | Bernd Groß | 4 | 2 | 8 | 2 | 2 | 4 | vermindern
R3 | Falsche Auskunft eines Chatbots | Anna Klein | 2 | 3 | 6 | 1 | 3 | 3 | akzeptieren",
    );
    assert_eq!(
        outcome(&found),
        [
            "risks 4+5 3: A risk.id, B risk.title, C risk.owner, D risk.likelihood, E risk.impact, F risk.inherent, \
          G risk.residual_likelihood, H risk.residual_impact, I risk.residual, J risk.treatment"
        ]
    );
}

#[test]
fn an_asset_inventory_that_starts_anywhere_is_read_in_french() {
    let found = recognise(
        "Feuil1",
        "
| | Inventaire des actifs
|
| | Réf. | Nom de l'actif | Catégorie | Propriétaire | Emplacement | Confidentialité | Intégrité | Disponibilité | Remarques
| | A-01 | Serveur de fichiers | Matériel | DSI | Lyon | 3 | 3 | 4 | à remplacer
| | A-02 | Base des clients | Information | Ventes | Paris | 4 | 4 | 3 |
| | A-03 | Messagerie | Service | DSI | Nuage | 3 | 2 | 4 |",
    );
    assert_eq!(
        outcome(&found),
        [
            "assets 4 3: C asset.id, D asset.name, E asset.type, F asset.owner, G asset.location, H asset.confidentiality, \
          I asset.integrity, J asset.availability, K comment"
        ]
    );
}

#[test]
fn headings_that_are_questions_name_the_fields_of_an_ai_inventory() {
    let found = recognise(
        "Use cases",
        "Use case ID | What is the name of the AI use case? | Which department uses it? | What problem does it solve? | At which stage of development is it? | Vendor(s), if any | Does it process personal data? (Y/N)
U-1 | Invoice reader | Finance | Typing invoices by hand takes the team two days a month | Deployed | Papertrail Ltd | N
U-2 | Applicant ranking | Human resources | Reading hundreds of letters takes longer than the posting is open | Pilot | In-house | Y
U-3 | Service chatbot | Customer care | Callers wait too long for answers that are on the web site | Retired | Talkwell | Y",
    );
    assert_eq!(
        outcome(&found),
        [
            "ai-systems 1 3: A ai.id, B ai.name, C ai.department, D ai.purpose, E ai.lifecycle_stage, F ai.vendor, \
          G ai.personal_data"
        ]
    );
}

#[test]
fn a_legend_beside_and_one_below_are_no_part_of_the_table() {
    let found = recognise(
        "Risks",
        "Risk ID | Description | Likelihood | Impact | | Level | Meaning
R-1 | Phishing of the finance team | 4 | 3 | | 1 | Rare
R-2 | Ransomware on a file server | 2 | 5 | | 2 | Unlikely
R-3 | Loss of the only administrator | 3 | 4 | |
R-4 | Flood in the server room | 1 | 5 | |
R-5 | Wrong advice from an AI assistant | 3 | 3 | |
R-6 | Leak of a customer list | 3 | 4 | |



Legend
1 | Rare
2 | Unlikely",
    );
    assert_eq!(
        outcome(&found),
        ["risks 1 6: A risk.id, B risk.description, C risk.likelihood, D risk.impact"]
    );
    assert_eq!(found.left_alone.len(), 1, "{:?}", found.left_alone);
}

#[test]
fn two_registers_below_each_other_are_two_tables() {
    let found = recognise(
        "Register",
        "Asset ID | Asset name | Asset type | Asset owner
A1 | Mail server | Hardware | IT
A2 | Customer data | Information | Sales

Risk ID | Risk | Likelihood | Impact | Treatment
R1 | Server fails | High | Medium | Mitigate
R2 | Data leaks | Low | High | Avoid",
    );
    assert_eq!(
        outcome(&found),
        [
            "assets 1 2: A asset.id, B asset.name, C asset.type, D asset.owner",
            "risks 5 2: A risk.id, B risk.title, C risk.likelihood, D risk.impact, E risk.treatment"
        ]
    );
}

#[test]
fn a_table_that_could_be_two_registers_is_told() {
    let found = recognise(
        "AI assets",
        "ID | Name | Type | Owner | Criticality
S-1 | Scheduler model | Software | Operations | High
S-2 | Translator model | Software | Sales | Low",
    );
    assert!(codes(&found).contains(&"doubtful-register"), "{:?} {:?}", outcome(&found), codes(&found));
}

#[test]
fn sheets_of_one_layout_are_one_register_and_share_what_their_values_show() {
    let full = "ID | Requirement | Status | Remark
X-1 | Keys are kept in the keystore of the device | Pass | seen
X-2 | The clipboard is cleared | Fail |
X-3 | Logs hold no secrets | Pass |";
    let bare = "ID | Requirement | Status | Remark
8.1 | The application notices a debugger | N/A |
8.2 | The application notices a rooted device | N/A |
8.3 | Its code cannot be changed unnoticed | N/A |";
    let found = recognise_workbook(
        &workbook(vec![sheet("Android", full), sheet("Apple", bare), sheet("Windows", full)]),
        recogniser(),
    );
    let lines = outcome(&found);
    assert_eq!(lines.len(), 3);
    assert!(lines.iter().all(|line| *line == lines[0]), "{lines:#?}");
}

#[test]
fn fields_that_an_issue_tracker_wraps_are_read_as_what_they_are() {
    let found = recognise(
        "Audit findings",
        "Summary | Finding ID | Status | Custom field (Root cause) | Custom field (Corrective action) | Due date
Failover is not tested | F-4 | Open | No time was planned | Test it every quarter | 2026-08-31
Nobody watches at night | F-3 | Closed | Two posts are vacant | Hire two people | 2026-09-30",
    );
    assert_eq!(
        outcome(&found),
        ["audit-findings 1 2: A finding.description, B finding.id, C finding.status, D finding.cause, \
          E finding.action, F finding.due"]
    );
}
