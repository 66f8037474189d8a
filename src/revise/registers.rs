//! Decisions about records of registers, and records that stay although no source gives them.

use std::collections::{BTreeMap, BTreeSet};

use super::records::{ReadRows, is_on_a_common_scale};
use super::{Reviser, not_understood, number};
use crate::declaration::Field;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::revise as codes;
use crate::diagnostic::render::counted;
use crate::model::{AiSystem, Asset, AuditFinding, CellKey, Entry, Model, Risk, RiskDomain};
use crate::provenance::{Location, Reading};
use crate::record::names::{AI_SYSTEMS, ASSETS, AUDIT_FINDINGS, DOMAIN, RISKS};
use crate::record::{Carried, CarriedWhy, Decided, Previous, Revision, entry_of, names};

/// A record of a register: how one field of it is taken from another record.
pub(super) trait Kept: Clone {
    /// The records of the model.
    fn records(model: &mut Model) -> &mut Vec<Self>;
    /// The record of a row of the workbook.
    fn of_row(read: &ReadRows, row: u32) -> Option<&Self>;
    /// Its key.
    fn key(&mut self) -> &mut String;
    /// The row that it was read from.
    fn location(&self) -> &Location;
    /// Takes a field over; false where the record has no such field.
    fn take(&mut self, field: Field, from: &Self) -> bool;
    /// The place of a number on a common scale.
    fn level(&mut self, field: Field) -> Option<&mut Option<Reading<f64>>>;
    /// Takes what stands in a column that is no field; what was expected where it cannot.
    fn take_other(&mut self, heading: &str, own: &Entry, place: &Location) -> Result<(), &'static str> {
        let _ = (heading, own, place);
        Err("a value that the column can hold")
    }
}

/// Brings in decisions and the records that stay.
pub(super) fn apply(
    reviser: &Reviser<'_>,
    model: &mut Model,
    revision: &mut Revision,
    read: &ReadRows,
    told: &mut Vec<Diagnostic>,
) {
    apply_to::<Risk>(reviser, RISKS, model, revision, read, told);
    apply_to::<AiSystem>(reviser, AI_SYSTEMS, model, revision, read, told);
    apply_to::<Asset>(reviser, ASSETS, model, revision, read, told);
    apply_to::<AuditFinding>(reviser, AUDIT_FINDINGS, model, revision, read, told);
    tell_of_rows(reviser.previous, revision, told);
}

fn apply_to<R: Kept>(
    reviser: &Reviser<'_>,
    list: &str,
    model: &mut Model,
    revision: &mut Revision,
    read: &ReadRows,
    told: &mut Vec<Diagnostic>,
) {
    let previous = reviser.previous;
    if previous.sheet(list).is_none() {
        return;
    }
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for (place, record) in R::records(model).iter_mut().enumerate() {
        places.insert(record.key().clone(), place);
    }
    for (cell, Decided { own, .. }) in revision.decisions.iter().filter(|(cell, _)| cell.list == list) {
        let Some(place) = places.get(&cell.key) else { continue };
        let row = previous.lists.get(list).and_then(|found| found.rows.get(&cell.key)).copied();
        let of_row = row.and_then(|row| R::of_row(read, row));
        let Some(record) = R::records(model).get_mut(*place) else { continue };
        match take(record, previous, cell, own, of_row) {
            Ok(()) => told.extend(off_the_scale(record, previous, cell)),
            Err(expected) => told.push(not_understood(previous, cell, own, expected)),
        }
    }
    let mut keys: BTreeSet<String> = places.into_keys().collect();
    for carried in revision.carried.iter_mut().filter(|carried| carried.list == list) {
        let Some(of_row) = R::of_row(read, carried.row) else {
            told.push(without_name(previous, list, carried));
            continue;
        };
        if carried.why == CarriedWhy::Added && is_total(of_row.clone().key()) {
            told.push(
                Diagnostic::at(&codes::ADDED_ROW_NOT_TAKEN, of_row.location().clone())
                    .read(of_row.clone().key().clone())
                    .fact("list", names::shown(list)),
            );
            continue;
        }
        let record = whole(previous, list, carried, of_row, &mut keys, told);
        let source = match carried.why {
            CarriedWhy::Added => carried.why.words().to_owned(),
            why => format!("{} · {}", carried.source, why.words()),
        };
        model.carried.insert((list.to_owned(), record.0.clone()), source);
        carried.key = Some(record.0);
        R::records(model).push(record.1);
    }
}

