//! The editable cells of a workbook, by list, key and heading.

use std::collections::BTreeMap;

use arcstr::ArcStr;

use crate::declaration::Field;
use crate::model::Entry;

/// The editable cells of all lists of a workbook, in the order of its sheets.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Book {
    /// The lists.
    pub lists: Vec<List>,
}

impl Book {
    /// The list of a name.
    pub fn list(&self, name: &str) -> Option<&List> {
        self.lists.iter().find(|list| list.name == name)
    }

    /// The lists of some owners, and those of other owners from another book.
    #[must_use]
    pub fn with(mut self, other: Book, own: &[Owner], others: &[Owner]) -> Self {
        self.lists.retain(|list| own.contains(&list.owner));
        self.lists.extend(other.lists.into_iter().filter(|list| others.contains(&list.owner)));
        self
    }

    /// The cell of a list, by key and heading.
    pub fn entry(&self, list: &str, key: &str, heading: &str) -> Option<&Entry> {
        self.list(list)?.entry(key, heading)
    }
}

/// Whose the records of a list are, which decides what an edit of one means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The registers: an edit stands against what they say, and is kept beside it.
    Sources,
    /// The registers, and people who add rows of their own.
    SourcesAndPeople,
    /// The assessment: an edit is a note beside what it says.
    Assessment,
    /// The workbook itself: what stands there counts, as of the next run.
    Workbook,
}

impl Owner {
    const ALL: [Owner; 4] = [Owner::Sources, Owner::SourcesAndPeople, Owner::Assessment, Owner::Workbook];

    /// The word for it in a workbook.
    pub fn word(self) -> &'static str {
        match self {
            Owner::Sources => "sources",
            Owner::SourcesAndPeople => "sources and people",
            Owner::Assessment => "assessment",
            Owner::Workbook => "workbook",
        }
    }

    /// The owner that a word stands for.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|owner| owner.word() == word)
    }
}

/// A list: its editable columns and its records.
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// The name of its table.
    pub name: String,
    /// The sheet that it stands on.
    pub sheet: String,
    /// The heading of the column with the keys.
    pub key_heading: String,
    /// Whose its records are.
    pub owner: Owner,
    /// Its editable columns.
    pub columns: Vec<Column>,
    /// Its records by key.
    pub records: BTreeMap<String, Record>,
}

/// An editable column.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// The heading.
    pub heading: String,
    /// The field of a register that it holds; `None` where it is no field.
    pub field: Option<Field>,
}

/// A record of a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// Where it came from, in words; empty where the list does not say so.
    pub source: ArcStr,
    /// Its editable cells, in the order of the columns.
    pub entries: Vec<Entry>,
}

impl List {
    /// The number of the column with a heading.
    pub fn column(&self, heading: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.heading == heading)
    }

    /// The cell of a record.
    pub fn entry(&self, key: &str, heading: &str) -> Option<&Entry> {
        self.records.get(key)?.entries.get(self.column(heading)?)
    }
}
