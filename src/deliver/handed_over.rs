//! Lists that are longer than a sheet: all of their records in a file of text beside the workbook.
//!
//! Such a file is called after the workbook and the list, `acme.annexa-Assets.csv`, and is never read as a register. It
//! holds what the list would show, row by row, with the values of this run in place of formulas; what people edit, they
//! edit on the sheet.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};

use super::Listener;
use super::refresh::PREVIOUS;
use crate::declaration::Register;
use crate::model::{Entry, Model};
use crate::provenance::CellPlace;
use crate::read::{self, HANDED_OVER, HANDED_OVER_LIST};
use crate::record::names::KEY;
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

/// The lists of a workbook that are longer than their sheets, written and waiting to take their places beside it.
pub(super) struct Lists {
    waiting: Vec<Waiting>,
    /// Files of earlier runs that are needed no more.
    left: Vec<PathBuf>,
}

struct Waiting {
    file: write::Prepared,
    path: PathBuf,
    /// Where the version before is to be kept.
    previous: Option<PathBuf>,
    /// The workbook that names it.
    workbook: PathBuf,
    /// What is said of it.
    says: String,
}

impl Lists {
    /// Writes the lists; `None` where one cannot be written, which is told. `[force, own]`: whatever stands in its place
    /// may go, or what annexa wrote there; `keep`: the version before is kept.
    ///
    /// # Errors
    /// Where a list cannot be brought into the format, or a file cannot be read.
    pub(super) fn prepare(
        workbook: &Workbook,
        output: &Path,
        [force, own]: [bool; 2],
        keep: bool,
        listener: &dyn Listener,
    ) -> anyhow::Result<Option<Self>> {
        let mut waiting: Vec<Waiting> = Vec::new();
        for sheet in workbook.sheets.iter().filter(|sheet| !sheet.beyond.rows.is_empty()) {
            let path = place_of(output, "", &sheet.name);
            let previous = place_of(output, PREVIOUS, &sheet.name);
            let bytes = bytes_of(sheet)?;
            // What a run that did not come to its end wrote already is no version before this one.
            let keeps = keep
                && path.is_file()
                && read::sha256_of_file(&path)? != read::sha256_of(std::iter::once(bytes.as_slice()));
            let places = [Some(&path), keeps.then_some(&previous)];
            let is_in_the_way = |other: &&PathBuf| !force && other.exists() && !is_own_list(other);
            if let Some(other) = places.into_iter().flatten().find(is_in_the_way) {
                listener.fault(&format!(
                    "{} is no list that annexa wrote\n  effect: nothing was changed\n  help: move it, or give --force to have \
                     it replaced",
                    other.display()
                ));
                return Ok(None);
            }
            let file = match write::prepare(&path, std::iter::once(bytes.as_slice()), force || own) {
                Ok(file) => file,
                Err(error) => {
                    tell_not_written(&path, output, &error.into(), listener);
                    return Ok(None);
                }
            };
            let says = format!(
                "{}: all {} records of {}, whose sheet has no room for the last {} of them",
                path.display(),
                on_sheet(sheet).count() + sheet.beyond.rows.len(),
                sheet.name,
                sheet.beyond.rows.len()
            );
            let previous = keeps.then_some(previous);
            waiting.push(Waiting { file, path, previous, workbook: output.to_owned(), says });
        }
        let mut left = if own { called_after(output, "") } else { Vec::new() };
        left.retain(|path| waiting.iter().all(|waiting| waiting.path != *path));
        Ok(Some(Self { waiting, left }))
    }

    /// Whether no list is that long.
    pub(super) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Puts them in their places; false where one could not be put there, which is told.
    pub(super) fn put(self, listener: &dyn Listener) -> bool {
        for Waiting { file, path, previous, workbook, says } in self.waiting {
            let kept = previous.map_or(Ok(()), |previous| keep_as(&path, &previous));
            if let Err(error) = kept.and_then(|()| Ok(file.put()?)) {
                tell_not_written(&path, &workbook, &error, listener);
                return false;
            }
            listener.log(&says);
        }
        for left in self.left {
            listener.log(&format!(
                "{}: written by an earlier run; its records fit on their sheet now, and it is left as it is",
                left.display()
            ));
        }
        true
    }
}

fn tell_not_written(path: &Path, workbook: &Path, error: &anyhow::Error, listener: &dyn Listener) {
    listener.fault(&format!(
        "{} was not written: {error:#}\n  effect: {} was not written either, for its sheet has no room for all records\n  \
         help: close or move the file, and check the folder and the rights to it",
        path.display(),
        workbook.display()
    ));
}

