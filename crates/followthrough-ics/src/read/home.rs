//! The zone that a calendar's owner lives by.

use followthrough::Zone;

use super::zone_names::known;

/// The zone that a calendar is kept in: the one that it names as its own, but for UTC, which feeds say that know none; else
/// the one in which most of its events begin; else any that it describes. `None` where it names none that is known.
///
/// # Example
/// ```
/// use followthrough_ics::read::home_zone;
///
/// let outlook = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;TZID=Eastern Standard Time:20261123T100000\r\n";
/// assert_eq!(home_zone(outlook).map(|zone| zone.name().to_owned()).as_deref(), Some("America/New_York"));
/// ```
#[must_use]
pub fn home_zone(calendar: &[u8]) -> Option<Zone> {
    let text = String::from_utf8_lossy(calendar);
    let is_utc = |zone: &Zone| matches!(zone.name(), "UTC" | "Etc/UTC" | "GMT" | "Etc/GMT");
    let said = |property: &str| {
        let mut lines = text.lines().filter_map(|line| line.strip_prefix(property));
        lines.find_map(|name| known(name.trim()))
    };
    said("X-WR-TIMEZONE:")
        .filter(|zone| !is_utc(zone))
        .or_else(|| begun_in(&text))
        .or_else(|| said("TZID:"))
        .or_else(|| said("X-WR-TIMEZONE:"))
}

/// The zone in which most events begin; of several as often the one that is named first.
fn begun_in(text: &str) -> Option<Zone> {
    let mut counts: Vec<(Zone, usize)> = Vec::new();
    for line in text.lines() {
        let Some(parameters) = line.strip_prefix("DTSTART;") else {
            continue;
        };
        let named = parameters.split_once("TZID=").map(|(_, rest)| rest);
        let name = named.and_then(|rest| match rest.strip_prefix('"') {
            Some(quoted) => quoted.split('"').next(),
            None => rest.split([':', ';']).next(),
        });
        let Some(zone) = name.and_then(known) else {
            continue;
        };
        match counts.iter_mut().find(|(known, _)| *known == zone) {
            Some((_, count)) => *count += 1,
            None => counts.push((zone, 1)),
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max()?;
    let zone = counts.into_iter().find(|(_, count)| *count == most);
    zone.map(|(zone, _)| zone)
}

#[cfg(test)]
mod tests {
    use super::home_zone;

    fn name_of(lines: &[&str]) -> Option<String> {
        let text = format!(
            "BEGIN:VCALENDAR\r\n{}\r\nEND:VCALENDAR\r\n",
            lines.join("\r\n")
        );
        home_zone(text.as_bytes()).map(|zone| zone.name().to_owned())
    }

    #[test]
    fn what_a_calendar_says_of_itself_goes_first_but_for_utc() {
        let event = "DTSTART;TZID=Europe/Berlin:20261123T100000";
        let of = |said| name_of(&[said, event]);
        assert_eq!(
            of("X-WR-TIMEZONE:America/Denver").as_deref(),
            Some("America/Denver")
        );
        assert_eq!(of("X-WR-TIMEZONE:UTC").as_deref(), Some("Europe/Berlin"));
        assert_eq!(name_of(&["X-WR-TIMEZONE:UTC"]).as_deref(), Some("UTC"));
        assert_eq!(name_of(&["DTSTART:20261123T100000Z"]), None);
    }

    #[test]
    fn the_zone_of_most_events_goes_before_those_that_are_described() {
        let lines = [
            "TZID:Central Standard Time",
            "DTSTART;TZID=\"Central Standard Time\":20261123T100000",
            "DTSTART;VALUE=DATE-TIME;TZID=Eastern Standard Time:20261124T100000",
            "DTSTART;TZID=Eastern Standard Time:20261125T100000",
            "DTSTART;TZID=Nowhere:20261126T100000",
            "DTSTART;VALUE=DATE:20261127",
        ];
        assert_eq!(name_of(&lines).as_deref(), Some("America/New_York"));
        assert_eq!(name_of(&lines[..1]).as_deref(), Some("America/Chicago"));
    }
}
