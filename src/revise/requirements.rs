//! Decisions about clauses and controls.

use std::collections::{BTreeMap, BTreeSet};

use super::records::ReadRows;
use super::{Reviser, date, decimal, not_understood, number, text};
use crate::declaration::Field;
use crate::diagnostic::Diagnostic;
use crate::model::{
    Applicability, AuditFinding, Basis, CellKey, Entry, ImplementationStatus, Model, Statement,
};
use crate::normalise::{basis_with_audits, merge_as_applicable, names_typed_evidence};
use crate::provenance::{Location, Reading, Traced};
use crate::record::names::{AUDIT_FINDINGS, REQUIREMENTS, SHARE_IMPLEMENTED, TOP_OF_SCALE, WEIGHT};
use crate::record::{CarriedWhy, Decided, Revision};
use crate::standards::RequirementId;

/// A decision about a requirement.
struct OfRequirement<'a> {
    cell: &'a CellKey,
    own: &'a Entry,
    field: Option<Field>,
    place: Location,
    /// What the row says, read as a register.
    read: Option<&'a Statement>,
}

/// Brings decisions about clauses and controls into their statements.
pub(super) fn apply(
    reviser: &Reviser<'_>,
    model: &mut Model,
    revision: &Revision,
    read: &ReadRows,
    told: &mut Vec<Diagnostic>,
) {
    let previous = reviser.previous;
    audits_not_read(reviser, model, revision, read);
    let decisions = revision.decisions.iter();
    for (cell, Decided { own, .. }) in
        decisions.filter(|(cell, _)| REQUIREMENTS.contains(&cell.list.as_str()))
    {
        let Ok(id) = cell.key.parse::<RequirementId>() else { continue };
        if cell.heading == WEIGHT {
            match number(own, &previous.location(cell), 0.0, 100.0).and_then(|reading| reading.value) {
                Some(weight) => {
                    model.parameters.requirement_weights.insert(id, weight);
                }
                None => {
                    told.push(not_understood(previous, cell, own, "a number from 0 to 100"));
                    model.unread.insert(cell.clone(), own.clone());
                }
            }
            continue;
        }
        let list = previous.last.book.list(&cell.list);
        let column = list.and_then(|list| list.columns.get(list.column(&cell.heading)?));
        let Some(statement) = model.statements.get_mut(&id) else { continue };
        let decision = OfRequirement {
            cell,
            own,
            field: column.and_then(|column| column.field),
            place: previous.location(cell),
            read: read.statement(id),
        };
        let was_excluded = statement.applicability == Applicability::NotApplicable;
        match decision.bring_into(statement) {
            Ok(()) => statement.basis_by_person |= decision.field == Some(Field::ControlBasis),
            Err(expected) => {
                told.push(not_understood(previous, cell, own, expected));
                model.unread.insert(cell.clone(), own.clone());
                decision.leave_unknown(statement);
            }
        }
        let is_unknown = statement.status.is_none() && statement.percentage.is_none();
        if was_excluded && statement.applicability == Applicability::Applicable && is_unknown {
            let parameters = &model.parameters;
            told.extend(merge_as_applicable(statement, reviser.words, parameters, reviser.as_of));
        }
    }
    let of_sources: BTreeMap<RequirementId, Basis> =
        model.statements.iter().map(|(id, statement)| (*id, statement.basis)).collect();
    keep_shown_basis(reviser, model, revision);
    keep_left_out(reviser, model, revision, read);
    follow_evidence(reviser, model, revision, &of_sources);
}

