//! The settings: single values, each a named cell, with what it does and what a change of it does.

use chrono::NaiveDate;

use super::table::{NAME_IN_FORMULAS, allow, input, put_section, put_table};
use crate::model::{Approach, Parameters, PlannedStandards, StartingPoint};
use crate::record::names::{SETTINGS, VALUE};
use crate::record::settings::{
    APPETITE_AI, APPETITE_INFORMATION_SECURITY, AS_OF, AUDIT_CYCLE, AUDIT_DAYS_FACTOR, AUDIT_EXCLUSIONS,
    AUDIT_WEIGHT_FINDINGS, AUDIT_WEIGHT_GAPS, AUDIT_WEIGHT_RISK, BY_STARTING_POINT, CAPACITY,
    COORDINATION_LEAST, COORDINATION_MOST, COORDINATION_OVERHEAD, DAY_RATE, DISAGREEMENT, EVIDENCE_MAX_AGE,
    MATURITY_TOP, MOST_ON_ONE_ACTION, MOST_WEEKS_BETWEEN_STAGES, NumberSetting, PLAN_FOLLOWED, ROADMAP_START,
    STAGE_2, STANDARDS_PLANNED, STARTING_POINT, SUGGESTION_SCORE, URGENCY_HORIZON, WEEKS_BETWEEN_STAGES,
    WEIGHT_COVERAGE, WEIGHT_RISK, WEIGHT_URGENCY,
};
use crate::report::cell::{Cell, Form, Tone, Value};
use crate::report::sheet::{Allowed, Area, Sheet};

/// A setting: its name in formulas, its label, its value and what it does.
struct Setting {
    name: &'static str,
    label: &'static str,
    value: Value,
    form: Form,
    allowed: Allowed,
    unit: &'static str,
    meaning: &'static str,
    change: &'static str,
}

/// The words by which the plan is chosen.
const PLANS_FOLLOWED: [&str; 3] = [BY_STARTING_POINT, "simultaneous", "sequential"];

/// Figures of other sheets are formulas over the setting.
pub(super) const AT_ONCE: &str = "follows at once";
/// Nothing on other sheets is a formula over the setting.
const LAST_RUN: &str = "of the last run: a change moves nothing";

fn allowed(setting: NumberSetting) -> Allowed {
    Allowed::Number { least: setting.least, most: setting.most }
}

fn number(
    setting: NumberSetting,
    label: &'static str,
    value: f64,
    unit: &'static str,
    meaning: &'static str,
    change: &'static str,
) -> Setting {
    let (name, allowed) = (setting.name, allowed(setting));
    Setting { name, label, value: Value::number(value), form: Form::Number, allowed, unit, meaning, change }
}

/// The settings of the internal audit programme.
fn audit_settings(p: &Parameters) -> Vec<Setting> {
    vec![
        Setting {
            name: STAGE_2,
            label: "Stage 2 audit",
            value: Value::optional_date(p.stage_2),
            form: Form::Date,
            allowed: Allowed::Date,
            unit: "date",
            meaning: "For each standard for which Certification names no day to come. Every requirement is audited before it, and the years of the programme count from it. Blank: when the plan is ready for it.",
            change: LAST_RUN,
        },
        number(
            AUDIT_CYCLE,
            "Audit cycle",
            p.audit_cycle_years,
            "whole years",
            "Every control is audited once in it after stage 2; clauses are audited every year.",
            LAST_RUN,
        ),
        number(
            AUDIT_EXCLUSIONS,
            "Exclusions that audits confirm",
            p.audit_exclusion_share,
            "0 to 1",
            "Share of the excluded controls of each standard whose exclusion is confirmed on site before stage 2, one at least; the others follow in the cycle, each before one is looked at again. 0: none.",
            LAST_RUN,
        ),
        number(
            AUDIT_WEIGHT_RISK,
            "Order of audits: weight of risk",
            p.audit_weight_risk,
            "0 to 1",
            "How much exposure above appetite counts in the order of the units.",
            LAST_RUN,
        ),
        number(
            AUDIT_WEIGHT_GAPS,
            "Order of audits: weight of gaps",
            p.audit_weight_gaps,
            "0 to 1",
            "How much what is not fully met counts in the order of the units.",
            LAST_RUN,
        ),
        number(
            AUDIT_WEIGHT_FINDINGS,
            "Order of audits: weight of findings",
            p.audit_weight_findings,
            "0 to 1",
            "How much what audits found counts in the order of the units.",
            LAST_RUN,
        ),
        number(
            AUDIT_DAYS_FACTOR,
            "Auditor days, factor",
            p.audit_days_factor,
            "factor",
            "Multiplies the auditor days of all units, which are for 50 to 500 people and up to 10 AI systems.",
            LAST_RUN,
        ),
    ]
}

