//! Where the tables of a sheet are: their header rows below titles and legends, their columns, and
//! the rows that belong to them.
//!
//! A header row is found by what it looks like beside the rows around it: many short, different
//! texts, words that headings are written with, values of other kinds below.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use crate::read::{Cell, Row, Sheet, Value};

use super::heading::HeadingIndex;
use super::list_below::list_below;
use super::profile::{holds_text, is_identifier, is_placeholder, is_reference, text_of};

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
/// Rows of a table that are looked at to judge its columns: the first ones and some spread below.
const SAMPLE_TOP: usize = 120;
const SAMPLE_SPREAD: usize = 80;

/// A table as it lies on its sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct TableShape {
    /// The rows of its header, counted from 0, in ascending order.
    pub header_rows: Vec<u32>,
    /// Its columns, in ascending order.
    pub heads: Vec<Head>,
    /// The rows below the header, as indices into the sheet's rows.
    pub body: Range<usize>,
    /// The text above the header: titles, legends, the scope.
    pub titles: String,
}

/// A column with its heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    /// The column, counted from 0.
    pub column: u32,
    /// Its own heading; empty where there is none.
    pub own: String,
    /// The banner above it, where there is one.
    pub banner: Option<String>,
}

impl Head {
    /// The heading as it is shown: the banner joined in front.
    pub fn shown(&self) -> String {
        match &self.banner {
            Some(banner) if self.own.is_empty() => banner.clone(),
            Some(banner) => format!("{} / {}", banner.lines().next().unwrap_or_default().trim(), self.own),
            None => self.own.clone(),
        }
    }
}

impl TableShape {
    /// The rows that evidence is drawn from: the first ones and some spread over the rest.
    pub fn sample<'a>(&self, sheet: &'a Sheet) -> Vec<&'a Row> {
        let body = sheet.rows.get(self.body.clone()).unwrap_or_default();
        let step = (body.len().saturating_sub(SAMPLE_TOP) / SAMPLE_SPREAD).max(1);
        let (top, rest) = body.split_at(SAMPLE_TOP.min(body.len()));
        let wide = |row: &&Row| self.width(row) > 1 || self.heads.len() < 3;
        top.iter().chain(rest.iter().step_by(step)).filter(wide).collect()
    }

    /// How many columns of the table a row fills.
    pub fn width(&self, row: &Row) -> usize {
        let (first, last) = self.columns();
        row.cells.iter().filter(|cell| (first..=last).contains(&cell.column) && holds_text(cell)).count()
    }

    /// First and last column.
    pub fn columns(&self) -> (u32, u32) {
        let first = self.heads.first().map_or(0, |head| head.column);
        (first, self.heads.last().map_or(first, |head| head.column))
    }
}

/// Finds the tables of a sheet, from top to bottom and from left to right.
pub fn find_tables(sheet: &Sheet, headings: &HeadingIndex) -> Vec<TableShape> {
    let scan = Scan { sheet, headings, merges: Merges::of(sheet) };
    let headers = scan.with_lists_below(scan.header_rows());
    let mut tables = Vec::new();
    for (position, header) in headers.iter().enumerate() {
        let end = headers.get(position + 1).map_or(sheet.rows.len(), |next| next.first);
        let start = if position == 0 { 0 } else { header.first };
        tables.extend(scan.tables_below(header, start, end));
    }
    tables
}

/// A header as indices into the sheet's rows: from its banner to its last row.
#[derive(Clone, Debug)]
struct Header {
    first: usize,
    main: usize,
    last: usize,
}

struct Scan<'a> {
    sheet: &'a Sheet,
    headings: &'a HeadingIndex,
    merges: Merges,
}

/// Merged ranges by their first row.
struct Merges {
    by_row: BTreeMap<u32, Vec<(u32, u32, u32)>>,
    any: bool,
}

impl Merges {
    fn of(sheet: &Sheet) -> Self {
        let mut by_row: BTreeMap<u32, Vec<(u32, u32, u32)>> = BTreeMap::new();
        for (first_row, first_column, last_row, last_column) in &sheet.merges {
            by_row.entry(*first_row).or_default().push((*first_column, *last_row, *last_column));
        }
        Self { by_row, any: !sheet.merges.is_empty() }
    }

    /// The last row and column of the merged range that starts at a cell, or the cell itself.
    fn reach(&self, row: u32, column: u32) -> (u32, u32) {
        self.by_row
            .get(&row)
            .and_then(|ranges| ranges.iter().find(|(first, _, _)| *first == column))
            .map_or((row, column), |(_, last_row, last_column)| (*last_row, *last_column))
    }
}

