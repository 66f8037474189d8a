//! The contract of the command line: exit codes, streams, and that nothing is ever lost.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use tempfile::TempDir;

const CONTROLS: &str = "Standard,Control,Status,Evidence,Owner\n\
    ISO/IEC 27001:2022,A.5.1,Implemented,Policy v3,Ada\n\
    ISO/IEC 27001:2022,A.5.2,Partially implemented,,Ada\n\
    ISO/IEC 27001:2022,A.5.3,Not implemented,,\n\
    ISO/IEC 42001:2023,A.2.2,Planned,,Ada\n";

fn annexa(folder: &Path, arguments: &[&str]) -> Output {
    Command::cargo_bin("annexa").unwrap().current_dir(folder).args(arguments).output().unwrap()
}

fn folder_with(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn assess_writes_the_workbook_and_prints_its_path_last() {
    let folder = folder_with(&[("controls.csv", CONTROLS)]);
    let output =
        annexa(folder.path(), &["assess", "controls.csv", "-o", "out.xlsx", "--as-of", "2026-11-21"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(stdout(&output).lines().last(), Some("out.xlsx"));
    assert!(stderr(&output).contains("controls, 4 records"), "{}", stderr(&output));
    assert!(fs::read(folder.path().join("out.xlsx")).unwrap().starts_with(b"PK"));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing else is left behind");
}

#[test]
fn the_same_input_and_date_give_the_same_bytes() {
    let folder = folder_with(&[("controls.csv", CONTROLS)]);
    for name in ["one.xlsx", "two.xlsx"] {
        let output = annexa(folder.path(), &["assess", "controls.csv", "-o", name, "--as-of", "2026-11-21"]);
        assert_eq!(output.status.code(), Some(0));
    }
    let read = |name| fs::read(folder.path().join(name)).unwrap();
    assert!(read("one.xlsx") == read("two.xlsx"));
}

#[test]
fn an_existing_file_is_replaced_only_with_force() {
    let folder = folder_with(&[("controls.csv", CONTROLS), ("out.xlsx", "mine")]);
    let output = annexa(folder.path(), &["assess", "controls.csv", "-o", "out.xlsx"]);
    assert_eq!(output.status.code(), Some(4));
    assert!(stderr(&output).contains("--force"), "{}", stderr(&output));
    assert_eq!(fs::read(folder.path().join("out.xlsx")).unwrap(), b"mine");

    let output = annexa(folder.path(), &["assess", "controls.csv", "-o", "out.xlsx", "--force"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(fs::read(folder.path().join("out.xlsx")).unwrap().starts_with(b"PK"));
}

#[test]
fn an_annexa_workbook_is_refreshed_and_its_previous_version_kept() {
    let folder = folder_with(&[("controls.csv", CONTROLS)]);
    let arguments = ["assess", "controls.csv", "-o", "out.xlsx", "--as-of", "2026-11-22"];
    assert_eq!(annexa(folder.path(), &arguments).status.code(), Some(0));
    let first = fs::read(folder.path().join("out.xlsx")).unwrap();
    let output = annexa(folder.path(), &arguments);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(fs::read(folder.path().join("out.previous.xlsx")).unwrap(), first);

    // Without paths the files of the last run are read; without a change the third run equals the second.
    let second = fs::read(folder.path().join("out.xlsx")).unwrap();
    fs::remove_file(folder.path().join("out.previous.xlsx")).unwrap();
    let output = annexa(folder.path(), &["assess", "-o", "out.xlsx", "--as-of", "2026-11-22", "--no-backup"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(second == fs::read(folder.path().join("out.xlsx")).unwrap());
    assert!(!folder.path().join("out.previous.xlsx").exists());
}

#[test]
fn a_workbook_that_is_open_elsewhere_is_not_refreshed() {
    let folder = folder_with(&[("controls.csv", CONTROLS)]);
    let arguments = ["assess", "controls.csv", "-o", "out.xlsx"];
    assert_eq!(annexa(folder.path(), &arguments).status.code(), Some(0));
    let before = fs::read(folder.path().join("out.xlsx")).unwrap();
    fs::write(folder.path().join("~$out.xlsx"), "").unwrap();
    let output = annexa(folder.path(), &arguments);
    assert_eq!(output.status.code(), Some(4));
    assert!(stderr(&output).contains("open in another program"), "{}", stderr(&output));
    assert!(before == fs::read(folder.path().join("out.xlsx")).unwrap());
}

#[test]
fn an_input_is_never_written_to_not_even_with_force() {
    let folder = folder_with(&[("register.xlsx", "not really a workbook"), ("controls.csv", CONTROLS)]);
    let register = || fs::read_to_string(folder.path().join("register.xlsx")).unwrap();
    let output = annexa(folder.path(), &["assess", "register.xlsx", "-o", "./register.xlsx", "--force"]);
    assert_eq!(output.status.code(), Some(4));
    assert!(stderr(&output).contains("inputs are never written to"), "{}", stderr(&output));
    assert_eq!(register(), "not really a workbook");

    let output = annexa(folder.path(), &["assess", ".", "-o", "register.xlsx", "--force"]);
    assert_eq!(output.status.code(), Some(4), "a file of a folder that is given is an input too");
    assert_eq!(register(), "not really a workbook");
    assert_eq!(fs::read_to_string(folder.path().join("controls.csv")).unwrap(), CONTROLS);
}

#[test]
fn without_usable_input_no_workbook_is_written() {
    let folder = folder_with(&[("notes.csv", "a,b\n1,2\n")]);
    for path in ["notes.csv", "missing.xlsx"] {
        let output = annexa(folder.path(), &["assess", path, "-o", "out.xlsx"]);
        assert_eq!(output.status.code(), Some(3), "{path}: {}", stderr(&output));
        assert!(!folder.path().join("out.xlsx").exists());
        assert!(stderr(&output).contains(path), "{}", stderr(&output));
    }
}

#[test]
fn findings_at_the_threshold_give_exit_code_one_and_still_the_workbook() {
    let without_evidence = format!("{CONTROLS}ISO/IEC 27001:2022,A.5.4,Implemented,,Ada\n");
    let folder = folder_with(&[("controls.csv", &without_evidence)]);
    let arguments = ["assess", "controls.csv", "-o", "out.xlsx", "--force", "--fail-on"];
    let ending = |severity| annexa(folder.path(), &[&arguments[..], &[severity]].concat()).status.code();
    assert_eq!(ending("error"), Some(0));
    assert_eq!(ending("note"), Some(1));
    assert!(folder.path().join("out.xlsx").exists());
}

#[test]
fn what_is_not_understood_is_a_usage_error() {
    let folder = folder_with(&[("controls.csv", CONTROLS)]);
    for arguments in [
        vec!["assess"],
        vec!["assess", "controls.csv"],
        vec!["assess", "controls.csv", "-o", "out.xlsx", "--as-of", "21.11.2026"],
        vec!["assess", "controls.csv", "-o", "out.xlsx", "--as-of", "0001-01-01"],
        vec!["standards", "A.5.99"],
    ] {
        assert_eq!(annexa(folder.path(), &arguments).status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn an_output_that_cannot_be_written_is_said_before_any_work() {
    let folder = folder_with(&[("controls.csv", CONTROLS)]);
    for output in ["missing/out.xlsx", "out.csv", "."] {
        let output = annexa(folder.path(), &["assess", "controls.csv", "-o", output]);
        assert_eq!(output.status.code(), Some(4), "{}", stderr(&output));
    }
}

#[test]
fn the_result_as_json_is_alone_on_standard_output_and_keeps_its_keys() {
    let folder = folder_with(&[("controls.csv", CONTROLS)]);
    let arguments = ["assess", "controls.csv", "-o", "out.xlsx", "--as-of", "2026-11-21", "--json"];
    let result: serde_json::Value =
        serde_json::from_slice(&annexa(folder.path(), &arguments).stdout).unwrap();
    assert_eq!(result["workbook"], "out.xlsx");
    assert_eq!(result["as_of"], "2026-11-21");
    assert_eq!(result["registers"]["controls"], 4);
    let annex_a = result["coverage"]
        .as_array()
        .unwrap()
        .iter()
        .find(|coverage| coverage["standard"] == "27001" && coverage["part"] == "annex-a")
        .unwrap();
    assert_eq!(annex_a["requirements"], 93);
    assert_eq!(annex_a["applicable"], 93);
    assert_eq!(annex_a["own"], 1.5 / 93.0);
    assert_eq!(annex_a["evidenced"], 1.0 / 93.0);
    for key in ["assessed", "carried", "reuse", "reach"] {
        assert!(annex_a[key].is_number(), "{key}");
    }
    for severity in ["error", "warning", "note"] {
        assert!(result["findings"][severity].is_u64());
    }
    assert!(result["gaps"].is_u64());
}

#[test]
fn inspection_as_json_keeps_its_keys_and_counts_rows_from_one() {
    let folder = folder_with(&[("controls.csv", CONTROLS)]);
    let output = annexa(folder.path(), &["inspect", "controls.csv", "--json"]);
    let inspection: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let table = &inspection["files"][0]["tables"][0];
    assert_eq!(inspection["files"][0]["file"], "controls.csv");
    assert_eq!(table["sheet"], "csv");
    assert_eq!(table["range"], "A1:E5");
    assert_eq!(table["register"], "controls");
    assert_eq!(table["header_rows"], serde_json::json!([1]));
    assert_eq!(table["first_data_row"], 2);
    assert_eq!(table["last_data_row"], 5);
    assert_eq!(table["records"], 4);
    let columns = table["columns"].as_array().unwrap();
    let fields: Vec<&str> = columns.iter().filter_map(|column| column["field"].as_str()).collect();
    assert_eq!(fields, ["standard", "control.ref", "control.status", "control.evidence", "control.owner"]);
    assert!(inspection["diagnostics"].is_array());
}

#[test]
fn sources_are_linked_from_where_the_workbook_lies() {
    let folder = folder_with(&[]);
    fs::create_dir_all(folder.path().join("registers/2026")).unwrap();
    fs::create_dir(folder.path().join("results")).unwrap();
    fs::write(folder.path().join("registers/2026/controls.csv"), CONTROLS).unwrap();
    let output = annexa(folder.path(), &["assess", "registers", "-o", "results/out.xlsx"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let mut archive =
        zip::ZipArchive::new(fs::File::open(folder.path().join("results/out.xlsx")).unwrap()).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    let relations = names.iter().filter(|name| name.starts_with("xl/worksheets/_rels/"));
    let found = relations.into_iter().any(|name| {
        let text = std::io::read_to_string(archive.by_name(name).unwrap()).unwrap();
        text.contains("../registers/2026/controls.csv")
    });
    assert!(found, "no sheet links to the source");
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_named_and_not_waited_for() {
    let folder = folder_with(&[]);
    assert!(
        std::process::Command::new("mkfifo").arg(folder.path().join("pipe.csv")).status().unwrap().success()
    );
    let output = annexa(folder.path(), &["inspect", "pipe.csv"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(stderr(&output).contains("pipe"), "{}", stderr(&output));
}

#[cfg(unix)]
#[test]
fn messages_that_nobody_reads_do_not_keep_the_workbook_from_being_written() {
    let folder = folder_with(&[("controls.csv", CONTROLS)]);
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("annexa"))
        .current_dir(folder.path())
        .args(["assess", "controls.csv", "-o", "out.xlsx"])
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stderr.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert!(folder.path().join("out.xlsx").exists());
}

#[cfg(unix)]
#[test]
fn a_link_to_nothing_is_no_output() {
    let folder = folder_with(&[("controls.csv", CONTROLS)]);
    std::os::unix::fs::symlink("elsewhere/out.xlsx", folder.path().join("out.xlsx")).unwrap();
    let output = annexa(folder.path(), &["assess", "controls.csv", "-o", "out.xlsx"]);
    assert_eq!(output.status.code(), Some(4));
    assert!(stderr(&output).contains("link to a file that is not there"), "{}", stderr(&output));
}

#[test]
fn errors_are_printed_first_whatever_found_them() {
    let excluded =
        format!("{CONTROLS}ISO/IEC 42001:2023,A.5.2,Sort of,,Ada\nISO/IEC 27001:2022,4.1,N/A,,Ada\n");
    let folder = folder_with(&[("controls.csv", &excluded)]);
    let output = annexa(folder.path(), &["assess", "controls.csv", "-o", "out.xlsx"]);
    let text = stderr(&output);
    let error = text.find("error[clause-excluded]").expect(&text);
    let warning = text.find("warning[unrecognised-value]").expect(&text);
    assert!(error < warning, "{text}");
    assert!(text.contains("1 error, "), "{text}");
}

#[test]
fn there_is_no_colour_where_there_is_no_terminal() {
    let folder = folder_with(&[("controls.csv", CONTROLS)]);
    let output = annexa(folder.path(), &["assess", "controls.csv", "missing.xlsx", "-o", "out.xlsx", "-v"]);
    assert!(!stderr(&output).contains('\u{1b}'));
    assert!(!stdout(&output).contains('\u{1b}'));
}

#[test]
fn a_requirement_is_shown_with_its_links_and_judgement_is_marked() {
    let folder = folder_with(&[]);
    let output = annexa(folder.path(), &["standards", "27001:A.5.19"]);
    assert_eq!(output.status.code(), Some(0));
    let text = stdout(&output);
    assert!(text.starts_with("27001:A.5.19"), "{text}");
    assert!(text.contains("contributes to") && text.contains("(judgement)"), "{text}");
    let both = stdout(&annexa(folder.path(), &["standards", "A.5.2"]));
    assert!(both.contains("27001:A.5.2") && both.contains("42001:A.5.2"), "{both}");
    let all = stdout(&annexa(folder.path(), &["standards"]));
    assert!(all.contains("93 controls of Annex A") && all.contains("38 controls of Annex A"), "{all}");
}

#[test]
fn files_whose_folder_was_renamed_are_known_again_and_their_records_stand_once() {
    let folder = folder_with(&[]);
    let answers = "Question ID,Question,Answer,Comment\nQ1,Is there a backup? (A.8.13),Yes,\nQ2,Are logs kept? (A.8.15),No,\n\
        Q3,Is access reviewed? (A.5.18),Partly,\n";
    fs::create_dir(folder.path().join("old")).unwrap();
    fs::write(folder.path().join("old/controls.csv"), CONTROLS).unwrap();
    fs::write(folder.path().join("old/questionnaire.csv"), answers).unwrap();
    let run = |registers| {
        let output = annexa(
            folder.path(),
            &["assess", registers, "-o", "out.xlsx", "--as-of", "2026-11-21", "--json"],
        );
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        (serde_json::from_str::<serde_json::Value>(&stdout(&output)).unwrap(), stderr(&output))
    };
    run("old");
    let (before, _) = run("old");
    fs::rename(folder.path().join("old"), folder.path().join("new")).unwrap();
    let (after, told) = run("new");
    assert_eq!(before, after);
    assert!(told.contains("moved since the last run"), "{told}");
    // A file of another name and the same content is the same file.
    fs::rename(folder.path().join("new/questionnaire.csv"), folder.path().join("new/answers of 2026.csv"))
        .unwrap();
    let (after, told) = run("new");
    assert_eq!(before, after);
    assert!(told.contains("answers of 2026.csv: moved since the last run"), "{told}");
    // Where the old file is read too, another one of its name is another file.
    fs::create_dir(folder.path().join("new/other")).unwrap();
    fs::copy(folder.path().join("new/controls.csv"), folder.path().join("new/other/controls.csv")).unwrap();
    let (_, told) = run("new");
    assert!(!told.contains("taken for") && !told.contains("moved since"), "{told}");
}

#[test]
fn words_of_levels_are_read_by_the_list_of_the_register_that_says_what_they_stand_for() {
    let folder = folder_with(&[]);
    let register = "Likelihood,Value\nException,1\nRare,2\nSometimes,3\nOften,4\nConstant,5\n\nRisk ID,Risk,Risk owner,Likelihood,Impact,Risk score\n\
        R-1,Theft of a laptop,Ada,Rare,4,8\nR-2,Fire in the archive,Ada,Exception,3,3\nR-3,Phishing of staff,Ada,Often,3,12\n\
        R-4,Loss of a key,Ada,Constant,2,9\n";
    fs::write(folder.path().join("risks.csv"), register).unwrap();
    let run = || {
        let output =
            annexa(folder.path(), &["assess", "risks.csv", "-o", "out.xlsx", "--as-of", "2026-11-21", "-v"]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        // A score of the register's own is held against what its words stand for.
        assert!(stderr(&output).contains("R-4 (9, not 5 × 2 = 10)"), "{}", stderr(&output));
        let path = folder.path().join("out.xlsx");
        let (workbook, _) = annexa::read::read_workbook(&path, "out.xlsx", &annexa::read::Limits::default());
        workbook.unwrap()
    };
    let workbook = run();
    let named = |name: &str| {
        let mut sheets = workbook.sheets.iter();
        sheets.find(|sheet| sheet.name.sheet.as_deref() == Some(name)).unwrap()
    };
    let risks = named("Risks");
    let column =
        risks.rows.iter().flat_map(|row| &row.cells).find(|cell| cell.text() == "Likelihood").unwrap().column;
    let levels: Vec<String> = risks
        .rows
        .iter()
        .filter(|row| row.cells.iter().any(|cell| cell.text().starts_with("R-")))
        .filter_map(|row| Some(row.cell(column)?.text()))
        .collect();
    assert_eq!(levels, ["2", "1", "4", "5"]);
    let said = named("Columns")
        .rows
        .iter()
        .flat_map(|row| &row.cells)
        .any(|cell| cell.text().contains("legend csv › A2 to A6"));
    assert!(said, "the sheet Columns does not say where the scale comes from");
}

#[test]
fn a_copy_of_a_folder_is_taken_for_it_though_the_folder_is_still_there() {
    let folder = folder_with(&[]);
    let (regs, copy) = (folder.path().join("regs"), folder.path().join("r2"));
    fs::create_dir(&regs).unwrap();
    fs::create_dir(&copy).unwrap();
    let answers = "Question ID,Question,Answer,Comment\nQ1,Is there a backup? (A.8.13),Yes,\nQ2,Are logs kept? (A.8.15),No,\n\
        Q3,Is access reviewed? (A.5.18),Partly,\n";
    let assets = |owner: &str| {
        let rows = ["Ledger", "Portal", "Archive", "Laptops", "Gateway"].iter().enumerate();
        let rows = rows.map(|(number, name)| format!("A-{number},{name} of Delft,{owner}\n"));
        format!("Asset ID,Asset name,Asset owner\n{}", rows.collect::<String>())
    };
    let suppliers = "Supplier,Service,Contract owner\nHoutman,Hosting,Ada\n";
    let files = [("controls.csv", CONTROLS), ("answers.csv", answers), ("suppliers.csv", suppliers)];
    for (name, text) in files {
        fs::write(regs.join(name), text).unwrap();
    }
    fs::write(regs.join("assets.csv"), assets("Ada")).unwrap();
    let run = |arguments: &[&str]| {
        let all = [&["assess"], arguments, &["-o", "out.xlsx", "--as-of", "2026-11-21", "--json"]].concat();
        let output = annexa(folder.path(), &all);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        (serde_json::from_str::<serde_json::Value>(&stdout(&output)).unwrap(), stderr(&output))
    };
    run(&["regs"]);
    // One register has its name, one another name, one was edited too, and one is left out on purpose.
    fs::write(
        copy.join("answers.csv"),
        answers.replace("Q2,Are logs kept? (A.8.15),No", "Q2,Are logs kept? (A.8.15),Yes"),
    )
    .unwrap();
    fs::write(copy.join("applicability.csv"), CONTROLS).unwrap();
    fs::write(copy.join("assets of next year.csv"), assets("Bo")).unwrap();
    let (_, told) = run(&["r2"]);
    for (file, called) in [
        ("answers.csv", "answers.csv"),
        ("applicability.csv", "controls.csv"),
        ("assets of next year.csv", "assets.csv"),
    ] {
        let line = told.lines().find(|line| line.contains(&format!("r2/{file}: taken for regs/{called}")));
        assert!(line.is_some(), "{file}: {told}");
    }
    assert_eq!(told.matches("file-not-read-this-time").count(), 1, "{told}");
    assert!(told.contains("regs/suppliers.csv"), "{told}");
    // Each answer stands once.
    let (workbook, _) = annexa::read::read_workbook(
        &folder.path().join("out.xlsx"),
        "out.xlsx",
        &annexa::read::Limits::default(),
    );
    let workbook = workbook.unwrap();
    let sheet = workbook.sheets.iter().find(|sheet| sheet.name.sheet.as_deref() == Some("Answers")).unwrap();
    let count =
        |text: &str| sheet.rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.text() == text).count();
    assert_eq!((count("Q1"), count("Q2"), count("Q3")), (1, 1, 1));
    // It stays so from then on.
    let (_, told) = run(&["r2"]);
    assert!(!told.contains("taken for"), "{told}");
}

#[test]
fn another_register_of_the_same_name_is_not_taken_for_one_that_is_still_there() {
    let folder = folder_with(&[]);
    let suppliers = |names: [&str; 4]| {
        let rows = names.map(|name| format!("{name},Hosting of {name},Ada\n"));
        format!("Supplier,Service,Contract owner\n{}", rows.concat())
    };
    let sites =
        [("sales", ["Houtman", "Brink", "Vloed", "Kade"]), ("plant", ["Ostrava", "Zlin", "Brno", "Plzen"])];
    for (site, names) in sites {
        fs::create_dir(folder.path().join(site)).unwrap();
        fs::write(folder.path().join(site).join("suppliers.csv"), suppliers(names)).unwrap();
    }
    let run = |site| {
        let output = annexa(folder.path(), &["assess", site, "-o", "out.xlsx", "--as-of", "2026-11-21"]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        stderr(&output)
    };
    run("sales");
    let told = run("plant");
    assert!(!told.contains("taken for") && !told.contains("moved since"), "{told}");
}

#[test]
fn where_two_files_could_be_the_one_of_the_last_run_neither_is_taken_for_it() {
    let folder = folder_with(&[]);
    for place in ["regs", "r2/a", "r2/b"] {
        fs::create_dir_all(folder.path().join(place)).unwrap();
        fs::write(folder.path().join(place).join("controls.csv"), CONTROLS).unwrap();
    }
    let run = |registers| {
        let output = annexa(folder.path(), &["assess", registers, "-o", "out.xlsx", "--as-of", "2026-11-21"]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        stderr(&output)
    };
    run("regs");
    let told = run("r2");
    assert!(!told.contains("taken for") && !told.contains("moved since"), "{told}");
}

#[test]
fn a_file_that_was_renamed_and_edited_is_known_again_by_what_it_says_and_never_taken_for_another() {
    let assets = |place: &str, owner: &str| {
        let rows = ["Ledger", "Portal", "Archive", "Laptops", "Gateway"].iter().enumerate();
        let rows = rows.map(|(number, name)| format!("A-{number},{name} of {place},{owner}\n"));
        format!("Asset ID,Asset name,Asset owner\n{}", rows.collect::<String>())
    };
    // One row more, one less, and another owner.
    let edited = assets("Delft", "Bo").replace("A-4,Gateway of Delft,Bo", "A-9,Drone of Delft,Bo");
    let copy = edited.replace("Bo", "Cy");
    let other = assets("Utrecht", "Ada");
    let cases: [(&[(&str, &str)], bool); 3] = [
        (&[("assets of next year.csv", &edited)], true),
        // A register of the same kind with the same identifiers is another one.
        (&[("utrecht.csv", &other)], false),
        // Where two files are equally like it, neither is taken for it.
        (&[("assets of next year.csv", &edited), ("copy.csv", &copy)], false),
    ];
    for (files, is_known) in cases {
        let folder = folder_with(&[]);
        let registers = folder.path().join("registers");
        fs::create_dir(&registers).unwrap();
        fs::write(registers.join("assets.csv"), assets("Delft", "Ada")).unwrap();
        fs::write(registers.join("controls.csv"), CONTROLS).unwrap();
        let run = || {
            let arguments = ["assess", "registers", "-o", "out.xlsx", "--as-of", "2026-11-21"];
            let output = annexa(folder.path(), &arguments);
            assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
            stderr(&output)
        };
        run();
        fs::remove_file(registers.join("assets.csv")).unwrap();
        for (name, text) in files {
            fs::write(registers.join(name), text).unwrap();
        }
        let told = run();
        assert_eq!(told.contains("taken for"), is_known, "{files:?}: {told}");
        assert_eq!(told.contains("file-not-read-this-time"), !is_known, "{files:?}: {told}");
    }
}

#[test]
fn notes_follow_a_register_that_was_renamed_and_edited_and_it_is_not_told_as_missing() {
    let folder = folder_with(&[]);
    let registers = folder.path().join("registers");
    fs::create_dir(&registers).unwrap();
    let questions = "Question ID,Question,Answer\nQ1,Is there a backup of the ledger?,Yes\nQ2,Are logs kept?,No\n\
        Q3,Is access reviewed every year?,Partly\nQ4,Who approves changes?,The board\n";
    fs::write(registers.join("questions.csv"), questions).unwrap();
    let run = || {
        let arguments = ["assess", "registers", "-o", "out.xlsx", "--as-of", "2026-11-21", "--json"];
        let output = annexa(folder.path(), &arguments);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        stderr(&output)
    };
    run();
    fs::remove_file(registers.join("questions.csv")).unwrap();
    let edited = questions.replace("Q2,Are logs kept?,No", "Q2,Are logs kept?,Yes");
    fs::write(registers.join("form of 2027.csv"), edited).unwrap();
    let told = run();
    assert!(told.contains("form of 2027.csv: taken for") && !told.contains("not-read"), "{told}");
    let (workbook, _) = annexa::read::read_workbook(
        &folder.path().join("out.xlsx"),
        "out.xlsx",
        &annexa::read::Limits::default(),
    );
    let workbook = workbook.unwrap();
    let answers = workbook.sheets.iter().find(|sheet| sheet.name.sheet.as_deref() == Some("Answers"));
    let texts = |text: &str| {
        let cells = answers.unwrap().rows.iter().flat_map(|row| &row.cells);
        cells.filter(|cell| cell.text() == text).count()
    };
    assert_eq!((texts("Q1"), texts("Q2"), texts("Q4")), (1, 1, 1));
    // The next run finds it under its new name without guessing.
    assert!(!run().contains("taken for"));
}
