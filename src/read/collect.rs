//! Gathers the cells of a sheet as they come, in whatever order, into ascending rows.

use std::collections::BTreeMap;
use std::sync::Arc;

use arcstr::ArcStr;

use super::cell::{Area, Cell, NumberForm, Row, Sheet, SheetFacts, Value, Visibility};
use super::limits::{Limit, LimitExceeded, Limits};
use crate::diagnostic::{Diagnostic, codes::read as codes};
use crate::provenance::{Location, SheetName};

/// The cells that have been read of one sheet.
pub(super) struct SheetCells<'a> {
    name: Arc<SheetName>,
    limits: &'a Limits,
    /// Cells of the whole file so far; shared by its sheets.
    filled: &'a std::cell::Cell<u64>,
    rows: Vec<Row>,
    /// How many cells the rows before had, at most or nearly so.
    usual_length: usize,
    /// Whether every cell came after the one before it.
    ascending: bool,
    cut: Vec<Location>,
}

impl<'a> SheetCells<'a> {
    /// An empty sheet; `filled` counts the cells of the whole file.
    pub(super) fn new(name: &Arc<SheetName>, limits: &'a Limits, filled: &'a std::cell::Cell<u64>) -> Self {
        Self {
            name: Arc::clone(name),
            limits,
            filled,
            rows: Vec::new(),
            usual_length: 1,
            ascending: true,
            cut: Vec::new(),
        }
    }

    /// Adds a cell. One that is empty or only white space is dropped.
    ///
    /// # Errors
    /// Where the sheet goes beyond a limit.
    pub(super) fn add(
        &mut self,
        row: u32,
        column: u32,
        value: Value,
        form: NumberForm,
    ) -> Result<(), LimitExceeded> {
        self.add_cell(row, Cell::new(column, value, form))
    }

    /// Adds a cell with all that is known of it. One that is empty or only white space is dropped, and characters
    /// that no cell shows are: a workbook could not hold them, and what is keyed by them would not be found again.
    ///
    /// # Errors
    /// Where the sheet goes beyond a limit.
    pub(super) fn add_cell(&mut self, row: u32, mut cell: Cell) -> Result<(), LimitExceeded> {
        let column = cell.column;
        cell.value = match cell.value {
            Value::Text(text) => {
                let text = shown(text);
                if text.chars().all(char::is_whitespace) {
                    return Ok(());
                }
                Value::Text(self.within_length(text, row, column))
            }
            Value::Number(number) if !number.is_finite() => Value::Error(number.to_string().into()),
            other => other,
        };
        self.limits.check(Limit::Rows, u64::from(row) + 1)?;
        self.limits.check(Limit::Columns, u64::from(column) + 1)?;
        self.filled.set(self.filled.get() + 1);
        self.limits.check(Limit::Cells, self.filled.get())?;
        match self.rows.last_mut() {
            Some(last) if last.number == row => {
                self.ascending &= last.cells.last().is_none_or(|before| before.column < column);
                last.cells.push(cell);
            }
            last => {
                self.ascending &= last.as_ref().is_none_or(|last| last.number < row);
                // Rows of a sheet are much of one length; what was too much room for one is given back.
                let length = last.map_or(1, |last| {
                    if last.cells.capacity() > last.cells.len() + 2 {
                        last.cells.shrink_to_fit();
                    }
                    last.cells.len()
                });
                self.usual_length = length.max(self.usual_length - self.usual_length / 8);
                let mut cells = Vec::with_capacity(self.usual_length);
                cells.push(cell);
                self.rows.push(Row { number: row, cells });
            }
        }
        Ok(())
    }

    /// Whether there is room for so many cells more: to be asked before a cell is repeated.
    ///
    /// # Errors
    /// Where the file would go beyond the limit.
    pub(super) fn room_for(&self, more: u64) -> Result<(), LimitExceeded> {
        self.limits.check(Limit::Cells, self.filled.get().saturating_add(more))
    }

    /// The name of the sheet.
    pub(super) fn name(&self) -> &Arc<SheetName> {
        &self.name
    }

