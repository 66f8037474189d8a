//! One statement for each requirement, merged from all rows that speak of it.
//!
//! Rows of control registers come before answers of questionnaires: an answer fills only what no
//! register says. Where several rows give a status, the weakest is taken and the disagreement is
//! reported. The result does not depend on the order of the rows.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use arcstr::ArcStr;
use chrono::NaiveDate;
use rayon::prelude::*;

use super::basis::basis;
use super::disagreements::{
    About, Contradiction, Said, answer_contradicts_register, applicability_disagrees,
    merged_parts_are_silent, statuses_disagree,
};
use super::exceptions::exception;
use crate::declaration::Register;
use crate::diagnostic::Diagnostic;
use crate::model::{Applicability, AuditFinding, Basis, Claim, Model, Parameters, Statement};
use crate::provenance::{Location, Reading, Traced, understood};
use crate::recognise::ValueWords;
use crate::recognise::value::gives_reason;
use crate::standards::{Catalogue, RequirementId};

/// Merges claims into one statement for each requirement.
pub(super) fn merge_statements(
    catalogue: &Catalogue,
    words: &ValueWords,
    model: &Model,
    claims: &[&Claim],
) -> (BTreeMap<RequirementId, Statement>, Vec<Diagnostic>) {
    let mut by_requirement: BTreeMap<RequirementId, Vec<&Claim>> = BTreeMap::new();
    for claim in claims {
        let mut named: Vec<RequirementId> = claim.requirements.iter().map(|reference| reference.id).collect();
        named.sort_unstable();
        named.dedup();
        for id in named {
            by_requirement.entry(id).or_default().push(claim);
        }
    }
    let requirements: Vec<(RequirementId, Vec<&Claim>)> = catalogue
        .requirements()
        .map(|requirement| (requirement.id, by_requirement.remove(&requirement.id).unwrap_or_default()))
        .collect();
    // Side by side, and gathered in the order of the catalogue.
    let merged: Vec<(RequirementId, Statement, Vec<Diagnostic>)> = requirements
        .into_par_iter()
        .map(|(id, own)| {
            let merge = Merge { id, words, parameters: &model.parameters, as_of: model.as_of };
            let mut diagnostics = Vec::new();
            let statement = merge.statement(own, &model.audit_findings, &mut diagnostics);
            (id, statement, diagnostics)
        })
        .collect();
    let mut diagnostics = Vec::new();
    let mut statements = BTreeMap::new();
    for (id, statement, mut told) in merged {
        diagnostics.append(&mut told);
        statements.insert(id, statement);
    }
    (statements, diagnostics)
}

/// Gives a statement the status that its rows give, where a person says that it applies although they exclude it.
/// What the rows say of that differently is told.
pub fn merge_as_applicable(
    statement: &mut Statement,
    words: &ValueWords,
    parameters: &Parameters,
    as_of: NaiveDate,
) -> Vec<Diagnostic> {
    let applies = |claim: &Claim| Claim { applicability: None, ..claim.clone() };
    let claims: Vec<Claim> =
        statement.claims.iter().filter(|claim| !claim.is_exception).map(applies).collect();
    let mut base: Vec<&Claim> = claims.iter().collect();
    let merge = Merge { id: statement.requirement, words, parameters, as_of };
    base.sort_by(|one, two| merge.order(one, two));
    let mut told = Vec::new();
    merge.merge_status(&base, statement, &mut told);
    merge.merge_maturity(&base, statement, &mut told);
    told
}

/// What the status of a requirement rests on by its rows, where further audit findings are known than those of the
/// files that were read.
pub fn basis_with_audits(
    statement: &Statement,
    words: &ValueWords,
    audits: &[AuditFinding],
    as_of: NaiveDate,
) -> Basis {
    let base: Vec<&Claim> = statement.claims.iter().filter(|claim| !claim.is_exception).collect();
    basis(statement.requirement, words, &base, audits, as_of)
}

pub(super) struct Merge<'a> {
    pub(super) id: RequirementId,
    words: &'a ValueWords,
    pub(super) parameters: &'a Parameters,
    as_of: NaiveDate,
}