impl Scan<'_> {
    fn row(&self, index: usize) -> Option<&Row> {
        self.sheet.rows.get(index)
    }

    /// The rows that are headers of a table each, with their banners and sub-headings.
    fn header_rows(&self) -> Vec<Header> {
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
        let mut chosen: Vec<usize> = scored
            .iter()
            .filter(|(index, score)| {
                *index == best
                    || (score.familiar >= 2
                        && 2 * score.familiar >= score.width
                        && score.total >= 0.3 * best_score.total
                        && self.starts_block(*index)
                        && !self.same_headings(best, *index)
                        && !self.continues_records(best, *index))
            })
            .map(|(index, _)| *index)
            .collect();
        chosen.sort_unstable();
        self.with_neighbours(chosen, best)
    }

    /// Joins banners and sub-headings to their header rows; of two rows that are one header, the better stays.
    fn with_neighbours(&self, chosen: Vec<usize>, best: usize) -> Vec<Header> {
        let mut headers: Vec<Header> = Vec::new();
        for index in chosen {
            let header = self.extend(index);
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
    fn with_lists_below(&self, headers: Vec<Header>) -> Vec<Header> {
        let mut all = Vec::new();
        let ends: Vec<usize> =
            headers.iter().skip(1).map(|next| next.first).chain([self.sheet.rows.len()]).collect();
        for (header, end) in headers.into_iter().zip(ends) {
            let below = list_below(self.sheet, header.last + 1..end, |text| {
                self.headings.familiarity(text) >= FAMILIAR
            });
            all.push(header);
            all.extend(below.map(|row| Header { first: row, main: row, last: row }));
        }
        all
    }

    /// Rows that may be a header: the first ones, and those below that follow a blank row.
    fn candidates(&self) -> Vec<usize> {
        let top = 0..TOP_ROWS.min(self.sheet.rows.len());
        let lower =
            (top.end..self.sheet.rows.len()).filter(|index| self.starts_block(*index)).take(LOWER_CANDIDATES);
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
        share_of_same_texts(one, other) >= 0.6
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
        })
    }

    fn rows_below(&self, index: usize) -> Vec<&Row> {
        let Some(start) = self.row(index).map(|row| row.number) else { return Vec::new() };
        self.sheet
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

    /// The header around its main row: banners directly above, sub-headings directly below.
    fn extend(&self, main: usize) -> Header {
        let mut header = Header { first: main, main, last: main };
        if self.is_banner(main) {
            header.first = main - 1;
        }
        if self.has_sub_headings(main) {
            header.last = main + 1;
        }
        header
    }

    /// Whether the row above a header row spans groups of its columns.
    fn is_banner(&self, main: usize) -> bool {
        let (Some(row), Some(above)) =
            (self.row(main), main.checked_sub(1).and_then(|above| self.row(above)))
        else {
            return false;
        };
        if above.number + 1 != row.number {
            return false;
        }
        let cells: Vec<&Cell> = filled(above).collect();
        let width = filled(row).count();
        let texts = cells.iter().all(|cell| matches!(cell.value, Value::Text(_)));
        let (first, last) = span(row);
        let within = cells.iter().all(|cell| (first..=last).contains(&cell.column));
        if !texts || !within || cells.is_empty() || self.is_title(&cells, above.number, (first, last)) {
            return false;
        }
        let over_all = cells.iter().any(|cell| {
            let (_, reach) = self.merges.reach(above.number, cell.column);
            reach.saturating_sub(cell.column) >= last - first && last > first
        });
        let spans = cells
            .iter()
            .filter(|cell| {
                let (last_row, last_column) = self.merges.reach(above.number, cell.column);
                last_column > cell.column || last_row >= row.number
            })
            .count();
        if self.merges.any {
            !over_all && spans > 0 && 2 * spans >= cells.len().min(4)
        } else {
            let bare = cells.iter().filter(|cell| row.cell(cell.column).is_none()).count();
            (cells.len() >= 2 && 2 * cells.len() <= width) || (bare > 0 && 2 * bare >= cells.len())
        }
    }

    /// Whether the only text of a row is a title: it starts where the table starts, or it covers most
    /// of the table's width. A banner leaves columns out, or is one of several.
    fn is_title(&self, cells: &[&Cell], row: u32, (first, last): (u32, u32)) -> bool {
        let [cell] = cells else { return false };
        let (_, reach) = self.merges.reach(row, cell.column);
        cell.column == first || 5 * (reach - cell.column + 1) >= 4 * (last - first + 1)
    }

    /// Whether the row below a header row names the columns below its merged cells.
    fn has_sub_headings(&self, main: usize) -> bool {
        let (Some(row), Some(below)) = (self.row(main), self.row(main + 1)) else { return false };
        if row.number + 1 != below.number {
            return false;
        }
        let spanned: HashSet<u32> = if self.merges.any {
            filled(row).flat_map(|cell| self.merged_columns(row.number, cell.column)).collect()
        } else {
            gap_columns(row, below)
        };
        let cells: Vec<&Cell> = filled(below).collect();
        let heading = |cell: &Cell| {
            let text = text_of(cell);
            // A level such as 1, 2, 3 may stand below merged cells; elsewhere a number is a value.
            text.chars().count() <= 60
                && (self.merges.any || (matches!(cell.value, Value::Text(_)) && !is_code(text.trim())))
        };
        cells.len() >= 2 && cells.iter().all(|cell| spanned.contains(&cell.column) && heading(cell))
    }

    /// The columns that a cell is merged over to the right; none where it is not.
    fn merged_columns(&self, row: u32, column: u32) -> Range<u32> {
        let (last_row, last_column) = self.merges.reach(row, column);
        if last_column > column && last_row == row { column..last_column + 1 } else { 0..0 }
    }

    /// The table below a header; several where blank columns part unlike ones side by side.
    fn tables_below(&self, header: &Header, start: usize, end: usize) -> Vec<TableShape> {
        let titles: Vec<String> = (start..header.first)
            .filter_map(|index| self.row(index))
            .flat_map(|row| filled(row).map(|cell| text_of(cell).trim().to_owned()))
            .take(40)
            .collect();
        let heads = self.heads(header, header.last + 1..end);
        let whole = TableShape {
            header_rows: (header.first..=header.last)
                .filter_map(|index| self.row(index))
                .map(|row| row.number)
                .collect(),
            heads,
            body: header.last + 1..end,
            titles: titles.join("\n"),
        };
        self.parted(whole)
    }

    /// The columns of a table: those with a heading, and those between that hold values.
    fn heads(&self, header: &Header, body: Range<usize>) -> Vec<Head> {
        let mut own: BTreeMap<u32, Vec<String>> = BTreeMap::new();
        let sub_headings = if header.last > header.main { self.row(header.last) } else { None };
        for index in header.main..=header.last {
            let Some(row) = self.row(index) else { continue };
            let cells: Vec<&Cell> = filled(row).collect();
            for (position, cell) in cells.iter().enumerate() {
                let next = cells.get(position + 1).map_or(u32::MAX, |next| next.column);
                let reach = match sub_headings {
                    Some(below) if index < header.last && !self.merges.any => filled(below)
                        .map(|cell| cell.column)
                        .filter(|column| *column > cell.column && *column < next)
                        .max()
                        .unwrap_or(cell.column),
                    _ if index < header.last => self.merges.reach(row.number, cell.column).1,
                    _ => cell.column,
                };
                for column in cell.column..=reach.min(cell.column.saturating_add(64)) {
                    own.entry(column).or_default().push(text_of(cell).trim().to_owned());
                }
            }
        }
        let banners = self.banners(header, &own);
        let mut heads: BTreeMap<u32, Head> = BTreeMap::new();
        for (column, mut texts) in own {
            let last = texts.pop().unwrap_or_default();
            let above = texts.pop().or_else(|| banners.get(&column).cloned());
            heads.insert(column, Head { column, own: last, banner: above });
        }
        for (column, text) in banners {
            // A heading that is merged downwards stands in the banner's row.
            heads.entry(column).or_insert(Head { column, own: text, banner: None });
        }
        self.add_bare_columns(&mut heads, body);
        heads.into_values().collect()
    }

    /// The banner over each column.
    fn banners(&self, header: &Header, own: &BTreeMap<u32, Vec<String>>) -> BTreeMap<u32, String> {
        let mut banners = BTreeMap::new();
        if header.first == header.main {
            return banners;
        }
        let Some(row) = self.row(header.first) else { return banners };
        let cells: Vec<&Cell> = filled(row).collect();
        let last = own.keys().next_back().copied().unwrap_or(0);
        for (position, cell) in cells.iter().enumerate() {
            let (_, merged) = self.merges.reach(row.number, cell.column);
            let next = cells.get(position + 1).map_or(last, |next| next.column.saturating_sub(1));
            let stands_alone = !own.contains_key(&cell.column);
            let reach = if self.merges.any || stands_alone { merged } else { next };
            for column in cell.column..=reach.min(cell.column + 256) {
                banners.insert(column, text_of(cell).trim().to_owned());
            }
        }
        banners
    }

    fn add_bare_columns(&self, heads: &mut BTreeMap<u32, Head>, body: Range<usize>) {
        let (Some(first), Some(last)) = (heads.keys().next().copied(), heads.keys().next_back().copied())
        else {
            return;
        };
        let rows: Vec<&Row> = self.sheet.rows.get(body).unwrap_or_default().iter().take(SAMPLE_TOP).collect();
        let mut filled_rows: BTreeMap<u32, usize> = BTreeMap::new();
        for cell in rows.iter().flat_map(|row| filled(row)) {
            if (first..=last).contains(&cell.column) {
                *filled_rows.entry(cell.column).or_default() += 1;
            }
        }
        for (column, count) in filled_rows {
            if 4 * count >= rows.len() {
                heads.entry(column).or_insert(Head { column, own: String::new(), banner: None });
            }
        }
    }

    /// Parts a table at blank columns where what stands beyond is filled in other rows: a legend, a list.
    fn parted(&self, whole: TableShape) -> Vec<TableShape> {
        let mut groups: Vec<Vec<Head>> = Vec::new();
        let mut reach = 0;
        for head in &whole.heads {
            match groups.last_mut() {
                Some(group) if head.column <= reach + 1 => group.push(head.clone()),
                _ => groups.push(vec![head.clone()]),
            }
            let covered = whole.header_rows.iter().map(|row| self.merges.reach(*row, head.column).1).max();
            reach = head.column.max(covered.unwrap_or(head.column)).max(reach);
        }
        if groups.len() < 2 {
            return vec![whole];
        }
        let rows = whole.sample(self.sheet);
        let occupied = |group: &[Head]| -> usize {
            rows.iter()
                .filter(|row| group.iter().any(|head| row.cell(head.column).is_some_and(holds_text)))
                .count()
        };
        let main = groups
            .iter()
            .max_by_key(|group| (group.len(), occupied(group)))
            .map_or(0, |group| occupied(group));
        let (together, apart): (Vec<_>, Vec<_>) =
            groups.into_iter().partition(|group| occupied(group) == 0 || 5 * occupied(group) >= 2 * main);
        let shape = |heads: Vec<Head>| TableShape { heads, ..whole.clone() };
        let mut tables = vec![shape(together.into_iter().flatten().collect())];
        tables.extend(apart.into_iter().filter(|group| group.len() > 1).map(shape));
        tables
    }
}

