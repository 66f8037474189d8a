//! Responsibilities: what is done in both systems, and which roles are responsible, accountable, consulted
//! and informed.

use super::Contents;
use super::cell::{Cell, Form, Value};
use super::expression::{BETWEEN, text, this_row};
use super::list_sheet::{ListColumn, ListSheet};
use super::names::KEY;
use super::noted::Noted;
use super::sheet::{Mark, Sheet, TabRole};
use crate::record::Owner;
use crate::record::names::{LETTERS, RESPONSIBILITIES as TABLE};
use crate::standards::{Activity, RequirementId, Standard};

/// The sheet's name.
pub const RESPONSIBILITIES: &str = "Responsibilities";

const ACCOUNTABLE: &str = "Accountable roles";
const STATE: &str = "State";

/// The letters that make a role accountable.
const ACCOUNTABLE_LETTERS: [&str; 2] = ["A", "A/R"];
const ONE: &str = "One is accountable";
const NONE: &str = "Nobody is accountable";
const SEVERAL: &str = "Several are accountable";

/// Builds the sheet of responsibilities.
pub fn build_responsibilities(contents: &Contents<'_>) -> Sheet {
    let roles = roles(contents);
    let mut list = ListSheet::new(
        RESPONSIBILITIES,
        TabRole::Work,
        TABLE,
        "Responsibilities in both systems",
        "What is done in both systems and by which roles: R responsible, A accountable, C consulted, I informed. The letters are a proposal, ours to make and yours to change.",
    )
    .owned_by(Owner::Assessment)
    .note("Judgement: neither standard assigns activities to roles. A hyphen says that a role has no part, and stands where a proposed letter is cleared; where a letter of yours is cleared, the proposal is back.")
    .columns(columns(&roles))
    .frozen_columns(1);
    for activity in &contents.catalogue.integration().activities {
        list.push(row(contents, activity, &roles));
    }
    list.build(contents.model.as_of)
}

/// The names of the roles that have a column.
fn roles<'a>(contents: &Contents<'a>) -> Vec<&'a str> {
    let integration = contents.catalogue.integration();
    let name = |key: &'a String| {
        let role = integration.roles.iter().find(|role| role.key == *key);
        role.map_or(key.as_str(), |role| role.name.as_str())
    };
    integration.active_roles.iter().map(name).collect()
}

fn columns(roles: &[&str]) -> Vec<ListColumn> {
    let mut columns = vec![
        ListColumn::new("Activity", 36, Form::Wrapped),
        ListColumn::new("In 27001", 15, Form::Wrapped).judgement(),
        ListColumn::new("In 42001", 15, Form::Wrapped).judgement(),
    ];
    columns.extend(roles.iter().map(|role| {
        ListColumn::new(role, 10, Form::Word)
            .editable()
            .words(&LETTERS)
            .mark("A", Mark::Good)
            .mark("A/R", Mark::Good)
            .help("R responsible, A accountable, C consulted, I informed, - no part. What you choose stays when the workbook is refreshed.")
    }));
    columns.extend([
        ListColumn::new(ACCOUNTABLE, 12, Form::Integer).calculated(accountable_expression(roles)),
        ListColumn::new(STATE, 16, Form::Word)
            .calculated(state_expression())
            .mark(NONE, Mark::Bad)
            .mark(SEVERAL, Mark::Caution),
        ListColumn::new(KEY, 16, Form::Identifier).last_run().screen_only(),
    ]);
    columns
}

/// How many roles are accountable.
fn accountable_expression(roles: &[&str]) -> String {
    let tests = roles.iter().flat_map(|role| {
        let cell = this_row(TABLE, role);
        ACCOUNTABLE_LETTERS.map(|letter| format!("({cell}={})", text(letter)))
    });
    tests.collect::<Vec<_>>().join("+")
}

fn state_expression() -> String {
    let count = this_row(TABLE, ACCOUNTABLE);
    format!("IF({count}=1,{},IF({count}=0,{},{}))", text(ONE), text(NONE), text(SEVERAL))
}

fn row(contents: &Contents<'_>, activity: &Activity, roles: &[&str]) -> Vec<Cell> {
    let noted = Noted::beside(contents, TABLE, &activity.key);
    let numbers = |standard: Standard| {
        let of = activity.asked.iter().filter(|id| id.standard() == standard);
        let numbers: Vec<String> = of.map(|id: &RequirementId| id.number()).collect();
        Cell::from(Value::text(numbers.join(BETWEEN)))
    };
    let mut cells: Vec<Cell> = vec![Value::text(&activity.name).into()];
    cells.extend(Standard::BOTH.map(numbers));
    let mut accountable = 0;
    for (role, letter) in roles.iter().zip(&activity.letters) {
        let is_accountable = if noted.is_given(role) {
            ACCOUNTABLE_LETTERS.iter().any(|letter| noted.says(role, letter))
        } else {
            ACCOUNTABLE_LETTERS.contains(&letter.as_str())
        };
        accountable += usize::from(is_accountable);
        cells.push(if noted.is_given(role) { noted.cell(role) } else { Value::text(letter).into() });
    }
    let state = match accountable {
        0 => NONE,
        1 => ONE,
        _ => SEVERAL,
    };
    cells.extend([
        Value::count(accountable).into(),
        Value::text(state).into(),
        Value::text(&activity.key).into(),
    ]);
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CellKey, Entry};
    use crate::report::testing::{Example, cell_under};

    #[test]
    fn the_proposal_has_one_accountable_role_for_each_activity_and_somebody_who_does_it() {
        let example = Example::empty();
        let contents = example.contents();
        let sheet = build_responsibilities(&contents);
        let activities = &contents.catalogue.integration().activities;
        assert!(activities.len() >= 30);
        for (row, activity) in activities.iter().enumerate() {
            assert!(
                cell_under(&sheet, row, STATE).ends_with("-> \"One is accountable\""),
                "{}",
                activity.key
            );
            assert!(activity.letters.iter().any(|letter| letter.contains('R')), "{}", activity.key);
        }
    }

    #[test]
    fn every_role_of_governance_has_a_column_and_a_part_in_their_order() {
        let example = Example::empty();
        let integration = example.contents().catalogue.integration().clone();
        let keys: Vec<&str> = integration.roles.iter().map(|role| role.key.as_str()).collect();
        assert_eq!(integration.active_roles, keys);
        for (place, key) in keys.iter().enumerate() {
            assert!(
                integration.activities.iter().any(|activity| !activity.letters[place].is_empty()),
                "{key}"
            );
        }
    }

    #[test]
    fn what_a_person_chose_stands_in_place_of_the_proposal_and_is_counted() {
        let mut example = Example::empty();
        for (key, role, letter) in [
            ("context", "Top management", "I"),
            ("policies", "ISMS manager", "a"),
            ("scope", "Risk owners", "-"),
        ] {
            let cell = CellKey::new(TABLE, key, role);
            example.model.notes.insert(cell, Entry::Text(letter.into()));
        }
        let contents = example.contents();
        let sheet = build_responsibilities(&contents);
        let activities = &contents.catalogue.integration().activities;
        let under = |key: &str, heading: &str| {
            let row = activities.iter().position(|activity| activity.key == key).unwrap();
            cell_under(&sheet, row, heading)
        };
        assert_eq!(under("context", "Top management"), "\"I\"");
        assert!(under("context", STATE).ends_with("-> \"Nobody is accountable\""));
        assert!(under("policies", STATE).ends_with("-> \"Several are accountable\""));
        assert!(under("scope", ACCOUNTABLE).ends_with("-> 1"));
    }
}
