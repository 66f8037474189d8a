//! What every command does on the terminal: messages with a colour where one is shown, tables.
//!
//! Colour is used only on a terminal and never with `NO_COLOR`; the streams see to that. Messages that
//! nobody reads any more (`annexa … 2>&1 | head`) never end a run; only data that cannot be printed does.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write as _};

use anstyle::{AnsiColor, Style};
use comfy_table::presets::UTF8_HORIZONTAL_ONLY;
use comfy_table::{CellAlignment, Table};

use super::assessed;
use crate::deliver::Listener;
use crate::diagnostic::{Diagnostic, Severity, render};
use crate::pipeline::Outcome;

/// Tells on the terminal what happens while a workbook is made.
#[derive(Clone, Copy, Debug, Default)]
pub struct Terminal {
    /// Whether everything is told, however long.
    pub verbose: bool,
}

impl Listener for Terminal {
    fn log(&self, line: &str) {
        log(line);
    }

    fn fault(&self, message: &str) {
        fault(message);
    }

    fn diagnostics(&self, told: &[Diagnostic]) {
        diagnostics(told);
    }

    fn assessed(&self, outcome: &Outcome) {
        assessed::log(outcome, self.verbose);
    }
}

const STRONG: Style = Style::new().bold();

fn style(severity: Severity) -> Style {
    let colour = match severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Note => AnsiColor::Cyan,
    };
    Style::new().bold().fg_color(Some(colour.into()))
}

/// Prints diagnostics to standard error, one block each.
pub fn diagnostics<'a>(diagnostics: impl IntoIterator<Item = &'a Diagnostic>) {
    let mut block = String::new();
    for diagnostic in diagnostics {
        let text = render::text(diagnostic);
        let text = visible(&text);
        let (first, rest) = text.split_once('\n').unwrap_or((&text, ""));
        let (head, message) = first.split_once(": ").unwrap_or((first, ""));
        let severity = style(diagnostic.code.severity);
        let _ = writeln!(block, "{severity}{head}{severity:#}: {STRONG}{message}{STRONG:#}");
        if !rest.is_empty() {
            let _ = writeln!(block, "{rest}");
        }
        if block.len() >= BLOCK {
            print(&block);
            block.clear();
        }
    }
    print(&block);
}

/// A text with its control characters written as their number, as JSON does: names of files and sheets may hold
/// any, and a terminal would obey them. Line breaks and tabs stay.
fn visible(text: &str) -> Cow<'_, str> {
    let obeyed = |character: char| character.is_control() && !matches!(character, '\n' | '\t');
    if !text.contains(obeyed) {
        return Cow::Borrowed(text);
    }
    let mut visible = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        if obeyed(character) {
            let _ = write!(visible, "\\u{:04x}", u32::from(character));
        } else {
            visible.push(character);
        }
    }
    Cow::Owned(visible)
}

/// Messages are handed to the terminal in blocks of about so many bytes.
const BLOCK: usize = 64 * 1024;

/// Prints to standard error, at once rather than piece by piece.
fn print(text: &str) {
    let mut stream = anstream::stderr().lock();
    let _ = match stream.current_choice() {
        anstream::ColorChoice::Never => {
            stream.write_all(anstream::adapter::strip_str(text).to_string().as_bytes())
        }
        _ => stream.write_all(text.as_bytes()),
    };
}

/// Prints a line of the log to standard error.
pub fn log(line: &str) {
    print(&format!("{}\n", visible(line)));
}

/// Shows a line on a terminal that the next one takes the place of; a blank one clears it.
pub fn transient(line: &str) {
    print(&format!("\r\u{1b}[2K{}", visible(line)));
}

/// Prints a heading of the log to standard error.
pub fn log_heading(line: &str) {
    print(&format!("{STRONG}{}{STRONG:#}\n", visible(line)));
}

/// Prints to standard error why a command did not do what it was asked.
pub fn fault(message: &str) {
    let severity = style(Severity::Error);
    print(&format!("{severity}error{severity:#}: {}\n", visible(message)));
}

/// Prints data to standard output.
///
/// # Errors
/// Where standard output cannot be written to, such as a closed pipe.
pub fn data(text: &str) -> io::Result<()> {
    let mut stream = anstream::stdout().lock();
    writeln!(stream, "{}", visible(text))?;
    stream.flush()
}

/// A table for the terminal: columns from the second on are aligned to the right where `numbers` says so.
pub fn table(header: &[&str], rows: impl IntoIterator<Item = Vec<String>>, numbers: bool) -> String {
    let mut table = Table::new();
    table.load_style(UTF8_HORIZONTAL_ONLY);
    table.set_header(header);
    table.add_rows(rows);
    if numbers {
        for column in table.column_iter_mut().skip(1) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table.to_string()
}

/// A text as one line of at most so many characters, cut visibly where it is longer.
pub fn one_line(text: &str, most: usize) -> String {
    let line: String =
        text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect();
    if line.chars().count() <= most {
        return line;
    }
    let start: String = line.chars().take(most).collect();
    format!("{}…", start.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_obeys_nothing_that_a_file_is_named() {
        assert_eq!(visible("a\u{1b}[2J\r\u{9b}b\n\tc"), "a\\u001b[2J\\u000d\\u009bb\n\tc");
        assert!(matches!(visible("Übersicht ›\n"), Cow::Borrowed(_)));
    }
}
