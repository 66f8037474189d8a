//! Columns: what each column of the sources was taken for, and where a person overrules that.

use std::collections::BTreeMap;

use super::Contents;
use super::cell::{Cell, Value};
use super::list_sheet::{ListSheet, explanation};
use super::mapping_list::{HOW_TO_USE, MOST_FOLLOWING, arranged, columns, register_expression};
use super::sheet::{Mark, Sheet, TabRole};
use super::short_key::short_key;
use super::sources::{SourceRow, key, numbered, register_words};
use crate::declaration::{Declarations, Field, ListField, MappingList, Register};
use crate::mapping::{NOT_USED, WHOLE_LAYOUT};
use crate::model::{ColumnOverrule, ColumnUse, LeftAlone, Model, ScaleMapping, SourceTable, UnmappedColumn};
use crate::provenance::{SheetName, column_letters};
use crate::record::Owner;

/// Values of a column that are shown.
const EXAMPLES: usize = 3;
/// Columns of a table that was left alone that are listed.
const COLUMNS_OF_LEFT_ALONE: usize = 256;

const UNMAPPED: &str = "Unmapped";
const YES: &str = "Yes";
const CHOSEN: &str = "Chosen";
const LEFT: &str = "Left alone";

/// Builds the sheet with the columns of the sources.
pub fn build_columns(contents: &Contents<'_>) -> Sheet {
    build(contents.model, contents.declarations)
}

/// The same from the model alone.
pub fn build(model: &Model, declarations: &Declarations) -> Sheet {
    let list = MappingList::Columns;
    let rows = || {
        numbered(&model.sources).flat_map(|(number, _, row)| {
            About { model, declarations, number, register: register_words(row) }.rows(row)
        })
    };
    let count = rows().count();
    let says = explanation(
        "How each column of the registers was understood. A column without a clear meaning is left unmapped rather than guessed.",
        "No table was read.",
        count,
    );
    let follows = count <= MOST_FOLLOWING;
    let columns = columns(declarations, list, |field, column| match field {
        ListField::Register if follows => column.calculated(register_expression(declarations)),
        ListField::Understood => column
            .mark(YES, Mark::Good)
            .mark(CHOSEN, Mark::Good)
            .mark(UNMAPPED, Mark::Caution)
            .mark(NOT_USED, Mark::Quiet)
            .mark(LEFT, Mark::Quiet),
        _ => column,
    });
    let mut sheet = ListSheet::new(list.name(), TabRole::Proof, list.name(), "Columns of the sources", &says)
        .note(HOW_TO_USE)
        .owned_by(Owner::Workbook)
        .columns(columns)
        .frozen_columns(4);
    for cells in rows() {
        sheet.push(arranged(declarations, list, cells));
    }
    sheet.build(model.as_of)
}

/// The table whose columns are listed.
#[derive(Clone, Copy)]
struct About<'a> {
    model: &'a Model,
    declarations: &'a Declarations,
    number: usize,
    /// The register that was chosen, or that annexa takes the table for.
    register: &'static str,
}

/// The entry that says what each column is taken for, the chosen one first, by table and column: what
/// looking up its place on Columns finds.
pub fn entries(model: &Model, declarations: &Declarations) -> BTreeMap<String, String> {
    let mut entries = BTreeMap::new();
    for (number, _, row) in numbered(&model.sources) {
        for cells in (About { model, declarations, number, register: "" }).rows(row) {
            let text = |wanted: ListField| {
                let cell = cells.iter().find(|(field, _)| *field == wanted).map(|(_, cell)| &cell.value);
                if let Some(Value::Text(text)) = cell { Some(text.to_string()) } else { None }
            };
            let entry = text(ListField::FieldChosen).or_else(|| text(ListField::TakenFor));
            entries.entry(text(ListField::Place).unwrap_or_default()).or_insert(entry.unwrap_or_default());
        }
    }
    entries
}

type Cells = Vec<(ListField, Cell)>;

