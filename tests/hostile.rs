//! Broken, odd and malicious files: each is read, or refused with a message, and none hangs,
//! panics or takes the memory of the machine.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::io::{Cursor, Read as _, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use annexa::diagnostic::{Diagnostic, codes, render};
use annexa::read::{Limit, Limits, Workbook, find_sources, read_workbook};

/// The longest that one file may take, on a slow machine without optimisation.
const LONGEST: Duration = Duration::from_secs(10);

type Read = (Option<Workbook>, Vec<Diagnostic>);

/// Reads a file in a thread of its own, which is given up when it takes too long.
fn read_in_time(path: &Path, limits: &Limits) -> Read {
    let (sender, receiver) = mpsc::channel();
    let (owned, limits) = (path.to_owned(), limits.clone());
    std::thread::spawn(move || {
        let name = owned.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let _ = sender.send(read_workbook(&owned, &name, &limits));
    });
    match receiver.recv_timeout(LONGEST) {
        Ok(read) => read,
        Err(error) => panic!("{}: {error}", path.display()),
    }
}

/// What holds for every file: no refusal without a reason, every message complete, rows and cells
/// in order.
fn check(path: &Path, (workbook, diagnostics): &Read) {
    let path = path.display();
    assert!(workbook.is_some() || !diagnostics.is_empty(), "{path}: refused without a word");
    for diagnostic in diagnostics {
        let words = render::words(diagnostic);
        let all = format!("{} {} {}", words.message, words.effect, words.help);
        assert!(!words.message.is_empty() && !all.contains('{'), "{path}: {all}");
        assert!(diagnostic.location.is_some(), "{path}: {all}");
    }
    for sheet in workbook.iter().flat_map(|workbook| &workbook.sheets) {
        assert!(sheet.rows.is_sorted_by(|a, b| a.number < b.number), "{path}");
        for row in &sheet.rows {
            assert!(!row.cells.is_empty(), "{path}");
            assert!(row.cells.is_sorted_by(|a, b| a.column < b.column), "{path}");
        }
    }
}

fn shared_files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(folder);
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty());
    paths
}

#[test]
#[ignore = "needs ../shared"]
fn every_hostile_file_is_read_or_refused_with_a_message() {
    for path in shared_files("hostile") {
        let read = read_in_time(&path, &Limits::default());
        check(&path, &read);
    }
}

#[test]
#[ignore = "needs ../shared"]
fn every_real_register_is_read() {
    for path in shared_files("registers") {
        let read = read_in_time(&path, &Limits::default());
        check(&path, &read);
        let filled = read.0.is_some_and(|book| book.sheets.iter().any(|sheet| !sheet.rows.is_empty()));
        assert!(filled, "{}", path.display());
    }
}

/// Copies with a few bytes changed, some of them cut off; the same ones in every run.
#[test]
#[ignore = "needs ../shared"]
fn damaged_copies_of_every_file_are_read_or_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut state: u64 = 42;
    let mut random = move |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below.max(1)
    };
    let copies: usize = std::env::var("ANNEXA_DAMAGED_COPIES").map_or(8, |text| text.parse().unwrap());
    for source in shared_files("hostile").into_iter().chain(shared_files("registers")) {
        let original = std::fs::read(&source).unwrap();
        let path = folder.path().join(source.file_name().unwrap());
        for copy in 0..copies {
            let mut bytes = original.clone();
            match repacked(&original, copy, |part| damage(part, &mut random)) {
                Some(damaged) if copy % 2 == 0 => bytes = damaged,
                _ => damage(&mut bytes, &mut random),
            }
            std::fs::write(&path, &bytes).unwrap();
            check(&path, &read_in_time(&path, &Limits::default()));
        }
    }
}

/// Changes a few bytes. One file in eight is cut off besides: most of those are refused at once.
fn damage(bytes: &mut Vec<u8>, random: &mut impl FnMut(usize) -> usize) {
    for _ in 0..=random(12) {
        let at = random(bytes.len());
        if let Some(byte) = bytes.get_mut(at) {
            *byte = u8::try_from(random(256)).unwrap();
        }
    }
    if random(8) == 0 {
        bytes.truncate(random(bytes.len()));
    }
}

