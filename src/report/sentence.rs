//! A sentence with figures that follow the workbook: its expression and its value are made together.

use super::cell::Value;
use super::expression::text;

/// What is added to a share before it is rounded to percent, so that figures that differ in their last digits
/// are rounded alike.
const NUDGE: f64 = 1e-9;

/// A whole number that a formula gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Count {
    /// The formula.
    pub expression: String,
    /// Its value.
    pub value: usize,
}

impl Count {
    /// A count.
    pub fn new(expression: impl Into<String>, value: usize) -> Self {
        Self { expression: expression.into(), value }
    }
}

/// A sentence of our words and of figures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sentence {
    parts: Vec<String>,
    shown: String,
}

impl Sentence {
    /// Adds words.
    #[must_use]
    pub fn words(mut self, words: &str) -> Self {
        self.parts.push(text(words));
        self.shown.push_str(words);
        self
    }

    /// Adds a count.
    #[must_use]
    pub fn count(mut self, count: Count) -> Self {
        self.parts.push(format!("({})", count.expression));
        self.shown.push_str(&count.value.to_string());
        self
    }

    /// Adds a share of 1 in percent; where there is nothing to count, that.
    #[must_use]
    pub fn percent(mut self, expression: &str, share: Option<f64>) -> Self {
        let nothing = "nothing to count";
        self.parts.push(format!(
            "IF(ISNUMBER({expression}),ROUND(100*{expression}+{NUDGE:.9},0)&\" %\",{})",
            text(nothing)
        ));
        match share {
            Some(share) => self.shown.push_str(&format!("{} %", (100.0 * share + NUDGE).round())),
            None => self.shown.push_str(nothing),
        }
        self
    }

    /// The sentence as a formula.
    pub fn formula(self) -> Value {
        Value::formula(self.parts.join("&"), self.shown)
    }

    /// The sentence as a formula where there is anything to count, else other words.
    pub fn where_any(self, any: &Count, otherwise: &str) -> Value {
        let shown = if any.value > 0 { self.shown } else { otherwise.to_owned() };
        let sentence = self.parts.join("&");
        Value::formula(format!("IF(({})=0,{},{sentence})", any.expression, text(otherwise)), shown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_and_its_formula_say_the_same() {
        let sentence = Sentence::default().words("Open: ").count(Count::new("SUM(A1:A2)", 3)).words(".");
        assert_eq!(sentence.clone().formula(), Value::formula("\"Open: \"&(SUM(A1:A2))&\".\"", "Open: 3."));
        assert_eq!(
            sentence.where_any(&Count::new("ROWS(T)", 0), "None read."),
            Value::formula("IF((ROWS(T))=0,\"None read.\",\"Open: \"&(SUM(A1:A2))&\".\")", "None read.")
        );
    }

    #[test]
    fn a_share_is_shown_in_whole_percent_and_nothing_to_count_is_no_zero() {
        let shown = |share| match Sentence::default().percent("X_1", share).formula() {
            Value::Formula(formula) => formula.cached,
            other => panic!("{other:?}"),
        };
        assert_eq!(shown(Some(0.125)), "13 %".into());
        assert_eq!(shown(Some(0.0)), "0 %".into());
        assert_eq!(shown(None), "nothing to count".into());
    }
}
