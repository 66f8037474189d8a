//! The sheets of the workbook, one file each, without a file format.
//!
//! A sheet is built from the model and its assessment as a neutral [`sheet::Sheet`]: cells with
//! formulas and their values, styles, tables, lists to choose from. `write` turns it into a file.
//! What the formulas of one sheet call the cells of another stands in `names`.

pub mod cell;
pub mod expression;
pub mod fault;
pub mod fit;
pub mod list_sheet;
pub mod sheet;

mod additions;
mod ai_governance;
mod ai_risk_questions;
mod ai_system_rows;
mod ai_systems;
mod allowed;
mod answers;
mod assets;
mod audit_findings;
mod audit_plan;
mod audit_programme;
mod certification;
mod changes;
mod checks;
mod claim;
mod clauses;
mod column_meanings;
mod comparison;
mod competence;
mod control_state;
mod controls_by_ai_system;
mod cover;
mod coverage;
mod documents;
mod finding_keys;
pub(crate) mod findings;
mod gaps;
mod given;
mod governance;
mod heat_map;
mod impact_assessments;
mod impact_need;
mod impact_worksheet;
mod inputs;
pub mod intake;
mod last_run;
mod links;
mod list_column;
mod looks;
mod management_review;
mod mapping_list;
pub(crate) mod names;
mod noted;
mod open_control;
mod other_controls;
mod own_formulas;
mod parameters;
mod plans;
mod portfolio;
mod priorities;
mod responsibilities;
mod review_figures;
mod risk_expressions;
mod risk_levels;
mod risks;
mod roadmap;
mod row_mark;
mod schedule;
mod sentence;
mod shared_controls;
mod short_key;
mod side_by_side;
mod soa;
mod source_columns;
mod source_values;
mod sources;
mod statement;
mod summary;
mod summary_counts;
mod summary_gaps;
mod summary_plan;
mod suppliers;
#[cfg(test)]
mod testing;
mod touched;
mod treatment_plan;
mod unread;

pub use ai_governance::{SideChange, side_changes};
pub use finding_keys::{RECORDS_OF_ROWS, joined_records};
pub use last_run::entry_of;
pub use list_sheet::MOST_RECORDS;
pub use own_formulas::Noticed;
pub use portfolio::build_portfolio_workbook;
use rayon::prelude::*;
pub use row_mark::ROW_MARK;

use crate::assess::Assessment;
use crate::compare::{self, Touches};
use crate::declaration::Declarations;
use crate::diagnostic::Diagnostic;
use crate::model::Model;
use crate::record::{Book, History, List, Written};
use crate::standards::{Catalogue, Standard};

pub use comparison::{ComparedFigure, build_comparison_workbook};
use last_run::recorded;

use cell::{Cached, Cell, Form, Value};
use sheet::{Properties, Sheet, Workbook};

/// The defined name that marks a workbook as written by annexa; it stands for the workbook's version.
pub const MARKER: &str = "Annexa_Workbook";

/// The property that marks a workbook as an intake workbook. It bears no defined name of annexa, since it
/// is an input and not an output.
pub const INTAKE_MARKER: &str = "Annexa_Intake";

/// The defined name of the cell that counts the failed checks.
pub const CHECKS_FAILED: &str = "Checks_Failed";

/// The defined name of the cell that counts the columns that people edited since the last run.
pub const INPUTS_CHANGED: &str = "Inputs_Changed";

/// What the sheets are about.
#[derive(Clone, Copy, Debug)]
pub struct Contents<'a> {
    /// What the registers say.
    pub model: &'a Model,
    /// What follows from it.
    pub assessment: &'a Assessment,
    /// Both standards.
    pub catalogue: &'a Catalogue,
    /// The tables of the registers.
    pub declarations: &'a Declarations,
    /// What was noticed while reading, recognising and normalising.
    pub diagnostics: &'a [Diagnostic],
    /// Most assets that stand on their sheet: [`MOST_RECORDS`], and fewer only to try out what happens to the others.
    pub most_assets: usize,
    /// The assets that stood on the sheet of the last run: what people wrote beside them stands there alone, so they go
    /// before others where the sheet has no room for all.
    pub assets_before: Option<&'a List>,
}

impl<'a> Contents<'a> {
    /// Everything that there is to tell: first what was noticed while reading, then what the assessment found.
    pub fn findings(&self) -> impl Iterator<Item = &'a Diagnostic> {
        self.diagnostics.iter().chain(&self.assessment.findings)
    }
}

