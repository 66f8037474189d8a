//! Parameters: the settings of the assessment, each a named cell that the formulas read.

use chrono::NaiveDate;

use super::Contents;
use super::cell::{Cell, Form, Style, Tone, Value};
use super::column_meanings::{COLUMN_MEANINGS, described};
use super::list_sheet::put_title;
use super::names::parameters::{
    STATUS_OF_LEVEL, effort_days, effort_days_least, effort_days_most, effort_divisor,
};
use super::sheet::{Allowed, Area, Kept, Sheet, TabRole, Table, TableColumn, Validation};
use crate::declaration::Register;
use crate::model::{Approach, ImpactTrigger, ImplementationStatus, Parameters, StartingPoint, YesNo};
use crate::provenance::CellPlace;
use crate::record::Owner;
use crate::record::names::{
    BAND, BANDS, CALLS_FOR_ONE, DATE, DIVISOR, EFFORTS, HIGHEST_SCORE, HOLIDAYS, IMPACT_WORDS, LAST_DAY,
    LEVEL, LEVELS, PERSON_DAYS, PERSON_DAYS_LEAST, PERSON_DAYS_MOST, REQUIRED, REQUIRED_FIELDS, SETTINGS,
    SPEAKS_FOR, TRIGGERS, VALUE, WORD,
};
use crate::record::settings::{
    APPETITE_AI, APPETITE_INFORMATION_SECURITY, AS_OF, AUDIT_CYCLE, AUDIT_DAYS_FACTOR, AUDIT_EXCLUSIONS,
    AUDIT_WEIGHT_FINDINGS, AUDIT_WEIGHT_GAPS, AUDIT_WEIGHT_RISK, BY_STARTING_POINT, CAPACITY,
    COORDINATION_LEAST, COORDINATION_MOST, COORDINATION_OVERHEAD, DAY_RATE, DISAGREEMENT, EVIDENCE_MAX_AGE,
    MATURITY_TOP, MOST_ON_ONE_ACTION, NumberSetting, PLAN_FOLLOWED, REQUIRED_OF_AI_SYSTEMS, ROADMAP_START,
    STAGE_2, STARTING_POINT, SUGGESTION_SCORE, URGENCY_HORIZON, WEEKS_BETWEEN_STAGES, WEIGHT_COVERAGE,
    WEIGHT_RISK, WEIGHT_URGENCY, trigger_setting,
};
use crate::standards::Effort;

/// The sheet's name.
pub const PARAMETERS: &str = "Parameters";

/// The heading of the settings' names.
const NAME_IN_FORMULAS: &str = "Name in formulas";

/// Builds the sheet of parameters.
pub fn build_parameters(contents: &Contents<'_>) -> Sheet {
    let mut sheet = Sheet::new(
        PARAMETERS,
        TabRole::Settings,
        "Every value here is judgement. What follows a change at once and what is of the last run stands beside it.",
    );
    let parameters = &contents.model.parameters;
    put_title(&mut sheet, PARAMETERS, contents.model.as_of);
    sheet.column_widths = vec![36.0, 16.0, 20.0, 74.0, 46.0, 32.0];
    let mut row = put_legend(&mut sheet, 4);
    row = put_levels(&mut sheet, row, parameters);
    row = put_settings(&mut sheet, row, parameters, contents.model.as_of);
    row = put_efforts(&mut sheet, row, parameters);
    row = put_bands(&mut sheet, row, parameters);
    row = put_required(&mut sheet, row, contents);
    row = put_triggers(&mut sheet, row, parameters);
    // Both grow: nothing stands below them.
    put_days_off(&mut sheet, row, parameters);
    put_impact_words(&mut sheet, row, parameters);
    sheet.print.on_one_page = true;
    sheet
}

