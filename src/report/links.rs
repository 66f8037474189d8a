//! Links: one row for each pair in each direction, with what it carries from its source to its target.

use super::Contents;
use super::cell::{Cell, Form, Value};
use super::coverage::share_of_part;
use super::expression::{look_up, text, this_row};
use super::list_sheet::{ListColumn, ListSheet};
use super::names::KEY;
use super::names::coverage::{COVERAGE_TABLE, POTENTIAL, SHARE_OF_PART};
use super::names::links::{
    CARRIED_VALUE, GAIN_VALUE, LINKS, LINKS_TABLE, REACHES, REUSE_VALUE, SOURCE_KEY, TARGET_KEY,
};
use super::names::pairs::{NAMED_BY_ORGANISATION, PAIRS_TABLE, SHARED};
use super::names::requirements::OWN;
use super::shared_controls::{Pair, basis_words, is_shared, pairs, spoken};
use super::sheet::{Sheet, TabRole};
use crate::standards::{RequirementId, Standard};

const RELATION: &str = "Relation";
const CARRY: &str = "Carry";
const SOURCE_OWN: &str = "Source own";
const PAIR_KEY: &str = "Pair key";

/// Builds the sheet of links.
pub fn build_links(contents: &Contents<'_>) -> Sheet {
    let mut list = ListSheet::new(
        LINKS,
        TabRole::Proof,
        LINKS_TABLE,
        "Links between the standards",
        "What each requirement's work brings the other standard, link by link; the carries are judgement, and Shared controls prints their rationale.",
    )
    .columns(columns())
    .frozen_columns(3);
    for source in Standard::BOTH {
        for pair in pairs(contents) {
            list.push(row(contents, &pair, source));
        }
    }
    list.build(contents.model.as_of)
}

fn columns() -> Vec<ListColumn> {
    let here = |heading: &str| this_row(LINKS_TABLE, heading);
    let shared = look_up(PAIRS_TABLE, SHARED, KEY, &here(PAIR_KEY));
    let source_own = look_up(COVERAGE_TABLE, OWN, KEY, &here(SOURCE_KEY));
    let carried = format!("{}*{}", here(SHARED), here(SOURCE_OWN));
    let reuse = format!("(1-{})*{}*N({})", here(SHARED), here(SOURCE_OWN), here(CARRY));
    let reaches = format!("IF({}={},{},1)", here(RELATION), text(NAMED_BY_ORGANISATION), here(SHARED));
    let target = |heading: &str| look_up(COVERAGE_TABLE, heading, KEY, &here(TARGET_KEY));
    let gain = format!(
        "MAX(0,IF({}=1,1,N({}))-{})*{}",
        here(SHARED),
        here(CARRY),
        target(POTENTIAL),
        target(SHARE_OF_PART)
    );
    let level =
        |heading: &str, expression: String| ListColumn::new(heading, 9, Form::Percent).calculated(expression);
    let flag =
        |heading: &str, expression: String| ListColumn::new(heading, 8, Form::Flag).calculated(expression);
    vec![
        ListColumn::new("From", 13, Form::Identifier),
        ListColumn::new("From title", 36, Form::Wrapped),
        ListColumn::new("To", 13, Form::Identifier),
        ListColumn::new("To title", 36, Form::Wrapped),
        ListColumn::new(RELATION, 13, Form::Word).judgement(),
        ListColumn::new("Strength", 9, Form::Integer).judgement(),
        ListColumn::new("What becomes of the work", 13, Form::Word).judgement(),
        ListColumn::new(CARRY, 8, Form::Percent).judgement(),
        flag(SHARED, shared),
        level(SOURCE_OWN, source_own),
        level(CARRIED_VALUE, carried),
        level(REUSE_VALUE, reuse),
        flag(REACHES, reaches),
        ListColumn::new("Rationale", 60, Form::Text).judgement().screen_only(),
        ListColumn::new("Basis of the pair", 18, Form::Wrapped).screen_only(),
        ListColumn::new(GAIN_VALUE, 11, Form::Precise).calculated(gain).screen_only(),
        ListColumn::new("Seen in", 40, Form::Text).screen_only(),
        ListColumn::new(PAIR_KEY, 26, Form::Identifier).last_run().screen_only(),
        ListColumn::new(SOURCE_KEY, 14, Form::Identifier).last_run().screen_only(),
        ListColumn::new(TARGET_KEY, 14, Form::Identifier).last_run().screen_only(),
        ListColumn::new(KEY, 28, Form::Identifier).last_run().screen_only(),
    ]
}

fn row(contents: &Contents<'_>, pair: &Pair<'_>, source: Standard) -> Vec<Cell> {
    let (from, to) = match source {
        Standard::Iso27001 => (pair.iso27001, pair.iso42001),
        Standard::Iso42001 => (pair.iso42001, pair.iso27001),
    };
    let title =
        |id| Value::optional_text(contents.catalogue.requirement(id).map(|found| found.title.as_str()));
    let label = |id: RequirementId| Cell::from(Value::text(id.to_string()));
    let own = contents.assessment.requirements.get(&from).map_or(0.0, |result| result.own);
    let shared = f64::from(u8::from(is_shared(contents, pair)));
    let carry = pair.carry_from(source);
    let link = pair.link;
    let worth = if shared > 0.0 { 1.0 } else { carry.unwrap_or(0.0) };
    let potential = contents.assessment.requirements.get(&to).map_or(0.0, |result| result.potential);
    vec![
        label(from),
        title(from).into(),
        label(to),
        title(to).into(),
        Value::text(link.map_or(NAMED_BY_ORGANISATION, |link| link.relation.name())).into(),
        Value::optional_number(link.map(|link| f64::from(link.strength))).into(),
        Value::optional_text(link.map(|link| spoken(link.reuse.name())).as_deref()).into(),
        Value::optional_number(carry).into(),
        Value::number(shared).into(),
        Value::number(own).into(),
        Value::number(shared * own).into(),
        Value::number((1.0 - shared) * own * carry.unwrap_or(0.0)).into(),
        Value::number(if link.is_some() { 1.0 } else { shared }).into(),
        Value::optional_text(link.map(|link| link.rationale.as_str())).into(),
        Value::optional_text(link.map(|link| basis_words(&link.basis)).as_deref()).into(),
        Value::number((worth - potential).max(0.0) * share_of_part(contents, to)).into(),
        Value::optional_text(link.map(|link| link.sources.as_str())).into(),
        Value::text(pair.key()).into(),
        Value::text(from.to_string()).into(),
        Value::text(to.to_string()).into(),
        Value::text(format!("{from}>{to}")).into(),
    ]
}
