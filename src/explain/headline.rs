//! The headline figures as a workbook shows them now, its edits included where it has been recalculated.

use crate::assess::GapKind;
use crate::diagnostic::Severity;
use crate::read::Workbook;
use crate::record::FoundTable;
use crate::report::ComparedFigure;
use crate::report::findings::{FINDINGS, SEVERITY, severity_word};
use crate::report::names::KEY;
use crate::report::names::coverage::{
    CARRIED, COVERAGE, GAP_KIND, PART, POTENTIAL, REUSE, STANDARD, part_words,
};
use crate::report::names::requirements::{ASSESSED, AUDITED, COUNTED_WEIGHT, EVIDENCED, OWN};
use crate::report::names::risks::{ABOVE, RISKS, SCORE};
use crate::standards::{Part, Standard};

/// The shares of a part, by their headings on Coverage.
const SHARES: [&str; 7] = [ASSESSED, OWN, EVIDENCED, AUDITED, CARRIED, REUSE, POTENTIAL];

/// A headline figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Headline {
    /// What it is a figure of, in words.
    pub name: String,
    /// Whether it is a share, 0 to 1, or else a count.
    pub is_share: bool,
    /// Its value; `None` where it is a share of nothing or was not calculated.
    pub value: Option<f64>,
}

/// The headline figures of a workbook, the same ones for every workbook: coverage of the four parts, gaps by
/// kind, risks above appetite, findings by severity.
///
/// A program that saves without calculating drops the values of formulas: then there is no value.
pub fn headlines(workbook: &Workbook) -> Vec<Headline> {
    let coverage = FoundTable::find(workbook, COVERAGE, &[STANDARD, PART, COUNTED_WEIGHT, GAP_KIND, KEY]);
    let coverage = coverage.filter(is_calculated);
    let mut found = Vec::new();
    for standard in Standard::BOTH {
        for part in Part::BOTH {
            found.extend(SHARES.map(|share| Headline {
                name: format!("{standard} {}, {}", part_words(part), share.to_lowercase()),
                is_share: true,
                value: coverage.as_ref().and_then(|table| share_of_part(table, standard, part, share)),
            }));
        }
    }
    let count = |name: String, value: Option<usize>| Headline {
        name,
        is_share: false,
        value: value.map(|count| count as f64),
    };
    for kind in [GapKind::PotentialNonconformity, GapKind::ControlGap, GapKind::Unassessed] {
        let of_kind = coverage.as_ref().map(|table| table.rows_with(GAP_KIND, kind.words()).count());
        found.push(count(format!("gaps: {}", kind.words().to_lowercase()), of_kind));
    }
    let risks = FoundTable::find(workbook, RISKS, &[SCORE, ABOVE, KEY]);
    let above = risks.filter(|_| coverage.is_some()).map(|table| {
        table.rows(ABOVE).filter(|row| table.number(*row, ABOVE).is_some_and(|points| points > 0.0)).count()
    });
    found.push(count("risks above appetite".to_owned(), above));
    let findings = FoundTable::find(workbook, FINDINGS, &[SEVERITY, "Finding", KEY]);
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        let word = severity_word(severity);
        let of_severity = findings.as_ref().map(|table| table.rows_with(SEVERITY, word).count());
        found.push(count(format!("findings: {}s", word.to_lowercase()), of_severity));
    }
    found
}

/// The headline figures of two workbooks side by side.
pub fn compared_headlines(before: &Workbook, after: &Workbook) -> Vec<ComparedFigure> {
    let both = headlines(before).into_iter().zip(headlines(after));
    let compared = both.map(|(before, after)| ComparedFigure {
        name: after.name,
        is_share: after.is_share,
        before: before.value,
        after: after.value,
    });
    compared.collect()
}

/// Whether the workbook's formulas have values: a program that does not calculate drops all of them.
pub fn is_recalculated(workbook: &Workbook) -> bool {
    FoundTable::find(workbook, COVERAGE, &[OWN, POTENTIAL, KEY]).is_some_and(|table| is_calculated(&table))
}

fn is_calculated(table: &FoundTable<'_>) -> bool {
    table.rows(KEY).next().is_some() && table.rows(KEY).all(|row| table.number(row, OWN).is_some())
}

/// The share of a part: the mean of its requirements' shares by weight; `None` where nothing counts, or where
/// a figure is missing.
fn share_of_part(table: &FoundTable<'_>, standard: Standard, part: Part, share: &str) -> Option<f64> {
    let (mut sum, mut whole) = (0.0, 0.0);
    let of_standard = table.rows_with(STANDARD, standard.full_name());
    for row in of_standard.filter(|row| table.text(*row, PART) == part_words(part)) {
        let weight = table.number(row, COUNTED_WEIGHT)?;
        sum += weight * table.number(row, share)?;
        whole += weight;
    }
    (whole > 0.0).then(|| sum / whole)
}
