//! Suppliers.

use super::keys::Keys;
use super::records::Records;
use super::table::TableReader;
use crate::declaration::Field;
use crate::model::{ScaleMapping, Supplier};
use crate::recognise::value::{Boxes, Understood, content, is_doubted, read_yes_no, says_unknown};
use crate::recognise::{RecordRows, ValueWords, fold};

/// Texts that say that there is nothing, as they are compared.
const NOTHING: &[&str] = &[
    "none", "no", "nil", "null", "nothing", "na", "nicht", "nein", "keine", "keiner", "geen", "nee", "aucun",
    "aucune", "non", "neant", "ninguno", "ninguna", "nenhum", "nenhuma", "nao", "nessuno", "nessuna", "brak",
    "nie", "ingen", "inget", "nej",
];

/// Reads the suppliers of a table.
pub(super) fn read_suppliers(
    reader: &mut TableReader<'_>,
    keys: &mut Keys,
    scales: &mut Vec<ScaleMapping>,
) -> Records<Supplier> {
    let levels = reader.levels(&[Field::SupplierCriticality]);
    let boxes = [Field::SupplierAiSupplied, Field::SupplierAgreement].map(|field| reader.boxes(field));
    let mut records = Records::default();
    for record in reader.records() {
        let named = [Field::SupplierId, Field::SupplierName, Field::SupplierService];
        let Some(key) = keys.key(reader, record, &named) else {
            records.reject(reader, record);
            continue;
        };
        let mut supplier = Supplier::unknown(key.clone(), reader.row_location(record.row));
        supplier.id = reader.text(record, Field::SupplierId);
        supplier.name = reader.text(record, Field::SupplierName);
        supplier.service = reader.text(record, Field::SupplierService);
        supplier.owner = reader.text(record, Field::SupplierOwner);
        supplier.criticality = reader.level(record, &levels, Field::SupplierCriticality, &key);
        supplier.ai_supplied = reader.text(record, Field::SupplierAiSupplied);
        supplier.supplies_ai = says(reader, record, Field::SupplierAiSupplied, boxes[0]).or_else(|| {
            let text = supplier.ai_supplied.as_ref().map(|text| text.value.as_str());
            names_something(reader.words, text)
        });
        supplier.data_access = reader.text(record, Field::SupplierDataAccess);
        supplier.agreement = reader.text(record, Field::SupplierAgreement);
        supplier.has_agreement = says(reader, record, Field::SupplierAgreement, boxes[1]);
        supplier.last_review = reader.date(record, Field::SupplierLastReview, &key);
        supplier.next_review = reader.date(record, Field::SupplierNextReview, &key);
        supplier.comment = reader.text(record, Field::Comment);
        records.add(supplier);
    }
    scales.extend(levels.mappings);
    records
}

/// Whether the cell of a field says yes or no.
fn says(reader: &TableReader<'_>, record: &RecordRows, field: Field, boxes: Boxes) -> Option<bool> {
    let (cell, _) = reader.cell(record, field)?;
    if let Understood::Is(yes) = read_yes_no(reader.words, "yes-no", boxes, Some(cell)) {
        return Some(yes);
    }
    let text = content(Some(cell))?;
    let nothing = NOTHING.contains(&fold(&text).as_str());
    nothing.then_some(false)
}

/// Whether a text that says neither yes nor no names something that is supplied: a yes, unless it is doubted,
/// says that nobody knows, or holds the place of an answer.
fn names_something(words: &ValueWords, text: Option<&str>) -> Option<bool> {
    let text = text?;
    // Whoever does not know may say more: whom to ask, since when.
    let first = text.split([',', ';', '(', ':']).next().unwrap_or(text);
    if [text, first].iter().any(|said| says_unknown(words, said)) {
        return None;
    }
    let letters = text.chars().filter(|character| character.is_alphabetic()).count();
    let folded = fold(text);
    let open = ["tbd", "tbc", "unknown", "unclear", "unbekannt", "onbekend", "inconnu", "desconocido"];
    let is_open = folded.split_whitespace().any(|word| open.contains(&word));
    (letters > 3 && !is_open && !is_doubted(text)).then_some(true)
}
