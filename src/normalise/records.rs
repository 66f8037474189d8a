//! The records that one table gave, and the rows that could not be used.

use super::table::TableReader;
use crate::diagnostic::codes::normalise::RECORD_WITHOUT_IDENTITY;
use crate::model::RowFate;
use crate::recognise::RecordRows;

/// The records of one table.
pub(super) struct Records<T> {
    /// Those that could be used, in their order.
    pub(super) used: Vec<T>,
    /// The rows that gave none.
    pub(super) rejected: Vec<RowFate>,
}

impl<T> Default for Records<T> {
    fn default() -> Self {
        Self { used: Vec::new(), rejected: Vec::new() }
    }
}

impl<T> Records<T> {
    pub(super) fn add(&mut self, record: T) {
        self.used.push(record);
    }

    /// Sets aside a record that nothing identifies, and says so.
    pub(super) fn reject(&mut self, reader: &mut TableReader<'_>, record: &RecordRows) {
        reader.report_row(&RECORD_WITHOUT_IDENTITY, record.row);
        let reason = "neither an identifier nor a name".to_owned();
        self.rejected.push(RowFate { row: record.row, rejected: true, reason });
    }

    /// Sets aside a row that is no record, such as the heading of a theme.
    pub(super) fn skip(&mut self, record: &RecordRows, reason: &str) {
        self.rejected.push(RowFate { row: record.row, rejected: false, reason: reason.to_owned() });
    }

    /// Moves the records to their place in the model; what is left are the rejected rows and the count.
    pub(super) fn store(self, place: &mut Vec<T>) -> (usize, Vec<RowFate>) {
        let count = self.used.len();
        place.extend(self.used);
        (count, self.rejected)
    }
}
