//! What a part consists of: tags with their attributes, and text; and why one cannot be read on.

use super::super::damage::in_plain_words;
use super::super::limits::LimitExceeded;

/// Why a part cannot be read on.
#[derive(Debug, PartialEq)]
pub(super) enum Fault {
    /// It goes beyond a limit.
    Limit(LimitExceeded),
    /// It declares a document type or entities.
    DocumentType,
    /// It is damaged; in words.
    Damage(String),
}

impl Fault {
    /// The fault behind an error of reading.
    pub(super) fn of(error: std::io::Error) -> Self {
        match error.downcast::<LimitExceeded>() {
            Ok(exceeded) => Self::Limit(exceeded),
            Err(error) => Self::Damage(in_plain_words(&error)),
        }
    }

    pub(super) fn malformed(what: &str) -> Self {
        Self::Damage(format!("it breaks off or is not well formed ({what})"))
    }
}

impl From<LimitExceeded> for Fault {
    fn from(exceeded: LimitExceeded) -> Self {
        Self::Limit(exceeded)
    }
}

/// What follows in a part.
#[derive(Debug, PartialEq)]
pub(super) enum Token<'a> {
    /// An element begins.
    Open(Tag<'a>),
    /// An element ends. One without content does not end by itself: its tag says so.
    Close(&'a [u8]),
    /// Text in which entities are not resolved yet; no entity and no character is cut in two.
    Text(&'a [u8]),
    /// Text that means what it says.
    Literal(&'a [u8]),
    /// The part ends, all elements closed.
    End,
}

/// The tag that begins an element.
#[derive(Debug, PartialEq, Clone, Copy)]
pub(super) struct Tag<'a> {
    /// Its name without a prefix.
    pub name: &'a [u8],
    /// Whether the element has no content.
    pub empty: bool,
    pub(super) attributes: &'a [u8],
}

impl<'a> Tag<'a> {
    /// Its attributes, by their names without a prefix, with values in which entities are not resolved.
    pub(super) fn attributes(&self) -> Attributes<'a> {
        Attributes { rest: self.attributes }
    }

    /// The value of an attribute, in which entities are not resolved.
    pub(super) fn attribute(&self, name: &[u8]) -> Option<&'a [u8]> {
        self.attributes().find_map(|(own, value)| (own == name).then_some(value))
    }

    /// The value of an attribute as text.
    pub(super) fn text(&self, name: &[u8]) -> Option<String> {
        let mut text = String::new();
        super::character_data::append(self.attribute(name)?, &mut text);
        Some(text)
    }

    /// The value of an attribute as a whole number.
    pub(super) fn number(&self, name: &[u8]) -> Option<u32> {
        std::str::from_utf8(self.attribute(name)?).ok()?.trim().parse().ok()
    }

    /// Whether an attribute says yes.
    pub(super) fn says_yes(&self, name: &[u8]) -> bool {
        matches!(self.attribute(name), Some(b"1" | b"true" | b"on"))
    }
}

/// The attributes of a tag; where they are not well formed, those before the fault.
pub(super) struct Attributes<'a> {
    pub(super) rest: &'a [u8],
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a [u8], &'a [u8]);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.rest;
        let start = rest.iter().position(|byte| !byte.is_ascii_whitespace())?;
        let rest = rest.get(start..)?;
        let equals = rest.iter().position(|byte| *byte == b'=')?;
        let (name, rest) = rest.split_at_checked(equals)?;
        let mut rest = rest.get(1..)?;
        while let [space, behind @ ..] = rest
            && space.is_ascii_whitespace()
        {
            rest = behind;
        }
        let [quote @ (b'"' | b'\''), rest @ ..] = rest else { return None };
        let end = rest.iter().position(|byte| byte == quote)?;
        let (value, behind) = rest.split_at_checked(end)?;
        self.rest = behind.get(1..)?;
        Some((local_name(name.trim_ascii_end()), value))
    }
}

/// A name without its prefix.
#[inline]
pub(super) fn local_name(name: &[u8]) -> &[u8] {
    match name.iter().position(|byte| *byte == b':') {
        Some(colon) => name.get(colon + 1..).unwrap_or_default(),
        None => name,
    }
}
