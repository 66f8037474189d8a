//! An assessment that follows an earlier one: what people wrote in its workbook is obeyed.

use std::collections::BTreeMap;

use super::workbook_rows::WorkbookRows;
use super::{Engine, Input, Inspection, Outcome, Request};
use crate::assess::{self, Assessment, Roadmap};
use crate::compare;
use crate::diagnostic::Diagnostic;
use crate::model::{CellKey, Entry, Model, Parameters};
use crate::normalise::{self, Settings};
use crate::record::names::{ANSWERS, CERTIFICATION, FINDINGS, NO_PART, RESPONSIBILITIES, ROADMAP};
use crate::record::subject::{ORGANISATION, SCOPE};
use crate::record::{Book, History, Owner, Previous, Revision};
use crate::revise::{self, OfQuestion, Reviser};

impl Engine {
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
            let parameters = &mut asked.parameters;
            diagnostics.extend(follow_answers(previous, &undecided, decided, parameters, &mut unread));
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
        of_notes.extend(self.told_of_notes(previous, &model, &assessment, roadmap, &notes));
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
        revision.follows = revise::what_follows(previous, &model, &self.catalogue);
        let questions = compare::questions_of(previous);
        let last = previous.last.clone();
        let history = History { last, revision, undecided, questions, ..History::default() };
        Outcome { model, assessment, diagnostics, history: Some(history) }
    }

    /// What is wrong with what people noted beside an assessment: days that the plan cannot keep, documents that
    /// are missing, audits of one's own work.
    fn told_of_notes(
        &self,
        previous: &Previous<'_>,
        model: &Model,
        assessment: &Assessment,
        roadmap: &Roadmap,
        notes: &Revision,
    ) -> Vec<Diagnostic> {
        let parameters = &model.parameters;
        let place = |cell: &CellKey| previous.location(cell);
        let noted = || notes.decisions.iter().map(|(cell, decided)| (cell.clone(), decided.own.to_string()));
        let mut told = assess::starts_not_kept(roadmap, &parameters.days_off, place);
        told.extend(assess::audit_dates_not_kept(roadmap, parameters, model.as_of, place));
        let results = &assessment.requirements;
        told.extend(assess::documents_missing(&self.catalogue, results, noted(), place));
        told.extend(assess::audits_of_own_work(&assessment.audit_programme, noted(), place));
        told
    }
}

/// Lets what people decided about questions follow these to where they stand now, and puts it into the parameters;
/// what nobody understands is left where it was typed. Tells of questions that are gone.
fn follow_answers(
    previous: &Previous<'_>,
    undecided: &Model,
    decided: BTreeMap<String, OfQuestion>,
    parameters: &mut Parameters,
    unread: &mut BTreeMap<CellKey, Entry>,
) -> Vec<Diagnostic> {
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

        parameters.suggestion_decisions.extend(question.confirmed.map(|yes| (place.clone(), yes)));
        if !question.given.is_empty() {
            parameters.requirements_given.insert(place, question.given);
        }
    }
    gone
}

/// What people decided, by its cell.
fn own_entries(notes: &Revision) -> BTreeMap<CellKey, Entry> {
    notes.decisions.iter().map(|(cell, decided)| (cell.clone(), decided.own.clone())).collect()
}

/// The findings of the last run: by their keys, the records that each was about.
fn findings_of(previous: &Previous<'_>) -> BTreeMap<String, String> {
    let list = previous.last.book.list(FINDINGS);
    let findings = list.into_iter().flat_map(|list| &list.records);
    findings.map(|(key, record)| (key.clone(), record.source.to_string())).collect()
}
