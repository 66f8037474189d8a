//! The words of `placeholder-words.csv`, in small letters: what each stands in the place of (judgement).

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::recognise::rows_of_list;

/// What a word stands in the place of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StandsFor {
    /// Anything that a cell can ask for.
    Anything,
    /// Anything too; but that there is none answers a question.
    NoneThere,
    /// An entry only: as a text, `never` says something.
    Entry,
    /// A name only.
    Name,
    /// A name, where a cell answers yes or no instead. Words of two letters that are initials or a department as well
    /// (`SI`, `DA`) are not among them.
    YesOrNo,
    /// Nothing, though a cell may answer yes or no with it: in another language it is what people are called (`Sim`,
    /// `Sand`, `Vero`, `Tak`, `Nie`). To lose somebody who is named is worse than to show a yes as it was written, and a
    /// cell is judged alone, by formulas too, without the language of its register. It names no evidence, though.
    YesNoOrPerson,
    /// A name, where nobody has accepted, approved or been named yet.
    NotYet,
    /// A text only: a yes or no, or that something does not apply, gives no reason; as a name, `nr` and `so` are
    /// initials.
    Text,
}

impl StandsFor {
    const ALL: [StandsFor; 8] = [
        StandsFor::Anything,
        StandsFor::NoneThere,
        StandsFor::Entry,
        StandsFor::Name,
        StandsFor::YesOrNo,
        StandsFor::YesNoOrPerson,
        StandsFor::NotYet,
        StandsFor::Text,
    ];

    /// Its name in the list.
    fn name(self) -> &'static str {
        match self {
            StandsFor::Anything => "anything",
            StandsFor::NoneThere => "none",
            StandsFor::Entry => "entry",
            StandsFor::Name => "name",
            StandsFor::YesOrNo => "yes-or-no",
            StandsFor::YesNoOrPerson => "yes-no-or-person",
            StandsFor::NotYet => "not-yet",
            StandsFor::Text => "text",
        }
    }
}

/// The embedded list, in its order; a row that cannot be read is left out, and a test holds that there is none.
static WORDS: LazyLock<Vec<(StandsFor, String)>> =
    LazyLock::new(|| rows().into_iter().filter_map(|(stands_for, word)| Some((stands_for?, word))).collect());

fn rows() -> Vec<(Option<StandsFor>, String)> {
    let text = include_str!("placeholder-words.csv");
    let row = |row: Vec<String>| {
        let mut cells = row.into_iter();
        let name = cells.next().unwrap_or_default();
        let stands_for = StandsFor::ALL.into_iter().find(|stands_for| stands_for.name() == name);
        (stands_for, cells.next().unwrap_or_default())
    };
    rows_of_list("placeholder-words.csv", text).unwrap_or_default().into_iter().map(row).collect()
}

/// The words that stand for any of some things.
pub fn words_for(any: &[StandsFor]) -> impl Iterator<Item = &'static str> + use<'_> {
    WORDS.iter().filter(|(stands_for, _)| any.contains(stands_for)).map(|(_, word)| word.as_str())
}

/// The words that answer yes or no where somebody is asked for.
pub fn yes_or_no_words() -> impl Iterator<Item = &'static str> {
    words_for(&[StandsFor::YesOrNo, StandsFor::YesNoOrPerson])
}

/// Whether a word stands for any of some things.
pub fn stands_for(word: &str, any: &[StandsFor]) -> bool {
    static KNOWN: LazyLock<HashMap<&'static str, Vec<StandsFor>>> = LazyLock::new(|| {
        let mut known: HashMap<&'static str, Vec<StandsFor>> = HashMap::with_capacity(WORDS.len());
        for (stands_for, word) in WORDS.iter() {
            known.entry(word).or_default().push(*stands_for);
        }
        known
    });
    KNOWN.get(word).is_some_and(|known| known.iter().any(|stands_for| any.contains(stands_for)))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_row_of_the_list_says_once_what_a_word_in_small_letters_stands_for() {
        let mut known = HashSet::new();
        for (stands_for, word) in rows() {
            let stands_for = stands_for.unwrap_or_else(|| panic!("{word}"));
            assert!(!word.is_empty() && word == word.trim().to_lowercase(), "{word}");
            assert!(known.insert((stands_for, word.clone())), "{word} stands twice");
        }
        assert!(known.len() > 500, "{}", known.len());
        for stands_for in StandsFor::ALL {
            assert!(words_for(&[stands_for]).next().is_some(), "{stands_for:?}");
        }
    }

    #[test]
    fn a_word_may_stand_for_several_things() {
        assert!(stands_for("nn", &[StandsFor::Name]) && stands_for("nn", &[StandsFor::Text]));
        assert!(!stands_for("nn", &[StandsFor::Anything, StandsFor::NoneThere]));
        assert!(!stands_for("Ann", &StandsFor::ALL));
    }
}