impl Merge<'_> {
    fn statement(
        &self,
        all: Vec<&Claim>,
        audits: &[AuditFinding],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Statement {
        let mut statement = Statement::unknown(self.id);
        statement.claims = all.iter().map(|claim| (*claim).clone()).collect();
        let (systems, mut base): (Vec<&Claim>, Vec<&Claim>) =
            all.into_iter().partition(|claim| claim.is_exception);
        statement.exceptions = systems.into_iter().filter_map(exception).collect();
        base.sort_by(|one, two| self.order(one, two));
        self.merge_applicability(&base, &mut statement, diagnostics);
        self.merge_status(&base, &mut statement, diagnostics);
        self.merge_maturity(&base, &mut statement, diagnostics);
        self.compare_answers(&base, &statement, diagnostics);
        merge_texts(self.words, &base, &mut statement);
        statement.basis = basis(self.id, self.words, &base, audits, self.as_of);
        statement
    }

    /// Registers before answers, then the number as written, then the weaker status, then the texts:
    /// an order that the order of the rows does not change.
    fn order(&self, one: &Claim, two: &Claim) -> Ordering {
        let rank = |claim: &Claim| u8::from(claim.register != Register::Controls);
        let level = |claim: &Claim| self.level(claim).unwrap_or(f64::INFINITY);
        let text = |claim: &Claim| claim.title.as_ref().map(|title| title.value.clone());
        let written = |claim: &Claim| {
            let status = claim.status.as_ref().map(|reading| reading.text.clone());
            let maturities = [&claim.percentage, &claim.maturity, &claim.maturity_target];
            (status, maturities.map(|reading| reading.as_ref().map(|reading| reading.text.clone())))
        };
        rank(one)
            .cmp(&rank(two))
            .then_with(|| self.written(one).cmp(&self.written(two)))
            .then_with(|| level(one).total_cmp(&level(two)))
            .then_with(|| text(one).cmp(&text(two)))
            .then_with(|| written(one).cmp(&written(two)))
    }

    /// How the claim writes this requirement: the number of 2013, or else the number in the cell.
    pub(super) fn written(&self, claim: &Claim) -> String {
        let reference = claim.requirements.iter().find(|reference| reference.id == self.id);
        reference
            .map(|reference| reference.from_2013.clone().unwrap_or_else(|| reference.written.clone()))
            .unwrap_or_default()
    }

    pub(super) fn is_2013(&self, claim: &Claim) -> bool {
        claim.requirements.iter().any(|reference| reference.id == self.id && reference.from_2013.is_some())
    }

    /// The level that a claim gives, 0 to 1, by its status or else its percentage.
    fn level(&self, claim: &Claim) -> Option<f64> {
        match understood(&claim.status) {
            Some(status) => Some(self.parameters.level(status)),
            None => understood(&claim.percentage),
        }
    }

    fn merge_applicability(
        &self,
        base: &[&Claim],
        statement: &mut Statement,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let speaking = preferred(base, |claim| says_whether_it_applies(claim).is_some());
        let said: Vec<(&Claim, Applicability, &str, &Location)> = speaking
            .iter()
            .filter_map(|claim| {
                let (value, words, location) = says_whether_it_applies(claim)?;
                Some((*claim, value, words, location))
            })
            .collect();
        let parts = speaking_or_merged(base, &speaking, |claim| self.is_2013(claim));
        let silent = self.silent_parts(&parts);
        let with = |wanted: Applicability| said.iter().filter(move |(_, value, ..)| *value == wanted);
        let excluded = with(Applicability::NotApplicable).next();
        let included = with(Applicability::Applicable).next();
        let undecided = !silent.is_empty() && included.is_none();
        if excluded.is_some() && (included.is_some() || undecided) {
            let listed = |wanted| -> Vec<Said> {
                with(wanted).map(|(claim, _, words, location)| self.said(claim, words, location)).collect()
            };
            let about = About { id: self.id, from_2013: said.iter().all(|(claim, ..)| self.is_2013(claim)) };
            let out = listed(Applicability::NotApplicable);
            diagnostics.extend(if undecided {
                merged_parts_are_silent(&about, &out, &silent)
            } else {
                applicability_disagrees(&about, &out, &listed(Applicability::Applicable))
            });
        }
        // "Applicable" is stated only where a cell about applicability says so.
        let stated = speaking
            .iter()
            .filter_map(|claim| claim.applicability.as_ref())
            .filter(|reading| reading.value == Some(Applicability::Applicable))
            .map(|reading| &reading.location)
            .min();
        let (value, location) = match (excluded, included, stated) {
            // An exclusion holds for the whole only where every control that became it is excluded.
            (Some(_), None, _) if undecided => return,
            (Some((.., location)), None, _) => (Applicability::NotApplicable, *location),
            (_, _, Some(location)) => (Applicability::Applicable, location),
            (Some(_), Some((.., location)), None) => (Applicability::Applicable, *location),
            _ => return,
        };
        statement.applicability = value;
        statement.applicability_location = Some(location.clone());
    }

    fn merge_status(&self, base: &[&Claim], statement: &mut Statement, diagnostics: &mut Vec<Diagnostic>) {
        let speaking = preferred(base, |claim| claim.status.is_some() || claim.percentage.is_some());
        // A register that rates a maturity says how far the requirement is met: no answer stands before it.
        let rated =
            |claim: &&Claim| claim.register == Register::Controls && understood(&claim.maturity).is_some();
        if speaking.iter().all(|claim| claim.register != Register::Controls) && base.iter().any(rated) {
            return;
        }
        let merged: Vec<&Claim> = speaking_or_merged(base, &speaking, |claim| self.is_2013(claim));
        let counted = not_excluded(&merged);
        let from_2013 = self.merges_2013(&counted);
        let weakest =
            counted.iter().copied().filter(|claim| self.level(claim).is_some()).min_by(|one, two| {
                let level = |claim: &Claim| self.level(claim).unwrap_or(f64::INFINITY);
                level(one)
                    .total_cmp(&level(two))
                    .then_with(|| understood(&one.status).cmp(&understood(&two.status)))
            });
        // Where one of the controls of 2013 that became this one has no known status, neither has the whole.
        let unknown = counted.iter().copied().find(|claim| from_2013 && self.level(claim).is_none());
        let said: Vec<Said> = counted.iter().map(|claim| self.says_of_status(claim)).collect();
        if self.statuses_differ(&counted, from_2013) {
            let used = weakest.filter(|_| unknown.is_none()).map(|claim| self.says_of_status(claim));
            let all_read = counted.iter().all(|claim| self.level(claim).is_some());
            let about = About { id: self.id, from_2013 };
            diagnostics.extend(statuses_disagree(&about, &said, used.as_ref(), all_read));
        }
        if let Some(unknown) = unknown {
            if counted.iter().any(|claim| claim.status.is_some() || claim.percentage.is_some()) {
                let words: Vec<String> = said.iter().map(Said::numbered).collect();
                let location = self.says_of_status(unknown).location;
                statement.status = Some(Reading::not_understood(words.join(", "), location));
            }
            return;
        }
        // What a register writes stays its status where it cannot be read; an answer that cannot be read gives none.
        let unread = |claim: &&Claim| claim.register == Register::Controls && claim.status.is_some();
        let used = weakest.or_else(|| counted.iter().copied().find(unread));
        if let Some(claim) = used {
            statement.status = claim.status.clone();
            statement.percentage = claim.percentage.clone();
        }
    }

    /// Whether the claims say different things; where controls of 2013 were merged, one without a
    /// status differs from those with one.
    fn statuses_differ(&self, claims: &[&Claim], from_2013: bool) -> bool {
        let stated = claims.iter().map(|claim| match understood(&claim.status) {
            Some(status) => Some((Some(status), None)),
            None => understood(&claim.percentage).map(|share| (None, Some(share))),
        });
        // A register that says something which cannot be read does not say the same as one that can.
        let unread =
            claims.iter().map(|claim| claim.register == Register::Controls && claim.status.is_some());
        let mut known = stated
            .zip(unread)
            .filter(|(status, unread)| from_2013 || status.is_some() || *unread)
            .map(|(status, _)| status);
        let Some(first) = known.next() else { return false };
        known.any(|other| other != first)
    }

    /// Whether the claims are several controls of 2013 that became this one.
    pub(super) fn merges_2013(&self, claims: &[&Claim]) -> bool {
        let numbers: BTreeSet<String> = claims.iter().map(|claim| self.written(claim)).collect();
        claims.iter().all(|claim| self.is_2013(claim)) && numbers.len() > 1
    }

    /// The controls of 2013 that became this one and of which no row says whether they apply.
    fn silent_parts(&self, parts: &[&Claim]) -> Vec<Said> {
        if !self.merges_2013(parts) {
            return Vec::new();
        }
        let says = |claim: &&Claim| says_whether_it_applies(claim).is_some();
        let spoken: BTreeSet<String> =
            parts.iter().copied().filter(says).map(|claim| self.written(claim)).collect();
        parts
            .iter()
            .filter(|claim| !spoken.contains(&self.written(claim)))
            .map(|claim| self.said(claim, "", &claim.location))
            .collect()
    }

    fn says_of_status(&self, claim: &Claim) -> Said {
        let status = claim.status.as_ref().map(|reading| (&reading.text, &reading.location));
        let share = claim.percentage.as_ref().map(|reading| (&reading.text, &reading.location));
        let (words, location) = match status.or(share) {
            Some((text, location)) => (text.to_string(), location.clone()),
            None => (String::new(), claim.location.clone()),
        };
        Said { number: self.written(claim), words, location }
    }

    /// Answers that say otherwise than the control registers, whose word is used.
    fn compare_answers(&self, base: &[&Claim], statement: &Statement, diagnostics: &mut Vec<Diagnostic>) {
        let (registers, answers): (Vec<&Claim>, Vec<&Claim>) =
            base.iter().copied().partition(|claim| claim.register == Register::Controls);
        let excluded = registers.iter().find_map(|claim| {
            let (value, words, location) = says_whether_it_applies(claim)?;
            (value == Applicability::NotApplicable).then(|| self.said(claim, words, location))
        });
        let applies = registers.iter().find_map(|claim| {
            let (value, words, location) = says_whether_it_applies(claim)?;
            (value == Applicability::Applicable).then(|| self.said(claim, words, location))
        });
        let used =
            registers.iter().any(|claim| self.level(claim).is_some() || self.strength(claim).is_some());
        let used = used.then(|| self.used(statement)).flatten();
        let against = |answer: &Claim| -> Option<Contradiction> {
            let of =
                |said: Said, register: Said| Contradiction { answer: said, register, of_maturity: false };
            if understood(&answer.applicability) == Some(Applicability::NotApplicable) {
                let reading = answer.applicability.as_ref()?;
                let said = self.said(answer, &reading.text, &reading.location);
                return applies.clone().filter(|_| excluded.is_none()).map(|register| of(said, register));
            }
            let (given, said) = match self.level(answer) {
                Some(given) => (given, self.says_of_status(answer)),
                None => (*self.strength(answer)?.first()?, self.says_of_maturity(answer)),
            };
            if let (Some(register), None) = (&excluded, &applies) {
                return (given >= CONTRADICTION).then(|| of(said, register.clone()));
            }
            let (level, register, of_maturity) = used.clone()?;
            let differs = (given - level).abs() >= CONTRADICTION;
            differs.then(|| Contradiction { of_maturity, ..of(said, register) })
        };
        let told: Vec<Contradiction> = answers.iter().filter_map(|answer| against(answer)).collect();
        diagnostics.extend(answer_contradicts_register(self.id, &told));
    }

    /// The level that a statement has, 0 to 1, with the words that give it and their cell: its status, else its
    /// percentage, else its maturity; and whether it is the maturity.
    fn used(&self, statement: &Statement) -> Option<(f64, Said, bool)> {
        let said = |words: &str, location: &Location| Said {
            number: String::new(),
            words: words.to_owned(),
            location: location.clone(),
        };
        if let Some(reading) = &statement.status
            && let Some(status) = reading.value
        {
            return Some((self.parameters.level(status), said(&reading.text, &reading.location), false));
        }
        if let Some(reading) = &statement.percentage
            && let Some(share) = reading.value
        {
            return Some((share, said(&reading.text, &reading.location), false));
        }
        let share = self.share_of_maturity(statement)?;
        let reading = statement.maturity.as_ref()?;
        Some((share, said(&reading.text, &reading.location), true))
    }

    pub(super) fn said(&self, claim: &Claim, words: &str, location: &Location) -> Said {
        Said { number: self.written(claim), words: words.to_owned(), location: location.clone() }
    }
}

