//! One client: is it up to date, or else its workbook and its facts.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::clients::Client;
use super::index::{Index, Named};
use chrono::NaiveDate;

use crate::deliver::{Listener, Order, deliver};
use crate::diagnostic::codes::read::OTHER_FILE;
use crate::diagnostic::codes::revise as codes;
use crate::diagnostic::{Diagnostic, Severity, render};
use crate::pipeline::{Engine, Outcome};
use crate::portfolio::{
    AssessedClient, ClientFacts, ClientOutcome, Earlier, FailedClient, InputFile, MadeFrom, measure,
};
use crate::read;
use crate::write::xlsx::Archive;

/// What became of a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Done {
    /// Its workbook was written; what was told of its files and of the version before.
    Written(Vec<String>),
    /// Nothing is new or changed; it was left as it is.
    UpToDate,
    /// No workbook was written, for this reason.
    Failed(String),
}

/// One client with all that is asked for.
#[derive(Debug)]
pub(super) struct Job<'a> {
    pub(super) client: &'a Client,
    pub(super) named: &'a Named,
    pub(super) index: &'a Index,
    pub(super) engine: &'a Engine,
    /// What is asked for, but for the paths.
    pub(super) order: Order,
    /// The bytes of the mapping, where there is one.
    pub(super) mapping_sha256: String,
    /// The number of the run.
    pub(super) run: u64,
    /// Whether what is up to date is left as it is; where of this run only, its number.
    pub(super) resume: Option<Option<u64>>,
}

impl Job<'_> {
    /// Does it. Whatever happens to one client stays with that client.
    ///
    /// # Errors
    /// Where what is known of the client cannot be remembered.
    pub(super) fn run(mut self) -> anyhow::Result<Done> {
        let (files, same_copies) = self.files();
        let made_from = self.made_from(&files);
        // What is known of a client that is gone is nothing to this one.
        let known = self.index.facts(&self.named.workbook);
        let known = known.filter(|known| known.known_as == self.named.known_as);
        if self.is_up_to_date(known.as_ref(), &made_from) {
            return Ok(Done::UpToDate);
        }
        let workbook_now = read::sha256_of_file(&self.order.output).ok();
        let last = last_assessed(known.as_ref());
        let before = earlier(last, workbook_now.as_deref());
        let hearing = Hearing {
            job: &self,
            made_from: &made_from,
            before,
            last: last.cloned(),
            workbook_now,
            same_copies,
            heard: Mutex::default(),
            errors: Mutex::default(),
            not_read: Mutex::default(),
            said: Mutex::default(),
        };
        let failed = if self.client.paths.is_empty() {
            Some("the list of clients names it, and the folder does not hold it".to_owned())
        } else {
            let order = &hearing.job.order;
            let tried = catch_unwind(AssertUnwindSafe(|| deliver(order, || Ok(self.engine), &hearing)));
            match tried {
                Ok(Ok(Ok(_))) => None,
                Ok(Ok(Err(_))) => Some(hearing.reason()),
                Ok(Err(error)) => Some(format!("{error:#}")),
                Err(panic) => Some(format!("annexa met a fault of its own: {}", words_of(&*panic))),
            }
        };
        let Some(reason) = failed else {
            let not_read = hearing.not_read.into_inner().unwrap_or_else(PoisonError::into_inner);
            let not_read = not_read.into_iter().map(|file| format!("nothing was read of {file}"));
            let said = hearing.said.into_inner().unwrap_or_else(PoisonError::into_inner);
            return Ok(Done::Written(not_read.chain(said).collect()));
        };
        let last = last.filter(|_| read::is_own_workbook(&self.order.output)).cloned().map(Box::new);
        drop(hearing);
        let outcome = ClientOutcome::Failed(FailedClient { reason: reason.clone(), last });
        self.index.keep_facts(&self.facts(made_from, outcome))?;
        Ok(Done::Failed(reason))
    }

    fn facts(&self, made_from: MadeFrom, outcome: ClientOutcome) -> ClientFacts {
        ClientFacts {
            client: self.named.client.clone(),
            known_as: self.named.known_as.clone(),
            workbook: self.named.workbook.clone(),
            organisation: self.client.organisation.clone(),
            made_from,
            outcome,
        }
    }

    /// The files with their sums; of copies with the very same bytes, those that are left out of account.
    fn files(&mut self) -> (Vec<InputFile>, Vec<String>) {
        let (found, _) = read::find_sources(&self.order.paths);
        let mut files: Vec<InputFile> = Vec::new();
        let mut same = Vec::new();
        let mut kept: Vec<PathBuf> = Vec::new();
        // A folder is given as a whole, as a person gives it; of single files the very copies are left out.
        let single = self.order.paths.iter().all(|path| path.is_file());
        for path in found {
            let sha256 = read::sha256_of_file(&path).unwrap_or_default();
            let is_copy = !sha256.is_empty() && files.iter().any(|file| file.sha256 == sha256);
            if single && is_copy {
                same.push(read::display_path(&path));
            } else {
                kept.push(path.clone());
            }
            files.push(InputFile { path: read::display_path(&path), sha256 });
        }
        if single && !same.is_empty() {
            self.order.paths = kept;
        }
        (files, same)
    }

    fn made_from(&self, files: &[InputFile]) -> MadeFrom {
        let order = &self.order;
        let limits: Vec<u64> = read::Limit::ALL.into_iter().map(|limit| order.limits.value(limit)).collect();
        let day = match order.as_of {
            Some(given) => format!("{given}"),
            None => format!("{}, or as the workbook says", order.today),
        };
        let asked = format!(
            "annexa {}, as of {day}, organisation {:?}, scope {:?}, mapping {:?}, limits {limits:?}",
            env!("CARGO_PKG_VERSION"),
            order.organisation,
            order.scope,
            self.mapping_sha256
        );
        MadeFrom { inputs: files.to_vec(), asked, run: self.run }
    }

    /// Whether its workbook is that of the same files and the same wishes, and nobody changed it since.
    fn is_up_to_date(&self, known: Option<&ClientFacts>, made_from: &MadeFrom) -> bool {
        let (Some(only_of), Some(known)) = (self.resume, known) else { return false };
        let ClientOutcome::Assessed(assessed) = &known.outcome else { return false };
        let same = known.made_from.inputs == made_from.inputs && known.made_from.asked == made_from.asked;
        let of_run = only_of.is_none_or(|run| known.made_from.run == run);
        let now = read::sha256_of_file(&self.order.output).ok();
        same && of_run && now.as_deref() == Some(assessed.workbook_sha256.as_str())
    }
}

