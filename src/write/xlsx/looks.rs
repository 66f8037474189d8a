//! The looks of cells and the numbers that they have in the package.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use rayon::prelude::*;
use rust_xlsxwriter::Format;

use crate::provenance::CellPlace;
use crate::read::CellMark;
use crate::read::markup::NumberFormat;
use crate::report::cell::{Cell, Form, Style, Value};
use crate::report::sheet::Sheet;
use crate::write::style;

/// All that decides how a cell is formatted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Look<'sheet> {
    style: Style,
    /// The text begins as a formula does and stays text when somebody edits the cell.
    quoted: bool,
    /// The cell leads somewhere.
    leading: bool,
    /// How a number is shown, where not as the style has it.
    number: Option<&'sheet NumberFormat>,
    /// What a person made of it.
    mark: Option<CellMark>,
}

impl<'sheet> Look<'sheet> {
    /// The look of a cell.
    pub fn of(cell: &Cell) -> Self {
        Self {
            style: cell.style.unwrap_or(Style::from(Form::Text)),
            quoted: matches!(&cell.value, Value::Text(text) if begins_as_a_formula(text)),
            leading: cell.link.is_some(),
            number: None,
            mark: None,
        }
    }

    /// The look as a person has it: with numbers shown in another way, and with marks.
    pub fn as_marked(self, number: Option<&'sheet NumberFormat>, mark: Option<CellMark>) -> Self {
        Self { number, mark, ..self }
    }

    /// What of it is a person's, where anything is.
    fn own(self) -> Option<OwnLook> {
        (self.number.is_some() || self.mark.is_some())
            .then(|| (self.index(), self.number.cloned(), self.mark))
    }

    /// The format for it.
    pub fn format(self) -> Format {
        let format = style::format(self.style);
        let format = if self.leading { style::leading(format) } else { format };
        let format = match self.number {
            None => format,
            Some(NumberFormat::BuiltIn(number)) => {
                format.set_num_format_index(u8::try_from(*number).unwrap_or_default())
            }
            Some(NumberFormat::Code(code)) => format.set_num_format(code),
        };
        let format = match self.mark {
            Some(mark) => style::marked(format, mark),
            None => format,
        };
        if self.quoted { format.set_quote_prefix() } else { format }
    }

    /// A place in a table of all looks in which numbers are shown as the style has it.
    fn index(self) -> usize {
        const TONES: usize = 8;
        let style = self.style.form as usize * TONES + self.style.tone as usize;
        style * 4 + usize::from(self.quoted) * 2 + usize::from(self.leading)
    }
}

/// Whether a spreadsheet program would read the text as a formula if it were typed.
pub fn begins_as_a_formula(text: &str) -> bool {
    let begins = |text: &str| text.starts_with(['=', '+', '-', '@']);
    // Few texts begin with a blank.
    if text.as_bytes().first().is_some_and(u8::is_ascii_graphic) {
        begins(text)
    } else {
        begins(text.trim_start())
    }
}

/// The look of a cell at its place on a sheet.
pub fn look_at<'sheet>(sheet: &'sheet Sheet, place: CellPlace, cell: &Cell) -> Look<'sheet> {
    let look = Look::of(cell);
    // Few sheets have such cells.
    if sheet.number_formats.is_empty() && sheet.marks.is_empty() {
        return look;
    }
    look.as_marked(sheet.number_formats.get(&place), sheet.marks.get(&place).copied())
}

/// The looks that the cells of a sheet have, in a fixed order.
pub fn looks_of(sheet: &Sheet) -> BTreeSet<Look<'_>> {
    let stretches = sheet.stretches(CELLS_OF_A_STRETCH).into_par_iter().with_max_len(1);
    stretches.map(|rows| looks_of_rows(sheet, rows)).reduce(BTreeSet::new, |mut all, more| {
        all.extend(more);
        all
    })
}

/// Cells of a stretch of a large sheet.
const CELLS_OF_A_STRETCH: usize = 1 << 16;

fn looks_of_rows(sheet: &Sheet, rows: Range<u32>) -> BTreeSet<Look<'_>> {
    let mut seen = Vec::new();
    let mut looks = BTreeSet::new();
    for (place, cell) in sheet.cells_of_rows(rows) {
        let look = look_at(sheet, place, cell);
        if look.number.is_some() || look.mark.is_some() {
            looks.insert(look);
            continue;
        }
        let index = look.index();
        if seen.len() <= index {
            seen.resize(index + 1, false);
        }
        if let Some(seen) = seen.get_mut(index).filter(|seen| !**seen) {
            *seen = true;
            looks.insert(look);
        }
    }
    looks
}

/// The number of each look among the formats of the package.
#[derive(Debug, Default)]
pub struct LookNumbers {
    numbers: Vec<u32>,
    /// Those of looks of which something is a person's.
    own: BTreeMap<OwnLook, u32>,
}

/// A look of which something is a person's: its place among the others, how numbers are shown, and marks.
type OwnLook = (usize, Option<NumberFormat>, Option<CellMark>);

impl LookNumbers {
    /// The numbers that looks get where they are the first formats of a package, in their order:
    /// 0 is the plain format, and looks that are formatted alike have one number.
    pub fn of_first(looks: &BTreeSet<Look<'_>>) -> Self {
        let mut formats: HashMap<Format, u32> = HashMap::from([(Format::default(), 0)]);
        let (mut numbers, mut own) = (Vec::new(), BTreeMap::new());
        for look in looks {
            let next = u32::try_from(formats.len()).unwrap_or(u32::MAX);
            let number = *formats.entry(look.format()).or_insert(next);
            let index = look.index();
            if let Some(look) = look.own() {
                own.insert(look, number);
                continue;
            }
            if numbers.len() <= index {
                numbers.resize(index + 1, 0);
            }
            if let Some(place) = numbers.get_mut(index) {
                *place = number;
            }
        }
        Self { numbers, own }
    }

    /// The number of a look; 0, the plain format, for one that was not asked for.
    pub fn of(&self, look: Look<'_>) -> u32 {
        let number = match look.own() {
            None => self.numbers.get(look.index()),
            Some(look) => self.own.get(&look),
        };
        number.copied().unwrap_or_default()
    }
}
