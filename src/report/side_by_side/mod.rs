//! Clauses side by side: one row for each clause number of the harmonized structure, with what each standard
//! asks, what AI adds, how far each is met, and the work that serves both.

mod standing;

use std::collections::BTreeMap;

use super::Contents;
use super::cell::{Cell, Form, Value};
use super::given::{given_expression, is_given};
use super::list_sheet::{ListColumn, ListSheet};
use super::names::KEY;
use super::names::requirements::{NAMES_EVIDENCE, OWN, OWNER};
use super::noted::Noted;
use super::sheet::{Mark, Sheet, TabRole};
use crate::assess::Action;
use crate::model::ImplementationStatus;
use crate::recognise::value::Asked;
use crate::record::Owner;
use crate::record::names::CLAUSES_SIDE_BY_SIDE as TABLE;
use crate::standards::{ClauseIntegration, Part, Requirement, RequirementId, Reuse, Standard};
use standing::{
    IN_NEITHER, KEYS, MARKED_NO, NOT_ASKED, NOT_ASSESSED, NOT_UNDERSTOOD, OWNS, Said, found,
    found_expression, of_clause, status_expression, weaker_expression, weaker_in, weaker_standard_expression,
};

/// The sheet's name.
pub const SIDE_BY_SIDE: &str = "Clauses side by side";

const STATUSES: [&str; 2] = ["Status in 27001", "Status in 42001"];
const WEAKER: &str = "Weaker of both";
const WEAKER_STANDARD: &str = "Which is weaker";
const EVIDENCE_NAMED: &str = "Evidence named in";
const OWNER_NAMED: &str = "Owner named in";
const DECISION: &str = "Decision";
const REMARK: &str = "Remark";

/// A clause number with the requirements that bear it, 27001 first.
struct Clause<'a> {
    number: String,
    requirements: [Option<&'a Requirement>; 2],
}

/// Builds the sheet of the clauses side by side.
pub fn build_side_by_side(contents: &Contents<'_>) -> Sheet {
    let mut list = ListSheet::new(
        SIDE_BY_SIDE,
        TabRole::Work,
        TABLE,
        "Clauses of both standards, side by side",
        "One row for each clause number of both standards: what each asks in our words, what AI adds, how far each is met, and the work that serves both.",
    )
    .owned_by(Owner::Assessment)
    .note("Status, evidence and owner are edited on Clauses; status, own level and the words for evidence and owner follow it. What AI adds and what can be one piece of work is judgement.")
    .columns(columns())
    .frozen_columns(2);
    for clause in clauses(contents) {
        list.push(row(contents, &clause));
    }
    list.build(contents.model.as_of)
}

/// The clauses by their number, in the order of the standards.
fn clauses<'a>(contents: &Contents<'a>) -> Vec<Clause<'a>> {
    let mut clauses: BTreeMap<RequirementId, Clause<'a>> = BTreeMap::new();
    for (place, standard) in Standard::BOTH.into_iter().enumerate() {
        for requirement in contents.catalogue.part(standard, Part::Clauses) {
            let number = requirement.id.number();
            // Both standards number alike, so that the number in one of them orders all.
            let Ok(order) = RequirementId::new(Standard::Iso42001, &number) else { continue };
            let clause =
                clauses.entry(order).or_insert_with(|| Clause { number, requirements: [None, None] });
            if let Some(slot) = clause.requirements.get_mut(place) {
                *slot = Some(requirement);
            }
        }
    }
    clauses.into_values().collect()
}

