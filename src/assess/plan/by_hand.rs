//! What people set by hand on the roadmap: the effort of an action, the day on which it begins, its due date.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::calendar::working_day_from;
use super::result::Roadmap;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;
use crate::model::{CellKey, DaysOff, Model};
use crate::provenance::Location;
use crate::record::names::{DUE_DATE, EFFORT, ROADMAP, START_BY_HAND};
use crate::standards::Effort;

/// What people set by hand, by the key of the action.
#[derive(Debug, Default)]
pub(super) struct ByHand {
    efforts: BTreeMap<String, Effort>,
    starts: BTreeMap<String, NaiveDate>,
    due: BTreeMap<String, NaiveDate>,
}

impl ByHand {
    /// What the notes of a model say. An entry that is neither an effort nor a date says nothing: it is told
    /// of where the notes are read.
    pub(super) fn of(model: &Model) -> Self {
        let mut by_hand = Self::default();
        for (cell, entry) in model.notes.iter().filter(|(cell, _)| cell.list == ROADMAP) {
            let key = cell.key.clone();
            match (cell.heading.as_str(), entry) {
                (EFFORT, entry) => {
                    by_hand.efforts.extend(Effort::of_letter(&entry.to_string()).map(|effort| (key, effort)));
                }
                (START_BY_HAND, entry) => by_hand.starts.extend(entry.day().map(|day| (key, day))),
                (DUE_DATE, entry) => by_hand.due.extend(entry.day().map(|day| (key, day))),
                _ => {}
            }
        }
        by_hand
    }

    pub(super) fn effort(&self, key: &str) -> Option<Effort> {
        self.efforts.get(key).copied()
    }

    /// The day on which an action begins, where nothing that it waits for prevents it.
    pub(super) fn start(&self, key: &str) -> Option<NaiveDate> {
        self.starts.get(key).copied()
    }

    pub(super) fn due(&self, key: &str) -> Option<NaiveDate> {
        self.due.get(key).copied()
    }

    /// Whether anything was set by hand.
    pub(super) fn is_empty(&self) -> bool {
        self.efforts.is_empty() && self.starts.is_empty() && self.due.is_empty()
    }
}

/// The first days that people set and that a roadmap cannot keep, with the reason.
pub fn starts_not_kept(
    roadmap: &Roadmap,
    days_off: &[DaysOff],
    place: impl Fn(&CellKey) -> Location,
) -> Vec<Diagnostic> {
    let mut told = Vec::new();
    for action in &roadmap.actions {
        let Some(day) = action.start_by_hand.filter(|day| *day < action.start) else { continue };
        let titles = roadmap.actions.iter().filter(|other| {
            action.depends_on.contains(&other.key)
                && other.end >= working_day_from(day, days_off).unwrap_or(day)
        });
        let before: Vec<&str> = titles.map(|other| other.title.as_str()).collect();
        let reason = if !before.is_empty() {
            format!("it comes after {}", before.join(", "))
        } else if day < roadmap.start {
            format!("the plan begins on {}", roadmap.start)
        } else {
            "nobody works on that day".to_owned()
        };
        let cell = CellKey::new(ROADMAP, &action.key, START_BY_HAND);
        told.push(
            Diagnostic::at(&codes::START_NOT_KEPT, place(&cell))
                .read(day.to_string())
                .fact("action", action.title.clone())
                .fact("start", action.start.to_string())
                .fact("reason", reason),
        );
    }
    told
}
