//! `annexa inspect`: what was found in each file, and how it was understood.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::assess::date;
use super::inspection_json;
use super::limits::LimitArguments;
use super::mapping::MappingArgument;
use super::output::{files_called, refusal, set_links, write_workbook};
use super::recognised::{column_line, left_alone_line, unmapped_line};
use super::{Ending, terminal};
use crate::pipeline::{Engine, Input, Inspection, Request};
use crate::read::Workbook;
use crate::recognise::RecognisedTable;
use crate::report;

/// Show what annexa finds in files, without assessing them: which table is which register, where its header and
/// records are, which column is which field with the evidence, and what is left alone and why.
///
/// With -o it writes a mapping workbook: the same as lists, with drop-downs in which a person overrules what
/// annexa took a table, a column or a value for. `--mapping` then obeys what was chosen, for the same file and
/// for every file with the same headings.
///
/// Exit codes: 0 done, 2 usage, 3 no file could be read, 4 output not written.
#[derive(clap::Args)]
pub struct Arguments {
    /// Excel, OpenDocument or CSV files, or folders of them. They are never written to.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// The mapping workbook to write.
    #[arg(short, long, value_name = "MAPPING.xlsx")]
    output: Option<PathBuf>,

    #[command(flatten)]
    mapping: MappingArgument,

    /// Date that the mapping workbook bears; today unless given.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    as_of: Option<NaiveDate>,

    /// Replace the output where it exists; inputs are never replaced.
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
/// Where the terminal cannot be written to.
pub fn run(arguments: &Arguments) -> anyhow::Result<Ending> {
    let chosen = arguments.mapping.path.as_deref();
    let refusal = arguments
        .output
        .as_deref()
        .and_then(|output| refusal(output, &arguments.paths, chosen, arguments.force));
    if let Some(refusal) = refusal {
        terminal::fault(&refusal);
        return Ok(Ending::NotWritten);
    }
    let limits = arguments.limits.limits();
    let (engine, input) = rayon::join(Engine::load, || Input::read(&arguments.paths, &limits));
    let engine = engine?;
    let Some(mapping) = arguments.mapping.read(&engine, &limits) else { return Ok(Ending::Usage) };
    let inspection = engine.recognise(input, &mapping);
    if arguments.json {
        let json = inspection_json::json(&inspection.workbooks, &inspection.diagnostics);
        terminal::data(&serde_json::to_string_pretty(&json)?)?;
    } else {
        for (workbook, recognition) in &inspection.workbooks {
            let mut lines = vec![workbook.path.clone()];
            for table in &recognition.tables {
                lines.extend(table_lines(workbook, table));
            }
            lines.extend(recognition.left_alone.iter().map(left_alone_line));
            terminal::data(&lines.join("\n"))?;
        }
        terminal::diagnostics(&inspection.diagnostics);
    }
    if inspection.workbooks.is_empty() {
        return Ok(Ending::NoUsableInput);
    }
    let ending = match &arguments.output {
        Some(output) => write_mapping(&engine, &inspection, arguments, output),
        None => Ok(Ending::Done),
    };
    // The process ends with this command; to give back the memory of every cell one by one would only delay it.
    std::mem::forget((inspection, engine));
    ending
}

/// Writes the workbook in which a person overrules what was found.
fn write_mapping(
    engine: &Engine,
    inspection: &Inspection,
    arguments: &Arguments,
    output: &Path,
) -> anyhow::Result<Ending> {
    let as_of = arguments.as_of.unwrap_or_else(|| chrono::Local::now().date_naive());
    let request = Request { limits: arguments.limits.limits(), ..Request::on(as_of) };
    // What is told of single cells is for the assessment; here it is how they are understood.
    let (mut model, _) = engine.normalise(&inspection.workbooks, request);
    set_links(&mut model.sources, output, &files_called(&arguments.paths, &BTreeMap::new()));
    let workbook = report::build_mapping_workbook(&model, &engine.declarations);
    if !write_workbook(&workbook, output, arguments.force)? {
        return Ok(Ending::NotWritten);
    }
    terminal::log(&format!(
        "{}: choose in the columns marked edit, save it, and run annexa with --mapping and this workbook",
        output.display()
    ));
    Ok(Ending::Done)
}

fn table_lines(workbook: &Workbook, table: &RecognisedTable) -> Vec<String> {
    let sheet = workbook.sheets.get(table.sheet).and_then(|sheet| sheet.name.sheet.as_deref());
    let header: Vec<String> = table.header_rows.iter().map(|row| (u64::from(*row) + 1).to_string()).collect();
    let mut lines = vec![format!(
        "  {} › {}: {} ({:.2}{}), {} records, {}",
        sheet.unwrap_or_default(),
        table.range(),
        table.register,
        table.confidence,
        if table.is_chosen() { ": chosen by a person" } else { "" },
        table.records.len(),
        if header.is_empty() {
            "a form without a header row".to_owned()
        } else {
            format!("header in row {}", header.join(" and "))
        }
    )];
    for column in &table.columns {
        lines.push(format!(
            "    {}",
            column_line(column.column, &column.heading, column.field, column.confidence, &column.evidence)
        ));
    }
    for column in &table.unmapped {
        lines.push(format!("    {}", unmapped_line(column.column, &column.heading, &column.candidates)));
    }
    for row in &table.other_rows {
        let what = if row.rejected { "rejected" } else { "skipped" };
        lines.push(format!("    row {} {what}: {}", u64::from(row.row) + 1, row.reason));
    }
    lines
}
