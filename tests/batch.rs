//! `annexa batch` and `annexa portfolio`: many clients give what single runs give, and none stops another.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use tempfile::TempDir;

const AS_OF: &str = "2026-11-21";

/// A form of three controls.
fn form(statuses: [&str; 3]) -> String {
    let [first, second, third] = statuses;
    format!(
        "Standard,Control,Status,Evidence,Owner\n\
         ISO/IEC 27001:2022,A.5.1,{first},Policy v3,Ada\n\
         ISO/IEC 27001:2022,A.5.2,{second},,Ada\n\
         ISO/IEC 42001:2023,A.2.2,{third},,Ada\n"
    )
}

fn good() -> String {
    form(["Implemented", "Partially implemented", "Planned"])
}

const BROKEN: &str = "nothing,here\n1,2\n";

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn folder_with(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, text) in files {
        write(folder.path(), name, text);
    }
    folder
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("annexa"));
    command.current_dir(folder).args(arguments).stdin(Stdio::null());
    command
}

fn annexa(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().unwrap()
}

fn batch(folder: &Path, out: &str, others: &[&str]) -> Output {
    annexa(folder, &[&["batch", "clients", "-o", out, "--as-of", AS_OF], others].concat())
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The workbooks of a folder by name; half-written files count as files.
fn workbooks(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = entries.filter(|path| path.is_file());
    files
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(&path).unwrap()))
        .collect()
}

fn names(folder: &Path) -> Vec<String> {
    workbooks(folder).into_keys().collect()
}

#[test]
fn a_batch_gives_the_bytes_of_single_runs_whatever_the_number_of_jobs() {
    let other = form(["Planned", "Implemented", "Implemented"]);
    let folder = folder_with(&[
        ("clients/acme/controls.csv", &good()),
        ("clients/beta.csv", &other),
        ("clients/gamma.csv", &good()),
    ]);
    let root = folder.path();
    // The second round refreshes workbooks.
    for round in 0..2 {
        for (out, jobs) in [("one", "1"), ("four", "4")] {
            let output = batch(root, out, &["--jobs", jobs]);
            assert_eq!(output.status.code(), Some(0), "{}", told(&output));
        }
        fs::create_dir_all(root.join("singles")).unwrap();
        for (input, workbook) in
            [("acme", "acme.xlsx"), ("beta.csv", "beta.xlsx"), ("gamma.csv", "gamma.xlsx")]
        {
            let arguments = [
                "assess",
                &format!("clients/{input}"),
                "-o",
                &format!("singles/{workbook}"),
                "--as-of",
                AS_OF,
            ];
            let output = annexa(root, &arguments);
            assert_eq!(output.status.code(), Some(0), "{}", told(&output));
        }
        let one = workbooks(&root.join("one"));
        assert!(one == workbooks(&root.join("four")), "round {round}");
        for (name, bytes) in workbooks(&root.join("singles")) {
            assert!(one[&name] == bytes, "{name} of round {round}");
        }
        assert!(one["portfolio.xlsx"].starts_with(b"PK"));
    }
}

#[test]
fn one_failure_stops_no_other_and_is_named_with_its_reason() {
    let folder = folder_with(&[
        ("clients/acme.csv", &good()),
        ("clients/broken.csv", BROKEN),
        ("clients/empty/readme.md", "nothing"),
        ("clients/liar.xlsx", "this is no workbook"),
        ("clients/zeta.csv", &good()),
    ]);
    let output = batch(folder.path(), "out", &[]);
    assert_eq!(output.status.code(), Some(5), "{}", told(&output));
    assert_eq!(names(&folder.path().join("out")), ["acme.xlsx", "portfolio.xlsx", "zeta.xlsx"]);
    for client in ["broken", "empty", "liar"] {
        let line = told(&output)
            .lines()
            .find(|line| line.contains(&format!("{client}: failed: ")))
            .map(str::to_owned);
        assert!(line.is_some_and(|line| line.contains("no register")), "{}", told(&output));
    }
    assert!(String::from_utf8_lossy(&output.stdout).contains("2 written, 0 up to date, 3 failed"));
    // The portfolio says so too, and gathering it again gives the same.
    let before = fs::read(folder.path().join("out/portfolio.xlsx")).unwrap();
    let output = annexa(folder.path(), &["portfolio", "out"]);
    assert_eq!(output.status.code(), Some(5), "{}", told(&output));
    assert!(before == fs::read(folder.path().join("out/portfolio.xlsx")).unwrap());
}

