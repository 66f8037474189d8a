//! Documented information: what each standard asks for and what practitioners add, where evidence of it is
//! named, and how far each document has come.

use super::Contents;
use super::cell::{Cell, Form, Style, Tone, Value};
use super::expression::{BETWEEN, column, stands_in, text, this_row};
use super::list_sheet::{ListColumn, ListSheet};
use super::names::KEY;
use super::names::requirements::{COUNTS, NAMES_EVIDENCE, OWN};
use super::noted::Noted;
use super::sheet::{Allowed, Mark, Sheet, TabRole};
use super::statement::names_evidence;
use crate::assess::GapKind;
use crate::provenance::Location;
use crate::record::Owner;
use crate::record::names::{
    APPROVED, DOCUMENT_STATUS as STATUS, DOCUMENT_STATUSES, DOCUMENTS as TABLE, DRAFT, IN_PLACE, IN_REVIEW,
    MISSING, NOT_NEEDED, REQUIREMENTS,
};
use crate::standards::{Demand, DocumentedInformation, RequirementId, Standard};

/// The sheet's name.
pub const DOCUMENTS: &str = "Documented information";

/// The heading of what is known of the document.
pub const STATE: &str = "State";
/// The heading of what a document that is not in place counts as.
pub const COUNTS_AS: &str = "Counts as";
/// The heading of why it is on the list.
pub const DEMAND: &str = "Asked by";

const REQUIREMENTS_KEYS: &str = "Requirements";
const COUNTED: &str = "Requirements that count";
const NAMING_EVIDENCE: &str = "Requirements that name evidence";
const LOWEST_OWN: &str = "Lowest own level";
const AGAINST: &str = "Against its requirements";
const REGISTER_READ: &str = "Register that was read";
const REFERENCE: &str = "Document reference";
const OWNER: &str = "Owner";
const VERSION: &str = "Version";
const DATE: &str = "Date";

const BEING_WRITTEN: &str = "Being written";
const NOT_UNDERSTOOD: &str = "Not understood";
const TO_BE_CONFIRMED: &str = "Something is named: to be confirmed";
const UNKNOWN: &str = "Unknown";
const NOT_YET: &str = "Not in place yet";
const NOT_ASKED: &str = "Not asked: its controls are excluded";
const SAID_IMPLEMENTED: &str = "They are said to be implemented";

/// The words for why a document is on the list.
pub fn demand_words(demand: Demand) -> &'static str {
    match demand {
        Demand::Required => "A clause",
        Demand::WhereControlApplies => "A control, where it applies",
        Demand::Practice => "Practice, no standard",
    }
}

/// Builds the sheet of documented information.
pub fn build_documents(contents: &Contents<'_>) -> Sheet {
    let documents: Vec<Document<'_>> = contents
        .catalogue
        .integration()
        .documents
        .iter()
        .map(|information| Document::of(contents, information))
        .collect();
    let mut list = ListSheet::new(
        DOCUMENTS,
        TabRole::Work,
        TABLE,
        DOCUMENTS,
        "The documents and records that both standards ask for and those that practitioners add, what the registers name of them, and how far each has come.",
    )
    .owned_by(Owner::Assessment)
    .note("What is named is the evidence of its clauses and controls, word for word: whether that is the document is for you to say. A blank status says nothing; only Missing says that there is none.")
    .columns(columns())
    .frozen_columns(1)
    .watched();
    let required = |holds: &dyn Fn(&Document<'_>) -> bool| {
        documents
            .iter()
            .filter(|document| document.information.demand == Demand::Required && holds(document))
            .count() as f64
    };
    let unassessed = GapKind::Unassessed.words();
    let missing = GapKind::PotentialNonconformity.words();
    let counts = [
        ("Asked by a clause", String::new(), required(&|_| true)),
        ("In place", test(STATE, IN_PLACE), required(&|document| document.state == IN_PLACE)),
        ("Missing", test(COUNTS_AS, missing), required(&|document| document.counts_as == missing)),
        ("Not in place yet", test(COUNTS_AS, NOT_YET), required(&|document| document.counts_as == NOT_YET)),
        (
            "Nobody has said",
            test(COUNTS_AS, unassessed),
            required(&|document| document.counts_as == unassessed),
        ),
    ];
    for (label, also, count) in counts {
        let by_clause = test(DEMAND, demand_words(Demand::Required));
        let also = if also.is_empty() { also } else { format!(",{also}") };
        let value = Value::formula(format!("COUNTIFS({by_clause}{also})"), count);
        list = list.document_line(label, Cell::new(value, Style::new(Form::Integer, Tone::Derived)));
    }
    for document in &documents {
        list.push(row(contents, document));
    }
    list.build(contents.model.as_of)
}

