//! What a word of a cell must look like to be an identifier, of ours or of another framework.

use super::numbering::{Levels, levels};
use crate::standards::Part;

/// `A.5.1`, `A5.1`, `a-5.1`, `5.1`, `§6.1`, each with what follows the number.
pub(super) fn identifier(piece: &str) -> Option<(Option<Part>, Levels, &str)> {
    let (part, digits) = match piece.strip_prefix(['A', 'a']) {
        Some(rest) => (Some(Part::AnnexA), rest.trim_start_matches(['.', '-'])),
        None => match piece.strip_prefix('§') {
            Some(rest) => (Some(Part::Clauses), rest.trim_start()),
            None => (None, piece),
        },
    };
    let end = digits
        .find(|character: char| !character.is_ascii_digit() && character != '.')
        .unwrap_or(digits.len());
    let (number, rest) = digits.split_at(end);
    let number_only = number.trim_end_matches('.');
    let levels = levels(number_only)?;
    let first = *levels.first()?;
    if !(1..=18).contains(&first) {
        return None;
    }
    // ".d" and "d" after a number are a paragraph of the clause.
    let paragraph = rest.trim_end_matches(')');
    let is_paragraph =
        paragraph.chars().count() == 1 && paragraph.chars().all(|character| character.is_ascii_lowercase());
    if rest.is_empty() || is_paragraph {
        return Some((part, levels, ""));
    }
    rest.starts_with('-').then_some((part, levels, rest))
}

/// Whether a word is an identifier, or a list or range that ends with one: what a range can begin with.
pub(super) fn ends_with_identifier(word: &str) -> bool {
    let word = word.trim_matches(|character: char| matches!(character, '.' | ':' | '\'' | '*'));
    let last = word.rsplit([':', '_']).next().unwrap_or_default();
    identifier(last).is_some_and(|(part, number, rest)| {
        rest.is_empty() && (part.is_some() || number.get(1).is_some_and(|level| *level > 0))
    })
}

/// `164.308`: three digits before a point are a section of a law, never a number of ours.
pub(super) fn is_section_of_law(piece: &str) -> bool {
    let digits = piece.trim_start_matches('§');
    digits.split_once('.').is_some_and(|(first, rest)| {
        let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        first.len() == 3 && number(first) && number(rest)
    })
}

/// Letters with digits and points or dashes: `GV.OC-01`, `CC6.1`, `MSTG-ARCH-1`, `CIS-1.1`.
pub(super) fn looks_like_identifier(piece: &str) -> bool {
    let has = |wanted: fn(char) -> bool| piece.chars().any(wanted);
    has(|character| character.is_ascii_digit())
        && has(|character| character.is_ascii_alphabetic())
        && has(|character| matches!(character, '.' | '-'))
        && piece.len() <= 20
}
