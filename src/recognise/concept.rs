//! The ideas that the words of headings stand for, in many languages.
//!
//! `heading-words.csv` lists, for each concept (`owner`, `likelihood`, `residual` …), the words that
//! practitioners write for it. A heading becomes a list of concepts, so that "Name of the risk
//! owner", "Risikoeigentümer" and "Propriétaire du risque" say the same without being listed whole.

use std::collections::BTreeSet;
use std::sync::Arc;

use foldhash::{HashMap, HashMapExt, HashSet};
use rayon::prelude::*;

use super::heading_words::{Words, abbreviations, is_unspaced};
use super::words::{WordsError, rows_of_list};

/// A concept, as an index into the list of concepts.
pub type Concept = u16;

/// What a run of words of a heading stands for: one concept, or several where a word is ambiguous.
pub type Meaning = Arc<[Concept]>;

/// The words of headings, prepared for look-up.
#[derive(Clone, Debug)]
pub struct Lexicon {
    names: Vec<String>,
    weights: Vec<f64>,
    phrases: HashMap<Arc<str>, Phrase>,
    longest_phrase: usize,
    /// Words that are long enough to be recognised when they are misspelt, by their first letter.
    long_words: HashMap<char, Vec<LongWord>>,
    /// Words without a meaning of their own.
    empty: HashSet<&'static str>,
    /// Words of scripts that are written without spaces, the longest first.
    unspaced: Vec<(Arc<str>, Meaning)>,
    /// All single words in alphabetical order, to find what an abbreviation may stand for.
    ordered: Vec<(Arc<str>, Meaning)>,
}

/// A word or phrase that is listed.
#[derive(Clone, Debug)]
struct Phrase {
    meaning: Meaning,
    /// Only languages outside the seven have it.
    outside: bool,
}

/// A word that is long enough to be recognised when it is misspelt.
#[derive(Clone, Debug)]
struct LongWord {
    word: Arc<str>,
    letters: usize,
    meaning: Meaning,
}

/// Words of fewer letters are too easily turned into each other.
const FEWEST_LETTERS_TO_MISSPELL: usize = 6;

/// About how many different words and phrases the list has.
const EXPECTED_PHRASES: usize = 8_000;
/// How many columns of the list are languages that headings and values are listed in.
const LANGUAGES: usize = 7;
/// An abbreviation has at least so many letters before its full stop.
const FEWEST_LETTERS_TO_ABBREVIATE: usize = 3;
/// An abbreviation that may stand for more things than this says nothing.
const MOST_MEANINGS: usize = 4;

/// Whether misspelt words are taken for the words that they are near to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// They are unknown words.
    AsWritten,
    /// They are.
    Forgiven,
}

/// What a heading says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Said {
    /// The meaning of each word or phrase that is known.
    pub known: Vec<Meaning>,
    /// How many significant words are not known.
    pub unknown: usize,
}

/// Words that carry no meaning of their own in a heading.
const EMPTY_WORDS: &str = "a an the of for to in on at by with and or is are be has have does do did it this that these \
    those any if what which how as from per your our their its was been will can should please used other further \
    additional specific overall main provided provide required needed given offered der die das des den dem ein eine fur von zur zum im und oder mit durch bei ist \
    auf het een voor door van de en of met bij op te la le les du un une pour par et ou avec sur dans el los las del \
    al por y o con en para um uma os do da dos das e no na nos nas pelo pela ao il lo i gli della dello dei degli \
    delle e ed di su nel nella per con sul w z na do og av til och att i 1 2 3 4 5 10";

/// The words and phrases of a row of the list, each with whether it is of a language outside the seven.
fn phrases_of(row: &[String]) -> Vec<(String, bool)> {
    let lists = row.iter().skip(2).enumerate();
    let words = lists.flat_map(|(language, list)| list.split(';').map(move |word| (word, language)));
    // Most are in small letters already.
    let plain = |word: &str| word.bytes().all(|byte| byte.is_ascii_lowercase());
    words
        .map(|(word, language)| {
            let text = if plain(word) { word.to_owned() } else { Words::of(word).text };
            (text, language >= LANGUAGES)
        })
        .filter(|(phrase, _)| !phrase.is_empty())
        .collect()
}

