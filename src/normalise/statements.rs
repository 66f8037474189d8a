//! One statement for each requirement, merged from all rows that speak of it.
//!
//! Rows of control registers come before answers of questionnaires: an answer fills only what no
//! register says. Where several rows give a status, the weakest is taken and the disagreement is
//! reported. The result does not depend on the order of the rows.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use crate::declaration::Register;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::normalise::{
    APPLICABILITY_DISAGREES, MERGED_2013_CONTROLS_DIFFER, STATUSES_DISAGREE,
};
use crate::model::{
    Applicability, AuditFinding, Basis, Claim, Exception, FindingGrade, ImplementationStatus, OpenState,
    Parameters, Statement,
};
use crate::provenance::{Location, Reading, Traced, understood};
use crate::recognise::value::is_placeholder;
use crate::recognise::{ValueWords, fold};
use crate::standards::{Catalogue, RequirementId};

/// Merges claims into one statement for each requirement.
pub(super) fn merge_statements(
    catalogue: &Catalogue,
    words: &ValueWords,
    parameters: &Parameters,
    claims: &[&Claim],
    audits: &[AuditFinding],
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
    let mut diagnostics = Vec::new();
    let statements = catalogue
        .requirements()
        .map(|requirement| {
            let own = by_requirement.remove(&requirement.id).unwrap_or_default();
            let merge = Merge { id: requirement.id, words, parameters };
            (requirement.id, merge.statement(own, audits, &mut diagnostics))
        })
        .collect();
    (statements, diagnostics)
}

/// Most rows that a message lists.
const CLAIMS_LISTED: usize = 8;

