//! The archive that a workbook is: its parts by their names, and what leads from one to another.

use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};
use std::io::{Read, Seek};

use zip::ZipArchive;
use zip::result::ZipError;

use super::super::damage::in_plain_words;
use super::super::limits::{Limit, LimitExceeded, Limits};
use super::scanner::Scanner;
use super::token::{Fault, Token};

/// A part has to expand to more than this before its ratio counts: small ones may well consist of
/// next to nothing but repetition.
const RATIO_COUNTS_FROM: u64 = 8 << 20;

/// Most parts that one part leads to. Links to web pages, of which a sheet may have many, are none.
const MOST_RELATIONSHIPS: usize = 100_000;

/// The bytes of an archive, wherever they are kept.
pub(super) trait Bytes: Read + Seek {}

impl<T: Read + Seek> Bytes for T {}

/// An archive, whose parts are expanded when they are read, in the sequence in which they are asked for.
pub(super) struct Package<'a> {
    archive: ZipArchive<Box<dyn Bytes + 'a>>,
    /// Parts by their names in the form that [`comparable`] gives.
    names: HashMap<String, usize>,
    limits: &'a Limits,
    /// Bytes of all parts that were expanded so far.
    expanded: Cell<u64>,
    /// The part that was asked for last.
    scanned: String,
}

/// Why an archive cannot be read at all.
pub(super) enum Unreadable {
    /// It is protected by a password.
    Encrypted,
    /// Anything else.
    Fault(Fault),
}

impl From<Fault> for Unreadable {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// What one part says about another.
pub(super) struct Relationship {
    /// How the part calls it.
    pub id: String,
    /// The last word of its type: `worksheet`, `styles`. The rest is the namespace.
    pub kind: String,
    /// The name of the part that it leads to.
    pub target: String,
}

impl<'a> Package<'a> {
    /// Opens an archive.
    ///
    /// # Errors
    /// Where it is damaged or beyond the limit of parts.
    pub(super) fn open(bytes: impl Bytes + 'a, limits: &'a Limits) -> Result<Self, Unreadable> {
        let bytes: Box<dyn Bytes + 'a> = Box::new(bytes);
        let archive = ZipArchive::new(bytes).map_err(|error| unreadable(&error))?;
        limits.check(Limit::Parts, archive.len() as u64).map_err(Fault::Limit)?;
        let mut names = HashMap::new();
        for index in 0..archive.len() {
            if let Some(Ok(name)) = archive.name_for_index(index) {
                names.insert(comparable(&name), index);
            }
        }
        Ok(Self { archive, names, limits, expanded: Cell::new(0), scanned: String::new() })
    }

    /// The part that was asked for last, so that a fault can be told of it.
    pub(super) fn scanned(&self) -> &str {
        &self.scanned
    }

    /// How many parts it has.
    pub(super) fn len(&self) -> usize {
        self.archive.len()
    }

    /// Whether it has a part whose name, in lower case, is as asked.
    pub(super) fn has(&self, is_meant: impl Fn(&str) -> bool) -> bool {
        self.names.keys().any(|name| is_meant(name))
    }

    /// Whether it has the part.
    pub(super) fn holds(&self, name: &str) -> bool {
        self.index(name).is_some()
    }

    fn index(&self, name: &str) -> Option<usize> {
        let name = comparable(name);
        // Names of parts are addresses: what they may not hold is written as %20.
        self.names.get(&name).or_else(|| self.names.get(&percent_decoded(&name))).copied()
    }

    /// Begins to read a part.
    ///
    /// # Errors
    /// Where it is not there, damaged or encrypted.
    pub(super) fn scan(&mut self, name: &str) -> Result<Scanner<impl Read + use<'_, 'a>>, Unreadable> {
        let missing = || Fault::Damage("a part that belongs to every workbook is missing".to_owned());
        let index = self.index(name).ok_or_else(missing)?;
        name.clone_into(&mut self.scanned);
        let part = self.archive.by_index(index).map_err(|error| unreadable(&error))?;
        let packed = part.compressed_size();
        let counted = Counted { part, packed, own: 0, limits: self.limits, expanded: &self.expanded };
        Ok(Scanner::new(counted)?)
    }

    /// What a part says about others; nothing where it says nothing.
    ///
    /// # Errors
    /// Where what it says is damaged.
    pub(super) fn relationships(&mut self, part: &str) -> Result<Vec<Relationship>, Unreadable> {
        let (folder, _) = part.rsplit_once('/').unwrap_or(("", part));
        let name = part_of_relationships(part);
        let mut found = Vec::new();
        if !self.holds(&name) {
            return Ok(found);
        }
        let mut xml = self.scan(&name)?;
        loop {
            match xml.next()? {
                Token::Open(tag) if tag.name == b"Relationship" => {
                    let outside = tag.attribute(b"TargetMode") == Some(b"External");
                    if let (Some(id), Some(kind), Some(target), false) =
                        (tag.text(b"Id"), tag.text(b"Type"), tag.text(b"Target"), outside)
                    {
                        if found.len() >= MOST_RELATIONSHIPS {
                            let reason = "a part leads to more parts than any spreadsheet program writes";
                            return Err(Fault::Damage(reason.to_owned()).into());
                        }
                        let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                        found.push(Relationship { id, kind, target: resolved(folder, &target) });
                    }
                }
                Token::End => return Ok(found),
                _ => {}
            }
        }
    }

