//! The domain of a risk: information security, AI or both.

use crate::model::{Risk, RiskDomain};
use crate::recognise::fold;
use crate::recognise::value::{Asked, gives};
use crate::standards::Standard;

/// Categories that only AI systems give rise to, or that 42001 is about (judgement).
const AI_CATEGORIES: &[&str] = &[
    "ai",
    "bias",
    "discrimination",
    "fairness",
    "transparency",
    "explainability",
    "drift",
    "accuracy",
    "unintended-consequence",
    "human-oversight",
    "adversarial-attack",
];

/// Categories of information security (judgement).
const SECURITY_CATEGORIES: &[&str] =
    &["information-security", "confidentiality", "integrity", "availability"];

/// Whether one of the categories is one of AI.
pub(super) fn names_ai(categories: &[String]) -> bool {
    categories.iter().any(|category| AI_CATEGORIES.contains(&category.as_str()))
}

/// Marks the domain of a risk, unless it is set: by its category, an AI system that it names, controls of 42001 that
/// treat it, what stands around it, words of its texts, or an asset of it that belongs to an AI system. Where
/// information security is at stake as well, by its category, by controls of 27001 that treat it, or by such an asset
/// alone, it is one of both (judgement). A risk that nothing marks is one of information security.
pub fn mark_domain(risk: &mut Risk) {
    if risk.domain_is_set {
        return;
    }
    let category =
        |list: &[&str]| risk.categories.iter().find(|category| list.contains(&category.as_str())).cloned();
    let control = |standard: Standard| {
        let control = risk.controls.iter().find(|control| control.value.id.standard() == standard)?;
        Some(format!("control {}", control.value.id))
    };
    let ai = category(AI_CATEGORIES)
        .map(|category| format!("category {category}"))
        .or_else(|| {
            let system = risk.ai_systems.iter().find(|system| gives(&system.value, Asked::Entry));
            system.map(|system| format!("AI system {}", system.value))
        })
        .or_else(|| control(Standard::Iso42001))
        .or_else(|| risk.marked_by.clone())
        .or_else(|| said_of_ai(risk));
    let security = category(SECURITY_CATEGORIES).map(|category| format!("category {category}"));
    let (domain, evidence) = match (ai, security, &risk.asset_of_ai) {
        (Some(ai), security, _) => match security.or_else(|| control(Standard::Iso27001)) {
            Some(security) => (RiskDomain::Both, format!("{ai}, {security}")),
            None => (RiskDomain::Ai, ai),
        },
        (None, Some(security), Some(asset)) => (RiskDomain::Both, format!("{asset}, {security}")),
        (None, None, Some(asset)) => (RiskDomain::Both, asset.clone()),
        (None, Some(security), None) => (RiskDomain::InformationSecurity, security),
        (None, None, None) => (RiskDomain::InformationSecurity, "nothing marks it as an AI risk".to_owned()),
    };
    (risk.domain, risk.domain_evidence) = (domain, evidence);
}

/// Words that only AI systems are spoken of by, folded, its words apart by one space (judgement).
const AI_WORDS: &[&str] = &[
    "genai",
    "llm",
    "llms",
    "chatgpt",
    "chatbot",
    "chatbots",
    "deepfake",
    "deepfakes",
    "artificial intelligence",
    "machine learning",
    "deep learning",
    "language model",
    "language models",
    "neural network",
    "foundation model",
    "training data",
    "prompt injection",
    "model drift",
    "data drift",
    "concept drift",
    "model poisoning",
    "data poisoning",
    "hallucination",
    "hallucinations",
    "bias",
    "biased",
    "kunstliche intelligenz",
    "kunstlicher intelligenz",
    "maschinelles lernen",
    "sprachmodell",
    "sprachmodelle",
    "trainingsdaten",
    "modelldrift",
    "kunstmatige intelligentie",
    "taalmodel",
    "trainingsdata",
    "intelligence artificielle",
    "apprentissage automatique",
    "biais",
    "donnees d entrainement",
    "inteligencia artificial",
    "aprendizaje automatico",
    "sesgo",
    "sesgos",
    "datos de entrenamiento",
    "intelligenza artificiale",
    "apprendimento automatico",
    "dati di addestramento",
    "sztuczna inteligencja",
    "sztucznej inteligencji",
    "artificiell intelligens",
];

