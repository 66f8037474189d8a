//! Codes for tables and columns that are not, or not surely, understood.

super::codes! {
    /// A register without a column that it needs.
    UNMAPPED_REQUIRED_COLUMN = "unmapped-required-column", Warning,
        message: "no {column} column was found in the {register} register",
        effect: "{consequence}",
        help: "give the column a heading that says so, such as {headings}",
        source: "";
    /// Two registers that a table could be.
    DOUBTFUL_REGISTER = "doubtful-register", Warning,
        message: "the table was taken for the {register} register, but it could be the {rival} register as well",
        effect: "its rows count as {register}",
        help: "name the sheet after the register, or give its columns headings that say more",
        source: "";
    /// Several columns with equal evidence for the same field.
    SEVERAL_COLUMNS_FOR_ONE_FIELD = "several-columns-for-one-field", Note,
        message: "more than one column fits the same field; the first was taken: {choices}",
        effect: "what the other columns hold is not used",
        help: "rename the column that counts, or remove the others from the copy that is assessed",
        source: "";
    /// Rows that continue a register and were not read as part of it, nor as another one.
    ROWS_BELOW_REGISTER_LEFT_ALONE = "rows-below-register-left-alone", Warning,
        message: "{rows}, {place} the {register} register, were left alone: {why}",
        effect: "nothing in them is part of the assessment, so figures drawn from the register may be too small",
        help: "where they are records, bring them to the form of the rows above and remove headings and blank rows between; where they are another register, choose it for them on the Sources sheet",
        source: "";
    /// The header of a register with nothing to read below.
    REGISTER_WITHOUT_RECORDS = "register-without-records", Note,
        message: "this is the header of {article} {register} register, but no records stand below it",
        effect: "nothing of it is part of the assessment",
        help: "fill in the register, or leave the sheet as it is if it is meant as a template",
        source: "";
    /// An example row of an intake workbook in which somebody wrote, and which is still called an example.
    CHANGED_EXAMPLE_ROW = "changed-example-row", Warning,
        message: "the example row of the {register} intake sheet was filled in and is still called an example",
        effect: "the row is not part of the assessment",
        help: "give it an identifier of its own where it is a record, or delete the row",
        source: "";
    /// A register on a sheet that a person who opens the workbook does not see.
    HIDDEN_SHEET_READ = "hidden-sheet-read", Note,
        message: "the {register} register stands on a hidden sheet, and no visible sheet holds one",
        effect: "it is part of the assessment like any other register",
        help: "remove the sheet from the copy that is assessed where it is not meant to count",
        source: "";
}
