//! Recognition of a whole workbook: sheet by sheet, table by table.

use std::collections::{BTreeMap, BTreeSet};

use crate::declaration::{Field, Register, Table};
use crate::mapping::Mapping as Choices;
use crate::model::{LeftAlone, UnmappedColumn};
use crate::provenance::CellPlace;
use crate::read::{Sheet, Visibility, Workbook};

use super::chosen::{Obeyed, Origin, obey, place};
use super::columns::{Mapping, SeenColumn};
use super::doubts::{doubts, no_records};
use super::form_table::take_forms;
use super::hidden::leave_what_is_hidden;
use super::intake::{Intake, changed_examples, intake_of, map_declared, sort_intake_rows};
use super::layout::{TableShape, find_tables, table_with_header};
use super::layouts;
use super::left_below::tell_rows_left_below;
use super::mapped::{mapped_columns, unmapped, unmapped_columns};
use super::other_registers::weigh_other_registers;
use super::other_table;
use super::profile::ValueKnowledge;
use super::rated_rows::part_rated_rows;
use super::recogniser::{Recogniser, sheet_title};
use super::records::sort_rows;
use super::register::{Decision, decide};
use super::seen::see_columns;
use super::side_by_side::{SeenTable, side_by_side};
use super::summaries::{identifiers, leave_summaries_alone};
use super::table::{RecognisedTable, Recognition};

/// Recognises the tables of a workbook.
///
/// A table on a hidden sheet is left alone where a visible sheet holds the same register: it is an
/// earlier version, or what feeds the visible one. Where none does, it is read, and that is told.
pub fn recognise_workbook(workbook: &Workbook, recogniser: &Recogniser) -> Recognition {
    recognise_as_mapped(workbook, recogniser, &Choices::default())
}

/// Recognises the tables of a workbook as [`recognise_workbook`] does, but for what a person chose,
/// which is obeyed.
pub fn recognise_as_mapped(workbook: &Workbook, recogniser: &Recogniser, mapping: &Choices) -> Recognition {
    let mut sheets: Vec<Recognition> = workbook.sheets.iter().map(|_| Recognition::default()).collect();
    let mut tables: Vec<FoundTable<'_>> = Vec::new();
    for (index, found) in sheets.iter_mut().enumerate() {
        tables.extend(tables_of_sheet(workbook, index, recogniser, mapping, found));
    }
    let decided = decide_together(workbook, &mut tables, recogniser);
    for (table, decision) in tables.iter().zip(decided) {
        let Some(found) = sheets.get_mut(table.index) else { continue };
        let decision = table.declared(recogniser).unwrap_or(decision);
        let told = &mut found.diagnostics;
        let rows = &table.shape.header_rows;
        let declarations = &recogniser.declarations;
        let obeyed = obey(&table.origin, rows, &table.columns, &decision, declarations, &workbook.path, told);
        let decision = obeyed.as_ref().map_or(decision, |obeyed| obeyed.decision.clone());
        match decision {
            Decision::None(why) => found.left_alone.push(leave_table(table, why, obeyed)),
            Decision::Register { mapping, confidence, evidence, rival } => {
                let known = Known { mapping, confidence, evidence, obeyed };
                take_table(table, known, rival, recogniser, found);
            }
        }
    }
    let mut recognition = gather(workbook, sheets);
    leave_summaries_alone(workbook, &mut recognition);
    tell_rows_left_below(workbook, &mut recognition);
    recognition
}

/// Finds the tables of a sheet, each cut as a person chose where one did; what holds no table is told at once.
fn tables_of_sheet<'a>(
    workbook: &'a Workbook,
    index: usize,
    recogniser: &Recogniser,
    mapping: &'a Choices,
    found: &mut Recognition,
) -> Vec<FoundTable<'a>> {
    let Some(sheet) = workbook.sheets.get(index) else { return Vec::new() };
    let leave = |why: &str| LeftAlone::new(&sheet.name, None, why.to_owned());
    let intake = intake_of(sheet, &recogniser.declarations);
    if intake == Some(Intake::Explanation) {
        found.left_alone.push(leave("explains how to fill in the intake workbook"));
        return Vec::new();
    }
    let intake_header = intake.and_then(Intake::header_row);
    let shapes = match intake_header {
        Some(row) => table_with_header(sheet, &[row], sheet.rows.len()).into_iter().collect(),
        None => find_tables(sheet, &recogniser.headings, recogniser.words()),
    };
    if shapes.is_empty() {
        found.left_alone.push(without_table(sheet));
    }
    let whole = |shape: TableShape| SeenTable { columns: see_columns(sheet, &shape, recogniser), shape };
    let seen = match intake_header {
        Some(_) => shapes.into_iter().map(whole).collect(),
        None => shapes.into_iter().flat_map(|shape| parted(workbook, sheet, shape, recogniser)).collect(),
    };
    let recut = |header_rows: &[u32], end: usize| table_with_header(sheet, header_rows, end).map(whole);
    let placed = place(&workbook.path, sheet, seen, mapping, recut, &mut found.diagnostics);
    if placed.iter().any(|table| table.origin.applied.is_some()) {
        // A sheet without any header that was found has one now.
        found.left_alone.clear();
    } else if intake_header.is_some() {
        // It says itself what it is.
    } else if let Some(forms) = take_forms(workbook, index, sheet, recogniser) {
        *found = Recognition { obeyed: std::mem::take(&mut found.obeyed), ..forms };
        return Vec::new();
    } else if let Some(why) =
        other_table::transposed(sheet, |text| recogniser.headings.familiarity(text) >= FAMILIAR)
    {
        found.left_alone = vec![leave(why)];
        return Vec::new();
    }
    found.obeyed.extend(placed.iter().filter_map(|table| Some(table.origin.applied?.position)));
    let intake = intake.and_then(Intake::register);
    let tables = placed.into_iter().map(|placed| {
        let SeenTable { shape, columns } = placed.table;
        FoundTable { index, sheet, shape, columns, intake, origin: placed.origin }
    });
    tables.collect()
}

