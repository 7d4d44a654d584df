//! Prospects in flight as columns, counted into rows that stand for all who are alike.

use chrono::{NaiveDate, TimeDelta};
use rustc_hash::FxHashMap;

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
impl Columns<'_> {
    /// A row for every kind of prospect, with [`count`](Prospect::count): for [`Plan::pipeline`](crate::Plan::pipeline).
    ///
    /// The rows are in flight, in the order of cadence, touch, day, priority and zone, and are called after them. Whoever
    /// has prospects of other stages groups them apart and sets [`stage`](Prospect::stage).
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

    /// How many rows there are of each kind, in their order.
    fn counted(&self) -> Vec<(Key, u32)> {
        let mut counts: FxHashMap<Key, u32> = FxHashMap::default();
        for row in 0..self.cadence.len() {
            *counts.entry(self.key(row)).or_default() += 1;
        }
        let mut counts: Vec<(Key, u32)> = counts.into_iter().collect();
        counts.sort_unstable();
        counts
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

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Vec<CadenceName> {
        ["calls", "emails", "letters"]
            .map(|name| name.parse().expect("a name"))
            .to_vec()
    }

    #[test]
    fn rows_are_counted_by_what_they_share() {
        let columns = Columns {
            cadences: &names(),
            cadence: &[2, 0, 2, 2, 0],
            next_touch: &[1, 3, 1, 1, 3],
            due: &[20_823, 20_822, 20_823, -1, 20_822],
            priority: Some(&[1, 12, 1, 1, 12]),
            zones: &[None, "Europe/Paris".parse().ok()],
            zone: Some(&[1, 0, 1, 1, 0]),
        };
        let rows = columns.classes().expect("good columns");
        let told: Vec<(&str, u32)> = rows
            .iter()
            .map(|row| (row.id.as_str(), row.count))
            .collect();
        assert_eq!(
            told,
            [
                ("calls/3/2027-01-04/12", 2),
                ("letters/1/1969-12-31/1/Europe/Paris", 1),
                ("letters/1/2027-01-05/1/Europe/Paris", 2),
            ]
        );
        assert_eq!(rows[2].zone, "Europe/Paris".parse().ok());
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