    /// Counts something that the sheet says besides its cells like a cell: it takes as much memory.
    ///
    /// # Errors
    /// Where the file goes beyond the limit.
    pub(super) fn count_fact(&mut self) -> Result<(), LimitExceeded> {
        self.filled.set(self.filled.get() + 1);
        self.limits.check(Limit::Cells, self.filled.get())
    }

    /// Whether no cell was added yet.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    fn within_length(&mut self, text: ArcStr, row: u32, column: u32) -> ArcStr {
        let limit = usize::try_from(self.limits.value(Limit::CellText)).unwrap_or(usize::MAX);
        // A text has at least as many bytes as UTF-16 units, so most need no counting.
        if text.len() <= limit {
            return text;
        }
        let mut units = 0;
        for (start, character) in text.char_indices() {
            units += character.len_utf16();
            if units > limit {
                self.cut.push(Location::cell(&self.name, row, column));
                return text.get(..start).unwrap_or_default().into();
            }
        }
        text
    }

    /// The sheet, with what has to be said about its cells.
    pub(super) fn finish(
        self,
        visibility: Visibility,
        merges: Vec<Area>,
        facts: SheetFacts,
    ) -> (Sheet, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        if let Some((first, also)) = self.cut.split_first() {
            let length = self.limits.value(Limit::CellText).to_string();
            diagnostics.push(
                Diagnostic::at(&codes::TEXT_CUT, first.clone())
                    .fact("limit", length)
                    .fact("flag", Limit::CellText.flag())
                    .also(also.to_vec()),
            );
        }
        let mut rows = self.rows;
        if !self.ascending {
            let (sorted, twice) = sorted(rows, &self.name);
            rows = sorted;
            if let Some((first, also)) = twice.split_first() {
                diagnostics.push(Diagnostic::at(&codes::CELL_GIVEN_TWICE, first.clone()).also(also.to_vec()));
            }
        }
        (Sheet { name: self.name, visibility, rows, merges, facts }, diagnostics)
    }
}

/// Rows in ascending order, and the cells that came more than once; the last one given counts.
fn sorted(rows: Vec<Row>, name: &Arc<SheetName>) -> (Vec<Row>, Vec<Location>) {
    let mut by_number: BTreeMap<u32, BTreeMap<u32, Cell>> = BTreeMap::new();
    let mut twice = Vec::new();
    for row in rows {
        let cells = by_number.entry(row.number).or_default();
        for cell in row.cells {
            let column = cell.column;
            if cells.insert(column, cell).is_some() {
                twice.push(Location::cell(name, row.number, column));
            }
        }
    }
    let rows = by_number
        .into_iter()
        .map(|(number, cells)| Row { number, cells: cells.into_values().collect() })
        .collect();
    (rows, twice)
}

