//! Means, medians, quartiles: their expressions and their values.

/// What stands in place of a statistic of nothing.
pub const NOTHING: &str = "n/a";

/// A statistic over the clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statistic {
    Mean,
    Lowest,
    LowerQuartile,
    Median,
    UpperQuartile,
    Highest,
}

impl Statistic {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Statistic; 6] = [
        Statistic::Mean,
        Statistic::Lowest,
        Statistic::LowerQuartile,
        Statistic::Median,
        Statistic::UpperQuartile,
        Statistic::Highest,
    ];

    /// The heading.
    pub fn words(self) -> &'static str {
        match self {
            Statistic::Mean => "Mean",
            Statistic::Lowest => "Lowest",
            Statistic::LowerQuartile => "Lower quartile",
            Statistic::Median => "Median",
            Statistic::UpperQuartile => "Upper quartile",
            Statistic::Highest => "Highest",
        }
    }

    /// The expression over a column, in which blank cells do not count.
    pub fn expression(self, column: &str) -> String {
        let statistic = match self {
            Statistic::Mean => format!("AVERAGE({column})"),
            Statistic::Lowest => format!("MIN({column})"),
            Statistic::LowerQuartile => format!("QUARTILE({column},1)"),
            Statistic::Median => format!("MEDIAN({column})"),
            Statistic::UpperQuartile => format!("QUARTILE({column},3)"),
            Statistic::Highest => format!("MAX({column})"),
        };
        format!("IF(COUNT({column})=0,\"{NOTHING}\",{statistic})")
    }

    /// Its value; `None` for nothing.
    pub fn of(self, values: &[f64]) -> Option<f64> {
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        let (lowest, highest) = (*sorted.first()?, *sorted.last()?);
        Some(match self {
            Statistic::Mean => values.iter().sum::<f64>() / values.len() as f64,
            Statistic::Lowest => lowest,
            Statistic::LowerQuartile => quantile(&sorted, 0.25),
            Statistic::Median => quantile(&sorted, 0.5),
            Statistic::UpperQuartile => quantile(&sorted, 0.75),
            Statistic::Highest => highest,
        })
    }
}

/// The value below which a share of the sorted values lies, between two of them as QUARTILE has it.
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = share * sorted.len().saturating_sub(1) as f64;
    let below = place.floor();
    let at = |index: usize| sorted.get(index).or(sorted.last()).copied().unwrap_or_default();
    let (low, high) = (at(below as usize), at(below as usize + 1));
    low + (high - low) * (place - below)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quartiles_lie_between_two_values_as_spreadsheets_have_them() {
        let values = [4.0, 1.0, 3.0, 2.0];
        let all = Statistic::ALL.map(|statistic| statistic.of(&values).unwrap());
        assert_eq!(all, [2.5, 1.0, 1.75, 2.5, 3.25, 4.0]);
        assert_eq!(Statistic::Median.of(&[7.0]), Some(7.0));
        assert_eq!(Statistic::Mean.of(&[]), None);
    }
}
