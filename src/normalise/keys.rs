//! Keys of records: the identifier, or text that identifies the record, made unique.

use std::collections::{BTreeSet, HashMap};

use arcstr::ArcStr;

use super::table::TableReader;
use crate::declaration::Field;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::normalise::{DUPLICATE_IDENTIFIER, REPEATED_NAME};
use crate::diagnostic::render::{enumerated, listed};
use crate::provenance::{Location, Traced};
use crate::recognise::{RecordRows, fold};

/// The keys that one kind of record has already, over all files.
#[derive(Default)]
pub(super) struct Keys {
    taken: BTreeSet<String>,
    /// The number that the next record of a key is tried with.
    next: HashMap<String, u32>,
    /// The identifying text, folded, as it stood first.
    first: HashMap<String, Traced<ArcStr>>,
    /// What stood more than once in the table that is read.
    repeated: Vec<Repeated>,
    /// The place of each in that list, by the folded text.
    known: HashMap<String, usize>,
}

/// A text that identifies more than one record.
struct Repeated {
    /// The text, cut where it is long.
    text: String,
    /// It stands in a column of identifiers, not of names.
    identifier: bool,
    /// The key of the second record.
    renamed: String,
    /// Where it stood first, and where it stands in this table.
    places: Vec<Location>,
}

/// Most characters of a key that is taken from a text.
const KEY_CHARACTERS: usize = 80;

/// Most places of one identifier that are named in a message.
const PLACES_NAMED: usize = 3;

impl Keys {
    /// The key of a record from the first of some fields that holds anything; `None` where none does.
    ///
    /// The first of the fields is the identifier. A key that is taken already gets a number:
    /// `R-014 (2)`.
    pub(super) fn key(
        &mut self,
        reader: &TableReader<'_>,
        record: &RecordRows,
        fields: &[Field],
    ) -> Option<String> {
        let (place, text, line) = fields.iter().enumerate().find_map(|(place, field)| {
            let text = reader.text(record, *field)?;
            let line = one_line(&text.value);
            (!line.is_empty()).then_some((place, text, line))
        })?;
        let key = self.unique(&line);
        self.note(&line, place == 0, &key, text);
        Some(key)
    }

    fn unique(&mut self, line: &str) -> String {
        let cut: String = line.chars().take(KEY_CHARACTERS).collect();
        let base = cut.trim_end().to_owned();
        if self.taken.insert(fold(&base)) {
            return base;
        }
        let number = self.next.entry(fold(&base)).or_insert(2);
        loop {
            let key = format!("{base} ({number})");
            *number += 1;
            if self.taken.insert(fold(&key)) {
                return key;
            }
        }
    }

    /// Remembers where the text stands, and that it is repeated where it stood before.
    fn note(&mut self, line: &str, identifier: bool, key: &str, text: Traced<ArcStr>) {
        let folded = fold(line);
        let Some(first) = self.first.get(&folded) else {
            self.first.insert(folded, Traced::new(line.to_owned(), text.location));
            return;
        };
        match self.known.get(&folded).and_then(|index| self.repeated.get_mut(*index)) {
            Some(known) => known.places.push(text.location),
            None => {
                self.known.insert(folded, self.repeated.len());
                self.repeated.push(Repeated {
                    text: first.value.chars().take(KEY_CHARACTERS).collect(),
                    identifier,
                    renamed: key.to_owned(),
                    places: vec![first.location.clone(), text.location],
                });
            }
        }
    }

    /// What the table that was read repeats: one diagnostic for identifiers, one for names.
    pub(super) fn take_diagnostics(&mut self) -> Vec<Diagnostic> {
        self.known.clear();
        let (identifiers, names): (Vec<Repeated>, Vec<Repeated>) =
            self.repeated.drain(..).partition(|repeated| repeated.identifier);
        let told = [(&DUPLICATE_IDENTIFIER, identifiers), (&REPEATED_NAME, names)];
        told.into_iter()
            .filter_map(|(code, repeated)| {
                let first = repeated.first()?;
                let [home, again, ..] = first.places.as_slice() else { return None };
                let others = match repeated.len() - 1 {
                    0 => String::new(),
                    1 => ", and 1 other stands more than once".to_owned(),
                    others => format!(", and {others} others stand more than once"),
                };
                let further = repeated.iter().flat_map(|repeated| &repeated.places);
                Some(
                    Diagnostic::at(code, again.clone())
                        .read(first.text.clone())
                        .fact("identifier", first.text.clone())
                        .fact("places", places(again, &first.places))
                        .fact("others", others)
                        .fact("renamed", first.renamed.clone())
                        .also([home.clone()])
                        .also(further.skip(2).cloned()),
                )
            })
            .collect()
    }
}

/// A text in one line, without what a cell of the workbook cannot hold: a key reads back as it is.
fn one_line(text: &str) -> String {
    let cannot_stand =
        |character: char| character.is_control() || matches!(character, '\u{fffe}' | '\u{ffff}');
    let words = text.split_whitespace().map(|word| word.replace(cannot_stand, ""));
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// `rows 5, 9 and 12`, where all stand on one sheet, or else `Risks › A5 and other.xlsx › Risks › A9`.
fn places(from: &Location, places: &[Location]) -> String {
    let rows: Option<Vec<String>> = places
        .iter()
        .map(|place| {
            place.row.filter(|_| place.sheet == from.sheet).map(|row| (u64::from(row) + 1).to_string())
        })
        .collect();
    match rows {
        Some(rows) => format!("rows {}", enumerated(&rows, PLACES_NAMED)),
        None => {
            let named: Vec<String> = places.iter().map(|place| place.seen_from(None)).collect();
            listed(&named, PLACES_NAMED)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::provenance::SheetName;

    #[test]
    fn a_long_register_that_stands_twice_is_numbered() {
        let sheet = Arc::new(SheetName { file: Arc::from("copied.csv"), sheet: None });
        let mut keys = Keys::default();
        for row in 0..100_000u32 {
            let line = format!("R-{}", row % 50_000);
            let key = keys.unique(&line);
            keys.note(&line, true, &key, Traced::new(line.clone(), Location::cell(&sheet, row, 0)));
        }
        assert_eq!(keys.repeated.len(), 50_000);
        let told = keys.take_diagnostics();
        assert_eq!(told.len(), 1);
        assert!(keys.repeated.is_empty() && keys.known.is_empty());
    }
}
