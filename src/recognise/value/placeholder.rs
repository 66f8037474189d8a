//! Words that hold the place of something that is not there: `tbd`, `n/a`, `none`, `offen`, `à définir`.
//!
//! The one list of them. A cell that holds such a word is shown as it was read; only that it gives no
//! reason, names no evidence, no action and nobody is judged here (judgement). What a formula of the workbook
//! has to know too stands on the sheet of what can be chosen, and is compared there as in [`says_something`].

use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Words that stand in the place of anything, in small letters.
const ANYTHING: &[&str] = &[
    "tbd",
    "tbc",
    "tba",
    "tbs",
    "na",
    "n/a",
    "#n/a",
    "k/a",
    "k.a",
    "k. a",
    "nvt",
    "ntb",
    "xx",
    "xxx",
    "n/d",
    "none",
    "nil",
    "null",
    "to be defined",
    "to be determined",
    "to be confirmed",
    "to be decided",
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
    "keine",
    "unbekannt",
    "nicht definiert",
    "nicht festgelegt",
    "noch festzulegen",
    "zu bestimmen",
    "zu definieren",
    "fehlt",
    "keine angabe",
    "à définir",
    "a définir",
    "a definir",
    "à déterminer",
    "à confirmer",
    "non défini",
    "aucun",
    "aucune",
    "inconnu",
    "por definir",
    "por determinar",
    "por confirmar",
    "sin definir",
    "no definido",
    "ninguno",
    "ninguna",
    "desconocido",
    "pendiente",
    "te bepalen",
    "nader te bepalen",
    "nog te bepalen",
    "niet bekend",
    "geen",
    "onbekend",
    "não definido",
    "nenhum",
    "nenhuma",
    "da definire",
    "da determinare",
    "non definito",
    "nessuno",
    "nessuna",
    "sconosciuto",
    "brak",
    "do ustalenia",
    "nieznany",
    "saknas",
    "ingen",
    "未定",
    "未設定",
    "なし",
    "無し",
    "該当なし",
    "不明",
    "未指定",
    "无",
    "待定",
    "暂无",
];

/// Words that stand in the place of a name only.
const A_NAME: &[&str] = &[
    "nn",
    "nnb",
    "s/o",
    "no one",
    "noone",
    "nobody",
    "no owner",
    "vacant",
    "vacancy",
    "open",
    "unassigned",
    "not assigned",
    "not yet assigned",
    "to be assigned",
    "to be named",
    "to be appointed",
    "vakant",
    "niemand",
    "keiner",
    "unbesetzt",
    "nicht zugewiesen",
    "nicht zugeordnet",
    "nicht benannt",
    "noch nicht benannt",
    "zu benennen",
    "à désigner",
    "à nommer",
    "non attribué",
    "non assigné",
    "non affecté",
    "non désigné",
    "personne",
    "por asignar",
    "sin asignar",
    "no asignado",
    "nadie",
    "vacante",
    "nog te benoemen",
    "niet toegewezen",
    "vacature",
    "por atribuir",
    "não atribuído",
    "ninguém",
    "sem responsável",
    "a designar",
    "da assegnare",
    "da nominare",
    "non assegnato",
    "nie przypisano",
    "nieprzypisany",
    "wakat",
    "ej utsedd",
    "ej tilldelad",
    "ikke tildelt",
    "ikke udpeget",
    "vakant stilling",
    "未割当",
    "未割り当て",
    "未分配",
];

