//! All of a package but its cells: tables, lists to choose from, charts, links, formats, print set-up.
//!
//! Only what other parts are made from stands in it as cells: the cells that charts show, from which
//! each chart keeps a copy, and a row below the first sheet that uses each look once, which tells the
//! number of each look among the formats.

use std::collections::BTreeSet;

use chrono::Datelike as _;
use rayon::prelude::*;
use rust_xlsxwriter::{
    ConditionalFormatCell, ConditionalFormatCellRule, ConditionalFormatDataBar, ConditionalFormatFormula,
    ConditionalFormatType, DataValidation, DataValidationErrorStyle, DataValidationRule, DocProperties,
    ExcelDateTime, Formula as XlsxFormula, IgnoreError, Note, Table as XlsxTable,
    TableColumn as XlsxTableColumn, TableStyle, Url, Workbook as XlsxWorkbook, Worksheet, XlsxError,
};

use super::XlsxWriteError;
use super::cells::{FIRST_YEAR, LAST_YEAR};
use super::charts::{chart_of, write_chart_cells};
use super::looks::{Look, LookNumbers};
use super::package::Parts;
use crate::read::Visibility;
use crate::report::cell::{Form, Link, Value};
use crate::report::sheet::CELL;
use crate::report::sheet::{
    Allowed, Area, ConditionalFormat, Properties, Rule, Sheet, Table, Validation, Workbook,
};
use crate::write::style;

/// The lowest level of compression that a package can have.
const QUICKEST: u8 = 1;

/// A package whose sheets are empty, for cells with these looks. Its parts are
/// completed and deflated anew when they are [packed](super::package::pack).
///
/// # Errors
/// Where the file format cannot express it, or where the looks did not get the numbers that the cells
/// refer to.
pub fn skeleton(
    workbook: &Workbook,
    looks: &BTreeSet<Look<'_>>,
    numbers: &LookNumbers,
) -> Result<Vec<u8>, XlsxWriteError> {
    let mut file = XlsxWorkbook::new();
    file.set_zip_compression_level(QUICKEST);
    file.set_properties(&properties(&workbook.properties)?);
    let organisation = &workbook.properties.organisation;
    let row = workbook.sheets.first().map_or(0, Sheet::row_count);
    // Sheets are made side by side and put together in their order.
    let sheets: Result<Vec<Worksheet>, XlsxError> = workbook
        .sheets
        .par_iter()
        .enumerate()
        .map(|(number, sheet)| {
            let mut target = Worksheet::new();
            if number == 0 {
                write_looks(&mut target, row, looks)?;
            }
            write_frame(&mut target, sheet, organisation)?;
            Ok(target)
        })
        .collect();
    let mut sheets = sheets?;
    write_chart_cells(&mut sheets, workbook)?;
    for sheet in sheets {
        file.push_worksheet(sheet);
    }
    for sheet in &workbook.sheets {
        for name in &sheet.names {
            let cells = absolute(&sheet.name, name.area);
            let stands_for = name
                .expression
                .as_ref()
                .map_or_else(|| cells.clone(), |expression| expression.replace(CELL, &cells));
            file.define_name(&name.name, &format!("={stands_for}"))?;
        }
    }
    let package = file.save_to_buffer()?;
    check_looks(&package, row, looks, numbers)?;
    Ok(package)
}

/// Uses each look once, in a row of the first sheet, after a text for which the package gets a part for
/// texts.
fn write_looks(target: &mut Worksheet, row: u32, looks: &BTreeSet<Look<'_>>) -> Result<(), XlsxError> {
    target.write_string(row, 0, "looks")?;
    for (number, look) in (1u16..).zip(looks) {
        target.write_blank(row, number, &look.format())?;
    }
    Ok(())
}

