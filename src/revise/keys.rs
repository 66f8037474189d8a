//! Keys of records that share an identifier, held to the records that had them at the last run.
//!
//! Two registers may both number their risks from R-01: the second gets the key `R-01 (2)`, by the order in
//! which the files are read. A decision must not pass to the other record where that order changes, so each
//! keeps the key that the record of its file and sheet had.

use std::collections::{BTreeMap, BTreeSet};

use super::kept::Kept;
use crate::model::{AiSystem, Asset, AuditFinding, Model, Risk, Supplier};
use crate::record::List;
use crate::record::Previous;
use crate::record::names::{AI_SYSTEMS, ASSETS, AUDIT_FINDINGS, RISKS, SUPPLIERS};

/// Gives the records of the model that share an identifier the keys that they had.
pub fn follow_keys(previous: &Previous<'_>, model: &mut Model) {
    let list = |name: &str| previous.last.book.list(name);
    follow::<Risk>(list(RISKS), model);
    follow::<AiSystem>(list(AI_SYSTEMS), model);
    follow::<Asset>(list(ASSETS), model);
    follow::<AuditFinding>(list(AUDIT_FINDINGS), model);
    follow::<Supplier>(list(SUPPLIERS), model);
}

fn follow<R: Kept>(last: Option<&List>, model: &mut Model) {
    let Some(last) = last else { return };
    // The places that shared keys had, by the identifier that they share.
    let mut before: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for (key, record) in &last.records {
        before.entry(identifier(key)).or_default().push((key, sheet_of(&record.source)));
    }
    // In the order in which the records stood: the tenth after the second.
    before.values_mut().for_each(|known| known.sort_by_key(|(key, _)| number(key)));
    let mut now: BTreeMap<String, Vec<(usize, String)>> = BTreeMap::new();
    for (number, record) in R::records(model).iter_mut().enumerate() {
        let place = record.location().to_string();
        let key = identifier(record.key()).to_owned();
        now.entry(key).or_default().push((number, sheet_of(&place).to_owned()));
    }
    for (identifier, records) in now {
        let known = before.get(identifier.as_str()).map(Vec::as_slice).unwrap_or_default();
        if records.len() < 2 && known.len() < 2 {
            continue;
        }
        let keys = keys_of(&identifier, &records, known);
        for ((number, _), key) in records.into_iter().zip(keys) {
            if let Some(record) = R::records(model).get_mut(number) {
                *record.key() = key;
            }
        }
    }
}

/// The keys of records that share an identifier, in their order: those of the same sheet at the last run in
/// the same order, then numbers that nothing had.
fn keys_of(identifier: &str, records: &[(usize, String)], known: &[(&str, &str)]) -> Vec<String> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let followed: Vec<Option<String>> = records
        .iter()
        .map(|(_, place)| {
            let mut same = known.iter().filter(|(key, sheet)| sheet == place && !taken.contains(*key));
            let key = same.next().map(|(key, _)| (*key).to_owned());
            taken.extend(key.clone());
            key
        })
        .collect();
    // What another record had stays free for it, though its file was not read this time.
    taken.extend(known.iter().map(|(key, _)| (*key).to_owned()));
    followed
        .into_iter()
        .map(|key| {
            key.unwrap_or_else(|| {
                let numbered = (2..).map(|number| format!("{identifier} ({number})"));
                let mut free = std::iter::once(identifier.to_owned()).chain(numbered);
                let key = free.find(|key| !taken.contains(key)).unwrap_or_default();
                taken.insert(key.clone());
                key
            })
        })
        .collect()
}

/// A key without the number that tells it from others.
fn identifier(key: &str) -> &str {
    numbered(key).map_or(key, |(identifier, _)| identifier)
}

/// The number that tells a key from others; 1 for the first.
fn number(key: &str) -> u32 {
    numbered(key).map_or(1, |(_, number)| number)
}

fn numbered(key: &str) -> Option<(&str, u32)> {
    let (identifier, number) = key.strip_suffix(')')?.rsplit_once(" (")?;
    Some((identifier, number.parse().ok()?))
}

/// File and sheet of a place: what stands before its row or cell.
fn sheet_of(place: &str) -> &str {
    place.rsplit_once(" › ").map_or(place, |(sheet, _)| sheet)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(records: &[&str], known: &[(&str, &str)]) -> Vec<String> {
        let records: Vec<(usize, String)> =
            records.iter().enumerate().map(|(number, sheet)| (number, (*sheet).to_owned())).collect();
        keys_of("R-01", &records, known)
    }

    #[test]
    fn a_shared_identifier_keeps_its_key_whatever_order_the_files_are_read_in() {
        let known = [("R-01", "it.xlsx › Risks"), ("R-01 (2)", "hr.xlsx › Risks")];
        assert_eq!(keys(&["it.xlsx › Risks", "hr.xlsx › Risks"], &known), ["R-01", "R-01 (2)"]);
        assert_eq!(keys(&["hr.xlsx › Risks", "it.xlsx › Risks"], &known), ["R-01 (2)", "R-01"]);
        assert_eq!(keys(&["hr.xlsx › Risks"], &known), ["R-01 (2)"]);
    }

    #[test]
    fn a_new_register_takes_no_key_that_another_one_had() {
        let known = [("R-01", "it.xlsx › Risks"), ("R-01 (2)", "hr.xlsx › Risks")];
        assert_eq!(keys(&["new.xlsx › Risks"], &known), ["R-01 (3)"]);
        assert_eq!(identifier("R-01 (2)"), "R-01");
        assert_eq!(identifier("Laptop (old)"), "Laptop (old)");
        assert!(number("R-01 (10)") > number("R-01 (2)") && number("R-01") == 1);
    }
}
