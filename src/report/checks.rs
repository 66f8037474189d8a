//! Checks: what a reviewer would add up by hand, as formulas beside the figures that must equal them.
//!
//! The values of both sides are taken from the cells that were built, so that a check that fails in a
//! spreadsheet program fails here as well.

use std::collections::BTreeSet;

use super::Contents;
use super::cell::{Cached, Cell, Form, Style, Tone, Value};
use super::coverage::{COVERAGE_TABLE, GAP, PART, POTENTIAL, STANDARD, part_words};
use super::expression::{column, text, this_row};
use super::findings::{FINDINGS_TABLE, SEVERITY, severity_word};
use super::gaps::{GAPS_TABLE, NOW, OPEN, RANK_NOW};
use super::list_sheet::{ListColumn, ListSheet};
use super::parameters::{BAND, BANDS, PRIORITY_WEIGHTS};
use super::risks::{RISKS_TABLE, SCORE_BAND};
use super::roadmap::{DAYS, END, GAPS_CLOSED, PHASES_TABLE, ROADMAP_TABLE, START};
use super::sheet::{Area, Mark, Sheet, TabRole, Table};
use super::sources::{RECORDS, REGISTER, REJECTED, ROWS_READ, SKIPPED, SOURCES_TABLE};
use super::statement::{COUNTED_WEIGHT, COUNTS, KEY, OWN};
use super::{CHECKS_FAILED, ai_systems::AI_SYSTEMS_TABLE, assets, clauses::CLAUSES_TABLE, soa::soa_table};
use crate::declaration::Register;
use crate::diagnostic::Severity;
use crate::standards::{Part, Standard};

/// The sheet's name.
pub const CHECKS: &str = "Checks";

/// The table's name.
pub const CHECKS_TABLE: &str = "Checks";

const EXPLANATION: &str = "Each check compares two figures that must be equal. Where one says Check, trace both sides; after edits of statuses, run annexa again.";

const EXPECTED: &str = "Expected";
const ACTUAL: &str = "Actual";
const RESULT: &str = "Result";
const FLAG_LABEL: &str = "Checks that do not pass";
const PASSED: &str = "OK";
const FAILED: &str = "Check";

/// Difference above which two figures are not the same.
const TOLERANCE: f64 = 1e-9;

/// Most rows whose keys are compared with each other: the work grows with their square.
const MOST_COMPARED: usize = 5_000;

/// One side of a check: a formula or a fixed number, with its value.
struct Side {
    expression: Option<String>,
    value: f64,
}

impl Side {
    fn fixed(value: f64) -> Self {
        Self { expression: None, value }
    }

    fn formula(expression: impl Into<String>, value: f64) -> Self {
        Self { expression: Some(expression.into()), value }
    }

    fn cell(&self) -> Cell {
        match &self.expression {
            Some(expression) => {
                let value = Value::formula(expression.as_str(), self.value);
                Cell::new(value, Style::new(Form::Number, Tone::Derived))
            }
            None => Value::number(self.value).into(),
        }
    }
}

/// One check: two sides that must be equal.
struct Check {
    key: String,
    name: String,
    proves: String,
    expected: Side,
    actual: Side,
}

impl Check {
    fn new(
        key: impl Into<String>,
        name: impl Into<String>,
        proves: &str,
        expected: Side,
        actual: Side,
    ) -> Self {
        Self { key: key.into(), name: name.into(), proves: proves.to_owned(), expected, actual }
    }

    fn passes(&self) -> bool {
        (self.expected.value - self.actual.value).abs() <= TOLERANCE
    }
}

/// The sheet before its checks are known, for the index of sheets.
pub fn announced() -> Sheet {
    Sheet::new(CHECKS, TabRole::Proof, EXPLANATION)
}

