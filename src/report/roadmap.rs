//! Roadmap: the actions in the order of their schedule, and Phases: what each phase holds.

use chrono::NaiveDate;

use super::Contents;
use super::cell::{Cell, Form, Style, Tone, Value, serial_day};
use super::expression::{column, is_day, text as words, this_row};
use super::gaps::{gate_words, phase_words};
use super::list_sheet::{ListColumn, ListSheet, explanation};
use super::names::KEY;
use super::names::parameters::effort_days;
use super::sheet::{Allowed, Mark, Sheet, TabRole};
use crate::assess::{Action, MilestoneKind};
use crate::model::AuditFinding;
use crate::record::Owner;
use crate::record::names;
use crate::record::settings::{CAPACITY, COORDINATION_OVERHEAD};
use crate::standards::{Effort, Gate, Phase, Standard};

/// The sheet's name.
pub const ROADMAP: &str = "Roadmap";

/// The table's name.
pub const ROADMAP_TABLE: &str = names::ROADMAP;

/// The name of the sheet of phases.
pub const PHASES: &str = "Phases";

/// The name of the table of phases.
pub const PHASES_TABLE: &str = "Phases";

/// The heading of what has to be done.
pub const ACTION: &str = "Action";
/// The heading of the days from an action's first to its last.
pub const CALENDAR_DAYS: &str = "Calendar days";
/// The effort that the last run planned with.
const EFFORT_PLANNED: &str = "Effort as planned";
/// The heading of the person-days.
pub const DAYS: &str = "Person days";
/// The heading of the number of gaps that an action closes.
pub const GAPS_CLOSED: &str = "Gaps closed";
/// The heading of the number of actions of a phase.
pub const ACTIONS: &str = "Actions";
/// The heading of an action's first day.
pub const START: &str = "Start";
/// The heading of an action's last day.
pub const END: &str = "End";

const PHASE: &str = "Phase";
/// The heading of the person who sees to an action.
const OWNER: &str = "Owner";
const DUE_DATE: &str = names::DUE_DATE;
const EFFORT: &str = names::EFFORT;
const START_BY_HAND: &str = names::START_BY_HAND;
const GATE: &str = "Gate";
const SERVES: &str = "Serves";
/// What stands between the standards that an action serves.
const BETWEEN_STANDARDS: &str = " + ";
/// The heading of whether an action is on the longest chain.
pub const CRITICAL: &str = "Critical path";
/// The word of an action on the longest chain.
pub const IS_CRITICAL: &str = "Yes";
/// The heading of the weeks by which an action can end later.
pub const SLACK: &str = "Slack, weeks";
/// The heading of the open audit findings that an action answers.
const AUDIT_FINDINGS: &str = "Audit findings";
/// Most of them that are named in a cell.
const MOST_FINDINGS: usize = 12;
const AGAINST_DUE: &str = "Against due date";
const LATE: &str = "Late";
const IN_TIME: &str = "In time";

const BEFORE_STAGE_1: &str = "Before stage 1";
const BEFORE_STAGE_2: &str = "Before stage 2";
const ON_CRITICAL_PATH: &str = "On the critical path";

/// A day after every date that a spreadsheet's plan can hold, from which the earliest is found as the
/// largest difference: there is no conditional minimum in Excel 2016.
const FAR_DAY: u32 = 100_000;

/// Builds the sheet of the roadmap.
pub fn build_roadmap(contents: &Contents<'_>) -> Sheet {
    let roadmap = &contents.assessment.roadmap;
    let says = explanation(
        "A plan as of the last run: what must come first, then phase, gate and priority, as far as the capacity goes. Effort, start by hand, owner and due date are yours: the next run plans with them.",
        "There is nothing to do: no gaps.",
        roadmap.actions.len(),
    );
    let mut list = ListSheet::new(ROADMAP, TabRole::Work, ROADMAP_TABLE, ROADMAP, &says)
        .owned_by(Owner::Assessment)
        .columns(columns())
        .frozen_columns(1);
    for (label, cell) in document(contents) {
        list = list.document_line(&label, cell);
    }
    for (step, action) in (1..).zip(&roadmap.actions) {
        list.push(row(contents, step, action));
    }
    list.build(contents.model.as_of)
}

