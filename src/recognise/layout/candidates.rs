//! Which rows of a sheet are headers: by what they look like beside the rows around them.
//!
//! Many short, different texts, words that headings are written with, values of other kinds below.

use std::collections::{HashMap, HashSet};

use crate::read::{Cell, Row, Sheet, Value};

use super::super::heading::HeadingIndex;
use super::super::profile::{holds_text, is_placeholder, text_of};
use super::super::words::ValueWords;
use super::block::{Block, Grid};
use super::further_record::further_record;
use super::list_below::list_below;
use super::{filled, is_code, repeats};

/// Rows at the top of a sheet that may be a header.
const TOP_ROWS: usize = 60;
/// Rows further below that may be a header because they follow a blank row; more are not looked at.
const LOWER_CANDIDATES: usize = 200;
/// Rows below a header that are looked at to judge it.
const ROWS_BELOW: usize = 8;
/// A row with so many familiar headings, which are at least half of its cells, is clearly a header.
const CLEARLY_FAMILIAR: usize = 4;
/// So many rows below a clear header may still hold the header proper, as below a block about the file.
const ROWS_AFTER_CLEAR_HEADER: usize = 8;
/// From this strength on a heading is a familiar one.
const FAMILIAR: f64 = 0.7;
/// What a familiar heading adds to the score of its row.
const FAMILIAR_SCORE: f64 = 1.0;
/// Texts of more characters are no headings.
const LONGEST_HEADING: usize = 160;
/// A header row has at least this score.
const HEADER_SCORE: f64 = 1.6;
/// A row in the middle of records is only a header where at least so many of its cells are familiar.
const FEWEST_FAMILIAR_BELOW_RECORDS: usize = 3;
/// Rows in the middle of records that are looked at as headers; more are not.
const DIRECT_CANDIDATES: usize = 60;

/// Families of words that stand in records and head no column.
const CODED: [&str; 5] = ["level", "control.status", "yes-no", "open-closed", "risk.treatment"];

/// Looks for the headers of a sheet.
pub struct Candidates<'a> {
    /// The rows and merged cells.
    pub grid: Grid<'a>,
    /// The words of headings.
    pub headings: &'a HeadingIndex,
    /// The words of values.
    pub words: &'a ValueWords,
}

