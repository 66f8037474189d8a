//! The rows of a mapping workbook to choices.

use std::collections::BTreeMap;

use crate::declaration::{Declarations, Field, ListField, MappingList, Register};
use crate::diagnostic::codes::mapping as codes;
use crate::diagnostic::{Diagnostic, render::enumerated};
use crate::provenance::{Location, Traced, column_letters};
use crate::read::Workbook;

use super::choices::{
    ColumnChoice, FieldChoice, LEAVE_ALONE, Mapping, NOT_USED, RegisterChoice, THIS_COLUMN, TableChoice,
    ValueChoice, WHOLE_LAYOUT,
};
use super::layout::parse_layouts;
use super::lists::{List, ListRow};

/// Most header rows that a table can have.
const MOST_HEADER_ROWS: u32 = 4;

/// Reads what was chosen in a mapping workbook, which may be any workbook that annexa wrote.
///
/// # Errors
/// Where a list is missing: then the file is no mapping workbook, and the diagnostic says so.
pub fn read_mapping(workbook: &Workbook, declarations: &Declarations) -> Result<Mapping, Box<Diagnostic>> {
    let list = |list: MappingList| {
        List::find(workbook, declarations.mapping(), list).ok_or_else(|| {
            let headings = declarations.mapping().columns(list).iter().map(|column| column.heading.clone());
            let headings: Vec<String> = headings.collect();
            Box::new(
                Diagnostic::at(&codes::NO_MAPPING_WORKBOOK, Location::file(&workbook.path))
                    .fact("list", list.name())
                    .expected(format!("a row with the headings {}", enumerated(&headings, 4))),
            )
        })
    };
    let (sources, columns, values) =
        (list(MappingList::Sources)?, list(MappingList::Columns)?, list(MappingList::Values)?);
    let mut reader = Reader { declarations, mapping: Mapping::default(), numbers: BTreeMap::new() };
    sources.rows().for_each(|row| reader.read_table(row));
    columns.rows().for_each(|row| reader.read_column(row));
    values.rows().for_each(|row| reader.read_value(row));
    Ok(reader.mapping)
}

struct Reader<'a> {
    declarations: &'a Declarations,
    mapping: Mapping,
    /// The tables by the numbers that the lists give them.
    numbers: BTreeMap<String, usize>,
}

