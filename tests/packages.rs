//! Workbooks as packages of parts, made by hand: what other programs write, what the format allows, and
//! what somebody made to harm. Each odd thing is read as it is meant, or refused with its reason.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::io::{Cursor, Write as _};

use annexa::diagnostic::Diagnostic;
use annexa::read::{
    Allowed, Comment, Hue, Limit, Limits, NumberForm, Sheet, Value, Visibility, Workbook, read_workbook,
};

/// A package that is being put together: parts by their names.
struct Package {
    parts: BTreeMap<String, Vec<u8>>,
    options: zip::write::SimpleFileOptions,
}

const WORKBOOK: &str =
    "<workbook><sheets><sheet name=\"Risks\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>";

impl Package {
    /// A workbook of one sheet with the rows given.
    fn new(rows: &str) -> Self {
        let parts = BTreeMap::new();
        Self { parts, options: zip::write::SimpleFileOptions::default() }
            .with("[Content_Types].xml", "<Types/>")
            .with("_rels/.rels", &relationships(&[("r1", "officeDocument", "xl/workbook.xml")]))
            .with("xl/workbook.xml", WORKBOOK)
            .with(
                "xl/_rels/workbook.xml.rels",
                &relationships(&[("r1", "worksheet", "worksheets/sheet1.xml")]),
            )
            .with(
                "xl/worksheets/sheet1.xml",
                &format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"),
            )
    }

    fn with(self, name: &str, content: &str) -> Self {
        self.with_bytes(name, content.as_bytes())
    }

    fn with_bytes(mut self, name: &str, content: &[u8]) -> Self {
        self.parts.insert(name.to_owned(), content.to_vec());
        self
    }

    /// Adds shared strings, styles and a theme where they belong.
    fn with_workbook_parts(self, others: &[(&str, &str)]) -> Self {
        let mut leads = vec![("r1", "worksheet", "worksheets/sheet1.xml")];
        leads.extend(others.iter().map(|(kind, _)| (*kind, *kind, *kind)));
        let with = self.with("xl/_rels/workbook.xml.rels", &relationships(&leads));
        others.iter().fold(with, |package, (kind, content)| package.with(&format!("xl/{kind}"), content))
    }

    fn without(mut self, name: &str) -> Self {
        assert!(self.parts.remove(name).is_some());
        self
    }

    fn renamed(mut self, from: &str, to: &str) -> Self {
        let content = self.parts.remove(from).unwrap();
        self.parts.insert(to.to_owned(), content);
        self
    }

    fn bytes(&self) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in &self.parts {
            writer.start_file(name.as_str(), self.options).unwrap();
            writer.write_all(content).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn read(&self) -> (Option<Workbook>, Vec<Diagnostic>) {
        read_bytes(&self.bytes(), &Limits::default())
    }

    /// The only sheet, of which there is nothing to say.
    fn sheet(&self) -> Sheet {
        let (workbook, diagnostics) = self.read();
        assert_eq!(names(&diagnostics), [""; 0]);
        workbook.unwrap().sheets.remove(0)
    }

    /// The cells of the only sheet, as (place, text).
    fn cells(&self) -> Vec<(String, String)> {
        cells(&self.sheet())
    }
}

fn read_bytes(bytes: &[u8], limits: &Limits) -> (Option<Workbook>, Vec<Diagnostic>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.xlsx");
    std::fs::write(&path, bytes).unwrap();
    read_workbook(&path, "register.xlsx", limits)
}

fn names(diagnostics: &[Diagnostic]) -> Vec<&'static str> {
    diagnostics.iter().map(|diagnostic| diagnostic.code.name).collect()
}

fn cells(sheet: &Sheet) -> Vec<(String, String)> {
    let place = |row: u32, column: u32| format!("{}{}", annexa::provenance::column_letters(column), row + 1);
    sheet
        .rows
        .iter()
        .flat_map(|row| row.cells.iter().map(move |cell| (place(row.number, cell.column), cell.text())))
        .collect()
}

