//! The lists by which people overrule what annexa took things for, as they are declared: Sources,
//! Columns and Values, and the entries that can be chosen in them.

use super::cell::{Cell, Form, Value};
use super::list_sheet::{ListColumn, ListSheet};
use super::sheet::{Allowed, Area, DefinedName, Sheet, TabRole};
use super::statement::KEY;
use crate::declaration::{
    Declarations, FilledBy, ListField, ListForm, MappingColumn, MappingList, MeaningKind, Register,
    SAYS_NOTHING, UNKNOWN,
};
use crate::mapping::{LEAVE_ALONE, NOT_USED, THIS_COLUMN, WHOLE_LAYOUT};
use chrono::NaiveDate;

/// The name of the sheet with all that can be chosen, and of its table.
pub const CHOICES: &str = "Choices";

const REGISTERS: &str = "Choices_Registers";
const FIELDS: &str = "Choices_Fields";
const MEANINGS: &str = "Choices_Meanings";

/// How the lists are used, in one line.
pub const HOW_TO_USE: &str = "To overrule, choose in the columns marked edit of Sources, Columns and Values, save, and run annexa again with --mapping and this workbook. A blank cell overrules nothing. What is chosen holds for every file with the same headings.";

/// The columns of a list as it is declared; `change` adds what only a sheet knows, such as marks.
pub fn columns(
    declarations: &Declarations,
    list: MappingList,
    change: impl Fn(ListField, ListColumn) -> ListColumn,
) -> Vec<ListColumn> {
    declarations
        .mapping()
        .columns(list)
        .iter()
        .map(|column| change(column.field, list_column(column)))
        .collect()
}

fn list_column(declared: &MappingColumn) -> ListColumn {
    let form = match declared.form {
        ListForm::Wrapped => Form::Wrapped,
        ListForm::Text => Form::Text,
        ListForm::Identifier => Form::Identifier,
        ListForm::Word => Form::Word,
        ListForm::Integer => Form::Integer,
        ListForm::Percent => Form::Percent,
    };
    let mut column = ListColumn::new(&declared.heading, declared.width, form).help(&declared.help);
    column = match declared.filled_by {
        FilledBy::Annexa => column,
        FilledBy::Person => column.editable(),
        FilledBy::LastRun => column.last_run(),
    };
    column = match declared.field {
        ListField::RegisterChosen => column.allowed(Allowed::ListOf(REGISTERS.to_owned())),
        ListField::FieldChosen => column.allowed(Allowed::ListOf(FIELDS.to_owned())),
        ListField::MeaningChosen => column.allowed(Allowed::ListOf(MEANINGS.to_owned())),
        ListField::ValuesHoldFor => column.words(&[THIS_COLUMN, WHOLE_LAYOUT]),
        _ => column,
    };
    if declared.printed { column } else { column.screen_only() }
}

/// The cells of a record in the order of the declared columns; what is not given is blank.
pub fn arranged(
    declarations: &Declarations,
    list: MappingList,
    mut cells: Vec<(ListField, Cell)>,
) -> Vec<Cell> {
    let columns = declarations.mapping().columns(list).iter();
    columns
        .map(|column| {
            let position = cells.iter().position(|(field, _)| *field == column.field);
            position.map_or(Cell::EMPTY, |position| cells.swap_remove(position).1)
        })
        .collect()
}

/// Builds the sheet with all that can be chosen in the lists.
pub fn build_choices(declarations: &Declarations, as_of: NaiveDate) -> Sheet {
    let says = "The entries that can be chosen on Sources, Columns and Values, with what they mean.";
    let mut list =
        ListSheet::new(CHOICES, TabRole::Settings, CHOICES, "What can be chosen", says).columns(vec![
            ListColumn::new("Chosen for", 20, Form::Word),
            ListColumn::new("Entry", 52, Form::Text),
            ListColumn::new("Means", 70, Form::Wrapped),
            ListColumn::new(KEY, 40, Form::Text).last_run().screen_only(),
        ]);
    let mut names = Vec::new();
    let mut record = 0;
    for (name, column, entries) in [
        (REGISTERS, "Register", registers()),
        (FIELDS, "Field", fields(declarations)),
        (MEANINGS, "Meaning", meanings()),
    ] {
        let first = list.data_row(record);
        for (entry, means) in entries {
            let key = Value::text(format!("{column} › {entry}"));
            list.push(vec![
                Value::text(column).into(),
                Value::text(entry).into(),
                Value::text(means).into(),
                key.into(),
            ]);
            record += 1;
        }
        names.push(DefinedName {
            name: name.to_owned(),
            area: Area::new(first, 1, list.data_row(record) - 1, 1),
        });
    }
    let mut sheet = list.build(as_of);
    sheet.names.extend(names);
    sheet
}

fn registers() -> Vec<(String, String)> {
    let register = |register: Register| {
        let means = match register {
            Register::Suppliers => "known, and used for no figure",
            _ => "",
        };
        (register.words().to_owned(), means.to_owned())
    };
    let leave = (LEAVE_ALONE.to_owned(), "the table is not read".to_owned());
    std::iter::once(leave).chain(Register::ALL.map(register)).collect()
}

fn fields(declarations: &Declarations) -> Vec<(String, String)> {
    let unused = (NOT_USED.to_owned(), "what the column holds is not used".to_owned());
    let fields = declarations.tables().iter().flat_map(|table| {
        table
            .columns
            .iter()
            .map(|column| (declarations.field_words(table.register, column.field), column.help.clone()))
    });
    std::iter::once(unused).chain(fields).collect()
}

/// Each meaning once, with the kinds of values that can have it.
fn meanings() -> Vec<(String, String)> {
    let mut meanings: Vec<(String, Vec<&str>)> = Vec::new();
    for kind in MeaningKind::ALL {
        for meaning in kind.meanings() {
            match meanings.iter_mut().find(|(known, _)| known == meaning) {
                Some((_, kinds)) => kinds.push(kind.words()),
                None => meanings.push(((*meaning).to_owned(), vec![kind.words()])),
            }
        }
    }
    let of_kinds = meanings.into_iter().map(|(meaning, kinds)| (meaning, format!("of {}", kinds.join(", "))));
    let of_all = [
        (UNKNOWN, "the value says that it is not known"),
        (SAYS_NOTHING, "the value is a placeholder: the cell counts as blank"),
    ];
    of_kinds.chain(of_all.map(|(meaning, means)| (meaning.to_owned(), means.to_owned()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::declaration::Field;

    #[test]
    fn every_field_of_a_register_can_be_chosen_in_words_with_its_name() {
        let entries = fields(&Declarations::load().unwrap());
        for field in Field::ALL {
            let name = format!("({field})");
            assert!(entries.iter().any(|(entry, _)| entry.ends_with(&name)), "{field}");
        }
        assert!(entries.iter().any(|(entry, _)| entry == "Risks: Likelihood (risk.likelihood)"));
        assert_eq!(entries[0].0, NOT_USED);
    }

    #[test]
    fn the_names_of_the_lists_stand_for_their_entries() {
        let sheet = build_choices(&Declarations::load().unwrap(), NaiveDate::default());
        let registers = &sheet.names[0];
        let first = sheet.cell(registers.area.first).map(|cell| cell.value.clone());
        let last = sheet.cell(registers.area.last).map(|cell| cell.value.clone());
        assert_eq!(first, Some(Value::text(LEAVE_ALONE)));
        assert_eq!(last, Some(Value::text(Register::Suppliers.words())));
        assert_eq!(sheet.names.len(), 3);
    }
}
