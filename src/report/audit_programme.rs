//! Audit programme: one internal audit programme for both standards, a row for each audit of a unit.

use std::fmt::Write as _;

use super::Contents;
use super::cell::{Cell, Form, Style, Tone, Value, serial_day};
use super::expression::{BETWEEN, column, is_day, stands_in, text as words, this_row};
use super::list_sheet::{ListColumn, ListSheet};
use super::names::KEY;
use super::names::audits::{
    AUDIT_PROGRAMME, AUDITOR_DAYS, AUDITS_TABLE, DONE_ON, PLANNED_DATE, ROUND, SCOPE_27001, SCOPE_42001,
};
use super::sheet::{Allowed, Mark, Sheet, TabRole};
use crate::assess::{Audit, AuditRound, AuditedUnit, single_spaced};
use crate::model::{Entry, FindingGrade};
use crate::record::Owner;
use crate::record::names::LEAD_AUDITOR;
use crate::record::settings::AS_OF;
use crate::standards::{AuditUnit, RequirementId, Standard};

const UNIT: &str = "Unit";
const OWNERS: &str = "Not to be led by (owners)";
const SUGGESTED: &str = "Suggested date";
const RESULT: &str = "Result";
const REMARK: &str = "Remark";
const INDEPENDENCE: &str = "Independence";
const STATE: &str = "State";

const OWN_WORK: &str = "Owns the work";
const INDEPENDENT: &str = "No owner";
const DONE: &str = "Done";
const OVERDUE: &str = "Overdue";
const PLANNED: &str = "Planned";
const TO_PLAN: &str = "To be planned";

/// Builds the sheet of the audit programme.
pub fn build_audit_programme(contents: &Contents<'_>) -> Sheet {
    let programme = &contents.assessment.audit_programme;
    let derived = |form| Style::new(form, Tone::Derived);
    let mut list = ListSheet::new(
        AUDIT_PROGRAMME,
        TabRole::Work,
        AUDITS_TABLE,
        "Combined internal audit programme",
        "One programme with two scopes: every requirement before stage 2, then clauses every year and controls once in the cycle. Days of stage 2: as set on Certification or Parameters, else by the plan. Order and dates are of the last run; auditor, dates and result are yours.",
    )
    .owned_by(Owner::Assessment);
    for stage in &programme.stages {
        let standards: Vec<&str> = stage.of.iter().map(|standard| standard.number()).collect();
        let whence = if stage.assumed { "by the plan" } else { "as set" };
        let which = if stage.last > stage.date { ", the earlier day" } else { "" };
        list = list.document_line(
            &format!("Stage 2, {} ({whence}{which})", standards.join(" + ")),
            Cell::new(Value::Date(stage.date), Style::new(Form::Date, Tone::LastRun)),
        );
    }
    list = list
    .document_line("Auditor days before stage 2", Cell::new(days_before(contents), derived(Form::Number)))
    .document_line(
        "Auditor days a year after it",
        Cell::new(days_a_year(contents), derived(Form::Number)),
    )
    .document_line("Audits overdue", Cell::new(count(contents, STATE, OVERDUE), derived(Form::Integer)))
    .document_line(
        "Audits led by an owner",
        Cell::new(count(contents, INDEPENDENCE, OWN_WORK), derived(Form::Integer)),
    )
    .note("Criteria of every audit: the requirements named in its row, both Statements of Applicability, and the organisation's own rules under Audited against. Before stage 2 the justification of every excluded control is read; Exclusions to confirm are looked at on site: of each standard a share before its stage 2, in the cycle those that are left (judgement).")
    .columns(columns())
    .frozen_columns(2);
    for audit in &programme.audits {
        if let Some(unit) = programme.unit(audit) {
            list.push(row(contents, audit, unit));
        }
    }
    list.build(contents.model.as_of)
}

