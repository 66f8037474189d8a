//! The choices of a person, as plain data.

use arcstr::ArcStr;

use crate::declaration::{Field, MeaningKind, Register, SAYS_NOTHING, UNKNOWN, level_of_meaning};
use crate::diagnostic::Diagnostic;
use crate::provenance::{Location, Traced};
use crate::read::{Cell, NumberForm, Value};

use super::layout::Layout;

/// The choice of a register by which a table is left alone.
pub const LEAVE_ALONE: &str = "Leave alone";
/// The choice of a field by which a column is not used.
pub const NOT_USED: &str = "Not used";
/// The meanings of a column's values hold for that column.
pub const THIS_COLUMN: &str = "This column";
/// The meanings of a column's values hold for all columns of the layout with values of the same kind.
pub const WHOLE_LAYOUT: &str = "Whole layout";

/// What was chosen in a mapping workbook.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mapping {
    /// The tables of its Sources sheet, in their order.
    pub tables: Vec<TableChoice>,
    /// What of it could not be understood.
    pub diagnostics: Vec<Diagnostic>,
}

/// A table of the Sources sheet, with what was chosen for it, its columns and their values.
#[derive(Clone, Debug, PartialEq)]
pub struct TableChoice {
    /// Its row on the Sources sheet.
    pub location: Location,
    /// The file that it was found in.
    pub file: String,
    /// The sheet that it was found on.
    pub sheet: String,
    /// The register, where one was chosen.
    pub register: Option<Traced<RegisterChoice>>,
    /// The rows of the headings, counted from 0, where they were chosen.
    pub header_rows: Option<Traced<Vec<u32>>>,
    /// The rows in which annexa found the headings, with their layouts.
    pub layout: Vec<(u32, Layout)>,
    /// The layouts of the first rows of the sheet.
    pub row_layouts: Vec<(u32, Layout)>,
    /// Its columns.
    pub columns: Vec<ColumnChoice>,
}

/// What a table is to be taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegisterChoice {
    /// Nothing: it is not read.
    LeaveAlone,
    /// A register.
    Register(Register),
}

impl RegisterChoice {
    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            RegisterChoice::LeaveAlone => LEAVE_ALONE,
            RegisterChoice::Register(register) => register.words(),
        }
    }
}

/// A column of a table, with what was chosen for it.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnChoice {
    /// The column, counted from 0.
    pub column: u32,
    /// The row of its heading, counted from 0, where it has one.
    pub heading_row: Option<u32>,
    /// Its heading; empty where there is none.
    pub heading: String,
    /// What it is to be taken for, one row of the list each; a column that holds two fields has two.
    pub fields: Vec<FieldChoice>,
    /// The meanings of its values hold for all columns of the layout with values of the same kind.
    pub whole_layout: bool,
    /// What its values are to mean.
    pub values: Vec<ValueChoice>,
}

/// What stands in one row of the Columns sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldChoice {
    /// The field that annexa took the column for when the list was written.
    pub taken_for: Option<Field>,
    /// The field that was chosen; `Some(None)` says that the column is not used, `None` that nothing was chosen.
    pub chosen: Option<Traced<Option<Field>>>,
}

/// What a value of a column is to mean.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueChoice {
    /// The value, as it was read.
    pub value: String,
    /// The words that were chosen, with their cell.
    pub meaning: Traced<ArcStr>,
}

impl TableChoice {
    /// Whether anything was chosen for the table, its columns or their values.
    pub fn chooses(&self) -> bool {
        self.register.is_some()
            || self.header_rows.is_some()
            || self.columns.iter().any(ColumnChoice::chooses)
    }

    /// Whether it was chosen that the table is left alone.
    pub fn leaves_alone(&self) -> bool {
        self.register.as_ref().is_some_and(|register| register.value == RegisterChoice::LeaveAlone)
    }

    /// The rows of the headings with their layouts: those that were chosen, or else those that were
    /// found. Empty where a chosen row is none of those that the list names.
    pub fn header_layout(&self) -> Vec<(u32, Layout)> {
        let Some(chosen) = &self.header_rows else { return self.layout.clone() };
        let known = |row: &u32| self.row_layouts.iter().find(|(known, _)| known == row).copied();
        chosen.value.iter().map(known).collect::<Option<Vec<_>>>().unwrap_or_default()
    }
}

impl ColumnChoice {
    /// Whether anything was chosen for the column or its values.
    pub fn chooses(&self) -> bool {
        self.overrules() || !self.values.is_empty()
    }

    /// Whether a field was chosen, or that the column is not used.
    pub fn overrules(&self) -> bool {
        self.fields.iter().any(|field| field.chosen.is_some())
    }
}

/// A meaning that a person chose for a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Meaning {
    /// The words that were chosen.
    pub words: &'static str,
    /// A cell that says the same in words that are always understood, unless the meaning is a level.
    pub cell: Cell,
    /// The level on the common scale of 1 to 5, where the meaning is one.
    pub level: Option<f64>,
}

impl Meaning {
    /// The meaning that words name among those of a kind.
    pub fn new(kind: MeaningKind, words: &str) -> Option<Self> {
        let words = kind.meaning(words)?;
        let text = match words {
            SAYS_NOTHING => "-",
            UNKNOWN => "?",
            words => words,
        };
        let cell = Cell::new(0, Value::Text(text.into()), NumberForm::General);
        let level = if kind == MeaningKind::Level { level_of_meaning(words) } else { None };
        Some(Self { words, cell, level })
    }
}
