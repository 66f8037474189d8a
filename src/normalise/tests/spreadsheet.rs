//! What a spreadsheet shows of its cells besides their values: errors, formulas, colours, records of
//! several rows.

use super::*;
use crate::model::ImplementationStatus;
use crate::provenance::understood;

const CONTROLS: &[(&str, Field)] =
    &[("Ref", Field::ControlRef), ("Status", Field::ControlStatus), ("Owner", Field::ControlOwner)];

fn error(text: &str) -> Option<Value> {
    Some(Value::Error(text.into()))
}

fn status(model: &Model, key: &str) -> Option<ImplementationStatus> {
    understood(&model.statements[&key.parse().unwrap()].status)
}

#[test]
fn error_values_are_told_with_their_cells_and_name_nothing() {
    let mut table = table(
        Register::Controls,
        CONTROLS,
        &[&["A.5.37", "", ""], &["", "Planned", "IT"], &["A.8.34", "Planned", ""]],
    );
    table.rows[0][1] = error("#N/A");
    table.rows[1][0] = error("#REF!");
    table.rows[2][2] = error("#NAME?");
    let (model, diagnostics) = normalised(&[&table]);
    let told: Vec<String> = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.code.name == "error-value")
        .filter_map(|diagnostic| diagnostic.location.as_ref()?.cell_reference())
        .collect();
    assert_eq!(told, ["A3", "B2", "C4"]);
    assert!(diagnostics.iter().all(|diagnostic| diagnostic.code.name != "unrecognised-value"));
    assert_eq!(status(&model, "27001:A.5.37"), None);
    let statement = &model.statements[&"27001:A.8.34".parse().unwrap()];
    assert_eq!(statement.owner, None, "an error is nobody's name");
    assert!(model.other_controls.iter().all(|claim| claim.other_references.is_empty()));
}

#[test]
fn formulas_of_identifiers_are_told_once_for_their_column() {
    let mut table =
        table(Register::Controls, CONTROLS, &[&["A.5.37", "Planned", ""], &["A.8.34", "Planned", ""]]);
    table.computed = true;
    let (model, diagnostics) = normalised(&[&table]);
    let [told] = diagnostics.as_slice() else { panic!("{diagnostics:?}") };
    assert_eq!((told.code.name, told.also.len()), ("computed-values", 1));
    assert_eq!(status(&model, "27001:A.5.37"), Some(ImplementationStatus::Planned));
}

#[test]
fn colours_of_a_traffic_light_are_statuses_where_a_cell_holds_nothing_else() {
    let rows: &[&[&str]] =
        &[&["A.5.37", "", ""], &["A.8.34", "", ""], &["A.8.33", "", ""], &["A.8.32", "Planned", ""]];
    let lit = |colours: &[(u32, u32, Hue)]| {
        let mut table = table(Register::Controls, CONTROLS, rows);
        table.colours = colours.to_vec();
        let (model, _) = normalised(&[&table]);
        ["27001:A.5.37", "27001:A.8.34", "27001:A.8.33", "27001:A.8.32"].map(|key| status(&model, key))
    };
    use ImplementationStatus::{Implemented, NotImplemented, Partial, Planned};
    let all = [(1, 1, Hue::Green), (2, 1, Hue::Orange), (3, 1, Hue::Red)];
    assert_eq!(lit(&all), [Some(Implemented), Some(Partial), Some(NotImplemented), Some(Planned)]);
    // One colour may be how the table is painted, and blue is no light.
    assert_eq!(lit(&[(1, 1, Hue::Green), (2, 1, Hue::Green)]), [None, None, None, Some(Planned)]);
    assert_eq!(lit(&[(1, 1, Hue::Green), (2, 1, Hue::Blue)]), [None, None, None, Some(Planned)]);
    // The colour of another column says nothing about this one.
    assert_eq!(lit(&[(1, 2, Hue::Green), (2, 2, Hue::Red)]), [None, None, None, Some(Planned)]);
}

#[test]
fn a_record_of_several_rows_with_several_statuses_has_none() {
    let read = |rows: &[&[&str]]| {
        let mut table = table(Register::Controls, CONTROLS, rows);
        table.one_record = true;
        let (model, diagnostics) = normalised(&[&table]);
        let codes: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.code.name).collect();
        (status(&model, "27001:A.5.37"), codes.contains(&"several-values"))
    };
    assert_eq!(read(&[&["A.5.37", "Implemented", ""], &["", "Not implemented", ""]]), (None, true));
    assert_eq!(read(&[&["A.5.37", "In progress", ""], &["", "Planned", ""]]), (None, true));
    let implemented = Some(ImplementationStatus::Implemented);
    assert_eq!(read(&[&["A.5.37", "Implemented", ""], &["", "implemented", ""]]), (implemented, false));
    assert_eq!(read(&[&["A.5.37", "Implemented", ""], &["", "", "IT"]]), (implemented, false));
    // A text that was broken over two rows is one.
    let broken = read(&[&["A.5.37", "Partially", ""], &["", "implemented", ""]]);
    assert!(broken.1, "each part can be read by itself");
    let broken = read(&[&["A.5.37", "Not", ""], &["", "yet implemented", ""]]);
    assert_eq!(broken, (Some(ImplementationStatus::NotImplemented), false));
}
