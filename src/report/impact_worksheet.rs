//! Impact worksheet: what a team that assesses writes, one row for each AI system and each side that it can affect.

use std::collections::BTreeMap;

use super::Contents;
use super::ai_system_rows::name_of;
use super::cell::{Cell, Form, Value};
use super::expression::{is_day, text, this_row};
use super::given::given_expression;
use super::impact_assessments::{STATE, keys_without_system};
use super::list_sheet::{ListColumn, ListSheet, explanation};
use super::names::KEY;
use super::sheet::{Allowed, Mark, Sheet, TabRole};
use crate::assess::{AFFECTED_SIDES, WorksheetRow, has_worksheet, is_overdue, worksheet_key, worksheet_row};
use crate::model::{AiSystem, YesNo};
use crate::recognise::value::Asked;
use crate::record::Owner;
use crate::record::names::{
    AFFECTED, APPROVED_ON, APPROVER, BENEFITS, HARM_LIKELIHOOD, HARM_LIKELIHOODS, HARM_SEVERITIES,
    HARM_SEVERITY, HARMS, IMPACT_ENTRIES, IMPACT_WORKSHEET as TABLE, INTENDED_USE, MEASURES, MISUSE,
    REVIEW_ON,
};
use crate::record::settings::AS_OF;

const IMPACT_WORKSHEET: &str = "Impact worksheet";

/// The heading of the key of a row's AI system.
pub const SYSTEM_KEY: &str = "System key";
/// The heading of whether the day of a row's review has passed.
pub const REVIEW_PASSED: &str = "Review overdue";

/// Builds the worksheet of impact assessments.
pub fn build_impact_worksheet(contents: &Contents<'_>) -> Sheet {
    let model = contents.model;
    let systems: Vec<&AiSystem> =
        model.ai_systems.iter().filter(|system| has_worksheet(model, system)).collect();
    let gone = keys_without_system(contents, TABLE, |key| {
        key.rsplit_once('|').map_or(key, |(system, _)| system).to_owned()
    });
    let says = explanation(
        "For the team that assesses: one row for each AI system that needs an assessment and each side that it can affect. A row is complete with harms, approver and the day of approval.",
        "No AI system needs an impact assessment by the triggers on Parameters, or none is known.",
        systems.len() + gone.len(),
    );
    let mut list = ListSheet::new(
        IMPACT_WORKSHEET,
        TabRole::Work,
        TABLE,
        "Worksheet of AI system impact assessments",
        &says,
    )
    .owned_by(Owner::Workbook)
    .columns(columns())
    .frozen_columns(3)
    .watched();
    for system in systems {
        for side in AFFECTED_SIDES {
            list.push(row(contents, Some(system), &system.key, side));
        }
    }
    for key in gone {
        let (system, side) = key.rsplit_once('|').unwrap_or((&key, ""));
        list.push(row(contents, None, system, side));
    }
    list.build(model.as_of)
}

