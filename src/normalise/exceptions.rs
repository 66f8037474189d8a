//! Rows that hold for one AI system only: exceptions from the status of a requirement.

use std::collections::BTreeSet;

use super::reference::Hint;
use crate::model::{AiSystem, Claim, Exception};
use crate::recognise::fold;
use crate::standards::Standard;

/// First words of an entry that means every system.
const EVERY: &[&str] = &[
    "all", "any", "every", "alle", "alles", "tous", "toutes", "tout", "toute", "todos", "todas", "todo",
    "tutti", "tutte", "tutto",
];

/// Entries that mean the organisation as a whole.
const WHOLE: &[&str] = &[
    "company-wide",
    "company wide",
    "companywide",
    "enterprise-wide",
    "enterprise wide",
    "organisation-wide",
    "organization-wide",
    "organisation wide",
    "organization wide",
    "whole company",
    "whole organisation",
    "whole organization",
    "entire company",
    "entire organisation",
    "entire organization",
    "global",
    "general",
    "group-wide",
    "isms",
    "aims",
    "unternehmensweit",
    "konzernweit",
    "gesamt",
    "gesamtes unternehmen",
    "ganzes unternehmen",
    "allgemein",
    "organisatiebreed",
    "hele organisatie",
    "algemeen",
    "toute l'entreprise",
    "ensemble",
    "toda la organizacion",
    "toda a organizacao",
    "geral",
    "generale",
    "n/a",
    "na",
    "none",
    "-",
    "–",
    "",
];

/// Whether an entry about systems means all of them, or none in particular.
pub(super) fn means_everything(entry: &str) -> bool {
    let folded = fold(entry);
    WHOLE.contains(&folded.as_str())
        || folded.split([' ', ',', ';']).next().is_some_and(|first| EVERY.contains(&first))
}

/// Whether a heading speaks of AI systems, not of systems of any kind.
pub(super) fn names_ai(heading: &str) -> bool {
    let hint = Hint::of(heading);
    hint.topic == Some(Standard::Iso42001) || hint.standards == [Standard::Iso42001]
}

/// Marks the rows that name systems of the AI inventory, whatever the heading above them is.
pub(super) fn mark_exceptions<'c>(systems: &[AiSystem], claims: impl Iterator<Item = &'c mut Claim>) {
    let inventory: BTreeSet<String> = systems
        .iter()
        .flat_map(|system| [&system.id, &system.name])
        .flatten()
        .map(|text| fold(&text.value))
        .filter(|text| !text.is_empty())
        .collect();
    let known = |entry: &str| inventory.contains(&fold(entry));
    for claim in claims {
        let Some(system) = &claim.system else { continue };
        let mut named =
            system.value.split([';', ',', '\n']).map(str::trim).filter(|part| !part.is_empty()).peekable();
        let all_known = named.peek().is_some() && named.all(known);
        claim.is_exception |= known(&system.value) || (all_known && !means_everything(&system.value));
    }
}

/// What a row says of its system.
pub(super) fn exception(claim: &Claim) -> Option<Exception> {
    let text = [&claim.gap, &claim.implementation, &claim.comment];
    Some(Exception {
        system: claim.system.clone()?,
        status: claim.status.clone(),
        text: text.into_iter().flatten().next().map(|text| text.value.to_string()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_for_every_system_is_told_from_the_name_of_one() {
        for entry in
            ["All", "all systems", "Company-wide", "Alle Systeme", "tous", "Tous les systèmes", "n/a", "ISMS"]
        {
            assert!(means_everything(entry), "{entry}");
        }
        for entry in ["SAP", "All-in-one bot", "Chat bot; Ranker", "Allianz portal"] {
            assert!(!means_everything(entry), "{entry}");
        }
        assert!(["AI system", "KI-System", "Système d'IA"].iter().all(|heading| names_ai(heading)));
        assert!(["System", "Application", "Information system"].iter().all(|heading| !names_ai(heading)));
    }
}