impl Lexicon {
    /// Loads the embedded list.
    ///
    /// # Errors
    /// Where the embedded list cannot be parsed; the tests load it, so a released program does not meet this.
    pub fn load() -> Result<Self, WordsError> {
        let mut names = Vec::new();
        let mut weights = Vec::new();
        let mut phrases: HashMap<String, (Vec<Concept>, bool)> = HashMap::with_capacity(EXPECTED_PHRASES);
        let rows = rows_of_list("heading-words.csv", include_str!("heading-words.csv"))?;
        // Words are parted side by side and gathered in their order.
        let parted: Vec<Vec<(String, bool)>> = rows.par_iter().map(|row| phrases_of(row)).collect();
        for (row, words) in rows.iter().zip(parted) {
            let mut cells = row.iter().map(String::as_str);
            let name = cells.next().unwrap_or_default();
            let weight = cells.next().unwrap_or_default();
            let weight = weight.parse().map_err(|_| {
                WordsError::new("heading-words.csv", format!("`{weight}` is not the weight of `{name}`"))
            })?;
            let concept = names.len() as Concept;
            names.push(name.to_owned());
            weights.push(weight);
            for (phrase, foreign) in words {
                let (meaning, outside) = phrases.entry(phrase).or_insert((Vec::new(), true));
                // Concepts come in ascending order.
                if meaning.last() != Some(&concept) {
                    meaning.push(concept);
                }
                *outside &= foreign;
            }
        }
        Ok(Self::prepare(names, weights, phrases))
    }

    fn prepare(
        names: Vec<String>,
        weights: Vec<f64>,
        phrases: HashMap<String, (Vec<Concept>, bool)>,
    ) -> Self {
        let phrases: HashMap<Arc<str>, Phrase> = phrases
            .into_iter()
            .map(|(phrase, (meaning, outside))| (phrase.into(), Phrase { meaning: meaning.into(), outside }))
            .collect();
        let longest_phrase = phrases.keys().map(|phrase| phrase.split(' ').count()).max().unwrap_or(1);
        // In alphabetical order, so that results do not vary.
        let mut ordered: Vec<(Arc<str>, Meaning)> = phrases
            .iter()
            .filter(|(phrase, _)| !phrase.contains(' '))
            .map(|(phrase, known)| (Arc::clone(phrase), Arc::clone(&known.meaning)))
            .collect();
        ordered.sort_unstable_by(|one, other| one.0.cmp(&other.0));
        let mut unspaced: Vec<(Arc<str>, Meaning)> =
            ordered.iter().filter(|(word, _)| word.chars().all(is_unspaced)).cloned().collect();
        unspaced.sort_by_key(|(word, _)| std::cmp::Reverse(word.chars().count()));
        let mut long_words: HashMap<char, Vec<LongWord>> = HashMap::new();
        for (word, meaning) in &ordered {
            let letters = word.chars().count();
            if let Some(first) = word.chars().next().filter(|_| letters >= FEWEST_LETTERS_TO_MISSPELL) {
                let (word, meaning) = (Arc::clone(word), Arc::clone(meaning));
                long_words.entry(first).or_default().push(LongWord { word, letters, meaning });
            }
        }
        Self {
            names,
            weights,
            phrases,
            longest_phrase,
            long_words,
            empty: EMPTY_WORDS.split_ascii_whitespace().collect(),
            unspaced,
            ordered,
        }
    }

    /// The concept of a name.
    pub fn concept(&self, name: &str) -> Option<Concept> {
        self.names.iter().position(|known| known == name).map(|index| index as Concept)
    }

    /// How much a concept tells: 2 for `likelihood`, half for `name`.
    pub fn weight(&self, concept: Concept) -> f64 {
        self.weights.get(usize::from(concept)).copied().unwrap_or(0.0)
    }

    /// What a heading says.
    pub fn said(&self, heading: &str, spelling: Spelling) -> Said {
        let words = Words::of(heading);
        let abbreviated = abbreviations(heading);
        let mut said = Said::default();
        let mut start = 0;
        while start < words.count() {
            let longest = self.longest_phrase.min(words.count() - start);
            let phrase = (1..=longest).rev().find_map(|length| {
                let phrase = words.run(start, length)?;
                self.phrases.get(phrase).map(|known| (length, &known.meaning))
            });
            match phrase {
                Some((length, meaning)) => {
                    said.known.push(Arc::clone(meaning));
                    start += length;
                }
                None => {
                    if let Some(token) = words.run(start, 1) {
                        let stop = abbreviated.iter().any(|known| known == token);
                        self.say_word(token, stop, spelling, &mut said);
                    }
                    start += 1;
                }
            }
        }
        said
    }

