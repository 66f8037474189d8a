//! Columns that are rated on a scale: how they are mapped to the common scale, and what of it is assumed.

use super::coded_cells::Expected;
use super::table::TableReader;
use crate::declaration::Field;
use crate::diagnostic::CodeRef;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::normalise::{ASSUMED_SCALE, SCALE_FROM_VALUES};
use crate::model::{FROM_LEGEND, ScaleMapping};
use crate::provenance::{Location, Reading};
use crate::read::{Cell, Value};
use crate::recognise::value::{LevelColumns, LevelLegend, Understood, content, number};
use crate::recognise::{RecordRows, ValueWords, fold};

/// Most levels that are listed for one scale.
const LEVELS_LISTED: usize = 50;

/// The scale of levels that intake workbooks ask for.
const LEVELS_OF_INTAKE: &str = "1-5";

/// The scale of maturities that intake workbooks ask for.
pub(super) const MATURITIES_OF_INTAKE: &str = "0-5";

/// Most levels that a message lists.
const LEVELS_TOLD: usize = 6;

/// The scales of columns that are rated alike.
pub(super) struct Levels {
    fields: Vec<Field>,
    levels: LevelColumns,
    /// What is expected in the columns of each field, as a message says it.
    expected: Vec<String>,
    /// How they were mapped to the common scale.
    pub(super) mappings: Vec<ScaleMapping>,
}

