//! A requirement: what its figures are made of, where each stands, and which rows of the sources said it.

use super::step::{NOT_CALCULATED, Step};
use super::subject::Subject;
use crate::diagnostic::render::counted;
use crate::model::{CellKey, Entry};
use crate::record::FoundTable;
use crate::record::names::{AUDIT_FINDINGS, DECIDED_IN};
use crate::record::settings::{WEIGHT_COVERAGE, WEIGHT_RISK, WEIGHT_URGENCY};
use crate::report::names::KEY;
use crate::report::names::coverage::{CARRIED, COVERAGE_TABLE, GAP, POTENTIAL, REUSE, SHARE_OF_PART};
use crate::report::names::links::{CARRIED_VALUE, LINKS_TABLE, REUSE_VALUE, SOURCE_KEY, TARGET_KEY};
use crate::report::names::pairs::{PAIRS_TABLE, SHARED};
use crate::report::names::priorities::{
    COVERAGE, DIVISOR, DUE, EFFORT, EXPOSURE, GAIN, KIND, PRIORITIES_TABLE, PRIORITY, RANK_NOW, RISK,
    URGENCY, WHY,
};
use crate::report::names::requirements::{APPLICABLE, ASSESSED, BASIS, COUNTED_WEIGHT, COUNTS, OWN, STATUS};
use crate::report::names::risks::{ABOVE, APPETITE, RISKS_TABLE, SCORE};
use crate::standards::RequirementId;

/// Most links and risks that are listed one by one.
const MOST_LISTED: usize = 12;

/// What people and registers say of a requirement, in the order in which the own level follows from it.
const INPUTS: [&str; 6] = [APPLICABLE, STATUS, "Share implemented", "Maturity", "Target maturity", BASIS];

/// Explains a requirement: own, carried, reuse and potential, its gap, and the other standard.
pub fn explain_requirement(subject: &Subject<'_>, id: RequirementId) -> Step {
    let title = subject.catalogue.requirement(id).map_or("", |requirement| requirement.title.as_str());
    let mut explained = Step::new(format!("{id} {title}"), id.standard().full_name());
    let key = id.to_string();
    let coverage = subject.table(COVERAGE_TABLE);
    let row = coverage.as_ref().and_then(|table| Some((table, table.rows_with(KEY, &key).next()?)));
    explained.steps.push(own(subject, id));
    match row {
        Some((table, row)) => explained.steps.extend(figures(subject, &key, table, row)),
        None => explained.steps.push(Step::new("carried, reuse and potential", "Coverage has no row of it")),
    }
    explained.steps.push(gap(subject, &key));
    explained.steps.push(risks(subject, &key));
    explained.steps.push(audit_findings(subject, &key));
    explained.steps.push(findings(subject, &key));
    explained.steps.push(other_standard(subject, &key));
    explained
}

/// The own level with the statement that it follows from.
fn own(subject: &Subject<'_>, id: RequirementId) -> Step {
    let Some((list, table, row)) = subject.statement(id) else {
        return Step::new("own", "no sheet of the workbook has a row of it");
    };
    let mut step = match table.cell(row, OWN) {
        Some(cell) => Step::of_figure("own", &cell),
        None => Step::new("own", "the column is not there any more"),
    };
    for heading in [COUNTS, COUNTED_WEIGHT, ASSESSED] {
        step.steps
            .extend(table.cell(row, heading).map(|cell| Step::of_figure(heading.to_lowercase(), &cell)));
    }
    for heading in INPUTS {
        let Some(cell) = table.cell(row, heading) else { continue };
        let key = CellKey::new(list, &id.to_string(), heading);
        // A blank cell says nothing, unless somebody cleared it.
        if cell.entry.is_blank() && !subject.previous.is_edited(&key) && heading != STATUS {
            continue;
        }
        let who = subject.who_says(&key);
        step.steps.push(Step::of_cell(heading.to_lowercase(), &cell).behind([who]));
    }
    let unread = table.cell(row, "Not understood").filter(|cell| !cell.entry.is_blank());
    step.steps.extend(unread.map(|cell| Step::of_cell("not understood", &cell)));
    step.steps.extend(subject.source_steps(&table, row));
    step
}

