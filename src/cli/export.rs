//! `annexa export`: the lists of a workbook as plain tables, for programs that analyse them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::limits::LimitArguments;
use super::own_workbook::{read_own_workbook, tell_if_not_calculated};
use super::{Ending, terminal};
use crate::diagnostic::render::counted;
use crate::export::{Export, export};
use crate::read::{self, HANDED_OVER};
use crate::record::Previous;
use crate::write::{self, table};

/// Write the lists of a workbook that annexa wrote as plain tables: a file each, one row a fact, stable keys.
///
/// Every list is a table, with what stands in its cells now, edits included; matrices and the headline figures have
/// tables with one row for each fact besides. Each row begins with the organisation and the date of the assessment,
/// so that the tables of several workbooks can be put below each other. The table columns_of_tables says what each
/// column means. Dates are written as 2026-11-21. In CSV a text that a spreadsheet would take for a formula begins
/// with an apostrophe.
///
/// Exit codes: 0 done, 2 usage, 3 no usable input, 4 output not written.
#[derive(clap::Args)]
pub struct Arguments {
    /// The workbook; it is only read.
    #[arg(long, value_name = "WORKBOOK.xlsx")]
    workbook: PathBuf,

    /// The folder to write the tables to; it is made where it is not there.
    #[arg(short, long, value_name = "FOLDER")]
    output: PathBuf,

    /// The format of the tables: CSV that opens right in Excel, JSON, or a line of JSON for each row.
    #[arg(long, value_name = "FORMAT", default_value = "csv")]
    format: Format,

    /// What stands between the cells of a row of CSV. With ';' numbers have a decimal comma, as Excel expects it
    /// wherever it separates cells by semicolons.
    #[arg(long, value_name = "CHARACTER", default_value = ",")]
    delimiter: Delimiter,

    /// What stands before the decimals of a number in CSV, where it is not what goes with the delimiter.
    #[arg(long, value_name = "MARK")]
    decimal: Option<Decimal>,

    /// Replace tables that are there already.
    #[arg(long)]
    force: bool,