/// Builds the sheet of checks from the other sheets.
pub fn build_checks(contents: &Contents<'_>, sheets: &[Sheet]) -> Sheet {
    let checks = checks(contents, &Written { sheets });
    let failed = checks.iter().filter(|check| !check.passes()).count();
    let count = format!("ROWS({0})-COUNTIF({0},{1})", column(CHECKS_TABLE, RESULT), text(PASSED));
    let count = Cell::new(Value::formula(count, failed as f64), Style::new(Form::Integer, Tone::Derived));
    let mut list = ListSheet::new(CHECKS, TabRole::Proof, CHECKS_TABLE, CHECKS, EXPLANATION)
        .document_line(FLAG_LABEL, count)
        .columns(columns())
        .frozen_columns(1);
    for check in checks {
        list.push(vec![
            Value::text(&check.name).into(),
            Value::text(&check.proves).into(),
            check.expected.cell(),
            check.actual.cell(),
            Value::text(if check.passes() { PASSED } else { FAILED }).into(),
            Value::text(&check.key).into(),
        ]);
    }
    let mut sheet = list.build(contents.model.as_of);
    let flag = sheet.cells().find(|(_, cell)| cell.value == Value::text(FLAG_LABEL)).map(|(place, _)| place);
    if let Some(label) = flag {
        sheet.name_cell(CHECKS_FAILED, label.row, label.column + 1);
    }
    sheet
}

fn columns() -> Vec<ListColumn> {
    let here = |heading: &str| this_row(CHECKS_TABLE, heading);
    let result = format!(
        "IF(ISNUMBER({0}-{1}),IF(ABS({0}-{1})<={TOLERANCE:e},{2},{3}),{3})",
        here(EXPECTED),
        here(ACTUAL),
        text(PASSED),
        text(FAILED)
    );
    vec![
        ListColumn::new("Check", 46, Form::Wrapped),
        ListColumn::new("What it proves", 60, Form::Wrapped),
        ListColumn::new(EXPECTED, 13, Form::Number),
        ListColumn::new(ACTUAL, 13, Form::Number),
        ListColumn::new(RESULT, 11, Form::Word)
            .calculated(result.replace("e-", "E-"))
            .mark(PASSED, Mark::Good)
            .mark(FAILED, Mark::Bad),
        ListColumn::new(KEY, 34, Form::Identifier).last_run().screen_only(),
    ]
}

fn checks(contents: &Contents<'_>, written: &Written<'_>) -> Vec<Check> {
    let mut checks = catalogue_checks(contents, written);
    checks.extend(coverage_checks(written));
    checks.extend(summary_checks(written));
    checks.extend(gap_checks(written));
    checks.extend(plan_checks(written));
    checks.extend(risk_checks(written));
    checks.extend(source_checks(written));
    checks.extend(finding_checks(contents, written));
    checks.extend(key_checks(written));
    checks.push(weights_check(contents));
    checks.extend(overwritten_checks(written));
    checks
}

/// The condition that a row of Coverage belongs to a part of a standard.
fn of_part(standard: Standard, part: Part) -> String {
    format!(
        "({}={})*({}={})",
        column(COVERAGE_TABLE, STANDARD),
        text(standard.full_name()),
        column(COVERAGE_TABLE, PART),
        text(part_words(part))
    )
}

/// 1 for each row whose key stands in no row above it. Signs that a search would take for wildcards are
/// taken literally.
fn first_of_its_key(table: &str) -> String {
    let keys = column(table, KEY);
    let literal =
        format!("SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({keys},\"~\",\"~~\"),\"*\",\"~*\"),\"?\",\"~?\")");
    format!(
        "(LEN({keys})>0)*ISNUMBER(MATCH({literal},{keys},0))*(IFERROR(MATCH({literal},{keys},0),0)=ROW({keys})-MIN(ROW({keys}))+1)"
    )
}

/// 93 and 30, 38 and 32 requirements, each once.
fn catalogue_checks(contents: &Contents<'_>, written: &Written<'_>) -> Vec<Check> {
    if written.table(COVERAGE_TABLE).is_none() {
        return Vec::new();
    }
    let mut known = BTreeSet::new();
    let first: Vec<bool> = written
        .texts(COVERAGE_TABLE, KEY)
        .into_iter()
        .map(|key| !key.is_empty() && known.insert(key.to_lowercase()))
        .collect();
    let standards = written.texts(COVERAGE_TABLE, STANDARD);
    let parts = written.texts(COVERAGE_TABLE, PART);
    let mut checks = Vec::new();
    for standard in Standard::BOTH {
        for part in Part::BOTH {
            let of_this = first
                .iter()
                .zip(standards.iter().zip(&parts))
                .filter(|(first, (of, within))| {
                    **first && *of == standard.full_name() && *within == part_words(part)
                })
                .count();
            let expression =
                format!("SUMPRODUCT({}*{})", of_part(standard, part), first_of_its_key(COVERAGE_TABLE));
            checks.push(Check::new(
                format!("catalogue-{}-{}", standard.number(), part.name()),
                format!("{} {}: every requirement once", standard.full_name(), part_words(part)),
                "Coverage holds each clause and control of the catalogue exactly once.",
                Side::fixed(contents.catalogue.part(standard, part).count() as f64),
                Side::formula(expression, of_this as f64),
            ));
        }
    }
    checks
}

