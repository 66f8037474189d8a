//! Workbooks whose archive is in order and whose parts say odd things.

use std::fmt::Write as _;

use crate::Odd;
use crate::archives::archive;

pub const CONTENT_TYPES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
    <Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
    <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
    <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
    <Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>\
    <Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>\
    <Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml\"/>\
    <Override PartName=\"/xl/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/></Types>";
pub const PACKAGE: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
    <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
pub const WORKBOOK: &str = "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">\
    <sheets><sheet name=\"Risks\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
pub const RELATIONS: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
    <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
    <Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings\" Target=\"sharedStrings.xml\"/>\
    <Relationship Id=\"rId3\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/></Relationships>";
pub const STRINGS: &str = "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" count=\"4\" uniqueCount=\"4\">\
    <si><t>Risk ID</t></si><si><t>Risk</t></si><si><t>Likelihood</t></si><si><t>Impact</t></si></sst>";
pub const STYLES: &str = "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
    <numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"0.00\"/></numFmts>\
    <fills count=\"1\"><fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFFF0000\"/></patternFill></fill></fills>\
    <cellXfs count=\"3\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\" fillId=\"0\"/></cellXfs></styleSheet>";
const HEADER: &str = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c>\
    <c r=\"C1\" t=\"s\"><v>2</v></c><c r=\"D1\" t=\"s\"><v>3</v></c></row>";

/// The parts of a workbook, by name.
pub fn ordinary() -> Vec<(String, Vec<u8>)> {
    let sheet = worksheet("");
    [
        ("[Content_Types].xml", CONTENT_TYPES),
        ("_rels/.rels", PACKAGE),
        ("xl/workbook.xml", WORKBOOK),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
        ("xl/worksheets/sheet1.xml", &sheet),
        ("xl/sharedStrings.xml", STRINGS),
        ("xl/styles.xml", STYLES),
    ]
    .into_iter()
    .map(|(name, content)| (name.to_owned(), content.as_bytes().to_vec()))
    .collect()
}

/// A sheet with a header, three records, and rows of its own.
fn worksheet(rows: &str) -> String {
    let mut records = String::new();
    for row in 2..5 {
        write!(
            records,
            "<row r=\"{row}\"><c r=\"A{row}\" t=\"inlineStr\"><is><t>R-{row}</t></is></c>\
             <c r=\"B{row}\" t=\"str\"><v>Server room floods</v></c><c r=\"C{row}\"><v>3</v></c>\
             <c r=\"D{row}\" s=\"2\"><v>4</v></c></row>"
        )
        .unwrap();
    }
    sheet_with(&format!("<sheetData>{HEADER}{records}{rows}</sheetData>"))
}

fn sheet_with(content: &str) -> String {
    format!(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">{content}</worksheet>"
    )
}

/// A workbook in which one part is another one.
pub fn with(part: &str, content: impl AsRef<[u8]>) -> Vec<u8> {
    let mut parts = ordinary();
    match parts.iter_mut().find(|(name, _)| name == part) {
        Some((_, old)) => *old = content.as_ref().to_vec(),
        None => parts.push((part.to_owned(), content.as_ref().to_vec())),
    }
    archive(&parts)
}

pub fn files() -> Vec<Odd> {
    let mut files = Vec::new();
    rows(&mut files);
    cells(&mut files);
    sheets(&mut files);
    markup(&mut files);
    strings_and_styles(&mut files);
    workbooks(&mut files);
    relations(&mut files);
    files
}

fn put(files: &mut Vec<Odd>, group: &str, name: &str, part: &str, content: impl AsRef<[u8]>) {
    files.push(Odd::new(format!("{group} {name}.xlsx"), with(part, content)));
}

const SHEET: &str = "xl/worksheets/sheet1.xml";

