//! Pairs of requirements that the organisation runs as one, or does not.

use super::{Reviser, not_understood};
use crate::diagnostic::Diagnostic;
use crate::model::{Model, PairDecision, YesNo};
use crate::record::Revision;
use crate::record::names::PAIRS;
use crate::standards::RequirementId;

/// Brings decisions about pairs into the model, in place of what registers say of them.
pub(super) fn apply(
    reviser: &Reviser<'_>,
    model: &mut Model,
    revision: &Revision,
    told: &mut Vec<Diagnostic>,
) {
    for (cell, decided) in revision.decisions.iter().filter(|(cell, _)| cell.list == PAIRS) {
        let members = cell.key.split_once('+').and_then(|(one, other)| {
            Some((one.parse::<RequirementId>().ok()?, other.parse::<RequirementId>().ok()?))
        });
        let Some((iso27001, iso42001)) = members else { continue };
        let words = decided.own.to_string();
        let shared = match words.to_lowercase() {
            word if word == YesNo::Yes.word().to_lowercase() => true,
            word if word == YesNo::No.word().to_lowercase() => false,
            _ => {
                told.push(not_understood(reviser.previous, cell, &decided.own, "Yes or No"));
                // What a register says of the pair was overruled, in words that nobody understands.
                model.pairs.retain(|pair| pair.iso27001 != iso27001 || pair.iso42001 != iso42001);
                model.unread.insert(cell.clone(), decided.own.clone());
                continue;
            }
        };
        model.pairs.retain(|pair| pair.iso27001 != iso27001 || pair.iso42001 != iso42001);
        let location = reviser.previous.location(cell);
        model.pairs.push(PairDecision { iso27001, iso42001, shared, location });
    }
}
