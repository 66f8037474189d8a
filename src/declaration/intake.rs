//! Intake workbooks: blank registers with the declared headings, for people to fill in.
//!
//! Each of their sheets says in one cell above the table what it is. A line of text survives every
//! spreadsheet program and every format, separated values among them; it is what the sheet is known by
//! when it comes back filled in, together with the declared headings below it.

use super::{Column, Field, FieldType, Need, Register, Table};

/// The word in the identifier of an example row, by which it is told apart from records.
pub const EXAMPLE: &str = "EXAMPLE";

/// What the line begins with that says what a sheet of an intake workbook is.
const MARK: &str = "annexa intake sheet:";

/// What follows on the sheet that explains the others.
const EXPLANATION: &str = "how to use";

/// A sheet of an intake workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntakeSheet {
    /// The sheet that explains the others.
    Explanation,
    /// A register to fill in.
    Register(Register),
}

impl IntakeSheet {
    /// The line that says what the sheet is.
    pub fn mark(self) -> String {
        match self {
            IntakeSheet::Explanation => format!("{MARK} {EXPLANATION}"),
            IntakeSheet::Register(register) => format!("{MARK} {register}"),
        }
    }

    /// What a line says that a sheet is; `None` where it is no such line.
    pub fn of_mark(text: &str) -> Option<Self> {
        let text = text.trim();
        let name = text.get(MARK.len()..)?.trim();
        if !text.get(..MARK.len())?.eq_ignore_ascii_case(MARK) {
            return None;
        }
        let register = Register::ALL.into_iter().find(|register| register.name().eq_ignore_ascii_case(name));
        register
            .map(IntakeSheet::Register)
            .or_else(|| name.eq_ignore_ascii_case(EXPLANATION).then_some(IntakeSheet::Explanation))
    }
}

impl Table {
    /// The columns that an intake workbook offers: those that are needed in their order, then the others.
    pub fn intake_columns(&self) -> impl Iterator<Item = &Column> {
        let needed = |column: &&Column| matches!(column.intake, Some(Need::Required | Need::Recommended));
        let optional = |column: &&Column| column.intake == Some(Need::Optional);
        self.columns.iter().filter(needed).chain(self.columns.iter().filter(optional))
    }

    /// The column that names a record by an identifier: its own, or that of a clause or control.
    pub fn identifier(&self) -> Option<&Column> {
        let own = self.columns.iter().find(|column| column.field_type == FieldType::Id);
        own.or_else(|| self.column(Field::ControlRef))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Declarations;
    use super::*;

    #[test]
    fn a_sheet_is_known_by_its_line_whatever_its_case() {
        let all = Register::ALL.into_iter().map(IntakeSheet::Register).chain([IntakeSheet::Explanation]);
        for sheet in all {
            assert_eq!(IntakeSheet::of_mark(&format!("  {}\n", sheet.mark().to_uppercase())), Some(sheet));
        }
        for text in
            ["", "assets", "annexa intake sheet:", "annexa intake sheet: staff", "ännexa intake sheet: x"]
        {
            assert_eq!(IntakeSheet::of_mark(text), None, "{text}");
        }
    }

    #[test]
    fn every_register_that_is_offered_has_an_example_with_its_word_as_the_identifier() {
        for table in Declarations::load().unwrap().tables() {
            let identifier = table.identifier().unwrap();
            assert_eq!((identifier.intake, identifier.example.as_str()), (Some(Need::Required), EXAMPLE));
            for column in &table.columns {
                assert!(column.intake.is_some() || column.example.is_empty(), "{}", column.field);
                let needed = matches!(column.intake, Some(Need::Required));
                assert!(!needed || !column.example.is_empty(), "{} has no example", column.field);
            }
        }
    }
}
