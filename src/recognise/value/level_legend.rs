//! A register's own scale in words: lists that say which number each word stands for.
//!
//! Such a list stands on a sheet of its own, or above or beside the register: in each row a word and, directly
//! beside it, a whole number one higher or lower than in the row above. Above the words stands what they rate, above
//! the numbers nothing or a word for values; a list that is numbered, ranked or counted is no scale. What a word means
//! there goes before what it means elsewhere: "rare" is the second of five levels in one register and the first in
//! another.

use std::collections::{BTreeMap, HashMap};

use super::ValueWords;
use super::content;
use super::fold;
use super::level_scale::Scale;
use super::written_level::{level_number, level_of_word};
use crate::provenance::{CellPlace, Location};
use crate::read::{Cell, Sheet, Workbook};

/// A scale has so many levels.
const FEWEST_LEVELS: usize = 3;
const MOST_LEVELS: usize = 10;

/// Words that head the numbers of a scale, folded.
const VALUES: [&str; 22] = [
    "value",
    "values",
    "score",
    "points",
    "level",
    "rating",
    "weight",
    "wert",
    "werte",
    "zahl",
    "zahlenwert",
    "punkte",
    "stufe",
    "bewertung",
    "valeur",
    "niveau",
    "note",
    "valor",
    "nivel",
    "valore",
    "waarde",
    "wartosc",
];
/// A heading says what is rated with at least so many bytes.
const SHORTEST_HEADING: usize = 4;

/// Whether a heading, folded, stands above the numbers of a scale.
pub fn heads_values(heading: &str) -> bool {
    VALUES.contains(&heading)
}

/// Where a scale that was found so comes from, as [`Scale`] has it.
pub(super) const LEGEND: &str = "legend";

/// A list of a workbook that says which number each word of a scale stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct LevelLegend {
    /// Its first word.
    pub first: Location,
    /// Its last word.
    pub last: Location,
    /// What stands above its words, folded.
    heading: String,
    /// Each word as written, with its number, from the lowest on.
    pub levels: Vec<(String, f64)>,
    /// The number of each word, folded.
    numbers: HashMap<String, f64>,
}

impl LevelLegend {
    /// The lists of a workbook that can be one.
    pub fn all(workbook: &Workbook) -> Vec<Self> {
        workbook.sheets.iter().flat_map(of_sheet).collect()
    }

    /// The scale of its numbers.
    pub fn scale(&self) -> Scale {
        let numbers = || self.levels.iter().map(|(_, number)| *number);
        Scale {
            lowest: numbers().fold(f64::INFINITY, f64::min),
            highest: numbers().fold(f64::NEG_INFINITY, f64::max),
            found_from: LEGEND,
        }
    }

    /// The level of a word on the common scale of 1 to 5; `None` where it is none of its words.
    pub fn level(&self, text: &str) -> Option<f64> {
        self.numbers.get(&fold(text)).and_then(|number| self.scale().common(*number))
    }

    /// Where it stands, as a person would say it: `Scales › A2 to A6`.
    pub fn place(&self) -> String {
        let last = self.last.cell_reference().unwrap_or_default();
        format!("{} to {last}", self.first.place_in_file())
    }

    /// Whether it says of itself that it is the scale of a column: one heading holds the other.
    fn rates(&self, heading: &str) -> bool {
        let heading = fold(heading);
        heading.contains(&self.heading)
            || (heading.len() >= SHORTEST_HEADING && self.heading.contains(&heading))
    }

    /// Whether its order is that of the words that are known elsewhere, by the lowest and the highest of them:
    /// a list from the highest on that was numbered is none.
    fn is_in_order(&self, known: &ValueWords) -> bool {
        let levels = self.levels.iter().filter_map(|(word, number)| {
            Some((known.meaning("level", word).and_then(level_of_word)?, *number))
        });
        let levels: Vec<(f64, f64)> = levels.collect();
        let by_level = |one: &&(f64, f64), other: &&(f64, f64)| one.0.total_cmp(&other.0);
        let ends = levels.iter().min_by(by_level).zip(levels.iter().max_by(by_level));
        ends.is_none_or(|(low, high)| low.0 == high.0 || low.1 < high.1)
    }

