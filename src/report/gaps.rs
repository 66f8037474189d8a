//! Gaps: what counts and is not fully met, in rank order, with every term of the priority in its column.

use super::Contents;
use super::cell::{Cell, Form, Value, serial_day};
use super::expression::{look_up, text, this_row};
use super::list_sheet::{ListColumn, ListSheet, explanation};
use super::names::KEY;
use super::names::coverage::COVERAGE_TABLE;
use super::names::priorities::{
    COVERAGE, DIVISOR, DUE, EFFORT, EXPOSURE, GAIN, KIND, PRIORITIES_TABLE, PRIORITY, RANK_NOW, RISK,
    URGENCY, WHY,
};
use super::names::requirements::{COUNTS, OWN};
use super::sheet::{Mark, Sheet, TabRole};
use crate::assess::{Gap, GapKind, GapReason};
use crate::model::{Applicability, ImplementationStatus, Statement};
use crate::standards::{Gate, Phase};

/// The sheet's name.
pub const GAPS: &str = "Gaps";

/// The table's name.
pub const GAPS_TABLE: &str = "Gaps";
/// The heading of the phase of the roadmap.
pub const PHASE: &str = "Phase";

/// The heading of what the gap is now: [`OPEN`], met, or excluded.
pub const NOW: &str = "Now";
/// The word for a gap that is still one.
pub const OPEN: &str = "Open";

const MET: &str = "Met";
const EXCLUDED: &str = "Excluded";
const TERMS: &str = "P = (α·R + β·D + γ·U) / E: R exposure of the linked risks above appetite, D coverage that closing the gap adds in both standards, U urgency, E effort. R and D are shares of the largest; α, β, γ and E are on Parameters.";
const FOLLOWS: &str = "What you edit is followed, kind and rank included; Rank now counts gaps that opened since, which stand on Priorities. Status, owner, linked risks and rank range (best and worst rank when each weight moves by 20 %) are of the last run.";

/// Most linked risks that are named in one row.
const RISKS_NAMED: usize = 20;

/// The words for an audit stage before which something is expected.
pub fn gate_words(gate: Gate) -> &'static str {
    match gate {
        Gate::Stage1 => "Stage 1",
        Gate::Stage2 => "Stage 2",
    }
}

/// Number and name of a phase, `3 Policies and documentation`; the number alone where it has no name.
pub fn phase_words(phases: &[Phase], number: u8) -> String {
    let name = phases.iter().find(|phase| phase.number == number).map_or("", |phase| phase.name.as_str());
    format!("{number} {name}").trim_end().to_owned()
}

/// Builds the sheet of gaps.
pub fn build_gaps(contents: &Contents<'_>) -> Sheet {
    let gaps = &contents.assessment.gaps;
    let says = explanation(
        "What counts and is not fully met, in rank order of the last run; Rank now follows the workbook and is blank for what is met or excluded.",
        "There are no gaps.",
        gaps.len(),
    );
    let mut list = ListSheet::new(GAPS, TabRole::Result, GAPS_TABLE, GAPS, &says)
        .columns(columns())
        .frozen_columns(5)
        .note(TERMS)
        .note(FOLLOWS);
    for gap in gaps {
        list.push(row(contents, gap));
    }
    list.build(contents.model.as_of)
}

fn here(heading: &str) -> String {
    this_row(GAPS_TABLE, heading)
}

fn columns() -> Vec<ListColumn> {
    let columns = vec![
        ListColumn::new("Rank", 7, Form::Integer).last_run(),
        ListColumn::new(RANK_NOW, 8, Form::Integer).calculated(of_priorities(RANK_NOW)),
        ListColumn::new("Standard", 10, Form::Text),
        ListColumn::new("Reference", 12, Form::Identifier),
        ListColumn::new("Title", 30, Form::Wrapped),
        ListColumn::new(KIND, 15, Form::Wrapped)
            .calculated(of_priorities(KIND))
            .mark(GapKind::PotentialNonconformity.words(), Mark::Bad)
            .mark(GapKind::ControlGap.words(), Mark::Caution)
            .mark(GapKind::Unassessed.words(), Mark::Quiet),
        ListColumn::new(WHY, 34, Form::Wrapped).calculated(of_priorities(WHY)),
        ListColumn::new("Status", 14, Form::Wrapped).last_run(),
        ListColumn::new(OWN, 9, Form::Percent).calculated(own()).bar(),
        ListColumn::new(NOW, 10, Form::Word)
            .calculated(now())
            .mark(MET, Mark::Good)
            .mark(EXCLUDED, Mark::Quiet),
        ListColumn::new(PRIORITY, 10, Form::Decimal).calculated(of_priorities(PRIORITY)),
        ListColumn::new(EFFORT, 8, Form::Word).calculated(of_priorities(EFFORT)),
        ListColumn::new("Gate", 10, Form::Word).judgement(),
        ListColumn::new(PHASE, 20, Form::Wrapped).judgement(),
        ListColumn::new("Owner", 16, Form::Wrapped).last_run(),
        ListColumn::new(DUE, 11, Form::Date).calculated(of_priorities(DUE)),
    ];
    columns.into_iter().chain(term_columns().into_iter().map(ListColumn::screen_only)).collect()
}

