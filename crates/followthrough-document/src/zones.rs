//! The names that tables give to time zones: IANA's, those that Windows, Rails, HubSpot and Salesforce show, and the
//! abbreviations of the United States.

use followthrough::{UnknownZone, Zone};
use strum::IntoEnumIterator as _;
use windows_timezones::WindowsTimezone;

/// What people in the United States call their zones. IANA has zones named `EST`, `MST` and `HST` that never change
/// their clocks; a CRM that says `EST` means the clocks of New York.
const AMERICAN: [(&str, &[&str], &str); 6] = [
    ("eastern", &["est", "edt", "et"], "America/New_York"),
    ("central", &["cst", "cdt", "ct"], "America/Chicago"),
    ("mountain", &["mst", "mdt", "mt"], "America/Denver"),
    ("pacific", &["pst", "pdt", "pt"], "America/Los_Angeles"),
    ("alaska", &["akst", "akdt", "akt"], "America/Anchorage"),
    ("hawaii", &["hst", "hdt", "ht"], "Pacific/Honolulu"),
];

/// The zone that a table's word names.
pub(crate) fn of(word: &str) -> Result<Zone, UnknownZone> {
    american(word)
        .or_else(|| Zone::find(word))
        .or_else(|| disguised(word))
        .or_else(|| shown(word))
        .map_or_else(|| word.parse(), Ok)
}

/// `EST`, `Eastern Time`, `US Eastern Standard Time`, `Eastern Time (US & Canada)`.
fn american(word: &str) -> Option<Zone> {
    let word = word.to_lowercase();
    let plain = word.strip_suffix("(us & canada)").unwrap_or(&word).trim();
    let plain = plain.strip_prefix("us ").unwrap_or(plain);
    let region = ["standard time", "daylight time", "time"]
        .iter()
        .find_map(|suffix| plain.strip_suffix(suffix))
        .unwrap_or(plain)
        .trim();
    let (.., zone) = AMERICAN
        .iter()
        .find(|(name, short, _)| *name == region || short.contains(&plain))?;
    Zone::find(zone)
}

/// `us_slash_eastern` (HubSpot), `(GMT-05:00) Eastern Standard Time (America/New_York)` (Salesforce).
fn disguised(word: &str) -> Option<Zone> {
    let slashed = word.replace("_slash_", "/");
    if slashed != word {
        return Zone::find(&slashed);
    }
    let inside = word.strip_suffix(')')?.rsplit_once('(')?.1;
    inside.contains('/').then(|| Zone::find(inside)).flatten()
}

/// The names that Windows and Rails show: `(UTC+01:00) Amsterdam, Berlin`, `W. Europe Standard Time`, `Berlin`.
fn shown(word: &str) -> Option<Zone> {
    let place = |name: &str| {
        let after = name.split_once(") ").filter(|_| name.starts_with('('));
        after.map_or(name, |(_, place)| place).trim().to_lowercase()
    };
    let wanted = place(word);
    if wanted.is_empty() {
        return None;
    }
    let windows = WindowsTimezone::iter()
        .find(|zone| zone.name().to_lowercase() == wanted || place(zone.description()) == wanted);
    if let Some(zone) = windows.and_then(|zone| Zone::find(zone.tzdb_id())) {
        return Some(zone);
    }
    // A city that one region has.
    let city = wanted.replace(' ', "_");
    let mut named = Zone::names().into_iter().filter(|name| {
        name.rsplit_once('/')
            .is_some_and(|(_, last)| last.to_lowercase() == city)
    });
    let only = named.next().filter(|_| named.next().is_none())?;
    american(&wanted).or_else(|| Zone::find(&only))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_known_by_the_names_that_tables_give_them() {
        for (word, name) in [
            ("America/Denver", "America/Denver"),
            ("america/denver", "America/Denver"),
            ("EST", "America/New_York"),
            ("edt", "America/New_York"),
            ("PT", "America/Los_Angeles"),
            ("Eastern Time (US & Canada)", "America/New_York"),
            ("(GMT-06:00) Central Time (US & Canada)", "America/Chicago"),
            ("Mountain Daylight Time", "America/Denver"),
            ("US Pacific", "America/Los_Angeles"),
            ("us_slash_eastern", "US/Eastern"),
            ("america_slash_new_york", "America/New_York"),
            (
                "(GMT-05:00) Eastern Standard Time (America/New_York)",
                "America/New_York",
            ),
            ("W. Europe Standard Time", "Europe/Berlin"),
            (
                "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna",
                "Europe/Berlin",
            ),
            ("Berlin", "Europe/Berlin"),
            ("UTC", "UTC"),
        ] {
            let zone = of(word).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(zone.name(), name, "{word}");
        }
        for word in ["America/Denvr", "XYZ", "()", ") ", "Louisville"] {
            assert!(of(word).is_err(), "{word}");
        }
    }
}