#[cfg(unix)]
#[test]
fn no_name_leads_out_of_the_folder_and_clashes_are_told() {
    let folder = folder_with(&[
        ("clients/Acme.csv", &good()),
        ("clients/ACME.csv", &good()),
        ("clients/CON.csv", &good()),
        ("clients/x\\..\\y.csv", &good()),
        ("clients/portfolio.csv", &good()),
        ("clients/acme/controls.csv", &good()),
    ]);
    let output = batch(folder.path(), "out", &[]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    let expected = [
        "x_.._y.xlsx",
        "ACME.xlsx",
        "Acme (2).xlsx",
        "_CON.xlsx",
        "acme (3).xlsx",
        "portfolio (2).xlsx",
        "portfolio.xlsx",
    ];
    let mut found = names(&folder.path().join("out"));
    found.sort();
    let mut expected: Vec<String> = expected.iter().map(|name| (*name).to_owned()).collect();
    expected.sort();
    assert_eq!(found, expected);
    assert!(told(&output).contains("Acme: its workbook is Acme (2).xlsx"), "{}", told(&output));
    // A name that was given stays, whatever comes before it later.
    write(folder.path(), "clients/AcMe.csv", &good());
    let output = batch(folder.path(), "out", &["--resume"]);
    assert!(String::from_utf8_lossy(&output.stdout).contains("1 written, 6 up to date"), "{}", told(&output));
    assert!(folder.path().join("out/AcMe (4).xlsx").exists());
}

#[test]
fn only_what_is_new_or_changed_is_done_again() {
    let folder = folder_with(&[("clients/acme.csv", &good()), ("clients/beta.csv", &good())]);
    let root = folder.path();
    let says = |others: &[&str]| String::from_utf8(batch(root, "out", others).stdout).unwrap();
    assert!(says(&[]).starts_with("2 written, 0 up to date"));
    let first = workbooks(&root.join("out"));
    assert!(says(&["--resume"]).starts_with("0 written, 2 up to date"));
    assert!(first == workbooks(&root.join("out")));
    write(root, "clients/beta.csv", &form(["Planned", "Planned", "Planned"]));
    write(root, "clients/new.csv", &good());
    assert!(says(&["--resume"]).starts_with("2 written, 1 up to date"));
    assert!(first["acme.xlsx"] == workbooks(&root.join("out"))["acme.xlsx"]);
    // Another date is another assessment; a workbook that somebody changed is refreshed.
    let output = annexa(root, &["batch", "clients", "-o", "out", "--as-of", "2026-12-01", "--resume"]);
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("3 written, 0 up to date"));
}

#[test]
fn parts_gathered_are_the_whole() {
    let files: Vec<(String, String)> =
        (0..5).map(|number| (format!("clients/c{number}.csv"), good())).collect();
    let folder = TempDir::new().unwrap();
    files.iter().for_each(|(name, text)| write(folder.path(), name, text));
    assert_eq!(batch(folder.path(), "whole", &[]).status.code(), Some(0));
    for part in ["2/2", "1/2"] {
        assert_eq!(batch(folder.path(), "parts", &["--shard", part]).status.code(), Some(0));
    }
    assert!(!folder.path().join("parts/portfolio.xlsx").exists());
    assert_eq!(annexa(folder.path(), &["portfolio", "parts"]).status.code(), Some(0));
    assert!(workbooks(&folder.path().join("whole")) == workbooks(&folder.path().join("parts")));
}

#[test]
fn a_part_that_is_missing_is_named_in_the_portfolio() {
    let folder = folder_with(&[("clients/acme.csv", &good()), ("clients/beta.csv", &good())]);
    assert_eq!(batch(folder.path(), "out", &["--shard", "1/2"]).status.code(), Some(0));
    let output = annexa(folder.path(), &["portfolio", "out"]);
    assert_eq!(output.status.code(), Some(5));
    assert!(told(&output).contains("1 client was not assessed"), "{}", told(&output));
}

