//! Formulas in columns that people added, kept where they read nothing but cells of their own row.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::Entry;
use crate::provenance::column_letters;

/// A formula that reads nothing but cells of its own row.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnFormula {
    /// What it consists of.
    pub pieces: Vec<Piece>,
    /// What each cell that it reads held when its value was worked out.
    pub read: Vec<(String, Entry)>,
}

impl OwnFormula {
    /// The formula, where it stays where it is.
    pub fn text(&self) -> String {
        let texts = self.pieces.iter().map(|piece| match piece {
            Piece::Text(text) | Piece::Cell(text) => text.as_str(),
        });
        texts.collect()
    }
}

/// A piece of a formula.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// What stands there as it is.
    Text(String),
    /// The cell of the same row under a heading.
    Cell(String),
}

/// Functions that give the same for the same arguments, and reach nothing outside of them.
const FUNCTIONS: [&str; 50] = [
    "ABS",
    "AND",
    "AVERAGE",
    "CEILING",
    "CONCATENATE",
    "COUNT",
    "COUNTA",
    "DATE",
    "DAY",
    "EXACT",
    "EXP",
    "FALSE",
    "FIND",
    "FLOOR",
    "IF",
    "IFERROR",
    "INT",
    "ISBLANK",
    "ISERROR",
    "ISNUMBER",
    "ISTEXT",
    "LEFT",
    "LEN",
    "LN",
    "LOG10",
    "LOWER",
    "MAX",
    "MEDIAN",
    "MID",
    "MIN",
    "MOD",
    "MONTH",
    "NOT",
    "OR",
    "POWER",
    "PRODUCT",
    "PROPER",
    "REPLACE",
    "REPT",
    "RIGHT",
    "ROUND",
    "ROUNDDOWN",
    "ROUNDUP",
    "SEARCH",
    "SQRT",
    "SUBSTITUTE",
    "SUM",
    "TRIM",
    "TRUE",
    "UPPER",
];

/// Most characters of a formula, so that longer headings leave room.
const LONGEST: usize = 4_000;

/// The formula of a cell, where it can be kept. `columns` are the headings of the list's columns as they stand
/// there and as they will be written, `held` what the cells of the row hold.
pub(super) fn kept(
    text: &str,
    list: &str,
    row: u32,
    columns: &BTreeMap<u32, (String, String)>,
    held: impl Fn(u32) -> Entry,
) -> Option<OwnFormula> {
    if text.trim().is_empty() || text.len() > LONGEST {
        return None;
    }
    let mut formula = OwnFormula { pieces: Vec::new(), read: Vec::new() };
    let mut rest = text.trim().trim_start_matches('=');
    let mut depth = 0_i32;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => string(rest)?,
            '0'..='9' | '.' => number(rest),
            'A'..='Z' | 'a'..='z' | '_' | '$' => {
                let (length, column) = name(rest, list, row, columns)?;
                if let Some(column) = column {
                    let heading = columns.get(&column).map(|(_, written)| written.clone())?;
                    formula.read.push((heading.clone(), held(column)));
                    formula.pieces.push(Piece::Cell(heading));
                    rest = rest.get(length..)?;
                    continue;
                }
                length
            }
            '(' | ')' | ',' | '+' | '-' | '*' | '/' | '^' | '&' | '=' | '<' | '>' | '%' | ' ' => 1,
            _ => return None,
        };
        depth += i32::from(first == '(') - i32::from(first == ')');
        if depth < 0 {
            return None;
        }
        let (piece, behind) = rest.split_at_checked(length)?;
        match formula.pieces.last_mut() {
            Some(Piece::Text(text)) => text.push_str(piece),
            _ => formula.pieces.push(Piece::Text(piece.to_owned())),
        }
        rest = behind;
    }
    (depth == 0).then_some(formula)
}

