//! A formula as the pieces that it consists of, so that what it reads can be looked at and led elsewhere.

use std::fmt::Write as _;

use crate::provenance::column_letters;

/// Most characters of a formula that is looked at, which leaves room for longer headings.
const LONGEST: usize = 4_000;
/// How many columns and rows a sheet has.
const COLUMNS: u32 = 16_384;
const ROWS: u32 = 1_048_576;
/// The values that stand for errors (ECMA-376 part 1, 18.17.2.7).
const ERRORS: [&str; 7] = ["#REF!", "#N/A", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#VALUE!"];

/// A piece of a formula.
#[derive(Clone, Debug, PartialEq)]
pub enum Token<'text> {
    /// A sign, a number or another constant, as it stands there.
    Plain(&'text str),
    /// A text with its quotation marks.
    Text(&'text str),
    /// The name of a function, whose bracket follows.
    Function(&'text str),
    /// Cells, and how they are written.
    Cells(&'text str, Cells),
    /// A table, and what is said of it in brackets.
    Table(&'text str, &'text str),
    /// A name, and the sheet before it with the mark between them.
    Name(&'text str, Option<String>, &'text str),
}

/// Cells that a formula reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cells {
    /// The sheet that is named.
    pub sheet: Option<String>,
    /// The upper left corner.
    pub first: Corner,
    /// The lower right corner, where there are several cells.
    pub last: Option<Corner>,
}

/// A corner of cells; without a row or a column of whole columns or rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Corner {
    /// The column.
    pub column: Option<Line>,
    /// The row.
    pub row: Option<Line>,
}

/// A column or a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its number, counted from 0.
    pub number: u32,
    /// Whether it stays where it is when the formula is copied.
    pub fixed: bool,
}

impl Cells {
    /// First row, first column, last row, last column, whole rows and columns to the end of a sheet.
    pub fn area(&self) -> (u32, u32, u32, u32) {
        let last = self.last.unwrap_or(self.first);
        let span = |one: Option<Line>, other: Option<Line>, count: u32| match (one, other) {
            (Some(one), Some(other)) => (one.number.min(other.number), one.number.max(other.number)),
            _ => (0, count - 1),
        };
        let (top, bottom) = span(self.first.row, last.row, ROWS);
        let (left, right) = span(self.first.column, last.column, COLUMNS);
        (top, left, bottom, right)
    }

    /// Whether any of its lines moves when the formula is copied.
    pub fn is_relative(&self) -> bool {
        let corners = [Some(self.first), self.last];
        let mut lines = corners.into_iter().flatten().flat_map(|corner| [corner.column, corner.row]);
        lines.any(|line| line.is_some_and(|line| !line.fixed))
    }

    /// The same cells from another cell, so many rows and columns further; `None` beyond the ends of a sheet.
    pub fn shifted(&self, rows: i64, columns: i64) -> Option<Self> {
        let moved = |line: Option<Line>, by: i64, count: u32| match line {
            Some(line) if !line.fixed => {
                let number = u32::try_from(i64::from(line.number) + by).ok()?;
                (number < count).then_some(Some(Line { number, ..line }))
            }
            other => Some(other),
        };
        let corner = |corner: Corner| {
            let (column, row) = (moved(corner.column, columns, COLUMNS)?, moved(corner.row, rows, ROWS)?);
            Some(Corner { column, row })
        };
        let last = match self.last {
            Some(last) => Some(corner(last)?),
            None => None,
        };
        Some(Self { sheet: self.sheet.clone(), first: corner(self.first)?, last })
    }

    /// The cells as a formula writes them.
    pub fn text(&self) -> String {
        let mut text = String::new();
        if let Some(sheet) = &self.sheet {
            text.push_str(&before_cells(sheet));
        }
        push_corner(&mut text, self.first);
        if let Some(last) = self.last {
            text.push(':');
            push_corner(&mut text, last);
        }
        text
    }
}

/// The name of a sheet as it stands before its cells.
pub fn before_cells(sheet: &str) -> String {
    let plain = sheet.starts_with(char::is_alphabetic)
        && sheet.chars().all(|sign| sign.is_alphanumeric() || sign == '_')
        && corner(sheet).is_none()
        // The names of rows and columns in the other way of writing cells.
        && !sheet.to_uppercase().trim_end_matches(|sign: char| sign.is_ascii_digit()).chars().all(|sign| "RC".contains(sign));
    if plain { format!("{sheet}!") } else { format!("'{}'!", sheet.replace('\'', "''")) }
}

/// A formula as it would be copied so many rows and columns further; `None` where that leads beyond the ends of a
/// sheet.
pub fn shifted(text: &str, rows: i64, columns: i64) -> Option<String> {
    let mut result = String::with_capacity(text.len());
    for token in tokens(text)? {
        match token {
            Token::Cells(_, cells) => result.push_str(&cells.shifted(rows, columns)?.text()),
            Token::Table(table, inside) => result.extend([table, inside]),
            Token::Plain(text) | Token::Text(text) | Token::Function(text) | Token::Name(text, ..) => {
                result.push_str(text);
            }
        }
    }
    Some(result)
}

fn push_corner(text: &mut String, corner: Corner) {
    let mark = |line: Line| if line.fixed { "$" } else { "" };
    if let Some(column) = corner.column {
        text.push_str(mark(column));
        text.push_str(&column_letters(column.number));
    }
    if let Some(row) = corner.row {
        // Writing to a String cannot fail.
        let _ = write!(text, "{}{}", mark(row), u64::from(row.number) + 1);
    }
}

/// The pieces of a formula; `None` where it leads out of its workbook or is of a kind that is not known.
pub fn tokens(text: &str) -> Option<Vec<Token<'_>>> {
    let text = text.trim().trim_start_matches('=');
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    let (mut found, mut rest, mut depth) = (Vec::new(), text, 0_i32);
    while let Some(first) = rest.chars().next() {
        let behind_colon = matches!(found.last(), Some(Token::Plain(":")));
        let (token, behind) = match first {
            '"' => {
                let (text, behind) = rest.split_at_checked(quoted(rest, b'"')?)?;
                (Token::Text(text), behind)
            }
            '0'..='9' | '.' => number(rest)?,
            '#' => {
                let error = ERRORS.into_iter().find(|error| rest.starts_with(error))?;
                let (error, behind) = rest.split_at_checked(error.len())?;
                (Token::Plain(error), behind)
            }
            '\'' if behind_colon => return None,
            '\'' => {
                let length = quoted(rest, b'\'')?;
                let sheet = rest.get(1..length - 1)?.replace("''", "'");
                // A workbook, or several sheets at once.
                let alone = !sheet.contains(['[', ']', ':']);
                on_sheet(rest, length, alone.then_some(sheet)?)?
            }
            letter if letter.is_alphabetic() || matches!(letter, '$' | '_' | '\\') => {
                word(rest, behind_colon)?
            }
            '(' | ')' | ',' | ';' | '{' | '}' | ':' | '+' | '-' | '*' | '/' | '^' | '&' | '=' | '<' | '>'
            | '%' | ' ' | '\n' | '\r' | '\t' => {
                depth += i32::from(first == '(') - i32::from(first == ')');
                let (sign, behind) = rest.split_at_checked(1)?;
                (Token::Plain(sign), behind)
            }
            _ => return None,
        };
        if depth < 0 {
            return None;
        }
        found.push(token);
        rest = behind;
    }
    (depth == 0).then_some(found)
}

