//! What people wrote in cells of the workbook that was not understood: it stays in its cell until it is mended, and
//! the formulas take for it what the run took.

use std::collections::{BTreeMap, BTreeSet};

use super::additions::rows_by_key;
use super::cell::{Cell, Form, Style, Tone, Value};
use super::expression::{look_up, text};
use super::names::parameters::STATUS_OF_LEVEL;
use super::sheet::{Area, CELL, DefinedName, Sheet};
use crate::model::{CellKey, Entry, ImplementationStatus, Model, Parameters};
use crate::provenance::CellPlace;
use crate::record::names::{EFFORTS, LEVEL, LEVELS, REQUIRED, REQUIRED_FIELDS, SETTINGS, TRIGGERS};
use crate::record::settings::REQUIRED_OF_AI_SYSTEMS;

/// The name of the count of the fields that are required of each AI system; there is one where a choice was not
/// understood.
pub(super) const REQUIRED_COUNT: &str = "Required_Fields_Count";

/// The lists of settings whose cells have names.
const NAMED: [&str; 4] = [SETTINGS, EFFORTS, REQUIRED_FIELDS, TRIGGERS];

/// Characters of a text that a formula compares at most.
const LONGEST_COMPARED: usize = 100;

/// Puts each text into its cell.
pub(super) fn put(sheets: &mut [Sheet], model: &Model) {
    if model.unread.is_empty() {
        return;
    }
    let lists: BTreeSet<&str> = model.unread.keys().map(|cell| cell.list.as_str()).collect();
    for sheet in sheets {
        for number in 0..sheet.tables.len() {
            let Some(table) = sheet.tables.get(number) else { continue };
            if !lists.contains(table.name.as_str()) {
                continue;
            }
            let (rows, name, first) =
                (rows_by_key(sheet, table), table.name.clone(), table.area.first.column);
            if name == REQUIRED_FIELDS && is_unread(model, REQUIRED_FIELDS, REQUIRED) {
                let area = Area::new(table.area.first.row, first, table.area.first.row, first);
                let expression = Some(required_fields());
                sheet.names.push(DefinedName { name: REQUIRED_COUNT.to_owned(), area, expression });
            }
            let columns: BTreeMap<String, u32> =
                (first..).zip(&table.columns).map(|(at, column)| (column.heading.clone(), at)).collect();
            for (cell, entry) in model.unread.iter().filter(|(cell, _)| cell.list == name) {
                let place = rows.get(&cell.key).zip(columns.get(&cell.heading));
                if let Some((row, column)) = place {
                    put_entry(sheet, CellPlace::new(*row, *column), cell, entry);
                }
            }
        }
    }
}

fn put_entry(sheet: &mut Sheet, place: CellPlace, cell: &CellKey, entry: &Entry) {
    let known = sheet.cell(place).cloned().unwrap_or(Cell::EMPTY);
    let named = sheet.names.iter_mut().find(|name| name.area.first == place);
    if let Some(name) = named.filter(|_| NAMED.contains(&cell.list.as_str())) {
        name.expression = stands_for(&known.value, entry);
    }
    let style = known.style.unwrap_or_else(|| Style::new(Form::Text, Tone::Editable));
    sheet.put(place.row, place.column, Cell::new(Value::entry(entry), style));
}

/// What the name of a setting stands for as long as its cell holds what is no value of it: what the run used.
fn stands_for(used: &Value, entry: &Entry) -> Option<String> {
    let used = match used {
        Value::Number(number) => number.to_string(),
        Value::Text(word) => text(word),
        _ => return None,
    };
    let still = match entry {
        Entry::Text(words) if words.chars().count() <= LONGEST_COMPARED => {
            format!("EXACT({CELL},{})", text(words))
        }
        Entry::Text(_) => format!("ISTEXT({CELL})"),
        Entry::Number(number) => format!("{CELL}={number}"),
        Entry::Date(_) => format!("ISNUMBER({CELL})"),
        Entry::Boolean(_) => format!("ISLOGICAL({CELL})"),
        Entry::Blank => return None,
    };
    Some(format!("IF({still},{used},{CELL})"))
}

/// The level of a row by its status, where the levels of some statuses were not understood: for these what the run
/// used, until their cells hold a level again. `otherwise` is the level of every other status.
pub(super) fn level_of(model: &Model, status: &str, otherwise: String) -> String {
    let defaults = Parameters::default();
    let unread = ImplementationStatus::ALL
        .into_iter()
        .filter(|level| model.unread.contains_key(&CellKey::new(LEVELS, level.words(), LEVEL)));
    unread.fold(otherwise, |otherwise, level| {
        let (word, used) = (text(level.words()), defaults.level(level));
        let cell = look_up(LEVELS, LEVEL, STATUS_OF_LEVEL, &word);
        format!(
            "IF({status}={word},IF(ISNUMBER({cell}),IF(AND({cell}>=0,{cell}<=1),{cell},{used}),{used}),{otherwise})"
        )
    })
}

/// How many fields are required of each AI system, where a choice was not understood: its name stands for what the
/// run used. A formula over all of the names in each row would be too long.
fn required_fields() -> String {
    REQUIRED_OF_AI_SYSTEMS.map(|(_, name)| format!("({name}=\"Yes\")")).join("+")
}

/// Whether some cell of a column was not understood.
pub(super) fn is_unread(model: &Model, list: &str, heading: &str) -> bool {
    model.unread.keys().any(|cell| cell.list == list && cell.heading == heading)
}
