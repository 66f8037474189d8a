//! What stands beside a favourable status word, and whether the word still holds with it.
//!
//! "Implemented since 2021" is implemented; "Implemented for some systems", "Yes - in 2 of 5 sites" and
//! "Implemented in 2028" are not. Nobody can list all ways to take something back, so only a short list
//! of harmless forms is accepted (judgement): a day that has come, a reference to a document, a person,
//! the same status again, that all is meant, and an explanation in brackets without limiting words.

use chrono::{Datelike, NaiveDate};

use super::coded::leading_word;
use super::{ValueWords, days_of, fold, is_deadline};

/// Words that take something back or put it off, folded, in seven languages. They matter where texts
/// are otherwise accepted: in brackets and in references.
const LIMITS: &[&str] = &[
    "except exception exceptions excluding excl but not no without only however unless if depends pending \
     partly partial partially missing some most mostly many several few half part parts largely mainly \
     almost nearly majority minority limited incomplete plan planned roadmap verify confirm check next soon \
     future later until till expected awaiting upcoming ongoing progress started draft gap gaps issue issues \
     open outstanding remaining pilot poc phase stage trial temporary interim informal informally hoc should \
     will would need needs needed required todo tbd tbc unknown unclear maybe probably expired outdated \
     overdue failed ineffective lapsed stopped was previously formerly site sites subsidiary subsidiaries \
     region hq legacy new one two three four five weak yet",
    "nicht kein keine aber ausser ausgenommen ausnahme ausnahmen ohne nur teilweise teils grossteils \
     grosstenteils weitgehend uberwiegend meist meisten einige einigen manche wenige halfte geplant offen \
     ausstehend noch bis ab prufen uberprufen verifizieren kunftig zukunftig demnachst bald entwurf lucke \
     lucken standort standorte fehlt fehlen bedingt ein zwei drei",
    "niet geen maar behalve alleen deels gedeeltelijk grotendeels meeste sommige enkele nog gepland tot \
     vanaf concept openstaand uitgezonderd zonder helft controleren locatie locaties binnenkort",
    "sauf mais pas seulement uniquement partiel partiellement partie certains certaines quelques plupart \
     majorite prevu prevue planifie verifier confirmer attente brouillon sans hors excepte moitie encore \
     bientot presque",
    "salvo excepto pero solo solamente parcial parcialmente algunos algunas mayoria parte previsto prevista \
     planificado pendiente verificar confirmar hasta borrador sin mitad casi falta faltan aun",
    "mas exceto apenas somente alguns algumas maioria planejado planeado pendente ate rascunho sem metade \
     quase ainda nao",
    "tranne ma non soltanto alcuni alcune maggior pianificato verificare confermare attesa fino bozza senza \
     meta quasi manca mancano ancora parziale parzialmente eccetto escluso",
];

/// Words in front of a day on which something was done.
const SINCE: &[&str] = &[
    "since",
    "as of",
    "as at",
    "on",
    "in",
    "seit",
    "am",
    "im",
    "sinds",
    "op",
    "depuis le",
    "depuis",
    "le",
    "en",
    "desde",
    "em",
    "dal",
    "il",
];

/// Words in front of a reference.
const SEE: &[&str] = &[
    "see", "ref", "ref.", "cf", "cf.", "refer", "siehe", "s.", "vgl.", "zie", "voir", "ver", "vease", "vedi",
    "per", "gemass", "volgens", "selon", "segun", "secondo",
];

/// Words in front of a person.
const BY: &[&str] = &["by", "von", "durch", "door", "par", "por", "da"];

/// Words that together say that all is meant; at least one of the first group is among them.
const TOTAL: &[&str] = &[
    "fully",
    "completely",
    "everywhere",
    "all",
    "entire",
    "whole",
    "vollstandig",
    "uberall",
    "alle",
    "allen",
    "volledig",
    "overal",
    "entierement",
    "partout",
    "totalmente",
    "completamente",
    "ovunque",
];
const BESIDE_TOTAL: &[&str] = &[
    "for",
    "in",
    "at",
    "across",
    "on",
    "the",
    "systems",
    "locations",
    "users",
    "staff",
    "employees",
    "devices",
    "company",
    "organisation",
    "organization",
    "fur",
    "systeme",
    "systemen",
    "standorten",
    "mitarbeitende",
    "voor",
    "medewerkers",
];

