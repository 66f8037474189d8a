//! The Statements of Applicability: one row for each control of Annex A, in the order of the standard.

use super::Contents;
use super::cell::{Cell, Form, Style, Tone, Value};
use super::expression::this_row;
use super::list_sheet::{ListColumn, ListSheet};
use super::mapping_list::says_something_expression;
use super::names::requirements::soa_table;
use super::names::requirements::{APPLICABLE, EXCLUSION};
use super::sheet::{Mark, Sheet, TabRole};
use super::statement::{
    basis_cell, basis_column, date_cells, date_columns, own_cell, own_column, record_cells, record_columns,
    status_cell, status_column, trailing_cells, trailing_columns,
};
use super::touched::{impacts, touched, touched_column};
use crate::assess::Impacts;
use crate::declaration::Field;
use crate::model::{Applicability, ImplementationStatus, Model, Statement};
use crate::record::subject::{NOT_GIVEN, ORGANISATION, SCOPE};
use crate::standards::{Part, Requirement, RequirementId, Standard};

/// The name of the sheet of a standard.
pub fn soa_sheet(standard: Standard) -> &'static str {
    match standard {
        Standard::Iso27001 => "SoA 27001",
        Standard::Iso42001 => "SoA 42001",
    }
}

/// Builds the Statement of Applicability of a standard.
pub fn build_soa(contents: &Contents<'_>, standard: Standard) -> Sheet {
    let model = contents.model;
    let table = soa_table(standard);
    let explanation = match standard {
        Standard::Iso27001 => {
            "Which controls of Annex A apply, why, and how far they are implemented (ISO/IEC 27001 6.1.3 d)."
        }
        Standard::Iso42001 => {
            "Which controls of Annex A apply, why, and how far they are implemented (ISO/IEC 42001 6.1.3 f)."
        }
    };
    let title = format!("Statement of Applicability · {}", standard.full_name());
    let edit = |form| Style::new(form, Tone::Editable);
    let mut list = ListSheet::new(soa_sheet(standard), TabRole::Work, table, &title, explanation)
        .document_line(
            ORGANISATION,
            Cell::text(model.organisation.as_deref().unwrap_or(NOT_GIVEN[1]), edit(Form::Explanation)),
        )
        .document_line(
            SCOPE,
            Cell::text(model.scope.as_deref().unwrap_or(NOT_GIVEN[1]), edit(Form::Explanation)),
        )
        .document_line("Version", Cell::text("draft", edit(Form::Text)))
        .document_line("Date", Cell::new(Value::Date(model.as_of), edit(Form::Date)))
        .document_line("Approved by", Cell::new(Value::Blank, edit(Form::Text)))
        .columns(columns(table, standard, model))
        .watched();
    let impacts = impacts(contents);
    for requirement in contents.catalogue.part(standard, Part::AnnexA) {
        let unknown = Statement::unknown(requirement.id);
        let statement = model.statements.get(&requirement.id).unwrap_or(&unknown);
        list.push(row(contents, &impacts, requirement, statement));
    }
    list.build(model.as_of)
}

fn columns(table: &str, standard: Standard, model: &Model) -> Vec<ListColumn> {
    let applicability =
        [Applicability::Applicable, Applicability::NotApplicable, Applicability::Undetermined];
    let applicable = ListColumn::new(APPLICABLE, 12, Form::Word)
        .field(Field::ControlApplicable)
        .editable()
        .words(&applicability.map(Applicability::word))
        .mark(Applicability::NotApplicable.word(), Mark::Quiet)
        .mark(Applicability::Undetermined.word(), Mark::Caution)
        .help("Whether the control applies. Undetermined: nothing was said, or it was not understood.");
    let counts = format!(
        "IF(AND({}=\"{}\",{}),0,1)",
        this_row(table, APPLICABLE),
        Applicability::NotApplicable.word(),
        says_something_expression(&this_row(table, EXCLUSION))
    );
    let related = format!("Related in {}", standard.other());
    let mut columns = vec![
        ListColumn::new("Control", 9, Form::Identifier),
        ListColumn::new("Title", 26, Form::Wrapped),
        applicable,
        ListColumn::new("Reason for inclusion", 18, Form::Wrapped)
            .field(Field::ControlJustificationInclusion)
            .editable(),
        ListColumn::new(EXCLUSION, 23, Form::Wrapped).field(Field::ControlJustificationExclusion).editable(),
        status_column(),
        basis_column(),
        own_column(table, model),
    ];
    columns.extend(record_columns());
    columns.push(ListColumn::new(&related, 24, Form::Wrapped).last_run());
    columns.extend(date_columns());
    columns.extend([
        ListColumn::new("Risks treated", 14, Form::Wrapped).last_run().screen_only(),
        ListColumn::new("Exceptions by AI system", 24, Form::Wrapped).last_run().screen_only(),
        touched_column(),
        ListColumn::new("Theme", 24, Form::Wrapped).screen_only(),
    ]);
    columns.extend(trailing_columns(table, Part::AnnexA, &counts));
    columns
}