    /// Whether a heading is written in words that only languages outside the seven have.
    pub fn is_outside(&self, heading: &str) -> bool {
        let words = Words::of(heading);
        let foreign = |phrase: &str| self.phrases.get(phrase).is_some_and(|known| known.outside);
        words.each().any(foreign)
            || foreign(&words.text)
            || words.text.chars().any(|c| c.is_alphabetic() && u32::from(c) > 0x024f)
    }

    /// A word that is not listed as it stands: empty, inflected, unspaced, compound, abbreviated,
    /// misspelt or unknown.
    fn say_word(&self, token: &str, stop: bool, spelling: Spelling, said: &mut Said) {
        if self.empty.contains(token) || token.chars().all(|c| !c.is_alphanumeric()) {
            return;
        }
        if let Some(meaning) = self.inflected(token) {
            said.known.push(meaning);
            return;
        }
        if let Some(meaning) = stop.then(|| self.abbreviated(token)).flatten() {
            said.known.push(meaning);
            return;
        }
        let before = said.known.len();
        if token.chars().any(is_unspaced) {
            self.say_unspaced(token, said);
        } else {
            said.known.extend(self.compound(token));
        }
        if said.known.len() == before {
            let misspelt = match spelling {
                Spelling::AsWritten => None,
                Spelling::Forgiven => self.misspelt(token),
            };
            match misspelt {
                Some(meaning) => said.known.push(meaning),
                None => said.unknown += 1,
            }
        }
    }

    /// What the words that begin with an abbreviation mean, where they mean few things:
    /// `Verantw.`, `Vertraul.`, `Prob.`.
    fn abbreviated(&self, token: &str) -> Option<Meaning> {
        if token.chars().count() < FEWEST_LETTERS_TO_ABBREVIATE {
            return None;
        }
        let first = self.ordered.partition_point(|(word, _)| &**word < token);
        let meanings: BTreeSet<Concept> = self
            .ordered
            .iter()
            .skip(first)
            .take_while(|(word, _)| word.starts_with(token))
            .flat_map(|(_, meaning)| meaning.iter().copied())
            .collect();
        (1..=MOST_MEANINGS).contains(&meanings.len()).then(|| meanings.into_iter().collect())
    }

    fn inflected(&self, token: &str) -> Option<Meaning> {
        ["s", "es", "e", "n", "en", "x", "er", "y", "i", "a", "u"].iter().find_map(|ending| {
            let stem = token.strip_suffix(ending).filter(|stem| stem.chars().count() >= 4)?;
            self.phrases.get(stem).map(|known| Arc::clone(&known.meaning))
        })
    }

    fn say_unspaced(&self, token: &str, said: &mut Said) {
        let mut rest = token;
        while let Some(first) = rest.chars().next() {
            match self.unspaced.iter().find(|(word, _)| rest.starts_with(&**word)) {
                Some((word, meaning)) => {
                    said.known.push(meaning.clone());
                    rest = rest.get(word.len()..).unwrap_or_default();
                }
                None => rest = rest.get(first.len_utf8()..).unwrap_or_default(),
            }
        }
    }

    /// The parts of a compound such as `Risikoeigentuemer`: the longest known word at each end.
    fn compound(&self, token: &str) -> Vec<Meaning> {
        const SHORTEST_PART: usize = 4;
        // Longer than any compound: each of its parts would be looked up, which takes the square of its length.
        const LONGEST_COMPOUND: usize = 80;
        let letters = token.chars().take(LONGEST_COMPOUND + 1).count();
        if !(2 * SHORTEST_PART..=LONGEST_COMPOUND).contains(&letters) {
            return Vec::new();
        }
        // From the longest part to the shortest, which looks up a few parts instead of every word.
        let cuts: Vec<usize> = token.char_indices().map(|(index, _)| index).collect();
        let known =
            |part: &'_ str| self.phrases.get_key_value(part).map(|(word, known)| (&**word, &known.meaning));
        let first = cuts.iter().skip(SHORTEST_PART).rev().find_map(|cut| known(token.get(..*cut)?));
        let last =
            cuts.iter().skip(1).take(letters - SHORTEST_PART).find_map(|cut| known(token.get(*cut..)?));
        if let Some((front, end)) = first.filter(|_| last.is_none()).and_then(|(front, meaning)| {
            // A short word may end a compound where nothing else is left of it: `Zielobjekttyp`.
            let rest = token.strip_prefix(front)?;
            let end = known(rest).or_else(|| known(rest.strip_prefix('s')?))?;
            Some((meaning.clone(), end.1.clone()))
        }) {
            return vec![front, end];
        }
        match (first, last) {
            (Some((first, first_meaning)), Some((last, last_meaning)))
                if first.len() + last.len() <= token.len() =>
            {
                vec![first_meaning.clone(), last_meaning.clone()]
            }
            // The last part of a compound says what the whole is; a short one may be there by chance.
            (first, last) => last
                .or(first)
                .filter(|(word, _)| word.chars().count() > SHORTEST_PART && token.len() >= word.len() + 3)
                .map(|(_, meaning)| meaning.clone())
                .into_iter()
                .collect(),
        }
    }

