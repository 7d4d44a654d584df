//! Rows added to a log: one write of one line each, under a lock, on the disk before anybody is told.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use chrono::{NaiveDate, NaiveTime};

use crate::Error;

/// The columns of a log that is made anew, in order.
const COLUMNS: [&str; 11] = [
    "date", "time", "id", "channel", "outcome", "touch", "category", "minutes", "variant", "owner",
    "note",
];

/// The columns without which a log says nothing.
const NEEDED: [&str; 4] = ["date", "id", "channel", "outcome"];

/// One touch to be added to a log. Empty texts are unsaid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// The local day.
    pub date: NaiveDate,
    /// The local time.
    pub time: NaiveTime,
    /// The prospect.
    pub id: String,
    /// How the touch was made.
    pub channel: String,
    /// What came of it.
    pub outcome: String,
    /// Which touch it was, from 1.
    pub touch: Option<u32>,
    /// The time it used.
    pub category: String,
    /// How long it took, in seconds.
    pub seconds: Option<u32>,
    /// What was tried.
    pub variant: String,
    /// Who made it.
    pub owner: String,
    /// The prospect's name, for logs that have a column for it.
    pub name: String,
    /// The cadence, for logs that have a column for it.
    pub cadence: String,
    /// Anything else.
    pub note: String,
}

impl LogLine {
    fn cell(&self, column: &str) -> String {
        // A row is one line, whatever is noted.
        let plain = |text: &str| text.split(['\r', '\n']).collect::<Vec<_>>().join(" ");
        match column {
            "date" => self.date.to_string(),
            "time" => self.time.format("%H:%M:%S").to_string(),
            "id" => plain(&self.id),
            "channel" => plain(&self.channel),
            "outcome" => plain(&self.outcome),
            "touch" => self
                .touch
                .map(|touch| touch.to_string())
                .unwrap_or_default(),
            "category" => plain(&self.category),
            "minutes" => self.seconds.map(minutes).unwrap_or_default(),
            "seconds" => self
                .seconds
                .map(|seconds| seconds.to_string())
                .unwrap_or_default(),
            "variant" => plain(&self.variant),
            "owner" => plain(&self.owner),
            "name" => plain(&self.name),
            "cadence" => plain(&self.cadence),
            "note" => plain(&self.note),
            _ => String::new(),
        }
    }
}

/// Whole minutes, or with hundredths where they are not whole.
fn minutes(seconds: u32) -> String {
    if seconds.is_multiple_of(60) {
        (seconds / 60).to_string()
    } else {
        format!("{:.2}", f64::from(seconds) / 60.0)
    }
}

/// Rows that were added to a log, so that they can be taken back while nothing was added after them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appended {
    path: PathBuf,
    /// How long the file was before.
    before: u64,
    /// What was added.
    bytes: Vec<u8>,
    /// Where a last line that was not written to its end was set aside.
    pub set_aside: Option<PathBuf>,
}

/// Adds rows at the end of a log in our own words, and makes the log where there is none. All of them are on the disk
/// when it returns, or none is in the file.
///
/// A last line without a line end was not written whole (the power failed): it is moved into a file beside the log,
/// `log.csv.torn`, before anything is added.
///
/// # Errors
/// What the file system says, with the path; a log that lacks a column that a row needs.
pub fn append(path: &Path, lines: &[LogLine]) -> Result<Appended, Error> {
    let unwritable = |source| Error::Unwritable {
        path: path.to_owned(),
        source,
    };
    if path.is_dir() {
        return Err(Error::DirectoryToWrite {
            path: path.to_owned(),
        });
    }
    let options = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(path);
    let mut file = options.map_err(unwritable)?;
    let is_regular = file.metadata().map_err(unwritable)?.is_file();
    if !is_regular {
        let kind = io::Error::from(io::ErrorKind::InvalidInput);
        return Err(unwritable(kind));
    }
    // Held until the file is closed: another terminal, or a job in the night, waits.
    file.lock().map_err(unwritable)?;
    let mut text = Vec::new();
    file.read_to_end(&mut text).map_err(unwritable)?;
    let whole = text
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |at| at + 1);
    let torn = &text[whole..];
    let is_header = whole == 0 && is_header(torn);
    let mut bytes = Vec::new();
    let mut set_aside = None;
    let mut before = text.len() as u64;
    if is_header {
        bytes.push(b'\n');
    } else if !torn.iter().all(u8::is_ascii_whitespace) {
        set_aside = Some(keep_torn(path, torn)?);
        before = whole as u64;
    }
    if set_aside.is_some() {
        text.truncate(whole);
    }
    let header_text = if text.iter().all(u8::is_ascii_whitespace) {
        bytes.extend(COLUMNS.join(",").as_bytes());
        bytes.push(b'\n');
        None
    } else {
        let end = text
            .iter()
            .position(|byte| *byte == b'\n')
            .unwrap_or(text.len());
        Some(String::from_utf8_lossy(&text[..end]).into_owned())
    };
    bytes.extend(rows(path, header_text.as_deref(), lines)?);
    if set_aside.is_some() {
        file.set_len(before).map_err(unwritable)?;
    }
    if let Err(source) = write(&mut file, before, &bytes) {
        // What was there stays, and nothing of this is half there.
        let _ = file.set_len(before);
        let _ = file.sync_data();
        return Err(unwritable(source));
    }
    Ok(Appended {
        path: path.to_owned(),
        before,
        bytes,
        set_aside,
    })
}

