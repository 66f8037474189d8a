//! The lists by which people overrule what annexa took things for, as they are declared: Sources,
//! Columns and Values, and the entries that can be chosen in them.

use super::cell::{Cell, Form, Value};
use super::expression::{look_up, this_row};
use super::list_sheet::{ListColumn, ListSheet};
use super::names::KEY;
use super::names::requirements::NO_EVIDENCE;
use super::sheet::{Allowed, Area, DefinedName, Sheet, TabRole};
use crate::declaration::{
    Column, Declarations, Field, FilledBy, ListField, ListForm, MappingColumn, MappingList, MeaningKind,
    Register, SAYS_NOTHING, Table, UNKNOWN,
};
use crate::mapping::{LEAVE_ALONE, NOT_USED, THIS_COLUMN, WHOLE_LAYOUT};
use crate::normalise::signs_of_no_evidence;
use crate::recognise::value::{Asked, LEFT_OUT, placeholders, words_that_say_nothing};
use chrono::NaiveDate;

/// The name of the sheet with all that can be chosen, and of its table.
pub const CHOICES: &str = "Choices";

/// The heading of the list that an entry belongs to.
const LIST: &str = "List";
/// The heading of the entries.
const ENTRY: &str = "Entry";
/// The heading of the kind of values that a field holds.
const KIND: &str = "Kind of value";

/// Most rows whose drop-downs follow what is chosen elsewhere: each looks it up in a list.
pub const MOST_FOLLOWING: usize = 5_000;

const LISTS: &str = "Choices_Lists";
const ENTRIES: &str = "Choices_Entries";
const REGISTERS: &str = "Choices_Registers";
const FIELDS: &str = "Choices_Fields";
const MEANINGS: &str = "Choices_Meanings";
/// The words of which none is a text.
const SAYING_NOTHING: &str = "Choices_Saying_nothing";

/// The name of the words that hold the place of what is asked.
pub fn no_entry_name(asked: Asked) -> &'static str {
    match asked {
        Asked::Answer => "Choices_No_answer",
        Asked::Entry => "Choices_No_entry",
        Asked::Person => "Choices_No_person",
    }
}

/// How the lists are used, in one line.
pub const HOW_TO_USE: &str = "To overrule, choose in the columns marked edit of Sources, Columns and Values, save, and run annexa with --mapping and this workbook; an assessment workbook that is refreshed obeys its own choices. A blank cell overrules nothing. What is chosen holds for every file with the same headings.";

/// The columns of a list as it is declared; `change` adds what only a sheet knows, such as marks.
pub fn columns(
    declarations: &Declarations,
    list: MappingList,
    change: impl Fn(ListField, ListColumn) -> ListColumn,
) -> Vec<ListColumn> {
    let declared = declarations.mapping().columns(list);
    let place = |field: ListField| {
        let position = declared.iter().position(|column| column.field == field);
        position.and_then(|position| u32::try_from(position).ok()).unwrap_or_default()
    };
    declared.iter().map(|column| change(column.field, list_column(column, place))).collect()
}

/// One of the entries of the list that another cell of the row names.
fn list_by(column: u32, all: &str) -> Allowed {
    Allowed::ListBy { column, lists: LISTS.to_owned(), entries: ENTRIES.to_owned(), all: all.to_owned() }
}

/// The register of the table of a row of Columns: as chosen on Sources, or else as annexa takes it; blank
/// where the row names no table, as in a list without a record.
pub fn register_expression(declarations: &Declarations) -> String {
    let heading = |list, field| declarations.mapping().heading(list, field);
    let table = this_row(MappingList::Columns.name(), heading(MappingList::Columns, ListField::Table));
    let look = |field| {
        let sources = MappingList::Sources;
        look_up(sources.name(), heading(sources, field), heading(sources, ListField::Table), &table)
    };
    let (chosen, taken_for) = (look(ListField::RegisterChosen), look(ListField::TakenFor));
    format!("IF({table}=\"\",\"\",IF({chosen}=\"\",{taken_for},{chosen}))")
}

