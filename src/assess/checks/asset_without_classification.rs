//! An asset that is not out of scope has no classification. Protection needs say as much: an asset that
//! is rated for confidentiality is classified.

use super::Assessed;
use super::occurrence::{Occurrence, asset_name, by_sheet};
use crate::assess::exclusion::is_given;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;
use crate::model::YesNo;
use crate::provenance::understood;

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let assets = assessed.subject.model.assets.iter();
    let unclassified = assets
        .filter(|asset| understood(&asset.in_scope) != Some(YesNo::No))
        .filter(|asset| !is_given(&asset.classification) && asset.confidentiality.is_none())
        .map(|asset| {
            Occurrence::at(asset_name(asset), asset.location.clone()).instead(&asset.classification)
        });
    by_sheet(&codes::ASSET_WITHOUT_CLASSIFICATION, unclassified)
}