fn columns() -> Vec<ListColumn> {
    let ours = |heading: &str, width| ListColumn::new(heading, width, Form::Wrapped).judgement();
    let of_run = |heading: &str, width| ListColumn::new(heading, width, Form::Wrapped).last_run();
    let status = |heading: &str, key: &str| {
        ListColumn::new(heading, 14, Form::Word)
            .calculated(status_expression(key))
            .mark(ImplementationStatus::Implemented.words(), Mark::Good)
            .mark(ImplementationStatus::Partial.words(), Mark::Caution)
            .mark(ImplementationStatus::InProgress.words(), Mark::Caution)
            .mark(ImplementationStatus::Planned.words(), Mark::Caution)
            .mark(ImplementationStatus::NotImplemented.words(), Mark::Bad)
            .mark(MARKED_NO, Mark::Bad)
            .mark(NOT_UNDERSTOOD, Mark::Caution)
            .mark(NOT_ASSESSED, Mark::Quiet)
            .mark(NOT_ASKED, Mark::Quiet)
    };
    let own = |heading: &str, key: &str| {
        let expression = of_clause(key, OWN);
        ListColumn::new(heading, 9, Form::Percent).calculated(expression).screen_only()
    };
    let found = |heading: &str, expression: String| {
        ListColumn::new(heading, 11, Form::Word)
            .calculated(expression)
            .mark(IN_NEITHER, Mark::Caution)
            .screen_only()
    };
    vec![
        ListColumn::new("Clause", 8, Form::Identifier),
        ListColumn::new("Title", 20, Form::Wrapped),
        ours("What 27001 asks", 26),
        ours("What 42001 asks", 26),
        ListColumn::new("From 27001 to 42001", 12, Form::Word)
            .judgement()
            .mark(reuse_words(Reuse::CarryAcross), Mark::Good)
            .mark(reuse_words(Reuse::Extend), Mark::Caution)
            .mark(reuse_words(Reuse::New), Mark::Bad),
        ours("What to add for AI", 36),
        status(STATUSES[0], KEYS[0]),
        status(STATUSES[1], KEYS[1]),
        ListColumn::new(WEAKER, 10, Form::Percent).calculated(weaker_expression()).bar(),
        ListColumn::new(WEAKER_STANDARD, 9, Form::Word).calculated(weaker_standard_expression()),
        ours("One piece of work for both", 28),
        of_run("Action on Roadmap", 24),
        ListColumn::new(DECISION, 20, Form::Wrapped)
            .editable()
            .help("What you decided about this clause. It stays when the workbook is refreshed."),
        ListColumn::new(REMARK, 20, Form::Wrapped).editable().screen_only(),
        own(OWNS[0], KEYS[0]),
        own(OWNS[1], KEYS[1]),
        found(EVIDENCE_NAMED, found_expression(|key| format!("({}=1)", of_clause(key, NAMES_EVIDENCE)))),
        of_run("Evidence in 27001", 24).screen_only(),
        of_run("Evidence in 42001", 24).screen_only(),
        found(OWNER_NAMED, found_expression(|key| given_expression(&of_clause(key, OWNER), Asked::Person))),
        of_run("Owner in 27001", 16).screen_only(),
        of_run("Owner in 42001", 16).screen_only(),
        ours("Climate change", 36).screen_only(),
        ListColumn::new(KEYS[0], 13, Form::Identifier).last_run().screen_only(),
        ListColumn::new(KEYS[1], 13, Form::Identifier).last_run().screen_only(),
        ListColumn::new(KEY, 13, Form::Identifier).last_run().screen_only(),
    ]
}

/// The words for what becomes of the work for 27001.
fn reuse_words(reuse: Reuse) -> &'static str {
    match reuse {
        Reuse::CarryAcross => "Carry across",
        Reuse::Extend => "Extend",
        Reuse::New => "New",
    }
}

fn row(contents: &Contents<'_>, clause: &Clause<'_>) -> Vec<Cell> {
    let [iso27001, iso42001] = clause.requirements;
    let [one, other] = clause.requirements.map(|requirement| Said::of(contents, requirement));
    let added = contents.catalogue.integration().clause(&clause.number);
    let ours = |text: fn(&ClauseIntegration) -> &str| Cell::from(Value::optional_text(added.map(text)));
    let asks = |requirement: Option<&Requirement>| {
        Cell::from(Value::text(requirement.map_or(NOT_ASKED, |requirement| requirement.paraphrase.as_str())))
    };
    let key_of = |requirement: Option<&Requirement>| {
        Cell::from(requirement.map_or(Value::Blank, |requirement| Value::text(requirement.id.to_string())))
    };
    let owns = [one.own(), other.own()];
    let weaker = owns.into_iter().flatten().reduce(f64::min);
    let (evidence, owners) = ([one.evidence(), other.evidence()], [one.owner(), other.owner()]);
    let evidence_found = found([one.names_evidence(), other.names_evidence()]);
    let owner_found = found([&owners[0], &owners[1]].map(|owner| is_given(owner, Asked::Person)));
    let [evidence_one, evidence_other] = evidence;
    let [owner_one, owner_other] = owners;
    let key = format!("clause {}", clause.number);
    let noted = Noted::beside(contents, TABLE, &key);
    vec![
        Value::text(&clause.number).into(),
        Value::text(title(clause)).into(),
        asks(iso27001),
        asks(iso42001),
        Value::text(reuse_words(reuse(contents, clause))).into(),
        ours(|added| &added.add_for_ai),
        Value::text(one.status()).into(),
        Value::text(other.status()).into(),
        Value::optional_number(weaker).into(),
        Value::text(weaker_in(owns)).into(),
        ours(|added| &added.one_piece_of_work),
        Value::text(actions(contents, clause)).into(),
        noted.cell(DECISION),
        noted.cell(REMARK),
        Value::optional_number(owns[0]).into(),
        Value::optional_number(owns[1]).into(),
        Value::text(evidence_found).into(),
        evidence_one.into(),
        evidence_other.into(),
        Value::text(owner_found).into(),
        owner_one.into(),
        owner_other.into(),
        Value::text(climate(added)).into(),
        key_of(iso27001),
        key_of(iso42001),
        Value::text(&key).into(),
    ]
}