/// What the colours of the cells mean; the words above the columns of each list say the same.
fn put_legend(sheet: &mut Sheet, row: u32) -> u32 {
    put_section(sheet, row, "What the columns of the sheets are");
    let meanings = [
        (
            Tone::Editable,
            "edit",
            "Yours to change: the formulas recalculate, and the next run of annexa on this workbook keeps it.",
        ),
        (Tone::Derived, "calculated", "A formula: follows at once when an editable cell changes."),
        (
            Tone::LastRun,
            "last run",
            "Written by the run that made this workbook; it does not follow changes in it.",
        ),
        (Tone::Judgement, "judgement", "Our judgement, not a fact and not taken from a standard."),
        (Tone::Plain, "", "The catalogue of the standards."),
    ];
    for (row, (tone, word, meaning)) in (row + 1..).zip(meanings) {
        sheet.put(
            row,
            0,
            Cell::text(if word.is_empty() { "(no word)" } else { word }, Style::new(Form::Text, tone)),
        );
        sheet.put(row, 1, Cell::text(meaning, Form::Remark));
    }
    let more = format!("What each column of each list means stands on the sheet {COLUMN_MEANINGS}.");
    sheet.put(row + 6, 0, Cell::text(more, Form::Remark));
    row + 8
}

fn put_section(sheet: &mut Sheet, row: u32, title: &str) {
    sheet.put(row, 0, Cell::text(title, Form::Section));
    for column in 1..6 {
        sheet.put(row, column, Cell::new(Value::Blank, Form::Section));
    }
    sheet.row_heights.insert(row, 20.0);
}

/// Puts a table below a row of headings and returns the first row after it, with one row of room.
fn put_table(
    sheet: &mut Sheet,
    row: u32,
    name: &str,
    headings: &[(&str, Tone)],
    rows: Vec<Vec<Cell>>,
) -> u32 {
    put_table_at(sheet, CellPlace::new(row, 0), name, headings, rows)
}

/// As [`put_table`], from a cell on.
fn put_table_at(
    sheet: &mut Sheet,
    first: CellPlace,
    name: &str,
    headings: &[(&str, Tone)],
    rows: Vec<Vec<Cell>>,
) -> u32 {
    let row = first.row;
    for (column, (heading, tone)) in (first.column..).zip(headings) {
        let figures = column > first.column && *tone == Tone::Editable;
        let form = if figures { Form::FigureHeading } else { Form::Heading };
        sheet.put(row, column, Cell::text(*heading, Style::new(form, *tone)));
    }
    sheet.row_heights.insert(row, 20.0);
    let count = u32::try_from(rows.len()).unwrap_or_default();
    for (row, cells) in (row + 1..).zip(rows) {
        sheet.put_row(row, first.column, cells);
    }
    let columns = headings
        .iter()
        .map(|(heading, tone)| {
            let (meaning, rule) = described(name, heading, *tone);
            let editable = *tone == Tone::Editable;
            TableColumn { editable, meaning, rule, tone: *tone, ..TableColumn::new(heading) }
        })
        .collect();
    let last_column = first.column + u32::try_from(headings.len()).unwrap_or_default().saturating_sub(1);
    sheet.tables.push(Table {
        name: name.to_owned(),
        area: Area::new(row, first.column, row + count, last_column),
        columns,
        kept: Some(Kept { key_column: key_column(headings), owner: Owner::Workbook }),
    });
    row + count + 2
}

/// The column by which a row is known again: the names of the settings, or else the first.
fn key_column(headings: &[(&str, Tone)]) -> u32 {
    let named = (0u32..).zip(headings).find(|(_, (heading, _))| *heading == NAME_IN_FORMULAS);
    named.map_or(0, |(column, _)| column)
}

fn input(value: Value, form: Form) -> Cell {
    Cell::new(value, Style::new(form, Tone::Editable))
}

fn allow(sheet: &mut Sheet, area: Area, allowed: Allowed) {
    let message = allowed.words();
    sheet.validations.push(Validation { area, allowed, message });
}

fn put_levels(sheet: &mut Sheet, row: u32, parameters: &Parameters) -> u32 {
    put_section(sheet, row, "Level of each status · follows at once");
    let rows: Vec<Vec<Cell>> = ImplementationStatus::ALL
        .iter()
        .rev()
        .map(|status| {
            vec![
                Cell::text(status.words(), Form::Text),
                input(Value::number(parameters.level(*status)), Form::Number),
            ]
        })
        .collect();
    allow(sheet, Area::new(row + 2, 1, row + 6, 1), Allowed::Number { least: 0.0, most: 1.0 });
    put_table(sheet, row + 1, LEVELS, &[(STATUS_OF_LEVEL, Tone::Plain), (LEVEL, Tone::Editable)], rows)
}

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
pub(super) const PLANS_FOLLOWED: [&str; 3] = [BY_STARTING_POINT, "simultaneous", "sequential"];

