//! What people decide and note in a workbook stays with what it is about, counts as it was meant, and is not
//! told again as a fault.
#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test fails by panicking")]

#[allow(dead_code, reason = "other tests edit in other ways")]
#[path = "refreshes/edited.rs"]
mod edited;

use annexa::diagnostic::render;
use annexa::model::{AiRole, Entry};
use annexa::pipeline::Outcome;
use chrono::NaiveDate;
use edited::{Refreshed, text};
use tempfile::TempDir;

const RISKS: [&str; 4] = [
    "Risk ID,Risk,Likelihood (1-5),Impact (1-5),Risk owner,Controls",
    "R-1,The ledger is lost,3,4,Ada,A.8.13",
    "R-2,The portal is taken over,Medium-ish,5,Ada,A.8.5",
    "R-3,A forecast is biased,4,2,Eve,A.8.2",
];
const CONTROLS: &str = "Standard,Control,Applicable,Status,Justification for exclusion,Owner\n\
    ISO/IEC 27001:2022,A.5.1,Yes,Implemented,,Ada\n\
    ISO/IEC 27001:2022,A.5.2,No,Partially implemented,Not our business,Ada\n\
    ISO/IEC 27001:2022,A.5.3,Yes,Not implemented,,\n\
    ISO/IEC 42001:2023,A.2.2,Yes,Planned,,Ada\n";

fn lines(rows: &[&str]) -> String {
    rows.join("\n") + "\n"
}

/// Registers after a first run.
fn first_run_on(registers: &[(&str, &str)]) -> (TempDir, Refreshed) {
    let folder = tempfile::tempdir().unwrap();
    let work = Refreshed::new(folder.path(), registers);
    work.run();
    (folder, work)
}

fn first_run() -> (TempDir, Refreshed) {
    first_run_on(&[("risks.csv", &lines(&RISKS)), ("controls.csv", CONTROLS)])
}

/// The changes: list, record, column, change, before, now, by whom.
fn changes(work: &Refreshed) -> Vec<String> {
    let mut sheets = work.sheets();
    let headings = ["List", "Record", "Column", "Change", "Before", "Now", "Changed by"];
    let columns = headings.map(|heading| sheets.column("Changes", heading));
    let rows = (0..columns[0].len()).filter(|row| !columns[0][*row].is_empty());
    rows.map(|row| columns.iter().map(|column| column[row].as_str()).collect::<Vec<_>>().join(" | "))
        .collect()
}

/// The keys of the findings of a code.
fn findings(work: &Refreshed, code: &str) -> Vec<String> {
    let mut sheets = work.sheets();
    let (codes, keys) = (sheets.column("Findings", "Code"), sheets.column("Findings", "Key"));
    codes.iter().zip(keys).filter(|(known, _)| *known == code).map(|(_, key)| key).collect()
}

/// Notes a decision beside the only finding of a code.
fn note(work: &Refreshed, code: &str, decision: &str) -> String {
    let keys = findings(work, code);
    assert_eq!(keys.len(), 1, "{code}: {keys:?}");
    work.edit(|sheets| {
        sheets.set("Findings", &keys[0], "Decision", text(decision));
    });
    keys[0].clone()
}

/// The decisions beside findings, each with its code and the records that it is about.
fn noted(work: &Refreshed) -> Vec<String> {
    let mut sheets = work.sheets();
    let columns = ["Code", "Records", "Decision"].map(|heading| sheets.column("Findings", heading));
    let rows = (0..columns[0].len()).filter(|row| !columns[2][*row].is_empty());
    rows.map(|row| columns.iter().map(|column| column[row].as_str()).collect::<Vec<_>>().join(" | "))
        .collect()
}