fn pairs<const COUNT: usize>(expected: [(&str, &str); COUNT]) -> Vec<(String, String)> {
    expected.map(|(place, text)| (place.to_owned(), text.to_owned())).to_vec()
}

fn relationships(leads: &[(&str, &str, &str)]) -> String {
    let leads: String = leads
        .iter()
        .map(|(id, kind, target)| {
            format!("<Relationship Id=\"{id}\" Type=\"x/relationships/{kind}\" Target=\"{target}\"/>")
        })
        .collect();
    format!("<Relationships>{leads}</Relationships>")
}

/// A cell with a number, a text in it, a formula's text, a boolean and an error.
const ROWS: &str = "<row r=\"2\"><c r=\"B2\"><v>7</v></c><c r=\"C2\" t=\"inlineStr\"><is><t>text</t></is></c><c r=\"D2\" t=\"str\">\
                    <f>A1&amp;\"x\"</f><v>R-1</v></c><c r=\"E2\" t=\"b\"><v>1</v></c><c r=\"F2\" t=\"e\"><v>#N/A</v></c></row>";

fn expected_rows() -> Vec<(String, String)> {
    pairs([("B2", "7"), ("C2", "text"), ("D2", "R-1"), ("E2", "TRUE"), ("F2", "#N/A")])
}

#[test]
fn transitional_strict_and_prefixed_files_are_read_alike() {
    let namespaces = [
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
    ];
    for namespace in namespaces {
        let plain = format!("<worksheet xmlns=\"{namespace}\"><sheetData>{ROWS}</sheetData></worksheet>");
        assert_eq!(Package::new("").with("xl/worksheets/sheet1.xml", &plain).cells(), expected_rows());
        let mut prefixed = plain.replace("</", "</ns0:").replace("xmlns=", "xmlns:ns0=");
        for name in ["worksheet", "sheetData", "row", "c ", "v>", "is>", "t>", "f>"] {
            prefixed = prefixed.replace(&format!("<{name}"), &format!("<ns0:{name}"));
        }
        assert_eq!(Package::new("").with("xl/worksheets/sheet1.xml", &prefixed).cells(), expected_rows());
    }
}

#[test]
fn rows_and_cells_without_references_follow_each_other() {
    let rows = "<row><c><v>1</v></c><c/><c><v>3</v></c></row><row/><row r=\"5\"><c r=\"C5\"><v>4</v></c><c><v>5</v></c></row><row><c>\
                <v>6</v></c></row>";
    let expected = pairs([("A1", "1"), ("C1", "3"), ("C5", "4"), ("D5", "5"), ("A6", "6")]);
    assert_eq!(Package::new(rows).cells(), expected);
    // A cell follows the one before it, wherever that one stands and however it is written.
    for before in ["<c r=\"B7\"><v>1</v></c>", "<c  r=\"B7\"><v>1</v></c>"] {
        let rows = format!("<row r=\"2\">{before}<c><v>2</v></c></row><row><c><v>3</v></c></row>");
        assert_eq!(Package::new(&rows).cells(), pairs([("B7", "1"), ("C7", "2"), ("A8", "3")]));
    }
}

#[test]
fn rows_out_of_order_are_sorted_and_a_far_cell_costs_one_cell() {
    let rows = "<row r=\"9\"><c r=\"B9\"><v>2</v></c><c r=\"A9\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>3</v></c>\
                </row><row r=\"1\"><c r=\"A1\"><v>0</v></c></row>";
    let expected = pairs([("A1", "0"), ("A9", "1"), ("B9", "2"), ("XFD1048576", "3")]);
    assert_eq!(Package::new(rows).cells(), expected);
    for dimension in ["A1:XFD1048576", "A1", "nonsense"] {
        let sheet =
            format!("<worksheet><dimension ref=\"{dimension}\"/><sheetData>{rows}</sheetData></worksheet>");
        assert_eq!(Package::new("").with("xl/worksheets/sheet1.xml", &sheet).cells(), expected);
    }
}

