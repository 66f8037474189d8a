//! Priorities: for each of the 193 requirements whether it is a gap, of which kind and why, and the terms of
//! its priority, all as formulas, so that a requirement that an edit turns into a gap has its rank at once.

use std::collections::{BTreeMap, BTreeSet};

use super::Contents;
use super::audit_findings::open_nonconformities_expression;
use super::cell::{Cell, Form, Value};
use super::coverage::pulled_into;
use super::expression::{column, look_up, text, this_row};
use super::list_column::ListColumn;
use super::list_sheet::ListSheet;
use super::names::KEY;
use super::names::coverage::{COVERAGE_TABLE, GAP, PART, SHARE_OF_PART, STANDARD, part_words};
use super::names::links::{GAIN_VALUE, LINKS_TABLE, SOURCE_KEY};
use super::names::parameters::effort_divisor;
use super::names::priorities::{
    COVERAGE, DIVISOR, DUE, EFFORT, EXPOSURE, GAIN, KIND, MARK_OF_RISKS, NEW_GAP, NO_GAP, ORDER, PRIORITIES,
    PRIORITIES_TABLE, PRIORITY, RANK_NOW, RISK, SINCE, URGENCY, WHY,
};
use super::names::requirements::{DUE as DUE_OF_ROW, OWN, SHORTFALL};
use super::risk_expressions::{LAST_DAY, OverRisks, days_before_last, over_risks};
use super::row_mark::row_mark;
use super::sheet::{Mark, Sheet, TabRole};
use crate::assess::{
    Gap, GapKind, GapReason, PriorityTerms, effort, is_in_plan, is_open_nonconformity, shortfall,
};
use crate::model::StartingPoint;
use crate::provenance::understood;
use crate::record::settings::{AS_OF, PRIORITY_WEIGHTS, STARTING_POINT, URGENCY_HORIZON};
use crate::standards::{Effort, Requirement, RequirementId, Standard};

const AT_LAST_RUN: &str = "Gap at the last run";
const ROW_SHORTFALL: &str = "Shortfall of the row";
const AUDITED_AGAINST: &str = "Open nonconformities";
const IN_PLAN: &str = "Risks with it in their plan";
const ROW_DUE: &str = "Due of the row";
const RISK_DUE: &str = "Due of its risks";
const EFFORT_ALONE: &str = "Effort alone";
const EFFORT_WITH_ISMS: &str = "Effort where an ISMS runs";

/// Decimals to which priorities are compared, as the ranks of the last run were.
const COMPARED_DECIMALS: usize = 12;

/// Builds the sheet of priorities.
pub fn build_priorities(contents: &Contents<'_>) -> Sheet {
    let mut list = ListSheet::new(
        PRIORITIES,
        TabRole::Proof,
        PRIORITIES_TABLE,
        PRIORITIES,
        "Each requirement with its gap and the terms of its priority; all of it follows the workbook, also where an edit opens a gap that is not on Gaps.",
    )
    .columns(columns(contents))
    .frozen_columns(2);
    let facts = Facts::new(contents);
    for (order, requirement) in (1..).zip(contents.catalogue.requirements()) {
        list.push(row(contents, &facts, order, requirement));
    }
    list.build(contents.model.as_of)
}

fn here(heading: &str) -> String {
    this_row(PRIORITIES_TABLE, heading)
}

