//! Who an AI system comes from, by what stands in the column of its vendor: suppliers, or the organisation
//! itself. One list of words and one reading of a cell, used wherever that counts.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use arcstr::ArcStr;

use crate::model::{AiSystem, Model};
use crate::provenance::Traced;
use crate::recognise::fold;
use crate::recognise::value::names_somebody;

/// What stands in a column of suppliers where the organisation made the system itself, in small letters, in
/// seven languages.
const OWN_WORK: &[&str] = &[
    "in-house|inhouse|in house|internal|internally|internally developed|internal development|internal team|internal it",
    "own|own development|own team|own product|self|self-built|self-developed|self-made|developed in-house|ourselves",
    "intern|interne|eigen|eigene|eigenentwicklung|eigene entwicklung|eigenbau|selbst|selbst entwickelt|selbstentwickelt",
    "selbst erstellt|intern entwickelt|interne entwicklung|interne it|wir selbst|hausintern|im haus",
    "eigen ontwikkeling|eigen beheer|eigen team|zelf|zelf ontwikkeld|zelfbouw|intern ontwikkeld|interne ontwikkeling",
    "en interne|développement interne|développé en interne|équipe interne|nous-mêmes|maison|propre",
    "interno|interna|desarrollo interno|desarrollo propio|propio|propia|equipo interno|desarrollado internamente",
    "desenvolvimento interno|desenvolvimento próprio|próprio|própria|equipa interna|equipe interna",
    "desenvolvido internamente|sviluppo interno|sviluppo proprio|proprio|propria|sviluppato internamente|in casa",
    "team interno|internamente",
];

/// What stands in a column of text where there is nothing of the kind, in seven languages. A dash and "n/a" are
/// not among them: they say nothing, as a blank does.
pub const NOTHING: &[&str] = &[
    "no",
    "none",
    "not applicable",
    "nein",
    "keine",
    "keiner",
    "keines",
    "nee",
    "geen",
    "non",
    "aucun",
    "aucune",
    "ninguno",
    "ninguna",
    "não",
    "nenhum",
    "nenhuma",
    "nessuno",
    "nessuna",
];

/// Marks before a remark on a name: `Interne (équipe Data)`, `in-house – R&D`, `internal: data team`.
pub const REMARKS: [&str; 6] = ["(", "[", "–", "—", " - ", ": "];

/// The words for own work, each with and without its accents, in the order in which they are declared.
pub fn own_work_words() -> &'static [String] {
    static WORDS: LazyLock<Vec<String>> = LazyLock::new(|| {
        let mut words: Vec<String> = Vec::new();
        for word in OWN_WORK.iter().flat_map(|line| line.split('|')) {
            for form in [word.to_owned(), fold(word)] {
                if !words.contains(&form) {
                    words.push(form);
                }
            }
        }
        words
    });
    &WORDS
}

/// Whether a name says that the organisation made the system itself, with or without a remark.
pub fn is_own_work_word(name: &str) -> bool {
    let bare = single_spaced_lower(without_remark(name));
    own_work_words().contains(&bare)
}

/// Whether a text is one of some words in small letters.
pub fn is_word(text: &Option<Traced<ArcStr>>, words: &[&str]) -> bool {
    text.as_ref().is_some_and(|text| words.contains(&single_spaced_lower(&text.value).as_str()))
}

/// A name without the remark that follows it.
pub(in crate::assess) fn without_remark(name: &str) -> &str {
    let end = REMARKS.iter().filter_map(|mark| name.find(mark)).min();
    end.and_then(|end| name.get(..end)).unwrap_or(name).trim()
}

