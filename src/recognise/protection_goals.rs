//! Columns headed by the first letters of confidentiality, integrity and availability, which are other
//! letters in each language: `C I A`, `V I V`, `D I C`, `P I D`, `K R T`.

use std::collections::HashMap;

use crate::declaration::Field;

use super::columns::SeenColumn;
use super::neighbours::letter;

use Field::{AssetAvailability, AssetConfidentiality, AssetIntegrity};

/// The letters of confidentiality, integrity and availability, in this order.
const LETTERS: [[char; 3]; 13] = [
    // English; also Chinese and Japanese registers use them.
    ['c', 'i', 'a'],
    // German: Vertraulichkeit, Integrität, Verfügbarkeit.
    ['v', 'i', 'v'],
    // Dutch: vertrouwelijkheid, integriteit, beschikbaarheid.
    ['v', 'i', 'b'],
    // French, Spanish, Portuguese, Romanian: confidentialité, intégrité, disponibilité.
    ['c', 'i', 'd'],
    // Italian: riservatezza, integrità, disponibilità.
    ['r', 'i', 'd'],
    // Polish: poufność, integralność, dostępność.
    ['p', 'i', 'd'],
    // Czech: důvěrnost, integrita, dostupnost.
    ['d', 'i', 'd'],
    // Swedish: konfidentialitet, riktighet, tillgänglighet.
    ['k', 'r', 't'],
    // Norwegian: konfidensialitet, integritet, tilgjengelighet.
    ['k', 'i', 't'],
    // Danish: fortrolighed, integritet, tilgængelighed.
    ['f', 'i', 't'],
    // Finnish: luottamuksellisuus, eheys, käytettävyys.
    ['l', 'e', 'k'],
    // Hungarian: bizalmasság, sértetlenség, rendelkezésre állás.
    ['b', 's', 'r'],
    // Turkish: gizlilik, bütünlük, erişilebilirlik.
    ['g', 'b', 'e'],
];
/// The share of values that have to be levels for a letter to be a protection goal.
const LEVELS: f64 = 0.8;

/// The fields of three columns that stand side by side, are headed by the letters of one language and
/// are rated on scales of one kind, by position. In reverse order the letters say the same.
pub fn protection_goals(columns: &[SeenColumn]) -> HashMap<usize, Field> {
    let goals = [AssetConfidentiality, AssetIntegrity, AssetAvailability];
    for first in 0..columns.len().saturating_sub(2) {
        let [Some(one), Some(two), Some(three)] =
            [first, first + 1, first + 2].map(|position| letter(columns, position))
        else {
            continue;
        };
        if !are_rated_alike(columns.get(first..first + 3).unwrap_or_default()) {
            continue;
        }
        if LETTERS.contains(&[one, two, three]) {
            return (first..).zip(goals).collect();
        }
        if LETTERS.contains(&[three, two, one]) {
            return (first..).zip(goals.into_iter().rev()).collect();
        }
    }
    HashMap::new()
}

/// Whether all columns hold levels, and either numbers, words, or letters with a number.
fn are_rated_alike(columns: &[SeenColumn]) -> bool {
    let all = |share: fn(&SeenColumn) -> f64| columns.iter().all(|column| share(column) >= LEVELS);
    columns.iter().all(|column| column.profile.filled > 0)
        && (all(|column| column.profile.small_integers)
            || all(|column| column.profile.family("level"))
            || all(|column| column.profile.lettered_levels))
}
