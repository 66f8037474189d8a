//! The flow from paths to an assessment, end to end: find, read, recognise, normalise, assess.
//!
//! Nothing here prints or exits. Commands and tests run the same flow.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::assess::{self, Assessment};
use crate::compare;
use crate::declaration::Declarations;
use crate::diagnostic::codes::mapping::{CHOSEN_HEADER_ROW_NOT_THERE, CHOSEN_TABLE_NOT_FOUND};
use crate::diagnostic::codes::read::OWN_WORKBOOK;
use crate::diagnostic::codes::revise::{ADDED_ROW_NOT_TAKEN, ADDED_ROW_WITHOUT_NAME};
use crate::diagnostic::{Diagnostic, Severity};
use crate::mapping::{self, Mapping, TableChoice};
use crate::model::{CellKey, Entry, Model, Parameters};
use crate::normalise::{self, Settings};
use crate::provenance::{Location, SheetName};
use crate::read::{self, Limits, Workbook};
use crate::recognise::{self, HeadingIndex, Recogniser, Recognition, ValueWords};
use crate::record::names::{ANSWERS, CERTIFICATION, FINDINGS, NO_PART, RESPONSIBILITIES, ROADMAP};
use crate::record::subject::{ORGANISATION, SCOPE};
use crate::record::{Book, Carried, History, Owner, Previous, Revision};
use crate::report;
use crate::revise::{self, Reviser};
use crate::standards::Catalogue;

/// The embedded knowledge that every run needs, loaded once.
#[derive(Debug)]
pub struct Engine {
    /// Both catalogues and the crosswalk.
    pub catalogue: Catalogue,
    /// The declarations of all tables.
    pub declarations: Declarations,
    /// The words of coded values.
    pub words: ValueWords,
    /// What recognises tables and columns.
    pub recogniser: Recogniser,
}

/// What is asked of an assessment besides its input files.
#[derive(Clone, Debug)]
pub struct Request {
    /// The organisation's name.
    pub organisation: Option<String>,
    /// The scope of the management system.
    pub scope: Option<String>,
    /// The assessment date.
    pub as_of: NaiveDate,
    /// Limits on hostile input.
    pub limits: Limits,
    /// What a person chose where annexa took something for something else.
    pub mapping: Mapping,
}

impl Request {
    /// A request on a date, with neither name nor scope, under the customary limits, where nobody chose anything.
    pub fn on(as_of: NaiveDate) -> Self {
        Self {
            organisation: None,
            scope: None,
            as_of,
            limits: Limits::default(),
            mapping: Mapping::default(),
        }
    }
}

/// The files that were found and read.
#[derive(Debug)]
pub struct Input {
    /// Each file in its order, where it could be read, with what has to be told about reading it.
    files: Vec<(Option<Workbook>, Vec<Diagnostic>)>,
    /// What has to be told about finding them.
    diagnostics: Vec<Diagnostic>,
}

impl Input {
    /// Finds and reads the files below the paths. This needs no [`Engine`], so that one can be loaded
    /// meanwhile.
    pub fn read(paths: &[PathBuf], limits: &Limits) -> Self {
        Self::read_as_known(paths, limits, &BTreeMap::new())
    }

    /// Finds and reads the files below the paths. `known` gives files by their absolute path the path that
    /// they are called by; the others are called by the path that was given.
    pub fn read_as_known(paths: &[PathBuf], limits: &Limits, known: &BTreeMap<PathBuf, String>) -> Self {
        let (sources, diagnostics) = read::find_sources(paths);
        let called = |source: &PathBuf| {
            let known = source.canonicalize().ok().and_then(|path| known.get(&path).cloned());
            known.unwrap_or_else(|| read::display_path(source))
        };
        // Files are read side by side and gathered in their order, so the result does not depend on
        // the number of threads.
        let read = |source: &PathBuf| read::read_workbook(source, &called(source), limits);
        Self { files: sources.par_iter().map(read).collect(), diagnostics }
    }
}