fn row(
    contents: &Contents<'_>,
    impacts: &Impacts<'_>,
    requirement: &Requirement,
    statement: &Statement,
) -> Vec<Cell> {
    let id = requirement.id;
    let mut cells: Vec<Cell> = vec![
        Value::text(id.number()).into(),
        Value::text(&requirement.title).into(),
        Value::text(statement.applicability.word()).into(),
        Value::traced(&statement.justification_inclusion).into(),
        Value::traced(&statement.justification_exclusion).into(),
        status_cell(statement),
        basis_cell(contents, id, statement),
        own_cell(contents, id),
    ];
    cells.extend(record_cells(statement));
    cells.push(Value::text(related(contents, id)).into());
    cells.extend(date_cells(statement));
    cells.extend([
        Value::text(risks_treated(contents, id)).into(),
        Value::text(exceptions(statement)).into(),
        Value::text(touched(impacts, id)).into(),
        Value::text(&requirement.group).into(),
    ]);
    cells.extend(trailing_cells(contents, id, statement));
    cells
}

/// The keys of the risks that name the control.
fn risks_treated(contents: &Contents<'_>, id: RequirementId) -> String {
    let risks = contents.model.risks.iter();
    let keys: Vec<&str> = risks
        .filter(|risk| risk.controls.iter().any(|control| control.value.id == id))
        .map(|risk| risk.called())
        .collect();
    keys.join(", ")
}

/// The linked requirements of the other standard with their status, as of the last run.
pub fn related(contents: &Contents<'_>, id: RequirementId) -> String {
    let mut linked: Vec<RequirementId> = contents
        .catalogue
        .directed_links()
        .filter(|link| link.source == id)
        .map(|link| link.target)
        .chain(contents.assessment.shared.iter().filter_map(|pair| match id.standard() {
            Standard::Iso27001 => (pair.iso27001 == id).then_some(pair.iso42001),
            Standard::Iso42001 => (pair.iso42001 == id).then_some(pair.iso27001),
        }))
        .collect();
    linked.sort();
    linked.dedup();
    let texts: Vec<String> = linked
        .iter()
        .map(|other| {
            format!("{other} · {}{}", status_words(contents, *other), kept_there(contents, id, *other))
        })
        .collect();
    texts.join("; ")
}

/// What a shared requirement of the other standard has on record, since the pair has one owner and one body of
/// evidence; nothing for one that is not shared.
fn kept_there(contents: &Contents<'_>, id: RequirementId, other: RequirementId) -> String {
    let shared = contents.assessment.shared.iter();
    let is_pair =
        |one: RequirementId, two: RequirementId| (one == id && two == other) || (one == other && two == id);
    if !shared.clone().any(|pair| is_pair(pair.iso27001, pair.iso42001)) {
        return String::new();
    }
    let statement = contents.model.statements.get(&other);
    let owner = statement.and_then(|statement| statement.owner.as_ref());
    let evidence = statement.and_then(|statement| statement.evidence.as_ref());
    let mut words = " · shared, registered once".to_owned();
    for (what, text) in [("owner", owner), ("evidence", evidence)] {
        if let Some(text) = text {
            words.push_str(&format!(" · {what} there: {}", text.value.trim()));
        }
    }
    words
}

fn status_words(contents: &Contents<'_>, id: RequirementId) -> String {
    let Some(statement) = contents.model.statements.get(&id) else { return "not assessed".to_owned() };
    if statement.applicability == Applicability::NotApplicable {
        return "not applicable".to_owned();
    }
    let status = statement.status.as_ref().and_then(|status| status.value);
    let result = contents.assessment.requirements.get(&id);
    match (status, result) {
        (Some(status), _) => ImplementationStatus::words(status).to_lowercase(),
        (None, Some(result)) if result.assessed => format!("{} %", (result.own * 100.0).round()),
        _ => "not assessed".to_owned(),
    }
}

fn exceptions(statement: &Statement) -> String {
    let lines: Vec<String> = statement
        .exceptions
        .iter()
        .map(|exception| {
            let mut line = exception.system.value.to_string();
            if let Some(status) = &exception.status {
                line.push_str(": ");
                line.push_str(match status.value {
                    Some(understood) => understood.words(),
                    None => &status.text,
                });
            }
            if let Some(text) = &exception.text {
                line.push_str(" – ");
                line.push_str(text);
            }
            line
        })
        .collect();
    lines.join("\n")
}
