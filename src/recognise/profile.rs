//! What the values below a heading are: numbers, dates, identifiers, references, words of a coded
//! list, sentences. And how well that agrees with a field.

use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::mem::{Discriminant, discriminant};

use chrono::{Datelike, NaiveDate};

use crate::declaration::{Column, Field, FieldType};
use crate::read::{Cell, NumberForm, Value};
use crate::standards::Catalogue;

use super::words::{ValueWords, fold};

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
    pub fn families_of(&self, text: &str) -> BTreeSet<String> {
        let mut folded: Vec<String> = cores(text).into_iter().map(fold).collect();
        folded.push(fold(text));
        folded.iter().flat_map(|core| self.words.families_of(core)).map(str::to_owned).collect()
    }

    /// Whether a text is the number of a clause or control of one of the standards.
    pub fn is_catalogue_reference(&self, text: &str) -> bool {
        let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let bare = bare.trim_start_matches(|c: char| c.is_alphabetic() || c == '.' || c == ':');
        self.references.contains(bare.trim_end_matches('.'))
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
    /// Numbers of clauses or controls of one of the standards.
    pub catalogue: f64,
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
}

impl ColumnProfile {
    /// Looks at the cells of a sample of rows; `None` where a row has no such cell.
    pub fn of<'a>(cells: impl Iterator<Item = Option<&'a Cell>>, knowledge: &ValueKnowledge) -> Self {
        let mut profile = Self::default();
        // A column repeats its values; each is looked at once and counted as often as it stands there.
        let mut distinct: Vec<(&Cell, String, f64)> = Vec::new();
        let mut known: HashMap<(String, Discriminant<Value>, NumberForm), usize> = HashMap::new();
        for cell in cells {
            profile.rows += 1;
            let Some(cell) = cell else { continue };
            let text = text_of(cell);
            let text = text.trim();
            if text.is_empty() || is_placeholder(text) {
                continue;
            }
            profile.filled += 1;
            match known.entry((text.to_owned(), discriminant(&cell.value), cell.form)) {
                Entry::Occupied(at) => {
                    if let Some((_, _, times)) = distinct.get_mut(*at.get()) {
                        *times += 1.0;
                    }
                }
                Entry::Vacant(at) => {
                    at.insert(distinct.len());
                    distinct.push((cell, text.to_owned(), 1.0));
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
        self.length += times * text.chars().count() as f64;
        self.numbers += one(number.is_some());
        self.small_integers +=
            one(number.is_some_and(|number| (0.0..=10.0).contains(&number) && number.fract() == 0.0));
        let date = matches!(cell.value, Value::Date(_)) || is_date(text);
        self.wordless += one(!date && !text.chars().any(char::is_alphabetic));
        self.percents += one(cell.form == NumberForm::Percent || text.ends_with('%'));
        self.dates += one(date);
        self.long += one(text.chars().count() >= LONG);
        self.identifiers += one(is_identifier(text));
        self.references += one(is_list_of_references(text));
        self.leading_references += one(leading_reference(text).is_some());
        self.leading_numbers += one(number.is_none() && starts_with_number(text));
        self.catalogue += one(knowledge.is_catalogue_reference(text));
        self.emails += one(text.contains('@') && text.contains('.'));
        self.questions +=
            one(text.ends_with(['?', '？']) || text.lines().any(|line| line.trim_end().ends_with('?')));
        self.marks += one(is_mark(text));
        self.other_script += one(text.chars().any(|c| c.is_alphabetic() && u32::from(c) > 0x024f));
        if number.is_none() && text.chars().count() <= 400 {
            for family in knowledge.families_of(text) {
                *self.families.entry(family).or_default() += times;
            }
        }
    }

    /// All figures that are averages over the filled cells, but for the families.
    fn shares(&mut self) -> [&mut f64; 17] {
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
            &mut self.catalogue,
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
            for (family, share) in &profile.families {
                *pooled.families.entry(family.clone()).or_default() += part * share;
            }
        }
        pooled
    }

    /// Share of the rows whose cell holds something.
    pub fn fill(&self) -> f64 {
        self.filled as f64 / self.rows.max(1) as f64
    }
}

/// How the values of a column agree with a field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Agreement {
    /// From -1 (they contradict it) over 0 (they say nothing) to 1 (they are what it holds).
    pub fit: f64,
    /// How much they would say without a heading, 0 to 1.
    pub telling: f64,
}

