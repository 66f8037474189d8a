//! Suppliers: who supplies what, what AI comes from them, how they are kept in check.

use super::Contents;
use super::cell::{Cell, Form, Style, Tone, Value, serial_day};
use super::expression::{look_up, text as words, this_row};
use super::given::missing_expression;
use super::list_sheet::{ListColumn, ListSheet, MOST_RECORDS, explanation};
use super::names::KEY;
use super::names::coverage::COVERAGE_TABLE;
use super::names::requirements::OWN;
use super::sheet::{Mark, Sheet, TabRole};
use crate::assess::{ai_systems_of_suppliers, folded};
use crate::declaration::{Field, Register};
use crate::model::{AiSystem, Supplier, YesNo};
use crate::provenance::understood;
use crate::recognise::value::{Asked, gives};
use crate::record::Owner;
use crate::record::names::{SOURCE, SUPPLIERS as SUPPLIERS_TABLE};
use crate::record::settings::AS_OF;
use crate::standards::RequirementId;

/// The sheet's name.
const SUPPLIERS: &str = "Suppliers";

/// The controls for every supplier.
const FOR_SECURITY: [&str; 5] =
    ["27001:A.5.19", "27001:A.5.20", "27001:A.5.21", "27001:A.5.22", "27001:A.5.23"];
/// The controls for suppliers of AI, and for those whom AI is supplied to.
const FOR_AI: [&str; 3] = ["42001:A.10.2", "42001:A.10.3", "42001:A.10.4"];

const AI_INVOLVED: &str = "AI involved";
const CONTROLS: &str = "Weakest supplier control";
const STATE: &str = "Assessment";
const ASSESSED: &str = "Assessed";
const OVERDUE: &str = "Overdue";
const MISSING: &str = "Not recorded";
const NOT_READABLE: &str = "Date not readable";

/// Builds the sheet of suppliers.
pub fn build_suppliers(contents: &Contents<'_>) -> Sheet {
    let suppliers = &contents.model.suppliers;
    let declared = contents.declarations.table(Register::Suppliers).map(|table| table.columns.as_slice());
    let declared = declared.unwrap_or_default();
    let says = explanation(
        "One row for each supplier of the registers, with the AI systems that come from it by the vendor that the inventory names.",
        "No supplier register was read; annexa template suppliers writes a blank one.",
        suppliers.len(),
    );
    let mut columns: Vec<ListColumn> = declared.iter().map(ListColumn::declared).collect();
    columns.extend(further_columns(contents));
    let mut list = ListSheet::new(SUPPLIERS, TabRole::Work, SUPPLIERS_TABLE, SUPPLIERS, &says)
        .owned_by(Owner::SourcesAndPeople)
        .columns(columns)
        .watched();
    for key in FOR_SECURITY.iter().chain(&FOR_AI) {
        let Ok(id) = key.parse::<RequirementId>() else { continue };
        let title = contents.catalogue.requirement(id).map(|known| known.title.as_str()).unwrap_or_default();
        let level = Value::formula(own_expression(key), own(contents, key));
        list = list.document_row(vec![
            Cell::text(*key, Form::Label),
            Cell::new(level, Style::new(Form::Percent, Tone::Derived)),
            Cell::text(title, Form::Remark),
        ]);
    }
    let systems = ai_systems_of_suppliers(contents.model);
    let of_supplier =
        |supplier: &Supplier| systems.get(supplier.key.as_str()).map(Vec::as_slice).unwrap_or_default();
    for supplier in suppliers.iter().take(MOST_RECORDS) {
        let mut cells: Vec<Cell> = declared.iter().map(|column| cell(supplier, column.field)).collect();
        cells.extend(further_cells(contents, supplier, of_supplier(supplier)));
        list.push(cells);
    }
    list.build(contents.model.as_of)
}

fn further_columns(contents: &Contents<'_>) -> Vec<ListColumn> {
    vec![
        ListColumn::new(AI_INVOLVED, 10, Form::Word).last_run(),
        ListColumn::new("AI systems from it", 26, Form::Wrapped).last_run(),
        ListColumn::new("Assets of these", 22, Form::Wrapped).last_run(),
        ListColumn::new(CONTROLS, 12, Form::Percent).calculated(controls_expression()).bar(),
        ListColumn::new(STATE, 13, Form::Word)
            .calculated(state_expression(contents))
            .mark(ASSESSED, Mark::Good)
            .mark(OVERDUE, Mark::Bad)
            .mark(MISSING, Mark::Caution)
            .mark(NOT_READABLE, Mark::Caution),
        ListColumn::new(SOURCE, 34, Form::Text).last_run().screen_only(),
        ListColumn::new(KEY, 14, Form::Identifier).last_run().screen_only(),
    ]
}

