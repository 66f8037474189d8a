//! What an assessment found, told on the terminal and as JSON.

use std::path::Path;

use serde_json::json;

use super::{recognised, terminal};
use crate::declaration::Register;
use crate::diagnostic::codes::assess as codes;
use crate::diagnostic::render::counted;
use crate::diagnostic::{Diagnostic, Severity, render};
use crate::model::{Model, Source, SourceTable};
use crate::pipeline::Outcome;
use crate::provenance::Location;
use crate::standards::Part;

/// Tells what was read and what was noticed.
pub fn log(outcome: &Outcome, verbose: bool) {
    log_sources(&outcome.model.sources, verbose);
    tell(outcome, verbose);
}

/// Prints what was read: each sheet of each file, and what became of it.
fn log_sources(sources: &[Source], verbose: bool) {
    for source in sources {
        terminal::log_heading(&source.path);
        for table in &source.tables {
            let sheet = table.sheet.sheet.as_deref().unwrap_or_default();
            let mut line = format!(
                "  {sheet} › {}: {}, {}",
                table.range,
                table.register.name(),
                counted(table.records as usize, "record", "records")
            );
            if table.rejected() > 0 {
                line.push_str(&format!(", {} rejected", counted(table.rejected(), "row", "rows")));
            }
            if table.skipped() > 0 {
                line.push_str(&format!(", {} skipped", counted(table.skipped(), "row", "rows")));
            }
            terminal::log(&line);
            if verbose {
                log_columns(table);
            }
        }
        for left in &source.left_alone {
            terminal::log(&recognised::left_alone_line(left));
        }
    }
}

fn log_columns(table: &SourceTable) {
    for column in &table.columns {
        let line = recognised::column_line(
            column.column,
            &column.heading,
            column.field,
            column.confidence,
            &column.evidence,
        );
        terminal::log(&format!("      {line}"));
    }
    for column in &table.unmapped {
        let line = recognised::unmapped_line(column.column, &column.heading, &column.candidates);
        terminal::log(&format!("      {line}"));
    }
}

/// Prints what there is to tell: errors of every kind and what could not be used of the input, statuses that a
/// person typed into the workbook among it. The assessment's own warnings and all notes stand on the Findings sheet; they are counted here and printed with `--verbose`.
fn tell(outcome: &Outcome, verbose: bool) {
    let input_ends = outcome.diagnostics.len();
    let (errors, others): (Vec<_>, Vec<_>) = outcome
        .findings()
        .enumerate()
        .filter(|(index, finding)| match finding.code.severity {
            Severity::Error => true,
            Severity::Warning => verbose || *index < input_ends || is_typed_status(outcome, finding),
            Severity::Note => verbose || is_typed_status(outcome, finding),
        })
        .map(|(_, finding)| finding)
        .partition(|finding| finding.code.severity == Severity::Error);
    terminal::diagnostics(errors.into_iter().chain(others));
    let counts = [Severity::Error, Severity::Warning, Severity::Note].map(|severity| {
        let count = outcome.count(severity);
        format!("{count} {}{}", severity.word(), if count == 1 { "" } else { "s" })
    });
    let where_all = match (verbose, outcome.has_input()) {
        (true, _) => "",
        (false, true) => "; the Findings sheet lists them all, and -v prints them",
        (false, false) => "; -v prints them all",
    };
    terminal::log(&format!("{}{where_all}", counts.join(", ")));
}

/// Whether a finding is about a status that nobody understands and that no register holds: a person typed it.
fn is_typed_status(outcome: &Outcome, finding: &Diagnostic) -> bool {
    let is_source =
        |location: &Location| outcome.model.sources.iter().any(|source| *source.path == *location.sheet.file);
    let about = [&codes::UNREADABLE_STATUS_LEFT_UNASSESSED, &codes::UNREADABLE_STATUS_REPLACED];
    let mut places = finding.location.iter().chain(&finding.also);
    about.iter().any(|code| code.name == finding.code.name) && places.any(|place| !is_source(place))
}

/// The shares of both standards as a table, with what their words mean.
pub fn headline(outcome: &Outcome) -> String {
    let percent = |share: Option<f64>| {
        share.map_or_else(|| "n/a".to_owned(), |share| format!("{:.1} %", share * 100.0))
    };
    let rows =
        outcome.assessment.coverage.iter().filter(|coverage| coverage.group.is_none()).map(|coverage| {
            vec![
                format!("{} {}", coverage.standard.full_name(), part_words(coverage.part)),
                coverage.requirements.to_string(),
                coverage.applicable.to_string(),
                percent(coverage.shares.assessed),
                percent(coverage.shares.own),
                percent(coverage.shares.evidenced),
                percent(coverage.shares.carried),
                percent(coverage.shares.reuse),
                coverage.reach.to_string(),
            ]
        });
    let table = terminal::table(
        &["", "total", "applicable", "assessed", "own", "evidenced", "carried", "reuse", "reach"],
        rows,
        true,
    );
    format!(
        "{table}\nown counts what is unassessed as 0: it is a lower bound. carried and reuse are suggested by the crosswalk \
         (judgement), never assessed.\n{} gaps, {} actions on the roadmap",
        outcome.assessment.gaps.len(),
        outcome.assessment.roadmap.actions.len()
    )
}

fn part_words(part: Part) -> &'static str {
    match part {
        Part::Clauses => "clauses",
        Part::AnnexA => "Annex A",
    }
}

/// The result for a program.
pub fn json(outcome: &Outcome, output: &Path) -> serde_json::Value {
    let coverage: Vec<serde_json::Value> = outcome
        .assessment
        .coverage
        .iter()
        .filter(|coverage| coverage.group.is_none())
        .map(|coverage| {
            json!({
                "standard": coverage.standard.number(),
                "part": coverage.part.name(),
                "requirements": coverage.requirements,
                "applicable": coverage.applicable,
                "assessed": coverage.shares.assessed,
                "own": coverage.shares.own,
                "evidenced": coverage.shares.evidenced,
                "carried": coverage.shares.carried,
                "reuse": coverage.shares.reuse,
                "reach": coverage.reach,
            })
        })
        .collect();
    json!({
        "workbook": output.to_string_lossy(),
        "as_of": outcome.model.as_of.to_string(),
        "registers": records_json(&outcome.model),
        "coverage": coverage,
        "gaps": outcome.assessment.gaps.len(),
        "findings": {
            "error": outcome.count(Severity::Error),
            "warning": outcome.count(Severity::Warning),
            "note": outcome.count(Severity::Note),
        },
        "diagnostics": outcome.findings().map(render::json).collect::<Vec<_>>(),
    })
}

fn records_json(model: &Model) -> serde_json::Value {
    let tables = || model.sources.iter().flat_map(|source| &source.tables);
    let counts = Register::ALL.into_iter().filter_map(|register| {
        let records: u64 =
            tables().filter(|table| table.register == register).map(|table| u64::from(table.records)).sum();
        let any = tables().any(|table| table.register == register);
        any.then(|| (register.name().to_owned(), json!(records)))
    });
    serde_json::Value::Object(counts.collect())
}
