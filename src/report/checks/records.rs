//! Checks of rows: none is missing, none stands twice, none was written over.

use std::collections::BTreeSet;

use arcstr::ArcStr;

use super::written::Written;
use super::{Check, Side};
use crate::declaration::Register;
use crate::diagnostic::codes::{normalise::RECORD_WITHOUT_IDENTITY, recognise::CHANGED_EXAMPLE_ROW};
use crate::diagnostic::{CodeRef, Severity};
use crate::provenance::Location;
use crate::record::STATES;
use crate::record::names::{
    AI_SYSTEMS, ANSWERS, ASSETS, AUDIT_FINDINGS, BAND, BANDS, OTHER_CONTROLS, SOURCE, SUPPLIERS, shown,
};
use crate::report::Contents;
use crate::report::expression::{column, text};
use crate::report::findings::{CODE, FINDINGS_TABLE, FURTHER, SEVERITY, severity_word};
use crate::report::heat_map::{CLOSED, SHOWN, UNRATED};
use crate::report::list_sheet::MOST_LOOKED_UP;
use crate::report::names::KEY;
use crate::report::names::coverage::{COVERAGE_TABLE, PART, STANDARD, part_words};
use crate::report::names::requirements::{CLAUSES_TABLE, soa_table};
use crate::report::names::risks::{RISKS_TABLE, SCORE_BAND};
use crate::report::sources::{RECORDS, REGISTER, REJECTED, ROWS_READ, SKIPPED, SOURCES_TABLE};
use crate::standards::{Part, Standard};

/// Most rows whose keys a formula compares with each other: its work grows with their square.
const MOST_COMPARED: usize = 5_000;

/// Longest key that a formula finds: Excel looks for at most 255 characters, and a sign that would be a
/// wildcard takes two.
const LONGEST_SEARCHED: usize = 127;

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

/// 93 and 30, 38 and 32 requirements, each once.
pub(super) fn catalogue_checks(contents: &Contents<'_>, written: &Written<'_>) -> Vec<Check> {
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
    let controls = Standard::BOTH
        .map(|standard| (soa_table(standard), contents.catalogue.part(standard, Part::AnnexA).count()));
    let clauses: usize = Standard::BOTH
        .into_iter()
        .map(|standard| contents.catalogue.part(standard, Part::Clauses).count())
        .sum();
    for (table, count) in controls.into_iter().chain([(CLAUSES_TABLE, clauses)]) {
        if written.table(table).is_none() {
            continue;
        }
        checks.push(Check::new(
            format!("catalogue-rows-{}", table.to_lowercase()),
            format!("{}: every requirement has its row", shown(table)),
            "No row of the catalogue was deleted; one that was counts as unassessed until the next run writes it again.",
            Side::fixed(count as f64),
            Side::formula(keyed_expression(table), written.keyed(table) as f64),
        ));
    }
    checks
}