/// The title, with that of each standard where they differ.
fn title(clause: &Clause<'_>) -> String {
    let titles: Vec<&str> =
        clause.requirements.iter().flatten().map(|requirement| requirement.title.as_str()).collect();
    match titles.as_slice() {
        [one, other] if one.eq_ignore_ascii_case(other) => (*one).to_owned(),
        [one, other] => format!("27001: {one}\n42001: {other}"),
        other => other.concat(),
    }
}

/// What becomes of the work for 27001, as the crosswalk has it for the pair of one number; new where 27001
/// has no such clause.
fn reuse(contents: &Contents<'_>, clause: &Clause<'_>) -> Reuse {
    let [Some(iso27001), Some(iso42001)] = clause.requirements else { return Reuse::New };
    let mut links = contents.catalogue.links().iter();
    let link = links.find(|link| link.iso27001 == iso27001.id && link.iso42001 == iso42001.id);
    link.map_or(Reuse::New, |link| link.reuse)
}

/// The actions of the roadmap that close the clause: one for both standards, or one for each.
fn actions(contents: &Contents<'_>, clause: &Clause<'_>) -> String {
    let closing = |requirement: Option<&Requirement>| -> Option<&Action> {
        let id = requirement?.id;
        contents.assessment.roadmap.actions.iter().find(|action| action.closes.contains(&id))
    };
    match clause.requirements.map(closing) {
        [Some(one), Some(other)] if one.key == other.key => format!("One action for both: {}", one.title),
        both => {
            let named = Standard::BOTH.into_iter().zip(both);
            let named = named.filter_map(|(standard, action)| Some(format!("{standard}: {}", action?.title)));
            let named = named.collect::<Vec<_>>().join("\n");
            if named.is_empty() { "None: no gap".to_owned() } else { named }
        }
    }
}