/// Checks in the row that uses each look once that it has the number that the cells refer to.
fn check_looks(
    package: &[u8],
    row: u32,
    looks: &BTreeSet<Look<'_>>,
    numbers: &LookNumbers,
) -> Result<(), XlsxWriteError> {
    let sheet = Parts::of(package)?.text(&super::package::sheet_part(0))?;
    let start = format!("<row r=\"{}\"", u64::from(row) + 1);
    let cells = sheet.split_once(&start).and_then(|(_, rest)| rest.split_once("</row>"));
    let written = cells.map_or("", |(cells, _)| cells).split("<c ").skip(2).map(|cell| {
        let number = cell.split_once(" s=\"").and_then(|(_, rest)| rest.split_once('"'));
        number.and_then(|(number, _)| number.parse().ok())
    });
    // A look that is the plain format leaves no cell.
    let expected = looks.iter().map(|look| numbers.of(*look)).filter(|number| *number > 0).map(Some);
    if written.eq(expected) {
        Ok(())
    } else {
        Err(XlsxWriteError::Skeleton("the formats of the cells did not get their numbers".to_owned()))
    }
}

fn properties(properties: &Properties) -> Result<DocProperties, XlsxError> {
    let as_of = properties.as_of;
    let year = u16::try_from(as_of.year().clamp(FIRST_YEAR, LAST_YEAR)).unwrap_or(1900);
    let month = u8::try_from(as_of.month()).unwrap_or(1);
    let day = u8::try_from(as_of.day()).unwrap_or(1);
    let mut result = DocProperties::new()
        .set_title(&properties.title)
        .set_company(&properties.organisation)
        .set_creation_datetime(&ExcelDateTime::from_ymd(year, month, day)?);
    for (name, value) in &properties.custom {
        result = result.set_custom_property(name, value.as_str());
    }
    Ok(result)
}

fn write_frame(target: &mut Worksheet, sheet: &Sheet, organisation: &str) -> Result<(), XlsxError> {
    target.set_name(&sheet.name)?;
    if let Some(own) = &sheet.own {
        match own.visibility {
            Visibility::Visible => {}
            Visibility::Hidden => drop(target.set_hidden(true)),
            Visibility::VeryHidden => drop(target.set_very_hidden(true)),
        }
    } else {
        target.set_tab_color(style::tab(sheet.role)).set_screen_gridlines(false);
    }
    if sheet.hidden {
        target.set_very_hidden(true);
    }
    for (number, width) in (0u16..).zip(&sheet.column_widths) {
        target.set_column_width(number, *width)?;
    }
    for number in &sheet.hidden_columns {
        target.set_column_hidden(column(*number))?;
    }
    for (place, comment) in &sheet.comments {
        let mut note = Note::new(comment.text.as_str()).add_author_prefix(false);
        if !comment.author.is_empty() {
            note = note.set_author(as_author(&comment.author));
        }
        target.insert_note(place.row, column(place.column), &note)?;
    }
    if !sheet.charts.is_empty() {
        // A chart's place depends on the heights of the rows that it covers.
        for (row, height) in &sheet.row_heights {
            target.set_row_height(*row, *height)?;
        }
    }
    for table in &sheet.tables {
        write_table(target, table)?;
    }
    write_links(target, sheet)?;
    for validation in &sheet.validations {
        write_validation(target, validation)?;
    }
    for conditional in &sheet.conditional_formats {
        write_conditional_format(target, conditional)?;
    }
    for chart in &sheet.charts {
        target.insert_chart(chart.place.row, column(chart.place.column), &chart_of(chart))?;
    }
    ignore_numbers_in_text(target, sheet)?;
    if let Some(place) = sheet.freeze {
        target.set_freeze_panes(place.row, column(place.column))?;
    }
    if sheet.own.is_some() {
        return Ok(());
    }
    set_up_print(target, sheet, organisation)
}

fn write_links(target: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    for (place, cell) in sheet.cells() {
        let linked = cell.link.as_deref().filter(|_| matches!(cell.value, Value::Text(_)));
        if let Some(address) = linked.and_then(address) {
            let format = Look::of(cell).format();
            target.write_url_with_format(place.row, column(place.column), Url::new(address), &format)?;
        }
    }
    Ok(())
}

/// Most UTF-16 units of the name of the author of a comment, as Excel has it.
const LONGEST_AUTHOR: usize = 52;

/// The name of an author as a file can hold it.
fn as_author(name: &str) -> String {
    let mut room = LONGEST_AUTHOR;
    let fits = |character: &char| {
        let enough = character.len_utf16() <= room;
        room -= character.len_utf16().min(room);
        enough
    };
    name.chars().filter(|character| !character.is_control()).take_while(fits).collect()
}

