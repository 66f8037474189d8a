//! What a spreadsheet program would refuse or silently repair, found before anything is written.

use std::collections::BTreeSet;
use std::fmt;

use foldhash::HashSet;
use rayon::prelude::*;

use super::cell::{Cached, Cell, LONGEST_TEXT, Link, Value};
use super::sheet::{Allowed, Area, Sheet, Table, Validation, Workbook};
use crate::provenance::CellPlace;

/// Most links of a sheet that Excel opens.
const MOST_LINKS: usize = 65_530;
/// Most characters of a list that stands in the rule itself, commas included.
const LONGEST_LIST: usize = 255;
/// Most characters of an input message.
const LONGEST_MESSAGE: usize = 255;
/// Most characters of a heading of a table.
const LONGEST_HEADING: usize = 255;
/// Most characters of a formula.
const LONGEST_FORMULA: usize = 8_192;
/// Most characters of a sheet's name.
const LONGEST_SHEET_NAME: usize = 31;
/// Most characters of a key that MATCH can look up.
const LONGEST_KEY: usize = 255;
/// Cells of a stretch of a large sheet.
const CELLS_OF_A_STRETCH: usize = 1 << 16;
const MOST_ROWS: u32 = 1_048_576;
const MOST_COLUMNS: u32 = 16_384;

/// Something that a spreadsheet program would refuse. It is a fault of this program, not of the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The sheet, and the cell where there is one.
    pub place: String,
    /// What is wrong.
    pub problem: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.place, self.problem)
    }
}

/// Everything in a workbook that a spreadsheet program would refuse.
pub fn faults(workbook: &Workbook) -> Vec<Fault> {
    let mut list = name_faults(workbook);
    // Sheets are looked through side by side; their faults stand in the order of the sheets.
    let of_sheets: Vec<Vec<Fault>> = workbook
        .sheets
        .par_iter()
        .map(|sheet| {
            let mut found = Faults { sheet: &sheet.name, cell: None, list: Vec::new() };
            sheet_faults(sheet, workbook, &mut found);
            found.list
        })
        .collect();
    list.extend(of_sheets.into_iter().flatten());
    list
}

/// Names of sheets, tables and cells that no program takes, or that stand twice.
fn name_faults(workbook: &Workbook) -> Vec<Fault> {
    let mut list = Vec::new();
    let mut sheet_names = BTreeSet::new();
    let mut names = BTreeSet::new();
    for sheet in &workbook.sheets {
        let mut found = Faults { sheet: &sheet.name, cell: None, list: Vec::new() };
        found.unless(sheet_names.insert(sheet.name.to_lowercase()), || {
            "a second sheet of that name".to_owned()
        });
        found.unless(is_sheet_name(&sheet.name), || "not a name for a sheet".to_owned());
        let on_sheet = sheet.names.iter().map(|name| &name.name);
        let tables = sheet.own.iter().flat_map(|own| &own.markup.tables).map(|table| &table.name);
        let of_people = sheet.own.iter().flat_map(|own| &own.names).filter(|name| !name.local);
        for name in tables.chain(of_people.map(|name| &name.name)) {
            found.unless(names.insert(name.to_lowercase()), || format!("the name `{name}` stands twice"));
        }
        for name in sheet.tables.iter().map(|table| &table.name).chain(on_sheet) {
            found.unless(is_name(name), || format!("`{name}` cannot be a name"));
            found.unless(names.insert(name.to_lowercase()), || format!("the name `{name}` stands twice"));
        }
        list.append(&mut found.list);
    }
    list
}

/// The faults so far, and where is being looked.
struct Faults<'sheet> {
    sheet: &'sheet str,
    cell: Option<CellPlace>,
    list: Vec<Fault>,
}

impl Faults<'_> {
    fn unless(&mut self, right: bool, problem: impl FnOnce() -> String) {
        if !right {
            let cell = self.cell.map(|cell| format!("!{cell}")).unwrap_or_default();
            self.list.push(Fault { place: format!("{}{cell}", self.sheet), problem: problem() });
        }
    }
}

