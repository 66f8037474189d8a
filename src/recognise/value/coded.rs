//! Words of a closed list: what a coded text means, also where more text surrounds the word.

use super::circles::Circles;
use super::{Understood, ValueWords, content, fold, is_doubted, says_unknown};
use crate::read::{Cell, Value};

/// What a cell means in a family of value words.
///
/// The whole text, the text without an enumeration in front (`2 - Planned`, `b) In production`) or
/// its leading part counts; a leading part only where no later part contradicts it.
pub fn meaning_of(words: &ValueWords, family: &str, cell: Option<&Cell>) -> Understood<String> {
    let Some(text) = content(cell) else { return Understood::Blank };
    match whole_or_leading_word(words, family, &text) {
        Some("unknown") => Understood::SaidUnknown,
        Some(_) if is_doubted(&text) => Understood::Unreadable,
        Some(meaning) => Understood::Is(meaning.to_owned()),
        None if says_unknown(words, &text) => Understood::SaidUnknown,
        None => Understood::Unreadable,
    }
}

/// Yes or no, in seven languages; true and false cells and ticks and crosses too.
///
/// What a box stands for follows from the other boxes of the column.
pub fn read_yes_no(words: &ValueWords, family: &str, boxes: Boxes, cell: Option<&Cell>) -> Understood<bool> {
    if let Some(Cell { value: Value::Boolean(value), .. }) = cell {
        return Understood::Is(*value);
    }
    if let Some(text) = content(cell)
        && let Some(ticked) =
            tick(&text).or_else(|| boxes.ticked(&text)).or_else(|| boxes.circles.yes_no(&text))
    {
        return Understood::Is(ticked);
    }
    match meaning_of(words, family, cell) {
        Understood::Is(meaning) if meaning == "yes" => Understood::Is(true),
        Understood::Is(meaning) if meaning == "no" => Understood::Is(false),
        Understood::Is(_) => Understood::Unreadable,
        Understood::Blank => Understood::Blank,
        Understood::SaidUnknown => Understood::SaidUnknown,
        Understood::Unreadable => Understood::Unreadable,
    }
}

/// What the boxes of a column stand for.
///
/// A crossed box is a ticked one in forms of word processors and a "no" beside ticked boxes: alone it
/// says neither.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Boxes {
    crossed: Option<bool>,
    empty: Option<bool>,
    circles: Circles,
}

impl Boxes {
    /// Looks at the boxes of a column.
    pub fn new<'a>(cells: impl Iterator<Item = &'a Cell> + Clone) -> Self {
        let circles = Circles::new(cells.clone());
        let (mut ticked, mut crossed, mut empty) = (false, false, false);
        for mark in cells.filter_map(|cell| single_mark(&content(Some(cell))?)) {
            ticked |= matches!(mark, '☑' | '✓' | '✔' | '✅');
            crossed |= mark == '☒';
            empty |= mark == '☐';
        }
        match (ticked, crossed, empty) {
            (false, true, true) => Self { crossed: Some(true), empty: Some(false), circles },
            (true, true, _) => Self { crossed: Some(false), empty: None, circles },
            (true, false, true) => Self { crossed: None, empty: Some(false), circles },
            _ => Self { circles, ..Self::default() },
        }
    }

    /// Takes the heading of the column into account: below one in East Asian script the circle is a
    /// yes and the cross a no.
    #[must_use]
    pub fn under(self, heading: &str) -> Self {
        Self { circles: self.circles.under(heading), ..self }
    }

    /// Whether a box counts as ticked; `None` for other texts and where the column does not tell.
    pub(super) fn ticked(self, text: &str) -> Option<bool> {
        match single_mark(text)? {
            '☒' => self.crossed,
            '☐' => self.empty,
            _ => None,
        }
    }
}

/// The only character of a text, without the sign that asks for its picture.
fn single_mark(text: &str) -> Option<char> {
    let mut characters = text.chars().filter(|character| *character != '\u{fe0f}');
    characters.next().filter(|_| characters.next().is_none())
}

/// True for a tick, false for a cross that can be neither the letter x nor a ticked box.
pub(super) fn tick(text: &str) -> Option<bool> {
    match single_mark(text)? {
        '✓' | '✔' | '☑' | '✅' | '√' | '🗸' => Some(true),
        '✗' | '✘' | '❌' | '❎' | '✕' | '✖' => Some(false),
        _ => None,
    }
}

