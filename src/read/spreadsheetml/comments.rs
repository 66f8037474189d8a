//! What people wrote about cells of a sheet: notes, and conversations with their answers.

use std::collections::BTreeMap;

use super::super::cell::Comment;
use super::super::limits::{Limit, Limits};
use super::package::{Package, Relationship, Unreadable};
use super::reference;
use super::strings::{RichText, read_text};
use super::token::{Fault, Token};

/// Reads the comments of a sheet, in the order of rows and columns. A conversation is kept twice in a
/// file, once for older programs with words of the program around it; that one is left out.
///
/// # Errors
/// Where a part is damaged or goes beyond a limit.
pub(super) fn read_comments(
    package: &mut Package,
    relationships: &[Relationship],
    limits: &Limits,
) -> Result<Vec<Comment>, Unreadable> {
    let mut notes = BTreeMap::new();
    let mut conversations = BTreeMap::new();
    // A sheet has at most one part of each kind (ECMA-376 part 1, 12.3.3).
    let parts = [
        ("comments", &b"comment"[..], &mut notes),
        ("threadedComment", b"threadedComment", &mut conversations),
    ];
    for (kind, element, texts) in parts {
        let leads = relationships.iter().find(|leads| leads.kind == kind && package.holds(&leads.target));
        if let Some(leads) = leads {
            read_part(package, &leads.target, element, limits, texts)?;
        }
    }
    notes.extend(conversations);
    let filled = notes.into_iter().filter(|(_, text)| !text.trim().is_empty());
    Ok(filled.map(|((row, column), text)| Comment { row, column, text: text.into() }).collect())
}

type Texts = BTreeMap<(u32, u32), String>;

fn read_part(
    package: &mut Package,
    part: &str,
    element: &[u8],
    limits: &Limits,
    texts: &mut Texts,
) -> Result<(), Unreadable> {
    let mut xml = package.scan(part)?;
    let mut rich = RichText::new(limits);
    let mut place = None;
    let most = usize::try_from(limits.value(Limit::CellText)).unwrap_or(usize::MAX).saturating_mul(8);
    loop {
        match xml.next()? {
            Token::Open(tag) if tag.name == element => {
                place = tag.attribute(b"ref").and_then(reference::cell);
            }
            Token::Open(tag) if tag.name == b"text" && !tag.empty => {
                let mut plain = String::new();
                let text = if element == b"comment" {
                    rich.read(&mut xml, b"text")?
                } else {
                    read_text(&mut xml, &mut plain, most)?;
                    plain.as_str()
                };
                let Some(place) = place else { continue };
                let room = limits.check(Limit::Cells, texts.len() as u64 + 1);
                room.map_err(Fault::Limit)?;
                let known: &mut String = texts.entry(place).or_default();
                if known.len() < most {
                    let separator = if known.is_empty() { "" } else { "\n" };
                    known.push_str(separator);
                    known.push_str(text);
                }
            }
            Token::End => return Ok(()),
            _ => {}
        }
    }
}
