//! What a cell writes: identifiers, the standards named around them, and the text that is left.
//!
//! Nothing is decided here; `5.1` is a number that may be many things.

use super::hint::{Word, word};
use super::identifier::{ends_with_identifier, identifier, is_section_of_law, looks_like_identifier};
use super::numbering::{Edition, Levels};
use super::range_words::join_ranges;
use super::short_forms::complete_lists;
use super::words::{Token, tokens};
use crate::recognise::value::half_width;
use crate::standards::{Part, RequirementId, Standard};

/// An identifier as it is written.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Written {
    /// The text.
    pub(super) text: String,
    /// The numbers that it can be; more than one where a spreadsheet may have changed it.
    pub(super) forms: Vec<Levels>,
    /// Clause or control, where the cell says so.
    pub(super) part: Option<Part>,
    /// The requirement that it is the key of, where it is written as one: `27001:A.5.1`.
    pub(super) key: Option<RequirementId>,
    /// The standards that the cell names before it.
    pub(super) standards: Vec<Standard>,
    /// The edition that the cell names before it.
    pub(super) edition: Option<Edition>,
    /// It ends a range that the identifier before it begins.
    pub(super) ends_range: bool,
    /// Its standard stands in brackets behind it, so it says nothing about what follows.
    pub(super) named_behind: bool,
    /// Its standard stands before another identifier of the cell, and nothing else stands before this one.
    pub(super) carried: bool,
}

impl Written {
    /// The requirement whose key it is, where a cell writes `27001:` or `42001:` before it.
    fn key_in(&self, standard: Standard) -> Option<RequirementId> {
        let [form] = self.forms.as_slice() else { return None };
        let number = super::numbering::number(*form);
        let number = if self.part == Some(Part::AnnexA) { format!("A.{number}") } else { number };
        RequirementId::new(standard, &number)
            .ok()
            .filter(|_| self.standards == [standard] && self.edition.is_none())
    }
}

/// What one cell writes.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct CellText {
    /// The identifiers that can be ours.
    pub(super) written: Vec<Written>,
    /// Identifiers of other frameworks, as they are written.
    pub(super) foreign: Vec<String>,
    /// The words that are neither.
    pub(super) rest: String,
}

/// What has been said so far in a cell.
#[derive(Default)]
struct State {
    cell: CellText,
    standards: Vec<Standard>,
    edition: Option<Edition>,
    part: Option<Part>,
    /// Another framework was named, and what follows belongs to it.
    foreign: bool,
    /// An identifier was read since the last standard was named.
    named_used: bool,
    /// Plain words were read since the last separator, so a bare number is part of a sentence.
    in_sentence: bool,
    /// The token before was a dash or "to" after an identifier.
    range: bool,
    /// A bracket is open that follows an identifier: a standard in it belongs to what stands before.
    in_bracket: bool,
    /// The identifiers from here on have not been followed by their standard in brackets.
    unassigned: usize,
    /// The word before was the beginning of a key whose number follows after a space: `27001: 9.2.1`.
    key_begun: Option<Standard>,
}

/// Reads the text of a cell.
pub(super) fn read_cell_text(text: &str) -> CellText {
    let text = half_width(text).replace("...", "-").replace("..", "-");
    let text = text.replace(['–', '—', '‑', '−', '~', '〜', '∼', '…', '→'], "-").replace('\u{a0}', " ");
    let mut state = State::default();
    let ranges = join_ranges(tokens(&text), ends_with_identifier);
    for token in complete_lists(ranges, ends_with_identifier) {
        match token {
            Token::Separator(separator) => state.separate(separator),
            Token::Word(word) => state.word(word),
            Token::LastLevel(word) => state.last_level(word),
        }
    }
    state.cell.rest = state.cell.rest.trim().to_owned();
    state.cell
}

impl State {
    fn separate(&mut self, separator: char) {
        self.in_sentence = false;
        self.range = false;
        match separator {
            ';' | '\n' | '|' => {
                self.foreign = false;
                if self.part == Some(Part::Clauses) {
                    self.part = None;
                }
            }
            '(' | '[' => {
                self.in_bracket = self.cell.written.len() > self.unassigned && self.standards.is_empty()
            }
            ')' | ']' => {
                if self.in_bracket && self.cell.written.last().is_some_and(|written| written.named_behind) {
                    self.unassigned = self.cell.written.len();
                }
                self.in_bracket = false;
            }
            _ => {}
        }
        if matches!(separator, '(' | ')' | '[' | ']' | '"' | '/') && !self.cell.rest.is_empty() {
            self.cell.rest.push(' ');
        }
    }