/// Functions that may stand on sheets that are kept as a whole besides [`FUNCTIONS`]: they read no more than the
/// cells that they are given.
const FUNCTIONS_IN_PLACE: [&str; 101] = [
    "AVERAGEA",
    "AVERAGEIF",
    "AVERAGEIFS",
    "CEILING.MATH",
    "CHAR",
    "CHOOSE",
    "CLEAN",
    "CODE",
    "COLUMN",
    "COLUMNS",
    "CONCAT",
    "CORREL",
    "COUNTBLANK",
    "COUNTIF",
    "COUNTIFS",
    "DATEDIF",
    "DATEVALUE",
    "DAYS",
    "EDATE",
    "EOMONTH",
    "FLOOR.MATH",
    "FREQUENCY",
    "FV",
    "HLOOKUP",
    "HOUR",
    "IFNA",
    "IFS",
    "INDEX",
    "IRR",
    "ISERR",
    "ISEVEN",
    "ISFORMULA",
    "ISLOGICAL",
    "ISNA",
    "ISNONTEXT",
    "ISODD",
    "ISOWEEKNUM",
    "LARGE",
    "LOG",
    "LOOKUP",
    "MATCH",
    "MAXA",
    "MAXIFS",
    "MINA",
    "MINIFS",
    "MINUTE",
    "MODE",
    "MROUND",
    "N",
    "NA",
    "NETWORKDAYS",
    "NETWORKDAYS.INTL",
    "NOW",
    "NPER",
    "NPV",
    "NUMBERVALUE",
    "PERCENTILE",
    "PERCENTILE.INC",
    "PI",
    "PMT",
    "PV",
    "QUARTILE",
    "QUARTILE.INC",
    "QUOTIENT",
    "RANK",
    "RANK.EQ",
    "RATE",
    "ROW",
    "ROWS",
    "SECOND",
    "SIGN",
    "SMALL",
    "STDEV",
    "STDEV.P",
    "STDEV.S",
    "SUBTOTAL",
    "SUMIF",
    "SUMIFS",
    "SUMPRODUCT",
    "SWITCH",
    "T",
    "TEXT",
    "TEXTJOIN",
    "TIME",
    "TIMEVALUE",
    "TODAY",
    "TRANSPOSE",
    "TRUNC",
    "VALUE",
    "VAR",
    "VAR.P",
    "VAR.S",
    "VLOOKUP",
    "WEEKDAY",
    "WEEKNUM",
    "WORKDAY",
    "WORKDAY.INTL",
    "XLOOKUP",
    "XMATCH",
    "XOR",
    "YEAR",
];

/// What stays where it is when a workbook is refreshed, by names in lower case.
#[derive(Debug, Default)]
pub(super) struct InPlace {
    /// Sheets that are kept as a whole.
    pub sheets: BTreeSet<String>,
    /// Tables on them.
    pub tables: BTreeSet<String>,
    /// Names that stand for cells of them.
    pub names: BTreeSet<String>,
}

/// Whether a formula may stay on a sheet that is kept as a whole: it reads that sheet, or others that are kept so.
pub(super) fn stays_in_place(text: &str, known: &InPlace) -> bool {
    reads_in_place(text, known).is_some()
}

fn reads_in_place(text: &str, known: &InPlace) -> Option<()> {
    let text = text.trim().trim_start_matches('=');
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    let mut rest = text;
    let mut depth = 0_i32;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => string(rest)?,
            '0'..='9' | '.' => number(rest),
            '\'' => {
                let length = quoted_sheet(rest)?;
                let name = rest.get(1..length - 1)?.replace("''", "'").to_lowercase();
                let leads = rest.get(length..)?.starts_with('!') && known.sheets.contains(&name);
                leads.then_some(length + 1)?
            }
            letter if letter.is_alphabetic() || matches!(letter, '$' | '_') => {
                let behind_colon =
                    text.get(..text.len() - rest.len()).is_some_and(|read| read.ends_with(':'));
                word_in_place(rest, behind_colon, known)?
            }
            '(' | ')' | ',' | ':' | '+' | '-' | '*' | '/' | '^' | '&' | '=' | '<' | '>' | '%' | ' '
            | '\n' => 1,
            _ => return None,
        };
        depth += i32::from(first == '(') - i32::from(first == ')');
        if depth < 0 {
            return None;
        }
        rest = rest.get(length..)?;
    }
    (depth == 0).then_some(())
}

