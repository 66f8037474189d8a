//! What a person chose, obeyed: it stands above all evidence.
//!
//! ```text
//! place   which table of a sheet a choice is about, and its header where that was chosen
//! obey    the register, the fields and the meanings that were chosen
//! ```

mod obey;
mod place;

pub use obey::{Obeyed, obey};
pub use place::{Origin, place};

/// The evidence of what a person chose.
pub const CHOSEN: &str = "chosen by a person";