/// Whether a file begins as a list does that annexa wrote: with the mark of its encoding and headings of which the last
/// is that of the keys.
fn is_own_list(path: &Path) -> bool {
    const LONGEST_HEADINGS: u64 = 64 * 1024;
    let Ok(file) = std::fs::File::open(path) else { return false };
    let mut first = String::new();
    let read = BufReader::new(file.take(LONGEST_HEADINGS)).read_line(&mut first);
    let headings = first.trim_end().strip_prefix('\u{feff}');
    read.is_ok() && headings.is_some_and(|headings| headings.rsplit(',').next() == Some(KEY))
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

/// The files beside a workbook that are called as its list is, or as what is kept of it.
fn called_after(output: &Path, previous: &str) -> Vec<PathBuf> {
    let path = place_of(output, previous, HANDED_OVER_LIST);
    if path.is_file() { vec![path] } else { Vec::new() }
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
            vec![Value::formula("1+1", figure).into(), Value::number(7.0).into(), Value::text(key).into()]
        };
        sheet.put_row(5, 1, cells("=A-1", 0.5));
        let headings = ["Score", ROW_MARK, KEY];
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

    /// Whatever annexa wrote may go, and nothing else.
    const OWN: [bool; 2] = [false, true];

    fn save(workbook: &Workbook, output: &Path, may_go: [bool; 2], told: &Told) -> bool {
        let lists = Lists::prepare(workbook, output, may_go, true, told).unwrap();
        lists.is_some_and(|lists| lists.put(told))
    }

    #[test]
    fn all_records_of_a_list_that_is_too_long_stand_beside_the_workbook() {
        let folder = tempfile::tempdir().unwrap();
        let (output, told) = (folder.path().join("acme.xlsx"), Told::default());
        let list = folder.path().join("acme.annexa-Assets.csv");
        assert!(save(&workbook(&[("A-2", 2.0), ("A-3", 3.0)]), &output, [false; 2], &told));
        let expected = "\u{feff}Score,Key\r\n0.5,'=A-1\r\n2,A-2\r\n3,A-3\r\n";
        assert_eq!(fs::read_to_string(&list).unwrap(), expected);
        let said = std::mem::take(&mut *told.0.lock().unwrap());
        assert!(
            said[0].ends_with("all 3 records of Assets, whose sheet has no room for the last 2 of them"),
            "{said:?}"
        );
        assert_eq!(beside(&output), [list.as_path()]);
        // The next run keeps it; one that needs it no more leaves it and says so.
        assert!(save(&workbook(&[("A-4", 4.0)]), &output, OWN, &told));
        // A run that did not come to its end is done again: what it wrote is not the version before.
        assert!(save(&workbook(&[("A-4", 4.0)]), &output, OWN, &told));
        let kept = folder.path().join("acme.previous.annexa-Assets.csv");
        assert_eq!(fs::read_to_string(&kept).unwrap(), expected);
        assert_ne!(fs::read_to_string(&list).unwrap(), expected);
        told.0.lock().unwrap().clear();
        assert!(save(&workbook(&[]), &output, OWN, &told));
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
    fn a_file_of_that_name_is_replaced_only_where_annexa_wrote_it_or_it_may_go() {
        let folder = tempfile::tempdir().unwrap();
        let (output, told) = (folder.path().join("acme.xlsx"), Told::default());
        let list = folder.path().join("acme.annexa-Assets.csv");
        fs::write(&list, "mine").unwrap();
        for may_go in [[false; 2], OWN] {
            assert!(!save(&workbook(&[("A-2", 2.0)]), &output, may_go, &told));
            assert_eq!(fs::read_to_string(&list).unwrap(), "mine");
            assert!(told.0.lock().unwrap()[0].starts_with("fault: "));
        }
        assert!(save(&workbook(&[("A-2", 2.0)]), &output, [true, false], &told));
        // What is kept goes over no file of a person either.
        let kept = folder.path().join("acme.previous.annexa-Assets.csv");
        fs::write(&kept, "mine too").unwrap();
        assert!(!save(&workbook(&[("A-3", 2.0)]), &output, OWN, &told));
        assert_eq!(fs::read_to_string(&kept).unwrap(), "mine too");
        assert!(fs::read_to_string(&list).unwrap().contains("A-2"));
        let left: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
        assert_eq!(left.len(), 2, "{left:?}");
    }
}
