//! Files read whole, and written so that nobody ever sees half of one, nor half of a set.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::{self, FileType, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use tempfile::NamedTempFile;

use crate::Error;

/// What names of files begin with that are not there to stay.
const OURS: &str = ".followthrough-";

/// What the list of a set ends with that is being renamed.
const LIST: &str = ".set";

/// How long a file that is not there to stay is left alone: another run may be at it.
const STALE: Duration = Duration::from_secs(3_600);

/// The most bytes that the list of a set is read to: a name is no longer than 255, and a set is some hundred files.
const LIST_BYTES: u64 = 1 << 20;

/// The files of this process that are being written and have no names of their own yet. It is held while files get their
/// names, so that nobody ends the process between two of a set.
static UNNAMED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

fn unnamed() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    UNNAMED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// As long as it is held no file of this process gets its name: see [`abandon`].
#[derive(Debug)]
#[must_use = "hold it until the process ends"]
pub struct Abandoned {
    _held: MutexGuard<'static, BTreeSet<PathBuf>>,
}

/// Removes the files that this process is writing and that have no names of their own yet: for a program that was told
/// to end (`SIGINT`) and ends while it holds what is returned.
///
/// Where the files of a set are getting their names, it waits until all of them have them, which takes no longer than so
/// many renames.
pub fn abandon() -> Abandoned {
    let mut held = unnamed();
    for path in std::mem::take(&mut *held) {
        // What cannot be removed the next run sweeps.
        let _ = fs::remove_file(path);
    }
    Abandoned { _held: held }
}

/// The most bytes of one file that are read: a pipeline of a million rows has a third of them.
pub(crate) const MOST_BYTES: u64 = 256 << 20;

/// The bytes of a file, which a link may lead to. A pipe or a device may have no end, and is not opened.
///
/// # Errors
/// [`Error::Directory`], [`Error::NotAFile`], [`Error::TooLarge`], and what the file system says, with the path.
pub fn read(path: &Path) -> Result<Vec<u8>, Error> {
    let path = path.to_owned();
    let unreadable = |path: PathBuf| {
        |source: io::Error| match source.kind() {
            io::ErrorKind::NotFound => Error::NotFound { path },
            _ => Error::Unreadable { path, source },
        }
    };
    let found = fs::metadata(&path).map_err(unreadable(path.clone()))?;
    if found.is_dir() {
        return Err(Error::Directory { path });
    }
    if !found.is_file() {
        return Err(Error::NotAFile { path });
    }
    let mut bytes = Vec::with_capacity(found.len().min(MOST_BYTES) as usize + 1);
    let opened = fs::File::open(&path).map_err(unreadable(path.clone()))?;
    // It may grow while it is read.
    let read = opened.take(MOST_BYTES + 1).read_to_end(&mut bytes);
    read.map_err(unreadable(path.clone()))?;
    if bytes.len() as u64 > MOST_BYTES {
        let most = MOST_BYTES;
        return Err(Error::TooLarge { path, most });
    }
    Ok(bytes)
}

/// Replaces a file, or makes it: the bytes are on the disk under another name before they get this one, so that a
/// reader finds the old file or the new one.
///
/// # Errors
/// As [`replace_all`].
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    replace_all("", &[(path.to_owned(), bytes)]).map(|_| ())
}

/// Replaces several files, or makes them: all or none.
///
/// Every file is on the disk under another name before the first one gets its own, so a full disk leaves all of them as
/// they were. Where the system stops between two of the renames, the next call for the same `id` in that folder makes
/// good the rest, and says of which files: [`heal`]. A link is followed, a device or a pipe is written to; a file that is
/// there keeps its permissions, and a new one gets the usual ones.
///
/// # Errors
/// What the file system says, with the path; [`Error::NoFile`] for what cannot be written like a file.
pub fn replace_all<B: AsRef<[u8]>>(
    id: &str,
    files: &[(PathBuf, B)],
) -> Result<Vec<PathBuf>, Error> {
    let mut healed = Vec::new();
    let mut targets = Vec::with_capacity(files.len());
    for (path, bytes) in files {
        targets.push((path, Target::of(path)?, bytes.as_ref()));
    }
    let mut folders: Vec<&Path> = Vec::new();
    for target in targets.iter().filter_map(|(_, target, _)| target.as_file()) {
        let folder = folder_of(target);
        if !folders.contains(&folder) {
            healed.extend(heal(id, folder)?);
            sweep(id, folder);
            folders.push(folder);
        }
    }
    let mut made: Vec<(NamedTempFile, &Path, &PathBuf)> = Vec::with_capacity(files.len());
    for (path, target, bytes) in &targets {
        if let Some(file) = target.as_file() {
            let written = write(id, file, bytes);
            let written = written.map_err(|source| unwritable(path, source))?;
            made.push((written, file, path));
        }
    }
    for (path, target, bytes) in &targets {
        let written = match target {
            Target::File(_) => Ok(()),
            Target::Stream(stream) => {
                let opened = OpenOptions::new().write(true).open(stream);
                opened.and_then(|mut stream| stream.write_all(bytes))
            }
            Target::Stdout => {
                let mut stdout = io::stdout().lock();
                stdout.write_all(bytes).and_then(|()| stdout.flush())
            }
        };
        written.map_err(|source| unwritable(path, source))?;
    }
    rename(id, made)?;
    Ok(healed)
}