/// A number, or whole rows.
fn number(rest: &str) -> Option<(Token<'_>, &str)> {
    if let Some((cells, length)) = cells(rest)
        && cells.last.is_some()
    {
        let (text, behind) = rest.split_at_checked(length)?;
        return Some((Token::Cells(text, cells), behind));
    }
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let mut length = rest.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    if let Some(power) = rest.get(length..).and_then(|rest| rest.strip_prefix(['E', 'e'])) {
        let signed = power.strip_prefix(['+', '-']).unwrap_or(power);
        if digits(signed) > 0 {
            length += 1 + power.len() - signed.len() + digits(signed);
        }
    }
    let (number, behind) = rest.split_at_checked(length)?;
    Some((Token::Plain(number), behind))
}

/// The length of a text or of the name of a sheet in quotation marks, of which two inside stand for one.
fn quoted(rest: &str, mark: u8) -> Option<usize> {
    let mut bytes = rest.bytes().enumerate().skip(1).peekable();
    while let Some((place, byte)) = bytes.next() {
        if byte == mark && bytes.next_if(|(_, next)| *next == mark).is_none() {
            return Some(place + 1);
        }
    }
    None
}

/// What stands behind a sheet, whose name takes so many bytes.
fn on_sheet(rest: &str, length: usize, sheet: String) -> Option<(Token<'_>, &str)> {
    let behind = rest.get(length..)?.strip_prefix('!')?;
    if let Some(error) = ERRORS.into_iter().find(|error| behind.starts_with(error)) {
        let (text, behind) = rest.split_at_checked(length + 1 + error.len())?;
        return Some((Token::Plain(text), behind));
    }
    let (token, left) = match cells(behind) {
        Some((found, inside)) => {
            let (text, left) = rest.split_at_checked(length + 1 + inside)?;
            (Token::Cells(text, Cells { sheet: Some(sheet), ..found }), left)
        }
        None => {
            let inside = word_length(behind);
            let (text, left) = rest.split_at_checked(length + 1 + inside)?;
            (Token::Name(text, Some(sheet), behind.get(..inside).filter(|name| !name.is_empty())?), left)
        }
    };
    // A function or a table stands on no sheet.
    (!left.starts_with(['(', '[', '!'])).then_some((token, left))
}

