//! Rows that say different things about one requirement, as diagnostics.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::normalise::{
    ANSWER_CONTRADICTS_REGISTER, APPLICABILITY_DISAGREES, MATURITIES_DISAGREE,
    MERGED_2013_APPLICABILITY_DIFFERS, MERGED_2013_CONTROLS_DIFFER, STATUSES_DISAGREE,
};
use crate::diagnostic::render::{enumerated, quoted};
use crate::provenance::Location;
use crate::standards::RequirementId;

/// Most rows that a message lists.
const LISTED: usize = 5;

const WITHOUT_STATUS: &str = "without status";
const WITHOUT_MATURITY: &str = "without maturity";

/// What a row says about a requirement.
#[derive(Clone)]
pub(super) struct Said {
    /// The number of the requirement as the row has it: that of 2013, or that in the cell.
    pub(super) number: String,
    /// Its words; blank where it says nothing.
    pub(super) words: String,
    /// Their cell, or the row.
    pub(super) location: Location,
}

impl Said {
    /// `A.9.2.3 Implemented`, `A.9.2.4 without status`.
    pub(super) fn numbered(&self) -> String {
        let words = if self.words.is_empty() { WITHOUT_STATUS } else { self.words.as_str() };
        format!("{} {words}", self.number)
    }

    fn shown(&self) -> String {
        if self.words.is_empty() { WITHOUT_STATUS.to_owned() } else { quoted(&self.words) }
    }

    /// `"Implemented" in E17`.
    fn with_place(&self, from: Option<&Location>) -> String {
        format!("{} in {}", self.shown(), self.location.seen_from(from))
    }
}

/// What the rows disagree about.
pub(super) struct About {
    /// The requirement.
    pub(super) id: RequirementId,
    /// The rows are controls of 2013 that became this one.
    pub(super) from_2013: bool,
}

/// Rows that give one requirement different statuses; `used` is the one that counts, if any does, and
/// `all_read` says that all of them can be read.
pub(super) fn statuses_disagree(
    about: &About,
    said: &[Said],
    used: Option<&Said>,
    all_read: bool,
) -> Option<Diagnostic> {
    let (first, others) = said.split_first()?;
    let from = Some(&first.location);
    let part = |row: &Said| {
        let place = row.with_place(from);
        if about.from_2013 { format!("{} {place}", row.number) } else { place }
    };
    let code = if about.from_2013 { &MERGED_2013_CONTROLS_DIFFER } else { &STATUSES_DISAGREE };
    let used = match used {
        Some(used) if all_read => format!("the weakest, {}, is used", used.with_place(from)),
        Some(used) => format!("the weakest that can be read, {}, is used", used.with_place(from)),
        None => format!("{} is left without status, because one of them has none", about.id),
    };
    let listed: Vec<String> = said.iter().map(part).collect();
    let diagnostic = Diagnostic::at(code, first.location.clone())
        .fact("requirement", about.id.to_string())
        .fact("statuses", enumerated(&listed, LISTED))
        .fact("used", used);
    Some(diagnostic.also(others.iter().map(|row| row.location.clone())))
}

/// Rows of which some exclude a requirement and others apply it.
pub(super) fn applicability_disagrees(
    about: &About,
    excluded: &[Said],
    applied: &[Said],
) -> Option<Diagnostic> {
    let first = excluded.first()?;
    let from = Some(&first.location);
    // One number of 2013 that is both excluded and applied contradicts itself.
    let parts = about.from_2013
        && excluded.iter().all(|out| applied.iter().all(|within| within.number != out.number));
    let listed = |rows: &[Said]| {
        let named: Vec<String> = rows
            .iter()
            .map(|row| {
                let place = row.location.seen_from(from);
                if parts { format!("{} ({place})", row.number) } else { row.with_place(from) }
            })
            .collect();
        enumerated(&named, LISTED)
    };
    let verb = |rows: &[Said], one: &str, several: &str| {
        if rows.len() == 1 { one.to_owned() } else { several.to_owned() }
    };
    let code = if parts { &MERGED_2013_APPLICABILITY_DIFFERS } else { &APPLICABILITY_DISAGREES };
    let further = excluded.iter().skip(1).chain(applied).map(|row| row.location.clone());
    Some(
        Diagnostic::at(code, first.location.clone())
            .fact("requirement", about.id.to_string())
            .fact("excluded", listed(excluded))
            .fact("is_excluded", verb(excluded, "is excluded", "are excluded"))
            .fact("applied", listed(applied))
            .fact("applies", verb(applied, "applies", "apply"))
            .fact("used", format!("{} is taken to apply, with the status of what applies", about.id))
            .also(further),
    )
}

