//! What changes nothing: the order of columns, blank rows and columns, the language of headings.

use proptest::prelude::*;

use super::*;

const COLUMNS: [[&str; 3]; 6] = [
    ["Risk ID", "R-1", "R-2"],
    ["Risk description", "The archive burns down in the night", "A laptop is left behind in a train"],
    ["Likelihood", "2", "4"],
    ["Impact", "5", "2"],
    ["Risk owner", "Facilities", "IT"],
    ["Treatment", "Mitigate", "Accept"],
];

fn fields_by_heading(recognition: &Recognition) -> Vec<(Field, String)> {
    let mut fields: Vec<(Field, String)> = recognition
        .tables
        .iter()
        .flat_map(|table| &table.columns)
        .map(|column| (column.field, column.heading.clone()))
        .collect();
    fields.sort();
    fields
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_order_of_columns_and_blank_rows_above_change_nothing(
        order in Just((0..COLUMNS.len()).collect::<Vec<_>>()).prop_shuffle(),
        blank in 0..5_usize,
        left in 0..3_usize,
    ) {
        let text = |order: &[usize], blank: usize, left: usize| {
            let rows = (0..3).map(|row| {
                let cells: Vec<&str> = order.iter().map(|column| COLUMNS[*column][row]).collect();
                format!("{}{}", "|".repeat(left), cells.join("|"))
            });
            format!("{}{}", "\n".repeat(blank), rows.collect::<Vec<_>>().join("\n"))
        };
        let plain: Vec<usize> = (0..COLUMNS.len()).collect();
        let expected = recognise("Risks", &text(&plain, 0, 0));
        let found = recognise("Risks", &text(&order, blank, left));
        prop_assert_eq!(fields_by_heading(&expected), fields_by_heading(&found));
        prop_assert_eq!(found.tables[0].header_rows.clone(), vec![blank as u32]);
        prop_assert_eq!(found.tables[0].records.len(), 2);
    }

    #[test]
    fn a_synonym_of_any_language_names_the_same_field(language in 0..7_usize) {
        let declarations = Declarations::load().unwrap();
        let table = declarations.table(Register::Risks).unwrap();
        let fields = [Field::RiskId, Field::RiskDescription, Field::RiskLikelihood, Field::RiskImpact, Field::RiskOwner, Field::RiskTreatment];
        let headings: Vec<&str> = fields.iter().map(|field| table.column(*field).unwrap().headings[language].as_str()).collect();
        let rows: Vec<String> = (1..3).map(|row| COLUMNS.iter().map(|column| column[row]).collect::<Vec<_>>().join("|")).collect();
        let found = recognise("Sheet1", &format!("{}\n{}", headings.join("|"), rows.join("\n")));
        let given: Vec<Field> = found.tables[0].columns.iter().map(|column| column.field).collect();
        prop_assert_eq!(given, fields.to_vec());
    }
}