/// The kind of the values of a row of Values: by the field of its column, as chosen on Columns or else
/// as annexa takes it.
pub fn kind_expression(declarations: &Declarations) -> String {
    let heading = |list, field| declarations.mapping().heading(list, field);
    let of_row = |field| this_row(MappingList::Values.name(), heading(MappingList::Values, field));
    let place = format!("{}&\" \"&{}", of_row(ListField::Table), of_row(ListField::Column));
    let look = |field| {
        let columns = MappingList::Columns;
        look_up(columns.name(), heading(columns, field), heading(columns, ListField::Place), &place)
    };
    let (chosen, taken_for) = (look(ListField::FieldChosen), look(ListField::TakenFor));
    let entry = format!("IF({chosen}=\"\",{taken_for},{chosen})");
    format!("IFERROR({}&\"\",\"\")", look_up(CHOICES, KIND, ENTRY, &entry))
}

fn list_column(declared: &MappingColumn, place: impl Fn(ListField) -> u32) -> ListColumn {
    let form = match declared.form {
        ListForm::Wrapped => Form::Wrapped,
        ListForm::Text => Form::Text,
        ListForm::Identifier => Form::Identifier,
        ListForm::Word => Form::Word,
        ListForm::Integer => Form::Integer,
        ListForm::Percent => Form::Percent,
    };
    let mut column = ListColumn::new(&declared.heading, declared.width, form).help(&declared.help);
    column = match declared.filled_by {
        FilledBy::Annexa => column,
        FilledBy::Person => column.editable(),
        FilledBy::LastRun | FilledBy::Calculated => column.last_run(),
    };
    column = match declared.field {
        ListField::RegisterChosen => column.allowed(Allowed::ListOf(REGISTERS.to_owned())),
        ListField::FieldChosen => column.allowed(list_by(place(ListField::Register), FIELDS)),
        ListField::MeaningChosen => column.allowed(list_by(place(ListField::Kind), MEANINGS)),
        ListField::ValuesHoldFor => column.words(&[THIS_COLUMN, WHOLE_LAYOUT]),
        _ => column,
    };
    if declared.printed { column } else { column.screen_only() }
}

/// The cells of a record in the order of the declared columns; what is not given is blank.
pub fn arranged(
    declarations: &Declarations,
    list: MappingList,
    mut cells: Vec<(ListField, Cell)>,
) -> Vec<Cell> {
    let columns = declarations.mapping().columns(list).iter();
    columns
        .map(|column| {
            let position = cells.iter().position(|(field, _)| *field == column.field);
            position.map_or(Cell::EMPTY, |position| cells.swap_remove(position).1)
        })
        .collect()
}

