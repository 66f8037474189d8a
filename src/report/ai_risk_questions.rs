//! AI risk questions: what no register says about the risks of AI, put as questions and never invented as records.

use super::Contents;
use super::cell::{Cell, Form, Value};
use super::list_sheet::{ListColumn, ListSheet, explanation};
use super::names::KEY;
use super::sheet::{Allowed, Mark, Sheet, TabRole};
use crate::assess::{categories_without_risk, systems_without_risk};
use crate::model::AiSystem;
use crate::record::Owner;
use crate::record::names::{
    AI_RISK_QUESTIONS as AI_RISK_QUESTIONS_TABLE, ANSWER, ANSWER_DUE as DUE, RISK_ANSWERS,
};
use crate::standards::AiRiskCategory;

const AI_RISK_QUESTIONS: &str = "AI risk questions";

const DECISION: &str = "Decision";
const OWNER: &str = "Owner";

/// Most systems that are asked about.
const MOST_ASKED: usize = 10_000;

/// Builds the sheet of questions.
pub fn build_ai_risk_questions(contents: &Contents<'_>) -> Sheet {
    let model = contents.model;
    let systems = systems_without_risk(model);
    let categories = categories_without_risk(model, contents.catalogue);
    let empty = if model.ai_systems.is_empty() && model.risks.is_empty() {
        "Nothing to ask: neither AI systems nor risks are known. Give an inventory of AI systems and a risk register."
    } else {
        "Nothing to ask: every AI system in scope has a risk, and the common categories of AI risks are named, or there is no AI."
    };
    let says = explanation(
        "What no register says: AI systems that no risk names, and common categories of AI risks without any risk. A question is no finding; answer it, and record what is a risk in the risk register.",
        empty,
        systems.len() + categories.len(),
    );
    let mut list = ListSheet::new(
        AI_RISK_QUESTIONS,
        TabRole::Work,
        AI_RISK_QUESTIONS_TABLE,
        "Questions about risks of AI",
        &says,
    )
    .owned_by(Owner::Assessment)
    .columns(columns())
    .frozen_columns(1);
    for system in systems.into_iter().take(MOST_ASKED) {
        list.push(of_system(contents, system));
    }
    for category in categories {
        list.push(of_category(contents, category));
    }
    list.build(model.as_of)
}

fn columns() -> Vec<ListColumn> {
    let written = |heading: &str, width| ListColumn::new(heading, width, Form::Wrapped).last_run();
    vec![
        written("Question", 52),
        written("About", 26),
        written("Why it is asked", 34),
        ListColumn::new("42001 Annex C", 26, Form::Wrapped).judgement(),
        ListColumn::new(ANSWER, 18, Form::Word)
            .editable()
            .words(&RISK_ANSWERS)
            .mark("Risk to be recorded", Mark::Caution)
            .help("A question goes once a register names such a risk."),
        ListColumn::new(DECISION, 30, Form::Wrapped).editable(),
        ListColumn::new(OWNER, 16, Form::Wrapped).editable(),
        ListColumn::new(DUE, 12, Form::Date).editable().allowed(Allowed::Date),
        ListColumn::new(KEY, 24, Form::Identifier).last_run().screen_only(),
    ]
}

fn row(contents: &Contents<'_>, key: &str, asked: [&str; 4]) -> Vec<Cell> {
    let note = |heading: &str| {
        let note = contents.model.note(AI_RISK_QUESTIONS_TABLE, key, heading);
        Cell::from(note.map_or(Value::Blank, Value::entry))
    };
    let mut cells: Vec<Cell> = asked.map(|text| Value::text(text).into()).to_vec();
    cells.extend([ANSWER, DECISION, OWNER, DUE].map(note));
    cells.push(Value::text(key).into());
    cells
}

fn of_system(contents: &Contents<'_>, system: &AiSystem) -> Vec<Cell> {
    let name = [&system.name, &system.id]
        .into_iter()
        .flatten()
        .next()
        .map_or(system.key.as_str(), |name| &name.value);
    let why = if contents.model.risks.is_empty() { "no risk register was read" } else { "no risk names it" };
    row(
        contents,
        &format!("system|{}", system.key),
        ["Which risks does this AI system bring?", name, why, ""],
    )
}

fn of_category(contents: &Contents<'_>, category: &AiRiskCategory) -> Vec<Cell> {
    let annex_c = format!("{} {}", category.annex_c.id, category.annex_c.title);
    let why = "a common category of AI risks (judgement) that no register names";
    let key = format!("category|{}", category.name);
    row(contents, &key, [&category.question, &category.name, why, &annex_c])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CellKey, Entry};
    use crate::report::testing::{Example, cell_under, lines};

    #[test]
    fn a_system_without_a_risk_is_asked_about_and_its_answer_is_kept() {
        let mut example = Example::sample();
        // The risk of the example names the system.
        let first = |example: &Example| cell_under(&build_ai_risk_questions(&example.contents()), 0, KEY);
        assert_eq!(first(&example), "\"category|Bias\"");
        example.model.risks.clear();
        assert_eq!(first(&example), "\"system|CV screening\"");
        let cell = CellKey::new(AI_RISK_QUESTIONS_TABLE, "system|CV screening", DECISION);
        example.model.notes.insert(cell, Entry::text("workshop in May"));
        let sheet = build_ai_risk_questions(&example.contents());
        assert_eq!(cell_under(&sheet, 0, DECISION), "\"workshop in May\"");
    }

    #[test]
    fn where_there_is_no_ai_nothing_is_asked() {
        let example = Example::empty();
        assert!(lines(&build_ai_risk_questions(&example.contents())).contains("Nothing to ask: neither"));
    }
}
