//! Text files, and files that only call themselves workbooks.

use crate::Odd;

const REGISTER: &str = "Risk ID,Risk,Likelihood,Impact\nR-1,Server room floods,3,4\nR-2,Laptop is stolen,2,3\nR-3,Supplier fails,2,4\n";

pub fn files() -> Vec<Odd> {
    let mut files = Vec::new();
    let mut put = |name: &str, bytes: Vec<u8>| files.push(Odd::new(format!("text {name}"), bytes));
    put("in order.csv", REGISTER.into());
    for (name, text) in [
        ("nothing.csv", ""),
        ("one line break.csv", "\n"),
        ("only line breaks.csv", "\r\n\r\n\n\r\r"),
        ("one letter.csv", "x"),
        ("one quote.csv", "\""),
        ("only quotes.csv", "\"\"\"\"\"\"\"\"\"\""),
        ("only commas.csv", ",,,,,,,\n,,,,,\n,,,"),
        ("quote never closed.csv", "Risk ID,Risk\nR-1,\"never\nR-2,closed\n"),
        ("quotes within words.csv", "Risk ID,Risk\nR-1,a\"b\"c\nR-2,\"a\"b\n"),
        ("mixed line ends.csv", "Risk ID,Risk\rR-1,a\nR-2,b\r\nR-3,c\n\rR-4,d"),
        ("mixed separators.csv", "Risk ID;Risk,Likelihood\tImpact\nR-1;a,2\t3\n"),
        ("separator declared.csv", "sep=;\nRisk ID;Risk;Likelihood;Impact\nR-1;a;2;3\nR-2;b;2;3\n"),
        ("separator declared as a word.csv", "sep=semicolon\nRisk ID;Risk\nR-1;a\n"),
        ("formulas.csv", "Risk ID,Risk\n=1+1,+cmd\n-2,@SUM(A1)\n=HYPERLINK(\"http://x\"),\t=1\n"),
        ("escape sequences.csv", "Risk ID,Risk\n\u{1b}[31mR-1,\u{1b}]0;title\u{7}\nR-2,\u{9b}2J\n"),
        ("from right to left.csv", "Risk ID,Risk\nR-1,\u{202e}evil\u{202c}\nR-2,\u{200b}\u{feff}\n"),
        ("form feeds.csv", "Risk ID\u{c}Risk\u{b}\n\u{c}\n"),
        ("backslashes.csv", "Risk ID,Risk\nR-1,a\\,b\\\nR-2,\\\"\n"),
        (
            "web page.xls",
            "<html><body><table><tr><th>Risk ID</th><th>Risk</th></tr><tr><td>R-1</td><td>x</td></tr></table></body></html>",
        ),
        ("web page.xlsx", "<!DOCTYPE html>\n<html><head><title>Sign in</title></head></html>"),
        (
            "spreadsheet of 2003.xls",
            "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet><Table><Row><Cell><Data>Risk ID</Data></Cell></Row></Table></Worksheet></Workbook>",
        ),
        ("mail.csv", "From: a@example.org\nTo: b@example.org\nSubject: Risks\n\nSee below.\n"),
        ("json.csv", "{\"risks\":[{\"id\":\"R-1\",\"likelihood\":3}]}"),
        ("symbolic link.csv", "ID;PWXL;N;E\nC;Y1;X1;K\"Risk ID\"\nE\n"),
        ("rich text.xls", "{\\rtf1\\ansi Risk ID\\par R-1}"),
        ("table of dashes.txt", "+----+----+\n| ID | Risk |\n+----+----+\n| 1 | x |\n+----+----+\n"),
        ("ragged marks.txt", "| ID | Risk\n|--|\n| R-1 | a | b | c | d |\n||\n|\n"),
        ("marks without rows.txt", "| ID | Risk |\n|----|------|\n"),
        ("program.csv", "#!/bin/sh\nexit 1\n"),
        ("pdf.xlsx", "%PDF-1.7\n%\u{e2}\u{e3}\n1 0 obj\n<<>>\nendobj\n"),
        ("ends without break.csv", "Risk ID,Risk\nR-1,a"),
        ("header thrice.csv", "Risk ID,Risk,Risk ID,Risk,Risk ID,Risk\nR-1,a,R-2,b,R-3,c\n"),
    ] {
        put(name, text.into());
    }
    for (name, bytes) in [
        ("only a mark.csv", b"\xEF\xBB\xBF".to_vec()),
        ("two marks.csv", [b"\xEF\xBB\xBF\xEF\xBB\xBF", REGISTER.as_bytes()].concat()),
        ("only a mark of 16 bits.csv", b"\xFF\xFE".to_vec()),
        ("16 bits, odd.csv", [utf16(REGISTER), vec![0x41]].concat()),
        (
            "16 bits, other end.csv",
            std::iter::once(0xFEFF).chain(REGISTER.encode_utf16()).flat_map(u16::to_be_bytes).collect(),
        ),
        ("16 bits without mark.csv", utf16(REGISTER)[2..].to_vec()),
        (
            "16 bits, lone surrogates.csv",
            [utf16("Risk ID,Risk\nR-1,"), vec![0x00, 0xD8, 0x0A, 0x00, 0x00, 0xDC]].concat(),
        ),
        (
            "32 bits.csv",
            [
                b"\xFF\xFE\0\0".to_vec(),
                REGISTER.chars().flat_map(|letter| (letter as u32).to_le_bytes()).collect(),
            ]
            .concat(),
        ),
        ("overlong letters.csv", b"Risk ID,Risk\nR-1,\xC0\xAF\xE0\x80\xAF\xF8\x88\x80\x80\x80\n".to_vec()),
        ("cut letter.csv", b"Risk ID,Risk\nR-1,caf\xC3".to_vec()),
        ("several encodings.csv", b"Risk ID,Risk\nR-1,caf\xC3\xA9\nR-2,caf\xE9\nR-3,\x83e\x83X\n".to_vec()),
        ("mainframe.csv", REGISTER.bytes().map(|byte| byte.wrapping_add(0x80)).collect()),
        ("noughts.csv", vec![0; 10_000]),
        ("noughts between.csv", REGISTER.bytes().flat_map(|byte| [byte, 0, 0]).collect()),
        ("nought at the end.csv", [REGISTER.as_bytes(), b"\0"].concat()),
        ("every byte.csv", (0..=255).collect()),
        ("every byte, often.csv", (0..=255).cycle().take(100_000).collect()),
        ("picture.xlsx", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0".to_vec()),
        (
            "packed.csv",
            b"\x1f\x8b\x08\0\0\0\0\0\0\x03\x0b\xca,\xceV\xf0t\xd1\t\x02\x12\0\xd9\x1d\xb9\x0b\x0f\0\0\0"
                .to_vec(),
        ),
        ("another program.xls", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0".to_vec()),
        ("older still.xls", b"\x09\x00\x04\x00\x02\x00\x10\x00\x0b\x00".to_vec()),
        ("compound header only.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec()),
        ("one line of two megabytes.csv", "Risk ID ".repeat(250_000).into_bytes()),
        (
            "one cell of two megabytes.csv",
            format!("Risk ID,Risk\nR-1,\"{}\"\n", "long ".repeat(400_000)).into_bytes(),
        ),
        (
            "quote that swallows two megabytes.csv",
            format!("Risk ID,Risk\nR-1,\"{}", "R-2,b\n".repeat(350_000)).into_bytes(),
        ),
        (
            "100,000 columns.csv",
            format!("{}\n{}\n", "Risk,".repeat(100_000), "1,".repeat(100_000)).into_bytes(),
        ),
        ("300,000 empty rows.csv", format!("Risk ID,Risk\n{}R-1,a\n", ",\n".repeat(300_000)).into_bytes()),
        (
            "40,000 rows that differ.csv",
            (0..40_000).map(|row| format!("{}\n", ",x".repeat(row % 40))).collect::<String>().into_bytes(),
        ),
        ("20,000 headers.csv", "Risk ID,Risk,Likelihood,Impact\n".repeat(20_000).into_bytes()),
        ("20,000 small tables.csv", "Risk ID,Risk,Likelihood\nR-1,a,2\n\n".repeat(20_000).into_bytes()),
        ("all commas.csv", vec![b','; 1_000_000]),
        ("all quotes.csv", vec![b'"'; 1_000_001]),
        ("all line breaks.csv", vec![b'\n'; 1_000_000]),
        ("all bars.txt", vec![b'|'; 500_000]),
        ("all dashes.txt", "|-".repeat(250_000).into_bytes()),
    ] {
        put(name, bytes);
    }
    let references =
        (0..3000).map(|row| format!("A.5.{}, A.8.{}; 27001:2022 A.6.1 - A.7.14,Yes\n", row % 40, row % 35));
    put("references.csv", format!("Control,Applicable\n{}", references.collect::<String>()).into_bytes());
    files
}

fn utf16(text: &str) -> Vec<u8> {
    std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}
