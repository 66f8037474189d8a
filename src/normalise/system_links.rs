//! AI systems that a risk names in the column of its assets: registers seldom have a column for each.

use std::collections::{HashMap, HashSet};

use arcstr::ArcStr;

use super::domain::mark_domain;
use crate::model::{Model, Risk};
use crate::provenance::Traced;
use crate::recognise::value::{Asked, gives};

/// Links the risks to the AI systems that their assets name, by identifier or name, and marks the domains of those
/// that are linked, and of which a person decided what AI systems they name: `decided`. The AI systems of some of
/// these and of others stand as they are: `may_link` says of which risks they do not.
///
/// What an asset is called too is left an asset: nothing tells which is meant.
pub fn link_ai_systems(model: &mut Model, may_link: impl Fn(&Risk) -> bool, decided: impl Fn(&Risk) -> bool) {
    let called = Called::of(model);
    let assets_of_ai = AssetsOfAi::of(model);
    for risk in &mut model.risks {
        let mut marks = decided(risk);
        if may_link(risk) {
            for system in called.systems_in(&risk.assets) {
                if risk.ai_systems.iter().all(|known| folded(&known.value) != folded(&system.value)) {
                    risk.ai_systems.push(system);
                    marks = true;
                }
            }
        }
        let of_ai = assets_of_ai.asset_of(risk);
        if of_ai != risk.asset_of_ai {
            risk.asset_of_ai = of_ai;
            marks = true;
        }
        if marks {
            mark_domain(risk);
        }
    }
}

/// The assets that belong to AI systems.
struct AssetsOfAi {
    /// By every name of such an asset: what it is called, and the AI system.
    assets: HashMap<String, (String, String)>,
}

impl AssetsOfAi {
    /// An asset belongs to an AI system where either of them names the other.
    fn of(model: &Model) -> Self {
        let mut systems_by_name: HashMap<String, String> = HashMap::new();
        let mut by_asset: HashMap<String, String> = HashMap::new();
        for system in &model.ai_systems {
            let names = [&system.id, &system.name].into_iter().flatten();
            for name in names.filter(|name| is_telling(&name.value)) {
                systems_by_name.insert(folded(&name.value), system.key.clone());
            }
            for asset in system.assets.iter().filter(|asset| is_entry(asset)) {
                by_asset.entry(folded(&asset.value)).or_insert_with(|| system.key.clone());
            }
        }
        let mut assets = HashMap::new();
        for asset in &model.assets {
            let names: Vec<String> =
                [&asset.id, &asset.name].into_iter().flatten().map(|name| folded(&name.value)).collect();
            let named_by_system = names.iter().find_map(|name| by_asset.get(name));
            let system = named_by_system.cloned().or_else(|| {
                let own = asset.ai_systems.iter().filter(|system| is_entry(system));
                own.filter_map(|system| systems_by_name.get(&folded(&system.value))).next().cloned()
            });
            for (name, system) in names.into_iter().zip(std::iter::repeat(system)) {
                if let Some(system) = system {
                    assets.insert(name, (asset.key.clone(), system));
                }
            }
        }
        Self { assets }
    }

    /// The first asset of a risk that is one of these, in words.
    fn asset_of(&self, risk: &Risk) -> Option<String> {
        let (asset, system) = risk.assets.iter().find_map(|asset| self.assets.get(&folded(&asset.value)))?;
        Some(format!("asset {asset} of AI system {system}"))
    }
}

/// Whether an entry names something: two records that both write "TBD" name nothing that they share.
fn is_entry(entry: &Traced<ArcStr>) -> bool {
    gives(&entry.value, Asked::Entry)
}

/// What the records of both inventories are called, as it is compared.
struct Called {
    /// AI systems by identifier and by name, each with how it is written.
    systems: HashMap<String, String>,
    /// Identifiers and names of assets.
    assets: HashSet<String>,
    /// Which of all these are identifiers.
    identifiers: HashSet<String>,
}

impl Called {
    fn of(model: &Model) -> Self {
        let mut called =
            Self { systems: HashMap::new(), assets: HashSet::new(), identifiers: HashSet::new() };
        for system in &model.ai_systems {
            let names = [&system.id, &system.name].into_iter().flatten();
            for name in names.filter(|name| is_telling(&name.value)) {
                called.systems.insert(folded(&name.value), name.value.trim().to_owned());
            }
            called.identifiers.extend(system.id.as_ref().map(|id| folded(&id.value)));
        }
        for asset in &model.assets {
            called
                .assets
                .extend([&asset.id, &asset.name].into_iter().flatten().map(|name| folded(&name.value)));
            called.identifiers.extend(asset.id.as_ref().map(|id| folded(&id.value)));
        }
        called
    }

    /// The AI systems that some entries name, each traced to its entry.
    fn systems_in(&self, entries: &[Traced<ArcStr>]) -> Vec<Traced<ArcStr>> {
        let mut systems = Vec::new();
        for entry in entries {
            for name in self.names_in(&entry.value) {
                let name = folded(name);
                if let Some(written) = self.systems.get(&name).filter(|_| !self.assets.contains(&name)) {
                    systems.push(Traced::new(written.clone(), entry.location.clone()));
                }
            }
        }
        systems
    }

