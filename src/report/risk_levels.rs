//! The levels of a risk as its register has them, beside what they are on the common scale.

use crate::declaration::Field;
use crate::model::{Risk, ScaleMapping};
use crate::provenance::Reading;

/// Each level whose text is not the number on the common scale, with its cell, and the register's own
/// scores, which are never taken for ours.
pub fn levels_as_read(risk: &Risk, scales: &[ScaleMapping]) -> String {
    let levels = [
        ("likelihood", Field::RiskLikelihood, &risk.likelihood),
        ("impact", Field::RiskImpact, &risk.impact),
        ("residual likelihood", Field::RiskResidualLikelihood, &risk.residual_likelihood),
        ("residual impact", Field::RiskResidualImpact, &risk.residual_impact),
    ];
    let levels = levels.into_iter().filter_map(|(name, field, reading)| {
        let reading = reading.as_ref()?;
        let (cell, text) = (cell_of(reading), reading.text.trim());
        match reading.value {
            None => Some(format!("{name} {cell}: \"{text}\" was not understood")),
            Some(value) if text.parse::<f64>().is_ok_and(|read| read == value) => None,
            Some(value) => {
                Some(format!("{name} {cell}: \"{text}\" is {value}{}", scale(risk, scales, field)))
            }
        }
    });
    let scores = [("own score", &risk.inherent), ("own residual score", &risk.residual)];
    let scores = scores.into_iter().filter_map(|(name, reading)| {
        let reading = reading.as_ref()?;
        Some(format!("{name} {}: \"{}\"", cell_of(reading), reading.text.trim()))
    });
    levels.chain(scores).collect::<Vec<_>>().join("; ")
}

fn cell_of(reading: &Reading<f64>) -> String {
    reading.location.cell_reference().unwrap_or_else(|| reading.location.place_in_file())
}

/// The register's own scale, where it is not the common one.
fn scale(risk: &Risk, scales: &[ScaleMapping], field: Field) -> String {
    let found = scales.iter().find(|scale| scale.field == field && scale.sheet == risk.location.sheet);
    found.map_or(String::new(), |scale| format!(" (scale {} to {})", scale.lowest, scale.highest))
}