/// Words that answer yes or no where somebody is asked for, in small letters, in the languages of the vocabulary
/// (judgement). Those of two letters that are initials or a department as well (`SI`, `DA`) are not among them.
pub const YES_OR_NO: &[&str] = &[
    "yes",
    "yep",
    "true",
    "affirmative",
    "no",
    "nope",
    "false",
    "negative",
    "ja",
    "waar",
    "wahr",
    "nee",
    "neen",
    "onwaar",
    "nein",
    "falsch",
    "oui",
    "vrai",
    "non",
    "faux",
    "sí",
    "verdadero",
    "falso",
    "sim",
    "verdadeiro",
    "não",
    "nao",
    "sì",
    "vero",
    "tak",
    "prawda",
    "nie",
    "fałsz",
    "ano",
    "pravda",
    "nepravda",
    "sant",
    "falskt",
    "nej",
    "sand",
    "falsk",
    "sann",
    "usann",
    "nei",
    "kyllä",
    "tosi",
    "epätosi",
    "igen",
    "igaz",
    "nem",
    "hamis",
    "adevărat",
    "fals",
    "evet",
    "doğru",
    "hayır",
    "yanlış",
    "да",
    "истина",
    "нет",
    "ложь",
    "ναι",
    "όχι",
    "はい",
    "いいえ",
    "あり",
    "有り",
    "実施済",
    "実施済み",
    "未実施",
    "未完了",
    "未完成",
    "已完成",
    "没有",
    "있음",
    "없음",
    "완료",
    "미완료",
    "아니오",
    "아니요",
    "거짓",
];

/// Words for what nobody has accepted, approved or named yet, in small letters (judgement).
const NOT_YET: &[&str] = &[
    "none yet",
    "nobody yet",
    "no one yet",
    "noch keiner",
    "noch niemand",
    "nog niemand",
    "nog geen",
    "personne encore",
    "encore personne",
    "aún nadie",
    "nadie todavía",
    "ainda ninguém",
    "ancora nessuno",
    "not yet",
    "not yet accepted",
    "not yet approved",
    "not yet named",
    "not yet appointed",
    "not yet decided",
    "not yet signed",
    "not accepted",
    "not approved",
    "not signed",
    "to follow",
    "to be accepted",
    "to be approved",
    "awaiting approval",
    "awaiting acceptance",
    "in progress",
    "noch nicht",
    "noch nicht akzeptiert",
    "noch nicht genehmigt",
    "noch nicht freigegeben",
    "noch nicht angenommen",
    "noch nicht entschieden",
    "nicht akzeptiert",
    "nicht genehmigt",
    "nicht freigegeben",
    "folgt",
    "ausstehend",
    "zu genehmigen",
    "nog niet",
    "nog niet geaccepteerd",
    "nog niet goedgekeurd",
    "nog niet bekend",
    "nog niet bepaald",
    "niet geaccepteerd",
    "niet goedgekeurd",
    "volgt",
    "goed te keuren",
    "pas encore",
    "pas encore accepté",
    "pas encore approuvé",
    "pas encore validé",
    "non accepté",
    "non approuvé",
    "à approuver",
    "à valider",
    "à venir",
    "en attente",
    "aún no",
    "todavía no",
    "aún no aceptado",
    "aún no aprobado",
    "todavía no aceptado",
    "todavía no aprobado",
    "no aceptado",
    "no aprobado",
    "por aprobar",
    "por aceptar",
    "ainda não",
    "ainda não aceite",
    "ainda não aceito",
    "ainda não aprovado",
    "não aceite",
    "não aceito",
    "não aprovado",
    "por aprovar",
    "pendente",
    "non ancora",
    "non ancora accettato",
    "non ancora approvato",
    "non accettato",
    "non approvato",
    "da approvare",
    "da accettare",
    "in attesa",
    "jeszcze nie",
    "niezaakceptowane",
    "niezatwierdzone",
    "do zatwierdzenia",
    "ještě ne",
    "neschváleno",
    "ke schválení",
    "inte än",
    "ännu inte",
    "inte godkänd",
    "ej godkänd",
    "ikke endnu",
    "endnu ikke",
    "ikke godkendt",
    "ikke ennå",
    "ennå ikke",
    "ikke godkjent",
    "ei vielä",
    "ei hyväksytty",
    "még nem",
    "nincs jóváhagyva",
    "încă nu",
    "nu încă",
    "neaprobat",
    "henüz değil",
    "onaylanmadı",
    "ещё нет",
    "еще нет",
    "пока нет",
    "не утверждено",
    "όχι ακόμα",
    "όχι ακόμη",
    "まだ",
    "未承認",
    "未受容",
    "承認待ち",
    "尚未",
    "还没有",
    "未批准",
    "未接受",
    "待批准",
    "아직",
    "미승인",
    "승인 대기",
];

