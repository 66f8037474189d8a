//! The columns that the SoA sheets and the Clauses sheet have in common: what the organisation says of
//! a requirement, and what follows from it in the same row.

use super::Contents;
use super::cell::{Cell, Form, Value};
use super::expression::{column, text, this_row};
use super::given::names_evidence_expression;
use super::list_sheet::ListColumn;
use super::mapping_list::says_something_expression;
use super::names::KEY;
use super::names::parameters::STATUS_OF_LEVEL;
use super::names::requirements::{
    APPLICABLE, ASSESSED, AUDITED, BASIS, BASIS_THEN, COUNTED_WEIGHT, COUNTS, DUE, EVIDENCE, EVIDENCE_THEN,
    EVIDENCED, NAMES_EVIDENCE, OWN, OWNER, SHORTFALL, STATUS,
};
use super::sheet::{Allowed, Mark};
use super::unread::{is_unread, level_of};
use crate::assess::{GapReason, RequirementResult, shortfall};
use crate::declaration::{Field, Register};
use crate::model::{Applicability, Basis, ImplementationStatus, Model, Statement};

use crate::normalise::names_typed_evidence;
use crate::provenance::Reading;
use crate::record::names::{
    LEVEL, LEVELS, REQUIREMENTS, SHARE_IMPLEMENTED as PERCENTAGE, SOURCE, TOP_OF_SCALE as TOP, WEIGHT,
};
use crate::record::settings::MATURITY_TOP;
use crate::standards::{Part, RequirementId};

const ACTION: &str = "Action as recorded";
const MATURITY: &str = "Maturity";
const TARGET: &str = "Target maturity";

/// Most source rows that are named in a cell.
const SOURCES_NAMED: usize = 4;

/// The column of implementation statuses.
pub fn status_column() -> ListColumn {
    let words: Vec<&str> =
        ImplementationStatus::ALL.iter().rev().copied().map(ImplementationStatus::words).collect();
    ListColumn::new(STATUS, 17, Form::Word)
        .field(Field::ControlStatus)
        .editable()
        .words(&words)
        .mark(ImplementationStatus::Implemented.words(), Mark::Good)
        .mark(ImplementationStatus::Partial.words(), Mark::Caution)
        .mark(ImplementationStatus::InProgress.words(), Mark::Caution)
        .mark(ImplementationStatus::Planned.words(), Mark::Caution)
        .mark(ImplementationStatus::NotImplemented.words(), Mark::Bad)
        .help("How far it is implemented. Blank: not assessed. The level of each status is on Parameters. A percentage such as 75 % is taken as the share implemented when annexa is run again.")
}

/// The column that says what a status rests on.
pub fn basis_column() -> ListColumn {
    ListColumn::new(BASIS, 11, Form::Word)
        .field(Field::ControlBasis)
        .editable()
        .words(&[Basis::Asserted, Basis::Evidenced, Basis::Audited].map(Basis::word))
        .mark(Basis::Audited.word(), Mark::Good)
        .help("Asserted: somebody says so. Evidenced: evidence is named. Audited: an audit says so. Evidence that you type counts at once; the word follows when annexa is run again, unless you choose it.")
}

/// The own level, printed, so that a row whose level rests on a maturity does not look unassessed.
pub fn own_column(table: &str, model: &Model) -> ListColumn {
    ListColumn::new(OWN, 8, Form::Percent).calculated(own(table, model))
}

/// The cell of [`own_column`].
pub fn own_cell(contents: &Contents<'_>, id: RequirementId) -> Cell {
    Value::number(contents.assessment.requirements.get(&id).map_or(0.0, |result| result.own)).into()
}

/// The printed columns from implementation to due date.
pub fn record_columns() -> Vec<ListColumn> {
    vec![
        ListColumn::new("How implemented", 32, Form::Wrapped).field(Field::ControlImplementation).editable(),
        ListColumn::new(EVIDENCE, 24, Form::Wrapped).field(Field::ControlEvidence).editable(),
        ListColumn::new(OWNER, 14, Form::Wrapped).field(Field::ControlOwner).editable(),
        ListColumn::new(DUE, 11, Form::Date).field(Field::ControlDue).editable().allowed(Allowed::Date),
    ]
}

/// The columns of dates, for the screen.
pub fn date_columns() -> Vec<ListColumn> {
    let date = |heading: &str| {
        ListColumn::new(heading, 11, Form::Date).editable().allowed(Allowed::Date).screen_only()
    };
    vec![
        date("Evidence date").field(Field::ControlEvidenceDate),
        date("Last review").field(Field::ControlReviewed),
    ]
}