/// Controls of 2013 of which some are excluded and the others say nothing.
pub(super) fn merged_parts_are_silent(
    about: &About,
    excluded: &[Said],
    silent: &[Said],
) -> Option<Diagnostic> {
    let first = excluded.first()?;
    let from = Some(&first.location);
    let listed = |rows: &[Said]| {
        let named: Vec<String> =
            rows.iter().map(|row| format!("{} ({})", row.number, row.location.seen_from(from))).collect();
        enumerated(&named, LISTED)
    };
    let one = |rows: &[Said], one: &str, several: &str| {
        if rows.len() == 1 { one.to_owned() } else { several.to_owned() }
    };
    let further = excluded.iter().skip(1).chain(silent).map(|row| row.location.clone());
    Some(
        Diagnostic::at(&MERGED_2013_APPLICABILITY_DIFFERS, first.location.clone())
            .fact("requirement", about.id.to_string())
            .fact("excluded", listed(excluded))
            .fact("is_excluded", one(excluded, "is excluded", "are excluded"))
            .fact("applied", listed(silent))
            .fact("applies", one(silent, "does not say whether it applies", "do not say whether they apply"))
            .fact("used", format!("{} is not excluded, and stays undetermined", about.id))
            .also(further),
    )
}

/// Rows that give one requirement different maturities; `used` is the one that counts, if any does.
pub(super) fn maturities_disagree(about: &About, said: &[Said], used: Option<&Said>) -> Option<Diagnostic> {
    let (first, others) = said.split_first()?;
    let from = Some(&first.location);
    let part = |row: &Said| {
        let words = if row.words.is_empty() { WITHOUT_MATURITY.to_owned() } else { quoted(&row.words) };
        let place = format!("{words} in {}", row.location.seen_from(from));
        if about.from_2013 { format!("{} {place}", row.number) } else { place }
    };
    let used = match used {
        Some(used) => format!("the weakest, {}, is used", used.with_place(from)),
        None => format!("{} is left without maturity, because one of them has none", about.id),
    };
    let listed: Vec<String> = said.iter().map(part).collect();
    let (code, fact) = if about.from_2013 {
        (&MERGED_2013_CONTROLS_DIFFER, "statuses")
    } else {
        (&MATURITIES_DISAGREE, "maturities")
    };
    let diagnostic = Diagnostic::at(code, first.location.clone())
        .fact("requirement", about.id.to_string())
        .fact(fact, enumerated(&listed, LISTED))
        .fact("used", used);
    Some(diagnostic.also(others.iter().map(|row| row.location.clone())))
}

/// An answer, and what a control register says otherwise.
pub(super) struct Contradiction {
    pub(super) answer: Said,
    pub(super) register: Said,
    /// What the register says is a maturity.
    pub(super) of_maturity: bool,
}

/// Answers, each with what a control register says otherwise.
pub(super) fn answer_contradicts_register(id: RequirementId, told: &[Contradiction]) -> Option<Diagnostic> {
    let (Contradiction { answer, register, of_maturity }, others) = told.split_first()?;
    let from = Some(&answer.location);
    let also = match others.len() {
        0 => String::new(),
        1 => "; 1 other answer does not fit either".to_owned(),
        count => format!("; {count} other answers do not fit either"),
    };
    let says = if *of_maturity { "a maturity of " } else { "" };
    Some(
        Diagnostic::at(&ANSWER_CONTRADICTS_REGISTER, answer.location.clone())
            .read(answer.words.clone())
            .fact("requirement", id.to_string())
            .fact("answer", quoted(&answer.words))
            .fact("register", format!("{says}{}", register.with_place(from)))
            .fact("others", also)
            .also([register.location.clone()])
            .also(others.iter().map(|other| other.answer.location.clone())),
    )
}
