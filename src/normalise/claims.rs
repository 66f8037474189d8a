//! What a row of a control register or a questionnaire claims about which requirements.

use super::coded_cells::Expected;
use super::exceptions::{self, names_ai};
use super::levels::MATURITIES_OF_INTAKE;
use super::reference::RowReferences;
use super::table::TableReader;
use super::traffic_light::TrafficLight;
use crate::declaration::{Field, Register};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::normalise::{APPLICABILITY_CONTRADICTS_STATUS, EXCLUDED_BY_MATURITY};
use crate::model::{Applicability, Claim, ImplementationStatus};
use crate::provenance::{Location, Reading, understood};
use crate::read::Cell;
use crate::recognise::value::{
    MaturityColumns, MaturityValue, PercentHeading, Status, StatusColumn, Understood, content, read_yes_no,
};
use crate::recognise::{RecordRows, fold};

const STATUS_WORDS: &str =
    "Implemented, Partially implemented, In progress, Planned, Not implemented, N/A, or a percentage";
const ANSWER_WORDS: &str = "Yes, Partly, No, N/A, or a percentage";

/// How the coded columns of the table are to be read.
pub(super) struct CodedColumns {
    status: StatusColumn,
    light: TrafficLight,
    status_field: Field,
    family: &'static str,
    words: &'static str,
    pub(super) maturity: MaturityColumns,
    score: MaturityColumns,
}

impl CodedColumns {
    /// Looks at the coded columns of a table.
    pub(super) fn new(reader: &TableReader<'_>) -> Self {
        let (status_field, family, words) = match reader.table.register {
            Register::Questionnaire => (Field::Answer, "answer.scale", ANSWER_WORDS),
            _ => (Field::ControlStatus, "control.status", STATUS_WORDS),
        };
        let cells = reader.column_cells(status_field);
        let status = StatusColumn::new(reader.words, reader.heading(status_field), cells.into_iter())
            .as_of(reader.as_of);
        let rated = [Field::ControlMaturity, Field::ControlTarget];
        let headings = rated.map(|field| reader.heading_with_scale(field, MATURITIES_OF_INTAKE));
        let mut maturity = Vec::new();
        for (field, heading) in rated.into_iter().zip(&headings) {
            maturity.push((heading.as_str(), reader.column_cells(field)));
        }
        let score = [(reader.heading(Field::Score), reader.column_cells(Field::Score))];
        Self {
            status,
            light: TrafficLight::new(reader, status_field),
            status_field,
            family,
            words,
            maturity: MaturityColumns::new(reader.words, &maturity),
            score: MaturityColumns::new(reader.words, &score),
        }
    }
}

/// Reads what a row claims, where its references are read already.
pub(super) fn read_claim(
    reader: &mut TableReader<'_>,
    record: &RecordRows,
    columns: &CodedColumns,
    references: RowReferences,
) -> Claim {
    let questionnaire = reader.table.register == Register::Questionnaire;
    let title = if questionnaire { Field::QuestionText } else { Field::ControlTitle };
    let mut claim = Claim {
        title: reader.text(record, title).or_else(|| reader.text(record, Field::ControlTitle)),
        requirements: references.requirements,
        other_references: references.other,
        ..Claim::unknown(reader.table.register, reader.row_location(record.row))
    };
    let subject = subject(reader, record, &claim);
    claim.description = reader.text(record, Field::ControlDescription);
    read_applicability(reader, record, &mut claim, &subject);
    read_status(reader, record, &mut claim, columns, &subject);
    read_maturity(reader, record, &mut claim, columns, &subject);
    read_justification(reader, record, &mut claim);
    claim.implementation = reader.text(record, Field::ControlImplementation);
    claim.evidence = reader.text(record, Field::ControlEvidence);
    claim.evidence_date = reader.date(record, Field::ControlEvidenceDate, &subject);
    claim.basis = reader.text(record, Field::ControlBasis);
    claim.assessor = reader.text(record, Field::ControlAssessor);
    claim.system = reader.text(record, Field::ControlSystem);
    claim.is_exception = claim.system.as_ref().is_some_and(|system| {
        names_ai(reader.heading(Field::ControlSystem)) && !exceptions::means_everything(&system.value)
    });
    claim.owner = reader.text(record, Field::ControlOwner);
    claim.due = reader.date(record, Field::ControlDue, &subject);
    claim.reviewed = reader.date(record, Field::ControlReviewed, &subject);
    claim.gap = reader.text(record, Field::Gap);
    claim.action = reader.text(record, Field::Action);
    claim.priority = reader.text(record, Field::Priority);
    claim.comment = reader.text(record, Field::Comment);
    claim
}

