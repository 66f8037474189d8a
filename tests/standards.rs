//! The embedded catalogues and the crosswalk hold together: what a compliance person changes in the
//! CSV files of `src/standards` is checked here before it reaches an assessment.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use annexa::standards::{Catalogue, Effort, Gate, Part, Relation, RequirementId, Reuse, Standard};

fn catalogue() -> Catalogue {
    Catalogue::load().unwrap()
}

fn id(key: &str) -> RequirementId {
    key.parse().unwrap()
}

fn ids(keys: &str) -> BTreeSet<RequirementId> {
    keys.split_whitespace().map(id).collect()
}

/// The same numbers in both standards.
fn in_both(numbers: &str) -> BTreeSet<RequirementId> {
    Standard::BOTH
        .into_iter()
        .flat_map(|standard| {
            numbers.split_whitespace().map(move |number| RequirementId::new(standard, number).unwrap())
        })
        .collect()
}

/// The rows of an embedded file, read without the loader, as maps from heading to cell.
fn raw_rows(file: &str) -> Vec<BTreeMap<String, String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/standards").join(file);
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.deserialize().collect::<Result<_, _>>().unwrap()
}

/// Walks from every node and returns the path of the first cycle.
fn cycle<T: Ord + Clone>(graph: &BTreeMap<T, BTreeSet<T>>) -> Option<Vec<T>> {
    fn walk<T: Ord + Clone>(
        node: &T,
        graph: &BTreeMap<T, BTreeSet<T>>,
        path: &mut Vec<T>,
        done: &mut BTreeSet<T>,
    ) -> Option<Vec<T>> {
        if let Some(start) = path.iter().position(|passed| passed == node) {
            return Some(path[start..].to_vec());
        }
        if done.contains(node) {
            return None;
        }
        path.push(node.clone());
        let found = graph.get(node).into_iter().flatten().find_map(|next| walk(next, graph, path, done));
        path.pop();
        done.insert(node.clone());
        found
    }
    let mut done = BTreeSet::new();
    graph.keys().find_map(|node| walk(node, graph, &mut Vec::new(), &mut done))
}

#[test]
fn the_catalogues_have_as_many_entries_as_the_standards() {
    let catalogue = catalogue();
    let count = |standard, part| catalogue.part(standard, part).count();
    assert_eq!(count(Standard::Iso27001, Part::Clauses), 30);
    assert_eq!(count(Standard::Iso27001, Part::AnnexA), 93);
    assert_eq!(count(Standard::Iso42001, Part::Clauses), 32);
    assert_eq!(count(Standard::Iso42001, Part::AnnexA), 38);
    assert_eq!(catalogue.edition_2013().len(), 114);
    assert_eq!(catalogue.requirements().count(), 193);
}

#[test]
fn the_loader_loses_no_row_of_a_file() {
    let catalogue = catalogue();
    for (file, loaded) in [
        ("iso27001-2022.csv", 30 + 93),
        ("iso42001-2023.csv", 32 + 38),
        ("iso27001-2013.csv", catalogue.edition_2013().len()),
        ("crosswalk-27001-42001.csv", catalogue.links().len()),
        ("evidence-and-effort.csv", catalogue.requirements().count()),
        ("roadmap-phases.csv", catalogue.phases().len()),
        ("iso-structure.csv", catalogue.groups().len()),
        ("id-collisions.csv", catalogue.collisions().len()),
    ] {
        assert_eq!(raw_rows(file).len(), loaded, "{file}");
    }
}

#[test]
fn an_identifier_stands_once_in_its_file() {
    for file in ["iso27001-2022.csv", "iso42001-2023.csv", "iso27001-2013.csv"] {
        let mut seen = BTreeSet::new();
        for row in raw_rows(file) {
            assert!(seen.insert(row["id"].clone()), "{file}: {} stands twice", row["id"]);
        }
    }
}

#[test]
fn the_files_have_no_byte_order_mark_and_no_carriage_return() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/standards");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "csv") {
            let bytes = std::fs::read(&path).unwrap();
            assert!(!bytes.starts_with(b"\xef\xbb\xbf"), "{} starts with a byte order mark", path.display());
            assert!(!bytes.contains(&b'\r'), "{} contains a carriage return", path.display());
        }
    }
}

