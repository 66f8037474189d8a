//! A column of a list: its heading, its look, who fills it, what may be entered.

use std::sync::Arc;

use super::cell::{Form, Style, Tone};
use super::column_meanings::described;
use super::sheet::{Allowed, Mark, TableColumn};
use crate::declaration::{Column, Declarations, Field, FieldType, Register};
use crate::model::{FindingGrade, ImplementationStatus, LifecycleStage, OpenState, Treatment, YesNo};
use crate::record::EditedOn;

/// Room that the filter button and the space before the heading take beside its longest word, in characters.
pub(super) const FILTER_BUTTON: usize = 5;

/// A column of a list.
#[derive(Clone, Debug)]
pub struct ListColumn {
    pub(super) heading: String,
    pub(super) width: u16,
    pub(super) style: Style,
    pub(super) help: String,
    pub(super) rule: String,
    pub(super) allowed: Option<Allowed>,
    pub(super) marks: Vec<(String, Mark)>,
    pub(super) bar: bool,
    pub(super) expression: Option<Arc<str>>,
    pub(super) printed: bool,
    pub(super) field: Option<Field>,
    pub(super) edited_on: Option<EditedOn>,
}

impl ListColumn {
    /// A column; the width is in characters.
    pub fn new(heading: &str, width: u16, form: Form) -> Self {
        Self {
            heading: heading.to_owned(),
            width,
            style: form.into(),
            help: String::new(),
            rule: String::new(),
            allowed: None,
            marks: Vec::new(),
            bar: false,
            expression: None,
            printed: true,
            field: None,
            edited_on: None,
        }
    }

    /// The column of a register, as it is declared; people edit it here.
    pub fn declared(column: &Column) -> Self {
        let (form, allowed) = form_of(column.field_type);
        let mut result = Self::new(column.heading(), column.width, form).editable().help(&column.help);
        result.allowed = allowed;
        result.field = Some(column.field);
        result
    }

    /// The declared column of a field in a width for its sheet.
    pub fn of_field(declarations: &Declarations, register: Register, field: Field, width: u16) -> Self {
        match declarations.column(register, field) {
            Some(column) => Self::declared(column).width(width),
            None => Self::new(field.name(), width, Form::Wrapped).editable(),
        }
    }

    /// What the cells are for, where the declared kind is wider than what the sheet allows.
    #[must_use]
    pub fn form(mut self, form: Form) -> Self {
        self.style.form = form;
        self
    }

    /// The width in characters, where the declared one does not fit the sheet.
    #[must_use]
    pub fn width(mut self, width: u16) -> Self {
        self.width = width;
        self
    }

    /// The field of a register that the column holds, where it is not declared as one.
    #[must_use]
    pub fn field(mut self, field: Field) -> Self {
        self.field = Some(field);
        self
    }

    /// The column shows what people edit in a column of another sheet.
    #[must_use]
    pub fn edited_on(mut self, sheet: &str, heading: &str) -> Self {
        self.edited_on = Some(EditedOn { sheet: sheet.to_owned(), heading: heading.to_owned() });
        self
    }

    /// People edit the column here.
    #[must_use]
    pub fn editable(mut self) -> Self {
        self.style.tone = Tone::Editable;
        self
    }

    /// The column is our judgement.
    #[must_use]
    pub fn judgement(mut self) -> Self {
        self.style.tone = Tone::Judgement;
        self
    }

    /// The last run wrote the column from other sheets; it does not recalculate.
    #[must_use]
    pub fn last_run(mut self) -> Self {
        self.style.tone = Tone::LastRun;
        self
    }

    /// Every cell of the column holds this expression; the rows give the values.
    #[must_use]
    pub fn calculated(mut self, expression: impl Into<Arc<str>>) -> Self {
        self.style.tone = Tone::Derived;
        self.expression = Some(expression.into());
        self
    }

    /// Each cell of the column holds a formula of its own.
    #[must_use]
    pub fn own_formulas(mut self) -> Self {
        self.style.tone = Tone::Derived;
        self
    }

