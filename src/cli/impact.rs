//! `annexa impact`: what a change to a requirement does, before it is made.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::explain::StandardNumber;
use super::limits::LimitArguments;
use super::own_workbook::read_own_workbook;
use super::{Ending, terminal};
use crate::assess::{self, AiSystemLink, Change, Coverage, Effect, GapKind, Impact, RiskOn};
use crate::deliver::refresh;
use crate::diagnostic::{Diagnostic, Severity, render};
use crate::mapping::read_mapping;
use crate::model::ImplementationStatus;
use crate::pipeline::{Engine, Input, Outcome, Request};
use crate::read::{self, Limits};
use crate::record::Previous;
use crate::report::{self, Contents, SideChange};
use crate::standards::{Part, RequirementId};

/// Show what a change to a clause or control does to the other standard, to risks and to AI systems, before it
/// is made.
///
/// The registers that the workbook was made from are read again, with all that people decided in the workbook.
/// Without --status, what rests on the requirement is shown. Nothing is written.
///
/// Exit codes: 0 done, 2 usage or no such requirement, 3 no usable input.
#[derive(clap::Args)]
pub struct Arguments {
    /// A clause or control: 27001:A.5.15, or A.5.19 where one standard alone has that number.
    #[arg(value_name = "REQUIREMENT")]
    requirement: String,

    /// The status that is tried: not-implemented, planned, in-progress, partially-implemented, implemented, or
    /// excluded.
    #[arg(long, value_name = "STATUS", value_parser = change)]
    status: Option<Change>,

    /// The workbook that `annexa assess` wrote.
    #[arg(short, long, value_name = "WORKBOOK.xlsx")]
    workbook: PathBuf,

    /// The standard that is meant where a number is one of both.
    #[arg(long, value_name = "27001|42001")]
    standard: Option<StandardNumber>,

    /// Print the result as JSON.
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    limits: LimitArguments,
}

/// The change that a word stands for, with spaces or hyphens, in capitals or not.
fn change(text: &str) -> Result<Change, String> {
    let word = text.trim().to_lowercase().replace([' ', '_'], "-");
    if word == "excluded" {
        return Ok(Change::Excluded);
    }
    let named = |status: &ImplementationStatus| status.words().to_lowercase().replace(' ', "-") == word;
    let status = ImplementationStatus::ALL.into_iter().find(named);
    status.map(Change::Status).ok_or_else(|| {
        "expected not-implemented, planned, in-progress, partially-implemented, implemented or excluded"
            .to_owned()
    })
}

/// Runs the command.
///
/// # Errors
/// Where embedded data do not hold together or the terminal cannot be written to.
pub fn run(arguments: &Arguments) -> anyhow::Result<Ending> {
    let limits = arguments.limits.limits();
    let engine = Engine::load()?;
    let standard = arguments.standard.map(StandardNumber::standard);
    let id = match engine.catalogue.named(&arguments.requirement, standard).as_slice() {
        [id] => *id,
        found => {
            let anywhere = engine.catalogue.named(&arguments.requirement, None);
            terminal::fault(&refusal(&arguments.requirement, found, &anywhere));
            return Ok(Ending::Usage);
        }
    };
    let Some(outcome) = assess_again(&engine, arguments, &limits) else { return Ok(Ending::NoUsableInput) };
    let (model, assessment) = (&outcome.model, &outcome.assessment);
    let impact = assess::impact(model, &engine.catalogue, &assessment.risks, id);
    let tried = arguments.status.map(|change| {
        // Findings that are compared have to name their places alike, so both sides are assessed here.
        let before = assess::assess(model, &engine.catalogue);
        (change, assess::effect(model, &before, &engine.catalogue, id, change))
    });
    let shown = Shown { engine: &engine, outcome: &outcome, id, impact: &impact, tried: tried.as_ref() };
    if arguments.json {
        terminal::data(&serde_json::to_string_pretty(&shown.json())?)?;
    } else {
        terminal::data(&shown.text())?;
    }
    Ok(Ending::Done)
}

fn refusal(asked: &str, found: &[RequirementId], anywhere: &[RequirementId]) -> String {
    if let (true, [other]) = (found.is_empty(), anywhere) {
        return format!("`{asked}` is {other}, and no number of the standard that was given");
    }
    let found: Vec<String> = found.iter().map(ToString::to_string).collect();
    if found.is_empty() {
        format!(
            "`{asked}` is no clause or control of either standard\n  expected: a number such as 27001:A.5.1, 42001:6.1.2 \
             or A.8.24\n  help: `annexa standards` lists all of them"
        )
    } else {
        format!(
            "`{asked}` is a number of both standards\n  read: {}\n  help: name one of them, or give --standard",
            found.join(" and ")
        )
    }
}

