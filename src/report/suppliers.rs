//! Suppliers: who supplies what, what AI comes from them, how they are kept in check.

use std::collections::{BTreeSet, HashMap};

use super::Contents;
use super::cell::{Cached, Cell, Form, Style, Tone, Value, serial_day};
use super::expression::{look_up, text as words, this_row};
use super::given::missing_expression;
use super::list_sheet::{ListColumn, ListSheet, MOST_RECORDS, explanation};
use super::names::KEY;
use super::names::coverage::COVERAGE_TABLE;
use super::names::requirements::{COUNTS, OWN};
use super::sheet::{Mark, Sheet, TabRole};
use crate::assess::{ai_systems_of_suppliers, folded};
use crate::declaration::{Field, Register};
use crate::model::{AiSystem, Asset, Supplier, YesNo};
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
/// The controls for suppliers of AI. A.10.4 is about customers.
const FOR_AI: [&str; 2] = ["42001:A.10.2", "42001:A.10.3"];

/// The names in formulas of the lowest level among the controls for every supplier, and with those for AI.
const WEAKEST: &str = "Supplier_Controls_Weakest";
const WEAKEST_WITH_AI: &str = "Supplier_Controls_Weakest_AI";
/// What stands for the level of a control that is excluded.
const EXCLUDED: &str = "Excluded";

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
    let first = list.document_end();
    for key in FOR_SECURITY.iter().chain(&FOR_AI) {
        let Ok(id) = key.parse::<RequirementId>() else { continue };
        let title = contents.catalogue.requirement(id).map(|known| known.title.as_str()).unwrap_or_default();
        list = list.document_row(level_row(
            (*key).to_owned(),
            Value::formula(
                level_expression(key),
                counted(contents, key).map_or(Cached::from(EXCLUDED), Cached::Number),
            ),
            title,
        ));
    }
    for (label, with_ai) in [("Lowest, 27001", false), ("Lowest, both", true)] {
        let level = Value::formula(weakest_expression(first, with_ai), weakest(contents, with_ai));
        list = list.document_row(level_row(
            label.to_owned(),
            level,
            "the lowest of the levels above; excluded controls are left out",
        ));
    }
    let systems = ai_systems_of_suppliers(contents.model);
    let of_supplier =
        |supplier: &Supplier| systems.get(supplier.key.as_str()).map(Vec::as_slice).unwrap_or_default();
    let links = AssetsByLink::of(&contents.model.assets);
    for supplier in suppliers.iter().take(MOST_RECORDS) {
        let mut cells: Vec<Cell> = declared.iter().map(|column| cell(supplier, column.field)).collect();
        cells.extend(further_cells(contents, &links, supplier, of_supplier(supplier)));
        list.push(cells);
    }
    let mut sheet = list.build(contents.model.as_of);
    let rows = (FOR_SECURITY.len() + FOR_AI.len()) as u32;
    for (row, name) in (first + rows..).zip([WEAKEST, WEAKEST_WITH_AI]) {
        sheet.name_cell(name, row, 1);
    }
    sheet
}

