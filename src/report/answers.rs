//! Answers: every question of the questionnaires, how its answer was understood, and what it counts for.

use super::Contents;
use super::cell::{Cell, Form, Value};
use super::claim::{as_read, further_cells, further_columns, state_cells, state_columns};
use super::list_sheet::{ListColumn, ListSheet, MOST_LOOKED_UP, explanation_looked_up};
use super::names::KEY;
use super::sheet::{Allowed, Mark, Sheet, TabRole};
use crate::declaration::Register;
use crate::model::{Answer, Claim, Model, Statement, YesNo};
use crate::provenance::{Location, Reading};
use crate::record::Owner;
use crate::record::names::{
    ANSWERS as ANSWERS_TABLE, CONFIRMED, QUESTION, QUESTION_ID, REFERENCES, REQUIREMENTS_GIVEN, SOURCE,
    SUGGESTED,
};
use crate::standards::RequirementId;

/// The sheet's name.
const ANSWERS: &str = "Answers";

const COUNTS: &str = "Counts";
const WHY: &str = "Counts for, or why not";

const SUGGESTED_TITLE: &str = "Suggested title";
const SCORE: &str = "Score";

const NO_REFERENCE: &str = "names no clause or control of either standard";
const NOTHING_TO_CONFIRM: &str = "names no clause or control, and nothing is suggested that could be confirmed: give the reference in the questionnaire, or here under Requirements given";
const UNCONFIRMED: &str = "the suggestion is not confirmed";
const REFUSED: &str = "the suggestion was refused";
const REVERSED: &str = "a yes may be the unfavourable answer";
const NO_ANSWER: &str = "no answer";
const NOT_UNDERSTOOD: &str = "the answer was not understood";
const REGISTER_DECIDES: &str = "a control register decides";
const OTHER_ANSWER_DECIDES: &str = "another answer decides";
const EXCEPTION: &str = "speaks of one AI system only";

/// Builds the sheet of answers.
pub fn build_answers(contents: &Contents<'_>) -> Sheet {
    let answers = &contents.model.answers;
    let kept = contents.model.kept_rows(ANSWERS_TABLE);
    let says = explanation_looked_up(
        "Every question of the questionnaires. An answer decides a status only where no control register gives one; of several answers the weakest does. What is suggested by a question's wording counts only where it is confirmed.",
        "No questionnaire was read.",
        answers.len() + kept.len(),
    );
    let mut list = ListSheet::new(ANSWERS, TabRole::Work, ANSWERS_TABLE, "Answers to questionnaires", &says)
        .owned_by(Owner::Workbook)
        .columns(columns())
        // What is confirmed counts at the next run, which Summary says then.
        .watched();
    for answer in answers.iter().take(MOST_LOOKED_UP) {
        list.push(row(contents, answer));
    }
    for row in kept.iter().take(MOST_LOOKED_UP.saturating_sub(answers.len())) {
        list.push_kept(row);
    }
    list.build(contents.model.as_of)
}

fn columns() -> Vec<ListColumn> {
    let text = |heading: &str, width| ListColumn::new(heading, width, Form::Wrapped);
    let mut columns = vec![
        ListColumn::new(QUESTION_ID, 12, Form::Identifier),
        text(QUESTION, 42),
        text("Section", 20),
        text(REFERENCES, 18),
        ListColumn::new(REQUIREMENTS_GIVEN, 18, Form::Wrapped).editable().allowed(Allowed::Anything).help(
            "The requirements that the question is about, as you see it, such as 27001:A.5.1; 42001:A.2.2. They count in place of those that the questionnaire names. Blank: those of the questionnaire count.",
        ),
        text("Answer as read", 18),
    ];
    columns.extend(state_columns());
    columns.extend([
        ListColumn::new(COUNTS, 10, Form::Word)
            .last_run()
            .mark(YesNo::Yes.word(), Mark::Good)
            .mark(YesNo::No.word(), Mark::Quiet),
        text(WHY, 24).last_run(),
        ListColumn::new(SUGGESTED, 14, Form::Identifier).last_run(),
        text(SUGGESTED_TITLE, 26).last_run(),
        ListColumn::new(SCORE, 8, Form::Decimal)
            .last_run()
            .help("How much of the weight of the question's words the requirement has, 0 to 1; a guess by wording, no assessment."),
        ListColumn::new(CONFIRMED, 11, Form::Word)
            .editable()
            .words(&[YesNo::Yes, YesNo::No].map(YesNo::word))
            .mark(YesNo::Yes.word(), Mark::Good)
            .help("Yes: the question is about the suggested requirement. No: it is not. Blank: undecided, and the answer counts for nothing."),
        text("Evidence", 22),
        text("Comment", 26),
        ListColumn::new("Owner", 16, Form::Text).screen_only(),
        ListColumn::new("Due", 11, Form::Date).screen_only(),
        ListColumn::new("Action", 24, Form::Text).screen_only(),
        ListColumn::new("Description", 28, Form::Text).screen_only(),
    ]);
    columns.extend(further_columns());
    columns.extend([
        ListColumn::new(SOURCE, 40, Form::Text).last_run().screen_only(),
        ListColumn::new(KEY, 40, Form::Identifier).last_run().screen_only(),
    ]);
    columns
}

