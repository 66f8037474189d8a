//! How to use: the sheet of an intake workbook that explains the others.

use chrono::NaiveDate;

use super::entries::in_words;
use super::progress::progress;
use super::{Request, put_mark};
use crate::declaration::{Declarations, EXAMPLE, IntakeSheet, Need, Register};
use crate::report::cell::{Form, Value};
use crate::report::list_sheet::{ListColumn, ListSheet};
use crate::report::sheet::{Mark, Sheet, TabRole};

/// The sheet's name.
pub const HOW_TO_USE: &str = "How to use";

/// Builds the sheet that explains the others, column by column.
pub fn build_explanation(request: &Request<'_>, declarations: &Declarations) -> Sheet {
    let mut list = ListSheet::new(
        HOW_TO_USE,
        TabRole::Settings,
        "How_to_use",
        &title(request.organisation),
        "Registers to fill in, for one assessment of ISO/IEC 27001:2022 and ISO/IEC 42001:2023. What each column means stands in the list below.",
    );
    for line in lines() {
        list = list.note(&line);
    }
    list = list.note("").note("Filled in so far, without the examples:");
    for (label, count) in request.registers.iter().filter_map(|register| progress(*register, declarations)) {
        list = list.document_line(&label, count);
    }
    let columns = vec![
        ListColumn::new("Sheet", 24, Form::Text),
        ListColumn::new("Column", 28, Form::Wrapped),
        ListColumn::new("Needed", 14, Form::Word)
            .mark(Need::Required.word(), Mark::Caution)
            .mark(Need::Optional.word(), Mark::Quiet),
        ListColumn::new("What it means", 60, Form::Wrapped),
        ListColumn::new("What may be entered", 60, Form::Wrapped),
    ];
    list = list.columns(columns);
    for (register, column) in columns_of(request.registers, declarations) {
        list.push(vec![
            Value::text(register.words()).into(),
            Value::text(column.heading()).into(),
            Value::text(column.intake.map(Need::word).unwrap_or_default()).into(),
            Value::text(&column.help).into(),
            Value::text(in_words(column)).into(),
        ]);
    }
    let mut sheet = list.build(NaiveDate::default());
    put_mark(&mut sheet, IntakeSheet::Explanation);
    // What stands above the list is too much to stay in view.
    sheet.freeze = None;
    sheet
}

fn title(organisation: Option<&str>) -> String {
    organisation.map_or_else(|| "Intake workbook".to_owned(), |name| format!("Intake workbook of {name}"))
}

fn columns_of<'d>(
    registers: &'d [Register],
    declarations: &'d Declarations,
) -> impl Iterator<Item = (Register, &'d crate::declaration::Column)> {
    registers.iter().flat_map(|register| {
        let columns = declarations.table(*register).into_iter().flat_map(|table| table.intake_columns());
        columns.map(|column| (*register, column))
    })
}

/// What there is to do and to know, line by line.
fn lines() -> Vec<String> {
    vec![
        "1.  Fill in the sheets that you need, one row for each record. Sheets that stay blank do no harm.".to_owned(),
        format!(
            "2.  The first row of each sheet is an example. It is not read as long as its identifier says {EXAMPLE}: overwrite it, identifier included, or delete it."
        ),
        "3.  Leave blank what is not known. A blank cell stays unknown and is never read as no, zero or not implemented.".to_owned(),
        "4.  Rows can be added, sorted and deleted, and columns moved or added. Keep the headings, and the line in italics above each table, by which annexa knows it.".to_owned(),
        "5.  Levels run from 1 (very low) to 5 (very high); other registers are named by identifier or name, clauses and controls with their standard: 27001 A.5.9.".to_owned(),
        "6.  Save the workbook as .xlsx and run:   annexa assess <this workbook> -o assessment.xlsx   (annexa inspect <this workbook> shows what is read)".to_owned(),
    ]
}
