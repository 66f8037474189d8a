//! Bytes to rows of typed cells: the only place that knows the file formats, and the place of all
//! limits on hostile input.
//!
//! ```text
//! source         which files of the paths that were given are read
//! format         what a file is, by its content and never by its name
//! limits         what no file may go beyond; `fault`, `damage`: why reading stops, in words
//! spreadsheetml  .xlsx and .xlsm; `typed`, `number_form`: what numbers mean and how they are shown
//! binary         .xlsb and .xls through calamine, in a process of its own where there is one
//! opendocument   .ods; `archive`: the inspection of .ods and .xlsb files before they are parsed
//! delimited      .csv, .tsv, .txt; `encoding` is how its bytes become text; `markdown`: tables drawn in it
//! collect, cell  the cells as they come, and the workbook that they become; `markup`: sheets that go into another one
//! ```
//!
//! Reading never fails as a whole: [`read_workbook`] returns what it could make and says in
//! diagnostics what it could not. Only cached values are read; formulas and macros are never run
//! and links never followed.

mod archive;
mod binary;
mod cell;
mod collect;
mod damage;
mod delimited;
mod encoding;
mod fault;
mod format;
mod limits;
mod markdown;
pub mod markup;
mod number_form;
mod opendocument;
mod source;
mod spreadsheetml;
mod typed;

use std::fs::File;
use std::io::{BufReader, Cursor, Read as _, Seek as _};
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};

pub use binary::{BinaryFormat, serve_parser};
pub use cell::{
    Allowed, Area, Asked, Cell, CellMark, Colours, Comment, Hue, Layout, NumberForm, OtherParts, PlacedChart,
    Row, Sheet, SheetFacts, SheetLayout, ShownNumber, Validation, Value, Visibility, Workbook,
};
pub use limits::{Limit, Limits};
pub use source::{HANDED_OVER, HANDED_OVER_LIST, display_path, find_sources, is_own_workbook};

use crate::diagnostic::{Diagnostic, codes::read as codes};
use crate::provenance::{Location, SheetName};
use format::Format;

/// Why nothing of a file is used.
type Refusal = Box<Diagnostic>;

/// Reads one file: its sheets as they are, hidden ones too.
///
/// `display_path` is the path as the user knows it; every location carries it. There is no workbook
/// where nothing of the file can be used, and then a diagnostic says why.
pub fn read_workbook(
    path: &Path,
    display_path: &str,
    limits: &Limits,
) -> (Option<Workbook>, Vec<Diagnostic>) {
    let file = Location::file(display_path);
    let mut diagnostics = Vec::new();
    match read_file(path, &file, limits, &mut diagnostics) {
        Ok(workbook) => (Some(workbook), diagnostics),
        Err(refusal) => {
            diagnostics.push(*refusal);
            (None, diagnostics)
        }
    }
}

fn read_file(
    path: &Path,
    file: &Location,
    limits: &Limits,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Workbook, Refusal> {
    let not_readable = |error: std::io::Error| -> Refusal {
        let reason = damage::in_plain_words(&error);
        Diagnostic::at(&codes::FILE_NOT_READABLE, file.clone()).fact("reason", reason).into()
    };
    let mut open = open_file(path, limits, file)?;
    let mut head = Vec::new();
    open.by_ref().take(4).read_to_end(&mut head).map_err(not_readable)?;
    open.rewind().map_err(not_readable)?;
    // A workbook that is streamed need not be in memory as a whole.
    if Format::is_archive(&head) && Format::of_archive(BufReader::new(&open)) == Format::Xlsx {
        diagnostics.extend(mislabelled(Format::Xlsx, path, file));
        let sheets = spreadsheetml::read(BufReader::new(&open), limits, file, diagnostics)?;
        open.rewind().map_err(not_readable)?;
        let (bytes, sha256) = fingerprint(open).map_err(not_readable)?;
        return Ok(Workbook { path: file.file_path().to_owned(), bytes, sha256, sheets });
    }
    open.rewind().map_err(not_readable)?;
    // A file that grows while it is read is held to the limit too.
    let most = limits.value(Limit::FileBytes).saturating_add(1);
    let mut bytes = Vec::new();
    open.take(most).read_to_end(&mut bytes).map_err(not_readable)?;
    check_size(bytes.len() as u64, limits, file)?;
    let sheets = read_sheets(path, &bytes, limits, file, diagnostics)?;
    let digest = Sha256::new_with_prefix(&bytes);
    let size = bytes.len() as u64;
    Ok(Workbook { path: file.file_path().to_owned(), bytes: size, sha256: hexadecimal(digest), sheets })
}

/// Reads what stands in a workbook besides the values of its cells. `asked` tells by its name what is asked for of
/// a sheet. What is no .xlsx or .xlsm file has none of it.
///
/// # Errors
/// Where the file cannot be read; the diagnostic says why.
pub fn read_layout(
    path: &Path,
    display_path: &str,
    limits: &Limits,
    asked: impl Fn(&str) -> Asked,
) -> Result<Layout, Box<Diagnostic>> {
    let file = Location::file(display_path);
    let open = open_file(path, limits, &file)?;
    spreadsheetml::read_layout(BufReader::new(open), limits, &file, asked)
}

/// The SHA-256 of a file's bytes, in hexadecimal, as a workbook that was read has it.
///
/// # Errors
/// Where the file cannot be read.
pub fn sha256_of_file(path: &Path) -> std::io::Result<String> {
    Ok(fingerprint(File::open(path)?)?.1)
}

/// The SHA-256 of bytes in stretches, in hexadecimal.
pub fn sha256_of<'bytes>(stretches: impl Iterator<Item = &'bytes [u8]>) -> String {
    hexadecimal(stretches.fold(Sha256::new(), |digest, stretch| digest.chain_update(stretch)))
}

