//! How much room a text takes, so that neither Excel nor LibreOffice clips it.
//!
//! Neither can be asked here, and LibreOffice does not fit rows by itself when it opens a workbook. The
//! estimate takes letters as wide as in a broad typeface, so that rows are rather too high than too low.

/// Height of a line of text in a table, in points.
const LINE: f64 = 12.75;
/// Room above and below the text of a row, in points.
const ROOM: f64 = 3.0;
/// The highest row that a spreadsheet has, in points.
const HIGHEST: f64 = 409.0;

/// Characters of a running text that stand in a column of width 1; fewer than in the narrow typeface that
/// the workbook asks for, since a computer without it takes a broader one.
const CHARACTERS_PER_WIDTH: f64 = 1.15;

/// How many lines a running text takes in a column of a width.
pub fn lines_in_column(text: &str, width: f64) -> u32 {
    lines(text, width * CHARACTERS_PER_WIDTH)
}

/// How many lines of so many characters a text takes.
pub fn lines(text: &str, width: f64) -> u32 {
    let room = width.max(1.0);
    if text.is_ascii() && text.len() as f64 <= room && !text.contains('\n') {
        return 1;
    }
    text.split('\n').map(|line| lines_of_paragraph(line, room)).fold(0, u32::saturating_add)
}

/// Words go to the next line as a whole; one that is longer than a line is broken.
fn lines_of_paragraph(paragraph: &str, room: f64) -> u32 {
    let mut lines: u32 = 1;
    let mut used = 0.0;
    for word in paragraph.split(' ') {
        let length =
            if word.is_ascii() { word.len() as f64 } else { word.chars().map(width_of).sum::<f64>() };
        let space = if used > 0.0 { 1.0 } else { 0.0 };
        if used + space + length <= room {
            used += space + length;
            continue;
        }
        if used > 0.0 {
            lines += 1;
        }
        let more = (length / room).ceil().max(1.0) - 1.0;
        lines = lines.saturating_add(more as u32);
        used = length - more * room;
    }
    lines
}

/// The width of a character as a share of a column's unit.
fn width_of(character: char) -> f64 {
    match u32::from(character) {
        0x1100..=0x115f
        | 0x2e80..=0xa4cf
        | 0xac00..=0xd7a3
        | 0xf900..=0xfaff
        | 0xfe30..=0xfe4f
        | 0xff00..=0xff60
        | 0x1f300..=0x1faff => 2.0,
        _ => 1.0,
    }
}

/// A text broken into lines of at most so many characters, between words where they allow it.
pub fn broken(text: &str, room: usize) -> Vec<String> {
    let room = room.max(1);
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let mut word = word;
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > room {
            lines.push(std::mem::take(&mut line));
        }
        while let Some((end, _)) = word.char_indices().nth(room) {
            let (start, rest) = word.split_at(end);
            lines.push(start.to_owned());
            word = rest;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
    lines
}

/// The height of a row of so many lines, in points.
pub fn row_height(lines: u32) -> f64 {
    (f64::from(lines) * LINE + ROOM).min(HIGHEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_wrap_as_a_whole_and_long_ones_break() {
        assert_eq!(lines("Confidentiality need", 15.0), 2);
        assert_eq!(lines("one two", 7.0), 1);
        assert_eq!(lines("one two", 6.0), 2);
        assert_eq!(lines("abcdefghij", 4.0), 3);
        assert_eq!(lines("a\n\nb", 10.0), 3);
        assert_eq!(lines("", 10.0), 1);
        assert_eq!(lines("備考備考", 4.0), 2);
    }

    #[test]
    fn a_long_text_is_broken_between_words_and_loses_nothing() {
        assert_eq!(broken("one two three", 7), ["one two", "three"]);
        assert_eq!(broken("abcdefgh ij", 3), ["abc", "def", "gh", "ij"]);
        assert_eq!(broken("", 3), [""]);
        let text = "Design and operation of the platform for warehouses in four countries";
        assert_eq!(broken(text, 20).join(" "), text);
        assert!(broken(text, 20).iter().all(|line| line.chars().count() <= 20));
    }

    #[test]
    fn no_row_is_higher_than_a_spreadsheet_allows() {
        assert_eq!(row_height(1000), 409.0);
    }
}
