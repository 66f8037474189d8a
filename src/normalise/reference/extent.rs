//! What decided identifiers stand for beyond themselves: all between the ends of a range, the parts of a
//! heading.

use std::collections::{BTreeMap, BTreeSet};

use super::numbering::{Entry, Numberings};
use super::token::Token;

/// What stands between the two ends of each range, by the position of the identifier that ends it;
/// `None` where its ends are of two standards or sections, or do not rise.
///
/// An end that is open or unknown is told by itself, and nothing is read between.
pub(super) fn expand_ranges<'n>(
    numberings: &'n Numberings,
    tokens: &[Token<'n>],
) -> BTreeMap<usize, Option<Vec<&'n Entry>>> {
    let mut ranges = BTreeMap::new();
    for (index, pair) in tokens.windows(2).enumerate() {
        if let [start, end] = pair
            && end.written.ends_range
            && start.row == end.row
            && let (Some(from), Some(to)) = (start.decided(), end.decided())
            && start.foreign.is_none()
            && end.foreign.is_none()
            && !(start.is_theme() && end.is_theme())
        {
            let fits = from.numbering.family() == to.numbering.family()
                && from.levels.first() == to.levels.first()
                && from.levels < to.levels;
            let between = || {
                let list = numberings.list(from.numbering);
                list.filter(|entry| entry.levels > from.levels && entry.levels < to.levels).collect()
            };
            ranges.insert(index + 1, fits.then(between));
        }
    }
    ranges
}

/// The positions of headings such as 9.2 whose parts have no row of their own: a status on them
/// applies to each part. Where a part has its own row, the heading is only a heading.
pub(super) fn keep_headings_without_rows(tokens: &[Token<'_>]) -> BTreeSet<usize> {
    let own: BTreeSet<_> = tokens
        .iter()
        .filter_map(|token| token.decided())
        .filter(|entry| !entry.heading)
        .flat_map(|entry| entry.ids.iter().copied())
        .collect();
    tokens
        .iter()
        .enumerate()
        .filter(|(_, token)| {
            token.candidates.iter().any(|entry| entry.heading && !entry.ids.iter().any(|id| own.contains(id)))
        })
        .map(|(index, _)| index)
        .collect()
}
