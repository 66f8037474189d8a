//! Lists that are longer than a sheet: all of their records in a file of text beside the workbook.
//!
//! Such a file is called after the workbook and the list, `acme.annexa-Assets.csv`, and is never read as a register. It
//! holds what the list would show, row by row, with the values of this run in place of formulas; what people edit, they
//! edit on the sheet.

use std::path::{Path, PathBuf};

use super::Listener;
use super::refresh::PREVIOUS;
use crate::declaration::Register;
use crate::model::{Entry, Model};
use crate::provenance::CellPlace;
use crate::read::HANDED_OVER;
use crate::report::sheet::{Sheet, Workbook};
use crate::report::{ROW_MARK, entry_of};
use crate::write::{self, table};

/// The separators that Excel expects where it uses English ones.
const CSV: table::Csv = table::Csv { delimiter: b',', decimal: '.' };

/// Why a workbook cannot be written: more records than a sheet holds of a register whose records the figures of the
/// workbook follow row by row. Of assets none do; those that are more are handed over.
pub(super) fn too_many(model: &Model, most: usize) -> Option<String> {
    let registers = [
        (Register::Risks, model.risks.len()),
        (Register::AiSystems, model.ai_systems.len()),
        (Register::Suppliers, model.suppliers.len()),
        (Register::AuditFindings, model.audit_findings.len()),
    ];
    let (register, records) = registers.into_iter().find(|(_, records)| *records > most)?;
    let words = register.words();
    Some(format!(
        "{words}: {records} records were read, and a sheet holds {most}\n  effect: nothing was written, for the figures of a \
         workbook follow each of these records on its sheet\n  help: assess parts of the organisation by themselves, each \
         with its own part of the register"
    ))
}

/// Writes the lists of a workbook that are longer than their sheets beside it; false where one could not be written,
/// which is told. `replace`: such files may be there already; `keep`: the previous version is kept then.
///
/// # Errors
/// Where a list cannot be brought into the format.
pub(super) fn save(
    workbook: &Workbook,
    output: &Path,
    replace: bool,
    keep: bool,
    listener: &dyn Listener,
) -> anyhow::Result<bool> {
    let long = workbook.sheets.iter().filter(|sheet| !sheet.beyond.rows.is_empty());
    let mut written = Vec::new();
    for sheet in long {
        let path = place_of(output, "", &sheet.name);
        let previous = place_of(output, PREVIOUS, &sheet.name);
        let kept = if keep && path.is_file() { keep_as(&path, &previous) } else { Ok(()) };
        if let Err(error) = kept.and_then(|()| Ok(write::save(&path, &bytes_of(sheet)?, replace)?)) {
            listener.fault(&format!(
                "{} was not written: {error:#}\n  effect: {} was not written either, for its sheet {} has no room for all \
                 records\n  help: close or move the file, and check the folder and the rights to it",
                path.display(),
                output.display(),
                sheet.name
            ));
            return Ok(false);
        }
        let records = on_sheet(sheet).count() + sheet.beyond.rows.len();
        listener.log(&format!(
            "{}: all {records} records of {}, whose sheet has no room for the last {} of them",
            path.display(),
            sheet.name,
            sheet.beyond.rows.len()
        ));
        written.push(path);
    }
    for left in called_after(output, "").into_iter().filter(|path| !written.contains(path)) {
        listener.log(&format!(
            "{}: written by an earlier run; its records fit on their sheet now, and it is left as it is",
            left.display()
        ));
    }
    Ok(true)
}

/// Where a list of a workbook stands, or what is kept of it.
fn place_of(output: &Path, previous: &str, list: &str) -> PathBuf {
    output.with_file_name(format!("{}{previous}{HANDED_OVER}{list}.csv", stem(output)))
}

fn stem(output: &Path) -> &str {
    output.file_stem().and_then(|stem| stem.to_str()).unwrap_or("workbook")
}

fn keep_as(path: &Path, kept: &Path) -> anyhow::Result<()> {
    let bytes = std::fs::read(path)?;
    Ok(write::save(kept, &bytes, true)?)
}

/// The rows of the list on its sheet.
fn on_sheet(sheet: &Sheet) -> impl Iterator<Item = u32> {
    let area = sheet.tables.first().map(|table| table.area);
    area.into_iter().flat_map(|area| area.first.row + 1..=area.last.row)
}

/// All records of a list as CSV: those on the sheet first.
fn bytes_of(sheet: &Sheet) -> anyhow::Result<Vec<u8>> {
    let shown: Vec<usize> = (0..sheet.beyond.headings.len())
        .filter(|at| sheet.beyond.headings.get(*at).is_some_and(|heading| heading != ROW_MARK))
        .collect();
    let headings = || shown.iter().filter_map(|at| sheet.beyond.headings.get(*at)).map(String::as_str);
    // People may have added columns between those of the list.
    let columns = sheet.tables.first().map(|table| (table.area.first.column, table.columns.as_slice()));
    let (first, columns) = columns.unwrap_or_default();
    let places: Vec<Option<u32>> = headings()
        .map(|heading| (first..).zip(columns).find(|(_, column)| column.heading == heading).map(|(at, _)| at))
        .collect();
    let rows = on_sheet(sheet).map(|row| {
        let cell = |at: &Option<u32>| at.and_then(|column| sheet.cell(CellPlace::new(row, column)));
        places.iter().map(|at| entry_of(cell(at))).collect::<Vec<Entry>>()
    });
    let beyond = sheet.beyond.rows.iter().map(|row| shown.iter().map(|at| entry_of(row.get(*at))).collect());
    table::csv_of_rows(headings(), rows.chain(beyond), CSV)
}

