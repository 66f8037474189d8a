//! Binary workbooks (.xls, .xlsb) are parsed by a process of annexa: with the result that they have in this
//! process, and without harm where the parser comes to grief.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};

use annexa::read::{Limits, read_workbook};

fn limits_with_a_process() -> Limits {
    let mut limits = Limits::default();
    limits.parse_binary_workbooks_with(PathBuf::from(env!("CARGO_BIN_EXE_annexa")));
    limits
}

#[test]
#[ignore = "needs ../shared"]
fn a_process_of_its_own_reads_what_this_process_reads() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/hostile");
    let mut read = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if !path.extension().is_some_and(|ending| ending == "xls" || ending == "xlsb") {
            continue;
        }
        let here = read_workbook(&path, "a.xls", &Limits::default());
        let there = read_workbook(&path, "a.xls", &limits_with_a_process());
        assert_eq!(here, there, "{}", path.display());
        read += usize::from(here.0.is_some());
    }
    assert!(read >= 5, "{read}");
}

/// The directory of a compound file says that it holds a workbook; nothing of it is one.
#[test]
fn a_damaged_workbook_is_refused_by_the_process_as_by_this_one() {
    let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    bytes.resize(4096, 7);
    bytes.extend("Workbook".encode_utf16().flat_map(u16::to_le_bytes));
    bytes.resize(8192, 0);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xls");
    std::fs::write(&path, bytes).unwrap();
    let here = read_workbook(&path, "a.xls", &Limits::default());
    assert!(here.0.is_none());
    assert_eq!(read_workbook(&path, "a.xls", &limits_with_a_process()), here);
}

#[test]
fn a_process_without_work_ends() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_annexa"))
        .args(["parse-binary-workbook", "xlsb"])
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    assert!(output.status.success());
    // One event: the workbook cannot be opened, and why.
    assert_eq!(output.stdout.first(), Some(&6));
}
