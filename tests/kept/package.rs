//! The parts of a workbook, changed as a spreadsheet program that knows nothing of annexa would change them.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::Path;

/// A workbook as its parts.
pub struct Package {
    parts: BTreeMap<String, Vec<u8>>,
}

impl Package {
    /// Opens a workbook.
    pub fn open(path: &Path) -> Self {
        let mut archive = zip::ZipArchive::new(File::open(path).unwrap()).unwrap();
        let mut parts = BTreeMap::new();
        for number in 0..archive.len() {
            let mut part = archive.by_index(number).unwrap();
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).unwrap();
            parts.insert(part.name().unwrap().into_owned(), bytes);
        }
        Self { parts }
    }

    /// Saves it.
    pub fn save(&self, path: &Path) {
        let mut archive = zip::ZipWriter::new(File::create(path).unwrap());
        for (name, bytes) in &self.parts {
            archive.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
            archive.write_all(bytes).unwrap();
        }
        archive.finish().unwrap();
    }

    /// The text of a part.
    pub fn part(&self, name: &str) -> String {
        String::from_utf8(self.parts.get(name).unwrap_or_else(|| panic!("no part {name}")).clone()).unwrap()
    }

    /// The texts of the parts in a folder.
    pub fn parts(&self, folder: &str) -> impl Iterator<Item = String> {
        let names = self.parts.keys().filter(move |name| name.starts_with(folder));
        names.map(|name| self.part(name))
    }

    /// Puts a part in.
    pub fn set(&mut self, name: &str, text: impl Into<String>) {
        self.parts.insert(name.to_owned(), text.into().into_bytes());
    }

    /// Puts something before the end of an element of a part.
    pub fn add_before(&mut self, name: &str, end: &str, text: &str) {
        let part = self.part(name);
        assert!(part.contains(end), "{name} has no {end}");
        self.set(name, part.replacen(end, &format!("{text}{end}"), 1));
    }

    /// The name of the part of a sheet.
    pub fn sheet_part(&self, sheet: &str) -> String {
        let workbook = self.part("xl/workbook.xml");
        let names: Vec<&str> =
            workbook.split("<sheet name=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        let number =
            names.iter().position(|name| *name == sheet).unwrap_or_else(|| panic!("no sheet {sheet}"));
        format!("xl/worksheets/sheet{}.xml", number + 1)
    }

    /// The part of a sheet.
    pub fn sheet(&self, sheet: &str) -> String {
        self.part(&self.sheet_part(sheet))
    }

    /// Replaces the part of a sheet.
    pub fn set_sheet(&mut self, sheet: &str, text: String) {
        let part = self.sheet_part(sheet);
        self.set(&part, text);
    }

    /// Adds a cell at the end of a row.
    pub fn add_cell(&mut self, sheet: &str, row: u32, cell: &str) {
        let text = self.sheet(sheet);
        let (before, from) =
            text.split_once(&format!("<row r=\"{row}\"")).unwrap_or_else(|| panic!("no row {row}"));
        let (inside, after) = from.split_once("</row>").unwrap();
        self.set_sheet(sheet, format!("{before}<row r=\"{row}\"{inside}{cell}</row>{after}"));
    }

    /// The text that a cell refers to, from what stands behind its reference.
    pub fn text_of(&self, cell: &str) -> String {
        let number = cell
            .split("<v>")
            .nth(1)
            .and_then(|rest| rest.split("</v>").next())
            .unwrap()
            .parse::<usize>()
            .unwrap();
        self.part("xl/sharedStrings.xml").split("<si>").nth(number + 1).unwrap().to_owned()
    }
}