/// Figures of other sheets are formulas over the setting.
const AT_ONCE: &str = "follows at once";
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
            meaning: "The programme audits every requirement before it and counts its years from it. Blank: the earlier day set on Certification, else the day by which the plan is ready.",
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
            "Share of the excluded controls of each round whose exclusion is confirmed on site.",
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

fn put_settings(sheet: &mut Sheet, row: u32, parameters: &Parameters, as_of: NaiveDate) -> u32 {
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

fn put_efforts(sheet: &mut Sheet, row: u32, parameters: &Parameters) -> u32 {
    put_section(sheet, row, "Effort of a piece of work · figures follow at once, dates are of the last run");
    let mut rows = Vec::new();
    let p = parameters;
    let columns = [
        (effort_divisor as fn(Effort) -> String, p.effort_divisors),
        (effort_days, p.effort_days),
        (effort_days_least, p.effort_days_least),
        (effort_days_most, p.effort_days_most),
    ];
    for (row, effort) in (row + 2..).zip(Effort::ALL) {
        let mut cells = vec![Cell::text(effort.letter(), Form::Text)];
        for (column, (name, numbers)) in (1..).zip(columns) {
            sheet.name_cell(name(effort), row, column);
            cells.push(input(Value::number(numbers.of(effort)), Form::Number));
        }
        rows.push(cells);
    }
    allow(sheet, Area::new(row + 2, 1, row + 4, 4), Allowed::Number { least: 0.01, most: 10_000.0 });
    let headings = [
        ("Effort", Tone::Plain),
        (DIVISOR, Tone::Editable),
        (PERSON_DAYS, Tone::Editable),
        (PERSON_DAYS_LEAST, Tone::Editable),
        (PERSON_DAYS_MOST, Tone::Editable),
    ];
    put_table(sheet, row + 1, EFFORTS, &headings, rows)
}

fn put_bands(sheet: &mut Sheet, row: u32, parameters: &Parameters) -> u32 {
    put_section(sheet, row, "Bands of the risk score · follow at once");
    let rows: Vec<Vec<Cell>> = parameters
        .risk_bands
        .iter()
        .map(|band| {
            vec![input(Value::text(&band.name), Form::Text), input(Value::number(band.top), Form::Number)]
        })
        .collect();
    let rows = if rows.is_empty() { vec![vec![input(Value::Blank, Form::Text)]] } else { rows };
    let headings = [(BAND, Tone::Editable), (HIGHEST_SCORE, Tone::Editable)];
    put_table(sheet, row + 1, BANDS, &headings, rows)
}

fn put_days_off(sheet: &mut Sheet, row: u32, parameters: &Parameters) {
    put_section(
        sheet,
        row,
        "Days without work beside weekends · single days, or the first and the last of several · of the last run",
    );
    let day = |date: Option<NaiveDate>| input(Value::optional_date(date), Form::Date);
    let mut rows: Vec<Vec<Cell>> = parameters
        .days_off
        .iter()
        .map(|off| vec![day(Some(off.first)), day((off.last != off.first).then_some(off.last))])
        .collect();
    if rows.is_empty() {
        rows.push(vec![day(None), day(None)]);
    }
    allow(sheet, Area::new(row + 2, 0, row + 60, 1), Allowed::Date);
    put_table(sheet, row + 1, HOLIDAYS, &[(DATE, Tone::Editable), (LAST_DAY, Tone::Editable)], rows);
}

/// Yes or no in an editable cell of a name of its own.
fn put_choices(
    sheet: &mut Sheet,
    row: u32,
    table: &str,
    headings: &[(&str, Tone); 6],
    choices: Vec<(&'static str, String, bool, String)>,
) -> u32 {
    let mut rows = Vec::new();
    for (row, (name, label, chosen, meaning)) in (row + 1..).zip(choices) {
        sheet.name_cell(name, row, 1);
        let words = [YesNo::Yes, YesNo::No].map(|answer| answer.word().to_owned());
        allow(sheet, Area::new(row, 1, row, 1), Allowed::Words(words.to_vec()));
        let word = if chosen { YesNo::Yes } else { YesNo::No };
        rows.push(vec![
            Cell::text(label, Form::Text),
            input(Value::text(word.word()), Form::Text),
            Cell::text("Yes or No", Form::Text),
            Cell::text(meaning, Form::Wrapped),
            Cell::text(AT_ONCE, Form::Wrapped),
            Cell::text(name, Form::Text),
        ]);
    }
    put_table(sheet, row, table, headings, rows)
}

/// The headings of a table of yes or no.
fn headings_of<'a>(what: &'a str, choice: &'a str) -> [(&'a str, Tone); 6] {
    [
        (what, Tone::Plain),
        (choice, Tone::Editable),
        ("Unit", Tone::Plain),
        ("What it is", Tone::Plain),
        ("What a change does", Tone::Plain),
        (NAME_IN_FORMULAS, Tone::Plain),
    ]
}

