//! Bytes to rows of typed cells: the only place that knows the file formats, and the place of all
//! limits on hostile input.
//!
//! ```text
//! source         which files of the paths that were given are read
//! format         what a file is, by its content and never by its name
//! limits         what no file may go beyond
//! spreadsheetml  .xlsx and .xlsm; `typed`, `number_form`: what numbers mean and how they are shown
//! spreadsheet    .xlsb and .xls through calamine, after a look at the file by `archive` or `compound` and
//!                behind the fence of `guard`
//! opendocument   .ods
//! delimited      .csv, .tsv, .txt; `encoding` is how its bytes become text; `markdown`: tables drawn in it
//! collect, cell  the cells as they come, and the workbook that they become
//! ```
//!
//! Reading never fails as a whole: [`read_workbook`] returns what it could make and says in
//! diagnostics what it could not. Only cached values are read; formulas and macros are never run
//! and links never followed.

mod archive;
mod cell;
mod collect;
mod compound;
mod damage;
mod delimited;
mod encoding;
mod format;
mod guard;
mod limits;
mod markdown;
mod number_form;
mod opendocument;
mod source;
mod spreadsheet;
mod spreadsheetml;
mod typed;

use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};

pub use cell::{
    Allowed, Area, Cell, Comment, Hue, NumberForm, Row, Sheet, SheetFacts, Validation, Value, Visibility,
    Workbook,
};
pub use limits::{Limit, Limits};
pub use source::{display_path, find_sources, is_own_workbook};

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
    let bytes = match read_bytes(path, limits, &file) {
        Ok(bytes) => bytes,
        Err(refusal) => return (None, vec![*refusal]),
    };
    let mut diagnostics = Vec::new();
    let sheets = match read_sheets(path, &bytes, limits, &file, &mut diagnostics) {
        Ok(sheets) => sheets,
        Err(refusal) => {
            diagnostics.push(*refusal);
            return (None, diagnostics);
        }
    };
    let workbook = Workbook {
        path: display_path.to_owned(),
        bytes: bytes.len() as u64,
        sha256: Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect(),
        sheets,
    };
    (Some(workbook), diagnostics)
}

/// The bytes of a file, where it is not too large.
fn read_bytes(path: &Path, limits: &Limits, file: &Location) -> Result<Vec<u8>, Refusal> {
    let not_readable = |error: std::io::Error| {
        Box::new(
            Diagnostic::at(&codes::FILE_NOT_READABLE, file.clone())
                .fact("reason", damage::in_plain_words(&error)),
        )
    };
    let exceeded = |size| {
        limits.check(Limit::FileBytes, size).map_err(|exceeded| Box::new(exceeded.diagnostic(file.clone())))
    };
    let metadata = std::fs::metadata(path).map_err(not_readable)?;
    if !metadata.is_file() {
        // A pipe or a device has no end that could be waited for.
        let reason = "it is no file but a folder, a pipe or a device";
        return Err(Box::new(Diagnostic::at(&codes::FILE_NOT_READABLE, file.clone()).fact("reason", reason)));
    }
    exceeded(metadata.len())?;
    // A file that grows while it is read is held to the limit too.
    let most = limits.value(Limit::FileBytes).saturating_add(1);
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0));
    std::fs::File::open(path)
        .and_then(|open| open.take(most).read_to_end(&mut bytes))
        .map_err(not_readable)?;
    exceeded(bytes.len() as u64)?;
    Ok(bytes)
}

/// The sheets of a file, whatever its format; the error says why there are none.
fn read_sheets(
    path: &Path,
    bytes: &[u8],
    limits: &Limits,
    file: &Location,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Vec<Sheet>, Refusal> {
    let format = Format::of(bytes);
    let extension =
        path.extension().map(|extension| extension.to_string_lossy().to_lowercase()).unwrap_or_default();
    if format.is_read() && !format.is_named(&extension) {
        diagnostics.push(
            Diagnostic::at(&codes::MISLABELLED_FILE, file.clone())
                .fact("format", format.name())
                .fact("extension", extension.clone()),
        );
    }
    match format {
        Format::Empty => Err(Diagnostic::at(&codes::EMPTY_FILE, file.clone()).into()),
        Format::BrokenArchive => Err(Diagnostic::at(&codes::DAMAGED_FILE, file.clone())
            .fact("reason", "it is an archive without its end, as an unfinished download is")
            .into()),
        Format::Encrypted => Err(Diagnostic::at(&codes::ENCRYPTED_FILE, file.clone()).into()),
        Format::Text => delimited::read(bytes, &extension, limits, file, diagnostics),
        Format::Xlsx => spreadsheetml::read(bytes, limits, file, diagnostics),
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
                spreadsheet::read(format, bytes, limits, file, diagnostics)
            }
        }
        Format::Xls => {
            compound::inspect(bytes, limits, file)?;
            spreadsheet::read(format, bytes, limits, file, diagnostics)
        }
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