struct Merge<'a> {
    id: RequirementId,
    words: &'a ValueWords,
    parameters: &'a Parameters,
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
            all.into_iter().partition(|claim| claim.system.is_some());
        statement.exceptions = systems.into_iter().filter_map(exception).collect();
        base.sort_by(|one, two| self.order(one, two));
        self.merge_applicability(&base, &mut statement, diagnostics);
        self.merge_status(&base, &mut statement, diagnostics);
        merge_maturity(&base, &mut statement);
        merge_texts(&base, &mut statement);
        statement.basis = self.basis(&base, audits);
        statement
    }

    /// Registers before answers, then the number as written, then the weaker status, then the texts:
    /// an order that the order of the rows does not change.
    fn order(&self, one: &Claim, two: &Claim) -> Ordering {
        let rank = |claim: &Claim| u8::from(claim.register != Register::Controls);
        let level = |claim: &Claim| self.level(claim).unwrap_or(f64::INFINITY);
        let text = |claim: &Claim| claim.title.as_ref().map(|title| title.value.clone());
        rank(one)
            .cmp(&rank(two))
            .then_with(|| self.written(one).cmp(&self.written(two)))
            .then_with(|| level(one).total_cmp(&level(two)))
            .then_with(|| text(one).cmp(&text(two)))
    }

    /// How the claim writes this requirement: the number of 2013, or else the number in the cell.
    fn written(&self, claim: &Claim) -> String {
        let reference = claim.requirements.iter().find(|reference| reference.id == self.id);
        reference
            .map(|reference| reference.from_2013.clone().unwrap_or_else(|| reference.written.clone()))
            .unwrap_or_default()
    }

    fn is_2013(&self, claim: &Claim) -> bool {
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
        let says = |claim: &&Claim| -> Option<(Applicability, Location)> {
            match &claim.applicability {
                Some(reading) => reading.value.map(|value| (value, reading.location.clone())),
                // Who gives a status says that the control applies.
                None => claim
                    .status
                    .as_ref()
                    .filter(|reading| reading.value.is_some())
                    .map(|reading| (Applicability::Applicable, reading.location.clone())),
            }
        };
        let speaking = preferred(base, |claim| says(&claim).is_some());
        let said: Vec<(Applicability, Location)> = speaking.iter().filter_map(says).collect();
        let excluded = said.iter().find(|(value, _)| *value == Applicability::NotApplicable);
        let included = said.iter().find(|(value, _)| *value == Applicability::Applicable);
        if let (Some((_, excluded)), Some((_, included))) = (excluded, included) {
            let diagnostic = Diagnostic::at(&APPLICABILITY_DISAGREES, excluded.clone())
                .fact("requirement", self.id.to_string())
                .fact("statements", format!("excluded at {}, applied at {}", excluded, included))
                .also([included.clone()]);
            diagnostics.push(diagnostic);
        }
        // "Applicable" is stated only where a cell about applicability says so.
        let stated = speaking
            .iter()
            .filter_map(|claim| claim.applicability.as_ref())
            .filter_map(|reading| reading.value.map(|value| (value, reading.location.clone())));
        let chosen = match (excluded, included) {
            (Some(excluded), None) => Some(excluded.clone()),
            _ => stated
                .filter(|(value, _)| *value == Applicability::Applicable)
                .min_by(|one, two| one.1.cmp(&two.1)),
        };
        let both = excluded.is_some() && included.is_some();
        match chosen {
            Some((value, location)) => {
                statement.applicability = value;
                statement.applicability_location = Some(location);
            }
            None if both => {
                statement.applicability = Applicability::Applicable;
                statement.applicability_location = included.map(|(_, location)| location.clone());
            }
            None => {}
        }
    }

    fn merge_status(&self, base: &[&Claim], statement: &mut Statement, diagnostics: &mut Vec<Diagnostic>) {
        let speaking = preferred(base, |claim| claim.status.is_some() || claim.percentage.is_some());
        let merged: Vec<&Claim> = speaking_or_merged(base, &speaking, |claim| self.is_2013(claim));
        let excluded =
            |claim: &&&Claim| understood(&claim.applicability) != Some(Applicability::NotApplicable);
        let counted: Vec<&Claim> = merged.iter().filter(excluded).copied().collect();
        let numbers: BTreeSet<String> = counted.iter().map(|claim| self.written(claim)).collect();
        let from_2013 =
            !counted.is_empty() && counted.iter().all(|claim| self.is_2013(claim)) && numbers.len() > 1;
        self.report_disagreement(&counted, from_2013, diagnostics);
        if from_2013 && counted.iter().any(|claim| self.level(claim).is_none()) {
            // One of the controls that became this one has no known status: neither has the whole.
            if let Some(claim) = counted.iter().find(|claim| self.level(claim).is_none())
                && counted.iter().any(|claim| claim.status.is_some() || claim.percentage.is_some())
            {
                statement.status =
                    Some(Reading::not_understood(self.listing(&counted), status_location(claim)));
            }
            return;
        }
        let weakest = counted
            .iter()
            .filter(|claim| self.level(claim).is_some())
            .min_by(|one, two| {
                let level = |claim: &Claim| self.level(claim).unwrap_or(f64::INFINITY);
                level(one)
                    .total_cmp(&level(two))
                    .then_with(|| understood(&one.status).cmp(&understood(&two.status)))
            })
            .or_else(|| counted.iter().find(|claim| claim.status.is_some()));
        if let Some(claim) = weakest {
            statement.status = claim.status.clone();
            statement.percentage = claim.percentage.clone();
        }
    }

    fn report_disagreement(&self, claims: &[&Claim], from_2013: bool, diagnostics: &mut Vec<Diagnostic>) {
        let stated: Vec<Option<StatedStatus>> = claims.iter().map(|claim| stated(claim)).collect();
        let mut known = stated.iter().filter(|status| from_2013 || status.is_some());
        let Some(first) = known.next() else { return };
        if known.all(|other| other == first) {
            return;
        }
        let code = if from_2013 { &MERGED_2013_CONTROLS_DIFFER } else { &STATUSES_DISAGREE };
        let mut locations = claims.iter().map(|claim| status_location(claim));
        if let Some(location) = locations.next() {
            let diagnostic = Diagnostic::at(code, location)
                .fact("requirement", self.id.to_string())
                .fact("statuses", self.listing(claims))
                .also(locations);
            diagnostics.push(diagnostic);
        }
    }

    /// `A.9.2.3 Implemented, A.9.2.4 no status`.
    fn listing(&self, claims: &[&Claim]) -> String {
        let text = |claim: &Claim| {
            let reading = claim.status.as_ref().map(|reading| reading.text.clone());
            reading
                .or_else(|| claim.percentage.as_ref().map(|reading| reading.text.clone()))
                .unwrap_or_else(|| "no status".to_owned())
        };
        let mut parts: Vec<String> = claims
            .iter()
            .take(CLAIMS_LISTED)
            .map(|claim| format!("{} {}", self.written(claim), text(claim)))
            .collect();
        if claims.len() > CLAIMS_LISTED {
            parts.push(format!("and {} more", claims.len() - CLAIMS_LISTED));
        }
        parts.join(", ")
    }

    /// What the status rests on: an audit that found conformity (or a row that says it was audited),
    /// objective evidence that is named, or a claim.
    fn basis(&self, base: &[&Claim], audits: &[AuditFinding]) -> Basis {
        let concerns =
            |finding: &&AuditFinding| finding.requirements.iter().any(|reference| reference.id == self.id);
        let open_nonconformity = audits.iter().filter(concerns).any(|finding| {
            understood(&finding.grade).is_some_and(FindingGrade::is_nonconformity)
                && understood(&finding.status) != Some(OpenState::Closed)
        });
        let conform = audits.iter().filter(concerns).any(|finding| {
            matches!(understood(&finding.grade), Some(FindingGrade::Conform | FindingGrade::Strength))
        });
        let says_audited =
            base.iter().any(|claim| claim.basis.as_ref().is_some_and(|basis| is_audit(&basis.value)));
        let evidenced = base.iter().any(|claim| {
            claim.evidence.as_ref().is_some_and(|evidence| names_evidence(self.words, &evidence.value))
        });
        if (conform || says_audited) && !open_nonconformity {
            Basis::Audited
        } else if evidenced {
            Basis::Evidenced
        } else {
            Basis::Asserted
        }
    }
}

