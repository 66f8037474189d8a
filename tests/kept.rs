//! What people put into the workbook beside editing cells stays when it is refreshed, or is named before
//! anything is written.
#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "kept/package.rs"]
mod package;

use std::fs;
use std::path::Path;
use std::process::Output;

use annexa::read::{Limits, Sheet, read_workbook};
use package::Package;

const CONTROLS: &str = "Control,Applicable,Status\nA.5.1,Yes,Implemented\nA.5.2,Yes,Planned\n";
const RISKS: &str =
    "Risk ID,Risk title,Likelihood,Impact\nR-1,Phishing of staff,4,4\nR-2,Loss of a laptop,3,2\n";

fn annexa(folder: &Path, arguments: &[&str]) -> Output {
    assert_cmd::Command::cargo_bin("annexa").unwrap().current_dir(folder).args(arguments).output().unwrap()
}

fn assess(folder: &Path, more: &[&str]) -> Output {
    let mut arguments =
        vec!["assess", "controls.csv", "risks.csv", "-o", "out.xlsx", "--as-of", "2026-11-22"];
    arguments.extend(more);
    annexa(folder, &arguments)
}

fn assess_well(folder: &Path) {
    let output = assess(folder, &[]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A folder with two registers and the workbook made from them.
fn assessed() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("controls.csv"), CONTROLS).unwrap();
    fs::write(folder.path().join("risks.csv"), RISKS).unwrap();
    assess_well(folder.path());
    folder
}

/// Changes the parts of the workbook as a spreadsheet program would.
fn edit(folder: &Path, change: impl FnOnce(&mut Package)) {
    let path = folder.join("out.xlsx");
    let mut package = Package::open(&path);
    change(&mut package);
    package.save(&path);
}

fn sheet(folder: &Path, name: &str) -> Sheet {
    let path = folder.join("out.xlsx");
    let (workbook, told) = read_workbook(&path, "out.xlsx", &Limits::default());
    let workbook = workbook.unwrap_or_else(|| panic!("{told:?}"));
    let found = workbook.sheets.into_iter().find(|sheet| sheet.name.sheet.as_deref() == Some(name));
    found.unwrap_or_else(|| panic!("no sheet {name}"))
}

/// The text of the first cell right of, or below, the one that holds a text.
fn beside(sheet: &Sheet, text: &str) -> Option<String> {
    let row = sheet.rows.iter().find(|row| row.cells.iter().any(|cell| cell.text() == text))?;
    let place = row.cells.iter().position(|cell| cell.text() == text)?;
    row.cells.get(place + 1).map(annexa::read::Cell::text)
}

fn column(sheet: &Sheet, heading: &str) -> Vec<String> {
    let of_row = |row: &annexa::read::Row| {
        row.cells.iter().find(|cell| cell.text() == heading).map(|cell| cell.column)
    };
    let Some((header, column)) = sheet.rows.iter().find_map(|row| Some((row.number, of_row(row)?))) else {
        return Vec::new();
    };
    let below = sheet.rows.iter().filter(|row| row.number > header);
    below.map(|row| row.cell(column).map(annexa::read::Cell::text).unwrap_or_default()).collect()
}

const FIRST: u32 = 6;

/// Adds a column to the list of risks: its heading and its two cells as markup, `{}` standing for the reference.
fn add_column(package: &mut Package, letters: &str, cells: [&str; 3]) {
    for (row, cell) in (FIRST - 1..).zip(cells) {
        package.add_cell("Risks", row, &cell.replace("{}", &format!("{letters}{row}")));
    }
}

