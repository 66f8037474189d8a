//! Small .ods, .xls and .xlsb files, written by hand, and odd things in them.

use crate::Odd;
use crate::archives::archive;

pub fn files() -> Vec<Odd> {
    let mut files = vec![
        Odd::new("ods in order.ods", ods(ORDINARY_TABLE)),
        Odd::new("xls in order.xls", xls(&worksheet_stream(&records(), 0))),
        Odd::new("xlsb in order.xlsb", xlsb(&sheet_bin())),
    ];
    open_documents(&mut files);
    old_workbooks(&mut files);
    binary_workbooks(&mut files);
    files
}

const ORDINARY_TABLE: &str = "<table:table table:name=\"Risks\"><table:table-row>\
    <table:table-cell office:value-type=\"string\"><text:p>Risk ID</text:p></table:table-cell>\
    <table:table-cell office:value-type=\"string\"><text:p>Risk</text:p></table:table-cell></table:table-row>\
    <table:table-row><table:table-cell office:value-type=\"string\"><text:p>R-1</text:p></table:table-cell>\
    <table:table-cell office:value-type=\"float\" office:value=\"3\"><text:p>3</text:p></table:table-cell>\
    </table:table-row></table:table>";

/// An OpenDocument spreadsheet of the tables given.
pub fn ods(tables: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content \
         xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:spreadsheet>{tables}\
         </office:spreadsheet></office:body></office:document-content>"
    );
    ods_with(&content)
}

fn ods_with(content: &str) -> Vec<u8> {
    let manifest = "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\">\
        <manifest:file-entry manifest:full-path=\"/\" manifest:media-type=\"application/vnd.oasis.opendocument.spreadsheet\"/>\
        </manifest:manifest>";
    archive(&[
        ("mimetype".to_owned(), b"application/vnd.oasis.opendocument.spreadsheet".to_vec()),
        ("META-INF/manifest.xml".to_owned(), manifest.as_bytes().to_vec()),
        ("content.xml".to_owned(), content.as_bytes().to_vec()),
    ])
}