impl Input {
    /// Leaves out what is told of files of annexa's own that were found: what a run writes is no news to it.
    pub fn without_notes_on(&mut self, own: &[PathBuf]) {
        let own: Vec<PathBuf> = own.iter().filter_map(|path| path.canonicalize().ok()).collect();
        self.diagnostics.retain(|told| {
            told.code.name != OWN_WORKBOOK.name
                || !told.location.as_ref().is_some_and(|location| {
                    Path::new(location.file_path()).canonicalize().is_ok_and(|path| own.contains(&path))
                })
        });
    }
}

/// The files that were read, and what each was recognised as.
#[derive(Debug)]
pub struct Inspection {
    /// Each file that could be read, with what was recognised in it.
    pub workbooks: Vec<(Workbook, Recognition)>,
    /// What has to be told about finding and reading, and about the tables.
    pub diagnostics: Vec<Diagnostic>,
}

/// An assessment with all that led to it.
#[derive(Debug)]
pub struct Outcome {
    /// The combined model.
    pub model: Model,
    /// Its assessment.
    pub assessment: Assessment,
    /// What has to be told about finding, reading, recognising and normalising, in that order.
    pub diagnostics: Vec<Diagnostic>,
    /// What was known of the run before, where a workbook was refreshed.
    pub history: Option<History>,
}

impl Engine {
    /// Loads the embedded knowledge.
    ///
    /// # Errors
    /// Where embedded data do not hold together; the tests load them, so a released program does not meet this.
    pub fn load() -> anyhow::Result<Self> {
        let declared = || -> anyhow::Result<(Declarations, HeadingIndex)> {
            let declarations = Declarations::load()?;
            let headings = HeadingIndex::load(&declarations)?;
            Ok((declarations, headings))
        };
        let (declared, (catalogue, words)) =
            rayon::join(declared, || rayon::join(Catalogue::load, ValueWords::load));
        let ((declarations, headings), catalogue, words) = (declared?, catalogue?, words?);
        let recogniser = Recogniser::of(headings, &declarations, &catalogue, &words);
        Ok(Self { catalogue, declarations, words, recogniser })
    }

    /// Reads a mapping workbook, with what has to be told about reading it.
    ///
    /// # Errors
    /// Where the file cannot be read or holds no mapping: what would be obeyed is not known then.
    pub fn read_mapping(&self, path: &Path, limits: &Limits) -> Result<Mapping, Vec<Diagnostic>> {
        let (workbook, mut told) = read::read_workbook(path, &read::display_path(path), limits);
        let Some(workbook) = workbook else { return Err(told) };
        match mapping::read_mapping(&workbook, &self.declarations) {
            Ok(mut mapping) => {
                told.append(&mut mapping.diagnostics);
                mapping.diagnostics = told;
                Ok(mapping)
            }
            Err(refusal) => {
                told.push(*refusal);
                Err(told)
            }
        }
    }

    /// Finds and reads the files below the paths and recognises their tables, as a person mapped them.
    pub fn inspect(&self, paths: &[PathBuf], limits: &Limits, mapping: &Mapping) -> Inspection {
        self.recognise(Input::read(paths, limits), mapping)
    }

    /// Recognises the tables of files that were read, as a person mapped them.
    pub fn recognise(&self, input: Input, mapping: &Mapping) -> Inspection {
        let Input { files, mut diagnostics } = input;
        diagnostics.extend(mapping.diagnostics.iter().cloned());
        let mut workbooks = Vec::new();
        let mut obeyed = BTreeSet::new();
        let recognised: Vec<_> = files
            .into_par_iter()
            .with_max_len(1)
            .map(|(workbook, told)| {
                let recognised = workbook.map(|workbook| {
                    let recognition = recognise::recognise_as_mapped(&workbook, &self.recogniser, mapping);
                    (workbook, recognition)
                });
                (recognised, told)
            })
            .collect();
        for (recognised, told) in recognised {
            diagnostics.extend(told);
            if let Some((workbook, mut recognition)) = recognised {
                diagnostics.append(&mut recognition.diagnostics);
                obeyed.append(&mut recognition.obeyed);
                workbooks.push((workbook, recognition));
            }
        }
        recognise::compare_registers(&mut workbooks, &self.recogniser);
        let unmet = not_found(mapping, &obeyed, &diagnostics);
        diagnostics.extend(unmet);
        tell_once(mapping, &mut diagnostics);
        Inspection { workbooks, diagnostics }
    }

