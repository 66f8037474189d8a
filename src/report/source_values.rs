//! Values: what the values of coded columns were read as, and where a person overrules that.

use super::cell::{Cell, Value};
use super::list_sheet::{ListSheet, MOST_LOOKED_UP, explanation_looked_up};
use super::mapping_list::{HOW_TO_USE, MOST_FOLLOWING, arranged, columns, kind_expression, kind_of_entry};
use super::sheet::{Mark, Sheet, TabRole};
use super::short_key::short_key;
use super::source_columns::entries;
use super::sources::{SourceRow, key, numbered};
use crate::declaration::{Declarations, ListField, MappingList, Register};
use crate::model::{Model, ValueUse};
use crate::provenance::{SheetName, column_letters};
use crate::record::Owner;

/// What stands for a value that annexa does not understand.
pub const NOT_UNDERSTOOD: &str = "Not understood";

/// Builds the sheet with the values of coded columns.
pub fn build_values(model: &Model, declarations: &Declarations) -> Sheet {
    let list = MappingList::Values;
    let rows = || {
        numbered(&model.sources).flat_map(|(number, _, row)| match row {
            SourceRow::Table(table) => {
                let heading = |column: u32| {
                    let mapped = table.columns.iter().map(|used| (used.column, used.heading.as_str()));
                    let all =
                        mapped.chain(table.unmapped.iter().map(|left| (left.column, left.heading.as_str())));
                    all.into_iter().find(|(known, _)| *known == column).map_or("", |(_, heading)| heading)
                };
                let about =
                    About { declarations, number, sheet: &table.sheet, register: Some(table.register) };
                about.rows(&key(&table.sheet, Some(&table.range)), &table.values, heading)
            }
            SourceRow::LeftAlone(left) => {
                let heading = |column: u32| {
                    let known = left.columns.iter().find(|known| known.column == column);
                    known.map_or("", |known| known.heading.as_str())
                };
                let about = About { declarations, number, sheet: &left.sheet, register: None };
                about.rows(&key(&left.sheet, left.range.as_deref()), &left.values, heading)
            }
            SourceRow::Nothing => Vec::new(),
        })
    };
    let says = explanation_looked_up(
        "What each value of the coded columns was read as, and the values of columns that look coded and are not used.",
        "No coded column was found.",
        rows().count(),
    );
    let entries = entries(model, declarations);
    let follows = rows().count() <= MOST_FOLLOWING;
    let columns = columns(declarations, list, |field, column| match field {
        ListField::Kind if follows => column.calculated(kind_expression(declarations)),
        ListField::TakenFor => column.mark(NOT_UNDERSTOOD, Mark::Caution),
        _ => column,
    });
    let mut sheet =
        ListSheet::new(list.name(), TabRole::Proof, list.name(), "Values of coded columns", &says)
            .note(HOW_TO_USE)
            .owned_by(Owner::Workbook)
            .columns(columns)
            .frozen_columns(4);
    for Row { place, mut cells } in rows().take(MOST_LOOKED_UP) {
        let entry = entries.get(&place);
        let kind = entry.map_or("", |entry| kind_of_entry(entry));
        cells.push((ListField::Kind, Value::text(kind).into()));
        sheet.push(arranged(declarations, list, cells));
    }
    sheet.build(model.as_of)
}

/// A row of the list.
struct Row {
    /// Table and column, by which the column is looked up on Columns.
    place: String,
    cells: Vec<(ListField, Cell)>,
}

/// The table whose values are listed.
struct About<'a> {
    declarations: &'a Declarations,
    number: usize,
    sheet: &'a SheetName,
    register: Option<Register>,
}

impl About<'_> {
    fn rows<'h>(&self, range: &str, values: &[ValueUse], heading: impl Fn(u32) -> &'h str) -> Vec<Row> {
        (1usize..)
            .zip(values)
            .map(|(count, value)| {
                let letters = column_letters(value.column);
                let field = self.register.zip(value.field);
                let field = field.map(|(register, field)| self.declarations.field_words(register, field));
                let taken_for = match (&value.taken_for, value.field) {
                    (Some(words), _) => words.as_str(),
                    (None, Some(_)) => NOT_UNDERSTOOD,
                    (None, None) => "",
                };
                // Values may differ in nothing but capitals: they are told apart by their places in the list.
                let key = short_key(format!("{range} › {letters} › value {count}"));
                let cells = [
                    (ListField::Table, Value::count(self.number)),
                    (ListField::File, Value::text(&*self.sheet.file)),
                    (ListField::Sheet, Value::optional_text(self.sheet.sheet.as_deref())),
                    (ListField::Column, Value::text(letters)),
                    (ListField::Heading, Value::text(heading(value.column))),
                    (ListField::Field, Value::optional_text(field.as_deref())),
                    (ListField::Value, Value::text(&value.text)),
                    (ListField::Count, Value::count(value.count)),
                    (ListField::TakenFor, Value::text(taken_for)),
                    (ListField::MeaningChosen, Value::optional_text(value.chosen)),
                    (ListField::Key, Value::text(key)),
                ];
                let cells = cells.map(|(field, value)| (field, value.into())).to_vec();
                Row { place: format!("{} {}", self.number, column_letters(value.column)), cells }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::declaration::Field;
    use crate::report::testing::{Example, cell_under};

    #[test]
    fn a_value_shows_what_it_was_read_as_and_what_a_person_chose() {
        let mut example = Example::sample();
        let value = |text: &str, taken_for: Option<&str>, chosen| ValueUse {
            column: 0,
            field: Some(Field::RiskTreatment),
            text: text.to_owned(),
            count: 3,
            taken_for: taken_for.map(str::to_owned),
            chosen,
        };
        example.model.sources[0].tables[0].values =
            vec![value("Mitigate", Some("Modify"), None), value("K1", None, Some("Avoid"))];
        let contents = example.contents();
        let sheet = build_values(contents.model, contents.declarations);
        assert_eq!(cell_under(&sheet, 0, "Taken for"), "\"Modify\"");
        assert_eq!(cell_under(&sheet, 0, "Meaning chosen"), "-");
        assert_eq!(cell_under(&sheet, 0, "Heading"), "\"Nr.\"");
        assert_eq!(cell_under(&sheet, 1, "Value as read"), "\"K1\"");
        assert_eq!(cell_under(&sheet, 1, "Count"), "3");
        assert_eq!(cell_under(&sheet, 1, "Taken for"), "\"Not understood\"");
        assert_eq!(cell_under(&sheet, 1, "Meaning chosen"), "\"Avoid\"");
    }
}
