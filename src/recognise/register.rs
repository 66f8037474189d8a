//! Which register a table is, if any: what its columns, its sheet, its titles and its file say together.

use crate::declaration::{Declarations, Register};

use super::columns::{Mapping, SeenColumn};
use super::context::Context;
use super::essentials::lacks;
use super::heading::HeadingIndex;
use super::words::fold;

/// Where a table stands: texts that may name its subject.
#[derive(Clone, Debug)]
pub struct Surroundings<'a> {
    /// The sheet's name; empty for a file of separated values.
    pub sheet: &'a str,
    /// The file's name, without folders and ending.
    pub file: &'a str,
    /// The text above the header.
    pub titles: &'a str,
    /// Whether the columns beside one are weighed; always, but to show what they contribute.
    pub neighbours: bool,
}

/// What a table was taken for.
#[derive(Clone, Debug)]
pub enum Decision {
    /// A register, with the fields of its columns.
    Register {
        /// The fields.
        mapping: Mapping,
        /// How sure the register is, 0 to 1.
        confidence: f64,
        /// What else speaks for it: `sheet`, `file`, `title`.
        evidence: Vec<&'static str>,
        /// Another register that is nearly as likely.
        rival: Option<Register>,
    },
    /// None, and why.
    None(String),
}

/// The least that the evidence for a register must add up to.
const LEAST: f64 = 2.0;
/// A second register with this share of the evidence makes the choice a doubtful one.
const RIVAL: f64 = 0.9;

/// A register that lacks something essential, but has this many times the evidence of the best that
/// lacks nothing, shows that the table is no register at all.
const LACKING: f64 = 1.3;

struct Rated {
    mapping: Mapping,
    score: f64,
    evidence: Vec<&'static str>,
}

/// Decides which register a table is, where `only` is given whether it is that one.
pub fn decide(
    columns: &[SeenColumn],
    around: &Surroundings<'_>,
    declarations: &Declarations,
    headings: &HeadingIndex,
    only: Option<Register>,
) -> Decision {
    if is_pivot_table(columns) {
        return Decision::None("a pivot table: it sums up other rows".to_owned());
    }
    let context = Context::read(around, columns, headings);
    let mut nearest: Option<(f64, Register, &'static str)> = None;
    let mut rated: Vec<Rated> = Vec::new();
    for table in declarations.tables().iter().filter(|table| only.is_none_or(|only| only == table.register)) {
        let mapping = if around.neighbours {
            super::columns::map_columns(columns, table)
        } else {
            super::columns::map_each_column(columns, table)
        };
        let (score, evidence) = context.score(&mapping);
        match lacks(&mapping, columns, &context, declarations) {
            None if score >= LEAST => rated.push(Rated { mapping, score, evidence }),
            None => {}
            Some(missing) if score >= LEAST && nearest.as_ref().is_none_or(|(best, _, _)| score > *best) => {
                nearest = Some((score, table.register, missing));
            }
            Some(_) => {}
        }
    }
    rated.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut rated = rated.into_iter();
    let Some(best) = rated.next() else {
        return Decision::None(match nearest {
            Some((_, register, missing)) => nearest_but(register, missing),
            None => "no register: its columns are not those of one".to_owned(),
        });
    };
    if let Some((score, register, missing)) = nearest
        && score >= LACKING * best.score
    {
        return Decision::None(nearest_but(register, missing));
    }
    let rival = rated
        .next()
        .filter(|second| second.score >= RIVAL * best.score)
        .map(|second| second.mapping.register);
    let confidence = (1.0 - (-best.score / 2.5).exp()).min(0.99);
    Decision::Register { mapping: best.mapping, confidence, evidence: best.evidence, rival }
}

fn nearest_but(register: Register, missing: &str) -> String {
    format!("comes nearest to the {register} register, but {missing}")
}

/// Whether the first heading is the one that spreadsheet programs give the rows of a pivot table.
fn is_pivot_table(columns: &[SeenColumn]) -> bool {
    const ROW_LABELS: [&str; 7] = [
        "row labels",
        "zeilenbeschriftungen",
        "rijlabels",
        "etiquettes de lignes",
        "etiquetas de fila",
        "rotulos de linha",
        "etichette di riga",
    ];
    columns.first().is_some_and(|column| ROW_LABELS.contains(&fold(&column.head.own).as_str()))
}
