//! What stands between tags, as the text that it means.

use std::borrow::Cow;

use quick_xml::escape::resolve_xml_entity;

/// Appends character data: entities resolved, line ends as XML 1.0 has them (2.11). An entity that XML
/// does not know becomes U+FFFD, for no part may declare any.
pub(super) fn append(raw: &[u8], text: &mut String) {
    let mut rest = raw;
    while let Some(at) = memchr::memchr2(b'&', b'\r', rest) {
        append_literal(rest.get(..at).unwrap_or_default(), text);
        let special = rest.get(at..).unwrap_or_default();
        rest = match special {
            [b'\r', b'\n', behind @ ..] | [b'\r', behind @ ..] => {
                text.push('\n');
                behind
            }
            _ => {
                let end = memchr::memchr(b';', special);
                let name = special.get(1..end.unwrap_or(1)).unwrap_or_default();
                match (end, std::str::from_utf8(name)) {
                    (Some(_), Ok(name)) => push_entity(name, text),
                    _ => text.push('\u{fffd}'),
                }
                special.get(end.unwrap_or(0) + 1..).unwrap_or_default()
            }
        };
    }
    append_literal(rest, text);
}

/// Appends text that means what it says.
pub(super) fn append_literal(raw: &[u8], text: &mut String) {
    match std::str::from_utf8(raw) {
        Ok(known) => text.push_str(known),
        Err(_) => text.push_str(&String::from_utf8_lossy(raw)),
    }
}

fn push_entity(name: &str, text: &mut String) {
    if let Some(known) = resolve_xml_entity(name) {
        text.push_str(known);
        return;
    }
    let number = name.strip_prefix('#').and_then(|number| match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16).ok(),
        None => number.parse().ok(),
    });
    text.push(number.and_then(char::from_u32).filter(|character| *character != '\0').unwrap_or('\u{fffd}'));
}

/// Resolves the escapes of characters that XML cannot hold, `_x000D_` (ECMA-376 part 1, 22.9.2.19,
/// ST_Xstring). An underscore that is no part of an escape is escaped itself where it would look like one.
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let mut units: Vec<u16> = Vec::new();
    let mut resolved = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        if let Some(unit) = escaped_unit(rest) {
            units.push(unit);
            rest = rest.get(7..).unwrap_or_default();
        } else {
            resolved.push_str(&String::from_utf16_lossy(&units));
            units.clear();
            resolved.push(character);
            rest = rest.get(character.len_utf8()..).unwrap_or_default();
        }
    }
    resolved.push_str(&String::from_utf16_lossy(&units));
    Cow::Owned(resolved)
}

/// The UTF-16 unit of an escape that a text starts with.
fn escaped_unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("_x")?.get(..5)?.strip_suffix('_')?;
    if digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        u16::from_str_radix(digits, 16).ok()
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_and_line_ends_are_resolved_and_unknown_ones_are_visible() {
        for (raw, expected) in [
            (&b"a &lt;&amp;&gt; &quot;&apos;"[..], "a <&> \"'"),
            (b"&#65;&#x42;&#xE9;", "ABé"),
            (b"&nbsp;&#0;&#xD800;&", "\u{fffd}\u{fffd}\u{fffd}\u{fffd}"),
            (b"one\r\ntwo\rthree\n", "one\ntwo\nthree\n"),
            (b"not UTF-8: \xff", "not UTF-8: \u{fffd}"),
        ] {
            let mut text = String::new();
            append(raw, &mut text);
            assert_eq!(text, expected);
        }
    }

    #[test]
    fn escapes_of_characters_are_resolved_once() {
        for (escaped, expected) in [
            ("a_x000D_\nb", "a\r\nb"),
            ("_x005F_x000D_", "_x000D_"),
            ("_xD83D__xDE00_", "😀"),
            ("_xD83D_", "\u{fffd}"),
            ("_x00_ _xZZZZ_ a_x_b_x+12D_", "_x00_ _xZZZZ_ a_x_b_x+12D_"),
        ] {
            assert_eq!(unescaped(escaped), expected);
        }
    }
}