/// The files that runs wrote beside a workbook, their previous versions among them.
pub(super) fn beside(output: &Path) -> Vec<PathBuf> {
    ["", PREVIOUS].iter().flat_map(|previous| called_after(output, previous)).collect()
}

/// The files beside a workbook that are called as its lists are, or as what is kept of them.
fn called_after(output: &Path, previous: &str) -> Vec<PathBuf> {
    let folder = output.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let begins = format!("{}{previous}{HANDED_OVER}", stem(output));
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let called = names.filter(|name| name.starts_with(&begins) && name.ends_with(".csv"));
    let mut files: Vec<PathBuf> = called.map(|name| output.with_file_name(name)).collect();
    files.sort();
    files
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::Mutex;

    use chrono::NaiveDate;

    use super::*;
    use crate::diagnostic::Diagnostic;
    use crate::model::{Asset, Risk, RiskDomain};
    use crate::pipeline::Outcome;
    use crate::provenance::Location;
    use crate::report::cell::Value;
    use crate::report::sheet::{Area, Beyond, Properties, TabRole, Table, TableColumn};
    use crate::standards::Catalogue;

    #[derive(Default)]
    struct Told(Mutex<Vec<String>>);

    impl Listener for Told {
        fn log(&self, line: &str) {
            self.0.lock().unwrap().push(line.to_owned());
        }
        fn fault(&self, message: &str) {
            self.0.lock().unwrap().push(format!("fault: {message}"));
        }
        fn diagnostics(&self, _: &[Diagnostic]) {}
        fn assessed(&self, _: &Outcome) {}
    }

    /// A workbook with one list of a key, a figure and a mark, to which a person added a column in front.
    fn workbook(beyond: &[(&str, f64)]) -> Workbook {
        let mut sheet = Sheet::new("Assets", TabRole::Work, "");
        let cells = |key: &str, figure: f64| {
            vec![Value::text(key).into(), Value::formula("1+1", figure).into(), Value::number(7.0).into()]
        };
        sheet.put_row(5, 1, cells("=A-1", 0.5));
        let headings = ["Key", "Score", ROW_MARK];
        sheet.tables.push(Table {
            name: "Assets".to_owned(),
            area: Area::new(4, 0, 5, 3),
            columns: ["Mine"].iter().chain(&headings).map(|heading| TableColumn::new(heading)).collect(),
            kept: None,
        });
        sheet.beyond = Beyond {
            headings: headings.map(str::to_owned).to_vec(),
            rows: beyond.iter().map(|(key, figure)| cells(key, *figure)).collect(),
        };
        Workbook {
            sheets: vec![sheet],
            properties: Properties {
                title: String::new(),
                organisation: String::new(),
                as_of: NaiveDate::default(),
                custom: Vec::new(),
            },
            noticed: Vec::new(),
        }
    }

    #[test]
    fn all_records_of_a_list_that_is_too_long_stand_beside_the_workbook() {
        let folder = tempfile::tempdir().unwrap();
        let (output, told) = (folder.path().join("acme.xlsx"), Told::default());
        let list = folder.path().join("acme.annexa-Assets.csv");
        assert!(save(&workbook(&[("A-2", 2.0), ("A-3", 3.0)]), &output, false, true, &told).unwrap());
        let expected = "\u{feff}Key,Score\r\n'=A-1,0.5\r\nA-2,2\r\nA-3,3\r\n";
        assert_eq!(fs::read_to_string(&list).unwrap(), expected);
        let said = std::mem::take(&mut *told.0.lock().unwrap());
        assert!(
            said[0].ends_with("all 3 records of Assets, whose sheet has no room for the last 2 of them"),
            "{said:?}"
        );
        assert_eq!(beside(&output), [list.as_path()]);
        // The next run keeps it; one that needs it no more leaves it and says so.
        assert!(save(&workbook(&[("A-4", 4.0)]), &output, true, true, &told).unwrap());
        let kept = folder.path().join("acme.previous.annexa-Assets.csv");
        assert_eq!(fs::read_to_string(&kept).unwrap(), expected);
        assert_ne!(fs::read_to_string(&list).unwrap(), expected);
        told.0.lock().unwrap().clear();
        assert!(save(&workbook(&[]), &output, true, true, &told).unwrap());
        let said = told.0.lock().unwrap();
        assert!(said.len() == 1 && said[0].contains("written by an earlier run"), "{said:?}");
        assert_eq!(beside(&output), [list.as_path(), kept.as_path()]);
    }

    #[test]
    fn records_that_figures_follow_are_never_set_aside() {
        let mut model = Model::empty(&Catalogue::load().unwrap(), NaiveDate::default());
        for number in 0..3 {
            let domain = RiskDomain::InformationSecurity;
            model.risks.push(Risk::unknown(number.to_string(), Location::file("risks.csv"), domain));
            model.assets.push(Asset::unknown(number.to_string(), Location::file("assets.csv")));
        }
        assert_eq!(too_many(&model, 3), None);
        let refusal = too_many(&model, 2).unwrap();
        assert!(refusal.contains("3 records were read, and a sheet holds 2"), "{refusal}");
        model.risks.pop();
        assert_eq!(too_many(&model, 2), None);
    }

    #[test]
    fn a_file_of_that_name_is_replaced_only_where_the_workbook_is() {
        let folder = tempfile::tempdir().unwrap();
        let (output, told) = (folder.path().join("acme.xlsx"), Told::default());
        let list = folder.path().join("acme.annexa-Assets.csv");
        fs::write(&list, "mine").unwrap();
        assert!(!save(&workbook(&[("A-2", 2.0)]), &output, false, true, &told).unwrap());
        assert_eq!(fs::read_to_string(&list).unwrap(), "mine");
        assert!(told.0.lock().unwrap()[0].starts_with("fault: "));
    }
}
