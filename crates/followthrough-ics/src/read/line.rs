//! Bytes into content lines (RFC 5545 §3.1): line ends, folding, character sets, names, parameters and values.
//!
//! Neither of the two calendar crates can stand in for it. icalendar 0.17 refuses a whole file for one bad spot, and
//! its parser overflows the stack on nested components; calcard 0.3 keeps no line numbers, lets the END of any
//! component close the innermost one, and has no room for the rule values that calendars hold.

use std::borrow::Cow;

/// The content lines of a file, each with the number of its first line.
pub(super) struct Lines<'a> {
    rest: &'a [u8],
    number: u32,
}

/// One content line, still folded.
pub(super) struct Line<'a> {
    /// The line of the file on which it begins; the first is 1.
    pub(super) number: u32,
    /// All of it, without the last line end.
    folded: &'a [u8],
    /// How long its first line is.
    first: usize,
}

/// A content line's parts.
#[derive(Debug)]
pub(super) struct Property<'a> {
    pub(super) number: u32,
    text: Cow<'a, str>,
    /// Where the parameters end and where the value begins.
    colon: usize,
    name_end: usize,
}

/// The file's text as UTF-8 or something near it: without a byte order mark, and from UTF-16 where that mark says so.
pub(super) fn decode(bytes: &[u8]) -> Cow<'_, [u8]> {
    let wide = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        let text: String = char::decode_utf16(units)
            .map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect();
        Cow::Owned(text.into_bytes())
    };
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => Cow::Borrowed(rest),
        [0xFF, 0xFE, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => wide(rest, u16::from_be_bytes),
        _ => Cow::Borrowed(bytes),
    }
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a [u8]) -> Self {
        let blank = text
            .iter()
            .take_while(|byte| byte.is_ascii_whitespace())
            .count();
        let skipped = text[..blank].iter().filter(|&&byte| byte == b'\n').count();
        Self {
            rest: &text[blank..],
            number: 1 + u32::try_from(skipped).unwrap_or(0),
        }
    }

    /// The number of the line that comes next.
    pub(super) fn number(&self) -> u32 {
        self.number
    }
}

/// Where the line that `text` begins with ends, and where the next one begins. A line ends with CRLF, LF or CR; some
/// writers turn CRLF into CRCRLF.
fn line_end(text: &[u8]) -> (usize, usize) {
    let Some(end) = memchr::memchr2(b'\n', b'\r', text) else {
        return (text.len(), text.len());
    };
    let mut next = end;
    while text.get(next) == Some(&b'\r') {
        next += 1;
    }
    if text.get(next) == Some(&b'\n') {
        next += 1;
    }
    (end, next)
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        if self.rest.is_empty() {
            return None;
        }
        let number = self.number;
        let (first, mut next) = line_end(self.rest);
        let mut end = first;
        self.number = self.number.saturating_add(1);
        while let Some(b' ' | b'\t') = self.rest.get(next) {
            let (more, after) = line_end(&self.rest[next..]);
            end = next + more;
            next += after;
            self.number = self.number.saturating_add(1);
        }
        let line = Line {
            number,
            folded: &self.rest[..end],
            first,
        };
        self.rest = &self.rest[next..];
        Some(line)
    }
}

impl<'a> Line<'a> {
    pub(super) fn is_blank(&self) -> bool {
        self.folded
            .iter()
            .all(|byte| byte.is_ascii_whitespace() || *byte == 0)
    }

    /// Calls `wanted` with the name, in the letter case it has; true where it is one of those we read.
    pub(super) fn has_name(&self, wanted: impl FnOnce(&[u8]) -> bool) -> bool {
        let ends = |byte: &u8| matches!(byte, b':' | b';');
        match self.folded[..self.first].iter().position(ends) {
            Some(end) => wanted(self.folded[..end].trim_ascii()),
            // The name itself may be folded.
            None if self.first < self.folded.len() => {
                let whole = self.unfold();
                let end = whole.iter().position(ends).unwrap_or(whole.len());
                wanted(whole[..end].trim_ascii())
            }
            None => wanted(self.folded.trim_ascii()),
        }
    }

