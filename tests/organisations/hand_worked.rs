//! A small organisation whose assessment was calculated by hand (see `tests/hand_worked.rs`).

use std::sync::Arc;

use annexa::declaration::Register;
use annexa::model::{
    Applicability, Basis, DaysOff, ImplementationStatus, Model, OpenState, PairDecision, RequirementRef,
    Risk, RiskDomain, Source, SourceTable, Statement, Treatment,
};
use annexa::provenance::{Location, Reading, SheetName, Traced};
use annexa::standards::{Catalogue, Part, RequirementId};
use chrono::NaiveDate;

/// The controls that count; all others are excluded with a justification.
const COUNTED_CONTROLS: [&str; 10] = [
    "27001:A.5.1",
    "27001:A.5.9",
    "27001:A.5.24",
    "27001:A.7.4",
    "27001:A.8.13",
    "27001:A.8.15",
    "42001:A.2.3",
    "42001:A.4.2",
    "42001:A.6.2.8",
    "42001:A.8.4",
];

/// The organisation on 1 January 2026.
pub fn model(catalogue: &Catalogue) -> Model {
    let mut model = Model::empty(catalogue, date(2026, 1, 1));
    model.organisation = Some("Hand-worked Ltd".to_owned());
    model.parameters.appetite_ai = 6.0;
    model.parameters.days_off = vec![DaysOff::one(date(2026, 1, 1))];
    for (row, statement) in (1..).zip(model.statements.values_mut()) {
        state(statement, row);
    }
    model.risks = risks();
    model.pairs = vec![PairDecision {
        iso27001: id("27001:A.8.15"),
        iso42001: id("42001:A.6.2.8"),
        shared: true,
        location: cell("Shared controls", 5, 3),
    }];
    model.sources = vec![source()];
    model
}

/// The one file, with the table of risks; the controls are stated, not read.
fn source() -> Source {
    let risks = SourceTable {
        sheet: Arc::clone(&cell("Risks", 0, 0).sheet),
        register: Register::Risks,
        confidence: 1.0,
        range: "A1:H4".to_owned(),
        header_rows: vec![0],
        first_data_row: 1,
        last_data_row: 3,
        records: 3,
        other_rows: Vec::new(),
        columns: Vec::new(),
        unmapped: Vec::new(),
        values: Vec::new(),
        overrule: None,
        layout: annexa::model::LayoutWords::default(),
    };
    Source {
        path: "registers.xlsx".to_owned(),
        link: None,
        bytes: 10_000,
        sha256: "0".repeat(64),
        tables: vec![risks],
        left_alone: Vec::new(),
    }
}

fn state(statement: &mut Statement, row: u32) {
    let key = statement.requirement.to_string();
    let status = |status: ImplementationStatus| {
        Some(Reading::understood(status.words(), status, cell("Controls", row, 2)))
    };
    let text = |text: &str, column| Some(Traced::new(text.to_owned(), cell("Controls", row, column)));
    let number = |number: f64, column| {
        Some(Reading::understood(number.to_string(), number, cell("Controls", row, column)))
    };
    let due = |due: NaiveDate| Some(Reading::understood(due.to_string(), due, cell("Controls", row, 8)));
    let is_control = statement.requirement.part() == Part::AnnexA;
    statement.applicability_location = Some(cell("Controls", row, 1));
    statement.applicability = Applicability::Applicable;
    if is_control && !COUNTED_CONTROLS.contains(&key.as_str()) {
        statement.applicability = Applicability::NotApplicable;
        statement.justification_exclusion = text("not part of the business", 3);
        return;
    }
    match key.as_str() {
        "27001:9.2.1" => statement.status = status(ImplementationStatus::Partial),
        "42001:7.5.1" => statement.status = status(ImplementationStatus::InProgress),
        "42001:6.1.4" => {}
        "42001:8.4" => statement.applicability = Applicability::NotApplicable,
        "27001:A.5.1" => {
            statement.status = status(ImplementationStatus::Implemented);
            statement.basis = Basis::Evidenced;
            statement.evidence = text("policy set 2025", 6);
        }
        "27001:A.5.9" => {
            statement.status = status(ImplementationStatus::Partial);
            statement.due = due(date(2026, 12, 31));
        }
        "27001:A.5.24" | "27001:A.8.13" => {
            statement.status = status(ImplementationStatus::NotImplemented);
        }
        "27001:A.7.4" => statement.applicability = Applicability::NotApplicable,
        "27001:A.8.15" => {
            statement.maturity = number(3.0, 4);
            statement.maturity_target = number(4.0, 5);
            statement.basis = Basis::Audited;
        }
        "42001:A.2.3" => statement.status = status(ImplementationStatus::Planned),
        "42001:A.4.2" => {
            statement.applicability = Applicability::Undetermined;
            statement.applicability_location = None;
        }
        "42001:A.6.2.8" => statement.status = status(ImplementationStatus::InProgress),
        "42001:A.8.4" => {
            statement.status = status(ImplementationStatus::Partial);
            statement.basis = Basis::Evidenced;
            statement.evidence = text("incident plan, draft", 6);
            statement.owner = text("Data protection officer", 7);
            statement.due = due(date(2025, 12, 1));
        }
        _ => statement.status = status(ImplementationStatus::Implemented),
    }
}

