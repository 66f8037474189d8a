//! A neutral workbook to the bytes of an .xlsx file.
//!
//! Equal workbooks give equal bytes: the date of creation is the assessment date. Every formula is
//! written with its value. Texts are written as texts, whatever they look like; one that begins as a
//! formula does carries the quote prefix, so that it stays text when somebody edits the cell.
//!
//! What surrounds the cells (tables, lists to choose from, charts, formats, print set-up) comes from
//! rust_xlsxwriter as a `skeleton`. The cells, which are nearly all of a workbook, are written here,
//! sheet beside sheet, and joined with it as the `package`. The part of a sheet that people made is made from its
//! own markup, and its styles are put behind those of the skeleton.

mod archive;
mod cells;
mod charts;
mod looks;
mod markup;
mod own_sheet;
mod own_styles;
mod package;
mod skeleton;
mod texts;

pub use archive::Archive;

use std::collections::BTreeSet;
use std::fmt;

use flate2::CompressError;
use rayon::prelude::*;
use rust_xlsxwriter::XlsxError;
use zip::result::ZipError;

use crate::report::fault::{Fault, faults};
use crate::report::sheet::Workbook;

/// A workbook that was not written; a fault of this program.
#[derive(Debug)]
pub enum XlsxWriteError {
    /// A spreadsheet program would refuse parts of it.
    Faults(Vec<Fault>),
    /// The file format could not express it.
    Format(XlsxError),
    /// The parts could not be packed.
    Package(ZipError),
    /// A part could not be deflated.
    Deflate(CompressError),
    /// The frame around the cells lacks something that the cells need.
    Skeleton(String),
}

impl fmt::Display for XlsxWriteError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            XlsxWriteError::Faults(list) => {
                formatter.write_str("the workbook would not open")?;
                list.iter().take(5).try_for_each(|fault| write!(formatter, "\n  {fault}"))
            }
            XlsxWriteError::Format(error) => write!(formatter, "the workbook cannot be written: {error}"),
            XlsxWriteError::Package(error) => write!(formatter, "the workbook cannot be packed: {error}"),
            XlsxWriteError::Deflate(error) => write!(formatter, "the workbook cannot be packed: {error}"),
            XlsxWriteError::Skeleton(lack) => write!(formatter, "the workbook cannot be written: {lack}"),
        }
    }
}

impl std::error::Error for XlsxWriteError {}

impl From<XlsxError> for XlsxWriteError {
    fn from(error: XlsxError) -> Self {
        XlsxWriteError::Format(error)
    }
}

impl From<ZipError> for XlsxWriteError {
    fn from(error: ZipError) -> Self {
        XlsxWriteError::Package(error)
    }
}

impl From<CompressError> for XlsxWriteError {
    fn from(error: CompressError) -> Self {
        XlsxWriteError::Deflate(error)
    }
}

/// The bytes of a workbook, as one.
///
/// # Errors
/// As [`archive_of`].
pub fn write_workbook(workbook: &Workbook) -> Result<Vec<u8>, XlsxWriteError> {
    archive_of(workbook).map(Archive::into_bytes)
}

/// The bytes of a workbook, in stretches.
///
/// # Errors
/// Where a spreadsheet program would refuse or repair it. That is a fault of this program.
pub fn archive_of(workbook: &Workbook) -> Result<Archive, XlsxWriteError> {
    // Sheets are worked on side by side and gathered in their order.
    let looks: Vec<_> = workbook.sheets.par_iter().map(looks::looks_of).collect();
    let looks: BTreeSet<_> = looks.into_iter().flatten().collect();
    let look_numbers = looks::LookNumbers::of_first(&looks);
    // The skeleton takes about as long as all of the cells, so it is made beside them.
    let (skeleton, filled) = rayon::join(
        || skeleton::skeleton(workbook, &looks, &look_numbers),
        || {
            let list = faults(workbook);
            list.is_empty().then(|| fill(workbook, &look_numbers)).ok_or(list)
        },
    );
    let (texts, cells) = filled.map_err(XlsxWriteError::Faults)?;
    package::pack(workbook, &skeleton?, texts?, cells?)
}

