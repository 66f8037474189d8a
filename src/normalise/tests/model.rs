//! What the model holds, record by record.

use super::*;
use crate::model::{Applicability, Basis, ImplementationStatus, RiskDomain, Treatment, YesNo};
use crate::provenance::understood;
use proptest::prelude::*;

fn statement(model: &Model, key: &str) -> crate::model::Statement {
    model.statements[&key.parse().unwrap()].clone()
}

const CONTROLS: &[(&str, Field)] = &[
    ("Ref", Field::ControlRef),
    ("Applicable", Field::ControlApplicable),
    ("Justification", Field::ControlJustification),
    ("Status", Field::ControlStatus),
    ("Evidence", Field::ControlEvidence),
    ("Basis", Field::ControlBasis),
];

fn controls(rows: &[&[&str]]) -> TestTable {
    table(Register::Controls, CONTROLS, rows)
}

#[test]
fn a_status_keeps_its_cell_and_a_blank_is_never_a_no() {
    let (model, _) = normalised(&[&controls(&[
        &["A.5.37", "Yes", "Law", "Implemented", "Procedure v2", ""],
        &["A.8.34", "", "", "", "", ""],
        &["A.8.33", "No", "No test data", "", "", ""],
        &["A.8.32", "Yes", "", "see Jira", "tbd", ""],
        &["A.8.31", "", "", "N/A", "", ""],
    ])]);
    let first = statement(&model, "27001:A.5.37");
    assert_eq!(understood(&first.status), Some(ImplementationStatus::Implemented));
    assert_eq!(first.status.unwrap().location.to_string(), "register.xlsx › Sheet1 › D2");
    assert_eq!((first.applicability, first.basis), (Applicability::Applicable, Basis::Evidenced));
    assert_eq!(first.justification_inclusion.unwrap().value, "Law");
    let blank = statement(&model, "27001:A.8.34");
    assert_eq!((blank.applicability, blank.status), (Applicability::Undetermined, None));
    let excluded = statement(&model, "27001:A.8.33");
    assert_eq!(excluded.applicability, Applicability::NotApplicable);
    assert_eq!(excluded.justification_exclusion.unwrap().value, "No test data");
    let unreadable = statement(&model, "27001:A.8.32");
    assert_eq!(unreadable.status.unwrap().value, None);
    assert_eq!(unreadable.basis, Basis::Asserted);
    assert_eq!(statement(&model, "27001:A.8.31").applicability, Applicability::NotApplicable);
}

#[test]
fn words_that_hold_the_place_of_a_reason_justify_no_exclusion() {
    for (reason, kept) in [("n/a", false), ("TBD", false), ("k.A.", false), ("no premises of our own", true)]
    {
        let columns: &[(&str, Field)] = &[
            ("Control", Field::ControlRef),
            ("Applicable", Field::ControlApplicable),
            ("Reason", Field::ControlJustification),
        ];
        let (model, _) = normalised(&[&table(Register::Controls, columns, &[&["A.7.11", "No", reason]])]);
        let said = statement(&model, "27001:A.7.11");
        assert_eq!(said.applicability, Applicability::NotApplicable);
        assert_eq!(said.justification_exclusion.is_some(), kept, "{reason}");
        assert_eq!(said.claims[0].justification_exclusion.as_ref().unwrap().value, reason);
    }
}