impl TableReader<'_> {
    /// Levels of fields that are rated alike.
    pub(super) fn levels(&mut self, fields: &[Field]) -> Levels {
        let fields: Vec<Field> =
            fields.iter().copied().filter(|field| !self.columns(*field).is_empty()).collect();
        let headings: Vec<String> =
            fields.iter().map(|field| self.heading_with_scale(*field, LEVELS_OF_INTAKE)).collect();
        let columns: Vec<(&str, Vec<&Cell>)> = headings
            .iter()
            .zip(&fields)
            .map(|(heading, field)| (heading.as_str(), self.cells_not_chosen(*field)))
            .collect();
        let kinds = fields.iter().map(|field| kind(*field)).collect();
        let mut levels = LevelColumns::of_kinds(self.words, &columns, kinds);
        // An intake workbook asks for the levels that it explains itself.
        if !self.table.is_intake && levels_in_words(&columns) {
            let mut legends = LevelLegend::all(self.workbook);
            // Records are no scale of themselves.
            legends.retain(|legend| !self.has_record_at(&legend.first));
            levels = levels.with_legends(self.words, &columns, &legends);
        }
        let mut mappings = Vec::new();
        for (index, field) in fields.iter().enumerate() {
            if let Some(mapping) = self.mapping(*field, index, &levels) {
                mappings.push(mapping);
            }
        }
        let expected = (0..fields.len()).map(|index| self.expected_level(&levels, index)).collect();
        Levels { fields, levels, expected, mappings }
    }

    /// What is expected in the columns of a field, as a message says it.
    fn expected_level(&self, levels: &LevelColumns, index: usize) -> String {
        let declared = levels.scale(index).filter(|scale| scale.found_from == "heading");
        let said = if self.table.is_intake { "as the sheet explains" } else { "as the heading says" };
        declared.map_or_else(
            || "a level such as 1-5, or Very low … Very high".to_owned(),
            |scale| {
                let (lowest, highest) = (shown(scale.lowest), shown(scale.highest));
                format!("a level from {lowest} to {highest}, {said}, or a word such as High")
            },
        )
    }

    /// Whether a record of this table stands at a place.
    fn has_record_at(&self, place: &Location) -> bool {
        place.sheet == self.sheet.name
            && self.table.records.iter().any(|record| Some(record.row) == place.row)
    }

    /// The heading of a field's first column; in an intake workbook with the scale that its sheet asks for.
    pub(super) fn heading_with_scale(&self, field: Field, scale: &str) -> String {
        let heading = self.heading(field);
        if self.table.is_intake { format!("{heading} ({scale})") } else { heading.to_owned() }
    }

    /// How one column is mapped to the common scale; an assumed scale is told.
    fn mapping(&mut self, field: Field, index: usize, levels: &LevelColumns) -> Option<ScaleMapping> {
        let (heading, cells) = (self.heading(field), self.cells_not_chosen(field));
        let mut written: Vec<(String, f64)> = Vec::new();
        let (mut bare, mut worded) = (false, false);
        for cell in &cells {
            let (Understood::Is(level), Some(text)) =
                (levels.read(self.words, index, Some(cell)), content(Some(cell)))
            else {
                continue;
            };
            bare |= number(cell).is_some();
            worded |= levels.is_word(self.words, cell);
            if written.len() < LEVELS_LISTED && written.iter().all(|(known, _)| *known != text) {
                written.push((text.into_owned(), level));
            }
        }
        if written.is_empty() {
            return None;
        }
        let legend = levels.legend(index);
        // What the register could have said, for what people write in the workbook.
        for (word, _) in legend.iter().flat_map(|legend| &legend.levels) {
            if let Some(level) = legend.and_then(|legend| legend.level(word))
                && written.iter().all(|(known, _)| fold(known) != fold(word))
            {
                written.push((word.clone(), level));
            }
        }
        written.sort_by(|one, two| one.1.total_cmp(&two.1).then_with(|| one.0.cmp(&two.0)));
        let scale = levels.scale(index).filter(|_| bare);
        let words = levels.word_scale(index).filter(|_| worded);
        let told: Vec<String> = written
            .iter()
            .take(LEVELS_TOLD)
            .map(|(text, level)| format!("{text} is {}", shown(*level)))
            .collect();
        let mapped = format!("levels are mapped to the common scale of 1 to 5: {}", told.join(", "));
        if legend.is_some() {
            // Nothing of it is assumed.
        } else if let Some(words) = words.filter(|words| words.assumed) {
            let (lowest, highest) = words.ends();
            let highest = format!("{highest} ({} levels)", words.points);
            self.report_assumed_scale(field, lowest, &highest, "1-5", &mapped);
        } else if let Some(scale) =
            scale.filter(|scale| scale.highest > 5.0 && !["heading", "words"].contains(&scale.found_from))
        {
            let (lowest, highest) = (shown(scale.lowest), shown(scale.highest));
            self.report_scale(&SCALE_FROM_VALUES, field, &lowest, &highest, "1-10", &mapped);
        } else if let Some(scale) = scale.filter(|scale| scale.is_assumed()) {
            let (lowest, highest) = (shown(scale.lowest), shown(scale.highest));
            self.report_assumed_scale(field, &lowest, &highest, "1-4", &mapped);
        }
        if let Some(legend) = legend {
            let scale = legend.scale();
            return Some(ScaleMapping {
                sheet: self.sheet.name.clone(),
                heading: heading.to_owned(),
                field,
                lowest: scale.lowest,
                highest: scale.highest,
                found_from: format!("{FROM_LEGEND}{}", legend.place()),
                levels: written,
            });
        }
        let points = words.map_or(5.0, |words| f64::from(words.points));
        let from_words = words.is_some_and(|words| words.assumed);
        let found_from = if from_words { "assumed from the words" } else { "words" };
        Some(ScaleMapping {
            sheet: self.sheet.name.clone(),
            heading: heading.to_owned(),
            field,
            lowest: scale.map_or(1.0, |scale| scale.lowest),
            highest: scale.map_or(points, |scale| scale.highest),
            found_from: match scale {
                Some(_) if self.table.is_intake => "declared for intake workbooks",
                Some(scale) => scale.found_from,
                None => found_from,
            }
            .to_owned(),
            levels: written,
        })
    }

    /// Tells that the scale of a column is assumed, at its heading.
    pub(super) fn report_assumed_scale(
        &mut self,
        field: Field,
        lowest: &str,
        highest: &str,
        example: &'static str,
        mapped: &str,
    ) {
        self.report_scale(&ASSUMED_SCALE, field, lowest, highest, example, mapped);
    }

    /// Tells of the scale of a column, at its heading.
    pub(super) fn report_scale(
        &mut self,
        code: CodeRef,
        field: Field,
        lowest: &str,
        highest: &str,
        example: &'static str,
        mapped: &str,
    ) {
        let header = self.table.header_rows.last().copied();
        let column = self.columns(field).first().map(|column| column.column);
        let location = match (header, column) {
            (Some(row), Some(column)) => self.location(row, column),
            _ => Location::sheet(&self.sheet.name),
        };
        let diagnostic = Diagnostic::at(code, location)
            .fact("heading", self.heading(field))
            .fact("lowest", lowest)
            .fact("highest", highest)
            .fact("example", example)
            .fact("mapped", mapped);
        self.faults.add("", diagnostic);
    }

    /// A level on the common scale of 1 to 5.
    pub(super) fn level(
        &mut self,
        record: &RecordRows,
        levels: &Levels,
        field: Field,
        subject: &str,
    ) -> Option<Reading<f64>> {
        let index = levels.fields.iter().position(|known| *known == field)?;
        let read = |words: &ValueWords, cell: &Cell| levels.levels.read(words, index, Some(cell));
        if let Some((cell, location)) = self.cell(record, field)
            && let Some(meaning) = self.chosen_meaning(location.column.unwrap_or_default(), cell)
            && let (Some(level), Some(text)) = (meaning.level, content(Some(cell)))
        {
            let column = location.column.unwrap_or_default();
            self.values.count(column, field, &text, &read(self.words, cell), Some(meaning.words));
            return Some(Reading::understood(text, level, location));
        }
        let words = levels.expected.get(index).map_or("", String::as_str);
        let expected = Expected { subject, words };
        self.coded(record, field, &expected, read)
    }
}

/// Whether levels are given by words anywhere in some columns.
fn levels_in_words(columns: &[(&str, Vec<&Cell>)]) -> bool {
    columns.iter().flat_map(|(_, cells)| cells).any(|cell| matches!(cell.value, Value::Text(_)))
}

/// What a field rates: likelihood before and after treatment are one, impact another; the need for
/// confidentiality, integrity and availability is one, and the criticality another, which is often
/// computed from the three and runs further.
fn kind(field: Field) -> usize {
    match field {
        Field::RiskImpact | Field::RiskResidualImpact | Field::AssetCriticality => 1,
        _ => 0,
    }
}

/// A level with at most two decimals: `3`, `3.67`.
fn shown(level: f64) -> String {
    let text = format!("{level:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
