//! Markup that goes into another workbook: elements and attributes that mean nothing outside of their sheet.
//!
//! Anything else is left out, whatever its namespace: numbers of parts, names of windows, what later versions of
//! programs added.

use std::io::Read;

use super::super::markup::{Markup, Piece, push_escaped};
use super::character_data::{append, append_literal};
use super::colour::{Colour, Palette};
use super::elements::{COLOURS, FORMULAS, LATER_AREAS, LATER_STYLE, TEXTS, element, later_element};
use super::scanner::Scanner;
use super::strings::read_text;
use super::token::{Fault, Tag, Token};

/// How a rule leads to what a later version added to it (MS-XLSX 2.2.4.5): up to its number, and behind it.
const LEADS_TO_LATER: [&str; 2] = [
    "<extLst><ext xmlns:x14=\"http://schemas.microsoft.com/office/spreadsheetml/2009/9/main\" \
     uri=\"{B025F937-C7B1-47D3-B67F-A62EFF666E3E}\"><x14:id>",
    "</x14:id></ext></extLst>",
];

/// Most bytes of the number of what a later version added.
const LONGEST_ID: usize = 100;

/// An element that was begun.
pub(super) enum Begun {
    /// It has content, which follows.
    Open(&'static str),
    /// It has none.
    Whole,
    /// It is left out; whether it has content.
    Foreign(bool),
}

/// Copies markup.
pub(super) struct Cleaner<'a> {
    /// The colours that the markup refers to by number.
    pub palette: &'a Palette,
    /// The markup so far.
    pub markup: Markup,
    /// The formulas in it.
    pub formulas: Vec<String>,
    /// The cells that an element of a later version is about.
    pub areas: String,
    /// The numbers by which rules and what a later version added to them find each other.
    pub twins: Vec<String>,
    /// Whether elements of later versions are copied.
    later: bool,
    /// Whether a view of the sheet was copied.
    has_view: bool,
}

impl<'a> Cleaner<'a> {
    /// A copier that copied nothing yet.
    pub(super) fn new(palette: &'a Palette) -> Self {
        Self {
            palette,
            markup: Markup::default(),
            formulas: Vec::new(),
            areas: String::new(),
            twins: Vec::new(),
            later: false,
            has_view: false,
        }
    }

    /// What was copied, and its formulas; nothing is left here.
    pub(super) fn take(&mut self) -> (Markup, Vec<String>) {
        (std::mem::take(&mut self.markup), std::mem::take(&mut self.formulas))
    }

    /// Copies the tag that begins an element of a later version.
    pub(super) fn begin_later(&mut self, tag: &Tag) -> Begun {
        self.later = true;
        self.begin(tag)
    }

    /// Copies an element with its content. It was begun by [`Cleaner::begin`].
    ///
    /// # Errors
    /// As of the scanner.
    pub(super) fn finish<R: Read>(&mut self, xml: &mut Scanner<R>, begun: Begun) -> Result<(), Fault> {
        let later = std::mem::take(&mut self.later);
        let mut open = Vec::new();
        match begun {
            Begun::Open(name) => open.push((name, String::new())),
            Begun::Foreign(true) => return xml.skip_element(),
            Begun::Whole | Begun::Foreign(false) => {}
        }
        while let Some((name, text)) = open.last_mut() {
            match xml.next()? {
                Token::Open(tag) if tag.name == b"extLst" && *name == "cfRule" && !tag.empty => {
                    self.lead_to_later(xml)?;
                }
                Token::Open(tag) => {
                    self.later = later && open.iter().all(|(name, _)| *name != LATER_STYLE);
                    match self.begin(&tag) {
                        Begun::Open(name) => open.push((name, String::new())),
                        Begun::Foreign(true) => xml.skip_element()?,
                        Begun::Whole | Begun::Foreign(false) => {}
                    }
                }
                Token::Text(raw) if TEXTS.contains(name) => append(raw, text),
                Token::Literal(raw) if TEXTS.contains(name) => append_literal(raw, text),
                Token::Close(_) => {
                    let mut escaped = String::new();
                    push_escaped(&mut escaped, text);
                    self.markup.push(&format!("{escaped}</{name}>"));
                    if FORMULAS.contains(name) {
                        self.formulas.push(std::mem::take(text));
                    } else if *name == LATER_AREAS {
                        self.areas = std::mem::take(text);
                    }
                    open.pop();
                }
                Token::End => break,
                Token::Text(_) | Token::Literal(_) => {}
            }
        }
        self.later = false;
        Ok(())
    }

