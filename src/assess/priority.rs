//! Priority: P = (α·R + β·D + γ·U) / E, the order of the gaps, and how stable that order is.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::gaps::{Surroundings, gap_reason};
use super::risks::is_open;
use super::shared::Links;
use super::{Gap, PriorityTerms, RequirementResult, RiskResult, Subject};
use crate::model::{Parameters, Risk, StartingPoint};
use crate::provenance::understood;
use crate::standards::{Effort, Part, Requirement, RequirementId, Standard};

/// By how much each weight is moved to see how stable the order is.
const WEIGHT_SHIFT: f64 = 0.2;

/// Decimals to which priorities are compared, so that rounding noise makes no order.
const COMPARED_DECIMALS: f64 = 1e12;

type Results = BTreeMap<RequirementId, RequirementResult>;

/// The three weights of the priority.
#[derive(Clone, Copy)]
struct Weights {
    risk: f64,
    coverage: f64,
    urgency: f64,
}

impl Weights {
    fn of(parameters: &Parameters) -> Self {
        Self {
            risk: parameters.weight_risk,
            coverage: parameters.weight_coverage,
            urgency: parameters.weight_urgency,
        }
    }

    /// The weights with one of them moved down and up.
    fn shifted(self) -> impl Iterator<Item = Weights> {
        [1.0 - WEIGHT_SHIFT, 1.0 + WEIGHT_SHIFT].into_iter().flat_map(move |factor| {
            [
                Weights { risk: self.risk * factor, ..self },
                Weights { coverage: self.coverage * factor, ..self },
                Weights { urgency: self.urgency * factor, ..self },
            ]
        })
    }

    fn priority(self, terms: &PriorityTerms) -> f64 {
        (self.risk * terms.risk + self.coverage * terms.coverage + self.urgency * terms.urgency)
            / terms.effort
    }
}

/// The gaps in rank order.
pub(super) fn ranked_gaps(
    subject: Subject<'_>,
    links: &Links,
    results: &Results,
    rated: &[RiskResult],
) -> Vec<Gap> {
    let surroundings = Surroundings::new(subject.model);
    let exposures = Exposures::new(subject, rated);
    let part_weights = part_weights(results);
    let mut gaps: Vec<Gap> = subject
        .catalogue
        .requirements()
        .filter_map(|requirement| {
            let result = results.get(&requirement.id)?;
            let (because, reason) = gap_reason(subject, &surroundings, result)?;
            let effort = effort(subject.parameters, requirement);
            let due = exposures.due(subject, requirement.id);
            Some(Gap {
                id: requirement.id,
                rank: 0,
                kind: because.kind(),
                because,
                reason,
                terms: PriorityTerms {
                    exposure: exposures.of(requirement.id),
                    risk: 0.0,
                    gain: gain(result, links, results, &part_weights),
                    coverage: 0.0,
                    urgency: due.map_or(0.0, |due| {
                        urgency(subject.model.as_of, due, subject.parameters.urgency_horizon_days)
                    }),
                    effort: subject.parameters.effort_divisors.of(effort),
                    priority: 0.0,
                },
                effort,
                gate: requirement.gate,
                due,
                risks: exposures.risks(requirement.id),
                rank_range: (0, 0),
            })
        })
        .collect();
    scale(&mut gaps);
    rank(&mut gaps, Weights::of(subject.parameters));
    gaps
}

/// The effort of a gap: for 42001 where a 27001 system runs, the effort with that system in place.
pub fn effort(parameters: &Parameters, requirement: &Requirement) -> Effort {
    let isms_in_place = match parameters.starting_point {
        StartingPoint::Nothing => false,
        StartingPoint::Iso27001Running | StartingPoint::Iso27001Certified => true,
    };
    match requirement.effort_with_isms {
        Some(effort) if isms_in_place && requirement.id.standard() == Standard::Iso42001 => effort,
        _ => requirement.effort,
    }
}

/// Divides exposure and gain by the largest of each.
fn scale(gaps: &mut [Gap]) {
    let largest =
        |value: fn(&PriorityTerms) -> f64| gaps.iter().map(|gap| value(&gap.terms)).fold(0.0, f64::max);
    let exposure = largest(|terms| terms.exposure);
    let gain = largest(|terms| terms.gain);
    let divided = |value: f64, largest: f64| if largest > 0.0 { value / largest } else { 0.0 };
    for gap in gaps {
        gap.terms.risk = divided(gap.terms.exposure, exposure);
        gap.terms.coverage = divided(gap.terms.gain, gain);
    }
}

/// Sets priorities, order, ranks and their ranges.
fn rank(gaps: &mut [Gap], weights: Weights) {
    for gap in gaps.iter_mut() {
        gap.terms.priority = weights.priority(&gap.terms);
    }
    gaps.sort_by(|one, other| compared(other.terms.priority).total_cmp(&compared(one.terms.priority)));
    for (index, gap) in gaps.iter_mut().enumerate() {
        gap.rank = index + 1;
        gap.rank_range = (index + 1, index + 1);
    }
    for shifted in weights.shifted() {
        let mut order: Vec<(f64, RequirementId)> =
            gaps.iter().map(|gap| (compared(shifted.priority(&gap.terms)), gap.id)).collect();
        order.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        let ranks: BTreeMap<RequirementId, usize> =
            order.iter().enumerate().map(|(index, (_, id))| (*id, index + 1)).collect();
        for gap in gaps.iter_mut() {
            let rank = ranks.get(&gap.id).copied().unwrap_or(gap.rank);
            gap.rank_range = (gap.rank_range.0.min(rank), gap.rank_range.1.max(rank));
        }
    }
}

