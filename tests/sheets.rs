//! The sheets as text: what a reader of each sheet sees.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

#[path = "organisations/in_every_state.rs"]
mod in_every_state;

use std::collections::BTreeSet;

use annexa::assess::assess;
use annexa::declaration::Declarations;
use annexa::model::{Applicability, ImplementationStatus, Model};
use annexa::provenance::{CellPlace, Location, Reading, Traced};
use annexa::report::build_workbook;
use annexa::report::cell::{Cached, Form, Link, Value};
use annexa::report::sheet::{Sheet, Table, Workbook};
use annexa::standards::{Catalogue, Part, Standard};
use annexa::write::text::write_sheet;

fn workbook_of(change: impl FnOnce(&mut Model)) -> Workbook {
    let catalogue = Catalogue::load().unwrap();
    let mut model = in_every_state::model(&catalogue);
    change(&mut model);
    let assessment = assess(&model, &catalogue);
    build_workbook(&model, &assessment, &catalogue, &Declarations::load().unwrap(), &[])
}

fn sheet<'a>(workbook: &'a Workbook, name: &str) -> &'a Sheet {
    workbook.sheets.iter().find(|sheet| sheet.name == name).unwrap()
}

/// The table of a list sheet.
fn table(sheet: &Sheet) -> &Table {
    sheet.tables.first().unwrap()
}

/// The value in the row with a key, under a heading; for a formula the value that it has.
fn value(sheet: &Sheet, key: &str, heading: &str) -> Value {
    let table = table(sheet);
    let column = |heading: &str| {
        let found = table.columns.iter().position(|column| column.heading == heading);
        u32::try_from(found.unwrap_or_else(|| panic!("no column {heading}"))).unwrap()
    };
    let keys = column("Key");
    let row = (table.area.first.row + 1..=table.area.last.row)
        .find(|row| cell(sheet, *row, keys) == Value::Text(key.into()))
        .unwrap_or_else(|| panic!("no row {key}"));
    match cell(sheet, row, column(heading)) {
        Value::Formula(formula) => match formula.cached {
            Cached::Number(number) => Value::Number(number),
            Cached::Text(text) => Value::Text(text),
            Cached::Boolean(boolean) => Value::Boolean(boolean),
            Cached::Unknown => Value::Blank,
        },
        other => other,
    }
}

fn cell(sheet: &Sheet, row: u32, column: u32) -> Value {
    sheet.cell(CellPlace::new(row, column)).map_or(Value::Blank, |cell| cell.value.clone())
}

fn number(number: f64) -> Value {
    Value::Number(number)
}

fn place() -> Location {
    Location::file("changed.xlsx")
}

#[test]
fn every_requirement_stands_once_on_its_sheet_and_once_on_coverage() {
    let workbook = workbook_of(|_| {});
    let catalogue = Catalogue::load().unwrap();
    let keys = |name: &str| -> Vec<String> {
        let sheet = sheet(&workbook, name);
        let table = table(sheet);
        (table.area.first.row + 1..=table.area.last.row)
            .map(|row| match cell(sheet, row, table.area.last.column) {
                Value::Text(key) => key.to_string(),
                other => panic!("{name}: {other:?} is no key"),
            })
            .collect()
    };
    let part = |standard, part| -> Vec<String> {
        catalogue.part(standard, part).map(|requirement| requirement.id.to_string()).collect()
    };
    assert_eq!(keys("SoA 27001"), part(Standard::Iso27001, Part::AnnexA));
    assert_eq!(keys("SoA 42001"), part(Standard::Iso42001, Part::AnnexA));
    let clauses = keys("Clauses");
    assert_eq!(clauses.len(), 62);
    let unique: BTreeSet<&String> = clauses.iter().collect();
    assert_eq!(unique.len(), 62);
    let all: Vec<String> = catalogue.requirements().map(|requirement| requirement.id.to_string()).collect();
    assert_eq!(keys("Coverage"), all);
}