    /// The one among several that rates what one of some headings says and has all of some words; `None` where there
    /// is none, or where several that have them give them different levels.
    pub fn of_words<'l>(
        legends: &'l [Self],
        headings: &[&str],
        words: &[&str],
        known: &ValueWords,
    ) -> Option<&'l Self> {
        let levels =
            |legend: &Self| -> Option<Vec<f64>> { words.iter().map(|word| legend.level(word)).collect() };
        let rates = |legend: &&Self| {
            headings.iter().any(|heading| legend.rates(heading)) && legend.is_in_order(known)
        };
        let mut fitting = legends.iter().filter(rates).filter_map(|legend| Some((levels(legend)?, legend)));
        let (found, first) = fitting.next().filter(|_| !words.is_empty())?;
        fitting.all(|(other, _)| other == found).then_some(first)
    }
}

/// A word beside its number.
struct Entry {
    place: CellPlace,
    /// The column of the number.
    numbers: u32,
    word: String,
    number: f64,
}

fn of_sheet(sheet: &Sheet) -> Vec<LevelLegend> {
    // By the column of the words, and whether the number stands left of it or right.
    let mut runs: BTreeMap<(u32, bool), Vec<Entry>> = BTreeMap::new();
    let mut found = Vec::new();
    let mut end = |run: &mut Vec<Entry>| found.extend(legend(sheet, &std::mem::take(run)));
    for row in &sheet.rows {
        for pair in row.cells.windows(2) {
            let [left, right] = pair else { continue };
            if left.column + 1 != right.column {
                continue;
            }
            for (word, beside, is_left) in [(left, right, false), (right, left, true)] {
                let Some((text, number)) = word_of(word).zip(whole(beside)) else { continue };
                let run = runs.entry((word.column, is_left)).or_default();
                let follows = run.last().is_some_and(|last| {
                    let step = number - last.number;
                    let steady = run
                        .first()
                        .filter(|_| run.len() > 1)
                        .is_none_or(|first| (last.number - first.number).signum() == step.signum());
                    last.place.row + 1 == row.number && step.abs() == 1.0 && steady
                });
                if !follows {
                    end(run);
                }
                run.push(Entry {
                    place: CellPlace::new(row.number, word.column),
                    numbers: beside.column,
                    word: text,
                    number,
                });
            }
        }
    }
    runs.values_mut().for_each(end);
    found
}

/// The list that a run of words with their numbers is.
fn legend(sheet: &Sheet, run: &[Entry]) -> Option<LevelLegend> {
    let (first, last) = run.first().zip(run.last())?;
    let numbers: HashMap<String, f64> = run.iter().map(|entry| (fold(&entry.word), entry.number)).collect();
    if !(FEWEST_LEVELS..=MOST_LEVELS).contains(&run.len()) || numbers.len() != run.len() {
        return None;
    }
    let above = |column: u32| {
        let row = first.place.row.checked_sub(1)?;
        sheet.cell(row, column).map(|cell| fold(&cell.text()))
    };
    let heading = above(first.place.column).filter(|heading| heading.len() >= SHORTEST_HEADING)?;
    let of_numbers = above(first.numbers).unwrap_or_default();
    if !(of_numbers.is_empty() || heads_values(&of_numbers)) {
        return None;
    }
    let mut levels: Vec<(String, f64)> = run.iter().map(|entry| (entry.word.clone(), entry.number)).collect();
    levels.sort_by(|one, other| one.1.total_cmp(&other.1));
    let at = |place: CellPlace| Location::cell(&sheet.name, place.row, place.column);
    Some(LevelLegend { first: at(first.place), last: at(last.place), heading, levels, numbers })
}

/// A text that can be the word of a level.
fn word_of(cell: &Cell) -> Option<String> {
    let text = content(Some(cell))?;
    let is_word =
        level_number(cell).is_none() && text.chars().any(char::is_alphabetic) && text.chars().count() <= 40;
    is_word.then(|| text.into_owned())
}

