//! What the status of a requirement rests on: a claim, evidence that is named, an audit.

use chrono::{Datelike, NaiveDate};

use crate::model::{AuditFinding, Basis, Claim, FindingGrade, OpenState};
use crate::provenance::understood;
use crate::recognise::value::{days_of, is_placeholder, says_something};
use crate::recognise::{ValueWords, fold};
use crate::standards::RequirementId;

/// What the status rests on: an audit that found conformity (or a row that says it was audited),
/// objective evidence that is named, or a claim.
pub(super) fn basis(
    id: RequirementId,
    words: &ValueWords,
    base: &[&Claim],
    audits: &[AuditFinding],
    as_of: NaiveDate,
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
        base.iter().any(|claim| claim.basis.as_ref().is_some_and(|basis| is_audit(&basis.value, as_of)));
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

/// First words of a text that names no evidence or only promises it, folded, in seven languages.
pub(super) const NOT_YET: &[&str] = &[
    "none|nothing|no|not|missing|pending|tbd|tbc|tba|todo|awaiting|awaited|planned|upcoming|expected|requested",
    "scheduled|due|outstanding|absent|unavailable|without|will|to be|to do|to follow|in progress|in preparation",
    "under development|see above|n/a|na",
    "kein|keine|keiner|keinerlei|nicht|fehlt|fehlen|folgt|ausstehend|geplant|angefordert|noch|wird|offen|ohne",
    "in arbeit|in vorbereitung|in erstellung|liegt nicht vor|k.a",
    "geen|niet|ontbreekt|volgt|nog|gepland|wordt|in afwachting|in voorbereiding|te leveren|aan te leveren|zonder",
    "aucun|aucune|pas|non|neant|manque|manquant|manquante|prevu|prevue|a fournir|a venir|a definir|en attente",
    "en cours|en preparation|sans",
    "ninguna|ninguno|pendiente|pendientes|falta|faltan|sin|previsto|prevista|por definir|a definir|en curso",
    "nenhum|nenhuma|nao|pendente|pendentes|sem|planejado|planeado|por fornecer|a fornecer|em curso|em andamento",
    "nessuno|nessuna|da fornire|da definire|manca|mancante|in attesa|in corso|in preparazione|senza|previsti",
];

/// Last words of a text that only promises evidence.
pub(super) const PROMISED: &[&str] = &[
    "pending|tbd|tbc|to follow|outstanding|missing|awaited|planned|requested|not available|not yet|in progress",
    "folgt|fehlt|ausstehend|geplant|offen|volgt|ontbreekt|gepland|en attente|manquant|manquante|a venir|en cours",
    "pendiente|falta|previsto|pendente|in attesa|mancante|in corso",
];

/// Words within a text that put the evidence off.
pub(super) const PUT_OFF: &[&str] = &[
    "will be|to be|yet to|wird noch|wird nach|muss noch|wordt nog|moet nog|sera fourni|sera fournie|sera cree",
];

pub(super) fn listed<'l>(lists: &'l [&'l str]) -> impl Iterator<Item = &'l str> {
    lists.iter().flat_map(|list| list.split('|'))
}

/// Whether a text names evidence: not a placeholder, not "none", not something still to come.
fn names_evidence(words: &ValueWords, text: &str) -> bool {
    text.split(['\n', ';']).map(str::trim).filter(|part| !is_placeholder(part)).any(|part| {
        let folded = fold(part);
        let follows = |rest: &str| !rest.starts_with(|next: char| next.is_alphanumeric() || next == '-');
        // "No. 12" and "No 12" number a document.
        let numbered = folded.strip_prefix("no").is_some_and(|rest| {
            rest.trim_start_matches(['.', ' ', '°']).starts_with(|c: char| c.is_ascii_digit())
        });
        let starts = listed(NOT_YET).any(|lead| folded.strip_prefix(lead).is_some_and(follows));
        let ends = listed(PROMISED)
            .any(|end| folded.strip_suffix(end).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric)));
        let spaced = format!(" {folded} ");
        let put_off = listed(PUT_OFF).any(|inner| spaced.contains(&format!(" {inner} ")));
        !folded.is_empty()
            && (numbered || !starts)
            && !ends
            && !put_off
            && says_something(part)
            && words.meaning("control.status", part).is_none()
            && words.meaning("open-closed", part).is_none()
            && words.meaning("yes-no", part).is_none()
    })
}

