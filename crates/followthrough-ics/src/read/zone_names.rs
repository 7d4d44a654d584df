//! Which zone a name means that is none of the IANA database: Windows names old and new, the names that calendar apps
//! show for zones, cities, Lotus names, offsets.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use followthrough::{Zone, utc_offset};
use strum::IntoEnumIterator;
use windows_timezones::WindowsTimezone;

/// A zone by its IANA name, its Windows name, or a path that ends in an IANA name: names that leave no doubt.
pub(super) fn known(name: &str) -> Option<Zone> {
    if let Some(zone) = Zone::find(name) {
        return Some(zone);
    }
    if let Some(zone) = windows(name) {
        return Some(zone);
    }
    // `/mozilla.org/20070129_1/Europe/Berlin`, `custom_America/New_York`, `tzone://Microsoft/Utc`.
    let name = name.strip_prefix("custom_").unwrap_or(name);
    let parts: Vec<&str> = name.split('/').filter(|part| !part.is_empty()).collect();
    let tails = (1..=3)
        .rev()
        .filter_map(|length| parts.get(parts.len().checked_sub(length)?..));
    // One part alone is too little to go by, but for UTC.
    let mut tails = tails.filter(|tail| tail.len() > 1 || tail[0].eq_ignore_ascii_case("UTC"));
    tails.find_map(|tail| Zone::find(&tail.join("/")))
}

fn windows(name: &str) -> Option<Zone> {
    let parsed: Option<WindowsTimezone> = name.parse().ok();
    let zone = parsed
        .or_else(|| WindowsTimezone::iter().find(|zone| zone.name().eq_ignore_ascii_case(name)))?;
    Zone::find(zone.tzdb_id())
}

/// The name without a number behind it: Outlook counts the copies of a zone, as in `GMT Standard Time 1`.
pub(super) fn without_number(name: &str) -> Option<&str> {
    let bare = name.trim_end_matches(|character: char| character.is_ascii_digit());
    (bare.len() < name.len() && bare.ends_with(' '))
        .then(|| bare.trim_end())
        .filter(|bare| !bare.is_empty())
}

/// Names that neither Windows nor the IANA database has any more, or never had, as Outlook, Exchange and Ruby on Rails
/// wrote them, in the form of [`plain`].
///
/// Sources: Microsoft, "Microsoft Time Zone Index Values" and the `CdoTimeZoneId` enumeration of Exchange; Rails,
/// `ActiveSupport::TimeZone::MAPPING`.
const OLD: [(&str, &str); 41] = [
    ("american samoa", "Pacific/Pago_Pago"),
    ("armenian", "Asia/Yerevan"),
    ("armenian standard time", "Asia/Yerevan"),
    ("athens, istanbul, minsk", "Europe/Athens"),
    ("azerbijan", "Asia/Baku"),
    ("azerbijan standard time", "Asia/Baku"),
    ("buenos aires, georgetown", "America/Argentina/Buenos_Aires"),
    ("cape verde is.", "Atlantic/Cape_Verde"),
    ("cape verde islands", "Atlantic/Cape_Verde"),
    ("central european time", "Europe/Paris"),
    ("chatham is.", "Pacific/Chatham"),
    ("eastern european time", "Europe/Athens"),
    ("fiji islands, kamchatka, marshall is.", "Pacific/Fiji"),
    ("fiji, kamchatka, marshall is.", "Pacific/Fiji"),
    ("georgetown", "America/Guyana"),
    ("georgetown", "America/Cayenne"),
    ("greenwich mean time", "Etc/GMT"),
    ("kamchatka standard time", "Asia/Kamchatka"),
    ("kwajalein", "Pacific/Kwajalein"),
    ("marshall is.", "Pacific/Majuro"),
    ("mexico", "America/Mexico_City"),
    ("mexico city, tegucigalpa", "America/Mexico_City"),
    ("mexico standard time", "America/Mexico_City"),
    ("mexico standard time 2", "America/Mazatlan"),
    ("mid-atlantic", "Etc/GMT+2"),
    ("mid-atlantic standard time", "Etc/GMT+2"),
    ("midway island", "Pacific/Midway"),
    ("midway island, samoa", "Pacific/Pago_Pago"),
    ("mitteleuropaische zeit", "Europe/Berlin"),
    ("new caledonia", "Pacific/Noumea"),
    ("osaka", "Asia/Tokyo"),
    ("pozsony", "Europe/Bratislava"),
    ("samoa", "Pacific/Pago_Pago"),
    ("solomon is.", "Pacific/Guadalcanal"),
    ("tokelau is.", "Pacific/Fakaofo"),
    ("universal coordinated time", "Etc/UTC"),
    ("us eastern", "America/Indiana/Indianapolis"),
    ("us mountain", "America/Phoenix"),
    ("west central africa", "Africa/Lagos"),
    ("western european time", "Europe/Lisbon"),
    ("z", "Etc/UTC"),
];