    pub(super) fn has_colon(&self) -> bool {
        memchr::memchr(b':', self.folded).is_some()
    }

    /// Its first characters, for a message.
    pub(super) fn lossy(&self) -> Cow<'a, str> {
        String::from_utf8_lossy(&self.folded[..self.first.min(400)])
    }

    fn unfold(&self) -> Cow<'a, [u8]> {
        if self.first == self.folded.len() {
            return Cow::Borrowed(self.folded);
        }
        let mut whole = Vec::with_capacity(self.folded.len());
        whole.extend_from_slice(&self.folded[..self.first]);
        let mut rest = &self.folded[self.first..];
        while !rest.is_empty() {
            let (_, next) = line_end(rest);
            // The line end and the one blank that says that the line goes on.
            rest = rest.get(next + 1..).unwrap_or(&[]);
            let (end, _) = line_end(rest);
            whole.extend_from_slice(&rest[..end]);
            rest = &rest[end..];
        }
        Cow::Owned(whole)
    }

    /// The line's parts; `None` where it has no colon. The second value is false where the bytes are not UTF-8 and
    /// were read as Latin-1. Folding may cut a character in two, so bytes are unfolded first.
    pub(super) fn property(&self) -> (Option<Property<'a>>, bool) {
        let (text, is_utf8) = match self.unfold() {
            Cow::Borrowed(bytes) => match std::str::from_utf8(bytes) {
                Ok(text) => (Cow::Borrowed(text), true),
                Err(_) => (Cow::Owned(latin_1(bytes)), false),
            },
            Cow::Owned(bytes) => match String::from_utf8(bytes) {
                Ok(text) => (Cow::Owned(text), true),
                Err(error) => (Cow::Owned(latin_1(error.as_bytes())), false),
            },
        };
        (Property::new(self.number, text), is_utf8)
    }
}

fn latin_1(bytes: &[u8]) -> String {
    bytes.iter().map(|&byte| char::from(byte)).collect()
}

impl<'a> Property<'a> {
    fn new(number: u32, text: Cow<'a, str>) -> Option<Self> {
        let mut quoted = false;
        let outside = text.bytes().position(|byte| {
            quoted ^= byte == b'"';
            byte == b':' && !quoted
        });
        // A quote that is never closed hides nothing.
        let colon = outside.or_else(|| text.find(':'))?;
        let name_end = text[..colon].find(';').unwrap_or(colon);
        Some(Self {
            number,
            text,
            colon,
            name_end,
        })
    }

    pub(super) fn name(&self) -> &str {
        self.text[..self.name_end].trim()
    }

    /// The value as it stands.
    pub(super) fn value(&self) -> Cow<'a, str> {
        self.slice(self.colon + 1, self.text.len())
    }

    /// The value of a date property, where `reads` says whether a text can be one. Zone names that hold a colon and
    /// are not quoted move the value's beginning to the last colon.
    pub(super) fn date_value(&mut self, reads: impl Fn(&str) -> bool) -> Cow<'a, str> {
        let value = &self.text[self.colon + 1..];
        if !reads(value)
            && let Some(last) = self.text.rfind(':')
            && last > self.colon
            && reads(&self.text[last + 1..])
        {
            self.colon = last;
        }
        self.value()
    }

    /// The value of a TEXT property (RFC 5545 §3.3.11).
    pub(super) fn text(&self) -> Cow<'a, str> {
        unescape(self.value())
    }

    /// A parameter's value, without quotes; names are matched in any letter case.
    pub(super) fn parameter(&self, name: &str) -> Option<Cow<'a, str>> {
        let mut start = self.name_end;
        while start < self.colon {
            start += 1;
            let mut quoted = false;
            let length = self.text[start..self.colon]
                .bytes()
                .position(|byte| {
                    quoted ^= byte == b'"';
                    byte == b';' && !quoted
                })
                .unwrap_or(self.colon - start);
            let part = &self.text[start..start + length];
            if let Some((key, value)) = part.split_once('=')
                && key.trim().eq_ignore_ascii_case(name)
            {
                let value = value.trim().trim_matches('"');
                let from = value.as_ptr() as usize - self.text.as_ptr() as usize;
                return Some(self.slice(from, from + value.len()));
            }
            start += length;
        }
        None
    }

    fn slice(&self, from: usize, to: usize) -> Cow<'a, str> {
        match &self.text {
            Cow::Borrowed(text) => Cow::Borrowed(&text[from..to]),
            Cow::Owned(text) => Cow::Owned(text[from..to].to_owned()),
        }
    }
}

