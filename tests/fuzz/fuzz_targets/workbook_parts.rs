//! Any bytes as the parts of an .xlsx file whose archive is in order: `\xFF` ends a part, and a part
//! that is left empty is the ordinary one.
#![no_main]

use std::io::{Cursor, Write as _};

use annexa_fuzz::read_and_recognise;
use libfuzzer_sys::fuzz_target;
use zip::write::SimpleFileOptions;

const PARTS: [(&str, &str); 7] = [
    (
        "xl/worksheets/sheet1.xml",
        "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row></sheetData></worksheet>",
    ),
    ("xl/sharedStrings.xml", "<sst><si><t>Risk ID</t></si><si><t>Likelihood</t></si></sst>"),
    (
        "xl/styles.xml",
        "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>",
    ),
    (
        "xl/workbook.xml",
        "<workbook><sheets><sheet name=\"Risks\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>",
    ),
    (
        "xl/_rels/workbook.xml.rels",
        "<Relationships><Relationship Id=\"r1\" Type=\"x/relationships/worksheet\" \
         Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" Type=\"x/relationships/sharedStrings\" \
         Target=\"sharedStrings.xml\"/><Relationship Id=\"r3\" Type=\"x/relationships/styles\" \
         Target=\"styles.xml\"/></Relationships>",
    ),
    (
        "_rels/.rels",
        "<Relationships><Relationship Id=\"r1\" Type=\"x/relationships/officeDocument\" \
         Target=\"xl/workbook.xml\"/></Relationships>",
    ),
    ("[Content_Types].xml", "<Types/>"),
];

fuzz_target!(|bytes: &[u8]| {
    let mut given = bytes.split(|byte| *byte == 0xFF);
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, ordinary) in PARTS {
        let content = given.next().filter(|part| !part.is_empty()).unwrap_or(ordinary.as_bytes());
        writer.start_file(name, stored).unwrap();
        writer.write_all(content).unwrap();
    }
    read_and_recognise(&writer.finish().unwrap().into_inner(), "register.xlsx");
});
