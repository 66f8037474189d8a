//! Registers that stand side by side below one row of headings, with a blank column between them.
//!
//! A blank column alone parts nothing: many registers have one between what is inherent and what is
//! residual. Two groups of columns are two tables where each is a register by itself, with
//! identifiers of its own that no row repeats.

use crate::declaration::{Field, Register};

use super::columns::{Mapping, SeenColumn};
use super::layout::{Head, TableShape};
use super::words::fold;

/// A table with what is seen of its columns.
#[derive(Clone, Debug)]
pub struct SeenTable {
    /// Where it lies.
    pub shape: TableShape,
    /// Its columns.
    pub columns: Vec<SeenColumn>,
}

/// So many columns of a register make a group one, though it fills as many rows as its neighbour.
const FIELDS: usize = 4;
/// So many do where it fills more rows or fewer.
const FIELDS_OF_OTHER_ROWS: usize = 3;
/// The share of the identifiers that have to differ from each other.
const DISTINCT: f64 = 0.95;

/// The tables that stand side by side; the table as it is where it is only one. `decide` gives the
/// fields of columns that are a register by themselves.
pub fn side_by_side(table: SeenTable, decide: impl Fn(&[SeenColumn]) -> Option<Mapping>) -> Vec<SeenTable> {
    let groups: Vec<&[SeenColumn]> =
        table.columns.chunk_by(|one, next| one.head.column + 1 == next.head.column).collect();
    if groups.len() < 2 {
        return vec![table];
    }
    let mut known: Vec<Identified> = Vec::new();
    let mut parts: Vec<Vec<SeenColumn>> = Vec::new();
    for group in groups {
        let own = decide(group).and_then(|mapping| Identified::of(group, &mapping));
        let apart = own.as_ref().is_some_and(|own| known.iter().all(|other| own.is_apart_from(other)));
        match parts.last_mut() {
            // What stands left of the first register belongs to it.
            Some(part) if !apart || known.is_empty() => part.extend_from_slice(group),
            _ => parts.push(group.to_vec()),
        }
        known.extend(own.filter(|_| apart));
    }
    if parts.len() < 2 {
        return vec![table];
    }
    let part = |columns: Vec<SeenColumn>| {
        let heads: Vec<Head> = columns.iter().map(|column| column.head.clone()).collect();
        SeenTable { shape: TableShape { heads, ..table.shape.clone() }, columns }
    };
    parts.into_iter().map(part).collect()
}

/// A group of columns that is a register with identifiers.
struct Identified {
    register: Register,
    heading: String,
    /// Rows with an identifier.
    rows: usize,
    fields: usize,
    samples: Vec<String>,
}

impl Identified {
    fn of(group: &[SeenColumn], mapping: &Mapping) -> Option<Self> {
        use Field::*;
        let identifiers = [AssetId, RiskId, AiId, QuestionId, FindingId, SupplierId, ControlRef];
        let identifier = identifiers.into_iter().find_map(|field| mapping.of(field))?;
        let column = group.get(identifier.position)?;
        let profile = &column.profile;
        (profile.filled >= 2 && profile.distinct >= DISTINCT).then(|| Self {
            register: mapping.register,
            heading: fold(&column.head.own),
            rows: profile.filled,
            fields: mapping.fields.len(),
            samples: profile.samples.clone(),
        })
    }

    /// Whether it is a register beside another rather than what that one says of its records.
    fn is_apart_from(&self, other: &Self) -> bool {
        let other_rows = self.rows != other.rows;
        let complete = self.fields >= if other_rows { FIELDS_OF_OTHER_ROWS } else { FIELDS };
        if self.register == other.register {
            // The same register goes on beside itself, with other records.
            return complete
                && self.heading == other.heading
                && self.samples.iter().all(|sample| !other.samples.contains(sample));
        }
        // A register may well say of each record which control treats it and how far that is.
        complete && (other_rows || self.register != Register::Controls)
    }
}
