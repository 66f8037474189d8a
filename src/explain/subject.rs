//! The workbook that is explained, and where its tables stand.

use std::collections::BTreeMap;

use super::references::{Reference, references};
use super::step::{Step, place};
use crate::assess::assess;
use crate::declaration::Declarations;
use crate::model::{CellKey, Model};
use crate::provenance::{CellPlace, Location};
use crate::read::{Layout, Visibility, Workbook};
use crate::record::names::{REQUIREMENTS, SOURCE};
use crate::record::{FoundCell, FoundTable, Previous};
use crate::report::build_workbook;
use crate::report::names::KEY;
use crate::report::names::requirements::{OWN, STATUS, soa_table};
use crate::report::sheet::Table;
use crate::standards::{Catalogue, RequirementId};

/// Rows of a sheet in which the headings of a table are looked for.
const TOP_ROWS: usize = 80;

/// A workbook to be explained.
pub struct Subject<'a> {
    /// The workbook, with what its last run left in it.
    pub previous: &'a Previous<'a>,
    /// Both standards.
    pub catalogue: &'a Catalogue,
    /// The tables that a workbook has, each with the name of its sheet.
    layout: Vec<(String, Table)>,
    /// The names of the sheets that a run writes.
    sheets_written: Vec<String>,
    /// The formulas that were read, by sheet and place.
    formulas: BTreeMap<(String, u32, u32), String>,
    /// The defined names that were read, with what they stand for.
    names: Vec<(String, String)>,
}

impl<'a> Subject<'a> {
    /// A workbook to be explained by the tables that this version of annexa writes.
    pub fn new(previous: &'a Previous<'a>, catalogue: &'a Catalogue, declarations: &Declarations) -> Self {
        let as_of = previous.last.as_of.unwrap_or_default();
        let model = Model::empty(catalogue, as_of);
        let blank = build_workbook(&model, &assess(&model, catalogue), catalogue, declarations, &[]);
        let sheets_written = blank.sheets.iter().map(|sheet| sheet.name.clone()).collect();
        let tables = blank.sheets.into_iter().flat_map(|sheet| {
            let name = sheet.name;
            sheet.tables.into_iter().map(move |table| (name.clone(), table))
        });
        Self {
            previous,
            catalogue,
            layout: tables.collect(),
            sheets_written,
            formulas: BTreeMap::new(),
            names: Vec::new(),
        }
    }

    /// The same with the formulas that stand in some of its cells: those that were read are compared with what a
    /// run writes there.
    #[must_use]
    pub fn with_formulas(mut self, layout: Layout) -> Self {
        let shown = layout.names.into_iter().filter(|(sheet, name)| sheet.is_none() && !name.hidden);
        self.names.extend(shown.map(|(_, name)| (name.name, name.text)));
        for sheet in layout.sheets {
            let name = sheet.name;
            self.formulas.extend(
                sheet.formulas.into_iter().map(|((row, column), text)| ((name.clone(), row, column), text)),
            );
        }
        self
    }

    /// The formula of a cell; `None` where none was read, or where one formula serves several cells.
    pub fn formula(&self, location: &Location) -> Option<&str> {
        let (row, column) = location.row.zip(location.column)?;
        let found = self.formulas.get(&(location.sheet_name()?.to_owned(), row, column))?;
        Some(found.as_str()).filter(|formula| !formula.is_empty())
    }

    /// The cells in which records of a key stand, as they are asked for.
    pub fn cells_of_record(&self, key: &str) -> Vec<String> {
        let tables =
            self.layout.iter().filter_map(|(_, declared)| Some((declared, self.table(&declared.name)?)));
        let cells = tables.filter_map(|(declared, table)| {
            let row = table.rows_with(KEY, key).next()?;
            place(&table.cell(row, &declared.columns.first()?.heading)?.location)
        });
        cells.collect()
    }

    /// Whether a run writes a sheet of that name.
    pub fn writes_sheet(&self, name: &str) -> bool {
        self.sheets_written.iter().any(|sheet| sheet == name)
    }

    /// What a column of a list means, as the sheet Column meanings says; `None` where it says nothing.
    pub fn meaning(&self, list: &str, heading: &str) -> Option<&str> {
        let (_, table) = self.layout.iter().find(|(_, table)| table.name == list)?;
        let column = table.columns.iter().find(|column| column.heading == heading)?;
        Some(column.meaning.as_str()).filter(|meaning| !meaning.is_empty())
    }

