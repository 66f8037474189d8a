//! A row directly below the records of a table that is one of them, though its words are those of
//! headings: `ISO 42001 6.1.3 | Planned | AI officer | AI policy` among `6.1.2 | Open | … | …`.
//!
//! Another table without a blank row before it has columns of its own, or headings throughout. What
//! repeats the columns of the table above with a reference, with a coded value or with what stood in
//! the same column before is a record: taking it for a header would cut the register.

use std::collections::HashSet;

use crate::read::Row;

use super::filled;
use crate::recognise::forms::is_list_of_references;
use crate::recognise::profile::text_of;

/// Whether a row is a further record of the table with a header and the rows below it.
///
/// `all_familiar` says that each of its texts is a heading of some register, and `coded` whether a text
/// is a value of a coded list.
pub(super) fn further_record(
    header: &Row,
    above: &[Row],
    row: &Row,
    all_familiar: bool,
    coded: impl Fn(&str) -> bool,
) -> bool {
    if filled(row).any(|cell| is_list_of_references(text_of(cell).trim())) {
        return true;
    }
    let columns: HashSet<u32> = filled(header).map(|cell| cell.column).collect();
    let same_columns = filled(row).all(|cell| columns.contains(&cell.column));
    let same_start =
        filled(row).next().map(|cell| cell.column) == filled(header).next().map(|cell| cell.column);
    if !(same_columns && same_start) {
        return false;
    }
    !all_familiar || filled(row).any(|cell| coded(&text_of(cell))) || repeats_a_value(above, row)
}

/// Whether a cell of a row holds what stands in its column above.
fn repeats_a_value(above: &[Row], row: &Row) -> bool {
    filled(row).any(|cell| {
        let text = text_of(cell);
        let mut column = above.iter().filter_map(|other| other.cell(cell.column));
        column.any(|other| text_of(other).trim() == text.trim())
    })
}