fn single_spaced_lower(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The names that the cell of a vendor lists.
fn names(cell: &str) -> impl Iterator<Item = &str> {
    outside_brackets(cell)
        .into_iter()
        .map(str::trim)
        .filter(|name| names_somebody(name) && !NOTHING.contains(&single_spaced_lower(name).as_str()))
}

/// The places of the brackets that open and of those that close them. One without its like is none.
fn brackets(cell: &str) -> [BTreeSet<usize>; 2] {
    let [mut opening, mut closing] = [BTreeSet::new(), BTreeSet::new()];
    let mut open: Vec<(usize, char)> = Vec::new();
    for (at, character) in cell.char_indices() {
        match character {
            '(' => open.push((at, ')')),
            '[' => open.push((at, ']')),
            ')' | ']' => {
                let like = open.iter().rposition(|(_, closed_by)| *closed_by == character);
                if let Some((opened, _)) = like.and_then(|like| open.drain(like..).next()) {
                    opening.insert(opened);
                    closing.insert(at);
                }
            }
            _ => {}
        }
    }
    [opening, closing]
}

/// The parts of a list. A mark inside brackets parts nothing: `In-house (Data Science, IT)` is one name.
fn outside_brackets(cell: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let [opening, closing] = brackets(cell);
    let (mut depth, mut from) = (0_u32, 0);
    for (at, character) in cell.char_indices() {
        if opening.contains(&at) {
            depth += 1;
        } else if closing.contains(&at) {
            depth = depth.saturating_sub(1);
        }
        let rest = cell.get(at..).unwrap_or_default();
        let parts_here = matches!(character, ';' | ',' | '\n' | '、' | '|')
            || rest.starts_with("/ ") && cell.get(..at).is_some_and(|before| before.ends_with(' '));
        if depth == 0 && parts_here {
            parts.extend(cell.get(from..at));
            from = at + character.len_utf8();
        }
    }
    parts.extend(cell.get(from..));
    parts
}

/// Whether a name is that of the organisation or one of its words for itself.
fn is_own(model: &Model, name: &str) -> bool {
    let organisation = model.organisation.as_deref().map(fold).unwrap_or_default();
    let is_organisation = |name: &str| !organisation.is_empty() && fold(name) == organisation;
    is_own_work_word(name) || is_organisation(name) || is_organisation(without_remark(name))
}

/// The names in the cell of a system's vendor that are not the organisation itself.
pub(in crate::assess) fn vendors<'a>(model: &Model, system: &'a AiSystem) -> Vec<&'a str> {
    let cell = system.vendor.as_ref().map(|vendor| vendor.value.as_str()).unwrap_or_default();
    names(cell).filter(|name| !is_own(model, name)).collect()
}

/// Whether a supplier is named who is not the organisation itself.
pub(in crate::assess) fn is_bought_in(model: &Model, system: &AiSystem) -> bool {
    let cell = system.vendor.as_ref().map(|vendor| vendor.value.as_str()).unwrap_or_default();
    names(cell).any(|name| !is_own(model, name))
}

/// Whether the column of suppliers says that the organisation made the system, alone or with others.
pub(in crate::assess) fn is_own_work(model: &Model, system: &AiSystem) -> bool {
    let cell = system.vendor.as_ref().map(|vendor| vendor.value.as_str()).unwrap_or_default();
    names(cell).any(|name| is_own(model, name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provenance::Location;
    use crate::standards::Catalogue;

    fn of(vendor: &str) -> (bool, bool) {
        let mut model = Model::empty(&Catalogue::load().unwrap(), chrono::NaiveDate::default());
        model.organisation = Some("Nordhafen Logistik GmbH".to_owned());
        let mut system = AiSystem::unknown("AI-1", Location::file("ai.csv"));
        system.vendor = Some(Traced::new(vendor.to_owned(), Location::file("ai.csv")));
        (is_bought_in(&model, &system), is_own_work(&model, &system))
    }

    #[test]
    fn own_work_is_known_with_a_remark_an_accent_or_the_name_of_the_organisation() {
        for vendor in [
            "Eigenbau",
            "Interne (équipe Data)",
            "In-house (Data Science, IT)",
            "In-house (Leeds / York)",
            "in-house – R&D",
            "internal: data team",
            "Equipe interne",
            "NORDHAFEN Logistik GmbH",
            "Nordhafen Logistik GmbH (IT)",
        ] {
            assert_eq!(of(vendor), (false, true), "{vendor}");
        }
        for vendor in ["-", "n/a", "none", "keiner", "TBD", ""] {
            assert_eq!(of(vendor), (false, false), "{vendor}");
        }
        // A bracket that is never closed holds nothing.
        assert_eq!(of("In-house (Leeds; Siebwerk GmbH"), (true, true));
        assert_eq!(of("In-house (Leeds; Siebwerk GmbH (DE, FR)"), (true, true));
        assert_eq!(of("Siebwerk GmbH"), (true, false));
        assert_eq!(of("Eigenbau; Siebwerk GmbH"), (true, true));
    }

    #[test]
    fn only_brackets_that_are_closed_hold_a_list_together() {
        assert_eq!(outside_brackets("Acme (NL; Siebwerk"), ["Acme (NL", " Siebwerk"]);
        assert_eq!(outside_brackets("Acme (NL; Siebwerk (DE, FR)"), ["Acme (NL", " Siebwerk (DE, FR)"]);
        assert_eq!(outside_brackets("Acme [NL; DE); Siebwerk"), ["Acme [NL", " DE)", " Siebwerk"]);
        assert_eq!(outside_brackets("Acme (NL [Delft, Gouda]; DE)"), ["Acme (NL [Delft, Gouda]; DE)"]);
        assert_eq!(outside_brackets("Acme NL); Siebwerk"), ["Acme NL)", " Siebwerk"]);
    }
}
