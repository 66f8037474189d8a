//! What a workbook that annexa wrote shows, walked back from a figure to the cells behind it.
//!
//! ```text
//! question     what is asked for: a requirement, a code, a cell or a name of one
//! requirement  own, carried, reuse and potential; the gap and its terms; risks; the other standard
//! code         what a code means, and what it found; `all`: every check and every code
//! cell         what a cell is, what a formula in it reads, where its record came from
//! outside      what a formula reads that stands in no list
//! figure       a share on the summary: the requirements that it is the mean of
//! subject      the workbook and where its tables stand; `step`: an explanation as steps
//! references   what an expression reads
//! formula      whether a formula is the one that a run writes
//! headline     the headline figures as they stand now
//! ```
//!
//! Values are those that the workbook shows. Where a program saved it without calculating they are unknown,
//! and said to be.

mod all;
mod cell;
mod code;
mod figure;
mod formula;
mod headline;
mod outside;
mod question;
mod references;
mod requirement;
mod step;
mod subject;

pub use all::{all_as_json, explain_all};
pub use code::describe_code;
pub use headline::{Headline, compared_headlines, headlines, is_recalculated};
pub use question::{NotFound, Question};
pub use step::Step;
pub use subject::Subject;

/// Explains what is asked for; one step for each requirement where a number is one of both standards.
pub fn explain(subject: &Subject<'_>, question: &Question) -> Vec<Step> {
    match question {
        Question::Requirements(ids) => {
            ids.iter().map(|id| requirement::explain_requirement(subject, *id)).collect()
        }
        Question::Code(code) => vec![code::explain_code(subject, code)],
        Question::Cell { sheet, row, column } => vec![cell::explain_cell(subject, *sheet, *row, *column)],
    }
}