fn columns() -> Vec<ListColumn> {
    let text = |heading: &str, width| ListColumn::new(heading, width, Form::Wrapped).last_run();
    let judged = |heading: &str, width| ListColumn::new(heading, width, Form::Wrapped).judgement();
    let date = |heading: &str, help: &str| {
        ListColumn::new(heading, 12, Form::Date).editable().allowed(Allowed::Date).help(help)
    };
    let grades = FindingGrade::ALL.map(|grade| grade.words().to_owned()).to_vec();
    vec![
        text(UNIT, 40),
        text("When", 13),
        text("What of it", 13),
        text(SCOPE_27001, 20),
        text(SCOPE_42001, 18),
        text("Why in this place", 38),
        judged("Methods", 18),
        judged("Competence", 12),
        ListColumn::new(AUDITOR_DAYS, 9, Form::Number).judgement(),
        ListColumn::new(SUGGESTED, 12, Form::Date).last_run(),
        text(OWNERS, 22),
        ListColumn::new(LEAD_AUDITOR, 18, Form::Wrapped)
            .editable()
            .allowed(Allowed::Anything)
            .help("One name. Whoever owns a requirement of the unit must not lead its audit (clause 9.2.2)."),
        date(PLANNED_DATE, "The date that was agreed. The suggested date does not move with it."),
        date(DONE_ON, "When the audit was done."),
        ListColumn::new(RESULT, 16, Form::Wrapped)
            .editable()
            .allowed(Allowed::Suggestions(grades))
            .help("The gravest grade that the auditor gave; findings themselves belong into a register of audit findings."),
        ListColumn::new(STATE, 12, Form::Word)
            .calculated(state_expression())
            .mark(DONE, Mark::Good)
            .mark(OVERDUE, Mark::Bad)
            .mark(TO_PLAN, Mark::Quiet),
        ListColumn::new(INDEPENDENCE, 13, Form::Word)
            .calculated(independence_expression())
            .mark(INDEPENDENT, Mark::Good)
            .mark(OWN_WORK, Mark::Bad),
        ListColumn::new(REMARK, 28, Form::Wrapped).editable().screen_only(),
        judged("Evidence to ask for", 140).screen_only(),
        judged("Audited against", 50).screen_only(),
        text("Exclusions to confirm", 50).screen_only(),
        ListColumn::new("Place in the order", 8, Form::Integer).last_run().screen_only(),
        ListColumn::new(ROUND, 9, Form::Integer).last_run().screen_only(),
        ListColumn::new(KEY, 34, Form::Identifier).last_run().screen_only(),
    ]
}

/// Done, overdue or still to come, by the planned date or else the suggested one.
fn state_expression() -> String {
    let here = |heading: &str| this_row(AUDITS_TABLE, heading);
    let (planned, done) = (here(PLANNED_DATE), here(DONE_ON));
    format!(
        "IF({is_done},{},IF(IF({is_planned},{planned},{})<{AS_OF},{},IF({is_planned},{},{})))",
        words(DONE),
        here(SUGGESTED),
        words(OVERDUE),
        words(PLANNED),
        words(TO_PLAN),
        is_done = is_day(&done),
        is_planned = is_day(&planned),
    )
}

