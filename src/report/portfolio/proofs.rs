//! The checks of the portfolio: figures that must be equal, from both sides.

use super::clients::{GAPS, TABLE as CLIENTS_TABLE};
use super::statistics::Statistic;
use super::{BASES, Compared, GAP_KINDS, others, overview, quality, share_heading, shared_gaps};
use crate::portfolio::parts;
use crate::report::checks::{Check, Side, Written, list_of_checks};
use crate::report::expression::column;
use crate::report::names::KEY;
use crate::report::sheet::Sheet;

/// Difference above which one share is larger than another.
const TOLERANCE: f64 = 1e-9;

/// Builds the sheet of checks from the other sheets.
pub fn build(compared: &Compared<'_>, sheets: &[Sheet]) -> Sheet {
    let written = Written { sheets };
    let mut checks = vec![clients_accounted_for(compared, &written), same_clients(&written)];
    checks.extend(bands(compared, &written));
    checks.extend(gaps(&written));
    checks.extend(bases(compared));
    list_of_checks(checks, compared.as_of)
}

fn keys(table: &str) -> String {
    format!("COUNTA({})", column(table, KEY))
}

fn clients_accounted_for(compared: &Compared<'_>, written: &Written<'_>) -> Check {
    let listed = written.keyed(CLIENTS_TABLE) + written.keyed(others::TABLE);
    Check::new(
        "clients-accounted-for",
        "Every client is compared or named",
        "Each client of the batch has a row on Clients, or on Not assessed with its reason.",
        Side::fixed(compared.portfolio.clients_of_batch as f64),
        Side::formula(format!("{}+{}", keys(CLIENTS_TABLE), keys(others::TABLE)), listed as f64),
    )
}

fn same_clients(written: &Written<'_>) -> Check {
    Check::new(
        "quality-of-each-client",
        "Data quality of each client",
        "Each client that is compared has a row on Data quality.",
        Side::formula(keys(CLIENTS_TABLE), written.keyed(CLIENTS_TABLE) as f64),
        Side::formula(keys(quality::TABLE), written.keyed(quality::TABLE) as f64),
    )
}

/// Each client with a figure lies in one band.
fn bands(compared: &Compared<'_>, written: &Written<'_>) -> Vec<Check> {
    let of_part = (0..).zip(parts()).map(|(place, (standard, part))| {
        let heading = share_heading(standard, part, "own");
        let counted = compared
            .portfolio
            .clients
            .iter()
            .filter(|client| client.figures.parts.get(place).is_some_and(|part| part.own.is_some()))
            .count();
        let name = overview::bands_name(standard, part);
        Check::new(
            format!("bands-{}-{}", standard.number(), part.name()),
            format!("{heading}: clients by band"),
            "The clients of all bands are those that have such a figure.",
            Side::formula(format!("COUNT({})", column(CLIENTS_TABLE, &heading)), counted as f64),
            Side::formula(format!("N({name})"), written.named(&name).unwrap_or_default()),
        )
    });
    of_part.collect()
}

/// Gaps counted by client are those counted by requirement.
fn gaps(written: &Written<'_>) -> Vec<Check> {
    let sum = |table: &str, heading: &str| {
        let value = written.numbers(table, heading).iter().sum();
        Side::formula(format!("SUM({})", column(table, heading)), value)
    };
    let mut checks: Vec<Check> = GAP_KINDS
        .into_iter()
        .map(|kind| {
            Check::new(
                format!("gaps-{}", kind.to_lowercase().replace(' ', "-")),
                format!("{kind}: by client and by requirement"),
                "The gaps of all clients are those of all requirements.",
                sum(CLIENTS_TABLE, kind),
                sum(shared_gaps::TABLE, kind),
            )
        })
        .collect();
    let by_kind = GAP_KINDS.map(|kind| format!("SUM({})", column(CLIENTS_TABLE, kind))).join("+");
    let all: f64 = GAP_KINDS.iter().flat_map(|kind| written.numbers(CLIENTS_TABLE, kind)).sum();
    checks.push(Check::new(
        "gaps-of-all-kinds",
        "Gaps: all kinds",
        "The gaps of all clients are the sum of their kinds.",
        Side::formula(by_kind, all),
        sum(CLIENTS_TABLE, GAPS),
    ));
    checks
}

/// No share is larger than that which it is a part of, and none is outside of 0 to 1.
fn bases(compared: &Compared<'_>) -> Vec<Check> {
    let clients = &compared.portfolio.clients;
    let mut checks = Vec::new();
    for (place, (standard, part)) in (0..).zip(parts()) {
        let shares = |client: &crate::portfolio::ComparedClient| {
            let part = client.figures.parts.get(place).copied().unwrap_or_default();
            BASES.map(|(_, _, share)| share(&part).unwrap_or_default())
        };
        let wrong = clients
            .iter()
            .map(shares)
            .map(|[_, own, evidenced, audited]| {
                usize::from(evidenced > own + TOLERANCE) + usize::from(audited > evidenced + TOLERANCE)
            })
            .sum::<usize>();
        let at = |basis: &str| column(CLIENTS_TABLE, &share_heading(standard, part, basis));
        let expression = format!(
            "SUMPRODUCT(--({1}>{0}+1E-9))+SUMPRODUCT(--({2}>{1}+1E-9))",
            at("own"),
            at("evidenced"),
            at("audited")
        );
        let key = format!("{}-{}", standard.number(), part.name());
        let name = share_heading(standard, part, "by basis");
        checks.push(Check::new(
            format!("bases-{key}"),
            name,
            "What is evidenced is part of what is asserted, and what is audited part of what is evidenced.",
            Side::fixed(0.0),
            Side::formula(expression, wrong as f64),
        ));
        let own: Vec<f64> = clients.iter().map(shares).map(|[_, own, _, _]| own).collect();
        checks.push(Check::new(
            format!("own-within-bounds-{key}"),
            format!("{}: highest", share_heading(standard, part, "own")),
            "No client has more than the whole.",
            Side::fixed(0.0),
            Side::formula(
                format!("IF(COUNT({0})=0,0,IF(MAX({0})>1+1E-9,1,0))", at("own")),
                f64::from(u8::from(Statistic::Highest.of(&own).is_some_and(|most| most > 1.0 + TOLERANCE))),
            ),
        ));
    }
    checks
}
