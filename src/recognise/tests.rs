//! Recognition on sheets written as text: one line a row, cells parted by `|`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod invented;

use std::sync::{Arc, OnceLock};

use proptest::prelude::*;

use super::*;
use crate::declaration::{Declarations, Field, Register};
use crate::provenance::SheetName;
use crate::read::{Cell, NumberForm, Row, Sheet, SheetFacts, Value, Visibility, Workbook};
use crate::standards::Catalogue;

mod left_alone;
mod meanings;
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
fn the_second_likelihood_is_the_residual_one_without_any_banner() {
    let found = recognise(
        "Risks",
        "ID | Risk | Likelihood | Impact | Score | Treatment | Likelihood | Impact | Score
R1 | Fire in the archive | 3 | 5 | 15 | Mitigate | 2 | 4 | 8
R2 | Loss of a laptop | 4 | 2 | 8 | Accept | 4 | 2 | 8",
    );
    assert_eq!(
        outcome(&found),
        [
            "risks 1 2: A risk.id, B risk.title, C risk.likelihood, D risk.impact, E risk.inherent, F risk.treatment, \
          G risk.residual_likelihood, H risk.residual_impact, I risk.residual"
        ]
    );
}

#[test]
fn a_likelihood_with_the_number_2_is_the_residual_one() {
    let found = recognise(
        "Risks",
        "ID | Risk | Likelihood | Impact | Controls | Likelihood 2 | Impact 2 | Owner
R1 | Fire in the archive | 3 | 5 | A.5.1 | 2 | 4 | IT
R2 | Loss of a laptop | 4 | 2 | A.5.2 | 4 | 2 | HR",
    );
    assert_eq!(
        outcome(&found),
        ["risks 1 2: A risk.id, B risk.title, C risk.likelihood, D risk.impact, E risk.controls, \
          F risk.residual_likelihood, G risk.residual_impact, H risk.owner"]
    );
}

