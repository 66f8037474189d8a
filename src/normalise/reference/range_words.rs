//! The words between the two ends of a range: `A.5.19 à A.5.22`, `5.19 t/m 5.22`.

use super::words::Token;

/// What stands between the ends of a range, in lower case, each with its separators.
const JOINING: &[&[&str]] = &[
    &["to"],
    &["up", "to"],
    &["through"],
    &["thru"],
    &["until"],
    &["till"],
    &["til"],
    &["bis"],
    &["bis", "zu"],
    &["t", "/", "m"],
    &["tm"],
    &["tot"],
    &["tot", "en", "met"],
    &["à"],
    &["au"],
    &["jusqu'à"],
    &["jusqu’à"],
    &["jusqu'au"],
    &["jusqu’au"],
    &["a"],
    &["al"],
    &["ao"],
    &["até"],
    &["ate"],
    &["hasta"],
    &["hasta", "el"],
    &["hasta", "la"],
    &["fino", "a"],
    &["fino", "al"],
    &["fino", "ad"],
    &["do"],
    &["až"],
    &["až", "do"],
    &["по"],
    &["до"],
    &["から"],
    &["至"],
    &["->"],
    &["-"],
];

/// What stands before the first end of a range, in lower case.
const OPENING: &[&str] = &[
    "from", "von", "van", "de", "du", "dès", "da", "dal", "dall'", "del", "desde", "od", "от", "с", "fra",
    "från",
];

/// Longest of [`JOINING`].
const LONGEST: usize = 3;

/// The tokens with one dash for the words that join two identifiers, and without the word that opens
/// such a range. The words mean a range only where they stand directly between two identifiers.
pub(super) fn join_ranges<'a>(
    tokens: Vec<Token<'a>>,
    ends_with_identifier: impl Fn(&str) -> bool,
) -> Vec<Token<'a>> {
    let tokens: Vec<Token<'a>> = tokens.into_iter().flat_map(split_glued).collect();
    let is_end =
        |index: usize| matches!(tokens.get(index), Some(Token::Word(word)) if ends_with_identifier(word));
    let begins_end = |index: usize| match tokens.get(index) {
        Some(Token::Word(word)) => {
            ends_with_identifier(word) || word.bytes().all(|byte| byte.is_ascii_digit())
        }
        _ => false,
    };
    let joining = |start: usize| {
        (1..=LONGEST).rev().find(|length| {
            let words = tokens.get(start..start + length).unwrap_or_default();
            JOINING.iter().any(|joining| reads(words, joining)) && begins_end(start + length)
        })
    };
    let mut joined = Vec::with_capacity(tokens.len());
    let mut index = 0;
    while let Some(token) = tokens.get(index) {
        let opens = matches!(token, Token::Word(word) if OPENING.contains(&word.to_lowercase().as_str()));
        if opens && is_end(index + 1) && joining(index + 2).is_some() {
            index += 1;
            continue;
        }
        joined.push(*token);
        index += 1;
        if let Some(length) = is_end(index - 1).then(|| joining(index)).flatten() {
            joined.push(Token::Word("-"));
            index += length;
        }
    }
    joined
}

/// Whether tokens read as a joining. A capital `A` is the annex, not the word "a".
fn reads(tokens: &[Token<'_>], joining: &[&str]) -> bool {
    tokens.len() == joining.len()
        && tokens.iter().zip(joining).all(|(token, wanted)| match token {
            Token::Word("A") => false,
            Token::Word(word) => word.to_lowercase().as_str() == *wanted,
            Token::Separator(separator) => wanted.chars().eq([*separator]),
            Token::LastLevel(_) => false,
        })
}

/// Japanese and Chinese leave no space: `A.5.19から` is an identifier and a word.
fn split_glued(token: Token<'_>) -> Vec<Token<'_>> {
    let Token::Word(word) = token else { return vec![token] };
    for glue in ["から", "至"] {
        if let Some((first, last)) = word.split_once(glue)
            && first.ends_with(|character: char| character.is_ascii_digit())
        {
            let last = last.trim_end_matches("まで");
            let words = [first, glue, last].into_iter().filter(|part| !part.is_empty());
            return words.map(Token::Word).collect();
        }
    }
    vec![token]
}