/// Continents and oceans of the IANA database: only below these is the last part of a name a place.
const AREAS: [&str; 10] = [
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
];

/// The names of places, made once for the names of one calendar.
pub(super) struct Places {
    /// What Windows shows for its zones, without the offset, and the zones' names in the IANA database.
    shown: Vec<(String, &'static str)>,
    /// Cities that Windows shows, likewise; several zones where it shows one twice.
    listed: HashMap<String, Vec<&'static str>>,
    /// The last parts of IANA names; `None` where they belong to zones that differ.
    cities: HashMap<String, Option<String>>,
}

impl Places {
    pub(super) fn new() -> Self {
        let shown: Vec<(String, &'static str)> = WindowsTimezone::iter()
            .map(|zone| (plain(after_offset(zone.description()).1), zone.tzdb_id()))
            .collect();
        let mut listed: HashMap<String, Vec<&'static str>> = HashMap::new();
        for (place, zone) in &shown {
            for city in place.split(", ") {
                listed.entry(city.to_owned()).or_default().push(zone);
            }
        }
        let mut cities: HashMap<String, Option<String>> = HashMap::new();
        for name in Zone::names() {
            let Some((area, rest)) = name.split_once('/') else {
                continue;
            };
            let last = rest.rsplit('/').next().unwrap_or(rest);
            // `Australia/North` and its like are directions.
            if !AREAS.contains(&area) || ["North", "South", "West"].contains(&last) {
                continue;
            }
            cities
                .entry(plain(last))
                .and_modify(|held| {
                    if held.as_deref().is_none_or(|held| !alike(held, &name)) {
                        *held = None;
                    }
                })
                .or_insert_with(|| Some(name.clone()));
        }
        Self {
            shown,
            listed,
            cities,
        }
    }

    /// The zone that a name shows, with or without an offset in front: `(UTC-05:00) Eastern Time (US & Canada)`,
    /// `London`, `Eastern Daylight Time`, `W. Europe`. A place whose clocks are far from the offset is not meant.
    pub(super) fn find(&self, name: &str) -> Option<Zone> {
        let (offset, place) = after_offset(name);
        let place = plain(place);
        if place.is_empty() {
            return None;
        }
        if let Some(zone) = self.place(&place, offset) {
            return Some(zone);
        }
        // Google shows `Eastern Time - New York`.
        if let Some((_, city)) = place.rsplit_once(" - ")
            && let Some(zone) = self.place(city, offset)
        {
            return Some(zone);
        }
        self.vote(&place, offset)
    }

    /// One name of one place.
    fn place(&self, place: &str, offset: Option<i32>) -> Option<Zone> {
        let fits = |zone: &Zone| offset.is_none_or(|offset| is_near(zone, offset));
        let shown = self
            .shown
            .iter()
            .filter(|(known, _)| known == place)
            .map(|(_, zone)| *zone);
        let old = OLD
            .iter()
            .filter(|(known, _)| *known == place)
            .map(|(_, zone)| *zone);
        let known: Vec<Zone> = shown
            .chain(old)
            .filter_map(Zone::find)
            .filter(fits)
            .collect();
        let exact = |zone: &&Zone| offset.is_some_and(|offset| has_offset(zone, offset));
        if let Some(zone) = known.iter().find(exact).or(known.first()) {
            return Some(zone.clone());
        }
        // `Eastern Time`, `Eastern Daylight Time` and Lotus's `Eastern` are short for, or the summer side of, the
        // Windows name.
        let summer = place
            .replace(" daylight time", " standard time")
            .replace(" summer time", " standard time");
        let short = summer
            .strip_suffix(" standard time")
            .or_else(|| summer.strip_suffix(" time"))
            .unwrap_or(&summer);
        let names = [summer.clone(), format!("{short} standard time")];
        let by_windows = names
            .iter()
            .find_map(|name| windows(name).or_else(|| windows(&name.replace(" & ", " and "))));
        if let Some(zone) = by_windows.filter(fits) {
            return Some(zone);
        }
        let city = self
            .cities
            .get(place)
            .and_then(|name| Zone::find(name.as_deref()?));
        if let Some(zone) = city.filter(fits) {
            return Some(zone);
        }
        // `US-Eastern`, `Europe_Berlin`.
        let (area, rest) = place.split_once(['-', ' '])?;
        Zone::find(&format!("{area}/{}", rest.replace(' ', "_"))).filter(fits)
    }

    /// A list of cities, some of which Windows may have dropped or moved since: the zone of most of them, of the first
    /// where they are equally many.
    fn vote(&self, place: &str, offset: Option<i32>) -> Option<Zone> {
        let fits = |zone: &Zone| offset.is_none_or(|offset| is_near(zone, offset));
        let cities: Vec<&str> = place
            .split([',', '/'])
            .map(str::trim)
            .filter(|city| !city.is_empty())
            .take(20)
            .collect();
        let mut votes: Vec<(Zone, usize)> = Vec::new();
        let (mut heard, mut first_is_heard) = (0, false);
        for (index, city) in cities.iter().enumerate() {
            let listed = self.listed.get(*city);
            let mut zones: Vec<Zone> = listed
                .into_iter()
                .flatten()
                .filter_map(|zone| Zone::find(zone))
                .filter(|zone| fits(zone))
                .collect();
            if zones.is_empty() && cities.len() > 1 {
                zones.extend(self.place(city, offset));
            }
            heard += usize::from(!zones.is_empty());
            first_is_heard |= index == 0 && !zones.is_empty();
            for zone in zones {
                match votes.iter_mut().find(|(held, _)| *held == zone) {
                    Some((_, count)) => *count += 1,
                    None => votes.push((zone, 1)),
                }
            }
        }
        // A word or two that happen to be cities do not make a list of cities.
        if !first_is_heard && heard * 2 < cities.len() {
            return None;
        }
        let most = votes.iter().map(|(_, count)| *count).max()?;
        votes
            .into_iter()
            .find(|(_, count)| *count == most)
            .map(|(zone, _)| zone)
    }
}

/// What is left of a zone where only its offsets are told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Offsets {
    /// So many seconds east of UTC, always.
    Fixed(i32),
    /// The zone of most people whose clocks have the two offsets.
    Zone(Zone),
}

/// Zones by their offset in winter and in summer, in minutes east: the one of most people first. That the clocks change
/// is sure, on which day is a guess.
const CHANGING: [(i32, i32, &str); 17] = [
    (-600, -540, "America/Adak"),
    (-540, -480, "America/Anchorage"),
    (-480, -420, "America/Los_Angeles"),
    (-420, -360, "America/Denver"),
    (-360, -300, "America/Chicago"),
    (-300, -240, "America/New_York"),
    (-240, -180, "America/Halifax"),
    (-210, -150, "America/St_Johns"),
    (-120, -60, "America/Nuuk"),
    (-60, 0, "Atlantic/Azores"),
    (0, 60, "Europe/London"),
    (60, 120, "Europe/Berlin"),
    (120, 180, "Europe/Athens"),
    (570, 630, "Australia/Adelaide"),
    (600, 660, "Australia/Sydney"),
    (720, 780, "Pacific/Auckland"),
    (765, 825, "Pacific/Chatham"),
];

/// The offsets that a name begins with: `GMT+0100`, `UTC-05:00`, `(UTC+01:00) Somewhere`, `+0200`,
/// `GMT-05.00/-04.00`. East is positive.
pub(super) fn by_offsets(name: &str) -> Option<Offsets> {
    let name = name.to_ascii_uppercase();
    let name = match name.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
        Some((inside, _)) => inside.trim(),
        None => name.trim(),
    };
    let rest = ["UTC", "GMT"]
        .iter()
        .find_map(|prefix| name.strip_prefix(prefix))
        .unwrap_or(name)
        .trim();
    if rest.is_empty() {
        return (rest.len() < name.len()).then_some(Offsets::Fixed(0));
    }
    if !rest.starts_with(['+', '-']) {
        return None;
    }
    let (winter, rest) = first_offset(rest)?;
    let second = rest.find(['+', '-']).and_then(|at| {
        let between = &rest[..at];
        (between.contains('/') || between.contains("DAYLIGHT")).then(|| first_offset(&rest[at..]))
    });
    if let Some((summer, _)) = second.flatten() {
        let pair = (winter.min(summer) / 60, winter.max(summer) / 60);
        let known = CHANGING
            .iter()
            .find(|(low, high, _)| (*low, *high) == pair)
            .and_then(|(_, _, zone)| Zone::find(zone));
        if let Some(zone) = known {
            return Some(Offsets::Zone(zone));
        }
    }
    Some(Offsets::Fixed(winter))
}

