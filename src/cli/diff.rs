//! `annexa diff`: what two workbooks hold differently, by whom, and what it touches in the other standard.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::limits::LimitArguments;
use super::own_workbook::{read_own_workbook, tell_if_not_calculated};
use super::{Ending, output, terminal};
use crate::compare::differences;
use crate::diagnostic::render::counted;
use crate::explain::{compared_headlines, is_recalculated};
use crate::record::{LoggedChange, Previous, names};
use crate::report::{ComparedFigure, build_comparison_workbook};
use crate::standards::Catalogue;

/// Most changes that the terminal shows; the workbook and the JSON hold all of them.
const MOST_SHOWN: usize = 40;
/// Most characters of a cell on the terminal.
const MOST_CHARACTERS: usize = 40;

/// Compare two workbooks that annexa wrote: what changed, who changed it, and what that touches in the other
/// standard.
///
/// What the cells hold now is compared, with everything that people edited since the last run; the headline
/// figures are those that the workbooks show.
///
/// Exit codes: 0 done, 2 usage, 3 no usable input, 4 output not written.
#[derive(clap::Args)]
pub struct Arguments {
    /// The earlier workbook.
    #[arg(value_name = "OLD.xlsx")]
    old: PathBuf,

    /// The later workbook.
    #[arg(value_name = "NEW.xlsx")]
    new: PathBuf,

    /// A workbook to write with all changes and the headline figures before and after.
    #[arg(short, long, value_name = "CHANGES.xlsx")]
    output: Option<PathBuf>,

    /// Replace the output where it exists; the two workbooks are never replaced.
    #[arg(long)]
    force: bool,

    /// Print the result as JSON.
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    limits: LimitArguments,
}

/// Runs the command.
///
/// # Errors
/// Where the terminal cannot be written to, or the workbook cannot be built.
pub fn run(arguments: &Arguments) -> anyhow::Result<Ending> {
    let paths = [arguments.old.clone(), arguments.new.clone()];
    let refusal = arguments.output.as_deref().and_then(|output| refusal(output, &paths, arguments.force));
    if let Some(refusal) = refusal {
        terminal::fault(&refusal);
        return Ok(Ending::NotWritten);
    }
    let limits = arguments.limits.limits();
    let read = |path: &Path| read_own_workbook(path, &limits);
    let (Some(old), Some(new)) = (read(&arguments.old), read(&arguments.new)) else {
        return Ok(Ending::NoUsableInput);
    };
    let (Some(before), Some(after)) = (Previous::find(&old), Previous::find(&new)) else {
        return Ok(Ending::NoUsableInput);
    };
    let changes = differences(&before, &after, &Catalogue::load()?);
    let figures = compared_headlines(&old, &new);
    let compared = Compared { arguments, before: &before, after: &after, changes, figures };
    tell_if_not_calculated(&arguments.old, &old);
    tell_if_not_calculated(&arguments.new, &new);
    compared.tell_missing_lists();
    if let Some(output) = &arguments.output
        && !compared.write(output)?
    {
        return Ok(Ending::NotWritten);
    }
    if arguments.json {
        terminal::data(&serde_json::to_string_pretty(&compared.json())?)?;
    } else {
        compared.show()?;
    }
    Ok(Ending::Done)
}

fn refusal(output: &Path, inputs: &[PathBuf], force: bool) -> Option<String> {
    // The two workbooks are inputs here, although annexa wrote them.
    let same = |input: &PathBuf| match (input.canonicalize(), output.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    };
    if inputs.iter().any(same) {
        return Some(format!(
            "{} is one of the workbooks that are compared\n  effect: nothing was changed\n  help: give another output",
            output.display()
        ));
    }
    output::refusal(output, inputs, None, force)
}

struct Compared<'a> {
    arguments: &'a Arguments,
    before: &'a Previous<'a>,
    after: &'a Previous<'a>,
    changes: Vec<LoggedChange>,
    figures: Vec<ComparedFigure>,
}

