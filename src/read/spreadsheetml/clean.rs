//! Markup that goes into another workbook: elements and attributes that mean nothing outside of their sheet.
//!
//! Anything else is left out, whatever its namespace: numbers of parts, names of windows, what later versions of
//! programs added.

use std::io::Read;

use super::super::markup::{Markup, Piece, push_escaped};
use super::character_data::{append, append_literal};
use super::colour::{Colour, Palette};
use super::scanner::Scanner;
use super::strings::read_text;
use super::token::{Fault, Tag, Token};

/// The elements that go over, by name, each with its attributes (ECMA-376 part 1, 18).
const ELEMENTS: [(&str, &str); 96] = [
    (
        "alignment",
        "horizontal vertical textRotation wrapText indent relativeIndent justifyLastLine shrinkToFit \
         readingOrder",
    ),
    ("autoFilter", "ref"),
    ("b", "val"),
    ("bgColor", ""),
    ("border", "diagonalUp diagonalDown outline"),
    ("bottom", "style"),
    ("brk", "id min max man pt"),
    ("calculatedColumnFormula", "array"),
    (
        "cfRule",
        "type priority stopIfTrue aboveAverage percent bottom operator text timePeriod rank stdDev \
         equalAverage",
    ),
    ("cfvo", "type val gte"),
    ("charset", "val"),
    ("col", "min max width hidden bestFit customWidth phonetic outlineLevel collapsed"),
    ("colBreaks", "count manualBreakCount"),
    ("color", ""),
    ("colorScale", ""),
    ("cols", ""),
    ("condense", "val"),
    ("conditionalFormatting", "pivot sqref"),
    ("customFilter", "operator val"),
    ("customFilters", "and"),
    ("dataBar", "minLength maxLength showValue"),
    (
        "dataValidation",
        "type errorStyle imeMode operator allowBlank showDropDown showInputMessage showErrorMessage \
         errorTitle error promptTitle prompt sqref",
    ),
    ("dateGroupItem", "year month day hour minute second dateTimeGrouping"),
    ("diagonal", "style"),
    ("dxf", ""),
    ("dynamicFilter", "type val valIso maxVal maxValIso"),
    ("end", "style"),
    ("evenFooter", "space"),
    ("evenHeader", "space"),
    ("extend", "val"),
    ("family", "val"),
    ("fgColor", ""),
    ("fill", ""),
    ("filter", "val"),
    ("filterColumn", "colId hiddenButton showButton"),
    ("filters", "blank calendarType"),
    ("firstFooter", "space"),
    ("firstHeader", "space"),
    ("font", ""),
    ("formula", ""),
    ("formula1", ""),
    ("formula2", ""),
    ("gradientFill", "type degree left right top bottom"),
    ("headerFooter", "differentOddEven differentFirst scaleWithDoc alignWithMargins"),
    ("horizontal", "style"),
    ("i", "val"),
    ("iconFilter", "iconSet iconId"),
    ("iconSet", "iconSet showValue percent reverse"),
    (
        "ignoredError",
        "sqref evalError twoDigitTextYear numberStoredAsText formula formulaRange unlockedFormula \
         emptyCellReference listDataValidation calculatedColumn",
    ),
    ("ignoredErrors", ""),
    ("left", "style"),
    ("mergeCell", "ref"),
    ("mergeCells", "count"),
    ("name", "val"),
    ("numFmt", "numFmtId formatCode"),
    ("oddFooter", "space"),
    ("oddHeader", "space"),
    ("outline", "val"),
    ("outlinePr", "applyStyles summaryBelow summaryRight showOutlineSymbols"),
    ("pageMargins", "left right top bottom header footer"),
    ("pageSetUpPr", "autoPageBreaks fitToPage"),
    (
        "pageSetup",
        "paperSize paperHeight paperWidth scale firstPageNumber fitToWidth fitToHeight pageOrder \
         orientation usePrinterDefaults blackAndWhite draft cellComments useFirstPageNumber errors \
         horizontalDpi verticalDpi copies",
    ),
    ("pane", "xSplit ySplit topLeftCell activePane state"),
    ("patternFill", "patternType"),
    ("printOptions", "horizontalCentered verticalCentered headings gridLines gridLinesSet"),
    ("protection", "locked hidden"),
    ("r", ""),
    ("rFont", "val"),
    ("rPr", ""),
    ("right", "style"),
    ("row", "ht hidden customHeight outlineLevel collapsed thickTop thickBot ph customFormat"),
    ("rowBreaks", "count manualBreakCount"),
    ("selection", "pane activeCell activeCellId sqref"),
    ("shadow", "val"),
    (
        "sheetFormatPr",
        "baseColWidth defaultColWidth defaultRowHeight customHeight zeroHeight thickTop thickBottom \
         outlineLevelRow outlineLevelCol",
    ),
    ("sheetPr", "enableFormatConditionsCalculation filterMode"),
    (
        "sheetProtection",
        "password algorithmName hashValue saltValue spinCount sheet objects scenarios formatCells \
         formatColumns formatRows insertColumns insertRows insertHyperlinks deleteColumns deleteRows \
         selectLockedCells sort autoFilter pivotTables selectUnlockedCells",
    ),
    (
        "sheetView",
        "showFormulas showGridLines showRowColHeaders showZeros rightToLeft showRuler \
         showOutlineSymbols showWhiteSpace view topLeftCell zoomScale zoomScaleNormal \
         zoomScaleSheetLayoutView zoomScalePageLayoutView",
    ),
    ("sheetViews", ""),
    ("sortCondition", "descending sortBy ref customList iconSet iconId"),
    ("sortState", "columnSort caseSensitive sortMethod ref"),
    ("start", "style"),
    ("stop", "position"),
    ("strike", "val"),
    ("sz", "val"),
    ("t", "space"),
    ("tabColor", ""),
    ("tableColumn", "id name totalsRowFunction totalsRowLabel"),
    ("tableColumns", "count"),
    ("tableStyleInfo", "name showFirstColumn showLastColumn showRowStripes showColumnStripes"),
    ("top", "style"),
    ("top10", "top percent val filterVal"),
    ("totalsRowFormula", "array"),
    ("u", "val"),
    ("vertAlign", "val"),
    ("vertical", "style"),
];

