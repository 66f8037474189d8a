//! An asset that is not out of scope has no owner.

use super::Assessed;
use super::occurrence::{Occurrence, asset_name, by_sheet};
use crate::assess::owner::is_owned;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;
use crate::model::YesNo;
use crate::provenance::understood;

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let assets = assessed.subject.model.assets.iter();
    let unowned = assets
        .filter(|asset| understood(&asset.in_scope) != Some(YesNo::No) && !is_owned(&asset.owner))
        .map(|asset| Occurrence::at(asset_name(asset), asset.location.clone()).instead(&asset.owner));
    by_sheet(&codes::ASSET_WITHOUT_OWNER, unowned)
}
