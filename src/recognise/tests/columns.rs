//! Which column is which field: headings, values and neighbours together.

use super::*;

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

#[test]
fn the_column_that_says_which_standard_a_row_is_of_is_used_whatever_its_heading() {
    for heading in ["Norma", "Sistema"] {
        let found = recognise(
            "Rilievi di audit",
            &format!(
                "ID | {heading} | Riferimento | Rilievo | Grado | Stato
R-01 | ISO 27001 | 9.2 | Audit interno incompleto | NC minore | Aperto
R-02 | ISO 42001 | A.6.2.4 | Verifica mancante | NC minore | Aperto
R-03 | 27001 e 42001 | 10.1 | Riesame senza dati | Osservazione | Chiuso
R-04 |  | A.5.15 | Accessi | Osservazione | Chiuso
R-05 | entrambe | 7.5 | Documenti | Osservazione | Chiuso"
            ),
        );
        assert_eq!(
            outcome(&found),
            ["audit-findings 1 5: A finding.id, B standard, C finding.ref, D finding.description, \
              E finding.grade, F finding.status"],
            "{heading}"
        );
    }
    // A clause with its standard before it is the clause, whatever the heading says.
    let found = recognise(
        "Rilievi di audit",
        "ID | Norma | Rilievo | Grado | Stato
R-01 | ISO 27001 9.2 | Audit interno incompleto | NC minore | Aperto
R-02 | ISO 42001 A.6.2.4 | Verifica mancante | NC minore | Aperto
R-03 | ISO 27001 A.5.15 | Accessi | Osservazione | Chiuso",
    );
    assert_eq!(
        outcome(&found),
        [
            "audit-findings 1 3: A finding.id, B finding.ref, C finding.description, D finding.grade, E finding.status"
        ]
    );
}
