//! Where a workbook may be written, so that nothing is ever lost, and where its links lead.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::model::Source;

/// Why an output must not be written, checked before any work is done; inputs are never replaced.
pub fn refusal(output: &Path, inputs: &[PathBuf], mapping: Option<&Path>, force: bool) -> Option<String> {
    let shown = output.display();
    if !output.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx")) {
        return Some(format!(
            "the output is an Excel workbook\n  read: \"{shown}\"   expected: a name that ends in .xlsx"
        ));
    }
    let folder = folder_of(output);
    if !folder.is_dir() {
        return Some(format!(
            "there is no folder \"{}\" to write {shown} to\n  help: make the folder, or give another output",
            folder.display()
        ));
    }
    if output.is_dir() {
        return Some(format!("\"{shown}\" is a folder\n  help: give the name of a workbook in it"));
    }
    if output.symlink_metadata().is_ok_and(|data| data.is_symlink()) && !output.exists() {
        return Some(format!(
            "{shown} is a link to a file that is not there\n  help: mend or remove the link, or give another output"
        ));
    }
    if !output.exists() {
        return None;
    }
    let (sources, _) = crate::read::find_sources(inputs);
    let inputs = inputs.iter().chain(&sources).map(PathBuf::as_path).chain(mapping);
    if inputs.into_iter().any(|path| is_same_file(path, output)) {
        return Some(format!(
            "{shown} is one of the inputs, and inputs are never written to\n  help: give another output"
        ));
    }
    if force {
        return None;
    }
    Some(format!(
        "{shown} exists\n  effect: nothing was changed\n  help: give another output, or --force to replace it"
    ))
}

fn is_same_file(left: &Path, right: &Path) -> bool {
    match (left.canonicalize(), right.canonicalize()) {
        (Ok(left), Ok(right)) => left == right,
        _ => false,
    }
}

/// The folder that a file lies in or will lie in.
fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The files below the paths by what they are called: by the name that `names` gives to their absolute path,
/// or else as they were found.
pub fn files_called(paths: &[PathBuf], names: &BTreeMap<PathBuf, String>) -> BTreeMap<String, PathBuf> {
    let (sources, _) = crate::read::find_sources(paths);
    let called = sources.into_iter().filter_map(|source| {
        let path = source.canonicalize().ok()?;
        let name = names.get(&path).cloned().unwrap_or_else(|| crate::read::display_path(&source));
        Some((name, path))
    });
    called.collect()
}

/// Sets each source's path from the workbook's folder, so that links lead there as long as both move together.
/// `files` are the files that were read, by what they are called.
pub fn set_links(sources: &mut [Source], output: &Path, files: &BTreeMap<String, PathBuf>) {
    let Ok(folder) = folder_of(output).canonicalize() else { return };
    for source in sources {
        source.link = files
            .get(&source.path)
            .and_then(|path| pathdiff::diff_paths(path, &folder))
            .filter(|path| path.is_relative())
            .map(|path| crate::read::display_path(&path));
    }
}