/// How far an answer must at least lie from the register's level to contradict it (judgement): an
/// answer knows yes, partly and no only.
const CONTRADICTION: f64 = 0.5;

/// Whether a claim says that the requirement applies, with its words: who gives a status, a
/// percentage or a maturity says so too.
fn says_whether_it_applies(claim: &Claim) -> Option<(Applicability, &str, &Location)> {
    match &claim.applicability {
        Some(reading) => reading.value.map(|value| (value, reading.text.as_str(), &reading.location)),
        None => {
            let status = stated(&claim.status).or_else(|| stated(&claim.percentage));
            let said = status.or_else(|| stated(&claim.maturity));
            said.map(|(text, location)| (Applicability::Applicable, text, location))
        }
    }
}

fn stated<T>(reading: &Option<Reading<T>>) -> Option<(&str, &Location)> {
    let reading = reading.as_ref().filter(|reading| reading.value.is_some())?;
    Some((reading.text.as_str(), &reading.location))
}

/// Those of the claims that do not exclude the requirement.
pub(super) fn not_excluded<'c>(claims: &[&'c Claim]) -> Vec<&'c Claim> {
    let applies = |claim: &&Claim| understood(&claim.applicability) != Some(Applicability::NotApplicable);
    claims.iter().copied().filter(applies).collect()
}

