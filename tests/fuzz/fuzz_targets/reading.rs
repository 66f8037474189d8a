//! Any bytes as a file: whatever the format, it is read or refused with a word.
#![no_main]

use annexa_fuzz::read_and_recognise;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((first, content)) = bytes.split_first() else { return };
    let extension = ["xlsx", "xls", "xlsb", "ods", "csv", "tsv", "txt", "xlsm"][usize::from(first % 8)];
    read_and_recognise(content, &format!("register.{extension}"));
});
