//! Shared controls: the pairs of the crosswalk, and which of them the organisation runs as one.

use std::collections::BTreeMap;

use arcstr::ArcStr;

use super::Contents;
use super::cell::{Cell, Form, Value};
use super::expression::{look_up, this_row};
use super::list_sheet::{ListColumn, ListSheet};
use super::names::KEY;
use super::names::coverage::COVERAGE_TABLE;
use super::names::pairs::{NAMED_BY_ORGANISATION, PAIRS_TABLE, SHARED};
use super::names::requirements::{
    ASSESSED, CLAUSES_TABLE, EVIDENCE as EVIDENCE_COLUMN, OWN, OWNER as OWNER_COLUMN, soa_table,
};
use super::sheet::{Mark, Sheet, TabRole};
use crate::model::YesNo;
use crate::provenance::Traced;
use crate::record::names::{DECIDED_IN, DECISION};
use crate::standards::{Link, Relation, RequirementId, Reuse, Standard};

/// The sheet's name.
pub const SHARED_CONTROLS: &str = "Shared controls";

const RELATION: &str = "Relation";
const KEY_27001: &str = "27001 key";
const KEY_42001: &str = "42001 key";
const OWN_27001: &str = "Own 27001";
const OWN_42001: &str = "Own 42001";
/// The level with which a shared pair is registered.
const REGISTERED: &str = "Registered level";
const OWNERS: &str = "Owners";
const EVIDENCE: &str = "Evidence";

/// Whether both, one or none of a pair have something on record.
const BOTH: &str = "both";
const ONE: &str = "one";
const NONE: &str = "none";
const DIFFER: &str = "differ";

/// A pair that may be shared: one of the crosswalk, or one that only the organisation names.
#[derive(Clone, Copy, Debug)]
pub struct Pair<'a> {
    /// The requirement of 27001.
    pub iso27001: RequirementId,
    /// The requirement of 42001.
    pub iso42001: RequirementId,
    /// The pair of the crosswalk.
    pub link: Option<&'a Link>,
}

impl Pair<'_> {
    /// The pair's key.
    pub fn key(&self) -> String {
        format!("{}+{}", self.iso27001, self.iso42001)
    }

    /// The share that one member's work contributes to the other, seen from the giving standard;
    /// `None` where nothing is claimed.
    pub fn carry_from(&self, standard: Standard) -> Option<f64> {
        let link = self.link?;
        let carry = match standard {
            Standard::Iso27001 => Some(link.carry),
            Standard::Iso42001 => link.carry_back,
        };
        // What has to be done anew gets nothing, whatever the pair says.
        if link.reuse == Reuse::New { carry.map(|_| 0.0) } else { carry }
    }
}

/// All pairs, in the order of the catalogue.
pub fn pairs<'a>(contents: &Contents<'a>) -> Vec<Pair<'a>> {
    let mut pairs: BTreeMap<(RequirementId, RequirementId), Option<&Link>> =
        contents.catalogue.links().iter().map(|link| ((link.iso27001, link.iso42001), Some(link))).collect();
    for decision in &contents.model.pairs {
        let known = contents.catalogue.contains(decision.iso27001)
            && contents.catalogue.contains(decision.iso42001)
            && decision.iso27001.standard() < decision.iso42001.standard();
        if known {
            pairs.entry((decision.iso27001, decision.iso42001)).or_insert(None);
        }
    }
    pairs.into_iter().map(|((iso27001, iso42001), link)| Pair { iso27001, iso42001, link }).collect()
}

/// Whether the assessment takes a pair as shared.
pub fn is_shared(contents: &Contents<'_>, pair: &Pair<'_>) -> bool {
    let shared = &contents.assessment.shared;
    shared.iter().any(|shared| shared.iso27001 == pair.iso27001 && shared.iso42001 == pair.iso42001)
}

/// The words for where a pair of the crosswalk comes from.
pub fn basis_words(basis: &str) -> String {
    match basis {
        "pair-in-one-source" => "seen in one source".to_owned(),
        "pair-in-two-sources" => "seen in two sources".to_owned(),
        other => spoken(other),
    }
}

/// A coded word of the crosswalk without its hyphens.
pub fn spoken(code: &str) -> String {
    code.replace('-', " ")
}