/// The offset that `text` begins with, and what follows it.
fn first_offset(text: &str) -> Option<(i32, &str)> {
    let end = text[1..]
        .find(|character: char| !":.0123456789".contains(character))
        .map_or(text.len(), |end| end + 1);
    let offset = utc_offset(&text[..end].replace([':', '.'], ""))?;
    Some((offset, &text[end..]))
}

/// The offset that a shown name begins with, and the place behind it.
fn after_offset(name: &str) -> (Option<i32>, &str) {
    let name = name.trim();
    let named = |text: &str| {
        let upper = text.trim().to_ascii_uppercase();
        ["UTC", "GMT"]
            .iter()
            .any(|prefix| upper.starts_with(prefix))
    };
    let seconds = |text: &str| match by_offsets(text) {
        Some(Offsets::Fixed(seconds)) => Some(seconds),
        // Of two offsets the first is the one in winter.
        Some(Offsets::Zone(_)) => {
            let sign = text.find(['+', '-'])?;
            first_offset(&text[sign..]).map(|(seconds, _)| seconds)
        }
        None => None,
    };
    if let Some((inside, place)) = name.strip_prefix('(').and_then(|rest| rest.split_once(')'))
        && named(inside)
    {
        return (seconds(inside), place);
    }
    // `GMT-05:00 Eastern Time (US & Canada)`.
    if named(name)
        && let Some(at) = name[3..].find(|character: char| character.is_alphabetic())
        && name[3..3 + at].contains(['+', '-'])
        && !name[3..3 + at].ends_with('(')
    {
        return (seconds(&name[..3 + at]), &name[3 + at..]);
    }
    (None, name)
}

