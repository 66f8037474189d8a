//! Any texts as the identifiers, titles and statuses of a Statement of Applicability, one row a line,
//! cells parted by tabs: references are resolved and the claims merged.
#![no_main]

use annexa::model::Parameters;
use annexa::normalise::{Settings, normalise};
use annexa::read::Workbook;
use annexa_fuzz::{KNOWLEDGE, named_sheet, recognised, text_rows};
use chrono::NaiveDate;
use libfuzzer_sys::fuzz_target;

const HEADER: &str = "Control\tTitle\tApplicable\tStatus\tJustification";
const FIRST: &str = "A.5.1\tPolicies for information security\tYes\tImplemented\tLaw";

fuzz_target!(|text: &str| {
    let sheets = vec![named_sheet("SoA", text_rows(&format!("{HEADER}\n{FIRST}\n{text}")))];
    let workbook = Workbook { path: "fuzz.xlsx".to_owned(), bytes: 0, sha256: String::new(), sheets };
    let recognition = recognised(&workbook);
    let settings = Settings {
        organisation: None,
        scope: None,
        as_of: NaiveDate::from_ymd_opt(2026, 11, 21).unwrap(),
        parameters: Parameters::default(),
    };
    let inputs = [(workbook, recognition)];
    let (model, _) = normalise(&inputs, &KNOWLEDGE.catalogue, &KNOWLEDGE.words, settings);
    std::hint::black_box(model);
});