fn sheet_faults(sheet: &Sheet, workbook: &Workbook, found: &mut Faults<'_>) {
    let links = sheet.cells().filter(|(_, cell)| cell.link.is_some()).count();
    found.unless(links <= MOST_LINKS, || format!("{links} links, more than {MOST_LINKS}"));
    found.unless(sheet.column_widths.iter().all(|width| (0.0..=255.0).contains(width)), || {
        "a column's width".to_owned()
    });
    found.unless(sheet.row_heights.values().all(|height| (0.0..=409.0).contains(height)), || {
        "a row's height".to_owned()
    });
    for table in &sheet.tables {
        table_faults(sheet, table, found);
    }
    for (number, table) in sheet.tables.iter().enumerate() {
        let overlap = sheet.tables.iter().take(number).any(|other| {
            table.area.first.row <= other.area.last.row
                && other.area.first.row <= table.area.last.row
                && table.area.first.column <= other.area.last.column
                && other.area.first.column <= table.area.last.column
        });
        found.unless(!overlap, || format!("table {} overlaps another", table.name));
    }
    for validation in &sheet.validations {
        validation_faults(validation, workbook, found);
    }
    let sheet_names: HashSet<&str> = workbook.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    // The stretches of a large sheet are looked through side by side; their faults stand in their order.
    let of_stretches = sheet.stretches(CELLS_OF_A_STRETCH).into_par_iter().with_max_len(1).map(|rows| {
        let mut found = Faults { sheet: &sheet.name, cell: None, list: Vec::new() };
        for (place, cell) in sheet.cells_of_rows(rows) {
            found.cell = Some(place);
            cell_faults(place, cell, &sheet_names, &mut found);
        }
        found.list
    });
    found.list.extend(of_stretches.collect::<Vec<_>>().into_iter().flatten());
}

fn table_faults(sheet: &Sheet, table: &Table, found: &mut Faults<'_>) {
    let name = &table.name;
    let area = table.area;
    let width = (area.last.column + 1).saturating_sub(area.first.column) as usize;
    found.unless(width == table.columns.len(), || format!("table {name} is not as wide as its columns"));
    found.unless(area.last.row > area.first.row, || format!("table {name} has no row of data"));
    let mut headings = BTreeSet::new();
    for (number, column) in (area.first.column..).zip(&table.columns) {
        let heading = &column.heading;
        found.unless(!heading.is_empty() && units(heading) <= LONGEST_HEADING, || {
            format!("table {name}: the heading `{heading}` is empty or too long")
        });
        found.unless(headings.insert(heading.to_lowercase()), || {
            format!("table {name}: the heading `{heading}` stands twice")
        });
        let above = sheet.cell(CellPlace::new(area.first.row, number)).map(|cell| &cell.value);
        found.unless(matches!(above, Some(Value::Text(text)) if text == heading), || {
            format!("table {name}: the heading `{heading}` is not in its cell")
        });
        if heading == "Key" || heading.ends_with(" key") {
            let keys = (area.first.row + 1..=area.last.row)
                .filter_map(|row| sheet.cell(CellPlace::new(row, number)))
                .filter_map(|cell| if let Value::Text(key) = &cell.value { Some(key) } else { None });
            let longest = keys.map(|key| units(key)).max().unwrap_or_default();
            found.unless(longest <= LONGEST_KEY, || {
                format!("table {name}: a key in `{heading}` is too long to be looked up")
            });
        }
    }
}

fn validation_faults(validation: &Validation, workbook: &Workbook, found: &mut Faults<'_>) {
    let area = validation.area;
    found.unless(units(&validation.message) <= LONGEST_MESSAGE, || {
        format!("the message for {area} is too long")
    });
    match &validation.allowed {
        Allowed::Words(words) | Allowed::Suggestions(words) => {
            let list = words.join(",");
            found.unless(units(&list) <= LONGEST_LIST && !words.is_empty(), || {
                format!("the list for {area} is empty or too long to stand in the rule")
            });
            found.unless(words.iter().all(|word| !word.is_empty() && !word.contains([',', '"'])), || {
                format!("a word of the list for {area} is empty or holds a comma or quotation mark")
            });
        }
        Allowed::ListOf(name) => names_are_there(&[name], area, workbook, found),
        Allowed::ListBy { lists, entries, all, .. } => {
            names_are_there(&[lists, entries, all], area, workbook, found);
            let expression = validation.allowed.list_expression(area.last.row).unwrap_or_default();
            found.unless(units(&expression) <= LONGEST_LIST, || {
                format!("the expression of the list for {area} is too long")
            });
        }
        Allowed::Number { least, most } => {
            found.unless(least <= most, || format!("the bounds for {area} are crossed"));
        }
        Allowed::Date | Allowed::Anything => {}
    }
}

