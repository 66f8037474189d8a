//! Management review: the inputs that each standard asks for in 9.3.2 and those that we add for AI, what this
//! assessment says about each, and what was decided.

use super::Contents;
use super::cell::{Cell, Form, Style, Tone, Value, serial_day};
use super::expression::{column, is_day, text, this_row};
use super::list_sheet::{ListColumn, ListSheet};
use super::names::KEY;
use super::noted::Noted;
use super::review_figures::{figures_now, figures_of_run};
use super::sentence::{Count, Sentence};
use super::sheet::{Allowed, Mark, Sheet, TabRole};
use crate::compare::Log;
use crate::provenance::CellPlace;
use crate::record::Owner;
use crate::record::names::{DECISION, DONE, DUE_ON, MANAGEMENT_REVIEW as TABLE, PROGRESS, PROGRESSES, shown};
use crate::record::settings::AS_OF;
use crate::standards::ReviewInput;

/// The sheet's name.
pub const MANAGEMENT_REVIEW: &str = "Management review";

const INPUT: &str = "Input";
const NOW: &str = "What the workbook says now";
const OF_RUN: &str = "What the last run says";
const DISCUSSED: &str = "Discussed on";
const OWNER: &str = "Owner";
const STATE: &str = "State";

/// The figures that are taken from this sheet itself.
const EARLIER: &str = "earlier-actions";
/// The key of the input that changes belong to.
const ISSUES: &str = "issues";

const PAST_DUE: &str = "Past due";
const OPEN: &str = "Open";
const NO_DATE: &str = "No due date";
const NO_DAY: &str = "Due date not understood";

/// Most lists whose changes are counted by themselves.
const LISTS_NAMED: usize = 3;

/// Builds the sheet of the management review.
pub fn build_management_review(contents: &Contents<'_>) -> Sheet {
    let inputs = &contents.catalogue.integration().review_inputs;
    let edit = |form| Cell::new(Value::Blank, Style::new(form, Tone::Editable));
    let derived = |value| Cell::new(value, Style::new(Form::Integer, Tone::Derived));
    let states: Vec<&str> = inputs.iter().map(|input| Decided::of(contents, input).state()).collect();
    let count = |word: &str| {
        let value = states.iter().filter(|state| **state == word).count() as f64;
        derived(Value::formula(format!("COUNTIF({},{})", column(TABLE, STATE), text(word)), value))
    };
    let mut list = ListSheet::new(
        MANAGEMENT_REVIEW,
        TabRole::Work,
        TABLE,
        "Management review of both systems",
        "The inputs that each standard asks for in 9.3.2, by its letter, and those that we add for AI, with what this assessment says about each. What you decide stays.",
    )
    .owned_by(Owner::Assessment)
    .document_line("Review held on", edit(Form::Date))
    .document_line("Led by", edit(Form::Text))
    .document_line("Attended by", edit(Form::Text))
    .document_line("Next review planned for", edit(Form::Date))
    .document_line("Decisions past due", count(PAST_DUE))
    .document_line("Decisions without a due date", count(NO_DATE))
    .note("Unknown means that no register that was read says anything: it is neither good nor bad. The figures say what the registers hold, not how well the systems work.")
    .columns(columns())
    .frozen_columns(1)
    .watched();
    for input in inputs {
        list.push(row(contents, input));
    }
    list.build(contents.model.as_of)
}

fn columns() -> Vec<ListColumn> {
    let date = |heading: &str| ListColumn::new(heading, 11, Form::Date).editable().allowed(Allowed::Date);
    vec![
        ListColumn::new(INPUT, 30, Form::Wrapped),
        ListColumn::new("27001 9.3.2", 9, Form::Identifier),
        ListColumn::new("42001 9.3.2", 9, Form::Identifier),
        ListColumn::new("Asked by", 14, Form::Word).mark(OURS, Mark::Quiet),
        ListColumn::new(NOW, 46, Form::Wrapped).own_formulas(),
        ListColumn::new(OF_RUN, 30, Form::Wrapped).last_run(),
        ListColumn::new("What else to bring", 30, Form::Wrapped).judgement(),
        date(DISCUSSED),
        ListColumn::new(DECISION, 32, Form::Wrapped).editable(),
        ListColumn::new(OWNER, 15, Form::Wrapped).editable(),
        date(DUE_ON).help("When what was decided has to be done."),
        ListColumn::new(PROGRESS, 11, Form::Word)
            .editable()
            .words(&PROGRESSES)
            .help("Done: what was decided is done. Blank: it is not."),
        ListColumn::new(STATE, 12, Form::Word)
            .calculated(state_expression())
            .mark(PAST_DUE, Mark::Bad)
            .mark(NO_DATE, Mark::Caution)
            .mark(NO_DAY, Mark::Caution)
            .mark(DONE, Mark::Good),
        ListColumn::new(KEY, 20, Form::Identifier).last_run().screen_only(),
    ]
}

