//! Cells of the sources, and rows of the workbook, of which nothing is told: a person decided otherwise there.

use std::collections::{BTreeMap, BTreeSet};

use super::records::register_of;
use crate::declaration::{Field, Register};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::normalise as told_of;
use crate::diagnostic::codes::revise as codes;
use crate::model::{CellKey, Claim, Model};
use crate::normalise::Overruled;
use crate::provenance::Location;
use crate::record::names::{
    AI_SYSTEMS, ASSETS, AUDIT_FINDINGS, REQUIREMENTS, RISKS, SHARE_IMPLEMENTED, SUPPLIERS,
};
use crate::record::{FoundList, List, Previous, Revision};
use crate::standards::RequirementId;

/// What the sources say that counts no more, since a person decided otherwise; `told` says of which decisions
/// nothing could be used.
pub fn overruled(
    previous: &Previous<'_>,
    model: &Model,
    revision: &Revision,
    told: &[Diagnostic],
) -> Overruled {
    let unused = not_used(told);
    let used = |cell: &&CellKey| !unused.contains(&(cell.key.as_str(), cell.heading.as_str()));
    let records = locations(model);
    let mut overruled = Overruled::default();
    let mut of_requirements: BTreeMap<RequirementId, BTreeSet<Decided>> = BTreeMap::new();
    for cell in revision.decisions.keys().filter(used) {
        let list = previous.last.book.list(&cell.list);
        let field = list.and_then(|list| list.columns.get(list.column(&cell.heading)?)?.field);
        if REQUIREMENTS.contains(&cell.list.as_str()) {
            if let (Ok(id), Some(decided)) = (cell.key.parse(), Decided::of(field, &cell.heading)) {
                of_requirements.entry(id).or_default().insert(decided);
            }
        } else if let (Some(place), Some(field)) =
            (records.get(&(cell.list.as_str(), cell.key.as_str())), field)
        {
            overruled.cells.extend(cells(model, place, |known| known == field));
        }
    }
    for (id, decided) in &of_requirements {
        let codes = decided.iter().flat_map(|decided| decided.codes());
        overruled.requirements.extend(codes.map(|code| (id.to_string(), code)));
        let claims = model.statements.get(id).into_iter().flat_map(|statement| &statement.claims);
        for claim in claims {
            for decided in decided {
                // A row that speaks of other requirements too still counts for them.
                let mut named = claim.requirements.iter().map(|reference| reference.id);
                if named.all(|id| of_requirements.get(&id).is_some_and(|all| all.contains(decided))) {
                    decided.add_cells(model, claim, &mut overruled);
                }
            }
        }
    }
    overruled
}

/// What is decided about a requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Decided {
    Applicability,
    Status,
    Field(Field),
}

impl Decided {
    fn of(field: Option<Field>, heading: &str) -> Option<Self> {
        Some(match field {
            Some(Field::ControlApplicable) => Decided::Applicability,
            Some(Field::ControlStatus) => Decided::Status,
            None if heading == SHARE_IMPLEMENTED => Decided::Status,
            Some(field) => Decided::Field(field),
            None => return None,
        })
    }

    /// The codes of what rows say differently.
    fn codes(self) -> Vec<&'static str> {
        match self {
            Decided::Applicability => vec![
                told_of::APPLICABILITY_DISAGREES.name,
                told_of::MERGED_2013_APPLICABILITY_DIFFERS.name,
                told_of::ANSWER_CONTRADICTS_REGISTER.name,
            ],
            Decided::Status => vec![
                told_of::STATUSES_DISAGREE.name,
                told_of::MERGED_2013_CONTROLS_DIFFER.name,
                told_of::ANSWER_CONTRADICTS_REGISTER.name,
            ],
            Decided::Field(Field::ControlMaturity | Field::ControlTarget) => {
                vec![told_of::MATURITIES_DISAGREE.name]
            }
            Decided::Field(_) => Vec::new(),
        }
    }

    fn add_cells(self, model: &Model, claim: &Claim, overruled: &mut Overruled) {
        let is_status = |field: Field| matches!(field, Field::ControlStatus | Field::Answer);
        let rated = |field: Field| is_status(field) || field == Field::ControlMaturity;
        match self {
            Decided::Applicability => {
                let place = &claim.location;
                overruled.cells.extend(cells(model, place, |field| field == Field::ControlApplicable));
                overruled.contradictions.extend(cells(model, place, rated));
            }
            Decided::Status => {
                overruled.cells.extend(cells(model, &claim.location, is_status));
                overruled.contradictions.extend(cells(model, &claim.location, is_status));
            }
            Decided::Field(decided) => {
                overruled.cells.extend(cells(model, &claim.location, |field| field == decided));
            }
        }
    }
}