/// A column's number as the file format counts it; beyond the last column it is refused later.
pub fn column(number: u32) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

/// First row, first column, last row, last column of an area, as the file format counts them.
fn corners(area: Area) -> (u32, u16, u32, u16) {
    (area.first.row, column(area.first.column), area.last.row, column(area.last.column))
}

/// Writes a table with its first row of data alone, since its calculated columns would be written as
/// cells; [`part_area`] and [`Table::area`] say how the part is completed.
fn write_table(target: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    let columns: Vec<XlsxTableColumn> = table
        .columns
        .iter()
        .map(|column| {
            let result = XlsxTableColumn::new().set_header(&column.heading);
            match &column.expression {
                Some(expression) => result.set_formula(expression.as_ref()),
                None => result,
            }
        })
        .collect();
    let (top, left, bottom, right) = corners(part_area(table));
    let result = XlsxTable::new().set_name(&table.name).set_style(TableStyle::None).set_columns(&columns);
    target.add_table(top, left, bottom, right, &result)?;
    Ok(())
}

/// The area that a table has in the skeleton: its header and one row.
pub fn part_area(table: &Table) -> Area {
    let Area { first, last } = table.area;
    Area::new(first.row, first.column, last.row.min(first.row + 1), last.column)
}

/// The address of a link; `None` where it is too long for a spreadsheet, or a name that no address can hold.
fn address(link: &Link) -> Option<String> {
    const LONGEST: usize = 2_000;
    let address = match link {
        Link::Cell { sheet, place } => format!("internal:{}!{place}", quoted_sheet(sheet)),
        Link::File(path) => format!("file:///{}", escaped_path(path)?),
    };
    (address.encode_utf16().count() <= LONGEST).then_some(address)
}

/// A path as it stands in an address: signs that mean something there are written as their number.
///
/// `None` where it holds a character that no part of a workbook can hold, or `#` and no other such sign: then
/// rust_xlsxwriter takes the path for one that is not escaped, and the link would lead to another name.
fn escaped_path(path: &str) -> Option<String> {
    let mut escaped = String::with_capacity(path.len());
    for character in path.chars() {
        match character {
            // Elsewhere it is part of a name, which no address can hold.
            '\\' if cfg!(windows) => escaped.push('/'),
            '\\' => return None,
            ' ' | '"' | '#' | '%' | '<' | '>' | '[' | ']' | '^' | '`' | '{' | '}' => {
                escaped.push_str(&format!("%{:02X}", u32::from(character)));
            }
            '\u{fffe}' | '\u{ffff}' => return None,
            control if control.is_control() => return None,
            other => escaped.push(other),
        }
    }
    let numbers = escaped.matches('%').count();
    (numbers == 0 || numbers > escaped.matches("%23").count()).then_some(escaped)
}

/// A sheet's name as formulas write it.
fn quoted_sheet(name: &str) -> String {
    format!("'{}'", name.replace('\'', "''"))
}

/// An area with its sheet, fixed: `'SoA 27001'!$A$1:$B$2`.
pub fn absolute(sheet: &str, area: Area) -> String {
    let fixed = |place: crate::provenance::CellPlace| {
        format!("${}${}", crate::provenance::column_letters(place.column), u64::from(place.row) + 1)
    };
    let first = fixed(area.first);
    let cells = if area.first == area.last { first } else { format!("{first}:{}", fixed(area.last)) };
    format!("{}!{cells}", quoted_sheet(sheet))
}

