//! Codes for what people wrote in the workbook that a run refreshes.

super::codes! {
    /// A decision whose source has changed since the last run.
    SOURCE_AND_PERSON_CHANGED = "source-and-person-changed", Warning,
        message: "the source of {heading} of {record} has changed since a person decided it as \"{own}\"",
        effect: "what the person wrote stays; the source said {before} before",
        help: "clear the cell to take what the source says, or leave it",
        source: "";
    /// A cell whose content is no value of its column.
    DECISION_NOT_UNDERSTOOD = "decision-not-understood", Warning,
        message: "what was written as {heading} of {record} was not understood",
        effect: "it stays in its cell and is not used; nothing else counts in its place",
        help: "choose from the list of the cell, or clear it to take what the source says",
        source: "";
    /// A word of a cell that was understood by another word.
    UNDERSTOOD_AS = "understood-as", Note,
        message: "{heading} of {record}: \"{written}\" is understood as {understood}",
        effect: "the cell shows {understood}",
        help: "choose another entry of the cell's list where it is meant otherwise",
        source: "";
    /// A row that a person added and that nothing identifies.
    ADDED_ROW_WITHOUT_NAME = "added-row-without-name", Warning,
        message: "a row that was added to {list} has neither an identifier nor a name",
        effect: "it counts for nothing; it stands below the list, with what was written in it",
        help: "give the record an identifier or a name there, and run annexa again",
        source: "";
    /// A row that was added to a list that annexa makes.
    ADDED_ROW_NOT_TAKEN = "added-row-not-taken", Warning,
        message: "a row was added to {list}, which annexa fills itself",
        effect: "it counts for nothing; what was written in it stands below the list",
        help: "add the row to a register, or to a sheet of your own",
        source: "";
    /// A record whose file was not read.
    RECORD_NOT_READ = "record-not-read-this-time", Note,
        message: "{count} of {list} come from files that were not read this time",
        effect: "they stay as they were, and say so in the column Source",
        help: "give those files too, or delete the rows",
        source: "";
    /// A record that its file does not hold any more, but that a person had decided something about.
    RECORD_GONE = "record-gone-from-source", Warning,
        message: "{record} is no longer in its source, and somebody had decided something about it",
        effect: "it stays, and says so in the column Source",
        help: "delete the row where it is over, or put the record back into its register",
        source: "";
    /// A deleted row whose source still holds the record.
    DELETED_ROW_RETURNS = "deleted-row-returns", Note,
        message: "the row of {record} was deleted, and its source still holds it",
        effect: "it is back",
        help: "take it out of its register, where it comes from one and is over",
        source: "";
    /// Cells that were cleared although nobody had decided anything about them.
    CLEARED_CELL_RETURNS = "cleared-cell-returns", Note,
        message: "{count} cleared as {heading} of {list}, and the source still fills them: {records}",
        effect: "what the source says is back; clearing a cell withdraws what a person wrote, and says nothing of its own",
        help: "write what is true instead, or clear the cell in the register",
        source: "";
    /// A record that a person added, and that a source now gives under the same key.
    ADDED_RECORD_IN_SOURCE = "added-record-in-source", Warning,
        message: "{record} was added in the workbook, and {place} now has a record with that identifier",
        effect: "they are taken for one record, in which what the person wrote stands: \"{own}\" there, \"{source}\" in the source",
        help: "where they are two, give one of them another identifier: the one in the register, or a new row with what was written",
        source: "";
    /// Documents that a clause asks for and that a person marked as missing or not needed.
    REQUIRED_DOCUMENT_MISSING = "required-document-missing", Warning,
        message: "a clause asks for documented information that is marked as missing or not needed: {documents}",
        effect: "each counts as a potential nonconformity on Documented information; it is asked for by {requirements}",
        help: "write the document, or name the one that serves for it, and change its status",
        source: "ISO/IEC 27001 7.5.1, ISO/IEC 42001 7.5.1";
    /// Decisions of a management review whose due date has passed.
    REVIEW_DECISION_PAST_DUE = "review-decision-past-due", Warning,
        message: "what a management review decided is past due: {inputs}",
        effect: "it stands as past due on Management review, and the next review asks how it stands",
        help: "set Progress to Done where it is done, or agree on a later date",
        source: "ISO/IEC 27001 9.3.3, ISO/IEC 42001 9.3.3";
    /// Dates that people wrote by which something has to be looked at again, and that have passed.
    ENTRY_PAST_DUE = "entry-past-due", Warning,
        message: "{heading} on {list} has passed for {records}",
        effect: "what was to be reviewed, renewed or answered by then may not hold any more",
        help: "do it, and write the next date; or clear the date where none is needed any more",
        source: "ISO/IEC 42001 8.4, ISO/IEC 27001 7.2, ISO/IEC 42001 6.1.2";
    /// A list that is not in the workbook any more.
    LIST_NOT_FOUND = "list-not-found", Warning,
        message: "the list {list} is not in the workbook any more",
        effect: "it is written again, with what had been decided in it before the last run",
        help: "take the sheet from the previous version of the workbook where something was changed on it since",
        source: "";
    /// A column whose heading was changed.
    COLUMN_RENAMED = "column-renamed", Note,
        message: "the column {heading} of {list} is headed {now}",
        effect: "it was taken for {heading}, and bears that heading again",
        help: "where it is a column of your own, put it beside the others, under a heading that no other column of the sheet has",
        source: "";
    /// An editable column that is not in its list any more.
    COLUMN_NOT_FOUND = "column-not-found", Warning,
        message: "the column {heading} of {list} is not there any more",
        effect: "it is written again as it was after the last run; {own}",
        help: "where it was only renamed, take its heading from the previous version of the workbook, and run annexa again",
        source: "";
    /// A heading that several columns of a list bear.
    HEADING_ON_SEVERAL_COLUMNS = "heading-on-several-columns", Warning,
        message: "{count} columns of {list} are headed {heading}",
        effect: "{taken}",
        help: "give the column of your own another heading",
        source: "";
    /// A level that is no number of the common scale.
    LEVEL_NOT_ON_SCALE = "level-not-on-scale", Warning,
        message: "what was written as {heading} of {record} is not on the common scale",
        effect: "it stays in the cell, and the record is left unrated by it, not scored as 0",
        help: "write a number from 1 to 5, or clear the cell to take what the source says",
        source: "";
    /// A formula that was saved without its value.
    FORMULA_WITHOUT_VALUE = "formula-without-value", Warning,
        message: "the formula that was written as {heading} of {record} was saved without its value",
        effect: "what stood there after the last run stays",
        help: "open the workbook in a spreadsheet program and save it, or write the value itself",
        source: "";
    /// A run that is dated before the one whose workbook it refreshes.
    DATED_BEFORE_LAST_RUN = "dated-before-last-run", Warning,
        message: "this run is dated {date}, before the last run of this workbook, dated {last}",
        effect: "everything is judged as of {date}; what changed stands before the changes of the last run, in the order of the runs",
        help: "give no date, or one that is not before the last run, where this was not meant",
        source: "";
    /// A file that the last run read and this one did not.
    FILE_NOT_READ = "file-not-read-this-time", Warning,
        message: "{file} was read by the last run, and not by this one",
        effect: "records, statuses, answers, other controls and pairs that it alone gave stay, and say so in the column Source",
        help: "give it too; where another file took its place, delete the rows that are over",
        source: "";
    /// A question that somebody had decided something about, and that no questionnaire asks any more.
    DECIDED_QUESTION_GONE = "decided-question-gone", Warning,
        message: "a question whose suggestion was {decision} is not asked any more in those words",
        effect: "the decision is dropped",
        help: "where the question was only worded anew, decide again on the sheet Answers",
        source: "";
    /// A setting that cannot be used.
    SETTING_NOT_UNDERSTOOD = "setting-not-understood", Warning,
        message: "the setting {setting} cannot be used",
        effect: "used in its place: {used}",
        help: "write a value that the cell allows",
        source: "";
}