/// What the last run found of a client, whether or not this one failed.
fn last_assessed(known: Option<&ClientFacts>) -> Option<&AssessedClient> {
    match &known?.outcome {
        ClientOutcome::Assessed(assessed) => Some(assessed),
        ClientOutcome::Failed(failed) => failed.last.as_deref(),
    }
}

/// The figures to compare with: those of the last run; where that was interrupted before its workbook took its place,
/// those that it compared with itself.
fn earlier(last: Option<&AssessedClient>, workbook: Option<&str>) -> Option<Earlier> {
    let last = last?;
    let interrupted = last.workbook_before.as_deref() == workbook && workbook != Some(&last.workbook_sha256);
    if interrupted {
        return last.before.clone();
    }
    Some(Earlier { as_of: last.as_of, figures: last.figures.clone() })
}

fn words_of(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no words".to_owned())
}

/// Hears what one client's run says, and remembers its facts before the workbook takes its place.
struct Hearing<'a> {
    job: &'a Job<'a>,
    made_from: &'a MadeFrom,
    before: Option<Earlier>,
    last: Option<AssessedClient>,
    workbook_now: Option<String>,
    same_copies: Vec<String>,
    heard: Mutex<Vec<String>>,
    errors: Mutex<Vec<String>>,
    not_read: Mutex<Vec<String>>,
    said: Mutex<Vec<String>>,
}

impl Hearing<'_> {
    /// The figures to compare with. A later run of the same date takes the place of the earlier one, as in the history
    /// of the workbook, and is compared with what that was compared with.
    fn before_day(&self, as_of: NaiveDate) -> Option<Earlier> {
        let same_day = self.last.as_ref().filter(|last| last.as_of == as_of);
        same_day.map_or_else(|| self.before.clone(), |last| last.before.clone())
    }

    /// Why there is no workbook: what was told, and the errors that were met.
    fn reason(&self) -> String {
        let heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        let errors = self.errors.lock().unwrap_or_else(PoisonError::into_inner);
        let all: Vec<String> = heard.iter().chain(errors.iter()).cloned().collect();
        all.join("; ")
    }

    fn add(to: &Mutex<Vec<String>>, text: String) {
        to.lock().unwrap_or_else(PoisonError::into_inner).push(text);
    }

    fn add_errors<'d>(&self, told: impl Iterator<Item = &'d Diagnostic>) {
        for told in told.filter(|told| told.code.severity == Severity::Error).take(MOST_ERRORS) {
            let place = told.location.as_ref().map(|place| format!("{place}: ")).unwrap_or_default();
            Self::add(&self.errors, format!("{place}{}", message_and_help(told)));
        }
    }
}