/// Lets evidence that a person typed decide the basis, where neither a person nor an audit did; where it was taken
/// back, the basis is again what the sources say.
fn follow_evidence(
    reviser: &Reviser<'_>,
    model: &mut Model,
    revision: &Revision,
    of_sources: &BTreeMap<RequirementId, Basis>,
) {
    let previous = reviser.previous;
    let heading = |list: &str, field: Field| {
        let list = previous.last.book.list(list)?;
        list.columns.iter().find(|column| column.field == Some(field)).map(|column| column.heading.as_str())
    };
    let is_evidence = |cell: &CellKey| {
        REQUIREMENTS.contains(&cell.list.as_str())
            && heading(&cell.list, Field::ControlEvidence) == Some(cell.heading.as_str())
    };
    let typed = revision.decisions.iter().map(|(cell, decided)| (cell, Some(&decided.own)));
    let withdrawn = revision.withdrawn.iter().map(|(cell, _)| (cell, None));
    for (cell, own) in typed.chain(withdrawn).filter(|(cell, _)| is_evidence(cell)) {
        let Ok(id) = cell.key.parse::<RequirementId>() else { continue };
        let Some(statement) = model.statements.get_mut(&id) else { continue };
        if statement.basis_by_person || statement.basis == Basis::Audited {
            continue;
        }
        statement.basis = match own {
            Some(own) if names_typed_evidence(&own.to_string()) => Basis::Evidenced,
            Some(_) => Basis::Asserted,
            None => {
                let is_left_out = model.carried.contains_key(&(cell.list.clone(), cell.key.clone()));
                let basis = heading(&cell.list, Field::ControlBasis).filter(|_| is_left_out);
                let said = basis.map(|basis| previous.said(&CellKey::new(&cell.list, &cell.key, basis)));
                let said = said.and_then(|said| basis_of_word(&said.to_string()));
                said.or_else(|| of_sources.get(&id).copied()).unwrap_or(Basis::Asserted)
            }
        };
    }
}

fn basis_of_word(words: &str) -> Option<Basis> {
    let all = [Basis::Asserted, Basis::Evidenced, Basis::Audited];
    all.into_iter().find(|basis| basis.word().eq_ignore_ascii_case(words))
}

/// Lets audit findings whose file was not read this time go on counting for what statuses rest on, where the files
/// of the statuses were read.
fn audits_not_read(reviser: &Reviser<'_>, model: &mut Model, revision: &Revision, read: &ReadRows) {
    let of_audits = revision.carried.iter().filter(|carried| carried.list == AUDIT_FINDINGS);
    let not_read = of_audits.filter(|carried| carried.why == CarriedWhy::NotRead);
    let not_read: Vec<AuditFinding> =
        not_read.filter_map(|carried| read.audit_finding(carried.row)).cloned().collect();
    let named = not_read.iter().flat_map(|finding| &finding.requirements);
    let ids: BTreeSet<RequirementId> = named.map(|reference| reference.id).collect();
    let audits: Vec<AuditFinding> =
        not_read.into_iter().chain(model.audit_findings.iter().cloned()).collect();
    for id in ids {
        if let Some(statement) = model.statements.get_mut(&id) {
            statement.basis = basis_with_audits(statement, reviser.words, &audits, reviser.as_of);
        }
    }
}

/// Keeps what stands in the rows of requirements whose files were not read this time.
fn keep_left_out(reviser: &Reviser<'_>, model: &mut Model, revision: &Revision, read: &ReadRows) {
    let previous = reviser.previous;
    for carried in revision.carried.iter().filter(|carried| REQUIREMENTS.contains(&carried.list.as_str())) {
        let Some(key) = &carried.key else { continue };
        let Some((list, id)) = previous.last.book.list(&carried.list).zip(key.parse().ok()) else { continue };
        let Some(statement) = model.statements.get_mut(&id) else { continue };
        for column in list.columns.iter().filter(|column| column.heading != WEIGHT) {
            let cell = CellKey::new(&carried.list, key, &column.heading);
            let mut own = previous.entry(&cell).unwrap_or_else(|| previous.last.written(&cell));
            if own.is_blank() {
                own = previous.said(&cell);
            }
            if own.is_blank() || revision.decisions.contains_key(&cell) {
                continue;
            }
            let place = previous.location(&cell);
            let kept = OfRequirement {
                cell: &cell,
                own: &own,
                field: column.field,
                place,
                read: read.statement(id),
            };
            // What annexa wrote can be brought in again.
            let _ = kept.bring_into(statement);
        }
        let source = format!("{} · {}", carried.source, carried.why.words());
        model.carried.insert((carried.list.clone(), key.clone()), source);
    }
}