    /// The tables with the names of their sheets as annexa writes them.
    pub fn layout(&self) -> &[(String, Table)] {
        &self.layout
    }

    /// A table of annexa by its name in formulas, where it stands now.
    pub fn table(&self, name: &str) -> Option<FoundTable<'a>> {
        if let Some(found) = self.list(name) {
            return Some(found);
        }
        let (sheet, table) = self.layout.iter().find(|(_, table)| table.name == name)?;
        let headings: Vec<&str> = table.columns.iter().map(|column| column.heading.as_str()).collect();
        // A column of a person's own is no matter, and one that was deleted or renamed is not either.
        let essential = [KEY, OWN, STATUS];
        let fewer: Vec<&str> =
            headings.iter().copied().filter(|heading| essential.contains(heading)).collect();
        let workbook = self.previous.workbook;
        FoundTable::find(workbook, sheet, &headings)
            .or_else(|| renamed(workbook, sheet, &headings))
            .or_else(|| FoundTable::find(workbook, sheet, &fewer).filter(|_| fewer.len() > 1))
    }

    /// A list that runs keep, with its editable columns by the headings that they had.
    fn list(&self, name: &str) -> Option<FoundTable<'a>> {
        let found = self.previous.lists.get(name)?;
        let sheet = self.previous.sheet(name)?;
        let mut table = FoundTable::at(sheet, found.header_row)?;
        let declared = self.previous.last.book.list(name)?;
        for (column, place) in declared.columns.iter().zip(&found.columns) {
            if let Some(place) = place {
                table.columns.insert(column.heading.clone(), *place);
            }
        }
        table.columns.insert(declared.key_heading.clone(), found.key_column);
        let layout = self.layout.iter().find(|(_, table)| table.name == name);
        let headings = layout.map(|(_, table)| table.columns.iter().map(|column| column.heading.as_str()));
        know_by_place(&mut table, &headings.into_iter().flatten().collect::<Vec<_>>());
        Some(table)
    }

    /// The list and the row of a requirement among the statements.
    pub fn statement(&self, id: RequirementId) -> Option<(&'static str, FoundTable<'a>, u32)> {
        let key = id.to_string();
        let preferred = soa_table(id.standard());
        let mut names = REQUIREMENTS.to_vec();
        names.sort_by_key(|name| *name != preferred);
        names.into_iter().find_map(|name| {
            let table = self.table(name)?;
            let row = table.rows_with(KEY, &key).next()?;
            Some((name, table, row))
        })
    }

    /// Who says what stands in an editable cell: a person, with what the sources say, or the sources.
    pub fn who_says(&self, cell: &CellKey) -> Step {
        let said = self.previous.said(cell);
        let said_shown = if said.is_blank() { "nothing".to_owned() } else { format!("\"{said}\"") };
        let edited = self.previous.is_edited(cell);
        match self.previous.decision_now(cell) {
            Some(_) if edited => Step::new(
                "decided by a person since the last run",
                format!("the sources say {said_shown}; the next run takes it up"),
            ),
            Some(_) => Step::new("decided by a person", format!("the sources say {said_shown}")),
            None if edited => Step::new(
                "cleared or set back since the last run",
                format!("the sources say {said_shown}, which the next run brings back"),
            ),
            None if self.previous.last.shown.contains_key(cell) => {
                Step::new("follows from decisions elsewhere", format!("the sources say {said_shown}"))
            }
            None if self.previous.is_added(&cell.list, &cell.key) => {
                Step::new("added by a person in the workbook", "")
            }
            None => Step::new("as the sources say", ""),
        }
    }

    /// Who wrote what stands in an editable cell of a list that the assessment makes, such as an action or a
    /// finding: a person, or the registers by way of the last run.
    pub fn who_noted(&self, cell: &CellKey) -> Step {
        let edited = self.previous.is_edited(cell);
        let blank = self.previous.entry(cell).is_none_or(|entry| entry.is_blank());
        let before = self.previous.last.written(cell);
        let decided = self.previous.last.decisions.contains_key(cell);
        match (edited, decided, blank) {
            (true, _, _) if before.is_blank() => Step::new(
                "written by a person since the last run",
                "it was blank; the next run keeps it as long as the record stands",
            ),
            (true, _, true) => {
                Step::new("cleared by a person since the last run", format!("it was \"{before}\""))
            }
            (true, ..) => Step::new("changed by a person since the last run", format!("it was \"{before}\"")),
            (false, true, _) => {
                let noticed = self.previous.last.changes.iter().find(|change| {
                    (change.list.as_str(), change.key.as_str(), change.heading.as_str())
                        == (cell.list.as_str(), cell.key.as_str(), cell.heading.as_str())
                });
                let since = noticed.and_then(|change| change.as_of);
                let since = since.map_or_else(
                    || "kept by the last run".to_owned(),
                    |date| format!("noticed by the run of {date}, and kept since"),
                );
                Step::new("written by a person, in this workbook", since)
            }
            (false, false, true) => Step::new("blank", "nobody has written anything here"),
            (false, false, false) => Step::new("from the registers", "nobody has changed it here"),
        }
    }

    /// Whether a setting is as the last run wrote it.
    pub fn setting(&self, cell: &CellKey) -> Step {
        if self.previous.is_edited(cell) {
            let before = self.previous.last.written(cell);
            let before = if before.is_blank() { "blank".to_owned() } else { format!("\"{before}\"") };
            return Step::new("changed by a person since the last run", format!("it was {before}"));
        }
        Step::new("as at the last run", "")
    }

    /// The rows of the sources that a record came from, as its list says.
    pub fn source_steps(&self, table: &FoundTable<'_>, row: u32) -> Vec<Step> {
        let sources = table.text(row, SOURCE);
        let rows = sources.split("; ").map(str::trim).filter(|source| !source.is_empty());
        rows.map(|source| Step::new("source", source)).collect()
    }

    /// The cell that has a name in formulas.
    pub fn named_cell(&self, name: &str) -> Option<FoundCell> {
        const NAME: &str = "Name in formulas";
        let settings = self.table("Settings")?;
        let row = settings.rows_with(NAME, name).next()?;
        settings.cell(row, "Value")
    }

    /// The cell that a defined name stands for, whatever the case of its letters: the number of its sheet, and its
    /// place.
    pub fn place_of_name(&self, name: &str) -> Option<(usize, CellPlace)> {
        let same = |known: &&(String, String)| known.0.eq_ignore_ascii_case(name);
        let (_, target) = self.names.iter().find(same)?;
        let read = references(target);
        let [Reference::Cell(Some(sheet), place)] = read.as_slice() else { return None };
        let sheets = &self.previous.workbook.sheets;
        Some((sheets.iter().position(|found| found.name.sheet.as_deref() == Some(sheet.as_str()))?, *place))
    }

    /// The names that stand for something in the workbook.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(|(name, _)| name.as_str())
    }

    /// The names of the visible sheets.
    pub fn sheets(&self) -> BTreeMap<String, usize> {
        let sheets = self.previous.workbook.sheets.iter().enumerate();
        let named = sheets.filter(|(_, sheet)| sheet.visibility == crate::read::Visibility::Visible);
        named.filter_map(|(number, sheet)| Some((sheet.name.sheet.as_deref()?.to_owned(), number))).collect()
    }
}