#[test]
fn a_status_that_the_applicability_excludes_is_told_with_both_cells() {
    for (applicable, status, applies, told) in [
        ("Yes", "N/A", Applicability::Applicable, Some("the status stays unknown")),
        (
            "No",
            "Planned",
            Applicability::NotApplicable,
            Some("the exclusion is used; the status is shown and not counted"),
        ),
        (
            "N/A",
            "60 %",
            Applicability::NotApplicable,
            Some("the exclusion is used; the status is shown and not counted"),
        ),
        ("No", "N/A", Applicability::NotApplicable, None),
        ("No", "Not implemented", Applicability::NotApplicable, None),
        ("Yes", "tbd", Applicability::Applicable, None),
    ] {
        let columns: &[(&str, Field)] = &[
            ("Control", Field::ControlRef),
            ("Applicable", Field::ControlApplicable),
            ("Status", Field::ControlStatus),
        ];
        let (model, diagnostics) =
            normalised(&[&table(Register::Controls, columns, &[&["A.7.11", applicable, status]])]);
        let said = statement(&model, "27001:A.7.11");
        assert_eq!(said.applicability, applies, "{applicable} {status}");
        assert_eq!(said.applicability_location.unwrap().cell_reference().as_deref(), Some("B2"));
        let found =
            diagnostics.iter().find(|diagnostic| diagnostic.code.name == "applicability-contradicts-status");
        let used = found.and_then(|found| found.facts.iter().find(|(name, _)| *name == "used"));
        assert_eq!(used.map(|(_, used)| used.as_str()), told, "{applicable} {status}");
        if let Some(found) = found {
            for cell in ["B2", "C2"] {
                assert!(found.facts.iter().any(|(_, fact)| fact == cell), "{cell}");
            }
        }
    }
}

#[test]
fn an_audited_basis_is_stated_or_found_and_an_open_nonconformity_undoes_it() {
    let register = controls(&[
        &["A.5.37", "Yes", "", "Implemented", "", "internal audit 2026"],
        &["A.8.34", "Yes", "", "Implemented", "", "not audited"],
        &["A.8.33", "Yes", "", "Implemented", "", "audit"],
        &["A.8.32", "Yes", "", "Implemented", "", ""],
    ]);
    let audit: &[(&str, Field)] = &[
        ("ID", Field::FindingId),
        ("Ref", Field::FindingRef),
        ("Grade", Field::FindingGrade),
        ("State", Field::FindingStatus),
    ];
    let findings = table(
        Register::AuditFindings,
        audit,
        &[&["F1", "A.8.33", "Minor NC", "Open"], &["F2", "A.8.32", "Conform", ""]],
    );
    let (model, _) = normalised(&[&register, &findings]);
    let basis = ["27001:A.5.37", "27001:A.8.34", "27001:A.8.33", "27001:A.8.32"]
        .map(|key| statement(&model, key).basis);
    assert_eq!(basis, [Basis::Audited, Basis::Asserted, Basis::Asserted, Basis::Audited]);
}

#[test]
fn merged_controls_of_2013_take_the_weakest_status_and_an_unknown_part_leaves_the_whole_unknown() {
    let (model, diagnostics) = normalised(&[&controls(&[
        &["A.5.1.1", "Yes", "", "Implemented", "", ""],
        &["A.5.1.2", "Yes", "", "Partial", "", ""],
        &["A.8.1.1", "Yes", "", "Implemented", "", ""],
        &["A.8.1.2", "Yes", "", "", "", ""],
        &["A.9.4.5", "Yes", "", "Implemented", "", ""],
    ])]);
    assert_eq!(understood(&statement(&model, "27001:A.5.1").status), Some(ImplementationStatus::Partial));
    let partly_known = statement(&model, "27001:A.5.9").status.unwrap();
    assert_eq!(
        (partly_known.value, partly_known.text.as_str()),
        (None, "A.8.1.1 Implemented, A.8.1.2 without status")
    );
    assert_eq!(understood(&statement(&model, "27001:A.8.4").status), Some(ImplementationStatus::Implemented));
    assert_eq!(statement(&model, "27001:A.5.7").status, None, "new in 2022, without a predecessor");
    let differing =
        diagnostics.iter().filter(|diagnostic| diagnostic.code.name == "merged-2013-controls-differ");
    assert_eq!(differing.count(), 2);
}