impl Reader<'_> {
    fn read_table(&mut self, row: ListRow<'_>) {
        let text = |field| row.text(field).unwrap_or_default();
        let table = TableChoice {
            location: row.place(),
            file: text(ListField::File),
            sheet: text(ListField::Sheet),
            register: self.register(row),
            header_rows: self.header_rows(row),
            layout: parse_layouts(&text(ListField::Layout)),
            row_layouts: parse_layouts(&text(ListField::LayoutOfRows)),
            columns: Vec::new(),
        };
        let number = text(ListField::Table);
        let known = number.parse::<u32>().is_ok() && !self.numbers.contains_key(&number);
        if known {
            self.numbers.insert(number, self.mapping.tables.len());
        } else if table.chooses() {
            self.unknown(row, ListField::Table, "number of the table", "a number that no other row has");
            return;
        }
        self.mapping.tables.push(table);
    }

    fn register(&mut self, row: ListRow<'_>) -> Option<Traced<RegisterChoice>> {
        let text = row.text(ListField::RegisterChosen)?;
        let is = |words: &str| words.eq_ignore_ascii_case(&text);
        let register = Register::ALL.into_iter().find(|register| is(register.words()) || is(register.name()));
        let choice = register
            .map(RegisterChoice::Register)
            .or_else(|| is(LEAVE_ALONE).then_some(RegisterChoice::LeaveAlone));
        if choice.is_none() {
            let words: Vec<&str> = Register::ALL.iter().map(|register| register.words()).collect();
            self.unknown(
                row,
                ListField::RegisterChosen,
                "register",
                &format!("{}, {LEAVE_ALONE}", words.join(", ")),
            );
        }
        choice.map(|choice| Traced::new(choice, row.location(ListField::RegisterChosen)))
    }

    /// The rows of the headings that were chosen: `5`, `4-5` or `4, 5`.
    fn header_rows(&mut self, row: ListRow<'_>) -> Option<Traced<Vec<u32>>> {
        let text = row.text(ListField::HeaderRowChosen)?;
        let rows = rows_in(&text);
        if rows.is_none() {
            let expected =
                format!("the number of a row, such as 5, or up to {MOST_HEADER_ROWS} rows such as 4-5");
            self.unknown(row, ListField::HeaderRowChosen, "header row", &expected);
        }
        rows.map(|rows| Traced::new(rows, row.location(ListField::HeaderRowChosen)))
    }

    /// The table that a row belongs to, where the Sources sheet has it.
    fn table_of(&mut self, row: ListRow<'_>, chooses: bool) -> Option<&mut TableChoice> {
        let number = row.text(ListField::Table).unwrap_or_default();
        let index = self.numbers.get(&number).copied();
        if index.is_none() && chooses {
            self.unknown(row, ListField::Table, "table", "the number of a table on Sources");
        }
        self.mapping.tables.get_mut(index?)
    }

    fn read_column(&mut self, row: ListRow<'_>) {
        let chosen = self.field(row);
        let whole_layout = self.whole_layout(row);
        let chooses = chosen.is_some() || whole_layout;
        let Some(column) = self.column_number(row, chooses) else { return };
        let taken_for = row.text(ListField::TakenFor).and_then(|text| field_in(&text));
        let field = FieldChoice { taken_for, chosen };
        let Some(table) = self.table_of(row, chooses) else { return };
        match table.columns.iter_mut().find(|known| known.column == column) {
            Some(known) => {
                known.fields.push(field);
                known.whole_layout |= whole_layout;
            }
            None => table.columns.push(ColumnChoice {
                column,
                heading_row: row.row_number(ListField::HeadingRow),
                heading: row.text(ListField::Heading).unwrap_or_default(),
                fields: vec![field],
                whole_layout,
                values: Vec::new(),
            }),
        }
    }

    /// The field that was chosen; `Some(None)` for a column that is not used.
    fn field(&mut self, row: ListRow<'_>) -> Option<Traced<Option<Field>>> {
        let text = row.text(ListField::FieldChosen)?;
        let field = if text.eq_ignore_ascii_case(NOT_USED) {
            Some(None)
        } else {
            field_in(&text).or_else(|| self.field_called(row, &text)).map(Some)
        };
        if field.is_none() {
            let expected =
                format!("a field of the list, such as Risks: Likelihood (risk.likelihood), or {NOT_USED}");
            self.unknown(row, ListField::FieldChosen, "field", &expected);
        }
        field.map(|field| Traced::new(field, row.location(ListField::FieldChosen)))
    }

    /// The field whose heading a text is, in the register that is chosen for the table or was used.
    fn field_called(&self, row: ListRow<'_>, text: &str) -> Option<Field> {
        let number = row.text(ListField::Table)?;
        let table = self.mapping.tables.get(*self.numbers.get(&number)?)?;
        let RegisterChoice::Register(register) = table.register.as_ref()?.value else { return None };
        let columns = &self.declarations.table(register)?.columns;
        columns.iter().find(|column| column.heading().eq_ignore_ascii_case(text)).map(|column| column.field)
    }

    fn whole_layout(&mut self, row: ListRow<'_>) -> bool {
        match row.text(ListField::ValuesHoldFor) {
            None => false,
            Some(text) if text.eq_ignore_ascii_case(WHOLE_LAYOUT) => true,
            Some(text) if text.eq_ignore_ascii_case(THIS_COLUMN) => false,
            Some(_) => {
                let expected = format!("{THIS_COLUMN} or {WHOLE_LAYOUT}");
                self.unknown(row, ListField::ValuesHoldFor, "range of the meanings", &expected);
                false
            }
        }
    }

    fn column_number(&mut self, row: ListRow<'_>, chooses: bool) -> Option<u32> {
        let text = row.text(ListField::Column).unwrap_or_default();
        let number = column_of_letters(&text);
        if number.is_none() && chooses {
            self.unknown(row, ListField::Column, "column", "the letters of a column, such as D");
        }
        number
    }

    fn read_value(&mut self, row: ListRow<'_>) {
        let Some(words) = row.text(ListField::MeaningChosen) else { return };
        let Some(column) = self.column_number(row, true) else { return };
        let Some(value) = row.text(ListField::Value) else {
            self.unknown(row, ListField::Value, "value", "a value as it was read");
            return;
        };
        let meaning = Traced::new(words, row.location(ListField::MeaningChosen));
        let Some(table) = self.table_of(row, true) else { return };
        match table.columns.iter_mut().find(|known| known.column == column) {
            Some(known) => known.values.push(ValueChoice { value, meaning }),
            None => {
                let expected = "a column that stands on Columns with the same table";
                self.unknown(row, ListField::Column, "column", expected);
            }
        }
    }

    /// Tells that what stands in a cell is no choice.
    fn unknown(&mut self, row: ListRow<'_>, field: ListField, what: &'static str, expected: &str) {
        let read = row.text(field).unwrap_or_default();
        self.mapping.diagnostics.push(
            Diagnostic::at(&codes::UNKNOWN_CHOICE, row.location(field))
                .read(read)
                .expected(expected)
                .fact("what", what),
        );
    }
}

