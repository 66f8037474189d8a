//! A neutral workbook to the bytes of an .xlsx file.
//!
//! Equal workbooks give equal bytes: the date of creation is the assessment date. Every formula is
//! written with its value. Texts are written as texts, whatever they look like; one that begins as a
//! formula does carries the quote prefix, so that it stays text when somebody edits the cell.

use std::collections::HashMap;
use std::fmt;

use chrono::Datelike as _;
use rayon::prelude::*;
use rust_xlsxwriter::{
    Chart as XlsxChart, ChartAxis, ChartDataLabel, ChartFont, ChartFormat, ChartLegendPosition, ChartLine,
    ChartSolidFill, ChartType, ConditionalFormatCell, ConditionalFormatCellRule, ConditionalFormatDataBar,
    ConditionalFormatFormula, ConditionalFormatType, DataValidation, DataValidationErrorStyle,
    DataValidationRule, DocProperties, ExcelDateTime, Format, Formula as XlsxFormula, IgnoreError,
    Table as XlsxTable, TableColumn as XlsxTableColumn, TableStyle, Url, Workbook as XlsxWorkbook, Worksheet,
    XlsxError,
};

use super::style;
use crate::report::cell::{Cached, Cell, Form, Formula, Link, Style, Value};
use crate::report::fault::{Fault, faults};
use crate::report::sheet::{
    Allowed, Area, Chart, ConditionalFormat, Properties, Rule, Sheet, Table, Validation, Workbook,
};

/// A workbook that was not written; a fault of this program.
#[derive(Debug)]
pub enum XlsxWriteError {
    /// A spreadsheet program would refuse parts of it.
    Faults(Vec<Fault>),
    /// The file format could not express it.
    Format(XlsxError),
}

impl fmt::Display for XlsxWriteError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            XlsxWriteError::Faults(list) => {
                formatter.write_str("the workbook would not open")?;
                list.iter().take(5).try_for_each(|fault| write!(formatter, "\n  {fault}"))
            }
            XlsxWriteError::Format(error) => write!(formatter, "the workbook cannot be written: {error}"),
        }
    }
}

impl std::error::Error for XlsxWriteError {}

impl From<XlsxError> for XlsxWriteError {
    fn from(error: XlsxError) -> Self {
        XlsxWriteError::Format(error)
    }
}

/// The bytes of a workbook.
///
/// # Errors
/// Where a spreadsheet program would refuse or repair it. That is a fault of this program.
pub fn write_workbook(workbook: &Workbook) -> Result<Vec<u8>, XlsxWriteError> {
    let list = faults(workbook);
    if !list.is_empty() {
        return Err(XlsxWriteError::Faults(list));
    }
    let mut file = XlsxWorkbook::new();
    file.set_zip_compression_level(COMPRESSION_LEVEL);
    file.set_properties(&properties(&workbook.properties)?);
    let organisation = &workbook.properties.organisation;
    // Sheets are written side by side and put together in their order.
    let sheets: Result<Vec<Worksheet>, XlsxError> =
        workbook.sheets.par_iter().map(|sheet| worksheet(sheet, organisation)).collect();
    for sheet in sheets? {
        file.push_worksheet(sheet);
    }
    for sheet in &workbook.sheets {
        for name in &sheet.names {
            file.define_name(&name.name, &format!("={}", absolute(&sheet.name, name.area)))?;
        }
    }
    Ok(file.save_to_buffer()?)
}

/// A tenth larger than at the customary level of 6, and written in three quarters of the time.
const COMPRESSION_LEVEL: u8 = 3;

/// The years that a date of a spreadsheet can lie in.
const FIRST_YEAR: i32 = 1900;
const LAST_YEAR: i32 = 9999;

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

/// The formats that were used so far.
#[derive(Default)]
struct Formats {
    known: HashMap<(Style, bool, bool), Format>,
}

impl Formats {
    fn of(&mut self, style: Style, quoted: bool, leading: bool) -> &Format {
        self.known.entry((style, quoted, leading)).or_insert_with(|| {
            let format = style::format(style);
            let format = if leading { style::leading(format) } else { format };
            if quoted { format.set_quote_prefix() } else { format }
        })
    }
}

fn worksheet(sheet: &Sheet, organisation: &str) -> Result<Worksheet, XlsxError> {
    let mut target = Worksheet::new();
    target.set_name(&sheet.name)?;
    write_sheet(&mut target, sheet, organisation, &mut Formats::default())?;
    Ok(target)
}

