//! Levels of likelihood, impact and protection need, on scales of 3 to 10 points, in numbers or words.
//!
//! Numbers become levels of the common scale of 1 to 5 linearly: 1 + (x − lowest) · 4 / (highest −
//! lowest). Words become levels in the same way, by their place among the words of their scale. Columns
//! of one table that are rated alike (likelihood and impact) share a scale where
//! only one of them shows it.

use std::collections::BTreeSet;

use super::level_legend::LevelLegend;
use super::level_scale::{Scale, scale_in_heading, scale_of_values};
use super::percent::reaches_beyond_five;
use super::word_scale::WordScale;
use super::written_level::{
    is_repeated_number, level_number, level_of_top, number_and_word, pairs, says_very, words_used,
};
use super::{Understood, ValueWords, content, is_doubted, says_not_applicable, says_unknown};
use crate::read::{Cell, Value};

/// A heading with the cells below it.
type RatedColumn<'a> = (&'a str, Vec<&'a Cell>);

/// How the levels of columns that are rated alike are to be read.
#[derive(Clone, Debug)]
pub struct LevelColumns {
    /// The scale of bare numbers by column, in the order in which the columns were given.
    scales: Vec<Option<Scale>>,
    /// What each column rates, as the place in `kinds`.
    kind_of: Vec<usize>,
    kinds: Vec<Kind>,
}

/// What the columns show together that rate the same thing.
#[derive(Clone, Debug, Default)]
struct Kind {
    /// Numbers that stand beside a word somewhere ("3 - High"), with the level of that word.
    paired: Vec<(f64, f64)>,
    /// The scale of words, where any occur.
    word_scale: Option<WordScale>,
    /// The scale that bare numbers show where no heading does.
    from_values: Option<Scale>,
    /// The register's own list of what the words stand for.
    legend: Option<LevelLegend>,
}

impl LevelColumns {
    /// Looks at columns that are rated alike, each with its heading and its cells.
    pub fn new(words: &ValueWords, columns: &[(&str, Vec<&Cell>)]) -> Self {
        Self::of_kinds(words, columns, vec![0; columns.len()])
    }

    /// Looks at columns of several kinds, such as likelihood and impact, of which each can have a scale
    /// of its own. `kind_of` gives the kind of each column, counted from 0.
    ///
    /// A scale that a heading declares holds for the columns of other kinds too, where their numbers
    /// fit it and reach as far beyond 5 as it does; what only the values show does not (judgement).
    pub fn of_kinds(words: &ValueWords, columns: &[(&str, Vec<&Cell>)], kind_of: Vec<usize>) -> Self {
        let headings: Vec<Option<Scale>> =
            columns.iter().map(|(heading, _)| scale_in_heading(heading)).collect();
        let mut shown = headings.iter().flatten();
        let shared = shown.next().filter(|first| shown.all(|other| other == *first)).cloned();
        let five_words = says_very(words, columns);
        let count = kind_of.iter().max().map_or(0, |highest| highest + 1);
        let kinds: Vec<Kind> = (0..count)
            .map(|kind| {
                let of_kind = kind_of.iter().map(|own| *own == kind);
                let own: Vec<_> =
                    columns.iter().zip(&headings).zip(of_kind).filter(|(_, own)| *own).collect();
                let own: Vec<_> = own.into_iter().map(|(column, _)| column).collect();
                Kind::new(words, &own, shared.as_ref(), five_words)
            })
            .collect();
        let declared: Vec<bool> = (0..count)
            .map(|kind| headings.iter().zip(&kind_of).any(|(heading, own)| *own == kind && heading.is_some()))
            .collect();
        let scales = headings
            .into_iter()
            .zip(columns)
            .zip(&kind_of)
            .map(|((heading, (_, cells)), kind)| {
                let own = || kinds.get(*kind)?.from_values.clone();
                // What the heading declares holds, and numbers outside it are errors. The heading of
                // another column does not describe numbers that overrun it, nor does one of more than
                // five points describe another kind of rating that stays within five.
                let mut numbers = cells.iter().filter_map(|cell| level_number(cell));
                let declared_for = |scale: &Scale| {
                    scale.highest <= 5.0
                        || own().is_none_or(|values| values.highest > 5.0)
                        || declared.get(*kind).copied().unwrap_or_default()
                };
                heading
                    .or_else(|| {
                        let fits = numbers.all(|number| {
                            shared.as_ref().is_some_and(|scale| scale.common(number).is_some())
                        });
                        shared.clone().filter(|scale| fits && declared_for(scale))
                    })
                    .or_else(own)
            })
            .collect();
        Self { scales, kind_of, kinds }
    }

