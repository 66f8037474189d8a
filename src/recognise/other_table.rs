//! Tables that stand beside registers and are none, told apart by what they are: a risk matrix, lists
//! of allowed values, a change log, a plan, a glossary, contacts, prices, a crosswalk, figures.
//!
//! Nothing here decides that a table is a register. [`is_none`] holds for tables that may look like
//! one by their headings and are certainly none; [`kind`] says of a table that was left alone what it is.

use crate::declaration::Field;
use crate::read::{Cell, Row, Sheet, Value};

use super::columns::SeenColumn;
use super::profile::{ColumnProfile, holds_text, is_identifier, text_of};
use super::value::heads_values;
use super::words::fold;

/// What a table is that is no register.
pub type Kind = &'static str;

const MINUTES: Kind = "the minutes of a meeting, not a register";
/// What lists of words and numbers are.
pub const SCALE: Kind = "a legend or scale: what levels or values mean, not a register";
const CHANGES: Kind = "a list of changes to the document, not a register";
const TRANSPOSED: Kind =
    "its records stand in columns beside each other; paste it transposed, one record a row, to have it read";

/// A transposed table has so many fields.
const FEWEST_LABELS: usize = 4;
const MOST_LABELS: usize = 60;
/// Words that name minutes, folded.
const MINUTES_WORDS: [&str; 14] = [
    "minutes",
    "meeting notes",
    "protokoll",
    "besprechung",
    "compte rendu",
    "proces verbal",
    "acta",
    "notulen",
    "verbale",
    "ata",
    "protokol",
    "mote",
    "議事録",
    "会议纪要",
];
/// Words that head the version of a document, folded.
const VERSION: [&str; 20] = [
    "version",
    "versions",
    "ver",
    "rev",
    "revision",
    "release",
    "edition",
    "ausgabe",
    "fassung",
    "revisionsstand",
    "versie",
    "versión",
    "revisie",
    "indice",
    "versao",
    "revisao",
    "versione",
    "revisione",
    "wersja",
    "版",
];
/// Words that head what was changed, by whom and when, folded.
const CHANGED: [&str; 34] = [
    "date",
    "datum",
    "fecha",
    "data",
    "author",
    "autor",
    "auteur",
    "autore",
    "auteurs",
    "changed by",
    "editor",
    "change",
    "changes",
    "change description",
    "description of change",
    "anderung",
    "anderungen",
    "wijziging",
    "wijzigingen",
    "modification",
    "modifications",
    "cambio",
    "cambios",
    "modifica",
    "modifiche",
    "alteracao",
    "zmiana",
    "zmiany",
    "ersteller",
    "bearbeiter",
    "geandert von",
    "approved by",
    "日付",
    "変更内容",
];
const TASK: [&str; 24] = [
    "task",
    "tasks",
    "activity",
    "milestone",
    "work package",
    "phase",
    "deliverable",
    "aufgabe",
    "aktivitat",
    "meilenstein",
    "arbeitspaket",
    "tache",
    "activite",
    "jalon",
    "tarea",
    "actividad",
    "hito",
    "taak",
    "activiteit",
    "attivita",
    "tarefa",
    "atividade",
    "zadanie",
    "タスク",
];
const SCHEDULE: [&str; 38] = [
    "start",
    "start date",
    "begin",
    "beginn",
    "end",
    "end date",
    "finish",
    "finish date",
    "ende",
    "duration",
    "dauer",
    "debut",
    "fin",
    "duree",
    "inicio",
    "duracion",
    "einde",
    "duur",
    "inizio",
    "fine",
    "durata",
    "fim",
    "duracao",
    "poczatek",
    "koniec",
    "% complete",
    "complete %",
    "percent complete",
    "progress",
    "fortschritt",
    "avancement",
    "avance",
    "voortgang",
    "avanzamento",
    "progresso",
    "postep",
    "week",
    "predecessors",
];
const TERM: [&str; 22] = [
    "term",
    "terms",
    "abbreviation",
    "acronym",
    "word",
    "begriff",
    "abkurzung",
    "terme",
    "sigle",
    "abreviation",
    "termino",
    "acronimo",
    "sigla",
    "abreviatura",
    "term of begrip",
    "begrip",
    "afkorting",
    "termine",
    "termo",
    "pojecie",
    "skrot",
    "用語",
];
const PRICE: [&str; 18] = [
    "price",
    "unit price",
    "price per user",
    "list price",
    "cost per unit",
    "preis",
    "einzelpreis",
    "stuckpreis",
    "prix",
    "prix unitaire",
    "precio",
    "precio unitario",
    "prijs",
    "stukprijs",
    "prezzo",
    "preco",
    "cena",
    "価格",
];
/// Words of headings below which figures are counted, folded.
const COUNTED: [&str; 22] = [
    "count",
    "number",
    "total",
    "number of",
    "anzahl",
    "summe",
    "nombre",
    "cantidad",
    "numero",
    "aantal",
    "totale",
    "quantita",
    "quantidade",
    "liczba",
    "average",
    "durchschnitt",
    "moyenne",
    "promedio",
    "gemiddelde",
    "media",
    "件数",
    "合計",
];

