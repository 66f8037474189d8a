//! `annexa impact` on the workbook of the samples.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

#[allow(dead_code, reason = "not every program makes every kind of edit")]
#[path = "refreshes/edited.rs"]
mod edited;

use std::path::Path;
use std::process::{Command, Output};

use annexa::assess::{Change, effect};
use annexa::model::ImplementationStatus;
use edited::Refreshed;

fn annexa(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_annexa")).args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn workbook(folder: &Path) -> String {
    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/samples");
    let path = folder.join("out.xlsx").display().to_string();
    let done = annexa(&["assess", samples, "-o", &path, "--as-of", "2026-11-21"]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    path
}

#[test]
fn a_change_is_shown_for_both_standards_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = workbook(folder.path());
    let before = std::fs::read(&path).unwrap();
    let done = annexa(&["impact", "27001:A.5.19", "--status", "Not implemented", "--workbook", &path]);
    let shown = text(&done.stdout);
    assert!(done.status.success(), "{}", text(&done.stderr));
    for line in [
        "27001:A.5.19 Information security in supplier relationships",
        "  42001:A.10.3 Suppliers: one piece of work with it",
        "  27001:A.5.20 Addressing information security within supplier agreements",
        "  Quillon Assistant: it treats R-13, a risk to AST-005, an asset of this system",
        "If it were Not implemented",
        "  42001:A.10.3 Suppliers: carried 50 % → 0 %",
        "(shared-pair-disagrees)",
    ] {
        assert!(shown.contains(line), "{line} is not in\n{shown}");
    }
    assert_eq!(std::fs::read(&path).unwrap(), before);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);

    let json = annexa(&["impact", "A.5.19", "--status", "implemented", "--workbook", &path, "--json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(json["shared"][0], "42001:A.10.3");
    assert_eq!(json["tried"]["change"], "Implemented");
    assert_eq!(json["tried"]["gaps"][0]["after"], serde_json::Value::Null);
}

#[test]
fn a_change_says_what_the_matrix_of_ai_governance_makes_of_it_and_names_risks_by_their_words() {
    let folder = tempfile::tempdir().unwrap();
    let path = workbook(folder.path());
    let done = annexa(&["impact", "42001:A.9.2", "--status", "planned", "--workbook", &path]);
    let shown = text(&done.stdout);
    let side = "  AI governance, Human oversight: controls Implemented → Partly implemented; \
                Covered → Controls open for Planbord, RouteWise,";
    assert!(shown.contains(side), "{shown}");
    assert!(shown.contains("; Fields missing → Partly for Cab camera"), "{shown}");
    assert!(!shown.contains("AIR-08: open"), "a risk without its words:\n{shown}");
    let json = annexa(&["impact", "42001:A.9.2", "--status", "planned", "--workbook", &path, "--json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(json["tried"]["ai_governance"][0]["side"], "Human oversight");
    assert!(!json["risks"][0]["title"].as_str().unwrap().is_empty());
}

#[test]
fn without_a_status_what_rests_on_it_is_shown_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = workbook(folder.path());
    let shown = text(&annexa(&["impact", "a.10.3", "--workbook", &path]).stdout);
    assert!(shown.contains("27001:A.5.19 Information security in supplier relationships"), "{shown}");
    assert!(!shown.contains("If it were"), "{shown}");
}

#[test]
fn what_is_asked_wrongly_is_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let path = workbook(folder.path());
    for (arguments, said) in [
        (["A.5.4", "planned"], "`A.5.4` is a number of both standards"),
        (["A.99.1", "planned"], "`A.99.1` is no clause or control of either standard"),
        (["A.5.19", "done-ish"], "expected not-implemented, planned, in-progress"),
    ] {
        let [requirement, status] = arguments;
        let done = annexa(&["impact", requirement, "--status", status, "--workbook", &path]);
        assert_eq!(done.status.code(), Some(2));
        assert!(text(&done.stderr).contains(said), "{}", text(&done.stderr));
    }
    let none = annexa(&["impact", "A.5.19", "--workbook", "nowhere.xlsx"]);
    assert_eq!(none.status.code(), Some(3));
}

#[test]
fn what_is_shown_of_a_change_is_what_the_change_does() {
    let controls = "Standard,Control,Status,Maturity,Target maturity,Evidence,Owner\n\
        ISO/IEC 27001:2022,A.5.19,Implemented,5,5,Policy v3,Ada\n\
        ISO/IEC 27001:2022,A.5.20,Partially implemented,3,5,,Ada\n\
        ISO/IEC 42001:2023,A.10.3,Implemented,5,5,Contract,Ada\n";
    let risks = "Risk ID,Risk,Likelihood,Impact,Risk owner,Treatment,Controls,Status\n\
        R-1,The supplier fails,4,5,Ada,Modify,27001:A.5.19,Open\n";
    let folder = tempfile::tempdir().unwrap();
    let work = Refreshed::new(folder.path(), &[("controls.csv", controls), ("risks.csv", risks)]);
    work.run();
    let before = work.run();
    let id = "27001:A.5.19".parse().unwrap();
    let catalogue = &edited::engine().catalogue;
    let change = Change::Status(ImplementationStatus::NotImplemented);
    let shown = effect(&before.model, &before.assessment, catalogue, id, change);
    work.edit(|book| {
        book.set("SoA 27001", "27001:A.5.19", "Implementation status", edited::text("Not implemented"));
    });
    let after = work.run();
    let moved = before.assessment.requirements.values().zip(after.assessment.requirements.values());
    let moved: Vec<_> =
        moved.filter(|(before, after)| before != after).map(|(a, b)| (a.clone(), b.clone())).collect();
    assert!(moved.len() >= 2, "the change reaches the other standard");
    assert_eq!(shown.requirements, moved);
    assert_eq!(shown.days, (before.assessment.roadmap.total_days, after.assessment.roadmap.total_days));
    let codes = |findings: &[annexa::diagnostic::Diagnostic]| {
        findings.iter().map(|finding| finding.code.name).collect::<std::collections::BTreeSet<_>>()
    };
    let was = codes(&before.assessment.findings);
    let new: Vec<_> = codes(&after.assessment.findings).difference(&was).copied().collect();
    assert!(new.contains(&"status-maturity-disagreement"), "{new:?}");
    let raised = codes(&shown.raised);
    assert!(new.iter().all(|code| raised.contains(code)), "{new:?} but {raised:?}");
}