/// Whether "implemented" or "yes" still holds with the text that follows it; `as_of` is the day until
/// which a date counts as come, without it none does.
pub(super) fn holds(words: &ValueWords, rest: &str, as_of: Option<NaiveDate>) -> bool {
    if takes_back(words, rest, as_of) {
        return false;
    }
    let mut refers = false;
    clauses(rest).into_iter().all(|clause| {
        let Clause { text, bracketed } = clause;
        refers |= is_reference(text);
        refers || is_harmless(words, text, as_of) || (bracketed && explains(text, as_of))
    })
}

/// Words that make a sentence of what follows a yes: it says how something is done.
const SENTENCES: &[&str] = &[
    "we our is are has have there it they this",
    "wir unser unsere unserer ist sind wird werden haben hat es",
    "wij we ons onze is zijn wordt worden heeft hebben er",
    "nous notre nos est sont avons il elle on",
    "tenemos hay es son se esta estan nuestra nuestro contamos disponemos",
    "temos ha sao esta estao nossa nosso possuimos",
    "abbiamo sono viene vengono nostra nostro",
];

/// Words behind which a sentence says where or for what it holds.
const SCOPES: &[&str] = &[
    "for in at on within under to of when where during",
    "fur in im bei beim am auf an innerhalb wenn sofern soweit",
    "voor in bij op binnen indien",
    "pour dans en au aux sur chez lorsque si",
    "para por en sobre cuando si",
    "para por em no na nos nas quando se",
    "per in nel nella nei nelle sul sulla quando se",
];

/// Fewest words of a sentence (judgement: fewer may be the name of a place or a part).
const SENTENCE_WORDS: usize = 4;

/// Whether what follows a "yes" is a sentence that says how, without anything in it that limits the yes.
pub(super) fn explains_yes(words: &ValueWords, rest: &str, as_of: Option<NaiveDate>) -> bool {
    let folded = fold(rest);
    let parts: Vec<&str> = folded
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let listed =
        |lists: &[&str], word: &str| lists.iter().flat_map(|list| list.split(' ')).any(|known| known == word);
    // In a German sentence "ein" is an article or part of a verb, not a number.
    let without_article: Vec<&str> = rest.split_whitespace().filter(|word| fold(word) != "ein").collect();
    let without_article = without_article.join(" ");
    // "is used for all users" is no limit.
    let limited = parts.iter().zip(parts.iter().skip(1)).any(|(word, next)| {
        listed(SCOPES, word) && !listed(SENTENCES, word) && !TOTAL.contains(next) && *next != "place"
    });
    parts.len() >= SENTENCE_WORDS
        && parts.iter().any(|word| listed(SENTENCES, word))
        && !limited
        && !takes_back(words, &without_article, as_of)
}

/// Whether "not applicable" is meant of the whole: a reason may follow it, a limit may not.
pub(super) fn excludes_all(rest: &str) -> bool {
    const REASONS: &[&str] = &[
        "because", "since", "as", "due", "weil", "da", "wegen", "omdat", "want", "wegens", "car", "parce",
        "porque", "pois", "perche", "poiche",
    ];
    const PARTS: &[&str] = &[
        "except",
        "excluding",
        "but",
        "partly",
        "partially",
        "some",
        "yet",
        "ausser",
        "teilweise",
        "aber",
        "behalve",
        "deels",
        "maar",
        "sauf",
        "mais",
        "salvo",
        "excepto",
        "pero",
        "exceto",
        "tranne",
    ];
    let rest = rest.trim();
    let folded = fold(rest);
    let mut parts = folded.split(|character: char| !character.is_alphanumeric());
    let separated = rest.starts_with(|character: char| !character.is_alphanumeric());
    let reason = folded.split(' ').next().is_some_and(|first| REASONS.contains(&first));
    (folded.is_empty() || separated || reason) && !parts.any(|word| PARTS.contains(&word))
}

