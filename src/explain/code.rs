//! A diagnostic code: what it means, where the rule comes from, and everything that it found.

use super::step::Step;
use super::subject::Subject;
use crate::assess::{CHECKS, Check};
use crate::diagnostic::CodeRef;
use crate::record::FoundTable;
use crate::report::findings::{CODE, FINDINGS_TABLE, SEVERITY};

/// Explains a code with its findings in the workbook.
pub fn explain_code(subject: &Subject<'_>, code: CodeRef) -> Step {
    let step = describe_code(code);
    let found = findings_about(subject, &|table, row| table.text(row, CODE) == code.name);
    let count = if found.is_empty() { "none".to_owned() } else { found.len().to_string() };
    step.behind([Step::new("findings in this workbook", count).behind(found)])
}

/// What a code means, whatever the workbook.
pub fn describe_code(code: CodeRef) -> Step {
    let mut step = Step::new(code.name, code.severity.word());
    // A check with several codes says what it looks for once, each code what it is.
    let check = CHECKS.iter().find(|check| check.codes == [code]);
    let meaning = check.map_or_else(|| code.meaning.trim().to_owned(), Check::documentation);
    step.steps.push(Step::new("means", meaning));
    step.steps.push(Step::new("says", without_facts(code.message)));
    for (label, words) in [("effect", code.effect), ("how to mend it", code.help)] {
        if !words.is_empty() {
            step.steps.push(Step::new(label, without_facts(words)));
        }
    }
    step.behind([Step::new("rule from", rule_of(code))])
}

/// Where the rule of a code comes from, in words.
pub fn rule_of(code: CodeRef) -> &'static str {
    if code.source.is_empty() { "none: it is about the file or the workbook" } else { code.source }
}

/// Words of a code with the facts of a case as names: `‹id› is excluded, but treats risk ‹risk›`.
pub fn without_facts(words: &str) -> String {
    words.replace('{', "‹").replace('}', "›")
}

/// The findings of the workbook for which something holds, each with its cell in the source.
pub fn findings_about(subject: &Subject<'_>, holds: &dyn Fn(&FoundTable<'_>, u32) -> bool) -> Vec<Step> {
    let Some(table) = subject.table(FINDINGS_TABLE) else { return Vec::new() };
    let rows = table.rows(SEVERITY).filter(|row| holds(&table, *row));
    rows.filter_map(|row| {
        let finding = table.cell(row, "Finding")?;
        let place = [table.text(row, "File"), table.text(row, "Sheet"), table.text(row, "Cell")];
        let place: Vec<&str> = place.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        let mut step = Step::new(
            format!("{} {}", table.text(row, SEVERITY).to_lowercase(), table.text(row, CODE)),
            finding.entry.to_string(),
        )
        .at(&finding.location);
        if !place.is_empty() {
            step.steps.push(Step::new("in", place.join(" › ")));
        }
        for (label, heading) in [
            ("read", "Read"),
            ("expected", "Expected"),
            ("further cells", "Which further cells"),
            ("effect", "Effect"),
            ("how to mend it", "How to mend"),
            ("decision", "Decision"),
        ] {
            let text = table.text(row, heading);
            if !text.is_empty() {
                step.steps.push(Step::new(label, text));
            }
        }
        Some(step)
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_of_a_case_are_left_open() {
        assert_eq!(
            without_facts("{id} is excluded, but treats risk {risk}"),
            "‹id› is excluded, but treats risk ‹risk›"
        );
    }
}
