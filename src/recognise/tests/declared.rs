//! Registers with the very headings that annexa declares, in each of the seven languages.

use super::*;
use crate::declaration::{Column, FieldType, Table};
use crate::recognise::words::rows_of_list;

/// A short value of a column in a row of a register.
fn value(table: &Table, column: &Column, row: usize) -> String {
    let of_family = |family: &str| {
        let list = rows_of_list("value-words.csv", include_str!("../value-words.csv")).unwrap();
        let words = list.into_iter().filter(|word| word[0] == family && word[2] == "en");
        let words: Vec<String> = words.map(|mut word| word.swap_remove(3)).collect();
        words[row % words.len()].clone()
    };
    match column.field_type {
        FieldType::Id => format!("{}-{:02}", &table.register.name()[..1].to_uppercase(), row + 1),
        FieldType::Date => format!("2026-0{}-15", row + 1),
        FieldType::YesNo => ["Yes", "No"][row % 2].to_owned(),
        FieldType::Level | FieldType::Maturity => (1 + row % 5).to_string(),
        FieldType::Score => (2 + 3 * row).to_string(),
        FieldType::Reference | FieldType::References
            if column.field.name().contains("ref") || column.field.name().contains("controls") =>
        {
            format!("A.5.{}", row + 1)
        }
        FieldType::Reference | FieldType::References => format!("X-{:02}", row + 1),
        FieldType::Party => ["Ann Berg", "Bo Lund", "Cy Moor", "Dee Noor"][row % 4].to_owned(),
        FieldType::Text if column.field == Field::QuestionText => {
            format!("Is part {row} of the harbour locked?")
        }
        _ if !column.values.is_empty() => of_family(&column.values),
        _ => {
            let noun = ["Harbour", "Lantern", "Meadow", "Orchard", "Pebble", "Quarry"][row % 6];
            format!(
                "{noun} {}",
                column.heading().split_whitespace().next().unwrap_or_default().to_lowercase()
            )
        }
    }
}

/// The columns of a register with the headings of a language that are not taken for their fields: unmapped,
/// or taken for another.
fn misses(language: usize, register: Register) -> (Vec<String>, Vec<String>) {
    let recogniser = recogniser();
    let table = recogniser.declarations().table(register).unwrap();
    let headings: Vec<&str> = table.columns.iter().map(|column| column.headings[language].as_str()).collect();
    let mut text = headings.join(" | ");
    for row in 0..6 {
        let cells: Vec<String> = table.columns.iter().map(|column| value(table, column, row)).collect();
        text.push_str(&format!("\n{}", cells.join(" | ")));
    }
    let found = recognise("csv", &text);
    let (mut unmapped, mut wrong) = (Vec::new(), Vec::new());
    for (number, column) in (0u32..).zip(&table.columns) {
        let taken: Vec<&MappedColumn> = found
            .tables
            .iter()
            .flat_map(|table| &table.columns)
            .filter(|known| known.column == number)
            .collect();
        let named = format!("{} {:?}", column.field, headings[number as usize]);
        if taken.is_empty() {
            unmapped.push(named);
        } else if taken.iter().all(|known| known.field != column.field) {
            wrong.push(format!("{named} taken for {}", taken[0].field));
        }
    }
    (unmapped, wrong)
}

#[test]
fn the_declared_headings_of_each_register_mean_their_fields() {
    let (mut unmapped, mut wrong) = (Vec::new(), Vec::new());
    for register in Register::ALL {
        for language in 0..7 {
            let (missing, other) = misses(language, register);
            unmapped.extend(missing.into_iter().map(|one| format!("{register} {language}: {one}")));
            wrong.extend(other.into_iter().map(|one| format!("{register} {language}: {one}")));
        }
    }
    assert!(
        wrong.is_empty() && unmapped.is_empty(),
        "WRONG\n{}\nUNMAPPED\n{}",
        wrong.join("\n"),
        unmapped.join("\n")
    );
}