/// The workbook of an assessment.
pub fn build_workbook(
    model: &Model,
    assessment: &Assessment,
    catalogue: &Catalogue,
    declarations: &Declarations,
    diagnostics: &[Diagnostic],
) -> Workbook {
    let contents = Contents {
        model,
        assessment,
        catalogue,
        declarations,
        diagnostics,
        most_assets: MOST_RECORDS,
        assets_before: None,
    };
    build_next_workbook(&contents, None)
}

/// The workbook of an assessment that follows another one, whose workbook it refreshes.
pub fn build_next_workbook(contents: &Contents<'_>, history: Option<&History>) -> Workbook {
    let model = contents.model;
    let mut sheets = build_lists(contents);
    // Only a run that follows another one compares with it; a first run has other work to do meanwhile.
    let early = history.map(|history| (history, recorded(&sheets)));
    let found = history.map(|history| &history.additions);
    let documents = additions::put_documents(&mut sheets, found);
    let changes = early.as_ref().map(|(history, (shown, _))| {
        let mut noticed = additions::lost_values(&sheets, history);
        noticed.extend(additions::document_changes(&history.additions, &documents, model));
        noticed.extend(additions::renamed_sheets(&history.additions));
        noticed.extend(own_formulas::lost_references(&sheets, history));
        let touches = Touches::of_model(contents.catalogue, model);
        let questions = compare::questions_of_model(model);
        compare::changes(history, shown, noticed, &questions, &touches, model.as_of)
    });
    let log = changes.unwrap_or_default();
    management_review::put_changes(&mut sheets, &log, history.is_some(), model.as_of);
    let roadmap = sheets.iter().find(|sheet| sheet.name == roadmap::ROADMAP);
    let schedule = schedule::build_schedule(contents, roadmap);
    put_in_place(&mut sheets, schedule);
    put_in_place(&mut sheets, changes::build_changes(&log, history.is_some(), model.as_of));
    sheets.insert(1, summary::build_summary(contents));
    let figures = changes::figures(&sheets, history, model.as_of);
    put_in_place(&mut sheets, changes::build_history(&figures, model.as_of));
    let ((shown, headings), inputs) = rayon::join(
        || early.map_or_else(|| recorded(&sheets), |(_, recorded)| recorded),
        || inputs::build_inputs(contents, &sheets),
    );
    put_in_place(&mut sheets, inputs);
    // The checks look at the figures of all other sheets, the summary's among them.
    let checks = checks::build_checks(contents, &sheets);
    put_in_place(&mut sheets, checks);
    let meanings = column_meanings::build_column_meanings(&sheets, column_meanings::EXPLANATION, model.as_of);
    put_in_place(&mut sheets, meanings);
    if let Some(found) = found {
        additions::put_in_order(&mut sheets, &found.order);
    }
    cover::put_index(&mut sheets);
    show_state_of_checks(&mut sheets);
    // What a large list holds is gone through for each of these, so that is done side by side.
    let ((cells, lists), (orders, rules)) = rayon::join(
        || rayon::join(|| last_run::written_cells(&sheets), || last_run::written_lists(&sheets)),
        || (last_run::orders(&sheets), last_run::rules(&sheets)),
    );
    let written = Written {
        shown,
        headings,
        as_of: model.as_of,
        organisation: model.organisation.as_deref(),
        scope: model.scope.as_deref(),
        sources: model.sources.iter().map(last_run::source_file).collect(),
        sheets: sheets.par_iter().map(last_run::written_sheet).collect(),
        plain_lists: additions::plain_lists(&sheets),
        widths: last_run::widths(&sheets),
        documents,
        cells,
        lists,
        figures,
        changes: log.changes,
        changes_left_out: log.left_out,
    };
    let mut last = written.for_the_next_run(history);
    last.names = sheets.iter().flat_map(|sheet| &sheet.names).map(|name| name.name.to_lowercase()).collect();
    (last.rules, last.orders) = (rules, orders);
    let mut noticed = Vec::new();
    if let Some(history) = history {
        let renamed = own_formulas::with_free_names(&sheets, history);
        let history = renamed.as_ref().map_or(history, |(renamed, _)| renamed);
        let formulas = additions::put_columns(&mut sheets, history);
        additions::put_loose(&mut sheets, history);
        additions::put_typed(&mut sheets, history);
        looks::put(&mut sheets, history);
        let (own, told) = own_formulas::lead(&mut sheets, formulas, history);
        additions::put_sheets(&mut sheets, own);
        noticed = renamed.map(|(_, told)| told).unwrap_or_default();
        noticed.extend(told);
    }
    sheets.extend(last_run::build_hidden(last, last_run::MOST_ROWS));
    let organisation = model.organisation.clone().unwrap_or_default();
    Workbook {
        sheets,
        noticed,
        properties: Properties {
            title: "ISO/IEC 27001 and ISO/IEC 42001: combined assessment".to_owned(),
            organisation,
            as_of: model.as_of,
            custom: vec![(MARKER.to_owned(), env!("CARGO_PKG_VERSION").to_owned())],
        },
    }
}

