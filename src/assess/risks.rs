//! Risk rating: scores, bands, points above appetite.
//!
//! A score is likelihood × impact on the common scale. The register's own score is on a scale of the
//! register's own and is never taken for one: a risk without likelihood or impact stays unrated.

use super::{RiskResult, Subject};
use crate::model::{OpenState, Risk};
use crate::provenance::{Reading, understood};

/// A result for each risk, in the order of the model.
pub(super) fn rate(subject: Subject<'_>) -> Vec<RiskResult> {
    subject.model.risks.iter().map(|risk| rate_risk(subject, risk)).collect()
}

fn rate_risk(subject: Subject<'_>, risk: &Risk) -> RiskResult {
    let parameters = subject.parameters;
    let current = score(&risk.likelihood, &risk.impact);
    let residual = score(&risk.residual_likelihood, &risk.residual_impact);
    let band = |score: Option<f64>| score.and_then(|score| parameters.band(score)).map(str::to_owned);
    let appetite = parameters.appetite(risk.domain);
    let above = current.filter(|_| is_open(risk)).map_or(0.0, |score| (score - appetite).max(0.0));
    RiskResult {
        key: risk.key.clone(),
        current,
        residual,
        current_band: band(current),
        residual_band: band(residual),
        appetite,
        above_appetite: above,
    }
}

fn score(likelihood: &Option<Reading<f64>>, impact: &Option<Reading<f64>>) -> Option<f64> {
    let score = understood(likelihood)? * understood(impact)?;
    (score.is_finite() && score >= 0.0).then_some(score)
}

/// Whether a risk counts as open: everything but what the register calls closed.
pub fn is_open(risk: &Risk) -> bool {
    understood(&risk.status) != Some(OpenState::Closed)
}