/// Carried, reuse and potential, with the links that give them.
fn figures(subject: &Subject<'_>, key: &str, table: &FoundTable<'_>, row: u32) -> Vec<Step> {
    let figure = |heading: &str| {
        let cell = table.cell(row, heading);
        cell.map_or_else(
            || Step::new(heading.to_lowercase(), "the column is not there any more"),
            |cell| Step::of_figure(heading.to_lowercase(), &cell),
        )
    };
    let carried = figure(CARRIED).behind(givers(subject, key, CARRIED_VALUE));
    let reuse = figure(REUSE).behind(givers(subject, key, REUSE_VALUE));
    let mut potential = figure(POTENTIAL);
    if potential.value != NOT_CALCULATED {
        potential = potential.behind([Step::new("is", "the largest of own, carried and reuse")]);
    }
    vec![carried, reuse, potential, figure(SHARE_OF_PART)]
}

/// The links that give a requirement something, the one that gives most first.
fn givers(subject: &Subject<'_>, key: &str, heading: &str) -> Vec<Step> {
    let Some(links) = subject.table(LINKS_TABLE) else {
        return vec![Step::new("links", "the sheet of links is not there any more")];
    };
    let mut rows: Vec<(f64, u32)> = links
        .rows_with(TARGET_KEY, key)
        .filter_map(|row| Some((links.number(row, heading)?, row)))
        .filter(|(value, _)| *value > 0.0)
        .collect();
    rows.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    let most = rows.first().map(|(value, _)| *value);
    let mut steps: Vec<Step> = rows
        .iter()
        .take(MOST_LISTED)
        .filter_map(|(value, row)| {
            let from = links.text(*row, SOURCE_KEY);
            let cell = links.cell(*row, heading)?;
            let gives = if Some(*value) == most { "from" } else { "less, from" };
            let mut step = Step::of_cell(format!("{gives} {from}"), &cell);
            step.steps.extend(pair(subject, &links, *row));
            let carry = links.cell(*row, "Carry").filter(|_| heading == REUSE_VALUE);
            step.steps.extend(carry.map(|cell| Step::of_cell("carry (judgement)", &cell)));
            step.steps.extend(from.parse().ok().map(|id| own(subject, id)));
            Some(step)
        })
        .collect();
    if rows.len() > MOST_LISTED {
        steps.push(Step::new("and", format!("{} links more that give less", rows.len() - MOST_LISTED)));
    }
    steps
}

/// The pair of a link: whether it is shared, and who decided so.
fn pair(subject: &Subject<'_>, links: &FoundTable<'_>, row: u32) -> Option<Step> {
    let key = links.text(row, "Pair key");
    let pairs = subject.table(PAIRS_TABLE)?;
    let row = pairs.rows_with(KEY, &key).next()?;
    let shared = pairs.cell(row, SHARED)?;
    let mut step = Step::of_figure(format!("pair {key}, shared"), &shared);
    if let Some(decision) = pairs.cell(row, "Decision").filter(|cell| !cell.entry.is_blank()) {
        let who = subject.who_says(&CellKey::new(PAIRS_TABLE, &key, "Decision"));
        step.steps.push(Step::of_cell("decision", &decision).behind([who]));
    }
    let decided = pairs.cell(row, DECIDED_IN).filter(|cell| !cell.entry.is_blank());
    step.steps.extend(decided.map(|cell| Step::of_cell("decided in", &cell)));
    Some(step)
}