/// Levels that cannot be.
fn coverage_checks(written: &Written<'_>) -> Vec<Check> {
    if written.table(COVERAGE_TABLE).is_none() {
        return Vec::new();
    }
    let own = written.numbers(COVERAGE_TABLE, OWN);
    let potential = written.numbers(COVERAGE_TABLE, POTENTIAL);
    let (own_column, potential_column) = (column(COVERAGE_TABLE, OWN), column(COVERAGE_TABLE, POTENTIAL));
    let outside = |values: &[f64]| values.iter().filter(|value| !(0.0..=1.0).contains(*value)).count() as f64;
    let above = own.iter().zip(&potential).filter(|(own, potential)| **own > **potential + TOLERANCE).count();
    vec![
        Check::new(
            "own-within-potential",
            "Own is never above potential",
            "The potential of a requirement is the largest of own, carried and reuse.",
            Side::fixed(0.0),
            Side::formula(format!("SUMPRODUCT(--({own_column}>{potential_column}+1E-9))"), above as f64),
        ),
        Check::new(
            "levels-within-bounds",
            "Levels lie between 0 and 1",
            "No own level and no potential is below 0 or above 1.",
            Side::fixed(0.0),
            Side::formula(
                format!(
                    "SUMPRODUCT(({own_column}<0)+({own_column}>1)+({potential_column}<0)+({potential_column}>1))"
                ),
                outside(&own) + outside(&potential),
            ),
        ),
    ]
}

/// The headline figures against sums over the SoA and Clauses sheets, which they are not computed from.
fn summary_checks(written: &Written<'_>) -> Vec<Check> {
    let mut checks = Vec::new();
    for standard in Standard::BOTH {
        for part in Part::BOTH {
            let table = match part {
                Part::Clauses => CLAUSES_TABLE,
                Part::AnnexA => soa_table(standard),
            };
            let short = match part {
                Part::Clauses => "Clauses",
                Part::AnnexA => "AnnexA",
            };
            let name = format!("Cov_{}_{short}_Own", standard.number());
            let Some(figure) = written.named(&name) else { continue };
            let share = Share::of(written, table, standard);
            checks.push(Check::new(
                format!("summary-{}-{}", standard.number(), part.name()),
                format!("{} {}: headline of own coverage", standard.full_name(), part_words(part)),
                "The headline equals the weighted mean of the rows that people edit.",
                Side::formula(share.expression, share.value),
                Side::formula(format!("N({name})"), figure),
            ));
        }
    }
    checks
}

/// The weighted mean of the own levels of a standard's rows on a sheet.
struct Share {
    expression: String,
    value: f64,
}

impl Share {
    fn of(written: &Written<'_>, table: &str, standard: Standard) -> Self {
        let prefix = format!("{}:", standard.number());
        let own_rows = format!("(LEFT({},{})={})", column(table, KEY), prefix.len(), text(&prefix));
        let (weights, own) = (column(table, COUNTED_WEIGHT), column(table, OWN));
        let sum = format!("SUMPRODUCT({own_rows}*{weights})");
        let expression = format!("IF({sum}=0,0,SUMPRODUCT({own_rows}*{weights}*{own})/{sum})");
        let rows: Vec<(f64, f64)> = written
            .texts(table, KEY)
            .iter()
            .zip(written.numbers(table, COUNTED_WEIGHT).into_iter().zip(written.numbers(table, OWN)))
            .filter(|(key, _)| key.starts_with(&prefix))
            .map(|(_, figures)| figures)
            .collect();
        let weight: f64 = rows.iter().map(|(weight, _)| weight).sum();
        let weighted: f64 = rows.iter().map(|(weight, own)| weight * own).sum();
        Self { expression, value: if weight == 0.0 { 0.0 } else { weighted / weight } }
    }
}