    /// Carries out the whole flow from paths to an assessment.
    pub fn assess(&self, paths: &[PathBuf], request: Request) -> Outcome {
        let input = Input::read(paths, &request.limits);
        self.assess_input(input, request)
    }

    /// Brings the tables of files that were inspected into one model, with what has to be told of that.
    pub fn normalise(
        &self,
        workbooks: &[(Workbook, Recognition)],
        request: Request,
    ) -> (Model, Vec<Diagnostic>) {
        let settings = Settings {
            organisation: request.organisation,
            scope: request.scope,
            as_of: request.as_of,
            parameters: Parameters::default(),
        };
        normalise::normalise(workbooks, &self.catalogue, &self.words, settings)
    }

    /// Carries out the flow from files that were read to an assessment.
    pub fn assess_input(&self, input: Input, request: Request) -> Outcome {
        let Inspection { workbooks, mut diagnostics } = self.recognise(input, &request.mapping);
        let (model, told) = self.normalise(&workbooks, request);
        diagnostics.extend(told);
        let assessment = assess::assess(&model, &self.catalogue);
        Outcome { model, assessment, diagnostics, history: None }
    }

    /// Carries out the flow from files that were read to an assessment that follows an earlier one: what
    /// people wrote in its workbook is obeyed.
    ///
    /// The parameters of the request are those of the workbook; its mapping counts where the request has
    /// none of its own.
    pub fn assess_next(&self, input: Input, request: Request, previous: &Previous<'_>) -> Outcome {
        let as_of = request.as_of;
        let settings = revise::read_settings(previous, Parameters::default());
        let Inspection { workbooks, mut diagnostics } = self.recognise(input, &request.mapping);
        diagnostics.extend(settings.diagnostics);
        let (decided, told) = revise::read_questions(previous, &self.catalogue);
        diagnostics.extend(told);
        let organisation = request.organisation.clone().or_else(|| previous.subject(ORGANISATION).value);
        let scope = request.scope.clone().or_else(|| previous.subject(SCOPE).value);
        let mut unread = settings.unread;
        let mut asked = Settings { organisation, scope, as_of, parameters: settings.parameters };
        if !decided.is_empty() {
            let undecided = normalise::normalise(&workbooks, &self.catalogue, &self.words, asked.clone()).0;
            let paths: Vec<String> = undecided.sources.iter().map(|source| source.path.clone()).collect();
            let decided = decided.into_iter().filter(|(place, _)| revise::lies_in(place, &paths)).collect();
            let (followed, gone) = revise::follow_questions(previous, &decided, &undecided.answers);
            for (place, question) in followed {
                unread.extend(
                    question
                        .unread
                        .into_iter()
                        .map(|(heading, entry)| (CellKey::new(ANSWERS, &place, heading), entry)),
                );
                let parameters = &mut asked.parameters;
                parameters.suggestion_decisions.extend(question.confirmed.map(|yes| (place.clone(), yes)));
                if !question.given.is_empty() {
                    parameters.requirements_given.insert(place, question.given);
                }
            }
            diagnostics.extend(gone);
        }
        let (mut model, mut told) =
            normalise::normalise(&workbooks, &self.catalogue, &self.words, asked.clone());
        revise::follow_keys(previous, &mut model);
        model.findings_before = findings_of(previous);
        model.entries = revise::entries(previous);
        (model.unread, model.unread_rows) = (unread, settings.unread_rows);

        let paths: Vec<String> = model.sources.iter().map(|source| source.path.clone()).collect();
        let was_read = |source: &str| revise::lies_in(source, &paths);
        let undecided = assess::assess(&model, &self.catalogue);
        let undecided = self.editable_cells(&model, &undecided, &diagnostics);
        let of_sources = [Owner::Sources, Owner::SourcesAndPeople];
        let mut revision = Revision::of(previous, &of_sources, &undecided, was_read);
        let reviser =
            Reviser { previous, catalogue: &self.catalogue, words: &self.words, as_of, read: &paths };
        let of_decisions = reviser.apply(&mut model, &mut revision);
        let overruled = revise::overruled(previous, &model, &revision, &of_decisions);
        // Faults are told column by column, so that what a person decided otherwise is left out only by reading
        // the columns again.
        if told.iter().any(|told| overruled.touches(told)) {
            told = normalise::normalise_but(&workbooks, &self.catalogue, &self.words, asked, &overruled).1;
        }
        diagnostics.extend(told);
        diagnostics.extend(reviser.dated_before_last_run());
        diagnostics.extend(reviser.files_not_read());
        diagnostics.extend(of_decisions);
        let rows = WorkbookRows::of(previous, &revision.carried);
        diagnostics.iter_mut().for_each(|told| rows.name_sheets_alone(told));

        // What the assessment says of itself, before people's notes are put over it.
        let of_assessment = [Owner::Assessment];
        let notes_of = |assessed: &Book| {
            let mut notes = Revision::of(previous, &of_assessment, assessed, was_read);
            notes.decline_cleared(previous, assessed, RESPONSIBILITIES, NO_PART);
            notes
        };
        let mut assessment = assess::assess(&model, &self.catalogue);
        assessment.findings.iter_mut().for_each(|told| rows.name_sheets_alone(told));
        let mut assessed = self.editable_cells(&model, &assessment, &diagnostics);
        let mut notes = notes_of(&assessed);
        // What people set on the roadmap and for audits is obeyed by the plan. The audits that there are follow
        // from it, and what is noted beside these.
        let mut followed = None;
        model.notes = own_entries(&notes);
        let is_planned = |cell: &CellKey| [ROADMAP, CERTIFICATION].contains(&cell.list.as_str());
        if model.notes.keys().any(is_planned) {
            let replanned = assess::plan_again(&assessment, &model, &self.catalogue);
            model.notes.clear();
            assessment.audit_programme = replanned.audit_programme;
            followed = Some((replanned.roadmap, replanned.plans));
            assessed = self.editable_cells(&model, &assessment, &diagnostics);
            notes = notes_of(&assessed);
        }
        model.notes.clear();
        let mut of_notes = reviser.tell_of_notes(&notes);
        let roadmap = followed.as_ref().map_or(&assessment.roadmap, |(roadmap, _)| roadmap);
        of_notes.extend(assess::starts_not_kept(roadmap, &model.parameters.days_off, |cell| {
            previous.location(cell)
        }));
        of_notes.extend(assess::audit_dates_not_kept(roadmap, &model.parameters, model.as_of, |cell| {
            previous.location(cell)
        }));
        let noted = || notes.decisions.iter().map(|(cell, decided)| (cell.clone(), decided.own.to_string()));
        of_notes.extend(assess::documents_missing(
            &self.catalogue,
            &assessment.requirements,
            noted(),
            |cell| previous.location(cell),
        ));
        of_notes.extend(assess::audits_of_own_work(&assessment.audit_programme, noted(), |cell| {
            previous.location(cell)
        }));
        if !of_notes.is_empty() {
            // What is told of notes is a finding itself, beside which something may be noted.
            of_notes.iter_mut().for_each(|told| rows.name_sheets_alone(told));
            diagnostics.extend(of_notes);
            assessed = self.editable_cells(&model, &assessment, &diagnostics);
            notes = notes_of(&assessed);
        }
        model.notes = own_entries(&notes);
        if let Some((roadmap, plans)) = followed {
            assessment.roadmap = roadmap;
            assessment.plans = plans;
        }
        revision.extend(notes);
        let undecided = undecided.with(assessed, &of_sources, &of_assessment);
        revision.follows = revise::what_follows(previous, &model);
        let questions = compare::questions_of(previous);
        let last = previous.last.clone();
        let history = History { last, revision, undecided, questions, ..History::default() };
        Outcome { model, assessment, diagnostics, history: Some(history) }
    }