/// An archive in which one part was changed, so that the damage lies behind intact check sums.
fn repacked(bytes: &[u8], choice: usize, change: impl FnOnce(&mut Vec<u8>)) -> Option<Vec<u8>> {
    let mut source = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut parts = Vec::new();
    for index in 0..source.len() {
        let mut part = source.by_index(index).ok()?;
        let mut content = Vec::new();
        part.read_to_end(&mut content).ok()?;
        parts.push((part.name().ok()?.into_owned(), content));
    }
    let chosen = choice / 2 % parts.len().max(1);
    change(&mut parts.get_mut(chosen)?.1);
    let parts: Vec<(&str, &[u8])> =
        parts.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect();
    Some(archive(&parts))
}

/// An archive of the parts given.
fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const CONTENT_TYPES: &str = "<Types/>";
const PACKAGE: &str = "<Relationships><Relationship Id=\"r1\" Type=\"x/relationships/officeDocument\" \
                       Target=\"xl/workbook.xml\"/></Relationships>";

/// A workbook of one sheet; parts of the same name replace the ones it would have.
fn workbook(sheet: &str, others: &[(&str, &str)]) -> Vec<u8> {
    let mut parts = vec![
        ("[Content_Types].xml", CONTENT_TYPES),
        ("_rels/.rels", PACKAGE),
        (
            "xl/workbook.xml",
            "<workbook><sheets><sheet name=\"Risks\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships><Relationship Id=\"r1\" Type=\"x/relationships/worksheet\" \
             Target=\"worksheets/sheet1.xml\"/></Relationships>",
        ),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    for other in others {
        parts.retain(|part| part.0 != other.0);
        parts.push(*other);
    }
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    archive(&parts)
}

const ONE_CELL: &str =
    "<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>7</v></c></row></sheetData></worksheet>";

fn document(content: &str) -> Vec<u8> {
    archive(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_bytes()),
    ])
}

/// Reads a file of the name and the bytes given.
fn read_bytes(name: &str, bytes: &[u8]) -> Read {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let read = read_in_time(&path, &Limits::default());
    check(&path, &read);
    read
}

fn names(diagnostics: &[Diagnostic]) -> Vec<&'static str> {
    diagnostics.iter().map(|diagnostic| diagnostic.code.name).collect()
}

/// The cells of the first sheet, by their places.
fn cells(workbook: &Option<Workbook>) -> Vec<(u32, u32, String)> {
    let sheet = workbook.iter().flat_map(|workbook| workbook.sheets.first());
    sheet
        .flat_map(|sheet| &sheet.rows)
        .flat_map(|row| row.cells.iter().map(|cell| (row.number, cell.column, cell.text())))
        .collect()
}

#[test]
fn a_count_of_strings_that_lies_is_not_believed() {
    let strings = "<sst count=\"4294967295\" uniqueCount=\"4294967295\"><si><t>a</t></si></sst>";
    let sheet =
        "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row></sheetData></worksheet>";
    let (read, diagnostics) = read_bytes("a.xlsx", &workbook(sheet, &[("xl/sharedStrings.xml", strings)]));
    assert_eq!((cells(&read), names(&diagnostics)), (vec![(0, 0, "a".to_owned())], vec![]));
}

#[test]
fn a_part_that_grows_beyond_measure_is_refused_while_it_is_expanded() {
    let spaces = " ".repeat(40 << 20);
    let (read, diagnostics) = read_bytes("a.xlsx", &workbook(&format!("{ONE_CELL}{spaces}"), &[]));
    assert!(read.is_none());
    assert_eq!(names(&diagnostics), ["limit-exceeded"]);
    assert!(diagnostics[0].facts.contains(&("flag", "--max-ratio".to_owned())));
}

#[test]
fn one_far_cell_costs_one_cell() {
    let sheet = "<worksheet><dimension ref=\"A1:XFD1048576\"/><sheetData><row><c><v>1</v></c><c t=\"inlineStr\">\
                 <is><t>x</t></is></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>2</v></c></row></sheetData></worksheet>";
    let (read, diagnostics) = read_bytes("a.xlsx", &workbook(sheet, &[]));
    let expected = [(0, 0, "1"), (0, 1, "x"), (1_048_575, 16_383, "2")].map(|(r, c, t)| (r, c, t.to_owned()));
    assert_eq!((cells(&read), names(&diagnostics)), (expected.to_vec(), vec![]));
}