fn put_required(sheet: &mut Sheet, row: u32, contents: &Contents<'_>) -> u32 {
    put_section(sheet, row, "Fields that governance needs of each AI system · completeness follows at once");
    let required = &contents.model.parameters.required_of_ai_systems;
    let choices = REQUIRED_OF_AI_SYSTEMS.map(|(field, name)| {
        let column = contents.declarations.column(Register::AiSystems, field);
        let heading = contents.declarations.heading(Register::AiSystems, field);
        let meaning = column.map(|column| column.help.clone()).unwrap_or_default();
        (name, heading.to_owned(), required.contains(&field), meaning)
    });
    put_choices(sheet, row + 1, REQUIRED_FIELDS, &headings_of("Field", REQUIRED), choices.to_vec())
}

fn put_triggers(sheet: &mut Sheet, row: u32, parameters: &Parameters) -> u32 {
    put_section(
        sheet,
        row,
        "What calls for an AI system impact assessment · follows at once; findings are of the last run",
    );
    let choices = ImpactTrigger::ALL.map(|trigger| {
        let meaning = match trigger {
            ImpactTrigger::RightsOrOpportunities => {
                "Affects rights or opportunities, as the register says; where it does not, by the words below in name, purpose, description, category and people affected."
            }
            ImpactTrigger::PersonalData => "Personal data, as the register says.",
            ImpactTrigger::AutomatedDecision => "Automated decision-making, as the register says.",
            ImpactTrigger::HighRiskClass => "A risk class that means high, very high, high-risk or prohibited.",
            ImpactTrigger::VulnerableGroups => {
                "Vulnerable groups affected, as the register says; where it does not, by the words below among the people affected."
            }
        };
        let chosen = parameters.impact_triggers.contains(&trigger);
        (trigger_setting(trigger), trigger.words().to_owned(), chosen, meaning.to_owned())
    });
    put_choices(sheet, row + 1, TRIGGERS, &headings_of("Trigger", CALLS_FOR_ONE), choices.to_vec())
}

/// Rows of room for words that people add.
const ROOM_FOR_WORDS: u32 = 50;
/// The column in which they stand, beside the days without work.
const WORDS_COLUMN: u32 = 3;

fn put_impact_words(sheet: &mut Sheet, row: u32, parameters: &Parameters) {
    let title = "Words that speak for a trigger where the register does not answer it · follow at once";
    sheet.put(row, WORDS_COLUMN, Cell::text(title, Form::Section));
    let mut rows: Vec<Vec<Cell>> = parameters
        .impact_words
        .iter()
        .map(|word| {
            vec![
                input(Value::text(&word.word), Form::Text),
                input(Value::text(word.speaks_for.words()), Form::Text),
            ]
        })
        .collect();
    if rows.is_empty() {
        rows.push(vec![input(Value::Blank, Form::Text), input(Value::Blank, Form::Text)]);
    }
    let last = row + 1 + u32::try_from(rows.len()).unwrap_or_default() + ROOM_FOR_WORDS;
    let triggers = [ImpactTrigger::RightsOrOpportunities, ImpactTrigger::VulnerableGroups];
    let words = triggers.map(|trigger| trigger.words().to_owned()).to_vec();
    let beside = WORDS_COLUMN + 1;
    allow(sheet, Area::new(row + 2, beside, last, beside), Allowed::Words(words));
    let headings = [(WORD, Tone::Editable), (SPEAKS_FOR, Tone::Editable)];
    put_table_at(sheet, CellPlace::new(row + 1, WORDS_COLUMN), IMPACT_WORDS, &headings, rows);
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::report::sheet::Sheet;
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
