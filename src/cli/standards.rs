//! `annexa standards`: the catalogues, or one requirement with all that is known of it.

use std::fmt::Write;

use super::{Ending, terminal};
use crate::standards::{Catalogue, DirectedLink, Part, Requirement, RequirementId, Standard};

/// Show the catalogues of both standards, or one clause or control with its links, evidence and effort.
///
/// Titles and structure are facts of the catalogues. Paraphrases are our own words. Links, strengths, carries,
/// efforts, dependencies, gates and phases are judgement and are marked as such.
#[derive(clap::Args)]
pub struct Arguments {
    /// A clause or control: `27001:A.5.1`, `42001:6.1.2`, or `A.5.1` to see it in each standard that has it.
    id: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// Where standard output cannot be written to.
pub fn run(arguments: &Arguments) -> anyhow::Result<Ending> {
    let catalogue = Catalogue::load()?;
    let Some(id) = &arguments.id else {
        terminal::data(&overview(&catalogue))?;
        return Ok(Ending::Done);
    };
    let ids = catalogue.named(id, None);
    let requirements: Vec<&Requirement> =
        ids.into_iter().filter_map(|id| catalogue.requirement(id)).collect();
    if requirements.is_empty() {
        terminal::fault(&format!(
            "`{id}` is no clause or control of either standard\n  expected: a number such as 27001:A.5.1, 42001:6.1.2 or A.8.24\n  \
             help: `annexa standards` lists all of them"
        ));
        return Ok(Ending::Usage);
    }
    let texts: Vec<String> =
        requirements.into_iter().map(|requirement| detail(&catalogue, requirement)).collect();
    terminal::data(&texts.join("\n\n"))?;
    Ok(Ending::Done)
}

fn overview(catalogue: &Catalogue) -> String {
    let mut text = String::new();
    for standard in Standard::BOTH {
        for part in Part::BOTH {
            let requirements: Vec<&Requirement> = catalogue.part(standard, part).collect();
            let what = match part {
                Part::Clauses => "clauses",
                Part::AnnexA => "controls of Annex A",
            };
            let _ = writeln!(text, "{}: {} {what}", standard.full_name(), requirements.len());
            let mut group = "";
            for requirement in requirements {
                if requirement.group != group {
                    group = &requirement.group;
                    let _ = writeln!(text, "\n  {group}");
                }
                let _ = writeln!(text, "    {:<16} {}", requirement.id.to_string(), requirement.title);
            }
            text.push('\n');
        }
    }
    let _ = write!(
        text,
        "{} links between the two (judgement). `annexa standards 27001:A.5.1` shows one requirement.\nannexa is not \
         affiliated with ISO; the requirements themselves stand in the standards.",
        catalogue.links().len()
    );
    text
}

fn detail(catalogue: &Catalogue, requirement: &Requirement) -> String {
    let mut text = format!("{}  {}\n", requirement.id, requirement.title);
    let mut line = |name: &str, value: &str| {
        if !value.is_empty() {
            let _ = writeln!(text, "  {name:<22} {value}");
        }
    };
    line("standard", requirement.id.standard().full_name());
    line("group", &requirement.group);
    line("in our words", &requirement.paraphrase);
    line("catalogue note", &requirement.note);
    if let Some(attributes) = &requirement.attributes {
        line("control type", &attributes.control_type.join(", "));
        line("properties", &attributes.properties.join(", "));
        line("concepts", &attributes.cybersecurity_concepts.join(", "));
        line("capabilities", &attributes.operational_capabilities.join(", ").replace('_', " "));
        line("security domains", &attributes.security_domains.join(", ").replace('_', " "));
    }
    line("topics", &requirement.topics.join(", "));
    if requirement.new_in_2022 {
        line("new in 2022", "yes");
    }
    line("27001:2013", &requirement.controls_2013.join(", "));
    line("typical evidence", &format!("{} (judgement)", requirement.typical_evidence));
    let with_isms = requirement
        .effort_with_isms
        .map(|effort| format!(", {} where a 27001 system runs", effort.letter()))
        .unwrap_or_default();
    line(
        "effort",
        &format!("{}{with_isms}: {} (judgement)", requirement.effort.letter(), requirement.effort_basis),
    );
    line("depends on", &judged(&requirement.depends_on));
    line("helped by", &judged(&requirement.helped_by));
    let phase = catalogue.phases().iter().find(|phase| phase.number == requirement.phase);
    line(
        "phase",
        &phase.map(|phase| format!("{} {} (judgement)", phase.number, phase.name)).unwrap_or_default(),
    );
    line("work package", &format!("{} (judgement)", requirement.work_package));
    line("gate", &requirement.gate.map(|gate| format!("{} (judgement)", gate.name())).unwrap_or_default());
    let incoming = catalogue.directed_links().filter(|link| link.target == requirement.id);
    links(&mut text, "receives from", incoming, |link| link.source, catalogue);
    let outgoing = catalogue.directed_links().filter(|link| link.source == requirement.id);
    links(&mut text, "contributes to", outgoing, |link| link.target, catalogue);
    text.truncate(text.trim_end().len());
    text
}

fn judged(ids: &[RequirementId]) -> String {
    if ids.is_empty() {
        return String::new();
    }
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    format!("{} (judgement)", ids.join(", "))
}

fn links<'a>(
    text: &mut String,
    heading: &str,
    links: impl Iterator<Item = DirectedLink<'a>>,
    other: impl Fn(&DirectedLink<'a>) -> RequirementId,
    catalogue: &Catalogue,
) {
    for (index, link) in links.enumerate() {
        if index == 0 {
            let _ = writeln!(text, "  {heading} (relation, strength and carry are judgement)");
        }
        let id = other(&link);
        let title =
            catalogue.requirement(id).map(|requirement| requirement.title.as_str()).unwrap_or_default();
        let carry = link.carry.map_or_else(|| "nothing claimed".to_owned(), |carry| format!("carry {carry}"));
        let _ = writeln!(text, "    {id}  {title}");
        let _ = writeln!(
            text,
            "      {}, strength {} of 10, {}, {carry}; pair: {}",
            link.link.relation.name(),
            link.link.strength,
            link.link.reuse.name(),
            link.link.basis.replace('-', " "),
        );
        let _ = writeln!(text, "      {}", link.link.rationale);
    }
}
