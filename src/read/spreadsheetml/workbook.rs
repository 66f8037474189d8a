//! The part that lists the sheets of a workbook.

use super::super::cell::Visibility;
use super::super::markup::NameMarkup;
use super::package::{Package, Unreadable};
use super::strings::read_text;
use super::token::{Fault, Token};

/// Most names that stand for something, and most bytes of what one of them stands for.
const MOST_NAMES: usize = 100_000;
const LONGEST_NAME: usize = 8_192 * 4;

/// What the part says.
pub(super) struct Contents {
    /// The sheets, in their order.
    pub sheets: Vec<ListedSheet>,
    /// Whether days are counted from 1904.
    pub is_1904: bool,
    /// The names that stand for something, those of sheets by the place of the sheet.
    pub names: Vec<(Option<usize>, NameMarkup)>,
}

/// A sheet as it is listed.
pub(super) struct ListedSheet {
    /// Its name.
    pub name: String,
    /// What the workbook calls the part that holds it.
    pub relationship: String,
    /// Whether it is shown.
    pub visibility: Visibility,
}

/// Finds the part that lists the sheets: where the package says, else where every program puts it.
///
/// # Errors
/// Where what the package says is damaged.
pub(super) fn workbook_part(package: &mut Package) -> Result<String, Unreadable> {
    let said = package.relationships("")?.into_iter().find(|leads| leads.kind == "officeDocument");
    Ok(said
        .map(|leads| leads.target)
        .filter(|part| package.holds(part))
        .unwrap_or_else(|| "xl/workbook.xml".to_owned()))
}

/// Reads the part that lists the sheets.
///
/// # Errors
/// Where it is damaged, goes beyond a limit, or lists more sheets than there are parts.
pub(super) fn read_contents(package: &mut Package, part: &str) -> Result<Contents, Unreadable> {
    let parts = package.len();
    let mut xml = package.scan(part)?;
    let mut contents = Contents { sheets: Vec::new(), is_1904: false, names: Vec::new() };
    let mut in_sheets = false;
    loop {
        match xml.next()? {
            Token::Open(tag) => match tag.name {
                b"sheets" => in_sheets = !tag.empty,
                b"sheet" if in_sheets => {
                    if contents.sheets.len() >= parts {
                        let reason = "it lists more sheets than it has parts";
                        return Err(Fault::Damage(reason.to_owned()).into());
                    }
                    contents.sheets.push(ListedSheet {
                        name: tag.text(b"name").unwrap_or_default(),
                        relationship: tag.text(b"id").unwrap_or_default(),
                        visibility: match tag.attribute(b"state") {
                            Some(b"hidden") => Visibility::Hidden,
                            Some(b"veryHidden") => Visibility::VeryHidden,
                            _ => Visibility::Visible,
                        },
                    });
                }
                b"definedName" if !tag.empty && contents.names.len() < MOST_NAMES => {
                    let sheet = tag.number(b"localSheetId").and_then(|number| usize::try_from(number).ok());
                    let name = tag.text(b"name").unwrap_or_default();
                    let hidden = tag.says_yes(b"hidden");
                    let mut text = String::new();
                    read_text(&mut xml, &mut text, LONGEST_NAME)?;
                    contents.names.push((sheet, NameMarkup { name, local: sheet.is_some(), hidden, text }));
                }
                // Extensions have an element of this name too, which does not say.
                b"workbookPr" if tag.attribute(b"date1904").is_some() => {
                    contents.is_1904 = tag.says_yes(b"date1904");
                }
                _ => {}
            },
            Token::Close(b"sheets") => in_sheets = false,
            Token::End => return Ok(contents),
            _ => {}
        }
    }
}
