//! What a line above a table says about the file: its version, its date, who approved it. Such a line stands
//! between the title and the headings, and is no banner of the columns below it.

use std::borrow::Cow;

use crate::recognise::words::fold;

/// Words that begin such a text, folded, in seven languages.
const PARTICULARS: &[&str] = &[
    "version|versie|rev|revision|revisie|revisione|revisao|v",
    "date|datum|fecha|stand|status per|as of|last updated|updated|aktualisiert|bijgewerkt|mis a jour|actualizado|aggiornato",
    "approved|genehmigt|freigegeben|freigabe|goedgekeurd|approuve|aprobado|aprovado|approvato|signed",
    "author|autor|auteur|autore|prepared|erstellt|ersteller|opgesteld|redige|elaborado|redatto",
    "classification|klassifizierung|classificatie|clasificacion|classificacao|classificazione",
];

/// Words that join one to what it says: `approved by the board`.
const JOINING: [&str; 12] = ["by", "on", "von", "am", "vom", "durch", "door", "op", "par", "le", "por", "da"];

/// Whether a row says something about the file. What stands there twice, as `Stand 2025` beside `Stand 2026`, are
/// banners of the columns below.
pub(super) fn are_about_the_file<'a>(texts: impl Iterator<Item = Cow<'a, str>>) -> bool {
    let words: Vec<String> = texts
        .filter(|text| is_about_the_file(text))
        .map(|text| fold(&text).chars().take_while(|character| character.is_alphabetic()).collect())
        .collect();
    words.iter().any(|word| words.iter().filter(|other| *other == word).count() == 1)
}

/// Whether a text says something about the file: one of the words for it with what it says, after a colon, as a
/// number or behind a word that joins them.
fn is_about_the_file(text: &str) -> bool {
    let folded = fold(text);
    PARTICULARS.iter().flat_map(|words| words.split('|')).any(|word| {
        let Some(rest) = folded.strip_prefix(word) else { return false };
        let said = rest.trim_start_matches(['.', ' ']);
        if let Some(value) = said.strip_prefix([':', '：']) {
            return !value.trim().is_empty();
        }
        let is_number = said.starts_with(|character: char| character.is_ascii_digit())
            && (word != "v" || rest.starts_with(['.', ' ']) || said.contains('.'));
        // `Approved by` alone is a heading: the line of a file says by whom.
        let joined = said.split_once([' ', ':']).is_some_and(|(next, value)| {
            let value = value.trim_start_matches([' ', ':']);
            JOINING.contains(&next) && value.starts_with(|character: char| character.is_alphanumeric())
        });
        rest.starts_with(['.', ' ']) && joined || is_number
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn version_date_and_approval_are_about_the_file_and_banners_are_not() {
        for text in [
            "Version 3.2",
            "v1.4",
            "Rev. 4",
            "Stand: März 2026",
            "Stand 2026-03-01",
            "genehmigt: GF",
            "Approved by the board",
            "Approved by: CISO",
            "Freigegeben am 1.3.2026",
            "Datum: 01.03.2026",
        ] {
            assert!(is_about_the_file(text), "{text}");
        }
        for text in [
            "Version",
            "Approval",
            "V3",
            "Inherent risk",
            "Phase 1",
            "Date",
            "Date raised",
            "Status",
            "Bruttorisiko",
            "Classification",
            "Stand der Umsetzung",
            "Q1 2026",
            "Approved by",
            "Approved by:",
            "Approved by (name)",
            "Freigegeben durch",
            "Updated on",
            "Datum von / am",
        ] {
            assert!(!is_about_the_file(text), "{text}");
        }
        let row = |texts: &[&'static str]| are_about_the_file(texts.iter().map(|text| Cow::Borrowed(*text)));
        assert!(row(&["Version 3.2", "genehmigt: GF"]));
        assert!(!row(&["Stand 2025", "Stand 2026"]));
    }
}