    fn word(&mut self, original: &str) {
        let trimmed =
            original.trim_matches(|character: char| matches!(character, '.' | ':' | '\'' | '*' | '-' | '='));
        if trimmed.is_empty() {
            self.range = original.contains('-') && !self.in_sentence && !self.cell.written.is_empty();
            return;
        }
        if let Some((start, end)) = joined_keys(trimmed) {
            self.word(start);
            self.range = !self.cell.written.is_empty();
            self.word(end);
            return;
        }
        let begun = self.key_begun.take();
        let prefix = trimmed.split_once(':').and_then(|(standard, _)| key_of(standard));
        if prefix.is_some() {
            // A key is one wherever it stands: in a sentence, in brackets, behind another standard.
            self.in_sentence = false;
            self.in_bracket = false;
            self.standards.clear();
        }
        self.key_begun = key_of(trimmed).filter(|_| original.ends_with(':'));
        let before = self.cell.written.len();
        for piece in trimmed.split([':', '_']).filter(|piece| !piece.is_empty()) {
            // "27001-A.5.1" is a standard and an identifier.
            match piece.split_once('-').filter(|(standard, _)| names_standard(standard)) {
                Some((standard, rest)) => {
                    self.piece(standard);
                    self.piece(rest);
                }
                None => self.piece(piece),
            }
        }
        if let Some(standard) = prefix.or(begun) {
            for written in self.cell.written.get_mut(before..).unwrap_or_default() {
                written.key = written.key_in(standard);
            }
        }
    }

    fn piece(&mut self, piece: &str) {
        if !self.in_sentence && self.identifier(piece) {
            return;
        }
        let lower = piece.to_lowercase();
        if self.in_sentence && lower.starts_with("a.") && self.identifier(piece) {
            return;
        }
        match word(&lower) {
            Word::Iso => {}
            Word::Standard(standard, edition, part) => self.name_standard(standard, edition, part),
            Word::Edition(edition) if !self.standards.is_empty() && !self.named_used => {
                self.edition = Some(edition)
            }
            Word::Part(part) if !self.in_sentence => self.part = Some(part),
            _ if CONTROLS.contains(&lower.as_str()) && !self.in_sentence => self.part = Some(Part::AnnexA),
            _ if is_section_of_law(piece) => {
                self.foreign = true;
                self.cell.foreign.push(piece.to_owned());
            }
            Word::Foreign => {
                self.foreign = true;
                self.keep_words(piece);
            }
            _ if looks_like_identifier(piece) => self.cell.foreign.push(piece.to_owned()),
            _ => {
                self.keep_words(piece);
                self.in_sentence |= piece.chars().filter(|character| character.is_alphabetic()).count() >= 2;
            }
        }
    }

    fn keep_words(&mut self, piece: &str) {
        if !self.cell.rest.is_empty() {
            self.cell.rest.push(' ');
        }
        self.cell.rest.push_str(piece);
    }

    fn name_standard(&mut self, standard: Standard, edition: Option<Edition>, part: Option<Part>) {
        if self.in_bracket {
            self.name_standard_behind(standard, edition, part);
            return;
        }
        if self.named_used {
            self.standards.clear();
        }
        self.named_used = false;
        self.foreign = false;
        self.edition = edition;
        self.part = part;
        if !self.standards.contains(&standard) {
            self.standards.push(standard);
        }
    }

    /// A standard in brackets belongs to the item before it: one identifier, or a range with both ends.
    fn name_standard_behind(&mut self, standard: Standard, edition: Option<Edition>, part: Option<Part>) {
        let mut within = true;
        for written in self.cell.written.iter_mut().skip(self.unassigned).rev() {
            if !within {
                break;
            }
            within = written.ends_range;
            if !written.standards.contains(&standard) {
                written.standards.push(standard);
            }
            written.edition = written.edition.or(edition);
            written.part = written.part.or(part);
            written.named_behind = true;
        }
        self.part = None;
    }

