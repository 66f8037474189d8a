//! The register's own score of a risk is not likelihood × impact, although it is on most of the other rows of its
//! sheet: one of the three is out of date or mistyped. Numbers are compared as they are written, on the register's
//! own scales; words have none, unless the file itself says which number each stands for. A register that rates by
//! another method is none of this.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Assessed;
use super::occurrence::{Occurrence, by_sheet, risk_name, shown};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;
use crate::model::{Model, Risk};
use crate::provenance::{Reading, SheetName};
use crate::recognise::value::number_in;

/// Rows whose score is the product that show how a register rates (judgement).
const FEWEST_PRODUCTS: usize = 3;
/// So many rows with the product are needed for each without it (judgement).
const PRODUCTS_FOR_EACH: usize = 2;

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let model = assessed.subject.model;
    let before = contradictions(model, |risk| (&risk.likelihood, &risk.impact, &risk.inherent));
    let after =
        contradictions(model, |risk| (&risk.residual_likelihood, &risk.residual_impact, &risk.residual));
    by_sheet(&codes::OWN_SCORE_CONTRADICTS_LEVELS, before.into_iter().chain(after))
}

/// Likelihood, impact and score as a register gives them.
type Rating<'r> = (&'r Option<Reading<f64>>, &'r Option<Reading<f64>>, &'r Option<Reading<f64>>);

/// The number of a level on its register's own scale: as it is written, or as the file says that its word stands for.
fn number_of(model: &Model, level: &Reading<f64>) -> Option<f64> {
    written(&level.text).or_else(|| {
        let common = level.value?;
        let mut scales = model.scales.iter().filter(|scale| {
            scale.is_from_legend()
                && scale.sheet == level.location.sheet
                && scale.levels.iter().any(|(text, known)| *text == level.text && *known == common)
        });
        let scale = scales.next()?;
        Some(scale.lowest + (common - 1.0) * (scale.highest - scale.lowest) / 4.0)
    })
}

/// The scores that are not the product, on sheets on which most are.
fn contradictions(model: &Model, rating: fn(&Risk) -> Rating<'_>) -> Vec<Occurrence> {
    let mut sheets: BTreeMap<Arc<SheetName>, (usize, Vec<Occurrence>)> = BTreeMap::new();
    for risk in &model.risks {
        let (Some(likelihood), Some(impact), Some(score)) = rating(risk) else { continue };
        let together = &score.location.sheet;
        // What a person rated anew in the workbook is not what the register scored.
        if [likelihood, impact].iter().any(|level| level.location.sheet != *together) {
            continue;
        }
        let (Some(one), Some(other), Some(own)) =
            (number_of(model, likelihood), number_of(model, impact), written(&score.text))
        else {
            continue;
        };
        let (products, others) = sheets.entry(Arc::clone(together)).or_default();
        let product = one * other;
        if (product - own).abs() < 0.005 {
            *products += 1;
        } else {
            let figures =
                format!("{}, not {} × {} = {}", shown(own), shown(one), shown(other), shown(product));
            let subject = format!("{} ({figures})", risk_name(risk));
            others.push(Occurrence::at(subject, score.location.clone()).read(&score.text));
        }
    }
    let shows = |products: usize, others: usize| {
        products >= FEWEST_PRODUCTS && products >= PRODUCTS_FOR_EACH * others
    };
    let told = sheets.into_values().filter(|(products, others)| shows(*products, others.len()));
    told.flat_map(|(_, others)| others).collect()
}

/// The number that a text is or begins with: `12`, `12 (medium)`, `4 - likely`.
fn written(text: &str) -> Option<f64> {
    let first =
        text.trim().split(|sign: char| sign.is_whitespace() || matches!(sign, '(' | ':' | '=')).next()?;
    number_in(text).or_else(|| number_in(first))
}
