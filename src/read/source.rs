//! Which files of the paths that were given are read.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::delimited::detect_delimiter;
use super::encoding;
use super::format::Format;
use super::markdown;
use crate::diagnostic::{Diagnostic, codes::read as codes};
use crate::provenance::Location;

/// Endings of the names of files that are read, in lower case.
const EXTENSIONS: [&str; 9] = ["xlsx", "xlsm", "xlsb", "xls", "ods", "csv", "tsv", "txt", "md"];

/// The defined name that marks a workbook as written by annexa.
pub const OWN_WORKBOOK_NAME: &str = "Annexa_Workbook";

/// The sheet that holds the record of the last run.
pub const OWN_WORKBOOK_SHEET: &str = "_annexa";

/// What stands in the name of a file of text that annexa wrote beside its workbook, before the name of the list.
pub const HANDED_OVER: &str = ".annexa-";

/// The list that may be handed over: its sheet.
pub const HANDED_OVER_LIST: &str = "Assets";

/// A path as it is shown: as it was given, with `/` between its parts.
pub fn display_path(path: &Path) -> String {
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' {
        text.into_owned()
    } else {
        text.replace(std::path::MAIN_SEPARATOR, "/")
    }
}

/// The files to read among the paths that were given, each once, in the order given.
///
/// A file that is given by itself is read whatever its name; reading tells by its content what it
/// is. A folder is searched with all folders below it, sorted by name, for names that end as
/// registers do; a `.txt` file in a folder is taken only where its lines are cut into equal fields.
/// Hidden files, lock files of office programs and backups are passed over silently, workbooks that
/// annexa wrote with a note.
pub fn find_sources(paths: &[PathBuf]) -> (Vec<PathBuf>, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let mut diagnostics = Vec::new();
    for path in paths {
        if path.is_dir() {
            let before = found.len();
            search_folder(path, &mut found, &mut diagnostics);
            if found.len() == before {
                diagnostics.push(at(&codes::FOLDER_WITHOUT_REGISTERS, path));
            }
        } else if path.exists() {
            take(path, &mut found, &mut diagnostics);
        } else {
            diagnostics.push(at(&codes::PATH_NOT_FOUND, path));
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|path| seen.insert(path.canonicalize().unwrap_or_else(|_| path.clone())));
    (found, diagnostics)
}

fn at(code: crate::diagnostic::CodeRef, path: &Path) -> Diagnostic {
    Diagnostic::at(code, Location::file(&display_path(path)))
}

fn search_folder(folder: &Path, found: &mut Vec<PathBuf>, diagnostics: &mut Vec<Diagnostic>) {
    let mut others: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    let entries = WalkDir::new(folder)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !passed_over(entry));
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().unwrap_or(folder);
                diagnostics.push(
                    at(&codes::FILE_NOT_READABLE, path).fact("reason", super::damage::in_plain_words(&error)),
                );
                continue;
            }
        };
        if !entry.file_type().is_file() {
            continue;
        }
        let extension = entry
            .path()
            .extension()
            .map(|extension| extension.to_string_lossy().to_lowercase())
            .unwrap_or_default();
        let usable = EXTENSIONS.contains(&extension.as_str())
            && (!matches!(extension.as_str(), "txt" | "md") || holds_a_table(entry.path(), &extension));
        if usable {
            take(entry.path(), found, diagnostics);
        } else {
            others.entry(extension).or_default().push(entry.into_path());
        }
    }
    for (extension, files) in others {
        diagnostics.extend(other_files(&extension, &files));
    }
}

/// Hidden files and folders, lock files (`~$acme.xlsx`, `.~lock.acme.ods#`) and backups.
fn passed_over(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy().to_lowercase();
    name.starts_with('.') || name.starts_with("~$") || name.ends_with('~') || name.ends_with(".bak")
}

/// Takes a file unless annexa wrote it.
fn take(path: &Path, found: &mut Vec<PathBuf>, diagnostics: &mut Vec<Diagnostic>) {
    if is_handed_over(path) {
        diagnostics.push(at(&codes::OWN_LIST, path));
    } else if is_own_workbook(path) {
        diagnostics.push(at(&codes::OWN_WORKBOOK, path));
    } else {
        found.push(path.to_owned());
    }
}

/// Whether a file is called as annexa calls what it hands over beside a workbook.
fn is_handed_over(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.ends_with(&format!("{HANDED_OVER}{HANDED_OVER_LIST}.csv"))
}