#[test]
fn a_note_stays_with_its_finding_when_rows_are_inserted_sorted_and_removed() {
    let (_folder, work) = first_run();
    note(&work, "unrecognised-value", "accepted");
    let expected = ["unrecognised-value | R-2 | accepted"];
    let [head, one, two, three] = RISKS;
    let new = "R-0,A courier is robbed,1,2,Eve,A.5.14";
    for rows in [
        vec![head, one, two, three],
        vec![head, new, one, two, three],
        vec![head, three, two, new, one],
        vec![head, two, three],
    ] {
        work.register("risks.csv", &lines(&rows));
        work.run();
        assert_eq!(noted(&work), expected, "{rows:?}");
    }
    let lost = |change: &String| change.starts_with("Findings") && change.contains("removed");
    assert!(!changes(&work).iter().any(lost), "{:?}", changes(&work));
}

#[test]
fn a_note_on_a_finding_that_is_gone_is_listed_and_stands_beside_no_other() {
    let (_folder, work) = first_run();
    note(&work, "unrecognised-value", "accepted");
    let [head, one, _, three] = RISKS;
    // Another record has the same fault in the very cell of the one that was mended.
    let mended = "R-2,The portal is taken over,3,5,Ada,A.8.5";
    let other = "R-7,A courier is robbed,Lowish,2,Eve,A.5.14";
    work.register("risks.csv", &lines(&[head, one, other, mended, three]));
    work.run();
    assert_eq!(noted(&work), [""; 0]);
    let gone = |change: &String| {
        change.starts_with("Findings | unrecognised value: likelihood of R-2 (")
            && change.ends_with("risks.csv) | Decision | removed | accepted |  | the assessment")
    };
    assert!(changes(&work).iter().any(gone), "{:?}", changes(&work));
}

#[test]
fn a_note_on_a_finding_about_several_records_stays_with_the_record_that_it_names_and_goes_with_it() {
    let [head, ..] = RISKS;
    let unclear = |id: &str| format!("{id},Something happens,Medium-ish,5,Ada,A.8.5");
    let rows = |ids: &[&str]| {
        let rows: Vec<String> = ids.iter().map(|id| unclear(id)).collect();
        format!("{head}\nR-1,The ledger is lost,3,4,Ada,A.8.13\n{}\n", rows.join("\n"))
    };
    // The finding names R-4, the first of the column.
    let (_folder, work) = first_run_on(&[("risks.csv", &rows(&["R-4", "R-3", "R-5"]))]);
    note(&work, "unrecognised-value", "ask Ada");
    for ids in [vec!["R-5", "R-3", "R-4"], vec!["R-2", "R-4"], vec!["R-4"], vec!["R-3", "R-4", "R-2"]] {
        work.register("risks.csv", &rows(&ids));
        work.run();
        assert!(noted(&work)[0].starts_with("unrecognised-value"), "{ids:?}: {:?}", noted(&work));
    }
    work.register("risks.csv", &rows(&["R-3", "R-2"]));
    work.run();
    assert_eq!(noted(&work), [""; 0]);
    let is_told = |change: &String| {
        change.starts_with("Findings | unrecognised value: likelihood of R-")
            && change.ends_with("risks.csv) | Decision | removed | ask Ada |  | the assessment")
    };
    assert!(changes(&work).iter().any(is_told), "{:?}", changes(&work));
}

#[test]
fn notes_on_findings_of_the_assessment_and_of_the_workbook_stay() {
    let (_folder, work) = first_run();
    work.edit(|sheets| {
        sheets.set("Risks", "R-1", "Domain", text("Outer space"));
        sheets.delete("Risks", "R-3", "Risk");
    });
    work.run();
    for code in ["risk-unrated", "decision-not-understood", "deleted-row-returns"] {
        note(&work, code, code);
    }
    work.edit(|sheets| {
        sheets.set("Risks", "R-1", "Domain", text("Outer space"));
        sheets.delete("Risks", "R-3", "Risk").reverse("Risks", "Risk ID");
    });
    work.run();
    let expected = [
        "decision-not-understood | R-1 | decision-not-understood",
        "risk-unrated | R-2 | risk-unrated",
        "deleted-row-returns | R-3 | deleted-row-returns",
    ];
    assert_eq!(noted(&work), expected);
}

