//! The catalogues of both standards, the crosswalk between them, and what is known of each
//! requirement's evidence, effort and order of work.
//!
//! The data are CSV files beside this code, which a compliance person can review in a spreadsheet.
//! They hold identifiers, short titles, attributes and relations, and our own one-line paraphrases;
//! no requirement text of the standards. Relations, strengths, carries, efforts, dependencies, gates
//! and phases are judgement.

mod ai_governance;
mod audit_units;
mod identifier;
mod integration;
mod load;

use std::collections::BTreeMap;

pub use ai_governance::{
    AiGovernance, AiRiskCategory, AnnexC, BroughtIn, GovernanceSide, GovernedBy, SystemTrait,
};
pub use audit_units::{AuditCompetence, AuditMethod, AuditUnit};
pub use identifier::{MalformedIdentifier, Part, RequirementId, Standard};
pub use integration::{
    Activity, ClauseIntegration, Demand, DocumentedInformation, GovernanceRole, Integration, ReviewInput,
};
pub use load::StandardsError;

/// Everything that is known of both standards.
#[derive(Clone, Debug)]
pub struct Catalogue {
    requirements: BTreeMap<RequirementId, Requirement>,
    links: Vec<Link>,
    edition_2013: BTreeMap<String, Control2013>,
    phases: Vec<Phase>,
    groups: Vec<Group>,
    collisions: Vec<Collision>,
    audit_units: Vec<AuditUnit>,
    integration: Integration,
    ai_governance: AiGovernance,
}

/// A clause (4-10) or an Annex A control.
#[derive(Clone, Debug, PartialEq)]
pub struct Requirement {
    /// Its identifier.
    pub id: RequirementId,
    /// Its short title.
    pub title: String,
    /// The theme (27001), objective (42001) or clause group that it stands in, with its number:
    /// `A.5 Organizational controls`, `A.6.2 AI system life cycle`, `9 Performance evaluation`.
    pub group: String,
    /// What it asks, in one line of our own words.
    pub paraphrase: String,
    /// Attributes after ISO/IEC 27002:2022; for controls of 27001 only.
    pub attributes: Option<Attributes>,
    /// Topics of a 42001 requirement; empty for 27001.
    pub topics: Vec<String>,
    /// Whether the 2022 edition of 27001 added it.
    pub new_in_2022: bool,
    /// The controls of 27001:2013 that went into it.
    pub controls_2013: Vec<String>,
    /// A remark on the entry, such as an amendment; may be empty.
    pub note: String,
    /// Evidence that an auditor typically asks for (judgement).
    pub typical_evidence: String,
    /// Effort from nothing (judgement).
    pub effort: Effort,
    /// Effort where a 27001 system runs already (judgement); for 42001 only.
    pub effort_with_isms: Option<Effort>,
    /// What the effort consists of (judgement).
    pub effort_basis: String,
    /// Requirements of the same standard that must be done first (judgement).
    pub depends_on: Vec<RequirementId>,
    /// Requirements of the other standard that shorten the work (judgement).
    pub helped_by: Vec<RequirementId>,
    /// The phase of the roadmap, 1 to 6 (judgement).
    pub phase: u8,
    /// Requirements with the same work package are one piece of work (judgement).
    pub work_package: String,
    /// The audit stage before which it is expected to be in place (judgement).
    pub gate: Option<Gate>,
}

/// The attributes of a 27001 control after ISO/IEC 27002:2022.
#[derive(Clone, Debug, PartialEq)]
pub struct Attributes {
    /// Preventive, detective, corrective.
    pub control_type: Vec<String>,
    /// Confidentiality, integrity, availability.
    pub properties: Vec<String>,
    /// Identify, protect, detect, respond, recover.
    pub cybersecurity_concepts: Vec<String>,
    /// Operational capabilities.
    pub operational_capabilities: Vec<String>,
    /// Security domains.
    pub security_domains: Vec<String>,
}

/// The size of a piece of work (judgement).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Effort {
    /// Up to 2 person-days.
    Small,
    /// 3 to 10 person-days.
    Medium,
    /// More than 10 person-days.
    Large,
}

