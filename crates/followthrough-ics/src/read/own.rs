//! Whose export an event is, by its UID in the forms in which applications hand it back.

use std::borrow::Cow;

/// What the UIDs of this project's exports end with.
const OURS: &str = "@followthrough";

/// What Outlook puts before the UID of another program, in the bytes that it writes in hexadecimal: the data of a
/// GlobalObjectId that stands for a vCalendar UID (MS-OXOCAL §2.2.1.27).
const WRAPPED: &[u8] = b"vCal-Uid\x01\0\0\0";

/// The UID that a program gave an event, out of the one that Outlook made of it.
fn unwrapped(uid: &str) -> Cow<'_, str> {
    let text = uid.as_bytes();
    let is_long = text.len() > 2 * WRAPPED.len() && text.len().is_multiple_of(2);
    if !is_long || !text.iter().all(u8::is_ascii_hexdigit) {
        return Cow::Borrowed(uid);
    }
    let digit = |letter: u8| char::from(letter).to_digit(16).unwrap_or(0) as u8;
    let bytes: Vec<u8> = text
        .chunks_exact(2)
        .map(|pair| digit(pair[0]) << 4 | digit(pair[1]))
        .collect();
    let inside = bytes
        .windows(WRAPPED.len())
        .position(|window| window == WRAPPED)
        .map(|at| &bytes[at + WRAPPED.len()..]);
    let inside = inside.and_then(|inside| inside.split(|byte| *byte == 0).next());
    match inside.and_then(|inside| std::str::from_utf8(inside).ok()) {
        Some(inside) if !inside.is_empty() => Cow::Owned(inside.to_owned()),
        _ => Cow::Borrowed(uid),
    }
}

/// What an exported event is called for life, out of its UID: `20261123-calling`.
///
/// `tag` says of which plan, and of which owner's part of it ([`Edition::tag`](crate::write::Edition::tag)); `None` for
/// every other event. The UID may be as it was written or as Outlook hands it back.
///
/// # Example
/// ```
/// use followthrough_ics::read::own_name;
/// let uid = "20261123-calling.5f1c9a02@followthrough";
/// assert_eq!(own_name(uid, "5f1c9a02").as_deref(), Some("20261123-calling"));
/// assert_eq!(own_name(uid, "another"), None);
/// ```
#[must_use]
pub fn own_name(uid: &str, tag: &str) -> Option<String> {
    let uid = unwrapped(uid);
    let name = uid
        .strip_suffix(OURS)?
        .strip_suffix(tag)?
        .strip_suffix('.')?;
    Some(name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(uid: &str) -> String {
        let head = "040000008200E00074C5B7101A82E0080000000000000000000000000000000000000000";
        let length = (WRAPPED.len() + uid.len() + 1) as u32;
        let mut bytes = length.to_le_bytes().to_vec();
        bytes.extend(WRAPPED);
        bytes.extend(uid.as_bytes());
        bytes.push(0);
        let hex: Vec<String> = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
        format!("{head}{}", hex.concat())
    }

    #[test]
    fn outlooks_form_of_a_uid_is_the_uid() {
        let uid = "20261123-calling.5f1c9a02@followthrough";
        assert_eq!(unwrapped(&wrapped(uid)), uid);
        assert_eq!(unwrapped(&wrapped(uid).to_lowercase()), uid);
        assert_eq!(unwrapped(uid), uid);
        // A GlobalObjectId of Outlook's own, and hexadecimal digits that are a UID.
        let own =
            "040000008200E00074C5B7101A82E00800000000B0A1A2A3A4A5D801000000000000000010000000AA";
        assert_eq!(unwrapped(own), own);
        assert_eq!(unwrapped("deadbeef"), "deadbeef");
    }

    #[test]
    fn only_the_very_plan_and_owner_own_an_event() {
        let uid = "20261123-calling.desk-7@followthrough";
        assert_eq!(own_name(uid, "desk-7").as_deref(), Some("20261123-calling"));
        for tag in ["7", "desk", "desk-7+00c0ffee", ""] {
            assert_eq!(own_name(uid, tag), None, "{tag}");
        }
        let owned = "20261123-calling.desk-7+00c0ffee@followthrough";
        assert_eq!(own_name(owned, "desk-7"), None);
        assert!(own_name(owned, "desk-7+00c0ffee").is_some());
        assert_eq!(
            own_name("20261123-calling.desk-7@example.com", "desk-7"),
            None
        );
    }
}