/// What a table certainly is where it is no register though its headings may be those of one; `names`
/// are the texts around it: the sheet's name and the titles.
pub fn is_none(columns: &[SeenColumn], names: &[&str]) -> Option<Kind> {
    let headings = headings(columns);
    let version = headings.first().is_some_and(|first| VERSION.contains(&first.as_str()));
    let changed = count(&headings, &CHANGED);
    if version && changed >= 2 && changed + 2 >= headings.len() {
        return Some(CHANGES);
    }
    let minuted = names.iter().any(|name| {
        let name = fold(name);
        MINUTES_WORDS.iter().any(|word| begins_or_ends_with(&name, word))
    });
    minuted.then_some(MINUTES)
}

/// What a table is that was left alone; `None` where nothing says so.
pub fn kind(columns: &[SeenColumn], rows: usize, names: &[&str]) -> Option<Kind> {
    let headings = headings(columns);
    let title_of_terms = names.iter().any(|name| TERM.contains(&fold(name).as_str()));
    if is_matrix(columns) {
        Some("a risk matrix: levels by likelihood and impact, not a register")
    } else if are_lists(columns, rows) {
        Some("lists of allowed values, not a register")
    } else if is_legend(columns, rows) {
        Some(SCALE)
    } else if is_crosswalk(columns) {
        Some("a crosswalk: references of one framework beside those of another, without a status")
    } else if columns.len() <= 4
        && (title_of_terms || headings.first().is_some_and(|first| TERM.contains(&first.as_str())))
    {
        Some("a glossary, not a register")
    } else if count(&headings, &PRICE) > 0 {
        Some("a price list, not a register")
    } else if count(&headings, &TASK) > 0 && count(&headings, &SCHEDULE) >= 2 {
        Some("a project plan, not a register")
    } else if columns.len() <= 8
        && columns.iter().any(|column| column.profile.filled > 0 && column.profile.emails >= 0.5)
    {
        Some("a list of contacts, not a register")
    } else if are_figures(columns, &headings) {
        Some("figures counted from other rows, not a register")
    } else {
        None
    }
}

/// What a sheet is on which fields stand below each other and records beside each other: the texts of
/// its first column are headings, by `familiar`, and those of its first row are not.
pub fn transposed(sheet: &Sheet, familiar: impl Fn(&str) -> bool) -> Option<Kind> {
    let filled = |row: &Row| row.cells.iter().filter(|cell| holds_text(cell)).count();
    // A row more than labels can be is enough to tell that they are none.
    let rows: Vec<&Row> = sheet.rows.iter().filter(|row| filled(row) >= 3).take(MOST_LABELS + 1).collect();
    if rows.len() > MOST_LABELS {
        return None;
    }
    let first = rows.iter().filter_map(|row| Some(row.cells.first()?.column)).min()?;
    let texts = |cells: Vec<&Cell>| -> Vec<String> {
        let text = cells.into_iter().filter(|cell| matches!(cell.value, Value::Text(_)));
        text.map(|cell| text_of(cell).trim().to_owned()).filter(|text| !text.is_empty()).collect()
    };
    let labels = texts(rows.iter().filter_map(|row| row.cell(first)).collect());
    let top = texts(rows.first()?.cells.iter().filter(|cell| cell.column > first).collect());
    let known = |texts: &[String]| texts.iter().filter(|text| familiar(text)).count();
    let is_transposed = (FEWEST_LABELS..=MOST_LABELS).contains(&labels.len())
        && labels.len() == rows.len()
        && 4 * known(&labels) >= 3 * labels.len()
        && top.iter().filter(|text| !is_identifier(text) && familiar(text)).count() * 4 <= top.len();
    is_transposed.then_some(TRANSPOSED)
}

fn headings(columns: &[SeenColumn]) -> Vec<String> {
    columns.iter().map(|column| fold(&column.head.own)).filter(|heading| !heading.is_empty()).collect()
}

fn count(headings: &[String], words: &[&str]) -> usize {
    headings.iter().filter(|heading| words.contains(&heading.as_str())).count()
}

fn begins_or_ends_with(text: &str, word: &str) -> bool {
    let at_end = |rest: Option<&str>| rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    at_end(text.strip_prefix(word))
        || text.strip_suffix(word).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
}