#[test]
fn a_run_that_was_killed_goes_on_to_the_result_of_one_that_was_not() {
    let folder = TempDir::new().unwrap();
    let root = folder.path();
    for number in 0..6 {
        write(root, &format!("clients/c{number}.csv"), &good());
    }
    // Two whole runs, the second of which refreshes.
    for _ in 0..2 {
        assert_eq!(batch(root, "whole", &["--jobs", "1"]).status.code(), Some(0));
    }
    let arguments = ["batch", "clients", "-o", "killed", "--as-of", AS_OF, "--jobs", "1"];
    let run_and_kill = |others: &[&str], after: u64| {
        let mut child = command(root, &[&arguments[..], others].concat())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(after));
        child.kill().unwrap();
        child.wait().unwrap();
    };
    // The first run is killed again and again; then the second, which is to do all.
    run_and_kill(&[], 300);
    for after in [150, 400, 700] {
        run_and_kill(&["--resume"], after);
    }
    assert_eq!(annexa(root, &[&arguments[..], &["--resume"]].concat()).status.code(), Some(0));
    run_and_kill(&[], 500);
    for after in [200, 600] {
        run_and_kill(&["--resume"], after);
    }
    assert_eq!(annexa(root, &[&arguments[..], &["--resume"]].concat()).status.code(), Some(0));
    let (whole, killed) = (workbooks(&root.join("whole")), workbooks(&root.join("killed")));
    assert_eq!(whole.keys().collect::<Vec<_>>(), killed.keys().collect::<Vec<_>>());
    for (name, bytes) in whole {
        assert!(bytes == killed[&name], "{name}");
    }
}

