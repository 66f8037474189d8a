//! Coverage: a result for each requirement, and shares by part and group.

use std::collections::BTreeMap;

use super::exclusion::{Exclusion, exclusion};
use super::level::level;
use super::shared::Links;
use super::{Coverage, RequirementResult, Shares, Subject};
use crate::model::{Basis, Statement};
use crate::standards::{Catalogue, Part, Requirement, RequirementId, Standard};

/// The result for each requirement of both catalogues.
pub(super) fn requirement_results(
    subject: Subject<'_>,
    links: &Links,
) -> BTreeMap<RequirementId, RequirementResult> {
    let mut results: BTreeMap<RequirementId, RequirementResult> = subject
        .catalogue
        .requirements()
        .map(|requirement| (requirement.id, own_result(subject, links, requirement.id)))
        .collect();
    let own: BTreeMap<RequirementId, f64> = results.values().map(|result| (result.id, result.own)).collect();
    let own = |id: RequirementId| own.get(&id).copied().unwrap_or(0.0);
    for result in results.values_mut() {
        let shared = links.shared_with(result.id).map(|source| (source, own(source)));
        (result.carried, result.carried_from) = largest(shared);
        let others = links.into(result.id).map(|(source, carry)| (source, own(source) * carry));
        (result.reuse, result.reuse_from) = largest(others);
        result.potential = result.own.max(result.carried).max(result.reuse);
    }
    results
}

/// The result as far as the requirement's own statement gives it.
///
/// What is excluded has an own level of 0 whatever else is said of it, so it carries nothing either.
fn own_result(subject: Subject<'_>, links: &Links, id: RequirementId) -> RequirementResult {
    let statement = subject.model.statements.get(&id);
    let excluded = statement.map_or(Exclusion::None, exclusion);
    let level = statement.and_then(|statement| level(statement, subject.parameters));
    let own = match excluded {
        Exclusion::None => level.map_or(0.0, |level| level.value),
        Exclusion::Justified | Exclusion::Unjustified | Exclusion::Clause => 0.0,
    };
    RequirementResult {
        id,
        weight: subject.parameters.weight(id),
        in_denominator: excluded != Exclusion::Justified,
        assessed: level.is_some() || excluded != Exclusion::None,
        own,
        basis: statement.map_or(Basis::Asserted, |statement: &Statement| statement.basis),
        carried: 0.0,
        carried_from: None,
        reuse: 0.0,
        reuse_from: None,
        potential: own,
        reach: links.reaches(id),
    }
}

/// The largest value and where it comes from, the first in the order of the catalogue where several
/// are equal; nothing comes from a largest value of 0.
fn largest(values: impl Iterator<Item = (RequirementId, f64)>) -> (f64, Option<RequirementId>) {
    values.fold(
        (0.0, None),
        |(largest, from), (source, value)| {
            if value > largest { (value, Some(source)) } else { (largest, from) }
        },
    )
}

/// Coverage of each part of each standard as a whole, each followed by its groups in catalogue order.
pub(super) fn coverage(
    catalogue: &Catalogue,
    results: &BTreeMap<RequirementId, RequirementResult>,
) -> Vec<Coverage> {
    let mut list = Vec::new();
    for standard in Standard::BOTH {
        for part in Part::BOTH {
            let members: Vec<&Requirement> = catalogue.part(standard, part).collect();
            let of = |group: Option<&str>| {
                let results: Vec<&RequirementResult> = members
                    .iter()
                    .filter(|requirement| group.is_none_or(|group| requirement.group == group))
                    .filter_map(|requirement| results.get(&requirement.id))
                    .collect();
                coverage_of(standard, part, group, &results)
            };
            list.push(of(None));
            let mut groups: Vec<&str> = Vec::new();
            for requirement in &members {
                if !groups.contains(&requirement.group.as_str()) {
                    groups.push(&requirement.group);
                }
            }
            list.extend(groups.into_iter().map(|group| of(Some(group))));
        }
    }
    list
}

fn coverage_of(
    standard: Standard,
    part: Part,
    group: Option<&str>,
    results: &[&RequirementResult],
) -> Coverage {
    let counted: Vec<&RequirementResult> =
        results.iter().copied().filter(|result| result.in_denominator).collect();
    let weight: f64 = counted.iter().map(|result| result.weight).sum();
    let share = |value: &dyn Fn(&RequirementResult) -> f64| {
        let sum: f64 = counted.iter().map(|result| result.weight * value(result)).sum();
        (weight > 0.0).then(|| (sum / weight).clamp(0.0, 1.0))
    };
    let one_if = |holds: bool| if holds { 1.0 } else { 0.0 };
    let shares = Shares {
        assessed: share(&|result| one_if(result.assessed)),
        own: share(&|result| result.own),
        evidenced: share(&|result| if result.basis >= Basis::Evidenced { result.own } else { 0.0 }),
        audited: share(&|result| if result.basis == Basis::Audited { result.own } else { 0.0 }),
        carried: share(&|result| result.carried),
        reuse: share(&|result| result.reuse),
        potential: share(&|result| result.potential),
        reach: share(&|result| one_if(result.reach)),
    };
    Coverage {
        standard,
        part,
        group: group.map(str::to_owned),
        requirements: results.len(),
        applicable: counted.len(),
        shares,
        reach: counted.iter().filter(|result| result.reach).count(),
    }
}