/// Takes what a person wrote in one cell.
fn take<R: Kept>(
    record: &mut R,
    previous: &Previous<'_>,
    cell: &CellKey,
    own: &Entry,
    of_row: Option<&R>,
) -> Result<(), &'static str> {
    let place = previous.location(cell);
    let list = previous.last.book.list(&cell.list);
    let column = list.and_then(|list| list.columns.get(list.column(&cell.heading)?));
    match column.and_then(|column| column.field) {
        Some(field) if is_on_a_common_scale(field) => {
            let level = record.level(field).ok_or("a level")?;
            *level = number(own, &place, 1.0, 5.0);
            Ok(())
        }
        Some(field) => {
            let of_row = of_row.ok_or("a record with an identifier or a name")?;
            if record.take(field, of_row) { Ok(()) } else { Err("a value that the column can hold") }
        }
        None => record.take_other(&cell.heading, own, &place),
    }
}

/// Tells of a level that a person wrote and that is not on the common scale.
fn off_the_scale<R: Kept>(record: &mut R, previous: &Previous<'_>, cell: &CellKey) -> Option<Diagnostic> {
    let list = previous.last.book.list(&cell.list)?;
    let field = list.columns.get(list.column(&cell.heading)?)?.field?;
    let level = record.level(field)?.as_ref().filter(|level| level.value.is_none())?;
    let told = Diagnostic::at(&codes::LEVEL_NOT_ON_SCALE, level.location.clone());
    Some(
        told.read(level.text.clone())
            .expected("a number from 1 to 5".to_owned())
            .fact("record", cell.key.clone())
            .fact("heading", cell.heading.clone()),
    )
}

/// The whole record of a row, with its key.
fn whole<R: Kept>(
    previous: &Previous<'_>,
    list: &str,
    carried: &Carried,
    of_row: &R,
    keys: &mut BTreeSet<String>,
    told: &mut Vec<Diagnostic>,
) -> (String, R) {
    let mut record = of_row.clone();
    let key = match &carried.key {
        Some(key) => key.clone(),
        None => unique(record.key(), keys),
    };
    keys.insert(key.clone());
    *record.key() = key.clone();
    let declared = previous.last.book.list(list).zip(previous.lists.get(list)).zip(previous.sheet(list));
    let Some(((declared, found), sheet)) = declared else { return (key, record) };
    for (column, place) in declared.columns.iter().zip(&found.columns) {
        let cell = CellKey::new(list, &key, &column.heading);
        let own = match place {
            Some(place) => entry_of(sheet.cell(carried.row, *place)),
            None => previous.last.written(&cell),
        };
        if own.is_blank() {
            continue;
        }
        let location = place.map(|place| Location::cell(&sheet.name, carried.row, place));
        let location = location.unwrap_or_else(|| Location::row(&sheet.name, carried.row));
        let taken = match column.field {
            Some(field) if is_on_a_common_scale(field) => {
                if let Some(level) = record.level(field) {
                    *level = number(&own, &location, 1.0, 5.0);
                }
                told.extend(off_the_scale(&mut record, previous, &cell));
                Ok(())
            }
            Some(_) => Ok(()),
            None => record.take_other(&column.heading, &own, &location),
        };
        if let Err(expected) = taken {
            let diagnostic = Diagnostic::at(&codes::DECISION_NOT_UNDERSTOOD, location);
            told.push(
                diagnostic
                    .read(own.to_string())
                    .expected(expected.to_owned())
                    .fact("record", key.clone())
                    .fact("heading", column.heading.clone()),
            );
        }
    }
    (key, record)
}

/// Whether a row that was added is a row of totals, such as the one that Excel puts below a table.
fn is_total(key: &str) -> bool {
    const TOTALS: [&str; 9] =
        ["total", "totals", "sum", "summe", "gesamt", "totaal", "totale", "suma", "soma"];
    TOTALS.contains(&key.trim().to_lowercase().as_str())
}

/// The key, with a number where it is taken already.
fn unique(key: &str, taken: &BTreeSet<String>) -> String {
    let mut unique = key.to_owned();
    let mut number = 1;
    while taken.contains(&unique) {
        number += 1;
        unique = format!("{key} ({number})");
    }
    unique
}