/// The name of a function, cells, a table, a name, or a sheet with what stands behind it.
fn word(rest: &str, behind_colon: bool) -> Option<(Token<'_>, &str)> {
    if let Some((cells, length)) = cells(rest)
        && let Some((text, behind)) = rest.split_at_checked(length)
        && !behind.starts_with(['(', '[', '!'])
    {
        return Some((Token::Cells(text, cells), behind));
    }
    let (word, behind) = rest.split_at_checked(word_length(rest))?;
    if word.is_empty() {
        return None;
    }
    match behind.chars().next() {
        Some('(') => Some((Token::Function(word), behind)),
        Some('!') if behind_colon => None,
        Some('!') => on_sheet(rest, word.len(), word.to_owned()),
        Some('[') => {
            let (inside, left) = behind.split_at_checked(brackets(behind)?)?;
            Some((Token::Table(word, inside), left))
        }
        _ if word.eq_ignore_ascii_case("TRUE") || word.eq_ignore_ascii_case("FALSE") => {
            Some((Token::Plain(word), behind))
        }
        _ => Some((Token::Name(word, None, word), behind)),
    }
}

fn word_length(rest: &str) -> usize {
    let end =
        rest.find(|sign: char| !sign.is_alphanumeric() && !matches!(sign, '$' | '_' | '.' | '\\' | '?'));
    end.unwrap_or(rest.len())
}

/// Cells at the start of a text, with their length; what looks like a column and stands by itself is a name.
fn cells(rest: &str) -> Option<(Cells, usize)> {
    let length = word_length(rest);
    let first = corner(rest.get(..length)?)?;
    let whole = first.column.is_some() && first.row.is_some();
    if let Some(behind) = rest.get(length..).and_then(|rest| rest.strip_prefix(':')) {
        let second = word_length(behind);
        let last = behind.get(..second).and_then(corner);
        let alike = last.filter(|last| {
            last.column.is_some() == first.column.is_some() && last.row.is_some() == first.row.is_some()
        });
        let ends = behind.get(second..).is_some_and(|left| !left.starts_with(['(', '[', '!']));
        if let Some(last) = alike.filter(|_| ends) {
            return Some((Cells { sheet: None, first, last: Some(last) }, length + 1 + second));
        }
    }
    whole.then_some((Cells { sheet: None, first, last: None }, length))
}

/// A cell, a column or a row: `B7`, `$B$7`, `$B`, `7`.
fn corner(word: &str) -> Option<Corner> {
    let fixed_column = word.starts_with('$');
    let plain = word.strip_prefix('$').unwrap_or(word);
    let letters = plain.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (letters, rest) = plain.split_at_checked(letters)?;
    let fixed_row = if letters.is_empty() { fixed_column } else { rest.starts_with('$') };
    let digits = if letters.is_empty() { rest } else { rest.strip_prefix('$').unwrap_or(rest) };
    let column = match letters {
        "" => None,
        letters if letters.len() > 3 => return None,
        letters => {
            let number = letters
                .bytes()
                .fold(0, |sum, letter| sum * 26 + u32::from(letter.to_ascii_uppercase() - b'@'));
            Some(Line { number: (number <= COLUMNS).then_some(number - 1)?, fixed: fixed_column })
        }
    };
    let row = match digits {
        "" if rest.is_empty() => None,
        digits if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            let number: u32 = digits.parse().ok()?;
            Some(Line { number: number.checked_sub(1).filter(|row| *row < ROWS)?, fixed: fixed_row })
        }
        _ => return None,
    };
    (column.is_some() || row.is_some()).then_some(Corner { column, row })
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

/// What is said of a table in brackets, with other headings; `None` where it names one that is not known.
pub fn with_headings(inside: &str, named: impl Fn(&str) -> Option<String>) -> Option<String> {
    let content = inside.strip_prefix('[')?.strip_suffix(']')?;
    let mut result = String::from("[");
    if !content.trim_start().starts_with('[') {
        push_heading(&mut result, content, &named)?;
        result.push(']');
        return Some(result);
    }
    let mut rest = content;
    while let Some(first) = rest.chars().next() {
        if first == '[' {
            let (item, behind) = rest.split_at_checked(brackets(rest)?)?;
            result.push('[');
            push_heading(&mut result, item.strip_prefix('[')?.strip_suffix(']')?, &named)?;
            result.push(']');
            rest = behind;
        } else {
            result.push(first);
            rest = rest.get(first.len_utf8()..)?;
        }
    }
    result.push(']');
    Some(result)
}