fn columns(contents: &Contents<'_>) -> Vec<ListColumn> {
    let term =
        |heading: &str, form, expression: String| ListColumn::new(heading, 10, form).calculated(expression);
    let key = here(KEY);
    let mut columns = vec![
        ListColumn::new("Requirement", 12, Form::Identifier),
        ListColumn::new("Title", 36, Form::Wrapped),
        ListColumn::new(STANDARD, 19, Form::Text),
        ListColumn::new(PART, 10, Form::Text),
        ListColumn::new(GAP, 7, Form::Flag).calculated(look_up(COVERAGE_TABLE, GAP, KEY, &key)),
        ListColumn::new(KIND, 22, Form::Wrapped)
            .calculated(kind())
            .mark(GapKind::PotentialNonconformity.words(), Mark::Bad)
            .mark(GapKind::ControlGap.words(), Mark::Caution)
            .mark(GapKind::Unassessed.words(), Mark::Quiet),
        ListColumn::new(WHY, 30, Form::Wrapped).calculated(why()),
        ListColumn::new(SINCE, 12, Form::Word)
            .calculated(since())
            .mark(NEW_GAP, Mark::Caution)
            .mark(NO_GAP, Mark::Good),
        term(RANK_NOW, Form::Integer, rank_now()),
        term(PRIORITY, Form::Decimal, priority()),
        term(RISK, Form::Decimal, divided_by_largest(EXPOSURE)),
        term(COVERAGE, Form::Decimal, divided_by_largest(GAIN)),
        term(URGENCY, Form::Decimal, urgency()),
        term(DIVISOR, Form::Decimal, divisor()),
        ListColumn::new(EFFORT, 8, Form::Word).calculated(effort_now()),
        ListColumn::new(DUE, 11, Form::Date).calculated(due()),
    ];
    columns.extend(bases(contents).into_iter().map(ListColumn::screen_only));
    columns
}

/// What the terms are calculated from.
fn bases(contents: &Contents<'_>) -> Vec<ListColumn> {
    let key = here(KEY);
    let pulled = |heading: &str| pulled_into(PRIORITIES_TABLE, heading);
    let exposure = ListColumn::new(EXPOSURE, 11, Form::Decimal);
    let in_plan = ListColumn::new(IN_PLAN, 11, Form::Integer);
    let risk_due = ListColumn::new(RISK_DUE, 11, Form::Date);
    let marks = ListColumn::new(MARK_OF_RISKS, 12, Form::Integer);
    let [exposure, in_plan, risk_due, marks] = match over_risks(contents, &key) {
        Some(OverRisks { exposure: points, due, in_plan: planned, marks: sum }) => [
            exposure.calculated(where_gap(&points)),
            in_plan.calculated(planned),
            // Nothing divided by 0 is blank: the sum over all risks stands only once in the formula.
            risk_due.calculated(format!("IFERROR(ROUND({LAST_DAY}-1/(1/{due}),0),\"\")")),
            marks.calculated(sum),
        ],
        None => [exposure.last_run(), in_plan.last_run(), risk_due.last_run(), marks.last_run()],
    };
    let row_due = pulled(DUE_OF_ROW);
    vec![
        exposure,
        ListColumn::new(GAIN, 10, Form::Precise).calculated(gain()),
        ListColumn::new(ROW_SHORTFALL, 26, Form::Text).calculated(pulled(SHORTFALL)),
        ListColumn::new(AUDITED_AGAINST, 15, Form::Integer)
            .calculated(open_nonconformities_expression(contents, &key)),
        in_plan,
        ListColumn::new(ROW_DUE, 11, Form::Date)
            .calculated(format!("IF(ISNUMBER({row_due}),{row_due},\"\")")),
        risk_due,
        ListColumn::new(EFFORT_ALONE, 8, Form::Word).judgement(),
        ListColumn::new(EFFORT_WITH_ISMS, 10, Form::Word).judgement(),
        marks,
        ListColumn::new(AT_LAST_RUN, 9, Form::Flag).last_run(),
        ListColumn::new(ORDER, 11, Form::Integer),
        ListColumn::new(KEY, 14, Form::Identifier).last_run(),
    ]
}

/// A figure of a gap: 0 for what is none.
fn where_gap(expression: &str) -> String {
    format!("IF({}=1,{expression},0)", here(GAP))
}

/// What the row says by itself, unless an audit or the treatment of a risk says more.
fn why() -> String {
    let shortfall = here(ROW_SHORTFALL);
    let words = |reason: GapReason| text(reason.words());
    format!(
        "IF({}<>1,\"\",IF(OR({shortfall}={},{shortfall}={}),{shortfall},IF({}>0,{},IF(AND({shortfall}={},{}>0),{},{shortfall}))))",
        here(GAP),
        words(GapReason::Unjustified),
        words(GapReason::ClauseExcluded),
        here(AUDITED_AGAINST),
        words(GapReason::RaisedByAudit),
        words(GapReason::NotInPlan),
        here(IN_PLAN),
        words(GapReason::RiskTreatment)
    )
}