    /// The same with the words of each kind read by the register's own lists, where one of them has all words
    /// that stand in the columns of the kind. Numbers that stand alone beside such words are of its scale, unless the
    /// heading declares another.
    #[must_use]
    pub fn with_legends(
        mut self,
        words: &ValueWords,
        columns: &[(&str, Vec<&Cell>)],
        legends: &[LevelLegend],
    ) -> Self {
        for (number, kind) in self.kinds.iter_mut().enumerate() {
            let of_kind: Vec<_> =
                self.kind_of.iter().zip(columns).filter(|(own, _)| **own == number).collect();
            let headings: Vec<&str> = of_kind.iter().map(|(_, (heading, _))| *heading).collect();
            let cells = of_kind.iter().flat_map(|(_, (_, cells))| cells);
            let texts: BTreeSet<_> = cells
                .filter(|cell| matches!(cell.value, Value::Text(_)) && level_number(cell).is_none())
                .filter_map(|cell| content(Some(cell)))
                .filter(|text| !says_unknown(words, text) && !says_not_applicable(words, text))
                .collect();
            let texts: Vec<&str> = texts.iter().map(AsRef::as_ref).collect();
            kind.legend = LevelLegend::of_words(legends, &headings, &texts, words).cloned();
        }
        for ((scale, kind), (_, cells)) in self.scales.iter_mut().zip(&self.kind_of).zip(columns) {
            let legend = self.kinds.get(*kind).and_then(|kind| kind.legend.as_ref());
            let Some(own) = legend.map(LevelLegend::scale) else { continue };
            let declared = scale.as_ref().is_some_and(|scale| scale.found_from == "heading");
            let mut numbers = cells.iter().filter_map(|cell| level_number(cell));
            if !declared && numbers.all(|number| own.common(number).is_some()) {
                *scale = Some(own);
            }
        }
        self
    }

    /// The register's own list of what the words in a column stand for, given by its position.
    pub fn legend(&self, column: usize) -> Option<&LevelLegend> {
        self.kind(column)?.legend.as_ref()
    }

    fn kind(&self, column: usize) -> Option<&Kind> {
        self.kinds.get(*self.kind_of.get(column)?)
    }

    /// The scale of bare numbers in a column, given by its position.
    pub fn scale(&self, column: usize) -> Option<&Scale> {
        self.scales.get(column)?.as_ref()
    }

    /// The scale of the words in a column, given by its position, where any occur.
    pub fn word_scale(&self, column: usize) -> Option<&WordScale> {
        self.kind(column)?.word_scale.as_ref()
    }

    /// Whether a cell gives its level by a word.
    pub fn is_word(&self, words: &ValueWords, cell: &Cell) -> bool {
        content(Some(cell)).is_some_and(|text| number_and_word(words, &text).1.is_some())
    }

    fn common_of_word(&self, column: usize, level: f64) -> Option<f64> {
        self.word_scale(column)?.common(level)
    }

    /// Reads a cell of a column, given by its position; the level is on the common scale of 1 to 5.
    pub fn read(&self, words: &ValueWords, column: usize, cell: Option<&Cell>) -> Understood<f64> {
        let Some(present) = cell else { return Understood::Blank };
        let Some(text) = content(cell) else { return Understood::Blank };
        if matches!(present.value, Value::Error(_) | Value::Boolean(_) | Value::Date(_)) {
            return Understood::Unreadable;
        }
        if let Some(level) = self.legend(column).and_then(|legend| legend.level(&text)) {
            return Understood::Is(level);
        }
        if is_doubted(&text) && !says_unknown(words, &text) {
            return Understood::Unreadable;
        }
        if let Some(number) = level_number(present) {
            return self.common(column, number).map_or(Understood::Unreadable, Understood::Is);
        }
        if let Some((level, top)) = level_of_top(&text) {
            let own = Scale { lowest: 1.0, highest: top, found_from: "values" };
            return own.common(level).map_or(Understood::Unreadable, Understood::Is);
        }
        let from_heading = self.scale(column).filter(|scale| scale.found_from == "heading");
        match number_and_word(words, &text) {
            (Some(number), Some(level)) => {
                let by_number = from_heading.and_then(|scale| scale.common(number));
                by_number
                    .or_else(|| self.common_of_word(column, level))
                    .map_or(Understood::Unreadable, Understood::Is)
            }
            (None, Some(level)) => {
                self.common_of_word(column, level).map_or(Understood::Unreadable, Understood::Is)
            }
            _ if says_not_applicable(words, &text) => Understood::Blank,
            _ if says_unknown(words, &text) => Understood::SaidUnknown,
            (Some(number), None) if is_repeated_number(&text) => {
                self.common(column, number).map_or(Understood::Unreadable, Understood::Is)
            }
            _ => Understood::Unreadable,
        }
    }