/// How the values of a column agree with a field of a register.
pub fn agreement(field: &Column, profile: &ColumnProfile) -> Agreement {
    if profile.filled == 0 {
        return Agreement { fit: 0.0, telling: 0.0 };
    }
    let fit = if contradicts(field, profile) { CONTRADICTED } else { fit(field, profile).clamp(-1.0, 1.0) };
    let telling = match field.field_type {
        _ if matches!(field.field, Field::ControlRef | Field::FindingRef | Field::RiskControls) => {
            profile.catalogue
        }
        FieldType::Text if field.field == Field::QuestionText && profile.filled >= 3 => {
            (1.3 * profile.questions).min(1.0)
        }
        FieldType::RiskClass
        | FieldType::Treatment
        | FieldType::Lifecycle
        | FieldType::Classification
        | FieldType::FindingGrade
            if profile.filled >= 3 =>
        {
            profile.family(&field.values)
        }
        _ => 0.0,
    };
    Agreement { fit, telling }
}

/// The agreement of values that are those of another field: the column is a candidate still, no more.
const CONTRADICTED: f64 = -0.8;

/// Whether the values are those of another field: (nearly) all of them are words of some coded list
/// and none of them can be read as this field, or one value stands in all rows where each control has its own.
fn contradicts(field: &Column, p: &ColumnProfile) -> bool {
    let constant = p.filled >= 3 && p.distinct * p.filled as f64 <= 1.0;
    let repeated = p.filled >= 20 && p.distinct < 0.1;
    if (constant || repeated) && is_of_a_control(field.field) {
        return true;
    }
    let Some(readable) = readable(field, p) else { return false };
    let most = p
        .families
        .iter()
        .filter(|(family, _)| !OPEN_FAMILIES.contains(&family.as_str()))
        .map(|(_, share)| *share)
        .fold(0.0, f64::max);
    readable < 0.05 && most >= 0.8
}

/// Families whose words are no closed list, or letters with another meaning elsewhere.
const OPEN_FAMILIES: [&str; 4] =
    ["risk.category", "control.justification_code", "control.status_rag", "control.status_percent"];

/// The share of values that can be read as a coded field; `None` where the field takes any text.
fn readable(field: &Column, p: &ColumnProfile) -> Option<f64> {
    let own = p.family(&field.values);
    let yes_no = p.family("yes-no").max(p.marks);
    Some(match field.field_type {
        FieldType::Status | FieldType::Answer => own
            .max(p.family("control.status"))
            .max(p.family("answer.scale"))
            .max(yes_no)
            .max(p.percents)
            .max(p.small_integers),
        FieldType::YesNo => own.max(yes_no),
        FieldType::RiskClass => own.max(p.family("level")).max(p.family("ai.act_class")),
        FieldType::Classification => own.max(p.family("level")).max(p.numbers),
        FieldType::Level | FieldType::Score => {
            own.max(p.family("level")).max(p.numbers).max(p.leading_numbers)
        }
        FieldType::Maturity => {
            own.max(p.family("control.maturity")).max(p.numbers).max(p.percents).max(p.leading_numbers)
        }
        FieldType::Date => p.dates,
        FieldType::Lifecycle | FieldType::Treatment | FieldType::FindingGrade | FieldType::OpenClosed => own,
        FieldType::Text if field.field == Field::RiskStatus => own,
        _ => return None,
    })
}