    /// Copies what leads from a rule to what a later version added to it, up to the end of the list.
    fn lead_to_later<R: Read>(&mut self, xml: &mut Scanner<R>) -> Result<(), Fault> {
        let [before, behind] = LEADS_TO_LATER;
        loop {
            match xml.next()? {
                Token::Open(tag) if tag.name == b"id" && !tag.empty => {
                    let (mut id, mut escaped) = (String::new(), String::new());
                    read_text(xml, &mut id, LONGEST_ID)?;
                    push_escaped(&mut escaped, &id);
                    self.markup.push(&format!("{before}{escaped}{behind}"));
                    self.twins.push(id);
                }
                Token::Close(b"extLst") | Token::End => return Ok(()),
                _ => {}
            }
        }
    }

    /// Copies the tag that begins an element.
    pub(super) fn begin(&mut self, tag: &Tag) -> Begun {
        let known = if self.later { later_element(tag.name) } else { element(tag.name) };
        let Some((name, known)) = known else { return Begun::Foreign(!tag.empty) };
        // A second window on the workbook has a view of its own.
        if name == "sheetView" && std::mem::replace(&mut self.has_view, true) {
            return Begun::Foreign(!tag.empty);
        }
        self.markup.push(&format!("<{name}"));
        self.attributes(tag, known);
        match name {
            "sheetView" => self.markup.push(" workbookViewId=\"0\""),
            "col" => self.number(tag, b"style", Piece::Style),
            "cfRule" => self.number(tag, b"dxfId", Piece::Differential),
            "cfvo" => {
                let value = tag.text(b"val").filter(|value| value.trim().parse::<f64>().is_err());
                self.formulas.extend(value);
            }
            "x14:cfRule" => self.twins.extend(tag.text(b"id")),
            _ if COLOURS.iter().any(|colour| colour.as_bytes() == tag.name) => self.colour(tag),
            _ => {}
        }
        self.markup.push(if tag.empty { "/>" } else { ">" });
        if tag.empty { Begun::Whole } else { Begun::Open(name) }
    }

    /// Copies the attributes of a tag that are known.
    pub(super) fn attributes(&mut self, tag: &Tag, known: &str) {
        for (attribute, value) in tag.attributes() {
            if !known.split_ascii_whitespace().any(|name| name.as_bytes() == attribute) {
                continue;
            }
            let Ok(name) = std::str::from_utf8(attribute) else { continue };
            let prefix = if name == "space" { "xml:" } else { "" };
            let (mut text, mut escaped) = (String::new(), String::new());
            append(value, &mut text);
            push_escaped(&mut escaped, &text);
            self.markup.push(&format!(" {prefix}{name}=\"{escaped}\""));
        }
    }

    /// Copies an attribute that is the number of a style.
    pub(super) fn number(&mut self, tag: &Tag, name: &'static [u8], piece: impl Fn(u32) -> Piece) {
        let Some(number) = tag.number(name) else { return };
        self.markup.push(&format!(" {}=\"", String::from_utf8_lossy(name)));
        self.markup.pieces.push(piece(number));
        self.markup.push("\"");
    }

