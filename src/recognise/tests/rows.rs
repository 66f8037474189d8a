//! Which rows are records, which continue one, and which are none.

use super::*;

#[test]
fn a_statement_of_applicability_with_sections_and_totals_is_read_in_spanish() {
    let found = recognise(
        "Declaración",
        "Declaración de aplicabilidad
Control | Nombre del control | ¿Aplica? | Justificación | Estado de implementación | Responsable | Evidencia
A.5 Controles organizacionales
A.5.1 | Políticas de seguridad | Sí | Requisito legal | Implementado | Dirección | POL-01
A.5.2 | Funciones y responsabilidades | Sí | Riesgo | Parcial | RR. HH. |
A.6 Controles de personas
A.6.1 | Investigación de antecedentes | No | No se contrata personal | No implementado | RR. HH. |
Total | 3",
    );
    assert_eq!(
        outcome(&found),
        ["controls 2 3: A control.ref, B control.title, C control.applicable, D control.justification, \
          E control.status, F control.owner, G control.evidence"]
    );
    let table = &found.tables[0];
    assert_eq!(table.sections.len(), 2);
    assert_eq!(
        table.other_rows.iter().map(|row| (row.row + 1, row.reason.as_str())).collect::<Vec<_>>(),
        [(3, "is the heading of a section"), (6, "is the heading of a section"), (8, "is a row of totals")]
    );
}

#[test]
fn a_questionnaire_with_continued_questions_is_read_in_italian() {
    let found = recognise(
        "Questionario",
        "N. | Domanda | Risposta | Note
1.1 | Esiste una politica di sicurezza? | Sì | approvata nel 2025
1.2 | Gli accessi vengono riesaminati? | In parte |
 | - almeno una volta l'anno; | |
 | - da chi è responsabile del sistema | |
1.3 | I fornitori sono valutati? | No |",
    );
    assert_eq!(outcome(&found), ["questionnaire 1 3: A question.id, B question.text, C answer, D comment"]);
    assert_eq!(found.tables[0].records[1], RecordRows { row: 2, continued: vec![3, 4] });
}

#[test]
fn rows_that_only_formulas_and_placeholders_fill_are_no_records() {
    let found = recognise(
        "Risk register",
        "Risk ID | Risk | Likelihood | Impact | Score
R-1 | Fire | 2 | 5 | 10
R-2 | Theft | 3 | 3 | 9
R-3 | | | | 0
R-4 | | | | 0
[R-XX] | [describe the risk] | [1-5] | [1-5] | [LxI]",
    );
    assert_eq!(found.tables[0].records.len(), 2);
    assert_eq!(found.tables[0].other_rows.len(), 3);
}

#[test]
fn a_header_that_is_repeated_is_skipped() {
    let found = recognise(
        "Assets",
        "Asset ID | Asset name | Type | Owner
A1 | Mail server | Hardware | IT

Asset ID | Asset name | Type | Owner
A2 | Customer data | Information | Sales",
    );
    assert_eq!(outcome(&found), ["assets 1 2: A asset.id, B asset.name, C asset.type, D asset.owner"]);
}

#[test]
fn every_row_below_the_header_is_a_record_or_named() {
    let text = "Asset ID | Asset name | Type | Owner\nA1 | Mail | Service | IT\n | part two | |\nSection\nA2 | Files | Service | IT\nTotal | | 2 |\nnote at the end";
    let found = recognise("Assets", text);
    let table = &found.tables[0];
    assert_eq!(table.records.len() + table.other_rows.len(), 6);
}

#[test]
fn a_row_with_values_of_its_own_is_a_record_though_identifier_and_name_are_blank() {
    let found = recognise(
        "Risks",
        "Risk ID | Risk | Risk owner | Likelihood | Impact | Treatment | Controls
R-1 | Fire in the archive | IT | 3 | 5 | Mitigate | A.7.5
 | | HR | 2 | 4 | Accept | A.6.3
R-2 | Loss of a laptop | IT | 4 | 2 | Mitigate | A.8.1
 | | | | | | A.8.24
 | left in a train or a taxi | | | | |
 | and not encrypted | HR | | | |
 | | | High | | |
R-3 | Theft of a server | IT | 1 | 5 | Mitigate | A.7.2",
    );
    let rows: Vec<(u32, Vec<u32>)> = found.tables[0]
        .records
        .iter()
        .map(|record| (record.row + 1, record.continued.iter().map(|row| row + 1).collect()))
        .collect();
    // Row 5 names a second control of R-2; row 7 says that HR owns it, and R-2 has an owner already.
    assert_eq!(rows, [(2, vec![]), (3, vec![]), (4, vec![5, 6]), (7, vec![]), (8, vec![]), (9, vec![])]);
}

