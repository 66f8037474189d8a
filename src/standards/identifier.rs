//! Identifiers that carry their standard: `27001:A.5.1`, `42001:6.1.2`.

use std::fmt;
use std::str::FromStr;

/// One of the two standards of the combined management system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standard {
    /// ISO/IEC 27001:2022, information security management systems.
    Iso27001,
    /// ISO/IEC 42001:2023, artificial intelligence management systems.
    Iso42001,
}

impl Standard {
    /// Both standards, in the order in which they are shown.
    pub const BOTH: [Standard; 2] = [Standard::Iso27001, Standard::Iso42001];

    /// The number alone: `27001`.
    pub fn number(self) -> &'static str {
        match self {
            Standard::Iso27001 => "27001",
            Standard::Iso42001 => "42001",
        }
    }

    /// The full name with its edition.
    pub fn full_name(self) -> &'static str {
        match self {
            Standard::Iso27001 => "ISO/IEC 27001:2022",
            Standard::Iso42001 => "ISO/IEC 42001:2023",
        }
    }

    /// The other standard.
    pub fn other(self) -> Standard {
        match self {
            Standard::Iso27001 => Standard::Iso42001,
            Standard::Iso42001 => Standard::Iso27001,
        }
    }
}

impl fmt::Display for Standard {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.number())
    }
}

/// The two parts of a standard that are counted apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// Clauses 4 to 10, which cannot be excluded.
    Clauses,
    /// The controls of Annex A.
    AnnexA,
}

impl Part {
    /// Both parts, in the order in which they are shown.
    pub const BOTH: [Part; 2] = [Part::Clauses, Part::AnnexA];

    /// The name in `assess --json`: `clauses` or `annex-a`.
    pub fn name(self) -> &'static str {
        match self {
            Part::Clauses => "clauses",
            Part::AnnexA => "annex-a",
        }
    }
}

/// The most levels that a number has (`A.6.2.4` has three after the letter).
const LEVELS: usize = 4;

/// The identifier of a clause (4-10) or of an Annex A control of one standard.
///
/// The order is that of the standard: 27001 before 42001, clauses before controls, `A.5.9` before
/// `A.5.10`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RequirementId {
    standard: Standard,
    part: Part,
    levels: [u8; LEVELS],
}

impl RequirementId {
    /// Reads a number of a standard: `A.5.1` for a control, `6.1.2` for a clause.
    ///
    /// # Errors
    /// Where the text is not of that form. Whether the standard has the number is the catalogue's to say.
    pub fn new(standard: Standard, number: &str) -> Result<Self, MalformedIdentifier> {
        let malformed = || MalformedIdentifier(number.to_owned());
        let (part, digits) = match number.strip_prefix("A.") {
            Some(rest) => (Part::AnnexA, rest),
            None => (Part::Clauses, number),
        };
        let mut levels = [0u8; LEVELS];
        let mut filled = levels.iter_mut();
        for level in digits.split('.') {
            let slot = filled.next().ok_or_else(malformed)?;
            if level.is_empty() || !level.bytes().all(|byte| byte.is_ascii_digit()) || level.starts_with('0')
            {
                return Err(malformed());
            }
            *slot = level.parse().map_err(|_| malformed())?;
        }
        Ok(Self { standard, part, levels })
    }

    /// The standard that the requirement belongs to.
    pub fn standard(self) -> Standard {
        self.standard
    }

    /// Whether it is a clause or a control.
    pub fn part(self) -> Part {
        self.part
    }

    /// The number within its standard: `A.5.1` or `6.1.2`.
    pub fn number(self) -> String {
        let levels: Vec<String> =
            self.levels.iter().take_while(|level| **level > 0).map(ToString::to_string).collect();
        match self.part {
            Part::Clauses => levels.join("."),
            Part::AnnexA => format!("A.{}", levels.join(".")),
        }
    }
}

impl fmt::Display for RequirementId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", self.standard, self.number())
    }
}

impl fmt::Debug for RequirementId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{self}")
    }
}

impl FromStr for RequirementId {
    type Err = MalformedIdentifier;

    /// Reads the form with its standard: `27001:A.5.1`.
    fn from_str(key: &str) -> Result<Self, Self::Err> {
        match key.split_once(':') {
            Some(("27001", number)) => Self::new(Standard::Iso27001, number),
            Some(("42001", number)) => Self::new(Standard::Iso42001, number),
            _ => Err(MalformedIdentifier(key.to_owned())),
        }
    }
}

/// Text that is not the identifier of a requirement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MalformedIdentifier(pub String);

impl fmt::Display for MalformedIdentifier {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}` is not the number of a clause or control", self.0)
    }
}

impl std::error::Error for MalformedIdentifier {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_keep_their_standard_and_read_back() {
        for key in ["27001:A.5.1", "27001:A.8.34", "42001:A.6.2.4", "27001:9.2.1", "42001:10.2"] {
            assert_eq!(key.parse::<RequirementId>().map(|id| id.to_string()), Ok(key.to_owned()));
        }
        for text in ["A.5.1", "27001:", "27001:A.", "27001:5..1", "27001:A.5.01", "27001:5.x", "9001:4.1"] {
            assert!(text.parse::<RequirementId>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_order_is_that_of_the_standard() {
        let mut keys: Vec<RequirementId> =
            ["42001:4.1", "27001:A.5.10", "27001:A.5.9", "27001:10.2", "27001:4.1"]
                .iter()
                .filter_map(|key| key.parse().ok())
                .collect();
        keys.sort();
        let keys: Vec<String> = keys.iter().map(ToString::to_string).collect();
        assert_eq!(keys, ["27001:4.1", "27001:10.2", "27001:A.5.9", "27001:A.5.10", "42001:4.1"]);
    }
}
