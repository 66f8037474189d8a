//! Whether an owner is named, or only the place of one is held.

use crate::provenance::Traced;

/// Words that stand where a name should, in small letters: nobody, not yet, not known. The cell is
/// shown as it was read; only that it names nobody is judged here.
const NOBODY: &[&str] = &[
    // Abbreviations, without their points.
    "tbd",
    "tbc",
    "tba",
    "tbs",
    "na",
    "n/a",
    "#n/a",
    "nn",
    "k/a",
    "nvt",
    "ntb",
    "nnb",
    "s/o",
    "xx",
    "xxx",
    "n/d",
    "none",
    "no one",
    "noone",
    "nobody",
    "no owner",
    "nil",
    "null",
    "vacant",
    "vacancy",
    "open",
    "unassigned",
    "not assigned",
    "not yet assigned",
    "to be assigned",
    "to be defined",
    "to be determined",
    "to be confirmed",
    "to be decided",
    "to be named",
    "to be appointed",
    "not applicable",
    "not defined",
    "undefined",
    "unknown",
    "not known",
    "pending",
    "missing",
    "todo",
    "to do",
    "blank",
    "empty",
    "offen",
    "noch offen",
    "vakant",
    "niemand",
    "keiner",
    "keine",
    "unbekannt",
    "unbesetzt",
    "nicht zugewiesen",
    "nicht zugeordnet",
    "nicht benannt",
    "noch nicht benannt",
    "nicht definiert",
    "nicht festgelegt",
    "noch festzulegen",
    "zu benennen",
    "zu bestimmen",
    "zu definieren",
    "fehlt",
    "keine angabe",
    "à définir",
    "a définir",
    "a definir",
    "à désigner",
    "à déterminer",
    "à confirmer",
    "à nommer",
    "non attribué",
    "non assigné",
    "non affecté",
    "non défini",
    "non désigné",
    "aucun",
    "aucune",
    "personne",
    "inconnu",
    "por definir",
    "por determinar",
    "por asignar",
    "por confirmar",
    "sin asignar",
    "sin definir",
    "no asignado",
    "no definido",
    "ninguno",
    "ninguna",
    "nadie",
    "vacante",
    "desconocido",
    "pendiente",
    "te bepalen",
    "nader te bepalen",
    "nog te bepalen",
    "nog te benoemen",
    "niet toegewezen",
    "niet bekend",
    "geen",
    "onbekend",
    "vacature",
    "por atribuir",
    "não atribuído",
    "não definido",
    "nenhum",
    "nenhuma",
    "ninguém",
    "sem responsável",
    "a designar",
    "da definire",
    "da assegnare",
    "da nominare",
    "da determinare",
    "non assegnato",
    "non definito",
    "nessuno",
    "nessuna",
    "sconosciuto",
    "brak",
    "do ustalenia",
    "nie przypisano",
    "nieprzypisany",
    "nieznany",
    "wakat",
    "ej utsedd",
    "ej tilldelad",
    "saknas",
    "ingen",
    "ikke tildelt",
    "ikke udpeget",
    "vakant stilling",
    "未定",
    "未割当",
    "未割り当て",
    "未設定",
    "なし",
    "無し",
    "該当なし",
    "不明",
    "未分配",
    "未指定",
    "无",
    "待定",
    "暂无",
];

/// Whether a text names an owner: any of its parts is neither blank nor a word that holds the place
/// of a name.
pub(super) fn is_owned(owner: &Option<Traced<String>>) -> bool {
    owner.as_ref().is_some_and(|owner| names_somebody(&owner.value))
}

/// Whether any of the names that a text lists is one.
pub(super) fn names_somebody(text: &str) -> bool {
    text.split([';', ',', '\n', '、']).any(|part| {
        let bare = part
            .trim_matches(|character: char| !character.is_alphanumeric() && character != '#')
            .to_lowercase();
        let words = bare.split_whitespace().collect::<Vec<_>>().join(" ");
        let unpointed: String = words.chars().filter(|character| !matches!(character, '.' | ' ')).collect();
        !words.is_empty()
            && !NOBODY.contains(&words.as_str())
            && (unpointed.chars().count() > 3 || !NOBODY.contains(&unpointed.as_str()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_hold_the_place_of_a_name_are_no_owner() {
        for text in [
            "",
            " ",
            "-",
            "–",
            "?",
            "???",
            "TBD",
            "tbc",
            "T.B.D.",
            "n/a",
            "N. A.",
            "(vacant)",
            "Unassigned",
            "none",
            "Nobody",
            "offen",
            "nicht zugewiesen",
            "À définir",
            "non attribué",
            "Por definir",
            "sin  asignar",
            "te bepalen",
            "niet toegewezen",
            "a definir",
            "da definire",
            "未定",
            "未割当",
            "TBD; tbd",
            "<TBD>",
        ] {
            assert!(!names_somebody(text), "{text}");
        }
    }

    #[test]
    fn names_of_people_roles_and_departments_are_owners() {
        for text in [
            "IT",
            "HR",
            "CISO",
            "N. Adler",
            "Ana Offen",
            "TBD, Ana",
            "IT (tbc)",
            "K. A. Open",
            "Open Banking team",
            "情報システム部",
            "J.",
            "DPO / CISO",
            "None & Sons",
        ] {
            assert!(names_somebody(text), "{text}");
        }
    }
}