#[test]
fn the_key_is_the_last_column_of_every_list() {
    for sheet in workbook_of(|_| {}).sheets.iter().filter(|sheet| !sheet.hidden) {
        // What is laid out as a page holds no list.
        if ["Cover", "Summary", "Parameters", "Schedule", "Plans", "Risk heat map"]
            .contains(&sheet.name.as_str())
        {
            continue;
        }
        let table = table(sheet);
        assert_eq!(table.columns.last().unwrap().heading, "Key", "{}", sheet.name);
        assert_eq!(sheet.print.repeated_rows, Some((table.area.first.row, table.area.first.row)));
    }
}

#[test]
fn a_status_that_was_not_understood_is_shown_as_it_was_read_and_counts_nothing() {
    let id = in_every_state::id("27001:A.8.1");
    let workbook = workbook_of(|model| {
        let statement = model.statements.get_mut(&id).unwrap();
        *statement = annexa::model::Statement::unknown(id);
        statement.status = Some(Reading::not_understood("* half way *", place()));
    });
    let soa = sheet(&workbook, "SoA 27001");
    assert_eq!(value(soa, "27001:A.8.1", "Implementation status"), Value::Text("* half way *".into()));
    assert_eq!(
        value(soa, "27001:A.8.1", "Not understood"),
        Value::Text("status: \"* half way *\" (changed.xlsx)".into())
    );
    assert_eq!(value(soa, "27001:A.8.1", "Assessed"), number(0.0));
    assert_eq!(value(soa, "27001:A.8.1", "Own"), number(0.0));
    assert!(write_sheet(soa).contains("\"* half way *\"  (NotUnderstood, Plain)"));
}

#[test]
fn a_text_that_was_not_understood_is_no_status_even_where_it_is_one_of_our_words() {
    let id = in_every_state::id("27001:A.8.1");
    let workbook = workbook_of(|model| {
        let statement = model.statements.get_mut(&id).unwrap();
        *statement = annexa::model::Statement::unknown(id);
        statement.status = Some(Reading::not_understood("implemented ", place()));
    });
    let soa = sheet(&workbook, "SoA 27001");
    assert_eq!(value(soa, "27001:A.8.1", "Implementation status"), Value::Blank);
    assert_eq!(value(soa, "27001:A.8.1", "Own"), number(0.0));
}

#[test]
fn only_a_justified_exclusion_of_a_control_leaves_the_count() {
    let (with, without, clause) = ("27001:A.8.1", "27001:A.8.2", "27001:5.1");
    let workbook = workbook_of(|model| {
        for key in [with, without, clause] {
            let id = in_every_state::id(key);
            let statement = model.statements.get_mut(&id).unwrap();
            *statement = annexa::model::Statement::unknown(id);
            statement.applicability = Applicability::NotApplicable;
            let implemented = ImplementationStatus::Implemented;
            statement.status = Some(Reading::understood("done", implemented, place()));
            if key != without {
                statement.justification_exclusion = Some(Traced::new("no such thing".to_owned(), place()));
            }
        }
    });
    let coverage = sheet(&workbook, "Coverage");
    let figures =
        |key: &str| ["Counts", "Assessed", "Own", "Gap"].map(|heading| value(coverage, key, heading));
    assert_eq!(figures(with), [0.0, 1.0, 0.0, 0.0].map(number));
    assert_eq!(figures(without), [1.0, 1.0, 0.0, 1.0].map(number));
    assert_eq!(figures(clause), [1.0, 1.0, 0.0, 1.0].map(number));
}

#[test]
fn a_decision_of_the_organisation_goes_before_the_crosswalk() {
    let workbook = workbook_of(|_| {});
    let pairs = sheet(&workbook, "Shared controls");
    let of = |key: &str| ["Decision", "Relation", "Shared"].map(|heading| value(pairs, key, heading));
    let text = |text: &str| Value::Text(text.into());
    let named = text("named by the organisation");
    assert_eq!(of("27001:7.5.1+42001:7.5.1"), [text("No"), text("equal"), number(0.0)]);
    assert_eq!(of("27001:7.5.2+42001:7.5.2"), [Value::Blank, text("equal"), number(1.0)]);
    assert_eq!(of("27001:5.2+42001:5.2"), [text("Yes"), text("intersects"), number(1.0)]);
    assert_eq!(of("27001:A.7.1+42001:A.9.2"), [text("Yes"), named.clone(), number(1.0)]);
    assert_eq!(of("27001:A.7.2+42001:A.9.3"), [text("No"), named, number(0.0)]);
    let links = sheet(&workbook, "Links");
    assert_eq!(value(links, "42001:A.9.3>27001:A.7.2", "Reaches"), number(0.0));
    assert_eq!(value(links, "42001:A.9.2>27001:A.7.1", "Reaches"), number(1.0));
}

