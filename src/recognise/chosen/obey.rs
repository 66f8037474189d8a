//! The register, the fields and the meanings that a person chose for a table.

use std::collections::BTreeMap;

use crate::declaration::{
    Declarations, Field, FieldType, MeaningKind, Register, SAYS_NOTHING, Table, UNKNOWN,
};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::mapping as codes;
use crate::mapping::{ColumnChoice, LEAVE_ALONE, Meaning, RegisterChoice, ValueChoice, normalised};
use crate::model::{ColumnOverrule, TableOverrule, UnmappedColumn};
use crate::provenance::{Location, column_letters};

use super::super::columns::{FieldOfColumn, Mapping, SeenColumn, map_columns};
use super::super::intake::{is_declared, map_declared};
use super::super::layout::Head;
use super::super::profile::ColumnProfile;
use super::super::register::Decision;
use super::super::table::{ColumnMeanings, RecognisedTable};
use super::CHOSEN;
use super::place::{Applied, Origin};

/// A table as a person wants it.
#[derive(Clone, Debug)]
pub struct Obeyed {
    /// What the table is, with the fields of its columns.
    pub decision: Decision,
    overrule: TableOverrule,
    columns: Vec<ChosenColumn>,
    meanings: Vec<ColumnMeanings>,
}

/// What was chosen for a column, one for each field that it holds or held.
#[derive(Clone, Copy, Debug)]
struct ChosenColumn {
    position: usize,
    column: u32,
    /// The field that it is used for; `None` where it is not used.
    field: Option<Field>,
    overrule: ColumnOverrule,
}

/// What a table becomes by what was chosen for it; `None` where nothing was.
pub fn obey(
    origin: &Origin<'_>,
    header_rows: &[u32],
    columns: &[SeenColumn],
    decision: &Decision,
    declarations: &Declarations,
    file: &str,
    told: &mut Vec<Diagnostic>,
) -> Option<Obeyed> {
    let applied = origin.applied?;
    let (choice, taken_for) = (applied.choice, register_of(decision));
    let mut obeyed = Obeyed {
        decision: decision.clone(),
        overrule: TableOverrule {
            register: choice.register.as_ref().map(|register| register.value.words()),
            header_rows: choice.header_rows.as_ref().map(|_| header_rows.to_vec()),
            taken_for,
            found_header_rows: origin.found_header_rows.clone(),
        },
        columns: Vec::new(),
        meanings: Vec::new(),
    };
    let wanted = match choice.register.as_ref().map(|register| register.value) {
        Some(RegisterChoice::LeaveAlone) => None,
        Some(RegisterChoice::Register(register)) => Some(register),
        None => taken_for,
    };
    let mut choosing = Choosing { applied, columns, file, told };
    let Some(table) = wanted.and_then(|register| declarations.table(register)) else {
        if choice.leaves_alone() {
            obeyed.decision = Decision::None(format!("a person chose \u{201c}{LEAVE_ALONE}\u{201d}"));
        } else {
            choosing.tell_of_columns_without_register();
        }
        return Some(obeyed);
    };
    let own = match decision {
        Decision::Register { mapping, .. } if mapping.register == table.register => mapping.clone(),
        _ => map_columns(columns, table),
    };
    obeyed.columns = choosing.columns(&own, table);
    let mapping = with_chosen(columns, own, table, &obeyed.columns);
    obeyed.meanings = choosing.meanings(&mapping);
    obeyed.decision = match decision {
        Decision::Register { confidence, evidence, rival, .. } if choice.register.is_none() => {
            Decision::Register { mapping, confidence: *confidence, evidence: evidence.clone(), rival: *rival }
        }
        _ => Decision::Register { mapping, confidence: 1.0, evidence: Vec::new(), rival: None },
    };
    Some(obeyed)
}

fn register_of(decision: &Decision) -> Option<Register> {
    match decision {
        Decision::Register { mapping, .. } => Some(mapping.register),
        Decision::None(_) => None,
    }
}