    /// What the editable cells of a model's workbook would hold.
    fn editable_cells(&self, model: &Model, assessment: &Assessment, diagnostics: &[Diagnostic]) -> Book {
        report::editable_cells(&report::Contents {
            model,
            assessment,
            catalogue: &self.catalogue,
            declarations: &self.declarations,
            diagnostics,
        })
    }
}

/// What people decided, by its cell.
fn own_entries(notes: &Revision) -> BTreeMap<CellKey, Entry> {
    notes.decisions.iter().map(|(cell, decided)| (cell.clone(), decided.own.clone())).collect()
}

/// The findings of the last run: by their keys, the records that each was about.
fn findings_of(previous: &Previous<'_>) -> BTreeMap<String, String> {
    let list = previous.last.book.list(FINDINGS);
    let findings = list.into_iter().flat_map(|list| &list.records);
    findings.map(|(key, record)| (key.clone(), record.source.clone())).collect()
}

/// The sheets of the workbook that is refreshed, and the records of their rows.
struct WorkbookRows<'a> {
    previous: &'a Previous<'a>,
    sheets: HashMap<&'a str, SheetRows<'a>>,
}

/// A sheet by its name of now: what it will be called, and the record of each row.
struct SheetRows<'a> {
    sheet: Arc<SheetName>,
    records: HashMap<u32, &'a str>,
}

