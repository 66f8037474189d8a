//! What the values below a heading are: numbers, dates, identifiers, references, words of a coded
//! list, sentences.

use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::mem::{Discriminant, discriminant};

use foldhash::{HashMap, HashMapExt, HashSet};

use crate::read::{Cell, NumberForm, Value};
use crate::standards::{Catalogue, Standard};

use super::forms::{
    has_digit, is_date, is_lettered_level, is_list_of_references, is_mark, is_question, names_standards,
    number, starts_with_number,
};
use super::words::{ValueWords, fold};

pub use super::forms::{holds_text, is_identifier, is_placeholder, is_reference, leading_reference, text_of};

/// Texts of this length and above are sentences rather than names or codes.
const LONG: usize = 50;
/// How many values are kept as samples.
const SAMPLES: usize = 5;

/// Everything that value evidence is drawn from, built once.
#[derive(Clone, Debug)]
pub struct ValueKnowledge {
    words: ValueWords,
    references: HashSet<String>,
}

impl ValueKnowledge {
    /// Prepares the value words and the identifiers of both standards.
    pub fn new(words: ValueWords, catalogue: &Catalogue) -> Self {
        let numbers = catalogue.requirements().map(|requirement| requirement.id.number());
        let earlier = catalogue.edition_2013().keys().cloned();
        let references =
            numbers.chain(earlier).map(|number| number.trim_start_matches("A.").to_owned()).collect();
        Self { words, references }
    }

    /// The words.
    pub fn words(&self) -> &ValueWords {
        &self.words
    }

    /// The families that a text is a word of, with or without an enumerator and an explanation:
    /// `High`, `b) High - most of it`, `3 - High`.
    pub fn families_of(&self, text: &str) -> BTreeSet<&str> {
        let mut cores = cores(text);
        cores.push(text.trim());
        cores.sort_unstable();
        cores.dedup();
        cores.into_iter().flat_map(|core| self.words.families_of(&fold(core))).collect()
    }

    /// Whether a text is the number of a clause or control of one of the standards.
    pub fn is_catalogue_reference(&self, text: &str) -> bool {
        if !has_digit(text) {
            return false;
        }
        let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let number = bare.trim_start_matches(|c: char| c.is_alphabetic() || c == '.' || c == ':');
        // `V2.1` and `CC6.1` are numbers of other lists; a word in front may well be "clause".
        let front = bare.len() - number.len();
        let front = bare.get(..front).unwrap_or_default().trim_end_matches(['.', ':']);
        let letters = front.chars().count();
        (letters > 2 || front.is_empty() || front.eq_ignore_ascii_case("a") || front == "§")
            && self.references.contains(number.trim_end_matches('.'))
    }

    /// Whether a text consists of such numbers, with commas, spaces or line breaks between them.
    pub fn is_list_of_catalogue_references(&self, text: &str) -> bool {
        let mut parts = text
            .split([',', ';', '\n', '|', '+', '&', ' ', '\u{a0}'])
            .filter(|part| part.chars().any(|c| c.is_ascii_digit()))
            .filter(|part| !Standard::BOTH.iter().any(|standard| part.starts_with(standard.number())))
            .peekable();
        parts.peek().is_some() && parts.all(|part| self.is_catalogue_reference(part))
    }
}

/// A coded value without an enumerator in front (`b)`, `3 -`) and without what explains it
/// (`High (5)`, `Pilot: in use by some`).
fn cores(text: &str) -> Vec<&str> {
    let text = text.trim();
    let after = |separator: char| {
        text.split_once(separator)
            .filter(|(front, _)| front.trim().chars().count() <= 2)
            .map(|(_, rest)| rest)
    };
    let body = after(')')
        .or_else(|| after('.'))
        .or_else(|| after('-'))
        .or_else(|| after('='))
        .unwrap_or(text)
        .trim();
    let mut cores = vec![body];
    for separator in [" – ", " — ", " - ", ": ", " (", ", ", "\n"] {
        if let Some((front, _)) = body.split_once(separator) {
            cores.push(front.trim());
        }
    }
    cores
}

