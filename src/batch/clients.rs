//! Which clients a folder holds, and what a list says of them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::read::{self, Limits};

/// What is taken for a client.
pub const RULE: &str = "each sub-folder is one client with all registers in it, and so is each single file; files that \
                        differ only by their ending or by the words of a copy, as in `acme.xlsx`, `acme.csv`, \
                        `acme (1).xlsx`, `acme - Copy.xlsx` and `acme - Kopie.xlsx`, are copies of one client's form and assessed together";

/// A client.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Client {
    /// The name of its sub-folder, or of its file without the ending; that with its ending where a sub-folder has the
    /// same.
    pub name: String,
    /// By what it is known again: the name of its sub-folder with `/`, or that of its file without the ending.
    pub known_as: String,
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
    /// What the list names nearly as it is called: what it says, and the client.
    pub nearly: Vec<(String, String)>,
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
        known.known_as = if is_folder { format!("{client}/") } else { client.clone() };
        known.name = client;
        known.paths.push(path);
    }
    // A folder and a file of one name are two clients, which a reader has to tell apart.
    let is_twice = |name: &str| {
        [true, false].iter().all(|is_folder| by_name.contains_key(&(name.to_owned(), *is_folder)))
    };
    let twice: BTreeSet<String> =
        by_name.keys().map(|(name, _)| name).filter(|name| is_twice(name)).cloned().collect();
    for ((name, is_folder), client) in &mut by_name {
        let file = client.paths.first().and_then(|path| path.file_name());
        if let Some(file) = file.filter(|_| !is_folder && twice.contains(name)) {
            client.name = file.to_string_lossy().into_owned();
        }
    }
    found.clients = by_name.into_values().collect();
    // As people sort names.
    found.clients.sort_by_cached_key(|client| {
        (folded(client.known_as.trim_end_matches('/')), client.known_as.clone())
    });
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

/// What file managers and office programs put before the name of a copy.
const COPY_OF: [&str; 8] =
    ["Copy of ", "Kopie von ", "Copie de ", "Copia de ", "Copia di ", "Cópia de ", "Kopie van ", "Kopia av "];

/// What they put behind it.
const COPY: [&str; 14] = [
    " - Copy",
    " - Kopie",
    " - Copie",
    " - copia",
    " - Copia",
    " - Cópia",
    " - cópia",
    " - kopia",
    " - Kopia",
    " copy",
    " Kopie",
    " copie",
    " copia",
    " cópia",
];

