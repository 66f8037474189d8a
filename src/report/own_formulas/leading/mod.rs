//! Formulas of people, led to the cells that they read where these stand now: records are known by their keys,
//! columns by their headings, and what is no record by the text before it.

mod moved;

use std::collections::BTreeMap;

use crate::record::{
    Area, Before, Cells, History, ListBefore, Token, before_cells, depends_on_place, names, reads_unnamed,
    tokens,
};
use crate::report::additions::rows_by_key;
use crate::report::last_run::entry_of;
use crate::report::sheet::{Sheet, Table};
use moved::Found;

/// What stands where a formula read something that is gone.
const GONE: &str = "#REF!";

/// The sheets, lists and names of this version, as far as formulas of people read them.
pub struct Leading<'a> {
    pub before: &'a Before,
    history: &'a History,
    /// The sheets by their names in lower case.
    pub sheets: BTreeMap<String, Now<'a>>,
    lists: BTreeMap<String, ListNow>,
    names: BTreeMap<String, (String, Area)>,
    /// What tables and names of people stand for, by their names in lower case.
    own: BTreeMap<String, Vec<Read>>,
}

/// A sheet of this version.
pub struct Now<'a> {
    pub sheet: &'a Sheet,
    /// The first text of each row.
    labels: BTreeMap<u32, String>,
    /// The last column that holds anything.
    pub widest: u32,
}

/// A list of this version.
struct ListNow {
    sheet: String,
    header_row: u32,
    last_row: u32,
    area: Area,
    rows: BTreeMap<String, u32>,
    columns: BTreeMap<String, u32>,
}

/// Where a formula stands: the sheet in the last version and in this one, in lower case.
#[derive(Clone, Debug)]
pub struct Home {
    pub before: String,
    pub now: String,
}

/// Cells that a formula reads, with their sheet in lower case.
#[derive(Clone, Debug, PartialEq)]
pub struct Read {
    /// Of cells of annexa, where they stood.
    pub before: Option<(String, Area)>,
    /// Where they stand.
    pub now: (String, Area),
}

/// A formula as it is led.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Led {
    pub text: String,
    /// What it reads.
    pub reads: Vec<Read>,
    /// What it reads and is gone.
    pub gone: Vec<String>,
    /// What it reads and may be something else now.
    pub unsure: Vec<String>,
    /// Whether it may read more than can be told.
    pub unseen: bool,
    /// Whether its value depends on where it, or what it reads, stands.
    pub by_place: bool,
}

impl ListNow {
    fn of(sheet: &Sheet, table: &Table) -> Self {
        let header_row = table.area.first.row;
        let headings = sheet.cells().skip_while(|(place, _)| place.row < header_row);
        let headings = headings.take_while(|(place, _)| place.row == header_row);
        let (first, last) = (table.area.first, table.area.last);
        Self {
            sheet: sheet.name.to_lowercase(),
            header_row,
            last_row: table.area.last.row,
            area: (first.row, first.column, last.row, last.column),
            rows: rows_by_key(sheet, table),
            columns: headings.map(|(place, cell)| (entry_of(Some(cell)).to_string(), place.column)).collect(),
        }
    }
}

impl<'a> Leading<'a> {
    /// What there is now of what formulas of people read.
    pub fn of(sheets: &'a [Sheet], history: &'a History) -> Self {
        let before = &history.additions.before;
        let is_read = |sheet: &&Sheet| {
            let mut read = before.read.iter().filter_map(|name| before.sheets.get(name));
            read.any(|known| known.written == sheet.name)
        };
        let (mut now, mut lists, mut named) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for sheet in sheets.iter().filter(is_read) {
            let mut labels = BTreeMap::new();
            let mut widest = 0;
            for (place, cell) in sheet.cells() {
                widest = widest.max(place.column);
                if let std::collections::btree_map::Entry::Vacant(label) = labels.entry(place.row) {
                    let text = entry_of(Some(cell)).to_string();
                    if !text.is_empty() {
                        label.insert(text);
                    }
                }
            }
            now.insert(sheet.name.to_lowercase(), Now { sheet, labels, widest });
            for table in &sheet.tables {
                lists.insert(table.name.to_lowercase(), ListNow::of(sheet, table));
            }
        }
        for sheet in sheets {
            for name in &sheet.names {
                let (first, last) = (name.area.first, name.area.last);
                let area = (first.row, first.column, last.row, last.column);
                named.insert(name.name.to_lowercase(), (sheet.name.to_lowercase(), area));
            }
        }
        let mut leading = Self { before, history, sheets: now, lists, names: named, own: BTreeMap::new() };
        leading.find_own();
        leading
    }

    /// A formula as it has to stand now.
    pub fn lead(&self, text: &str, home: &Home) -> Led {
        let mut led = Led { text: String::with_capacity(text.len()), ..Led::default() };
        let Some(found) = tokens(text) else {
            return Led { text: text.to_owned(), unseen: true, ..led };
        };
        for token in &found {
            self.lead_token(token, home, &mut led);
        }
        led
    }

