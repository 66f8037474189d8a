//! A small organisation and ways to look at sheets, for the tests of the sheets.

use std::sync::Arc;

use arcstr::ArcStr;
use chrono::NaiveDate;

use super::Contents;
use super::cell::Cell;
use super::sheet::Sheet;
use crate::assess::{Assessment, assess};
use crate::declaration::{Declarations, Field, Register};
use crate::diagnostic::{Diagnostic, codes};
use crate::model::{
    AiSystem, Asset, ColumnUse, ImplementationStatus, LayoutWords, LeftAlone, Model, RequirementRef, Risk,
    RiskDomain, RowFate, Source, SourceTable, UnmappedColumn, YesNo,
};
use crate::provenance::{CellPlace, Location, Reading, SheetName, Traced};
use crate::standards::{Catalogue, RequirementId};
use crate::write::text::{cell_text, write_sheet};

/// A model with its assessment.
pub(crate) struct Example {
    pub(crate) model: Model,
    pub(crate) assessment: Assessment,
    catalogue: Catalogue,
    declarations: Declarations,
    diagnostics: Vec<Diagnostic>,
}

impl Example {
    /// The sample, whose AI system handles personal data, so that a trigger of impact assessments fires.
    pub(crate) fn with_personal_data() -> Self {
        let mut example = Self::sample();
        for system in &mut example.model.ai_systems {
            system.personal_data = Some(Reading::understood("ja", YesNo::Yes, system.location.clone()));
        }
        example
    }

    /// An organisation of which nothing is known.
    pub(crate) fn empty() -> Self {
        let catalogue = Catalogue::load().unwrap();
        let model = Model::empty(&catalogue, date(2026, 1, 1));
        Self::of(model, catalogue)
    }

    /// Two risks, an AI system, an asset and a control, read from one file.
    pub(crate) fn sample() -> Self {
        let catalogue = Catalogue::load().unwrap();
        let mut model = Model::empty(&catalogue, date(2026, 1, 1));
        model.risks = vec![rated_risk(), unrated_risk()];
        let mut system = AiSystem::unknown("CV screening", place(30));
        system.name = text("CV screening");
        system.owner = text("Head of HR");
        system.purpose = text("sorts applications");
        system.human_oversight = text("a person decides");
        model.ai_systems.push(system);
        let mut asset = Asset::unknown("A-1", place(40));
        asset.id = text("A-1");
        model.assets.push(asset);
        let backup = model.statements.get_mut(&id("27001:A.8.13")).unwrap();
        backup.status = Some(Reading::understood("deels", ImplementationStatus::Partial, cell(12, 3)));
        backup.due = Some(Reading::understood("2026-03-01", date(2026, 3, 1), cell(12, 4)));
        model.sources.push(source());
        let mut example = Self::of(model, catalogue);
        example.diagnostics = vec![
            Diagnostic::at(&codes::read::MACROS, Location::file("acme.xlsx")),
            Diagnostic::at(&codes::normalise::UNRECOGNISED_VALUE, cell(7, 1))
                .read("Medium-ish")
                .expected("1-5"),
            Diagnostic::at(&codes::read::EMPTY_FILE, Location::file("empty.csv")),
            Diagnostic::at(&codes::normalise::RECORD_WITHOUT_IDENTITY, place(8)),
        ];
        example
    }

    /// Assesses the model again, after it was changed.
    pub(crate) fn assess_again(&mut self) {
        self.assessment = assess(&self.model, &self.catalogue);
    }

    fn of(model: Model, catalogue: Catalogue) -> Self {
        let assessment = assess(&model, &catalogue);
        let declarations = Declarations::load().unwrap();
        Self { model, assessment, catalogue, declarations, diagnostics: Vec::new() }
    }

    pub(crate) fn contents(&self) -> Contents<'_> {
        Contents {
            model: &self.model,
            assessment: &self.assessment,
            catalogue: &self.catalogue,
            declarations: &self.declarations,
            diagnostics: &self.diagnostics,
            most_assets: crate::report::MOST_RECORDS,
            assets_before: None,
        }
    }
}

/// The sheet as text.
pub(crate) fn lines(sheet: &Sheet) -> String {
    write_sheet(sheet)
}