    #[command(flatten)]
    limits: LimitArguments,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Csv,
    Json,
    Ndjson,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Delimiter {
    #[value(name = ",", alias = "comma")]
    Comma,
    #[value(name = ";", alias = "semicolon")]
    Semicolon,
    #[value(name = "tab", alias = "\t")]
    Tab,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Decimal {
    Point,
    Comma,
}

impl Arguments {
    fn format(&self) -> table::TableFormat {
        let of_delimiter =
            if self.delimiter == Delimiter::Semicolon { Decimal::Comma } else { Decimal::Point };
        match self.format {
            Format::Csv => table::TableFormat::Csv(table::Csv {
                delimiter: match self.delimiter {
                    Delimiter::Comma => b',',
                    Delimiter::Semicolon => b';',
                    Delimiter::Tab => b'\t',
                },
                decimal: match self.decimal.unwrap_or(of_delimiter) {
                    Decimal::Point => '.',
                    Decimal::Comma => ',',
                },
            }),
            Format::Json => table::TableFormat::Json,
            Format::Ndjson => table::TableFormat::JsonLines,
        }
    }
}

/// Runs the command.
///
/// # Errors
/// Where the terminal cannot be written to, or a table cannot be brought into its format.
pub fn run(arguments: &Arguments) -> anyhow::Result<Ending> {
    let limits = arguments.limits.limits();
    let Some(workbook) = read_own_workbook(&arguments.workbook, &limits) else {
        return Ok(Ending::NoUsableInput);
    };
    let Some(found) = Previous::find(&workbook) else { return Ok(Ending::NoUsableInput) };
    tell_if_not_calculated(&arguments.workbook, &workbook);
    let export = export(&found);
    tell(&export, &arguments.workbook);
    for list in handed_over(&workbook) {
        terminal::log(&format!(
            "{}: the sheet {list} has no room for all of its records; its table holds those on the sheet, and the file beside \
             the workbook whose name ends in {HANDED_OVER}{list}.csv holds all of them",
            arguments.workbook.display()
        ));
    }
    let format = arguments.format();
    let mut files = Vec::new();
    for table in &export.tables {
        let name = format!("{}.{}", table.name, format.extension());
        files.push((name, table::bytes_of_table(table, format)?));
    }
    if let Err(error) = save(&files, &arguments.output, arguments.force) {
        terminal::fault(&format!(
            "the tables were not written: {error:#}\n  help: give another folder, or --force to replace tables that are \
             there; close them where a program has them open"
        ));
        return Ok(Ending::NotWritten);
    }
    let rows = export.tables.iter().map(|table| table.rows.len()).sum();
    terminal::data(&format!(
        "{}, {} in {}",
        counted(export.tables.len(), "table", "tables"),
        counted(rows, "row", "rows"),
        arguments.output.display()
    ))?;
    Ok(Ending::Done)
}

/// The sheets that say that their records are handed over, for they have no room for all of them.
fn handed_over(workbook: &read::Workbook) -> impl Iterator<Item = &str> {
    workbook.sheets.iter().filter_map(|sheet| {
        let name = sheet.name.sheet.as_deref()?;
        let file = format!("{HANDED_OVER}{name}.csv");
        let above_lists = sheet.rows.iter().take_while(|row| row.number < ROWS_ABOVE_LISTS);
        let mut cells = above_lists.flat_map(|row| &row.cells);
        let names_file =
            |cell: &read::Cell| matches!(&cell.value, read::Value::Text(text) if text.contains(&file));
        cells.any(names_file).then_some(name)
    })
}

/// Rows in which a sheet explains itself, also where somebody put a few above.
const ROWS_ABOVE_LISTS: u32 = 20;

/// Tells what a reader of the tables has to know of them.
fn tell(export: &Export, workbook: &Path) {
    let shown = workbook.display();
    for list in &export.missing_lists {
        terminal::log(&format!("{shown}: the list {list} is not there any more; it has no table"));
    }
    for (table, rows) in &export.rows_without_key {
        terminal::log(&format!(
            "{shown}: {} of the table {table} without a key: added since the last run\n  help: refresh the workbook with \
             annexa assess -o {shown}",
            counted(*rows, "row", "rows")
        ));
    }
    if export.cells_without_value > 0 {
        terminal::log(&format!(
            "{shown}: {} blank in the tables: saved as formulas without their values",
            counted(export.cells_without_value, "cell is", "cells are")
        ));
    }
}

/// Saves the files: a new folder appears with all of them at once; in one that is there each file is replaced whole.
fn save(files: &[(String, Vec<u8>)], folder: &Path, force: bool) -> anyhow::Result<()> {
    if folder.is_dir() {
        let there = files.iter().find(|(name, _)| folder.join(name).symlink_metadata().is_ok());
        if let Some((name, _)) = there.filter(|_| !force) {
            anyhow::bail!("{} is there already", folder.join(name).display());
        }
        for (name, bytes) in files {
            write::save(&folder.join(name), bytes, force)?;
        }
        return Ok(());
    }
    if folder.symlink_metadata().is_ok() {
        anyhow::bail!("{} is a file", folder.display());
    }
    let name = folder.file_name().context("it has no name")?.to_string_lossy();
    let beside = folder.with_file_name(format!(".{name}.{}", std::process::id()));
    fs::create_dir(&beside).with_context(|| format!("no folder can be made beside {}", folder.display()))?;
    let saved = files
        .iter()
        .try_for_each(|(name, bytes)| {
            write::save(&beside.join(name), bytes, false).map_err(anyhow::Error::from)
        })
        .and_then(|()| Ok(fs::rename(&beside, folder)?));
    if saved.is_err() {
        // What is left of it is no table that anybody asked for.
        fs::remove_dir_all(&beside).ok();
    }
    saved
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::Limits;
    use crate::report::cell::Form;
    use crate::report::list_sheet::{ListColumn, ListSheet};
    use crate::report::sheet::{Properties, TabRole, Workbook};

    /// A workbook with a list of three records, of which so many stand on its sheet, as it is read again.
    fn workbook(most: usize) -> read::Workbook {
        let columns = vec![ListColumn::new("Name", 20, Form::Text)];
        let mut list = ListSheet::new("Assets", TabRole::Work, "Assets", "Assets", "All.").columns(columns);
        list = list.holding_at_most(most, None);
        for name in ["one", "two", "three"] {
            list.push(vec![crate::report::cell::Value::text(name).into()]);
        }
        let as_of = chrono::NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        let properties =
            Properties { title: String::new(), organisation: String::new(), as_of, custom: Vec::new() };
        let bytes = write::xlsx::write_workbook(&Workbook {
            sheets: vec![list.build(as_of)],
            properties,
            noticed: Vec::new(),
        });
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("acme.xlsx");
        fs::write(&path, bytes.unwrap()).unwrap();
        read::read_workbook(&path, "acme.xlsx", &Limits::default()).0.unwrap()
    }

    #[test]
    fn a_list_that_goes_on_beside_the_workbook_is_known_by_what_its_sheet_says() {
        assert_eq!(handed_over(&workbook(2)).collect::<Vec<_>>(), ["Assets"]);
        assert_eq!(handed_over(&workbook(3)).count(), 0);
    }
}