    /// The names in one entry: itself, or the identifiers that begin it or that it consists of:
    /// `AI-02 Chat assistant`, `SRV-7 / AI-02`, `SRV-7 and AI-02`.
    fn names_in<'e>(&self, entry: &'e str) -> Vec<&'e str> {
        let whole = folded(entry);
        if self.systems.contains_key(&whole) || self.assets.contains(&whole) {
            return vec![entry];
        }
        let words: Vec<&str> =
            entry.split(BETWEEN_IDENTIFIERS).map(str::trim).filter(|word| !word.is_empty()).collect();
        let is_identifier = |word: &&str| self.identifiers.contains(&folded(word));
        let all = words.iter().all(|word| is_identifier(word) || AND.contains(&folded(word).as_str()));
        match words.first() {
            Some(_) if all => words.into_iter().filter(is_identifier).collect(),
            Some(first) if is_identifier(first) => vec![first],
            _ => Vec::new(),
        }
    }
}

/// What stands between identifiers, and between one and what it means.
const BETWEEN_IDENTIFIERS: [char; 13] =
    [' ', '\u{a0}', '\t', '/', '+', '&', '|', '(', ')', '[', ']', ':', '–'];

/// Words that join two identifiers, folded.
const AND: [&str; 11] = ["and", "und", "en", "et", "y", "e", "i", "oraz", "och", "og", "a"];

/// Whether a name is hardly the same as another by chance: running numbers and single letters are.
fn is_telling(name: &str) -> bool {
    name.chars().any(char::is_alphabetic) && name.trim().chars().count() > 1
}

/// A name as it is compared.
fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AiSystem, Asset, RiskDomain};
    use crate::provenance::Location;
    use crate::standards::Catalogue;

    fn named(text: &str) -> Traced<ArcStr> {
        Traced::new(text.to_owned(), Location::file("registers"))
    }

    /// A model of an asset `SRV-7`, AI systems `AI-02` and `AI-03`, and a risk that names `assets`.
    fn model(assets: &[&str]) -> Model {
        let place = Location::file("registers");
        let mut model = Model::empty(&Catalogue::load().unwrap(), chrono::NaiveDate::default());
        let mut asset = Asset::unknown("SRV-7", place.clone());
        asset.id = Some(named("SRV-7"));
        asset.name = Some(named("Prediction service"));
        model.assets.push(asset);
        for (id, name) in [("AI-02", "Chat assistant"), ("AI-03", "Prediction service")] {
            let mut system = AiSystem::unknown(id, place.clone());
            system.id = Some(named(id));
            system.name = Some(named(name));
            model.ai_systems.push(system);
        }
        let mut risk = Risk::unknown("R-1", place, RiskDomain::InformationSecurity);
        risk.assets = assets.iter().map(|asset| named(asset)).collect();
        model.risks.push(risk);
        model
    }

    fn linked(assets: &[&str]) -> Vec<String> {
        let mut model = model(assets);
        link_ai_systems(&mut model, |_| true, |_| false);
        model.risks[0].ai_systems.iter().map(|system| system.value.to_string()).collect()
    }

    #[test]
    fn a_risk_names_ai_systems_among_its_assets_by_identifier_or_name() {
        assert_eq!(linked(&["ai-02"]), ["AI-02"]);
        assert_eq!(linked(&["SRV-7", "AI-02", "AI-03"]), ["AI-02", "AI-03"]);
        assert_eq!(linked(&["chat assistant"]), ["Chat assistant"]);
        assert_eq!(linked(&["AI-02 Chat assistant"]), ["AI-02"]);
        assert_eq!(linked(&["SRV-7 / AI-02"]), ["AI-02"]);
        assert_eq!(linked(&["SRV-7 und AI-03 & AI-02"]), ["AI-03", "AI-02"]);
        assert!(linked(&["SRV-7", "Servers like AI-02", "AI-020", "2"]).is_empty());
    }

    #[test]
    fn what_an_asset_is_called_too_is_guessed_to_be_neither() {
        assert!(linked(&["Prediction service"]).is_empty());
        let mut model = model(&["AI-02"]);
        model.assets[0].id = Some(named("ai-02"));
        link_ai_systems(&mut model, |_| true, |_| false);
        assert!(model.risks[0].ai_systems.is_empty());
        assert_eq!(model.risks[0].domain, RiskDomain::InformationSecurity);
    }

    #[test]
    fn the_domain_follows_the_ai_system_unless_a_person_set_it() {
        let mut model = model(&["AI-02"]);
        link_ai_systems(&mut model, |_| true, |_| false);
        assert_eq!(model.risks[0].domain, RiskDomain::Ai);
        assert_eq!(model.risks[0].domain_evidence, "AI system AI-02");
        model.risks[0].ai_systems.clear();
        link_ai_systems(&mut model, |_| false, |_| true);
        assert_eq!(model.risks[0].domain, RiskDomain::InformationSecurity);
        model.risks[0].domain_is_set = true;
        link_ai_systems(&mut model, |_| true, |_| false);
        assert_eq!(model.risks[0].domain, RiskDomain::InformationSecurity);
        assert_eq!(model.risks[0].ai_systems[0].value, "AI-02");
    }
}
