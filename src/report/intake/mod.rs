//! Intake workbooks: blank registers with the declared headings, for people to fill in.
//!
//! ```text
//! explanation  the first sheet: what to do, and what each column means
//! entries      what may be entered in a column
//! prefilled    the rows that stand there already: clauses, controls, questions
//! progress     how much is filled in
//! ```
//!
//! They are inputs: what is filled in here is read by the same declaration, without any guessing.

mod entries;
mod explanation;
mod prefilled;
mod progress;

use chrono::NaiveDate;

use super::INTAKE_MARKER;
use super::cell::{Cell, Form, Style, Tone, Value};
use super::list_sheet::{ListColumn, ListSheet};
use super::sheet::{Allowed, Properties, Sheet, TabRole, Workbook};
use crate::declaration::{
    Column, Declarations, EXAMPLE, Field, FieldType, IntakeSheet, Need, Register, Table,
};
use crate::provenance::CellPlace;
use crate::standards::Catalogue;

pub use explanation::HOW_TO_USE;
use explanation::build_explanation;
use prefilled::{Prefilled, prefilled};

/// Blank rows below the example, ready to be filled in.
const BLANK_ROWS: usize = 30;
/// Blank rows below rows that stand there already.
const BLANK_ROWS_BELOW_PREFILLED: usize = 15;

/// Characters of the longest coded words, and of the name of a standard with its edition.
const CODED_WIDTH: u16 = 20;
/// Characters of a line of a question.
const QUESTION_WIDTH: u16 = 70;

/// The registers that can be asked for, in the order of their sheets.
pub const REGISTERS: [Register; 7] = [
    Register::Assets,
    Register::Risks,
    Register::AiSystems,
    Register::Controls,
    Register::Questionnaire,
    Register::AuditFindings,
    Register::Suppliers,
];

/// What is asked of an intake workbook.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The registers to fill in.
    pub registers: &'a [Register],
    /// The organisation that fills it in, where it is known.
    pub organisation: Option<&'a str>,
    /// The date that the workbook bears as that of its creation.
    pub as_of: NaiveDate,
}

/// An intake workbook: how to use it, and a sheet for each register.
pub fn build_intake_workbook(
    request: &Request<'_>,
    declarations: &Declarations,
    catalogue: &Catalogue,
) -> Workbook {
    let mut sheets = vec![build_explanation(request, declarations)];
    let tables = request.registers.iter().filter_map(|register| declarations.table(*register));
    sheets.extend(tables.map(|table| build_register(table, &prefilled(table.register, catalogue))));
    Workbook {
        noticed: Vec::new(),
        sheets,
        properties: Properties {
            title: "Intake workbook for ISO/IEC 27001 and ISO/IEC 42001".to_owned(),
            organisation: request.organisation.unwrap_or_default().to_owned(),
            as_of: request.as_of,
            custom: vec![(INTAKE_MARKER.to_owned(), env!("CARGO_PKG_VERSION").to_owned())],
        },
    }
}

/// A register to fill in: the example, the rows that stand there already, blank rows.
fn build_register(table: &Table, prefilled: &[Prefilled]) -> Sheet {
    let declared: Vec<&Column> = table.intake_columns().collect();
    let name = table.register.words();
    let mut list =
        ListSheet::new(name, TabRole::Work, &table_name(table.register), name, says(table.register))
            .note(&example_note(table))
            .note(note(table.register))
            .note(&format!("What each column means stands on the sheet {HOW_TO_USE}."))
            .columns(declared.iter().map(|column| list_column(column)).collect())
            .frozen_columns(if table.register == Register::Controls { 3 } else { 2 });
    list.push(declared.iter().map(|column| example_cell(column).into()).collect());
    for row in prefilled {
        list.push(declared.iter().map(|column| prefilled_cell(column, row)).collect());
    }
    let blank = if prefilled.is_empty() { BLANK_ROWS } else { BLANK_ROWS_BELOW_PREFILLED };
    for _ in 0..blank {
        list.push(Vec::new());
    }
    let (header, example) = (list.header_row(), list.data_row(0));
    let mut sheet = list.build(NaiveDate::default());
    put_mark(&mut sheet, IntakeSheet::Register(table.register));
    for (number, column) in (0u32..).zip(&declared) {
        let need = column.intake.map(Need::word).unwrap_or_default();
        sheet.put(header - 1, number, Cell::text(need, Style::new(Form::ColumnRole, Tone::Editable)));
        make_quiet(&mut sheet, CellPlace::new(example, number));
    }
    sheet
}

/// The name of a register's table in formulas.
fn table_name(register: Register) -> String {
    format!("Intake_{}", register.name().replace('-', "_"))
}

/// The line by which the sheet is known when it comes back.
fn put_mark(sheet: &mut Sheet, intake: IntakeSheet) {
    sheet.put(2, 0, Cell::text(intake.mark(), Form::DatedLine));
    sheet.dated_line = None;
}

fn list_column(column: &Column) -> ListColumn {
    let plain = ListColumn::declared(column);
    let allowed = entries::allowed(column);
    let coded = matches!(allowed, Allowed::Words(_) | Allowed::Suggestions(_));
    let (form, width) = match column.field_type {
        // As text, so that nobody's 5.10 becomes 5.1.
        FieldType::Reference => (Form::Identifier, column.width),
        _ if coded => (Form::Word, column.width.min(CODED_WIDTH)),
        _ if column.field == Field::Standard => (Form::Wrapped, CODED_WIDTH),
        _ if column.field == Field::QuestionText => (Form::Wrapped, QUESTION_WIDTH),
        _ => (plain.style.form, column.width),
    };
    let help = format!("{}: {}", column.intake.map(Need::word).unwrap_or_default(), column.help);
    let result = plain.form(form).width(width).help(&help).allowed(allowed);
    if column.intake == Some(Need::Optional) { result.screen_only() } else { result }
}