/// Builds the sheet of shared controls.
pub fn build_shared_controls(contents: &Contents<'_>) -> Sheet {
    let mut list = ListSheet::new(
        SHARED_CONTROLS,
        TabRole::Work,
        PAIRS_TABLE,
        SHARED_CONTROLS,
        "Pairs that one piece of work can serve; say Yes where you run a pair as one. A shared pair is registered once: with the weaker level of the two where both are known, one owner, one body of evidence.",
    )
    .columns(columns())
    .watched()
    .frozen_columns(4);
    for pair in pairs(contents) {
        list.push(row(contents, &pair));
    }
    list.build(contents.model.as_of)
}

fn columns() -> Vec<ListColumn> {
    let here = |heading: &str| this_row(PAIRS_TABLE, heading);
    let shared = format!(
        "IF({decision}=\"No\",0,IF(OR({decision}=\"Yes\",{}=\"{}\"),1,0))",
        here(RELATION),
        Relation::Equal.name(),
        decision = here(DECISION)
    );
    let differ =
        format!("IF(AND({}=1,{}<>{}),\"{DIFFER}\",\"\")", here(SHARED), here(OWN_27001), here(OWN_42001));
    vec![
        ListColumn::new("27001", 8, Form::Identifier),
        ListColumn::new("27001 title", 22, Form::Wrapped),
        ListColumn::new("42001", 8, Form::Identifier),
        ListColumn::new("42001 title", 22, Form::Wrapped),
        ListColumn::new(DECISION, 10, Form::Word)
            .editable()
            .words(&[YesNo::Yes, YesNo::No].map(YesNo::word))
            .mark(YesNo::Yes.word(), Mark::Good)
            .help("Yes: the organisation runs both as one. No: it does not. Blank: undecided, not shared unless equal."),
        ListColumn::new(SHARED, 8, Form::Flag).calculated(shared),
        ListColumn::new(OWN_27001, 8, Form::Percent).calculated(own_of(KEY_27001)),
        ListColumn::new(OWN_42001, 8, Form::Percent).calculated(own_of(KEY_42001)),
        ListColumn::new("Statuses", 9, Form::Word).calculated(differ).mark(DIFFER, Mark::Caution),
        ListColumn::new(REGISTERED, 9, Form::Percent).calculated(registered_expression()),
        ListColumn::new(OWNERS, 9, Form::Word)
            .calculated(owners_expression())
            .mark(DIFFER, Mark::Caution)
            .mark(NONE, Mark::Bad),
        ListColumn::new(EVIDENCE, 9, Form::Word).calculated(evidence_expression()).mark(NONE, Mark::Bad),
        ListColumn::new(RELATION, 13, Form::Word).judgement(),
        ListColumn::new("Strength", 9, Form::Integer).judgement(),
        ListColumn::new("What becomes of the work", 13, Form::Word).judgement(),
        ListColumn::new("Carry to 42001", 8, Form::Percent).judgement(),
        ListColumn::new("Carry to 27001", 8, Form::Percent).judgement(),
        ListColumn::new("Rationale", 44, Form::Wrapped).judgement(),
        ListColumn::new("Basis of the pair", 16, Form::Wrapped),
        ListColumn::new("Owner in 27001", 16, Form::Text).last_run().screen_only(),
        ListColumn::new("Owner in 42001", 16, Form::Text).last_run().screen_only(),
        ListColumn::new("Evidence in 27001", 24, Form::Text).last_run().screen_only(),
        ListColumn::new("Evidence in 42001", 24, Form::Text).last_run().screen_only(),
        ListColumn::new(DECIDED_IN, 26, Form::Text).last_run().screen_only(),
        ListColumn::new("Seen in", 40, Form::Text).screen_only(),
        ListColumn::new(KEY_27001, 14, Form::Identifier).last_run().screen_only(),
        ListColumn::new(KEY_42001, 14, Form::Identifier).last_run().screen_only(),
        ListColumn::new(KEY, 26, Form::Identifier).last_run().screen_only(),
    ]
}

/// One status of a shared pair: the weaker of the two, or the one that is known.
fn registered_expression() -> String {
    let here = |heading: &str| this_row(PAIRS_TABLE, heading);
    let assessed = |key: &str| look_up(COVERAGE_TABLE, ASSESSED, KEY, &here(key));
    let (one, other) = (here(OWN_27001), here(OWN_42001));
    format!(
        "IF({}=1,IF(AND({}=1,{}=1),MIN({one},{other}),MAX({one},{other})),\"\")",
        here(SHARED),
        assessed(KEY_27001),
        assessed(KEY_42001)
    )
}