impl Obeyed {
    /// Sets on a table what was chosen for it.
    pub fn mark(self, table: &mut RecognisedTable) {
        for chosen in &self.columns {
            let used = table
                .columns
                .iter_mut()
                .find(|used| used.column == chosen.column && Some(used.field) == chosen.field);
            match used {
                Some(used) => {
                    used.overrule = Some(chosen.overrule);
                    if chosen.overrule.chosen {
                        used.confidence = 1.0;
                        used.evidence = vec![CHOSEN.to_owned()];
                    }
                }
                None => mark_unused(table, chosen),
            }
        }
        table.overrule = Some(self.overrule);
        table.meanings = self.meanings;
    }

    /// What was chosen for the table as a whole.
    pub fn into_overrule(self) -> TableOverrule {
        self.overrule
    }
}

/// A column that is not used, or not for one of two fields.
fn mark_unused(table: &mut RecognisedTable, chosen: &ChosenColumn) {
    let unused = |column: &&mut UnmappedColumn| column.column == chosen.column && column.overrule.is_none();
    if let Some(column) = table.unmapped.iter_mut().find(unused) {
        column.overrule = Some(chosen.overrule);
        return;
    }
    // It is used for its other field.
    let used = table.columns.iter().find(|used| used.column == chosen.column);
    let unused = used.map(|used| UnmappedColumn {
        column: used.column,
        heading: used.heading.clone(),
        candidates: Vec::new(),
        samples: used.samples.clone(),
        overrule: Some(chosen.overrule),
    });
    table.unmapped.extend(unused);
}

/// Choices for the columns of one table.
struct Choosing<'a, 'm> {
    applied: Applied<'m>,
    columns: &'a [SeenColumn],
    file: &'a str,
    told: &'a mut Vec<Diagnostic>,
}

