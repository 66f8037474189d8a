//! Questions: those that are answered worst come first.

use super::Compared;
use super::clients::where_keyed;
use crate::report::cell::{Form, Value};
use crate::report::expression::this_row;
use crate::report::list_sheet::{ListColumn, ListSheet};
use crate::report::names::KEY;
use crate::report::sheet::{Sheet, TabRole};
use crate::report::short_key::short_key;

/// The sheet's name.
const QUESTIONS: &str = "Questions";
/// The table's name.
pub const TABLE: &str = "Questions";
/// How many clients were asked.
pub const ASKED: &str = "Clients asked";
/// How many answered.
pub const ANSWERED: &str = "Clients that answered";

/// Most questions that are listed: nobody reads on.
const MOST_LISTED: usize = 1_000;

/// Builds the sheet.
pub fn build(compared: &Compared<'_>) -> Sheet {
    let questions = compared.portfolio.questions_worst_first();
    let mut says = if questions.is_empty() {
        "No questionnaire was read.".to_owned()
    } else {
        "Each question of the questionnaires with how well it was answered, the worst first; those that nobody answered come last."
            .to_owned()
    };
    if questions.len() > MOST_LISTED {
        says.push_str(&format!(" Only the first {MOST_LISTED} of {} are listed.", questions.len()));
    }
    let left_out = compared.portfolio.answers_left_out;
    if left_out > 0 {
        says.push_str(&format!(" {left_out} answers to further questions are not compared."));
    }
    let mut list = ListSheet::new(QUESTIONS, TabRole::Result, TABLE, "Questions answered worst", &says)
        .columns(columns())
        .frozen_columns(1);
    for question in questions.into_iter().take(MOST_LISTED) {
        let mean = question.mean();
        list.push(vec![
            Value::text(&question.text).into(),
            Value::text(&question.about).into(),
            Value::count(question.asked).into(),
            Value::count(question.answered).into(),
            Value::number(question.answered as f64 / question.asked.max(1) as f64).into(),
            Value::optional_number(mean).into(),
            Value::optional_number(mean.map(|_| question.lowest)).into(),
            Value::text(short_key(question.text.to_lowercase())).into(),
        ]);
    }
    list.build(compared.as_of)
}

fn columns() -> Vec<ListColumn> {
    let share = format!("{}/{}", this_row(TABLE, ANSWERED), this_row(TABLE, ASKED));
    vec![
        ListColumn::new("Question", 70, Form::Wrapped)
            .help("The question, by whose words it is known in all questionnaires."),
        ListColumn::new("About", 22, Form::Wrapped)
            .help("The clauses and controls that the questionnaire names."),
        ListColumn::new(ASKED, 10, Form::Integer).last_run().help("How many clients were asked."),
        ListColumn::new(ANSWERED, 12, Form::Integer)
            .last_run()
            .help("How many gave an answer that has a level; not applicable has none."),
        ListColumn::new("Share that answered", 12, Form::Percent)
            .calculated(where_keyed(TABLE, &share))
            .bar()
            .help("The same as a share."),
        ListColumn::new("Mean level", 10, Form::Percent)
            .last_run()
            .bar()
            .help("The mean of the levels of the answers, by each client's parameters."),
        ListColumn::new("Lowest level", 10, Form::Percent).last_run().help("The lowest of them."),
        ListColumn::new(KEY, 40, Form::Identifier)
            .last_run()
            .screen_only()
            .help("The question in small letters."),
    ]
}