fn without_name(previous: &Previous<'_>, list: &str, carried: &Carried) -> Diagnostic {
    let location = previous.sheet(list).map(|sheet| Location::row(&sheet.name, carried.row));
    let location = location.unwrap_or_else(|| Location::file(&previous.workbook.path));
    let added = previous.lists.get(list).into_iter().flat_map(|found| &found.added);
    let entries = added.filter(|added| added.row == carried.row).flat_map(|added| &added.entries);
    let words: Vec<String> = entries.filter(|entry| !entry.is_blank()).map(ToString::to_string).collect();
    Diagnostic::at(&codes::ADDED_ROW_WITHOUT_NAME, location)
        .read(words.join(" · "))
        .fact("list", names::shown(list))
}

/// Tells what became of rows that are not as the sources have them.
pub(super) fn tell_of_rows(previous: &Previous<'_>, revision: &Revision, told: &mut Vec<Diagnostic>) {
    let row_of = |list: &str, row: u32| {
        let sheet = previous.sheet(list).map(|sheet| Location::row(&sheet.name, row));
        sheet.unwrap_or_else(|| Location::file(&previous.workbook.path))
    };
    let mut unread: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for carried in &revision.carried {
        match carried.why {
            CarriedWhy::Added => {}
            CarriedWhy::NotRead => unread.entry(&carried.list).or_default().push(carried.row),
            CarriedWhy::Gone => {
                let record = carried.key.clone().unwrap_or_default();
                let location = row_of(&carried.list, carried.row);
                told.push(Diagnostic::at(&codes::RECORD_GONE, location).fact("record", record));
            }
        }
    }
    for (list, rows) in unread {
        let Some((first, also)) = rows.split_first() else { continue };
        told.push(
            Diagnostic::at(&codes::RECORD_NOT_READ, row_of(list, *first))
                .fact("count", counted(rows.len(), "record", "records"))
                .fact("list", names::shown(list))
                .also(also.iter().map(|row| row_of(list, *row))),
        );
    }
    for (list, key) in &revision.returned {
        let location = previous.sheet(list).map(|sheet| Location::sheet(&sheet.name));
        let location = location.unwrap_or_else(|| Location::file(&previous.workbook.path));
        told.push(Diagnostic::at(&codes::DELETED_ROW_RETURNS, location).fact("record", key.clone()));
    }
    for (list, added) in &revision.not_taken {
        let words: Vec<String> =
            added.entries.iter().filter(|entry| !entry.is_blank()).map(ToString::to_string).collect();
        told.push(
            Diagnostic::at(&codes::ADDED_ROW_NOT_TAKEN, row_of(list, added.row))
                .read(words.join(" · "))
                .fact("list", names::shown(list)),
        );
    }
}

/// Takes the named fields of a record over from another one.
macro_rules! take_fields {
    ($own:expr, $field:expr, $from:expr, { $($name:ident => $place:ident),* $(,)? }) => {
        match $field {
            $(Field::$name => $own.$place.clone_from(&$from.$place),)*
            _ => return false,
        }
    };
}

impl Kept for Risk {
    fn records(model: &mut Model) -> &mut Vec<Self> {
        &mut model.risks
    }

    fn of_row(read: &ReadRows, row: u32) -> Option<&Self> {
        read.risk(row)
    }

    fn key(&mut self) -> &mut String {
        &mut self.key
    }

    fn location(&self) -> &Location {
        &self.location
    }

    fn take(&mut self, field: Field, from: &Self) -> bool {
        match field {
            Field::RiskCategory => self.categories.clone_from(&from.categories),
            Field::RiskControls => self.other_controls.clone_from(&from.other_controls),
            _ => {}
        }
        take_fields!(self, field, from, {
            RiskId => id,
            RiskTitle => title,
            RiskDescription => description,
            RiskCategory => category,
            RiskAsset => assets,
            RiskAiSystem => ai_systems,
            RiskThreat => threat,
            RiskVulnerability => vulnerability,
            RiskCause => cause,
            RiskConsequence => consequence,
            RiskOwner => owner,
            RiskTreatment => treatment,
            RiskActions => actions,
            RiskControls => controls,
            RiskStatus => status,
            RiskDue => due,
            RiskAcceptedBy => accepted_by,
            RiskAcceptedOn => accepted_on,
            Comment => comment,
        });
        true
    }

    fn level(&mut self, field: Field) -> Option<&mut Option<Reading<f64>>> {
        Some(match field {
            Field::RiskLikelihood => &mut self.likelihood,
            Field::RiskImpact => &mut self.impact,
            Field::RiskResidualLikelihood => &mut self.residual_likelihood,
            Field::RiskResidualImpact => &mut self.residual_impact,
            _ => return None,
        })
    }

