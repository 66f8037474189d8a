//! Coverage, gaps, risk rating, priority, roadmap and consistency checks: pure functions of the
//! model, which cannot fail.
//!
//! ```text
//! Model ─► settings    parameters that can be calculated with
//!       ─► shared      pairs that are one piece of work; the other links, with their carry
//!       ─► coverage    a result for each requirement; shares by part and group
//!       ─► risks       scores, bands, points above appetite
//!       ─► gaps        what counts and is not fully met, and of which kind it is
//!       ─► priority    P = (α·R + β·D + γ·U) / E, the order, and how stable it is
//!       ─► plan        actions in the order of their schedule, with dates; the plans side by side
//!       ─► audit_programme  what is audited when, in which order and why
//!       ─► checks      faults of substance, a file each
//!       ─► impact      what rests on a requirement; effect: what a change to it would do
//! ```
//!
//! The order of records in the registers never changes a figure: sums over records are taken in an
//! order of their own.

mod ai_risks;
mod audit_programme;
mod brought_in;
mod checks;
mod coverage;
mod effect;
mod exclusion;
mod gaps;
mod impact;
mod impact_assessment;
mod impact_trigger;
mod level;
mod own_work;
mod owner;
mod plan;
mod priority;
mod result;
mod risks;
mod settings;
mod shared;
mod supplier_links;

pub use ai_risks::{DecidedCategory, ai_category, categories_without_risk, systems_without_risk};
pub use audit_programme::{Audit, AuditProgramme, AuditRound, AuditedUnit, SampledExclusion, StageTwo};
pub use brought_in::{ControlOfSystem, controls_of_systems};
pub use checks::{CHECKS, Check, audits_of_own_work, documents_missing, single_spaced};
pub(crate) use checks::{folded, names};
pub use effect::{Effect, effect};
pub use exclusion::{Exclusion, exclusion};
pub use gaps::{is_in_plan, is_open_nonconformity, shortfall};
pub use impact::{AiSystemLink, AiSystemOn, Change, Impact, Impacts, RiskOn, impact};
pub use impact_assessment::{
    AFFECTED_SIDES, ImpactAssessment, ImpactNeed, ImpactState, RecordedImpact, WorksheetRow, has_worksheet,
    impact_assessment, is_governed, is_overdue, worksheet_key, worksheet_row,
};
pub use impact_trigger::{Signal, class_signal};
pub use level::{Level, LevelSource, level};
pub use own_work::{NOTHING, REMARKS, is_own_work_word, is_word, own_work_words};
pub use plan::{
    Action, EffortCounts, Milestone, MilestoneKind, PlanKind, PlanOutline, Plans, Roadmap, WorkFor42001,
    audit_dates_not_kept, starts_not_kept,
};
pub use priority::effort;
pub use result::{
    Assessment, Coverage, Gap, GapKind, GapReason, PriorityTerms, RequirementResult, RiskResult, SharedPair,
    Shares,
};
pub use risks::is_open;
pub use supplier_links::{SupplierNames, ai_systems_of_suppliers};

use crate::model::{Model, Parameters};
use crate::standards::Catalogue;

/// What the computations look at: the model, the catalogue, and parameters that can be calculated with.
#[derive(Clone, Copy)]
struct Subject<'a> {
    model: &'a Model,
    catalogue: &'a Catalogue,
    parameters: &'a Parameters,
}

/// Assesses a model: the same model gives the same assessment, and none fails.
pub fn assess(model: &Model, catalogue: &Catalogue) -> Assessment {
    let (parameters, mut findings) = settings::sound(&model.parameters);
    let subject = Subject { model, catalogue, parameters: &parameters };
    let links = shared::Links::new(model, catalogue);
    let requirements = coverage::requirement_results(subject, &links);
    let risks = risks::rate(subject);
    let gaps = priority::ranked_gaps(subject, &links, &requirements, &risks);
    let planned = plan::plan(subject, &links, &gaps);
    let audit_programme = audit_programme::plan(subject, &requirements, &risks, &planned.roadmap);
    let assessed = checks::Assessed { subject, links: &links, requirements: &requirements, risks: &risks };
    findings.extend(planned.findings);
    findings.extend(checks::run(&assessed));
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.code.severity));
    Assessment {
        coverage: coverage::coverage(catalogue, &requirements),
        shared: links.pairs().to_vec(),
        requirements,
        gaps,
        risks,
        roadmap: planned.roadmap,
        plans: planned.plans,
        audit_programme,
        findings,
    }
}

/// What planning again yields, each part in the place of what an assessment planned first.
pub struct Replanned {
    /// The roadmap.
    pub roadmap: Roadmap,
    /// The plans side by side.
    pub plans: Plans,
    /// The audit programme.
    pub audit_programme: AuditProgramme,
}

/// Plans again, for a model with the notes that people made beside its assessment: what they set on the
/// roadmap and for audits is obeyed.
pub fn plan_again(assessment: &Assessment, model: &Model, catalogue: &Catalogue) -> Replanned {
    let (parameters, _) = settings::sound(&model.parameters);
    let subject = Subject { model, catalogue, parameters: &parameters };
    let planned = plan::plan(subject, &shared::Links::new(model, catalogue), &assessment.gaps);
    let audit_programme =
        audit_programme::plan(subject, &assessment.requirements, &assessment.risks, &planned.roadmap);
    Replanned { roadmap: planned.roadmap, plans: planned.plans, audit_programme }
}
