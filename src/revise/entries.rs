//! What people wrote in lists of the workbook that belong to no register and that the assessment looks at.

use std::collections::BTreeMap;

use crate::model::{CellKey, Entry};
use crate::record::Previous;
use crate::record::names::{IMPACT_ASSESSMENTS, IMPACT_WORKSHEET};

/// The lists.
const LISTS: [&str; 2] = [IMPACT_ASSESSMENTS, IMPACT_WORKSHEET];

/// What stands in the editable cells of the lists; of a row, a column or a list that was deleted, what stood
/// there after the last run. Blank cells are left out.
pub fn entries(previous: &Previous<'_>) -> BTreeMap<CellKey, Entry> {
    let lists = LISTS.iter().filter_map(|name| previous.last.book.list(name));
    let cells = lists.flat_map(|list| {
        list.records
            .keys()
            .flat_map(|key| list.columns.iter().map(|column| CellKey::new(&list.name, key, &column.heading)))
    });
    let entry = |cell: &CellKey| previous.entry(cell).unwrap_or_else(|| previous.last.written(cell));
    cells
        .map(|cell| (entry(&cell), cell))
        .filter(|(entry, _)| !entry.is_blank())
        .map(|(entry, cell)| (cell, entry))
        .collect()
}
