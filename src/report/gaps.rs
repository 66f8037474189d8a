//! Gaps: what counts and is not fully met, in rank order, with every term of the priority in its column.

use super::Contents;
use super::cell::{Cell, Form, Value};
use super::coverage::{COVERAGE_TABLE, SHARE_OF_PART};
use super::expression::{column, look_up, text, this_row};
use super::links::{GAIN_VALUE, LINKS_TABLE, SOURCE_KEY};
use super::list_sheet::{ListColumn, ListSheet, explanation};
use super::parameters::{AS_OF, PRIORITY_WEIGHTS, URGENCY_HORIZON, effort_divisor};
use super::risks::exposure_expression;
use super::sheet::{Mark, Sheet, TabRole};
use super::statement::{COUNTS, KEY, OWN};
use crate::assess::{Gap, GapKind};
use crate::model::{Applicability, ImplementationStatus, Statement};
use crate::standards::{Effort, Gate, Phase};

/// The sheet's name.
pub const GAPS: &str = "Gaps";

/// The table's name.
pub const GAPS_TABLE: &str = "Gaps";

/// The heading of the live rank.
pub const RANK_NOW: &str = "Rank now";
/// The heading of what the gap is now: [`OPEN`], met, or excluded.
pub const NOW: &str = "Now";
/// The word for a gap that is still one.
pub const OPEN: &str = "Open";

const MET: &str = "Met";
const EXCLUDED: &str = "Excluded";
const EXPOSURE: &str = "Exposure";
const RISK: &str = "Risk R";
const GAIN: &str = "Coverage gain";
const COVERAGE: &str = "Coverage D";
const DUE: &str = "Due";
const URGENCY: &str = "Urgency U";
const EFFORT: &str = "Effort";
const DIVISOR: &str = "Divisor E";
const PRIORITY: &str = "Priority P";
const ORDER: &str = "Catalogue order";

const TERMS: &str = "P = (α·R + β·D + γ·U) / E: R exposure of the linked risks above appetite, D coverage that closing the gap adds in both standards, U urgency, E effort. R and D are shares of the largest; α, β, γ and E are on Parameters.";
const FOLLOWS: &str = "Statuses, pairs, risks and weights that you edit are followed. Kind, why, status, due date, phase and rank range (best and worst rank when each weight moves by 20 %) are of the last run.";

/// Decimals to which priorities are compared, as the ranks of the last run were.
const COMPARED_DECIMALS: usize = 12;

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
        .columns(columns(contents))
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

fn columns(contents: &Contents<'_>) -> Vec<ListColumn> {
    let columns = vec![
        ListColumn::new("Rank", 7, Form::Integer).last_run(),
        ListColumn::new(RANK_NOW, 8, Form::Integer).calculated(rank_now()),
        ListColumn::new("Standard", 10, Form::Text),
        ListColumn::new("Reference", 12, Form::Identifier),
        ListColumn::new("Title", 30, Form::Wrapped),
        ListColumn::new("Kind", 15, Form::Wrapped)
            .last_run()
            .mark(GapKind::PotentialNonconformity.words(), Mark::Bad)
            .mark(GapKind::ControlGap.words(), Mark::Caution)
            .mark(GapKind::Unassessed.words(), Mark::Quiet),
        ListColumn::new("Why", 34, Form::Wrapped).last_run(),
        ListColumn::new("Status", 14, Form::Wrapped).last_run(),
        ListColumn::new(OWN, 9, Form::Percent).calculated(own()).bar(),
        ListColumn::new(NOW, 10, Form::Word)
            .calculated(now())
            .mark(MET, Mark::Good)
            .mark(EXCLUDED, Mark::Quiet),
        ListColumn::new(PRIORITY, 10, Form::Decimal).calculated(priority()),
        ListColumn::new(EFFORT, 8, Form::Word).judgement(),
        ListColumn::new("Gate", 10, Form::Word).judgement(),
        ListColumn::new("Phase", 20, Form::Wrapped).judgement(),
        ListColumn::new("Owner", 16, Form::Wrapped).last_run(),
        ListColumn::new(DUE, 11, Form::Date).last_run(),
    ];
    columns.into_iter().chain(term_columns(contents).into_iter().map(ListColumn::screen_only)).collect()
}