#[test]
fn a_cell_that_cannot_be_read_moves_no_other_cell() {
    let without_places = "<worksheet><sheetData><row><c><v>1</v></c><c t=\"s\"><v>9</v></c><c><v>3</v></c></row><row><c>\
                          <v>4</v></c></row></sheetData></worksheet>";
    let with_places = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\" t=\"s\"><v>9</v></c>\
                       <c r=\"C1\"><v>3</v></c></row><row r=\"2\"><c r=\"A2\"><v>4</v></c></row></sheetData></worksheet>";
    for sheet in [without_places, with_places] {
        let (read, diagnostics) = read_bytes("a.xlsx", &workbook(sheet, &[]));
        let expected = [(0, 0, "1"), (0, 2, "3"), (1, 0, "4")].map(|(r, c, t)| (r, c, t.to_owned()));
        assert_eq!((cells(&read), names(&diagnostics)), (expected.to_vec(), vec!["cell-not-readable"]));
        let place = diagnostics[0].location.clone().unwrap();
        assert_eq!((place.row, place.column), (Some(0), Some(1)));
    }
}

#[test]
fn an_open_document_that_repeats_beyond_measure_is_refused_and_one_that_is_cut_off_ends() {
    let repeating = "<office:document-content><table:table table:name=\"a\"><table:table-row \
                     table:number-rows-repeated=\"1048576\"><table:table-cell table:number-columns-repeated=\"16384\" \
                     office:value-type=\"float\" office:value=\"1\"/></table:table-row></table:table>";
    let (read, diagnostics) = read_bytes("a.ods", &document(repeating));
    assert!(read.is_none());
    assert_eq!(names(&diagnostics), ["limit-exceeded"]);
    let cut = "<office:document-content><table:table table:name=\"a\"><table:table-row><table:table-cell \
               office:value-type=\"float\" office:value=\"1\"/></table:table-row><table:table-row>";
    let (read, diagnostics) = read_bytes("a.ods", &document(cut));
    assert_eq!((cells(&read), names(&diagnostics)), (vec![(0, 0, "1".to_owned())], vec!["sheet-cut-short"]));
}

#[test]
fn formats_of_cells_say_how_a_number_is_shown() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let format = |code: &str| rust_xlsxwriter::Format::new().set_num_format(code);
    sheet.write_with_format(0, 0, 0.5, &format("0%")).unwrap();
    sheet.write_with_format(0, 1, 5.1, &format("0.00")).unwrap();
    sheet.write_with_format(0, 2, 46_112, &format("yyyy-mm-dd")).unwrap();
    sheet.merge_range(2, 0, 2, 3, "banner", &rust_xlsxwriter::Format::new()).unwrap();
    let (read, diagnostics) = read_bytes("a.xlsx", &book.save_to_buffer().unwrap());
    let shown: Vec<String> = cells(&read).into_iter().map(|(_, _, text)| text).collect();
    assert_eq!(
        (shown, names(&diagnostics)),
        (["50%", "5.10", "2026-03-31", "banner"].map(String::from).to_vec(), vec![])
    );
    assert_eq!(read.unwrap().sheets[0].merges, [(2, 0, 2, 3)]);
}

/// Every code of the stage, from an input that provokes it.
#[test]
fn every_code_of_reading_has_an_input() {
    let mut seen = BTreeSet::new();
    for (name, bytes) in provoking_files() {
        let (read, diagnostics) = read_bytes(name, &bytes);
        assert!(!diagnostics.is_empty(), "{name}: {}", read.is_some());
        seen.extend(names(&diagnostics));
    }
    let folder = tempfile::tempdir().unwrap();
    let own = "<workbook><definedNames><definedName name=\"Annexa_Workbook\">1</definedName></definedNames></workbook>";
    std::fs::write(folder.path().join("own.xlsx"), workbook(ONE_CELL, &[("xl/workbook.xml", own)])).unwrap();
    std::fs::write(folder.path().join("report.pdf"), "%PDF").unwrap();
    std::fs::write(folder.path().join("own.annexa-Assets.csv"), "Asset ID,Owner\nA-1,Ada\n").unwrap();
    let missing = folder.path().join("missing.csv");
    let (sources, diagnostics) = find_sources(&[folder.path().to_owned(), missing.clone()]);
    assert!(sources.is_empty());
    seen.extend(names(&diagnostics));
    seen.extend(names(&read_in_time(&missing, &Limits::default()).1));
    let all: BTreeSet<&str> = codes::read::ALL.iter().map(|code| code.name).collect();
    assert_eq!(seen, all);
}