/// The assessment of a workbook as it stands: its registers read again, with what people decided in it;
/// `None`, and said why, where that cannot be known.
fn assess_again(engine: &Engine, arguments: &Arguments, limits: &Limits) -> Option<Outcome> {
    let path = &arguments.workbook;
    let workbook = if read::is_own_workbook(path) {
        refresh::read_whole(path, limits, &terminal::Terminal::default()).ok()?
    } else {
        // It says what is wrong with the file.
        read_own_workbook(path, limits)?
    };
    let previous = Previous::find(&workbook)?;
    let known = refresh::files_of_last_run(&previous, path);
    for missing in refresh::missing_files(&previous, &known) {
        terminal::log(&format!(
            "{missing}: read by the last run, and not there any more; its records stay as they were"
        ));
    }
    let paths: Vec<PathBuf> = known.iter().map(|(path, _)| path.clone()).collect();
    let names: BTreeMap<PathBuf, String> = known.into_iter().collect();
    let input = Input::read_as_known(&paths, limits, &names);
    let request = Request {
        organisation: None,
        scope: None,
        as_of: refresh::edited_date(&previous).or(previous.last.as_of)?,
        limits: limits.clone(),
        mapping: read_mapping(&workbook, &engine.declarations).unwrap_or_default(),
    };
    let outcome = engine.assess_next(input, request, &previous);
    let unread = |told: &&Diagnostic| told.code.severity == Severity::Error;
    terminal::diagnostics(outcome.diagnostics.iter().filter(unread));
    if !outcome.has_input() {
        terminal::fault(&format!(
            "none of the registers that {} was made from can be read\n  effect: what a change would do is not known\n  \
             help: put the files back where they were, or refresh the workbook from where they are now",
            path.display()
        ));
        return None;
    }
    Some(outcome)
}

/// Most characters that are shown of what a risk is about.
const MOST_OF_A_RISK: usize = 90;

/// Most gaps whose rank moves that the terminal shows; the JSON holds all of them.
const MOST_RANKS: usize = 8;

/// What is shown of a requirement and of a change to it.
struct Shown<'a> {
    engine: &'a Engine,
    outcome: &'a Outcome,
    id: RequirementId,
    impact: &'a Impact,
    tried: Option<&'a (Change, Effect)>,
}

