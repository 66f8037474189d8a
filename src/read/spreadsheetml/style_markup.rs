//! The styles of cells as markup that goes into another workbook.

use std::collections::{BTreeMap, BTreeSet};

use super::super::cell::{CellMark, Colours};
use super::super::markup::{CellStyle, Markup, NumberFormat, Piece, StyleMarkup};
use super::super::number_form::{Shown, shown_as, shown_as_built_in};
use super::clean::Cleaner;
use super::colour::{Palette, rgb};
use super::package::{Package, Unreadable};
use super::styles::{MOST, read_theme, too_many};
use super::token::{Tag, Token};

/// How a cell says what it looks like where it leaves that to the program.
const CUSTOMARY_ALIGNMENT: [(&str, &str); 7] = [
    ("horizontal", "general"),
    ("vertical", "bottom"),
    ("textRotation", "0"),
    ("wrapText", "0"),
    ("indent", "0"),
    ("shrinkToFit", "0"),
    ("readingOrder", "0"),
];

/// The colours that a workbook refers to by number.
///
/// # Errors
/// Where a part is damaged or goes beyond a limit.
pub(super) fn read_palette(
    package: &mut Package,
    styles: Option<&str>,
    theme: Option<&str>,
) -> Result<Palette, Unreadable> {
    let mut palette = Palette::default();
    if let Some(theme) = theme {
        let colours = read_theme(package, theme)?;
        if !colours.is_empty() {
            palette.theme = colours;
        }
    }
    let Some(styles) = styles else { return Ok(palette) };
    let mut xml = package.scan(styles)?;
    let mut inside = false;
    loop {
        match xml.next()? {
            Token::Open(tag) if tag.name == b"indexedColors" => inside = !tag.empty,
            Token::Open(tag) if inside && tag.name == b"rgbColor" => {
                if palette.indexed.len() > MOST {
                    return Err(too_many().into());
                }
                let colour = tag.text(b"rgb").and_then(|digits| rgb(&digits));
                palette.indexed.push(colour.unwrap_or_default());
            }
            Token::Close(b"indexedColors") => inside = false,
            Token::End => return Ok(palette),
            _ => {}
        }
    }
}

/// The styles of a workbook.
#[derive(Default)]
pub(super) struct Styles {
    fonts: Vec<String>,
    fills: Vec<String>,
    borders: Vec<String>,
    codes: BTreeMap<u32, String>,
    cells: Vec<Described>,
    differential: Vec<String>,
}

/// A style of cells as the file describes it: by the numbers of its parts.
#[derive(Default)]
struct Described {
    font: usize,
    fill: usize,
    border: usize,
    number: u32,
    quoted: bool,
    alignment: String,
    protection: String,
}

impl Described {
    fn of(tag: &Tag) -> Self {
        let number = |name: &[u8]| tag.number(name).and_then(|number| usize::try_from(number).ok());
        Self {
            font: number(b"fontId").unwrap_or_default(),
            fill: number(b"fillId").unwrap_or_default(),
            border: number(b"borderId").unwrap_or_default(),
            number: tag.number(b"numFmtId").unwrap_or_default(),
            quoted: tag.says_yes(b"quotePrefix"),
            alignment: String::new(),
            protection: String::new(),
        }
    }
}

impl Styles {
    /// Reads the styles of a workbook.
    ///
    /// # Errors
    /// Where the part is damaged or goes beyond a limit.
    pub(super) fn read(package: &mut Package, part: &str, palette: &Palette) -> Result<Self, Unreadable> {
        let mut styles = Self::default();
        let mut cleaner = Cleaner::new(palette);
        let mut xml = package.scan(part)?;
        // The list that is being read: the elements in it mean something else elsewhere.
        let mut list = Vec::new();
        loop {
            let lists = [&styles.fonts, &styles.fills, &styles.borders, &styles.differential];
            let longest = lists.iter().map(|list| list.len()).max().unwrap_or_default();
            if longest.max(styles.cells.len()).max(styles.codes.len()) > MOST {
                return Err(too_many().into());
            }
            match xml.next()? {
                Token::Open(tag) => match (list.as_slice(), tag.name) {
                    (b"", b"fonts" | b"fills" | b"borders" | b"numFmts" | b"cellXfs" | b"dxfs")
                        if !tag.empty =>
                    {
                        list = tag.name.to_vec();
                    }
                    (b"numFmts", b"numFmt") => {
                        if let (Some(number), Some(code)) = (tag.number(b"numFmtId"), tag.text(b"formatCode"))
                        {
                            styles.codes.entry(number).or_insert(code);
                        }
                    }
                    (b"cellXfs", b"xf") => styles.cells.push(Described::of(&tag)),
                    (b"cellXfs", b"alignment") => {
                        let alignment = alignment(&tag);
                        if let Some(style) = styles.cells.last_mut() {
                            style.alignment = alignment;
                        }
                    }
                    (b"cellXfs", b"protection") => {
                        let protection = protection(&tag);
                        if let Some(style) = styles.cells.last_mut() {
                            style.protection = protection;
                        }
                    }
                    (b"fonts", b"font")
                    | (b"fills", b"fill")
                    | (b"borders", b"border")
                    | (b"dxfs", b"dxf") => {
                        let begun = cleaner.begin(&tag);
                        cleaner.finish(&mut xml, begun)?;
                        let markup = text_of(&cleaner.take().0);
                        match list.as_slice() {
                            b"fonts" => styles.fonts.push(markup),
                            b"fills" => styles.fills.push(markup),
                            b"borders" => styles.borders.push(markup),
                            _ => styles.differential.push(markup),
                        }
                    }
                    _ => {}
                },
                Token::Close(name) if name == list.as_slice() => list.clear(),
                Token::End => return Ok(styles),
                _ => {}
            }
        }
    }

