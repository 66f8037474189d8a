//! What the engines below say about damage, in words of people who work with spreadsheets.

use std::fmt::Display;

/// Signs in an engine's text, and what they mean; the first that occurs decides.
const MEANINGS: &[(&[&str], &str)] = &[
    (&["no such file", "os error 2)"], "it is not there any more"),
    (&["permission denied", "access is denied"], "it may not be opened by this user"),
    (&["is a directory"], "it is a folder"),
    (&["string index"], "it points to a text that the file does not hold"),
    (
        &["parse float", "parse int", "parse bool", "invalid float", "invalid digit"],
        "what should be a number is not one",
    ),
    (
        &["file not found", "part not found", "specified file not found", "relationship not found"],
        "a part that belongs to every workbook is missing",
    ),
    (
        &["checksum", "deflate", "corrupt", "invalid zip", "invalid archive", "compress"],
        "its packed content is damaged",
    ),
    (
        &[
            "xml",
            "syntax error",
            "ill-formed",
            "not closed",
            "end of input",
            "unexpected end",
            "eof",
            "escape",
        ],
        "it breaks off or is not well formed",
    ),
];

/// What an engine's error means, with its own text in brackets for whoever mends the file by hand.
pub(super) fn in_plain_words(error: &impl Display) -> String {
    let detail = error.to_string();
    let lower = detail.to_lowercase();
    let meaning = MEANINGS
        .iter()
        .find(|(signs, _)| signs.iter().any(|sign| lower.contains(sign)))
        .map_or("it is not built as such files are", |(_, meaning)| meaning);
    format!("{meaning} ({detail})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_engine_says_is_put_into_plain_words() {
        for (engine, plain) in [
            ("File not found '_rels/.rels'", "a part that belongs to every workbook is missing"),
            ("Xml error: syntax error: tag not closed", "it breaks off or is not well formed"),
            ("Parse float error: invalid float literal", "what should be a number is not one"),
            ("Invalid checksum", "its packed content is damaged"),
            ("No such file or directory (os error 2)", "it is not there any more"),
            ("Unrecognized biff record 77", "it is not built as such files are"),
        ] {
            assert_eq!(in_plain_words(&engine), format!("{plain} ({engine})"));
        }
    }
}