/// Earlier versions knew findings by their cells.
#[test]
fn a_note_under_a_key_that_no_finding_has_is_listed() {
    let (_folder, work) = first_run();
    let key = note(&work, "unrecognised-value", "accepted");
    work.edit(|sheets| {
        sheets.replace_everywhere(&key, "unrecognised-value|risks.csv › csv › C3");
    });
    work.run();
    let listed = "Findings | unrecognised value (risks.csv › csv › C3) | Decision | removed | accepted";
    assert!(changes(&work).iter().any(|change| change.starts_with(listed)), "{:?}", changes(&work));
}

/// What is told of a code.
fn told(outcome: &Outcome, code: &str) -> String {
    let of_code = outcome.findings().filter(|finding| finding.code.name == code);
    of_code.map(render::text).collect::<Vec<_>>().join("\n")
}

fn own(outcome: &Outcome, key: &str) -> f64 {
    outcome.assessment.requirements[&key.parse().unwrap()].own
}

#[test]
fn a_conflict_in_a_note_is_told_as_any_other() {
    let (_folder, work) = first_run();
    let key = work.sheets().column("Roadmap", "Key");
    let owners = work.sheets().column("Roadmap", "Owner");
    let action = key[owners.iter().position(|owner| owner == "Ada").unwrap()].clone();
    work.edit(|sheets| {
        sheets.set("Roadmap", &action, "Owner", text("Bo"));
    });
    work.register("controls.csv", &CONTROLS.replace("Ada", "Cy"));
    let conflict = told(&work.run(), "source-and-person-changed");
    assert!(
        ["Owner", "\"Ada\"", "\"Bo\"", "\"Cy\""].iter().all(|word| conflict.contains(word)),
        "{conflict}"
    );
    assert_eq!(work.sheets().cell("Roadmap", &action, "Owner"), text("Bo"));
}

#[test]
fn keys_of_requirements_read_back_as_what_they_are_and_nothing_else() {
    let (_folder, work) = first_run();
    let keys = "27001:6.1.2; 27001:A.5.1; 42001:6.1.2; 42001:A.6.1.2; 42001:A.5.2; 27001:5.1";
    work.edit(|sheets| {
        sheets.set("Risks", "R-1", "Controls", text(keys));
        sheets.set("Risks", "R-3", "Controls", text("27001:6.1.2"));
    });
    for _ in 0..2 {
        let outcome = work.run();
        let read = |key: &str| -> Vec<String> {
            let risk = outcome.model.risks.iter().find(|risk| risk.key == key).unwrap();
            risk.controls.iter().map(|control| control.value.id.to_string()).collect()
        };
        let mut one = read("R-1");
        one.sort();
        let mut expected: Vec<&str> = keys.split("; ").collect();
        expected.sort();
        assert_eq!(one, expected);
        assert_eq!(read("R-3"), ["27001:6.1.2"]);
        assert_eq!(told(&outcome, "ambiguous-reference"), "");
    }
}

#[test]
fn a_control_that_a_person_includes_again_has_the_status_of_its_register() {
    let (_folder, work) = first_run();
    let contradiction = "applicability-contradicts-status";
    assert!(told(&work.run(), contradiction).contains("the exclusion is used"));
    let key = "27001:A.5.2";
    work.edit(|sheets| {
        assert_eq!(sheets.cell("SoA 27001", key, "Implementation status"), Entry::Blank);
        sheets.set("SoA 27001", key, "Applicable", text("Yes"));
    });
    for _ in 0..2 {
        let outcome = work.run();
        assert_eq!(own(&outcome, key), 0.5);
        assert_eq!(told(&outcome, contradiction), "");
        let status = work.sheets().cell("SoA 27001", key, "Implementation status");
        assert_eq!(status, text("Partially implemented"));
    }
    work.edit(|sheets| {
        sheets.set("SoA 27001", key, "Applicable", Entry::Blank);
    });
    assert!(told(&work.run(), contradiction).contains("the exclusion is used"));
    assert_eq!(work.sheets().cell("SoA 27001", key, "Implementation status"), Entry::Blank);
}