/// What the skeleton lacks: the part with the texts, and the cells of each sheet.
fn fill(
    workbook: &Workbook,
    look_numbers: &looks::LookNumbers,
) -> (Result<archive::Part, CompressError>, Result<Vec<cells::CellMarkup>, CompressError>) {
    let texts = workbook.sheets.par_iter().map(texts::SheetTexts::of).collect();
    let (shared, numbers) = texts::SharedTexts::gather(texts);
    let sheets = workbook.sheets.par_iter().zip(numbers).with_max_len(1);
    let cells = sheets.map(|(sheet, texts)| cells::markup(sheet, &texts, look_numbers));
    rayon::join(|| package::part_of_texts(&shared), || cells.collect())
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read as _};

    use calamine::{Data, Reader as _, Xlsx};

    use super::*;
    use crate::report::cell::{Cell, Form, Link, Value};
    use crate::report::list_sheet::{ListColumn, ListSheet};
    use crate::report::sheet::{Mark, Properties, Sheet, TabRole};

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
            noticed: Vec::new(),
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
            assert_eq!(range.get_value((row, 0)), Some(&Data::String(expected.to_string())), "{payload:?}");
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
    fn a_large_sheet_that_is_written_in_stretches_holds_every_cell_and_height_once() {
        const ROWS: u32 = 30_000;
        let mut sheet = Sheet::new("Large", TabRole::Work, "");
        // Rows without cells, between stretches too, and some of them with a height.
        let has_cells = |row: u32| row % 7 != 3 && row % 1_000 > 4;
        for row in (0..ROWS).filter(|row| has_cells(*row)) {
            let text = |column: u32| Value::text(format!("text {} of {}", column, row % 20_000));
            let cells = vec![text(0).into(), Value::number(f64::from(row)).into(), text(2).into()];
            sheet.put_row(row, 0, cells);
        }
        for row in (0..ROWS + 2_000).step_by(500) {
            sheet.row_heights.insert(row, 30.0);
        }
        let bytes = write_workbook(&workbook(sheet)).unwrap();
        let xml = part(&bytes, "xl/worksheets/sheet1.xml");
        assert!(xml.contains("<dimension ref=\"A1:C30000\"/>"));
        assert_eq!((xml.matches("<sheetData>").count(), xml.matches("</sheetData>").count()), (1, 1));
        let rows: Vec<u32> = xml
            .split("<row r=\"")
            .skip(1)
            .map(|row| row.split('"').next().unwrap().parse().unwrap())
            .collect();
        let expected = (0..ROWS + 2_000).filter(|row| (*row < ROWS && has_cells(*row)) || row % 500 == 0);
        assert!(
            rows.iter().copied().eq(expected.map(|row| row + 1)),
            "rows are missing, twice or out of order"
        );
        assert_eq!(xml.matches(" ht=\"30\"").count(), 64);
        let mut file: Xlsx<_> = Xlsx::new(Cursor::new(&bytes)).unwrap();
        let range = file.worksheet_range("Large").unwrap();
        for row in (0..ROWS).filter(|row| has_cells(*row)) {
            let text = |column: u32| Data::String(format!("text {} of {}", column, row % 20_000));
            assert_eq!(range.get_value((row, 0)), Some(&text(0)));
            assert_eq!(range.get_value((row, 1)), Some(&Data::Float(f64::from(row))));
            assert_eq!(range.get_value((row, 2)), Some(&text(2)));
        }
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
        for (row, path) in (3..).zip(["no#1.xlsx", "a\u{1}b.xlsx", "a\u{ffff}b.xlsx"]) {
            sheet.put(row, 0, Cell::text("odd", Form::Text).leading_to(Link::File(path.to_owned())));
        }
        let date = chrono::NaiveDate::from_ymd_opt(26, 1, 1).unwrap();
        sheet.put(2, 0, Cell::new(Value::Date(date), Form::Date));
        let bytes = write_workbook(&workbook(sheet)).unwrap();
        let links = part(&bytes, "xl/worksheets/_rels/sheet1.xml.rels");
        assert!(links.contains("Target=\"a%20b/100%25%231%5Bx%5D.xlsx\""), "{links}");
        assert_eq!(links.matches("<Relationship ").count(), 1, "the others have no address: {links}");
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
