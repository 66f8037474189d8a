//! Which clients a folder holds, and what a list says of them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::read::{self, Limits};

/// What is taken for a client.
pub const RULE: &str = "each sub-folder is one client with all registers in it, and so is each single file; files that \
                        differ only by their ending or by the words of a copy, as in `acme.xlsx`, `acme.csv`, \
                        `acme (1).xlsx` and `acme - Copy.xlsx`, are copies of one client's form and assessed together";

/// A client.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Client {
    /// The name of its sub-folder, or of its file without the ending.
    pub name: String,
    /// What is read: its folder, or its files. None: the list names it, and the folder does not hold it.
    pub paths: Vec<PathBuf>,
    /// The name of its organisation.
    pub organisation: Option<String>,
    /// The scope of its management system.
    pub scope: Option<String>,
    /// The date of its assessment.
    pub as_of: Option<NaiveDate>,
    /// A workbook in which a person chose what its tables, columns and values are.
    pub mapping: Option<PathBuf>,
}

/// What a folder holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The clients, by name.
    pub clients: Vec<Client>,
    /// Files that are no registers by their names.
    pub other_files: Vec<PathBuf>,
    /// Entries that the list does not name.
    pub not_listed: Vec<String>,
}

/// Endings of files that may be a client's form.
const FORMS: [&str; 8] = ["xlsx", "xlsm", "xlsb", "xls", "ods", "csv", "tsv", "txt"];

/// The clients of a folder; what lies in it of `others`, the folder of the output and the list, is none of them.
///
/// # Errors
/// Where the folder cannot be read.
pub fn find_clients(folder: &Path, others: &[&Path], list: Option<&ClientList>) -> std::io::Result<Found> {
    let mut found = Found::default();
    let mut by_name: BTreeMap<(String, bool), Client> = BTreeMap::new();
    let others: Vec<PathBuf> = others.iter().filter_map(|path| path.canonicalize().ok()).collect();
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    entries.sort();
    for path in entries {
        let Some(name) = path.file_name().map(|name| name.to_string_lossy().into_owned()) else { continue };
        let is_other = path.canonicalize().is_ok_and(|path| others.contains(&path));
        if is_other || is_passed_over(&name) {
            continue;
        }
        let is_folder = path.is_dir();
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let client = match (is_folder, is_form(&path)) {
            (true, _) => name,
            (false, true) => without_words_of_a_copy(&stem).to_owned(),
            (false, false) => {
                found.other_files.push(path);
                continue;
            }
        };
        let known = by_name.entry((client.clone(), is_folder)).or_default();
        known.name = client;
        known.paths.push(path);
    }
    found.clients = by_name.into_values().collect();
    if let Some(list) = list {
        obey(list, &mut found);
    }
    Ok(found)
}

/// Hidden files, lock files of office programs and backups.
fn is_passed_over(name: &str) -> bool {
    let name = name.to_lowercase();
    name.starts_with('.') || name.starts_with("~$") || name.ends_with('~') || name.ends_with(".bak")
}

fn is_form(path: &Path) -> bool {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    extension.is_some_and(|extension| FORMS.contains(&extension.as_str()))
}

/// The name of a file without what mail programs, browsers and file managers add to that of a copy.
fn without_words_of_a_copy(stem: &str) -> &str {
    let mut name = stem.strip_prefix("Copy of ").unwrap_or(stem);
    loop {
        let before = name;
        name = name.strip_suffix(" - Copy").unwrap_or(name);
        if let Some((rest, number)) = name.rsplit_once(" (")
            && let Some(number) = number.strip_suffix(')')
            && !number.is_empty()
            && number.len() <= 2
            && number.bytes().all(|digit| digit.is_ascii_digit())
        {
            name = rest;
        }
        if name == before || name.trim().is_empty() {
            return if name.trim().is_empty() { stem } else { name };
        }
    }
}

/// What a list says of clients.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientList {
    /// Its rows.
    pub clients: Vec<Client>,
}

/// Where a list is given, its rows are the clients, in their order.
fn obey(list: &ClientList, found: &mut Found) {
    let mut there = std::mem::take(&mut found.clients);
    for listed in &list.clients {
        let wanted = listed.name.as_str();
        let is_named = |client: &Client| {
            client.name == wanted
                || client.paths.iter().any(|path| path.file_name().is_some_and(|name| name == wanted))
        };
        let place = there.iter().position(is_named);
        let (name, paths) = match place.map(|place| there.remove(place)) {
            Some(client) => (client.name, client.paths),
            None => (listed.name.clone(), Vec::new()),
        };
        found.clients.push(Client { name, paths, ..listed.clone() });
    }
    found.not_listed = there.into_iter().map(|client| client.name).collect();
}

/// The headings of a list of clients, in small letters.
const HEADINGS: [&str; 5] = ["client", "organisation", "scope", "as of", "mapping"];