/// One note for all files of a kind that is not read.
fn other_files(extension: &str, files: &[PathBuf]) -> Option<Diagnostic> {
    let (first, also) = files.split_first()?;
    let kind = if extension.is_empty() { "without an ending".to_owned() } else { format!(".{extension}") };
    Some(
        at(&codes::OTHER_FILE, first)
            .fact("kind", kind)
            .also(also.iter().map(|path| Location::file(&display_path(path)))),
    )
}

/// Bytes of a text file that show whether it holds separated values.
const SAMPLE: u64 = 16 * 1024;

/// Whether a text holds a table: one drawn with pipes, or, but for Markdown, fields of the same number
/// nearly everywhere. Prose with commas has none.
fn holds_a_table(path: &Path, extension: &str) -> bool {
    let Some(bytes) = start_of(path, SAMPLE) else { return false };
    if Format::of(&bytes) != Format::Text {
        return false;
    }
    let text = encoding::decode(&bytes).text;
    // Two columns in all records score ln 2; fewer equal records than nine in ten are prose.
    markdown::has_table(&text)
        || extension != "md"
            && text.lines().count() > 1
            && detect_delimiter(&text, "txt").1 >= 0.9 * 0.9 * std::f64::consts::LN_2
}

fn start_of(path: &Path, most: u64) -> Option<Vec<u8>> {
    use std::io::Read;
    let mut bytes = Vec::new();
    std::fs::File::open(path).ok()?.take(most).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// Bytes of the part that lists sheets and names that are looked at.
const WORKBOOK_PART: u64 = 4 << 20;

/// Whether a file is a workbook that annexa wrote: its list of defined names says so.
pub fn is_own_workbook(path: &Path) -> bool {
    use std::io::Read;
    // Opening a pipe would wait for somebody to write to it.
    let Some(file) = path.is_file().then(|| std::fs::File::open(path).ok()).flatten() else { return false };
    let Ok(mut archive) = zip::ZipArchive::new(std::io::BufReader::new(file)) else { return false };
    let Ok(part) = archive.by_name("xl/workbook.xml") else { return false };
    let mut bytes = Vec::new();
    if part.take(WORKBOOK_PART).read_to_end(&mut bytes).is_err() {
        return false;
    }
    // Somebody may have deleted the name; the sheet that no menu shows is harder to lose.
    [OWN_WORKBOOK_NAME, OWN_WORKBOOK_SHEET].iter().any(|name| {
        let mark = format!("name=\"{name}\"");
        bytes.windows(mark.len()).any(|window| window == mark.as_bytes())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(sources: &[PathBuf], folder: &Path) -> Vec<String> {
        sources.iter().map(|path| display_path(path.strip_prefix(folder).unwrap_or(path))).collect()
    }

    #[test]
    fn a_folder_is_searched_in_order_and_what_is_no_register_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        std::fs::create_dir_all(root.join("b/.git")).unwrap();
        for (name, content) in [
            ("z.CSV", "id,name\n"),
            ("b/a.xlsx", "not opened here"),
            ("b/.git/x.csv", "id,name\n"),
            ("~$z.xlsx", ""),
            (".~lock.z.csv#", ""),
            ("old.csv~", ""),
            ("a.txt", "id;name\n1;a\n2;b\n"),
            ("notes.txt", "A note, to all,\nabout what we do\nwith commas, now and then.\n"),
            ("report.pdf", "%PDF-"),
        ] {
            std::fs::write(root.join(name), content).unwrap();
        }
        let (sources, diagnostics) = find_sources(&[root.to_owned(), root.join("z.CSV")]);
        assert_eq!(names(&sources, root), ["a.txt", "b/a.xlsx", "z.CSV"]);
        let said: Vec<_> = diagnostics.iter().map(|diagnostic| diagnostic.code.name).collect();
        assert_eq!(said, ["other-file", "other-file"]);
    }

    #[test]
    fn a_path_that_is_not_there_and_an_empty_folder_are_reported() {
        let folder = tempfile::tempdir().unwrap();
        let (sources, diagnostics) = find_sources(&[folder.path().join("none.xlsx"), folder.path().into()]);
        assert!(sources.is_empty());
        let said: Vec<_> = diagnostics.iter().map(|diagnostic| diagnostic.code.name).collect();
        assert_eq!(said, ["path-not-found", "folder-without-registers"]);
    }
}
