//! Words that say which standard, edition or part identifiers belong to: in a standard column, a
//! section heading, a sheet's name, a column's heading, a file's name.

use super::numbering::Edition;
use crate::recognise::fold;
use crate::standards::{Part, Standard};

/// What a single word says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Word {
    /// `ISO`, `IEC` and national prefixes: a standard follows.
    Iso,
    /// One of the two standards, with edition and part where the word implies them.
    Standard(Standard, Option<Edition>, Option<Part>),
    /// A year that is the edition of 27001 where it follows the standard's number.
    Edition(Edition),
    /// `Annex`, `clause` and the like.
    Part(Part),
    /// Another framework.
    Foreign,
    /// A word that points to one standard without naming it: `AI`, `KI`, `IA`.
    Topic(Standard),
    /// Anything else.
    Other,
}

/// What a word, in lower case, says.
pub fn word(word: &str) -> Word {
    let bare = word.trim_start_matches(|character: char| !character.is_alphanumeric());
    let number =
        bare.trim_start_matches("iso").trim_start_matches("iec").trim_start_matches(['-', '/', '_', ' ']);
    for (digits, standard, part) in [
        ("27001", Standard::Iso27001, None),
        ("27002", Standard::Iso27001, Some(Part::AnnexA)),
        ("42001", Standard::Iso42001, None),
    ] {
        if let Some(rest) = number.strip_prefix(digits)
            && !rest.starts_with(|character: char| character.is_ascii_digit())
        {
            return Word::Standard(standard, edition(rest.trim_matches(['-', '/', '(', ')'])), part);
        }
    }
    if number.len() < bare.len() && number.starts_with(|character: char| character.is_ascii_digit()) {
        return Word::Foreign;
    }
    if let Some(edition) = edition(bare) {
        return Word::Edition(edition);
    }
    match bare {
        "iso" | "iec" | "din" | "en" | "nen" | "bs" | "une" | "nbr" | "uni" | "nf" => Word::Iso,
        "isms" | "smsi" | "sgsi" => Word::Standard(Standard::Iso27001, None, None),
        "aims" | "kims" | "ki-ms" | "sgia" => Word::Standard(Standard::Iso42001, None, None),
        "annex" | "annexe" | "anhang" | "bijlage" | "anexo" | "allegato" | "appendix" => {
            Word::Part(Part::AnnexA)
        }
        "a" => Word::Part(Part::AnnexA),
        "clause" | "clauses" | "cl" | "kap" | "kapitel" | "abschnitt" | "hoofdstuk" | "paragraaf"
        | "clausula" | "cláusula" | "chapitre" | "capitolo" | "ziffer" => Word::Part(Part::Clauses),
        "nist" | "csf" | "cis" | "soc" | "soc2" | "pci" | "dss" | "csa" | "ccm" | "gdpr" | "dsgvo"
        | "avg" | "rgpd" | "nis2" | "nis" | "dora" | "tisax" | "bsi" | "c5" | "cobit" | "hipaa" | "cmmc"
        | "owasp" | "asvs" | "masvs" | "mstg" | "art" | "article" | "artikel" | "bio" | "nen7510"
        | "cyfun" | "essential8" | "27701" | "27017" | "27018" | "22301" | "9001" | "27005" | "31000"
        | "23894" | "80053" | "800-53" => Word::Foreign,
        "ai" | "ki" | "ia" | "ml" | "genai" | "llm" => Word::Topic(Standard::Iso42001),
        _ => Word::Other,
    }
}

fn edition(text: &str) -> Option<Edition> {
    match text {
        "2013" | "2017" => Some(Edition::Of2013),
        "2022" => Some(Edition::Of2022),
        _ => None,
    }
}

/// What registers call the document in which controls of Annex A are in or out, folded.
const STATEMENT_OF_APPLICABILITY: &[&str] = &[
    "statement of applicability",
    "anwendbarkeitserklarung",
    "erklarung zur anwendbarkeit",
    "verklaring van toepasselijkheid",
    "declaration d'applicabilite",
    "declaracion de aplicabilidad",
    "declaracao de aplicabilidade",
    "dichiarazione di applicabilita",
];

/// Words for both standards in a column that says which of them a row is about, folded.
const BOTH: &[&str] = &[
    "both",
    "both standards",
    "beide",
    "beide normen",
    "beides",
    "les deux",
    "les deux normes",
    "ambos",
    "ambas",
    "ambas normas",
    "ambas as normas",
    "entrambi",
    "entrambe",
    "entrambe le norme",
    "ambedue",
    "oba",
    "obie",
    "obie normy",
    "bada",
    "begge",
    "molemmat",
];

