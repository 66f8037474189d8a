//! Which requirement a question without a reference may be about, by its wording.
//!
//! A suggestion is a guess and is shown as one: it enters no figure until a person confirms it or its
//! score passes a parameter. Questions are compared with the titles, paraphrases and typical evidence of
//! the requirements, and by a list of terms in eight languages (`question-terms.csv`), with BM25, the
//! usual measure of relevance for short texts: it weighs rare words and knows no order of words, which
//! differs between a question and a title. Distances between strings, which compare letters, rank
//! "Are backups encrypted?" by its letters, not by its topic.

mod language;
mod terms;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use bm25::{Embedder, EmbedderBuilder, Embedding, Scorer, Tokenizer};

use language::{Language, words};
use terms::{Concept, Terms};

use crate::model::{Answer, Parameters, RequirementRef, Suggestion};
use crate::provenance::SheetName;
use crate::recognise::fold;
use crate::standards::{Catalogue, Requirement, RequirementId, Standard};

/// How often the words of a title and the concepts of a requirement stand in its document: as often as
/// they outweigh the words of its paraphrase (judgement).
const TITLE_WEIGHT: usize = 3;
const CONCEPT_WEIGHT: usize = 4;

/// How often a concept counts in a question, where a word counts once (judgement).
const QUESTION_CONCEPT: usize = 3;

/// What a word of the question that no requirement has takes from the score, as a share of the best
/// that a word can give (judgement).
const UNKNOWN_WORD: f64 = 0.15;

/// Suggestions of a lower score are not shown: they are right less often than wrong (measured).
const LEAST_SCORE: f64 = 0.3;

/// The same for questions that name no term of the list, and the fewest of their words that any
/// requirement must have (judgement).
const LEAST_SCORE_OF_WORDS: f64 = 0.5;
const SEVERAL_WORDS: usize = 2;

/// Suggests requirements for the questions that name none, and lets an answer count for its suggestion
/// where that was confirmed or is good enough.
pub(super) fn suggest_requirements(catalogue: &Catalogue, answers: &mut [Answer], parameters: &Parameters) {
    take_given(answers, parameters);
    let unreferenced = |answer: &Answer| answer.claim.requirements.is_empty() && answer.claim.title.is_some();
    if !answers.iter().any(unreferenced) {
        return;
    }
    let suggester = Suggester::new(catalogue);
    let mut sheets: BTreeMap<Arc<SheetName>, Vec<String>> = BTreeMap::new();
    for answer in answers.iter() {
        let questions = sheets.entry(Arc::clone(&answer.claim.location.sheet)).or_default();
        questions.extend(answer.claim.title.as_ref().map(|title| title.value.to_string()));
    }
    let languages: BTreeMap<Arc<SheetName>, Languages> = sheets
        .into_iter()
        .map(|(sheet, questions)| (sheet, Suggester::languages(questions.iter().map(String::as_str))))
        .collect();
    for answer in answers.iter_mut().filter(|answer| unreferenced(answer)) {
        let (Some(question), Some(usual)) =
            (&answer.claim.title, languages.get(&answer.claim.location.sheet))
        else {
            continue;
        };
        let section = answer.section.as_ref().map(|section| section.value.as_str()).unwrap_or_default();
        let sheet = answer.claim.location.sheet_name().unwrap_or_default();
        let around = format!("{section}; {sheet}");
        let Some(mut suggestion) = suggester.suggest(&question.value, &around, usual) else { continue };
        let place = answer.claim.location.to_string();
        suggestion.confirmed = parameters.suggestion_decisions.get(&place).copied();
        if suggestion.counts(parameters.suggestion_score) {
            answer.claim.requirements.push(reference(&suggestion));
        }
        answer.suggestion = Some(suggestion);
    }
}

