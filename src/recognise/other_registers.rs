//! Agreement with other registers: the values of one column that are identifiers or names of the
//! records of another register of the same run.
//!
//! What a table is and which columns are clear is known by then; here a column without a field gets the
//! one that names records of that register, and a column that has it already is surer.

use std::collections::{BTreeSet, HashMap};

use crate::declaration::{Field, Register};
use crate::model::ColumnOverrule;
use crate::read::{Cell, Sheet, Value, Workbook};

use super::profile::{ValueKnowledge, is_placeholder, leading_reference, text_of};
use super::table::{MappedColumn, RecognisedTable, Recognition};
use super::words::fold;

/// The word for this evidence.
const OTHER_REGISTER: &str = "other register";
/// Fields that name records of another register: the register that has the field, and the other one.
///
/// The AI system of a control is no such field: it makes the row an exception, which figures depend on.
const LINKS: [(Register, Register, Field); 5] = [
    (Register::Risks, Register::Assets, Field::RiskAsset),
    (Register::Risks, Register::AiSystems, Field::RiskAiSystem),
    (Register::Risks, Register::Controls, Field::RiskControls),
    (Register::AiSystems, Register::Assets, Field::AiAsset),
    (Register::Assets, Register::AiSystems, Field::AssetAiSystem),
];
/// The fields by which the records of a register are known.
const KEYS: [(Register, Field, Kind); 7] = [
    (Register::Assets, Field::AssetId, Kind::Identifier),
    (Register::Assets, Field::AssetName, Kind::Name),
    (Register::Risks, Field::RiskId, Kind::Identifier),
    (Register::Risks, Field::RiskTitle, Kind::Name),
    (Register::AiSystems, Field::AiId, Kind::Identifier),
    (Register::AiSystems, Field::AiName, Kind::Name),
    (Register::Controls, Field::ControlRef, Kind::Identifier),
];
/// Columns below this are not used, so their values are no keys.
const SURE: f64 = 0.5;
/// Records of a table that are looked at, spread over all of it.
const RECORDS: usize = 200;
/// So many different values have to be known, or more where each could be a step of a scale (`V3`).
const LEAST_DISTINCT: usize = 3;
const LEAST_DISTINCT_STEPS: usize = 6;
/// A second meaning that fits this much less is none.
const CLEARLY_LESS: f64 = 0.1;

/// By what the values of a column name records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Name,
    Identifier,
}

impl Kind {
    /// The share of the values of a column that has to be known. Names are ordinary words, which a
    /// column of another meaning may share.
    fn least_share(self) -> f64 {
        match self {
            Self::Identifier => 0.6,
            Self::Name => 0.8,
        }
    }

    /// How sure a field is, which nothing but this evidence speaks for, by the share that is known.
    fn confidence(self, share: f64) -> f64 {
        match self {
            Self::Identifier => 0.6 + 0.3 * share,
            Self::Name => 0.45 + 0.3 * share,
        }
    }
}

/// The records of which registers bear each value, by identifier or by name.
type Known = HashMap<String, BTreeSet<(Register, Kind)>>;

/// A column whose values may name records of another register.
struct Candidate {
    /// The workbook and the table within it.
    table: (usize, usize),
    register: Register,
    column: u32,
    /// The filled cells: the whole text, and its parts where it is a list.
    cells: Vec<(String, Vec<String>)>,
}

/// A field that the values of a column speak for.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Fit {
    field: Field,
    kind: Kind,
    share: f64,
}

/// Weighs for each table of a run what the other registers say about its columns. The order of the
/// workbooks makes no difference.
pub fn weigh_other_registers(workbooks: &mut [(Workbook, Recognition)], knowledge: &ValueKnowledge) {
    let candidates = candidates(workbooks);
    let mut known = telling_values(&candidates, knowledge);
    if known.is_empty() {
        return;
    }
    find_keys(workbooks, &mut known);
    for (number, (_, recognition)) in workbooks.iter_mut().enumerate() {
        for (place, table) in recognition.tables.iter_mut().enumerate() {
            let own = candidates.iter().filter(|candidate| candidate.table == (number, place));
            let fits = own.filter_map(|candidate| Some((candidate.column, fit(candidate, &known)?)));
            apply(table, fits.collect());
        }
    }
}