#[test]
fn annex_a_of_27001_has_its_four_themes() {
    let mut themes: BTreeMap<String, usize> = BTreeMap::new();
    for control in catalogue().part(Standard::Iso27001, Part::AnnexA) {
        *themes.entry(control.group.split(' ').next().unwrap().to_owned()).or_default() += 1;
    }
    let expected = [("A.5", 37), ("A.6", 8), ("A.7", 14), ("A.8", 34)];
    assert_eq!(themes, expected.map(|(theme, count)| (theme.to_owned(), count)).into());
}

#[test]
fn annex_a_of_42001_has_nine_objectives() {
    let mut objectives: BTreeMap<String, usize> = BTreeMap::new();
    for control in catalogue().part(Standard::Iso42001, Part::AnnexA) {
        let number = control.id.number();
        let objective = number.split('.').take(2).collect::<Vec<_>>().join(".");
        *objectives.entry(objective).or_default() += 1;
    }
    let expected = [
        ("A.2", 3),
        ("A.3", 2),
        ("A.4", 5),
        ("A.5", 4),
        ("A.6", 9),
        ("A.7", 5),
        ("A.8", 4),
        ("A.9", 3),
        ("A.10", 3),
    ];
    assert_eq!(objectives, expected.map(|(objective, count)| (objective.to_owned(), count)).into());
}

#[test]
fn every_control_of_27001_has_attributes_of_the_known_kinds() {
    let allowed = |values: &[String], kinds: &[&str]| {
        !values.is_empty() && values.iter().all(|value| kinds.contains(&value.as_str()))
    };
    for control in catalogue().part(Standard::Iso27001, Part::AnnexA) {
        let attributes = control.attributes.as_ref().unwrap();
        let id = control.id;
        assert!(allowed(&attributes.control_type, &["Preventive", "Detective", "Corrective"]), "{id}");
        assert!(allowed(&attributes.properties, &["Confidentiality", "Integrity", "Availability"]), "{id}");
        assert!(
            allowed(
                &attributes.cybersecurity_concepts,
                &["Identify", "Protect", "Detect", "Respond", "Recover"]
            ),
            "{id}"
        );
        assert!(
            allowed(
                &attributes.security_domains,
                &["Governance_and_Ecosystem", "Protection", "Defence", "Resilience"]
            ),
            "{id}"
        );
        assert!(!attributes.operational_capabilities.is_empty(), "{id}");
    }
}

#[test]
fn the_2022_edition_is_made_of_11_new_24_merged_and_58_carried_controls() {
    let catalogue = catalogue();
    let controls: Vec<_> = catalogue.part(Standard::Iso27001, Part::AnnexA).collect();
    let new = controls.iter().filter(|control| control.new_in_2022).count();
    let merged: Vec<_> = controls.iter().filter(|control| control.controls_2013.len() > 1).collect();
    let carried = controls.iter().filter(|control| control.controls_2013.len() == 1).count();
    assert_eq!((new, merged.len(), carried), (11, 24, 58));
    assert_eq!(merged.iter().map(|control| control.controls_2013.len()).sum::<usize>(), 57);
    for control in controls {
        assert_eq!(control.new_in_2022, control.controls_2013.is_empty(), "{}", control.id);
    }
}

#[test]
fn the_two_editions_refer_to_each_other() {
    let catalogue = catalogue();
    let mut back: BTreeMap<&str, BTreeSet<RequirementId>> = BTreeMap::new();
    for control in catalogue.part(Standard::Iso27001, Part::AnnexA) {
        for old in &control.controls_2013 {
            back.entry(old.as_str()).or_default().insert(control.id);
        }
    }
    for old in catalogue.edition_2013().values() {
        let forward: BTreeSet<RequirementId> = old.controls_2022.iter().copied().collect();
        assert_eq!(back.get(old.id.as_str()), Some(&forward), "{}", old.id);
    }
}

#[test]
fn a_pair_stands_once_in_the_crosswalk_and_leads_from_27001_to_42001() {
    let catalogue = catalogue();
    let mut seen = BTreeSet::new();
    for link in catalogue.links() {
        let pair = (link.iso27001, link.iso42001);
        assert!(seen.insert(pair), "{} and {} stand twice", pair.0, pair.1);
        assert_eq!((pair.0.standard(), pair.1.standard()), (Standard::Iso27001, Standard::Iso42001));
        assert!(catalogue.contains(pair.0) && catalogue.contains(pair.1), "{} and {}", pair.0, pair.1);
        assert!((1..=10).contains(&link.strength), "{} and {}", pair.0, pair.1);
        assert!(!link.rationale.is_empty() && !link.sources.is_empty(), "{} and {}", pair.0, pair.1);
        let bases = ["pair-in-two-sources", "pair-in-one-source", "judgement"];
        assert!(bases.contains(&link.basis.as_str()), "{} and {}", pair.0, pair.1);
    }
}