#[test]
fn a_percentage_in_the_place_of_a_status_is_the_share_implemented() {
    let (_folder, work) = first_run();
    let written = [
        ("27001:A.5.1", text("75%"), "75%"),
        ("27001:A.5.3", text("75 %"), "75 %"),
        ("27001:A.5.4", Entry::Number(0.75), "75 %"),
    ];
    work.edit(|sheets| {
        for (key, entry, _) in &written {
            sheets.set("SoA 27001", key, "Implementation status", entry.clone());
        }
    });
    for _ in 0..3 {
        let outcome = work.run();
        for (key, _, shown) in &written {
            assert_eq!(own(&outcome, key), 0.75, "{key}");
            let mut sheets = work.sheets();
            assert_eq!(sheets.cell("SoA 27001", key, "Implementation status"), text(shown));
            assert_eq!(sheets.cell("SoA 27001", key, "Share implemented"), Entry::Number(0.75));
            assert_eq!(sheets.cell("SoA 27001", key, "Not understood"), Entry::Blank);
        }
        for code in ["unrecognised-value", "decision-not-understood", "unreadable-status-replaced"] {
            assert!(!told(&outcome, code).contains("75"), "{code}");
        }
    }
    work.edit(|sheets| {
        sheets.set("SoA 27001", "27001:A.5.1", "Implementation status", Entry::Blank);
    });
    assert_eq!(own(&work.run(), "27001:A.5.1"), 1.0);
    assert_eq!(work.sheets().cell("SoA 27001", "27001:A.5.1", "Share implemented"), Entry::Blank);
}

#[test]
fn of_a_status_that_is_not_understood_one_finding_says_what_follows() {
    let (_folder, work) = first_run();
    work.edit(|sheets| {
        sheets.set("SoA 27001", "27001:A.5.1", "Implementation status", text("Nearly finished"));
    });
    let outcome = work.run();
    let of_it = outcome.findings().filter(|finding| finding.read.as_deref() == Some("Nearly finished"));
    let codes: Vec<&str> = of_it.map(|finding| finding.code.name).collect();
    assert_eq!(codes, ["unreadable-status-left-unassessed"]);
}

#[test]
fn a_value_that_a_person_mended_in_the_workbook_is_no_finding_any_more() {
    let [head, one, two, _] = RISKS.map(|row| row.replace(",A.8", ",27001:A.8"));
    let three = "R-3,A forecast is biased,4,2,Eve,42001:A.9.3";
    let unclear = "R-4,A courier is robbed,Medium-ish,2,Eve,A.5.3";
    let questions = "Question ID,Control,Question,Answer\n1,27001:A.8.13,Are backups tested regularly?,Partly\n\
        2,27001:A.5.1,Are there policies for information security?,No\n";
    let (_folder, work) = first_run_on(&[
        ("risks.csv", &lines(&[&head, &one, &two, three, unclear])),
        ("controls.csv", CONTROLS),
        ("questions.csv", questions),
    ]);
    let outcome = work.run();
    assert!(told(&outcome, "unrecognised-value").contains("R-2 and 1 more"));
    assert!(told(&outcome, "ambiguous-reference").contains("A.5.3"));
    assert!(told(&outcome, "answer-contradicts-register").contains("27001:A.5.1"));
    work.edit(|sheets| {
        sheets.set("Risks", "R-2", "Likelihood", Entry::Number(3.0));
        sheets.set("Risks", "R-4", "Controls", text("27001:A.5.3"));
        sheets.set("SoA 27001", "27001:A.5.1", "Implementation status", text("Partially implemented"));
    });
    for _ in 0..2 {
        let outcome = work.run();
        let unread = told(&outcome, "unrecognised-value");
        assert!(unread.contains("for R-4;") && !unread.contains("R-2"), "{unread}");
        assert_eq!(told(&outcome, "ambiguous-reference"), "");
        assert_eq!(told(&outcome, "answer-contradicts-register"), "");
    }
    // What a person decided and what was not understood leaves the source's value as it is.
    work.edit(|sheets| {
        sheets.set("Risks", "R-2", "Likelihood", text("now and then"));
        sheets.set("Risks", "R-4", "Controls", Entry::Blank);
    });
    let outcome = work.run();
    assert!(told(&outcome, "unrecognised-value").contains("R-2 and 1 more"));
    assert!(told(&outcome, "ambiguous-reference").contains("A.5.3"));
}

