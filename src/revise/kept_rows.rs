//! Rows of lists that hold no register (answers, other controls), and pairs that registers name, of files that
//! were not read this time: they stay as they were.

use std::collections::{BTreeMap, BTreeSet};

use super::Reviser;
use crate::model::{CellKey, KeptRow, Model, PairDecision, YesNo};
use crate::record::names::{ANSWERS, DECIDED_IN, DECISION, KEY, OTHER_CONTROLS, PAIRS, QUESTION, SOURCE};
use crate::record::{FoundTable, NOT_READ, Revision, names};

/// What the headings of each list are that make it known.
const LISTS: [(&str, [&str; 3]); 2] =
    [(ANSWERS, [QUESTION, SOURCE, KEY]), (OTHER_CONTROLS, ["Reference", SOURCE, KEY])];

/// Keeps the rows and the pairs of files that were not read.
pub(super) fn apply(reviser: &Reviser<'_>, model: &mut Model, revision: &Revision) {
    for (list, headings) in LISTS {
        let rows = rows(reviser, list, &headings);
        if !rows.is_empty() {
            model.kept_rows.insert(list.to_owned(), rows);
        }
    }
    keep_pairs(reviser, model, revision);
}

fn rows(reviser: &Reviser<'_>, list: &str, headings: &[&str]) -> Vec<KeptRow> {
    let previous = reviser.previous;
    let Some(table) = FoundTable::find(previous.workbook, &names::shown(list), headings) else {
        return Vec::new();
    };
    let mut keys = BTreeSet::new();
    let kept = table.rows(KEY).filter_map(|row| {
        let source = without_state(&table.text(row, SOURCE)).to_owned();
        if source.is_empty() || reviser.was_read(&source) || !keys.insert(table.text(row, KEY)) {
            return None;
        }
        let cells = table.columns.keys().filter_map(|heading| {
            let entry = table.cell(row, heading)?.entry;
            (!entry.is_blank()).then(|| (heading.clone(), entry))
        });
        let mut cells: BTreeMap<_, _> = cells.collect();
        cells.insert(SOURCE.to_owned(), crate::model::Entry::text(&as_not_read(&source)));
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
        let not_read = !places.is_empty()
            && places
                .split("; ")
                .all(|place| !reviser.was_read(place) && !place.starts_with(&previous.workbook.path));
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
