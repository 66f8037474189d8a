//! A scanner of XML while it is expanded: tags and text as they stand in a buffer, nothing copied.
//!
//! It knows what the parts of a workbook consist of and no more. Document types, and with them all
//! entities that a file could declare, are refused; prefixes of names are left out, for any prefix may
//! stand for the namespace of spreadsheets, transitional or strict; text of any length comes in pieces.

use std::io::Read;

use encoding_rs::{Decoder, UTF_8, UTF_16BE, UTF_16LE};
use memchr::memmem;

use super::encoding::{declared_encoding, decoded};
use super::ends::{tag_end, whole_characters, whole_pieces};
use super::plain::{self, PlainCell};
use super::token::{Fault, Tag, Token, local_name};

/// Bytes that are read at a time.
const PIECE: usize = 64 * 1024;

/// The longest tag. Spreadsheet programs write some hundred bytes, and lists of ranges of some thousand.
const LONGEST_TAG: usize = 4 << 20;

/// How deep elements may be nested. Spreadsheet programs nest them a dozen deep.
const DEEPEST: usize = 256;

/// Where a token stands in the buffer.
enum Found {
    Open {
        name: (usize, usize),
        attributes: (usize, usize),
        empty: bool,
    },
    Close {
        name: (usize, usize),
    },
    Text(usize, usize),
    Literal(usize, usize),
    End,
    /// Nothing that counts, or more had to be read first.
    Nothing,
}

/// A part that is being scanned.
pub(super) struct Scanner<R> {
    source: R,
    buffer: Vec<u8>,
    /// Where the next token begins.
    start: usize,
    /// Where that ends which was read.
    end: usize,
    /// Whether the source has no more.
    ended: bool,
    /// Whether the next bytes are literal text.
    literal: bool,
    /// What the bytes of the source have to go through to become UTF-8, and bytes that wait for it.
    decoder: Option<(Decoder, Vec<u8>)>,
    /// The elements that are open, each as a mark of its name.
    open: Vec<u64>,
}

impl<R: Read> Scanner<R> {
    /// Begins to scan a part.
    ///
    /// # Errors
    /// Where its first bytes cannot be read.
    pub(super) fn new(source: R) -> Result<Self, Fault> {
        let mut scanner = Self {
            source,
            buffer: vec![0; PIECE],
            start: 0,
            end: 0,
            ended: false,
            literal: false,
            decoder: None,
            open: Vec::new(),
        };
        while scanner.end < 256 && scanner.read_more()? {}
        scanner.find_encoding()?;
        Ok(scanner)
    }

    /// Looks for a mark of the byte order and for an encoding in the declaration.
    fn find_encoding(&mut self) -> Result<(), Fault> {
        let head = self.buffer.get(..self.end.min(256)).unwrap_or_default();
        let encoding = match head {
            [0xef, 0xbb, 0xbf, ..] => {
                self.start = 3;
                return Ok(());
            }
            [0xff, 0xfe, ..] | [b'<', 0, ..] => UTF_16LE,
            [0xfe, 0xff, ..] | [0, b'<', ..] => UTF_16BE,
            _ => declared_encoding(head).unwrap_or(UTF_8),
        };
        if encoding != UTF_8 {
            let waiting = self.buffer.get(..self.end).unwrap_or_default().to_vec();
            self.decoder = Some((encoding.new_decoder(), waiting));
            self.end = 0;
            // What was read so far may be all there is.
            self.ended = false;
            self.read_more()?;
        }
        Ok(())
    }