/// Short words for artificial intelligence. In small letters they are words of other languages ("ai dati").
const AI_INITIALS: &[&str] = &["AI", "KI", "IA"];

/// What a text of the risk says that only AI systems are spoken of by.
fn said_of_ai(risk: &Risk) -> Option<String> {
    let texts = [
        ("title", &risk.title),
        ("description", &risk.description),
        ("category", &risk.category),
        ("threat", &risk.threat),
        ("vulnerability", &risk.vulnerability),
        ("cause", &risk.cause),
        ("consequence", &risk.consequence),
    ];
    texts.into_iter().find_map(|(what, text)| {
        let word = word_of_ai(&text.as_ref()?.value)?;
        Some(format!("\"{word}\" in its {what}"))
    })
}

/// The first word of [`AI_INITIALS`] or [`AI_WORDS`] that a text has.
fn word_of_ai(text: &str) -> Option<&'static str> {
    let words = |text: &str| {
        let words = text.split(|character: char| !character.is_alphanumeric());
        words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    };
    let written = format!(" {} ", words(text));
    let has = |text: &str, word: &str| text.contains(&format!(" {word} "));
    // In a text of capitals alone nothing tells initials from words.
    let initials = text.contains(char::is_lowercase);
    if let Some(word) = AI_INITIALS.iter().find(|word| initials && has(&written, word)) {
        return Some(word);
    }
    let folded = format!(" {} ", words(&fold(text)));
    AI_WORDS.iter().find(|word| has(&folded, word)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provenance::{Location, Traced};

    fn titled(title: &str) -> Risk {
        let mut risk = Risk::unknown("R-1", Location::file("risks.csv"), RiskDomain::InformationSecurity);
        risk.title = Some(Traced::new(title.to_owned(), Location::file("risks.csv")));
        mark_domain(&mut risk);
        risk
    }

    #[test]
    fn words_of_ai_mark_a_risk_and_words_that_look_like_them_do_not() {
        for (title, word) in [
            ("AI model drift and data leak", "AI"),
            ("Bias in credit scoring", "bias"),
            ("Fehlerhafte KI-Auswahl", "KI"),
            ("Sesgo en la selección", "sesgo"),
            ("Données d'entraînement incomplètes", "donnees d entrainement"),
            ("Prompt-injection of the assistant", "prompt injection"),
        ] {
            let risk = titled(title);
            assert_eq!(risk.domain, RiskDomain::Ai, "{title}");
            assert_eq!(risk.domain_evidence, format!("\"{word}\" in its title"));
        }
        for title in
            ["Accesso non autorizzato ai dati", "ACCESSO AI DATI", "Email fails", "Training of staff"]
        {
            assert_eq!(titled(title).domain, RiskDomain::InformationSecurity, "{title}");
        }
    }

    #[test]
    fn what_marks_both_sides_makes_a_risk_of_both() {
        let mut risk = titled("Confidential text is pasted into a public AI service");
        risk.categories = vec!["confidentiality".to_owned()];
        mark_domain(&mut risk);
        assert_eq!(risk.domain, RiskDomain::Both);
        assert_eq!(risk.domain_evidence, "\"AI\" in its title, category confidentiality");
        // An asset that belongs to an AI system is at risk in both systems.
        let mut risk = titled("The database is lost");
        risk.asset_of_ai = Some("asset AST-05 of AI system AI-05".to_owned());
        mark_domain(&mut risk);
        assert_eq!(
            (risk.domain, risk.domain_evidence.as_str()),
            (RiskDomain::Both, "asset AST-05 of AI system AI-05")
        );
    }
}
