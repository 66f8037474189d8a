//! What the organisation chooses with yes or no: the fields that governance needs of an AI system, and what calls for an
//! impact assessment.

use super::settings::AT_ONCE;
use super::table::{NAME_IN_FORMULAS, allow, input, put_section, put_table};
use crate::declaration::Register;
use crate::model::{ImpactTrigger, Parameters, YesNo};
use crate::record::names::{CALLS_FOR_ONE, REQUIRED, REQUIRED_FIELDS, TRIGGERS};
use crate::record::settings::{REQUIRED_OF_AI_SYSTEMS, trigger_setting};
use crate::report::Contents;
use crate::report::cell::{Cell, Form, Tone, Value};
use crate::report::sheet::{Allowed, Area, Sheet};

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

/// Puts the fields that governance needs of each AI system.
pub fn put_required(sheet: &mut Sheet, row: u32, contents: &Contents<'_>) -> u32 {
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

/// Puts what calls for an impact assessment.
pub fn put_triggers(sheet: &mut Sheet, row: u32, parameters: &Parameters) -> u32 {
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
