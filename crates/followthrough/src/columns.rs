//! Prospects in flight as columns, counted into rows that stand for all who are alike.

use std::collections::HashMap;
use std::fmt::Write;

use chrono::{NaiveDate, TimeDelta};

use crate::{CadenceName, Error, Prospect, Stage, Zone};

/// Prospects in flight as columns of numbers, the way a data frame or a table in Arrow's format holds them: one row for
/// each prospect, borrowed and not copied.
///
/// All columns are of one length. Names are codes: the number of an entry in a list beside them.
///
/// # Example
/// ```
/// use followthrough::Columns;
/// let columns = Columns {
///     cadences: &["calls".parse()?, "emails".parse()?],
///     cadence: &[0, 0, 1, 0],
///     next_touch: &[3, 3, 1, 3],
///     due: &[20_822; 4], // 4 January 2027
///     priority: None,
///     zones: &[],
///     zone: None,
/// };
/// let rows = columns.classes()?;
/// assert_eq!(rows.len(), 2);
/// assert_eq!((rows[0].id.as_str(), rows[0].count), ("calls/3/2027-01-04/2", 3));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Columns<'a> {
    /// The cadences that codes stand for.
    pub cadences: &'a [CadenceName],
    /// The cadence of each prospect, as a code.
    pub cadence: &'a [u32],
    /// The number of each prospect's next touch, from 1.
    pub next_touch: &'a [u32],
    /// The day on which its window opens, in days since 1 January 1970: Arrow's `date32`.
    pub due: &'a [i32],
    /// 1 first; [`Prospect::DEFAULT_PRIORITY`] for all where there is no such column.
    pub priority: Option<&'a [u32]>,
    /// The zones that codes stand for; `None` is the plan's.
    pub zones: &'a [Option<Zone>],
    /// The zone of each prospect, as a code; the plan's for all where there is no such column.
    pub zone: Option<&'a [u32]>,
}

/// The values of one row, days shifted so that their order is that of the numbers.
type Key = [u32; 5];

const NAMES: [&str; 5] = ["cadence", "next_touch", "due", "priority", "zone"];
/// How many rows are looked at together: their keys stay in the nearest cache.
const CHUNK: usize = 2_048;
/// How many rows near one outside of the table are looked at together.
const PIECE: usize = 64;
/// A table of counts may have 2 to the power of so many entries.
const MOST_BITS: u32 = 22;
/// Up to 2 to the power of so many entries they are counted in bytes first: those in use stay in the nearest cache.
const NEAR_BITS: u32 = 16;