/// How a message calls the row: its question, its requirement, else its identifier or title, else its place.
pub(super) fn subject(reader: &TableReader<'_>, record: &RecordRows, claim: &Claim) -> String {
    let question =
        reader.text(record, Field::QuestionId).filter(|_| claim.register == Register::Questionnaire);
    let requirement = claim.requirements.first().map(|reference| reference.id.to_string());
    question
        .map(|text| format!("question {}", text.value))
        .or(requirement)
        .or_else(|| claim.other_references.first().cloned())
        .or_else(|| claim.title.as_ref().map(|title| title.value.chars().take(60).collect()))
        .unwrap_or_else(|| format!("row {}", u64::from(record.row) + 1))
}

fn read_applicability(reader: &mut TableReader<'_>, record: &RecordRows, claim: &mut Claim, subject: &str) {
    let expected = Expected { subject, words: "Yes or No" };
    let boxes = reader.boxes(Field::ControlApplicable);
    claim.applicability = reader.coded(record, Field::ControlApplicable, &expected, |words, cell| {
        let one = |cell: &Cell| match read_yes_no(words, "control.applicable", boxes, Some(cell)) {
            Understood::Is(true) => Understood::Is(Applicability::Applicable),
            Understood::Is(false) => Understood::Is(Applicability::NotApplicable),
            Understood::Blank => Understood::Blank,
            Understood::SaidUnknown => Understood::SaidUnknown,
            Understood::Unreadable => Understood::Unreadable,
        };
        let whole = one(cell);
        if whole != Understood::Unreadable {
            return whole;
        }
        // "LR, CO": several reasons for which the control is in.
        let text = content(Some(cell)).unwrap_or_default().into_owned();
        let reasons = text.split([',', ';', '/', '+', '\n']).map(str::trim).filter(|part| !part.is_empty());
        let is_reason = |part: &str| words.meaning("control.justification_code", part).is_some();
        let mut count = 0;
        let all = reasons.inspect(|_| count += 1).all(is_reason);
        if all && count > 0 { Understood::Is(Applicability::Applicable) } else { Understood::Unreadable }
    });
}

fn read_status(
    reader: &mut TableReader<'_>,
    record: &RecordRows,
    claim: &mut Claim,
    columns: &CodedColumns,
    subject: &str,
) {
    let expected = Expected { subject, words: columns.words };
    let boxes = reader.boxes(Field::QuestionInverted);
    let inverted = reader.cell(record, Field::QuestionInverted).is_some_and(|(cell, _)| {
        read_yes_no(reader.words, "yes-no", boxes, Some(cell)) == Understood::Is(true)
    });
    let reading = reader.coded(record, columns.status_field, &expected, |words, cell| {
        let read = columns.status.read(words, columns.family, Some(cell));
        // Where no is the favourable answer, "No, except contractors" is not taken for one.
        let favourable = Understood::Is(Status::Status(ImplementationStatus::NotImplemented));
        let plain = || StatusColumn::is_plain(words, columns.family, &cell.text());
        if inverted && read == favourable && !plain() { Understood::Unreadable } else { read }
    });
    let reading = reading.or_else(|| columns.light.read(reader, record, columns.status_field));
    let Some(Reading { text, value, location }) = reading else { return };
    let status = |status| Reading::understood(text.clone(), status, location.clone());
    match value {
        Some(Status::Status(value)) => {
            claim.status = Some(status(if inverted { invert(value) } else { value }))
        }
        Some(Status::Retired) => claim.status = Some(status(ImplementationStatus::NotImplemented)),
        Some(Status::Share(share)) => {
            let share = if inverted { 1.0 - share } else { share };
            claim.percentage = Some(Reading::understood(text, share, location));
        }
        Some(Status::NotApplicable) => {
            // A column that says "applies" beside a status that says "N/A" leaves the status unknown.
            match understood(&claim.applicability) {
                Some(Applicability::Applicable) => {
                    claim.status = Some(Reading::not_understood(text, location));
                    report_contradiction(reader, claim, subject, "the status stays unknown");
                }
                // The cell about applicability says it already.
                Some(Applicability::NotApplicable) => {}
                _ => {
                    claim.applicability =
                        Some(Reading::understood(text, Applicability::NotApplicable, location));
                }
            }
        }
        None => claim.status = Some(Reading::not_understood(text, location)),
    }
    let begun = understood(&claim.status)
        .is_some_and(|status| status != ImplementationStatus::NotImplemented)
        || understood(&claim.percentage).is_some_and(|share| share > 0.0);
    if begun && understood(&claim.applicability) == Some(Applicability::NotApplicable) {
        report_contradiction(
            reader,
            claim,
            subject,
            "the exclusion is used; the status is shown and not counted",
        );
    }
}