impl<'a> WorkbookRows<'a> {
    fn of(previous: &'a Previous<'a>, carried: &'a [Carried]) -> Self {
        let mut sheets: HashMap<&str, SheetRows<'_>> = HashMap::new();
        for (name, found) in &previous.lists {
            let sheet = previous.workbook.sheets.get(found.sheet);
            let Some(now) = sheet.and_then(|sheet| sheet.name.sheet.as_deref()) else { continue };
            let called = previous.last.book.list(name).map_or(now, |list| list.sheet.as_str());
            let rows = sheets.entry(now).or_insert_with(|| SheetRows {
                sheet: sheet_called(previous, Some(called)),
                records: HashMap::new(),
            });
            let added = carried.iter().filter(|carried| carried.list == *name);
            let added = added.filter_map(|carried| Some((carried.row, carried.key.as_deref()?)));
            rows.records.extend(added.chain(found.rows.iter().map(|(key, row)| (*row, key.as_str()))));
        }
        Self { previous, sheets }
    }

    /// Lets what is told of the workbook name the sheet as it will be called and the records, and no cell: by
    /// the next version rows are sorted and columns are back in their places.
    fn name_sheets_alone(&self, told: &mut Diagnostic) {
        // A row that is not taken up stands in the previous version alone, where its number helps to find it.
        if [ADDED_ROW_NOT_TAKEN.name, ADDED_ROW_WITHOUT_NAME.name].contains(&told.code.name) {
            return;
        }
        let mut records: Vec<&str> = Vec::new();
        let in_workbook = |location: &&mut Location| location.file_path() == self.previous.workbook.path;
        for location in told.location.iter_mut().chain(&mut told.also).filter(in_workbook) {
            let rows = location.sheet_name().and_then(|sheet| self.sheets.get(sheet));
            records.extend(rows.zip(location.row).and_then(|(rows, row)| rows.records.get(&row)));
            let called = || sheet_called(self.previous, location.sheet_name());
            *location = Location::sheet(&rows.map_or_else(called, |rows| Arc::clone(&rows.sheet)));
        }
        if !records.is_empty() {
            told.facts.push((report::RECORDS_OF_ROWS, report::joined_records(records)));
        }
    }
}

