//! What is seen of the columns of a table: their headings and their values.

use rayon::prelude::*;

use crate::declaration::{Field, Register};
use crate::read::Sheet;

use super::columns::SeenColumn;
use super::evidence::EvidenceKind;
use super::heading::HeadingEvidence;
use super::layout::TableShape;
use super::profile::ColumnProfile;
use super::recogniser::Recogniser;

/// The columns of a table with what their headings and values say.
pub fn see_columns(sheet: &Sheet, shape: &TableShape, recogniser: &Recogniser) -> Vec<SeenColumn> {
    let rows = shape.sample(sheet);
    let mut columns: Vec<SeenColumn> = shape
        .heads
        .par_iter()
        .map(|head| {
            let profile = ColumnProfile::of(rows.iter().map(|row| row.cell(head.column)), &recogniser.values);
            let said = || recogniser.headings.evidence(field_name(&head.own), head.banner.as_deref());
            let headings = recogniser.weighs(EvidenceKind::Headings);
            SeenColumn {
                head: head.clone(),
                profile: if recogniser.weighs(EvidenceKind::Values) {
                    profile
                } else {
                    profile.filling_only()
                },
                heading: if headings { said() } else { Vec::new() },
                outside: headings && recogniser.headings.is_outside(&head.own),
            }
        })
        .collect();
    name_bare_identifiers(&mut columns);
    columns
}

/// What the place and the values of a first column without a heading say for identifiers.
const BARE_IDENTIFIERS: f64 = 0.8;

/// A first column without a heading whose values are codes or running numbers, each once, holds the
/// identifiers of the records, where no other column is headed as such.
fn name_bare_identifiers(columns: &mut [SeenColumn]) {
    use Field::*;
    const IDENTIFIERS: [(Register, Field); 6] = [
        (Register::Assets, AssetId),
        (Register::Risks, RiskId),
        (Register::AiSystems, AiId),
        (Register::Questionnaire, QuestionId),
        (Register::AuditFindings, FindingId),
        (Register::Suppliers, SupplierId),
    ];
    let Some((first, others)) = columns.split_first_mut() else { return };
    let profile = &first.profile;
    let codes = profile.identifiers + profile.references + profile.small_integers.max(profile.numbers);
    if !first.head.own.is_empty() || profile.filled < 2 || codes < 0.9 || profile.distinct < 0.95 {
        return;
    }
    for (register, field) in IDENTIFIERS {
        let headed = others.iter().flat_map(|column| &column.heading).any(|evidence| {
            evidence.register == register && evidence.field == field && evidence.strength >= BARE_IDENTIFIERS
        });
        if !headed {
            first.heading.push(HeadingEvidence { register, field, strength: BARE_IDENTIFIERS });
        }
    }
}

/// A heading without the words that issue trackers put around the name of a field that their users
/// added: `Custom field (Root cause)`.
fn field_name(heading: &str) -> &str {
    const ADDED: [&str; 6] = [
        "custom field",
        "benutzerdefiniertes feld",
        "aangepast veld",
        "champs personnalises",
        "campo personalizado",
        "campo personalizzato",
    ];
    heading
        .trim()
        .strip_suffix(')')
        .and_then(|heading| heading.split_once('('))
        .filter(|(front, _)| ADDED.contains(&super::fold(front).as_str()))
        .map_or(heading, |(_, name)| name)
}
