//! Files read whole, and written so that nobody ever sees half of one.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::Error;

/// The bytes of a file.
///
/// # Errors
/// What the file system says, with the path.
pub fn read(path: &Path) -> Result<Vec<u8>, Error> {
    if path.is_dir() {
        return Err(Error::Directory {
            path: path.to_owned(),
        });
    }
    std::fs::read(path).map_err(|source| match source.kind() {
        io::ErrorKind::NotFound => Error::NotFound {
            path: path.to_owned(),
        },
        _ => Error::Unreadable {
            path: path.to_owned(),
            source,
        },
    })
}

/// Replaces a file, or makes it: the bytes are on the disk under another name before they get this one, so that a
/// reader finds the old file or the new one.
///
/// # Errors
/// What the file system says, with the path.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    if path.is_dir() {
        return Err(Error::DirectoryToWrite {
            path: path.to_owned(),
        });
    }
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    if !folder.is_dir() {
        return Err(Error::NoFolder {
            path: path.to_owned(),
            folder: folder.to_owned(),
        });
    }
    write(folder, path, bytes).map_err(|source| Error::Unwritable {
        path: path.to_owned(),
        source,
    })
}

fn write(folder: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    // The errors of the library name a file that nobody asked for.
    let plain = |error: io::Error| io::Error::from(error.kind());
    let mut file = tempfile::Builder::new()
        .prefix(".followthrough-")
        .tempfile_in(folder)
        .map_err(plain)?;
    file.write_all(bytes).map_err(plain)?;
    // A temporary file is the owner's alone; the file it becomes is as readable as the one it replaces.
    let permissions = match std::fs::metadata(path) {
        Ok(metadata) => Some(metadata.permissions()),
        Err(_) => usual_permissions(),
    };
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// The path with a suffix before its ending: `blocks.ics` and `-calling` make `blocks-calling.ics`.
#[must_use]
pub fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    if suffix.is_empty() {
        return path.to_owned();
    }
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let ending = path
        .extension()
        .map(|ending| format!(".{}", ending.to_string_lossy()))
        .unwrap_or_default();
    path.with_file_name(format!("{stem}{suffix}{ending}"))
}

/// What a new file is usually allowed: readable by all, writable by its owner.
#[cfg(unix)]
fn usual_permissions() -> Option<std::fs::Permissions> {
    use std::os::unix::fs::PermissionsExt as _;
    Some(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn usual_permissions() -> Option<std::fs::Permissions> {
    None
}