impl Effort {
    /// All of them, the smallest first.
    pub const ALL: [Effort; 3] = [Effort::Small, Effort::Medium, Effort::Large];

    /// The effort of a letter, whatever its case.
    pub fn of_letter(letter: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|effort| effort.letter().eq_ignore_ascii_case(letter.trim()))
    }

    /// `S`, `M` or `L`.
    pub fn letter(self) -> &'static str {
        match self {
            Effort::Small => "S",
            Effort::Medium => "M",
            Effort::Large => "L",
        }
    }
}

/// The audit stage before which a certification body expects something (judgement).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Gate {
    /// Before the stage 1 audit.
    Stage1,
    /// Before the stage 2 audit.
    Stage2,
}

impl Gate {
    /// `stage-1` or `stage-2`.
    pub fn name(self) -> &'static str {
        match self {
            Gate::Stage1 => "stage-1",
            Gate::Stage2 => "stage-2",
        }
    }
}

/// How two requirements relate (judgement).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    /// The same work, done once, serves both.
    Equal,
    /// The source asks for part of what the target asks for.
    Subset,
    /// The source asks for all that the target asks for, and more.
    Superset,
    /// They ask for some of the same.
    Intersects,
}

impl Relation {
    /// The word in the crosswalk.
    pub fn name(self) -> &'static str {
        match self {
            Relation::Equal => "equal",
            Relation::Subset => "subset",
            Relation::Superset => "superset",
            Relation::Intersects => "intersects",
        }
    }
}

/// What the target's owner does with the source's work (judgement).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reuse {
    /// Carries across as it is.
    CarryAcross,
    /// Has to be extended.
    Extend,
    /// Has to be done anew.
    New,
}

impl Reuse {
    /// The word in the crosswalk.
    pub fn name(self) -> &'static str {
        match self {
            Reuse::CarryAcross => "carry-across",
            Reuse::Extend => "extend",
            Reuse::New => "new",
        }
    }
}

/// A pair of the crosswalk: a requirement of 27001 and one of 42001.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The requirement of 27001.
    pub iso27001: RequirementId,
    /// The requirement of 42001.
    pub iso42001: RequirementId,
    /// How they relate (judgement).
    pub relation: Relation,
    /// Strength of the relation, 1 to 10 (judgement).
    pub strength: u8,
    /// What becomes of the work (judgement).
    pub reuse: Reuse,
    /// Share of the 42001 work that doing the 27001 work contributes at most, 0 to 1 (judgement).
    pub carry: f64,
    /// The same from 42001 to 27001; `None` where nothing is claimed (judgement).
    pub carry_back: Option<f64>,
    /// Why they are linked, in our words.
    pub rationale: String,
    /// Where the pair was seen.
    pub sources: String,
    /// `harmonized-clause`, `clause-extra` or `control`.
    pub pair_kind: String,
    /// Whether practitioners name the clause as one to extend; `None` for controls.
    pub practitioners_extend: Option<bool>,
    /// `pair-in-two-sources`, `pair-in-one-source` or `judgement`: where the pair itself was seen.
    pub basis: String,
}

/// A link seen from the requirement that gives to the one that receives.
#[derive(Clone, Copy, Debug)]
pub struct DirectedLink<'a> {
    /// The requirement whose work contributes.
    pub source: RequirementId,
    /// The requirement of the other standard that it contributes to.
    pub target: RequirementId,
    /// The share that is carried at most, 0 to 1; `None` where nothing is claimed (judgement).
    pub carry: Option<f64>,
    /// The pair of the crosswalk.
    pub link: &'a Link,
}

/// A control of 27001:2013 and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Control2013 {
    /// Its number, such as `A.9.2.3`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The controls of 27001:2022 that it went into.
    pub controls_2022: Vec<RequirementId>,
    /// `one-to-one`, `merged` or `split-and-merged`.
    pub change: String,
}

/// A phase of the roadmap (judgement).
#[derive(Clone, Debug, PartialEq)]
pub struct Phase {
    /// 1 to 6.
    pub number: u8,
    /// Its name.
    pub name: String,
    /// How long it typically takes, such as `4-8 weeks`.
    pub typical_duration: String,
    /// The same where a mature ISMS runs.
    pub duration_with_isms: String,
}

