//! Rows that sum up the rows above them, by how they are labelled.

use std::collections::HashSet;

use super::words::fold;

/// The words that label a row of totals, folded.
const TOTALS: [&str; 62] = [
    "total",
    "totals",
    "subtotal",
    "sub total",
    "grand total",
    "sum",
    "summe",
    "gesamt",
    "gesamtsumme",
    "totaal",
    "totaux",
    "somme",
    "totale",
    "suma",
    "soma",
    "average",
    "durchschnitt",
    "gemiddelde",
    "moyenne",
    "promedio",
    "razem",
    "合計",
    "zwischensumme",
    "teilsumme",
    "gesamtergebnis",
    "ergebnis",
    "sous total",
    "total general",
    "subtotaal",
    "eindtotaal",
    "suma parcial",
    "totale parziale",
    "totale complessivo",
    "subtotale",
    "soma parcial",
    "total geral",
    "suma czesciowa",
    "delsumma",
    "summa",
    "totalt",
    "小計",
    "итого",
    "всего",
    "toplam",
    "mean",
    "media",
    "mittelwert",
    "medelvarde",
    "genomsnitt",
    "gennemsnit",
    "gjennomsnitt",
    "keskiarvo",
    "srednia",
    "prumer",
    "ortalama",
    "平均",
    "anzahl",
    "count",
    "aantal",
    "nombre",
    "cantidad",
    "liczba",
];

/// Words that stand between a word for totals and what is counted, folded.
const BETWEEN: [&str; 20] = [
    "of", "the", "all", "number", "no", "count", "der", "von", "aller", "anzahl", "van", "het", "alle",
    "aantal", "de", "des", "du", "nombre", "numero", "liczba",
];

/// What registers count, folded.
const COUNTED: [&str; 31] = [
    "row",
    "entry",
    "entries",
    "item",
    "record",
    "risk",
    "risque",
    "risiko",
    "risiken",
    "riesgo",
    "rischi",
    "risico",
    "asset",
    "actif",
    "activo",
    "werte",
    "control",
    "controle",
    "controles",
    "massnahmen",
    "massnahme",
    "maatregelen",
    "requirement",
    "question",
    "frage",
    "fragen",
    "vragen",
    "preguntas",
    "system",
    "systeme",
    "finding",
];

/// Whether a text labels a row of totals: it is a word for totals, or such a word with what is summed
/// up. `known` gives the folded words of the table's headings and levels, which are summed up as well
/// (`Average score`, `Total high risks`); a text that goes on with other words names a record
/// (`Total loss of the data centre`).
pub fn labels_totals(label: &str, known: impl FnOnce() -> HashSet<String>) -> bool {
    let folded = fold(label);
    let label = words(&folded).collect::<Vec<_>>().join(" ");
    let rests: Vec<&str> = TOTALS
        .iter()
        .filter_map(|word| label.strip_prefix(word))
        .filter(|rest| !rest.starts_with(char::is_alphanumeric))
        .collect();
    if rests.iter().any(|rest| words(rest).next().is_none()) {
        return true;
    }
    if rests.is_empty() {
        return false;
    }
    let known = known();
    rests.iter().any(|rest| {
        words(rest).all(|word| {
            word.chars().all(|character| character.is_ascii_digit())
                || BETWEEN.contains(&word)
                || same_but_for_plural(word, |form| COUNTED.contains(&form) || known.contains(form))
        })
    })
}

/// What a label sums up that names it first, folded: `finance` of `Finance Total`.
pub fn total_of(label: &str) -> Option<String> {
    let folded = fold(label);
    let mut longest: Vec<&str> = TOTALS.to_vec();
    longest.sort_by_key(|word| std::cmp::Reverse(word.len()));
    longest
        .into_iter()
        .find_map(|word| folded.strip_suffix(word)?.strip_suffix([' ', '-', ':']))
        .map(fold)
        .filter(|group| !group.is_empty())
}

/// The words of a folded text.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty())
}

fn same_but_for_plural(word: &str, known: impl Fn(&str) -> bool) -> bool {
    known(word) || word.strip_suffix('s').is_some_and(&known) || known(&format!("{word}s"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(label: &str) -> bool {
        labels_totals(label, || HashSet::from(["score".to_owned(), "high".to_owned(), "eur".to_owned()]))
    }

    #[test]
    fn words_for_totals_with_what_is_summed_up_label_totals() {
        for label in [
            "Total",
            "TOTAL:",
            "Grand total",
            "Sub-total: 12",
            "Total risks",
            "Total number of risks",
            "Average score",
            "Sum of scores (EUR)",
            "Total high risks",
            "Gesamt",
            "合計",
            "Total 12 items",
        ] {
            assert!(labels(label), "{label}");
        }
    }

    #[test]
    fn names_that_begin_with_a_word_for_totals_label_none() {
        for label in [
            "Total loss of the data centre",
            "Sum insured is too low",
            "Average repair time too long",
            "Totally new system",
            "Summary",
            "Gesamtausfall",
            "Total cost of ownership",
            "",
        ] {
            assert!(!labels(label), "{label}");
        }
    }
}
