//! What a spreadsheet shows of itself in the cells of a table: error values, and formulas where people
//! expect that somebody wrote the value.

use super::table::{TableReader, field_words};
use crate::declaration::Field;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::normalise::{COMPUTED_VALUES, ERROR_VALUE};
use crate::diagnostic::render::counted;
use crate::provenance::Location;
use crate::read::Value;

impl TableReader<'_> {
    /// Tells error values in any column that is used, and formulas in columns of identifiers, statuses
    /// and answers. Formulas are known only where the file says so.
    pub(super) fn report_errors_and_formulas(&mut self) {
        let columns: Vec<_> = self.used_columns().collect();
        for column in columns {
            let mut formulas: Vec<Location> = Vec::new();
            for record in self.records() {
                for row in std::iter::once(&record.row).chain(&record.continued) {
                    let Some(cell) = self.sheet.cell(*row, column.column) else { continue };
                    let location = self.location(*row, column.column);
                    if let Value::Error(text) = &cell.value {
                        let diagnostic = Diagnostic::at(&ERROR_VALUE, location)
                            .read(text.to_string())
                            .fact("field", field_words(column.field));
                        self.faults.add("", diagnostic);
                    } else if cell.formula && is_written_by_people(column.field) {
                        formulas.push(location);
                    }
                }
            }
            let count = formulas.len();
            let mut formulas = formulas.into_iter();
            if let Some(first) = formulas.next() {
                let diagnostic = Diagnostic::at(&COMPUTED_VALUES, first)
                    .also(formulas)
                    .fact("heading", &column.heading)
                    .fact("cells", counted(count, "cell", "cells"));
                self.faults.add("", diagnostic);
            }
        }
    }
}

/// Whether a formula in the field is worth a word: the value decides which record or requirement a row
/// is about, or how far something is done.
fn is_written_by_people(field: Field) -> bool {
    matches!(
        field,
        Field::AssetId
            | Field::RiskId
            | Field::AiId
            | Field::ControlRef
            | Field::FindingId
            | Field::FindingRef
            | Field::QuestionId
            | Field::ControlStatus
            | Field::ControlApplicable
            | Field::Answer
    )
}