/// A heading of a standard: a clause group, a theme or an objective.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The standard.
    pub standard: Standard,
    /// Its number, such as `A.5` or `9.2`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// `clause-group`, `control-theme` or `control-objective`.
    pub level: String,
}

/// A way of writing an identifier that can mean two things.
#[derive(Clone, Debug, PartialEq)]
pub struct Collision {
    /// The identifier as it is written.
    pub written: String,
    /// Which kind of ambiguity it is.
    pub kind: String,
    /// The first meaning: standard (and place), title.
    pub first: (String, String),
    /// The second meaning: standard (and place), title.
    pub second: (String, String),
    /// How to decide.
    pub how_to_decide: String,
}

impl Catalogue {
    /// Loads the embedded data.
    ///
    /// # Errors
    /// Where an embedded file does not hold together; the tests load it, so a released program does not meet this.
    pub fn load() -> Result<Self, StandardsError> {
        load::catalogue()
    }

    /// All requirements, in the order of the standards.
    pub fn requirements(&self) -> impl Iterator<Item = &Requirement> {
        self.requirements.values()
    }

    /// The requirement with an identifier, where the standard has it.
    pub fn requirement(&self, id: RequirementId) -> Option<&Requirement> {
        self.requirements.get(&id)
    }

    /// Whether the standard has a requirement of that identifier.
    pub fn contains(&self, id: RequirementId) -> bool {
        self.requirements.contains_key(&id)
    }

    /// The requirements that a person means: by `27001:A.5.1` or `ISO/IEC 42001 6.1.2` that one, by `A.5.1` that
    /// of each standard that has it, or of the given one alone.
    pub fn named(&self, written: &str, standard: Option<Standard>) -> Vec<RequirementId> {
        let written = written.trim();
        let wanted = |id: &RequirementId| {
            self.contains(*id) && standard.is_none_or(|standard| id.standard() == standard)
        };
        if let Ok(id) = written.parse::<RequirementId>() {
            return Some(id).filter(wanted).into_iter().collect();
        }
        let number = written.strip_prefix('a').map_or_else(|| written.to_owned(), |rest| format!("A{rest}"));
        let ids =
            Standard::BOTH.into_iter().filter_map(|standard| RequirementId::new(standard, &number).ok());
        ids.filter(wanted).collect()
    }

    /// The requirements of one part of one standard, in order.
    pub fn part(&self, standard: Standard, part: Part) -> impl Iterator<Item = &Requirement> {
        self.requirements()
            .filter(move |requirement| requirement.id.standard() == standard && requirement.id.part() == part)
    }

    /// The pairs of the crosswalk, in the order of its file.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// Every link in both directions: first from 27001 to 42001, then back, in the order of the file.
    pub fn directed_links(&self) -> impl Iterator<Item = DirectedLink<'_>> {
        let forward = self.links.iter().map(|link| DirectedLink {
            source: link.iso27001,
            target: link.iso42001,
            carry: Some(link.carry),
            link,
        });
        let back = self.links.iter().map(|link| DirectedLink {
            source: link.iso42001,
            target: link.iso27001,
            carry: link.carry_back,
            link,
        });
        forward.chain(back)
    }

    /// The controls of 27001:2013, by their number with `A.`.
    pub fn edition_2013(&self) -> &BTreeMap<String, Control2013> {
        &self.edition_2013
    }

    /// The phases of the roadmap, in order.
    pub fn phases(&self) -> &[Phase] {
        &self.phases
    }

    /// The headings of both standards.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The units of the internal audit programme: every requirement belongs to exactly one.
    pub fn audit_units(&self) -> &[AuditUnit] {
        &self.audit_units
    }

    /// What an integrated management system of both standards consists of.
    pub fn integration(&self) -> &Integration {
        &self.integration
    }

    /// What AI systems bring into play (judgement).
    pub fn ai_governance(&self) -> &AiGovernance {
        &self.ai_governance
    }

    /// The ways of writing an identifier that can mean two things.
    pub fn collisions(&self) -> &[Collision] {
        &self.collisions
    }
}
