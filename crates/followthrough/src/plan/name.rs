//! The names that a plan gives to its parts, checked once at the door.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// A name that no part of a plan may have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{name}` is not a {kind} name, expected letters, digits, `_` or `-`")]
pub struct InvalidName {
    /// What it was to name, such as `category`.
    pub kind: &'static str,
    /// The name as it was given.
    pub name: String,
}

macro_rules! name {
    ($(#[$doc:meta])* $name:ident, $kind:literal) => {
        $(#[$doc])*
        ///
        /// Made of letters, digits, `_` and `-`, at least one; compared exactly and ordered as text. Cheap to clone.
        ///
        /// # Example
        /// ```
        #[doc = concat!("use followthrough::", stringify!($name), ";")]
        #[doc = concat!("let name: ", stringify!($name), " = \"follow_up\".parse()?;")]
        /// assert_eq!(name.as_str(), "follow_up");
        #[doc = concat!("assert!(\"two words\".parse::<", stringify!($name), ">().is_err());")]
        /// # Ok::<(), followthrough::InvalidName>(())
        /// ```
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize))]
        #[cfg_attr(feature = "serde", serde(transparent))]
        pub struct $name(#[cfg_attr(feature = "serde", serde(serialize_with = "serialize"))] Arc<str>);

        impl $name {
            /// The name as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = InvalidName;

            fn from_str(name: &str) -> Result<Self, InvalidName> {
                if is_name(name) {
                    Ok(Self(name.into()))
                } else {
                    Err(InvalidName { kind: $kind, name: name.to_owned() })
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    };
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
}

#[cfg(feature = "serde")]
fn serialize<S: serde::Serializer>(name: &Arc<str>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(name)
}

name! {
    /// A kind of dedicated time: `research`, `calling`, `follow_up`, or any of the user's own.
    CategoryName, "category"
}

name! {
    /// How a touch is made: `call`, `email`, `letter`, or any of the user's own.
    ChannelName, "channel"
}

name! {
    /// Which cadence a prospect is promised.
    CadenceName, "cadence"
}