fn open_documents(files: &mut Vec<Odd>) {
    let cell = |attributes: &str| {
        format!(
            "<table:table table:name=\"T\"><table:table-row><table:table-cell {attributes}><text:p>x</text:p></table:table-cell></table:table-row></table:table>"
        )
    };
    for (name, tables) in [
        ("no table", String::new()),
        ("a billion columns", cell("table:number-columns-repeated=\"1000000000\" office:value-type=\"string\"")),
        ("columns beyond 64 bits", cell("table:number-columns-repeated=\"99999999999999999999\"")),
        ("negative repeats", cell("table:number-columns-repeated=\"-1\"")),
        ("a billion rows", "<table:table table:name=\"T\"><table:table-row table:number-rows-repeated=\"1000000000\"><table:table-cell office:value-type=\"string\"><text:p>x</text:p></table:table-cell></table:table-row></table:table>".to_owned()),
        ("a billion empty rows", "<table:table table:name=\"T\"><table:table-row table:number-rows-repeated=\"1000000000\"><table:table-cell/></table:table-row><table:table-row><table:table-cell office:value-type=\"string\"><text:p>x</text:p></table:table-cell></table:table-row></table:table>".to_owned()),
        ("rows times columns", "<table:table table:name=\"T\"><table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell table:number-columns-repeated=\"16384\" office:value-type=\"float\" office:value=\"1\"/></table:table-row></table:table>".to_owned()),
        ("spans of everything", cell("table:number-columns-spanned=\"16384\" table:number-rows-spanned=\"1048576\" office:value-type=\"string\"")),
        ("unknown type", cell("office:value-type=\"wish\" office:value=\"1\"")),
        ("odd numbers", cell("office:value-type=\"float\" office:value=\"NaN\"")),
        ("odd date", cell("office:value-type=\"date\" office:date-value=\"2026-13-45T99:99:99\"")),
        ("date of no length", cell("office:value-type=\"date\" office:date-value=\"\"")),
        ("date far away", cell("office:value-type=\"date\" office:date-value=\"-99999-01-01\"")),
        ("odd time", cell("office:value-type=\"time\" office:time-value=\"PT99999999999H\"")),
        ("odd percentage", cell("office:value-type=\"percentage\" office:value=\"many\"")),
        ("odd truth", cell("office:value-type=\"boolean\" office:boolean-value=\"perhaps\"")),
        ("a formula of itself", cell("table:formula=\"of:=[.A1]\" office:value-type=\"float\" office:value=\"1\"")),
        ("a table in a cell", format!("<table:table table:name=\"T\"><table:table-row><table:table-cell>{ORDINARY_TABLE}</table:table-cell></table:table-row></table:table>")),
        ("rows nested", format!("<table:table table:name=\"T\">{}{}</table:table>", "<table:table-row>".repeat(5000), "</table:table-row>".repeat(5000))),
        ("spaces by the billion", "<table:table table:name=\"T\"><table:table-row><table:table-cell office:value-type=\"string\"><text:p>a<text:s text:c=\"4000000000\"/>b</text:p></table:table-cell></table:table-row></table:table>".to_owned()),
        ("3,000 tables", ORDINARY_TABLE.repeat(3000)),
        ("table without a name", ORDINARY_TABLE.replace(" table:name=\"Risks\"", "")),
        ("covered cells", "<table:table table:name=\"T\"><table:table-row><table:covered-table-cell table:number-columns-repeated=\"500000000\"/><table:table-cell office:value-type=\"string\"><text:p>x</text:p></table:table-cell></table:table-row></table:table>".to_owned()),
    ] {
        files.push(Odd::new(format!("ods {name}.ods"), ods(&tables)));
    }
    for (name, content) in [
        ("empty content", ""),
        ("content that is text", "Risk ID"),
        ("never closed", "<office:document-content xmlns:office=\"x\"><office:body>"),
        (
            "of another kind",
            "<office:document-content xmlns:office=\"x\"><office:body><office:text/></office:body></office:document-content>",
        ),
        (
            "with an entity",
            "<!DOCTYPE d [<!ENTITY e \"x\">]><office:document-content xmlns:office=\"x\">&e;</office:document-content>",
        ),
    ] {
        files.push(Odd::new(format!("ods {name}.ods"), ods_with(content)));
    }
    let bare =
        archive(&[("mimetype".to_owned(), b"application/vnd.oasis.opendocument.spreadsheet".to_vec())]);
    files.push(Odd::new("ods without content.ods", bare));
}

/// A record of an .xls file: its kind, its length, its content.
fn record(kind: u16, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).unwrap();
    [&kind.to_le_bytes()[..], &length.to_le_bytes(), content].concat()
}

/// A cell of an .xls file that holds text.
fn label(row: u16, column: u16, text: &str) -> Vec<u8> {
    let mut content = [row, column, 0].iter().flat_map(|number| number.to_le_bytes()).collect::<Vec<u8>>();
    content.extend(u16::try_from(text.len()).unwrap().to_le_bytes());
    content.push(0);
    content.extend(text.bytes());
    record(0x0204, &content)
}

/// A cell of an .xls file that holds a number.
fn number(row: u16, column: u16, value: f64) -> Vec<u8> {
    let mut content = [row, column, 0].iter().flat_map(|number| number.to_le_bytes()).collect::<Vec<u8>>();
    content.extend(value.to_le_bytes());
    record(0x0203, &content)
}

fn records() -> Vec<u8> {
    let mut records = Vec::new();
    for (column, heading) in (0..).zip(["Risk ID", "Risk", "Likelihood", "Impact"]) {
        records.extend(label(0, column, heading));
    }
    for row in 1..4 {
        records.extend(label(row, 0, &format!("R-{row}")));
        records.extend(label(row, 1, "Server room floods"));
        records.extend(number(row, 2, 3.0));
        records.extend(number(row, 3, 4.0));
    }
    records
}