/// A sheet in which no table was found, with its columns for a person who knows better.
fn without_table(sheet: &Sheet) -> LeftAlone {
    let why = if sheet.rows.is_empty() {
        "empty"
    } else if is_text(sheet) {
        "text rather than a table: a cover page, instructions or notes"
    } else {
        "no row looks like the header of a table"
    };
    let mut left = LeftAlone::new(&sheet.name, None, why.to_owned());
    left.columns = columns_without_header(sheet);
    left.rows = sheet.rows.first().map(|row| row.number).zip(sheet.rows.last().map(|row| row.number));
    left
}

/// Weighs what the registers of a run say about the columns of each other, once all are recognised. The
/// order of the workbooks makes no difference.
pub fn compare_registers(workbooks: &mut [(Workbook, Recognition)], recogniser: &Recogniser) {
    weigh_other_registers(workbooks, &recogniser.values);
}

/// A table with its columns; several where registers stand side by side in it.
fn parted(workbook: &Workbook, sheet: &Sheet, shape: TableShape, recogniser: &Recogniser) -> Vec<SeenTable> {
    let titles = shape.titles.clone();
    let around = recogniser.surroundings(workbook, sheet, &titles);
    let whole = SeenTable { columns: see_columns(sheet, &shape, recogniser), shape };
    side_by_side(whole, |columns| {
        match decide(columns, &around, &recogniser.declarations, &recogniser.headings, None) {
            Decision::Register { mapping, .. } => Some(mapping),
            Decision::None(_) => None,
        }
    })
}

/// Brings together what was found on each sheet, without what is hidden behind a visible sheet.
fn gather(workbook: &Workbook, sheets: Vec<Recognition>) -> Recognition {
    let hides = |(found, sheet): (&Recognition, &Sheet)| {
        sheet.visibility != Visibility::Visible && !found.tables.is_empty()
    };
    let mut visible: BTreeMap<Register, BTreeSet<String>> = BTreeMap::new();
    if sheets.iter().zip(&workbook.sheets).any(hides) {
        for (found, sheet) in sheets.iter().zip(&workbook.sheets) {
            if sheet.visibility == Visibility::Visible {
                for table in &found.tables {
                    visible.entry(table.register).or_default().extend(identifiers(workbook, table));
                }
            }
        }
    }
    let mut recognition = Recognition::default();
    for (mut found, sheet) in sheets.into_iter().zip(&workbook.sheets) {
        if sheet.visibility != Visibility::Visible {
            leave_what_is_hidden(workbook, sheet, &visible, &mut found);
        }
        recognition.tables.extend(found.tables);
        recognition.left_alone.extend(found.left_alone);
        recognition.diagnostics.extend(found.diagnostics);
        recognition.obeyed.extend(found.obeyed);
    }
    recognition
}

/// A table that was found, before it is known what it is.
struct FoundTable<'a> {
    index: usize,
    sheet: &'a Sheet,
    shape: TableShape,
    columns: Vec<SeenColumn>,
    /// The register that its sheet says it is, where that is one of an intake workbook.
    intake: Option<Register>,
    origin: Origin<'a>,
}

impl FoundTable<'_> {
    /// What the table is by the declaration, where its sheet says which register it is.
    fn declared(&self, recogniser: &Recogniser) -> Option<Decision> {
        let table = recogniser.declarations.table(self.intake?)?;
        let mapping = map_declared(&self.columns, table);
        Some(Decision::Register { mapping, confidence: 1.0, evidence: Vec::new(), rival: None })
    }
}

