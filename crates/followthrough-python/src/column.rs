//! A column of an Arrow table as text, whole numbers or days, whatever width and layout it came in.

use std::borrow::Cow;

use arrow_array::cast::AsArray as _;
use arrow_array::types::{
    Date32Type, Date64Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrowPrimitiveType, PrimitiveArray};
use arrow_schema::{DataType, TimeUnit};
use chrono::{DateTime, NaiveDate, Utc};
use followthrough::Zone;

/// The cells of a column. An empty text is a cell, as in a file; nothing is `None`.
pub(crate) enum Cells<'a> {
    /// Text, and categories.
    Text(Vec<Option<&'a str>>),
    /// Whole numbers; floats are some, as a column of whole numbers with gaps is one of floats in pandas.
    Whole(Vec<Option<i64>>),
    /// Days; times of day are cut off, as frames hold days as timestamps.
    Day(Vec<Option<NaiveDate>>),
    /// Numbers with a fraction, and flags, as they are written.
    Written(Vec<Option<String>>),
}

impl<'a> Cells<'a> {
    /// The cells of an array; `None` where it holds neither text nor numbers nor days. `own` is the clock whose days
    /// instants lie on.
    pub(crate) fn of(array: &'a dyn Array, own: &Zone) -> Option<Self> {
        Some(match array.data_type() {
            DataType::Null => Self::Text(vec![None; array.len()]),
            DataType::Utf8 => Self::Text(array.as_string::<i32>().iter().collect()),
            DataType::LargeUtf8 => Self::Text(array.as_string::<i64>().iter().collect()),
            DataType::Utf8View => Self::Text(array.as_string_view().iter().collect()),
            DataType::Boolean => Self::Written(
                array
                    .as_boolean()
                    .iter()
                    .map(|flag| flag.map(|flag| flag.to_string()))
                    .collect(),
            ),
            DataType::Int8 => whole::<Int8Type>(array),
            DataType::Int16 => whole::<Int16Type>(array),
            DataType::Int32 => whole::<Int32Type>(array),
            DataType::Int64 => whole::<Int64Type>(array),
            DataType::UInt8 => whole::<UInt8Type>(array),
            DataType::UInt16 => whole::<UInt16Type>(array),
            DataType::UInt32 => whole::<UInt32Type>(array),
            DataType::UInt64 => return unsigned(array.as_primitive()),
            DataType::Float32 => floats(array.as_primitive::<Float32Type>()),
            DataType::Float64 => floats(array.as_primitive::<Float64Type>()),
            DataType::Date32 => days(array.as_primitive::<Date32Type>(), |day| {
                Date32Type::to_naive_date_opt(day)
            }),
            DataType::Date64 => days(array.as_primitive::<Date64Type>(), |millis| {
                Date64Type::to_naive_date_opt(millis)
            }),
            DataType::Timestamp(unit, zone) => {
                let clock = Clock::of(zone.as_deref(), own);
                match unit {
                    TimeUnit::Second => {
                        days(array.as_primitive::<TimestampSecondType>(), |seconds| {
                            clock.day(DateTime::from_timestamp_secs(seconds)?)
                        })
                    }
                    TimeUnit::Millisecond => {
                        days(array.as_primitive::<TimestampMillisecondType>(), |millis| {
                            clock.day(DateTime::from_timestamp_millis(millis)?)
                        })
                    }
                    TimeUnit::Microsecond => {
                        days(array.as_primitive::<TimestampMicrosecondType>(), |micros| {
                            clock.day(DateTime::from_timestamp_micros(micros)?)
                        })
                    }
                    TimeUnit::Nanosecond => {
                        days(array.as_primitive::<TimestampNanosecondType>(), |nanos| {
                            clock.day(DateTime::from_timestamp_nanos(nanos))
                        })
                    }
                }
            }
            DataType::Dictionary(..) => {
                let dictionary = array.as_any_dictionary_opt()?;
                let values = Self::of(dictionary.values().as_ref(), own)?;
                if dictionary.values().is_empty() {
                    return Some(Self::Text(vec![None; array.len()]));
                }
                let keys = dictionary.normalized_keys();
                let keys = keys
                    .iter()
                    .enumerate()
                    .map(|(row, key)| (!dictionary.keys().is_null(row)).then_some(*key));
                match values {
                    Self::Text(values) => Self::Text(keyed(keys, &values)),
                    Self::Whole(values) => Self::Whole(keyed(keys, &values)),
                    Self::Day(values) => Self::Day(keyed(keys, &values)),
                    Self::Written(values) => Self::Written(keyed(keys, &values)),
                }
            }
            _ => return None,
        })
    }