#[test]
fn coverage_is_calculated_from_the_sheets_that_people_edit() {
    let workbook = workbook_of(|_| {});
    let text = write_sheet(sheet(&workbook, "Coverage"));
    for expression in [
        "=IF(Cov[[#This Row],[Part]]=\"Clauses\",\
         IF(ISNA(MATCH(Cov[[#This Row],[Key]],Clauses[Key],0)),0,INDEX(Clauses[Own],MATCH(Cov[[#This Row],[Key]],Clauses[Key],0))),\
         IF(Cov[[#This Row],[Standard]]=\"ISO/IEC 27001:2022\",\
         IF(ISNA(MATCH(Cov[[#This Row],[Key]],SoA_27001[Key],0)),0,INDEX(SoA_27001[Own],MATCH(Cov[[#This Row],[Key]],SoA_27001[Key],0))),\
         IF(ISNA(MATCH(Cov[[#This Row],[Key]],SoA_42001[Key],0)),0,INDEX(SoA_42001[Own],MATCH(Cov[[#This Row],[Key]],SoA_42001[Key],0))))) ->",
        "=SUMPRODUCT(MAX((Lnk[Target key]=Cov[[#This Row],[Key]])*Lnk[Carried value])) ->",
        "=SUMPRODUCT(MAX((Lnk[Target key]=Cov[[#This Row],[Key]])*Lnk[Reuse value])) ->",
        "=MAX(Cov[[#This Row],[Own]],Cov[[#This Row],[Carried]],Cov[[#This Row],[Reuse]]) ->",
    ] {
        assert_eq!(text.matches(expression).count(), 193, "{expression}");
    }
}

#[test]
fn own_coverage_does_not_depend_on_links() {
    let workbook = workbook_of(|_| {});
    for name in ["SoA 27001", "SoA 42001", "Clauses"] {
        let text = write_sheet(sheet(&workbook, name));
        assert!(!text.contains("Lnk["), "{name}");
        assert!(!text.contains("Cov["), "{name}");
    }
}

#[test]
fn a_share_of_nothing_is_said_to_be_nothing() {
    let workbook = workbook_of(|model| {
        for (id, statement) in &mut model.statements {
            if id.standard() == Standard::Iso42001 && id.part() == Part::AnnexA {
                statement.applicability = Applicability::NotApplicable;
                statement.justification_exclusion = Some(Traced::new("no AI at all".to_owned(), place()));
            }
        }
    });
    let summary = sheet(&workbook, "Summary");
    let named = summary.names.iter().find(|name| name.name == "Cov_42001_AnnexA_Own").unwrap();
    let Value::Formula(formula) = &summary.cell(named.area.first).unwrap().value else {
        panic!("no formula")
    };
    assert_eq!(formula.cached, Cached::Text("n/a".into()));
}

#[test]
fn the_cover_leads_to_every_sheet_and_the_summary_marks_the_workbook() {
    let workbook = workbook_of(|_| {});
    let summary = sheet(&workbook, "Summary");
    let linked: Vec<&str> = sheet(&workbook, "Cover")
        .cells()
        .filter_map(|(_, cell)| match cell.link.as_deref() {
            Some(Link::Cell { sheet, .. }) => Some(sheet.as_str()),
            _ => None,
        })
        .collect();
    let shown = workbook.sheets.iter().filter(|sheet| !sheet.hidden);
    let others: Vec<&str> = shown.skip(1).map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(linked, others);
    assert!(summary.names.iter().any(|name| name.name == "Annexa_Workbook"));
    assert_eq!(summary.charts.len(), 2);
    assert!(summary.charts.iter().all(|chart| !chart.alternative_text.is_empty()));
}