#[test]
fn rows_that_the_identifier_is_merged_down_into_continue_its_record() {
    let mut merged = sheet(
        "Risks",
        "Risk ID | Risk | Risk owner | Likelihood | Impact | Due date
R-1 | Fire in the archive | IT | 3 | 5 | 2027-01-31
 | | Facilities | | | 2027-03-31
R-2 | Loss of a laptop | IT | 4 | 2 | 2027-02-28",
    );
    merged.merges.push((1, 0, 2, 0));
    let found = recognise_workbook(&workbook(vec![merged]), recogniser());
    assert_eq!(
        found.tables[0].records,
        [RecordRows { row: 1, continued: vec![2] }, RecordRows { row: 3, continued: Vec::new() }]
    );
}

#[test]
fn rows_whose_figures_formulas_give_are_totals_or_a_template_unless_somebody_named_them() {
    let mut computed = sheet(
        "Risks",
        "Risk ID | Risk | Likelihood | Impact | Score | Level
R-1 | Fire | 2 | 5 | 10 | High
R-2 | Theft | 3 | 3 | 9 | Medium
R-3 | Flood | 1 | 3 | 3 | Low
 | Mean of the plant | | | 7.3 |
R-4 | | | | 1 | Low",
    );
    for (row, columns) in [(4, vec![4]), (5, vec![4, 5])] {
        for cell in &mut computed.rows[row].cells {
            cell.formula = columns.contains(&cell.column);
        }
    }
    let found = recognise_workbook(&workbook(vec![computed.clone()]), recogniser());
    let table = &found.tables[0];
    assert_eq!(table.records.len(), 3);
    let other: Vec<_> = table.other_rows.iter().map(|row| (row.row, row.reason.as_str())).collect();
    assert_eq!(other, [(4, "is a row of totals"), (5, "holds only what a template fills in")]);
    // The same figures typed in by somebody are a record's own.
    computed.rows[5].cells.iter_mut().for_each(|cell| cell.formula = false);
    let found = recognise_workbook(&workbook(vec![computed]), recogniser());
    assert_eq!(found.tables[0].records.len(), 4);
}

#[test]
fn a_first_row_with_an_identifier_like_those_below_is_a_record_however_much_it_says() {
    let found = recognise(
        "Questionnaire",
        "Question ID | Question | Answer | Comment
D&P-01.1 | Is there a written procedure for the disposal of records and of the media that hold them? | Yes, in part only | Reviewed by the committee in spring
LOG-01.1 | Is access logged? | Yes | Daily
NET-02.1 | Are networks parted? | No | Planned
HRS-03.1 | Is staff screened? | Yes | All",
    );
    assert_eq!(found.tables[0].records.len(), 4);
    // A code that stands above names, or above nothing, is none of theirs.
    let found = recognise(
        "Questionnaire",
        "Question ID | Question | Answer | Comment
Running number, as the list of the group has it | The question in the words of the standard that it is from | One of yes, no, in part or not applicable | What the answer is founded on, in a sentence
LOG-01.1 | Is access logged? | Yes | Daily
NET-02.1 | Are networks parted? | No | Planned",
    );
    assert_eq!(found.tables[0].records.len(), 2);
}

/// The records of the first table, each with its rows, and the rows that a reference is taken from.
fn rated(name: &str, text: &str, merges: &[(u32, u32, u32, u32)]) -> (Vec<Vec<u32>>, Vec<(u32, u32)>) {
    let mut rated = sheet(name, text);
    rated.merges.extend(merges);
    let found = recognise_workbook(&workbook(vec![rated]), recogniser());
    let table = &found.tables[0];
    let rows = |record: &RecordRows| std::iter::once(record.row).chain(record.continued.clone()).collect();
    let referred = table.as_above.iter().filter(|((_, column), _)| *column == 0);
    (
        table.records.iter().map(rows).collect(),
        referred.map(|((row, _), (above, _))| (*row, *above)).collect(),
    )
}

