//! Each list of the workbook as a table, with what stands in its cells now.

use std::collections::{BTreeMap, BTreeSet};

use super::names::{name_of, unique};
use super::{Export, ExportedColumn, ExportedTable, FIRST_COLUMNS};
use crate::model::Entry;
use crate::read::Sheet;
use crate::record::{FoundList, FoundTable, List, Previous, entry_of, names};

/// Lists that say how the workbook works and nothing of the organisation. What the columns mean is told of the
/// columns of the tables themselves.
const ABOUT_THE_WORKBOOK: [&str; 3] = ["Choices", "ColumnMeanings", "Inputs"];
/// The sheet that says what the columns mean.
const COLUMN_MEANINGS: &str = "Column meanings";

/// The column of the key in every table.
const KEY: &str = "key";

/// Puts the lists into the export, in the order of their sheets.
pub(super) fn put_lists(workbook: &Previous<'_>, export: &mut Export) {
    let meanings = meanings(workbook);
    let kept = workbook.last.book.lists.iter().map(|list| {
        let headings = workbook.last.headings.get(&list.name).map(Vec::as_slice).unwrap_or_default();
        (
            &list.name,
            &list.sheet,
            headings,
            workbook.lists.get(&list.name).map(|found| Place::of_kept(list, found)),
        )
    });
    let plain = workbook.last.plain_lists.iter().map(|list| {
        let found = workbook.find_plain(list);
        (
            &list.name,
            &list.sheet,
            list.headings.as_slice(),
            found.map(|found| Place::of_plain(workbook, &found)),
        )
    });
    let lists: Vec<_> =
        kept.chain(plain).filter(|(name, ..)| !ABOUT_THE_WORKBOOK.contains(&name.as_str())).collect();
    let of_sheet = |sheet: &str| lists.iter().filter(|(_, other, ..)| *other == sheet).count();
    let sheets: BTreeMap<&str, usize> =
        workbook.last.sheets.iter().enumerate().map(|(at, sheet)| (sheet.name.as_str(), at)).collect();
    let mut found = Vec::new();
    for (list, sheet, headings, place) in &lists {
        let Some(place) = place else {
            export.missing_lists.push(names::shown(list));
            continue;
        };
        let name = name_of(if of_sheet(sheet) == 1 { sheet } else { list });
        let order = (sheets.get(sheet.as_str()).copied(), place.found.header_row);
        found.push((order, (*list).clone(), name, *headings, place));
    }
    found.sort_by_key(|(order, ..)| *order);
    for (_, list, name, headings, place) in found {
        put_list(workbook, export, (&list, name), headings, place, &meanings);
    }
}

/// Where a list stands, with the rows that are records.
struct Place {
    found: FoundList,
    /// The rows in ascending order, each with whether its key is its own.
    rows: Vec<(u32, bool)>,
}

impl Place {
    /// A list that people edit. An added row may be a copy of another one, with its key, which is not its own; unless
    /// people see the keys and write them, as words and days.
    fn of_kept(list: &List, found: &FoundList) -> Self {
        let writes_keys = list.key_heading != names::KEY;
        let known = found.rows.values().map(|row| (*row, true));
        let mut rows: Vec<_> =
            known.chain(found.added.iter().map(|added| (added.row, writes_keys))).collect();
        rows.sort_unstable();
        Self { found: found.clone(), rows }
    }

    /// A list that nobody edits: what has no key is no record.
    fn of_plain(workbook: &Previous<'_>, found: &FoundList) -> Self {
        let sheet = workbook.workbook.sheets.get(found.sheet);
        let below =
            sheet.into_iter().flat_map(|sheet| &sheet.rows).filter(|row| row.number > found.header_row);
        let mut keys = BTreeSet::new();
        let records = below.filter(|row| {
            let key = entry_of(row.cell(found.key_column)).to_string();
            !key.is_empty() && keys.insert(key)
        });
        Self { found: found.clone(), rows: records.map(|row| (row.number, true)).collect() }
    }
}

fn put_list(
    workbook: &Previous<'_>,
    export: &mut Export,
    (list, name): (&str, String),
    headings: &[String],
    Place { found: place, rows }: &Place,
    meanings: &BTreeMap<String, (String, String)>,
) {
    let Some(sheet) = workbook.workbook.sheets.get(place.sheet) else { return };
    let mut taken: BTreeSet<String> = FIRST_COLUMNS.iter().map(|(name, _)| (*name).to_owned()).collect();
    let key = unique(KEY.to_owned(), &mut taken);
    let meaning =
        "What a row is known by, the same in every run; blank where it was added since the last one.";
    let mut table = ExportedTable { name, ..ExportedTable::default() };
    table.columns.push(ExportedColumn::described(&key, meaning));
    let mut at = vec![place.key_column];
    // In the order in which annexa writes them, wherever people moved them.
    for heading in headings {
        let Some(column) = place.headings.place(heading).filter(|column| *column != place.key_column) else {
            continue;
        };
        let (meaning, rule_from) = meanings.get(&format!("{list}[{heading}]")).cloned().unwrap_or_default();
        let name = unique(name_of(heading), &mut taken);
        table.columns.push(ExportedColumn { name, heading: heading.clone(), meaning, rule_from });
        at.push(column);
    }
    for (column, heading) in place.headings.own.iter().filter(|(_, heading)| !heading.is_empty()) {
        let name = unique(format!("own_{}", name_of(heading).trim_start_matches('_')), &mut taken);
        let meaning = "A column that people added.".to_owned();
        table.columns.push(ExportedColumn {
            name,
            heading: heading.clone(),
            meaning,
            rule_from: String::new(),
        });
        at.push(*column);
    }
    let mut keys = BTreeSet::new();
    for (row, has_key) in rows {
        export.cells_without_value += at.iter().filter(|column| is_unknown(sheet, *row, **column)).count();
        let mut entries: Vec<Entry> = at.iter().map(|column| entry_of(sheet.cell(*row, *column))).collect();
        if let Some(key) = entries.first_mut() {
            *key = if *has_key { numbered(key, &mut keys) } else { Entry::Blank };
        }
        table.rows.push(entries);
    }
    let without_key = rows.iter().filter(|(_, has_key)| !has_key).count();
    if without_key > 0 {
        export.rows_without_key.push((table.name.clone(), without_key));
    }
    export.tables.push(table);
}

/// The key, with a number where another row bears it too.
fn numbered(key: &Entry, taken: &mut BTreeSet<String>) -> Entry {
    let text = key.to_string();
    if text.is_empty() || taken.insert(text.clone()) {
        return key.clone();
    }
    let free = (2..).map(|number: u32| format!("{text} ({number})")).find(|key| !taken.contains(key));
    let free = free.unwrap_or(text);
    taken.insert(free.clone());
    Entry::text(&free)
}

fn is_unknown(sheet: &Sheet, row: u32, column: u32) -> bool {
    sheet.cell(row, column).is_none() && sheet.facts.lacks_value(row, column)
}

/// What the columns mean and where their rules come from, by list and heading, as the workbook says it.
fn meanings(workbook: &Previous<'_>) -> BTreeMap<String, (String, String)> {
    let (meaning, rule) = ("What it means", "Rule from");
    let Some(table) =
        FoundTable::find(workbook.workbook, COLUMN_MEANINGS, &["Sheet", meaning, rule, names::KEY])
    else {
        return BTreeMap::new();
    };
    let rows = table.rows(names::KEY);
    rows.map(|row| (table.text(row, names::KEY), (table.text(row, meaning), table.text(row, rule)))).collect()
}