/// Words that stand in the place of a text only: a yes or no, or that something does not apply, gives no
/// reason; as a name, `nr` and `so` are initials.
const A_TEXT: &[&str] = &[
    "nothing",
    "no reason",
    "no justification",
    "not relevant",
    "irrelevant",
    "not required",
    "not needed",
    "to follow",
    "to be provided",
    "kein",
    "keine angaben",
    "nicht relevant",
    "nicht erforderlich",
    "nicht notwendig",
    "folgt",
    "niet relevant",
    "niet nodig",
    "ontbreekt",
    "volgt",
    "néant",
    "non pertinent",
    "pas nécessaire",
    "non requis",
    "no procede",
    "no relevante",
    "não relevante",
    "non pertinente",
    "non rilevante",
    "nn",
    "nr",
    "nb",
    "so",
    "sd",
    "--",
    "---",
    "----",
    "??",
    "???",
    "__",
    "___",
    "open",
    "not-applicable",
    "out of scope",
    "excluded",
    "niet van toepassing",
    "uitgesloten",
    "nicht anwendbar",
    "entbehrlich",
    "nicht zutreffend",
    "ausgeschlossen",
    "entfällt",
    "non applicable",
    "sans objet",
    "exclu",
    "no aplicable",
    "no aplica",
    "excluido",
    "não aplicável",
    "não se aplica",
    "excluído",
    "non applicabile",
    "non si applica",
    "escluso",
    "not in scope",
    "inapplicable",
    "not applic.",
    "n. z.",
    "n.anw.",
    "außerhalb des geltungsbereichs",
    "buiten scope",
    "hors périmètre",
    "exclue",
    "fuera de alcance",
    "excluida",
    "fora do escopo",
    "excluída",
    "fora do âmbito",
    "fuori ambito",
    "esclusa",
    "nie dotyczy",
    "wyłączone",
    "nie ma zastosowania",
    "nerelevantní",
    "neaplikovatelné",
    "nepoužije se",
    "netýká se",
    "není relevantní",
    "ej tillämplig",
    "ej tillämpligt",
    "inte tillämplig",
    "ej relevant",
    "ej aktuellt",
    "ikke relevant",
    "ikke anvendelig",
    "ikke aktuel",
    "ikke aktuelt",
    "ikke anvendbart",
    "ei sovellettavissa",
    "ei sovellu",
    "ei koske",
    "nem alkalmazható",
    "nem értelmezhető",
    "nem releváns",
    "neaplicabil",
    "nu se aplică",
    "nu este aplicabil",
    "uygulanamaz",
    "kapsam dışı",
    "geçerli değil",
    "не применимо",
    "не применяется",
    "н/п",
    "δεν ισχύει",
    "μη εφαρμόσιμο",
    "対象外",
    "適用外",
    "適用除外",
    "非該当",
    "適用対象外",
    "不适用",
    "不適用",
    "해당 없음",
    "적용 제외",
    "해당사항 없음",
    "not assessed",
    "unsure",
    "niet beoordeeld",
    "nicht beurteilt",
    "offen/unklar",
    "noch zu bewerten",
    "non évalué",
    "non évaluée",
    "no evaluado",
    "desconhecido",
    "não avaliado",
    "non valutato",
    "to be assessed",
    "not evaluated",
    "under assessment",
    "n/k",
    "don't know",
    "do not know",
    "not sure",
    "pending assessment",
    "not reviewed",
    "not yet assessed",
    "unklar",
    "nicht bewertet",
    "noch nicht bewertet",
    "zu klären",
    "noch zu klären",
    "weiß nicht",
    "zu prüfen",
    "onduidelijk",
    "nog te beoordelen",
    "weet niet",
    "à évaluer",
    "ne sait pas",
    "nsp",
    "indéterminé",
    "non renseigné",
    "non connu",
    "por evaluar",
    "sin evaluar",
    "no sabe",
    "sin información",
    "a determinar",
    "a avaliar",
    "a confirmar",
    "por avaliar",
    "não sabe",
    "não informado",
    "da valutare",
    "da confermare",
    "non so",
    "non noto",
    "nieznane",
    "nie wiem",
    "nie oceniono",
    "nieocenione",
    "neznámé",
    "nehodnoceno",
    "nevím",
    "bude upřesněno",
    "okänd",
    "okänt",
    "ej bedömd",
    "ej bedömt",
    "vet ej",
    "ukendt",
    "ikke vurderet",
    "ved ikke",
    "ukjent",
    "ikke vurdert",
    "vet ikke",
    "ei tiedossa",
    "ei arvioitu",
    "tuntematon",
    "ismeretlen",
    "nem értékelt",
    "necunoscut",
    "neevaluat",
    "bilinmiyor",
    "değerlendirilmedi",
    "неизвестно",
    "не оценено",
    "άγνωστο",
    "未評価",
    "未確認",
    "確認中",
    "要確認",
    "未知",
    "未评估",
    "不清楚",
    "待确认",
    "미평가",
    "알 수 없음",
    "미정",
    "확인 중",
    "no",
    "false",
    "nee",
    "nein",
    "non",
    "não",
    "nao",
    "not selected",
    "out-of-scope",
    "exclude",
    "not included",
    "trifft nicht zu",
    "nicht ausgewählt",
    "neen",
    "niet toepasselijk",
    "non retenu",
    "non retenue",
    "no seleccionado",
    "não selecionado",
    "nie",
    "ne",
    "nej",
    "nei",
    "ei",
    "nem",
    "nu",
    "hayır",
    "нет",
    "όχι",
    "いいえ",
    "適用しない",
    "아니오",
    "아니요",
    "미적용",
    "yes",
    "true",
    "ja",
    "waar",
    "wahr",
    "oui",
    "vrai",
    "sí",
    "si",
    "verdadero",
    "sim",
    "verdadeiro",
    "sì",
    "vero",
    "yep",
    "affirmative",
    "tak",
    "prawda",
    "ano",
    "pravda",
    "sant",
    "sand",
    "sann",
    "kyllä",
    "tosi",
    "igen",
    "igaz",
    "da",
    "adevărat",
    "evet",
    "doğru",
    "да",
    "истина",
    "ναι",
    "はい",
    "あり",
    "有り",
    "있음",
    "済み",
    "実施済",
    "実施済み",
    "已完成",
    "완료",
    "onwaar",
    "falsch",
    "faux",
    "falso",
    "nope",
    "negative",
    "fałsz",
    "nepravda",
    "falskt",
    "falsk",
    "usann",
    "epätosi",
    "hamis",
    "fals",
    "yanlış",
    "ложь",
    "没有",
    "없음",
    "거짓",
    "未実施",
    "未完了",
    "未完成",
    "미완료",
    "unclear",
    "모름",
];