#[test]
fn every_sheet_starts_with_title_explanation_and_date() {
    for sheet in workbook_of(|_| {}).sheets.iter().filter(|sheet| !sheet.hidden) {
        let form =
            |row| sheet.cell(CellPlace::new(row, 0)).and_then(|cell| cell.style).map(|style| style.form);
        assert_eq!(form(0), Some(Form::Title), "{}", sheet.name);
        assert_eq!(form(1), Some(Form::Explanation), "{}", sheet.name);
        assert_eq!(form(2), Some(Form::DatedLine), "{}", sheet.name);
        assert_eq!(cell(sheet, 1, 0), Value::Text(sheet.explanation.as_str().into()));
    }
}

#[test]
fn every_declared_column_of_assets_is_filled() {
    let workbook = workbook_of(|model| {
        let asset = &mut model.assets[0];
        let text = || Some(Traced::new("filled".to_owned(), place()));
        asset.place = text();
        asset.classification = text();
        asset.comment = text();
        asset.integrity = Some(Reading::understood("2", 2.0, place()));
        asset.availability = Some(Reading::understood("3", 3.0, place()));
        asset.ai_systems =
            vec![Traced::new("S-1".to_owned(), place()), Traced::new("S-2".to_owned(), place())];
    });
    let assets = sheet(&workbook, "Assets");
    for column in &table(assets).columns {
        assert_ne!(value(assets, "A-5", &column.heading), Value::Blank, "{}", column.heading);
    }
    assert_eq!(value(assets, "A-5", "AI system"), Value::Text("S-1; S-2".into()));
    assert_eq!(value(assets, "A-5", "Confidentiality"), Value::Text("medium-ish".into()));
}

/// What stands in a cell that is broken into lines needs a row as high as these, by the widths that the sheet has.
#[test]
fn rows_of_parameters_are_as_high_as_their_texts_and_titles_side_by_side_are_not_cut_off() {
    let workbook = workbook_of(|_| {});
    let sheet = sheet(&workbook, "Parameters");
    let mut long = 0;
    for (place, cell) in sheet.cells() {
        let is_wrapped = cell.style.is_some_and(|style| style.form == Form::Wrapped);
        let Value::Text(text) = &cell.value else { continue };
        let width = sheet.column_widths[place.column as usize];
        // As many letters as a column is wide stand in a line of a broad typeface; a line is 12 points high.
        if is_wrapped && text.chars().count() as f64 > width * 1.2 {
            let height = sheet.row_heights.get(&place.row).copied().unwrap_or(15.0);
            assert!(height >= 24.0, "{place}: {text} in {height} points");
            long += 1;
        }
    }
    assert!(long > 5, "{long}");
    let titles: Vec<_> = sheet
        .cells()
        .filter(|(_, cell)| cell.style.is_some_and(|style| style.form == Form::Section))
        .collect();
    for (place, cell) in &titles {
        let Value::Text(title) = &cell.value else { continue };
        let next = titles.iter().find(|(other, cell)| {
            other.row == place.row && other.column > place.column && cell.value != Value::Blank
        });
        let Some((next, _)) = next else { continue };
        let room: f64 = sheet.column_widths[place.column as usize..next.column as usize].iter().sum();
        assert!((title.chars().count() as f64) * 1.3 < room, "{title} in {room}");
    }
}

/// A fixed size would put the last columns on pages of their own in a broader typeface.
#[test]
fn every_sheet_is_printed_as_wide_as_its_pages() {
    let workbook = workbook_of(|_| {});
    let bytes = annexa::write::xlsx::write_workbook(&workbook).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let (mut sheets, mut parted) = (0, 0);
    for number in 0..archive.len() {
        let mut part = archive.by_index(number).unwrap();
        if !part.name().is_ok_and(|name| name.starts_with("xl/worksheets/sheet")) {
            continue;
        }
        let mut text = String::new();
        std::io::Read::read_to_string(&mut part, &mut text).unwrap();
        if text.contains("<pageSetup") {
            sheets += 1;
            parted += usize::from(text.contains("<rowBreaks"));
            assert!(text.contains("fitToPage=\"1\"") && !text.contains(" scale=\""), "sheet {number}");
        }
    }
    assert!(sheets > 40 && parted >= 4, "{sheets} {parted}");
}