    /// What follows.
    ///
    /// # Errors
    /// Where the part is damaged, goes beyond a limit, or declares a document type.
    #[inline]
    pub(super) fn next(&mut self) -> Result<Token<'_>, Fault> {
        let found = loop {
            match self.step()? {
                Found::Nothing => {}
                found => break found,
            }
        };
        let slice = |(from, to): (usize, usize)| self.buffer.get(from..to).unwrap_or_default();
        Ok(match found {
            Found::Open { name, attributes, empty } => {
                Token::Open(Tag { name: slice(name), attributes: slice(attributes), empty })
            }
            Found::Close { name } => Token::Close(slice(name)),
            Found::Text(from, to) => Token::Text(slice((from, to))),
            Found::Literal(from, to) => Token::Literal(slice((from, to))),
            Found::End | Found::Nothing => Token::End,
        })
    }

    /// The cell that follows, where it has the plain shape and stands in the buffer as a whole.
    #[inline]
    pub(super) fn plain_cell(&mut self) -> Option<PlainCell<'_>> {
        let waiting = self.buffer.get(self.start..self.end).filter(|_| !self.literal)?;
        let (cell, length) = plain::plain_cell(waiting)?;
        self.start += length;
        Some(cell)
    }

    /// The shared string that follows, where it has the plain shape and stands in the buffer as a whole.
    #[inline]
    pub(super) fn plain_string(&mut self) -> Option<&str> {
        let waiting = self.buffer.get(self.start..self.end).filter(|_| !self.literal)?;
        let (text, length) = plain::plain_string(waiting)?;
        self.start += length;
        Some(text)
    }

    /// Passes over the rest of the element that was opened last.
    ///
    /// # Errors
    /// As [`Scanner::next`].
    pub(super) fn skip_element(&mut self) -> Result<(), Fault> {
        let depth = self.open.len();
        while self.open.len() >= depth {
            if self.next()? == Token::End {
                return Ok(());
            }
        }
        Ok(())
    }

    #[inline]
    fn waiting(&self) -> &[u8] {
        self.buffer.get(self.start..self.end).unwrap_or_default()
    }

    #[inline]
    fn step(&mut self) -> Result<Found, Fault> {
        if self.literal {
            return self.literal_text();
        }
        match self.waiting() {
            [] => {
                if self.read_more()? {
                    Ok(Found::Nothing)
                } else if self.open.is_empty() {
                    Ok(Found::End)
                } else {
                    Err(Fault::malformed("it ends before its elements do"))
                }
            }
            [b'<', b'!' | b'?', ..] => self.markup(),
            [b'<', b'/', ..] => self.close(),
            [b'<', _, ..] => self.open(),
            [b'<'] => self.need_more(),
            _ => self.text(),
        }
    }

    fn open(&mut self) -> Result<Found, Fault> {
        let waiting = self.waiting();
        let Some(length) = tag_end(waiting) else { return self.need_more() };
        let tag = waiting.get(1..length).unwrap_or_default();
        let empty = tag.ends_with(b"/");
        let tag = if empty { tag.get(..tag.len() - 1).unwrap_or_default() } else { tag };
        let name_length = tag.iter().position(u8::is_ascii_whitespace).unwrap_or(tag.len());
        let name = tag.get(..name_length).unwrap_or_default();
        if name.is_empty() {
            return Err(Fault::malformed("a tag has no name"));
        }
        let prefix = name_length - local_name(name).len();
        let (mark, from, tag_length) = (mark_of(name), self.start + 1, tag.len());
        if !empty {
            if self.open.len() >= DEEPEST {
                return Err(Fault::malformed("elements are nested deeper than any program nests them"));
            }
            self.open.push(mark);
        }
        let found = Found::Open {
            name: (from + prefix, from + name_length),
            attributes: (from + name_length, from + tag_length),
            empty,
        };
        self.start += length + 1;
        Ok(found)
    }

    fn close(&mut self) -> Result<Found, Fault> {
        let waiting = self.waiting();
        let Some(length) = memchr::memchr(b'>', waiting) else { return self.need_more() };
        let name = waiting.get(2..length).unwrap_or_default().trim_ascii_end();
        let (mark, name_length) = (mark_of(name), name.len());
        let prefix = name_length - local_name(name).len();
        if self.open.pop() != Some(mark) {
            return Err(Fault::malformed("an element ends that did not begin"));
        }
        let from = self.start + 2;
        self.start += length + 1;
        Ok(Found::Close { name: (from + prefix, from + name_length) })
    }

    fn text(&mut self) -> Result<Found, Fault> {
        let waiting = self.waiting();
        let length = match memchr::memchr(b'<', waiting) {
            Some(length) => length,
            None if waiting.len() < PIECE / 2 && !self.ended => {
                self.read_more()?;
                return Ok(Found::Nothing);
            }
            None if self.ended => waiting.len(),
            None => whole_pieces(waiting),
        };
        let from = self.start;
        self.start += length;
        Ok(Found::Text(from, from + length))
    }

    fn literal_text(&mut self) -> Result<Found, Fault> {
        let waiting = self.waiting();
        let from = self.start;
        if let Some(length) = memmem::find(waiting, b"]]>") {
            self.literal = false;
            self.start += length + 3;
            return Ok(Found::Literal(from, from + length));
        }
        // The last two bytes may be the start of the end.
        let length = whole_characters(waiting.get(..waiting.len().saturating_sub(2)).unwrap_or_default());
        if length == 0 {
            return self.need_more();
        }
        self.start += length;
        Ok(Found::Literal(from, from + length))
    }

    /// Passes over comments and instructions; finds literal text and document types.
    fn markup(&mut self) -> Result<Found, Fault> {
        let waiting = self.waiting();
        if waiting.starts_with(b"<?") {
            return self.pass(2, b"?>");
        }
        if waiting.starts_with(b"<!--") {
            return self.pass(4, b"-->");
        }
        if waiting.starts_with(b"<![CDATA[") {
            self.start += 9;
            self.literal = true;
            return Ok(Found::Nothing);
        }
        if waiting.len() < 9 && !self.ended { self.need_more() } else { Err(Fault::DocumentType) }
    }

    /// Passes over what ends with the words given.
    fn pass(&mut self, opening: usize, closing: &[u8]) -> Result<Found, Fault> {
        self.start += opening;
        loop {
            if let Some(length) = memmem::find(self.waiting(), closing) {
                self.start += length + closing.len();
                return Ok(Found::Nothing);
            }
            self.start = self.start.max(self.end.saturating_sub(closing.len() - 1));
            self.need_more()?;
        }
    }

    /// Reads on, as a token is not complete yet.
    fn need_more(&mut self) -> Result<Found, Fault> {
        if self.read_more()? {
            Ok(Found::Nothing)
        } else {
            Err(Fault::malformed("it ends within a tag or a text"))
        }
    }

    /// Reads more into the buffer; false where there is no more.
    fn read_more(&mut self) -> Result<bool, Fault> {
        if self.ended {
            return Ok(false);
        }
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        if self.end + PIECE / 4 > self.buffer.len() {
            if self.buffer.len() >= LONGEST_TAG {
                return Err(Fault::malformed("a tag is longer than any program writes"));
            }
            self.buffer.resize(self.buffer.len() * 2, 0);
        }
        let room = self.buffer.get_mut(self.end..).unwrap_or_default();
        let (read, ended) = match &mut self.decoder {
            None => self.source.read(room).map(|read| (read, read == 0)).map_err(Fault::of)?,
            Some((decoder, waiting)) => decoded(&mut self.source, decoder, waiting, room)?,
        };
        self.end += read;
        self.ended = ended;
        Ok(read > 0)
    }
}

