//! Levels that a person wrote in the workbook: numbers of the common scale, or words for them.
//!
//! A word means what it means in the register that the record comes from; where that register does not rate so,
//! what all registers say that do; where none does, its place among the five words of the common scale.

use super::number;
use crate::declaration::Field;
use crate::model::{Entry, ScaleMapping};
use crate::provenance::{Location, Reading};
use crate::read::{Cell, NumberForm, Value};
use crate::recognise::value::{LevelColumns, Understood};
use crate::recognise::{ValueWords, fold};

/// What the words of levels are understood by.
pub(super) struct LevelWords<'a> {
    pub(super) words: &'a ValueWords,
    /// The scales of the registers of this run.
    pub(super) scales: Vec<ScaleMapping>,
}

impl LevelWords<'_> {
    /// The level that a cell of a record gives; `record` is where the record was read from.
    pub(super) fn level(
        &self,
        record: &Location,
        field: Field,
        own: &Entry,
        place: &Location,
    ) -> Option<Reading<f64>> {
        let by_number = number(own, place, 1.0, 5.0)?;
        let Entry::Text(text) = own else { return Some(by_number) };
        // Numbers are of the common scale, also beside a word: a register's own numbers may be of another.
        if by_number.value.is_some() || text.chars().any(|character| character.is_ascii_digit()) {
            return Some(by_number);
        }
        let level = self.of_word(record, field, text);
        Some(level.map_or(by_number, |level| Reading::understood(text.as_str(), level, place.clone())))
    }

    fn of_word(&self, record: &Location, field: Field, text: &str) -> Option<f64> {
        let alike = || self.scales.iter().filter(|scale| rates(scale.field) == rates(field));
        let own: Vec<&ScaleMapping> = alike().filter(|scale| scale.sheet == record.sheet).collect();
        let own = if own.is_empty() { alike().collect() } else { own };
        let mut levels = own.iter().map(|scale| self.on_scale(scale, text));
        match levels.next() {
            // Registers that differ say nothing about a record of none of them.
            Some(first) => levels.all(|level| level == first).then_some(first).flatten(),
            None => self.read("1-5", &[], text),
        }
    }

    /// What a word means on a register's scale: what it was mapped to there, or its place among its words.
    fn on_scale(&self, scale: &ScaleMapping, text: &str) -> Option<f64> {
        let written = scale.levels.iter().find(|(known, _)| fold(known) == fold(text));
        written.map(|(_, level)| *level).or_else(|| {
            let by_words = scale.found_from.contains("words");
            let heading = match by_words {
                true => scale.heading.clone(),
                false => format!("{} ({}-{})", scale.heading, scale.lowest, scale.highest),
            };
            let texts: Vec<&str> = scale.levels.iter().map(|(text, _)| text.as_str()).collect();
            self.read(&heading, &texts, text)
        })
    }

    fn read(&self, heading: &str, beside: &[&str], text: &str) -> Option<f64> {
        let cell = |text: &str| Cell::new(0, Value::Text(text.into()), NumberForm::General);
        let cells: Vec<Cell> = beside.iter().copied().chain([text]).map(cell).collect();
        let columns = LevelColumns::new(self.words, &[(heading, cells.iter().collect())]);
        match columns.read(self.words, 0, cells.last()) {
            Understood::Is(level) => Some(level),
            _ => None,
        }
    }
}

/// What a field rates: before and after treatment alike, and the protection goals alike.
fn rates(field: Field) -> Field {
    match field {
        Field::RiskResidualLikelihood => Field::RiskLikelihood,
        Field::RiskResidualImpact => Field::RiskImpact,
        Field::AssetIntegrity | Field::AssetAvailability => Field::AssetConfidentiality,
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::provenance::SheetName;

    fn sheet(file: &str) -> Arc<SheetName> {
        Arc::new(SheetName { file: Arc::from(file), sheet: Some(Arc::from("Risks")) })
    }

    fn scale(file: &str, found_from: &str, ends: (f64, f64), levels: &[(&str, f64)]) -> ScaleMapping {
        ScaleMapping {
            sheet: sheet(file),
            heading: "Likelihood".to_owned(),
            field: Field::RiskLikelihood,
            lowest: ends.0,
            highest: ends.1,
            found_from: found_from.to_owned(),
            levels: levels.iter().map(|(text, level)| ((*text).to_owned(), *level)).collect(),
        }
    }

    #[test]
    fn a_word_means_what_it_means_in_the_register_of_the_record() {
        let words = ValueWords::load().unwrap();
        let three = scale("a.xlsx", "assumed from the words", (1.0, 3.0), &[("niedrig", 1.0), ("hoch", 5.0)]);
        let five = scale("b.xlsx", "heading", (1.0, 5.0), &[("2", 2.0), ("4", 4.0)]);
        let level = |scales: &[&ScaleMapping], file: &str, field: Field, text: &str| {
            let level_words =
                LevelWords { words: &words, scales: scales.iter().map(|scale| (*scale).clone()).collect() };
            let place = Location::cell(&sheet("w.xlsx"), 6, 5);
            let record = Location::row(&sheet(file), 1);
            level_words.level(&record, field, &Entry::Text(text.into()), &place).unwrap().value
        };
        let likelihood = Field::RiskLikelihood;
        assert_eq!(level(&[&three, &five], "a.xlsx", likelihood, "hoch"), Some(5.0));
        assert_eq!(level(&[&three, &five], "a.xlsx", Field::RiskResidualLikelihood, "Mittel"), Some(3.0));
        assert_eq!(level(&[&three, &five], "b.xlsx", likelihood, "hoch"), Some(4.0));
        assert_eq!(level(&[&three, &five], "b.xlsx", likelihood, "élevé"), Some(4.0));
        // The registers differ, and the record is of neither.
        assert_eq!(level(&[&three, &five], "w.xlsx", likelihood, "hoch"), None);
        assert_eq!(level(&[&five], "w.xlsx", likelihood, "hoch"), Some(4.0));
        assert_eq!(level(&[], "w.xlsx", Field::RiskImpact, "sehr hoch"), Some(5.0));
        assert_eq!(level(&[&three], "a.xlsx", Field::RiskImpact, "elevé"), Some(4.0));
        for text in ["hoch?", "9", "quite a lot", "4 - hoch", "tbd"] {
            assert_eq!(level(&[&three, &five], "b.xlsx", likelihood, text), None, "{text}");
        }
        assert_eq!(level(&[&three], "a.xlsx", likelihood, "4"), Some(4.0));
    }
}
