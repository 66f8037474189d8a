//! The implementation status of a control, in words, signs, colours' letters or percent.

use super::circles::Circles;
use super::coded::{Boxes, leading_word, parts, tick, without_enumeration};
use super::{
    PercentHeading, Understood, ValueWords, content, fold, is_doubted, number_in, percentage, remainder,
    says_unknown, whole_or_leading_word,
};
use chrono::NaiveDate;

use crate::model::ImplementationStatus;
use crate::read::{Cell, Value};

/// What a status cell says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Status {
    /// One of the statuses.
    Status(ImplementationStatus),
    /// A share of 0 to 1.
    Share(f64),
    /// That the control does not apply.
    NotApplicable,
    /// That it is no longer in use, which is not implemented.
    Retired,
}

/// How the cells of one status column are to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct StatusColumn {
    /// The column holds nothing but R, A, G and their like: the letters are colours.
    colours: bool,
    /// What the letter x stands for: a cross beside ticks means no, one under a heading such as
    /// "Implemented" means yes; else nothing tells.
    letter_x: Option<bool>,
    boxes: Boxes,
    circles: Circles,
    /// Bare numbers are percentages.
    percent: Option<PercentHeading>,
    /// The day until which dates beside a status count as come; without it none does.
    as_of: Option<NaiveDate>,
}

impl StatusColumn {
    /// Looks at a column as a whole: its heading and its cells.
    pub fn new<'a>(
        value_words: &ValueWords,
        heading: &str,
        cells: impl Iterator<Item = &'a Cell> + Clone,
    ) -> Self {
        let boxes = Boxes::new(cells.clone());
        let circles = Circles::new(cells.clone());
        let (mut colours, mut words, mut ticks, mut crosses, mut others) = (0u32, 0u32, 0u32, 0u32, 0u32);
        let mut numbers = Vec::new();
        for cell in cells {
            let Some(text) = content(Some(cell)) else { continue };
            match fold(&text).as_str() {
                "r" | "a" | "g" | "y" | "rd" | "amb" | "gr" | "grn" => colours += 1,
                "x" => crosses += 1,
                _ if tick(&text) == Some(true) => ticks += 1,
                "n/a" | "na" | "n.a" | "" => {}
                folded => {
                    numbers.extend(number_in(folded));
                    others += 1;
                    words += u32::from(!folded.is_empty());
                }
            }
        }
        Self {
            colours: colours > 0 && words + ticks + crosses == 0,
            letter_x: match ticks > 0 {
                true => (crosses > 0 && others == 0).then_some(false),
                false => says_implemented(value_words, heading).then_some(true),
            },
            boxes,
            circles,
            percent: PercentHeading::new(heading, numbers.into_iter()),
            as_of: None,
        }
    }

    /// Takes dates up to a day for past: "Implemented in 2028" is not implemented before 2028.
    #[must_use]
    pub fn as_of(self, as_of: NaiveDate) -> Self {
        Self { as_of: Some(as_of), ..self }
    }

    /// Reads a cell with the words of a family: `control.status` or `answer.scale`.
    pub fn read(&self, words: &ValueWords, family: &str, cell: Option<&Cell>) -> Understood<Status> {
        let Some(present) = cell else { return Understood::Blank };
        let Some(text) = content(cell) else { return Understood::Blank };
        if let Some(share) = percentage(present) {
            return Understood::Is(Status::Share(share));
        }
        match &present.value {
            Value::Boolean(value) => return Understood::Is(yes_no(*value)),
            Value::Error(_) | Value::Date(_) => return Understood::Unreadable,
            _ => {}
        }
        if let Some(number) = number_in(&text) {
            let share = self.percent.and_then(|percent| percent.share(number));
            return share.map_or(Understood::Unreadable, |share| Understood::Is(Status::Share(share)));
        }
        if let Some(sign) = tick(&text).or_else(|| self.boxes.ticked(&text)) {
            return Understood::Is(yes_no(sign));
        }
        if let Some(status) = self.circles.status(&text) {
            return status.map_or(Understood::Unreadable, Understood::Is);
        }
        // In German lower case it is "see above", in French capitals "sans objet".
        if matches!(text.trim(), "s.o." | "s. o." | "s.o") {
            return Understood::Unreadable;
        }
        let folded = fold(&text);
        if let "true" | "false" = folded.as_str() {
            return Understood::Is(yes_no(folded == "true"));
        }
        if folded == "x" {
            return self.letter_x.map_or(Understood::Unreadable, |yes| Understood::Is(yes_no(yes)));
        }
        if self.colours
            && let Some(status) =
                words.meaning("control.status_rag", &text).and_then(|word| status(word, family))
        {
            return Understood::Is(status);
        }
        if is_doubted(&text) && !says_unknown(words, &text) {
            return Understood::Unreadable;
        }
        self.read_words(words, family, &text)
    }

    /// Whether a text consists of a status word, or of a sign, and nothing beside it.
    pub fn is_plain(words: &ValueWords, family: &str, text: &str) -> bool {
        let bare = without_enumeration(text);
        let known = |text| words.meaning(family, text).or_else(|| words.meaning("control.status", text));
        known(text).or_else(|| known(bare)).is_some() || !bare.contains(char::is_whitespace)
    }

    fn read_words(&self, words: &ValueWords, family: &str, text: &str) -> Understood<Status> {
        for family in [family, "control.status"] {
            match whole_or_leading_word(words, family, text) {
                Some("unknown") => return Understood::SaidUnknown,
                Some(meaning) => {
                    let rest = match words.meaning(family, text) {
                        Some(_) => "",
                        None => rest_after(words, family, text),
                    };
                    // An answer is a yes with the sentence that says how; a status is not.
                    let explained = || {
                        (family, meaning) == ("answer.scale", "yes")
                            && remainder::explains_yes(words, rest, self.as_of)
                    };
                    if let Some(status) = status(meaning, family)
                        && (self.holds(words, status, rest) || explained())
                    {
                        return Understood::Is(status);
                    }
                }
                None => {}
            }
        }
        if says_unknown(words, text) {
            return Understood::SaidUnknown;
        }
        match self.leading_words(words, text) {
            Some(status) => Understood::Is(status),
            None => Understood::Unreadable,
        }
    }

    /// Whether a status holds with what stands beside its word: what is favourable is taken only where
    /// nothing may limit it.
    fn holds(&self, words: &ValueWords, status: Status, rest: &str) -> bool {
        match status {
            Status::Status(ImplementationStatus::Implemented) => remainder::holds(words, rest, self.as_of),
            Status::NotApplicable => remainder::excludes_all(rest),
            _ => true,
        }
    }

    /// A status word at the start of a sentence: "Planned for Q3", "Implemented since 2021".
    ///
    /// Short words (no, open …) do not count here, except favourable ones, whose rest is looked at
    /// strictly: "No exceptions" is not a no.
    fn leading_words(&self, words: &ValueWords, text: &str) -> Option<Status> {
        let text = without_enumeration(text);
        let (meaning, rest) = leading_word(words, "control.status", text)?;
        let lead = text.get(..text.len().saturating_sub(rest.len()))?.trim();
        let status = status(meaning, "control.status")?;
        if lead.chars().count() < 6 && meaning != "implemented" {
            return None;
        }
        // A second status word further on ("Planned, now implemented") leaves the meaning open.
        let mut words_left = rest;
        while let Some((_, after)) = words_left.split_once(' ') {
            let second = leading_word(words, "control.status", after);
            if second.is_some_and(|(other, _)| other != meaning && other != "unknown") {
                return None;
            }
            words_left = after;
        }
        self.holds(words, status, rest).then_some(status)
    }
}