    /// Whether the first typeface is what every program has for cells about which nothing is said.
    fn has_customary_font(&self) -> bool {
        let font = self.fonts.first().map(String::as_str).unwrap_or_default();
        let said = |what: &str| font.contains(what);
        let marked = ["<b/>", "<i/>", "<u/>", "<strike/>", "<b val=\"1\"", "<i val=\"1\"", "<u val="];
        font.is_empty()
            || (said("<name val=\"Calibri\"/>")
                && said("<sz val=\"11\"/>")
                && !marked.into_iter().any(said)
                && (!said("<color ") || said("<color rgb=\"FF000000\"/>")))
    }

    /// A style of cells.
    pub(super) fn cell(&self, number: u32) -> CellStyle {
        let described = usize::try_from(number).ok().and_then(|number| self.cells.get(number));
        let Some(style) = described else { return CellStyle::default() };
        let of = |list: &[String], number: usize| list.get(number).cloned().unwrap_or_default();
        CellStyle {
            font: match style.font {
                0 if self.has_customary_font() => String::new(),
                font => of(&self.fonts, font),
            },
            fill: some_fill(of(&self.fills, style.fill)),
            border: some_border(of(&self.borders, style.border)),
            alignment: style.alignment.clone(),
            protection: style.protection.clone(),
            number: self.number_format(number),
            quoted: style.quoted,
        }
    }

    /// How numbers are shown in cells of a style.
    pub(super) fn number_format(&self, style: u32) -> NumberFormat {
        let described = usize::try_from(style).ok().and_then(|number| self.cells.get(number));
        let number = described.map_or(0, |style| style.number);
        match self.codes.get(&number) {
            Some(code) if code.eq_ignore_ascii_case("general") => NumberFormat::default(),
            Some(code) => NumberFormat::Code(code.clone()),
            None => NumberFormat::BuiltIn(number),
        }
    }

    /// What of the look of cells of a style is none of annexa's; `None` where nothing is.
    pub(super) fn mark(&self, style: u32, colours: &Colours) -> Option<CellMark> {
        let style = self.cell(style);
        let colour = |markup: &str, element: &str| {
            let (_, rest) = markup.split_once(&format!("<{element} rgb=\""))?;
            u32::from_str_radix(rest.get(2..8)?, 16).ok()
        };
        let has = |word: &str| {
            let rest = style.font.split_once(&format!("<{word}")).map_or("", |(_, rest)| rest);
            let said = ["/>", " val=\"1\"", " val=\"true\"", " val=\"single\"", " val=\"double\""];
            said.into_iter().any(|start| rest.starts_with(start))
        };
        let solid = style.fill.contains("patternType=\"solid\"");
        let fill = colour(&style.fill, "fgColor").filter(|_| solid);
        let ink = colour(&style.font, "color");
        let mark = CellMark {
            fill: fill.filter(|fill| !colours.fills.contains(fill)),
            ink: ink.filter(|ink| !colours.inks.contains(ink)),
            bold: has("b"),
            italic: has("i") && ink != Some(colours.slanted),
            struck: has("strike"),
            underlined: has("u") && ink != Some(colours.leading),
        };
        (mark != CellMark::default()).then_some(mark)
    }

    /// Whether numbers in cells of a style are dates.
    pub(super) fn shows_dates(&self, style: u32) -> bool {
        let shown = match self.number_format(style) {
            NumberFormat::BuiltIn(number) => shown_as_built_in(number),
            NumberFormat::Code(code) => shown_as(&code),
        };
        shown == Shown::Date
    }

    /// Those styles that are asked for.
    pub(super) fn some(&self, cells: &BTreeSet<u32>, differential: &BTreeSet<u32>) -> StyleMarkup {
        let over = |number: u32| {
            let style = usize::try_from(number).ok().and_then(|number| self.differential.get(number))?;
            Some((number, style.clone()))
        };
        StyleMarkup {
            cells: cells.iter().map(|number| (*number, self.cell(*number))).collect(),
            differential: differential.iter().filter_map(|number| over(*number)).collect(),
        }
    }
}

/// Markup in which nothing depends on the workbook.
fn text_of(markup: &Markup) -> String {
    let texts =
        markup.pieces.iter().map(|piece| if let Piece::Text(text) = piece { text.as_str() } else { "" });
    texts.collect()
}

/// What fills a cell; nothing where it is said that nothing does.
fn some_fill(fill: String) -> String {
    let patterned = fill.contains("patternType=\"") && !fill.contains("patternType=\"none\"");
    if patterned || fill.contains("<gradientFill") { fill } else { String::new() }
}