/// What a text says about the identifiers near it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hint {
    /// The standards that it names.
    pub standards: Vec<Standard>,
    /// The edition of 27001 that it names.
    pub edition: Option<Edition>,
    /// Clauses or Annex A.
    pub part: Option<Part>,
    /// It says `ISO` without the number of a standard.
    pub iso: bool,
    /// It names another framework and none of ours.
    pub foreign: bool,
    /// The standard that its words point to, where it names none.
    pub topic: Option<Standard>,
}

impl Hint {
    /// Reads the cell of a column that says which standard a row is about, where a word may stand for both.
    pub fn of_row(text: &str) -> Self {
        let hint = Self::of(text);
        let both = hint.standards.is_empty() && BOTH.contains(&fold(text).as_str());
        if both { Self { standards: Standard::BOTH.to_vec(), ..hint } } else { hint }
    }

    /// Reads a text.
    pub fn of(text: &str) -> Self {
        let mut hint = Self::default();
        let folded = fold(text);
        let separated = separate_letters_and_digits(&folded);
        let (mut parts, mut foreign, mut named_before) = (Vec::new(), false, false);
        for piece in
            separated.split(|character: char| !character.is_alphanumeric()).filter(|piece| !piece.is_empty())
        {
            match word(piece) {
                Word::Standard(standard, edition, part) => {
                    if !hint.standards.contains(&standard) {
                        hint.standards.push(standard);
                    }
                    hint.edition = hint.edition.or(edition);
                    parts.extend(part);
                    named_before = true;
                    continue;
                }
                // A year alone may be the year of the file; 2013 is too old to be that.
                Word::Edition(edition) if named_before || edition == Edition::Of2013 => {
                    hint.edition = Some(edition)
                }
                Word::Part(part) if piece.len() > 1 => parts.push(part),
                Word::Foreign => foreign = true,
                // National prefixes are words of some languages: `en`, `une`.
                Word::Iso => hint.iso |= matches!(piece, "iso" | "iec"),
                Word::Topic(standard) => hint.topic = Some(standard),
                _ if matches!(piece, "soa" | "vvt") => parts.push(Part::AnnexA),
                _ => {}
            }
            named_before = false;
        }
        if STATEMENT_OF_APPLICABILITY.iter().any(|name| folded.contains(name)) || folded.contains("annex a") {
            parts.push(Part::AnnexA);
        }
        if folded.contains("artificial intelligence") || folded.contains("kunstliche intelligenz") {
            hint.topic = Some(Standard::Iso42001);
        }
        if folded.contains("information security") || folded.contains("informationssicherheit") {
            // A text that speaks of both points to neither.
            hint.topic = if hint.topic.is_some() { None } else { Some(Standard::Iso27001) };
        }
        parts.dedup();
        hint.part = match parts.as_slice() {
            [part] => Some(*part),
            _ => None,
        };
        hint.foreign = foreign && hint.standards.is_empty();
        hint
    }
}

/// `iso27001` as `iso 27001`, so that a number glued to a word is seen.
fn separate_letters_and_digits(text: &str) -> String {
    let mut separated = String::with_capacity(text.len() + 8);
    let mut before: Option<char> = None;
    for character in text.chars() {
        let turns = before.is_some_and(|before| {
            (before.is_alphabetic() && character.is_ascii_digit())
                || (before.is_ascii_digit() && character.is_alphabetic())
        });
        if turns {
            separated.push(' ');
        }
        separated.push(character);
        before = Some(character);
    }
    separated
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_point_to_standard_edition_and_part() {
        let standards = |text: &str| Hint::of(text).standards;
        assert_eq!(standards("ISO27001_SoA"), [Standard::Iso27001]);
        assert_eq!(standards("AIMS status ISO 42001.xlsx"), [Standard::Iso42001]);
        assert_eq!(standards("ISO 27001 and 42001"), [Standard::Iso27001, Standard::Iso42001]);
        assert_eq!(Hint::of("SoA ISO 27001:2013").edition, Some(Edition::Of2013));
        assert_eq!(Hint::of("SoA 2022-03-01").edition, None);
        assert_eq!(Hint::of("SoA").part, Some(Part::AnnexA));
        assert_eq!(Hint::of("Clauses 4-10").part, Some(Part::Clauses));
        assert!(Hint::of("CIS Safeguard").foreign);
        assert!(!Hint::of("ISO 27001 and NIST CSF").foreign);
        assert_eq!(Hint::of("AI controls").topic, Some(Standard::Iso42001));
    }
}
