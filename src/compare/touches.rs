//! What a change touches in the other standard.

use std::collections::BTreeSet;

use crate::model::Model;
use crate::record::names::{AUDIT_FINDINGS, PAIRS, REQUIREMENTS, RISKS};
use crate::standards::{Catalogue, RequirementId};

/// Most requirements that are named for one change.
const MOST_NAMED: usize = 6;

/// What records have to do with requirements of both standards.
#[derive(Clone, Copy, Debug)]
pub struct Touches<'a> {
    /// Both standards.
    pub catalogue: &'a Catalogue,
    /// The risks and pairs.
    pub model: &'a Model,
}

impl Touches<'_> {
    /// The requirements of the other standard that a change of a record touches, in words: those that are
    /// shared with a requirement first, then those that its work contributes to.
    pub fn of(&self, list: &str, key: &str) -> String {
        let requirements: Vec<RequirementId> = match list {
            RISKS => self.of_risk(key),
            PAIRS => return key.replace('+', " and "),
            AUDIT_FINDINGS => self.of_finding(key),
            list if REQUIREMENTS.contains(&list) => key.parse().into_iter().collect(),
            // Actions and findings name requirements in their keys.
            _ => Vec::new(),
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

    fn of_risk(&self, key: &str) -> Vec<RequirementId> {
        let risk = self.model.risks.iter().find(|risk| risk.key == key);
        risk.map(|risk| risk.controls.iter().map(|control| control.value.id).collect()).unwrap_or_default()
    }

    fn of_finding(&self, key: &str) -> Vec<RequirementId> {
        let finding = self.model.audit_findings.iter().find(|finding| finding.key == key);
        finding
            .map(|finding| finding.requirements.iter().map(|reference| reference.id).collect())
            .unwrap_or_default()
    }

    fn linked(&self, id: RequirementId) -> Vec<RequirementId> {
        let by_catalogue =
            self.catalogue.directed_links().filter(|link| link.source == id).map(|link| link.target);
        let by_organisation = self.model.pairs.iter().filter(|pair| pair.shared).filter_map(|pair| {
            if pair.iso27001 == id {
                Some(pair.iso42001)
            } else if pair.iso42001 == id {
                Some(pair.iso27001)
            } else {
                None
            }
        });
        by_catalogue.chain(by_organisation).collect()
    }
}