impl OfRequirement<'_> {
    /// Leaves unknown what was decided in words that nobody understands: what the sources say was overruled.
    fn leave_unknown(&self, statement: &mut Statement) {
        let unread = || Some(Reading::not_understood(self.own.to_string(), self.place.clone()));
        match self.field {
            Some(Field::ControlApplicable) => {
                statement.applicability = Applicability::Undetermined;
                statement.applicability_location = Some(self.place.clone());
            }
            Some(Field::ControlBasis) => {
                statement.basis = Basis::Asserted;
                statement.basis_by_person = true;
            }
            Some(Field::ControlMaturity) => statement.maturity = unread(),
            Some(Field::ControlTarget) => statement.maturity_target = unread(),
            _ if self.cell.heading == SHARE_IMPLEMENTED => statement.percentage = unread(),
            _ if self.cell.heading == TOP_OF_SCALE => statement.maturity_top = None,
            _ => {}
        }
    }

    /// The number that was written, from 0 to `most`: its column shows numbers only.
    fn number(&self, most: f64) -> Option<Reading<f64>> {
        number(self.own, &self.place, 0.0, most).filter(|reading| reading.value.is_some())
    }

    /// The percentage that was written in the place of a status: `75%`, `80 %`, 0.75.
    fn share(&self) -> Option<f64> {
        // 1 alone can be 1 % or 100 %, and whether the cell is shown in percent the reading of its row knows.
        let read = || self.read.and_then(|read| read.percentage.as_ref()?.value);
        match self.own {
            Entry::Number(number) if *number > 0.0 && *number < 1.0 => Some(*number),
            Entry::Number(_) => read(),
            Entry::Text(text) => {
                let percent = text.trim().strip_suffix('%').and_then(decimal).map(|percent| percent / 100.0);
                let plain = || decimal(text).filter(|share| *share > 0.0 && *share < 1.0);
                percent.filter(|share| (0.0..=1.0).contains(share)).or_else(plain)
            }
            _ => None,
        }
    }

    /// Brings the decision into the statement, or says what was expected.
    fn bring_into(&self, statement: &mut Statement) -> Result<(), &'static str> {
        let text = || text(self.own, &self.place);
        let words = self.own.to_string();
        let is = |word: &str| word.eq_ignore_ascii_case(&words);
        match self.field {
            Some(Field::ControlApplicable) => {
                let all =
                    [Applicability::Applicable, Applicability::NotApplicable, Applicability::Undetermined];
                let own = all.into_iter().find(|applicability| is(applicability.word()));
                let read = || self.read.map(|read| read.applicability);
                let read = || read().filter(|read| *read != Applicability::Undetermined);
                statement.applicability = own.or_else(read).ok_or("Yes, No or Undetermined")?;
                statement.applicability_location = Some(self.place.clone());
            }
            Some(Field::ControlStatus) => {
                let own = ImplementationStatus::ALL.into_iter().find(|status| is(status.words()));
                statement.status_as_share = None;
                if let Some(share) = self.share().filter(|_| own.is_none()) {
                    let written = match self.own {
                        Entry::Number(_) => format!("{} %", (share * 1000.0).round() / 10.0),
                        _ => words.clone(),
                    };
                    statement.status = None;
                    statement.status_as_share = Some(Traced::new(written, self.place.clone()));
                    statement.percentage = Some(Reading::understood(words, share, self.place.clone()));
                    return Ok(());
                }
                statement.status = match own {
                    Some(status) => Some(Reading::understood(words.clone(), status, self.place.clone())),
                    None => self.read.and_then(|read| read.status.clone()),
                };
                if statement.status.as_ref().is_some_and(|status| status.value.is_some()) {
                    // The percentage of a source was of what the source said.
                    statement.percentage = None;
                }
                if own.is_none() && statement.status.is_none() {
                    statement.status = Some(Reading::not_understood(words, self.place.clone()));
                }
            }
            Some(Field::ControlBasis) => {
                statement.basis = basis_of_word(&words).ok_or("Asserted, Evidenced or Audited")?;
            }
            Some(Field::ControlMaturity) => {
                statement.maturity = Some(self.number(100.0).ok_or("a number from 0 to 100")?);
            }
            Some(Field::ControlTarget) => {
                statement.maturity_target = Some(self.number(100.0).ok_or("a number from 0 to 100")?);
            }
            Some(Field::ControlJustificationInclusion) => statement.justification_inclusion = text(),
            Some(Field::ControlJustificationExclusion) => statement.justification_exclusion = text(),
            Some(Field::ControlImplementation) => statement.implementation = text(),
            Some(Field::ControlEvidence) => statement.evidence = text(),
            Some(Field::ControlOwner) => statement.owner = text(),
            Some(Field::Gap) => statement.gap = text(),
            Some(Field::Action) => statement.action = text(),
            Some(Field::Comment) => statement.comment = text(),
            Some(Field::ControlEvidenceDate) => {
                let read = self.read.and_then(|read| read.evidence_date.clone());
                statement.evidence_date = date(self.own, &self.place, &read);
            }
            Some(Field::ControlDue) => {
                let read = self.read.and_then(|read| read.due.clone());
                statement.due = date(self.own, &self.place, &read);
            }
            Some(Field::ControlReviewed) => {
                let read = self.read.and_then(|read| read.reviewed.clone());
                statement.reviewed = date(self.own, &self.place, &read);
            }
            _ if self.cell.heading == SHARE_IMPLEMENTED => {
                statement.percentage =
                    Some(self.number(1.0).ok_or("a share from 0 to 1, such as 0.4 or 40 %")?);
            }
            _ if self.cell.heading == TOP_OF_SCALE => {
                let top = number(self.own, &self.place, 1.0, 100.0).and_then(|reading| reading.value);
                statement.maturity_top = Some(top.ok_or("a number from 1 to 100")?);
            }
            _ => return Err("a value that the column can hold"),
        }
        Ok(())
    }
}