/// Whether a limit, a share, a later year or another status stands anywhere in the text.
fn takes_back(words: &ValueWords, rest: &str, as_of: Option<NaiveDate>) -> bool {
    let folded = fold(rest);
    let parts: Vec<&str> = folded
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let limits = |word: &str| LIMITS.iter().any(|list| list.split_whitespace().any(|limit| limit == word));
    let later = |word: &str| {
        let year = word.parse::<i32>().ok().filter(|year| (1990..2200).contains(year));
        year.zip(as_of).is_some_and(|(year, as_of)| year > as_of.year())
    };
    let share = |three: &[&str]| {
        let is_number = |word: &&str| word.chars().all(|character| character.is_ascii_digit());
        matches!(three, [one, "of" | "out" | "von" | "van" | "sur" | "de" | "di", two] if is_number(one) && is_number(two))
    };
    let other_status = std::iter::once(0)
        .chain(folded.match_indices(' ').map(|(index, _)| index + 1))
        .filter_map(|start| folded.get(start..))
        .filter(|text| text.starts_with(char::is_alphanumeric))
        .filter_map(|text| leading_word(words, "control.status", text))
        .any(|(meaning, _)| meaning != "implemented");
    rest.contains(['%', '?'])
        || parts.iter().any(|word| limits(word) || later(word))
        || parts.windows(2).any(|two| two == ["to", "be"])
        || parts.windows(3).any(share)
        || other_status
}

struct Clause<'t> {
    text: &'t str,
    bracketed: bool,
}

/// The parts of a text between commas, colons, dashes, line breaks and full stops; what stands in
/// brackets is one part.
fn clauses(text: &str) -> Vec<Clause<'_>> {
    let mut clauses = Vec::new();
    let mut push = |text, bracketed| clauses.push(Clause { text, bracketed });
    let (mut start, mut bracketed, mut before) = (0, false, [' '; 2]);
    let mut characters = text.char_indices().peekable();
    while let Some((index, character)) = characters.next() {
        let spaced = characters.peek().is_none_or(|(_, next)| next.is_whitespace());
        let ends = match character {
            '(' | '[' | ')' | ']' => true,
            _ if bracketed => false,
            ',' | ';' | '\n' | '\r' | '|' | '–' | '—' => true,
            ':' => spaced,
            '-' => spaced && before[1].is_whitespace(),
            // "J. Doe" is one part.
            '.' => spaced && before.iter().all(|character| character.is_alphanumeric()),
            _ => false,
        };
        before = [before[1], character];
        if ends {
            push(text.get(start..index).unwrap_or_default(), bracketed);
            start = index + character.len_utf8();
            bracketed = matches!(character, '(' | '[');
        }
    }
    push(text.get(start..).unwrap_or_default(), bracketed);
    clauses
}

/// A day that has come, a document, a person, the same status again, that all is meant; or two of
/// these one after the other: "by J. Doe on 2025-03-01".
fn is_harmless(words: &ValueWords, text: &str, as_of: Option<NaiveDate>) -> bool {
    let text = text.trim().trim_matches(|character| matches!(character, '=' | '>' | '*' | '"' | '\''));
    let one = |text: &str| {
        let text = text.trim();
        fold(text).is_empty()
            || words.meaning("control.status", text) == Some("implemented")
            || words.meaning("answer.scale", text) == Some("yes")
            || has_come(text, as_of)
            || is_document(text)
            || is_person(text)
            || says_all(text)
    };
    one(text)
        || text.match_indices(' ').any(|(index, _)| {
            text.split_at_checked(index).is_some_and(|(left, right)| one(left) && one(right))
        })
}

/// Whether a text is a day or a period that has come: "since 2021", "am 12.03.2025", "Q1 2025".
fn has_come(text: &str, as_of: Option<NaiveDate>) -> bool {
    let folded = fold(text);
    let lead = SINCE.iter().find_map(|lead| folded.strip_prefix(lead)?.strip_prefix(' '));
    let date = lead.unwrap_or(&folded);
    !is_deadline(date) && days_of(date).zip(as_of).is_some_and(|((first, _), as_of)| first <= as_of)
}

fn is_reference(text: &str) -> bool {
    let folded = text.trim().to_lowercase();
    let first = folded.split(' ').next().map(fold).unwrap_or_default();
    SEE.iter().any(|lead| first == fold(lead)) && folded.contains(' ')
}

