//! How a clause stands in each standard, and in both: its status, which is weaker, where evidence and an owner are
//! named. For a formula and for its value alike.

use super::TABLE;
use crate::assess::RequirementResult;
use crate::model::{Applicability, ImplementationStatus, Statement};
use crate::provenance::understood;
use crate::report::Contents;
use crate::report::cell::Value;
use crate::report::expression::{look_up, text, this_row};
use crate::report::names::KEY;
use crate::report::names::requirements::{APPLICABLE, ASSESSED, CLAUSES_TABLE, STATUS};
use crate::report::statement::{names_evidence, status_cell};
use crate::standards::Requirement;

/// The headings of the keys of a clause in each standard.
pub const KEYS: [&str; 2] = ["27001 key", "42001 key"];
/// The headings of the own level of a clause in each standard.
pub const OWNS: [&str; 2] = ["Own in 27001", "Own in 42001"];

/// The words for the status of a clause where it is none of ours.
pub const NOT_ASKED: &str = "Not asked";
pub const MARKED_NO: &str = "Marked as not applicable";
const BY_FIGURE: &str = "By share or maturity";
pub const NOT_UNDERSTOOD: &str = "Not understood";
pub const NOT_ASSESSED: &str = "Not assessed";

/// The words for where something is found.
const IN_BOTH: &str = "Both";
const IN_ONE: [&str; 2] = ["27001 only", "42001 only"];
pub const IN_NEITHER: &str = "Neither";
const ALIKE: &str = "Alike";
/// The words for the weaker standard: a number alone would be one when another program recalculates.
const WEAKER_WORDS: [&str; 2] = ["In 27001", "In 42001"];

fn here(heading: &str) -> String {
    this_row(TABLE, heading)
}

/// What Clauses says of the row's requirement in the standard whose key stands in a column.
pub fn of_clause(key: &str, heading: &str) -> String {
    let key = here(key);
    format!("IF({key}=\"\",\"\",{})", look_up(CLAUSES_TABLE, heading, KEY, &key))
}

/// The status in our words, whatever stands in the cell.
pub fn status_expression(key: &str) -> String {
    let key = here(key);
    let of = |heading: &str| look_up(CLAUSES_TABLE, heading, KEY, &key);
    let status = of(STATUS);
    let mut words = format!(
        "IF({}=1,{},IF(LEN(TRIM({status}))>0,{},{}))",
        of(ASSESSED),
        text(BY_FIGURE),
        text(NOT_UNDERSTOOD),
        text(NOT_ASSESSED)
    );
    for known in ImplementationStatus::ALL {
        let word = text(known.words());
        words = format!("IF({status}={word},{word},{words})");
    }
    let excluded = text(Applicability::NotApplicable.word());
    format!(
        "IF({key}=\"\",{},IF({}={excluded},{},{words}))",
        text(NOT_ASKED),
        of(APPLICABLE),
        text(MARKED_NO)
    )
}

/// The lower of the two own levels; of one alone, that one.
pub fn weaker_expression() -> String {
    let [one, other] = OWNS.map(here);
    format!("IF({one}=\"\",{other},IF({other}=\"\",{one},MIN({one},{other})))")
}

/// In which standard the clause is weaker.
pub fn weaker_standard_expression() -> String {
    let [one, other] = OWNS.map(here);
    let [iso27001, iso42001] = WEAKER_WORDS.map(text);
    format!(
        "IF({one}=\"\",{iso42001},IF({other}=\"\",{iso27001},IF({one}={other},{},IF({one}<{other},{iso27001},{iso42001}))))",
        text(ALIKE)
    )
}

/// In which of the standards a cell of Clauses names anything, by a test of it.
pub fn found_expression(names: impl Fn(&str) -> String) -> String {
    let [one, other] = KEYS.map(names);
    format!(
        "IF({one},IF({other},{},{}),IF({other},{},{}))",
        text(IN_BOTH),
        text(IN_ONE[0]),
        text(IN_ONE[1]),
        text(IN_NEITHER)
    )
}

/// What the organisation says of a clause in one of the standards.
pub struct Said<'a> {
    statement: Option<&'a Statement>,
    result: Option<&'a RequirementResult>,
}

impl<'a> Said<'a> {
    /// What it says of a requirement.
    pub fn of(contents: &Contents<'a>, requirement: Option<&Requirement>) -> Self {
        let id = requirement.map(|requirement| requirement.id);
        Self {
            statement: id.and_then(|id| contents.model.statements.get(&id)),
            result: id.and_then(|id| contents.assessment.requirements.get(&id)),
        }
    }

    /// The value of [`status_expression`].
    pub fn status(&self) -> &'static str {
        let Some((statement, result)) = self.statement.zip(self.result) else { return NOT_ASKED };
        if statement.applicability == Applicability::NotApplicable {
            return MARKED_NO;
        }
        match understood(&statement.status) {
            Some(status) => ImplementationStatus::words(status),
            None if result.assessed => BY_FIGURE,
            None if status_cell(statement).value != Value::Blank => NOT_UNDERSTOOD,
            None => NOT_ASSESSED,
        }
    }

    /// The own level.
    pub fn own(&self) -> Option<f64> {
        self.result.map(|result| result.own)
    }

    /// The cell of the evidence.
    pub fn evidence(&self) -> Value {
        self.statement.map_or(Value::Blank, |statement| Value::traced(&statement.evidence))
    }

    /// Whether the cell of evidence names any.
    pub fn names_evidence(&self) -> bool {
        self.statement.is_some_and(names_evidence)
    }

    /// The cell of the owner.
    pub fn owner(&self) -> Value {
        self.statement.map_or(Value::Blank, |statement| Value::traced(&statement.owner))
    }
}

/// The value of [`found_expression`].
pub fn found(names: [bool; 2]) -> &'static str {
    match names {
        [true, true] => IN_BOTH,
        [true, false] => IN_ONE[0],
        [false, true] => IN_ONE[1],
        [false, false] => IN_NEITHER,
    }
}

/// The value of [`weaker_standard_expression`].
pub fn weaker_in(owns: [Option<f64>; 2]) -> &'static str {
    let [iso27001, iso42001] = WEAKER_WORDS;
    match owns {
        [None, _] => iso42001,
        [_, None] => iso27001,
        [Some(one), Some(other)] if one == other => ALIKE,
        [Some(one), Some(other)] if one < other => iso27001,
        _ => iso42001,
    }
}
