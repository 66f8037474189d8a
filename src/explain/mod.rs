//! What a workbook that annexa wrote shows, walked back from a figure to the cells behind it.
//!
//! ```text
//! headline   the headline figures as they stand now
//! ```

mod headline;

pub use headline::{Headline, compared_headlines, headlines, is_recalculated};
