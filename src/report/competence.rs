//! Competence: what each role needs to know of information security and of AI, and the proof that people do.

use super::Contents;
use super::cell::{Cell, Form, Value, serial_day};
use super::expression::{is_day, text, this_row};
use super::given::{given_expression, names_evidence_expression};
use super::list_sheet::{ListColumn, ListSheet};
use super::names::KEY;
use super::noted::Noted;
use super::sheet::{Allowed, Mark, Sheet, TabRole};
use crate::recognise::value::Asked;
use crate::record::Owner;
use crate::record::names::{COMPETENCE as TABLE, DONE_ON, VALID_UNTIL};
use crate::record::settings::AS_OF;
use crate::standards::GovernanceRole;

/// The sheet's name.
pub const COMPETENCE: &str = "Competence";

const PERSONS: &str = "Who";
const TRAINING: &str = "Training or qualification";
const EVIDENCE: &str = "Evidence";
const STATE: &str = "State";

const EVIDENCED: &str = "Evidence named";
const OUT_OF_DATE: &str = "Out of date";
const WITHOUT_EVIDENCE: &str = "Without evidence";
const NOTHING: &str = "Nothing recorded";

/// Builds the matrix of competences.
pub fn build_competence(contents: &Contents<'_>) -> Sheet {
    let mut list = ListSheet::new(
        COMPETENCE,
        TabRole::Work,
        TABLE,
        "Competence and AI literacy",
        "What each role needs to know for both systems (27001 and 42001, 7.2 and 7.3), and the training and proof that you record. What is needed is a proposal.",
    )
    .owned_by(Owner::Assessment)
    .note("Nothing recorded says nothing about people: only that no proof is named here. A date after which training has to be repeated is yours to set.")
    .columns(columns())
    .frozen_columns(2);
    for role in &contents.catalogue.integration().roles {
        for needed in [Needed::Competence, Needed::AiLiteracy] {
            list.push(row(contents, role, needed));
        }
    }
    list.build(contents.model.as_of)
}

/// What a role needs to know.
#[derive(Clone, Copy)]
enum Needed {
    Competence,
    AiLiteracy,
}

impl Needed {
    fn words(self) -> &'static str {
        match self {
            Needed::Competence => "Competence for the role",
            Needed::AiLiteracy => "AI competence and literacy",
        }
    }

    fn asked(self) -> &'static str {
        match self {
            Needed::Competence => "27001 and 42001 7.2, 7.3",
            Needed::AiLiteracy => "42001 7.2, 7.3, A.4.6",
        }
    }

    fn key(self, role: &GovernanceRole) -> String {
        match self {
            Needed::Competence => format!("{} competence", role.key),
            Needed::AiLiteracy => format!("{} AI literacy", role.key),
        }
    }

    fn of(self, role: &GovernanceRole) -> &str {
        match self {
            Needed::Competence => &role.competence,
            Needed::AiLiteracy => &role.ai_literacy,
        }
    }
}

fn columns() -> Vec<ListColumn> {
    let edit = |heading: &str, width| ListColumn::new(heading, width, Form::Wrapped).editable();
    let date = |heading: &str| ListColumn::new(heading, 12, Form::Date).editable().allowed(Allowed::Date);
    vec![
        ListColumn::new("Role", 24, Form::Wrapped),
        ListColumn::new("Kind", 18, Form::Wrapped),
        ListColumn::new("What is needed", 40, Form::Wrapped).judgement(),
        ListColumn::new("Asked by", 16, Form::Wrapped).judgement(),
        edit(PERSONS, 20),
        edit(TRAINING, 26),
        edit(EVIDENCE, 24).help("Where the proof is: certificate, attendance, test, experience on record."),
        date(DONE_ON),
        date(VALID_UNTIL).help("When it has to be repeated; blank where it has not."),
        ListColumn::new(STATE, 15, Form::Word)
            .calculated(state_expression())
            .mark(EVIDENCED, Mark::Good)
            .mark(OUT_OF_DATE, Mark::Bad)
            .mark(WITHOUT_EVIDENCE, Mark::Caution)
            .mark(NOTHING, Mark::Quiet),
        ListColumn::new(KEY, 24, Form::Identifier).last_run().screen_only(),
    ]
}

