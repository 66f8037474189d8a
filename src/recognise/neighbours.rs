//! What neighbouring columns say about a column of a risk register whose own heading says little: the
//! arithmetic between them, headings of one letter, and pairs of residual ratings.

use std::collections::HashMap;

use crate::declaration::{Field, Register};

use super::columns::SeenColumn;
use super::products::{Product, products};
use super::residual::residual_pairs;
use super::words::fold;

use Field::{
    RiskImpact, RiskInherent, RiskLikelihood, RiskResidual, RiskResidualImpact, RiskResidualLikelihood,
};

/// From this strength on a heading says what a column is.
const SAID: f64 = 0.5;
/// The share of values that have to be levels for a letter to be a rating.
const LEVELS: f64 = 0.8;

/// Letters that head a column of likelihoods: likelihood, probability, Wahrscheinlichkeit, kans,
/// frequency, occurrence, vraisemblance, Eintritt.
const OF_LIKELIHOOD: &[char] = &['l', 'p', 'w', 'k', 'f', 'o', 'v', 'e'];
/// Letters that head a column of impacts: impact, severity, gravité, Auswirkung, consequence, effect.
const OF_IMPACT: &[char] = &['i', 's', 'g', 'a', 'c', 'e'];

/// A likelihood, an impact and what they make together.
#[derive(Clone, Copy)]
struct Rating {
    likelihood: Field,
    impact: Field,
    score: Field,
}

const INHERENT: Rating = Rating { likelihood: RiskLikelihood, impact: RiskImpact, score: RiskInherent };
const RESIDUAL: Rating =
    Rating { likelihood: RiskResidualLikelihood, impact: RiskResidualImpact, score: RiskResidual };

/// The fields that their neighbours show columns to be, by position.
pub fn shown_by_neighbours(columns: &[SeenColumn]) -> HashMap<usize, Field> {
    let mut shown = HashMap::new();
    let products = products(columns);
    for (number, product) in products.iter().enumerate() {
        let residual = says(columns, product.result, RiskResidual)
            || product.factors.iter().any(|factor| {
                says(columns, *factor, RiskResidualLikelihood) || says(columns, *factor, RiskResidualImpact)
            });
        let rating = if residual || (number == 1 && products.len() == 2) { RESIDUAL } else { INHERENT };
        shown.extend(parts_of(columns, product, rating));
    }
    if products.is_empty() {
        for (pair, rating) in letter_pairs(columns).into_iter().zip([INHERENT, RESIDUAL]) {
            shown.extend([(pair.0, rating.likelihood), (pair.1, rating.impact)]);
        }
    }
    for (position, field) in residual_pairs(columns) {
        shown.entry(position).or_insert(field);
    }
    shown
}

/// The factors and the result of a product, as far as it is known which factor is which.
fn parts_of(columns: &[SeenColumn], product: &Product, rating: Rating) -> Vec<(usize, Field)> {
    let is = |position: usize, field: Field, letters: &[char]| {
        let base = if field == rating.likelihood { RiskLikelihood } else { RiskImpact };
        says(columns, position, field)
            || says(columns, position, base)
            || letter(columns, position).is_some_and(|letter| letters.contains(&letter))
    };
    let likely: Vec<usize> = product
        .factors
        .iter()
        .copied()
        .filter(|factor| is(*factor, rating.likelihood, OF_LIKELIHOOD))
        .collect();
    let harmful: Vec<usize> =
        product.factors.iter().copied().filter(|factor| is(*factor, rating.impact, OF_IMPACT)).collect();
    let pair = match (likely.as_slice(), harmful.as_slice(), product.factors.as_slice()) {
        (_, _, [one, other]) if are_s_and_k(columns, *one, *other) => {
            Some((*one.min(other), *one.max(other)))
        }
        ([likelihood], [impact], _) if likelihood != impact => Some((*likelihood, *impact)),
        // The one factor that is known says what the other is.
        ([known], _, [one, other]) => Some((*known, if known == one { *other } else { *one })),
        (_, [known], [one, other]) => Some((if known == one { *other } else { *one }, *known)),
        _ => None,
    };
    // Without a factor that is known, one product of two small numbers is as good as any other.
    let Some((likelihood, impact)) = pair else { return Vec::new() };
    let mut parts = vec![(likelihood, rating.likelihood), (impact, rating.impact)];
    if !says(columns, product.result, rating.score) {
        parts.push((product.result, rating.score));
    }
    parts
}

/// Pairs of neighbouring columns that are headed by the letters of likelihood and impact, likelihood first.
fn letter_pairs(columns: &[SeenColumn]) -> Vec<(usize, usize)> {
    let rated = |position: usize| {
        columns.get(position).is_some_and(|column| {
            let profile = &column.profile;
            profile.small_integers + profile.family("level") >= LEVELS
        })
    };
    let mut pairs = Vec::new();
    let mut position = 0;
    while position + 1 < columns.len() {
        let (one, other) = (position, position + 1);
        let pair = match (letter(columns, one), letter(columns, other)) {
            (Some(first), Some(second)) if rated(one) && rated(other) && first != second => {
                let likelihood_first = OF_LIKELIHOOD.contains(&first) && OF_IMPACT.contains(&second);
                if likelihood_first || are_s_and_k(columns, one, other) {
                    Some((one, other))
                } else if OF_IMPACT.contains(&first) && OF_LIKELIHOOD.contains(&second) {
                    Some((other, one))
                } else {
                    None
                }
            }
            _ => None,
        };
        position += if pair.is_some() { 2 } else { 1 };
        pairs.extend(pair);
    }
    pairs
}

/// Whether two columns are headed S and K: sannsynlighet and konsekvens in the north, kans and schade in
/// Dutch. In both the likelihood stands first.
fn are_s_and_k(columns: &[SeenColumn], one: usize, other: usize) -> bool {
    let letters = [letter(columns, one), letter(columns, other)];
    letters == [Some('s'), Some('k')] || letters == [Some('k'), Some('s')]
}

/// The letter that a heading consists of, apart from a scale.
pub(super) fn letter(columns: &[SeenColumn], position: usize) -> Option<char> {
    let heading = fold(&columns.get(position)?.head.own);
    let name = heading.split([' ', '(', '[']).next().unwrap_or_default();
    let rest = heading.get(name.len()..).unwrap_or_default();
    let mut characters = name.chars();
    let letter = characters.next().filter(|c| c.is_alphabetic())?;
    (characters.next().is_none() && !rest.chars().any(char::is_alphabetic)).then_some(letter)
}

fn says(columns: &[SeenColumn], position: usize, field: Field) -> bool {
    columns.get(position).is_some_and(|column| {
        column.heading.iter().any(|evidence| {
            evidence.register == Register::Risks && evidence.field == field && evidence.strength >= SAID
        })
    })
}
