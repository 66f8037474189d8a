//! The values of coded columns and how each was understood, for the Values sheet.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::declaration::{Field, MeaningKind, SAYS_NOTHING, UNKNOWN};
use crate::model::{
    AiRole, Applicability, FindingGrade, ImplementationStatus, LifecycleStage, OpenState, Treatment,
    ValueUse, YesNo,
};
use crate::read::Sheet;
use crate::recognise::RecognisedTable;
use crate::recognise::value::{MaturityValue, Status, Understood, content};

/// A column that is not used looks coded with at most so many different values ...
const FEW: usize = 12;
/// ... each of at most so many characters ...
const SHORT: usize = 40;
/// ... in at least so many cells.
const CELLS: usize = 3;
/// Most values of a column that are listed.
const MOST_LISTED: usize = 200;

/// A value in the words in which the Values sheet says what it was read as.
pub(super) trait InWords {
    /// The words.
    fn in_words(&self) -> String;
}

impl InWords for Status {
    fn in_words(&self) -> String {
        match self {
            Status::Status(status) => status.words().to_owned(),
            Status::Share(share) => percent(*share),
            Status::NotApplicable => "Not applicable".to_owned(),
            Status::Retired => ImplementationStatus::NotImplemented.words().to_owned(),
        }
    }
}

impl InWords for MaturityValue {
    fn in_words(&self) -> String {
        match self {
            MaturityValue::Level(level) => format!("level {level}"),
            MaturityValue::Share(share) => percent(*share),
            MaturityValue::NotApplicable => "Not applicable".to_owned(),
        }
    }
}

fn percent(share: f64) -> String {
    format!("{} %", (share * 1000.0).round() / 10.0)
}

impl InWords for f64 {
    fn in_words(&self) -> String {
        format!("{} of 5", (self * 100.0).round() / 100.0)
    }
}

impl InWords for Applicability {
    fn in_words(&self) -> String {
        match self {
            Applicability::Applicable => YesNo::Yes,
            Applicability::NotApplicable => YesNo::No,
            Applicability::Undetermined => YesNo::Unknown,
        }
        .in_words()
    }
}

macro_rules! in_their_own_words {
    ($($value:ty: $words:ident,)*) => {
        $(impl InWords for $value {
            fn in_words(&self) -> String {
                self.$words().to_owned()
            }
        })*
    };
}

in_their_own_words! {
    YesNo: word,
    Treatment: word,
    LifecycleStage: word,
    AiRole: word,
    FindingGrade: words,
    OpenState: words,
}

impl InWords for String {
    fn in_words(&self) -> String {
        self.clone()
    }
}

impl InWords for NaiveDate {
    fn in_words(&self) -> String {
        self.to_string()
    }
}

/// The values that were met in the coded columns of one table.
#[derive(Debug, Default)]
pub(super) struct ValueTally {
    columns: BTreeMap<(u32, Field), Vec<ValueUse>>,
}

impl ValueTally {
    /// Counts a value of a field that has a list of meanings.
    pub(super) fn count<T: InWords>(
        &mut self,
        column: u32,
        field: Field,
        text: &str,
        own: &Understood<T>,
        chosen: Option<&'static str>,
    ) {
        if MeaningKind::of(field).is_none() {
            return;
        }
        let values = self.columns.entry((column, field)).or_default();
        if let Some(known) = values.iter_mut().find(|known| known.text == text) {
            known.count += 1;
            return;
        }
        if values.len() >= MOST_LISTED {
            return;
        }
        let taken_for = match own {
            Understood::Is(value) => Some(value.in_words()),
            Understood::SaidUnknown => Some(UNKNOWN.to_owned()),
            Understood::Blank => Some(SAYS_NOTHING.to_owned()),
            Understood::Unreadable => None,
        };
        values.push(ValueUse {
            column,
            field: Some(field),
            text: text.to_owned(),
            count: 1,
            taken_for,
            chosen,
        });
    }

    /// The values, column by column in the order in which they were met, with those of columns of the
    /// table that are not used and look coded.
    pub(super) fn into_values(self, sheet: &Sheet, table: &RecognisedTable) -> Vec<ValueUse> {
        let mut columns = self.columns;
        let rows: Vec<u32> = table
            .records
            .iter()
            .flat_map(|record| std::iter::once(record.row).chain(record.continued.iter().copied()))
            .collect();
        let mut all: Vec<ValueUse> = Vec::new();
        let unmapped = table.unmapped.iter().map(|column| (column.column, None));
        let mapped = table.columns.iter().map(|column| (column.column, Some(column.field)));
        let mut places: Vec<(u32, Option<Field>)> = unmapped.chain(mapped).collect();
        places.sort_unstable();
        places.dedup();
        for (column, field) in places {
            match field {
                Some(field) => all.extend(columns.remove(&(column, field)).unwrap_or_default()),
                None => all.extend(values_of_unused(sheet, rows.iter().copied(), column)),
            }
        }
        all
    }
}

