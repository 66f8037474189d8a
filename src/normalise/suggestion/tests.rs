//! How often a suggestion is right, on questions of our own wording in eight languages.

use std::sync::LazyLock;

use super::*;
use crate::recognise::rows_of_list;

static SUGGESTER: LazyLock<Suggester> = LazyLock::new(|| Suggester::new(&Catalogue::load().unwrap()));

/// A question with the requirements that it is about; none where it is about none.
struct Case {
    language: String,
    question: String,
    right: Vec<String>,
}

fn cases() -> Vec<Case> {
    let rows = rows_of_list("questions.csv", include_str!("questions.csv")).unwrap();
    rows.into_iter()
        .map(|row| Case {
            language: row[0].clone(),
            question: row[1].clone(),
            right: row[2].split('|').filter(|key| !key.is_empty()).map(str::to_owned).collect(),
        })
        .collect()
}

fn suggest(question: &str) -> Option<Suggestion> {
    SUGGESTER.suggest(question, "", &Suggester::languages([question].into_iter()))
}

#[test]
fn most_first_suggestions_are_right_in_every_language() {
    let cases = cases();
    assert!(cases.len() >= 80);
    let (mut made, mut right, mut about, mut faults) = (0, 0, 0, Vec::new());
    let mut by_language: std::collections::BTreeMap<String, (usize, usize)> = Default::default();
    for case in &cases {
        about += usize::from(!case.right.is_empty());
        let suggestion = suggest(&case.question);
        let key = suggestion.as_ref().map(|suggestion| suggestion.requirement.to_string());
        let hit = key.as_ref().is_some_and(|key| case.right.contains(key));
        if let Some(suggestion) = &suggestion {
            made += 1;
            right += usize::from(hit);
            let counts = by_language.entry(case.language.clone()).or_default();
            *counts = (counts.0 + usize::from(hit), counts.1 + 1);
            if !hit {
                faults
                    .push(format!("{:.2} {} -> {}", suggestion.score, case.question, suggestion.requirement));
            }
        } else if !case.right.is_empty() {
            faults.push(format!("none {}", case.question));
        }
    }
    let precision = right as f64 / made as f64;
    let found = right as f64 / about as f64;
    let figures = format!("precision {precision:.3} ({right} of {made}), found {found:.3} of {about}");
    assert!(precision >= PRECISION && found >= FOUND, "{figures}\n{}", faults.join("\n"));
    for (language, (right, made)) in by_language {
        assert!(right as f64 >= made as f64 * PRECISION_OF_A_LANGUAGE, "{language}: {right} of {made}");
    }
}

/// Floors; the figures of this version stand a little above them.
const PRECISION: f64 = 0.95;
const FOUND: f64 = 0.95;
const PRECISION_OF_A_LANGUAGE: f64 = 0.85;

#[test]
fn training_data_is_data_and_no_training_of_people() {
    for question in [
        "I dati di addestramento sono documentati?",
        "Sono verificati i dati di addestramento utilizzati?",
        "Zijn de trainingsdata gedocumenteerd?",
        "Os dados de treinamento estão documentados?",
        "Is training data documented?",
        "Sind die Trainingsdaten dokumentiert?",
    ] {
        let key = suggest(question).map(|suggestion| suggestion.requirement.to_string());
        assert!(key.as_deref().is_some_and(|key| key.starts_with("42001:A.7")), "{question}: {key:?}");
    }
    let key = suggest("Il personale riceve addestramento sulla sicurezza?");
    assert_eq!(key.map(|key| key.requirement.to_string()).as_deref(), Some("27001:A.6.3"));
}