/// The gap with the terms of its priority.
fn gap(subject: &Subject<'_>, key: &str) -> Step {
    let Some(table) = subject.table(PRIORITIES_TABLE) else {
        return Step::new("gap", "the sheet of priorities is not there any more");
    };
    let Some(row) = table.rows_with(KEY, key).next() else {
        return Step::new("gap", "Priorities has no row of it");
    };
    let cell = |label: &str, heading: &str| table.cell(row, heading).map(|cell| Step::of_cell(label, &cell));
    match table.number(row, GAP) {
        None => return Step::new("gap", NOT_CALCULATED),
        Some(0.0) => return Step::new("gap", "none: it is met, or does not count"),
        Some(_) => {}
    }
    let Some(mut step) = cell("gap", KIND) else { return Step::new("gap", "the column of kinds is gone") };
    step.steps.extend(cell("why", WHY));
    step.steps.extend(cell("rank among all gaps", RANK_NOW));
    let Some(mut priority) = cell("priority P = (α·R + β·D + γ·U) / E", PRIORITY) else { return step };
    let terms = [
        (
            "R, risk: exposure as a share of the largest",
            RISK,
            "exposure above appetite",
            EXPOSURE,
            "α",
            WEIGHT_RISK,
        ),
        (
            "D, coverage: gain as a share of the largest",
            COVERAGE,
            "coverage gain",
            GAIN,
            "β",
            WEIGHT_COVERAGE,
        ),
        ("U, urgency of its due date", URGENCY, "due", DUE, "γ", WEIGHT_URGENCY),
    ];
    for (label, heading, behind, basis, letter, weight) in terms {
        let weight = subject.named_cell(weight.name).map(|cell| Step::of_cell(letter, &cell));
        priority
            .steps
            .extend(cell(label, heading).map(|step| step.behind(cell(behind, basis)).behind(weight)));
    }
    let effort = cell("E, divisor of the effort", DIVISOR).map(|step| step.behind(cell("effort", EFFORT)));
    priority.steps.extend(effort);
    step.steps.push(priority);
    step
}

/// The risks that name the requirement, with score and appetite.
fn risks(subject: &Subject<'_>, key: &str) -> Step {
    let Some(table) = subject.table(RISKS_TABLE) else {
        return Step::new("risks that name it", "the sheet of risks is not there any more");
    };
    let list = subject.previous.last.book.list(RISKS_TABLE);
    let column = list.and_then(|list| {
        list.columns.iter().find(|column| column.field == Some(crate::declaration::Field::RiskControls))
    });
    let heading = column.map_or("Controls", |column| column.heading.as_str());
    let rows: Vec<u32> =
        table.rows(heading).filter(|row| is_named(&table.text(*row, heading), key)).collect();
    if rows.is_empty() {
        return Step::new("risks that name it", "none");
    }
    let mut step = Step::new("risks that name it", rows.len().to_string());
    for row in rows.iter().take(MOST_LISTED) {
        let title = [table.text(*row, KEY), table.text(*row, "Risk")].join(" ");
        let Some(score) = table.cell(*row, SCORE) else { continue };
        let mut risk = Step::of_figure(format!("{}, score", title.trim()), &score);
        // A formula that gives an empty text leaves a cell that holds nothing.
        if score.entry.is_blank() && table.number(*row, APPETITE).is_some() {
            risk.value = "unrated".to_owned();
        }
        for heading in [APPETITE, ABOVE, "Status"] {
            let cell = table.cell(*row, heading).filter(|cell| !cell.entry.is_blank());
            risk.steps.extend(cell.map(|cell| Step::of_cell(heading.to_lowercase(), &cell)));
        }
        risk.steps.extend(subject.source_steps(&table, *row));
        step.steps.push(risk);
    }
    if rows.len() > MOST_LISTED {
        step.steps.push(Step::new("and", format!("{} more", rows.len() - MOST_LISTED)));
    }
    step
}

