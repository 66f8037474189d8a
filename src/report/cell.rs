//! A cell of a neutral sheet: a value, how it looks, and where it leads.

use std::borrow::Cow;
use std::sync::Arc;

use arcstr::ArcStr;
use chrono::NaiveDate;

use crate::model::Entry;
use crate::provenance::{CellPlace, Reading, Traced};

/// The most UTF-16 units that a cell of a spreadsheet holds.
pub const LONGEST_TEXT: usize = 32_767;

/// What stands at the end of a text that was too long for a cell.
const CUT: &str = " … [cut: the text is longer than a cell can hold]";

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing.
    Blank,
    /// Text; never read as a formula, a number or a link, whatever it looks like. Shared with what it was read from, where
    /// a cell can hold that as it is.
    Text(ArcStr),
    /// A finite number.
    Number(f64),
    /// True or false.
    Boolean(bool),
    /// A date without a time.
    Date(NaiveDate),
    /// A formula with the value that it has in this state of the workbook; apart, so that a cell stays small.
    Formula(Box<Formula>),
}

/// A formula with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula {
    /// The expression, without the equals sign, in the English syntax of the file format.
    ///
    /// Shared by the rows of a calculated column.
    pub expression: Arc<str>,
    /// The value that the expression has.
    pub cached: Cached,
}

/// The value of a formula.
#[derive(Clone, Debug, PartialEq)]
pub enum Cached {
    /// A number.
    Number(f64),
    /// One of our own words, never a user's text or an identifier.
    Text(ArcStr),
    /// True or false.
    Boolean(bool),
    /// Not known: a spreadsheet program works it out when it opens the workbook. Only formulas of people have
    /// such a value.
    Unknown,
}

impl From<f64> for Cached {
    fn from(number: f64) -> Self {
        Cached::Number(number)
    }
}

impl From<&str> for Cached {
    fn from(text: &str) -> Self {
        Cached::Text(text.into())
    }
}

impl From<String> for Cached {
    fn from(text: String) -> Self {
        Cached::Text(text.into())
    }
}

impl From<ArcStr> for Cached {
    fn from(text: ArcStr) -> Self {
        Cached::Text(text)
    }
}

impl From<Entry> for Value {
    fn from(entry: Entry) -> Self {
        match entry {
            Entry::Blank => Value::Blank,
            Entry::Text(text) => Self::shared(&text),
            Entry::Number(number) => Self::number(number),
            Entry::Boolean(value) => Value::Boolean(value),
            Entry::Date(date) => Value::Date(date),
        }
    }
}

impl Value {
    /// Text as a cell can hold it: without control characters, cut visibly where it is too long;
    /// blank where nothing but spaces is left.
    pub fn text<'text>(text: impl Into<Cow<'text, str>>) -> Self {
        let clean = printable(text.into());
        if clean.trim().is_empty() { Value::Blank } else { Value::Text(shortened(clean).into()) }
    }

    /// As [`text`](Self::text), of a text that the cell shares where it can hold it as it is.
    pub fn shared(text: &ArcStr) -> Self {
        let as_it_is = text.len() <= LONGEST_TEXT && is_printable(text) && !text.trim().is_empty();
        if as_it_is { Value::Text(text.clone()) } else { Self::text(text.as_str()) }
    }

    /// A number; blank where it is not finite.
    pub fn number(number: f64) -> Self {
        if number.is_finite() { Value::Number(number) } else { Value::Blank }
    }

    /// A count.
    pub fn count(count: usize) -> Self {
        Value::Number(count as f64)
    }

    /// A number that may be unknown.
    pub fn optional_number(number: Option<f64>) -> Self {
        number.map_or(Value::Blank, Value::number)
    }

    /// A text that may be missing.
    pub fn optional_text(text: Option<&str>) -> Self {
        text.map_or(Value::Blank, Value::text)
    }

    /// A date that may be missing.
    pub fn optional_date(date: Option<NaiveDate>) -> Self {
        date.map_or(Value::Blank, Value::Date)
    }

    /// What a person wrote in a cell of the workbook.
    pub fn entry(entry: &Entry) -> Self {
        Self::from(entry.clone())
    }

    /// The text of a field, where the register has one.
    pub fn traced(field: &Option<Traced<ArcStr>>) -> Self {
        field.as_ref().map_or(Value::Blank, |field| Self::shared(&field.value))
    }

    /// The texts of a field that holds several, one after another.
    pub fn traced_list(fields: &[Traced<ArcStr>]) -> Self {
        Self::text(fields.iter().map(|field| field.value.as_str()).collect::<Vec<_>>().join("; "))
    }

    /// A formula with its value.
    pub fn formula(expression: impl Into<Arc<str>>, cached: impl Into<Cached>) -> Self {
        Value::Formula(Box::new(Formula { expression: expression.into(), cached: cached.into() }))
    }
}