fn write_sheet(
    target: &mut Worksheet,
    sheet: &Sheet,
    organisation: &str,
    formats: &mut Formats,
) -> Result<(), XlsxError> {
    target.set_tab_color(style::tab(sheet.role)).set_screen_gridlines(false);
    // An empty text as a formula's value would else be written as the number 0.
    target.set_formula_result_default("");
    for (number, width) in (0u16..).zip(&sheet.column_widths) {
        target.set_column_width(number, *width)?;
    }
    for (row, height) in &sheet.row_heights {
        target.set_row_height(*row, *height)?;
    }
    // A table writes its headings and formulas without values; the cells follow and complete them.
    for table in &sheet.tables {
        write_table(target, table)?;
    }
    for (place, cell) in sheet.cells() {
        write_cell(target, place.row, column(place.column), cell, formats)?;
    }
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
    set_up_print(target, sheet, organisation)
}

/// A column's number as the file format counts it; beyond the last column it is refused later.
fn column(number: u32) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

fn write_table(target: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    let columns: Vec<XlsxTableColumn> = table
        .columns
        .iter()
        .map(|column| {
            let result = XlsxTableColumn::new().set_header(&column.heading);
            match &column.expression {
                Some(expression) => result.set_formula(expression.as_str()),
                None => result,
            }
        })
        .collect();
    let area = table.area;
    let result = XlsxTable::new().set_name(&table.name).set_style(TableStyle::None).set_columns(&columns);
    target.add_table(
        area.first.row,
        column(area.first.column),
        area.last.row,
        column(area.last.column),
        &result,
    )?;
    Ok(())
}

fn write_cell(
    target: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    formats: &mut Formats,
) -> Result<(), XlsxError> {
    let style = cell.style.unwrap_or(Style::from(Form::Text));
    let quoted = matches!(&cell.value, Value::Text(text) if begins_as_a_formula(text));
    let format = formats.of(style, quoted, cell.link.is_some());
    match (&cell.value, cell.link.as_ref().and_then(address)) {
        (Value::Text(text), Some(address)) => {
            // The link is laid on first; the text follows, so that it is never taken for an address.
            target.write_url_with_format(row, column, Url::new(address), format)?;
            target.write_string_with_format(row, column, text, format)?;
        }
        (Value::Text(text), None) => {
            target.write_string_with_format(row, column, text, format)?;
        }
        (Value::Blank, _) => {
            target.write_blank(row, column, format)?;
        }
        (Value::Number(number), _) => {
            target.write_number_with_format(row, column, *number, format)?;
        }
        (Value::Boolean(boolean), _) => {
            target.write_boolean_with_format(row, column, *boolean, format)?;
        }
        (Value::Date(date), _) if !(FIRST_YEAR..=LAST_YEAR).contains(&date.year()) => {
            target.write_string_with_format(row, column, date.to_string(), format)?;
        }
        (Value::Date(date), _) => {
            target.write_datetime_with_format(row, column, date, format)?;
        }
        (Value::Formula(formula), _) => {
            target.write_formula_with_format(row, column, with_result(formula), format)?;
        }
    }
    Ok(())
}

/// Whether a spreadsheet program would read the text as a formula if it were typed.
fn begins_as_a_formula(text: &str) -> bool {
    text.trim_start().starts_with(['=', '+', '-', '@'])
}

/// The address of a link; `None` where it is too long for a spreadsheet.
fn address(link: &Link) -> Option<String> {
    const LONGEST: usize = 2_000;
    let address = match link {
        Link::Cell { sheet, place } => format!("internal:{}!{place}", quoted_sheet(sheet)),
        Link::File(path) => format!("file:///{}", escaped_path(path)),
    };
    (address.encode_utf16().count() <= LONGEST).then_some(address)
}

/// A path as it stands in an address: signs that mean something there are written as their number.
fn escaped_path(path: &str) -> String {
    let mut escaped = String::with_capacity(path.len());
    for character in path.chars() {
        match character {
            '\\' => escaped.push('/'),
            ' ' | '"' | '#' | '%' | '<' | '>' | '[' | ']' | '^' | '`' | '{' | '}' | '\0'..='\u{1f}' => {
                escaped.push_str(&format!("%{:02X}", u32::from(character)));
            }
            other => escaped.push(other),
        }
    }
    escaped
}

fn with_result(formula: &Formula) -> XlsxFormula {
    let result = match &formula.cached {
        Cached::Number(number) => number.to_string(),
        Cached::Text(text) => text.clone(),
        Cached::Boolean(true) => "TRUE".to_owned(),
        Cached::Boolean(false) => "FALSE".to_owned(),
    };
    XlsxFormula::new(&formula.expression).set_result(result)
}

/// A sheet's name as formulas write it.
fn quoted_sheet(name: &str) -> String {
    format!("'{}'", name.replace('\'', "''"))
}

