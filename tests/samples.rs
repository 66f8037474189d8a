//! The sample registers give the result that `samples/README.md` promises, and the same bytes each time.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use annexa::assess::RequirementResult;
use annexa::model::{Applicability, Statement};
use annexa::pipeline::{Engine, Outcome, Request};
use annexa::standards::RequirementId;
use annexa::{report, write};
use chrono::NaiveDate;

fn assess(engine: &Engine, paths: &[&str]) -> Outcome {
    let request = Request {
        organisation: Some("Tavermeer Logistics Technology B.V.".to_owned()),
        ..Request::on(NaiveDate::from_ymd_opt(2026, 11, 21).unwrap())
    };
    let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
    engine.assess(&paths, request)
}

fn workbook_bytes(engine: &Engine, outcome: &Outcome) -> Vec<u8> {
    let workbook = report::build_workbook(
        &outcome.model,
        &outcome.assessment,
        &engine.catalogue,
        &engine.declarations,
        &outcome.diagnostics,
    );
    write::xlsx::write_workbook(&workbook).unwrap()
}

fn statement<'a>(outcome: &'a Outcome, key: &str) -> &'a Statement {
    &outcome.model.statements[&key.parse::<RequirementId>().unwrap()]
}

fn result<'a>(outcome: &'a Outcome, key: &str) -> &'a RequirementResult {
    &outcome.assessment.requirements[&key.parse::<RequirementId>().unwrap()]
}

/// File, sheet, register, rows of the header as a person counts them, records.
const TABLES: [(&str, &str, &str, &[u32], u32); 11] = [
    ("AI inventory.xlsx", "AI systems", "ai-systems", &[4], 10),
    ("AIMS status ISO 42001.xlsx", "AIMS Annex A", "controls", &[3], 38),
    ("AIMS status ISO 42001.xlsx", "AIMS clauses", "controls", &[3], 24),
    ("AIMS status ISO 42001.xlsx", "ISMS clauses", "controls", &[3], 30),
    ("Asset register 2026-09.xlsx", "Assets", "assets", &[4, 5], 40),
    ("Leveranciersregister 2026.xlsx", "Leveranciers", "suppliers", &[4], 13),
    ("Questionnaire Brennholt Retail.xlsx", "Questionnaire", "questionnaire", &[9], 36),
    ("Risk register.xlsx", "AI risks", "risks", &[3], 12),
    ("Risk register.xlsx", "InfoSec risks", "risks", &[4, 5], 25),
    ("Verklaring van toepasselijkheid.csv", "csv", "controls", &[4], 114),
    ("audit_findings_2026.csv", "csv", "audit-findings", &[1], 9),
];