    fn misspelt(&self, token: &str) -> Option<Meaning> {
        let letters = token.chars().count();
        let allowed = match letters {
            0..FEWEST_LETTERS_TO_MISSPELL => return None,
            6..=11 => 1,
            _ => 2,
        };
        // People hardly ever misspell the first letter, and words that begin alike are few.
        self.long_words
            .get(&token.chars().next()?)?
            .iter()
            .filter(|known| known.letters.abs_diff(letters) <= allowed)
            .map(|known| (strsim::osa_distance(&known.word, token), &known.meaning))
            .filter(|(distance, _)| *distance <= allowed)
            .min_by_key(|(distance, _)| *distance)
            .map(|(_, meaning)| meaning.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(heading: &str) -> Vec<String> {
        let lexicon = Lexicon::load().unwrap();
        lexicon
            .said(heading, Spelling::Forgiven)
            .known
            .iter()
            .map(|meaning| {
                let names: Vec<&str> =
                    meaning.iter().map(|c| lexicon.names[usize::from(*c)].as_str()).collect();
                names.join("|")
            })
            .collect()
    }

    #[test]
    fn headings_of_many_languages_say_the_same() {
        for heading in [
            "Risk owner",
            "riskOwner",
            "RISK_OWNER",
            "Risikoeigentümer",
            "Risico-eigenaar",
            "Rischio: titolare",
        ] {
            assert_eq!(said(heading), ["risk", "owner"], "{heading}");
        }
        assert_eq!(said("Propriétaire de l'actif"), ["owner", "asset"]);
        assert_eq!(said("Propietario del riesgo"), ["owner", "risk"]);
    }

    #[test]
    fn compounds_and_misspelt_words_are_understood_and_short_ones_are_not_guessed() {
        assert_eq!(said("Likelyhood"), ["likelihood"]);
        assert_eq!(said("Umsetzungsstatus"), ["implementation", "status"]);
        assert_eq!(said("Zielobjekttyp"), ["asset", "type"]);
        assert_eq!(said("Ownr"), Vec::<String>::new());
    }

    #[test]
    fn a_word_without_end_says_nothing() {
        let lexicon = Lexicon::load().unwrap();
        assert_eq!(lexicon.said(&"n".repeat(1_000_000), Spelling::Forgiven).unknown, 1);
    }

    #[test]
    fn an_abbreviation_is_what_the_words_that_begin_with_it_mean() {
        for (heading, concept) in [
            ("Verantw.", "owner"),
            ("Vertraul.", "confidentiality"),
            ("Verfügb.", "availability"),
            ("Integr.", "integrity"),
            ("Bem.", "comment"),
            ("Confid.", "confidentiality"),
            ("Conseq.", "consequence"),
        ] {
            let concepts = said(heading).join(" ");
            assert!(concepts.split([' ', '|']).any(|known| known == concept), "{heading}: {concepts}");
        }
        assert_eq!(said("S."), Vec::<String>::new());
    }

    #[test]
    fn scripts_without_spaces_are_parted_from_latin_letters() {
        assert_eq!(said("リスクID"), ["risk", "id"]);
        assert_eq!(said("AIシステム名"), ["ai", "system", "name"]);
    }

    #[test]
    fn headings_of_languages_outside_the_seven_are_told_apart() {
        let lexicon = Lexicon::load().unwrap();
        for heading in ["Właściciel ryzyka", "リスク値", "Sannolikhet", "Вероятность"] {
            assert!(lexicon.is_outside(heading), "{heading}");
        }
        for heading in ["Risk owner", "Eintrittswahrscheinlichkeit", "Vraisemblance", "Status"] {
            assert!(!lexicon.is_outside(heading), "{heading}");
        }
    }
}
