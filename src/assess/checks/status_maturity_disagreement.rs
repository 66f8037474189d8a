//! A status word and the maturity or percentage beside it lie further apart than the parameters allow
//! (½ unless changed). The word is used.

use super::Assessed;
use super::occurrence::{about, shown};
use crate::assess::level::{LevelSource, maturity_share, percentage_share};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;
use crate::model::Statement;
use crate::provenance::{Location, understood};

/// Difference beyond the allowed one that counts as none.
const NOISE: f64 = 1e-9;

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let parameters = assessed.subject.parameters;
    let mut findings = Vec::new();
    for (statement, _) in assessed.counted() {
        let Some(status) = understood(&statement.status) else { continue };
        let level = parameters.level(status);
        let cell = |reading: &Option<crate::provenance::Reading<f64>>| {
            reading.as_ref().map(|reading| (reading.location.clone(), reading.text.to_string()))
        };
        let measured = [
            (LevelSource::Percentage, percentage_share(statement), cell(&statement.percentage)),
            (LevelSource::Maturity, maturity_share(statement, parameters), cell(&statement.maturity)),
        ];
        for (measure, share, cell) in measured {
            if let (Some(share), Some(cell)) = (share, cell)
                && (level - share).abs() > parameters.disagreement + NOISE
            {
                findings.push(finding(statement, level, measure, share, cell));
            }
        }
    }
    findings
}

fn finding(
    statement: &Statement,
    level: f64,
    measure: LevelSource,
    share: f64,
    (cell, text): (Location, String),
) -> Diagnostic {
    let status = statement.status.as_ref();
    let both = format!("{}; {} {text}", status.map_or("", |status| &status.text), measure.words());
    about(&codes::STATUS_MATURITY_DISAGREEMENT, statement, status.map(|status| &status.location))
        .read(both)
        .fact("level", shown(level))
        .fact("measure", measure.words())
        .fact("share", shown(share))
        .also([cell])
}
