//! A share on the summary: the requirements that it is the mean of.

use super::step::Step;
use super::subject::Subject;
use crate::read::Sheet;
use crate::report::names::KEY;
use crate::report::names::coverage::{
    CARRIED, COVERAGE_TABLE, PART, POTENTIAL, REACH, REUSE, STANDARD, part_words,
};
use crate::report::names::requirements::{ASSESSED, AUDITED, COUNTED_WEIGHT, EVIDENCED, OWN};
use crate::standards::{Part, Standard};

/// The shares that the summary shows, by their headings.
const SHARES: [&str; 8] = [ASSESSED, OWN, EVIDENCED, AUDITED, CARRIED, REUSE, POTENTIAL, REACH];

/// Most requirements that are listed.
const MOST_LISTED: usize = 12;

/// Explains a cell that shows a share of a part of a standard; `None` where it shows none.
///
/// Such a cell stands in a row that names standard and part, below the heading of a share, or right below a
/// tile's label.
pub fn explain_share(subject: &Subject<'_>, sheet: &Sheet, row: u32, column: u32) -> Option<Step> {
    let text = |row: u32, column: u32| sheet.cell(row, column).map(|cell| cell.text().trim().to_owned());
    let (standard, part, share) = parts().find_map(|(standard, part)| {
        let label = format!("{} · {}", standard.full_name(), part_words(part));
        let tile = format!("{standard} · {}", part_words(part));
        if row.checked_sub(1).and_then(|above| text(above, column)) == Some(tile) {
            return Some((standard, part, OWN));
        }
        let labelled = sheet.row(row)?.cells.iter().any(|cell| cell.text().trim() == label);
        let above = (0..row).rev().filter_map(|above| text(above, column));
        let heading = above.into_iter().find_map(|text| SHARES.into_iter().find(|share| *share == text));
        Some((standard, part, heading.filter(|_| labelled)?))
    })?;
    let table = subject.table(COVERAGE_TABLE)?;
    let (mut sum, mut whole, mut short) = (0.0, 0.0, Vec::new());
    for row in table.rows_with(STANDARD, standard.full_name()) {
        if table.text(row, PART) != part_words(part) {
            continue;
        }
        let (Some(weight), Some(value)) = (table.number(row, COUNTED_WEIGHT), table.number(row, share))
        else {
            return Some(Step::new("is", super::step::NOT_CALCULATED));
        };
        sum += weight * value;
        whole += weight;
        if weight * (1.0 - value) > 0.0 {
            short.push((weight * (1.0 - value), row));
        }
    }
    let words = format!("{} of {} {}", share.to_lowercase(), standard.full_name(), part_words(part));
    let mut step = Step::new(
        "is",
        format!("the share {words}: the mean over the rows of Coverage by Counted weight, {sum} of {whole}"),
    );
    short.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    let listed = short.iter().take(MOST_LISTED).filter_map(|(_, row)| {
        let cell = table.cell(*row, share)?;
        Some(Step::of_figure(table.text(*row, KEY), &cell))
    });
    let mut below = Step::new("requirements below 100 %", short.len().to_string()).behind(listed);
    if short.len() > MOST_LISTED {
        below.steps.push(Step::new("and", format!("{} more", short.len() - MOST_LISTED)));
    }
    step.steps.push(below);
    step.steps.push(Step::new("next", "ask for one of these requirements to see what it rests on"));
    Some(step)
}

fn parts() -> impl Iterator<Item = (Standard, Part)> {
    Standard::BOTH.into_iter().flat_map(|standard| Part::BOTH.into_iter().map(move |part| (standard, part)))
}
