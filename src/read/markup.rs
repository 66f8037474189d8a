//! A sheet that goes into another workbook as it is: what its part says, cleaned.
//!
//! A sheet that people made looks as they made it: formats of numbers, typefaces, borders, rules, views, print
//! set-up. To name each of these in words of our own and to build it anew from the words would lose whatever has no
//! word. So the markup itself goes over, of elements and attributes that are known to mean nothing outside of their
//! sheet ([`Markup`]); what refers to other parts of the old workbook is taken out of it and stands beside it: styles
//! ([`CellStyle`]), formulas ([`FormulaMarkup`], [`Rule`]), links ([`LinkMarkup`]). Colours of the old workbook's theme
//! and palette stand there as what they look like. Texts are kept as the file format writes them, entities resolved.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Markup with places that depend on the workbook that it stands in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Markup {
    /// The pieces, one after another.
    pub pieces: Vec<Piece>,
}

/// A piece of markup.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// What stands there as it is.
    Text(String),
    /// The number of a style of cells.
    Style(u32),
    /// The number of a style that is laid over those of cells.
    Differential(u32),
}

impl Markup {
    /// Adds markup that stands there as it is.
    pub fn push(&mut self, text: &str) {
        match self.pieces.last_mut() {
            Some(Piece::Text(known)) => known.push_str(text),
            _ => self.pieces.push(Piece::Text(text.to_owned())),
        }
    }

    /// The markup of another one behind this one.
    pub fn append(&mut self, other: &Markup) {
        for piece in &other.pieces {
            match piece {
                Piece::Text(text) => self.push(text),
                other => self.pieces.push(other.clone()),
            }
        }
    }
}

/// The styles of a workbook that its sheets of people refer to, by their numbers there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StyleMarkup {
    /// The styles of cells.
    pub cells: BTreeMap<u32, CellStyle>,
    /// The styles that are laid over them where a rule says so.
    pub differential: BTreeMap<u32, String>,
}

/// How cells look.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct CellStyle {
    /// The typeface; empty for the customary one of the workbook.
    pub font: String,
    /// What fills the cell; empty for nothing.
    pub fill: String,
    /// Its borders; empty for none.
    pub border: String,
    /// How its text stands; empty for the customary way.
    pub alignment: String,
    /// Whether it may be changed on a protected sheet; empty for the customary way.
    pub protection: String,
    /// How a number is shown.
    pub number: NumberFormat,
    /// Whether what looks like a formula is text.
    pub quoted: bool,
}

/// How a number is shown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NumberFormat {
    /// By one of the formats that every program has by number.
    BuiltIn(u32),
    /// By a code.
    Code(String),
}

impl Default for NumberFormat {
    fn default() -> Self {
        Self::BuiltIn(0)
    }
}

/// A sheet as its part has it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SheetMarkup {
    /// Of the sheet as a whole: the colour of its tab, outlines.
    pub properties: Markup,
    /// How it is shown, and its columns.
    pub columns: Markup,
    /// Its rows, in the order of the part.
    pub rows: Vec<RowMarkup>,
    /// What protects and filters it.
    pub protection: Markup,
    /// Its merged cells.
    pub merges: Markup,
    /// Its conditional formats.
    pub conditional_formats: Vec<Rule>,
    /// What may be entered where.
    pub validations: Vec<Rule>,
    /// What later versions of programs added to such rules, and sparklines.
    pub later: Vec<(Later, Rule)>,
    /// Where its cells lead.
    pub links: Vec<LinkMarkup>,
    /// How it is printed, and what is no fault in it.
    pub print: Markup,
    /// Its tables.
    pub tables: Vec<TableMarkup>,
    /// The styles that its markup and its cells refer to, shared by the sheets of a workbook.
    pub styles: Arc<StyleMarkup>,
}

impl SheetMarkup {
    /// The styles that its markup refers to by their numbers, its cells apart: of cells, and those that are laid over
    /// them.
    pub fn style_numbers(&self) -> (BTreeSet<u32>, BTreeSet<u32>) {
        let rules = self.conditional_formats.iter().chain(&self.validations);
        let rules = rules.chain(self.later.iter().map(|(_, rule)| rule)).map(|rule| &rule.markup);
        let rows = self.rows.iter().map(|row| &row.attributes);
        let tables = self.tables.iter().flat_map(|table| [&table.attributes, &table.content]);
        let whole = [&self.properties, &self.columns, &self.protection, &self.merges, &self.print];
        let (mut cells, mut differential) = (BTreeSet::new(), BTreeSet::new());
        for piece in
            whole.into_iter().chain(rows).chain(rules).chain(tables).flat_map(|markup| &markup.pieces)
        {
            match piece {
                Piece::Style(number) => drop(cells.insert(*number)),
                Piece::Differential(number) => drop(differential.insert(*number)),
                Piece::Text(_) => {}
            }
        }
        (cells, differential)
    }
}

