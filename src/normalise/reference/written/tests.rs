//! Cells as registers write them, with the identifiers that are read from them.

use super::*;

fn numbers(text: &str) -> Vec<String> {
    read_cell_text(text)
        .written
        .iter()
        .map(|written| {
            let part = match written.part {
                Some(Part::AnnexA) => "A.",
                Some(Part::Clauses) => "clause ",
                None => "",
            };
            let standards: String = written.standards.iter().map(|standard| format!("{standard}:")).collect();
            let range = if written.ends_range { "-" } else { "" };
            format!("{range}{standards}{part}{}", super::super::numbering::number(written.forms[0]))
        })
        .collect()
}

#[test]
fn lists_prefixes_and_ranges_are_read() {
    for (text, expected) in [
        ("A.5.1, 5.2; 8.10-8.12", vec!["A.5.1", "A.5.2", "A.8.10", "-A.8.12"]),
        ("ISO27001 A.5.1; ISO42001 A.6.2.4", vec!["27001:A.5.1", "42001:A.6.2.4"]),
        ("ISO/IEC 27001:2022 A.8.1", vec!["27001:A.8.1"]),
        ("27001:A.5.1", vec!["27001:A.5.1"]),
        ("Annex A 5.1", vec!["A.5.1"]),
        ("A5.1", vec!["A.5.1"]),
        ("clause 6.1.2", vec!["clause 6.1.2"]),
        ("Kap. 6.1", vec!["clause 6.1"]),
        ("6.1.3 d)", vec!["6.1.3"]),
        ("A.5.1 Policies for information security", vec!["A.5.1"]),
        ("A.8.10-12", vec!["A.8.10", "-A.8.12"]),
        ("5.1 - 5.4", vec!["5.1", "-5.4"]),
        ("A.5.1 to A.5.4", vec!["A.5.1", "-A.5.4"]),
        ("ISO 27001 / ISO 42001 6.1.2", vec!["27001:42001:6.1.2"]),
        ("A.5.07", vec!["A.5.7"]),
        ("GV.OC-01", vec![]),
        ("CIS 1.1, 5.2", vec![]),
        ("CC6.1", vec![]),
        ("MFA, patching within 2.5 days", vec![]),
        ("12", vec![]),
    ] {
        assert_eq!(numbers(text), expected, "{text}");
    }
}

#[test]
fn items_that_give_their_last_level_alone_are_completed_by_the_item_before_them() {
    for (text, expected) in [
        ("A.5.19/20/21", vec!["A.5.19", "A.5.20", "A.5.21"]),
        ("5.19, 20 and 21", vec!["5.19", "5.20", "5.21"]),
        ("5.19, 20 und 21", vec!["5.19", "5.20", "5.21"]),
        ("5.1 et 5.2", vec!["5.1", "5.2"]),
        ("A.6.1.2/3; A.7.4", vec!["A.6.1.2", "A.6.1.3", "A.7.4"]),
        ("A.5.19\n20\n21", vec!["A.5.19", "A.5.20", "A.5.21"]),
        ("42001:A.7.2, 3", vec!["42001:A.7.2", "42001:A.7.3"]),
        ("A.5.19, 20 - 23", vec!["A.5.19", "A.5.20", "-A.5.23"]),
        ("5.1, 3 firewalls", vec!["5.1"]),
        ("5.1 2", vec!["5.1"]),
        ("5.19, 2", vec!["5.19"]),
        ("8.1; 9; 10", vec!["8.1"]),
        ("5.1, 7 and 8", vec!["5.1"]),
        ("8.1, 9", vec!["8.1"]),
        ("5.1 Policies, 2", vec!["5.1"]),
        ("A.5.1/2026", vec!["A.5.1"]),
    ] {
        assert_eq!(numbers(text), expected, "{text}");
    }
    let key = |text: &str| read_cell_text(text).written[1].key.map(|key| key.to_string());
    assert_eq!(key("42001:6.1.2/3").as_deref(), Some("42001:6.1.3"));
}

