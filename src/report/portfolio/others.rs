//! Clients without a workbook of this run, and what is to be said of files and names.

use super::Compared;
use crate::portfolio::NotCompared;
use crate::report::cell::{Cell, Form, Link, Value};
use crate::report::list_sheet::{ListColumn, ListSheet, explanation};
use crate::report::names::KEY;
use crate::report::sheet::{Mark, Sheet, TabRole};

/// The sheet's name.
const NOT_ASSESSED: &str = "Not assessed";
/// The table's name.
pub const TABLE: &str = "NotAssessed";
/// The heading of the state.
const STATE: &str = "State";
/// An attempt failed.
const FAILED: &str = "failed";
/// There was no attempt yet.
const WAITING: &str = "waiting";

/// Builds the sheet of clients that were not assessed.
pub fn build_not_assessed(compared: &Compared<'_>) -> Sheet {
    let clients = &compared.portfolio.not_compared;
    let says = explanation(
        "The clients that have no workbook of this run, each with the reason; the figures of the others do not count them.",
        "Every client was assessed.",
        clients.len(),
    );
    let text = |heading: &str, width, help: &str| {
        ListColumn::new(heading, width, Form::Wrapped).last_run().help(help)
    };
    let mut list = ListSheet::new(NOT_ASSESSED, TabRole::Result, TABLE, "Clients not assessed", &says)
        .columns(vec![
            text("Client", 30, "The name of the client's sub-folder, or of its file."),
            text("Organisation", 26, "The name of the organisation, where the list of clients gives one."),
            ListColumn::new(STATE, 11, Form::Word)
                .last_run()
                .mark(FAILED, Mark::Bad)
                .mark(WAITING, Mark::Quiet)
                .help("Whether an attempt failed, or there was none yet: interrupted, or in another shard."),
            text("Reason", 90, "What was told."),
            text(
                "Workbook of an earlier run",
                28,
                "It stands as it was, of that date, and is not compared here.",
            ),
            ListColumn::new("Of", 12, Form::Date).last_run().help("The date of that earlier assessment."),
            ListColumn::new(KEY, 30, Form::Identifier).last_run().screen_only().help("The client's name."),
        ])
        .frozen_columns(1);
    for client in clients {
        list.push(not_assessed(client));
    }
    list.build(compared.as_of)
}

fn not_assessed(client: &NotCompared) -> Vec<Cell> {
    let earlier = client.earlier_workbook.as_ref();
    let workbook = match earlier {
        Some((workbook, _)) => Cell::from(Value::text(workbook)).leading_to(Link::File(workbook.clone())),
        None => Cell::EMPTY,
    };
    vec![
        Value::text(&client.client).into(),
        Value::optional_text(client.organisation.as_deref()).into(),
        Value::text(if client.waiting { WAITING } else { FAILED }).into(),
        Value::text(&client.reason).into(),
        workbook,
        Value::optional_date(earlier.map(|(_, date)| *date)).into(),
        Value::text(&client.client).into(),
    ]
}

/// Builds the sheet of notes: files that were not read, copies of forms that disagree, names of workbooks, clients that are gone.
pub fn build_notes(compared: &Compared<'_>) -> Sheet {
    let portfolio = compared.portfolio;
    let mut notes: Vec<[String; 3]> = Vec::new();
    for (client, file) in &portfolio.not_read {
        notes.push([client.clone(), "nothing was read of a file".to_owned(), file.clone()]);
    }
    for (client, line) in &portfolio.said {
        notes.push([client.clone(), "told when it was assessed".to_owned(), line.clone()]);
    }
    for client in portfolio.clients.iter().filter(|client| Some(client.as_of) != portfolio.as_of) {
        let as_of = portfolio.as_of.unwrap_or(client.as_of);
        let why =
            format!("its figures are those of {}, not of {as_of}, the date of this portfolio", client.as_of);
        notes.push([client.client.clone(), "compared as of another date".to_owned(), why]);
    }
    for file in &portfolio.other_files {
        let why = "it lies beside the clients, and no register has such an ending";
        notes.push([file.clone(), "not read".to_owned(), why.to_owned()]);
    }
    for conflict in &portfolio.conflicts {
        let said = conflict.answers.said.iter().map(|(words, place)| {
            let words = if words.is_empty() { "no answer" } else { words };
            format!("\"{words}\" in {place}")
        });
        let said = format!("{}: {}", conflict.answers.about, said.collect::<Vec<_>>().join("; "));
        notes.push([conflict.client.clone(), "copies of a form answer differently".to_owned(), said]);
    }
    for (client, file) in &portfolio.same_copies {
        notes.push([client.clone(), "the very copy of another file, left out".to_owned(), file.clone()]);
    }
    for renamed in &portfolio.renamed {
        let why = format!("{}: {}", renamed.workbook, renamed.why);
        notes.push([renamed.client.clone(), "its workbook has another name".to_owned(), why]);
    }
    for workbook in &portfolio.left_behind {
        let why =
            "a workbook of an earlier run; the batch has no such client any more, and it is not compared";
        notes.push([workbook.clone(), "left behind".to_owned(), why.to_owned()]);
    }
    let mut says = explanation(
        "What is to be known of files and names: what was not read, and where copies of a form disagree: the weakest answer counts, and one that was left blank counts for nothing.",
        "There is nothing to note.",
        notes.len(),
    );
    if portfolio.conflicts_left_out > 0 {
        says.push_str(&format!(
            " {} further differing answers are not listed.",
            portfolio.conflicts_left_out
        ));
    }
    let text = |heading: &str, width, help: &str| {
        ListColumn::new(heading, width, Form::Wrapped).last_run().help(help)
    };
    let mut list = ListSheet::new("Notes", TabRole::Proof, "Notes", "Notes on files and names", &says)
        .columns(vec![
            text("Client", 30, "The client, or the file or workbook where the batch has no such client."),
            text("What", 30, "What there is to note."),
            text("Details", 110, "The particulars, with their cells."),
            ListColumn::new(KEY, 8, Form::Identifier)
                .last_run()
                .screen_only()
                .help("The number of the note."),
        ])
        .frozen_columns(1);
    for (number, note) in (1..).zip(notes) {
        let mut cells: Vec<Cell> = note.map(|text| Value::text(text).into()).to_vec();
        cells.push(Value::text(format!("note {number}")).into());
        list.push(cells);
    }
    list.build(compared.as_of)
}
