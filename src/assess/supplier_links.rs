//! Which supplier of the register an AI system comes from: by the vendor that the inventory names.
//!
//! Names are compared without capitals, signs, legal forms and remarks. One of two words and more may go on
//! where the other ends (`Quillon Software` and `Quillon Software Assistant`), as inventories often name the
//! product beside its vendor; it is taken for the supplier only where no other supplier's name begins so.

use std::collections::{BTreeMap, HashMap};

use super::own_work::{vendors, without_remark};
use crate::model::{AiSystem, Model, Supplier};

/// Fewest words, legal forms apart, of a name that is taken for the beginning of another: a single word such
/// as `Data` begins the names of many (judgement).
const LEAST_WORDS: usize = 2;

/// Most words of a name that is taken for the beginning of another: a longer one is a description, and
/// every beginning of a name is kept (judgement).
const MOST_WORDS: usize = 12;

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
    /// The first supplier of each name.
    whole: HashMap<Vec<String>, &'a Supplier>,
    /// For each beginning of a name that may stand for it the supplier; `None` where several begin so.
    beginnings: HashMap<Vec<String>, Option<&'a Supplier>>,
}

impl<'a> SupplierNames<'a> {
    /// The names of all suppliers of a model.
    pub fn new(model: &'a Model) -> Self {
        let mut names = Self { model, whole: HashMap::new(), beginnings: HashMap::new() };
        for supplier in &model.suppliers {
            let name = supplier.name.as_ref().map_or(supplier.key.as_str(), |name| name.value.as_str());
            let words = words(name);
            for length in LEAST_WORDS..words.len().min(MOST_WORDS + 1) {
                let beginning = words.get(..length).unwrap_or_default().to_vec();
                let only = names.beginnings.entry(beginning).or_insert(Some(supplier));
                if only.is_some_and(|known| known.key != supplier.key) {
                    *only = None;
                }
            }
            if !words.is_empty() {
                names.whole.entry(words).or_insert(supplier);
            }
        }
        names
    }

    /// The suppliers that an AI system comes from, where it is bought in and the register has them.
    pub fn of(&self, system: &AiSystem) -> Vec<&'a Supplier> {
        let mut found: Vec<&Supplier> = Vec::new();
        for supplier in self.parts(system).into_iter().filter_map(|(_, supplier)| supplier) {
            if found.iter().all(|known| known.key != supplier.key) {
                found.push(supplier);
            }
        }
        found
    }

    /// The vendors of an AI system that the register does not have.
    pub fn unknown_vendors<'s>(&self, system: &'s AiSystem) -> Vec<&'s str> {
        self.parts(system)
            .into_iter()
            .filter(|(_, known)| known.is_none())
            .map(|(vendor, _)| vendor)
            .collect()
    }

    /// The vendors of an AI system, each with its supplier.
    fn parts<'s>(&self, system: &'s AiSystem) -> Vec<(&'s str, Option<&'a Supplier>)> {
        let vendors = vendors(self.model, system);
        let Some(cell) = system.vendor.as_ref().filter(|_| !vendors.is_empty()) else { return Vec::new() };
        // A name may hold a comma itself.
        if let Some(supplier) = self.whole.get(&words(&cell.value)) {
            return vec![(&cell.value, Some(*supplier))];
        }
        let named = vendors.into_iter().filter(|vendor| !is_legal_form(vendor));
        named.map(|vendor| (vendor, self.supplier(vendor))).collect()
    }

    /// The supplier of a name: the same, with or without a remark, or the only one whose name goes on where
    /// the other ends.
    fn supplier(&self, vendor: &str) -> Option<&'a Supplier> {
        let name = words(vendor);
        let same = self.whole.get(&name).or_else(|| self.whole.get(&words(without_remark(vendor))));
        let shorter = || {
            let lengths = (LEAST_WORDS..name.len().min(MOST_WORDS + 1)).rev();
            lengths.filter_map(|length| name.get(..length)).find_map(|beginning| self.whole.get(beginning))
        };
        let known = same.or_else(shorter).copied();
        known.or_else(|| self.beginnings.get(&name).copied().flatten())
    }
}

/// The AI systems of each supplier, by its key.
pub fn ai_systems_of_suppliers(model: &Model) -> BTreeMap<&str, Vec<&AiSystem>> {
    let names = SupplierNames::new(model);
    let mut systems: BTreeMap<&str, Vec<&AiSystem>> = BTreeMap::new();
    for system in &model.ai_systems {
        for supplier in names.of(system) {
            systems.entry(&supplier.key).or_default().push(system);
        }
    }
    systems
}

