//! The diagnostics of one table; the same fault in one column is one diagnostic with all its cells.

use std::collections::BTreeMap;

use super::overruled::Overruled;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::{enumerated, quoted};

/// Most different words of a column that are listed in a message.
const WORDS_LISTED: usize = 4;

/// Diagnostics of one table.
#[derive(Default)]
pub(super) struct Faults<'a> {
    /// What nothing is told of.
    overruled: Option<&'a Overruled>,
    groups: Vec<Group>,
    known: BTreeMap<(u32, &'static str, String), usize>,
}

/// One fault in one column.
struct Group {
    first: Diagnostic,
    /// What was read, each once.
    words: Vec<String>,
}

impl<'a> Faults<'a> {
    /// Tells nothing of what a person decided otherwise.
    pub(super) fn but(overruled: &'a Overruled) -> Self {
        Self { overruled: Some(overruled).filter(|overruled| !overruled.is_empty()), ..Self::default() }
    }

    /// Adds a diagnostic; one of the same code, column and kind takes its place as a further cell.
    pub(super) fn add(&mut self, kind: &str, diagnostic: Diagnostic) {
        let place = diagnostic.location.as_ref();
        if self
            .overruled
            .zip(place)
            .is_some_and(|(overruled, place)| overruled.is_of_cell(&diagnostic, place))
        {
            return;
        }
        let column = diagnostic.location.as_ref().and_then(|location| location.column).unwrap_or(u32::MAX);
        let key = (column, diagnostic.code.name, kind.to_owned());
        match self.known.get(&key).and_then(|index| self.groups.get_mut(*index)) {
            Some(group) => {
                group.first.also.extend(diagnostic.location);
                if let Some(word) = diagnostic.read.filter(|word| !group.words.contains(word)) {
                    group.words.push(word);
                }
            }
            None => {
                self.known.insert(key, self.groups.len());
                let words = diagnostic.read.iter().cloned().collect();
                self.groups.push(Group { first: diagnostic, words });
            }
        }
    }

    /// All of them, in the order in which they were found.
    pub(super) fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.groups.into_iter().map(Group::diagnostic).collect()
    }
}

impl Group {
    /// Fills the facts that depend on how many cells there are: `words` with what was read and its
    /// verb `are`; `subject` with the number of further records and its verb `subject_is`; `this_cell`, which it is
    /// about.
    fn diagnostic(self) -> Diagnostic {
        let Self { mut first, words } = self;
        let shown: Vec<String> = words.iter().map(|word| quoted(word)).collect();
        let further = first.also.len();
        for (name, value) in &mut first.facts {
            if *name == "subject" && further > 0 {
                *value = format!("{value} and {further} more");
            }
        }
        first
            .fact("words", enumerated(&shown, WORDS_LISTED))
            .fact("are", if shown.len() == 1 { "is" } else { "are" })
            .fact("this_cell", if further == 0 { "this cell" } else { "these cells" })
            .fact("subject_is", if further == 0 { "is" } else { "are" })
    }
}
