//! A share of time between nothing and all, as an exact decimal.

use std::fmt;
use std::str::FromStr;

/// A share from 0 up to, and without, 1, kept as an exact decimal: 0.15 is fifteen hundredths, not the nearest float.
///
/// # Example
/// ```
/// use followthrough::Share;
/// let reserve: Share = "0.15".parse()?;
/// assert_eq!(reserve.rest_of(3600), 3060);
/// assert!("10".parse::<Share>().is_err());
/// # Ok::<(), followthrough::InvalidShare>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Share {
    /// In units of 10^-9.
    billionths: u32,
}

/// A number that is not a share.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{value}` is not a share, expected 0 or more and less than 1, with at most nine decimals{}", hint(.value))]
pub struct InvalidShare {
    /// The number as it was given.
    pub value: String,
}

fn hint(value: &str) -> String {
    match value.parse::<f64>() {
        Ok(percent) if (2.0..100.0).contains(&percent) => {
            format!("; did you mean {:.2}?", percent / 100.0)
        }
        _ => String::new(),
    }
}

const ONE: u32 = 1_000_000_000;

impl Share {
    /// Nothing.
    pub const ZERO: Self = Self { billionths: 0 };

    /// `seconds` less this share of them, rounded down to whole seconds.
    #[must_use]
    pub fn rest_of(&self, seconds: u64) -> u64 {
        let rest = u128::from(seconds) * u128::from(ONE - self.billionths) / u128::from(ONE);
        u64::try_from(rest).unwrap_or(seconds)
    }
}

impl FromStr for Share {
    type Err = InvalidShare;

    fn from_str(value: &str) -> Result<Self, InvalidShare> {
        let invalid = || InvalidShare {
            value: value.to_owned(),
        };
        let (whole, decimals) = value.split_once('.').unwrap_or((value, ""));
        let decimals = decimals.trim_end_matches('0');
        let is_zero = !whole.is_empty() && whole.bytes().all(|byte| byte == b'0');
        if !is_zero || decimals.len() > 9 || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(invalid());
        }
        let billionths = format!("{decimals:0<9}").parse().map_err(|_| invalid())?;
        Ok(Self { billionths })
    }
}

impl TryFrom<f64> for Share {
    type Error = InvalidShare;

    /// The share that the shortest decimal of `value` names: `0.15`, although the float is a little less.
    fn try_from(value: f64) -> Result<Self, InvalidShare> {
        if value == 0.0 {
            Ok(Self::ZERO)
        } else {
            value.to_string().parse()
        }
    }
}

impl fmt::Display for Share {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimals = format!("{:09}", self.billionths);
        let decimals = decimals.trim_end_matches('0');
        write!(
            formatter,
            "0.{}",
            if decimals.is_empty() { "0" } else { decimals }
        )
    }
}

/// As the number that a plan file holds.
#[cfg(feature = "serde")]
impl serde::Serialize for Share {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // At most nine decimals: the text of a share is the shortest text of the nearest float.
        serializer.serialize_f64(self.to_string().parse().unwrap_or(0.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_exact() {
        let fifteen = Share::try_from(0.15).expect("a share");
        assert_eq!(fifteen.rest_of(6000), 5100);
        assert_eq!(Share::try_from(0.1).expect("a share").rest_of(10), 9);
        assert_eq!(fifteen.to_string(), "0.15");
        assert_eq!(Share::ZERO.to_string(), "0.0");
    }

    #[test]
    fn what_is_no_share_is_refused_with_advice() {
        for value in [
            "1",
            "1.0",
            "-0.1",
            "",
            ".",
            ".5",
            "0.1234567891",
            "NaN",
            "0,5",
            "0.1e3",
        ] {
            assert!(value.parse::<Share>().is_err(), "{value}");
        }
        assert!(
            "10".parse::<Share>()
                .expect_err("ten")
                .to_string()
                .ends_with("did you mean 0.10?")
        );
        assert!(Share::try_from(f64::NAN).is_err());
        assert!(Share::try_from(-0.5).is_err());
    }
}
