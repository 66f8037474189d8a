//! The text that describes a made register, and the file that is written from it.
//!
//! A workbook is kept as text so that a reader can review it. `name.xlsx.txt` becomes `name.xlsx`:
//!
//! ```text
//! # a remark
//! --- sheet Risk log at B3 hidden     a sheet, its first cell, and how it is hidden (all but the name optional)
//! @dates dd.mm.yyyy                   number format of the dates that follow
//! @hide-row 4    @hide-column C       hidden rows and columns, as the sheet numbers them
//! @fill C5 red                        a cell coloured without words
//! @note C5 words                      a comment on a cell
//! @list D5:D9 yes,no                  a drop-down
//! Ref | Title | < | Score             a row; `<` is merged with the cell before, `^` with the one above
//! 1 | 'text | 45% | 2026-03-01 | =B2*C2 => 6 | TRUE | {red} | late {amber}
//! ```
//!
//! An apostrophe keeps a number as text, `\n` breaks a line in a cell, `\p` is a vertical bar, and
//! braces at the end of a cell colour it. An empty line is an empty row. Any other file begins with
//! `--- text ENCODING LINE-END` (both optional) and is written as it stands.

use std::collections::BTreeMap;
use std::path::Path;

use rust_xlsxwriter::{
    Color, DataValidation, ExcelDateTime, Format, Formula, Note, Workbook, Worksheet, utility,
};

/// Writes the file that the description says to the path given.
pub fn write_file(description: &str, path: &Path) {
    let is_workbook = path.extension().is_some_and(|extension| extension == "xlsx");
    if is_workbook { write_workbook(description, path) } else { write_text(description, path) }
}

fn write_text(description: &str, path: &Path) {
    let (first, content) = description.split_once('\n').unwrap();
    let words: Vec<&str> = first.split_whitespace().collect();
    assert_eq!(words[..2], ["---", "text"], "{}", path.display());
    let mut content = content.to_owned();
    if words.contains(&"crlf") {
        content = content.replace('\n', "\r\n");
    }
    let bytes = match words.get(2).copied() {
        Some("utf-16") => {
            std::iter::once(0xFEFF).chain(content.encode_utf16()).flat_map(u16::to_le_bytes).collect()
        }
        Some("utf-8-bom") => [b"\xEF\xBB\xBF", content.as_bytes()].concat(),
        None | Some("utf-8") => content.into_bytes(),
        Some(name) => {
            let encoding = encoding_rs::Encoding::for_label(name.as_bytes()).unwrap();
            let (bytes, _, replaced) = encoding.encode(&content);
            assert!(!replaced, "{}: not in {name}", path.display());
            bytes.into_owned()
        }
    };
    std::fs::write(path, bytes).unwrap();
}

fn write_workbook(description: &str, path: &Path) {
    let mut workbook = Workbook::new();
    for block in format!("\n{description}").split("\n--- sheet ").skip(1) {
        write_sheet(block, workbook.add_worksheet());
    }
    workbook.save(path).unwrap();
}

/// A sheet while its description is read.
struct Sheet<'a> {
    worksheet: &'a mut Worksheet,
    dates: String,
    /// The words of each cell by row and column, from 0.
    cells: BTreeMap<(u32, u16), &'a str>,
}

fn write_sheet<'a>(block: &'a str, worksheet: &'a mut Worksheet) {
    let (title, lines) = block.split_once('\n').unwrap_or((block, ""));
    let mut title = title.trim();
    if let Some(rest) = title.strip_suffix(" very-hidden") {
        title = rest;
        worksheet.set_very_hidden(true);
    }
    if let Some(rest) = title.strip_suffix(" hidden") {
        title = rest;
        worksheet.set_hidden(true);
    }
    let (name, (first_row, first_column)) = match title.rsplit_once(" at ") {
        Some((name, start)) => (name, cell(start)),
        None => (title, (0, 0)),
    };
    worksheet.set_name(name).unwrap();
    let mut sheet = Sheet { worksheet, dates: "yyyy-mm-dd".to_owned(), cells: BTreeMap::new() };
    let mut row = first_row;
    let mut wanted = Vec::new();
    for line in lines.lines().filter(|line| !line.starts_with('#')) {
        if let Some(directive) = line.strip_prefix('@') {
            match directive.strip_prefix("dates ") {
                Some(format) => sheet.dates = format.to_owned(),
                None => wanted.push(directive),
            }
            continue;
        }
        for (words, column) in line.split('|').zip(first_column..) {
            if !words.trim().is_empty() {
                sheet.cells.insert((row, column), words.trim());
                sheet.write(row, column, words.trim());
            }
        }
        row += 1;
    }
    sheet.merge();
    wanted.into_iter().for_each(|directive| sheet.obey(directive));
}