fn rows(files: &mut Vec<Odd>) {
    for (name, rows) in [
        ("negative", "<row r=\"-5\"><c r=\"A-5\"><v>1</v></c></row>"),
        ("nought", "<row r=\"0\"><c r=\"A0\"><v>1</v></c></row>"),
        ("beyond 32 bits", "<row r=\"4294967297\"><c r=\"A4294967297\"><v>1</v></c></row>"),
        (
            "beyond 64 bits",
            "<row r=\"99999999999999999999999\"><c r=\"A99999999999999999999999\"><v>1</v></c></row>",
        ),
        ("last possible", "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>"),
        ("one too many", "<row r=\"1048577\"><c r=\"A1048577\"><v>1</v></c></row>"),
        ("one column too many", "<row r=\"6\"><c r=\"XFE6\"><v>1</v></c></row>"),
        ("columns beyond 32 bits", "<row r=\"6\"><c r=\"ZZZZZZZZ6\"><v>1</v></c></row>"),
        ("small letters", "<row r=\"6\"><c r=\"a6\"><v>1</v></c></row>"),
        ("only letters", "<row r=\"6\"><c r=\"B\"><v>1</v></c></row>"),
        ("only a number", "<row r=\"6\"><c r=\"6\"><v>1</v></c></row>"),
        ("no reference", "<row><c><v>1</v></c><c/></row>"),
        ("empty reference", "<row r=\"\"><c r=\"\"><v>1</v></c></row>"),
        ("absolute reference", "<row r=\"6\"><c r=\"$A$6\"><v>1</v></c></row>"),
        ("reference in words", "<row r=\"six\"><c r=\"six\"><v>1</v></c></row>"),
        ("cell of another row", "<row r=\"6\"><c r=\"A900\"><v>1</v></c></row>"),
        (
            "backwards",
            "<row r=\"9\"><c r=\"C9\"><v>1</v></c><c r=\"A9\"><v>2</v></c></row><row r=\"7\"><c r=\"A7\"><v>3</v></c></row>",
        ),
        ("twice", "<row r=\"2\"><c r=\"A2\"><v>1</v></c></row><row r=\"2\"><c r=\"A2\"><v>2</v></c></row>"),
        ("within a row", "<row r=\"6\"><row r=\"7\"><c r=\"A7\"><v>1</v></c></row></row>"),
        (
            "hidden and huge",
            "<row r=\"6\" hidden=\"true\" ht=\"1e308\" spans=\"1:999999999\"><c r=\"A6\"><v>1</v></c></row>",
        ),
        ("odd flags", "<row r=\"6\" hidden=\"maybe\" outlineLevel=\"-1\"><c r=\"A6\"><v>1</v></c></row>"),
    ] {
        put(files, "row", name, SHEET, worksheet(rows));
    }
    let mut far = String::new();
    for row in 0..2000 {
        write!(far, "<row r=\"{0}\"><c r=\"XFD{0}\"><v>{row}</v></c></row>", 10 + row * 500).unwrap();
    }
    put(files, "row", "far apart", SHEET, worksheet(&far));
    let mut empty = String::new();
    for row in 10..60_000 {
        write!(empty, "<row r=\"{row}\" s=\"1\"><c r=\"A{row}\" s=\"1\"/></row>").unwrap();
    }
    put(files, "row", "without values", SHEET, worksheet(&empty));
    let mut formulas = String::new();
    for row in 10..20_000 {
        write!(
            formulas,
            "<row r=\"{row}\"><c r=\"A{row}\" t=\"str\"><f>IF(B{row}=\"\",\"\",1)</f><v></v></c></row>"
        )
        .unwrap();
    }
    put(files, "row", "of formulas that give nothing", SHEET, worksheet(&formulas));
}

