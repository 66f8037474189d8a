//! How near the answer of `annexa inspect --json` comes to the truth.
//!
//! The rules are those that the shared registers are scored by: of the tables on the sheet, the one
//! that says it is the register counts, else the largest; a field below [`SURE`] is no field; a wrong
//! field is worse than none.

use std::ops::AddAssign;

use serde_json::Value;

use crate::truth::Truth;

/// Least confidence at which a field counts as given.
const SURE: f64 = 0.5;

/// Registers that are claimed falsely where a sheet holds none.
const CLAIMS: [&str; 3] = ["assets", "risks", "ai-systems"];

/// Figures of one table or of many.
#[derive(Clone, Copy, Default, Debug)]
pub struct Score {
    /// Tables that hold a register.
    pub tables: usize,
    /// Tables whose register was named.
    pub register: usize,
    /// Tables whose header row was found.
    pub header: usize,
    /// Tables whose number of records is right.
    pub records: usize,
    /// Columns that have to be given a field.
    pub columns: usize,
    /// Those of them that were given a right one.
    pub right: usize,
    /// Columns that may or have to stay unmapped.
    pub alone: usize,
    /// Those of them that stay unmapped, or were given a field that is right too.
    pub left_alone: usize,
    /// Columns that were given a wrong field.
    pub wrong: usize,
    /// Sheets that hold no register and were given one.
    pub false_registers: usize,
}

impl AddAssign for Score {
    fn add_assign(&mut self, other: Self) {
        self.tables += other.tables;
        self.register += other.register;
        self.header += other.header;
        self.records += other.records;
        self.columns += other.columns;
        self.right += other.right;
        self.alone += other.alone;
        self.left_alone += other.left_alone;
        self.wrong += other.wrong;
        self.false_registers += other.false_registers;
    }
}

/// Scores an answer, and says in words what was missed.
pub fn score(truth: &Truth, answer: &Value) -> (Score, Vec<String>) {
    let mut missed = Vec::new();
    let files = answer["files"].as_array().into_iter().flatten();
    let tables: Vec<&Value> =
        files.flat_map(|file| file["tables"].as_array().into_iter().flatten()).collect();
    let mut here: Vec<&Value> =
        tables.iter().copied().filter(|table| table["sheet"] == truth.sheet.as_str()).collect();
    if here.is_empty() && truth.sheet == "csv" {
        here = tables;
    }
    if truth.register == "none" {
        let found = here.iter().filter_map(|table| table["register"].as_str());
        let claimed: Vec<&str> = found.filter(|register| CLAIMS.contains(register)).collect();
        let score = Score { false_registers: usize::from(!claimed.is_empty()), ..Score::default() };
        return (score, claimed.iter().map(|register| format!("holds no {register}")).collect());
    }
    let columns = truth.columns.values().filter(|right| !right.none).count();
    let alone = truth.columns.len() - columns;
    let mut score = Score { tables: 1, columns, alone, ..Score::default() };
    let wanted: &[&str] = match truth.register.as_str() {
        "questionnaire" => &["questionnaire", "controls"],
        other => &[other],
    };
    let is_wanted = |table: &Value| wanted.contains(&table["register"].as_str().unwrap_or(""));
    let size = |table: &Value| table["records"].as_u64().unwrap_or(0);
    // the first of equals, as the scoring of the shared registers has it
    let Some(table) = here.iter().rev().copied().max_by_key(|table| (is_wanted(table), size(table))) else {
        return (score, vec![format!("no table on sheet {:?}", truth.sheet)]);
    };
    if is_wanted(table) {
        score.register = 1;
    } else {
        missed.push(format!("register {} not {}", table["register"], truth.register));
    }
    let header: Vec<u64> =
        table["header_rows"].as_array().into_iter().flatten().filter_map(Value::as_u64).collect();
    let last_header = truth.header_row + truth.header_rows.max(1) - 1;
    let is_form = truth.header_row == 0;
    if is_form || header.first() == Some(&truth.header_row) || header.last() == Some(&last_header) {
        score.header = 1;
    } else {
        missed.push(format!("header rows {header:?} not {}-{last_header}", truth.header_row));
    }
    if size(table) == truth.records {
        score.records = 1;
    } else {
        let (first, last) = (&table["first_data_row"], &table["last_data_row"]);
        let (from, to) = truth.rows;
        let (found, expected) = (size(table), truth.records);
        missed.push(format!("records {found} (rows {first}-{last}) not {expected} ({from}-{to})"));
    }
    score_columns(truth, table, &mut score, &mut missed);
    (score, missed)
}

fn score_columns(truth: &Truth, table: &Value, score: &mut Score, missed: &mut Vec<String>) {
    for (column, right) in &truth.columns {
        // the last entry of a column counts, as the scoring of the shared registers has it
        let entry = table["columns"]
            .as_array()
            .into_iter()
            .flatten()
            .rfind(|given| given["column"] == column.as_str());
        let sure = entry.filter(|given| given["confidence"].as_f64().unwrap_or(0.0) >= SURE);
        let field = sure.and_then(|given| given["field"].as_str());
        let heading = entry.map_or("", |given| given["header"].as_str().unwrap_or(""));
        let is_right = field.map_or(right.none, |field| right.fields.iter().any(|known| known == field));
        match field {
            _ if is_right && right.none => score.left_alone += 1,
            _ if is_right => score.right += 1,
            Some(field) => {
                score.wrong += 1;
                missed.push(format!("{column} {heading:?} was given {field} not {}", right.words()));
            }
            None => missed.push(format!("{column} ({}) was given no field for sure", right.words())),
        }
    }
}
