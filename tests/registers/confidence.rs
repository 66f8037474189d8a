//! Whether confidence keeps its word: of the columns given a field at 0.8, at least 80 % are right.

/// Least confidence at which a field counts as given.
pub const SURE: f64 = 0.5;
/// The bands of confidence begin with these.
const BANDS: [f64; 5] = [SURE, 0.6, 0.7, 0.8, 0.9];
/// A band with fewer columns says nothing about itself.
const FEWEST_IN_BAND: usize = 8;

/// Asserts of the columns that were given a field, of which there have to be so many, that in each band
/// of confidence at least as many are right as it says; prints the bands.
pub fn assert_keeps_its_word(given: &[(f64, bool)], fewest: usize) {
    let mut overconfident = Vec::new();
    println!("confidence    columns   right");
    for (number, from) in BANDS.into_iter().enumerate() {
        let to = BANDS.get(number + 1).copied().unwrap_or(1.01);
        let band: Vec<bool> =
            given.iter().filter(|(sure, _)| (from..to).contains(sure)).map(|(_, right)| *right).collect();
        let right = band.iter().filter(|right| **right).count();
        let share = right as f64 / band.len().max(1) as f64;
        println!("{from:.1} to {:.1} {:>10} {:>7.1} %", to.min(1.0), band.len(), 100.0 * share);
        if band.len() >= FEWEST_IN_BAND && share < from {
            overconfident.push(format!("{from:.1}: {right} of {}", band.len()));
        }
    }
    assert!(given.len() >= fewest, "only {} columns were given a field", given.len());
    assert!(overconfident.is_empty(), "overconfident from {}", overconfident.join(", "));
}