#[test]
fn rows_of_a_merged_control_that_are_each_rated_are_records_with_its_reference() {
    let text = "Control | Title | Status | Site | Owner
A.5.1 | Policies | Implemented | Berlin | CISO
 | | Not implemented | Munich | CISO
A.5.2 | Roles | Implemented | all | CISO
A.8.13 | Backup | Partially implemented | all | IT
 | | | weekly test | ";
    let (records, referred) = rated("SoA", text, &[(1, 0, 2, 0), (1, 1, 2, 1), (4, 0, 5, 0)]);
    assert_eq!(records, [vec![1], vec![2], vec![3], vec![4, 5]]);
    assert_eq!(referred, [(2, 1)]);
}

#[test]
fn a_status_that_is_broken_over_the_rows_of_a_merged_control_is_one() {
    let text = "Control | Title | Status | Owner
A.5.1 | Policies | Not | CISO
 | | implemented |
A.5.2 | Roles | Implemented | CISO
A.8.13 | Backup | Implemented | IT";
    let (records, _) = rated("SoA", text, &[(1, 0, 2, 0)]);
    assert_eq!(records, [vec![1, 2], vec![3], vec![4]]);
}

#[test]
fn a_control_written_once_above_rated_requirements_is_referred_to_by_them() {
    let text = "Control | Requirement | Status | Finding | Action
A.5.1 | Policies | Implemented | fine |
 | Policies are reviewed every year | Not implemented | never reviewed | review
A.5.2 | Roles | Implemented | fine |
 | Deputies are named | Partially implemented | two lack one | name them
A.8.13 | Backup | Implemented | fine |";
    let referred = |text| rated("Gap", text, &[]).1;
    assert_eq!(referred(text), [(2, 1), (4, 3)]);
    // Controls of one's own at the end have no reference, and are given none.
    let own = "Control | Title | Status | Owner
A.5.1 | Policies | Implemented | CISO
A.5.2 | Roles | Implemented | CISO
A.8.13 | Backup | Implemented | IT
 | Drones are registered | Not implemented | Facilities
 | Boats are locked | Not implemented | Facilities";
    assert_eq!(referred(own), []);
}

#[test]
fn a_requirement_of_which_only_the_number_stands_is_a_record_and_a_heading_is_none() {
    let found = recognise(
        "ISO 42001",
        "Requirement | Maturity (0-5) | Owner | Notes
6.1 |  |  |
6.1.2 | 2 | Ada | to be reviewed
6.1.4 | 3 | Bo |
6.2 |  |  |
6.3 | 1 | Ada |
7.1 | 4 | Ada | soon
A.7 |  |  |
A.7.2 | 0 | Cy |
A.7.3 | 1 |  |
A.7.4 |  |  |
A.8.2 | 2 | Cy |",
    );
    assert_eq!(outcome(&found)[0].split(':').next(), Some("controls 1 9"));
    let sections: Vec<u32> = found.tables[0].sections.iter().map(|(row, _)| *row + 1).collect();
    assert_eq!(sections, [2, 8]);
}

#[test]
fn a_note_below_the_totals_belongs_to_no_record_and_a_count_is_none() {
    let text = "Nr. | Risiko | Eintritt | Schaden | Wert\nR-1 | Diebstahl | 2 | 3 | 6\nR-2 | Brand | 1 | 4 | 4\nSumme | | | | 10\n* Wert = Eintritt x Schaden";
    let found = recognise("Risiken", text);
    let records: Vec<(u32, usize)> =
        found.tables[0].records.iter().map(|record| (record.row, record.continued.len())).collect();
    assert_eq!(records, [(1, 0), (2, 0)]);
    let text = "Asset ID | Asset name | Type | Owner\nA1 | Mail | Service | IT\nA2 | Files | Service | IT\nAnzahl | 2";
    let found = recognise("Assets", text);
    assert_eq!(found.tables[0].records.len(), 2, "{:?}", found.tables[0].records);
}
