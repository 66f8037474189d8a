//! What an integrated management system consists of: what AI adds to each clause, the documented information
//! that both standards ask for, the inputs of the management review, roles and who does what.
//!
//! All of it is judgement in our own words, but for the clauses and controls that it refers to.

use serde::Deserialize;

use super::load::{StandardsError, broken, list, rows};
use super::{RequirementId, Standard};

/// What is known of the integrated management system.
#[derive(Clone, Debug, PartialEq)]
pub struct Integration {
    /// What AI adds to each clause, by the number that it has in both standards, in their order.
    pub clauses: Vec<ClauseIntegration>,
    /// The documented information of both standards, and what practitioners add.
    pub documents: Vec<DocumentedInformation>,
    /// The inputs of the management review: those of both standards, and ours.
    pub review_inputs: Vec<ReviewInput>,
    /// The roles of both systems.
    pub roles: Vec<GovernanceRole>,
    /// What is done in both systems, and by which roles.
    pub activities: Vec<Activity>,
    /// The keys of the roles that [`Activity::letters`] stand for, in their order.
    pub active_roles: Vec<String>,
}

/// What AI adds to a clause, and what can be done once for both standards (judgement).
#[derive(Clone, Debug, PartialEq)]
pub struct ClauseIntegration {
    /// The number of the clause: `6.1.2`.
    pub number: String,
    /// What the AI management system adds to what the information security management system has.
    pub add_for_ai: String,
    /// The piece of work that serves both.
    pub one_piece_of_work: String,
    /// What each standard says of climate change; empty where nothing: 27001 first.
    pub climate: [String; 2],
}

/// Documented information (judgement, but for what the clauses ask for).
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentedInformation {
    /// Its key.
    pub key: String,
    /// What it is called.
    pub name: String,
    /// Whether it is kept as evidence of what was done, rather than kept up to date.
    pub record: bool,
    /// The clauses and controls that it is for, those of 27001 first.
    pub asked: Vec<RequirementId>,
    /// Why it is on the list.
    pub demand: Demand,
    /// How one document serves both standards, or what has to stand apart.
    pub for_both: String,
    /// The register that can be it, by its name in `inspect --json`; empty where none can.
    pub register: String,
}

/// Why documented information is on the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Demand {
    /// A clause asks for it.
    Required,
    /// A control asks for it or needs it, where it applies.
    WhereControlApplies,
    /// Practitioners add it; no standard asks for it.
    Practice,
}

/// An input of the management review.
#[derive(Clone, Debug, PartialEq)]
pub struct ReviewInput {
    /// Its key.
    pub key: String,
    /// What is brought to the review, in our words.
    pub topic: String,
    /// The letters under which each standard lists it in 9.3.2; empty where it does not: 27001 first.
    pub items: [String; 2],
    /// Which figures of the assessment belong to it.
    pub figures: String,
    /// What else is to be brought, or that it is our addition.
    pub remark: String,
}

/// A role of the integrated system (judgement).
#[derive(Clone, Debug, PartialEq)]
pub struct GovernanceRole {
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// What it does.
    pub does: String,
    /// The clauses and controls that it stands for.
    pub requirements: Vec<RequirementId>,
    /// The competence that it needs.
    pub competence: String,
    /// What it needs to know of AI.
    pub ai_literacy: String,
}

/// Something that is done in the integrated system, and who does it (judgement).
#[derive(Clone, Debug, PartialEq)]
pub struct Activity {
    /// Its key.
    pub key: String,
    /// What is done.
    pub name: String,
    /// The clauses and controls that it is for, those of 27001 first.
    pub asked: Vec<RequirementId>,
    /// For each of [`Integration::active_roles`]: `R` responsible, `A` accountable, `C` consulted, `I` informed,
    /// `A/R` both; empty where it has no part.
    pub letters: Vec<String>,
}

impl Integration {
    /// What AI adds to the clause with a number.
    pub fn clause(&self, number: &str) -> Option<&ClauseIntegration> {
        self.clauses.iter().find(|clause| clause.number == number)
    }

    /// The clauses and controls that the tables refer to, with the file that does.
    pub(super) fn references(&self) -> impl Iterator<Item = (&'static str, RequirementId)> {
        let documents = self.documents.iter().flat_map(|document| &document.asked).map(|id| (DOCUMENTS, *id));
        let roles = self.roles.iter().flat_map(|role| &role.requirements).map(|id| (ROLES, *id));
        let activities = self.activities.iter().flat_map(|done| &done.asked).map(|id| (ACTIVITIES, *id));
        documents.chain(roles).chain(activities)
    }
}

const CLAUSES: &str = "clause-integration.csv";
const DOCUMENTS: &str = "documented-information.csv";
const REVIEW: &str = "management-review-inputs.csv";
const ROLES: &str = "governance-roles.csv";
const ACTIVITIES: &str = "responsibilities.csv";

/// The columns of the responsibilities that are no role.
const NO_ROLE: [&str; 5] = ["key", "activity", "asked_27001", "asked_42001", "basis"];