/// A text without the characters that a spreadsheet cannot hold; line breaks are line feeds.
pub(super) fn printable(text: Cow<'_, str>) -> Cow<'_, str> {
    if is_printable(&text) {
        return text;
    }
    let mut clean = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' => {
                if characters.peek() != Some(&'\n') {
                    clean.push('\n');
                }
            }
            '\n' => clean.push('\n'),
            '\t' => clean.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            other if other.is_control() => {}
            other => clean.push(other),
        }
    }
    clean.into()
}

/// Whether a spreadsheet can hold each character of a text, as far as is quick to see: nearly every text has only bytes
/// that begin none of the others.
fn is_printable(text: &str) -> bool {
    let suspect = |byte: u8| (byte < 0x20 && byte != b'\n') || matches!(byte, 0x7f | 0xc2 | 0xef);
    !text.bytes().any(suspect)
}

/// A text of at most [`LONGEST_TEXT`] UTF-16 units; where it was longer, the end says so.
fn shortened(text: Cow<'_, str>) -> Cow<'_, str> {
    // No text has more UTF-16 units than bytes.
    if text.len() <= LONGEST_TEXT || text.encode_utf16().count() <= LONGEST_TEXT {
        return text;
    }
    let room = LONGEST_TEXT - CUT.encode_utf16().count();
    let mut units = 0;
    let mut kept: String = text
        .chars()
        .take_while(|character| {
            units += character.len_utf16();
            units <= room
        })
        .collect();
    kept.push_str(CUT);
    kept.into()
}

/// What a cell is for, which decides type size, alignment and number format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Form {
    /// The sheet's title.
    Title,
    /// The line below it that says what the sheet shows.
    Explanation,
    /// The line with the date and the state of the checks.
    DatedLine,
    /// The title of a block on a sheet.
    Section,
    /// The heading of a table column.
    Heading,
    /// The heading of a column of figures.
    FigureHeading,
    /// The word above a heading: who fills the column.
    ColumnRole,
    /// The label of a value beside it.
    Label,
    /// One line of text.
    Text,
    /// Text that wraps.
    Wrapped,
    /// An identifier; stays text when it is edited.
    Identifier,
    /// A coded word, centred.
    Word,
    /// 1 or 0, shown as yes or a dash.
    Flag,
    /// A whole number.
    Integer,
    /// A number with as many decimals as it has: a level, a score.
    Number,
    /// A number with two decimals.
    Decimal,
    /// A small number with four decimals.
    Precise,
    /// A share, shown in percent.
    Percent,
    /// A date.
    Date,
    /// A cell whose text could not be understood; it is shown as it was read.
    NotUnderstood,
    /// A remark in small type.
    Remark,
    /// The label of a headline tile.
    TileLabel,
    /// The figure of a headline tile.
    TileFigure,
    /// The small line of a headline tile.
    TileNote,
    /// The rest of a headline tile.
    TileSpace,
    /// A count in a cell of a map; nothing is shown as a dash.
    MapCount,
    /// The word below it.
    MapWord,
    /// The figure of a headline tile that is a count.
    TileCount,
    /// What a document is about, beside its label.
    Subject,
    /// A date among them.
    SubjectDate,
    /// The word for a sheet that shows results, with the colour of its tab.
    ResultWord,
    /// The word for a sheet that is worked on.
    WorkWord,
    /// The word for a sheet that proves figures.
    ProofWord,
    /// The word for a sheet that holds settings.
    SettingsWord,
}

/// Who fills a cell, which decides its colour; a word above the column says the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tone {
    /// Nobody in particular: headings, identifiers, what was read.
    Plain,
    /// People edit it here.
    Editable,
    /// A formula.
    Derived,
    /// Written by the last run; it does not recalculate.
    LastRun,
    /// Our judgement.
    Judgement,
}