#[test]
fn a_role_stays_in_the_words_in_which_it_was_written() {
    let systems = "AI system ID,AI system name,Purpose,Our role\nIA-1,Forecast,Planning,Betreiber\nIA-2,Chat,Support,Provider\n";
    let (_folder, work) = first_run_on(&[("ai_systems.csv", systems), ("controls.csv", CONTROLS)]);
    work.edit(|sheets| {
        sheets.set("AI systems", "IA-2", "Our role", text("Deployer"));
    });
    for _ in 0..2 {
        let outcome = work.run();
        let roles: Vec<_> =
            outcome.model.ai_systems.iter().map(|system| system.role.as_ref().unwrap().value).collect();
        assert_eq!(roles, [Some(AiRole::User); 2]);
        let mut sheets = work.sheets();
        assert_eq!(sheets.cell("AI systems", "IA-2", "Our role"), text("Deployer"));
        assert_eq!(sheets.cell("AI systems", "IA-1", "Our role"), text("Betreiber"));
        let listed = changes(&work);
        assert_eq!(listed.len(), 1);
        assert!(listed[0].contains("| Provider | Deployer |"), "{listed:?}");
    }
}

#[test]
fn keys_in_audit_findings_are_the_requirements_that_they_name() {
    let audit = "Finding ID,Clause/control,Grade,Finding,Status\nA-1,27001:9.2.2,Minor,No programme,Open\n";
    let (_folder, work) = first_run_on(&[("audit_findings.csv", audit), ("controls.csv", CONTROLS)]);
    let written = ["27001:9.2.1", "27001:6.1.2", "42001:A.6.1.2", "27001:A.5.1", "27001:7.2.1"];
    work.edit(|sheets| {
        for (number, key) in written.iter().enumerate() {
            let id = format!("P-{number}");
            sheets.append(
                "Audit findings",
                &[
                    ("Finding ID", text(&id)),
                    ("Requirement", text(key)),
                    ("Grade", text("Major nonconformity")),
                    ("Finding", text("typed")),
                ],
            );
        }
    });
    for run in 0..3 {
        let outcome = work.run();
        assert_eq!(told(&outcome, "ambiguous-reference"), "");
        assert!(told(&outcome, "reference-of-2013").contains("write 27001:A.5.4 for it"), "run {run}");
        let about = |id: &str| -> Vec<String> {
            let all = outcome.model.audit_findings.iter();
            let of_id = all.filter(|finding| finding.key == id).flat_map(|finding| &finding.requirements);
            of_id.map(|requirement| requirement.id.to_string()).collect()
        };
        for (number, key) in written.iter().enumerate() {
            let id = format!("P-{number}");
            let expected = if number == 4 { vec![] } else { vec![(*key).to_owned()] };
            assert_eq!(about(&id), expected, "run {run}");
            assert_eq!(work.sheets().cell("Audit findings", &id, "Requirement"), text(key), "run {run}");
        }
        let gap = outcome.assessment.gaps.iter().find(|gap| gap.id.to_string() == "27001:9.2.1").unwrap();
        assert_eq!(gap.kind.words(), "Potential nonconformity");
    }
}