/// The rows, counted from 0, that a text names counted from 1: one, several that follow each other, or
/// the first and the last of them.
fn rows_in(text: &str) -> Option<Vec<u32>> {
    let numbers = text.split(['-', '–', ',', ';', ' ']).map(str::trim).filter(|part| !part.is_empty());
    let numbers: Vec<u32> =
        numbers.map(|part| part.parse::<u32>().ok()?.checked_sub(1)).collect::<Option<_>>()?;
    let (first, last) = (*numbers.first()?, *numbers.last()?);
    let rows: Vec<u32> = (first..=last).take(MOST_HEADER_ROWS as usize + 1).collect();
    // `4, 6` names two rows and not the one between them.
    let is_range = numbers.len() == 2 && text.contains(['-', '–']) && !text.contains([',', ';']);
    let fits = !rows.is_empty() && rows.len() <= MOST_HEADER_ROWS as usize && (is_range || numbers == rows);
    fits.then_some(rows)
}

/// The field that a text names in brackets at its end, or by its name alone.
fn field_in(text: &str) -> Option<Field> {
    let name =
        text.trim().strip_suffix(')').and_then(|text| text.rsplit_once('(')).map_or(text, |(_, name)| name);
    name.trim().to_ascii_lowercase().parse().ok()
}

/// The column, counted from 0, that letters stand for.
fn column_of_letters(letters: &str) -> Option<u32> {
    let number = letters.chars().try_fold(0u32, |number, letter| {
        let digit = letter.to_digit(36).filter(|_| letter.is_ascii_alphabetic())? - 9;
        number.checked_mul(26)?.checked_add(digit)
    });
    let column = number?.checked_sub(1)?;
    column_letters(column).eq_ignore_ascii_case(letters).then_some(column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_columns() {
        for (letters, column) in [
            ("A", Some(0)),
            ("z", Some(25)),
            ("AA", Some(26)),
            ("XFD", Some(16_383)),
            ("", None),
            ("D5", None),
        ] {
            assert_eq!(column_of_letters(letters), column, "{letters}");
        }
    }

    #[test]
    fn header_rows_are_those_that_are_named() {
        for (text, rows) in [
            ("5", Some(vec![4])),
            ("4-6", Some(vec![3, 4, 5])),
            ("4 – 5", Some(vec![3, 4])),
            ("4, 5", Some(vec![3, 4])),
            ("4, 6", None),
            ("6-4", None),
            ("1-9", None),
            ("0", None),
            ("top", None),
            ("", None),
        ] {
            assert_eq!(rows_in(text), rows, "{text}");
        }
    }

    #[test]
    fn a_field_is_named_in_brackets_or_by_itself() {
        assert_eq!(field_in("Risks: Likelihood (risk.likelihood)"), Some(Field::RiskLikelihood));
        assert_eq!(field_in("Risk.Likelihood"), Some(Field::RiskLikelihood));
        assert_eq!(field_in("Risks: Likelihood"), None);
    }
}