#[test]
fn parts_are_found_by_what_leads_to_them() {
    let sheet = format!("<worksheet><sheetData>{ROWS}</sheetData></worksheet>");
    let elsewhere = Package::new("")
        .without("xl/workbook.xml")
        .without("xl/_rels/workbook.xml.rels")
        .without("xl/worksheets/sheet1.xml")
        .with("_rels/.rels", &relationships(&[("x", "officeDocument", "/Book/Main.xml")]))
        .with("book/main.xml", WORKBOOK)
        .with("book/_rels/main.xml.rels", &relationships(&[("r1", "worksheet", "../data/my%20sheet.bin")]))
        .with("data/my sheet.bin", &sheet);
    assert_eq!(elsewhere.cells(), expected_rows());
    let absolute = Package::new(ROWS).with(
        "xl/_rels/workbook.xml.rels",
        &relationships(&[("r1", "worksheet", "/xl/worksheets/sheet1.xml")]),
    );
    assert_eq!(absolute.cells(), expected_rows());
    let backslashes = Package::new(ROWS).renamed("xl/worksheets/sheet1.xml", "xl\\worksheets\\sheet1.xml");
    assert_eq!(backslashes.cells(), expected_rows());
    // Content types that say something else, and no relationships of the package.
    let lying = Package::new(ROWS)
        .with("[Content_Types].xml", "<Types><Default Extension=\"xml\" ContentType=\"image/png\"/></Types>")
        .without("_rels/.rels");
    assert_eq!(lying.cells(), expected_rows());
}

#[test]
fn an_archive_that_is_written_as_a_stream_is_read() {
    let package = Package::new(ROWS);
    let mut writer = zip::ZipWriter::new_stream(Vec::new());
    for (name, content) in &package.parts {
        writer.start_file(name.as_str(), package.options).unwrap();
        writer.write_all(content).unwrap();
    }
    let bytes = writer.finish().unwrap().into_inner();
    let (workbook, diagnostics) = read_bytes(&bytes, &Limits::default());
    assert_eq!((cells(&workbook.unwrap().sheets[0]), names(&diagnostics)), (expected_rows(), vec![]));
}

#[test]
fn texts_come_out_as_they_are_shown() {
    let strings = "<sst><si><t>plain &amp; &lt;simple&gt;</t></si><si><r><rPr><b/></rPr><t xml:space=\"preserve\">two </t></r><r><t>runs\
                   </t></r><rPh sb=\"0\" eb=\"1\"><t>kana</t></rPh></si><si><t xml:space=\"preserve\"> kept </t></si><si><t> trimmed \
                   </t></si><si><t><![CDATA[<raw> & ]]>tail</t></si><si><t>one_x000D_&#10;two</t></si><si/></sst>";
    let shared: String = (0..7).map(|index| format!("<c t=\"s\"><v>{index}</v></c>")).collect();
    let rows = format!(
        "<row>{shared}<c t=\"str\"><v>a_x0009_b</v></c><c t=\"str\"><v/></c><c><v>1 July</v></c><c t=\"inlineStr\"><v>old</v><is><t>new\
         </t></is></c></row>"
    );
    let package = Package::new(&rows).with_workbook_parts(&[("sharedStrings", strings)]);
    let expected = pairs([
        ("A1", "plain & <simple>"),
        ("B1", "two runs"),
        ("C1", " kept "),
        ("D1", "trimmed"),
        ("E1", "<raw> & tail"),
        ("F1", "one\r\ntwo"),
        ("H1", "a\tb"),
        ("J1", "1 July"),
        ("K1", "new"),
    ]);
    assert_eq!(package.cells(), expected);
}

