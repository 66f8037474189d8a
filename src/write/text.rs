//! A neutral sheet as text that a reviewer can read in a diff.

use std::fmt::Write as _;

use crate::report::cell::{Cached, Cell, Link, Value};
use crate::report::sheet::{Allowed, Rule, Sheet, Workbook};

/// A workbook as text: its sheets one after another.
pub fn write_workbook(workbook: &Workbook) -> String {
    workbook.sheets.iter().map(write_sheet).collect::<Vec<_>>().join("\n")
}

/// A sheet as text: one line a cell, then what stands over the cells.
pub fn write_sheet(sheet: &Sheet) -> String {
    let mut text = format!("sheet {} ({})\n", sheet.name, sheet.role.word());
    // Writing to a text cannot fail.
    for (place, cell) in sheet.cells() {
        let _ = writeln!(text, "{place} {}", cell_text(cell));
    }
    for table in &sheet.tables {
        let headings: Vec<&str> = table.columns.iter().map(|column| column.heading.as_str()).collect();
        let _ = writeln!(text, "table {} {} [{}]", table.name, table.area, headings.join(" | "));
    }
    for validation in &sheet.validations {
        let allowed = match &validation.allowed {
            Allowed::Words(words) => words.join(" | "),
            Allowed::Suggestions(words) => format!("any text, such as {}", words.join(" | ")),
            Allowed::Anything => format!("anything: {}", validation.message),
            Allowed::ListOf(_) | Allowed::ListBy { .. } => {
                let row = validation.area.first.row;
                format!("list {}", validation.allowed.list_expression(row).unwrap_or_default())
            }
            Allowed::Number { least, most } => format!("{least} to {most}"),
            Allowed::Date => "a date".to_owned(),
        };
        let _ = writeln!(text, "allowed {}: {allowed}", validation.area);
    }
    for conditional in &sheet.conditional_formats {
        let rule = match &conditional.rule {
            Rule::Word(word, mark) => format!("{word} is {mark:?}"),
            Rule::Expression(expression, mark) => format!("={expression} is {mark:?}"),
            Rule::Bar => "bar".to_owned(),
        };
        let _ = writeln!(text, "marked {}: {rule}", conditional.area);
    }
    for name in &sheet.names {
        let _ = writeln!(text, "name {} {}", name.name, name.area);
    }
    for chart in &sheet.charts {
        let _ = writeln!(text, "chart {} {}", chart.place, chart.title);
    }
    text
}

/// A cell as text: its value, its style where it has one of its own, and where it leads.
pub fn cell_text(cell: &Cell) -> String {
    let mut text = match &cell.value {
        Value::Blank => "-".to_owned(),
        Value::Text(text) => format!("{text:?}"),
        Value::Number(number) => number.to_string(),
        Value::Boolean(boolean) => boolean.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Formula(formula) => {
            let value = match &formula.cached {
                Cached::Number(number) => number.to_string(),
                Cached::Text(text) => format!("{text:?}"),
                Cached::Boolean(boolean) => boolean.to_string(),
                Cached::Unknown => "not known".to_owned(),
            };
            format!("={} -> {value}", formula.expression)
        }
    };
    if let Some(style) = cell.style {
        let _ = write!(text, "  ({:?}, {:?})", style.form, style.tone);
    }
    match cell.link.as_deref() {
        Some(Link::Cell { sheet, place }) => {
            let _ = write!(text, "  -> {sheet}!{place}");
        }
        Some(Link::File(path)) => {
            let _ = write!(text, "  -> {path}");
        }
        None => {}
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::cell::Form;
    use crate::report::sheet::TabRole;

    #[test]
    fn a_sheet_reads_cell_by_cell_with_formulas_values_and_styles() {
        let mut sheet = Sheet::new("Tested", TabRole::Proof, "");
        sheet.put(0, 0, Cell::text("=1+1", Form::Title));
        sheet.put(1, 1, Cell::from(Value::formula("A1*2", 4.0)));
        sheet.name_cell("Twice", 1, 1);
        assert_eq!(
            write_sheet(&sheet),
            "sheet Tested (proof)\nA1 \"=1+1\"  (Title, Plain)\nB2 =A1*2 -> 4\nname Twice B2:B2\n"
        );
    }
}
