//! Faults of the asset register.

use super::*;

#[test]
fn assets_without_owner_are_one_finding_a_sheet() {
    const CODE: &str = "asset-without-owner";
    let mut model = empty();
    for row in 2..1002 {
        let mut unowned = asset(&format!("A-{row}"), row);
        unowned.owner = text(" ");
        model.assets.push(unowned);
    }
    let finding = provokes(&model, CODE, "A2");
    assert_eq!(finding.also.len(), 999);
    assert_eq!(render::words(&finding).message, "no owner is recorded for asset A-2 and 999 more");
    model.assets = vec![asset("A-1", 2)];
    does_not_provoke(&model, CODE);
    model.assets[0].owner = text("TBD");
    provokes(&model, CODE, "A50");
}

#[test]
fn an_asset_is_classified() {
    const CODE: &str = "asset-without-classification";
    let mut model = empty();
    model.assets.push(asset("AST-1", 5));
    provokes(&model, CODE, "A5");
    model.assets[0].confidentiality = read(3.0, cell(5, 4));
    does_not_provoke(&model, CODE);
    model.assets[0].confidentiality = None;
    model.assets[0].classification = text("Internal");
    does_not_provoke(&model, CODE);
}
