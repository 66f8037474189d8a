//! The words of a diagnostic, for people (terminal, Findings sheet) and for programs (JSON).

use super::Diagnostic;

/// A diagnostic in words, with every placeholder filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// What was found.
    pub message: String,
    /// What it does to the result; may be empty.
    pub effect: String,
    /// How to mend it; may be empty.
    pub help: String,
}

/// Puts a diagnostic into words.
pub fn words(diagnostic: &Diagnostic) -> Words {
    let fill = |template: &str| {
        diagnostic
            .facts
            .iter()
            .fold(template.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    };
    Words {
        message: fill(diagnostic.code.message),
        effect: fill(diagnostic.code.effect),
        help: fill(diagnostic.code.help),
    }
}

/// Most cells that are listed by name for one diagnostic.
const CELLS_LISTED: usize = 3;

/// A diagnostic as text for a terminal, without colour; the last line ends without a line break.
pub fn text(diagnostic: &Diagnostic) -> String {
    let words = words(diagnostic);
    let mut lines =
        vec![format!("{}[{}]: {}", diagnostic.code.severity.word(), diagnostic.code.name, words.message)];
    if let Some(location) = &diagnostic.location {
        lines.push(format!("  --> {location}"));
    }
    match (&diagnostic.read, &diagnostic.expected) {
        (Some(read), Some(expected)) => {
            lines.push(format!("  read: {}   expected: {expected}", quoted(read)))
        }
        (Some(read), None) => lines.push(format!("  read: {}", quoted(read))),
        (None, Some(expected)) => lines.push(format!("  expected: {expected}")),
        (None, None) => {}
    }
    if !words.effect.is_empty() {
        lines.push(format!("  effect: {}", words.effect));
    }
    if !words.help.is_empty() {
        lines.push(format!("  help: {}", words.help));
    }
    if !diagnostic.also.is_empty() {
        lines.push(format!("  note: {}", also(diagnostic)));
    }
    lines.join("\n")
}

/// `6 more cells (E21, E30, E31, …)`.
pub fn also(diagnostic: &Diagnostic) -> String {
    let count = diagnostic.also.len();
    let mut cells: Vec<String> = diagnostic
        .also
        .iter()
        .take(CELLS_LISTED)
        .map(|location| location.seen_from(diagnostic.location.as_ref()))
        .collect();
    if count > CELLS_LISTED {
        cells.push("…".to_owned());
    }
    format!("{} ({})", counted(count, "more place", "more places"), cells.join(", "))
}

/// `a, b and c`; where there are more than `most`, `a, b, c and 4 more`.
pub fn enumerated(items: &[String], most: usize) -> String {
    joined(items, most, ", ", " and ")
}

/// As [`enumerated`], for items that are phrases: `a; b; and c`.
pub fn listed(items: &[String], most: usize) -> String {
    joined(items, most, "; ", "; and ")
}

fn joined(items: &[String], most: usize, between: &str, last: &str) -> String {
    let mut shown: Vec<String> = items.iter().take(most).cloned().collect();
    if items.len() > shown.len() {
        shown.push(format!("{} more", items.len() - shown.len()));
    }
    match shown.split_last() {
        Some((end, start)) if !start.is_empty() => format!("{}{last}{end}", start.join(between)),
        Some((end, _)) => end.clone(),
        None => String::new(),
    }
}

/// `1 row`, `3 rows`.
pub fn counted(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

/// The longest text of a cell that is repeated in a message.
const QUOTED_CHARACTERS: usize = 120;

/// A cell's text as one line in quotation marks, without control characters, cut where it is long.
pub fn quoted(text: &str) -> String {
    let line: String =
        text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect();
    let line = line.trim();
    if line.chars().count() > QUOTED_CHARACTERS {
        let start: String = line.chars().take(QUOTED_CHARACTERS).collect();
        format!("\"{start}…\"")
    } else {
        format!("\"{line}\"")
    }
}

/// A diagnostic as the JSON object of the contract (`inspect --json`).
pub fn json(diagnostic: &Diagnostic) -> serde_json::Value {
    let words = words(diagnostic);
    let location = diagnostic.location.as_ref();
    serde_json::json!({
        "code": diagnostic.code.name,
        "severity": diagnostic.code.severity.word(),
        "message": words.message,
        "file": location.map(|location| location.file_path()),
        "sheet": location.and_then(|location| location.sheet_name()),
        "cell": location.and_then(|location| location.cell_reference()),
        "row": location.and_then(|location| location.row).map(|row| row + 1),
        "read": diagnostic.read,
        "expected": diagnostic.expected,
        "effect": words.effect,
        "help": words.help,
        "also": diagnostic.also.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_joined_as_people_write_them() {
        let items: Vec<String> = ["a", "b", "c"].map(str::to_owned).to_vec();
        assert_eq!(enumerated(&items, 3), "a, b and c");
        assert_eq!(enumerated(&items, 1), "a and 2 more");
        assert_eq!(listed(&items, 2), "a; b; and 1 more");
        assert_eq!(enumerated(&items[..1], 3), "a");
        assert_eq!(
            (counted(1, "row", "rows").as_str(), counted(2, "row", "rows").as_str()),
            ("1 row", "2 rows")
        );
    }
}
