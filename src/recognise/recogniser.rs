//! What recognition draws on: declarations, heading words, value words, and the kinds of evidence that are weighed.

use crate::declaration::Declarations;
use crate::read::{Sheet, Workbook};
use crate::standards::Catalogue;

use super::evidence::EvidenceKind;
use super::heading::HeadingIndex;
use super::profile::ValueKnowledge;
use super::register::Surroundings;
use super::words::{ValueWords, WordsError};

/// Everything that recognition draws on, prepared once for any number of workbooks.
#[derive(Clone, Debug)]
pub struct Recogniser {
    pub(super) declarations: Declarations,
    pub(super) headings: HeadingIndex,
    pub(super) values: ValueKnowledge,
    without: Option<EvidenceKind>,
}

impl Recogniser {
    /// Prepares the declarations, the catalogues and the value words.
    ///
    /// # Errors
    /// Where an embedded list does not hold together; the tests load them, so a released program does not meet this.
    pub fn new(
        declarations: &Declarations,
        catalogue: &Catalogue,
        words: &ValueWords,
    ) -> Result<Self, WordsError> {
        Ok(Self::of(HeadingIndex::load(declarations)?, declarations, catalogue, words))
    }

    /// The same with the words of headings, which take longest to prepare and need only the declarations.
    pub(crate) fn of(
        headings: HeadingIndex,
        declarations: &Declarations,
        catalogue: &Catalogue,
        words: &ValueWords,
    ) -> Self {
        let values = ValueKnowledge::new(words.clone(), catalogue);
        Self { headings, values, declarations: declarations.clone(), without: None }
    }

    /// The same, but for one kind of evidence that columns are understood without, to show what it
    /// contributes.
    #[must_use]
    pub fn without(mut self, kind: EvidenceKind) -> Self {
        self.without = Some(kind);
        self
    }

    /// Whether a kind of evidence is weighed.
    pub(super) fn weighs(&self, kind: EvidenceKind) -> bool {
        self.without != Some(kind)
    }

    /// Where a table stands, as far as that is weighed.
    pub(super) fn surroundings<'a>(
        &self,
        workbook: &'a Workbook,
        sheet: &'a Sheet,
        titles: &'a str,
    ) -> Surroundings<'a> {
        let neighbours = self.weighs(EvidenceKind::Neighbours);
        if self.weighs(EvidenceKind::Surroundings) {
            let (sheet, file) = (sheet_title(sheet), file_title(&workbook.path));
            Surroundings { sheet, file, titles, neighbours }
        } else {
            Surroundings { sheet: "", file: "", titles: "", neighbours }
        }
    }

    /// The declarations.
    pub fn declarations(&self) -> &Declarations {
        &self.declarations
    }

    /// The value words.
    pub fn words(&self) -> &ValueWords {
        self.values.words()
    }
}

/// The sheet's name where it is one that a person gave.
pub fn sheet_title(sheet: &Sheet) -> &str {
    sheet.name.sheet.as_deref().filter(|name| *name != "csv").unwrap_or_default()
}

/// The file's name without folders and ending.
fn file_title(path: &str) -> &str {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
