//! The workbook as a whole: what is written holds together and agrees with the assessment.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

#[path = "organisations/in_every_state.rs"]
mod in_every_state;

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use annexa::assess::{Assessment, assess};
use annexa::declaration::Declarations;
use annexa::report::build_workbook;
use annexa::report::cell::{Cached, Value};
use annexa::report::fault::faults;
use annexa::report::sheet::Workbook;
use annexa::standards::{Catalogue, Part, Standard};
use annexa::write::xlsx::write_workbook;

fn assessed() -> (Workbook, Assessment) {
    let catalogue = Catalogue::load().unwrap();
    let declarations = Declarations::load().unwrap();
    let model = in_every_state::model(&catalogue);
    let assessment = assess(&model, &catalogue);
    (build_workbook(&model, &assessment, &catalogue, &declarations, &[]), assessment)
}

/// The value of the cell that a defined name stands for.
fn named(workbook: &Workbook, name: &str) -> Option<Cached> {
    let (sheet, defined) = workbook
        .sheets
        .iter()
        .find_map(|sheet| Some((sheet, sheet.names.iter().find(|defined| defined.name == name)?)))?;
    match &sheet.cell(defined.area.first)?.value {
        Value::Formula(formula) => Some(formula.cached.clone()),
        _ => None,
    }
}

#[test]
fn the_named_headline_figures_are_those_of_the_assessment() {
    let (workbook, assessment) = assessed();
    for standard in Standard::BOTH {
        for part in Part::BOTH {
            let coverage = assessment.coverage.iter();
            let whole = coverage
                .clone()
                .find(|found| found.standard == standard && found.part == part && found.group.is_none())
                .unwrap();
            let shares = whole.shares;
            assert!(
                shares.own > shares.evidenced && shares.evidenced > Some(0.0),
                "the figures test nothing"
            );
            let figures = [
                ("Own", shares.own),
                ("Evidenced", shares.evidenced),
                ("Carried", shares.carried),
                ("Reuse", shares.reuse),
            ];
            for (figure, share) in figures {
                let part = if part == Part::AnnexA { "AnnexA" } else { "Clauses" };
                let name = format!("Cov_{standard}_{part}_{figure}");
                assert_eq!(named(&workbook, &name), share.map(Cached::Number), "{name}");
            }
        }
    }
}

/// Writes the workbook into the folder of `ANNEXA_WORKBOOKS`, where it is set, to look at and to
/// recalculate.
#[test]
fn the_workbook_has_no_fault_and_equal_input_gives_equal_bytes() {
    let (workbook, _) = assessed();
    let found: Vec<String> = faults(&workbook).iter().map(ToString::to_string).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
    let bytes = write_workbook(&workbook).unwrap();
    assert_eq!(bytes, write_workbook(&assessed().0).unwrap());
    if let Some(folder) = std::env::var_os("ANNEXA_WORKBOOKS") {
        let path = std::path::Path::new(&folder).join("fixture.xlsx");
        annexa::write::save(&path, &bytes, true).unwrap();
    }
}

#[test]
fn an_organisation_of_which_nothing_is_known_gets_a_workbook() {
    let catalogue = Catalogue::load().unwrap();
    let declarations = Declarations::load().unwrap();
    let model = annexa::model::Model::empty(&catalogue, in_every_state::as_of());
    let assessment = assess(&model, &catalogue);
    let bytes = write_workbook(&build_workbook(&model, &assessment, &catalogue, &declarations, &[])).unwrap();
    if let Some(folder) = std::env::var_os("ANNEXA_WORKBOOKS") {
        let path = std::path::Path::new(&folder).join("empty.xlsx");
        annexa::write::save(&path, &bytes, true).unwrap();
    }
}

#[test]
fn every_formula_of_the_file_has_a_value() {
    let (workbook, _) = assessed();
    let formulas: BTreeMap<&str, usize> = workbook
        .sheets
        .iter()
        .map(|sheet| {
            let count = sheet.cells().filter(|(_, cell)| matches!(cell.value, Value::Formula(_))).count();
            (sheet.name.as_str(), count)
        })
        .collect();
    let bytes = write_workbook(&workbook).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    for (number, sheet) in (1..).zip(&workbook.sheets) {
        let mut xml = String::new();
        archive
            .by_name(&format!("xl/worksheets/sheet{number}.xml"))
            .unwrap()
            .read_to_string(&mut xml)
            .unwrap();
        let cells = xml.matches("</f><v>").count();
        // The formulas of lists to choose from and of conditional formats stand in other elements.
        assert_eq!(cells, formulas[sheet.name.as_str()], "{}", sheet.name);
        assert_eq!(xml.matches("<f>").count(), cells, "{}", sheet.name);
    }
}