#[test]
fn registers_come_before_answers_and_inverted_questions_are_turned() {
    let register = controls(&[&["A.5.37", "Yes", "", "Planned", "", ""]]);
    let columns: &[(&str, Field)] = &[
        ("No", Field::QuestionId),
        ("Question", Field::QuestionText),
        ("Ref", Field::ControlRef),
        ("Inverted", Field::QuestionInverted),
        ("Answer", Field::Answer),
    ];
    let rows: &[&[&str]] = &[
        &["1", "Are procedures documented?", "A.5.37", "", "Yes"],
        &["2", "Are there untested backups?", "A.8.13", "Yes", "No"],
        &["3", "Is there a privacy team?", "", "", "Partly"],
        &["4", "Is logging on?", "A.8.15", "", "I do not know who could answer this"],
        &["5", "Are there shared accounts?", "A.5.16", "Yes", "No, except contractors"],
    ];
    let (model, _) = normalised(&[&register, &table(Register::Questionnaire, columns, rows)]);
    assert_eq!(understood(&statement(&model, "27001:A.5.37").status), Some(ImplementationStatus::Planned));
    assert_eq!(understood(&statement(&model, "27001:A.5.16").status), None);
    assert_eq!(
        understood(&statement(&model, "27001:A.8.13").status),
        Some(ImplementationStatus::Implemented)
    );
    assert_eq!(statement(&model, "27001:A.8.15").status, None);
    assert_eq!(model.answers.len(), 5);
}

#[test]
fn one_row_that_names_both_standards_makes_a_shared_pair() {
    let (model, _) = normalised(&[&controls(&[
        &["27001:A.5.1; 42001:A.2.2", "Yes", "", "Implemented", "", ""],
        &["27001:A.5.2; 42001:A.10.4", "Yes", "", "Implemented", "", ""],
    ])]);
    let pairs: Vec<String> = model
        .pairs
        .iter()
        .map(|pair| format!("{} {} {}", pair.iso27001, pair.iso42001, pair.shared))
        .collect();
    assert_eq!(pairs, ["27001:A.5.1 42001:A.2.2 true", "27001:A.5.2 42001:A.10.4 true"]);
}

#[test]
fn columns_of_references_of_both_standards_make_shared_pairs() {
    let columns: &[(&str, Field)] = &[
        ("Control 27001", Field::ControlRef),
        ("Control 42001", Field::ControlRef),
        ("Title", Field::ControlTitle),
        ("Status", Field::ControlStatus),
    ];
    let rows: &[&[&str]] = &[&["A.5.1", "A.2.2", "Policies", "Implemented"]];
    let (model, _) = normalised(&[&table(Register::Controls, columns, rows)]);
    let pairs: Vec<String> =
        model.pairs.iter().map(|pair| format!("{} {}", pair.iso27001, pair.iso42001)).collect();
    assert_eq!(pairs, ["27001:A.5.1 42001:A.2.2"]);
}

#[test]
fn an_exception_for_one_system_leaves_the_status_of_the_control_alone() {
    let columns: &[(&str, Field)] =
        &[("Ref", Field::ControlRef), ("AI system", Field::ControlSystem), ("Status", Field::ControlStatus)];
    let rows: &[&[&str]] = &[&["A.8.34", "", "Implemented"], &["A.8.34", "ML platform", "Not implemented"]];
    let (model, diagnostics) = normalised(&[&table(Register::Controls, columns, rows)]);
    let statement = statement(&model, "27001:A.8.34");
    assert_eq!(understood(&statement.status), Some(ImplementationStatus::Implemented));
    assert_eq!(statement.exceptions[0].system.value, "ML platform");
    assert_eq!(diagnostics, []);
}

