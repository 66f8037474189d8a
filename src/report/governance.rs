//! Governance: the roles of both systems, and who fills them.

use std::collections::BTreeMap;

use arcstr::ArcStr;

use super::Contents;
use super::cell::{Cell, Form, Value};
use super::expression::{BETWEEN, column, this_row};
use super::given::missing_expression;
use super::list_sheet::{ListColumn, ListSheet};
use super::names::KEY;
use super::names::requirements::OWNER;
use super::noted::Noted;
use super::sheet::{Allowed, Sheet, TabRole};
use crate::declaration::{Field, Register};
use crate::model::Entry;
use crate::provenance::Traced;
use crate::recognise::value::{Asked, names_somebody};
use crate::record::Owner;
use crate::record::names::{
    AI_SYSTEMS, AUDIT_FINDINGS, CLAUSES, GOVERNANCE as TABLE, RISKS, SOA_27001, SOA_42001,
};
use crate::standards::{GovernanceRole, RequirementId, Standard};

/// The sheet's name.
pub const GOVERNANCE: &str = "Governance";

const PERSON: &str = "Person";
const DEPUTY: &str = "Deputy";
const APPOINTED: &str = "Appointed on";
const REMARK: &str = "Remark";
const NAMED: &str = "Records that name the person as owner";

/// Most records of a list that are searched for a person: formulas go through each of them for each role.
const MOST_SEARCHED: usize = 20_000;
/// Most owners that are named above the list.
const OWNERS_NAMED: usize = 8;

/// A list that names owners: its cells, and what they hold.
struct Owners<'a> {
    cells: String,
    names: Vec<&'a str>,
}

/// Builds the sheet of roles.
pub fn build_governance(contents: &Contents<'_>) -> Sheet {
    let owners = owners(contents);
    let mut list = ListSheet::new(
        GOVERNANCE,
        TabRole::Work,
        TABLE,
        "Governance: roles of both systems",
        "The roles that both systems need, what each does, and who fills it. One person may fill several; who does what stands on Responsibilities.",
    )
    .owned_by(Owner::Assessment)
    .note(&most_named(&owners))
    .note("Persons are yours to name: nobody is guessed from the registers. How many records name a person counts owners of requirements, risks, AI systems and audit findings.")
    .columns(columns(&owners))
    .frozen_columns(1);
    for role in &contents.catalogue.integration().roles {
        list.push(row(contents, role, &owners));
    }
    list.build(contents.model.as_of)
}

/// The lists that name owners, but for those that are too long to be searched.
fn owners<'a>(contents: &Contents<'a>) -> Vec<Owners<'a>> {
    fn named<'a>(owners: impl Iterator<Item = &'a Option<Traced<ArcStr>>>) -> Vec<&'a str> {
        owners.flatten().map(|owner| owner.value.as_str()).collect()
    }
    let model = contents.model;
    let declared = |list: &str, register, field| column(list, contents.declarations.heading(register, field));
    let statements = |list: &str, holds: fn(RequirementId) -> bool| Owners {
        cells: column(list, OWNER),
        names: named(
            model.statements.values().filter(|said| holds(said.requirement)).map(|said| &said.owner),
        ),
    };
    let is_clause = |id: RequirementId| id.part() == crate::standards::Part::Clauses;
    let lists = [
        statements(CLAUSES, is_clause),
        statements(SOA_27001, |id| {
            id.part() == crate::standards::Part::AnnexA && id.standard() == Standard::Iso27001
        }),
        statements(SOA_42001, |id| {
            id.part() == crate::standards::Part::AnnexA && id.standard() == Standard::Iso42001
        }),
        Owners {
            cells: declared(RISKS, Register::Risks, Field::RiskOwner),
            names: named(model.risks.iter().map(|risk| &risk.owner)),
        },
        Owners {
            cells: declared(AI_SYSTEMS, Register::AiSystems, Field::AiOwner),
            names: named(model.ai_systems.iter().map(|system| &system.owner)),
        },
        Owners {
            cells: declared(AUDIT_FINDINGS, Register::AuditFindings, Field::FindingOwner),
            names: named(model.audit_findings.iter().map(|finding| &finding.owner)),
        },
    ];
    lists.into_iter().filter(|list| list.names.len() <= MOST_SEARCHED).collect()
}