    fn take_other(&mut self, heading: &str, own: &Entry, place: &Location) -> Result<(), &'static str> {
        if heading != DOMAIN {
            return Err("a value that the column can hold");
        }
        let words = own.to_string();
        let all = [RiskDomain::InformationSecurity, RiskDomain::Ai, RiskDomain::Both];
        let own = all.into_iter().find(|domain| domain.words().eq_ignore_ascii_case(&words));
        self.domain = own.ok_or("Information security, AI or Both")?;
        self.domain_evidence = place.to_string();
        Ok(())
    }
}

impl Kept for AiSystem {
    fn records(model: &mut Model) -> &mut Vec<Self> {
        &mut model.ai_systems
    }

    fn of_row(read: &ReadRows, row: u32) -> Option<&Self> {
        read.ai_system(row)
    }

    fn key(&mut self) -> &mut String {
        &mut self.key
    }

    fn location(&self) -> &Location {
        &self.location
    }

    fn take(&mut self, field: Field, from: &Self) -> bool {
        match field {
            Field::AiRiskClass => self.risk_class_meaning.clone_from(&from.risk_class_meaning),
            Field::AiImpactAssessment => {
                self.impact_assessment_done = from.impact_assessment_done;
                self.impact_assessment_not_required = from.impact_assessment_not_required;
            }
            _ => {}
        }
        take_fields!(self, field, from, {
            AiId => id,
            AiName => name,
            AiDescription => description,
            AiPurpose => purpose,
            AiCategory => category,
            AiOwner => owner,
            AiDepartment => department,
            AiContact => contact,
            AiLifecycleStage => lifecycle_stage,
            AiRole => role,
            AiVendor => vendor,
            AiModel => model,
            AiData => data,
            AiExternalData => external_data,
            AiPersonalData => personal_data,
            AiRiskClass => risk_class,
            AiAutomatedDecision => automated_decision,
            AiHumanOversight => human_oversight,
            AiAffectedPeople => affected_people,
            AiImpactAssessment => impact_assessment,
            AiAsset => assets,
            AiInScope => in_scope,
            AiReviewDue => review_due,
            Comment => comment,
        });
        true
    }

    fn level(&mut self, _: Field) -> Option<&mut Option<Reading<f64>>> {
        None
    }
}

impl Kept for Asset {
    fn records(model: &mut Model) -> &mut Vec<Self> {
        &mut model.assets
    }

    fn of_row(read: &ReadRows, row: u32) -> Option<&Self> {
        read.asset(row)
    }

    fn key(&mut self) -> &mut String {
        &mut self.key
    }

    fn location(&self) -> &Location {
        &self.location
    }

    fn take(&mut self, field: Field, from: &Self) -> bool {
        take_fields!(self, field, from, {
            AssetId => id,
            AssetName => name,
            AssetType => asset_type,
            AssetDescription => description,
            AssetOwner => owner,
            AssetLocation => place,
            AssetClassification => classification,
            AssetAiSystem => ai_systems,
            AssetInScope => in_scope,
            Comment => comment,
        });
        true
    }

    fn level(&mut self, field: Field) -> Option<&mut Option<Reading<f64>>> {
        Some(match field {
            Field::AssetCriticality => &mut self.criticality,
            Field::AssetConfidentiality => &mut self.confidentiality,
            Field::AssetIntegrity => &mut self.integrity,
            Field::AssetAvailability => &mut self.availability,
            _ => return None,
        })
    }
}

impl Kept for AuditFinding {
    fn records(model: &mut Model) -> &mut Vec<Self> {
        &mut model.audit_findings
    }

    fn of_row(read: &ReadRows, row: u32) -> Option<&Self> {
        read.audit_finding(row)
    }

    fn key(&mut self) -> &mut String {
        &mut self.key
    }

    fn location(&self) -> &Location {
        &self.location
    }

    fn take(&mut self, field: Field, from: &Self) -> bool {
        if field == Field::FindingRef {
            self.other_references.clone_from(&from.other_references);
        }
        take_fields!(self, field, from, {
            FindingId => id,
            FindingRef => requirements,
            FindingGrade => grade,
            FindingDescription => description,
            FindingCause => cause,
            FindingAction => action,
            FindingOwner => owner,
            FindingDue => due,
            FindingStatus => status,
            FindingDate => date,
            Comment => comment,
        });
        true
    }

    fn level(&mut self, _: Field) -> Option<&mut Option<Reading<f64>>> {
        None
    }
}