fn write(file: &mut File, at: u64, bytes: &[u8]) -> io::Result<()> {
    file.seek(SeekFrom::Start(at))?;
    file.write_all(bytes)?;
    file.sync_data()
}

/// Whether a first line without a line end is a header that an editor or a `printf` wrote, and not the beginning of ours.
fn is_header(line: &[u8]) -> bool {
    let text = String::from_utf8_lossy(line);
    let text = text.trim_start_matches('\u{feff}').trim_end();
    let names = columns(text, delimiter(text));
    let is_whole = NEEDED
        .iter()
        .all(|needed| names.iter().any(|name| name == needed));
    !text.is_empty() && (is_whole || !COLUMNS.join(",").starts_with(text))
}

/// What stands between the cells of a header.
fn delimiter(header: &str) -> u8 {
    [b';', b'\t']
        .into_iter()
        .find(|delimiter| header.bytes().any(|byte| byte == *delimiter) && !header.contains(','))
        .unwrap_or(b',')
}

/// The names of a header, in small letters.
fn columns(header: &str, delimiter: u8) -> Vec<String> {
    header
        .split(char::from(delimiter))
        .map(|cell| cell.trim().trim_matches('"').to_lowercase())
        .collect()
}

/// The rows as the log writes them, under its own header.
fn rows(path: &Path, header: Option<&str>, lines: &[LogLine]) -> Result<Vec<u8>, Error> {
    let header = header
        .unwrap_or("")
        .trim_start_matches('\u{feff}')
        .trim_end();
    let delimiter = delimiter(header);
    let columns = if header.is_empty() {
        COLUMNS.iter().map(|&column| column.to_owned()).collect()
    } else {
        columns(header, delimiter)
    };
    for needed in NEEDED {
        if !columns.iter().any(|column| column == needed) {
            return Err(Error::LogColumn {
                path: path.to_owned(),
                column: needed,
            });
        }
    }
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .from_writer(Vec::new());
    for line in lines {
        let written = writer.write_record(columns.iter().map(|column| line.cell(column)));
        written.map_err(|error| Error::Unwritable {
            path: path.to_owned(),
            source: error.into(),
        })?;
    }
    writer.into_inner().map_err(|error| Error::Unwritable {
        path: path.to_owned(),
        source: error.into_error(),
    })
}

/// Adds a torn line to the file beside the log, unless it stands there already.
fn keep_torn(path: &Path, torn: &[u8]) -> Result<PathBuf, Error> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".torn");
    let beside = path.with_file_name(name);
    let unwritable = |source| Error::Unwritable {
        path: beside.clone(),
        source,
    };
    let known = std::fs::read(&beside).unwrap_or_default();
    let mut line = torn.to_vec();
    line.push(b'\n');
    if !known.ends_with(&line) {
        let file = OpenOptions::new().append(true).create(true).open(&beside);
        let mut file = file.map_err(unwritable)?;
        file.write_all(&line).map_err(unwritable)?;
        file.sync_data().map_err(unwritable)?;
    }
    Ok(beside)
}