fn write_validation(target: &mut Worksheet, validation: &Validation) -> Result<(), XlsxError> {
    let rule = DataValidation::new();
    let (rule, expected) = match &validation.allowed {
        Allowed::Words(words) => (rule.allow_list_strings(words)?, "one of the words of the list".to_owned()),
        Allowed::Suggestions(words) => {
            (rule.allow_list_strings(words)?.show_error_message(false), String::new())
        }
        Allowed::Anything => (rule.allow_any_value(), String::new()),
        Allowed::ListOf(_) | Allowed::ListBy { .. } => {
            let list = validation.allowed.list_expression(validation.area.first.row).unwrap_or_default();
            (rule.allow_list_formula(XlsxFormula::new(list)), "one of the entries of the list".to_owned())
        }
        Allowed::Number { least, most } => (
            rule.allow_decimal_number(DataValidationRule::Between(*least, *most)),
            format!("a number from {least} to {most}"),
        ),
        Allowed::Date => (
            rule.allow_date(DataValidationRule::GreaterThan(ExcelDateTime::from_ymd(1900, 1, 1)?)),
            "a date".to_owned(),
        ),
    };
    let rule = rule
        .set_error_style(DataValidationErrorStyle::Warning)
        .set_error_title("Not understood")?
        .set_error_message(format!("Expected: {expected}. Anything else counts as unknown."))?;
    let rule =
        if validation.message.is_empty() { rule } else { rule.set_input_message(&validation.message)? };
    let (top, left, bottom, right) = corners(validation.area);
    target.add_data_validation(top, left, bottom, right, &rule)?;
    Ok(())
}

fn write_conditional_format(
    target: &mut Worksheet,
    conditional: &ConditionalFormat,
) -> Result<(), XlsxError> {
    let (top, left, bottom, right) = corners(conditional.area);
    match &conditional.rule {
        Rule::Word(word, mark) => {
            let rule = ConditionalFormatCell::new()
                .set_rule(ConditionalFormatCellRule::EqualTo(word.as_str()))
                .set_format(style::mark(*mark));
            target.add_conditional_format(top, left, bottom, right, &rule)?;
        }
        Rule::Expression(expression, mark) => {
            let rule =
                ConditionalFormatFormula::new().set_rule(expression.as_str()).set_format(style::mark(*mark));
            target.add_conditional_format(top, left, bottom, right, &rule)?;
        }
        Rule::Bar => {
            let rule = ConditionalFormatDataBar::new()
                .set_fill_color(style::BAR)
                .set_solid_fill(true)
                .set_border_off(true)
                .set_minimum(ConditionalFormatType::Number, 0)
                .set_maximum(ConditionalFormatType::Number, 1);
            target.add_conditional_format(top, left, bottom, right, &rule)?;
        }
    }
    Ok(())
}

/// Identifiers such as 4.1 are texts on purpose; the green corners of Excel would cry wolf.
fn ignore_numbers_in_text(target: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    for table in &sheet.tables {
        let area = table.area;
        for number in area.first.column..=area.last.column {
            let first = crate::provenance::CellPlace::new(area.first.row + 1, number);
            let form = sheet.cell(first).and_then(|cell| cell.style).map(|style| style.form);
            if matches!(form, Some(Form::Identifier | Form::Text | Form::Wrapped)) {
                target.ignore_error_range(
                    first.row,
                    column(number),
                    area.last.row,
                    column(number),
                    IgnoreError::NumberStoredAsText,
                )?;
            }
        }
    }
    Ok(())
}

fn set_up_print(target: &mut Worksheet, sheet: &Sheet, organisation: &str) -> Result<(), XlsxError> {
    const A4: u8 = 9;
    let pages_high = u16::from(sheet.print.on_one_page);
    target.set_paper_size(A4).set_margins(0.4, 0.4, 0.5, 0.65, 0.2, 0.3);
    target.set_print_fit_to_pages(1, pages_high);
    if sheet.print.landscape {
        target.set_landscape();
    }
    if let Some(area) = sheet.print.area {
        let (top, left, bottom, right) = corners(area);
        target.set_print_area(top, left, bottom, right)?;
    }
    if let Some((first, last)) = sheet.print.repeated_rows {
        target.set_repeat_rows(first, last)?;
    }
    if !sheet.print.breaks.is_empty() {
        target.set_page_breaks(&sheet.print.breaks)?.set_print_center_horizontally(true);
    }
    target.set_footer(format!("&L&8{}&C&8&A&R&8Page &P of &N", footer_text(organisation)));
    Ok(())
}

/// A name as it can stand in a footer, where `&` is a sign of its own and a digit after the type size
/// would belong to it.
fn footer_text(organisation: &str) -> String {
    let name: String =
        organisation.chars().filter(|character| !character.is_control()).take(60).collect::<String>();
    format!(" {}", name.replace('&', "&&"))
}