/// The lines above the list.
fn document(contents: &Contents<'_>) -> Vec<(String, Cell)> {
    let roadmap = &contents.assessment.roadmap;
    let shown = Value::formula(format!("SUBTOTAL(109,{})", column(ROADMAP_TABLE, DAYS)), roadmap.total_days);
    let capacity = Value::formula(CAPACITY.name, contents.model.parameters.capacity_days_per_week);
    let derived = |form| Style::new(form, Tone::Derived);
    let last_run = |form| Style::new(form, Tone::LastRun);
    let mut lines: Vec<(String, Cell)> = vec![
        ("Plan".to_owned(), Cell::text(roadmap.kind.words(), last_run(Form::Text))),
        ("Person days of the rows shown".to_owned(), Cell::new(shown, derived(Form::Number))),
    ];
    if roadmap.coordination_days > 0.0 {
        let both = Standard::BOTH.map(Standard::number).join(BETWEEN_STANDARDS);
        let expression = format!(
            "SUMPRODUCT(({}={})*{})*{COORDINATION_OVERHEAD}",
            column(ROADMAP_TABLE, SERVES),
            words(&both),
            column(ROADMAP_TABLE, DAYS)
        );
        let value = Value::formula(expression, roadmap.coordination_days);
        lines
            .push(("Coordination besides, person days".to_owned(), Cell::new(value, derived(Form::Decimal))));
    }
    lines.push(("Capacity now, person days a week".to_owned(), Cell::new(capacity, derived(Form::Number))));
    let mut dates = vec![("Start".to_owned(), Some(roadmap.start)), ("End".to_owned(), roadmap.end)];
    let audits = [MilestoneKind::Stage1, MilestoneKind::Stage2];
    for milestone in roadmap.milestones.iter().filter(|milestone| audits.contains(&milestone.kind)) {
        let standards: Vec<&str> = milestone.standards.iter().map(|standard| standard.number()).collect();
        let reached = if milestone.set_in.is_some() { milestone.words() } else { ready_for(milestone.kind) };
        let label = format!("{reached}, {}", standards.join(" + "));
        dates.insert(dates.len() - 1, (label, Some(milestone.date)));
    }
    for (label, date) in dates {
        let cell = Cell::new(Value::optional_date(date), last_run(Form::Date));
        lines.push((label, cell));
    }
    let late = Cell::new(late_count(contents), derived(Form::Integer));
    lines.push(("Actions after their due date".to_owned(), late));
    lines
}

/// What a milestone is called where there is little room.
fn ready_for(kind: MilestoneKind) -> &'static str {
    match kind {
        MilestoneKind::Stage1 => "Ready for stage 1",
        MilestoneKind::Stage2 => "Ready for stage 2",
        other => other.words(),
    }
}

fn columns() -> Vec<ListColumn> {
    let text = |heading: &str, width| ListColumn::new(heading, width, Form::Wrapped).last_run();
    let date = |heading: &str| ListColumn::new(heading, 12, Form::Date);
    let edited_date = |heading: &str, help: &str| date(heading).editable().allowed(Allowed::Date).help(help);
    vec![
        text(ACTION, 36),
        text(PHASE, 26),
        ListColumn::new("Step", 8, Form::Integer).last_run(),
        ListColumn::new(GATE, 10, Form::Word).judgement(),
        ListColumn::new(EFFORT, 8, Form::Word)
            .editable()
            .words(&Effort::ALL.map(Effort::letter))
            .help("S, M or L, as judged by us until you change it. Person-days are on Parameters."),
        ListColumn::new(DAYS, 9, Form::Number).calculated(person_days()),
        date(START).last_run(),
        date(END).last_run(),
        ListColumn::new(CRITICAL, 10, Form::Word).last_run().mark(IS_CRITICAL, Mark::Caution),
        ListColumn::new(SLACK, 9, Form::Number).last_run(),
        edited_date(
            START_BY_HAND,
            "The day on which it begins, at the next run: other work waits, but it never begins before what it comes after.",
        ),
        ListColumn::new(OWNER, 18, Form::Wrapped).editable(),
        edited_date(
            DUE_DATE,
            "When it has to be done. What you enter here comes, at the next run, before other work where it would be late.",
        ),
        ListColumn::new(AGAINST_DUE, 10, Form::Word)
            .calculated(against_due())
            .mark(LATE, Mark::Bad)
            .mark(IN_TIME, Mark::Good),
        text(AUDIT_FINDINGS, 30),
        text("Closes", 30),
        ListColumn::new(GAPS_CLOSED, 9, Form::Integer).last_run(),
        text(SERVES, 10),
        text("After", 28),
        ListColumn::new("Priority", 10, Form::Decimal).last_run(),
        ListColumn::new(CALENDAR_DAYS, 9, Form::Integer).calculated(calendar_days()).screen_only(),
        ListColumn::new(EFFORT_PLANNED, 10, Form::Word).last_run().screen_only(),
        ListColumn::new(KEY, 24, Form::Identifier).last_run().screen_only(),
    ]
}