#[derive(Deserialize)]
struct RowClause {
    clause: String,
    add_for_ai: String,
    one_piece_of_work: String,
    climate_27001: String,
    climate_42001: String,
}

#[derive(Deserialize)]
struct RowDocument {
    key: String,
    name: String,
    kind: String,
    asked_27001: String,
    asked_42001: String,
    demand: String,
    for_both: String,
    register: String,
}

#[derive(Deserialize)]
struct RowReview {
    key: String,
    topic: String,
    item_27001: String,
    item_42001: String,
    figures: String,
    remark: String,
}

#[derive(Deserialize)]
struct RowRole {
    key: String,
    role: String,
    does: String,
    requirements: String,
    competence: String,
    ai_literacy: String,
}

/// Reads the embedded tables.
pub(super) fn integration() -> Result<Integration, StandardsError> {
    let (active_roles, activities) = activities()?;
    Ok(Integration {
        clauses: clauses()?,
        documents: documents()?,
        review_inputs: review_inputs()?,
        roles: roles()?,
        activities,
        active_roles,
    })
}

fn clauses() -> Result<Vec<ClauseIntegration>, StandardsError> {
    let rows = rows::<RowClause>(CLAUSES, include_str!("clause-integration.csv"))?;
    let clauses = rows.into_iter().map(|row| ClauseIntegration {
        number: row.clause,
        add_for_ai: row.add_for_ai,
        one_piece_of_work: row.one_piece_of_work,
        climate: [row.climate_27001, row.climate_42001],
    });
    Ok(clauses.collect())
}

fn documents() -> Result<Vec<DocumentedInformation>, StandardsError> {
    let rows = rows::<RowDocument>(DOCUMENTS, include_str!("documented-information.csv"))?;
    rows.into_iter()
        .map(|row| {
            let demand = match row.demand.as_str() {
                "required" => Demand::Required,
                "where-control-applies" => Demand::WhereControlApplies,
                "practice" => Demand::Practice,
                other => return Err(broken(DOCUMENTS, format!("demand `{other}`"))),
            };
            Ok(DocumentedInformation {
                asked: asked(DOCUMENTS, &row.asked_27001, &row.asked_42001)?,
                key: row.key,
                name: row.name,
                record: row.kind == "record",
                demand,
                for_both: row.for_both,
                register: row.register,
            })
        })
        .collect()
}

fn review_inputs() -> Result<Vec<ReviewInput>, StandardsError> {
    let rows = rows::<RowReview>(REVIEW, include_str!("management-review-inputs.csv"))?;
    let inputs = rows.into_iter().map(|row| ReviewInput {
        key: row.key,
        topic: row.topic,
        items: [row.item_27001, row.item_42001],
        figures: row.figures,
        remark: row.remark,
    });
    Ok(inputs.collect())
}

fn roles() -> Result<Vec<GovernanceRole>, StandardsError> {
    let rows = rows::<RowRole>(ROLES, include_str!("governance-roles.csv"))?;
    rows.into_iter()
        .map(|row| {
            let requirements = list(&row.requirements)
                .iter()
                .map(|key| key.parse().map_err(|error| broken(ROLES, error)))
                .collect::<Result<_, _>>()?;
            Ok(GovernanceRole {
                key: row.key,
                name: row.role,
                does: row.does,
                requirements,
                competence: row.competence,
                ai_literacy: row.ai_literacy,
            })
        })
        .collect()
}

/// The roles that have a column, and what is done.
fn activities() -> Result<(Vec<String>, Vec<Activity>), StandardsError> {
    let mut reader = csv::Reader::from_reader(include_str!("responsibilities.csv").as_bytes());
    let headings = reader.headers().map_err(|error| broken(ACTIVITIES, error))?.clone();
    let of_roles: Vec<&str> = headings.iter().filter(|heading| !NO_ROLE.contains(heading)).collect();
    let mut activities = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| broken(ACTIVITIES, error))?;
        let cell = |heading: &str| {
            let place = headings.iter().position(|known| known == heading);
            place.and_then(|place| record.get(place)).unwrap_or_default()
        };
        activities.push(Activity {
            key: cell("key").to_owned(),
            name: cell("activity").to_owned(),
            asked: asked(ACTIVITIES, cell("asked_27001"), cell("asked_42001"))?,
            letters: of_roles.iter().map(|role| cell(role).to_owned()).collect(),
        });
    }
    Ok((of_roles.into_iter().map(str::to_owned).collect(), activities))
}

/// The requirements of both standards with some numbers, those of 27001 first.
fn asked(file: &'static str, iso27001: &str, iso42001: &str) -> Result<Vec<RequirementId>, StandardsError> {
    let of = |standard, numbers: &str| -> Vec<_> {
        list(numbers).iter().map(|number| RequirementId::new(standard, number)).collect()
    };
    let both = of(Standard::Iso27001, iso27001).into_iter().chain(of(Standard::Iso42001, iso42001));
    both.map(|id| id.map_err(|error| broken(file, error))).collect()
}
