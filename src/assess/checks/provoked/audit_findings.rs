//! Faults of the register of audit findings.

use super::*;

#[test]
fn a_recorded_status_agrees_with_the_open_findings_of_audits() {
    const CODE: &str = "implemented-despite-open-nonconformity";
    let mut model = with_status("27001:A.8.13", ImplementationStatus::Implemented);
    let mut raised = AuditFinding::unknown("NC-1", cell(12, 0));
    raised.requirements.push(control("27001:A.8.13", cell(12, 1)).value);
    raised.grade = read(FindingGrade::MinorNonconformity, cell(12, 2));
    model.audit_findings.push(raised);
    provokes(&model, CODE, "B7");
    model.audit_findings[0].grade = read(FindingGrade::Observation, cell(12, 2));
    does_not_provoke(&model, CODE);
    model.audit_findings[0].grade = read(FindingGrade::MajorNonconformity, cell(12, 2));
    model.audit_findings[0].status = read(OpenState::Closed, cell(12, 3));
    does_not_provoke(&model, CODE);
}

#[test]
fn somebody_corrects_an_open_nonconformity() {
    const CODE: &str = "audit-finding-without-owner";
    let mut model = empty();
    let mut raised = AuditFinding::unknown("NC-1", cell(12, 0));
    raised.grade = read(FindingGrade::MinorNonconformity, cell(12, 2));
    model.audit_findings.push(raised);
    provokes(&model, CODE, "A12");
    model.audit_findings[0].grade = read(FindingGrade::Observation, cell(12, 2));
    does_not_provoke(&model, CODE);
    model.audit_findings[0].grade = read(FindingGrade::MinorNonconformity, cell(12, 2));
    model.audit_findings[0].owner = text("Ada");
    does_not_provoke(&model, CODE);
}