fn gap_checks(written: &Written<'_>) -> Vec<Check> {
    if written.table(GAPS_TABLE).is_none() || written.table(COVERAGE_TABLE).is_none() {
        return Vec::new();
    }
    let (counts, own) = (column(COVERAGE_TABLE, COUNTS), column(COVERAGE_TABLE, OWN));
    let counted = written.numbers(COVERAGE_TABLE, COUNTS);
    let levels = written.numbers(COVERAGE_TABLE, OWN);
    let gaps = counted.iter().zip(&levels).filter(|(counts, own)| **counts == 1.0 && **own < 1.0).count();
    let open = written.texts(GAPS_TABLE, NOW).iter().filter(|word| *word == OPEN).count();
    let keyed = written.keyed(GAPS_TABLE);
    let mut ranks: Vec<u64> = written
        .numbers(GAPS_TABLE, RANK_NOW)
        .iter()
        .map(|rank| *rank as u64)
        .filter(|rank| (1..=keyed as u64).contains(rank))
        .collect();
    ranks.sort_unstable();
    ranks.dedup();
    let rank = column(GAPS_TABLE, RANK_NOW);
    vec![
        Check::new(
            "gaps-are-what-counts-and-is-not-met",
            "Gaps that are open = requirements that count and are not fully met",
            "No gap is missing from the sheet and none stands on it without cause. Differs after edits until the next run.",
            Side::formula(format!("COUNTIFS({counts},1,{own},\"<1\")"), gaps as f64),
            Side::formula(format!("COUNTIF({},{})", column(GAPS_TABLE, NOW), text(OPEN)), open as f64),
        ),
        Check::new(
            "gaps-flagged",
            "Requirements flagged as gaps on Coverage",
            "The flag of each row and a count over its terms agree.",
            Side::formula(format!("COUNTIFS({counts},1,{own},\"<1\")"), gaps as f64),
            Side::formula(
                format!("SUM({})", column(COVERAGE_TABLE, GAP)),
                written.numbers(COVERAGE_TABLE, GAP).iter().sum(),
            ),
        ),
        Check::new(
            "ranks-are-a-permutation",
            "Every live rank stands once",
            "The ranks run from 1 to the number of gaps, without a gap and without a tie.",
            Side::formula(keyed_expression(GAPS_TABLE), keyed as f64),
            Side::formula(
                format!("SUMPRODUCT(--(FREQUENCY({rank},ROW({rank})-MIN(ROW({rank}))+1)>0))"),
                ranks.len() as f64,
            ),
        ),
    ]
}

fn plan_checks(written: &Written<'_>) -> Vec<Check> {
    if written.table(ROADMAP_TABLE).is_none() || written.table(PHASES_TABLE).is_none() {
        return Vec::new();
    }
    let total = |table: &str, heading: &str| -> (String, f64) {
        (format!("SUM({})", column(table, heading)), written.numbers(table, heading).iter().sum())
    };
    let (closed, closed_value) = total(ROADMAP_TABLE, GAPS_CLOSED);
    let (days, days_value) = total(ROADMAP_TABLE, DAYS);
    let (phase_days, phase_days_value) = total(PHASES_TABLE, DAYS);
    let (starts, ends) = (written.days(ROADMAP_TABLE, START), written.days(ROADMAP_TABLE, END));
    let backwards = starts.iter().zip(&ends).filter(|(start, end)| end < start).count();
    vec![
        Check::new(
            "every-gap-in-one-action",
            "Gaps closed by the roadmap = gaps",
            "Each gap belongs to exactly one action.",
            Side::formula(keyed_expression(GAPS_TABLE), written.keyed(GAPS_TABLE) as f64),
            Side::formula(closed, closed_value),
        ),
        Check::new(
            "phases-sum-to-roadmap",
            "Person-days of the phases = person-days of the roadmap",
            "No action is outside of the six phases.",
            Side::formula(days, days_value),
            Side::formula(phase_days, phase_days_value),
        ),
        Check::new(
            "no-action-ends-before-it-starts",
            "No action ends before it starts",
            "The dates of the plan run forwards.",
            Side::fixed(0.0),
            Side::formula(
                format!("SUMPRODUCT(--({}<{}))", column(ROADMAP_TABLE, END), column(ROADMAP_TABLE, START)),
                backwards as f64,
            ),
        ),
    ]
}