fn cells(files: &mut Vec<Odd>) {
    for (name, cell) in [
        ("unknown type", "<c r=\"A6\" t=\"zz\"><v>1</v></c>"),
        ("type of a number", "<c r=\"A6\" t=\"1\"><v>1</v></c>"),
        ("string without value", "<c r=\"A6\" t=\"s\"/>"),
        ("negative string", "<c r=\"A6\" t=\"s\"><v>-1</v></c>"),
        ("string far beyond", "<c r=\"A6\" t=\"s\"><v>99999999999</v></c>"),
        ("string in words", "<c r=\"A6\" t=\"s\"><v>first</v></c>"),
        ("string with fraction", "<c r=\"A6\" t=\"s\"><v>1.5</v></c>"),
        ("boolean two", "<c r=\"A6\" t=\"b\"><v>2</v></c>"),
        ("boolean in words", "<c r=\"A6\" t=\"b\"><v>yes</v></c>"),
        ("unknown error", "<c r=\"A6\" t=\"e\"><v>#OH NO</v></c>"),
        (
            "every error",
            "<c r=\"A6\" t=\"e\"><v>#NULL!</v></c><c r=\"B6\" t=\"e\"><v>#DIV/0!</v></c><c r=\"C6\" t=\"e\"><v>#SPILL!</v></c><c r=\"D6\" t=\"e\"><v></v></c>",
        ),
        (
            "dates",
            "<c r=\"A6\" t=\"d\"><v>2026-02-30</v></c><c r=\"B6\" t=\"d\"><v>now</v></c><c r=\"C6\" t=\"d\"><v>+999999999-01-01T00:00:00Z</v></c>",
        ),
        (
            "serials",
            "<c r=\"A6\" s=\"1\"><v>-1</v></c><c r=\"B6\" s=\"1\"><v>60</v></c><c r=\"C6\" s=\"1\"><v>1e300</v></c><c r=\"D6\" s=\"1\"><v>2958466</v></c>",
        ),
        (
            "no numbers",
            "<c r=\"A6\"><v>NaN</v></c><c r=\"B6\"><v>inf</v></c><c r=\"C6\"><v>1e999</v></c><c r=\"D6\"><v>0x1F</v></c><c r=\"E6\"><v>1,5</v></c>",
        ),
        ("spaces in numbers", "<c r=\"A6\"><v> 3 </v></c><c r=\"B6\"><v>\n4\n</v></c><c r=\"C6\"><v/></c>"),
        ("many values", "<c r=\"A6\"><v>1</v><v>2</v><v>3</v></c>"),
        (
            "inline without string",
            "<c r=\"A6\" t=\"inlineStr\"/><c r=\"B6\" t=\"inlineStr\"><is/></c><c r=\"C6\" t=\"inlineStr\"><v>1</v></c>",
        ),
        (
            "rich inline",
            "<c r=\"A6\" t=\"inlineStr\"><is><r><rPr><b/></rPr><t>Ri</t></r><r><t xml:space=\"preserve\">sk </t></r><rPh sb=\"0\" eb=\"1\"><t>no</t></rPh></is></c>",
        ),
        (
            "style out of range",
            "<c r=\"A6\" s=\"999999\"><v>1</v></c><c r=\"B6\" s=\"-1\"><v>1</v></c><c r=\"C6\" s=\"x\"><v>1</v></c>",
        ),
        ("escaped characters", "<c r=\"A6\" t=\"str\"><v>_x0000__x000D__xD800__xZZZZ_</v></c>"),
        ("characters by number", "<c r=\"A6\" t=\"str\"><v>&#65;&#x42;&#9;</v></c>"),
        ("character nought", "<c r=\"A6\" t=\"str\"><v>a&#0;b</v></c>"),
        ("lone surrogate", "<c r=\"A6\" t=\"str\"><v>a&#xD800;b</v></c>"),
        ("character beyond the last", "<c r=\"A6\" t=\"str\"><v>a&#x110000;b&#xFFFFFFFFFFFF;</v></c>"),
        ("unknown entity", "<c r=\"A6\" t=\"str\"><v>a&nbsp;b&made-up;</v></c>"),
        ("bare ampersand", "<c r=\"A6\" t=\"str\"><v>Q&A</v></c>"),
        (
            "cyclic shared formulas",
            "<c r=\"A6\"><f t=\"shared\" ref=\"A6:B6\" si=\"0\">B6</f><v>1</v></c><c r=\"B6\"><f t=\"shared\" si=\"0\"/><v>2</v></c><c r=\"C6\"><f t=\"shared\" si=\"77\"/></c>",
        ),
        (
            "shared formula over all",
            "<c r=\"A6\"><f t=\"shared\" ref=\"A1:XFD1048576\" si=\"4294967295\">A1</f><v>1</v></c>",
        ),
        (
            "formula of itself",
            "<c r=\"A6\"><f>A6+1</f></c><c r=\"B6\"><f t=\"array\" ref=\"B6:B1048576\">B6:B9</f><v>0</v></c>",
        ),
        (
            "data table",
            "<c r=\"A6\"><f t=\"dataTable\" ref=\"A6:Z99\" dt2D=\"1\" r1=\"A1\" r2=\"A6\" del1=\"1\"/><v>1</v></c>",
        ),
        ("nothing but attributes", "<c r=\"A6\" s=\"1\" t=\"n\" cm=\"9\" vm=\"9\" ph=\"1\"/>"),
    ] {
        put(files, "cell", name, SHEET, worksheet(&format!("<row r=\"6\">{cell}</row>")));
    }
    let long = "long ".repeat(400_000);
    put(
        files,
        "cell",
        "of two million characters",
        SHEET,
        worksheet(&format!("<row r=\"6\"><c r=\"A6\" t=\"str\"><v>{long}</v></c></row>")),
    );
    let formula = "A1+".repeat(200_000);
    put(
        files,
        "cell",
        "with an endless formula",
        SHEET,
        worksheet(&format!("<row r=\"6\"><c r=\"A6\"><f>{formula}1</f><v>1</v></c></row>")),
    );
    let mut wide = String::from("<row r=\"6\">");
    for _ in 0..60_000 {
        wide.push_str("<c><v>1</v></c>");
    }
    put(files, "cell", "60,000 in a row", SHEET, worksheet(&(wide + "</row>")));
}