/// What a table was taken for.
struct Known {
    mapping: Mapping,
    confidence: f64,
    evidence: Vec<&'static str>,
    /// What a person chose for it.
    obeyed: Option<Obeyed>,
}

/// Whether most rows of a sheet hold a single text.
fn is_text(sheet: &Sheet) -> bool {
    let alone = sheet.rows.iter().filter(|row| row.cells.len() == 1).count();
    5 * alone >= 3 * sheet.rows.len()
}

/// A table that is no register, with its columns for a person who knows better.
fn leave_table(found: &FoundTable<'_>, why: String, obeyed: Option<Obeyed>) -> LeftAlone {
    let mut left = LeftAlone::new(&found.sheet.name, Some(range_of(found.sheet, &found.shape)), why);
    let rows = found.sheet.rows.get(found.shape.body.clone()).unwrap_or_default();
    left.header_rows = found.shape.header_rows.clone();
    left.rows = rows.first().map(|row| row.number).zip(rows.last().map(|row| row.number));
    left.columns = found.columns.iter().map(|column| unmapped(column, Vec::new())).collect();
    left.overrule = obeyed.map(Obeyed::into_overrule);
    left.layout.header = found.origin.layout.clone();
    left
}

/// Rows of a sheet without a header from which its columns are shown.
const ROWS_SHOWN: usize = 60;
/// Values of each column that are shown then.
const VALUES_SHOWN: usize = 5;

/// The columns of a sheet in which no header was found, with their first values.
fn columns_without_header(sheet: &Sheet) -> Vec<UnmappedColumn> {
    let mut columns: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for cell in sheet.rows.iter().take(ROWS_SHOWN).flat_map(|row| &row.cells) {
        let samples = columns.entry(cell.column).or_default();
        let text = cell.text().trim().to_owned();
        if samples.len() < VALUES_SHOWN && !text.is_empty() && !samples.contains(&text) {
            samples.push(text);
        }
    }
    let one = |(column, samples)| UnmappedColumn {
        column,
        heading: String::new(),
        candidates: Vec::new(),
        samples,
        overrule: None,
    };
    columns.into_iter().map(one).collect()
}