/// The elements of later versions that go over, with the prefixes that stand for their namespaces here, and their
/// attributes (MS-XLSX 2.6 and the schema of 2009).
const LATER_ELEMENTS: [(&str, &str, &str); 30] = [
    ("axisColor", "x14:axisColor", ""),
    ("borderColor", "x14:borderColor", ""),
    ("cfIcon", "x14:cfIcon", "iconSet iconId"),
    (
        "cfRule",
        "x14:cfRule",
        "type priority stopIfTrue aboveAverage percent bottom operator text timePeriod rank stdDev \
         equalAverage activePresent id",
    ),
    ("cfvo", "x14:cfvo", "type gte"),
    ("color", "x14:color", ""),
    ("colorAxis", "x14:colorAxis", ""),
    ("colorFirst", "x14:colorFirst", ""),
    ("colorHigh", "x14:colorHigh", ""),
    ("colorLast", "x14:colorLast", ""),
    ("colorLow", "x14:colorLow", ""),
    ("colorMarkers", "x14:colorMarkers", ""),
    ("colorNegative", "x14:colorNegative", ""),
    ("colorScale", "x14:colorScale", ""),
    ("colorSeries", "x14:colorSeries", ""),
    ("conditionalFormatting", "x14:conditionalFormatting", "pivot"),
    (
        "dataBar",
        "x14:dataBar",
        "minLength maxLength showValue border gradient direction negativeBarColorSameAsPositive \
         negativeBarBorderColorSameAsPositive axisPosition",
    ),
    (
        "dataValidation",
        "x14:dataValidation",
        "type errorStyle imeMode operator allowBlank showDropDown showInputMessage showErrorMessage \
         errorTitle error promptTitle prompt",
    ),
    ("dxf", "x14:dxf", ""),
    ("f", "xm:f", ""),
    ("fillColor", "x14:fillColor", ""),
    ("formula1", "x14:formula1", ""),
    ("formula2", "x14:formula2", ""),
    ("iconSet", "x14:iconSet", "iconSet showValue percent reverse custom"),
    ("negativeBorderColor", "x14:negativeBorderColor", ""),
    ("negativeFillColor", "x14:negativeFillColor", ""),
    ("sparkline", "x14:sparkline", ""),
    (
        "sparklineGroup",
        "x14:sparklineGroup",
        "manualMax manualMin lineWeight type dateAxis displayEmptyCellsAs markers high low first last \
         negative displayXAxis displayHidden minAxisType maxAxisType rightToLeft",
    ),
    ("sparklines", "x14:sparklines", ""),
    ("sqref", "xm:sqref", ""),
];

/// The elements that state a colour.
const COLOURS: [&str; 17] = [
    "axisColor",
    "bgColor",
    "borderColor",
    "color",
    "colorAxis",
    "colorFirst",
    "colorHigh",
    "colorLast",
    "colorLow",
    "colorMarkers",
    "colorNegative",
    "colorSeries",
    "fgColor",
    "fillColor",
    "negativeBorderColor",
    "negativeFillColor",
    "tabColor",
];
/// The elements that hold text.
const TEXTS: [&str; 14] = [
    "calculatedColumnFormula",
    "evenFooter",
    "evenHeader",
    "firstFooter",
    "firstHeader",
    "formula",
    "formula1",
    "formula2",
    "oddFooter",
    "oddHeader",
    "t",
    "totalsRowFormula",
    LATER_FORMULA,
    LATER_AREAS,
];
/// Those of them that hold a formula.
const FORMULAS: [&str; 6] =
    ["calculatedColumnFormula", "formula", "formula1", "formula2", "totalsRowFormula", LATER_FORMULA];
/// In elements of later versions: a formula, and the cells that something is about.
const LATER_FORMULA: &str = "xm:f";
const LATER_AREAS: &str = "xm:sqref";
/// A style in an element of a later version, which consists of elements of the first one.
const LATER_STYLE: &str = "x14:dxf";
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

/// A known element with its attributes.
fn element(name: &[u8]) -> Option<(&'static str, &'static str)> {
    let place = ELEMENTS.binary_search_by(|(known, _)| known.as_bytes().cmp(name)).ok()?;
    ELEMENTS.get(place).copied()
}

/// A known element of a later version, as it is called here, with its attributes.
fn later_element(name: &[u8]) -> Option<(&'static str, &'static str)> {
    let place = LATER_ELEMENTS.binary_search_by(|(known, ..)| known.as_bytes().cmp(name)).ok()?;
    LATER_ELEMENTS.get(place).map(|(_, name, attributes)| (*name, *attributes))
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
    fn elements_are_found_by_name() {
        assert!(ELEMENTS.is_sorted_by(|one, other| one.0.as_bytes() < other.0.as_bytes()));
        assert!(LATER_ELEMENTS.is_sorted_by(|one, other| one.0.as_bytes() < other.0.as_bytes()));
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