/// The kind that the reason makes.
fn kind() -> String {
    let why = here(WHY);
    let is = |kind: GapKind| {
        let reasons = GapReason::ALL.into_iter().filter(|reason| reason.kind() == kind);
        let tests: Vec<String> = reasons.map(|reason| format!("{why}={}", text(reason.words()))).collect();
        format!("OR({})", tests.join(","))
    };
    format!(
        "IF({why}=\"\",\"\",IF({},{},IF({},{},{})))",
        is(GapKind::PotentialNonconformity),
        text(GapKind::PotentialNonconformity.words()),
        is(GapKind::Unassessed),
        text(GapKind::Unassessed.words()),
        text(GapKind::ControlGap.words())
    )
}

fn since() -> String {
    let (now, then) = (here(GAP), here(AT_LAST_RUN));
    format!("IF({now}={then},\"\",IF({now}=1,{},{}))", text(NEW_GAP), text(NO_GAP))
}

/// What full implementation adds to its own part and, link by link, to the parts of the other standard.
fn gain() -> String {
    let key = here(KEY);
    let of_requirement = |heading: &str| look_up(COVERAGE_TABLE, heading, KEY, &key);
    let over_links = format!(
        "SUMPRODUCT(({}={key})*{})",
        column(LINKS_TABLE, SOURCE_KEY),
        column(LINKS_TABLE, GAIN_VALUE)
    );
    where_gap(&format!("{}*(1-{})+{over_links}", of_requirement(SHARE_OF_PART), of_requirement(OWN)))
}

/// The place among the gaps by priority, then by the order of the catalogue; priorities are compared
/// rounded, so that noise in the last digit makes no order.
fn rank_now() -> String {
    let open = format!("({}=1)", column(PRIORITIES_TABLE, GAP));
    let rounded = |expression: &str| format!("ROUND({expression},{COMPARED_DECIMALS})");
    let (all, own) = (rounded(&column(PRIORITIES_TABLE, PRIORITY)), rounded(&here(PRIORITY)));
    let (order, own_order) = (column(PRIORITIES_TABLE, ORDER), here(ORDER));
    format!(
        "IF({}=1,1+SUMPRODUCT({open}*(({all}>{own})+({all}={own})*({order}<{own_order})>0)),\"\")",
        here(GAP)
    )
}

fn divided_by_largest(heading: &str) -> String {
    let largest = format!("MAX({})", column(PRIORITIES_TABLE, heading));
    where_gap(&format!("IF({largest}>0,{}/{largest},0)", here(heading)))
}

/// The date of the requirement's own row, else the earliest of the open risks that name it.
fn due() -> String {
    let (row, risks) = (here(ROW_DUE), here(RISK_DUE));
    format!("IF({}<>1,\"\",IF(ISNUMBER({row}),{row},IF(ISNUMBER({risks}),{risks},\"\")))", here(GAP))
}

/// 1 where the due date has passed, falling to 0 at the horizon; 0 without a date.
fn urgency() -> String {
    let due = here(DUE);
    where_gap(&format!(
        "IF(ISNUMBER({due}),IF({due}<={AS_OF},1,IF({due}-{AS_OF}>={URGENCY_HORIZON},0,\
         1-({due}-{AS_OF})/{URGENCY_HORIZON})),0)"
    ))
}

/// Where a 27001 system runs, the effort with that system in place, where the catalogue gives one.
fn effort_now() -> String {
    let runs = [StartingPoint::Iso27001Running, StartingPoint::Iso27001Certified]
        .map(|point| format!("{STARTING_POINT}={}", text(point.name())));
    let with_isms = here(EFFORT_WITH_ISMS);
    format!("IF(AND(OR({}),{with_isms}<>\"\"),{with_isms},{})", runs.join(","), here(EFFORT_ALONE))
}

fn divisor() -> String {
    let effort = here(EFFORT);
    format!(
        "IF({effort}={},{},IF({effort}={},{},{}))",
        text(Effort::Small.letter()),
        effort_divisor(Effort::Small),
        text(Effort::Medium.letter()),
        effort_divisor(Effort::Medium),
        effort_divisor(Effort::Large)
    )
}

