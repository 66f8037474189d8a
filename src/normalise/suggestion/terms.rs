//! The terms of the field by which questions in eight languages speak of requirements.
//!
//! `question-terms.csv` lists concepts, the requirements that each is about (judgement), and its terms
//! by language, separated by `|`; a compliance person can review it in a spreadsheet. A term is written
//! as far as its forms agree: `encrypt` stands for encrypted and encryption.

use std::ops::Range;

use super::language::Language;
use crate::recognise::fold;
use crate::recognise::rows_of_list;
use crate::standards::RequirementId;

/// The concept that marks a question as one about AI.
const ABOUT_AI: &str = "ai";

/// From so many characters on, a term may stand inside a longer word of a language that joins words.
const JOINED: usize = 6;

/// Terms of up to so many characters are whole words.
const WHOLE: usize = 3;

/// A concept with its terms.
#[derive(Clone, Debug)]
pub(super) struct Concept {
    pub(super) name: String,
    /// The requirements that it is about.
    pub(super) requirements: Vec<RequirementId>,
    /// Its terms by language, folded.
    terms: Vec<(Language, String)>,
}

/// All concepts.
#[derive(Clone, Debug)]
pub(super) struct Terms {
    concepts: Vec<Concept>,
}

impl Terms {
    /// The embedded list; a row that cannot be read is left out, and a test holds that there is none.
    pub(super) fn load() -> Self {
        let rows = rows_of_list("question-terms.csv", include_str!("question-terms.csv")).unwrap_or_default();
        Self { concepts: rows.iter().filter_map(|row| concept(row)).collect() }
    }

    pub(super) fn concepts(&self) -> &[Concept] {
        &self.concepts
    }

    /// The concepts that a folded text speaks of in some languages, in the order of their first terms. A term that
    /// stands within a longer one of another concept is part of that: `training` in `training data`.
    pub(super) fn in_text<'t>(&'t self, text: &str, languages: &[Language]) -> Vec<&'t Concept> {
        let places = |concept: &Concept| -> Vec<Range<usize>> {
            let own = concept.terms.iter().filter(|(language, _)| languages.contains(language));
            own.flat_map(|(language, term)| places_of(text, term, *language)).collect()
        };
        let all: Vec<(Vec<Range<usize>>, &Concept)> =
            self.concepts.iter().map(|concept| (places(concept), concept)).collect();
        let within = |one: &Range<usize>, concept: &Concept| {
            let others = all.iter().filter(|(_, other)| other.name != concept.name && other.name != ABOUT_AI);
            let mut others = others.flat_map(|(places, _)| places);
            concept.name != ABOUT_AI
                && others
                    .any(|other| other.start <= one.start && one.end <= other.end && one.len() < other.len())
        };
        let first = |(places, concept): &(Vec<Range<usize>>, &'t Concept)| {
            let own = places.iter().filter(|place| !within(place, concept));
            Some((own.map(|place| place.start).min()?, *concept))
        };
        let mut found: Vec<(usize, &Concept)> = all.iter().filter_map(first).collect();
        found.sort_by_key(|(place, _)| *place);
        found.into_iter().map(|(_, concept)| concept).collect()
    }

    /// Whether concepts mark a question as one about AI.
    pub(super) fn is_about_ai(concepts: &[&Concept]) -> bool {
        concepts.iter().any(|concept| concept.name == ABOUT_AI)
    }
}

fn concept(row: &[String]) -> Option<Concept> {
    let [name, requirements, terms @ ..] = row else { return None };
    let requirements =
        requirements.split_whitespace().map(|id| id.parse().ok()).collect::<Option<Vec<RequirementId>>>()?;
    let terms = Language::ALL
        .iter()
        .zip(terms)
        .flat_map(|(language, terms)| terms.split('|').map(|term| (*language, fold(term))))
        .filter(|(_, term)| !term.is_empty())
        .collect();
    Some(Concept { name: name.clone(), requirements, terms })
}

/// Where a term begins words of the text, or stands inside them where the language joins words.
fn places_of<'t>(
    text: &'t str,
    term: &'t str,
    language: Language,
) -> impl Iterator<Item = Range<usize>> + use<'t> {
    let joined = language.joins_words() && term.chars().count() >= JOINED;
    let whole = term.chars().count() <= WHOLE;
    let found = text.match_indices(term).filter(move |(start, found)| {
        let before = text.get(..*start).and_then(|before| before.chars().next_back());
        let after = text.get(*start + found.len()..).and_then(|after| after.chars().next());
        let begins = before.is_none_or(|character| !character.is_alphanumeric());
        let ends = after.is_none_or(|character| !character.is_alphanumeric());
        (begins && (ends || !whole)) || (joined && !whole)
    });
    found.map(|(start, found)| start..start + found.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standards::Catalogue;

    #[test]
    fn every_concept_names_requirements_that_exist_and_has_terms_in_each_language() {
        let catalogue = Catalogue::load().unwrap();
        let terms = Terms::load();
        let rows = rows_of_list("question-terms.csv", include_str!("question-terms.csv")).unwrap();
        assert_eq!(terms.concepts.len(), rows.len());
        for concept in &terms.concepts {
            assert!(concept.requirements.iter().all(|id| catalogue.contains(*id)), "{}", concept.name);
            for language in Language::ALL {
                let has = concept.terms.iter().any(|(of, _)| *of == language);
                assert!(has, "{} has no term in {language:?}", concept.name);
            }
        }
    }

    #[test]
    fn every_control_of_27001_is_the_topic_of_a_concept() {
        let catalogue = Catalogue::load().unwrap();
        let terms = Terms::load();
        for requirement in catalogue.requirements() {
            let key = requirement.id.to_string();
            let covered = terms.concepts.iter().any(|concept| concept.requirements.contains(&requirement.id));
            assert!(covered || !key.starts_with("27001:A."), "{key} {}", requirement.title);
        }
    }

    #[test]
    fn short_terms_are_whole_words_and_long_ones_may_be_part_of_a_joined_word() {
        for (text, term, language, stands) in [
            ("is mfa used", "mfa", Language::English, true),
            ("airport", "ai", Language::English, false),
            ("ki-systeme", "ki", Language::German, true),
            ("laptopverschlusselung", "verschlussel", Language::German, true),
            ("reencrypted", "encrypt", Language::English, false),
            ("encrypted", "encrypt", Language::English, true),
        ] {
            assert_eq!(places_of(text, term, language).next().is_some(), stands, "{text} {term}");
        }
    }
}
