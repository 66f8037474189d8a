//! Parameters that can be calculated with. A value outside its range (a capacity of nothing, a
//! divisor of 0) would turn figures into nonsense: its default is used instead, and a finding says so.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;
use crate::model::Parameters;

/// The least capacity that gives a plan with dates: a person-day in ten weeks.
const LEAST_CAPACITY: f64 = 0.1;

/// More weeks than any certification body lets pass between two stages.
const MOST_WEEKS: f64 = 520.0;

/// The parameters with defaults in place of what cannot be calculated with, and what was replaced.
pub(super) fn sound(parameters: &Parameters) -> (Parameters, Vec<Diagnostic>) {
    let mut sound = parameters.clone();
    let mut findings = Vec::new();
    let default = Parameters::default();
    let s = &mut sound;
    let (least, most) = (&mut s.effort_days_least, &mut s.effort_days_most);
    let settings: [(&str, &mut f64, f64, f64, f64); 39] = [
        ("level of implemented", &mut s.level_implemented, default.level_implemented, 0.0, 1.0),
        ("level of partially implemented", &mut s.level_partial, default.level_partial, 0.0, 1.0),
        ("level of in progress", &mut s.level_in_progress, default.level_in_progress, 0.0, 1.0),
        ("level of planned", &mut s.level_planned, default.level_planned, 0.0, 1.0),
        ("level of not implemented", &mut s.level_not_implemented, default.level_not_implemented, 0.0, 1.0),
        ("top of the maturity scale", &mut s.maturity_top, default.maturity_top, 0.01, f64::MAX),
        ("disagreement", &mut s.disagreement, default.disagreement, 0.0, 1.0),
        ("weight of risk", &mut s.weight_risk, default.weight_risk, 0.0, 1e6),
        ("weight of coverage", &mut s.weight_coverage, default.weight_coverage, 0.0, 1e6),
        ("weight of urgency", &mut s.weight_urgency, default.weight_urgency, 0.0, 1e6),
        ("divisor for effort S", &mut s.effort_divisors.small, default.effort_divisors.small, 0.01, 1e6),
        ("divisor for effort M", &mut s.effort_divisors.medium, default.effort_divisors.medium, 0.01, 1e6),
        ("divisor for effort L", &mut s.effort_divisors.large, default.effort_divisors.large, 0.01, 1e6),
        ("person-days of effort S", &mut s.effort_days.small, default.effort_days.small, 0.0, 1e4),
        ("person-days of effort M", &mut s.effort_days.medium, default.effort_days.medium, 0.0, 1e4),
        ("person-days of effort L", &mut s.effort_days.large, default.effort_days.large, 0.0, 1e4),
        ("urgency horizon", &mut s.urgency_horizon_days, default.urgency_horizon_days, 0.0, f64::MAX),
        (
            "appetite for information security risks",
            &mut s.appetite_information_security,
            default.appetite_information_security,
            0.0,
            25.0,
        ),
        ("appetite for AI risks", &mut s.appetite_ai, default.appetite_ai, 0.0, 25.0),
        ("age of old evidence", &mut s.evidence_max_age_days, default.evidence_max_age_days, 0.0, f64::MAX),
        ("capacity", &mut s.capacity_days_per_week, default.capacity_days_per_week, LEAST_CAPACITY, 1e6),
        ("years of the audit cycle", &mut s.audit_cycle_years, default.audit_cycle_years, 1.0, 6.0),
        (
            "share of exclusions that audits confirm",
            &mut s.audit_exclusion_share,
            default.audit_exclusion_share,
            0.0,
            1.0,
        ),
        ("audit weight of risk", &mut s.audit_weight_risk, default.audit_weight_risk, 0.0, 1e6),
        ("audit weight of gaps", &mut s.audit_weight_gaps, default.audit_weight_gaps, 0.0, 1e6),
        ("audit weight of findings", &mut s.audit_weight_findings, default.audit_weight_findings, 0.0, 1e6),
        ("factor of auditor days", &mut s.audit_days_factor, default.audit_days_factor, 0.01, 100.0),
        (
            "most person-days a week on one action",
            &mut s.most_days_per_action,
            default.most_days_per_action,
            LEAST_CAPACITY,
            1e6,
        ),
        (
            "weeks from stage 1 to stage 2",
            &mut s.weeks_between_stages,
            default.weeks_between_stages,
            0.0,
            MOST_WEEKS,
        ),
        (
            "most weeks from stage 1 to stage 2",
            &mut s.most_weeks_between_stages,
            default.most_weeks_between_stages,
            0.0,
            MOST_WEEKS,
        ),
        ("coordination overhead", &mut s.coordination_overhead, default.coordination_overhead, 0.0, 1e3),
        ("least coordination overhead", &mut s.coordination_least, default.coordination_least, 0.0, 1e3),
        ("most coordination overhead", &mut s.coordination_most, default.coordination_most, 0.0, 1e3),
        ("least person-days of effort S", &mut least.small, default.effort_days_least.small, 0.0, 1e4),
        ("least person-days of effort M", &mut least.medium, default.effort_days_least.medium, 0.0, 1e4),
        ("least person-days of effort L", &mut least.large, default.effort_days_least.large, 0.0, 1e4),
        ("most person-days of effort S", &mut most.small, default.effort_days_most.small, 0.0, 1e4),
        ("most person-days of effort M", &mut most.medium, default.effort_days_most.medium, 0.0, 1e4),
        ("most person-days of effort L", &mut most.large, default.effort_days_most.large, 0.0, 1e4),
    ];
    for (name, value, default, lowest, highest) in settings {
        if !(lowest..=highest).contains(value) {
            findings.push(outside(name, *value, lowest, highest, &default.to_string()));
            *value = default;
        }
    }
    if let Some(rate) = sound.day_rate.filter(|rate| !(0.0..=1e9).contains(rate)) {
        findings.push(outside("day rate", rate, 0.0, 1e9, "none"));
        sound.day_rate = None;
    }
    sound.requirement_weights.retain(|requirement, weight| {
        let usable = (0.0..=1e6).contains(weight);
        if !usable {
            findings.push(outside(&format!("weight of {requirement}"), *weight, 0.0, 1e6, "1"));
        }
        usable
    });
    (sound, findings)
}

fn outside(name: &str, value: f64, lowest: f64, highest: f64, default: &str) -> Diagnostic {
    let expected =
        if highest < f64::MAX { format!("{lowest} to {highest}") } else { format!("{lowest} or more") };
    Diagnostic::general(&codes::PARAMETER_OUT_OF_RANGE)
        .read(value.to_string())
        .expected(expected)
        .fact("parameter", name)
        .fact("default", default)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_sound_and_stay_as_they_are() {
        let default = Parameters::default();
        assert_eq!(sound(&default), (default.clone(), Vec::new()));
    }

    #[test]
    fn a_value_that_cannot_be_calculated_with_gives_way_to_its_default_and_is_reported() {
        let mut parameters = Parameters { capacity_days_per_week: 0.0, ..Parameters::default() };
        parameters.effort_divisors.small = f64::NAN;
        let (sound, findings) = sound(&parameters);
        assert_eq!(sound, Parameters::default());
        assert_eq!(findings.len(), 2);
        assert!(findings.iter().all(|finding| finding.code.name == "parameter-out-of-range"));
    }
}