/// Builds the sheet with all that can be chosen in the lists.
pub fn build_choices(declarations: &Declarations, as_of: NaiveDate) -> Sheet {
    let says = "The entries that can be chosen on Sources, Columns and Values, with what they mean. Below them, and not printed, the words that formulas take for no reason, no action and no evidence.";
    let mut list =
        ListSheet::new(CHOICES, TabRole::Settings, CHOICES, "What can be chosen", says).columns(vec![
            ListColumn::new(LIST, 22, Form::Text),
            ListColumn::new(ENTRY, 52, Form::Text),
            ListColumn::new(KIND, 24, Form::Text),
            ListColumn::new("Means", 60, Form::Wrapped),
            ListColumn::new(KEY, 40, Form::Text).last_run().screen_only(),
        ]);
    let mut names = Vec::new();
    let mut record = 0;
    let top = list.data_row(0);
    let mut last_chosen = top;
    let lists = [
        (REGISTERS, registers()),
        (FIELDS, fields(declarations)),
        (MEANINGS, meanings()),
        (SAYING_NOTHING, saying_nothing()),
        (NO_EVIDENCE, signs()),
    ];
    for (name, entries) in lists {
        let first = list.data_row(record);
        for Choice { list: of, entry, kind, means } in entries {
            let key = format!("{of} › {entry}");
            let texts = [of.as_str(), &entry, kind, &means, &key];
            list.push(texts.map(|text| Value::text(text).into()).to_vec());
            record += 1;
        }
        let last = list.data_row(record) - 1;
        names.push((name, Area::new(first, 1, last, 1)));
        if name == MEANINGS {
            last_chosen = last;
        }
    }
    // Each name takes in the words of those before it.
    let first = list.data_row(record);
    for (asked, words) in [Asked::Answer, Asked::Entry, Asked::Person].into_iter().zip(placeholders()) {
        for word in words {
            let key = format!("{PLACEHOLDERS} › {word}");
            let texts = [PLACEHOLDERS, word, "", placeholder_means(asked), &key];
            list.push(texts.map(|text| Value::text(text).into()).to_vec());
            record += 1;
        }
        names.push((no_entry_name(asked), Area::new(first, 1, list.data_row(record) - 1, 1)));
    }
    let last = list.data_row(record) - 1;
    names.extend([(LISTS, Area::new(top, 0, last, 0)), (ENTRIES, Area::new(top, 1, last, 1))]);
    let mut sheet = list.build(as_of);
    // Nobody reads some two thousand words on paper; they are there for the formulas.
    if let Some(printed) = &mut sheet.print.area {
        printed.last.row = last_chosen;
    }
    sheet.names.extend(names.into_iter().map(|(name, area)| DefinedName {
        name: name.to_owned(),
        area,
        expression: None,
    }));
    sheet
}

/// The list of words that hold the place of what a cell asks for.
const PLACEHOLDERS: &str = "words in place of an entry";

fn placeholder_means(asked: Asked) -> &'static str {
    match asked {
        Asked::Answer => {
            "judgement: gives nothing, as formulas compare it: small letters without signs, a point behind"
        }
        Asked::Entry => "judgement: as those above, but answers the question whether there is anything",
        Asked::Person => "judgement: names nobody",
    }
}

/// An entry that can be chosen.
struct Choice {
    list: String,
    entry: String,
    /// The kind of values that a field holds.
    kind: &'static str,
    means: String,
}

impl Choice {
    fn new(list: &str, entry: impl Into<String>, means: impl Into<String>) -> Self {
        Self { list: list.to_owned(), entry: entry.into(), kind: "", means: means.into() }
    }
}

fn registers() -> Vec<Choice> {
    const LIST: &str = "registers";
    let register = |register: Register| Choice::new(LIST, register.words(), "");
    let leave = Choice::new(LIST, LEAVE_ALONE, "the table is not read");
    std::iter::once(leave).chain(Register::ALL.map(register)).collect()
}

/// The fields of each register, below the entry for a column that is not used.
fn fields(declarations: &Declarations) -> Vec<Choice> {
    let of_table = |table: &Table| {
        let list = table.register.words();
        let unused = Choice::new(list, NOT_USED, "what the column holds is not used");
        let field = |column: &Column| Choice {
            kind: MeaningKind::of(column.field).map_or("", MeaningKind::words),
            ..Choice::new(list, declarations.field_words(table.register, column.field), &column.help)
        };
        std::iter::once(unused).chain(table.columns.iter().map(field)).collect::<Vec<_>>()
    };
    declarations.tables().iter().flat_map(of_table).collect()
}

/// The meanings of each kind of values.
fn meanings() -> Vec<Choice> {
    let of_kind = |kind: MeaningKind| {
        let meanings = kind.meanings().iter().map(move |meaning| Choice::new(kind.words(), *meaning, ""));
        meanings.chain([
            Choice::new(kind.words(), UNKNOWN, "the value says that it is not known"),
            Choice::new(kind.words(), SAYS_NOTHING, "the value is a placeholder: the cell counts as blank"),
        ])
    };
    MeaningKind::ALL.into_iter().flat_map(of_kind).collect()
}

