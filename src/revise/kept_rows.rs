//! Rows of lists that hold no register (answers, other controls), and pairs that registers name, of files that
//! were not read this time: they stay as they were. So do controls of one's own that a person wrote there.

use std::collections::{BTreeMap, BTreeSet};

use super::Reviser;
use crate::model::{CellKey, Entry, KeptRow, Model, PairDecision, YesNo};
use crate::read::Row;
use crate::record::names::{ANSWERS, DECIDED_IN, DECISION, KEY, OTHER_CONTROLS, PAIRS, SOURCE};
use crate::record::{
    ADDED, Carried, CarriedWhy, FoundList, NOT_READ, Previous, Revision, entry_of, is_total,
};

/// Lists whose rows stay.
const LISTS: [&str; 2] = [ANSWERS, OTHER_CONTROLS];

/// Keeps the rows and the pairs of files that were not read.
pub(super) fn apply(reviser: &Reviser<'_>, model: &mut Model, revision: &mut Revision) {
    for list in LISTS {
        let mut rows = rows(reviser, list);
        if list == OTHER_CONTROLS {
            rows.extend(added_rows(reviser, &mut revision.carried));
        }
        if !rows.is_empty() {
            model.kept_rows.insert(list.to_owned(), rows);
        }
    }
    keep_pairs(reviser, model, revision);
}

fn found_list(previous: &Previous<'_>, list: &str) -> Option<FoundList> {
    let plain = || previous.last.plain_lists.iter().find(|known| known.name == list);
    previous.lists.get(list).cloned().or_else(|| previous.find_plain(plain()?))
}

/// What the cells of a row hold, by the headings of the list.
fn cells_of(found: &FoundList, row: &Row) -> BTreeMap<String, Entry> {
    let cells = found.headings.written.iter().filter_map(|(column, heading)| {
        let entry = entry_of(row.cell(*column));
        (!entry.is_blank()).then(|| (heading.clone(), entry))
    });
    cells.collect()
}

/// The rows that people wrote among the controls outside both standards, those of earlier runs first. Those that were
/// just added get their keys.
fn added_rows(reviser: &Reviser<'_>, carried: &mut Vec<Carried>) -> Vec<KeptRow> {
    let previous = reviser.previous;
    let Some(found) = found_list(previous, OTHER_CONTROLS) else { return Vec::new() };
    let Some(sheet) = previous.workbook.sheets.get(found.sheet) else { return Vec::new() };
    let mut rows: BTreeMap<String, BTreeMap<String, Entry>> = BTreeMap::new();
    let mut kept = Vec::new();
    let mut new = Vec::new();
    let mut end = found.header_row;
    for row in sheet.rows.iter().filter(|row| row.number > found.header_row) {
        let mut cells = cells_of(&found, row);
        let key = cells.remove(KEY).map(|key| key.to_string()).unwrap_or_default();
        let source = cells.remove(SOURCE).map(|source| source.to_string()).unwrap_or_default();
        // One cell that stands apart from the list is a note.
        let is_apart = row.number > end + 1 && cells.len() < 2;
        let first = cells.values().next().map(Entry::to_string).unwrap_or_default();
        if cells.is_empty() || (key.is_empty() && (is_apart || is_total(&first))) {
            continue;
        }
        end = row.number;
        match rows.get(&key) {
            // A copied row that was changed is one of its own.
            Some(original) if *original == cells => {}
            None if !key.is_empty() && !source.is_empty() => {
                rows.insert(key.clone(), cells.clone());
                if source == ADDED {
                    kept.push(added_row(&key, cells));
                }
            }
            _ => new.push((row.number, cells)),
        }
    }
    for (row, cells) in new {
        let reference = ["Reference", "Title"].iter().find_map(|heading| cells.get(*heading));
        let named = reference.map(Entry::to_string).unwrap_or_default();
        let numbered = (2..).map(|number| format!("{ADDED} › {named} ({number})"));
        let mut keys = std::iter::once(format!("{ADDED} › {named}")).chain(numbered);
        let key = keys.find(|key| !rows.contains_key(key)).unwrap_or_default();
        rows.insert(key.clone(), cells.clone());
        kept.push(added_row(&key, cells));
        carried.push(Carried {
            list: OTHER_CONTROLS.to_owned(),
            key: Some(key),
            row,
            why: CarriedWhy::Added,
            source: String::new(),
        });
    }
    kept
}

fn added_row(key: &str, mut cells: BTreeMap<String, Entry>) -> KeptRow {
    cells.insert(SOURCE.to_owned(), Entry::text(ADDED));
    cells.insert(KEY.to_owned(), Entry::text(key));
    KeptRow { source: ADDED.to_owned(), cells }
}

fn rows(reviser: &Reviser<'_>, list: &str) -> Vec<KeptRow> {
    let previous = reviser.previous;
    let Some(found) = found_list(previous, list) else { return Vec::new() };
    let Some(sheet) = previous.workbook.sheets.get(found.sheet) else { return Vec::new() };
    let Some(source_column) = found.headings.place(SOURCE) else { return Vec::new() };
    let mut keys = BTreeSet::new();
    let kept = sheet.rows.iter().filter(|row| row.number > found.header_row).filter_map(|row| {
        let key = entry_of(row.cell(found.key_column)).to_string();
        let source = entry_of(row.cell(source_column)).to_string();
        let source = without_state(&source).to_owned();
        let is_kept = source == ADDED || reviser.was_read(&source);
        if key.is_empty() || source.is_empty() || is_kept || !keys.insert(key) {
            return None;
        }
        let mut cells = cells_of(&found, row);
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