/// The own level of a requirement, as Coverage has it.
fn own_expression(key: &str) -> String {
    look_up(COVERAGE_TABLE, OWN, KEY, &words(key))
}

fn own(contents: &Contents<'_>, key: &str) -> f64 {
    let result = key.parse().ok().and_then(|id: RequirementId| contents.assessment.requirements.get(&id));
    result.map_or(0.0, |result| result.own)
}

/// The lowest own level among the controls for suppliers, those for AI with them where AI is involved.
fn controls_expression() -> String {
    let least = |keys: &[&str]| keys.iter().map(|key| own_expression(key)).collect::<Vec<_>>().join(",");
    let security = least(&FOR_SECURITY);
    format!(
        "IF({}=\"\",\"\",IF({}={},MIN({security},{}),MIN({security})))",
        this_row(SUPPLIERS_TABLE, KEY),
        this_row(SUPPLIERS_TABLE, AI_INVOLVED),
        words(YesNo::Yes.word()),
        least(&FOR_AI)
    )
}

fn weakest(contents: &Contents<'_>, with_ai: bool) -> f64 {
    let ai = if with_ai { FOR_AI.as_slice() } else { &[] };
    FOR_SECURITY.iter().chain(ai).map(|key| own(contents, key)).fold(1.0, f64::min)
}

/// Whether an assessment is recorded that has taken place, and the next is not past its date. One that is still to come
/// is none.
fn state_expression(contents: &Contents<'_>) -> String {
    let here = |field| this_row(SUPPLIERS_TABLE, contents.declarations.heading(Register::Suppliers, field));
    let (last, next) = (here(Field::SupplierLastReview), here(Field::SupplierNextReview));
    format!(
        "IF({key}=\"\",\"\",IF(AND(ISNUMBER({next}),{next}<{AS_OF}),{},IF(ISNUMBER({last}),IF({last}<={AS_OF},{assessed},{missing}),IF({unsaid},{missing},{}))))",
        words(OVERDUE),
        words(NOT_READABLE),
        assessed = words(ASSESSED),
        missing = words(MISSING),
        unsaid = missing_expression(&last, Asked::Entry),
        key = this_row(SUPPLIERS_TABLE, KEY)
    )
}

