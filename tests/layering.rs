//! The house keeps its order: a module imports only what stands above it in the list of
//! `src/lib.rs`, file formats are known in one place each, only the command line prints or exits.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A source file of the library or of the program.
struct SourceFile {
    /// Path below `src`, with `/` between its parts.
    path: String,
    /// Its text with comments and the contents of literals blanked out.
    code: String,
}

impl SourceFile {
    /// The top-level module that the file belongs to: `lib`, `main`, `read` …
    fn module(&self) -> &str {
        let first = self.path.split('/').next().unwrap();
        first.strip_suffix(".rs").unwrap_or(first)
    }

    /// The code without the tests at its end, which may read back what the code wrote.
    fn code_before_tests(&self) -> &str {
        self.code.split("#[cfg(test)]\nmod tests").next().unwrap()
    }

    /// The modules that the file declares for tests alone in files of their own, as paths without ending.
    fn modules_for_tests(&self) -> Vec<String> {
        let folder = match self.path.rsplit_once('/') {
            Some((folder, "mod.rs")) => format!("{folder}/"),
            _ if self.path == "lib.rs" => String::new(),
            _ => format!("{}/", self.path.trim_end_matches(".rs")),
        };
        let declared = self.code.split("#[cfg(test)]").skip(1).filter_map(|rest| {
            let declaration = rest.trim_start().strip_prefix("mod ")?;
            let end = declaration.find([';', '{'])?;
            declaration[end..].starts_with(';').then(|| format!("{folder}{}", &declaration[..end]))
        });
        declared.collect()
    }

    /// How many modules lie between the file's items and the root of the crate.
    fn depth(&self) -> usize {
        let parts = self.path.split('/').count();
        if self.path.ends_with("/mod.rs") { parts - 1 } else { parts }
    }

    fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.code.lines().enumerate().map(|(index, line)| (index + 1, line))
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() { files_below(&path, found) } else { found.push(path) }
    }
}

/// The source files but those of modules that are compiled for tests alone.
fn source_files() -> Vec<SourceFile> {
    let folder = root().join("src");
    let mut paths = Vec::new();
    files_below(&folder, &mut paths);
    let rust = paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    let mut files: Vec<SourceFile> = rust
        .map(|path| {
            let below = path.strip_prefix(&folder).unwrap();
            let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_str().unwrap()).collect();
            let text = std::fs::read_to_string(path).unwrap();
            SourceFile { path: parts.join("/"), code: without_comments_and_literals(&text) }
        })
        .collect();
    let for_tests: Vec<String> = files.iter().flat_map(SourceFile::modules_for_tests).collect();
    files.retain(|file| {
        !for_tests
            .iter()
            .any(|module| file.path == format!("{module}.rs") || file.path.starts_with(&format!("{module}/")))
    });
    files
}

/// Blanks comments and the contents of string and character literals; line breaks stay.
fn without_comments_and_literals(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let at = |index: usize| characters.get(index).copied().unwrap_or('\0');
    let mut code = String::with_capacity(text.len());
    let mut index = 0;
    while index < characters.len() {
        let end = match (at(index), at(index + 1)) {
            ('/', '/') => (index..).find(|&i| i >= characters.len() || at(i) == '\n').unwrap(),
            ('/', '*') => {
                let close =
                    (index + 2..).find(|&i| i >= characters.len() || (at(i), at(i + 1)) == ('*', '/'));
                close.unwrap() + 2
            }
            ('"', _) => end_of_string(&characters, index),
            ('r', '"' | '#') if !is_name(at(index.wrapping_sub(1))) => end_of_raw_string(&characters, index),
            ('\'', '\\') => (index + 3..).find(|&i| i >= characters.len() || at(i) == '\'').unwrap() + 1,
            ('\'', _) if at(index + 2) == '\'' => index + 3,
            _ => index,
        };
        if end == index {
            code.push(at(index));
            index += 1;
        } else {
            let blanked = &characters[index..end.min(characters.len())];
            code.extend(blanked.iter().map(|&character| if character == '\n' { '\n' } else { ' ' }));
            index = end;
        }
    }
    code
}

fn end_of_string(characters: &[char], start: usize) -> usize {
    let mut index = start + 1;
    while index < characters.len() && characters[index] != '"' {
        index += if characters[index] == '\\' { 2 } else { 1 };
    }
    index + 1
}

/// The end of `r"…"` or `r#"…"#`; the start itself where it is no raw string (`r#type`).
fn end_of_raw_string(characters: &[char], start: usize) -> usize {
    let hashes = characters[start + 1..].iter().take_while(|&&character| character == '#').count();
    if characters.get(start + 1 + hashes) != Some(&'"') {
        return start;
    }
    let close: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
    let body = start + 2 + hashes;
    let found = characters[body..].windows(close.len()).position(|window| window == close);
    found.map_or(characters.len(), |offset| body + offset + close.len())
}