fn sheets(files: &mut Vec<Odd>) {
    let ordinary = worksheet("");
    let inner = ordinary.split_once('>').unwrap().1.trim_end_matches("</worksheet>");
    let many = |item: &str, count: usize| item.repeat(count);
    for (name, content) in [
        ("dimension of all", format!("<dimension ref=\"A1:XFD1048576\"/>{inner}")),
        ("dimension beyond", format!("<dimension ref=\"A1:ZZZZZ99999999\"/>{inner}")),
        ("dimension backwards", format!("<dimension ref=\"Z99:A1\"/>{inner}")),
        ("dimension of a cell", format!("<dimension ref=\"A1\"/>{inner}")),
        ("dimension in words", format!("<dimension ref=\"everything\"/>{inner}")),
        ("no data", "<sheetViews/>".to_owned()),
        ("empty data", "<sheetData/>".to_owned()),
        ("data twice", format!("{inner}{inner}")),
        ("data within data", format!("<sheetData>{inner}</sheetData>")),
        (
            "merges of all",
            format!("{inner}<mergeCells count=\"1\"><mergeCell ref=\"A1:XFD1048576\"/></mergeCells>"),
        ),
        (
            "merges that overlap",
            format!(
                "{inner}<mergeCells><mergeCell ref=\"A1:C3\"/><mergeCell ref=\"B2:D4\"/><mergeCell ref=\"A1:C3\"/></mergeCells>"
            ),
        ),
        (
            "merges backwards",
            format!(
                "{inner}<mergeCells><mergeCell ref=\"D4:A1\"/><mergeCell ref=\"A1\"/><mergeCell ref=\"\"/><mergeCell/></mergeCells>"
            ),
        ),
        (
            "merges by the ten thousand",
            format!("{inner}<mergeCells>{}</mergeCells>", many("<mergeCell ref=\"A1:D1\"/>", 60_000)),
        ),
        (
            "columns by the million",
            format!("<cols>{}</cols>{inner}", many("<col min=\"1\" max=\"16384\" hidden=\"1\"/>", 30_000)),
        ),
        (
            "columns backwards",
            format!(
                "<cols><col min=\"9\" max=\"1\" hidden=\"1\"/><col min=\"0\" max=\"4294967295\" hidden=\"1\"/><col/></cols>{inner}"
            ),
        ),
        (
            "lists of all cells",
            format!(
                "{inner}<dataValidations><dataValidation type=\"list\" sqref=\"A1:XFD1048576\"><formula1>\"a,b\"</formula1></dataValidation></dataValidations>"
            ),
        ),
        (
            "lists without end",
            format!(
                "{inner}<dataValidations><dataValidation type=\"list\" sqref=\"{}\"><formula1>Lists!$A:$A</formula1></dataValidation></dataValidations>",
                many("A1 ", 100_000)
            ),
        ),
        (
            "lists of themselves",
            format!(
                "{inner}<dataValidations><dataValidation type=\"list\" sqref=\"A2\"><formula1>INDIRECT(A2)</formula1></dataValidation><dataValidation type=\"made-up\" sqref=\"?\"/></dataValidations>"
            ),
        ),
        (
            "filters and links",
            format!(
                "{inner}<autoFilter ref=\"A1:ZZZ0\"/><hyperlinks><hyperlink ref=\"A1\" r:id=\"none\"/></hyperlinks>"
            ),
        ),
        (
            "conditions",
            format!(
                "{inner}<conditionalFormatting sqref=\"A1:A1048576\"><cfRule type=\"expression\" dxfId=\"99\" priority=\"-1\"><formula>1/0</formula></cfRule></conditionalFormatting>"
            ),
        ),
        (
            "drawings that are not there",
            format!(
                "{inner}<drawing r:id=\"rId99\"/><legacyDrawing r:id=\"rId98\"/><tableParts count=\"9\"><tablePart r:id=\"rId97\"/></tableParts>"
            ),
        ),
        (
            "extension of its own",
            format!("{inner}<extLst><ext uri=\"{{0}}\"><made:up xmlns:made=\"x\"/></ext></extLst>"),
        ),
        (
            "alternate content",
            format!(
                "<mc:AlternateContent xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"><mc:Choice Requires=\"x\">{inner}</mc:Choice><mc:Fallback>{inner}</mc:Fallback></mc:AlternateContent>"
            ),
        ),
    ] {
        put(files, "sheet", name, SHEET, sheet_with(&content));
    }
}