/// Lets the requirements that a person gave a question stand in place of those that its questionnaire names.
fn take_given(answers: &mut [Answer], parameters: &Parameters) {
    if parameters.requirements_given.is_empty() {
        return;
    }
    for answer in answers {
        let Some(given) = parameters.requirements_given.get(&answer.claim.location.to_string()) else {
            continue;
        };
        let reference = |id: &RequirementId| RequirementRef {
            id: *id,
            written: id.to_string(),
            from_2013: None,
            decided_by: "given in the workbook".to_owned(),
        };
        let given = given.iter().map(reference).collect();
        answer.named = Some(std::mem::replace(&mut answer.claim.requirements, given));
    }
}

/// The suggestion as a reference of the row.
fn reference(suggestion: &Suggestion) -> RequirementRef {
    let why = if suggestion.confirmed == Some(true) { "confirmed" } else { "score" };
    RequirementRef {
        id: suggestion.requirement,
        written: suggestion.requirement.to_string(),
        from_2013: None,
        decided_by: format!("wording of the question, {why} ({:.2})", suggestion.score),
    }
}

/// Compares questions with the requirements.
pub(super) struct Suggester {
    terms: Terms,
    requirements: Vec<RequirementId>,
    embedder: Embedder<u32, Words>,
    scorer: Scorer<usize>,
    /// The most that each word gives to any requirement.
    best: HashMap<u32, f64>,
    /// The most that any word gives to any requirement.
    most: f64,
}

/// Splits a text into words that were separated before.
#[derive(Debug, Default)]
struct Words;

impl Tokenizer for Words {
    fn tokenize(&self, text: &str) -> Vec<String> {
        text.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
    }
}

impl Suggester {
    /// Prepares the requirements of both standards.
    pub(super) fn new(catalogue: &Catalogue) -> Self {
        let terms = Terms::load();
        let documents: Vec<String> =
            catalogue.requirements().map(|requirement| document(&terms, requirement)).collect();
        let texts: Vec<&str> = documents.iter().map(String::as_str).collect();
        let embedder = EmbedderBuilder::with_tokenizer_and_fit_to_corpus(Words, &texts).build();
        let mut scorer = Scorer::new();
        let embeddings: Vec<Embedding> = texts.iter().map(|text| embedder.embed(text)).collect();
        for (index, embedding) in embeddings.iter().enumerate() {
            scorer.upsert(&index, embedding.clone());
        }
        let mut best: HashMap<u32, f64> = HashMap::new();
        for (index, embedding) in embeddings.iter().enumerate() {
            for token in embedding.iter() {
                let alone = Embedding(vec![token.clone()]);
                let score = f64::from(scorer.score(&index, &alone).unwrap_or_default());
                let known = best.entry(token.index).or_default();
                *known = known.max(score);
            }
        }
        let most = best.values().copied().fold(0.0, f64::max);
        let requirements = catalogue.requirements().map(|requirement| requirement.id).collect();
        Self { terms, requirements, embedder, scorer, best, most }
    }