/// What stands in a record (from 0) under a heading, without its style.
pub(crate) fn cell_under(sheet: &Sheet, record: usize, heading: &str) -> String {
    let table = &sheet.tables[0];
    let column = table.columns.iter().position(|column| column.heading == heading).unwrap();
    let place = CellPlace::new(table.area.first.row + 1 + record as u32, column as u32);
    let cell = sheet.cell(place).cloned().unwrap_or(Cell::EMPTY);
    cell_text(&Cell { style: None, ..cell })
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn id(key: &str) -> RequirementId {
    key.parse().unwrap()
}

fn sheet_name() -> Arc<SheetName> {
    Arc::new(SheetName { file: Arc::from("acme.xlsx"), sheet: Some(Arc::from("Risks")) })
}

/// A cell, given as row (from 1) and column (from 0).
fn cell(row: u32, column: u32) -> Location {
    Location::cell(&sheet_name(), row - 1, column)
}

fn place(row: u32) -> Location {
    Location::row(&sheet_name(), row - 1)
}

fn text(value: &str) -> Option<Traced<ArcStr>> {
    Some(Traced::new(value.to_owned(), cell(50, 0)))
}

fn rated_risk() -> Risk {
    let mut risk = Risk::unknown("R-1", place(6), RiskDomain::InformationSecurity);
    risk.id = text("R-1");
    risk.title = text("=cmd|'/c calc'!A1");
    risk.likelihood = Some(Reading::understood("Likely", 4.0, cell(6, 1)));
    risk.impact = Some(Reading::understood("5", 5.0, cell(6, 2)));
    let reference = RequirementRef {
        id: id("27001:A.8.13"),
        written: "8.13".to_owned(),
        from_2013: None,
        decided_by: "sheet name".to_owned(),
    };
    risk.controls.push(Traced::new(reference, cell(6, 3)));
    risk
}

fn unrated_risk() -> Risk {
    let mut risk = Risk::unknown("R-2", place(7), RiskDomain::Ai);
    risk.id = text("R-2");
    risk.likelihood = Some(Reading::not_understood("Medium-ish", cell(7, 1)));
    risk.impact = Some(Reading::understood("3", 3.0, cell(7, 2)));
    risk.ai_systems.push(Traced::new("cv screening ".to_owned(), cell(7, 4)));
    risk
}

fn source() -> Source {
    let table = |register, first_data_row, records, other_rows| SourceTable {
        sheet: sheet_name(),
        register,
        confidence: 0.9,
        range: format!("A{first_data_row}:F9"),
        header_rows: vec![first_data_row - 1],
        first_data_row,
        last_data_row: 8,
        records,
        other_rows,
        columns: Vec::new(),
        unmapped: Vec::new(),
        values: Vec::new(),
        overrule: None,
        layout: LayoutWords::default(),
    };
    let fate = |row, rejected, reason: &str| RowFate { row, rejected, reason: reason.to_owned() };
    let fates = vec![fate(7, false, "heading of a section"), fate(8, true, "nothing identifies it")];
    let mut risks = table(Register::Risks, 5, 2, fates);
    risks.columns.push(ColumnUse {
        column: 0,
        heading: "Nr.".to_owned(),
        field: Field::RiskId,
        confidence: 0.98,
        evidence: vec!["heading".to_owned(), "values".to_owned()],
        samples: vec!["R-1".to_owned()],
        overrule: None,
    });
    risks.unmapped.push(UnmappedColumn {
        column: 7,
        heading: "Remarks".to_owned(),
        candidates: vec![Field::Comment],
        samples: Vec::new(),
        overrule: None,
    });
    let matrix = LeftAlone::new(&sheet_name(), None, "a matrix, not a list".to_owned());
    Source {
        path: "acme.xlsx".to_owned(),
        link: Some("acme.xlsx".to_owned()),
        bytes: 12_345,
        sha256: "00".repeat(32),
        tables: vec![
            risks,
            table(Register::AiSystems, 29, 1, Vec::new()),
            table(Register::Assets, 39, 1, Vec::new()),
        ],
        left_alone: vec![matrix],
    }
}