fn settings(parameters: &Parameters, as_of: NaiveDate) -> Vec<Setting> {
    let mut settings = assessment_settings(parameters, as_of);
    settings.extend(audit_settings(parameters));
    settings
}

fn assessment_settings(parameters: &Parameters, as_of: NaiveDate) -> Vec<Setting> {
    let p = parameters;
    vec![
        Setting {
            name: AS_OF,
            label: "Assessment date",
            value: Value::Date(as_of),
            form: Form::Date,
            allowed: Allowed::Date,
            unit: "date",
            meaning: "Urgency and the age of evidence count from it.",
            change: "urgency follows at once; findings are of the last run",
        },
        number(
            MATURITY_TOP,
            "Top of the maturity scale",
            p.maturity_top,
            "level",
            "Where a register shows no top of its own; a maturity counts as its share of the target or of this.",
            AT_ONCE,
        ),
        number(
            DISAGREEMENT,
            "Status and maturity disagree above",
            p.disagreement,
            "0 to 1",
            "Difference between the level of the status and the share of maturity that becomes a finding.",
            LAST_RUN,
        ),
        number(
            WEIGHT_RISK,
            "Weight of risk (α)",
            p.weight_risk,
            "0 to 1",
            "How much exposure above appetite counts in the priority of a gap.",
            AT_ONCE,
        ),
        number(
            WEIGHT_COVERAGE,
            "Weight of coverage gained (β)",
            p.weight_coverage,
            "0 to 1",
            "How much the coverage that closing a gap adds, in both standards, counts in its priority.",
            AT_ONCE,
        ),
        number(
            WEIGHT_URGENCY,
            "Weight of urgency (γ)",
            p.weight_urgency,
            "0 to 1",
            "How much a due date counts in the priority of a gap.",
            AT_ONCE,
        ),
        number(
            URGENCY_HORIZON,
            "Urgency starts before the due date",
            p.urgency_horizon_days,
            "days",
            "Urgency is 1 when overdue and falls to 0 at this distance.",
            AT_ONCE,
        ),
        number(
            APPETITE_INFORMATION_SECURITY,
            "Risk appetite, information security",
            p.appetite_information_security,
            "score 1 to 25",
            "Highest score (likelihood × impact) that is accepted without further treatment.",
            "risks, exposure and priority follow at once",
        ),
        number(
            APPETITE_AI,
            "Risk appetite, AI",
            p.appetite_ai,
            "score 1 to 25",
            "The same for AI risks; for a risk of both domains the lower of the two applies.",
            "risks, exposure and priority follow at once",
        ),
        number(
            EVIDENCE_MAX_AGE,
            "Evidence counts as old after",
            p.evidence_max_age_days,
            "days",
            "Older evidence is a finding.",
            LAST_RUN,
        ),
        Setting {
            name: SUGGESTION_SCORE.name,
            label: "Suggestions count from a score of",
            value: Value::optional_number(p.suggestion_score),
            form: Form::Number,
            allowed: allowed(SUGGESTION_SCORE),
            unit: "0 to 1",
            meaning: "Blank: a requirement that is suggested for a question counts only where it is confirmed on Answers.",
            change: LAST_RUN,
        },
    ]
}

