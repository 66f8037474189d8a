//! By what a file of the last run is known again although it was edited and bears another name: what its
//! tables and its records say.

use std::collections::{BTreeMap, BTreeSet};

use super::names::{ANSWERS, QUESTION};
use super::{Previous, entry_of};
use crate::declaration::{Field, MappingList};
use crate::model::Entry;
use crate::read::Workbook;

/// Least number of texts by which a file can be known at all.
const LEAST_TEXTS: usize = 5;
/// Least share of them that another file has to hold to be taken for it.
const LEAST_SHARE: f64 = 0.6;
/// Least difference to the share of any other file, so that two are not confused.
const CLEAR_DIFFERENCE: f64 = 0.2;
/// The heading of the headings of the sources' columns.
const HEADING: &str = "Heading";

/// Fields of which the lists hold words or references of annexa, not the text of a register.
const NOT_AS_READ: [Field; 16] = [
    Field::ControlStatus,
    Field::ControlApplicable,
    Field::ControlBasis,
    Field::RiskControls,
    Field::RiskTreatment,
    Field::RiskStatus,
    Field::RiskCategory,
    Field::FindingRef,
    Field::FindingGrade,
    Field::FindingStatus,
    Field::AiLifecycleStage,
    Field::AiRole,
    Field::AiRiskClass,
    Field::AiImpactAssessment,
    Field::AssetClassification,
    Field::AssetType,
];

/// A file that is taken for one of the last run.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownAgain {
    /// Its place among those that were offered.
    pub file: usize,
    /// What the last run called it.
    pub called: String,
    /// How many texts it is known by, and how many of them it holds.
    pub texts: (usize, usize),
}

impl Previous<'_> {
    /// The texts by which each file of the last run is known: the headings of its tables, and of each record the
    /// longest text. Identifiers are none: every register numbers its records.
    pub fn texts_of_files(&self) -> BTreeMap<String, BTreeSet<String>> {
        let mut texts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let files: Vec<&str> = self.last.sources.iter().map(|source| source.path.as_str()).collect();
        let mut add = |places: &str, text: &str| {
            let text = in_one_line(text);
            if text.is_empty() {
                return;
            }
            for place in places.split("; ") {
                let lies_in =
                    |file: &&&str| place.strip_prefix(**file).is_some_and(|rest| rest.starts_with(" ›"));
                if let Some(file) = files.iter().find(lies_in) {
                    texts.entry((*file).to_owned()).or_default().insert(text.clone());
                }
            }
        };
        for list in &self.last.book.lists {
            let is_as_read = |field: Option<Field>| field.is_some_and(|field| !NOT_AS_READ.contains(&field));
            let as_read: Vec<bool> = list.columns.iter().map(|column| is_as_read(column.field)).collect();
            for record in list.records.values() {
                let said = record.entries.iter().zip(&as_read).filter(|(_, as_read)| **as_read);
                let said = said.filter_map(|(entry, _)| match entry {
                    Entry::Text(text) => Some(text),
                    _ => None,
                });
                if let Some(longest) = said.max_by_key(|text| text.chars().count()) {
                    add(&record.source, longest);
                }
            }
        }
        for (list, heading) in [(ANSWERS, QUESTION), (MappingList::Columns.name(), HEADING)] {
            let Some(keys) = self.last.book.list(list).map(|list| list.records.keys()) else { continue };
            for key in keys {
                add(key, &self.beside(list, key, heading));
            }
        }
        texts
    }

    /// Which of some new files are files of the last run that are missing: each of its kind alone, with
    /// most of what the file was known by, and nothing else like it.
    pub fn known_again(&self, missing: &[String], files: &[Workbook]) -> Vec<KnownAgain> {
        let texts = self.texts_of_files();
        let held: Vec<BTreeSet<String>> = files.iter().map(texts_in).collect();
        let shares: Vec<Vec<(&str, usize, f64)>> = held
            .iter()
            .map(|held| {
                let known = texts.iter().map(|(file, texts)| {
                    let same = texts.iter().filter(|text| held.contains(*text)).count();
                    (file.as_str(), same, same as f64 / texts.len() as f64)
                });
                known.collect()
            })
            .collect();
        let mut found = Vec::new();
        for (file, of_file) in shares.iter().enumerate() {
            let best = of_file.iter().max_by(|one, other| one.2.total_cmp(&other.2));
            let Some((called, same, share)) = best else { continue };
            let count = texts.get(*called).map_or(0, BTreeSet::len);
            let clear = |other: f64| share - other >= CLEAR_DIFFERENCE;
            let alone = of_file.iter().all(|(other, _, share)| other == called || clear(*share));
            let others = shares.iter().enumerate().filter(|(number, _)| *number != file);
            let only = others
                .flat_map(|(_, of_other)| of_other)
                .all(|(other, _, share)| other != called || clear(*share));
            let is_missing = missing.iter().any(|missing| missing == called);
            if is_missing && count >= LEAST_TEXTS && *share >= LEAST_SHARE && alone && only {
                found.push(KnownAgain { file, called: (*called).to_owned(), texts: (count, *same) });
            }
        }
        found
    }
}

fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Every text of a file.
fn texts_in(workbook: &Workbook) -> BTreeSet<String> {
    let cells = workbook.sheets.iter().flat_map(|sheet| &sheet.rows).flat_map(|row| &row.cells);
    cells.map(|cell| in_one_line(&entry_of(Some(cell)).to_string())).collect()
}
