//! Lists that do not repeat what their items have in common: `A.5.19/20/21`, `5.19, 20 and 21`.

use super::words::Token;

/// What stands between the last two items of a list, in lower case.
const AND: &[&str] = &[
    "and",
    "und",
    "sowie",
    "et",
    "en",
    "y",
    "e",
    "i",
    "og",
    "och",
    "oraz",
    "и",
    "ja",
    "και",
    "と",
    "及び",
    "および",
    "和",
];

/// What stands between other items.
const PARTING: &[char] = &[',', ';', '/', '&', '+', '|', '\n', '\r'];
/// Those of them after which a clause may begin as well.
const BEGINNING: &[char] = &[';', '|', '\n', '\r'];

/// The last clause of either standard.
const LAST_CLAUSE: u8 = 10;

/// The most numbers below a clause that either standard has: what has more is a control.
const MOST_OF_A_CLAUSE: u8 = 5;

/// Where the tokens that were read so far stand in a list.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Outside,
    AfterItem,
    AfterSeparator,
    /// After one behind which a clause may begin as well.
    AtBeginning,
}

/// The tokens with a comma for the word between two items, and with the numbers marked that give the last
/// level of an identifier alone.
///
/// A number is one only where nothing but separators stands between it and the identifier of a control before it,
/// and no word follows that it could count: in `A.5.1, 3 firewalls` it is none, nor in `5.1, 7 and 8`, which may
/// be clauses.
pub(super) fn complete_lists<'a>(
    tokens: Vec<Token<'a>>,
    ends_with_identifier: impl Fn(&str) -> bool,
) -> Vec<Token<'a>> {
    let is_last_level = |index: usize| {
        matches!(tokens.get(index), Some(Token::Word(word)) if is_level(word))
            && match tokens.get(index + 1) {
                Some(Token::Word(word)) => *word == "-" || is_and(word) || ends_with_identifier(word),
                _ => true,
            }
    };
    let is_item = |index: usize| {
        is_last_level(index)
            || matches!(tokens.get(index), Some(Token::Word(word)) if ends_with_identifier(word))
    };
    let mut place = Place::Outside;
    let mut completes = false;
    let mut completed = Vec::with_capacity(tokens.len());
    for (index, token) in tokens.iter().copied().enumerate() {
        let (read, now) = match token {
            Token::Word(word)
                if is_last_level(index)
                    && completes
                    && (place == Place::AfterSeparator
                        || place == Place::AtBeginning && !may_be_clause(word)) =>
            {
                (Token::LastLevel(word), Place::AfterItem)
            }
            Token::Word(word) if ends_with_identifier(word) => {
                completes = can_be_completed(word);
                (token, Place::AfterItem)
            }
            Token::Word(word) if place != Place::Outside && is_and(word) && is_item(index + 1) => {
                (Token::Separator(','), Place::AfterSeparator)
            }
            Token::Separator(separator) if place != Place::Outside && PARTING.contains(&separator) => {
                let begins = BEGINNING.contains(&separator);
                (token, if begins { Place::AtBeginning } else { Place::AfterSeparator })
            }
            _ => (token, Place::Outside),
        };
        completed.push(read);
        place = now;
    }
    completed
}

/// Whether an identifier can be completed: one of three levels, or that of a control of Annex A, by its letter or
/// by its last number.
fn can_be_completed(word: &str) -> bool {
    let numbers = word.trim_start_matches(|character: char| !character.is_ascii_digit());
    let begins_with_letter =
        word.strip_suffix(numbers).is_some_and(|before| before.to_ascii_uppercase().ends_with(['A', '.']));
    let last = || numbers.rsplit('.').next().and_then(|last| last.parse::<u8>().ok());
    let has_three_levels = numbers.matches('.').count() >= 2;
    begins_with_letter || has_three_levels || last().is_some_and(|last| last > MOST_OF_A_CLAUSE)
}

fn is_and(word: &str) -> bool {
    AND.contains(&word.to_lowercase().as_str())
}

fn may_be_clause(word: &str) -> bool {
    word.parse::<u8>().is_ok_and(|number| number <= LAST_CLAUSE)
}

/// A number that can be the last level of an identifier.
fn is_level(word: &str) -> bool {
    (1..=2).contains(&word.len()) && word.parse::<u8>().is_ok_and(|level| level > 0)
}
