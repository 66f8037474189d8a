//! The numberings that an identifier can belong to, and what each number means in them.

use std::collections::{BTreeMap, BTreeSet};

use crate::recognise::fold;
use crate::standards::{Catalogue, Part, RequirementId, Standard};

/// A number as its levels: `5.10` is `[5, 10, 0, 0]`.
pub type Levels = [u8; 4];

/// An edition of ISO/IEC 27001.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edition {
    /// 2013 (as EN ISO/IEC 27001 also 2017).
    Of2013,
    /// 2022.
    Of2022,
}

/// A list of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Numbering {
    /// Controls of 27001:2022.
    Annex2022,
    /// Controls of 42001:2023.
    Annex42001,
    /// Controls of 27001:2013, with three levels.
    Annex2013,
    /// Objectives of 27001:2013, with two levels; headings, not controls.
    Objective2013,
    /// Clauses of 27001:2022, with those that are only headings of others.
    Clause27001,
    /// Clauses of 27001:2013 where they differ: 10.1 and 10.2 changed places.
    Clause2013,
    /// Clauses of 42001:2023, with those that are only headings of others.
    Clause42001,
}

impl Numbering {
    pub fn standard(self) -> Standard {
        match self {
            Numbering::Annex42001 | Numbering::Clause42001 => Standard::Iso42001,
            _ => Standard::Iso27001,
        }
    }

    pub fn part(self) -> Part {
        match self {
            Numbering::Clause27001 | Numbering::Clause2013 | Numbering::Clause42001 => Part::Clauses,
            _ => Part::AnnexA,
        }
    }

    /// Whether it fits an edition of 27001 that is named.
    pub fn fits(self, edition: Edition) -> bool {
        match self {
            Numbering::Annex2013 | Numbering::Objective2013 | Numbering::Clause2013 => {
                edition == Edition::Of2013
            }
            Numbering::Annex2022 => edition == Edition::Of2022,
            _ => true,
        }
    }

    /// The numbering that a whole column is written in: objectives stand among the controls of 2013,
    /// and clauses of both editions of 27001 are one list.
    pub fn family(self) -> Numbering {
        match self {
            Numbering::Objective2013 => Numbering::Annex2013,
            Numbering::Clause2013 => Numbering::Clause27001,
            other => other,
        }
    }

    /// The words for a number of it, as a message shows them.
    fn describe(self, number: &str) -> String {
        match self {
            Numbering::Annex2022 => format!("ISO/IEC 27001:2022 A.{number}"),
            Numbering::Annex42001 => format!("ISO/IEC 42001:2023 A.{number}"),
            Numbering::Annex2013 => format!("ISO/IEC 27001:2013 A.{number}"),
            Numbering::Objective2013 => format!("ISO/IEC 27001:2013 objective A.{number}"),
            Numbering::Clause27001 => format!("ISO/IEC 27001:2022 clause {number}"),
            Numbering::Clause2013 => format!("ISO/IEC 27001:2013 clause {number}"),
            Numbering::Clause42001 => format!("ISO/IEC 42001:2023 clause {number}"),
        }
    }
}

/// What one number means in one numbering.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub numbering: Numbering,
    pub levels: Levels,
    /// The title there; may be empty.
    pub title: String,
    /// The title as it is compared.
    pub folded_title: String,
    /// The requirements that it stands for: several where it was split or heads others, none where it
    /// is an objective.
    pub ids: Vec<RequirementId>,
    /// Whether it only heads the requirements that it stands for.
    pub heading: bool,
}

impl Entry {
    /// `ISO/IEC 27001:2022 A.5.2 (Information security roles and responsibilities)`.
    pub fn describe(&self) -> String {
        let name = self.numbering.describe(&number(self.levels));
        if self.title.is_empty() { name } else { format!("{name} ({})", self.title) }
    }

    /// The number of 2013 that it was written as, where it is one.
    pub fn number_of_2013(&self) -> Option<String> {
        match self.numbering {
            Numbering::Annex2013 => Some(format!("A.{}", number(self.levels))),
            Numbering::Clause2013 => Some(number(self.levels)),
            _ => None,
        }
    }
}

/// All numberings.
#[derive(Debug)]
pub struct Numberings {
    entries: BTreeMap<(Levels, Numbering), Entry>,
}

impl Numberings {
    pub fn new(catalogue: &Catalogue) -> Self {
        let mut numberings = Self { entries: BTreeMap::new() };
        for requirement in catalogue.requirements() {
            let numbering = match (requirement.id.standard(), requirement.id.part()) {
                (Standard::Iso27001, Part::AnnexA) => Numbering::Annex2022,
                (Standard::Iso42001, Part::AnnexA) => Numbering::Annex42001,
                (Standard::Iso27001, Part::Clauses) => Numbering::Clause27001,
                (Standard::Iso42001, Part::Clauses) => Numbering::Clause42001,
            };
            numberings.add(
                numbering,
                &requirement.id.number(),
                &requirement.title,
                vec![requirement.id],
                false,
            );
        }
        numberings.add_headings(catalogue);
        numberings.add_2013(catalogue);
        numberings
    }

