//! Decisions about records of registers, and records that stay although no source gives them.

use std::collections::{BTreeMap, BTreeSet};

use super::kept::Kept;
use super::level_words::LevelWords;
use super::records::{ReadRows, is_on_a_common_scale};
use super::{Reviser, not_understood};
use crate::declaration::Field;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::revise as codes;
use crate::diagnostic::render::counted;
use crate::model::{AiSystem, Asset, AuditFinding, CellKey, Entry, Model, Risk, Supplier};
use crate::normalise::link_ai_systems;
use crate::provenance::Location;
use crate::recognise::fold;
use crate::record::names::{AI_SYSTEMS, ASSETS, AUDIT_FINDINGS, RISKS, SUPPLIERS};
use crate::record::{Carried, CarriedWhy, Decided, Previous, Revision, entry_of, is_total, names};

/// Brings in decisions and the records that stay.
pub(super) fn apply(
    reviser: &Reviser<'_>,
    model: &mut Model,
    revision: &mut Revision,
    read: &ReadRows,
    told: &mut Vec<Diagnostic>,
) {
    apply_to::<Risk>(reviser, RISKS, model, revision, read, told);
    apply_to::<AiSystem>(reviser, AI_SYSTEMS, model, revision, read, told);
    apply_to::<Asset>(reviser, ASSETS, model, revision, read, told);
    apply_to::<AuditFinding>(reviser, AUDIT_FINDINGS, model, revision, read, told);
    apply_to::<Supplier>(reviser, SUPPLIERS, model, revision, read, told);
    link_risks(reviser.previous, model, revision);
    tell_of_rows(reviser.previous, revision, told);
}

/// Links risks to the AI systems that their assets name now, where nobody wrote which they are, and lets the domains
/// follow what people wrote.
fn link_risks(previous: &Previous<'_>, model: &mut Model, revision: &Revision) {
    let columns = previous.last.book.list(RISKS).map(|list| list.columns.as_slice()).unwrap_or_default();
    let heading = columns.iter().find(|column| column.field == Some(Field::RiskAiSystem));
    let decided = |key: &str| {
        heading
            .is_some_and(|column| revision.decisions.contains_key(&CellKey::new(RISKS, key, &column.heading)))
    };
    // A row that stays holds what it names.
    let stays: BTreeSet<String> =
        model.carried.keys().filter(|(list, _)| list == RISKS).map(|(_, key)| key.clone()).collect();
    let may_link =
        |risk: &Risk| !decided(&risk.key) && (risk.ai_systems.is_empty() || !stays.contains(&risk.key));
    link_ai_systems(model, may_link, |risk| decided(&risk.key));
}

fn apply_to<R: Kept>(
    reviser: &Reviser<'_>,
    list: &str,
    model: &mut Model,
    revision: &mut Revision,
    read: &ReadRows,
    told: &mut Vec<Diagnostic>,
) {
    let previous = reviser.previous;
    if previous.sheet(list).is_none() {
        return;
    }
    let levels = LevelWords { words: reviser.words, scales: model.scales.clone() };
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for (place, record) in R::records(model).iter_mut().enumerate() {
        places.insert(record.key().clone(), place);
    }
    let mut unread: Vec<(CellKey, Entry)> = Vec::new();
    for (cell, Decided { own, .. }) in revision.decisions.iter().filter(|(cell, _)| cell.list == list) {
        let Some(place) = places.get(&cell.key) else { continue };
        let row = previous.lists.get(list).and_then(|found| found.rows.get(&cell.key)).copied();
        let of_row = row.and_then(|row| R::of_row(read, row));
        let Some(record) = R::records(model).get_mut(*place) else { continue };
        match take(record, previous, &levels, cell, own, of_row) {
            Ok(()) => told.extend(
                off_the_scale(record, previous, cell)
                    .or_else(|| understood_as(record, previous, cell, previous.location(cell))),
            ),
            Err(expected) => {
                told.push(not_understood(previous, cell, own, expected));
                unread.push((cell.clone(), own.clone()));
            }
        }
    }
    let mut keys: BTreeSet<String> = places.into_keys().collect();
    let mut left_blank = BTreeSet::new();
    for carried in revision.carried.iter_mut().filter(|carried| carried.list == list) {
        let Some(of_row) = R::of_row(read, carried.row) else {
            told.push(without_name(previous, list, carried));
            continue;
        };
        if carried.why == CarriedWhy::Added && is_total(of_row.clone().key()) {
            told.push(
                Diagnostic::at(&codes::ADDED_ROW_NOT_TAKEN, of_row.location().clone())
                    .read(of_row.clone().key().clone())
                    .fact("list", names::shown(list)),
            );
            continue;
        }
        let telling = (&mut *told, &mut unread, &mut left_blank);
        let record = whole(previous, &levels, list, carried, of_row, &mut keys, telling);
        let source = match carried.why {
            CarriedWhy::Added => carried.why.words().to_owned(),
            why => format!("{} · {}", carried.source, why.words()),
        };
        model.carried.insert((list.to_owned(), record.0.clone()), source);
        carried.key = Some(record.0);
        R::records(model).push(record.1);
    }
    model.unread.extend(unread);
    revision.left_blank.extend(left_blank);
}