#[test]
fn a_key_is_one_wherever_it_stands() {
    let keys = |text: &str| -> Vec<String> {
        let written = read_cell_text(text).written;
        written.iter().map(|one| one.key.map_or_else(|| "none".to_owned(), |key| key.to_string())).collect()
    };
    for (text, expected) in [
        ("27001:9.2.1", vec!["27001:9.2.1"]),
        ("27001: 9.2.1", vec!["27001:9.2.1"]),
        ("42001:6.1.2; 27001:A.5.19", vec!["42001:6.1.2", "27001:A.5.19"]),
        ("internal audit, see 27001:9.2.1.", vec!["27001:9.2.1"]),
        ("as required by (27001:9.2.1)", vec!["27001:9.2.1"]),
        ("A.8.32 (27001:9.2.1)", vec!["none", "27001:9.2.1"]),
        ("NIST CSF 27001:9.2.1", vec!["27001:9.2.1"]),
        ("ISO 42001, 27001:9.2.1", vec!["27001:9.2.1"]),
        ("27001:6.1.1-6.1.3", vec!["27001:6.1.1", "27001:6.1.3"]),
        ("27001:6.1.1-27001:6.1.3", vec!["27001:6.1.1", "27001:6.1.3"]),
        ("27001:2022 9.2.1", vec!["none"]),
        ("27001:2013:9.2.1", vec!["none"]),
        ("ISO 27001 9.2.1", vec!["none"]),
        ("9.2.1", vec!["none"]),
    ] {
        assert_eq!(keys(text), expected, "{text}");
    }
    assert!(read_cell_text("27001:6.1.1-27001:6.1.3").written[1].ends_range);
}

#[test]
fn ranges_are_read_in_the_words_of_many_languages() {
    let range = ["A.5.19", "-A.5.22"];
    for text in [
        "A.5.19 à A.5.22",
        "de A.5.19 à A.5.22",
        "A.5.19 au A.5.22",
        "A.5.19 jusqu'à A.5.22",
        "A.5.19 bis A.5.22",
        "von A.5.19 bis A.5.22",
        "A.5.19 t/m A.5.22",
        "A.5.19 tot en met A.5.22",
        "van A.5.19 tot A.5.22",
        "A.5.19 a A.5.22",
        "da A.5.19 a A.5.22",
        "A.5.19 al A.5.22",
        "del A.5.19 al A.5.22",
        "A.5.19 até A.5.22",
        "A.5.19 hasta A.5.22",
        "desde A.5.19 hasta A.5.22",
        "A.5.19 fino a A.5.22",
        "A.5.19 do A.5.22",
        "od A.5.19 do A.5.22",
        "A.5.19 до A.5.22",
        "с A.5.19 по A.5.22",
        "A.5.19～A.5.22",
        "A.5.19から A.5.22",
        "A.5.19 から A.5.22",
        "A.5.19 through A.5.22",
        "from A.5.19 up to A.5.22",
        "A.5.19 – A.5.22",
        "A.5.19..A.5.22",
        "A.5.19 -> A.5.22",
        "A.5.19 TO A.5.22",
    ] {
        let cell = read_cell_text(text);
        assert_eq!(numbers(text), range, "{text}");
        assert_eq!(cell.rest, "", "{text}");
    }
    assert_eq!(numbers("5.19 t/m 5.22"), ["5.19", "-5.22"]);
    assert_eq!(numbers("A.5.19 bis 22, A.8.1"), ["A.5.19", "-A.5.22", "A.8.1"]);
    // A capital A is the annex, and words join only what stands directly beside them.
    assert_eq!(numbers("A.5.1 A 5.4"), ["A.5.1", "A.5.4"]);
    assert_eq!(numbers("A.5.1, a 5.4"), ["A.5.1", "A.5.4"]);
    assert_eq!(read_cell_text("applies to A.5.1").rest, "applies to");
}