/// `ISMS-POL-01`, `policy_v2.pdf`: letters and digits joined by signs, or a name with an ending.
fn is_document(text: &str) -> bool {
    let joined = text.contains(['-', '_', '.']) && !text.contains(char::is_whitespace);
    let has = |wanted: fn(&char) -> bool| text.chars().any(|character| wanted(&character));
    let file = [".pdf", ".docx", ".doc", ".xlsx", ".xls", ".md", ".pptx"];
    joined
        && has(|character| character.is_alphabetic())
        && (has(char::is_ascii_digit) || file.iter().any(|ending| text.to_lowercase().ends_with(ending)))
}

/// "by Ann Miller", "by IT", "J. Doe", "J.D.".
fn is_person(text: &str) -> bool {
    let mut parts = text.split_whitespace().peekable();
    let named = parts.next_if(|first| BY.contains(&fold(first).as_str())).is_some();
    let names: Vec<&str> = parts.collect();
    let is_name = |name: &&str| {
        name.starts_with(char::is_uppercase) && !name.contains(|character: char| character.is_ascii_digit())
    };
    // Without "by", only initials with their points show that a person is meant.
    let initial = names.first().is_some_and(|first| first.chars().nth(1) == Some('.'));
    (1..=3).contains(&names.len()) && names.iter().all(is_name) && (named || initial)
}

fn says_all(text: &str) -> bool {
    let folded = fold(text);
    let mut parts = folded.split([' ', '-']).peekable();
    let total = parts.clone().any(|word| TOTAL.contains(&word));
    total && parts.all(|word| TOTAL.contains(&word) || BESIDE_TOTAL.contains(&word))
}

/// Whether what stands in brackets only explains: its numbers are days that have come or parts of codes.
fn explains(text: &str, as_of: Option<NaiveDate>) -> bool {
    text.split_whitespace().all(|word| {
        let word = word.trim_matches([',', ';', ':', '.']);
        let digits = word.contains(|character: char| character.is_ascii_digit());
        let code = word.contains(char::is_alphabetic) && days_of(&format!("{word} 2000")).is_none();
        !digits || code || has_come(word, as_of)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_harmless_remainders_leave_a_status_in_force() {
        let words = ValueWords::load().unwrap();
        let as_of = NaiveDate::from_ymd_opt(2026, 11, 21);
        for rest in [
            "",
            "since 2021",
            "in 2026",
            "- 2025-03-31",
            ": Q1 2025",
            "am 12.03.2025",
            "(see ISMS-POL-01)",
            ", see access policy, section 4",
            "- ISMS-POL-01",
            "by J. Doe on 2025-03-01",
            "- J.D.",
            "(MFA with Okta)",
            "(last review 2026-02)",
            "- fully",
            "across all systems",
            ", implemented",
            "depuis janvier 2025",
        ] {
            assert!(holds(&words, rest, as_of), "{rest}");
        }
        for rest in [
            "for some systems",
            "in 2028",
            "by 2026-12-31",
            "until 2025",
            "- to be verified",
            "- in 2 of 5 sites",
            "; planned",
            ", for most of them",
            "- pilot",
            "- UK",
            "for laptops",
            "in Germany",
            ", MFA is used",
            "(3 sites)",
            "(2/5)",
            "(Q3 2027)",
            "(phase 2)",
            "(in 2027)",
            "(servers only)",
            "(80 %)",
            ", see the plan for 2027",
            ", see report, but not all",
            "of gaps",
            "fur einige Systeme",
            "- sauf filiales",
        ] {
            assert!(!holds(&words, rest, as_of), "{rest}");
        }
        assert!(!holds(&words, "since 2021", None));
    }

    #[test]
    fn not_applicable_may_be_followed_by_a_reason_and_not_by_a_limit() {
        for rest in ["", "- no software development", "(fully remote)", "because all is outsourced"] {
            assert!(excludes_all(rest), "{rest}");
        }
        for rest in ["for cloud systems", "to site B", "at present", "- except servers", "(some systems)"] {
            assert!(!excludes_all(rest), "{rest}");
        }
    }
}
