//! The names of months, in the languages of `month-names.csv`.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::fold;
use crate::recognise::rows_of_list;

/// The number of a month, 1 to 12, from its name or short name.
pub fn month_number(word: &str) -> Option<u32> {
    static NAMES: LazyLock<HashMap<String, u32>> = LazyLock::new(load);
    NAMES.get(&fold(word)).copied()
}

/// The embedded list; a row that cannot be read is left out, and a test holds that there is none.
fn load() -> HashMap<String, u32> {
    rows().into_iter().filter_map(|(month, name)| Some((fold(&name), month?))).collect()
}

fn rows() -> Vec<(Option<u32>, String)> {
    let rows = rows_of_list("month-names.csv", include_str!("month-names.csv")).unwrap_or_default();
    let row = |row: Vec<String>| {
        let month = row.first().and_then(|month| month.parse().ok());
        let name = row.get(2).cloned().unwrap_or_default();
        (month.filter(|month| (1..=12).contains(month)), name)
    };
    rows.into_iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_list_names_one_month() {
        let mut known: HashMap<String, u32> = HashMap::new();
        for (month, name) in rows() {
            let month = month.unwrap_or_else(|| panic!("{name}"));
            assert_eq!(*known.entry(fold(&name)).or_insert(month), month, "{name} is the name of two months");
        }
        assert!(known.len() > 150, "{}", known.len());
    }

    #[test]
    fn months_are_known_in_many_languages() {
        for (name, month) in [
            ("März", 3),
            ("mars", 3),
            ("Août", 8),
            ("października", 10),
            ("května", 5),
            ("Ağustos", 8),
            ("мая", 5),
            ("Dec.", 12),
            ("lokakuu", 10),
        ] {
            assert_eq!(month_number(name), Some(month), "{name}");
        }
        assert_eq!(month_number("monday"), None);
    }
}
