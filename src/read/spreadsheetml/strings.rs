//! The table of shared strings, and texts that consist of runs.

use std::io::Read;

use arcstr::ArcStr;

use super::super::limits::{Limit, Limits};
use super::character_data::{append, append_literal, unescaped};
use super::package::{Package, Unreadable};
use super::scanner::Scanner;
use super::token::{Fault, Token};

/// Reads the table of shared strings. What it says of its size is not believed, only counted.
///
/// # Errors
/// Where the table is damaged or goes beyond a limit.
pub(super) fn read_shared_strings(
    package: &mut Package,
    part: &str,
    limits: &Limits,
) -> Result<Vec<ArcStr>, Unreadable> {
    let mut xml = package.scan(part)?;
    let mut strings = Vec::new();
    let mut text = RichText::new(limits);
    let room = |known: usize| limits.check(Limit::Strings, known as u64 + 1).map_err(Fault::Limit);
    loop {
        while let Some(plain) = xml.plain_string() {
            room(strings.len())?;
            strings.push(ArcStr::from(plain));
        }
        match xml.next()? {
            Token::Open(tag) if tag.name == b"si" => {
                let empty = tag.empty;
                room(strings.len())?;
                let string = if empty { ArcStr::new() } else { ArcStr::from(text.read(&mut xml, b"si")?) };
                strings.push(string);
            }
            Token::End => return Ok(strings),
            _ => {}
        }
    }
}

/// Reads texts that stand in an element `t`, or in several where their letters look different.
pub(super) struct RichText {
    text: String,
    run: String,
    /// Bytes beyond which a text is not kept: it is cut later, at the limit of characters.
    most: usize,
}

impl RichText {
    pub(super) fn new(limits: &Limits) -> Self {
        // A character takes at most four bytes, one that is escaped seven.
        let most = usize::try_from(limits.value(Limit::CellText)).unwrap_or(usize::MAX).saturating_mul(8);
        Self { text: String::new(), run: String::new(), most: most.saturating_add(64) }
    }

    /// The text of the element that was opened last, up to its end. How it is pronounced is left out.
    ///
    /// # Errors
    /// As of the scanner.
    pub(super) fn read<R: Read>(&mut self, xml: &mut Scanner<R>, closing: &[u8]) -> Result<&str, Fault> {
        self.text.clear();
        loop {
            match xml.next()? {
                Token::Open(tag) if tag.name == b"rPh" && !tag.empty => xml.skip_element()?,
                Token::Open(tag) if tag.name == b"t" && !tag.empty => {
                    let preserved = tag.attribute(b"space") == Some(b"preserve");
                    self.read_run(xml, preserved)?;
                }
                Token::Close(name) if name == closing => return Ok(&self.text),
                Token::End => return Ok(&self.text),
                _ => {}
            }
        }
    }

    fn read_run<R: Read>(&mut self, xml: &mut Scanner<R>, preserved: bool) -> Result<(), Fault> {
        self.run.clear();
        read_text(xml, &mut self.run, self.most)?;
        let run = self.run.as_str();
        // Space around a text counts only where the file says so.
        let run = if preserved { run } else { run.trim_matches([' ', '\t', '\r', '\n']) };
        if self.text.len() < self.most {
            self.text.push_str(&unescaped(run));
        }
        Ok(())
    }
}

/// Appends the text of the element that was opened last, up to its end, and not much more than `most`
/// bytes of it.
///
/// # Errors
/// As of the scanner.
pub(super) fn read_text<R: Read>(xml: &mut Scanner<R>, text: &mut String, most: usize) -> Result<(), Fault> {
    let mut depth = 0;
    loop {
        match xml.next()? {
            Token::Text(raw) if depth == 0 && text.len() < most => append(raw, text),
            Token::Literal(raw) if depth == 0 && text.len() < most => append_literal(raw, text),
            Token::Open(tag) if !tag.empty => depth += 1,
            Token::Close(_) if depth == 0 => return Ok(()),
            Token::Close(_) => depth -= 1,
            Token::End => return Ok(()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(item: &str) -> String {
        let mut xml = Scanner::new(item.as_bytes()).unwrap();
        assert!(matches!(xml.next(), Ok(Token::Open(_))));
        RichText::new(&Limits::default()).read(&mut xml, b"si").unwrap().to_owned()
    }

    #[test]
    fn runs_are_joined_and_how_they_are_pronounced_is_left_out() {
        let runs = "<si><r><rPr><b/></rPr><t xml:space=\"preserve\">Risk </t></r><r><t>owner</t></r>\
                    <rPh sb=\"0\" eb=\"2\"><t>kana</t></rPh><phoneticPr fontId=\"1\"/></si>";
        assert_eq!(read(runs), "Risk owner");
        assert_eq!(read("<si><t/></si>"), "");
        assert_eq!(read("<si> <t><![CDATA[a<b]]>&amp;c</t> </si>"), "a<b&c");
    }

    #[test]
    fn space_around_a_text_counts_where_the_file_says_so() {
        assert_eq!(read("<si><t> a\u{a0}\n</t></si>"), "a\u{a0}");
        assert_eq!(read("<si><t xml:space=\"preserve\"> a\n</t></si>"), " a\n");
        assert_eq!(read("<si><t>_x0020_a</t></si>"), " a");
    }

    #[test]
    fn a_text_beyond_all_measure_is_not_kept_whole() {
        let long = format!("<si><t>{}</t></si>", "x".repeat(2 << 20));
        assert!(read(&long).len() < 512 << 10);
    }
}