#[test]
fn risks_are_read_with_levels_treatment_controls_and_domain() {
    let columns: &[(&str, Field)] = &[
        ("ID", Field::RiskId),
        ("Risk", Field::RiskTitle),
        ("Category", Field::RiskCategory),
        ("L (1-5)", Field::RiskLikelihood),
        ("Impact", Field::RiskImpact),
        ("Treatment", Field::RiskTreatment),
        ("Controls", Field::RiskControls),
        ("AI system", Field::RiskAiSystem),
    ];
    let rows: &[&[&str]] = &[
        &["R1", "Ransomware", "Availability", "4", "3", "Mitigate", "A.8.7, A.8.13", ""],
        &["R2", "Unfair ranking", "Bias", "2", "Medium-ish", "Accept", "MFA, backups", ""],
        &["R3", "Leak by model", "Confidentiality", "1", "", "avoid it", "", "Chat bot"],
        &["", "", "", "1", "", "", "", ""],
    ];
    let (model, diagnostics) = normalised(&[&table(Register::Risks, columns, rows)]);
    let [first, second, third] = model.risks.as_slice() else { panic!("{:?}", model.risks) };
    assert_eq!((understood(&first.likelihood), understood(&first.impact)), (Some(4.0), Some(3.0)));
    assert_eq!(understood(&first.treatment), Some(Treatment::Modify));
    let controls: Vec<String> = first.controls.iter().map(|control| control.value.id.to_string()).collect();
    assert_eq!(controls, ["27001:A.8.7", "27001:A.8.13"]);
    assert_eq!(second.impact.as_ref().unwrap().value, None);
    let other: Vec<&str> = second.other_controls.iter().map(|control| control.value.as_str()).collect();
    assert_eq!(other, ["MFA", "backups"]);
    assert_eq!(third.impact, None);
    let domains = [first.domain, second.domain, third.domain];
    assert_eq!(domains, [RiskDomain::InformationSecurity, RiskDomain::Ai, RiskDomain::Both]);
    let codes: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.code.name).collect();
    assert_eq!(codes.iter().filter(|code| **code == "unrecognised-value").count(), 2, "{codes:?}");
    let source = &model.sources[0].tables[0];
    assert_eq!((source.records, source.rejected(), source.rows_read()), (3, 1, 4));
}

#[test]
fn ai_systems_and_assets_are_read() {
    let columns: &[(&str, Field)] = &[
        ("Name", Field::AiName),
        ("Stage", Field::AiLifecycleStage),
        ("Impact assessment", Field::AiImpactAssessment),
        ("Class", Field::AiRiskClass),
        ("Personal data", Field::AiPersonalData),
        ("Assets", Field::AiAsset),
    ];
    let rows: &[&[&str]] = &[
        &["Chat bot", "Production", "2026-03-31", "Limited risk", "Ja", "A-1; A-2"],
        &["Ranker", "Pilot", "planned", "High", "unknown", ""],
        &["Planner", "on hold", "in discussion", "", "", ""],
    ];
    let systems = table(Register::AiSystems, columns, rows);
    let assets = table(
        Register::Assets,
        &[("Asset", Field::AssetName), ("C", Field::AssetConfidentiality)],
        &[&["Mail", "Hoch"], &["Mail", "3"]],
    );
    let (model, _) = normalised(&[&systems, &assets]);
    let done: Vec<Option<bool>> =
        model.ai_systems.iter().map(|system| system.impact_assessment_done).collect();
    assert_eq!(done, [Some(true), Some(false), None]);
    let classes: Vec<Option<&str>> =
        model.ai_systems.iter().map(|system| system.risk_class_meaning.as_deref()).collect();
    assert_eq!(classes, [Some("limited"), Some("high"), None]);
    assert_eq!(understood(&model.ai_systems[0].personal_data), Some(YesNo::Yes));
    assert_eq!(model.ai_systems[0].assets.len(), 2);
    assert_eq!(model.ai_systems[2].lifecycle_stage.as_ref().unwrap().value, None);
    let keys: Vec<&str> = model.assets.iter().map(|asset| asset.key.as_str()).collect();
    assert_eq!(keys, ["Mail", "Mail (2)"]);
    assert_eq!(understood(&model.assets[0].confidentiality), Some(5.0));
}