impl Candidates<'_> {
    fn sheet(&self) -> &Sheet {
        self.grid.sheet
    }

    fn row(&self, index: usize) -> Option<&Row> {
        self.sheet().rows.get(index)
    }

    /// The rows that are headers of a table each, with their banners and sub-headings.
    pub fn header_rows(&self) -> Vec<Block> {
        let candidates = self.candidates();
        let mut familiarity: HashMap<String, f64> = HashMap::new();
        let mut scored: Vec<(usize, Score)> = Vec::new();
        let mut clear = None;
        for index in candidates {
            // Well below a header that is clear there are records; another table begins a block.
            if clear.is_some_and(|clear| index > clear + ROWS_AFTER_CLEAR_HEADER) && !self.starts_block(index)
            {
                continue;
            }
            if let Some(score) = self.score(index, &mut familiarity) {
                if score.familiar >= CLEARLY_FAMILIAR && 2 * score.familiar >= score.width {
                    clear.get_or_insert(index);
                }
                scored.push((index, score));
            }
        }
        let Some((best, best_score)) = scored
            .iter()
            .filter(|(index, _)| *index < TOP_ROWS)
            .max_by(|a, b| a.1.total.total_cmp(&b.1.total).then(b.0.cmp(&a.0)))
            .or_else(|| scored.iter().max_by(|a, b| a.1.total.total_cmp(&b.1.total)))
            .cloned()
        else {
            return Vec::new();
        };
        // A header that is repeated further down counts where it stands first.
        let best = scored
            .iter()
            .map(|(index, _)| *index)
            .filter(|index| self.same_headings(best, *index))
            .min()
            .map_or(best, |first| first.min(best));
        let direct = self.below_records(best, &mut familiarity);
        scored.retain(|(index, _)| direct.iter().all(|(other, _)| other != index));
        scored.extend(direct);
        scored.sort_by_key(|(index, _)| *index);
        let mut chosen: Vec<usize> = Vec::new();
        for (index, score) in &scored {
            let above = chosen.last().copied().unwrap_or(best);
            let another = score.familiar >= 2
                && 2 * score.familiar >= score.width
                && score.total >= 0.3 * best_score.total
                && (score.below_records || self.starts_block(*index))
                && !self.same_headings(best.min(above), *index)
                && !self.same_headings(above, *index)
                && !self.continues_records(above, *index)
                && !self.is_further_record(above, *index, score)
                && !self.holds_values(*index);
            if *index == best || another {
                chosen.push(*index);
            }
        }
        self.with_neighbours(chosen, best)
    }

    /// Joins banners and sub-headings to their header rows; of two rows that are one header, the better stays.
    fn with_neighbours(&self, chosen: Vec<usize>, best: usize) -> Vec<Block> {
        let mut headers: Vec<Block> = Vec::new();
        for index in chosen {
            let header = self.grid.block_around(index);
            match headers.last_mut() {
                Some(previous) if header.first <= previous.last => {
                    if index == best {
                        *previous = header;
                    }
                }
                _ => headers.push(header),
            }
        }
        headers
    }

    /// Adds the headings of lists that stand below a table and are no part of it.
    pub fn with_lists_below(&self, headers: Vec<Block>) -> Vec<Block> {
        let mut all = Vec::new();
        let ends: Vec<usize> =
            headers.iter().skip(1).map(|next| next.first).chain([self.sheet().rows.len()]).collect();
        for (header, end) in headers.into_iter().zip(ends) {
            let below = list_below(self.sheet(), header.last + 1..end, |text| {
                self.headings.familiarity(text) >= FAMILIAR
            });
            all.push(header);
            all.extend(below.map(|row| Block { first: row, last: row }));
        }
        all
    }

    /// Rows that may be a header: the first ones, and those below that follow a blank row.
    fn candidates(&self) -> Vec<usize> {
        let top = 0..TOP_ROWS.min(self.sheet().rows.len());
        let lower = (top.end..self.sheet().rows.len())
            .filter(|index| self.starts_block(*index))
            .take(LOWER_CANDIDATES);
        top.clone().chain(lower).collect()
    }

    /// Whether a row follows a blank row, or only a title below one.
    fn starts_block(&self, index: usize) -> bool {
        let Some(row) = self.row(index) else { return false };
        let Some(previous) = index.checked_sub(1).and_then(|index| self.row(index)) else { return true };
        if previous.number + 1 < row.number || filled(previous).count() == 0 {
            return true;
        }
        let narrow = filled(previous).count() <= 2 && filled(row).count() >= 3;
        narrow
            && index.checked_sub(2).and_then(|index| self.row(index)).is_none_or(|before| {
                before.number + 2 < row.number || filled(before).count() == 0 || filled(before).count() == 1
            })
    }

    /// Rows directly below records that are headers of another table: all words, most of them familiar
    /// headings, between a row above and a row below that have a code or a number where they have a word.
    fn below_records(&self, best: usize, known: &mut HashMap<String, f64>) -> Vec<(usize, Score)> {
        let code_at = |index: usize, column: u32| {
            self.row(index)
                .and_then(|row| row.cell(column))
                .is_some_and(|cell| matches!(cell.value, Value::Number(_)) || is_code(text_of(cell).trim()))
        };
        let stands_out = |index: &usize| {
            let Some(first) = self.row(*index).and_then(|row| filled(row).next()) else { return false };
            matches!(first.value, Value::Text(_))
                && !code_at(*index, first.column)
                && code_at(index - 1, first.column)
                && code_at(index + 1, first.column)
        };
        let familiar_share = |score: &Score| {
            score.familiar >= FEWEST_FAMILIAR_BELOW_RECORDS && 4 * score.familiar >= 3 * score.width
        };
        (best + 2..self.sheet().rows.len().saturating_sub(1))
            .filter(stands_out)
            .take(DIRECT_CANDIDATES)
            .filter(|index| {
                self.row(*index).is_some_and(|row| {
                    filled(row)
                        .all(|cell| matches!(cell.value, Value::Text(_)) && !is_code(text_of(cell).trim()))
                })
            })
            .filter_map(|index| Some((index, self.score(index, known)?)))
            .filter(|(_, score)| familiar_share(score))
            .map(|(index, score)| (index, Score { below_records: true, ..score }))
            .collect()
    }

    /// Whether a row that no blank row parts from the records above is one of them, though its words
    /// are those of headings.
    fn is_further_record(&self, header: usize, index: usize, score: &Score) -> bool {
        let rows = &self.sheet().rows;
        let (Some(header), Some(row), Some(above)) =
            (self.row(header), self.row(index), rows.get(header + 1..index))
        else {
            return false;
        };
        let coded = |text: &str| CODED.iter().any(|family| self.words.meaning(family, text).is_some());
        !self.starts_block(index) && further_record(header, above, row, score.familiar == score.width, coded)
    }

    /// Whether a row holds what records hold: words of coded values, such as a status or a level.
    fn holds_values(&self, index: usize) -> bool {
        let Some(row) = self.row(index) else { return false };
        let value = |cell: &&Cell| {
            let text = text_of(cell);
            CODED.iter().any(|family| self.words.meaning(family, &text).is_some())
        };
        3 * filled(row).filter(value).count() >= filled(row).count()
    }

    /// Whether a row has a code where the first row below a header has one: then it is a further record,
    /// however much its words are those of headings.
    fn continues_records(&self, header: usize, index: usize) -> bool {
        let record =
            (header + 1..index).filter_map(|below| self.row(below)).find(|row| filled(row).count() > 1);
        let (Some(record), Some(row)) = (record, self.row(index)) else { return false };
        filled(row).any(|cell| {
            record.cell(cell.column).is_some_and(|above| is_code(&text_of(above)) && is_code(&text_of(cell)))
        })
    }

    fn same_headings(&self, one: usize, other: usize) -> bool {
        let (Some(one), Some(other)) = (self.row(one), self.row(other)) else { return false };
        repeats(one, other)
    }

    /// How much a row looks like a header; `None` where it cannot be one.
    fn score(&self, index: usize, known: &mut HashMap<String, f64>) -> Option<Score> {
        let row = self.row(index)?;
        let cells: Vec<&Cell> = filled(row).collect();
        if cells.len() < 2 {
            return None;
        }
        let mut total = 0.0;
        let mut familiar = 0;
        let mut headings = Vec::new();
        let mut seen = HashSet::new();
        for cell in &cells {
            let text = text_of(cell);
            total += cell_score(cell, &text);
            if !seen.insert(text.trim().to_lowercase()) {
                total -= 0.5;
            }
            if matches!(cell.value, Value::Text(_)) && text.chars().count() <= LONGEST_HEADING {
                headings.push(text);
            }
        }
        let below = self.rows_below(index);
        total += self.contrast(&cells, &below);
        total -= self.likeness_to_row_above(index, cells.len());
        if total + headings.len() as f64 * FAMILIAR_SCORE < HEADER_SCORE {
            // What follows costs most, and even words that are all familiar would not make it a header.
            return None;
        }
        for text in headings {
            let strength =
                *known.entry(text.to_string()).or_insert_with_key(|text| self.headings.familiarity(text));
            familiar += usize::from(strength >= FAMILIAR);
            total += if strength >= FAMILIAR { FAMILIAR_SCORE } else { 0.4 * strength };
        }
        (total >= HEADER_SCORE && (familiar >= 1 || cells.len() >= 3)).then_some(Score {
            total,
            familiar,
            width: cells.len(),
            below_records: false,
        })
    }

    fn rows_below(&self, index: usize) -> Vec<&Row> {
        let Some(start) = self.row(index).map(|row| row.number) else { return Vec::new() };
        self.sheet()
            .rows
            .iter()
            .skip(index + 1)
            .take(ROWS_BELOW)
            .take_while(|row| row.number <= start + 2 * ROWS_BELOW as u32)
            .filter(|row| filled(row).count() > 1)
            .collect()
    }

    /// What the rows below add: columns that hold something there, in another form than the heading.
    fn contrast(&self, cells: &[&Cell], below: &[&Row]) -> f64 {
        if below.is_empty() {
            return -1.0;
        }
        let mut score = 0.0;
        for cell in cells {
            let values: Vec<&Cell> = below
                .iter()
                .filter_map(|row| row.cell(cell.column))
                .filter(|cell| holds_text(cell))
                .collect();
            if values.is_empty() {
                continue;
            }
            score += 0.2;
            let other_kind = values.iter().filter(|value| !matches!(value.value, Value::Text(_))).count();
            let coded = values.iter().filter(|value| is_code(&text_of(value))).count();
            if 2 * (other_kind + coded) >= values.len() {
                score += 0.3;
            }
            let own = text_of(cell);
            if values.iter().any(|value| text_of(value).trim() == own.trim()) {
                score -= 0.4;
            }
        }
        let widest = below.iter().map(|row| filled(row).count()).max().unwrap_or(0);
        score - 0.2 * widest.saturating_sub(cells.len()) as f64
    }

    /// A row directly below one of the same width is more likely a record than a header.
    fn likeness_to_row_above(&self, index: usize, width: usize) -> f64 {
        let above = index.checked_sub(1).and_then(|above| self.row(above));
        match (above, self.row(index)) {
            (Some(above), Some(row)) if above.number + 1 == row.number => {
                let above_width = filled(above).count();
                if above_width >= 2 && 5 * above_width >= 4 * width { 0.3 * width as f64 } else { 0.0 }
            }
            _ => 0.0,
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct Score {
    total: f64,
    familiar: usize,
    width: usize,
    /// It stands directly below records of another table.
    below_records: bool,
}

/// What one cell adds to the look of a header row.
fn cell_score(cell: &Cell, text: &str) -> f64 {
    let trimmed = text.trim();
    match &cell.value {
        Value::Text(_) if is_placeholder(trimmed) => -0.8,
        Value::Text(_) if trimmed.contains('@') || trimmed.starts_with("http") => -1.0,
        Value::Text(_) if is_code(trimmed) => -0.6,
        Value::Text(_) if trimmed.ends_with(':') => -0.4,
        Value::Text(_) if trimmed.chars().count() <= 60 => 0.4,
        Value::Text(_) => 0.2,
        Value::Number(_) => -0.5,
        Value::Date(_) | Value::Boolean(_) | Value::Error(_) => -1.2,
    }
}