/// Borders; nothing where none of them is drawn.
fn some_border(border: String) -> String {
    let drawn = border.split("style=\"").skip(1).any(|style| !style.starts_with("none\""));
    if drawn { border } else { String::new() }
}

/// How the text of cells stands, without what is customary.
fn alignment(tag: &Tag) -> String {
    without(tag, "alignment", |name, value| CUSTOMARY_ALIGNMENT.contains(&(name, value)))
}

fn protection(tag: &Tag) -> String {
    without(tag, "protection", |name, value| [("locked", "1"), ("hidden", "0")].contains(&(name, value)))
}

/// A tag without the attributes that say what is customary; empty where nothing else is left.
fn without(tag: &Tag, name: &str, customary: impl Fn(&str, &str) -> bool) -> String {
    let palette = Palette::default();
    let mut cleaner = Cleaner::new(&palette);
    let mut left = String::new();
    for (attribute, value) in tag.attributes() {
        let (attribute, value) = (String::from_utf8_lossy(attribute), String::from_utf8_lossy(value));
        let value = match &*value {
            "true" => "1",
            "false" => "0",
            other => other,
        };
        if !customary(&attribute, value) {
            left.push_str(&format!(" {attribute}=\"{value}\""));
        }
    }
    cleaner.begin(&Tag { name: name.as_bytes(), empty: true, attributes: left.as_bytes() });
    let markup = text_of(&cleaner.take().0);
    if markup == format!("<{name}/>") { String::new() } else { markup }
}

#[cfg(test)]
mod tests {
    use super::super::super::limits::Limits;
    use super::super::package::archive;
    use super::*;

    fn read(content: &str) -> Styles {
        let bytes = archive("xl/styles.xml", &format!("<styleSheet>{content}</styleSheet>"));
        let limits = Limits::default();
        let mut package = Package::open(std::io::Cursor::new(&bytes), &limits).ok().unwrap();
        let palette = read_palette(&mut package, Some("xl/styles.xml"), None).ok().unwrap();
        Styles::read(&mut package, "xl/styles.xml", &palette).ok().unwrap()
    }

    const FIRST: &str = "<fonts><font><sz val=\"11\"/><color theme=\"1\"/><name val=\"Calibri\"/><scheme val=\"minor\"/></font>\
        <font><b/><sz val=\"14\"/><name val=\"Arial\"/></font></fonts>\
        <fills><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"solid\">\
        <fgColor indexed=\"0\"/></patternFill></fill></fills><borders><border><left/><right/></border></borders>";

    #[test]
    fn a_style_is_gathered_from_its_parts_and_colours_are_looked_up_in_the_palette_at_the_end() {
        let styles = read(&format!(
            "<numFmts><numFmt numFmtId=\"170\" formatCode=\"&quot;€&quot; 0.00\"/></numFmts>{FIRST}<cellXfs><xf/><xf \
             numFmtId=\"170\" fontId=\"1\" fillId=\"1\"><alignment wrapText=\"true\" vertical=\"bottom\"/><protection \
             locked=\"true\"/></xf></cellXfs><colors><indexedColors><rgbColor rgb=\"FF00FF00\"/></indexedColors></colors>"
        ));
        assert_eq!(styles.cell(0), CellStyle::default());
        let expected = CellStyle {
            font: "<font><b/><sz val=\"14\"/><name val=\"Arial\"/></font>".to_owned(),
            fill: "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FF00FF00\"/></patternFill></fill>"
                .to_owned(),
            alignment: "<alignment wrapText=\"1\"/>".to_owned(),
            number: NumberFormat::Code("\"€\" 0.00".to_owned()),
            ..CellStyle::default()
        };
        assert_eq!(styles.cell(1), expected);
        assert_eq!(styles.cell(7), CellStyle::default());
    }

    #[test]
    fn where_the_customary_style_is_another_one_cells_without_a_style_get_it() {
        let first = FIRST.replace("Calibri", "Georgia");
        let styles =
            read(&format!("{first}<cellXfs><xf/></cellXfs><dxfs><dxf><font><b/></font></dxf></dxfs>"));
        let asked = styles.some(&BTreeSet::from([0]), &BTreeSet::from([0, 5]));
        assert!(asked.cells.get(&0).is_some_and(|style| style.font.contains("Georgia")));
        assert_eq!(asked.differential, BTreeMap::from([(0, "<dxf><font><b/></font></dxf>".to_owned())]));
    }

    #[test]
    fn a_number_that_is_a_date_is_known_by_its_format() {
        let styles = read(
            "<numFmts><numFmt numFmtId=\"164\" formatCode=\"d. mmmm yyyy\"/><numFmt numFmtId=\"165\" \
             formatCode=\"GENERAL\"/></numFmts><cellXfs><xf/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf \
             numFmtId=\"165\"/></cellXfs>",
        );
        assert_eq!([0, 1, 2, 3].map(|style| styles.shows_dates(style)), [false, true, true, false]);
        assert_eq!(styles.number_format(3), NumberFormat::default());
    }
}