/// What a text holds that a person types as evidence and that names none.
fn signs() -> Vec<Choice> {
    let sign = |(sign, means): &(String, &str)| {
        Choice::new(
            "no evidence",
            sign.as_str(),
            format!("judgement: evidence typed with it {means} names none"),
        )
    };
    signs_of_no_evidence().iter().map(sign).collect()
}

/// The words that give no reason and are no action or evidence, as formulas compare them.
fn saying_nothing() -> Vec<Choice> {
    let means =
        "gives no reason and is no action: spaces, points and strokes left out, as formulas compare it";
    words_that_say_nothing().map(|word| Choice::new("words that say nothing", word, means)).collect()
}

/// Whether a cell says anything, as the engine judges it in [`says_something`](crate::recognise::value::says_something).
pub fn says_something_expression(cell: &str) -> String {
    let letters = LEFT_OUT
        .iter()
        .fold(cell.to_owned(), |text, left_out| format!("SUBSTITUTE({text},\"{left_out}\",\"\")"));
    format!("AND(LEN({letters})>1,SUMPRODUCT(--({SAYING_NOTHING}={letters}))=0)")
}

/// The kind of values that the field of an entry holds, in words; empty where it is no field with one.
pub fn kind_of_entry(entry: &str) -> &'static str {
    let name = entry.strip_suffix(')').and_then(|entry| entry.rsplit_once('(')).map_or("", |(_, name)| name);
    let field = name.parse::<Field>().ok();
    field.and_then(MeaningKind::of).map_or("", MeaningKind::words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_of_a_register_can_be_chosen_in_words_with_its_name() {
        let entries = fields(&Declarations::load().unwrap());
        for field in Field::ALL {
            let name = format!("({field})");
            assert!(entries.iter().any(|choice| choice.entry.ends_with(&name)), "{field}");
        }
        let likelihood = entries.iter().find(|choice| choice.entry == "Risks: Likelihood (risk.likelihood)");
        assert_eq!(likelihood.map(|choice| choice.kind), Some("level"));
        assert_eq!(kind_of_entry("Risks: Likelihood (risk.likelihood)"), "level");
        assert_eq!(kind_of_entry(NOT_USED), "");
        assert_eq!(entries[0].entry, NOT_USED);
    }

    #[test]
    fn the_names_of_the_lists_stand_for_their_entries() {
        let sheet = build_choices(&Declarations::load().unwrap(), NaiveDate::default());
        let registers = &sheet.names[0];
        let first = sheet.cell(registers.area.first).map(|cell| cell.value.clone());
        let last = sheet.cell(registers.area.last).map(|cell| cell.value.clone());
        assert_eq!(first, Some(Value::text(LEAVE_ALONE)));
        assert_eq!(last, Some(Value::text(Register::Suppliers.words())));
        assert_eq!(sheet.names.len(), 10);
    }

    #[test]
    fn what_people_choose_is_printed_and_the_words_for_formulas_are_not() {
        let sheet = build_choices(&Declarations::load().unwrap(), NaiveDate::default());
        let area = |name: &str| sheet.names.iter().find(|named| named.name == name).unwrap().area;
        let printed = sheet.print.area.unwrap();
        assert_eq!(printed.last.row, area(MEANINGS).last.row);
        assert_eq!(printed.last.row + 1, area(SAYING_NOTHING).first.row);
    }

    #[test]
    fn the_entries_of_a_list_stand_together_so_that_a_drop_down_can_show_them() {
        let declarations = Declarations::load().unwrap();
        let lists: Vec<String> =
            fields(&declarations).into_iter().chain(meanings()).map(|choice| choice.list).collect();
        let mut seen: Vec<&String> = Vec::new();
        for list in lists.chunk_by(|one, next| one == next).map(|chunk| &chunk[0]) {
            assert!(!seen.contains(&list), "{list} stands in two places");
            seen.push(list);
        }
    }
}