impl About<'_> {
    fn rows(&self, row: SourceRow<'_>) -> Vec<Cells> {
        match row {
            SourceRow::Table(table) => self.rows_of_table(table),
            SourceRow::LeftAlone(left) => self.rows_of_left_alone(left),
            SourceRow::Nothing => Vec::new(),
        }
    }

    /// The columns of a table from left to right.
    fn rows_of_table(&self, table: &SourceTable) -> Vec<Cells> {
        let header = table.header_rows.last().copied();
        let range = key(&table.sheet, Some(&table.range));
        let mapped = table.columns.iter().map(|used| {
            let place = Place { column: used.column, header, heading: &used.heading, samples: &used.samples };
            let mut cells = self.place_cells(&table.sheet, &place, &range, used.field.name());
            cells.extend(self.mapped_cells(table, used));
            (used.column, cells)
        });
        let unmapped = table.unmapped.iter().map(|left| {
            let place = Place { column: left.column, header, heading: &left.heading, samples: &left.samples };
            // A column that holds two fields may be used for one of them only.
            let field = left.overrule.and_then(|overrule| overrule.taken_for).map_or("", Field::name);
            let mut cells = self.place_cells(&table.sheet, &place, &range, field);
            cells.extend(self.unmapped_cells(Some(table.register), left));
            (left.column, cells)
        });
        let mut rows: Vec<(u32, Cells)> = mapped.chain(unmapped).collect();
        rows.sort_by_key(|(column, _)| *column);
        rows.into_iter().map(|(_, cells)| cells).collect()
    }

    fn rows_of_left_alone(&self, left: &LeftAlone) -> Vec<Cells> {
        let header = left.header_rows.last().copied();
        let range = key(&left.sheet, left.range.as_deref());
        let one = |column: &UnmappedColumn| {
            let place =
                Place { column: column.column, header, heading: &column.heading, samples: &column.samples };
            let mut cells = self.place_cells(&left.sheet, &place, &range, "");
            cells.extend(self.unmapped_cells(None, column));
            cells
        };
        left.columns.iter().take(COLUMNS_OF_LEFT_ALONE).map(one).collect()
    }

    fn place_cells(&self, sheet: &SheetName, place: &Place<'_>, range: &str, field: &str) -> Cells {
        let letters = column_letters(place.column);
        let key = match field {
            "" => format!("{range} › {letters}"),
            field => format!("{range} › {letters} › {field}"),
        };
        let values = [
            (ListField::Table, Value::count(self.number)),
            (ListField::File, Value::text(&*sheet.file)),
            (ListField::Sheet, Value::optional_text(sheet.sheet.as_deref())),
            (ListField::Register, Value::text(self.register)),
            (ListField::Place, Value::text(format!("{} {letters}", self.number))),
            (ListField::Column, Value::text(letters)),
            (ListField::HeadingRow, Value::optional_number(place.header.map(|row| f64::from(row) + 1.0))),
            (ListField::Heading, Value::text(place.heading)),
            (ListField::Samples, Value::text(examples(place.samples))),
            (ListField::Key, Value::text(short_key(key))),
        ];
        values.map(|(field, value)| (field, value.into())).to_vec()
    }

    fn mapped_cells(&self, table: &SourceTable, used: &ColumnUse) -> Cells {
        let chosen = used.overrule.is_some_and(|overrule| overrule.chosen);
        let own =
            used.overrule.filter(|overrule| overrule.chosen).map_or(Some(used.field), |own| own.taken_for);
        let words = |field: Field| self.declarations.field_words(table.register, field);
        let declared = self.declarations.column(table.register, used.field);
        let mut values = vec![
            (ListField::TakenFor, Value::text(own.map_or_else(|| UNMAPPED.to_owned(), words))),
            (ListField::Understood, Value::text(if chosen { CHOSEN } else { YES })),
            (ListField::Field, Value::text(used.field.name())),
            (ListField::Means, Value::optional_text(declared.map(|column| column.heading()))),
            (ListField::Confidence, Value::number(used.confidence)),
            (ListField::Evidence, Value::text(used.evidence.join(", "))),
            (ListField::Levels, Value::text(levels(&self.model.scales, &table.sheet, used))),
            (ListField::ValuesHoldFor, values_hold_for(used.overrule)),
        ];
        if chosen {
            values.push((ListField::FieldChosen, Value::text(words(used.field))));
        }
        values.into_iter().map(|(field, value)| (field, value.into())).collect()
    }

    fn unmapped_cells(&self, register: Option<Register>, left: &UnmappedColumn) -> Cells {
        let chosen = left.overrule.filter(|overrule| overrule.chosen);
        let own = chosen.and_then(|overrule| overrule.taken_for).zip(register);
        let nearest: Vec<&str> = left.candidates.iter().map(|field| field.name()).collect();
        let own = own.map(|(field, register)| self.declarations.field_words(register, field));
        let understood = match (register, chosen) {
            (None, _) => LEFT,
            (_, Some(_)) => NOT_USED,
            (_, None) => UNMAPPED,
        };
        let taken_for = own.unwrap_or_else(|| if register.is_some() { UNMAPPED } else { "" }.to_owned());
        let values = [
            (ListField::TakenFor, Value::text(taken_for)),
            (ListField::Understood, Value::text(understood)),
            (ListField::Nearest, Value::text(nearest.join(", "))),
            (ListField::FieldChosen, Value::optional_text(chosen.map(|_| NOT_USED))),
            (ListField::ValuesHoldFor, values_hold_for(left.overrule)),
        ];
        values.map(|(field, value)| (field, value.into())).to_vec()
    }
}