/// What a requirement of the pair has on record in a column of its list; blank where its row was deleted.
fn on_record(standard: Standard, key: &str, heading: &str) -> String {
    let key = this_row(PAIRS_TABLE, key);
    let of = |table: &str| look_up(table, heading, KEY, &key);
    format!(
        "IFERROR(TRIM(IF(ISNUMBER(FIND(\":A.\",{key})),{},{})),\"\")",
        of(soa_table(standard)),
        of(CLAUSES_TABLE)
    )
}

fn both_on_record(heading: &str) -> (String, String) {
    (on_record(Standard::Iso27001, KEY_27001, heading), on_record(Standard::Iso42001, KEY_42001, heading))
}

fn owners_expression() -> String {
    let (one, other) = both_on_record(OWNER_COLUMN);
    format!(
        "IF({}<>1,\"\",IF(AND({one}=\"\",{other}=\"\"),\"{NONE}\",IF(OR({one}=\"\",{other}=\"\",{one}={other}),\"{ONE}\",\"{DIFFER}\")))",
        this_row(PAIRS_TABLE, SHARED)
    )
}

fn evidence_expression() -> String {
    let (one, other) = both_on_record(EVIDENCE_COLUMN);
    format!(
        "IF({}<>1,\"\",IF(AND({one}=\"\",{other}=\"\"),\"{NONE}\",IF(OR({one}=\"\",{other}=\"\"),\"{ONE}\",\"{BOTH}\")))",
        this_row(PAIRS_TABLE, SHARED)
    )
}

/// A text of a statement, as its list shows it.
fn recorded(text: Option<&Option<Traced<ArcStr>>>) -> String {
    match text.map(Value::traced) {
        // As TRIM leaves it.
        Some(Value::Text(text)) => {
            text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
        }
        _ => String::new(),
    }
}

/// What both requirements of a pair have on record: the words for owners and for evidence, and the texts.
struct OnRecord {
    owners: &'static str,
    evidence: &'static str,
    texts: [String; 4],
}

fn both_records(contents: &Contents<'_>, pair: &Pair<'_>) -> OnRecord {
    let statement = |id| contents.model.statements.get(&id);
    let owner = |id| recorded(statement(id).map(|statement| &statement.owner));
    let evidence = |id| recorded(statement(id).map(|statement| &statement.evidence));
    let owners = [owner(pair.iso27001), owner(pair.iso42001)];
    let evidences = [evidence(pair.iso27001), evidence(pair.iso42001)];
    let [one, other] = &owners;
    let named = owners.iter().filter(|owner| !owner.is_empty()).count();
    let differ = named == 2 && one.to_lowercase() != other.to_lowercase();
    let [owner_one, owner_other] = owners.clone();
    let found = evidences.iter().filter(|evidence| !evidence.is_empty()).count();
    let [evidence_one, evidence_other] = evidences;
    OnRecord {
        owners: if differ { DIFFER } else { [NONE, ONE, ONE].get(named).copied().unwrap_or(ONE) },
        evidence: [NONE, ONE, BOTH].get(found).copied().unwrap_or(BOTH),
        texts: [owner_one, owner_other, evidence_one, evidence_other],
    }
}

fn own_of(key: &str) -> String {
    look_up(COVERAGE_TABLE, OWN, KEY, &this_row(PAIRS_TABLE, key))
}

