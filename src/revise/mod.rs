//! What people wrote in the workbook, brought into the model and the settings of the next run.
//!
//! ```text
//! settings      Parameters: weights, levels, appetite, capacity
//! kept          the records that people keep, register by register: how a field of one is taken over
//! level_words   levels that are written as words
//! keys          of records that share an identifier
//! overruled     what the sources say that counts no more, of which nothing is told
//! records       rows of the workbook read as the registers that they are
//! requirements  decisions about clauses and controls
//! registers     decisions about risks, AI systems, assets, audit findings; records that stay
//! pairs         pairs that are run as one
//! returning     what was cleared and is back, and records that may be two
//! columns       columns that are not where or what they were
//! decisions     decisions of management reviews that are past due, documents that are missing
//! kept_rows     answers, other controls and pairs of files that were not read
//! entries       what people wrote in lists that belong to no register
//! suggestions   what was decided about questions, wherever they stand now
//! ```
//!
//! What is decided stands in the model as if a register had said it, with its cell in the workbook. What
//! cannot be brought in is told with that cell.

mod columns;
mod decisions;
mod entries;
mod kept;
mod kept_rows;
mod keys;
mod level_words;
mod overruled;
mod pairs;
mod records;
mod registers;
mod requirements;
mod returning;
mod settings;
mod suggestions;

use arcstr::ArcStr;
use chrono::NaiveDate;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::revise as codes;
use crate::model::{CellKey, Entry, Model};
use crate::provenance::{Location, Reading, Traced};
use crate::recognise::ValueWords;
use crate::record::{Previous, Revision, names};
use crate::standards::{Catalogue, Effort};

pub use entries::entries;
pub use keys::follow_keys;
pub use overruled::overruled;
pub use settings::{Settings, read_settings};
pub use suggestions::{OfQuestion, follow_questions, read_questions, what_follows};

/// What decisions are brought in with.
pub struct Reviser<'a> {
    /// The workbook.
    pub previous: &'a Previous<'a>,
    /// Both standards.
    pub catalogue: &'a Catalogue,
    /// The words of coded values.
    pub words: &'a ValueWords,
    /// The assessment date.
    pub as_of: NaiveDate,
    /// The files that this run reads.
    pub read: &'a [String],
}

impl Reviser<'_> {
    /// Brings decisions into the model, and the records that stay; says what could not be brought in.
    /// The records that were just added get their keys in the revision.
    pub fn apply(&self, model: &mut Model, revision: &mut Revision) -> Vec<Diagnostic> {
        let (read, mut told) = self.read_records(revision);
        requirements::apply(self, model, revision, &read, &mut told);
        pairs::apply(self, model, revision, &mut told);
        kept_rows::apply(self, model, revision);
        registers::apply(self, model, revision, &read, &mut told);
        told.extend(self.conflicts(revision));
        told.extend(returning::tell(self.previous, revision));
        told.extend(self.lost());
        told
    }

    /// Says what became of notes beside what the assessment says: of rows that it has no more, and of cells
    /// that both it and a person changed.
    pub fn tell_of_notes(&self, revision: &Revision) -> Vec<Diagnostic> {
        let mut told = self.conflicts(revision);
        registers::tell_of_rows(self.previous, revision, &mut told);
        told.extend(decisions::tell(self, revision));
        told.extend(self.not_planned_with(revision));
        told
    }

    /// What was set on the roadmap and is neither an effort nor a date, as the plan needs it.
    fn not_planned_with(&self, revision: &Revision) -> Vec<Diagnostic> {
        let expected = |cell: &CellKey, own: &Entry| match cell.heading.as_str() {
            names::EFFORT if Effort::of_letter(&own.to_string()).is_none() => Some("S, M or L"),
            names::START_BY_HAND | names::DUE_DATE if own.day().is_none() => Some("a date"),
            _ => None,
        };
        let decisions = revision.decisions.iter().filter(|(cell, _)| cell.list == names::ROADMAP);
        decisions
            .filter(|(_, decided)| !decided.own.is_blank())
            .filter_map(|(cell, decided)| {
                let expected = expected(cell, &decided.own)?;
                Some(not_understood(self.previous, cell, &decided.own, expected))
            })
            .collect()
    }

    /// Lists that were deleted, columns that are not what they were, and formulas of which nobody can tell what they say.
    fn lost(&self) -> Vec<Diagnostic> {
        let missing = self.previous.deleted_lists().into_iter().map(|list| {
            let location = Location::file(&self.previous.workbook.path);
            Diagnostic::at(&codes::LIST_NOT_FOUND, location).fact("list", names::shown(&list))
        });
        let formulas = self.previous.formulas_without_value().into_iter().map(|cell| {
            Diagnostic::at(&codes::FORMULA_WITHOUT_VALUE, self.previous.location(&cell))
                .fact("record", cell.key)
                .fact("heading", cell.heading)
        });
        missing.chain(columns::tell(self.previous)).chain(formulas).collect()
    }

    /// Whether a place lies in a file that this run reads.
    pub fn was_read(&self, place: &str) -> bool {
        lies_in(place, self.read)
    }

    /// Says where this run is dated before the last one.
    pub fn dated_before_last_run(&self) -> Option<Diagnostic> {
        let last = self.previous.last.as_of.filter(|last| self.as_of < *last)?;
        Some(
            Diagnostic::at(&codes::DATED_BEFORE_LAST_RUN, Location::file(&self.previous.workbook.path))
                .fact("date", self.as_of.to_string())
                .fact("last", last.to_string()),
        )
    }

    /// The files that the last run read and that are not among those of this one.
    pub fn files_not_read(&self) -> Vec<Diagnostic> {
        let before = self.previous.last.sources.iter().map(|source| &source.path);
        let missing = before.filter(|path| !self.read.contains(path));
        missing
            .map(|path| {
                Diagnostic::at(&codes::FILE_NOT_READ, Location::file(path)).fact("file", path.clone())
            })
            .collect()
    }

    /// One finding for each decision whose source has changed.
    fn conflicts(&self, revision: &Revision) -> Vec<Diagnostic> {
        let tell = |conflict: &crate::record::Conflict| {
            Diagnostic::at(&codes::SOURCE_AND_PERSON_CHANGED, self.previous.location(&conflict.cell))
                .read(conflict.source_now.to_string())
                .fact("record", conflict.cell.key.clone())
                .fact("heading", conflict.cell.heading.clone())
                .fact("before", shown(&conflict.source_before))
                .fact("own", conflict.own.to_string())
        };
        revision.conflicts.iter().map(tell).collect()
    }
}

