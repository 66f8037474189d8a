//! An explanation as steps, each with the cell that it stands in.

use serde_json::{Value, json};

use crate::diagnostic::render::quoted;
use crate::provenance::Location;
use crate::record::FoundCell;

/// One step of an explanation: what it is, what it holds, where that stands, and what is behind it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Step {
    /// What it is.
    pub label: String,
    /// What it holds; empty for a heading.
    pub value: String,
    /// The cell of the workbook, as it is asked for: `'SoA 27001'!F13`.
    pub cell: Option<String>,
    /// What is behind it.
    pub steps: Vec<Step>,
}

/// What stands in place of a value that a formula should give.
pub const NOT_CALCULATED: &str =
    "not calculated, or nothing: save the workbook in Excel or LibreOffice, or refresh it";

impl Step {
    /// A step without a cell.
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { label: label.into(), value: value.into(), ..Self::default() }
    }

    /// A step with what a cell holds.
    pub fn of_cell(label: impl Into<String>, cell: &FoundCell) -> Self {
        let value = if cell.entry.is_blank() { "blank".to_owned() } else { shown(cell) };
        Self::new(label, value).at(&cell.location)
    }

    /// As [`Step::of_cell`], for a cell that a formula fills: blank, it is not calculated.
    pub fn of_figure(label: impl Into<String>, cell: &FoundCell) -> Self {
        let mut step = Self::of_cell(label, cell);
        if cell.entry.is_blank() {
            step.value = NOT_CALCULATED.to_owned();
        }
        step
    }

    /// Says where it stands.
    #[must_use]
    pub fn at(mut self, location: &Location) -> Self {
        self.cell = place(location);
        self
    }

    /// Puts steps behind it.
    #[must_use]
    pub fn behind(mut self, steps: impl IntoIterator<Item = Step>) -> Self {
        self.steps.extend(steps);
        self
    }

    /// The step and all behind it, one line each, the deeper the further in.
    pub fn text(&self) -> String {
        let mut lines = Vec::new();
        self.add_lines(0, &mut lines);
        lines.join("\n")
    }

    fn add_lines(&self, depth: usize, lines: &mut Vec<String>) {
        let mut line = format!("{}{}", "  ".repeat(depth), self.label);
        if !self.value.is_empty() {
            line.push_str(": ");
            line.push_str(&self.value.replace(['\n', '\r'], " "));
        }
        if let Some(cell) = &self.cell {
            line.push_str(&format!("  [{cell}]"));
        }
        lines.push(line);
        for step in &self.steps {
            step.add_lines(depth + 1, lines);
        }
    }

    /// The step and all behind it as JSON.
    pub fn json(&self) -> Value {
        let value = Some(&self.value).filter(|value| !value.is_empty());
        let steps: Vec<Value> = self.steps.iter().map(Step::json).collect();
        json!({"label": self.label, "value": value, "cell": self.cell, "steps": steps})
    }
}

/// What a cell holds, as people read it; texts in quotation marks where they are long.
fn shown(cell: &FoundCell) -> String {
    if cell.shown.chars().count() > 60 || cell.shown.contains('\n') {
        quoted(&cell.shown)
    } else {
        cell.shown.trim().to_owned()
    }
}

/// A cell as it is asked for: the sheet in quotation marks where its name needs them.
pub fn place(location: &Location) -> Option<String> {
    let (sheet, cell) = (location.sheet_name()?, location.cell_reference()?);
    let plain = sheet.chars().all(|character| character.is_alphanumeric() || character == '_');
    Some(if plain { format!("{sheet}!{cell}") } else { format!("'{}'!{cell}", sheet.replace('\'', "''")) })
}