fn climate(added: Option<&ClauseIntegration>) -> String {
    let said = added.map(|added| &added.climate).into_iter().flatten();
    let named = Standard::BOTH.into_iter().zip(said).filter(|(_, said)| !said.is_empty());
    named.map(|(standard, said)| format!("{standard}: {said}")).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::assess;
    use crate::model::{Applicability, Basis, CellKey, Entry, Statement};
    use crate::provenance::{Location, Reading, Traced};
    use crate::report::testing::{Example, cell_under, lines};
    use crate::standards::Catalogue;

    fn row_of(sheet: &Sheet, number: &str) -> usize {
        let rows = sheet.tables[0].area.last.row - sheet.tables[0].area.first.row;
        (0..rows as usize)
            .find(|row| cell_under(sheet, *row, "Clause") == format!("{number:?}"))
            .unwrap_or_else(|| panic!("no clause {number}"))
    }

    fn set(example: &mut Example, key: &str, change: impl FnOnce(&mut Statement)) {
        change(example.model.statements.get_mut(&key.parse().unwrap()).unwrap());
        example.assessment = assess(&example.model, &Catalogue::load().unwrap());
    }

    fn place() -> Location {
        Location::file("clauses.csv")
    }

    #[test]
    fn every_clause_number_of_either_standard_stands_once_in_its_order() {
        let sheet = build_side_by_side(&Example::empty().contents());
        let rows = sheet.tables[0].area.last.row - sheet.tables[0].area.first.row;
        assert_eq!(rows, 32);
        let numbers: Vec<String> = (0..rows as usize).map(|row| cell_under(&sheet, row, "Clause")).collect();
        assert_eq!(numbers.first().map(String::as_str), Some("\"4.1\""));
        assert_eq!(numbers.last().map(String::as_str), Some("\"10.2\""));
        let at = |number: &str| row_of(&sheet, number);
        assert_eq!(at("6.1.4"), at("6.1.3") + 1);
        assert_eq!(at("8.4"), at("8.3") + 1);
        let only = at("8.4");
        assert_eq!(cell_under(&sheet, only, "What 27001 asks"), "\"Not asked\"");
        assert_eq!(cell_under(&sheet, only, "From 27001 to 42001"), "\"New\"");
        assert!(cell_under(&sheet, only, STATUSES[0]).ends_with("-> \"Not asked\""));
        assert_eq!(cell_under(&sheet, at("7.5.2"), "From 27001 to 42001"), "\"Carry across\"");
        assert_eq!(cell_under(&sheet, at("5.1"), "From 27001 to 42001"), "\"Extend\"");
    }

    #[test]
    fn each_clause_says_what_ai_adds_and_climate_change_stands_on_two() {
        let sheet = build_side_by_side(&Example::empty().contents());
        for row in 0..32 {
            for heading in ["What to add for AI", "One piece of work for both", "Title"] {
                assert!(cell_under(&sheet, row, heading).len() > 2, "{heading} of row {row} is blank");
            }
        }
        let on_climate: Vec<usize> =
            (0..32).filter(|row| cell_under(&sheet, *row, "Climate change").contains("2024")).collect();
        assert_eq!(on_climate, [row_of(&sheet, "4.1"), row_of(&sheet, "4.2")]);
    }

    #[test]
    fn the_weaker_of_both_counts_and_a_status_that_nobody_gave_is_unknown_and_no_not_implemented() {
        let mut example = Example::empty();
        let done = ImplementationStatus::Implemented;
        set(&mut example, "27001:4.1", |said| {
            said.status = Some(Reading::understood("done", done, place()));
            said.evidence = Some(Traced::new("Context v2".to_owned(), place()));
            said.basis = Basis::Evidenced;
        });
        let sheet = build_side_by_side(&example.contents());
        let under = |heading: &str| cell_under(&sheet, 0, heading);
        assert!(under(STATUSES[0]).ends_with("-> \"Implemented\""), "{}", under(STATUSES[0]));
        assert!(under(STATUSES[1]).ends_with("-> \"Not assessed\""), "{}", under(STATUSES[1]));
        assert!(under(WEAKER).ends_with("-> 0"), "{}", under(WEAKER));
        assert!(under(WEAKER_STANDARD).ends_with("-> \"In 42001\""));
        assert!(under(EVIDENCE_NAMED).ends_with("-> \"27001 only\""));
        assert!(under(OWNER_NAMED).ends_with("-> \"Neither\""));
        assert_eq!(under("Evidence in 27001"), "\"Context v2\"");
    }

    #[test]
    fn evidence_is_named_where_the_list_of_clauses_says_so() {
        let mut example = Example::empty();
        let mut said = |key: &str, evidence: &str, basis: Basis| {
            set(&mut example, key, |said| {
                said.evidence = Some(Traced::new(evidence.to_owned(), place()));
                said.basis = basis;
            });
        };
        said("27001:4.1", "No", Basis::Asserted);
        said("42001:4.1", "none; DOC-1", Basis::Evidenced);
        // That an audit says so makes no evidence of a text.
        said("27001:4.2", "not yet", Basis::Audited);
        said("42001:4.2", "Minutes of March", Basis::Audited);
        let sheet = build_side_by_side(&example.contents());
        for row in 0..2 {
            let named = cell_under(&sheet, row, EVIDENCE_NAMED);
            assert!(named.ends_with("-> \"42001 only\""), "{row}: {named}");
        }
    }

    #[test]
    fn a_status_that_was_not_understood_or_excludes_a_clause_says_so() {
        let mut example = Example::empty();
        set(&mut example, "27001:4.1", |said| {
            said.status = Some(Reading::not_understood("* half way *", place()));
        });
        set(&mut example, "42001:4.1", |said| said.applicability = Applicability::NotApplicable);
        set(&mut example, "27001:4.2", |said| {
            said.percentage = Some(Reading::understood("50 %", 0.5, place()));
        });
        let sheet = build_side_by_side(&example.contents());
        assert!(cell_under(&sheet, 0, STATUSES[0]).ends_with("-> \"Not understood\""));
        assert!(cell_under(&sheet, 0, STATUSES[1]).ends_with("-> \"Marked as not applicable\""));
        assert!(cell_under(&sheet, 1, STATUSES[0]).ends_with("-> \"By share or maturity\""));
        assert!(cell_under(&sheet, 1, OWNS[0]).ends_with("-> 0.5"));
    }

    #[test]
    fn one_action_serves_both_standards_where_the_roadmap_has_one() {
        let sheet = build_side_by_side(&Example::empty().contents());
        let shared = cell_under(&sheet, row_of(&sheet, "7.2"), "Action on Roadmap");
        assert_eq!(shared, "\"One action for both: Competence\"");
        let apart = cell_under(&sheet, row_of(&sheet, "5.2"), "Action on Roadmap");
        assert!(apart.contains("27001: Security policies") && apart.contains("42001: AI policy"), "{apart}");
        let only = cell_under(&sheet, row_of(&sheet, "6.1.4"), "Action on Roadmap");
        assert!(only.starts_with("\"42001: "), "{only}");
    }

    #[test]
    fn a_decision_stands_beside_its_clause_and_is_kept_by_its_key() {
        let mut example = Example::empty();
        let key = CellKey::new(TABLE, "clause 5.2", DECISION);
        example.model.notes.insert(key, Entry::Text("=two policies".into()));
        let sheet = build_side_by_side(&example.contents());
        assert_eq!(cell_under(&sheet, row_of(&sheet, "5.2"), DECISION), "\"=two policies\"");
        assert!(sheet.tables[0].kept.is_some());
        assert!(lines(&sheet).contains("judgement"));
    }
}