#[test]
fn a_risk_class_is_understood_in_many_languages_or_told() {
    let columns = [("ID", Field::AiId), ("Risk class", Field::AiRiskClass)];
    let classes = [
        ("minimalne", Some("minimal")),
        ("Ograniczone", Some("limited")),
        ("wysokie", Some("high")),
        ("Begrenztes Risiko", Some("limited")),
        ("Risque élevé", Some("high-risk")),
        ("Riesgo inaceptable", Some("prohibited")),
        ("Rischio minimo o nullo", Some("minimal")),
        ("Hoog-risico", Some("high-risk")),
        ("Risco elevado", Some("high-risk")),
        ("High risk (Annex III)", Some("high-risk")),
        ("?", None),
        ("n/a", None),
        ("tbd", None),
        ("Tier 3b", None),
        ("3", None),
        ("minimal?", None),
    ];
    let names: Vec<String> = (1..=classes.len()).map(|number| format!("AI-{number}")).collect();
    let rows: Vec<[&str; 2]> =
        names.iter().zip(classes).map(|(name, (class, _))| [name.as_str(), class]).collect();
    let rows: Vec<&[&str]> = rows.iter().map(|row| row.as_slice()).collect();
    let (model, told) = normalised(&[&table(Register::AiSystems, &columns, &rows)]);
    for (system, (class, meaning)) in model.ai_systems.iter().zip(classes) {
        assert_eq!(system.risk_class_meaning.as_deref(), meaning, "{class}");
        assert_eq!(system.risk_class.as_ref().map(|class| class.value.as_str()), Some(class));
    }
    let told: Vec<String> = told
        .iter()
        .filter(|told| told.code.name == "unrecognised-value")
        .flat_map(|told| told.location.iter().chain(&told.also).map(|place| place.cell_reference().unwrap()))
        .collect();
    assert_eq!(told, ["B15", "B16", "B17"]);
}

#[test]
fn a_risk_is_linked_to_the_ai_systems_among_its_assets_and_its_domain_follows() {
    let systems = table(
        Register::AiSystems,
        &[("ID", Field::AiId), ("Name", Field::AiName)],
        &[&["SI-02", "Czat"], &["SI-03", "Selekcja"]],
    );
    let risks = table(
        Register::Risks,
        &[("ID", Field::RiskId), ("Asset", Field::RiskAsset)],
        &[&["R-1", "AKT-1; SI-03"], &["R-2", "AKT-1"], &["R-3", "SI-02 (Czat)"]],
    );
    let (model, _) = normalised(&[&systems, &risks]);
    let found: Vec<(&str, Vec<&str>)> = model
        .risks
        .iter()
        .map(|risk| {
            (risk.domain.words(), risk.ai_systems.iter().map(|system| system.value.as_str()).collect())
        })
        .collect();
    assert_eq!(found, [("AI", vec!["SI-03"]), ("Information security", vec![]), ("AI", vec!["SI-02"])]);
    assert_eq!(model.risks[0].ai_systems[0].location.cell_reference().unwrap(), "B2");
}

#[test]
fn an_impact_assessment_is_done_begun_not_required_or_unclear() {
    for (state, done, not_required) in [
        ("ja", Some(true), false),
        ("in Arbeit", Some(false), false),
        ("in progress", Some(false), false),
        ("offen", Some(false), false),
        ("closed", Some(true), false),
        ("2026-03-31", Some(true), false),
        ("2027-06-30", Some(false), false),
        ("Q4 2027", Some(false), false),
        ("Q4 2026", None, false),
        ("due 2026-03-31", Some(false), false),
        ("Done 2026-03-31", Some(true), false),
        ("Completed, except for the chatbot", None, false),
        ("nicht erforderlich", None, true),
        ("Not required (minimal risk)", None, true),
        ("exempt", None, true),
        ("n/a", None, true),
        ("not required?", None, false),
        ("done?", None, false),
        ("see the board", None, false),
    ] {
        let columns: &[(&str, Field)] =
            &[("Name", Field::AiName), ("Impact assessment", Field::AiImpactAssessment)];
        let (model, _) = normalised(&[&table(Register::AiSystems, columns, &[&["Ranker", state]])]);
        let system = &model.ai_systems[0];
        assert_eq!(system.impact_assessment_done, done, "{state}");
        assert_eq!(system.impact_assessment_not_required, not_required, "{state}");
    }
}

