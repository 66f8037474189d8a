//! Rows of lists that hold no register (answers, other controls), and pairs that registers name, of files that
//! were not read this time: they stay as they were.

use std::collections::{BTreeMap, BTreeSet};

use super::Reviser;
use crate::model::{CellKey, Entry, KeptRow, Model, PairDecision, YesNo};
use crate::record::names::{ANSWERS, DECIDED_IN, DECISION, OTHER_CONTROLS, PAIRS, SOURCE};
use crate::record::{NOT_READ, Revision, entry_of};

/// Lists whose rows stay.
const LISTS: [&str; 2] = [ANSWERS, OTHER_CONTROLS];

/// Keeps the rows and the pairs of files that were not read.
pub(super) fn apply(reviser: &Reviser<'_>, model: &mut Model, revision: &Revision) {
    for list in LISTS {
        let rows = rows(reviser, list);
        if !rows.is_empty() {
            model.kept_rows.insert(list.to_owned(), rows);
        }
    }
    keep_pairs(reviser, model, revision);
}

fn rows(reviser: &Reviser<'_>, list: &str) -> Vec<KeptRow> {
    let previous = reviser.previous;
    let plain = || previous.last.plain_lists.iter().find(|known| known.name == list);
    let found = previous.lists.get(list).cloned().or_else(|| previous.find_plain(plain()?));
    let Some(found) = found else { return Vec::new() };
    let Some(sheet) = previous.workbook.sheets.get(found.sheet) else { return Vec::new() };
    let Some(source_column) = found.headings.place(SOURCE) else { return Vec::new() };
    let mut keys = BTreeSet::new();
    let kept = sheet.rows.iter().filter(|row| row.number > found.header_row).filter_map(|row| {
        let key = entry_of(row.cell(found.key_column)).to_string();
        let source = entry_of(row.cell(source_column)).to_string();
        let source = without_state(&source).to_owned();
        if key.is_empty() || source.is_empty() || reviser.was_read(&source) || !keys.insert(key) {
            return None;
        }
        let cells = found.headings.written.iter().filter_map(|(column, heading)| {
            let entry = entry_of(row.cell(*column));
            (!entry.is_blank()).then(|| (heading.clone(), entry))
        });
        let mut cells: BTreeMap<_, _> = cells.collect();
        cells.insert(SOURCE.to_owned(), Entry::text(&as_not_read(&source)));
        Some(KeptRow { source, cells })
    });
    kept.collect()
}

/// Keeps what registers that were not read say of pairs, as long as nobody decided otherwise.
fn keep_pairs(reviser: &Reviser<'_>, model: &mut Model, revision: &Revision) {
    let previous = reviser.previous;
    let Some(list) = previous.last.book.list(PAIRS) else { return };
    for key in list.records.keys() {
        let cell = CellKey::new(PAIRS, key, DECISION);
        let decided_in = previous.beside(PAIRS, key, DECIDED_IN);
        let places = without_state(&decided_in);
        // What a person had decided is withdrawn by clearing the cell, wherever the workbook lay then.
        let by_person = previous.last.decisions.contains_key(&cell);
        let not_read =
            !by_person && !places.is_empty() && places.split("; ").all(|place| !reviser.was_read(place));
        let word = previous.last.written(&cell).to_string();
        let shared = word.eq_ignore_ascii_case(YesNo::Yes.word());
        let members =
            key.split_once('+').and_then(|(one, other)| Some((one.parse().ok()?, other.parse().ok()?)));
        let Some((iso27001, iso42001)) = members.filter(|_| not_read && !word.is_empty()) else { continue };
        let known = model.pairs.iter().any(|pair| pair.iso27001 == iso27001 && pair.iso42001 == iso42001);
        if known || revision.decisions.contains_key(&cell) {
            continue;
        }
        let location = previous.location(&cell);
        model.pairs.push(PairDecision { iso27001, iso42001, shared, location });
        model.carried.insert((PAIRS.to_owned(), key.clone()), as_not_read(places));
    }
}

/// A place with the words for a file that was not read.
fn as_not_read(place: &str) -> String {
    format!("{place} · {NOT_READ}")
}

/// A place without those words.
pub(super) fn without_state(place: &str) -> &str {
    place.strip_suffix(NOT_READ).and_then(|rest| rest.strip_suffix(" · ")).unwrap_or(place)
}
