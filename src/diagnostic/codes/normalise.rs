//! Codes for cells, identifiers and records that cannot be taken as they are.

super::codes! {
    /// A coded cell whose word is not known.
    UNRECOGNISED_VALUE = "unrecognised-value", Warning,
        message: "{field} is not a value that is known",
        effect: "{subject} is left without {field}, not counted as 0",
        help: "use one of the expected words",
        source: "";
}
