//! Spans of time as sorted, disjoint half-open intervals: union, subtraction, cutting. Knows no calendar, no sales.

use chrono::{DateTime, TimeDelta, Utc};

/// A half-open span of time: it holds its start and not its end, so an event that ends at 10:00 leaves 10:00 free
/// (RFC 5545 §3.6.1).
///
/// # Example
/// ```
/// use followthrough::Interval;
/// let day: Interval = Interval::new("2026-11-23T14:00:00Z".parse()?, "2026-11-23T15:00:00Z".parse()?).unwrap();
/// assert_eq!(day.length().num_minutes(), 60);
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Interval {
    start: DateTime<Utc>,
    end: DateTime<Utc>,
}

impl Interval {
    /// From `start` to `end`; `None` where that is no time at all (`end` not after `start`).
    #[must_use]
    pub fn new(start: DateTime<Utc>, end: DateTime<Utc>) -> Option<Self> {
        (start < end).then_some(Self { start, end })
    }

    /// The first instant inside.
    #[must_use]
    pub fn start(&self) -> DateTime<Utc> {
        self.start
    }

    /// The first instant after.
    #[must_use]
    pub fn end(&self) -> DateTime<Utc> {
        self.end
    }

    /// How long it is; never zero.
    #[must_use]
    pub fn length(&self) -> TimeDelta {
        self.end - self.start
    }

    /// The part that both hold.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Option<Self> {
        Self::new(self.start.max(other.start), self.end.min(other.end))
    }
}

/// Sorts intervals and joins those that overlap or touch.
///
/// # Example
/// ```
/// use followthrough::{Interval, union};
/// let at = |hour: u32| format!("2026-11-23T{hour:02}:00:00Z").parse().unwrap();
/// let joined = union(vec![Interval::new(at(10), at(11)).unwrap(), Interval::new(at(9), at(10)).unwrap()]);
/// assert_eq!(joined, [Interval::new(at(9), at(11)).unwrap()]);
/// ```
#[must_use]
pub fn union(mut intervals: Vec<Interval>) -> Vec<Interval> {
    intervals.sort_unstable();
    let mut joined: Vec<Interval> = Vec::with_capacity(intervals.len());
    for interval in intervals {
        match joined.last_mut() {
            Some(last) if interval.start <= last.end => last.end = last.end.max(interval.end),
            _ => joined.push(interval),
        }
    }
    joined
}

/// What is left of `whole` without `taken`, in order.
///
/// `taken` must be sorted and disjoint, as [`union`] leaves it.
#[must_use]
pub fn subtract(whole: Interval, taken: &[Interval]) -> Vec<Interval> {
    let mut left = Vec::new();
    let mut start = whole.start;
    let first = taken.partition_point(|interval| interval.end <= whole.start);
    for interval in &taken[first..] {
        if interval.start >= whole.end {
            break;
        }
        left.extend(Interval::new(start, interval.start));
        start = start.max(interval.end);
    }
    left.extend(Interval::new(start, whole.end));
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interval(start: i64, end: i64) -> Interval {
        let at = |seconds| DateTime::from_timestamp(seconds, 0).expect("in range");
        Interval::new(at(start), at(end)).expect("a span")
    }

    #[test]
    fn what_is_left_lies_between_what_is_taken() {
        let taken = union(vec![
            interval(50, 60),
            interval(0, 10),
            interval(20, 30),
            interval(25, 35),
        ]);
        assert_eq!(
            subtract(interval(5, 55), &taken),
            [interval(10, 20), interval(35, 50)]
        );
        assert_eq!(subtract(interval(10, 20), &taken), [interval(10, 20)]);
        assert_eq!(subtract(interval(21, 34), &taken), []);
    }
}