fn priority() -> String {
    let [risk, coverage, urgency] = PRIORITY_WEIGHTS;
    where_gap(&format!(
        "({risk}*{}+{coverage}*{}+{urgency}*{})/{}",
        here(RISK),
        here(COVERAGE),
        here(URGENCY),
        here(DIVISOR)
    ))
}

/// What the registers say of requirements beyond their statements, gathered once.
struct Facts<'a> {
    gaps: BTreeMap<RequirementId, &'a Gap>,
    in_plan: BTreeMap<RequirementId, usize>,
    days_before_last: BTreeMap<RequirementId, f64>,
    nonconformities: BTreeMap<RequirementId, usize>,
    marks: BTreeMap<RequirementId, f64>,
}

impl<'a> Facts<'a> {
    fn new(contents: &Contents<'a>) -> Self {
        let mut facts = Self {
            gaps: contents.assessment.gaps.iter().map(|gap| (gap.id, gap)).collect(),
            in_plan: BTreeMap::new(),
            days_before_last: BTreeMap::new(),
            nonconformities: BTreeMap::new(),
            marks: BTreeMap::new(),
        };
        for risk in &contents.model.risks {
            let (planned, days) = (is_in_plan(risk), days_before_last(risk));
            let mark = match Value::text(&risk.key) {
                Value::Text(key) => row_mark(&key),
                _ => 0.0,
            };
            let named: BTreeSet<RequirementId> =
                risk.controls.iter().map(|control| control.value.id).collect();
            for id in named {
                *facts.in_plan.entry(id).or_default() += usize::from(planned);
                *facts.marks.entry(id).or_default() += mark + 1.0;
                let earliest = facts.days_before_last.entry(id).or_default();
                *earliest = earliest.max(days);
            }
        }
        for finding in contents.model.audit_findings.iter().filter(|finding| is_open_nonconformity(finding)) {
            let named: BTreeSet<RequirementId> =
                finding.requirements.iter().map(|reference| reference.id).collect();
            for id in named {
                *facts.nonconformities.entry(id).or_default() += 1;
            }
        }
        facts
    }
}

