//! An invented organisation as a model, in every state that a statement can be in.

use std::sync::Arc;

use annexa::declaration::Register;
use annexa::model::{
    Applicability, Asset, Basis, Claim, Exception, ImplementationStatus, Model, PairDecision, RequirementRef,
    Risk, RiskDomain, YesNo,
};
use annexa::provenance::{Location, Reading, SheetName, Traced};
use annexa::standards::{Catalogue, Part, RequirementId};
use arcstr::ArcStr;
use chrono::NaiveDate;

/// The date of the assessment.
pub fn as_of() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
}

fn sheet() -> Arc<SheetName> {
    Arc::new(SheetName { file: Arc::from("registers/controls.xlsx"), sheet: Some(Arc::from("SoA")) })
}

fn traced(text: &str, row: u32) -> Traced<ArcStr> {
    Traced::new(text.to_owned(), Location::cell(&sheet(), row, 3))
}

/// A requirement by its key.
pub fn id(key: &str) -> RequirementId {
    key.parse().unwrap()
}

/// The model: statuses run through all words, percentages, maturities, exclusions and unread cells.
pub fn model(catalogue: &Catalogue) -> Model {
    let mut model = Model::empty(catalogue, as_of());
    model.organisation = Some("Brennholt & Söhne GmbH".to_owned());
    model.scope =
        Some("Online shop, logistics and the recommendation engine, sites Kassel and Graz".to_owned());
    let ids: Vec<RequirementId> = catalogue.requirements().map(|requirement| requirement.id).collect();
    for (row, id) in (5u32..).zip(&ids) {
        fill(&mut model, *id, row);
    }
    let place = |row| Location::row(&sheet(), row);
    let pair = |one: &str, other: &str, shared, row| PairDecision {
        iso27001: id(one),
        iso42001: id(other),
        shared,
        location: place(row),
    };
    model.pairs = vec![
        pair("27001:A.5.1", "42001:A.2.2", true, 5),
        pair("27001:7.5.1", "42001:7.5.1", false, 6),
        pair("27001:A.7.1", "42001:A.9.2", true, 7),
        pair("27001:A.7.2", "42001:A.9.3", false, 8),
        pair("27001:5.2", "42001:5.2", true, 9),
    ];
    model.assets = assets();
    model.risks = risks();
    model
}

fn fill(model: &mut Model, id: RequirementId, row: u32) {
    let location = Location::cell(&sheet(), row, 4);
    let Some(statement) = model.statements.get_mut(&id) else { return };
    let status =
        |value: ImplementationStatus| Some(Reading::understood(value.words(), value, location.clone()));
    let number = |text: &str, value: f64| Some(Reading::understood(text, value, location.clone()));
    statement.applicability = Applicability::Applicable;
    match row % 12 {
        0 => statement.status = status(ImplementationStatus::NotImplemented),
        1 | 2 => statement.status = status(ImplementationStatus::Implemented),
        3 => statement.status = status(ImplementationStatus::Partial),
        4 => statement.status = status(ImplementationStatus::InProgress),
        5 => statement.status = status(ImplementationStatus::Planned),
        6 => statement.percentage = number("65%", 0.65),
        7 => {
            statement.maturity = number("2", 2.0);
            statement.maturity_target = number("3", 3.0);
        }
        8 => {
            statement.maturity = number("3", 3.0);
            statement.maturity_top = if row % 24 == 8 { Some(4.0) } else { None };
        }
        9 => {
            statement.status = Some(Reading::not_understood("more or less", location.clone()));
            statement.maturity = if row % 24 == 9 { number("9", 9.0) } else { None };
        }
        10 => {
            statement.applicability = Applicability::NotApplicable;
            if id.part() == Part::AnnexA && row % 24 == 10 {
                statement.justification_exclusion =
                    Some(traced("No such premises; everything is run by the hosting provider.", row));
            }
        }
        _ => statement.applicability = Applicability::Undetermined,
    }
    statement.basis = match row % 5 {
        0 | 1 => Basis::Evidenced,
        2 if row.is_multiple_of(2) => Basis::Audited,
        _ => Basis::Asserted,
    };
    if row % 12 < 6 {
        statement.justification_inclusion = Some(traced("Risk treatment, contract", row));
        statement.implementation = Some(traced(
            "Procedure in the intranet, owned by the security team; reviewed together with the yearly management review and after incidents.",
            row,
        ));
        statement.evidence = Some(traced("=DOC-014 access review Q3", row));
        statement.owner = Some(traced("Head of IT", row));
        statement.evidence_date = Some(Reading::understood("2026-06-30", as_of(), location.clone()));
        statement.due = Some(Reading::not_understood("end of next year", location.clone()));
    }
    if row.is_multiple_of(31) {
        statement.exceptions.push(Exception {
            system: traced("Chat assistant", row),
            status: status(ImplementationStatus::Planned),
            text: Some("pilot only".to_owned()),
        });
    }
    let mut claim = Claim::unknown(Register::Controls, Location::row(&sheet(), row));
    claim.requirements.push(RequirementRef {
        id,
        written: id.number(),
        from_2013: None,
        decided_by: "standard column".to_owned(),
    });
    statement.claims.push(claim);
}

fn assets() -> Vec<Asset> {
    let names =
        ["Customer database", "Recommendation engine", "+49 561 hotline", "Warehouse scanners", "=ERP"];
    (5u32..)
        .zip(names)
        .map(|(row, name)| {
            let mut asset = Asset::unknown(format!("A-{row}"), Location::row(&sheet(), row));
            asset.id = Some(traced(&format!("A-{row}"), row));
            asset.name = Some(traced(name, row));
            asset.asset_type = Some(traced("information", row));
            asset.description =
                Some(traced("What customers ordered, where it goes and how they paid for it.", row));
            asset.owner = Some(traced("Head of sales", row));
            let location = Location::cell(&sheet(), row, 9);
            asset.criticality = Some(Reading::understood("High", 4.0, location.clone()));
            asset.confidentiality = Some(Reading::not_understood("medium-ish", location.clone()));
            asset.in_scope = Some(Reading::understood("Yes", YesNo::Yes, location));
            asset
        })
        .collect()
}

fn risks() -> Vec<Risk> {
    let controls = ["27001:A.5.1", "27001:A.8.8", "42001:A.6.2.4", "27001:A.5.15"];
    (5u32..)
        .zip(controls)
        .map(|(row, control)| {
            let location = Location::row(&sheet(), row);
            let mut risk = Risk::unknown(format!("R-{row}"), location, RiskDomain::InformationSecurity);
            risk.title = Some(traced("Data is lost", row));
            let cell = Location::cell(&sheet(), row, 6);
            risk.likelihood = Some(Reading::understood("4", 4.0, cell.clone()));
            risk.impact = Some(Reading::understood("5", 5.0, cell.clone()));
            let id = id(control);
            risk.controls.push(Traced::new(
                RequirementRef {
                    id,
                    written: id.number(),
                    from_2013: None,
                    decided_by: "standard column".to_owned(),
                },
                cell,
            ));
            risk
        })
        .collect()
}
