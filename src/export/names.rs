//! What tables and columns are called: words of small letters, digits and `_`, which every database takes.

use std::collections::BTreeSet;

use deunicode::deunicode;

/// A heading as the name of a column, or the name of a sheet as that of a table: `Implementation status` →
/// `implementation_status`, `Own 27001` → `own_27001`, `27001` → `_27001`.
pub(super) fn name_of(heading: &str) -> String {
    let plain = deunicode(heading).to_lowercase();
    let words = plain.split(|character: char| !character.is_ascii_alphanumeric());
    let name = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("_");
    // A name that begins with a digit has to be quoted in most query languages.
    if name.is_empty() || name.starts_with(|first: char| first.is_ascii_digit()) {
        format!("_{name}")
    } else {
        name
    }
}

/// The name, with a number where it is taken.
pub(super) fn unique(name: String, taken: &mut BTreeSet<String>) -> String {
    let numbered = (2..).map(|number: u32| format!("{name}_{number}"));
    let free = std::iter::once(name.clone()).chain(numbered).find(|name| !taken.contains(name));
    let free = free.unwrap_or(name);
    taken.insert(free.clone());
    free
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_that_a_database_takes_without_quotes() {
        for (heading, name) in [
            ("Implementation status", "implementation_status"),
            ("27001, set", "_27001_set"),
            ("Life cycle governance: why", "life_cycle_governance_why"),
            ("Größe (m²)", "grosse_m2"),
            ("  ", "_"),
        ] {
            assert_eq!(name_of(heading), name);
        }
        let mut taken = BTreeSet::new();
        let names = ["note", "note", "note_2"].map(|name| unique(name.to_owned(), &mut taken));
        assert_eq!(names, ["note", "note_2", "note_2_2"]);
    }
}