/// A priority as it is compared with others.
pub(super) fn compared(priority: f64) -> f64 {
    (priority * COMPARED_DECIMALS).round() / COMPARED_DECIMALS
}

/// Σ of the weights of what counts, for each part of each standard.
fn part_weights(results: &Results) -> BTreeMap<(Standard, Part), f64> {
    let mut weights = BTreeMap::new();
    for result in results.values().filter(|result| result.in_denominator) {
        *weights.entry((result.id.standard(), result.id.part())).or_insert(0.0) += result.weight;
    }
    weights
}

/// What full implementation adds to its own part and, over shared links and carry, to the parts of the
/// other standard, each divided by that part's weight.
fn gain(
    result: &RequirementResult,
    links: &Links,
    results: &Results,
    part_weights: &BTreeMap<(Standard, Part), f64>,
) -> f64 {
    let share_of_part = |result: &RequirementResult, added: f64| {
        let part = part_weights.get(&(result.id.standard(), result.id.part())).copied().unwrap_or(0.0);
        if part > 0.0 { result.weight * added / part } else { 0.0 }
    };
    let own = share_of_part(result, 1.0 - result.own);
    let other: f64 = links
        .worth(result.id)
        .into_iter()
        .filter_map(|(target, worth)| Some((results.get(&target)?, worth)))
        .filter(|(target, _)| target.in_denominator)
        .map(|(target, worth)| share_of_part(target, (worth - target.potential).max(0.0)))
        .sum();
    own + other
}

/// What the risks say of each requirement that they name.
struct Exposures<'a> {
    risks: BTreeMap<RequirementId, Vec<&'a Risk>>,
    shares: BTreeMap<RequirementId, f64>,
}

impl<'a> Exposures<'a> {
    fn new(subject: Subject<'a>, rated: &[RiskResult]) -> Self {
        let mut risks: BTreeMap<RequirementId, Vec<&Risk>> = BTreeMap::new();
        let mut shares: BTreeMap<RequirementId, Vec<f64>> = BTreeMap::new();
        for (risk, result) in subject.model.risks.iter().zip(rated) {
            let controls: BTreeSet<RequirementId> = risk
                .controls
                .iter()
                .map(|control| control.value.id)
                .filter(|id| subject.catalogue.contains(*id))
                .collect();
            for control in &controls {
                risks.entry(*control).or_default().push(risk);
                shares.entry(*control).or_default().push(result.above_appetite / controls.len() as f64);
            }
        }
        Self { risks, shares: shares.into_iter().map(|(id, shares)| (id, sum(shares))).collect() }
    }

    /// The requirement's shares of the points above appetite of the risks that name it.
    fn of(&self, id: RequirementId) -> f64 {
        self.shares.get(&id).copied().unwrap_or(0.0)
    }

    /// What the risks that name it are called, in alphabetical order.
    fn risks(&self, id: RequirementId) -> Vec<String> {
        let mut keys: Vec<String> =
            self.risks.get(&id).into_iter().flatten().map(|risk| risk.called().to_owned()).collect();
        keys.sort();
        keys
    }

    /// The date of the requirement, or else the earliest of the open risks that name it.
    fn due(&self, subject: Subject<'_>, id: RequirementId) -> Option<NaiveDate> {
        let own = subject.model.statements.get(&id).and_then(|statement| understood(&statement.due));
        let risks = self.risks.get(&id).into_iter().flatten();
        own.or_else(|| risks.filter(|risk| is_open(risk)).filter_map(|risk| understood(&risk.due)).min())
    }
}

/// The sum in an order that does not depend on that of the registers.
pub(super) fn sum(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.iter().sum()
}

/// 1 where the due date has passed, falling to 0 at the horizon.
fn urgency(as_of: NaiveDate, due: NaiveDate, horizon_days: f64) -> f64 {
    let days = (due - as_of).num_days() as f64;
    if days <= 0.0 {
        1.0
    } else if days >= horizon_days {
        0.0
    } else {
        1.0 - days / horizon_days
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urgency_falls_in_a_straight_line_from_the_due_date_to_the_horizon() {
        let day = |offset: i64| NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + chrono::Duration::days(offset);
        let of = |offset| urgency(day(0), day(offset), 365.0);
        assert_eq!([of(-400), of(0), of(365), of(4000)], [1.0, 1.0, 0.0, 0.0]);
        assert!((of(73) - 0.8).abs() < 1e-15);
        assert_eq!(urgency(day(0), day(1), 0.0), 0.0);
    }

    #[test]
    fn sums_do_not_depend_on_the_order_of_the_registers() {
        assert_eq!(sum(vec![0.1, 0.2, 0.3]).to_bits(), sum(vec![0.3, 0.2, 0.1]).to_bits());
    }
}