#[test]
fn what_a_register_of_suppliers_says_of_ai_and_agreements_is_understood_or_stays_unknown() {
    let columns = &[
        ("Name", Field::SupplierName),
        ("AI supplied", Field::SupplierAiSupplied),
        ("Agreement", Field::SupplierAgreement),
    ];
    for (ai, agreement, supplies_ai, has_agreement) in [
        ("Yes", "Yes", Some(true), Some(true)),
        ("No", "No", Some(false), Some(false)),
        ("Ranking of applicants", "Framework contract 12", Some(true), None),
        ("Ja", "none", Some(true), Some(false)),
        ("tbd", "tbd", None, None),
        ("unknown", "?", None, None),
        ("", "", None, None),
        ("-", "in negotiation", None, None),
        ("no sé", "no sé", None, None),
        ("No lo sé", "ne sait pas", None, None),
        ("weiß nicht", "weet niet", None, None),
        ("non so, chiedere a IT", "nie wiem", None, None),
        ("don't know", "não sei", None, None),
    ] {
        let suppliers = table(Register::Suppliers, columns, &[&["Acme", ai, agreement]]);
        let (model, _) = normalised(&[&suppliers]);
        let supplier = &model.suppliers[0];
        assert_eq!((supplier.key.as_str(), supplier.supplies_ai), ("Acme", supplies_ai), "{ai}");
        assert_eq!(supplier.has_agreement, has_agreement, "{agreement}");
        assert_eq!(model.sources[0].tables[0].records, 1);
    }
}

/// What a statement says, without its cells.
fn said(model: &Model) -> Vec<String> {
    model
        .statements
        .values()
        .filter(|statement| !statement.claims.is_empty())
        .map(|statement| {
            format!(
                "{} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
                statement.requirement,
                statement.applicability,
                understood(&statement.status),
                understood(&statement.percentage),
                statement.maturity.as_ref().map(|reading| (&reading.text, reading.value)),
                understood(&statement.maturity_target),
                statement.maturity_top,
                statement.basis,
                statement.evidence.as_ref().map(|evidence| &evidence.value)
            )
        })
        .collect()
}

const POOL: &[[&str; 8]] = &[
    ["A.5.37", "Yes", "Law", "Implemented", "Doc 1", "", "", ""],
    ["A.5.37", "Yes", "Law", "Planned", "Doc 2", "", "", ""],
    ["A.8.34", "No", "No systems", "", "", "", "", ""],
    ["A.8.33", "", "", "50%", "", "audit", "", ""],
    ["A.8.33", "", "", "20%", "", "", "3", ""],
    ["A.8.32", "", "", "see Jira", "", "", "", ""],
    ["A.8.32", "", "", "see the other list", "", "", "", ""],
    ["A.9.2.3", "Yes", "", "Implemented", "", "", "", ""],
    ["A.5.1.1", "Yes", "", "Implemented", "Policy", "", "", ""],
    ["A.5.1.2", "Yes", "", "Partial", "Minutes", "", "", ""],
    ["27001:A.5.2; 42001:A.3.2", "Yes", "", "In progress", "", "", "", ""],
    ["A.8.31", "", "", "", "", "", "2", "2"],
    ["A.8.31", "", "", "", "", "", "2", "4"],
    ["A.8.31", "", "", "", "", "", "3", "5"],
    ["A.8.30", "", "", "", "", "", "", "4"],
    ["A.8.30", "", "", "", "", "", "", "3"],
    ["A.8.29", "", "", "", "", "", "2", "4"],
    ["A.8.29", "", "", "", "", "", "1", "2"],
    ["A.12.4.1", "", "", "", "", "", "5", ""],
    ["A.12.4.3", "", "", "", "", "", "", ""],
];

