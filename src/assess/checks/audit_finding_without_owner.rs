//! A nonconformity is open and nobody is named who corrects it.

use super::Assessed;
use super::occurrence::{Occurrence, by_sheet, name};
use crate::assess::gaps::is_open_nonconformity;
use crate::assess::owner::is_owned;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let findings = assessed.subject.model.audit_findings.iter();
    let unowned = findings.filter(|finding| is_open_nonconformity(finding) && !is_owned(&finding.owner)).map(
        |finding| {
            Occurrence::at(
                format!("audit finding {}", name(&finding.id, &finding.key)),
                finding.location.clone(),
            )
            .instead(&finding.owner)
        },
    );
    by_sheet(&codes::AUDIT_FINDING_WITHOUT_OWNER, unowned)
}
