//! The registry of diagnostics is well formed, and every code of it has an input that provokes it and
//! the message that a person then reads.
//!
//! A case is a folder `tests/diagnostics/<code>` with `expected.txt`, what is told of that code. Its
//! input is the folder `input` beside it, or is made by `diagnostics/generated.rs` where a text file
//! cannot provoke the code. `ANNEXA_BLESS=1 cargo test --test diagnostic_registry` writes what is
//! told now; review the difference before it is committed.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

#[allow(dead_code, reason = "other tests use the rest of it")]
#[path = "mappings/edited.rs"]
mod edited;
#[path = "diagnostics/generated.rs"]
mod generated;
#[allow(dead_code, reason = "other tests use the rest of it")]
#[path = "refreshes/edited.rs"]
mod refreshed;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use annexa::diagnostic::{Diagnostic, codes, render};
use annexa::pipeline::{Engine, Request};
use annexa::read::Limits;
use chrono::NaiveDate;
use generated::Input;

/// Where the cases lie, below the root of the project, where tests are run.
const CASES: &str = "tests/diagnostics";
const SNAPSHOT: &str = "tests/snapshots/diagnostic-codes.txt";

fn blessing() -> bool {
    std::env::var_os("ANNEXA_BLESS").is_some_and(|value| value == "1")
}

/// Holds a committed text to what is told now, or writes it where that was asked for.
fn hold(path: &Path, now: &str, differences: &mut Vec<String>) {
    if blessing() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, now).unwrap();
    }
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    if committed != now {
        let shown = path.display();
        differences.push(format!(
            "--- {shown}\n{committed}\n+++ now\n{now}\n(ANNEXA_BLESS=1 accepts what is told now)"
        ));
    }
}

fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// The names in braces of a text, or what is wrong with its braces.
fn placeholders(text: &str) -> Result<Vec<&str>, String> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find(['{', '}']) {
        let after = rest[open..].strip_prefix('{').ok_or_else(|| format!("`}}` without `{{`: {text}"))?;
        let (name, left) = after.split_once('}').ok_or_else(|| format!("`{{` without `}}`: {text}"))?;
        if name.is_empty() || !name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        {
            return Err(format!("`{{{name}}}` is no name of a fact: {text}"));
        }
        names.push(name);
        rest = left;
    }
    Ok(names)
}

#[test]
fn a_code_is_in_kebab_case_and_stands_once() {
    let mut seen = BTreeSet::new();
    for code in codes::all() {
        let parts: Vec<&str> = code.name.split('-').collect();
        let kebab = parts.iter().all(|part| {
            !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        });
        assert!(kebab, "{} is not in kebab-case", code.name);
        assert!(seen.insert(code.name), "{} stands twice", code.name);
    }
}

#[test]
fn the_words_of_a_code_are_phrases_with_well_formed_placeholders() {
    let mut faults = Vec::new();
    for code in codes::all() {
        if code.message.is_empty() {
            faults.push(format!("{}: no message", code.name));
        }
        for (part, text) in [("message", code.message), ("effect", code.effect), ("help", code.help)] {
            // An abbreviation or a name of ours may open with capitals: AI, ISO/IEC, UTF-8, NUL.
            let word = text.split([' ', ',']).next().unwrap_or_default();
            let capital = word.chars().next().is_some_and(char::is_uppercase);
            let abbreviation = word.chars().nth(1).is_some_and(|c| !c.is_lowercase());
            if capital && !abbreviation {
                faults.push(format!("{}: {part} starts with a capital: {text}", code.name));
            }
            if text.ends_with(['.', '!', ' ']) || text.starts_with(' ') || text.contains('\n') {
                faults.push(format!("{}: {part} is not a phrase without full stop: {text}", code.name));
            }
            if let Err(fault) = placeholders(text) {
                faults.push(format!("{}: {part}: {fault}", code.name));
            }
        }
    }
    assert_none(&faults);
}

/// The clauses and controls that a rule's source names, as keys: `27001:6.1.3`.
fn named_requirements(source: &str) -> Vec<String> {
    let mut standard = "";
    let mut named = Vec::new();
    for word in source.split([' ', ',', ';']) {
        match word {
            "27001" | "42001" => standard = word,
            _ if standard.is_empty() => {}
            _ if word.starts_with("A.")
                || (word.contains('.') && word.starts_with(|c: char| c.is_ascii_digit())) =>
            {
                named.push(format!("{standard}:{word}"));
            }
            _ => {}
        }
    }
    named
}

