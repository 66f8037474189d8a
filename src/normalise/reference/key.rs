//! Keys of requirements, as annexa writes them: `27001:9.2.1`, `42001:A.6.1.2`.
//!
//! A key says its standard and, by its `A.` or the lack of it, its part; the edition is the one that annexa
//! assesses. So it means that one requirement and nothing else, in a register as in the workbook. A number
//! that only the edition of 2013 has is not carried over in silence: it is told with that reading.

use std::collections::BTreeSet;

use super::column::ReferenceColumn;
use super::numbering::{Edition, Entry, Levels, Numbering, Numberings};
use super::written::Written;
use crate::standards::{Part, RequirementId, Standard};

/// From this many numbers on that are no clauses of the standard before them, a register may number
/// controls in the form of keys: `27001:5.4`, `27001:8.34` (judgement).
const NUMBERED_OTHERWISE: usize = 5;

/// The clause, the heading of clauses or the control that a key stands for.
pub(super) fn requirement<'n>(
    numberings: &'n Numberings,
    written: &Written,
    key: RequirementId,
) -> Option<&'n Entry> {
    let numbering = match (key.standard(), key.part()) {
        (Standard::Iso27001, Part::AnnexA) => Numbering::Annex2022,
        (Standard::Iso42001, Part::AnnexA) => Numbering::Annex42001,
        (Standard::Iso27001, Part::Clauses) => Numbering::Clause27001,
        (Standard::Iso42001, Part::Clauses) => Numbering::Clause42001,
    };
    let form = written.forms.first()?;
    numberings.meanings(*form).find(|entry| entry.numbering == numbering)
}

/// What a number of the form of a key means in 2013, where no later edition has it.
pub(super) fn of_2013<'n>(
    numberings: &'n Numberings,
    written: &Written,
    key: RequirementId,
) -> Option<&'n Entry> {
    let form = written.forms.first()?;
    let fits = |entry: &&Entry| {
        entry.numbering.standard() == key.standard()
            && (written.part.is_none_or(|part| entry.numbering.part() == part))
    };
    let mut meanings = numberings.meanings(*form).filter(fits);
    let only = meanings
        .next()
        .filter(|entry| matches!(entry.numbering, Numbering::Annex2013 | Numbering::Objective2013));
    only.filter(|_| meanings.next().is_none())
}

/// Whether the numbers of a column that have the form of keys of clauses are those of another list: most of
/// them are no clauses of the standard before them, but controls of it.
pub(super) fn numbered_otherwise(
    numberings: &Numberings,
    column: &ReferenceColumn<'_>,
    all: &[Written],
) -> bool {
    let keys = || all.iter().filter_map(|written| Some((written, written.key?)));
    let numbers = |no_clause: bool| -> BTreeSet<(RequirementId, Levels)> {
        keys()
            .filter(|(written, key)| {
                key.part() == Part::Clauses && (!no_clause || is_no_clause(numberings, written, *key))
            })
            .filter_map(|(written, key)| Some((key, *written.forms.first()?)))
            .collect()
    };
    let no_clauses = numbers(true).len();
    !column.holds_keys && no_clauses >= NUMBERED_OTHERWISE && 2 * no_clauses > numbers(false).len()
}

fn is_no_clause(numberings: &Numberings, written: &Written, key: RequirementId) -> bool {
    let meanings = written.forms.iter().flat_map(|form| numberings.meanings(*form));
    let mut of_standard = meanings.filter(|entry| entry.numbering.standard() == key.standard()).peekable();
    of_standard.peek().is_some() && of_standard.all(|entry| entry.numbering.part() == Part::AnnexA)
}

/// Whether what stands around a row names the edition of 2013.
pub(super) fn names_2013(column: &ReferenceColumn<'_>, row: usize) -> bool {
    let of_row = column.rows.get(row).into_iter().flat_map(|row| [&row.standard, &row.section]);
    let mut hints = column.hints.iter().map(|(_, hint)| hint).chain(of_row);
    hints.any(|hint| hint.edition == Some(Edition::Of2013))
}