    /// What a formula reads that was a record and is gone, in words; lists that this version does not have yet are left
    /// out.
    pub fn gone_records(&self, text: &str, home: &Home) -> Vec<String> {
        let found = tokens(text).unwrap_or_default();
        let gone = found.iter().filter_map(|token| {
            let Token::Cells(_, cells) = token else { return None };
            let name = cells.sheet.as_ref().map_or_else(|| home.before.clone(), |sheet| sheet.to_lowercase());
            let sheet = self.before.sheets.get(&name)?;
            let there =
                !sheet.lists.is_empty() && sheet.lists.iter().all(|list| self.lists.contains_key(list));
            match there.then(|| self.moved_rows(sheet, cells))? {
                Found::Gone(what) => Some(what),
                _ => None,
            }
        });
        gone.collect()
    }

    /// The cells that a piece of a formula that was led reads now; of a list, those of one column.
    pub fn area_now(&self, token: &Token<'_>, home: &str) -> Option<(String, Area)> {
        match token {
            Token::Cells(_, cells) => {
                let sheet =
                    cells.sheet.as_ref().map_or_else(|| home.to_owned(), |sheet| sheet.to_lowercase());
                Some((sheet, cells.area()))
            }
            Token::Name(_, None, name) => {
                let lower = name.to_lowercase();
                match self.own.get(&lower).map(Vec::as_slice) {
                    Some([only]) => Some(only.now.clone()),
                    Some(_) => None,
                    None => self.names.get(&lower).cloned(),
                }
            }
            Token::Table(table, inside) => {
                let list = self.lists.get(&table.to_lowercase())?;
                let heading = inside.strip_prefix('[')?.strip_suffix(']')?;
                let plain = !heading.is_empty() && !heading.contains(['[', ']', '#', '\'']);
                let column = plain.then(|| list.columns.get(heading).copied()).flatten()?;
                let (top, _, bottom, _) = list.area;
                Some((list.sheet.clone(), (top + 1, column, bottom, column)))
            }
            _ => None,
        }
    }

    /// Takes note of what signs and functions of a piece of a formula say about the whole.
    pub fn look_at_signs(text: &str, led: &mut Led) {
        led.unseen |= text.contains(':');
        for word in text.split(|sign: char| !sign.is_alphanumeric() && !matches!(sign, '_' | '.')) {
            led.by_place |= depends_on_place(word);
            led.unseen |= reads_unnamed(word);
        }
    }

    fn lead_token(&self, token: &Token<'_>, home: &Home, led: &mut Led) {
        match token {
            Token::Plain(text) => {
                // A range to a cell that a function finds.
                led.unseen |= *text == ":";
                led.text.push_str(text);
            }
            Token::Function(name) => {
                led.by_place |= depends_on_place(name);
                led.unseen |= reads_unnamed(name);
                led.text.push_str(name);
            }
            Token::Text(text) => led.text.push_str(&self.lead_link(text, home)),
            Token::Cells(text, cells) => self.lead_cells(text, cells, home, led),
            Token::Table(table, inside) => {
                let lower = table.to_lowercase();
                match self.before.lists.get(&lower).filter(|_| !self.is_own_table(&lower)) {
                    Some(list) => {
                        let headings = list.named(inside);
                        let inside = list.with_headings(inside).unwrap_or_else(|| (*inside).to_owned());
                        self.lead_list(list, &headings, &format!("{table}{inside}"), led);
                    }
                    None => {
                        self.read_own(&lower, led);
                        led.text.extend([*table, *inside]);
                    }
                }
            }
            Token::Name(text, sheet, name) => self.lead_name(text, sheet.as_deref(), name, led),
        }
    }

    fn is_own_table(&self, lower: &str) -> bool {
        self.before.in_place.tables.contains(lower)
    }

    /// Takes down what a table or a name of a person stands for.
    fn read_own(&self, lower: &str, led: &mut Led) {
        match self.own.get(lower) {
            Some(reads) => led.reads.extend(reads.iter().cloned()),
            None => led.unseen = true,
        }
    }

    /// What the tables and names of people stand for, where that can be told.
    fn find_own(&mut self) {
        let sheets = &self.history.additions.sheets;
        for sheet in sheets {
            for table in &sheet.markup.tables {
                let (row, column) = table.place;
                let (last_row, last_column) = table.end;
                let read = Read {
                    before: None,
                    now: (sheet.name.to_lowercase(), (row, column, last_row, last_column)),
                };
                self.own.insert(table.name.to_lowercase(), vec![read]);
            }
        }
        for sheet in sheets {
            let home = Home { before: sheet.before.to_lowercase(), now: sheet.name.to_lowercase() };
            for name in &sheet.names {
                let led = self.lead(&name.text, &home);
                if !led.unseen && !led.by_place && led.gone.is_empty() && led.unsure.is_empty() {
                    self.own.insert(name.name.to_lowercase(), led.reads);
                }
            }
        }
    }