    /// Takes a piece for an identifier or a range of them, where it is one.
    fn identifier(&mut self, piece: &str) -> bool {
        // "A.5.19 - 22": a last level may be greater than any first one.
        let last_level = piece.parse::<u8>().ok().filter(|_| self.range);
        let read = last_level.map(|last| (None, [last, 0, 0, 0], "")).or_else(|| identifier(piece));
        let Some((part, number, rest)) = read else { return false };
        // A number without a point is no identifier, unless the cell says that it is a clause.
        let dotted = number.get(1).is_some_and(|level| *level > 0);
        if !dotted && part.is_none() && self.part.is_none() && !self.range {
            return false;
        }
        if self.foreign && part.is_none() {
            self.cell.foreign.push(piece.to_owned());
            return true;
        }
        let range = std::mem::take(&mut self.range);
        let mut text = piece.get(..piece.len() - rest.len()).unwrap_or(piece).to_owned();
        let mut number = number;
        let previous = self.cell.written.last().cloned();
        if range && !dotted && part.is_none() {
            // "8.10 - 12": the last level alone.
            let Some(completed) = previous.as_ref().and_then(|previous| with_last_level(previous, number))
            else {
                return false;
            };
            number = completed;
            text = super::numbering::number(number);
        }
        if part.is_some() {
            self.part = part;
        }
        self.push(text, number, range);
        if let Some(end) = rest.strip_prefix('-').filter(|end| !end.is_empty()) {
            self.range = true;
            if !self.identifier(end) {
                self.range = false;
                self.keep_words(end);
                self.in_sentence = true;
            }
        }
        true
    }

    /// Takes a number for the last level of an identifier that has its other levels from the one before.
    fn last_level(&mut self, word: &str) {
        let previous = self.cell.written.last();
        let completed = previous.zip(word.parse::<u8>().ok()).and_then(|(previous, last)| {
            let mut written = Written { ends_range: false, ..previous.clone() };
            let number = with_last_level(previous, [last, 0, 0, 0])?;
            written.text = match written.part {
                Some(Part::AnnexA) => format!("A.{}", super::numbering::number(number)),
                _ => super::numbering::number(number),
            };
            written.forms = vec![number];
            written.key = previous.key.and_then(|key| written.key_in(key.standard()));
            Some(written)
        });
        match completed {
            Some(written) => self.cell.written.push(written),
            None => self.word(word),
        }
    }

    fn push(&mut self, text: String, number: Levels, ends_range: bool) {
        let carried = self.named_used && !self.standards.is_empty();
        self.named_used = true;
        self.cell.written.push(Written {
            text,
            forms: vec![number],
            part: self.part,
            key: None,
            standards: self.standards.clone(),
            edition: self.edition,
            ends_range,
            named_behind: false,
            carried,
        });
    }
}

fn with_last_level(previous: &Written, last: Levels) -> Option<Levels> {
    let mut levels = *previous.forms.first()?;
    let depth = levels.iter().filter(|level| **level > 0).count();
    let slot = levels.get_mut(depth.checked_sub(1)?)?;
    let last = *last.first()?;
    (last > *slot).then(|| *slot = last)?;
    Some(levels)
}

/// Words for a control in front of its number. "Measure" is left out: it is a function of another framework.
const CONTROLS: &[&str] = &[
    "control",
    "controls",
    "ctrl",
    "maßnahme",
    "massnahme",
    "beheersmaatregel",
    "maatregel",
    "mesure",
    "contrôle",
    "controle",
    "controllo",
    "附属書a",
    "管理策",
];

/// The standard that the beginning of a key names: its number and nothing else.
fn key_of(text: &str) -> Option<Standard> {
    Standard::BOTH.into_iter().find(|standard| standard.number() == text)
}

/// `27001:A.5.1-27001:A.5.4` as its two keys.
fn joined_keys(text: &str) -> Option<(&str, &str)> {
    let dash = |standard: Standard| text.find(&format!("-{standard}:"));
    let at = Standard::BOTH.into_iter().find_map(dash).filter(|at| *at > 0)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// Whether a text consists of the name of one of our standards.
fn names_standard(text: &str) -> bool {
    matches!(word(&text.to_lowercase()), Word::Standard(..))
}

#[cfg(test)]
mod tests;
