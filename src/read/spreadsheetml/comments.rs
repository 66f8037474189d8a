//! What people wrote about cells of a sheet: notes, and conversations with their answers.

use std::collections::BTreeMap;

use super::super::cell::Comment;
use super::super::limits::{Limit, Limits};
use super::package::{Package, Relationship, Unreadable};
use super::reference;
use super::strings::{RichText, read_text};
use super::token::{Fault, Token};

/// Most bytes of the name of an author: what is longer is no name.
const LONGEST_AUTHOR: usize = 1024;

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
    let filled = notes.into_iter().filter(|(_, note)| !note.text.trim().is_empty());
    let comments = filled.map(|((row, column), note)| Comment {
        row,
        column,
        text: note.text.into(),
        author: note.author.into(),
    });
    Ok(comments.collect())
}

type Texts = BTreeMap<(u32, u32), Note>;

/// What stands at a cell.
#[derive(Default)]
struct Note {
    text: String,
    author: String,
}

/// What Excel names as the author of the copy of a conversation that it keeps for older programs.
const OF_CONVERSATION: &str = "tc=";

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
    let mut authors: Vec<String> = Vec::new();
    let mut author = String::new();
    let most = usize::try_from(limits.value(Limit::CellText)).unwrap_or(usize::MAX).saturating_mul(8);
    loop {
        match xml.next()? {
            Token::Open(tag) if tag.name == b"author" => {
                let room = limits.check(Limit::Cells, authors.len() as u64 + 1);
                room.map_err(Fault::Limit)?;
                let mut name = String::new();
                if !tag.empty {
                    read_text(&mut xml, &mut name, LONGEST_AUTHOR)?;
                }
                authors.push(if name.starts_with(OF_CONVERSATION) { String::new() } else { name });
            }
            Token::Open(tag) if tag.name == element => {
                place = tag.attribute(b"ref").and_then(reference::cell);
                let number =
                    tag.attribute(b"authorId").and_then(|id| std::str::from_utf8(id).ok()?.parse().ok());
                author = number.and_then(|number: usize| authors.get(number).cloned()).unwrap_or_default();
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
                let known = texts.entry(place).or_default();
                known.author.clone_from(&author);
                if known.text.len() < most {
                    let separator = if known.text.is_empty() { "" } else { "\n" };
                    known.text.push_str(separator);
                    known.text.push_str(text);
                }
            }
            Token::End => return Ok(()),
            _ => {}
        }
    }
}