/// Whether a field holds the words of a control or a question. Names of systems and risks may be
/// repeated in a register; those of controls that are repeated everywhere are those of their groups.
fn is_of_a_control(field: Field) -> bool {
    matches!(field, Field::ControlTitle | Field::ControlDescription | Field::QuestionText)
}

fn fit(field: &Column, p: &ColumnProfile) -> f64 {
    let family = p.family(&field.values);
    match field.field_type {
        FieldType::Id => identifier_fit(p),
        FieldType::Text if !field.values.is_empty() => {
            0.2 + family - p.dates - 0.7 * p.numbers - 0.3 * p.long
        }
        FieldType::Text if is_short(field.field) => {
            0.45 - 0.5 * p.long - p.dates - 0.9 * p.wordless.max(p.numbers) - coded(p)
        }
        FieldType::Text => 0.3 + 0.6 * p.long.min(0.8) - p.dates - 0.9 * p.wordless.max(p.numbers) - coded(p),
        FieldType::Party => 0.4 + p.emails - p.dates - p.numbers - 0.9 * p.long - p.marks - 1.3 * coded(p),
        FieldType::Date => 1.6 * p.dates - 0.5 - 0.4 * p.numbers - coded(p),
        FieldType::Reference => reference_fit(field.field, p),
        FieldType::References => 0.3 + 0.5 * p.references - p.dates - 0.6 * coded(p),
        FieldType::Level => scale(p, p.small_integers + p.family("level")),
        FieldType::Score => scale(p, p.numbers + p.family("level") + p.leading_numbers),
        FieldType::Maturity => scale(p, p.numbers.max(p.percents) + p.family("control.maturity")),
        FieldType::YesNo => known_word(p, family.max(p.family("yes-no")) + p.marks),
        FieldType::Status => {
            let words = family + p.family("yes-no").min(1.0 - family) + p.percents + 0.8 * p.marks;
            let known = (words + 0.3 * p.family("answer.scale")).min(1.0);
            known_word(p, known) - 0.4 * p.small_integers - other_list(p, known)
        }
        FieldType::Answer => {
            let words = family + p.family("control.status").min(1.0 - family) + 0.8 * p.marks;
            (0.3 + words - 0.5 * p.dates - 0.5 * p.long).max(-0.5)
        }
        FieldType::OpenClosed => known_word(p, family.max(p.family("control.status"))),
        FieldType::RiskClass => known_word(p, family.max(p.family("level")).max(p.family("yes-no"))),
        FieldType::Lifecycle => known_word(p, family.max(p.family("control.status"))),
        FieldType::Oversight => known_word(p, family.max(p.family("yes-no"))).max(-0.1),
        FieldType::Treatment => known_word(p, family).max(-0.3),
        FieldType::Classification => known_word(p, family.max(p.family("level"))),
        FieldType::FindingGrade => {
            let share = family.max(p.family("level"));
            known_word(p, share) - other_list(p, share)
        }
    }
}

/// Whether a field of text holds a name or a kind rather than sentences.
fn is_short(field: Field) -> bool {
    use Field::*;
    matches!(
        field,
        AssetName
            | AssetType
            | AssetLocation
            | AiName
            | AiCategory
            | AiDepartment
            | AiVendor
            | AiModel
            | ControlTitle
            | Standard
            | QuestionSection
            | SupplierName
            | SupplierService
    )
}

/// Values on a scale: numbers or words of it agree, dates, marks and sentences contradict.
fn scale(p: &ColumnProfile, share: f64) -> f64 {
    let share = share.min(1.0);
    let wordy = (p.length / 20.0).min(1.0);
    1.4 * share - 0.3 - p.dates - p.long - p.marks - 0.5 * (1.0 - share) * (p.distinct + wordy)
}