/// Every rated risk falls into a band, and the rest are visibly unrated.
fn risk_checks(written: &Written<'_>) -> Option<Check> {
    written.table(RISKS_TABLE)?;
    let (bands, names) = (column(RISKS_TABLE, SCORE_BAND), column(BANDS, BAND));
    let keyed = format!("(LEN({})>0)", column(RISKS_TABLE, KEY));
    let known = written.texts(BANDS, BAND);
    let rows = written.texts(RISKS_TABLE, SCORE_BAND).into_iter().zip(written.texts(RISKS_TABLE, KEY));
    let accounted = rows
        .filter(|(band, key)| known.contains(band) && !band.is_empty() || band.is_empty() && !key.is_empty());
    Some(Check::new(
        "risks-rated-or-unrated",
        "Risks in a band + unrated risks = risks",
        "No risk is lost between its levels and the bands.",
        Side::formula(keyed_expression(RISKS_TABLE), written.keyed(RISKS_TABLE) as f64),
        Side::formula(
            format!("SUMPRODUCT(COUNTIF({bands},{names}))+SUMPRODUCT({keyed}*({bands}=\"\"))"),
            accounted.count() as f64,
        ),
    ))
}

fn source_checks(written: &Written<'_>) -> Vec<Check> {
    if written.table(SOURCES_TABLE).is_none() {
        return Vec::new();
    }
    let columns = [ROWS_READ, RECORDS, REJECTED, SKIPPED].map(|heading| column(SOURCES_TABLE, heading));
    let [read, records, rejected, skipped] = &columns;
    let [read_values, record_values, rejected_values, skipped_values] =
        [ROWS_READ, RECORDS, REJECTED, SKIPPED].map(|heading| written.numbers(SOURCES_TABLE, heading));
    let fates = record_values.iter().zip(rejected_values.iter().zip(&skipped_values));
    let unaccounted = read_values
        .iter()
        .zip(fates)
        .filter(|(read, (one, (other, third)))| **read != *one + *other + *third);
    let mut checks = vec![Check::new(
        "rows-accounted-for",
        "Tables whose rows are not all accounted for",
        "In each table of each source: rows read = records + rejected + skipped.",
        Side::fixed(0.0),
        Side::formula(
            format!("SUMPRODUCT(--({read}<>{records}+{rejected}+{skipped}))"),
            unaccounted.count() as f64,
        ),
    )];
    let registers = written.texts(SOURCES_TABLE, REGISTER);
    for (register, table) in [
        (Register::Risks, RISKS_TABLE),
        (Register::AiSystems, AI_SYSTEMS_TABLE),
        (Register::Assets, assets::ASSETS),
    ] {
        let expected: f64 = registers
            .iter()
            .zip(&record_values)
            .filter(|(name, _)| *name == register.name())
            .map(|(_, records)| records)
            .sum();
        checks.push(Check::new(
            format!("records-on-sheet-{}", register.name()),
            format!("Records of the sources = rows of the sheet: {}", register.name()),
            "Every record of a register stands on its sheet.",
            Side::formula(
                format!("SUMIF({},{},{records})", column(SOURCES_TABLE, REGISTER), text(register.name())),
                expected,
            ),
            Side::formula(keyed_expression(table), written.keyed(table) as f64),
        ));
    }
    checks
}

fn finding_checks(contents: &Contents<'_>, written: &Written<'_>) -> Option<Check> {
    written.table(FINDINGS_TABLE)?;
    let severities = [Severity::Error, Severity::Warning, Severity::Note].map(severity_word);
    let severity = column(FINDINGS_TABLE, SEVERITY);
    let counts = severities.map(|word| format!("COUNTIF({severity},{})", text(word)));
    let shown = written.texts(FINDINGS_TABLE, SEVERITY);
    let shown = shown.iter().filter(|word| severities.contains(&word.as_str())).count();
    Some(Check::new(
        "findings-all-listed",
        "Errors + warnings + notes = findings of the last run",
        "Nothing that was noticed is missing from Findings.",
        Side::fixed(contents.findings().count() as f64),
        Side::formula(counts.join("+"), shown as f64),
    ))
}