/// What later versions of programs added to a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Later {
    /// Conditional formats.
    ConditionalFormats,
    /// What may be entered where.
    Validations,
    /// Small charts in cells.
    Sparklines,
}

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub struct RowMarkup {
    /// Its number, counted from 0.
    pub number: u32,
    /// Its other attributes: height, outline, whether it is hidden.
    pub attributes: Markup,
    /// Its cells.
    pub cells: Vec<CellMarkup>,
}

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub struct CellMarkup {
    /// Its column, counted from 0.
    pub column: u32,
    /// The number of its style.
    pub style: u32,
    /// What it holds.
    pub content: Content,
}

/// What a cell holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Content {
    /// Nothing.
    #[default]
    Blank,
    /// A number, as it is written.
    Number(Box<str>),
    /// A text of one look.
    Text(Arc<str>),
    /// A text whose letters look different, as markup.
    Runs(Arc<str>),
    /// True or false.
    Boolean(bool),
    /// An error value such as `#N/A`.
    Error(Box<str>),
    /// A formula.
    Formula(Box<FormulaMarkup>),
}

/// A formula of a cell.
#[derive(Clone, Debug, PartialEq)]
pub struct FormulaMarkup {
    /// The expression; empty where another cell has it.
    pub text: String,
    /// Whom it belongs to.
    pub kind: FormulaKind,
    /// Its value; blank where that is not known.
    pub value: Content,
}

/// Whom a formula belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormulaKind {
    /// One cell.
    Single,
    /// Several cells, each with the formula moved to it: their number, and where it is written down, all of them.
    Shared(u32, Option<String>),
    /// Several cells that get its values together.
    Array(String),
    /// A table of what-ifs.
    DataTable,
}

/// A rule for some cells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rule {
    /// The first of the cells (row, column), counted from 0.
    pub place: (u32, u32),
    /// The rule.
    pub markup: Markup,
    /// The formulas in it.
    pub formulas: Vec<String>,
    /// The numbers by which it and what a later version added to it, or to what it was added, find each other.
    pub twins: Vec<String>,
}

/// A name that stands for cells or for a formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameMarkup {
    /// The name.
    pub name: String,
    /// Whether it is one of a sheet, as those of what is printed are.
    pub local: bool,
    /// Whether no menu shows it.
    pub hidden: bool,
    /// What it stands for.
    pub text: String,
}

/// A table.
#[derive(Clone, Debug, PartialEq)]
pub struct TableMarkup {
    /// The name that formulas have for it.
    pub name: String,
    /// Its upper left cell (row, column), counted from 0.
    pub place: (u32, u32),
    /// Its lower right cell.
    pub end: (u32, u32),
    /// Its attributes, but for its number.
    pub attributes: Markup,
    /// Its columns, its filter and its style.
    pub content: Markup,
    /// The formulas in it.
    pub formulas: Vec<String>,
}

/// Where cells lead.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkMarkup {
    /// The cells, as the file writes them.
    pub cells: String,
    /// The address outside of the workbook, where it is one.
    pub address: Option<String>,
    /// The place inside.
    pub location: Option<String>,
    /// What is shown where the pointer rests.
    pub tip: Option<String>,
    /// What the cell showed when the link was made.
    pub display: Option<String>,
}

/// Adds text to markup so that it stays what it is, in the values of attributes and with its line breaks.
pub fn push_escaped(markup: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => markup.push_str("&amp;"),
            '<' => markup.push_str("&lt;"),
            '>' => markup.push_str("&gt;"),
            '"' => markup.push_str("&quot;"),
            '\n' => markup.push_str("&#10;"),
            '\t' => markup.push_str("&#9;"),
            '\u{fffe}' | '\u{ffff}' => {}
            other if other.is_control() => {}
            other => markup.push(other),
        }
    }
}

/// Text as it stands in markup.
pub fn escaped(text: &str) -> String {
    let mut markup = String::with_capacity(text.len() + 8);
    push_escaped(&mut markup, text);
    markup
}
