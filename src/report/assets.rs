//! Assets: what the management systems protect and run on.

use super::Contents;
use super::cell::{Cell, Form, Value};
use super::list_sheet::{ListColumn, ListSheet, explanation};
use super::names::KEY;
use super::sheet::{Sheet, TabRole};
use crate::declaration::{Field, Register};
use crate::model::{Asset, YesNo};
use crate::record::Owner;
use crate::record::names::{ASSETS as ASSETS_TABLE, SOURCE};

/// The sheet's name.
const ASSETS: &str = "Assets";

/// Builds the sheet of assets.
pub fn build_assets(contents: &Contents<'_>) -> Sheet {
    let declared = contents.declarations.table(Register::Assets).map(|table| table.columns.as_slice());
    let declared = declared.unwrap_or_default();
    let mut columns: Vec<ListColumn> = declared.iter().map(ListColumn::declared).collect();
    columns.push(ListColumn::new(SOURCE, 34, Form::Text).last_run().screen_only());
    columns.push(ListColumn::new(KEY, 14, Form::Identifier).last_run().screen_only());
    let says = explanation(
        "One row for each asset of the registers; levels are on the common scale of 1 to 5.",
        "No asset register was read.",
        contents.model.assets.len(),
    );
    let before = contents.assets_before.filter(|_| contents.model.assets.len() > contents.most_assets);
    let mut list = ListSheet::new(ASSETS, TabRole::Work, ASSETS_TABLE, ASSETS, &says)
        .owned_by(Owner::SourcesAndPeople)
        .columns(columns)
        .holding_at_most(contents.most_assets, before)
        .watched();
    for asset in &contents.model.assets {
        let mut cells: Vec<Cell> = declared.iter().map(|column| asset_cell(asset, column.field)).collect();
        cells.push(Value::text(contents.model.source_of(ASSETS_TABLE, &asset.key, &asset.location)).into());
        cells.push(Value::text(&asset.key).into());
        list.push(cells);
    }
    list.build(contents.model.as_of)
}

fn asset_cell(asset: &Asset, field: Field) -> Cell {
    let level = |reading| Cell::reading(reading, Value::number);
    match field {
        Field::AssetId => Value::traced(&asset.id).into(),
        Field::AssetName => Value::traced(&asset.name).into(),
        Field::AssetType => Value::traced(&asset.asset_type).into(),
        Field::AssetDescription => Value::traced(&asset.description).into(),
        Field::AssetOwner => Value::traced(&asset.owner).into(),
        Field::AssetLocation => Value::traced(&asset.place).into(),
        Field::AssetClassification => Value::traced(&asset.classification).into(),
        Field::AssetCriticality => level(&asset.criticality),
        Field::AssetConfidentiality => level(&asset.confidentiality),
        Field::AssetIntegrity => level(&asset.integrity),
        Field::AssetAvailability => level(&asset.availability),
        Field::AssetAiSystem => Value::traced_list(&asset.ai_systems).into(),
        Field::AssetInScope => Cell::reading(&asset.in_scope, |answer: YesNo| Value::text(answer.word())),
        Field::Comment => Value::traced(&asset.comment).into(),
        _ => Cell::EMPTY,
    }
}
