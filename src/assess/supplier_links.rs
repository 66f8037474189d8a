//! Which supplier of the register an AI system comes from: by the vendor that the inventory names.
//!
//! Names are compared without capitals, signs and legal forms. One may go on where the other ends
//! (`Quillon` and `Quillon Assistant`), as inventories often name the product beside its vendor.

use std::collections::BTreeMap;

use super::checks::is_bought_in;
use crate::model::{AiSystem, Model, Supplier};

/// Fewest letters of a name that is taken for the beginning of another.
const LEAST_LETTERS: usize = 4;

/// Legal forms, in small letters and without points.
const LEGAL_FORMS: &[&str] = &[
    "ab",
    "ag",
    "as",
    "bv",
    "co",
    "company",
    "corp",
    "corporation",
    "eg",
    "gmbh",
    "group",
    "holding",
    "inc",
    "kft",
    "kg",
    "lda",
    "limited",
    "llc",
    "llp",
    "ltd",
    "ltda",
    "nv",
    "oy",
    "oyj",
    "plc",
    "pty",
    "sa",
    "sarl",
    "sas",
    "se",
    "sl",
    "spa",
    "srl",
    "sro",
    "zoo",
];

/// The suppliers of a register by the words of their names.
pub struct SupplierNames<'a> {
    model: &'a Model,
    names: Vec<(Vec<String>, &'a Supplier)>,
}

impl<'a> SupplierNames<'a> {
    /// The names of all suppliers of a model.
    pub fn new(model: &'a Model) -> Self {
        let name = |supplier: &'a Supplier| {
            let name = supplier.name.as_ref().map_or(supplier.key.as_str(), |name| name.value.as_str());
            (words(name), supplier)
        };
        Self {
            model,
            names: model.suppliers.iter().map(name).filter(|(words, _)| !words.is_empty()).collect(),
        }
    }

    /// The supplier that an AI system comes from, where it is bought in and the register has it.
    pub fn of(&self, system: &AiSystem) -> Option<&'a Supplier> {
        let vendor = words(&system.vendor.as_ref().filter(|_| is_bought_in(self.model, system))?.value);
        let same = self.names.iter().find(|(name, _)| *name == vendor);
        let related = || self.names.iter().find(|(name, _)| begins(name, &vendor) || begins(&vendor, name));
        same.or_else(related).map(|(_, supplier)| *supplier)
    }
}

/// The AI systems of each supplier, by its key.
pub fn ai_systems_of_suppliers(model: &Model) -> BTreeMap<&str, Vec<&AiSystem>> {
    let names = SupplierNames::new(model);
    let mut systems: BTreeMap<&str, Vec<&AiSystem>> = BTreeMap::new();
    for system in &model.ai_systems {
        if let Some(supplier) = names.of(system) {
            systems.entry(&supplier.key).or_default().push(system);
        }
    }
    systems
}

/// The words of a name without signs and legal forms; those that are points apart belong together.
fn words(name: &str) -> Vec<String> {
    let plain: String = name
        .to_lowercase()
        .chars()
        .filter(|character| *character != '.')
        .map(|character| if character.is_alphanumeric() { character } else { ' ' })
        .collect();
    let all: Vec<&str> = plain.split_whitespace().collect();
    let known: Vec<String> =
        all.iter().filter(|word| !LEGAL_FORMS.contains(word)).map(|word| (*word).to_owned()).collect();
    if known.is_empty() { all.into_iter().map(str::to_owned).collect() } else { known }
}

/// Whether a name begins with the words of another that is long enough to be one.
fn begins(name: &[String], beginning: &[String]) -> bool {
    let letters: usize = beginning.iter().map(|word| word.chars().count()).sum();
    letters >= LEAST_LETTERS && name.starts_with(beginning)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provenance::{Location, Traced};
    use crate::standards::Catalogue;

    fn text(value: &str) -> Option<Traced<String>> {
        Some(Traced::new(value.to_owned(), Location::file("suppliers.csv")))
    }

    fn model(suppliers: &[&str]) -> Model {
        let mut model = Model::empty(&Catalogue::load().unwrap(), chrono::NaiveDate::default());
        for name in suppliers {
            let mut supplier = Supplier::unknown(*name, Location::file("suppliers.csv"));
            supplier.name = text(name);
            model.suppliers.push(supplier);
        }
        model
    }

    fn found(suppliers: &[&str], vendor: &str) -> Option<String> {
        let model = model(suppliers);
        let mut system = AiSystem::unknown("AI-1", Location::file("ai.csv"));
        system.vendor = text(vendor);
        SupplierNames::new(&model).of(&system).map(|supplier| supplier.key.clone())
    }

    #[test]
    fn a_vendor_is_found_whatever_its_legal_form_or_product() {
        let known = ["Quillon Software Ltd.", "Nord B.V.", "Quill"];
        assert_eq!(found(&known, "quillon software"), Some(known[0].to_owned()));
        assert_eq!(found(&known, "Quillon Software (Assistant)"), Some(known[0].to_owned()));
        assert_eq!(found(&known, "Nord"), Some(known[1].to_owned()));
    }

    #[test]
    fn another_name_own_work_or_a_short_beginning_is_no_supplier() {
        let known = ["Quillon Software Ltd.", "Abc", "Internal"];
        for vendor in ["Quill", "Software Quillon", "Abc Cloud", "internal", "", "-"] {
            assert_eq!(found(&known, vendor), None, "{vendor}");
        }
    }
}