/// The cells of [`date_columns`].
pub fn date_cells(statement: &Statement) -> Vec<Cell> {
    [&statement.evidence_date, &statement.reviewed]
        .map(|reading| Cell::reading(reading, Value::Date))
        .to_vec()
}

/// The cells of [`record_columns`].
pub fn record_cells(statement: &Statement) -> Vec<Cell> {
    vec![
        Value::traced(&statement.implementation).into(),
        Value::traced(&statement.evidence).into(),
        Value::traced(&statement.owner).into(),
        Cell::reading(&statement.due, Value::Date),
    ]
}

/// The columns for the screen: remarks, maturity, what follows, and where the row comes from.
/// `counts` is the expression for [`COUNTS`].
pub fn trailing_columns(table: &str, part: Part, counts: &str) -> Vec<ListColumn> {
    let share = Allowed::Number { least: 0.0, most: 1.0 };
    let scale = Allowed::Number { least: 0.0, most: 100.0 };
    let number = |heading: &str| ListColumn::new(heading, 9, Form::Number).editable().allowed(scale.clone());
    let flag =
        |heading: &str, expression: String| ListColumn::new(heading, 8, Form::Flag).calculated(expression);
    let level =
        |heading: &str, expression: String| ListColumn::new(heading, 8, Form::Percent).calculated(expression);
    let here = |heading: &str| this_row(table, heading);
    let counted_weight = format!("{}*IF(ISNUMBER({}),{},1)", here(COUNTS), here(WEIGHT), here(WEIGHT));
    let evidenced = evidenced_expression(table);
    let audited = format!("IF({}=\"{}\",{},0)", here(BASIS), Basis::Audited.word(), here(OWN));
    let columns = vec![
        ListColumn::new("Gap as recorded", 24, Form::Wrapped).field(Field::Gap).editable(),
        ListColumn::new(ACTION, 24, Form::Wrapped).field(Field::Action).editable(),
        ListColumn::new("Comment", 24, Form::Wrapped).field(Field::Comment).editable(),
        ListColumn::new(PERCENTAGE, 9, Form::Percent).editable().allowed(share),
        number(MATURITY).field(Field::ControlMaturity),
        number(TARGET).field(Field::ControlTarget),
        number(TOP),
        ListColumn::new(WEIGHT, 8, Form::Number).editable().allowed(scale.clone()),
        flag(COUNTS, counts.to_owned()),
        ListColumn::new(COUNTED_WEIGHT, 8, Form::Number).calculated(counted_weight),
        flag(ASSESSED, assessed(table)),
        level(EVIDENCED, evidenced),
        level(AUDITED, audited),
        ListColumn::new(SHORTFALL, 24, Form::Wrapped).calculated(shortfall_expression(table, part)),
        ListColumn::new("Not understood", 30, Form::Wrapped).last_run(),
        flag(NAMES_EVIDENCE, names_evidence_column(table))
            .help("1 where the evidence names any: not a no, not a promise, not a word in its place."),
        ListColumn::new(EVIDENCE_THEN, 20, Form::Text).last_run(),
        ListColumn::new(BASIS_THEN, 12, Form::Text).last_run(),
        ListColumn::new(SOURCE, 40, Form::Text).last_run(),
        ListColumn::new(KEY, 15, Form::Identifier).last_run(),
    ];
    columns.into_iter().map(ListColumn::screen_only).collect()
}

/// The cells of [`trailing_columns`].
pub fn trailing_cells(contents: &Contents<'_>, id: RequirementId, statement: &Statement) -> Vec<Cell> {
    let result = contents.assessment.requirements.get(&id);
    let figure = |value: fn(&RequirementResult) -> f64| Value::number(result.map_or(0.0, value)).into();
    let weight = contents.model.parameters.weight(id);
    let number = |reading: &Option<Reading<f64>>| Cell::from(understood_number(reading));
    vec![
        Value::traced(&statement.gap).into(),
        Value::traced(&statement.action).into(),
        Value::traced(&statement.comment).into(),
        number(&statement.percentage),
        number(&statement.maturity),
        number(&statement.maturity_target),
        Value::optional_number(statement.maturity_top).into(),
        Value::number(weight).into(),
        figure(|result| f64::from(u8::from(result.in_denominator))),
        figure(|result| if result.in_denominator { result.weight } else { 0.0 }),
        figure(|result| f64::from(u8::from(result.assessed))),
        figure(|result| if result.basis >= Basis::Evidenced { result.own } else { 0.0 }),
        figure(|result| if result.basis == Basis::Audited { result.own } else { 0.0 }),
        Value::optional_text(result.and_then(|result| shortfall(statement, result)).map(GapReason::words))
            .into(),
        Value::text(not_understood(statement)).into(),
        Value::number(f64::from(u8::from(names_evidence(statement)))).into(),
        Value::traced(&statement.evidence).into(),
        basis_then(contents, id, statement).into(),
        Value::text(sources(contents.model, statement)).into(),
        Value::text(id.to_string()).into(),
    ]
}

