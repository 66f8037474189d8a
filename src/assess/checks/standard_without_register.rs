//! Registers say something of one standard and nothing of the other: all of the other counts as not assessed, and the
//! plan holds the work for it.

use super::Assessed;
use super::occurrence::statement_location;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;
use crate::model::Statement;
use crate::standards::Standard;

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let said = |standard: Standard| {
        let statements = assessed.subject.model.statements.values();
        statements
            .filter(move |statement| statement.requirement.standard() == standard)
            .find(|one| is_said(one))
    };
    match Standard::BOTH.map(|standard| (standard, said(standard))) {
        [(known, Some(statement)), (unknown, None)] | [(unknown, None), (known, Some(statement))] => {
            let mut finding = Diagnostic::general(&codes::STANDARD_WITHOUT_REGISTER)
                .fact("known", known.full_name())
                .fact("unknown", unknown.full_name());
            finding.location = statement_location(statement);
            vec![finding]
        }
        _ => Vec::new(),
    }
}

/// Whether a register or a person says how far a requirement is met, or whether it applies.
fn is_said(statement: &Statement) -> bool {
    !statement.claims.is_empty()
        || statement.status.is_some()
        || statement.percentage.is_some()
        || statement.maturity.is_some()
        || statement.applicability_location.is_some()
}
