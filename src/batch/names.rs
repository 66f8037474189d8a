//! Names of workbooks: none leads out of the folder, none is refused by a system, no two are the same.

use std::collections::BTreeSet;

/// Most bytes of a name: systems allow 255, and a previous version, a temporary file and an ending need room.
const LONGEST: usize = 150;

/// Names that Windows keeps for devices, whatever follows a full stop.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// Characters that some system refuses in a name.
const REFUSED: [char; 9] = ['/', '\\', ':', '*', '?', '"', '<', '>', '|'];

/// The name of a client as one that every system takes for a plain file in this very folder.
pub fn safe(client: &str) -> String {
    // Marks that turn the direction of writing can show an ending that is not there.
    let turns = |character: char| matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let unwanted = |character: char| {
        REFUSED.contains(&character) || character.is_control() || character == '\u{fffd}' || turns(character)
    };
    let mut name: String =
        client.chars().map(|character| if unwanted(character) { '_' } else { character }).collect();
    while name.len() > LONGEST {
        name.pop();
    }
    let mut name = name.trim().trim_end_matches(['.', ' ']).to_owned();
    let stem = name.split('.').next().unwrap_or_default().trim().to_lowercase();
    let numbered = ["com", "lpt"].iter().any(|port| {
        stem.strip_prefix(port)
            .is_some_and(|rest| rest.chars().count() == 1 && !rest.starts_with(char::is_alphabetic))
    });
    // Hidden files and lock files are passed over by whoever looks for workbooks.
    let passed_over = name.starts_with('.') || name.starts_with("~$");
    if name.is_empty() || DEVICES.contains(&stem.as_str()) || numbered || passed_over {
        name.insert(0, '_');
    }
    name
}

/// Gives names of workbooks that are not given yet.
#[derive(Debug, Default)]
pub struct Names {
    given: BTreeSet<String>,
}

/// Names that annexa gives otherwise.
const RESERVED: &str = "portfolio";
/// What the previous version of a workbook is called.
const PREVIOUS: &str = ".previous";

impl Names {
    /// Takes a name out of those that are free.
    pub fn keep(&mut self, workbook: &str) {
        self.given.insert(workbook.to_lowercase());
    }

    /// The name of a client's workbook. Systems that do not tell capitals apart would lose one of two.
    pub fn workbook(&mut self, client: &str) -> String {
        let safe = safe(client);
        for number in 1.. {
            let name = if number == 1 { safe.clone() } else { format!("{safe} ({number})") };
            let folded = name.to_lowercase();
            let reserved = folded == RESERVED || folded.ends_with(PREVIOUS);
            let workbook = format!("{name}.xlsx");
            if !reserved && self.given.insert(workbook.to_lowercase()) {
                return workbook;
            }
        }
        safe
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leads_out_of_the_folder_or_is_refused_by_a_system() {
        for (client, expected) in [
            ("acme", "acme"),
            ("../x", "_.._x"),
            ("..", "_"),
            ("C:\\x", "C__x"),
            ("CON", "_CON"),
            ("nul.txt", "_nul.txt"),
            ("COM1", "_COM1"),
            ("com¹", "_com¹"),
            ("comma", "comma"),
            ("Müller & Söhne", "Müller & Söhne"),
            ("name. ", "name"),
            ("~$lock", "_~$lock"),
            ("a\u{202e}b\nc", "a_b_c"),
            ("", "_"),
        ] {
            assert_eq!(safe(client), expected, "{client:?}");
        }
        assert!(safe(&"ü".repeat(300)).len() <= LONGEST);
    }

    #[test]
    fn names_that_differ_in_capitals_only_are_told_apart_and_ours_are_never_given() {
        let mut names = Names::default();
        names.keep("Known.xlsx");
        let given: Vec<String> = ["Acme", "ACME", "acme (2)", "portfolio", "x.previous", "known"]
            .map(|name| names.workbook(name))
            .into();
        assert_eq!(
            given,
            [
                "Acme.xlsx",
                "ACME (2).xlsx",
                "acme (2) (2).xlsx",
                "portfolio (2).xlsx",
                "x.previous (2).xlsx",
                "known (2).xlsx"
            ]
        );
    }
}