/// The status, or its text as it was read where that was not understood.
///
/// A text that was not understood although it is one of our words stays out of the cell, where formulas
/// would take it for that word; it stands in the column of what was not understood.
pub fn status_cell(statement: &Statement) -> Cell {
    let is_word = |text: &str| {
        ImplementationStatus::ALL
            .iter()
            .any(|status| status.words().to_lowercase() == text.trim().to_lowercase())
    };
    match &statement.status {
        None => Value::traced(&statement.status_as_share).into(),
        Some(Reading { value: None, text, .. }) if is_word(text) => Cell::EMPTY,
        status => Cell::reading(status, |status| Value::text(status.words())),
    }
}

/// What the status rests on; blank where nothing is said. It stands beside a level of 0 as well, where it
/// supports nothing yet: a status that is edited finds it there.
pub fn basis_cell(contents: &Contents<'_>, id: RequirementId, statement: &Statement) -> Cell {
    Value::optional_text(basis_word(contents, id, statement)).into()
}

fn basis_word(contents: &Contents<'_>, id: RequirementId, statement: &Statement) -> Option<&'static str> {
    let result = contents.assessment.requirements.get(&id);
    let said = result.is_some_and(|result| result.assessed) || statement.basis > Basis::Asserted;
    said.then(|| statement.basis.word())
}

/// The word beside which a typed evidence moves the basis; where a person or an audit decided it, who did.
fn basis_then(contents: &Contents<'_>, id: RequirementId, statement: &Statement) -> Value {
    let word = match statement.basis {
        _ if statement.basis_by_person => Some("by a person"),
        Basis::Audited => Some("by an audit"),
        _ => basis_word(contents, id, statement),
    };
    Value::optional_text(word)
}

/// The own level where evidence is named or an audit says so. Where a person typed another evidence since the last
/// run and left the basis alone, what was typed decides, as it does at the next run.
fn evidenced_expression(table: &str) -> String {
    let here = |heading: &str| this_row(table, heading);
    format!(
        "IF(OR({basis}={audited},IF(AND({basis}={},NOT(EXACT({},{}))),{}=1,{basis}={evidenced})),{},0)",
        here(BASIS_THEN),
        here(EVIDENCE),
        here(EVIDENCE_THEN),
        here(NAMES_EVIDENCE),
        here(OWN),
        basis = here(BASIS),
        audited = text(Basis::Audited.word()),
        evidenced = text(Basis::Evidenced.word()),
    )
}

/// Whether the cell of evidence names any: by the basis of the last run where that follows from the cell as it still
/// stands, else by its words.
fn names_evidence_column(table: &str) -> String {
    let here = |heading: &str| this_row(table, heading);
    let (evidence, basis) = (here(EVIDENCE), here(BASIS_THEN));
    format!(
        "IF(LEN({evidence})=0,0,IF(AND(EXACT({evidence},{}),OR({basis}={evidenced},{basis}={},{basis}=\"\")),IF({basis}={evidenced},1,0),IF({},1,0)))",
        here(EVIDENCE_THEN),
        text(Basis::Asserted.word()),
        names_evidence_expression(&evidence),
        evidenced = text(Basis::Evidenced.word()),
    )
}

/// The value of [`names_evidence_column`]: one judgement of the cell, wherever it counts.
pub fn names_evidence(statement: &Statement) -> bool {
    statement.evidence.as_ref().is_some_and(|evidence| {
        if statement.basis_by_person || statement.basis == Basis::Audited {
            names_typed_evidence(&evidence.value)
        } else {
            statement.basis == Basis::Evidenced
        }
    })
}

fn understood_number(reading: &Option<Reading<f64>>) -> Value {
    Value::optional_number(reading.as_ref().and_then(|reading| reading.value))
}

/// Which words of the table of levels are the row's status. A comparison, since MATCH would take `*` and
/// `?` of a status for any letters.
fn same_status(table: &str) -> String {
    format!("({}={})", column(LEVELS, STATUS_OF_LEVEL), this_row(table, STATUS))
}

/// Whether the row's status is a word of the table of levels.
fn known_status(table: &str) -> String {
    format!("SUMPRODUCT(--{})>0", same_status(table))
}

fn assessed(table: &str) -> String {
    format!(
        "IF(OR({}=\"No\",{},ISNUMBER({}),ISNUMBER({})),1,0)",
        this_row(table, APPLICABLE),
        known_status(table),
        this_row(table, PERCENTAGE),
        this_row(table, MATURITY)
    )
}

/// The own level: 0 for what is excluded, else the status word, else the percentage, else the maturity
/// as a share of its target or of the top of its scale.
fn own(table: &str, model: &Model) -> String {
    let here = |heading: &str| this_row(table, heading);
    let by_status = if is_unread(model, LEVELS, LEVEL) {
        // A text among the levels counts for nothing where these are handed over by themselves.
        let of_others = format!("SUMPRODUCT(--{},{})", same_status(table), column(LEVELS, LEVEL));
        level_of(model, &here(STATUS), of_others)
    } else {
        format!("SUMPRODUCT({}*{})", same_status(table), column(LEVELS, LEVEL))
    };
    let scale = format!(
        "IF(N({target})>0,{target},IF(N({top})>0,{top},{MATURITY_TOP}))",
        target = here(TARGET),
        top = here(TOP)
    );
    format!(
        "IF({}=\"No\",0,IF({},{by_status},IF(ISNUMBER({percentage}),MAX(0,MIN(1,{percentage})),\
         IF(ISNUMBER({maturity}),MAX(0,MIN(1,{maturity}/{scale})),0))))",
        here(APPLICABLE),
        known_status(table),
        percentage = here(PERCENTAGE),
        maturity = here(MATURITY)
    )
}

/// Why the row by itself, without risks and audits, leaves its requirement unmet.
fn shortfall_expression(table: &str, part: Part) -> String {
    let here = |heading: &str| this_row(table, heading);
    let words = |reason: GapReason| text(reason.words());
    let (status, own) = (here(STATUS), here(OWN));
    let (excluded, unmet) = match part {
        Part::Clauses => (words(GapReason::ClauseExcluded), words(GapReason::ClauseNotMet)),
        Part::AnnexA => {
            let excluded = format!("IF({}=0,\"\",{})", here(COUNTS), words(GapReason::Unjustified));
            let mut unmet = format!(
                "IF({own}>0,{},IF({},{},IF(ISNUMBER({}),{},{})))",
                words(GapReason::InPart),
                says_something_expression(&here(ACTION)),
                words(GapReason::ActionRecorded),
                here(DUE),
                words(GapReason::DueDateRecorded),
                words(GapReason::NotInPlan)
            );
            let by_status = [
                (ImplementationStatus::Partial, GapReason::Partial),
                (ImplementationStatus::InProgress, GapReason::InProgress),
                (ImplementationStatus::Planned, GapReason::Planned),
            ];
            for (word, reason) in by_status {
                unmet = format!("IF({status}={},{},{unmet})", text(word.words()), words(reason));
            }
            (excluded, unmet)
        }
    };
    format!(
        "IF({}={},{excluded},IF({}=0,{},IF({own}>=1,\"\",{unmet})))",
        here(APPLICABLE),
        text(Applicability::NotApplicable.word()),
        here(ASSESSED),
        words(GapReason::Unknown)
    )
}

/// Every cell of the requirement's rows that could not be understood, with its text.
fn not_understood(statement: &Statement) -> String {
    let mut list = Vec::new();
    add_unread(&mut list, "status", &statement.status);
    add_unread(&mut list, "share", &statement.percentage);
    add_unread(&mut list, "maturity", &statement.maturity);
    add_unread(&mut list, "target maturity", &statement.maturity_target);
    // A row beside it that can be read may have given the status: what could not be read stays in sight.
    for claim in &statement.claims {
        let status = if claim.register == Register::Controls { "status" } else { "answer" };
        add_unread(&mut list, "applicable", &claim.applicability);
        add_unread(&mut list, status, &claim.status);
        add_unread(&mut list, "share", &claim.percentage);
        add_unread(&mut list, "maturity", &claim.maturity);
        add_unread(&mut list, "target maturity", &claim.maturity_target);
    }
    list.join("\n")
}

fn add_unread<T>(list: &mut Vec<String>, what: &str, reading: &Option<Reading<T>>) {
    if let Some(Reading { text, value: None, location }) = reading {
        let line = format!("{what}: \"{}\" ({location})", text.trim());
        if !list.contains(&line) {
            list.push(line);
        }
    }
}

fn sources(model: &Model, statement: &Statement) -> String {
    if statement.claims.is_empty() && !model.carried.is_empty() {
        let key = statement.requirement.to_string();
        let carried =
            REQUIREMENTS.iter().find_map(|list| model.carried.get(&((*list).to_owned(), key.clone())));
        return carried.cloned().unwrap_or_default();
    }
    let mut list: Vec<String> =
        statement.claims.iter().take(SOURCES_NAMED).map(|claim| claim.location.to_string()).collect();
    if statement.claims.len() > SOURCES_NAMED {
        list.push(format!("and {} more rows", statement.claims.len() - SOURCES_NAMED));
    }
    list.join("; ")
}