/// The length of a name of a function, a reference to cells, or a sheet with the mark behind it.
fn word_in_place(rest: &str, behind_colon: bool, in_place: &InPlace) -> Option<usize> {
    let end = rest.find(|sign: char| !sign.is_alphanumeric() && !matches!(sign, '$' | '_' | '.'));
    let (word, behind) = rest.split_at_checked(end.unwrap_or(rest.len()))?;
    if behind.starts_with('!') {
        return in_place.sheets.contains(&word.to_lowercase()).then_some(word.len() + 1);
    }
    if behind.starts_with('[') {
        let inside = brackets(behind)?;
        return in_place.tables.contains(&word.to_lowercase()).then_some(word.len() + inside);
    }
    let name = word.to_lowercase();
    if !behind.starts_with('(') && (in_place.tables.contains(&name) || in_place.names.contains(&name)) {
        return Some(word.len());
    }
    let upper = word.to_uppercase();
    let known = if behind.starts_with('(') {
        // The file format writes functions of later versions so.
        let upper = upper.strip_prefix("_XLFN.").unwrap_or(&upper).to_owned();
        FUNCTIONS.contains(&upper.as_str()) || FUNCTIONS_IN_PLACE.contains(&upper.as_str())
    } else {
        // What looks like a column and stands by itself is a name.
        let range = behind_colon || behind.starts_with(':');
        is_cell(&upper) || (range && is_line(&upper)) || upper == "TRUE" || upper == "FALSE"
    };
    known.then_some(word.len())
}

