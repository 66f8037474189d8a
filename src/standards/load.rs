//! Reads the embedded CSV files and checks that they hold together.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::ai_governance::ai_governance;
use super::audit_units;
use super::integration::integration;
use super::{
    AiGovernance, Attributes, Catalogue, Collision, Control2013, Effort, Gate, Group, Link, Phase, Relation,
    Requirement, RequirementId, Reuse, Standard,
};

/// Embedded data that does not hold together: the file and what is wrong with it.
#[derive(Debug)]
pub struct StandardsError {
    file: &'static str,
    problem: String,
}

impl fmt::Display for StandardsError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "embedded data, {}: {}", self.file, self.problem)
    }
}

impl std::error::Error for StandardsError {}

pub(super) fn broken(file: &'static str, problem: impl fmt::Display) -> StandardsError {
    StandardsError { file, problem: problem.to_string() }
}

pub(super) fn rows<T: DeserializeOwned>(file: &'static str, text: &str) -> Result<Vec<T>, StandardsError> {
    csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .map_err(|error| broken(file, error))
}

pub(super) fn list(text: &str) -> Vec<String> {
    text.split(';').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn identifiers(file: &'static str, text: &str) -> Result<Vec<RequirementId>, StandardsError> {
    list(text).iter().map(|key| key.parse().map_err(|error| broken(file, error))).collect()
}

#[derive(Deserialize)]
struct Row27001 {
    id: String,
    kind: String,
    title: String,
    control_type: String,
    properties: String,
    cybersecurity_concepts: String,
    operational_capabilities: String,
    security_domains: String,
    new_in_2022: String,
    iso27001_2013_refs: String,
    one_line_paraphrase: String,
    group: String,
    note: String,
}

#[derive(Deserialize)]
struct Row42001 {
    id: String,
    objective: String,
    title: String,
    one_line_paraphrase: String,
    topic_tags: String,
    note: String,
}

#[derive(Deserialize)]
struct RowWork {
    standard: String,
    id: String,
    typical_evidence: String,
    effort: String,
    effort_if_isms_in_place: String,
    effort_basis: String,
    depends_on: String,
    helped_by: String,
    phase: u8,
    work_package: String,
    gate: String,
}

#[derive(Deserialize)]
struct RowLink {
    source_id: String,
    target_id: String,
    relation: String,
    strength: u8,
    reuse: String,
    carry: f64,
    carry_back: Option<f64>,
    rationale: String,
    sources: String,
    pair_kind: String,
    practitioners_say_extend: String,
    basis: String,
}

#[derive(Deserialize)]
struct Row2013 {
    id: String,
    title: String,
    iso27001_2022_ids: String,
    change: String,
}

#[derive(Deserialize)]
struct RowPhase {
    phase: u8,
    name: String,
    typical_duration: String,
    duration_with_mature_isms: String,
}

#[derive(Deserialize)]
struct RowGroup {
    standard: String,
    id: String,
    title: String,
    level: String,
}

#[derive(Deserialize)]
struct RowCollision {
    written_id: String,
    kind: String,
    meaning_1_standard: String,
    meaning_1_title: String,
    meaning_2_standard: String,
    meaning_2_title: String,
    how_to_decide: String,
}

const FILE_27001: &str = "iso27001-2022.csv";
const FILE_42001: &str = "iso42001-2023.csv";
const FILE_WORK: &str = "evidence-and-effort.csv";
const FILE_LINKS: &str = "crosswalk-27001-42001.csv";
const FILE_2013: &str = "iso27001-2013.csv";
const FILE_PHASES: &str = "roadmap-phases.csv";
const FILE_GROUPS: &str = "iso-structure.csv";
const FILE_COLLISIONS: &str = "id-collisions.csv";

pub(super) fn catalogue() -> Result<Catalogue, StandardsError> {
    let groups = groups()?;
    let mut work = work()?;
    let mut requirements = BTreeMap::new();
    let all = requirements_27001(&groups, &mut work)?.into_iter().chain(requirements_42001(&mut work)?);
    for requirement in all {
        if let Some(twice) = requirements.insert(requirement.id, requirement) {
            return Err(broken(FILE_WORK, format!("{} stands twice", twice.id)));
        }
    }
    if let Some(id) = work.keys().next() {
        return Err(broken(FILE_WORK, format!("{id} is in no catalogue")));
    }
    let mut catalogue = Catalogue {
        links: links()?,
        edition_2013: edition_2013()?,
        phases: phases()?,
        groups,
        collisions: collisions()?,
        audit_units: audit_units::load(&requirements)?,
        integration: integration()?,
        ai_governance: AiGovernance::default(),
        requirements,
    };
    catalogue.ai_governance = ai_governance(&catalogue)?;
    check_references(&catalogue)?;
    Ok(catalogue)
}

fn check_references(catalogue: &Catalogue) -> Result<(), StandardsError> {
    let links =
        catalogue.links.iter().flat_map(|link| [link.iso27001, link.iso42001]).map(|id| (FILE_LINKS, id));
    let work = catalogue
        .requirements()
        .flat_map(|requirement| requirement.depends_on.iter().chain(&requirement.helped_by))
        .map(|id| (FILE_WORK, *id));
    let editions =
        catalogue.edition_2013.values().flat_map(|control| &control.controls_2022).map(|id| (FILE_2013, *id));
    let integration = catalogue.integration.references();
    match links.chain(work).chain(editions).chain(integration).find(|(_, id)| !catalogue.contains(*id)) {
        Some((file, id)) => Err(broken(file, format!("{id} is in no catalogue"))),
        None => Ok(()),
    }
}

fn requirements_27001(
    groups: &[Group],
    work: &mut BTreeMap<RequirementId, RowWork>,
) -> Result<Vec<Requirement>, StandardsError> {
    let themes: BTreeMap<&str, String> = groups
        .iter()
        .filter(|group| group.standard == Standard::Iso27001 && group.level == "control-theme")
        .map(|group| (group.id.as_str(), format!("{} {}", group.id, group.title)))
        .collect();
    let mut requirements = Vec::new();
    for row in rows::<Row27001>(FILE_27001, include_str!("iso27001-2022.csv"))? {
        let attributes = (row.kind == "control").then(|| Attributes {
            control_type: list(&row.control_type),
            properties: list(&row.properties),
            cybersecurity_concepts: list(&row.cybersecurity_concepts),
            operational_capabilities: list(&row.operational_capabilities),
            security_domains: list(&row.security_domains),
        });
        let id =
            RequirementId::new(Standard::Iso27001, &row.id).map_err(|error| broken(FILE_27001, error))?;
        let group = themes.get(row.group.as_str()).cloned().unwrap_or(row.group);
        let mut requirement = requirement(id, row.title, group, row.one_line_paraphrase, row.note, work)?;
        requirement.attributes = attributes;
        requirement.new_in_2022 = row.new_in_2022 == "yes";
        requirement.controls_2013 = list(&row.iso27001_2013_refs);
        requirements.push(requirement);
    }
    Ok(requirements)
}

fn requirements_42001(
    work: &mut BTreeMap<RequirementId, RowWork>,
) -> Result<Vec<Requirement>, StandardsError> {
    let mut requirements = Vec::new();
    for row in rows::<Row42001>(FILE_42001, include_str!("iso42001-2023.csv"))? {
        let id =
            RequirementId::new(Standard::Iso42001, &row.id).map_err(|error| broken(FILE_42001, error))?;
        let mut requirement =
            requirement(id, row.title, row.objective, row.one_line_paraphrase, row.note, work)?;
        requirement.topics = list(&row.topic_tags);
        requirements.push(requirement);
    }
    Ok(requirements)
}

fn requirement(
    id: RequirementId,
    title: String,
    group: String,
    paraphrase: String,
    note: String,
    work: &mut BTreeMap<RequirementId, RowWork>,
) -> Result<Requirement, StandardsError> {
    let row = work.remove(&id).ok_or_else(|| broken(FILE_WORK, format!("{id} is missing")))?;
    Ok(Requirement {
        id,
        title,
        group,
        paraphrase,
        attributes: None,
        topics: Vec::new(),
        new_in_2022: false,
        controls_2013: Vec::new(),
        note,
        typical_evidence: row.typical_evidence,
        effort: effort(&row.effort)?.ok_or_else(|| broken(FILE_WORK, format!("{id} has no effort")))?,
        effort_with_isms: effort(&row.effort_if_isms_in_place)?,
        effort_basis: row.effort_basis,
        depends_on: identifiers(FILE_WORK, &row.depends_on)?,
        helped_by: identifiers(FILE_WORK, &row.helped_by)?,
        phase: row.phase,
        work_package: row.work_package,
        gate: gate(&row.gate)?,
    })
}

fn effort(letter: &str) -> Result<Option<Effort>, StandardsError> {
    match letter {
        "" => Ok(None),
        "S" => Ok(Some(Effort::Small)),
        "M" => Ok(Some(Effort::Medium)),
        "L" => Ok(Some(Effort::Large)),
        other => Err(broken(FILE_WORK, format!("effort `{other}`"))),
    }
}

fn gate(name: &str) -> Result<Option<Gate>, StandardsError> {
    match name {
        "" => Ok(None),
        "stage-1" => Ok(Some(Gate::Stage1)),
        "stage-2" => Ok(Some(Gate::Stage2)),
        other => Err(broken(FILE_WORK, format!("gate `{other}`"))),
    }
}

fn work() -> Result<BTreeMap<RequirementId, RowWork>, StandardsError> {
    let mut work = BTreeMap::new();
    for row in rows::<RowWork>(FILE_WORK, include_str!("evidence-and-effort.csv"))? {
        let standard = standard(FILE_WORK, &row.standard)?;
        let id = RequirementId::new(standard, &row.id).map_err(|error| broken(FILE_WORK, error))?;
        if work.insert(id, row).is_some() {
            return Err(broken(FILE_WORK, format!("{id} stands twice")));
        }
    }
    Ok(work)
}

fn standard(file: &'static str, name: &str) -> Result<Standard, StandardsError> {
    if name.starts_with("ISO/IEC 27001") {
        Ok(Standard::Iso27001)
    } else if name.starts_with("ISO/IEC 42001") {
        Ok(Standard::Iso42001)
    } else {
        Err(broken(file, format!("standard `{name}`")))
    }
}

fn links() -> Result<Vec<Link>, StandardsError> {
    rows::<RowLink>(FILE_LINKS, include_str!("crosswalk-27001-42001.csv"))?.into_iter().map(link).collect()
}

fn link(row: RowLink) -> Result<Link, StandardsError> {
    let relation = match row.relation.as_str() {
        "equal" => Relation::Equal,
        "subset" => Relation::Subset,
        "superset" => Relation::Superset,
        "intersects" => Relation::Intersects,
        other => return Err(broken(FILE_LINKS, format!("relation `{other}`"))),
    };
    let reuse = match row.reuse.as_str() {
        "carry-across" => Reuse::CarryAcross,
        "extend" => Reuse::Extend,
        "new" => Reuse::New,
        other => return Err(broken(FILE_LINKS, format!("reuse `{other}`"))),
    };
    Ok(Link {
        iso27001: RequirementId::new(Standard::Iso27001, &row.source_id)
            .map_err(|error| broken(FILE_LINKS, error))?,
        iso42001: RequirementId::new(Standard::Iso42001, &row.target_id)
            .map_err(|error| broken(FILE_LINKS, error))?,
        relation,
        strength: row.strength,
        reuse,
        carry: row.carry,
        carry_back: row.carry_back,
        rationale: row.rationale,
        sources: row.sources,
        pair_kind: row.pair_kind,
        practitioners_extend: match row.practitioners_say_extend.as_str() {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        },
        basis: row.basis,
    })
}

fn edition_2013() -> Result<BTreeMap<String, Control2013>, StandardsError> {
    let mut controls = BTreeMap::new();
    for row in rows::<Row2013>(FILE_2013, include_str!("iso27001-2013.csv"))? {
        let controls_2022 = list(&row.iso27001_2022_ids)
            .iter()
            .map(|number| {
                RequirementId::new(Standard::Iso27001, number).map_err(|error| broken(FILE_2013, error))
            })
            .collect::<Result<_, _>>()?;
        let control = Control2013 { id: row.id.clone(), title: row.title, controls_2022, change: row.change };
        if controls.insert(row.id, control).is_some() {
            return Err(broken(FILE_2013, "a control stands twice"));
        }
    }
    Ok(controls)
}

fn phases() -> Result<Vec<Phase>, StandardsError> {
    let phases = rows::<RowPhase>(FILE_PHASES, include_str!("roadmap-phases.csv"))?;
    Ok(phases
        .into_iter()
        .map(|row| Phase {
            number: row.phase,
            name: row.name,
            typical_duration: row.typical_duration,
            duration_with_isms: row.duration_with_mature_isms,
        })
        .collect())
}

fn groups() -> Result<Vec<Group>, StandardsError> {
    rows::<RowGroup>(FILE_GROUPS, include_str!("iso-structure.csv"))?
        .into_iter()
        .map(|row| {
            let standard = standard(FILE_GROUPS, &row.standard)?;
            Ok(Group { standard, id: row.id, title: row.title, level: row.level })
        })
        .collect()
}

fn collisions() -> Result<Vec<Collision>, StandardsError> {
    let rows = rows::<RowCollision>(FILE_COLLISIONS, include_str!("id-collisions.csv"))?;
    Ok(rows
        .into_iter()
        .map(|row| Collision {
            written: row.written_id,
            kind: row.kind,
            first: (row.meaning_1_standard, row.meaning_1_title),
            second: (row.meaning_2_standard, row.meaning_2_title),
            how_to_decide: row.how_to_decide,
        })
        .collect())
}
