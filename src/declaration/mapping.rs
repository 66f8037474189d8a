//! The lists by which people overrule what annexa took tables, columns and values for: their columns,
//! declared once for writing them and for reading them back.

use std::fmt;

use serde::Deserialize;

use super::DeclarationError;

macro_rules! list_columns {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// What a column of these lists is for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum ListField {
            $($(#[$doc])* $variant,)*
        }

        impl ListField {
            fn parse(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(ListField::$variant),)*
                    _ => None,
                }
            }
        }
    };
}

list_columns! {
    /// Number of the table, by which the three lists refer to each other.
    Table = "table",
    /// The file.
    File = "file",
    /// The sheet of the file.
    Sheet = "sheet",
    /// The cells of the table.
    Range = "range",
    /// What annexa takes it for by itself.
    TakenFor = "taken_for",
    /// The register that a person chose.
    RegisterChosen = "register_chosen",
    /// The register that was used.
    Register = "register",
    /// How sure that is.
    Confidence = "confidence",
    /// The rows in which annexa found the headings.
    HeaderRows = "header_rows",
    /// The rows of the headings that a person chose.
    HeaderRowChosen = "header_row_chosen",
    /// First row with a record.
    FirstRecordRow = "first_record_row",
    /// Last row with a record.
    LastRecordRow = "last_record_row",
    /// Rows below the header that hold anything.
    RowsRead = "rows_read",
    /// Rows that became records.
    Records = "records",
    /// Rows that look like records and could not be used.
    Rejected = "rejected",
    /// Rows that are no records.
    Skipped = "skipped",
    /// Why a table was left alone.
    WhyLeftAlone = "why_left_alone",
    /// The rows that gave no record, each with its reason.
    RowsWithoutRecord = "rows_without_record",
    /// Size of the file.
    FileSize = "file_size",
    /// Sum of the file.
    Sha256 = "sha256",
    /// By what a table of the same headings is known again.
    Layout = "layout",
    /// The same for the first rows of the sheet.
    LayoutOfRows = "layout_of_rows",
    /// Letter of the column.
    Column = "column",
    /// Row of the heading.
    HeadingRow = "heading_row",
    /// The heading as it was read.
    Heading = "heading",
    /// Some values.
    Samples = "samples",
    /// The field that a person chose.
    FieldChosen = "field_chosen",
    /// How far the meanings of the column's values hold.
    ValuesHoldFor = "values_hold_for",
    /// Whether the column is used.
    Understood = "understood",
    /// The field that was used.
    Field = "field",
    /// What the field means.
    Means = "means",
    /// What speaks for it.
    Evidence = "evidence",
    /// The fields that come nearest.
    Nearest = "nearest",
    /// The levels as they were mapped.
    Levels = "levels",
    /// A value as it was read.
    Value = "value",
    /// How many cells hold it.
    Count = "count",
    /// The meaning that a person chose.
    MeaningChosen = "meaning_chosen",
    /// Table and column, by which the column is looked up.
    Place = "place",
    /// The kind of the column's values.
    Kind = "kind",
    /// What tells the row from all others.
    Key = "key",
}

/// Who fills a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FilledBy {
    /// annexa, with what it found.
    Annexa,
    /// A person, who overrules; blank where nobody does.
    Person,
    /// annexa, for its next run.
    LastRun,
    /// A formula.
    Calculated,
}

/// How the cells of a column look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListForm {
    /// Text that wraps.
    Wrapped,
    /// One line of text.
    Text,
    /// Text that stays text when it is edited.
    Identifier,
    /// A coded word.
    Word,
    /// A whole number.
    Integer,
    /// A share.
    Percent,
}

/// A column of one of these lists.
#[derive(Clone, Debug, PartialEq)]
pub struct MappingColumn {
    /// What it is for.
    pub field: ListField,
    /// Its heading.
    pub heading: String,
    /// Who fills it.
    pub filled_by: FilledBy,
    /// How its cells look.
    pub form: ListForm,
    /// Its width in characters.
    pub width: u16,
    /// Whether it is printed.
    pub printed: bool,
    /// What it means; empty where the heading says it.
    pub help: String,
}

/// The lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MappingList {
    /// The tables of the files.
    Sources,
    /// Their columns.
    Columns,
    /// The values of coded columns.
    Values,
}

impl MappingList {
    /// All lists, in the order of their sheets.
    pub const ALL: [MappingList; 3] = [MappingList::Sources, MappingList::Columns, MappingList::Values];

    /// The name of the sheet and of its table.
    pub fn name(self) -> &'static str {
        match self {
            MappingList::Sources => "Sources",
            MappingList::Columns => "Columns",
            MappingList::Values => "Values",
        }
    }
}

impl fmt::Display for MappingList {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// The declarations of the lists.
#[derive(Clone, Debug, PartialEq)]
pub struct MappingLists {
    sources: Vec<MappingColumn>,
    columns: Vec<MappingColumn>,
    values: Vec<MappingColumn>,
}

impl MappingLists {
    pub(super) fn load() -> Result<Self, DeclarationError> {
        Ok(Self {
            sources: list(
                "mapping-sources.csv",
                include_str!("../../workbook-templates/mapping-sources.csv"),
            )?,
            columns: list(
                "mapping-columns.csv",
                include_str!("../../workbook-templates/mapping-columns.csv"),
            )?,
            values: list("mapping-values.csv", include_str!("../../workbook-templates/mapping-values.csv"))?,
        })
    }

    /// The columns of a list, in the order in which they are written.
    pub fn columns(&self, list: MappingList) -> &[MappingColumn] {
        match list {
            MappingList::Sources => &self.sources,
            MappingList::Columns => &self.columns,
            MappingList::Values => &self.values,
        }
    }

    /// The heading of a column; empty where the list has none of the kind.
    pub fn heading(&self, list: MappingList, field: ListField) -> &str {
        let column = self.columns(list).iter().find(|column| column.field == field);
        column.map_or("", |column| column.heading.as_str())
    }
}

#[derive(Deserialize)]
struct Row {
    column: String,
    heading: String,
    filled_by: FilledBy,
    form: ListForm,
    width: u16,
    printed: String,
    help: String,
}

fn list(file: &'static str, text: &str) -> Result<Vec<MappingColumn>, DeclarationError> {
    let broken = |problem: String| DeclarationError { file, problem };
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let mut columns = Vec::new();
    for row in reader.deserialize() {
        let row: Row = row.map_err(|error| broken(error.to_string()))?;
        let field = ListField::parse(&row.column)
            .ok_or_else(|| broken(format!("`{}` is no column of these lists", row.column)))?;
        columns.push(MappingColumn {
            field,
            heading: row.heading,
            filled_by: row.filled_by,
            form: row.form,
            width: row.width,
            printed: row.printed == "yes",
            help: row.help,
        });
    }
    Ok(columns)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_list_has_its_table_number_first_and_its_key_last() {
        let lists = MappingLists::load().unwrap();
        for list in MappingList::ALL {
            let columns = lists.columns(list);
            assert_eq!(columns.first().map(|column| column.field), Some(ListField::Table), "{list}");
            assert_eq!(columns.last().map(|column| column.field), Some(ListField::Key), "{list}");
            assert!(columns.iter().any(|column| column.filled_by == FilledBy::Person), "{list}");
        }
    }

    #[test]
    fn what_a_person_fills_says_what_may_be_chosen() {
        let lists = MappingLists::load().unwrap();
        for column in MappingList::ALL.into_iter().flat_map(|list| lists.columns(list)) {
            assert!(column.filled_by != FilledBy::Person || !column.help.is_empty(), "{}", column.heading);
        }
    }
}