impl<'m> Choosing<'_, 'm> {
    /// The column that a choice is about: by its heading, or by its letter where the headings stand in
    /// the same columns as where the choice was made.
    fn position(&self, choice: &ColumnChoice) -> Option<usize> {
        let header = self.applied.choice.header_layout().last().map(|(row, _)| *row);
        let heading = normalised(&choice.heading);
        let by_heading = !heading.is_empty() && choice.heading_row == header;
        if by_heading {
            let named = |other: &&ColumnChoice| normalised(&other.heading) == heading;
            let before = |other: &&ColumnChoice| other.column < choice.column;
            let count = self.applied.choice.columns.iter().filter(named).filter(before).count();
            let mut alike = (0..)
                .zip(self.columns)
                .filter(|(_, column)| normalised(&column.head.shown()) == heading)
                .map(|(position, _)| position);
            if let Some(position) = alike.nth(count) {
                return Some(position);
            }
        }
        let lettered = || self.columns.iter().position(|column| column.head.column == choice.column);
        if self.applied.same_columns { lettered() } else { None }
    }

    fn choices(&self) -> impl Iterator<Item = &'m ColumnChoice> + use<'m> {
        self.applied.choice.columns.iter().filter(|column| column.chooses() || column.whole_layout)
    }

    fn tell_of_columns_without_register(&mut self) {
        let field = self.choices().flat_map(|column| &column.fields).find_map(|field| field.chosen.as_ref());
        let value = || self.choices().flat_map(|column| &column.values).next();
        let location =
            field.map(|field| &field.location).or_else(|| value().map(|value| &value.meaning.location));
        if let Some(location) = location {
            self.told.push(
                Diagnostic::at(&codes::COLUMNS_WITHOUT_REGISTER, location.clone()).fact("file", self.file),
            );
        }
    }

    /// What was chosen for the columns, as far as it can be obeyed.
    fn columns(&mut self, own: &Mapping, table: &Table) -> Vec<ChosenColumn> {
        let mut all: Vec<ChosenColumn> = Vec::new();
        for choice in self.choices() {
            let Some(position) = self.position(choice) else {
                self.tell_of_missing(choice);
                continue;
            };
            let Some(column) = self.columns.get(position).map(|column| column.head.column) else { continue };
            let own: Vec<Field> = own
                .fields
                .iter()
                .filter(|known| known.position == position)
                .map(|known| known.field)
                .collect();
            let fields = self.fields(choice, column, table, &all);
            let chosen = fields.is_some();
            let fields = fields.unwrap_or_else(|| own.iter().map(|field| (*field, false)).collect());
            let mut replaced: Vec<Field> =
                own.iter().copied().filter(|field| fields.iter().all(|(used, _)| used != field)).collect();
            replaced.reverse();
            let one = |field: Option<Field>, chosen: bool, taken_for: Option<Field>| ChosenColumn {
                position,
                column,
                field,
                overrule: ColumnOverrule { chosen, taken_for, whole_layout: choice.whole_layout },
            };
            for (field, by_person) in &fields {
                let kept = own.contains(field).then_some(*field);
                let taken_for = kept.or_else(|| if *by_person { replaced.pop() } else { None });
                all.push(one(Some(*field), *by_person, taken_for));
            }
            if chosen && fields.is_empty() && replaced.is_empty() {
                all.push(one(None, true, None));
            }
            while let Some(field) = replaced.pop() {
                all.push(one(None, true, Some(field)));
            }
        }
        all
    }

    /// The fields of a column, each with whether a person chose it; `None` where nobody chose anything
    /// that can be obeyed. A row of the list that was left blank keeps what the column was taken for.
    fn fields(
        &mut self,
        choice: &ColumnChoice,
        column: u32,
        table: &Table,
        before: &[ChosenColumn],
    ) -> Option<Vec<(Field, bool)>> {
        let mut fields: Vec<(Field, bool)> = Vec::new();
        let mut obeyed = false;
        for row in choice.fields.iter().filter(|_| choice.overrules()) {
            let Some(chosen) = &row.chosen else {
                let kept = row.taken_for.filter(|field| table.column(*field).is_some());
                fields.extend(kept.map(|field| (field, false)));
                continue;
            };
            let Some(field) = chosen.value else {
                obeyed = true;
                continue;
            };
            let Some(declared) = table.column(field) else {
                let diagnostic = self.at(&codes::CHOSEN_FIELD_OF_OTHER_REGISTER, &chosen.location, column);
                self.told
                    .push(diagnostic.fact("register", table.register.words()).fact("field", field.name()));
                continue;
            };
            let first = before
                .iter()
                .find(|known| known.field == Some(field) && known.overrule.chosen && known.column != column);
            if let Some(first) = first.filter(|_| holds_one_value(declared.field_type)) {
                let diagnostic = self.at(&codes::FIELD_CHOSEN_TWICE, &chosen.location, column);
                self.told
                    .push(diagnostic.fact("first", column_letters(first.column)).fact("field", field.name()));
                obeyed = true;
                continue;
            }
            obeyed = true;
            if fields.iter().all(|(known, _)| *known != field) {
                fields.push((field, true));
            }
        }
        obeyed.then_some(fields)
    }

    fn at(&self, code: crate::diagnostic::CodeRef, location: &Location, column: u32) -> Diagnostic {
        Diagnostic::at(code, location.clone()).fact("file", self.file).fact("column", column_letters(column))
    }

    fn tell_of_missing(&mut self, choice: &ColumnChoice) {
        let field =
            choice.fields.iter().find_map(|field| field.chosen.as_ref()).map(|chosen| &chosen.location);
        let value = choice.values.first().map(|value| &value.meaning.location);
        let Some(location) = field.or(value) else { return };
        let column = match choice.heading.as_str() {
            "" => column_letters(choice.column),
            heading => format!("\u{201c}{heading}\u{201d}"),
        };
        self.told.push(
            Diagnostic::at(&codes::CHOSEN_COLUMN_NOT_FOUND, location.clone())
                .fact("file", self.file)
                .fact("column", column),
        );
    }

    /// What values mean, column by column.
    fn meanings(&mut self, mapping: &Mapping) -> Vec<ColumnMeanings> {
        let mut all: BTreeMap<u32, BTreeMap<String, Meaning>> = BTreeMap::new();
        let mut shared: Vec<(MeaningKind, String, Meaning)> = Vec::new();
        for choice in self.choices().filter(|choice| !choice.values.is_empty()) {
            // That there is no such column is told where its field is chosen, or here.
            let Some(position) = self.position(choice) else { continue };
            let Some(column) = self.columns.get(position).map(|column| column.head.column) else { continue };
            let field = mapping
                .fields
                .iter()
                .filter(|known| known.position == position)
                .max_by_key(|known| MeaningKind::of(known.field).is_some())
                .map(|known| known.field);
            for value in &choice.values {
                let kind = field.and_then(MeaningKind::of);
                let Some((kind, meaning)) =
                    kind.and_then(|kind| Some((kind, Meaning::new(kind, &value.meaning.value)?)))
                else {
                    self.told.push(meaning_of_other_field(field, value));
                    continue;
                };
                let text = normalised(&value.value);
                if choice.whole_layout {
                    shared.push((kind, text.clone(), meaning.clone()));
                }
                all.entry(column).or_default().insert(text, meaning);
            }
        }
        for (kind, text, meaning) in shared {
            let alike = mapping.fields.iter().filter(|known| MeaningKind::of(known.field) == Some(kind));
            for known in alike {
                let Some(column) = self.columns.get(known.position) else { continue };
                let values = all.entry(column.head.column).or_default();
                values.entry(text.clone()).or_insert_with(|| meaning.clone());
            }
        }
        all.into_iter().map(|(column, values)| ColumnMeanings { column, values }).collect()
    }
}