/// An area with its sheet, fixed: `'SoA 27001'!$A$1:$B$2`.
fn absolute(sheet: &str, area: Area) -> String {
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
        Allowed::ListOf(name) => (
            rule.allow_list_formula(XlsxFormula::new(name)),
            "one of the words of the list on the Parameters sheet".to_owned(),
        ),
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
    let area = validation.area;
    target.add_data_validation(
        area.first.row,
        column(area.first.column),
        area.last.row,
        column(area.last.column),
        &rule,
    )?;
    Ok(())
}

fn write_conditional_format(
    target: &mut Worksheet,
    conditional: &ConditionalFormat,
) -> Result<(), XlsxError> {
    let area = conditional.area;
    let (top, left) = (area.first.row, column(area.first.column));
    let (bottom, right) = (area.last.row, column(area.last.column));
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

fn chart_of(chart: &Chart) -> XlsxChart {
    let mut result = XlsxChart::new(if chart.lying { ChartType::Bar } else { ChartType::Column });
    for (series, colour) in chart.series.iter().zip(style::SERIES.iter().cycle()) {
        let target = result.add_series();
        target
            .set_name(series.name.as_str())
            .set_categories(absolute(&series.sheet, series.categories).as_str())
            .set_values(absolute(&series.sheet, series.values).as_str())
            .set_gap(60)
            .set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(*colour)));
        let mut label = ChartDataLabel::new();
        label.show_value().set_font(ChartFont::new().set_size(8));
        if chart.percent {
            // A bar of nothing needs no figure.
            label.set_num_format("0%;;");
        }
        target.set_data_label(&label);
    }
    result.title().set_name(chart.title.as_str()).set_font(ChartFont::new().set_size(11).set_bold());
    result.legend().set_position(ChartLegendPosition::Bottom);
    if chart.lying {
        // Bars are drawn from below; the first name is to stand on top as in the table. Of lying bars
        // the values run along the x axis.
        result.y_axis().set_reverse().set_major_gridlines(false);
        set_up_values(result.x_axis(), chart.percent);
    } else {
        set_up_values(result.y_axis(), chart.percent);
    }
    result.set_width(chart.width).set_height(chart.height).set_alt_text(&chart.alternative_text);
    result
}

