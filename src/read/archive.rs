//! The inspection of an .xlsb or .ods workbook, before a parser opens it.
//!
//! Every part is really expanded, in small pieces, and what comes out is counted: sizes in the
//! archive's directory are what somebody wrote there.

use std::io::{Cursor, Read};

use memchr::memmem;
use zip::ZipArchive;
use zip::result::ZipError;

use super::Refusal;
use super::limits::{Limit, Limits};
use crate::diagnostic::{CodeRef, Diagnostic, codes::read as codes};
use crate::provenance::Location;

/// What an archive holds besides its sheets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Contents {
    /// Macros.
    pub macros: bool,
    /// Links to other files.
    pub links: bool,
}

/// Bytes that are expanded at a time.
const PIECE: usize = 64 * 1024;

/// Bytes of one piece that are looked at again with the next, so that no word is cut in two.
const OVERLAP: usize = 32;

/// A part has to expand to more than this before its ratio counts: small ones may well consist of
/// next to nothing but repetition.
const RATIO_COUNTS_FROM: u64 = 8 << 20;

/// Most elements of the parts that list relations, each of which a parser keeps in memory.
const MOST_ELEMENTS: u64 = 1_000_000;

/// Looks through a whole archive.
///
/// # Errors
/// Where it is encrypted, damaged, beyond a limit, or made to harm whoever reads it.
pub(super) fn inspect(bytes: &[u8], limits: &Limits, file: &Location) -> Result<Contents, Refusal> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| refused(&error, file))?;
    check(limits, Limit::Parts, archive.len() as u64, file)?;
    let mut contents = Contents::default();
    let mut expanded = 0;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|error| refused(&error, file))?;
        let name = part.name().map_err(|error| refused(&error, file))?.replace('\\', "/").to_lowercase();
        let packed = part.compressed_size();
        let found = expand(part, &name, packed, &mut expanded, limits, file)?;
        contents.macros |= name.ends_with("vbaproject.bin") || name.starts_with("basic/");
        contents.links |= name.contains("/externallinks/");
        if found.encrypted {
            return Err(Diagnostic::at(&codes::ENCRYPTED_FILE, file.clone()).into());
        }
        if found.document_type {
            return Err(Diagnostic::at(&codes::DOCUMENT_TYPE, file.clone()).fact("part", name).into());
        }
        if keeps_every_element(&name) && found.elements > MOST_ELEMENTS {
            let reason = format!("its part {name} is of a size that no spreadsheet program writes");
            return Err(Diagnostic::at(&codes::DAMAGED_FILE, file.clone()).fact("reason", reason).into());
        }
    }
    Ok(contents)
}

fn check(limits: &Limits, limit: Limit, measured: u64, file: &Location) -> Result<(), Refusal> {
    limits.check(limit, measured).map_err(|exceeded| Box::new(exceeded.diagnostic(file.clone())))
}

fn refused(error: &ZipError, file: &Location) -> Refusal {
    let code: CodeRef = match error {
        ZipError::UnsupportedArchive(reason) if reason.to_lowercase().contains("password") => {
            &codes::ENCRYPTED_FILE
        }
        _ => &codes::DAMAGED_FILE,
    };
    Diagnostic::at(code, file.clone()).fact("reason", super::damage::in_plain_words(error)).into()
}

fn keeps_every_element(name: &str) -> bool {
    name.ends_with(".rels")
}

/// What was seen in a part while it was expanded.
#[derive(Default)]
struct Seen {
    /// Opening and closing tags together: an upper bound of its elements.
    elements: u64,
    encrypted: bool,
    document_type: bool,
}

/// Expands a part piece by piece and stops at the limit.
fn expand(
    mut part: impl Read,
    name: &str,
    packed: u64,
    expanded: &mut u64,
    limits: &Limits,
    file: &Location,
) -> Result<Seen, Refusal> {
    let is_xml = name.ends_with(".xml") || name.ends_with(".rels");
    let mut seen = Seen::default();
    let mut own = 0;
    let mut piece = vec![0; OVERLAP + PIECE];
    let mut kept = 0;
    loop {
        let read = part
            .read(piece.get_mut(kept..).unwrap_or_default())
            .map_err(|error| refused(&ZipError::Io(error), file))?;
        if read == 0 {
            return Ok(seen);
        }
        own += read as u64;
        *expanded += read as u64;
        check(limits, Limit::ExpandedBytes, *expanded, file)?;
        if own > RATIO_COUNTS_FROM {
            check(limits, Limit::Ratio, own / packed.max(1), file)?;
        }
        let end = kept + read;
        let looked_at = piece.get(..end).unwrap_or_default();
        if is_xml {
            seen.elements +=
                memchr::memchr_iter(b'<', looked_at.get(kept..).unwrap_or_default()).count() as u64;
            seen.encrypted |= name == "meta-inf/manifest.xml" && holds(looked_at, "encryption-data");
            // A document type stands before the root element, so at the start of the part.
            if own <= PIECE as u64 {
                seen.document_type |= holds(looked_at, "<!DOCTYPE") || holds(looked_at, "<!ENTITY");
            }
        }
        kept = OVERLAP.min(end);
        piece.copy_within(end - kept..end, 0);
    }
}

fn holds(bytes: &[u8], word: &str) -> bool {
    memmem::find(bytes, word.as_bytes()).is_some()
}
