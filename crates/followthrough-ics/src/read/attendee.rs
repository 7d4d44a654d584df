//! Who is invited to an event, and what the calendar's owner answered (RFC 5545 §3.8.4.1, §3.2.12).

use std::borrow::Cow;

use super::line::Property;

/// An ATTENDEE that has answered, or is known not to have.
#[derive(Debug)]
pub(super) struct Attendee<'a> {
    /// The address without `mailto:`, or what else stands there.
    address: Cow<'a, str>,
    /// The parameter EMAIL (RFC 7986 §6.2): iCloud's addresses are paths of its own.
    email: Option<Cow<'a, str>>,
    answer: Answer,
}

/// PARTSTAT of the calendar's owner, as far as it tells whether time is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Answer {
    /// No.
    Declined,
    /// Maybe, or nothing yet.
    Open,
    /// Yes, or a word that says no more than the event does.
    Other,
}

impl<'a> Attendee<'a> {
    /// `None` where PARTSTAT is not there. RFC 5545 has NEEDS-ACTION for it then, but Outlook leaves it out of meetings
    /// that were accepted.
    pub(super) fn read(property: &Property<'a>) -> Option<Self> {
        let answer = match property
            .parameter("PARTSTAT")?
            .trim()
            .to_ascii_uppercase()
            .as_str()
        {
            "DECLINED" => Answer::Declined,
            "TENTATIVE" | "NEEDS-ACTION" => Answer::Open,
            "" => return None,
            _ => Answer::Other,
        };
        Some(Self {
            address: property.value(),
            email: property.parameter("EMAIL"),
            answer,
        })
    }

    fn is(&self, owner: &str) -> bool {
        [Some(&self.address), self.email.as_ref()]
            .into_iter()
            .flatten()
            .any(|address| bare(address).eq_ignore_ascii_case(owner))
    }
}

/// An address without `mailto:` in front and without `?subject=` behind.
fn bare(address: &str) -> &str {
    // A common name that holds a colon and is not quoted may stand in front.
    let lower = address.to_ascii_lowercase();
    let begin = lower.rfind("mailto:").map_or(0, |at| at + "mailto:".len());
    let address = &address[begin..];
    address.split('?').next().unwrap_or(address).trim()
}

/// The addresses of a calendar's owner: those given, else the calendar's name where it is an address, as Google's is.
pub(super) fn owner_of(me: &[String], name: Option<&str>) -> Vec<String> {
    if !me.is_empty() {
        return me.iter().map(|address| bare(address).to_owned()).collect();
    }
    name.map(bare)
        .filter(|name| is_address(name))
        .map(str::to_owned)
        .into_iter()
        .collect()
}

fn is_address(text: &str) -> bool {
    let inside =
        |part: &str| !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || c == ',');
    text.split_once('@')
        .is_some_and(|(user, host)| inside(user) && inside(host) && !host.contains('@'))
}

/// What the owner answered: the strongest of several answers, where one person is invited under two addresses. With
/// `anybody` the answer of whoever stands there counts.
pub(super) fn answer(
    attendees: &[Attendee<'_>],
    owner: &[String],
    anybody: bool,
) -> Option<Answer> {
    attendees
        .iter()
        .filter(|attendee| anybody || owner.iter().any(|owner| attendee.is(owner)))
        .map(|attendee| attendee.answer)
        .max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_compared_bare() {
        for text in [
            "rep@example.com",
            "mailto:rep@example.com",
            "MAILTO:rep@example.com?subject=Hi",
            " Chair: the second:mailto:rep@example.com ",
        ] {
            assert_eq!(bare(text), "rep@example.com", "{text}");
        }
    }

    #[test]
    fn a_calendars_name_is_its_owner_where_it_is_an_address() {
        let owner = |me: &[&str], name| {
            let me: Vec<String> = me.iter().map(|me| (*me).to_owned()).collect();
            owner_of(&me, Some(name))
        };
        assert_eq!(owner(&[], "rep@example.com"), ["rep@example.com"]);
        assert_eq!(owner(&["mailto:a@b.c"], "rep@example.com"), ["a@b.c"]);
        for name in [
            "Work",
            "Lunch @ noon",
            "@home",
            "a@b@c",
            "rep@example.com, Work",
        ] {
            assert_eq!(owner(&[], name), [""; 0], "{name}");
        }
    }
}