#[derive(Clone, Copy, Debug)]
struct Score {
    total: f64,
    familiar: usize,
    width: usize,
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

fn is_code(text: &str) -> bool {
    is_reference(text)
        || (is_identifier(text) && !text.contains(' ') && text.ends_with(|c: char| c.is_ascii_digit()))
}

fn filled(row: &Row) -> impl Iterator<Item = &Cell> {
    row.cells.iter().filter(|cell| holds_text(cell))
}

fn span(row: &Row) -> (u32, u32) {
    let first = filled(row).next().map_or(0, |cell| cell.column);
    (first, filled(row).last().map_or(first, |cell| cell.column))
}

/// The share of the cells of one row that hold the same text in another.
pub fn share_of_same_texts(one: &Row, other: &Row) -> f64 {
    let cells: Vec<&Cell> = filled(one).collect();
    let same = cells
        .iter()
        .filter(|cell| {
            other.cell(cell.column).is_some_and(|there| {
                let (here, there) = (text_of(cell), text_of(there));
                here.trim().eq_ignore_ascii_case(there.trim())
            })
        })
        .count();
    if cells.is_empty() { 0.0 } else { same as f64 / cells.len().max(filled(other).count()) as f64 }
}

/// The columns of groups in a row without merged cells: a cell that blank ones follow, with values
/// below that fill the gap, and the blank ones.
fn gap_columns(row: &Row, below: &Row) -> HashSet<u32> {
    let (first, last) = span(below);
    let bare = |column: u32| !row.cell(column).is_some_and(holds_text);
    (first..=last.max(first))
        .filter(|column| {
            bare(*column) || (bare(column + 1) && below.cell(column + 1).is_some_and(holds_text))
        })
        .collect()
}