    /// The colour that a tag states, as it looks.
    fn colour(&mut self, tag: &Tag) {
        let looks = Colour::of(tag).and_then(|colour| colour.rgb(self.palette));
        match looks {
            Some([red, green, blue]) => {
                self.markup.push(&format!(" rgb=\"FF{red:02X}{green:02X}{blue:02X}\""))
            }
            // The colours of the system have numbers of their own in every workbook.
            None => self.attributes(tag, "auto indexed"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The markup of the first element of a part, with styles as `‹s3›` and `‹d2›`, and its formulas.
    fn cleaned(part: &str) -> (String, Vec<String>) {
        let palette = Palette::default();
        let mut cleaner = Cleaner::new(&palette);
        let part = format!("<root>{part}</root>");
        let mut xml = Scanner::new(part.as_bytes()).unwrap();
        loop {
            match xml.next().unwrap() {
                Token::Open(tag) if tag.name != b"root" => {
                    let begun = cleaner.begin(&tag);
                    cleaner.finish(&mut xml, begun).unwrap();
                }
                Token::End => break,
                _ => {}
            }
        }
        let (markup, formulas) = cleaner.take();
        let shown = markup.pieces.iter().map(|piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Style(number) => format!("‹s{number}›"),
            Piece::Differential(number) => format!("‹d{number}›"),
        });
        (shown.collect(), formulas)
    }

    #[test]
    fn what_is_known_goes_over_and_what_leads_elsewhere_does_not() {
        for (part, expected) in [
            (
                "<x:sheetViews><x:sheetView tabSelected=\"1\" showGridLines=\"0\" workbookViewId=\"0\"><x:pane ySplit=\"1\"/>\
                 </x:sheetView><x:sheetView workbookViewId=\"1\"><x:pane/></x:sheetView></x:sheetViews>",
                "<sheetViews><sheetView showGridLines=\"0\" workbookViewId=\"0\"><pane ySplit=\"1\"/></sheetView></sheetViews>",
            ),
            (
                "<cols><col min=\"1\" max=\"2\" style=\"3\" x:unknown=\"1\"/></cols>",
                "<cols><col min=\"1\" max=\"2\" style=\"‹s3›\"/></cols>",
            ),
            (
                "<headerFooter><oddHeader>&amp;L&lt;A&gt; \"B\"</oddHeader><drawing r:id=\"r1\"/></headerFooter>",
                "<headerFooter><oddHeader>&amp;L&lt;A&gt; &quot;B&quot;</oddHeader></headerFooter>",
            ),
            (
                "<pageSetup orientation=\"landscape\" r:id=\"rId1\"/>",
                "<pageSetup orientation=\"landscape\"/>",
            ),
            ("<extLst><ext><font/></ext></extLst><script>x</script>", ""),
        ] {
            assert_eq!(cleaned(part).0, expected);
        }
    }

    #[test]
    fn colours_of_a_theme_or_a_palette_become_what_they_look_like() {
        for (colour, expected) in [
            ("theme=\"4\"", "rgb=\"FF4472C4\""),
            ("theme=\"4\" tint=\"-0.5\"", "rgb=\"FF203864\""),
            ("indexed=\"10\"", "rgb=\"FFFF0000\""),
            ("rgb=\"0092D050\"", "rgb=\"FF92D050\""),
            ("indexed=\"64\"", "indexed=\"64\""),
            ("auto=\"1\"", "auto=\"1\""),
        ] {
            assert_eq!(cleaned(&format!("<color {colour}/>")).0, format!("<color {expected}/>"));
        }
    }

    #[test]
    fn what_a_later_version_added_to_a_rule_goes_over_with_the_prefixes_that_it_has_here() {
        let palette = Palette::default();
        let mut cleaner = Cleaner::new(&palette);
        let part = "<n:conditionalFormatting><n:cfRule type=\"dataBar\" id=\"{A}\" x=\"1\"><n:dataBar gradient=\"0\"><n:cfvo \
                    type=\"num\"><m:f>$A$1</m:f></n:cfvo><n:negativeFillColor theme=\"4\"/></n:dataBar><n:dxf><font><b/></font>\
                    </n:dxf></n:cfRule><m:sqref>B2:B9</m:sqref></n:conditionalFormatting>";
        let mut xml = Scanner::new(part.as_bytes()).unwrap();
        if let Token::Open(tag) = xml.next().unwrap() {
            let begun = cleaner.begin_later(&tag);
            cleaner.finish(&mut xml, begun).unwrap();
        }
        let expected = "<x14:conditionalFormatting><x14:cfRule type=\"dataBar\" id=\"{A}\"><x14:dataBar gradient=\"0\"><x14:cfvo \
                        type=\"num\"><xm:f>$A$1</xm:f></x14:cfvo><x14:negativeFillColor rgb=\"FF4472C4\"/></x14:dataBar><x14:dxf>\
                        <font><b/></font></x14:dxf></x14:cfRule><xm:sqref>B2:B9</xm:sqref></x14:conditionalFormatting>";
        assert_eq!(cleaner.areas, "B2:B9");
        let (markup, formulas) = cleaner.take();
        assert_eq!(
            (markup.pieces, formulas),
            (vec![Piece::Text(expected.to_owned())], vec!["$A$1".to_owned()])
        );
    }

    #[test]
    fn formulas_of_a_rule_stand_beside_it() {
        let rule = "<conditionalFormatting sqref=\"A1\"><cfRule type=\"expression\" dxfId=\"2\"><formula>A1&gt;\"x\"</formula>\
                    </cfRule><cfRule><colorScale><cfvo type=\"formula\" val=\"$B$1\"/><cfvo type=\"num\" val=\"3\"/></colorScale>\
                    </cfRule></conditionalFormatting>";
        let (markup, formulas) = cleaned(rule);
        assert_eq!(formulas, ["A1>\"x\"", "$B$1"]);
        assert!(markup.contains("dxfId=\"‹d2›\"><formula>A1&gt;&quot;x&quot;</formula>"), "{markup}");
    }
}