fn state(contents: &Contents<'_>, supplier: &Supplier) -> &'static str {
    let next = understood(&supplier.next_review).and_then(serial_day);
    match (next, &supplier.last_review) {
        (Some(next), _) if Some(next) < serial_day(contents.model.as_of) => OVERDUE,
        (_, Some(last)) => match last.value {
            Some(last) if last <= contents.model.as_of => ASSESSED,
            None if gives(&last.text, Asked::Entry) => NOT_READABLE,
            _ => MISSING,
        },
        (_, None) => MISSING,
    }
}

fn cell(supplier: &Supplier, field: Field) -> Cell {
    match field {
        Field::SupplierId => Value::traced(&supplier.id).into(),
        Field::SupplierName => Value::traced(&supplier.name).into(),
        Field::SupplierService => Value::traced(&supplier.service).into(),
        Field::SupplierOwner => Value::traced(&supplier.owner).into(),
        Field::SupplierCriticality => Cell::reading(&supplier.criticality, Value::number),
        Field::SupplierAiSupplied => Value::traced(&supplier.ai_supplied).into(),
        Field::SupplierDataAccess => Value::traced(&supplier.data_access).into(),
        Field::SupplierAgreement => Value::traced(&supplier.agreement).into(),
        Field::SupplierLastReview => Cell::reading(&supplier.last_review, Value::Date),
        Field::SupplierNextReview => Cell::reading(&supplier.next_review, Value::Date),
        Field::Comment => Value::traced(&supplier.comment).into(),
        _ => Cell::EMPTY,
    }
}

fn further_cells(contents: &Contents<'_>, supplier: &Supplier, systems: &[&AiSystem]) -> Vec<Cell> {
    let with_ai = !systems.is_empty() || supplier.supplies_ai == Some(true);
    let involved = match supplier.supplies_ai {
        _ if with_ai => YesNo::Yes,
        Some(false) => YesNo::No,
        _ => YesNo::Unknown,
    };
    let called: Vec<&str> = systems
        .iter()
        .map(|system| {
            [&system.name, &system.id]
                .into_iter()
                .flatten()
                .next()
                .map_or(system.key.as_str(), |text| &text.value)
        })
        .collect();
    let source = contents.model.source_of(SUPPLIERS_TABLE, &supplier.key, &supplier.location);
    vec![
        Value::text(involved.word()).into(),
        Value::text(called.join("; ")).into(),
        Value::text(assets(contents, systems).join("; ")).into(),
        Value::number(weakest(contents, with_ai)).into(),
        Value::text(state(contents, supplier)).into(),
        Value::text(source).into(),
        Value::text(&supplier.key).into(),
    ]
}

/// The assets that AI systems use or that belong to them, by the links of both registers.
fn assets<'a>(contents: &Contents<'a>, systems: &[&AiSystem]) -> Vec<&'a str> {
    if systems.is_empty() {
        return Vec::new();
    }
    let names_of = |system: &&AiSystem| -> Vec<String> {
        let names = [&system.id, &system.name].into_iter().flatten().map(|text| folded(&text.value));
        names.chain([folded(&system.key)]).collect()
    };
    let of_systems: Vec<String> = systems.iter().flat_map(names_of).collect();
    let used: Vec<String> =
        systems.iter().flat_map(|system| &system.assets).map(|asset| folded(&asset.value)).collect();
    let is_linked = |asset: &&crate::model::Asset| {
        let own = [&asset.id, &asset.name].into_iter().flatten().map(|text| folded(&text.value));
        let mut own = own.chain([folded(&asset.key)]);
        own.any(|name| used.contains(&name))
            || asset.ai_systems.iter().any(|system| of_systems.contains(&folded(&system.value)))
    };
    contents.model.assets.iter().filter(is_linked).map(|asset| asset.key.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provenance::{Reading, Traced};
    use crate::report::testing::{Example, cell_under, lines};

    #[test]
    fn a_supplier_shows_the_ai_systems_that_come_from_it_and_the_state_of_its_assessment() {
        let mut example = Example::sample();
        let place = example.model.risks[0].location.clone();
        let text = |value: &str| Some(Traced::new(value.to_owned(), place.clone()));
        example.model.ai_systems[0].vendor = text("Siebwerk GmbH");
        example.model.assets[0].ai_systems = vec![Traced::new("cv screening".to_owned(), place.clone())];
        let mut supplier = Supplier::unknown("S-1", place.clone());
        supplier.name = text("Siebwerk");
        supplier.last_review = Some(Reading::not_understood("spring", place.clone()));
        let mut late = Supplier::unknown("S-2", place.clone());
        late.supplies_ai = Some(false);
        late.next_review = Some(Reading::understood("x", chrono::NaiveDate::default(), place.clone()));
        example.model.suppliers = vec![supplier, late];
        let sheet = build_suppliers(&example.contents());
        let under = |row: usize, heading: &str| cell_under(&sheet, row, heading);
        assert_eq!(under(0, AI_INVOLVED), "\"Yes\"");
        assert_eq!(under(0, "AI systems from it"), "\"CV screening\"");
        assert_eq!(under(0, "Assets of these"), "\"A-1\"");
        assert!(
            under(0, STATE).ends_with("-> \"Date not readable\""),
            "a date that is not understood is not missing"
        );
        assert_eq!(under(1, AI_INVOLVED), "\"No\"");
        assert!(under(1, STATE).ends_with("-> \"Overdue\""));
        assert!(under(1, CONTROLS).ends_with("-> 0"));
        assert!(lines(&sheet).contains("\"27001:A.5.19 implemented\""));
    }

    #[test]
    fn an_assessment_that_never_was_or_is_still_to_come_is_not_recorded() {
        let mut example = Example::sample();
        let place = example.model.risks[0].location.clone();
        let mut supplier = Supplier::unknown("S-1", place.clone());
        for (text, day, state) in [
            ("TBD", None, MISSING),
            ("never", None, MISSING),
            ("1 March 2027", chrono::NaiveDate::from_ymd_opt(2027, 3, 1), MISSING),
            ("1 March 2025", chrono::NaiveDate::from_ymd_opt(2025, 3, 1), ASSESSED),
        ] {
            supplier.last_review = Some(match day {
                Some(day) => Reading::understood(text, day, place.clone()),
                None => Reading::not_understood(text, place.clone()),
            });
            example.model.suppliers = vec![supplier.clone()];
            let cell = cell_under(&build_suppliers(&example.contents()), 0, STATE);
            assert!(cell.ends_with(&format!("-> \"{state}\"")), "{text}: {cell}");
        }
    }

    #[test]
    fn without_a_supplier_register_the_sheet_says_how_to_give_one() {
        let sheet = build_suppliers(&Example::sample().contents());
        assert!(lines(&sheet).contains("No supplier register was read"));
    }
}
