//! Where a tag ends in a buffer, and how much of a text can be taken before it goes on.

/// Where a tag ends: at the first `>` that does not stand in a value.
#[inline]
pub(super) fn tag_end(tag: &[u8]) -> Option<usize> {
    let mut quote = 0;
    tag.iter().position(|byte| {
        if quote == 0 {
            if *byte == b'"' || *byte == b'\'' {
                quote = *byte;
            }
            *byte == b'>'
        } else {
            if *byte == quote {
                quote = 0;
            }
            false
        }
    })
}

/// How much of a text can be taken without cutting an entity, a line end or a character in two.
pub(super) fn whole_pieces(text: &[u8]) -> usize {
    const LONGEST_ENTITY: usize = 32;
    let length = whole_characters(text);
    let from = length.saturating_sub(LONGEST_ENTITY);
    let tail = text.get(from..length).unwrap_or_default();
    match memchr::memrchr2(b'&', b'\r', tail) {
        Some(at) if !tail.get(at..).unwrap_or_default().contains(&b';') && from + at > 0 => from + at,
        _ => length,
    }
}

/// How much of a text can be taken without cutting a character in two.
pub(super) fn whole_characters(text: &[u8]) -> usize {
    let mut length = text.len();
    // At most three bytes of a character can stand behind its first.
    for _ in 0..4 {
        match length.checked_sub(1).and_then(|last| text.get(last)) {
            Some(0..=0x7f) | None => return length,
            Some(byte) if *byte >= 0xc0 => return length - 1,
            Some(_) => length -= 1,
        }
    }
    text.len()
}
