//! Which rows below a header are records, which continue one, and which are none: headings of
//! sections, totals, repeated headers, rows of a template, notes below.

use std::collections::{BTreeMap, HashSet};

use crate::declaration::{Field, Table};
use crate::model::RowFate;
use crate::read::{Cell, Row, Sheet, Value};

use super::as_above::as_above;
use super::columns::{Mapping, SeenColumn};
use super::expectations::{Expectations, form_of, has, is_code, is_result_of_nothing};
use super::layout::{TableShape, repeats};
use super::profile::{ValueKnowledge, holds_text, is_placeholder, leading_reference, text_of};
use super::table::RecordRows;
use super::totals::{labels_totals, total_of, words};
use super::words::fold;

/// The heading of a section fills at most so many cells.
const SECTION_CELLS: usize = 3;
/// The least share of the numbers of a column that are those of the standards, where its rows are requirements.
const OF_THE_STANDARDS: f64 = 0.8;
/// Words that begin what stands below a table, folded: its legend, notes on it.
const BELOW: [&str; 26] = [
    "legend",
    "legende",
    "leyenda",
    "legenda",
    "legend and notes",
    "key",
    "rating scale",
    "risk scale",
    "scale",
    "skala",
    "note",
    "notes",
    "remarks",
    "hinweis",
    "hinweise",
    "anmerkung",
    "anmerkungen",
    "opmerking",
    "opmerkingen",
    "remarque",
    "remarques",
    "nota",
    "notas",
    "note bene",
    "uwaga",
    "uwagi",
];

/// The rows of a table, sorted out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SortedRows {
    /// The records.
    pub records: Vec<RecordRows>,
    /// Rows that are none, each with its reason.
    pub other_rows: Vec<RowFate>,
    /// Headings of sections.
    pub sections: Vec<(u32, String)>,
    /// Blank cells that mean "as above", each with the place that it stands for.
    pub as_above: BTreeMap<(u32, u32), (u32, u32)>,
}

/// Sorts the rows below a header of a table that is a register, with that register's declaration.
pub fn sort_rows(
    sheet: &Sheet,
    shape: &TableShape,
    columns: &[SeenColumn],
    mapping: &Mapping,
    declared: Option<&Table>,
    knowledge: &ValueKnowledge,
) -> SortedRows {
    let expectations = Expectations::of(sheet, shape, columns, mapping, declared);
    let of_the_standards = |column: &&SeenColumn| column.profile.catalogue >= OF_THE_STANDARDS;
    let reference = mapping.of(Field::ControlRef).and_then(|known| columns.get(known.position));
    let mut sorter = Sorter {
        expectations,
        requirements: reference.filter(of_the_standards).map(|column| (column.head.column, knowledge)),
        sheet,
        shape,
        forms: (0, HashSet::new()),
        headers: shape.header_rows.iter().filter_map(|number| sheet.row(*number)).collect(),
        sorted: SortedRows::default(),
        undecided: Vec::new(),
        ended: false,
    };
    for (row, what) in &shape.guides {
        sorter.sorted.other_rows.push(fate(*row, what));
    }
    let explained = shape.guides.last().map(|(row, _)| *row);
    let mut previous = explained.or(shape.header_rows.last().copied()).unwrap_or(0);
    for row in sheet.rows.get(shape.body.clone()).unwrap_or_default() {
        let gap = row.number.saturating_sub(previous);
        if sorter.sort(row, gap) {
            previous = row.number;
        }
    }
    let mut sorted = sorter.finish();
    sorted.as_above = as_above(sheet, &sorted.records, &sorted.sections, columns, mapping);
    sorted
}

struct Sorter<'a> {
    expectations: Expectations,
    /// The column of the numbers of the standards, where the rows are requirements, and what numbers these have.
    requirements: Option<(u32, &'a ValueKnowledge)>,
    sheet: &'a Sheet,
    shape: &'a TableShape,
    /// The rows of the header.
    headers: Vec<&'a Row>,
    /// The forms of the identifiers of so many records, the first ones.
    forms: (usize, HashSet<String>),
    sorted: SortedRows,
    /// Rows with a single text: headings of sections where records follow, else notes below the table.
    undecided: Vec<(u32, String)>,
    ended: bool,
}

