//! Text as it stands in the XML of the parts.

pub use crate::read::markup::push_escaped as push_attribute;

/// How each part begins.
pub const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
/// The vocabulary of sheets and texts (ECMA-376, part 1).
pub const SPREADSHEET_NAMESPACE: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// Adds text to XML.
pub fn push_text(xml: &mut String, text: &str) {
    let mut rest = text;
    while let Some(place) = memchr::memchr3(b'&', b'<', b'>', rest.as_bytes()) {
        // The sign that was found is one byte long, so both cuts lie between characters.
        let (before, from) = rest.split_at(place);
        xml.push_str(before);
        let mut characters = from.chars();
        xml.push_str(match characters.next() {
            Some('&') => "&amp;",
            Some('<') => "&lt;",
            _ => "&gt;",
        });
        rest = characters.as_str();
    }
    xml.push_str(rest);
}

/// Adds the text of a cell to XML. Spreadsheet programs read `_x0041_` as the character of that
/// number, so an underscore that would begin such a number is written as its own.
pub fn push_cell_text(xml: &mut String, text: &str) {
    let mut rest = text;
    if memchr::memchr(b'_', text.as_bytes()).is_none() {
        return push_text(xml, text);
    }
    while let Some(place) = rest.find("_x") {
        let (before, from) = rest.split_at(place);
        push_text(xml, before);
        xml.push_str(if is_escaped_character(from) { "_x005F_" } else { "_" });
        rest = from.get(1..).unwrap_or_default();
    }
    push_text(xml, rest);
}

/// Whether a text begins as `_x0041_` does.
fn is_escaped_character(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.get(6) == Some(&b'_')
        && bytes.get(2..6).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_the_markup_are_written_as_text() {
        let mut xml = String::new();
        push_text(&mut xml, "a<b>&c & ü<");
        assert_eq!(xml, "a&lt;b&gt;&amp;c &amp; ü&lt;");
    }

    #[test]
    fn only_what_would_be_read_as_a_character_number_is_escaped() {
        for (text, expected) in [
            ("_x0041_", "_x005F_x0041_"),
            ("a_x00e4_&_x", "a_x005F_x00e4_&amp;_x"),
            ("_xyz", "_xyz"),
            ("__x0041_", "__x005F_x0041_"),
        ] {
            let mut xml = String::new();
            push_cell_text(&mut xml, text);
            assert_eq!(xml, expected);
        }
    }
}