/// The condition that a column holds a word.
fn test(heading: &str, word: &str) -> String {
    format!("{},{}", column(TABLE, heading), text(word))
}

fn columns() -> Vec<ListColumn> {
    let ours = |heading: &str, width| ListColumn::new(heading, width, Form::Wrapped).judgement();
    let of_run = |heading: &str, width| ListColumn::new(heading, width, Form::Wrapped).last_run();
    let edit = |heading: &str, width| ListColumn::new(heading, width, Form::Wrapped).editable();
    let figure = |heading: &str, form, expression: String| {
        ListColumn::new(heading, 11, form).calculated(expression).screen_only()
    };
    vec![
        ListColumn::new("Document", 28, Form::Wrapped),
        ListColumn::new("Kind", 10, Form::Text),
        ours(DEMAND, 13),
        ours("In 27001", 10),
        ours("In 42001", 10),
        ours("One document for both", 28),
        of_run("Named in 27001", 24),
        of_run("Named in 42001", 24),
        ListColumn::new(STATUS, 12, Form::Word)
            .editable()
            .words(&DOCUMENT_STATUSES)
            .help("How far the document has come. Blank: nobody has said. Missing: there is none. It stays when the workbook is refreshed."),
        edit(REFERENCE, 18).help("Where the document is found: its number, name or place."),
        edit(OWNER, 12),
        edit(VERSION, 9).form(Form::Identifier),
        ListColumn::new(DATE, 11, Form::Date).editable().allowed(Allowed::Date),
        ListColumn::new(STATE, 14, Form::Word)
            .calculated(state_expression())
            .mark(IN_PLACE, Mark::Good)
            .mark(BEING_WRITTEN, Mark::Caution)
            .mark(TO_BE_CONFIRMED, Mark::Caution)
            .mark(NOT_UNDERSTOOD, Mark::Caution)
            .mark(MISSING, Mark::Bad)
            .mark(UNKNOWN, Mark::Quiet),
        ListColumn::new(COUNTS_AS, 14, Form::Word)
            .calculated(counts_as_expression())
            .mark(GapKind::PotentialNonconformity.words(), Mark::Bad)
            .mark(GapKind::ControlGap.words(), Mark::Caution)
            .mark(NOT_YET, Mark::Caution)
            .mark(GapKind::Unassessed.words(), Mark::Quiet)
            .mark(NOT_ASKED, Mark::Quiet),
        ListColumn::new(AGAINST, 16, Form::Word)
            .calculated(against_expression())
            .mark(SAID_IMPLEMENTED, Mark::Bad)
            .screen_only(),
        of_run(REGISTER_READ, 24).screen_only(),
        figure(COUNTED, Form::Integer, sum_over(|list| column(list, COUNTS))),
        figure(
            NAMING_EVIDENCE,
            Form::Integer,
            sum_over(|list| column(list, NAMES_EVIDENCE)),
        ),
        figure(LOWEST_OWN, Form::Percent, lowest_own_expression()),
        of_run(REQUIREMENTS_KEYS, 24).screen_only(),
        ListColumn::new(KEY, 24, Form::Identifier).last_run().screen_only(),
    ]
}

fn here(heading: &str) -> String {
    this_row(TABLE, heading)
}

/// The sum of something over the document's requirements on all three lists.
fn sum_over(of: impl Fn(&str) -> String) -> String {
    let of_list = |list: &&str| {
        format!("SUMPRODUCT({}*{})", stands_in(&column(list, KEY), &here(REQUIREMENTS_KEYS)), of(list))
    };
    REQUIREMENTS.iter().map(of_list).collect::<Vec<_>>().join("+")
}

/// The lowest own level of the document's requirements that count; blank where none does.
fn lowest_own_expression() -> String {
    let short_of = |list: &&str| {
        let is_one = stands_in(&column(list, KEY), &here(REQUIREMENTS_KEYS));
        format!("SUMPRODUCT(MAX({is_one}*{}*(1-{})))", column(list, COUNTS), column(list, OWN))
    };
    let short = REQUIREMENTS.iter().map(short_of).collect::<Vec<_>>().join(",");
    format!("IF({}>0,1-MAX({short}),\"\")", here(COUNTED))
}