/// The owners that stand in most records, as of the last run.
fn most_named(owners: &[Owners<'_>]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for name in owners.iter().flat_map(|list| &list.names).filter(|name| names_somebody(name)) {
        *counts.entry(name.trim()).or_default() += 1;
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(other.0)));
    let named: Vec<String> =
        counts.iter().take(OWNERS_NAMED).map(|(name, count)| format!("{name} ({count})")).collect();
    match (named.is_empty(), counts.len().saturating_sub(OWNERS_NAMED)) {
        (true, _) => "The registers name no owners.".to_owned(),
        (false, 0) => format!("Owners in the registers, as of the last run: {}.", named.join(", ")),
        (false, more) => {
            format!("Owners in the registers, as of the last run: {} and {more} more.", named.join(", "))
        }
    }
}

fn columns(owners: &[Owners<'_>]) -> Vec<ListColumn> {
    let ours = |heading: &str, width| ListColumn::new(heading, width, Form::Wrapped).judgement();
    let edit = |heading: &str, width| ListColumn::new(heading, width, Form::Wrapped).editable();
    vec![
        ListColumn::new("Role", 30, Form::Wrapped),
        ours("What it does", 44),
        ours("For", 24),
        edit(PERSON, 24).help("Who fills the role. It stays when the workbook is refreshed."),
        edit(DEPUTY, 24),
        ListColumn::new(APPOINTED, 12, Form::Date).editable().allowed(Allowed::Date),
        ListColumn::new(NAMED, 14, Form::Integer).calculated(named_expression(owners)),
        edit(REMARK, 28),
        ListColumn::new(KEY, 16, Form::Identifier).last_run().screen_only(),
    ]
}

/// How many records of the lists name the person; blank where nobody is named.
fn named_expression(owners: &[Owners<'_>]) -> String {
    let person = this_row(TABLE, PERSON);
    let counts: Vec<String> =
        owners.iter().map(|list| format!("SUMPRODUCT(--({}={person}))", list.cells)).collect();
    let counts = if counts.is_empty() { "0".to_owned() } else { counts.join("+") };
    format!("IF({},\"\",{counts})", missing_expression(&person, Asked::Person))
}

fn row(contents: &Contents<'_>, role: &GovernanceRole, owners: &[Owners<'_>]) -> Vec<Cell> {
    let noted = Noted::beside(contents, TABLE, &role.key);
    let keys: Vec<String> = role.requirements.iter().map(ToString::to_string).collect();
    let named = match noted.entry(PERSON).filter(|_| noted.gives(PERSON, Asked::Person)) {
        Some(Entry::Text(person)) => {
            let person = person.to_lowercase();
            let names = owners.iter().flat_map(|list| &list.names);
            Value::count(names.filter(|name| name.to_lowercase() == person).count())
        }
        // A number or a date is no text, whatever a register holds.
        Some(_) => Value::count(0),
        None => Value::Blank,
    };
    vec![
        Value::text(&role.name).into(),
        Value::text(&role.does).into(),
        Value::text(keys.join(BETWEEN)).into(),
        noted.cell(PERSON),
        noted.cell(DEPUTY),
        noted.cell(APPOINTED),
        named.into(),
        noted.cell(REMARK),
        Value::text(&role.key).into(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::CellKey;
    use crate::report::testing::{Example, cell_under, lines};

    #[test]
    fn nobody_is_named_by_a_guess_and_the_owners_of_the_registers_are_counted() {
        let sheet = build_governance(&Example::sample().contents());
        let rows = sheet.tables[0].area.last.row - sheet.tables[0].area.first.row;
        for row in 0..rows as usize {
            assert_eq!(cell_under(&sheet, row, PERSON), "-");
        }
        assert!(lines(&sheet).contains("Owners in the registers, as of the last run: Head of HR (1)."));
        assert!(lines(&build_governance(&Example::empty().contents())).contains("name no owners"));
        let mut example = Example::sample();
        example.model.ai_systems[0].owner.as_mut().unwrap().value = "TBD".into();
        let sheet = build_governance(&example.contents());
        assert!(!lines(&sheet).contains("TBD (1)"));
    }

    #[test]
    fn a_person_is_counted_where_registers_name_that_very_person() {
        let mut example = Example::sample();
        for (key, person) in [("ai-owner", "head of hr"), ("isms", "Head")] {
            let cell = CellKey::new(TABLE, key, PERSON);
            example.model.notes.insert(cell, Entry::Text(person.into()));
        }
        let sheet = build_governance(&example.contents());
        let roles = &example.contents().catalogue.integration().roles;
        let row = |key: &str| roles.iter().position(|role| role.key == key).unwrap();
        assert!(cell_under(&sheet, row("ai-owner"), NAMED).ends_with("-> 1"));
        assert!(cell_under(&sheet, row("isms"), NAMED).ends_with("-> 0"));
        assert!(cell_under(&sheet, row("top"), NAMED).ends_with("-> \"\""));
    }
}