fn state_expression() -> String {
    let here = |heading: &str| this_row(TABLE, heading);
    let valid = here(VALID_UNTIL);
    let given = |heading: &str| names_evidence_expression(&here(heading));
    format!(
        "IF({},IF({},IF({valid}<{AS_OF},{},{}),{}),IF({},{},{}))",
        given(EVIDENCE),
        is_day(&valid),
        text(OUT_OF_DATE),
        text(EVIDENCED),
        text(EVIDENCED),
        given_expression(&here(TRAINING), Asked::Person),
        text(WITHOUT_EVIDENCE),
        text(NOTHING)
    )
}

/// The value of [`state_expression`].
fn state(noted: &Noted<'_>, as_of: Option<f64>) -> &'static str {
    if !noted.names_evidence(EVIDENCE) {
        return if noted.gives(TRAINING, Asked::Person) { WITHOUT_EVIDENCE } else { NOTHING };
    }
    let past = noted.day(VALID_UNTIL).zip(as_of).is_some_and(|(valid, as_of)| valid < as_of);
    if past { OUT_OF_DATE } else { EVIDENCED }
}

fn row(contents: &Contents<'_>, role: &GovernanceRole, needed: Needed) -> Vec<Cell> {
    let key = needed.key(role);
    let noted = Noted::beside(contents, TABLE, &key);
    vec![
        Value::text(&role.name).into(),
        Value::text(needed.words()).into(),
        Value::text(needed.of(role)).into(),
        Value::text(needed.asked()).into(),
        noted.cell(PERSONS),
        noted.cell(TRAINING),
        noted.cell(EVIDENCE),
        noted.cell(DONE_ON),
        noted.cell(VALID_UNTIL),
        Value::text(state(&noted, serial_day(contents.model.as_of))).into(),
        Value::text(&key).into(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CellKey, Entry};
    use crate::report::testing::{Example, cell_under};

    #[test]
    fn each_role_has_a_row_for_its_competence_and_one_for_ai() {
        let example = Example::empty();
        let contents = example.contents();
        let sheet = build_competence(&contents);
        let rows = sheet.tables[0].area.last.row - sheet.tables[0].area.first.row;
        assert_eq!(rows as usize, 2 * contents.catalogue.integration().roles.len());
        for row in 0..rows as usize {
            assert_ne!(cell_under(&sheet, row, "What is needed"), "-");
            assert!(cell_under(&sheet, row, STATE).ends_with("-> \"Nothing recorded\""));
        }
    }

    #[test]
    fn proof_counts_until_its_last_day() {
        let mut example = Example::empty();
        let mut note = |key: &str, heading: &str, entry: Entry| {
            example.model.notes.insert(CellKey::new(TABLE, key, heading), entry);
        };
        let named = || Entry::Text("certificate 12".into());
        let day = |text: &str| Entry::Date(text.parse().unwrap());
        note("top competence", EVIDENCE, named());
        note("top competence", VALID_UNTIL, day("2026-01-01"));
        note("top AI literacy", EVIDENCE, named());
        note("top AI literacy", VALID_UNTIL, day("2025-12-31"));
        note("isms AI literacy", EVIDENCE, Entry::Text("TBD".into()));
        note("isms competence", TRAINING, Entry::Text("course".into()));
        // The number of a year is no day.
        note("aims competence", EVIDENCE, named());
        note("aims competence", VALID_UNTIL, Entry::Number(2026.0));
        let sheet = build_competence(&example.contents());
        let expected = [EVIDENCED, OUT_OF_DATE, WITHOUT_EVIDENCE, NOTHING, EVIDENCED];
        for (row, state) in expected.into_iter().enumerate() {
            let cell = cell_under(&sheet, row, STATE);
            assert!(cell.ends_with(&format!("-> \"{state}\"")), "{row}: {cell}");
        }
    }

    #[test]
    fn a_no_or_a_promise_is_no_proof_here_as_on_the_statement_of_applicability() {
        for said in ["No", "nein", "none yet", "to follow", "Nachweis folgt", "not yet", "yes"] {
            let mut example = Example::empty();
            let key = CellKey::new(TABLE, "top competence", EVIDENCE);
            example.model.notes.insert(key, Entry::Text(said.into()));
            let cell = cell_under(&build_competence(&example.contents()), 0, STATE);
            assert!(cell.ends_with(&format!("-> \"{NOTHING}\"")), "{said}: {cell}");
        }
    }
}