/// Reads a list of clients: a table whose headings are Client and any of Organisation, Scope, As of, Mapping.
///
/// # Errors
/// Where it cannot be read or obeyed, in words.
pub fn read_client_list(path: &Path, limits: &Limits) -> Result<ClientList, String> {
    let shown = read::display_path(path);
    let (workbook, told) = read::read_workbook(path, &shown, limits);
    let Some(workbook) = workbook else {
        let why = told.first().map(crate::diagnostic::render::text).unwrap_or_default();
        return Err(format!("{shown} cannot be read\n{why}"));
    };
    let heading = |text: &str| {
        let text = text.trim().to_lowercase().replace(['_', '-'], " ");
        HEADINGS.iter().position(|heading| *heading == text.replace("organization", "organisation"))
    };
    for sheet in &workbook.sheets {
        let head =
            sheet.rows.iter().position(|row| row.cells.iter().any(|cell| heading(&cell.text()) == Some(0)));
        let Some((head, rows)) = head.and_then(|head| sheet.rows.get(head..)?.split_first()) else {
            continue;
        };
        let columns: Vec<(u32, usize)> =
            head.cells.iter().filter_map(|cell| Some((cell.column, heading(&cell.text())?))).collect();
        let unknown = head.cells.iter().find(|cell| heading(&cell.text()).is_none());
        if let Some(unknown) = unknown {
            return Err(format!(
                "{shown}: \"{}\" is no heading of a list of clients\n  expected: Client, Organisation, Scope, As of, Mapping",
                unknown.text()
            ));
        }
        let folder = path.parent().unwrap_or(Path::new(""));
        let mut clients: Vec<Client> = Vec::new();
        for row in rows {
            let said = |wanted: usize| {
                let (column, _) = columns.iter().find(|(_, found)| *found == wanted)?;
                row.cell(*column).map(|cell| cell.text().trim().to_owned()).filter(|text| !text.is_empty())
            };
            let Some(name) = said(0) else { continue };
            if clients.iter().any(|client| client.name == name) {
                return Err(format!("{shown} names the client \"{name}\" twice"));
            }
            let as_of = match said(3) {
                None => None,
                Some(text) => Some(NaiveDate::parse_from_str(&text, "%Y-%m-%d").map_err(|_| {
                    format!("{shown}, row {}: \"{text}\" is no date\n  expected: 2026-11-21", row.number + 1)
                })?),
            };
            clients.push(Client {
                name,
                paths: Vec::new(),
                organisation: said(1),
                scope: said(2),
                as_of,
                mapping: said(4).map(|mapping| folder.join(mapping)),
            });
        }
        return Ok(ClientList { clients });
    }
    Err(format!("{shown} holds no list of clients\n  expected: a table with the heading Client"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(names: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in names {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "a,b\n").unwrap();
        }
        folder
    }

    fn names(found: &Found) -> Vec<(&str, usize)> {
        found.clients.iter().map(|client| (client.name.as_str(), client.paths.len())).collect()
    }

    #[test]
    fn sub_folders_and_single_files_are_clients_and_copies_of_a_form_are_one() {
        let folder = folder_with(&[
            "acme/risks.csv",
            "acme/assets.csv",
            "beta.xlsx",
            "beta (1).xlsx",
            "beta - Copy.csv",
            "Copy of beta.xlsx",
            "gamma (2026).csv",
            "out/beta.xlsx",
            "notes.pdf",
            "~$beta.xlsx",
            ".hidden/x.csv",
        ]);
        let found = find_clients(folder.path(), &[&folder.path().join("out")], None).unwrap();
        assert_eq!(names(&found), [("acme", 1), ("beta", 4), ("gamma (2026)", 1)]);
        assert_eq!(found.other_files.len(), 1);
    }

    #[test]
    fn a_list_says_which_clients_there_are_and_what_they_are_called() {
        let folder = folder_with(&["acme/risks.csv", "beta.csv", "gamma.csv"]);
        let list = folder.path().join("list.csv");
        let rows = "Client;Organisation;As of\nbeta.csv;Beta B.V.;2026-10-01\nacme;;\nnobody;;\n";
        std::fs::write(&list, rows).unwrap();
        let read = read_client_list(&list, &Limits::default()).unwrap();
        let found = find_clients(folder.path(), &[&list], Some(&read)).unwrap();
        assert_eq!(names(&found), [("beta", 1), ("acme", 1), ("nobody", 0)]);
        assert_eq!(found.clients[0].organisation.as_deref(), Some("Beta B.V."));
        assert_eq!(found.clients[0].as_of, NaiveDate::from_ymd_opt(2026, 10, 1));
        assert_eq!(found.not_listed, ["gamma"]);
    }

    #[test]
    fn a_list_that_cannot_be_obeyed_is_refused() {
        let folder = folder_with(&[]);
        let list = folder.path().join("list.csv");
        for (rows, says) in [
            ("Client;Colour\na;red\n", "no heading"),
            ("Client;Scope\na;x\na;y\n", "twice"),
            ("Client;As of\na;soon\n", "no date"),
            ("Name;Scope\na;x\n", "no list of clients"),
        ] {
            std::fs::write(&list, rows).unwrap();
            let refused = read_client_list(&list, &Limits::default()).unwrap_err();
            assert!(refused.contains(says), "{refused}");
        }
    }
}