fn meaning_of_other_field(field: Option<Field>, value: &ValueChoice) -> Diagnostic {
    let expected = match field.and_then(MeaningKind::of) {
        Some(kind) => format!("{}, {UNKNOWN} or {SAYS_NOTHING}", kind.meanings().join(", ")),
        None => "a column whose field has a list of meanings".to_owned(),
    };
    let name = field.map_or("a column that is not used", Field::name);
    Diagnostic::at(&codes::MEANING_OF_OTHER_FIELD, value.meaning.location.clone())
        .read(&value.meaning.value)
        .expected(expected)
        .fact("field", name)
}

/// Whether a record has one value of this kind, so that two columns cannot both give it.
fn holds_one_value(field_type: FieldType) -> bool {
    !matches!(field_type, FieldType::Text | FieldType::Party | FieldType::Reference | FieldType::References)
}

/// The fields of the columns with those that were chosen; the others are found among the columns and
/// fields that are left.
fn with_chosen(columns: &[SeenColumn], own: Mapping, table: &Table, chosen: &[ChosenColumn]) -> Mapping {
    let is_chosen =
        |position: usize| chosen.iter().any(|one| one.position == position && one.overrule.chosen);
    if !(0..columns.len()).any(is_chosen) {
        return own;
    }
    let left: Vec<SeenColumn> = (0..)
        .zip(columns)
        .map(|(position, column)| if is_chosen(position) { silenced(column) } else { column.clone() })
        .collect();
    let mut mapping = if is_declared(&own) { map_declared(&left, table) } else { map_columns(&left, table) };
    let taken = |field: Field| chosen.iter().any(|one| one.field == Some(field) && one.overrule.chosen);
    mapping.fields.retain(|known| !is_chosen(known.position) && !taken(known.field));
    mapping.rivals.retain(|(_, field, _)| !taken(*field));
    for one in chosen.iter().filter(|one| is_chosen(one.position)) {
        let kept = |field: Field| {
            own.fields
                .iter()
                .find(|known| known.position == one.position && known.field == field)
                .filter(|_| !one.overrule.chosen)
                .cloned()
        };
        let chosen = |field: Field| FieldOfColumn {
            position: one.position,
            field,
            confidence: 1.0,
            evidence: vec![CHOSEN.to_owned()],
        };
        mapping.fields.extend(one.field.map(|field| kept(field).unwrap_or_else(|| chosen(field))));
    }
    mapping.fields.sort_by_key(|known| (known.position, known.field));
    for position in 0..columns.len() {
        if mapping.fields.iter().any(|known| known.position == position) {
            mapping.candidates.remove(&position);
        } else {
            let near = own.candidates.get(&position).cloned().unwrap_or_default();
            mapping.candidates.entry(position).or_insert(near);
        }
    }
    mapping
}

/// A column that says nothing, so that no field is found for it.
fn silenced(column: &SeenColumn) -> SeenColumn {
    let head = Head { column: column.head.column, own: String::new(), banner: None };
    SeenColumn { head, profile: ColumnProfile::default(), heading: Vec::new(), outside: false }
}
