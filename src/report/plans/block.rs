//! A small table of the sheet: one row of headings, typed columns, the word above each that says who fills it.

use crate::report::cell::{Cell, Form, Style, Tone, Value};
use crate::report::column_meanings::described;
use crate::report::fit::lines_in_column;
use crate::report::list_sheet::role_word;
use crate::report::sheet::{Area, Sheet, Table, TableColumn};

/// Height of a line of a heading, in points.
const HEADING_LINE: f64 = 14.0;

/// A column of a small table.
pub(super) struct Column {
    heading: &'static str,
    style: Style,
    expression: Option<String>,
}

impl Column {
    /// A column of the last run.
    pub(super) fn last_run(heading: &'static str, form: Form) -> Self {
        Self { heading, style: Style::new(form, Tone::LastRun), expression: None }
    }

    /// A column that is judgement.
    pub(super) fn judgement(heading: &'static str, form: Form) -> Self {
        Self { heading, style: Style::new(form, Tone::Judgement), expression: None }
    }

    /// A column whose cells all hold an expression.
    pub(super) fn calculated(heading: &'static str, form: Form, expression: String) -> Self {
        Self { heading, style: Style::new(form, Tone::Derived), expression: Some(expression) }
    }
}

/// Puts a table and returns the first row after it, with one row of room; without rows it has a blank one.
pub(super) fn put_block(
    sheet: &mut Sheet,
    row: u32,
    name: &str,
    columns: &[Column],
    mut rows: Vec<Vec<Value>>,
) -> u32 {
    let headings = row + 1;
    let mut most = 1;
    for (number, column) in (0u32..).zip(columns) {
        let Style { form, tone, .. } = column.style;
        sheet.put(row, number, Cell::text(role_word(tone), Style::new(Form::ColumnRole, tone)));
        let is_text = matches!(form, Form::Text | Form::Wrapped | Form::Word);
        let heading = if is_text { Form::Heading } else { Form::FigureHeading };
        sheet.put(headings, number, Cell::text(column.heading, Style::new(heading, tone)));
        let width = sheet.column_widths.get(number as usize).copied().unwrap_or(10.0);
        most = most.max(lines_in_column(column.heading, width - 2.0));
    }
    sheet.row_heights.insert(headings, HEADING_LINE * f64::from(most) + 6.0);
    if rows.is_empty() {
        rows.push(vec![Value::Blank; columns.len()]);
    }
    let count = u32::try_from(rows.len()).unwrap_or_default();
    for (row, values) in (headings + 1..).zip(rows) {
        for ((number, column), value) in (0u32..).zip(columns).zip(values) {
            let value = match &column.expression {
                Some(expression) => with_value(expression, value),
                None => value,
            };
            sheet.put(row, number, Cell::new(value, column.style));
        }
    }
    let last = u32::try_from(columns.len()).unwrap_or_default().saturating_sub(1);
    sheet.tables.push(Table {
        name: name.to_owned(),
        area: Area::new(headings, 0, headings + count, last),
        columns: columns
            .iter()
            .map(|column| {
                let tone = column.style.tone;
                let (meaning, rule) = described(name, column.heading, tone);
                let expression = column.expression.as_deref().map(Into::into);
                TableColumn { expression, meaning, rule, tone, ..TableColumn::new(column.heading) }
            })
            .collect(),
        kept: None,
    });
    headings + count + 2
}

fn with_value(expression: &str, value: Value) -> Value {
    match value {
        Value::Number(number) => Value::formula(expression, number),
        Value::Text(text) => Value::formula(expression, text),
        _ => Value::formula(expression, ""),
    }
}