/// The columns of tables with links that a person has not decided on: those without a field, and those
/// with the field of a link. Forms are read by rows and have none.
fn candidates(workbooks: &[(Workbook, Recognition)]) -> Vec<Candidate> {
    let read = |register: Register| {
        let holds =
            |(_, found): &(Workbook, Recognition)| found.tables.iter().any(|t| t.register == register);
        workbooks.iter().any(holds)
    };
    let mut candidates = Vec::new();
    for (number, (workbook, recognition)) in workbooks.iter().enumerate() {
        for (place, table) in recognition.tables.iter().enumerate() {
            let linked = links(table.register).any(|(other, _)| read(other));
            let Some(sheet) = workbook.sheets.get(table.sheet) else { continue };
            if !linked || table.header_rows.is_empty() {
                continue;
            }
            let unmapped = table.unmapped.iter().filter(|column| !is_chosen(column.overrule));
            let unmapped = unmapped.map(|column| column.column);
            let is_link = |column: &&MappedColumn| {
                links(table.register).any(|(_, field)| field == column.field) && !is_chosen(column.overrule)
            };
            let mapped = table.columns.iter().filter(is_link).map(|column| column.column);
            candidates.extend(unmapped.chain(mapped).map(|column| Candidate {
                table: (number, place),
                register: table.register,
                column,
                cells: cells(sheet, table, column),
            }));
        }
    }
    candidates
}

/// The registers whose records a register can name, with the field for each.
fn links(register: Register) -> impl Iterator<Item = (Register, Field)> {
    LINKS.into_iter().filter(move |(own, ..)| *own == register).map(|(_, other, field)| (other, field))
}

fn is_chosen(overrule: Option<ColumnOverrule>) -> bool {
    overrule.is_some_and(|overrule| overrule.chosen)
}

/// The filled cells of a column in a sample of the records, as they are compared.
fn cells(sheet: &Sheet, table: &RecognisedTable, column: u32) -> Vec<(String, Vec<String>)> {
    let step = table.records.len().div_ceil(RECORDS).max(1);
    let sampled = table.records.iter().step_by(step).filter_map(|record| sheet.cell(record.row, column));
    let one = |cell: &Cell| {
        let text = text_of(cell);
        if text.trim().is_empty() || is_placeholder(text.trim()) {
            return None;
        }
        let parts = if matches!(cell.value, Value::Text(_)) {
            text.split([',', ';', '\n']).map(key).filter(|part| !part.is_empty()).collect()
        } else {
            vec![key(&text)]
        };
        Some((key(&text), parts))
    };
    sampled.filter_map(one).collect()
}

/// A text as records are compared by: folded, and only the identifier where one leads it.
fn key(text: &str) -> String {
    fold(leading_reference(text).unwrap_or(text))
}

/// The values that say something where they are known, none of them found yet.
fn telling_values(candidates: &[Candidate], knowledge: &ValueKnowledge) -> Known {
    let mut looked_at: BTreeSet<&str> = BTreeSet::new();
    let mut known = Known::new();
    let values = candidates.iter().flat_map(|candidate| &candidate.cells);
    for value in values.flat_map(|(whole, parts)| std::iter::once(whole).chain(parts)) {
        if looked_at.insert(value) && is_telling(value, knowledge) {
            known.insert(value.clone(), BTreeSet::new());
        }
    }
    known
}

/// Whether a value is hardly the same as another by chance: running numbers, years, single letters and
/// the words of coded lists are.
fn is_telling(value: &str, knowledge: &ValueKnowledge) -> bool {
    let characters = value.chars().count();
    let digits = value.chars().filter(char::is_ascii_digit).count();
    if value.chars().any(char::is_alphabetic) {
        let least = if digits > 0 { 2 } else { 3 };
        return characters >= least && knowledge.families_of(value).is_empty();
    }
    let year = value.parse::<u32>().is_ok_and(|number| (1900..2100).contains(&number));
    digits >= 4 && digits == characters && !year
}

