//! A status or percentage is written that cannot be read. Where another field says how far the
//! requirement is met, that is used and a note says so; else the requirement is left unassessed.
//! An answer that cannot be read gives a requirement no status, and is told where nothing else does.

use super::Assessed;
use super::occurrence::{about, shown};
use crate::assess::level::{LevelSource, level};
use crate::declaration::Register;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;
use crate::model::{ImplementationStatus, Statement};
use crate::provenance::{Location, Reading};

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    assessed.counted().filter_map(|(statement, _)| judge(assessed, statement)).collect()
}

fn judge(assessed: &Assessed<'_>, statement: &Statement) -> Option<Diagnostic> {
    let level = level(statement, assessed.subject.parameters);
    let (unreadable, text, cell) = unreadable(statement)?;
    let finding = match level {
        Some(level) if level.source == LevelSource::Status => return None,
        Some(level) if level.source == unreadable => return None,
        // A register has the word: what a questionnaire could not say is seen on its row.
        Some(_) if statement.status.is_none() && statement.percentage.is_none() => return None,
        Some(level) => about(&codes::UNREADABLE_STATUS_REPLACED, statement, Some(cell))
            .fact("field", unreadable.words())
            .fact("measure", level.source.words())
            .fact("share", shown(level.value)),
        None => about(&codes::UNREADABLE_STATUS_LEFT_UNASSESSED, statement, Some(cell)),
    };
    let words: Vec<&str> = ImplementationStatus::ALL.iter().map(|status| status.words()).collect();
    Some(finding.read(text).expected(format!("{}, or a percentage", words.join(", "))))
}

/// The first of status, percentage and maturity that is written and cannot be read.
fn unreadable(statement: &Statement) -> Option<(LevelSource, &str, &Location)> {
    fn of<T>(source: LevelSource, reading: &Option<Reading<T>>) -> Option<(LevelSource, &str, &Location)> {
        let reading = reading.as_ref().filter(|reading| reading.value.is_none())?;
        Some((source, &reading.text, &reading.location))
    }
    of(LevelSource::Status, &statement.status)
        .or_else(|| of(LevelSource::Percentage, &statement.percentage))
        .or_else(|| of(LevelSource::Maturity, &statement.maturity))
        .or_else(|| {
            let answers = statement.claims.iter().filter(|claim| claim.register == Register::Questionnaire);
            let mut answers = answers.filter(|claim| !claim.is_exception);
            answers.find_map(|claim| of(LevelSource::Status, &claim.status))
        })
}