fn push_heading(result: &mut String, heading: &str, named: &impl Fn(&str) -> Option<String>) -> Option<()> {
    if heading.is_empty() || heading.starts_with('#') {
        result.push_str(heading);
        return Some(());
    }
    let mut plain = String::new();
    let mut characters = heading.chars();
    while let Some(character) = characters.next() {
        plain.push(if character == '\'' { characters.next()? } else { character });
    }
    let now = named(&plain)?;
    if now == plain {
        result.push_str(heading);
        return Some(());
    }
    for character in now.chars() {
        if matches!(character, '[' | ']' | '#' | '\'') {
            result.push('\'');
        }
        result.push(character);
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Option<String> {
        let kind = |token: &Token<'_>| match token {
            Token::Plain(text) => format!("{text} "),
            Token::Text(_) => "text ".to_owned(),
            Token::Function(name) => format!("{name} "),
            Token::Cells(_, cells) => format!("‹{}› ", cells.text()),
            Token::Table(table, inside) => format!("table {table}{inside} "),
            Token::Name(_, sheet, name) => format!("name {}{name} ", sheet.as_deref().unwrap_or_default()),
        };
        tokens(text).map(|found| found.iter().map(kind).collect::<String>().trim_end().to_owned())
    }

    #[test]
    fn a_formula_falls_into_what_it_consists_of() {
        for (text, expected) in [
            ("='SoA 27001'!F13*2", "‹'SoA 27001'!F13› * 2"),
            ("COUNTA(Assets!$A$6:A13)", "COUNTA ( ‹Assets!$A$6:A13› )"),
            ("1E5+E5+2e-3", "1E5 + ‹E5› + 2e-3"),
            ("SUM(A:$B,1:3,$7:9)", "SUM ( ‹A:$B› , ‹1:3› , ‹$7:9› )"),
            ("Cov_27001_AnnexA_Own", "name Cov_27001_AnnexA_Own"),
            ("LOG10(ZZZ2026)", "LOG10 ( name ZZZ2026 )"),
            ("Risks[[#This Row],[a'] b]]&\"x\"\"!\"", "table Risks[[#This Row],[a'] b]] & text"),
            ("A1:INDEX(B:B,2)", "‹A1› : INDEX ( ‹B:B› , 2 )"),
            ("Mine!Rate+'It''s'!#REF!", "name MineRate + 'It''s'!#REF!"),
            ("IF(#N/A,{1;2},TRUE)", "IF ( #N/A , { 1 ; 2 } , TRUE )"),
        ] {
            assert_eq!(kinds(text).as_deref(), Some(expected), "{text}");
        }
        for text in [
            "",
            "[1]Book!A1",
            "'[b.xlsx]mine'!A1",
            "Q1:Q4!A1",
            "'Q1:Q4'!A1",
            "cmd|'/C calc'!A0",
            "SUM(A1",
            "A1)",
            "\"open",
            "Costs[Net",
            "Risks[@Chance]#",
            "Sheet!SUM(A1)",
        ] {
            assert_eq!(kinds(text), None, "{text}");
        }
    }

    #[test]
    fn cells_move_as_copying_moves_them() {
        let moved = |text: &str, rows, columns| match tokens(text)?.into_iter().next()? {
            Token::Cells(_, cells) => cells.shifted(rows, columns).map(|cells| cells.text()),
            _ => None,
        };
        assert_eq!(moved("Mine!A$1:$B2", 3, 1).as_deref(), Some("Mine!B$1:$B5"));
        assert_eq!(moved("C:C", 3, -2).as_deref(), Some("A:A"));
        assert_eq!(moved("A1", -1, 0), None);
        assert_eq!(moved("XFD1", 0, 1), None);
    }

    #[test]
    fn headings_of_a_table_are_found_in_its_brackets() {
        let named = |heading: &str| match heading {
            "Chance" => Some("Likelihood [1]".to_owned()),
            "Q#1 [x]" => Some(heading.to_owned()),
            _ => None,
        };
        for (inside, expected) in [
            ("[Chance]", "[Likelihood '[1']]"),
            ("[[#This Row],[Chance]]", "[[#This Row],[Likelihood '[1']]]"),
            ("[[#Headers],[Q'#1 '[x']]:[Chance]]", "[[#Headers],[Q'#1 '[x']]:[Likelihood '[1']]]"),
            ("[#All]", "[#All]"),
            ("[]", "[]"),
        ] {
            assert_eq!(with_headings(inside, named).as_deref(), Some(expected), "{inside}");
        }
        assert_eq!(with_headings("[Gone]", named), None);
    }
}