#[test]
fn parts_in_other_encodings_are_read() {
    let sheet = "<?xml version=\"1.0\" encoding=\"UTF-16\"?><worksheet><sheetData><row><c t=\"inlineStr\"><is><t>Prüfung 審査</t></is>\
                 </c></row></sheetData></worksheet>";
    let utf16: Vec<u8> =
        "\u{feff}".encode_utf16().chain(sheet.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let package = Package::new("").with_bytes("xl/worksheets/sheet1.xml", &utf16);
    assert_eq!(package.cells(), pairs([("A1", "Prüfung 審査")]));
}

const STYLES: &str = "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/><numFmt numFmtId=\"165\" \
                      formatCode=\"0.00&quot; m&quot;\"/></numFmts><fills><fill><patternFill patternType=\"none\"/></fill><fill>\
                      <patternFill patternType=\"gray125\"/></fill><fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFFF0000\"/>\
                      <bgColor indexed=\"64\"/></patternFill></fill><fill><patternFill patternType=\"solid\"><fgColor theme=\"9\"/>\
                      </patternFill></fill><fill><patternFill patternType=\"solid\"><fgColor indexed=\"13\"/></patternFill></fill></fills>\
                      <cellStyleXfs><xf numFmtId=\"9\" fillId=\"2\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/>\
                      <xf numFmtId=\"9\"/><xf numFmtId=\"165\"/><xf numFmtId=\"46\"/><xf numFmtId=\"20\"/><xf numFmtId=\"0\" fillId=\"2\"/>\
                      <xf numFmtId=\"0\" fillId=\"3\"/><xf numFmtId=\"0\" fillId=\"4\"/></cellXfs><dxfs><dxf><numFmt numFmtId=\"165\" \
                      formatCode=\"0%\"/></dxf></dxfs></styleSheet>";

#[test]
fn styles_say_what_a_number_is() {
    let rows = "<row><c s=\"1\"><v>46112</v></c><c s=\"2\"><v>0.5</v></c><c s=\"3\"><v>5.1</v></c><c s=\"4\"><v>1.5</v></c><c s=\"5\">\
                <v>0.75</v></c><c s=\"99\"><v>1</v></c><c s=\"1\"><v>0</v></c><c t=\"d\"><v>2026-03-31T10:30:00Z</v></c></row>";
    let styled = Package::new(rows).with_workbook_parts(&[("styles", STYLES)]);
    let expected = [
        ("A1", "2026-03-31"),
        ("B1", "50%"),
        ("C1", "5.10"),
        ("D1", "36:00:00"),
        ("E1", "18:00"),
        ("F1", "1"),
        ("G1", "0"),
        ("H1", "2026-03-31 10:30"),
    ];
    assert_eq!(styled.cells(), pairs(expected));
    assert_eq!(styled.sheet().cell(0, 1).unwrap().form, NumberForm::Percent);
    // Days from 1904, and no styles at all.
    let since_1904 = WORKBOOK.replace("<sheets>", "<workbookPr date1904=\"1\"/><sheets>");
    let row = "<row><c s=\"1\"><v>44650</v></c></row>";
    let mac =
        Package::new(row).with_workbook_parts(&[("styles", STYLES)]).with("xl/workbook.xml", &since_1904);
    assert_eq!(mac.cells(), pairs([("A1", "2026-03-31")]));
    assert_eq!(Package::new(row).cells(), pairs([("A1", "44650")]));
}

#[test]
fn colours_are_named_of_filled_cells_and_of_blank_ones() {
    let theme = "<a:theme><a:themeElements><a:clrScheme><a:dk1><a:sysClr val=\"windowText\" lastClr=\"000000\"/></a:dk1><a:lt1>\
                 <a:sysClr val=\"window\" lastClr=\"FFFFFF\"/></a:lt1><a:dk2><a:srgbClr val=\"44546A\"/></a:dk2><a:lt2><a:srgbClr \
                 val=\"E7E6E6\"/></a:lt2><a:accent1><a:srgbClr val=\"4472C4\"/></a:accent1><a:accent2><a:srgbClr val=\"ED7D31\"/>\
                 </a:accent2><a:accent3><a:srgbClr val=\"A5A5A5\"/></a:accent3><a:accent4><a:srgbClr val=\"FFC000\"/></a:accent4>\
                 <a:accent5><a:srgbClr val=\"5B9BD5\"/></a:accent5><a:accent6><a:srgbClr val=\"00B050\"/></a:accent6></a:clrScheme>\
                 </a:themeElements></a:theme>";
    let rows = "<row><c s=\"6\"><v>1</v></c><c s=\"7\"><v>2</v></c><c s=\"8\"/><c><v>4</v></c></row><row><c s=\"6\"><v></v></c></row>";
    let sheet = Package::new(rows).with_workbook_parts(&[("styles", STYLES), ("theme", theme)]).sheet();
    let fill = |column| sheet.cell(0, column).unwrap().fill;
    assert_eq!((fill(0), fill(1), fill(3)), (Some(Hue::Red), Some(Hue::Green), None));
    assert_eq!(sheet.facts.coloured_blanks, [(0, 2, Hue::Yellow), (1, 0, Hue::Red)]);
    assert_eq!(sheet.facts.colour_of_blank(0, 2), Some(Hue::Yellow));
}

#[test]
fn merges_hidden_rows_and_columns_validations_and_formulas_are_kept() {
    let sheet = "<worksheet><cols><col min=\"2\" max=\"3\" hidden=\"1\"/><col min=\"5\" max=\"5\"/></cols><sheetData><row r=\"1\"><c><f>\
                 1+1</f><v>2</v></c><c><v>2</v></c></row><row r=\"2\" hidden=\"1\"/><row r=\"3\" hidden=\"true\"><c><v>1</v></c></row><row \
                 r=\"4\" hidden=\"0\"/></sheetData><mergeCells><mergeCell ref=\"A1:C2\"/><mergeCell ref=\"nonsense\"/></mergeCells>\
                 <dataValidations><dataValidation type=\"list\" sqref=\"B2:B9 D2\"><formula1>\"Low,High\"</formula1></dataValidation>\
                 </dataValidations><controls><anchor><row>7</row><c><v>9</v></c></anchor></controls><extLst><ext><x14:dataValidations>\
                 <x14:dataValidation type=\"list\"><x14:formula1><xm:f>Lists!$A$1:$A$3</xm:f></x14:formula1><xm:sqref>C2:C9</xm:sqref>\
                 </x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>";
    let sheet = Package::new("").with("xl/worksheets/sheet1.xml", sheet).sheet();
    assert_eq!(cells(&sheet), pairs([("A1", "2"), ("B1", "2"), ("A3", "1")]));
    let formula = |column| sheet.cell(0, column).unwrap().formula;
    assert!(formula(0) && !formula(1));
    assert_eq!(sheet.merges, [(0, 0, 1, 2)]);
    assert_eq!(sheet.facts.hidden_rows, [(1, 2)]);
    assert_eq!(sheet.facts.hidden_columns, [(1, 2)]);
    let allowed: Vec<_> =
        sheet.facts.validations.iter().map(|rule| (&rule.areas[..], &rule.allowed)).collect();
    let low_high = Allowed::Values(vec!["Low".into(), "High".into()]);
    let list = Allowed::Reference("Lists!$A$1:$A$3".into());
    assert_eq!(allowed, [(&[(1, 1, 8, 1), (1, 3, 1, 3)][..], &low_high), (&[(1, 2, 8, 2)][..], &list)]);
}

#[test]
fn comments_and_conversations_are_kept_by_cell() {
    let notes = "<comments><authors><author>tc={7}</author><author>Ada &amp; Bo</author></authors><commentList>\
                 <comment ref=\"B2\" authorId=\"1\"><text><r><t>Ada:</t></r><r><t xml:space=\"preserve\"> check</t></r></text>\
                 </comment><comment ref=\"A1\" authorId=\"0\"><text><t>[Threaded comment] for older programs</t></text></comment></commentList></comments>";
    let conversation = "<ThreadedComments><threadedComment ref=\"A1\"><text>Why 5?</text></threadedComment><threadedComment ref=\"A1\">\
                        <text>As audited</text></threadedComment></ThreadedComments>";
    let leads =
        [("c", "comments", "../comments1.xml"), ("t", "threadedComment", "../threadedComments/one.xml")];
    let package = Package::new(ROWS)
        .with("xl/worksheets/_rels/sheet1.xml.rels", &relationships(&leads))
        .with("xl/comments1.xml", notes)
        .with("xl/threadedComments/one.xml", conversation);
    let comment = |row, column, text: &str, author: &str| Comment {
        row,
        column,
        text: text.into(),
        author: author.into(),
    };
    let expected = [comment(0, 0, "Why 5?\nAs audited", ""), comment(1, 1, "Ada: check", "Ada & Bo")];
    assert_eq!(package.sheet().facts.comments, expected);
    // Comments that cannot be read take nothing from the register.
    assert_eq!(package.with("xl/comments1.xml", "<comments><").cells(), expected_rows());
}

#[test]
fn sheets_keep_whether_they_are_shown_and_charts_are_passed_over() {
    let book = "<workbook><sheets><sheet name=\"A\" r:id=\"r1\"/><sheet name=\"B\" state=\"hidden\" r:id=\"r1\"/><sheet name=\"C\" \
                state=\"veryHidden\" r:id=\"r1\"/><sheet name=\"Chart\" r:id=\"r2\"/><sheet name=\"Lost\" r:id=\"r9\"/></sheets></workbook>";
    let leads =
        [("r1", "worksheet", "worksheets/sheet1.xml"), ("r2", "chartsheet", "chartsheets/sheet1.xml")];
    let package = Package::new(ROWS)
        .with("xl/workbook.xml", book)
        .with("xl/_rels/workbook.xml.rels", &relationships(&leads))
        .with("xl/chartsheets/sheet1.xml", "<chartsheet/>");
    let (workbook, diagnostics) = package.read();
    let shown: Vec<Visibility> = workbook.unwrap().sheets.iter().map(|sheet| sheet.visibility).collect();
    assert_eq!(shown, [Visibility::Visible, Visibility::Hidden, Visibility::VeryHidden]);
    assert_eq!(names(&diagnostics), ["sheet-not-readable"]);
}

#[test]
fn a_cell_that_means_nothing_is_named_and_the_others_are_read() {
    let strings = "<sst><si><t>only</t></si></sst>";
    let rows = "<row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c><c t=\"s\"><v>-1</v></c><c t=\"n\"><v>many</v></c><c t=\"b\"><v>maybe\
                </v></c><c t=\"q\"><v>1</v></c><c r=\"7\"><v>1</v></c><c r=\"H1\"><v>8</v></c></row>";
    let (workbook, diagnostics) =
        Package::new(rows).with_workbook_parts(&[("sharedStrings", strings)]).read();
    assert_eq!(cells(&workbook.unwrap().sheets[0]), pairs([("A1", "only"), ("H1", "8")]));
    assert_eq!(names(&diagnostics), ["cell-not-readable"]);
    assert_eq!(diagnostics[0].also.len(), 5);
}

#[test]
fn numbers_that_are_none_and_unknown_errors_are_errors() {
    let rows = "<row><c><v>1E400</v></c><c><v>NaN</v></c><c t=\"e\"><v>#SPILL!</v></c><c><v> 12.5 </v></c><c><v>-0.25</v></c></row>";
    let sheet = Package::new(rows).sheet();
    let value = |column| sheet.cell(0, column).unwrap().value.clone();
    assert_eq!(value(0), Value::Error("inf".into()));
    assert_eq!(value(1), Value::Error("NaN".into()));
    assert_eq!(value(2), Value::Error("#SPILL!".into()));
    assert_eq!((value(3), value(4)), (Value::Number(12.5), Value::Number(-0.25)));
}

#[test]
fn no_part_may_declare_entities() {
    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><sst><si><t>&b;</t></si></sst>";
    let (workbook, diagnostics) = Package::new("<row><c t=\"s\"><v>0</v></c></row>")
        .with_workbook_parts(&[("sharedStrings", bomb)])
        .read();
    assert!(workbook.is_none());
    assert_eq!(names(&diagnostics), ["document-type-declared"]);
    assert_eq!(diagnostics[0].facts, [("part", "xl/sharedstrings".to_owned())]);
    // An entity that nobody declared is visible, and nothing is looked up.
    let unknown = Package::new("<row><c t=\"inlineStr\"><is><t>a&xxe;b</t></is></c></row>");
    assert_eq!(unknown.cells(), pairs([("A1", "a\u{fffd}b")]));
}

#[test]
fn what_breaks_off_is_read_up_to_there() {
    let sheet = format!("<worksheet><sheetData>{ROWS}<row r=\"3\"><c r=\"A3\"><v>1");
    let (workbook, diagnostics) = Package::new("").with("xl/worksheets/sheet1.xml", &sheet).read();
    assert_eq!(cells(&workbook.unwrap().sheets[0]), expected_rows());
    assert_eq!(names(&diagnostics), ["sheet-cut-short"]);
    let whole = Package::new(ROWS).bytes();
    for length in [whole.len() - 1, whole.len() / 2, 40] {
        let (workbook, diagnostics) = read_bytes(&whole[..length], &Limits::default());
        assert!(workbook.is_none());
        assert_eq!(names(&diagnostics), ["damaged-file"]);
    }
}

#[test]
fn an_encrypted_archive_is_named_as_such() {
    let mut bytes = Package::new(ROWS).bytes();
    // The first flag of each entry, in front of the parts and in the directory, says "encrypted".
    for (mark, flags) in [(&b"PK\x03\x04"[..], 6), (b"PK\x01\x02", 8)] {
        let places: Vec<usize> = (0..bytes.len() - 4).filter(|at| bytes[*at..].starts_with(mark)).collect();
        assert_eq!(places.len(), 5);
        places.iter().for_each(|at| bytes[at + flags] |= 1);
    }
    let (workbook, diagnostics) = read_bytes(&bytes, &Limits::default());
    assert!(workbook.is_none());
    assert_eq!(names(&diagnostics), ["encrypted-file"]);
}

#[test]
fn limits_are_counted_while_a_part_is_expanded() {
    let strings: String = (0..200).map(|index| format!("<si><t>{index}</t></si>")).collect();
    let package =
        Package::new(ROWS).with_workbook_parts(&[("sharedStrings", &format!("<sst>{strings}</sst>"))]);
    for (limit, most) in [
        (Limit::Strings, 199),
        (Limit::Cells, 4),
        (Limit::Columns, 5),
        (Limit::Rows, 1),
        (Limit::ExpandedBytes, 3000),
    ] {
        let mut limits = Limits::default();
        limits.set(limit, most);
        let (workbook, diagnostics) = read_bytes(&package.bytes(), &limits);
        assert!(workbook.is_none(), "{}", limit.flag());
        assert_eq!(names(&diagnostics), ["limit-exceeded"]);
        limits.set(limit, most * 100);
        assert!(read_bytes(&package.bytes(), &limits).0.is_some(), "{}", limit.flag());
    }
}

#[test]
fn a_list_of_sheets_without_end_is_refused() {
    let sheets = "<sheet name=\"A\" r:id=\"r1\"/>".repeat(100_000);
    let (workbook, diagnostics) = Package::new(ROWS)
        .with("xl/workbook.xml", &format!("<workbook><sheets>{sheets}</sheets></workbook>"))
        .read();
    assert!(workbook.is_none());
    assert_eq!(names(&diagnostics), ["damaged-file"]);
}