/// What was found and how to mend it, in one line.
fn message_and_help(told: &Diagnostic) -> String {
    let words = render::words(told);
    if words.help.is_empty() { words.message } else { format!("{}; help: {}", words.message, words.help) }
}

/// The files of a client of which nothing was read, each with the reason.
fn not_read(outcome: &Outcome) -> Vec<String> {
    let as_a_whole = |told: &&Diagnostic| {
        told.code.severity == Severity::Error
            && told.location.as_ref().is_some_and(|place| place.sheet_name().is_none())
    };
    let unreadable = outcome.diagnostics.iter().filter(as_a_whole).filter_map(|told| {
        let place = told.location.as_ref()?;
        Some(format!("{}: {}", place.file_path(), message_and_help(told)))
    });
    let without_register = outcome.model.sources.iter().filter(|source| source.tables.is_empty());
    let without_register = without_register.map(|source| {
        let why: Vec<&str> =
            source.left_alone.iter().map(|left| left.why.as_str()).take(MOST_ERRORS).collect();
        let why = if why.is_empty() { "it holds nothing".to_owned() } else { why.join("; ") };
        format!("{}: no register was found in it: {why}", source.path)
    });
    unreadable.chain(without_register).collect()
}

/// Most errors that a reason names.
const MOST_ERRORS: usize = 3;

impl Listener for Hearing<'_> {
    fn log(&self, line: &str) {
        Self::add(&self.said, line.to_owned());
    }

    // Each refreshed workbook has one.
    fn previous_kept(&self, _place: &Path) {}

    fn fault(&self, message: &str) {
        let line = message.lines().map(str::trim).collect::<Vec<_>>().join("; ").replace(":; ", ": ");
        Self::add(&self.heard, line);
    }

    fn diagnostics(&self, told: &[Diagnostic]) {
        self.add_errors(told.iter());
    }

    fn assessed(&self, outcome: &Outcome) {
        if outcome.has_input() {
            return;
        }
        self.add_errors(outcome.diagnostics.iter());
        let others = outcome.diagnostics.iter().filter(|told| told.code.name == OTHER_FILE.name);
        for told in others.take(MOST_ERRORS) {
            let place = told.location.as_ref().map(|place| format!("{place}: ")).unwrap_or_default();
            Self::add(&self.errors, format!("{place}{}", message_and_help(told)));
        }
        let left = outcome.model.sources.iter().flat_map(|source| &source.left_alone);
        for left in left.take(MOST_ERRORS) {
            Self::add(&self.errors, format!("{}: {}", left.sheet.file, left.why));
        }
    }

    fn about_to_save(&self, outcome: &Outcome, workbook: &Archive) -> anyhow::Result<()> {
        let not_read = not_read(outcome);
        self.not_read.lock().unwrap_or_else(PoisonError::into_inner).clone_from(&not_read);
        let gone = [codes::FILE_NOT_READ.name, codes::RECORD_NOT_READ.name];
        for told in outcome.diagnostics.iter().filter(|told| gone.contains(&told.code.name)) {
            let words = render::words(told);
            Self::add(&self.said, format!("{}; effect: {}", words.message, words.effect));
        }
        let measured = measure(&outcome.model, &outcome.assessment, &outcome.diagnostics);
        let assessed = AssessedClient {
            as_of: outcome.model.as_of,
            workbook_sha256: read::sha256_of(workbook.stretches()),
            workbook_before: self.workbook_now.clone(),
            figures: measured.figures,
            before: self.before_day(outcome.model.as_of),
            gaps: measured.gaps,
            questions: measured.questions,
            conflicts: measured.conflicts,
            same_copies: self.same_copies.clone(),
            not_read,
            said: self.said.lock().unwrap_or_else(PoisonError::into_inner).clone(),
        };
        let organisation = outcome.model.organisation.clone();
        let outcome = ClientOutcome::Assessed(Box::new(assessed));
        let facts = self.job.facts(self.made_from.clone(), outcome);
        self.job.index.keep_facts(&ClientFacts { organisation, ..facts })
    }
}