/// All sheets of the workbook of a first run.
#[cfg(test)]
fn build_sheets(contents: &Contents<'_>) -> Vec<Sheet> {
    build_next_workbook(contents, None).sheets
}

/// Puts a sheet in the place in which it was announced.
fn put_in_place(sheets: &mut [Sheet], sheet: Sheet) {
    if let Some(announced) = sheets.iter_mut().find(|announced| announced.name == sheet.name) {
        *announced = sheet;
    }
}

/// The workbook in which a person overrules what annexa takes tables, columns and values for.
pub fn build_mapping_workbook(model: &Model, declarations: &Declarations) -> Workbook {
    let as_of = model.as_of;
    Workbook {
        noticed: Vec::new(),
        sheets: vec![
            sources::build_sources(&model.sources, declarations, as_of),
            source_columns::build(model, declarations),
            source_values::build_values(model, declarations),
            mapping_list::build_choices(declarations, as_of),
        ],
        properties: Properties {
            title: "How annexa understands these registers".to_owned(),
            organisation: model.organisation.clone().unwrap_or_default(),
            as_of,
            custom: vec![(MARKER.to_owned(), env!("CARGO_PKG_VERSION").to_owned())],
        },
    }
}

/// What the editable cells of an assessment's workbook hold.
pub fn editable_cells(contents: &Contents<'_>) -> Book {
    recorded(&build_lists(contents)).0
}