    fn add(&mut self, numbering: Numbering, text: &str, title: &str, ids: Vec<RequirementId>, heading: bool) {
        if let Some(levels) = levels(text.trim_start_matches("A.")) {
            let folded_title = fold(title);
            let entry = Entry { numbering, levels, title: title.to_owned(), folded_title, ids, heading };
            self.entries.entry((levels, numbering)).or_insert(entry);
        }
    }

    /// Clauses such as 6.1 and 9.2, which are headings of the requirements below them.
    fn add_headings(&mut self, catalogue: &Catalogue) {
        for group in
            catalogue.groups().iter().filter(|group| group.level == "clause-group" && group.id.contains('.'))
        {
            let below = format!("{}.", group.id);
            let ids: Vec<RequirementId> = catalogue
                .part(group.standard, Part::Clauses)
                .map(|requirement| requirement.id)
                .filter(|id| id.number().starts_with(&below))
                .collect();
            let numbering = match group.standard {
                Standard::Iso27001 => Numbering::Clause27001,
                Standard::Iso42001 => Numbering::Clause42001,
            };
            self.add(numbering, &group.id, &group.title, ids, true);
        }
    }

    fn add_2013(&mut self, catalogue: &Catalogue) {
        for control in catalogue.edition_2013().values() {
            self.add(Numbering::Annex2013, &control.id, &control.title, control.controls_2022.clone(), false);
        }
        let titles: BTreeMap<&str, &str> = catalogue
            .collisions()
            .iter()
            .filter(|collision| collision.kind == "2013-objective")
            .map(|collision| (collision.written.as_str(), collision.first.1.as_str()))
            .collect();
        let objectives: BTreeSet<&str> =
            catalogue.edition_2013().keys().filter_map(|id| Some(id.rsplit_once('.')?.0)).collect();
        for objective in objectives {
            let title = titles.get(objective).copied().unwrap_or_default();
            self.add(Numbering::Objective2013, objective, title, Vec::new(), true);
        }
        for (written, now) in [("10.1", "10.2"), ("10.2", "10.1")] {
            let id = RequirementId::new(Standard::Iso27001, now).ok().filter(|id| catalogue.contains(*id));
            if let Some(requirement) = id.and_then(|id| catalogue.requirement(id)) {
                self.add(Numbering::Clause2013, written, &requirement.title, vec![requirement.id], false);
            }
        }
    }

    /// What a number can mean, in the order of the numberings.
    pub fn meanings(&self, levels: Levels) -> impl Iterator<Item = &Entry> {
        self.entries
            .range((levels, Numbering::Annex2022)..=(levels, Numbering::Clause42001))
            .map(|(_, entry)| entry)
    }

    /// Everything in one numbering, in its order, headings apart.
    pub fn list(&self, numbering: Numbering) -> impl Iterator<Item = &Entry> {
        self.entries.values().filter(move |entry| entry.numbering == numbering && !entry.heading)
    }
}

/// The levels of a number: `5.10` or, with a leading zero as some registers write it, `5.01`.
pub fn levels(text: &str) -> Option<Levels> {
    let mut levels = [0u8; 4];
    let mut slots = levels.iter_mut();
    for part in text.split('.') {
        if part.is_empty() || part.len() > 2 || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let level = part.parse().ok().filter(|level| *level > 0)?;
        *slots.next()? = level;
    }
    Some(levels)
}

/// A number from its levels.
pub fn number(levels: Levels) -> String {
    let levels: Vec<String> =
        levels.iter().take_while(|level| **level > 0).map(ToString::to_string).collect();
    levels.join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_knows_its_meanings() {
        let catalogue = Catalogue::load().unwrap();
        let numberings = Numberings::new(&catalogue);
        let meanings = |text: &str| -> Vec<Numbering> {
            numberings.meanings(levels(text).unwrap()).map(|entry| entry.numbering).collect()
        };
        assert_eq!(
            meanings("5.2"),
            [Numbering::Annex2022, Numbering::Annex42001, Numbering::Clause27001, Numbering::Clause42001]
        );
        assert_eq!(meanings("9.2.3"), [Numbering::Annex2013]);
        assert_eq!(meanings("8.34"), [Numbering::Annex2022]);
        assert_eq!(meanings("1.1"), []);
        let list = |numbering| numberings.list(numbering).count();
        assert_eq!(
            [list(Numbering::Annex2022), list(Numbering::Annex42001), list(Numbering::Annex2013)],
            [93, 38, 114]
        );
        assert_eq!([list(Numbering::Clause27001), list(Numbering::Clause42001)], [30, 32]);
    }
}