/// The words of which none is a text, as [`letters_of`] leaves them, each once and in order.
static NO_TEXT: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| ANYTHING.iter().chain(A_TEXT).map(|word| letters_of(word)).collect());

/// The characters that are left out when a text is compared: `N. v. t.`, `n.v.t` and `nvt` are one.
pub const LEFT_OUT: [char; 3] = [' ', '.', '/'];

/// What is compared of a text: small letters without points, strokes and spaces.
fn letters_of(text: &str) -> String {
    text.trim().to_lowercase().chars().filter(|character| !LEFT_OUT.contains(character)).collect()
}

/// The words of which none is a text, as they are compared.
pub fn words_that_say_nothing() -> impl Iterator<Item = &'static str> {
    NO_TEXT.iter().map(String::as_str)
}

/// Whether a text says anything: a reason, an action, evidence. A single character does not.
pub fn says_something(text: &str) -> bool {
    let letters = letters_of(text);
    letters.encode_utf16().count() > 1 && !NO_TEXT.contains(&letters)
}

/// Whether a cell is filled with more than a word that holds the place of anything: a yes or no fills it, and a
/// single character may be a code.
pub fn is_filled(text: &str) -> bool {
    let bare = bare(text);
    !bare.is_empty() && !ANYTHING.contains(&bare.as_str()) && !ANYTHING.contains(&letters_of(&bare).as_str())
}

