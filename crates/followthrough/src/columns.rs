//! Prospects in flight as columns, counted into rows that stand for all who are alike.

use std::collections::HashMap;

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
/// How many rows are looked at together.
const BLOCK: usize = 1_024;
/// So many places are known before they are counted. Memory is read ahead while it is read, and not while there is
/// counting: long turns are fewer beginnings. They stay in the second nearest cache.
const TURN: usize = 16 * BLOCK;
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
        let counts = self.counted();
        let mut rows = Vec::with_capacity(counts.len());
        // What those of a cadence, touch and day share is told once.
        for alike in counts.chunk_by(|one, next| one.0[..3] == next.0[..3]) {
            let shared = self.shared(alike[0].0)?;
            for (key, count) in alike {
                rows.push(self.prospect(&shared, *key, *count)?);
            }
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

    /// How many rows there are of each kind, in their order: in a table over all combinations, and by hashing where that
    /// grows too large.
    fn counted(&self) -> Vec<(Key, u32)> {
        let rows = self.cadence.len();
        let mut table = Table::default();
        let mut rare: HashMap<Key, u32> = HashMap::new();
        let mut places = vec![0; TURN];
        let mut known = 0;
        for from in (0..rows).step_by(BLOCK) {
            let to = rows.min(from + BLOCK);
            if known + BLOCK > TURN {
                table.count(&places[..known]);
                known = 0;
            }
            let next = known + to - from;
            if self.places(&table, from, &mut places[known..next]) {
                known = next;
                continue;
            }
            // What is known is a place in the table as it is.
            table.count(&places[..known]);
            known = 0;
            let keys = || (from..to).map(|row| self.key(row));
            if table.counts.is_empty() && !table.grow(keys()) {
                keys().for_each(|key| *rare.entry(key).or_default() += 1);
                continue;
            }
            for key in keys() {
                let mut place = table.place(key);
                if place.is_none() && table.grow(std::iter::once(key)) {
                    place = table.place(key);
                }
                match place {
                    Some(place) => table.counts[place] += 1,
                    None => *rare.entry(key).or_default() += 1,
                }
            }
        }
        table.count(&places[..known]);
        // What came before the table grew may be in both.
        let mut counted = table.entries();
        let in_order = counted.len();
        for (key, count) in rare {
            match counted[..in_order].binary_search_by_key(&key, |(key, _)| *key) {
                Ok(at) => counted[at].1 += count,
                Err(_) => counted.push((key, count)),
            }
        }
        counted.sort();
        counted
    }

    /// The places in the table of as many rows from `from` on; false where one is outside of it.
    ///
    /// One loop without a branch over all columns, which compilers turn into vector instructions.
    fn places(&self, table: &Table, from: usize, places: &mut [u32]) -> bool {
        const NONE: [u32; BLOCK] = [0; BLOCK];
        let count = places.len();
        let rows = from..from + count;
        let none = &NONE[..count];
        let or_none = |column: Option<_>| column.map_or(none, |it: &[u32]| &it[rows.clone()]);
        let (cadence, next_touch) = (&self.cadence[rows.clone()], &self.next_touch[rows.clone()]);
        let due = &self.due[rows.clone()];
        let (priority, zone): (&[u32], &[u32]) = (or_none(self.priority), or_none(self.zone));
        let (mut first, shift) = (table.first, table.shift);
        // Days are shifted back once for all.
        first[2] = ordered(first[2] as i32);
        let mut seen = [0_u32; 5];
        for ((((place, cadence), next_touch), due), (priority, zone)) in places
            .iter_mut()
            .zip(cadence)
            .zip(next_touch)
            .zip(due)
            .zip(priority.iter().zip(zone))
        {
            let cadence = cadence.wrapping_sub(first[0]);
            let next_touch = next_touch.wrapping_sub(first[1]);
            let due = (*due as u32).wrapping_sub(first[2]);
            let priority = priority.wrapping_sub(first[3]);
            let zone = zone.wrapping_sub(first[4]);
            seen[0] |= cadence;
            seen[1] |= next_touch;
            seen[2] |= due;
            seen[3] |= priority;
            seen[4] |= zone;
            *place = cadence.wrapping_shl(shift[0])
                | next_touch.wrapping_shl(shift[1])
                | due.wrapping_shl(shift[2])
                | priority.wrapping_shl(shift[3])
                | zone.wrapping_shl(shift[4]);
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

    fn shared(&self, key: Key) -> Result<Shared<'_>, Error> {
        let date = self.date(key)?;
        let [cadence, next_touch, ..] = key;
        let name = self.cadences.get(cadence as usize);
        let name = name.ok_or_else(|| self.no_code(key, 0, self.cadences.len()))?;
        if next_touch == 0 {
            return Err(self.unexpected(key, 1, 0, "a number from 1".to_owned()));
        }
        Ok(Shared {
            name,
            date,
            id: format!("{name}/{next_touch}/{date}/"),
        })
    }

    fn prospect(&self, shared: &Shared<'_>, key: Key, count: u32) -> Result<Prospect, Error> {
        let [_, next_touch, _, priority, zone] = key;
        let priority = self
            .priority
            .map_or(Prospect::DEFAULT_PRIORITY, |_| priority);
        let zone = match self.zone {
            None => None,
            Some(_) => {
                let known = self.zones.get(zone as usize);
                known
                    .ok_or_else(|| self.no_code(key, 4, self.zones.len()))?
                    .as_ref()
            }
        };
        let mut id = String::with_capacity(48);
        id.push_str(&shared.id);
        match char::from_digit(priority, 10) {
            Some(digit) => id.push(digit),
            None => id.push_str(&priority.to_string()),
        }
        if let Some(zone) = zone {
            id.push('/');
            id.push_str(zone.name());
        }
        let mut prospect = Prospect::new(id, shared.name.clone(), Stage::InFlight);
        prospect.next_touch = Some(next_touch);
        prospect.due = Some(shared.date);
        prospect.priority = priority;
        prospect.zone = zone.cloned();
        prospect.count = count;
        Ok(prospect)
    }

    fn no_code(&self, key: Key, column: usize, codes: usize) -> Error {
        let expected = format!("a code below {codes}");
        self.unexpected(key, column, key[column].into(), expected)
    }
}

/// What rows of one cadence, touch and day have in common.
struct Shared<'a> {
    name: &'a CadenceName,
    date: NaiveDate,
    /// What their ids begin with.
    id: String,
}

