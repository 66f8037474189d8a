//! Codes for what goes wrong while files are opened and read.

super::codes! {
    /// A file that cannot be opened at all.
    FILE_NOT_READABLE = "file-not-readable", Error,
        message: "the file cannot be read: {reason}",
        effect: "nothing in this file is part of the assessment",
        help: "check the path and the rights to it, then run again",
        source: "";
    /// An encrypted workbook.
    ENCRYPTED_FILE = "encrypted-file", Error,
        message: "the file is protected by a password",
        effect: "nothing in this file is part of the assessment",
        help: "open it in its program, save a copy without the password, and assess the copy",
        source: "";
}