/// A number that stands for a name: its last seven bytes and its length. Names that differ have the
/// same only where somebody looks for such names.
#[inline]
fn mark_of(name: &[u8]) -> u64 {
    let start = name.len().saturating_sub(7);
    name.iter().skip(start).fold(name.len() as u64, |mark, byte| mark << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A source that gives one byte at a time.
    struct Trickle<'a>(&'a [u8]);

    impl Read for Trickle<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let Some((first, rest)) = self.0.split_first() else { return Ok(0) };
            buffer[0] = *first;
            self.0 = rest;
            Ok(1)
        }
    }

    /// What a part consists of, in one word each; pieces of text are joined.
    fn tokens(part: impl Read) -> Result<Vec<String>, Fault> {
        let mut scanner = Scanner::new(part)?;
        let mut words: Vec<String> = Vec::new();
        let mut in_text = false;
        loop {
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            let (word, is_text) = match scanner.next()? {
                Token::Open(tag) => {
                    let mut word = format!("<{}", text(tag.name));
                    for (name, value) in tag.attributes() {
                        word += &format!(" {}={}", text(name), text(value));
                    }
                    (word + if tag.empty { "/>" } else { ">" }, false)
                }
                Token::Close(name) => (format!("</{}>", text(name)), false),
                Token::Text(raw) | Token::Literal(raw) => (text(raw), true),
                Token::End => return Ok(words),
            };
            match words.last_mut() {
                Some(last) if in_text && is_text => last.push_str(&word),
                _ => words.push(word),
            }
            in_text = is_text;
        }
    }

    const PART: &str = "\u{feff}<?xml version='1.0' encoding=\"utf-8\"?><!-- <x> --><x:a x:r = \"1>2\" s='\"'><b/>\
                        t&amp;ü<![CDATA[<c>]]]]></x:a >";

    #[test]
    fn tags_text_and_literal_text_are_told_apart_wherever_the_buffer_ends() {
        let expected = ["<a r=1>2 s=\">", "<b/>", "t&amp;ü<c>]]", "</a>"].map(String::from);
        assert_eq!(tokens(PART.as_bytes()), Ok(expected.to_vec()));
        assert_eq!(tokens(Trickle(PART.as_bytes())), Ok(expected.to_vec()));
    }

    #[test]
    fn other_encodings_are_read_by_their_mark_or_their_declaration() {
        let little: Vec<u8> = PART.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = PART.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let unmarked: Vec<u8> = "<a>ü</a>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let latin = b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>\xfc</a>";
        let expected = tokens(PART.as_bytes());
        assert_eq!(tokens(little.as_slice()), expected);
        assert_eq!(tokens(Trickle(&big)), expected);
        let small = Ok(["<a>", "ü", "</a>"].map(String::from).to_vec());
        assert_eq!(tokens(unmarked.as_slice()), small);
        assert_eq!(tokens(latin.as_slice()), small);
    }

    #[test]
    fn a_part_that_ends_within_a_character_is_refused() {
        let mut cut: Vec<u8> = "<a>ü".encode_utf16().flat_map(u16::to_le_bytes).collect();
        cut.push(b'<');
        assert!(matches!(tokens(cut.as_slice()), Err(Fault::Damage(_))));
        assert!(matches!(tokens(Trickle(&cut)), Err(Fault::Damage(_))));
    }

    #[test]
    fn what_is_not_well_formed_or_declares_entities_is_refused() {
        for part in ["<a>", "<a></b>", "</a>", "<a", "<a b=\"", "<a>text", "<a><![CDATA[", "<!--", "<>"] {
            assert!(matches!(tokens(part.as_bytes()), Err(Fault::Damage(_))), "{part}");
        }
        for part in ["<!DOCTYPE a []><a/>", "<!ENTITY x 'y'><a/>", "<!", "<a><!D</a>"] {
            assert_eq!(tokens(part.as_bytes()), Err(Fault::DocumentType), "{part}");
        }
        assert!(tokens("<a>".repeat(100_000).as_bytes()).is_err());
        assert!(tokens(format!("<a b=\"{}\"/>", " ".repeat(LONGEST_TAG)).as_bytes()).is_err());
    }

    #[test]
    fn a_text_of_any_length_comes_in_whole_pieces() {
        let text = "ü&amp;\r\n".repeat(50_000);
        let part = format!("<a>{text}</a>");
        let mut scanner = Scanner::new(part.as_bytes()).unwrap();
        let (mut joined, mut pieces) = (String::new(), 0);
        loop {
            match scanner.next().unwrap() {
                Token::Text(piece) => {
                    let piece = std::str::from_utf8(piece).unwrap();
                    assert_eq!(piece.matches('&').count(), piece.matches(';').count());
                    assert!(!piece.ends_with('\r'));
                    joined.push_str(piece);
                    pieces += 1;
                }
                Token::End => break,
                _ => {}
            }
        }
        assert!(pieces > 1);
        assert!(joined == text);
        assert_eq!(tokens(part.as_bytes()).unwrap().len(), 3);
    }

    #[test]
    fn an_element_is_passed_over_with_all_that_is_in_it() {
        let mut scanner = Scanner::new("<a><b><b/><c>t</c></b><d/></a>".as_bytes()).unwrap();
        assert!(matches!(scanner.next(), Ok(Token::Open(_))));
        assert!(matches!(scanner.next(), Ok(Token::Open(_))));
        assert_eq!(scanner.skip_element(), Ok(()));
        assert!(matches!(scanner.next(), Ok(Token::Open(Tag { name: b"d", empty: true, .. }))));
    }
}