fn sheet_called(previous: &Previous<'_>, name: Option<&str>) -> Arc<SheetName> {
    Arc::new(SheetName { file: Arc::from(previous.workbook.path.as_str()), sheet: name.map(Arc::from) })
}

/// The most tables of a mapping that a message names one by one.
const TABLES_NAMED: usize = 5;

/// The tables of a mapping for which something was chosen and which no file of the run has, told at once.
/// Where the header row that was chosen is not there, that is told already.
fn not_found(mapping: &Mapping, obeyed: &BTreeSet<usize>, told: &[Diagnostic]) -> Option<Diagnostic> {
    let lacks_header = |table: &TableChoice| {
        let chosen = table.header_rows.as_ref().map(|rows| &rows.location);
        let mut missing = told.iter().filter(|known| known.code.name == CHOSEN_HEADER_ROW_NOT_THERE.name);
        chosen.is_some() && missing.any(|known| known.location.as_ref() == chosen)
    };
    let tables = mapping.tables.iter().enumerate();
    let unmet: Vec<_> = tables
        .filter(|(position, table)| table.chooses() && !obeyed.contains(position) && !lacks_header(table))
        .map(|(_, table)| table)
        .collect();
    let first = unmet.first()?;
    let named = unmet.iter().take(TABLES_NAMED).map(|table| {
        let row = table.location.row.map(|row| format!(" (row {})", u64::from(row) + 1));
        let sheet = if table.sheet.is_empty() { String::new() } else { format!(" › {}", table.sheet) };
        format!("{}{sheet}{}", table.file, row.unwrap_or_default())
    });
    let mut rows = named.collect::<Vec<_>>().join(", ");
    if unmet.len() > TABLES_NAMED {
        rows.push_str(&format!(" and {} more", unmet.len() - TABLES_NAMED));
    }
    let tables = match unmet.len() {
        1 => "1 table".to_owned(),
        count => format!("{count} tables"),
    };
    Some(
        Diagnostic::at(&CHOSEN_TABLE_NOT_FOUND, first.location.clone())
            .fact("tables", tables)
            .fact("rows", rows),
    )
}

/// Leaves what is told about a cell of the mapping once, however many tables it was obeyed for; what
/// names the file of the table is told of each file.
fn tell_once(mapping: &Mapping, diagnostics: &mut Vec<Diagnostic>) {
    let Some(file) = mapping.tables.first().map(|table| Arc::clone(&table.location.sheet.file)) else {
        return;
    };
    let mut told = BTreeSet::new();
    diagnostics.retain(|diagnostic| match &diagnostic.location {
        Some(location) if location.sheet.file == file => {
            let code = diagnostic.code;
            let names_file = code.message.contains("{file}") || code.effect.contains("{file}");
            let of_file = diagnostic.facts.iter().find(|(name, _)| names_file && *name == "file");
            told.insert((code.name, location.clone(), of_file.map(|(_, path)| path.clone())))
        }
        _ => true,
    });
}

impl Outcome {
    /// Everything that there is to tell: about the input first, then what the assessment found.
    pub fn findings(&self) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics.iter().chain(&self.assessment.findings)
    }

    /// How many findings there are of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings().filter(|finding| finding.code.severity == severity).count()
    }

    /// Whether any register was read that the assessment can use; one of an intake workbook may be blank.
    pub fn has_input(&self) -> bool {
        let mut tables = self.model.sources.iter().flat_map(|source| &source.tables);
        tables.any(|table| table.records > 0 || table.rejected() > 0)
    }
}