/// The terms of the priority and what stands behind them.
fn term_columns() -> Vec<ListColumn> {
    let term = |heading: &str| ListColumn::new(heading, 10, Form::Decimal).calculated(of_priorities(heading));
    vec![
        term(EXPOSURE).width(11),
        term(RISK),
        term(GAIN).form(Form::Precise),
        term(COVERAGE),
        term(URGENCY),
        term(DIVISOR),
        ListColumn::new("Rank range", 11, Form::Word).last_run(),
        ListColumn::new("Audit finding", 24, Form::Wrapped).last_run(),
        ListColumn::new("Linked risks", 22, Form::Wrapped).last_run(),
        ListColumn::new("Typical evidence", 36, Form::Wrapped).judgement(),
        ListColumn::new(KEY, 14, Form::Identifier).last_run(),
    ]
}

/// What Priorities says of the gap's requirement; blank in a row without a gap.
fn of_priorities(heading: &str) -> String {
    let key = here(KEY);
    format!("IF({key}=\"\",\"\",{})", look_up(PRIORITIES_TABLE, heading, KEY, &key))
}

fn own() -> String {
    of_requirement(OWN)
}

/// A figure of the gap's requirement on Coverage.
fn of_requirement(heading: &str) -> String {
    let key = here(KEY);
    format!("IF({key}=\"\",\"\",{})", look_up(COVERAGE_TABLE, heading, KEY, &key))
}

/// What the gap is now: a control that was excluded with a justification is none any more.
fn now() -> String {
    let (key, own) = (here(KEY), here(OWN));
    let counts = look_up(COVERAGE_TABLE, COUNTS, KEY, &key);
    format!("IF({key}=\"\",\"\",IF({counts}<>1,{},IF({own}<1,{},{})))", text(EXCLUDED), text(OPEN), text(MET))
}

fn row(contents: &Contents<'_>, gap: &Gap) -> Vec<Cell> {
    let requirement = contents.catalogue.requirement(gap.id);
    let statement = contents.model.statements.get(&gap.id);
    let own = contents.assessment.requirements.get(&gap.id).map_or(0.0, |result| result.own);
    let phase = requirement.map(|requirement| phase_words(contents.catalogue.phases(), requirement.phase));
    let owner = statement.map_or(Value::Blank, |statement| Value::traced(&statement.owner));
    let evidence = requirement.map(|requirement| requirement.typical_evidence.as_str());
    let (best, worst) = gap.rank_range;
    let range = if best == worst { best.to_string() } else { format!("{best} to {worst}") };
    let terms = gap.terms;
    vec![
        Value::count(gap.rank).into(),
        Value::count(gap.rank).into(),
        Value::text(gap.id.standard().number()).into(),
        Value::text(gap.id.number()).into(),
        Value::optional_text(requirement.map(|requirement| requirement.title.as_str())).into(),
        Value::text(gap.kind.words()).into(),
        Value::text(gap.because.words()).into(),
        Value::text(status_words(statement)).into(),
        Value::number(own).into(),
        Value::text(if own < 1.0 { OPEN } else { MET }).into(),
        Value::number(terms.priority).into(),
        Value::text(gap.effort.letter()).into(),
        Value::optional_text(gap.gate.map(gate_words)).into(),
        Value::optional_text(phase.as_deref()).into(),
        owner.into(),
        Value::optional_number(gap.due.and_then(serial_day)).into(),
        Value::number(terms.exposure).into(),
        Value::number(terms.risk).into(),
        Value::number(terms.gain).into(),
        Value::number(terms.coverage).into(),
        Value::number(terms.urgency).into(),
        Value::number(terms.effort).into(),
        Value::text(range).into(),
        Value::optional_text((gap.because == GapReason::RaisedByAudit).then_some(gap.reason.as_str())).into(),
        Value::text(linked_risks(&gap.risks)).into(),
        Value::optional_text(evidence).into(),
        Value::text(gap.id.to_string()).into(),
    ]
}

/// The keys of the first risks, and how many more there are.
fn linked_risks(keys: &[String]) -> String {
    let mut named: Vec<String> = keys.iter().take(RISKS_NAMED).cloned().collect();
    if keys.len() > RISKS_NAMED {
        named.push(format!("and {} more", keys.len() - RISKS_NAMED));
    }
    named.join(", ")
}