/// A column on its sheet.
struct Place<'a> {
    column: u32,
    header: Option<u32>,
    heading: &'a str,
    samples: &'a [String],
}

fn values_hold_for(overrule: Option<ColumnOverrule>) -> Value {
    Value::optional_text(overrule.filter(|overrule| overrule.whole_layout).map(|_| WHOLE_LAYOUT))
}

/// The first values of a column.
fn examples(samples: &[String]) -> String {
    samples.iter().take(EXAMPLES).map(String::as_str).collect::<Vec<_>>().join("; ")
}

/// Each level as it is written and what it became on the common scale.
fn levels(scales: &[ScaleMapping], sheet: &SheetName, used: &ColumnUse) -> String {
    let scale = scales
        .iter()
        .find(|scale| *scale.sheet == *sheet && scale.field == used.field && scale.heading == used.heading);
    let Some(scale) = scale else { return String::new() };
    let mut parts = vec![format!("scale {} to {} (from {})", scale.lowest, scale.highest, scale.found_from)];
    parts.extend(scale.levels.iter().map(|(written, level)| format!("{written} = {level}")));
    parts.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing::{Example, cell_under};

    #[test]
    fn columns_stand_from_left_to_right_and_unmapped_ones_name_their_nearest_fields() {
        let sheet = build_columns(&Example::sample().contents());
        assert_eq!(cell_under(&sheet, 0, "Column"), "\"A\"");
        assert_eq!(cell_under(&sheet, 0, "Heading row"), "5");
        assert_eq!(cell_under(&sheet, 0, "Means"), "\"Risk ID\"");
        assert_eq!(cell_under(&sheet, 0, "Taken for"), "\"Risks: Risk ID (risk.id)\"");
        assert_eq!(cell_under(&sheet, 0, "Field chosen"), "-");
        assert_eq!(cell_under(&sheet, 1, "Understood"), "\"Unmapped\"");
        assert_eq!(cell_under(&sheet, 1, "Nearest fields"), "\"comment\"");
    }

    #[test]
    fn what_a_person_chose_stands_beside_what_annexa_takes_the_column_for() {
        let mut example = Example::sample();
        let table = &mut example.model.sources[0].tables[0];
        let overrule = |taken_for| Some(ColumnOverrule { chosen: true, taken_for, whole_layout: false });
        table.columns[0].overrule = overrule(Some(Field::Comment));
        table.unmapped[0].overrule = overrule(Some(Field::RiskOwner));
        let sheet = build_columns(&example.contents());
        assert_eq!(cell_under(&sheet, 0, "Taken for"), "\"Risks: Comment (comment)\"");
        assert_eq!(cell_under(&sheet, 0, "Field chosen"), "\"Risks: Risk ID (risk.id)\"");
        assert_eq!(cell_under(&sheet, 0, "Understood"), "\"Chosen\"");
        assert_eq!(cell_under(&sheet, 1, "Taken for"), "\"Risks: Risk owner (risk.owner)\"");
        assert_eq!(cell_under(&sheet, 1, "Field chosen"), "\"Not used\"");
    }
}