fn columns() -> Vec<ListColumn> {
    let here = |heading: &str| this_row(TABLE, heading);
    let is_written = |heading: &str| format!("LEN(TRIM({}))>0", here(heading));
    let of_record = |expression: String| format!("IF({}=\"\",\"\",{expression})", here(KEY));
    let state = format!(
        "IF(AND({},{},{},INT(N({on}))<={AS_OF}),{},IF(OR({}),{},{}))",
        given_expression(&here(HARMS), Asked::Answer),
        given_expression(&here(APPROVER), Asked::Person),
        is_day(&here(APPROVED_ON)),
        text(WorksheetRow::Complete.words()),
        IMPACT_ENTRIES.map(is_written).join(","),
        text(WorksheetRow::InProgress.words()),
        text(WorksheetRow::Open.words()),
        on = here(APPROVED_ON),
    );
    let overdue = format!(
        "IF(AND({},INT(N({on}))<{AS_OF}),\"Yes\",\"\")",
        is_day(&here(REVIEW_ON)),
        on = here(REVIEW_ON)
    );
    let helps: BTreeMap<&str, &str> = [
        (INTENDED_USE, "How the system is used, seen from those affected."),
        (MISUSE, "Other use that can be expected."),
        (BENEFITS, "What good it does to them."),
        (HARMS, "What harm it can do to them; none found is an answer."),
        (MEASURES, "What is done to lessen harm and keep benefit."),
    ]
    .into();
    let written = |heading: &str| {
        let column = ListColumn::new(heading, 24, Form::Wrapped).editable();
        helps.get(heading).map_or(column.clone(), |help| column.help(help))
    };
    vec![
        ListColumn::new("AI system ID", 11, Form::Identifier).last_run(),
        ListColumn::new("AI system", 22, Form::Wrapped).last_run(),
        ListColumn::new(AFFECTED, 12, Form::Word).last_run(),
        written(INTENDED_USE),
        written(MISUSE),
        written(BENEFITS),
        written(HARMS),
        ListColumn::new(HARM_LIKELIHOOD, 12, Form::Word)
            .editable()
            .allowed(Allowed::Suggestions(HARM_LIKELIHOODS.map(str::to_owned).to_vec()))
            .help("Of the harm. Words of a common scale (judgement), or its numbers from 1 to 5."),
        ListColumn::new(HARM_SEVERITY, 12, Form::Word)
            .editable()
            .allowed(Allowed::Suggestions(HARM_SEVERITIES.map(str::to_owned).to_vec()))
            .help("Of the harm. Words of a common scale (judgement), or its numbers from 1 to 5."),
        written(MEASURES),
        ListColumn::new(APPROVER, 16, Form::Wrapped).editable(),
        ListColumn::new(APPROVED_ON, 12, Form::Date).editable().allowed(Allowed::Date),
        ListColumn::new(REVIEW_ON, 12, Form::Date)
            .editable()
            .allowed(Allowed::Date)
            .help("When it has to be looked at again; once it has passed it is a finding."),
        ListColumn::new(STATE, 12, Form::Word)
            .calculated(of_record(state))
            .mark(WorksheetRow::Complete.words(), Mark::Good)
            .mark(WorksheetRow::InProgress.words(), Mark::Caution)
            .mark(WorksheetRow::Open.words(), Mark::Quiet),
        ListColumn::new(REVIEW_PASSED, 10, Form::Word).calculated(of_record(overdue)).mark("Yes", Mark::Bad),
        ListColumn::new(SYSTEM_KEY, 16, Form::Identifier).last_run().screen_only(),
        ListColumn::new(KEY, 22, Form::Identifier).last_run().screen_only(),
    ]
}

fn row(contents: &Contents<'_>, system: Option<&AiSystem>, key: &str, side: &str) -> Vec<Cell> {
    let model = contents.model;
    let row_key = if side.is_empty() { key.to_owned() } else { worksheet_key(key, side) };
    let entry = |heading: &str| Cell::from(Value::entry(model.entry(TABLE, &row_key, heading)));
    let mut cells: Vec<Cell> = vec![
        system.map_or(Value::Blank, |system| Value::traced(&system.id)).into(),
        system.map_or(Value::text(key), name_of).into(),
        Value::text(side).into(),
    ];
    cells.extend(IMPACT_ENTRIES.map(entry));
    cells.extend([
        Value::text(worksheet_row(model, &row_key).words()).into(),
        Value::text(if is_overdue(model, &row_key) { YesNo::Yes.word() } else { "" }).into(),
        Value::text(key).into(),
        Value::text(&row_key).into(),
    ]);
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CellKey, Entry};
    use crate::report::testing::{Example, cell_under};

    #[test]
    fn the_worksheet_has_a_row_for_each_side_and_keeps_what_a_team_wrote() {
        let mut example = Example::with_personal_data();
        let key = worksheet_key("CV screening", "Groups");
        let cell = CellKey::new(TABLE, &key, HARMS);
        example.model.entries.insert(cell, Entry::text("older applicants are ranked lower"));
        let sheet = build_impact_worksheet(&example.contents());
        let sides = [0, 1, 2].map(|row| cell_under(&sheet, row, AFFECTED));
        assert_eq!(sides, ["\"Individuals\"", "\"Groups\"", "\"Society\""]);
        assert_eq!(cell_under(&sheet, 1, HARMS), "\"older applicants are ranked lower\"");
        assert!(cell_under(&sheet, 1, STATE).ends_with("-> \"In progress\""));
        assert!(cell_under(&sheet, 0, STATE).ends_with("-> \"Open\""));
    }

    #[test]
    fn what_was_written_about_a_system_that_is_gone_stays_in_sight() {
        let mut example = Example::with_personal_data();
        let cell = CellKey::new(TABLE, "Gone|Society", HARMS);
        example.model.entries.insert(cell, Entry::text("none found"));
        let sheet = build_impact_worksheet(&example.contents());
        assert_eq!(cell_under(&sheet, 3, "AI system"), "\"Gone\"");
        assert_eq!(cell_under(&sheet, 3, HARMS), "\"none found\"");
    }
}