/// The person-days of the effort; of the one that was planned with, where the cell holds none.
fn person_days() -> String {
    let of = |heading: &str, otherwise: String| {
        let effort = this_row(ROADMAP_TABLE, heading);
        Effort::ALL.into_iter().rev().fold(otherwise, |otherwise, size| {
            format!("IF(TRIM({effort})={},{},{otherwise})", words(size.letter()), effort_days(size))
        })
    };
    of(EFFORT, of(EFFORT_PLANNED, "0".to_owned()))
}

/// The days from the first to the last of an action, both included.
fn calendar_days() -> String {
    let (start, end) = (this_row(ROADMAP_TABLE, START), this_row(ROADMAP_TABLE, END));
    format!("IF(AND(ISNUMBER({start}),ISNUMBER({end})),{end}-{start}+1,\"\")")
}

/// Whether the action ends after its due date, in words; blank without a due date.
fn against_due() -> String {
    let (due, end) = (this_row(ROADMAP_TABLE, DUE_DATE), this_row(ROADMAP_TABLE, END));
    format!("IF({},IF({end}>{due},{},{}),\"\")", is_day(&due), words(LATE), words(IN_TIME))
}

/// How many actions end after their due date.
fn late_count(contents: &Contents<'_>) -> Value {
    let actions = contents.assessment.roadmap.actions.iter();
    let late = actions.filter(|action| against(contents, action) == LATE).count();
    Value::formula(format!("COUNTIF({},{})", column(ROADMAP_TABLE, AGAINST_DUE), words(LATE)), late as f64)
}

/// When an action has to be done: as a person says, or else as the registers do.
fn due_date(contents: &Contents<'_>, action: &Action) -> Value {
    let note = contents.model.note(ROADMAP_TABLE, &action.key, DUE_DATE);
    note.map_or_else(|| Value::optional_date(action.due), Value::entry)
}