fn row(contents: &Contents<'_>, facts: &Facts<'_>, order: usize, requirement: &Requirement) -> Vec<Cell> {
    let id = requirement.id;
    let gap = facts.gaps.get(&id).copied();
    let statement = contents.model.statements.get(&id);
    let term = |value: fn(&PriorityTerms) -> f64| Value::number(gap.map_or(0.0, |gap| value(&gap.terms)));
    let day =
        |date: Option<chrono::NaiveDate>| Value::optional_number(date.and_then(super::cell::serial_day));
    let result = contents.assessment.requirements.get(&id);
    let shortfall = statement.zip(result).and_then(|(statement, result)| shortfall(statement, result));
    let effort = effort(&contents.model.parameters, requirement);
    let with_isms = requirement.effort_with_isms.filter(|_| id.standard() == Standard::Iso42001);
    let count = |counts: &BTreeMap<RequirementId, usize>| Value::count(counts.get(&id).copied().unwrap_or(0));
    let risk_due = facts.days_before_last.get(&id).filter(|days| **days > 0.0);
    let values = vec![
        Value::text(id.number()),
        Value::text(&requirement.title),
        Value::text(id.standard().full_name()),
        Value::text(part_words(id.part())),
        Value::number(f64::from(u8::from(gap.is_some()))),
        Value::optional_text(gap.map(|gap| gap.kind.words())),
        Value::optional_text(gap.map(|gap| gap.because.words())),
        Value::Blank,
        gap.map_or(Value::Blank, |gap| Value::count(gap.rank)),
        term(|terms| terms.priority),
        term(|terms| terms.risk),
        term(|terms| terms.coverage),
        term(|terms| terms.urgency),
        Value::number(contents.model.parameters.effort_divisors.of(effort)),
        Value::text(effort.letter()),
        day(gap.and_then(|gap| gap.due)),
        term(|terms| terms.exposure),
        term(|terms| terms.gain),
        Value::optional_text(shortfall.map(GapReason::words)),
        count(&facts.nonconformities),
        count(&facts.in_plan),
        day(statement.and_then(|statement| understood(&statement.due))),
        Value::optional_number(risk_due.map(|days| f64::from(LAST_DAY) - days)),
        Value::text(requirement.effort.letter()),
        Value::optional_text(with_isms.map(Effort::letter)),
        Value::number(facts.marks.get(&id).copied().unwrap_or_default()),
        Value::number(f64::from(u8::from(gap.is_some()))),
        Value::count(order),
        Value::text(id.to_string()),
    ];
    values.into_iter().map(Cell::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing::{Example, cell_under};

    fn row_of(contents: &Contents<'_>, key: &str) -> usize {
        contents.catalogue.requirements().position(|requirement| requirement.id.to_string() == key).unwrap()
    }

    #[test]
    fn every_requirement_has_its_terms_as_formulas_with_the_engines_values() {
        let example = Example::sample();
        let contents = example.contents();
        let sheet = build_priorities(&contents);
        assert!(contents.assessment.gaps.len() > 100);
        for gap in &contents.assessment.gaps {
            let row = row_of(&contents, &gap.id.to_string());
            let under = |heading: &str| cell_under(&sheet, row, heading);
            assert_eq!(
                under(PRIORITY),
                format!(
                    "=IF(Prio[[#This Row],[Gap]]=1,(Weight_Risk*Prio[[#This Row],[Risk R]]\
                     +Weight_Coverage*Prio[[#This Row],[Coverage D]]\
                     +Weight_Urgency*Prio[[#This Row],[Urgency U]])/Prio[[#This Row],[Divisor E]],0) -> {}",
                    gap.terms.priority
                )
            );
            assert!(under(RANK_NOW).ends_with(&format!("-> {}", gap.rank)));
            assert!(under(KIND).ends_with(&format!("-> {:?}", gap.kind.words())));
            assert!(under(EXPOSURE).ends_with(&format!(" -> {}", gap.terms.exposure)));
            assert!(under(GAIN).ends_with(&format!(" -> {}", gap.terms.gain)));
        }
    }

    #[test]
    fn what_is_no_gap_has_no_kind_no_rank_and_no_priority() {
        let mut example = Example::sample();
        example.assessment.gaps.retain(|gap| gap.id.to_string() != "27001:A.8.13");
        let contents = example.contents();
        let sheet = build_priorities(&contents);
        let row = row_of(&contents, "27001:A.8.13");
        for heading in [KIND, WHY, RANK_NOW, DUE, SINCE] {
            assert!(cell_under(&sheet, row, heading).ends_with("-> \"\""), "{heading}");
        }
        for heading in [PRIORITY, EXPOSURE, RISK, GAIN, COVERAGE, URGENCY] {
            assert!(cell_under(&sheet, row, heading).ends_with("-> 0"), "{heading}");
        }
    }

    #[test]
    fn each_reason_makes_the_kind_that_the_engine_gives_it() {
        let expression = kind();
        let (bad, rest) = expression.split_once(",\"Potential nonconformity\",").unwrap();
        let (unknown, _) = rest.split_once(",\"Unassessed\",").unwrap();
        for reason in GapReason::ALL {
            let words = format!("={:?}", reason.words());
            assert_eq!(bad.contains(&words), reason.kind() == GapKind::PotentialNonconformity, "{words}");
            assert_eq!(unknown.contains(&words), reason.kind() == GapKind::Unassessed, "{words}");
        }
    }

    #[test]
    fn a_due_date_of_a_risk_counts_where_the_row_has_none() {
        let mut example = Example::sample();
        let due = chrono::NaiveDate::from_ymd_opt(2026, 5, 1).unwrap();
        let place = example.model.risks[0].location.clone();
        example.model.risks[0].due = Some(crate::provenance::Reading::understood("2026-05-01", due, place));
        let contents = example.contents();
        let sheet = build_priorities(&contents);
        let row = row_of(&contents, "27001:A.8.13");
        let risks = cell_under(&sheet, row, RISK_DUE);
        assert!(risks.contains("SUMPRODUCT(MAX((--ISNUMBER(FIND(") && risks.ends_with("-> 46143"), "{risks}");
        assert!(cell_under(&sheet, row, ROW_DUE).ends_with("-> 46082"));
        assert!(cell_under(&sheet, row, DUE).ends_with("-> 46082"));
    }
}