impl Columns<'_> {
    /// A row for every kind of prospect, with [`count`](Prospect::count): for [`Plan::pipeline`](crate::Plan::pipeline).
    ///
    /// The rows are in flight, in the order of cadence, touch, day, priority and zone, and are called after them. Whoever
    /// has prospects of other stages groups them apart and sets [`stage`](Prospect::stage). The work is one look at each
    /// prospect.
    ///
    /// # Errors
    /// [`Error::ColumnLength`], [`Error::ColumnValue`], [`Error::TooManyProspects`]. Rows are numbered from 0.
    pub fn classes(&self) -> Result<Vec<Prospect>, Error> {
        self.check_lengths()?;
        let mut counts = self.counted();
        counts.sort_unstable();
        let mut rows = Vec::with_capacity(counts.len());
        let mut date = (None, NaiveDate::default(), String::new());
        for (key, count) in counts {
            // Most kinds share their day with the one before: dates are told once.
            if date.0 != Some(key[2]) {
                let known = self.date(key)?;
                date = (Some(key[2]), known, known.to_string());
            }
            rows.push(self.prospect(key, count, date.1, &date.2)?);
        }
        Ok(rows)
    }

    fn check_lengths(&self) -> Result<(), Error> {
        let expected = self.cadence.len();
        let lengths = [
            Some(expected),
            Some(self.next_touch.len()),
            Some(self.due.len()),
            self.priority.map(<[u32]>::len),
            self.zone.map(<[u32]>::len),
        ];
        for (column, rows) in NAMES.into_iter().zip(lengths) {
            if let Some(rows) = rows.filter(|rows| *rows != expected) {
                return Err(Error::ColumnLength {
                    column,
                    rows,
                    expected,
                });
            }
        }
        if u32::try_from(expected).is_err() {
            return Err(Error::TooManyProspects {
                touches: expected as u64,
                ready: 0,
                most: u32::MAX,
            });
        }
        Ok(())
    }

    /// How many rows there are of each kind: in a table over all combinations, and by hashing where that grows too large.
    fn counted(&self) -> Vec<(Key, u32)> {
        let rows = self.cadence.len();
        let mut table = Table::default();
        let mut rare: HashMap<Key, u32> = HashMap::new();
        let mut keys = [0; CHUNK];
        let mut from = 0;
        let mut all = CHUNK;
        while from < rows {
            // After a row outside of the table, few at a time to the chunk's end: the others stay quick.
            let to = rows.min(from + all);
            let keys = &mut keys[..to - from];
            if to.is_multiple_of(CHUNK) {
                all = CHUNK;
            }
            if !self.keys(&table, from, keys) {
                if keys.len() > PIECE && !table.counts.is_empty() {
                    all = PIECE;
                    continue;
                }
                if !table.grow(self, from, to) {
                    for key in (from..to).map(|row| self.key(row)) {
                        match table.place(key) {
                            Some(place) => table.counts[place] += 1,
                            None => *rare.entry(key).or_default() += 1,
                        }
                    }
                    from = to;
                    continue;
                }
                self.keys(&table, from, keys);
            }
            table.count(keys);
            from = to;
        }
        // What came before the table grew may be in both.
        let mut counted: Vec<(Key, u32)> = table
            .entries()
            .map(|(key, count)| match rare.is_empty() {
                true => (key, count),
                false => (key, count + rare.remove(&key).unwrap_or(0)),
            })
            .collect();
        counted.extend(rare);
        counted
    }

    /// The places in the table of as many rows from `from` on as `keys` has; false where one is outside of it.
    ///
    /// One loop without a branch over all columns, which compilers turn into vector instructions.
    fn keys(&self, table: &Table, from: usize, keys: &mut [u32]) -> bool {
        const NONE: [u32; CHUNK] = [0; CHUNK];
        let count = keys.len();
        let rows = from..from + count;
        let none = &NONE[..count];
        let or_none = |column: Option<_>| column.map_or(none, |it: &[u32]| &it[rows.clone()]);
        let (cadence, next_touch) = (&self.cadence[rows.clone()], &self.next_touch[rows.clone()]);
        let due = &self.due[rows.clone()];
        let (priority, zone): (&[u32], &[u32]) = (or_none(self.priority), or_none(self.zone));
        let first_day = table.first_day;
        let [cadence_at, touch_at, due_at, priority_at, zone_at] = table.shift;
        let mut seen = [0_u32; 5];
        for ((((key, cadence), next_touch), due), (priority, zone)) in keys
            .iter_mut()
            .zip(cadence)
            .zip(next_touch)
            .zip(due)
            .zip(priority.iter().zip(zone))
        {
            let due = ordered(*due).wrapping_sub(first_day);
            seen[0] |= cadence;
            seen[1] |= next_touch;
            seen[2] |= due;
            seen[3] |= priority;
            seen[4] |= zone;
            *key = cadence.wrapping_shl(cadence_at)
                | next_touch.wrapping_shl(touch_at)
                | due.wrapping_shl(due_at)
                | priority.wrapping_shl(priority_at)
                | zone.wrapping_shl(zone_at);
        }
        let inside = |(seen, bits): (&u32, u32)| seen >> bits == 0;
        !table.counts.is_empty() && seen.iter().zip(table.bits).all(inside)
    }

    fn key(&self, row: usize) -> Key {
        [
            self.cadence[row],
            self.next_touch[row],
            ordered(self.due[row]),
            self.priority.map_or(0, |column| column[row]),
            self.zone.map_or(0, |column| column[row]),
        ]
    }

    /// The error of a kind's value that means nothing.
    fn unexpected(&self, key: Key, column: usize, value: i64, expected: String) -> Error {
        let mut rows = 0..self.cadence.len();
        Error::ColumnValue {
            column: NAMES[column],
            row: rows
                .find(|row| self.key(*row)[column] == key[column])
                .unwrap_or(0),
            value,
            expected,
        }
    }

    fn date(&self, key: Key) -> Result<NaiveDate, Error> {
        let days = i64::from(key[2]) + i64::from(i32::MIN);
        let date = NaiveDate::default().checked_add_signed(TimeDelta::days(days));
        date.ok_or_else(|| self.unexpected(key, 2, days, "days since 1 January 1970".to_owned()))
    }

    fn prospect(
        &self,
        key: Key,
        count: u32,
        date: NaiveDate,
        told: &str,
    ) -> Result<Prospect, Error> {
        let [cadence, next_touch, _, priority, zone] = key;
        let below = |codes: usize| format!("a code below {codes}");
        let name = self
            .cadences
            .get(cadence as usize)
            .ok_or_else(|| self.unexpected(key, 0, cadence.into(), below(self.cadences.len())))?;
        if next_touch == 0 {
            return Err(self.unexpected(key, 1, 0, "a number from 1".to_owned()));
        }
        let priority = self
            .priority
            .map_or(Prospect::DEFAULT_PRIORITY, |_| priority);
        let zone = match self.zone {
            None => &None,
            Some(_) => self
                .zones
                .get(zone as usize)
                .ok_or_else(|| self.unexpected(key, 4, zone.into(), below(self.zones.len())))?,
        };
        let mut id = String::with_capacity(48);
        // Writing to a string cannot fail.
        let _ = write!(id, "{}/{next_touch}/{told}/{priority}", name.as_str());
        if let Some(zone) = zone {
            id.push('/');
            id.push_str(zone.name());
        }
        let mut prospect = Prospect::new(id, name.clone(), Stage::InFlight);
        prospect.next_touch = Some(next_touch);
        prospect.due = Some(date);
        prospect.priority = priority;
        prospect.zone.clone_from(zone);
        prospect.count = count;
        Ok(prospect)
    }
}