#[test]
fn columns_of_references_of_two_standards_are_both_read() {
    let found = recognise(
        "SoA",
        "Control 27001 | Control 42001 | Title | Implementation status
A.5.1 | A.2.2 | Policies | Implemented
A.5.2 | A.3.2 | Roles | Planned",
    );
    assert_eq!(
        outcome(&found),
        ["controls 1 2: A control.ref, B control.ref, C control.title, D control.status"]
    );
    assert_eq!(codes(&found), Vec::<&str>::new());
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
fn a_reference_and_its_title_in_one_cell_are_two_fields() {
    let found = recognise(
        "Gap analysis",
        "Control | Status | Gap
A.5.1 Policies for information security | Implemented |
A.5.2 Roles and responsibilities | Partially implemented | no deputy named
A.5.3 Segregation of duties | Not implemented | small team",
    );
    assert_eq!(outcome(&found), ["controls 1 3: A control.ref, A control.title, B control.status, C gap"]);
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
fn values_that_contradict_a_heading_leave_the_column_unmapped() {
    let found = recognise(
        "Risks",
        "Risk ID | Risk | Likelihood | Impact | Treatment
R1 | Fire | The building is old and the wiring has not been looked at for many years | 5 | Mitigate
R2 | Theft | The front door is open during the day and nobody sits at the reception desk | 3 | Accept",
    );
    let table = &found.tables[0];
    assert!(table.columns.iter().all(|column| column.field != Field::RiskLikelihood));
    assert_eq!(table.unmapped[0].candidates.first(), Some(&Field::RiskLikelihood));
}

#[test]
fn a_register_without_a_likelihood_column_names_the_nearest_heading() {
    let found = recognise(
        "Risk register",
        "Risk ID | Risk | Impact | Owner
R1 | Fire | 5 | Facilities
R2 | Theft | 3 | Facilities",
    );
    assert_eq!(codes(&found), ["unmapped-required-column"]);
    let words = crate::diagnostic::render::text(&found.diagnostics[0]);
    assert!(words.contains("no likelihood column was found in the risks register"), "{words}");
}

#[test]
fn columns_that_are_repeated_for_each_quarter_are_told() {
    let found = recognise(
        "Controls",
        "Control ID | Title | Q1 Status | Q2 Status
A.5.1 | Policies | Planned | Implemented
A.5.2 | Roles | Planned | Planned",
    );
    assert_eq!(codes(&found), ["several-columns-for-one-field"]);
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

const COLUMNS: [[&str; 3]; 6] = [
    ["Risk ID", "R-1", "R-2"],
    ["Risk description", "The archive burns down in the night", "A laptop is left behind in a train"],
    ["Likelihood", "2", "4"],
    ["Impact", "5", "2"],
    ["Risk owner", "Facilities", "IT"],
    ["Treatment", "Mitigate", "Accept"],
];

fn fields_by_heading(recognition: &Recognition) -> Vec<(Field, String)> {
    let mut fields: Vec<(Field, String)> = recognition
        .tables
        .iter()
        .flat_map(|table| &table.columns)
        .map(|column| (column.field, column.heading.clone()))
        .collect();
    fields.sort();
    fields
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_order_of_columns_and_blank_rows_above_change_nothing(
        order in Just((0..COLUMNS.len()).collect::<Vec<_>>()).prop_shuffle(),
        blank in 0..5_usize,
        left in 0..3_usize,
    ) {
        let text = |order: &[usize], blank: usize, left: usize| {
            let rows = (0..3).map(|row| {
                let cells: Vec<&str> = order.iter().map(|column| COLUMNS[*column][row]).collect();
                format!("{}{}", "|".repeat(left), cells.join("|"))
            });
            format!("{}{}", "\n".repeat(blank), rows.collect::<Vec<_>>().join("\n"))
        };
        let plain: Vec<usize> = (0..COLUMNS.len()).collect();
        let expected = recognise("Risks", &text(&plain, 0, 0));
        let found = recognise("Risks", &text(&order, blank, left));
        prop_assert_eq!(fields_by_heading(&expected), fields_by_heading(&found));
        prop_assert_eq!(found.tables[0].header_rows.clone(), vec![blank as u32]);
        prop_assert_eq!(found.tables[0].records.len(), 2);
    }

    #[test]
    fn a_synonym_of_any_language_names_the_same_field(language in 0..7_usize) {
        let declarations = Declarations::load().unwrap();
        let table = declarations.table(Register::Risks).unwrap();
        let fields = [Field::RiskId, Field::RiskDescription, Field::RiskLikelihood, Field::RiskImpact, Field::RiskOwner, Field::RiskTreatment];
        let headings: Vec<&str> = fields.iter().map(|field| table.column(*field).unwrap().headings[language].as_str()).collect();
        let rows: Vec<String> = (1..3).map(|row| COLUMNS.iter().map(|column| column[row]).collect::<Vec<_>>().join("|")).collect();
        let found = recognise("Sheet1", &format!("{}\n{}", headings.join("|"), rows.join("\n")));
        let given: Vec<Field> = found.tables[0].columns.iter().map(|column| column.field).collect();
        prop_assert_eq!(given, fields.to_vec());
    }
}

#[test]
fn sub_headings_below_a_wide_heading_are_found_without_merged_cells() {
    let found = recognise(
        "csv",
        "Risk No. | Threat | Rating before | | | Treatment | Rating after | |
 | | Prob. | Sev. | RPN | | Prob. | Sev. | RPN
1 | Fraud in payroll | 4 | 4 | 16 | Reduce | 2 | 4 | 8
2 | Phishing of staff | 5 | 3 | 15 | Reduce | 3 | 3 | 9",
    );
    assert_eq!(
        outcome(&found),
        [
            "risks 1+2 2: A risk.id, B risk.threat, C risk.likelihood, D risk.impact, E risk.inherent, F risk.treatment, \
          G risk.residual_likelihood, H risk.residual_impact, I risk.residual"
        ]
    );
}

#[test]
fn references_of_controls_are_no_assets_or_systems() {
    let found = recognise(
        "AI risks",
        "Risk ID | Risk | Likelihood | Impact | Existing mitigations | ISO 42001 control
R1 | Bias against dialects | 3 | 4 | test set | A.5.4
R2 | Wrong advice | 2 | 5 | review | A.6.2.4
R3 | Drift | 3 | 2 | monitoring | A.8.2",
    );
    let fields: Vec<Field> = found.tables[0].columns.iter().map(|column| column.field).collect();
    assert!(!fields.contains(&Field::RiskAiSystem) && !fields.contains(&Field::RiskAsset), "{fields:?}");
}

#[test]
fn values_of_another_coded_list_leave_the_column_unmapped() {
    let found = recognise(
        "AI systems",
        "ID | AI system | Purpose | Owner | Deployed | Risk class
S-1 | Scheduler | Plans the shifts of the plant | Operations | Yes | Yes
S-2 | Translator | Translates the mails of customers | Sales | No | No
S-3 | Ranker | Ranks the letters of applicants | HR | Yes | Yes",
    );
    let table = &found.tables[0];
    let fields: Vec<Field> = table.columns.iter().map(|column| column.field).collect();
    assert_eq!(fields, [Field::AiId, Field::AiName, Field::AiPurpose, Field::AiOwner]);
    let candidates: Vec<Option<&Field>> =
        table.unmapped.iter().map(|column| column.candidates.first()).collect();
    assert_eq!(candidates, [Some(&Field::AiLifecycleStage), Some(&Field::AiRiskClass)]);
}

#[test]
fn what_was_last_done_is_no_due_date_and_what_is_tested_no_status() {
    for (name, text, unmapped) in [
        (
            "AI systems",
            "AI system | Purpose | Owner | Last assessment date\nScheduler | Plans the shifts | Operations | 2026-01-31\nTranslator | Translates mails | Sales | 2026-02-28",
            "Last assessment date",
        ),
        (
            "Controls",
            "Control ID | Control | Testing status | Maturity\nA.5.1 | Policies | Complete | 3\nA.5.2 | Roles | Complete | 2",
            "Testing status",
        ),
        (
            "AI use cases",
            "AI use case | Department | Number of users | Purpose\nScheduler | Operations | 1-100 | Plans the shifts\nTranslator | Sales | 1,000+ | Translates mails",
            "Number of users",
        ),
    ] {
        let found = recognise(name, text);
        let headings: Vec<&str> =
            found.tables[0].unmapped.iter().map(|column| column.heading.as_str()).collect();
        assert_eq!(headings, [unmapped]);
    }
}

#[test]
fn strategies_in_sentences_are_actions_and_options_are_treatments() {
    let text = |one: &str, two: &str, three: &str| {
        format!(
            "Risk ID | Risk | Likelihood | Impact | Mitigation strategy\nR1 | Fire | 2 | 5 | {one}\nR2 | Theft | 3 | 3 | {two}\nR3 | Flood | 1 | 5 | {three}"
        )
    };
    let sentences =
        recognise("Risks", &text("Move the archive", "Lock the front door at night", "Raise the racks"));
    assert_eq!(sentences.tables[0].columns[4].field, Field::RiskActions);
    let options = recognise("Risks", &text("Mitigate", "Accept", "Transfer"));
    assert_eq!(options.tables[0].columns[4].field, Field::RiskTreatment);
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

#[test]
fn systems_of_one_name_are_systems_and_a_project_in_all_rows_names_no_control() {
    let found = recognise(
        "csv",
        "AI system | Purpose | Vendor | System owner
Chatbot | Answers questions of customers | Own | Sales
Chatbot | Answers questions of staff | Own | HR
Chatbot | Answers questions of suppliers | Own | Procurement",
    );
    assert_eq!(outcome(&found), ["ai-systems 1 3: A ai.name, B ai.purpose, C ai.vendor, D ai.owner"]);
    let found = recognise(
        "Controls",
        "Control ID | Function | Status
A.5.1 | Protect | Planned
A.5.2 | Protect | Implemented
A.5.3 | Protect | Planned",
    );
    assert_eq!(outcome(&found), ["controls 1 3: A control.ref, C control.status"]);
}
