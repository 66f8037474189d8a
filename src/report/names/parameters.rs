//! Names of the lists and cells of the parameters.

use crate::standards::Effort;

/// The table of levels by status, with its columns `Status` and `Level`.
pub const LEVELS: &str = "Levels";
/// The table of settings.
pub const SETTINGS: &str = "Settings";
/// The table of efforts.
pub const EFFORTS: &str = "Efforts";
/// The table of days without work.
pub const HOLIDAYS: &str = "Holidays";
/// The cell with the top of the maturity scale where a register shows none.
pub const MATURITY_TOP: &str = "Maturity_Top";
/// The cell with the assessment date.
pub const AS_OF: &str = "As_Of";
/// The cell with the days before a due date at which urgency starts to rise.
pub const URGENCY_HORIZON: &str = "Urgency_Horizon";
/// The cells with the highest accepted scores of information security risks and of AI risks.
pub const APPETITES: [&str; 2] = ["Appetite_Information_Security", "Appetite_AI"];
/// The table of bands of the risk score, lowest first, with its columns [`BAND`] and [`BAND_TOP`].
pub const BANDS: &str = "Bands";
/// The heading of a band's name.
pub const BAND: &str = "Band";
/// The heading of the highest score of a band.
pub const BAND_TOP: &str = "Highest score";
/// The cell with the capacity, in person-days a week.
pub const CAPACITY: &str = "Capacity";
/// The defined names of α, β and γ, the weights of the priority.
pub const PRIORITY_WEIGHTS: [&str; 3] = ["Weight_Risk", "Weight_Coverage", "Weight_Urgency"];
/// The cell with the starting point.
pub const STARTING_POINT: &str = "Starting_Point";
/// The defined name of the divisor for an effort.
pub fn effort_divisor(effort: Effort) -> String {
    format!("Effort_Divisor_{}", effort.letter())
}
