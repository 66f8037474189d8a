//! The shapes that nearly all cells and shared strings have, read in one go: a reference, perhaps a style,
//! and a number; a text without anything to resolve. What has any other shape is read tag by tag, with the
//! same result.

/// A cell as spreadsheet programs write most of them: `<c r="B2" s="1" t="s"><v>17</v></c>`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct PlainCell<'a> {
    /// Its row, counted from 0.
    pub row: u32,
    /// Its column, counted from 0.
    pub column: u32,
    /// The number of its style.
    pub style: u32,
    /// Whether the number is that of a shared string.
    pub shared: bool,
    /// The number.
    pub number: Digits<'a>,
}

/// A number of which no more is known than the characters that it has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Digits<'a> {
    /// A whole number of up to nine digits.
    Whole(u32),
    /// Digits, signs, points and exponents in any order.
    Other(&'a [u8]),
}

/// The plain cell that bytes start with, and how many bytes it takes.
#[inline]
pub(super) fn plain_cell(bytes: &[u8]) -> Option<(PlainCell<'_>, usize)> {
    let mut rest = bytes.strip_prefix(b"<c r=\"")?;
    let (mut column, mut letters) = (0_u32, 0);
    while let [letter @ b'A'..=b'Z', behind @ ..] = rest {
        column = column * 26 + u32::from(letter - b'A') + 1;
        letters += 1;
        // Three letters are enough for every column that there is.
        if letters > 3 {
            return None;
        }
        rest = behind;
    }
    let (row, behind) = whole_number(rest)?;
    rest = behind.strip_prefix(b"\"")?;
    let mut style = 0;
    if let Some(behind) = rest.strip_prefix(b" s=\"") {
        let (number, behind) = whole_number(behind)?;
        style = number;
        rest = behind.strip_prefix(b"\"")?;
    }
    let mut shared = false;
    if let Some(behind) = rest.strip_prefix(b" t=\"s\"") {
        shared = true;
        rest = behind;
    }
    rest = rest.strip_prefix(b"><v>")?;
    let number = match whole_number(rest) {
        Some((whole, behind @ [b'<', ..])) => {
            rest = behind;
            Digits::Whole(whole)
        }
        _ => {
            let is_part = |byte: &u8| matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+' | b'E' | b'e');
            let length = rest.iter().position(|byte| !is_part(byte))?;
            let (number, behind) = rest.split_at_checked(length)?;
            rest = behind;
            if number.is_empty() {
                return None;
            }
            Digits::Other(number)
        }
    };
    rest = rest.strip_prefix(b"</v></c>")?;
    let (row, column) = (row.checked_sub(1)?, column.checked_sub(1)?);
    Some((PlainCell { row, column, style, shared, number }, bytes.len() - rest.len()))
}

/// The whole number of one to nine digits that bytes start with, and what stands behind it.
#[inline]
fn whole_number(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let (mut rest, mut number) = (bytes, 0_u32);
    while let [digit @ b'0'..=b'9', behind @ ..] = rest {
        if bytes.len() - rest.len() == 9 {
            return None;
        }
        number = number * 10 + u32::from(digit - b'0');
        rest = behind;
    }
    (rest.len() < bytes.len()).then_some((number, rest))
}

/// The text of the plain shared string, `<si><t>text</t></si>`, that bytes start with, and how many bytes
/// it takes.
#[inline]
pub(super) fn plain_string(bytes: &[u8]) -> Option<(&str, usize)> {
    let rest = bytes.strip_prefix(b"<si><t>")?;
    let (raw, behind) = rest.split_at_checked(memchr::memchr(b'<', rest)?)?;
    let behind = behind.strip_prefix(b"</t></si>")?;
    if memchr::memchr3(b'&', b'\r', b'_', raw).is_some() {
        return None;
    }
    let text = std::str::from_utf8(raw).ok()?.trim_matches([' ', '\t', '\n']);
    Some((text, bytes.len() - behind.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_and_strings_of_the_plain_shape_are_read_in_one_go() {
        let cell = "<c r=\"AB12\" s=\"3\" t=\"s\"><v>17</v></c>";
        let read = PlainCell { row: 11, column: 27, style: 3, shared: true, number: Digits::Whole(17) };
        assert_eq!(plain_cell(format!("{cell}<c").as_bytes()), Some((read, cell.len())));
        let cell = "<c r=\"A1\"><v>-1.5E-3</v></c>";
        let read =
            PlainCell { row: 0, column: 0, style: 0, shared: false, number: Digits::Other(b"-1.5E-3") };
        assert_eq!(plain_cell(cell.as_bytes()), Some((read, cell.len())));
        assert_eq!(plain_string(b"<si><t> R\xc3\xbcck </t></si><si>"), Some(("R\u{fc}ck", 23)));
    }

    #[test]
    fn any_other_shape_is_left() {
        for cell in [
            "<c r=\"A1\" t=\"str\"><v>1</v></c>",
            "<c r=\"A1\"><f>1</f><v>1</v></c>",
            "<c r=\"A0\"><v>1</v></c>",
            "<c r=\"1\"><v>1</v></c>",
            "<c r=\"AAAA1\"><v>1</v></c>",
            "<c r=\"A1\"><v></v></c>",
            "<c r=\"A1\"><v>1&#48;</v></c>",
            "<c r=\"A1\"><v>1</v></c",
            "<c r=\"A1\"><v>1",
            "<c t=\"s\" r=\"A1\"><v>1</v></c>",
            "<c><v>1</v></c>",
            "<col/>",
            "",
        ] {
            assert_eq!(plain_cell(cell.as_bytes()), None, "{cell}");
        }
        for string in [
            "<si><t>a&amp;b</t></si>",
            "<si><t>a_x000D_</t></si>",
            "<si><t>a</t>",
            "<si><t/></si>",
            "<si><t>\u{fffd}",
        ] {
            assert_eq!(plain_string(string.as_bytes()), None, "{string}");
        }
        assert_eq!(plain_string(b"<si><t>\xff</t></si>"), None);
    }
}