fn here(heading: &str) -> String {
    this_row(TABLE, heading)
}

/// How a decision stands; blank where none was taken.
fn state_expression() -> String {
    let (due, decision, progress) = (here(DUE_ON), here(DECISION), here(PROGRESS));
    format!(
        "IF(LEN(TRIM({decision}))=0,\"\",IF({progress}={},{},IF({},IF({due}<{AS_OF},{},{}),IF(LEN(TRIM({due}))>0,{},{}))))",
        text(DONE),
        text(DONE),
        is_day(&due),
        text(PAST_DUE),
        text(OPEN),
        text(NO_DAY),
        text(NO_DATE),
    )
}

/// What was decided about an input.
struct Decided<'a> {
    noted: Noted<'a>,
    as_of: Option<f64>,
}

impl<'a> Decided<'a> {
    fn of(contents: &'a Contents<'a>, input: &'a ReviewInput) -> Self {
        let noted = Noted::beside(contents, TABLE, &input.key);
        Self { noted, as_of: serial_day(contents.model.as_of) }
    }

    /// The value of [`state_expression`].
    fn state(&self) -> &'static str {
        if !self.noted.is_given(DECISION) {
            return "";
        }
        if self.noted.says(PROGRESS, DONE) {
            return DONE;
        }
        match (self.noted.day(DUE_ON), self.as_of) {
            (Some(due), Some(as_of)) if due < as_of => PAST_DUE,
            (Some(_), _) => OPEN,
            (None, _) if self.noted.is_given(DUE_ON) => NO_DAY,
            (None, _) => NO_DATE,
        }
    }
}

const OURS: &str = "Our addition";

/// Who asks for an input, in words.
fn asked_by(input: &ReviewInput) -> &'static str {
    match [0, 1].map(|place| input.items.get(place).is_some_and(|item| !item.is_empty())) {
        [true, true] => "Both",
        [true, false] => "27001 only",
        [false, true] => "42001 only",
        [false, false] => OURS,
    }
}

fn row(contents: &Contents<'_>, input: &ReviewInput) -> Vec<Cell> {
    let decided = Decided::of(contents, input);
    let noted = &decided.noted;
    let now = match input.figures.as_str() {
        EARLIER => decisions_so_far(contents),
        other => figures_now(contents, other),
    };
    let [iso27001, iso42001] = &input.items;
    vec![
        Value::text(&input.topic).into(),
        Value::text(iso27001).into(),
        Value::text(iso42001).into(),
        Value::text(asked_by(input)).into(),
        now.into(),
        Value::text(figures_of_run(contents, &input.figures)).into(),
        Value::text(&input.remark).into(),
        noted.cell(DISCUSSED),
        noted.cell(DECISION),
        noted.cell(OWNER),
        noted.cell(DUE_ON),
        noted.cell(PROGRESS),
        Value::text(decided.state()).into(),
        Value::text(&input.key).into(),
    ]
}

/// How the decisions on this sheet stand.
fn decisions_so_far(contents: &Contents<'_>) -> Value {
    let states: Vec<&str> = contents
        .catalogue
        .integration()
        .review_inputs
        .iter()
        .map(|input| Decided::of(contents, input).state())
        .collect();
    let count = |word: &str| {
        Count::new(
            format!("COUNTIF({},{})", column(TABLE, STATE), text(word)),
            states.iter().filter(|state| **state == word).count(),
        )
    };
    let decided = Count::new(
        format!("SUMPRODUCT(--(LEN({})>0))", column(TABLE, STATE)),
        states.iter().filter(|state| !state.is_empty()).count(),
    );
    Sentence::default()
        .words("Decisions on this sheet: ")
        .count(decided.clone())
        .words(". Done: ")
        .count(count(DONE))
        .words(", past due: ")
        .count(count(PAST_DUE))
        .words(".")
        .where_any(&decided, "No decision of an earlier review is recorded on this sheet.")
}