impl Compared<'_> {
    fn tell_missing_lists(&self) {
        for (path, workbook) in [(&self.arguments.old, self.before), (&self.arguments.new, self.after)] {
            for list in workbook.missing_lists() {
                terminal::log(&format!(
                    "{}: the list {} is not in it any more; what its last run wrote is compared",
                    path.display(),
                    names::shown(list)
                ));
            }
        }
    }

    /// Writes the workbook of changes; false where it could not be written, which is told.
    fn write(&self, output: &Path) -> anyhow::Result<bool> {
        let names = [&self.arguments.old, &self.arguments.new].map(|path| name_of(path));
        let as_of = self.after.last.as_of.unwrap_or_else(|| chrono::Local::now().date_naive());
        let workbook = build_comparison_workbook(&self.changes, &self.figures, [&names[0], &names[1]], as_of);
        output::write_workbook(&workbook, output, self.arguments.force)
    }

    /// Prints the figures that differ, how many changes there are by list, and the first of them.
    fn show(&self) -> anyhow::Result<()> {
        let calculated = [self.before, self.after].map(|previous| is_recalculated(previous.workbook));
        let different: Vec<&ComparedFigure> =
            self.figures.iter().filter(|figure| is_different(figure)).collect();
        if calculated.contains(&false) {
            terminal::data(
                "the headline figures cannot be compared: one of the workbooks is not calculated",
            )?;
        } else if different.is_empty() {
            terminal::data("no headline figure differs")?;
        } else {
            let rows = different.iter().map(|figure| {
                let shown = |value: Option<f64>| shown(value, figure.is_share);
                vec![figure.name.clone(), shown(figure.before), shown(figure.after)]
            });
            terminal::data(&terminal::table(&["headline figure", "before", "now"], rows, true))?;
        }
        if self.changes.is_empty() {
            terminal::data("no cell differs that people or registers fill")?;
        } else {
            let rows = self.counts().into_iter().map(|((list, kind, by), count)| {
                vec![names::shown(list), kind.to_owned(), by.to_owned(), count.to_string()]
            });
            terminal::data(&terminal::table(
                &["list", "change", "changed by", "cells or records"],
                rows,
                false,
            ))?;
            for change in self.most_important() {
                terminal::data(&line(change))?;
            }
            let rest = self.changes.len().saturating_sub(MOST_SHOWN);
            if rest > 0 {
                terminal::data(&format!("and {rest} more: -o CHANGES.xlsx or --json shows all"))?;
            }
        }
        let count = counted(self.changes.len(), "change", "changes");
        terminal::data(&match &self.arguments.output {
            Some(output) => format!("{count}: {}", output.display()),
            None => count,
        })?;
        let left_out = self.after.last.changes_left_out;
        if left_out > 0 {
            terminal::data(&format!(
                "the sheet Changes of {} leaves out {} of earlier runs",
                name_of(&self.arguments.new),
                counted(left_out, "older change", "older changes")
            ))?;
        }
        Ok(())
    }

    fn counts(&self) -> BTreeMap<(&str, &str, &str), usize> {
        let mut counts = BTreeMap::new();
        for change in &self.changes {
            *counts.entry((change.list.as_str(), change.kind.as_str(), change.by.as_str())).or_insert(0) += 1;
        }
        counts
    }

    /// The first changes: those that touch the other standard before the rest, else in their order.
    fn most_important(&self) -> Vec<&LoggedChange> {
        let mut changes: Vec<&LoggedChange> = self.changes.iter().collect();
        changes.sort_by_key(|change| change.touches.is_empty());
        changes.truncate(MOST_SHOWN);
        changes
    }

    fn json(&self) -> Value {
        let workbook = |path: &Path, workbook: &Previous<'_>| {
            json!({
                "file": path.display().to_string(),
                "as_of": workbook.last.as_of.map(|date| date.to_string()),
                "organisation": workbook.last.organisation,
                "lists_not_found": workbook.missing_lists(),
            })
        };
        let changes: Vec<Value> = self
            .changes
            .iter()
            .map(|change| {
                json!({
                    "list": change.list,
                    "shown": names::shown(&change.list),
                    "record": change.key,
                    "called": change.called(),
                    "column": some(&change.heading),
                    "change": change.kind,
                    "before": some(&change.before),
                    "after": some(&change.after),
                    "by": some(&change.by),
                    "touches": some(&change.touches),
                })
            })
            .collect();
        let figures: Vec<Value> = self
            .figures
            .iter()
            .map(|figure| json!({"figure": figure.name, "before": figure.before, "after": figure.after}))
            .collect();
        json!({
            "old": workbook(&self.arguments.old, self.before),
            "new": workbook(&self.arguments.new, self.after),
            "changes": changes,
            "headline_figures": figures,
        })
    }
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn some(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

fn is_different(figure: &ComparedFigure) -> bool {
    match (figure.before, figure.after) {
        (Some(before), Some(after)) => (before - after).abs() > 1e-12,
        (before, after) => before.is_some() != after.is_some(),
    }
}

fn shown(value: Option<f64>, is_share: bool) -> String {
    match value {
        None => "n/a".to_owned(),
        Some(value) if is_share => format!("{:.1} %", value * 100.0),
        Some(value) => value.to_string(),
    }
}

/// `Risks · R-01 · Likelihood: 3 → 4 (a source); touches 42001:6.1.2`.
fn line(change: &LoggedChange) -> String {
    let mut place = vec![names::shown(&change.list), change.called().to_owned()];
    place.extend(some(&change.heading).map(str::to_owned));
    let short = |text: &str| {
        if text.is_empty() { "blank".to_owned() } else { terminal::one_line(text, MOST_CHARACTERS) }
    };
    let what = match change.kind.as_str() {
        "added" => format!("added: {}", short(&change.after)),
        "removed" => format!("removed: {}", short(&change.before)),
        "changed" => format!("{} → {}", short(&change.before), short(&change.after)),
        kind => format!("{} → {}, {kind}", short(&change.before), short(&change.after)),
    };
    let touches = some(&change.touches).map(|touches| format!("; touches {touches}")).unwrap_or_default();
    let by = some(&change.by).map(|by| format!(" ({by})")).unwrap_or_default();
    format!("{}: {what}{by}{touches}", place.join(" · "))
}