/// No key stands twice on a sheet.
fn key_checks(written: &Written<'_>) -> Vec<Check> {
    let tables = written.sheets.iter().flat_map(|sheet| &sheet.tables);
    tables
        .filter(|table| table.columns.iter().any(|column| column.heading == KEY))
        .filter_map(|table| {
            let mut keys: Vec<String> = written.texts(&table.name, KEY);
            keys.retain(|key| !key.is_empty());
            let count = keys.len();
            if count > MOST_COMPARED {
                return None;
            }
            // A spreadsheet compares without regard to capitals.
            keys.iter_mut().for_each(|key| *key = key.to_lowercase());
            keys.sort();
            keys.dedup();
            Some(Check::new(
                format!("keys-unique-{}", table.name.to_lowercase()),
                format!("Keys of {} are unique", table.name),
                "Each row can be told from every other, which the next run relies on.",
                Side::formula(keyed_expression(&table.name), count as f64),
                Side::formula(format!("SUMPRODUCT({})", first_of_its_key(&table.name)), keys.len() as f64),
            ))
        })
        .collect()
}

fn weights_check(contents: &Contents<'_>) -> Check {
    let parameters = &contents.model.parameters;
    Check::new(
        "weights-sum-to-one",
        "Weights of the priority sum to 1",
        "α + β + γ = 1, so that a priority before its divisor lies between 0 and 1.",
        Side::fixed(1.0),
        Side::formula(
            PRIORITY_WEIGHTS.join("+"),
            parameters.weight_risk + parameters.weight_coverage + parameters.weight_urgency,
        ),
    )
}

/// Calculated cells that somebody wrote over, table by table.
fn overwritten_checks(written: &Written<'_>) -> Vec<Check> {
    let tables = written.sheets.iter().flat_map(|sheet| &sheet.tables);
    let checks = tables.filter_map(|table| {
        let calculated: Vec<String> = table
            .columns
            .iter()
            .filter(|calculated| calculated.expression.is_some())
            .map(|calculated| {
                format!("SUMPRODUCT(--NOT(_xlfn.ISFORMULA({})))", column(&table.name, &calculated.heading))
            })
            .collect();
        (!calculated.is_empty()).then(|| {
            Check::new(
                format!("formulas-kept-{}", table.name.to_lowercase()),
                format!("Calculated cells of {} that were overwritten", table.name),
                "Every cell of a calculated column still holds its formula.",
                Side::fixed(0.0),
                Side::formula(calculated.join("+"), 0.0),
            )
        })
    });
    checks.collect()
}

/// The number of rows that have a key; rows that people added have none until the next run.
fn keyed_expression(table: &str) -> String {
    format!("SUMPRODUCT(--(LEN({})>0))", column(table, KEY))
}

/// The cells of the sheets that were built, by table and heading.
struct Written<'a> {
    sheets: &'a [Sheet],
}

impl Written<'_> {
    fn table(&self, name: &str) -> Option<(&Sheet, &Table)> {
        self.sheets
            .iter()
            .flat_map(|sheet| sheet.tables.iter().map(move |table| (sheet, table)))
            .find(|(_, table)| table.name == name)
    }

    /// The values of a column, from the first record to the last.
    fn values(&self, table: &str, heading: &str) -> Vec<&Value> {
        let Some((sheet, table)) = self.table(table) else { return Vec::new() };
        let columns = (table.area.first.column..).zip(&table.columns);
        let Some((number, _)) = columns.into_iter().find(|(_, column)| column.heading == heading) else {
            return Vec::new();
        };
        let area = Area::new(table.area.first.row + 1, number, table.area.last.row, number);
        (area.first.row..=area.last.row)
            .map(|row| {
                let place = crate::provenance::CellPlace::new(row, number);
                sheet.cell(place).map_or(&Value::Blank, |cell| &cell.value)
            })
            .collect()
    }

    /// The texts of a column; empty where a cell holds none.
    fn texts(&self, table: &str, heading: &str) -> Vec<String> {
        self.values(table, heading).into_iter().map(text_of).collect()
    }

    /// The numbers of a column; 0 where a cell holds none.
    fn numbers(&self, table: &str, heading: &str) -> Vec<f64> {
        self.values(table, heading).into_iter().map(number_of).collect()
    }

    /// The dates of a column.
    fn days(&self, table: &str, heading: &str) -> Vec<Option<chrono::NaiveDate>> {
        let day = |value: &Value| match value {
            Value::Date(date) => Some(*date),
            _ => None,
        };
        self.values(table, heading).into_iter().map(day).collect()
    }

    /// How many rows have a key.
    fn keyed(&self, table: &str) -> usize {
        self.texts(table, KEY).iter().filter(|key| !key.is_empty()).count()
    }

    /// The number in a named cell, 0 where it holds a text; `None` where no cell has the name.
    fn named(&self, name: &str) -> Option<f64> {
        self.sheets.iter().find_map(|sheet| {
            let named = sheet.names.iter().find(|defined| defined.name == name)?;
            sheet.cell(named.area.first).map(|cell| number_of(&cell.value))
        })
    }
}