/// Whether an action ends after its due date, in words.
fn against(contents: &Contents<'_>, action: &Action) -> &'static str {
    let due = match contents.model.note(ROADMAP_TABLE, &action.key, DUE_DATE) {
        Some(note) => note.day(),
        None => action.due,
    };
    match due {
        Some(due) if action.end > due => LATE,
        Some(_) => IN_TIME,
        None => "",
    }
}

/// The open audit findings that an action answers, each with its corrective action; cut where there are many.
fn audit_findings(contents: &Contents<'_>, action: &Action) -> String {
    let of_action = contents
        .model
        .audit_findings
        .iter()
        .filter(|one| action.audit_findings.binary_search(&one.key).is_ok());
    let words = |finding: &AuditFinding| {
        let name = finding.id.as_ref().map_or(finding.key.as_str(), |id| id.value.as_str());
        match &finding.action {
            Some(corrective) => format!("{name}: {}", corrective.value),
            None => name.to_owned(),
        }
    };
    let mut named: Vec<String> = of_action.map(words).collect();
    let more = named.len().saturating_sub(MOST_FINDINGS);
    if more > 0 {
        named.truncate(MOST_FINDINGS);
        named.push(format!("and {more} more on Audit findings"));
    }
    named.join("; ")
}

fn row(contents: &Contents<'_>, step: usize, action: &Action) -> Vec<Cell> {
    let closes: Vec<String> = action.closes.iter().map(ToString::to_string).collect();
    let served: Vec<&str> = Standard::BOTH
        .into_iter()
        .filter(|standard| action.closes.iter().any(|id| id.standard() == *standard))
        .map(Standard::number)
        .collect();
    let actions = &contents.assessment.roadmap.actions;
    let title = |key: &String| {
        actions.iter().find(|other| other.key == *key).map_or(key.clone(), |other| other.title.clone())
    };
    let after: Vec<String> = action.depends_on.iter().map(title).collect();
    let note = |heading: &str| contents.model.note(ROADMAP_TABLE, &action.key, heading);
    let owner = note(OWNER).map_or_else(|| Value::optional_text(action.owner.as_deref()), Value::entry);
    vec![
        Value::text(&action.title).into(),
        Value::text(phase_words(contents.catalogue.phases(), action.phase)).into(),
        Value::count(step).into(),
        Value::optional_text(action.gate.map(gate_words)).into(),
        note(EFFORT).map_or_else(|| Value::text(action.effort.letter()), Value::entry).into(),
        Value::number(action.days).into(),
        Value::Date(action.start).into(),
        Value::Date(action.end).into(),
        Value::text(if action.critical { IS_CRITICAL } else { "" }).into(),
        Value::number(action.slack_weeks).into(),
        note(START_BY_HAND).map_or(Value::Blank, Value::entry).into(),
        owner.into(),
        due_date(contents, action).into(),
        Value::text(against(contents, action)).into(),
        Value::text(audit_findings(contents, action)).into(),
        Value::text(closes.join(", ")).into(),
        Value::count(action.closes.len()).into(),
        Value::text(served.join(BETWEEN_STANDARDS)).into(),
        Value::text(after.join("; ")).into(),
        Value::number(action.priority).into(),
        Value::count(usize::try_from((action.end - action.start).num_days() + 1).unwrap_or_default()).into(),
        Value::text(action.effort.letter()).into(),
        Value::text(&action.key).into(),
    ]
}

/// Builds the sheet of phases.
pub fn build_phases(contents: &Contents<'_>) -> Sheet {
    let mut list = ListSheet::new(
        PHASES,
        TabRole::Result,
        PHASES_TABLE,
        "Phases of the roadmap",
        "What the roadmap puts into each phase. Typical durations are judgement for 50 to 500 people and up to 10 AI systems.",
    )
    .columns(phase_columns())
    .frozen_columns(1);
    for phase in contents.catalogue.phases() {
        list.push(phase_row(contents, phase));
    }
    list.build(contents.model.as_of)
}

fn phase_columns() -> Vec<ListColumn> {
    let of_phase = format!("({}={})", column(ROADMAP_TABLE, PHASE), this_row(PHASES_TABLE, PHASE));
    let sum = |heading: &str| format!("SUMPRODUCT({of_phase}*{})", column(ROADMAP_TABLE, heading));
    let none = format!("{}=0", this_row(PHASES_TABLE, ACTIONS));
    let first = format!(
        "IF({none},\"\",{FAR_DAY}-SUMPRODUCT(MAX({of_phase}*({FAR_DAY}-{}))))",
        column(ROADMAP_TABLE, START)
    );
    let last = format!("IF({none},\"\",SUMPRODUCT(MAX({of_phase}*{})))", column(ROADMAP_TABLE, END));
    let counted = |heading: &str, word: &str| {
        format!("SUMPRODUCT({of_phase}*({}={}))", column(ROADMAP_TABLE, heading), words(word))
    };
    let figure = |heading: &str, width, form, expression: String| {
        ListColumn::new(heading, width, form).calculated(expression)
    };
    vec![
        ListColumn::new(PHASE, 36, Form::Wrapped).judgement(),
        ListColumn::new("Typical duration", 18, Form::Text).judgement(),
        ListColumn::new("Typical where an ISMS runs", 18, Form::Text).judgement(),
        figure(ACTIONS, 11, Form::Integer, format!("SUMPRODUCT(--{of_phase})")),
        figure(GAPS_CLOSED, 11, Form::Integer, sum(GAPS_CLOSED)),
        figure(DAYS, 11, Form::Number, sum(DAYS)),
        figure("First day", 13, Form::Date, first),
        figure("Last day", 13, Form::Date, last),
        figure(BEFORE_STAGE_1, 11, Form::Integer, counted(GATE, gate_words(Gate::Stage1))),
        figure(BEFORE_STAGE_2, 11, Form::Integer, counted(GATE, gate_words(Gate::Stage2))),
        figure(ON_CRITICAL_PATH, 11, Form::Integer, counted(CRITICAL, IS_CRITICAL)),
        ListColumn::new(KEY, 10, Form::Identifier).last_run().screen_only(),
    ]
}

fn phase_row(contents: &Contents<'_>, phase: &Phase) -> Vec<Cell> {
    let actions: Vec<&Action> =
        contents.assessment.roadmap.actions.iter().filter(|action| action.phase == phase.number).collect();
    let day = |date: Option<NaiveDate>| Cell::from(Value::optional_number(date.and_then(serial_day)));
    vec![
        Value::text(phase_words(contents.catalogue.phases(), phase.number)).into(),
        Value::text(&phase.typical_duration).into(),
        Value::text(&phase.duration_with_isms).into(),
        Value::count(actions.len()).into(),
        Value::count(actions.iter().map(|action| action.closes.len()).sum()).into(),
        Value::number(actions.iter().map(|action| action.days).sum()).into(),
        day(actions.iter().map(|action| action.start).min()),
        day(actions.iter().map(|action| action.end).max()),
        Value::count(actions.iter().filter(|action| action.gate == Some(Gate::Stage1)).count()).into(),
        Value::count(actions.iter().filter(|action| action.gate == Some(Gate::Stage2)).count()).into(),
        Value::count(actions.iter().filter(|action| action.critical).count()).into(),
        Value::text(phase.number.to_string()).into(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing::{Example, cell_under, lines};

    #[test]
    fn every_gap_stands_in_one_action_and_phases_sum_up_to_the_plan() {
        let example = Example::sample();
        let contents = example.contents();
        let (roadmap, phases) = (build_roadmap(&contents), build_phases(&contents));
        let plan = &contents.assessment.roadmap;
        let number = |text: String| text.rsplit(' ').next().unwrap().parse::<f64>().unwrap();
        let sum = |sheet: &Sheet, rows: usize, heading: &str| -> f64 {
            (0..rows).map(|row| number(cell_under(sheet, row, heading))).sum()
        };
        assert_eq!(sum(&roadmap, plan.actions.len(), GAPS_CLOSED), contents.assessment.gaps.len() as f64);
        assert_eq!(sum(&phases, 6, GAPS_CLOSED), contents.assessment.gaps.len() as f64);
        assert_eq!(sum(&phases, 6, DAYS), plan.total_days);
        assert!(lines(&roadmap).contains("=SUBTOTAL(109,Roadmap[Person days])"));
    }

    #[test]
    fn an_action_that_ends_after_its_due_date_is_marked_and_counted() {
        let mut example = Example::sample();
        let actions = &mut example.assessment.roadmap.actions;
        for action in actions.iter_mut() {
            action.due = None;
        }
        actions[0].due = actions[0].end.pred_opt();
        actions[1].due = Some(actions[1].end);
        let sheet = build_roadmap(&example.contents());
        for (row, word) in [(0, "\"Late\""), (1, "\"In time\""), (2, "\"\"")] {
            let cell = cell_under(&sheet, row, AGAINST_DUE);
            assert!(cell.ends_with(&format!("-> {word}")), "{cell}");
        }
        assert!(lines(&sheet).contains("=COUNTIF(Roadmap[Against due date],\"Late\") -> 1"));
    }

    #[test]
    fn a_phase_without_actions_has_no_days() {
        let mut example = Example::empty();
        example.assessment.roadmap.actions.clear();
        let phases = build_phases(&example.contents());
        assert_eq!(cell_under(&phases, 0, ACTIONS).rsplit(' ').next(), Some("0"));
        assert!(cell_under(&phases, 0, "First day").ends_with("-> \"\""));
    }
}