/// Days as numbers in the same order.
fn ordered(day: i32) -> u32 {
    (day as u32) ^ (1 << 31)
}

/// Counts of all combinations of values inside a box.
#[derive(Debug, Default)]
struct Table {
    /// The first day; other columns begin at 0.
    first_day: u32,
    /// How many bits a value takes, of days those after the first.
    bits: [u32; 5],
    /// Where those bits stand in a key.
    shift: [u32; 5],
    counts: Vec<u32>,
    /// What is counted beside that; none where the table is too large for it.
    near: Option<Box<[u8; 1 << NEAR_BITS]>>,
}

impl Table {
    /// Makes room for the rows of a chunk; false, and nothing changed, where that would be too large a table.
    fn grow(&mut self, columns: &Columns<'_>, from: usize, to: usize) -> bool {
        let (mut first, mut last) = (u32::MAX, 0);
        let mut most = [0; 5];
        if !self.counts.is_empty() {
            most = self.bits.map(|bits| (1 << bits) - 1);
            first = self.first_day;
            last = first.saturating_add(most[2]);
        }
        for key in (from..to).map(|row| columns.key(row)) {
            for (most, value) in most.iter_mut().zip(key) {
                *most |= value;
            }
            (first, last) = (first.min(key[2]), last.max(key[2]));
        }
        most[2] = last - first;
        let bits = most.map(|most| u32::BITS - most.leading_zeros());
        if bits.iter().sum::<u32>() > MOST_BITS {
            return false;
        }
        // What lies near, days and touches, stands in the lowest bits.
        let mut shift = [0; 5];
        let mut sum = 0;
        for at in [2, 1, 3, 0, 4] {
            shift[at] = sum;
            sum += bits[at];
        }
        let mut grown = Self {
            first_day: first,
            bits,
            shift,
            counts: vec![0; 1 << sum],
            near: (sum <= NEAR_BITS).then(|| Box::new([0; 1 << NEAR_BITS])),
        };
        for (key, count) in self.entries() {
            if let Some(place) = grown.place(key) {
                grown.counts[place] = count;
            }
        }
        *self = grown;
        true
    }

    /// Counts the rows at these places.
    fn count(&mut self, places: &[u32]) {
        let Some(near) = &mut self.near else {
            for place in places {
                self.counts[*place as usize] += 1;
            }
            return;
        };
        for place in places {
            // Places have no more bits than that: no look beyond the end is possible.
            let count = &mut near[usize::from(*place as u16)];
            let (more, full) = count.overflowing_add(1);
            *count = more;
            if full {
                self.counts[*place as usize] += 1 << u8::BITS;
            }
        }
    }

    /// Where a key is counted; `None` outside of the box.
    fn place(&self, key: Key) -> Option<usize> {
        let mut place = 0;
        for (at, mut value) in key.into_iter().enumerate() {
            if at == 2 {
                value = value.wrapping_sub(self.first_day);
            }
            if self.counts.is_empty() || value >> self.bits[at] != 0 {
                return None;
            }
            place |= value << self.shift[at];
        }
        Some(place as usize)
    }