/// The stream of an .xls workbook with one sheet; its beginning is moved by some bytes.
fn worksheet_stream(records: &[u8], moved: i64) -> Vec<u8> {
    let beginning =
        |kind: u16| record(0x0809, &[0x00, 0x06, kind as u8, 0x00, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let mut stream = beginning(0x05);
    let end = record(0x000A, &[]);
    let length = stream.len() + 4 + 8 + 5 + end.len();
    let at = u32::try_from(length as i64 + moved).unwrap_or(u32::MAX);
    stream.extend(record(0x0085, &[&at.to_le_bytes()[..], &[0, 0, 5, 0], b"Risks"].concat()));
    stream.extend(&end);
    stream.extend(beginning(0x10));
    stream.extend(records);
    stream.extend(&end);
    stream
}

const FREE: u32 = 0xFFFF_FFFF;
const LAST: u32 = 0xFFFF_FFFE;
const TABLE: u32 = 0xFFFF_FFFD;

/// A change of the table of sectors and of the directory of a compound file.
type Change = fn(&mut Vec<u32>, &mut Vec<u8>);

/// A compound file that holds one stream, as an .xls file does.
pub fn xls(stream: &[u8]) -> Vec<u8> {
    compound(stream, |_, _| {})
}

/// As [`xls`], with a change of the table of sectors and the directory before they are written.
fn compound(stream: &[u8], change: impl FnOnce(&mut Vec<u32>, &mut Vec<u8>)) -> Vec<u8> {
    let mut stream = stream.to_vec();
    stream.resize(stream.len().max(4096).next_multiple_of(512), 0);
    let sectors = u32::try_from(stream.len() / 512).unwrap();
    let mut table = vec![TABLE, LAST];
    table.extend((0..sectors).map(|sector| if sector + 1 == sectors { LAST } else { sector + 3 }));
    table.resize(128, FREE);
    let mut directory = entry("Root Entry", 5, 1, LAST, 0);
    directory.extend(entry("Workbook", 2, FREE, 2, u32::try_from(stream.len()).unwrap()));
    directory.resize(512, 0);
    change(&mut table, &mut directory);
    let mut header = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    header.resize(24, 0);
    for number in [0x3E_u16, 3, 0xFFFE, 9, 6, 0, 0, 0] {
        header.extend(number.to_le_bytes());
    }
    for number in [0_u32, 1, 1, 0, 4096, LAST, 0, LAST, 0, 0] {
        header.extend(number.to_le_bytes());
    }
    header.resize(512, 0xFF);
    let table = table.iter().flat_map(|sector| sector.to_le_bytes()).collect::<Vec<u8>>();
    [header, table, directory, stream].concat()
}

fn entry(name: &str, kind: u8, child: u32, start: u32, size: u32) -> Vec<u8> {
    let mut entry: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
    let length = u16::try_from(entry.len()).unwrap();
    entry.resize(64, 0);
    entry.extend(length.to_le_bytes());
    entry.extend([kind, 1]);
    for sibling in [FREE, FREE, child] {
        entry.extend(sibling.to_le_bytes());
    }
    entry.resize(116, 0);
    entry.extend(start.to_le_bytes());
    entry.extend(size.to_le_bytes());
    entry.resize(128, 0);
    entry
}

fn old_workbooks(files: &mut Vec<Odd>) {
    let ordinary = worksheet_stream(&records(), 0);
    for (name, extra) in [
        ("cell at the last place", label(65_535, 65_535, "far")),
        ("numbers at the last places", (0..600).flat_map(|row| number(row * 100, 255, 1.0)).collect()),
        ("text shorter than it says", record(0x0204, &[9, 0, 0, 0, 0, 0, 0xFF, 0x7F, 0, b'x'])),
        ("cell cut short", record(0x0203, &[9, 0, 0])),
        ("string without strings", record(0x00FD, &[9, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0x7F])),
        ("strings that lie", record(0x00FC, &[0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0x7F])),
        ("strings cut short", record(0x00FC, &[1, 0, 0, 0, 1, 0, 0, 0, 0xFF, 0xFF, 0x08, 0xFF, 0xFF])),
        ("formula cut short", record(0x0006, &[9, 0, 0, 0, 0, 0, 1])),
        (
            "formula of odd tokens",
            record(
                0x0006,
                &[
                    9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 4, 0, 0xFE, 0xFF, 0x40,
                    0x41,
                ],
            ),
        ),
        ("many small numbers that are not there", record(0x00BD, &[9, 0, 0, 0, 0, 0, 1, 0, 0xFF, 0xFF])),
        ("unknown error", record(0x0205, &[9, 0, 0, 0, 0, 0, 0x99, 1])),
        (
            "dimensions that lie",
            record(0x0200, &[0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0x7F, 0, 0, 0xFF, 0xFF, 0, 0]),
        ),
        ("merges that lie", record(0x00E5, &[0xFF, 0xFF, 0, 0])),
        ("password", record(0x002F, &[1, 0, 1, 0, 1, 0])),
        ("continued by nothing", record(0x003C, &[])),
    ] {
        let stream = worksheet_stream(&[records(), extra].concat(), 0);
        files.push(Odd::new(format!("xls {name}.xls"), xls(&stream)));
    }
    files.push(Odd::new("xls sheet before the file.xls", xls(&worksheet_stream(&records(), -1_000_000))));
    files.push(Odd::new("xls sheet beyond the file.xls", xls(&worksheet_stream(&records(), 1_000_000))));
    files.push(Odd::new("xls sheet in the middle.xls", xls(&worksheet_stream(&records(), 3))));
    files.push(Odd::new("xls of noughts.xls", xls(&[0; 4096])));
    files.push(Odd::new("xls of bytes that all are one.xls", xls(&[0xFF; 4096])));
    let changes: [(&str, Change); 8] = [
        ("sectors in a circle", |table, _| table[3] = 2),
        ("sector after itself", |table, _| table[2] = 2),
        ("sector beyond the file", |table, _| table[2] = 0x00FF_FFFF),
        ("directory in a circle", |table, _| table[1] = 1),
        ("root of itself", |_, directory| directory[76..80].copy_from_slice(&0_u32.to_le_bytes())),
        ("entry beyond the directory", |_, directory| {
            directory[76..80].copy_from_slice(&77_u32.to_le_bytes())
        }),
        ("stream of 4 GB", |_, directory| directory[248..252].copy_from_slice(&u32::MAX.to_le_bytes())),
        ("no stream of that name", |_, directory| directory[128] = b'V'),
    ];
    for (name, change) in changes {
        files.push(Odd::new(format!("xls {name}.xls"), compound(&ordinary, change)));
    }
    let mut header = xls(&ordinary);
    for (name, at, value) in [
        ("sectors of no size", 30, 0_u8),
        ("sectors of all sizes", 30, 0xFF),
        ("too many tables", 44, 0xFF),
        ("directory elsewhere", 49, 0xFF),
        ("small streams for all", 57, 0xFF),
        ("tables of tables", 69, 0x01),
    ] {
        let before = std::mem::replace(&mut header[at], value);
        files.push(Odd::new(format!("xls {name}.xls"), header.clone()));
        header[at] = before;
    }
}

/// A record of an .xlsb file.
fn brt(kind: u16, content: &[u8]) -> Vec<u8> {
    let mut record = Vec::new();
    if kind < 0x80 {
        record.push(kind as u8);
    } else {
        record.extend([(kind & 0x7F | 0x80) as u8, (kind >> 7) as u8]);
    }
    let mut length = content.len();
    loop {
        let more = length > 0x7F;
        record.push((length & 0x7F) as u8 | if more { 0x80 } else { 0 });
        length >>= 7;
        if !more {
            break;
        }
    }
    record.extend(content);
    record
}

/// Text with its length in front, as .xlsb files have it.
fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    [&u32::try_from(units.len() / 2).unwrap().to_le_bytes()[..], &units].concat()
}

fn sheet_bin() -> Vec<u8> {
    let cell = |column: u32| [column.to_le_bytes(), 0_u32.to_le_bytes()].concat();
    let mut sheet = brt(0x0081, &[]);
    sheet.extend(brt(0x0094, &[0; 16]));
    sheet.extend(brt(0x0091, &[]));
    for row in 0_u32..4 {
        sheet.extend(brt(0x0000, &[&row.to_le_bytes()[..], &[0; 13]].concat()));
        for (column, heading) in (0..).zip(["Risk ID", "Risk", "Likelihood", "Impact"]) {
            let text = if row == 0 { heading.to_owned() } else { format!("R-{row}") };
            if row == 0 || column < 2 {
                sheet.extend(brt(0x0006, &[cell(column), wide(&text)].concat()));
            } else {
                sheet.extend(brt(0x0005, &[cell(column), 3.0_f64.to_le_bytes().to_vec()].concat()));
            }
        }
    }
    sheet.extend(brt(0x0092, &[]));
    sheet.extend(brt(0x0082, &[]));
    sheet
}

/// A binary workbook with one sheet.
pub fn xlsb(sheet: &[u8]) -> Vec<u8> {
    let bundle = brt(0x009C, &[&[0; 4][..], &1_u32.to_le_bytes(), &wide("rId1"), &wide("Risks")].concat());
    let workbook = [brt(0x0083, &[]), brt(0x008F, &[]), bundle, brt(0x0090, &[]), brt(0x0084, &[])].concat();
    xlsb_with(&workbook, sheet, &[])
}

fn xlsb_with(workbook: &[u8], sheet: &[u8], strings: &[u8]) -> Vec<u8> {
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"bin\" \
        ContentType=\"application/vnd.ms-excel.sheet.binary.macroEnabled.main\"/></Types>";
    let package = crate::parts::PACKAGE.replace("workbook.xml", "workbook.bin");
    let relations = crate::parts::RELATIONS.replace(".xml\"", ".bin\"");
    let mut parts = vec![
        ("[Content_Types].xml".to_owned(), types.as_bytes().to_vec()),
        ("_rels/.rels".to_owned(), package.into_bytes()),
        ("xl/workbook.bin".to_owned(), workbook.to_vec()),
        ("xl/_rels/workbook.bin.rels".to_owned(), relations.into_bytes()),
        ("xl/worksheets/sheet1.bin".to_owned(), sheet.to_vec()),
    ];
    if !strings.is_empty() {
        parts.push(("xl/sharedStrings.bin".to_owned(), strings.to_vec()));
    }
    archive(&parts)
}

fn binary_workbooks(files: &mut Vec<Odd>) {
    let ordinary = sheet_bin();
    let ends = brt(0x0092, &[]).len() + brt(0x0082, &[]).len();
    let before_end = &ordinary[..ordinary.len() - ends];
    for (name, extra) in [
        ("row of all", brt(0x0000, &[0xFF; 17])),
        ("cell of all", brt(0x0005, &[0xFF; 16])),
        ("cell cut short", brt(0x0005, &[1, 0])),
        ("text longer than the file", brt(0x0006, &[0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0x7F])),
        ("string that is not there", brt(0x0007, &[0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0x7F])),
        ("record longer than the file", vec![0x05, 0xFF, 0xFF, 0xFF, 0x7F]),
        ("length without end", vec![0x05, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]),
        ("unknown record", brt(0x3FFF, &[1, 2, 3])),
        ("formula cut short", brt(0x0009, &[0, 0, 0, 0, 0, 0, 0, 0, 1])),
        ("dimension of all", brt(0x0094, &[0xFF; 16])),
    ] {
        files.push(Odd::new(format!("xlsb {name}.xlsb"), xlsb(&[before_end, &extra].concat())));
    }
    files.push(Odd::new("xlsb empty sheet.xlsb", xlsb(&[])));
    files.push(Odd::new("xlsb of noughts.xlsb", xlsb(&[0; 1000])));
    files.push(Odd::new("xlsb without sheets.xlsb", xlsb_with(&[], &ordinary, &[])));
    let lying = [brt(0x009F, &[0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0x7F]), brt(0x00A0, &[])].concat();
    let bundle = brt(0x009C, &[&[0; 4][..], &1_u32.to_le_bytes(), &wide("rId1"), &wide("Risks")].concat());
    files.push(Odd::new("xlsb strings that lie.xlsb", xlsb_with(&bundle, &ordinary, &lying)));
    let long_name =
        brt(0x009C, &[&[0; 4][..], &1_u32.to_le_bytes(), &[0xFF, 0xFF, 0xFF, 0x7F], &wide("Risks")].concat());
    files.push(Odd::new("xlsb names longer than the file.xlsb", xlsb_with(&long_name, &ordinary, &[])));
}