/// Makes good what is left of a set that was being renamed when the system stopped; which files got their bytes.
///
/// # Errors
/// What the file system says, with the path.
pub fn heal(id: &str, folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let list = folder.join(list_name(id));
    let plain =
        fs::symlink_metadata(&list).is_ok_and(|found| found.is_file() && found.len() <= LIST_BYTES);
    let Some(text) = Some(&list)
        .filter(|_| plain)
        .and_then(|list| fs::read_to_string(list).ok())
    else {
        return Ok(Vec::new());
    };
    let mut healed = Vec::new();
    for line in text.lines() {
        let Some((from, to)) = line.split_once('\t') else {
            continue;
        };
        // Nothing but names: a list leads to no other folder.
        let is_name = |name: &str| Path::new(name).file_name() == Some(OsStr::new(name));
        if !is_name(from) || !is_name(to) || !from.starts_with(OURS) {
            continue;
        }
        let (from, to) = (folder.join(from), folder.join(to));
        if fs::symlink_metadata(&from).is_ok_and(|found| found.is_file()) {
            fs::rename(&from, &to).map_err(|source| unwritable(&to, source))?;
            healed.push(to);
        }
    }
    fs::remove_file(&list).map_err(|source| unwritable(&list, source))?;
    Ok(healed)
}

/// Where bytes go.
enum Target {
    /// A file, links followed; it need not be there.
    File(PathBuf),
    /// A device or a pipe.
    Stream(PathBuf),
    /// What the program itself prints to, whether that is a file by now or not.
    Stdout,
}

impl Target {
    fn of(path: &Path) -> Result<Self, Error> {
        let stdout = ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"];
        if cfg!(unix) && stdout.iter().any(|known| path == Path::new(known)) {
            return Ok(Self::Stdout);
        }
        let target = followed(path).map_err(|source| unwritable(path, source))?;
        match fs::metadata(&target).map(|found| found.file_type()) {
            Ok(kind) if kind.is_file() => {}
            Ok(kind) if kind.is_dir() => {
                return Err(Error::DirectoryToWrite {
                    path: path.to_owned(),
                });
            }
            Ok(kind) if is_stream(kind) => return Ok(Self::Stream(target)),
            Ok(_) => {
                return Err(Error::NoFile {
                    path: path.to_owned(),
                });
            }
            Err(_) => {}
        }
        let folder = folder_of(&target);
        if !folder.is_dir() {
            return Err(Error::NoFolder {
                path: path.to_owned(),
                folder: folder.to_owned(),
            });
        }
        Ok(Self::File(target))
    }

    fn as_file(&self) -> Option<&Path> {
        match self {
            Self::File(path) => Some(path),
            Self::Stream(_) | Self::Stdout => None,
        }
    }
}

/// What a chain of links leads to, whether it is there or not.
fn followed(path: &Path) -> io::Result<PathBuf> {
    let mut target = path.to_owned();
    // As many as Linux follows.
    for _ in 0..40 {
        match fs::symlink_metadata(&target) {
            Ok(found) if found.file_type().is_symlink() => {
                // What stands behind `/dev/stdout` may be a pipe, which has no path.
                if fs::metadata(&target).is_ok_and(|found| is_stream(found.file_type())) {
                    return Ok(target);
                }
                let next = fs::read_link(&target)?;
                target = folder_of(&target).join(next);
            }
            _ => return Ok(target),
        }
    }
    Err(io::Error::from(io::ErrorKind::InvalidInput))
}