/// Each name of a list for an area stands for cells.
fn names_are_there(names: &[&String], area: Area, workbook: &Workbook, found: &mut Faults<'_>) {
    for name in names {
        found.unless(
            workbook.sheets.iter().flat_map(|sheet| &sheet.names).any(|defined| defined.name == **name),
            || format!("the list for {area} is to be found under `{name}`, which no cell has"),
        );
    }
}

fn cell_faults(place: CellPlace, cell: &Cell, sheet_names: &HashSet<&str>, found: &mut Faults<'_>) {
    found.unless(place.row < MOST_ROWS && place.column < MOST_COLUMNS, || "outside of the sheet".to_owned());
    match &cell.value {
        Value::Text(text) => {
            found.unless(fits(text, LONGEST_TEXT), || "the text is too long".to_owned());
            found.unless(!holds_control_characters(text), || "the text holds control characters".to_owned());
        }
        Value::Number(number) => found.unless(number.is_finite(), || "not a finite number".to_owned()),
        Value::Formula(formula) => {
            let expression = &formula.expression;
            found.unless(fits(expression, LONGEST_FORMULA), || "the formula is too long".to_owned());
            found
                .unless(!expression.starts_with('='), || "the formula starts with an equals sign".to_owned());
            let has_sign = memchr::memchr(b'@', expression.as_bytes()).is_some();
            found.unless(!has_sign || !expression.contains("[@"), || {
                "the formula uses @, which the file format lacks".to_owned()
            });
            match &formula.cached {
                Cached::Number(number) => {
                    found.unless(number.is_finite(), || "the formula's value is no number".to_owned())
                }
                Cached::Text(text) => {
                    found.unless(is_kept_as_text(text), || format!("`{text}` would not be kept as a text"));
                }
                Cached::Boolean(_) | Cached::Unknown => {}
            }
        }
        Value::Blank | Value::Boolean(_) | Value::Date(_) => {}
    }
    if let Some(Link::Cell { sheet, .. }) = cell.link.as_deref() {
        let exists = sheet_names.contains(sheet.as_str());
        found.unless(exists, || format!("leads to the sheet `{sheet}`, which does not exist"));
    }
}

/// Whether the text of a formula's value is stored as text: what reads as a number, a truth value or an
/// error would be stored as such.
pub(super) fn is_kept_as_text(text: &str) -> bool {
    text.parse::<f64>().is_err() && !matches!(text, "TRUE" | "FALSE") && !text.starts_with('#')
}

/// Whether a text has at most so many UTF-16 units; a text never has more of them than bytes.
fn fits(text: &str, most: usize) -> bool {
    text.len() <= most || units(text) <= most
}

fn holds_control_characters(text: &str) -> bool {
    // Nearly every text has only bytes that begin no control character, which is quick to see.
    let suspect = |byte: u8| (byte < 0x20 && byte != b'\n') || byte == 0x7f || byte == 0xc2;
    text.bytes().any(suspect) && text.chars().any(|character| character.is_control() && character != '\n')
}

fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

fn is_sheet_name(name: &str) -> bool {
    !name.is_empty()
        && units(name) <= LONGEST_SHEET_NAME
        && !name.contains(['[', ']', ':', '*', '?', '/', '\\'])
        && !name.starts_with('\'')
        && !name.ends_with('\'')
        && !name.chars().any(char::is_control)
}

/// Whether a text can name a table or cells: letters, digits, `_` and `.`, and no cell address.
fn is_name(name: &str) -> bool {
    let starts = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    let rest =
        name.chars().all(|character| character.is_ascii_alphanumeric() || matches!(character, '_' | '.'));
    starts && rest && name.len() <= 255 && !is_address(name)
}