fn row(contents: &Contents<'_>, answer: &Answer) -> Vec<Cell> {
    let claim = &answer.claim;
    let place = claim.location.to_string();
    let answered = match &answer.answer {
        Some(_) => Value::traced(&answer.answer),
        None => Value::text(as_read(claim)),
    };
    let mut cells: Vec<Cell> = vec![
        Value::traced(&answer.id).into(),
        Value::traced(&claim.title).into(),
        Value::traced(&answer.section).into(),
        Value::text(answer.references_in_words()).into(),
        Value::text(given(contents.model, answer)).into(),
        answered.into(),
    ];
    cells.extend(state_cells(claim));
    let (counts, why) = standing(contents.model, answer);
    cells.extend([Value::text(counts.word()).into(), Value::text(why).into()]);
    cells.extend(suggestion_cells(contents, answer));
    cells.extend([
        Value::traced(&claim.evidence).into(),
        Value::traced(&claim.comment).into(),
        Value::traced(&claim.owner).into(),
        Cell::reading(&claim.due, Value::Date),
        Value::traced(&claim.action).into(),
        Value::traced(&claim.description).into(),
    ]);
    cells.extend(further_cells(claim));
    cells.extend([Value::text(&place).into(), Value::text(&place).into()]);
    cells
}

/// The requirement that the question may be about by its wording, and what was decided about it.
fn suggestion_cells(contents: &Contents<'_>, answer: &Answer) -> [Cell; 4] {
    let suggestion = answer.suggestion.as_ref();
    let id = suggestion.map(|suggestion| suggestion.requirement);
    let title = id.and_then(|id| contents.catalogue.requirement(id)).map(|requirement| &*requirement.title);
    // What was decided where nothing is suggested any more stays to be seen.
    let decided =
        suggestion.map_or_else(|| decision(contents.model, answer), |suggestion| suggestion.confirmed);
    let decided = decided.map(|yes| if yes { YesNo::Yes.word() } else { YesNo::No.word() });
    [
        Value::optional_text(id.map(|id| id.to_string()).as_deref()).into(),
        Value::optional_text(title).into(),
        Value::optional_number(suggestion.map(|suggestion| suggestion.score)).into(),
        Value::optional_text(decided).into(),
    ]
}

/// What a person decided about the suggestion of a question.
fn decision(model: &Model, answer: &Answer) -> Option<bool> {
    model.parameters.suggestion_decisions.get(&answer.claim.location.to_string()).copied()
}