fn is_name(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// Where a word stands in the code by itself, as byte offsets.
fn occurrences<'a>(code: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    code.match_indices(word).map(|(offset, _)| offset).filter(move |&offset| {
        let before = code[..offset].chars().next_back();
        let after = code[offset + word.len()..].chars().next();
        let goes_on = word.ends_with(is_name) && after.is_some_and(is_name);
        !goes_on && !before.is_some_and(is_name)
    })
}

fn line_of(code: &str, offset: usize) -> usize {
    code[..offset].matches('\n').count() + 1
}

/// The names that directly follow `crate::`, alone or in braces (`crate::{read, write::Sheet}`).
fn names_below_the_crate(code: &str) -> Vec<(usize, String)> {
    let name = |text: &str| text.trim_start().chars().take_while(|&c| is_name(c)).collect::<String>();
    let mut found = Vec::new();
    for offset in occurrences(code, "crate::") {
        let rest = &code[offset + "crate::".len()..];
        let line = line_of(code, offset);
        let Some(group) = rest.trim_start().strip_prefix('{') else {
            found.push((line, name(rest)));
            continue;
        };
        let mut depth = 0;
        let mut part = String::new();
        for character in group.chars() {
            match character {
                '}' if depth == 0 => break,
                ',' if depth == 0 => {
                    found.push((line, name(&part)));
                    part.clear();
                    continue;
                }
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            part.push(character);
        }
        found.push((line, name(&part)));
    }
    found.retain(|(_, name)| !name.is_empty());
    found
}

/// The modules in the order in which data flows, from the list at the top of `src/lib.rs`.
fn flow() -> Vec<String> {
    let text = std::fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let list = text.split("```text").nth(1).unwrap().split("```").next().unwrap();
    let names = list.lines().filter_map(|line| line.trim_start_matches("//!").split_whitespace().next());
    names.map(str::to_owned).collect()
}

fn assert_none(violations: &[String]) {
    assert!(violations.is_empty(), "\n{}\n", violations.join("\n"));
}

#[test]
fn the_list_in_lib_rs_names_every_module() {
    let declared: BTreeSet<String> = std::fs::read_to_string(root().join("src/lib.rs"))
        .unwrap()
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .map(str::to_owned)
        .collect();
    let listed: BTreeSet<String> = flow().into_iter().collect();
    assert_eq!(declared, listed, "the list at the top of src/lib.rs and its modules differ");
    let files = source_files();
    let found = files.iter().map(SourceFile::module).filter(|name| !["lib", "main"].contains(name));
    assert_eq!(found.map(str::to_owned).collect::<BTreeSet<_>>(), listed, "src/ and the list differ");
}

#[test]
fn a_module_imports_only_what_stands_above_it() {
    let flow = flow();
    let rank = |name: &str| flow.iter().position(|module| module == name);
    let mut violations = Vec::new();
    for file in source_files() {
        let Some(own) = rank(file.module()) else { continue };
        for (line, name) in names_below_the_crate(&file.code) {
            match rank(&name) {
                Some(other) if other <= own => {}
                Some(_) => violations.push(format!(
                    "src/{}:{line}: {} imports {name}, which stands below it in the list of src/lib.rs",
                    file.path,
                    file.module()
                )),
                None => violations.push(format!(
                    "src/{}:{line}: crate::{name} is no module of the list in src/lib.rs",
                    file.path
                )),
            }
        }
    }
    assert_none(&violations);
}

#[test]
fn no_path_climbs_to_the_root_of_the_crate_by_super() {
    let mut violations = Vec::new();
    for file in source_files() {
        // An inline module (`mod tests {`) stands one level deeper than its file.
        let inline = file.lines().find(|(_, line)| {
            line.trim_start().trim_start_matches("pub ").starts_with("mod ") && line.ends_with('{')
        });
        let inline = inline.map_or(usize::MAX, |(line, _)| line);
        for (line, text) in file.lines() {
            let longest = (1..6).rev().find(|&count| text.contains(&"super::".repeat(count))).unwrap_or(0);
            let depth = file.depth() + usize::from(line > inline);
            if longest >= depth && longest > 0 {
                violations.push(format!(
                    "src/{}:{line}: super:: reaches the root of the crate; write crate:: so that the order is seen",
                    file.path
                ));
            }
        }
    }
    assert_none(&violations);
}

#[test]
fn main_uses_only_the_command_line() {
    let files = source_files();
    let main = files.iter().find(|file| file.path == "main.rs").unwrap();
    for offset in occurrences(&main.code, "annexa::") {
        let rest = &main.code[offset + "annexa::".len()..];
        assert!(rest.starts_with("cli"), "src/main.rs:{}: only annexa::cli", line_of(&main.code, offset));
    }
}

/// Crates that only some files may name: embedded tables and words are CSV, hence the longer list.
const CONFINED: [(&str, &[&str]); 3] = [
    ("calamine", &["read/binary/"]),
    ("rust_xlsxwriter", &["write/"]),
    (
        "csv",
        &[
            "read/",
            "write/",
            "standards/",
            "declaration/",
            "recognise/words.rs",
            "recognise/heading.rs",
            "recognise/concept.rs",
        ],
    ),
];

#[test]
fn a_file_format_is_known_in_one_place() {
    let mut violations = Vec::new();
    for file in source_files() {
        let code = file.code_before_tests();
        for (name, allowed) in CONFINED {
            if allowed.iter().any(|place| file.path.starts_with(place)) {
                continue;
            }
            let path = format!("{name}::");
            let import = format!("use {name}");
            let paths = occurrences(code, &path).filter(|&at| !code[..at].ends_with("::"));
            for offset in paths.chain(occurrences(code, &import)) {
                let line = line_of(code, offset);
                let place = allowed.join(", ");
                violations.push(format!("src/{}:{line}: {name} is for {place} only", file.path));
            }
        }
    }
    assert_none(&violations);
}

const PRINTING: [&str; 9] = [
    "println!",
    "eprintln!",
    "print!",
    "eprint!",
    "dbg!",
    "process::exit",
    "process::abort",
    "io::stdout",
    "io::stderr",
];

#[test]
fn only_the_command_line_prints_or_exits() {
    let mut violations = Vec::new();
    for file in source_files() {
        if ["cli", "main"].contains(&file.module()) {
            continue;
        }
        for word in PRINTING {
            for offset in occurrences(&file.code, word) {
                let line = line_of(&file.code, offset);
                violations
                    .push(format!("src/{}:{line}: {word} is for src/cli and src/main.rs only", file.path));
            }
        }
    }
    assert_none(&violations);
}

/// The files of the project: those that git tracks, or all but build output where there is no git.
fn project_files() -> Vec<String> {
    let listed = Command::new("git").arg("ls-files").arg("-z").current_dir(root()).output();
    if let Ok(output) = listed
        && output.status.success()
        && !output.stdout.is_empty()
    {
        let names = String::from_utf8(output.stdout).unwrap();
        return names.split('\0').filter(|name| root().join(name).is_file()).map(str::to_owned).collect();
    }
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(root()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() && name != "target" && !name.starts_with('.') {
            files_below(&path, &mut paths);
        } else if path.is_file() {
            paths.push(path);
        }
    }
    paths.iter().map(|path| path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned()).collect()
}

#[test]
fn the_top_level_holds_what_the_design_lists() {
    let allowed = ["Cargo.toml", "Cargo.lock", "src", "workbook-templates", "samples", "tests", "README.md"];
    let top: BTreeSet<String> =
        project_files().iter().map(|name| name.split('/').next().unwrap().to_owned()).collect();
    let strange: Vec<&String> = top
        .iter()
        .filter(|name| {
            !allowed.contains(&name.as_str()) && !name.starts_with("LICENSE") && !name.starts_with('.')
        })
        .collect();
    assert!(strange.is_empty(), "not for the top level of the project: {strange:?}");
}

#[test]
fn no_file_names_a_path_of_a_machine() {
    let folders = ["work", "tmp", "home", "root", "Users"];
    let mut violations = Vec::new();
    for name in project_files() {
        let Ok(text) = std::fs::read_to_string(root().join(&name)) else { continue };
        for (index, line) in text.lines().enumerate() {
            for folder in folders {
                let path = format!("/{folder}/");
                let named = line.match_indices(&path).any(|(offset, _)| {
                    let before = line[..offset].chars().next_back();
                    !before.is_some_and(|character| is_name(character) || ".:/>*}".contains(character))
                });
                if named || line.contains(&format!(":\\{folder}\\")) {
                    violations.push(format!("{name}:{}: {}", index + 1, line.trim()));
                }
            }
        }
    }
    assert_none(&violations);
}

#[test]
fn no_file_has_a_name_that_says_nothing() {
    let empty = ["utils", "util", "helpers", "helper", "misc", "common", "manager", "stuff"];
    for name in project_files() {
        let stem = Path::new(&name).with_extension("");
        let nameless = stem.iter().any(|part| empty.contains(&part.to_str().unwrap()));
        assert!(!nameless, "{name}: name it for what it is about");
    }
}

#[test]
fn literals_and_comments_are_no_code() {
    let code = without_comments_and_literals(
        "let a = \"crate::x \\\" y\"; // crate::z\nlet b = r#\"crate::w\"#; let c = '\"'; crate::read::d(); /* crate::v */",
    );
    assert_eq!(names_below_the_crate(&code), [(2, "read".to_owned())]);
}

#[test]
fn imports_in_braces_are_seen_one_by_one() {
    let names =
        names_below_the_crate("use crate::{model::{A, B}, read,\n write::Sheet};\ncrate::cli::run();");
    let names: Vec<&str> = names.iter().map(|(_, name)| name.as_str()).collect();
    assert_eq!(names, ["model", "read", "write", "cli"]);
}
