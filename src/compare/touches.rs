//! What a change touches in the other standard.

use std::collections::{BTreeMap, BTreeSet};

use crate::declaration::Field;
use crate::model::{Model, YesNo};
use crate::record::names::{AUDIT_FINDINGS, DECISION, PAIRS, REQUIREMENTS, RISKS};
use crate::record::{Book, List};
use crate::standards::{Catalogue, RequirementId};

/// Most requirements that are named for one change.
const MOST_NAMED: usize = 6;

/// What records have to do with requirements of both standards.
#[derive(Clone, Debug)]
pub struct Touches<'a> {
    catalogue: &'a Catalogue,
    /// The requirements that risks and audit findings name, by list and key.
    named: BTreeMap<(&'static str, String), BTreeSet<RequirementId>>,
    /// The pairs that the organisation runs as one.
    shared: Vec<(RequirementId, RequirementId)>,
}

impl<'a> Touches<'a> {
    /// What the records of a model have to do with requirements.
    pub fn of_model(catalogue: &'a Catalogue, model: &Model) -> Self {
        let mut named: BTreeMap<_, BTreeSet<RequirementId>> = BTreeMap::new();
        for risk in &model.risks {
            let controls = risk.controls.iter().map(|control| control.value.id);
            named.entry((RISKS, risk.key.clone())).or_default().extend(controls);
        }
        for finding in &model.audit_findings {
            let requirements = finding.requirements.iter().map(|reference| reference.id);
            named.entry((AUDIT_FINDINGS, finding.key.clone())).or_default().extend(requirements);
        }
        let shared = model.pairs.iter().filter(|pair| pair.shared);
        Self { catalogue, named, shared: shared.map(|pair| (pair.iso27001, pair.iso42001)).collect() }
    }

    /// What the records of two states of a workbook have to do with requirements, in either of them.
    pub fn of_books(catalogue: &'a Catalogue, books: [&Book; 2]) -> Self {
        let mut named: BTreeMap<_, BTreeSet<RequirementId>> = BTreeMap::new();
        let mut shared = Vec::new();
        for book in books {
            for (name, field) in [(RISKS, Field::RiskControls), (AUDIT_FINDINGS, Field::FindingRef)] {
                for (key, ids) in book.list(name).into_iter().flat_map(|list| named_in(list, field)) {
                    named.entry((name, key.clone())).or_default().extend(ids);
                }
            }
            let pairs = book.list(PAIRS).map(|list| &list.records).into_iter().flatten();
            shared.extend(pairs.filter_map(|(key, _)| {
                let decision = book.entry(PAIRS, key, DECISION)?.to_string();
                let (one, other) = key.split_once('+')?;
                let pair = (one.parse().ok()?, other.parse().ok()?);
                decision.eq_ignore_ascii_case(YesNo::Yes.word()).then_some(pair)
            }));
        }
        Self { catalogue, named, shared }
    }

    /// The requirements of the other standard that a change of a record touches, in words: those that are
    /// shared with a requirement first, then those that its work contributes to.
    pub fn of(&self, list: &str, key: &str) -> String {
        if list == PAIRS {
            return key.replace('+', " and ");
        }
        let requirements: BTreeSet<RequirementId> = if REQUIREMENTS.contains(&list) {
            key.parse().into_iter().collect()
        } else {
            let name = [RISKS, AUDIT_FINDINGS].into_iter().find(|name| *name == list);
            let of_record = name.and_then(|name| self.named.get(&(name, key.to_owned())));
            of_record.cloned().unwrap_or_default()
        };
        let mut touched = BTreeSet::new();
        for id in &requirements {
            touched.extend(self.linked(*id));
        }
        // A risk treated by controls of both standards touches all of them.
        let standards: BTreeSet<_> = requirements.iter().map(|id| id.standard()).collect();
        if standards.len() > 1 {
            touched.extend(requirements.iter().copied());
        }
        let mut named: Vec<String> = touched.iter().take(MOST_NAMED).map(ToString::to_string).collect();
        if touched.len() > MOST_NAMED {
            named.push(format!("and {} more", touched.len() - MOST_NAMED));
        }
        named.join(", ")
    }

    fn linked(&self, id: RequirementId) -> Vec<RequirementId> {
        let by_catalogue =
            self.catalogue.directed_links().filter(|link| link.source == id).map(|link| link.target);
        let by_organisation = self.shared.iter().filter_map(|(iso27001, iso42001)| match id {
            id if *iso27001 == id => Some(*iso42001),
            id if *iso42001 == id => Some(*iso27001),
            _ => None,
        });
        by_catalogue.chain(by_organisation).collect()
    }
}

/// The requirements that the records of a list name in the column of a field.
fn named_in(list: &List, field: Field) -> impl Iterator<Item = (&String, Vec<RequirementId>)> {
    let column = list.columns.iter().position(|column| column.field == Some(field));
    list.records.iter().filter_map(move |(key, record)| {
        let text = record.entries.get(column?)?.to_string();
        let ids = text.split([';', ',', '\n']).filter_map(|part| part.trim().parse().ok());
        Some((key, ids.collect()))
    })
}
