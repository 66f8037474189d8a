//! Sheets of any cells: tables are found, columns mapped and records brought into the model.
#![no_main]

use annexa::model::Parameters;
use annexa::normalise::{Settings, normalise};
use annexa_fuzz::{KNOWLEDGE, recognised, workbook};
use chrono::NaiveDate;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let workbook = workbook(bytes);
    let recognition = recognised(&workbook);
    let settings = Settings {
        organisation: None,
        scope: None,
        as_of: NaiveDate::from_ymd_opt(2026, 11, 21).unwrap(),
        parameters: Parameters::default(),
    };
    let inputs = [(workbook, recognition)];
    let (model, _) = normalise(&inputs, &KNOWLEDGE.catalogue, &KNOWLEDGE.words, settings);
    // An assessment takes longer than all that goes before it: one input in sixteen is enough.
    if bytes.first().is_some_and(|first| first % 16 == 0) {
        std::hint::black_box(annexa::assess::assess(&model, &KNOWLEDGE.catalogue));
    }
});
