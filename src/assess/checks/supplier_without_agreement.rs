//! A supplier with whom no agreement is recorded (27001 A.5.20; for AI the split of responsibilities, 42001
//! A.10.2). A text that says neither yes nor no is taken for the name of an agreement, unless it holds the place of one
//! or says that it is still to come (judgement).

use super::Assessed;
use super::occurrence::{Occurrence, by_sheet, supplier_name};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;
use crate::normalise::names_typed_evidence;
use crate::recognise::value::says_something;

/// Words for an agreement that is still made, in small letters.
const BEING_MADE: &[&str] = &[
    "in negotiation",
    "under negotiation",
    "negotiating",
    "being negotiated",
    "not signed",
    "unsigned",
    "verhandlung",
    "nicht unterschrieben",
    "entwurf",
    "onderhandeling",
    "niet ondertekend",
    "in concept",
    "négociation",
    "non signé",
    "projet de contrat",
    "negociación",
    "no firmado",
    "sin firmar",
    "borrador",
    "negociação",
    "não assinado",
    "trattativa",
    "non firmato",
    "bozza",
];

/// Those that stand in other words too: an overdraft is no draft.
const BEING_MADE_WORDS: &[&str] = &["draft"];

/// Words for an agreement that is signed, in small letters, in the languages of the vocabulary.
const SIGNED: &[&str] = &[
    "signed|countersigned|executed|unterschrieben|unterzeichnet|gegengezeichnet|signiert|ondertekend|getekend",
    "signé|signée|signés|signées|firmado|firmada|firmados|firmadas|suscrito|assinado|assinada|assinados|assinadas",
    "firmato|firmata|firmati|firmate|sottoscritto|sottoscritta|podpisany|podpisana|podpisano|podpisane",
    "podepsáno|podepsaná|podepsaný|podepsána|undertecknat|undertecknad|undertecknade|signerat|underskrevet|signert",
    "undertegnet|allekirjoitettu|aláírt|aláírva|semnat|semnată|imzalı|imzalandı|подписан|подписано|подписана",
    "υπογεγραμμένη|υπογεγραμμένο|υπογράφηκε",
];

/// Those of languages that leave no blanks between words.
const SIGNED_WITHOUT_BLANKS: &[&str] =
    &["締結済", "署名済", "已签署", "已签订", "已簽署", "서명됨", "서명 완료"];

/// Words that take back or put off a word for signed that follows within two words.
const NOT_SIGNED: &[&str] = &[
    "not|yet|never|be|being|until|before|once|when|awaiting|unless|without|nicht|noch|nie|wird|werden|zu|bis|ohne",
    "niet|nog|nooit|wordt|worden|te|zonder|non|pas|jamais|encore|sera|être|sans|no|sin|aún|todavía|será|ser|não|ainda",
    "sem|ancora|mai|sarà|essere|senza|nie|jeszcze|není|ještě|inte|ej|ikke|ännu|endnu|ei|vielä|nem|még|nu|încă|не|δεν",
];

/// Words that stand between what is signed and the draft that it followed.
const FOLLOWING: &[&str] = &[
    "supersedes|superseding|replaces|replacing|after|following|ersetzt|nach|vervangt|na|remplace|après|sustituye",
    "reemplaza|tras|después|substitui|após|depois|sostituisce|dopo|zastępuje|po|nahrazuje|ersätter|efter|erstatter|korvaa",
];

/// Whether a text names an agreement that is there. Beside a word for one that is being made a signature counts only
/// where it comes first and a word says what it followed.
fn names_agreement(text: &str) -> bool {
    let small = text.to_lowercase();
    let is_being_made = |text: &str| {
        BEING_MADE.iter().any(|words| text.contains(words))
            || BEING_MADE_WORDS.iter().any(|words| has_words(text, words))
    };
    let follows_a_draft = || {
        let following = FOLLOWING.iter().flat_map(|list| list.split('|'));
        following
            .filter_map(|word| small.split_once(&format!(" {word} ")))
            .any(|(before, _)| is_signed(before) && !is_being_made(before))
    };
    says_something(text) && names_typed_evidence(text) && (!is_being_made(&small) || follows_a_draft())
}

/// Whether a text in small letters says that something is signed.
fn is_signed(small: &str) -> bool {
    let is_among =
        |lists: &[&str], word: &str| lists.iter().any(|list| list.split('|').any(|one| one == word));
    let words: Vec<&str> =
        small.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let mut signed = words.iter().enumerate().filter(|(_, word)| is_among(SIGNED, word));
    signed.any(|(at, _)| !words.iter().take(at).rev().take(2).any(|before| is_among(NOT_SIGNED, before)))
        || SIGNED_WITHOUT_BLANKS.iter().any(|word| small.contains(word))
}

/// Whether words stand in a text as whole words.
fn has_words(text: &str, words: &str) -> bool {
    let is_apart = |character: Option<char>| character.is_none_or(|character| !character.is_alphanumeric());
    text.match_indices(words).any(|(at, found)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + found.len()..).and_then(|after| after.chars().next());
        is_apart(before) && is_apart(after)
    })
}

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let suppliers = assessed.subject.model.suppliers.iter();
    let without = suppliers
        .filter(|supplier| match supplier.has_agreement {
            Some(agreed) => !agreed,
            None => !supplier.agreement.as_ref().is_some_and(|agreement| names_agreement(&agreement.value)),
        })
        .map(|supplier| {
            Occurrence::at(supplier_name(supplier), supplier.location.clone()).instead(&supplier.agreement)
        });
    by_sheet(&codes::SUPPLIER_WITHOUT_AGREEMENT, without)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agreement_that_is_signed_is_there_whatever_drafts_it_follows() {
        for text in [
            "Contract 2025 (signed, supersedes draft 3)",
            "Vertrag 2025, unterschrieben, ersetzt Entwurf 2",
            "Overeenkomst ondertekend, vervangt in concept gedeelde versie",
            "Contrat signé après négociation",
            "Contrato firmado tras negociación",
            "Contratto firmato dopo trattativa",
        ] {
            assert!(names_agreement(text), "{text}");
        }
        for text in [
            "Draft 3",
            "draft, not signed",
            "Contract, not yet signed, draft",
            "draft to be signed",
            "unsigned draft",
            "noch nicht unterschrieben, Entwurf",
            "niet ondertekend",
            "projet de contrat, non signé",
            "borrador sin firmar",
            "not signed",
            "In negotiation; NDA signed 2024",
            "NDA signed, DPA in draft",
            "Draft (signed: no)",
            "Entwurf, muss unterschrieben werden",
            "Draft; should get signed in May",
            "Borrador, debe estar firmado",
        ] {
            assert!(!names_agreement(text), "{text}");
        }
    }
}