    /// The addresses outside of the archive that a part leads to, by how the part calls them.
    ///
    /// # Errors
    /// Where what it says is damaged.
    pub(super) fn links(&mut self, part: &str) -> Result<BTreeMap<String, String>, Unreadable> {
        let name = part_of_relationships(part);
        let mut found = BTreeMap::new();
        if !self.holds(&name) {
            return Ok(found);
        }
        let mut xml = self.scan(&name)?;
        loop {
            match xml.next()? {
                Token::Open(tag) if tag.attribute(b"TargetMode") == Some(b"External") => {
                    if found.len() >= MOST_RELATIONSHIPS {
                        let reason = "a part leads to more addresses than any spreadsheet program writes";
                        return Err(Fault::Damage(reason.to_owned()).into());
                    }
                    found.extend(tag.text(b"Id").zip(tag.text(b"Target")));
                }
                Token::End => return Ok(found),
                _ => {}
            }
        }
    }
}

/// The name of the part that says what a part leads to.
fn part_of_relationships(part: &str) -> String {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let separator = if folder.is_empty() { "" } else { "/" };
    format!("{folder}{separator}_rels/{file}.rels")
}

fn unreadable(error: &ZipError) -> Unreadable {
    match error {
        ZipError::UnsupportedArchive(reason) if reason.to_lowercase().contains("password") => {
            Unreadable::Encrypted
        }
        _ => Unreadable::Fault(Fault::Damage(in_plain_words(error))),
    }
}

/// A name of a part as it is compared: in lower case, with `/` between folders and none in front.
fn comparable(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_lowercase()
}

fn percent_decoded(name: &str) -> String {
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let [first, behind @ ..] = rest {
        let code = match rest {
            [b'%', high, low, ..] => std::str::from_utf8(&[*high, *low])
                .ok()
                .and_then(|digits| u8::from_str_radix(digits, 16).ok()),
            _ => None,
        };
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { behind.get(2..).unwrap_or_default() } else { behind };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The name of the part that a target leads to from a folder.
fn resolved(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let mut steps: Vec<&str> = if target.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            name => steps.push(name),
        }
    }
    steps.retain(|step| !step.is_empty());
    steps.join("/")
}

/// A part that is counted while it is expanded: sizes in the directory are what somebody wrote there.
struct Counted<'a, R> {
    part: R,
    packed: u64,
    own: u64,
    limits: &'a Limits,
    expanded: &'a Cell<u64>,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.part.read(buffer)?;
        self.own += read as u64;
        self.expanded.set(self.expanded.get() + read as u64);
        let exceeded = |exceeded: LimitExceeded| std::io::Error::other(exceeded);
        self.limits.check(Limit::ExpandedBytes, self.expanded.get()).map_err(exceeded)?;
        if self.own > RATIO_COUNTS_FROM {
            self.limits.check(Limit::Ratio, self.own / self.packed.max(1)).map_err(exceeded)?;
        }
        Ok(read)
    }
}

/// An archive with one part.
#[cfg(test)]
pub(super) fn archive(name: &str, content: &str) -> Vec<u8> {
    use std::io::Write as _;
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let written = archive.start_file(name, options).is_ok() && archive.write_all(content.as_bytes()).is_ok();
    let bytes = archive.finish().map(std::io::Cursor::into_inner).unwrap_or_default();
    if written { bytes } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_followed_from_its_folder() {
        for (folder, target, part) in [
            ("xl", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl", "/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl/worksheets", "../comments1.xml", "xl/comments1.xml"),
            ("xl", ".\\worksheets\\a.xml", "xl/worksheets/a.xml"),
            ("", "workbook.xml", "workbook.xml"),
            ("xl", "../../../workbook.xml", "workbook.xml"),
        ] {
            assert_eq!(resolved(folder, target), part, "{folder} {target}");
        }
    }

    #[test]
    fn a_part_may_lead_to_many_pages_and_not_to_endless_parts() {
        let relationships = |count: usize, mode: &str| {
            let one = format!("<Relationship Id=\"a\" Type=\"t\" Target=\"b\"{mode}/>");
            let bytes =
                archive("_rels/.rels", &format!("<Relationships>{}</Relationships>", one.repeat(count)));
            let limits = Limits::default();
            let mut package = Package::open(std::io::Cursor::new(&bytes), &limits).ok().unwrap();
            package.relationships("").map(|found| found.len()).ok()
        };
        assert_eq!(relationships(MOST_RELATIONSHIPS, ""), Some(MOST_RELATIONSHIPS));
        assert_eq!(relationships(MOST_RELATIONSHIPS + 1, ""), None);
        assert_eq!(relationships(MOST_RELATIONSHIPS + 1, " TargetMode=\"External\""), Some(0));
    }

    #[test]
    fn names_of_parts_are_addresses() {
        assert_eq!(comparable("\\XL\\Workbook.xml"), "xl/workbook.xml");
        assert_eq!(percent_decoded("xl/my%20sheet%.xml%4"), "xl/my sheet%.xml%4");
    }
}