#[test]
fn every_sample_is_read_as_the_register_that_it_is() {
    let engine = Engine::load().unwrap();
    let outcome = assess(&engine, &["samples"]);
    let mut found = Vec::new();
    for source in &outcome.model.sources {
        for table in &source.tables {
            let header: Vec<u32> = table.header_rows.iter().map(|row| row + 1).collect();
            let sheet = table.sheet.sheet.as_deref().unwrap_or_default().to_owned();
            let file = source.path.rsplit('/').next().unwrap().to_owned();
            found.push((file, sheet, table.register.name().to_owned(), header, table.records));
        }
    }
    found.sort();
    let expected: Vec<_> = TABLES
        .iter()
        .map(|(file, sheet, register, header, records)| {
            ((*file).to_owned(), (*sheet).to_owned(), (*register).to_owned(), header.to_vec(), *records)
        })
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn every_record_of_the_samples_is_in_the_model() {
    let engine = Engine::load().unwrap();
    let model = assess(&engine, &["samples"]).model;
    assert_eq!(model.assets.len(), 40);
    assert_eq!(model.risks.len(), 25 + 12);
    assert_eq!(model.ai_systems.len(), 10);
    assert_eq!(model.answers.len(), 36);
    assert_eq!(model.audit_findings.len(), 9);
    assert_eq!(model.suppliers.len(), 13);
    assert_eq!(model.statements.len(), 193);
}

#[test]
fn what_is_excluded_in_2013_numbering_is_excluded_with_its_reason_or_without() {
    let engine = Engine::load().unwrap();
    let outcome = assess(&engine, &["samples"]);
    let outsourced = statement(&outcome, "27001:A.8.30");
    assert_eq!(outsourced.applicability, Applicability::NotApplicable);
    assert!(outsourced.justification_exclusion.is_none());
    // Two of the three parts of "storage media" are excluded, the third is done: the whole applies.
    assert_eq!(statement(&outcome, "27001:A.7.10").applicability, Applicability::Applicable);
    assert_eq!(statement(&outcome, "42001:A.10.4").applicability, Applicability::NotApplicable);
    assert!(statement(&outcome, "42001:A.10.4").justification_exclusion.is_some());
}

#[test]
fn a_status_that_cannot_be_read_is_unknown_and_never_zero() {
    let engine = Engine::load().unwrap();
    let outcome = assess(&engine, &["samples"]);
    let status = statement(&outcome, "42001:9.1").status.as_ref().unwrap();
    assert_eq!((status.text.as_str(), status.value), ("see Jira", None));
    let unrated = outcome.model.risks.iter().find(|risk| risk.key == "R-25").unwrap();
    assert!(unrated.likelihood.as_ref().is_some_and(|likelihood| likelihood.value.is_none()));
}

#[test]
fn rows_with_two_references_are_shared_work() {
    let engine = Engine::load().unwrap();
    let outcome = assess(&engine, &["samples"]);
    let shared: BTreeSet<String> = outcome
        .assessment
        .shared
        .iter()
        .map(|pair| format!("{} {}", pair.iso27001.number(), pair.iso42001.number()))
        .collect();
    for pair in
        ["6.3 6.3", "7.2 7.2", "7.5.1 7.5.1", "9.2.1 9.2.1", "10.2 10.2", "A.6.8 A.3.3", "A.5.19 A.10.3"]
    {
        assert!(shared.contains(pair), "{pair} is not among {shared:?}");
    }
}

#[test]
fn the_samples_show_faults_of_many_kinds() {
    let engine = Engine::load().unwrap();
    let outcome = assess(&engine, &["samples"]);
    let mut found: BTreeMap<&str, usize> = BTreeMap::new();
    for diagnostic in outcome.findings() {
        *found.entry(diagnostic.code.name).or_default() += 1;
    }
    for code in [
        "exclusion-without-justification",
        "clause-excluded",
        "status-maturity-disagreement",
        "unrecognised-value",
        "implemented-without-evidence",
        "evidence-older-than-a-year",
        "implemented-despite-open-nonconformity",
        "asset-without-owner",
        "supplier-without-agreement",
        "supplier-without-assessment",
        "supplier-review-past-due",
        "supplier-not-in-register",
        "supplier-ai-not-in-inventory",
        "ai-system-without-owner",
        "ai-system-without-impact-assessment",
        "risk-unrated",
        "reference-to-nothing",
        "action-past-due",
        "merged-2013-controls-differ",
        "statuses-disagree",
    ] {
        assert!(found.contains_key(code), "{code} is not among {found:?}");
    }
}

#[test]
fn controls_that_2022_added_are_known_from_the_questionnaire_alone() {
    let engine = Engine::load().unwrap();
    let outcome = assess(&engine, &["samples"]);
    for key in ["27001:A.5.7", "27001:A.8.9", "27001:A.8.12"] {
        assert!(!statement(&outcome, key).claims.is_empty(), "{key}");
        assert!(result(&outcome, key).own < 1.0, "{key}");
    }
}

#[test]
fn a_second_run_gives_the_same_bytes() {
    let engine = Engine::load().unwrap();
    let once = workbook_bytes(&engine, &assess(&engine, &["samples"]));
    let twice = workbook_bytes(&Engine::load().unwrap(), &assess(&Engine::load().unwrap(), &["samples"]));
    assert!(once == twice, "two runs gave different workbooks");
}

/// Writes the workbook into the folder of `ANNEXA_WORKBOOKS`, where it is set, to be recalculated.
#[test]
fn assets_that_the_sheet_has_no_room_for_are_set_aside_and_counted_all_the_same() {
    let engine = Engine::load().unwrap();
    let outcome = assess(&engine, &["samples"]);
    let contents = report::Contents {
        model: &outcome.model,
        assessment: &outcome.assessment,
        catalogue: &engine.catalogue,
        declarations: &engine.declarations,
        diagnostics: &outcome.diagnostics,
        most_assets: 30,
        assets_before: None,
    };
    let workbook = report::build_next_workbook(&contents, None);
    let beyond =
        |name: &str| workbook.sheets.iter().find(|sheet| sheet.name == name).unwrap().beyond.rows.len();
    assert_eq!((beyond("Assets"), beyond("Risks")), (10, 0));
    let failed = workbook.sheets.iter().find_map(|sheet| {
        let named = sheet.names.iter().find(|named| named.name == report::CHECKS_FAILED)?;
        Some(annexa::report::entry_of(sheet.cell(named.area.first)))
    });
    if let Some(folder) = std::env::var_os("ANNEXA_WORKBOOKS") {
        let path = std::path::Path::new(&folder).join("handed_over.xlsx");
        annexa::write::save(&path, &write::xlsx::write_workbook(&workbook).unwrap(), true).unwrap();
    }
    assert_eq!(failed, Some(annexa::model::Entry::Number(0.0)));
}
