//! An AI system processes personal data while the control for privacy and the protection of personal data,
//! 27001 A.5.34, is excluded.

use super::Assessed;
use super::ai_system_without_owner::is_governed;
use super::occurrence::{Occurrence, ai_system_name, by_sheet};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;
use crate::model::{Applicability, YesNo};
use crate::standards::{RequirementId, Standard};

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let privacy = RequirementId::new(Standard::Iso27001, "A.5.34").ok();
    let statement = privacy.and_then(|id| assessed.statement(id));
    if statement.is_none_or(|statement| statement.applicability != Applicability::NotApplicable) {
        return Vec::new();
    }
    let systems = assessed.subject.model.ai_systems.iter().filter(|system| is_governed(system));
    let personal = systems.filter_map(|system| {
        let reading = system.personal_data.as_ref().filter(|reading| reading.value == Some(YesNo::Yes))?;
        Some(Occurrence::at(ai_system_name(system), reading.location.clone()).read(&reading.text))
    });
    by_sheet(&codes::PERSONAL_DATA_CONTROL_EXCLUDED, personal)
}