    fn common(&self, column: usize, number: f64) -> Option<f64> {
        let scale = self.scale(column)?;
        if scale.found_from == "words" {
            let paired = self.kind(column)?.paired.iter().find(|(paired, _)| *paired == number);
            return paired
                .and_then(|(_, level)| self.common_of_word(column, *level))
                .or_else(|| scale.common(number));
        }
        scale.common(number)
    }
}

impl Kind {
    /// Looks at the columns of one kind, each with the scale in its heading, where there is one.
    fn new(
        words: &ValueWords,
        columns: &[(&RatedColumn<'_>, &Option<Scale>)],
        shared: Option<&Scale>,
        five_words: bool,
    ) -> Self {
        let cells = || columns.iter().flat_map(|((_, cells), _)| cells.iter().copied());
        let paired = pairs(words, cells());
        // Numbers under a heading with their scale tell nothing about other columns.
        let undeclared = columns.iter().filter(|(_, heading)| heading.is_none());
        // Each column tells by itself whether its scale reaches beyond 5: single cells are slips.
        let mut numbers: Vec<f64> = Vec::new();
        for ((_, cells), _) in undeclared {
            let own: Vec<f64> = cells.iter().filter_map(|cell| level_number(cell)).collect();
            let beyond = reaches_beyond_five(&own);
            numbers.extend(own.into_iter().filter(|number| beyond || *number <= 5.0));
        }
        let used = words_used(words, cells());
        let declared = shared.or_else(|| columns.iter().find_map(|(_, heading)| heading.as_ref()));
        let word_scale =
            (!used.is_empty()).then(|| WordScale::new(&used, declared, &numbers, &paired).beside(five_words));
        let from_values = scale_of_values(numbers.into_iter(), &paired, word_scale.as_ref());
        Self { paired, word_scale, from_values, legend: None }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{number_cell, text_cell};
    use super::*;

    fn read(heading: &str, cells: &[Cell]) -> Vec<Understood<f64>> {
        let words = ValueWords::load().unwrap();
        let columns = LevelColumns::new(&words, &[(heading, cells.iter().collect())]);
        cells.iter().map(|cell| columns.read(&words, 0, Some(cell))).collect()
    }

    fn texts(texts: &[&str]) -> Vec<Cell> {
        texts.iter().map(|text| text_cell(text)).collect()
    }

    #[test]
    fn numbers_are_mapped_linearly_to_the_common_scale() {
        let cells = [number_cell(1.0), number_cell(2.0), number_cell(3.0)];
        assert_eq!(read("Likelihood (1-3)", &cells), [1.0, 3.0, 5.0].map(Understood::Is));
        assert_eq!(read("L_1to5", &cells), [1.0, 2.0, 3.0].map(Understood::Is));
        assert_eq!(read("Impact", &cells), [1.0, 2.0, 3.0].map(Understood::Is));
        assert_eq!(
            read("Impact (0-4)", &[number_cell(0.0), number_cell(4.0)]),
            [1.0, 5.0].map(Understood::Is)
        );
        assert_eq!(read("Impact", &[number_cell(1.0), number_cell(10.0)]), [1.0, 5.0].map(Understood::Is));
        assert_eq!(read("Impact", &[number_cell(20.0)]), [Understood::Unreadable]);
        assert_eq!(
            read("Probability", &[number_cell(0.2), number_cell(0.9)]),
            [(); 2].map(|()| Understood::Unreadable)
        );
    }

    #[test]
    fn words_numbers_with_words_and_repeated_numbers_are_read() {
        assert_eq!(
            read(
                "Likelihood",
                &texts(&["4 - Likely", "High (4)", "Hoog", "5 Almost certain", "Low 2", "3 (3)"])
            ),
            [4.0, 4.0, 4.0, 5.0, 2.0, 3.0].map(Understood::Is)
        );
        assert_eq!(
            read("Likelihood", &texts(&["Medium-ish", "Low to high", "tbd", "-", "n/a", "low / high"])),
            [
                Understood::Unreadable,
                Understood::Unreadable,
                Understood::SaidUnknown,
                Understood::Blank,
                Understood::Blank,
                Understood::Unreadable
            ]
        );
    }

    #[test]
    fn a_level_may_bear_its_name_or_the_top_of_its_scale() {
        let levels =
            read("Impact", &texts(&["Level 3", "Stufe 2", "P5", "I 1", "３", "4/5", "2 of 4", "3 von 3"]));
        let third = 4.0 / 3.0;
        assert_eq!(levels, [3.0, 2.0, 5.0, 1.0, 3.0, 4.0, 1.0 + third, 5.0].map(Understood::Is));
        let levels = read("Impact", &texts(&["3/7", "6/5", "L", "Level", "1/2025", "3 - 4"]));
        let unreadable: Vec<usize> =
            (0..levels.len()).filter(|index| levels[*index] == Understood::Unreadable).collect();
        assert_eq!(unreadable, [0, 1, 3, 4, 5]);
    }

    #[test]
    fn a_single_number_above_five_is_a_slip_and_rescales_nothing() {
        let cells = [5.0, 4.0, 10.0, 5.0].map(number_cell);
        let levels = [Understood::Is(5.0), Understood::Is(4.0), Understood::Unreadable, Understood::Is(5.0)];
        assert_eq!(read("Impact", &cells), levels);
        assert_eq!(read("Impact", &texts(&["4 - High?", "High?"])), [(); 2].map(|()| Understood::Unreadable));
    }

    #[test]
    fn numbers_beside_words_are_read_by_the_words() {
        let levels = read("Impact", &texts(&["1 - Low", "2 - Medium", "3 - High", "3"]));
        assert_eq!(levels, [1.0, 3.0, 5.0, 5.0].map(Understood::Is));
    }

    #[test]
    fn words_are_placed_by_the_number_of_levels_of_their_scale() {
        const FIVE: &[f64] = &[1.0, 2.0, 3.0, 4.0, 5.0];
        let third = 4.0 / 3.0;
        for (heading, column, expected, assumed) in [
            ("Impact", &["Low", "Medium", "High"][..], &[1.0, 3.0, 5.0][..], true),
            ("Impact", &["L", "H", "2"], &[1.0, 5.0, 3.0], true),
            ("Impact", &["Low", "Medium", "High", "5"], &[2.0, 3.0, 4.0, 5.0], false),
            ("Impact (1-5)", &["Low", "Medium", "High"], &[2.0, 3.0, 4.0], false),
            ("Impact (1-3)", &["Low", "Medium", "High", "3"], &[1.0, 3.0, 5.0, 5.0], false),
            (
                "Impact",
                &["Low", "Medium", "High", "Critical"],
                &[1.0, 1.0 + third, 1.0 + 2.0 * third, 5.0],
                true,
            ),
            ("Impact (1-4)", &["high", "3"], &[1.0 + 2.0 * third, 1.0 + 2.0 * third], false),
            (
                "Impact",
                &["Very low", "Low", "Medium", "High", "Very high"],
                &[1.0, 2.0, 3.0, 4.0, 5.0],
                false,
            ),
            ("Impact", &["gering", "mittel", "hoch", "sehr hoch"], &[2.0, 3.0, 4.0, 5.0], true),
            ("Wpływ", &["Bardzo niski", "Niski", "Średni", "Wysoki", "Bardzo wysoki"], FIVE, false),
            ("Impact", &["Très faible", "Faible", "Modérée", "Élevée", "Très élevée"], FIVE, false),
            ("Påverkan", &["Mycket låg", "Låg", "Medel", "Hög", "Mycket hög"], FIVE, false),
            ("影響度", &["非常に低い", "低", "中", "高", "非常に高い"], FIVE, false),
            ("Dopad", &["Nízký", "Střední", "Vysoký"], &[1.0, 3.0, 5.0], true),
        ] {
            let words = ValueWords::load().unwrap();
            let cells = texts(column);
            let columns = LevelColumns::new(&words, &[(heading, cells.iter().collect())]);
            let levels: Vec<_> = cells.iter().map(|cell| columns.read(&words, 0, Some(cell))).collect();
            let expected: Vec<_> = expected.iter().copied().map(Understood::Is).collect();
            assert_eq!(levels, expected, "{heading} {column:?}");
            assert_eq!(columns.word_scale(0).unwrap().assumed, assumed, "{heading} {column:?}");
        }
    }

    #[test]
    fn a_number_outside_the_declared_scale_is_unreadable_and_leaves_the_others_alone() {
        let cells = [number_cell(0.0), number_cell(2.0), number_cell(3.0)];
        let levels = read("Likelihood (1-3)", &cells);
        assert_eq!(levels, [Understood::Unreadable, Understood::Is(3.0), Understood::Is(5.0)]);
    }

    #[test]
    fn likelihood_and_impact_have_scales_of_their_own_where_only_values_show_them() {
        let words = ValueWords::load().unwrap();
        let read = |likelihood: &[&str], impact: &[&str]| -> Vec<Vec<f64>> {
            let (likelihood, impact) = (texts(likelihood), texts(impact));
            let columns =
                [("Likelihood", likelihood.iter().collect()), ("Impact", impact.iter().collect::<Vec<_>>())];
            let columns = LevelColumns::of_kinds(&words, &columns, vec![0, 1]);
            let one = |column, cells: &[Cell]| -> Vec<f64> {
                let levels = cells.iter().map(|cell| columns.read(&words, column, Some(cell)));
                levels.map(|level| if let Understood::Is(level) = level { level } else { 0.0 }).collect()
            };
            vec![one(0, &likelihood), one(1, &impact)]
        };
        // An impact of ten points leaves a likelihood of five as it is.
        assert_eq!(read(&["1", "3", "5"], &["1", "10", "10"]), [[1.0, 3.0, 5.0], [1.0, 5.0, 5.0]]);
        // Three words beside four.
        let levels = read(&["Low", "Medium", "High"], &["Low", "High", "Critical"]);
        assert_eq!(levels, [[1.0, 3.0, 5.0], [1.0, 1.0 + 8.0 / 3.0, 5.0]]);
        // "3 - High" is the top of one scale and the middle of the other.
        let levels =
            read(&["1 - Low", "2 - Medium", "3 - High"], &["3 - Moderate", "5 - Severe", "1 - Minimal"]);
        assert_eq!(levels, [[1.0, 3.0, 5.0], [3.0, 5.0, 1.0]]);
        // "Very high" is a word for both.
        let levels = read(&["Low", "Medium", "High"], &["Low", "High", "Very high"]);
        assert_eq!(levels, [[2.0, 3.0, 4.0], [2.0, 4.0, 5.0]]);
    }

    #[test]
    fn a_criticality_of_more_points_leaves_the_ratings_beside_it_alone() {
        let words = ValueWords::load().unwrap();
        for criticality in ["重要度", "Criticality", "Criticality (1-9)"] {
            let (rating, product) = (texts(&["1", "2", "3", "3"]), texts(&["1", "4", "9", "8"]));
            let columns = [
                (criticality, product.iter().collect::<Vec<_>>()),
                ("機密性", rating.iter().collect()),
                ("Integrity", rating.iter().collect()),
            ];
            let columns = LevelColumns::of_kinds(&words, &columns, vec![1, 0, 0]);
            for column in [1, 2] {
                let levels: Vec<_> =
                    rating.iter().map(|cell| columns.read(&words, column, Some(cell))).collect();
                assert_eq!(levels, [1.0, 2.0, 3.0, 3.0].map(Understood::Is), "{criticality}");
                assert!(columns.scale(column).unwrap().is_assumed(), "{criticality}");
            }
            assert!(columns.scale(0).unwrap().highest > 5.0, "{criticality}");
        }
    }

    #[test]
    fn levels_may_bear_a_letter_on_the_scale_that_the_heading_names() {
        let third = 4.0 / 3.0;
        for (heading, cells) in [
            ("Gravité (G1-G4)", ["G1", "G3", "G4"]),
            ("Vraisemblance [V1 à V4]", ["V1", "V3", "V4"]),
            ("Schadenshöhe S1 bis S4", ["S1", "S3", "S4"]),
            ("Impact (I1..I4)", ["I1", "3", "I4"]),
        ] {
            let levels = read(heading, &texts(&cells));
            assert_eq!(levels, [1.0, 1.0 + 2.0 * third, 5.0].map(Understood::Is), "{heading}");
        }
        assert_eq!(scale_in_heading("Control A1-B5"), None);
    }

    #[test]
    fn columns_that_are_rated_alike_share_a_scale() {
        let words = ValueWords::load().unwrap();
        let cells = [number_cell(3.0), number_cell(1.0)];
        let all: Vec<&Cell> = cells.iter().collect();
        let columns = LevelColumns::new(&words, &[("Likelihood (1-3)", all.clone()), ("Impact", all)]);
        assert_eq!(columns.read(&words, 1, cells.first()), Understood::Is(5.0));
    }
}
