//! Tables of one workbook with the same headings: what one of them shows counts for all.

use crate::declaration::Register;

use super::columns::SeenColumn;
use super::profile::ColumnProfile;
use super::register::Decision;
use super::words::fold;

/// Tables with this share of their headings in common, in the same columns, have one layout.
const SAME: f64 = 0.8;

/// The most tables of one layout whose values count for one of them. What thirty sheets do not show,
/// three thousand do not either.
const MOST_POOLED: usize = 30;

/// For each table the first table that has its layout, by position.
pub fn groups(tables: &[&[SeenColumn]]) -> Vec<usize> {
    let headings: Vec<Vec<(u32, String)>> = tables.iter().map(|columns| headings(columns)).collect();
    let mut groups: Vec<usize> = Vec::with_capacity(tables.len());
    for (position, own) in headings.iter().enumerate() {
        let first = groups
            .iter()
            .copied()
            .enumerate()
            .find(|(other, group)| {
                other == group && headings.get(*other).is_some_and(|other| same(own, other))
            })
            .map_or(position, |(other, _)| other);
        groups.push(first);
    }
    groups
}

/// The tables that have the layout of one, that one among them.
pub fn members(groups: &[usize], position: usize) -> Vec<usize> {
    let group = groups.get(position);
    groups.iter().enumerate().filter(|(_, other)| Some(*other) == group).map(|(member, _)| member).collect()
}

/// The tables whose values count for one: some of its layout, that one among them.
pub fn pooled_members(groups: &[usize], position: usize) -> Vec<usize> {
    let mut members = members(groups, position);
    let own = members.iter().position(|member| *member == position).unwrap_or_default();
    let first = own.saturating_sub(MOST_POOLED - 1);
    members.drain(..first);
    members.truncate(MOST_POOLED);
    members
}

fn headings(columns: &[SeenColumn]) -> Vec<(u32, String)> {
    columns
        .iter()
        .map(|column| (column.head.column, fold(&column.head.shown())))
        .filter(|(_, heading)| !heading.is_empty())
        .collect()
}

fn same(one: &[(u32, String)], other: &[(u32, String)]) -> bool {
    let shared = one.iter().filter(|heading| other.contains(heading)).count();
    shared >= 2 && shared as f64 >= SAME * one.len().max(other.len()) as f64
}

/// The columns of a table with the values of all tables of its layout. A column without a heading
/// has the heading that stands there in another of them.
pub fn pool(own: &[SeenColumn], members: &[&[SeenColumn]]) -> Vec<SeenColumn> {
    own.iter()
        .map(|column| {
            let heading = fold(&column.head.own);
            let alike: Vec<&SeenColumn> = members
                .iter()
                .flat_map(|columns| columns.iter())
                .filter(|other| {
                    let there = fold(&other.head.own);
                    other.head.column == column.head.column
                        && (there == heading || there.is_empty() || heading.is_empty())
                })
                .collect();
            let profiles: Vec<&ColumnProfile> = alike.iter().map(|other| &other.profile).collect();
            let named = alike.iter().find(|other| !other.head.own.is_empty());
            let mut pooled = column.clone();
            if profiles.len() > 1 {
                pooled.profile = ColumnProfile::pooled(&profiles);
            }
            if let (true, Some(named)) = (heading.is_empty(), named) {
                pooled.heading = named.heading.clone();
            }
            pooled
        })
        .collect()
}

/// The registers that tables of one layout were taken for one by one, the surest first.
pub fn registers(alone: &[Decision], members: &[usize]) -> Vec<Register> {
    let mut votes: Vec<(Register, f64)> = Vec::new();
    for member in members {
        if let Some(Decision::Register { mapping, confidence, .. }) = alone.get(*member) {
            match votes.iter_mut().find(|(register, _)| *register == mapping.register) {
                Some((_, sum)) => *sum += confidence,
                None => votes.push((mapping.register, *confidence)),
            }
        }
    }
    votes.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    votes.into_iter().map(|(register, _)| register).collect()
}
