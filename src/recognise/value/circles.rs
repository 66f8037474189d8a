//! Circles and triangles in place of words.
//!
//! Two conventions use the empty circle for the opposite: circles that fill up as the work goes on, and
//! the marks of East Asian schools and forms, where the circle is right and the cross is wrong. The
//! other signs of the column show which of them is meant; alone, a circle says nothing.

use super::content;
use super::status::Status;
use crate::model::ImplementationStatus::{Implemented, NotImplemented, Partial};
use crate::read::Cell;

/// What the circles of a column stand for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Circles {
    /// Nothing tells.
    #[default]
    Open,
    /// ○ is nothing, ● is all.
    Filling,
    /// ○ is right, △ is half right, × is wrong.
    Marks,
}

impl Circles {
    /// Looks at the signs of a column.
    pub(super) fn new<'a>(cells: impl Iterator<Item = &'a Cell>) -> Self {
        let (mut filling, mut marks) = (false, false);
        for sign in cells.filter_map(|cell| sign(&content(Some(cell))?)) {
            filling |= matches!(sign, '●' | '◐' | '◑' | '◔' | '◕');
            marks |= matches!(sign, '×' | '△' | '◎' | '▲');
        }
        match (filling, marks) {
            (true, false) => Self::Filling,
            (false, true) => Self::Marks,
            _ => Self::Open,
        }
    }

    /// Where nothing else tells, a heading in East Asian script shows that the circle is a mark.
    pub(super) fn under(self, heading: &str) -> Self {
        let east_asian = |character: char| matches!(character, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}');
        if self == Self::Open && heading.chars().any(east_asian) { Self::Marks } else { self }
    }

    /// What a sign says to a question of yes or no.
    pub(super) fn yes_no(self, text: &str) -> Option<bool> {
        match (self, sign(text)?) {
            (Self::Filling, '●') | (Self::Marks, '○' | '〇' | '◯' | '◎') => Some(true),
            (Self::Filling, '○' | '〇' | '◯') | (Self::Marks, '×') => Some(false),
            _ => None,
        }
    }

    /// What a sign says; `Some(None)` where it is one that the column does not explain, `None` for
    /// other texts.
    pub(super) fn status(self, text: &str) -> Option<Option<Status>> {
        let status = match (self, sign(text)?) {
            (Self::Filling, '●') | (Self::Marks, '○' | '〇' | '◯' | '◎') => {
                Status::Status(Implemented)
            }
            (Self::Filling, '○' | '〇' | '◯') | (Self::Marks, '×') => Status::Status(NotImplemented),
            (Self::Marks, '△') => Status::Status(Partial),
            (Self::Filling, '◔') => Status::Share(0.25),
            (Self::Filling, '◐' | '◑') => Status::Share(0.5),
            (Self::Filling, '◕') => Status::Share(0.75),
            _ => return Some(None),
        };
        Some(Some(status))
    }
}

/// The sign that a text consists of, where it is one of those.
fn sign(text: &str) -> Option<char> {
    let mut characters = text.trim().chars();
    let sign = characters.next().filter(|_| characters.next().is_none())?;
    matches!(sign, '●' | '◐' | '◑' | '◔' | '◕' | '○' | '〇' | '◯' | '◎' | '×' | '△' | '▲').then_some(sign)
}
