//! Categories of AI risks after ISO/IEC 42001 Annex C and practice, and what no register says of them.

use std::collections::HashSet;

use arcstr::ArcStr;
use rayon::prelude::*;

use super::checks::{folded, names};
use super::impact_assessment::is_governed;
use crate::model::{AiSystem, Model, Risk, RiskDomain};
use crate::provenance::Traced;
use crate::recognise::fold;
use crate::recognise::value::{Asked, gives};
use crate::standards::{AiRiskCategory, Catalogue};

/// The category of an AI risk, and what it was decided from.
#[derive(Clone, Debug, PartialEq)]
pub struct DecidedCategory<'a> {
    /// The category's name, or what a person wrote.
    pub name: String,
    /// The category, where it is one of ours.
    pub category: Option<&'a AiRiskCategory>,
    /// What it was decided from.
    pub evidence: String,
}

/// The category of a risk: as a person says, else by the words of its category, else by words of its texts, the
/// first that speak for one. `None` for a risk of information security alone, and where nothing speaks for any.
pub fn ai_category<'a>(catalogue: &'a Catalogue, risk: &Risk) -> Option<DecidedCategory<'a>> {
    let categories = &catalogue.ai_governance().risk_categories;
    if let Some(own) = &risk.ai_category {
        let category = categories.iter().find(|known| known.name.eq_ignore_ascii_case(own.value.trim()));
        let name = category.map_or_else(|| own.value.to_string(), |known| known.name.clone());
        return Some(DecidedCategory { name, category, evidence: own.location.to_string() });
    }
    if risk.domain == RiskDomain::InformationSecurity {
        return None;
    }
    let by_category = risk.categories.iter().find_map(|code| {
        let category = categories.iter().find(|known| known.vocabulary == *code)?;
        Some((category, format!("category {code}")))
    });
    let (category, evidence) = by_category.or_else(|| by_words(categories, risk))?;
    Some(DecidedCategory { name: category.name.clone(), category: Some(category), evidence })
}

/// The texts of a risk that may speak for a category, with what they are.
fn texts_of(risk: &Risk) -> [(&'static str, &Option<Traced<ArcStr>>); 7] {
    [
        ("category", &risk.category),
        ("title", &risk.title),
        ("description", &risk.description),
        ("consequence", &risk.consequence),
        ("threat", &risk.threat),
        ("vulnerability", &risk.vulnerability),
        ("cause", &risk.cause),
    ]
}

/// The first text of the risk that speaks for a category, and the category named first in it.
fn by_words<'a>(categories: &'a [AiRiskCategory], risk: &Risk) -> Option<(&'a AiRiskCategory, String)> {
    texts_of(risk).into_iter().find_map(|(what, text)| {
        let text = plain(&text.as_ref()?.value);
        let (word, category) = words_on(&text).find_map(|rest| first_said(categories, rest))?;
        Some((category, format!("\"{word}\" in its {what}")))
    })
}

/// Whether a risk names a category or any of its texts speaks for it: a risk counts under one, but nobody has to be
/// asked for the others.
fn is_spoken_for(category: &AiRiskCategory, risk: &Risk, texts: &[String]) -> bool {
    let says = |text: &String| {
        words_on(text).any(|rest| category.words.iter().any(|word| rest.starts_with(word.as_str())))
    };
    risk.categories.contains(&category.vocabulary) || texts.iter().any(says)
}

/// The texts of a risk that may speak for a category, as [`plain`] gives them.
fn plain_texts(risk: &Risk) -> Vec<String> {
    texts_of(risk).into_iter().filter_map(|(_, text)| Some(plain(&text.as_ref()?.value))).collect()
}

/// What stands in a text from each of its words on.
fn words_on(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices(' ').filter_map(|(place, _)| text.get(place + 1..))
}

/// The category that the first words of a text speak for, with the longest that do.
fn first_said<'a>(categories: &'a [AiRiskCategory], text: &str) -> Option<(&'a str, &'a AiRiskCategory)> {
    let said = categories.iter().filter_map(|category| {
        let words = category.words.iter().filter(|word| text.starts_with(word.as_str()));
        Some((words.max_by_key(|word| word.len())?.as_str(), category))
    });
    // Of equally long ones the first category counts.
    said.reduce(|first, other| if other.0.len() > first.0.len() { other } else { first })
}