/// The findings of audits that name the requirement.
fn audit_findings(subject: &Subject<'_>, key: &str) -> Step {
    const LABEL: &str = "audit findings that name it";
    let Some(table) = subject.table(AUDIT_FINDINGS) else {
        return Step::new(LABEL, "the sheet of audit findings is not there any more");
    };
    let rows: Vec<u32> =
        table.rows("Requirement").filter(|row| is_named(&table.text(*row, "Requirement"), key)).collect();
    if rows.is_empty() {
        return Step::new(LABEL, "none");
    }
    let steps = rows.iter().filter_map(|row| {
        let grade = table.cell(*row, "Grade")?;
        let mut step = Step::of_cell(table.text(*row, KEY), &grade);
        for heading in ["Finding", "Status", "Due date"] {
            let cell = table.cell(*row, heading).filter(|cell| !cell.entry.is_blank());
            step.steps.extend(cell.map(|cell| Step::of_cell(heading.to_lowercase(), &cell)));
        }
        step.steps.extend(subject.source_steps(&table, *row));
        Some(step)
    });
    Step::new(LABEL, rows.len().to_string()).behind(steps)
}

/// The findings that name the requirement.
fn findings(subject: &Subject<'_>, key: &str) -> Step {
    let found =
        super::code::findings_about(subject, &|table, row| is_named(&table.text(row, "Finding"), key));
    if found.is_empty() {
        return Step::new("findings that name it", "none");
    }
    Step::new("findings that name it", found.len().to_string()).behind(found)
}

/// What the requirement's work brings the other standard, and how far that stands there.
fn other_standard(subject: &Subject<'_>, key: &str) -> Step {
    let (Some(links), Some(coverage)) = (subject.table(LINKS_TABLE), subject.table(COVERAGE_TABLE)) else {
        return Step::new("in the other standard", "the sheets of links and coverage are not all there");
    };
    let rows: Vec<u32> = links.rows_with(SOURCE_KEY, key).collect();
    if rows.is_empty() {
        return Step::new("in the other standard", "no link leads from it");
    }
    let steps = rows.iter().filter_map(|row| {
        let target = links.text(*row, TARGET_KEY);
        let of_target = coverage.rows_with(KEY, &target).next();
        let own = of_target.and_then(|target| coverage.cell(target, OWN))?;
        let strength = match links.cell(*row, "Strength").map(|cell| cell.entry) {
            Some(Entry::Number(strength)) => format!(", strength {strength} of 10 (judgement)"),
            _ => String::new(),
        };
        let label = format!("{target}, {}{strength}; its own level", links.text(*row, "Relation"));
        let brings = [CARRIED_VALUE, REUSE_VALUE].into_iter().filter_map(|heading| {
            let cell = links.cell(*row, heading)?;
            let brings = links.number(*row, heading).is_some_and(|value| value > 0.0);
            brings.then(|| Step::of_cell(heading.to_lowercase(), &cell))
        });
        Some(Step::of_figure(label, &own).behind(brings))
    });
    Step::new("in the other standard", counted(rows.len(), "link", "links")).behind(steps)
}

/// Whether a text names a requirement as a whole: `27001:A.5.1` does not stand in `27001:A.5.10`.
pub fn is_named(text: &str, key: &str) -> bool {
    let goes_on = |rest: &str| {
        let mut next = rest.chars();
        match next.next() {
            Some('.') => next.next().is_some_and(char::is_alphanumeric),
            Some(character) => character.is_alphanumeric() || matches!(character, '-' | '_'),
            None => false,
        }
    };
    text.match_indices(key).any(|(start, _)| {
        let before = text.get(..start).unwrap_or_default().chars().next_back();
        let parts =
            |character: char| character.is_alphanumeric() || matches!(character, '-' | '_' | '.' | ':');
        !before.is_some_and(parts) && !goes_on(text.get(start + key.len()..).unwrap_or_default())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_is_not_named_by_a_longer_one() {
        assert!(is_named("27001:A.5.1; 27001:A.5.10", "27001:A.5.1"));
        assert!(is_named("the status of 27001:A.5.1.", "27001:A.5.1"));
        assert!(!is_named("27001:A.5.10", "27001:A.5.1"));
        assert!(!is_named("27001:A.5.1.2", "27001:A.5.1"));
        assert!(!is_named("AR-1", "R-1"));
        assert!(!is_named("R-11, R-1a", "R-1"));
    }
}
