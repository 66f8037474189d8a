//! A record names an identifier that no register has. Only text that is built like the identifiers of
//! the register that was read (`A-017` where they are `A-001`, `A-002` …) is taken for one: the same
//! columns often hold names and descriptions, and a description is not a broken reference.

use std::collections::HashSet;

use arcstr::ArcStr;

use super::Assessed;
use super::occurrence::{Occurrence, by_sheet};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;
use crate::provenance::Traced;

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let model = assessed.subject.model;
    let mut assets = Known::default();
    for asset in &model.assets {
        assets.add(&asset.key, &asset.id, &asset.name);
    }
    let mut systems = Known::default();
    for system in &model.ai_systems {
        systems.add(&system.key, &system.id, &system.name);
    }
    let to_assets = model
        .risks
        .iter()
        .flat_map(|risk| &risk.assets)
        .chain(model.ai_systems.iter().flat_map(|system| &system.assets));
    let to_systems = model
        .risks
        .iter()
        .flat_map(|risk| &risk.ai_systems)
        .chain(model.assets.iter().flat_map(|asset| &asset.ai_systems));
    let mut findings = dangling("assets", &assets, to_assets);
    findings.extend(dangling("AI systems", &systems, to_systems));
    findings
}

fn dangling<'a>(
    kind: &'static str,
    known: &Known,
    references: impl Iterator<Item = &'a Traced<ArcStr>>,
) -> Vec<Diagnostic> {
    let occurrences = references.filter(|reference| known.lacks(&reference.value)).map(|reference| {
        let subject = format!("`{}`", reference.value.trim());
        Occurrence::at(subject, reference.location.clone()).read(&reference.value)
    });
    by_sheet(&codes::REFERENCE_TO_NOTHING, occurrences)
        .into_iter()
        .map(|finding| finding.fact("kind", kind))
        .collect()
}

/// What the records of a register are called, and how their identifiers are built.
#[derive(Default)]
struct Known {
    names: HashSet<String>,
    shapes: HashSet<String>,
}

impl Known {
    fn add(&mut self, key: &str, id: &Option<Traced<ArcStr>>, name: &Option<Traced<ArcStr>>) {
        self.names.extend(names(key, id, name));
        self.shapes.extend(id.as_ref().and_then(|id| shape(&id.value)));
    }

    fn lacks(&self, reference: &str) -> bool {
        shape(reference).is_some_and(|shape| self.shapes.contains(&shape))
            && !self.names.contains(&folded(reference))
    }
}

/// Everything that a record may be referred to by.
pub fn names(
    key: &str,
    id: &Option<Traced<ArcStr>>,
    name: &Option<Traced<ArcStr>>,
) -> impl Iterator<Item = String> {
    let written = [id, name].into_iter().flatten().map(|text| folded(&text.value));
    written.chain([folded(key)]).collect::<Vec<String>>().into_iter()
}

/// Text without regard to capitals and surrounding blanks.
pub fn folded(text: &str) -> String {
    text.trim().to_lowercase()
}

/// How an identifier is built: each run of digits is one `0`. Text without a digit has no such shape.
fn shape(identifier: &str) -> Option<String> {
    let mut shape = String::new();
    for character in folded(identifier).chars() {
        let part = if character.is_ascii_digit() { '0' } else { character };
        if part != '0' || !shape.ends_with('0') {
            shape.push(part);
        }
    }
    shape.contains('0').then_some(shape)
}
