//! Any texts as the lists of a mapping workbook, one row a line, cells parted by tabs, `## ` before the
//! name of a sheet: read as a person's choices, and obeyed.
#![no_main]

use annexa::declaration::Declarations;
use annexa::mapping::read_mapping;
use annexa::read::Workbook;
use annexa::recognise::recognise_as_mapped;
use annexa_fuzz::{KNOWLEDGE, named_sheet, text_rows};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static DECLARATIONS: LazyLock<Declarations> = LazyLock::new(|| Declarations::load().unwrap());

/// What is recognised as the mapping says. A seed is the mapping that the program writes for it.
const REGISTER: &str = "Nr\tWhat\tHow often\tHow bad\tState\tWho\n\
    1\tServer room floods\t3\t4\topen\tFacilities\n\
    2\tLaptop is stolen\t2\t3\topen\tIT\n\
    3\tSupplier fails\t2\t4\tclosed\tProcurement";

fuzz_target!(|text: &str| {
    let sheets = text.split("## ").take(6).filter_map(|block| block.split_once('\n'));
    let sheets = sheets.map(|(name, rows)| named_sheet(name.trim(), text_rows(rows))).collect();
    let mapping = Workbook { path: "mapping.xlsx".to_owned(), bytes: 0, sha256: String::new(), sheets };
    let Ok(mapping) = read_mapping(&mapping, &DECLARATIONS) else { return };
    let sheets = vec![named_sheet("csv", text_rows(REGISTER))];
    let register = Workbook { path: "register.csv".to_owned(), bytes: 0, sha256: String::new(), sheets };
    let recognition = recognise_as_mapped(&register, &KNOWLEDGE.recogniser, &mapping);
    assert!(recognition.tables.iter().all(|table| table.records.len() <= 4));
});