fn provoking_files() -> Vec<(&'static str, Vec<u8>)> {
    let mut encrypted = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    encrypted.resize(512, 0);
    encrypted.extend("EncryptedPackage\0".encode_utf16().flat_map(u16::to_le_bytes));
    let two_sheets = "<workbook><sheets><sheet name=\"Risks\" r:id=\"r1\"/><sheet name=\"Risks\" r:id=\"r1\"/></sheets></workbook>";
    let row =
        |cells: &str| format!("<worksheet><sheetData><row r=\"1\">{cells}</row></sheetData></worksheet>");
    let long = format!("<c t=\"inlineStr\"><is><t>{}</t></is></c>", "x".repeat(40_000));
    let sheet = |cells: &str| workbook(&row(cells), &[]);
    let table = "<table:table table:name=\"a\"><table:table-row/></table:table>";
    let lone_surrogate = [&b"\xff\xfe"[..], &[b'a', 0, b',', 0, 0x00, 0xd8, b'\n', 0]].concat();
    vec![
        ("empty.csv", Vec::new()),
        ("encrypted.xlsx", encrypted),
        ("page.xls", b"<html><table><tr><td>1</td></tr></table></html>".to_vec()),
        ("packed.csv", b"\x1f\x8b\x08\x00\x00".to_vec()),
        ("mislabelled.xls", workbook(ONE_CELL, &[])),
        ("cut.xlsx", workbook(ONE_CELL, &[])[..200].to_vec()),
        ("no-parts.xlsx", archive(&[("[Content_Types].xml", b"<Types/>")])),
        ("remainder.ods", document(&format!("<office:document-content>{table}</office:wrong><"))),
        ("document-type.xlsx", workbook(&format!("<!DOCTYPE x [<!ENTITY a \"a\">]>{ONE_CELL}"), &[])),
        ("macros.xlsm", workbook(ONE_CELL, &[("xl/vbaProject.bin", "")])),
        ("links.xlsx", workbook(ONE_CELL, &[("xl/externalLinks/externalLink1.xml", "<externalLink/>")])),
        ("no-sheet.ods", document("<office:document-content/>")),
        (
            "limit.ods",
            document(&format!(
                "{}1{}",
                "<office:document-content><table:table><table:table-row><table:table-cell \
            table:number-columns-repeated=\"20000\" office:value-type=\"float\" office:value=\"",
                "\"/></table:table-row></table:table>"
            )),
        ),
        ("sheet.xlsx", workbook("<worksheet><dimension/>", &[])),
        ("sheet-cut.xlsx", workbook("<worksheet><sheetData><row><c><v>1</v></c></row><row>", &[])),
        ("names.xlsx", workbook(ONE_CELL, &[("xl/workbook.xml", two_sheets)])),
        ("cell.xlsx", sheet("<c r=\"A1\" t=\"s\"><v>5</v></c>")),
        ("twice.xlsx", sheet("<c r=\"A1\"><v>1</v></c><c r=\"A1\"><v>2</v></c>")),
        ("long.xlsx", sheet(&long)),
        ("latin.csv", b"id;Ma\xdfnahme\n1;Pr\xfcfung\n".to_vec()),
        ("mixed.csv", b"id,name\n1,M\xc3\xbcller\n2,Caf\xe9 Zentral\n".to_vec()),
        ("surrogate.csv", lone_surrogate),
        ("null.csv", b"id,na\0me\n1,x\n".to_vec()),
        ("ragged.csv", b"id,name\n1,a\n2,b,c\n3,d\n".to_vec()),
        ("quote.csv", b"id,name\n1,\"a\n2,b\n".to_vec()),
    ]
}

#[test]
fn limits_are_what_the_flags_say() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xlsx");
    std::fs::write(&path, workbook(ONE_CELL, &[("xl/sharedStrings.xml", "<sst><si><t>a</t></si></sst>")]))
        .unwrap();
    for limit in [
        Limit::FileBytes,
        Limit::Parts,
        Limit::ExpandedBytes,
        Limit::Strings,
        Limit::Rows,
        Limit::Columns,
        Limit::Cells,
    ] {
        let mut limits = Limits::default();
        limits.set(limit, 0);
        let (read, diagnostics) = read_in_time(&path, &limits);
        assert!(read.is_none(), "{}", limit.flag());
        assert!(diagnostics[0].facts.contains(&("flag", limit.flag().to_owned())), "{}", limit.flag());
    }
}
