//! Columns whose numbers are the product of those of two or three columns before them: likelihood
//! times impact, or severity times occurrence times detection.

use super::columns::SeenColumn;

/// The fewest rows in which all numbers of a product have to stand.
const FEWEST: usize = 3;
/// The share of those rows in which the product has to hold; a person may have set a score by hand.
const HOLDS: f64 = 0.9;
/// Factors are levels, and a level is no more than this.
const HIGHEST_FACTOR: f64 = 10.0;

/// A column of products and the columns of its factors, by their positions.
#[derive(Clone, Debug, PartialEq)]
pub struct Product {
    /// The factors, in the order of the columns: two or three.
    pub factors: Vec<usize>,
    /// The product.
    pub result: usize,
}

/// The products among the columns of a table, each with the factors that stand nearest before it.
pub fn products(columns: &[SeenColumn]) -> Vec<Product> {
    let numbers: Vec<&[Option<f64>]> =
        columns.iter().map(|column| column.profile.numbers_by_row.as_slice()).collect();
    let levels: Vec<usize> =
        (0..columns.len()).filter(|position| numbers.get(*position).is_some_and(|n| are_levels(n))).collect();
    let mut found: Vec<Product> = Vec::new();
    for result in 0..columns.len() {
        let before: Vec<usize> = levels
            .iter()
            .copied()
            .filter(|level| *level < result && found.iter().all(|known| !known.factors.contains(level)))
            .collect();
        if let Some(factors) = factors_of(result, &before, &numbers) {
            found.push(Product { factors, result });
        }
    }
    found
}

/// The nearest two or three columns of levels whose product a column is.
fn factors_of(result: usize, before: &[usize], numbers: &[&[Option<f64>]]) -> Option<Vec<usize>> {
    let values = numbers.get(result)?;
    if values.iter().flatten().count() < FEWEST {
        return None;
    }
    let nearest: Vec<usize> = before.iter().rev().copied().take(6).collect();
    for (number, second) in nearest.iter().enumerate() {
        for (further, first) in nearest.iter().enumerate().skip(number + 1) {
            if holds(values, &[*first, *second], numbers) {
                return Some(vec![*first, *second]);
            }
            for zeroth in nearest.iter().skip(further + 1) {
                if holds(values, &[*zeroth, *first, *second], numbers) {
                    return Some(vec![*zeroth, *first, *second]);
                }
            }
        }
    }
    None
}

/// Whether a column is the product of others: in (nearly) all rows, which differ, and not because a
/// factor is 1 everywhere.
fn holds(values: &[Option<f64>], factors: &[usize], numbers: &[&[Option<f64>]]) -> bool {
    let (mut rows, mut right, mut telling) = (0_usize, 0_usize, 0_usize);
    let mut different: Vec<f64> = Vec::new();
    for (row, value) in values.iter().enumerate() {
        let parts: Option<Vec<f64>> = factors
            .iter()
            .map(|factor| numbers.get(*factor).and_then(|numbers| numbers.get(row)).copied().flatten())
            .collect();
        let (Some(value), Some(parts)) = (value, parts) else { continue };
        rows += 1;
        if (parts.iter().product::<f64>() - value).abs() < 1e-6 {
            right += 1;
            telling += usize::from(parts.iter().all(|part| *part > 1.0));
            if !different.contains(value) {
                different.push(*value);
            }
        }
    }
    rows >= FEWEST && right as f64 >= HOLDS * rows as f64 && telling >= 2 && different.len() >= 2
}

fn are_levels(numbers: &[Option<f64>]) -> bool {
    let known: Vec<f64> = numbers.iter().flatten().copied().collect();
    known.len() >= FEWEST && known.iter().all(|number| (0.0..=HIGHEST_FACTOR).contains(number))
}
