//! Clauses 4 to 10 of both standards: one row for each clause of each standard.

use super::Contents;
use super::cell::{Cell, Form, Value};
use super::list_sheet::{ListColumn, ListSheet};
use super::names::requirements::APPLICABLE;
use super::names::requirements::CLAUSES_TABLE;
use super::sheet::{Mark, Sheet, TabRole};
use super::soa::related;
use super::statement::{
    basis_cell, basis_column, date_cells, date_columns, own_cell, own_column, record_cells, record_columns,
    status_cell, status_column, trailing_cells, trailing_columns,
};
use super::touched::{impacts, touched, touched_column};
use crate::assess::Impacts;
use crate::declaration::Field;
use crate::model::{Applicability, Statement};
use crate::standards::{Part, Requirement, Standard};

/// The sheet's name.
pub const CLAUSES: &str = "Clauses";

/// Builds the sheet of clauses.
pub fn build_clauses(contents: &Contents<'_>) -> Sheet {
    let applicable = ListColumn::new(APPLICABLE, 12, Form::Word)
        .field(Field::ControlApplicable)
        .editable()
        .words(&[Applicability::Applicable, Applicability::NotApplicable].map(Applicability::word))
        .mark(Applicability::NotApplicable.word(), Mark::Bad)
        .help("A clause cannot be excluded: a clause marked No counts 0. Blank: nothing is said.");
    let mut columns = vec![
        ListColumn::new("Clause", 9, Form::Identifier),
        ListColumn::new("Title", 26, Form::Wrapped),
        ListColumn::new("Standard", 12, Form::Wrapped),
        ListColumn::new("What it asks", 30, Form::Wrapped).judgement(),
        applicable,
        status_column(),
        basis_column(),
        own_column(CLAUSES_TABLE, contents.model),
    ];
    columns.extend(record_columns());
    columns.push(ListColumn::new("Related in the other standard", 24, Form::Wrapped).last_run());
    columns.extend(date_columns());
    columns.push(touched_column());
    columns.push(ListColumn::new("Group", 24, Form::Wrapped).screen_only());
    columns.extend(trailing_columns(CLAUSES_TABLE, Part::Clauses, "1"));
    let mut list = ListSheet::new(
        CLAUSES,
        TabRole::Work,
        CLAUSES_TABLE,
        "Clauses 4 to 10 of both standards",
        "What the organisation says of each clause; clauses cannot be excluded, and all of them count.",
    )
    .columns(columns)
    .watched();
    let mut clauses: Vec<&Requirement> = Standard::BOTH
        .iter()
        .flat_map(|standard| contents.catalogue.part(*standard, Part::Clauses))
        .collect();
    // The same clause of both standards stands side by side.
    clauses.sort_by_key(|clause| (in_27001(clause), clause.id.standard()));
    let impacts = impacts(contents);
    for requirement in clauses {
        let unknown = Statement::unknown(requirement.id);
        let statement = contents.model.statements.get(&requirement.id).unwrap_or(&unknown);
        list.push(row(contents, &impacts, requirement, statement));
    }
    list.build(contents.model.as_of)
}

/// The clause's place among the clauses of both standards: as if it stood in 27001.
fn in_27001(clause: &Requirement) -> Option<crate::standards::RequirementId> {
    crate::standards::RequirementId::new(Standard::Iso27001, &clause.id.number()).ok()
}

fn row(
    contents: &Contents<'_>,
    impacts: &Impacts<'_>,
    requirement: &Requirement,
    statement: &Statement,
) -> Vec<Cell> {
    let id = requirement.id;
    let said = statement.applicability != Applicability::Undetermined;
    let mut cells: Vec<Cell> = vec![
        Value::text(id.number()).into(),
        Value::text(&requirement.title).into(),
        Value::text(id.standard().full_name()).into(),
        Value::text(&requirement.paraphrase).into(),
        Value::optional_text(said.then(|| statement.applicability.word())).into(),
        status_cell(statement),
        basis_cell(contents, id, statement),
        own_cell(contents, id),
    ];
    cells.extend(record_cells(statement));
    cells.push(Value::text(related(contents, id)).into());
    cells.extend(date_cells(statement));
    cells.push(Value::text(touched(impacts, id)).into());
    cells.push(Value::text(&requirement.group).into());
    cells.extend(trailing_cells(contents, id, statement));
    cells
}