/// The requirements that a person gave the question.
fn given(model: &Model, answer: &Answer) -> String {
    let given = model.parameters.requirements_given.get(&answer.claim.location.to_string());
    given.into_iter().flatten().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// Whether the answer decides anything, and the requirements that it decides or why there are none.
fn standing(model: &Model, answer: &Answer) -> (YesNo, String) {
    let claim = &answer.claim;
    let no = |why: &str| (YesNo::No, why.to_owned());
    if answer.reversed {
        return no(REVERSED);
    }
    if claim.requirements.is_empty() {
        let confirmed = answer.suggestion.as_ref().map(|suggestion| suggestion.confirmed);
        return no(match confirmed {
            None if decision(model, answer).is_some() => NOTHING_TO_CONFIRM,
            None => NO_REFERENCE,
            Some(Some(false)) => REFUSED,
            Some(_) => UNCONFIRMED,
        });
    }
    if !claim.says_anything() {
        return no(if as_read(claim).is_empty() { NO_ANSWER } else { NOT_UNDERSTOOD });
    }
    if claim.is_exception {
        return no(EXCEPTION);
    }
    let mut decided: Vec<RequirementId> = claim.requirements.iter().map(|reference| reference.id).collect();
    decided.retain(|id| model.statements.get(id).is_some_and(|statement| decides(statement, claim)));
    decided.dedup();
    if decided.is_empty() {
        let mut rows = claim
            .requirements
            .iter()
            .filter_map(|reference| model.statements.get(&reference.id))
            .flat_map(|statement| &statement.claims);
        let by_register = rows.any(|row| row.register == Register::Controls && row.says_anything());
        return no(if by_register { REGISTER_DECIDES } else { OTHER_ANSWER_DECIDES });
    }
    (YesNo::Yes, decided.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
}

/// Whether what is said of the requirement was taken from a cell of this row.
fn decides(statement: &Statement, claim: &Claim) -> bool {
    fn same<T>(taken: &Option<Reading<T>>, said: &Option<Reading<T>>) -> bool {
        location(taken).is_some() && location(taken) == location(said)
    }
    let applies = statement.applicability_location.as_ref();
    same(&statement.status, &claim.status)
        || same(&statement.percentage, &claim.percentage)
        || same(&statement.maturity, &claim.maturity)
        || applies.is_some()
            && (applies == location(&claim.applicability) || applies == location(&claim.status))
}

fn location<T>(reading: &Option<Reading<T>>) -> Option<&Location> {
    reading.as_ref().map(|reading| &reading.location)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ImplementationStatus, RequirementRef, Suggestion};
    use crate::provenance::Traced;
    use crate::report::testing::{Example, cell_under, lines};

    const A_8_13: &str = "27001:A.8.13";

    /// An answer "partly" in a row of its own, about a requirement or about none.
    fn answer(example: &Example, row: u32, key: Option<&str>) -> Answer {
        let sheet = &example.contents().model.risks[0].location.sheet;
        let cell = |column| Location::cell(sheet, row, column);
        let mut claim = Claim::unknown(Register::Questionnaire, Location::row(sheet, row));
        claim.title = Some(Traced::new("Are backups tested?".to_owned(), cell(1)));
        claim.status = Some(Reading::understood("Partly", ImplementationStatus::Partial, cell(2)));
        claim.requirements.extend(key.map(|key| RequirementRef {
            id: key.parse().unwrap(),
            written: key.to_owned(),
            from_2013: None,
            decided_by: "standard column".to_owned(),
        }));
        Answer {
            id: Some(Traced::new(format!("Q{row}"), cell(0))),
            section: None,
            answer: Some(Traced::new("Partly".to_owned(), cell(2))),
            claim,
            suggestion: None,
            named: None,
            reversed: false,
        }
    }

    fn counts(sheet: &Sheet, record: usize) -> (String, String) {
        (cell_under(sheet, record, COUNTS), cell_under(sheet, record, WHY))
    }

    fn quoted(counts: &str, why: &str) -> (String, String) {
        (format!("{counts:?}"), format!("{why:?}"))
    }

    #[test]
    fn an_answer_counts_where_the_statement_was_taken_from_it() {
        let mut example = Example::sample();
        let id: RequirementId = A_8_13.parse().unwrap();
        let taken = answer(&example, 60, Some(A_8_13));
        let other = answer(&example, 61, Some(A_8_13));
        let statement = example.model.statements.get_mut(&id).unwrap();
        statement.status = taken.claim.status.clone();
        statement.claims = vec![taken.claim.clone(), other.claim.clone()];
        example.model.answers = vec![taken, other];
        let sheet = build_answers(&example.contents());
        assert_eq!(counts(&sheet, 0), quoted("Yes", A_8_13));
        assert_eq!(counts(&sheet, 1), quoted("No", OTHER_ANSWER_DECIDES));
        assert_eq!(cell_under(&sheet, 1, "Source"), "\"acme.xlsx › Risks › row 62\"");
    }

    #[test]
    fn an_answer_does_not_count_where_a_control_register_speaks() {
        let mut example = Example::sample();
        let id: RequirementId = A_8_13.parse().unwrap();
        let answer = answer(&example, 60, Some(A_8_13));
        let statement = example.model.statements.get_mut(&id).unwrap();
        let mut register = Claim::unknown(Register::Controls, answer.claim.location.clone());
        register.status = statement.status.clone();
        statement.claims = vec![register, answer.claim.clone()];
        example.model.answers = vec![answer];
        let sheet = build_answers(&example.contents());
        assert_eq!(counts(&sheet, 0), quoted("No", REGISTER_DECIDES));
    }

    #[test]
    fn an_answer_without_a_reference_or_a_meaning_is_listed_and_says_why_it_does_not_count() {
        let mut example = Example::sample();
        let nowhere = answer(&example, 60, None);
        let mut unread = answer(&example, 61, Some(A_8_13));
        let cell = Location::cell(&unread.claim.location.sheet, 61, 2);
        unread.claim.status = Some(Reading::not_understood("see Jira", cell));
        let mut blank = answer(&example, 62, Some(A_8_13));
        (blank.claim.status, blank.answer) = (None, None);
        example.model.answers = vec![nowhere, unread, blank];
        let sheet = build_answers(&example.contents());
        assert_eq!(counts(&sheet, 0), quoted("No", NO_REFERENCE));
        assert_eq!(counts(&sheet, 1), quoted("No", NOT_UNDERSTOOD));
        assert_eq!(cell_under(&sheet, 1, "Status"), "\"see Jira\"");
        assert_eq!(counts(&sheet, 2), quoted("No", NO_ANSWER));
    }

    #[test]
    fn a_suggestion_is_shown_with_its_score_and_counts_only_where_it_is_confirmed() {
        let mut example = Example::sample();
        let mut unconfirmed = answer(&example, 60, None);
        let suggestion = Suggestion { requirement: A_8_13.parse().unwrap(), score: 0.62, confirmed: None };
        unconfirmed.suggestion = Some(suggestion.clone());
        let mut refused = answer(&example, 61, None);
        refused.suggestion = Some(Suggestion { confirmed: Some(false), ..suggestion });
        let mut reversed = answer(&example, 62, Some(A_8_13));
        reversed.reversed = true;
        example.model.answers = vec![unconfirmed, refused, reversed];
        let sheet = build_answers(&example.contents());
        let shown = [SUGGESTED, SUGGESTED_TITLE, SCORE].map(|heading| cell_under(&sheet, 0, heading));
        assert_eq!(shown, ["\"27001:A.8.13\"", "\"Information backup\"", "0.62"]);
        assert_eq!(counts(&sheet, 0), quoted("No", UNCONFIRMED));
        assert_eq!(counts(&sheet, 1), quoted("No", REFUSED));
        assert_eq!(cell_under(&sheet, 1, CONFIRMED), "\"No\"");
        assert_eq!(counts(&sheet, 2), quoted("No", REVERSED));
    }

    #[test]
    fn a_confirmation_of_nothing_stays_in_its_cell_and_says_so() {
        let mut example = Example::sample();
        let nowhere = answer(&example, 60, None);
        let place = nowhere.claim.location.to_string();
        example.model.parameters.suggestion_decisions.insert(place, true);
        example.model.answers = vec![nowhere];
        let sheet = build_answers(&example.contents());
        assert_eq!(cell_under(&sheet, 0, CONFIRMED), "\"Yes\"");
        assert_eq!(counts(&sheet, 0), quoted("No", NOTHING_TO_CONFIRM));
    }

    #[test]
    fn every_row_has_a_cell_for_each_column_and_none_says_so() {
        let example = Example::sample();
        assert_eq!(row(&example.contents(), &answer(&example, 60, None)).len(), columns().len());
        assert!(lines(&build_answers(&example.contents())).contains("No questionnaire was read."));
    }
}