/// The axis of values: faint lines, and shares from 0 to 100 %.
fn set_up_values(axis: &mut ChartAxis, percent: bool) {
    axis.set_major_gridlines(true).set_major_gridlines_line(ChartLine::new().set_color(0xE4E7EB));
    if percent {
        axis.set_min(0).set_max(1).set_num_format("0%");
    }
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
    target
        .set_paper_size(A4)
        .set_print_fit_to_pages(1, pages_high)
        .set_margins(0.4, 0.4, 0.5, 0.65, 0.2, 0.3);
    if sheet.print.landscape {
        target.set_landscape();
    }
    if let Some(area) = sheet.print.area {
        target.set_print_area(
            area.first.row,
            column(area.first.column),
            area.last.row,
            column(area.last.column),
        )?;
    }
    if let Some((first, last)) = sheet.print.repeated_rows {
        target.set_repeat_rows(first, last)?;
    }
    if !sheet.print.breaks.is_empty() {
        target.set_page_breaks(&sheet.print.breaks)?;
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

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read as _};

    use calamine::{Data, Reader as _, Xlsx};

    use super::*;
    use crate::report::list_sheet::{ListColumn, ListSheet};
    use crate::report::sheet::{Mark, TabRole};

    const PAYLOADS: [&str; 22] = [
        "=1+1",
        "+1",
        "-1",
        "@SUM(1)",
        "=HYPERLINK(\"http://example.invalid\")",
        "=cmd|' /C calc'!A0",
        "\t=1+1",
        " =1+1",
        "\n=1+1",
        "\r=1+1",
        "{=1+1}",
        "'=1+1",
        "http://example.invalid/?a=1",
        "mailto:a@example.invalid",
        "file:///x",
        "internal:'Tested'!A1",
        "5.10",
        "1e5",
        "TRUE",
        "#N/A",
        "2026-01-01",
        "_x0041_",
    ];

    fn workbook(sheet: Sheet) -> Workbook {
        Workbook {
            sheets: vec![sheet],
            properties: Properties {
                title: "Tested".to_owned(),
                organisation: "Acme & Sons".to_owned(),
                as_of: chrono::NaiveDate::from_ymd_opt(2026, 1, 31).unwrap(),
                custom: vec![("Marker".to_owned(), "1".to_owned())],
            },
        }
    }

    fn part(bytes: &[u8], name: &str) -> String {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    fn list() -> Sheet {
        let mut list =
            ListSheet::new("Tested", TabRole::Work, "Tested", "Tested", "All payloads.").columns(vec![
                ListColumn::new("Text", 20, Form::Wrapped).editable(),
                ListColumn::new("State", 12, Form::Word)
                    .words(&["Open", "Closed"])
                    .mark("Open", Mark::Bad)
                    .help("how it stands"),
                ListColumn::new("Share", 12, Form::Percent).bar().calculated("1/4"),
            ]);
        for payload in PAYLOADS {
            list.push(vec![Value::text(payload).into(), Cell::EMPTY, Value::number(0.25).into()]);
        }
        list.build(chrono::NaiveDate::default())
    }

    #[test]
    fn no_text_becomes_a_formula_a_number_or_a_link() {
        let bytes = write_workbook(&workbook(list())).unwrap();
        let mut file: Xlsx<_> = Xlsx::new(Cursor::new(&bytes)).unwrap();
        let range = file.worksheet_range("Tested").unwrap();
        for (row, payload) in (5u32..).zip(PAYLOADS) {
            let Value::Text(expected) = Value::text(payload) else { panic!("{payload:?} is blank") };
            assert_eq!(range.get_value((row, 0)), Some(&Data::String(expected)), "{payload:?}");
        }
        let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
        assert!(!sheet.contains("<hyperlink"), "a text became a link");
        assert_eq!(sheet.matches("<f>").count(), PAYLOADS.len(), "a text became a formula");
        assert!(part(&bytes, "xl/styles.xml").contains("quotePrefix=\"1\""));
    }

    #[test]
    fn formulas_carry_their_values_and_calculated_columns_their_expression() {
        let bytes = write_workbook(&workbook(list())).unwrap();
        assert!(part(&bytes, "xl/worksheets/sheet1.xml").contains("<f>1/4</f><v>0.25</v>"));
        let table = part(&bytes, "xl/tables/table1.xml");
        assert!(table.contains("<calculatedColumnFormula>1/4</calculatedColumnFormula>"), "{table}");
    }

    #[test]
    fn equal_workbooks_give_equal_bytes() {
        assert_eq!(write_workbook(&workbook(list())).unwrap(), write_workbook(&workbook(list())).unwrap());
    }

    #[test]
    fn a_linked_text_keeps_its_text_and_leads_inside_the_workbook() {
        let mut sheet = Sheet::new("It's", TabRole::Result, "");
        let link = Link::Cell { sheet: "It's".to_owned(), place: crate::provenance::CellPlace::new(3, 0) };
        sheet.put(0, 0, Cell::text("=there", Form::Text).leading_to(link));
        let bytes = write_workbook(&workbook(sheet)).unwrap();
        let xml = part(&bytes, "xl/worksheets/sheet1.xml");
        assert!(xml.contains("location=\"'It''s'!A4\""), "{xml}");
        let mut file: Xlsx<_> = Xlsx::new(Cursor::new(&bytes)).unwrap();
        let range = file.worksheet_range("It's").unwrap();
        assert_eq!(range.get_value((0, 0)), Some(&Data::String("=there".to_owned())));
    }

    #[test]
    fn a_link_to_a_file_survives_odd_names_and_a_date_before_spreadsheets_stays_text() {
        let mut sheet = Sheet::new("Tested", TabRole::Proof, "");
        sheet.put(
            0,
            0,
            Cell::text("odd", Form::Text).leading_to(Link::File("a b/100%#1[x].xlsx".to_owned())),
        );
        sheet.put(1, 0, Cell::text("long", Form::Text).leading_to(Link::File("x".repeat(3_000))));
        let date = chrono::NaiveDate::from_ymd_opt(26, 1, 1).unwrap();
        sheet.put(2, 0, Cell::new(Value::Date(date), Form::Date));
        let bytes = write_workbook(&workbook(sheet)).unwrap();
        let links = part(&bytes, "xl/worksheets/_rels/sheet1.xml.rels");
        assert!(links.contains("Target=\"a%20b/100%25%231%5Bx%5D.xlsx\""), "{links}");
        assert_eq!(links.matches("<Relationship ").count(), 1);
        let mut file: Xlsx<_> = Xlsx::new(Cursor::new(&bytes)).unwrap();
        let range = file.worksheet_range("Tested").unwrap();
        assert_eq!(range.get_value((2, 0)), Some(&Data::String("0026-01-01".to_owned())));
    }

    #[test]
    fn a_workbook_that_would_not_open_is_refused() {
        let mut sheet = Sheet::new("a/b", TabRole::Result, "");
        sheet.put(0, 0, Cell::from(Value::formula("A2", "5.10")));
        let error = write_workbook(&workbook(sheet)).unwrap_err();
        assert!(error.to_string().contains("a/b: not a name for a sheet"), "{error}");
    }

    #[test]
    fn a_footer_keeps_an_ampersand_of_the_name() {
        let bytes = write_workbook(&workbook(list())).unwrap();
        assert!(part(&bytes, "xl/worksheets/sheet1.xml").contains("Acme &amp;&amp; Sons"));
    }
}