/// The sheets but the summary, which comes second, in the order of their tabs; those that are made from other sheets are only
/// announced.
fn build_lists(contents: &Contents<'_>) -> Vec<Sheet> {
    // Built side by side and gathered in their order.
    let builders: [fn(&Contents<'_>) -> Sheet; 47] = [
        cover::build_cover,
        |contents| soa::build_soa(contents, Standard::Iso27001),
        |contents| soa::build_soa(contents, Standard::Iso42001),
        clauses::build_clauses,
        side_by_side::build_side_by_side,
        documents::build_documents,
        shared_controls::build_shared_controls,
        coverage::build_coverage,
        gaps::build_gaps,
        priorities::build_priorities,
        roadmap::build_roadmap,
        |contents| schedule::build_schedule(contents, None),
        roadmap::build_phases,
        plans::build_plans,
        risks::build_risks,
        treatment_plan::build_treatment_plan,
        heat_map::build_heat_map,
        ai_systems::build_ai_systems,
        impact_assessments::build_impact_assessments,
        impact_worksheet::build_impact_worksheet,
        ai_governance::build_ai_governance,
        controls_by_ai_system::build_controls_by_ai_system,
        ai_risk_questions::build_ai_risk_questions,
        assets::build_assets,
        suppliers::build_suppliers,
        other_controls::build_other_controls,
        answers::build_answers,
        audit_findings::build_audit_findings,
        audit_programme::build_audit_programme,
        audit_plan::build_audit_plan,
        management_review::build_management_review,
        governance::build_governance,
        responsibilities::build_responsibilities,
        competence::build_competence,
        certification::build_certification,
        findings::build_findings,
        |_| changes::announced(changes::CHANGES),
        |_| changes::announced(changes::HISTORY),
        |_| checks::announced(),
        inputs::announced,
        links::build_links,
        |contents| {
            sources::build_sources(&contents.model.sources, contents.declarations, contents.model.as_of)
        },
        source_columns::build_columns,
        |contents| source_values::build_values(contents.model, contents.declarations),
        parameters::build_parameters,
        |contents| mapping_list::build_choices(contents.declarations, contents.model.as_of),
        |_| column_meanings::announced(column_meanings::EXPLANATION),
    ];
    let mut sheets: Vec<Sheet> = builders.par_iter().with_max_len(1).map(|build| build(contents)).collect();
    unread::put(&mut sheets, contents.model);
    sheets
}

/// Adds the state of the checks to each sheet's line with the date, where there is a sheet of checks.
fn show_state_of_checks(sheets: &mut [Sheet]) {
    let Some(failed) = checks_failed(sheets) else { return };
    let watched = sheets.iter().flat_map(|sheet| &sheet.names).any(|name| name.name == INPUTS_CHANGED);
    let changed = if watched {
        format!("&IF({INPUTS_CHANGED}=0,\"\",\" · inputs have changed since the last run\")")
    } else {
        String::new()
    };
    for sheet in sheets {
        let Some(place) = sheet.dated_line else { continue };
        let Some(Cell { value: Value::Text(date), .. }) = sheet.cell(place) else { continue };
        let date = date.clone();
        let expression = format!(
            "{}&IF({CHECKS_FAILED}=0,\"all checks pass\",\"checks that fail: \"&{CHECKS_FAILED}){changed}",
            expression::text(&format!("{date} · "))
        );
        let state =
            if failed == 0.0 { "all checks pass".to_owned() } else { format!("checks that fail: {failed}") };
        let value = Value::formula(expression, format!("{date} · {state}"));
        sheet.put(place.row, place.column, Cell::new(value, Form::DatedLine));
    }
}

/// The number of failed checks, as its named cell has it.
fn checks_failed(sheets: &[Sheet]) -> Option<f64> {
    sheets.iter().find_map(|sheet| {
        let name = sheet.names.iter().find(|name| name.name == CHECKS_FAILED)?;
        match &sheet.cell(name.area.first)?.value {
            Value::Number(number) => Some(*number),
            Value::Formula(formula) => match formula.cached {
                Cached::Number(number) => Some(number),
                _ => None,
            },
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provenance::CellPlace;
    use sheet::TabRole;

    fn dated(name: &str) -> Sheet {
        let mut sheet = Sheet::new(name, TabRole::Proof, "");
        list_sheet::put_title(
            &mut sheet,
            name,
            chrono::NaiveDate::from_ymd_opt(2026, 11, 21).unwrap_or_default(),
        );
        sheet
    }

    #[test]
    fn each_sheet_shows_how_many_checks_fail() {
        let mut checks = dated("Checks");
        checks.put(5, 1, Cell::from(Value::formula("1+1", 2.0)));
        checks.name_cell(CHECKS_FAILED, 5, 1);
        let mut sheets = [dated("Other"), checks];
        show_state_of_checks(&mut sheets);
        let expected = Value::formula(
            "\"As of 21 November 2026 · \"&IF(Checks_Failed=0,\"all checks pass\",\"checks that fail: \"&Checks_Failed)",
            "As of 21 November 2026 · checks that fail: 2",
        );
        for sheet in &sheets {
            assert_eq!(sheet.cell(CellPlace::new(2, 0)).map(|cell| &cell.value), Some(&expected));
        }
    }

    #[test]
    fn a_word_outside_of_the_list_of_a_cell_is_looked_at_in_every_column_that_people_edit() {
        use crate::record::names;
        // These are looked at where they are read: pairs, suggestions, settings, and what was chosen for a mapping.
        let read_elsewhere = [
            (names::PAIRS, names::DECISION),
            (names::ANSWERS, names::CONFIRMED),
            (names::RISKS, names::DOMAIN),
            (names::RISKS, names::AI_CATEGORY),
            (names::SETTINGS, names::VALUE),
            (names::ROADMAP, names::EFFORT),
            (names::REQUIRED_FIELDS, names::REQUIRED),
            (names::TRIGGERS, names::CALLS_FOR_ONE),
            (names::IMPACT_WORDS, names::SPEAKS_FOR),
            ("Columns", "Values hold for"),
        ];
        let mut unseen = Vec::new();
        let mut listed = 0;
        for sheet in build_sheets(&testing::Example::sample().contents()) {
            for validation in &sheet.validations {
                let sheet::Allowed::Words(words) = &validation.allowed else { continue };
                let first = validation.area.first;
                let around = |table: &&sheet::Table| {
                    let (from, to) = (table.area.first, table.area.last);
                    (from.row..=to.row).contains(&first.row)
                        && (from.column..=to.column).contains(&first.column)
                };
                let Some(table) = sheet.tables.iter().find(around) else { continue };
                let column = &table.columns[(first.column - table.area.first.column) as usize];
                if !column.editable || column.field.is_some() {
                    continue;
                }
                let known = names::words_of(&table.name, &column.heading);
                match known {
                    Some(known) => {
                        listed += 1;
                        assert_eq!(
                            words.iter().map(String::as_str).collect::<Vec<_>>(),
                            known,
                            "{}",
                            column.heading
                        );
                    }
                    None if read_elsewhere.contains(&(table.name.as_str(), column.heading.as_str())) => {}
                    None => unseen.push(format!("{}: {}", table.name, column.heading)),
                }
            }
        }
        assert!(listed >= 3, "{listed}");
        assert_eq!(unseen, Vec::<String>::new());
    }

    #[test]
    fn without_a_sheet_of_checks_the_date_stands_alone() {
        let mut sheets = [dated("Other")];
        show_state_of_checks(&mut sheets);
        let value = sheets[0].cell(CellPlace::new(2, 0)).map(|cell| cell.value.clone());
        assert_eq!(value, Some(Value::Text("As of 21 November 2026".into())));
    }
}