#[test]
fn every_clause_that_a_rule_names_is_in_its_standard() {
    let engine = Engine::load().unwrap();
    let known: BTreeSet<String> =
        engine.catalogue.requirements().map(|requirement| requirement.id.to_string()).collect();
    let mut named = 0;
    for code in codes::all() {
        for key in named_requirements(code.source) {
            assert!(known.contains(&key), "{}: {key} is in no standard", code.name);
            named += 1;
        }
    }
    assert!(named >= 10, "only {named} clauses were found in the sources");
    assert_eq!(
        named_requirements("ISO/IEC 27001 6.1.9 d), ISO/IEC 42001 A.3.9"),
        ["27001:6.1.9", "42001:A.3.9"]
    );
}

#[test]
fn broken_placeholders_would_be_found() {
    assert_eq!(placeholders("the {field} of {subject_2}"), Ok(vec!["field", "subject_2"]));
    for broken in ["{", "}", "a {b", "a b}", "{}", "{A b}", "{a{b}}"] {
        assert!(placeholders(broken).is_err(), "{broken}");
    }
}

#[test]
fn a_rename_of_a_code_shows_in_review() {
    let lines: String =
        codes::all().map(|code| format!("{:<7} {}\n", code.severity.word(), code.name)).collect();
    let mut differences = Vec::new();
    hold(Path::new(SNAPSHOT), &lines, &mut differences);
    assert_none(&differences);
}

/// The codes that have a folder of their own.
fn cases() -> BTreeSet<String> {
    let entries = std::fs::read_dir(CASES).unwrap().map(|entry| entry.unwrap().path());
    entries
        .filter(|path| path.is_dir())
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        .collect()
}

#[test]
fn every_code_has_a_case_and_every_case_a_code() {
    let codes: BTreeSet<String> = codes::all().map(|code| code.name.to_owned()).collect();
    let cases = cases();
    let without: Vec<_> = codes.difference(&cases).collect();
    let nameless: Vec<_> = cases.difference(&codes).collect();
    assert!(without.is_empty(), "codes without a folder in {CASES}: {without:?}");
    assert!(nameless.is_empty(), "folders in {CASES} that are no code: {nameless:?}");
}

/// Everything that is told when the input of a case is assessed.
fn told(engine: &Engine, code: &str, folder: &Path) -> Vec<Diagnostic> {
    let assess = |paths: Vec<PathBuf>, limits: Limits| {
        let as_of = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        let request = Request { limits, ..Request::on(as_of) };
        engine.assess(&paths, request).findings().cloned().collect()
    };
    match generated::input(code) {
        None => assess(vec![Path::new(CASES).join(code).join("input")], Limits::default()),
        Some(Input::Files(make)) => {
            let (paths, limits) = make(folder);
            assess(paths, limits)
        }
        Some(Input::Direct(provoke)) => provoke(&engine.catalogue, folder),
    }
}

#[test]
fn every_code_is_provoked_and_says_what_is_expected() {
    let engine = Engine::load().unwrap();
    let mut faults = Vec::new();
    for code in cases() {
        let scratch = tempfile::tempdir().unwrap();
        let told = told(&engine, &code, scratch.path());
        let texts: Vec<String> =
            told.iter().filter(|diagnostic| diagnostic.code.name == code).map(render::text).collect();
        if texts.is_empty() {
            let instead: Vec<String> = told.iter().map(render::text).collect();
            faults.push(format!("{code} was not provoked; what was told:\n{}\n", instead.join("\n")));
            continue;
        }
        let text = texts.join("\n\n") + "\n";
        let text = text.replace(&scratch.path().display().to_string(), "scratch").replace('\\', "/");
        if text.contains('{') {
            faults.push(format!("{code}: a placeholder was left unfilled:\n{text}"));
        }
        hold(&Path::new(CASES).join(&code).join("expected.txt"), &text, &mut faults);
    }
    assert_none(&faults);
}