/// A whole number as scales have them.
fn whole(cell: &Cell) -> Option<f64> {
    level_number(cell).filter(|number| number.fract() == 0.0 && (0.0..=10.0).contains(number))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::provenance::SheetName;
    use crate::read::{NumberForm, Row, SheetFacts, Value, Visibility};

    /// A sheet of lines with cells between bars; numbers are numbers.
    fn legends(text: &str) -> Vec<LevelLegend> {
        let rows = (0u32..).zip(text.lines()).map(|(number, line)| {
            let cells = (0u32..).zip(line.split('|')).filter_map(|(column, text)| {
                let text = text.trim();
                let value = match text.parse() {
                    _ if text.is_empty() => return None,
                    Ok(number) => Value::Number(number),
                    Err(_) => Value::Text(text.into()),
                };
                Some(Cell::new(column, value, NumberForm::General))
            });
            Row { number, cells: cells.collect() }
        });
        let name = SheetName { file: Arc::from("r.xlsx"), sheet: Some(Arc::from("Scales")) };
        let sheet = Sheet {
            name: Arc::new(name),
            visibility: Visibility::Visible,
            rows: rows.collect(),
            merges: Vec::new(),
            facts: SheetFacts::default(),
        };
        let sheets = vec![sheet];
        LevelLegend::all(&Workbook { path: "r.xlsx".to_owned(), bytes: 0, sha256: String::new(), sheets })
    }

    #[test]
    fn lists_of_words_and_numbers_below_each_other_are_scales_of_their_own() {
        let found = legends(
            "Likelihood | Value | Meaning\nRare | 2 | once in 20 years\nUnusual | 3 |\nOften | 4 |\n\n\
             Impact | Value\nGrave | 5\nModerate | 4\nSlight | 3\nLittle | 2\nTrifling | 1",
        );
        let places: Vec<String> = found.iter().map(LevelLegend::place).collect();
        assert_eq!(places, ["Scales › A2 to A4", "Scales › A7 to A11"]);
        assert_eq!([found[0].level("RARE"), found[0].level("often")], [Some(1.0), Some(5.0)]);
        assert_eq!([found[1].level("Slight"), found[1].level("Rare")], [Some(3.0), None]);
        let known = ValueWords::load().unwrap();
        let of_words = |heading: &str, words: &[&str]| {
            LevelLegend::of_words(&found, &[heading], words, &known).map(LevelLegend::place)
        };
        let likelihood = "Gross risk / Likelihood";
        assert_eq!(of_words(likelihood, &["Often", "Rare"]).as_deref(), Some("Scales › A2 to A4"));
        assert_eq!(of_words(likelihood, &["Often", "Grave"]), None, "no list has both");
        assert_eq!(of_words("Consequence", &["Often", "Rare"]), None, "it rates something else");
        assert_eq!(of_words(likelihood, &[]), None);
    }

    #[test]
    fn what_is_no_scale_is_none() {
        for text in [
            "Rare | 1\nOften | 2\nAlways | 3",
            "Likelihood | Value\nRare | 1\nOften | 2",
            "Likelihood | Value\nRare | 1\nOften | 3\nAlways | 5",
            "Likelihood | Value\nRare | 1\nOften | 2\nRare | 3",
            "Likelihood | Value\nRare | 1\n\nOften | 2\nAlways | 3",
            "Likelihood | Value\nRare | 1\nOften | 2\nSeldom | 1",
            "No | Likelihood\n1 | Often\n2 | Sometimes\n3 | Rare",
            "Likelihood | Number of risks\nOften | 1\nSometimes | 2\nRare | 3",
            "Likelihood | Rank\nOften | 1\nSometimes | 2\nRare | 3",
        ] {
            assert_eq!(legends(text), [], "{text}");
        }
        let known = ValueWords::load().unwrap();
        let found = |text: &str, words: &[&str]| {
            let lists = legends(text);
            LevelLegend::of_words(&lists, &["Likelihood"], words, &known).map(LevelLegend::place)
        };
        // Where two lists differ about a word, nobody knows which one is meant.
        let two = "Likelihood | Value\nRare | 1\nOften | 2\nAlways | 3\n\nLikelihood | Value\nNever | 1\nRare | 2\nOften | 3";
        assert_eq!(found(two, &["Rare"]), None);
        assert!(found(two, &["Always"]).is_some());
        // A list from the highest on, with numbers that only count.
        assert_eq!(found("Likelihood | \nHigh | 1\nMedium | 2\nLow | 3", &["High", "Low"]), None);
        assert!(found("Likelihood | \nHigh | 3\nMedium | 2\nLow | 1", &["High", "Low"]).is_some());
    }
}