/// Takes rows back that were added, where nothing was added after them; `false` where something was, or the file is
/// another one by now.
///
/// # Errors
/// What the file system says, with the path.
pub fn retract(appended: &Appended) -> Result<bool, Error> {
    let unwritable = |source| Error::Unwritable {
        path: appended.path.clone(),
        source,
    };
    let options = OpenOptions::new()
        .read(true)
        .write(true)
        .open(&appended.path);
    let mut file = options.map_err(unwritable)?;
    file.lock().map_err(unwritable)?;
    let mut text = Vec::new();
    file.read_to_end(&mut text).map_err(unwritable)?;
    let before = usize::try_from(appended.before).unwrap_or(usize::MAX);
    if text.get(before..) != Some(appended.bytes.as_slice()) {
        return Ok(false);
    }
    file.set_len(appended.before).map_err(unwritable)?;
    file.sync_data().map_err(unwritable)?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(id: &str) -> LogLine {
        LogLine {
            date: NaiveDate::from_ymd_opt(2026, 11, 23).expect("a date"),
            time: NaiveTime::from_hms_opt(9, 30, 5).expect("a time"),
            id: id.to_owned(),
            channel: "call".to_owned(),
            outcome: "voicemail".to_owned(),
            touch: Some(9),
            category: "calling".to_owned(),
            seconds: Some(150),
            variant: String::new(),
            owner: String::new(),
            name: "Northlight".to_owned(),
            cadence: "outbound".to_owned(),
            note: "a \"note\",\nin two lines".to_owned(),
        }
    }

    fn text(path: &Path) -> String {
        std::fs::read_to_string(path).expect("the log")
    }

    #[test]
    fn a_log_is_made_with_its_header_and_rows_follow_its_columns() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("log.csv");
        append(&path, &[line("S1")]).expect("written");
        assert_eq!(
            text(&path),
            "date,time,id,channel,outcome,touch,category,minutes,variant,owner,note\n\
             2026-11-23,09:30:05,S1,call,voicemail,9,calling,2.50,,,\"a \"\"note\"\", in two lines\"\n"
        );
        std::fs::write(&path, "id;outcome;date;channel;name").expect("written");
        append(&path, &[line("S1"), line("S2")]).expect("written");
        assert_eq!(
            text(&path),
            "id;outcome;date;channel;name\nS1;voicemail;2026-11-23;call;Northlight\n\
             S2;voicemail;2026-11-23;call;Northlight\n"
        );
        // Our own header, cut off: the log is made anew.
        std::fs::write(&path, "date,time,id,cha").expect("written");
        append(&path, &[line("S1")]).expect("written");
        assert!(text(&path).starts_with("date,time,id,channel,outcome,touch,"));
        std::fs::write(&path, "id,outcome,date\n").expect("written");
        let error = append(&path, &[line("S1")]).expect_err("no channel");
        assert!(error.to_string().contains("`channel`"), "{error}");
        assert_eq!(text(&path), "id,outcome,date\n", "nothing is half written");
    }

    #[test]
    fn a_torn_line_is_set_aside_and_neither_lost_nor_doubled() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("log.csv");
        let whole = "date,id,channel,outcome\n2026-11-20,S1,call,done\n";
        std::fs::write(&path, format!("{whole}2026-11-20,S2,ca")).expect("written");
        let appended = append(&path, &[line("S3")]).expect("written");
        assert_eq!(
            text(&path),
            format!("{whole}2026-11-23,S3,call,voicemail\n")
        );
        let beside = appended.set_aside.expect("set aside");
        assert_eq!(text(&beside), "2026-11-20,S2,ca\n");
        // Killed before the line was taken out of the log: it is not set aside again.
        std::fs::write(&path, format!("{whole}2026-11-20,S2,ca")).expect("written");
        append(&path, &[line("S3")]).expect("written");
        assert_eq!(text(&beside), "2026-11-20,S2,ca\n");
    }

    #[test]
    fn rows_are_taken_back_while_they_are_the_last() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("log.csv");
        append(&path, &[line("S1")]).expect("written");
        let before = text(&path);
        let second = append(&path, &[line("S2")]).expect("written");
        assert!(retract(&second).expect("taken back"));
        assert_eq!(text(&path), before);
        let second = append(&path, &[line("S2")]).expect("written");
        append(&path, &[line("S3")]).expect("written");
        assert!(!retract(&second).expect("looked at"), "another row follows");
    }

    #[test]
    fn two_writers_lose_no_row() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("log.csv");
        std::thread::scope(|scope| {
            for writer in 0..4 {
                let path = &path;
                scope.spawn(move || {
                    for row in 0..25 {
                        append(path, &[line(&format!("W{writer}-{row}"))]).expect("written");
                    }
                });
            }
        });
        let text = text(&path);
        assert_eq!(text.lines().count(), 101);
        for writer in 0..4 {
            for row in 0..25 {
                assert_eq!(text.matches(&format!(",W{writer}-{row},")).count(), 1);
            }
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_full_disk_leaves_the_log_as_it_was() {
        let full = Path::new("/dev/full");
        assert!(append(full, &[line("S1")]).is_err());
    }
}