/// The decisions that could not be used, by key and heading.
fn not_used(told: &[Diagnostic]) -> BTreeSet<(&str, &str)> {
    let unused = [codes::DECISION_NOT_UNDERSTOOD.name, codes::LEVEL_NOT_ON_SCALE.name];
    let of_decisions = told.iter().filter(|told| unused.contains(&told.code.name));
    fn fact<'a>(told: &'a Diagnostic, name: &str) -> Option<&'a str> {
        told.facts.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }
    of_decisions.filter_map(|told| Some((fact(told, "record")?, fact(told, "heading")?))).collect()
}

/// The rows of the records of all registers, by list and key.
fn locations(model: &Model) -> BTreeMap<(&'static str, &str), &Location> {
    let risks = model.risks.iter().map(|risk| ((RISKS, risk.key.as_str()), &risk.location));
    let systems = model.ai_systems.iter().map(|system| ((AI_SYSTEMS, system.key.as_str()), &system.location));
    let assets = model.assets.iter().map(|asset| ((ASSETS, asset.key.as_str()), &asset.location));
    let findings = model.audit_findings.iter();
    let findings = findings.map(|finding| ((AUDIT_FINDINGS, finding.key.as_str()), &finding.location));
    let suppliers = model.suppliers.iter();
    let suppliers = suppliers.map(|supplier| ((SUPPLIERS, supplier.key.as_str()), &supplier.location));
    risks.chain(systems).chain(assets).chain(findings).chain(suppliers).collect()
}

/// The cells of some fields in a row of a source.
fn cells(model: &Model, place: &Location, wanted: impl Fn(Field) -> bool) -> Vec<Location> {
    let Some(row) = place.row else { return Vec::new() };
    let source = model.sources.iter().find(|source| source.path == place.file_path());
    let tables = source.into_iter().flat_map(|source| &source.tables).filter(|table| {
        table.sheet == place.sheet && (table.first_data_row..=table.last_data_row).contains(&row)
    });
    let columns = tables.flat_map(|table| &table.columns).filter(|column| wanted(column.field));
    columns.map(|column| Location::cell(&place.sheet, row, column.column)).collect()
}

/// Cells of the workbook that nobody decided in rows of which only what was decided counts: what is the matter
/// with the others is told of their sources. A status that was decided is told of by the assessment, which knows
/// what it does to the result; whether a requirement applies and how mature it is, where they are brought into it.
pub(super) fn undecided_cells(previous: &Previous<'_>, revision: &Revision) -> Overruled {
    let mut overruled = Overruled::default();
    let rows: BTreeSet<(&str, &str)> =
        revision.decisions.keys().map(|cell| (cell.list.as_str(), cell.key.as_str())).collect();
    let carried: BTreeSet<(&str, u32)> =
        revision.carried.iter().map(|carried| (carried.list.as_str(), carried.row)).collect();
    for (name, key) in rows {
        let found = previous.last.book.list(name).zip(previous.lists.get(name)).zip(previous.sheet(name));
        let Some(((list, found), sheet)) = found else { continue };
        let (Some(row), Some(register)) = (found.rows.get(key).copied(), register_of(name)) else { continue };
        if carried.contains(&(name, row)) {
            continue;
        }
        let is_decided = |heading: &str| revision.decisions.contains_key(&CellKey::new(name, key, heading));
        let of_field = |field: Field| headings_of(list, field).any(is_decided);
        let told_by_row = [Field::ControlApplicable, Field::ControlStatus].into_iter().any(of_field);
        for (heading, field, column) in columns(list, found) {
            let cell = Location::cell(&sheet.name, row, column);
            if field == Some(Field::ControlStatus) && !told_by_row {
                overruled.contradictions.insert(cell.clone());
            }
            let told_elsewhere =
                register == Register::Controls && field.is_some_and(is_told_of_as_a_decision);
            if told_elsewhere || !is_decided(heading) {
                overruled.cells.insert(cell);
            }
        }
    }
    overruled
}

/// Whether what was decided in a field of a requirement and was not understood is told of when it is brought into its
/// statement, or by the assessment.
fn is_told_of_as_a_decision(field: Field) -> bool {
    matches!(
        field,
        Field::ControlApplicable | Field::ControlStatus | Field::ControlMaturity | Field::ControlTarget
    )
}

fn headings_of(list: &List, field: Field) -> impl Iterator<Item = &str> {
    let columns = list.columns.iter().filter(move |column| column.field == Some(field));
    columns.map(|column| column.heading.as_str())
}

fn columns<'a>(list: &'a List, found: &'a FoundList) -> impl Iterator<Item = (&'a str, Option<Field>, u32)> {
    let columns = list.columns.iter().zip(&found.columns);
    columns.filter_map(|(column, place)| Some((column.heading.as_str(), column.field, (*place)?)))
}