/// A text in small letters without accents, its words apart by one space, with one before the first.
fn plain(text: &str) -> String {
    let folded = fold(text);
    let words = folded.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    words.fold(String::new(), |mut plain, word| {
        plain.push(' ');
        plain.push_str(word);
        plain
    })
}

/// The governed AI systems that no risk names, neither itself nor by an asset that both name.
pub fn systems_without_risk(model: &Model) -> Vec<&AiSystem> {
    let named: HashSet<String> =
        model.risks.iter().flat_map(|risk| &risk.ai_systems).map(|name| folded(&name.value)).collect();
    // Two records that both write "TBD" name no asset that they share.
    let names_asset = |asset: &&Traced<ArcStr>| gives(&asset.value, Asked::Entry);
    let of_risks = model.risks.iter().flat_map(|risk| &risk.assets);
    let at_risk: HashSet<String> = of_risks.filter(names_asset).map(|asset| folded(&asset.value)).collect();
    // A risk may name an asset by its identifier where the inventory has its name, and the other way round.
    let mut asset_at_risk: HashSet<String> = at_risk.clone();
    let mut systems_of_assets: HashSet<String> = HashSet::new();
    for asset in &model.assets {
        let called: Vec<String> = names(&asset.key, &asset.id, &asset.name).collect();
        if called.iter().any(|name| at_risk.contains(name)) {
            asset_at_risk.extend(called);
            systems_of_assets.extend(asset.ai_systems.iter().map(|system| folded(&system.value)));
        }
    }
    let is_named = |system: &AiSystem| {
        names(&system.key, &system.id, &system.name)
            .any(|name| named.contains(&name) || systems_of_assets.contains(&name))
            || system
                .assets
                .iter()
                .filter(names_asset)
                .any(|asset| asset_at_risk.contains(&folded(&asset.value)))
    };
    model.ai_systems.iter().filter(|system| is_governed(system) && !is_named(system)).collect()
}

/// The common categories of which no register names a risk; none where the organisation has neither AI systems
/// nor AI risks.
pub fn categories_without_risk<'a>(model: &Model, catalogue: &'a Catalogue) -> Vec<&'a AiRiskCategory> {
    let has_ai = model.ai_systems.iter().any(is_governed)
        || model.risks.iter().any(|risk| risk.domain != RiskDomain::InformationSecurity);
    if !has_ai {
        return Vec::new();
    }
    let categories = catalogue.ai_governance().risk_categories.iter();
    let mut left: Vec<&AiRiskCategory> = categories.filter(|category| category.common).collect();
    let spoken_for = |risk: &Risk, left: &[&AiRiskCategory]| -> Vec<bool> {
        let decided = ai_category(catalogue, risk).map(|decided| decided.name);
        let texts = plain_texts(risk);
        let is_spoken = |category: &&AiRiskCategory| {
            decided.as_ref() == Some(&category.name) || is_spoken_for(category, risk, &texts)
        };
        left.iter().map(is_spoken).collect()
    };
    // Stretch by stretch, since nobody has to read on once all are spoken of; the risks of each side by side.
    for risks in model.risks.chunks(RISKS_OF_A_STRETCH) {
        if left.is_empty() {
            break;
        }
        let risks = risks.par_iter().filter(|risk| risk.domain != RiskDomain::InformationSecurity);
        let spoken = risks.map(|risk| spoken_for(risk, &left)).reduce(
            || vec![false; left.len()],
            |one, other| one.into_iter().zip(other).map(|(one, other)| one || other).collect(),
        );
        let mut spoken = spoken.into_iter();
        left.retain(|_| !spoken.next().unwrap_or_default());
    }
    left
}

