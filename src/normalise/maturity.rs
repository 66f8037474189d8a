//! The maturity of a requirement from all rows that give one.

use super::disagreements::{About, Said, maturities_disagree};
use super::statements::{Merge, not_excluded, preferred, speaking_or_merged};
use crate::diagnostic::Diagnostic;
use crate::model::{Claim, Statement};
use crate::provenance::{Reading, understood};

impl Merge<'_> {
    /// The weakest maturity that any row gives, measured against its own target or the top of its own
    /// scale, which it keeps.
    ///
    /// Where controls of 2013 became one and the maturity of one of them is not known, neither is that
    /// of the whole.
    pub(super) fn merge_maturity(
        &self,
        base: &[&Claim],
        statement: &mut Statement,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let speaking = preferred(base, |claim| claim.maturity.is_some());
        let merged = speaking_or_merged(base, &speaking, |claim| self.is_2013(claim));
        let counted = match not_excluded(&merged) {
            applying if applying.is_empty() => merged,
            applying => applying,
        };
        let from_2013 = self.merges_2013(&counted);
        let rated = counted.iter().copied().filter_map(|claim| Some((claim, self.strength(claim)?)));
        let weakest = rated
            .clone()
            .min_by(|(_, one), (_, two)| {
                one.iter()
                    .zip(two)
                    .map(|(one, two)| one.total_cmp(two))
                    .fold(std::cmp::Ordering::Equal, |order, next| order.then(next))
            })
            .map(|(claim, _)| claim);
        let unknown =
            counted.iter().copied().find(|claim| from_2013 && understood(&claim.maturity).is_none());
        let said: Vec<Said> = counted.iter().map(|claim| self.says_of_maturity(claim)).collect();
        // A maturity beside a known status decides no figure.
        let decides = understood(&statement.status).is_none() && understood(&statement.percentage).is_none();
        let mut strengths = counted
            .iter()
            .map(|claim| self.strength(claim))
            .filter(|strength| from_2013 || strength.is_some());
        let first = strengths.next();
        let differ = strengths.any(|other| Some(other) != first);
        if weakest.is_some() && decides && differ {
            let used = weakest.filter(|_| unknown.is_none()).map(|claim| self.says_of_maturity(claim));
            diagnostics.extend(maturities_disagree(&About { id: self.id, from_2013 }, &said, used.as_ref()));
        }
        if let (Some(unknown), true) = (unknown, counted.iter().any(|claim| claim.maturity.is_some())) {
            let words: Vec<String> = said
                .iter()
                .map(|said| {
                    let words = if said.words.is_empty() { "without maturity" } else { said.words.as_str() };
                    format!("{} {words}", said.number)
                })
                .collect();
            let location = self.says_of_maturity(unknown).location;
            statement.maturity = Some(Reading::not_understood(words.join(", "), location));
            return;
        }
        let targeted = || base.iter().copied().find(|claim| claim.maturity_target.is_some());
        if let Some(claim) = weakest.or_else(|| counted.first().copied()) {
            statement.maturity = claim.maturity.clone();
            statement.maturity_target = claim.maturity_target.clone();
            statement.maturity_top = claim.maturity_top;
        } else if let Some(claim) = targeted() {
            statement.maturity_target = claim.maturity_target.clone();
            statement.maturity_top = claim.maturity_top;
        }
    }

    /// What orders the maturities of claims, the weakest first: the share of the target or of the top
    /// of the scale, then the level, then what it is measured against.
    pub(super) fn strength(&self, claim: &Claim) -> Option<[f64; 4]> {
        self.measured(&claim.maturity, &claim.maturity_target, claim.maturity_top)
    }

    /// The maturity that was merged, as a share of its target or of the top of its scale, 0 to 1.
    pub(super) fn share_of_maturity(&self, statement: &Statement) -> Option<f64> {
        let [share, ..] =
            self.measured(&statement.maturity, &statement.maturity_target, statement.maturity_top)?;
        Some(share)
    }

    fn measured(
        &self,
        maturity: &Option<Reading<f64>>,
        target: &Option<Reading<f64>>,
        top: Option<f64>,
    ) -> Option<[f64; 4]> {
        let level = understood(maturity)?;
        let top = top.filter(|top| *top > 0.0).unwrap_or(self.parameters.maturity_top);
        let target = understood(target).filter(|target| *target > 0.0);
        Some([(level / target.unwrap_or(top)).clamp(0.0, 1.0), level, target.unwrap_or(top), top])
    }

    /// `2 of 4`, with the target as it is written.
    pub(super) fn says_of_maturity(&self, claim: &Claim) -> Said {
        let Some(maturity) = &claim.maturity else { return self.said(claim, "", &claim.location) };
        let words = match &claim.maturity_target {
            Some(target) => format!("{} of {}", maturity.text, target.text),
            None => maturity.text.to_string(),
        };
        self.said(claim, &words, &maturity.location)
    }
}