/// Clauses that are fulfilled by records: another system's records prove little of them.
const RECORD_PRODUCING: &str = "8.2 8.3 8.4 9.1 9.2.1 9.2.2 9.3.1 9.3.2 9.3.3 10.2";

#[test]
fn what_a_link_carries_follows_from_its_relation_and_strength() {
    let record_producing = in_both(RECORD_PRODUCING);
    for link in catalogue().links() {
        let name = format!("{} and {}", link.iso27001, link.iso42001);
        let most = if record_producing.contains(&link.iso42001) { 0.3 } else { 0.6 };
        let expected = match (link.relation, link.reuse) {
            (Relation::Equal, _) => 1.0,
            (_, Reuse::New) => 0.0,
            _ => f64::min(f64::from(link.strength) / 10.0, most),
        };
        assert!((link.carry - expected).abs() < 1e-9, "{name}: carries {}, not {expected}", link.carry);
        assert_eq!(link.relation == Relation::Equal, link.reuse == Reuse::CarryAcross, "{name}");
    }
}

#[test]
fn only_a_pair_of_clauses_carries_back_and_then_the_same_share() {
    for link in catalogue().links() {
        let name = format!("{} and {}", link.iso27001, link.iso42001);
        let of_clauses = link.iso27001.part() == Part::Clauses && link.iso42001.part() == Part::Clauses;
        assert_eq!(link.carry_back, of_clauses.then_some(link.carry), "{name}");
        let kind = match (of_clauses, link.iso27001.number() == link.iso42001.number()) {
            (false, _) => "control",
            (true, true) => "harmonized-clause",
            (true, false) => "clause-extra",
        };
        assert_eq!(link.pair_kind, kind, "{name}");
        assert_eq!(link.practitioners_extend.is_some(), kind == "harmonized-clause", "{name}");
    }
}

#[test]
fn equal_are_only_planning_of_changes_and_documented_information() {
    let catalogue = catalogue();
    let equal: BTreeSet<String> = catalogue
        .links()
        .iter()
        .filter(|link| link.relation == Relation::Equal)
        .map(|link| link.iso27001.number())
        .collect();
    assert_eq!(equal, ["6.3", "7.5.1", "7.5.2", "7.5.3"].map(str::to_owned).into());
}

#[test]
fn every_requirement_of_42001_but_two_has_a_link() {
    let catalogue = catalogue();
    let linked: BTreeSet<RequirementId> = catalogue.links().iter().map(|link| link.iso42001).collect();
    let without: BTreeSet<RequirementId> = catalogue
        .requirements()
        .map(|requirement| requirement.id)
        .filter(|id| id.standard() == Standard::Iso42001 && !linked.contains(id))
        .collect();
    assert_eq!(without, ids("42001:A.5.5 42001:A.7.4"));
}

#[test]
fn every_requirement_has_evidence_effort_phase_and_work_package() {
    let catalogue = catalogue();
    let phases: Vec<u8> = catalogue.phases().iter().map(|phase| phase.number).collect();
    assert_eq!(phases, [1, 2, 3, 4, 5, 6]);
    for requirement in catalogue.requirements() {
        let id = requirement.id;
        assert!(!requirement.title.trim().is_empty(), "{id} has no title");
        assert!(!requirement.paraphrase.trim().is_empty(), "{id} has no paraphrase");
        assert!(!requirement.typical_evidence.trim().is_empty(), "{id} has no typical evidence");
        assert!(phases.contains(&requirement.phase), "{id} is in no phase");
        let kebab = |character: char| {
            character.is_ascii_lowercase() || character.is_ascii_digit() || character == '-'
        };
        assert!(
            !requirement.work_package.is_empty() && requirement.work_package.chars().all(kebab),
            "{id} has no work package"
        );
        let saved: Option<Effort> = requirement.effort_with_isms;
        assert_eq!(saved.is_some(), id.standard() == Standard::Iso42001, "{id}");
        assert!(saved.is_none_or(|saved| saved <= requirement.effort), "{id} costs more with an ISMS");
    }
}

#[test]
fn no_paraphrase_speaks_in_the_words_of_a_standard() {
    for requirement in catalogue().requirements() {
        let words = format!(" {} ", requirement.paraphrase.to_lowercase());
        assert!(!words.contains(" shall "), "{}: {}", requirement.id, requirement.paraphrase);
    }
}

