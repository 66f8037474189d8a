//! A table as markup that goes into another workbook.

use super::super::cell::SheetLayout;
use super::super::markup::{Markup, TableMarkup};
use super::clean::Cleaner;
use super::colour::Palette;
use super::package::{Package, Unreadable};
use super::reference;
use super::token::Token;

/// What a table says of itself, but for its number.
const TABLE: &str = "name displayName comment ref headerRowCount insertRow insertRowShift totalsRowCount totalsRowShown \
                     published";

/// Reads a table; `None` where it does not say where it stands. What of it does not go over is counted in the layout of
/// its sheet.
///
/// # Errors
/// Where the part is damaged or goes beyond a limit.
pub(super) fn read(
    package: &mut Package,
    part: &str,
    palette: &Palette,
    layout: &mut SheetLayout,
) -> Result<Option<TableMarkup>, Unreadable> {
    let mut xml = package.scan(part)?;
    let mut cleaner = Cleaner::new(palette);
    let mut table = None;
    loop {
        match xml.next()? {
            Token::Open(tag) if tag.name == b"table" => {
                let area = tag.text(b"ref").as_deref().and_then(reference::area);
                let name = tag.text(b"displayName").or_else(|| tag.text(b"name"));
                if tag.attribute(b"tableType").is_some_and(|kind| kind != b"worksheet") {
                    layout.count("query table", None);
                }
                cleaner.attributes(&tag, TABLE);
                let (attributes, _) = cleaner.take();
                table = area.zip(name).map(|((row, column, last_row, last_column), name)| TableMarkup {
                    name,
                    place: (row, column),
                    end: (last_row, last_column),
                    attributes,
                    content: Markup::default(),
                    formulas: Vec::new(),
                });
            }
            Token::Open(tag) => {
                let name = tag.attribute(b"name").unwrap_or_default();
                if tag.name == b"tableStyleInfo" && !(name.is_empty() || name.starts_with(b"TableStyle")) {
                    layout.count("table style of one's own", None);
                }
                let begun = cleaner.begin(&tag);
                cleaner.finish(&mut xml, begun)?;
            }
            Token::End => break,
            _ => {}
        }
    }
    let (content, formulas) = cleaner.take();
    Ok(table.map(|table| TableMarkup { content, formulas, ..table }))
}