    /// The languages that some questions can be written in, English where they do not tell.
    pub(super) fn languages<'t>(questions: impl Iterator<Item = &'t str>) -> Languages {
        let all = questions.map(fold).collect::<Vec<_>>().join(" ");
        let languages = Language::of(&all);
        Languages(if languages.is_empty() { vec![Language::English] } else { languages })
    }

    /// The requirement that a question is most likely about, with its score; `None` where none comes
    /// near. `around` is text that tells the topic of several questions, such as a section's heading;
    /// `usual` are the languages of the questionnaire, for questions too short to show theirs.
    pub(super) fn suggest(&self, question: &str, around: &str, usual: &Languages) -> Option<Suggestion> {
        let own = fold(&question.replace('’', "'"));
        let mut languages = Language::of(&own);
        if languages.is_empty() {
            languages.clone_from(&usual.0);
        }
        let mut concepts = self.terms.in_text(&own, &languages);
        let around = self.terms.in_text(&fold(around), &languages);
        let about_ai = Terms::is_about_ai(&concepts) || Terms::is_about_ai(&around);
        if concepts.iter().all(|concept| concept.requirements.is_empty()) {
            concepts.extend(around);
        }
        let named = concepts.iter().any(|concept| !concept.requirements.is_empty());
        let query = self.embedder.embed(&question_text(&own, &languages, &concepts));
        let possible: f64 = query.indices().map(|index| self.possible(*index)).sum();
        let best = self
            .requirements
            .iter()
            .enumerate()
            .filter(|(_, id)| about_ai || id.standard() == Standard::Iso27001)
            .filter_map(|(index, id)| Some((*id, f64::from(self.scorer.score(&index, &query)?))))
            // The first of those with the same score, in the order of the standards.
            .reduce(|best, other| if other.1 > best.1 { other } else { best })?;
        let score = (best.1 / possible * 100.0).round() / 100.0;
        let several = query.indices().filter(|index| self.best.contains_key(index)).count() >= SEVERAL_WORDS;
        let least = if named { LEAST_SCORE } else { LEAST_SCORE_OF_WORDS };
        (possible > 0.0 && score >= least && (named || several)).then_some(Suggestion {
            requirement: best.0,
            score,
            confirmed: None,
        })
    }

    /// The most that a word of a question can give.
    fn possible(&self, index: u32) -> f64 {
        self.best.get(&index).copied().unwrap_or(self.most * UNKNOWN_WORD)
    }
}

/// The languages that a questionnaire can be written in.
#[derive(Clone, Debug)]
pub(super) struct Languages(Vec<Language>);

/// The words of a requirement, as often as they weigh.
fn document(terms: &Terms, requirement: &Requirement) -> String {
    let english = Language::English;
    let title = stems(&fold(&requirement.title), english);
    let mut all: Vec<String> = std::iter::repeat_n(&title, TITLE_WEIGHT).flatten().cloned().collect();
    all.extend(stems(&fold(&requirement.paraphrase), english));
    all.extend(stems(&fold(&requirement.typical_evidence), english));
    let own = terms.concepts().iter().filter(|concept| concept.requirements.contains(&requirement.id));
    for concept in own {
        all.extend(std::iter::repeat_n(token(concept), CONCEPT_WEIGHT));
    }
    if requirement.id.standard() == Standard::Iso42001 {
        all.extend(std::iter::repeat_n("#ai".to_owned(), CONCEPT_WEIGHT));
    }
    all.join(" ")
}

/// The words of a question: its concepts, and in English its words, which the requirements are worded with.
fn question_text(folded: &str, languages: &[Language], concepts: &[&Concept]) -> String {
    let mut all: Vec<String> = Vec::new();
    for (index, concept) in concepts.iter().enumerate() {
        // What a question names first is more often its topic.
        let times = QUESTION_CONCEPT + usize::from(index == 0);
        all.extend(std::iter::repeat_n(token(concept), times));
    }
    if languages.contains(&Language::English) {
        all.extend(stems(folded, Language::English));
    }
    all.join(" ")
}

fn token(concept: &Concept) -> String {
    format!("#{}", concept.name)
}

/// Characters of a word that tell it from others: `encrypted` and `encryption` are one.
const STEM: usize = 6;

/// Words that stand in nearly every title and tell no topic.
const EVERYWHERE: &[&str] =
    &["information", "security", "system", "systems", "management", "controls", "control"];

/// The beginnings of the words that carry a topic, each once.
fn stems(folded: &str, language: Language) -> Vec<String> {
    let mut stems: Vec<String> = Vec::new();
    for word in words(folded) {
        if language.is_small_word(word) || EVERYWHERE.contains(&word) || word.len() < 3 {
            continue;
        }
        let singular = word.strip_suffix("ies").map(|start| format!("{start}y"));
        let singular = singular.as_deref().or_else(|| word.strip_suffix('s')).unwrap_or(word);
        let stem: String = singular.chars().take(STEM).collect();
        if !stems.contains(&stem) {
            stems.push(stem);
        }
    }
    stems
}

#[cfg(test)]
mod tests;
