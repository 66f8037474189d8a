//! What people put into a workbook and what cannot be kept there.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::provenance::CellPlace;
use crate::read::Layout;
use crate::record::Previous;

/// Something that cannot be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unkept {
    /// The sheet, with the cell where there is one; empty for the workbook as a whole.
    pub place: String,
    /// What it is.
    pub what: String,
    /// All cells that it is about, where there are several.
    pub cells: Vec<CellPlace>,
}

impl Unkept {
    pub(super) fn at(sheet: &str, cell: CellPlace, what: String) -> Self {
        Self { place: format!("{sheet}!{cell}"), what, cells: Vec::new() }
    }

    /// The same in several cells, of which the first is named; `None` for none. `among` says where the others are.
    pub(super) fn at_each(
        sheet: &str,
        mut cells: Vec<CellPlace>,
        what: &str,
        among: &str,
        why: &str,
    ) -> Option<Self> {
        cells.sort_unstable();
        let first = cells.first()?;
        let others = match cells.len() {
            1 => String::new(),
            count => format!(" and {} more {among}", count - 1),
        };
        Some(Self { place: format!("{sheet}!{first}"), what: format!("{what}{others}: {why}"), cells })
    }

    /// What it is, with each of its cells.
    pub fn in_full(&self) -> String {
        if self.cells.len() < 2 {
            return self.to_string();
        }
        let cells: Vec<String> = self.cells.iter().map(CellPlace::to_string).collect();
        format!("{self}; all of them: {}", cells.join(", "))
    }

    /// Something on a sheet, at a cell where it stands at one.
    fn near(sheet: &str, place: Option<(u32, u32)>, what: String) -> Self {
        match place {
            Some((row, column)) => Self::at(sheet, CellPlace::new(row, column), what),
            None => Self::on(sheet, what),
        }
    }

    /// Something on a sheet.
    pub fn on(sheet: &str, what: impl Into<String>) -> Self {
        Self { place: sheet.to_owned(), what: what.into(), cells: Vec::new() }
    }
}

impl fmt::Display for Unkept {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.place.is_empty() {
            return formatter.write_str(&self.what);
        }
        write!(formatter, "{}: {}", self.place, self.what)
    }
}

/// What stands on the sheets beside cells.
pub(super) fn find(previous: &Previous<'_>, layout: &Layout, ours: &BTreeSet<usize>, into: &mut Vec<Unkept>) {
    if layout.macros {
        into.push(Unkept::on("", "the macros of the workbook"));
    }
    into.extend(
        layout
            .sheets_without_cells
            .iter()
            .map(|name| Unkept::on(name, "a sheet that is a chart or a dialog")),
    );
    let own_names: BTreeSet<&str> = ours
        .iter()
        .filter_map(|number| previous.workbook.sheets.get(*number)?.name.sheet.as_deref())
        .collect();
    let mut of_annexa: BTreeMap<&str, usize> = BTreeMap::new();
    for title in previous.last.sheets.iter().flat_map(|sheet| &sheet.charts) {
        *of_annexa.entry(title).or_default() += 1;
    }
    for sheet in &layout.sheets {
        for chart in &sheet.charts {
            let title = &chart.title;
            let known = of_annexa.get_mut(title.as_str()).filter(|left| **left > 0);
            if let Some(left) = known.filter(|_| own_names.contains(sheet.name.as_str())) {
                *left -= 1;
                continue;
            }
            let what = if title.is_empty() {
                "a chart without a title".to_owned()
            } else {
                format!("the chart \"{title}\"")
            };
            into.push(Unkept::near(&sheet.name, chart.place, what));
        }
        for (word, parts) in &sheet.other_parts {
            let what = match parts.count {
                1 => format!("1 {word}"),
                count => format!("{count} {}", plural(word)),
            };
            into.push(Unkept::near(&sheet.name, parts.place, what));
        }
    }
}

/// Several of what a word says: "group of things" is about groups.
fn plural(word: &str) -> String {
    let end = [" of ", " in ", " with "].iter().filter_map(|link| word.find(link)).min();
    let (head, rest) = word.split_at_checked(end.unwrap_or(word.len())).unwrap_or((word, ""));
    format!("{head}s{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_things_have_the_plural_of_what_they_are() {
        assert_eq!(plural("pivot table"), "pivot tables");
        assert_eq!(plural("picture in a header or footer"), "pictures in a header or footer");
        assert_eq!(plural("cell with a picture or linked data"), "cells with a picture or linked data");
    }
}
