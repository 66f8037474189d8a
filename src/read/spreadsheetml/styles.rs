//! What the style of a cell says about its value: whether a number is a date, how it is shown, and
//! the colour behind it. Worked out once for each style, so that a cell costs a look into a table.

use std::collections::BTreeMap;

use super::super::cell::Hue;
use super::super::number_form::{Shown, shown_as, shown_as_built_in};
use super::colour::{Colour, Palette, rgb};
use super::package::{Package, Unreadable};
use super::token::{Fault, Token};

/// Most styles, fills, formats of numbers or colours. Programs write at most some ten thousand.
pub(super) const MOST: usize = 200_000;

/// What a style says.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Style {
    /// How a number is shown.
    pub shown: Shown,
    /// The colour behind the value.
    pub fill: Option<Hue>,
}

/// Reads the styles of a workbook, in the order in which cells refer to them.
///
/// # Errors
/// Where the part is damaged or goes beyond a limit.
pub(super) fn read_styles(
    package: &mut Package,
    part: &str,
    theme: Option<&str>,
) -> Result<Vec<Style>, Unreadable> {
    let mut palette = Palette::default();
    if let Some(theme) = theme {
        let colours = read_theme(package, theme)?;
        if !colours.is_empty() {
            palette.theme = colours;
        }
    }
    let mut formats: BTreeMap<u32, Shown> = BTreeMap::new();
    let mut fills: Vec<Option<Colour>> = Vec::new();
    let mut cell_styles: Vec<(u32, u32)> = Vec::new();
    let mut xml = package.scan(part)?;
    let (mut in_fills, mut in_cell_styles, mut in_indexed) = (false, false, false);
    // Whether the colour of the pattern is the one to see, as opposed to the one behind it.
    let mut pattern = false;
    loop {
        let longest = fills.len().max(cell_styles.len()).max(formats.len()).max(palette.indexed.len());
        if longest > MOST {
            return Err(too_many().into());
        }
        match xml.next()? {
            Token::Open(tag) => match tag.name {
                b"numFmt" => {
                    if let (Some(id), Some(code)) = (tag.number(b"numFmtId"), tag.text(b"formatCode")) {
                        // Differential formats at the end have their own; the first one counts.
                        formats.entry(id).or_insert_with(|| shown_as(&code));
                    }
                }
                b"fills" => in_fills = !tag.empty,
                b"fill" if in_fills => {
                    pattern = false;
                    fills.push(None);
                }
                b"patternFill" => {
                    pattern = !matches!(tag.attribute(b"patternType"), None | Some(b"none" | b"gray125"));
                }
                b"gradientFill" => pattern = true,
                b"fgColor" | b"color" if in_fills && pattern => {
                    if let Some(fill) = fills.last_mut().filter(|fill| fill.is_none()) {
                        *fill = Colour::of(&tag);
                    }
                }
                b"cellXfs" => in_cell_styles = !tag.empty,
                b"xf" if in_cell_styles => cell_styles
                    .push((tag.number(b"numFmtId").unwrap_or(0), tag.number(b"fillId").unwrap_or(0))),
                b"indexedColors" => in_indexed = !tag.empty,
                b"rgbColor" if in_indexed => {
                    let colour = tag.text(b"rgb").and_then(|digits| rgb(&digits));
                    palette.indexed.push(colour.unwrap_or_default());
                }
                _ => {}
            },
            Token::Close(b"fills") => in_fills = false,
            Token::Close(b"cellXfs") => in_cell_styles = false,
            Token::Close(b"indexedColors") => in_indexed = false,
            Token::End => break,
            _ => {}
        }
    }
    let colours: Vec<Option<Hue>> =
        fills.into_iter().map(|fill| fill.and_then(|colour| colour.hue(&palette))).collect();
    Ok(cell_styles
        .into_iter()
        .map(|(format, fill)| Style {
            shown: formats.get(&format).copied().unwrap_or_else(|| shown_as_built_in(format)),
            fill: usize::try_from(fill).ok().and_then(|fill| colours.get(fill).copied()).flatten(),
        })
        .collect())
}

pub(super) fn too_many() -> Fault {
    Fault::Damage("its styles are more than any spreadsheet program writes".to_owned())
}

/// The colours of a theme in the order in which they are referred to; empty where it states none.
pub(super) fn read_theme(package: &mut Package, part: &str) -> Result<Vec<[u8; 3]>, Unreadable> {
    let mut xml = package.scan(part)?;
    let mut colours = Vec::new();
    let mut in_scheme = false;
    loop {
        if colours.len() > MOST {
            return Err(too_many().into());
        }
        match xml.next()? {
            Token::Open(tag) if tag.name == b"clrScheme" => in_scheme = !tag.empty,
            Token::Open(tag) if in_scheme && (tag.name == b"srgbClr" || tag.name == b"sysClr") => {
                let value = tag.text(b"lastClr").or_else(|| tag.text(b"val"));
                colours.push(value.and_then(|digits| rgb(&digits)).unwrap_or_default());
            }
            Token::Close(b"clrScheme") | Token::End => break,
            _ => {}
        }
    }
    // The file has dark before light, references count light before dark.
    if let [dark, light, second_dark, second_light, ..] = colours.as_mut_slice() {
        std::mem::swap(dark, light);
        std::mem::swap(second_dark, second_light);
    }
    Ok(colours)
}

#[cfg(test)]
mod tests {
    use super::super::super::limits::Limits;
    use super::super::package::archive;
    use super::*;

    /// The number of styles where a part says what stands in its root element; `None` where it is refused.
    fn read(content: &str) -> Option<usize> {
        let bytes = archive("xl/styles.xml", &format!("<styleSheet>{content}</styleSheet>"));
        let limits = Limits::default();
        let mut package = Package::open(std::io::Cursor::new(&bytes), &limits).ok()?;
        read_styles(&mut package, "xl/styles.xml", None).ok().map(|styles| styles.len())
    }

    #[test]
    fn styles_are_read_up_to_a_number_that_no_program_writes() {
        let list = |list: &str, item: &str, count| format!("<{list}>{}</{list}>", item.repeat(count));
        assert_eq!(read(&list("cellXfs", "<xf/>", 1_000)), Some(1_000));
        for (name, item) in [("cellXfs", "<xf/>"), ("fills", "<fill/>"), ("indexedColors", "<rgbColor/>")] {
            assert_eq!(read(&list(name, item, MOST + 1)), None, "{name}");
        }
    }
}