/// Every rated risk falls into a band, and the rest are visibly unrated.
pub(super) fn risk_check(written: &Written<'_>) -> Option<Check> {
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

/// Every risk stands on both heat maps, or is counted beside them.
pub(super) fn heat_map_checks(written: &Written<'_>) -> Vec<Check> {
    let closed = written.named(CLOSED);
    let maps = ["before", "after"].into_iter().zip(SHOWN.into_iter().zip(UNRATED));
    let checks = maps.filter_map(|(map, (shown, unrated))| {
        let sum = written.named(shown)? + written.named(unrated)? + closed?;
        Some(Check::new(
            format!("heat-map-{map}-treatment"),
            format!("Risks on the heat map {map} treatment + unrated + closed = risks"),
            "No risk is missing from the heat map without being counted beside it.",
            Side::formula(keyed_expression(RISKS_TABLE), written.keyed(RISKS_TABLE) as f64),
            Side::formula(format!("{shown}+{unrated}+{CLOSED}"), sum),
        ))
    });
    checks.collect()
}

pub(super) fn source_checks(written: &Written<'_>) -> Vec<Check> {
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
    for (register, table) in [
        (Register::Risks, RISKS_TABLE),
        (Register::AiSystems, AI_SYSTEMS),
        (Register::Assets, ASSETS),
        (Register::AuditFindings, AUDIT_FINDINGS),
        (Register::Suppliers, SUPPLIERS),
    ] {
        checks.push(Check::new(
            format!("records-on-sheet-{}", register.name()),
            format!("Records of the sources = rows of the sheet: {}", register.words()),
            "Every record of a register stands on its sheet, and so does what people added and what stays although no source gives it.",
            records_and_carried(register, table, written),
            keyed_and(written.beyond(table), table, written),
        ));
    }
    checks
}

/// The records that the sources give to a register, and those that stay although none does, which say so
/// in their column Source.
fn records_and_carried(register: Register, table: &str, written: &Written<'_>) -> Side {
    let records = written.numbers(SOURCES_TABLE, RECORDS);
    let registers = written.texts(SOURCES_TABLE, REGISTER);
    let of_register = registers.iter().zip(&records).filter(|(name, _)| *name == register.words());
    let from_sources: f64 = of_register.map(|(_, records)| records).sum();
    let sources = written.texts(table, SOURCE);
    let mut expression = format!(
        "SUMIF({},{},{})",
        column(SOURCES_TABLE, REGISTER),
        text(register.words()),
        column(SOURCES_TABLE, RECORDS)
    );
    let mut carried = 0;
    for state in STATES {
        let end = format!("RIGHT({},{})", column(table, SOURCE), state.chars().count());
        expression.push_str(&format!("+SUMPRODUCT(--({end}={}))", text(state)));
        carried += sources.iter().filter(|source| source.ends_with(state)).count();
    }
    Side::formula(expression, from_sources + carried as f64)
}

/// Every question stands on its sheet, or is one of those that the sheet says it does not show.
pub(super) fn answer_check(contents: &Contents<'_>, written: &Written<'_>) -> Option<Check> {
    written.table(SOURCES_TABLE)?;
    let not_shown = contents.model.answers.len().saturating_sub(MOST_LOOKED_UP);
    Some(Check::new(
        "records-on-sheet-questionnaire",
        "Records of the sources = rows of the sheet: questionnaire",
        "Every record of a register stands on its sheet, and so does what stays although its file was not read.",
        records_and_carried(Register::Questionnaire, ANSWERS, written),
        keyed_and(not_shown, ANSWERS, written),
    ))
}

/// So many records that do not stand in a table, and the rows of the table.
fn keyed_and(elsewhere: usize, table: &str, written: &Written<'_>) -> Side {
    let expression = match elsewhere {
        0 => keyed_expression(table),
        _ => format!("{elsewhere}+{}", keyed_expression(table)),
    };
    Side::formula(expression, (elsewhere + written.keyed(table)) as f64)
}

/// Every row of a control register speaks of a requirement or stands on the sheet of other controls.
pub(super) fn control_check(contents: &Contents<'_>, written: &Written<'_>) -> Option<Check> {
    written.table(SOURCES_TABLE)?;
    let claims = contents.model.statements.values().flat_map(|statement| &statement.claims);
    let rows: BTreeSet<&Location> =
        claims.filter(|claim| claim.register == Register::Controls).map(|claim| &claim.location).collect();
    let not_shown = contents.model.other_controls.len().saturating_sub(MOST_LOOKED_UP);
    Some(Check::new(
        "records-on-sheet-controls",
        "Records of the sources = rows used for a requirement + other controls",
        "Every row of a control register speaks of a clause or control, or stands on Other controls.",
        records_and_carried(Register::Controls, OTHER_CONTROLS, written),
        keyed_and(rows.len() + not_shown, OTHER_CONTROLS, written),
    ))
}

pub(super) fn finding_check(contents: &Contents<'_>, written: &Written<'_>) -> Option<Check> {
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

/// What is told of rows that look like records and could not be used.
const OF_REJECTED_ROWS: [CodeRef; 2] = [&RECORD_WITHOUT_IDENTITY, &CHANGED_EXAMPLE_ROW];

/// Every rejected row of the sources is told on Findings, where its reason stands.
pub(super) fn rejected_check(contents: &Contents<'_>, written: &Written<'_>) -> Option<Check> {
    written.table(SOURCES_TABLE)?;
    let (code, further) = (column(FINDINGS_TABLE, CODE), column(FINDINGS_TABLE, FURTHER));
    let told = OF_REJECTED_ROWS.map(|rejected| {
        let name = text(rejected.name);
        format!("COUNTIF({code},{name})+SUMIF({code},{name},{further})")
    });
    let is_told = |name: &str| OF_REJECTED_ROWS.iter().any(|code| code.name == name);
    let rows = written.texts(FINDINGS_TABLE, CODE).into_iter().zip(written.numbers(FINDINGS_TABLE, FURTHER));
    let rows: f64 = rows.filter(|(name, _)| is_told(name)).map(|(_, further)| 1.0 + further).sum();
    // Rows of the workbook itself are told as well, and are no rows of a source.
    let sources: BTreeSet<&str> = contents.model.sources.iter().map(|source| source.path.as_str()).collect();
    let own = contents
        .findings()
        .filter(|finding| OF_REJECTED_ROWS.contains(&finding.code))
        .flat_map(|finding| finding.location.iter().chain(&finding.also))
        .filter(|location| !sources.contains(location.file_path()))
        .count();
    let rejected: f64 = written.numbers(SOURCES_TABLE, REJECTED).iter().sum();
    let sum = format!("SUM({})", column(SOURCES_TABLE, REJECTED));
    let sum = if own == 0 { sum } else { format!("{own}+{sum}") };
    Some(Check::new(
        "rejected-rows-on-findings",
        "Rejected rows of the sources = rows that Findings tells of",
        "Each row that looks like a record and could not be used stands on Findings with its reason.",
        Side::formula(sum, own as f64 + rejected),
        Side::formula(told.join("+"), rows),
    ))
}

/// No key stands twice on a sheet.
pub(super) fn key_checks(written: &Written<'_>) -> Vec<Check> {
    let keyed =
        written.tables().filter(|(_, table)| table.columns.iter().any(|column| column.heading == KEY));
    keyed.map(|(sheet, table)| key_check(written, &sheet.name, &table.name)).collect()
}

fn key_check(written: &Written<'_>, sheet: &str, table: &str) -> Check {
    let keys: Vec<_> = written.texts(table, KEY).into_iter().filter(|key| !key.is_empty()).collect();
    // A spreadsheet compares without regard to capitals.
    let different = keys.iter().map(|key| key.to_lowercase()).collect::<BTreeSet<_>>().len() as f64;
    let searched = |key: &ArcStr| key.encode_utf16().count() <= LONGEST_SEARCHED;
    let (proves, actual) = if keys.len() > MOST_COMPARED || !keys.iter().all(searched) {
        (
            "Each row can be told from every other. Compared by the last run: too many rows or too long keys for a formula.",
            Side::fixed(different),
        )
    } else {
        let expression = format!("SUMPRODUCT({})", first_of_its_key(table));
        ("Each row can be told from every other.", Side::formula(expression, different))
    };
    Check::new(
        format!("keys-unique-{}", table.to_lowercase()),
        format!("Keys of {sheet} are unique"),
        proves,
        Side::formula(keyed_expression(table), keys.len() as f64),
        actual,
    )
}

/// 1 for each row whose key stands in no row above it. Signs that a search would take for wildcards are
/// taken literally; rows without a key are those that people added.
fn first_of_its_key(table: &str) -> String {
    let keys = column(table, KEY);
    let literal =
        format!("SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({keys},\"~\",\"~~\"),\"*\",\"~*\"),\"?\",\"~?\")");
    // A quotient is a number only where the place found is the row's own; a search in vain is an error.
    format!("(LEN({keys})>0)*ISNUMBER(1/(MATCH({literal},{keys},0)=ROW({keys})-MIN(ROW({keys}))+1))")
}

/// Calculated cells that somebody wrote over, table by table.
pub(super) fn overwritten_checks(written: &Written<'_>) -> Vec<Check> {
    let checks = written.tables().filter_map(|(sheet, table)| {
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
                format!("Calculated cells of {} that were overwritten", sheet.name),
                "Every cell of a calculated column still holds its formula.",
                Side::fixed(0.0),
                Side::formula(calculated.join("+"), 0.0),
            )
        })
    });
    checks.collect()
}

/// The number of rows that have a key; rows that people added have none.
pub(super) fn keyed_expression(table: &str) -> String {
    format!("SUMPRODUCT(--(LEN({})>0))", column(table, KEY))
}
