//! Other controls: rows of control registers that name no clause or control of ours, so that nothing that
//! the organisation recorded is lost from sight.

use std::collections::BTreeSet;

use super::Contents;
use super::cell::{Cell, Form, Value};
use super::claim::{as_read, further_cells, further_columns, state_cells, state_columns};
use super::list_sheet::{ListColumn, ListSheet, MOST_LOOKED_UP, explanation_looked_up};
use super::names::KEY;
use super::sheet::{Sheet, TabRole};
use super::short_key::short_key;
use crate::model::Claim;
use crate::record::names::{OTHER_CONTROLS as OTHER_CONTROLS_TABLE, SOURCE};

/// The sheet's name.
const OTHER_CONTROLS: &str = "Other controls";

/// Builds the sheet of controls outside both standards.
pub fn build_other_controls(contents: &Contents<'_>) -> Sheet {
    let controls = &contents.model.other_controls;
    let kept = contents.model.kept_rows(OTHER_CONTROLS_TABLE);
    let says = explanation_looked_up(
        "Controls of the organisation's own and requirements of other frameworks, as recorded; they count for neither standard. Rows that you add below stay.",
        "No register holds controls outside both standards. Rows that you add below stay.",
        controls.len() + kept.len(),
    );
    let mut list = ListSheet::new(OTHER_CONTROLS, TabRole::Work, OTHER_CONTROLS_TABLE, OTHER_CONTROLS, &says)
        .columns(columns());
    let mut keys = BTreeSet::new();
    for claim in controls.iter().take(MOST_LOOKED_UP) {
        let key = key(claim, &keys);
        list.push(row(claim, &key));
        keys.insert(key);
    }
    for row in kept.iter().take(MOST_LOOKED_UP.saturating_sub(controls.len())) {
        list.push_kept(row);
    }
    list.build(contents.model.as_of)
}

fn columns() -> Vec<ListColumn> {
    let text = |heading: &str, width| ListColumn::new(heading, width, Form::Wrapped);
    let mut columns = vec![text("Reference", 16), text("Title", 28), text("Description", 34)];
    columns.extend(state_columns());
    columns.extend([
        text("As read", 16),
        text("Evidence", 22),
        text("Owner", 14),
        ListColumn::new("Due", 11, Form::Date),
        text("Action", 22),
        text("Comment", 24),
    ]);
    columns.extend(further_columns());
    columns.extend([
        ListColumn::new(SOURCE, 40, Form::Text).last_run().screen_only(),
        ListColumn::new(KEY, 40, Form::Identifier).last_run().screen_only(),
    ]);
    columns
}

/// The place of a control; with its reference or a number where tables beside each other have several in
/// a row.
fn key(claim: &Claim, taken: &BTreeSet<String>) -> String {
    let place = claim.location.to_string();
    let named = format!("{place} › {}", claim.other_references.join("; "));
    let numbered = (2_u32..).map(|number| short_key(format!("{named} ({number})")));
    let mut keys = [short_key(place), short_key(named.clone())].into_iter().chain(numbered);
    keys.find(|key| !taken.contains(key)).unwrap_or_default()
}

fn row(claim: &Claim, key: &str) -> Vec<Cell> {
    let place = claim.location.to_string();
    let mut cells: Vec<Cell> = vec![
        Value::text(claim.other_references.join("; ")).into(),
        Value::traced(&claim.title).into(),
        Value::traced(&claim.description).into(),
    ];
    cells.extend(state_cells(claim));
    cells.extend([
        Value::text(as_read(claim)).into(),
        Value::traced(&claim.evidence).into(),
        Value::traced(&claim.owner).into(),
        Cell::reading(&claim.due, Value::Date),
        Value::traced(&claim.action).into(),
        Value::traced(&claim.comment).into(),
    ]);
    cells.extend(further_cells(claim));
    cells.extend([Value::text(&place).into(), Value::text(key).into()]);
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::declaration::Register;
    use crate::model::{Applicability, ImplementationStatus};
    use crate::provenance::{Location, Reading, Traced};
    use crate::report::testing::{Example, cell_under, lines};

    #[test]
    fn controls_of_tables_beside_each_other_have_keys_of_their_own() {
        let example = Example::sample();
        let mut taken = BTreeSet::new();
        for reference in ["A-1", "B-1", "B-1"] {
            let mut claim = claim(&example);
            claim.other_references = vec![reference.to_owned()];
            let key = key(&claim, &taken);
            assert!(taken.insert(key.clone()), "{key}");
        }
    }

    fn claim(example: &Example) -> Claim {
        let place = example.contents().model.risks[0].location.clone();
        let traced = |text: &str| Some(Traced::new(text.to_owned(), place.clone()));
        let mut claim = Claim::unknown(Register::Controls, Location { row: Some(11), ..place.clone() });
        claim.other_references = vec!["PR.AA-01".to_owned(), "OWN-7".to_owned()];
        claim.title = traced("Identities are managed");
        claim.status = Some(Reading::understood("deels", ImplementationStatus::Partial, place.clone()));
        claim.maturity = Some(Reading::not_understood("two and a bit", place.clone()));
        claim.gap = traced("no yearly review");
        claim
    }

    #[test]
    fn a_control_of_another_framework_is_shown_as_understood_and_as_read() {
        let mut example = Example::sample();
        example.model.other_controls = vec![claim(&example)];
        let sheet = build_other_controls(&example.contents());
        let under = |heading: &str| cell_under(&sheet, 0, heading);
        assert_eq!(under("Reference"), "\"PR.AA-01; OWN-7\"");
        assert_eq!(under("Status"), "\"Partially implemented\"");
        assert_eq!(under("As read"), "\"deels; two and a bit\"");
        assert_eq!(under("Maturity"), "\"two and a bit\"");
        assert_eq!(under("Gap as recorded"), "\"no yearly review\"");
        assert_eq!(under("Source"), "\"acme.xlsx › Risks › row 12\"");
    }

    #[test]
    fn a_status_that_says_not_applicable_is_shown_as_it_was_read() {
        let mut example = Example::sample();
        let mut excluded = claim(&example);
        (excluded.status, excluded.maturity) = (None, None);
        let place = excluded.location.clone();
        excluded.applicability = Some(Reading::understood("n.v.t.", Applicability::NotApplicable, place));
        example.model.other_controls = vec![excluded];
        let sheet = build_other_controls(&example.contents());
        assert_eq!(cell_under(&sheet, 0, "Applicable"), "\"No\"");
        assert_eq!(cell_under(&sheet, 0, "As read"), "\"n.v.t.\"");
    }

    #[test]
    fn every_row_has_a_cell_for_each_column_and_none_says_so() {
        let example = Example::sample();
        assert_eq!(row(&claim(&example), "key").len(), columns().len());
        let text = lines(&build_other_controls(&example.contents()));
        assert!(text.contains("No register holds controls outside both standards."));
    }
}
