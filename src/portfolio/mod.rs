//! What is known of each client of a batch, and what all of them have in common: plain data.
//!
//! ```text
//! facts      what a portfolio needs to know of one client; small, and written beside its workbook
//! measure    one assessment to facts
//! gathered   the facts of all clients side by side, taken in one by one
//! ```

mod facts;
mod gathered;
mod measure;

pub use facts::{
    AnsweredTwice, AskedQuestion, AssessedClient, ClientFacts, ClientOutcome, Earlier, FailedClient, Figures,
    GapCounts, InputFile, MadeFrom, PartFigures, Quality, RiskFigures,
};
pub use gathered::{
    ComparedClient, Conflict, NotCompared, Portfolio, QuestionStanding, Renamed, SharedGap, parts,
};
pub use measure::measure;
