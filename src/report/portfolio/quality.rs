//! Data quality: on how good data the figures of each client rest.

use super::Compared;
use super::clients::where_keyed;
use crate::report::cell::{Form, Value};
use crate::report::expression::this_row;
use crate::report::list_sheet::{ListColumn, ListSheet, explanation};
use crate::report::names::KEY;
use crate::report::sheet::{Sheet, TabRole};

/// The sheet's name.
const QUALITY: &str = "Data quality";
/// The table's name.
pub const TABLE: &str = "Quality";
/// Records of a client.
pub const RECORDS: &str = "Records";
/// Rows that gave none.
pub const REJECTED: &str = "Rejected rows";
/// Questions of a client.
pub const QUESTIONS: &str = "Questions asked";
/// Those without an answer.
pub const UNANSWERED: &str = "Not answered";
/// Faults in reading.
pub const FAULTS: &str = "Faults in reading";

/// Builds the sheet.
pub fn build(compared: &Compared<'_>) -> Sheet {
    let clients = &compared.portfolio.clients;
    let says = explanation(
        "What was read of each client and what could not be used: a low share of coverage may be a fault of the data.",
        "No client could be assessed.",
        clients.len(),
    );
    let mut list = ListSheet::new(QUALITY, TabRole::Proof, TABLE, "Data quality of the clients", &says)
        .columns(columns())
        .frozen_columns(1);
    for client in clients {
        let quality = &client.figures.quality;
        let share = |part: usize, whole: usize| {
            if whole > 0 { Value::number(part as f64 / whole as f64) } else { Value::text("n/a") }
        };
        list.push(vec![
            Value::text(&client.client).into(),
            Value::count(quality.files).into(),
            Value::count(quality.records).into(),
            Value::count(quality.rejected).into(),
            share(quality.rejected, quality.records + quality.rejected).into(),
            Value::count(quality.questions).into(),
            Value::count(quality.unanswered).into(),
            share(quality.unanswered, quality.questions).into(),
            Value::count(quality.reading_faults).into(),
            Value::count(quality.errors).into(),
            Value::count(quality.warnings).into(),
            Value::count(quality.notes).into(),
            Value::text(&client.client).into(),
        ]);
    }
    list.build(compared.as_of)
}

fn columns() -> Vec<ListColumn> {
    let here = |heading: &str| this_row(TABLE, heading);
    let count = |heading: &str, help: &str| ListColumn::new(heading, 11, Form::Integer).last_run().help(help);
    let share = |heading: &str, part: String, whole: String, help: &str| {
        let expression = format!("IF({whole}>0,{part}/({whole}),\"n/a\")");
        ListColumn::new(heading, 12, Form::Percent).calculated(where_keyed(TABLE, &expression)).help(help)
    };
    vec![
        ListColumn::new("Client", 32, Form::Text).last_run().help("The client's name."),
        count("Files", "Files that were read."),
        count(RECORDS, "Records that they gave."),
        count(REJECTED, "Rows that hold something and gave no record; the client's Findings name them."),
        share(
            "Share rejected",
            here(REJECTED),
            format!("{}+{}", here(RECORDS), here(REJECTED)),
            "Rejected rows as a share of records and rejected rows.",
        ),
        count(QUESTIONS, "Questions of the client's questionnaires."),
        count(UNANSWERED, "Questions without an answer, or with one that could not be understood."),
        share("Share not answered", here(UNANSWERED), here(QUESTIONS), "The same as a share."),
        count(
            FAULTS,
            "Errors and warnings about the registers themselves: files and cells that could not be read, and statements that disagree. A cell that could not be read may be a note, where little hangs on it.",
        ),
        count("Errors", "Findings of this severity, those of the assessment included."),
        count("Warnings", "Findings of this severity, those of the assessment included."),
        count("Notes", "Findings of this severity, those of the assessment included."),
        ListColumn::new(KEY, 32, Form::Identifier).last_run().screen_only().help("The client's name."),
    ]
}
