//! A status that is shown by the colour of a cell without a word.

use super::table::TableReader;
use crate::declaration::Field;
use crate::model::ImplementationStatus;
use crate::provenance::Reading;
use crate::read::Hue;
use crate::recognise::RecordRows;
use crate::recognise::value::Status;

/// Whether the colours of a column are those of a traffic light.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct TrafficLight {
    shown: bool,
}

impl TrafficLight {
    /// Looks at the cells of a field that hold nothing and have a colour.
    ///
    /// One colour alone, or one that is not of a traffic light, may be how the table is painted: red or
    /// green beside another of the three have to occur, and nothing else (judgement).
    pub(super) fn new(reader: &TableReader<'_>, field: Field) -> Self {
        let hues: Vec<Hue> = reader
            .records()
            .iter()
            .filter_map(|record| hue(reader, record, field).map(|(hue, _)| hue))
            .collect();
        let statuses: Vec<Option<ImplementationStatus>> =
            hues.iter().filter(|hue| **hue != Hue::Grey).map(|hue| status(*hue)).collect();
        let first = statuses.first().copied().flatten();
        let differ = statuses.iter().any(|status| *status != first);
        Self { shown: first.is_some() && differ && statuses.iter().all(Option::is_some) }
    }

    /// The status that the colour of a record's blank cell shows.
    pub(super) fn read(
        self,
        reader: &TableReader<'_>,
        record: &RecordRows,
        field: Field,
    ) -> Option<Reading<Status>> {
        let (hue, column) = hue(reader, record, field).filter(|_| self.shown)?;
        let status = Status::Status(status(hue)?);
        let text = format!("({})", name(hue));
        Some(Reading::understood(text, status, reader.location(record.row, column)))
    }
}

/// The colour of the field's cell in a record, where the cell holds nothing, and its column.
fn hue(reader: &TableReader<'_>, record: &RecordRows, field: Field) -> Option<(Hue, u32)> {
    let column = reader.columns(field).first()?.column;
    let hue = reader.sheet.facts.colour_of_blank(record.row, column)?;
    Some((hue, column))
}

fn status(hue: Hue) -> Option<ImplementationStatus> {
    match hue {
        Hue::Red => Some(ImplementationStatus::NotImplemented),
        Hue::Orange | Hue::Yellow => Some(ImplementationStatus::Partial),
        Hue::Green => Some(ImplementationStatus::Implemented),
        Hue::Blue | Hue::Purple | Hue::Grey => None,
    }
}

fn name(hue: Hue) -> &'static str {
    match hue {
        Hue::Red => "red",
        Hue::Orange => "orange",
        Hue::Yellow => "yellow",
        Hue::Green => "green",
        Hue::Blue => "blue",
        Hue::Purple => "purple",
        Hue::Grey => "grey",
    }
}