/// A table of which some headings were renamed, on the sheet of its name or else on any: most of them stand in
/// one row.
fn renamed<'a>(workbook: &'a Workbook, name: &str, headings: &[&str]) -> Option<FoundTable<'a>> {
    let known = |table: &FoundTable<'_>| {
        headings.iter().filter(|heading| table.columns.contains_key(**heading)).count()
    };
    let visible = workbook.sheets.iter().filter(|sheet| sheet.visibility == Visibility::Visible);
    let rows = visible.flat_map(|sheet| sheet.rows.iter().take(TOP_ROWS).map(move |row| (sheet, row.number)));
    let tables = rows.filter_map(|(sheet, row)| FoundTable::at(sheet, row));
    let mut best =
        tables.max_by_key(|table| (known(table), table.sheet.name.sheet.as_deref() == Some(name)))?;
    if known(&best) * 2 <= headings.len() {
        return None;
    }
    know_by_place(&mut best, headings);
    Some(best)
}

/// Knows a renamed column by the two that it stands between, where those stand as they did.
fn know_by_place(table: &mut FoundTable<'_>, headings: &[&str]) {
    for beside in headings.windows(3) {
        let [before, heading, after] = beside else { continue };
        let place = |heading: &str| table.columns.get(heading).copied();
        let (Some(left), None, Some(right)) = (place(before), place(heading), place(after)) else { continue };
        if left + 2 == right {
            table.columns.insert((*heading).to_owned(), left + 1);
        }
    }
}