/// The claims of control registers that say something, or else those of questionnaires.
pub(super) fn preferred<'c>(base: &[&'c Claim], says: impl Fn(&'c Claim) -> bool) -> Vec<&'c Claim> {
    let of = |controls: bool| -> Vec<&'c Claim> {
        base.iter()
            .copied()
            .filter(|claim| (claim.register == Register::Controls) == controls && says(claim))
            .collect()
    };
    let registers = of(true);
    if registers.is_empty() { of(false) } else { registers }
}

/// The claims with a status and, where those are controls of 2013 that were merged, the merged ones
/// without a status too.
pub(super) fn speaking_or_merged<'c>(
    base: &[&'c Claim],
    speaking: &[&'c Claim],
    is_2013: impl Fn(&Claim) -> bool,
) -> Vec<&'c Claim> {
    if speaking.is_empty() || !speaking.iter().all(|claim| is_2013(claim)) {
        return speaking.to_vec();
    }
    base.iter().copied().filter(|claim| claim.register == Register::Controls && is_2013(claim)).collect()
}

/// Whether a row gives a reason for an exclusion.
fn justifies(words: &ValueWords, claim: &Claim) -> bool {
    claim.justification_exclusion.as_ref().is_some_and(|text| gives_reason(words, &text.value))
}

