//! The registers of `samples/`, from file to model.

use super::*;
use crate::declaration::Declarations;
use crate::model::{ImplementationStatus, RiskDomain};
use crate::provenance::understood;
use crate::read::{Limits, read_workbook};
use crate::recognise::{Recogniser, recognise_workbook};

fn sample_model() -> (Model, Vec<Diagnostic>) {
    let (declarations, catalogue, words) =
        (Declarations::load().unwrap(), Catalogue::load().unwrap(), ValueWords::load().unwrap());
    let recogniser = Recogniser::new(&declarations, &catalogue, &words).unwrap();
    let mut paths: Vec<_> = std::fs::read_dir("samples")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    paths.sort();
    let workbooks =
        paths.iter().filter_map(|path| read_workbook(path, &path.to_string_lossy(), &Limits::default()).0);
    let inputs: Vec<(Workbook, Recognition)> = workbooks
        .map(|workbook| {
            let recognition = recognise_workbook(&workbook, &recogniser);
            (workbook, recognition)
        })
        .collect();
    let settings = Settings {
        organisation: None,
        scope: None,
        as_of: "2026-11-21".parse().unwrap(),
        parameters: Parameters::default(),
    };
    normalise(&inputs, &catalogue, &words, settings)
}

#[test]
fn the_samples_become_one_model() {
    let (model, diagnostics) = sample_model();
    let status = |key: &str| understood(&model.statements[&key.parse().unwrap()].status);
    // The sheets of the 42001 workbook are told apart by their names, bare numbers included.
    assert_eq!(status("27001:6.1.3"), Some(ImplementationStatus::Partial));
    assert_eq!(status("42001:A.6.1.2"), Some(ImplementationStatus::Planned));
    assert_eq!(status("42001:A.8.4"), None, "tbd is no status");
    let claims = |key: &str| model.statements[&key.parse().unwrap()].claims.len();
    assert_eq!(claims("27001:A.5.17"), 3, "three controls of 2013 went into it");
    let of = |domain| model.risks.iter().filter(|risk| risk.domain == domain).count();
    let domains = [RiskDomain::InformationSecurity, RiskDomain::Ai, RiskDomain::Both];
    assert_eq!(domains.map(of), [16, 8, 13]);
    let pairs: Vec<String> =
        model.pairs.iter().map(|pair| format!("{} {}", pair.iso27001, pair.iso42001)).collect();
    assert!(pairs.contains(&"27001:A.5.19 42001:A.10.3".to_owned()), "{pairs:?}");
    let codes: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.code.name).collect();
    assert_eq!(codes.iter().filter(|code| **code == "soa-2013").count(), 1);
    assert!(!codes.contains(&"ambiguous-reference"), "{codes:?}");
    assert!(!codes.contains(&"unknown-reference"), "{codes:?}");
}

#[test]
fn every_row_of_the_samples_is_a_record_or_is_named() {
    let (model, _) = sample_model();
    let records: u32 =
        model.sources.iter().flat_map(|source| &source.tables).map(|table| table.records).sum();
    let claims: std::collections::BTreeSet<&crate::provenance::Location> = model
        .statements
        .values()
        .flat_map(|statement| &statement.claims)
        .filter(|claim| claim.register == Register::Controls)
        .map(|claim| &claim.location)
        .collect();
    let held = model.assets.len()
        + model.risks.len()
        + model.ai_systems.len()
        + model.answers.len()
        + model.audit_findings.len()
        + model.suppliers.len()
        + model.other_controls.len()
        + claims.len();
    assert_eq!(records as usize, held);
}
