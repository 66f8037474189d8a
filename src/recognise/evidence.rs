//! The kinds of evidence that a column is understood by.

/// A kind of evidence. Recognition can be asked to leave one out, which shows what it contributes;
/// where tables, their headers and their records are is found with all evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EvidenceKind {
    /// The words of headings and of the banners above them.
    Headings,
    /// The values below a heading.
    Values,
    /// The columns beside one: repeated headings, arithmetic, pairs.
    Neighbours,
    /// The names of the sheet and the file, and the text above the header.
    Surroundings,
}

impl EvidenceKind {
    /// All kinds, in the order in which they are listed.
    pub const ALL: [Self; 4] = [Self::Headings, Self::Values, Self::Neighbours, Self::Surroundings];

    /// The kind in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Headings => "headings",
            Self::Values => "values",
            Self::Neighbours => "neighbours",
            Self::Surroundings => "surroundings",
        }
    }
}
