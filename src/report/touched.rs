//! What a change to a requirement touches, in one line: the other standard, the risks that it treats, AI systems.
//!
//! It is what `annexa impact` shows of the requirement, as of the last run.

use super::Contents;
use super::cell::Form;
use super::list_sheet::ListColumn;
use crate::assess::{Impact, Impacts};
use crate::standards::RequirementId;

/// The heading.
pub const TOUCHED: &str = "What a change touches";

/// Most requirements, risks or AI systems that are named in one cell.
const MOST_NAMED: usize = 6;

/// The column; its texts do not wrap, so that a long one makes no row of the print higher.
pub fn touched_column() -> ListColumn {
    ListColumn::new(TOUCHED, 44, Form::Text)
        .last_run()
        .screen_only()
        .help(
            "What rests on the requirement, before it is changed: requirements of the other standard, those that are one \
             piece of work with it first; the risks that it treats; the AI systems that these risks, a register or what the systems are lead to. \
             `annexa impact` says more, and what a new status would do.",
        )
        .rule_from("the crosswalk, and what an AI system brings into play: judgement; shared pairs, risks and AI systems: the registers")
}

/// What rests on the requirements of an assessment.
pub fn impacts<'a>(contents: &Contents<'a>) -> Impacts<'a> {
    Impacts::new(contents.model, contents.catalogue, &contents.assessment.risks)
}

/// What a change to a requirement touches: `42001: A.8.4 (shared), A.10.3 · risks · AI systems AI-3`;
/// empty where it touches nothing.
pub fn touched(impacts: &Impacts<'_>, id: RequirementId) -> String {
    let Impact { shared, supplies, risks, ai_systems, .. } = impacts.of(id);
    let shared = shared.iter().map(|id| format!("{} (shared)", id.number()));
    let others = shared.chain(supplies.iter().map(|(id, _)| id.number()));
    let open = risks.iter().filter(|risk| risk.open).map(|risk| risk.called.clone());
    let closed = risks.iter().filter(|risk| !risk.open).map(|risk| format!("{} (closed)", risk.called));
    let systems = ai_systems.iter().map(|system| system.called.clone());
    let parts = [
        (format!("{}: ", id.standard().other()), named(others)),
        ("risks ".to_owned(), named(open.chain(closed))),
        ("AI systems ".to_owned(), named(systems)),
    ];
    let parts = parts.into_iter().filter(|(_, named)| !named.is_empty());
    parts.map(|(label, named)| label + &named).collect::<Vec<_>>().join(" · ")
}

/// The first of some names, and how many more there are.
fn named(names: impl Iterator<Item = String>) -> String {
    let mut names: Vec<String> = names.collect();
    let more = names.len().saturating_sub(MOST_NAMED);
    names.truncate(MOST_NAMED);
    if more > 0 {
        names.push(format!("and {more} more"));
    }
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use arcstr::ArcStr;

    use super::*;
    use crate::assess::assess;
    use crate::model::{AiSystem, PairDecision};
    use crate::provenance::{Location, Traced};
    use crate::report::soa::build_soa;
    use crate::report::testing::{Example, cell_under};
    use crate::standards::{Catalogue, Standard};

    fn text(text: &str) -> Traced<ArcStr> {
        Traced::new(text.to_owned(), Location::file("r.xlsx"))
    }

    #[test]
    fn shared_requirements_come_first_then_risks_and_the_ai_systems_that_they_name() {
        let mut example = Example::sample();
        let id: RequirementId = "27001:A.8.13".parse().unwrap();
        let shared: RequirementId = "42001:A.7.2".parse().unwrap();
        let mut system = AiSystem::unknown("CV", Location::file("r.xlsx"));
        (system.id, system.name) = (Some(text("AI-3")), Some(text("CV ranking")));
        example.model.ai_systems = vec![system];
        example.model.pairs.push(PairDecision {
            iso27001: id,
            iso42001: shared,
            shared: true,
            location: Location::file("r.xlsx"),
        });
        let treats = |risk: &mut crate::model::Risk| {
            for control in &mut risk.controls {
                control.value.id = id;
            }
            risk.ai_systems.push(text("CV ranking"));
        };
        treats(&mut example.model.risks[0]);
        let catalogue = Catalogue::load().unwrap();
        example.assessment = assess(&example.model, &catalogue);
        let contents = example.contents();
        let words = touched(&impacts(&contents), id);
        let called = contents.model.risks[0].called();
        assert!(words.starts_with("42001: A.7.2 (shared)"), "{words}");
        assert!(words.ends_with(&format!(" · risks {called} · AI systems AI-3")), "{words}");
        let sheet = build_soa(&contents, Standard::Iso27001);
        let row = contents
            .catalogue
            .part(Standard::Iso27001, crate::standards::Part::AnnexA)
            .position(|control| control.id == id);
        assert_eq!(cell_under(&sheet, row.unwrap(), TOUCHED), format!("\"{words}\""));
    }

    #[test]
    fn many_names_are_counted_and_none_leave_the_cell_blank() {
        let many = (1..=8).map(|number| format!("R-{number}"));
        assert_eq!(named(many), "R-1, R-2, R-3, R-4, R-5, R-6, and 2 more");
        assert_eq!(named(std::iter::empty()), "");
    }
}