impl Shown<'_> {
    fn title(&self, id: RequirementId) -> &str {
        self.engine.catalogue.requirement(id).map_or("", |requirement| requirement.title.as_str())
    }

    fn named(&self, id: RequirementId) -> String {
        format!("{id} {}", self.title(id))
    }

    /// How the requirement stands.
    fn state(&self) -> String {
        let statement = self.outcome.model.statements.get(&self.id);
        let Some(statement) = statement else { return "nothing is known of it".to_owned() };
        let status = statement.status.as_ref();
        let words = status.and_then(|status| status.value).map(ImplementationStatus::words);
        let result = self.outcome.assessment.requirements.get(&self.id);
        let own = result
            .filter(|result| result.assessed)
            .map(|result| format!(", own level {}", percent(result.own)));
        format!(
            "{}{}{}",
            words.unwrap_or("no status"),
            own.unwrap_or_default(),
            status.map(|status| format!(" ({})", status.location)).unwrap_or_default()
        )
    }

    fn text(&self) -> String {
        let mut text = format!("{}\n  now: {}\n", self.named(self.id), self.state());
        let mut block = |heading: &str, lines: Vec<String>, none: &str| {
            text.push_str(&format!("\n{heading}\n"));
            if lines.is_empty() {
                text.push_str(&format!("  {none}\n"));
            }
            lines.iter().for_each(|line| text.push_str(&format!("  {line}\n")));
        };
        let impact = self.impact;
        let shared = impact.shared.iter().map(|id| format!("{}: one piece of work with it", self.named(*id)));
        let supplied = impact.supplies.iter().map(|(id, carry)| {
            format!("{}: {} of its work carries over (judgement)", self.named(*id), percent(*carry))
        });
        block(
            "Other standard",
            shared.chain(supplied).collect(),
            "no requirement of the other standard rests on it",
        );
        let required = impact.required_by.iter().map(|id| self.named(*id));
        block("Depends on it (judgement)", required.collect(), "no requirement depends on it");
        block("Risks that it treats", impact.risks.iter().map(risk_line).collect(), "no risk names it");
        let systems =
            impact.ai_systems.iter().map(|system| format!("{}: {}", system.name, because(&system.because)));
        block("AI systems", systems.collect(), "no AI system has to do with it by what the registers say");
        if let Some((change, effect)) = self.tried {
            block(
                &format!("If it were {}", words(*change)),
                self.effect_lines(effect),
                "no figure of either standard changes",
            );
        }
        text.trim_end().to_owned()
    }

    fn effect_lines(&self, effect: &Effect) -> Vec<String> {
        let mut lines: Vec<String> =
            effect.coverage.iter().flat_map(|(before, after)| share_lines(before, after)).collect();
        for (before, after) in &effect.requirements {
            let levels = [
                ("own level", before.own, after.own),
                ("carried", before.carried, after.carried),
                ("reuse", before.reuse, after.reuse),
            ];
            let moved = levels.iter().filter(|(_, before, after)| before != after);
            let moved: Vec<String> = moved
                .map(|(name, before, after)| format!("{name} {} → {}", percent(*before), percent(*after)))
                .collect();
            if !moved.is_empty() {
                lines.push(format!("{}: {}", self.named(before.id), moved.join(", ")));
            }
        }
        for (id, before, after) in &effect.gaps {
            lines.push(format!("{}: {} → {}", self.named(*id), kind(*before), kind(*after)));
        }
        if !effect.ranks.is_empty() {
            let shown = effect.ranks.iter().take(MOST_RANKS);
            let shown: Vec<String> =
                shown.map(|(id, before, after)| format!("{id} {before} → {after}")).collect();
            let more = effect.ranks.len().saturating_sub(MOST_RANKS);
            let more = if more > 0 { format!(", and {more} more") } else { String::new() };
            lines.push(format!("priority ranks: {}{more}", shown.join(", ")));
        }
        lines.extend(self.side_changes(effect).iter().map(side_line));
        let (before, after) = effect.days;
        if before != after {
            lines.push(format!("roadmap: {} → {} person-days (judgement)", short(before), short(after)));
        }
        for (word, findings) in [("raised", &effect.raised), ("mended", &effect.mended)] {
            lines.extend(findings.iter().map(|finding| {
                format!("finding {word}: {} ({})", render::words(finding).message, finding.code.name)
            }));
        }
        lines
    }

    /// What the change does to the AI governance matrix.
    fn side_changes(&self, effect: &Effect) -> Vec<SideChange> {
        let contents = Contents {
            model: &self.outcome.model,
            assessment: &self.outcome.assessment,
            catalogue: &self.engine.catalogue,
            declarations: &self.engine.declarations,
            diagnostics: &self.outcome.diagnostics,
            most_assets: report::MOST_RECORDS,
            assets_before: None,
        };
        report::side_changes(&contents, &effect.requirements)
    }

    fn json(&self) -> Value {
        let impact = self.impact;
        let ids = |ids: &[RequirementId]| ids.iter().map(ToString::to_string).collect::<Vec<_>>();
        let risks = impact.risks.iter().map(|risk| {
            json!({
                "key": risk.key, "called": risk.called, "title": risk.title, "open": risk.open,
                "above_appetite": risk.above_appetite, "through": risk.through.map(|id| id.to_string()),
                "other_controls": risk.others.iter().map(|(id, level)| json!({"id": id.to_string(), "level": level})).collect::<Vec<_>>(),
            })
        });
        let systems = impact.ai_systems.iter();
        let systems = systems.map(|system| json!({"name": system.name, "because": because(&system.because)}));
        let supplies =
            impact.supplies.iter().map(|(id, carry)| json!({"id": id.to_string(), "carry": carry}));
        json!({
            "requirement": self.id.to_string(),
            "now": self.state(),
            "shared": ids(&impact.shared),
            "supplies": supplies.collect::<Vec<_>>(),
            "required_by": ids(&impact.required_by),
            "risks": risks.collect::<Vec<_>>(),
            "ai_systems": systems.collect::<Vec<_>>(),
            "tried": self.tried.map(|(change, effect)| effect_json(*change, effect, &self.side_changes(effect))),
        })
    }
}

/// A side of the AI governance matrix: whose words change, or that none does.
fn side_line(change: &SideChange) -> String {
    let [before, after] = change.controls;
    let controls = if before == after {
        format!("controls stay {before}")
    } else {
        format!("controls {before} → {after}")
    };
    let mut groups: Vec<([&str; 2], Vec<&str>)> = Vec::new();
    for (system, words) in &change.systems {
        match groups.iter_mut().find(|(known, _)| known == words) {
            Some((_, systems)) => systems.push(system),
            None => groups.push((*words, vec![system])),
        }
    }
    let cells: Vec<String> = groups
        .iter()
        .map(|([before, after], systems)| format!("{before} → {after} for {}", systems.join(", ")))
        .collect();
    let cells = if cells.is_empty() { "no cell changes its word".to_owned() } else { cells.join("; ") };
    format!("AI governance, {}: {controls}; {cells}", change.side)
}

fn side_json(change: &SideChange) -> Value {
    let systems = change.systems.iter();
    let systems = systems.map(|(system, words)| json!({"name": system, "words": words}));
    json!({"side": change.side, "controls": change.controls, "ai_systems": systems.collect::<Vec<_>>()})
}