/// Whether a text reads as a cell's address, as `AB12` or as `R1C1`.
fn is_address(name: &str) -> bool {
    let upper = name.to_ascii_uppercase();
    let letters = upper.chars().take_while(char::is_ascii_uppercase).count();
    let digits = upper.chars().skip(letters).collect::<String>();
    let as_a1 =
        (1..=3).contains(&letters) && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let as_r1c1 = upper.starts_with(['R', 'C'])
        && upper.chars().all(|character| matches!(character, 'R' | 'C') || character.is_ascii_digit())
        && upper.matches('R').count() <= 1
        && upper.matches('C').count() <= 1;
    as_a1 || as_r1c1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::cell::Form;
    use crate::report::sheet::{Area, Properties, TabRole, TableColumn};

    fn workbook(sheet: Sheet) -> Workbook {
        Workbook {
            noticed: Vec::new(),
            sheets: vec![sheet],
            properties: Properties {
                title: String::new(),
                organisation: String::new(),
                as_of: chrono::NaiveDate::default(),
                custom: Vec::new(),
            },
        }
    }

    fn problems(sheet: Sheet) -> String {
        faults(&workbook(sheet)).iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    }

    fn sheet() -> Sheet {
        Sheet::new("Tested", TabRole::Proof, "")
    }

    #[test]
    fn names_that_are_cell_addresses_are_refused() {
        for name in ["Cov27001", "R", "C", "R1C1", "A1", "1a", "a b", ""] {
            assert!(!is_name(name), "{name}");
        }
        for name in ["Cov_27001_AnnexA_Own", "SoA_27001", "Clauses", "Lnk", "_x"] {
            assert!(is_name(name), "{name}");
        }
    }

    #[test]
    fn a_table_needs_different_headings_that_stand_in_their_cells_and_a_row() {
        let mut sheet = sheet();
        sheet.put(0, 0, Cell::text("Own", Form::Heading));
        let column = |heading: &str| TableColumn::new(heading);
        sheet.tables.push(Table {
            kept: None,
            name: "Tbl".to_owned(),
            area: Area::new(0, 0, 0, 1),
            columns: vec![column("Own"), column("own")],
        });
        let found = problems(sheet);
        assert!(found.contains("no row of data"), "{found}");
        assert!(found.contains("`own` stands twice"), "{found}");
        assert!(found.contains("`own` is not in its cell"), "{found}");
    }

    #[test]
    fn a_key_that_match_cannot_look_up_is_refused() {
        for (length, refused) in [(255, false), (256, true)] {
            let mut sheet = sheet();
            sheet.put(0, 0, Cell::text("Key", Form::Text));
            sheet.put(1, 0, Cell::text("k".repeat(length), Form::Text));
            sheet.tables.push(Table {
                kept: None,
                name: "Tbl".to_owned(),
                area: Area::new(0, 0, 1, 0),
                columns: vec![TableColumn::new("Key")],
            });
            assert_eq!(problems(sheet).contains("too long to be looked up"), refused, "{length}");
        }
    }

    #[test]
    fn a_formula_must_not_return_what_reads_as_a_number_or_an_error() {
        for text in ["5.10", "NaN", "inf", "TRUE", "#N/A"] {
            let mut sheet = sheet();
            sheet.put(0, 0, Cell::from(Value::formula("A2", text)));
            assert!(problems(sheet).contains("would not be kept as a text"), "{text}");
        }
    }

    #[test]
    fn lists_messages_and_links_have_limits() {
        let mut sheet = sheet();
        sheet.validations.push(Validation {
            area: Area::new(0, 0, 0, 0),
            allowed: Allowed::Words(vec!["word".repeat(70)]),
            message: "m".repeat(256),
        });
        sheet.put(
            0,
            0,
            Cell::text("x", Form::Text)
                .leading_to(Link::Cell { sheet: "Nowhere".to_owned(), place: CellPlace::new(0, 0) }),
        );
        let found = problems(sheet);
        for part in ["too long to stand in the rule", "message for A1:A1 is too long", "`Nowhere`"] {
            assert!(found.contains(part), "{part}: {found}");
        }
    }
}
