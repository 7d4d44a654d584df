//! Durations of RFC 5545 §3.3.6, as calendars in the wild write them.

/// A DURATION: days move with the clock on the wall, seconds do not (RFC 5545 §3.3.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Span {
    pub(super) days: i64,
    pub(super) seconds: i64,
}

/// Reads a DURATION such as `PT1H30M`, `-P1D` or `P2W`; `P` and `PT` are no time at all. A fraction of a number, which
/// only ISO 8601 knows, counts to the second.
pub(super) fn duration(text: &str) -> Option<Span> {
    let text = text.trim_matches(|character: char| character.is_whitespace() || character == ';');
    let (sign, body) = match text.as_bytes().first()? {
        b'-' => (-1, &text[1..]),
        b'+' => (1, &text[1..]),
        _ => (1, text),
    };
    let body = body.strip_prefix(['P', 'p'])?;
    let (mut span, mut number, mut any) = (Span::default(), 0i64, false);
    // What stands behind a point: its digits, and what one in the last place is a share of.
    let mut fraction: Option<(i64, i64)> = None;
    for byte in body.bytes() {
        let factor = match byte.to_ascii_uppercase() {
            digit @ b'0'..=b'9' => {
                let digit = i64::from(digit - b'0');
                match &mut fraction {
                    None => {
                        number = number.saturating_mul(10).saturating_add(digit);
                        any = true;
                    }
                    Some((part, whole)) if *whole < 1_000_000 => {
                        (*part, *whole) = (*part * 10 + digit, *whole * 10);
                    }
                    // Millionths of an hour are no seconds.
                    Some(_) => {}
                }
                continue;
            }
            b'.' | b',' if any && fraction.is_none() => {
                fraction = Some((0, 1));
                continue;
            }
            b'T' => continue,
            b'W' => Some((7, 0)),
            b'D' => Some((1, 0)),
            b'H' => Some((0, 3600)),
            b'M' => Some((0, 60)),
            b'S' => Some((0, 1)),
            _ => None,
        };
        let (days, seconds) = factor?;
        span.days = span.days.saturating_add(number.saturating_mul(days));
        span.seconds = span.seconds.saturating_add(number.saturating_mul(seconds));
        if let Some((part, whole)) = fraction.take() {
            let share = (days * 86_400 + seconds) * part / whole;
            span.seconds = span.seconds.saturating_add(share);
        }
        // Nobody's meeting takes a thousand years; more would overflow the calendar.
        if span.days > 366_000 || span.seconds > 366_000 * 86_400 {
            return None;
        }
        (number, any) = (0, false);
    }
    (!any).then_some(Span {
        days: sign * span.days,
        seconds: sign * span.seconds,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_keep_days_apart_from_seconds() {
        for (text, days, seconds) in [
            ("PT1H30M", 0, 5400),
            ("P1D", 1, 0),
            ("P2W", 14, 0),
            ("-P1DT1S", -1, -1),
            ("PT", 0, 0),
            ("+PT5M;", 0, 300),
            ("PT3600.000S", 0, 3600),
            ("PT1.5H", 0, 5400),
            ("P1.5D", 1, 43_200),
        ] {
            assert_eq!(duration(text), Some(Span { days, seconds }), "{text}");
        }
        for text in [
            "",
            "1H",
            "PT1",
            "PT1.",
            "PT.5H",
            "PT1.5.5H",
            "P1Y",
            "-",
            "P99999999999999999999D",
        ] {
            assert_eq!(duration(text), None, "{text}");
        }
    }
}