#[test]
fn a_word_that_holds_a_place_counts_for_nothing_and_is_told() {
    let (_folder, work) = first_run();
    let words = ["-", "tbd", "n.v.t.", "N/A", "?", "x", "...", "k.A."];
    let keys: Vec<String> = (1..=words.len()).map(|number| format!("27001:A.7.{number}")).collect();
    let counted = |outcome: &Outcome| {
        keys.iter()
            .filter(|key| outcome.assessment.requirements[&key.parse().unwrap()].in_denominator)
            .count()
    };
    work.edit(|sheets| {
        for (key, word) in keys.iter().zip(words) {
            sheets.set("SoA 27001", key, "Applicable", text("No"));
            sheets.set("SoA 27001", key, "Justification for exclusion", text(word));
        }
        sheets.set("Risks", "R-1", "Risk owner", text("tbd"));
    });
    for _ in 0..2 {
        let outcome = work.run();
        assert_eq!(counted(&outcome), words.len());
        let unjustified = told(&outcome, "exclusion-without-justification");
        assert!(
            unjustified.contains("27001:A.7.1 and 7 more") && unjustified.contains("read: \"-\""),
            "{unjustified}"
        );
        assert!(told(&outcome, "risk-without-owner").contains("read: \"tbd\""));
        for (key, word) in keys.iter().zip(words) {
            let cell = work.sheets().cell("SoA 27001", key, "Justification for exclusion");
            assert_eq!(cell, text(word), "what was written stays");
        }
    }
    work.edit(|sheets| {
        sheets.set("SoA 27001", &keys[0], "Justification for exclusion", text("no premises of our own"));
    });
    assert_eq!(counted(&work.run()), words.len() - 1);
}

#[test]
fn a_word_for_a_level_is_understood_as_in_its_register_and_said() {
    let (_folder, work) = first_run();
    work.edit(|sheets| {
        sheets.set("Risks", "R-1", "Likelihood", text("hoch"));
        sheets.set("Risks", "R-3", "Impact", text("très élevé"));
        sheets.append(
            "Risks",
            &[("Risk ID", text("X-1")), ("Likelihood", text("mittel")), ("Impact", text("laag"))],
        );
    });
    let outcome = work.run();
    let said = told(&outcome, "understood-as");
    for words in ["Likelihood of R-1: \"hoch\" is understood as 4", "\"très élevé\" is understood as 5"] {
        assert!(said.contains(words), "{said}");
    }
    let added = outcome.model.risks.iter().find(|risk| risk.key == "X-1").unwrap();
    let level = |reading: &Option<annexa::provenance::Reading<f64>>| reading.as_ref().unwrap().value;
    assert_eq!((level(&added.likelihood), level(&added.impact)), (Some(3.0), Some(2.0)));
    assert_eq!(work.sheets().cell("Risks", "R-1", "Likelihood"), Entry::Number(4.0));
    let again = work.run();
    assert_eq!(told(&again, "understood-as"), "");
    assert_eq!(
        level(&again.model.risks.iter().find(|risk| risk.key == "R-1").unwrap().likelihood),
        Some(4.0)
    );
}

#[test]
fn a_status_that_a_person_sets_takes_the_place_of_the_percentage_of_the_source() {
    let controls = "Standard,Control,Applicable,% implemented,Owner\n\
        ISO/IEC 27001:2022,A.5.1,Yes,0%,Ada\nISO/IEC 27001:2022,A.5.3,Yes,25%,Ada\n";
    let (_folder, work) = first_run_on(&[("controls.csv", controls)]);
    let key = "27001:A.5.1";
    assert_eq!(work.sheets().cell("SoA 27001", key, "Share implemented"), Entry::Number(0.0));
    work.edit(|sheets| {
        sheets.set("SoA 27001", key, "Implementation status", text("Implemented"));
    });
    for _ in 0..3 {
        let outcome = work.run();
        assert_eq!(own(&outcome, key), 1.0);
        assert_eq!(told(&outcome, "status-maturity-disagreement"), "");
        assert_eq!(work.sheets().cell("SoA 27001", key, "Share implemented"), Entry::Blank);
        assert_eq!(work.sheets().cell("SoA 27001", "27001:A.5.3", "Share implemented"), Entry::Number(0.25));
    }
    work.edit(|sheets| {
        sheets.set("SoA 27001", key, "Implementation status", Entry::Blank);
    });
    assert_eq!(own(&work.run(), key), 0.0);
    assert_eq!(work.sheets().cell("SoA 27001", key, "Share implemented"), Entry::Number(0.0));
}