impl Sheet<'_> {
    fn write(&mut self, row: u32, column: u16, words: &str) {
        let (words, mut format) = match words.strip_suffix('}').and_then(|words| words.rsplit_once('{')) {
            Some((words, name)) => (words.trim(), Format::new().set_background_color(colour(name))),
            None => (words, Format::new()),
        };
        let sheet = &mut *self.worksheet;
        if words.is_empty() {
            sheet.write_blank(row, column, &format).unwrap();
        } else if words == "<" || words == "^" {
            // written when the cells are merged
        } else if let Some((formula, result)) = words.split_once("=>") {
            let formula = Formula::new(formula.trim()).set_result(result.trim());
            sheet.write_formula_with_format(row, column, formula, &format).unwrap();
        } else if let Some(date) = date(words) {
            format = format.set_num_format(self.dates.as_str());
            sheet.write_datetime_with_format(row, column, &date, &format).unwrap();
        } else if let Some(share) = words.strip_suffix('%').and_then(|share| share.parse::<f64>().ok()) {
            format = format.set_num_format("0%");
            sheet.write_number_with_format(row, column, share / 100.0, &format).unwrap();
        } else if let Ok(number) = words.parse::<f64>() {
            sheet.write_number_with_format(row, column, number, &format).unwrap();
        } else if words == "TRUE" || words == "FALSE" {
            sheet.write_boolean_with_format(row, column, words == "TRUE", &format).unwrap();
        } else {
            let text = words.strip_prefix('\'').unwrap_or(words).replace("\\n", "\n").replace("\\p", "|");
            sheet.write_string_with_format(row, column, text, &format).unwrap();
        }
    }

    /// Merges each cell with the `<` to its right and the `^` below it.
    fn merge(&mut self) {
        let is = |row, column, sign| self.cells.get(&(row, column)).is_some_and(|words| *words == sign);
        let mut merges = Vec::new();
        for (&(row, column), &words) in &self.cells {
            if words == "<" || words == "^" {
                continue;
            }
            let right = (column + 1..).take_while(|&next| is(row, next, "<")).last().unwrap_or(column);
            let below = (row + 1..).take_while(|&next| is(next, column, "^")).last().unwrap_or(row);
            if (below, right) != (row, column) {
                merges.push((row, column, below, right, words));
            }
        }
        for (row, column, below, right, words) in merges {
            self.worksheet.merge_range(row, column, below, right, "", &Format::new()).unwrap();
            self.write(row, column, words);
        }
    }

    fn obey(&mut self, directive: &str) {
        let (name, rest) = directive.split_once(' ').unwrap();
        let sheet = &mut *self.worksheet;
        match name {
            "hide-row" => drop(sheet.set_row_hidden(rest.parse::<u32>().unwrap() - 1).unwrap()),
            "hide-column" => drop(sheet.set_column_hidden(utility::column_name_to_number(rest)).unwrap()),
            "fill" => {
                let (at, name) = rest.split_once(' ').unwrap();
                let format = Format::new().set_background_color(colour(name));
                let (row, column) = cell(at);
                sheet.set_cell_format(row, column, &format).unwrap();
            }
            "note" => {
                let (at, words) = rest.split_once(' ').unwrap();
                let (row, column) = cell(at);
                sheet.insert_note(row, column, &Note::new(words)).unwrap();
            }
            "list" => {
                let (range, words) = rest.split_once(' ').unwrap();
                let (from, to) = range.split_once(':').unwrap();
                let ((first, left), (last, right)) = (cell(from), cell(to));
                let words: Vec<&str> = words.split(',').collect();
                let list = DataValidation::new().allow_list_strings(&words).unwrap();
                sheet.add_data_validation(first, left, last, right, &list).unwrap();
            }
            other => panic!("no directive @{other}"),
        }
    }
}

fn colour(name: &str) -> Color {
    Color::RGB(match name {
        "red" => 0xFF_0000,
        "amber" => 0xFF_C000,
        "yellow" => 0xFF_FF00,
        "green" => 0x00_B050,
        "grey" => 0xD9_D9D9,
        "blue" => 0x1F_4E_78,
        other => panic!("no colour {other}"),
    })
}

fn date(words: &str) -> Option<ExcelDateTime> {
    let digits = |part: &str, size| part.len() == size && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = words.split('-').collect();
    match parts[..] {
        [year, month, day] if digits(year, 4) && digits(month, 2) && digits(day, 2) => {
            ExcelDateTime::parse_from_str(words).ok()
        }
        _ => None,
    }
}

/// Row and column, from 0, of a cell such as `C4`.
fn cell(address: &str) -> (u32, u16) {
    let at = address.find(|letter: char| letter.is_ascii_digit()).unwrap();
    let (column, row) = address.split_at(at);
    (row.parse::<u32>().unwrap() - 1, utility::column_name_to_number(column))
}
