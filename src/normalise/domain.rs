//! The domain of a risk: information security, AI or both.

use crate::model::{Risk, RiskDomain};
use crate::recognise::value::{Asked, gives};
use crate::standards::Standard;

/// Categories that only AI systems give rise to, or that 42001 is about (judgement).
const AI_CATEGORIES: &[&str] = &[
    "ai",
    "bias",
    "discrimination",
    "fairness",
    "transparency",
    "explainability",
    "drift",
    "accuracy",
    "unintended-consequence",
    "human-oversight",
    "adversarial-attack",
];

/// Categories of information security (judgement).
const SECURITY_CATEGORIES: &[&str] =
    &["information-security", "confidentiality", "integrity", "availability"];

/// Whether one of the categories is one of AI.
pub(super) fn names_ai(categories: &[String]) -> bool {
    categories.iter().any(|category| AI_CATEGORIES.contains(&category.as_str()))
}

/// Marks the domain of a risk, unless it is set: by its category, an AI system that it names, controls of
/// 42001 that treat it, or what stands around it. A risk that nothing marks is one of information security.
pub fn mark_domain(risk: &mut Risk) {
    if risk.domain_is_set {
        return;
    }
    let has =
        |list: &[&str]| risk.categories.iter().find(|category| list.contains(&category.as_str())).cloned();
    let security = has(SECURITY_CATEGORIES);
    let ai = has(AI_CATEGORIES)
        .map(|category| format!("category {category}"))
        .or_else(|| {
            let system = risk.ai_systems.iter().find(|system| gives(&system.value, Asked::Entry));
            system.map(|system| format!("AI system {}", system.value))
        })
        .or_else(|| {
            let control =
                risk.controls.iter().find(|control| control.value.id.standard() == Standard::Iso42001);
            control.map(|control| format!("control {}", control.value.id))
        })
        .or_else(|| risk.marked_by.clone());
    (risk.domain, risk.domain_evidence) = match (ai, security) {
        (Some(ai), Some(security)) => (RiskDomain::Both, format!("{ai}, category {security}")),
        (Some(ai), None) => (RiskDomain::Ai, ai),
        (None, Some(security)) => (RiskDomain::InformationSecurity, format!("category {security}")),
        (None, None) => (RiskDomain::InformationSecurity, "nothing marks it as an AI risk".to_owned()),
    };
}