/// The size and the SHA-256 of a file.
fn fingerprint(mut open: File) -> std::io::Result<(u64, String)> {
    let mut digest = Sha256::new();
    let mut piece = vec![0; 64 * 1024];
    let mut size = 0;
    loop {
        let read = open.read(&mut piece)?;
        if read == 0 {
            return Ok((size, hexadecimal(digest)));
        }
        size += read as u64;
        digest.update(piece.get(..read).unwrap_or_default());
    }
}

fn hexadecimal(digest: Sha256) -> String {
    digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Opens a file that is not too large.
fn open_file(path: &Path, limits: &Limits, file: &Location) -> Result<File, Refusal> {
    let not_readable = |reason: String| -> Refusal {
        Diagnostic::at(&codes::FILE_NOT_READABLE, file.clone()).fact("reason", reason).into()
    };
    let metadata = std::fs::metadata(path).map_err(|error| not_readable(damage::in_plain_words(&error)))?;
    if !metadata.is_file() {
        // A pipe or a device has no end that could be waited for.
        return Err(not_readable("it is no file but a folder, a pipe or a device".to_owned()));
    }
    check_size(metadata.len(), limits, file)?;
    File::open(path).map_err(|error| not_readable(damage::in_plain_words(&error)))
}

fn check_size(bytes: u64, limits: &Limits, file: &Location) -> Result<(), Refusal> {
    limits.check(Limit::FileBytes, bytes).map_err(|exceeded| exceeded.diagnostic(file.clone()).into())
}

/// Says so where the name of a file does not fit what it is.
fn mislabelled(format: Format, path: &Path, file: &Location) -> Option<Diagnostic> {
    let extension = extension(path);
    (format.is_read() && !format.is_named(&extension)).then(|| {
        Diagnostic::at(&codes::MISLABELLED_FILE, file.clone())
            .fact("format", format.name())
            .fact("extension", extension)
    })
}

fn extension(path: &Path) -> String {
    path.extension().map(|extension| extension.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// The sheets of a file of any format but .xlsx; the error says why there are none.
fn read_sheets(
    path: &Path,
    bytes: &[u8],
    limits: &Limits,
    file: &Location,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Vec<Sheet>, Refusal> {
    let format = Format::of(bytes);
    diagnostics.extend(mislabelled(format, path, file));
    match format {
        Format::Empty => Err(Diagnostic::at(&codes::EMPTY_FILE, file.clone()).into()),
        Format::BrokenArchive => Err(Diagnostic::at(&codes::DAMAGED_FILE, file.clone())
            .fact("reason", "it is an archive without its end, as an unfinished download is")
            .into()),
        Format::Encrypted => Err(Diagnostic::at(&codes::ENCRYPTED_FILE, file.clone()).into()),
        Format::Text => delimited::read(bytes, &extension(path), limits, file, diagnostics),
        Format::Xlsx => spreadsheetml::read(Cursor::new(bytes), limits, file, diagnostics),
        Format::Xlsb | Format::Ods => {
            let contents = archive::inspect(bytes, limits, file)?;
            for (held, code) in [(contents.macros, &codes::MACROS), (contents.links, &codes::LINKS)] {
                if held {
                    diagnostics.push(Diagnostic::at(code, file.clone()));
                }
            }
            if format == Format::Ods {
                opendocument::read(bytes, limits, file, diagnostics)
            } else {
                binary::read(BinaryFormat::Xlsb, bytes, limits, file, diagnostics)
            }
        }
        Format::Xls => binary::read(BinaryFormat::Xls, bytes, limits, file, diagnostics),
        other => Err(Diagnostic::at(&codes::UNSUPPORTED_FORMAT, file.clone())
            .fact("format", other.name())
            .fact("remedy", other.remedy())
            .into()),
    }
}

/// The name of a sheet of a file.
fn sheet_name(file: &Location, sheet: &str) -> Arc<SheetName> {
    Arc::new(SheetName { file: Arc::clone(&file.sheet.file), sheet: Some(Arc::from(sheet)) })
}
