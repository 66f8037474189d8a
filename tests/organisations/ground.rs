//! What every organisation of a property stands on: the catalogue, a day, a cell that all is read from.

use std::sync::{Arc, OnceLock};

use annexa::provenance::{Location, SheetName};
use annexa::standards::{Catalogue, RequirementId, Standard};
use chrono::NaiveDate;

/// The catalogue of both standards.
pub fn catalogue() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(|| Catalogue::load().expect("the embedded catalogue"))
}

/// The requirements of a standard, or of both.
pub fn ids(standard: Option<Standard>) -> Vec<RequirementId> {
    let all = catalogue().requirements().map(|requirement| requirement.id);
    all.filter(|id| standard.is_none_or(|standard| id.standard() == standard)).collect()
}

/// The date of the assessment.
pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).expect("a date")
}

/// The first cell of a row, counted from 0.
pub fn cell(row: u32) -> Location {
    let sheet = SheetName { file: Arc::from("registers.xlsx"), sheet: Some(Arc::from("Sheet")) };
    Location::cell(&Arc::new(sheet), row, 0)
}