fn rated(rows: &[&[&str]]) -> TestTable {
    let further = [("Maturity (0-5)", Field::ControlMaturity), ("Target", Field::ControlTarget)];
    let columns: Vec<(&str, Field)> = CONTROLS.iter().copied().chain(further).collect();
    table(Register::Controls, &columns, rows)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn the_order_of_the_rows_never_changes_a_statement(order in Just((0..POOL.len()).collect::<Vec<_>>()).prop_shuffle()) {
        let straight: Vec<&[&str]> = POOL.iter().map(|row| row.as_slice()).collect();
        let shuffled: Vec<&[&str]> = order.iter().map(|index| POOL[*index].as_slice()).collect();
        let (one, _) = normalised(&[&rated(&straight)]);
        let (two, _) = normalised(&[&rated(&shuffled)]);
        prop_assert_eq!(said(&one), said(&two));
    }
}

#[test]
fn text_cells_of_a_csv_file_and_typed_cells_give_one_model() {
    let columns: &[(&str, Field)] = &[
        ("Ref", Field::ControlRef),
        ("Title", Field::ControlTitle),
        ("Status", Field::ControlStatus),
        ("Maturity (0-5)", Field::ControlMaturity),
        ("Reviewed", Field::ControlReviewed),
    ];
    let rows: &[&[&str]] = &[
        &["5.1", "Policies for information security", "TRUE", "3", "2026-03-31"],
        &["5.1", "Acceptable use of information and other associated assets", "50%", "2.5", "2026-02-28"],
        &["5.37", "", "FALSE", "", "46112"],
    ];
    let csv = table(Register::Controls, columns, rows).named("register.csv", "csv");
    let mut typed = table(Register::Controls, columns, rows).named("register.csv", "csv");
    for (row, (reference, maturity)) in typed.rows.iter_mut().zip([(5.1, 3.0), (5.1, 2.5), (5.37, 0.0)]) {
        row[0] = number(reference);
        if row[3].is_some() {
            row[3] = number(maturity);
        }
    }
    let date = |text: &str| text.parse::<NaiveDate>().unwrap().and_hms_opt(0, 0, 0).map(Value::Date);
    typed.rows[0][2] = Some(Value::Boolean(true));
    typed.rows[2][2] = Some(Value::Boolean(false));
    typed.rows[0][4] = date("2026-03-31");
    typed.rows[1][4] = date("2026-02-28");
    typed.rows[2][4] = number(46112.0);
    let (one, _) = normalised(&[&csv]);
    let (two, _) = normalised(&[&typed]);
    assert_eq!(said(&one), said(&two));
    assert_eq!(one.statements, two.statements);
    assert_eq!(understood(&statement(&one, "27001:A.5.10").percentage), Some(0.5));
}

#[test]
fn a_suggestion_counts_only_where_it_is_confirmed_or_its_score_is_accepted() {
    let columns = &[("Question", Field::QuestionText), ("Answer", Field::Answer)];
    let questions = table(
        Register::Questionnaire,
        columns,
        &[
            &["Are backups tested?", "Yes"],
            &["Werden Passwörter geteilt?", "Nein"],
            &["In which year were you founded?", "1999"],
        ],
    );
    let status = |change: &dyn Fn(&mut Parameters)| {
        let mut parameters = Parameters::default();
        change(&mut parameters);
        let (model, _) = normalised_with(&[&questions], parameters);
        let statement = &model.statements[&"27001:A.8.13".parse().unwrap()];
        (understood(&statement.status), model.answers)
    };
    let (undecided, answers) = status(&|_| {});
    assert_eq!(undecided, None);
    let suggested: Vec<Option<String>> =
        answers.iter().map(|answer| Some(answer.suggestion.as_ref()?.requirement.to_string())).collect();
    assert_eq!(suggested, [Some("27001:A.8.13".to_owned()), Some("27001:A.5.17".to_owned()), None]);
    assert_eq!(answers.iter().map(|answer| answer.reversed).collect::<Vec<_>>(), [false, true, false]);
    let place = answers[0].claim.location.to_string();
    let decide = |yes: bool| {
        let place = place.clone();
        status(&move |parameters: &mut Parameters| {
            parameters.suggestion_score = Some(0.0);
            parameters.suggestion_decisions.insert(place.clone(), yes);
        })
    };
    assert_eq!(decide(true).0, Some(ImplementationStatus::Implemented));
    assert_eq!(decide(false).0, None);
    let accepted = status(&|parameters| parameters.suggestion_score = Some(0.1));
    assert_eq!(accepted.0, Some(ImplementationStatus::Implemented));
    assert_eq!(status(&|parameters| parameters.suggestion_score = Some(1.01)).0, None);
}

