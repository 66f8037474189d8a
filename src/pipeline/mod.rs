//! The flow from paths to an assessment, end to end: find, read, recognise, normalise, assess.
//!
//! Nothing here prints or exits. Commands and tests run the same flow.
//!
//! ```text
//! next             an assessment that follows an earlier one: what people wrote in its workbook is obeyed
//! workbook_rows    how the rows of that workbook are named in what is told of them
//! told_of_mapping  what is told of a mapping as a whole
//! ```

mod next;
mod told_of_mapping;
mod workbook_rows;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::assess::{self, Assessment};
use crate::declaration::Declarations;
use crate::diagnostic::codes::read::{OWN_LIST, OWN_WORKBOOK};
use crate::diagnostic::{Diagnostic, Severity};
use crate::mapping::{self, Mapping};
use crate::model::{Model, Parameters};
use crate::normalise::{self, Settings};
use crate::read::{self, Limits, Workbook};
use crate::recognise::{self, HeadingIndex, Recogniser, Recognition, ValueWords};
use crate::record::{Book, History};
use crate::report;
use crate::standards::Catalogue;
use told_of_mapping::{not_found, tell_once};

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
            ![OWN_LIST.name, OWN_WORKBOOK.name].contains(&told.code.name)
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

    /// What the editable cells of a model's workbook would hold.
    fn editable_cells(&self, model: &Model, assessment: &Assessment, diagnostics: &[Diagnostic]) -> Book {
        report::editable_cells(&report::Contents {
            model,
            assessment,
            catalogue: &self.catalogue,
            declarations: &self.declarations,
            diagnostics,
            // These stand on no sheet: what has no room there is there all the same.
            most_assets: usize::MAX,
            assets_before: None,
        })
    }
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