fn text(text: &str) -> String {
    format!("<c r=\"{{}}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

#[test]
fn a_column_that_somebody_added_stays_with_its_values_beside_their_records() {
    let folder = assessed();
    edit(folder.path(), |package| {
        add_column(package, "BA", [&text("Reviewer"), &text("Ann"), &text("=Bob")]);
        add_column(
            package,
            "BB",
            [&text("Cost"), "<c r=\"{}\"><v>12.5</v></c>", "<c r=\"{}\" t=\"b\"><v>1</v></c>"],
        );
    });
    // The records come in another order.
    let turned =
        RISKS.lines().next().unwrap().to_owned() + "\nR-2,Loss of a laptop,3,2\nR-1,Phishing of staff,4,4\n";
    fs::write(folder.path().join("risks.csv"), turned).unwrap();
    assess_well(folder.path());
    let risks = sheet(folder.path(), "Risks");
    let keys = column(&risks, "Key");
    let place = |key: &str| keys.iter().position(|known| known == key).unwrap();
    assert_eq!(column(&risks, "Reviewer")[place("R-1")], "Ann");
    assert_eq!(column(&risks, "Reviewer")[place("R-2")], "=Bob");
    assert_eq!(column(&risks, "Cost")[place("R-1")], "12.5");
    assert_eq!(column(&risks, "Cost")[place("R-2")], "TRUE");

    let second = fs::read(folder.path().join("out.xlsx")).unwrap();
    assess_well(folder.path());
    assert!(
        second == fs::read(folder.path().join("out.xlsx")).unwrap(),
        "the third run differs from the second"
    );
}

#[test]
fn what_stood_beside_a_record_that_is_gone_is_told_among_the_changes() {
    let folder = assessed();
    edit(folder.path(), |package| {
        add_column(package, "BA", [&text("Reviewer"), &text("Ann"), &text("Bob of the board")]);
    });
    fs::write(folder.path().join("risks.csv"), RISKS.lines().take(2).collect::<Vec<_>>().join("\n")).unwrap();
    assess_well(folder.path());
    let changes = sheet(folder.path(), "Changes");
    assert!(column(&changes, "Before").iter().any(|before| before == "Bob of the board"));
    assert_eq!(column(&sheet(folder.path(), "Risks"), "Reviewer"), ["Ann"]);
}

#[test]
fn a_formula_stays_where_it_reads_its_own_row_and_is_named_where_it_reads_more() {
    let folder = assessed();
    edit(folder.path(), |package| {
        let formula = "<c r=\"{}\"><f>Risks[[#This Row],[Likelihood]]*10</f><v>40</v></c>";
        add_column(
            package,
            "BA",
            [&text("Tenfold"), formula, "<c r=\"{}\"><f>Risks[[#This Row],[Likelihood]]*10</f></c>"],
        );
    });
    assess_well(folder.path());
    let part = Package::open(&folder.path().join("out.xlsx")).sheet("Risks");
    let kept = "<f>Risks[[#This Row],[Likelihood]]*10</f>";
    assert!(part.contains(&format!("{kept}<v>40</v>")), "the value still holds");
    assert!(part.contains(&format!("{kept}</c>")), "a value that was not known is not made up");

    edit(folder.path(), |package| {
        let formula = "<c r=\"{}\"><f>SUM($A$1:$A$9)</f><v>7</v></c>";
        add_column(package, "BC", [&text("Total"), formula, formula]);
    });
    let before = fs::read(folder.path().join("out.xlsx")).unwrap();
    let output = assess(folder.path(), &[]);
    assert_eq!(output.status.code(), Some(4));
    assert!(
        stderr(&output).contains("Risks!BC6: the formula in column BC \"Total\" and 1 more"),
        "{}",
        stderr(&output)
    );
    assert!(before == fs::read(folder.path().join("out.xlsx")).unwrap());

    let output = assess(folder.path(), &["--discard-unkept"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(column(&sheet(folder.path(), "Risks"), "Total"), ["7", "7"]);
    assert!(!Package::open(&folder.path().join("out.xlsx")).sheet("Risks").contains("SUM($A$1:$A$9)"));
}

#[test]
fn the_document_cells_of_a_statement_stay_and_clearing_one_withdraws_it() {
    let folder = assessed();
    let version = |package: &mut Package, old: &str, new: &str| {
        let part = package.sheet("SoA 27001");
        let row =
            part.split("<row ").find(|row| row.contains("Version") || row.starts_with("r=\"7\"")).unwrap();
        let start = row.split("<c r=\"B7\"").nth(1).unwrap().split("</c>").next().unwrap().to_owned();
        assert!(package.text_of(&start).contains(old), "{start}");
        let new = if new.is_empty() { String::new() } else { format!("<is><t>{new}</t></is>") };
        let style = start.split("s=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let cell = format!("<c r=\"B7\"{start}</c>");
        let edited = part.replace(&cell, &format!("<c r=\"B7\" s=\"{style}\" t=\"inlineStr\">{new}</c>"));
        assert_ne!(part, edited);
        package.set_sheet("SoA 27001", edited);
    };
    edit(folder.path(), |package| version(package, "draft", "2.1"));
    for _ in 0..2 {
        assess_well(folder.path());
        assert_eq!(beside(&sheet(folder.path(), "SoA 27001"), "Version").as_deref(), Some("2.1"));
    }
    assert!(column(&sheet(folder.path(), "Changes"), "Now").contains(&"2.1".to_owned()));
    edit(folder.path(), |package| version(package, "2.1", ""));
    assess_well(folder.path());
    assert_eq!(beside(&sheet(folder.path(), "SoA 27001"), "Version").as_deref(), Some("draft"));
}

#[test]
fn what_cannot_be_kept_is_named_before_anything_is_written_and_charts_of_annexa_are_not() {
    let folder = assessed();
    edit(folder.path(), |package| {
        let title = "How far the requirements are implemented, run by run";
        let named = |number: &usize| package.part(&format!("xl/charts/chart{number}.xml")).contains(title);
        let chart = format!("xl/charts/chart{}.xml", (1..9).find(named).unwrap());
        package.set(&chart, package.part(&chart).replace(title, "Budget &amp; time"));
        package.add_before("xl/drawings/drawing1.xml", "</xdr:wsDr>", "<xdr:pic/><xdr:sp/><xdr:sp/>");
        package.set("xl/vbaProject.bin", "macros");
    });
    let before = fs::read(folder.path().join("out.xlsx")).unwrap();
    let output = assess(folder.path(), &[]);
    assert_eq!(output.status.code(), Some(4));
    let told = stderr(&output);
    for named in [
        "the macros of the workbook",
        "History: the chart \"Budget & time\"",
        "Summary: 1 image",
        "Summary: 2 shapes",
        "--discard-unkept",
    ] {
        assert!(told.contains(named), "{named}: {told}");
    }
    assert_eq!(told.matches("the chart").count(), 1, "{told}");
    assert!(before == fs::read(folder.path().join("out.xlsx")).unwrap());
    assert!(!folder.path().join("out.previous.xlsx").exists());
    let output = assess(folder.path(), &["--discard-unkept"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stderr(&output).contains("Budget & time"), "{}", stderr(&output));
    assess_well(folder.path());
}

#[test]
fn widths_hidden_columns_and_comments_stay_with_their_columns_and_records() {
    let folder = assessed();
    let letters = |heading: &str| {
        let risks = sheet(folder.path(), "Risks");
        let cells = risks.rows.iter().flat_map(|row| &row.cells);
        cells.into_iter().find(|cell| cell.text() == heading).unwrap().column
    };
    let (owner, title) = (letters("Risk owner"), letters("Risk"));
    edit(folder.path(), |package| {
        let part = package.sheet("Risks");
        let col = |column: u32, rest: &str| {
            format!("<col min=\"{0}\" max=\"{0}\" {rest} customWidth=\"1\"/>", column + 1)
        };
        let (before, rest) = part.split_once("<cols>").unwrap();
        let (_, after) = rest.split_once("</cols>").unwrap();
        let cols = col(title, "width=\"61.25\"") + &col(owner, "width=\"12\" hidden=\"1\"");
        package.set_sheet("Risks", format!("{before}<cols>{cols}</cols>{after}"));
        let comments = "<?xml version=\"1.0\"?><comments xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
            <authors><author>Ann</author></authors><commentList><comment ref=\"B6\" authorId=\"0\"><text><t>Ask the board</t></text>\
            </comment><comment ref=\"A5\" authorId=\"0\"><text><t>Ours</t></text></comment><comment ref=\"A1\" authorId=\"0\"><text>\
            <t>On top</t></text></comment></commentList></comments>";
        package.set("xl/comments1.xml", comments);
        let part = package.sheet_part("Risks");
        let relationships = part.replace("worksheets/", "worksheets/_rels/") + ".rels";
        let comment = "<Relationship Id=\"rIdC\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments\" \
            Target=\"../comments1.xml\"/>";
        package.add_before(&relationships, "</Relationships>", comment);
    });
    // The record goes to another row.
    let turned = "Risk ID,Risk title,Likelihood,Impact\nR-0,New,1,1\nR-2,Loss of a laptop,3,2\nR-1,Phishing of staff,4,4\n";
    fs::write(folder.path().join("risks.csv"), turned).unwrap();
    let mut bytes = Vec::new();
    for _ in 0..2 {
        assess_well(folder.path());
        bytes.push(fs::read(folder.path().join("out.xlsx")).unwrap());
        let risks = sheet(folder.path(), "Risks");
        let row =
            risks.rows.iter().find(|row| row.cells.iter().any(|cell| cell.text() == "R-1")).unwrap().number;
        let comments: Vec<(u32, u32, &str)> = risks
            .facts
            .comments
            .iter()
            .map(|comment| (comment.row, comment.column, &*comment.text))
            .collect();
        assert_eq!(comments, [(0, 0, "On top"), (4, 0, "Ours"), (row, 1, "Ask the board")]);
        assert!(risks.facts.hides_column(owner) && !risks.facts.hides_column(title));
        let part = Package::open(&folder.path().join("out.xlsx")).sheet("Risks");
        let wide = format!("<col min=\"{0}\" max=\"{0}\" width=\"61.25", title + 1);
        assert!(
            part.contains(&wide) || part.contains("width=\"61.2"),
            "{}",
            part.split("<sheetData").next().unwrap()
        );
    }
    assert!(bytes[0] == bytes[1], "the third run differs from the second");
}

#[test]
fn a_sheet_that_somebody_added_stays_and_what_of_it_cannot_is_named() {
    let folder = assessed();
    edit(folder.path(), |package| {
        let rows = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>=Budget</t></is></c><c r=\"B1\"><v>40</v></c></row>\
            <row r=\"2\"><c r=\"B2\"><f>SUM(B1:B1)*2</f><v>80</v></c></row>";
        let part = format!(
            "<?xml version=\"1.0\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><cols>\
             <col min=\"1\" max=\"1\" width=\"33\"/></cols><sheetData>{rows}</sheetData></worksheet>"
        );
        package.set("xl/worksheets/sheet900.xml", part);
        package.add_before(
            "xl/workbook.xml",
            "</sheets>",
            "<sheet name=\"Mine\" sheetId=\"900\" r:id=\"rId900\"/>",
        );
        let leads = "<Relationship Id=\"rId900\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" \
            Target=\"worksheets/sheet900.xml\"/>";
        package.add_before("xl/_rels/workbook.xml.rels", "</Relationships>", leads);
    });
    let mut bytes = Vec::new();
    for _ in 0..2 {
        assess_well(folder.path());
        bytes.push(fs::read(folder.path().join("out.xlsx")).unwrap());
        let mine = sheet(folder.path(), "Mine");
        let texts: Vec<String> =
            mine.rows.iter().flat_map(|row| &row.cells).map(annexa::read::Cell::text).collect();
        assert_eq!(texts, ["=Budget", "40", "80"]);
        let part = Package::open(&folder.path().join("out.xlsx")).sheet("Mine");
        assert!(part.contains("<f>SUM(B1:B1)*2</f><v>80</v>"), "{part}");
        assert!(part.contains("<col min=\"1\" max=\"1\" width=\"3"), "{part}");
    }
    assert!(bytes[0] == bytes[1], "the third run differs from the second");
    edit(folder.path(), |package| {
        let part = package.sheet("Mine").replace("SUM(B1:B1)*2", "Risks!A1").replace(
            "</sheetData>",
            "</sheetData><mergeCells count=\"1\"><mergeCell ref=\"A4:B4\"/></mergeCells>",
        );
        package.set_sheet("Mine", part);
    });
    let output = assess(folder.path(), &[]);
    assert_eq!(output.status.code(), Some(4));
    assert!(stderr(&output).contains("Mine: the formatting of a sheet"), "{}", stderr(&output));
    assert!(stderr(&output).contains("Mine!B2: the formula"), "{}", stderr(&output));
}
