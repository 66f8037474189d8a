//! A column of references with what stands around it, and what its rows refer to.

use super::hint::Hint;
use crate::model::RequirementRef;
use crate::read::Cell;
use crate::standards::Standard;

/// A column of references with what stands around it.
pub struct ReferenceColumn<'a> {
    /// The rows, in their order.
    pub rows: Vec<ReferenceRow<'a>>,
    /// What the column's heading, the sheet's name and the file's name say, the nearest first.
    pub hints: Vec<(&'static str, Hint)>,
    /// The cells are free text among which identifiers may stand (controls that treat a risk).
    pub free_text: bool,
    /// The rows go through requirements one by one, in a control register or a questionnaire; elsewhere
    /// their order says nothing about the numbers in them.
    pub goes_through: bool,
    /// A title above the table names one of our standards.
    pub standard_above: bool,
    /// The one standard that all other tables of the file are of.
    pub other_tables: Option<Standard>,
    /// The keys of requirements stand in it as annexa writes them.
    pub holds_keys: bool,
    /// The source keeps no types, so a text of digits may be a number that lost its zeros.
    pub untyped: bool,
}

/// One row of it.
pub struct ReferenceRow<'a> {
    /// The cells: that of the row, and those of rows that continue it.
    pub cells: Vec<&'a Cell>,
    /// Texts of the row that may be the title of the requirement.
    pub titles: Vec<String>,
    /// What the row's standard column says.
    pub standard: Hint,
    /// What the heading of its section says.
    pub section: Hint,
    /// The row is about AI, so a number that can be one of 42001 is not the other standard's because
    /// those of other rows are.
    pub about_ai: bool,
}

/// What one row refers to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RowReferences {
    /// Requirements of ours.
    pub requirements: Vec<RequirementRef>,
    /// What is kept as written: other frameworks, undecided and unknown identifiers.
    pub other: Vec<String>,
    /// The text of the cell without its identifiers.
    pub rest: String,
    /// All that it names are headings: themes, objectives, clauses whose parts have rows of their own.
    pub heading: bool,
}

impl RowReferences {
    /// Adds what another column of the same row names.
    pub fn join(&mut self, other: Self) {
        let names = |row: &Self| !row.requirements.is_empty() || !row.other.is_empty();
        self.heading = match (names(self) || self.heading, names(&other) || other.heading) {
            (true, true) => self.heading && other.heading,
            _ => self.heading || other.heading,
        };
        for requirement in other.requirements {
            if !self.requirements.contains(&requirement) {
                self.requirements.push(requirement);
            }
        }
        self.other.extend(other.other);
        if !self.rest.is_empty() && !other.rest.is_empty() {
            self.rest.push_str("; ");
        }
        self.rest.push_str(&other.rest);
    }
}