/// The settings of the plans.
fn plan_settings(p: &Parameters) -> Vec<Setting> {
    vec![
        Setting {
            name: ROADMAP_START,
            label: "Start of the roadmap",
            value: Value::optional_date(p.start),
            form: Form::Date,
            allowed: Allowed::Date,
            unit: "date",
            meaning: "Blank: the assessment date.",
            change: LAST_RUN,
        },
        Setting {
            name: STARTING_POINT,
            label: "Starting point",
            value: Value::text(p.starting_point.name()),
            form: Form::Text,
            allowed: Allowed::Words(
                [StartingPoint::Nothing, StartingPoint::Iso27001Running, StartingPoint::Iso27001Certified]
                    .map(|point| point.name().to_owned())
                    .to_vec(),
            ),
            unit: "word",
            meaning: "Where a 27001 system runs already, the efforts for 42001 are smaller, and what 27001 asks and nothing is known of is one action that confirms it.",
            change: "priorities follow at once; the plan is of the last run",
        },
        Setting {
            name: STANDARDS_PLANNED,
            label: "Standards to plan for",
            value: Value::text(p.planned_standards.name()),
            form: Form::Text,
            allowed: Allowed::Words(PlannedStandards::ALL.map(|one| one.name().to_owned()).to_vec()),
            unit: "word",
            meaning: "Actions, phases, milestones and savings are those of the standards that are planned for. Both stay assessed and audited.",
            change: LAST_RUN,
        },
        Setting {
            name: PLAN_FOLLOWED,
            label: "Plan that the roadmap follows",
            value: Value::text(p.chosen_approach.map_or(BY_STARTING_POINT, Approach::name)),
            form: Form::Text,
            allowed: Allowed::Words(PLANS_FOLLOWED.map(str::to_owned).to_vec()),
            unit: "word",
            meaning: "By starting point: simultaneous, or sequential where a 27001 system runs already. Plans shows both.",
            change: LAST_RUN,
        },
        number(
            CAPACITY,
            "Capacity",
            p.capacity_days_per_week,
            "person-days a week",
            "What the organisation can spend on the roadmap; 5 is our assumption where nothing else was given.",
            "Roadmap shows it; dates are of the last run",
        ),
        number(
            MOST_ON_ONE_ACTION,
            "Most of it on one action",
            p.most_days_per_action,
            "person-days a week",
            "More people than this do not make one action shorter: 5 is one person full-time.",
            LAST_RUN,
        ),
        number(
            COORDINATION_OVERHEAD,
            "Coordination of what serves both standards",
            p.coordination_overhead,
            "share of the effort",
            "What an action for both standards costs in addition in the simultaneous plan. As planned with.",
            "Plans and Roadmap follow at once; dates are of the last run",
        ),
        number(
            COORDINATION_LEAST,
            "Coordination, least",
            p.coordination_least,
            "share of the effort",
            "The least that it may turn out to be, for the range of what integrating saves.",
            "Plans follows at once",
        ),
        number(
            COORDINATION_MOST,
            "Coordination, most",
            p.coordination_most,
            "share of the effort",
            "The most that it may turn out to be, for the range of what integrating saves.",
            "Plans follows at once",
        ),
        number(
            WEEKS_BETWEEN_STAGES,
            "Weeks from stage 1 to stage 2, at least",
            p.weeks_between_stages,
            "weeks",
            "Time to mend what the stage 1 audit finds; the certification body sets the dates.",
            LAST_RUN,
        ),
        number(
            MOST_WEEKS_BETWEEN_STAGES,
            "Weeks from stage 1 to stage 2, at most",
            p.most_weeks_between_stages,
            "weeks",
            "Where stage 2 comes later, stage 1 is put off: what it looked at would have changed. Judgement; the certification body says how long it accepts.",
            LAST_RUN,
        ),
        Setting {
            name: DAY_RATE.name,
            label: "Day rate",
            value: Value::optional_number(p.day_rate),
            form: Form::Number,
            allowed: allowed(DAY_RATE),
            unit: "your currency",
            meaning: "What a person-day costs; blank: Plans shows no money.",
            change: "Plans follows at once",
        },
    ]
}

/// Puts the settings.
pub fn put_settings(sheet: &mut Sheet, row: u32, parameters: &Parameters, as_of: NaiveDate) -> u32 {
    put_section(sheet, row, "Settings");
    let mut rows = Vec::new();
    let settings = settings(parameters, as_of).into_iter().chain(plan_settings(parameters));
    for (row, setting) in (row + 2..).zip(settings) {
        sheet.name_cell(setting.name, row, 1);
        allow(sheet, Area::new(row, 1, row, 1), setting.allowed);
        rows.push(vec![
            Cell::text(setting.label, Form::Text),
            input(setting.value, setting.form),
            Cell::text(setting.unit, Form::Text),
            Cell::text(setting.meaning, Form::Wrapped),
            Cell::text(setting.change, Form::Wrapped),
            Cell::text(setting.name, Form::Text),
        ]);
    }
    let headings = [
        ("Setting", Tone::Plain),
        (VALUE, Tone::Editable),
        ("Unit", Tone::Plain),
        ("What it does", Tone::Plain),
        ("What a change does", Tone::Plain),
        (NAME_IN_FORMULAS, Tone::Plain),
    ];
    put_table(sheet, row + 1, SETTINGS, &headings, rows)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::report::testing::Example;

    /// The texts of all formulas of the sheets.
    fn formulas(sheets: &[Sheet]) -> String {
        let cells = sheets.iter().flat_map(|sheet| sheet.cells().map(|(_, cell)| &cell.value));
        let expressions = cells.filter_map(|value| match value {
            Value::Formula(formula) => Some(formula.expression.as_ref()),
            _ => None,
        });
        expressions.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn what_is_said_to_follow_a_setting_is_a_formula_over_it_and_nothing_else_is() {
        let example = Example::sample();
        let contents = example.contents();
        let formulas = formulas(&crate::report::build_sheets(&contents));
        let parameters = &contents.model.parameters;
        for setting in settings(parameters, contents.model.as_of).into_iter().chain(plan_settings(parameters))
        {
            let said = setting.change != LAST_RUN;
            assert_eq!(formulas.contains(setting.name), said, "{}: {}", setting.name, setting.change);
        }
    }
}
