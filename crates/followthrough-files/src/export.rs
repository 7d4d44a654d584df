//! Exported calendars on the disk: a set of files is all there or as it was, and none takes the place of what is still
//! needed.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use followthrough_ics::write::{
    Calendar, Edition, Error as WriteError, Options, Previous, PreviousError, Written,
};

use crate::{Error, disk};

/// Above this many octets Google reads no feed and no import.
const LARGE: usize = 1_000_000;

/// The most octets of a file that is looked at before another one takes its place.
const LOOKED_AT: u64 = 64 << 20;

/// One file of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// Where it is.
    pub path: PathBuf,
    /// What is in it.
    pub calendar: Calendar,
}

/// What became of an export.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Export {
    /// The files that were written.
    pub files: Vec<Exported>,
    /// What whoever reads them should know.
    pub warnings: Vec<String>,
}

/// The calendars that an earlier export wrote to these paths, as one; `None` for no path.
///
/// What an earlier export to `path` left half done is made good first, and told.
///
/// # Errors
/// What the file system says; [`Error::Previous`] for a file that cannot be compared with.
pub fn read_previous(
    paths: &[PathBuf],
    path: &Path,
    edition: &Edition,
) -> Result<(Option<Previous>, Vec<String>), Error> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let healed = disk::heal(&edition.tag(), folder.unwrap_or(Path::new(".")))?;
    let told = healed.iter().map(|path| {
        format!(
            "{}: the run before stopped half way; this file has its calendar now",
            path.display()
        )
    });
    let told = told.collect();
    if paths.is_empty() {
        return Ok((None, told));
    }
    let mut all = Vec::with_capacity(paths.len());
    for path in paths {
        let previous = Previous::read(&disk::read(path)?);
        all.push(previous.map_err(|source| Error::Previous {
            path: path.clone(),
            source,
        })?);
    }
    let joined = Previous::join(all).map_err(WriteError::from)?;
    Ok((Some(joined), told))
}

/// Writes the calendars of an export to `path`, each with its suffix: all of them, or none.
///
/// `previous` are the paths that they were compared with. A file that is still needed is not replaced: a whole calendar
/// that the export was not compared with, or the one that it tells the changes of.
///
/// # Errors
/// [`Error::InTheWay`]; what the file system says.
pub fn write_export(
    calendars: Vec<Calendar>,
    path: &Path,
    previous: &[PathBuf],
    edition: &Edition,
    options: &Options,
) -> Result<Export, Error> {
    let mut export = Export::default();
    for calendar in calendars {
        let path = disk::with_suffix(path, &calendar.suffix());
        // Nobody reads an emptied calendar where the earlier one was not kept.
        if !calendar.is_emptied() || path.exists() {
            export.files.push(Exported { path, calendar });
        }
    }
    for file in &export.files {
        check(&file.path, previous, options.written)?;
        let octets = file.calendar.octets();
        if octets > LARGE {
            export.warnings.push(format!(
                "{}: {}.{} MB, and Google reads no more than 1 MB; `--keep-past 30d`, fewer `--list-days` or `--months always` make it smaller",
                file.path.display(),
                octets / 1_000_000,
                octets / 100_000 % 10
            ));
        }
    }
    let texts: Vec<(PathBuf, String)> = export
        .files
        .iter()
        .map(|file| (file.path.clone(), file.calendar.to_string()))
        .collect();
    disk::replace_all(&edition.tag(), &texts)?;
    if options.written == Written::Whole {
        export.warnings.extend(left_behind(path, &export.files));
    }
    Ok(export)
}

/// Refuses to write over a calendar that is still needed.
fn check(path: &Path, previous: &[PathBuf], written: Written) -> Result<(), Error> {
    let plain =
        std::fs::metadata(path).is_ok_and(|found| found.is_file() && found.len() <= LOOKED_AT);
    let Some(bytes) = Some(path)
        .filter(|_| plain)
        .and_then(|path| std::fs::read(path).ok())
    else {
        return Ok(());
    };
    let is_ours = matches!(
        Previous::read(&bytes),
        Ok(_) | Err(PreviousError::Damaged { .. })
    );
    let canonical = std::fs::canonicalize(path).ok();
    let compared = previous
        .iter()
        .any(|previous| canonical.is_some() && std::fs::canonicalize(previous).ok() == canonical);
    match written {
        Written::Whole if is_ours && !compared => Err(Error::InTheWay {
            path: path.to_owned(),
            instead: format!(
                "it holds an export that this one was not compared with; give `--previous {}`, or move the file away",
                path.display()
            ),
        }),
        Written::Changes | Written::New if is_ours => Err(Error::InTheWay {
            path: path.to_owned(),
            instead: format!(
                "it holds a whole calendar, which the next comparison needs; write what is {} to another file",
                if written == Written::New {
                    "new"
                } else {
                    "changed"
                }
            ),
        }),
        _ => Ok(()),
    }
}

/// Warnings of files beside these whose names say that they are other parts of an export: who reads them goes on seeing
/// events that moved or are gone. Nothing but names is looked at.
fn left_behind(path: &Path, written: &[Exported]) -> Vec<String> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let usual = ["calling", "follow_up", "research"];
    let categories: BTreeSet<&str> = written
        .iter()
        .flat_map(|file| file.calendar.entries())
        .map(|entry| entry.category())
        .chain(usual)
        .collect();
    let is_part = |name: &OsString| {
        let name = Path::new(name);
        let known = name.file_stem().unwrap_or_default().to_string_lossy();
        name.extension() == path.extension()
            && known
                .strip_prefix(stem.as_ref())
                .is_some_and(|suffix| suffix.is_empty() || is_suffix(suffix, &categories))
    };
    let mut names: Vec<OsString> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
        .map(|entry| entry.file_name())
        .filter(is_part)
        .collect();
    names.sort();
    let others = names
        .into_iter()
        .map(|name| path.with_file_name(name))
        .filter(|other| written.iter().all(|file| file.path != *other));
    others
        .map(|other| {
            format!(
                "{}: its name is that of a part of an export, and this one does not write it; if it is, give it with `--previous` to have it emptied",
                other.display()
            )
        })
        .collect()
}

/// `-calling`, `-2026-11`, `-calling-2026-11-2`.
fn is_suffix(suffix: &str, categories: &BTreeSet<&str>) -> bool {
    let is_month = |text: &str| {
        let mut parts = text.split('-');
        let digits = |part: Option<&str>, length: usize| {
            part.is_some_and(|part| {
                part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit())
            })
        };
        digits(parts.next(), 4)
            && digits(parts.next(), 2)
            && parts.next().is_none_or(|part| part.parse::<u32>().is_ok())
            && parts.next().is_none()
    };
    let Some(rest) = suffix.strip_prefix('-') else {
        return false;
    };
    is_month(rest)
        || categories.iter().any(|category| {
            rest.strip_prefix(category)
                .is_some_and(|rest| rest.is_empty() || rest.strip_prefix('-').is_some_and(is_month))
        })
}