/// What a column holds in the example.
fn example_cell(column: &Column) -> Value {
    let text = column.example.as_str();
    match column.field_type {
        FieldType::Date => text.parse().map_or_else(|_| Value::text(text), Value::Date),
        FieldType::Level | FieldType::Maturity => {
            text.parse().map_or_else(|_| Value::text(text), Value::number)
        }
        _ => Value::text(text),
    }
}

/// What a column holds in a row that stands there already, in a look that says that nobody has to fill it.
fn prefilled_cell(column: &Column, row: &Prefilled) -> Cell {
    let known = row.iter().find(|(field, _)| *field == column.field);
    let form = list_column(column).style.form;
    known.map_or(Cell::EMPTY, |(_, value)| Cell::new(value.clone(), Style::new(form, Tone::Plain)))
}

/// Gives a cell the look of one that nobody has to fill in.
fn make_quiet(sheet: &mut Sheet, place: CellPlace) {
    let Some(mut cell) = sheet.cell(place).cloned() else { return };
    if let Some(style) = &mut cell.style {
        style.tone = Tone::LastRun;
    }
    sheet.put(place.row, place.column, cell);
}

/// What a register is, in one line.
fn says(register: Register) -> &'static str {
    match register {
        Register::Assets => {
            "What is to be protected and what the management systems run on: one row for each asset."
        }
        Register::Risks => {
            "What can go wrong, how bad it is and what is done about it: one row for each risk, of information security and of AI."
        }
        Register::AiSystems => {
            "The inventory of AI systems: one row for each system or use case, bought ones too."
        }
        Register::Controls => "How far each clause and control of both standards is done: one row each.",
        Register::Questionnaire => {
            "Questions on the controls of both standards, for those who answer rather than assess: one row each. Answers count as statuses."
        }
        Register::AuditFindings => "What audits found and what is done about it: one row for each finding.",
        Register::Suppliers => "Who supplies what: one row for each supplier.",
    }
}

fn example_note(table: &Table) -> String {
    let heading = table.identifier().map(Column::heading).unwrap_or_default();
    format!(
        "The grey row is an example. It is not read as long as its {heading} says {EXAMPLE}; overwrite all of it, or delete it."
    )
}

/// What is particular to a register.
fn note(register: Register) -> &'static str {
    match register {
        Register::Controls => {
            "A row without a status stays unassessed. Choose No under Applicable, with a justification, where a control is excluded; clauses 4 to 10 always apply. Add controls of your own at the end."
        }
        Register::Questionnaire => {
            "A question without an answer says nothing about its control. The wording is our own and no text of the standards. Add questions of your own at the end."
        }
        Register::Risks => {
            "Likelihood and impact run from 1 (very low) to 5 (very high). Scores and bands are computed from them."
        }
        Register::Assets => "Criticality and protection needs run from 1 (very low) to 5 (very high).",
        _ => "Every row that holds anything is one record; what is not known stays blank.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing::lines as write_sheet;

    fn workbook(registers: &[Register]) -> Workbook {
        let as_of = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        let request = Request { registers, organisation: None, as_of };
        build_intake_workbook(&request, &Declarations::load().unwrap(), &Catalogue::load().unwrap())
    }

    #[test]
    fn each_column_has_a_heading_a_need_a_message_and_what_the_example_holds() {
        let declarations = Declarations::load().unwrap();
        for (sheet, register) in workbook(&REGISTERS).sheets.iter().skip(1).zip(REGISTERS) {
            let header = sheet.tables[0].area.first.row;
            let columns: Vec<&Column> = declarations.table(register).unwrap().intake_columns().collect();
            assert_eq!(columns.len(), sheet.validations.len(), "{register}");
            for ((column, number), rule) in columns.iter().zip(0u32..).zip(&sheet.validations) {
                let value = |row| sheet.cell(CellPlace::new(row, number)).unwrap().value.clone();
                assert_eq!(value(header), Value::text(column.heading()));
                assert_eq!(value(header - 1), Value::text(column.intake.unwrap().word()));
                assert_eq!(value(header + 1), example_cell(column));
                assert_eq!((rule.area.first.row, rule.area.first.column), (header + 1, number));
                assert!(rule.message.ends_with(&column.help), "{}", rule.message);
            }
        }
    }

    #[test]
    fn a_register_reads_as_a_list_to_fill_in() {
        let text = write_sheet(&workbook(&[Register::AuditFindings]).sheets[1]);
        for line in [
            "A3 \"annexa intake sheet: audit-findings\"  (DatedLine, Plain)",
            "A11 \"EXAMPLE\"  (Identifier, LastRun)",
            "I11 2026-10-05  (Date, LastRun)",
            "A12 -  (Identifier, Editable)",
            "table Intake_audit_findings A10:K41",
            "allowed H11:H241: Open | In progress | Closed",
            "allowed G11:G241: a date",
            "allowed J11:J241: anything: optional: cause that the analysis found",
        ] {
            assert!(text.lines().any(|known| known.starts_with(line)), "{line}\n{text}");
        }
    }

    #[test]
    fn it_bears_no_name_of_the_outputs_of_annexa() {
        let workbook = workbook(&REGISTERS);
        assert!(workbook.sheets.iter().all(|sheet| sheet.names.is_empty()));
        assert!(workbook.properties.custom.iter().all(|(name, _)| name != crate::report::MARKER));
    }
}