/// Whether a part of a name is a legal form and nothing else, as in `Quillon, Inc.`.
fn is_legal_form(name: &str) -> bool {
    let words = words(name);
    !words.is_empty() && words.iter().all(|word| LEGAL_FORMS.contains(&word.as_str()))
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

#[cfg(test)]
mod tests {
    use arcstr::ArcStr;

    use super::*;
    use crate::provenance::{Location, Traced};
    use crate::standards::Catalogue;

    fn text(value: &str) -> Option<Traced<ArcStr>> {
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

    fn of(suppliers: &[&str], vendor: &str) -> (Vec<String>, Vec<String>) {
        let model = model(suppliers);
        let mut system = AiSystem::unknown("AI-1", Location::file("ai.csv"));
        system.vendor = text(vendor);
        let names = SupplierNames::new(&model);
        let found = names.of(&system).iter().map(|supplier| supplier.key.clone()).collect();
        (found, names.unknown_vendors(&system).into_iter().map(str::to_owned).collect())
    }

    fn found(suppliers: &[&str], vendor: &str) -> Option<String> {
        of(suppliers, vendor).0.into_iter().next()
    }

    #[test]
    fn a_vendor_is_found_whatever_its_legal_form_or_product() {
        let known = ["Quillon Software Ltd.", "Nord B.V.", "Quill", "Smith, Jones & Co"];
        assert_eq!(found(&known, "quillon software"), Some(known[0].to_owned()));
        assert_eq!(found(&known, "Quillon Software (Assistant)"), Some(known[0].to_owned()));
        assert_eq!(found(&known, "Quillon Software Assistant"), Some(known[0].to_owned()));
        assert_eq!(found(&known, "Nord"), Some(known[1].to_owned()));
        assert_eq!(found(&known, "Nord (translation)"), Some(known[1].to_owned()));
        assert_eq!(found(&known, "Nord, BV"), Some(known[1].to_owned()));
        assert_eq!(of(&known, "Smith, Jones & Co."), (vec![known[3].to_owned()], vec![]));
        assert_eq!(
            found(&["Quillon Software Europe"], "Quillon Software").as_deref(),
            Some("Quillon Software Europe")
        );
    }

    #[test]
    fn another_name_own_work_or_a_short_beginning_is_no_supplier() {
        let known = ["Quillon Software Ltd.", "Abc", "Internal", "Data Protect GmbH", "Nordwolke"];
        for vendor in
            ["Quill", "Software Quillon", "Abc Cloud", "internal", "", "-", "Data", "Nordwolke Hosting AG"]
        {
            assert_eq!(found(&known, vendor), None, "{vendor}");
        }
        // Two suppliers begin so.
        assert_eq!(found(&["Blue Data Alpha", "Blue Data Beta"], "Blue Data"), None);
    }

    #[test]
    fn each_vendor_of_a_cell_is_looked_for_by_itself() {
        let known = ["Siebwerk GmbH", "Nordwolke"];
        let all = |vendor: &str| of(&known, vendor);
        let both = vec!["Siebwerk GmbH".to_owned(), "Nordwolke".to_owned()];
        assert_eq!(all("Siebwerk GmbH; Nordwolke"), (both.clone(), vec![]));
        assert_eq!(all("Siebwerk\nNordwolke AG"), (both, vec![]));
        assert_eq!(all("Acme; Siebwerk GmbH"), (vec!["Siebwerk GmbH".to_owned()], vec!["Acme".to_owned()]));
        assert_eq!(all("Eigenbau; Acme"), (vec![], vec!["Acme".to_owned()]));
    }

    #[test]
    fn a_cell_of_very_many_words_is_kept_by_few_beginnings() {
        let long = vec!["word"; 1_000].join(" ");
        let known = model(&[&long, "Quillon Software Ltd."]);
        let names = SupplierNames::new(&known);
        assert!(names.beginnings.len() <= MOST_WORDS, "{} beginnings", names.beginnings.len());
        assert_eq!(found(&[&long], &long).as_deref(), Some(long.as_str()));
        assert_eq!(found(&[&long], "word word word").as_deref(), Some(long.as_str()));
    }
}
