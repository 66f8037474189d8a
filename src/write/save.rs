//! Bytes to a file, whole or not at all.

use std::fmt;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// A file that was not written.
#[derive(Debug)]
pub enum SaveError {
    /// There is a file of that name already.
    Exists(PathBuf),
    /// The system refused.
    Io(PathBuf, io::Error),
}

impl fmt::Display for SaveError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SaveError::Exists(path) => write!(formatter, "{} exists already", path.display()),
            SaveError::Io(path, error) => write!(formatter, "{} cannot be written: {error}", path.display()),
        }
    }
}

impl std::error::Error for SaveError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            SaveError::Exists(_) => None,
            SaveError::Io(_, error) => Some(error),
        }
    }
}

/// Writes bytes beside the target and renames the file, so that at any moment there is the old file or
/// the new one, whole.
///
/// # Errors
/// Where the target exists and `overwrite` is false, or where the system refuses; then nothing is left.
pub fn save(path: &Path, bytes: &[u8], overwrite: bool) -> Result<(), SaveError> {
    save_stretches(path, std::iter::once(bytes), overwrite)
}

/// As [`save`], of bytes in stretches.
///
/// # Errors
/// As [`save`].
pub fn save_stretches<'bytes>(
    path: &Path,
    stretches: impl Iterator<Item = &'bytes [u8]>,
    overwrite: bool,
) -> Result<(), SaveError> {
    prepare(path, stretches, overwrite)?.put()
}

/// A file that is written as a whole and has not taken its place; it goes away where it never does.
#[derive(Debug)]
pub struct Prepared {
    file: tempfile::NamedTempFile,
    path: PathBuf,
    target: PathBuf,
    folder: PathBuf,
    overwrite: bool,
}

/// Writes bytes beside the target, where they wait until they are put in its place.
///
/// # Errors
/// Where the target exists and `overwrite` is false, or where the system refuses; then nothing is left.
pub fn prepare<'bytes>(
    path: &Path,
    stretches: impl Iterator<Item = &'bytes [u8]>,
    overwrite: bool,
) -> Result<Prepared, SaveError> {
    let failed = |error: io::Error| SaveError::Io(path.to_owned(), error);
    let exists = || SaveError::Exists(path.to_owned());
    if !overwrite && path.symlink_metadata().is_ok() {
        return Err(exists());
    }
    // A link is written through, so that it goes on pointing to the same file.
    let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let folder = match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    };
    let mut file = beside(&folder, &target).map_err(failed)?;
    let mut writer = io::BufWriter::new(file.as_file_mut());
    for stretch in stretches {
        writer.write_all(stretch).map_err(failed)?;
    }
    writer.flush().map_err(failed)?;
    drop(writer);
    file.as_file().sync_all().map_err(failed)?;
    Ok(Prepared { file, path: path.to_owned(), target, folder, overwrite })
}

impl Prepared {
    /// Puts the file in its place.
    ///
    /// # Errors
    /// Where the target has appeared meanwhile and must not be overwritten, or where the system refuses; then nothing
    /// is left.
    pub fn put(self) -> Result<(), SaveError> {
        let Self { file, path, target, folder, overwrite } = self;
        if overwrite {
            file.persist(&target).map_err(|error| SaveError::Io(path, error.error))?;
        } else {
            file.persist_noclobber(&target).map_err(|error| match error.error.kind() {
                io::ErrorKind::AlreadyExists => SaveError::Exists(path),
                _ => SaveError::Io(path, error.error),
            })?;
        }
        sync_folder(&folder);
        Ok(())
    }
}

/// A temporary file in the target's folder, with the permissions of the file that it replaces or of any
/// new file.
fn beside(folder: &Path, target: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".annexa-").suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // The system takes the user's mask off these.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let file = builder.tempfile_in(folder)?;
    if let Ok(metadata) = target.metadata() {
        file.as_file().set_permissions(metadata.permissions())?;
    }
    Ok(file)
}

/// Makes the renaming itself last. Not every system lets a folder be synchronised; the file is whole either way.
fn sync_folder(folder: &Path) {
    #[cfg(unix)]
    if let Ok(folder) = std::fs::File::open(folder) {
        let _ = folder.sync_all();
    }
    #[cfg(not(unix))]
    let _ = folder;
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn an_existing_file_is_kept_unless_it_may_be_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.xlsx");
        save(&path, b"first", false).unwrap();
        assert!(matches!(save(&path, b"second", false), Err(SaveError::Exists(_))));
        assert_eq!(fs::read(&path).unwrap(), b"first");
        save(&path, b"third", true).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"third");
        assert_eq!(names(folder.path()), ["a.xlsx"]);
    }

    #[test]
    fn where_the_target_cannot_be_replaced_nothing_is_left_behind() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("taken");
        fs::create_dir(&target).unwrap();
        fs::write(target.join("inside"), b"x").unwrap();
        assert!(matches!(save(&target, b"bytes", true), Err(SaveError::Io(..))));
        assert_eq!(names(folder.path()), ["taken"]);
        assert!(matches!(save(&folder.path().join("no/where.xlsx"), b"", false), Err(SaveError::Io(..))));
    }

    #[cfg(unix)]
    #[test]
    fn a_new_file_is_readable_as_any_new_file_and_an_old_one_keeps_its_permissions() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let plain = folder.path().join("plain");
        fs::write(&plain, b"").unwrap();
        let path = folder.path().join("a.xlsx");
        save(&path, b"first", false).unwrap();
        assert_eq!(mode(&path), mode(&plain));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        save(&path, b"second", true).unwrap();
        assert_eq!(mode(&path), 0o640);
    }
}
