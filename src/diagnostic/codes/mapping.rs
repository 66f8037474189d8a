//! Codes for what a person chose in a mapping workbook.

super::codes! {
    /// A file that was given as a mapping and is none.
    NO_MAPPING_WORKBOOK = "no-mapping-workbook", Error,
        message: "this is no mapping workbook: no sheet holds the list {list}",
        effect: "nothing was read, for what was chosen would not be obeyed",
        help: "write one with `annexa inspect PATH -o mapping.xlsx`, or give a workbook that annexa wrote, with its sheets Sources, Columns and Values",
        source: "";
    /// A cell that holds no choice.
    UNKNOWN_CHOICE = "unknown-choice", Warning,
        message: "the {what} that was chosen is not known",
        effect: "this choice is not obeyed; what annexa finds by itself stands",
        help: "choose from the list of the cell, or clear it",
        source: "";
    /// A chosen header row that the sheet does not have.
    CHOSEN_HEADER_ROW_NOT_THERE = "chosen-header-row-not-there", Warning,
        message: "the header row that was chosen holds nothing in {file}",
        effect: "this choice is not obeyed; the table stays as annexa found it",
        help: "give the number of the row in which the headings stand",
        source: "";
    /// A field that the table's register does not have.
    CHOSEN_FIELD_OF_OTHER_REGISTER = "chosen-field-of-other-register", Warning,
        message: "the {register} register has no field {field}",
        effect: "column {column} is taken for what annexa finds by itself",
        help: "choose a field of the {register} register, or choose another register for the table on Sources",
        source: "";
    /// A field of one value that was chosen for two columns.
    FIELD_CHOSEN_TWICE = "field-chosen-twice", Warning,
        message: "{field} holds one value a record, and it was chosen for column {first} already",
        effect: "column {column} is not used",
        help: "choose another field for one of the two columns, or Not used",
        source: "";
    /// Choices for the columns of a table that is no register.
    COLUMNS_WITHOUT_REGISTER = "columns-chosen-without-register", Warning,
        message: "fields or meanings of values were chosen for columns of a table that is taken for no register",
        effect: "the table in {file} stays left alone",
        help: "choose the register of the table on Sources",
        source: "";
    /// A column of the mapping that the table does not have.
    CHOSEN_COLUMN_NOT_FOUND = "chosen-column-not-found", Warning,
        message: "the table in {file} has no column {column}",
        effect: "this choice is not obeyed",
        help: "inspect the file again with this mapping, and choose on what that writes",
        source: "";
    /// A meaning that the field of the column does not have.
    MEANING_OF_OTHER_FIELD = "chosen-meaning-of-other-field", Warning,
        message: "{field} has no such meaning",
        effect: "the value is read as annexa reads it by itself",
        help: "choose a meaning of the column's field, or choose another field for the column on Columns",
        source: "";
    /// One layout that two tables of the mapping map differently.
    LAYOUT_MAPPED_TWICE = "layout-mapped-twice", Warning,
        message: "two tables of the mapping have the headings of {table} and are mapped differently",
        effect: "the first of them is obeyed",
        help: "clear what was chosen for one of them, or keep only the rows of the file that is the pattern",
        source: "";
    /// Tables of the mapping that no file of the run has.
    CHOSEN_TABLE_NOT_FOUND = "chosen-table-not-found", Warning,
        message: "no table of this run has the headings of {tables} for which something was chosen: {rows}",
        effect: "what was chosen there, columns and values too, has no effect; tables whose headings changed are read as annexa reads them by itself",
        help: "where it was meant for a file of this run, inspect that file and choose on what that writes",
        source: "";
}