/// How a cell looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Style {
    /// What it is for.
    pub form: Form,
    /// Who fills it.
    pub tone: Tone,
}

impl Style {
    /// A style.
    pub const fn new(form: Form, tone: Tone) -> Self {
        Self { form, tone }
    }
}

impl From<Form> for Style {
    fn from(form: Form) -> Self {
        Style::new(form, Tone::Plain)
    }
}

/// Where a cell leads.
#[derive(Clone, Debug, PartialEq)]
pub enum Link {
    /// To a cell of this workbook.
    Cell {
        /// The sheet.
        sheet: String,
        /// The cell.
        place: CellPlace,
    },
    /// To a file, relative to the workbook.
    File(String),
}

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// What it holds.
    pub value: Value,
    /// How it looks; `None` takes the style of its column in a list, and the plain one elsewhere.
    pub style: Option<Style>,
    /// Where it leads; apart, so that a cell stays small.
    pub link: Option<Box<Link>>,
}

impl Cell {
    /// A cell with nothing in it and no style of its own.
    pub const EMPTY: Cell = Cell { value: Value::Blank, style: None, link: None };

    /// A value with a style.
    pub fn new(value: Value, style: impl Into<Style>) -> Self {
        Self { value, style: Some(style.into()), link: None }
    }

    /// A text with a style.
    pub fn text<'text>(text: impl Into<Cow<'text, str>>, style: impl Into<Style>) -> Self {
        Self::new(Value::text(text), style)
    }

    /// A coded cell of a register: what it means, or its own text marked as not understood.
    pub fn reading<T: Copy>(reading: &Option<Reading<T>>, show: impl Fn(T) -> Value) -> Self {
        match reading {
            None => Self::EMPTY,
            Some(Reading { value: Some(value), .. }) => show(*value).into(),
            Some(Reading { text, .. }) => Self::text(text, Form::NotUnderstood),
        }
    }

    /// Makes the cell lead somewhere.
    #[must_use]
    pub fn leading_to(mut self, link: Link) -> Self {
        self.link = Some(Box::new(link));
        self
    }
}

impl From<Value> for Cell {
    fn from(value: Value) -> Self {
        Self { value, style: None, link: None }
    }
}

/// The number by which a spreadsheet counts a day: days since 30 December 1899.
pub fn serial_day(date: NaiveDate) -> Option<f64> {
    let first = NaiveDate::from_ymd_opt(1899, 12, 30)?;
    Some((date - first).num_days() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_small_since_a_workbook_has_very_many() {
        assert!(std::mem::size_of::<Cell>() <= 40, "{}", std::mem::size_of::<Cell>());
    }

    #[test]
    fn text_keeps_line_breaks_and_loses_control_characters() {
        assert_eq!(Value::text("a\r\nb\rc\u{1}\u{7f}d\te"), Value::Text("a\nb\ncd e".into()));
        assert_eq!(Value::text("\u{2}"), Value::Blank);
    }

    #[test]
    fn a_text_that_is_shared_holds_what_one_that_is_made_anew_holds() {
        for text in [
            "plain",
            "  spaced ",
            "Müller",
            "tab\there",
            "a\r\nb",
            "",
            "   ",
            "\u{7f}",
            "\u{ffff}x",
            "x".repeat(40_000).as_str(),
        ] {
            assert_eq!(Value::shared(&text.into()), Value::text(text), "{text:?}");
        }
        let text = ArcStr::from("plain");
        assert!(matches!(Value::shared(&text), Value::Text(shared) if ArcStr::ptr_eq(&shared, &text)));
    }

    #[test]
    fn a_text_that_no_cell_can_hold_is_cut_and_says_so() {
        let Value::Text(text) = Value::text("😀".repeat(20_000)) else { unreachable!() };
        assert!(text.encode_utf16().count() <= LONGEST_TEXT);
        assert!(text.ends_with(CUT));
    }

    #[test]
    fn a_number_that_is_none_is_blank() {
        assert_eq!(Value::number(f64::NAN), Value::Blank);
        assert_eq!(Value::number(f64::INFINITY), Value::Blank);
    }

    #[test]
    fn days_are_counted_as_spreadsheets_count_them() {
        assert_eq!(serial_day(NaiveDate::from_ymd_opt(2026, 1, 1).unwrap()), Some(46023.0));
    }
}