/// The name of a place in one spelling: lower case without accents, `&` for "and" and for HTML's form of it, without
/// underscores, without what a semicolon sets apart and without "Greenwich Mean Time:" before cities.
fn plain(place: &str) -> String {
    let place: String = place.to_lowercase().chars().map(bare).collect();
    let place = place.replace("&amp;", "&");
    let mut place = place.trim();
    if let Some(cities) = place.strip_prefix("greenwich mean time")
        && let Some(cities) = cities.trim_start().strip_prefix([':', ';'])
    {
        place = cities;
    }
    let place = place
        .split(';')
        .next()
        .unwrap_or(place)
        .replace(" and ", " & ")
        .replace("u.s.", "us")
        .replace("universal time -", "universal time-")
        .replace("universal time +", "universal time+");
    let mut place = place.split_whitespace().collect::<Vec<_>>().join(" ");
    for ending in [" - new", " - old", " (new)", " (old)"] {
        if let Some(before) = place.strip_suffix(ending) {
            place.truncate(before.len());
        }
    }
    place
}

/// A letter without its accent; an underscore is a blank.
fn bare(letter: char) -> char {
    match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => 'a',
        'ç' => 'c',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ñ' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        '’' | 'ʼ' => '\'',
        '_' => ' ',
        other => other,
    }
}

/// Instants of winter and summer, twenty years around today's calendars.
fn samples() -> impl Iterator<Item = DateTime<Utc>> {
    let half_year = 15_778_800;
    (0..40).filter_map(move |index| DateTime::from_timestamp(1_421_280_000 + index * half_year, 0))
}

/// Whether two names of the database mean clocks that agree.
fn alike(one: &str, other: &str) -> bool {
    match (Zone::find(one), Zone::find(other)) {
        (Some(one), Some(other)) => {
            samples().all(|at| one.offset_seconds(at) == other.offset_seconds(at))
        }
        _ => false,
    }
}

