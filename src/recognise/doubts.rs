//! What has to be told about a table that was recognised: a column that is missing or could be taken
//! for another, a register that could be another one.

use std::collections::BTreeMap;

use crate::declaration::{Field, Register};
use crate::diagnostic::render::{enumerated, quoted};
use crate::diagnostic::{Diagnostic, codes::recognise as codes};
use crate::provenance::Location;
use crate::read::Sheet;

use super::columns::{Mapping, SeenColumn};
use super::recogniser::Recogniser;
use super::table::RecognisedTable;

pub fn no_records(sheet: &Sheet, table: &RecognisedTable) -> Diagnostic {
    let row = table.header_rows.last().copied().unwrap_or(0);
    Diagnostic::at(&codes::REGISTER_WITHOUT_RECORDS, Location::row(&sheet.name, row))
        .fact("article", article(table.register.name()))
        .fact("register", table.register.name())
}

/// The indefinite article before a word: "an assets register", "a risks register".
fn article(word: &str) -> &'static str {
    if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

/// What has to be told about a table that was recognised.
pub fn doubts(
    sheet: &Sheet,
    table: &RecognisedTable,
    columns: &[SeenColumn],
    mapping: &Mapping,
    rival: Option<Register>,
    recogniser: &Recogniser,
) -> Vec<Diagnostic> {
    let header = table.header_rows.last().copied().or(table.first_data_row()).unwrap_or(0);
    let mut told = Vec::new();
    if let Some(rival) = rival {
        told.push(
            Diagnostic::at(&codes::DOUBTFUL_REGISTER, Location::row(&sheet.name, header))
                .fact("register", table.register.name())
                .fact("rival", rival.name()),
        );
    }
    told.extend(rivals(sheet, header, columns, mapping));
    for (field, consequence) in required(table.register) {
        let alternatives = alternatives(*field);
        if alternatives.iter().any(|field| mapping.has(*field)) {
            continue;
        }
        told.push(missing_column(sheet, header, table, *field, consequence, recogniser));
    }
    told
}

/// Columns that would be a field as well as the column that was taken for it, one diagnostic a table.
fn rivals(sheet: &Sheet, header: u32, columns: &[SeenColumn], mapping: &Mapping) -> Vec<Diagnostic> {
    let place = |position: usize| columns.get(position).map(|column| column.head.column);
    let mut by_field: BTreeMap<Field, (usize, Vec<usize>)> = BTreeMap::new();
    for (position, field, taken) in &mapping.rivals {
        by_field.entry(*field).or_insert((*taken, Vec::new())).1.push(*position);
    }
    let cell = |column: u32| Location::cell(&sheet.name, header, column);
    let taken: Vec<(u32, String)> = by_field
        .iter()
        .filter_map(|(field, (taken, _))| {
            let head = &columns.get(*taken)?.head;
            let meaning = field.name().rsplit('.').next().unwrap_or_default().replace('_', " ");
            Some((head.column, format!("{} as {meaning}", quoted(&head.shown()))))
        })
        .collect();
    let choices: Vec<String> = taken.iter().map(|(_, choice)| choice.clone()).collect();
    let others = by_field.values().flat_map(|(_, others)| others).filter_map(|position| place(*position));
    let told = taken.first().map(|(column, _)| {
        Diagnostic::at(&codes::SEVERAL_COLUMNS_FOR_ONE_FIELD, cell(*column))
            .fact("choices", enumerated(&choices, choices.len()))
            .also(others.map(cell))
    });
    told.into_iter().collect()
}

/// What a field's column is called, in words: `risk owner`.
fn heading_words(register: Register, field: Field, recogniser: &Recogniser) -> String {
    let declared = recogniser.declarations.column(register, field);
    declared.map_or_else(|| field.name().to_owned(), |column| column.heading().to_lowercase())
}

/// The columns without which a register says little, and what follows from that.
fn required(register: Register) -> &'static [(Field, &'static str)] {
    match register {
        Register::Risks => &[
            (Field::RiskLikelihood, "the risks are listed but not rated"),
            (Field::RiskImpact, "the risks are listed but not rated"),
        ],
        Register::Controls => &[
            (
                Field::ControlRef,
                "rows are matched to clauses and controls by their titles, where that is possible",
            ),
            (Field::ControlStatus, "the controls count as unassessed"),
        ],
        Register::Questionnaire => &[(Field::Answer, "the questions count as unanswered")],
        Register::Assets => &[(Field::AssetName, "the assets are known by their identifiers only")],
        Register::AiSystems | Register::AuditFindings | Register::Suppliers => &[],
    }
}

/// The fields that serve in place of a required one.
fn alternatives(field: Field) -> &'static [Field] {
    match field {
        Field::RiskLikelihood => &[Field::RiskLikelihood, Field::RiskInherent, Field::RiskResidual],
        Field::RiskImpact => &[Field::RiskImpact, Field::RiskInherent, Field::RiskResidual],
        Field::ControlRef => &[Field::ControlRef],
        Field::ControlStatus => &[
            Field::ControlStatus,
            Field::ControlMaturity,
            Field::ControlApplicable,
            Field::ControlImplementation,
        ],
        Field::Answer => &[Field::Answer, Field::Score],
        Field::AssetName => &[Field::AssetName, Field::AssetDescription],
        _ => &[],
    }
}

fn missing_column(
    sheet: &Sheet,
    header: u32,
    table: &RecognisedTable,
    field: Field,
    consequence: &str,
    recogniser: &Recogniser,
) -> Diagnostic {
    let near = table.unmapped.iter().find(|column| column.candidates.contains(&field));
    let location = match near {
        Some(column) => Location::cell(&sheet.name, header, column.column),
        None => Location::row(&sheet.name, header),
    };
    let declared = recogniser.declarations.column(table.register, field);
    let name = heading_words(table.register, field, recogniser);
    let headings: Vec<&str> = declared
        .map(|column| {
            column.all_headings().filter(|(language, _)| *language == "en").map(|(_, h)| h).take(3).collect()
        })
        .unwrap_or_default();
    let mut diagnostic = Diagnostic::at(&codes::UNMAPPED_REQUIRED_COLUMN, location)
        .expected(headings.join(", "))
        .fact("column", name)
        .fact("register", table.register.name())
        .fact("consequence", consequence)
        .fact("headings", headings.join(", "));
    if let Some(column) = near {
        diagnostic = diagnostic.read(column.heading.clone());
    }
    diagnostic
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_assets_register_has_the_article_that_its_name_asks_for() {
        let before = |register: Register| article(register.name());
        assert_eq!([Register::Assets, Register::Risks, Register::AiSystems].map(before), ["an", "a", "an"]);
    }
}
