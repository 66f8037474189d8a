//! What people wrote beside a record of a list that the assessment makes: its cells, and what formulas see in
//! them.

use super::Contents;
use super::cell::{Cell, Value, serial_day};
use super::given::is_given;
use crate::model::Entry;
use crate::normalise::names_typed_evidence;
use crate::recognise::value::Asked;

/// The cells that people write in beside one record.
#[derive(Clone, Copy)]
pub struct Noted<'a> {
    contents: &'a Contents<'a>,
    list: &'a str,
    key: &'a str,
}

impl<'a> Noted<'a> {
    /// What is noted beside a record of a list.
    pub fn beside(contents: &'a Contents<'a>, list: &'a str, key: &'a str) -> Self {
        Self { contents, list, key }
    }

    /// What was written under a heading.
    pub fn entry(&self, heading: &str) -> Option<&'a Entry> {
        self.contents.model.note(self.list, self.key, heading).filter(|entry| !entry.is_blank())
    }

    /// The cell under a heading.
    pub fn cell(&self, heading: &str) -> Cell {
        self.entry(heading).map_or(Cell::EMPTY, |entry| Value::entry(entry).into())
    }

    /// Whether anything was written under a heading.
    pub fn is_given(&self, heading: &str) -> bool {
        self.entry(heading).is_some()
    }

    /// Whether what was written under a heading gives what is asked, as formulas judge it.
    pub fn gives(&self, heading: &str, asked: Asked) -> bool {
        self.entry(heading).is_some_and(|entry| is_given(&Value::entry(entry), asked))
    }

    /// Whether what was written under a heading names evidence, as on the Statements of Applicability.
    pub fn names_evidence(&self, heading: &str) -> bool {
        self.entry(heading).is_some_and(|entry| names_typed_evidence(&entry.to_string()))
    }

    /// Whether a word was written under a heading; as in formulas, capitals make no difference.
    pub fn says(&self, heading: &str, word: &str) -> bool {
        matches!(self.entry(heading), Some(Entry::Text(text)) if text.to_lowercase() == word.to_lowercase())
    }

    /// The day that was written under a heading, as formulas count days.
    pub fn day(&self, heading: &str) -> Option<f64> {
        let entry = self.entry(heading)?;
        let day = serial_day(entry.day()?);
        // Formulas count with the hour too.
        if let Entry::Number(number) = entry { Some(*number) } else { day }
    }
}