/// The terms of the priority and what stands behind them.
fn term_columns(contents: &Contents<'_>) -> Vec<ListColumn> {
    let share = |heading: &str, expression: String| {
        ListColumn::new(heading, 10, Form::Decimal).calculated(expression)
    };
    let exposure = ListColumn::new(EXPOSURE, 11, Form::Decimal);
    let exposure = match exposure_expression(contents, &here(KEY)) {
        Some(expression) => exposure.calculated(where_open(&expression)),
        None => exposure.last_run(),
    };
    vec![
        exposure,
        share(RISK, divided_by_largest(EXPOSURE)),
        share(GAIN, gain()).form(Form::Precise),
        share(COVERAGE, divided_by_largest(GAIN)),
        share(URGENCY, urgency()),
        share(DIVISOR, divisor()),
        ListColumn::new("Rank range", 11, Form::Word).last_run(),
        ListColumn::new("Linked risks", 22, Form::Wrapped).last_run(),
        ListColumn::new("Typical evidence", 36, Form::Wrapped).judgement(),
        ListColumn::new(ORDER, 11, Form::Integer),
        ListColumn::new(KEY, 14, Form::Identifier).last_run(),
    ]
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

/// A term of the priority: nothing for a gap that is none any more, and blank in a row without a gap.
fn where_open(expression: &str) -> String {
    format!("IF({}=\"\",\"\",IF({}={},{expression},0))", here(KEY), here(NOW), text(OPEN))
}

/// What full implementation adds to its own part and, link by link, to the parts of the other standard.
fn gain() -> String {
    let key = here(KEY);
    let share = look_up(COVERAGE_TABLE, SHARE_OF_PART, KEY, &key);
    let over_links = format!(
        "SUMPRODUCT(({}={key})*{})",
        column(LINKS_TABLE, SOURCE_KEY),
        column(LINKS_TABLE, GAIN_VALUE)
    );
    where_open(&format!("{share}*(1-{})+{over_links}", here(OWN)))
}

/// The place among the open gaps by priority, then by the order of the catalogue; priorities are compared
/// rounded, so that noise in the last digit makes no order.
fn rank_now() -> String {
    let open = format!("({}={})", column(GAPS_TABLE, NOW), text(OPEN));
    let rounded = |expression: &str| format!("ROUND({expression},{COMPARED_DECIMALS})");
    let (all, own) = (rounded(&column(GAPS_TABLE, PRIORITY)), rounded(&here(PRIORITY)));
    let (order, own_order) = (column(GAPS_TABLE, ORDER), here(ORDER));
    format!(
        "IF({}={},1+SUMPRODUCT({open}*(({all}>{own})+({all}={own})*({order}<{own_order})>0)),\"\")",
        here(NOW),
        text(OPEN)
    )
}

fn divided_by_largest(heading: &str) -> String {
    let largest = format!("MAX({})", column(GAPS_TABLE, heading));
    where_open(&format!("IF({largest}>0,{}/{largest},0)", here(heading)))
}

/// 1 where the due date has passed, falling to 0 at the horizon; 0 without a date.
fn urgency() -> String {
    let due = here(DUE);
    where_open(&format!(
        "IF(ISNUMBER({due}),IF({due}<={AS_OF},1,IF({due}-{AS_OF}>={URGENCY_HORIZON},0,\
         1-({due}-{AS_OF})/{URGENCY_HORIZON})),0)"
    ))
}

fn divisor() -> String {
    let effort = here(EFFORT);
    format!(
        "IF({}=\"\",\"\",IF({effort}={},{},IF({effort}={},{},{})))",
        here(KEY),
        text(Effort::Small.letter()),
        effort_divisor(Effort::Small),
        text(Effort::Medium.letter()),
        effort_divisor(Effort::Medium),
        effort_divisor(Effort::Large)
    )
}

fn priority() -> String {
    let [risk, coverage, urgency] = PRIORITY_WEIGHTS;
    where_open(&format!(
        "({risk}*{}+{coverage}*{}+{urgency}*{})/{}",
        here(RISK),
        here(COVERAGE),
        here(URGENCY),
        here(DIVISOR)
    ))
}

fn row(contents: &Contents<'_>, gap: &Gap) -> Vec<Cell> {
    let requirement = contents.catalogue.requirement(gap.id);
    let statement = contents.model.statements.get(&gap.id);
    let own = contents.assessment.requirements.get(&gap.id).map_or(0.0, |result| result.own);
    let order =
        contents.catalogue.requirements().take_while(|requirement| requirement.id != gap.id).count() + 1;
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
        Value::text(&gap.reason).into(),
        Value::text(status_words(statement)).into(),
        Value::number(own).into(),
        Value::text(if own < 1.0 { OPEN } else { MET }).into(),
        Value::number(terms.priority).into(),
        Value::text(gap.effort.letter()).into(),
        Value::optional_text(gap.gate.map(gate_words)).into(),
        Value::optional_text(phase.as_deref()).into(),
        owner.into(),
        Value::optional_date(gap.due).into(),
        Value::number(terms.exposure).into(),
        Value::number(terms.risk).into(),
        Value::number(terms.gain).into(),
        Value::number(terms.coverage).into(),
        Value::number(terms.urgency).into(),
        Value::number(terms.effort).into(),
        Value::text(range).into(),
        Value::text(linked_risks(&gap.risks)).into(),
        Value::optional_text(evidence).into(),
        Value::count(order).into(),
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
    fn gaps_stand_in_rank_order_and_their_priority_is_a_formula_with_the_engines_value() {
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
                    "=IF(Gaps[[#This Row],[Key]]=\"\",\"\",IF(Gaps[[#This Row],[Now]]=\"Open\",\
                     (Weight_Risk*Gaps[[#This Row],[Risk R]]+Weight_Coverage*Gaps[[#This Row],[Coverage D]]\
                     +Weight_Urgency*Gaps[[#This Row],[Urgency U]])/Gaps[[#This Row],[Divisor E]],0)) -> {}",
                    gap.terms.priority
                )
            );
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
        assert_eq!(cell_under(&sheet, row, DUE), "2026-03-01");
        assert_eq!(cell_under(&sheet, row, "Linked risks"), "\"R-1\"");
    }

    #[test]
    fn a_gap_that_an_edit_meets_or_excludes_is_open_no_more_and_has_no_priority_and_no_rank() {
        let example = Example::sample();
        let sheet = build_gaps(&example.contents());
        let now = cell_under(&sheet, 0, NOW);
        assert!(now.contains("Cov[Counts]") && now.contains("\"Excluded\""), "{now}");
        for heading in [EXPOSURE, RISK, GAIN, COVERAGE, URGENCY, PRIORITY] {
            let cell = cell_under(&sheet, 0, heading);
            assert!(
                cell.contains("IF(Gaps[[#This Row],[Now]]=\"Open\",") && cell.contains(",0)) -> "),
                "{cell}"
            );
        }
        let rank = cell_under(&sheet, 0, RANK_NOW);
        assert!(
            rank.starts_with("=IF(Gaps[[#This Row],[Now]]=\"Open\",1+SUMPRODUCT((Gaps[Now]=\"Open\")*"),
            "{rank}"
        );
        assert!(rank.contains(",\"\") -> 1"), "{rank}");
    }

    #[test]
    fn exposure_and_gain_are_formulas_over_risks_and_links_with_the_engines_values() {
        let example = Example::sample();
        let contents = example.contents();
        let sheet = build_gaps(&contents);
        for (index, gap) in contents.assessment.gaps.iter().enumerate() {
            let exposure = cell_under(&sheet, index, EXPOSURE);
            assert!(exposure.contains("Risks[Share per control]"), "{exposure}");
            assert!(exposure.ends_with(&format!(" -> {}", gap.terms.exposure)), "{exposure}");
            let gain = cell_under(&sheet, index, GAIN);
            assert!(gain.contains("Lnk[Gain value]") && gain.contains("Cov[Share of part]"), "{gain}");
            assert!(gain.ends_with(&format!(" -> {}", gap.terms.gain)), "{gain}");
        }
    }

    #[test]
    fn the_gains_over_links_and_in_the_own_part_add_up_to_the_engines() {
        let example = Example::sample();
        let contents = example.contents();
        let links = crate::report::links::build_links(&contents);
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