#[test]
fn a_requirement_depends_on_earlier_work_of_its_own_standard_and_never_in_a_circle() {
    let catalogue = catalogue();
    let mut graph: BTreeMap<RequirementId, BTreeSet<RequirementId>> = BTreeMap::new();
    for requirement in catalogue.requirements() {
        for first in &requirement.depends_on {
            let phase = catalogue.requirement(*first).unwrap().phase;
            assert_ne!(*first, requirement.id);
            assert_eq!(first.standard(), requirement.id.standard(), "{} on {first}", requirement.id);
            assert!(phase <= requirement.phase, "{} comes before {first}", requirement.id);
        }
        graph.insert(requirement.id, requirement.depends_on.iter().copied().collect());
    }
    assert_eq!(cycle(&graph), None);
}

#[test]
fn help_comes_over_a_link_of_the_crosswalk() {
    let catalogue = catalogue();
    let pairs: BTreeSet<_> = catalogue.directed_links().map(|link| (link.source, link.target)).collect();
    for requirement in catalogue.requirements() {
        for helper in &requirement.helped_by {
            assert!(pairs.contains(&(*helper, requirement.id)), "{} by {helper}", requirement.id);
        }
    }
}

#[test]
fn work_packages_do_not_wait_for_each_other_in_a_circle() {
    let catalogue = catalogue();
    let package = |id: RequirementId| catalogue.requirement(id).unwrap().work_package.clone();
    let mut graph: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for requirement in catalogue.requirements() {
        let own = &requirement.work_package;
        let first = requirement.depends_on.iter().map(|id| package(*id)).filter(|other| other != own);
        graph.entry(own.clone()).or_default().extend(first);
    }
    assert_eq!(cycle(&graph), None);
}

#[test]
fn a_circle_would_be_found() {
    let graph = |edges: &[(u8, u8)]| {
        let mut graph: BTreeMap<u8, BTreeSet<u8>> = BTreeMap::new();
        for (from, to) in edges {
            graph.entry(*from).or_default().insert(*to);
        }
        graph
    };
    assert_eq!(cycle(&graph(&[(1, 2), (2, 3), (1, 3)])), None);
    assert_eq!(cycle(&graph(&[(1, 2), (2, 3), (3, 2)])), Some(vec![2, 3]));
}

#[test]
fn the_gates_are_what_a_certification_body_looks_for_before_each_stage() {
    let catalogue = catalogue();
    let gated = |gate: Gate| -> BTreeSet<RequirementId> {
        let gated = catalogue.requirements().filter(|requirement| requirement.gate == Some(gate));
        gated.map(|requirement| requirement.id).collect()
    };
    let mut first = in_both("4.3 5.2 5.3 6.1.2 6.1.3 6.2");
    first.extend(ids("42001:6.1.1 42001:6.1.4"));
    let mut second = in_both("7.2 8.2 9.2.1 9.2.2 9.3.1 9.3.2 9.3.3 10.2");
    second.extend(ids("42001:8.4"));
    assert_eq!(gated(Gate::Stage1), first);
    assert_eq!(gated(Gate::Stage2), second);
}

#[test]
fn what_is_one_piece_of_work_is_one_work_package() {
    let catalogue = catalogue();
    let members = |package: &str| -> BTreeSet<RequirementId> {
        let members = catalogue.requirements().filter(|requirement| requirement.work_package == package);
        members.map(|requirement| requirement.id).collect()
    };
    assert_eq!(members("internal-audit"), in_both("9.2.1 9.2.2"));
    assert_eq!(members("management-review"), in_both("9.3.1 9.3.2 9.3.3"));
    assert_eq!(members("documented-information"), in_both("7.5.1 7.5.2 7.5.3"));
    assert_eq!(members("ai-policy"), ids("42001:5.2 42001:A.2.2"));
    assert_eq!(members("supplier-security"), ids("27001:A.5.19 27001:A.5.20 27001:A.5.21 27001:A.5.22"));
}

#[test]
fn impact_assessment_is_an_input_of_risk_assessment() {
    let catalogue = catalogue();
    let depends = |later: &str, earlier: &str| {
        catalogue.requirement(id(later)).unwrap().depends_on.contains(&id(earlier))
    };
    assert!(depends("42001:6.1.2", "42001:6.1.4"));
    assert!(depends("42001:8.2", "42001:8.4"));
    assert!(depends("42001:8.3", "42001:6.1.3"));
    assert!(!depends("42001:6.1.3", "42001:8.2"));
    assert!(!depends("27001:10.2", "27001:9.2.1"));
}