    /// What was counted.
    fn entries(&self) -> impl Iterator<Item = (Key, u32)> {
        let near = |place: usize| self.near.as_ref().map_or(0, |near| near[place]);
        let counts = self.counts.iter().enumerate();
        counts
            .map(move |(place, count)| (place, count + u32::from(near(place))))
            .filter(|(_, count)| *count > 0)
            .map(|(place, count)| {
                let value = |at: usize| {
                    let mask = (1u64 << self.bits[at]) - 1;
                    ((place as u64 >> self.shift[at]) & mask) as u32
                };
                let mut key = [0, 1, 2, 3, 4].map(value);
                key[2] += self.first_day;
                (key, count)
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Vec<CadenceName> {
        ["calls", "emails", "letters"]
            .map(|name| name.parse().expect("a name"))
            .to_vec()
    }

    /// Row by row, as slow as can be.
    fn by_hand(columns: &Columns<'_>) -> Vec<(Key, u32)> {
        let mut counts: std::collections::BTreeMap<Key, u32> = std::collections::BTreeMap::new();
        for row in 0..columns.cadence.len() {
            *counts.entry(columns.key(row)).or_default() += 1;
        }
        counts.into_iter().collect()
    }

    /// Numbers without a pattern, the same ones always.
    fn draw(seed: u64) -> impl FnMut(u32) -> u32 {
        let mut state = seed;
        move |below| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            ((state >> 33) % u64::from(below)) as u32
        }
    }

    #[test]
    fn counts_are_those_of_a_walk_by_hand_whatever_the_spread() {
        // Narrow, drifting so that the table grows, and with days so far apart that no table holds them.
        for (seed, spread) in [(1, 3), (2, 400), (3, 1 << 21)] {
            let mut draw = draw(seed);
            let rows = 3 * CHUNK + 17;
            let mut column = |below: u32| -> Vec<u32> { (0..rows).map(|_| draw(below)).collect() };
            let (cadence, next_touch) = (column(3), column(7).iter().map(|it| it + 1).collect());
            let next_touch: Vec<u32> = next_touch;
            let (priority, zone) = (column(3), column(2));
            let due = column(spread);
            let due: Vec<i32> = due
                .iter()
                .enumerate()
                .map(|(row, due)| *due as i32 - 1_000 + (row / CHUNK) as i32 * 300)
                .collect();
            let columns = Columns {
                cadences: &names(),
                cadence: &cadence,
                next_touch: &next_touch,
                due: &due,
                priority: Some(&priority),
                zones: &[None, "Europe/Paris".parse().ok()],
                zone: Some(&zone),
            };
            let mut counted = columns.counted();
            counted.sort_unstable();
            assert_eq!(counted, by_hand(&columns), "spread {spread}");
            let classes = columns.classes().expect("good columns");
            let sum: u32 = classes.iter().map(|row| row.count).sum();
            assert_eq!(sum as usize, rows);
        }
    }

    #[test]
    fn many_of_a_kind_are_counted_beyond_a_byte() {
        let rows = 3 * 65_536 + 5;
        let columns = Columns {
            cadences: &names(),
            cadence: &vec![2; rows],
            next_touch: &vec![1; rows],
            due: &vec![20_822; rows],
            priority: None,
            zones: &[],
            zone: None,
        };
        let counted: Vec<u32> = columns.counted().iter().map(|(_, count)| *count).collect();
        assert_eq!(counted, [rows as u32]);
    }

    #[test]
    fn extremes_are_counted_and_refused_by_name() {
        let due = [i32::MIN, i32::MAX, 0];
        let columns = Columns {
            cadences: &names(),
            cadence: &[0, 1, 2],
            next_touch: &[1, u32::MAX, 1],
            due: &due,
            priority: None,
            zones: &[],
            zone: None,
        };
        assert_eq!(columns.counted().len(), 3);
        let told = columns.classes().expect_err("no such day").to_string();
        assert_eq!(
            told,
            "due of row 0 is -2147483648, expected days since 1 January 1970"
        );
        let columns = Columns {
            due: &[0; 3],
            cadence: &[0, 3, 2],
            ..columns
        };
        let told = columns.classes().expect_err("no such cadence").to_string();
        assert_eq!(told, "cadence of row 1 is 3, expected a code below 3");
        let columns = Columns {
            cadence: &[0, 1, 2],
            next_touch: &[1, 1, 0],
            ..columns
        };
        let told = columns.classes().expect_err("no such touch").to_string();
        assert_eq!(told, "next_touch of row 2 is 0, expected a number from 1");
        let columns = Columns {
            zone: Some(&[0, 0]),
            ..columns
        };
        let told = columns.classes().expect_err("a short column").to_string();
        assert_eq!(
            told,
            "column `zone` has 2 rows, expected 3 as `cadence` has"
        );
    }

    #[test]
    fn nobody_is_no_row() {
        let columns = Columns {
            cadences: &[],
            cadence: &[],
            next_touch: &[],
            due: &[],
            priority: None,
            zones: &[],
            zone: None,
        };
        assert_eq!(columns.classes(), Ok(Vec::new()));
    }
}