fn markup(files: &mut Vec<Odd>) {
    let ordinary = worksheet("");
    let inside = |text: &str| ordinary.replace("<sheetData>", &format!("<sheetData>{text}"));
    let bomb = {
        let mut entities = String::from("<!ENTITY a0 \"boom\">");
        for level in 1..12 {
            write!(entities, "<!ENTITY a{level} \"{}\">", format!("&a{};", level - 1).repeat(10)).unwrap();
        }
        format!(
            "<!DOCTYPE worksheet [{entities}]>{}",
            worksheet("<row r=\"6\"><c r=\"A6\" t=\"str\"><v>&a11;</v></c></row>")
        )
    };
    let deep = format!("{}{}", "<x>".repeat(100_000), "</x>".repeat(100_000));
    let utf16: Vec<u8> =
        std::iter::once(0xFEFF).chain(ordinary.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let contents: Vec<(&str, Vec<u8>)> = vec![
        ("entity bomb", bomb.into_bytes()),
        (
            "external entity",
            format!("<!DOCTYPE w [<!ENTITY f SYSTEM \"file:///etc/hostname\">]>{}", inside("&f;")).into(),
        ),
        ("external definition", format!("<!DOCTYPE w SYSTEM \"http://127.0.0.1:1/w.dtd\">{ordinary}").into()),
        ("nested 100,000 deep", inside(&deep).into()),
        ("nested and never closed", format!("<worksheet><sheetData>{}", "<row>".repeat(200_000)).into()),
        ("never closed", ordinary[..ordinary.len() / 2].into()),
        ("closed too often", format!("{ordinary}</worksheet></worksheet>").into()),
        ("crossed tags", ordinary.replace("</v></c>", "</c></v>").into()),
        ("two roots", format!("{ordinary}{ordinary}").into()),
        ("another root", "<html><body><table><tr><td>Risk</td></tr></table></body></html>".into()),
        ("nothing", Vec::new()),
        ("only spaces", vec![b' '; 5000]),
        ("only a declaration", "<?xml version=\"1.0\"?>".into()),
        ("text only", "Risk ID,Risk,Likelihood".into()),
        ("comments and instructions", inside("<!-- -- --><?do something?><![CDATA[<c>]]>").into()),
        ("comment never closed", inside("<!-- ").into()),
        ("byte order mark", [b"\xEF\xBB\xBF", ordinary.as_bytes()].concat()),
        ("UTF-16", utf16.clone()),
        ("UTF-16 without mark", utf16[2..].to_vec()),
        ("UTF-16 cut within a character", utf16[..utf16.len() - 31].to_vec()),
        ("declared as UTF-16", format!("<?xml version=\"1.0\" encoding=\"UTF-16\"?>{ordinary}").into()),
        ("declared as something", format!("<?xml version=\"1.0\" encoding=\"x-made-up\"?>{ordinary}").into()),
        (
            "declared as 1252",
            [
                b"<?xml version=\"1.0\" encoding=\"windows-1252\"?>",
                inside("<row r=\"9\"><c r=\"A9\" t=\"str\"><v>\u{b0}</v></c></row>").as_bytes(),
            ]
            .concat(),
        ),
        (
            "not UTF-8",
            inside("<row r=\"9\"><c r=\"A9\" t=\"str\"><v>@</v></c></row>")
                .bytes()
                .map(|byte| if byte == b'@' { 0xFF } else { byte })
                .collect(),
        ),
        ("NUL", inside("<row r=\"9\"><c r=\"A9\" t=\"str\"><v>a\0b</v></c></row>").into()),
        (
            "control characters",
            inside("<row r=\"9\"><c r=\"A9\" t=\"str\"><v>\u{1}\u{8}\u{1b}[31m</v></c></row>").into(),
        ),
        (
            "attribute of a megabyte",
            inside(&format!("<row r=\"9\" x=\"{}\"/>", "y".repeat(1_000_000))).into(),
        ),
        ("attribute twice", inside("<row r=\"9\" r=\"10\"><c r=\"A9\" r=\"B9\"><v>1</v></c></row>").into()),
        ("attribute without quotes", inside("<row r=9><c r=A9><v>1</v></c></row>").into()),
        (
            "10,000 attributes",
            inside(&format!("<row {}/>", (0..10_000).map(|n| format!("a{n}=\"1\" ")).collect::<String>()))
                .into(),
        ),
        ("name of a megabyte", inside(&format!("<{0}/>", "z".repeat(1_000_000))).into()),
        ("other prefixes", ordinary.replace("<c ", "<q:c ").replace("</c>", "</q:c>").into()),
        ("capital letters", ordinary.replace("sheetData", "SHEETDATA").into()),
    ];
    for (name, content) in contents {
        put(files, "markup", name, SHEET, content);
    }
}

fn strings_and_styles(files: &mut Vec<Odd>) {
    let sst = |inner: &str| {
        format!("<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">{inner}</sst>")
    };
    for (name, content) in [
        ("count that lies", STRINGS.replace("\"4\"", "\"4294967295\"")),
        ("negative count", STRINGS.replace("\"4\"", "\"-1\"")),
        ("count in words", STRINGS.replace("\"4\"", "\"four\"")),
        ("none", sst("")),
        ("empty items", sst("<si/><si></si><si><t/></si><si><t></t></si>")),
        ("items within items", sst("<si><si><t>Risk ID</t></si></si><si><t>Risk</t></si>")),
        (
            "rich and phonetic",
            sst(
                "<si><r><t>Risk </t></r><r><t>ID</t></r><rPh sb=\"0\" eb=\"2\"><t>リスク</t></rPh><phoneticPr fontId=\"1\"/></si>",
            ),
        ),
        ("text outside", sst("Risk<si>ID<t>Risk ID</t>more</si>")),
        ("never closed", STRINGS[..STRINGS.len() - 20].to_owned()),
        ("a hundred thousand", sst(&"<si><t>same</t></si>".repeat(100_000))),
        ("40,000 characters", sst(&format!("<si><t>{}</t></si>", "ü".repeat(40_000)))),
        ("other root", "<strings><si><t>Risk ID</t></si></strings>".to_owned()),
    ] {
        put(files, "strings", name, "xl/sharedStrings.xml", content);
    }
    let style = |inner: &str| {
        format!(
            "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">{inner}</styleSheet>"
        )
    };
    let long_format = format!(
        "<numFmts><numFmt numFmtId=\"164\" formatCode=\"{}\"/></numFmts><cellXfs><xf numFmtId=\"164\"/></cellXfs>",
        "[Red]0;".repeat(20_000)
    );
    for (name, content) in [
        ("none", style("")),
        ("no formats of cells", style("<cellXfs count=\"0\"/>")),
        ("count that lies", STYLES.replace("count=\"3\"", "count=\"4294967295\"")),
        (
            "format far beyond",
            style(
                "<cellXfs><xf numFmtId=\"99999\"/><xf numFmtId=\"-1\"/><xf numFmtId=\"x\" fillId=\"-7\"/><xf/></cellXfs>",
            ),
        ),
        (
            "odd formats",
            style(
                "<numFmts><numFmt numFmtId=\"164\" formatCode=\"[$-F800]dddd\\, mmmm dd\"/><numFmt numFmtId=\"165\" formatCode=\"\"/><numFmt numFmtId=\"166\"/><numFmt formatCode=\"0\"/><numFmt numFmtId=\"14\" formatCode=\"&quot;x&quot;;;;@\"/></numFmts><cellXfs><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"166\"/></cellXfs>",
            ),
        ),
        ("format of 140,000 characters", style(&long_format)),
        (
            "odd colours",
            style(
                "<fills><fill><patternFill><fgColor rgb=\"red\"/></patternFill></fill><fill><patternFill><fgColor theme=\"99\" tint=\"-7\"/></patternFill></fill><fill><patternFill><fgColor indexed=\"-1\"/></patternFill></fill><fill><gradientFill><stop position=\"9\"><color rgb=\"\"/></stop></gradientFill></fill></fills><cellXfs><xf fillId=\"0\"/><xf fillId=\"1\"/><xf fillId=\"3\"/></cellXfs>",
            ),
        ),
        (
            "fifty thousand",
            style(&format!("<cellXfs>{}</cellXfs>", "<xf numFmtId=\"14\" fillId=\"0\"/>".repeat(50_000))),
        ),
        ("never closed", STYLES[..STYLES.len() / 2].to_owned()),
        ("text", "bold red".to_owned()),
    ] {
        put(files, "styles", name, "xl/styles.xml", content);
    }
}

fn workbooks(files: &mut Vec<Odd>) {
    let book = |sheets: &str| WORKBOOK.replace("<sheet name=\"Risks\" sheetId=\"1\" r:id=\"rId1\"/>", sheets);
    let long = "n".repeat(300);
    for (name, content) in [
        ("no sheet", book("")),
        ("no list of sheets", WORKBOOK.replace("sheets>", "leaves>")),
        ("same name twice", book("<sheet name=\"Risks\" sheetId=\"1\" r:id=\"rId1\"/><sheet name=\"RISKS\" sheetId=\"1\" r:id=\"rId1\"/>")),
        ("empty name", book("<sheet name=\"\" sheetId=\"1\" r:id=\"rId1\"/>")),
        ("no name", book("<sheet sheetId=\"1\" r:id=\"rId1\"/>")),
        ("name of 300 letters", book(&format!("<sheet name=\"{long}\" sheetId=\"1\" r:id=\"rId1\"/>"))),
        ("name of a megabyte", book(&format!("<sheet name=\"{}\" sheetId=\"1\" r:id=\"rId1\"/>", "n".repeat(1_000_000)))),
        ("name with signs", book("<sheet name=\"a/b:c*?[d]'e&quot;&lt;\" sheetId=\"1\" r:id=\"rId1\"/>")),
        ("name with line breaks", book("<sheet name=\"a&#10;b&#9;c&#0;\" sheetId=\"1\" r:id=\"rId1\"/>")),
        ("name from right to left", book("<sheet name=\"\u{202e}sksiR \u{1f4a3}\" sheetId=\"1\" r:id=\"rId1\"/>")),
        ("unknown relation", book("<sheet name=\"Risks\" sheetId=\"1\" r:id=\"rId9\"/>")),
        ("no relation", book("<sheet name=\"Risks\" sheetId=\"1\"/>")),
        ("relation to strings", book("<sheet name=\"Risks\" sheetId=\"1\" r:id=\"rId2\"/>")),
        ("odd state", book("<sheet name=\"Risks\" sheetId=\"x\" state=\"lost\" r:id=\"rId1\"/>")),
        ("all hidden", book("<sheet name=\"Risks\" sheetId=\"1\" state=\"veryHidden\" r:id=\"rId1\"/>")),
        ("odd date system", WORKBOOK.replace("<sheets>", "<workbookPr date1904=\"perhaps\"/><sheets>")),
        ("date system 1904", WORKBOOK.replace("<sheets>", "<workbookPr date1904=\"1\"/><sheets>")),
        ("names that go in circles", WORKBOOK.replace("</workbook>", "<definedNames><definedName name=\"a\">b</definedName><definedName name=\"b\">a</definedName><definedName name=\"_xlnm.Print_Titles\" localSheetId=\"99\">#REF!</definedName></definedNames></workbook>")),
        ("protected", WORKBOOK.replace("<sheets>", "<workbookProtection workbookPassword=\"CC1A\" lockStructure=\"1\"/><sheets>")),
        ("never closed", WORKBOOK[..WORKBOOK.len() - 30].to_owned()),
        ("nothing", String::new()),
    ] {
        put(files, "workbook", name, "xl/workbook.xml", content);
    }
    files.push(Odd::new("workbook 10,000 sheets.xlsx", many_sheets(10_000, true)));
    files.push(Odd::new("workbook 10,000 names of one sheet.xlsx", many_sheets(10_000, false)));
}

/// A workbook of many small sheets, with a part for each or one part for all.
fn many_sheets(count: usize, own_parts: bool) -> Vec<u8> {
    let mut parts = ordinary();
    let (mut sheets, mut relations) = (String::new(), String::new());
    for number in 1..=count {
        let part = if own_parts { number } else { 1 };
        write!(sheets, "<sheet name=\"S{number}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>").unwrap();
        write!(
            relations,
            "<Relationship Id=\"rId{number}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet{part}.xml\"/>"
        )
        .unwrap();
        if own_parts && number > 1 {
            let content = sheet_with("<sheetData><row><c><v>1</v></c></row></sheetData>");
            parts.push((format!("xl/worksheets/sheet{number}.xml"), content.into_bytes()));
        }
    }
    parts[2].1 =
        WORKBOOK.replace("<sheet name=\"Risks\" sheetId=\"1\" r:id=\"rId1\"/>", &sheets).into_bytes();
    parts[3].1 = format!("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{relations}</Relationships>").into_bytes();
    archive(&parts)
}

fn relations(files: &mut Vec<Odd>) {
    for (name, target) in [
        ("absolute", "/xl/worksheets/sheet1.xml"),
        ("with dots", "../xl/./worksheets/../worksheets/sheet1.xml"),
        ("out of the archive", "../../../../etc/passwd"),
        ("to the web", "https://127.0.0.1:1/sheet1.xml"),
        ("to a file", "file:///etc/hostname"),
        ("escaped", "worksheets/sheet%31.xml"),
        ("in capitals", "Worksheets/SHEET1.XML"),
        ("with backslashes", "worksheets\\sheet1.xml"),
        ("to the workbook", "workbook.xml"),
        ("to itself", "_rels/workbook.xml.rels"),
        ("to nothing", ""),
        ("to a folder", "worksheets/"),
        ("with a fragment", "worksheets/sheet1.xml#A1"),
        ("with spaces", " worksheets/sheet1.xml "),
    ] {
        put(
            files,
            "relation",
            name,
            "xl/_rels/workbook.xml.rels",
            RELATIONS.replace("worksheets/sheet1.xml", target),
        );
    }
    for (name, content) in [
        (
            "external mode",
            RELATIONS.replace("Target=\"worksheets", "TargetMode=\"External\" Target=\"worksheets"),
        ),
        ("same identifier twice", RELATIONS.replace("rId2", "rId1")),
        ("of an unknown kind", RELATIONS.replace("relationships/worksheet", "relationships/made-up")),
        ("of a chart sheet", RELATIONS.replace("relationships/worksheet", "relationships/chartsheet")),
        (
            "strict",
            RELATIONS.replace(
                "http://schemas.openxmlformats.org/officeDocument/2006",
                "http://purl.oclc.org/ooxml/officeDocument",
            ),
        ),
        ("none at all", "<Relationships/>".to_owned()),
        (
            "fifty thousand",
            RELATIONS.replace(
                "</Relationships>",
                &format!(
                    "{}</Relationships>",
                    "<Relationship Id=\"x\" Type=\"y\" Target=\"z\"/>".repeat(50_000)
                ),
            ),
        ),
        ("never closed", RELATIONS[..RELATIONS.len() - 25].to_owned()),
    ] {
        put(files, "relation", name, "xl/_rels/workbook.xml.rels", content);
    }
    for (name, content) in [
        ("package to nothing", PACKAGE.replace("xl/workbook.xml", "xl/elsewhere.xml")),
        ("package with two documents", PACKAGE.replace("</Relationships>", "<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>")),
        ("package of nothing", String::new()),
    ] {
        put(files, "relation", name, "_rels/.rels", content);
    }
}
