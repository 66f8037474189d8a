//! Lines on what was recognised, which several commands print.

use crate::declaration::Field;
use crate::model::LeftAlone;
use crate::provenance::column_letters;

/// One line on what was left alone, and why.
pub fn left_alone_line(left: &LeftAlone) -> String {
    let sheet = left.sheet.sheet.as_deref().unwrap_or_default();
    let range = left.range.as_ref().map(|range| format!(" › {range}")).unwrap_or_default();
    format!("  {sheet}{range}: left alone, {}", left.why)
}

/// One line on a column that was taken for a field.
pub fn column_line(column: u32, heading: &str, field: Field, confidence: f64, evidence: &[String]) -> String {
    let letters = column_letters(column);
    format!("{letters} {} is {field} ({confidence:.2}: {})", shortened(heading), evidence.join(", "))
}

/// One line on a column that was taken for no field.
pub fn unmapped_line(column: u32, heading: &str, candidates: &[Field]) -> String {
    let candidates: Vec<&str> = candidates.iter().map(|field| field.name()).collect();
    let nearest =
        if candidates.is_empty() { String::new() } else { format!("; nearest: {}", candidates.join(", ")) };
    format!("{} {} is unmapped{nearest}", column_letters(column), shortened(heading))
}

/// How many characters of a heading are shown.
const HEADING_CHARACTERS: usize = 60;

fn shortened(heading: &str) -> String {
    let line = heading.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= HEADING_CHARACTERS {
        return format!("\"{line}\"");
    }
    let start: String = line.chars().take(HEADING_CHARACTERS).collect();
    format!("\"{start}…\"")
}
