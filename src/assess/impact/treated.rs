//! What risks lead to: the AI systems and assets that they name, and over assets the systems that these belong to.

use std::collections::BTreeMap;

use super::AiSystemLink;
use crate::assess::checks::names;
use crate::model::{AiSystem, Asset, Model, Risk};
use crate::recognise::fold;

/// What risks lead to, by what AI systems are called: the AI systems and assets that they name.
#[derive(Default)]
pub(super) struct Treated {
    /// The risk, by each name of an AI system that it names.
    systems: BTreeMap<String, String>,
    /// The risk and the asset, by each name of an AI system that an asset at risk names.
    systems_of_assets: BTreeMap<String, (String, String)>,
    /// The risk, by the key of an asset at risk, or by its name where no register has it.
    assets: BTreeMap<String, String>,
}

impl Treated {
    pub(super) fn by<'a>(risks: impl Iterator<Item = &'a Risk>, assets: &BTreeMap<String, &Asset>) -> Self {
        let mut treated = Self::default();
        for risk in risks {
            let called = || risk.called().to_owned();
            for system in &risk.ai_systems {
                treated.systems.entry(fold(&system.value)).or_insert_with(called);
            }
            for asset in &risk.assets {
                treated.assets.entry(known_as(assets, &asset.value)).or_insert_with(called);
                let known = assets.get(&fold(&asset.value));
                for system in known.into_iter().flat_map(|asset| &asset.ai_systems) {
                    let of_asset = || (risk.called().to_owned(), asset.value.to_string());
                    treated.systems_of_assets.entry(fold(&system.value)).or_insert_with(of_asset);
                }
            }
        }
        treated
    }

    /// Why they lead to an AI system; the closest reason where there are several.
    pub(super) fn link(
        &self,
        system: &AiSystem,
        own: &[String],
        assets: &BTreeMap<String, &Asset>,
    ) -> Option<AiSystemLink> {
        let by_name = own.iter().find_map(|name| self.systems.get(name));
        if let Some(risk) = by_name {
            return Some(AiSystemLink::Risk(risk.clone()));
        }
        let used = system.assets.iter().find_map(|asset| {
            Some((self.assets.get(&known_as(assets, &asset.value))?.clone(), asset.value.to_string()))
        });
        let of_asset = || own.iter().find_map(|name| self.systems_of_assets.get(name)).cloned();
        used.or_else(of_asset).map(|(risk, asset)| AiSystemLink::Asset { risk, asset })
    }
}

/// The assets by everything that they may be referred to by.
pub(super) fn assets_by_name(model: &Model) -> BTreeMap<String, &Asset> {
    let mut by_name = BTreeMap::new();
    for asset in &model.assets {
        for name in names(&asset.key, &asset.id, &asset.name) {
            by_name.entry(fold(&name)).or_insert(asset);
        }
    }
    by_name
}

/// The key of the asset of a name; the name alone where no register has it.
fn known_as(assets: &BTreeMap<String, &Asset>, written: &str) -> String {
    let written = fold(written);
    assets.get(&written).map_or(written, |asset| fold(&asset.key))
}