#[test]
fn a_status_of_a_number_with_parts_is_told_to_count_for_each_of_them() {
    let told = |rows: &[&[&str]]| -> Vec<String> {
        let (_, told) = normalised(&[&controls(rows)]);
        let of_parts = told.iter().filter(|told| told.code.name == "counts-for-parts");
        of_parts.map(|told| crate::diagnostic::render::words(told).message).collect()
    };
    let alone: &[&str] = &["27001:7.5", "", "", "Implemented", "", ""];
    assert_eq!(
        told(&[alone]),
        [
            "no row is for 27001:7.5.1, 27001:7.5.2 and 27001:7.5.3 alone: the row of 7.5 counts for each of them"
        ]
    );
    assert!(told(&[alone, &["27001:7.5.1", "", "", "Planned", "", ""]]).is_empty());
    assert!(
        told(&[&["27001:7.5", "", "", "", "", ""], &["A.5.37-A.6.1", "", "", "Planned", "", ""]]).is_empty()
    );
}

#[test]
fn a_yes_under_a_heading_that_asks_for_high_risk_is_that_class_and_a_no_is_none_other() {
    for heading in ["High-risk flag", "Hochrisiko?", "System wysokiego ryzyka (tak/nie)", "Alto rischio"] {
        let columns = [("ID", Field::AiId), (heading, Field::AiRiskClass)];
        let rows: [&[&str]; 5] =
            [&["1", "Yes"], &["2", "No"], &["3", "tbd"], &["4", "Limited risk"], &["5", "perhaps so"]];
        let (model, told) = normalised(&[&table(Register::AiSystems, &columns, &rows)]);
        let meanings: Vec<Option<&str>> =
            model.ai_systems.iter().map(|system| system.risk_class_meaning.as_deref()).collect();
        assert_eq!(
            meanings,
            [Some("high-risk"), Some("not-high-risk"), None, Some("limited"), None],
            "{heading}"
        );
        let class = |row: usize| model.ai_systems[row].risk_class.as_ref().unwrap().value.clone();
        let asked = heading.trim_end_matches('?');
        assert_eq!(class(0), format!("High-risk (Yes under \"{asked}\")"));
        assert_eq!(class(1), format!("Not high-risk (No under \"{asked}\")"));
        assert_eq!((class(2).as_str(), class(3).as_str()), ("tbd", "Limited risk"));
        assert_eq!(told.len(), 1, "{heading}");
        // What annexa writes for it is read as the same again.
        let again: Vec<[String; 2]> = (0..2).map(|row| [row.to_string(), class(row).to_string()]).collect();
        let again: Vec<[&str; 2]> = again.iter().map(|row| row.each_ref().map(String::as_str)).collect();
        let again: Vec<&[&str]> = again.iter().map(|row| row.as_slice()).collect();
        let columns = [("ID", Field::AiId), ("Risk class", Field::AiRiskClass)];
        let (model, told) = normalised(&[&table(Register::AiSystems, &columns, &again)]);
        let meanings: Vec<Option<&str>> =
            model.ai_systems.iter().map(|system| system.risk_class_meaning.as_deref()).collect();
        assert_eq!((meanings, told.len()), (vec![Some("high-risk"), Some("not-high-risk")], 0), "{heading}");
    }
    // A heading that asks for the class says nothing about a yes.
    let columns = [("ID", Field::AiId), ("Risk class", Field::AiRiskClass)];
    let (model, told) = normalised(&[&table(Register::AiSystems, &columns, &[&["1", "Yes"]])]);
    assert_eq!((model.ai_systems[0].risk_class_meaning.as_deref(), told.len()), (None, 1));
}