fn merge_texts(words: &ValueWords, base: &[&Claim], statement: &mut Statement) {
    let joined = |field: fn(&Claim) -> &Option<Traced<ArcStr>>| {
        let texts = || base.iter().filter_map(|claim| field(claim).as_ref());
        let first = texts().next()?;
        let mut known: BTreeSet<&str> = BTreeSet::new();
        let parts: Vec<&str> =
            texts().map(|text| text.value.as_str()).filter(|part| known.insert(part)).collect();
        let one = parts.len() == 1;
        Some(if one { first.clone() } else { Traced::new(parts.join("; "), first.location.clone()) })
    };
    statement.justification_inclusion = joined(|claim| &claim.justification_inclusion);
    // "n/a" and the like are kept with their rows and justify nothing.
    statement.justification_exclusion = joined(|claim| &claim.justification_exclusion)
        .filter(|_| base.iter().any(|claim| justifies(words, claim)));
    statement.implementation = joined(|claim| &claim.implementation);
    statement.evidence = joined(|claim| &claim.evidence);
    statement.owner = joined(|claim| &claim.owner);
    statement.gap = joined(|claim| &claim.gap);
    statement.action = joined(|claim| &claim.action);
    statement.comment = joined(|claim| &claim.comment);
    // Of several dates the one that makes the weaker claim: the oldest evidence and review, the
    // earliest due date.
    let earliest = |field: fn(&Claim) -> &Option<Reading<chrono::NaiveDate>>| {
        let readings = || base.iter().filter_map(|claim| field(claim).as_ref());
        let known = readings().filter(|reading| reading.value.is_some()).min_by_key(|reading| reading.value);
        known.or_else(|| readings().next()).cloned()
    };
    statement.evidence_date = earliest(|claim| &claim.evidence_date);
    statement.due = earliest(|claim| &claim.due);
    statement.reviewed = earliest(|claim| &claim.reviewed);
}
