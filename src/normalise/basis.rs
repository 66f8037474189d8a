//! What the status of a requirement rests on: a claim, evidence that is named, an audit.

use crate::model::{AuditFinding, Basis, Claim, FindingGrade, OpenState};
use crate::provenance::understood;
use crate::recognise::value::is_placeholder;
use crate::recognise::{ValueWords, fold};
use crate::standards::RequirementId;

/// What the status rests on: an audit that found conformity (or a row that says it was audited),
/// objective evidence that is named, or a claim.
pub(super) fn basis(
    id: RequirementId,
    words: &ValueWords,
    base: &[&Claim],
    audits: &[AuditFinding],
) -> Basis {
    let concerns = |finding: &&AuditFinding| finding.requirements.iter().any(|reference| reference.id == id);
    let open_nonconformity = audits.iter().filter(concerns).any(|finding| {
        understood(&finding.grade).is_some_and(FindingGrade::is_nonconformity)
            && understood(&finding.status) != Some(OpenState::Closed)
    });
    let conform = audits.iter().filter(concerns).any(|finding| {
        matches!(understood(&finding.grade), Some(FindingGrade::Conform | FindingGrade::Strength))
    });
    let says_audited =
        base.iter().any(|claim| claim.basis.as_ref().is_some_and(|basis| is_audit(&basis.value)));
    let evidenced = base
        .iter()
        .any(|claim| claim.evidence.as_ref().is_some_and(|evidence| names_evidence(words, &evidence.value)));
    if (conform || says_audited) && !open_nonconformity {
        Basis::Audited
    } else if evidenced {
        Basis::Evidenced
    } else {
        Basis::Asserted
    }
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
        "none yet",
        "nothing",
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
            && words.meaning("open-closed", part).is_none()
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