fn text_of(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Formula(formula) => match &formula.cached {
            Cached::Text(text) => text.clone(),
            _ => String::new(),
        },
        _ => String::new(),
    }
}

fn number_of(value: &Value) -> f64 {
    match value {
        Value::Number(number) => *number,
        Value::Formula(formula) => match formula.cached {
            Cached::Number(number) => number,
            _ => 0.0,
        },
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provenance::CellPlace;
    use crate::report::testing::{Example, cell_under, lines};

    /// The sheets of the example with one cell changed.
    fn with_changed(table: &str, heading: &str, value: Value) -> Sheet {
        let example = Example::sample();
        let contents = example.contents();
        let mut sheets = crate::report::build_sheets(&contents);
        let sheet =
            sheets.iter_mut().find(|sheet| sheet.tables.iter().any(|found| found.name == table)).unwrap();
        let area = sheet.tables[0].area;
        let column = sheet.tables[0].columns.iter().position(|column| column.heading == heading).unwrap();
        let place = CellPlace::new(area.first.row + 1, area.first.column + column as u32);
        sheet.put(place.row, place.column, Cell::from(value));
        build_checks(&contents, &sheets)
    }

    fn failing(sheet: &Sheet) -> Vec<String> {
        let rows = sheet.tables[0].area.last.row - sheet.tables[0].area.first.row;
        (0..rows as usize)
            .filter(|row| cell_under(sheet, *row, RESULT).ends_with("-> \"Check\""))
            .map(|row| cell_under(sheet, row, KEY).trim_matches('"').to_owned())
            .collect()
    }

    #[test]
    fn all_checks_pass_on_what_was_built() {
        for example in [Example::sample(), Example::empty()] {
            let contents = example.contents();
            let sheet = build_checks(&contents, &crate::report::build_sheets(&contents));
            assert_eq!(failing(&sheet), Vec::<String>::new());
            assert!(sheet.tables[0].area.last.row - sheet.tables[0].area.first.row > 30);
            assert!(lines(&sheet).contains("name Checks_Failed B"));
        }
    }

    #[test]
    fn each_kind_of_check_can_be_seen_to_fail() {
        let number = Value::Number;
        let other = || Value::Text("27001:A.5.2".to_owned());
        for (table, heading, value, key) in [
            (COVERAGE_TABLE, KEY, other(), "catalogue-27001-annex-a"),
            (COVERAGE_TABLE, OWN, number(1.5), "levels-within-bounds"),
            (COVERAGE_TABLE, POTENTIAL, number(-0.1), "own-within-potential"),
            (COVERAGE_TABLE, GAP, number(0.0), "gaps-flagged"),
            (GAPS_TABLE, NOW, Value::Blank, "gaps-are-what-counts-and-is-not-met"),
            (GAPS_TABLE, RANK_NOW, number(2.0), "ranks-are-a-permutation"),
            (ROADMAP_TABLE, GAPS_CLOSED, number(77.0), "every-gap-in-one-action"),
            (ROADMAP_TABLE, DAYS, number(0.5), "phases-sum-to-roadmap"),
            (
                ROADMAP_TABLE,
                END,
                Value::Date(chrono::NaiveDate::default()),
                "no-action-ends-before-it-starts",
            ),
            (RISKS_TABLE, SCORE_BAND, Value::text("no band"), "risks-rated-or-unrated"),
            (SOURCES_TABLE, ROWS_READ, number(5.0), "rows-accounted-for"),
            (SOURCES_TABLE, RECORDS, number(3.0), "records-on-sheet-risks"),
            (FINDINGS_TABLE, SEVERITY, Value::text("?"), "findings-all-listed"),
            (RISKS_TABLE, KEY, Value::text("r-2"), "keys-unique-risks"),
        ] {
            let failing = failing(&with_changed(table, heading, value));
            assert!(failing.iter().any(|failed| failed == key), "{key} not among {failing:?}");
        }
    }
}