/// The meaning of a text in a family: of all of it, of it without an enumeration, or of its leading
/// part where no later part means something else.
pub fn whole_or_leading_word<'a>(words: &'a ValueWords, family: &str, text: &str) -> Option<&'a str> {
    let rest = without_enumeration(text);
    if let Some(meaning) = words.meaning(family, text).or_else(|| words.meaning(family, rest)) {
        return Some(meaning);
    }
    if has_alternatives(words, family, rest) {
        return None;
    }
    let mut parts = parts(rest).into_iter();
    let first = parts.next()?;
    let meaning =
        words.meaning(family, first).or_else(|| words.meaning(family, without_preposition(first)?))?;
    let contradicted = parts.any(|part| {
        leading_word(words, family, part).is_some_and(|(other, _)| !compatible(family, meaning, other))
    });
    (!contradicted).then_some(meaning)
}

/// Whether words between slashes mean different things: "Partial / Planned" leaves the choice open,
/// where "Partial (planned for Q3)" does not.
fn has_alternatives(words: &ValueWords, family: &str, text: &str) -> bool {
    let mut meanings = text.split('/').filter_map(|part| words.meaning(family, part));
    let first = meanings.next();
    meanings.any(|other| Some(other) != first)
}

/// "production" of "in production": a stage or state named with its preposition.
fn without_preposition(text: &str) -> Option<&str> {
    let (first, rest) = text.split_once(' ')?;
    matches!(first.to_lowercase().as_str(), "in" | "im" | "en" | "em" | "under").then_some(rest.trim())
}

/// "Partially" says how far and "in progress" says that work goes on: both can be true at once, and
/// the leading word says which of them the cell is about.
fn compatible(family: &str, meaning: &str, other: &str) -> bool {
    let pair = |one, two| (meaning == one && other == two) || (meaning == two && other == one);
    meaning == other
        || (family == "control.status" && (pair("partial", "in-progress") || pair("partial", "planned")))
}

/// The longest run of words at the start of a text that has a meaning in a family, and the rest.
pub(super) fn leading_word<'a, 't>(
    words: &'a ValueWords,
    family: &str,
    text: &'t str,
) -> Option<(&'a str, &'t str)> {
    let mut found = None;
    let mut ends: Vec<usize> = text.match_indices(' ').map(|(index, _)| index).take(6).collect();
    ends.push(text.len());
    for end in ends {
        if let Some((start, rest)) = text.split_at_checked(end)
            && let Some(meaning) = words.meaning(family, start)
        {
            found = Some((meaning, rest.trim()));
        }
    }
    found
}

/// A text without an enumeration in front of it: `2 - Planned`, `3) Done`, `a. Yes`, `L2: Partial`.
pub(super) fn without_enumeration(text: &str) -> &str {
    let text = text.trim();
    let Some(end) = text.find(|character: char| !character.is_alphanumeric()) else { return text };
    let (mark, rest) = text.split_at(end);
    let digits = mark.trim_start_matches(|character: char| character.is_alphabetic());
    let is_mark = mark.chars().count() <= 3
        && (digits.chars().all(|character| character.is_ascii_digit()))
        && mark.chars().filter(|character| character.is_alphabetic()).count() <= 1;
    let separated = rest.trim_start();
    let without = separated.trim_start_matches(['-', '–', '—', '.', ':', ')', '=']);
    if !is_mark || without.len() == separated.len() {
        return text;
    }
    // "n. v. t." and "N.A." are words, not the enumeration of a word.
    if without == rest.trim_start_matches('.') && !without.starts_with(' ') {
        return text;
    }
    without.trim()
}