/// Puts what changed by this run beside the input that it belongs to.
pub fn put_changes(sheets: &mut [Sheet], log: &Log, refreshed: bool, as_of: chrono::NaiveDate) {
    let Some(sheet) = sheets.iter_mut().find(|sheet| sheet.name == MANAGEMENT_REVIEW) else { return };
    let Some(table) = sheet.tables.first() else { return };
    let place_of = |heading: &str| {
        (table.area.first.column..).zip(&table.columns).find(|(_, column)| column.heading == heading)
    };
    let (Some((keys, _)), Some((shown, _))) = (place_of(KEY), place_of(OF_RUN)) else { return };
    let mut rows = table.area.first.row + 1..=table.area.last.row;
    let is_changes = |row: &u32| {
        let key = sheet.cell(CellPlace::new(*row, keys)).map(|cell| &cell.value);
        key == Some(&Value::text(ISSUES))
    };
    let Some(row) = rows.find(is_changes) else { return };
    let words = changes_in_words(log, refreshed, as_of);
    let style = sheet.cell(CellPlace::new(row, shown)).and_then(|cell| cell.style);
    let mut cell = Cell::from(Value::text(words));
    cell.style = style;
    sheet.put(row, shown, cell);
}

/// How many changes a run noticed, and in which lists most.
fn changes_in_words(log: &Log, refreshed: bool, as_of: chrono::NaiveDate) -> String {
    if !refreshed {
        return "First run: nothing to compare with.".to_owned();
    }
    let mut by_list: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    for change in log.changes.iter().filter(|change| change.as_of == Some(as_of)) {
        *by_list.entry(change.list.as_str()).or_default() += 1;
    }
    let total: usize = by_list.values().sum();
    if total == 0 {
        return "Nothing changed in the registers or the workbook.".to_owned();
    }
    let mut lists: Vec<(&str, usize)> = by_list.into_iter().collect();
    lists.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(other.0)));
    let named: Vec<String> =
        lists.iter().take(LISTS_NAMED).map(|(list, count)| format!("{} {count}", shown(list))).collect();
    format!("Changes noticed: {total}, most in {}; see Changes.", named.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CellKey, Entry, Model};
    use crate::record::LoggedChange;
    use crate::report::testing::{Example, cell_under};
    use chrono::NaiveDate;

    fn note(model: &mut Model, key: &str, heading: &str, entry: Entry) {
        model.notes.insert(CellKey::new(TABLE, key, heading), entry);
    }

    fn under(sheet: &Sheet, key: &str, heading: &str) -> String {
        let rows = sheet.tables[0].area.last.row - sheet.tables[0].area.first.row;
        let row = (0..rows as usize)
            .find(|row| cell_under(sheet, *row, KEY) == format!("{key:?}"))
            .unwrap_or_else(|| panic!("no input {key}"));
        cell_under(sheet, row, heading)
    }

    #[test]
    fn each_standard_has_its_own_list_of_inputs_and_ours_say_that_they_are_ours() {
        let example = Example::empty();
        let contents = example.contents();
        let inputs = &contents.catalogue.integration().review_inputs;
        let items = |place: usize| -> Vec<&str> {
            inputs.iter().map(|input| input.items[place].as_str()).filter(|item| !item.is_empty()).collect()
        };
        assert_eq!(items(0), ["a", "b", "c", "d 1", "d 2", "d 3", "d 4", "e", "f", "g"]);
        assert_eq!(items(1), ["a", "b", "c", "d 1", "d 2", "d 3", "e"]);
        let sheet = build_management_review(&contents);
        assert_eq!(under(&sheet, "objectives", "Asked by"), "\"27001 only\"");
        assert_eq!(under(&sheet, "audits", "Asked by"), "\"Both\"");
        assert_eq!(under(&sheet, "human-oversight", "Asked by"), "\"Our addition\"");
    }

    #[test]
    fn what_no_register_says_is_unknown_and_no_nought() {
        let sheet = build_management_review(&Example::empty().contents());
        for (key, words) in [
            ("nonconformities", "Unknown: no register of audit findings was read."),
            ("audits", "Unknown: no register of audit findings was read."),
            ("risks", "Unknown: no register of risks was read."),
            ("ai-systems", "Unknown: no register of AI systems was read."),
            ("objectives", "Unknown: no register of objectives is read."),
        ] {
            assert!(under(&sheet, key, NOW).ends_with(&format!("{words}\"")), "{}", under(&sheet, key, NOW));
        }
        assert!(under(&sheet, "earlier-actions", NOW).contains("No decision of an earlier review"));
        assert!(
            under(&sheet, "impact-assessments", NOW)
                .ends_with("\"Unknown: no register of AI systems was read.\"")
        );
    }

    #[test]
    fn figures_follow_the_lists_that_were_read() {
        let sheet = build_management_review(&Example::sample().contents());
        let risks = under(&sheet, "risks", NOW);
        let expected = "-> \"Open risks above appetite: information security 1, AI 0, both 0. Unrated: 1. Treatment past due: 0.\"";
        assert!(risks.ends_with(expected), "{risks}");
        assert_eq!(under(&sheet, "risks", OF_RUN), "\"Above appetite: R-1.\"");
        let systems = under(&sheet, "ai-systems", NOW);
        assert!(
            systems.ends_with("-> \"AI systems: 1, of these in scope and not retired: 1. Of those without owner: 0, with review past due: 0.\""),
            "{systems}"
        );
        let impact = under(&sheet, "impact-assessments", NOW);
        assert!(
            impact.contains("-> \"Assessed: 0. Review overdue: 0. In progress: 0. To be assessed: "),
            "{impact}"
        );
        let pairs = under(&sheet, "shared-controls", NOW);
        assert!(pairs.contains("-> \"Pairs that people say are run as one: 0. Taken as one"), "{pairs}");
        let data = under(&sheet, "data-quality", NOW);
        let expected = "-> \"A.7 Data for AI systems: 0 of 5 controls that apply are implemented.\"";
        assert!(data.ends_with(expected), "{data}");
    }

    #[test]
    fn a_decision_is_past_due_only_with_a_date_that_passed_and_while_it_is_not_done() {
        let mut example = Example::empty();
        let past = Entry::Date(NaiveDate::from_ymd_opt(2025, 12, 31).unwrap());
        let today = Entry::Date(example.model.as_of);
        for (key, due) in [("issues", past.clone()), ("audits", past), ("risks", today)] {
            note(&mut example.model, key, DECISION, Entry::Text("=do it".into()));
            note(&mut example.model, key, DUE_ON, due);
        }
        note(&mut example.model, "audits", PROGRESS, Entry::Text("done".into()));
        note(&mut example.model, "feedback", DECISION, Entry::Text("ask customers".into()));
        note(&mut example.model, "measurement", DECISION, Entry::Text("measure".into()));
        note(&mut example.model, "measurement", DUE_ON, Entry::Text("next spring".into()));
        let sheet = build_management_review(&example.contents());
        for (key, state) in [
            ("issues", "Past due"),
            ("audits", "Done"),
            ("risks", "Open"),
            ("feedback", "No due date"),
            ("measurement", "Due date not understood"),
            ("objectives", ""),
        ] {
            let cell = under(&sheet, key, STATE);
            assert!(cell.ends_with(&format!("-> \"{state}\"")), "{key}: {cell}");
        }
        assert_eq!(under(&sheet, "issues", DECISION), "\"=do it\"");
        let so_far = under(&sheet, "earlier-actions", NOW);
        assert!(so_far.ends_with("-> \"Decisions on this sheet: 5. Done: 1, past due: 1.\""), "{so_far}");
    }

    #[test]
    fn what_changed_stands_beside_the_issues() {
        let example = Example::empty();
        let as_of = example.model.as_of;
        let mut sheets = vec![build_management_review(&example.contents())];
        put_changes(&mut sheets, &Log::default(), false, as_of);
        assert_eq!(under(&sheets[0], "issues", OF_RUN), "\"First run: nothing to compare with.\"");
        let change = |list: &str| LoggedChange {
            as_of: Some(as_of),
            list: list.to_owned(),
            ..LoggedChange::default()
        };
        let log = Log { changes: vec![change("Risks"), change("SoA_27001"), change("Risks")], left_out: 0 };
        put_changes(&mut sheets, &log, true, as_of);
        assert_eq!(
            under(&sheets[0], "issues", OF_RUN),
            "\"Changes noticed: 3, most in Risks 2, SoA 27001 1; see Changes.\""
        );
    }
}
