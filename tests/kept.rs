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

/// The formula of the first cell of a sheet whose formula reads a column, replaced.
fn type_formula_over(package: &mut Package, sheet: &str, reads: &str, formula: &str) {
    let text = package.sheet(sheet);
    let at = text
        .match_indices("<f>")
        .map(|(at, _)| at + 3)
        .find(|at| text[*at..].split_once("</f>").is_some_and(|(formula, _)| formula.contains(reads)));
    let (before, from) = text.split_at(at.unwrap_or_else(|| panic!("nothing reads {reads}")));
    let (_, after) = from.split_once("</f>").unwrap();
    package.set_sheet(sheet, format!("{before}{formula}</f>{after}"));
}

#[test]
fn a_formula_typed_over_one_of_annexa_is_named_as_a_value_would_be() {
    let folder = assessed();
    edit(folder.path(), |package| {
        type_formula_over(package, "Risks", "[Likelihood]]", "5*5");
        type_formula_over(package, "Coverage", "[Reuse]]", "1/2");
    });
    let before = fs::read(folder.path().join("out.xlsx")).unwrap();
    let output = assess(folder.path(), &[]);
    assert_eq!(output.status.code(), Some(4));
    let told = stderr(&output);
    assert_eq!(told.matches(": a formula under ").count(), 2, "{told}");
    assert!(told.contains("6: a formula under Score: annexa writes this cell anew"), "{told}");
    assert!(before == fs::read(folder.path().join("out.xlsx")).unwrap());

    let output = assess(folder.path(), &["--discard-unkept"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_well_again(folder.path());
}

/// Nothing is told of a workbook as a program saves it that writes formulas in its own way.
#[test]
fn formulas_in_the_words_of_another_program_are_those_of_annexa() {
    let folder = assessed();
    edit(folder.path(), |package| {
        for sheet in ["Risks", "Coverage", "Gaps", "Links", "Roadmap"] {
            let text = package.sheet(sheet);
            package.set_sheet(
                sheet,
                text.replace("IF(", "IF( ").replace("=\"\"", " = \"\"").replace("ROUND(", "(ROUND)("),
            );
        }
    });
    assert_well_again(folder.path());
}

fn assert_well_again(folder: &Path) {
    let output = assess(folder, &[]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(!stderr(&output).contains("a formula under"), "{}", stderr(&output));
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
fn a_formula_stays_beside_its_record_and_is_named_where_its_function_is_not_known() {
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
        let formula = "<c r=\"{}\"><f>WEBSERVICE(\"http://x\")</f><v>7</v></c>";
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
    assert!(!Package::open(&folder.path().join("out.xlsx")).sheet("Risks").contains("WEBSERVICE"));
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
        ": the chart \"Budget & time\"",
        "History!",
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
            <authors><author>Ann</author><author>Bo &amp; Cie</author></authors><commentList><comment ref=\"B6\" authorId=\"0\"><text><t>Ask the board</t></text>\
            </comment><comment ref=\"A5\" authorId=\"0\"><text><t>Ours</t></text></comment><comment ref=\"A1\" authorId=\"1\"><text>\
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
        let comments: Vec<(u32, u32, &str, &str)> = risks
            .facts
            .comments
            .iter()
            .map(|comment| (comment.row, comment.column, &*comment.text, &*comment.author))
            .collect();
        let (ann, bo) = ("Ann", "Bo & Cie");
        assert_eq!(comments, [(0, 0, "On top", bo), (4, 0, "Ours", ann), (row, 1, "Ask the board", ann)]);
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
fn sheets_stay_in_the_order_that_somebody_gave_them_and_a_name_that_is_not_kept_is_told() {
    let folder = assessed();
    let names = || -> Vec<String> {
        let names = names_of_sheets(folder.path()).into_iter();
        names.filter(|name| ["Risks", "Assets", "Suppliers", "Cover"].contains(&name.as_str())).collect()
    };
    let written = names();
    assert_eq!(written, ["Cover", "Risks", "Assets", "Suppliers"]);
    edit(folder.path(), |package| {
        let book = package.part("xl/workbook.xml");
        let element = |name: &str| {
            let start = book.find(&format!("<sheet name=\"{name}\"")).unwrap();
            let end = start + book[start..].find("/>").unwrap() + 2;
            book[start..end].to_owned()
        };
        let (risks, suppliers) = (element("Risks"), element("Suppliers"));
        let moved = book.replace(&suppliers, "").replace(&risks, &format!("{suppliers}{risks}"));
        let moved = moved.replace("<sheet name=\"Assets\"", "<sheet name=\"Our things\"");
        package.set("xl/workbook.xml", moved.as_str());
    });
    let mut bytes = Vec::new();
    for run in 0..2 {
        let output = assess(folder.path(), &[]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let told =
            stderr(&output).contains("Our things: the name of the sheet, which is called Assets again");
        assert_eq!(told, run == 0, "{}", stderr(&output));
        assert_eq!(names(), ["Cover", "Suppliers", "Risks", "Assets"]);
        bytes.push(fs::read(folder.path().join("out.xlsx")).unwrap());
    }
    assert!(bytes[0] == bytes[1], "the third run differs from the second");
}

/// A sheet of a person, put into the workbook as a spreadsheet program would.
fn add_sheet(package: &mut Package, name: &str, number: u32, content: &str) {
    let part = format!(
        "<?xml version=\"1.0\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
         xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">{content}</worksheet>"
    );
    package.set(&format!("xl/worksheets/sheet{number}.xml"), part);
    let listed = format!("<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>");
    package.add_before("xl/workbook.xml", "</sheets>", &listed);
    let leads = format!(
        "<Relationship Id=\"rId{number}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" \
         Target=\"worksheets/sheet{number}.xml\"/>"
    );
    package.add_before("xl/_rels/workbook.xml.rels", "</Relationships>", &leads);
}

/// Puts elements behind the last ones of a list of the styles; the number of the first of them.
fn add_styles(package: &mut Package, list: &str, elements: &str) -> usize {
    let part = package.part("xl/styles.xml");
    let inside = part.split(&format!("<{list} ")).nth(1).unwrap();
    let count: usize = inside.split('"').nth(1).unwrap().parse().unwrap();
    let start =
        if list == "cellXfs" { "<xf ".to_owned() } else { format!("<{}>", list.trim_end_matches('s')) };
    let more = count + elements.matches(&start).count();
    let (old, new) = (format!("<{list} count=\"{count}\""), format!("<{list} count=\"{more}\""));
    package.set("xl/styles.xml", part.replacen(&old, &new, 1));
    package.add_before("xl/styles.xml", &format!("</{list}>"), elements);
    count
}

const COSTS: &str = "<sheetPr><tabColor rgb=\"FF1072BA\"/></sheetPr><sheetViews><sheetView showGridLines=\"0\" tabSelected=\"1\" \
    zoomScale=\"130\" workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" state=\"frozen\"/></sheetView></sheetViews><cols>\
    <col min=\"1\" max=\"1\" width=\"33\" style=\"{plain}\" customWidth=\"1\"/></cols><sheetData><row r=\"1\" ht=\"41\" \
    customHeight=\"1\"><c r=\"A1\" t=\"inlineStr\" s=\"{fancy}\"><is><t>=Budget</t></is></c><c r=\"B1\" s=\"{money}\"><v>46143.60416\
    </v></c></row><row r=\"2\" hidden=\"1\"><c r=\"B2\"><f>SUM(B1:B1)*2</f><v>80</v></c><c r=\"C2\"><f>Other!A1&amp;\"x\"</f></c>\
    </row></sheetData><mergeCells count=\"1\"><mergeCell ref=\"A4:B4\"/></mergeCells><conditionalFormatting sqref=\"B1:B9\"><cfRule \
    type=\"expression\" dxfId=\"{over}\" priority=\"1\"><formula>$B1&gt;3</formula></cfRule></conditionalFormatting><dataValidations \
    count=\"1\"><dataValidation type=\"list\" sqref=\"D1:D9\"><formula1>\"Yes,No\"</formula1></dataValidation></dataValidations>\
    <hyperlinks><hyperlink ref=\"A1\" r:id=\"rId1\"/></hyperlinks><pageSetup orientation=\"landscape\" r:id=\"rId9\"/><extLst><ext uri=\"{05C60535-1F16-4fd2-B633-F4F36F0B64E0}\" \
    xmlns:x14=\"n\" xmlns:xm=\"m\"><x14:sparklineGroups><x14:sparklineGroup type=\"column\"><x14:sparklines><x14:sparkline><xm:f>Mine!B1:B2\
    </xm:f><xm:sqref>E1</xm:sqref></x14:sparkline></x14:sparklines></x14:sparklineGroup></x14:sparklineGroups></ext></extLst>";

/// Adds a sheet with a look of its own, and one that is hidden.
fn add_costs(package: &mut Package) {
    let font = add_styles(
        package,
        "fonts",
        "<font><b/><sz val=\"17\"/><color theme=\"4\" tint=\"-0.5\"/><name val=\"Georgia\"/></font>",
    );
    let fill = add_styles(
        package,
        "fills",
        "<fill><patternFill patternType=\"solid\"><fgColor indexed=\"13\"/></patternFill></fill>",
    );
    let number = "<numFmt numFmtId=\"199\" formatCode=\"d. mmmm yyyy\"/>";
    package.add_before("xl/styles.xml", "</numFmts>", number);
    let plain = add_styles(
        package,
        "cellXfs",
        &format!(
            "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"><alignment wrapText=\"1\"/></xf><xf numFmtId=\"0\" \
             fontId=\"{font}\" fillId=\"{fill}\" borderId=\"0\"/><xf numFmtId=\"199\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/>"
        ),
    );
    let over = "<dxf><font><i/><color rgb=\"FFFF0000\"/></font></dxf>";
    let over = add_styles(package, "dxfs", over);
    let mut content = COSTS.to_owned();
    for (name, number) in
        [("{plain}", plain), ("{fancy}", plain + 1), ("{money}", plain + 2), ("{over}", over)]
    {
        content = content.replace(name, &number.to_string());
    }
    let place = package.part("xl/workbook.xml").matches("<sheet ").count();
    let names = format!(
        "<definedName name=\"_xlnm.Print_Area\" localSheetId=\"{place}\">Mine!$A$1:$D$8</definedName><definedName \
         name=\"My_Rate\">Mine!$B$1</definedName>"
    );
    package.add_before("xl/workbook.xml", "</definedNames>", &names);
    add_sheet(package, "Mine", 900, &content);
    package.set(
        "xl/worksheets/_rels/sheet900.xml.rels",
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" \
         Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink\" \
         Target=\"https://example.org/?a=1&amp;b=2\" TargetMode=\"External\"/></Relationships>",
    );
    add_sheet(package, "Other", 901, "<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData>");
    let rows = "<sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Net</t></is></c><c r=\"C1\"><f>SUM(Costs[Net])</f><v>5</v></c>\
        </row><row r=\"2\"><c r=\"A2\"><v>5</v></c></row></sheetData><tableParts count=\"1\"><tablePart r:id=\"rId7\"/></tableParts>";
    add_sheet(package, "Listed", 902, rows);
    package.set(
        "xl/worksheets/_rels/sheet902.xml.rels",
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId7\" \
         Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/table\" Target=\"../tables/mine.xml\"/>\
         </Relationships>",
    );
    package.set(
        "xl/tables/mine.xml",
        "<table xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" id=\"77\" name=\"Costs\" displayName=\"Costs\" \
         ref=\"A1:A2\"><autoFilter ref=\"A1:A2\"/><tableColumns count=\"1\"><tableColumn id=\"1\" name=\"Net\"/></tableColumns>\
         <tableStyleInfo name=\"TableStyleMedium4\" showRowStripes=\"1\"/></table>",
    );
    let listed =
        package.part("xl/workbook.xml").replace("sheetId=\"901\"", "sheetId=\"901\" state=\"hidden\"");
    package.set("xl/workbook.xml", listed);
}

#[test]
fn a_sheet_that_somebody_added_stays_as_it_looks() {
    let folder = assessed();
    edit(folder.path(), add_costs);
    let mut bytes = Vec::new();
    for _ in 0..3 {
        assess_well(folder.path());
        bytes.push(fs::read(folder.path().join("out.xlsx")).unwrap());
        let mine = sheet(folder.path(), "Mine");
        let texts: Vec<String> =
            mine.rows.iter().flat_map(|row| &row.cells).map(annexa::read::Cell::text).collect();
        assert_eq!(texts, ["=Budget", "2026-05-01 14:29", "80"]);
        assert_eq!(sheet(folder.path(), "Other").visibility, annexa::read::Visibility::Hidden);
        let package = Package::open(&folder.path().join("out.xlsx"));
        let part = package.sheet("Mine");
        for kept in [
            "<tabColor rgb=\"FF1072BA\"/>",
            "showGridLines=\"0\" zoomScale=\"130\"",
            "<pane ySplit=\"1\"",
            "<row r=\"1\" ht=\"41\" customHeight=\"1\">",
            "<row r=\"2\" hidden=\"1\">",
            "<v>46143.60416</v>",
            "<f>SUM(B1:B1)*2</f><v>80</v>",
            "<f>Other!A1&amp;&quot;x&quot;</f>",
            "<mergeCell ref=\"A4:B4\"/>",
            "<formula>$B1&gt;3</formula>",
            "sqref=\"D1:D9\"><formula1>&quot;Yes,No&quot;</formula1>",
            "<hyperlink ref=\"A1\" r:id=",
            "<pageSetup orientation=\"landscape\"/>",
            "<x14:sparkline><xm:f>Mine!B1:B2</xm:f><xm:sqref>E1</xm:sqref></x14:sparkline>",
        ] {
            assert!(part.contains(kept), "{kept}: {part}");
        }
        assert!(!part.contains("tabSelected"), "one sheet is shown first");
        let relationships = package.sheet_part("Mine").replace("worksheets/", "worksheets/_rels/") + ".rels";
        assert!(package.part(&relationships).contains("Target=\"https://example.org/?a=1&amp;b=2\""));
        let book = package.part("xl/workbook.xml");
        assert!(
            book.contains(">Mine!$A$1:$D$8</definedName><definedName name=\"My_Rate\">Mine!$B$1<"),
            "{book}"
        );
        assert!(package.sheet("Listed").contains("<f>SUM(Costs[Net])</f><v>5</v>"));
        let tables: Vec<String> =
            package.parts("xl/tables/").filter(|part| part.contains("\"Costs\"")).collect();
        assert_eq!(tables.len(), 1);
        assert!(
            tables[0].contains("ref=\"A1:A2\"><autoFilter ref=\"A1:A2\"/><tableColumns"),
            "{}",
            tables[0]
        );
        let styles = package.part("xl/styles.xml");
        let style = |cell: &str| style_of(&styles, &part, cell);
        // The theme's colour, half as light, and the palette's.
        for kept in [
            "<color rgb=\"FF254061\"/><name val=\"Georgia\"/>",
            "<fgColor rgb=\"FFFFFF00\"/>",
            "<i/><color rgb=\"FFFF0000\"/>",
        ] {
            assert_eq!(styles.matches(kept).count(), 1, "{kept}");
        }
        assert!(style("A1").contains("quotePrefix=\"1\""), "{}", style("A1"));
        let number = style("B1").split("numFmtId=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        assert!(styles.contains(&format!("<numFmt numFmtId=\"{number}\" formatCode=\"d. mmmm yyyy\"/>")));
    }
    assert!(bytes[0] == bytes[1] && bytes[1] == bytes[2], "a refresh changes what it kept");
}

/// The style of a cell.
fn style_of(styles: &str, part: &str, cell: &str) -> String {
    let tag = part.split(&format!("<c r=\"{cell}\" s=\"")).nth(1).unwrap();
    let number: usize = tag.split('"').next().unwrap().parse().unwrap();
    let list = styles.split("<cellXfs").nth(1).unwrap().split("</cellXfs>").next().unwrap();
    list.split("<xf ").nth(number + 1).unwrap().to_owned()
}

#[test]
fn what_of_a_sheet_of_ones_own_cannot_stay_is_named_with_its_cell() {
    let folder = assessed();
    edit(folder.path(), |package| {
        add_costs(package);
        let part = package.part("xl/worksheets/sheet900.xml");
        let part = part
            .replace("SUM(B1:B1)*2", "[1]Budget!A1")
            .replace("<formula>$B1&gt;3</formula>", "<formula>[1]Budget!$B1&gt;3</formula>")
            .replace("<formula1>\"Yes,No\"</formula1>", "<formula1>List_Of_Words</formula1>")
            .replace("<extLst>", "<extLst><ext uri=\"x\"><x99:news xmlns:x99=\"x\"/></ext>");
        let name = "<definedName name=\"Elsewhere\">[1]Budget!$A$6</definedName>";
        package.add_before("xl/workbook.xml", "</definedNames>", name);
        let listed = package.part("xl/tables/mine.xml");
        let formula = "<calculatedColumnFormula>[1]Budget!A1</calculatedColumnFormula></tableColumn>";
        package
            .set("xl/tables/mine.xml", listed.replace("name=\"Net\"/>", &format!("name=\"Net\">{formula}")));
        package.set("xl/worksheets/sheet900.xml", part);
    });
    let before = fs::read(folder.path().join("out.xlsx")).unwrap();
    let output = assess(folder.path(), &[]);
    assert_eq!(output.status.code(), Some(4));
    let told = stderr(&output);
    for named in [
        "Mine!B2: the formula: it leads out of the workbook",
        "Mine!B1: the conditional format",
        "Mine!D1: the rule for what may be entered",
        "Listed!A1: the table \"Costs\"",
        "Listed!C1: the formula",
        "the name \"Elsewhere\", which stands for [1]Budget!$A$6",
        "Mine: 1 addition of a later version of the program",
    ] {
        assert!(told.contains(named), "{named}: {told}");
    }
    assert_eq!(told.matches("\n    ").count(), 7, "what is kept is not named: {told}");
    assert!(before == fs::read(folder.path().join("out.xlsx")).unwrap());
    let output = assess(folder.path(), &["--discard-unkept"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let part = Package::open(&folder.path().join("out.xlsx")).sheet("Mine");
    assert!(part.contains("<c r=\"B2\"><v>80</v></c>"), "{part}");
    assert!(!part.contains("Budget!") && part.contains("<mergeCell ref=\"A4:B4\"/>"), "{part}");
}

#[test]
fn numbers_in_a_column_that_somebody_added_are_shown_as_they_were() {
    let folder = assessed();
    edit(folder.path(), |package| {
        package.add_before(
            "xl/styles.xml",
            "</numFmts>",
            "<numFmt numFmtId=\"199\" formatCode=\"dd.mm.yyyy hh:mm\"/>",
        );
        let style = add_styles(
            package,
            "cellXfs",
            "<xf numFmtId=\"199\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/><xf numFmtId=\"10\" fontId=\"0\" fillId=\"0\" \
             borderId=\"0\"/>",
        );
        let moment = format!("<c r=\"{{}}\" s=\"{style}\"><v>46204.5</v></c>");
        let share = format!("<c r=\"{{}}\" s=\"{}\"><v>0.125</v></c>", style + 1);
        add_column(package, "BA", [&text("Seen"), &moment, &share]);
    });
    let mut bytes = Vec::new();
    for _ in 0..2 {
        assess_well(folder.path());
        bytes.push(fs::read(folder.path().join("out.xlsx")).unwrap());
        assert_eq!(column(&sheet(folder.path(), "Risks"), "Seen"), ["2026-07-01 12:00", "12.5%"]);
        let package = Package::open(&folder.path().join("out.xlsx"));
        assert!(package.sheet("Risks").contains("<v>46204.5</v>"));
        assert_eq!(package.part("xl/styles.xml").matches("formatCode=\"dd.mm.yyyy hh:mm\"").count(), 1);
    }
    assert!(bytes[0] == bytes[1], "the third run differs from the second");
}

/// Sheets on which somebody works with what the lists hold; the first stands behind the risks.
fn add_summary(package: &mut Package) {
    let formula =
        |cell: &str, text: &str, value: &str| format!("<c r=\"{cell}\"><f>{text}</f><v>{value}</v></c>");
    let cells = [
        formula("A1", "Risks!$B$6", "0"),
        formula("B1", "Risks!B7", "0"),
        formula("C1", "COUNTA(Risks!A6:A7)", "2"),
        formula("D1", "Cov_27001_AnnexA_Own*2", "7"),
        formula("E1", "SUM(Risks[Likelihood])", "7"),
        formula("F1", "HYPERLINK(&quot;#'Risks'!B7&quot;,&quot;go&quot;)", "0"),
        formula("G1", "E1+C1", "9"),
        formula("H1", "VLOOKUP(&quot;R-2&quot;,Risks!$A$5:$B$7,2,FALSE)", "0"),
        formula("I1", "1+2", "3"),
    ];
    let shared = [
        "<row r=\"2\"><c r=\"A2\"><f t=\"shared\" ref=\"A2:A3\" si=\"0\">Risks!B6</f><v>0</v></c></row>",
        "<row r=\"3\"><c r=\"A3\"><f t=\"shared\" si=\"0\"/><v>0</v></c></row>",
    ];
    let rules = "<conditionalFormatting sqref=\"A1:A9\"><cfRule type=\"expression\" priority=\"1\"><formula>COUNTIF(Risks!$A$6:$A$7,\"R-1\")&gt;0\
        </formula></cfRule></conditionalFormatting><hyperlinks><hyperlink ref=\"A1\" location=\"Risks!B7\"/></hyperlinks>";
    let content =
        format!("<sheetData><row r=\"1\">{}</row>{}</sheetData>{rules}", cells.concat(), shared.concat());
    add_sheet(package, "Board", 900, &content);
    let other = "<sheetData><row r=\"1\"><c r=\"A1\"><f>Board!G1*10</f><v>90</v></c><c r=\"B1\"><f>Board!I1*10</f><v>30</v></c><c r=\"C1\"><f>LEN(Board!H1)</f><v>1</v></c></row>\
        </sheetData>";
    add_sheet(package, "Other", 901, other);
    package.add_before(
        "xl/workbook.xml",
        "</definedNames>",
        "<definedName name=\"First_Risk\">Risks!$B$6</definedName>",
    );
    let book = package.part("xl/workbook.xml");
    let board = book.split("<sheet ").find(|sheet| sheet.starts_with("name=\"Board\"")).unwrap();
    let board = format!("<sheet {}", board.split("/>").next().unwrap().to_owned() + "/>");
    let risks = book.split("<sheet ").find(|sheet| sheet.starts_with("name=\"Risks\"")).unwrap();
    let risks = format!("<sheet {}", risks.split("/>").next().unwrap().to_owned() + "/>");
    let moved = book.replace(&board, "").replace(&risks, &format!("{risks}{board}"));
    package.set("xl/workbook.xml", moved);
}

fn names_of_sheets(folder: &Path) -> Vec<String> {
    let (workbook, _) = read_workbook(&folder.join("out.xlsx"), "out.xlsx", &Limits::default());
    let sheets = workbook.unwrap().sheets.into_iter();
    sheets.map(|sheet| sheet.name.sheet.as_deref().unwrap().to_owned()).collect()
}

#[test]
fn formulas_that_read_lists_follow_their_records_and_have_no_value_that_may_be_wrong() {
    let folder = assessed();
    edit(folder.path(), add_summary);
    assess_well(folder.path());
    let part = Package::open(&folder.path().join("out.xlsx")).sheet("Board");
    for kept in [
        "<f>COUNTA(Risks!A6:A7)</f><v>2</v>",
        "<f>SUM(Risks[Likelihood])</f><v>7</v>",
        "<f>E1+C1</f><v>9</v>",
        "<c r=\"A3\"><f>Risks!B7</f>",
    ] {
        assert!(part.contains(kept), "{kept}: {part}");
    }
    let names = names_of_sheets(folder.path());
    let place = names.iter().position(|name| name == "Board").unwrap();
    assert_eq!(names[place - 1], "Risks", "it stays where it stood");

    // Another record comes first, and one more.
    let more = "Risk ID,Risk title,Likelihood,Impact\nR-2,Loss of a laptop,3,2\nR-0,New,5,5\nR-1,Phishing of staff,4,4\n";
    fs::write(folder.path().join("risks.csv"), more).unwrap();
    let mut bytes = Vec::new();
    for _ in 0..2 {
        assess_well(folder.path());
        bytes.push(fs::read(folder.path().join("out.xlsx")).unwrap());
        let risks = sheet(folder.path(), "Risks");
        let row = |key: &str| {
            risks.rows.iter().find(|row| row.cells.iter().any(|cell| cell.text() == key)).unwrap().number + 1
        };
        let (one, two) = (row("R-1"), row("R-2"));
        assert_ne!(two, 7, "the record stands elsewhere");
        let package = Package::open(&folder.path().join("out.xlsx"));
        let part = package.sheet("Board");
        for kept in [
            format!("<f>Risks!$B${one}</f><v>0</v>"),
            format!("<c r=\"B1\"><f>Risks!B{two}</f><v>0</v>"),
            "<f>COUNTA(Risks!A6:A8)</f><v>3</v>".to_owned(),
            "<f>SUM(Risks[Likelihood])</f><v>12</v>".to_owned(),
            "<f>E1+C1</f><v>15</v>".to_owned(),
            "<f>1+2</f><v>3</v>".to_owned(),
            format!("'Risks'!B{two}&quot;").replace("'Risks'", "Risks"),
            "Risks!$A$5:$B$8,2,FALSE)".to_owned(),
            format!("<c r=\"A2\"><f>Risks!B{one}</f>"),
            format!("<c r=\"A3\"><f>Risks!B{two}</f>"),
            "COUNTIF(Risks!$A$6:$A$8,".to_owned(),
            format!("location=\"Risks!B{two}\""),
        ] {
            assert!(part.contains(&kept), "{kept}: {part}");
        }
        let other = package.sheet("Other");
        assert!(other.contains("<f>Board!G1*10</f><v>150</v>"), "{other}");
        assert!(
            other.contains("<f>LEN(Board!H1)</f></c>"),
            "what reads a value that counts no more: {other}"
        );
        assert!(other.contains("<f>Board!I1*10</f><v>30</v>"), "{other}");
        let book = package.part("xl/workbook.xml");
        assert!(book.contains(&format!("name=\"First_Risk\">Risks!$B${one}<")), "{book}");
    }
    assert!(bytes[0] == bytes[1], "a refresh changes what it kept");
}

/// The style of a cell with something put in the place of its typeface or its filling.
fn marked_style(package: &mut Package, sheet: &str, cell: &str, list: &str, element: &str) -> usize {
    let number = add_styles(package, list, element);
    let old = style_of(&package.part("xl/styles.xml"), &package.sheet(sheet), cell);
    let word = if list == "fonts" { "fontId" } else { "fillId" };
    let (before, rest) = old.split_once(&format!("{word}=\"")).unwrap();
    let rest = rest.split_once('"').unwrap().1;
    add_styles(package, "cellXfs", &format!("<xf {before}{word}=\"{number}\"{rest}"))
}

#[test]
fn cells_that_somebody_marked_stay_marked_with_their_records() {
    let folder = assessed();
    let yellow = "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFFFFF00\"/></patternFill></fill>";
    let bold = "<font><b/><sz val=\"10\"/><color rgb=\"FFFF0000\"/><name val=\"Calibri\"/></font>";
    edit(folder.path(), |package| {
        let style = |package: &mut Package, cell: &str, list: &str, element: &str| {
            let number = marked_style(package, "Risks", cell, list, element);
            let part = package.sheet("Risks");
            let (before, rest) = part.split_once(&format!("<c r=\"{cell}\" s=\"")).unwrap();
            let rest = rest.split_once('"').unwrap().1;
            package.set_sheet("Risks", format!("{before}<c r=\"{cell}\" s=\"{number}\"{rest}"));
        };
        style(package, "B7", "fills", yellow);
        style(package, "A7", "fonts", bold);
        let own = add_styles(package, "fills", yellow);
        let own = add_styles(
            package,
            "cellXfs",
            &format!("<xf numFmtId=\"0\" fontId=\"0\" fillId=\"{own}\" borderId=\"0\"/>"),
        );
        let note = format!("<c r=\"{{}}\" s=\"{own}\" t=\"inlineStr\"><is><t>look</t></is></c>");
        add_column(package, "BA", [&text("Mine"), &note, &text("plain")]);
    });
    let turned = "Risk ID,Risk title,Likelihood,Impact\nR-2,Loss of a laptop,3,2\nR-0,New,5,5\nR-1,Phishing of staff,4,4\n";
    fs::write(folder.path().join("risks.csv"), turned).unwrap();
    let mut bytes = Vec::new();
    for _ in 0..2 {
        assess_well(folder.path());
        bytes.push(fs::read(folder.path().join("out.xlsx")).unwrap());
        let risks = sheet(folder.path(), "Risks");
        let row = |key: &str| {
            risks.rows.iter().find(|row| row.cells.iter().any(|cell| cell.text() == key)).unwrap().number
        };
        let package = Package::open(&folder.path().join("out.xlsx"));
        let (styles, part) = (package.part("xl/styles.xml"), package.sheet("Risks"));
        let fill = |cell: &str| {
            let style = style_of(&styles, &part, cell);
            let number: usize =
                style.split("fillId=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap();
            let fills = styles.split("<fills").nth(1).unwrap().split("</fills>").next().unwrap();
            fills.split("<fill>").nth(number + 1).unwrap().contains("FFFFFF00")
        };
        let two = row("R-2") + 1;
        assert_ne!(two, 7, "the record stands elsewhere");
        assert!(fill(&format!("B{two}")) && !fill("B7") && !fill(&format!("C{two}")));
        let mine =
            risks.rows.iter().flat_map(|row| &row.cells).find(|cell| cell.text() == "look").unwrap().column;
        let letters = annexa::provenance::column_letters(mine);
        assert!(fill(&format!("{letters}{}", row("R-1") + 1)), "a cell in a column of one's own");
        assert!(styles.contains("<b/><sz val=\"10\"/><color rgb=\"FFFF0000\"/>"), "{styles}");
    }
    assert!(bytes[0] == bytes[1], "a refresh changes what it kept");
}

#[test]
fn a_formula_whose_record_is_gone_says_so_and_is_told() {
    let folder = assessed();
    edit(folder.path(), add_summary);
    fs::write(folder.path().join("risks.csv"), RISKS.lines().take(2).collect::<Vec<_>>().join("\n")).unwrap();
    let output = assess(folder.path(), &[]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let told = stderr(&output);
    assert!(told.contains("Board!B1: the formula reads what is gone (R-2 of Risks)"), "{told}");
    let part = Package::open(&folder.path().join("out.xlsx")).sheet("Board");
    assert!(part.contains("<c r=\"B1\"><f>#REF!</f></c>"), "{part}");
    assert!(part.contains("<f>COUNTA(Risks!A6:A6)</f><v>1</v>"), "{part}");
    let changes = sheet(folder.path(), "Changes");
    assert!(column(&changes, "Before").contains(&"=Risks!B7".to_owned()));
    let second = fs::read(folder.path().join("out.xlsx")).unwrap();
    assess_well(folder.path());
    let third = Package::open(&folder.path().join("out.xlsx")).sheet("Board");
    assert!(third.contains("<c r=\"B1\"><f>#REF!</f></c>"), "{third}");
    assert!(!second.is_empty());
}

#[test]
fn a_formula_in_a_column_of_ones_own_may_read_other_records_and_sheets() {
    let folder = assessed();
    edit(folder.path(), |package| {
        let total = "<c r=\"{}\"><f>SUM($A$6:$A$7)+COUNTIF(Assets[Key],\"x\")</f><v>0</v></c>";
        add_column(package, "BA", [&text("Total"), total, "<c r=\"{}\"><f>B6&amp;Mine!A1</f></c>"]);
        add_sheet(package, "Mine", 900, "<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData>");
    });
    let turned = "Risk ID,Risk title,Likelihood,Impact\nR-2,Loss of a laptop,3,2\nR-0,New,5,5\nR-1,Phishing of staff,4,4\n";
    fs::write(folder.path().join("risks.csv"), turned).unwrap();
    assess_well(folder.path());
    let part = Package::open(&folder.path().join("out.xlsx")).sheet("Risks");
    assert!(part.contains("<f>SUM($A$6:$A$8)+COUNTIF(Assets[Key],\"x\")</f></c>"), "{part}");
    let risks = sheet(folder.path(), "Risks");
    let row = risks.rows.iter().find(|row| row.cells.iter().any(|cell| cell.text() == "R-1")).unwrap().number;
    assert!(part.contains(&format!("<f>B{}&amp;Mine!A1</f></c>", row + 1)), "{part}");
}

#[test]
fn all_cells_that_cannot_be_kept_are_named_where_they_are_asked_for_and_rules_of_ones_own_are_told() {
    let folder = assessed();
    edit(folder.path(), |package| {
        let part = package.sheet_part("Risks");
        let scale = "<conditionalFormatting sqref=\"B6:B9\"><cfRule type=\"colorScale\" priority=\"99\"/></conditionalFormatting>";
        package.set(
            &part,
            package.part(&part).replacen(
                "<conditionalFormatting",
                &format!("{scale}<conditionalFormatting"),
                1,
            ),
        );
        let cell = |cell: &str| format!("<c r=\"{cell}\"><f>WEBSERVICE(A9)</f><v>1</v></c>");
        let row =
            format!("<sheetData><row r=\"1\">{}{}{}</row></sheetData>", cell("A1"), cell("C1"), cell("F1"));
        add_sheet(package, "Mine", 900, &row);
    });
    let told = stderr(&assess(folder.path(), &[]));
    assert!(told.contains("Mine!A1: the formula and 2 more of that sheet"), "{told}");
    assert!(!told.contains("C1, F1"), "{told}");
    let told = stderr(&assess(folder.path(), &["-v"]));
    assert!(told.contains("all of them: A1, C1, F1"), "{told}");
    let told = stderr(&assess(folder.path(), &["--discard-unkept"]));
    assert!(told.contains("not kept: Risks!B6: a conditional format of yours (colorScale)"), "{told}");
    assert_eq!(told.matches("of yours (").count(), 1, "rules of annexa are none of theirs: {told}");
}
