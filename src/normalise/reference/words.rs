//! The words of a cell and what separates them.

/// A word of a cell or what separates words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Token<'a> {
    Separator(char),
    Word(&'a str),
    /// The last level of an identifier, whose other levels are those of the one before it.
    LastLevel(&'a str),
}

pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let is_separator = |character: char| {
        matches!(character, ',' | ';' | '\n' | '\r' | '|' | '&' | '+' | '(' | ')' | '[' | ']' | '/' | '"')
    };
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        if character.is_whitespace() && !is_separator(character) {
            rest = rest
                .trim_start_matches(|character: char| character.is_whitespace() && !is_separator(character));
        } else if is_separator(character) {
            tokens.push(Token::Separator(character));
            rest = rest.get(character.len_utf8()..).unwrap_or_default();
        } else {
            let end_from = |start: usize| {
                let after = rest.get(start..).unwrap_or_default();
                let end = after.find(|character: char| character.is_whitespace() || is_separator(character));
                end.map_or(rest.len(), |end| start + end)
            };
            let mut end = end_from(0);
            // "A&A-01" is one identifier, "A.5.1&A.5.2" are two.
            let letters = rest.get(..end).is_some_and(|word| word.chars().all(char::is_alphabetic));
            let joined = rest.get(end..).and_then(|after| after.strip_prefix('&'));
            if letters && joined.is_some_and(|after| after.starts_with(char::is_alphabetic)) {
                end = end_from(end + 1);
            }
            let (word, after) = rest.split_at(end);
            tokens.push(Token::Word(word));
            rest = after;
        }
    }
    tokens
}