/// A status beside an exclusion, or "N/A" beside "applies": both cells are told.
fn report_contradiction(reader: &mut TableReader<'_>, claim: &Claim, subject: &str, used: &'static str) {
    let Some(applicability) = &claim.applicability else { return };
    let status = claim.status.as_ref().map(|reading| (&reading.text, &reading.location));
    let share = claim.percentage.as_ref().map(|reading| (&reading.text, &reading.location));
    let Some((text, location)) = status.or(share) else { return };
    let cell = |location: &Location| location.cell_reference().unwrap_or_default();
    let diagnostic = Diagnostic::at(&APPLICABILITY_CONTRADICTS_STATUS, location.clone())
        .fact("subject", subject)
        .fact("applicability", applicability.text.as_str())
        .fact("applicability_cell", cell(&applicability.location))
        .fact("status", text.as_str())
        .fact("status_cell", cell(location))
        .fact("used", used);
    let kind = format!("{} {}", fold(&applicability.text), fold(text));
    reader.faults.add(&kind, diagnostic);
}

/// The status that an answer means where yes is the unfavourable one; a partial yes stays partial.
fn invert(status: ImplementationStatus) -> ImplementationStatus {
    match status {
        ImplementationStatus::Implemented => ImplementationStatus::NotImplemented,
        ImplementationStatus::NotImplemented => ImplementationStatus::Implemented,
        other => other,
    }
}

/// One column of justifications holds reasons for inclusion and exclusion: which it is follows from
/// the applicability.
fn read_justification(reader: &TableReader<'_>, record: &RecordRows, claim: &mut Claim) {
    claim.justification_inclusion = reader.text(record, Field::ControlJustificationInclusion);
    claim.justification_exclusion = reader.text(record, Field::ControlJustificationExclusion);
    let Some(justification) = reader.text(record, Field::ControlJustification) else { return };
    let excluded =
        claim.applicability.as_ref().and_then(|reading| reading.value) == Some(Applicability::NotApplicable);
    let place =
        if excluded { &mut claim.justification_exclusion } else { &mut claim.justification_inclusion };
    place.get_or_insert(justification);
}

fn read_maturity(
    reader: &mut TableReader<'_>,
    record: &RecordRows,
    claim: &mut Claim,
    columns: &CodedColumns,
    subject: &str,
) {
    let words = match columns.maturity.percent {
        Some(PercentHeading::Open) => "a percentage such as 100 %: 1 alone can be 1 % or 100 %",
        Some(_) => "a percentage such as 50 or 50 %",
        None => "a level such as 0-5, or Initial … Optimizing",
    };
    let expected = Expected { subject, words };
    let current =
        if reader.columns(Field::ControlMaturity).is_empty() { None } else { Some(columns.maturity) };
    if let Some(maturity) = current {
        let reading = reader
            .coded(record, Field::ControlMaturity, &expected, |words, cell| maturity.read(words, Some(cell)));
        take_maturity(reader, claim, reading, maturity.top, subject);
    } else if columns.score.top.is_some() || !reader.columns(Field::Score).is_empty() {
        // A score without a scale tells nothing; with one, or as a percentage, it is a maturity.
        let reading = reader
            .cells(record, Field::Score)
            .next()
            .and_then(|(cell, location)| match columns.score.read(reader.words, Some(cell)) {
                Understood::Is(value @ MaturityValue::Share(_)) => Some((cell, value, location)),
                Understood::Is(value @ MaturityValue::Level(_)) if columns.score.top.is_some() => {
                    Some((cell, value, location))
                }
                _ => None,
            })
            .and_then(|(cell, value, location)| {
                Some(Reading::understood(content(Some(cell))?.into_owned(), value, location))
            });
        take_maturity(reader, claim, reading, columns.score.top, subject);
    }
    let target = reader.coded(record, Field::ControlTarget, &expected, |words, cell| {
        columns.maturity.read(words, Some(cell))
    });
    claim.maturity_target = target.and_then(|reading| {
        let value = match reading.value {
            Some(MaturityValue::Level(level)) => Some(level),
            Some(_) => return None,
            None => None,
        };
        Some(Reading { text: reading.text, value, location: reading.location })
    });
}

fn take_maturity(
    reader: &mut TableReader<'_>,
    claim: &mut Claim,
    reading: Option<Reading<MaturityValue>>,
    top: Option<f64>,
    subject: &str,
) {
    let Some(Reading { text, value, location }) = reading else { return };
    match value {
        Some(MaturityValue::Level(level)) => {
            claim.maturity = Some(Reading::understood(text, level, location));
            claim.maturity_top = top;
        }
        Some(MaturityValue::Share(share)) => {
            claim.percentage.get_or_insert(Reading::understood(text, share, location));
        }
        // A control that has a status, or is said to apply, is not excluded because nobody rated its maturity.
        Some(MaturityValue::NotApplicable)
            if claim.status.is_some() || claim.percentage.is_some() || claim.applicability.is_some() =>
        {
            claim.maturity = Some(Reading::not_understood(text, location));
        }
        Some(MaturityValue::NotApplicable) => {
            let diagnostic =
                Diagnostic::at(&EXCLUDED_BY_MATURITY, location.clone()).read(&text).fact("subject", subject);
            reader.faults.add("", diagnostic);
            claim.applicability = Some(Reading::understood(text, Applicability::NotApplicable, location));
        }
        None => claim.maturity = Some(Reading::not_understood(text, location)),
    }
}