/// Whether a heading asks whether something is implemented, so that a mark below it says yes.
fn says_implemented(words: &ValueWords, heading: &str) -> bool {
    whole_or_leading_word(words, "control.status", heading) == Some("implemented")
}

fn yes_no(yes: bool) -> Status {
    Status::Status(if yes { ImplementationStatus::Implemented } else { ImplementationStatus::NotImplemented })
}

fn status(meaning: &str, family: &str) -> Option<Status> {
    use ImplementationStatus::{Implemented, InProgress, NotImplemented, Partial, Planned};
    Some(match (meaning, family) {
        ("implemented", _) | ("yes", "answer.scale") => Status::Status(Implemented),
        ("partial", _) | ("partly", "answer.scale") => Status::Status(Partial),
        ("in-progress", _) => Status::Status(InProgress),
        ("planned", _) => Status::Status(Planned),
        ("not-implemented", _) | ("no", "answer.scale") => Status::Status(NotImplemented),
        ("not-applicable", _) | ("na", "answer.scale") => Status::NotApplicable,
        ("deprecated", _) => Status::Retired,
        _ => return None,
    })
}

/// A text without its status word, where it is one of the family or starts with one and a separator.
fn rest_after<'t>(words: &ValueWords, family: &str, text: &'t str) -> &'t str {
    let text = without_enumeration(text);
    if words.meaning(family, text).is_some() {
        return "";
    }
    let first = parts(text).into_iter().next().unwrap_or_default();
    text.split_once(first).map_or(text, |(_, rest)| rest)
}

#[cfg(test)]
mod tests;