/// The status as recorded: its word, what was read where that is no status, or that nothing is known.
fn status_words(statement: Option<&Statement>) -> String {
    let Some(statement) = statement else { return "Not assessed".to_owned() };
    match &statement.status {
        Some(status) => match status.value {
            Some(status) => ImplementationStatus::words(status).to_owned(),
            None => format!("not understood: \"{}\"", status.text.trim()),
        },
        None if statement.applicability == Applicability::NotApplicable => "Not applicable".to_owned(),
        None if statement.percentage.is_some() => "By percentage".to_owned(),
        None if statement.maturity.is_some() => "By maturity".to_owned(),
        None => "Not assessed".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing::{Example, cell_under, lines};

    #[test]
    fn gaps_stand_in_rank_order_and_show_what_priorities_says_of_them() {
        let example = Example::sample();
        let contents = example.contents();
        let sheet = build_gaps(&contents);
        assert!(contents.assessment.gaps.len() > 100);
        for (index, gap) in contents.assessment.gaps.iter().enumerate() {
            assert_eq!(cell_under(&sheet, index, "Rank"), (index + 1).to_string());
            assert_eq!(cell_under(&sheet, index, KEY), format!("{:?}", gap.id.to_string()));
            assert_eq!(
                cell_under(&sheet, index, PRIORITY),
                format!(
                    "=IF(Gaps[[#This Row],[Key]]=\"\",\"\",\
                     INDEX(Prio[Priority P],MATCH(Gaps[[#This Row],[Key]],Prio[Key],0))) -> {}",
                    gap.terms.priority
                )
            );
            assert!(cell_under(&sheet, index, KIND).ends_with(&format!("-> {:?}", gap.kind.words())));
        }
    }

    #[test]
    fn the_terms_of_a_gap_with_a_risk_and_a_due_date_are_not_zero() {
        let example = Example::sample();
        let sheet = build_gaps(&example.contents());
        let row =
            example.contents().assessment.gaps.iter().position(|gap| gap.id.number() == "A.8.13").unwrap();
        for heading in [RISK, COVERAGE, URGENCY] {
            assert!(!cell_under(&sheet, row, heading).ends_with("-> 0"), "{heading}");
        }
        assert!(cell_under(&sheet, row, DUE).ends_with("-> 46082"));
        assert_eq!(cell_under(&sheet, row, "Linked risks"), "\"R-1\"");
    }

    #[test]
    fn the_gains_over_links_and_in_the_own_part_add_up_to_the_engines() {
        use crate::report::links::build_links;
        use crate::report::names::links::{GAIN_VALUE, SOURCE_KEY};
        let example = Example::sample();
        let contents = example.contents();
        let links = build_links(&contents);
        let rows = (links.tables[0].area.last.row - links.tables[0].area.first.row) as usize;
        let value = |text: String| text.rsplit(' ').next().unwrap().parse::<f64>().unwrap();
        for gap in &contents.assessment.gaps {
            let over_links: f64 = (0..rows)
                .filter(|row| cell_under(&links, *row, SOURCE_KEY) == format!("{:?}", gap.id.to_string()))
                .map(|row| value(cell_under(&links, row, GAIN_VALUE)))
                .sum();
            let own = contents.assessment.requirements[&gap.id].own;
            let in_part = crate::report::coverage::share_of_part(&contents, gap.id) * (1.0 - own);
            assert!((in_part + over_links - gap.terms.gain).abs() < 1e-12, "{}", gap.id);
        }
    }

    #[test]
    fn a_gap_that_an_edit_meets_or_excludes_is_open_no_more() {
        let example = Example::sample();
        let sheet = build_gaps(&example.contents());
        let now = cell_under(&sheet, 0, NOW);
        assert!(
            now.contains("INDEX(Cov[Counts]")
                && now.contains("<>1,\"Excluded\",IF(")
                && now.ends_with("-> \"Open\""),
            "{now}"
        );
        assert!(now.contains("[Own]]<1,\"Open\",\"Met\"))"), "{now}");
    }

    #[test]
    fn only_so_many_linked_risks_are_named() {
        let keys: Vec<String> = (0..RISKS_NAMED + 5).map(|number| format!("R-{number}")).collect();
        let text = linked_risks(&keys);
        assert!(text.starts_with("R-0, R-1, ") && text.ends_with("R-19, and 5 more"), "{text}");
    }

    #[test]
    fn where_nothing_is_a_gap_the_sheet_says_so() {
        let mut example = Example::empty();
        example.assessment.gaps.clear();
        assert!(lines(&build_gaps(&example.contents())).contains("There are no gaps."));
    }
}
