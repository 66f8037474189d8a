//! Codes for what goes wrong while files are found, opened and read.

super::codes! {
    /// A path that was given and is not there.
    PATH_NOT_FOUND = "path-not-found", Error,
        message: "there is no such file or folder",
        effect: "nothing is read from it",
        help: "check the path",
        source: "";
    /// A folder in which nothing can be read.
    FOLDER_WITHOUT_REGISTERS = "folder-without-registers", Error,
        message: "the folder holds no file that can be read",
        effect: "nothing is read from it",
        help: "name a folder with .xlsx, .xlsm, .xlsb, .xls, .ods, .csv, .tsv or .txt files",
        source: "";
    /// Files of a kind that is not read.
    OTHER_FILE = "other-file", Note,
        message: "files {kind} are not read",
        effect: "this file is no part of the assessment",
        help: "where it is a register, save it as .xlsx or .csv",
        source: "";
    /// A workbook that annexa wrote.
    OWN_WORKBOOK = "own-workbook", Note,
        message: "the workbook was written by annexa and is no register",
        effect: "it is not read as input",
        help: "",
        source: "";
    /// A list that annexa wrote beside a workbook whose sheet had no room for all of it.
    OWN_LIST = "own-list", Note,
        message: "the list was written by annexa beside its workbook and is no register",
        effect: "it is not read as input",
        help: "where it is a register of yours, give it a name without \".annexa-\"",
        source: "";
    /// A file that cannot be opened at all.
    FILE_NOT_READABLE = "file-not-readable", Error,
        message: "the file cannot be read: {reason}",
        effect: "nothing in this file is part of the assessment",
        help: "check the path and the rights to it, then run again",
        source: "";
    /// A file with nothing in it.
    EMPTY_FILE = "empty-file", Error,
        message: "the file is empty",
        effect: "there is nothing to assess in it",
        help: "check that this is the file you mean",
        source: "";
    /// An encrypted workbook.
    ENCRYPTED_FILE = "encrypted-file", Error,
        message: "the file is protected by a password",
        effect: "nothing in this file is part of the assessment",
        help: "open it in its program, save a copy without the password, and assess the copy",
        source: "";
    /// A format that is not read.
    UNSUPPORTED_FORMAT = "unsupported-format", Error,
        message: "the file is {format}, and such files are not read",
        effect: "nothing in this file is part of the assessment",
        help: "{remedy}",
        source: "";
    /// A file whose name says that it is something else.
    MISLABELLED_FILE = "mislabelled-file", Note,
        message: "the file is {format} although its name ends in .{extension}",
        effect: "it is read as what it is",
        help: "",
        source: "";
    /// A file that its parser rejects.
    DAMAGED_FILE = "damaged-file", Error,
        message: "the file is damaged: {reason}",
        effect: "nothing in this file is part of the assessment",
        help: "open it in a spreadsheet program, let it repair the file, save it as .xlsx, and assess that file; or ask for the file again",
        source: "";
    /// A workbook whose later sheets cannot be read.
    DAMAGED_REMAINDER = "damaged-remainder", Error,
        message: "the sheets at the end of the file cannot be read: {reason}",
        effect: "only the sheets before the damage are part of the assessment",
        help: "open it in a spreadsheet program, let it repair the file, save it as .xlsx, and assess that file; or ask for the file again",
        source: "";
    /// A part that declares a document type or entities.
    DOCUMENT_TYPE = "document-type-declared", Error,
        message: "the part {part} declares a document type or entities, which no spreadsheet program does",
        effect: "nothing in this file is part of the assessment",
        help: "the file may be made to harm whoever reads it: ask where it comes from",
        source: "";
    /// A workbook with macros.
    MACROS = "macros-not-run", Note,
        message: "the workbook holds macros, which are never run",
        effect: "values are read as they were last saved",
        help: "",
        source: "";
    /// A workbook with links to other files.
    LINKS = "links-not-followed", Note,
        message: "the workbook links to other files, which are not opened",
        effect: "values are read as they were last saved",
        help: "",
        source: "";
    /// A workbook without a worksheet that can be read.
    NO_WORKSHEET = "no-worksheet", Error,
        message: "the workbook holds no worksheet that can be read",
        effect: "nothing in this file is part of the assessment",
        help: "check that this is the file you mean",
        source: "";
    /// A file that goes beyond a limit.
    LIMIT_EXCEEDED = "limit-exceeded", Error,
        message: "{found}; the limit is {limit}",
        effect: "nothing in this file is part of the assessment",
        help: "where the file is genuine, run again with {flag} and a larger number",
        source: "";
    /// A worksheet that cannot be read.
    SHEET_NOT_READABLE = "sheet-not-readable", Error,
        message: "the sheet cannot be read: {reason}",
        effect: "nothing on this sheet is part of the assessment",
        help: "open the file in a spreadsheet program, save it as .xlsx, and assess that file",
        source: "";
    /// A worksheet of which only the start can be read.
    SHEET_CUT_SHORT = "sheet-cut-short", Error,
        message: "the sheet cannot be read to its end: {reason}",
        effect: "only the rows before the damage are part of the assessment",
        help: "open the file in a spreadsheet program, save it as .xlsx, and assess that file",
        source: "";
    /// Two worksheets of one name.
    SHEET_NAME_REPEATED = "sheet-name-repeated", Error,
        message: "the workbook has another sheet of the same name",
        effect: "only the first sheet of that name is read",
        help: "give each sheet a name of its own",
        source: "";
    /// A cell that cannot be read.
    CELL_NOT_READABLE = "cell-not-readable", Warning,
        message: "the cell cannot be read: {reason}",
        effect: "the cell counts as blank",
        help: "open the file in a spreadsheet program, save it as .xlsx, and assess that file",
        source: "";
    /// A cell that a sheet gives more than once.
    CELL_GIVEN_TWICE = "cell-given-twice", Warning,
        message: "the file gives this cell more than once",
        effect: "the last value counts",
        help: "open the file in a spreadsheet program, check the cell, and save the file",
        source: "";
    /// A text that is longer than the limit.
    TEXT_CUT = "text-cut", Warning,
        message: "the text is longer than {limit} characters",
        effect: "the text is cut there",
        help: "shorten the text, or run again with {flag} and a larger number",
        source: "";
    /// A text file whose encoding is not declared.
    ENCODING_GUESSED = "encoding-guessed", Note,
        message: "the text is not UTF-8; it is read as {encoding}",
        effect: "letters beyond a-z may be wrong where the guess is",
        help: "where letters look wrong, save the file as UTF-8 or as .xlsx",
        source: "";
    /// A text file with lines in two encodings.
    MIXED_ENCODING = "mixed-encoding", Warning,
        message: "{count} not UTF-8 like the rest of the file; {they} read as {encoding} (line {lines})",
        effect: "letters beyond a-z may be wrong there",
        help: "check what is written there and save the file as UTF-8",
        source: "";
    /// Bytes that mean nothing in the encoding of the text.
    UNDECODABLE_BYTES = "undecodable-bytes", Warning,
        message: "{count} cannot be decoded",
        effect: "each is shown as \u{fffd}",
        help: "save the file as UTF-8 from the program that made it",
        source: "";
    /// NUL characters in a text.
    NULL_CHARACTERS = "null-characters", Warning,
        message: "the text has {count} in it",
        effect: "{they} left out",
        help: "where values look wrong, export the file again",
        source: "";
    /// A record with more fields than the header.
    RAGGED_ROW = "ragged-row", Warning,
        message: "the row has {fields} where the header has {columns}",
        effect: "values in this row may stand in the wrong column",
        help: "put quotation marks around a value that contains the delimiter",
        source: "";
    /// A field that opens with a quotation mark and never closes.
    UNCLOSED_QUOTE = "unclosed-quote", Warning,
        message: "a quotation mark that opens here is never closed",
        effect: "the {lines} read as part of this value",
        help: "close the quotation mark, or double it where it is meant as a character",
        source: "";
}