/// Whether any of the names that a text lists is one: neither blank nor a word that holds the place of a name.
pub fn names_somebody(text: &str) -> bool {
    let holds_place = |word: &str| {
        word == "x" || [ANYTHING, A_NAME, YES_OR_NO, NOT_YET].iter().any(|words| words.contains(&word))
    };
    text.split([';', ',', '\n', '、']).map(bare).any(|words| {
        let unpointed: String = words.chars().filter(|character| !matches!(character, '.' | ' ')).collect();
        !words.is_empty()
            && !holds_place(&words)
            && (unpointed.chars().count() > 3 || !holds_place(&unpointed))
    })
}

/// What a cell asks for: which words then hold the place of it (judgement).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Asked {
    /// An answer: that there is none, or that it does not apply, is one.
    Answer,
    /// An entry: that there is none is not one.
    Entry,
    /// A person or a function: a vacancy, a yes or a no is none.
    Person,
}

/// The words of [`ANYTHING`] that answer what is asked, though they name nothing.
const NONE_THERE: &[&str] = &[
    "na",
    "n/a",
    "nvt",
    "none",
    "nil",
    "not applicable",
    "keine",
    "aucun",
    "aucune",
    "ninguno",
    "ninguna",
    "geen",
    "nenhum",
    "nenhuma",
    "nessuno",
    "nessuna",
    "brak",
    "ingen",
    "なし",
    "無し",
    "該当なし",
    "无",
    "暂无",
];

/// The characters that are left out when an entry is compared by formulas of the workbook; none of them is left that
/// a formula would take for any letter.
pub const LEFT_OUT_OF_ENTRIES: [char; 9] = [' ', '.', '/', '-', '?', '*', '~', '\n', '…'];

/// Signs that stand alone in the place of an entry; the empty one is for those that are left out.
const NO_LETTERS: &[&str] = &["", "–", "—", "…", "_", "__", "___", ":", ",", ";"];

/// What stands alone in the place of a person, beside words: a mark, and what programs make a text of a true or false.
const TRUE_OR_FALSE: &[&str] = &["x", "0", "1"];

/// Most letters of a word that is looked for in other ways of writing too.
const SHORT_LETTERS: usize = 4;

/// What is compared of an entry, with a point behind it, so that nothing is left of a blank cell but the point.
fn entry_of(text: &str) -> String {
    let small = text.to_lowercase();
    small.chars().filter(|character| !LEFT_OUT_OF_ENTRIES.contains(character)).chain(['.']).collect()
}

/// The ways in which a short word is written as well: in brackets, twice in a list or on two lines, and in letters of
/// full width.
fn also_written(word: &str) -> Vec<String> {
    let letters = word.chars().filter(|character| character.is_alphanumeric()).count();
    if word.is_empty() || word.chars().count() > SHORT_LETTERS {
        return Vec::new();
    }
    let mut written =
        [("(", ")"), ("[", "]"), ("<", ">")].map(|(open, close)| format!("{open}{word}{close}")).to_vec();
    if letters > 1 {
        written.extend([";", ","].map(|mark| format!("{word}{mark}{word}")));
        written.extend([";", ","].map(|mark| format!("{word}{mark}")));
    }
    // Two of two letters can be a name.
    if letters > 2 {
        written.push(format!("{word}{word}"));
    }
    if word.is_ascii() && letters > 0 {
        let bare: String =
            word.chars().filter(|character| !LEFT_OUT_OF_ENTRIES.contains(character)).collect();
        written.extend([full_width(word), full_width(&bare)]);
    }
    written
}

/// A word in letters of full width, as keyboards of East Asian languages write it.
pub fn full_width(word: &str) -> String {
    let wide = |letter: char| {
        let letter = if letter.is_ascii_graphic() { u32::from(letter) + 0xFEE0 } else { u32::from(letter) };
        char::from_u32(letter)
    };
    word.chars().filter_map(wide).collect()
}