#[test]
fn a_risk_that_a_person_gave_another_identifier_is_called_by_it_everywhere() {
    let (_folder, work) = first_run();
    work.edit(|sheets| {
        sheets.set("Risks", "R-1", "Risk ID", text("X-95"));
    });
    for _ in 0..2 {
        work.run();
        let mut sheets = work.sheets();
        assert_eq!(sheets.cell("SoA 27001", "27001:A.8.13", "Risks treated"), text("X-95"));
        assert_eq!(sheets.cell("Gaps", "27001:A.8.13", "Linked risks"), text("X-95"));
    }
}

#[test]
fn decisions_about_a_record_whose_identifier_holds_a_control_character_stay() {
    let (_folder, work) = first_run_on(&[("risks.csv", &lines(&RISKS).replace("R-1", "R\u{7}-1\u{1f}"))]);
    work.edit(|sheets| {
        sheets.set("Risks", "R-1", "Risk owner", text("Bo"));
    });
    for _ in 0..2 {
        assert_eq!(work.run().model.risks.len(), 3);
        assert_eq!(work.sheets().cell("Risks", "R-1", "Risk owner"), text("Bo"));
    }
}

#[test]
fn a_run_that_is_dated_before_the_last_one_is_told_and_its_changes_stand_first() {
    let (_folder, mut work) = first_run();
    work.edit(|sheets| {
        sheets.set("Risks", "R-1", "Risk owner", text("Bo"));
    });
    assert_eq!(told(&work.run(), "dated-before-last-run"), "");
    work.as_of = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
    work.edit(|sheets| {
        sheets.set("Risks", "R-1", "Risk owner", text("Cy"));
    });
    let dated = told(&work.run(), "dated-before-last-run");
    assert!(dated.contains("2026-01-31") && dated.contains("2026-11-21"), "{dated}");
    assert_eq!(work.sheets().column("Changes", "Noticed")[..2], ["2026-01-31", "2026-11-21"]);
}

#[test]
fn a_note_stays_beside_a_finding_about_a_record_whose_name_holds_a_semicolon() {
    let risks = "Risk,Likelihood (1-5),Impact (1-5),Risk owner\nFire; flood in the hall,Medium-ish,4,Ada\n\
        The ledger is lost;,3,4,Ada\nA courier is robbed,2,2,Bo\n";
    let (_folder, work) = first_run_on(&[("risks.csv", risks)]);
    note(&work, "unrecognised-value", "accepted");
    note(&work, "risk-unrated", "accepted too");
    let mut written = Vec::new();
    for _ in 0..3 {
        work.run();
        assert_eq!(noted(&work).len(), 2, "{:?}", noted(&work));
        written.push(std::fs::read(work.workbook()).unwrap());
    }
    assert!(written[1] == written[2], "the third run differs from the second");
}

#[test]
fn a_cell_that_both_a_person_and_the_source_cleared_is_not_told_to_be_back() {
    let (_folder, work) = first_run();
    work.edit(|sheets| {
        sheets.set("Risks", "R-1", "Impact", Entry::Blank);
        sheets.set("Risks", "R-3", "Impact", Entry::Blank);
    });
    work.register("risks.csv", &lines(&RISKS).replace("lost,3,4,", "lost,3,,"));
    let back = told(&work.run(), "cleared-cell-returns");
    assert!(back.contains("R-3") && !back.contains("R-1"), "{back}");
}

