//! Lists whose sheet is not in the workbook any more, as the last run wrote them.

use std::sync::Arc;

use super::found::FoundList;
use super::last_run::LastRun;
use super::{List, Owner, value_of};
use crate::model::{CellKey, Entry};
use crate::provenance::SheetName;
use crate::read::{Cell, NumberForm, Row, Sheet, SheetFacts, Visibility, Workbook};

/// What the name of a restored sheet ends in.
const RESTORED: &str = " (as of the last run)";

/// Adds a sheet for each list that is not in the workbook any more, with what stood in its editable cells
/// after the last run, so that nothing that was decided before is lost. What says how sources were read
/// cannot be restored so: see [`lost_choices`].
pub fn restore_missing_lists(workbook: &mut Workbook) {
    let Some(last) = LastRun::read(workbook) else { return };
    let missing: Vec<Sheet> = last
        .book
        .lists
        .iter()
        .filter(|list| !is_of_reading(list) && !is_there(workbook, &last, list))
        .map(|list| restored(workbook, &last, list))
        .collect();
    workbook.sheets.extend(missing);
}

/// The lists that say how sources were read, that are not in the workbook any more, and in which something
/// had been chosen.
pub fn lost_choices(workbook: &Workbook) -> Vec<String> {
    let Some(last) = LastRun::read(workbook) else { return Vec::new() };
    let chosen = |list: &&List| {
        list.records.values().flat_map(|record| &record.entries).any(|entry| !entry.is_blank())
    };
    let lists = last.book.lists.iter().filter(|list| is_of_reading(list)).filter(chosen);
    lists.filter(|list| !is_there(workbook, &last, list)).map(|list| list.name.clone()).collect()
}

/// Whether a sheet was restored.
pub(super) fn is_restored(sheet: &Sheet) -> bool {
    sheet.name.sheet.as_deref().is_some_and(|name| name.ends_with(RESTORED))
}

fn is_of_reading(list: &List) -> bool {
    list.owner == Owner::Workbook && ["Sources", "Columns", "Values"].contains(&list.name.as_str())
}

fn is_there(workbook: &Workbook, last: &LastRun, list: &List) -> bool {
    let headings = last.headings.get(&list.name).map(Vec::as_slice).unwrap_or_default();
    FoundList::find(workbook, list, headings, last).is_some()
}

fn restored(workbook: &Workbook, last: &LastRun, list: &List) -> Sheet {
    let headings = last.headings.get(&list.name).map(Vec::as_slice).unwrap_or_default();
    let row = |number: u32, entry: &dyn Fn(&str) -> Entry| Row {
        number,
        cells: (0..)
            .zip(headings)
            .filter_map(|(column, heading)| {
                Some(Cell::new(column, value_of(entry(heading))?, NumberForm::General))
            })
            .collect(),
    };
    let mut rows = vec![row(0, &|heading| Entry::text(heading))];
    for (number, key) in (1..).zip(list.records.keys()) {
        rows.push(row(number, &|heading| {
            if heading == list.key_heading && list.column(heading).is_none() {
                return Entry::text(key);
            }
            last.written(&CellKey::new(&list.name, key, heading))
        }));
    }
    Sheet {
        name: Arc::new(SheetName {
            file: workbook.path.as_str().into(),
            sheet: Some(format!("{}{RESTORED}", list.name).into()),
        }),
        visibility: Visibility::Visible,
        rows,
        merges: Vec::new(),
        facts: SheetFacts::default(),
    }
}