/// The words that hold the place of an answer, then those that only hold that of an entry, then those that only
/// hold that of a person, each once and as they are compared.
static PLACEHOLDERS: LazyLock<[BTreeSet<String>; 3]> = LazyLock::new(|| {
    let is_answer = |word: &str| NONE_THERE.contains(&word);
    let entries = |words: &mut dyn Iterator<Item = &&str>| -> BTreeSet<String> {
        words
            .flat_map(|word| also_written(word).into_iter().chain([(*word).to_owned()]))
            .map(|word| entry_of(&word))
            .collect()
    };
    let answer = entries(
        &mut ANYTHING.iter().filter(|word| !is_answer(word)).chain(NO_LETTERS).chain(&["never", "later"]),
    );
    let mut entry = entries(&mut ANYTHING.iter());
    entry.retain(|word| !answer.contains(word));
    let mut person = entries(&mut A_NAME.iter().chain(TRUE_OR_FALSE).chain(YES_OR_NO).chain(NOT_YET));
    person.retain(|word| !answer.contains(word) && !entry.contains(word));
    [answer, entry, person]
});

/// The words that hold the place of what is asked, as they are compared: first those that hold the place of an
/// answer, then those added for an entry, then those added for a person.
pub fn placeholders() -> [impl Iterator<Item = &'static str>; 3] {
    let [answer, entry, person] = &*PLACEHOLDERS;
    [answer, entry, person].map(|words| words.iter().map(String::as_str))
}

/// Whether a text gives what is asked, as the formulas of the workbook judge it too.
pub fn gives(text: &str, asked: Asked) -> bool {
    let entry = entry_of(text);
    let [of_answer, of_entry, of_person] = &*PLACEHOLDERS;
    !of_answer.contains(&entry)
        && (asked < Asked::Entry || !of_entry.contains(&entry))
        && (asked < Asked::Person || !of_person.contains(&entry))
}

/// A text in small letters, with single spaces and without marks around it.
fn bare(text: &str) -> String {
    let bare =
        text.trim_matches(|character: char| !character.is_alphanumeric() && character != '#').to_lowercase();
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognise::ValueWords;

    #[test]
    fn words_that_hold_the_place_of_a_name_are_no_owner() {
        for text in [
            "x",
            "k.A.",
            "...",
            "todo",
            "geen",
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

    #[test]
    fn a_word_that_holds_a_place_is_no_text() {
        for text in [
            "",
            " ",
            "-",
            "–",
            "--",
            "tbd",
            "t.b.d.",
            "TBD.",
            "todo",
            "to do",
            "n.v.t.",
            "N. v. t.",
            "n/a",
            "N/A.",
            "na",
            "none",
            "geen",
            "keine",
            "k.A.",
            "k. A.",
            "?",
            "???",
            "x",
            "xx",
            "...",
            "…",
            "yes",
            "Nein",
            "à définir",
            "Sans objet",
            "pending",
            "no aplica",
            "Nicht relevant",
            "s.o.",
            "aucune",
            "не применимо",
            "該当なし",
        ] {
            assert!(!says_something(text), "{text}");
        }
        for text in [
            "No premises",
            "tbd by the CISO",
            "LR",
            "none of our sites has one",
            "DOC-1",
            "Kein Büro",
            "外注なし",
        ] {
            assert!(says_something(text), "{text}");
        }
    }

    #[test]
    fn a_yes_or_a_code_fills_a_cell() {
        for text in ["Yes", "C", "3", "A clerk confirms each refusal"] {
            assert!(is_filled(text), "{text}");
        }
        for text in ["-", "?", "TBD", "n/a", "none", "unknown", "...", "t.b.d."] {
            assert!(!is_filled(text), "{text}");
        }
    }

    /// What the vocabulary takes for "not applicable", "unknown", a yes or a no gives no reason here either.
    #[test]
    fn the_words_of_the_vocabulary_that_give_no_reason_are_among_them() {
        let words = ValueWords::load().unwrap();
        for word in words_that_say_nothing() {
            assert!(!crate::recognise::value::gives_reason(&words, word), "{word}");
        }
    }
}