fn level_row(label: String, level: Value, remark: &str) -> Vec<Cell> {
    vec![
        Cell::text(label, Form::Label),
        Cell::new(level, Style::new(Form::Percent, Tone::Derived)),
        Cell::text(remark, Form::Remark),
    ]
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

/// The own level of a requirement, as Coverage has it; a word where the control is excluded.
fn level_expression(key: &str) -> String {
    let cov = |heading: &str| look_up(COVERAGE_TABLE, heading, KEY, &words(key));
    format!("IF({}=1,{},{})", cov(COUNTS), cov(OWN), words(EXCLUDED))
}

/// The own level of a requirement, where it counts.
fn counted(contents: &Contents<'_>, key: &str) -> Option<f64> {
    let result = key.parse().ok().and_then(|id: RequirementId| contents.assessment.requirements.get(&id));
    result.filter(|result| result.in_denominator).map(|result| result.own)
}

/// The lowest of the levels above, from a row on; those for AI stand below the others.
fn weakest_expression(first: u32, with_ai: bool) -> String {
    let rows = FOR_SECURITY.len() + if with_ai { FOR_AI.len() } else { 0 };
    let levels = format!("$B${}:$B${}", first + 1, first + rows as u32);
    format!("IF(COUNT({levels})=0,{},MIN({levels}))", words(EXCLUDED))
}

/// The lowest own level among the controls for suppliers, those for AI with them where AI is involved.
fn controls_expression() -> String {
    format!(
        "IF({}=\"\",\"\",IF({}={},{WEAKEST_WITH_AI},{WEAKEST}))",
        this_row(SUPPLIERS_TABLE, KEY),
        this_row(SUPPLIERS_TABLE, AI_INVOLVED),
        words(YesNo::Yes.word()),
    )
}

fn weakest(contents: &Contents<'_>, with_ai: bool) -> Cached {
    let ai = if with_ai { FOR_AI.as_slice() } else { &[] };
    let levels = FOR_SECURITY.iter().chain(ai).filter_map(|key| counted(contents, key));
    levels.reduce(f64::min).map_or(Cached::from(EXCLUDED), Cached::Number)
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

fn further_cells(
    contents: &Contents<'_>,
    links: &AssetsByLink,
    supplier: &Supplier,
    systems: &[&AiSystem],
) -> Vec<Cell> {
    let linked = links.of_systems(systems).into_iter();
    let assets: Vec<&str> =
        linked.filter_map(|place| Some(contents.model.assets.get(place)?.key.as_str())).collect();
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
        Value::text(assets.join("; ")).into(),
        match weakest(contents, with_ai) {
            Cached::Number(level) => Value::number(level).into(),
            _ => Value::text(EXCLUDED).into(),
        },
        Value::text(state(contents, supplier)).into(),
        Value::text(source).into(),
        Value::text(&supplier.key).into(),
    ]
}

/// The assets of a model by what links AI systems to them; each by its place in the register.
struct AssetsByLink {
    by_name: HashMap<String, Vec<usize>>,
    by_system: HashMap<String, Vec<usize>>,
}

impl AssetsByLink {
    fn of(assets: &[Asset]) -> Self {
        let mut links = Self { by_name: HashMap::new(), by_system: HashMap::new() };
        for (place, asset) in assets.iter().enumerate() {
            let names = [&asset.id, &asset.name].into_iter().flatten().map(|text| folded(&text.value));
            for name in names.chain([folded(&asset.key)]) {
                links.by_name.entry(name).or_default().push(place);
            }
            for system in &asset.ai_systems {
                links.by_system.entry(folded(&system.value)).or_default().push(place);
            }
        }
        links
    }

    /// The assets that AI systems use or that belong to them, by the links of both registers, in the order
    /// of the register.
    fn of_systems(&self, systems: &[&AiSystem]) -> BTreeSet<usize> {
        let used = systems.iter().flat_map(|system| &system.assets).map(|asset| folded(&asset.value));
        let names = systems.iter().flat_map(|system| {
            let names = [&system.id, &system.name].into_iter().flatten().map(|text| folded(&text.value));
            names.chain([folded(&system.key)])
        });
        let of_used = used.filter_map(|name| self.by_name.get(&name));
        let of_names = names.filter_map(|name| self.by_system.get(&name));
        of_used.chain(of_names).flatten().copied().collect()
    }
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
        assert!(lines(&sheet).contains("\"27001:A.5.19\""));
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
    fn an_excluded_control_does_not_weaken_what_is_known_of_suppliers() {
        let mut example = Example::sample();
        let place = example.model.risks[0].location.clone();
        let mut supplier = Supplier::unknown("S-1", place);
        supplier.supplies_ai = Some(true);
        example.model.suppliers = vec![supplier];
        for key in FOR_SECURITY.iter().chain(&FOR_AI) {
            let result = example.assessment.requirements.get_mut(&key.parse().unwrap()).unwrap();
            (result.own, result.in_denominator) = (1.0, true);
        }
        let excluded = |example: &mut Example, keys: &[&str]| {
            for key in keys {
                let result = example.assessment.requirements.get_mut(&key.parse().unwrap()).unwrap();
                (result.own, result.in_denominator) = (0.0, false);
            }
        };
        let shown = |example: &Example| cell_under(&build_suppliers(&example.contents()), 0, CONTROLS);
        excluded(&mut example, &["42001:A.10.2"]);
        assert!(shown(&example).ends_with("-> 1"), "{}", shown(&example));
        excluded(&mut example, &FOR_SECURITY);
        excluded(&mut example, &FOR_AI);
        assert!(shown(&example).ends_with("-> \"Excluded\""), "{}", shown(&example));
    }

    #[test]
    fn without_a_supplier_register_the_sheet_says_how_to_give_one() {
        let sheet = build_suppliers(&Example::sample().contents());
        assert!(lines(&sheet).contains("No supplier register was read"));
    }
}
