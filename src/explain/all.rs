//! Everything that annexa can find: the consistency checks, and the codes of all stages.

use serde_json::{Value, json};

use super::code::{describe_code, rule_of, without_facts};
use super::step::Step;
use crate::assess::{CHECKS, Check};
use crate::diagnostic::{CodeRef, codes};

/// All consistency checks, then all other codes by the stage that notices them, as steps.
pub fn explain_all() -> Vec<Step> {
    let checks = CHECKS.iter().map(|check| {
        if let [code] = check.codes {
            return describe_code(code);
        }
        Step::new(check.name(), check.documentation())
            .behind(check.codes.iter().map(|code| describe_code(code)))
    });
    let mut all = vec![Step::new("consistency checks", CHECKS.len().to_string()).behind(checks)];
    for (stage, codes) in codes::stages() {
        let others: Vec<Step> =
            codes.iter().filter(|code| !is_of_check(code)).map(|code| describe_code(code)).collect();
        if !others.is_empty() {
            all.push(Step::new(stage, others.len().to_string()).behind(others));
        }
    }
    all
}

/// The same as JSON: `checks`, each with its codes, and `codes`, those of all stages.
pub fn all_as_json() -> Value {
    let checks = CHECKS.iter().map(|check| {
        json!({
            "check": check.name(),
            "means": check.documentation(),
            "codes": check.codes.iter().map(|code| code.name).collect::<Vec<_>>(),
        })
    });
    let codes = codes::stages().into_iter().flat_map(|(stage, codes)| {
        codes.iter().map(move |code| {
            json!({
                "code": code.name,
                "stage": stage,
                "check": check_of(code).map(Check::name),
                "severity": code.severity.word(),
                "means": code.meaning.trim(),
                "says": without_facts(code.message),
                "effect": some(&without_facts(code.effect)),
                "help": some(&without_facts(code.help)),
                "rule_from": rule_of(code),
            })
        })
    });
    json!({"checks": checks.collect::<Vec<_>>(), "codes": codes.collect::<Vec<_>>()})
}

fn some(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

fn check_of(code: CodeRef) -> Option<&'static Check> {
    CHECKS.iter().find(|check| check.codes.contains(&code))
}

fn is_of_check(code: CodeRef) -> bool {
    check_of(code).is_some()
}
