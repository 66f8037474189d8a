//! What may be entered in cells.

use super::sheet::Area;
use crate::provenance::column_letters;

/// What may be entered in an area.
#[derive(Clone, Debug, PartialEq)]
pub struct Validation {
    /// The cells.
    pub area: Area,
    /// What is allowed.
    pub allowed: Allowed,
    /// What is shown when a cell is chosen; empty for nothing.
    pub message: String,
}

/// What may be entered in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Allowed {
    /// One of a few words.
    Words(Vec<String>),
    /// Any text, for which a few words are offered.
    Suggestions(Vec<String>),
    /// Anything; only the message is shown.
    Anything,
    /// One of the cells that a defined name stands for.
    ListOf(String),
    /// One of the cells that stand in a list beside the name that another cell of the row holds; one of
    /// all where there is no such name.
    ListBy {
        /// The column of that cell, counted from 0.
        column: u32,
        /// The defined name of the cells with the names of the lists, those of each list together.
        lists: String,
        /// The defined name of the cells with their entries, beside them.
        entries: String,
        /// The defined name of all entries that may be chosen here.
        all: String,
    },
    /// A number between two bounds, both included.
    Number {
        /// The lower bound.
        least: f64,
        /// The upper bound.
        most: f64,
    },
    /// A date.
    Date,
}

impl Allowed {
    /// What may be entered, in words, for a cell about which nothing else is said; empty where anything may.
    pub fn words(&self) -> String {
        match self {
            Allowed::Words(_) | Allowed::ListOf(_) | Allowed::ListBy { .. } => {
                "One of the entries of the list.".to_owned()
            }
            Allowed::Suggestions(_) => "One of the entries of the list, or other words.".to_owned(),
            Allowed::Number { least, most } => format!("A number from {least} to {most}."),
            Allowed::Date => "A date.".to_owned(),
            Allowed::Anything => String::new(),
        }
    }

    /// The expression that gives the cells to choose from, written for a row; `None` where they are not in
    /// cells. It is a list by the syntax of Excel 2016 and of LibreOffice, and not volatile.
    pub fn list_expression(&self, row: u32) -> Option<String> {
        match self {
            Allowed::ListOf(name) => Some(name.clone()),
            Allowed::ListBy { column, lists, entries, all } => {
                let cell = format!("${}{}", column_letters(*column), u64::from(row) + 1);
                let first = format!("MATCH({cell},{lists},0)");
                let count = format!("COUNTIF({lists},{cell})");
                Some(format!(
                    "IF({count}=0,{all},INDEX({entries},{first}):INDEX({entries},{first}+{count}-1))"
                ))
            }
            Allowed::Words(_)
            | Allowed::Suggestions(_)
            | Allowed::Anything
            | Allowed::Number { .. }
            | Allowed::Date => None,
        }
    }
}
