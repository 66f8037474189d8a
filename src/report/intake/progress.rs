//! How much of an intake workbook is filled in, as formulas that follow what people enter.

use super::table_name;
use crate::declaration::{Declarations, EXAMPLE, Field, Register};
use crate::report::cell::{Cell, Form, Style, Tone, Value};
use crate::report::expression::{column, text};

/// A line of the count: what is counted in a register, and how often it is there.
pub fn progress(register: Register, declarations: &Declarations) -> Option<(String, Cell)> {
    let table = declarations.table(register)?;
    let name = table_name(register);
    let heading = |field: Field| table.column(field).map(|declared| column(&name, declared.heading()));
    let identifier = column(&name, table.identifier()?.heading());
    let (label, filled) = match register {
        Register::Controls => ("statuses", format!("({}<>\"\")", heading(Field::ControlStatus)?)),
        Register::Questionnaire => ("answers", format!("({}<>\"\")", heading(Field::Answer)?)),
        _ => {
            // A record may be named before somebody gives it an identifier.
            let second = column(&name, table.intake_columns().nth(1)?.heading());
            ("records", format!("(({identifier}<>\"\")+({second}<>\"\")>0)"))
        }
    };
    let expression = format!("SUMPRODUCT(({identifier}<>{})*{filled})", text(EXAMPLE));
    let cell = Cell::new(Value::formula(expression, 0.0), Style::new(Form::Integer, Tone::Derived));
    Some((format!("{}: {label}", register.words()), cell))
}