/// The share of values that are codes of some list rather than text of their own.
fn coded(p: &ColumnProfile) -> f64 {
    const LISTS: [&str; 8] = [
        "level",
        "yes-no",
        "control.status",
        "ai.act_class",
        "risk.treatment",
        "open-closed",
        "answer.scale",
        "classification",
    ];
    let most = LISTS.iter().map(|family| p.family(family)).fold(0.0, f64::max);
    if p.filled >= 3 { 0.8 * most } else { 0.0 }
}

/// Coded fields: known words agree, dates and sentences contradict, other short words say little.
fn known_word(p: &ColumnProfile, share: f64) -> f64 {
    let share = share.min(1.0);
    let varied = if p.filled >= 6 { p.distinct } else { 0.0 };
    let unknown = 1.0 - share;
    // Words in another script may well be the right ones in a language that the lists do not have.
    let strange = if p.other_script > 0.5 { 0.0 } else { 0.25 };
    let wordy = (p.length / 80.0).min(1.0);
    share - unknown * (strange + p.dates + 0.5 * p.long + 0.2 * wordy + 0.5 * varied)
}

/// What several values of which hardly one is known take away: they are the words of another list.
fn other_list(p: &ColumnProfile, share: f64) -> f64 {
    if p.filled >= 3 && p.other_script <= 0.5 { 0.25 * (1.0 - share) } else { 0.0 }
}

fn identifier_fit(p: &ColumnProfile) -> f64 {
    let unique = if p.filled <= 1 { 1.0 } else { p.distinct };
    let code = (p.identifiers + p.references + p.numbers).min(1.0);
    1.5 * code * unique - 0.3 - p.long - p.dates - (0.8 - unique).max(0.0) - 0.5 * (1.0 - code) * unique
}

/// The number of a clause or control is a code; what an asset or a system is called may be a name.
fn reference_fit(field: Field, p: &ColumnProfile) -> f64 {
    let whole = p.references.max(p.catalogue).max(0.6 * p.identifiers);
    let code = whole.max(0.8 * p.leading_references).max(0.4 * p.numbers);
    if matches!(field, Field::ControlRef | Field::FindingRef) {
        let repeated = if p.filled >= 6 { 0.4 * (0.7 - p.distinct).max(0.0) } else { 0.0 };
        1.6 * code - 0.6 - p.dates - 0.4 * coded(p) - p.long * (1.0 - code) - repeated
    } else {
        0.3 + 0.5 * code - p.dates - 0.7 * p.long - coded(p) - 0.5 * p.marks
    }
}

/// The text of a cell as it is read, without copying where it is text.
pub fn text_of(cell: &Cell) -> Cow<'_, str> {
    match &cell.value {
        Value::Text(text) => Cow::Borrowed(text),
        _ => Cow::Owned(cell.text()),
    }
}

/// Whether a cell holds something to read: not only blanks.
pub fn holds_text(cell: &Cell) -> bool {
    !matches!(&cell.value, Value::Text(text) if text.trim().is_empty())
}

fn number(cell: &Cell, text: &str) -> Option<f64> {
    match cell.value {
        Value::Number(number) => Some(number),
        Value::Date(_) | Value::Boolean(_) => None,
        _ => text.trim_end_matches('%').trim().replace(',', ".").parse().ok().filter(|n: &f64| n.is_finite()),
    }
}

fn is_date(text: &str) -> bool {
    const FORMS: [&str; 12] = [
        "%Y-%m-%d",
        "%d.%m.%Y",
        "%d/%m/%Y",
        "%m/%d/%Y",
        "%d-%m-%Y",
        "%Y/%m/%d",
        "%d %b %Y",
        "%d %B %Y",
        "%b %d, %Y",
        "%B %d, %Y",
        "%d-%b-%Y",
        "%d-%b-%y",
    ];
    let text = text.trim();
    if text.chars().count() > 24 || !text.chars().any(|c| c.is_ascii_digit()) {
        return false;
    }
    let day = text.split(['T']).next().unwrap_or(text);
    let day = day.split_once(' ').filter(|(_, time)| time.contains(':')).map_or(day, |(day, _)| day);
    let in_our_time = |date: NaiveDate| (1900..2200).contains(&date.year());
    (is_built_like_a_day(day)
        && FORMS.iter().any(|form| NaiveDate::parse_from_str(day, form).is_ok_and(in_our_time)))
        || is_month(text)
}

