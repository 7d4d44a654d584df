//! Bytes into text: byte order marks, declared encodings, gzip; and what bytes look like that are none of these.

use std::borrow::Cow;
use std::io::Read as _;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::{Error, Errors, Place};

/// The most bytes that a compressed table may unpack to: more than any export of one desk, and less than memory.
const MOST: u64 = 128 << 20;

/// The text of bytes in UTF-8, without its byte order mark.
pub(crate) fn utf8<'file>(name: &str, bytes: &'file [u8]) -> Result<&'file str, Errors> {
    let bytes = without_mark(bytes);
    std::str::from_utf8(bytes).map_err(|error| not_utf8(name, bytes, error, String::new()))
}

/// The text of a table's bytes: unpacked where they are gzip; by their byte order mark where there is one, else in the
/// encoding that is declared, else in UTF-8.
///
/// Nothing is guessed: bytes that are not UTF-8 are refused with what they look like and how to declare it.
pub(crate) fn table<'file>(
    name: &str,
    bytes: &'file [u8],
    declared: Option<&'static Encoding>,
) -> Result<Cow<'file, str>, Errors> {
    let bytes = unpacked(name, bytes)?;
    let marked = Encoding::for_bom(&bytes).map(|(encoding, _)| encoding);
    let encoding = marked.or(declared).unwrap_or(UTF_8);
    if encoding == UTF_8 {
        return match bytes {
            Cow::Borrowed(bytes) => plain(name, bytes).map(Cow::Borrowed),
            Cow::Owned(bytes) => plain(name, &bytes).map(|text| Cow::Owned(text.to_owned())),
        };
    }
    let (text, _, is_damaged) = encoding.decode(&bytes);
    if is_damaged {
        let good = text.split('\u{FFFD}').next().unwrap_or_default();
        return Err(Error::NotDeclared {
            place: Place::line_of(name, good.matches('\n').count() + 1),
            encoding: encoding.name(),
        }
        .into());
    }
    Ok(Cow::Owned(text.into_owned()))
}

fn unpacked<'file>(name: &str, bytes: &'file [u8]) -> Result<Cow<'file, [u8]>, Errors> {
    if !bytes.starts_with(b"\x1F\x8B") {
        return Ok(Cow::Borrowed(bytes));
    }
    let mut unpacked = Vec::new();
    let read = flate2::read::MultiGzDecoder::new(bytes)
        .take(MOST + 1)
        .read_to_end(&mut unpacked);
    let reason = match read {
        Ok(_) if unpacked.len() as u64 <= MOST => return Ok(Cow::Owned(unpacked)),
        Ok(_) => format!("it unpacks to more than {} MiB", MOST >> 20),
        Err(error) => error.to_string(),
    };
    Err(Error::Gzip {
        place: Place::file(name),
        reason,
    }
    .into())
}

/// The text of a table in UTF-8; where it is none, the error says which encoding would read it.
fn plain<'file>(name: &str, bytes: &'file [u8]) -> Result<&'file str, Errors> {
    let bytes = without_mark(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        let instead = match is_utf16(bytes) {
            Some(encoding) => format!(
                ", or `encoding = \"{}\"` in `[input]`",
                encoding.name().to_lowercase()
            ),
            None => format!(
                ", or `encoding = \"windows-1252\"` in `[input]` if it says `{}`",
                word_at(bytes, at)
            ),
        };
        not_utf8(name, bytes, error, instead)
    })
}

fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}

fn not_utf8(name: &str, bytes: &[u8], error: std::str::Utf8Error, instead: String) -> Errors {
    let line = memchr::memchr_iter(b'\n', &bytes[..error.valid_up_to()]).count() + 1;
    Error::NotUtf8 {
        place: Place::line_of(name, line),
        hint: is_utf16(bytes).map_or("", |_| " but UTF-16"),
        instead,
    }
    .into()
}

/// The word around a byte, read as Windows-1252 (of which Latin-1 is the part that has letters).
fn word_at(bytes: &[u8], at: usize) -> String {
    let is_edge = |byte: &u8| byte.is_ascii_whitespace() || b",;\"".contains(byte);
    let from = bytes[..at]
        .iter()
        .rposition(is_edge)
        .map_or(0, |edge| edge + 1);
    let to = bytes[at..]
        .iter()
        .position(is_edge)
        .map_or(bytes.len(), |edge| at + edge);
    let (word, _) = WINDOWS_1252.decode_without_bom_handling(&bytes[from..to]);
    word.chars().take(40).collect()
}

/// Which order of bytes UTF-16 is in, where bytes look like it: by its mark, or by zeros in every second place.
fn is_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Some(encoding).filter(|encoding| *encoding != UTF_8);
    }
    let head = &bytes[..bytes.len().min(64)];
    let zeros = |first: usize| {
        let places = head.iter().skip(first).step_by(2);
        places.filter(|byte| **byte == 0).count()
    };
    let most = |zeros: usize| zeros > 2 && zeros * 8 > head.len() * 3;
    if most(zeros(1)) && zeros(0) == 0 {
        Some(UTF_16LE)
    } else if most(zeros(0)) && zeros(1) == 0 {
        Some(UTF_16BE)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(bytes: &[u8], declared: Option<&'static Encoding>) -> String {
        match table("t.csv", bytes, declared) {
            Ok(text) => text.into_owned(),
            Err(errors) => errors.to_string(),
        }
    }

    #[test]
    fn bytes_that_are_not_utf_8_are_told_with_the_encoding_that_would_read_them() {
        assert_eq!(
            told(b"id,name\n1,\"M\xFCller\"\n", None),
            "t.csv:2: the text is not UTF-8, expected the file to be saved as UTF-8, or `encoding = \"windows-1252\"` \
             in `[input]` if it says `M\u{fc}ller`"
        );
        assert_eq!(told(b"M\xFCller", Some(WINDOWS_1252)), "M\u{fc}ller");
        let wide: Vec<u8> = "id,\u{fc}"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(
            told(&wide, None),
            "t.csv:1: the text is not UTF-8 but UTF-16, expected the file to be saved as UTF-8, or `encoding = \
             \"utf-16le\"` in `[input]`"
        );
        assert_eq!(told(&wide, Some(UTF_16LE)), "id,\u{fc}");
        let marked = [b"\xFF\xFE".as_slice(), &wide].concat();
        assert_eq!(told(&marked, None), "id,\u{fc}");
    }

    #[test]
    fn a_packed_table_is_unpacked_and_a_damaged_one_told() {
        use std::io::Write as _;
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packer
            .write_all(b"id,name\n")
            .expect("memory can be written");
        let packed = packer.finish().expect("memory can be written");
        assert_eq!(told(&packed, None), "id,name\n");
        assert!(
            told(&packed[..packed.len() - 9], None)
                .starts_with("t.csv: the file cannot be unpacked: ")
        );
    }
}