/// Notes for each value the registers whose records bear it.
fn find_keys(workbooks: &[(Workbook, Recognition)], known: &mut Known) {
    for (workbook, recognition) in workbooks {
        for table in &recognition.tables {
            let Some(sheet) = workbook.sheets.get(table.sheet) else { continue };
            let fields = KEYS.into_iter().filter(|(register, ..)| *register == table.register);
            for (register, field, kind) in fields {
                for column in table.columns.iter().filter(|one| one.field == field && one.confidence >= SURE)
                {
                    for cell in
                        table.records.iter().filter_map(|record| table.cell(sheet, record.row, column))
                    {
                        if let Some(bearers) = known.get_mut(&key(&text_of(cell.0))) {
                            bearers.insert((register, kind));
                        }
                    }
                }
            }
        }
    }
}

/// The field that the values of a column speak for, where they clearly name records of one other
/// register, and not those of their own.
fn fit(candidate: &Candidate, known: &Known) -> Option<Fit> {
    let share_of = |register: Register, kind: Kind| {
        share(candidate, |value| known.get(value).is_some_and(|bearers| bearers.contains(&(register, kind))))
    };
    let fits: Vec<Fit> = links(candidate.register)
        .filter_map(|(other, field)| {
            let of_kind = |kind: Kind| {
                let share = share_of(other, kind).filter(|share| *share >= kind.least_share())?;
                Some(Fit { field, kind, share })
            };
            of_kind(Kind::Identifier).or_else(|| of_kind(Kind::Name))
        })
        .collect();
    let best = *fits.iter().max_by(|one, other| one.share.total_cmp(&other.share))?;
    let rivals = fits.iter().filter(|fit| fit.field != best.field).map(|fit| fit.share);
    let own = [Kind::Identifier, Kind::Name].into_iter();
    let own = own.filter_map(|kind| share_of(candidate.register, kind));
    rivals.chain(own).all(|share| share < best.share - CLEARLY_LESS).then_some(best)
}

/// The share of a column's values that are known, 0 to 1; `None` where they are too few.
fn share(candidate: &Candidate, is_known: impl Fn(&str) -> bool) -> Option<f64> {
    let (mut values, mut named) = (0_usize, 0_usize);
    let mut distinct: BTreeSet<&str> = BTreeSet::new();
    for (whole, parts) in &candidate.cells {
        if is_known(whole) {
            // A name may well hold a comma.
            values += 1;
            named += 1;
            distinct.insert(whole);
            continue;
        }
        values += parts.len();
        let found = parts.iter().map(String::as_str).filter(|part| is_known(part));
        for part in found {
            named += 1;
            distinct.insert(part);
        }
    }
    let steps = distinct.iter().all(|value| value.chars().count() <= 2);
    let least = if steps { LEAST_DISTINCT_STEPS } else { LEAST_DISTINCT };
    (distinct.len() >= least).then(|| named as f64 / values.max(1) as f64)
}

/// Gives the columns of a table the fields that were found, and more confidence to those that had them.
fn apply(table: &mut RecognisedTable, mut fits: Vec<(u32, Fit)>) {
    for column in &mut table.columns {
        let agrees = fits.iter().any(|(place, fit)| *place == column.column && fit.field == column.field);
        if agrees && !is_chosen(column.overrule) {
            column.confidence += (1.0 - column.confidence) / 2.0;
            column.evidence.push(OTHER_REGISTER.to_owned());
        }
    }
    // Identifiers say more than names, and more of them say more; what stands first is left as it is.
    fits.sort_by(|(_, one), (_, other)| other.kind.cmp(&one.kind).then(other.share.total_cmp(&one.share)));
    for (place, fit) in fits {
        let is_free = table.columns.iter().all(|column| column.field != fit.field);
        let found = table.unmapped.iter().position(|column| column.column == place);
        let Some(position) = found.filter(|_| is_free) else { continue };
        let column = table.unmapped.remove(position);
        let after = table.columns.iter().position(|other| other.column > place);
        let taken = MappedColumn {
            column: place,
            heading: column.heading,
            field: fit.field,
            confidence: fit.kind.confidence(fit.share),
            evidence: vec![OTHER_REGISTER.to_owned()],
            samples: column.samples,
            overrule: column
                .overrule
                .map(|overrule| ColumnOverrule { taken_for: Some(fit.field), ..overrule }),
            rows: None,
        };
        table.columns.insert(after.unwrap_or(table.columns.len()), taken);
    }
}
