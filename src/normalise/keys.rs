//! Keys of records: the identifier, or text that identifies the record, made unique.

use std::collections::{BTreeSet, HashMap};

use super::table::TableReader;
use crate::declaration::Field;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::normalise::DUPLICATE_KEY;
use crate::provenance::{Location, Traced};
use crate::recognise::{RecordRows, fold};

/// The keys that one kind of record has already, over all files.
#[derive(Default)]
pub(super) struct Keys {
    taken: BTreeSet<String>,
    /// The number that the next record of a key is tried with.
    next: HashMap<String, u32>,
}

/// Most characters of a key that is taken from a text.
const KEY_CHARACTERS: usize = 80;

impl Keys {
    /// The key of a record from the first of some fields that holds anything; `None` where none does.
    ///
    /// A key that is taken already gets a number, and that is reported: `R-014 (2)`.
    pub(super) fn key(
        &mut self,
        reader: &mut TableReader<'_>,
        record: &RecordRows,
        fields: &[Field],
    ) -> Option<String> {
        let text = fields.iter().find_map(|field| reader.text(record, *field))?;
        let (key, duplicate) = self.unique(&text);
        if let Some((of, location)) = duplicate {
            let diagnostic = Diagnostic::at(&DUPLICATE_KEY, location)
                .read(text.value)
                .fact("key", of.clone())
                .fact("renamed", key.clone());
            reader.faults.add("", diagnostic);
        }
        Some(key)
    }

    fn unique(&mut self, text: &Traced<String>) -> (String, Option<(String, Location)>) {
        let line: String = text.value.split_whitespace().collect::<Vec<_>>().join(" ");
        let cut: String = line.chars().take(KEY_CHARACTERS).collect();
        let base = cut.trim_end().to_owned();
        if self.taken.insert(fold(&base)) {
            return (base, None);
        }
        let number = self.next.entry(fold(&base)).or_insert(2);
        loop {
            let key = format!("{base} ({number})");
            *number += 1;
            if self.taken.insert(fold(&key)) {
                return (key, Some((base, text.location.clone())));
            }
        }
    }
}