/// Where a person decided how far a requirement is implemented, the basis is what stands beside it: the
/// formulas of the workbook count it so, and the evidence of a register was for the register's status.
fn keep_shown_basis(reviser: &Reviser<'_>, model: &mut Model, revision: &Revision) {
    let previous = reviser.previous;
    for cell in revision.decisions.keys().filter(|cell| REQUIREMENTS.contains(&cell.list.as_str())) {
        let Some(list) = previous.last.book.list(&cell.list) else { continue };
        let field = list.column(&cell.heading).and_then(|column| list.columns.get(column)?.field);
        let of_the_level =
            [Field::ControlApplicable, Field::ControlStatus, Field::ControlMaturity, Field::ControlTarget];
        let headings = [SHARE_IMPLEMENTED, TOP_OF_SCALE];
        if !field.is_some_and(|field| of_the_level.contains(&field))
            && !headings.contains(&cell.heading.as_str())
        {
            continue;
        }
        let heading = list.columns.iter().find(|column| column.field == Some(Field::ControlBasis));
        let Some((heading, id)) = heading.zip(cell.key.parse::<RequirementId>().ok()) else { continue };
        let basis = CellKey::new(&cell.list, &cell.key, &heading.heading);
        if revision.decisions.contains_key(&basis) {
            continue;
        }
        let Some(shown) = previous.entry(&basis) else { continue };
        let shown = basis_of_word(&shown.to_string()).unwrap_or(Basis::Asserted);
        if let Some(statement) = model.statements.get_mut(&id) {
            statement.basis = shown;
        }
    }
}