#[cfg(unix)]
fn is_stream(kind: FileType) -> bool {
    use std::os::unix::fs::FileTypeExt as _;
    kind.is_char_device() || kind.is_fifo()
}

#[cfg(not(unix))]
fn is_stream(_: FileType) -> bool {
    false
}

fn folder_of(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

fn unwritable(path: &Path, source: io::Error) -> Error {
    Error::Unwritable {
        path: path.to_owned(),
        // The errors of libraries name files that nobody asked for.
        source: io::Error::from(source.kind()),
    }
}

fn prefix(id: &str) -> String {
    if id.is_empty() {
        OURS.to_owned()
    } else {
        format!("{OURS}{id}-")
    }
}

fn list_name(id: &str) -> String {
    format!("{}{LIST}", prefix(id).trim_end_matches('-'))
}

/// The bytes on the disk, under a name that is not there to stay.
fn write(id: &str, path: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let prefix = prefix(id);
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix);
    let usual = usual_permissions();
    if let Some(usual) = usual {
        // The system takes off what the user's mask forbids.
        builder.permissions(usual);
    }
    let mut file = {
        let mut unnamed = unnamed();
        // Those of a call that failed are gone.
        unnamed.retain(|path| path.exists());
        let file = builder.tempfile_in(folder_of(path))?;
        unnamed.insert(file.path().to_owned());
        file
    };
    file.write_all(bytes)?;
    if let Ok(found) = fs::metadata(path) {
        file.as_file().set_permissions(found.permissions())?;
    }
    file.as_file().sync_all()?;
    Ok(file)
}

/// Gives all of them their names; where there are several, with a list of what is still to be done.
fn rename(id: &str, made: Vec<(NamedTempFile, &Path, &PathBuf)>) -> Result<(), Error> {
    let folder = made.first().map(|(_, path, _)| folder_of(path).to_owned());
    let together = made
        .iter()
        .all(|(_, path, _)| folder.as_deref() == Some(folder_of(path)));
    let list = folder.filter(|_| together && made.len() > 1);
    let list = list.map(|folder| folder.join(list_name(id)));
    let mut todo = None;
    if let Some(list) = &list {
        let mut text = String::new();
        for (file, path, _) in &made {
            let name = |path: &Path| {
                path.file_name()
                    .map(|name| name.to_string_lossy().into_owned())
            };
            if let (Some(from), Some(to)) = (name(file.path()), name(path)) {
                text.push_str(&format!("{from}\t{to}\n"));
            }
        }
        let written = write(id, list, text.as_bytes());
        todo = Some(written.map_err(|source| unwritable(list, source))?);
    }
    let mut unnamed = unnamed();
    for file in made.iter().map(|(file, _, _)| file).chain(&todo) {
        unnamed.remove(file.path());
    }
    if let (Some(file), Some(list)) = (todo, &list) {
        file.persist(list)
            .map_err(|error| unwritable(list, error.error))?;
    }
    for (file, target, path) in made {
        // From here on a file that is left is one that the list can still make good.
        let (_, from) = file.keep().map_err(|error| unwritable(path, error.error))?;
        fs::rename(&from, target).map_err(|source| unwritable(path, source))?;
    }
    if let Some(list) = &list {
        fs::remove_file(list).map_err(|source| unwritable(list, source))?;
    }
    Ok(())
}

/// Removes files of the same id that an earlier run left and that nobody is at any more.
fn sweep(id: &str, folder: &Path) {
    let prefix = prefix(id);
    let now = SystemTime::now();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let is_old = entry.metadata().is_ok_and(|found| {
            let age = found
                .modified()
                .ok()
                .and_then(|then| now.duration_since(then).ok());
            found.is_file() && age.is_some_and(|age| age > STALE)
        });
        let random = name.strip_prefix(&prefix).is_some_and(|rest| {
            rest.len() == 6 && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
        if random && is_old {
            // Where it cannot be removed the next run tries again.
            let _ = fs::remove_file(entry.path());
        }
    }
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

/// What a new file is allowed where no mask forbids it.
#[cfg(unix)]
fn usual_permissions() -> Option<fs::Permissions> {
    use std::os::unix::fs::PermissionsExt as _;
    Some(fs::Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn usual_permissions() -> Option<fs::Permissions> {
    None
}