/// Whether a text has the runs of a day: digits by one, two or four, and letters, if any, by three or
/// more. Most codes have not, and are told apart before every form is tried on them.
fn is_built_like_a_day(text: &str) -> bool {
    let kind = |character: char| (character.is_ascii_digit(), character.is_alphabetic());
    let mut runs = 0;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = rest.find(|other: char| kind(other) != kind(first)).unwrap_or(rest.len());
        match kind(first) {
            (true, _) if !matches!(length, 1 | 2 | 4) => return false,
            (_, true) if length < 3 => return false,
            (true, _) | (_, true) => runs += 1,
            _ => {}
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    runs >= 2
}

/// A month or a quarter of a year: `Jun 2026`, `2026-06`, `Q3 2026`.
fn is_month(text: &str) -> bool {
    let year = |word: &str| word.len() == 4 && (word.starts_with("20") || word.starts_with("19"));
    let mut words = text.split([' ', '-', '/', '.']).filter(|word| !word.is_empty());
    match (words.next(), words.next(), words.next()) {
        (Some(month), Some(last), None) => {
            let quarter = matches!(month.to_ascii_uppercase().as_str(), "Q1" | "Q2" | "Q3" | "Q4");
            let named = || {
                ["%d %b %Y", "%d %B %Y"]
                    .iter()
                    .any(|form| NaiveDate::parse_from_str(&format!("1 {month} 2000"), form).is_ok())
            };
            (year(last) && (quarter || named()))
                || (year(month) && last.len() <= 2 && last.parse::<u8>().is_ok())
        }
        _ => false,
    }
}

/// A code: short, with a digit, hardly any spaces (`R-001`, `AI 7`, `VA-25-897`).
pub fn is_identifier(text: &str) -> bool {
    let text = text.trim();
    text.chars().count() <= 24
        && text.chars().any(|c| c.is_ascii_digit())
        && text.chars().any(char::is_alphabetic)
        && text.split_whitespace().count() <= 2
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '#' | ' ' | ':' | '(' | ')'))
        && !is_date(text)
}

/// A reference to a clause or control of some framework: `A.5.1`, `5.10`, `GV.OC-01`, `CC6.1`, `AC-2(1)`.
pub fn is_reference(text: &str) -> bool {
    let text = text.trim().trim_end_matches('.');
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let joined = text.contains(['.', '-']);
    text.chars().count() <= 20
        && (1..=6).contains(&digits)
        && letters <= 12
        && joined
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '/' | '(' | ')' | '§'))
        && text.ends_with(|c: char| c.is_ascii_alphanumeric() || c == ')')
        && !is_date(text)
        && !text.starts_with('-')
}

