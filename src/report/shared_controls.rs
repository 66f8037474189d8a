//! Shared controls: the pairs of the crosswalk, and which of them the organisation runs as one.

use std::collections::BTreeMap;

use super::Contents;
use super::cell::{Cell, Form, Value};
use super::expression::{look_up, this_row};
use super::list_sheet::{ListColumn, ListSheet};
use super::names::KEY;
use super::names::coverage::COVERAGE_TABLE;
use super::names::pairs::{NAMED_BY_ORGANISATION, PAIRS_TABLE, SHARED};
use super::names::requirements::OWN;
use super::sheet::{Mark, Sheet, TabRole};
use crate::model::YesNo;
use crate::record::names::{DECIDED_IN, DECISION};
use crate::standards::{Link, Relation, RequirementId, Reuse, Standard};

/// The sheet's name.
pub const SHARED_CONTROLS: &str = "Shared controls";

const RELATION: &str = "Relation";
const KEY_27001: &str = "27001 key";
const KEY_42001: &str = "42001 key";
const OWN_27001: &str = "Own 27001";
const OWN_42001: &str = "Own 42001";

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
        "Pairs that one piece of work can serve; say Yes where you run a pair as one.",
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
        format!("IF(AND({}=1,{}<>{}),\"differ\",\"\")", here(SHARED), here(OWN_27001), here(OWN_42001));
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
        ListColumn::new("Statuses", 9, Form::Word).calculated(differ).mark("differ", Mark::Caution),
        ListColumn::new(RELATION, 13, Form::Word).judgement(),
        ListColumn::new("Strength", 9, Form::Integer).judgement(),
        ListColumn::new("What becomes of the work", 13, Form::Word).judgement(),
        ListColumn::new("Carry to 42001", 8, Form::Percent).judgement(),
        ListColumn::new("Carry to 27001", 8, Form::Percent).judgement(),
        ListColumn::new("Rationale", 44, Form::Wrapped).judgement(),
        ListColumn::new("Basis of the pair", 16, Form::Wrapped),
        ListColumn::new(DECIDED_IN, 26, Form::Text).last_run().screen_only(),
        ListColumn::new("Seen in", 40, Form::Text).screen_only(),
        ListColumn::new(KEY_27001, 14, Form::Identifier).last_run().screen_only(),
        ListColumn::new(KEY_42001, 14, Form::Identifier).last_run().screen_only(),
        ListColumn::new(KEY, 26, Form::Identifier).last_run().screen_only(),
    ]
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
        Value::text(if differ { "differ" } else { "" }).into(),
        Value::text(link.map_or(NAMED_BY_ORGANISATION, |link| link.relation.name())).into(),
        Value::optional_number(link.map(|link| f64::from(link.strength))).into(),
        Value::optional_text(link.map(|link| spoken(link.reuse.name())).as_deref()).into(),
        Value::optional_number(pair.carry_from(Standard::Iso27001)).into(),
        Value::optional_number(pair.carry_from(Standard::Iso42001)).into(),
        Value::optional_text(link.map(|link| link.rationale.as_str())).into(),
        Value::optional_text(link.map(|link| basis_words(&link.basis)).as_deref()).into(),
        Value::text(decided_in).into(),
        Value::optional_text(link.map(|link| link.sources.as_str())).into(),
        Value::text(pair.iso27001.to_string()).into(),
        Value::text(pair.iso42001.to_string()).into(),
        Value::text(pair.key()).into(),
    ]
}

/// What the organisation says of a pair, and where; one that is both confirmed and declined is declined.
fn decision(contents: &Contents<'_>, pair: &Pair<'_>) -> (Option<&'static str>, String) {
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
