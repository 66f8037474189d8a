//! What the program has to tell a person about the input: one registry of codes, facts at the place
//! where something is noticed, words in one place.
//!
//! A [`Diagnostic`] holds facts only: its [`Code`], the cell, what was read, what was expected and
//! named facts. The words stand in the registry ([`codes`]) as templates with `{placeholders}`, and
//! [`render`] joins the two for the terminal and for JSON.

pub mod codes;
pub mod render;

use crate::provenance::Location;

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; the result does not suffer.
    Note,
    /// Part of the input was not used, or the result has to be read with care.
    Warning,
    /// A fault: something required is missing or contradicts itself.
    Error,
}

impl Severity {
    /// The word for it, as it is printed.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// One kind of diagnostic: an entry of the registry.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// The name in kebab-case; it states the fault.
    pub name: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What kind of fault it is, in a sentence: the documentation of its entry.
    pub meaning: &'static str,
    /// One line that says what was found: lower case, no full stop, `{facts}` in braces.
    pub message: &'static str,
    /// What it does to the result; may be empty.
    pub effect: &'static str,
    /// How to mend it; may be empty.
    pub help: &'static str,
    /// Where the rule comes from: a clause, an article, or "judgement"; empty for faults of a file.
    pub source: &'static str,
}

/// A reference to an entry of the registry.
pub type CodeRef = &'static Code;

/// One thing to tell, with the facts that it is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// What kind it is.
    pub code: CodeRef,
    /// The cell, row, sheet or file; `None` where it is about the whole assessment.
    pub location: Option<Location>,
    /// What was read.
    pub read: Option<String>,
    /// What was expected.
    pub expected: Option<String>,
    /// Named facts that fill the placeholders of the code's words.
    pub facts: Vec<(&'static str, String)>,
    /// Further cells with the same fault, so that a column of them is one diagnostic.
    pub also: Vec<Location>,
}

impl Diagnostic {
    /// A diagnostic about a place in the input.
    pub fn at(code: CodeRef, location: Location) -> Self {
        Self {
            code,
            location: Some(location),
            read: None,
            expected: None,
            facts: Vec::new(),
            also: Vec::new(),
        }
    }

    /// A diagnostic about the assessment as a whole.
    pub fn general(code: CodeRef) -> Self {
        Self { code, location: None, read: None, expected: None, facts: Vec::new(), also: Vec::new() }
    }

    /// Adds what was read.
    #[must_use]
    pub fn read(mut self, text: impl AsRef<str>) -> Self {
        self.read = Some(text.as_ref().to_owned());
        self
    }

    /// Adds what was expected.
    #[must_use]
    pub fn expected(mut self, text: impl Into<String>) -> Self {
        self.expected = Some(text.into());
        self
    }

    /// Adds a named fact, for a `{name}` in the code's words.
    #[must_use]
    pub fn fact(mut self, name: &'static str, text: impl Into<String>) -> Self {
        self.facts.push((name, text.into()));
        self
    }

    /// Adds further cells with the same fault.
    #[must_use]
    pub fn also(mut self, locations: impl IntoIterator<Item = Location>) -> Self {
        self.also.extend(locations);
        self
    }
}