#[test]
fn a_status_is_said_to_follow_from_every_confirmed_question_unless_a_register_gives_it() {
    let questions = "Question ID,Question,Answer\n1,Are backups of information taken and tested regularly?,Yes\n\
        2,Do you take backups of information and test them regularly?,Yes\n";
    let (_folder, work) = first_run_on(&[("questions.csv", questions), ("controls.csv", CONTROLS)]);
    let keys = work.sheets().column("Answers", "Key");
    let suggested = work.sheets().column("Answers", "Suggested");
    assert_eq!(suggested[0], suggested[1]);
    work.edit(|sheets| {
        for key in keys.iter().filter(|key| !key.is_empty()) {
            sheets.set("Answers", key, "Confirmed", text("Yes"));
        }
    });
    work.run();
    let status = changes(&work).into_iter().find(|change| change.contains("Implementation status")).unwrap();
    assert!(status.contains("1 and 2"), "{status}");
}

#[test]
fn a_due_date_that_a_person_sets_is_counted_where_late_actions_are() {
    let folder = TempDir::new().unwrap();
    let work = Refreshed::new(
        folder.path(),
        &[("controls.csv", "Standard,Control,Status\nISO/IEC 27001:2022,A.5.1,Planned\n")],
    );
    let outcome = work.run();
    let last = outcome.assessment.roadmap.actions.last().unwrap().key.clone();
    let early = chrono::NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
    work.edit(|book| {
        book.set("Roadmap", &last, "Due date", annexa::model::Entry::Date(early));
    });
    work.run();
    let shown =
        annexa::read::read_workbook(&work.workbook(), "w", &annexa::read::Limits::default()).0.unwrap();
    let roadmap = shown.sheets.iter().find(|sheet| sheet.name.sheet.as_deref() == Some("Roadmap")).unwrap();
    let line = roadmap
        .rows
        .iter()
        .find(|row| row.cell(0).is_some_and(|cell| cell.text() == "Actions after their due date"));
    assert_eq!(line.unwrap().cell(1).unwrap().text(), "1");
}

#[test]
fn a_fault_in_what_people_wrote_is_told_where_it_is_one_and_nowhere_else() {
    let folder = tempfile::tempdir().unwrap();
    let clauses = "Clause,Title,Implementation status,Owner\n27001:4.3,Scope,Implemented,Ada\n\
        42001:4.3,Scope,Implemented,Ada\n27001:5.2,Policy,Planned,Ada\n";
    let work = Refreshed::new(folder.path(), &[("clauses.csv", clauses)]);
    let first = work.run();
    let units = &first.assessment.audit_programme;
    let audit = units.audits.iter().find(|audit| {
        audit.round.year() == 0
            && units.unit(audit).is_some_and(|unit| unit.owners.contains(&"Ada".to_owned()))
    });
    let audit = audit.unwrap().key.clone();
    // Document, its status, the auditor; and what is told.
    let cases = [
        ("scope", "Missing", "Ada", vec!["document-missing", "auditor-audits-own-work"]),
        ("scope", "Approved", "Bo", vec![]),
        // Its clause is not met: Gaps shows it.
        ("policy", "Missing", "Bo", vec![]),
    ];
    for (document, status, auditor, expected) in cases {
        work.edit(|sheets| {
            for other in ["scope", "policy"] {
                let said = if other == document { text(status) } else { Entry::Blank };
                sheets.set("Documented information", other, "Status", said);
            }
            sheets.set("Audit programme", &audit, "Lead auditor", text(auditor));
        });
        let outcome = work.run();
        let codes = ["document-missing", "auditor-audits-own-work"];
        let told: Vec<&str> =
            codes.into_iter().filter(|code| outcome.findings().any(|told| told.code.name == *code)).collect();
        assert_eq!(told, expected, "{document} {status} {auditor}");
    }
}