/// The values of a column, counted over a sample of its rows. Shares are of the filled cells, 0 to 1.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ColumnProfile {
    /// Rows that were looked at.
    pub rows: usize,
    /// Cells among them that hold something.
    pub filled: usize,
    /// Different values among the filled cells, as a share of them.
    pub distinct: f64,
    /// Average number of characters.
    pub length: f64,
    /// Numbers, as numbers or as text.
    pub numbers: f64,
    /// Whole numbers from 0 to 10.
    pub small_integers: f64,
    /// Values without any letter that are no dates: `12`, `1-100`, `50,000+`.
    pub wordless: f64,
    /// Percentages.
    pub percents: f64,
    /// Dates, as dates or as text.
    pub dates: f64,
    /// Texts of fifty characters or more.
    pub long: f64,
    /// Codes such as `R-001`.
    pub identifiers: f64,
    /// References such as `A.5.1` or `PR.AC-1` that fill the whole cell.
    pub references: f64,
    /// A reference at the start, followed by more text.
    pub leading_references: f64,
    /// A number at the start, followed by a bracket or an explanation: `12 (high)`, `3 - medium`.
    pub leading_numbers: f64,
    /// One letter and one digit: `V3`.
    pub lettered_levels: f64,
    /// Numbers of clauses or controls of one of the standards.
    pub catalogue: f64,
    /// Nothing but one or several numbers of clauses or controls of one of the standards.
    pub catalogue_lists: f64,
    /// Names of standards by themselves: `ISO 27001`, `ISO/IEC 42001:2023`, `27001 and 42001`.
    pub standards: f64,
    /// Addresses of electronic mail.
    pub emails: f64,
    /// Texts that end with a question mark.
    pub questions: f64,
    /// A tick, a cross, a dash or nothing else.
    pub marks: f64,
    /// Texts in scripts other than Latin.
    pub other_script: f64,
    /// Words of coded lists, by family.
    pub families: BTreeMap<String, f64>,
    /// Some values.
    pub samples: Vec<String>,
    /// The number in each row that was looked at, where there is one; as many as rows, so that
    /// columns can be compared row by row.
    pub numbers_by_row: Vec<Option<f64>>,
}