/// Days as numbers in the same order.
fn ordered(day: i32) -> u32 {
    (day as u32) ^ (1 << 31)
}

/// The least and the largest values seen, by column.
#[derive(Debug, Clone, Copy)]
struct Extent {
    least: Key,
    most: Key,
}

impl Default for Extent {
    fn default() -> Self {
        Self {
            least: [u32::MAX; 5],
            most: [0; 5],
        }
    }
}

impl Extent {
    fn hold(&mut self, key: Key) {
        for (at, value) in key.into_iter().enumerate() {
            self.least[at] = self.least[at].min(value);
            self.most[at] = self.most[at].max(value);
        }
    }

    fn width(&self, at: usize) -> u32 {
        self.most[at].saturating_sub(self.least[at])
    }

    /// How many bits tell the values apart.
    fn bits(&self) -> [u32; 5] {
        std::array::from_fn(|at| u32::BITS - self.width(at).leading_zeros())
    }
}

/// Counts of all combinations of values inside a box.
#[derive(Debug, Default)]
struct Table {
    /// What it was made for.
    around: Extent,
    /// The least value that has a place, by column.
    first: Key,
    /// How many bits the values after it take.
    bits: [u32; 5],
    /// Where those bits stand in a place.
    shift: [u32; 5],
    counts: Vec<u32>,
    /// What is counted beside that; none where the table is too large for it.
    near: Option<Box<[u8; 1 << NEAR_BITS]>>,
}