/// Risks that are looked through before it is seen whether any category is left.
const RISKS_OF_A_STRETCH: usize = 1_000;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provenance::Location;

    fn text(value: &str) -> Option<Traced<ArcStr>> {
        Some(Traced::new(value.to_owned(), Location::file("risks.csv")))
    }

    fn risk() -> Risk {
        Risk::unknown("R-1", Location::file("risks.csv"), RiskDomain::Ai)
    }

    fn decided(risk: &Risk) -> Option<(String, String)> {
        let catalogue = Catalogue::load().unwrap();
        ai_category(&catalogue, risk).map(|decided| (decided.name, decided.evidence))
    }

    #[test]
    fn a_person_goes_before_category_words_and_these_before_the_description() {
        let mut risk = risk();
        risk.description = text("The model is prone to Prompt-Injection and drifts");
        let attack = ("Attack on the model".to_owned(), "\"prompt injection\" in its description".to_owned());
        assert_eq!(decided(&risk), Some(attack));
        risk.categories = vec!["ai".to_owned(), "drift".to_owned()];
        assert_eq!(decided(&risk).unwrap(), ("Drift".to_owned(), "category drift".to_owned()));
        risk.ai_category = text("bias");
        assert_eq!(decided(&risk).unwrap().0, "Bias");
    }

    #[test]
    fn a_risk_of_information_security_has_no_ai_category_and_words_only_count_from_their_beginning() {
        let mut risk = risk();
        risk.description = text("The hard drive adrift at sea");
        assert_eq!(decided(&risk), None);
        risk.description = text("Unfaire Verzerrung der Ergebnisse");
        assert_eq!(decided(&risk).unwrap().0, "Fairness");
        risk.domain = RiskDomain::InformationSecurity;
        assert_eq!(decided(&risk), None);
    }

    #[test]
    fn categories_are_known_in_the_words_of_many_languages() {
        let mut risk = risk();
        let said = [
            ("Deriva del modelo tras cambios de temporada", "Drift"),
            ("Envenenamiento de los datos de entrenamiento", "Attack on the model"),
            ("Dryf danych i pogorszenie wyników", "Drift"),
            ("Stronniczość w ocenie kandydatów", "Bias"),
            ("Une boîte noire que personne ne comprend", "Explainability"),
            ("Übermäßiges Vertrauen in die Ergebnisse", "Human oversight"),
            ("Qualità scadente dei dati di addestramento", "Data quality"),
            ("Dependência de um único fornecedor", "Third parties"),
        ];
        for (description, category) in said {
            risk.description = text(description);
            assert_eq!(decided(&risk).map(|decided| decided.0).as_deref(), Some(category), "{description}");
        }
    }

    #[test]
    fn a_risk_concerns_an_ai_system_by_the_asset_that_both_name() {
        let catalogue = Catalogue::load().unwrap();
        let mut model = Model::empty(&catalogue, chrono::NaiveDate::default());
        let place = Location::file("registers");
        let named = |text: &str| Traced::new(text.to_owned(), place.clone());
        let mut system = AiSystem::unknown("KI-1", place.clone());
        system.assets = vec![named("AST-014")];
        let mut other = AiSystem::unknown("KI-2", place.clone());
        other.assets = vec![named("TBD")];
        model.ai_systems = vec![system, other];
        let mut risk = risk();
        risk.assets = vec![named("Triage server"), named("tbd")];
        model.risks = vec![risk];
        assert_eq!(systems_without_risk(&model).len(), 2);
        let mut asset = crate::model::Asset::unknown("AST-014", place.clone());
        asset.name = Some(named("Triage server"));
        model.assets = vec![asset];
        let left: Vec<&str> = systems_without_risk(&model).iter().map(|system| system.key.as_str()).collect();
        assert_eq!(left, ["KI-2"]);
        // The asset may name the system instead.
        model.assets[0].ai_systems = vec![named("ki-2")];
        assert_eq!(systems_without_risk(&model).len(), 0);
    }

    #[test]
    fn common_categories_are_asked_for_only_where_there_is_ai() {
        let catalogue = Catalogue::load().unwrap();
        let mut model = Model::empty(&catalogue, chrono::NaiveDate::default());
        assert_eq!(categories_without_risk(&model, &catalogue), Vec::<&AiRiskCategory>::new());
        let mut risk = risk();
        risk.categories = vec!["bias".to_owned()];
        model.risks.push(risk);
        let asked: Vec<&str> = categories_without_risk(&model, &catalogue)
            .iter()
            .map(|category| category.name.as_str())
            .collect();
        assert!(asked.contains(&"Drift") && !asked.contains(&"Bias") && !asked.contains(&"Hardware"));
        // It counts as bias, but speaks of drift too.
        model.risks[0].consequence = text("Results become worse: model drift");
        let asked = categories_without_risk(&model, &catalogue);
        assert!(asked.iter().all(|category| category.name != "Drift"));
    }
}
