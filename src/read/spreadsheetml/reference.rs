//! References to cells and ranges: `A1`, `$B$2:D9`.

use super::super::cell::Area;

/// The row and the column of a reference to a cell, counted from 0. There may be no column that high:
/// the limits say what is too far.
#[inline]
pub(super) fn cell(reference: &[u8]) -> Option<(u32, u32)> {
    let (mut row, mut column) = (0_u32, 0_u32);
    for byte in reference {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' if row == 0 => {
                let letter = u32::from(byte.to_ascii_uppercase() - b'A') + 1;
                column = column.checked_mul(26)?.checked_add(letter)?;
            }
            b'0'..=b'9' => row = row.checked_mul(10)?.checked_add(u32::from(byte - b'0'))?,
            b'$' => {}
            _ => return None,
        }
    }
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

/// The cells of a reference to a range or to one cell, its corners in order.
pub(super) fn area(reference: &str) -> Option<Area> {
    let (first, last) = reference.split_once(':').unwrap_or((reference, reference));
    let ((row, column), (other_row, other_column)) = (cell(first.as_bytes())?, cell(last.as_bytes())?);
    Some((row.min(other_row), column.min(other_column), row.max(other_row), column.max(other_column)))
}

/// The ranges of a list with spaces between them.
pub(super) fn areas(references: &str) -> Vec<Area> {
    references.split_ascii_whitespace().filter_map(area).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_counted_from_zero() {
        assert_eq!(cell(b"A1"), Some((0, 0)));
        assert_eq!(cell(b"xfd1048576"), Some((1_048_575, 16_383)));
        assert_eq!(cell(b"$AA$10"), Some((9, 26)));
        for wrong in [&b""[..], b"A", b"1", b"A0", b"1A", b"A-1", b"A99999999999", b"\xff1", b"ZZZZZZZZ1"] {
            assert_eq!(cell(wrong), None, "{}", String::from_utf8_lossy(wrong));
        }
        assert_eq!(areas("B2:A1 C3 nonsense"), [(0, 0, 1, 1), (2, 2, 2, 2)]);
    }
}