impl Table {
    /// Makes room for more keys; false, and nothing changed, where that would be too large a table.
    ///
    /// What is to spare lies on both sides, so that with every turn in which no bit is won there is half of it left:
    /// whatever order rows are in, a table does not grow often.
    fn grow(&mut self, keys: impl Iterator<Item = Key>) -> bool {
        let mut around = self.around;
        keys.for_each(|key| around.hold(key));
        // A quick no: what was counted since may lie farther apart, and never closer.
        if around.bits().iter().sum::<u32>() > MOST_BITS {
            return false;
        }
        let known = self.entries();
        known.iter().for_each(|(key, _)| around.hold(*key));
        let bits = around.bits();
        let sum: u32 = bits.iter().sum();
        if sum > MOST_BITS {
            return false;
        }
        // What lies near, days and touches, stands in the lowest bits.
        let mut shift = [0; 5];
        let mut lower = 0;
        for at in [2, 1, 3, 0, 4] {
            shift[at] = lower;
            lower += bits[at];
        }
        let spare = |at: usize| (1_u32 << bits[at]) - 1 - around.width(at);
        *self = Self {
            around,
            first: std::array::from_fn(|at| around.least[at].saturating_sub(spare(at) / 2)),
            bits,
            shift,
            counts: vec![0; 1 << sum],
            near: (sum <= NEAR_BITS).then(|| Box::new([0; 1 << NEAR_BITS])),
        };
        for (key, count) in known {
            if let Some(place) = self.place(key) {
                self.counts[place] = count;
            }
        }
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
        let mut count = |place: u32| {
            // Places have no more bits than that: no look beyond the end is possible.
            let count = &mut near[usize::from(place as u16)];
            let (more, full) = count.overflowing_add(1);
            *count = more;
            if full {
                self.counts[place as usize] += 1 << u8::BITS;
            }
        };
        // By fours: a loop that ends after each one takes half as long again.
        let (fours, rest) = places.as_chunks::<4>();
        for four in fours {
            four.iter().for_each(|place| count(*place));
        }
        rest.iter().for_each(|place| count(*place));
    }

    /// Where a key is counted; `None` outside of the box.
    fn place(&self, key: Key) -> Option<usize> {
        let mut place = 0;
        for (at, value) in key.into_iter().enumerate() {
            let value = value.wrapping_sub(self.first[at]);
            if self.counts.is_empty() || value >> self.bits[at] != 0 {
                return None;
            }
            place |= value << self.shift[at];
        }
        Some(place as usize)
    }

    /// What was counted, in the order of the keys.
    fn entries(&self) -> Vec<(Key, u32)> {
        let mut entries = Vec::new();
        let mut after = [0; 5];
        for at in (0..4).rev() {
            after[at] = after[at + 1] + self.bits[at + 1];
        }
        for number in 0..self.counts.len() as u32 {
            let value = |at: usize| (number >> after[at]) & ((1 << self.bits[at]) - 1);
            let values: Key = std::array::from_fn(value);
            let parts = values.iter().zip(self.shift);
            let place = parts.fold(0, |place, (value, shift)| place | value << shift) as usize;
            let near = self.near.as_ref().map_or(0, |near| near[place]);
            let count = self.counts[place] + u32::from(near);
            if count > 0 {
                let key = |at: usize| values[at].wrapping_add(self.first[at]);
                entries.push((std::array::from_fn(key), count));
            }
        }
        entries
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
            let rows = 6 * BLOCK + 17;
            let mut column = |below: u32| -> Vec<u32> { (0..rows).map(|_| draw(below)).collect() };
            let (cadence, next_touch) = (column(3), column(7).iter().map(|it| it + 1).collect());
            let next_touch: Vec<u32> = next_touch;
            let (priority, zone) = (column(3), column(2));
            let due = column(spread);
            let due: Vec<i32> = due
                .iter()
                .enumerate()
                .map(|(row, due)| *due as i32 - 1_000 + (row / BLOCK / 2) as i32 * 300)
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
            assert_eq!(columns.counted(), by_hand(&columns), "spread {spread}");
            let classes = columns.classes().expect("good columns");
            let sum: u32 = classes.iter().map(|row| row.count).sum();
            assert_eq!(sum as usize, rows);
        }
    }

    #[test]
    fn values_that_spread_to_both_sides_are_counted() {
        // Further out by turns, from a day in the middle, and down from the largest codes there are.
        let rows = 2 * TURN as i32 + 5;
        let due: Vec<i32> = (0..rows)
            .map(|row| (row / 32) * if row % 2 == 0 { 1 } else { -1 })
            .collect();
        let next_touch: Vec<u32> = (0..rows as u32).map(|row| u32::MAX - row / 5_000).collect();
        let priority: Vec<u32> = (0..rows as u32)
            .map(|row| match row {
                // One apart from all others before there is a table.
                0 => u32::MAX,
                _ => 7_000 - row / 4_000,
            })
            .collect();
        let columns = Columns {
            cadences: &names(),
            cadence: &vec![1; rows as usize],
            next_touch: &next_touch,
            due: &due,
            priority: Some(&priority),
            zones: &[],
            zone: None,
        };
        assert_eq!(columns.counted(), by_hand(&columns));
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
