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

/// Whether a text names an agreement that is there.
fn names_agreement(text: &str) -> bool {
    let small = text.to_lowercase();
    says_something(text)
        && names_typed_evidence(text)
        && !BEING_MADE.iter().any(|words| small.contains(words))
        && !BEING_MADE_WORDS.iter().any(|words| has_words(&small, words))
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