#[test]
fn copies_of_a_form_are_one_client_and_disagreement_is_listed() {
    let question = |answer: &str| {
        format!(
            "Q#,Question,Control reference,Answer\n1,Is there a policy?,ISO 27001 A.5.1,{answer}\n2,Are roles assigned?,ISO 27001 A.5.2,Yes\n3,Is there threat intelligence?,ISO 27001 A.5.7,No\n"
        )
    };
    let folder = folder_with(&[
        ("clients/acme.csv", &question("Yes")),
        ("clients/acme (1).csv", &question("No")),
        ("clients/acme - Copy.csv", &question("Yes")),
    ]);
    let output = batch(folder.path(), "out", &[]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert_eq!(names(&folder.path().join("out")), ["acme.xlsx", "portfolio.xlsx"]);
    let facts = fs::read_to_string(folder.path().join("out/.annexa-batch/facts/acme.xlsx.json")).unwrap();
    let facts: serde_json::Value = serde_json::from_str(&facts).unwrap();
    let assessed = &facts["outcome"]["Assessed"];
    assert_eq!(assessed["conflicts"].as_array().unwrap().len(), 1, "{facts}");
    assert_eq!(assessed["conflicts"][0]["about"], "Is there a policy?");
    assert_eq!(assessed["same_copies"].as_array().unwrap().len(), 1);
}

#[test]
fn a_list_names_clients_and_their_organisations() {
    let folder = folder_with(&[
        ("clients/acme.csv", &good()),
        ("clients/beta.csv", &good()),
        ("list.csv", "Client,Organisation\nacme,Acme Ltd\nnobody,\n"),
    ]);
    let output = batch(folder.path(), "out", &["--clients", "list.csv"]);
    assert_eq!(output.status.code(), Some(5), "{}", told(&output));
    assert!(told(&output).contains("not named by the list, and left out: beta"));
    assert!(told(&output).contains("nobody: failed: the list of clients names it"));
    let single = [
        "assess",
        "clients/acme.csv",
        "-o",
        "single/acme.xlsx",
        "--as-of",
        AS_OF,
        "--organisation",
        "Acme Ltd",
    ];
    fs::create_dir(folder.path().join("single")).unwrap();
    assert_eq!(annexa(folder.path(), &single).status.code(), Some(0));
    let bytes = |name: &str| fs::read(folder.path().join(name)).unwrap();
    assert!(bytes("single/acme.xlsx") == bytes("out/acme.xlsx"));
}

#[test]
fn what_cannot_be_done_is_said_before_any_work() {
    let folder = folder_with(&[("clients/acme.csv", &good()), ("list.csv", "Client,As of\nacme,soon\n")]);
    for (arguments, code) in [
        (vec!["batch", "nowhere", "-o", "out"], 2),
        (vec!["batch", "clients", "-o", "clients"], 2),
        (vec!["batch", "clients", "-o", "list.csv"], 2),
        (vec!["batch", "clients", "-o", "out", "--shard", "3/2"], 2),
        (vec!["batch", "clients", "-o", "out", "--clients", "list.csv"], 2),
        (vec!["portfolio", "clients"], 2),
    ] {
        let output = annexa(folder.path(), &arguments);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", told(&output));
        assert!(!folder.path().join("out").exists());
    }
    fs::create_dir(folder.path().join("none")).unwrap();
    assert_eq!(annexa(folder.path(), &["batch", "none", "-o", "out"]).status.code(), Some(3));
}

#[test]
fn a_workbook_of_somebody_else_is_never_replaced() {
    let folder = folder_with(&[
        ("clients/acme.csv", &good()),
        ("clients/beta.csv", &good()),
        ("out/acme.xlsx", "mine"),
    ]);
    let output = batch(folder.path(), "out", &[]);
    assert_eq!(output.status.code(), Some(5), "{}", told(&output));
    assert_eq!(fs::read(folder.path().join("out/acme.xlsx")).unwrap(), b"mine");
    fs::write(folder.path().join("out/portfolio.xlsx"), "mine too").unwrap();
    assert_eq!(batch(folder.path(), "out", &[]).status.code(), Some(4));
    assert_eq!(fs::read(folder.path().join("out/portfolio.xlsx")).unwrap(), b"mine too");
}

#[test]
fn a_file_of_which_nothing_was_read_is_named_though_its_client_was_assessed() {
    let folder = folder_with(&[
        ("clients/acme/good.csv", &good()),
        ("clients/acme/assets.xlsx", "this is no workbook"),
        ("clients/acme/prices.csv", "Fruit,Colour\napple,red\npear,green\n"),
        ("clients/plan.pdf", "%PDF"),
        ("clients/only/plan.pdf", "%PDF"),
    ]);
    let output = batch(folder.path(), "out", &[]);
    assert_eq!(output.status.code(), Some(5), "{}", told(&output));
    let told = told(&output);
    for said in [
        "acme: nothing was read of clients/acme/assets.xlsx",
        "acme: nothing was read of clients/acme/prices.csv: no register was found in it",
        "only: failed: no register was found",
        "clients/only/plan.pdf: files .pdf are not read",
    ] {
        assert!(told.contains(said), "{said}: {told}");
    }
    let notes = notes(&folder.path().join("out/portfolio.xlsx"));
    for file in ["clients/acme/assets.xlsx", "clients/acme/prices.csv", "clients/plan.pdf"] {
        assert_eq!(notes.iter().filter(|note| note.contains(file)).count(), 1, "{file}: {notes:?}");
    }
}

#[test]
fn a_folder_and_a_file_of_one_name_never_take_over_each_others_workbooks() {
    let folder = folder_with(&[
        ("clients/acme/controls.csv", &good()),
        ("clients/acme.csv", &form(["Planned", "Planned", "Planned"])),
    ]);
    let root = folder.path();
    assert_eq!(batch(root, "out", &[]).status.code(), Some(0));
    let of_file = fs::read(root.join("out/acme.xlsx")).unwrap();
    let of_folder = fs::read(root.join("out/acme (2).xlsx")).unwrap();
    fs::remove_dir_all(root.join("clients/acme")).unwrap();
    let output = batch(root, "out", &["--resume"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert!(
        told(&output).contains("acme (2).xlsx: the batch has no such client any more"),
        "{}",
        told(&output)
    );
    assert!(of_file == fs::read(root.join("out/acme.xlsx")).unwrap());
    assert!(of_folder == fs::read(root.join("out/acme (2).xlsx")).unwrap());
    // Nobody else gets what it left, and it has it again where it comes back.
    write(root, "clients/ACME.csv", &good());
    write(root, "clients/acme/controls.csv", &good());
    assert_eq!(batch(root, "out", &["--resume"]).status.code(), Some(0));
    assert_eq!(
        names(&root.join("out")).iter().filter(|name| !name.contains("previous")).count(),
        4,
        "{:?}",
        names(&root.join("out"))
    );
    assert!(of_folder == fs::read(root.join("out/acme (2).xlsx")).unwrap());
}

#[test]
fn a_client_that_a_list_names_twice_or_wrongly_takes_no_workbook_of_another() {
    let folder = folder_with(&[
        ("clients/beta.csv", &good()),
        ("clients/gone/controls.csv", &good()),
        ("list.csv", "Client\nbet\nbeta.csv\nbeta\ngone\n"),
    ]);
    let root = folder.path();
    let run = || batch(root, "out", &["--clients", "list.csv"]);
    let first = run();
    assert_eq!(first.status.code(), Some(5), "{}", told(&first));
    assert!(
        told(&first).contains("beta.csv: beta.xlsx") || told(&first).contains("beta: beta.xlsx"),
        "{}",
        told(&first)
    );
    fs::remove_dir_all(root.join("clients/gone")).unwrap();
    for _ in 0..2 {
        assert_eq!(run().status.code(), Some(5));
        let rows = sheet(&root.join("out/portfolio.xlsx"), "Clients");
        let beta: Vec<&Vec<String>> = rows.iter().filter(|row| row.contains(&"beta".to_owned())).collect();
        assert_eq!(beta.len(), 1, "{rows:?}");
        let failed = sheet(&root.join("out/portfolio.xlsx"), "Not assessed");
        let row = |name: &str| failed.iter().find(|row| row[0] == name).unwrap().join("|");
        assert!(row("gone").contains("gone.xlsx"), "the workbook of the earlier run: {failed:?}");
        assert!(!row("beta").contains(".xlsx") && !row("bet").contains(".xlsx"), "{failed:?}");
        assert_eq!(names(&root.join("out")).iter().filter(|name| !name.contains("previous")).count(), 3);
    }
}

#[test]
fn where_copies_disagree_the_weakest_answer_counts_in_whatever_order_they_are_read() {
    let question = |answers: [&str; 2]| {
        let [first, second] = answers;
        format!(
            "Q#,Question,Control reference,Answer\n1,Is there a policy?,ISO 27001 A.5.1,{first}\n2,Are roles assigned?,ISO 27001 A.5.2,{second}\n3,Is there threat intelligence?,ISO 27001 A.5.7,Yes\n"
        )
    };
    let [left, right] = [question(["Yes", ""]), question(["No", "Yes"])];
    for [first, second] in [[&left, &right], [&right, &left]] {
        let folder = folder_with(&[("clients/acme.csv", first), ("clients/acme - Kopie.csv", second)]);
        assert_eq!(batch(folder.path(), "out", &[]).status.code(), Some(0));
        let rows = sheet(&folder.path().join("out/portfolio.xlsx"), "Questions");
        let row = |text: &str| rows.iter().find(|row| row[0] == text).unwrap()[3..7].join(" ");
        assert_eq!(row("Is there a policy?"), "1 1 0 0");
        assert_eq!(row("Are roles assigned?"), "1 1 1 1");
        let quality = sheet(&folder.path().join("out/portfolio.xlsx"), "Data quality");
        let acme = quality.iter().find(|row| row[0] == "acme").unwrap();
        assert_eq!(acme[5..8], ["3", "0", "0"], "asked, not answered, share");
    }
}

#[test]
fn a_portfolio_that_somebody_changed_is_kept_beside_the_next_one() {
    let folder = folder_with(&[("clients/acme.csv", &good())]);
    let root = folder.path();
    assert_eq!(batch(root, "out", &[]).status.code(), Some(0));
    let kept = root.join("out/portfolio.previous.xlsx");
    write(root, "clients/acme.csv", &form(["Planned", "Planned", "Planned"]));
    assert_eq!(batch(root, "out", &[]).status.code(), Some(0));
    assert!(!kept.exists(), "nobody changed it");
    // A person's copy of it is a workbook of annexa with other bytes.
    let mut edited = fs::read(root.join("out/portfolio.xlsx")).unwrap();
    let comment = b"typed";
    let end = edited.len();
    edited[end - 2..].copy_from_slice(&u16::try_from(comment.len()).unwrap().to_le_bytes());
    edited.extend(comment);
    fs::write(root.join("out/portfolio.xlsx"), &edited).unwrap();
    let output = batch(root, "out", &["--resume"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert!(told(&output).contains("was changed since annexa wrote it"), "{}", told(&output));
    assert!(edited == fs::read(&kept).unwrap());
    assert_eq!(annexa(root, &["portfolio", "out"]).status.code(), Some(0));
    assert!(edited == fs::read(&kept).unwrap(), "what nobody changed takes no one's place");
}

#[test]
fn a_later_run_of_the_same_day_is_compared_with_the_day_before() {
    let folder = folder_with(&[("clients/acme.csv", &form(["Planned", "Planned", "Planned"]))]);
    let root = folder.path();
    let run = |day: &str| {
        let output = annexa(root, &["batch", "clients", "-o", "out", "--as-of", day]);
        assert_eq!(output.status.code(), Some(0), "{}", told(&output));
        sheet(&root.join("out/portfolio.xlsx"), "Trend").into_iter().find(|row| row[1] == "acme")
    };
    assert_eq!(run("2026-10-01"), None);
    write(root, "clients/acme.csv", &good());
    let next = run("2026-11-01").unwrap();
    assert!(next.iter().any(|cell| cell.starts_with("0.0")), "{next:?}");
    assert_eq!(run("2026-11-01").unwrap(), next);
}

/// The rows of a sheet, as texts.
fn sheet(workbook: &Path, name: &str) -> Vec<Vec<String>> {
    use calamine::Reader as _;
    let mut workbook: calamine::Xlsx<_> = calamine::open_workbook(workbook).unwrap();
    let range = workbook.worksheet_range(name).unwrap();
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

/// The notes of a portfolio, each as one text.
fn notes(portfolio: &Path) -> Vec<String> {
    sheet(portfolio, "Notes").into_iter().map(|row| row.join(" | ")).collect()
}