/// The length of what stands in brackets, others inside included; `'` makes the sign behind it a plain one.
fn brackets(rest: &str) -> Option<usize> {
    let mut depth = 0_u32;
    let mut characters = rest.char_indices();
    while let Some((place, character)) = characters.next() {
        match character {
            '\'' => drop(characters.next()?),
            '[' => depth += 1,
            ']' if depth == 1 => return Some(place + 1),
            ']' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The length of a sheet's name in quotation marks.
fn quoted_sheet(rest: &str) -> Option<usize> {
    let mut bytes = rest.bytes().enumerate().skip(1).peekable();
    while let Some((place, byte)) = bytes.next() {
        if byte == b'\'' && bytes.next_if(|(_, next)| *next == b'\'').is_none() {
            return Some(place + 1);
        }
    }
    None
}

/// Whether a word leads to a whole column or row, as in `$A:$B`.
fn is_line(word: &str) -> bool {
    let line = word.strip_prefix('$').unwrap_or(word);
    let column = (1..=3).contains(&line.len()) && line.bytes().all(|byte| byte.is_ascii_alphabetic());
    column || ((1..=7).contains(&line.len()) && line.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a word leads to a cell: `B7`, `$B$7`.
fn is_cell(word: &str) -> bool {
    let word = word.strip_prefix('$').unwrap_or(word);
    let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
    let row = word.get(letters..).unwrap_or_default();
    let row = row.strip_prefix('$').unwrap_or(row);
    (1..=3).contains(&letters)
        && (1..=7).contains(&row.len())
        && row.bytes().all(|byte| byte.is_ascii_digit())
}

/// The length of a text in quotation marks.
fn string(rest: &str) -> Option<usize> {
    let mut bytes = rest.bytes().enumerate().skip(1).peekable();
    while let Some((place, byte)) = bytes.next() {
        if byte == b'"' {
            match bytes.peek() {
                Some((_, b'"')) => {
                    bytes.next();
                }
                _ => return Some(place + 1),
            }
        }
    }
    None
}

/// The length of a number.
fn number(rest: &str) -> usize {
    rest.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count()
}

/// The length of a function's name, or of what leads to a cell of the same row, with its column.
fn name(
    rest: &str,
    list: &str,
    row: u32,
    columns: &BTreeMap<u32, (String, String)>,
) -> Option<(usize, Option<u32>)> {
    let length = rest
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'$'))
        .count();
    let (word, behind) = rest.split_at_checked(length)?;
    if behind.starts_with('(') {
        return FUNCTIONS.contains(&word.to_ascii_uppercase().as_str()).then_some((length, None));
    }
    if let Some(inside) = behind.strip_prefix("[[#This Row],[") {
        let (heading, end) = bracketed(inside)?;
        let column = columns.iter().find(|(_, (shown, _))| *shown == heading).map(|(column, _)| *column)?;
        let whole = inside.get(end..)?.starts_with("]]") && word.eq_ignore_ascii_case(list);
        return whole.then_some((length + "[[#This Row],[".len() + end + 2, Some(column)));
    }
    if behind.starts_with([':', '!', '[']) {
        return None;
    }
    if word.eq_ignore_ascii_case("TRUE") || word.eq_ignore_ascii_case("FALSE") {
        return Some((length, None));
    }
    let here = |column: u32| format!("{}{}", column_letters(column), u64::from(row) + 1);
    let plain = word.strip_prefix('$').unwrap_or(word).to_ascii_uppercase();
    let column = columns.keys().copied().find(|column| here(*column) == plain)?;
    Some((length, Some(column)))
}

/// A heading in brackets up to the bracket that closes it, and where that stands; `'` makes the sign behind it
/// a plain one.
fn bracketed(inside: &str) -> Option<(String, usize)> {
    let mut heading = String::new();
    let mut characters = inside.char_indices();
    while let Some((place, character)) = characters.next() {
        match character {
            '\'' => heading.push(characters.next()?.1),
            ']' => return Some((heading, place)),
            '[' => return None,
            other => heading.push(other),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Option<String> {
        let column = |shown: &str, written: &str| (shown.to_owned(), written.to_owned());
        let columns =
            BTreeMap::from([(5, column("Chance", "Likelihood")), (6, column("Q#1 [x]", "Q#1 [x]"))]);
        let formula = kept(text, "Risks", 8, &columns, |_| Entry::Blank)?;
        let shown = formula.pieces.iter().map(|piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Cell(heading) => format!("‹{heading}›"),
        });
        Some(shown.collect())
    }

    #[test]
    fn a_formula_that_reads_its_own_row_is_kept_with_the_headings_that_will_be_there() {
        for (text, expected) in [
            ("Risks[[#This Row],[Chance]]*2", "‹Likelihood›*2"),
            ("IF(F9>3,\"a \"\"b\"\"\",$G9&1.5)", "IF(‹Likelihood›>3,\"a \"\"b\"\"\",‹Q#1 [x]›&1.5)"),
            ("ROUND(Risks[[#This Row],[Q'#1 '[x']]],0)", "ROUND(‹Q#1 [x]›,0)"),
            ("1+TRUE", "1+TRUE"),
        ] {
            assert_eq!(pieces(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn on_a_sheet_of_ones_own_a_formula_may_read_sheets_of_ones_own_and_nothing_else() {
        let known = InPlace {
            sheets: BTreeSet::from(["mine".to_owned(), "it's größer".to_owned()]),
            tables: BTreeSet::from(["costs".to_owned()]),
            names: BTreeSet::from(["vat_rate".to_owned()]),
        };
        for text in [
            "SUM(A1:$B$9)*2",
            "IF(A1>3,\"x!\",B2)",
            "TRUE",
            "Mine!A1+SUM(mine!B:B)",
            "'It''s größer'!$A$1:B2",
            "COUNTIF(A1:A9,\">0\")+VLOOKUP(A1,Mine!A:C,2,FALSE)",
            "YEAR(TODAY())+SUM($1:$3,B:B)",
            "Costs[[#This Row],[Net '[€']]]*2+SUM(Costs[Net],Costs)*VAT_Rate",
            "_xlfn.IFNA(_xlfn.XLOOKUP(A1,B:B,C:C),\"\")",
        ] {
            assert!(stays_in_place(text, &known), "{text}");
        }
        for text in [
            "Risks!A1",
            "'Risks'!A1",
            "'Mine:Risks'!A1",
            "SUM(Risks[Score])",
            "INDIRECT(\"Risks!A1\")",
            "As_Of",
            "TAX*2",
            "Costs[Net",
            "Costs[Net]+Risks[[#This Row],[Score]]",
            "'[b.xlsx]mine'!A1",
            "[1]mine!A1",
            "'My sheet'!A1",
            "SUM(A1",
            "{1}",
            "HYPERLINK(\"http://x\")",
            "cmd|'/C calc'!A0",
            "'mine",
            "",
        ] {
            assert!(!stays_in_place(text, &known), "{text}");
        }
    }

    #[test]
    fn a_formula_that_reads_anything_else_is_not() {
        for text in [
            "F10",
            "F9:G9",
            "$F$9",
            "H9",
            "SUM(F9:F12)",
            "Other[[#This Row],[Chance]]",
            "Risks[Chance]",
            "Sheet2!A1",
            "'My sheet'!A1",
            "TODAY()",
            "NOW()",
            "INDIRECT(\"A1\")",
            "Name",
            "[1]Book!A1",
            "HYPERLINK(\"http://x\")",
            "cmd|'/C calc'!A0",
            "(F9",
            "F9)",
            "\"open",
            "{1,2}",
            "",
            "Risks[@Chance]",
        ] {
            assert_eq!(pieces(text), None, "{text}");
        }
    }
}