#[test]
fn a_standard_in_brackets_belongs_to_the_item_before_it() {
    for (text, expected) in [
        ("A.5.1 (ISO 27001), 6.1.2 (ISO 42001)", vec!["27001:A.5.1", "42001:6.1.2"]),
        ("5.1, 5.2 (ISO 27001); 6.1.2 (42001)", vec!["5.1", "27001:5.2", "42001:6.1.2"]),
        ("A.6.2.4 (42001), A.8.32", vec!["42001:A.6.2.4", "A.8.32"]),
        ("A.8.32, A.6.2.4（ISO/IEC 42001）", vec!["A.8.32", "42001:A.6.2.4"]),
        ("A.5.1 bis A.5.4 (27001), A.2.2 (42001)", vec!["27001:A.5.1", "-27001:A.5.4", "42001:A.2.2"]),
        ("9.1 (ISO 27001 & ISO 42001), A.5.1", vec!["27001:42001:9.1", "A.5.1"]),
        ("ISO 27001 (A.5.1, A.5.2)", vec!["27001:A.5.1", "27001:A.5.2"]),
        ("A.5.1 [27001], A.6.2.4 [42001], 9.1", vec!["27001:A.5.1", "42001:A.6.2.4", "9.1"]),
    ] {
        assert_eq!(numbers(text), expected, "{text}");
    }
}

#[test]
fn identifiers_are_read_in_the_ways_in_which_registers_write_them() {
    for (text, expected) in [
        ("A.05.01", vec!["A.5.1"]),
        ("Control 5.1", vec!["A.5.1"]),
        ("Maßnahme 5.1", vec!["A.5.1"]),
        ("Beheersmaatregel 5.1", vec!["A.5.1"]),
        ("附属書A 5.1", vec!["A.5.1"]),
        ("27001:2022/5.1", vec!["27001:5.1"]),
        ("27001-A.5.1", vec!["27001:A.5.1"]),
        ("ISO27001-A.5.1", vec!["27001:A.5.1"]),
        ("5.1–5.4", vec!["5.1", "-5.4"]),
        ("A.5.1~A.5.4", vec!["A.5.1", "-A.5.4"]),
        ("A.5.1…A.5.4", vec!["A.5.1", "-A.5.4"]),
        ("A.5.1 & A.5.2", vec!["A.5.1", "A.5.2"]),
        ("A.5.1 und A.5.2", vec!["A.5.1", "A.5.2"]),
        ("A.5.1\nA.5.2\r\nA.5.3", vec!["A.5.1", "A.5.2", "A.5.3"]),
        ("Ａ．５．１", vec!["A.5.1"]),
        ("(5.1)", vec!["5.1"]),
    ] {
        assert_eq!(numbers(text), expected, "{text}");
    }
    for text in [
        "GDPR Art. 32",
        "Art. 5.1 GDPR",
        "GOVERN 1.1",
        "MEASURE 2.3",
        "164.308(a)(1)",
        "HIPAA 164.308",
        "PCI DSS 8.3.1",
        "C5 OPS-01",
        "EU AI Act Art. 9.2",
        "TISAX 1.1.1",
        "PR.AC-1",
        "CIS 4.1",
        "SOC 2 CC6.1",
        "NIS2 Art. 21.2",
        "ISO 27017 CLD.6.3",
        "NIST 800-53 AC-2",
    ] {
        assert_eq!(numbers(text), [""; 0], "{text}");
    }
}

#[test]
fn identifiers_of_other_frameworks_and_titles_are_kept_apart() {
    let cell = read_cell_text("GV.OC-01; A.5.1 Policies for information security");
    assert_eq!(cell.foreign, ["GV.OC-01"]);
    assert_eq!(read_cell_text("A&A-01").foreign, ["A&A-01"]);
    assert_eq!(read_cell_text("A.5.1&A.5.2").written.len(), 2);
    assert_eq!(cell.rest, "Policies for information security");
    assert_eq!(read_cell_text("CIS 1.1, 5.2").foreign, ["1.1", "5.2"]);
    assert_eq!(read_cell_text("ISO 27001:2013 A.9.2.3").written[0].edition, Some(Edition::Of2013));
}
