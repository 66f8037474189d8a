//! The words that a heading consists of.

use super::words::fold;

/// The words of a heading, folded: `riskOwner` and `risk_owner` are two words, `l'actif` is one.
pub struct Words {
    /// All of them, with a space between two.
    pub text: String,
    /// Where each begins and ends.
    places: Vec<(usize, usize)>,
}

impl Words {
    /// The words of a heading.
    pub fn of(heading: &str) -> Self {
        let folded = fold(&with_spaces_between_words(heading));
        let mut words = Self { text: String::with_capacity(folded.len()), places: Vec::new() };
        let parted = folded.split(|character: char| {
            !(character.is_alphanumeric() || matches!(character, '\'' | '’' | '#' | '%' | '°' | 'º' | '№'))
        });
        for word in parted {
            let word = without_article(word).trim_matches(|c| matches!(c, '\'' | '’' | '°' | 'º'));
            if word.is_empty() {
                continue;
            }
            if !words.text.is_empty() {
                words.text.push(' ');
            }
            let start = words.text.len();
            words.text.push_str(word);
            words.places.push((start, words.text.len()));
        }
        words
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.places.len()
    }

    /// One after another.
    pub fn each(&self) -> impl Iterator<Item = &str> {
        self.places.iter().filter_map(|(start, end)| self.text.get(*start..*end))
    }

    /// So many words from one on, with a space between two; `None` where there are not as many.
    pub fn run(&self, first: usize, count: usize) -> Option<&str> {
        let (start, _) = self.places.get(first)?;
        let (_, end) = self.places.get((first + count).checked_sub(1)?)?;
        self.text.get(*start..*end)
    }
}

/// A heading with a space where a word begins with a capital letter or another script.
fn with_spaces_between_words(heading: &str) -> String {
    let mut spaced = String::with_capacity(heading.len() + 8);
    let mut previous = ' ';
    for character in heading.chars() {
        let script_changes = previous.is_alphanumeric()
            && character.is_alphanumeric()
            && is_unspaced(character) != is_unspaced(previous);
        if (character.is_uppercase() && previous.is_lowercase()) || script_changes {
            spaced.push(' ');
        }
        spaced.push(character);
        previous = character;
    }
    spaced
}

/// Whether a script writes words without spaces between them.
pub fn is_unspaced(character: char) -> bool {
    matches!(u32::from(character), 0x3040..=0x30ff | 0x3400..=0x9fff | 0xac00..=0xd7af | 0xf900..=0xfaff)
}

/// The words of a heading that end with a full stop, folded.
pub fn abbreviations(text: &str) -> Vec<String> {
    if !text.contains('.') {
        return Vec::new();
    }
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