fn state(contents: &Contents<'_>, audit: &Audit) -> &'static str {
    let day = |heading: &str| {
        contents.model.note(AUDITS_TABLE, &audit.key, heading).and_then(Entry::day).and_then(serial_day)
    };
    match (day(DONE_ON), day(PLANNED_DATE)) {
        (Some(_), _) => DONE,
        (None, planned) if planned.or(serial_day(audit.date)) < serial_day(contents.model.as_of) => OVERDUE,
        (None, Some(_)) => PLANNED,
        (None, None) => TO_PLAN,
    }
}

/// Whether the lead auditor is one of the owners; blank where none is named.
fn independence_expression() -> String {
    let auditor = format!("LOWER(TRIM({}))", this_row(AUDITS_TABLE, LEAD_AUDITOR));
    let owners = format!("LOWER({})", this_row(AUDITS_TABLE, OWNERS));
    format!(
        "IF({auditor}=\"\",\"\",IF({}=1,{},{}))",
        stands_in(&auditor, &owners),
        words(OWN_WORK),
        words(INDEPENDENT)
    )
}

fn independence(contents: &Contents<'_>, audit: &Audit, unit: &AuditedUnit) -> &'static str {
    let noted = contents.model.note(AUDITS_TABLE, &audit.key, LEAD_AUDITOR);
    let auditor = noted.map(|entry| single_spaced(&entry.to_string()).to_lowercase()).unwrap_or_default();
    let owners = unit.owners.join(BETWEEN).to_lowercase();
    match auditor.as_str() {
        "" => "",
        auditor if format!("{BETWEEN}{owners};").contains(&format!("{BETWEEN}{auditor};")) => OWN_WORK,
        _ => INDEPENDENT,
    }
}

/// How many audits have a word in a calculated column.
fn count(contents: &Contents<'_>, heading: &str, word: &str) -> Value {
    let programme = &contents.assessment.audit_programme;
    let counted = programme.audits.iter().filter(|audit| match heading {
        STATE => state(contents, audit) == word,
        _ => programme.unit(audit).is_some_and(|unit| independence(contents, audit, unit) == word),
    });
    let expression = format!("COUNTIF({},{})", column(AUDITS_TABLE, heading), words(word));
    Value::formula(expression, counted.count() as f64)
}

fn days_before(contents: &Contents<'_>) -> Value {
    let audits = contents.assessment.audit_programme.audits.iter();
    let days: f64 = audits.filter(|audit| audit.round.year() == 0).map(|audit| audit.days).sum();
    Value::formula(
        format!("SUMIF({},0,{})", column(AUDITS_TABLE, ROUND), column(AUDITS_TABLE, AUDITOR_DAYS)),
        days,
    )
}

fn days_a_year(contents: &Contents<'_>) -> Value {
    let programme = &contents.assessment.audit_programme;
    let after = programme.audits.iter().filter(|audit| audit.round.year() > 0);
    let days: f64 = after.map(|audit| audit.days).sum();
    let years = programme.cycle_years;
    let sum = format!("SUMIF({},\">0\",{})", column(AUDITS_TABLE, ROUND), column(AUDITS_TABLE, AUDITOR_DAYS));
    Value::formula(format!("ROUND({sum}/{years},1)"), (days / f64::from(years) * 10.0).round() / 10.0)
}

fn row(contents: &Contents<'_>, audit: &Audit, audited: &AuditedUnit) -> Vec<Cell> {
    let unit = contents.catalogue.audit_units().iter().find(|unit| unit.key == audited.key);
    let of_unit = |what: fn(&AuditUnit) -> String| unit.map_or(Value::Blank, |unit| Value::text(what(unit)));
    let note = |heading: &str| {
        Cell::from(contents.model.note(AUDITS_TABLE, &audit.key, heading).map_or(Value::Blank, Value::entry))
    };
    vec![
        of_unit(|unit| unit.title.clone()).into(),
        Value::text(when(audit)).into(),
        Value::text(audit.round.words()).into(),
        Value::text(numbers(&audit.requirements, Standard::Iso27001)).into(),
        Value::text(numbers(&audit.requirements, Standard::Iso42001)).into(),
        Value::text(&audited.because).into(),
        of_unit(|unit| unit.methods.iter().map(|method| method.words()).collect::<Vec<_>>().join(", "))
            .into(),
        of_unit(|unit| unit.competence.words().to_owned()).into(),
        Value::number(audit.days).into(),
        Value::Date(audit.date).into(),
        Value::text(audited.owners.join(BETWEEN)).into(),
        note(LEAD_AUDITOR),
        note(PLANNED_DATE),
        note(DONE_ON),
        note(RESULT),
        Value::text(state(contents, audit)).into(),
        Value::text(independence(contents, audit, audited)).into(),
        note(REMARK),
        Value::text(evidence(contents, audit)).into(),
        of_unit(|unit| unit.criteria.clone()).into(),
        Value::text(exclusions(audit)).into(),
        Value::count(audit.unit + 1).into(),
        Value::number(f64::from(audit.round.year())).into(),
        Value::text(&audit.key).into(),
    ]
}

/// `Before stage 2`, `Before stage 2 of 42001`, `Year 2, quarter 3`.
fn when(audit: &Audit) -> String {
    match (audit.quarter, audit.round) {
        (Some(quarter), _) => format!("Year {}, quarter {quarter}", audit.round.year()),
        (None, AuditRound::BeforeStage2(Some(standard))) => {
            format!("Before stage 2 of {}", standard.number())
        }
        (None, _) => "Before stage 2".to_owned(),
    }
}

/// The numbers of the requirements of one standard.
fn numbers(requirements: &[RequirementId], standard: Standard) -> String {
    let of_standard = requirements.iter().filter(|id| id.standard() == standard);
    of_standard.map(|id| id.number()).collect::<Vec<_>>().join(BETWEEN)
}

/// What an auditor asks for, requirement by requirement.
fn evidence(contents: &Contents<'_>, audit: &Audit) -> String {
    let mut asked = String::new();
    for id in &audit.requirements {
        let Some(requirement) = contents.catalogue.requirement(*id) else { continue };
        let between = if asked.is_empty() { "" } else { BETWEEN };
        let _ = write!(asked, "{between}{id} {}", requirement.typical_evidence);
    }
    asked
}

/// The exclusions that are confirmed on site, each with why.
fn exclusions(audit: &Audit) -> String {
    let each = audit.exclusions.iter().map(|excluded| format!("{} ({})", excluded.id, excluded.because));
    each.collect::<Vec<_>>().join(BETWEEN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::CellKey;
    use crate::report::testing::{Example, cell_under, lines};

    #[test]
    fn the_row_of_an_audit_names_both_scopes_and_what_is_noted_beside_it() {
        let mut example = Example::sample();
        let statement = example.model.statements.get_mut(&"27001:A.8.13".parse().unwrap()).unwrap();
        let place = example.model.risks[0].location.clone();
        statement.owner = Some(crate::provenance::Traced::new("Joost Akkerveld".to_owned(), place));
        example.assessment = crate::assess::assess(&example.model, example.contents().catalogue);
        let programme = &example.assessment.audit_programme;
        let first = programme.audits[0].key.clone();
        assert!(first.starts_with("continuity-and-backup"), "the risk above appetite names backup: {first}");
        for (heading, entry) in
            [(LEAD_AUDITOR, Entry::text(" joost  Akkerveld")), (DONE_ON, Entry::Date(example.model.as_of))]
        {
            example.model.notes.insert(CellKey::new(AUDITS_TABLE, &first, heading), entry);
        }
        let sheet = build_audit_programme(&example.contents());
        let under = |heading: &str| cell_under(&sheet, 0, heading);
        assert_eq!(under(SCOPE_27001), "\"A.5.29; A.5.30; A.8.13; A.8.14\"");
        assert_eq!(under(SCOPE_42001), "-");
        assert_eq!(under(OWNERS), "\"Joost Akkerveld\"");
        assert!(under(INDEPENDENCE).ends_with("-> \"Owns the work\""), "{}", under(INDEPENDENCE));
        assert!(under(STATE).ends_with("-> \"Done\""), "{}", under(STATE));
        assert!(lines(&sheet).contains("27001:4.1 Context analysis"));
        let second = |heading: &str| cell_under(&sheet, 1, heading);
        assert!(second(INDEPENDENCE).ends_with("-> \"\""));
        assert!(second(STATE).ends_with("-> \"To be planned\""));
    }
}