impl ColumnProfile {
    /// Looks at the cells of a sample of rows; `None` where a row has no such cell.
    pub fn of<'a>(cells: impl Iterator<Item = Option<&'a Cell>>, knowledge: &ValueKnowledge) -> Self {
        let mut profile = Self::default();
        // A column repeats its values; each is looked at once and counted as often as it stands there.
        let mut distinct: Vec<(&Cell, Cow<'_, str>, f64)> = Vec::new();
        let mut known: HashMap<(Cow<'_, str>, Discriminant<Value>, NumberForm), usize> = HashMap::new();
        for cell in cells {
            profile.rows += 1;
            profile.numbers_by_row.push(None);
            let Some(cell) = cell else { continue };
            let text = match text_of(cell) {
                Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
                Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
            };
            if let Some(last) = profile.numbers_by_row.last_mut() {
                *last = number(cell, &text);
            }
            if text.is_empty() || is_placeholder(&text) {
                continue;
            }
            profile.filled += 1;
            match known.entry((text.clone(), discriminant(&cell.value), cell.form)) {
                Entry::Occupied(at) => {
                    if let Some((_, _, times)) = distinct.get_mut(*at.get()) {
                        *times += 1.0;
                    }
                }
                Entry::Vacant(at) => {
                    at.insert(distinct.len());
                    distinct.push((cell, text, 1.0));
                }
            }
        }
        for (cell, text, times) in &distinct {
            profile.count(cell, text, *times, knowledge);
        }
        profile.samples =
            distinct.iter().take(SAMPLES).map(|(_, text, _)| text.chars().take(80).collect()).collect();
        profile.distinct = distinct.len() as f64;
        profile.turn_into_shares();
        profile
    }

    fn count(&mut self, cell: &Cell, text: &str, times: f64, knowledge: &ValueKnowledge) {
        let one = |condition: bool| if condition { times } else { 0.0 };
        let number = number(cell, text);
        let length = text.chars().count();
        self.length += times * length as f64;
        self.numbers += one(number.is_some());
        self.small_integers +=
            one(number.is_some_and(|number| (0.0..=10.0).contains(&number) && number.fract() == 0.0));
        let date = matches!(cell.value, Value::Date(_)) || is_date(text);
        self.wordless += one(!date && !text.chars().any(char::is_alphabetic));
        self.percents += one(cell.form == NumberForm::Percent || text.ends_with('%'));
        self.dates += one(date);
        self.long += one(length >= LONG);
        self.identifiers += one(is_identifier(text));
        self.references += one(is_list_of_references(text));
        self.leading_references += one(leading_reference(text).is_some());
        self.leading_numbers += one(number.is_none() && starts_with_number(text));
        self.lettered_levels += one(is_lettered_level(text));
        self.catalogue += one(knowledge.is_catalogue_reference(text));
        self.catalogue_lists += one(knowledge.is_list_of_catalogue_references(text));
        self.standards += one(names_standards(text));
        self.emails += one(text.contains('@') && text.contains('.'));
        self.questions += one(is_question(text));
        self.marks += one(is_mark(text));
        self.other_script += one(text.chars().any(|c| c.is_alphabetic() && u32::from(c) > 0x024f));
        if number.is_none() && length <= 400 {
            for family in knowledge.families_of(text) {
                match self.families.get_mut(family) {
                    Some(share) => *share += times,
                    None => {
                        self.families.insert(family.to_owned(), times);
                    }
                }
            }
        }
    }

    /// All figures that are averages over the filled cells, but for the families.
    fn shares(&mut self) -> [&mut f64; 20] {
        [
            &mut self.distinct,
            &mut self.length,
            &mut self.numbers,
            &mut self.small_integers,
            &mut self.wordless,
            &mut self.percents,
            &mut self.dates,
            &mut self.long,
            &mut self.identifiers,
            &mut self.references,
            &mut self.leading_references,
            &mut self.leading_numbers,
            &mut self.lettered_levels,
            &mut self.catalogue,
            &mut self.catalogue_lists,
            &mut self.standards,
            &mut self.emails,
            &mut self.questions,
            &mut self.marks,
            &mut self.other_script,
        ]
    }

    fn turn_into_shares(&mut self) {
        let filled = self.filled.max(1) as f64;
        for share in self.shares() {
            *share /= filled;
        }
        for share in self.families.values_mut() {
            *share /= filled;
        }
    }

    /// The share of values that are words of a family.
    pub fn family(&self, name: &str) -> f64 {
        self.families.get(name).copied().unwrap_or(0.0)
    }

    /// The profiles of one column that stands in several tables of the same layout, as one.
    pub fn pooled(profiles: &[&Self]) -> Self {
        let mut pooled = Self::default();
        let all = profiles.iter().map(|profile| profile.filled).sum::<usize>().max(1) as f64;
        for profile in profiles {
            let part = profile.filled as f64 / all;
            pooled.rows += profile.rows;
            pooled.filled += profile.filled;
            let mut own = (*profile).clone();
            for (share, own) in pooled.shares().into_iter().zip(own.shares()) {
                *share += part * *own;
            }
            pooled.numbers_by_row.extend(&profile.numbers_by_row);
            for (family, share) in &profile.families {
                *pooled.families.entry(family.clone()).or_default() += part * share;
            }
        }
        pooled
    }

    /// How many cells are filled, without a word of what they hold.
    pub fn filling_only(&self) -> Self {
        Self { rows: self.rows, filled: self.filled, ..Self::default() }
    }

    /// Share of the rows whose cell holds something.
    pub fn fill(&self) -> f64 {
        self.filled as f64 / self.rows.max(1) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coded_values_are_known_with_enumerator_and_explanation() {
        let knowledge = ValueKnowledge::new(ValueWords::load().unwrap(), &Catalogue::load().unwrap());
        for text in ["High", "b) High", "4 - High", "High (4)", "high: more than once a year"] {
            assert!(knowledge.families_of(text).contains("level"), "{text}");
        }
        assert!(knowledge.families_of("Highland").is_empty());
    }
}