/// Takes what a person wrote in one cell.
fn take<R: Kept>(
    record: &mut R,
    previous: &Previous<'_>,
    levels: &LevelWords<'_>,
    cell: &CellKey,
    own: &Entry,
    of_row: Option<&R>,
) -> Result<(), &'static str> {
    let place = previous.location(cell);
    let list = previous.last.book.list(&cell.list);
    let column = list.and_then(|list| list.columns.get(list.column(&cell.heading)?));
    match column.and_then(|column| column.field) {
        Some(field) if is_on_a_common_scale(field) => {
            let read = levels.level(record.location(), field, own, &place);
            *record.level(field).ok_or("a level")? = read;
            Ok(())
        }
        Some(field) => {
            let of_row = of_row.ok_or("a record with an identifier or a name")?;
            if record.take(field, of_row) { Ok(()) } else { Err("a value that the column can hold") }
        }
        None => record.take_other(&cell.heading, own, &place),
    }
}

/// Tells of a level that a person wrote and that is not on the common scale.
fn off_the_scale<R: Kept>(record: &mut R, previous: &Previous<'_>, cell: &CellKey) -> Option<Diagnostic> {
    let list = previous.last.book.list(&cell.list)?;
    let field = list.columns.get(list.column(&cell.heading)?)?.field?;
    let level = record.level(field)?.as_ref().filter(|level| level.value.is_none())?;
    let told = Diagnostic::at(&codes::LEVEL_NOT_ON_SCALE, level.location.clone());
    Some(
        told.read(&level.text)
            .expected("a number from 1 to 5, or a word of the register's scale such as High".to_owned())
            .fact("record", cell.key.clone())
            .fact("heading", cell.heading.clone()),
    )
}

/// Tells by which word or number a word was understood that is none of the entries of its column.
fn understood_as<R: Kept>(
    record: &mut R,
    previous: &Previous<'_>,
    cell: &CellKey,
    location: Location,
) -> Option<Diagnostic> {
    let list = previous.last.book.list(&cell.list)?;
    let field = list.columns.get(list.column(&cell.heading)?)?.field?;
    let level = record.level(field).and_then(|level| {
        let level = level.as_ref()?;
        Some((level.text.to_string(), shown(level.value?)))
    });
    let (written, understood) = level
        .or_else(|| record.understood_as(field).map(|(text, word)| (text.to_owned(), word.to_owned())))?;
    let differs = written.trim().parse::<f64>().is_err() && fold(&written) != fold(&understood);
    differs.then(|| {
        Diagnostic::at(&codes::UNDERSTOOD_AS, location)
            .read(written.trim())
            .fact("heading", cell.heading.clone())
            .fact("record", cell.key.clone())
            .fact("written", written.trim().to_owned())
            .fact("understood", understood)
    })
}

/// A level with at most two decimals: `3`, `3.67`.
fn shown(level: f64) -> String {
    ((level * 100.0).round() / 100.0).to_string()
}