    /// A cell as a file writes it; nothing is the empty text.
    pub(crate) fn written(&self, row: usize) -> Cow<'_, str> {
        match self {
            Self::Text(cells) => Cow::Borrowed(cells[row].unwrap_or_default()),
            Self::Whole(cells) => cells[row].map_or(Cow::Borrowed(""), |n| n.to_string().into()),
            Self::Day(cells) => cells[row].map_or(Cow::Borrowed(""), |day| day.to_string().into()),
            Self::Written(cells) => Cow::Borrowed(cells[row].as_deref().unwrap_or_default()),
        }
    }
}

fn keyed<T: Clone>(
    keys: impl Iterator<Item = Option<usize>>,
    values: &[Option<T>],
) -> Vec<Option<T>> {
    keys.map(|key| values[key?].clone()).collect()
}

fn whole<'a, T: ArrowPrimitiveType>(array: &dyn Array) -> Cells<'a>
where
    i64: From<T::Native>,
{
    let cells = array.as_primitive::<T>().iter();
    Cells::Whole(cells.map(|cell| cell.map(i64::from)).collect())
}

fn unsigned<'a>(array: &PrimitiveArray<UInt64Type>) -> Option<Cells<'a>> {
    let number = |cell: Option<u64>| match cell {
        Some(number) => i64::try_from(number).ok().map(Some),
        None => Some(None),
    };
    array
        .iter()
        .map(number)
        .collect::<Option<_>>()
        .map(Cells::Whole)
}

fn floats<'a, T: ArrowPrimitiveType>(array: &PrimitiveArray<T>) -> Cells<'a>
where
    f64: From<T::Native>,
{
    let cells: Vec<Option<f64>> = array
        .iter()
        .map(|cell| cell.map(f64::from).filter(|cell| !cell.is_nan()))
        .collect();
    #[expect(clippy::cast_possible_truncation, reason = "whole, and small enough")]
    let number = |cell: f64| (cell.fract() == 0.0 && cell.abs() < 9e15).then_some(cell as i64);
    let numbers: Option<Vec<Option<i64>>> = cells
        .iter()
        .map(|cell| match cell {
            Some(cell) => number(*cell).map(Some),
            None => Some(None),
        })
        .collect();
    match numbers {
        Some(numbers) => Cells::Whole(numbers),
        None => Cells::Written(
            cells
                .iter()
                .map(|cell| cell.map(|cell| cell.to_string()))
                .collect(),
        ),
    }
}

fn days<'a, T: ArrowPrimitiveType>(
    array: &PrimitiveArray<T>,
    day: impl Fn(T::Native) -> Option<NaiveDate>,
) -> Cells<'a> {
    Cells::Day(array.iter().map(|cell| cell.and_then(&day)).collect())
}

/// The clock whose days a column of timestamps tells: its own where it names no zone; else the plan's, as where an
/// instant is written as text.
enum Clock<'zone> {
    Wall,
    Zone(&'zone Zone),
}

impl<'zone> Clock<'zone> {
    fn of(zone: Option<&str>, own: &'zone Zone) -> Self {
        zone.map_or(Self::Wall, |_| Self::Zone(own))
    }

    fn day(&self, instant: DateTime<Utc>) -> Option<NaiveDate> {
        Some(match self {
            Self::Wall => instant.date_naive(),
            Self::Zone(zone) => zone.local(instant).date(),
        })
    }
}