    /// A list as a whole, or what is said of it in brackets, in which some headings are named.
    fn lead_list(&self, list: &ListBefore, headings: &[String], text: &str, led: &mut Led) {
        let Some(now) = self.lists.get(&list.name.to_lowercase()) else {
            led.gone.push(format!("the list {}", names::shown(&list.name)));
            led.text.push_str(GONE);
            return;
        };
        led.text.push_str(text);
        let (top, left, bottom, right) = now.area;
        let columns = || headings.iter().filter_map(|heading| now.columns.get(heading).copied());
        let area = (top, columns().min().unwrap_or(left), bottom, columns().max().unwrap_or(right));
        let before = Some((list.sheet.clone(), list.area_under(headings)));
        led.reads.push(Read { before, now: (now.sheet.clone(), area) });
    }

    fn lead_name(&self, text: &str, sheet: Option<&str>, name: &str, led: &mut Led) {
        let lower = name.to_lowercase();
        let own = &self.before.in_place;
        if own.names.contains(&lower) || own.tables.contains(&lower) {
            self.read_own(&lower, led);
            match sheet.and_then(|sheet| own.sheets.get(&sheet.to_lowercase()).zip(Some(sheet))) {
                Some((now, sheet)) if now != sheet => led.text.extend([&before_cells(now), name]),
                _ => led.text.push_str(text),
            }
        } else if let Some(list) = self.before.lists.get(&lower) {
            self.lead_list(list, &[], text, led);
        } else if let Some((sheet, area)) = self.names.get(&lower) {
            led.text.push_str(text);
            let before = self.before.names.get(&lower).cloned().flatten();
            led.unseen |= before.is_none();
            led.reads.push(Read { before, now: (sheet.clone(), *area) });
        } else {
            led.gone.push(format!("the name {name}"));
            led.text.push_str(GONE);
        }
    }

    /// The address of a link to a cell of this workbook, such as `#Risks!A6` in quotation marks, where it can be
    /// led; else the text as it is.
    fn lead_link(&self, text: &str, home: &Home) -> String {
        let inside = text.strip_prefix("\"#").and_then(|rest| rest.strip_suffix('"'));
        let Some(place) = inside else { return text.to_owned() };
        self.lead_place(place, home).map_or_else(|| text.to_owned(), |now| format!("\"#{now}\""))
    }

    /// A place that a link leads to; `None` where it stays as it is.
    pub fn lead_place(&self, place: &str, home: &Home) -> Option<String> {
        match tokens(place)?.as_slice() {
            [Token::Cells(text, cells)] if cells.sheet.is_some() => {
                let mut led = Led::default();
                self.lead_cells(text, cells, home, &mut led);
                // A link that leads nowhere is worse than one to the place where something stood.
                (led.gone.is_empty() && led.unsure.is_empty()).then_some(led.text)
            }
            _ => None,
        }
    }

    fn lead_cells(&self, text: &str, cells: &Cells, home: &Home, led: &mut Led) {
        let named = cells.sheet.as_ref().map(|sheet| sheet.to_lowercase());
        let name = named.as_deref().unwrap_or(&home.before);
        let Some(sheet) = self.before.sheets.get(name) else {
            let own = self.before.in_place.sheets.get(name);
            let now = own.cloned().unwrap_or_else(|| name.to_owned());
            match &cells.sheet {
                Some(written) if *written != now => {
                    let cells = Cells { sheet: Some(now.clone()), ..cells.clone() };
                    led.text.push_str(&cells.text());
                }
                _ => led.text.push_str(text),
            }
            led.reads.push(Read { before: None, now: (now.to_lowercase(), cells.area()) });
            return;
        };
        let now = sheet.written.to_lowercase();
        if !self.sheets.contains_key(&now) {
            led.gone.push(format!("the sheet {}", sheet.written));
            led.text.push_str(GONE);
            return;
        }
        let written = |cells: Cells| {
            let renamed = cells.sheet.as_ref().is_some_and(|known| *known != sheet.written);
            Cells {
                sheet: cells.sheet.map(|known| if renamed { sheet.written.clone() } else { known }),
                ..cells
            }
        };
        let found = match self.moved(sheet, cells) {
            Found::At(found) => found,
            Found::Gone(what) => {
                led.gone.push(what);
                led.text.push_str(GONE);
                return;
            }
            Found::Unsure => {
                led.unsure.push(text.to_owned());
                cells.clone()
            }
        };
        let (before, area) = ((name.to_owned(), cells.area()), found.area());
        let same = found == *cells;
        let found = written(found);
        led.text.push_str(&if same && found.sheet == cells.sheet { text.to_owned() } else { found.text() });
        led.reads.push(Read { before: Some(before), now: (now, area) });
    }
}
