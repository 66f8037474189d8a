//! The words that a heading consists of.

use std::collections::HashSet;

use super::words::fold;

/// The words of a heading, folded: `riskOwner` and `risk_owner` are two words, `l'actif` is one.
pub fn tokens(text: &str) -> Vec<String> {
    let mut spaced = String::with_capacity(text.len() + 8);
    let mut previous = ' ';
    for character in text.chars() {
        let script_changes = previous.is_alphanumeric()
            && character.is_alphanumeric()
            && is_unspaced(character) != is_unspaced(previous);
        if (character.is_uppercase() && previous.is_lowercase()) || script_changes {
            spaced.push(' ');
        }
        spaced.push(character);
        previous = character;
    }
    let folded = fold(&spaced);
    folded
        .split(|character: char| {
            !(character.is_alphanumeric() || matches!(character, '\'' | '’' | '#' | '%' | '°' | 'º' | '№'))
        })
        .map(without_article)
        .map(|word| word.trim_matches(|c| matches!(c, '\'' | '’' | '°' | 'º')))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Whether a script writes words without spaces between them.
pub fn is_unspaced(character: char) -> bool {
    matches!(u32::from(character), 0x3040..=0x30ff | 0x3400..=0x9fff | 0xac00..=0xd7af | 0xf900..=0xfaff)
}

/// The words of a heading that end with a full stop, folded.
pub fn abbreviations(text: &str) -> HashSet<String> {
    text.split(|c: char| c.is_whitespace() || matches!(c, '/' | '-' | '(' | ')' | '_'))
        .filter_map(|word| word.trim_end_matches([',', ':', ';']).strip_suffix('.'))
        .map(fold)
        .collect()
}

/// The word behind an elided article: `l'actif`, `dell'asset`.
fn without_article(word: &str) -> &str {
    match word.split_once(['\'', '’']) {
        Some((article, rest)) if article.len() <= 5 && rest.chars().count() > 1 => rest,
        _ => word,
    }
}