/// TEXT without its escapes: `\n`, `\,`, `\;`, `\\` (RFC 5545 §3.3.11).
pub(super) fn unescape(text: Cow<'_, str>) -> Cow<'_, str> {
    if !text.contains('\\') {
        return text;
    }
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next() {
                Some('n' | 'N') => plain.push('\n'),
                Some(escaped) => plain.push(escaped),
                None => plain.push('\\'),
            },
            other => plain.push(other),
        }
    }
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn properties(text: &[u8]) -> Vec<(u32, String, String)> {
        Lines::new(text)
            .filter_map(|line| line.property().0)
            .map(|property| {
                (
                    property.number,
                    property.name().to_owned(),
                    property.value().into_owned(),
                )
            })
            .collect()
    }

    #[test]
    fn lines_end_in_any_way_and_fold_anywhere() {
        let whole = vec![
            (1, "SUMMARY".to_owned(), "über Nacht".to_owned()),
            (4, "UID".to_owned(), "1".to_owned()),
        ];
        for end in ["\r\n", "\n", "\r", "\r\r\n"] {
            let text = format!("SUMMA{end} RY:\u{fc}be{end}\tr Nacht{end}UID:1{end}");
            assert_eq!(properties(text.as_bytes()), whole, "{end:?}");
        }
        let mut cut = "SUMMARY:\u{fc}ber Nacht\r\n".as_bytes().to_vec();
        cut.splice(9..9, *b"\r\n ");
        assert_eq!(
            properties(&cut)[0].2,
            "über Nacht",
            "folded inside a character"
        );
        assert_eq!(
            properties(b"SUMMARY:\xfcber Nacht")[0].2,
            "über Nacht",
            "Latin-1"
        );
    }

    #[test]
    fn parameters_are_found_whatever_they_hold() {
        let parameter = |text: &'static str, name: &str| {
            let property = Lines::new(text.as_bytes())
                .next()
                .and_then(|line| line.property().0)
                .expect("a property");
            property.parameter(name).map(Cow::into_owned)
        };
        let line = r#"dtstart;Value=DATE-TIME;tzid="a;b:c":20260101T000000"#;
        assert_eq!(parameter(line, "TZID").as_deref(), Some("a;b:c"));
        assert_eq!(parameter(line, "VALUE").as_deref(), Some("DATE-TIME"));
        assert_eq!(parameter("A;;B=;C:1", "B").as_deref(), Some(""));
        assert_eq!(parameter("A;;B=;C:1", "C"), None);
        let property = Lines::new(b"DTSTART;TZID=(UTC+01:00) Paris:20260101T000000").next();
        let mut property = property
            .and_then(|line| line.property().0)
            .expect("a property");
        assert_eq!(
            property.date_value(|text| text.starts_with("2026")),
            "20260101T000000"
        );
        assert_eq!(
            property.parameter("TZID").as_deref(),
            Some("(UTC+01:00) Paris")
        );
    }

    #[test]
    fn marks_and_wide_characters_are_decoded() {
        assert_eq!(decode(b"\xEF\xBB\xBFA"), b"A".as_slice());
        assert_eq!(decode(b"\xFF\xFEA\0:\0"), b"A:".as_slice());
        assert_eq!(decode(b"\xFE\xFF\0A\0:"), b"A:".as_slice());
    }

    #[test]
    fn text_is_unescaped() {
        assert_eq!(
            unescape(r"Kuala Lumpur\, Singapore\nC:\\x\".into()),
            "Kuala Lumpur, Singapore\nC:\\x\\"
        );
    }
}