/// Whether a place, as `risks.xlsx › Risks › row 7`, lies in one of some files.
pub fn lies_in(place: &str, files: &[String]) -> bool {
    files.iter().any(|path| {
        place.strip_prefix(path.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(" ›"))
    })
}

/// An entry in a message.
fn shown(entry: &Entry) -> String {
    if entry.is_blank() { "nothing".to_owned() } else { format!("\"{entry}\"") }
}

/// A text that a person wrote.
fn text(own: &Entry, place: &Location) -> Option<Traced<ArcStr>> {
    (!own.is_blank()).then(|| Traced::new(own.to_string(), place.clone()))
}

fn decimal(text: &str) -> Option<f64> {
    text.trim().replace(',', ".").parse().ok().filter(|number: &f64| number.is_finite())
}

/// A number that a person wrote, between two bounds; else what stands there, as not understood.
fn number(own: &Entry, place: &Location, least: f64, most: f64) -> Option<Reading<f64>> {
    let text = own.to_string();
    let number = match own {
        Entry::Number(number) => Some(*number),
        Entry::Text(text) => match text.strip_suffix('%') {
            // A share that a person typed with its sign.
            Some(percent) if most == 1.0 => decimal(percent).map(|percent| percent / 100.0),
            _ => decimal(text),
        },
        _ => None,
    };
    Some(match number.filter(|number| (least..=most).contains(number)) {
        Some(number) => Reading::understood(text, number, place.clone()),
        None => Reading::not_understood(text, place.clone()),
    })
}

/// A date that a person wrote; `read` is what was understood of a text.
fn date(own: &Entry, place: &Location, read: &Option<Reading<NaiveDate>>) -> Option<Reading<NaiveDate>> {
    match own {
        Entry::Date(date) => Some(Reading::understood(date.to_string(), *date, place.clone())),
        own => read.clone().or_else(|| Some(Reading::not_understood(own.to_string(), place.clone()))),
    }
}

/// Tells that what stands in a cell was not understood.
fn not_understood(previous: &Previous<'_>, cell: &CellKey, own: &Entry, expected: &str) -> Diagnostic {
    Diagnostic::at(&codes::DECISION_NOT_UNDERSTOOD, previous.location(cell))
        .read(own.to_string())
        .expected(expected.to_owned())
        .fact("record", cell.key.clone())
        .fact("heading", cell.heading.clone())
}