/// Words that take "audited" back or put it off, folded, in seven languages.
const NOT_AUDITED: &[&str] = &[
    "not|no|never|without|pre|before|until|self|pending|await|awaits|awaiting|awaited|schedule|scheduled|will|next|due|plan",
    "planned|planning|upcoming|future|expected|requested|required|ready|readiness|prepare|preparing|preparation",
    "missing|open|failed|tbd|tbc|yet|soon|be|progress|trail|log|logs|auditable",
    "nicht|kein|keine|ohne|noch|vor|ausstehend|geplant|anstehend|anstehendes|nachste|nachster|nachstes|fallig|wird",
    "offen|selbst|vorbereitung|steht",
    "niet|geen|zonder|nog|gepland|wacht|afwachting|volgende|wordt|zelf|voorbereiding|voor",
    "non|pas|sans|attente|prevu|prevue|planifie|planifiee|prochain|prochaine|sera|avant|preparation",
    "sin|pendiente|previsto|prevista|planificada|planificado|programada|programado|proxima|proximo|antes",
    "nao|sem|pendente|agendada|agendado|planejada|planejado|planeada|prevista|proxima|futura|sera",
    "senza|attesa|previsto|programmato|programmata|pianificato|pianificata|prossimo|prossima|sara|prima",
];

/// Whether a text about the basis of a status says that it was audited, by the assessment date.
fn is_audit(basis: &str, as_of: NaiveDate) -> bool {
    let folded = fold(basis);
    let words: Vec<&str> = folded
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let audited = words.iter().any(|word| {
        ["audit", "certif", "zertif", "gecertif", "geaudit"].iter().any(|start| word.starts_with(start))
    });
    let negated = words.iter().any(|word| listed(NOT_AUDITED).any(|negation| negation == *word));
    let later = words
        .iter()
        .filter_map(|word| word.parse::<i32>().ok())
        .any(|year| (as_of.year() + 1..2200).contains(&year))
        || folded.split(' ').filter_map(days_of).any(|(first, _)| first > as_of);
    audited && !negated && !later && !basis.contains('?')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_that_is_none_or_only_promised_is_not_evidence() {
        let words = ValueWords::load().unwrap();
        for text in [
            "None provided",
            "TBD by Q3",
            "Pending upload",
            "geen bewijs",
            "keine vorhanden",
            "n/a",
            "No evidence",
            "Not yet available",
            "Screenshot to follow",
            "Policy.pdf (pending)",
            "Report will be uploaded",
            "Awaiting report",
            "Aucune preuve",
            "En attente du rapport",
            "Pendiente de subir",
            "Nenhuma evidência",
            "Nessuna evidenza",
            "Nachweis folgt",
            "wordt nog aangeleverd",
            "-",
            "none; n/a",
        ] {
            assert!(!names_evidence(&words, text), "{text}");
        }
        for text in [
            "Access policy v2.pdf",
            "none; ISMS-POL-01",
            "No. 12 of the register of contracts",
            "Non-disclosure agreement.pdf",
            "Notes of the review of March",
            "Nota de auditoría",
            "SharePoint",
            "Penetration test 2026",
        ] {
            assert!(names_evidence(&words, text), "{text}");
        }
    }

    #[test]
    fn an_audit_that_is_still_to_come_audits_nothing() {
        let as_of = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        for text in [
            "Audit pending",
            "Awaiting certification audit",
            "Audit scheduled for 2027",
            "Audit 2027",
            "Audit 2026-12-01",
            "Next audit: internal",
            "To be audited",
            "Certification planned",
            "Will be audited",
            "Audit due",
            "Not audited",
            "self-assessment",
            "Audit geplant",
            "Audit ausstehend",
            "audit gepland",
            "audit prévu",
            "auditoría pendiente",
            "in attesa di audit",
            "Audited?",
        ] {
            assert!(!is_audit(text, as_of), "{text}");
        }
        for text in [
            "Internal audit",
            "Audited 2026-03",
            "Certified",
            "Zertifizierungsaudit 2025",
            "Auditoría interna",
        ] {
            assert!(is_audit(text, as_of), "{text}");
        }
    }
}
