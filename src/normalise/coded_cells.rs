//! Cells that hold one of a few words: coded fields, yes or no.

use super::table::{TableReader, field_words};
use super::values::InWords;
use crate::declaration::Field;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::normalise::{SEVERAL_VALUES, UNRECOGNISED_VALUE};
use crate::model::YesNo;
use crate::provenance::{Location, Reading};
use crate::read::{Cell, NumberForm, Value};
use crate::recognise::value::{Boxes, Understood, content, meaning_of, read_yes_no};
use crate::recognise::{RecordRows, ValueWords, fold};

/// What a coded field should hold, for a message.
pub(super) struct Expected<'e> {
    /// The record, as a person would call it.
    pub(super) subject: &'e str,
    /// The words that are understood.
    pub(super) words: &'e str,
}

impl TableReader<'_> {
    /// A coded field: blank is `None`, what is not understood is a reading without a value and, unless
    /// the cell says that it is not known, a diagnostic.
    ///
    /// What a person chose for the value stands above what is read.
    pub(super) fn coded<T: InWords>(
        &mut self,
        record: &RecordRows,
        field: Field,
        expected: &Expected<'_>,
        read: impl Fn(&ValueWords, &Cell) -> Understood<T>,
    ) -> Option<Reading<T>> {
        let (cell, location) = self.cell(record, field)?;
        let joined = self.joined_over_rows(record, field, &location);
        let cell = joined.as_ref().unwrap_or(cell);
        let text = self.repeated(&content(Some(cell))?);
        let own = read(self.words, cell);
        // Two values that can be read are two; "not" above "implemented" is one.
        let readable = || {
            let cells = self.cells(record, field);
            let read = |cell: &Cell| !matches!(read(self.words, cell), Understood::Unreadable);
            cells.filter(|(cell, place)| place.column == location.column && read(cell)).count()
        };
        if joined.is_some() && (matches!(own, Understood::Unreadable) || readable() > 1) {
            self.report_several_values(record, field, expected);
            return Some(Reading::not_understood(text, location));
        }
        let column = location.column.unwrap_or_default();
        let chosen = self.chosen_meaning(column, cell);
        self.values.count(column, field, &text, &own, chosen.map(|meaning| meaning.words));
        match chosen.map_or(own, |meaning| read(self.words, &meaning.cell)) {
            Understood::Blank => None,
            Understood::Is(value) => Some(Reading::understood(text, value, location)),
            Understood::SaidUnknown => Some(Reading::not_understood(text, location)),
            // An error value is told once for its column.
            Understood::Unreadable if matches!(cell.value, Value::Error(_)) => {
                Some(Reading::not_understood(text, location))
            }
            Understood::Unreadable => {
                let diagnostic = Diagnostic::at(&UNRECOGNISED_VALUE, location.clone())
                    .read(text.clone())
                    .expected(expected.words)
                    .fact("field", field_words(field))
                    .fact("zero", not_as_zero(field))
                    .fact("mend", mend(field))
                    .fact("subject", expected.subject);
                self.faults.add("", diagnostic);
                Some(Reading::not_understood(text, location))
            }
        }
    }

    /// The cells of one column in a record of several rows as one text, where they say different things:
    /// a text that was broken over rows, or several values.
    fn joined_over_rows(&self, record: &RecordRows, field: Field, first: &Location) -> Option<Cell> {
        if record.continued.is_empty() {
            return None;
        }
        let cells = self.cells(record, field);
        let texts: Vec<String> = cells
            .filter(|(_, location)| location.column == first.column)
            .filter_map(|(cell, _)| Some(content(Some(cell))?.into_owned()))
            .collect();
        let differ =
            texts.iter().skip(1).any(|text| texts.first().is_some_and(|first| fold(first) != fold(text)));
        let column = first.column.unwrap_or_default();
        differ.then(|| Cell::new(column, Value::Text(texts.join(" ").into()), NumberForm::General))
    }

    /// Tells each of the values that a record of several rows gives a field.
    fn report_several_values(&mut self, record: &RecordRows, field: Field, expected: &Expected<'_>) {
        for (cell, location) in self.cells(record, field).collect::<Vec<_>>() {
            let diagnostic = Diagnostic::at(&SEVERAL_VALUES, location)
                .read(content(Some(cell)).unwrap_or_default())
                .expected(expected.words)
                .fact("field", field_words(field))
                .fact("zero", not_as_zero(field))
                .fact("record", expected.subject);
            self.faults.add(expected.subject, diagnostic);
        }
    }

    /// A field of words from a family of value words.
    pub(super) fn word<T: InWords>(
        &mut self,
        record: &RecordRows,
        field: Field,
        family: &str,
        expected: &Expected<'_>,
        value: impl Fn(&str) -> Option<T>,
    ) -> Option<Reading<T>> {
        self.coded(record, field, expected, |words, cell| match meaning_of(words, family, Some(cell)) {
            Understood::Is(meaning) => value(&meaning).map_or(Understood::Unreadable, Understood::Is),
            Understood::Blank => Understood::Blank,
            Understood::SaidUnknown => Understood::SaidUnknown,
            Understood::Unreadable => Understood::Unreadable,
        })
    }

    /// What the boxes in the column of a field stand for.
    pub(super) fn boxes(&mut self, field: Field) -> Boxes {
        if let Some(known) = self.boxes.get(&field) {
            return *known;
        }
        let boxes = Boxes::new(self.column_cells(field).into_iter()).under(self.heading(field));
        self.boxes.insert(field, boxes);
        boxes
    }

    /// Yes, no, or said to be unknown.
    pub(super) fn yes_no(
        &mut self,
        record: &RecordRows,
        field: Field,
        subject: &str,
    ) -> Option<Reading<YesNo>> {
        let expected = Expected { subject, words: "Yes or No" };
        let boxes = self.boxes(field);
        let read = |words: &ValueWords, cell: &Cell| read_yes_no(words, "yes-no", boxes, Some(cell));
        self.coded(record, field, &expected, |words, cell| match read(words, cell) {
            Understood::Is(true) => Understood::Is(YesNo::Yes),
            Understood::Is(false) => Understood::Is(YesNo::No),
            Understood::SaidUnknown => Understood::Is(YesNo::Unknown),
            Understood::Blank => Understood::Blank,
            Understood::Unreadable => Understood::Unreadable,
        })
    }
}

/// That a cell is not counted as 0, where it is not: a requirement whose status is not known stays in the
/// denominator, which the assessment tells.
fn not_as_zero(field: Field) -> &'static str {
    let of_requirement = [Field::ControlStatus, Field::Answer, Field::ControlMaturity, Field::ControlTarget];
    if field.is_date() || of_requirement.contains(&field) { "" } else { "; nothing is counted as 0" }
}

/// How a cell of the field that is not understood can be mended.
fn mend(field: Field) -> &'static str {
    if field.is_date() {
        "write it as 2026-03-31, or format the cell as a date"
    } else if field.is_level() {
        "write one of the expected levels"
    } else {
        "use one of the expected words"
    }
}
