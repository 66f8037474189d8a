//! Codes for tables and columns that are not, or not surely, understood.

super::codes! {
    /// A register without a column that it needs.
    UNMAPPED_REQUIRED_COLUMN = "unmapped-required-column", Warning,
        message: "no {column} column was found in the {register} register",
        effect: "{consequence}",
        help: "give the column a heading that says so, such as {headings}",
        source: "";
}