/// The values of a column that is not used, where it looks coded: few short values that repeat.
pub(super) fn values_of_unused(sheet: &Sheet, rows: impl Iterator<Item = u32>, column: u32) -> Vec<ValueUse> {
    let mut values: Vec<ValueUse> = Vec::new();
    let mut cells = 0;
    for row in rows {
        let Some(text) = content(sheet.cell(row, column)) else { continue };
        cells += 1;
        if let Some(known) = values.iter_mut().find(|known| known.text == *text) {
            known.count += 1;
        } else if values.len() >= FEW || text.chars().count() > SHORT {
            return Vec::new();
        } else {
            let text = text.into_owned();
            values.push(ValueUse { column, field: None, text, count: 1, taken_for: None, chosen: None });
        }
    }
    if cells >= CELLS && values.len() < cells { values } else { Vec::new() }
}

/// The rows of a sheet that hold anything, from one to another.
pub(super) fn rows_between(sheet: &Sheet, first: u32, last: u32) -> impl Iterator<Item = u32> {
    sheet.rows.iter().map(|row| row.number).filter(move |row| (first..=last).contains(row))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapping::Meaning;
    use crate::recognise::ValueWords;
    use crate::recognise::value::{
        Boxes, LevelColumns, MaturityColumns, StatusColumn, meaning_of, read_yes_no,
    };

    /// What a meaning is read as by the reader of its kind.
    fn read(words: &ValueWords, kind: MeaningKind, meaning: &Meaning) -> Understood<String> {
        let cell = Some(&meaning.cell);
        let family = |family: &str| meaning_of(words, family, cell);
        let status = |family: &str| in_words(StatusColumn::default().read(words, family, cell));
        match kind {
            MeaningKind::Status => status("control.status"),
            MeaningKind::Answer => status("answer.scale"),
            MeaningKind::YesNo => match read_yes_no(words, "yes-no", Boxes::default(), cell) {
                Understood::Is(yes) => Understood::Is(if yes { "Yes" } else { "No" }.to_owned()),
                other => in_words(other_of(other)),
            },
            MeaningKind::Level => match meaning.level {
                Some(level) => Understood::Is(level.in_words()),
                None => in_words(LevelColumns::new(words, &[("", Vec::new())]).read(words, 0, cell)),
            },
            MeaningKind::Maturity => in_words(MaturityColumns::default().read(words, cell)),
            MeaningKind::Treatment => family("risk.treatment"),
            MeaningKind::Lifecycle => family("ai.lifecycle_stage"),
            MeaningKind::Role => family("ai.role"),
            MeaningKind::FindingGrade => family("audit.finding"),
            MeaningKind::OpenState => family("open-closed"),
        }
    }

    fn other_of(read: Understood<bool>) -> Understood<YesNo> {
        match read {
            Understood::Is(true) => Understood::Is(YesNo::Yes),
            Understood::Is(false) => Understood::Is(YesNo::No),
            Understood::Blank => Understood::Blank,
            Understood::SaidUnknown => Understood::SaidUnknown,
            Understood::Unreadable => Understood::Unreadable,
        }
    }

    fn in_words<T: InWords>(read: Understood<T>) -> Understood<String> {
        match read {
            Understood::Is(value) => Understood::Is(value.in_words()),
            Understood::Blank => Understood::Blank,
            Understood::SaidUnknown => Understood::SaidUnknown,
            Understood::Unreadable => Understood::Unreadable,
        }
    }

    #[test]
    fn every_meaning_that_can_be_chosen_is_understood_as_what_it_says() {
        let words = ValueWords::load().unwrap();
        for kind in MeaningKind::ALL {
            let mut understood = Vec::new();
            for words_chosen in kind.meanings() {
                let meaning = Meaning::new(kind, words_chosen).unwrap();
                let Understood::Is(read) = read(&words, kind, &meaning) else {
                    panic!("{kind:?} {words_chosen} is not understood")
                };
                assert!(!understood.contains(&read), "{kind:?}: {read} twice");
                understood.push(read);
            }
            let meaning = |words| Meaning::new(kind, words).unwrap();
            assert_eq!(read(&words, kind, &meaning(SAYS_NOTHING)), Understood::Blank, "{kind:?}");
            assert_eq!(read(&words, kind, &meaning(UNKNOWN)), Understood::SaidUnknown, "{kind:?}");
        }
    }

    #[test]
    fn statuses_and_answers_that_are_chosen_are_read_as_their_own_words() {
        let words = ValueWords::load().unwrap();
        for words_chosen in MeaningKind::Status.meanings() {
            let meaning = Meaning::new(MeaningKind::Status, words_chosen).unwrap();
            let expected = Understood::Is((*words_chosen).to_owned());
            assert_eq!(read(&words, MeaningKind::Status, &meaning), expected);
        }
        for (answer, status) in [
            ("Yes", "Implemented"),
            ("Partly", "Partially implemented"),
            ("No", "Not implemented"),
            ("Not applicable", "Not applicable"),
        ] {
            let meaning = Meaning::new(MeaningKind::Answer, answer).unwrap();
            assert_eq!(read(&words, MeaningKind::Answer, &meaning), Understood::Is(status.to_owned()));
        }
    }
}