/// Decides what each table is. Tables of one layout are looked at together: what the values of one
/// sheet show counts for the others, and they are all the same register.
fn decide_together(
    workbook: &Workbook,
    found: &mut [FoundTable<'_>],
    recogniser: &Recogniser,
) -> Vec<Decision> {
    let groups = layouts::groups(&found.iter().map(|table| table.columns.as_slice()).collect::<Vec<_>>());
    let pooled: Vec<Vec<SeenColumn>> = (0..found.len())
        .map(|position| {
            let members: Vec<&[SeenColumn]> = layouts::pooled_members(&groups, position)
                .into_iter()
                .filter_map(|member| found.get(member))
                .map(|table| table.columns.as_slice())
                .collect();
            let own = found.get(position).map(|table| table.columns.as_slice()).unwrap_or_default();
            layouts::pool(own, &members)
        })
        .collect();
    let decide_one = |position: usize, only: Option<Register>| -> Option<Decision> {
        let table = found.get(position)?;
        let around = recogniser.surroundings(workbook, table.sheet, &table.shape.titles);
        let columns = pooled.get(position)?;
        let decision = decide(columns, &around, &recogniser.declarations, &recogniser.headings, only);
        Some(with_kind(decision, table, columns))
    };
    let mut decisions: Vec<Decision> =
        (0..found.len()).filter_map(|position| decide_one(position, None)).collect();
    for first in 0..found.len() {
        let members = layouts::members(&groups, first);
        let registers = layouts::registers(&decisions, &members);
        // A sheet that is named after its register is what its name says.
        let named = |position: &usize| matches!(decisions.get(*position), Some(Decision::Register { evidence, .. }) if evidence.contains(&"sheet"));
        if members.first() != Some(&first) || registers.len() < 2 || members.iter().any(named) {
            continue;
        }
        let all_as = |register: Register| -> Option<Vec<Decision>> {
            let decided = members.iter().map(|member| decide_one(*member, Some(register)));
            decided.map(|one| one.filter(|one| matches!(one, Decision::Register { .. }))).collect()
        };
        if let Some(agreed) = registers.into_iter().find_map(all_as) {
            for (member, mut decision) in members.into_iter().zip(agreed) {
                if let Decision::Register { evidence, .. } = &mut decision {
                    evidence.push("other sheets");
                }
                if let Some(place) = decisions.get_mut(member) {
                    *place = decision;
                }
            }
        }
    }
    decisions
}

/// A decision, unless the table is certainly none of the registers; and why it is left alone, by what
/// it is where that is known.
fn with_kind(decision: Decision, table: &FoundTable<'_>, columns: &[SeenColumn]) -> Decision {
    let names: Vec<&str> =
        std::iter::once(sheet_title(table.sheet)).chain(table.shape.titles.lines()).collect();
    match decision {
        Decision::Register { mapping, confidence, evidence, rival } => {
            if other_table::are_scales(columns) {
                return Decision::None(other_table::SCALE.to_owned());
            }
            let rated = mapping.has(Field::RiskLikelihood) && mapping.has(Field::RiskImpact);
            match other_table::is_none(columns, &names).filter(|_| !rated) {
                Some(kind) => Decision::None(kind.to_owned()),
                None => Decision::Register { mapping, confidence, evidence, rival },
            }
        }
        Decision::None(why) => {
            let rows = table.shape.sample(table.sheet).len();
            let kind = other_table::are_scales(columns).then_some(other_table::SCALE);
            let kind = kind
                .or_else(|| other_table::is_none(columns, &names))
                .or_else(|| other_table::kind(columns, rows, &names));
            let headed = columns.iter().filter(|column| !column.head.own.is_empty());
            let blank = headed.clone().filter(|column| column.profile.filled == 0).count();
            let unfilled = blank >= 2 && 3 * blank >= headed.count();
            Decision::None(match kind {
                Some(kind) => kind.to_owned(),
                None if unfilled => format!("a template that nobody has filled in ({why})"),
                None => why,
            })
        }
    }
}

/// From this strength on a heading is a familiar one.
const FAMILIAR: f64 = 0.7;

fn take_table(
    found: &FoundTable<'_>,
    known: Known,
    rival: Option<Register>,
    recogniser: &Recogniser,
    recognition: &mut Recognition,
) {
    let declared = recogniser.declarations.table(known.mapping.register);
    let sheet = found.sheet;
    let mut table = build_table(found, &known, declared, &recogniser.values);
    if let Some(obeyed) = known.obeyed {
        obeyed.mark(&mut table);
    }
    if table.is_intake {
        recognition
            .diagnostics
            .extend(declared.and_then(|declared| changed_examples(sheet, &table, declared)));
    }
    if table.records.is_empty() && table.is_intake {
        recognition.diagnostics.push(no_records(sheet, &table));
        recognition.tables.push(table);
    } else if table.records.is_empty() {
        let why = left_alone_without_records(sheet, &table);
        recognition.diagnostics.push(no_records(sheet, &table));
        let mut left = table.into_left_alone(&sheet.name, why);
        left.range = Some(range_of(sheet, &found.shape));
        recognition.left_alone.push(left);
    } else {
        recognition.diagnostics.extend(doubts(
            sheet,
            &table,
            &found.columns,
            &known.mapping,
            rival,
            recogniser,
        ));
        recognition.tables.push(table);
    }
}

fn build_table(
    found: &FoundTable<'_>,
    known: &Known,
    declared: Option<&Table>,
    knowledge: &ValueKnowledge,
) -> RecognisedTable {
    let FoundTable { index, sheet, shape, columns, .. } = found;
    let Known { mapping, confidence, evidence, .. } = known;
    let used = mapped_columns(columns, mapping, evidence);
    let is_intake = found.intake == Some(mapping.register);
    let rows = match declared.filter(|_| is_intake) {
        Some(table) => sort_intake_rows(sheet, shape, &used, table),
        None => {
            let mut rows = sort_rows(sheet, shape, columns, mapping, declared, knowledge);
            part_rated_rows(sheet, columns, mapping, knowledge.words(), &mut rows);
            rows
        }
    };
    RecognisedTable {
        sheet: *index,
        register: mapping.register,
        confidence: *confidence,
        columns_range: shape.columns(),
        header_rows: shape.header_rows.clone(),
        records: rows.records,
        other_rows: rows.other_rows,
        columns: used,
        unmapped: unmapped_columns(columns, mapping),
        sections: rows.sections,
        as_above: rows.as_above,
        overrule: None,
        meanings: Vec::new(),
        layout: found.origin.layout.clone(),
        is_intake,
        holds_keys: false,
    }
}

fn left_alone_without_records(sheet: &Sheet, table: &RecognisedTable) -> String {
    let kind = if sheet.visibility == Visibility::Visible { "" } else { "hidden; " };
    let rows =
        if table.other_rows.is_empty() { "a header without records" } else { "a template without records" };
    format!("{kind}{rows} ({} register)", table.register)
}

/// The cells that a table covers, from its header to its last row: `A5:N22`.
fn range_of(sheet: &Sheet, shape: &TableShape) -> String {
    let (first, last) = shape.columns();
    let top = shape.header_rows.first().copied().unwrap_or(0);
    let rows = sheet.rows.get(shape.body.clone()).unwrap_or_default();
    let bottom = rows.last().map_or(top, |row| row.number).max(top);
    format!("{}:{}", CellPlace::new(top, first), CellPlace::new(bottom, last))
}