impl Sorter<'_> {
    /// Sorts one row; false where it holds nothing.
    fn sort(&mut self, row: &Row, gap: u32) -> bool {
        let (first, last) = self.expectations.columns;
        let cells: Vec<&Cell> = row
            .cells
            .iter()
            .filter(|cell| (first..=last).contains(&cell.column) && holds_text(cell))
            .collect();
        if cells.is_empty() {
            return false;
        }
        let strange = cells.len() <= SECTION_CELLS && self.expectations.other_form(row);
        let fits = !strange
            && (self.expectations.missing(row) == 0
                || (cells.len() > 2 && 2 * cells.len() >= self.expectations.width));
        if self.ended || (gap > 2 && !fits && !self.sorted.records.is_empty()) {
            self.ended = !fits || !self.is_identified_alike(row);
            if self.ended {
                self.skip(row.number, "stands below the table");
                return true;
            }
        }
        if self.begins_what_is_below(row, &cells) {
            self.ended = true;
            self.skip(row.number, "stands below the table");
        } else if let Some(reason) = self.no_record(row, &cells) {
            self.skip(row.number, reason);
        } else if self.heads_the_next(row, &cells) {
            let text: Vec<String> = cells.iter().map(|cell| text_of(cell).trim().to_owned()).collect();
            self.undecided.push((row.number, text.join(" ")));
        } else if self.is_bare_requirement(row, &cells) {
            self.record(row);
        } else if cells.len() == 1 && self.shape.heads.len() >= 3 {
            self.single(row, &cells);
        } else if self.is_section(row, &cells) {
            let text: Vec<String> = cells.iter().map(|cell| text_of(cell).trim().to_owned()).collect();
            self.undecided.push((row.number, text.join(" ")));
        } else {
            self.record_or_continuation(row, &cells);
        }
        true
    }

    /// Whether a row's identifier has the form of one of the records above, where these have any.
    fn is_identified_alike(&mut self, row: &Row) -> bool {
        let Some(column) = self.expectations.identifier else { return true };
        let form = |row: &Row| row.cell(column).filter(|cell| holds_text(cell)).map(form_of);
        let (known, forms) = &mut self.forms;
        let further = self.sorted.records.get(*known..).unwrap_or_default();
        forms.extend(further.iter().filter_map(|record| form(self.sheet.row(record.row)?)));
        *known = self.sorted.records.len();
        forms.is_empty() || form(row).is_none_or(|own| forms.contains(&own))
    }

    fn no_record(&self, row: &Row, cells: &[&Cell]) -> Option<&'static str> {
        if self.repeats_header(row) {
            return Some("repeats the header");
        }
        if self.is_bare_requirement(row, cells) {
            return None;
        }
        // What is no text stands for itself.
        let holds_placeholder =
            |cell: &&&Cell| matches!(&cell.value, Value::Text(text) if is_placeholder(text));
        let placeholders = cells.iter().filter(holds_placeholder).count();
        if 2 * placeholders > cells.len() {
            return Some("holds only placeholders to be filled in");
        }
        if cells.iter().all(|cell| is_result_of_nothing(cell)) {
            return Some("holds only zeros or dashes, as formulas of an empty row do");
        }
        if self.is_row_of_totals(row, cells) {
            return Some("is a row of totals");
        }
        if is_labelled(cells)
            && cells.len() <= 2
            && self.expectations.width > 2
            && self.expectations.missing(row) > 0
        {
            return Some("is a label with what it says, not a record");
        }
        if let Some(identifier) = self.expectations.identifier
            && !self.expectations.texts.contains(&identifier)
            && !self.expectations.texts.is_empty()
            && cells.iter().all(|cell| cell.column == identifier || is_result_of_nothing(cell))
            && self.expectations.width >= 3
            && row.cell(identifier).is_some_and(is_code)
        {
            return Some("has an identifier and nothing else");
        }
        None
    }

    /// Whether a row begins what stands below the records: a legend, notes, a line for signatures.
    fn begins_what_is_below(&self, row: &Row, cells: &[&Cell]) -> bool {
        let Some(first) = cells.first().filter(|_| !self.sorted.records.is_empty()) else { return false };
        if cells.len() > 1 && !is_labelled(cells) {
            return false;
        }
        let e = &self.expectations;
        let text = text_of(first);
        let label = fold(text.split([':', '：']).next().unwrap_or_default());
        let alone = cells.len() == 1 && e.width > 2 && BELOW.contains(&label.as_str());
        let signed = is_labelled(cells)
            && cells.len() >= 2
            && e.width > 2
            && (e.other_form(row) || (e.missing(row) > 0 && BELOW.contains(&label.as_str())));
        alone || signed
    }

    /// Whether a row heads the rows below it: its number is theirs without the last part (`5` above
    /// `5.1`), and it holds little beside its name while they do.
    fn heads_the_next(&self, row: &Row, cells: &[&Cell]) -> bool {
        let e = &self.expectations;
        let Some(column) = e.identifier.filter(|_| cells.len() <= SECTION_CELLS) else { return false };
        let own = row.cell(column).map(|cell| text_of(cell).trim().trim_end_matches('.').to_owned());
        let Some(own) = own.filter(|own| !own.is_empty()) else { return false };
        let next = self.sheet.rows.get(self.sheet.rows.partition_point(|other| other.number <= row.number));
        next.is_some_and(|next| {
            let number = next.cell(column).map(|cell| text_of(cell).trim().to_owned()).unwrap_or_default();
            let below = number.strip_prefix(own.as_str()).is_some_and(|rest| rest.starts_with(['.', '-']));
            below
                && self.shape.width(next) >= cells.len() + 2
                && !e.coded.iter().any(|column| has(row, *column))
                && e.coded.iter().any(|column| has(next, *column))
        })
    }

    /// Whether a row sums up those above: it is labelled so, holds numbers, and neither all that a
    /// record has nor a level or a status in words.
    fn is_row_of_totals(&self, row: &Row, cells: &[&Cell]) -> bool {
        let numbers = cells.iter().any(|cell| is_number(cell));
        let rated = cells.iter().skip(1).any(|cell| {
            !is_number(cell)
                && matches!(cell.value, Value::Text(_))
                && self.expectations.coded.contains(&cell.column)
                && !is_result_of_nothing(cell)
        });
        let only_numbers = cells.iter().skip(1).all(|cell| is_number(cell));
        let computed = cells.len() >= 2
            && cells.iter().skip(1).all(|cell| cell.formula && matches!(cell.value, Value::Number(_)))
            && self.expectations.identifier.is_some_and(|column| !has(row, column))
            && self.expectations.missing(row) > 0;
        if computed && self.expectations.identified && cells.first().is_some_and(|cell| !cell.formula) {
            return true;
        }
        numbers && !rated && (only_numbers || self.expectations.missing(row) > 0) && {
            let label = cells.first().map(|cell| text_of(cell)).unwrap_or_default();
            labels_totals(&label, || self.known_words()) || self.sums_up_a_group(cells, &label)
        }
    }

    /// Whether a label is that of a group above with a word for totals, as outlines write it: `Finance Total`.
    fn sums_up_a_group(&self, cells: &[&Cell], label: &str) -> bool {
        let (Some(group), Some(cell)) = (total_of(label), cells.first()) else { return false };
        let sections = self.sorted.sections.iter().chain(&self.undecided).map(|(_, text)| fold(text));
        // A group stands near above.
        let above =
            self.sorted.records.iter().rev().filter_map(|record| self.sheet.cell(record.row, cell.column));
        above.map(|cell| fold(&text_of(cell))).chain(sections).any(|known| known == group)
    }

    /// The words of the table's headings, sections and levels, all of which may be summed up.
    fn known_words(&self) -> HashSet<String> {
        let headings = self.shape.heads.iter().map(|head| fold(&head.shown()));
        let sample = self.shape.sample(self.sheet);
        let levels = sample.iter().flat_map(|row| {
            self.expectations
                .coded
                .iter()
                .filter_map(|column| row.cell(*column))
                .map(|cell| fold(&text_of(cell)))
        });
        let sections = self.sorted.sections.iter().chain(&self.undecided).map(|(_, text)| fold(text));
        headings
            .chain(levels)
            .chain(sections)
            .flat_map(|text| words(&text).map(str::to_owned).collect::<Vec<_>>())
            .collect()
    }

    fn repeats_header(&self, row: &Row) -> bool {
        self.headers.iter().any(|header| repeats(header, row))
    }

    /// Whether a row holds nothing but the number of a requirement, of which nobody has said anything yet: the
    /// standard has that number, a row beside it is one of the same part, and the row below is none of its own parts.
    fn is_bare_requirement(&self, row: &Row, cells: &[&Cell]) -> bool {
        let ([cell], Some((column, knowledge))) = (cells, self.requirements) else { return false };
        let number = |row: &Row| {
            let text = row.cell(column).map(|cell| text_of(cell).trim().to_owned()).unwrap_or_default();
            knowledge.is_catalogue_reference(&text).then(|| text.trim_end_matches('.').to_owned())
        };
        let Some(own) = number(row).filter(|_| cell.column == column) else { return false };
        let Some((part, _)) = own.rsplit_once('.') else { return false };
        let at = self.sheet.rows.partition_point(|other| other.number < row.number);
        let above = self.sorted.records.last().and_then(|record| self.sheet.row(record.row)).and_then(number);
        let below = self.sheet.rows.get(at + 1).and_then(number);
        let begins = |number: &Option<String>, with: &str| {
            let rest = number.as_ref().and_then(|number| number.strip_prefix(with));
            rest.is_some_and(|rest| rest.starts_with('.'))
        };
        !begins(&below, &own) && (begins(&above, part) || begins(&below, part))
    }

    /// A row with one text: it goes on with the record above, or heads a section, or is a note.
    fn single(&mut self, row: &Row, cells: &[&Cell]) {
        let Some(cell) = cells.first() else { return };
        let text = text_of(cell).trim().to_owned();
        let is_text = self.expectations.texts.contains(&cell.column);
        let own_record = (self.expectations.width <= 1 && is_text)
            || (cell.column > self.expectations.columns.0 && self.stands_for_itself(row));
        let goes_on = text
            .starts_with(|c: char| c.is_lowercase() || matches!(c, '-' | '•' | '*' | '–' | '·' | '▪' | '○'))
            || text.ends_with(';')
            || (self.expectations.lists.contains(&cell.column) && is_code(cell));
        let follows = !self.sorted.records.is_empty() && self.undecided.is_empty();
        // A list within a cell goes on directly below; what stands further down is a note on the table.
        let is_note = text.starts_with('*') && !self.is_next(row);
        if own_record {
            self.record(row);
        } else if follows && !is_note && (goes_on || !(is_text || matches!(cell.value, Value::Text(_)))) {
            self.continue_record(row);
        } else {
            self.undecided.push((row.number, text));
        }
    }

    /// A row of two or three texts that has the form of a heading: no identifier like the others', little else.
    fn is_section(&self, row: &Row, cells: &[&Cell]) -> bool {
        let e = &self.expectations;
        let missing = e.missing(row);
        if missing == 0 || cells.len() > SECTION_CELLS.max(e.width / 3) {
            return false;
        }
        let other_form = cells.len() <= SECTION_CELLS && e.other_form(row);
        let without_identifier = e.identified && e.identifier.is_some_and(|column| !has(row, column));
        let texts = cells.iter().all(|cell| {
            matches!(cell.value, Value::Text(_)) || cell.column < self.expectations.columns.0 + 2
        });
        let lacks_most = e.expected.len() >= 3 && 2 * missing >= e.expected.len();
        let heads = without_identifier && lacks_most && !self.goes_on(row) && !self.stands_for_itself(row);
        texts && (other_form || heads)
    }

    /// Whether a row without identifier continues the record above: what it holds is more of the same.
    fn goes_on(&self, row: &Row) -> bool {
        let named = self.expectations.texts.iter().any(|column| {
            row.cell(*column).is_some_and(|cell| {
                let text = text_of(cell);
                holds_text(cell) && leading_reference(&text).is_none() && text.trim().chars().count() < 60
            })
        });
        !named && !self.sorted.records.is_empty()
    }

    fn record_or_continuation(&mut self, row: &Row, cells: &[&Cell]) {
        let e = &self.expectations;
        let identifier = e.identifier.is_some_and(|column| has(row, column));
        let text = e.texts.iter().any(|column| has(row, *column));
        let full = 2 * cells.len() >= e.width;
        let follows = !self.sorted.records.is_empty();
        // Without an identifier and a name a row with values of its own is still a record; that
        // nothing identifies it is told where it is read.
        if identifier || (text && (!e.identified || full)) || self.stands_for_itself(row) {
            self.record(row);
        } else if follows && (e.identified || self.is_merged_into(row)) {
            self.continue_record(row);
        } else if text || (e.texts.is_empty() && e.identifier.is_none()) {
            self.record(row);
        } else {
            self.skip(row.number, "names no record");
        }
    }

    /// Whether a row has values of its own and no cell of the record above is merged down into it.
    fn stands_for_itself(&self, row: &Row) -> bool {
        let e = &self.expectations;
        let above = self.sorted.records.last().and_then(|record| self.sheet.row(record.row));
        !self.is_merged_into(row) && !e.is_another_doing(row) && e.has_values_of_its_own(row, above)
    }

    /// Whether the identifier or a name of the record above is merged down into a row.
    fn is_merged_into(&self, row: &Row) -> bool {
        let e = &self.expectations;
        self.sorted.records.last().is_some_and(|above| {
            self.sheet.merges.iter().any(|(first_row, first_column, last_row, _)| {
                *first_row == above.row
                    && *last_row >= row.number
                    && (e.identifier == Some(*first_column) || e.texts.contains(first_column))
            })
        })
    }

    fn record(&mut self, row: &Row) {
        for (number, text) in std::mem::take(&mut self.undecided) {
            self.sorted.other_rows.push(fate(number, "is the heading of a section"));
            self.sorted.sections.push((number, text));
        }
        self.sorted.records.push(RecordRows { row: row.number, continued: Vec::new() });
    }

    /// Whether a row stands directly below the last record.
    fn is_next(&self, row: &Row) -> bool {
        let last = self.sorted.records.last();
        let last = last.map(|record| record.continued.last().copied().unwrap_or(record.row));
        last.is_some_and(|last| last + 1 == row.number)
    }

    fn continue_record(&mut self, row: &Row) {
        if let Some(record) = self.sorted.records.last_mut() {
            record.continued.push(row.number);
            self.sorted.other_rows.push(fate(row.number, "continues the record above"));
        }
    }

    fn skip(&mut self, row: u32, reason: &str) {
        self.sorted.other_rows.push(fate(row, reason));
    }

    fn finish(mut self) -> SortedRows {
        for (number, _) in std::mem::take(&mut self.undecided) {
            self.sorted.other_rows.push(fate(number, "is a note below the table"));
        }
        self.skip_rows_of_a_template();
        self.sorted.other_rows.sort_by_key(|row| row.row);
        self.sorted
    }

    /// Takes the last rows out of the records where a template filled them in and nobody else: they have
    /// no name, and besides numbers of their own they hold results of nothing, or all of them the same.
    fn skip_rows_of_a_template(&mut self) {
        let e = &self.expectations;
        let unnamed = |record: &&RecordRows| {
            let row = self.sheet.row(record.row);
            record.continued.is_empty()
                && row.is_some_and(|row| !e.texts.iter().any(|column| has(row, *column)))
        };
        let names: Vec<u32> =
            e.texts.iter().copied().filter(|column| e.identifier != Some(*column)).collect();
        let count = self.sorted.records.iter().rev().take_while(unnamed).count();
        let start = self.sorted.records.len() - count;
        let rows: Vec<&Row> =
            self.sorted.records.iter().skip(start).filter_map(|record| self.sheet.row(record.row)).collect();
        let same = |column: u32| {
            let mut cells = rows.iter().map(|row| row.cell(column).filter(|cell| holds_text(cell)));
            let nothing =
                |cell: Option<&Cell>| cell.is_none_or(|cell| cell.formula || is_result_of_nothing(cell));
            let all_nothing = cells.clone().all(nothing);
            let first = cells.next().flatten().map(|cell| text_of(cell));
            let filled_in = rows.len() >= 2 || e.results.contains(&column);
            all_nothing
                || (filled_in && cells.all(|cell| nothing(cell) || cell.map(|cell| text_of(cell)) == first))
        };
        let columns = (e.columns.0..=e.columns.1).filter(|column| e.identifier != Some(*column));
        if names.is_empty() || count == 0 || !columns.into_iter().all(same) {
            return;
        }
        for record in self.sorted.records.split_off(start) {
            self.skip(record.row, "holds only what a template fills in");
        }
    }
}

/// Whether a cell holds a number, as text too: a file of separated values has nothing else.
fn is_number(cell: &Cell) -> bool {
    match &cell.value {
        Value::Number(_) => true,
        Value::Text(text) => text.trim().parse::<f64>().is_ok_and(f64::is_finite),
        _ => false,
    }
}

/// Whether the first cell is a label: it ends with a colon.
fn is_labelled(cells: &[&Cell]) -> bool {
    let first = cells.first().map(|cell| &cell.value);
    matches!(first, Some(Value::Text(text)) if text.trim_end().ends_with([':', '：']))
}

fn fate(row: u32, reason: &str) -> RowFate {
    RowFate { row, rejected: false, reason: reason.to_owned() }
}