/// Whether a zone's clocks have an offset today, in winter or in summer.
fn has_offset(zone: &Zone, offset: i32) -> bool {
    samples()
        .skip(24)
        .take(2)
        .any(|at| zone.offset_seconds(at) == i64::from(offset))
}

/// Whether a zone's clocks are ever within an hour and a half of an offset: countries move theirs, by an hour or by
/// half of one.
fn is_near(zone: &Zone, offset: i32) -> bool {
    samples().any(|at| (zone.offset_seconds(at) - i64::from(offset)).abs() <= 5_400)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name_of(zone: Option<Zone>) -> Option<String> {
        zone.map(|zone| zone.name().to_owned())
    }

    #[test]
    fn names_in_disguise_are_known() {
        for (name, zone) in [
            ("Europe/Berlin", "Europe/Berlin"),
            ("europe/lisbon", "Europe/Lisbon"),
            ("Eastern Standard Time", "America/New_York"),
            ("eastern standard time", "America/New_York"),
            ("/mozilla.org/20070129_1/Europe/Berlin", "Europe/Berlin"),
            (
                "/freeassociation.sourceforge.net/Tzfile/America/Argentina/Cordoba",
                "America/Argentina/Cordoba",
            ),
            ("/Europe/Stockholm", "Europe/Stockholm"),
            ("custom_America/New_York", "America/New_York"),
            ("tzone://Microsoft/Utc", "UTC"),
        ] {
            assert_eq!(name_of(known(name)).as_deref(), Some(zone), "{name}");
        }
        for name in [
            "",
            "/",
            "Customized Time Zone",
            "Somewhere/Else",
            "US-Eastern",
            "Zurich",
        ] {
            assert_eq!(known(name), None, "{name}");
        }
    }

    #[test]
    fn shown_names_are_known_by_their_place() {
        let places = Places::new();
        for (name, zone) in [
            ("(UTC-05:00) Eastern Time (US & Canada)", "America/New_York"),
            ("(GMT-05.00) eastern time (us & canada)", "America/New_York"),
            (
                "(UTC-05:00) Eastern Time (US and Canada)",
                "America/New_York",
            ),
            (
                "(GMT-05.00/-04.00) Eastern Time (US & Canada)",
                "America/New_York",
            ),
            ("GMT -05:00 Eastern Time (US & Canada)", "America/New_York"),
            (
                "(GMT-08:00) Pacific Time (US and Canada); Tijuana",
                "America/Los_Angeles",
            ),
            ("Pacific Time (US & Canada), Tijuana", "America/Los_Angeles"),
            ("(GMT-05:00) Eastern Time - New York", "America/New_York"),
            ("Eastern Time (US & Canada)", "America/New_York"),
            ("Eastern Time", "America/New_York"),
            ("Eastern Daylight Time", "America/New_York"),
            ("Pacific Daylight Time (Mexico)", "America/Tijuana"),
            ("W. Europe Daylight Time", "Europe/Berlin"),
            ("Central European Summer Time", "Europe/Warsaw"),
            ("Eastern", "America/New_York"),
            ("W. Europe", "Europe/Berlin"),
            ("Romance", "Europe/Paris"),
            ("AUS Eastern", "Australia/Sydney"),
            ("Mexico", "America/Mexico_City"),
            ("US Mountain", "America/Phoenix"),
            ("Zurich", "Europe/Zurich"),
            ("Zürich", "Europe/Zurich"),
            ("New York", "America/New_York"),
            ("London", "Europe/London"),
            ("Edinburgh", "Europe/London"),
            ("Buenos Aires", "America/Argentina/Buenos_Aires"),
            ("(UTC-03:00) Brasília", "America/Sao_Paulo"),
            ("Europe_Berlin", "Europe/Berlin"),
            ("America_New_York", "America/New_York"),
            ("US-Eastern", "US/Eastern"),
            ("(GMT+01.00) Sarajevo/Warsaw/Zagreb", "Europe/Warsaw"),
            (
                "(UTC+02:00) Helsinki, Kiev, Riga, Sofia, Tallinn, Vilnius",
                "Europe/Kiev",
            ),
            (
                "(UTC+02:00) Athens, Bucharest, Istanbul",
                "Europe/Bucharest",
            ),
            (
                "(GMT) Greenwich Mean Time : Dublin, Edinburgh, Lisbon, London",
                "Europe/London",
            ),
            (
                "Greenwich Mean Time; Dublin, Edinburgh, London",
                "Europe/London",
            ),
            ("(UTC-11:00) Samoa", "Pacific/Pago_Pago"),
            ("(UTC+13:00) Samoa", "Pacific/Apia"),
            ("(UTC-04:30) Caracas", "America/Caracas"),
            ("(UTC-03:00) Georgetown", "America/Cayenne"),
            ("Georgetown", "America/Guyana"),
            ("(UTC-11:00) Coordinated Universal Time -11", "Etc/GMT+11"),
            ("(UTC-01:00) Cape Verde Islands", "Atlantic/Cape_Verde"),
            ("American Samoa", "Pacific/Pago_Pago"),
            (
                "(UTC+11:00) Magadan, Solomon Is., New Caledonia",
                "Pacific/Guadalcanal",
            ),
            (
                "(UTC-06:00) Guadalajara, Mexico City, Monterrey - New",
                "America/Mexico_City",
            ),
        ] {
            assert_eq!(name_of(places.find(name)).as_deref(), Some(zone), "{name}");
        }
        for name in [
            "",
            "Home",
            "General",
            "West",
            "Customized Time Zone",
            "Time",
            "Standard Time",
            "My Calendar",
            "(UTC+01:00) Somewhere",
            "(UTC+09:00) Berlin",
            "GMT -0500 (Standard) / GMT -0400 (Daylight)",
            "GMT-05.00/-04.00",
        ] {
            assert_eq!(name_of(places.find(name)), None, "{name}");
        }
    }

    #[test]
    fn every_windows_zone_is_known_by_what_windows_shows() {
        let places = Places::new();
        for windows in WindowsTimezone::iter() {
            let shown = windows.description();
            let bare = shown.split_once(") ").map_or(shown, |(_, place)| place);
            let mut forms = vec![
                shown.to_owned(),
                shown.replace("(UTC", "(GMT"),
                shown.replace(" & ", " and "),
                format!("{shown}; and more"),
            ];
            // Samoa and La Paz are shown twice, and only the offset tells them apart.
            if !["Samoa", "Coordinated Universal Time"]
                .iter()
                .any(|twice| bare.starts_with(twice))
            {
                forms.push(bare.to_owned());
            }
            if windows.name().contains(" Standard Time") {
                forms.push(windows.name().replace(" Standard Time", " Daylight Time"));
            }
            for form in forms {
                let found = known(&form).or_else(|| places.find(&form));
                let found = name_of(found).unwrap_or_default();
                assert!(
                    alike(&found, windows.tzdb_id()),
                    "{form}: {found}, not {}",
                    windows.tzdb_id()
                );
            }
        }
    }

    #[test]
    fn numbers_behind_names_count_copies() {
        assert_eq!(
            without_number("GMT Standard Time 1"),
            Some("GMT Standard Time")
        );
        for name in ["GMT Standard Time", "UTC+12", "Etc/GMT+5", "1", " 1"] {
            assert_eq!(without_number(name), None, "{name}");
        }
        assert_eq!(
            name_of(known("Russia Time Zone 10")).as_deref(),
            Some("Asia/Srednekolymsk"),
            "here the number is part of the name"
        );
    }

    #[test]
    fn offsets_in_names_are_read_east_positive() {
        for (name, east) in [
            ("GMT+0100", Some(3600)),
            ("UTC-05:00", Some(-18_000)),
            ("(UTC+05:30) Somewhere", Some(19_800)),
            ("(GMT-03:00)", Some(-10_800)),
            ("+0200", Some(7200)),
            ("UTC", Some(0)),
            ("GMT-05.00/-05.00", Some(-18_000)),
            ("Nowhere", None),
            ("", None),
            ("UTCx", None),
        ] {
            assert_eq!(by_offsets(name), east.map(Offsets::Fixed), "{name}");
        }
        for (name, zone) in [
            ("GMT-05.00/-04.00", "America/New_York"),
            (
                "GMT -0500 (Standard) / GMT -0400 (Daylight)",
                "America/New_York",
            ),
            ("GMT+01:00/+02:00", "Europe/Berlin"),
            ("UTC+10:00/+11:00", "Australia/Sydney"),
        ] {
            assert_eq!(
                by_offsets(name),
                Zone::find(zone).map(Offsets::Zone),
                "{name}"
            );
        }
    }
}