#[derive(PartialEq)]
enum StatedStatus {
    Word(ImplementationStatus),
    Share(u64),
}

fn stated(claim: &Claim) -> Option<StatedStatus> {
    match understood(&claim.status) {
        Some(status) => Some(StatedStatus::Word(status)),
        None => understood(&claim.percentage).map(|share| StatedStatus::Share(share.to_bits())),
    }
}

fn status_location(claim: &Claim) -> Location {
    let status = claim.status.as_ref().map(|reading| reading.location.clone());
    status
        .or_else(|| claim.percentage.as_ref().map(|reading| reading.location.clone()))
        .unwrap_or_else(|| claim.location.clone())
}

/// The claims of control registers that say something, or else those of questionnaires.
fn preferred<'c>(base: &[&'c Claim], says: impl Fn(&'c Claim) -> bool) -> Vec<&'c Claim> {
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
fn speaking_or_merged<'c>(
    base: &[&'c Claim],
    speaking: &[&'c Claim],
    is_2013: impl Fn(&Claim) -> bool,
) -> Vec<&'c Claim> {
    if speaking.is_empty() || !speaking.iter().all(|claim| is_2013(claim)) {
        return speaking.to_vec();
    }
    base.iter().copied().filter(|claim| claim.register == Register::Controls && is_2013(claim)).collect()
}

fn exception(claim: &Claim) -> Option<Exception> {
    let text = [&claim.gap, &claim.implementation, &claim.comment];
    Some(Exception {
        system: claim.system.clone()?,
        status: claim.status.clone(),
        text: text.into_iter().flatten().next().map(|text| text.value.clone()),
    })
}

/// The lowest maturity that any row gives, with the target and top of its own scale.
fn merge_maturity(base: &[&Claim], statement: &mut Statement) {
    let speaking = preferred(base, |claim| claim.maturity.is_some());
    let share = |claim: &&&Claim| {
        let level = understood(&claim.maturity)?;
        Some(level / claim.maturity_top.unwrap_or(5.0))
    };
    let lowest = speaking
        .iter()
        .filter(|claim| share(claim).is_some())
        .min_by(|one, two| {
            share(one).unwrap_or(f64::INFINITY).total_cmp(&share(two).unwrap_or(f64::INFINITY))
        })
        .or_else(|| speaking.first());
    if let Some(claim) = lowest {
        statement.maturity = claim.maturity.clone();
        statement.maturity_target = claim.maturity_target.clone();
        statement.maturity_top = claim.maturity_top;
    } else if let Some(claim) = base.iter().find(|claim| claim.maturity_target.is_some()) {
        statement.maturity_target = claim.maturity_target.clone();
        statement.maturity_top = claim.maturity_top;
    }
}

fn merge_texts(base: &[&Claim], statement: &mut Statement) {
    let joined = |field: fn(&Claim) -> &Option<Traced<String>>| {
        let mut joined: Option<Traced<String>> = None;
        let mut parts: BTreeSet<&str> = BTreeSet::new();
        for text in base.iter().filter_map(|claim| field(claim).as_ref()) {
            match &mut joined {
                None => joined = Some(text.clone()),
                Some(_) if parts.contains(text.value.as_str()) => continue,
                Some(all) => {
                    all.value.push_str("; ");
                    all.value.push_str(&text.value);
                }
            }
            parts.insert(&text.value);
        }
        joined
    };
    statement.justification_inclusion = joined(|claim| &claim.justification_inclusion);
    statement.justification_exclusion = joined(|claim| &claim.justification_exclusion);
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

/// Whether a text names evidence: not a placeholder, not "none", not something still to come.
fn names_evidence(words: &ValueWords, text: &str) -> bool {
    const NOT_YET: &[&str] = &[
        "pending",
        "tbd",
        "tbc",
        "todo",
        "to do",
        "to be provided",
        "to be defined",
        "to be done",
        "to follow",
        "missing",
        "not available",
        "not yet",
        "no evidence",
        "no",
        "none",
        "n/a",
        "na",
        "geen",
        "keine",
        "kein",
        "fehlt",
        "ontbreekt",
        "volgt",
        "folgt",
        "aucun",
        "aucune",
        "a fournir",
        "ninguna",
        "ninguno",
        "pendiente",
        "nenhuma",
        "nenhum",
        "pendente",
        "nessuna",
        "nessuno",
        "da fornire",
        "see above",
        "-",
    ];
    text.split(['\n', ';']).map(str::trim).filter(|part| !is_placeholder(part)).any(|part| {
        let folded = fold(part);
        !folded.is_empty()
            && !NOT_YET.contains(&folded.as_str())
            && !NOT_YET.iter().any(|start| start.contains(' ') && folded.starts_with(start))
            && words.meaning("control.status", part).is_none()
            && words.meaning("yes-no", part).is_none()
    })
}

/// Whether a text about the basis of a status says that it was audited.
fn is_audit(basis: &str) -> bool {
    let folded = fold(basis);
    let mut words = folded.split(|character: char| !character.is_alphanumeric());
    let audited = words.any(|word| {
        ["audit", "certif", "zertif", "gecertif", "auditoria"].iter().any(|start| word.starts_with(start))
    });
    let negated =
        ["not ", "no ", "to be ", "pre-", "before ", "nicht ", "niet ", "non ", "self", "planned", "before "]
            .iter()
            .any(|negation| folded.contains(negation));
    audited && !negated
}