/// The whole record of a row, with its key.
fn whole<R: Kept>(
    previous: &Previous<'_>,
    levels: &LevelWords<'_>,
    list: &str,
    carried: &Carried,
    of_row: &R,
    keys: &mut BTreeSet<String>,
    (told, unread, left_blank): (&mut Vec<Diagnostic>, &mut Vec<(CellKey, Entry)>, &mut BTreeSet<CellKey>),
) -> (String, R) {
    let mut record = of_row.clone();
    let key = match &carried.key {
        Some(key) => key.clone(),
        None => unique(record.key(), keys),
    };
    keys.insert(key.clone());
    *record.key() = key.clone();
    let declared = previous.last.book.list(list).zip(previous.lists.get(list)).zip(previous.sheet(list));
    let Some(((declared, found), sheet)) = declared else { return (key, record) };
    for (column, place) in declared.columns.iter().zip(&found.columns) {
        let cell = CellKey::new(list, &key, &column.heading);
        let mut own = match place {
            Some(place) if !sheet.facts.lacks_value(carried.row, *place) => {
                entry_of(sheet.cell(carried.row, *place))
            }
            _ => previous.last.written(&cell),
        };
        if carried.why == CarriedWhy::Added {
            if own.is_blank() || previous.follows(&cell) {
                left_blank.insert(cell);
                continue;
            }
        } else if own.is_blank() {
            // Clearing a cell withdraws a decision: what the source said at last stands.
            own = previous.said(&cell);
        }
        if own.is_blank() {
            continue;
        }
        let location = place.map(|place| Location::cell(&sheet.name, carried.row, place));
        let location = location.unwrap_or_else(|| Location::row(&sheet.name, carried.row));
        let taken = match column.field {
            Some(field) if is_on_a_common_scale(field) => {
                let read = levels.level(of_row.location(), field, &own, &location);
                if let Some(level) = record.level(field) {
                    *level = read;
                }
                let of_level = off_the_scale(&mut record, previous, &cell);
                told.extend(
                    of_level.or_else(|| understood_as(&mut record, previous, &cell, location.clone())),
                );
                Ok(())
            }
            Some(_) => {
                told.extend(understood_as(&mut record, previous, &cell, location.clone()));
                Ok(())
            }
            // What nobody decided was deduced, perhaps from more than the row holds.
            None if !is_decided(previous, &cell, &own) => {
                record.keep_other(&column.heading, &own);
                Ok(())
            }
            None => record.take_other(&column.heading, &own, &location),
        };
        if let Err(expected) = taken {
            let diagnostic = Diagnostic::at(&codes::DECISION_NOT_UNDERSTOOD, location);
            told.push(
                diagnostic
                    .read(own.to_string())
                    .expected(expected.to_owned())
                    .fact("record", key.clone())
                    .fact("heading", column.heading.clone()),
            );
            unread.push((cell, own));
        }
    }
    (key, record)
}

/// Whether a person wrote what a cell holds, before the last run or since.
fn is_decided(previous: &Previous<'_>, cell: &CellKey, own: &Entry) -> bool {
    previous.was_added(&cell.list, &cell.key)
        || previous.last.decisions.contains_key(cell)
        || !own.says_the_same_as(&previous.last.written(cell))
}

/// The key, with a number where it is taken already.
fn unique(key: &str, taken: &BTreeSet<String>) -> String {
    let mut unique = key.to_owned();
    let mut number = 1;
    while taken.contains(&unique) {
        number += 1;
        unique = format!("{key} ({number})");
    }
    unique
}

fn without_name(previous: &Previous<'_>, list: &str, carried: &Carried) -> Diagnostic {
    let location = previous.sheet(list).map(|sheet| Location::row(&sheet.name, carried.row));
    let location = location.unwrap_or_else(|| Location::file(&previous.workbook.path));
    let added = previous.lists.get(list).into_iter().flat_map(|found| &found.added);
    let entries = added.filter(|added| added.row == carried.row).flat_map(|added| &added.entries);
    let words: Vec<String> = entries.filter(|entry| !entry.is_blank()).map(ToString::to_string).collect();
    Diagnostic::at(&codes::ADDED_ROW_WITHOUT_NAME, location)
        .read(words.join(" · "))
        .fact("list", names::shown(list))
}

/// Tells what became of rows that are not as the sources have them.
pub(super) fn tell_of_rows(previous: &Previous<'_>, revision: &Revision, told: &mut Vec<Diagnostic>) {
    let row_of = |list: &str, row: u32| {
        let sheet = previous.sheet(list).map(|sheet| Location::row(&sheet.name, row));
        sheet.unwrap_or_else(|| Location::file(&previous.workbook.path))
    };
    let mut unread: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for carried in &revision.carried {
        match carried.why {
            CarriedWhy::Added => {}
            CarriedWhy::NotRead => unread.entry(&carried.list).or_default().push(carried.row),
            CarriedWhy::Gone => {
                let record = carried.key.clone().unwrap_or_default();
                let location = row_of(&carried.list, carried.row);
                told.push(Diagnostic::at(&codes::RECORD_GONE, location).fact("record", record));
            }
        }
    }
    for (list, rows) in unread {
        let Some((first, also)) = rows.split_first() else { continue };
        told.push(
            Diagnostic::at(&codes::RECORD_NOT_READ, row_of(list, *first))
                .fact("count", counted(rows.len(), "record", "records"))
                .fact("list", names::shown(list))
                .also(also.iter().map(|row| row_of(list, *row))),
        );
    }
    for (list, key) in &revision.returned {
        let location = previous.sheet(list).map(|sheet| Location::sheet(&sheet.name));
        let location = location.unwrap_or_else(|| Location::file(&previous.workbook.path));
        told.push(Diagnostic::at(&codes::DELETED_ROW_RETURNS, location).fact("record", key.clone()));
    }
    for (list, added) in &revision.not_taken {
        let words: Vec<String> =
            added.entries.iter().filter(|entry| !entry.is_blank()).map(ToString::to_string).collect();
        told.push(
            Diagnostic::at(&codes::ADDED_ROW_NOT_TAKEN, row_of(list, added.row))
                .read(words.join(" · "))
                .fact("list", names::shown(list)),
        );
    }
}