fn effect_json(change: Change, effect: &Effect, sides: &[SideChange]) -> Value {
    let requirements = effect.requirements.iter().map(|(before, after)| {
        json!({
            "id": before.id.to_string(), "own": [before.own, after.own], "carried": [before.carried, after.carried],
            "reuse": [before.reuse, after.reuse],
        })
    });
    let coverage = effect.coverage.iter().map(|(before, after)| {
        let both = shares(before).into_iter().zip(shares(after));
        let both: serde_json::Map<String, Value> =
            both.map(|((name, before), (_, after))| (name.to_owned(), json!([before, after]))).collect();
        json!({"standard": before.standard.number(), "part": part(before.part), "shares": both})
    });
    let gaps = effect.gaps.iter().map(|(id, before, after)| {
        json!({"id": id.to_string(), "before": before.map(GapKind::words), "after": after.map(GapKind::words)})
    });
    json!({
        "change": words(change),
        "coverage": coverage.collect::<Vec<_>>(),
        "requirements": requirements.collect::<Vec<_>>(),
        "gaps": gaps.collect::<Vec<_>>(),
        "ranks": effect.ranks.iter().map(|(id, before, after)| json!({"id": id.to_string(), "before": before, "after": after})).collect::<Vec<_>>(),
        "ai_governance": sides.iter().map(side_json).collect::<Vec<_>>(),
        "person_days": [effect.days.0, effect.days.1],
        "raised": effect.raised.iter().map(render::json).collect::<Vec<_>>(),
        "mended": effect.mended.iter().map(render::json).collect::<Vec<_>>(),
    })
}

/// The shares of a part, each with its name.
fn shares(coverage: &Coverage) -> [(&'static str, Option<f64>); 7] {
    let shares = coverage.shares;
    [
        ("assessed", shares.assessed),
        ("own", shares.own),
        ("evidenced", shares.evidenced),
        ("audited", shares.audited),
        ("carried", shares.carried),
        ("reuse", shares.reuse),
        ("potential", shares.potential),
    ]
}

fn share_lines(before: &Coverage, after: &Coverage) -> Vec<String> {
    let heading = format!("{} {}", before.standard.full_name(), part(before.part));
    let share = |share: Option<f64>| {
        share.map_or_else(|| "n/a".to_owned(), |share| format!("{:.1} %", share * 100.0))
    };
    let mut lines = Vec::new();
    if before.applicable != after.applicable {
        lines.push(format!("{heading}: counted {} → {}", before.applicable, after.applicable));
    }
    let both = shares(before).into_iter().zip(shares(after)).filter(|(before, after)| before != after);
    lines.extend(both.map(|((name, before), (_, after))| {
        format!("{heading}: {name} {} → {}", share(before), share(after))
    }));
    lines
}

fn part(part: Part) -> &'static str {
    match part {
        Part::Clauses => "clauses",
        Part::AnnexA => "Annex A",
    }
}

fn percent(share: f64) -> String {
    format!("{} %", short(share * 100.0))
}

/// A number with one decimal, or none where that is 0.
fn short(number: f64) -> String {
    let text = format!("{number:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

fn kind(kind: Option<GapKind>) -> &'static str {
    kind.map_or("no gap", GapKind::words)
}

fn words(change: Change) -> &'static str {
    match change {
        Change::Status(status) => status.words(),
        Change::Excluded => "Excluded",
    }
}

fn risk_line(risk: &RiskOn) -> String {
    let mut line = risk.called.clone();
    if !risk.title.is_empty() && risk.title != risk.called {
        line.push_str(&format!(" {}", terminal::one_line(&risk.title, MOST_OF_A_RISK)));
    }
    if let Some(through) = risk.through {
        line.push_str(&format!(" (it names {through}, which is one piece of work with it)"));
    }
    line.push_str(if risk.open { ": open" } else { ": closed" });
    if risk.above_appetite > 0.0 {
        line.push_str(&format!(", {} points above appetite", short(risk.above_appetite)));
    }
    let others: Vec<String> =
        risk.others.iter().map(|(id, level)| format!("{id} {}", percent(*level))).collect();
    line.push_str(&if others.is_empty() {
        "; no other control of ours treats it".to_owned()
    } else {
        format!("; also treated by {}", others.join(", "))
    });
    line
}

fn because(link: &AiSystemLink) -> String {
    match link {
        AiSystemLink::Exception => "a register says how the requirement stands for this system".to_owned(),
        AiSystemLink::Risk(risk) => format!("it treats {risk}, a risk of this system"),
        AiSystemLink::Asset { risk, asset } => {
            format!("it treats {risk}, a risk to {asset}, an asset of this system")
        }
        AiSystemLink::ImpactAssessment(state) => {
            format!("it asks for its impact assessment; state: {}", state.words())
        }
        AiSystemLink::InPlay { said, why } => format!("{why} (judgement; the register says: {said})"),
    }
}