/// One or several references, each with or without the name of its standard in front:
/// `A.5.1, A.5.2`, `ISO 27001 A.8.1`, `Clause 6.1.2`.
fn is_list_of_references(text: &str) -> bool {
    if is_reference(text) {
        return true;
    }
    let parts: Vec<&str> =
        text.split([',', ';', '\n', '|', '+', '&']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let one = |part: &str| {
        let mut words: Vec<&str> = part.split([' ', ':', '\u{a0}']).filter(|word| !word.is_empty()).collect();
        let last = words.pop().unwrap_or_default();
        let clause = matches!(last.parse::<u8>(), Ok(4..=10));
        let named = words.iter().all(|word| {
            let digits = word.chars().any(|c| c.is_ascii_digit());
            let capital = word.starts_with(char::is_uppercase) || word.starts_with('§');
            word.chars().count() <= 12 && (capital || digits)
        });
        named && words.len() <= 4 && (is_reference(last) || (clause && !words.is_empty()))
    };
    (1..=12).contains(&parts.len()) && parts.iter().all(|part| one(part))
}

/// The reference that a text starts with, where more text follows: `A.5.1 Policies`, `GV.OC-01: The …`.
pub fn leading_reference(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let end = text.find([' ', ':', '\n', '\t', '\u{a0}'])?;
    let front = text.get(..end)?;
    let rest = text.get(end..)?;
    let follows = rest.chars().filter(|c| c.is_alphabetic()).count() >= 3;
    (follows && is_reference(front)).then_some(front)
}

/// Whether a short text starts with a number that is followed by something else: `12 (high)`.
fn starts_with_number(text: &str) -> bool {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let next = text.chars().nth(digits);
    (1..=3).contains(&digits)
        && text.chars().count() <= 24
        && next.is_some_and(|c| matches!(c, ' ' | '(' | '-' | '–' | ':' | '='))
}

/// A tick, a cross or a dash by itself.
fn is_mark(text: &str) -> bool {
    matches!(
        text,
        "✓" | "✔"
            | "✗"
            | "✘"
            | "☑"
            | "☒"
            | "☐"
            | "x"
            | "X"
            | "√"
            | "-"
            | "–"
            | "●"
            | "○"
            | "◯"
            | "×"
    )
}

/// Text that stands for a value still to be written: `[name]`, `<date>`, `TBD`, `____`.
pub fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    let enclosed =
        (text.starts_with('[') && text.ends_with(']')) || (text.starts_with('<') && text.ends_with('>'));
    let blank = !text.is_empty() && text.chars().all(|c| matches!(c, '_' | '.' | '…' | ' '));
    (enclosed && text.chars().any(char::is_alphanumeric))
        || blank
        || matches!(fold(text).as_str(), "tbd" | "lorem ipsum")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_identifiers_and_dates_are_told_apart() {
        for text in ["A.5.1", "5.10", "GV.OC-01", "CC6.1", "AC-2(1)", "MSTG-ARCH-1", "1.1-EI/EE"] {
            assert!(is_reference(text), "{text}");
        }
        for text in ["1.1.1", "A.5.1"] {
            assert!(!is_date(text), "{text}");
        }
        for text in ["2026-03-31", "High", "Server", "-1", "31.12.2026", "12"] {
            assert!(!is_reference(text), "{text}");
        }
        for text in ["2026-03-31", "31.12.2026", "Jun 2026", "Q3 2026", "5 March 2026"] {
            assert!(is_date(text), "{text}");
        }
        assert!(is_identifier("R-001") && is_identifier("AI 7") && !is_identifier("Anna Smith"));
        assert_eq!(leading_reference("A.5.1 Policies for security"), Some("A.5.1"));
        assert_eq!(leading_reference("Policies A.5.1"), None);
        for text in
            ["A.5.1, A.5.2", "ISO 27001 A.8.1", "Clause 6.1.2", "27001:2022 A.5.1; 42001 A.6.2", "Clause 8"]
        {
            assert!(is_list_of_references(text), "{text}");
        }
        for text in ["the policy in A.5.1", "Anna, Ben", "Firewall 2", "8"] {
            assert!(!is_list_of_references(text), "{text}");
        }
    }

    #[test]
    fn coded_values_are_known_with_enumerator_and_explanation() {
        let knowledge = ValueKnowledge::new(ValueWords::load().unwrap(), &Catalogue::load().unwrap());
        for text in ["High", "b) High", "4 - High", "High (4)", "high: more than once a year"] {
            assert!(knowledge.families_of(text).contains("level"), "{text}");
        }
        assert!(knowledge.families_of("Highland").is_empty());
    }
}