fn row(contents: &Contents<'_>, pair: &Pair<'_>) -> Vec<Cell> {
    let title =
        |id| Value::optional_text(contents.catalogue.requirement(id).map(|found| found.title.as_str()));
    let own = |id| contents.assessment.requirements.get(&id).map_or(0.0, |result| result.own);
    let shared = is_shared(contents, pair);
    let differ = shared && own(pair.iso27001) != own(pair.iso42001);
    let assessed = |id| contents.assessment.requirements.get(&id).is_some_and(|result| result.assessed);
    let registered = if assessed(pair.iso27001) && assessed(pair.iso42001) {
        own(pair.iso27001).min(own(pair.iso42001))
    } else {
        own(pair.iso27001).max(own(pair.iso42001))
    };
    let record = both_records(contents, pair);
    let [owner_27001, owner_42001, evidence_27001, evidence_42001] = &record.texts;
    let link = pair.link;
    let (decision, decided_in) = decision(contents, pair);
    vec![
        Value::text(pair.iso27001.number()).into(),
        title(pair.iso27001).into(),
        Value::text(pair.iso42001.number()).into(),
        title(pair.iso42001).into(),
        Value::optional_text(decision).into(),
        Value::number(f64::from(u8::from(shared))).into(),
        Value::number(own(pair.iso27001)).into(),
        Value::number(own(pair.iso42001)).into(),
        Value::text(if differ { DIFFER } else { "" }).into(),
        Value::optional_number(shared.then_some(registered)).into(),
        Value::text(if shared { record.owners } else { "" }).into(),
        Value::text(if shared { record.evidence } else { "" }).into(),
        Value::text(link.map_or(NAMED_BY_ORGANISATION, |link| link.relation.name())).into(),
        Value::optional_number(link.map(|link| f64::from(link.strength))).into(),
        Value::optional_text(link.map(|link| spoken(link.reuse.name())).as_deref()).into(),
        Value::optional_number(pair.carry_from(Standard::Iso27001)).into(),
        Value::optional_number(pair.carry_from(Standard::Iso42001)).into(),
        Value::optional_text(link.map(|link| link.rationale.as_str())).into(),
        Value::optional_text(link.map(|link| basis_words(&link.basis)).as_deref()).into(),
        Value::text(owner_27001.as_str()).into(),
        Value::text(owner_42001.as_str()).into(),
        Value::text(evidence_27001.as_str()).into(),
        Value::text(evidence_42001.as_str()).into(),
        Value::text(decided_in).into(),
        Value::optional_text(link.map(|link| link.sources.as_str())).into(),
        Value::text(pair.iso27001.to_string()).into(),
        Value::text(pair.iso42001.to_string()).into(),
        Value::text(pair.key()).into(),
    ]
}

/// What the organisation says of a pair, and where; one that is both confirmed and declined is declined.
pub fn decision(contents: &Contents<'_>, pair: &Pair<'_>) -> (Option<&'static str>, String) {
    let decisions = contents.model.pairs.iter();
    let mut decisions: Vec<_> = decisions
        .filter(|decision| decision.iso27001 == pair.iso27001 && decision.iso42001 == pair.iso42001)
        .collect();
    decisions.sort_by(|one, other| one.location.cmp(&other.location));
    let word = match decisions.as_slice() {
        [] => None,
        all if all.iter().all(|decision| decision.shared) => Some(YesNo::Yes.word()),
        _ => Some(YesNo::No.word()),
    };
    let places: Vec<String> = decisions.iter().map(|decision| decision.location.to_string()).collect();
    let carried = contents.model.carried.get(&(PAIRS_TABLE.to_owned(), pair.key()));
    (word, carried.cloned().unwrap_or_else(|| places.join("; ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ImplementationStatus;
    use crate::provenance::Reading;
    use crate::report::testing::{Example, cell_under};

    const PAIR: [&str; 2] = ["27001:9.3.1", "42001:9.3.1"];

    fn with(statuses: [Option<ImplementationStatus>; 2], owners: [&str; 2]) -> [String; 4] {
        let mut example = Example::sample();
        let place = example.model.risks[0].location.clone();
        for ((key, status), owner) in PAIR.iter().zip(statuses).zip(owners) {
            let statement = example.model.statements.get_mut(&key.parse().unwrap()).unwrap();
            statement.status = status.map(|status| Reading::understood("as written", status, place.clone()));
            statement.owner = Some(Traced::new(owner.to_owned(), place.clone()));
        }
        let decision = crate::model::PairDecision {
            iso27001: PAIR[0].parse().unwrap(),
            iso42001: PAIR[1].parse().unwrap(),
            shared: true,
            location: place,
        };
        example.model.pairs.push(decision);
        let contents = example.contents();
        let assessment = crate::assess::assess(contents.model, contents.catalogue);
        example.assessment = assessment;
        let contents = example.contents();
        let row = pairs(&contents).iter().position(|pair| pair.key() == PAIR.join("+")).unwrap();
        let sheet = build_shared_controls(&contents);
        let shown =
            |heading: &str| cell_under(&sheet, row, heading).rsplit(" -> ").next().unwrap().to_owned();
        [shown(REGISTERED), shown("Statuses"), shown(OWNERS), shown(EVIDENCE)]
    }

    #[test]
    fn a_pair_is_registered_with_the_weaker_level_where_both_are_known() {
        let (full, half) = (Some(ImplementationStatus::Implemented), Some(ImplementationStatus::Partial));
        let shown = with([full, half], ["Quality", "quality"]);
        assert_eq!(shown, ["0.5", "\"differ\"", "\"one\"", "\"none\""]);
        let shown = with([full, None], ["Quality", "Data team"]);
        assert_eq!([&shown[0], &shown[2]], ["1", "\"differ\""]);
    }
}