/// The name of a file without what mail programs, browsers and file managers add to that of a copy.
fn without_words_of_a_copy(stem: &str) -> &str {
    let mut name = COPY_OF.iter().find_map(|words| stem.strip_prefix(words)).unwrap_or(stem);
    loop {
        let before = name;
        name = COPY.iter().find_map(|words| name.strip_suffix(words)).unwrap_or(name);
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
    /// Headings of columns that say nothing to annexa.
    pub ignored: Vec<String>,
}

/// Where a list is given, its rows are the clients, in their order.
fn obey(list: &ClientList, found: &mut Found) {
    let mut there = std::mem::take(&mut found.clients);
    let mut taken: Vec<Option<Client>> = Vec::new();
    for listed in &list.clients {
        let place = there.iter().position(|client| is_called(client, |name| name == listed.name));
        taken.push(place.map(|place| there.remove(place)));
    }
    // Only then by nearly the same name, where nothing else is meant by it.
    for (listed, client) in list.clients.iter().zip(&mut taken) {
        if client.is_some() {
            continue;
        }
        let wanted = folded(&listed.name);
        let is_near = |client: &Client| is_called(client, |name| folded(name) == wanted);
        let near: Vec<usize> =
            (0..).zip(&there).filter(|(_, other)| is_near(other)).map(|(place, _)| place).collect();
        if let [only] = near.as_slice() {
            let near = there.remove(*only);
            found.nearly.push((listed.name.clone(), near.name.clone()));
            *client = Some(near);
        }
    }
    let known: BTreeSet<String> = taken.iter().flatten().map(|client| client.known_as.clone()).collect();
    for (listed, client) in list.clients.iter().zip(taken) {
        let client = match client {
            Some(Client { name, known_as, paths, .. }) => Client { name, known_as, paths, ..listed.clone() },
            // What another row was taken for is that row's; no folder and no file is called so.
            None if known.contains(&listed.name) => {
                Client { known_as: format!("{}//", listed.name), ..listed.clone() }
            }
            None => Client { known_as: listed.name.clone(), ..listed.clone() },
        };
        found.clients.push(client);
    }
    found.not_listed = there.into_iter().map(|client| client.name).collect();
}

/// Whether a client or one of its files is called so.
fn is_called(client: &Client, is_so: impl Fn(&str) -> bool) -> bool {
    let is_named = |path: &PathBuf| path.file_name().is_some_and(|name| is_so(&name.to_string_lossy()));
    is_so(&client.name) || client.paths.iter().any(is_named)
}

/// A name without what people do not see or do not type alike: capitals, accents however they are encoded, blanks and
/// full stops at its end.
fn folded(name: &str) -> String {
    deunicode::deunicode(name).to_lowercase().trim().trim_end_matches(['.', ' ']).to_owned()
}

/// The columns of a list of clients.
const COLUMNS: [&str; 5] = ["Client", "Organisation", "Scope", "As of", "Mapping"];

/// How they are headed, in small letters.
const HEADINGS: [&[&str]; 5] = [
    &["client", "clients", "client name", "customer", "kunde", "mandant", "klient", "cliente", "klant"],
    &[
        "organisation",
        "organization",
        "company",
        "legal name",
        "firma",
        "unternehmen",
        "entreprise",
        "société",
        "empresa",
        "organización",
        "organizzazione",
        "azienda",
        "organisatie",
    ],
    &["scope", "geltungsbereich", "anwendungsbereich", "périmètre", "alcance", "campo di applicazione"],
    &["as of", "as of date", "date", "assessment date", "stichtag", "datum", "fecha", "data"],
    &["mapping"],
];

/// Reads a list of clients: a table with the column Client and any of Organisation, Scope, As of, Mapping; its other
/// columns are passed over.
///
/// # Errors
/// Where it cannot be read or obeyed, in words that name each cell.
pub fn read_client_list(path: &Path, limits: &Limits) -> Result<ClientList, String> {
    let shown = read::display_path(path);
    let (workbook, told) = read::read_workbook(path, &shown, limits);
    let Some(workbook) = workbook else {
        let why = told.first().map(crate::diagnostic::render::text).unwrap_or_default();
        return Err(format!("{shown} cannot be read\n{why}"));
    };
    let heading = |text: &str| {
        let text = text.trim().to_lowercase().replace(['_', '-'], " ");
        HEADINGS.iter().position(|headings| headings.contains(&text.as_str()))
    };
    let is_head = |row: &read::Row| row.cells.iter().any(|cell| heading(&cell.text()) == Some(0));
    let found = workbook.sheets.iter().find_map(|sheet| {
        let head = sheet.rows.iter().position(is_head)?;
        Some((sheet, sheet.rows.get(head..)?.split_first()?))
    });
    let Some((sheet, (head, rows))) = found else {
        return Err(format!(
            "{shown} holds no list of clients\n  expected: a table with the heading Client, and any of {}",
            COLUMNS.get(1..).unwrap_or_default().join(", ")
        ));
    };
    let columns: Vec<(u32, Option<usize>)> =
        head.cells.iter().map(|cell| (cell.column, heading(&cell.text()))).collect();
    let mut faults: Vec<String> = Vec::new();
    for (wanted, called) in COLUMNS.iter().enumerate() {
        if columns.iter().filter(|(_, column)| *column == Some(wanted)).count() > 1 {
            faults.push(format!("row {}: two columns are headed as {called}", head.number + 1));
        }
    }
    let mut list = ClientList::default();
    let is_ignored = |cell: &&read::Cell| heading(&cell.text()).is_none() && !cell.text().trim().is_empty();
    list.ignored = head.cells.iter().filter(is_ignored).map(|cell| cell.text().trim().to_owned()).collect();
    let folder = path.parent().unwrap_or(Path::new(""));
    for row in rows {
        let said = |wanted: usize| {
            let (column, _) = columns.iter().find(|(_, column)| *column == Some(wanted))?;
            row.cell(*column).map(|cell| cell.text().trim().to_owned()).filter(|text| !text.is_empty())
        };
        let Some(name) = said(0) else { continue };
        if list.clients.iter().any(|client| client.name == name) {
            faults.push(format!("row {}: the client \"{name}\" is named a second time", row.number + 1));
        }
        let as_of = said(3).and_then(|text| {
            let read = date(&text);
            if read.is_none() {
                faults.push(format!(
                    "row {}, As of \"{text}\" of {name}: expected a date such as 2026-11-21 or 21.11.2026",
                    row.number + 1
                ));
            }
            read
        });
        list.clients.push(Client {
            name,
            known_as: String::new(),
            paths: Vec::new(),
            organisation: said(1),
            scope: said(2),
            as_of,
            mapping: said(4).map(|mapping| folder.join(mapping)),
        });
    }
    if !faults.is_empty() {
        let sheet = sheet.name.sheet.as_deref().map(|name| format!(" › {name}")).unwrap_or_default();
        return Err(format!("{shown}{sheet} cannot be obeyed\n  {}", faults.join("\n  ")));
    }
    Ok(list)
}

/// A date as people write it; `None` also where day and month may be meant the other way round.
fn date(text: &str) -> Option<NaiveDate> {
    if let Some(date) =
        ["%Y-%m-%d", "%d.%m.%Y"].iter().find_map(|form| NaiveDate::parse_from_str(text, form).ok())
    {
        return Some(date);
    }
    let mut read =
        ["%d/%m/%Y", "%m/%d/%Y"].iter().filter_map(|form| NaiveDate::parse_from_str(text, form).ok());
    let first = read.next()?;
    read.all(|other| other == first).then_some(first)
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
            "Kopie von beta.xlsx",
            "beta - Kopie (2).csv",
            "beta - copia.xls",
            "Hardcopy.csv",
            "gamma (2026).csv",
            "out/beta.xlsx",
            "notes.pdf",
            "~$beta.xlsx",
            ".hidden/x.csv",
        ]);
        let found = find_clients(folder.path(), &[&folder.path().join("out")], None).unwrap();
        assert_eq!(names(&found), [("acme", 1), ("beta", 7), ("gamma (2026)", 1), ("Hardcopy", 1)]);
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
    fn a_list_of_ones_own_is_understood_and_what_it_names_nearly_is_found() {
        let folder =
            folder_with(&["CON/a.csv", "Mu\u{308}ller/a.csv", "twin/a.csv", "Twin/a.csv", "Tail./a.csv"]);
        let list = folder.path().join("list.csv");
        let rows = "No.;Mandant;Firma;Stichtag;Fee\n1;con;Con GmbH;31.12.2026;9\n2;Müller;;2026-12-30;\n3;TWIN;;;\n4;Tail;;13/01/2027;\n5;twin;;;\n";
        std::fs::write(&list, rows).unwrap();
        let read = read_client_list(&list, &Limits::default()).unwrap();
        assert_eq!(read.ignored, ["No.", "Fee"]);
        let dates: Vec<String> =
            read.clients.iter().filter_map(|client| Some(client.as_of?.to_string())).collect();
        assert_eq!(dates, ["2026-12-31", "2026-12-30", "2027-01-13"]);
        let found = find_clients(folder.path(), &[&list], Some(&read)).unwrap();
        // What is named as it is called goes before what is named nearly so.
        let expected = [("CON", 1), ("Mu\u{308}ller", 1), ("Twin", 1), ("Tail.", 1), ("twin", 1)];
        assert_eq!(names(&found), expected);
        let nearly: Vec<&str> = found.nearly.iter().map(|(listed, _)| listed.as_str()).collect();
        assert_eq!(nearly, ["con", "Müller", "TWIN", "Tail"]);
        // Of two that it may mean it means none.
        let rows = "Client\nTWIN\n";
        std::fs::write(&list, rows).unwrap();
        let read = read_client_list(&list, &Limits::default()).unwrap();
        let found = find_clients(folder.path(), &[&list], Some(&read)).unwrap();
        assert_eq!(names(&found), [("TWIN", 0)]);
    }

    #[test]
    fn a_folder_and_a_file_of_one_name_are_told_apart() {
        let folder = folder_with(&["acme/risks.csv", "acme.csv", "beta.csv"]);
        let found = find_clients(folder.path(), &[], None).unwrap();
        assert_eq!(names(&found), [("acme.csv", 1), ("acme", 1), ("beta", 1)]);
        let known: Vec<&str> = found.clients.iter().map(|client| client.known_as.as_str()).collect();
        assert_eq!(known, ["acme", "acme/", "beta"]);
    }

    #[test]
    fn a_list_that_cannot_be_obeyed_is_refused() {
        let folder = folder_with(&[]);
        let list = folder.path().join("list.csv");
        for (rows, says) in [
            ("Client;Kunde\na;red\n", "row 1: two columns are headed as Client"),
            ("Client;Scope\na;x\na;y\n", "row 3: the client \"a\" is named a second time"),
            ("Client;As of\na;soon\nb;03/04/2026\n", "row 2, As of \"soon\" of a: expected a date"),
            ("Client;As of\na;soon\nb;03/04/2026\n", "row 3, As of \"03/04/2026\" of b: expected"),
            ("Name;Scope\na;x\n", "no list of clients"),
        ] {
            std::fs::write(&list, rows).unwrap();
            let refused = read_client_list(&list, &Limits::default()).unwrap_err();
            assert!(refused.contains(says), "{refused}");
        }
    }
}