    /// What the column means; shown on Column meanings and by `annexa explain`, and when one of its cells is
    /// chosen, where entries are restricted.
    #[must_use]
    pub fn help(mut self, help: &str) -> Self {
        self.help = help.to_owned();
        self
    }

    /// Where the rule of the column comes from: a clause of a standard, or judgement.
    #[must_use]
    pub fn rule_from(mut self, rule: &str) -> Self {
        self.rule = rule.to_owned();
        self
    }

    /// What may be entered.
    #[must_use]
    pub fn allowed(mut self, allowed: Allowed) -> Self {
        self.allowed = Some(allowed);
        self
    }

    /// The words that may be entered.
    #[must_use]
    pub fn words(self, words: &[&str]) -> Self {
        self.allowed(Allowed::Words(words.iter().map(|word| (*word).to_owned()).collect()))
    }

    /// Marks the cells that hold a word.
    #[must_use]
    pub fn mark(mut self, word: &str, mark: Mark) -> Self {
        self.marks.push((word.to_owned(), mark));
        self
    }

    /// Draws a bar from 0 to 1 behind the figures.
    #[must_use]
    pub fn bar(mut self) -> Self {
        self.bar = true;
        self
    }

    /// Leaves the column out of print, for trailing columns that serve the screen.
    #[must_use]
    pub fn screen_only(mut self) -> Self {
        self.printed = false;
        self
    }

    /// The column of a table; a column that is declared without a help is described by the table of meanings.
    pub(super) fn of_table(&self, table: &str) -> TableColumn {
        let (meaning, rule) = described(table, &self.heading, self.style.tone);
        TableColumn {
            heading: self.heading.clone(),
            expression: self.expression.clone(),
            editable: self.style.tone == Tone::Editable,
            field: self.field,
            meaning: if self.help.is_empty() { meaning } else { self.help.clone() },
            rule: if self.rule.is_empty() { rule } else { self.rule.clone() },
            tone: self.style.tone,
            edited_on: self.edited_on.clone(),
        }
    }

    /// The width that leaves the longest word of the heading and the filter button room.
    pub(super) fn fitting_width(&self) -> f64 {
        let longest =
            self.heading.split([' ', '-']).map(|word| word.chars().count()).max().unwrap_or_default();
        f64::from(self.width).max((longest + FILTER_BUTTON) as f64)
    }
}

/// How a kind of field looks, and what may be entered.
fn form_of(field_type: FieldType) -> (Form, Option<Allowed>) {
    let words = |words: &[&str]| Some(Allowed::Words(words.iter().map(|word| (*word).to_owned()).collect()));
    match field_type {
        FieldType::Id => (Form::Identifier, None),
        FieldType::Level => (Form::Number, Some(Allowed::Number { least: 1.0, most: 5.0 })),
        FieldType::Score | FieldType::Maturity => (Form::Number, None),
        FieldType::Date => (Form::Date, Some(Allowed::Date)),
        FieldType::YesNo => (Form::Word, words(&YesNo::ALL.map(YesNo::word))),
        FieldType::Status => (Form::Word, words(&ImplementationStatus::ALL.map(ImplementationStatus::words))),
        FieldType::Treatment => (Form::Word, words(&Treatment::ALL.map(Treatment::word))),
        FieldType::Lifecycle => (Form::Word, words(&LifecycleStage::ALL.map(LifecycleStage::word))),
        FieldType::FindingGrade => (Form::Word, words(&FindingGrade::ALL.map(FindingGrade::words))),
        FieldType::OpenClosed => (Form::Word, words(&OpenState::ALL.map(OpenState::words))),
        FieldType::Text
        | FieldType::Party
        | FieldType::Reference
        | FieldType::References
        | FieldType::Classification
        | FieldType::RiskClass
        | FieldType::Oversight
        | FieldType::Answer => (Form::Wrapped, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_never_has_less_room_than_its_longest_word() {
        let column = ListColumn::new("Confidentiality need", 5, Form::Word);
        assert_eq!(column.fitting_width(), 20.0);
    }
}
