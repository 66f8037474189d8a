//! The level of a requirement: how far it is implemented, 0 to 1.

use crate::model::{Parameters, Statement};
use crate::provenance::understood;

/// How far a requirement is implemented, and what that was taken from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Level {
    /// 0 to 1.
    pub value: f64,
    /// The field that it was taken from.
    pub source: LevelSource,
}

/// The field that a level was taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LevelSource {
    /// The status word, by the table of levels in the parameters.
    Status,
    /// The percentage.
    Percentage,
    /// The maturity, as a share of its target or of the top of its scale.
    Maturity,
}

impl LevelSource {
    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            LevelSource::Status => "status",
            LevelSource::Percentage => "percentage",
            LevelSource::Maturity => "maturity",
        }
    }
}

/// The level of a statement; `None` where nothing that can be read is said.
///
/// The status word wins, then the percentage, then the maturity. A field that is there and cannot be
/// read gives way to the next one, which the consistency checks report.
pub fn level(statement: &Statement, parameters: &Parameters) -> Option<Level> {
    let of = |source| move |value| Level { value, source };
    understood(&statement.status)
        .map(|status| parameters.level(status))
        .map(of(LevelSource::Status))
        .or_else(|| percentage_share(statement).map(of(LevelSource::Percentage)))
        .or_else(|| maturity_share(statement, parameters).map(of(LevelSource::Maturity)))
}

/// The percentage as a share, at least 0 and at most 1.
pub(super) fn percentage_share(statement: &Statement) -> Option<f64> {
    understood(&statement.percentage).and_then(share)
}

/// The maturity as a share: of its target, or of the top of its scale where there is no target (or a
/// target of 0); at least 0 and at most 1.
pub fn maturity_share(statement: &Statement, parameters: &Parameters) -> Option<f64> {
    let maturity = understood(&statement.maturity)?;
    let target = understood(&statement.maturity_target).filter(|target| *target > 0.0);
    let top = statement.maturity_top.filter(|top| *top > 0.0).unwrap_or(parameters.maturity_top);
    share(maturity / target.unwrap_or(top))
}

fn share(value: f64) -> Option<f64> {
    (!value.is_nan()).then(|| value.clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ImplementationStatus;
    use crate::provenance::{Location, Reading};

    fn number(value: f64) -> Option<Reading<f64>> {
        Some(Reading::understood(value.to_string(), value, Location::file("soa.csv")))
    }

    fn statement() -> Statement {
        Statement::unknown("27001:A.5.1".parse().unwrap())
    }

    fn value(statement: &Statement) -> Option<f64> {
        level(statement, &Parameters::default()).map(|level| level.value)
    }

    #[test]
    fn the_status_word_goes_before_the_percentage_and_that_before_the_maturity() {
        let mut said = statement();
        assert_eq!(value(&said), None);
        said.maturity = number(1.0);
        assert_eq!(value(&said), Some(0.2));
        said.percentage = number(0.6);
        assert_eq!(value(&said), Some(0.6));
        let status = ImplementationStatus::InProgress;
        said.status = Some(Reading::understood("ongoing", status, Location::file("soa.csv")));
        assert_eq!(value(&said), Some(0.25));
    }

    #[test]
    fn a_maturity_is_a_share_of_its_target_or_else_of_the_top_of_its_scale() {
        let mut said = statement();
        said.maturity = number(3.0);
        said.maturity_top = Some(4.0);
        assert_eq!(value(&said), Some(0.75));
        said.maturity_target = number(0.0);
        assert_eq!(value(&said), Some(0.75));
        said.maturity_target = number(6.0);
        assert_eq!(value(&said), Some(0.5));
        said.maturity_target = number(2.0);
        assert_eq!(value(&said), Some(1.0));
    }

    #[test]
    fn a_number_that_is_none_is_no_level() {
        let mut said = statement();
        said.percentage = number(f64::NAN);
        assert_eq!(value(&said), None);
    }
}