/// A text without control characters and noncharacters, but for tabs and line breaks.
fn shown(text: ArcStr) -> ArcStr {
    // Nearly every text has only bytes that begin no such character, which is quick to see.
    let suspect = |byte: u8| byte < 0x20 || matches!(byte, 0x7f | 0xc2 | 0xef);
    let unseen = |character: char| match character {
        '\t' | '\n' | '\r' => false,
        '\u{fffe}' | '\u{ffff}' => true,
        other => other.is_control(),
    };
    if !text.bytes().any(suspect) || !text.contains(unseen) {
        return text;
    }
    text.replace(unseen, "").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name() -> Arc<SheetName> {
        Arc::new(SheetName { file: Arc::from("acme.xlsx"), sheet: Some(Arc::from("Risks")) })
    }

    fn text(text: &str) -> Value {
        Value::Text(text.into())
    }

    #[test]
    fn characters_that_no_cell_shows_are_not_read_and_line_breaks_are() {
        let (limits, filled) = (Limits::default(), std::cell::Cell::new(0));
        let mut cells = SheetCells::new(&name(), &limits, &filled);
        for (column, value) in
            ["R\u{1}-1", "\u{7f}", "\u{ffff} \u{85}", "Ä é\t\u{a0}\r\n\u{feff}"].into_iter().enumerate()
        {
            cells.add(0, u32::try_from(column).unwrap(), text(value), NumberForm::General).unwrap();
        }
        let (sheet, _) = cells.finish(Visibility::Visible, Vec::new(), SheetFacts::default());
        let read: Vec<_> = sheet.rows[0].cells.iter().map(|cell| (cell.column, cell.text())).collect();
        assert_eq!(read, [(0, "R-1".into()), (3, "Ä é\t\u{a0}\r\n\u{feff}".into())]);
    }

    #[test]
    fn rows_and_cells_out_of_order_are_sorted_and_the_last_value_of_a_cell_counts() {
        let (limits, filled) = (Limits::default(), std::cell::Cell::new(0));
        let mut cells = SheetCells::new(&name(), &limits, &filled);
        for (row, column, value) in [(4, 1, "late"), (0, 2, "c"), (0, 1, "b"), (4, 1, "last")] {
            assert_eq!(cells.add(row, column, text(value), NumberForm::General), Ok(()));
        }
        let (sheet, diagnostics) = cells.finish(Visibility::Visible, Vec::new(), SheetFacts::default());
        let read: Vec<_> = sheet
            .rows
            .iter()
            .flat_map(|row| row.cells.iter().map(move |cell| (row.number, cell.column, cell.text())))
            .collect();
        assert_eq!(read, [(0, 1, "b".into()), (0, 2, "c".into()), (4, 1, "last".into())]);
        assert_eq!(diagnostics.len(), 1);
        assert_eq!(diagnostics[0].code.name, "cell-given-twice");
        assert_eq!(diagnostics[0].location, Some(Location::cell(&name(), 4, 1)));
    }

    #[test]
    fn white_space_is_no_cell_and_text_is_kept_as_it_is() {
        let (limits, filled) = (Limits::default(), std::cell::Cell::new(0));
        let mut cells = SheetCells::new(&name(), &limits, &filled);
        for (column, value) in [" \u{a0}\n", "", " padded "].into_iter().enumerate() {
            let column = u32::try_from(column).unwrap_or_default();
            assert_eq!(cells.add(0, column, text(value), NumberForm::General), Ok(()));
        }
        let (sheet, _) = cells.finish(Visibility::Visible, Vec::new(), SheetFacts::default());
        assert_eq!(sheet.rows.len(), 1);
        assert_eq!(sheet.cell(0, 2).map(Cell::text).as_deref(), Some(" padded "));
        assert_eq!(filled.get(), 1);
    }

    #[test]
    fn a_long_text_is_cut_between_characters_and_reported() {
        let mut limits = Limits::default();
        limits.set(Limit::CellText, 3);
        let filled = std::cell::Cell::new(0);
        let mut cells = SheetCells::new(&name(), &limits, &filled);
        // Each face is two UTF-16 units: the second one would be cut in half.
        assert_eq!(cells.add(0, 0, text("😀😀"), NumberForm::General), Ok(()));
        assert_eq!(cells.add(0, 1, text("äöü"), NumberForm::General), Ok(()));
        let (sheet, diagnostics) = cells.finish(Visibility::Visible, Vec::new(), SheetFacts::default());
        assert_eq!(sheet.cell(0, 0).map(Cell::text).as_deref(), Some("😀"));
        assert_eq!(sheet.cell(0, 1).map(Cell::text).as_deref(), Some("äöü"));
        assert_eq!(diagnostics.len(), 1);
        assert!(diagnostics[0].also.is_empty());
    }

    #[test]
    fn a_number_that_is_not_finite_is_an_error_value() {
        let (limits, filled) = (Limits::default(), std::cell::Cell::new(0));
        let mut cells = SheetCells::new(&name(), &limits, &filled);
        assert_eq!(cells.add(0, 0, Value::Number(f64::INFINITY), NumberForm::General), Ok(()));
        let (sheet, _) = cells.finish(Visibility::Visible, Vec::new(), SheetFacts::default());
        assert_eq!(sheet.cell(0, 0).map(|cell| cell.value.clone()), Some(Value::Error("inf".into())));
    }
}