/// Words or numbers of a scale.
fn levels(profile: &ColumnProfile) -> f64 {
    (profile.family("level") + profile.numbers).min(1.0)
}

/// Levels in all cells below headings that are levels themselves.
fn is_matrix(columns: &[SeenColumn]) -> bool {
    let Some((first, body)) = columns.split_first().filter(|(first, _)| levels(&first.profile) >= 0.6) else {
        return false;
    };
    let filled: Vec<&SeenColumn> = body.iter().filter(|column| column.profile.filled > 0).collect();
    let graded = filled.iter().filter(|column| levels(&column.profile) >= 0.8).count();
    // Every column of a matrix is rated on the same scale, which no register's are.
    first.profile.filled >= 2 && filled.len() >= 3 && graded == filled.len() && columns.len() <= 12 && {
        let words = filled.iter().filter(|column| column.profile.family("level") >= 0.8).count();
        let plain =
            filled.iter().filter(|column| column.heading.iter().all(|said| said.strength < 0.7)).count();
        words == filled.len() || 2 * plain >= filled.len()
    }
}

/// A scale in the first column, each level once, beside what it means.
fn is_legend(columns: &[SeenColumn], rows: usize) -> bool {
    let Some(first) = columns.first() else { return false };
    let p = &first.profile;
    (2..=12).contains(&rows)
        && (2..=4).contains(&columns.len())
        && p.filled >= 2
        && p.distinct >= 0.99
        && (p.small_integers >= 0.99 || p.family("level") >= 0.75)
}

/// Whether a table is nothing but scales, one or several beside each other.
pub fn are_scales(columns: &[SeenColumn]) -> bool {
    let groups = columns.chunk_by(|left, right| left.head.column + 1 == right.head.column);
    !columns.is_empty() && groups.into_iter().all(is_scale)
}

/// Words headed as likelihood or impact, each once, directly beside a column of small numbers, and no more than what
/// they mean: a scale, below which another one may stand. A register rates several records alike.
fn is_scale(columns: &[SeenColumn]) -> bool {
    let [first, number, others @ ..] = columns else { return false };
    let rates = first
        .heading
        .iter()
        .any(|said| [Field::RiskLikelihood, Field::RiskImpact].contains(&said.field) && said.strength >= 0.7);
    let p = &first.profile;
    let is_of_a_record = |column: &SeenColumn| {
        column.heading.iter().any(|said| {
            [Field::RiskId, Field::RiskOwner, Field::RiskTreatment, Field::RiskStatus].contains(&said.field)
                && said.strength >= 0.7
        })
    };
    rates
        && heads_values(&fold(&number.head.own))
        && others.len() <= 2
        && !others.iter().any(is_of_a_record)
        && p.long < 0.1
        && p.filled >= 3
        && p.distinct >= 0.99
        && p.numbers < 0.1
        && number.profile.small_integers >= 0.75
}

/// Columns of different lists beside each other, each value once, most of them of coded lists.
fn are_lists(columns: &[SeenColumn], rows: usize) -> bool {
    let filled: Vec<&ColumnProfile> =
        columns.iter().map(|column| &column.profile).filter(|profile| profile.filled > 0).collect();
    let coded = |profile: &&&ColumnProfile| profile.families.values().any(|share| *share >= 0.7);
    let all = filled.iter().all(|profile| coded(&profile));
    rows <= 60
        && (filled.len() >= 3 || (all && filled.len() == 2))
        && filled
            .iter()
            .all(|profile| profile.distinct >= 0.99 && profile.long < 0.3 && profile.identifiers < 0.5)
        && 2 * filled.iter().filter(coded).count() >= filled.len()
}

/// References of several frameworks side by side.
fn is_crosswalk(columns: &[SeenColumn]) -> bool {
    let references = columns.iter().filter(|column| {
        column.profile.filled >= 2 && column.profile.references.max(column.profile.leading_references) >= 0.6
    });
    references.count() >= 2
}

/// A name in each row and numbers in all other columns, headed as counts or by levels.
fn are_figures(columns: &[SeenColumn], headings: &[String]) -> bool {
    let Some((first, others)) = columns.split_first() else { return false };
    let counted = headings.iter().any(|heading| {
        COUNTED.iter().any(|word| heading.split(' ').any(|part| part == *word) || heading.starts_with(word))
    });
    !others.is_empty()
        && first.profile.numbers < 0.2
        && first.profile.distinct >= 0.9
        && others.iter().all(|column| {
            column.profile.filled == 0 || column.profile.numbers + column.profile.percents >= 0.9
        })
        && (counted || others.len() >= 3)
}