/// The parts of a text between dashes, colons, commas, brackets, slashes and line breaks.
pub(super) fn parts(text: &str) -> Vec<&str> {
    let separators = |character: char| {
        matches!(character, ':' | ';' | ',' | '(' | ')' | '/' | '\n' | '\r' | '–' | '—' | '|')
    };
    text.split(separators)
        .flat_map(|part| part.split(" - "))
        .flat_map(|part| part.split(". "))
        .map(str::trim)
        .filter(|part| !fold(part).is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::text_cell;
    use super::*;

    #[test]
    fn circles_say_yes_beside_crosses_and_below_east_asian_headings() {
        let words = ValueWords::load().unwrap();
        let read = |heading: &str, column: &[&str], text: &str| {
            let cells: Vec<Cell> = column.iter().chain([&text]).map(|text| text_cell(text)).collect();
            let boxes = Boxes::new(cells.iter()).under(heading);
            read_yes_no(&words, "control.applicable", boxes, cells.last())
        };
        for (heading, column, text, expected) in [
            ("適用", &["○", "×"][..], "○", Understood::Is(true)),
            ("適用", &["○", "×"], "×", Understood::Is(false)),
            ("適用", &["○", ""], "○", Understood::Is(true)),
            ("是否适用", &["○"], "×", Understood::Is(false)),
            ("적용 여부", &["○"], "○", Understood::Is(true)),
            ("Applicable", &["○", "×"], "○", Understood::Is(true)),
            ("Applicable", &["●"], "○", Understood::Is(false)),
            ("Applicable", &["○"], "○", Understood::Unreadable),
            ("適用", &["○", "×"], "△", Understood::Unreadable),
        ] {
            assert_eq!(read(heading, column, text), expected, "{heading} {column:?} {text}");
        }
    }

    #[test]
    fn a_leading_word_counts_where_nothing_after_it_contradicts() {
        let words = ValueWords::load().unwrap();
        for (family, text, meaning) in [
            ("risk.treatment", "Mitigate", Some("modify")),
            ("risk.treatment", "2 - Accept", Some("retain")),
            ("risk.treatment", "Mitigate (MFA)", Some("modify")),
            ("risk.treatment", "Mitigate / Transfer", None),
            ("risk.treatment", "apply MFA", None),
            ("ai.lifecycle_stage", "a) In production", Some("operation")),
            ("ai.lifecycle_stage", "in Betrieb", Some("operation")),
            ("ai.lifecycle_stage", "a) Production", Some("operation")),
            ("control.status", "N.v.t.", Some("not-applicable")),
            ("control.status", "n.a.", Some("not-applicable")),
            ("control.status", "Yes, partly", None),
            ("control.status", "Partial / Planned", None),
            ("control.status", "Partial (planned for Q3)", Some("partial")),
            ("control.status", "Closed", None),
            ("control.status", "Offen", Some("not-implemented")),
            ("control.status", "Minor NC", None),
            ("control.status", "Partially - in progress until Q3", Some("partial")),
        ] {
            assert_eq!(whole_or_leading_word(&words, family, text), meaning, "{text}");
        }
    }

    #[test]
    fn yes_and_no_are_read_in_many_tongues_and_signs() {
        let words = ValueWords::load().unwrap();
        for (text, expected) in [
            ("Ja", Understood::Is(true)),
            ("☑", Understood::Is(true)),
            ("✗", Understood::Is(false)),
            ("Não", Understood::Is(false)),
            ("tbd", Understood::SaidUnknown),
            ("null", Understood::Blank),
            ("perhaps", Understood::Unreadable),
            ("yes?", Understood::Unreadable),
            ("☒", Understood::Unreadable),
        ] {
            let read = read_yes_no(&words, "yes-no", Boxes::default(), Some(&text_cell(text)));
            assert_eq!(read, expected, "{text}");
        }
    }

    #[test]
    fn the_boxes_of_a_column_tell_whether_a_crossed_one_is_ticked() {
        let words = ValueWords::load().unwrap();
        for (column, text, expected) in [
            (&["☒", "☐"][..], "☒", Understood::Is(true)),
            (&["☒", "☐"], "☐", Understood::Is(false)),
            (&["☒", "☑"], "☒", Understood::Is(false)),
            (&["☑", "☐"], "☐", Understood::Is(false)),
            (&["☒", "☑", "☐"], "☐", Understood::Unreadable),
            (&["☒", "Yes"], "☒", Understood::Unreadable),
        ] {
            let cells: Vec<Cell> = column.iter().map(|text| text_cell(text)).collect();
            let boxes = Boxes::new(cells.iter());
            let read = read_yes_no(&words, "yes-no", boxes, Some(&text_cell(text)));
            assert_eq!(read, expected, "{column:?} {text}");
        }
    }

    #[test]
    fn states_are_read_as_practitioners_write_them() {
        let words = ValueWords::load().unwrap();
        for (family, text, meaning) in [
            ("open-closed", "In treatment", "in-progress"),
            ("open-closed", "Being treated", "in-progress"),
            ("open-closed", "En cours de traitement", "in-progress"),
            ("open-closed", "Geïdentificeerd", "open"),
            ("open-closed", "Behoben", "closed"),
            ("ai.lifecycle_stage", "In production", "operation"),
            ("ai.lifecycle_stage", "En exploitation", "operation"),
            ("ai.lifecycle_stage", "a) Pre-deployment – it is being developed or acquired", "development"),
            ("ai.lifecycle_stage", "c)  Deployed – it is in use", "operation"),
            ("ai.lifecycle_stage", "Nicht mehr in Gebrauch", "retired"),
            ("risk.treatment", "Mitigation", "modify"),
            ("risk.treatment", "Risk transfer", "share"),
            ("control.status", "Not yet implemented", "not-implemented"),
            ("control.status", "Wird umgesetzt", "in-progress"),
        ] {
            assert_eq!(whole_or_leading_word(&words, family, text), Some(meaning), "{text}");
        }
        assert_eq!(
            whole_or_leading_word(&words, "risk.treatment", "Update antivirus and patch systems"),
            None
        );
    }
}