fn risks() -> Vec<Risk> {
    let mut outage = rated("R-1", 1, RiskDomain::InformationSecurity, 4.0, 5.0);
    outage.treatment = Some(Reading::understood("mitigate", Treatment::Modify, cell("Risks", 1, 4)));
    outage.controls = controls(&["27001:A.5.24", "27001:A.5.9"], 1);

    let mut misuse = rated("R-2", 2, RiskDomain::Ai, 4.0, 4.0);
    misuse.treatment = Some(Reading::understood("mitigate", Treatment::Modify, cell("Risks", 2, 4)));
    misuse.controls = controls(&["42001:A.6.2.8", "27001:A.8.15"], 2);
    misuse.due = Some(Reading::understood("2026-03-15", date(2026, 3, 15), cell("Risks", 2, 7)));

    let mut loss = rated("R-3", 3, RiskDomain::InformationSecurity, 5.0, 5.0);
    loss.treatment = Some(Reading::understood("mitigate", Treatment::Modify, cell("Risks", 3, 4)));
    loss.controls = controls(&["27001:A.8.13"], 3);
    loss.status = Some(Reading::understood("closed", OpenState::Closed, cell("Risks", 3, 6)));
    loss.due = Some(Reading::understood("2025-06-01", date(2025, 6, 1), cell("Risks", 3, 7)));
    vec![outage, misuse, loss]
}

fn rated(key: &str, row: u32, domain: RiskDomain, likelihood: f64, impact: f64) -> Risk {
    let mut risk = Risk::unknown(key, cell("Risks", row, 0), domain);
    risk.id = Some(Traced::new(key.to_owned(), cell("Risks", row, 0)));
    risk.owner = Some(Traced::new("CISO".to_owned(), cell("Risks", row, 1)));
    let level =
        |level: f64, column| Some(Reading::understood(level.to_string(), level, cell("Risks", row, column)));
    risk.likelihood = level(likelihood, 2);
    risk.impact = level(impact, 3);
    risk
}

fn controls(keys: &[&str], row: u32) -> Vec<Traced<RequirementRef>> {
    let reference = |key: &&str| RequirementRef {
        id: id(key),
        written: (*key).to_owned(),
        from_2013: None,
        decided_by: "standard column".to_owned(),
    };
    keys.iter().map(|key| Traced::new(reference(key), cell("Risks", row, 5))).collect()
}

fn id(key: &str) -> RequirementId {
    key.parse().expect("a key of the catalogue")
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date of the calendar")
}

/// A cell of the organisation's one file; the row and the column count from 0.
fn cell(sheet: &str, row: u32, column: u32) -> Location {
    let sheet = SheetName { file: Arc::from("registers.xlsx"), sheet: Some(Arc::from(sheet)) };
    Location::cell(&Arc::new(sheet), row, column)
}
