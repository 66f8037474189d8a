//! Codes for cells, identifiers and records that cannot be taken as they are.

super::codes! {
    /// A coded cell whose word is not known.
    UNRECOGNISED_VALUE = "unrecognised-value", Warning,
        message: "{words} {are} not understood as {field}",
        effect: "no {field} is taken from {this_cell} for {subject}{zero}",
        help: "{mend}",
        source: "";
    /// A row whose applicability and status exclude each other.
    APPLICABILITY_CONTRADICTS_STATUS = "applicability-contradicts-status", Warning,
        message: "{subject}: the applicability says {applicability} ({applicability_cell}), the status says {status} ({status_cell})",
        effect: "{used}",
        help: "correct the cell that is not up to date",
        source: "judgement";
    /// A date whose order of day and month nothing in its table shows.
    AMBIGUOUS_DATE = "ambiguous-date", Warning,
        message: "{field} can be {first} or {second}: nothing in the table shows which number is the day",
        effect: "{subject} {subject_is} left without {field}",
        help: "write the date as year-month-day, or format the cell as a date",
        source: "";
    /// Levels in a column that does not show how many points its scale has.
    ASSUMED_SCALE = "assumed-scale", Note,
        message: "the scale of {heading} is not shown; it was taken to run from {lowest} to {highest}",
        effect: "{mapped}",
        help: "write the scale in the heading, such as {heading} ({example})",
        source: "judgement";
    /// Levels above 5 in a column that does not show its scale.
    SCALE_FROM_VALUES = "scale-from-values", Warning,
        message: "the scale of {heading} is not shown; levels above 5 make it run from {lowest} to {highest}",
        effect: "{mapped}",
        help: "write the scale in the heading, such as {heading} ({example}), or correct the levels above 5",
        source: "judgement";
    /// An identifier that means several things, with nothing that tells which.
    AMBIGUOUS_REFERENCE = "ambiguous-reference", Warning,
        message: "{written} can mean {meanings}",
        effect: "the row counts for neither",
        help: "write the standard before the identifier, such as 27001:A.5.1; for all rows in one go, name it in the column's heading or the sheet's name, or add a column with the standard",
        source: "";
    /// An identifier of the form of ours that no standard has.
    UNKNOWN_REFERENCE = "unknown-reference", Warning,
        message: "{words} {are} neither clause nor control of ISO/IEC 27001 or ISO/IEC 42001",
        effect: "kept as written, counted for no requirement",
        help: "correct the identifier, or name the standard that it belongs to",
        source: "";
    /// A key of annexa's own form whose number only the edition of 2013 has.
    REFERENCE_OF_2013 = "reference-of-2013", Warning,
        message: "{written} is neither clause nor control of ISO/IEC 27001:2022; it may be meant as {meaning}",
        effect: "kept as written, counted for no requirement",
        help: "{mend}name the edition in the heading or before the identifier, such as ISO 27001:2013 A.9.2.1",
        source: "";
    /// A number that the standard named before it in its cell does not have.
    NUMBER_NOT_OF_STANDARD_BEFORE = "number-not-of-standard-before", Warning,
        message: "the standard that stands before {written} has no such number; it was taken for {meaning}",
        effect: "it counts for that requirement, and no pair of both standards is made with it",
        help: "write the standard before the number, such as 27001:A.5.1 or 42001:A.5.2",
        source: "judgement";
    /// A range of identifiers whose ends do not belong together.
    RANGE_NOT_READ = "range-not-read", Warning,
        message: "the range {written} does not rise within one section of one standard",
        effect: "its two ends count, nothing between them",
        help: "write each section as a range of its own, the lower number first, such as A.5.1-A.5.37",
        source: "judgement";
    /// A number whose parts have no row of their own.
    COUNTS_FOR_PARTS = "counts-for-parts", Note,
        message: "no row is for {parts} alone: the row of {written} counts for each of them",
        effect: "what that row says is the status of every part, as if each had been assessed",
        help: "where the parts differ, give each a row of its own",
        source: "judgement";
    /// Rows of a column whose references are those of another framework, or of the organisation.
    OTHER_FRAMEWORK_REFERENCES = "other-framework-references", Note,
        message: "{rows} neither a clause nor a control of ISO/IEC 27001 or 42001, but another identifier, such as {written}{why}",
        effect: "the references are kept as they are written and count for no requirement",
        help: "where they are clauses or controls of ISO/IEC 27001 or 42001, name the standard in the heading",
        source: "judgement";
    /// A register in the numbering of 27001:2013.
    SOA_2013 = "soa-2013", Warning,
        message: "the register is written in the numbering of ISO/IEC 27001:2013 ({rows})",
        effect: "its controls are carried over to the edition of 2022; controls that 2022 added stay unassessed",
        help: "bring the Statement of Applicability to ISO/IEC 27001:2022",
        source: "IAF MD 26: the transition period ended on 31 October 2025";
    /// Controls of 2013 that became one, with different statuses.
    MERGED_2013_CONTROLS_DIFFER = "merged-2013-controls-differ", Warning,
        message: "{requirement} was merged from controls of 2013 that differ: {statuses}",
        effect: "{used}",
        help: "assess {requirement} as one control",
        source: "judgement, with the correspondence of ISO/IEC 27002:2022 Annex B";
    /// Rows that give one requirement different statuses.
    STATUSES_DISAGREE = "statuses-disagree", Warning,
        message: "the status of {requirement} is given differently: {statuses}",
        effect: "{used}",
        help: "correct the rows that are not up to date",
        source: "judgement";
    /// Rows of which one says that a control applies and another that it does not.
    APPLICABILITY_DISAGREES = "applicability-disagrees", Warning,
        message: "rows disagree whether {requirement} applies: it is excluded by {excluded}, applied by {applied}",
        effect: "{requirement} is taken to apply",
        help: "correct the rows that are not up to date",
        source: "judgement";
    /// Rows that give one requirement different maturities or targets.
    MATURITIES_DISAGREE = "maturities-disagree", Warning,
        message: "the maturity of {requirement} is given differently: {maturities}",
        effect: "{used}",
        help: "correct the rows that are not up to date",
        source: "judgement";
    /// A row of which only the maturity says that the requirement does not apply.
    EXCLUDED_BY_MATURITY = "excluded-by-maturity", Note,
        message: "nothing but its maturity, {words}, says whether {subject} applies",
        effect: "{subject} {subject_is} excluded",
        help: "say in a column of its own whether the control applies, and why not",
        source: "judgement";
    /// Controls of 2013 that became one, of which some are excluded.
    MERGED_2013_APPLICABILITY_DIFFERS = "merged-2013-applicability-differs", Warning,
        message: "{requirement} was merged from controls of 2013, of which {excluded} {is_excluded} and {applied} {applies}",
        effect: "{used}",
        help: "decide for {requirement} as one control, and name in it what is left out",
        source: "judgement, with the correspondence of ISO/IEC 27002:2022 Annex B";
    /// An answer that a control register contradicts.
    ANSWER_CONTRADICTS_REGISTER = "answer-contradicts-register", Warning,
        message: "{requirement}: the questionnaire answers {answer}, but the control register says {register}{others}",
        effect: "the register is used",
        help: "correct the answer, or bring the register up to date",
        source: "judgement";
    /// An error value in a column that is used.
    ERROR_VALUE = "error-value", Warning,
        message: "{words} {are} an error of a formula, not {field}",
        effect: "the {field} is not known; nothing is counted for it",
        help: "mend the formula, or write the value into the cell",
        source: "";
    /// Formulas in a column of identifiers or statuses.
    COMPUTED_VALUES = "computed-values", Note,
        message: "{heading} is computed by formulas in {cells}",
        effect: "the values that were saved last are used; formulas are not evaluated",
        help: "recalculate and save the file if its values may be old",
        source: "";
    /// A record of several rows whose cells say different things.
    SEVERAL_VALUES = "several-values", Warning,
        message: "a record of several rows gives its {field} in several ways: {words}",
        effect: "no {field} is taken from its cells for {record}{zero}",
        help: "write one {field}, or give each row an identifier of its own",
        source: "judgement";
    /// A question to which a yes may be the unfavourable answer.
    INVERTED_QUESTION = "inverted-question", Warning,
        message: "a yes to {words} may be the unfavourable answer",
        effect: "the answer to {subject} counts for nothing, neither way",
        help: "add a column with the heading Inverted and write Yes where a no is the favourable answer, or No where it is not",
        source: "judgement";
    /// An identifier that several records of one kind bear.
    DUPLICATE_IDENTIFIER = "duplicate-identifier", Warning,
        message: "the identifier {identifier} stands in {places}{others}",
        effect: "every record is counted; the second is kept as {renamed}, and a link to {identifier} means the first",
        help: "give each record an identifier of its own, or remove the copy",
        source: "";
    /// A name that several records without identifiers bear.
    REPEATED_NAME = "repeated-name", Note,
        message: "records without identifiers have the same name: {identifier} stands in {places}{others}",
        effect: "every record is counted; the second is kept as {renamed}",
        help: "add a column with an identifier for each record",
        source: "";
    /// A row that nothing identifies.
    RECORD_WITHOUT_IDENTITY = "record-without-identity", Warning,
        message: "the row has neither an identifier nor a name",
        effect: "the row is not part of the assessment",
        help: "give it an identifier or a name",
        source: "";
}