fn state_expression() -> String {
    let status = here(STATUS);
    format!(
        "IF(OR({status}={},{status}={in_place}),{in_place},IF(OR({status}={},{status}={}),{},IF({status}={missing},{missing},IF({status}={needless},{needless},\
         IF(LEN(TRIM({status}))>0,{},IF({}+LEN({})>0,{},{}))))))",
        text(APPROVED),
        text(IN_REVIEW),
        text(DRAFT),
        text(BEING_WRITTEN),
        text(NOT_UNDERSTOOD),
        here(NAMING_EVIDENCE),
        here(REGISTER_READ),
        text(TO_BE_CONFIRMED),
        text(UNKNOWN),
        in_place = text(IN_PLACE),
        missing = text(MISSING),
        needless = text(NOT_NEEDED),
    )
}

fn counts_as_expression() -> String {
    let (state, demand, counted) = (here(STATE), here(DEMAND), here(COUNTED));
    let by_clause = format!("{demand}={}", text(demand_words(Demand::Required)));
    format!(
        "IF(OR({state}={},{demand}={}),\"\",IF({counted}=0,{},IF(OR({state}={},{state}={}),IF({by_clause},{},{}),IF({state}={},{},{}))))",
        text(IN_PLACE),
        text(demand_words(Demand::Practice)),
        text(NOT_ASKED),
        text(MISSING),
        text(NOT_NEEDED),
        text(GapKind::PotentialNonconformity.words()),
        text(GapKind::ControlGap.words()),
        text(BEING_WRITTEN),
        text(NOT_YET),
        text(GapKind::Unassessed.words()),
    )
}

fn against_expression() -> String {
    let counts_as = here(COUNTS_AS);
    format!(
        "IF(AND(ISNUMBER({own}),OR({counts_as}={},{counts_as}={},{counts_as}={})),IF({own}>=1,{},\"\"),\"\")",
        text(GapKind::PotentialNonconformity.words()),
        text(GapKind::ControlGap.words()),
        text(NOT_YET),
        text(SAID_IMPLEMENTED),
        own = here(LOWEST_OWN),
    )
}

/// A document with what its formulas give.
struct Document<'a> {
    information: &'a DocumentedInformation,
    noted: Noted<'a>,
    register_read: String,
    counted: usize,
    naming_evidence: usize,
    lowest_own: Option<f64>,
    state: &'static str,
    counts_as: &'static str,
}

impl<'a> Document<'a> {
    fn of(contents: &'a Contents<'a>, information: &'a DocumentedInformation) -> Self {
        let counting = || {
            let results = information.asked.iter().filter_map(|id| contents.assessment.requirements.get(id));
            results.filter(|result| result.in_denominator)
        };
        let named = information.asked.iter().filter_map(|id| contents.model.statements.get(id));
        let mut document = Self {
            information,
            noted: Noted::beside(contents, TABLE, &information.key),
            register_read: register_read(contents, &information.register),
            counted: counting().count(),
            naming_evidence: named.filter(|said| names_evidence(said)).count(),
            lowest_own: counting().map(|result| result.own).reduce(f64::min),
            state: UNKNOWN,
            counts_as: "",
        };
        document.state = document.state();
        document.counts_as = document.counts_as();
        document
    }

    /// The value of [`state_expression`].
    fn state(&self) -> &'static str {
        let says = |word| self.noted.says(STATUS, word);
        if says(APPROVED) || says(IN_PLACE) {
            IN_PLACE
        } else if says(IN_REVIEW) || says(DRAFT) {
            BEING_WRITTEN
        } else if says(MISSING) {
            MISSING
        } else if says(NOT_NEEDED) {
            NOT_NEEDED
        } else if self.noted.is_given(STATUS) {
            NOT_UNDERSTOOD
        } else if self.naming_evidence > 0 || !self.register_read.is_empty() {
            TO_BE_CONFIRMED
        } else {
            UNKNOWN
        }
    }

    /// The value of [`counts_as_expression`].
    fn counts_as(&self) -> &'static str {
        if self.state == IN_PLACE || self.information.demand == Demand::Practice {
            return "";
        }
        match self.state {
            _ if self.counted == 0 => NOT_ASKED,
            MISSING | NOT_NEEDED if self.information.demand == Demand::Required => {
                GapKind::PotentialNonconformity.words()
            }
            MISSING | NOT_NEEDED => GapKind::ControlGap.words(),
            BEING_WRITTEN => NOT_YET,
            _ => GapKind::Unassessed.words(),
        }
    }

    /// The value of [`against_expression`].
    fn against(&self) -> &'static str {
        let lacking = [GapKind::PotentialNonconformity.words(), GapKind::ControlGap.words(), NOT_YET];
        let implemented = self.lowest_own.is_some_and(|own| own >= 1.0);
        if implemented && lacking.contains(&self.counts_as) { SAID_IMPLEMENTED } else { "" }
    }

    fn asked(&self, standard: Standard) -> impl Iterator<Item = RequirementId> {
        self.information.asked.iter().copied().filter(move |id| id.standard() == standard)
    }
}

/// The tables that were read as a register, with their records.
fn register_read(contents: &Contents<'_>, register: &str) -> String {
    let tables = contents.model.sources.iter().flat_map(|source| &source.tables);
    let read = tables.filter(|table| table.register.name() == register && table.records > 0);
    let named = read.map(|table| {
        let records =
            if table.records == 1 { "1 record".to_owned() } else { format!("{} records", table.records) };
        format!("{} ({records})", Location::sheet(&table.sheet))
    });
    named.collect::<Vec<_>>().join("\n")
}

/// The evidence of the requirements of one standard, word for word, each with its cell.
fn named(contents: &Contents<'_>, document: &Document<'_>, standard: Standard) -> String {
    let evidence = document.asked(standard).filter_map(|id| {
        let evidence = contents.model.statements.get(&id)?.evidence.as_ref()?;
        let shown = evidence.value.trim();
        (!shown.is_empty()).then(|| format!("{}: {shown} ({})", id.number(), evidence.location))
    });
    evidence.collect::<Vec<_>>().join("\n")
}

fn row(contents: &Contents<'_>, document: &Document<'_>) -> Vec<Cell> {
    let information = document.information;
    let numbers = |standard| {
        let numbers: Vec<String> = document.asked(standard).map(RequirementId::number).collect();
        Cell::from(Value::text(numbers.join(BETWEEN)))
    };
    let keys: Vec<String> = information.asked.iter().map(ToString::to_string).collect();
    let [iso27001, iso42001] = Standard::BOTH;
    let noted = &document.noted;
    vec![
        Value::text(&information.name).into(),
        Value::text(if information.record { "Record" } else { "Document" }).into(),
        Value::text(demand_words(information.demand)).into(),
        numbers(iso27001),
        numbers(iso42001),
        Value::text(&information.for_both).into(),
        Value::text(named(contents, document, iso27001)).into(),
        Value::text(named(contents, document, iso42001)).into(),
        noted.cell(STATUS),
        noted.cell(REFERENCE),
        noted.cell(OWNER),
        noted.cell(VERSION),
        noted.cell(DATE),
        Value::text(document.state).into(),
        Value::text(document.counts_as).into(),
        Value::text(document.against()).into(),
        Value::text(&document.register_read).into(),
        Value::count(document.counted).into(),
        Value::count(document.naming_evidence).into(),
        Value::optional_number(document.lowest_own).into(),
        Value::text(keys.join(BETWEEN)).into(),
        Value::text(&information.key).into(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::assess;
    use crate::model::{Basis, CellKey, Entry, ImplementationStatus};
    use crate::provenance::{Reading, Traced};
    use crate::report::testing::{Example, cell_under, lines};
    use crate::standards::Catalogue;

    fn row_of(sheet: &Sheet, key: &str) -> usize {
        let rows = sheet.tables[0].area.last.row - sheet.tables[0].area.first.row;
        (0..rows as usize)
            .find(|row| cell_under(sheet, *row, KEY) == format!("{key:?}"))
            .unwrap_or_else(|| panic!("no document {key}"))
    }

    fn note(example: &mut Example, key: &str, status: &str) {
        let cell = CellKey::new(TABLE, key, STATUS);
        example.model.notes.insert(cell, Entry::Text(status.into()));
    }

    fn value(sheet: &Sheet, key: &str, heading: &str) -> String {
        let cell = cell_under(sheet, row_of(sheet, key), heading);
        cell.rsplit("-> ").next().unwrap().to_owned()
    }

    #[test]
    fn a_document_of_which_nothing_is_said_is_unknown_and_neither_missing_nor_in_place() {
        let sheet = build_documents(&Example::empty().contents());
        assert_eq!(value(&sheet, "scope", STATE), "\"Unknown\"");
        assert_eq!(value(&sheet, "scope", COUNTS_AS), "\"Unassessed\"");
        // What no standard asks for counts for nothing.
        assert_eq!(value(&sheet, "data-governance", COUNTS_AS), "\"\"");
        assert_eq!(value(&sheet, "data-governance", DEMAND), "\"Practice, no standard\"");
        let text = lines(&sheet);
        assert!(text.contains("\"In place\""), "{text}");
        assert!(text.contains("-> 21"), "documents that a clause asks for: {text}");
    }

    #[test]
    fn evidence_is_shown_word_for_word_with_its_cell_and_confirms_nothing() {
        let mut example = Example::sample();
        let place = example.model.risks[0].location.clone();
        let said = example.model.statements.get_mut(&"42001:4.3".parse().unwrap()).unwrap();
        said.evidence = Some(Traced::new("=AIMS scope v1".to_owned(), place.clone()));
        said.basis = Basis::Evidenced;
        // A no names none, here as on the list of clauses.
        let said = example.model.statements.get_mut(&"27001:4.3".parse().unwrap()).unwrap();
        said.evidence = Some(Traced::new("No".to_owned(), place));
        let sheet = build_documents(&example.contents());
        assert!(value(&sheet, "scope", "Named in 27001").starts_with("\"4.3: No"));
        assert_eq!(
            value(&sheet, "scope", "Named in 42001"),
            "\"4.3: =AIMS scope v1 (acme.xlsx › Risks › row 6)\""
        );
        assert_eq!(value(&sheet, "scope", NAMING_EVIDENCE), "1");
        assert_eq!(value(&sheet, "scope", STATE), "\"Something is named: to be confirmed\"");
        assert_eq!(value(&sheet, "scope", COUNTS_AS), "\"Unassessed\"");
    }

    #[test]
    fn a_register_that_was_read_is_named_beside_the_document_that_it_can_be() {
        let sheet = build_documents(&Example::sample().contents());
        assert_eq!(value(&sheet, "ai-inventory", REGISTER_READ), "\"acme.xlsx › Risks (1 record)\"");
        assert_eq!(value(&sheet, "policy", REGISTER_READ), "-");
    }

    #[test]
    fn a_missing_document_counts_by_what_asks_for_it() {
        let mut example = Example::empty();
        for key in ["scope", "data-quality", "human-oversight"] {
            note(&mut example, key, "missing");
        }
        note(&mut example, "policy", "Approved");
        note(&mut example, "ai-policy", "Draft");
        note(&mut example, "soa", "half done");
        let sheet = build_documents(&example.contents());
        assert_eq!(value(&sheet, "scope", COUNTS_AS), "\"Potential nonconformity\"");
        assert_eq!(value(&sheet, "data-quality", COUNTS_AS), "\"Control gap\"");
        assert_eq!(value(&sheet, "human-oversight", STATE), "\"Missing\"");
        assert_eq!(value(&sheet, "human-oversight", COUNTS_AS), "\"\"");
        assert_eq!(value(&sheet, "policy", STATE), "\"In place\"");
        assert_eq!(value(&sheet, "ai-policy", COUNTS_AS), "\"Not in place yet\"");
        assert_eq!(value(&sheet, "soa", STATE), "\"Not understood\"");
        let text = lines(&sheet);
        assert!(text.contains("\"Potential nonconformity\") -> 1"), "{text}");
    }

    #[test]
    fn a_missing_document_whose_clauses_are_said_to_be_implemented_is_named_against_them() {
        let mut example = Example::empty();
        note(&mut example, "scope", "Missing");
        for key in ["27001:4.3", "42001:4.3"] {
            let said = example.model.statements.get_mut(&key.parse().unwrap()).unwrap();
            said.status = Some(Reading::understood(
                "yes",
                ImplementationStatus::Implemented,
                Location::file("clauses.csv"),
            ));
            example.assessment = assess(&example.model, &Catalogue::load().unwrap());
            let sheet = build_documents(&example.contents());
            let expected = if key == "42001:4.3" { "\"They are said to be implemented\"" } else { "\"\"" };
            assert_eq!(value(&sheet, "scope", AGAINST), expected);
        }
    }
}
